//! No query makes a search panic, however it was written; what is shown lies on characters.

#![no_main]

use std::path::Path;
use std::sync::OnceLock;

use ibid::corpus::Corpus;
use ibid::index::{Index, Interrupt, UpdateOptions, update};
use ibid::query::parse;
use ibid::search::{Options, search};
use libfuzzer_sys::fuzz_target;

/// The sample archive beside the fuzzer, indexed once.
fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = here.join("target/search-index");
        let corpus = Corpus::new([here.join("../corpus")]);
        update(&folder, &corpus, &UpdateOptions::default(), &Interrupt::default(), &|_| {})
            .expect("the sample archive can be indexed");
        Index::open(&folder).expect("the index that was just written opens")
    })
}

fuzz_target!(|text: &str| {
    let Ok(query) = parse(text) else { return };
    let mut options = Options::new(jiff::civil::date(2026, 1, 1));
    (options.passages, options.context, options.explain) = (3, 1, true);
    let Ok(results) = search(index(), &query, &options) else { return };
    for passage in results.hits.iter().flat_map(|hit| &hit.passages) {
        for highlight in &passage.highlights {
            assert!(passage.text.get(highlight.clone()).is_some_and(|marked| !marked.is_empty()));
        }
    }
});
