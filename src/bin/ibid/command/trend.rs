//! `ibid trend`: how often something is said, over time.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap_complete::engine::ArgValueCompleter;
use ibid::trend::{Count, Grouping, Period, Series, trend};
use serde::Serialize;

use super::{Global, Status, nothing};
use crate::output::chart;
use crate::output::rows::{RowOutput, Rows};
use crate::terminal::{self, Label, Style, Wait, sanitize};

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
    /// How many speakers or sources to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Count mentions, not mentions per 100,000 words
    #[arg(long)]
    counts: bool,
    #[command(flatten)]
    output: RowOutput,
    /// Draw the chart into a file as well
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
        let mut rows = Vec::new();
        let wait = Wait::begin("counting", Some(self.queries.len() as u64), global);
        for text in &self.queries {
            let query = super::parse(text, global)?;
            let found = trend(&index, &query, period, grouping, terminal::today())
                .map_err(|error| super::search_error(error, &query.text))?;
            wait.step();
            if found.iter().all(|series| series.mentions() == 0) {
                nothing::explain_no_occurrence(&index, &query, global)?;
            } else {
                nothing::hint_at_phrase(&query, global);
            }
            rows.extend(found.into_iter().take(self.limit).map(|series| Row { query: text.clone(), series }));
        }
        drop(wait);
        let mut out = io::BufWriter::new(io::stdout().lock());
        let counted: Vec<Counted<'_>> = rows.iter().flat_map(counted).collect();
        let head = Head { queries: &self.queries };
        let table = Rows { head: &head, name: "counts", rows: &counted, columns: COLUMNS };
        if !table.print(self.output.format(), &mut out)? {
            self.print_chart(&rows, &Style::for_stdout(global), &mut out)?;
        }
        out.flush()?;
        if let Some(file) = &self.svg {
            let (periods, lines) = self.lines(&rows);
            let svg = chart::svg(&self.unit(), &periods, &lines);
            std::fs::write(file, svg).with_context(|| format!("`{}` cannot be written", file.display()))?;
        }
        let found = rows.iter().any(|row| row.series.mentions() > 0);
        Ok(if found { Status::Found } else { Status::Nothing })
    }

    fn unit(&self) -> String {
        if self.counts { "mentions".to_owned() } else { "mentions per 100,000 words".to_owned() }
    }

    fn value(&self, count: &Count) -> f64 {
        if self.counts { count.mentions as f64 } else { count.rate() }
    }

    /// All periods of all rows, and for each row its name and a value for each of them.
    fn lines(&self, rows: &[Row]) -> (Vec<String>, Vec<(String, Vec<f64>)>) {
        // Before the first mention there is nothing to see.
        let mentioned = |(_, count): &(&String, &Count)| count.mentions > 0;
        let first = rows
            .iter()
            .filter_map(|row| row.series.counts.iter().find(mentioned))
            .map(|(name, _)| name)
            .min();
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
        let columns = style.columns.unwrap_or(80);
        if let ([row], [(name, values)]) = (rows, lines.as_slice()) {
            writeln!(out, "{} · {}", style.paint(Label::Title, &sanitize(name)), self.unit())?;
            let counts =
                periods.iter().map(|period| row.series.counts.get(period).copied().unwrap_or_default());
            let labels = counts.map(|count| {
                if count.mentions == 0 {
                    String::new()
                } else {
                    format!(
                        "{} in {}, of {:.0} words in all",
                        count.mentions,
                        documents(count.documents),
                        count.words
                    )
                }
            });
            for (line, label) in chart::bars(&periods, values, columns.saturating_sub(40)).iter().zip(labels)
            {
                writeln!(out, "{}", format!("{line}  {}", style.paint(Label::About, &label)).trim_end())?;
            }
            let undated = &row.series.undated;
            if undated.mentions > 0 {
                let told = format!(
                    "{} more in {} without such a date",
                    undated.mentions,
                    documents(undated.documents)
                );
                writeln!(out, "{}", style.paint(Label::About, &told))?;
            }
        } else if let (Some(first), Some(last)) = (periods.first(), periods.last()) {
            let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).min(40);
            let room = columns.saturating_sub(width + 34).max(12);
            let together = periods.len().div_ceil(room);
            let unit = self.unit();
            let blocks = if together > 1 { format!(", a block for {together}") } else { String::new() };
            writeln!(out, "{unit}, {first} to {last}{blocks}")?;
            for ((name, values), row) in lines.iter().zip(rows) {
                let name: String = sanitize(name).chars().take(width).collect();
                let pad = " ".repeat(width - name.chars().count());
                let most = values.iter().copied().fold(0.0, f64::max);
                let undated = match row.series.undated.mentions {
                    0 => String::new(),
                    undated => format!(", {undated} undated"),
                };
                let told = format!("{} mentions{undated}; most {most:.1}", row.series.mentions());
                let values = chart::together(values, together);
                writeln!(
                    out,
                    "{}{pad}  {}  {}",
                    style.paint(Label::Title, &name),
                    chart::sparkline(&values),
                    style.paint(Label::About, &told)
                )?;
            }
        }
        Ok(())
    }
}

fn documents(count: u64) -> String {
    if count == 1 { "1 document".to_owned() } else { format!("{count} documents") }
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
    words: f64,
    rate: f64,
}

#[derive(Serialize)]
struct Head<'a> {
    queries: &'a [String],
}

/// The columns of a table.
const COLUMNS: &[&str] = &["query", "group", "period", "mentions", "documents", "words", "rate"];

/// The periods of a row; what has no date comes last, without a period.
fn counted(row: &Row) -> impl Iterator<Item = Counted<'_>> {
    let undated = Some(&row.series.undated).filter(|count| count.mentions > 0);
    let dated = row.series.counts.iter().map(|(period, count)| (Some(period.as_str()), count));
    dated.chain(undated.map(|count| (None, count))).map(|(period, count)| Counted {
        query: &row.query,
        group: Some(row.series.name.as_str()).filter(|name| !name.is_empty()),
        period,
        mentions: count.mentions,
        documents: count.documents,
        words: count.words.round(),
        rate: count.rate(),
    })
}
