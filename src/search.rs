//! From a query to ranked passages.
//!
//! A query is lowered to a [`plan`] over the index's terms; [`cursor`]s walk the documents that may
//! match and a [`matcher`] tells from positions which do; [`rank`] orders them; the best windows of
//! positions become passages ([`passage`], [`snippet`]). Only the pieces of text that are shown are
//! read.
//!
//! Results do not depend on how the index came to be: statistics count live documents only, scores
//! are summed in one order, and ties break on the document's own id.

mod cursor;
mod expand;
mod lower;
mod matcher;
mod occurrences;
mod passage;
mod plan;
mod rank;
mod rerank;
mod snippet;
mod sound;
mod spans;
mod wording;

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::io;
use std::ops::Range;

use jiff::civil;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use crate::analyzer::words;
use crate::index::{Damaged, Entry, Index, document_id};
use crate::query::{self, Query, Span};

pub use occurrences::{Occurrences, each_occurrence};
pub use snippet::{Passage, passage_of};

use cursor::Opener;
use matcher::{Match, Matcher};
use plan::Plan;

/// What to find and how much of it to show.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many documents to return at most.
    pub limit: usize,
    /// How many of the best documents to pass over first.
    pub offset: usize,
    /// How many passages of each document to return at most.
    pub passages: usize,
    /// About how long a passage is, in bytes.
    pub snippet_bytes: usize,
    /// Whether every word must be in a document.
    pub matching: Matching,
    /// In which order documents come.
    pub sort: Sort,
    /// The day that relative dates count from.
    pub today: civil::Date,
}

impl Options {
    /// The ten best documents with one passage each.
    pub fn new(today: civil::Date) -> Self {
        Self {
            limit: 10,
            offset: 0,
            passages: 1,
            snippet_bytes: 280,
            matching: Matching::default(),
            sort: Sort::default(),
            today,
        }
    }
}

/// Whether every word must be in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matching {
    /// All of them.
    All,
    /// Any of them.
    Any,
    /// All of them; where no document has all, any, those with the most first.
    #[default]
    Auto,
}

/// In which order documents come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first.
    #[default]
    Score,
    /// The oldest first.
    Oldest,
    /// The newest first.
    Newest,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// The documents, in order.
    pub hits: Vec<Hit>,
    /// How many documents match in all.
    pub total: usize,
    /// Set when no document had all the words and any were taken instead: the words, as typed, that
    /// no document has.
    pub relaxed: Option<Vec<String>>,
}

/// A document that matches.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The document's own id.
    pub id: u64,
    /// How well it matches; comparable within one query only.
    pub score: f64,
    /// What is said about it.
    pub entry: Entry,
    /// What matched in its title, in bytes.
    pub title_highlights: Vec<Range<usize>>,
    /// Its best passages, in reading order.
    pub passages: Vec<Passage>,
}

/// Why a search did not happen.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query makes no sense for this index.
    #[error("{0}")]
    Query(query::Error),
    /// The index cannot be read.
    #[error("the index cannot be read: {0}")]
    Index(String),
}

impl SearchError {
    fn unsupported(span: Span, reason: &str) -> Self {
        Self::Query(query::Error { span, reason: reason.to_owned(), hint: None })
    }

    fn too_many_expansions(span: Span) -> Self {
        let reason = format!("this stands for more than {} words of the archive", expand::EXPANSIONS_MAX);
        Self::Query(query::Error { span, reason, hint: Some("write more of the word".to_owned()) })
    }

    fn bad_pattern(span: Span, error: &regex::Error) -> Self {
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        Self::Query(query::Error { span, reason, hint: None })
    }

    fn io(error: io::Error) -> Self {
        Self::Index(error.to_string())
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error.to_string())
    }
}

impl From<Damaged> for SearchError {
    fn from(damaged: Damaged) -> Self {
        Self::Index(damaged.to_string())
    }
}

/// Finds what `query` asks for.
///
/// # Errors
/// When a part of the query cannot be looked up in this index, or the index cannot be read.
pub fn search(index: &Index, query: &Query, options: &Options) -> Result<Results, SearchError> {
    let any = options.matching == Matching::Any;
    let languages = &index.manifest().languages;
    let plan = lower::lower(index, &wording::prepare(query, languages, any), any, options.today)?;
    let results = run(index, query, &plan, options, false)?;
    if results.total > 0 || options.matching != Matching::Auto {
        return Ok(results);
    }
    let plan = lower::lower(index, &wording::prepare(query, languages, true), true, options.today)?;
    let mut results = run(index, query, &plan, options, true)?;
    if results.total > 0 {
        let missing = plan.leaves.iter().filter(|leaf| leaf.is_text && leaf.documents == 0);
        results.relaxed = Some(missing.map(|leaf| query.text_of(leaf.span).to_owned()).collect());
    }
    Ok(results)
}

