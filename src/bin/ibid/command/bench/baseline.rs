//! Comparing two runs: the ratio of each query's median, their geometric mean, and how far that can
//! be trusted.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::Classed;
use super::draw::Random;
use super::report::{BenchReport, QueryReport};
use crate::output::json;
use crate::terminal::counted;

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
    #[serde(default)]
    stretch_medians_us: Vec<f64>,
}

impl Baseline {
    /// Whether it has measured any of these queries.
    pub(super) fn has_any(&self, queries: &[Classed]) -> bool {
        let measured = self.queries.iter().map(|query| (query.class.as_str(), query.query.as_str()));
        let measured: HashSet<_> = measured.collect();
        queries.iter().any(|Classed { class, query }| measured.contains(&(class.as_str(), query.as_str())))
    }
}

/// A query in both runs: the logarithms of its medians then and now, stretch by stretch.
struct Both {
    before: Vec<f64>,
    now: Vec<f64>,
}

impl Both {
    fn new(before: &BaselineQuery, now: &QueryReport) -> Self {
        let logarithms = |medians: &[f64], median: f64| -> Vec<f64> {
            let medians = if medians.is_empty() { &[median][..] } else { medians };
            medians.iter().map(|median| median.max(1e-3).ln()).collect()
        };
        Self {
            before: logarithms(&before.stretch_medians_us, before.median_us),
            now: logarithms(&now.stretch_medians_us, now.median_us),
        }
    }

    /// The logarithm of the ratio of one stretch now to one then.
    fn ratio(&self, before: usize, now: usize) -> f64 {
        self.now[now % self.now.len()] - self.before[before % self.before.len()]
    }

    /// That of all stretches.
    fn mean_ratio(&self) -> f64 {
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        mean(&self.now) - mean(&self.before)
    }
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
    /// Bounds of the 95 % confidence interval, by bootstrap over queries and stretches of both runs.
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
    let mut classes: BTreeMap<&str, Vec<Both>> = BTreeMap::new();
    let (mut queries, mut with_other_hits) = (0, 0);
    for query in &now.queries {
        if let Some(before) = known.get(&(query.class.as_str(), query.query.as_str())) {
            queries += 1;
            with_other_hits += usize::from(before.hits != query.hits);
            classes.entry(&query.class).or_default().push(Both::new(before, query));
        }
    }
    let all: Vec<&Both> = classes.values().flatten().collect();
    let limit = 1.0 + threshold_percent / 100.0;
    let named = classes.iter().map(|(class, both)| (*class, both.iter().collect()));
    let classes: Vec<Ratio> = named
        .chain([("all", all)])
        .filter(|(_, both)| !both.is_empty())
        .map(|(class, both): (&str, Vec<&Both>)| {
            let (ratio, low, high) = mean_with_bounds(&both);
            Ratio { class: class.to_owned(), ratio, low, high, is_regression: low > limit }
        })
        .collect();
    let is_regression = classes.iter().any(|class| class.is_regression);
    Comparison { is_regression, threshold_percent, queries, with_other_hits, classes }
}

/// The geometric mean of the ratios, with the bounds that 95 % of the means of redrawn samples lie in (Efron's
/// percentile bootstrap). What slows a machine down slows all queries, so that a stretch is drawn for all at once.
fn mean_with_bounds(queries: &[&Both]) -> (f64, f64, f64) {
    const REDRAWN: usize = 2_000;
    let stretches = queries.iter().map(|both| both.now.len().max(both.before.len())).max().unwrap_or(1);
    let count = queries.len() as f64;
    let mut random = Random(1);
    let mut redrawn = || {
        let (before, now) = (random.below(stretches), random.below(stretches));
        let ratios = (0..queries.len()).map(|_| queries[random.below(queries.len())].ratio(before, now));
        ratios.sum::<f64>() / count
    };
    let mut means: Vec<f64> = (0..REDRAWN).map(|_| redrawn()).collect();
    means.sort_by(f64::total_cmp);
    let at = |share: f64| means[(share * (REDRAWN - 1) as f64) as usize].exp();
    let mean = queries.iter().map(|both| both.mean_ratio()).sum::<f64>() / count;
    (mean.exp(), at(0.025), at(0.975))
}

impl Comparison {
    pub(super) fn print(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "against the baseline, {} in both; time now to then, 95 % interval",
            counted(self.queries, "query", "queries")
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
            let queries = counted(self.with_other_hits, "query finds", "queries find");
            writeln!(out, "{queries} another number of documents than then")?;
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

    fn both(before: &[f64], now: &[f64]) -> Both {
        let logarithms = |medians: &[f64]| medians.iter().map(|median| median.ln()).collect();
        Both { before: logarithms(before), now: logarithms(now) }
    }

    #[test]
    fn the_mean_lies_between_its_bounds() {
        let queries = [1.1, 1.2, 1.3, 1.25, 1.15].map(|ratio| both(&[1.0], &[ratio]));
        let (mean, low, high) = mean_with_bounds(&queries.iter().collect::<Vec<_>>());
        assert!(1.1 <= low && low <= mean && mean <= high && high <= 1.3, "{low} {mean} {high}");
        let (mean, low, high) = mean_with_bounds(&[&both(&[1.0], &[1.0])]);
        assert_eq!((mean, low, high), (1.0, 1.0, 1.0));
    }

    #[test]
    fn one_query_is_as_sure_as_its_stretches_are_alike() {
        let (mean, low, high) = mean_with_bounds(&[&both(&[1.0, 1.0, 1.5], &[1.2, 1.2, 0.9])]);
        assert!(low < 1.0 && 1.0 < high && low < mean && mean < high, "{low} {mean} {high}");
    }
}
