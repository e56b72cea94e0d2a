//! Reading parts of a record: pieces of text, groups of blocks and of marks, and the tables over them.

use std::sync::Arc;

use super::{
    BLOCK_KINDS, COLUMNS, Damaged, GROUP, PlacedBlock, Record, USUAL_GAP_BYTES, WordPlace, mark_form, packed,
};
use crate::analyzer::{as_one, compound, exact_form, words};
use crate::document::{Block, TimeMark};
use crate::varint;

impl Record<'_> {
    pub(super) fn place_in_piece(
        &self,
        piece: usize,
        wanted: &mut std::iter::Peekable<impl Iterator<Item = u32>>,
        out: &mut Vec<WordPlace>,
    ) -> Result<(), Damaged> {
        let (start, piece_position) = self.piece_table.row(piece);
        let bytes = self.piece(piece)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Damaged)?;
        let end = start + bytes.len() as u32;
        let next_piece_position =
            if piece + 1 < self.piece_table.rows() { self.piece_table.row(piece + 1).1 } else { u32::MAX };
        while let Some(position) = wanted.peek().copied().filter(|position| *position < next_piece_position) {
            let placed = self.block_at_position(position)?.ok_or(Damaged)?;
            // Count from the start of the block or of the piece, whichever is nearer.
            let (from, mut at) = if placed.block.start >= start {
                (placed.block.start, placed.position)
            } else {
                (start, piece_position)
            };
            let to = placed.block.end.min(end);
            let stretch = text.get((from - start) as usize..(to - start) as usize).ok_or(Damaged)?;
            for word in words(stretch) {
                if wanted.next_if_eq(&at).is_some() {
                    let range = from + word.form.start as u32..from + word.mark.end as u32;
                    let compound = compound(stretch, &word).and_then(|compound| {
                        let (as_one, _) = as_one(&stretch[compound.clone()])?;
                        Some((from + compound.end as u32, exact_form(&as_one)))
                    });
                    out.push(WordPlace { range, compound });
                }
                at += 1;
            }
            if wanted.peek() == Some(&position) {
                return Err(Damaged);
            }
        }
        Ok(())
    }

    pub(super) fn piece(&self, piece: usize) -> Result<Arc<Vec<u8>>, Damaged> {
        let start = self.piece_table.offset(piece);
        let end = if piece + 1 < self.piece_table.rows() {
            self.piece_table.offset(piece + 1)
        } else {
            self.piece_data.len()
        };
        let first_byte = self.piece_table.row(piece).0;
        let next_byte = if piece + 1 < self.piece_table.rows() {
            self.piece_table.row(piece + 1).0
        } else {
            self.header.text_bytes
        };
        let data = self.piece_data.get(start..end).ok_or(Damaged)?;
        let size = next_byte.checked_sub(first_byte).ok_or(Damaged)? as usize;
        self.store.decompress(data, size)
    }

    pub(super) fn last_block(
        &self,
        column: usize,
        target: u32,
        key: impl Fn(&PlacedBlock) -> u32,
    ) -> Result<Option<PlacedBlock>, Damaged> {
        let Some(group) = self.block_table.last_at_most(column, target) else { return Ok(None) };
        let blocks = self.blocks_of_group(group)?;
        let before = blocks.partition_point(|placed| key(placed) <= target);
        Ok(before.checked_sub(1).map(|last| blocks[last]))
    }

    /// The blocks of a group.
    pub(super) fn blocks_of_group(&self, group: usize) -> Result<Arc<[PlacedBlock]>, Damaged> {
        let data = self.block_data.get(self.block_table.offset(group)..).ok_or(Damaged)?;
        self.store.blocks(data, || {
            let mut blocks = Vec::with_capacity(GROUP);
            self.read_blocks(group, &mut blocks)?;
            Ok(blocks)
        })
    }

    fn read_blocks(&self, group: usize, blocks: &mut Vec<PlacedBlock>) -> Result<(), Damaged> {
        let (mut position, start) = self.block_table.row(group);
        let mut byte = start.wrapping_sub(USUAL_GAP_BYTES);
        let mut data = self.block_data.get(self.block_table.offset(group)..).ok_or(Damaged)?;
        let first = (group * GROUP) as u32;
        let count = self.header.blocks.saturating_sub(first).min(GROUP as u32) as usize;
        // A column for each of what is told of blocks; some have it for few of them.
        let [mut flags, mut distances, mut lengths, mut gaps, mut speakers, mut steps] = [[0; GROUP]; 6];
        packed::read(&mut data, &mut flags[..count])?;
        let with = |flag: u32| flags[..count].iter().filter(|flags| *flags & flag != 0).count();
        packed::read(&mut data, &mut distances[..count.saturating_sub(1)])?;
        packed::read(&mut data, &mut lengths[..count])?;
        packed::read(&mut data, &mut gaps[..with(64)])?;
        packed::read(&mut data, &mut speakers[..with(8)])?;
        let with_line = with(16);
        let mut line = if with_line > 0 { varint::read(&mut data)? } else { 0 };
        packed::read(&mut data, &mut steps[..with_line.saturating_sub(1)])?;
        let (mut gaps, mut speakers, mut steps) = (gaps.iter(), speakers.iter(), steps.iter());
        let mut has_line = false;
        for (index, flags) in flags[..count].iter().enumerate() {
            let number = first + index as u32;
            if index > 0 {
                position = position.checked_add(distances[index - 1]).ok_or(Damaged)?;
            }
            let gap = if flags & 64 != 0 { gaps.next().copied() } else { None };
            let start = byte.wrapping_add(gap.unwrap_or(USUAL_GAP_BYTES));
            let end = start.checked_add(lengths[index]).ok_or(Damaged)?;
            let speaker = if flags & 8 != 0 { speakers.next().copied() } else { None };
            if flags & 16 != 0 && std::mem::replace(&mut has_line, true) {
                line = line.wrapping_add_signed(varint::unzigzag(steps.next().copied().unwrap_or(0)));
            }
            let kind = *BLOCK_KINDS.get(*flags as usize & 7).ok_or(Damaged)?;
            byte = end;
            let (is_boilerplate, line) = (flags & 32 != 0, (flags & 16 != 0).then_some(line));
            let block = Block { kind, start, end, speaker, line, is_boilerplate };
            blocks.push(PlacedBlock { number, block, position });
        }
        Ok(())
    }

    /// Reads the marks of a group until `visit` has seen enough.
    pub(super) fn each_mark(
        &self,
        group: usize,
        mut visit: impl FnMut(TimeMark) -> bool,
    ) -> Result<(), Damaged> {
        let (mut at, mut time_ms) = self.mark_table.row(group);
        let mut data = self.mark_data.get(self.mark_table.offset(group)..).ok_or(Damaged)?;
        let first = (group * GROUP) as u32;
        for _ in first..self.header.marks.min(first + GROUP as u32) {
            let told = varint::read(&mut data)?;
            at = at.checked_add(told / mark_form::COUNT).ok_or(Damaged)?;
            let form = told % mark_form::COUNT;
            let tick_ms = self.header.tick_ms;
            let start_ms = if form == mark_form::NEXT {
                time_ms
            } else {
                let ticks = time_ms.checked_div(tick_ms).ok_or(Damaged)?;
                ticks.wrapping_add_signed(varint::read_signed(&mut data)?).wrapping_mul(tick_ms)
            };
            let end_ms = if form == mark_form::OPEN {
                None
            } else {
                Some(start_ms.saturating_add(varint::read(&mut data)?.saturating_mul(tick_ms)))
            };
            time_ms = end_ms.unwrap_or(start_ms);
            if !visit(TimeMark { at, start_ms, end_ms }) {
                break;
            }
        }
        Ok(())
    }
}

