//! `ibid bench`: how fast this archive answers, measured here and now.

mod baseline;
mod cold;
mod draw;
mod ingest;
mod measure;
mod plot;
mod report;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
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
    #[arg(long, value_name = "N", default_value = "20", value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// How many queries of each class to draw
    #[arg(long, value_name = "N", default_value_t = 20)]
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
    #[arg(long, value_name = "N")]
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
    #[arg(long, value_name = "PERCENT", default_value_t = 10.0)]
    threshold: f64,
    /// Draw the distribution of latencies
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
        let before = self.baseline.as_deref().map(baseline::read).transpose()?;
        let report = self.measure(global, &index, &queries)?;
        let is_drawn_only = match &self.svg {
            Some(file) => chart::write_svg(&plot::latencies(&report), file)?,
            None => false,
        };
        let comparison = before.map(|before| baseline::compare(&before, &report, self.threshold));
        if comparison.as_ref().is_some_and(baseline::Comparison::is_empty) {
            bail!("the baseline has none of these queries, so there is nothing to compare");
        }
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
        let is_wrong = report.oracle.as_ref().is_some_and(|oracle| !oracle.disagreements.is_empty());
        let is_slower = comparison.is_some_and(|comparison| comparison.is_regression);
        Ok(if is_wrong || is_slower { Status::Nothing } else { Status::Found })
    }

    fn measure(&self, global: &Global, index: &Index, queries: &[Classed]) -> Result<BenchReport> {
        let plan = Plan {
            runs: self.runs as usize,
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

fn read_queries(file: &std::path::Path) -> Result<Vec<Classed>> {
    let text = match file.as_os_str() == "-" {
        true => io::read_to_string(io::stdin().lock()),
        false => fs::read_to_string(file),
    };
    let text = text.with_context(|| format!("`{}` cannot be read", file.display()))?;
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
