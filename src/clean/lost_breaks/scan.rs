//! Finds the few bytes of a text that are worth a look.

/// So many bytes are looked at in one go.
const STRETCH_BYTES: usize = 64;

/// The bytes of which `may` says yes, with the byte before each. Most say no, and that is seen fastest for all
/// bytes of a stretch at once.
pub(super) fn pairs_that(bytes: &[u8], may: impl Fn(u8, u8) -> bool + Copy) -> impl Iterator<Item = usize> {
    let starts = (1..bytes.len()).step_by(STRETCH_BYTES);
    let stretches = starts.map(move |start| start..bytes.len().min(start + STRETCH_BYTES));
    stretches
        .filter(move |stretch| may_any(&bytes[stretch.start - 1..stretch.end], may))
        .flatten()
        .filter(move |at| may(bytes[at - 1], bytes[*at]))
}

fn may_any(stretch: &[u8], may: impl Fn(u8, u8) -> bool) -> bool {
    let Some(stretch) = stretch.first_chunk::<{ STRETCH_BYTES + 1 }>() else { return true };
    let mut any = 0;
    for at in 0..STRETCH_BYTES {
        any |= u8::from(may(stretch[at], stretch[at + 1]));
    }
    any != 0
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
        }
    }
}
