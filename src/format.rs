//! The formats: which one a file is in, and what documents it holds.
//!
//! Pure: bytes in, [`Document`]s and a [`Receipt`] out. One file per format and one line in
//! [`FORMATS`]. What a file is comes from its content; its name is a hint that breaks ties.

mod avid;
mod bylines;
mod bytes;
mod chapters;
mod chats;
mod collection;
mod complete;
mod compose;
mod csv;
mod ctm;
mod ebu_stl;
mod email;
mod entities;
mod epub;
mod exports;
mod feed;
mod fictionbook;
mod fountain;
mod front_matter;
pub(crate) mod html;
mod inqscribe;
mod inverted;
mod item;
mod json;
mod language;
mod lines;
mod lrc;
mod markdown;
mod markup;
mod meeting_notes;
mod microdvd;
mod mpl2;
mod naming;
mod notebook;
mod numbering;
mod office;
mod otranscribe;
mod pdf;
mod plain;
mod podlove;
mod realtext;
mod records;
mod rtf;
mod sami;
mod saved_page;
mod sbv;
mod scenarist;
mod slides;
mod speeches;
mod spread;
mod spruce;
mod ssa;
mod stm;
pub mod subrip;
mod talkbank;
mod textgrid;
mod tiers;
mod timed_lines;
mod transcriber;
pub(crate) mod transcript;
mod transcript_json;
mod ttml;
mod video_info;
mod webarchive;
pub mod webvtt;
mod written;
mod xml;
mod xml_article;
mod youtube;
mod zip;

use std::borrow::Cow;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::clean::lost_breaks::{self, CodeWords};
use crate::document::Document;
pub use crate::receipt::Receipt;
pub(crate) use language::code as code_of_language;
pub(crate) use naming::is_of_recording;
use spread::Spread;
pub use spread::Spreader;
pub(crate) use transcript::CHANGE_OF_SPEAKER;
pub(crate) use xml::Xml;

