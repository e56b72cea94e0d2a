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
mod facets;
mod keywords;
mod lower;
mod matcher;
mod occurrences;
pub mod oracle;
mod passage;
pub mod place;
mod plan;
mod rank;
mod rerank;
mod similar;
mod snippet;
mod sound;
mod spans;
mod suggest;
mod vocabulary;
mod why_not;
mod wording;

use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};
use std::io;
use std::ops::Range;

use jiff::civil;
use rustc_hash::FxHashMap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use crate::analyzer::words;
use crate::document::BlockKind;
use crate::index::{Damaged, Entry, Index, document_id};
use crate::query::{self, Query, Span};

pub use facets::{Facet, FacetCounts};
pub use occurrences::{Occurrences, each_occurrence};
pub use similar::{Similar, expanded, similar};
pub use snippet::{Passage, passage_of};
pub use suggest::{Suggestion, suggest};
pub use vocabulary::{Vocable, bytes_of_terms, vocabulary};
pub use why_not::{ClauseReport, WhyNot, why_not};

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
    /// About how long a passage is, in characters.
    pub snippet_chars: usize,
    /// How many sentences more to show on each side of a passage.
    pub context: usize,
    /// What a hit is: a document, or one passage of one.
    pub by: By,
    /// What to count all matching documents by.
    pub facets: Vec<Facet>,
    /// Whether hits say how they came by their scores.
    pub explain: bool,
    /// Whether every word must be in a document.
    pub matching: Matching,
    /// In which order documents come.
    pub sort: Sort,
    /// In how many days of age, counted from `today`, a document's score halves; a document without
    /// a date counts as one half-life old. Age counts for nothing where it is not set.
    pub half_life_days: Option<f64>,
    /// Whether each version of a text and each part of an episode is a hit of its own, instead of
    /// the best of those that match.
    pub all_versions: bool,
    /// The day that relative dates count from.
    pub today: civil::Date,
}

impl Options {
    /// The ten best documents with one passage each.
    pub fn new(today: civil::Date) -> Self {
        Self {
            all_versions: false,
            limit: 10,
            offset: 0,
            passages: 1,
            snippet_chars: 280,
            context: 0,
            by: By::default(),
            facets: Vec::new(),
            explain: false,
            matching: Matching::default(),
            sort: Sort::default(),
            half_life_days: None,
            today,
        }
    }
}

/// What is ranked and shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Documents, each with its best passages.
    #[default]
    Document,
    /// Passages, wherever they are: of each document as many as [`Options::passages`] says.
    Passage,
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
    /// How many hits there are in all.
    pub total: usize,
    /// How many documents match: more than there are hits where versions of one text do.
    pub documents: usize,
    /// Set when no document had all the words and any were taken instead: the words, as typed, that
    /// none of those has.
    pub relaxed: Option<Vec<String>>,
    /// Words that may have been meant; empty until they are asked for with [`suggest()`].
    pub suggestions: Vec<Suggestion>,
    /// How many of all matching documents have which value.
    pub facets: Vec<FacetCounts>,
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
    /// The other versions of its text and the other parts of its episode, the best first, whether
    /// they match or not.
    pub versions: Vec<Entry>,
    /// Parts of the query that hold in the document without being seen in its passages.
    pub elsewhere: Vec<Elsewhere>,
    /// What was found by its sound alone: the part of the query, and how it is spelled in the
    /// passages.
    pub sounds: Vec<(String, Vec<String>)>,
    /// How it came by its score, if that was asked for.
    pub explanation: Option<Explanation>,
}

/// How a document came by its score: its parts and `second_look` together are the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What each part of the query adds, by BM25.
    pub clauses: Vec<ClauseScore>,
    /// What looking at its passages adds.
    pub second_look: f64,
}

/// What a part of the query adds to a document's score.
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseScore {
    /// The part, as typed.
    pub clause: String,
    /// In about how many documents it is.
    pub documents: u64,
    /// How rare it is, times its boost.
    pub weight: f64,
    /// How often it is in this document.
    pub frequency: u32,
    /// What it adds by being in the text, and in a text of this length.
    pub text: f64,
    /// What it adds by being in the title.
    pub title: f64,
}

