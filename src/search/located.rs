//! Where terms are in the index: each is looked up in the dictionaries once for a query, whether it is then counted,
//! swept, walked to or looked into.

use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader, Term};

use super::plan::TermSet;
use crate::index::schema;

/// A term as one part of its field has it in one segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Located {
    segment: SegmentId,
    /// The part of the field.
    pub field: Field,
    /// The term's place in its set.
    pub place: usize,
    pub info: TermInfo,
}

/// Those of a set's terms that the index has, segment by segment, term by term.
pub(super) fn located<'s>(searcher: &Searcher, set: &'s TermSet) -> tantivy::Result<&'s [Located]> {
    if let Some(located) = set.located.get() {
        return Ok(located);
    }
    let mut located = Vec::with_capacity(set.terms.len());
    for reader in searcher.segment_readers() {
        let parts = schema::parts(set.field).map(|field| Ok((field, reader.inverted_index(field)?)));
        let parts = parts.collect::<tantivy::Result<Vec<_>>>()?;
        for (place, term) in set.terms.iter().enumerate() {
            for (field, inverted) in &parts {
                if let Some(info) = inverted.get_term_info(&Term::from_field_text(*field, term))? {
                    located.push(Located { segment: reader.segment_id(), field: *field, place, info });
                }
            }
        }
    }
    Ok(set.located.get_or_init(|| located.into()))
}

/// The same of one segment.
pub(super) fn located_in<'s>(
    searcher: &Searcher,
    segment: &SegmentReader,
    set: &'s TermSet,
) -> tantivy::Result<&'s [Located]> {
    let mut of_segments = located(searcher, set)?.chunk_by(|a, b| a.segment == b.segment);
    let is_meant =
        |of_one: &&[Located]| of_one.first().is_some_and(|one| one.segment == segment.segment_id());
    Ok(of_segments.find(is_meant).unwrap_or_default())
}
