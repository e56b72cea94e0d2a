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
    marks: &'b mut Vec<u64>,
}

impl<'b> InDocument<'b> {
    pub(super) fn new(doc: DocId, marks: &'b mut Vec<u64>) -> Self {
        Self { doc, marks }
    }
}

impl Places<RefCell<Vec<TermPostings>>> for InDocument<'_> {
    fn frequency(&mut self, terms: &RefCell<Vec<TermPostings>>) -> u32 {
        let mut terms = terms.borrow_mut();
        let found = terms.iter_mut().filter_map(|postings| at(postings, self.doc));
        found.map(|postings| postings.frequency()).sum()
    }

    fn read(&mut self, terms: &RefCell<Vec<TermPostings>>, positions: &mut Vec<u32>) {
        let mut runs = 0;
        for postings in terms.borrow_mut().iter_mut().filter_map(|postings| at(postings, self.doc)) {
            let end = positions.len();
            postings.positions(positions);
            // Kinds and languages are indexed without positions; being there is all they can be.
            if positions.len() == end {
                positions.push(0);
            }
            if end == 0 || positions[end - 1] >= positions[end] {
                runs += 1;
            }
        }
        if runs > 1 {
            merge_runs(positions, self.marks);
        }
    }
}

/// Brings ascending runs into one, each position once.
fn merge_runs(positions: &mut Vec<u32>, marks: &mut Vec<u64>) {
    /// Fewer positions than one in so many words of marks are sorted.
    const MARKS_MAX: usize = 4;
    let Some(words) = positions.iter().max().map(|last| *last as usize / 64 + 1) else { return };
    if words > positions.len() * MARKS_MAX {
        positions.sort();
        return positions.dedup();
    }
    // Which of two runs goes on is a toss that a processor guesses wrong; a bit for each position asks
    // nothing of it.
    marks.clear();
    marks.resize(words, 0);
    for position in positions.iter() {
        marks[*position as usize / 64] |= 1 << (position % 64);
    }
    positions.clear();
    for (first, bits) in (0..).step_by(64).zip(marks.iter()) {
        let mut rest = *bits;
        while rest != 0 {
            positions.push(first + rest.trailing_zeros());
            rest &= rest - 1;
        }
    }
}

/// The postings at this document, if it is among them.
fn at(postings: &mut TermPostings, doc: DocId) -> Option<&mut TermPostings> {
    (postings.seek(doc) == doc).then_some(postings)
}
