//! One document as it lies in the store: metadata, blocks, times and text, each readable in parts.
//!
//! A passage needs a few kilobytes of a text that may have megabytes. So the text is in pieces of
//! [`PIECE_BYTES`], each compressed by itself, and blocks and time marks are in groups with a table
//! over them: whatever lies at a position, a byte or a block number is found by a binary search and
//! read without the rest.
//!
//! ```text
//! header          13 numbers, as in `Header`, as varints
//! metadata        JSON, see `Entry`, a zstd frame
//! block table     per group: first position, first byte, offset of its data
//! block data      per block: varints
//! mark table      per group: first byte, first millisecond, offset of its data
//! mark data       per mark: varints
//! piece table     per piece: first byte, first position, offset of its data
//! piece data      zstd frames, as all of them with the generation's dictionary
//! ```

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::store::Store;
use crate::analyzer::words;
use crate::document::{Block, BlockKind, Document, Kind, Metadata, TimeMark};
use crate::varint;

/// A piece of text closes at the first word from here on.
pub(crate) const PIECE_BYTES: usize = 8 * 1024;
/// Positions between the last word of the title and the first of the text, so that no phrase and
/// no passage reaches over.
pub(crate) const TITLE_GAP: u32 = 16;
/// How many blocks or marks share an entry of their table.
const GROUP: usize = 32;
const ROW_BYTES: usize = 12;
/// No source is so large; the distance between two marks has room for what else is told there.
const TEXT_BYTES_MAX: usize = 1 << 30;
/// Between most blocks there is an empty line.
const USUAL_GAP_BYTES: u32 = 2;

/// The store holds something that no writer wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the index is damaged; `ibid index --rebuild` makes it anew")]
pub struct Damaged;

impl From<varint::Cut> for Damaged {
    fn from(_: varint::Cut) -> Self {
        Self
    }
}

/// What is said about a document, without its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The path of its source in the archive, `/` between the parts.
    pub path: String,
    /// Names the document inside its source; mostly empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub part: String,
    /// What the document is.
    pub kind: Kind,
    /// The name of the format it was read from.
    pub format: String,
    /// What is known about it.
    #[serde(flatten)]
    pub metadata: Metadata,
    /// The people who speak; [`Block::speaker`] points here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<String>,
    /// How many words the text has.
    pub words: u32,
    /// The file that holds it, where that is not its path: a collection of documents that were
    /// exported from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<String>,
}

impl Entry {
    /// What is said about `document`, which came from the source at `path`.
    pub(super) fn new(path: &str, document: &Document, words: u32) -> Self {
        Self {
            path: document.path.clone().unwrap_or_else(|| path.to_owned()),
            part: document.part.clone(),
            kind: document.kind,
            format: document.format.clone(),
            metadata: document.metadata.clone(),
            speakers: document.speakers.clone(),
            words,
            collection: document.path.as_deref().filter(|own| *own != path).map(|_| path.to_owned()),
        }
    }
    /// The path of the file in the archive that holds the document.
    pub fn file_path(&self) -> &str {
        self.collection.as_deref().unwrap_or(&self.path)
    }
}

/// Where the words of a document stand, as the analyzer counted them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Words of the title; they come first.
    pub title_positions: u32,
    /// One past the last position.
    pub end_position: u32,
    /// The position of the first word of each block, or of the next word where it has none.
    pub blocks: Vec<u32>,
    /// Where each piece of text begins: byte and position.
    pub pieces: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, Debug)]
struct Header {
    /// All that comes behind the header.
    sections_bytes: u32,
    entry_bytes: u32,
    block_data_bytes: u32,
    mark_data_bytes: u32,
    piece_data_bytes: u32,
    text_bytes: u32,
    title_positions: u32,
    end_position: u32,
    blocks: u32,
    marks: u32,
    pieces: u32,
    entry_unpacked_bytes: u32,
    /// What every time in the record is a multiple of, in milliseconds.
    tick_ms: u32,
}

