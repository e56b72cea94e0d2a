//! Latency and throughput of queries against the open index.
//!
//! Latency: all queries in a drawn order, round after round, after one round that does not count;
//! what is timed is parsing, searching and cutting the passages, on all cores where a query takes long
//! enough. Throughput, closed loop: every thread asks its next query as soon as the last is answered; one
//! thread alone is told from rounds in a pool of its own. Open loop: queries arrive by a
//! schedule drawn beforehand (exponential gaps, of a Poisson process) whether or not earlier ones
//! are answered, and their latency counts from when they were due, so that a slow answer is charged
//! for everyone who waited behind it (coordinated omission is avoided).

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use hdrhistogram::Histogram;
use ibid::index::Index;
use ibid::query;
use ibid::search::{Options, Results, bytes_of_terms, search};
use rayon::ThreadPoolBuilder;

use super::Classed;
use super::draw::Random;
use super::report::{BenchReport, ClassReport, OpenLoop, QueryReport, Throughput};

/// How the measuring goes about it.
pub(super) struct Plan {
    pub runs: usize,
    pub seed: u64,
    pub limit: usize,
    pub seconds: u64,
    pub rate: Option<f64>,
    pub today: jiff::civil::Date,
}

impl Plan {
    fn options(&self, passages: usize) -> Options {
        Options { limit: self.limit, passages, ..Options::new(self.today) }
    }
}

/// Nanoseconds up to an hour, to three digits.
pub(super) fn histogram() -> Result<Histogram<u64>> {
    Ok(Histogram::new_with_bounds(1, 3_600_000_000_000, 3)?)
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX).max(1)
}

fn ask(index: &Index, text: &str, options: &Options) -> Result<Results> {
    let query = query::parse(text).with_context(|| format!("`{text}`"))?;
    search(index, &query, options).with_context(|| format!("`{text}`"))
}

/// What one query took.
struct Timed {
    with_passages: Histogram<u64>,
    /// The same, round after round, in nanoseconds.
    rounds: Vec<u64>,
    without: Histogram<u64>,
    hits: usize,
    bytes: u64,
}

impl Timed {
    /// The median of each of a few stretches of the rounds, in microseconds: what else the machine does changes
    /// from one to the next.
    fn medians_of_stretches(&self) -> Vec<f64> {
        const STRETCHES: usize = 5;
        let rounds_each = self.rounds.len().div_ceil(STRETCHES).max(1);
        let median = |rounds: &[u64]| {
            let mut rounds = rounds.to_vec();
            rounds.sort_unstable();
            rounds[rounds.len() / 2] as f64 / 1e3
        };
        self.rounds.chunks(rounds_each).map(median).collect()
    }
}

/// Measures everything but whole processes.
pub(super) fn measure(index: &Index, queries: &[Classed], plan: &Plan) -> Result<BenchReport> {
    let with_passages = plan.options(1);
    let without = plan.options(0);
    let mut timed = Vec::with_capacity(queries.len());
    for classed in queries {
        let hits = ask(index, &classed.query, &with_passages)?.total;
        ask(index, &classed.query, &without)?;
        let parsed = query::parse(&classed.query)?;
        let bytes = bytes_of_terms(index, &parsed, plan.today)?;
        let (with_passages, without) = (histogram()?, histogram()?);
        timed.push(Timed { with_passages, rounds: Vec::with_capacity(plan.runs), without, hits, bytes });
    }
    let mut random = Random(plan.seed);
    let mut order: Vec<usize> = (0..queries.len()).collect();
    let mut busy = Duration::ZERO;
    let alone = ThreadPoolBuilder::new().num_threads(1).build()?;
    for _ in 0..plan.runs {
        random.shuffle(&mut order);
        for number in &order {
            let text = &queries[*number].query;
            let started = Instant::now();
            std::hint::black_box(ask(index, text, &with_passages)?);
            let took = nanoseconds(started.elapsed());
            timed[*number].with_passages.record(took)?;
            timed[*number].rounds.push(took);
            let started = Instant::now();
            std::hint::black_box(ask(index, text, &without)?);
            timed[*number].without.record(nanoseconds(started.elapsed()))?;
        }
        busy += alone.install(|| -> Result<Duration> {
            let started = Instant::now();
            for number in &order {
                std::hint::black_box(ask(index, &queries[*number].query, &with_passages)?);
            }
            Ok(started.elapsed())
        })?;
    }
    let one_thread = (queries.len() * plan.runs) as f64 / busy.as_secs_f64().max(1e-9);
    let throughput = if plan.seconds == 0 {
        Throughput { one_thread, threads: 1, all_threads: None, open_loop: None }
    } else {
        throughput(index, queries, plan, one_thread)?
    };
    report(index, queries, plan, &timed, throughput)
}

