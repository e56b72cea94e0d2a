//! From a window of positions to what is shown: text, highlights and the place.

use std::ops::Range;

use super::matcher::Match;
use super::passage::Window;
use super::place;
use super::plan::Plan;
use super::sentences::{
    back, breaks, end_of_sentence, ends_sentence, forth, is_sentence_break, start_of_sentence,
};
use super::shown::{Passage, PassageBlock, Shown, Size};
use crate::analyzer::words;
use crate::document::BlockKind;
use crate::index::{Damaged, Entry, PlacedBlock, Record};

/// Cuts the passage around `window`.
pub(super) fn cut(
    record: &Record<'_>,
    entry: &Entry,
    plan: &Plan,
    matches: &[Match],
    window: &Window,
    size: Size,
) -> Result<Shown, Damaged> {
    let ends = if window.first == window.last { vec![window.first] } else { vec![window.first, window.last] };
    let placed = record.place(&ends)?;
    let (Some(first), Some(last)) = (placed.first(), placed.last()) else { return Err(Damaged) };
    let hit = first.range.start..last.range.end.max(first.range.end);
    let range = with_text_below(record, around(record, hit.clone(), size)?, size)?;
    let (start, text) = (range.start, range.text);
    let end = start + text.len() as u32;

    let marks = marks_near(matches, plan, window, record.text_position(), size);
    let mut sorted: Vec<u32> = marks.iter().flat_map(|mark| [mark.first, mark.last]).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let places = record.place(&sorted)?;
    let place_of = |position: u32| sorted.binary_search(&position).ok().map(|index| &places[index]);
    let mut seen: Vec<(usize, Range<usize>)> = Vec::new();
    for mark in marks {
        let (Some(first), Some(last)) = (place_of(mark.first), place_of(mark.last)) else {
            return Err(Damaged);
        };
        let mut bytes = plan.leaves[mark.leaf].bytes(first, last);
        if bytes.end > end {
            bytes = first.range.start..last.range.end;
        }
        if bytes.start >= start && bytes.end <= end {
            seen.push((mark.leaf, (bytes.start - start) as usize..(bytes.end - start) as usize));
        }
    }
    let mut highlights: Vec<Range<usize>> = telling(&text, &seen, plan);
    highlights.sort_by_key(|range| (range.start, range.end));
    let highlights = join_overlaps(highlights);

    let mut passage = Passage {
        text,
        highlights,
        start_byte: start,
        end_byte: end,
        is_cut_before: range.is_cut_before,
        is_cut_after: range.is_cut_after,
        ..Passage::default()
    };
    set_place(&mut passage, record, entry, hit)?;
    Ok(Shown { passage, seen })
}

/// What begins at a position of a document, or the document itself, for hits in which no word of the
/// text was asked for.
pub(super) fn opening(
    record: &Record<'_>,
    entry: &Entry,
    at: Option<u32>,
    size: Size,
) -> Result<Option<Passage>, Damaged> {
    let placed = match at {
        Some(position) => word_at(record, position)?,
        None => beginning(record)?,
    };
    let Some(start) = placed else { return Ok(None) };
    let hit = start..start;
    let range = around(record, hit.clone(), size)?;
    let end = range.start + range.text.len() as u32;
    let mut passage = Passage {
        text: range.text,
        start_byte: range.start,
        end_byte: end,
        is_cut_after: range.is_cut_after,
        ..Passage::default()
    };
    set_place(&mut passage, record, entry, hit)?;
    passage.end_ms = None;
    Ok(Some(passage))
}

/// The byte of the word at a position, or of the first one behind it: not each position has one.
fn word_at(record: &Record<'_>, position: u32) -> Result<Option<u32>, Damaged> {
    let Some(placed) = record.block_at_position(position)? else { return Ok(None) };
    let text = record.text(placed.block.start..placed.block.end)?;
    let behind = position.saturating_sub(placed.position) as usize;
    if let Some(word) = words(&text).nth(behind) {
        return Ok(Some(placed.block.start + word.form.start as u32));
    }
    Ok(record.block(placed.number + 1)?.map(|next| next.block.start))
}

/// The byte at which a document begins to say something.
fn beginning(record: &Record<'_>) -> Result<Option<u32>, Damaged> {
    let mut number = 0;
    // The first words are mostly a heading that repeats the title.
    while let Some(placed) = record.block(number)? {
        let is_passed_over = placed.block.kind == BlockKind::Heading || placed.block.is_boilerplate;
        if !is_passed_over || number + 1 == record.block_count() || number > 8 {
            break;
        }
        number += 1;
    }
    Ok(record.block(number)?.map(|placed| placed.block.start))
}

