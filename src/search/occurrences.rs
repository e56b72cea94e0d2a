//! Every stretch of text that a query matches, document by document, for counting and lining up.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil;
use rustc_hash::FxHashMap;
use tantivy::{DocId, TERMINATED};

use super::cursor::Opener;
use super::matcher::{Match, Matcher};
use super::plan::Plan;
use super::snippet::{Passage, passage_around};
use super::{SearchError, lower};
use crate::index::{Entry, Index, Record};
use crate::query::Query;

/// What a query matches in one document.
#[derive(Clone, Debug)]
pub struct Occurrences<'a> {
    /// The document.
    pub record: Record<'a>,
    /// What is said about it.
    pub entry: Entry,
    /// The stretches that match, in bytes of the text, in order and without overlap; none where
    /// only the title or a filter matches.
    pub ranges: Vec<Range<u32>>,
}

/// Calls `visit` with every document that has all that `query` asks for, in no order that means
/// anything.
///
/// # Errors
/// When a part of the query cannot be looked up in this index, the index cannot be read, or `visit`
/// says so.
pub fn each_occurrence(
    index: &Index,
    query: &Query,
    today: civil::Date,
    mut visit: impl FnMut(Occurrences<'_>) -> Result<(), SearchError>,
) -> Result<(), SearchError> {
    let plan = lower::lower(index, query, false, today)?;
    each_document(index, &plan, |matcher, doc, _| {
        let Some(matches) = matcher.matches(doc)? else { return Ok(()) };
        let record = matcher.record(doc)?;
        visit(Occurrences { record, entry: record.entry()?, ranges: ranges_of(&record, &plan, &matches)? })
    })
}

/// The stretches of one document that any part of `query` matches, in bytes of its text.
///
/// # Errors
/// As [`each_occurrence`].
pub fn occurrences_in(
    index: &Index,
    query: &Query,
    today: civil::Date,
    id: u64,
) -> Result<Vec<Range<u32>>, SearchError> {
    let plan = lower::lower(index, query, true, today)?;
    let Some((segment, doc)) = index.place_of_id(id)? else { return Ok(Vec::new()) };
    let mut matcher = Matcher::open(index, &plan, &segment)?;
    let Some(matches) = matcher.matches(doc)? else { return Ok(Vec::new()) };
    ranges_of(&matcher.record(doc)?, &plan, &matches)
}

/// Where a document has first what `query` asks for; nothing where its text does not have it, or not
/// all of it.
///
/// # Errors
/// As [`each_occurrence`].
pub fn first_mention(
    index: &Index,
    query: &Query,
    today: civil::Date,
    id: u64,
) -> Result<Option<Passage>, SearchError> {
    /// About a sentence.
    const CHARS: usize = 200;
    let plan = lower::lower(index, query, false, today)?;
    let Some((segment, doc)) = index.place_of_id(id)? else { return Ok(None) };
    let mut matcher = Matcher::open(index, &plan, &segment)?;
    let Some(matches) = matcher.matches(doc)? else { return Ok(None) };
    let record = matcher.record(doc)?;
    let first = ranges_of(&record, &plan, &matches)?.into_iter().next();
    let passage = first.map(|range| passage_around(&record, &record.entry()?, range, CHARS));
    Ok(passage.transpose()?)
}

/// The positions of the matching words in every document that a search would find, by its id; for
/// the [`oracle`](super::oracle).
pub(super) fn matched_positions(
    index: &Index,
    query: &Query,
    any: bool,
    today: civil::Date,
) -> Result<FxHashMap<u64, BTreeSet<u32>>, SearchError> {
    let plan = lower::lower(index, query, any, today)?;
    let needs_positions = !plan.is_told_by_postings(&plan.root);
    let mut found = FxHashMap::default();
    each_document(index, &plan, |matcher, doc, id| {
        let matches = matcher.matches(doc)?;
        // What postings tell is found whatever the positions say, in a search too.
        if matches.is_none() && needs_positions {
            return Ok(());
        }
        let mut positions = BTreeSet::new();
        for found in matches.iter().flatten().filter(|found| plan.leaves[found.leaf].is_text) {
            found.span.each_part(|first, last| positions.extend(first..=last));
        }
        found.insert(id, positions);
        Ok(())
    })?;
    Ok(found)
}

/// Calls `visit` with every live document that the plan's cursor stops at, with its own id: those
/// that may match.
fn each_document(
    index: &Index,
    plan: &Plan,
    mut visit: impl FnMut(&mut Matcher<'_>, DocId, u64) -> Result<(), SearchError>,
) -> Result<(), SearchError> {
    for segment in index.searcher().segment_readers() {
        let ids = segment.fast_fields().u64("id")?;
        let mut matcher = Matcher::open(index, plan, segment)?;
        let mut cursor = Opener { plan, segment }.open(&plan.root)?;
        while cursor.doc() != TERMINATED {
            let doc = cursor.doc();
            if !segment.is_deleted(doc) {
                visit(&mut matcher, doc, ids.first(doc).unwrap_or(0))?;
            }
            cursor.advance();
        }
    }
    Ok(())
}

/// The bytes of what matches in the text, overlapping stretches joined.
fn ranges_of(record: &Record<'_>, plan: &Plan, matches: &[Match]) -> Result<Vec<Range<u32>>, SearchError> {
    let mut spans: Vec<(u32, u32)> = matches
        .iter()
        .filter(|found| plan.leaves[found.leaf].is_text)
        .map(|found| (found.span.first, found.span.last))
        .filter(|(first, _)| *first >= record.title_positions())
        .collect();
    spans.sort_unstable();
    spans.dedup();
    let mut ends: Vec<u32> = spans.iter().flat_map(|(first, last)| [*first, *last]).collect();
    ends.sort_unstable();
    ends.dedup();
    let places = record.place(&ends)?;
    let place = |position: u32| ends.binary_search(&position).ok().map(|at| places[at].clone());
    let mut ranges: Vec<Range<u32>> = Vec::with_capacity(spans.len());
    for (first, last) in spans {
        let (Some(first), Some(last)) = (place(first), place(last)) else { continue };
        match ranges.last_mut() {
            Some(before) if first.start < before.end => before.end = before.end.max(last.end),
            _ => ranges.push(first.start..last.end),
        }
    }
    Ok(ranges)
}
