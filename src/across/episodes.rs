//! Parts of one episode: a transcript and the notes to it.
//!
//! An index entry has the lines of one file, so that the two stay two documents; but the transcript
//! takes over what the notes say about the episode, and both are one group, which a search shows as
//! one hit with the place of what matched.
//!
//! They find each other
//! - by link: a feed item names the transcript's file (`podcast:transcript`);
//! - by name: `ep12.md` and `ep12.vtt`, `ep12_summary.md` and `ep12_transcript.md`, in one folder, or
//!   the transcript in a folder `transcripts` inside it or beside it, where the number in front is
//!   enough (`06-is-it-cheap.md` and `_transcripts/6.json`);
//! - by the recording's name: a feed item with `456-the-kettle.mp3`, and `456-the-kettle.mp3.json` beside the feed or in
//!   a folder beside it;
//! - by folder: the only notes and the only transcript in it, in whatever formats, where [`lone`]
//!   finds that something speaks for it.
//!
//! A row in a table of posts whose text lies in a file of its own (`posts.csv` with a line
//! `101.the-kettle`, and `posts/101.the-kettle.html`) finds it by that name, and gives it title and day.
//!
//! Wherever that leaves a choice, between two notes or between two files that a link may mean,
//! nothing is joined.

use std::io;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::traits::{Traits, hash_text, mix, source_key};
use super::{Contents, Groups, lone, people};
use crate::document::{Date, Document, Kind, Metadata};
use crate::format::is_of_recording;

/// What joins a document to the other parts of its episode.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Names {
    /// Documents that share one of these belong together.
    pub(super) keys: Box<[u64]>,
    /// The names of files that it links to, or its own.
    pub(super) files: Box<[u64]>,
    /// Its folder; 0 where that tells nothing, as at the top of the archive.
    pub(super) folder: u64,
    /// Its name in there.
    pub(super) stem: u64,
}

/// Folders that hold the transcripts of what is in the folder around them or in those beside them.
const TRANSCRIPT_FOLDERS: [&str; 6] =
    ["transcripts", "transcript", "transcriptions", "captions", "subtitles", "subs"];
/// What is added to an episode's name to tell its files apart.
pub(super) const ADDED_WORDS: [&str; 21] = [
    "transcript",
    "transcripts",
    "transcription",
    "transcribed",
    "summary",
    "notes",
    "shownotes",
    "show",
    "captions",
    "subtitles",
    "subs",
    "corrected",
    "edited",
    "final",
    "auto",
    "whisper",
    "tiny",
    "base",
    "small",
    "medium",
    "large",
];

