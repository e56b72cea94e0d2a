//! What a bench found: as a table and as JSON.

use std::io::{self, Write};

use anyhow::Result;
use hdrhistogram::Histogram;
use serde::Serialize;

use super::baseline::Comparison;
use crate::terminal::sanitize;

/// Everything that was measured.
#[derive(Serialize)]
pub(super) struct BenchReport {
    pub documents: u64,
    pub text_bytes: u64,
    pub index_bytes: u64,
    pub runs: usize,
    pub classes: Vec<ClassReport>,
    pub all: ClassReport,
    pub queries: Vec<QueryReport>,
    pub throughput: Throughput,
    pub cold: Option<Cold>,
    pub oracle: Option<Oracle>,
}

/// The queries of one class.
#[derive(Serialize)]
pub(super) struct ClassReport {
    pub class: String,
    pub queries: usize,
    pub with_passages: Latency,
    pub without_passages: Latency,
    pub hits_mean: f64,
    pub bytes_of_terms_mean: f64,
    #[serde(skip)]
    pub with_histogram: Histogram<u64>,
    #[serde(skip)]
    without_histogram: Histogram<u64>,
    #[serde(skip)]
    hits: usize,
    #[serde(skip)]
    bytes: u64,
}

impl ClassReport {
    pub(super) fn new(
        class: &str,
        with_histogram: Histogram<u64>,
        without_histogram: Histogram<u64>,
    ) -> Self {
        Self {
            class: class.to_owned(),
            queries: 0,
            with_passages: Latency::default(),
            without_passages: Latency::default(),
            hits_mean: 0.0,
            bytes_of_terms_mean: 0.0,
            with_histogram,
            without_histogram,
            hits: 0,
            bytes: 0,
        }
    }

    pub(super) fn add(
        &mut self,
        with_passages: &Histogram<u64>,
        without: &Histogram<u64>,
        hits: usize,
        bytes: u64,
    ) -> Result<()> {
        self.with_histogram.add(with_passages)?;
        self.without_histogram.add(without)?;
        self.queries += 1;
        self.hits += hits;
        self.bytes += bytes;
        self.with_passages = (&self.with_histogram).into();
        self.without_passages = (&self.without_histogram).into();
        self.hits_mean = self.hits as f64 / self.queries as f64;
        self.bytes_of_terms_mean = self.bytes as f64 / self.queries as f64;
        Ok(())
    }
}

/// One query.
#[derive(Serialize)]
pub(super) struct QueryReport {
    pub class: String,
    pub query: String,
    pub hits: usize,
    pub bytes_of_terms: u64,
    pub median_us: f64,
    /// The medians of stretches of the rounds, in their order.
    pub stretch_medians_us: Vec<f64>,
    pub median_without_passages_us: f64,
}

/// How long answers took, in microseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Latency {
    pub median_us: f64,
    pub p90_us: f64,
    pub p99_us: f64,
    pub p999_us: f64,
    pub max_us: f64,
}

impl From<&Histogram<u64>> for Latency {
    fn from(histogram: &Histogram<u64>) -> Self {
        let at = |quantile| histogram.value_at_quantile(quantile) as f64 / 1e3;
        Self {
            median_us: at(0.5),
            p90_us: at(0.9),
            p99_us: at(0.99),
            p999_us: at(0.999),
            max_us: histogram.max() as f64 / 1e3,
        }
    }
}

/// Queries a second.
#[derive(Serialize)]
pub(super) struct Throughput {
    pub one_thread: f64,
    pub threads: usize,
    pub all_threads: Option<f64>,
    pub open_loop: Option<OpenLoop>,
}

/// Queries that came when they were due.
#[derive(Serialize)]
pub(super) struct OpenLoop {
    pub rate: f64,
    pub achieved: f64,
    pub latency: Latency,
}

/// Whole processes, from their start to the first byte of the answer and to their end.
#[derive(Serialize)]
pub(super) struct Cold {
    pub runs: usize,
    pub first_result_warm_cache: Latency,
    pub whole_warm_cache: Latency,
    /// A process that does nothing but say its version: what starting costs anyway.
    pub floor: Latency,
    /// With the index's files out of the page cache; nothing where the system does not permit it.
    pub first_result_dropped_cache: Option<Latency>,
}

/// What the search through everything said.
#[derive(Serialize)]
pub(super) struct Oracle {
    pub queries: usize,
    pub disagreements: Vec<String>,
}

/// The JSON of a run.
#[derive(Serialize)]
pub(super) struct Json<'a> {
    #[serde(flatten)]
    pub report: &'a BenchReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<&'a Comparison>,
}

pub(super) fn print(
    report: &BenchReport,
    comparison: Option<&Comparison>,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(
        out,
        "{} documents, {:.1} MB of text, index {:.1} MB; times in microseconds",
        report.documents,
        report.text_bytes as f64 / 1e6,
        report.index_bytes as f64 / 1e6
    )?;
    writeln!(
        out,
        "{:<12} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>10}",
        "class", "queries", "median", "p90", "p99", "p99.9", "max", "no text", "hits", "kB touched"
    )?;
    for class in report.classes.iter().chain([&report.all]) {
        let Latency { median_us, p90_us, p99_us, p999_us, max_us } = class.with_passages;
        writeln!(
            out,
            "{:<12} {:>7} {median_us:>9.0} {p90_us:>9.0} {p99_us:>9.0} {p999_us:>9.0} {max_us:>9.0} {:>9.0} {:>9.0} {:>10.1}",
            sanitize(&class.class),
            class.queries,
            class.without_passages.median_us,
            class.hits_mean,
            class.bytes_of_terms_mean / 1e3,
        )?;
    }
    let Throughput { one_thread, threads, all_threads, open_loop } = &report.throughput;
    write!(out, "queries a second: {one_thread:.0} on one thread")?;
    if let Some(all_threads) = all_threads {
        write!(out, ", {all_threads:.0} on {threads}")?;
    }
    writeln!(out)?;
    if let Some(OpenLoop { rate, achieved, latency }) = open_loop {
        writeln!(
            out,
            "open loop: {rate:.0} a second due, {achieved:.0} answered; median {:.0}, p99 {:.0}, p99.9 {:.0}, from when they were due",
            latency.median_us, latency.p99_us, latency.p999_us
        )?;
    }
    if let Some(cold) = &report.cold {
        writeln!(
            out,
            "whole process: first result {:.0}, end {:.0}; nothing but starting {:.0} (medians of {})",
            cold.first_result_warm_cache.median_us,
            cold.whole_warm_cache.median_us,
            cold.floor.median_us,
            cold.runs
        )?;
        match cold.first_result_dropped_cache {
            Some(dropped) => {
                writeln!(out, "with nothing of the index in memory: first result {:.0}", dropped.median_us)?
            }
            None => writeln!(out, "with nothing of the index in memory: not permitted here")?,
        }
    }
    if let Some(oracle) = &report.oracle {
        writeln!(out, "oracle: {} queries, {} disagreements", oracle.queries, oracle.disagreements.len())?;
        for disagreement in oracle.disagreements.iter().take(10) {
            writeln!(out, "  {}", sanitize(disagreement))?;
        }
    }
    if let Some(comparison) = comparison {
        comparison.print(out)?;
    }
    Ok(())
}
