//! Measures ibid beside tantivy's own searcher with its SnippetGenerator, SQLite's FTS5 with
//! `snippet()` and ripgrep (as a process, and its searcher on one thread in here), in one process and one run: round after round, each query is put to
//! each of them in turn, so that whatever else the machine does falls on all alike.
//!
//! ```sh
//! ibid bench --print --index INDEX > queries.tsv
//! ibid-peers INDEX queries.tsv FOLDER [RUNS] [BYTES_MIN]
//! ```
//!
//! The peers index the clean text that INDEX holds, into FOLDER. With `BYTES_MIN` only documents of
//! at least so many bytes are taken, for ibid too (an index of its own is made from their text).
//! Times are processor time of the asking thread, so that what else the machine does hardly counts;
//! only of ripgrep as a process, which uses all cores, it is the time by the clock.
//!
//! Each peer answers with its ten best documents and one highlighted passage of each; ibid also
//! with the exact number of documents, speaker, time, heading and line.

#[cfg(feature = "seekstorm")]
mod seekstorm;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use grep_regex::{RegexMatcher, RegexMatcherBuilder};
use grep_searcher::{Searcher, SearcherBuilder, Sink, SinkMatch};
use ibid::corpus::Corpus;
use ibid::index::{Index, Interrupt, UpdateOptions, update};
use ibid::search::{Matching, Options};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer};
use tantivy::{TantivyDocument, doc};

const LIMIT: usize = 10;
const SNIPPET_BYTES: usize = 280;

/// The processor time that this thread has used.
fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// The processor time that all threads of the process have used.
#[cfg(feature = "seekstorm")]
fn process_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

struct Text {
    title: String,
    body: String,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [index, queries, folder, rest @ ..] = arguments.as_slice() else {
        anyhow::bail!("usage: ibid-peers INDEX QUERIES FOLDER [RUNS] [BYTES_MIN]");
    };
    let runs: usize = rest.first().map_or(Ok(10), |runs| runs.parse())?;
    let bytes_min: usize = rest.get(1).map_or(Ok(0), |bytes| bytes.parse())?;
    let folder = PathBuf::from(folder);
    let mut index = Index::open(Path::new(index))?;
    let mut texts = Vec::new();
    for record in index.records()? {
        let document = record?.document()?;
        if document.text.len() >= bytes_min {
            let title = document.metadata.title.unwrap_or_default();
            texts.push(Text { title, body: document.text });
        }
    }
    let text_bytes: usize = texts.iter().map(|text| text.body.len()).sum();
    println!("{} documents, {:.1} MB of clean text", texts.len(), text_bytes as f64 / 1e6);
    let plain = folder.join("text");
    write_plain(&plain, &texts)?;

    let started = Instant::now();
    let tantivy = Tantivy::build(&folder.join("tantivy"), &texts)?;
    let tantivy_took = started.elapsed();
    let started = Instant::now();
    let sqlite = Sqlite::build(&folder.join("fts5.db"), &texts)?;
    let sqlite_took = started.elapsed();
    #[cfg(feature = "seekstorm")]
    let (seekstorm, seekstorm_took) = {
        let started = Instant::now();
        (seekstorm::SeekStorm::build(&folder.join("seekstorm"), &texts)?, started.elapsed())
    };
    let started = Instant::now();
    let own = folder.join("ibid");
    let corpus = Corpus { roots: vec![plain.canonicalize()?], ..Corpus::default() };
    update(&own, &corpus, &UpdateOptions { rebuild: true, ..UpdateOptions::default() }, &Interrupt::new(false), &|_| {})?;
    let ibid_took = started.elapsed();
    let size = |path: &Path| -> Result<u64> { Ok(Command::new("du").arg("-sb").arg(path).output().map(|out| {
        String::from_utf8_lossy(&out.stdout).split_whitespace().next().and_then(|bytes| bytes.parse().ok()).unwrap_or(0)
    })?) };
    println!("\nindexing the clean text (positions, stored text), seconds by the clock, MB on disk");
    for (name, took, path) in [
        ("ibid, from one file each", ibid_took, own.clone()),
        ("tantivy, from memory", tantivy_took, folder.join("tantivy")),
        ("fts5, from memory", sqlite_took, folder.join("fts5.db")),
        #[cfg(feature = "seekstorm")]
        ("seekstorm, from memory", seekstorm_took, folder.join("seekstorm")),
    ] {
        println!("{name:<26} {:>7.2} {:>7.1}", took.as_secs_f64(), size(&path)? as f64 / 1e6);
    }
    if bytes_min > 0 {
        index = Index::open(&own)?;
    }

