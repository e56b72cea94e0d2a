//! What is shown for a line or a moment: about a sentence.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Place, ReferenceError};
use crate::analyzer::words;
use crate::document::Block;
use crate::index::{Damaged, Record};

/// A stretch to show for a place, about a sentence; and the line that was asked for, or the last above it
/// with words.
pub(super) fn range_at(
    record: &Record<'_>,
    place: Place,
) -> Result<Option<(Range<u32>, Option<u32>)>, ReferenceError> {
    let mut line = None;
    let start = match place {
        Place::Start | Place::Cited(_) => 0,
        Place::Line(asked) => {
            let (block, at) = start_of_line(record, asked)?;
            line = record.line_at(&block, at)?;
            start_of_sentence(record, block.start, at)?
        }
        Place::Time(ms) => start_of_time(record, ms)?,
    };
    let Some(placed) = record.block_at_byte(start)? else { return Ok(None) };
    let start = start.max(placed.block.start);
    let (from, text) =
        record.text_about(start..placed.block.end.min(start.saturating_add(SENTENCE_BYTES_MAX)))?;
    let word = words(&text).next();
    let range = word.map_or(from..from, |word| {
        from + word.mark.start as u32..from + end_of_sentence(&text).max(word.mark.end) as u32
    });
    Ok(Some((range, line)))
}

/// The block that is on this line, and where its words begin that stand there.
fn start_of_line(record: &Record<'_>, line: u32) -> Result<(Block, u32), ReferenceError> {
    /// No layout of a file spreads a byte of text over more lines than this.
    const LINES_A_BYTE: u32 = 4;
    let asked = Place::Line(line);
    let (mut found, mut first, mut last) = (None, None, None);
    record.each_block(|placed| {
        let block = placed.block;
        let Some(begins) = block.line else { return };
        first.get_or_insert(block);
        if begins <= line {
            found = Some(block);
        }
        if last.is_none_or(|(line, _)| begins >= line) {
            last = Some((begins, block.end - block.start));
        }
    })?;
    let path = || record.entry().map(|entry| entry.path);
    match (last, found.or(first)) {
        (Some((last, bytes)), _) if line > last.saturating_add(bytes.saturating_mul(LINES_A_BYTE)) => {
            Err(ReferenceError::Behind { path: path()?, asked, last: Place::Line(last) })
        }
        (_, Some(block)) => Ok((block, record.byte_at_line(&block, line)?)),
        (_, None) => Err(ReferenceError::Unplaced { path: path()?, asked }),
    }
}

/// Where the words begin that are said at this time, or last before it.
fn start_of_time(record: &Record<'_>, ms: u32) -> Result<u32, ReferenceError> {
    let asked = Place::Time(ms);
    let entry = record.entry()?;
    let Some(mark) = record.last_mark()? else {
        return Err(ReferenceError::Unplaced { path: entry.path, asked });
    };
    let said_ms = mark.end_ms.unwrap_or(mark.start_ms);
    let end_ms = entry.metadata.duration_ms.unwrap_or(0).max(said_ms);
    // A player's clock shows a second that has begun.
    if ms > end_ms.saturating_add(1000) {
        return Err(ReferenceError::Behind { path: entry.path, asked, last: Place::Time(said_ms) });
    }
    let Some(bytes) = record.bytes_of_time(ms, None)? else { return Ok(mark.at) };
    // A turn that begins within the second that was named is shown with just this time.
    if ms.is_multiple_of(1000)
        && let Some(later) = record.bytes_of_time(ms + 999, None)?
        && let Some(turn) = record.block_at_byte(later.start)?
        && turn.block.start > bytes.start
    {
        return Ok(turn.block.start);
    }
    Ok(start_of_said(record, bytes.start)?)
}

/// Where the sentence begins that is being said at `byte`, if it has not been said for long.
fn start_of_said(record: &Record<'_>, byte: u32) -> Result<u32, Damaged> {
    let Some((mark, _)) = record.mark_at_byte(byte)? else { return Ok(byte) };
    start_of_sentence(record, mark.at, byte)
}

/// Where the sentence begins that `byte` is in, if that is near and not before `floor`; else the word.
fn start_of_sentence(record: &Record<'_>, floor: u32, byte: u32) -> Result<u32, Damaged> {
    /// About ten seconds.
    const REACH_BYTES: u32 = 150;
    if byte == floor {
        return Ok(byte);
    }
    let (from, text) = record.text_about(
        floor.max(byte.saturating_sub(2 * REACH_BYTES))..record.text_bytes().min(byte + REACH_BYTES),
    )?;
    let said = (byte - from) as usize;
    let earliest = said.saturating_sub(REACH_BYTES as usize);
    let sentence = text.split_sentence_bound_indices().map(|(at, _)| at).take_while(|at| *at <= said).last();
    let word = || words(&text).map(|word| word.mark.start).take_while(|at| *at <= said).last();
    let found = sentence.filter(|at| *at >= earliest && (*at > 0 || from == floor)).or_else(word);
    Ok(from + found.unwrap_or(said) as u32)
}

/// A sentence that is longer is cut.
pub(super) const SENTENCE_BYTES_MAX: u32 = 280;

/// Where the first sentence ends (UAX #29) that is more than a name or an abbreviation.
fn end_of_sentence(text: &str) -> usize {
    const WORDS_MIN: usize = 3;
    let ends = text.split_sentence_bound_indices().map(|(at, sentence)| at + sentence.trim_end().len());
    let mut ends = ends.skip_while(|end| words(&text[..*end]).take(WORDS_MIN).count() < WORDS_MIN);
    ends.next().unwrap_or(text.len())
}