/// A table of rows of three numbers, the first two ascending.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'a> {
    bytes: &'a [u8],
    rows: u32,
    /// How many bytes each number has.
    width: u32,
}

impl<'a> Table<'a> {
    /// The bytes of so many rows of the table of this number, of whose widths the header tells.
    pub(super) fn bytes_of(rows: u32, widths: u32, table: usize) -> usize {
        rows as usize * COLUMNS * width(widths, table)
    }

    pub(super) fn new(bytes: &'a [u8], rows: u32, widths: u32, table: usize) -> Self {
        Self { bytes, rows, width: width(widths, table) as u32 }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows as usize
    }

    fn number(&self, row: usize, column: usize) -> u32 {
        let width = self.width as usize;
        let at = (row * COLUMNS + column) * width;
        let Some(bytes) = self.bytes.get(at..) else { return 0 };
        // All but the last numbers have enough behind them to be read in one go.
        match bytes.first_chunk() {
            Some(bytes) => u32::from_le_bytes(*bytes) & (u32::MAX >> (u32::BITS - 8 * self.width)),
            None => bytes.iter().take(width).rev().fold(0, |number, byte| number << 8 | u32::from(*byte)),
        }
    }

    pub(super) fn row(&self, row: usize) -> (u32, u32) {
        (self.number(row, 0), self.number(row, 1))
    }

    pub(super) fn offset(&self, row: usize) -> usize {
        self.number(row, 2) as usize
    }

    /// The last row whose `column` is at most `target`.
    pub(super) fn last_at_most(&self, column: usize, target: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.rows());
        while low < high {
            let middle = low.midpoint(high);
            if self.number(middle, column) <= target { low = middle + 1 } else { high = middle }
        }
        low.checked_sub(1)
    }
}

/// The width of a table's numbers, of which the header tells one less in two bits.
fn width(widths: u32, table: usize) -> usize {
    (widths >> (2 * table) & 3) as usize + 1
}