/// The passage that a range of bytes of the document's text is, marked as a whole.
///
/// # Errors
/// When the index is damaged.
pub fn passage_of(record: &Record<'_>, entry: &Entry, range: Range<u32>) -> Result<Passage, Damaged> {
    let range = range.start..range.end + closing_bytes(record, range.end)?;
    let chars = record.text(range.clone())?.chars().count();
    passage_around(record, entry, range, chars)
}

/// How many bytes the signs take that close the sentence of the word which ends at `end`.
fn closing_bytes(record: &Record<'_>, end: u32) -> Result<u32, Damaged> {
    const REACH_BYTES: u32 = 12;
    let (start, near) = record.text_about(end..record.text_bytes().min(end + REACH_BYTES))?;
    let is_closing = |c: &char| ".!?…\"”’')»」』。！？".contains(*c);
    let closing = near.chars().take_while(is_closing).map(|c| c.len_utf8() as u32);
    Ok(if start == end { closing.sum() } else { 0 })
}

/// The passage of about so many characters around a range of bytes, which is marked.
pub(super) fn passage_around(
    record: &Record<'_>,
    entry: &Entry,
    range: Range<u32>,
    chars: usize,
) -> Result<Passage, Damaged> {
    let cut = around(record, range.clone(), Size { chars, context: 0 })?;
    let marked = (range.start - cut.start) as usize..(range.end - cut.start) as usize;
    let mut passage = Passage {
        end_byte: cut.start + cut.text.len() as u32,
        start_byte: cut.start,
        text: cut.text,
        highlights: vec![marked],
        is_cut_before: cut.is_cut_before,
        is_cut_after: cut.is_cut_after,
        ..Passage::default()
    };
    set_place(&mut passage, record, entry, range)?;
    Ok(passage)
}

/// The line on which the word at `position` stands, and when it is said.
pub(super) fn place_of(
    record: &Record<'_>,
    placed: &PlacedBlock,
    position: u32,
) -> Result<(Option<u32>, Option<u32>), Damaged> {
    let places = record.place(&[position])?;
    let at = places.first().map_or(placed.block.start, |place| place.range.start);
    Ok((record.line_at(&placed.block, at)?, time_at(record, at, false)?.map(|(start_ms, _)| start_ms)))
}

/// A stretch of positions to highlight, and the leaf it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    first: u32,
    last: u32,
    leaf: usize,
}

