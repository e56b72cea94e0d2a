//! Praat's TextGrid: tiers over the time of a recording, each cut into intervals with a text.
//!
//! As Praat itself does, only what stands alone counts: numbers, texts in quotes and flags, so that the long
//! and the short form read alike. A tier is a speaker, unless its name says what its texts are.

use std::borrow::Cow;

use super::lines::Lines;
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::{Track, milliseconds};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "textgrid", extensions: &["textgrid"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    /// A text without quotes is all searched for one.
    const HEADER_BYTES: usize = 512;
    let head = input.head();
    let mut tokens = Tokens { text: &head[..head.floor_char_boundary(HEADER_BYTES)], at: 0 };
    let is_grid = matches!(tokens.next(), Some((_, Token::Text(kind))) if kind == "ooTextFile")
        && matches!(tokens.next(), Some((_, Token::Text(class))) if class == "TextGrid");
    if is_grid { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let tiers = tiers(input.text);
    // The words of an aligner say again what whole sentences in another tier do.
    let has_sentences = tiers.iter().any(|tier| tier.unit == Unit::Sentences && !tier.intervals.is_empty());
    let mut cues: Vec<Cue<'_>> = Vec::new();
    for tier in &tiers {
        match tier.unit {
            Unit::Sounds => {}
            Unit::Words if has_sentences => {}
            Unit::Words => cues.extend(of_words(tier)),
            Unit::Sentences => cues.extend(tier.intervals.iter().map(|interval| Cue {
                speaker: tier.speaker.as_deref(),
                said: std::slice::from_ref(interval),
            })),
        }
    }
    cues.sort_by_key(|cue| cue.said.first().map(|interval| (interval.start_ms, interval.line)));
    let mut track = Track::without_rows(input.text);
    for cue in cues {
        let [first, rest @ ..] = cue.said else { continue };
        track.begin(first.start_ms, cue.said.iter().map(|interval| interval.end_ms).max(), first.line);
        track.voice(cue.speaker);
        track.push(first.text.trim());
        for word in rest {
            track.push(" ");
            track.time(word.start_ms);
            track.push(word.text.trim());
        }
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// What is said at once.
#[derive(Debug)]
struct Cue<'t> {
    speaker: Option<&'t str>,
    said: &'t [Interval<'t>],
}

/// What the texts of a tier are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Sounds,
    Words,
    Sentences,
}

#[derive(Debug)]
struct Tier<'a> {
    unit: Unit,
    speaker: Option<String>,
    intervals: Vec<Interval<'a>>,
}

#[derive(Debug)]
struct Interval<'a> {
    start_ms: u64,
    end_ms: u64,
    text: Cow<'a, str>,
    /// The line of the source on which its text begins.
    line: u32,
}

/// The tiers with intervals of a grid; points in time are no speech.
fn tiers(source: &str) -> Vec<Tier<'_>> {
    let mut tiers = Vec::new();
    let mut lines = Lines::new(source);
    let mut tokens = Tokens { text: source, at: 0 }.peekable();
    while let Some((_, token)) = tokens.next() {
        // The names of classes begin tiers; the texts in them are taken below.
        if !matches!(&token, Token::Text(class) if class == "IntervalTier") {
            continue;
        }
        let Some((_, Token::Text(name))) = tokens.next() else { continue };
        let (unit, speaker) = of_name(&name);
        let speaker = speaker.map(str::to_owned);
        let mut tier = Tier { unit, speaker, intervals: Vec::new() };
        // Its own start and end, and how many intervals it has.
        for _ in 0..3 {
            tokens.next_if(|(_, token)| matches!(token, Token::Number(_)));
        }
        while let Some((_, Token::Number(start))) =
            tokens.next_if(|(_, token)| matches!(token, Token::Number(_)))
        {
            let (Some((_, Token::Number(end))), Some((offset, Token::Text(text)))) =
                (tokens.next(), tokens.next())
            else {
                break;
            };
            if let (Some(start_ms), Some(end_ms)) = (milliseconds(start), milliseconds(end))
                && is_said(&text)
            {
                tier.intervals.push(Interval { start_ms, end_ms, text, line: lines.at(offset) });
            }
        }
        tiers.push(tier);
    }
    tiers
}

/// What a tier holds by its name, and who speaks in it: `Ada`, `Ada - words`, `phones`.
fn of_name(name: &str) -> (Unit, Option<&str>) {
    const SOUNDS: [&str; 10] =
        ["phones", "phone", "phonemes", "phoneme", "syllables", "syllable", "segments", "mau", "kan", "ipa"];
    const WORDS: [&str; 6] = ["words", "word", "ort", "ort-mau", "tokens", "token"];
    #[rustfmt::skip]
    const SENTENCES: [&str; 15] = [
        "utterances", "utterance", "sentences", "sentence", "transcript", "transcription", "text", "phrases",
        "phrase", "turns", "speech", "trn", "silences", "annotation", "labels",
    ];
    let name = name.trim();
    let (speaker, kind) = match name.rsplit_once(" - ") {
        Some((speaker, kind)) => (Some(speaker.trim()), kind),
        None => (None, name),
    };
    let kind = kind.trim().to_lowercase();
    match &*kind {
        kind if SOUNDS.contains(&kind) => (Unit::Sounds, speaker),
        kind if WORDS.contains(&kind) => (Unit::Words, speaker),
        kind if SENTENCES.contains(&kind) => (Unit::Sentences, speaker),
        _ => (Unit::Sentences, Some(name).filter(|name| !name.is_empty())),
    }
}

