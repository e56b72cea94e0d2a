//! Columns of numbers, opened once: to find one among the others takes longer than most queries need it for.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::SegmentReader;
use tantivy::columnar::Column;
use tantivy::index::SegmentId;

/// The columns of an index that were asked for.
#[derive(Default)]
pub(super) struct Columns(Mutex<FxHashMap<(SegmentId, &'static str), Column<u64>>>);

impl Columns {
    /// A column of a segment.
    pub(super) fn of(&self, segment: &SegmentReader, name: &'static str) -> tantivy::Result<Column<u64>> {
        let key = (segment.segment_id(), name);
        let opened = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(column) = opened().get(&key) {
            return Ok(column.clone());
        }
        let column = segment.fast_fields().u64(name)?;
        Ok(opened().entry(key).or_insert(column).clone())
    }
}
