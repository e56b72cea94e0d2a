//! Finds the few bytes of a text that are worth a look.

/// So many bytes are looked at in one go.
const STRETCH_BYTES: usize = 64;

/// The bytes of which `may` says yes, with the byte before each. Most say no, and that is seen fastest for all
/// bytes of a stretch at once.
pub(super) fn pairs_that(bytes: &[u8], may: impl Fn(u8, u8) -> bool + Copy) -> impl Iterator<Item = usize> {
    let (mut next, mut start, mut found) = (1, 0, 0_u64);
    std::iter::from_fn(move || {
        while found == 0 {
            start = next;
            let stretch = bytes.get(start - 1..).filter(|stretch| stretch.len() > 1)?;
            found = pairs_in(stretch, may);
            next += STRETCH_BYTES;
        }
        let at = start + found.trailing_zeros() as usize;
        found &= found - 1;
        Some(at)
    })
}

/// Those among the first pairs of bytes, as bits.
fn pairs_in(stretch: &[u8], may: impl Fn(u8, u8) -> bool) -> u64 {
    let Some(stretch) = stretch.first_chunk::<{ STRETCH_BYTES + 1 }>() else {
        let pairs = stretch.iter().zip(&stretch[1..]).enumerate();
        return pairs.fold(0, |found, (at, (before, here))| found | u64::from(may(*before, *here)) << at);
    };
    let mut are_it = [0; STRETCH_BYTES];
    for at in 0..STRETCH_BYTES {
        are_it[at] = u8::from(may(stretch[at], stretch[at + 1]));
    }
    let eights = || are_it.as_chunks::<8>().0.iter().map(|eight| u64::from_le_bytes(*eight));
    if eights().fold(0, |any, eight| any | eight) == 0 {
        return 0;
    }
    // The lowest bits of eight bytes, side by side.
    let packed = |eight: u64| eight.wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights().enumerate().fold(0, |found, (number, eight)| found | packed(eight) << (8 * number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_is_found_wherever_it_lies() {
        let is_hump = |before: u8, here: u8| before.is_ascii_lowercase() & here.is_ascii_uppercase();
        for length in [0, 1, 2, 63, 64, 65, 66, 127, 128, 129, 200] {
            for at in 1..length {
                let mut bytes = vec![b'a'; length];
                bytes[at] = b'A';
                assert_eq!(pairs_that(&bytes, is_hump).collect::<Vec<_>>(), [at], "{length}");
            }
            assert_eq!(pairs_that(&vec![b'a'; length], is_hump).count(), 0);
            let humps = b"aA".repeat(length);
            let odd: Vec<usize> = (1..2 * length).step_by(2).collect();
            assert_eq!(pairs_that(&humps, is_hump).collect::<Vec<_>>(), odd, "{length}");
        }
    }
}