/// A part of the query that holds in a document without being seen in its passages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The part of the query, as typed.
    pub clause: String,
    /// Where it is found first.
    pub place: Place,
    /// The heading it is in, or the name.
    pub text: Option<String>,
    /// The line of the source on which its block begins.
    pub line: Option<u32>,
    /// When it is said first.
    pub start_ms: Option<u32>,
}

/// Where in a document something can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the title.
    Title,
    /// In a heading.
    Heading,
    /// In the text, beyond the passages shown.
    Text,
    /// In a field of names.
    Field(query::Field),
}

impl Place {
    /// The word for it in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Text => "text",
            Self::Field(field) => field.name(),
        }
    }
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

    fn too_many_neighbours(span: Span) -> Self {
        let reason = "these words are too many in one document to look at all that are so near".to_owned();
        let hint = Some("lower the distance, or leave out the most common word".to_owned());
        Self::Query(query::Error { span, reason, hint })
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
    let ran = run(index, query, &plan, options, false)?;
    if ran.results.total > 0 || options.matching != Matching::Auto {
        return Ok(ran.results);
    }
    let plan = lower::lower(index, &wording::prepare(query, languages, true), true, options.today)?;
    let Ran { mut results, seen } = run(index, query, &plan, options, true)?;
    if results.total > 0 {
        results.relaxed = Some(missing(query, &plan, &seen));
    }
    Ok(results)
}

/// The parts of the query, as typed, that no document has.
fn missing(query: &Query, plan: &Plan, seen: &[bool]) -> Vec<String> {
    let unseen = plan.leaves.iter().zip(seen).filter(|(leaf, seen)| leaf.is_text && !**seen);
    let mut missing: Vec<String> =
        unseen.map(|(leaf, _)| query.text_of(leaf.span).to_owned()).filter(|text| !text.is_empty()).collect();
    missing.dedup();
    missing
}

/// The positions of the matching words in every document that matches, by its id; for the
/// [`oracle`].
fn matched_positions(
    index: &Index,
    query: &Query,
    any: bool,
    today: civil::Date,
) -> Result<FxHashMap<u64, BTreeSet<u32>>, SearchError> {
    let plan = lower::lower(index, query, any, today)?;
    let needs_positions = !plan.is_told_by_postings(&plan.root);
    let mut found = FxHashMap::default();
    for segment in index.searcher().segment_readers() {
        let ids = segment.fast_fields().u64("id")?;
        let mut matcher = Matcher::open(index, &plan, segment)?;
        let mut cursor = Opener { plan: &plan, segment }.open(&plan.root)?;
        while cursor.doc() != TERMINATED {
            let doc = cursor.doc();
            cursor.advance();
            if segment.is_deleted(doc) {
                continue;
            }
            let matches = matcher.matches(doc)?;
            if matches.is_none() && needs_positions {
                continue;
            }
            let mut positions = BTreeSet::new();
            for found in matches.iter().flatten().filter(|found| plan.leaves[found.leaf].is_text) {
                found.span.each_part(|first, last| positions.extend(first..=last));
            }
            found.insert(ids.first(doc).unwrap_or(0), positions);
        }
    }
    Ok(found)
}

/// A document that may be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Candidate {
    /// What it is ordered by, most first.
    rank: f64,
    score: f64,
    /// What its age leaves of its score.
    freshness: f64,
    id: u64,
    /// The group that it stands for; 0 where it stands for itself.
    group: u64,
    segment: usize,
    doc: DocId,
    /// The class of its length.
    length_id: u8,
}

/// The best matching member of each group, with its place in the group.
type Groups = FxHashMap<u64, (u64, Candidate)>;