/// A format: how to recognise it and how to read it.
#[derive(Debug)]
pub struct Format {
    /// The name in reports and outputs, such as `webvtt`.
    pub name: &'static str,
    /// What its files' names end in, lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// How surely `input` is in this format, from a look at its beginning; cheap on any input.
    pub detect: fn(&Input<'_>) -> Confidence,
    /// Reads the documents. What is odd goes into the receipt; only what cannot be read at all is
    /// an error. An input that holds nothing to read gives no documents and a warning.
    pub parse: fn(&Input<'_>, &mut Receipt) -> Result<Vec<Document>, ParseError>,
}

/// Every format, the more particular before the more general: of equals, the first is taken.
pub static FORMATS: &[&Format] = &[
    &webvtt::FORMAT,
    &subrip::FORMAT,
    &epub::FORMAT,
    &zip::FORMAT,
    &slides::FORMAT,
    &office::FORMAT,
    &rtf::FORMAT,
    &pdf::FORMAT,
    &saved_page::FORMAT,
    &webarchive::FORMAT,
    &fictionbook::FORMAT,
    &email::FORMAT,
    &exports::GHOST,
    &exports::WORDPRESS,
    &exports::EVERNOTE,
    &exports::LIVEJOURNAL,
    &exports::MOVABLE_TYPE,
    &exports::MEDIAWIKI,
    &exports::CLIPPINGS,
    &exports::KINDLE,
    &exports::HYPOTHESIS,
    &exports::TWEETS,
    &exports::HIGHLIGHTS,
    &exports::CSV,
    &feed::JSON_FEED,
    &collection::FORMAT,
    &records::FORMAT,
    &chats::JSON,
    &chats::ASSISTANT,
    &chats::ACTIVITY,
    &chats::TABLE,
    &chats::PAGE,
    &chats::TEXT,
    &chats::THREAD,
    &chats::RECORDS,
    &otranscribe::FORMAT,
    &inqscribe::FORMAT,
    &transcript_json::FORMAT,
    &transcript_json::EMBEDDED,
    &transcript_json::TABLE,
    &transcript_json::XML,
    &transcript_json::YAML,
    &notebook::FORMAT,
    &chapters::FORMAT,
    &video_info::FORMAT,
    &exports::POSTS,
    &meeting_notes::FORMAT,
    &feed::FORMAT,
    &sbv::FORMAT,
    &scenarist::FORMAT,
    &spruce::FORMAT,
    &avid::FORMAT,
    &timed_lines::FORMAT,
    &realtext::FORMAT,
    &ebu_stl::FORMAT,
    &textgrid::FORMAT,
    &talkbank::FORMAT,
    &microdvd::FORMAT,
    &mpl2::FORMAT,
    &sami::FORMAT,
    &lrc::FORMAT,
    &ctm::FORMAT,
    &stm::FORMAT,
    &ssa::FORMAT,
    &ttml::FORMAT,
    &transcriber::FORMAT,
    &tiers::ELAN,
    &tiers::EXMARALDA,
    &tiers::FOLKER,
    &fountain::FORMAT,
    &speeches::FORMAT,
    &podlove::FORMAT,
    &youtube::JSON3,
    &youtube::SRV,
    &xml_article::FORMAT,
    &markup::FORMAT,
    &markdown::FORMAT,
    &html::FORMAT,
    &plain::FORMAT,
];

/// Formats of cues, of records and of what is clean already, which part what they hold: what looks glued there is a name.
static PARTED: &[&Format] = &[
    &collection::FORMAT,
    &chapters::FORMAT,
    &video_info::FORMAT,
    &chats::JSON,
    &chats::ASSISTANT,
    &chats::ACTIVITY,
    &chats::TABLE,
    &chats::PAGE,
    &chats::TEXT,
    &chats::THREAD,
    &chats::RECORDS,
    &webvtt::FORMAT,
    &subrip::FORMAT,
    &transcript_json::FORMAT,
    &transcript_json::EMBEDDED,
    &transcript_json::TABLE,
    &transcript_json::XML,
    &transcript_json::YAML,
    &sbv::FORMAT,
    &scenarist::FORMAT,
    &spruce::FORMAT,
    &avid::FORMAT,
    &timed_lines::FORMAT,
    &realtext::FORMAT,
    &ebu_stl::FORMAT,
    &textgrid::FORMAT,
    &talkbank::FORMAT,
    &microdvd::FORMAT,
    &mpl2::FORMAT,
    &sami::FORMAT,
    &lrc::FORMAT,
    &ssa::FORMAT,
    &stm::FORMAT,
    &ttml::FORMAT,
    &transcriber::FORMAT,
    &tiers::ELAN,
    &tiers::EXMARALDA,
    &tiers::FOLKER,
    &speeches::FORMAT,
    &podlove::FORMAT,
    &youtube::JSON3,
    &youtube::SRV,
];

/// One source, decompressed and decoded.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The path inside the archive, `/` between its parts; compression endings are cut off.
    pub path: &'a str,
    /// The bytes as they are in the file, decompressed.
    pub bytes: &'a [u8],
    /// The bytes as text, without byte order mark; empty when they are not text.
    pub text: &'a str,
    /// How its pieces are read, where it falls into some.
    spread: Spread<'a>,
}

impl<'a> Input<'a> {
    /// A source that is text, whose pieces are read in turn.
    #[cfg(test)]
    pub(crate) fn of_text(path: &'a str, text: &'a str) -> Self {
        Self { path, bytes: text.as_bytes(), text, spread: Spread::IN_TURN }
    }

    /// The part of the path behind the last dot of the file name; the caller folds its case.
    pub fn extension(&self) -> &'a str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The file's name without its folders.
    pub fn file_name(&self) -> &'a str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// The beginning of the text that a `detect` should need to look at: at most 16 KiB, cut on a
    /// character.
    pub fn head(&self) -> &'a str {
        &self.text[..self.text.floor_char_boundary(16 * 1024)]
    }
}

/// How surely an input is in a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It is not.
    No,
    /// It could be read as such, as could many things.
    Possible,
    /// It has the marks of the format.
    Likely,
    /// It says so itself, in a way that nothing else does.
    Certain,
}

