//! Where the terms of a leaf are in a document, read from the positions of its postings.

use std::cell::RefCell;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use super::plan::{Plan, Shape, TermSet};
use super::postings::{TermPostings, open_postings};
use super::spans::Places;

/// The postings of a leaf's terms.
pub(super) type OpenLeaf = Shape<RefCell<Vec<TermPostings>>>;

/// The postings of a leaf, opened when they are first asked for.
pub(super) fn open_leaf<'l>(
    segment: &SegmentReader,
    plan: &Plan,
    leaves: &'l mut [Option<OpenLeaf>],
    leaf: usize,
) -> tantivy::Result<&'l OpenLeaf> {
    let mut open = |set: &TermSet| {
        open_postings(segment, set, IndexRecordOption::WithFreqsAndPositions).map(RefCell::new)
    };
    match &mut leaves[leaf] {
        Some(postings) => Ok(postings),
        slot => Ok(slot.insert(plan.leaves[leaf].shape.try_map(&mut open)?)),
    }
}

/// A document in which terms are looked for, none before it having been asked for.
pub(super) struct InDocument<'b> {
    doc: DocId,
    /// Room to work in.
    run: &'b mut Vec<u32>,
}

impl<'b> InDocument<'b> {
    pub(super) fn new(doc: DocId, run: &'b mut Vec<u32>) -> Self {
        Self { doc, run }
    }
}

impl Places<RefCell<Vec<TermPostings>>> for InDocument<'_> {
    fn frequency(&mut self, terms: &RefCell<Vec<TermPostings>>) -> u32 {
        let mut terms = terms.borrow_mut();
        let found = terms.iter_mut().filter_map(|postings| at(postings, self.doc));
        found.map(|postings| postings.frequency()).sum()
    }

    fn read(&mut self, terms: &RefCell<Vec<TermPostings>>, positions: &mut Vec<u32>) {
        // Where the last run of ascending positions begins, and how many there are.
        let (mut start, mut runs) = (0, 0);
        for postings in terms.borrow_mut().iter_mut().filter_map(|postings| at(postings, self.doc)) {
            let end = positions.len();
            postings.positions(positions);
            // Kinds and languages are indexed without positions; being there is all they can be.
            if positions.len() == end {
                positions.push(0);
            }
            if end == 0 || positions[end - 1] >= positions[end] {
                (start, runs) = (end, runs + 1);
            }
        }
        match runs {
            0 | 1 => return,
            2 => merge_runs(positions, start, self.run),
            _ => positions.sort(),
        }
        positions.dedup();
    }
}

/// Brings two ascending runs, the second from `start` on, into one.
fn merge_runs(positions: &mut [u32], start: usize, second: &mut Vec<u32>) {
    second.clear();
    second.extend_from_slice(&positions[start..]);
    let mut first = start;
    for at in (0..positions.len()).rev() {
        match second.last() {
            Some(last) if first == 0 || positions[first - 1] <= *last => {
                positions[at] = *last;
                second.pop();
            }
            Some(_) => {
                first -= 1;
                positions[at] = positions[first];
            }
            None => return,
        }
    }
}

/// The postings at this document, if it is among them.
fn at(postings: &mut TermPostings, doc: DocId) -> Option<&mut TermPostings> {
    (postings.seek(doc) == doc).then_some(postings)
}
