//! What the archive says may be hostile: nothing in it may command the terminal.
//!
//! Every output but JSON goes through here, on a terminal or not: what is piped to `less`, `fzf` or
//! an editor reaches a terminal all the same. JSON escapes what this replaces (`output::json`).

use std::borrow::Cow;

/// The text without characters that command a terminal, change the order of what is seen or hide.
/// Controls become a visible sign, line breaks and tabs a space, the others vanish.
pub(crate) fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(replacement).collect())
}

/// The same on one line without runs of blanks: for tables and lists.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in sanitize(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The same of a file's name, in which a line break or a tab is a sign, too: with a blank there it would be another
/// file's.
pub(crate) fn name(text: &str) -> Cow<'_, str> {
    let sign = |c: char| if c < ' ' { char::from_u32(0x2400 + c as u32) } else { replacement(c) };
    if text.chars().any(is_unsafe) {
        Cow::Owned(text.chars().filter_map(sign).collect())
    } else {
        text.into()
    }
}

/// The name that [`name`] shows so, as far as controls go.
pub(crate) fn named(shown: &str) -> String {
    let control = |c: char| match u32::from(c).checked_sub(0x2400).and_then(char::from_u32) {
        Some(control) if control < ' ' => control,
        _ => c,
    };
    shown.chars().map(control).collect()
}

/// The same for one character: what stands for it, if anything.
pub(crate) fn replacement(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{0}'..='\u{1F}' => char::from_u32(0x2400 + c as u32),
        '\u{7F}'..='\u{9F}' => Some('\u{FFFD}'),
        c if is_unsafe(c) => None,
        c => Some(c),
    }
}

/// Whether a character may not be shown as it is. Joiners and the marks of direction for single
/// characters stay: Persian, the scripts of India and emoji are written with them.
fn is_unsafe(c: char) -> bool {
    let is_needed = matches!(c, '\u{200C}'..='\u{200F}' | '\u{61C}');
    c.is_control() || (is_invisible(c) && !is_needed)
}

/// Whether a character has no look of its own and changes that of others, or parts lines.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_commands_the_terminal() {
        assert_eq!(sanitize("plain é 地"), "plain é 地");
        assert_eq!(sanitize("\x1b[31mred\x07\u{9b}2J"), "␛[31mred␇\u{FFFD}2J");
        assert_eq!(sanitize("a\u{202E}b\nc\rd"), "ab c d");
        assert_eq!(sanitize("pass\u{200B}word\u{FEFF} \u{E0041}"), "password ");
        assert_eq!(sanitize("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(one_line(" a\n\n b\u{85}\tc "), "a b c");
        assert_eq!(name("new\nline\u{202E}.txt"), "new␊line.txt");
        assert_eq!(named("new␊line ␡.txt"), "new\nline ␡.txt");
    }
}
