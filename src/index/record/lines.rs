//! The lines of the source that begin inside of blocks.
//!
//! A mark says where its words begin and how many lines they stand below those before them in the block,
//! or below its first line, each in as few bits as a group of them needs (`packed`). Where every
//! line begins with a time mark, as in captions, the number of that mark stands for the place.
//!
//! ```text
//! table    per group: place of its first mark, lines down with it, offset of its data
//! data     per group: distances and steps of its other marks
//! ```

use super::read::Table;
use super::write::{Row, row};
use super::{Damaged, Record, packed};
use crate::document::{Block, BlockKind, Document, LineMark, TimeMark};

/// How many marks share an entry of the table.
pub(super) const GROUP: usize = 64;

/// The lines of a document, written.
#[derive(Default)]
pub(super) struct Written {
    pub rows: Vec<Row>,
    pub data: Vec<u8>,
    pub count: usize,
    /// Places are numbers of time marks rather than bytes.
    pub are_at_times: bool,
}

/// Writes the lines of `document`.
pub(super) fn encode(document: &Document) -> Written {
    let numbers = numbers_of_times(&document.lines, &document.times);
    let are_at_times = numbers.is_some() && !document.lines.is_empty();
    let places = numbers.unwrap_or_else(|| document.lines.iter().map(|mark| mark.at).collect());
    let steps = steps(document);
    let (mut rows, mut data) = (Vec::new(), Vec::new());
    let mut down = 0_u32;
    for (places, steps) in places.chunks(GROUP).zip(steps.chunks(GROUP)) {
        rows.push(row(places[0], down.wrapping_add(steps[0]), data.len()));
        down = steps.iter().fold(down, |down, step| down.wrapping_add(*step));
        let distances: Vec<u32> = places.windows(2).map(|pair| pair[1] - pair[0]).collect();
        packed::push(&mut data, &distances);
        packed::push(&mut data, &steps[1..]);
    }
    Written { rows, data, count: steps.len(), are_at_times }
}

/// Of each line mark the number of the time mark at the same place; nothing where one has none.
fn numbers_of_times(lines: &[LineMark], times: &[TimeMark]) -> Option<Vec<u32>> {
    let mut numbers = Vec::with_capacity(lines.len());
    let mut number = 0;
    for mark in lines {
        number += times[number..].iter().position(|time| time.at >= mark.at)?;
        // Of several at one place the last, which is the one that is found there.
        number += times[number..].partition_point(|time| time.at <= mark.at).checked_sub(1)?;
        numbers.push(u32::try_from(number).ok()?);
    }
    Some(numbers)
}

/// How many lines each mark lies below the one before in its block, or below the block's first.
fn steps(document: &Document) -> Vec<u32> {
    let mut steps = Vec::with_capacity(document.lines.len());
    for block in &document.blocks {
        let mut before = block.line.unwrap_or_default();
        for mark in document.lines_in(block) {
            steps.push(mark.line.saturating_sub(before));
            before = mark.line;
        }
    }
    steps
}

/// The lines of a record, read in parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'a> {
    pub table: Table<'a>,
    pub data: &'a [u8],
    pub count: u32,
    pub are_at_times: bool,
}

impl Lines<'_> {
    /// Calls `visit` with the place of each mark of a group and how far down lines have gone with it, until
    /// it has seen enough.
    fn each(&self, group: usize, mut visit: impl FnMut(u32, u32) -> bool) -> Result<(), Damaged> {
        let (mut place, mut down) = self.table.row(group);
        let mut data = self.data.get(self.table.offset(group)..).ok_or(Damaged)?;
        let count = (self.count as usize).saturating_sub(group * GROUP).min(GROUP).saturating_sub(1);
        let (mut distances, mut steps) = ([0; GROUP], [0; GROUP]);
        packed::read(&mut data, &mut distances[..count])?;
        packed::read(&mut data, &mut steps[..count])?;
        let mut goes_on = visit(place, down);
        for (distance, step) in distances.iter().zip(&steps).take(count) {
            if !goes_on {
                break;
            }
            place = place.wrapping_add(*distance);
            down = down.wrapping_add(*step);
            goes_on = visit(place, down);
        }
        Ok(())
    }

    /// How many lines the marks up to `place` go down, one after the other.
    fn down_to(&self, place: u32) -> Result<u32, Damaged> {
        let Some(group) = self.table.last_at_most(0, place) else { return Ok(0) };
        let mut found = 0;
        self.each(group, |at, down| {
            let is_before = at <= place;
            found = if is_before { down } else { found };
            is_before
        })?;
        Ok(found)
    }
}

