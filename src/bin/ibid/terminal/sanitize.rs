//! What the archive says may be hostile: nothing in it may command the terminal.

use std::borrow::Cow;

/// The text without characters that command a terminal or change the order of what is seen.
/// Controls become a visible sign, line breaks and tabs a space, bidirectional overrides vanish.
pub(crate) fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(replacement).collect())
}

/// The same for one character: what stands for it, if anything.
pub(crate) fn replacement(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{0}'..='\u{1F}' => char::from_u32(0x2400 + c as u32),
        '\u{7F}'..='\u{9F}' => Some('\u{FFFD}'),
        c if is_unsafe(c) => None,
        c => Some(c),
    }
}

fn is_unsafe(c: char) -> bool {
    // Overrides and isolates reorder what follows them; the marks for single characters do not.
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_commands_the_terminal() {
        assert_eq!(sanitize("plain é 地"), "plain é 地");
        assert_eq!(sanitize("\x1b[31mred\x07\u{9b}2J"), "␛[31mred␇\u{FFFD}2J");
        assert_eq!(sanitize("a\u{202E}b\nc\rd"), "ab c d");
    }
}
