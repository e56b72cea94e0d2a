//! One document as it lies in the store: metadata, blocks, times and text, each readable in parts.
//!
//! A passage needs a few kilobytes of a text that may have megabytes. So the text is in pieces of
//! [`PIECE_BYTES`], each compressed by itself, and blocks and time marks are in groups with a table
//! over them: whatever lies at a position, a byte or a block number is found by a binary search and
//! read without the rest.
//!
//! ```text
//! header          16 numbers, as in `Header`, as varints
//! metadata        JSON, see `Entry`, a zstd frame
//! block table     per group: first position, first byte, offset of its data
//! piece table     per piece: first byte, first position, offset of its data
//! mark table      per group: first byte, first millisecond, offset of its data
//! line table      see `lines`
//! block data      per group: columns, as in `write::push_blocks`
//! mark data       per mark: varints
//! line data       see `lines`
//! piece data      zstd frames, as all of them with the generation's dictionary
//! ```

mod lines;
mod packed;
mod read;
mod times;
mod write;

use std::ops::Range;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::store::Store;
use crate::analyzer::words;
use crate::document::{Block, BlockKind, Document, Kind, Metadata};
use crate::varint;

use lines::Lines;
use read::Table;
pub(crate) use write::{Layout, Packer, Unpacked};

/// A piece of text closes at the first word from here on.
pub(crate) const PIECE_BYTES: usize = 8 * 1024;
/// Positions between the last word of the title and the first of the text, so that no phrase and
/// no passage reaches over.
pub(crate) const TITLE_GAP: u32 = 16;
/// How many blocks or marks share an entry of their table.
const GROUP: usize = 32;
const COLUMNS: usize = 3;
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

    /// A line of the document as one of the file that holds it; nothing where the line is in another file, from which a
    /// collection was made.
    pub fn line_in_file(&self, line: Option<u32>) -> Option<u32> {
        line.filter(|_| self.collection.is_none())
    }

    /// Who wrote it and who speaks, each once: what is found with its words.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        names(&self.metadata.authors, &self.speakers)
    }
}

/// Authors and speakers, each once.
pub(crate) fn names<'n>(authors: &'n [String], speakers: &'n [String]) -> impl Iterator<Item = &'n str> {
    let speakers = speakers.iter().filter(|speaker| !authors.contains(speaker));
    authors.iter().chain(speakers).map(String::as_str)
}

#[derive(Clone, Copy, Debug)]
struct Header {
    /// All that comes behind the header.
    sections_bytes: u32,
    entry_bytes: u32,
    block_data_bytes: u32,
    mark_data_bytes: u32,
    line_data_bytes: u32,
    piece_data_bytes: u32,
    text_bytes: u32,
    title_positions: u32,
    end_position: u32,
    blocks: u32,
    marks: u32,
    /// Twice the number of lines, and one where each begins with a time mark.
    lines: u32,
    pieces: u32,
    /// How many bytes the numbers of each table have.
    widths: u32,
    entry_unpacked_bytes: u32,
    /// What every time in the record is a multiple of, in milliseconds.
    tick_ms: u32,
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

const BLOCK_KINDS: [BlockKind; 6] = [
    BlockKind::Paragraph,
    BlockKind::Heading,
    BlockKind::ListItem,
    BlockKind::Quotation,
    BlockKind::Code,
    BlockKind::Turn,
];

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
    lines: Lines<'a>,
    piece_table: Table<'a>,
    piece_data: &'a [u8],
}

/// Where a word is in the text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPlace {
    /// Its bytes.
    pub range: Range<u32>,
    /// Where the compound ends that it begins, and the exact form of that written as one.
    pub compound: Option<(u32, String)>,
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
            line_data_bytes: number()?,
            piece_data_bytes: number()?,
            text_bytes: number()?,
            title_positions: number()?,
            end_position: number()?,
            blocks: number()?,
            marks: number()?,
            lines: number()?,
            pieces: number()?,
            widths: number()?,
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
        let entry = take(header.entry_bytes as usize)?;
        let mut table = |number: usize, rows: u32| {
            let bytes = take(Table::bytes_of(rows, header.widths, number))?;
            Ok::<_, Damaged>(Table::new(bytes, rows, header.widths, number))
        };
        let groups = |count: u32| count.div_ceil(GROUP as u32);
        let line_count = header.lines / 2;
        let block_table = table(0, groups(header.blocks))?;
        let piece_table = table(1, header.pieces)?;
        let mark_table = table(2, groups(header.marks))?;
        let line_table = table(3, line_count.div_ceil(lines::GROUP as u32))?;
        Ok(Self {
            store,
            header,
            header_bytes,
            entry,
            block_table,
            block_data: take(header.block_data_bytes as usize)?,
            mark_table,
            mark_data: take(header.mark_data_bytes as usize)?,
            lines: Lines {
                table: line_table,
                data: take(header.line_data_bytes as usize)?,
                count: line_count,
                are_at_times: header.lines % 2 == 1,
            },
            piece_table,
            piece_data: take(header.piece_data_bytes as usize)?,
        })
    }

    /// What is said about the document.
    pub fn entry(&self) -> Result<Entry, Damaged> {
        self.read_entry()
    }

    /// The people who speak, which takes half as long as all that is said about the document.
    pub fn speakers(&self) -> Result<Vec<String>, Damaged> {
        #[derive(Deserialize)]
        struct Speaking {
            #[serde(default)]
            speakers: Vec<String>,
        }
        self.read_entry().map(|entry: Speaking| entry.speakers)
    }

    fn read_entry<T: DeserializeOwned>(&self) -> Result<T, Damaged> {
        let json = self.store.decompress(self.entry, self.header.entry_unpacked_bytes as usize)?;
        // Looking at all of it once costs less than at each string by itself.
        let json = std::str::from_utf8(&json).map_err(|_| Damaged)?;
        serde_json::from_str(json).map_err(|_| Damaged)
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

    /// The position at which the text begins: behind the title and the names.
    pub fn text_position(&self) -> u32 {
        self.piece_table.row(0).1
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
        let lines = self.all_lines(&blocks, &times)?;
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
            lines,
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

    /// The position of the first word at or behind `byte`.
    pub(crate) fn position_at_byte(&self, byte: u32) -> Result<u32, Damaged> {
        if byte >= self.header.text_bytes {
            return Ok(self.header.end_position);
        }
        let Some(placed) = self.block_at_byte(byte)? else {
            return Ok(self.text_position());
        };
        let text = self.text(placed.block.start..placed.block.end)?;
        let before =
            words(&text).take_while(|word| placed.block.start + (word.mark.start as u32) < byte).count();
        Ok(placed.position + before as u32)
    }

    /// Where the words at `positions` are, which are in ascending order and in the text, not in
    /// the title or a name. Reads only the pieces that they lie in.
    pub fn place(&self, positions: &[u32]) -> Result<Vec<WordPlace>, Damaged> {
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
}
