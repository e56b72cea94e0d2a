//! A document on the screen: cut into stretches small enough to be wrapped one by one, so that what
//! a frame costs depends on the screen and not on the document.

use std::ops::Range;

use ibid::document::{BlockKind, Document};
use ibid::index::Entry;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::output::clock;
use crate::terminal::{Label, Paragraph, Span, sanitize};

/// A longer block is cut at a blank about here.
const STRETCH_BYTES: usize = 1_500;
/// How many lines are kept in sight above a place that was gone to.
const LINES_ABOVE: isize = 4;

/// A document with its place on the screen.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub id: u64,
    pub entry: Entry,
    text: String,
    stretches: Vec<Stretch>,
    /// What the query matches, in bytes of the text.
    marks: Vec<Range<u32>>,
    /// The mark that was gone to last.
    mark: Option<usize>,
    /// The stretch on the first line of the screen, and how many of its lines are above.
    top: (usize, usize),
    columns: usize,
    /// Where it is to be opened, once it is known how wide the screen is.
    goal: Option<u32>,
}

#[derive(Clone, Debug)]
struct Stretch {
    range: Range<usize>,
    kind: BlockKind,
    /// When it is said and by whom, before the first stretch of a turn.
    time: String,
    speaker: String,
    is_set_apart: bool,
    /// Whether its block begins with it.
    is_first: bool,
    /// Whether a blank line comes before it.
    has_blank: bool,
}

/// What stands before a line of a quotation, and before an item of a list.
const QUOTED: &str = "│ ";
const BULLET: &str = "• ";

impl Page {
    /// The document at `at_byte`.
    pub(super) fn new(
        id: u64,
        (entry, document): (Entry, Document),
        marks: Vec<Range<u32>>,
        at_byte: u32,
    ) -> Self {
        let stretches = stretches_of(&document);
        let mark = marks.iter().position(|mark| mark.end > at_byte).or(marks.len().checked_sub(1));
        let goal = mark.map_or(at_byte, |mark| marks[mark].start);
        let text = document.text;
        Self { id, entry, text, stretches, marks, mark, top: (0, 0), columns: 0, goal: Some(goal) }
    }

    /// The lines of the screen.
    pub(super) fn lines(&mut self, columns: usize, rows: usize) -> Vec<Vec<Span>> {
        let columns = columns.max(10);
        if self.columns != columns {
            // Lines break elsewhere now; what was on the first line stays there.
            let here = self.goal.or_else(|| Some(self.byte_at_top()).filter(|_| self.columns > 0));
            self.columns = columns;
            match (self.goal.take(), here) {
                (Some(goal), _) => self.go_to(goal),
                (None, Some(here)) => self.top = self.place_of(here),
                (None, None) => {}
            }
        }
        let mut lines = Vec::with_capacity(rows);
        let (mut number, mut above) = self.top;
        while lines.len() < rows && number < self.stretches.len() {
            lines.extend(self.wrapped(number).into_iter().skip(above));
            (number, above) = (number + 1, 0);
        }
        lines.truncate(rows);
        lines
    }

    /// Moves down, or up where `lines` is negative.
    pub(super) fn scroll(&mut self, lines: isize) {
        for _ in 0..lines.unsigned_abs() {
            let (number, above) = self.top;
            if lines < 0 {
                self.top = match above.checked_sub(1) {
                    Some(above) => (number, above),
                    None if number > 0 => (number - 1, self.height(number - 1).saturating_sub(1)),
                    None => return,
                };
            } else if above + 1 < self.height(number) {
                self.top = (number, above + 1);
            } else if number + 1 < self.stretches.len() {
                self.top = (number + 1, 0);
            } else {
                return;
            }
        }
    }

    pub(super) fn go_to_start(&mut self) {
        self.top = (0, 0);
    }

    pub(super) fn go_to_end(&mut self, rows: usize) {
        let last = self.stretches.len().saturating_sub(1);
        self.top = (last, self.height(last).saturating_sub(1));
        self.scroll(-(isize::try_from(rows).unwrap_or(1) - 1));
    }

    /// Moves to the next mark, or the one before; from the last there is a way to the first.
    pub(super) fn go_to_mark(&mut self, forwards: bool) {
        let Some(mark) = self.mark else { return };
        let count = self.marks.len();
        let next = (mark + if forwards { 1 } else { count - 1 }) % count;
        self.mark = Some(next);
        self.go_to(self.marks[next].start);
    }

    /// How far down the page is, in percent.
    pub(super) fn percent(&self, rows: usize) -> usize {
        let (mut number, mut left) = (self.top.0, rows + self.top.1);
        while number < self.stretches.len() && left >= self.height(number) {
            left -= self.height(number);
            number += 1;
        }
        let end = self.stretches.get(number).map_or(self.text.len(), |stretch| stretch.range.start);
        (end * 100).checked_div(self.text.len()).unwrap_or(100)
    }

    /// The number of the mark that was gone to last, from 1, and how many there are.
    pub(super) fn marks_told(&self) -> (usize, usize) {
        (self.mark.map_or(0, |mark| mark + 1), self.marks.len())
    }

