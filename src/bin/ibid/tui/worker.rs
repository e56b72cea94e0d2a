//! Searching and loading aside: the screen asks, and takes what comes.

use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use ibid::index::Index;
use ibid::query::{self, Query};
use ibid::search::{Facet, FacetCounts, Options, Results, SearchError, occurrences_in, search, suggest};

use super::page::Page;
use crate::command::Hint;
use crate::saved::{Store, expand_from};
use crate::terminal;

/// What the worker has found out.
#[derive(Debug)]
pub(super) enum Answer {
    /// What the query of this number found.
    Found(Box<Found>),
    /// Why the query of this number was not run.
    Refused { number: u64, reason: String },
    /// A document to read.
    Loaded(Box<Page>),
    /// What the documents that match can be told apart by.
    Counted { query: String, facets: Vec<FacetCounts> },
}

/// What a query found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub number: u64,
    /// The query that was run: as typed, or with its last word taken as the beginning of one.
    pub query: String,
    pub results: Results,
    pub took: Duration,
}

enum Ask {
    Search { number: u64, query: String, limit: usize },
    Load { id: u64, at_byte: u32, query: String },
    Count { query: String },
}

/// The thread that answers.
pub(super) struct Worker {
    asks: Sender<Ask>,
    answers: Receiver<Answer>,
}

impl Worker {
    pub(super) fn start(index: Arc<Index>, store: Store) -> Self {
        let (asks, inbox) = mpsc::channel();
        let (outbox, answers) = mpsc::channel();
        thread::spawn(move || work(&index, &store, &inbox, &outbox));
        Self { asks, answers }
    }

    /// Asks for a search; an answer to an earlier one may be passed over.
    pub(super) fn search(&self, number: u64, query: &str, limit: usize) {
        // A worker that is gone answers nothing, which the screen survives.
        let _ = self.asks.send(Ask::Search { number, query: query.to_owned(), limit });
    }

    /// Asks for a document, to be shown from this byte on.
    pub(super) fn load(&self, id: u64, at_byte: u32, query: &str) {
        let _ = self.asks.send(Ask::Load { id, at_byte, query: query.to_owned() });
    }

    /// Asks what the documents that match can be told apart by.
    pub(super) fn count(&self, query: &str) {
        let _ = self.asks.send(Ask::Count { query: query.to_owned() });
    }

    /// The next answer, if there is one.
    pub(super) fn answer(&self) -> Option<Answer> {
        self.answers.try_recv().ok()
    }
}

/// Answers until nobody asks any more; of several questions of one kind only the last counts, and a
/// document is fetched only when no new query waits.
fn work(index: &Index, store: &Store, inbox: &Receiver<Ask>, outbox: &Sender<Answer>) {
    let (mut searching, mut loading, mut counting) = (None, None, None);
    loop {
        let is_idle = searching.is_none() && loading.is_none() && counting.is_none();
        let first = if is_idle {
            match inbox.recv() {
                Ok(ask) => Some(ask),
                Err(_) => return,
            }
        } else {
            None
        };
        for ask in first.into_iter().chain(inbox.try_iter()) {
            match ask {
                Ask::Search { .. } => {
                    searching = Some(ask);
                    // What was selected in the old answer is not wanted any more.
                    loading = None;
                }
                Ask::Load { .. } => loading = Some(ask),
                Ask::Count { .. } => counting = Some(ask),
            }
        }
        let next = searching.take().or_else(|| loading.take()).or_else(|| counting.take());
        if let Some(answer) = next.and_then(|ask| answer(index, store, ask))
            && outbox.send(answer).is_err()
        {
            return;
        }
    }
}