    // On one core, whose processor time is all that it takes.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let mut classes: BTreeMap<String, BTreeMap<&str, Vec<Duration>>> = BTreeMap::new();
    let text = fs::read_to_string(queries)?;
    let queries: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once('\t')).collect();
    for round in 0..=runs {
        for (class, query) in &queries {
            let mut record = |peer: &'static str, took: Option<Duration>| {
                // The first round warms everything up.
                if let (Some(took), true) = (took, round > 0) {
                    classes.entry((*class).to_owned()).or_default().entry(peer).or_default().push(took);
                }
            };
            // None after itself: what it just read would still be in the processor's memory.
            record("ibid", Some(alone.install(|| ibid(&index, query, false))?));
            record("tantivy", tantivy.ask(class, query, false)?);
            record("fts5", sqlite.ask(class, query)?);
            #[cfg(feature = "seekstorm")]
            {
                if round == 0 && let Some(count) = seekstorm.count(class, query)? {
                    println!("{class}\t{query}\tibid {}\tseekstorm {count}", documents(&index, query)?);
                }
                record("seekstorm", seekstorm.ask(class, query)?);
            }
            record("ibid ranks", Some(alone.install(|| ibid(&index, query, true))?));
            record("bm25", tantivy.rank(class, query)?);
            record("tantivy+count", tantivy.ask(class, query, true)?);
            // A process and a scan take so long that one in eight is enough.
            if round == 1 || round == runs {
                record("rg", ripgrep(&plain, class, query)?);
                record("grep", grep(&plain, texts.len(), class, query)?);
            }
        }
    }
    print_table(&classes);
    Ok(())
}

fn print_table(classes: &BTreeMap<String, BTreeMap<&str, Vec<Duration>>>) {
    const PEERS: [&str; 9] =
        ["ibid", "ibid ranks", "bm25", "tantivy", "tantivy+count", "fts5", "seekstorm", "rg", "grep"];
    for (name, quantile) in [("median", 0.5), ("p99", 0.99)] {
        println!("\n{name}, microseconds (times ibid's)");
        print!("{:<12}", "class");
        PEERS.iter().for_each(|peer| print!("{peer:>22}"));
        println!();
        let mut all: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
        let rows = classes.iter().map(|(class, peers)| (class.as_str(), peers.clone()));
        for (class, peers) in rows {
            for (peer, times) in &peers {
                all.entry(peer).or_default().extend(times);
            }
            print_row(class, &peers, &PEERS, quantile);
        }
        print_row("all", &all, &PEERS, quantile);
    }
}

fn print_row(class: &str, peers: &BTreeMap<&str, Vec<Duration>>, names: &[&str], quantile: f64) {
    let at = |peer: &str| {
        let mut times = peers.get(peer)?.clone();
        times.sort_unstable();
        let place = ((times.len() - 1) as f64 * quantile).round() as usize;
        times.get(place).map(|took| took.as_secs_f64() * 1e6)
    };
    let own = at("ibid").unwrap_or(1.0);
    print!("{class:<12}");
    for name in names {
        match at(name) {
            Some(took) => print!("{:>22}", format!("{took:.0} ({:.1})", took / own)),
            None => print!("{:>22}", "-"),
        }
    }
    println!();
}

fn write_plain(folder: &Path, texts: &[Text]) -> Result<()> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    for (number, text) in texts.iter().enumerate() {
        fs::write(folder.join(format!("{number:06}.txt")), format!("{}\n\n{}", text.title, text.body))?;
    }
    Ok(())
}

/// How many documents ibid finds.
#[cfg(feature = "seekstorm")]
fn documents(index: &Index, query: &str) -> Result<usize> {
    let options = Options { matching: Matching::All, ..Options::new(jiff::civil::date(2026, 1, 1)) };
    let parsed = ibid::query::parse(query).context("a query that ibid cannot parse")?;
    Ok(ibid::search::search(index, &parsed, &options)?.documents)
}

