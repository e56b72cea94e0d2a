//! What ranking takes by itself, beside bare BM25: ids, scores and the number of all, nothing read of a document.
//!
//! `cargo run --release --example ranking_speed -- ../shared/suites/relevance/cranfield English`
//!
//! A folder in BEIR's layout and the language whose stems tantivy is given; both answer its questions with any of
//! the words. Microseconds by the clock, for each question the least of some rounds, the median of all.

#![expect(clippy::print_stdout, reason = "an example speaks to its user")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use ibid::corpus::Corpus;
use ibid::evaluate::read_topics;
use ibid::index::{Index, Interrupt, UpdateOptions, update};
use ibid::query::parse_plain;
use ibid::search::{Matching, Options, ranked};
use snowball_stemmers_rs::{Algorithm, Stemmer};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{SimpleTokenizer, TokenStream, Tokenizer};
use tantivy::{IndexReader, IndexWriter, TantivyDocument, Term};

const ROUNDS: usize = 5;
const LIMIT: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, language] = arguments.as_slice() else {
        return Err("usage: ranking_speed FOLDER English|German|French|…".into());
    };
    let folder = Path::new(folder);
    let algorithm = algorithm(language).ok_or("a language that has no stemmer here")?;
    let questions = read_topics(&fs::read_to_string(folder.join("queries.jsonl"))?)?;
    let collection = fs::read_to_string(folder.join("corpus.jsonl"))?;
    let bare = Bare::build(&collection, Stemmer::create(algorithm))?;

    let work = tempfile::tempdir()?;
    let corpus = work.path().join("corpus");
    fs::create_dir(&corpus)?;
    fs::write(corpus.join("corpus.jsonl"), &collection)?;
    let directory = work.path().join("index");
    update(&directory, &Corpus::new([corpus]), &UpdateOptions::default(), &Interrupt::default(), &|_| {})?;
    let index = Index::open(&directory)?;
    let options =
        Options { limit: LIMIT, matching: Matching::Any, ..Options::new(jiff::civil::date(2026, 1, 1)) };

    let (mut ours, mut theirs) = (vec![Duration::MAX; questions.len()], vec![Duration::MAX; questions.len()]);
    for _ in 0..ROUNDS {
        // All of one and then all of the other: neither finds the other's memory in its way.
        for (question, least) in questions.iter().zip(&mut ours) {
            let started = Instant::now();
            let query = parse_plain(&question.text)?;
            std::hint::black_box(ranked(&index, &query, &options)?);
            *least = started.elapsed().min(*least);
        }
        for (question, least) in questions.iter().zip(&mut theirs) {
            let started = Instant::now();
            std::hint::black_box(bare.rank(&question.text)?);
            *least = started.elapsed().min(*least);
        }
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let times = ours / theirs;
    println!("{} questions: ibid {ours:.0}, BM25 alone {theirs:.0}, {times:.2} times", questions.len());
    Ok(())
}

/// Tantivy's own search by BM25, over titles and texts in memory.
struct Bare {
    reader: IndexReader,
    fields: [Field; 2],
    stemmer: Stemmer,
}

impl Bare {
    fn build(collection: &str, stemmer: Stemmer) -> Result<Self, Box<dyn Error>> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqs);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields = ["title", "text"].map(|name| schema.add_text_field(name, options.clone()));
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 400 << 20)?;
        for line in collection.lines() {
            let value: serde_json::Value = serde_json::from_str(line)?;
            let mut document = TantivyDocument::new();
            for (field, name) in fields.iter().zip(["title", "text"]) {
                // Stemmed here, once, since neither is asked how fast it analyses documents.
                let text = stems(value[name].as_str().unwrap_or_default(), &stemmer).join(" ");
                document.add_text(*field, text);
            }
            writer.add_document(document)?;
        }
        writer.commit()?;
        let segments = index.searchable_segment_ids()?;
        if segments.len() > 1 {
            writer.merge(&segments).wait()?;
        }
        writer.wait_merging_threads()?;
        Ok(Self { reader: index.reader()?, fields, stemmer })
    }

    /// The ten best and how many documents there are in all.
    fn rank(&self, question: &str) -> Result<usize, Box<dyn Error>> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for stem in stems(question, &self.stemmer) {
            for field in self.fields {
                let term = Term::from_field_text(field, &stem);
                clauses.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
            }
        }
        let best = TopDocs::with_limit(LIMIT).order_by_score();
        let (best, count) = self.reader.searcher().search(&BooleanQuery::new(clauses), &(best, Count))?;
        Ok(best.len() + count)
    }
}

fn stems(text: &str, stemmer: &Stemmer) -> Vec<String> {
    let mut tokenizer = SimpleTokenizer::default();
    let mut stream = tokenizer.token_stream(text);
    let mut stems = Vec::new();
    stream.process(&mut |token| stems.push(stemmer.stem(&token.text.to_lowercase()).into_owned()));
    stems
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "English" => Algorithm::English,
        "German" => Algorithm::German,
        "French" => Algorithm::French,
        "Spanish" => Algorithm::Spanish,
        "Dutch" => Algorithm::Dutch,
        _ => return None,
    })
}

/// In microseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1e6)
}
