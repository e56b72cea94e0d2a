//! `ibid trend`: how often something is said, over time.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap_complete::engine::ArgValueCompleter;
use ibid::trend::{Count, Grouping, Options, Period, Series, trend};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::{Global, Status, nothing};
use crate::output::chart;
use crate::output::rows::{RowFormat, RowOutput, Rows};
use crate::terminal::{self, Label, Paragraph, Style, Wait, documents, sanitize, shortened};

#[derive(Debug, clap::Args)]
pub(crate) struct TrendCommand {
    /// What to count, each argument a query of its own
    #[arg(required = true, value_name = "QUERY", add = ArgValueCompleter::new(crate::complete::query))]
    queries: Vec<String>,
    /// How long a period is
    #[arg(long, value_name = "PERIOD", default_value = "year")]
    by: PeriodArgument,
    /// Count each speaker's or each source's mentions by themselves
    #[arg(long, value_name = "GROUP")]
    per: Option<GroupArgument>,
    /// How many speakers or sources to show; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value = "10", value_parser = super::limit)]
    limit: usize,
    /// Count mentions, not mentions per 100,000 words
    #[arg(long)]
    counts: bool,
    /// Count each version of a text and each part of an episode by itself, also what they say in the
    /// same words
    #[arg(long)]
    all_versions: bool,
    #[command(flatten)]
    output: RowOutput,
    /// Draw the chart into a file as well; `-` prints the picture instead
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum PeriodArgument {
    Year,
    Quarter,
    Month,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum GroupArgument {
    Speaker,
    Source,
}

/// A series with the query that it counts.
struct Row {
    query: String,
    series: Series,
}

impl TrendCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let is_drawn_only = self.svg.as_deref().is_some_and(super::is_stream);
        if is_drawn_only && self.output.format() != RowFormat::Text {
            return Err(chart::is_all_of_stdout());
        }
        self.svg.as_deref().map(chart::check_writable).transpose()?;
        let index = super::open(global)?;
        let period = match self.by {
            PeriodArgument::Year => Period::Year,
            PeriodArgument::Quarter => Period::Quarter,
            PeriodArgument::Month => Period::Month,
        };
        let grouping = match self.per {
            None => Grouping::All,
            Some(GroupArgument::Speaker) => Grouping::Speaker,
            Some(GroupArgument::Source) => Grouping::Source,
        };
        let options = Options { period, grouping, all_versions: self.all_versions, today: terminal::today() };
        let mut rows = Vec::new();
        let wait = Wait::begin("counting", Some(self.queries.len() as u64), global);
        for text in &self.queries {
            let query = super::parse(text, global)?;
            let found =
                trend(&index, &query, &options).map_err(|error| super::search_error(error, &query.text))?;
            wait.step();
            if found.iter().all(|series| series.mentions() == 0) {
                nothing::explain_no_occurrence(&index, &query, global)?;
            } else {
                nothing::hint_at_phrase(&query, global);
            }
            rows.extend(found.into_iter().take(self.limit).map(|series| Row { query: text.clone(), series }));
        }
        drop(wait);
        let found = rows.iter().any(|row| row.series.mentions() > 0);
        let status = if found { Status::Found } else { Status::Nothing };
        if let Some(file) = &self.svg {
            let (periods, lines) = self.lines(&rows);
            if chart::write_svg(&chart::svg(&self.unit(), &periods, &lines), file)? {
                return Ok(status);
            }
        }
        let mut out = io::BufWriter::new(io::stdout().lock());
        let first = first_mention(&rows);
        let counted: Vec<Counted<'_>> = rows.iter().flat_map(|row| counted(row, first)).collect();
        let head = Head { queries: &self.queries };
        let table = Rows { head: &head, name: "counts", rows: &counted, columns: COLUMNS };
        if !table.print(self.output.format(), &mut out)? {
            self.print_chart(&rows, &Style::for_stdout(global), &mut out)?;
        }
        out.flush()?;
        Ok(status)
    }

    fn unit(&self) -> String {
        if self.counts { "mentions".to_owned() } else { "mentions per 100,000 words".to_owned() }
    }

    fn value(&self, count: &Count) -> f64 {
        if self.counts { count.mentions as f64 } else { count.rate() }
    }