/// The ten best with a passage each, or only their ids, scores and number.
fn ibid(index: &Index, query: &str, only_ranks: bool) -> Result<Duration> {
    let options = Options {
        limit: LIMIT,
        passages: 1,
        snippet_chars: SNIPPET_BYTES,
        matching: Matching::All,
        ..Options::new(jiff::civil::date(2026, 1, 1))
    };
    let started = thread_time();
    let parsed = ibid::query::parse(query).context("a query that ibid cannot parse")?;
    if only_ranks {
        std::hint::black_box(ibid::search::ranked(index, &parsed, &options)?);
    } else {
        std::hint::black_box(ibid::search::search(index, &parsed, &options)?);
    }
    Ok(thread_time() - started)
}

struct Tantivy {
    reader: tantivy::IndexReader,
    parser: QueryParser,
    title: tantivy::schema::Field,
    body: tantivy::schema::Field,
}

impl Tantivy {
    /// As tantivy-cli does it: its own pipeline, English stems, positions, stored text (not
    /// compressed, which is the faster to read).
    fn build(folder: &Path, texts: &[Text]) -> Result<Self> {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)?;
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("stems")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing) | STORED;
        let title = schema.add_text_field("title", options.clone());
        let body = schema.add_text_field("body", options);
        let index = tantivy::Index::create_in_dir(folder, schema.build())?;
        let chain = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(Stems);
        index.tokenizers().register("stems", chain.build());
        let mut writer: tantivy::IndexWriter = index.writer(400 << 20)?;
        for text in texts {
            writer.add_document(doc!(title => text.title.as_str(), body => text.body.as_str()))?;
        }
        writer.commit()?;
        // One segment, as ibid's index has: more would slow it down.
        let segments = index.searchable_segment_ids()?;
        if segments.len() > 1 {
            writer.merge(&segments).wait()?;
        }
        writer.wait_merging_threads()?;
        let mut parser = QueryParser::for_index(&index, vec![title, body]);
        parser.set_conjunction_by_default();
        Ok(Self { reader: index.reader()?, parser, title, body })
    }

    /// The ten best by BM25 and the number of all, and nothing of what they say.
    fn rank(&self, class: &str, query: &str) -> Result<Option<Duration>> {
        let started = thread_time();
        let Some(parsed) = self.parse(class, query)? else { return Ok(None) };
        let best = TopDocs::with_limit(LIMIT).order_by_score();
        std::hint::black_box(self.reader.searcher().search(&parsed, &(best, Count))?);
        Ok(Some(thread_time() - started))
    }

    fn parse(&self, class: &str, query: &str) -> Result<Option<Box<dyn tantivy::query::Query>>> {
        if !matches!(class, "rare" | "middling" | "common" | "and" | "and common" | "or" | "or common" | "phrase" | "near") {
            return Ok(None);
        }
        // As near as its language comes: in this order, so far apart.
        let near = query.split_once(" NEAR/8 ").map(|(left, right)| format!("\"{left} {right}\"~8"));
        Ok(Some(self.parser.parse_query(near.as_deref().unwrap_or(query))?))
    }

    fn ask(&self, class: &str, query: &str, counts: bool) -> Result<Option<Duration>> {
        let started = thread_time();
        let Some(parsed) = self.parse(class, query)? else { return Ok(None) };
        let searcher = self.reader.searcher();
        let best = TopDocs::with_limit(LIMIT).order_by_score();
        let hits = if counts {
            searcher.search(&parsed, &(best, Count))?.0
        } else {
            searcher.search(&parsed, &best)?
        };
        let mut generator = SnippetGenerator::create(&searcher, &*parsed, self.body)?;
        generator.set_max_num_chars(SNIPPET_BYTES);
        for (_, address) in hits {
            let document: TantivyDocument = searcher.doc(address)?;
            let title = document.get_first(self.title).and_then(|value| value.as_str()).map(str::to_owned);
            std::hint::black_box((title, generator.snippet_from_doc(&document).to_html()));
        }
        Ok(Some(thread_time() - started))
    }
}

/// Snowball's English stemmer, as tantivy's `en_stem` has it behind a feature.
#[derive(Clone)]
struct Stems;

impl TokenFilter for Stems {
    type Tokenizer<T: Tokenizer> = Stemmed<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> Stemmed<T> {
        Stemmed { inner }
    }
}

#[derive(Clone)]
struct Stemmed<T> {
    inner: T,
}

impl<T: Tokenizer> Tokenizer for Stemmed<T> {
    type TokenStream<'a> = StemStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let stemmer = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English);
        StemStream { inner: self.inner.token_stream(text), stemmer }
    }
}

