//! Every stretch of text that a query matches, document by document, for counting and lining up.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil;
use rustc_hash::FxHashMap;
use tantivy::{DocId, TERMINATED};

use super::expand::EXPANSIONS_MAX;
use super::matcher::{Match, Matcher};
use super::plan::{Leaf, Node, Plan, Shape};
use super::shown::Passage;
use super::snippet::passage_around;
use super::{SearchError, lower, versions};
use crate::analyzer::{Word, exact_form, without_sign, words};
use crate::index::{Damaged, Entry, Index, Record};
use crate::query::{self, Query};

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
    /// How many more there are that a better version of the text has in the same words.
    pub repeated: usize,
}

/// Calls `visit` with every document that has all that `query` asks for, in no order that means
/// anything: with those of one group together, the best first, each stretch that several of them have
/// in the same words left in the first alone; with each by itself where `all_versions` are asked for.
///
/// # Errors
/// When a part of the query cannot be looked up in this index, the index cannot be read, or `visit`
/// says so.
pub fn each_occurrence(
    index: &Index,
    query: &Query,
    all_versions: bool,
    today: civil::Date,
    mut visit: impl FnMut(&[Occurrences<'_>]) -> Result<(), SearchError>,
) -> Result<(), SearchError> {
    let plan = lower::lower_to_count(index, query, false, today)?;
    let mut grouped: Vec<(u64, u64, Record<'_>, Vec<Range<u32>>)> = Vec::new();
    each_document(index, &plan, |matcher, seat| {
        let Some(matches) = matcher.matches(seat.doc)? else { return Ok(()) };
        let record = matcher.record(seat.doc)?;
        let ranges = ranges_of(&record, &plan, &matches)?;
        if seat.group != 0 && !all_versions {
            grouped.push((seat.group, seat.place, record, ranges));
            return Ok(());
        }
        visit(&[Occurrences { record, entry: record.entry()?, ranges, repeated: 0 }])
    })?;
    grouped.sort_by_key(|(group, place, ..)| (*group, *place));
    for members in grouped.chunk_by_mut(|a, b| a.0 == b.0) {
        let members = members.iter_mut().map(|(_, _, record, ranges)| {
            let (record, ranges) = (*record, std::mem::take(ranges));
            Ok(Occurrences { record, entry: record.entry()?, ranges, repeated: 0 })
        });
        let mut members: Vec<Occurrences<'_>> = members.collect::<Result<_, Damaged>>()?;
        versions::count_once(&mut members)?;
        visit(&members)?;
    }
    Ok(())
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
    let plan = lower::lower_to_count(index, query, true, today)?;
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
    let plan = lower::lower_to_count(index, query, false, today)?;
    let Some((segment, doc)) = index.place_of_id(id)? else { return Ok(None) };
    let mut matcher = Matcher::open(index, &plan, &segment)?;
    let Some(matches) = matcher.matches(doc)? else { return Ok(None) };
    let record = matcher.record(doc)?;
    let first = ranges_of(&record, &plan, &matches)?.into_iter().next();
    let passage = first.map(|range| passage_around(&record, &record.entry()?, range, CHARS));
    Ok(passage.transpose()?)
}

/// The words that begin like `beginning` and stand right behind what `head` matches: the few that a
/// compound such as `wi-f*` may go on with, where the archive has too many that begin so.
pub(super) fn words_behind(
    index: &Index,
    head: Shape,
    beginning: &str,
    span: query::Span,
) -> Result<Vec<String>, SearchError> {
    /// Reading what stands behind so many places takes about as long as any other query may.
    const PLACES_MAX: usize = 20_000;
    const REACH_BYTES: u32 = 200;
    let plan = Plan { root: Node::Leaf(0), leaves: vec![Leaf::of_text(head, span)] };
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut places = 0;
    let mut take = |text: &str, word: Option<Word>| {
        let form = word.map(|word| exact_form(&text[word.form]));
        let begins = |form: &String| form.starts_with(beginning) || without_sign(form).starts_with(beginning);
        found.extend(form.filter(begins));
        places += 1;
        if places > PLACES_MAX || found.len() > EXPANSIONS_MAX {
            return Err(SearchError::too_many_behind(span, beginning));
        }
        Ok(())
    };
    each_document(index, &plan, |matcher, seat| {
        let Some(matches) = matcher.matches(seat.doc)? else { return Ok(()) };
        let record = matcher.record(seat.doc)?;
        if matches.first().is_some_and(|first| first.span.first < record.title_positions()) {
            let title = record.entry()?.metadata.title.unwrap_or_default();
            for found in matches.iter().filter(|found| found.span.last < record.title_positions()) {
                take(&title, words(&title).nth(found.span.last as usize + 1))?;
            }
        }
        for range in ranges_of(&record, &plan, &matches)? {
            let end = range.end.saturating_add(REACH_BYTES).min(record.text_bytes());
            let (_, text) = record.text_about(range.end..end)?;
            take(&text, words(&text).next())?;
        }
        Ok(())
    })?;
    Ok(found.into_iter().collect())
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
    each_document(index, &plan, |matcher, seat| {
        let matches = matcher.matches(seat.doc)?;
        // What postings tell is found whatever the positions say, in a search too.
        if matches.is_none() && needs_positions {
            return Ok(());
        }
        let mut positions = BTreeSet::new();
        for found in matches.iter().flatten().filter(|found| plan.leaves[found.leaf].is_text) {
            found.span.each_part(|first, last| positions.extend(first..=last));
        }
        found.insert(seat.id, positions);
        Ok(())
    })?;
    Ok(found)
}

/// Whether any document has what this looks for.
pub(super) fn exists(index: &Index, leaf: Leaf) -> Result<bool, SearchError> {
    let plan = Plan { root: Node::Leaf(0), leaves: vec![leaf] };
    for segment in index.searcher().segment_readers() {
        let mut matcher = Matcher::open(index, &plan, segment)?;
        let mut cursor = matcher.cursor()?;
        while cursor.doc() != TERMINATED {
            if !segment.is_deleted(cursor.doc()) && matcher.matches(cursor.doc())?.is_some() {
                return Ok(true);
            }
            cursor.advance();
        }
    }
    Ok(false)
}

/// Where a document is in its segment and in its group.
struct Seat {
    doc: DocId,
    id: u64,
    /// 0 where it is in none.
    group: u64,
    place: u64,
}

/// Calls `visit` with every live document that the plan's cursor stops at: those that may match.
fn each_document<'a>(
    index: &'a Index,
    plan: &'a Plan,
    mut visit: impl FnMut(&mut Matcher<'a>, Seat) -> Result<(), SearchError>,
) -> Result<(), SearchError> {
    for segment in index.searcher().segment_readers() {
        let column = |name| index.column(segment, name);
        let (ids, groups, places) = (column("id")?, column("group")?, column("place")?);
        let mut matcher = Matcher::open(index, plan, segment)?;
        let mut cursor = matcher.cursor()?;
        while cursor.doc() != TERMINATED {
            let doc = cursor.doc();
            if !segment.is_deleted(doc) {
                let seat = Seat { doc, id: ids.of(doc), group: groups.of(doc), place: places.of(doc) };
                visit(&mut matcher, seat)?;
            }
            cursor.advance();
        }
    }
    Ok(())
}

/// The bytes of what matches in the text, overlapping stretches joined.
fn ranges_of(record: &Record<'_>, plan: &Plan, matches: &[Match]) -> Result<Vec<Range<u32>>, SearchError> {
    let mut spans: Vec<(u32, u32, usize)> = matches
        .iter()
        .filter(|found| plan.leaves[found.leaf].is_text)
        .map(|found| (found.span.first, found.span.last, found.leaf))
        .filter(|(first, ..)| *first >= record.text_position())
        .collect();
    spans.sort_unstable();
    spans.dedup();
    let mut ends: Vec<u32> = spans.iter().flat_map(|(first, last, _)| [*first, *last]).collect();
    ends.sort_unstable();
    ends.dedup();
    let places = record.place(&ends)?;
    let place = |position: u32| ends.binary_search(&position).ok().map(|at| &places[at]);
    let mut ranges: Vec<Range<u32>> = Vec::with_capacity(spans.len());
    for (first, last, leaf) in spans {
        let (Some(first), Some(last)) = (place(first), place(last)) else { continue };
        let range = plan.leaves[leaf].bytes(first, last);
        match ranges.last_mut() {
            Some(before) if range.start < before.end => before.end = before.end.max(range.end),
            _ => ranges.push(range),
        }
    }
    Ok(ranges)
}