    /// All periods of all rows, and for each row its name and a value for each of them.
    fn lines(&self, rows: &[Row]) -> (Vec<String>, Vec<(String, Vec<f64>)>) {
        let first = first_mention(rows);
        let periods: BTreeSet<&String> = rows
            .iter()
            .flat_map(|row| row.series.counts.keys())
            .filter(|name| Some(*name) >= first)
            .collect();
        let line = |row: &Row| {
            let value =
                |period: &&String| row.series.counts.get(*period).map_or(0.0, |count| self.value(count));
            (self.name(row), periods.iter().map(value).collect())
        };
        let lines = rows.iter().map(line).collect();
        (periods.into_iter().cloned().collect(), lines)
    }

    fn name(&self, row: &Row) -> String {
        match (self.queries.len(), row.series.name.as_str()) {
            (_, "") => row.query.clone(),
            (1, name) => name.to_owned(),
            (_, name) => format!("{}: {name}", row.query),
        }
    }

    fn print_chart(&self, rows: &[Row], style: &Style, out: &mut impl Write) -> io::Result<()> {
        let (periods, lines) = self.lines(rows);
        match (rows, lines.as_slice()) {
            ([row], [(name, values)]) => self.print_bars(row, name, &periods, values, style, out),
            _ => self.print_sparklines(rows, &periods, &lines, style, out),
        }
    }

    /// A bar for each period, with as much beside it as there is room for.
    fn print_bars(
        &self,
        row: &Row,
        name: &str,
        periods: &[String],
        values: &[f64],
        style: &Style,
        out: &mut impl Write,
    ) -> io::Result<()> {
        /// A bar of a chart that goes nowhere near a terminal.
        const BAR_COLUMNS: usize = 40;
        /// Rather than less than this, less is said beside it.
        const BAR_COLUMNS_MIN: usize = 20;
        let mut title = Paragraph::default();
        title.push(name, Label::Title);
        title.push(&format!(" · {}", self.unit()), Label::Plain);
        print_paragraph(&title, style, out)?;
        let counts: Vec<Count> =
            periods.iter().map(|period| row.series.counts.get(period).copied().unwrap_or_default()).collect();
        let labels = [
            |count: &Count| {
                let (documents, words) = (documents(count.documents), count.words);
                format!("{} in {documents}, of {words:.0} words in all", count.mentions)
            },
            |count: &Count| format!("{} in {}", count.mentions, documents(count.documents)),
            |_: &Count| String::new(),
        ];
        let mut told = Vec::new();
        let mut bar_columns = BAR_COLUMNS;
        for label in labels {
            let label = |count: &Count| if count.mentions > 0 { label(count) } else { String::new() };
            told = counts.iter().map(label).collect();
            let Some(columns) = style.columns else { break };
            let longest = told.iter().map(|label| label.width()).max().unwrap_or(0);
            let beside = chart::columns_beside_bars(periods) + if longest > 0 { longest + 2 } else { 0 };
            bar_columns = columns.saturating_sub(beside).max(1);
            if bar_columns >= BAR_COLUMNS_MIN {
                break;
            }
        }
        for (line, label) in chart::bars(periods, values, bar_columns).iter().zip(told) {
            writeln!(out, "{}", format!("{line}  {}", style.paint(Label::About, &label)).trim_end())?;
        }
        let undated = &row.series.undated;
        if undated.mentions > 0 {
            let (more, documents) = (undated.mentions, documents(undated.documents));
            let mut told = Paragraph::default();
            told.push(&format!("{more} more in {documents} without such a date"), Label::About);
            print_paragraph(&told, style, out)?;
        }
        Ok(())
    }