impl Names {
    pub(super) fn of(path: &str, document: &Document) -> Self {
        let is_transcript = document.kind == Kind::Transcript;
        let (mut keys, mut files) = (Vec::new(), Vec::new());
        if !is_transcript {
            let named = document.metadata.transcript_urls.iter().filter_map(|url| file_of_url(url));
            files.extend(named.map(|file| hash_text(&file)));
        }
        // The members of an archive lie in it as files lie in folders.
        let member;
        let (mut path, mut part) = (path, document.part.as_str());
        if path.len() > 4 && path.to_ascii_lowercase().ends_with(".zip") && !part.is_empty() {
            let (file, inner) = part.split_once("!/").unwrap_or((part, ""));
            member = format!("{path}/{file}");
            (path, part) = (&member, inner);
        }
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let named = |folder: &str, name: &str| mix(&[5, hash_text(folder), hash_text(&name.to_lowercase())]);
        let recording =
            recording_of(file, document).filter(|_| !is_transcript || document.format == "video-info");
        let recording_in = |folder: &str, stem: &str| mix(&[6, hash_text(folder), hash_text(stem)]);
        keys.extend(recording.as_ref().map(|stem| recording_in(folder, stem)));
        // Of several documents in one file none goes by the file's name.
        if !part.is_empty() {
            if document.format == "posts-csv" {
                keys.push(named(folder, part));
            }
            let stem = recording.map_or(0, |stem| hash_text(&stem));
            return Self { keys: keys.into(), files: files.into(), folder: 0, stem };
        }
        let is_numbered = || file.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('.');
        if document.format == "html" && file.starts_with(|c: char| c.is_ascii_digit()) && is_numbered() {
            let bare = file.rsplit_once('.').map_or(file, |(bare, _)| bare);
            let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
            keys.extend([named(folder, bare), named(above, bare)]);
        }
        let stem = stem_of(file);
        let stem = if lone::is_of_any(&stem) { String::new() } else { stem };
        let number = leading_number(&stem);
        let (above, last) = folder.rsplit_once('/').unwrap_or(("", folder));
        if is_transcript {
            files.push(hash_text(&file.to_lowercase()));
            if tells_recording(&stem) {
                // The feed lies beside it or beside its folder.
                keys.extend([folder, above].map(|home| recording_in(home, &stem)));
            }
        }
        let holds_transcripts =
            TRANSCRIPT_FOLDERS.contains(&last.trim_start_matches('_').to_lowercase().as_str());
        let is_transcript_folder = is_transcript && holds_transcripts;
        let mut add = |rule: u64, folder: &str, name: &str| {
            keys.push(mix(&[rule, hash_text(folder), hash_text(name)]));
        };
        if !stem.is_empty() {
            add(2, folder, &stem);
            // A transcript folder belongs to the one around it; notes may be in there or beside.
            let homes: &[&str] = if is_transcript_folder {
                &[above]
            } else if is_transcript || above == folder {
                &[]
            } else {
                &[folder, above]
            };
            for home in homes {
                add(3, home, &stem);
                if let Some(number) = &number {
                    add(4, home, number);
                }
            }
        }
        // A word about the folder is about all that is in it.
        let is_readme = matches!(stem.as_str(), "readme" | "license" | "licence");
        let tells_nothing = folder.is_empty() || is_readme || holds_transcripts;
        keys.sort_unstable();
        keys.dedup();
        Self {
            keys: keys.into(),
            files: files.into(),
            folder: if tells_nothing { 0 } else { hash_text(folder) },
            stem: hash_text(&stem),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.files.is_empty() && self.folder == 0
    }

    /// Says that these are of a row in a table, which has no file of its own.
    fn are_of_row(&self) -> bool {
        self.keys.len() == 1 && self.folder == 0 && self.stem == 0
    }
}

/// How the parts of an episode find each other, the surest first.
#[derive(Clone, Copy)]
enum How {
    Link,
    Name,
    Folder,
}

/// Joins transcripts and their notes, and says whose metadata a document takes over, where it does.
///
/// # Errors
/// When the content of a document cannot be had.
pub(super) fn join(
    documents: &[&Traits],
    contents: &impl Contents,
    groups: &mut Groups,
) -> io::Result<FxHashMap<u32, u32>> {
    let mut meetings: Vec<(u64, u32)> = Vec::new();
    let mut files: Vec<(u64, u32)> = Vec::new();
    let mut folders: Vec<(u64, u32)> = Vec::new();
    for (number, traits) in (0..).zip(documents) {
        meetings.extend(traits.names.keys.iter().map(|key| (*key, number)));
        files.extend(traits.names.files.iter().map(|file| (*file, number)));
        folders.extend((traits.names.folder != 0).then_some((traits.names.folder, number)));
    }
    meetings.sort_unstable();
    files.sort_unstable();
    folders.sort_unstable();
    let mut episodes: FxHashMap<u32, u32> = FxHashMap::default();
    for (members, how) in [(&files, How::Link), (&meetings, How::Name), (&folders, How::Folder)] {
        for members in members.chunk_by(|a, b| a.0 == b.0) {
            let Some((transcripts, notes)) = meet(members, how, documents) else { continue };
            for transcript in transcripts {
                if episodes.contains_key(&transcript) {
                    continue;
                }
                let is_told = match how {
                    How::Link | How::Name => true,
                    How::Folder => lone::belong_together([transcript, notes], documents, contents)?,
                };
                if is_told {
                    episodes.insert(transcript, notes);
                }
            }
        }
    }
    let mut taken: FxHashMap<u32, u32> = FxHashMap::default();
    for (text, row) in meetings.chunk_by(|a, b| a.0 == b.0).filter_map(|members| row_of(members, documents)) {
        groups.join(text, row);
        taken.insert(text, row);
    }
    let mut episodes: Vec<(u32, u32)> = episodes.into_iter().collect();
    episodes.sort_unstable();
    for (transcript, notes) in episodes {
        groups.join(transcript, notes);
        taken.insert(transcript, notes);
    }
    Ok(taken)
}

/// The transcripts among those that meet, and the only notes, where that leaves no choice.
fn meet(members: &[(u64, u32)], how: How, documents: &[&Traits]) -> Option<(Vec<u32>, u32)> {
    let traits = |number: u32| documents[number as usize];
    let (mut transcripts, notes): (Vec<u32>, Vec<u32>) =
        members.iter().map(|member| member.1).partition(|number| traits(*number).kind == Kind::Transcript);
    let [notes] = notes.as_slice() else { return None };
    let mut stems: Vec<u64> = transcripts.iter().map(|number| traits(*number).names.stem).collect();
    stems.sort_unstable();
    stems.dedup();
    let is_choice = match how {
        How::Link => transcripts.len() > 1,
        How::Name => false,
        How::Folder => stems.len() > 1,
    };
    transcripts.retain(|number| traits(*number).language.may_be(traits(*notes).language));
    (!is_choice).then_some((transcripts, *notes))
}

/// The text and the row of a table of posts that is about it, where those are all that meet.
fn row_of(members: &[(u64, u32)], documents: &[&Traits]) -> Option<(u32, u32)> {
    let [(_, one), (_, other)] = members else { return None };
    let are_of_row = |number: &u32| documents[*number as usize].names.are_of_row();
    match (are_of_row(one), are_of_row(other)) {
        (true, false) => Some((*other, *one)),
        (false, true) => Some((*one, *other)),
        _ => None,
    }
}

/// What notes say that a transcript may take over: see [`take_over`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_ms: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_url: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    /// Who is heard in the episode.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    heard: Vec<String>,
}

