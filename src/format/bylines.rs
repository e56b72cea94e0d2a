//! Lines below a title that say who wrote it and when, and no more: `By Ada Moss`, `Por Ada Moss, 3 de marzo de 2015`.

use super::Receipt;
use super::complete::source_lines;
use super::html::authors_in_byline;
use crate::document::{BlockKind, Date, Document};

/// A line of a head has no more bytes.
const LINE_BYTES_MAX: usize = 80;

/// Who wrote it and perhaps the day, where one of the first paragraphs says that and no more.
pub(super) fn byline(document: &Document, receipt: &mut Receipt) -> (Vec<String>, Option<Date>) {
    const BLOCKS: usize = 3;
    const LINES_MAX: usize = 3;
    for block in document.blocks.iter().take(BLOCKS) {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading) {
            continue;
        }
        let lines: Vec<&str> = source_lines(document, block).take(LINES_MAX + 1).collect();
        if lines.len() > LINES_MAX || lines.iter().any(|line| line.len() > LINE_BYTES_MAX) {
            continue;
        }
        for line in lines {
            let (before, day) = without_day(line);
            if before.ends_with(char::is_alphabetic) {
                let names = authors_in_byline(before, receipt);
                if !names.is_empty() {
                    return (names, day);
                }
            }
        }
    }
    (Vec::new(), None)
}

/// How many bytes of a paragraph its first line takes, which is a title, where the next ones say who wrote it or when, as
/// do all of them or those before the text; and how many those take.
pub(super) fn below_title(paragraph: &str) -> Option<(usize, usize)> {
    const LINES_MAX: usize = 3;
    let mut lines = paragraph.split_inclusive('\n');
    let title = lines.next()?;
    let (mut bytes, mut has_byline, mut has_day) = (0, false, false);
    for line in lines.clone().take(LINES_MAX) {
        let (before, _) = without_day(line.trim());
        let is_byline = before.len() <= LINE_BYTES_MAX
            && before.ends_with(char::is_alphabetic)
            && !authors_in_byline(before, &mut Receipt::default()).is_empty();
        let is_day = bare_day(line.trim()).is_some();
        if !(is_byline && !has_byline || is_day && !has_day) {
            break;
        }
        has_byline |= is_byline;
        has_day |= is_day;
        bytes += line.len();
    }
    let is_all = title.len() + bytes == paragraph.len();
    (has_byline || has_day && is_all).then_some((title.len(), bytes))
}

/// A line without the day behind its last comma or sign.
fn without_day(line: &str) -> (&str, Option<Date>) {
    for (at, sign) in line.match_indices([',', '·', '|', '—', '–', '•']) {
        if let Some(day) = bare_day(line[at + sign.len()..].trim()) {
            return (line[..at].trim_end(), Some(day));
        }
    }
    (line, None)
}

/// The day that is all of a line.
fn bare_day(line: &str) -> Option<Date> {
    const BYTES_MAX: usize = 48;
    const WORDS_MAX: usize = 4;
    let words = || line.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic));
    let is_bare = line.len() <= BYTES_MAX
        && words().nth(WORDS_MAX).is_none()
        && !line.ends_with(['.', '?', '!', ':', ',', ';'])
        && line.starts_with(char::is_alphanumeric);
    let found = if is_bare { Date::find(line) } else { None };
    found.filter(|date| date.day_range().0 == date.day_range().1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stands_right_above_who_wrote_it_and_when() {
        let check = |text: &str, title: &str, authors: &[&str], day: &str| {
            let essay = "The ladder stands in the barn, and nobody has climbed it since the flood came.";
            let text = text.replace('…', essay);
            let documents = crate::format::read("three.txt", text.as_bytes(), &mut Receipt::default());
            let metadata = documents.unwrap_or_default().pop().map(|document| document.metadata);
            let metadata = metadata.unwrap_or_default();
            assert_eq!(metadata.title.as_deref(), Some(title), "{text}");
            assert_eq!(metadata.authors, authors, "{text}");
            assert_eq!(metadata.date.map(|date| date.to_string()).unwrap_or_default(), day, "{text}");
        };
        check(
            "The tidal mill\nBy Ines Hartley\n3 March 2015\n\n…\n",
            "The tidal mill",
            &["Ines Hartley"],
            "2015-03-03",
        );
        check("Die Mühle\nvon Inga Harms\n3. März 2015\n\n…\n", "Die Mühle", &["Inga Harms"], "2015-03-03");
        check(
            "The tidal mill\nBy Ines Hartley, 3 March 2015\n…\n",
            "The tidal mill",
            &["Ines Hartley"],
            "2015-03-03",
        );
        check("The tidal mill\n3 March 2015\n\n…\n", "The tidal mill", &[], "2015-03-03");
        // Prose that is wrapped, and verse.
        check("The tidal mill stood\nby the river until\n3 March 2015\n\n…\n", "three", &[], "");
        check("The tidal mill stood\nBy candlelight\n\n…\n", "three", &[], "");
    }

    #[test]
    fn bylines_in_markdown_may_have_their_day_with_them() {
        let check = |head: &str, authors: &[&str], day: &str| {
            let text =
                format!("# The mill\n\n{head}\n\nThe ladder stands in the barn, and nobody climbed it.\n");
            let documents = crate::format::read("a.md", text.as_bytes(), &mut Receipt::default());
            let metadata = documents.unwrap_or_default().pop().map(|document| document.metadata);
            let metadata = metadata.unwrap_or_default();
            assert_eq!(metadata.authors, authors, "{head}");
            assert_eq!(metadata.date.map(|date| date.to_string()).unwrap_or_default(), day, "{head}");
        };
        check("By Ines Hartley\n3 March 2015", &["Ines Hartley"], "2015-03-03");
        check("*Por Inés Zubizarreta, 3 de marzo de 2015*", &["Inés Zubizarreta"], "2015-03-03");
        check("By the river, 3 March 2015", &[], "2015-03-03");
    }
}