struct StemStream<T> {
    inner: T,
    stemmer: rust_stemmers::Stemmer,
}

impl<T: TokenStream> TokenStream for StemStream<T> {
    fn advance(&mut self) -> bool {
        if !self.inner.advance() {
            return false;
        }
        let stem = self.stemmer.stem(&self.inner.token().text).into_owned();
        self.inner.token_mut().text = stem;
        true
    }

    fn token(&self) -> &Token {
        self.inner.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.inner.token_mut()
    }
}

struct Sqlite(rusqlite::Connection);

impl Sqlite {
    fn build(file: &Path, texts: &[Text]) -> Result<Self> {
        let _ = fs::remove_file(file);
        let mut connection = rusqlite::Connection::open(file)?;
        connection.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA mmap_size = 1000000000; PRAGMA cache_size = -200000;
             CREATE VIRTUAL TABLE documents USING fts5(title, body, tokenize = 'porter unicode61');",
        )?;
        let transaction = connection.transaction()?;
        {
            let mut insert = transaction.prepare("INSERT INTO documents(title, body) VALUES (?1, ?2)")?;
            for text in texts {
                insert.execute((&text.title, &text.body))?;
            }
        }
        transaction.commit()?;
        connection.execute_batch("INSERT INTO documents(documents) VALUES ('optimize');")?;
        Ok(Self(connection))
    }

    fn ask(&self, class: &str, query: &str) -> Result<Option<Duration>> {
        let quoted = |word: &str| format!("\"{}\"", word.replace('"', ""));
        let expression = match class {
            "rare" | "middling" | "common" | "and" | "and common" => {
                query.split(' ').map(quoted).collect::<Vec<_>>().join(" ")
            }
            "or" | "or common" => query.split(" OR ").map(quoted).collect::<Vec<_>>().join(" OR "),
            "phrase" => query.to_owned(),
            "near" => {
                let (left, right) = query.split_once(" NEAR/8 ").context("a query of this class has NEAR/8")?;
                format!("NEAR({} {}, 8)", quoted(left), quoted(right))
            }
            "prefix" => format!("{}*", quoted(query.trim_end_matches('*'))),
            _ => return Ok(None),
        };
        let started = thread_time();
        let mut statement = self.0.prepare_cached(
            "SELECT title, snippet(documents, 1, '[', ']', '…', 48), rank FROM documents
             WHERE documents MATCH ?1 ORDER BY rank LIMIT 10",
        )?;
        let mut rows = statement.query([expression])?;
        while let Some(row) = rows.next()? {
            std::hint::black_box((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
        }
        Ok(Some(thread_time() - started))
    }
}

/// A process that reads everything, without ranking: what people do without an index.
fn ripgrep(folder: &Path, class: &str, query: &str) -> Result<Option<Duration>> {
    if !matches!(class, "rare" | "middling" | "common" | "phrase") {
        return Ok(None);
    }
    let pattern = query.trim_matches('"').replace(' ', "\\s+");
    let started = Instant::now();
    let status = Command::new("rg")
        .args(["-i", "-w", "--no-messages", "-m", "1", &pattern])
        .arg(folder)
        .stdout(Stdio::null())
        .status();
    match status {
        Ok(_) => Ok(Some(started.elapsed())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Its searcher without a process around it, on one thread.
fn grep(folder: &Path, files: usize, class: &str, query: &str) -> Result<Option<Duration>> {
    struct First(Option<String>);

    impl Sink for First {
        type Error = std::io::Error;

        fn matched(&mut self, _: &Searcher, found: &SinkMatch<'_>) -> std::io::Result<bool> {
            self.0 = Some(String::from_utf8_lossy(found.bytes()).into_owned());
            Ok(false)
        }
    }

    if !matches!(class, "rare" | "middling" | "common" | "phrase") {
        return Ok(None);
    }
    let pattern = query.trim_matches('"').replace(' ', "\\s+");
    let started = thread_time();
    let matcher: RegexMatcher = RegexMatcherBuilder::new().case_insensitive(true).word(true).build(&pattern)?;
    let mut searcher = SearcherBuilder::new().line_number(false).build();
    for number in 0..files {
        let mut first = First(None);
        searcher.search_path(&matcher, folder.join(format!("{number:06}.txt")), &mut first)?;
        std::hint::black_box(first.0);
    }
    Ok(Some(thread_time() - started))
}