/// Takes over what the transcript does not say itself: mostly its title and its source are guessed, by its name
/// and its folder. Its words tell its language better.
pub(super) fn take_over(document: &mut Document, told: &Told) {
    let metadata = &mut document.metadata;
    metadata.title = told.title.clone().or(metadata.title.take());
    metadata.source = told.source.clone().or(metadata.source.take());
    metadata.date = metadata.date.or(told.date);
    // The last cue ends before the music does.
    metadata.duration_ms = metadata.duration_ms.max(told.duration_ms);
    // Not the address of their page: a link to words that are only said would lead astray there.
    if metadata.media_url.is_none() {
        metadata.media_url.clone_from(&told.media_url);
    }
    if metadata.authors.is_empty() {
        metadata.authors.clone_from(&told.authors);
    }
    if metadata.tags.is_empty() {
        metadata.tags.clone_from(&told.tags);
    }
    people::name(document, &told.heard, &told.authors);
}

impl Told {
    /// Of the notes at `path`.
    pub(super) fn of(path: &str, notes: &Document) -> Self {
        let metadata = &notes.metadata;
        Self {
            title: metadata.title.clone(),
            source: metadata.source.clone().filter(|_| has_own_source(path, metadata)),
            date: metadata.date,
            duration_ms: metadata.duration_ms,
            media_url: metadata.media_url.clone(),
            authors: metadata.authors.clone(),
            tags: metadata.tags.clone(),
            heard: notes.speakers.clone(),
        }
    }

    /// As far as a transcript with these traits says nothing itself.
    pub(super) fn to(mut self: Box<Self>, transcript: &Traits) -> Box<Self> {
        self.title = self.title.take().filter(|_| !transcript.has_own_title);
        self.source = self.source.take().filter(|_| !transcript.has_own_source);
        self
    }
}

/// Says that a title is more than the path: what is made of that says nothing of its own.
pub(super) fn has_own_title(path: &str, metadata: &Metadata) -> bool {
    let lower = path.to_lowercase();
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let in_path = words(&lower);
    let title = metadata.title.as_deref().map(words).unwrap_or_default();
    !title.iter().all(|word| in_path.contains(word))
}

/// Says that a source is another than the folder that stands for one where nothing is said.
pub(super) fn has_own_source(path: &str, metadata: &Metadata) -> bool {
    let folder = path.split_once('/').map_or("", |(folder, _)| folder);
    metadata.source.as_deref().is_some_and(|source| source_key(source) != source_key(folder))
}

/// The file that an address ends in.
fn file_of_url(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let file = path.rsplit('/').next()?;
    (!file.is_empty()).then(|| file.to_lowercase())
}

