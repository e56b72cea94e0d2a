//! From the pieces of a recording to its document.

use super::super::lines::Lines;
use super::super::{Input, Receipt};
use super::recording::{Joint, Piece, Recording};
use crate::clean::captions::{Track, markup};
use crate::document::{BlockKind, Builder, Document, Kind};

/// A pause after which the words of a stream belong to another cue.
const PAUSE_MS: u32 = 1500;
/// So many pieces without a time may stand before the first with one.
const AHEAD_MAX: usize = 4;
/// The most words of a stream in one cue, where nothing else ends it.
const CUE_WORDS_MAX: usize = 24;

/// The document that shows `recording` as a conversation; nothing when nothing is said.
pub(super) fn document(
    mut recording: Recording<'_>,
    format: &'static str,
    input: &Input<'_>,
    receipt: &mut Receipt,
) -> Option<Document> {
    let duration_ms = recording.metadata.duration_ms;
    let part = std::mem::take(&mut recording.part);
    let is_timed = recording.pieces.iter().any(|piece| piece.start_ms.is_some());
    let mut document =
        if is_timed { timed(recording, format, input, receipt)? } else { untimed(recording, format, input)? };
    document.part = part;
    document.metadata.duration_ms = duration_ms.or(document.metadata.duration_ms);
    Some(document)
}

/// Speech with times is what captions are: the same cleaning holds for it.
fn timed(
    recording: Recording<'_>,
    format: &'static str,
    input: &Input<'_>,
    receipt: &mut Receipt,
) -> Option<Document> {
    let mut track = Track::without_rows(input.text);
    track.metadata = recording.metadata;
    let mut lines = Lines::new(input.text);
    let mut last: Option<&Piece<'_>> = None;
    let mut words = 0;
    let mut now = 0;
    for (number, piece) in recording.pieces.iter().enumerate() {
        let opens = last.is_none_or(|last| begins_cue(last, piece, words));
        // A laugh before the first word has no time of its own.
        let ahead = if opens { &recording.pieces[number..] } else { std::slice::from_ref(piece) };
        let mut said = ahead.iter().take(AHEAD_MAX).take_while(|ahead| ahead.speaker == piece.speaker);
        now = said.find_map(|ahead| ahead.start_ms).unwrap_or(now);
        if opens {
            let end = cue_end(&recording.pieces[number..]);
            track.begin(now.into(), end.map(u64::from), lines.at_known(piece.offset));
            track.voice(piece.speaker.as_deref());
            words = 0;
        } else {
            if piece.joint != Joint::Close {
                track.push(" ");
            }
            track.line(lines.at_known(piece.offset));
        }
        let is_word = piece.text.contains(char::is_alphanumeric);
        if let Some(start_ms) = piece.start_ms.filter(|_| is_word && !opens && is_apart(last, piece)) {
            track.time(start_ms.into());
        }
        if piece.text.contains(['<', '&']) {
            markup::read(&piece.text, &mut track);
        } else {
            track.push(&piece.text);
        }
        words += 1;
        last = Some(piece);
    }
    track.into_documents(format, input, receipt).pop()
}

/// Says that `piece` is not said in one breath with the one before it.
fn begins_cue(last: &Piece<'_>, piece: &Piece<'_>, words: usize) -> bool {
    match piece.joint {
        Joint::Segment | Joint::Paragraph | Joint::Heading => return true,
        Joint::Close => return last.speaker != piece.speaker,
        Joint::Word | Joint::Loose => {}
    }
    let pause = last.end_ms.zip(piece.start_ms).map_or(0, |(end, start)| start.saturating_sub(end));
    let ended = last.text.trim_end().ends_with(['.', '?', '!', '\u{3002}', '\u{FF1F}', '\u{FF01}']);
    let is_loose = piece.joint == Joint::Loose;
    last.speaker != piece.speaker || is_loose && (ended || pause >= PAUSE_MS || words >= CUE_WORDS_MAX)
}

/// When the cue that begins with the first of `pieces` ends.
fn cue_end(pieces: &[Piece<'_>]) -> Option<u32> {
    let mut words = 0;
    let mut end = None;
    for pair in pieces.windows(2) {
        words += 1;
        end = pair[0].end_ms.max(end);
        if begins_cue(&pair[0], &pair[1], words) {
            return end;
        }
    }
    pieces.last()?.end_ms.max(end)
}

/// Says that a time may stand before `piece`: not inside a word, unless the script has no spaces.
fn is_apart(last: Option<&Piece<'_>>, piece: &Piece<'_>) -> bool {
    let is_wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{E00}');
    let before = last.and_then(|last| last.text.chars().next_back());
    piece.joint != Joint::Close || is_wide(before) || is_wide(piece.text.chars().next())
}

/// Speech without times is turns alone.
fn untimed(recording: Recording<'_>, format: &'static str, input: &Input<'_>) -> Option<Document> {
    let mut builder = Builder::new(Kind::Transcript, format);
    *builder.metadata() = recording.metadata;
    let mut lines = Lines::new(input.text);
    let mut pieces = &recording.pieces[..];
    while let [first, rest @ ..] = pieces {
        let line = Some(lines.at_known(first.offset));
        if first.joint == Joint::Heading {
            builder.block(BlockKind::Heading, line, &first.text);
            pieces = rest;
            continue;
        }
        let belongs = |piece: &&Piece<'_>| {
            piece.speaker == first.speaker && piece.joint != Joint::Heading && piece.speaker.is_some()
        };
        let length = 1 + rest.iter().take_while(belongs).count();
        let mut turn = builder.turn(first.speaker.as_deref(), line);
        for piece in &pieces[..length] {
            turn.on_line(Some(lines.at_known(piece.offset)));
            if piece.joint == Joint::Close {
                turn.join(&piece.text, None)
            } else {
                turn.say(&piece.text, None)
            };
        }
        pieces = &pieces[length..];
    }
    (!builder.is_empty()).then(|| builder.finish())
}
