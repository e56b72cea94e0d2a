//! How many of all matching documents have which speaker, author, source, kind, language or year.

use std::collections::BTreeMap;

use crate::index::Entry;

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

    fn values(self, entry: &Entry) -> Vec<String> {
        let metadata = &entry.metadata;
        match self {
            Self::Speaker => entry.speakers.clone(),
            Self::Author => metadata.authors.clone(),
            Self::Source => metadata.source.iter().cloned().collect(),
            Self::Kind => vec![entry.kind.name().to_owned()],
            Self::Lang => metadata.language.iter().cloned().collect(),
            Self::Year => {
                metadata.date.iter().map(|date| date.to_string().chars().take(4).collect()).collect()
            }
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
    facets: Vec<(Facet, BTreeMap<String, usize>, usize)>,
}

impl Counter {
    pub(super) fn new(facets: &[Facet]) -> Self {
        let mut distinct: Vec<Facet> = Vec::new();
        for facet in facets {
            if !distinct.contains(facet) {
                distinct.push(*facet);
            }
        }
        Self { facets: distinct.into_iter().map(|facet| (facet, BTreeMap::new(), 0)).collect() }
    }

    /// Whether there is nothing to count.
    pub(super) fn is_idle(&self) -> bool {
        self.facets.is_empty()
    }

    pub(super) fn add(&mut self, entry: &Entry) {
        for (facet, counts, without) in &mut self.facets {
            let mut values = facet.values(entry);
            values.sort_unstable();
            values.dedup();
            *without += usize::from(values.is_empty());
            for value in values {
                *counts.entry(value).or_default() += 1;
            }
        }
    }

    pub(super) fn finish(self) -> Vec<FacetCounts> {
        let finish = |(facet, counts, without): (Facet, BTreeMap<String, usize>, usize)| {
            let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
            if facet != Facet::Year {
                counts.sort_by(|(left, more), (right, less)| less.cmp(more).then_with(|| left.cmp(right)));
            }
            FacetCounts { facet, counts, without }
        };
        self.facets.into_iter().map(finish).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_once_a_document() {
        let entry = |speakers: &[&str], date: Option<&str>| {
            let mut entry = Entry {
                speakers: speakers.iter().map(|name| (*name).to_owned()).collect(),
                ..Entry::default()
            };
            entry.metadata.date = date.map(|date| date.parse().unwrap());
            entry
        };
        let mut counter = Counter::new(&[Facet::Speaker, Facet::Year, Facet::Speaker]);
        counter.add(&entry(&["Ben", "Ada", "Ada"], Some("2021-03")));
        counter.add(&entry(&["Ada"], Some("2019")));
        counter.add(&entry(&[], None));
        let found = counter.finish();
        let speakers = vec![("Ada".to_owned(), 2), ("Ben".to_owned(), 1)];
        let years = vec![("2019".to_owned(), 1), ("2021".to_owned(), 1)];
        assert_eq!(
            found,
            [
                FacetCounts { facet: Facet::Speaker, counts: speakers, without: 1 },
                FacetCounts { facet: Facet::Year, counts: years, without: 1 },
            ]
        );
    }
}
