//! Requests for Comments and drafts of them, as they are printed: pages with heads and feet, sections by number.

use crate::document::{BlockKind, Date};
use crate::format::transcript::Piece;
use crate::receipt::Receipt;

/// The text without heads and feet of pages, if it has pages as such memos have. It has the same lines.
pub(super) fn without_pages(text: &str, receipt: &mut Receipt) -> Option<String> {
    const HEAD_BYTES: usize = 4096;
    /// Shows nothing, set in as the words are, and keeps what stands above and below in one paragraph.
    const GOES_ON: &str = "   \u{200B}\n";
    let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
    let is_memo = head.contains("Request for Comments:") || head.contains("Internet-Draft");
    if !is_memo || !text.lines().any(is_foot) {
        return None;
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut cleared = String::with_capacity(text.len());
    // The last line that was printed, and where the blank lines behind it begin.
    let (mut last, mut gap) = ("", 0);
    let mut is_break = false;
    for line in lines {
        if is_foot(line) || is_break && is_head(line) {
            receipt.dropped("heads and feet of pages", line.trim());
            is_break = true;
            cleared.push('\n');
            continue;
        }
        if line.trim().is_empty() {
            cleared.push('\n');
            continue;
        }
        if is_break && goes_on(last, line) {
            let count = memchr::memchr_iter(b'\n', &cleared.as_bytes()[gap..]).count();
            cleared.truncate(gap);
            cleared.extend(std::iter::repeat_n(GOES_ON, count));
        }
        is_break = false;
        cleared.push_str(line);
        (last, gap) = (line, cleared.len());
    }
    Some(cleared)
}

/// `Moss                 Informational                 [Page 1]`
fn is_foot(line: &str) -> bool {
    let number = line.trim_end().strip_suffix(']').and_then(|line| line.rsplit_once("[Page "));
    number.is_some_and(|(before, number)| {
        before.ends_with(' ') && number.trim().bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// `RFC 9901            Ladders over Networks            March 2024`
fn is_head(line: &str) -> bool {
    let line = line.trim();
    (line.starts_with("RFC ") || line.starts_with("Internet-Draft")) && line.contains("  ")
}

/// Says that the page broke a paragraph.
fn goes_on(last: &str, next: &str) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_open = !last.trim_end().ends_with(['.', ':', ';', '!', '?', ')', '"']);
    is_open && indent(last) == indent(next) && next.trim_start().starts_with(char::is_lowercase)
}

/// What the first pieces of a memo tell, and which of them is the title.
pub(super) struct Memo {
    pub(super) date: Option<Date>,
    pub(super) title: Option<usize>,
}

/// Makes headings of the numbered sections of a memo and drops its table of contents.
pub(super) fn read(pieces: &mut Vec<Piece<'_>>, receipt: &mut Receipt) -> Memo {
    pieces.retain(|piece| {
        if piece.text.trim() == "Table of Contents" {
            return false;
        }
        let lines = || piece.text.lines().filter(|line| !line.trim().is_empty());
        let entries = lines().filter(|line| line.contains(" . . ") || line.contains("....")).count();
        let is_contents = entries > 0 && entries * 2 >= lines().count();
        if is_contents {
            receipt.dropped("table of contents", piece.text.lines().next().unwrap_or_default());
        }
        !is_contents
    });
    for piece in pieces.iter_mut().filter(|piece| is_section(piece.text)) {
        piece.kind = BlockKind::Heading;
    }
    let is_top = |piece: &Piece<'_>| {
        piece.text.contains("Request for Comments:") || piece.text.contains("Internet-Draft")
    };
    let top = pieces.iter().take(4).position(is_top);
    let date = top.and_then(|top| {
        // Dates stand in the right of two columns.
        let mut right = pieces[top].text.lines().filter_map(|line| line.trim_end().rsplit_once("  "));
        right.find_map(|(_, words)| Date::find(words))
    });
    let is_title = |piece: &&Piece<'_>| {
        piece.text.starts_with("    ") && piece.text.trim().lines().count() <= 4 && piece.text.len() <= 400
    };
    let title = top.map(|top| top + 1).filter(|at| pieces.get(*at).as_ref().is_some_and(is_title));
    Memo { date, title }
}

/// `1.  Introduction`, `4.2. Ladders`, `Appendix A.  Rungs`
fn is_section(text: &str) -> bool {
    let text = text.trim_end();
    let rest = text.strip_prefix("Appendix ").unwrap_or(text);
    let number = rest.split(' ').next().unwrap_or_default();
    let is_number = number.contains('.')
        && number
            .split('.')
            .all(|part| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let opens = rest.starts_with(|c: char| c.is_ascii_digit()) || rest.len() < text.len();
    !text.contains('\n') && opens && is_number && text.len() <= 90 && number.len() < rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_of_memos_only() {
        let foot = "Moss                 Informational                 [Page 1]\n\u{C}\nRFC 1   Ladders   March 2024\n\n";
        let memo = format!("Request for Comments: 1   Barn Press\n\n   the ladder is\n\n{foot}   long.\n");
        let cleared = without_pages(&memo, &mut Receipt::default()).unwrap();
        assert_eq!(cleared.lines().count(), memo.lines().count());
        assert!(!cleared.contains("[Page") && !cleared.contains("RFC 1"));
        assert!(cleared.contains("ladder is\n   \u{200B}\n"));
        assert_eq!(without_pages("A ladder.\n\nMoss [Page 1]\n", &mut Receipt::default()), None);
        assert!(
            is_section("4.2. Ladders") && is_section("1.  Introduction") && is_section("Appendix A.  Rungs")
        );
        assert!(!is_section("1. Take the ladder\n2. Go") && !is_section("It is 4.2 metres"));
    }
}
