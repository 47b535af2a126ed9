//! Files with altered bytes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// A small generator: the same alterations on every machine.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}

fn number(bytes: &[u8], at: usize) -> usize {
    u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize
}

/// Where each section lies: (directory entry, beginning, end).
pub fn sections(bytes: &[u8]) -> Vec<(usize, usize, usize)> {
    let count = u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
    (0..count)
        .map(|section| {
            let entry = 64 + section * 64;
            let start = number(bytes, entry + 32);
            (entry, start, start + number(bytes, entry + 40))
        })
        .collect()
}

/// Makes every checksum right, as someone who means harm would.
pub fn make_checksums_right(bytes: &mut [u8]) {
    for (entry, start, end) in sections(bytes) {
        let Some(section) = bytes.get(start..end) else { continue };
        let checksum = xxh3_64(section);
        bytes[entry + 48..entry + 56].copy_from_slice(&checksum.to_le_bytes());
    }
    let end = 64 + sections(bytes).len() * 64;
    bytes[32..40].fill(0);
    let mut hash = Xxh3::new();
    hash.update(&bytes[..end]);
    let checksum = hash.digest();
    bytes[32..40].copy_from_slice(&checksum.to_le_bytes());
}

/// Turns of a test: so many, or for as many seconds as `VADEMECUM_FUZZ_SECONDS` says.
pub fn iterations(default: u64) -> impl Iterator<Item = u64> {
    let seconds = std::env::var("VADEMECUM_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let began = Instant::now();
    let go_on = move |turn: &u64| match seconds {
        Some(seconds) => began.elapsed() < Duration::from_secs(seconds),
        None => *turn < default,
    };
    (0..).take_while(go_on)
}