    /// A line of blocks for each row, one under the other.
    fn print_sparklines(
        &self,
        rows: &[Row],
        periods: &[String],
        lines: &[(String, Vec<f64>)],
        style: &Style,
        out: &mut impl Write,
    ) -> io::Result<()> {
        /// How wide a chart is that goes nowhere near a terminal.
        const COLUMNS: usize = 80;
        const NAME_COLUMNS_MAX: usize = 40;
        /// Rather than fewer blocks than this, less is said beside them.
        const BLOCKS_MIN: usize = 8;
        let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Ok(()) };
        let columns = style.columns.unwrap_or(COLUMNS);
        let longest = lines.iter().map(|(name, _)| sanitize(name).width()).max().unwrap_or(0);
        let share = style.columns.map_or(NAME_COLUMNS_MAX, |columns| columns / 3);
        let name_columns = longest.min(NAME_COLUMNS_MAX).min(share);
        let labels = [
            |mentions: u64, undated: u64, most: f64| {
                let undated = if undated > 0 { format!(", {undated} undated") } else { String::new() };
                format!("{mentions} mentions{undated}; most {most:.1}")
            },
            |mentions: u64, _: u64, _: f64| format!("{mentions} mentions"),
            |_: u64, _: u64, _: f64| String::new(),
        ];
        let (mut told, mut blocks) = (Vec::new(), 0);
        for label in labels {
            let label = |((_, values), row): (&(String, Vec<f64>), &Row)| {
                let most = values.iter().copied().fold(0.0, f64::max);
                label(row.series.mentions(), row.series.undated.mentions, most)
            };
            told = lines.iter().zip(rows).map(label).collect();
            let longest = told.iter().map(|label| label.width()).max().unwrap_or(0);
            let beside = name_columns + 2 + if longest > 0 { longest + 2 } else { 0 };
            blocks = columns.saturating_sub(beside).max(if style.columns.is_none() { BLOCKS_MIN } else { 1 });
            if style.columns.is_none() || blocks >= BLOCKS_MIN.min(periods.len()) {
                break;
            }
        }
        let together = periods.len().div_ceil(blocks);
        let mut head = Paragraph::default();
        head.push(&format!("{}, {first} to {last}", self.unit()), Label::Plain);
        if together > 1 {
            head.push(&format!(", a block for {together}"), Label::Plain);
        }
        print_paragraph(&head, style, out)?;
        for ((name, values), label) in lines.iter().zip(told) {
            let name = shortened(&sanitize(name), name_columns);
            let pad = " ".repeat(name_columns - name.width());
            let blocks = chart::sparkline(&chart::together(values, together));
            let (name, label) = (style.paint(Label::Title, &name), style.paint(Label::About, &label));
            writeln!(out, "{}", format!("{name}{pad}  {blocks}  {label}").trim_end())?;
        }
        Ok(())
    }
}

fn print_paragraph(paragraph: &Paragraph, style: &Style, out: &mut impl Write) -> io::Result<()> {
    paragraph.lines(style.columns).iter().try_for_each(|line| writeln!(out, "{}", style.line(line)))
}

/// What was counted in one period.
#[derive(Serialize)]
struct Counted<'a> {
    query: &'a str,
    /// The speaker or source, where each is counted by itself.
    group: Option<&'a str>,
    /// Null for what has no such date.
    period: Option<&'a str>,
    mentions: u64,
    documents: u64,
    words: u64,
    rate: f64,
}

#[derive(Serialize)]
struct Head<'a> {
    queries: &'a [String],
}

/// The columns of a table.
const COLUMNS: &[&str] = &["query", "group", "period", "mentions", "documents", "words", "rate"];

/// The period of the first mention of all; before it there is nothing to see.
fn first_mention(rows: &[Row]) -> Option<&String> {
    let mentioned = |(_, count): &(&String, &Count)| count.mentions > 0;
    rows.iter().filter_map(|row| row.series.counts.iter().find(mentioned)).map(|(period, _)| period).min()
}

/// The periods of a row from `first` on; what has no date comes last, without a period.
fn counted<'a>(row: &'a Row, first: Option<&'a String>) -> impl Iterator<Item = Counted<'a>> {
    let undated = Some(&row.series.undated).filter(|count| count.mentions > 0);
    let dated = row.series.counts.iter().filter(move |(period, _)| Some(*period) >= first);
    let dated = dated.map(|(period, count)| (Some(period.as_str()), count));
    dated.chain(undated.map(|count| (None, count))).map(|(period, count)| Counted {
        query: &row.query,
        group: Some(row.series.name.as_str()).filter(|name| !name.is_empty()),
        period,
        mentions: count.mentions,
        documents: count.documents,
        words: count.words.round() as u64,
        rate: count.rate(),
    })
}