fn answer(index: &Index, store: &Store, ask: Ask) -> Option<Answer> {
    match ask {
        Ask::Search { number, query, limit } => {
            let started = Instant::now();
            Some(match find(index, store, &query, limit) {
                Ok((query, results)) => {
                    Answer::Found(Box::new(Found { number, query, results, took: started.elapsed() }))
                }
                Err(reason) => Answer::Refused { number, reason },
            })
        }
        Ask::Load { id, at_byte, query } => {
            let record = index.record(id).ok().flatten()?;
            let document = (record.entry().ok()?, record.document().ok()?);
            Some(Answer::Loaded(Box::new(Page::new(id, document, marks(index, &query, id), at_byte))))
        }
        Ask::Count { query } => {
            let options = Options {
                limit: 1,
                passages: 0,
                facets: Facet::ALL.to_vec(),
                ..Options::new(terminal::today())
            };
            let results = search(index, &query::parse(&query).ok()?, &options).ok()?;
            Some(Answer::Counted { query, facets: results.facets })
        }
    }
}

/// The stretches of a document that any part of a query matches, in bytes.
fn marks(index: &Index, query: &str, id: u64) -> Vec<Range<u32>> {
    let marks = query::parse(query).ok().map(|query| occurrences_in(index, &query, terminal::today(), id));
    marks.and_then(Result::ok).unwrap_or_default()
}

/// With fewer hits than this the last word may not be typed to its end,
const FEW: usize = 10;
/// and when there are more than so many times as many that begin like it, it is not.
const MANY_TIMES: usize = 4;

/// Runs a query, and where it finds little once more with its last word as the beginning of one.
fn find(index: &Index, store: &Store, text: &str, limit: usize) -> Result<(String, Results), String> {
    if text.trim().is_empty() {
        return Ok((String::new(), Results::default()));
    }
    let text = expand_from(text, store).map_err(|error| {
        let hint = error.downcast_ref::<Hint>().map(Hint::to_string);
        told(&error.root_cause().to_string(), hint.as_deref())
    })?;
    let query = query::parse(&text).map_err(|error| told(&error.reason, error.hint.as_deref()))?;
    let found = run(index, &query, limit)?;
    let mut chosen = (text.into_owned(), query, found);
    if let Some(begun) = find_begun(index, &chosen.0, &chosen.2, limit)? {
        chosen = begun;
    }
    let (text, query, mut found) = chosen;
    if found.total == 0 || found.relaxed.is_some() {
        found.suggestions = suggest(index, &query).unwrap_or_default();
    }
    Ok((text, found))
}

/// The query with its last word as the beginning of one, where that is better than what was found.
fn find_begun(
    index: &Index,
    text: &str,
    found: &Results,
    limit: usize,
) -> Result<Option<(String, Query, Results)>, String> {
    let whole = if found.relaxed.is_none() { found.total } else { 0 };
    if whole >= FEW || !text.ends_with(char::is_alphanumeric) {
        return Ok(None);
    }
    let begun = format!("{text}*");
    let Ok(query) = query::parse(&begun) else { return Ok(None) };
    match run(index, &query, limit) {
        Ok(others) => {
            let is_better = others.total > MANY_TIMES * whole && others.relaxed.is_none();
            let is_chosen = is_better || found.total == 0 && others.total > 0;
            Ok(is_chosen.then_some((begun, query, others)))
        }
        // A letter or two begin more words than can be looked up; more will follow.
        Err(reason) if found.total == 0 => Err(reason),
        Err(_) => Ok(None),
    }
}

fn run(index: &Index, query: &Query, limit: usize) -> Result<Results, String> {
    let options = Options { limit, snippet_chars: 160, ..Options::new(terminal::today()) };
    search(index, query, &options).map_err(|error| match &error {
        SearchError::Query(query) => told(&query.reason, query.hint.as_deref()),
        SearchError::Index(_) => error.to_string(),
    })
}

/// What is wrong and the way out, on one line.
fn told(reason: &str, hint: Option<&str>) -> String {
    hint.map_or_else(|| reason.to_owned(), |hint| format!("{reason}; {hint}"))
}
