//! Text as documents hold it: white space folded, invisible characters dropped, code as it stands.

/// At the beginning of a line: words are parted there in any script, as they are not by a mere line feed.
pub(crate) const LINE_SEPARATOR: char = '\u{2028}';

/// What the line feeds in a text are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feeds {
    /// White space.
    Blanks,
    /// The ends of rows, which part no words of scripts that do not part them.
    Rows,
    /// The same, and the ends of lines in the source.
    Lines,
}

/// Appends `text` with white space folded to single spaces, ends trimmed, invisible characters
/// dropped. Calls `begins` with the byte at which the words of each row begin and the number of lines that
/// have ended before them.
pub(super) fn push_folded(out: &mut String, text: &str, feeds: Feeds, mut begins: impl FnMut(usize, u32)) {
    let start = out.len();
    let mut space = false;
    let mut from = 0;
    let mut goes_on = false;
    for (row, end) in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]).enumerate() {
        let line = text[from..end].trim_matches(' ');
        space |= from > 0 || line.len() < end - from;
        if feeds != Feeds::Blanks && goes_on && is_seam(&out[start..], line) {
            space = false;
        }
        from = end + 1;
        let begun = out.len();
        if is_folded(line.as_bytes()) {
            push_piece(out, line, start, &mut space);
        } else {
            push_line(out, line, start, &mut space);
        }
        goes_on = out.len() > begun;
        if feeds != Feeds::Blanks && goes_on {
            let blank = usize::from(begun > start && out.as_bytes()[begun] == b' ');
            let ended = if feeds == Feeds::Lines { u32::try_from(row).unwrap_or(u32::MAX) } else { 0 };
            begins(begun + blank, ended);
        }
    }
}

/// Says that no blank belongs between two lines: one ends, the other begins with a character of a script
/// that parts no words.
fn is_seam(before: &str, line: &str) -> bool {
    let is_unspaced = |c: &char| matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}');
    let last = before.chars().next_back().filter(|c| is_unspaced(c) && !line.starts_with(LINE_SEPARATOR));
    let mut shown = line.chars().filter(|c| !is_invisible(*c) && !c.is_whitespace());
    last.is_some() && shown.next().as_ref().is_some_and(is_unspaced)
}

/// Appends one line of what began at byte `start`, folded.
fn push_line(out: &mut String, text: &str, start: usize, space: &mut bool) {
    let bytes = text.as_bytes();
    let is_plain = |at: usize| bytes.get(at).is_some_and(|byte| IS_PLAIN[usize::from(*byte)]);
    // What lies between `kept` and `at` goes as it is, in one piece.
    let (mut kept, mut at) = (0, 0);
    while at < bytes.len() {
        if is_plain(at) {
            at += 1;
            continue;
        }
        if bytes[at] == b' ' && at > kept && is_plain(at + 1) {
            at += 2;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let is_space = c.is_whitespace();
        if is_space || is_invisible(c) {
            push_piece(out, &text[kept..at], start, space);
            *space |= is_space;
            kept = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    push_piece(out, &text[kept..], start, space);
}

/// Says that ASCII text without spaces at its ends has nothing to fold.
fn is_folded(bytes: &[u8]) -> bool {
    let is_shown = |byte: u8| (b' '..0x7F).contains(&byte);
    let Some((first, behind)) = bytes.split_first() else { return true };
    let goes = |before: u8, byte: u8| is_shown(byte) & ((before != b' ') | (byte != b' '));
    // Without a way out in the midst of it, so that many bytes are looked at at once.
    is_shown(*first)
        && bytes.chunks(64).zip(behind.chunks(64)).all(|(before, chunk)| {
            before.iter().zip(chunk).fold(true, |all, (before, byte)| all & goes(*before, *byte))
        })
}

/// Appends one piece of folded text, behind a space when one is due and the text has begun.
fn push_piece(out: &mut String, piece: &str, start: usize, space: &mut bool) {
    if piece.is_empty() {
        return;
    }
    if std::mem::take(space) && out.len() > start {
        out.push(' ');
    }
    out.push_str(piece);
}

/// Bytes that are no white space and invisible in no character they belong to.
const IS_PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte <= 0x20 {
        plain[byte] = false;
        byte += 1;
    }
    let special = *b"\x7F\xC2\xCD\xE1\xE2\xE3\xEF";
    let mut index = 0;
    while index < special.len() {
        plain[special[index] as usize] = false;
        index += 1;
    }
    plain
};

/// Appends code: line breaks and indentation stay, blank lines at both ends and invisible
/// characters go. Returns how many lines went at the beginning.
pub(super) fn push_code(out: &mut String, text: &str) -> u32 {
    let start = out.len();
    let mut dropped = 0;
    for line in text.trim_end().lines() {
        let begun = out.len() > start;
        if !begun && line.trim().is_empty() {
            dropped += 1;
            continue;
        }
        if begun {
            out.push('\n');
        }
        out.extend(line.trim_end().chars().filter(|c| *c == '\t' || !is_invisible(*c)));
    }
    // A first line of nothing but invisible characters leaves a break in front.
    if out[start..].trim().is_empty() {
        out.truncate(start);
    }
    dropped
}

/// Characters that show nothing and would part or join words wrongly: controls, soft hyphens,
/// zero-width spaces, byte order marks. Joiners that scripts and emoji need stay.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{034F}' | '\u{FFFC}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_is_the_same_for_every_script() {
        let check = |text: &str, expected: &str| {
            let mut out = "x".to_owned();
            push_folded(&mut out, text, Feeds::Blanks, |_, _| {});
            assert_eq!(out, format!("x{expected}"), "{text:?}");
        };
        check("a b", "a b");
        check(" a  b\u{a0}c ", "a b c");
        check("\u{ad}a\u{ad} \u{ad}b\u{200b}", "a b");
        check("\u{3042}\u{3000}\u{6f22}\u{e9}\u{2003}\u{1d49c}", "\u{3042} \u{6f22}\u{e9} \u{1d49c}");
        check("one\r\n two\t", "one two");
        check("a \u{2019}b", "a \u{2019}b");
    }
}
