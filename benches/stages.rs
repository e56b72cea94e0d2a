//! Criterion benches: ingest by format, analyser, indexing, queries by class, passages by size of
//! document, opening the index, and rendering answers as JSON; over the sample archive and texts
//! made here. `cargo bench`; `cargo bench -- --test` only runs each once.

#![expect(missing_docs, clippy::unwrap_used, reason = "a bench: what it cannot do ends it")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ibid::analyzer::{Analyzer, words};
use ibid::corpus::Corpus;
use ibid::index::{Index, Interrupt, UpdateOptions, update};
use ibid::query;
use ibid::receipt::Receipt;
use ibid::search::{Options, search};

fn sample_archive() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn index_of(folder: &Path, root: &Path) -> Index {
    let corpus = Corpus { roots: vec![root.to_owned()], ..Corpus::default() };
    let options = UpdateOptions { rebuild: true, ..UpdateOptions::default() };
    update(folder, &corpus, &options, &Interrupt::new(false), &|_| {}).unwrap();
    Index::open(folder).unwrap()
}

fn options() -> Options {
    Options::new(jiff::civil::date(2026, 1, 1))
}

/// One file of the sample archive for each ending.
fn ingest(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ingest");
    let corpus = Corpus { roots: vec![sample_archive()], ..Corpus::default() };
    let (locator, mut seen) = (corpus.locator(), Vec::new());
    for source in corpus.walk().unwrap().sources {
        let ending = source.path.rsplit('.').next().unwrap_or_default().to_owned();
        if seen.contains(&ending) {
            continue;
        }
        let bytes = std::fs::read(locator.locate(&source.path).unwrap()).unwrap();
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(&ending, |bencher| {
            bencher.iter(|| {
                black_box(ibid::format::read(&source.path, &bytes, &mut Receipt::default()).is_ok())
            });
        });
        seen.push(ending);
    }
}

/// Prose of about so many bytes, in sentences and paragraphs.
fn prose(bytes: usize) -> String {
    const WORDS: [&str; 24] = [
        "the", "of", "harbour", "engine", "walking", "and", "to", "valley", "measured", "in", "letters", "a",
        "keeper", "slowly", "that", "winter", "is", "carried", "water", "maps", "for", "orchard", "lamps",
        "nearly",
    ];
    let mut out = String::new();
    let mut state = 7_usize;
    while out.len() < bytes {
        for _ in 0..60 {
            for _ in 0..14 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                out.push_str(WORDS[(state >> 33) % WORDS.len()]);
                out.push(' ');
            }
            out.push_str("here. ");
            if state >> 61 == 0 {
                out.push_str("\n\n");
            }
        }
        out.push_str("\n\n");
    }
    out
}

fn analyser(criterion: &mut Criterion) {
    let text = prose(100_000);
    let mut group = criterion.benchmark_group("analyser");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("words", |bencher| bencher.iter(|| black_box(words(&text).count())));
    group.bench_function("terms", |bencher| {
        let mut analyzer = Analyzer::new(Some("en"));
        bencher.iter(|| words(&text).map(|word| analyzer.terms(&text[word.term]).stem.len()).sum::<usize>());
    });
}

fn indexing(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("indexing");
    group.sample_size(10);
    group.bench_function("sample archive", |bencher| {
        bencher.iter(|| black_box(index_of(folder.path(), &sample_archive()).manifest().documents));
    });
}

fn queries(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let index = index_of(folder.path(), &sample_archive());
    criterion.bench_function("open", |bencher| {
        bencher.iter(|| black_box(Index::open(folder.path()).unwrap().manifest().documents));
    });
    let mut group = criterion.benchmark_group("query");
    for (class, text) in [
        ("word", "flywheel"),
        ("common", "the"),
        ("and", "land tax"),
        ("or", "engine OR garden OR map"),
        ("phrase", "\"nobody unveils a gutter\""),
        ("near", "land NEAR/8 tax"),
        ("prefix", "libr*"),
        ("fuzzy", "flywheal~1"),
        ("speaker", "speaker:walter flywheel"),
        ("filter", "kind:transcript engine"),
    ] {
        group.bench_function(class, |bencher| {
            bencher.iter(|| {
                let query = query::parse(text).unwrap();
                black_box(search(&index, &query, &options()).unwrap().total)
            });
        });
    }
    group.finish();
    let results = search(&index, &query::parse("the").unwrap(), &options()).unwrap();
    criterion.bench_function("passages as JSON", |bencher| {
        bencher.iter(|| {
            let passages: Vec<_> = results.hits.iter().map(|hit| (&hit.entry, &hit.passages)).collect();
            black_box(serde_json::to_vec(&passages).unwrap().len())
        });
    });
}

/// One hit in one document: what a passage costs must not grow with the document.
fn passages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("passage by size of document");
    for bytes in [1_000, 10_000, 100_000, 1_000_000, 10_000_000] {
        let root = tempfile::tempdir().unwrap();
        let (before, after) = (prose(bytes / 2), prose(bytes / 2));
        std::fs::write(root.path().join("one.md"), format!("# One\n\n{before}\n\nzanzibar.\n\n{after}"))
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let index = index_of(folder.path(), root.path());
        let query = query::parse("zanzibar").unwrap();
        group.bench_with_input(BenchmarkId::from_parameter(bytes), &bytes, |bencher, _| {
            bencher.iter(|| black_box(search(&index, &query, &options()).unwrap().total));
        });
    }
}

criterion_group!(benches, ingest, analyser, indexing, queries, passages);
criterion_main!(benches);