/// Writes `document` as a record.
pub(crate) fn encode(
    document: &Document,
    entry: &Entry,
    layout: &Layout,
    compressor: &mut zstd::bulk::Compressor<'_>,
) -> std::io::Result<Vec<u8>> {
    if document.text.len() > TEXT_BYTES_MAX {
        return Err(std::io::Error::other("document of more than a GiB"));
    }
    let entry_json = serde_json::to_vec(entry)?;
    let entry_frame = compressor.compress(&entry_json)?;
    let (block_table, block_data) = encode_blocks(&document.blocks, &layout.blocks);
    let tick_ms = tick_ms(&document.times);
    let (mark_table, mark_data) = encode_marks(&document.times, tick_ms);
    let (piece_table, piece_data) = encode_pieces(&document.text, &layout.pieces, compressor)?;
    let sections =
        [&entry_frame, &block_table, &block_data, &mark_table, &mark_data, &piece_table, &piece_data];
    let sections_bytes = sections.iter().map(|section| section.len()).sum::<usize>();
    let header = [
        sections_bytes,
        entry_frame.len(),
        block_data.len(),
        mark_data.len(),
        piece_data.len(),
        document.text.len(),
        layout.title_positions as usize,
        layout.end_position as usize,
        document.blocks.len(),
        document.times.len(),
        layout.pieces.len(),
        entry_json.len(),
        tick_ms as usize,
    ];
    let mut out = Vec::with_capacity(header.len() * 5 + sections_bytes);
    for number in header {
        let number =
            u32::try_from(number).map_err(|_| std::io::Error::other("document of more than 4 GiB"))?;
        varint::push(&mut out, number);
    }
    sections.iter().for_each(|section| out.extend_from_slice(section));
    Ok(out)
}

fn encode_blocks(blocks: &[Block], positions: &[u32]) -> (Vec<u8>, Vec<u8>) {
    let (mut table, mut data) = (Vec::new(), Vec::new());
    let (mut byte, mut position, mut line) = (0, 0, 0_u32);
    for (number, (block, first_position)) in blocks.iter().zip(positions).enumerate() {
        if number % GROUP == 0 {
            push_row(&mut table, *first_position, block.start, data.len());
            (byte, position, line) = (block.start, *first_position, 0);
        }
        let flags = block_kind_number(block.kind)
            | u32::from(block.speaker.is_some()) << 3
            | u32::from(block.line.is_some()) << 4
            | u32::from(block.is_boilerplate) << 5
            | u32::from(block.start - byte != USUAL_GAP_BYTES) << 6;
        varint::push(&mut data, flags);
        varint::push(&mut data, first_position - position);
        if block.start - byte != USUAL_GAP_BYTES {
            varint::push(&mut data, block.start - byte);
        }
        varint::push(&mut data, block.end - block.start);
        if let Some(speaker) = block.speaker {
            varint::push(&mut data, speaker);
        }
        if let Some(first_line) = block.line {
            varint::push_signed(&mut data, first_line.wrapping_sub(line).cast_signed());
            line = first_line;
        }
        (byte, position) = (block.end, *first_position);
    }
    (table, data)
}

/// What all times of the marks are a multiple of: captions count in hundredths or fiftieths, those
/// who type times in seconds.
fn tick_ms(marks: &[TimeMark]) -> u32 {
    let numbers = marks.iter().flat_map(|mark| [Some(mark.start_ms), mark.end_ms]).flatten();
    numbers.fold(0, greatest_common_divisor).max(1)
}

