//! Takes out what a screen shows more than once and nobody said more than once: cues of
//! overlapping segments, rows that roll up, lines that grow word by word, loops of speech
//! recognition.

use super::{Cue, Track, Word};
use crate::receipt::Receipt;

/// A cue of at most so long only carries rows over to the next one.
const FLASH_MS: u32 = 100;
/// How many rows of a cue are looked at; no screen rolls more.
const ROWS_MAX: usize = 8;
/// How far back the same cue is looked for, where two segments of a stream overlap.
const OVERLAP_CUES: usize = 8;
/// A loop repeats at most so many cues.
const LOOP_CUES_MAX: usize = 4;

/// Removes what is shown again from `track`.
pub(super) fn remove(track: &mut Track, receipt: &mut Receipt) {
    remove_overlaps(track, receipt);
    join_highlights(track, receipt);
    let style = Style::of(track);
    if style.rolls || style.grows {
        unroll(track, style, receipt);
    }
    remove_loops(track, receipt);
}

/// Drops cues with the times and the text of a cue shortly before them.
fn remove_overlaps(track: &mut Track, receipt: &mut Receipt) {
    let Track { text, cues, .. } = track;
    let of = |cue: &Cue| &text[cue.start as usize..cue.end as usize];
    let mut kept: Vec<Cue> = Vec::with_capacity(cues.len());
    for cue in cues.iter() {
        let is_same = |before: &&Cue| {
            (before.start_ms, before.end_ms) == (cue.start_ms, cue.end_ms)
                && cue.end_ms.is_some_and(|end_ms| end_ms > cue.start_ms)
                && of(before).trim() == of(cue).trim()
        };
        if kept.iter().rev().take(OVERLAP_CUES).any(|before| is_same(&before)) {
            receipt.dropped("overlapping segments", of(cue));
        } else {
            kept.push(*cue);
        }
    }
    *cues = kept;
}

/// Joins cues that show the same text over and over, each time with another word highlighted:
/// the words get their times.
fn join_highlights(track: &mut Track, receipt: &mut Receipt) {
    let again = track.cues.windows(2).filter(|pair| continues(track, &pair[0], &pair[0], &pair[1])).count();
    if again < 3 || again * 4 < track.cues.len() {
        return;
    }
    let mut joined: Vec<Cue> = Vec::with_capacity(track.cues.len() - again);
    let mut words = Vec::new();
    let mut before: Option<Cue> = None;
    for cue in &track.cues {
        let start = match joined.last_mut() {
            // Between two words stands the text without a highlight.
            Some(shown) if before.is_some_and(|before| continues(track, shown, &before, cue)) => {
                receipt.dropped("moving highlights", track.cue_text(cue));
                shown.end_ms = cue.end_ms;
                shown.start
            }
            _ => {
                joined.push(*cue);
                cue.start
            }
        };
        words.extend(cue.highlight.map(|at| Word { at: start + (at - cue.start), start_ms: cue.start_ms }));
        before = Some(*cue);
    }
    words.append(&mut track.words);
    words.sort_by_key(|word| (word.at, word.start_ms));
    words.dedup_by_key(|word| word.at);
    track.words = words;
    track.cues = joined;
}

/// Says whether `cue` shows the text of `shown` with its highlight moved on since `before`.
fn continues(track: &Track, shown: &Cue, before: &Cue, cue: &Cue) -> bool {
    let moved = |cue: &Cue| cue.highlight.map(|at| at - cue.start);
    let is_next = match (moved(before), moved(cue)) {
        (Some(before), Some(now)) => now > before,
        (None, Some(now)) => now > 0,
        (before, None) => before.is_some(),
    };
    is_next && shown.end_ms == Some(cue.start_ms) && track.cue_text(shown) == track.cue_text(cue)
}

/// How a file moves its text over the screen.
#[derive(Clone, Copy, Debug)]
struct Style {
    /// Rows of a cue stand in the next one too.
    rolls: bool,
    /// The last row of a cue is the beginning of a row in the next one.
    grows: bool,
    /// Between two cues stands a very short one that shows nothing new.
    flashes: bool,
}

impl Style {
    /// The style of a file, from how most of its cues follow on one another: one cue that repeats
    /// a row may be somebody repeating himself.
    fn of(track: &Track) -> Self {
        let (mut rolled, mut grown, mut flashes) = (0, 0, 0);
        let (mut before, mut now) = (Vec::new(), Vec::new());
        for cue in &track.cues {
            rows(track, cue, &mut now);
            match carried(&before, &now) {
                Carried::Rows(rows) if rows < now.len() => rolled += 1,
                Carried::Rows(rows) if rows > 0 && is_flash(cue) => {
                    rolled += 1;
                    flashes += 1;
                }
                Carried::Grown(_) => grown += 1,
                Carried::Rows(_) | Carried::Nothing => {}
            }
            std::mem::swap(&mut before, &mut now);
        }
        let is_style = |count: usize| count >= 3 && count * 4 >= track.cues.len();
        Self {
            rolls: is_style(rolled),
            grows: is_style(grown),
            flashes: flashes >= 3 && flashes * 8 >= track.cues.len(),
        }
    }
}

fn is_flash(cue: &Cue) -> bool {
    cue.end_ms.is_some_and(|end_ms| end_ms - cue.start_ms <= FLASH_MS)
}

/// What a cue shows again of the cue before it.
enum Carried {
    Nothing,
    /// Its first rows, so many.
    Rows(usize),
    /// Its first rows, so many, of which the last has grown.
    Grown(usize),
}

