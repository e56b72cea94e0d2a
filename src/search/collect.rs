//! The best documents, before anything is read of them but postings, positions and columns.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use super::cursor::Cursor;
use super::matcher::Matcher;
use super::plan::{self, Plan, TermSet};
use super::postings::{TermPostings, open_postings};
use super::runs::WINDOW;
use super::sweep::{self, Sweep, Worth};
use super::tally::{Said, Tally};
use super::{Options, SearchError, facets, rank};
use crate::index::{Index, StemmedSegment};

/// A document that may be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    /// What it is ordered by, most first.
    pub rank: f64,
    pub score: f64,
    /// What its age leaves of its score.
    pub freshness: f64,
    pub id: u64,
    /// The group that it stands for; 0 where it stands for itself.
    pub group: u64,
    pub segment: usize,
    pub doc: DocId,
    /// The class of its length.
    pub length_id: u8,
    pub present: Present,
}

/// The leaves that a document has; those that this has no room for it may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Present(u64);

impl Present {
    /// So many leaves it has room for.
    pub(super) const LEAVES_MAX: usize = 64;

    pub(super) fn add(&mut self, leaf: usize) {
        self.0 |= 1_u64.checked_shl(leaf as u32).unwrap_or(0);
    }

    pub(super) fn may_have(self, leaf: usize) -> bool {
        1_u64.checked_shl(leaf as u32).is_none_or(|bit| self.0 & bit != 0)
    }
}

/// The best matching member of each group, with its place in the group; the oldest where the oldest
/// come first.
pub(super) type Groups = FxHashMap<u64, (u64, Candidate)>;

/// Keeps the best candidates, `most` of them.
pub(super) fn keep(best: &mut BinaryHeap<Candidate>, candidate: Candidate, most: usize) {
    if best.len() < most {
        best.push(candidate);
    } else if let Some(mut worst) = best.peek_mut()
        && candidate < *worst
    {
        *worst = candidate;
    }
}

impl Candidate {
    /// Better ones are less.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        other
            .rank
            .total_cmp(&self.rank)
            .then_with(|| other.score.total_cmp(&self.score))
            .then(self.id.cmp(&other.id))
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order(other)
    }
}

/// What is found of a plan in a stretch of the index.
pub(super) struct Found {
    /// The best documents that are in no group, as many as are kept.
    pub best: BinaryHeap<Candidate>,
    /// The best of each group.
    pub groups: Groups,
    /// How many documents match.
    pub documents: usize,
    /// How many of them are in no group.
    pub alone: usize,
    /// All that match, counted by what they are.
    pub facets: facets::Counter,
    /// Whether each leaf was found in any of them.
    pub seen: Vec<bool>,
}

impl Found {
    pub(super) fn nothing(plan: &Plan, options: &Options) -> Self {
        Self {
            best: BinaryHeap::new(),
            groups: Groups::default(),
            documents: 0,
            alone: 0,
            facets: facets::Counter::new(&options.facets),
            seen: vec![false; plan.leaves.len()],
        }
    }

    /// What was found here and elsewhere, with the best of both, `kept` of them.
    pub(super) fn and(mut self, other: Self, kept: usize) -> Self {
        other.best.into_iter().for_each(|candidate| keep(&mut self.best, candidate, kept));
        for (group, (place, candidate)) in other.groups {
            if self.groups.get(&group).is_none_or(|(best_place, _)| place < *best_place) {
                self.groups.insert(group, (place, candidate));
            }
        }
        self.documents += other.documents;
        self.alone += other.alone;
        self.facets.take_in(other.facets);
        self.seen.iter_mut().zip(other.seen).for_each(|(seen, other)| *seen |= other);
        self
    }
}

/// Collects the best documents of a segment.
pub(super) struct Collector<'a> {
    pub index: &'a Index,
    pub plan: &'a Plan,
    pub segment: &'a SegmentReader,
    pub number: usize,
    pub options: &'a Options,
    pub coverage_first: bool,
}

