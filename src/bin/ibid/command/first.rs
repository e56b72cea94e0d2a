//! `ibid first`: the earliest mention, and the chain of those after it.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap_complete::engine::ArgValueCompleter;
use ibid::citation::CitationId;
use ibid::document::Date;
use ibid::index::{Index, format_document_id};
use ibid::query::{NodeKind, Query};
use ibid::search::{Hit, Matching, Options, Passage, Sort, first_mention, search};
use serde::Serialize;

use super::{Dates, Global, Status, nothing};
use crate::output::rows::{RowOutput, Rows};
use crate::output::text::{about, print_label, print_passage, who};
use crate::output::{Files, place};
use crate::terminal::{self, Label, Style, one_line};

#[derive(Debug, clap::Args)]
pub(crate) struct FirstCommand {
    /// What was mentioned, as `ibid help query` explains
    #[arg(required = true, value_name = "QUERY", add = ArgValueCompleter::new(crate::complete::query))]
    query: Vec<String>,
    /// How many documents to show, the earliest first; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value = "5", value_parser = super::limit)]
    limit: usize,
    #[command(flatten)]
    dates: Dates,
    /// Show each version of a text and each part of an episode by itself
    #[arg(long)]
    all_versions: bool,
    #[command(flatten)]
    output: RowOutput,
}

/// A document with its first mention.
#[derive(Debug, Serialize)]
struct Mention {
    rank: usize,
    date: String,
    /// Days since the earliest mention, as far as both dates say.
    days_after: Option<i32>,
    id: String,
    path: String,
    part: Option<String>,
    kind: &'static str,
    title: Option<String>,
    who: String,
    source: Option<String>,
    speaker: Option<String>,
    start_ms: Option<u32>,
    line: Option<u32>,
    text: String,
    highlights: Vec<[usize; 2]>,
    place: String,
    link: String,
    citation: String,
}

#[derive(Serialize)]
struct Head<'a> {
    query: &'a str,
    /// Documents that have a date, and those that have none.
    dated: usize,
    undated: usize,
}

/// The columns of a table.
const COLUMNS: &[&str] = &[
    "rank",
    "date",
    "days_after",
    "who",
    "title",
    "source",
    "kind",
    "speaker",
    "start_ms",
    "text",
    "path",
    "line",
    "link",
    "citation",
];

impl FirstCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let text = self.query.join(" ");
        let query = self.dates.restrict(super::parse(&text, global)?)?;
        let index = super::open(global)?;
        let options = Options {
            limit: self.limit,
            sort: Sort::Oldest,
            all_versions: self.all_versions,
            matching: Matching::All,
            ..Options::new(terminal::today())
        };
        let failed = |error| super::search_error(error, &query.text);
        let results = search(&index, &query, &options).map_err(failed)?;
        let all = Options { limit: results.total.max(1), passages: 0, ..options };
        let all = search(&index, &query, &all).map_err(failed)?;
        let undated = all.hits.iter().filter(|hit| hit.entry.metadata.date.is_none()).count();
        let dated = all.hits.len() - undated;
        // Those without a date come last.
        let shown: Vec<(&Hit, Date)> =
            results.hits.iter().filter_map(|hit| Some((hit, hit.entry.metadata.date?))).collect();
        let mut passages = Vec::with_capacity(shown.len());
        for (hit, _) in &shown {
            passages.push(mention(&index, &query, hit)?);
        }
        let earliest = shown.first().map(|(_, date)| *date);
        let rows: Vec<Mention> = shown
            .iter()
            .zip(&passages)
            .enumerate()
            .map(|(number, ((hit, date), passage))| row(number + 1, hit, *date, earliest, passage))
            .collect();
        let head = Head { query: &text, dated, undated };
        let rows = Rows { head: &head, name: "mentions", rows: &rows, columns: COLUMNS };
        let mut out = Vec::new();
        if !rows.print(self.output.format(), &mut out)? {
            let files = Files::new(&index.manifest().corpus);
            print(&shown, &passages, &files, &Style::for_stdout(global), &mut out)?;
        }
        terminal::page(&out, global)?;
        if results.total == 0 {
            nothing::explain(&index, &query, global)?;
        } else if !global.quiet {
            say_what_is_left(shown.len(), dated, undated);
            nothing::hint_at_phrase(&query, global);
        }
        Ok(if shown.is_empty() { Status::Nothing } else { Status::Found })
    }
}