fn report(
    index: &Index,
    queries: &[Classed],
    plan: &Plan,
    timed: &[Timed],
    throughput: Throughput,
) -> Result<BenchReport> {
    let mut classes: Vec<ClassReport> = Vec::new();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = ClassReport::new("all", histogram()?, histogram()?);
    let mut of_queries = Vec::with_capacity(queries.len());
    for (Classed { class, query }, timed) in queries.iter().zip(timed) {
        let number = match numbers.get(class.as_str()) {
            Some(number) => *number,
            None => {
                numbers.insert(class, classes.len());
                classes.push(ClassReport::new(class, histogram()?, histogram()?));
                classes.len() - 1
            }
        };
        for class in [&mut classes[number], &mut all] {
            class.add(&timed.with_passages, &timed.without, timed.hits, timed.bytes)?;
        }
        of_queries.push(QueryReport {
            class: class.clone(),
            query: query.clone(),
            hits: timed.hits,
            bytes_of_terms: timed.bytes,
            median_us: timed.with_passages.value_at_quantile(0.5) as f64 / 1e3,
            stretch_medians_us: timed.medians_of_stretches(),
            median_without_passages_us: timed.without.value_at_quantile(0.5) as f64 / 1e3,
        });
    }
    let manifest = index.manifest();
    Ok(BenchReport {
        documents: manifest.documents,
        text_bytes: manifest.text_bytes,
        index_bytes: index.size_bytes()?,
        runs: plan.runs,
        classes,
        all,
        queries: of_queries,
        throughput,
        cold: None,
        oracle: None,
    })
}

fn throughput(index: &Index, queries: &[Classed], plan: &Plan, one_thread: f64) -> Result<Throughput> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let options = plan.options(1);
    let window = Duration::from_secs(plan.seconds);
    let answered = AtomicU64::new(0);
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    each_thread(threads, || {
        while started.elapsed() < window {
            let number = next.fetch_add(1, Ordering::Relaxed) % queries.len();
            std::hint::black_box(ask(index, &queries[number].query, &options)?);
            answered.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    })?;
    let all_threads = answered.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64();

    let rate = plan.rate.unwrap_or(all_threads / 2.0).max(1.0);
    let mut random = Random(plan.seed ^ 0x6F70_656E);
    let (mut due, mut at) = (Vec::new(), 0.0);
    while at < window.as_secs_f64() {
        due.push((Duration::from_secs_f64(at), random.below(queries.len())));
        at += -(1.0 - random.unit()).ln() / rate;
    }
    let latencies = Mutex::new(histogram()?);
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    each_thread(threads, || {
        let mut own = histogram()?;
        while let Some((due, number)) = due.get(next.fetch_add(1, Ordering::Relaxed)) {
            wait_until(started + *due);
            std::hint::black_box(ask(index, &queries[*number].query, &options)?);
            own.record(nanoseconds(started.elapsed().saturating_sub(*due)))?;
        }
        latencies.lock().map_err(|_| anyhow::anyhow!("a thread of the measure failed"))?.add(&own)?;
        Ok(())
    })?;
    let achieved = due.len() as f64 / started.elapsed().as_secs_f64();
    let latencies = latencies.into_inner().map_err(|_| anyhow::anyhow!("a thread of the measure failed"))?;
    let open_loop = Some(OpenLoop { rate, achieved, latency: (&latencies).into() });
    Ok(Throughput { one_thread, threads, all_threads: Some(all_threads), open_loop })
}

fn each_thread(threads: usize, work: impl Fn() -> Result<()> + Sync) -> Result<()> {
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(&work)).collect();
        running.into_iter().try_for_each(|thread| {
            thread.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a thread of the measure failed")))
        })
    })
}

/// Sleeps most of the way and watches the clock for the rest: a sleep wakes late.
fn wait_until(due: Instant) {
    const LATE: Duration = Duration::from_micros(200);
    let ahead = due.saturating_duration_since(Instant::now());
    if ahead > LATE {
        std::thread::sleep(ahead - LATE);
    }
    while Instant::now() < due {
        std::hint::spin_loop();
    }
}
