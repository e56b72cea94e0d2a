//! Documents that are what was typed, word for word: those with it for a title, and those in which a sentence
//! stands. Their words may be so common that a hundred others come before them at the first look.

use std::sync::Arc;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, TERMINATED};

use super::collect::{Candidate, Collector, has};
use super::lower;
use super::plan::{Documents, Node, Plan, Shape};
use super::postings::{TermPostings, open_postings};
use super::{By, Matching, Options, SearchError, Sort, rank, verbatim};
use crate::index::{Damaged, Index};
use crate::query::{self, NodeKind, Query};

/// No more documents are looked at because their titles have the words, or their texts the sentence.
const DOCUMENTS_MAX: usize = 20;

/// Puts them before the candidates of the first look, so that they are looked at twice, and says whether any has it as
/// a sentence. `another` makes another plan of the query.
pub(super) fn lead(
    index: &Index,
    query: &Query,
    plan: &Plan,
    options: &Options,
    another: impl Fn() -> Result<Plan, SearchError>,
    candidates: Vec<Candidate>,
) -> Result<(Vec<Candidate>, bool), SearchError> {
    let (said, has_sentence) = documents(index, query, plan, options)?;
    let is_said = |one: &Candidate| said.binary_search(&(one.segment, one.doc)).is_ok();
    let (mut leading, others): (Vec<Candidate>, Vec<Candidate>) = candidates.into_iter().partition(is_said);
    if leading.len() < said.len() {
        let is_missing = |said: &&Place| leading.iter().all(|one| (one.segment, one.doc) != **said);
        let missing: Vec<Place> = said.iter().filter(is_missing).copied().collect();
        let is_of_another = |one: &Candidate| {
            one.group == 0 || leading.iter().chain(&others).all(|other| other.group != one.group)
        };
        let added: Vec<Candidate> =
            weighed(index, another()?, options, &missing)?.into_iter().filter(is_of_another).collect();
        leading.extend(added);
    }
    leading.extend(others);
    Ok((leading, has_sentence))
}

/// A segment and a document of it.
type Place = (usize, DocId);

/// Where they are, in order, and whether any has a sentence that was typed.
fn documents(
    index: &Index,
    query: &Query,
    plan: &Plan,
    options: &Options,
) -> Result<(Vec<Place>, bool), SearchError> {
    let is_asked = options.matching == Matching::Auto
        && options.sort == Sort::Score
        && options.by == By::Document
        && options.half_life_days.is_none();
    let leaves = if is_asked { verbatim::leaves(query, plan, true) } else { Vec::new() };
    if leaves.is_empty() {
        return Ok((Vec::new(), false));
    }
    // All of them before some are taken: which those are does not depend on how the index is laid down.
    let (mut titled, mut sentences): (Vec<Place>, Vec<Candidate>) = (Vec::new(), Vec::new());
    let sentence =
        if leaves.len() >= rank::SENTENCE_WORDS { Some(sentence(index, query, options)?) } else { None };
    for number in 0..index.searcher().segment_readers().len() {
        titled.extend(self::titled(index, number, plan, &leaves)?);
        if let Some(sentence) = &sentence {
            sentences.extend(best(index, sentence, options, number)?);
        }
    }
    let mut titled = called_so(index, plan, &leaves, &titled)?;
    titled.sort_unstable();
    titled.truncate(DOCUMENTS_MAX);
    sentences.sort();
    sentences.truncate(DOCUMENTS_MAX);
    let of_sentences = sentences.iter().map(|candidate| (candidate.segment, candidate.doc));
    let mut found: Vec<Place> = titled.into_iter().map(|(_, place)| place).chain(of_sentences).collect();
    found.sort_unstable();
    found.dedup();
    Ok((found, !sentences.is_empty()))
}

/// What the first look makes of these documents, in order.
fn weighed(
    index: &Index,
    mut plan: Plan,
    options: &Options,
    places: &[Place],
) -> Result<Vec<Candidate>, SearchError> {
    let segments = index.searcher().segment_readers();
    let of_segments = places.chunk_by(|a, b| a.0 == b.0).map(|of_one| {
        let documents: Vec<DocId> = of_one.iter().map(|(_, doc)| *doc).collect();
        (segments[of_one[0].0].segment_id(), Arc::from(documents))
    });
    let documents = Node::Documents(Documents(of_segments.collect()));
    let root = std::mem::replace(&mut plan.root, Node::All);
    plan.root = Node::And { all: vec![documents, root], none: Vec::new(), more: Vec::new() };
    let mut candidates = Vec::with_capacity(places.len());
    for number in 0..segments.len() {
        candidates.extend(best(index, &plan, options, number)?);
    }
    candidates.sort();
    Ok(candidates)
}