/// A document that may be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Candidate {
    /// What it is ordered by, most first.
    rank: f64,
    score: f64,
    id: u64,
    segment: usize,
    doc: DocId,
    /// The class of its length.
    length_id: u8,
}

impl Candidate {
    /// Better ones are less.
    fn order(&self, other: &Self) -> Ordering {
        other
            .rank
            .total_cmp(&self.rank)
            .then_with(|| other.score.total_cmp(&self.score))
            .then(self.id.cmp(&other.id))
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order(other)
    }
}

fn run(
    index: &Index,
    query: &Query,
    plan: &Plan,
    options: &Options,
    coverage_first: bool,
) -> Result<Results, SearchError> {
    let wanted = options.offset.saturating_add(options.limit);
    let is_reranked = options.sort == Sort::Score;
    let kept = if is_reranked { wanted.max(rank::CANDIDATES) } else { wanted };
    let mut best = BinaryHeap::with_capacity(kept.min(1 << 16) + 1);
    let mut total = 0;
    let counts = wording::counts(query, plan, &index.manifest().languages);
    for (number, segment) in index.searcher().segment_readers().iter().enumerate() {
        let collector =
            Collector { index, plan, segment, number, sort: options.sort, coverage_first, counts: &counts };
        total += collector.collect(kept, &mut best)?;
    }
    let candidates = best.into_sorted_vec();
    let shown = show(index, query, plan, candidates, options, coverage_first)?;
    Ok(Results { hits: shown, total, relaxed: None })
}

/// Collects the best documents of a segment.
struct Collector<'a> {
    index: &'a Index,
    plan: &'a Plan,
    segment: &'a SegmentReader,
    number: usize,
    sort: Sort,
    coverage_first: bool,
    /// What each leaf counts where documents with the most of them come first.
    counts: &'a [f64],
}

impl Collector<'_> {
    fn collect(&self, kept: usize, best: &mut BinaryHeap<Candidate>) -> Result<usize, SearchError> {
        let manifest = self.index.manifest();
        let lengths = rank::Lengths::new(manifest.documents, manifest.positions);
        let fast = self.segment.fast_fields();
        let (ids, days, length_ids) = (fast.u64("id")?, fast.u64("first_day")?, fast.u64("length")?);
        let mut titles = Titles::open(self.segment, self.plan)?;
        let needs_positions = !self.plan.is_told_by_postings(&self.plan.root);
        let mut matcher = Matcher::open(self.index, self.plan, self.segment)?;
        let mut cursor = Opener { plan: self.plan, segment: self.segment }.open(&self.plan.root)?;
        let mut frequencies = vec![0_u32; self.plan.leaves.len()];
        let mut total = 0;
        let mut doc = cursor.doc();
        while doc != TERMINATED {
            frequencies.fill(0);
            let is_match = if self.segment.is_deleted(doc) {
                false
            } else if needs_positions {
                match matcher.matches(doc)? {
                    None => false,
                    Some(matches) => {
                        matches.iter().for_each(|found| frequencies[found.leaf] += 1);
                        true
                    }
                }
            } else {
                cursor.each_leaf(doc, &mut |leaf, frequency| frequencies[leaf] += frequency);
                true
            };
            if is_match {
                total += 1;
                let length = length_ids.first(doc).unwrap_or(0) as u8;
                let mut score = 0.0;
                for (number, (leaf, frequency)) in self.plan.leaves.iter().zip(&frequencies).enumerate() {
                    if *frequency > 0 && leaf.weight > 0.0 {
                        score += lengths.worth(leaf.weight, f64::from(*frequency), length);
                        if titles.has(number, doc) {
                            score += rank::title_worth(leaf.weight);
                        }
                    }
                }
                let rank = match self.sort {
                    Sort::Score if self.coverage_first => {
                        let counts = self.counts.iter().zip(&frequencies);
                        counts.filter(|(_, frequency)| **frequency > 0).map(|(count, _)| count).sum()
                    }
                    Sort::Score => score,
                    Sort::Newest => days.first(doc).unwrap_or(0) as f64,
                    // Documents without a date come last either way.
                    Sort::Oldest => {
                        days.first(doc).filter(|day| *day > 0).map_or(f64::MIN, |day| -(day as f64))
                    }
                };
                let is_worse = |worst: &Candidate| rank < worst.rank;
                if best.len() < kept || !best.peek().is_some_and(is_worse) {
                    best.push(Candidate {
                        rank,
                        score,
                        id: ids.first(doc).unwrap_or(0),
                        segment: self.number,
                        doc,
                        length_id: length,
                    });
                    if best.len() > kept {
                        best.pop();
                    }
                }
            }
            doc = cursor.advance();
        }
        Ok(total)
    }
}

/// Which documents have a leaf in their title.
struct Titles {
    postings: Vec<Vec<tantivy::postings::SegmentPostings>>,
}

