//! The pages of a court reporter: a number before each line, from 1 on every page, and heads and feet
//! of pages without one.

use crate::document::BlockKind;
use crate::format::transcript::{self, Piece};
use crate::receipt::Receipt;

/// No page has more lines.
const LINES_MAX: u32 = 60;
const PAGE_LINES_MIN: u32 = 20;
/// No more lines in a row are the foot of a page and the head of the next.
pub(in crate::format) const FURNITURE_LINES_MAX: usize = 6;

/// The text of a record without the numbers of its lines; it has the same lines.
#[derive(Debug)]
pub(in crate::format) struct Record {
    text: String,
    /// Where pieces begin, and the lines they begin on.
    starts: Vec<(usize, u32)>,
}

impl Record {
    /// The pieces that numbered lines without words part.
    pub(in crate::format) fn pieces(&self) -> Vec<Piece<'_>> {
        let ends = self.starts.iter().skip(1).map(|(start, _)| *start).chain([self.text.len()]);
        let pieces = self.starts.iter().zip(ends).map(|((start, line), end)| Piece {
            kind: BlockKind::Paragraph,
            line: Some(*line),
            text: &self.text[*start..end],
        });
        pieces.filter(|piece| !piece.text.trim().is_empty()).collect()
    }
}

/// Takes the numbers off the lines of a text, if most have one and each page as many.
pub(in crate::format) fn read(text: &str, first_line: u32, receipt: &mut Receipt) -> Option<Record> {
    if !are_numbered(text) {
        return None;
    }
    let lines: Vec<(&str, Option<&str>)> = text.lines().zip(text.lines().scan(0, numbered)).collect();
    let margin = lines.iter().filter_map(|(_, words)| indent((*words)?)).min().unwrap_or_default();
    let mut record = Record { text: String::with_capacity(text.len()), starts: Vec::new() };
    let mut parts = true;
    let mut number = first_line;
    for run in lines.chunk_by(|a, b| a.1.is_some() == b.1.is_some()) {
        let printed = run.iter().filter(|(line, words)| words.is_none() && !line.trim().is_empty()).count();
        let is_furniture = printed <= FURNITURE_LINES_MAX;
        for (line, words) in run {
            let words = match words {
                Some(words) => {
                    receipt.dropped("numbers of lines", line[..line.len() - words.len()].trim());
                    words.get(margin..).unwrap_or_default()
                }
                None if is_furniture => {
                    if !line.trim().is_empty() {
                        receipt.dropped("heads and feet of pages", line.trim());
                    }
                    ""
                }
                None => line,
            };
            let is_empty = words.trim().is_empty();
            if parts && !is_empty {
                record.starts.push((record.text.len(), number));
            }
            parts = is_empty && (parts || !is_furniture || run[0].1.is_some());
            record.text.push_str(words);
            record.text.push('\n');
            number += 1;
        }
    }
    Some(record)
}

fn indent(words: &str) -> Option<usize> {
    let bytes = words.len() - words.trim_start_matches(' ').len();
    (bytes < words.len()).then_some(bytes)
}

/// What stands behind the number of a line, where that is one more than the number `before`, or the first.
pub(in crate::format) fn numbered<'a>(before: &mut u32, line: &'a str) -> Option<Option<&'a str>> {
    let trimmed = line.trim_start_matches([' ', '\u{C}']);
    let digits = trimmed.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let behind = &trimmed[digits..];
    let number = trimmed[..digits].parse::<u32>().ok().filter(|number| {
        (*number == 1 || *number == *before + 1)
            && *number <= LINES_MAX
            && (behind.is_empty() || behind.starts_with([' ', '\t', '\r']))
    });
    if let Some(number) = number {
        *before = number;
    }
    Some(number.map(|_| behind))
}

/// Says that a question or an answer begins: `Q.   Where?`
fn is_asked(words: &str) -> bool {
    let words = words.trim_start();
    words.strip_prefix(['Q', 'A']).is_some_and(|rest| rest.trim_start_matches('.').starts_with([' ', '\t']))
        && words.as_bytes().get(1) == Some(&b'.')
}

/// Most lines have a number, and most pages the same.
pub(in crate::format) fn are_numbered(text: &str) -> bool {
    // Fewer questions and answers may be a list of points.
    const ASKED_MIN: usize = 4;
    // Most texts are told from such a record by their beginning.
    const LINES_TOLD: usize = 400;
    let mut before = 0;
    let (mut lines, mut with_number) = (0, 0);
    let mut lasts = [0_usize; LINES_MAX as usize + 1];
    let mut pages = 0;
    let mut asked = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(LINES_TOLD) {
        let last = before;
        lines += 1;
        let words = numbered(&mut before, line).flatten();
        let is_numbered = words.is_some();
        asked += usize::from(words.is_some_and(is_asked));
        with_number += usize::from(is_numbered);
        if is_numbered && before == 1 && last >= PAGE_LINES_MIN {
            lasts[last as usize] += 1;
            pages += 1;
        }
        if lines == 80 && with_number < 30 {
            return false;
        }
    }
    // One page may be all there is.
    if pages == 0 {
        return asked >= ASKED_MIN && with_number * 10 >= lines * 9;
    }
    let usual = lasts.iter().max().copied().unwrap_or_default();
    usual * 10 >= pages * 6 && with_number * 10 >= lines * 6
}

/// The text without the numbers of its paragraphs, as programs for interviews set them before each turn: `12`, a tab,
/// `B: words`. It has the same lines.
pub(super) fn without_numbers_of_turns(text: &str, receipt: &mut Receipt) -> Option<String> {
    const TURNS_MIN: usize = 4;
    // What stands above the first.
    const HEAD_LINES_MAX: usize = 6;
    let behind = |line: &'_ str, number: u32| -> Option<usize> {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let is_it = line[..digits].parse() == Ok(number) && line[digits..].starts_with('\t');
        is_it.then_some(digits + 1)
    };
    let (mut turns, mut labelled, mut others) = (0_u32, 0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match behind(line, turns + 1) {
            Some(at) => {
                turns += 1;
                labelled += usize::from(transcript::is_labelled(&line[at..]));
            }
            None => others += 1,
        }
        if turns == 0 && others > HEAD_LINES_MAX {
            return None;
        }
    }
    if labelled < TURNS_MIN || labelled * 10 < turns as usize * 8 || others > turns as usize {
        return None;
    }
    let mut number = 1;
    let mut words = String::with_capacity(text.len());
    for line in text.lines() {
        let at = behind(line, number).unwrap_or_default();
        if at > 0 {
            receipt.dropped("numbers of lines", line[..at].trim());
            number += 1;
        }
        words.push_str(&line[at..]);
        words.push('\n');
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_turns_are_of_a_program() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(
                without_numbers_of_turns(text, &mut Receipt::default()).as_deref(),
                expected,
                "{text}"
            );
        };
        check(
            "Interview 4\n\n1\tI: How old?\n2\tB: Nine.\nOr ten.\n3\tI: And then?\n4\tB: Then the weir.\n",
            Some("Interview 4\n\nI: How old?\nB: Nine.\nOr ten.\nI: And then?\nB: Then the weir.\n"),
        );
        check("1\tSaw the oak\n2\tOil it\n3\tWait a day\n4\tSand it\n", None);
        check("1\tI: a\n3\tB: b\n4\tI: c\n5\tB: d\n", None);
    }
}