/// What is not shown, and why.
fn say_what_is_left(shown: usize, dated: usize, undated: usize) {
    if dated > shown {
        terminal::note(&format!("{shown} of {dated} documents with a date; `-n 0` shows all"));
    }
    if undated > 0 {
        let documents = terminal::counted(undated, "document has", "documents have");
        terminal::note(&format!(
            "{documents} it without a date: they may be earlier; `ibid search` shows them"
        ));
    }
}

/// Where a document says it first. Several words are not said in one place: of them the best passage
/// is shown.
fn mention(index: &Index, query: &Query, hit: &Hit) -> Result<Passage> {
    let best = hit.passages.first().cloned().unwrap_or_default();
    let texts = match &query.root.kind {
        NodeKind::And(clauses) => clauses.iter().filter(|clause| clause.node.is_text()).count(),
        _ => 1,
    };
    if texts != 1 {
        return Ok(best);
    }
    let first = first_mention(index, query, terminal::today(), hit.id).context("the index cannot be read")?;
    Ok(first.unwrap_or(best))
}

fn row(rank: usize, hit: &Hit, date: Date, earliest: Option<Date>, passage: &Passage) -> Mention {
    let entry = &hit.entry;
    Mention {
        rank,
        date: date.to_string(),
        days_after: earliest.and_then(|earliest| days_between(earliest, date)),
        id: format_document_id(hit.id),
        path: entry.path.clone(),
        part: Some(entry.part.clone()).filter(|part| !part.is_empty()),
        kind: entry.kind.name(),
        title: entry.metadata.title.clone(),
        who: who(entry),
        source: entry.metadata.source.clone(),
        speaker: passage.speaker.clone(),
        start_ms: passage.start_ms,
        line: passage.line,
        text: passage.text.clone(),
        highlights: passage.highlights.iter().map(|range| [range.start, range.end]).collect(),
        place: place(entry, passage.line),
        link: passage.link.clone(),
        citation: CitationId::of(hit.id, passage).to_string(),
    }
}

/// Days from one date to another; nothing where one of them is no day.
fn days_between(from: Date, to: Date) -> Option<i32> {
    let day = |date: Date| {
        let (first, last) = date.day_range();
        (first == last).then_some(())?;
        let (year, month, day) = (first / 10_000, first / 100 % 100, first % 100);
        jiff::civil::Date::new(year as i16, month as i8, day as i8).ok()
    };
    Some(day(to)?.since(day(from)?).ok()?.get_days())
}

/// So long after the one before, as people say it.
fn interval(days: i32) -> String {
    let (count, unit) = match days {
        0 => return "the same day".to_owned(),
        1..=60 => (days, "day"),
        61..=729 => ((f64::from(days) / 30.44).round() as i32, "month"),
        _ => ((f64::from(days) / 365.25).round() as i32, "year"),
    };
    format!("{} later", terminal::counted(count, unit, &format!("{unit}s")))
}

fn print(
    shown: &[(&Hit, Date)],
    passages: &[Passage],
    files: &Files,
    style: &Style,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut before = None;
    for ((hit, date), passage) in shown.iter().zip(passages) {
        if before.is_some() {
            writeln!(out)?;
        }
        let later = before.and_then(|before| days_between(before, *date)).map(interval);
        let later = later.map(|later| format!(" · {later}")).unwrap_or_default();
        let title = hit.entry.metadata.title.as_deref().unwrap_or(&hit.entry.path);
        let date_told = style.paint(Label::Time, &date.to_string());
        let title = style.paint(Label::Title, &one_line(title));
        writeln!(out, "{date_told}{}  {title}", style.paint(Label::About, &later))?;
        print_label(&about(&hit.entry), Label::About, style, out)?;
        print_passage(&hit.entry, passage, style, out)?;
        let painted = style.paint(Label::Place, &terminal::name(&place(&hit.entry, passage.line)));
        let linked = files.locate(&hit.entry).map(|file| style.link(&file, passage.line, &painted));
        writeln!(out, "   {}", linked.unwrap_or(painted))?;
        before = Some(*date);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_as_people_say_it() {
        let days = |from: &str, to: &str| days_between(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(days("2020-02-28", "2020-03-01"), Some(2));
        assert_eq!(days("2020", "2020-03-01"), None);
        let told = [0, 1, 45, 90, 800].map(interval);
        assert_eq!(told, ["the same day", "1 day later", "45 days later", "3 months later", "2 years later"]);
    }
}
