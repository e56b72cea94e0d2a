//! Which field of an object plays which part: the words, who says them, when.
//!
//! Producers agree on the parts and not on their names. The tables here are those names, the
//! surer before the weaker.

mod foreign;

use std::borrow::Cow;

use super::super::json::Json;
use super::clock::{Unit, milliseconds};

/// The parts that the fields of one object play.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'j> {
    /// The words.
    pub text: Option<&'j str>,
    /// Who says them.
    pub speaker: Option<&'j Json<'j>>,
    /// When they begin and end, and how long they take.
    pub start: Option<Time<'j>>,
    pub end: Option<Time<'j>>,
    pub duration: Option<Time<'j>>,
    /// The names of the fields make it speech.
    pub is_speech: bool,
    /// They would, were it in a list whose name does.
    pub may_be_speech: bool,
}

/// A field that holds a time, and the unit that its name gives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time<'j> {
    value: &'j Json<'j>,
    unit: Option<Unit>,
}

impl Time<'_> {
    /// The time in milliseconds, numbers without a unit taken in `unit`.
    pub(super) fn ms(&self, unit: Unit) -> Option<f64> {
        milliseconds(self.value, self.unit.unwrap_or(unit))
    }

    /// The number, where neither it nor the field's name says its unit.
    pub(super) fn bare(&self) -> Option<f64> {
        if self.unit.is_some() { None } else { self.value.number() }
    }
}

/// What a name says about a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    Start,
    End,
    Duration,
    /// Both ends: `{"from": .., "to": ..}` or `[.., ..]`.
    Both,
}

impl<'j> Item<'j> {
    /// Finds the parts among the fields of `object`.
    pub(super) fn of(object: &'j Json<'j>) -> Self {
        let mut found = Found::default();
        for (key, value) in object.fields() {
            found.take(key, value);
        }
        let says_start = found.says_start || !object.get("time").is_null() && found.start.is_some();
        if found.text.is_none() && says_start && found.duration.is_some() {
            // Words that carry their spelling as their name, as those of Speechmatics' first format do.
            found.text = object.get("name").text().filter(|name| !is_note(name)).map(|text| (0, text));
            found.speaker = found.speaker.filter(|(rank, _)| *rank < WEAK);
        }
        found.is_heard &= !object.get("transcript").is_null();
        let start = found.start.map(|(_, time)| time);
        let end = found.end.map(|(_, time)| time);
        let duration = found.duration.map(|(_, time)| time);
        let is_timed = start.is_some() && (end.is_some() || duration.is_some() || found.says_start);
        let weak_text = found.text.is_some_and(|(rank, _)| rank >= WEAK);
        let weak_speaker = found.speaker.is_none_or(|(rank, _)| rank >= WEAK);
        let ends = end.is_some() || duration.is_some();
        // A weak name counts only in company: `name` beside `start` and `end` is a speaker.
        let is_speech = found.text.is_some()
            && if weak_text {
                start.is_some() && ends || !weak_speaker
            } else {
                is_timed || !weak_speaker || found.is_heard
            };
        let is_named_line = found.text.is_some() && found.speaker.is_some();
        let may_be_speech = found.text.is_some() && start.is_some() || is_named_line && start.is_none();
        let is_sure = |rank: u8| rank < WEAK || is_timed || is_named_line && start.is_none();
        let speaker = found.speaker.filter(|(rank, _)| is_sure(*rank)).map(|(_, value)| value);
        let speaker = speaker.map_or_else(|| channel(object), |speaker| Some(named(speaker, object)));
        Self {
            text: found.text.map(|(_, text)| text),
            speaker,
            start,
            end,
            duration,
            is_speech,
            may_be_speech,
        }
    }

    /// When the words begin and end, in milliseconds.
    pub(super) fn times(&self, unit: Unit) -> (Option<f64>, Option<f64>) {
        let start = self.start.and_then(|time| time.ms(unit));
        let end = self.end.and_then(|time| time.ms(unit));
        let length = || Some(start? + self.duration?.ms(unit)?);
        (start, end.or_else(length))
    }
}