impl Record<'_> {
    /// The line of the source on which the word at `byte` of `block` stands, where lines are known.
    pub fn line_at(&self, block: &Block, byte: u32) -> Result<Option<u32>, Damaged> {
        /// What is longer is a file rather than an example, and its first line must do.
        const CODE_BYTES_MAX: u32 = 256 * 1024;
        let Some(first) = block.line else { return Ok(None) };
        if block.kind == BlockKind::Code {
            let before = block.start..byte.max(block.start);
            let code = if before.len() as u32 > CODE_BYTES_MAX { String::new() } else { self.text(before)? };
            let feeds = code.bytes().filter(|byte| *byte == b'\n').count();
            return Ok(Some(first.saturating_add(feeds as u32)));
        }
        if self.lines.count == 0 {
            return Ok(Some(first));
        }
        let down_to = |byte: u32| self.line_place(byte)?.map_or(Ok(0), |place| self.lines.down_to(place));
        let down = down_to(byte)?.wrapping_sub(down_to(block.start)?);
        Ok(Some(first.wrapping_add(down)))
    }

    /// What marks of lines have for `byte`: the number of the time mark that holds it, or the byte itself.
    fn line_place(&self, byte: u32) -> Result<Option<u32>, Damaged> {
        if self.lines.are_at_times { self.mark_number_at_byte(byte) } else { Ok(Some(byte)) }
    }

    /// Where the words of `block` begin that stand on this line of the source, or last above it.
    pub(crate) fn byte_at_line(&self, block: &Block, line: u32) -> Result<u32, Damaged> {
        let down_wanted = line.saturating_sub(block.line.unwrap_or(line));
        if down_wanted == 0 {
            return Ok(block.start);
        }
        if block.kind == BlockKind::Code {
            let code = self.text(block.start..block.end)?;
            let feeds = memchr::memchr_iter(b'\n', code.as_bytes());
            let feed = feeds.take(down_wanted as usize).last();
            return Ok(block.start + feed.map_or(0, |feed| feed as u32 + 1));
        }
        let (first, last) = (self.line_place(block.start)?, self.line_place(block.end.saturating_sub(1))?);
        let Some(last) = last else { return Ok(block.start) };
        let down_before = first.map_or(Ok(0), |first| self.lines.down_to(first))?;
        let first_group = first.and_then(|first| self.lines.table.last_at_most(0, first)).unwrap_or(0);
        let mut found = None;
        for group in first_group..self.lines.table.rows() {
            let mut goes_on = true;
            self.lines.each(group, |place, down| {
                goes_on =
                    place <= last && down.wrapping_sub(down_before) <= down_wanted || first >= Some(place);
                if goes_on && first < Some(place) {
                    found = Some(place);
                }
                goes_on
            })?;
            if !goes_on {
                break;
            }
        }
        match found {
            None => Ok(block.start),
            Some(place) if !self.lines.are_at_times => Ok(place),
            Some(number) => Ok(self.mark(number)?.map_or(block.start, |mark| mark.at)),
        }
    }

    /// The lines inside of `blocks`, which are all of the document, with `times` beside them.
    pub(super) fn all_lines(&self, blocks: &[Block], times: &[TimeMark]) -> Result<Vec<LineMark>, Damaged> {
        let mut marks = Vec::with_capacity(self.lines.count as usize);
        let mut blocks = blocks.iter().peekable();
        // The first line of the block at hand, and how far down lines had gone before it.
        let (mut line, mut down_before, mut last_down) = (0_u32, 0, 0);
        let mut is_whole = true;
        for group in 0..self.lines.table.rows() {
            self.lines.each(group, |place, down| {
                let time = || times.get(place as usize).map(|time| time.at);
                let at = if self.lines.are_at_times { time() } else { Some(place) };
                let Some(at) = at else {
                    is_whole = false;
                    return false;
                };
                while let Some(block) = blocks.next_if(|block| block.start < at) {
                    (line, down_before) = (block.line.unwrap_or_default(), last_down);
                }
                marks.push(LineMark { at, line: line.wrapping_add(down.wrapping_sub(down_before)) });
                last_down = down;
                true
            })?;
        }
        if is_whole { Ok(marks) } else { Err(Damaged) }
    }
}
