//! When something is said, and what is said at a time.

use std::ops::Range;

use super::{Damaged, GROUP, Record};
use crate::document::TimeMark;

impl Record<'_> {
    /// The time mark that holds `byte`, and the byte where the next one begins.
    pub fn mark_at_byte(&self, byte: u32) -> Result<Option<(TimeMark, u32)>, Damaged> {
        let Some(group) = self.mark_table.last_at_most(0, byte) else { return Ok(None) };
        let mut found: Option<TimeMark> = None;
        let mut next_at = self.header.text_bytes;
        for group in group..self.mark_table.rows().min(group + 2) {
            let mut is_past = false;
            self.each_mark(group, |mark| {
                if mark.at <= byte {
                    found = Some(mark);
                } else {
                    next_at = mark.at;
                    is_past = true;
                }
                !is_past
            })?;
            if is_past {
                break;
            }
        }
        Ok(found.map(|mark| (mark, next_at)))
    }

    /// The number of the time mark that holds `byte`.
    pub(super) fn mark_number_at_byte(&self, byte: u32) -> Result<Option<u32>, Damaged> {
        let Some(group) = self.mark_table.last_at_most(0, byte) else { return Ok(None) };
        let mut count = 0;
        self.each_mark(group, |mark| {
            let is_before = mark.at <= byte;
            count += u32::from(is_before);
            is_before
        })?;
        Ok(((group * GROUP) as u32 + count).checked_sub(1))
    }

    /// The time mark of this number.
    pub(super) fn mark(&self, number: u32) -> Result<Option<TimeMark>, Damaged> {
        let (group, mut left) = (number as usize / GROUP, number as usize % GROUP);
        let mut found = None;
        if group < self.mark_table.rows() {
            self.each_mark(group, |mark| {
                found = (left == 0).then_some(mark);
                left = left.wrapping_sub(1);
                found.is_none()
            })?;
        }
        Ok(found)
    }

    /// The last of the time marks.
    pub(crate) fn last_mark(&self) -> Result<Option<TimeMark>, Damaged> {
        let Some(group) = self.mark_table.rows().checked_sub(1) else { return Ok(None) };
        let mut last = None;
        self.each_mark(group, |mark| {
            last = Some(mark);
            true
        })?;
        Ok(last)
    }

    /// The bytes from the first to the last of what is said from `start_ms` until `end_ms`, or until
    /// the end.
    pub(crate) fn bytes_of_time(
        &self,
        start_ms: u32,
        end_ms: Option<u32>,
    ) -> Result<Option<Range<u32>>, Damaged> {
        let mut found: Option<Range<u32>> = None;
        let mut before: Option<TimeMark> = None;
        // Words without an end last until the next mark, so a mark is looked at with the next one.
        let mut take = |mark: TimeMark, next_at: u32, next_ms: Option<u32>| {
            let last_ms = mark.end_ms.or(next_ms).map_or(u32::MAX, |last_ms| last_ms.max(mark.start_ms));
            let is_in = end_ms.is_none_or(|end_ms| mark.start_ms <= end_ms)
                && (last_ms > start_ms || mark.start_ms >= start_ms);
            if !is_in || next_at <= mark.at {
                return;
            }
            let mut said = mark.at..next_at;
            if mark.is_long(next_ms) {
                // Where it is said that early, and that late.
                let first = |is_past: &dyn Fn(u32) -> bool| {
                    let (mut low, mut high) = (mark.at, next_at);
                    while low < high {
                        let middle = low + (high - low) / 2;
                        match is_past(mark.said_at(middle, next_at, next_ms, false).0) {
                            true => high = middle,
                            false => low = middle + 1,
                        }
                    }
                    low
                };
                // Behind the last word nobody may speak for a while.
                let start = first(&|ms| ms >= start_ms).min(next_at - 1);
                said = start..first(&|ms| end_ms.is_some_and(|end_ms| ms > end_ms));
            }
            if said.start < said.end {
                found.get_or_insert(said.clone()).end = said.end;
            }
        };
        for group in 0..self.mark_table.rows() {
            self.each_mark(group, |mark| {
                if let Some(before) = before.replace(mark) {
                    take(before, mark.at, Some(mark.start_ms));
                }
                true
            })?;
        }
        if let Some(last) = before {
            take(last, self.header.text_bytes, None);
        }
        Ok(found)
    }
}
