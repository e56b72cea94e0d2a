//! What the archive is made of: plain data, no input or output.
//!
//! A [`Document`] is one clean text with a table of [`Block`]s over it. Every range is in bytes of
//! that text and lies on character boundaries. A format builds documents with a [`Builder`], which
//! keeps those promises.

mod builder;
mod date;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use builder::{Builder, Turn};
pub use date::Date;

/// One essay, one transcript or one set of show notes, cleaned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The path it is known by, where that is not the path of its source: it was exported from
    /// another archive.
    #[serde(default, skip_serializing)]
    pub path: Option<String>,
    /// Names the document inside its source (a feed item's id, a chapter's file), empty when the
    /// source holds just one; JSON says null then.
    #[serde(default, with = "part")]
    pub part: String,
    /// What the document is, as a reader would say.
    pub kind: Kind,
    /// The name of the format it was read from, as in the registry of [`crate::format`].
    pub format: String,
    /// What is known about the document.
    #[serde(flatten)]
    pub metadata: Metadata,
    /// The clean text: blocks in reading order, parted by line breaks.
    pub text: String,
    /// The blocks of `text`, in order, without overlap.
    pub blocks: Vec<Block>,
    /// The people who speak, in order of first appearance; [`Block::speaker`] points here.
    pub speakers: Vec<String>,
    /// When the words were said, in order of `at`; empty for what was written.
    pub times: Vec<TimeMark>,
}

/// A document's part in JSON, where a source that holds just one has null.
pub(crate) mod part {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(part: &str, serializer: S) -> Result<S::Ok, S::Error> {
        (!part.is_empty()).then_some(part).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        Ok(Option::deserialize(deserializer)?.unwrap_or_default())
    }
}

/// What a document is, as a reader would say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Written to be read: essays, posts, newsletters, chapters.
    #[default]
    Essay,
    /// Said: captions, interviews, talks, meetings.
    Transcript,
    /// Written about something said: show notes, episode descriptions.
    Notes,
}

impl Kind {
    /// Every kind, in the order in which they are listed to people.
    pub const ALL: [Self; 3] = [Self::Essay, Self::Transcript, Self::Notes];

    /// The word for this kind in queries and outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Essay => "essay",
            Self::Transcript => "transcript",
            Self::Notes => "notes",
        }
    }
}

/// What is known about a document; whatever its source does not say is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// The title, without the name of the site.
    pub title: Option<String>,
    /// Who wrote it, or whose show it is.
    #[serde(default)]
    pub authors: Vec<String>,
    /// When it was published, as precisely as the source says.
    pub date: Option<Date>,
    /// The language as an ISO 639-1 code (639-3 where there is none), lower case.
    pub language: Option<String>,
    /// The feed, site or folder it belongs to.
    pub source: Option<String>,
    /// The canonical address of the page.
    pub url: Option<String>,
    /// The address of the recording.
    pub media_url: Option<String>,
    /// Subjects, as the source names them.
    #[serde(default)]
    pub tags: Vec<String>,
    /// How long the recording lasts.
    pub duration_ms: Option<u32>,
    /// The addresses of its transcripts, as a feed gives them.
    #[serde(default)]
    pub transcript_urls: Vec<String>,
}

/// A stretch of text that stands by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What the stretch is.
    pub kind: BlockKind,
    /// First byte in [`Document::text`].
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Who says it: an index into [`Document::speakers`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<u32>,
    /// The line in the source file on which it begins, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// It repeats through its source and is set apart: see [`crate::across`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_boilerplate: bool,
}

impl Block {
    /// The block's bytes in [`Document::text`].
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading of any level; the blocks up to the next heading belong to it.
    Heading,
    /// Running prose.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// Somebody else's words.
    Quotation,
    /// Code or preformatted text; its line breaks are kept.
    Code,
    /// What one speaker says until another does.
    Turn,
}

/// From byte `at` of the text to the next mark, these are the words of this stretch of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeMark {
    /// First byte in [`Document::text`] of the words.
    pub at: u32,
    /// When they begin, in milliseconds from the start of the recording.
    pub start_ms: u32,
    /// When they end, where the source says.
    pub end_ms: Option<u32>,
}

/// `1:02:03` or `2:03`: a time in a recording, in milliseconds, as people write it.
pub fn clock(ms: u32) -> String {
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

impl Document {
    /// The text of `block`.
    pub fn block_text(&self, block: &Block) -> &str {
        &self.text[block.range()]
    }

    /// Makes the recording last at least as long as what is said in it: feeds and front matter
    /// round, or know another cut.
    pub(crate) fn cover_times(&mut self) {
        if let Some(duration_ms) = &mut self.metadata.duration_ms {
            let last_ms = self.times.iter().map(|mark| mark.end_ms.unwrap_or(mark.start_ms)).max();
            *duration_ms = last_ms.unwrap_or(0).max(*duration_ms);
        }
    }

    /// Checks what every document promises: ranges in order, on character boundaries, inside the
    /// text; speakers that exist; time marks in order of their bytes, inside the recording.
    ///
    /// # Errors
    /// A sentence naming the first promise that is broken.
    pub fn check(&self) -> Result<(), String> {
        let mut end = 0;
        for (number, block) in self.blocks.iter().enumerate() {
            if block.start < end || block.end <= block.start {
                return Err(format!("block {number} is empty or begins before the last one ends"));
            }
            if self.text.get(block.range()).is_none() {
                return Err(format!("block {number} is not on characters of the text"));
            }
            if block.speaker.is_some_and(|speaker| speaker as usize >= self.speakers.len()) {
                return Err(format!("block {number} has a speaker that is not listed"));
            }
            end = block.end;
        }
        if let Some(pair) = self.times.windows(2).find(|pair| pair[1].at < pair[0].at) {
            return Err(format!("time mark at byte {} is out of order", pair[1].at));
        }
        for mark in &self.times {
            if !self.text.is_char_boundary(mark.at as usize) {
                return Err(format!("time mark at byte {} is not on a character", mark.at));
            }
            if mark.end_ms.is_some_and(|end_ms| end_ms < mark.start_ms) {
                return Err(format!("time mark at byte {} ends before it begins", mark.at));
            }
            let end_ms = mark.end_ms.unwrap_or(mark.start_ms);
            if self.metadata.duration_ms.is_some_and(|duration_ms| duration_ms < end_ms) {
                return Err(format!("time mark at byte {} is behind the end of the recording", mark.at));
            }
        }
        Ok(())
    }
}
