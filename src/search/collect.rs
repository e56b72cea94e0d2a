//! The best documents, before anything is read of them but postings, positions and columns.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use jiff::civil;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use super::cursor::{Cursor, Opener};
use super::matcher::Matcher;
use super::plan::{self, Plan, TermSet};
use super::postings::{TermPostings, open_postings};
use super::{Options, SearchError, Sort, facets, rank};
use crate::index::Index;

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
}

/// The best matching member of each group, with its place in the group; the oldest where the oldest
/// come first.
pub(super) type Groups = FxHashMap<u64, (u64, Candidate)>;

/// Keeps the best candidates, `most` of them.
pub(super) fn keep(best: &mut BinaryHeap<Candidate>, candidate: Candidate, most: usize) {
    best.push(candidate);
    if best.len() > most {
        best.pop();
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
        let cursor = self.open()?;
        let end = self.segment.max_doc();
        let cores = if self.takes_long(&cursor) { rayon::current_num_threads() } else { 1 };
        if cores == 1 {
            return self.collect_in(cursor, end, kept);
        }
        let step = (end as usize).div_ceil(cores * STRETCHES_A_CORE);
        let starts: Vec<DocId> = (0..end).step_by(step).collect();
        let stretches = starts.into_par_iter().map(|start| {
            let mut cursor = self.open()?;
            cursor.seek(start);
            self.collect_in(cursor, end.min(start.saturating_add(step as DocId)), kept)
        });
        let stretches: Vec<Found> = stretches.collect::<Result<_, SearchError>>()?;
        let all = stretches.into_iter().reduce(|all, found| all.and(found, kept));
        Ok(all.unwrap_or_else(|| Found::nothing(self.plan, self.options)))
    }

    fn open(&self) -> tantivy::Result<Cursor> {
        Opener { plan: self.plan, segment: self.segment }.open(&self.plan.root)
    }

    /// Whether looking at all that a cursor stops at takes so much longer than waking other cores.
    fn takes_long(&self, cursor: &Cursor) -> bool {
        /// About ten milliseconds. Tests have small archives, and are to see stretches too.
        const COUNTED_MIN: u64 = if cfg!(test) { 2 } else { 100_000 };
        /// Reading positions or a record takes as long as so many documents that are only counted.
        const READING: u64 = 16;
        let reads = !self.plan.is_told_by_postings(&self.plan.root);
        cursor.cost() * if reads { READING } else { 1 } >= COUNTED_MIN
    }

    /// What is found from where the cursor stands up to `end`.
    fn collect_in(&self, mut cursor: Cursor, end: DocId, kept: usize) -> Result<Found, SearchError> {
        let mut found = Found::nothing(self.plan, self.options);
        let manifest = self.index.manifest();
        let lengths = rank::Lengths::new(manifest.documents, manifest.positions);
        let mut columns: Option<Columns> = None;
        let stemmings = match self.plan.leaves.iter().all(|leaf| leaf.abroad.is_empty()) {
            true => None,
            false => Some(self.index.stemmed()?.of(self.segment)),
        };
        let mut titles = Stems::open(self.segment, self.plan, |leaf| leaf.title.as_ref())?;
        let mut headings = Stems::open(self.segment, self.plan, |leaf| leaf.heading.as_ref())?;
        let mut typed =
            match self.plan.only_word().and_then(plan::Leaf::as_typed).filter(|_| !self.coverage_first) {
                Some(forms) => Some(open_postings(self.segment, &forms, IndexRecordOption::Basic)?),
                None => None,
            };
        let needs_positions = !self.plan.is_told_by_postings(&self.plan.root);
        let mut matcher = Matcher::open(self.index, self.plan, self.segment)?;
        let mut values = found.facets.values(self.index, self.segment)?;
        let mut frequencies = vec![0_u32; self.plan.leaves.len()];
        let asked = self.plan.weight().max(f64::MIN_POSITIVE);
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
                found.documents += 1;
                if let Some(values) = &mut values {
                    found.facets.add(values, doc);
                }
                found.seen.iter_mut().zip(&frequencies).for_each(|(seen, count)| *seen |= *count > 0);
                // Not before: many a phrase is nowhere, and looking them up takes longer than that.
                let Columns { ids, days, length_ids, group_of, place_of } = match &columns {
                    Some(columns) => columns,
                    None => columns.insert(Columns::open(self.segment)?),
                };
                let group = if self.options.all_versions { 0 } else { group_of.first(doc).unwrap_or(0) };
                let place = match (group, self.options.sort) {
                    (0, _) => 0,
                    // By dates a text stands where it was there first.
                    (_, Sort::Oldest) => {
                        let day = days.first(doc).filter(|day| *day > 0).unwrap_or(u64::from(u32::MAX));
                        day << 32 | place_of.first(doc).unwrap_or(0)
                    }
                    _ => place_of.first(doc).unwrap_or(0),
                };
                if group == 0 {
                    found.alone += 1;
                } else if found.groups.get(&group).is_some_and(|(best_place, _)| *best_place <= place) {
                    doc = cursor.advance();
                    continue;
                }
                let length = length_ids.first(doc).unwrap_or(0) as u8;
                let stemming = stemmings.as_ref().map(|stemmings| stemmings.number(doc));
                let is_abroad =
                    |leaf: &plan::Leaf| stemming.is_some_and(|stemming| leaf.abroad.has(stemming));
                let mut score = 0.0;
                for (number, (leaf, frequency)) in self.plan.leaves.iter().zip(&frequencies).enumerate() {
                    if *frequency > 0 && leaf.weight > 0.0 {
                        let weight = rank::weight_of(leaf, is_abroad(leaf));
                        score += lengths.worth(weight, f64::from(*frequency), length);
                        if titles.has(number, doc) {
                            score += rank::title_worth(weight);
                        } else if headings.has(number, doc) {
                            score += rank::heading_worth(weight);
                        }
                    }
                }
                let freshness = self.options.half_life_days.map_or(1.0, |half_life_days| {
                    let day = days.first(doc).unwrap_or(0);
                    rank::recency(age_days(day, self.options.today, half_life_days), half_life_days)
                });
                let rank = match self.options.sort {
                    Sort::Score if self.coverage_first => {
                        let leaves = self.plan.leaves.iter().zip(&frequencies);
                        let present = leaves.filter(|(leaf, count)| **count > 0 && !leaf.is_function_word);
                        let weight = |(leaf, _): (&plan::Leaf, _)| rank::weight_of(leaf, is_abroad(leaf));
                        rank::of_share(present.map(weight).sum(), score, asked)
                    }
                    Sort::Score if typed.as_mut().is_some_and(|typed| !has(typed, doc)) => {
                        rank::of_other_forms(score * freshness)
                    }
                    Sort::Score => score * freshness,
                    Sort::Newest => days.first(doc).unwrap_or(0) as f64,
                    // Documents without a date come last either way.
                    Sort::Oldest => {
                        days.first(doc).filter(|day| *day > 0).map_or(f64::MIN, |day| -(day as f64))
                    }
                };
                let is_worse = |worst: &Candidate| rank < worst.rank;
                if group != 0 || found.best.len() < kept || !found.best.peek().is_some_and(is_worse) {
                    let id = ids.first(doc).unwrap_or(0);
                    let segment = self.number;
                    let candidate =
                        Candidate { rank, score, freshness, id, group, segment, doc, length_id: length };
                    if group == 0 {
                        keep(&mut found.best, candidate, kept);
                    } else {
                        found.groups.insert(group, (place, candidate));
                    }
                }
            }
            doc = cursor.advance();
        }
        if let Some(values) = values {
            found.facets.settle(values)?;
        }
        Ok(found)
    }
}

