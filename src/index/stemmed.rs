//! How each document was stemmed: asked for at every posting of a stem, so kept where that costs nothing.

use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use crate::analyzer::Stemmings;

/// How the documents of an index were stemmed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stemmed {
    segments: Vec<(SegmentId, Arc<[u8]>)>,
}

impl Stemmed {
    pub(super) fn read(searcher: &Searcher) -> tantivy::Result<Self> {
        let read = |segment: &SegmentReader| {
            let column = segment.fast_fields().u64("stemming")?;
            let mut numbers = vec![0; segment.max_doc() as usize];
            column.values.get_range(0, &mut numbers);
            Ok((segment.segment_id(), numbers.into_iter().map(|number| number as u8).collect()))
        };
        let segments = searcher.segment_readers().iter().map(read).collect::<tantivy::Result<_>>()?;
        Ok(Self { segments })
    }

    /// How the documents of a segment were stemmed.
    pub(crate) fn of(&self, segment: &SegmentReader) -> StemmedSegment {
        let id = segment.segment_id();
        let found = self.segments.iter().find(|(other, _)| *other == id);
        StemmedSegment { numbers: found.map(|(_, numbers)| Arc::clone(numbers)).unwrap_or_default() }
    }
}

/// How the documents of a segment were stemmed.
#[derive(Clone, Debug)]
pub(crate) struct StemmedSegment {
    numbers: Arc<[u8]>,
}

impl StemmedSegment {
    /// Whether a document was stemmed in one of these ways.
    #[inline]
    pub(crate) fn is_in(&self, doc: DocId, stemmings: Stemmings) -> bool {
        self.numbers.get(doc as usize).is_some_and(|number| stemmings.has(u64::from(*number)))
    }

    /// The number of a document's way.
    pub(crate) fn number(&self, doc: DocId) -> u64 {
        self.numbers.get(doc as usize).copied().map_or(0, u64::from)
    }
}