/// Keeps the best candidates, `most` of them.
fn keep(best: &mut BinaryHeap<Candidate>, candidate: Candidate, most: usize) {
    best.push(candidate);
    if best.len() > most {
        best.pop();
    }
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

/// What was found, and which leaves were found in any document.
struct Ran {
    results: Results,
    seen: Vec<bool>,
}

fn run(
    index: &Index,
    query: &Query,
    plan: &Plan,
    options: &Options,
    coverage_first: bool,
) -> Result<Ran, SearchError> {
    let wanted = options.offset.saturating_add(options.limit);
    let looks_twice = options.sort == Sort::Score || options.by == By::Passage;
    let kept = if looks_twice { wanted.max(rank::CANDIDATES) } else { wanted };
    let mut best = BinaryHeap::with_capacity(kept.min(1 << 16) + 1);
    let mut groups = Groups::default();
    let (mut alone, mut documents) = (0, 0);
    let counts = wording::counts(query, plan, &index.manifest().languages);
    let mut tally =
        Tally { facets: facets::Counter::new(&options.facets), seen: vec![false; plan.leaves.len()] };
    for (number, segment) in index.searcher().segment_readers().iter().enumerate() {
        let collector = Collector { index, plan, segment, number, options, coverage_first, counts: &counts };
        let found = collector.collect(kept, &mut best, &mut groups, &mut tally)?;
        (alone, documents) = (alone + found.alone, documents + found.documents);
    }
    let total = alone + groups.len();
    groups.into_values().for_each(|(_, candidate)| keep(&mut best, candidate, kept));
    let candidates = best.into_sorted_vec();
    let hits = show(index, query, plan, candidates, options, coverage_first)?;
    let facets = tally.facets.finish();
    let results = Results { hits, total, documents, facets, ..Results::default() };
    Ok(Ran { results, seen: tally.seen })
}

/// What is counted over all documents that match.
struct Tally {
    facets: facets::Counter,
    /// Whether each leaf was found in any of them.
    seen: Vec<bool>,
}

/// Collects the best documents of a segment.
struct Collector<'a> {
    index: &'a Index,
    plan: &'a Plan,
    segment: &'a SegmentReader,
    number: usize,
    options: &'a Options,
    coverage_first: bool,
    /// What each leaf counts where documents with the most of them come first.
    counts: &'a [f64],
}

/// How many documents of a segment match.
#[derive(Default)]
struct Counted {
    /// All of them.
    documents: usize,
    /// Those that are in no group.
    alone: usize,
}

impl Collector<'_> {
    fn collect(
        &self,
        kept: usize,
        best: &mut BinaryHeap<Candidate>,
        groups: &mut Groups,
        tally: &mut Tally,
    ) -> Result<Counted, SearchError> {
        let manifest = self.index.manifest();
        let lengths = rank::Lengths::new(manifest.documents, manifest.positions);
        let fast = self.segment.fast_fields();
        let (ids, days, length_ids) = (fast.u64("id")?, fast.u64("first_day")?, fast.u64("length")?);
        let (group_of, place_of) = (fast.u64("group")?, fast.u64("place")?);
        let has_groups = !self.options.all_versions && group_of.max_value() > 0;
        let mut titles = Titles::open(self.segment, self.plan)?;
        let needs_positions = !self.plan.is_told_by_postings(&self.plan.root);
        let mut matcher = Matcher::open(self.index, self.plan, self.segment)?;
        let mut cursor = Opener { plan: self.plan, segment: self.segment }.open(&self.plan.root)?;
        let mut frequencies = vec![0_u32; self.plan.leaves.len()];
        let mut found = Counted::default();
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
                found.documents += 1;
                if !tally.facets.is_idle() {
                    tally.facets.add(&matcher.record(doc)?.entry()?);
                }
                tally.seen.iter_mut().zip(&frequencies).for_each(|(seen, count)| *seen |= *count > 0);
                let group = if has_groups { group_of.first(doc).unwrap_or(0) } else { 0 };
                let place = if group == 0 { 0 } else { place_of.first(doc).unwrap_or(0) };
                if group == 0 {
                    found.alone += 1;
                } else if groups.get(&group).is_some_and(|(best_place, _)| *best_place <= place) {
                    doc = cursor.advance();
                    continue;
                }
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
                let freshness = self.options.half_life_days.map_or(1.0, |half_life_days| {
                    let day = days.first(doc).unwrap_or(0);
                    rank::recency(age_days(day, self.options.today, half_life_days), half_life_days)
                });
                let rank = match self.options.sort {
                    Sort::Score if self.coverage_first => {
                        let counts = self.counts.iter().zip(&frequencies);
                        counts.filter(|(_, frequency)| **frequency > 0).map(|(count, _)| count).sum()
                    }
                    Sort::Score => score * freshness,
                    Sort::Newest => days.first(doc).unwrap_or(0) as f64,
                    // Documents without a date come last either way.
                    Sort::Oldest => {
                        days.first(doc).filter(|day| *day > 0).map_or(f64::MIN, |day| -(day as f64))
                    }
                };
                let is_worse = |worst: &Candidate| rank < worst.rank;
                if group != 0 || best.len() < kept || !best.peek().is_some_and(is_worse) {
                    let id = ids.first(doc).unwrap_or(0);
                    let segment = self.number;
                    let candidate =
                        Candidate { rank, score, freshness, id, group, segment, doc, length_id: length };
                    if group == 0 {
                        keep(best, candidate, kept);
                    } else {
                        groups.insert(group, (place, candidate));
                    }
                }
            }
            doc = cursor.advance();
        }
        Ok(found)
    }
}

