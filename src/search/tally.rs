//! What becomes of each document that matches: it is counted, and may be one of the best.

use std::cell::OnceCell;
use std::ops::Range;

use jiff::civil;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use super::collect::{Candidate, Collector, Found, Present, has, keep};
use super::plan::Leaf;
use super::postings::{TermPostings, open_postings};
use super::runs::{Bits, WINDOW};
use super::{SearchError, Sort, facets, rank};
use crate::index::{Index, Numbers};

/// Takes the documents of a stretch, in order.
pub(super) struct Tally<'a> {
    collector: &'a Collector<'a>,
    pub found: Found,
    kept: usize,
    /// Opened when they are first asked for: many a phrase is nowhere, and that takes longer than to find it out.
    columns: OnceCell<Columns>,
    values: Option<facets::Values>,
    /// The documents that have the only word as it was typed.
    typed: Option<Vec<TermPostings>>,
    /// What all words weigh together.
    asked: f64,
}

impl Collector<'_> {
    fn columns<'c>(&self, opened: &'c OnceCell<Columns>) -> Result<&'c Columns, SearchError> {
        if let Some(columns) = opened.get() {
            return Ok(columns);
        }
        let columns = Columns::open(self.index, self.segment)?;
        Ok(opened.get_or_init(|| columns))
    }
}

/// A document that may be one of the best.
pub(super) struct Seat {
    group: u64,
    place: u64,
}

/// What the first look makes of a document.
#[derive(Clone, Copy, Default)]
pub(super) struct Said {
    /// By BM25, with what titles and headings add.
    pub score: f64,
    /// How much of the query the words are.
    pub share: f64,
    pub present: Present,
}

impl<'a> Tally<'a> {
    pub(super) fn open(collector: &'a Collector<'a>, kept: usize) -> Result<Self, SearchError> {
        let Collector { index, plan, segment, options, coverage_first, .. } = collector;
        let found = Found::nothing(plan, options);
        let typed = plan.only_word().and_then(Leaf::as_typed).filter(|_| !coverage_first);
        let open = |forms| open_postings(index, segment, &forms, IndexRecordOption::Basic);
        Ok(Self {
            collector,
            kept,
            columns: OnceCell::new(),
            values: found.facets.values(index, segment)?,
            typed: typed.map(open).transpose()?,
            asked: plan.weight().max(f64::MIN_POSITIVE),
            found,
        })
    }

    pub(super) fn columns(&self) -> Result<&Columns, SearchError> {
        self.collector.columns(&self.columns)
    }

    /// Counts a document, and says where it may sit among the best; nowhere if another of its group is before it.
    pub(super) fn admit(&mut self, doc: DocId) -> Result<Option<Seat>, SearchError> {
        self.found.documents += 1;
        if let Some(values) = &mut self.values {
            self.found.facets.add(values, doc);
        }
        let options = self.collector.options;
        let Columns { days, group_of, place_of, has_groups, .. } = self.collector.columns(&self.columns)?;
        let group = if options.all_versions || !has_groups { 0 } else { group_of.of(doc) };
        let place = match (group, options.sort) {
            (0, _) => 0,
            // By dates a text stands where it was there first.
            (_, Sort::Oldest) => {
                let day = days.get(doc).filter(|day| *day > 0).unwrap_or(u64::from(u32::MAX));
                day << 32 | place_of.of(doc)
            }
            _ => place_of.of(doc),
        };
        if group == 0 {
            self.found.alone += 1;
        } else if self.found.groups.get(&group).is_some_and(|(best_place, _)| *best_place <= place) {
            return Ok(None);
        }
        Ok(Some(Seat { group, place }))
    }

    /// Takes a document for one of the best, if it is.
    pub(super) fn take(
        &mut self,
        seat: Seat,
        doc: DocId,
        length_id: u8,
        Said { score, share, present }: Said,
    ) -> Result<(), SearchError> {
        let Collector { options, coverage_first, number, .. } = self.collector;
        let (kept, asked, coverage_first, segment) = (self.kept, self.asked, *coverage_first, *number);
        let is_typed = self.typed.as_mut().is_none_or(|typed| has(typed, doc));
        let columns = self.collector.columns(&self.columns)?;
        let day = || columns.days.of(doc);
        let freshness = options.half_life_days.map_or(1.0, |half_life_days| {
            rank::recency(age_days(day(), options.today, half_life_days), half_life_days)
        });
        let rank = match options.sort {
            Sort::Score if coverage_first => rank::of_share(share, score, asked),
            Sort::Score if !is_typed => rank::of_other_forms(score * freshness),
            Sort::Score => score * freshness,
            Sort::Newest => day() as f64,
            // Documents without a date come last either way.
            Sort::Oldest => match day() {
                0 => f64::MIN,
                day => -(day as f64),
            },
        };
        let is_worse = |worst: &Candidate| rank < worst.rank;
        if seat.group == 0 && self.found.best.len() >= kept && self.found.best.peek().is_some_and(is_worse) {
            return Ok(());
        }
        let id = columns.ids.of(doc);
        let group = seat.group;
        let candidate = Candidate { rank, score, freshness, id, group, segment, doc, length_id, present };
        if seat.group == 0 {
            keep(&mut self.found.best, candidate, kept);
        } else {
            self.found.groups.insert(seat.group, (seat.place, candidate));
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Found, SearchError> {
        if let Some(values) = self.values {
            self.found.facets.settle(values)?;
        }
        Ok(self.found)
    }
}

/// What is known of each document of a segment without reading its record.
pub(super) struct Columns {
    ids: Numbers,
    days: Numbers,
    pub length_ids: Numbers,
    group_of: Numbers,
    has_groups: bool,
    place_of: Numbers,
}

impl Columns {
    fn open(index: &Index, segment: &SegmentReader) -> tantivy::Result<Self> {
        let column = |name| index.column(segment, name);
        let group_of = column("group")?;
        Ok(Self {
            ids: column("id")?,
            days: column("first_day")?,
            length_ids: column("length")?,
            has_groups: group_of.most() > 0,
            group_of,
            place_of: column("place")?,
        })
    }

    /// The classes of the lengths of these documents, the first of which is `documents.start`.
    pub(super) fn length_ids_of(
        &self,
        matching: &Bits,
        documents: Range<DocId>,
        length_ids: &mut [u8; WINDOW],
    ) {
        /// Of fewer in a window each is asked for by itself.
        const DENSE: usize = 64;
        let mut of_all = [0_u64; WINDOW];
        if matching.len() < DENSE {
            for place in matching.iter() {
                length_ids[place] = self.length_ids.of(documents.start + place as DocId) as u8;
            }
            return;
        }
        let of_all = &mut of_all[..documents.len()];
        self.length_ids.of_range(documents.start, of_all);
        length_ids.iter_mut().zip(of_all).for_each(|(id, own)| *id = *own as u8);
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
