//! Numbers that are the same on every machine: a hash, a generator, component ids, member ids.

use vademecum::Sctid;

use super::NAMESPACE;

/// The last step of SplitMix64: a bijection of 64-bit numbers that scatters neighbours.
pub(super) const fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// FNV-1a over the bytes, scattered.
pub(super) fn hash_text(text: &str) -> u64 {
    mix(text
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)))
}

/// A SplitMix64 generator.
pub(super) struct Rng(u64);

impl Rng {
    pub(super) const fn new(seed: u64) -> Rng {
        Rng(mix(seed))
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number below `bound`, or 0 where `bound` is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or_default()
    }

    /// True in `percent` of a hundred cases.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// One of the items.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }
}

/// The kind of a component in the long format, as its partition identifier.
#[derive(Clone, Copy)]
pub(super) enum Partition {
    Concept = 10,
    Description = 11,
    Relationship = 12,
}

/// The long-format id of an item in this generator's namespace.
///
/// `item` is from 1 to 99,999,999; the check digit is the one of ten that is right.
pub(super) fn sctid(item: u64, partition: Partition) -> u64 {
    let stem = (item * 10_000_000 + u64::from(NAMESPACE)) * 100 + partition as u64;
    (stem * 10..stem * 10 + 10)
        .find(|&number| Sctid::new(number).is_ok_and(Sctid::has_valid_check_digit))
        .unwrap_or(stem * 10)
}

/// How many items there are.
pub(super) const ITEMS: u64 = 99_999_989;

/// How many items are for grown concepts. Hand-made ones have the items from 50,000,000 upwards.
pub(super) const GROWN_ITEMS: u64 = 49_999_991;

/// The item at a place of a walk through `items` items that depends on `salt`. The step and either number of
/// items have no common factor, so the walk visits every item before it repeats one.
pub(super) const fn scattered_item(place: u64, salt: u64, items: u64) -> u64 {
    (place * 48_271_001 + salt % 9_999_991) % items + 1
}

/// The id of a refset member: a UUID of version 5 shape drawn from the parts.
pub(super) fn member_id(refset: u64, component: u64, salt: u64) -> String {
    let high = mix(refset ^ mix(component ^ mix(salt)));
    let low = mix(high ^ component);
    let high = (high & !0xF000) | 0x5000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF
    )
}