    /// The mark that was gone to last.
    pub(super) fn mark(&self) -> Option<Range<u32>> {
        self.mark.map(|mark| self.marks[mark].clone())
    }

    /// Where the first line of the screen begins in the text, in bytes.
    fn byte_at_top(&self) -> u32 {
        let Some(stretch) = self.stretches.get(self.top.0) else { return 0 };
        let lines = self.wrapped(self.top.0);
        let above = lines.iter().enumerate().take(self.top.1).map(|(line, spans)| letters(line, spans)).sum();
        let inside = self.text[stretch.range.clone()].char_indices().filter(|(_, c)| !c.is_whitespace());
        (stretch.range.start + inside.map(|(at, _)| at).nth(above).unwrap_or(0)) as u32
    }

    fn go_to(&mut self, byte: u32) {
        if self.columns == 0 {
            self.goal = Some(byte);
            return;
        }
        self.top = self.place_of(byte);
        self.scroll(-LINES_ABOVE);
    }

    /// The stretch and the line of it that a byte of the text is on.
    fn place_of(&self, byte: u32) -> (usize, usize) {
        let byte = byte as usize;
        let last = self.stretches.len().saturating_sub(1);
        let number = self.stretches.partition_point(|stretch| stretch.range.end <= byte).min(last);
        let Some(stretch) = self.stretches.get(number) else { return (0, 0) };
        // As many letters as come before it come before it on the screen.
        let inside =
            self.text[stretch.range.start..byte.clamp(stretch.range.start, stretch.range.end)].chars();
        let mut left = inside.filter(|c| !c.is_whitespace()).count();
        let mut lines = self.wrapped(number).into_iter().enumerate();
        let found = lines.find(|(line, spans)| {
            let letters = letters(*line, spans);
            let is_here = left < letters;
            left = left.saturating_sub(letters);
            is_here
        });
        (number, found.map_or(0, |(line, _)| line))
    }

    fn height(&self, number: usize) -> usize {
        self.wrapped(number).len()
    }

    fn wrapped(&self, number: usize) -> Vec<Vec<Span>> {
        let Some(stretch) = self.stretches.get(number) else { return Vec::new() };
        let plain = match stretch.kind {
            BlockKind::Heading => Label::Title,
            _ if stretch.is_set_apart => Label::About,
            _ => Label::Plain,
        };
        let mut lines = if stretch.has_blank { vec![Vec::new()] } else { Vec::new() };
        let (range, marks) = (&stretch.range, self.marks_in(&stretch.range));
        let text = &self.text[range.clone()];
        if stretch.kind == BlockKind::Code && marks.is_empty() {
            lines.extend(code_lines(text, self.columns));
            return lines;
        }
        let mut paragraph = Paragraph::default();
        paragraph.push(&stretch.time, Label::Time);
        paragraph.push(&stretch.speaker, Label::Speaker);
        let mut at = 0;
        for (mark, is_current) in marks {
            paragraph.push(&text[at..mark.start], plain);
            paragraph.push(&text[mark.clone()], if is_current { Label::Current } else { Label::Match });
            at = mark.end;
        }
        paragraph.push(&text[at..], plain);
        // A quotation and the lines of a list are set in.
        let indent = match stretch.kind {
            BlockKind::Quotation => QUOTED,
            BlockKind::ListItem => BULLET,
            _ => "",
        };
        let wrapped = paragraph.lines(Some(self.columns.saturating_sub(indent.width())));
        for (line, mut spans) in wrapped.into_iter().enumerate() {
            if !indent.is_empty() {
                let is_seen = stretch.kind == BlockKind::Quotation || line == 0 && stretch.is_first;
                let text = if is_seen { indent.to_owned() } else { "  ".to_owned() };
                spans.insert(0, Span { text, label: Label::About });
            }
            lines.push(spans);
        }
        lines
    }

    /// The marks in a range of the text, from its beginning, and whether each is the one gone to.
    fn marks_in(&self, range: &Range<usize>) -> Vec<(Range<usize>, bool)> {
        let first = self.marks.partition_point(|mark| (mark.end as usize) <= range.start);
        let inside = self.marks.iter().enumerate().skip(first);
        inside
            .take_while(|(_, mark)| (mark.start as usize) < range.end)
            .map(|(number, mark)| {
                let start = (mark.start as usize).max(range.start) - range.start;
                let end = (mark.end as usize).min(range.end) - range.start;
                (start..end, self.mark == Some(number))
            })
            .collect()
    }
}

/// How many letters of the text are on a line: what stands before a turn, and what sets a list or a
/// quotation in, are none.
fn letters(line: usize, spans: &[Span]) -> usize {
    let is_head = |span: &&Span| line <= 1 && matches!(span.label, Label::Time | Label::Speaker);
    let is_sign = |span: &&Span| matches!(span.text.as_str(), QUOTED | BULLET);
    let text = spans.iter().filter(|span| !is_head(span) && !is_sign(span));
    text.flat_map(|span| span.text.chars()).filter(|c| !c.is_whitespace()).count()
}

