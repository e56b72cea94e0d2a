//! `ibid kwic`: every occurrence in its context, one under the other.

use std::io::{self, Write};
use std::ops::Range;

use anyhow::Result;
use clap_complete::engine::ArgValueCompleter;
use ibid::analyzer::{exact_form, words};
use ibid::index::{Damaged, Entry, Record, format_document_id};
use ibid::search::{SearchError, each_occurrence};
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Global, Status, nothing};
use crate::output::rows::{RowOutput, Rows};
use crate::output::{clock, place};
use crate::terminal::{self, Label, Style, Wait, sanitize};

#[derive(Debug, clap::Args)]
pub(crate) struct KwicCommand {
    /// What to line up, as `ibid help query` explains
    #[arg(required = true, value_name = "QUERY", add = ArgValueCompleter::new(crate::complete::query))]
    query: Vec<String>,
    /// How many lines to show; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// How many columns of context on either side
    #[arg(short = 'w', long, value_name = "N")]
    width: Option<usize>,
    /// In which order
    #[arg(long, value_name = "ORDER", default_value = "date")]
    sort: Order,
    #[command(flatten)]
    output: RowOutput,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    /// The oldest document first, then by place
    Date,
    /// By the words before it, the nearest first
    Left,
    /// By the words after it
    Right,
}

/// One occurrence.
#[derive(Debug, Serialize)]
struct Line {
    id: String,
    path: String,
    part: Option<String>,
    title: Option<String>,
    date: Option<String>,
    speaker: Option<String>,
    start_ms: Option<u32>,
    line: Option<u32>,
    before: String,
    keyword: String,
    after: String,
    #[serde(skip)]
    place: String,
    /// What stands between the keyword and its contexts: blanks or nothing.
    #[serde(skip)]
    gaps: [&'static str; 2],
}

#[derive(Serialize)]
struct Head<'a> {
    query: &'a str,
    total: usize,
}

/// The columns of a table.
const COLUMNS: &[&str] =
    &["before", "keyword", "after", "date", "title", "speaker", "start_ms", "path", "line", "id"];

/// Context on either side that is kept, in bytes: more than any terminal is wide.
const CONTEXT_BYTES: u32 = 400;

impl KwicCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let text = self.query.join(" ");
        let query = super::parse(&text, global)?;
        let index = super::open(global)?;
        let mut lines = Vec::new();
        let wait = Wait::begin("lining up", None, global);
        let outcome = each_occurrence(&index, &query, terminal::today(), |found| {
            for range in &found.ranges {
                lines.push(line(&found.record, &found.entry, range)?);
            }
            Ok::<_, SearchError>(())
        });
        outcome.map_err(|error| super::search_error(error, &query.text))?;
        self.order(&mut lines);
        drop(wait);
        let total = lines.len();
        if self.limit > 0 {
            lines.truncate(self.limit);
        }
        let mut out = io::BufWriter::new(io::stdout().lock());
        let head = Head { query: &text, total };
        let rows = Rows { head: &head, name: "occurrences", rows: &lines, columns: COLUMNS };
        if !rows.print(self.output.format(), &mut out)? {
            self.print(&lines, &Style::for_stdout(global), &mut out)?;
        }
        out.flush()?;
        if total == 0 {
            nothing::explain_no_occurrence(&index, &query, global)?;
        }
        if lines.len() < total && !global.quiet {
            terminal::note(&format!("{} of {total} occurrences; `-n 0` shows all", lines.len()));
        }
        if total > 0 {
            nothing::hint_at_phrase(&query, global);
        }
        Ok(if total > 0 { Status::Found } else { Status::Nothing })
    }

    fn order(&self, lines: &mut [Line]) {
        let forms = |text: &str| words(text).map(|word| exact_form(&text[word.term])).collect::<Vec<_>>();
        let by_place = |a: &Line, b: &Line| {
            let date = |line: &Line| (line.date.is_none(), line.date.clone());
            date(a).cmp(&date(b)).then_with(|| (&a.path, &a.part).cmp(&(&b.path, &b.part)))
        };
        // Lines of one document come in order of place; sorting is stable.
        lines.sort_by(by_place);
        match self.sort {
            Order::Date => {}
            Order::Left => {
                lines.sort_by_cached_key(|line| forms(&line.before).into_iter().rev().collect::<Vec<_>>())
            }
            Order::Right => lines.sort_by_cached_key(|line| (forms(&line.keyword), forms(&line.after))),
        }
    }

    fn print(&self, lines: &[Line], style: &Style, out: &mut impl Write) -> io::Result<()> {
        const WIDTH: usize = 40;
        let keyword_columns = lines.iter().map(|line| line.keyword.width()).max().unwrap_or(0).min(24);
        let fits = |columns: usize| columns.saturating_sub(keyword_columns + 2) / 2;
        let width = self.width.or(style.columns.map(|columns| fits(columns).clamp(10, 60))).unwrap_or(WIDTH);
        for line in lines {
            let keyword = sanitize(&line.keyword);
            // Punctuation stays at its word, as in the text.
            let before = sanitize(&line.before).into_owned() + line.gaps[0];
            let after = line.gaps[1].to_owned() + &sanitize(&line.after);
            let before = last_columns(&before, width);
            let after = first_columns(&after, width);
            let pad = " ".repeat(width.saturating_sub(before.width()));
            let label = style.paint(Label::About, &sanitize(&line.place));
            let fill = " ".repeat(width.saturating_sub(after.width()));
            let gap = " ".repeat(keyword_columns.saturating_sub(keyword.width()));
            writeln!(out, "{pad}{before}{}{after}{fill}{gap}  {label}", style.paint(Label::Match, &keyword))?;
        }
        Ok(())
    }
}

