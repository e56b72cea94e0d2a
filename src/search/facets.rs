//! How many of all matching documents have which speaker, author, source, kind, language or year.
//!
//! Kinds, languages and years are read from the index's terms and columns. Names are not: the index
//! has their words, but not how they are spelled; of them as much of a document's record is read as
//! has them.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader};

use super::SearchError;
use crate::index::{Index, Record};

/// What documents are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Who speaks.
    Speaker,
    /// Who wrote it, or whose show it is.
    Author,
    /// The feed, site or folder it belongs to.
    Source,
    /// What it is.
    Kind,
    /// Its language.
    Lang,
    /// The year of its date.
    Year,
}

impl Facet {
    /// Every facet, in the order in which they are listed to people.
    pub const ALL: [Self; 6] =
        [Self::Speaker, Self::Author, Self::Source, Self::Kind, Self::Lang, Self::Year];

    /// The word for it in arguments and outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Author => "author",
            Self::Source => "source",
            Self::Kind => "kind",
            Self::Lang => "lang",
            Self::Year => "year",
        }
    }
}

/// The values of a facet among all documents that match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// What was counted.
    pub facet: Facet,
    /// The values with the number of documents that have them: the most common first, years in
    /// order. A document with several speakers counts for each.
    pub counts: Vec<(String, usize)>,
    /// How many documents have no value.
    pub without: usize,
}

/// Counts as documents are collected.
pub(super) struct Counter {
    facets: Vec<Count>,
}

struct Count {
    facet: Facet,
    counts: FxHashMap<String, usize>,
    without: usize,
}

impl Count {
    fn add(&mut self, value: &str) {
        match self.counts.get_mut(value) {
            Some(count) => *count += 1,
            None => drop(self.counts.insert(value.to_owned(), 1)),
        }
    }

    /// Counts each value once.
    fn add_names(&mut self, names: &mut [String]) {
        names.sort_unstable();
        self.without += usize::from(names.is_empty());
        for (number, name) in names.iter().enumerate() {
            if number == 0 || *name != names[number - 1] {
                self.add(name);
            }
        }
    }

    fn add_one(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.add(value),
            None => self.without += 1,
        }
    }
}

impl Counter {
    pub(super) fn new(facets: &[Facet]) -> Self {
        let mut distinct: Vec<Count> = Vec::new();
        for facet in facets {
            if distinct.iter().all(|count| count.facet != *facet) {
                distinct.push(Count { facet: *facet, counts: FxHashMap::default(), without: 0 });
            }
        }
        Self { facets: distinct }
    }

    fn counts(&self, facet: Facet) -> bool {
        self.facets.iter().any(|count| count.facet == facet)
    }

    /// Where the values of a segment's documents are; nothing where there is nothing to count.
    pub(super) fn values(
        &self,
        index: &Index,
        segment: &SegmentReader,
    ) -> Result<Option<Values>, SearchError> {
        if self.facets.is_empty() {
            return Ok(None);
        }
        let terms = |facet, field| match self.counts(facet) {
            true => Terms::open(segment, field),
            false => Ok(Terms::default()),
        };
        Ok(Some(Values {
            kinds: terms(Facet::Kind, index.fields().kind)?,
            languages: terms(Facet::Lang, index.fields().language)?,
            days: segment.fast_fields().u64("first_day")?,
        }))
    }

    /// Counts a document of the segment that `values` are of; they come in ascending order. `record`
    /// is asked for only where no column has the values.
    pub(super) fn add<'a>(
        &mut self,
        values: &mut Values,
        doc: DocId,
        record: impl FnOnce() -> Result<Record<'a>, SearchError>,
    ) -> Result<(), SearchError> {
        let is_named = [Facet::Speaker, Facet::Author, Facet::Source].iter().any(|facet| self.counts(*facet));
        let mut named = match is_named {
            true => record()?.told()?,
            false => Named::default(),
        };
        for count in &mut self.facets {
            match count.facet {
                Facet::Speaker => count.add_names(&mut named.speakers),
                Facet::Author => count.add_names(&mut named.authors),
                Facet::Source => count.add_one(named.source.as_deref()),
                Facet::Kind => count.add_one(values.kinds.of(doc)),
                Facet::Lang => count.add_one(values.languages.of(doc)),
                Facet::Year => {
                    let day = values.days.first(doc).filter(|day| *day > 0);
                    count.add_one(day.map(|day| format!("{:04}", day / 10_000)).as_deref());
                }
            }
        }
        Ok(())
    }

    /// Adds what was counted by the same facets elsewhere.
    pub(super) fn take_in(&mut self, other: Self) {
        for (count, other) in self.facets.iter_mut().zip(other.facets) {
            count.without += other.without;
            for (value, documents) in other.counts {
                *count.counts.entry(value).or_default() += documents;
            }
        }
    }

    pub(super) fn finish(self) -> Vec<FacetCounts> {
        let finish = |Count { facet, counts, without }: Count| {
            let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
            if facet == Facet::Year {
                counts.sort_unstable();
            } else {
                counts.sort_by(|(left, more), (right, less)| less.cmp(more).then_with(|| left.cmp(right)));
            }
            FacetCounts { facet, counts, without }
        };
        self.facets.into_iter().map(finish).collect()
    }
}

/// What is counted of what is said about a document. The rest, which is most of it, is passed over.
#[derive(Default, serde::Deserialize)]
struct Named {
    #[serde(default)]
    speakers: Vec<String>,
    #[serde(default)]
    authors: Vec<String>,
    source: Option<String>,
}

/// The values of a segment's documents that need not be read from their records.
pub(super) struct Values {
    kinds: Terms,
    languages: Terms,
    days: Column<u64>,
}

/// The terms of a field of which each document has one at most.
#[derive(Default)]
struct Terms {
    /// The most common first.
    postings: Vec<(String, SegmentPostings)>,
}

impl Terms {
    fn open(segment: &SegmentReader, field: Field) -> Result<Self, SearchError> {
        let index = segment.inverted_index(field)?;
        let mut terms = index.terms().stream().map_err(SearchError::io)?;
        let mut postings = Vec::new();
        while terms.advance() {
            let value = String::from_utf8_lossy(terms.key()).into_owned();
            let opened = index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic);
            postings.push((value, opened.map_err(SearchError::io)?));
        }
        postings.sort_by_key(|(_, postings)| Reverse(postings.doc_freq()));
        Ok(Self { postings })
    }

    /// The value of a document. They must be asked for in ascending order.
    fn of(&mut self, doc: DocId) -> Option<&str> {
        let found = self.postings.iter_mut().find_map(|(value, postings)| {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            (postings.doc() == doc).then_some(&*value)
        });
        found.map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_once_a_document() {
        let mut counter = Counter::new(&[Facet::Speaker, Facet::Speaker]);
        for speakers in [&["Ben", "Ada", "Ada"][..], &["Ada"], &[]] {
            let mut speakers: Vec<String> = speakers.iter().map(|name| (*name).to_owned()).collect();
            counter.facets[0].add_names(&mut speakers);
        }
        let counts = vec![("Ada".to_owned(), 2), ("Ben".to_owned(), 1)];
        assert_eq!(counter.finish(), [FacetCounts { facet: Facet::Speaker, counts, without: 1 }]);
    }
}
