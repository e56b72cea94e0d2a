//! `ibid bench`: how fast this archive answers, measured here and now.

mod baseline;
mod cold;
mod draw;
mod ingest;
mod measure;
mod plot;
mod report;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use ibid::index::Index;
use ibid::query;

use super::{Global, Status};
use crate::output::chart;
use crate::output::json::{self, Versioned};
use crate::terminal;

use measure::Plan;
use report::BenchReport;

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct BenchCommand {
    #[command(subcommand)]
    what: Option<What>,
    /// Queries to measure, one a line, with a class and a tab before them where they have one;
    /// drawn from the archive's own words where no file is named
    queries: Option<PathBuf>,
    /// How often to run each query at least
    #[arg(long, value_name = "N", default_value = "20", value_parser = super::at_least_one)]
    runs: usize,
    /// How many queries of each class to draw
    #[arg(long, value_name = "N", default_value = "20", value_parser = super::at_least_one)]
    draw: usize,
    /// What to draw them by: the same seed, the same queries
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Print the queries and measure nothing
    #[arg(long)]
    print: bool,
    /// How many documents each query shows; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value = "10", value_parser = super::limit)]
    limit: usize,
    /// How many seconds each measure of throughput takes; 0 leaves it out
    #[arg(long, value_name = "SECONDS", default_value_t = 2)]
    seconds: u64,
    /// Queries a second that arrive in the open loop; half of what the closed loop reached where
    /// nothing is said
    #[arg(long, value_name = "N", value_parser = measurable)]
    rate: Option<f64>,
    /// Measure whole processes, too, from start to first result
    #[arg(long)]
    cold: bool,
    /// Hold the answers against a search through every word of every document, too
    #[arg(long)]
    oracle: bool,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
    /// Compare with an earlier run's JSON; slower beyond the threshold ends with 1
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// How many percent slower is too slow
    #[arg(long, value_name = "PERCENT", default_value = "10", value_parser = measurable)]
    threshold: f64,
    /// Draw the distribution of latencies into a file as well; `-` prints the picture instead
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Measure reading, cleaning and indexing files, in an index of its own that is removed again
    Index(ingest::IngestCommand),
}

/// A query with the class it is counted in.
#[derive(Clone, Debug, PartialEq)]
struct Classed {
    class: String,
    query: String,
}

impl BenchCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        if let Some(What::Index(command)) = &self.what {
            return command.run();
        }
        let is_drawn_only = self.svg.as_deref().is_some_and(super::is_stream);
        if self.json && is_drawn_only {
            return Err(chart::is_all_of_stdout());
        }
        let index = super::open(global)?;
        let queries = match &self.queries {
            Some(file) => read_queries(file)?,
            None => draw::draw(&index, self.seed, self.draw)?,
        };
        if self.print {
            let mut out = io::BufWriter::new(io::stdout().lock());
            for Classed { class, query } in &queries {
                writeln!(out, "{}\t{}", terminal::sanitize(class), terminal::sanitize(query))?;
            }
            out.flush()?;
            return Ok(Status::Found);
        }
        if queries.is_empty() {
            bail!(
                "there is nothing to ask: {}",
                match &self.queries {
                    Some(file) => format!("`{}` has no query", file.display()),
                    None => "the archive has too few words".to_owned(),
                }
            );
        }
        // What cannot come to an end is not begun: a run takes minutes.
        let before = self.baseline.as_deref().map(baseline::read).transpose()?;
        if before.as_ref().is_some_and(|before| !before.has_any(&queries)) {
            bail!("the baseline has none of these queries, so there is nothing to compare");
        }
        self.svg.as_deref().map(chart::check_writable).transpose()?;
        let report = self.measure(global, &index, &queries)?;
        let comparison = before.map(|before| baseline::compare(&before, &report, self.threshold));
        let mut out = io::BufWriter::new(io::stdout().lock());
        if is_drawn_only {
            // The picture is all that was asked for on stdout.
        } else if self.json {
            let json = report::Json { report: &report, comparison: comparison.as_ref() };
            json::print_pretty(&Versioned::new(json), &mut out)?;
        } else {
            report::print(&report, comparison.as_ref(), &mut out)?;
        }
        out.flush()?;
        drop(out);
        if let Some(file) = &self.svg {
            chart::write_svg(&plot::latencies(&report), file)?;
        }
        let is_wrong = report.oracle.as_ref().is_some_and(|oracle| !oracle.disagreements.is_empty());
        let is_slower = comparison.is_some_and(|comparison| comparison.is_regression);
        Ok(if is_wrong || is_slower { Status::Nothing } else { Status::Found })
    }

    fn measure(&self, global: &Global, index: &Index, queries: &[Classed]) -> Result<BenchReport> {
        let plan = Plan {
            runs: self.runs,
            seed: self.seed,
            limit: self.limit,
            seconds: self.seconds,
            rate: self.rate,
            today: terminal::today(),
        };
        let note = |text: &str| {
            if !global.quiet {
                terminal::note(text);
            }
        };
        note(&format!("queries: {}, runs of each: {}, with and without passages", queries.len(), plan.runs));
        let mut report = measure::measure(index, queries, &plan)?;
        if self.cold {
            note("whole processes");
            report.cold = Some(cold::measure(global, index, queries)?);
        }
        if self.oracle {
            note("every word of every document");
            report.oracle = Some(oracle(index, queries, &plan)?);
        }
        Ok(report)
    }
}

fn oracle(index: &Index, queries: &[Classed], plan: &Plan) -> Result<report::Oracle> {
    use ibid::search::{Matching, oracle};

    let parsed: Vec<_> = queries.iter().filter_map(|classed| query::parse(&classed.query).ok()).collect();
    let found = oracle::compare(index, &parsed, Matching::All, plan.today)?;
    let disagreements =
        found.iter().map(|found| format!("`{}` in {}", found.query, found.document)).collect();
    Ok(report::Oracle { queries: parsed.len(), disagreements })
}

/// Reads a number that something can be measured against.
fn measurable(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.parse().ok();
    let number = number.filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| "a number from 0 on is wanted".to_owned())
}

fn read_queries(file: &Path) -> Result<Vec<Classed>> {
    let text = super::read_text(file)?;
    let mut queries = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        // `#tin` is a query.
        if line.is_empty() || line.starts_with("# ") {
            continue;
        }
        let (class, query) = line.split_once('\t').unwrap_or(("queries", line));
        if let Err(error) = query::parse(query) {
            bail!("{}:{}: {}", file.display(), number + 1, error);
        }
        queries.push(Classed { class: class.to_owned(), query: query.to_owned() });
    }
    Ok(queries)
}
