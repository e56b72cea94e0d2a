//! The words of an archive and how common they are, for drawing queries to measure with.

use std::collections::BTreeMap;

use jiff::civil;

use super::SearchError;
use super::located::located;
use super::lower;
use super::plan::{Shape, TermSet};
use crate::index::{Index, schema};
use crate::query::Query;

/// A word of the archive in its exact form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocable {
    /// The word.
    pub word: String,
    /// How many documents have it; those that are gone count until the next merge.
    pub documents: u64,
}

/// The words of the archive's texts, the most common first.
///
/// # Errors
/// When the index cannot be read.
pub fn vocabulary(index: &Index) -> Result<Vec<Vocable>, SearchError> {
    let mut documents: BTreeMap<String, u64> = BTreeMap::new();
    for segment in index.searcher().segment_readers() {
        for field in schema::parts(index.fields().exact) {
            let inverted = segment.inverted_index(field)?;
            let mut terms = inverted.terms().stream().map_err(SearchError::io)?;
            while terms.advance() {
                if let Ok(word) = std::str::from_utf8(terms.key()) {
                    *documents.entry(word.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
    }
    let mut words: Vec<Vocable> =
        documents.into_iter().map(|(word, documents)| Vocable { word, documents }).collect();
    words.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.word.cmp(&b.word)));
    Ok(words)
}

/// How many bytes of postings and positions the query's terms have in the index: what a search may
/// have to touch before it reads any text.
///
/// # Errors
/// When a part of the query cannot be looked up in this index, or the index cannot be read.
pub fn bytes_of_terms(index: &Index, query: &Query, today: civil::Date) -> Result<u64, SearchError> {
    let plan = lower::lower(index, query, false, today)?;
    plan.leaves.iter().map(|leaf| bytes_of_shape(index, &leaf.shape)).sum()
}

fn bytes_of_shape(index: &Index, shape: &Shape) -> Result<u64, SearchError> {
    match shape {
        Shape::Terms(set) => bytes_of_set(index, set),
        Shape::Sequence { parts, .. } => parts.iter().map(|(_, set)| bytes_of_set(index, set)).sum(),
        Shape::Near { left, right, .. } => Ok(bytes_of_shape(index, left)? + bytes_of_shape(index, right)?),
        Shape::Either(shapes) => shapes.iter().map(|shape| bytes_of_shape(index, shape)).sum(),
    }
}

fn bytes_of_set(index: &Index, set: &TermSet) -> Result<u64, SearchError> {
    let bytes = located(index.searcher(), set)?
        .iter()
        .map(|term| term.info.postings_range.len() + term.info.positions_range.len());
    Ok(bytes.sum::<usize>() as u64)
}
