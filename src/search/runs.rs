//! Postings read in blocks, and what is found in a window of documents.

use tantivy::fastfield::AliveBitSet;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use super::located::Located;
use super::plan::TermSet;
use crate::analyzer::Stemmings;
use crate::index::StemmedSegment;

/// How many documents a window has.
pub(super) const WINDOW: usize = 1024;
const WORDS: usize = WINDOW / 64;

/// A document of a window for each bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits([u64; WORDS]);

impl Bits {
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn has(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 != 0
    }

    pub(super) fn set(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    pub(super) fn retain(&mut self, keep: impl Fn(usize) -> bool) {
        let all = *self;
        for place in all.iter().filter(|place| !keep(*place)) {
            self.0[place / 64] &= !(1 << (place % 64));
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn with(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word |= other);
        self
    }

    pub(super) fn and(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= other);
        self
    }

    pub(super) fn without(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= !other);
        self
    }

    /// The places that are set, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        (0..).step_by(64).zip(self.0).flat_map(|(first, word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize);
                rest &= rest.wrapping_sub(1);
                bit.map(|bit| first + bit)
            })
        })
    }
}

/// The postings of one term, read a block at a time.
pub(super) struct Run {
    blocks: BlockSegmentPostings,
    /// Where it stands in the block.
    at: usize,
    /// The documents that the term counts in, if not all.
    within: Option<(StemmedSegment, Stemmings)>,
}

/// The postings of located terms of a set.
pub(super) fn open_runs(
    segment: &SegmentReader,
    set: &TermSet,
    located: &[Located],
    option: IndexRecordOption,
) -> tantivy::Result<Vec<Run>> {
    // They are large: none is to move because another comes.
    let mut runs = Vec::with_capacity(located.len());
    for term in located {
        let blocks =
            segment.inverted_index(term.field)?.read_block_postings_from_terminfo(&term.info, option)?;
        let within = set.within_of(term.place).map(|(stemmed, within)| (stemmed.of(segment), within));
        runs.push(Run { blocks, at: 0, within });
    }
    Ok(runs)
}

impl Run {
    /// How many documents every block has but the last.
    const BLOCK_DOCS: usize = 128;

    /// Goes to the first document at or behind `start`, and says which.
    fn next(&mut self, start: DocId) -> Option<DocId> {
        loop {
            let docs = self.blocks.docs();
            match docs.get(self.at) {
                Some(doc) if *doc >= start => return Some(*doc),
                Some(_) => {
                    // The last block is filled up with documents that are none.
                    self.at = self.blocks.seek(start);
                    return self.blocks.docs().get(self.at).copied();
                }
                None if docs.len() < Self::BLOCK_DOCS => return None,
                None => {
                    self.blocks.advance();
                    self.at = 0;
                }
            }
        }
    }

    /// Visits the documents from `start` to `end` that the term counts in, and how often it is there.
    #[inline]
    pub(super) fn each(&mut self, start: DocId, end: DocId, mut visit: impl FnMut(DocId, u32)) {
        while self.next(start).is_some_and(|doc| doc < end) {
            let docs = &self.blocks.docs()[self.at..];
            let inside = if docs.last().is_some_and(|last| *last < end) {
                docs.len()
            } else {
                docs.partition_point(|doc| *doc < end)
            };
            for at in self.at..self.at + inside {
                let doc = self.blocks.doc(at);
                if self.within.as_ref().is_none_or(|(stemmed, within)| stemmed.is_in(doc, *within)) {
                    visit(doc, self.blocks.freq(at));
                }
            }
            self.at += inside;
        }
    }
}

/// The first document at or behind `start` in any of the runs.
pub(super) fn next<'r>(runs: impl Iterator<Item = &'r mut Run>, start: DocId) -> Option<DocId> {
    runs.filter_map(|run| run.next(start)).min()
}

/// How many documents any of the runs has that are among the living, if not all are.
pub(super) fn count(runs: &mut [Run], alive: Option<&AliveBitSet>) -> u64 {
    let mut documents = 0;
    let mut start = 0;
    while let Some(first) = next(runs.iter_mut(), start) {
        let end = first.saturating_add(WINDOW as DocId);
        let mut found = Bits::default();
        for run in runs.iter_mut() {
            run.each(first, end, |doc, _| found.set((doc - first) as usize));
        }
        if let Some(alive) = alive {
            found.retain(|place| alive.is_alive(first + place as DocId));
        }
        documents += found.len() as u64;
        start = end;
    }
    documents
}
