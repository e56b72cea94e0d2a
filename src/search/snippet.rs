//! From a window of positions to what is shown: text, highlights and the place.

use std::ops::Range;

use super::matcher::Match;
use super::passage::Window;
use super::plan::Plan;
use crate::document::BlockKind;
use crate::index::{Damaged, Entry, PlacedBlock, Record};

/// A stretch of a document, with what matched in it and where it is.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Passage {
    /// The text; line breaks part its blocks.
    pub text: String,
    /// What matched, in bytes of `text`, in order.
    pub highlights: Vec<Range<usize>>,
    /// Where the passage begins in the document's text, in bytes.
    pub start_byte: u32,
    /// Where it ends.
    pub end_byte: u32,
    /// Whether its first sentence begins before it.
    pub is_cut_before: bool,
    /// Whether its last sentence goes on behind it.
    pub is_cut_after: bool,
    /// The heading it stands under.
    pub heading: Option<String>,
    /// The line of the source on which its block begins, counted from 1.
    pub line: Option<u32>,
    /// Who says it.
    pub speaker: Option<String>,
    /// When the first highlighted word is said, in milliseconds from the start of the recording.
    pub start_ms: Option<u32>,
    /// When the last highlighted word has been said.
    pub end_ms: Option<u32>,
    /// Whether the times are worked out from the length of the text inside a longer cue.
    pub is_time_estimated: bool,
}

/// Cuts the passage around `window`, of about `chars` bytes.
pub(super) fn cut(
    record: &Record<'_>,
    entry: &Entry,
    plan: &Plan,
    matches: &[Match],
    window: &Window,
    chars: usize,
) -> Result<Passage, Damaged> {
    let ends = if window.first == window.last { vec![window.first] } else { vec![window.first, window.last] };
    let placed = record.place(&ends)?;
    let (Some(first), Some(last)) = (placed.first(), placed.last()) else { return Err(Damaged) };
    let hit = first.start..last.end.max(first.end);
    let range = around(record, hit.clone(), chars)?;
    let (start, text) = (range.start, range.text);
    let end = start + text.len() as u32;

    let marks = marks_near(matches, plan, window, record.title_positions());
    let mut highlights: Vec<Range<usize>> = Vec::new();
    let ends: Vec<u32> = marks.iter().flat_map(|(first, last)| [*first, *last]).collect();
    let mut sorted = ends.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let places = record.place(&sorted)?;
    let place_of = |position: u32| sorted.binary_search(&position).ok().map(|index| places[index].clone());
    for (first, last) in marks {
        let (Some(first), Some(last)) = (place_of(first), place_of(last)) else { return Err(Damaged) };
        if first.start >= start && last.end <= end {
            highlights.push((first.start - start) as usize..(last.end - start) as usize);
        }
    }
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
    Ok(passage)
}