/// Bytes of a row in the track's text.
#[derive(Clone, Copy, Debug)]
struct Row<'a> {
    text: &'a str,
    start: u32,
    /// The row is the first of its cue; a blank row above says that nothing is carried over.
    is_top: bool,
}

/// The rows of `cue` that show something.
fn rows<'t>(track: &'t Track, cue: &Cue, rows: &mut Vec<Row<'t>>) {
    rows.clear();
    let text = track.cue_text(cue);
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut start = 0;
    for (index, end) in ends.enumerate().take(ROWS_MAX) {
        let trimmed = text[start..end].trim();
        if !trimmed.is_empty() {
            rows.push(Row { text: trimmed, start: cue.start + start as u32, is_top: index == 0 });
        }
        start = end + 1;
    }
}

fn carried(before: &[Row<'_>], now: &[Row<'_>]) -> Carried {
    let (Some(first), Some(last_before)) = (now.first(), before.last()) else { return Carried::Nothing };
    if !first.is_top {
        return Carried::Nothing;
    }
    for count in (1..=before.len().min(now.len())).rev() {
        let shown = &before[before.len() - count..];
        let upper_rows_are_same = shown.iter().zip(now).take(count - 1).all(|(a, b)| a.text == b.text);
        let last = now[count - 1].text;
        if !upper_rows_are_same {
            continue;
        }
        if last == last_before.text {
            return Carried::Rows(count);
        }
        if last.starts_with(last_before.text) {
            return Carried::Grown(count);
        }
    }
    Carried::Nothing
}

/// Leaves in each cue only what it shows for the first time.
fn unroll(track: &mut Track, style: Style, receipt: &mut Receipt) {
    let mut cues = std::mem::take(&mut track.cues);
    let (mut before, mut now) = (Vec::new(), Vec::new());
    // The last cue that shows something new.
    let mut last_new: Option<usize> = None;
    for index in 0..cues.len() {
        let cue = cues[index];
        rows(track, &cue, &mut now);
        let shown_again = match carried(&before, &now) {
            // Said again, and shown alone: the flashes do the carrying over in this file.
            Carried::Rows(rows) if rows == now.len() && style.flashes && !is_flash(&cue) => 0,
            Carried::Rows(rows) if style.rolls || rows == now.len() => rows,
            Carried::Grown(rows) if style.grows => {
                if let (Some(last_new), Some(row)) = (last_new, before.last()) {
                    let grown = &mut cues[last_new];
                    if row.start >= grown.start && row.start < grown.end {
                        grown.end = row.start;
                        cues[index].start_ms = grown.start_ms;
                    }
                }
                rows - 1
            }
            _ => 0,
        };
        let end = cue.end;
        let start = now.get(shown_again).map_or(end, |row| row.start);
        if shown_again > 0 {
            receipt.dropped("rolling captions", &track.text[cue.start as usize..start as usize]);
        }
        if shown_again > 0 {
            let passed = &track.text[cue.start as usize..start as usize];
            if track.rows_are_lines && cue.line > 0 {
                cues[index].line += passed.bytes().filter(|byte| *byte == b'\n').count() as u32;
            }
            cues[index].start = start;
        }
        if cues[index].start < end && shown_again < now.len() {
            last_new = Some(index);
        }
        std::mem::swap(&mut before, &mut now);
    }
    cues.retain(|cue| cue.start < cue.end);
    track.cues = cues;
}

/// Keeps one round of cues that repeat over and over.
fn remove_loops(track: &mut Track, receipt: &mut Receipt) {
    let mut cues = std::mem::take(&mut track.cues);
    cues.retain(|cue| !track.cue_text(cue).trim().is_empty());
    let texts: Vec<&str> = cues.iter().map(|cue| track.cue_text(cue).trim()).collect();
    // For each length of a round, how many cues in a row are the same as those a round before.
    let mut runs = [0_usize; LOOP_CUES_MAX];
    let mut is_kept = vec![true; cues.len()];
    for index in 0..=cues.len() {
        for (round, run) in (1..).zip(&mut runs) {
            let goes_on = index < cues.len() && index >= round && texts[index] == texts[index - round];
            if goes_on {
                *run += 1;
                continue;
            }
            let repeated = std::mem::take(run);
            let rounds = 1 + repeated / round;
            if repeated == 0 || rounds < rounds_of_a_loop(&cues[index - round..index], track) {
                continue;
            }
            let line = texts[index - repeated];
            if is_kept[index - repeated] {
                receipt.warn(format!("`{}` repeated {rounds} times is kept once", shortened(line)));
            }
            for looped in index - repeated..index {
                if std::mem::take(&mut is_kept[looped]) {
                    receipt.dropped("recognition loops", texts[looped]);
                }
            }
        }
    }
    let mut keep = is_kept.into_iter();
    cues.retain(|_| keep.next().unwrap_or(true));
    track.cues = cues;
}

/// How often cues must follow on themselves to be a machine's loop: people do say `yeah` five
/// times, but no long sentence.
fn rounds_of_a_loop(round: &[Cue], track: &Track) -> usize {
    let bytes: usize = round.iter().map(|cue| track.cue_text(cue).trim().len()).sum();
    match bytes {
        0..16 => 8,
        16..32 => 6,
        _ => 4,
    }
}

fn shortened(line: &str) -> &str {
    &line[..line.floor_char_boundary(60)]
}
