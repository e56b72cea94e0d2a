//! Writing a document as a record.

use super::{BLOCK_KINDS, COLUMNS, Entry, GROUP, TEXT_BYTES_MAX, USUAL_GAP_BYTES, lines, mark_form, packed};
use crate::document::{Block, BlockKind, Document, TimeMark};
use crate::varint;

/// Compression of text pieces; from level 5 on it takes twice the time for 3 % less.
const COMPRESSION_LEVEL: i32 = 4;

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

/// What a record is made of.
#[derive(Debug)]
pub(crate) struct Unpacked {
    pub document: Document,
    pub entry: Entry,
    pub layout: Layout,
}

/// Makes records, one after another.
pub(crate) struct Packer(zstd::bulk::Compressor<'static>);

impl Packer {
    /// One that compresses with `dictionary`.
    pub(crate) fn new(dictionary: &[u8]) -> std::io::Result<Self> {
        let mut compressor = zstd::bulk::Compressor::with_dictionary(COMPRESSION_LEVEL, dictionary)?;
        // The record says how long each piece is, and there is one dictionary.
        compressor.include_contentsize(false)?;
        compressor.include_dictid(false)?;
        Ok(Self(compressor))
    }

    /// The record of a document.
    pub(crate) fn pack(&mut self, unpacked: &Unpacked) -> std::io::Result<Vec<u8>> {
        let Unpacked { document, entry, layout } = unpacked;
        encode(document, entry, layout, &mut self.0)
    }
}

fn encode(
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
    let lines = lines::encode(document);
    let (piece_table, piece_data) = encode_pieces(&document.text, &layout.pieces, compressor)?;
    // Those that many documents have come first, so that little is told of the others.
    let tables = [&block_table, &piece_table, &mark_table, &lines.rows].map(|rows| table(rows));
    let widths = tables.iter().rev().fold(0, |widths, (width, _)| widths << 2 | (width - 1));
    let [block_table, piece_table, mark_table, line_table] = &tables;
    let sections = [
        &entry_frame,
        &block_table.1,
        &piece_table.1,
        &mark_table.1,
        &line_table.1,
        &block_data,
        &mark_data,
        &lines.data,
        &piece_data,
    ];
    let sections_bytes = sections.iter().map(|section| section.len()).sum::<usize>();
    let header = [
        sections_bytes,
        entry_frame.len(),
        block_data.len(),
        mark_data.len(),
        lines.data.len(),
        piece_data.len(),
        document.text.len(),
        layout.title_positions as usize,
        layout.end_position as usize,
        document.blocks.len(),
        document.times.len(),
        lines.count * 2 + usize::from(lines.are_at_times),
        layout.pieces.len(),
        widths,
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

fn encode_blocks(blocks: &[Block], positions: &[u32]) -> (Vec<Row>, Vec<u8>) {
    let (mut table, mut data) = (Vec::new(), Vec::new());
    for (blocks, positions) in blocks.chunks(GROUP).zip(positions.chunks(GROUP)) {
        table.push(row(positions[0], blocks[0].start, data.len()));
        push_blocks(&mut data, blocks, positions);
    }
    (table, data)
}

/// A group of blocks, column by column: what is alike in most of them takes no room.
fn push_blocks(data: &mut Vec<u8>, blocks: &[Block], positions: &[u32]) {
    let gaps: Vec<u32> = blocks.windows(2).map(|pair| pair[1].start - pair[0].end).collect();
    // The table has where the first one begins.
    let gaps: Vec<u32> = std::iter::once(USUAL_GAP_BYTES).chain(gaps).collect();
    let flags = blocks.iter().zip(&gaps).map(|(block, gap)| {
        block_kind_number(block.kind)
            | u32::from(block.speaker.is_some()) << 3
            | u32::from(block.line.is_some()) << 4
            | u32::from(block.is_boilerplate) << 5
            | u32::from(*gap != USUAL_GAP_BYTES) << 6
    });
    packed::push(data, &flags.collect::<Vec<_>>());
    let distances: Vec<u32> = positions.windows(2).map(|pair| pair[1] - pair[0]).collect();
    packed::push(data, &distances);
    packed::push(data, &blocks.iter().map(|block| block.end - block.start).collect::<Vec<_>>());
    let unusual = gaps.into_iter().filter(|gap| *gap != USUAL_GAP_BYTES);
    packed::push(data, &unusual.collect::<Vec<_>>());
    packed::push(data, &blocks.iter().filter_map(|block| block.speaker).collect::<Vec<_>>());
    let lines: Vec<u32> = blocks.iter().filter_map(|block| block.line).collect();
    if let Some(first) = lines.first() {
        varint::push(data, *first);
    }
    // Few go up.
    let steps = lines.windows(2).map(|pair| varint::zigzag(pair[1].wrapping_sub(pair[0]).cast_signed()));
    packed::push(data, &steps.collect::<Vec<_>>());
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

fn encode_marks(marks: &[TimeMark], tick_ms: u32) -> (Vec<Row>, Vec<u8>) {
    let (mut table, mut data) = (Vec::new(), Vec::new());
    let (mut at, mut time_ms) = (0, 0);
    for (number, mark) in marks.iter().enumerate() {
        if number % GROUP == 0 {
            table.push(row(mark.at, mark.start_ms, data.len()));
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
) -> std::io::Result<(Vec<Row>, Vec<u8>)> {
    let (mut table, mut data) = (Vec::new(), Vec::new());
    for (number, (start, position)) in pieces.iter().enumerate() {
        let end = pieces.get(number + 1).map_or(text.len(), |next| next.0 as usize);
        table.push(row(*start, *position, data.len()));
        data.extend(compressor.compress(&text.as_bytes()[*start as usize..end])?);
    }
    Ok((table, data))
}

/// A row of a table.
pub(super) type Row = [u32; COLUMNS];

pub(super) fn row(first: u32, second: u32, offset: usize) -> Row {
    [first, second, u32::try_from(offset).unwrap_or(u32::MAX)]
}

/// A table's bytes, with how many of them each number has: as many as the greatest needs.
fn table(rows: &[Row]) -> (usize, Vec<u8>) {
    let greatest = rows.iter().flatten().copied().max().unwrap_or_default();
    let width = (u32::BITS - greatest.leading_zeros()).div_ceil(8).max(1) as usize;
    let mut bytes = Vec::with_capacity(rows.len() * COLUMNS * width);
    rows.iter().flatten().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()[..width]));
    (width, bytes)
}

fn block_kind_number(kind: BlockKind) -> u32 {
    let number = BLOCK_KINDS.iter().position(|known| *known == kind);
    number.unwrap_or_default() as u32
}