/// The beginning of a document, for hits that match elsewhere.
pub(super) fn opening(record: &Record<'_>, entry: &Entry, chars: usize) -> Result<Option<Passage>, Damaged> {
    let mut number = 0;
    // The first words are mostly a heading that repeats the title.
    while let Some(placed) = record.block(number)? {
        if placed.block.kind != BlockKind::Heading || number + 1 == record.block_count() || number > 8 {
            break;
        }
        number += 1;
    }
    let Some(placed) = record.block(number)? else { return Ok(None) };
    let hit = placed.block.start..placed.block.start;
    let range = around(record, hit.clone(), chars)?;
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

/// The passage that a range of bytes of the document's text is, marked as a whole.
///
/// # Errors
/// When the index is damaged.
pub fn passage_of(record: &Record<'_>, entry: &Entry, range: Range<u32>) -> Result<Passage, Damaged> {
    let cut = around(record, range.clone(), range.len())?;
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

/// The stretches to highlight in and around the window, as first and last positions.
fn marks_near(matches: &[Match], plan: &Plan, window: &Window, title_positions: u32) -> Vec<(u32, u32)> {
    /// How far around the window a passage may show matches.
    const REACH_POSITIONS: u32 = 120;
    let reach = window.first.saturating_sub(REACH_POSITIONS).max(title_positions)
        ..=window.last.saturating_add(REACH_POSITIONS);
    let mut marks = Vec::new();
    let from = matches.partition_point(|found| found.span.first < *reach.start());
    for found in &matches[from..] {
        if found.span.first > *reach.end() {
            break;
        }
        if plan.leaves[found.leaf].is_text && found.span.last <= *reach.end() {
            found.span.each_part(|first, last| marks.push((first, last)));
        }
    }
    marks.sort_unstable();
    marks.dedup();
    marks
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

/// About `chars` bytes around `hit`, from the start of a sentence or block to the end of one where
/// they are near enough, else from word to word.
fn around(record: &Record<'_>, hit: Range<u32>, chars: usize) -> Result<Cut, Damaged> {
    let chars = u32::try_from(chars).unwrap_or(u32::MAX / 4).max(40);
    let first_block = record.block_at_byte(hit.start)?.ok_or(Damaged)?.block;
    let last_block = record.block_at_byte(hit.end.saturating_sub(1).max(hit.start))?.ok_or(Damaged)?.block;
    let low = first_block.start.max(hit.start.saturating_sub(chars));
    let high = last_block.end.min(hit.end.saturating_add(chars));
    let (low, text) = record.text_about(low..high)?;
    let high = low + text.len() as u32;
    let hit = (hit.start.max(low) - low) as usize..(hit.end.min(high).max(low) - low) as usize;

    let spare = (chars as usize).saturating_sub(hit.len());
    let room_behind = text.len() - hit.end;
    // What is not needed behind the hit may be used before it.
    let before = (spare / 2).max(spare.saturating_sub(room_behind));
    let earliest = hit.start.saturating_sub(before);
    let starts_block = low == first_block.start;
    let start = if earliest == 0 && starts_block { 0 } else { start_of_sentence(&text, earliest, hit.start) };
    let latest = (start + chars as usize).clamp(hit.end, text.len());
    let ends_block = high == last_block.end;
    let end =
        if latest == text.len() && ends_block { latest } else { end_of_sentence(&text, hit.end, latest) };
    let is_sentence_start = start == 0 && starts_block || is_sentence_break(&text, start);
    let is_sentence_end = end == text.len() && ends_block || ends_sentence(&text[..end]);
    Ok(Cut {
        start: low + start as u32,
        text: text[start..end].to_owned(),
        is_cut_before: !is_sentence_start,
        is_cut_after: !is_sentence_end,
    })
}

/// The first start of a sentence in `earliest..=hit`, else the first start of a word.
fn start_of_sentence(text: &str, earliest: usize, hit: usize) -> usize {
    let earliest = text.ceil_char_boundary(earliest).min(hit);
    let starts = text[earliest..hit]
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, c)| earliest + at + c.len_utf8());
    let mut first_word = None;
    for start in starts {
        if is_sentence_break(text, start) {
            return start;
        }
        first_word = first_word.or(Some(start));
    }
    first_word.unwrap_or(if earliest == 0 { 0 } else { hit })
}

/// The last end of a sentence in `hit..=latest`, if it leaves enough, else the last end of a word.
fn end_of_sentence(text: &str, hit: usize, latest: usize) -> usize {
    let latest = text.floor_char_boundary(latest).max(hit);
    let mut ends =
        text[hit..latest].char_indices().rev().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| hit + at);
    let last_word = ends.clone().next();
    let sentence = ends.find(|end| ends_sentence(&text[..*end]));
    match (sentence, last_word) {
        (Some(end), _) if end - hit > (latest - hit) / 3 => end,
        (_, Some(end)) => end,
        // Scripts without spaces.
        _ => latest,
    }
}

/// Whether a sentence begins at `start`.
fn is_sentence_break(text: &str, start: usize) -> bool {
    let begins = text[start..].chars().next().is_some_and(|c| !c.is_lowercase());
    begins && ends_sentence(text[..start].trim_end())
}

fn ends_sentence(text: &str) -> bool {
    let mut end = text.chars().rev().skip_while(|c| {
        matches!(c, '"' | '\'' | ')' | ']' | '\u{201d}' | '\u{2019}' | '\u{bb}' | '」' | '』')
    });
    end.next().is_some_and(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | ':'))
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
    passage.line = placed.block.line;
    passage.speaker = placed.block.speaker.and_then(|speaker| entry.speakers.get(speaker as usize).cloned());
    passage.heading = heading(record, &placed)?;
    if let Some((start_ms, is_estimated)) = time_at(record, at, false)? {
        passage.start_ms = Some(start_ms);
        passage.is_time_estimated = is_estimated;
        passage.end_ms =
            time_at(record, until.saturating_sub(1).max(at), true)?.map(|(end_ms, _)| end_ms.max(start_ms));
    }
    Ok(())
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
    /// Words are this short at most; what takes longer is a cue.
    const WORD_MS_MAX: u32 = 1_500;
    let Some((mark, next_at)) = record.mark_at_byte(byte)? else { return Ok(None) };
    let next_start = record
        .mark_at_byte(next_at)?
        .map(|(next, _)| next.start_ms)
        .filter(|next| next_at < record.text_bytes() && *next >= mark.start_ms);
    let Some(end_ms) = mark.end_ms.or(next_start) else {
        return Ok(if is_end { None } else { Some((mark.start_ms, false)) });
    };
    let lasts_ms = end_ms - mark.start_ms;
    if lasts_ms <= WORD_MS_MAX {
        return Ok(Some((if is_end { end_ms } else { mark.start_ms }, false)));
    }
    // Without an end of its own the mark may be followed by silence: then only its start is known.
    if mark.end_ms.is_none() && lasts_ms > 120_000 {
        return Ok(Some((mark.start_ms, true)));
    }
    let bytes = f64::from((next_at - mark.at).max(1));
    let share = f64::from(byte - mark.at + u32::from(is_end)) / bytes;
    Ok(Some((mark.start_ms + (f64::from(lasts_ms) * share.min(1.0)) as u32, true)))
}