impl Titles {
    fn open(segment: &SegmentReader, plan: &Plan) -> Result<Self, SearchError> {
        let open = |leaf: &plan::Leaf| match &leaf.title {
            Some(set) => cursor::open_postings(segment, set, IndexRecordOption::Basic),
            None => Ok(Vec::new()),
        };
        Ok(Self { postings: plan.leaves.iter().map(open).collect::<tantivy::Result<_>>()? })
    }

    /// Documents must be asked for in ascending order.
    fn has(&mut self, leaf: usize, doc: DocId) -> bool {
        self.postings[leaf].iter_mut().any(|postings| {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            postings.doc() == doc
        })
    }
}

/// A candidate with what its positions say.
struct Found<'a> {
    candidate: Candidate,
    record: crate::index::Record<'a>,
    matches: Vec<Match>,
}

/// Looks at the candidates' positions, puts them in their final order and makes hits of those
/// wanted.
fn show(
    index: &Index,
    query: &Query,
    plan: &Plan,
    mut candidates: Vec<Candidate>,
    options: &Options,
    coverage_first: bool,
) -> Result<Vec<Hit>, SearchError> {
    let is_reranked = options.sort == Sort::Score;
    if !is_reranked {
        candidates.drain(..options.offset.min(candidates.len()));
    }
    // Postings are read forwards only.
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_unstable_by_key(|index| (candidates[*index].segment, candidates[*index].doc));
    let mut found: Vec<Option<Found<'_>>> = candidates.iter().map(|_| None).collect();
    let segments = index.searcher().segment_readers();
    let mut matcher: Option<(usize, Matcher<'_>)> = None;
    let mut reranker = rerank::Reranker::new(index, query, plan);
    for place in order {
        let mut candidate = candidates[place];
        let matcher = match &mut matcher {
            Some((segment, matcher)) if *segment == candidate.segment => matcher,
            slot => {
                &mut slot
                    .insert((candidate.segment, Matcher::open(index, plan, &segments[candidate.segment])?))
                    .1
            }
        };
        let matches = matcher.matches(candidate.doc)?.unwrap_or_default();
        let record = matcher.record(candidate.doc)?;
        if is_reranked {
            candidate.score = reranker.score(&rerank::Looked {
                segment: candidate.segment,
                doc: candidate.doc,
                score: candidate.score,
                length_id: candidate.length_id,
                title_positions: record.title_positions(),
                matches: &matches,
            })?;
            // Where documents with more of the words come first, they stay first.
            if !coverage_first {
                candidate.rank = candidate.score;
            }
        }
        found[place] = Some(Found { candidate, record, matches });
    }
    let mut found: Vec<Found<'_>> = found.into_iter().flatten().collect();
    if is_reranked {
        found.sort_by(|a, b| a.candidate.order(&b.candidate));
        found.drain(..options.offset.min(found.len()));
    }
    found.truncate(options.limit);
    found.into_iter().map(|found| hit(plan, &found, options)).collect()
}

fn hit(plan: &Plan, found: &Found<'_>, options: &Options) -> Result<Hit, SearchError> {
    let Found { candidate, record, matches } = found;
    let entry = record.entry()?;
    debug_assert_eq!(candidate.id, document_id(&entry.path, &entry.part));
    let mut windows = passage::best_windows(matches, plan, record.title_positions(), options.passages);
    windows.sort_by_key(|window| window.first);
    let mut passages = Vec::with_capacity(windows.len());
    for window in &windows {
        let passage = snippet::cut(record, &entry, plan, matches, window, options.snippet_bytes)?;
        // Two windows close together may give the same stretch of text.
        let is_shown =
            |shown: &Passage| shown.start_byte <= passage.start_byte && passage.end_byte <= shown.end_byte;
        if !passages.iter().any(is_shown) {
            passages.push(passage);
        }
    }
    if passages.is_empty() && options.passages > 0 {
        passages.extend(snippet::opening(record, &entry, options.snippet_bytes)?);
    }
    let title_highlights =
        title_highlights(entry.metadata.title.as_deref().unwrap_or_default(), plan, matches);
    Ok(Hit { id: candidate.id, score: candidate.score, entry, title_highlights, passages })
}

/// The words of the title that matched.
fn title_highlights(title: &str, plan: &Plan, matches: &[Match]) -> Vec<Range<usize>> {
    let placed: Vec<Range<usize>> = words(title).map(|word| word.mark).collect();
    let mut highlights: Vec<Range<usize>> = Vec::new();
    for found in matches.iter().filter(|found| plan.leaves[found.leaf].is_text) {
        found.span.each_part(|first, last| {
            if let (Some(first), Some(last)) = (placed.get(first as usize), placed.get(last as usize)) {
                highlights.push(first.start..last.end);
            }
        });
    }
    highlights.sort_by_key(|range| (range.start, range.end));
    highlights.dedup();
    highlights
}
