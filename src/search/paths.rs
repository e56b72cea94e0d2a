//! Documents whose own paths have a shape. A document of a collection has a path that is no file's.

use std::sync::Arc;

use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::SearchError;
use super::expand::{compile, regex_of};
use super::plan::Documents;
use crate::analyzer::folded;
use crate::index::{Damaged, Entry, Index, document_id};
use crate::query::Span;

/// The documents whose paths have this shape from the beginning of one of their parts to the end.
pub(super) fn like(index: &Index, pattern: &str, span: Span) -> Result<Documents, SearchError> {
    let regex = compile(&format!("^(?s:(?:.*/)?{})$", regex_of(&folded(pattern))), span)?;
    let is_it = |path: &str| regex.is_match(&folded(path));
    let mut all = Vec::new();
    for segment in index.searcher().segment_readers() {
        let inverted = segment.inverted_index(index.fields().source_path)?;
        let mut files = inverted.terms().stream().map_err(SearchError::io)?;
        let mut found = Vec::new();
        while files.advance() {
            let Ok(path) = std::str::from_utf8(files.key()) else { continue };
            let postings = inverted.read_postings_from_terminfo(files.value(), IndexRecordOption::Basic);
            let mut postings = postings.map_err(SearchError::io)?;
            let is_collection = is_collection(index, segment, path, &mut postings)?;
            if !is_collection && !is_it(path) {
                continue;
            }
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                let is_found =
                    !is_collection || !segment.is_deleted(doc) && is_it(&entry(index, segment, doc)?.path);
                if is_found {
                    found.push(doc);
                }
                postings.advance();
            }
        }
        found.sort_unstable();
        all.push((segment.segment_id(), Arc::from(found)));
    }
    Ok(Documents(all))
}

/// Whether the documents of a file have paths of their own. The postings end at its first document.
fn is_collection(
    index: &Index,
    segment: &SegmentReader,
    path: &str,
    postings: &mut SegmentPostings,
) -> Result<bool, SearchError> {
    while postings.doc() != TERMINATED && segment.is_deleted(postings.doc()) {
        postings.advance();
    }
    let doc = postings.doc();
    // Most files are one document, whose number says so.
    if doc == TERMINATED || index.column(segment, "id")?.of(doc) == document_id(path, "") {
        return Ok(false);
    }
    Ok(entry(index, segment, doc)?.collection.is_some())
}

fn entry(index: &Index, segment: &SegmentReader, doc: DocId) -> Result<Entry, SearchError> {
    let record = index.column(segment, "record")?.get(doc).ok_or(Damaged)?;
    Ok(index.store().record(record)?.entry()?)
}
