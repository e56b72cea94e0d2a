//! Where the terms of a leaf are in a document, read from the positions of its postings.

use std::cell::RefCell;
use std::rc::Rc;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use super::plan::{Plan, Shape, TermSet};
use super::postings::{TermPostings, open_postings};
use super::spans::Places;
use crate::index::Index;

/// The postings of some terms. Who walks to documents and who looks into them ask for the same ones, in the same
/// order, so each block is unpacked once for both.
pub(super) type Shared = Rc<RefCell<Vec<TermPostings>>>;

/// The postings of a leaf's terms.
pub(super) type OpenLeaf = Shape<Shared>;

/// The postings of a plan's leaves, each opened when it is first asked for.
pub(super) struct Leaves<'a> {
    index: &'a Index,
    plan: &'a Plan,
    segment: &'a SegmentReader,
    opened: Vec<Option<OpenLeaf>>,
}

impl<'a> Leaves<'a> {
    pub(super) fn new(index: &'a Index, plan: &'a Plan, segment: &'a SegmentReader) -> Self {
        Self { index, plan, segment, opened: plan.leaves.iter().map(|_| None).collect() }
    }

    pub(super) fn of(&mut self, leaf: usize) -> tantivy::Result<&OpenLeaf> {
        Ok(match &mut self.opened[leaf] {
            Some(opened) => opened,
            slot => slot.insert(open_shape(self.index, self.segment, &self.plan.leaves[leaf].shape)?),
        })
    }
}

/// Opens the postings of a shape.
pub(super) fn open_shape(index: &Index, segment: &SegmentReader, shape: &Shape) -> tantivy::Result<OpenLeaf> {
    let option = IndexRecordOption::WithFreqsAndPositions;
    shape.try_map(&mut |set: &TermSet| Ok(Rc::new(RefCell::new(open_postings(index, segment, set, option)?))))
}

/// A document in which terms are looked for, none before it having been asked for.
pub(super) struct InDocument(pub DocId);

impl Places<Shared> for InDocument {
    fn frequency(&mut self, terms: &Shared) -> u32 {
        let mut terms = terms.borrow_mut();
        let found = terms.iter_mut().filter_map(|postings| at(postings, self.0));
        found.map(|postings| postings.frequency()).sum()
    }

    fn gather(&mut self, terms: &Shared, positions: &mut Vec<u32>) {
        for postings in terms.borrow_mut().iter_mut().filter_map(|postings| at(postings, self.0)) {
            let end = positions.len();
            postings.positions(positions);
            // Kinds and languages are indexed without positions; being there is all they can be.
            if positions.len() == end {
                positions.push(0);
            }
        }
    }
}

/// The postings at this document, if it is among them.
fn at(postings: &mut TermPostings, doc: DocId) -> Option<&mut TermPostings> {
    (postings.seek(doc) == doc).then_some(postings)
}
