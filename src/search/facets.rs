//! How many of all matching documents have which speaker, author, source, kind, language or year.
//!
//! All of them are read from the index's terms and columns. Names are counted by their numbers in a
//! column, and looked up once at the end.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader};

use super::SearchError;
use crate::index::{Index, Numbers};

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
        let names = |facet, name| match self.counts(facet) {
            true => Names::open(segment, name),
            false => Ok(Names::default()),
        };
        Ok(Some(Values {
            speakers: names(Facet::Speaker, "speaker_name")?,
            authors: names(Facet::Author, "author_name")?,
            sources: names(Facet::Source, "source_name")?,
            kinds: terms(Facet::Kind, index.fields().kind)?,
            languages: terms(Facet::Lang, index.fields().language)?,
            days: index.column(segment, "first_day")?,
        }))
    }

    /// Counts a document of the segment that `values` are of; they come in ascending order.
    pub(super) fn add(&mut self, values: &mut Values, doc: DocId) {
        for count in &mut self.facets {
            match count.facet {
                Facet::Speaker => count.without += usize::from(!values.speakers.add(doc)),
                Facet::Author => count.without += usize::from(!values.authors.add(doc)),
                Facet::Source => count.without += usize::from(!values.sources.add(doc)),
                Facet::Kind => count.add_one(values.kinds.of(doc)),
                Facet::Lang => count.add_one(values.languages.of(doc)),
                Facet::Year => {
                    let day = values.days.get(doc).filter(|day| *day > 0);
                    count.add_one(day.map(|day| format!("{:04}", day / 10_000)).as_deref());
                }
            }
        }
    }

    /// Takes up the names that were counted in a segment.
    pub(super) fn settle(&mut self, values: Values) -> Result<(), SearchError> {
        for count in &mut self.facets {
            let names = match count.facet {
                Facet::Speaker => &values.speakers,
                Facet::Author => &values.authors,
                Facet::Source => &values.sources,
                Facet::Kind | Facet::Lang | Facet::Year => continue,
            };
            names.each(|name, documents| *count.counts.entry(name.to_owned()).or_default() += documents)?;
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

/// The values of a segment's documents.
pub(super) struct Values {
    speakers: Names,
    authors: Names,
    sources: Names,
    kinds: Terms,
    languages: Terms,
    days: Numbers,
}

/// The names of a column, and in how many documents each is.
#[derive(Default)]
struct Names {
    /// Nothing where no document has one.
    column: Option<StrColumn>,
    /// By the number of the name.
    documents: Vec<usize>,
    /// Those of the document at hand.
    of_document: Vec<u64>,
}

impl Names {
    fn open(segment: &SegmentReader, name: &str) -> Result<Self, SearchError> {
        let column = segment.fast_fields().str(name)?;
        let documents = vec![0; column.as_ref().map_or(0, |column| column.num_terms())];
        Ok(Self { column, documents, of_document: Vec::new() })
    }

    /// Counts a document's names, each once. Returns whether it has any.
    fn add(&mut self, doc: DocId) -> bool {
        self.of_document.clear();
        if let Some(column) = &self.column {
            self.of_document.extend(column.term_ords(doc));
        }
        self.of_document.sort_unstable();
        self.of_document.dedup();
        for number in &self.of_document {
            if let Some(documents) = self.documents.get_mut(*number as usize) {
                *documents += 1;
            }
        }
        !self.of_document.is_empty()
    }

    /// Calls `visit` with every name that was counted.
    fn each(&self, mut visit: impl FnMut(&str, usize)) -> Result<(), SearchError> {
        let Some(column) = &self.column else { return Ok(()) };
        let counted: Vec<u64> =
            (0..).zip(&self.documents).filter(|(_, documents)| **documents > 0).map(|(at, _)| at).collect();
        let mut next = counted.iter();
        let all = column.dictionary().sorted_ords_to_term_cb(&counted, |name| {
            if let Some(number) = next.next() {
                visit(&String::from_utf8_lossy(name), self.documents[*number as usize]);
            }
        });
        all.map(drop).map_err(SearchError::io)
    }
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