impl Collector<'_> {
    /// What is found in the segment, with the best documents, `kept` of them: on all cores where it
    /// takes long enough.
    pub(super) fn collect(&self, kept: usize) -> Result<Found, SearchError> {
        /// Each core gets so many stretches, since some take longer than others.
        const STRETCHES_A_CORE: usize = 4;
        let end = self.segment.max_doc();
        let walk = if sweep::is_worth_it(self.plan) { None } else { Some(self.open()?) };
        let cores = if self.takes_long(walk.as_ref()) { rayon::current_num_threads() } else { 1 };
        if cores == 1 {
            return match walk {
                None => self.sweep(0..end, kept),
                Some(walk) => self.walk(walk, end, kept),
            };
        }
        let is_sweep = walk.is_none();
        // Postings are no thread's but one's.
        drop(walk);
        let step = (end as usize).div_ceil(cores * STRETCHES_A_CORE);
        let starts: Vec<DocId> = (0..end).step_by(step).collect();
        let stretches = starts.into_par_iter().map(|start| {
            let end = end.min(start.saturating_add(step as DocId));
            if is_sweep {
                return self.sweep(start..end, kept);
            }
            let mut walk = self.open()?;
            walk.cursor.seek(start);
            self.walk(walk, end, kept)
        });
        let stretches: Vec<Found> = stretches.collect::<Result<_, SearchError>>()?;
        let all = stretches.into_iter().reduce(|all, found| all.and(found, kept));
        Ok(all.unwrap_or_else(|| Found::nothing(self.plan, self.options)))
    }

    fn open(&self) -> tantivy::Result<Walk<'_>> {
        let mut matcher = Matcher::open(self.index, self.plan, self.segment)?;
        Ok(Walk { cursor: matcher.cursor()?, matcher })
    }

    /// Whether it takes so much longer than waking other cores: to sweep where there is no walk.
    fn takes_long(&self, walk: Option<&Walk<'_>>) -> bool {
        /// About ten milliseconds. Tests have small archives, and are to see stretches too.
        const COUNTED_MIN: u64 = if cfg!(test) { 2 } else { 100_000 };
        /// Reading positions or a record takes as long as so many documents that are only counted.
        const READING: u64 = 16;
        /// So many postings are swept while one document is walked to.
        const SWEPT: u64 = 8;
        let reads = !self.plan.is_told_by_postings(&self.plan.root);
        let counted = match walk {
            None => self.plan.leaves.iter().map(|leaf| leaf.documents).sum::<u64>() / SWEPT,
            Some(walk) => walk.cursor.cost() * if reads { READING } else { 1 },
        };
        counted >= COUNTED_MIN
    }

    fn lengths(&self) -> rank::Lengths {
        let manifest = self.index.manifest();
        rank::Lengths::new(manifest.documents, manifest.positions)
    }

    /// How documents were stemmed, where that tells what a word counts.
    fn stemmings(&self) -> Result<Option<StemmedSegment>, SearchError> {
        match self.plan.leaves.iter().all(|leaf| leaf.abroad.is_empty()) {
            true => Ok(None),
            false => Ok(Some(self.index.stemmed()?.of(self.segment))),
        }
    }

    /// What is found in a stretch of documents, a window of them at a time.
    fn sweep(&self, stretch: Range<DocId>, kept: usize) -> Result<Found, SearchError> {
        let mut tally = Tally::open(self, kept)?;
        let (lengths, stemmings) = (self.lengths(), self.stemmings()?);
        let mut sweep = Sweep::open(self.index.searcher(), self.plan, self.segment)?;
        let mut length_ids = [0; WINDOW];
        let mut worth = Worth::default();
        let mut start = stretch.start;
        while let Some(next) = sweep.next(start).filter(|next| *next < stretch.end) {
            let end = stretch.end.min(next.saturating_add(WINDOW as DocId));
            let mut matching = sweep.matching(next, end);
            matching.retain(|place| !self.segment.is_deleted(next + place as DocId));
            if !matching.is_empty() {
                tally.columns()?.length_ids_of(&matching, next..end, &mut length_ids);
                let seen = &mut tally.found.seen;
                sweep.weigh(&matching, (&lengths, &length_ids), stemmings.as_ref(), seen, &mut worth);
            }
            for place in matching.iter() {
                let doc = next + place as DocId;
                if let Some(seat) = tally.admit(doc)? {
                    tally.take(seat, doc, length_ids[place], worth.of(place))?;
                }
            }
            start = end;
        }
        tally.finish()
    }

    /// What is found from where the cursor stands up to `end`.
    fn walk(&self, walk: Walk<'_>, end: DocId, kept: usize) -> Result<Found, SearchError> {
        let Walk { mut cursor, mut matcher } = walk;
        let mut tally = Tally::open(self, kept)?;
        let (lengths, stemmings) = (self.lengths(), self.stemmings()?);
        let mut titles = Stems::open(self, |leaf| leaf.title.as_ref())?;
        let mut headings = Stems::open(self, |leaf| leaf.heading.as_ref())?;
        let needs_positions = !self.plan.is_told_by_postings(&self.plan.root);
        let mut frequencies = vec![0_u32; self.plan.leaves.len()];
        let mut doc = cursor.doc();
        // Behind the last document of all it stands at `TERMINATED`, which is behind every end.
        while doc < end {
            frequencies.fill(0);
            let is_match = if self.segment.is_deleted(doc) {
                false
            } else if needs_positions {
                matcher.frequencies(doc, &mut frequencies)?
            } else {
                cursor.each_leaf(doc, &mut |leaf, frequency| frequencies[leaf] += frequency);
                true
            };
            if is_match {
                let seen = tally.found.seen.iter_mut().zip(&frequencies);
                seen.for_each(|(seen, count)| *seen |= *count > 0);
                if let Some(seat) = tally.admit(doc)? {
                    let length_id = tally.columns()?.length_ids.of(doc) as u8;
                    let stemming = stemmings.as_ref().map(|stemmings| stemmings.number(doc));
                    let is_abroad =
                        |leaf: &plan::Leaf| stemming.is_some_and(|stemming| leaf.abroad.has(stemming));
                    let mut said = Said::default();
                    let present = self.plan.leaves.iter().zip(&frequencies).enumerate();
                    for (number, (leaf, frequency)) in present.filter(|(_, (_, count))| **count > 0) {
                        let own = rank::weight_of(leaf, is_abroad(leaf));
                        said.present.add(number);
                        said.share += rank::share_of(leaf, is_abroad(leaf));
                        if leaf.weight > 0.0 {
                            said.score += lengths.worth(own, f64::from(*frequency), length_id);
                            if titles.has(number, doc) {
                                said.score += rank::title_worth(own);
                            } else if headings.has(number, doc) {
                                said.score += rank::heading_worth(own);
                            }
                        }
                    }
                    tally.take(seat, doc, length_id, said)?;
                }
            }
            doc = cursor.advance();
        }
        tally.finish()
    }
}

/// What walks to one document after the other, and what looks into it.
struct Walk<'a> {
    cursor: Cursor,
    matcher: Matcher<'a>,
}

/// Which documents have a leaf in a field of stems.
struct Stems {
    postings: Vec<Vec<TermPostings>>,
}

impl Stems {
    fn open(of: &Collector<'_>, set: impl Fn(&plan::Leaf) -> Option<&TermSet>) -> Result<Self, SearchError> {
        let open = |leaf| match set(leaf) {
            Some(set) => open_postings(of.index, of.segment, set, IndexRecordOption::Basic),
            None => Ok(Vec::new()),
        };
        Ok(Self { postings: of.plan.leaves.iter().map(open).collect::<tantivy::Result<_>>()? })
    }

    /// Documents must be asked for in ascending order.
    fn has(&mut self, leaf: usize, doc: DocId) -> bool {
        has(&mut self.postings[leaf], doc)
    }
}

pub(super) fn has(postings: &mut [TermPostings], doc: DocId) -> bool {
    postings.iter_mut().any(|postings| postings.seek(doc) == doc)
}