fn greatest_common_divisor(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// How a mark is told, beside the distance from the one before.
mod mark_form {
    /// When it begins; it has no end.
    pub(super) const OPEN: u32 = 0;
    /// How long it lasts; it begins where the one before ended.
    pub(super) const NEXT: u32 = 1;
    /// When it begins and how long it lasts.
    pub(super) const WHOLE: u32 = 2;
    pub(super) const COUNT: u32 = 3;
}

fn encode_marks(marks: &[TimeMark], tick_ms: u32) -> (Vec<u8>, Vec<u8>) {
    let (mut table, mut data) = (Vec::new(), Vec::new());
    let (mut at, mut time_ms) = (0, 0);
    for (number, mark) in marks.iter().enumerate() {
        if number % GROUP == 0 {
            push_row(&mut table, mark.at, mark.start_ms, data.len());
            (at, time_ms) = (mark.at, mark.start_ms);
        }
        let form = match mark.end_ms {
            None => mark_form::OPEN,
            Some(_) if mark.start_ms == time_ms => mark_form::NEXT,
            Some(_) => mark_form::WHOLE,
        };
        varint::push(&mut data, (mark.at - at) * mark_form::COUNT + form);
        if form != mark_form::NEXT {
            let (ticks, before) = (mark.start_ms / tick_ms, time_ms / tick_ms);
            varint::push_signed(&mut data, ticks.wrapping_sub(before).cast_signed());
        }
        if let Some(end_ms) = mark.end_ms {
            varint::push(&mut data, (end_ms - mark.start_ms) / tick_ms);
        }
        at = mark.at;
        time_ms = mark.end_ms.unwrap_or(mark.start_ms);
    }
    (table, data)
}

fn encode_pieces(
    text: &str,
    pieces: &[(u32, u32)],
    compressor: &mut zstd::bulk::Compressor<'_>,
) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let (mut table, mut data) = (Vec::new(), Vec::new());
    for (number, (start, position)) in pieces.iter().enumerate() {
        let end = pieces.get(number + 1).map_or(text.len(), |next| next.0 as usize);
        push_row(&mut table, *start, *position, data.len());
        data.extend(compressor.compress(&text.as_bytes()[*start as usize..end])?);
    }
    Ok((table, data))
}

fn push_row(table: &mut Vec<u8>, first: u32, second: u32, offset: usize) {
    for number in [first, second, u32::try_from(offset).unwrap_or(u32::MAX)] {
        table.extend(number.to_le_bytes());
    }
}

const BLOCK_KINDS: [BlockKind; 6] = [
    BlockKind::Paragraph,
    BlockKind::Heading,
    BlockKind::ListItem,
    BlockKind::Quotation,
    BlockKind::Code,
    BlockKind::Turn,
];

fn block_kind_number(kind: BlockKind) -> u32 {
    let number = BLOCK_KINDS.iter().position(|known| *known == kind);
    number.unwrap_or_default() as u32
}

/// A document in the store, read in parts.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    store: &'a Store,
    header: Header,
    header_bytes: u32,
    entry: &'a [u8],
    block_table: Table<'a>,
    block_data: &'a [u8],
    mark_table: Table<'a>,
    mark_data: &'a [u8],
    piece_table: Table<'a>,
    piece_data: &'a [u8],
}

/// A block with the position of its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedBlock {
    /// Counted from 0 in reading order.
    pub number: u32,
    /// The block.
    pub block: Block,
    /// The position of its first word.
    pub position: u32,
}