fn line(record: &Record<'_>, entry: &Entry, range: &Range<u32>) -> Result<Line, Damaged> {
    let passage = ibid::search::passage_of(record, entry, range.clone())?;
    let placed = record.block_at_byte(range.start)?;
    let bounds = placed.map_or(range.clone(), |placed| placed.block.start..placed.block.end.max(range.end));
    let start = bounds.start.max(range.start.saturating_sub(CONTEXT_BYTES));
    let end = bounds.end.min(range.end.saturating_add(CONTEXT_BYTES));
    let (start, text) = record.text_about(start..end)?;
    let at = |byte: u32| (byte - start) as usize;
    let gap = |c: Option<char>| if c.is_some_and(char::is_whitespace) { " " } else { "" };
    let gaps = [gap(text[..at(range.start)].chars().next_back()), gap(text[at(range.end)..].chars().next())];
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let time = passage.start_ms.map(|ms| format!("[{}] ", clock(ms))).unwrap_or_default();
    let speaker = passage.speaker.as_ref().map(|speaker| format!("{speaker} · ")).unwrap_or_default();
    Ok(Line {
        id: format_document_id(ibid::index::document_id(&entry.path, &entry.part)),
        path: entry.path.clone(),
        part: Some(entry.part.clone()).filter(|part| !part.is_empty()),
        title: entry.metadata.title.clone(),
        date: entry.metadata.date.map(|date| date.to_string()),
        speaker: passage.speaker.clone(),
        start_ms: passage.start_ms,
        line: passage.line,
        before: fold(&text[..at(range.start)]),
        keyword: fold(&text[at(range.start)..at(range.end)]),
        after: fold(&text[at(range.end)..]),
        place: format!("{time}{speaker}{}", place(entry, passage.line)),
        gaps,
    })
}

/// The end of a text, as much as fits.
fn last_columns(text: &str, columns: usize) -> &str {
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
fn first_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > columns {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_are_cut_by_columns_at_graphemes() {
        assert_eq!(last_columns("abc déf", 3), "déf");
        assert_eq!(last_columns("地価税", 5), "価税");
        assert_eq!(first_columns("地価税", 3), "地");
        assert_eq!(first_columns("ab", 9), "ab");
        assert_eq!(last_columns("e\u{301}x", 1), "x");
    }
}
