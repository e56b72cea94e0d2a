//! Texts in the notation of Aozora Bunko: readings in `《》`, editors' notes in `［＃］`, the title
//! and the author on the first lines, the colophon at the end.

use crate::document::{BlockKind, Builder, Document, Kind};
use crate::format::Input;
use crate::receipt::Receipt;

/// Says that a text is in this notation.
pub(super) fn is_marked(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(16 * 1024)];
    let has_readings = head.contains('《') && head.contains('》');
    let has_notes = head.contains("［＃");
    let has_colophon = || text.contains("\n底本：");
    has_readings && has_notes || (has_readings || has_notes || text.contains("青空文庫")) && has_colophon()
}

pub(super) fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Option<Document> {
    let mut builder = Builder::new(Kind::Essay, super::FORMAT.name);
    builder.metadata().language = Some("ja".to_owned());
    let mut head: Vec<String> = Vec::new();
    let mut state = Part::Head;
    for (number, line) in (1..).zip(input.text.lines()) {
        let bare = line.trim_end();
        let is_rule = bare.len() >= 10 && bare.bytes().all(|b| b == b'-');
        match state {
            Part::Head if is_rule => state = Part::Key,
            Part::Head if bare.is_empty() && !head.is_empty() => state = Part::Body,
            Part::Head => head.extend((!bare.is_empty()).then(|| plain(bare, receipt).0)),
            Part::Key => {
                if is_rule {
                    state = Part::Body;
                }
            }
            // The key to the notation may come after a blank line.
            Part::Body if is_rule && builder.is_empty() => state = Part::Key,
            Part::Body if bare.starts_with("底本：") => {
                let rest = &input.text[bare.as_ptr() as usize - input.text.as_ptr() as usize..];
                receipt.dropped("colophon", rest);
                break;
            }
            Part::Body => {
                let (text, is_heading) = plain(bare, receipt);
                let kind = if is_heading { BlockKind::Heading } else { BlockKind::Paragraph };
                builder.block(kind, Some(number), &text);
            }
        }
    }
    // The last line names who wrote it, or who translated it with the author above.
    if head.len() >= 2 && head.last().is_some_and(|last| last.ends_with('訳') || last.ends_with("編")) {
        head.pop();
    }
    if head.len() >= 2 {
        builder.metadata().authors.extend(head.pop());
    }
    builder.metadata().title = (!head.is_empty()).then(|| head.join(" "));
    (!builder.is_empty()).then(|| builder.finish())
}

#[derive(Clone, Copy)]
enum Part {
    Head,
    /// The key to the notation.
    Key,
    Body,
}

/// A line without readings and notes, and whether a note says that it is a heading.
fn plain(line: &str, receipt: &mut Receipt) -> (String, bool) {
    let mut out = String::with_capacity(line.len());
    let mut is_heading = false;
    let mut rest = line;
    while let Some(at) = rest.find(['《', '｜', '［', '※']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (dropped, shown) = if rest.starts_with('《') {
            (rest.find('》').map(|end| end + '》'.len_utf8()), None)
        } else if rest.starts_with('｜') {
            (Some('｜'.len_utf8()), None)
        } else if rest.starts_with("※［＃") {
            let end = rest.find('］').map(|end| end + '］'.len_utf8());
            (end, end.map(|end| character(&rest[..end])))
        } else if rest.starts_with("［＃") {
            let end = rest.find('］').map(|end| end + '］'.len_utf8());
            is_heading |= end.is_some_and(|end| rest[..end].contains("見出し"));
            (end, None)
        } else {
            (None, None)
        };
        let Some(bytes) = dropped else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            out.push_str(&rest[..first]);
            rest = &rest[first..];
            continue;
        };
        if rest.starts_with('《') {
            receipt.dropped("reading of a word", &rest[..bytes]);
        } else if !rest.starts_with('｜') {
            receipt.dropped("editor's note", &rest[..bytes]);
        }
        out.extend(shown);
        rest = &rest[bytes..];
    }
    out.push_str(rest);
    (out, is_heading)
}

/// The character that a note describes, where it gives its number, else the sign for a missing
/// one.
fn character(note: &str) -> char {
    let number = note.find("U+").map(|at| &note[at + 2..]);
    let digits =
        number.map(|text| &text[..text.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(text.len())]);
    let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    code.and_then(char::from_u32).filter(|c| c.is_alphanumeric()).unwrap_or('〓')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_and_notes_leave_the_text() {
        let check = |line: &str, expected: &str, heading: bool| {
            assert_eq!(plain(line, &mut Receipt::default()), (expected.to_owned(), heading), "{line}");
        };
        check("｜川上《かわかみ》の村《むら》", "川上の村", false);
        check("［＃５字下げ］一［＃「一」は中見出し］", "一", true);
        check("※［＃「さんずい＋粛」、U+6DF5、12-3］", "淵", false);
        check("※［＃「何か」、第3水準1-1-1］と［注］", "〓と［注］", false);
    }
}