/// Says that a text of an interval is no sign for silence or noise.
fn is_said(text: &str) -> bool {
    const SILENCE: [&str; 12] =
        ["sil", "sp", "spn", "pau", "silent", "silence", "sounding", "eps", "p:", "usb", "nib", "xxx"];
    let bare = text.trim().trim_matches(['<', '>', '#', '[', ']', '(', ')', '{', '}']);
    !bare.is_empty() && !SILENCE.contains(&bare.to_lowercase().as_str())
}

/// Words as they are said, parted where somebody is silent.
fn of_words<'t>(tier: &'t Tier<'_>) -> impl Iterator<Item = Cue<'t>> {
    // So many words are read at once, and fewer where a silence parts them.
    const WORDS_MAX: usize = 12;
    const SILENCE_MS: u64 = 400;
    let goes_on =
        |before: &Interval<'_>, next: &Interval<'_>| next.start_ms.saturating_sub(before.end_ms) < SILENCE_MS;
    let said = tier.intervals.chunk_by(goes_on).flat_map(|said| said.chunks(WORDS_MAX));
    said.map(|said| Cue { speaker: tier.speaker.as_deref(), said })
}

#[derive(Debug, PartialEq)]
enum Token<'a> {
    Text(Cow<'a, str>),
    Number(f64),
}

/// What stands alone in a grid, with where it begins. Words, numbers in brackets, flags and remarks are passed.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = &self.text[self.at..];
            let start = self.at + (rest.len() - rest.trim_start().len());
            let rest = &self.text[start..];
            if rest.is_empty() {
                return None;
            }
            if let Some(inside) = rest.strip_prefix('"') {
                let (text, bytes) = quoted(inside);
                self.at = start + 1 + bytes;
                return Some((start, Token::Text(text)));
            }
            if rest.starts_with('!') {
                self.at = start + rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            let bytes = rest.find(char::is_whitespace).unwrap_or(rest.len());
            self.at = start + bytes;
            let is_number = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
            if let Some(number) = rest[..bytes].parse().ok().filter(|_| is_number) {
                return Some((start, Token::Number(number)));
            }
        }
    }
}

/// The text up to the quote that ends it, and the bytes it takes with that; two quotes are one.
fn quoted(inside: &str) -> (Cow<'_, str>, usize) {
    let bytes = inside.as_bytes();
    let mut from = 0;
    let mut has_quotes = false;
    let end = loop {
        let Some(length) = memchr::memchr(b'"', &bytes[from..]) else { break inside.len() };
        let at = from + length;
        if bytes.get(at + 1) != Some(&b'"') {
            break at;
        }
        has_quotes = true;
        from = at + 2;
    };
    let text = &inside[..end];
    let text = if has_quotes { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) };
    (text, (end + 1).min(inside.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::captions::check;

    const HEAD: &str = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n";

    #[test]
    fn tiers_are_speakers_in_both_forms() {
        let long = "xmin = 0\nxmax = 9\ntiers? <exists>\nsize = 2\nitem []:\n item [1]:\n  class = \"IntervalTier\"\n  name = \"Ada\"\n  xmin = 0\n  xmax = 9\n  intervals: size = 2\n  intervals [1]:\n   xmin = 0\n   xmax = 1\n   text = \"\"\n  intervals [2]:\n   xmin = 1\n   xmax = 2.5\n   text = \"so we \"\"begin\"\"\"\n item [2]:\n  class = \"IntervalTier\"\n  name = \"Bo\"\n  xmin = 0\n  xmax = 9\n  intervals: size = 1\n  intervals [1]:\n   xmin = 3\n   xmax = 4\n   text = \"here.\"\n";
        let short = "0\n9\n<exists>\n2\n\"IntervalTier\"\n\"Ada\"\n0\n9\n2\n0\n1\n\"\"\n1\n2.5\n\"so we \"\"begin\"\"\"\n\"IntervalTier\"\n\"Bo\"\n0\n9\n1\n3\n4\n\"here.\"\n";
        for form in [long, short] {
            check("a.TextGrid", &format!("{HEAD}{form}"), "Ada[1000]: so we \"begin\"\nBo[3000]: here.");
        }
    }

    #[test]
    fn words_of_an_aligner_are_joined_and_sounds_left_out() {
        let grid = "0 9 <exists> 2 \"IntervalTier\" \"words\" 0 9 3 0 1 \"so\" 1 2 \"we\" 3 4 \"begin\"\n\"IntervalTier\" \"phones\" 0 9 1 0 1 \"S\"\n\"TextTier\" \"bell\" 0 9 1 2 \"ding\"\n";
        check("a.TextGrid", &format!("{HEAD}{grid}"), "?[0]: so [1000]we [3000]begin");
        assert_eq!(of_name("Ada - words"), (Unit::Words, Some("Ada")));
        assert_eq!(of_name("sentence"), (Unit::Sentences, None));
        assert!(is_said("so") && !is_said("<sil>") && !is_said(" "));
    }

    #[test]
    fn other_files_of_praats_are_none() {
        let sound = "File type = \"ooTextFile\"\nObject class = \"PitchTier\"\n\n0\n9\n";
        assert_eq!(detect(&Input::of_text("a.PitchTier", sound)), Confidence::No);
        assert_eq!(detect(&Input::of_text("a.txt", "A \"TextGrid\" is a grid.")), Confidence::No);
    }
}