/// What is known of each document of a segment without reading its record.
struct Columns {
    ids: Column<u64>,
    days: Column<u64>,
    length_ids: Column<u64>,
    group_of: Column<u64>,
    place_of: Column<u64>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Self {
            ids: fast.u64("id")?,
            days: fast.u64("first_day")?,
            length_ids: fast.u64("length")?,
            group_of: fast.u64("group")?,
            place_of: fast.u64("place")?,
        })
    }
}

/// How old a document of this day is, in days; one without a date as old as `otherwise`.
fn age_days(day: u64, today: civil::Date, otherwise: f64) -> f64 {
    let part = |divisor: u64, modulus: u64| i8::try_from(day / divisor % modulus).unwrap_or_default();
    let year = i16::try_from(day / 10_000).unwrap_or_default();
    match civil::Date::new(year, part(100, 100), part(1, 100)) {
        Ok(date) if day > 0 => date.until(today).map_or(otherwise, |age| f64::from(age.get_days())),
        _ => otherwise,
    }
}

/// Which documents have a leaf in a field of stems.
struct Stems {
    postings: Vec<Vec<TermPostings>>,
}

impl Stems {
    fn open(
        segment: &SegmentReader,
        plan: &Plan,
        set: impl Fn(&plan::Leaf) -> Option<&TermSet>,
    ) -> Result<Self, SearchError> {
        let open = |leaf| match set(leaf) {
            Some(set) => open_postings(segment, set, IndexRecordOption::Basic),
            None => Ok(Vec::new()),
        };
        Ok(Self { postings: plan.leaves.iter().map(open).collect::<tantivy::Result<_>>()? })
    }

    /// Documents must be asked for in ascending order.
    fn has(&mut self, leaf: usize, doc: DocId) -> bool {
        has(&mut self.postings[leaf], doc)
    }
}

fn has(postings: &mut [TermPostings], doc: DocId) -> bool {
    postings.iter_mut().any(|postings| postings.seek(doc) == doc)
}
