//! Comparing two runs: the ratio of each query's median, their geometric mean, and how far that can
//! be trusted.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::draw::Random;
use super::report::BenchReport;
use crate::output::json;

/// An earlier run, as far as it is compared.
#[derive(Deserialize)]
pub(super) struct Baseline {
    version: u32,
    queries: Vec<BaselineQuery>,
}

#[derive(Deserialize)]
struct BaselineQuery {
    class: String,
    query: String,
    hits: usize,
    median_us: f64,
}

/// How a run compares with an earlier one; ratios are times now to times then.
#[derive(Debug, Serialize)]
pub(super) struct Comparison {
    pub is_regression: bool,
    threshold_percent: f64,
    /// Queries in both runs.
    queries: usize,
    /// Queries that find another number of documents than then.
    with_other_hits: usize,
    classes: Vec<Ratio>,
}

#[derive(Debug, Serialize)]
struct Ratio {
    class: String,
    ratio: f64,
    /// Bounds of the 95 % confidence interval, by bootstrap over the queries.
    low: f64,
    high: f64,
    is_regression: bool,
}

pub(super) fn read(file: &Path) -> Result<Baseline> {
    let named = || format!("`{}` is not the JSON of an earlier bench", file.display());
    let text = fs::read(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
    let baseline: Baseline = serde_json::from_slice(&text).with_context(named)?;
    if baseline.version != json::VERSION {
        bail!("`{}` is of version {} of the JSON, not {}", file.display(), baseline.version, json::VERSION);
    }
    Ok(baseline)
}

/// A class is slower when even the lower bound of its ratio is beyond the threshold.
pub(super) fn compare(before: &Baseline, now: &BenchReport, threshold_percent: f64) -> Comparison {
    let known: BTreeMap<(&str, &str), &BaselineQuery> =
        before.queries.iter().map(|query| ((query.class.as_str(), query.query.as_str()), query)).collect();
    let mut ratios: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let (mut queries, mut with_other_hits) = (0, 0);
    for query in &now.queries {
        if let Some(before) = known.get(&(query.class.as_str(), query.query.as_str())) {
            queries += 1;
            with_other_hits += usize::from(before.hits != query.hits);
            let ratio = (query.median_us / before.median_us.max(1e-3)).ln();
            ratios.entry(&query.class).or_default().push(ratio);
        }
    }
    let all: Vec<f64> = ratios.values().flatten().copied().collect();
    let limit = 1.0 + threshold_percent / 100.0;
    let named = ratios.iter().map(|(class, ratios)| (*class, ratios)).chain([("all", &all)]);
    let classes: Vec<Ratio> = named
        .filter(|(_, ratios)| !ratios.is_empty())
        .map(|(class, ratios)| {
            let (ratio, low, high) = mean_with_bounds(ratios);
            Ratio { class: class.to_owned(), ratio, low, high, is_regression: low > limit }
        })
        .collect();
    let is_regression = classes.iter().any(|class| class.is_regression);
    Comparison { is_regression, threshold_percent, queries, with_other_hits, classes }
}

/// The geometric mean of ratios given by their logarithms, with the bounds that 95 % of the means
/// of redrawn samples lie in (Efron's percentile bootstrap).
fn mean_with_bounds(logarithms: &[f64]) -> (f64, f64, f64) {
    const REDRAWN: usize = 2_000;
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / logarithms.len() as f64;
    let mut random = Random(1);
    let mut means: Vec<f64> = (0..REDRAWN)
        .map(|_| mean(&mut (0..logarithms.len()).map(|_| logarithms[random.below(logarithms.len())])))
        .collect();
    means.sort_by(f64::total_cmp);
    let at = |share: f64| means[(share * (REDRAWN - 1) as f64) as usize].exp();
    (mean(&mut logarithms.iter().copied()).exp(), at(0.025), at(0.975))
}

impl Comparison {
    /// Whether the runs have no query in common.
    pub(super) fn is_empty(&self) -> bool {
        self.queries == 0
    }

    pub(super) fn print(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "against the baseline, {} queries in both; time now to then, 95 % interval",
            self.queries
        )?;
        for class in &self.classes {
            let Ratio { class, ratio, low, high, is_regression } = class;
            let verdict = if *is_regression { "  slower" } else { "" };
            writeln!(
                out,
                "{:<12} {ratio:>6.3}  {low:.3} to {high:.3}{verdict}",
                crate::terminal::sanitize(class)
            )?;
        }
        if self.with_other_hits > 0 {
            writeln!(out, "{} queries find another number of documents than then", self.with_other_hits)?;
        }
        if self.is_regression {
            writeln!(out, "slower by more than {} %", self.threshold_percent)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_lies_between_its_bounds() {
        let logarithms: Vec<f64> = [1.1_f64, 1.2, 1.3, 1.25, 1.15].iter().map(|ratio| ratio.ln()).collect();
        let (mean, low, high) = mean_with_bounds(&logarithms);
        assert!(1.1 <= low && low <= mean && mean <= high && high <= 1.3, "{low} {mean} {high}");
        let (mean, low, high) = mean_with_bounds(&[0.0]);
        assert_eq!((mean, low, high), (1.0, 1.0, 1.0));
    }
}
