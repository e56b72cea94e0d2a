//! What every format shares once its own marks are off: main content of pages, lost breaks,
//! boilerplate, rolling captions.
//!
//! Pure: text in, text and a note in the [`Receipt`](crate::receipt::Receipt) out.

pub(crate) mod captions;
pub mod lost_breaks;
pub(crate) mod main_content;

/// `text` with its white space folded to single blanks, and none at its ends.
pub fn folded(text: &str) -> String {
    let text = text.trim();
    // Most texts are folded as they are.
    let mut before = b' ';
    let is_folded = text.bytes().all(|byte| {
        let is_kept = byte > b' ' && byte.is_ascii() || byte == b' ' && before != b' ';
        before = byte;
        is_kept
    });
    if is_folded {
        return text.to_owned();
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Says that a text ends with the sign of a question, in Latin letters, those of East Asia or Arabic ones.
pub(crate) fn asks(text: &str) -> bool {
    text.trim_end().ends_with(['?', '\u{FF1F}', '\u{61F}'])
}

/// Says that a letter is of a script that sets no blanks between words: Thai, Lao, Tibetan, Burmese, Khmer, and
/// those of China, Japan and Korea.
pub(crate) fn is_unspaced(c: char) -> bool {
    is_without_stops(c) || c >= '\u{2E80}'
}

/// Says that a letter is of such a script that needs no stop at the end of a sentence, either.
pub(crate) fn is_without_stops(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}