/// The best documents of a segment.
fn best(index: &Index, plan: &Plan, options: &Options, number: usize) -> Result<Vec<Candidate>, SearchError> {
    let options = Options { facets: Vec::new(), ..options.clone() };
    let segment = &index.searcher().segment_readers()[number];
    let collector = Collector { index, plan, segment, number, options: &options, coverage_first: false };
    let found = collector.collect(2 * DOCUMENTS_MAX)?;
    let of_groups = found.groups.into_values().map(|(_, candidate)| candidate);
    let mut best: Vec<Candidate> = found.best.into_iter().chain(of_groups).collect();
    best.sort();
    best.truncate(2 * DOCUMENTS_MAX);
    Ok(best)
}

/// What finds the words as they were typed, one behind the other.
fn sentence(index: &Index, query: &Query, options: &Options) -> Result<Plan, SearchError> {
    let words = match &query.root.kind {
        NodeKind::And(clauses) => clauses.iter().filter_map(|clause| match &clause.node.kind {
            NodeKind::Word(word) => Some(word.clone()),
            _ => None,
        }),
        _ => return Ok(Plan { root: Node::Nothing, leaves: Vec::new() }),
    };
    let root = query::Node::new(query.root.span, NodeKind::Phrase { words: words.collect(), slop: 0 });
    lower::lower(index, &Query { text: query.text.clone(), root }, false, options.today)
}

/// The documents of a segment whose titles have all of these leaves, as far as that can be told there.
fn titled(index: &Index, number: usize, plan: &Plan, leaves: &[usize]) -> Result<Vec<Place>, SearchError> {
    let segment = &index.searcher().segment_readers()[number];
    let sets = leaves.iter().filter_map(|leaf| plan.leaves[*leaf].title.as_ref());
    let open = |set| open_postings(index, segment, set, IndexRecordOption::Basic);
    let mut titles: Vec<Vec<TermPostings>> = sets.map(open).collect::<tantivy::Result<_>>()?;
    titles.sort_by_key(|postings| postings.iter().map(TermPostings::cost).sum::<u64>());
    let mut found = Vec::new();
    let Some((rarest, others)) = titles.split_first_mut() else { return Ok(found) };
    let mut next = 0;
    loop {
        let doc = rarest.iter_mut().map(|postings| postings.seek(next)).min().unwrap_or(TERMINATED);
        if doc == TERMINATED {
            return Ok(found);
        }
        if others.iter_mut().all(|title| has(title, doc)) && !segment.is_deleted(doc) {
            found.push((number, doc));
        }
        next = doc + 1;
    }
}

/// Those of these documents whose titles have no other words, with their ids.
fn called_so(
    index: &Index,
    plan: &Plan,
    leaves: &[usize],
    titled: &[Place],
) -> Result<Vec<(u64, Place)>, SearchError> {
    /// What more titles have tells nothing, and each is looked up.
    const TITLES_MAX: usize = 256;
    let words: u32 = leaves.iter().map(|leaf| length(&plan.leaves[*leaf].shape)).sum();
    let mut found = Vec::new();
    for (number, doc) in titled.iter().filter(|_| titled.len() <= TITLES_MAX).copied() {
        let segment = &index.searcher().segment_readers()[number];
        let record = index.column(segment, "record")?.get(doc).ok_or(Damaged)?;
        if index.store().record(record)?.title_positions() == words {
            found.push((index.column(segment, "id")?.of(doc), (number, doc)));
        }
    }
    Ok(found)
}

/// How many positions a word takes.
fn length(shape: &Shape) -> u32 {
    match shape {
        Shape::Sequence { length, .. } => *length,
        Shape::Either(shapes) => shapes.first().map_or(1, length),
        Shape::Terms(_) | Shape::Near { .. } => 1,
    }
}