/// Why an input that was recognised could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ParseError(pub String);

/// Why a source gave no documents.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There are no bytes.
    #[error("the file is empty")]
    Empty,
    /// It is none of the formats that are known.
    #[error("no known format: {0}")]
    UnknownFormat(&'static str),
    /// The compressed stream is damaged or too large.
    #[error("{0}")]
    Compression(String),
    /// The format's reader gave up.
    #[error("not readable as {format}: {reason}")]
    Parse {
        /// The name of the format.
        format: &'static str,
        /// What it could not make sense of.
        reason: String,
    },
}

/// What is wrong where the fault is ours, and not the source's.
const READER_FAILED: &str = "the reader of this format failed on it";

/// Reads one source: decompresses, decodes, recognises the format and parses it.
///
/// `path` is the path inside the archive with `/` between its parts.
///
/// # Errors
/// When no document can be read at all; the reason is for the report.
pub fn read(path: &str, bytes: &[u8], receipt: &mut Receipt) -> Result<Vec<Document>, Unreadable> {
    let documents = parse(path, bytes, receipt)?;
    Ok(completed(documents, path, receipt))
}

/// Reads one source as [`read`] does, to the same documents; what can be read apart in it is given
/// to `spreader`.
///
/// # Errors
/// When no document can be read at all; the reason is for the report.
pub fn read_spread(
    path: &str,
    bytes: &[u8],
    receipt: &mut Receipt,
    spreader: Spreader<'_>,
) -> Result<Vec<Document>, Unreadable> {
    let spread = Spread::over(spreader);
    let documents = with_input(path, bytes, receipt, spread, parse_contained)?;
    Ok(completed(documents, path, receipt))
}

/// Reads one source as [`read`] does, in a format that the caller is sure of.
///
/// # Errors
/// When no document can be read at all; the reason is for the report.
///
/// # Panics
/// When the format's parser does: here nothing contains it, so that its faults can be looked for.
pub fn read_as(
    format: &Format,
    path: &str,
    bytes: &[u8],
    receipt: &mut Receipt,
) -> Result<Vec<Document>, Unreadable> {
    let parse = |input: &Input<'_>, receipt: &mut Receipt| parse_as(format, input, receipt);
    let documents = with_input(path, bytes, receipt, Spread::IN_TURN, parse)?;
    Ok(completed(documents, path, receipt))
}

fn completed(mut documents: Vec<Document>, path: &str, receipt: &mut Receipt) -> Vec<Document> {
    let are_many = documents.len() > 1;
    for document in &mut documents {
        // Of archives each document has a path of its own.
        let is_of_many = are_many && document.path.is_none();
        let path = document.path.clone().unwrap_or_else(|| path.to_owned());
        complete::complete(document, &path, is_of_many, receipt);
    }
    documents
}

/// What the source itself says, with nothing filled in from its path and its words.
pub(crate) fn parse(path: &str, bytes: &[u8], receipt: &mut Receipt) -> Result<Vec<Document>, Unreadable> {
    with_input(path, bytes, receipt, Spread::IN_TURN, parse_contained)
}

/// What a text inside a source says, in a format that its source is sure of.
fn parse_inner(
    format: &Format,
    path: &str,
    text: &str,
    receipt: &mut Receipt,
) -> Result<Vec<Document>, Unreadable> {
    let parse = |input: &Input<'_>, receipt: &mut Receipt| parse_as(format, input, receipt);
    with_input(path, text.as_bytes(), receipt, Spread::IN_TURN, parse)
}

/// What was read of a text inside a source; why it could not be is told.
fn or_warned(read: Result<Vec<Document>, Unreadable>, receipt: &mut Receipt) -> Vec<Document> {
    read.unwrap_or_else(|error| {
        if error != Unreadable::Empty {
            receipt.warn(format!("a text in it is left out: {error}"));
        }
        Vec::new()
    })
}