/// The stretches to highlight in and around the window.
fn marks_near(matches: &[Match], plan: &Plan, window: &Window, text_position: u32, size: Size) -> Vec<Mark> {
    /// No word and no sentence is shorter, in the mean, than so many characters.
    const WORD_CHARS: usize = 2;
    const SENTENCE_WORDS: usize = 60;
    let reach = size.chars / WORD_CHARS + size.context.saturating_mul(SENTENCE_WORDS);
    let reach = u32::try_from(reach).unwrap_or(u32::MAX);
    let reach = window.first.saturating_sub(reach).max(text_position)..=window.last.saturating_add(reach);
    let mut marks = Vec::new();
    let from = matches.partition_point(|found| found.span.first < *reach.start());
    for found in &matches[from..] {
        if found.span.first > *reach.end() {
            break;
        }
        if plan.leaves[found.leaf].is_text && found.span.last <= *reach.end() {
            found.span.each_part(|first, last| marks.push(Mark { first, last, leaf: found.leaf }));
        }
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// What is to be highlighted of `seen`, which is in order: words that only hold a question together where
/// they stand beside others that matched, or where there are no others.
pub(super) fn telling(text: &str, seen: &[(usize, Range<usize>)], plan: &Plan) -> Vec<Range<usize>> {
    let tells = |(leaf, _): &(usize, Range<usize>)| !plan.leaves[*leaf].is_function_word;
    let all = |seen: &[(usize, Range<usize>)]| seen.iter().map(|(_, range)| range.clone()).collect();
    if !seen.iter().any(tells) {
        return all(seen);
    }
    let is_beside = |one: &(usize, Range<usize>), next: &(usize, Range<usize>)| {
        let between = text.get(one.1.end.min(next.1.start)..next.1.start).unwrap_or_default();
        !between.contains(|c: char| c.is_alphanumeric() || c == '\n')
    };
    let runs = seen.chunk_by(is_beside).filter(|run| run.iter().any(tells));
    runs.flat_map(all).collect()
}

fn join_overlaps(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

struct Cut {
    start: u32,
    text: String,
    is_cut_before: bool,
    is_cut_after: bool,
}

/// About so many characters around `hit`, from the start of a sentence or block to the end of one
/// where they are near enough, else from word to word; and the sentences around that are asked for.
fn around(record: &Record<'_>, hit: Range<u32>, size: Size) -> Result<Cut, Damaged> {
    const CHAR_BYTES_MAX: usize = 4;
    let chars = size.chars.clamp(40, 1 << 20);
    let reach_bytes = (chars * CHAR_BYTES_MAX) as u32;
    let first_block = record.block_at_byte(hit.start)?.ok_or(Damaged)?.block;
    let last_block = record.block_at_byte(hit.end.saturating_sub(1).max(hit.start))?.ok_or(Damaged)?.block;
    let low = first_block.start.max(hit.start.saturating_sub(reach_bytes));
    let high = last_block.end.min(hit.end.saturating_add(reach_bytes));
    let (low, text) = record.text_about(low..high)?;
    let high = low + text.len() as u32;
    let hit = (hit.start.max(low) - low) as usize..(hit.end.min(high).max(low) - low) as usize;

    let spare = chars.saturating_sub(text[hit.clone()].chars().count());
    let room_behind = text[hit.end..].chars().count();
    // What is not needed behind the hit may be used before it.
    let before = (spare / 2).max(spare.saturating_sub(room_behind));
    let earliest = back(&text, hit.start, before);
    let starts_block = low == first_block.start;
    let start = if earliest == 0 && starts_block { 0 } else { start_of_sentence(&text, earliest, hit.start) };
    let latest = forth(&text, start, chars).max(hit.end);
    let ends_block = high == last_block.end;
    let end = if latest == text.len() && ends_block {
        latest
    } else {
        end_of_sentence(&text, start, hit.end, latest)
    };
    let is_sentence_start = start == 0 && starts_block || is_sentence_break(&text, start);
    let is_sentence_end = end == text.len() && ends_block || ends_sentence(&text[..end]);
    let cut = Cut {
        start: low + start as u32,
        text: text[start..end].to_owned(),
        is_cut_before: !is_sentence_start,
        is_cut_after: !is_sentence_end,
    };
    if size.context == 0 { Ok(cut) } else { widen(record, &cut, size.context) }
}

/// The same with the beginning of the text below, where it ends with a heading: a heading says what is
/// told there and tells nothing itself.
fn with_text_below(record: &Record<'_>, mut cut: Cut, size: Size) -> Result<Cut, Damaged> {
    const CHAR_BYTES_MAX: usize = 4;
    let end = cut.start + cut.text.len() as u32;
    let last = record.block_at_byte(end.saturating_sub(1))?.ok_or(Damaged)?;
    if last.block.kind != BlockKind::Heading || last.block.end > end {
        return Ok(cut);
    }
    let spare = size.chars.saturating_sub(cut.text.chars().count());
    let high = end.saturating_add((spare * CHAR_BYTES_MAX) as u32);
    // A heading of the next level says more of the same; one behind the text says something else.
    let (mut text, mut text_end) = (None, end);
    let mut next = record.block(last.number + 1)?;
    while let Some(PlacedBlock { number, block, .. }) =
        next.filter(|next| next.block.start < high && !next.block.is_boilerplate)
    {
        let is_heading = block.kind == BlockKind::Heading;
        if is_heading && text.is_some() {
            break;
        }
        if !is_heading {
            text.get_or_insert(block.start);
            text_end = block.end;
        }
        next = record.block(number + 1)?;
    }
    let Some(text) = text.map(|start| (start - end) as usize) else { return Ok(cut) };
    let (_, more) = record.text_about(end..text_end.min(high))?;
    let latest = forth(&more, 0, spare);
    if latest <= text {
        return Ok(cut);
    }
    let is_whole = latest == more.len() && text_end <= high;
    let shown = if is_whole { latest } else { end_of_sentence(&more, text, text, latest) };
    cut.text.push_str(&more[..shown]);
    cut.is_cut_after = !(is_whole || ends_sentence(&more[..shown]));
    Ok(cut)
}

/// The same with so many sentences more on each side; the rest of one that was cut is one.
fn widen(record: &Record<'_>, cut: &Cut, sentences: usize) -> Result<Cut, Damaged> {
    /// Longer sentences are cut here.
    const SENTENCE_BYTES_MAX: usize = 1_200;
    let reach = u32::try_from(sentences.saturating_mul(SENTENCE_BYTES_MAX)).unwrap_or(u32::MAX);
    let end = cut.start + cut.text.len() as u32;
    let low = cut.start.saturating_sub(reach);
    let high = end.saturating_add(reach).min(record.text_bytes());
    let (low, text) = record.text_about(low..high)?;
    let (start, end) = ((cut.start - low) as usize, ((end - low) as usize).min(text.len()));
    // A sentence has something in it: two blocks are parted by more than one break.
    let is_start = |(at, is_sentence): &(usize, bool)| *is_sentence && *at < start;
    let mut starts: Vec<usize> = breaks(&text, 0..start).filter(is_start).map(|(at, _)| at).collect();
    let behind = |at: usize| at + text[at..start].len() - text[at..start].trim_start().len();
    starts.iter_mut().for_each(|at| *at = behind(*at));
    starts.retain(|at| *at < start);
    starts.dedup();
    let is_first = low == 0;
    let first = match starts.len().checked_sub(sentences) {
        Some(index) => starts[index],
        None if is_first => 0,
        None => breaks(&text, 0..start).next().map_or(start, |(at, _)| behind(at)),
    };
    let is_end = |(at, is_sentence): &(usize, bool)| *is_sentence && !text[end..*at].trim().is_empty();
    let mut ends = breaks(&text, end..text.len()).filter(is_end);
    let last = match ends.nth(sentences - 1) {
        Some((at, _)) => text[..at].trim_end().len(),
        None if high == record.text_bytes() => text.len(),
        None => breaks(&text, end..text.len()).last().map_or(end, |(at, _)| text[..at].trim_end().len()),
    };
    Ok(Cut {
        start: low + first as u32,
        text: text[first..last.max(end)].to_owned(),
        is_cut_before: !(is_first && first == 0 || is_sentence_break(&text, first)),
        is_cut_after: !(last >= text.len() && high == record.text_bytes()
            || ends_sentence(&text[..last.max(end)])),
    })
}

/// Finds out again where a passage is that has become less.
pub(super) fn place_again(passage: &mut Passage, record: &Record<'_>, entry: &Entry) -> Result<(), Damaged> {
    let start = passage.start_byte;
    set_place(passage, record, entry, start..start)
}

/// Fills in where the hit is: heading, line, speaker and time.
fn set_place(
    passage: &mut Passage,
    record: &Record<'_>,
    entry: &Entry,
    hit: Range<u32>,
) -> Result<(), Damaged> {
    let at = passage.highlights.first().map_or(hit.start, |first| passage.start_byte + first.start as u32);
    let until = passage.highlights.last().map_or(hit.end, |last| passage.start_byte + last.end as u32);
    let Some(placed) = record.block_at_byte(at)? else { return Ok(()) };
    passage.blocks = blocks_of(passage, record, entry)?;
    (passage.block, passage.block_kind) = (placed.number, Some(placed.block.kind));
    passage.line = record.line_at(&placed.block, at)?;
    passage.speaker = placed.block.speaker.and_then(|speaker| entry.speakers.get(speaker as usize).cloned());
    passage.heading = heading(record, &placed)?;
    if let Some((start_ms, is_estimated)) = time_at(record, at, false)? {
        passage.start_ms = Some(start_ms);
        passage.is_time_estimated = is_estimated;
        passage.end_ms =
            time_at(record, until.saturating_sub(1).max(at), true)?.map(|(end_ms, _)| end_ms.max(start_ms));
    }
    passage.link = place::link(entry, passage);
    Ok(())
}

/// The blocks that a passage shows.
fn blocks_of(passage: &Passage, record: &Record<'_>, entry: &Entry) -> Result<Vec<PassageBlock>, Damaged> {
    let mut blocks = Vec::new();
    let mut placed = record.block_at_byte(passage.start_byte)?;
    while let Some(PlacedBlock { number, block, .. }) =
        placed.filter(|next| next.block.start < passage.end_byte)
    {
        blocks.push(PassageBlock {
            start: block.start.saturating_sub(passage.start_byte) as usize,
            kind: block.kind,
            speaker: block.speaker.and_then(|speaker| entry.speakers.get(speaker as usize).cloned()),
        });
        placed = record.block(number + 1)?;
    }
    Ok(blocks)
}

fn heading(record: &Record<'_>, placed: &PlacedBlock) -> Result<Option<String>, Damaged> {
    if placed.block.kind == BlockKind::Heading {
        return Ok(None);
    }
    let heading = record.heading_before(placed.number)?;
    heading.map(|heading| record.text(heading.block.start..heading.block.end)).transpose()
}

/// When the word at `byte` begins, or has been said when `is_end`; and whether that is worked out
/// from its place among the bytes of a longer cue.
fn time_at(record: &Record<'_>, byte: u32, is_end: bool) -> Result<Option<(u32, bool)>, Damaged> {
    let Some((mark, next_at)) = record.mark_at_byte(byte)? else { return Ok(None) };
    let next = record.mark_at_byte(next_at)?.filter(|_| next_at < record.text_bytes());
    Ok(Some(mark.said_at(byte, next_at, next.map(|(next, _)| next.start_ms), is_end)))
}