/// The name of a file without its ending, its language and what tells the files of one episode
/// apart; words are parted by `-`.
fn stem_of(file: &str) -> String {
    let lower = file.to_lowercase();
    let mut parts: Vec<&str> = lower.split('.').collect();
    let is_packed = |part: &&str| matches!(*part, "gz" | "gzip" | "zst" | "zstd");
    if parts.len() > 1 && parts.last().is_some_and(is_packed) {
        parts.pop();
    }
    if parts.len() > 1 {
        parts.pop();
    }
    // `ep12.mp3.json`, as recognisers call what they heard.
    if parts.len() > 1 && parts.last().is_some_and(|part| is_of_recording(part)) {
        parts.pop();
    }
    if parts.len() > 1 && parts.last().is_some_and(|part| is_language(part) || *part == "info") {
        parts.pop();
    }
    let name = parts.join(".");
    let mut words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    while words.last().is_some_and(|word| ADDED_WORDS.contains(word)) {
        words.pop();
    }
    words.join("-")
}

/// What the recording is called: what is transcribed from it, too, and an item of a feed names it. What yt-dlp notes in two
/// files is told by the one that says more.
fn recording_of(file: &str, document: &Document) -> Option<String> {
    let recording = match document.format.as_str() {
        "posts-csv" => None,
        "video-info" => Some(stem_of(file)),
        _ => document.metadata.media_url.as_deref().and_then(file_of_url).map(|file| stem_of(&file)),
    };
    recording.filter(|stem| tells_recording(stem))
}

/// Says that a part of a name tells the language: `en`, `pt-br`, `en-orig`.
fn is_language(part: &str) -> bool {
    let (language, region) = part.split_once('-').unwrap_or((part, ""));
    language.len() == 2
        && language.bytes().all(|b| b.is_ascii_lowercase())
        && region.len() <= 4
        && (region == "419" || region.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// Says that a name is of one recording rather than of any: `456-the-kettle`, and not `audio`.
fn tells_recording(stem: &str) -> bool {
    const BYTES_MIN: usize = 8;
    stem.len() >= BYTES_MIN && (stem.contains('-') || stem.contains(|c: char| c.is_ascii_digit()))
}

/// The number that a name begins with, without zeros in front.
fn leading_number(stem: &str) -> Option<String> {
    let first = stem.split('-').next()?;
    let number: u32 = first.parse().ok()?;
    Some(number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_episode_are_the_same() {
        let check = |file: &str, expected: &str| assert_eq!(stem_of(file), expected, "{file}");
        check("ep12.md", "ep12");
        check("ep12.en.vtt.gz", "ep12");
        check("Ep12_transcript_corrected.md", "ep12");
        check("The Showstopper Show_summary.md", "the-showstopper");
        check("ep12.mp3.json", "ep12");
        check("The long rungs [x_Y-z].info.json", "the-long-rungs-x-y-z");
        check("The long rungs [x_Y-z].en-orig.vtt", "the-long-rungs-x-y-z");
        check("transcript.vtt", "");
        check("06-is-it-cheap.md", "06-is-it-cheap");
        assert_eq!(leading_number("06-is-it-cheap").as_deref(), Some("6"));
        assert_eq!(leading_number("is-it"), None);
        assert_eq!(file_of_url("ep12.vtt").as_deref(), Some("ep12.vtt"));
        assert_eq!(file_of_url("https://a.example/t/Ep12.vtt?x=1").as_deref(), Some("ep12.vtt"));
    }

    #[test]
    fn a_recording_lasts_as_long_as_its_notes_say_if_that_is_longer() {
        let lasts = |said: Option<u32>, told: Option<u32>| {
            let lasts = |duration_ms: Option<u32>| Metadata { duration_ms, ..Metadata::default() };
            let mut document = Document { metadata: lasts(said), ..Document::default() };
            take_over(&mut document, &Told { duration_ms: told, ..Told::default() });
            document.metadata.duration_ms
        };
        assert_eq!(lasts(Some(760_000), Some(1_860_000)), Some(1_860_000));
        assert_eq!(lasts(Some(760_000), Some(700_000)), Some(760_000));
        assert_eq!(lasts(None, Some(700_000)), Some(700_000));
    }
}
