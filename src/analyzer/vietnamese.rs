//! Vietnamese syllables with their tones: without them `bán` (to sell), `bạn` (friend) and `bàn` (table) are one.

use unicode_normalization::UnicodeNormalization;

/// The marks of tones. Others make letters of their own.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// A syllable with its tone behind it: `hòa` is also written `hoà`.
pub(super) fn with_tone_behind(syllable: &str) -> String {
    let tone = syllable.nfd().find(|c| TONES.contains(c));
    syllable.nfd().filter(|c| !TONES.contains(c)).nfc().chain(tone).collect()
}

#[cfg(test)]
mod tests {
    use super::with_tone_behind;

    #[test]
    fn a_tone_is_on_no_letter_and_letters_keep_their_marks() {
        let check =
            |syllable: &str, expected: &str| assert_eq!(with_tone_behind(syllable), expected, "{syllable}");
        check("hòa", "hoa\u{300}");
        check("hoà", "hoa\u{300}");
        check("thuỷ", "thuy\u{309}");
        check("được", "đươc\u{323}");
        check("ba", "ba");
    }
}
