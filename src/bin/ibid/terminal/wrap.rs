//! Breaking a paragraph into lines by display width, with the labels of its parts.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Label;
use super::sanitize::replacement;

/// A stretch of a line that looks the same throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub text: String,
    pub label: Label,
}

/// A paragraph in the making: text from the archive, made safe, under labels.
#[derive(Debug, Default)]
pub(crate) struct Paragraph {
    text: String,
    labels: Vec<(Range<usize>, Label)>,
}

impl Paragraph {
    /// Adds text under one label.
    pub(crate) fn push(&mut self, text: &str, label: Label) {
        self.push_highlighted(text, &[], label, label);
    }

    /// Adds text under `label`, with `highlights` of it under `highlight`; runs of blanks and line
    /// breaks become one space.
    pub(crate) fn push_highlighted(
        &mut self,
        text: &str,
        highlights: &[Range<usize>],
        label: Label,
        highlight: Label,
    ) {
        let mut highlights = highlights.iter().peekable();
        for (at, c) in text.char_indices() {
            while highlights.next_if(|range| range.end <= at).is_some() {}
            let label =
                if highlights.peek().is_some_and(|range| range.start <= at) { highlight } else { label };
            let Some(c) = replacement(c) else { continue };
            // A space that does not break stays what it is.
            if c == ' ' && (self.text.is_empty() || self.text.ends_with(' ')) {
                continue;
            }
            let start = self.text.len();
            self.text.push(c);
            let end = self.text.len();
            match self.labels.last_mut() {
                Some((range, last)) if *last == label => range.end = end,
                _ => self.labels.push((start..end, label)),
            }
        }
    }

    /// The paragraph in lines of at most `columns`, broken where Unicode allows (UAX #14); a word
    /// that is longer than a line is cut between graphemes. Without a width it is one line.
    pub(crate) fn lines(&self, columns: Option<usize>) -> Vec<Vec<Span>> {
        let Some(columns) = columns else { return vec![self.spans(0..self.text.len())] };
        let mut lines = Vec::new();
        let mut line = 0..0;
        let mut used = 0;
        let mut start = 0;
        for (end, opportunity) in linebreaks(&self.text) {
            let chunk = &self.text[start..end];
            let width = chunk.trim_end().width();
            if used + width > columns && line.end > line.start {
                lines.push(self.spans(line.clone()));
                line = start..start;
                used = 0;
            }
            if width > columns {
                for (at, grapheme) in chunk.grapheme_indices(true) {
                    let width = grapheme.width();
                    if used + width > columns && start + at > line.start {
                        lines.push(self.spans(line.start..start + at));
                        line.start = start + at;
                        used = 0;
                    }
                    used += width;
                }
            } else {
                used += chunk.width();
            }
            line.end = end;
            start = end;
            if opportunity == BreakOpportunity::Mandatory && end < self.text.len() {
                lines.push(self.spans(line.clone()));
                line = end..end;
                used = 0;
            }
        }
        if line.end > line.start {
            lines.push(self.spans(line));
        }
        lines
    }

    /// The labelled stretches of a line, without blanks at its end.
    fn spans(&self, line: Range<usize>) -> Vec<Span> {
        let end = line.start + self.text[line.clone()].trim_end_matches(' ').len();
        let first = self.labels.partition_point(|(range, _)| range.end <= line.start);
        let labels = self.labels[first..].iter().take_while(|(range, _)| range.start < end);
        let cut = |(range, label): &(Range<usize>, Label)| Span {
            text: self.text[range.start.max(line.start)..range.end.min(end)].to_owned(),
            label: *label,
        };
        labels.map(cut).collect()
    }
}

/// The end of a text, as much as fits.
pub(crate) fn last_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme.width();
        if used > columns {
            break;
        }
        start = at;
    }
    &text[start..]
}

/// The beginning of a text, as much as fits.
pub(crate) fn first_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// The beginning of a text that does not fit, with a sign where more would be.
pub(crate) fn shortened(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let sign = if columns > 0 { "…" } else { "" };
    first_columns(text, columns.saturating_sub(1)).to_owned() + sign
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, highlight: Range<usize>, columns: Option<usize>, expected: &[&str]) {
        let mut paragraph = Paragraph::default();
        paragraph.push_highlighted(text, &[highlight], Label::Plain, Label::Match);
        let mark = |span: &Span| match span.label {
            Label::Match => format!("[{}]", span.text),
            _ => span.text.clone(),
        };
        let lines = paragraph.lines(columns);
        let shown: Vec<String> = lines.iter().map(|line| line.iter().map(mark).collect()).collect();
        assert_eq!(shown, expected);
        for line in lines {
            let width = line.iter().map(|span| span.text.as_str()).collect::<String>().width();
            assert!(columns.is_none_or(|columns| width <= columns), "{width}: {line:?}");
        }
    }

    #[test]
    fn lines_break_where_unicode_allows_and_keep_highlights() {
        check("one two three", 4..7, Some(8), &["one [two]", "three"]);
        check("one two three", 4..13, Some(8), &["one [two]", "[three]"]);
        check("one  two\n\nthree", 0..3, None, &["[one] two three"]);
        check("longerthanaline x", 0..0, Some(6), &["longer", "thanal", "ine x"]);
        check("a\u{1b}[0mb", 0..0, None, &["a␛[0mb"]);
        // No comma and no 。 begins a line.
        check("seven, eight", 0..0, Some(6), &["seven,", "eight"]);
        check("地価税の話。次", 0..6, Some(6), &["[地価]税", "の話。", "次"]);
        check("地価税の。話", 0..0, Some(8), &["地価税", "の。話"]);
        // A family and a letter with its marks are one grapheme each, and two columns and one.
        check("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 0..0, Some(4), &["👨‍👩‍👧👨‍👩‍👧", "👨‍👩‍👧"]);
        check("e\u{301}e\u{301}e\u{301}", 0..0, Some(2), &["e\u{301}e\u{301}", "e\u{301}"]);
        // Text from right to left stays in the order in which it is read.
        check("שלום לכם רבותי", 0..8, Some(9), &["[שלום] לכם", "רבותי"]);
        check("10\u{A0}000 words", 0..0, Some(8), &["10\u{A0}000", "words"]);
        check("", 0..0, Some(8), &[]);
    }

    #[test]
    fn contexts_are_cut_by_columns_at_graphemes() {
        assert_eq!(last_columns("abc déf", 3), "déf");
        assert_eq!(last_columns("地価税", 5), "価税");
        assert_eq!(first_columns("地価税", 3), "地");
        assert_eq!(first_columns("ab", 9), "ab");
        assert_eq!(last_columns("e\u{301}x", 1), "x");
        assert_eq!(shortened("地価税", 5), "地価…");
        assert_eq!(shortened("abc", 3), "abc");
        assert_eq!(shortened("abc", 0), "");
    }
}
