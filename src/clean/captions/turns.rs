//! From stretches of one speaker to turns that can be read: what one person says stays together,
//! and what nobody in particular says is broken where a reader would break it.

use super::speakers::{Said, ends_sentence};
use super::{Track, Word, find_byte};
use crate::document::{Builder, Turn};

/// Words after which a turn of nobody in particular may end with a sentence, and must end.
const UNNAMED_WORDS: (usize, usize) = (60, 120);
/// The same for a named speaker's: his turn stays whole unless it is a lecture.
const NAMED_WORDS: (usize, usize) = (250, 400);
/// A silence that ends a turn of nobody in particular, once it has a few words.
const SILENCE_MS: u32 = 4000;
const SILENCE_WORDS: usize = 25;
/// A silence that ends anybody's turn: what is said behind it is said at another time.
const LONG_SILENCE_MS: u32 = 30_000;
/// How long a word takes, where only its beginning is known.
const WORD_MS: u32 = 400;

/// Adds the turns to `builder`.
pub(super) fn build(track: &Track, said: &[Said<'_>], builder: &mut Builder) {
    let mut words = track.words.as_slice();
    let mut lines = CueLines::default();
    let mut from = 0;
    while from < said.len() {
        let changes = said[from + 1..].iter().position(|said| said.is_change);
        let end = changes.map_or(said.len(), |next| from + 1 + next);
        turn(track, &said[from..end], &mut words, &mut lines, builder);
        from = end;
    }
}

/// A place between or inside stretches: before byte `at` of stretch `index`.
#[derive(Clone, Copy, Debug)]
struct Place {
    index: usize,
    at: u32,
}

/// Adds what one speaker says, in as many blocks as it takes.
fn turn(track: &Track, said: &[Said<'_>], words: &mut &[Word], lines: &mut CueLines, builder: &mut Builder) {
    let mut from = Place { index: 0, at: said[0].start };
    while from.index < said.len() {
        let to = block_end(track, said, from);
        let first = &said[from.index];
        let mut turn = builder.turn(first.speaker.as_deref(), None);
        for index in from.index..said.len().min(to.index + 1) {
            let start = if index == from.index { from.at } else { said[index].start };
            let end = if index == to.index { to.at } else { said[index].end };
            if start < end {
                say(track, &said[index], start, end, (words, lines), &mut turn);
            }
        }
        from = to;
        if said.get(from.index).is_some_and(|last| from.at >= last.end) {
            from.index += 1;
            from.at = said.get(from.index).map_or(0, |next| next.start);
        }
    }
}

/// Counts source lines inside the cue it was last asked about.
#[derive(Debug, Default)]
struct CueLines {
    cue_start: Option<u32>,
    at: u32,
    line: u32,
}

impl CueLines {
    /// The line in the source of byte `at`, which never goes back; nothing where lines do not count.
    fn at(&mut self, track: &Track, said: &Said<'_>, at: u32) -> Option<u32> {
        if said.cue.line == 0 {
            return None;
        }
        if !track.rows_are_lines {
            let before = track.lines.partition_point(|line| line.at <= at);
            let told = track.lines[..before].last().filter(|line| line.at >= said.cue.start);
            return Some(told.map_or(said.cue.line, |told| told.line));
        }
        if self.cue_start != Some(said.cue.start) {
            *self = Self { cue_start: Some(said.cue.start), at: said.cue.start, line: said.cue.line };
        }
        let text = &track.text[self.at as usize..at as usize];
        self.line += text.bytes().filter(|byte| *byte == b'\n').count() as u32;
        self.at = at;
        Some(self.line)
    }
}

/// Where the block that begins at `from` ends.
fn block_end(track: &Track, said: &[Said<'_>], from: Place) -> Place {
    let (enough, most) = if said[from.index].speaker.is_some() { NAMED_WORDS } else { UNNAMED_WORDS };
    let mut counted = 0;
    // The longest pause since the turn might end, and whether the text has sentences at all.
    let mut pause: Option<(u32, Place)> = None;
    let mut has_sentences = false;
    for (index, stretch) in said.iter().enumerate().skip(from.index) {
        let is_first = index == from.index;
        if !is_first {
            let before = &said[index - 1];
            let place = Place { index, at: stretch.start };
            let silence_ms = silence_ms(track, before, stretch);
            let ended_sentence = ends_sentence(&track.text[before.start as usize..before.end as usize]);
            has_sentences |= ended_sentence;
            let is_long = silence_ms >= SILENCE_MS && counted >= SILENCE_WORDS && stretch.speaker.is_none();
            if before.cue.end_ms.is_some() && silence_ms >= LONG_SILENCE_MS && counted > 0 {
                return place;
            }
            if ended_sentence && counted >= enough || is_long && (ended_sentence || !has_sentences) {
                return place;
            }
            pause = longer_pause(pause, silence_ms, place, counted >= enough);
            if counted >= most
                && let Some((_, place)) = pause
            {
                return place;
            }
        }
        let start = if is_first { from.at } else { stretch.start };
        let text = &track.text[start as usize..stretch.end as usize];
        let before = counted;
        if let Some(at) = sentence_end(text, &mut counted, (enough, most)) {
            return Place { index, at: start + at as u32 };
        }
        // Words with times show the pauses inside a row.
        for (count, pair) in track.words_in(start, stretch.end).windows(2).enumerate() {
            let silence_ms = pair[1].start_ms.saturating_sub(pair[0].start_ms.saturating_add(WORD_MS));
            let place = Place { index, at: pair[1].at };
            let is_inside = before + count >= enough && starts_word(&track.text, pair[1].at);
            pause = longer_pause(pause, silence_ms, place, is_inside);
        }
    }
    Place { index: said.len(), at: 0 }
}

/// The longer of two pauses, if the turn may end in the new one.
fn longer_pause(
    known: Option<(u32, Place)>,
    silence_ms: u32,
    place: Place,
    may_end: bool,
) -> Option<(u32, Place)> {
    let is_longer = may_end && known.is_none_or(|(longest_ms, _)| silence_ms > longest_ms);
    if is_longer { Some((silence_ms, place)) } else { known }
}

/// Says whether white space stands before or at byte `at`.
fn starts_word(text: &str, at: u32) -> bool {
    let (before, after) = text.split_at(at as usize);
    before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace)
}

/// Counts the words of `text` on top of `counted`, up to the first sentence end inside it behind
/// `enough` words, or any word end far behind `most`: a single cue may be longer than a block.
fn sentence_end(text: &str, counted: &mut usize, (enough, most): (usize, usize)) -> Option<usize> {
    /// Words are seldom longer; and what is counted in vain for each block must not be all that is left.
    const WORD_BYTES: usize = 16;
    let bytes = text.as_bytes();
    // No place for an end: the words are counted in one go.
    if bytes.len() <= enough * WORD_BYTES && find_byte(text, |byte| byte >= 0xE3).is_none() {
        let counted_then = *counted + narrow_words(bytes);
        if counted_then < enough || counted_then < most * 2 && !may_end_inside(text) {
            *counted = counted_then;
            return None;
        }
    }
    let mut is_word = false;
    // Scripts without blanks: three of their characters' bytes are about half a word.
    let mut wide_bytes = 0;
    for (at, byte) in bytes.iter().enumerate() {
        wide_bytes += usize::from(*byte >= 0xE3);
        let is_full_stop =
            matches!(byte, 0xE3 | 0xEF) && text[at..].starts_with(['\u{3002}', '\u{FF01}', '\u{FF1F}']);
        if is_full_stop && *counted >= enough && at + 3 < text.len() {
            return Some(at + 3);
        }
        if !byte.is_ascii_whitespace() {
            *counted += usize::from(!is_word) + wide_bytes / 2;
            wide_bytes %= 2;
            is_word = true;
            continue;
        }
        is_word = false;
        if *counted < enough || at == 0 {
            continue;
        }
        let is_over = *counted >= most * 2;
        if is_over || ends_sentence_at(text, at) {
            return Some(at);
        }
    }
    None
}

/// Says whether anything stands before the last word of `text` that a sentence may end with.
fn may_end_inside(text: &str) -> bool {
    // The last three begin the signs of other scripts.
    let may_end = |byte: u8| matches!(byte, b'.' | b'?' | b'!' | 0xD8 | 0xE0 | 0xE2);
    let end = text.trim_ascii_end().rfind(|c: char| c.is_ascii_whitespace()).unwrap_or(0);
    find_byte(&text[..end], may_end).is_some()
}

/// How many words text holds whose scripts part them by blanks.
fn narrow_words(bytes: &[u8]) -> usize {
    let Some((first, behind)) = bytes.split_first() else { return 0 };
    // Few enough at once that their number fits a byte: many are then looked at together.
    let begins = bytes.chunks(128).zip(behind.chunks(128)).map(|(before, now)| {
        let begins = before.iter().zip(now).map(|(before, now)| u8::from((*before <= b' ') & (*now > b' ')));
        usize::from(begins.sum::<u8>())
    });
    usize::from(*first > b' ') + begins.sum::<usize>()
}

/// Says whether a sentence ends before the white space at byte `at`, not an abbreviation.
fn ends_sentence_at(text: &str, at: usize) -> bool {
    let before = &text[text.floor_char_boundary(at.saturating_sub(24))..at];
    if !ends_sentence(before) {
        return false;
    }
    let word = before.rsplit(char::is_whitespace).next().unwrap_or(before);
    let is_abbreviation = word.ends_with('.')
        && (word.chars().filter(|c| c.is_alphabetic()).count() < 3
            || ["Prof.", "Mrs.", "etc."].contains(&word));
    let next = text[at..].trim_start().chars().next();
    !is_abbreviation && next.is_some_and(|c| !c.is_lowercase())
}

/// How long nobody speaks between two stretches. Where words have times, rows follow on one
/// another without a gap, and the pause shows between the last word and the first.
fn silence_ms(track: &Track, before: &Said<'_>, after: &Said<'_>) -> u32 {
    let last =
        track.words.partition_point(|word| word.at < before.end).checked_sub(1).map(|last| track.words[last]);
    let ended_ms = match (last.filter(|word| word.at >= before.start), before.cue.end_ms) {
        (Some(word), Some(end_ms)) => end_ms.min(word.start_ms.saturating_add(WORD_MS)),
        (_, end_ms) => end_ms.unwrap_or(before.cue.start_ms.saturating_add(WORD_MS)),
    };
    after.cue.start_ms.saturating_sub(ended_ms)
}

/// Adds one stretch, its words with their own times where they have them.
fn say(
    track: &Track,
    said: &Said<'_>,
    start: u32,
    end: u32,
    (words, lines): (&mut &[Word], &mut CueLines),
    turn: &mut Turn<'_>,
) {
    while words.first().is_some_and(|word| word.at < start) {
        *words = &words[1..];
    }
    let opens_cue = said.opens_cue && start == said.start;
    let mut add = |from: u32, to: u32, time: Option<(u32, Option<u32>)>| {
        let text = &track.text[from as usize..to as usize];
        let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let before = track.text[..from as usize].chars().next_back();
        let is_apart = opens_cue && from == start || is_blank(before) || is_blank(text.chars().next());
        let line = lines.at(track, said, from);
        if track.rows_are_lines {
            turn.on_lines(line)
        } else {
            turn.on_line(line)
        };
        if is_apart {
            turn.say(text, time)
        } else {
            turn.join(text, time)
        };
    };
    // What begins inside a cue has no time of its own: it lies under the mark of its cue.
    let mut start_ms = opens_cue.then_some(said.cue.start_ms);
    let mut from = start;
    while let Some(word) = words.first().copied().filter(|word| word.at < end) {
        *words = &words[1..];
        if !track.text[from as usize..word.at as usize].trim().is_empty() {
            add(from, word.at, start_ms.map(|start_ms| (start_ms, None)));
            from = word.at;
        }
        start_ms = Some(word.start_ms);
    }
    add(from, end, start_ms.map(|start_ms| (start_ms, said.cue.end_ms)));
}
