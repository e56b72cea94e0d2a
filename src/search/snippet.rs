//! From a window of positions to what is shown: text, highlights and the place.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use super::matcher::Match;
use super::passage::Window;
use super::place;
use super::plan::Plan;
use crate::document::{BlockKind, TimeMark};
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
    /// The number of the block that the first highlighted word is in, counted from 0.
    pub block: u32,
    /// What that block is.
    pub block_kind: Option<BlockKind>,
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
    /// Where it can be opened, see [`place::link`](fn@super::place::link).
    pub link: String,
    /// The blocks that it shows, in order; the first is the one it begins in.
    pub blocks: Vec<PassageBlock>,
}

/// A block of a document, as far as a passage shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PassageBlock {
    /// Where it begins in the passage's text, in bytes.
    pub start: usize,
    /// What it is.
    pub kind: BlockKind,
    /// Who says it.
    pub speaker: Option<String>,
}

/// How much of a document a passage shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// About how many characters.
    pub chars: usize,
    /// How many sentences more on each side.
    pub context: usize,
}

/// A passage with the leaves that are seen in it, and where.
pub(super) struct Shown {
    pub passage: Passage,
    /// A leaf, and a stretch of `text` that is highlighted because of it.
    pub seen: Vec<(usize, Range<usize>)>,
}

impl Shown {
    /// Whether what matched is nothing but parts of addresses, which say little.
    pub(super) fn is_in_addresses(&self) -> bool {
        let text = &self.passage.text;
        let is_address = |range: &Range<usize>| {
            let before = text[..range.start].rsplit(char::is_whitespace).next().unwrap_or_default();
            let behind = text[range.end..].split(char::is_whitespace).next().unwrap_or_default();
            let word = &text[range.start - before.len()..range.end + behind.len()];
            word.contains("://") || word.contains("www.")
        };
        !self.passage.highlights.is_empty() && self.passage.highlights.iter().all(is_address)
    }
}

impl Shown {
    /// Takes away what another passage shows already; whether there was such.
    pub(super) fn leave_out(&mut self, other: &Passage) -> bool {
        let passage = &mut self.passage;
        let (start, end) = (passage.start_byte, passage.end_byte);
        if other.end_byte <= start || end <= other.start_byte {
            return false;
        }
        // Of what stands around the other, the side where something matched.
        let first = passage.highlights.first().map_or(end, |first| start + first.end as u32);
        let is_shared_behind =
            start < other.start_byte && (end <= other.end_byte || first <= other.start_byte);
        let (from, to) =
            if is_shared_behind { (start, other.start_byte) } else { (other.end_byte.min(end), end) };
        let kept = (from - start) as usize..(to - start) as usize;
        let kept_text = &passage.text[kept.clone()];
        let first = kept.start + (kept_text.len() - kept_text.trim_start().len());
        let last = (kept.start + kept_text.trim_end().len()).max(first);
        let shift = |range: &Range<usize>| {
            (first <= range.start && range.end <= last).then(|| range.start - first..range.end - first)
        };
        if is_shared_behind {
            passage.is_cut_after = other.is_cut_before;
        } else {
            passage.is_cut_before = other.is_cut_after;
        }
        passage.highlights = passage.highlights.iter().filter_map(shift).collect();
        self.seen = std::mem::take(&mut self.seen)
            .into_iter()
            .filter_map(|(leaf, range)| Some((leaf, shift(&range)?)))
            .collect();
        passage.text = passage.text[first..last].to_owned();
        passage.start_byte = start + first as u32;
        passage.end_byte = start + last as u32;
        true
    }