impl<'a> Record<'a> {
    /// Opens the record at the beginning of `bytes`.
    pub(super) fn open(store: &'a Store, bytes: &'a [u8]) -> Result<Self, Damaged> {
        let mut rest = bytes;
        let mut number = || varint::read(&mut rest);
        // In the order in which they are written, which is that of evaluation.
        let header = Header {
            sections_bytes: number()?,
            entry_bytes: number()?,
            block_data_bytes: number()?,
            mark_data_bytes: number()?,
            piece_data_bytes: number()?,
            text_bytes: number()?,
            title_positions: number()?,
            end_position: number()?,
            blocks: number()?,
            marks: number()?,
            pieces: number()?,
            entry_unpacked_bytes: number()?,
            tick_ms: number()?,
        };
        let header_bytes = (bytes.len() - rest.len()) as u32;
        rest = rest.get(..header.sections_bytes as usize).ok_or(Damaged)?;
        let mut take = |count: usize| -> Result<&'a [u8], Damaged> {
            let (head, tail) = rest.split_at_checked(count).ok_or(Damaged)?;
            rest = tail;
            Ok(head)
        };
        let rows = |count: u32| (count as usize).div_ceil(GROUP) * ROW_BYTES;
        Ok(Self {
            store,
            header,
            header_bytes,
            entry: take(header.entry_bytes as usize)?,
            block_table: Table(take(rows(header.blocks))?),
            block_data: take(header.block_data_bytes as usize)?,
            mark_table: Table(take(rows(header.marks))?),
            mark_data: take(header.mark_data_bytes as usize)?,
            piece_table: Table(take(header.pieces as usize * ROW_BYTES)?),
            piece_data: take(header.piece_data_bytes as usize)?,
        })
    }

    /// What is said about the document.
    pub fn entry(&self) -> Result<Entry, Damaged> {
        let json = self.store.decompress(self.entry, self.header.entry_unpacked_bytes as usize)?;
        serde_json::from_slice(&json).map_err(|_| Damaged)
    }

    /// How many bytes the record takes in the store.
    pub fn record_bytes(&self) -> u32 {
        self.header_bytes + self.header.sections_bytes
    }

    /// How many bytes the text has.
    pub fn text_bytes(&self) -> u32 {
        self.header.text_bytes
    }

    /// How many words the title has: they stand at the positions before this one.
    pub fn title_positions(&self) -> u32 {
        self.header.title_positions
    }

    /// One past the position of the last word.
    pub fn end_position(&self) -> u32 {
        self.header.end_position
    }

    /// How many blocks there are.
    pub fn block_count(&self) -> u32 {
        self.header.blocks
    }

    /// The whole document, as it was when it was indexed.
    pub fn document(&self) -> Result<Document, Damaged> {
        let entry = self.entry()?;
        let mut blocks = Vec::with_capacity(self.header.blocks as usize);
        self.each_block(|placed| blocks.push(placed.block))?;
        let mut times = Vec::with_capacity(self.header.marks as usize);
        for group in 0..self.mark_table.rows() {
            self.each_mark(group, |mark| {
                times.push(mark);
                true
            })?;
        }
        Ok(Document {
            path: entry.collection.is_some().then_some(entry.path),
            part: entry.part,
            kind: entry.kind,
            format: entry.format,
            metadata: entry.metadata,
            text: self.text(0..self.header.text_bytes)?,
            blocks,
            speakers: entry.speakers,
            times,
        })
    }

    /// The text of a range of bytes; its ends must lie on characters.
    pub fn text(&self, range: Range<u32>) -> Result<String, Damaged> {
        String::from_utf8(self.text_bytes_of(range)?).map_err(|_| Damaged)
    }

    fn text_bytes_of(&self, range: Range<u32>) -> Result<Vec<u8>, Damaged> {
        let mut out = Vec::with_capacity(range.len());
        let Some(first) = self.piece_table.last_at_most(0, range.start) else { return Ok(out) };
        for piece in first..self.piece_table.rows() {
            let (start, _) = self.piece_table.row(piece);
            if start >= range.end {
                break;
            }
            let text = self.piece(piece)?;
            let from = range.start.saturating_sub(start) as usize;
            let to = ((range.end - start) as usize).min(text.len());
            out.extend_from_slice(text.get(from..to).ok_or(Damaged)?);
        }
        Ok(out)
    }

    /// About the text of a range of bytes: a character that is cut at an end is left out. Returns
    /// where what is left begins.
    pub fn text_about(&self, range: Range<u32>) -> Result<(u32, String), Damaged> {
        let bytes = self.text_bytes_of(range.clone())?;
        let cut = bytes.iter().take_while(|byte| (0x80..0xC0).contains(*byte)).count();
        let kept = &bytes[cut..];
        let text = match std::str::from_utf8(kept) {
            Ok(text) => text,
            Err(error) if kept.len() - error.valid_up_to() < 4 => {
                std::str::from_utf8(&kept[..error.valid_up_to()]).map_err(|_| Damaged)?
            }
            Err(_) => return Err(Damaged),
        };
        Ok((range.start + cut as u32, text.to_owned()))
    }

    /// The block that the word at `position` stands in.
    pub fn block_at_position(&self, position: u32) -> Result<Option<PlacedBlock>, Damaged> {
        self.last_block(0, position, |placed| placed.position)
    }

    /// The block that holds `byte`, or the last one before it.
    pub fn block_at_byte(&self, byte: u32) -> Result<Option<PlacedBlock>, Damaged> {
        self.last_block(1, byte, |placed| placed.block.start)
    }

    /// The block of this number.
    pub fn block(&self, number: u32) -> Result<Option<PlacedBlock>, Damaged> {
        if number >= self.header.blocks {
            return Ok(None);
        }
        Ok(self.blocks_of_group(number as usize / GROUP)?.get(number as usize % GROUP).copied())
    }

    /// Calls `visit` with every block, in reading order.
    pub fn each_block(&self, mut visit: impl FnMut(&PlacedBlock)) -> Result<(), Damaged> {
        for group in 0..self.block_table.rows() {
            self.blocks_of_group(group)?.iter().for_each(&mut visit);
        }
        Ok(())
    }

    /// The last heading at or before block `number`, within a bounded number of blocks.
    pub fn heading_before(&self, number: u32) -> Result<Option<PlacedBlock>, Damaged> {
        /// Beyond this a section is so long that its heading says little.
        const GROUPS_MAX: usize = 32;
        let last_group = number as usize / GROUP;
        for group in (last_group.saturating_sub(GROUPS_MAX)..=last_group).rev() {
            let blocks = self.blocks_of_group(group)?;
            let is_heading =
                |placed: &&PlacedBlock| placed.number <= number && placed.block.kind == BlockKind::Heading;
            if let Some(heading) = blocks.iter().rfind(is_heading) {
                return Ok(Some(*heading));
            }
        }
        Ok(None)
    }

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
        let mut take = |mark: TimeMark, next_at: u32, next_ms: u32| {
            let last_ms = mark.end_ms.unwrap_or(next_ms.max(mark.start_ms));
            let is_in = end_ms.is_none_or(|end_ms| mark.start_ms <= end_ms)
                && (last_ms > start_ms || mark.start_ms >= start_ms);
            if is_in && next_at > mark.at {
                found.get_or_insert(mark.at..next_at).end = next_at;
            }
        };
        for group in 0..self.mark_table.rows() {
            self.each_mark(group, |mark| {
                if let Some(before) = before.replace(mark) {
                    take(before, mark.at, mark.start_ms);
                }
                true
            })?;
        }
        if let Some(last) = before {
            take(last, self.header.text_bytes, u32::MAX);
        }
        Ok(found)
    }

    /// The position of the first word at or behind `byte`.
    pub(crate) fn position_at_byte(&self, byte: u32) -> Result<u32, Damaged> {
        if byte >= self.header.text_bytes {
            return Ok(self.header.end_position);
        }
        let Some(placed) = self.block_at_byte(byte)? else {
            return Ok(self.header.title_positions + TITLE_GAP);
        };
        let text = self.text(placed.block.start..placed.block.end)?;
        let before =
            words(&text).take_while(|word| placed.block.start + (word.mark.start as u32) < byte).count();
        Ok(placed.position + before as u32)
    }

    /// The bytes of the words at `positions`, which are in ascending order and in the text, not in
    /// the title. Reads only the pieces that they lie in.
    pub fn place(&self, positions: &[u32]) -> Result<Vec<Range<u32>>, Damaged> {
        let mut out = Vec::with_capacity(positions.len());
        let mut wanted = positions.iter().copied().peekable();
        while let Some(position) = wanted.peek().copied() {
            let piece = self.piece_table.last_at_most(1, position).ok_or(Damaged)?;
            let found_before = out.len();
            self.place_in_piece(piece, &mut wanted, &mut out)?;
            if out.len() == found_before {
                return Err(Damaged);
            }
        }
        Ok(out)
    }

    fn place_in_piece(
        &self,
        piece: usize,
        wanted: &mut std::iter::Peekable<impl Iterator<Item = u32>>,
        out: &mut Vec<Range<u32>>,
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
                    out.push(from + word.mark.start as u32..from + word.mark.end as u32);
                }
                at += 1;
            }
            if wanted.peek() == Some(&position) {
                return Err(Damaged);
            }
        }
        Ok(())
    }

    fn piece(&self, piece: usize) -> Result<Arc<[u8]>, Damaged> {
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

    fn last_block(
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
    fn blocks_of_group(&self, group: usize) -> Result<Arc<[PlacedBlock]>, Damaged> {
        let data = self.block_data.get(self.block_table.offset(group)..).ok_or(Damaged)?;
        self.store.blocks(data, || {
            let mut blocks = Vec::with_capacity(GROUP);
            self.read_blocks(group, &mut blocks)?;
            Ok(blocks)
        })
    }

    fn read_blocks(&self, group: usize, blocks: &mut Vec<PlacedBlock>) -> Result<(), Damaged> {
        let (mut position, mut byte) = self.block_table.row(group);
        let mut line = 0_u32;
        let mut data = self.block_data.get(self.block_table.offset(group)..).ok_or(Damaged)?;
        let first = (group * GROUP) as u32;
        for number in first..self.header.blocks.min(first + GROUP as u32) {
            let flags = varint::read(&mut data)?;
            position = position.checked_add(varint::read(&mut data)?).ok_or(Damaged)?;
            let gap = if flags & 64 != 0 { varint::read(&mut data)? } else { USUAL_GAP_BYTES };
            let start = byte.checked_add(gap).ok_or(Damaged)?;
            let end = start.checked_add(varint::read(&mut data)?).ok_or(Damaged)?;
            let speaker = if flags & 8 != 0 { Some(varint::read(&mut data)?) } else { None };
            let first_line = if flags & 16 != 0 {
                line = line.wrapping_add_signed(varint::read_signed(&mut data)?);
                Some(line)
            } else {
                None
            };
            let kind = *BLOCK_KINDS.get(flags as usize & 7).ok_or(Damaged)?;
            byte = end;
            let is_boilerplate = flags & 32 != 0;
            let block = Block { kind, start, end, speaker, line: first_line, is_boilerplate };
            blocks.push(PlacedBlock { number, block, position });
        }
        Ok(())
    }

    /// Reads the marks of a group until `visit` has seen enough.
    fn each_mark(&self, group: usize, mut visit: impl FnMut(TimeMark) -> bool) -> Result<(), Damaged> {
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
struct Table<'a>(&'a [u8]);

impl Table<'_> {
    fn rows(&self) -> usize {
        self.0.len() / ROW_BYTES
    }

    fn number(&self, row: usize, column: usize) -> u32 {
        let at = row * ROW_BYTES + column * 4;
        self.0[at..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    fn row(&self, row: usize) -> (u32, u32) {
        (self.number(row, 0), self.number(row, 1))
    }

    fn offset(&self, row: usize) -> usize {
        self.number(row, 2) as usize
    }

    /// The last row whose `column` is at most `target`.
    fn last_at_most(&self, column: usize, target: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.rows());
        while low < high {
            let middle = low.midpoint(high);
            if self.number(middle, column) <= target { low = middle + 1 } else { high = middle }
        }
        low.checked_sub(1)
    }
}