/// How old a document of this day is, in days; one without a date as old as `otherwise`.
fn age_days(day: u64, today: civil::Date, otherwise: f64) -> f64 {
    let part = |divisor: u64, modulus: u64| i8::try_from(day / divisor % modulus).unwrap_or_default();
    let year = i16::try_from(day / 10_000).unwrap_or_default();
    match civil::Date::new(year, part(100, 100), part(1, 100)) {
        Ok(date) if day > 0 => date.until(today).map_or(otherwise, |age| f64::from(age.get_days())),
        _ => otherwise,
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
    if !is_reranked && options.by == By::Document {
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
            })? * candidate.freshness;
            // Where documents with more of the words come first, they stay first.
            if !coverage_first {
                candidate.rank = candidate.score;
            }
        }
        found[place] = Some(Found { candidate, record, matches });
    }
    let mut found: Vec<Found<'_>> = found.into_iter().flatten().collect();
    if options.by == By::Passage {
        return show_passages(index, query, plan, &found, options);
    }
    if is_reranked {
        found.sort_by(|a, b| a.candidate.order(&b.candidate));
        found.drain(..options.offset.min(found.len()));
    }
    found.truncate(options.limit);
    let hit = |found: Found<'_>| -> Result<Hit, SearchError> {
        let windows =
            passage::best_windows(&found.matches, plan, found.record.title_positions(), options.passages);
        let mut hit = hit(index, query, plan, &found, windows, options)?;
        hit.explanation = options.explain.then(|| explain(index, query, plan, &found));
        Ok(hit)
    };
    found.into_iter().map(hit).collect()
}