fn parse_contained(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, Unreadable> {
    let Some(format) = recognise(input) else {
        return Err(Unreadable::UnknownFormat(bytes::describe(input.bytes, !input.text.is_empty())));
    };
    // A parser of foreign bytes, ours or a library's, may panic: that costs the file, not the run.
    let _reading = ForeignBytes::begin();
    let parsed = catch_unwind(AssertUnwindSafe(|| parse_as(format, input, receipt)));
    parsed
        .unwrap_or_else(|_| Err(Unreadable::Parse { format: format.name, reason: READER_FAILED.to_owned() }))
}

/// Decompresses and decodes a source, and hands it on.
fn with_input<T>(
    path: &str,
    bytes: &[u8],
    receipt: &mut Receipt,
    spread: Spread<'_>,
    read: impl FnOnce(&Input<'_>, &mut Receipt) -> Result<T, Unreadable>,
) -> Result<T, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let (path, bytes) = bytes::decompress(path, bytes)?;
    let text = bytes::decode(&bytes, receipt);
    read(&Input { path, bytes: &bytes, text: text.as_deref().unwrap_or_default(), spread }, receipt)
}

fn parse_as(format: &Format, input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, Unreadable> {
    let failed = |reason| Unreadable::Parse { format: format.name, reason };
    let parsed = (format.parse)(input, receipt).map_err(|error| failed(error.0))?;
    let mut documents = Vec::with_capacity(parsed.len());
    let code = CodeWords::of(input.text);
    let is_parted = PARTED.iter().any(|parted| std::ptr::eq(*parted, format));
    for document in parsed.into_iter().filter(|document| !document.blocks.is_empty()) {
        let mut document =
            if is_parted { document } else { lost_breaks::repair_document(document, &code, receipt) };
        document.end_with_times();
        document.cover_times();
        document.check().map_err(|broken| failed(format!("{READER_FAILED}: {broken}")))?;
        documents.push(document);
    }
    Ok(documents)
}

thread_local! {
    static READS_FOREIGN_BYTES: Cell<bool> = const { Cell::new(false) };
}

/// While it lives, this thread reads foreign bytes.
struct ForeignBytes {
    /// It did so before.
    before: bool,
}

impl ForeignBytes {
    fn begin() -> Self {
        Self { before: READS_FOREIGN_BYTES.replace(true) }
    }
}

impl Drop for ForeignBytes {
    fn drop(&mut self) {
        READS_FOREIGN_BYTES.set(self.before);
    }
}

/// Whether this thread is inside a format's parser, where a panic is caught and becomes the
/// report's: a panic hook need not speak of it.
pub fn is_reading() -> bool {
    READS_FOREIGN_BYTES.get()
}

/// Turns the bytes of a source into text as [`read`] does; nothing when they are no text.
pub fn decode<'a>(bytes: &'a [u8], receipt: &mut Receipt) -> Option<Cow<'a, str>> {
    bytes::decode(bytes, receipt)
}

/// The format of `input`: the surest, then the one its name ends in, then the first listed.
fn recognise(input: &Input<'_>) -> Option<&'static Format> {
    let extension = input.extension().to_ascii_lowercase();
    let formats = |named: bool| {
        let is_named = |format: &Format| format.extensions.contains(&extension.as_str());
        FORMATS
            .iter()
            .copied()
            .filter(move |format| is_named(format) == named)
            .map(move |format| (format, named))
    };
    let mut best: Option<(Confidence, bool, &'static Format)> = None;
    // Those that the name ends in first: where one of them is certain, no other need be asked.
    for (format, named) in formats(true).chain(formats(false)) {
        // Nothing is surer than this, and plain text comes last and is never certain.
        let surest = match std::ptr::eq(format, &plain::FORMAT) {
            true => plain::surest(&extension),
            false => Confidence::Certain,
        };
        if best.is_some_and(|(most, best_named, _)| (most, best_named) >= (surest, named)) {
            continue;
        }
        let confidence = (format.detect)(input);
        let better = best.is_none_or(|(most, best_named, _)| (confidence, named) > (most, best_named));
        if confidence > Confidence::No && better {
            best = Some((confidence, named, format));
        }
    }
    best.map(|(_, _, format)| format)
}
