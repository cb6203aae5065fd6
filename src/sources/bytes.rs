//! Where one of two bytes comes first: most texts in answers and saved inventories are of a few bytes, where a search
//! made for long ones takes longer to begin than to end.

const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);

/// Place of the first byte that is `one` or `other`, looked for eight bytes at a time.
#[inline]
pub fn first_of(bytes: &[u8], one: u8, other: u8) -> Option<usize> {
    let (ones, others) = (LOW * u64::from(one), LOW * u64::from(other));
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let hits = zeros(word ^ ones) | zeros(word ^ others);
        if hits != 0 {
            return Some(at * 8 + (hits.trailing_zeros() / 8) as usize);
        }
    }
    let at = rest.iter().position(|byte| *byte == one || *byte == other)?;
    Some(words.len() * 8 + at)
}

/// The high bit of each byte that is zero; above the first of them maybe of others, too.
#[inline]
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word & HIGH
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_is_found(bytes in proptest::collection::vec(prop_oneof![0u8..4, 126u8..130, 252u8..=255], 0..40), one in 0u8..4, other in 126u8..130) {
            let plain = bytes.iter().position(|byte| [one, other].contains(byte));
            prop_assert_eq!(first_of(&bytes, one, other), plain);
        }
    }
}
