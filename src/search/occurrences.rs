//! Every stretch of text that a query matches, document by document, for counting and lining up.

use std::ops::Range;

use jiff::civil;
use tantivy::TERMINATED;

use super::cursor::Opener;
use super::matcher::Matcher;
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
    for segment in index.searcher().segment_readers() {
        let mut matcher = Matcher::open(index, &plan, segment)?;
        let mut cursor = Opener { plan: &plan, segment }.open(&plan.root)?;
        let mut doc = cursor.doc();
        while doc != TERMINATED {
            if !segment.is_deleted(doc)
                && let Some(matches) = matcher.matches(doc)?
            {
                let record = matcher.record(doc)?;
                let mut spans: Vec<(u32, u32)> = matches
                    .iter()
                    .filter(|found| plan.leaves[found.leaf].is_text)
                    .map(|found| (found.span.first, found.span.last))
                    .filter(|(first, _)| *first >= record.title_positions())
                    .collect();
                spans.sort_unstable();
                spans.dedup();
                visit(Occurrences { record, entry: record.entry()?, ranges: ranges_of(&record, &spans)? })?;
            }
            doc = cursor.advance();
        }
    }
    Ok(())
}

/// The bytes of stretches of positions, overlapping ones joined.
fn ranges_of(record: &Record<'_>, spans: &[(u32, u32)]) -> Result<Vec<Range<u32>>, SearchError> {
    let mut ends: Vec<u32> = spans.iter().flat_map(|(first, last)| [*first, *last]).collect();
    ends.sort_unstable();
    ends.dedup();
    let places = record.place(&ends)?;
    let place = |position: u32| ends.binary_search(&position).ok().map(|at| places[at].clone());
    let mut ranges: Vec<Range<u32>> = Vec::with_capacity(spans.len());
    for (first, last) in spans {
        let (Some(first), Some(last)) = (place(*first), place(*last)) else { continue };
        match ranges.last_mut() {
            Some(before) if first.start < before.end => before.end = before.end.max(last.end),
            _ => ranges.push(first.start..last.end),
        }
    }
    Ok(ranges)
}
