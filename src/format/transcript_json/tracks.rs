//! The shape of an unknown transcript: the lists of objects in it that speak.
//!
//! A track is all the objects that lie at one path of keys, such as `segments[]` or
//! `sections[].turns[].text_blocks[]`, with what they inherit from the objects around them.

use std::borrow::Cow;

use super::super::json::Json;
use super::clock::Unit;
use super::roles::{Item, is_choice, speaker_label};

/// How deep lists of speech lie at most.
const DEPTH_MAX: usize = 12;
/// How many tracks and how many fields of one object are looked at: objects with more fields are
/// tables with their keys as data.
const TRACKS_MAX: usize = 64;
const FIELDS_MAX: usize = 64;
/// How many elements of a list are looked at to learn the shape of them all.
const SAMPLE: usize = 4;
/// Below this mean the objects of a track are single words.
pub(super) const PHRASE_WORDS: f64 = 1.5;

/// One step on the way to a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'j> {
    /// Into the value at a key.
    Key(&'j str),
    /// Into each element of a list.
    Each,
}

/// Says that a list of this name holds speech, so that its objects need not prove it.
fn is_speech_name(key: &str) -> bool {
    const NAMES: [&str; 14] = [
        "segments",
        "transcript",
        "transcripts",
        "transcription",
        "utterances",
        "cues",
        "captions",
        "subtitles",
        "monologues",
        "sentences",
        "turns",
        "lines",
        "snippets",
        "dialogue",
    ];
    NAMES.contains(&key)
}

/// All the objects at one path.
#[derive(Clone, Debug, Default)]
pub(super) struct Track<'j> {
    /// The way to its objects.
    pub path: Vec<Step<'j>>,
    /// Some speak, and more of the looked at do than do not.
    pub speaks: bool,
    /// Some have a speaker of their own but need not have words.
    pub has_speaker: bool,
    /// Some begin at a time.
    pub has_times: bool,
    looked_at: usize,
    speaking: usize,
    /// How many speak if the name of the list says that they do.
    perhaps: usize,
}

/// An object of a track with what it inherits.
#[derive(Clone, Debug)]
pub(super) struct Utterance<'j> {
    /// The object.
    pub object: &'j Json<'j>,
    /// Its parts.
    pub item: Item<'j>,
    /// Who says it, as the object or the nearest around it says.
    pub speaker: Option<Cow<'j, str>>,
    /// It is the first of its list.
    pub is_first: bool,
    /// The object that holds its list.
    pub parent: &'j Json<'j>,
    /// Which element of a list at the root it lies in.
    pub root: usize,
    /// It, or what it lies in, says that it will be said again in full: an interim result.
    pub is_interim: bool,
}

impl Utterance<'_> {
    /// Where in `source` its words stand, or else where it begins.
    pub(super) fn offset_in(&self, source: &str) -> Option<usize> {
        let text = self.item.text?;
        // Words with escapes are no part of the source, but the name of their field is.
        let name = match self.object {
            Json::Map(fields) => fields.iter().find_map(|(name, value)| {
                value.text().filter(|value| std::ptr::eq(*value, text)).and_then(|_| place_of(name, source))
            }),
            _ => None,
        };
        place_of(text, source).or(name).or_else(|| self.object.offset_in(source))
    }
}

/// Where `part` begins in `source`, if it is a part of it.
pub(super) fn place_of(part: &str, source: &str) -> Option<usize> {
    let offset = part.as_ptr().addr().checked_sub(source.as_ptr().addr())?;
    (offset < source.len()).then_some(offset)
}

/// Finds every track of `root`.
pub(super) fn survey<'j>(root: &'j Json<'j>) -> Vec<Track<'j>> {
    let mut tracks = Vec::new();
    descend(root, &mut Vec::new(), &mut tracks);
    for track in &mut tracks {
        // Sayings are phrases, too.
        let is_speech = is_speech_name(track.key()) || track.key() == "phrases" && track.has_times;
        let speaking = if is_speech { track.perhaps } else { track.speaking };
        track.speaks = speaking * 2 >= track.looked_at && speaking > 0;
    }
    tracks
}

fn descend<'j>(value: &'j Json<'j>, path: &mut Vec<Step<'j>>, tracks: &mut Vec<Track<'j>>) {
    if path.len() > DEPTH_MAX {
        return;
    }
    match value {
        Json::Map(fields) => {
            for (key, value) in fields.iter().take(FIELDS_MAX) {
                if matches!(value, Json::Map(_) | Json::List(_)) {
                    path.push(Step::Key(key));
                    descend(value, path, tracks);
                    path.pop();
                }
            }
        }
        Json::List(elements) => {
            path.push(Step::Each);
            let sample = || elements.iter().filter(|element| !element.fields().is_empty()).take(SAMPLE);
            if sample().next().is_some() {
                note(sample(), path, tracks);
            }
            // Some recognisers say in the last alone who speaks.
            let last = elements.last().filter(|_| elements.len() > SAMPLE);
            for element in elements.iter().take(SAMPLE).chain(last) {
                descend(element, path, tracks);
            }
            path.pop();
        }
        _ => {}
    }
}

/// Enters what `sample` shows about the track at `path`.
fn note<'j>(sample: impl Iterator<Item = &'j Json<'j>>, path: &[Step<'j>], tracks: &mut Vec<Track<'j>>) {
    let known = tracks.iter().position(|track| track.path == path);
    let index = known.unwrap_or(tracks.len());
    if known.is_none() {
        if tracks.len() == TRACKS_MAX {
            return;
        }
        tracks.push(Track { path: path.to_vec(), ..Track::default() });
    }
    let track = &mut tracks[index];
    for object in sample {
        let item = Item::of(object);
        track.looked_at += 1;
        track.speaking += usize::from(item.is_speech);
        track.perhaps += usize::from(item.is_speech || item.may_be_speech);
        track.has_speaker |= item.speaker.is_some();
        track.has_times |= item.start.is_some();
    }
}

