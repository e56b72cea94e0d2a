//! `ibid kwic`: every occurrence in its context, one under the other.

use std::io::{self, Write};
use std::ops::Range;

use anyhow::Result;
use clap_complete::engine::ArgValueCompleter;
use ibid::analyzer::{exact_form, words};
use ibid::clean::folded;
use ibid::index::{Damaged, Entry, Record, format_document_id};
use ibid::search::{SearchError, each_occurrence};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::{Global, Status, nothing};
use crate::output::rows::{RowOutput, Rows};
use crate::output::{clock, place};
use crate::terminal::{self, Label, Style, Wait, first_columns, last_columns, sanitize, shortened};

#[derive(Debug, clap::Args)]
pub(crate) struct KwicCommand {
    /// What to line up, as `ibid help query` explains
    #[arg(required = true, value_name = "QUERY", add = ArgValueCompleter::new(crate::complete::query))]
    query: Vec<String>,
    /// How many lines to show; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value = "100", value_parser = super::limit)]
    limit: usize,
    /// How many columns of context on either side
    #[arg(short = 'w', long, value_name = "N")]
    width: Option<usize>,
    /// In which order
    #[arg(long, value_name = "ORDER", default_value = "date")]
    sort: Order,
    /// Show what each version of a text says, also what they say in the same words
    #[arg(long)]
    all_versions: bool,
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
    /// When it is said, before a blank.
    #[serde(skip)]
    time: String,
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
    /// How many more are the same words in other versions of a text.
    repeated: usize,
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
        let mut repeated = 0;
        let outcome = each_occurrence(&index, &query, self.all_versions, terminal::today(), |members| {
            for found in members {
                for range in &found.ranges {
                    lines.push(line(&found.record, &found.entry, range)?);
                }
                repeated += found.repeated;
            }
            Ok::<_, SearchError>(())
        });
        outcome.map_err(|error| super::search_error(error, &query.text))?;
        self.order(&mut lines);
        drop(wait);
        let total = lines.len();
        lines.truncate(self.limit);
        let mut out = io::BufWriter::new(io::stdout().lock());
        let head = Head { query: &text, total, repeated };
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
        if repeated > 0 && !global.quiet {
            let told = format!("{repeated} more are the same words in other versions of a text");
            terminal::note(&format!("{told}; `--all-versions` shows them"));
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
        const KEYWORD_COLUMNS_MAX: usize = 24;
        let columns = style.whole_columns;
        let most = columns.map_or(KEYWORD_COLUMNS_MAX, |columns| KEYWORD_COLUMNS_MAX.min(columns / 2));
        let keyword_columns = lines.iter().map(|line| line.keyword.width()).max().unwrap_or(0).min(most);
        let (width, places) = self.layout(lines, keyword_columns, columns);
        for line in lines {
            let keyword = sanitize(&line.keyword);
            // On a terminal a keyword that is longer than others takes from the context behind it.
            let room = if columns.is_some() { keyword_columns } else { keyword_columns.max(keyword.width()) };
            let rest = width + room;
            let keyword = shortened(&keyword, rest);
            // Punctuation stays at its word, as in the text.
            let before = sanitize(&line.before).into_owned() + line.gaps[0];
            let after = line.gaps[1].to_owned() + &sanitize(&line.after);
            let before = last_columns(&before, width);
            let after = first_columns(&after, rest - keyword.width());
            let pad = " ".repeat(width - before.width());
            let fill = " ".repeat(rest - keyword.width() - after.width());
            let context = format!("{pad}{before}{}{after}", style.paint(Label::Match, &keyword));
            match places {
                Places::Behind(columns) => {
                    let place = style.paint(Label::About, &line.place_within(columns));
                    writeln!(out, "{context}{fill}  {place}")?;
                }
                Places::Beneath(columns) => {
                    let place = style.paint(Label::About, &line.place_within(columns));
                    writeln!(out, "{}\n   {place}", context.trim_end())?;
                }
            }
        }
        Ok(())
    }

    /// How wide a context is, and where places go: on a terminal a line is a line.
    fn layout(&self, lines: &[Line], keyword_columns: usize, columns: Option<usize>) -> (usize, Places) {
        /// A context of a width that nobody has asked for.
        const WIDTH: usize = 40;
        const WIDTH_MAX: usize = 60;
        /// On a narrower terminal places go beneath,
        const COLUMNS_MIN: usize = 60;
        /// as they do where less than this is left for them.
        const PLACE_COLUMNS_MIN: usize = 20;
        let Some(columns) = columns else {
            return (self.width.unwrap_or(WIDTH), Places::Behind(usize::MAX));
        };
        let context = |beside: usize| columns.saturating_sub(keyword_columns + beside) / 2;
        let longest = lines.iter().map(|line| line.time.width() + line.place.width()).max().unwrap_or(0);
        let beside = if columns < COLUMNS_MIN { 0 } else { longest.min(columns * 2 / 5) + 2 };
        let width = self.width.unwrap_or(context(beside).min(WIDTH_MAX)).min(context(0));
        let left = columns.saturating_sub(2 * width + keyword_columns + 2);
        if left >= PLACE_COLUMNS_MIN.min(longest) {
            (width, Places::Behind(left))
        } else {
            (width, Places::Beneath(columns - 3))
        }
    }
}

/// Where places stand, and how many columns there are for them.
#[derive(Clone, Copy, Debug)]
enum Places {
    Behind(usize),
    Beneath(usize),
}

impl Line {
    /// As much of when, who and where as fits. Of a path the end is kept: it is what `ibid open`
    /// needs.
    fn place_within(&self, columns: usize) -> String {
        let (time, place) = (&self.time, terminal::name(&self.place));
        let speaker = self.speaker.as_ref().map(|speaker| format!("{} · ", sanitize(speaker)));
        let whole = format!("{time}{}{place}", speaker.unwrap_or_default());
        if whole.width() <= columns {
            return whole;
        }
        let name = place.rsplit('/').next().unwrap_or_default();
        let time = if time.width() + name.width() < columns { time } else { "" };
        let room = columns.saturating_sub(time.width());
        if place.width() <= room {
            return format!("{time}{place}");
        }
        format!("{time}…{}", last_columns(&place, room.saturating_sub(1)))
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
    let time = passage.start_ms.map(|ms| format!("[{}] ", clock(ms))).unwrap_or_default();
    Ok(Line {
        id: format_document_id(ibid::index::document_id(&entry.path, &entry.part)),
        path: entry.path.clone(),
        part: Some(entry.part.clone()).filter(|part| !part.is_empty()),
        title: entry.metadata.title.clone(),
        date: entry.metadata.date.map(|date| date.to_string()),
        speaker: passage.speaker.clone(),
        start_ms: passage.start_ms,
        line: passage.line,
        before: folded(&text[..at(range.start)]),
        keyword: folded(&text[at(range.start)..at(range.end)]),
        after: folded(&text[at(range.end)..]),
        time,
        place: place(entry, passage.line),
        gaps,
    })
}