    /// Finds out again where it is.
    pub(super) fn place_again(&mut self, record: &Record<'_>, entry: &Entry) -> Result<(), Damaged> {
        let start = self.passage.start_byte;
        set_place(&mut self.passage, record, entry, start..start)
    }
}

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
    let hit = first.start..last.end.max(first.end);
    let range = with_text_below(record, around(record, hit.clone(), size)?, size)?;
    let (start, text) = (range.start, range.text);
    let end = start + text.len() as u32;

    let marks = marks_near(matches, plan, window, record.title_positions(), size);
    let mut sorted: Vec<u32> = marks.iter().flat_map(|mark| [mark.first, mark.last]).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let places = record.place(&sorted)?;
    let place_of = |position: u32| sorted.binary_search(&position).ok().map(|index| places[index].clone());
    let mut seen: Vec<(usize, Range<usize>)> = Vec::new();
    for mark in marks {
        let (Some(first), Some(last)) = (place_of(mark.first), place_of(mark.last)) else {
            return Err(Damaged);
        };
        if first.start >= start && last.end <= end {
            seen.push((mark.leaf, (first.start - start) as usize..(last.end - start) as usize));
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

/// The beginning of a document, for hits that match elsewhere.
pub(super) fn opening(record: &Record<'_>, entry: &Entry, size: Size) -> Result<Option<Passage>, Damaged> {
    let mut number = 0;
    // The first words are mostly a heading that repeats the title.
    while let Some(placed) = record.block(number)? {
        let is_passed_over = placed.block.kind == BlockKind::Heading || placed.block.is_boilerplate;
        if !is_passed_over || number + 1 == record.block_count() || number > 8 {
            break;
        }
        number += 1;
    }
    let Some(placed) = record.block(number)? else { return Ok(None) };
    let hit = placed.block.start..placed.block.start;
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

/// The passage that a range of bytes of the document's text is, marked as a whole.
///
/// # Errors
/// When the index is damaged.
pub fn passage_of(record: &Record<'_>, entry: &Entry, range: Range<u32>) -> Result<Passage, Damaged> {
    let chars = record.text(range.clone())?.chars().count();
    passage_around(record, entry, range, chars)
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

/// When the word at `position` begins, and the line of its block.
pub(super) fn place_of(
    record: &Record<'_>,
    placed: &PlacedBlock,
    position: u32,
) -> Result<(Option<u32>, Option<u32>), Damaged> {
    let places = record.place(&[position])?;
    let at = places.first().map_or(placed.block.start, |range| range.start);
    Ok((placed.block.line, time_at(record, at, false)?.map(|(start_ms, _)| start_ms)))
}

/// A stretch of positions to highlight, and the leaf it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    first: u32,
    last: u32,
    leaf: usize,
}

/// The stretches to highlight in and around the window.
fn marks_near(
    matches: &[Match],
    plan: &Plan,
    window: &Window,
    title_positions: u32,
    size: Size,
) -> Vec<Mark> {
    /// No word and no sentence is shorter, in the mean, than so many characters.
    const WORD_CHARS: usize = 2;
    const SENTENCE_WORDS: usize = 60;
    let reach = size.chars / WORD_CHARS + size.context.saturating_mul(SENTENCE_WORDS);
    let reach = u32::try_from(reach).unwrap_or(u32::MAX);
    let reach = window.first.saturating_sub(reach).max(title_positions)..=window.last.saturating_add(reach);
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
    let end =
        if latest == text.len() && ends_block { latest } else { end_of_sentence(&text, hit.end, latest) };
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
    let shown = if is_whole { latest } else { end_of_sentence(&more, text, latest) };
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
    let is_start = |(at, is_sentence): &(usize, bool)| *is_sentence && *at < start;
    let starts: Vec<usize> = breaks(&text, 0..start).filter(is_start).map(|(at, _)| at).collect();
    let is_first = low == 0;
    let first = match starts.len().checked_sub(sentences) {
        Some(index) => starts[index],
        None if is_first => 0,
        None => breaks(&text, 0..start).next().map_or(start, |(at, _)| at),
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

/// Where words begin in a range, and whether a sentence does; in scripts without spaces where
/// sentences do.
fn breaks(text: &str, range: Range<usize>) -> impl Iterator<Item = (usize, bool)> {
    text[range.clone()].char_indices().filter_map(move |(at, c)| {
        let at = range.start + at + c.len_utf8();
        let is_wide_end = matches!(c, '。' | '！' | '？') && !text[at..].starts_with(['」', '』', '）', '”']);
        let is_behind_quote =
            matches!(c, '」' | '』') && text[..at - c.len_utf8()].ends_with(['。', '！', '？']);
        if c.is_whitespace() {
            Some((at, c == '\n' || is_sentence_break(text, at)))
        } else {
            (is_wide_end || is_behind_quote).then_some((at, true))
        }
    })
}

/// So many characters before `at`, on a boundary of what readers see as characters.
fn back(text: &str, at: usize, chars: usize) -> usize {
    let start = text[..at].char_indices().rev().take(chars).last().map_or(at, |(start, _)| start);
    on_grapheme(text, start, at)
}

/// So many characters behind `at`, likewise.
fn forth(text: &str, at: usize, chars: usize) -> usize {
    let end = text[at..].char_indices().nth(chars).map_or(text.len(), |(end, _)| at + end);
    on_grapheme(text, end, text.len())
}

/// The first boundary between graphemes at or behind `at`, at most `end`.
fn on_grapheme(text: &str, at: usize, end: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.next_boundary(text, 0).ok().flatten().unwrap_or(end).min(end),
        _ => at,
    }
}

/// The first start of a sentence in `earliest..=hit`, else the first start of a word.
fn start_of_sentence(text: &str, earliest: usize, hit: usize) -> usize {
    let mut first_word = None;
    for (start, is_sentence) in breaks(text, earliest..hit) {
        if is_sentence {
            return start;
        }
        first_word = first_word.or(Some(start));
    }
    // Scripts without spaces begin anywhere.
    let has_no_spaces = !text[earliest..hit].is_ascii() && first_word.is_none();
    first_word.unwrap_or(if earliest == 0 || has_no_spaces { earliest } else { hit })
}

/// The last end of a sentence in `hit..=latest`, if it leaves enough, else the last end of a word.
fn end_of_sentence(text: &str, hit: usize, latest: usize) -> usize {
    let (mut sentence, mut word) = (None, None);
    // One more character shows whether a word ends here.
    let seen = text[latest..].chars().next().map_or(latest, |c| latest + c.len_utf8());
    for (at, is_sentence) in breaks(text, hit..seen) {
        let end = text[..at].trim_end().len();
        if end <= latest && end >= hit {
            word = Some(end);
            if is_sentence || ends_sentence(&text[..end]) {
                sentence = Some(end);
            }
        }
    }
    match (sentence, word) {
        (Some(end), _) if end - hit > (latest - hit) / 3 => end,
        (_, Some(end)) if end > hit => end,
        // Scripts without spaces end anywhere.
        _ => latest,
    }
}

/// Whether a sentence begins at `start`.
fn is_sentence_break(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end();
    let begins = text[start..].chars().next().is_none_or(|c| !c.is_lowercase());
    text[before.len()..start].contains('\n') || begins && ends_sentence(before)
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
    passage.blocks = blocks_of(passage, record, entry)?;
    (passage.block, passage.block_kind) = (placed.number, Some(placed.block.kind));
    passage.line = placed.block.line;
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
    /// Words are this short at most; what takes longer is a cue.
    const WORD_MS_MAX: u32 = 1_500;
    let Some((mark, next_at)) = record.mark_at_byte(byte)? else { return Ok(None) };
    let next_start = record
        .mark_at_byte(next_at)?
        .map(|(next, _)| next.start_ms)
        .filter(|next| next_at < record.text_bytes() && *next >= mark.start_ms);
    let Some(end_ms) = mark.end_ms.or(next_start) else {
        return Ok(Some(said_at(&mark, byte, u32::MAX)));
    };
    let lasts_ms = end_ms - mark.start_ms;
    if lasts_ms <= WORD_MS_MAX {
        return Ok(Some((if is_end { end_ms } else { mark.start_ms }, false)));
    }
    // Without an end of its own the mark may be followed by silence.
    if mark.end_ms.is_none() && lasts_ms > 120_000 {
        return Ok(Some(said_at(&mark, byte, end_ms)));
    }
    let bytes = f64::from((next_at - mark.at).max(1));
    let share = f64::from(byte - mark.at + u32::from(is_end)) / bytes;
    Ok(Some((mark.start_ms + (f64::from(lasts_ms) * share.min(1.0)) as u32, true)))
}

/// When the byte of a mark is said that goes on for long, by how fast people speak: about 150 words a minute
/// (Tauroza and Allison, "Speech rates in British English", 1990).
fn said_at(mark: &TimeMark, byte: u32, end_ms: u32) -> (u32, bool) {
    const MS_A_BYTE: u32 = 70;
    let later_ms = (byte - mark.at).saturating_mul(MS_A_BYTE);
    (mark.start_ms.saturating_add(later_ms).min(end_ms), later_ms > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_long_turn_time_goes_on() {
        let mark = TimeMark { at: 100, start_ms: 42_000, end_ms: None };
        assert_eq!(said_at(&mark, 100, u32::MAX), (42_000, false));
        assert_eq!(said_at(&mark, 1_100, u32::MAX), (112_000, true));
        assert_eq!(said_at(&mark, 1_100, 60_000), (60_000, true));
    }
}
