//! Postings of a term, in the documents that it counts in.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::located::located_in;
use super::plan::TermSet;
use crate::analyzer::Stemmings;
use crate::index::{Index, StemmedSegment};

/// The documents that a term counts in, on one of them or at the end.
#[derive(Clone)]
pub(super) struct TermPostings {
    postings: SegmentPostings,
    /// A stem says nothing where words were stemmed in another way.
    within: Option<(StemmedSegment, Stemmings)>,
}

impl TermPostings {
    fn new(postings: SegmentPostings, within: Option<(StemmedSegment, Stemmings)>) -> Self {
        let mut new = Self { postings, within };
        new.settle();
        new
    }

    pub(super) fn doc(&self) -> DocId {
        self.postings.doc()
    }

    /// Goes to the first document at or behind `target`, which may be where it is, and says which.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.postings.doc() < target {
            // Of common words the next is mostly the one.
            if self.postings.advance() < target {
                self.postings.seek(target);
            }
            self.settle();
        }
        self.doc()
    }

    pub(super) fn advance(&mut self) -> DocId {
        self.postings.advance();
        self.settle();
        self.doc()
    }

    /// Goes on to a document that counts.
    fn settle(&mut self) {
        let Some((stemmed, within)) = &self.within else { return };
        let mut doc = self.postings.doc();
        while doc != TERMINATED && !stemmed.is_in(doc, *within) {
            doc = self.postings.advance();
        }
    }

    /// How often the term is in the document.
    pub(super) fn frequency(&self) -> u32 {
        self.postings.term_freq()
    }

    /// About how many documents there are.
    pub(super) fn cost(&self) -> u64 {
        u64::from(self.postings.doc_freq())
    }

    /// Adds the positions of the term in the document.
    pub(super) fn positions(&mut self, positions: &mut Vec<u32>) {
        self.postings.append_positions_with_offset(0, positions);
    }
}

/// The postings of those terms of a set that the segment has.
pub(super) fn open_postings(
    index: &Index,
    segment: &SegmentReader,
    set: &TermSet,
    option: IndexRecordOption,
) -> tantivy::Result<Vec<TermPostings>> {
    let located = located_in(index.searcher(), segment, set)?;
    // They are large: none is to move because another comes.
    let mut found = Vec::with_capacity(located.len());
    for term in located {
        let postings = segment.inverted_index(term.field)?.read_postings_from_terminfo(&term.info, option)?;
        let within = set.within_of(term.place).map(|(stemmed, within)| (stemmed.of(segment), within));
        found.push(TermPostings::new(postings, within));
    }
    Ok(found)
}
