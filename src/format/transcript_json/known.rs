//! What a transcript in JSON says about itself: title, date, language, and who the speakers are.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::json::Json;
use super::super::naming;
use super::super::transcript::without_office;
use super::clock::{Unit, milliseconds, rounded};
use super::recording::Recording;
use super::roles::speaker_label;
use crate::document::{Date, Metadata};

/// The objects, from the outermost in, that may say something about the whole.
const PLACES: [&[&str]; 15] = [
    &[],
    &["metadata"],
    &["meta"],
    &["info"],
    &["episode"],
    &["meeting"],
    &["video"],
    &["data"],
    &["data", "transcript"],
    &["transcript"],
    &["result"],
    &["result", "metadata"],
    &["speech"],
    &["job"],
    &["structured"],
];

/// The fields that hold a language, by its name or its code.
const LANGUAGE: [&str; 6] =
    ["language", "language_code", "languageCode", "lang", "detected_language", "transcript_language"];

/// Fills in what `root` says about the recording.
pub(super) fn fill(metadata: &mut Metadata, root: &Json<'_>) {
    for place in PLACES {
        let object = root.at(place);
        if object.fields().is_empty() || !place.is_empty() && object.is_table() {
            continue;
        }
        let text = |keys: &[&str]| keys.iter().find_map(|key| object.get(key).words()).map(str::to_owned);
        let title = || {
            text(&[
                "title",
                "episode_title",
                "episodeTitle",
                "meeting_title",
                "meetingTitle",
                "meeting",
                "episodeName",
            ])
        };
        metadata.title = metadata.title.take().or_else(title);
        let language = || object.any(&LANGUAGE).text();
        metadata.language = metadata.language.take().or_else(|| language_code(language()?));
        metadata.date = metadata.date.or_else(|| date(object));
        let source = || {
            text(&["show", "podcast", "series", "channel_name", "channelName", "podcast_title", "showName"])
        };
        metadata.source = metadata.source.take().or_else(source);
        let is_address = |text: &String| text.starts_with("http://") || text.starts_with("https://");
        let url = || {
            text(&["url", "link", "webpage_url", "episode_url", "video_url", "page_url"]).filter(is_address)
        };
        metadata.url = metadata.url.take().or_else(url).or_else(|| address_of_video(object));
        let media = || {
            text(&["audio_url", "media_url", "audioUrl", "mediaUrl", "mp3", "enclosure_url"])
                .filter(is_address)
        };
        metadata.media_url = metadata.media_url.take().or_else(media);
        metadata.duration_ms = metadata.duration_ms.or_else(|| duration_ms(object));
    }
    fill_of_media(metadata, root);
    let detected = || {
        let results = root.get("results");
        let channel = results.get("channels").first().get("detected_language");
        let google = results.first().any(&["languageCode", "language_code"]);
        let own = root.at(&["metadata", "transcription_config", "language"]);
        let cpp = root.at(&["result", "language"]);
        // Gladia names all that are spoken, and with each utterance its own.
        let gladia = root.at(&["result", "transcription"]);
        let listed = gladia.get("languages").first();
        let uttered = gladia.get("utterances").first().get("language");
        [channel, google, own, cpp, listed, uttered].into_iter().find_map(Json::words)
    };
    metadata.language = metadata.language.take().or_else(|| language_code(detected()?));
}

/// Fills in what the name of the file that was listened to says: `2022-09-14 Mills of the north.mp3`. Names of fewer words
/// are what a recorder counts.
fn fill_of_media(metadata: &mut Metadata, root: &Json<'_>) {
    const KEYS: [&str; 8] = [
        "filename",
        "fileName",
        "file_name",
        "data_name",
        "originalFilename",
        "original_filename",
        "media_name",
        "name",
    ];
    const WORDS_MIN: usize = 3;
    let places = PLACES.iter().copied().chain([&["file"][..]]);
    let names = places.flat_map(|place| KEYS.map(|key| root.at(place).get(key).words()));
    let is_media = |name: &&str| naming::without_recording(name).len() < name.len() && !name.contains('/');
    let Some(name) = names.flatten().find(is_media) else { return };
    let told = naming::of_path(name);
    let is_told = |title: &String| {
        let words = title.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
        words.count() >= WORDS_MIN
    };
    metadata.date = metadata.date.or(told.date);
    metadata.title = metadata.title.take().or_else(|| told.title.filter(is_told));
}

/// The day on which `object` says that it was recorded or given out.
fn date(object: &Json<'_>) -> Option<Date> {
    let text = |keys: &[&str]| keys.iter().find_map(|key| object.get(key).words());
    let written = || {
        text(&[
            "date",
            "published",
            "publishedAt",
            "published_at",
            "publicationDate",
            "pubDate",
            "publishDate",
            "datetime",
            "upload_date",
            "recorded_at",
            "recording_start_time",
            "recordingStartTime",
            "dateString",
            "meeting_start_time",
            "startDateTime",
            "meeting_date",
            "started_at",
            "startedAt",
        ])
    };
    // Most of this name are times of a recording.
    let began = || {
        let moment = object.any(&["start_time", "startTime"]).words()?;
        moment.get(4..5).filter(|sign| *sign == "-").and_then(|_| Date::find(moment))
    };
    // Fireflies gives the moment in milliseconds, others in seconds.
    let moment = || {
        let moments = ["date", "created_at", "createdAt", "start_timestamp", "start_time_unix_secs"];
        let start = || object.get("start_time").number().filter(|start| is_moment_of(*start, object));
        day_of_moment(object.any(&moments).number().or_else(start)?)
    };
    written().and_then(Date::find).or_else(began).or_else(moment)
}

