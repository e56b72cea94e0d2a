//! What every format shares once its own marks are off: main content of pages, lost breaks,
//! boilerplate, rolling captions.
//!
//! Pure: text in, text and a note in the [`Receipt`](crate::receipt::Receipt) out.

pub(crate) mod captions;
pub mod lost_breaks;
pub(crate) mod main_content;

/// `text` with its white space folded to single blanks, and none at its ends.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}