/// Code as it is, cut where the screen ends.
fn code_lines(text: &str, columns: usize) -> Vec<Vec<Span>> {
    let text = sanitize(&text.trim_end_matches('\n').replace('\t', "    ")).into_owned();
    let mut lines = vec![String::new()];
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        if used + grapheme.width() > columns {
            lines.push(String::new());
            used = 0;
        }
        used += grapheme.width();
        if let Some(line) = lines.last_mut() {
            line.push_str(grapheme);
        }
    }
    lines.into_iter().map(|text| vec![Span { text, label: Label::About }]).collect()
}

fn stretches_of(document: &Document) -> Vec<Stretch> {
    let mut stretches = Vec::with_capacity(document.blocks.len());
    let mut speaker_before = None;
    let mut kind_before = None;
    let mut next_time = 0;
    for (number, block) in document.blocks.iter().enumerate() {
        while document.times.get(next_time).is_some_and(|mark| mark.at < block.start) {
            next_time += 1;
        }
        let is_turn = block.kind == BlockKind::Turn;
        let time = document.times.get(next_time).filter(|mark| is_turn && mark.at < block.end);
        let name = block.speaker.and_then(|speaker| document.speakers.get(speaker as usize));
        let is_new = is_turn && block.speaker != speaker_before;
        speaker_before = block.speaker;
        let mut time = time.map(|mark| format!("[{}] ", clock(mark.start_ms))).unwrap_or_default();
        let mut speaker = name.filter(|_| is_new).map(|name| format!("{name}: ")).unwrap_or_default();
        let is_list = block.kind == BlockKind::ListItem && kind_before == Some(BlockKind::ListItem);
        kind_before = Some(block.kind);
        let mut has_blank = number > 0 && !is_list;
        let mut is_first = true;
        for range in cut(&document.text, block.range()) {
            stretches.push(Stretch {
                range,
                kind: block.kind,
                time: std::mem::take(&mut time),
                speaker: std::mem::take(&mut speaker),
                is_set_apart: block.is_boilerplate,
                is_first,
                has_blank,
            });
            (is_first, has_blank) = (false, false);
        }
    }
    stretches
}

/// Cuts a range into stretches at lines and, where those are long, at blanks.
fn cut(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut start = range.start;
    for line in text[range].split_inclusive('\n') {
        let end = start + line.len();
        while end - start > STRETCH_BYTES {
            let most = text.floor_char_boundary(start + STRETCH_BYTES);
            let blank = text[start..most].rfind(' ').map_or(most, |at| start + at + 1);
            let middle = if blank > start { blank } else { most };
            stretches.push(start..middle);
            start = middle;
        }
        stretches.push(start..end);
        start = end;
    }
    stretches
}

#[cfg(test)]
mod tests {
    use ibid::document::Block;

    use super::*;

    fn page(text: &str, mark: Range<u32>, at: u32) -> Page {
        let block = Block {
            kind: BlockKind::Paragraph,
            start: 0,
            end: text.len() as u32,
            speaker: None,
            line: None,
            is_boilerplate: false,
        };
        let document = Document { text: text.to_owned(), blocks: vec![block], ..Document::default() };
        Page::new(1, (Entry::default(), document), vec![mark], at)
    }

    fn shown(page: &mut Page, columns: usize) -> String {
        let lines = page.lines(columns, 20);
        lines.iter().flatten().map(|span| span.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_page_opens_at_its_mark_and_scrolls_within_its_text() {
        let text = (0..2000).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ");
        let at = text.find("word1500").unwrap() as u32;
        let mut page = page(&text, at..at + 8, at);
        assert!(shown(&mut page, 40).contains("word1500"));
        let lines = page.lines(40, 20);
        let mark = lines.iter().position(|line| line.iter().any(|span| span.label == Label::Current));
        assert_eq!(mark, Some(LINES_ABOVE as usize));
        page.scroll(-100_000);
        assert!(shown(&mut page, 40).starts_with("word0 "));
        page.go_to_mark(true);
        assert!(shown(&mut page, 40).contains("word1500"));
        assert!(shown(&mut page, 70).contains("word15"));
        page.go_to_end(20);
        assert!(shown(&mut page, 70).ends_with("word1999"));
        assert_eq!(page.percent(20), 100);
        page.scroll(100_000);
        assert!(!page.lines(40, 20).is_empty());
        assert_eq!(page.marks_told(), (1, 1));
    }

    #[test]
    fn stretches_cover_a_block_at_characters() {
        let text = "地".repeat(2_000) + "\n" + &"a ".repeat(2_000);
        let cut = cut(&text, 0..text.len());
        assert_eq!(cut.iter().map(|range| range.len()).sum::<usize>(), text.len());
        assert!(cut.iter().all(|range| text.get(range.clone()).is_some() && range.len() <= STRETCH_BYTES));
    }

    #[test]
    fn code_keeps_its_blanks_and_fits() {
        let lines = code_lines("  let x\t= \u{1b}[1m地;", 8);
        let lines: Vec<String> = lines.iter().map(|line| line[0].text.clone()).collect();
        assert_eq!(lines, ["  let x ", "   = ␛[1", "m地;"]);
    }
}