/// Fills in what the object around a list of recordings says about all of them, where they do not say it themselves.
pub(super) fn fill_of_show(metadata: &mut Metadata, show: &Json<'_>) {
    let mut of_show = Metadata::default();
    fill(&mut of_show, show);
    metadata.language = metadata.language.take().or(of_show.language);
    metadata.date = metadata.date.or(of_show.date);
    metadata.source = metadata.source.take().or(of_show.source);
}

/// The address of a video by its id, as YouTube gives them.
fn address_of_video(object: &Json<'_>) -> Option<String> {
    const ID_BYTES: usize = 11;
    let id = object.any(&["video_id", "videoId", "youtube_id", "youtubeId"]).text()?.trim();
    let is_id = id.len() == ID_BYTES
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_id.then(|| format!("https://www.youtube.com/watch?v={id}"))
}

/// Says that a recording begins and ends on a day: one in ticks of 100 ns lasts longer, taken for seconds.
fn is_moment_of(start: f64, object: &Json<'_>) -> bool {
    const DAY_SECONDS: f64 = 86_400.0;
    let end = object.get("end_time").number();
    start >= SECONDS_OF_CENTURY.end || end.is_none_or(|end| end - start <= DAY_SECONDS)
}

/// From late in 1999 to 2099, in seconds since 1970.
const SECONDS_OF_CENTURY: std::ops::Range<f64> = 9.4e8..4.1e9;

/// The day of a moment in seconds or milliseconds since 1970, from this century.
fn day_of_moment(moment: f64) -> Option<Date> {
    const SECONDS: std::ops::Range<f64> = SECONDS_OF_CENTURY;
    let ms = if SECONDS.contains(&moment) { moment * 1000.0 } else { moment };
    let is_day = (SECONDS.start * 1000.0..SECONDS.end * 1000.0).contains(&ms);
    let moment = jiff::Timestamp::from_millisecond(ms as i64).ok().filter(|_| is_day)?;
    Date::find(&moment.to_string())
}

fn duration_ms(object: &Json<'_>) -> Option<u32> {
    let keys = [("duration_ms", Unit::Milliseconds), ("durationMs", Unit::Milliseconds)];
    let exact = keys.iter().find_map(|(key, unit)| milliseconds(object.get(key), *unit));
    let ms = exact.or_else(|| {
        ["duration", "audio_duration", "audioDuration", "duration_seconds"]
            .iter()
            .find_map(|key| milliseconds(object.get(key), Unit::Seconds))
    });
    ms.filter(|ms| *ms >= 1.0).map(rounded)
}

