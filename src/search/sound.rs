//! How a word sounds, for names that speech recognition spells its own way.

use rphonetic::DoubleMetaphone;

/// The primary Double Metaphone code of a word (Lawrence Philips, 2000); empty for words without
/// Latin letters.
pub(super) fn code(word: &str) -> String {
    /// Longer codes part words that differ only late; four letters are the customary length.
    const CODE_LETTERS_MAX: usize = 8;
    if !word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'') {
        return String::new();
    }
    DoubleMetaphone::new(Some(CODE_LETTERS_MAX)).double_metaphone(word).primary()
}
