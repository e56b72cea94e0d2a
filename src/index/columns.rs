//! Columns of numbers, opened once: to find one among the others takes longer than most queries need it for.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, ColumnIndex};
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader};

/// A column of a segment: a number for each document.
#[derive(Clone, Debug)]
pub(crate) struct Numbers(Column<u64>);

impl Numbers {
    /// The number of a document.
    #[inline]
    pub(crate) fn get(&self, doc: DocId) -> Option<u64> {
        // Mostly each document has one, and where it stands need not be looked up.
        match self.0.index {
            ColumnIndex::Full => Some(self.0.values.get_val(doc)),
            _ => self.0.first(doc),
        }
    }

    /// The number of a document; 0 where there is none.
    #[inline]
    pub(crate) fn of(&self, doc: DocId) -> u64 {
        self.get(doc).unwrap_or(0)
    }

    /// Those of the documents from this one on, as many as there is room for.
    pub(crate) fn of_range(&self, start: DocId, numbers: &mut [u64]) {
        match self.0.index {
            ColumnIndex::Full => self.0.values.get_range(u64::from(start), numbers),
            _ => (start..).zip(numbers).for_each(|(doc, number)| *number = self.of(doc)),
        }
    }

    /// No document has a greater one.
    pub(crate) fn most(&self) -> u64 {
        self.0.max_value()
    }
}

/// The columns of an index that were asked for.
#[derive(Default)]
pub(super) struct Columns(Mutex<FxHashMap<(SegmentId, &'static str), Numbers>>);

impl Columns {
    /// A column of a segment.
    pub(super) fn of(&self, segment: &SegmentReader, name: &'static str) -> tantivy::Result<Numbers> {
        let key = (segment.segment_id(), name);
        let opened = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(column) = opened().get(&key) {
            return Ok(column.clone());
        }
        let column = Numbers(segment.fast_fields().u64(name)?);
        Ok(opened().entry(key).or_insert(column).clone())
    }
}