/// The ISO 639-1 code of `en`, `en-US`, `eng` or `english`.
fn language_code(text: &str) -> Option<String> {
    const NAMES: &[(&str, &str)] = &[
        ("english", "en"),
        ("eng", "en"),
        ("german", "de"),
        ("deu", "de"),
        ("ger", "de"),
        ("french", "fr"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("spanish", "es"),
        ("spa", "es"),
        ("italian", "it"),
        ("ita", "it"),
        ("portuguese", "pt"),
        ("por", "pt"),
        ("dutch", "nl"),
        ("nld", "nl"),
        ("russian", "ru"),
        ("rus", "ru"),
        ("ukrainian", "uk"),
        ("ukr", "uk"),
        ("polish", "pl"),
        ("pol", "pl"),
        ("czech", "cs"),
        ("ces", "cs"),
        ("swedish", "sv"),
        ("swe", "sv"),
        ("norwegian", "no"),
        ("nor", "no"),
        ("danish", "da"),
        ("dan", "da"),
        ("finnish", "fi"),
        ("fin", "fi"),
        ("turkish", "tr"),
        ("tur", "tr"),
        ("greek", "el"),
        ("ell", "el"),
        ("hebrew", "he"),
        ("heb", "he"),
        ("arabic", "ar"),
        ("ara", "ar"),
        ("hindi", "hi"),
        ("hin", "hi"),
        ("chinese", "zh"),
        ("zho", "zh"),
        ("cmn", "zh"),
        ("mandarin", "zh"),
        ("japanese", "ja"),
        ("jpn", "ja"),
        ("korean", "ko"),
        ("kor", "ko"),
        ("vietnamese", "vi"),
        ("vie", "vi"),
        ("indonesian", "id"),
        ("ind", "id"),
        ("hungarian", "hu"),
        ("hun", "hu"),
        ("romanian", "ro"),
        ("ron", "ro"),
        ("catalan", "ca"),
        ("cat", "ca"),
    ];
    let tag = text.trim().to_ascii_lowercase();
    let first = tag.split(['-', '_']).next()?;
    let named = NAMES.iter().find(|(name, _)| *name == first).map(|(_, code)| (*code).to_owned());
    let is_code = first.len() == 2 && first.bytes().all(|byte| byte.is_ascii_lowercase());
    named.or_else(|| is_code.then(|| first.to_owned()))
}

/// The names behind the labels of speakers: a map from label to name, a list of speakers with a
/// label and a name each, or a list of names that labels count.
#[derive(Debug, Default)]
pub(super) struct Names<'j>(Vec<(Cow<'j, str>, &'j str)>);

impl<'j> Names<'j> {
    /// Finds the names in `root` or in the objects nearest to it.
    pub(super) fn of(root: &'j Json<'j>) -> Self {
        let mut names = Vec::new();
        for object in PLACES.iter().map(|place| root.at(place)) {
            for key in [
                "speakers",
                "speaker_map",
                "speakerMap",
                "speaker_names",
                "speakerNames",
                "participants",
                "contributors",
                "users",
            ] {
                names_in(object.get(key), &mut names);
            }
        }
        let insights = root.get("videos").first().at(&["insights", "speakers"]);
        names_in(insights, &mut names);
        Self(names)
    }

    /// What to call the speaker with this label; nothing when the label says that nobody knows.
    pub(super) fn name(&self, label: &str) -> Option<String> {
        let label = label.trim();
        if let Some((_, name)) = self.0.iter().find(|(known, _)| known == label) {
            return Some((*name).to_owned());
        }
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_bare = label.bytes().all(|byte| byte.is_ascii_digit()) || label.len() == 1;
        match label.to_ascii_lowercase().as_str() {
            "microphone" => Some("Me".to_owned()),
            "system" => Some("Them".to_owned()),
            "" | "uu" | "unknown" | "none" | "null" | "speaker" | "-1" => None,
            // To be confirmed, but told apart.
            placeholder if placeholder.starts_with("tbc") || placeholder.starts_with("tbd") => {
                let number: String = label.chars().filter(char::is_ascii_digit).collect();
                (!number.is_empty()).then(|| format!("Speaker {number}"))
            }
            channel if channel.strip_prefix("ch_").is_some_and(is_number) => {
                Some(format!("Channel {}", &label[3..]))
            }
            _ if is_bare => Some(format!("Speaker {label}")),
            _ => Some(label.to_owned()),
        }
    }
}

fn names_in<'j>(value: &'j Json<'j>, names: &mut Vec<(Cow<'j, str>, &'j str)>) {
    for (label, named) in value.fields() {
        let name = named.words().or_else(|| named.any(&["name", "displayName", "display_name"]).words());
        names.extend(name.map(|name| (Cow::Borrowed(&**label), name)));
    }
    for (number, named) in value.list().iter().enumerate() {
        if let Some(name) = named.words() {
            names.push((Cow::Owned(number.to_string()), name));
            continue;
        }
        let name = named.any(&["name", "speaker_name", "speakerName", "displayName", "display_name"]).words();
        let label = named.any(&[
            "id",
            "@id",
            "label",
            "speaker",
            "speaker_id",
            "speakerId",
            "spk",
            "spkid",
            "identifier",
        ]);
        if let (Some(name), Some(label)) = (name, speaker_label(label)) {
            names.push((label, name));
        }
    }
}

/// Records say what somebody is where they speak first: who is named without it too is one person.
fn drop_offices(recording: &mut Recording<'_>) {
    let labels: FxHashSet<&str> =
        recording.pieces.iter().filter_map(|piece| piece.speaker.as_deref()).collect();
    let person = |label: &str| without_office(label).filter(|person| labels.contains(person)).map(str::len);
    let known: FxHashMap<String, usize> =
        labels.iter().filter_map(|label| Some(((*label).to_owned(), person(label)?))).collect();
    if known.is_empty() {
        return;
    }
    for speaker in recording.pieces.iter_mut().filter_map(|piece| piece.speaker.as_mut()) {
        if let Some(bytes) = known.get(&**speaker) {
            *speaker = match speaker {
                Cow::Borrowed(label) => Cow::Borrowed(&label[..*bytes]),
                Cow::Owned(label) => Cow::Owned(label[..*bytes].to_owned()),
            };
        }
    }
}

/// Replaces the labels of speakers by their names.
pub(super) fn name_speakers(names: &Names<'_>, recording: &mut Recording<'_>) {
    drop_offices(recording);
    let mut last: Option<(Cow<'_, str>, Option<String>)> = None;
    for piece in &mut recording.pieces {
        let Some(label) = piece.speaker.take() else { continue };
        if last.as_ref().is_none_or(|(known, _)| *known != label) {
            last = Some((label.clone(), names.name(&label)));
        }
        let name = last.as_ref().and_then(|(_, name)| name.as_deref());
        piece.speaker = match name {
            Some(name) if name == label => Some(label),
            Some(name) => Some(Cow::Owned(name.to_owned())),
            None => None,
        };
    }
}