/// The best passages of all candidates, each a hit of its own.
fn show_passages(
    index: &Index,
    query: &Query,
    plan: &Plan,
    found: &[Found<'_>],
    options: &Options,
) -> Result<Vec<Hit>, SearchError> {
    let mut passages: Vec<(Candidate, usize, passage::Window)> = Vec::new();
    for (number, found) in found.iter().enumerate() {
        let title = found.record.title_positions();
        for window in passage::best_windows(&found.matches, plan, title, options.passages) {
            let mut candidate = found.candidate;
            candidate.score = rank::of_passage(candidate.score, window.coverage);
            if options.sort == Sort::Score {
                candidate.rank = candidate.score;
            }
            passages.push((candidate, number, window));
        }
    }
    passages.sort_by(|a, b| a.0.order(&b.0).then(a.2.first.cmp(&b.2.first)));
    let shown = passages.into_iter().skip(options.offset).take(options.limit);
    let mut hits = Vec::new();
    for (candidate, number, window) in shown {
        let mut hit = hit(index, query, plan, &found[number], vec![window], options)?;
        hit.score = candidate.score;
        hits.push(hit);
    }
    Ok(hits)
}

fn hit(
    index: &Index,
    query: &Query,
    plan: &Plan,
    found: &Found<'_>,
    mut windows: Vec<passage::Window>,
    options: &Options,
) -> Result<Hit, SearchError> {
    let Found { candidate, record, matches } = found;
    let entry = record.entry()?;
    debug_assert_eq!(candidate.id, document_id(&entry.path, &entry.part));
    let size = snippet::Size { chars: options.snippet_chars, context: options.context };
    windows.sort_by_key(|window| window.first);
    let mut passages: Vec<Passage> = Vec::with_capacity(windows.len());
    let mut seen = vec![false; plan.leaves.len()];
    let mut sounds: Vec<(String, Vec<String>)> = Vec::new();
    for window in &windows {
        let shown = snippet::cut(record, &entry, plan, matches, window, size)?;
        let passage = shown.passage;
        // Two windows close together may give the same stretch of text.
        let is_shown =
            |shown: &Passage| shown.start_byte <= passage.start_byte && passage.end_byte <= shown.end_byte;
        if passages.iter().any(is_shown) {
            continue;
        }
        for (leaf, range) in shown.seen {
            seen[leaf] = true;
            if plan.leaves[leaf].is_by_sound {
                note_sound(&mut sounds, query.text_of(plan.leaves[leaf].span), &passage.text[range]);
            }
        }
        passages.push(passage);
    }
    if passages.is_empty() && options.passages > 0 {
        passages.extend(snippet::opening(record, &entry, size)?);
    }
    let title_highlights =
        title_highlights(entry.metadata.title.as_deref().unwrap_or_default(), plan, matches);
    let mut versions = Vec::new();
    if candidate.group != 0 {
        for record in index.group(candidate.group)? {
            versions.push(record.entry()?);
        }
        versions.retain(|version| (&version.path, &version.part) != (&entry.path, &entry.part));
    }
    Ok(Hit {
        id: candidate.id,
        score: candidate.score,
        entry,
        title_highlights,
        passages,
        elsewhere: elsewhere(query, plan, record, matches, &seen)?,
        sounds,
        explanation: None,
        versions,
    })
}

/// Tells a score apart into what made it.
fn explain(index: &Index, query: &Query, plan: &Plan, found: &Found<'_>) -> Explanation {
    let manifest = index.manifest();
    let lengths = rank::Lengths::new(manifest.documents, manifest.positions);
    let title_positions = found.record.title_positions();
    let mut clauses = Vec::new();
    for (number, leaf) in plan.leaves.iter().enumerate().filter(|(_, leaf)| leaf.weight > 0.0) {
        let matches = found.matches.iter().filter(|found| found.leaf == number);
        let frequency = matches.clone().count() as u32;
        if frequency == 0 {
            continue;
        }
        let is_in_title =
            leaf.title.is_some() && matches.clone().any(|found| found.span.first < title_positions);
        clauses.push(ClauseScore {
            clause: query.text_of(leaf.span).to_owned(),
            documents: leaf.documents,
            weight: leaf.weight,
            frequency,
            text: lengths.worth(leaf.weight, f64::from(frequency), found.candidate.length_id),
            title: if is_in_title { rank::title_worth(leaf.weight) } else { 0.0 },
        });
    }
    let together: f64 = clauses.iter().map(|clause| clause.text + clause.title).sum();
    Explanation { clauses, second_look: found.candidate.score - together }
}

fn note_sound(sounds: &mut Vec<(String, Vec<String>)>, clause: &str, spelling: &str) {
    let known = sounds.iter_mut().find(|(known, _)| known == clause);
    match known {
        Some((_, spellings)) if spellings.iter().any(|known| known == spelling) => {}
        Some((_, spellings)) => spellings.push(spelling.to_owned()),
        None => sounds.push((clause.to_owned(), vec![spelling.to_owned()])),
    }
}

/// Where the leaves are that match and are not seen.
fn elsewhere(
    query: &Query,
    plan: &Plan,
    record: &crate::index::Record<'_>,
    matches: &[Match],
    seen: &[bool],
) -> Result<Vec<Elsewhere>, SearchError> {
    let mut firsts: Vec<Option<&Match>> = vec![None; plan.leaves.len()];
    for found in matches {
        firsts[found.leaf].get_or_insert(found);
    }
    let mut all: Vec<Elsewhere> = Vec::new();
    for (number, leaf) in plan.leaves.iter().enumerate() {
        let Some(first) = firsts[number].filter(|_| !seen[number]) else { continue };
        let clause = query.text_of(leaf.span).to_owned();
        let mut found = Elsewhere { clause, place: Place::Text, text: None, line: None, start_ms: None };
        if let Some(field) = leaf.names {
            found.place = Place::Field(field);
        } else if !leaf.is_text {
            continue;
        } else if first.span.first < record.title_positions() {
            found.place = Place::Title;
        } else if let Some(placed) = record.block_at_position(first.span.first)? {
            (found.line, found.start_ms) = snippet::place_of(record, &placed, first.span.first)?;
            if placed.block.kind == BlockKind::Heading {
                found.place = Place::Heading;
                found.text = Some(record.text(placed.block.start..placed.block.end)?);
            }
        }
        if !all.contains(&found) {
            all.push(found);
        }
    }
    Ok(all)
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
