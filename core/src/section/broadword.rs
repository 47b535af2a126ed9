//! Ones of a 64-bit word, counted and found without a branch.

/// A byte of one in each byte.
const ONES: u64 = u64::MAX / 255;

/// `[rank << 8 | byte]`: the position of the one numbered `rank` in `byte`.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, where a wrong index is a build error"
)]
const SELECT_IN_BYTE: [u8; 2048] = {
    let mut table = [7u8; 2048];
    let mut byte = 0;
    while byte < 256 {
        let mut rank = 0;
        let mut bit = 0;
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                table[rank << 8 | byte] = bit;
                rank += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    table
};

/// In each byte, how many ones `word` has in that byte and below.
#[inline]
pub(crate) fn byte_sums(word: u64) -> u64 {
    let pairs = word - (word >> 1 & 0x5555_5555_5555_5555);
    let fours = (pairs & 0x3333_3333_3333_3333) + (pairs >> 2 & 0x3333_3333_3333_3333);
    ((fours + (fours >> 4)) & 0x0f0f_0f0f_0f0f_0f0f).wrapping_mul(ONES)
}

/// The position of the one numbered `rank` in `word`, which has more than `rank` ones, given its `sums` (S. Vigna,
/// "Broadword Implementation of Rank/Select Queries", WEA 2008).
#[inline]
#[expect(clippy::indexing_slicing, reason = "the index is masked to the table")]
pub(crate) fn select_with_sums(word: u64, sums: u64, rank: u32) -> u32 {
    let rank = u64::from(rank & 63);
    // A byte's top bit stays where its sum is not greater than the rank: as many bytes are passed over.
    let passed = (((rank * ONES) | 0x8080_8080_8080_8080) - sums) & 0x8080_8080_8080_8080;
    let place = ((passed >> 7).wrapping_mul(ONES) >> 56 << 3) & 56;
    let before = (sums << 8) >> place & 0xff;
    let byte = word >> place & 0xff;
    let within = SELECT_IN_BYTE[((rank.wrapping_sub(before) & 7) << 8 | byte) as usize];
    place as u32 + u32::from(within)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_bit(word in prop_oneof![any::<u64>(), any::<u64>().prop_map(|w| w & w >> 3 & w >> 7), Just(u64::MAX)]) {
            let sums = byte_sums(word);
            prop_assert_eq!((sums >> 56) as u32, word.count_ones());
            let mut rest = word;
            for rank in 0..word.count_ones() {
                prop_assert_eq!(select_with_sums(word, sums, rank), rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }
}
