//! Breaking a paragraph into lines by display width, with its highlights.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::sanitize::replacement;

/// A stretch of a line that looks the same throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub text: String,
    pub is_highlighted: bool,
}

/// Breaks `text` into lines of at most `columns`; the first one has only `first_columns`. Without
/// a width it is one line. What is between words is one space; `highlights` are in bytes of `text`.
pub(crate) fn wrap(
    text: &str,
    highlights: &[Range<usize>],
    first_columns: usize,
    columns: Option<usize>,
) -> Vec<Vec<Span>> {
    let mut lines = Lines { lines: vec![Vec::new()], used: 0, room: first_columns, columns };
    let mut next_highlight = 0;
    for (start, word) in text.split_word_bound_indices() {
        for (at, grapheme) in word.grapheme_indices(true) {
            let at = start + at;
            while highlights.get(next_highlight).is_some_and(|range| range.end <= at) {
                next_highlight += 1;
            }
            let is_highlighted = highlights.get(next_highlight).is_some_and(|range| range.start <= at);
            if at == start {
                lines.make_room(word);
            }
            lines.push(grapheme, is_highlighted);
        }
    }
    lines.lines
}

struct Lines {
    lines: Vec<Vec<Span>>,
    used: usize,
    room: usize,
    columns: Option<usize>,
}

impl Lines {
    /// Begins a new line if the word does not fit on this one but would on the next.
    fn make_room(&mut self, word: &str) {
        let Some(columns) = self.columns else { return };
        let width = UnicodeWidthStr::width(word);
        if self.used + width > self.room && self.used > 0 && !word.trim().is_empty() && width <= columns {
            self.begin_line(columns);
        }
    }

    fn push(&mut self, grapheme: &str, is_highlighted: bool) {
        let shown: String = grapheme.chars().filter_map(replacement).collect();
        let is_space = shown.trim().is_empty();
        let width = UnicodeWidthStr::width(shown.as_str());
        if let Some(columns) = self.columns
            && self.used + width > self.room
        {
            // A space at the end of a line is not missed; a longer word than a line is cut.
            if is_space {
                return;
            }
            self.begin_line(columns);
        }
        let line = self.lines.last_mut().expect("there is always a line");
        let ends_with_space = line.last().is_none_or(|span| span.text.ends_with(' '));
        if is_space && ends_with_space {
            return;
        }
        let shown = if is_space { " ".to_owned() } else { shown };
        match line.last_mut() {
            Some(last) if last.is_highlighted == is_highlighted => last.text.push_str(&shown),
            _ => line.push(Span { text: shown, is_highlighted }),
        }
        self.used += width;
    }

    fn begin_line(&mut self, columns: usize) {
        if let Some(last) = self.lines.last_mut().and_then(|line| line.last_mut()) {
            last.text.truncate(last.text.trim_end().len());
        }
        self.lines.push(Vec::new());
        self.used = 0;
        self.room = columns;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, highlight: Range<usize>, columns: Option<usize>, expected: &[&str]) {
        let lines = wrap(text, &[highlight], columns.unwrap_or(0), columns);
        let mark =
            |span: &Span| if span.is_highlighted { format!("[{}]", span.text) } else { span.text.clone() };
        let shown: Vec<String> = lines.iter().map(|line| line.iter().map(mark).collect()).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn lines_break_between_words_and_keep_highlights() {
        check("one two three", 4..7, Some(8), &["one [two]", "three"]);
        check("one two three", 4..13, Some(8), &["one [two]", "[three]"]);
        check("one  two\n\nthree", 0..3, None, &["[one] two three"]);
        check("longerthanaline x", 0..0, Some(6), &["longer", "thanal", "ine x"]);
        check("地価税の話", 0..6, Some(6), &["[地価]税", "の話"]);
        check("a\u{1b}[0mb", 0..0, None, &["a␛[0mb"]);
    }
}