impl<'j> Track<'j> {
    /// The key of the list itself.
    pub(super) fn key(&self) -> &'j str {
        let keys = self.path.iter().rev().filter_map(|step| match step {
            Step::Key(key) => Some(*key),
            Step::Each => None,
        });
        keys.take(1).next().unwrap_or_default()
    }

    /// Its objects in order.
    pub(super) fn utterances(&self, root: &'j Json<'j>) -> Vec<Utterance<'j>> {
        let mut all = Vec::new();
        let outer = Outer {
            speaker: None,
            parent: root,
            is_choice: false,
            is_first: true,
            root: 0,
            is_interim: false,
        };
        gather(root, &self.path, &outer, 0, &mut all);
        all
    }
}

/// What an object inherits.
#[derive(Clone)]
struct Outer<'j> {
    speaker: Option<Cow<'j, str>>,
    parent: &'j Json<'j>,
    /// The list that follows holds rivals.
    is_choice: bool,
    is_first: bool,
    root: usize,
    is_interim: bool,
}

/// Says that a recogniser that reports as it listens has not made up its mind about `object`.
fn is_interim(object: &Json<'_>) -> bool {
    object.fields().iter().any(|(key, value)| match (&**key, value) {
        ("is_final" | "isFinal" | "final", Json::Bool(is_final)) => !is_final,
        ("IsPartial" | "is_partial" | "isPartial" | "partial", Json::Bool(is_partial)) => *is_partial,
        ("message_type" | "message" | "type", Json::Text(kind)) => {
            matches!(&**kind, "PartialTranscript" | "AddPartialTranscript" | "partial")
        }
        ("event", Json::Text(event)) => event.contains("partial"),
        _ => false,
    })
}

/// Follows `path` from `value`; its depth is that of the path, which `survey` bounds.
fn gather<'j>(
    value: &'j Json<'j>,
    path: &[Step<'j>],
    outer: &Outer<'j>,
    depth: usize,
    all: &mut Vec<Utterance<'j>>,
) {
    match path {
        [] => {
            let item = Item::of(value);
            let own = item.speaker.and_then(speaker_label);
            let speaker = own.or_else(|| outer.speaker.clone());
            let Outer { parent, is_first, root, is_interim, .. } = *outer;
            all.push(Utterance { object: value, item, speaker, is_first, parent, root, is_interim });
        }
        [Step::Key(key), rest @ ..] => {
            let mut inner = Outer { parent: value, is_choice: is_choice(key), ..outer.clone() };
            let within = value.get(key);
            // An envelope, too, may say whose words are in it.
            if !rest.is_empty() && !within.fields().is_empty() {
                let own = Item::of(within).speaker.and_then(speaker_label);
                inner.speaker = own.or(inner.speaker);
            }
            gather(within, rest, &inner, depth + 1, all);
        }
        [Step::Each, rest @ ..] => {
            let elements = value.list();
            let taken = if outer.is_choice { &elements[..elements.len().min(1)] } else { elements };
            for (number, element) in taken.iter().enumerate() {
                let mut inner = Outer { is_first: number == 0, is_choice: false, ..outer.clone() };
                if depth == 0 {
                    inner.root = number;
                }
                inner.is_interim |= is_interim(element);
                if !rest.is_empty() {
                    let own = Item::of(element).speaker.and_then(speaker_label);
                    inner.speaker = own.or_else(|| outer.speaker.clone());
                }
                gather(element, rest, &inner, depth + 1, all);
            }
        }
    }
}

/// The unit of the bare numbers in `utterances`, by the pace of speech.
pub(super) fn unit_of(utterances: &[Utterance<'_>]) -> Unit {
    let (mut words, mut length, mut measured) = (0.0, 0.0, 0.0);
    let mut last: Option<(f64, f64)> = None;
    let (mut first, mut until) = (f64::INFINITY, f64::NEG_INFINITY);
    for utterance in utterances.iter().take(500) {
        let item = &utterance.item;
        let Some(start) = item.start.and_then(|time| time.bare()) else { continue };
        let said = word_count(item.text.unwrap_or_default());
        let end = item.end.and_then(|time| time.bare());
        first = first.min(start);
        until = until.max(start).max(end.unwrap_or(start));
        let own = end.map(|end| end - start).or_else(|| item.duration.and_then(|time| time.bare()));
        if let Some(own) = own.filter(|own| *own > 0.0) {
            words += said;
            length += own;
            measured += 1.0;
        } else if let Some((before, said_before)) = last.filter(|(before, _)| start > *before) {
            words += said_before;
            length += start - before;
            measured += 1.0;
        }
        last = Some((start, said));
    }
    if words >= measured * PHRASE_WORDS {
        Unit::of_phrases(words, length, until - first)
    } else {
        Unit::of_pace(words, length)
    }
}

/// How many words `text` has, scripts without spaces counted by their characters.
pub(super) fn word_count(text: &str) -> f64 {
    let spaced = text.split_whitespace().count();
    // Three bytes a character, two characters a word: Han, Kana, Thai.
    if text.is_ascii() { spaced as f64 } else { (spaced as f64).max(text.len() as f64 / 12.0) }
}