/// Says that a name is of a note of a score: `C4`, `F#3`, `Bb5`.
fn is_note(name: &str) -> bool {
    const OCTAVE_BYTES_MAX: usize = 2;
    let octave = name.strip_prefix(|c: char| matches!(c, 'A'..='G')).map(|rest| {
        let natural = rest.strip_prefix(['#', 'b', '♯', '♭']).unwrap_or(rest);
        natural.strip_prefix('-').unwrap_or(natural)
    });
    octave.is_some_and(|octave| {
        (1..=OCTAVE_BYTES_MAX).contains(&octave.len()) && octave.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Of a number and a voice beside it the voice is who speaks.
fn named<'j>(speaker: &'j Json<'j>, object: &'j Json<'j>) -> &'j Json<'j> {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let voice = object.get("voice");
    // Podlove's publisher: beside the id of a contributor stands the name.
    let is_podlove = || !object.get("start_ms").is_null() && !object.get("end_ms").is_null();
    match (speaker.label(), voice.words()) {
        (Some(_), Some(_)) if is_podlove() => voice,
        (Some(label), Some(words)) if is_number(&label) && !is_number(words) => voice,
        (Some(label), _) if label == "UU" => channel(object).unwrap_or(speaker),
        _ => speaker,
    }
}

/// The channel of a recogniser's word, by its name.
fn channel<'j>(object: &'j Json<'j>) -> Option<&'j Json<'j>> {
    let channel = object.get("channel");
    (channel.words().is_some() && !object.get("alternatives").is_null()).then_some(channel)
}

/// From this rank on a name says little by itself.
const WEAK: u8 = 10;

#[derive(Default)]
struct Found<'j> {
    text: Option<(u8, &'j str)>,
    speaker: Option<(u8, &'j Json<'j>)>,
    start: Option<(u8, Time<'j>)>,
    end: Option<(u8, Time<'j>)>,
    duration: Option<(u8, Time<'j>)>,
    /// The name of the start says that something starts, not just that it has a time.
    says_start: bool,
    /// A recogniser says how sure it is of a transcript.
    is_heard: bool,
}

impl<'j> Found<'j> {
    fn take(&mut self, key: &str, value: &'j Json<'j>) {
        match (key, value) {
            // What a recogniser is surest of, the first occurrence, an editor's annotations.
            (_, Json::List(choices)) if is_choice(key) => return self.take_inner(choices.first()),
            ("instances", Json::List(instances)) => return self.take_inner(instances.first()),
            ("data", Json::Map(_)) => return self.take_inner(Some(value)),
            ("confidence" | "Confidence", _) => self.is_heard = true,
            // Who took notes speaks into the microphone; the others come out of the loudspeaker.
            ("source", Json::Text(source)) if matches!(&**source, "microphone" | "system") => {
                better(&mut self.speaker, 2, value);
            }
            _ => {}
        }
        let key = &*uncapitalised(key);
        if let (Some(rank), Some(text)) = (text_rank(key), value.text()) {
            better(&mut self.text, rank, text);
        }
        // `{"from": 0.5, "to": 3.7}`
        let is_moment = key == "from" && value.number().is_some();
        if let Some(rank) = speaker_rank(key).filter(|_| is_speaker(value) && !is_moment) {
            better(&mut self.speaker, rank, value);
        }
        if let Some((edge, rank, unit)) = time_of(key) {
            self.take_time(edge, rank, unit, value);
        }
    }

    /// Takes the fields of an object that only wraps parts of the one around it.
    fn take_inner(&mut self, object: Option<&'j Json<'j>>) {
        for (key, value) in object.map(Json::fields).unwrap_or_default() {
            // Another wrapper inside would be another thing.
            if !matches!(value, Json::List(choices) if is_choice(key) || choices.len() > 2) && key != "data" {
                self.take(key, value);
            }
        }
    }

    fn take_time(&mut self, edge: Edge, rank: u8, unit: Option<Unit>, value: &'j Json<'j>) {
        let pair = match value {
            Json::List(ends) if ends.len() == 2 => Some((&ends[0], &ends[1])),
            Json::Map(_) if !value.get("from").is_null() => Some((value.get("from"), value.get("to"))),
            _ => None,
        };
        // When each word begins: `"timestamps": [1.2, 1.5, 1.9]`.
        if let Json::List(moments) = value
            && let (Some(first), Some(last), None) = (moments.first(), moments.last(), pair)
            && moments.iter().all(|moment| moment.number().is_some())
        {
            self.says_start = true;
            better(&mut self.end, rank, Time { value: last, unit });
            return better(&mut self.start, rank, Time { value: first, unit });
        }
        if let Some((start, end)) = pair {
            self.says_start = true;
            better(&mut self.start, rank, Time { value: start, unit });
            better(&mut self.end, rank, Time { value: end, unit });
            return;
        }
        if milliseconds(value, Unit::Seconds).is_none() {
            return;
        }
        let time = Time { value, unit };
        match edge {
            Edge::Start => {
                self.says_start |= rank < WEAK;
                better(&mut self.start, rank, time);
            }
            Edge::End => better(&mut self.end, rank, time),
            Edge::Duration => better(&mut self.duration, rank, time),
            Edge::Both => {}
        }
    }
}

/// `StartTime` is `startTime`, and `TEXT` is `text`: a matter of the language that wrote it.
pub(super) fn uncapitalised(key: &str) -> Cow<'_, str> {
    let bytes = key.as_bytes();
    if !bytes.first().is_some_and(u8::is_ascii_uppercase) {
        return Cow::Borrowed(key);
    }
    let capitals = if bytes.iter().any(u8::is_ascii_lowercase) { 1 } else { key.len() };
    Cow::Owned(key[..capitals].to_ascii_lowercase() + &key[capitals..])
}

/// Says that the elements of a list of this name are rivals, best first.
pub(super) fn is_choice(key: &str) -> bool {
    matches!(key, "alternatives" | "nBest" | "NBest" | "hypotheses")
}

fn better<T>(slot: &mut Option<(u8, T)>, rank: u8, value: T) {
    if slot.as_ref().is_none_or(|(known, _)| rank < *known) {
        *slot = Some((rank, value));
    }
}

fn text_rank(key: &str) -> Option<u8> {
    let part = foreign::part(key);
    Some(match key {
        "punctuated_word" | "punct" | "displayText" | "display" | "pred_text" => 0,
        "text" | "transcript" => 1,
        "utterance" | "utt" | "sentence" | "finalSentence" | "speech" | "transcription" | "snippet" => 2,
        "content" | "body" | "txt" | "transcript_text" | "transcriptText" | "segment_text"
        | "spoken_text" => 3,
        _ if part == Some(foreign::Part::Text) => 3,
        "word" | "alignedWord" | "words" | "written" | "spoken" | "paragraph" => 4,
        "value" | "line" | "caption" | "subtitle" | "message" | "raw_text" | "quote" | "phrase"
        | "dialogue" => WEAK,
        _ => return None,
    })
}

fn speaker_rank(key: &str) -> Option<u8> {
    let part = foreign::part(key);
    Some(match key {
        "speakerDesignation"
        | "speaker_designation"
        | "speaker_name"
        | "speakerName"
        | "speakerDisplayName"
        | "speaker_display_name"
        | "speaker_info"
        | "speakerInfo" => 0,
        "speaker" => 1,
        "speaker_label" | "speakerLabel" | "speaker_labels" | "speaker_id" | "speakerId" | "speakerTag"
        | "speaker_tag" => 2,
        "participant_name" | "participantName" | "spoken_by" | "spokenBy" | "said_by" | "talker" => 2,
        _ if part == Some(foreign::Part::Speaker) => 2,
        "spk" | "spkid" | "speakerid" | "speakerID" | "speaker_idx" | "speakerIndex" => 3,
        "voice" | "participant" | "participantRole" | "participantPurpose" | "users" => 4,
        "channelTag" | "channel_tag" | "channel_label" | "media_channel" | "mediaChannel" => 5,
        "name" | "author" | "user" | "from" | "role" | "username" | "character" | "who" | "person"
        | "sender" | "displayName" | "display_name" => WEAK,
        _ => return None,
    })
}

fn is_speaker(value: &Json<'_>) -> bool {
    match value {
        Json::Text(text) => !text.trim().is_empty() && text.len() <= 200,
        Json::Number(_) => true,
        Json::Map(_) => name_in(value).is_some(),
        Json::List(names) => names.len() == 1 && (names[0].text().is_some() || name_in(&names[0]).is_some()),
        _ => false,
    }
}

/// The name or label of a speaker, from a string, a number, an object with a name, or a list of
/// one of them.
pub(super) fn speaker_label<'j>(value: &'j Json<'j>) -> Option<Cow<'j, str>> {
    match value {
        Json::Map(_) => name_in(value)?.label(),
        Json::List(names) => {
            let first = names.first()?;
            first.label().or_else(|| name_in(first)?.label())
        }
        _ => value.label(),
    }
}

fn name_in<'j>(object: &'j Json<'j>) -> Option<&'j Json<'j>> {
    let name = object.any(&["name", "displayName", "display_name", "speaker_name", "full_name", "username"]);
    let label = object.any(&["label", "id", "@id", "identifier"]);
    [name, label].into_iter().find(|value| value.label().is_some())
}

/// Says that a field of this name holds when something begins or ends.
pub(super) fn is_time(key: &str) -> bool {
    time_of(&uncapitalised(key)).is_some_and(|(edge, ..)| matches!(edge, Edge::Start | Edge::End))
}

/// The edge that a name gives the time of, how sure it is, and its unit where it says it.
fn time_of(key: &str) -> Option<(Edge, u8, Option<Unit>)> {
    const MS: Option<Unit> = Some(Unit::Milliseconds);
    const TICKS: Option<Unit> = Some(Unit::Ticks);
    const SECONDS: Option<Unit> = Some(Unit::Seconds);
    let part = foreign::part(key);
    Some(match key {
        "start_ms"
        | "startMs"
        | "start_time_ms"
        | "startTimeMs"
        | "startMillis"
        | "start_millis"
        | "offset_ms"
        | "offsetMilliseconds"
        | "start_time_in_milliseconds"
        | "beginOffsetMillis"
        | "begin_ms"
        | "beginMs"
        | "startInMs"
        | "tStartMs"
        | "start_time_millis"
        | "startTimeInMs"
        | "offsetMs" => (Edge::Start, 0, MS),
        "end_ms"
        | "endMs"
        | "end_time_ms"
        | "endTimeMs"
        | "endMillis"
        | "end_millis"
        | "endOffsetMillis"
        | "endInMs"
        | "stop_ms"
        | "end_time_in_milliseconds"
        | "end_time_millis"
        | "endTimeInMs" => (Edge::End, 0, MS),
        "duration_ms"
        | "durationMs"
        | "durationMilliseconds"
        | "dDurationMs"
        | "durationMillis"
        | "duration_millis"
        | "durationInMs" => (Edge::Duration, 0, MS),
        "offsetInTicks" => (Edge::Start, 0, TICKS),
        "durationInTicks" => (Edge::Duration, 0, TICKS),
        "time_in_call_secs" | "snippet_time" | "start_seconds" | "startSeconds" | "start_sec"
        | "startSec" | "start_secs" | "start_s" => (Edge::Start, 1, SECONDS),
        "end_seconds" | "endSeconds" | "end_sec" | "endSec" | "end_secs" | "end_s" => (Edge::End, 1, SECONDS),
        "duration_seconds" | "durationSeconds" | "duration_sec" => (Edge::Duration, 1, SECONDS),
        "start" | "startTime" | "start_time" | "starttime" | "begin" | "begin_time" | "beginTime"
        | "time_begin" | "in_point" | "tc_in" | "tcIn" | "time_in" | "timeIn" | "sampleTime" => {
            (Edge::Start, 2, None)
        }
        _ if part == Some(foreign::Part::Start) => (Edge::Start, 2, None),
        "startOffset" | "start_offset" | "start_timestamp" | "startTimestamp" | "startTimecode"
        | "start_timecode" | "start_ts" | "audio_start" | "data_start" | "offset" => (Edge::Start, 3, None),
        "timestamp" | "timestamps" | "time" | "ts" | "from" | "at" | "t" | "timecode" | "time_code"
        | "tc" => (Edge::Start, WEAK, None),
        _ if part == Some(foreign::Part::Time) => (Edge::Start, WEAK, None),
        "offsets" => (Edge::Both, 0, MS),
        "interval" | "time_range" | "timeRange" | "span" => (Edge::Both, 1, None),
        "end" | "endTime" | "end_time" | "endtime" | "stop" | "stop_time" | "time_end" | "out_point"
        | "tc_out" | "tcOut" | "time_out" | "timeOut" => (Edge::End, 2, None),
        _ if part == Some(foreign::Part::End) => (Edge::End, 2, None),
        "endOffset" | "end_offset" | "end_timestamp" | "endTimestamp" | "endTimecode" | "end_timecode"
        | "audio_end" | "data_end" | "to" | "until" | "end_ts" => (Edge::End, 3, None),
        "duration" | "dur" => (Edge::Duration, 2, None),
        _ => return None,
    })
}
