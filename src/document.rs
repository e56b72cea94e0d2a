//! What the archive is made of: plain data, no input or output.
//!
//! A [`Document`] is one clean text with a table of [`Block`]s over it. Every range is in bytes of
//! that text and lies on character boundaries. A format builds documents with a [`Builder`], which
//! keeps those promises.

mod builder;
mod date;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub(crate) use builder::LINE_SEPARATOR;
pub use builder::{Builder, Turn};
pub use date::Date;
pub(crate) use date::month_of;

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
    /// The lines of the source that begin inside of blocks, in order of `at`; the first line of a block is
    /// [`Block::line`].
    #[serde(default)]
    pub lines: Vec<LineMark>,
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

/// From byte `at` of the text to the next mark or the end of the block, the words stand on this line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineMark {
    /// First byte in [`Document::text`] of the words.
    pub at: u32,
    /// The line in the source file, counted from 1.
    pub line: u32,
}

impl TimeMark {
    /// When the word at `byte` begins, or has been said when `is_end`; and whether that is worked out
    /// from its place among the bytes of a longer stretch. The next mark, or the end of the text, is at
    /// `next_at` and begins at `next_ms`, if it begins later than this one.
    pub fn said_at(&self, byte: u32, next_at: u32, next_ms: Option<u32>, is_end: bool) -> (u32, bool) {
        /// Words are this short at most; what takes longer is a cue.
        const WORD_MS_MAX: u32 = 1_500;
        /// Without an end of its own what takes longer may be followed by silence.
        const SPEECH_MS_MAX: u32 = 120_000;
        /// About 150 words a minute (Tauroza and Allison, "Speech rates in British English", 1990).
        const MS_A_BYTE: u32 = 70;
        let into = byte.saturating_sub(self.at);
        let end_ms = self.end_ms.or(next_ms.filter(|next_ms| *next_ms >= self.start_ms));
        let lasts_ms = end_ms.map(|end_ms| end_ms.saturating_sub(self.start_ms));
        match lasts_ms {
            Some(lasts_ms) if lasts_ms <= WORD_MS_MAX => {
                (self.start_ms + if is_end { lasts_ms } else { 0 }, false)
            }
            Some(lasts_ms) if self.end_ms.is_some() || lasts_ms <= SPEECH_MS_MAX => {
                let bytes = f64::from(next_at.saturating_sub(self.at).max(1));
                let share = f64::from(into + u32::from(is_end)) / bytes;
                (self.start_ms + (f64::from(lasts_ms) * share.min(1.0)) as u32, true)
            }
            _ => {
                let later_ms = into.saturating_mul(MS_A_BYTE).min(lasts_ms.unwrap_or(u32::MAX));
                (self.start_ms.saturating_add(later_ms), later_ms > 0)
            }
        }
    }

    /// Whether it is so long that what is in it is not all said at about one time.
    pub fn is_long(&self, next_ms: Option<u32>) -> bool {
        /// A cue, or what somebody says in a breath or two, is looked at whole.
        const CUE_MS_MAX: u32 = 10_000;
        let end_ms = self.end_ms.or(next_ms);
        end_ms.is_none_or(|end_ms| end_ms.saturating_sub(self.start_ms) > CUE_MS_MAX)
    }
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

    /// Tells on which lines of the source the words of `block` stand.
    pub(crate) fn walk_lines(&self, block: &Block) -> LineWalk<'_> {
        LineWalk { text: &self.text, marks: self.lines_in(block), at: block.start, line: block.line }
    }

    /// The line of the source on which byte `at` of `block` stands, where lines are known.
    #[cfg(test)]
    pub(crate) fn line_at(&self, block: &Block, at: u32) -> Option<u32> {
        self.walk_lines(block).go_to(at)
    }

    /// The marks among `lines` that lie inside of `block`.
    pub(crate) fn lines_in(&self, block: &Block) -> &[LineMark] {
        let from = self.lines.partition_point(|mark| mark.at <= block.start);
        let count = self.lines[from..].partition_point(|mark| mark.at < block.end);
        &self.lines[from..from + count]
    }

    /// Says that the text begins so many lines further down in its file.
    pub(crate) fn shift_lines(&mut self, lines: u32) {
        for block in &mut self.blocks {
            block.line = block.line.map(|line| line.saturating_add(lines));
        }
        for mark in &mut self.lines {
            mark.line = mark.line.saturating_add(lines);
        }
    }

    /// Says where each line of the text is in its file: none above those before it.
    pub(crate) fn move_lines(&mut self, place: impl Fn(u32) -> u32) {
        let mut kept = Vec::with_capacity(self.lines.len());
        for block in &self.blocks {
            let mut line = block.line.map(&place);
            for mark in self.lines_in(block) {
                let mark = LineMark { line: place(mark.line), ..*mark };
                if line.is_some_and(|line| line < mark.line) {
                    line = Some(mark.line);
                    kept.push(mark);
                }
            }
        }
        self.lines = kept;
        self.blocks.iter_mut().for_each(|block| block.line = block.line.map(&place));
    }

    /// Says that all of it stands on one line of its file.
    pub(crate) fn stay_on_line(&mut self, line: u32) {
        self.blocks.iter_mut().for_each(|block| block.line = block.line.and(Some(line)));
        self.lines.clear();
    }

    /// Says that what was counted are no lines of the file.
    pub(crate) fn forget_lines(&mut self) {
        self.blocks.iter_mut().for_each(|block| block.line = None);
        self.lines.clear();
    }

    /// Makes the recording last at least as long as what is said in it: feeds and front matter
    /// round, or know another cut.
    pub(crate) fn cover_times(&mut self) {
        if let Some(duration_ms) = &mut self.metadata.duration_ms {
            let last_ms = self.times.iter().map(|mark| mark.end_ms.unwrap_or(mark.start_ms)).max();
            *duration_ms = last_ms.unwrap_or(0).max(*duration_ms);
        }
    }

    /// Where nothing says how long a recording is and all that is said in it has an end, it is over with the last.
    pub(crate) fn end_with_times(&mut self) {
        const MARKS_MIN: usize = 2;
        let is_timed = self.kind == Kind::Transcript && self.times.len() >= MARKS_MIN;
        if self.metadata.duration_ms.is_none() && is_timed {
            let mut times = self.times.iter();
            self.metadata.duration_ms = times.try_fold(0, |last, mark| Some(mark.end_ms?.max(last)));
        }
    }

    /// Checks what every document promises: ranges in order, on character boundaries, inside the
    /// text; speakers that exist; time marks in order of their bytes, inside the recording; lines that go
    /// down inside of blocks that have one.
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
        self.check_lines()
    }

    fn check_lines(&self) -> Result<(), String> {
        let out_of_place = |mark: &LineMark| Err(format!("line mark at byte {} is out of place", mark.at));
        if let Some(pair) = self.lines.windows(2).find(|pair| pair[1].at <= pair[0].at) {
            return out_of_place(&pair[1]);
        }
        let mut marks = self.lines.iter().peekable();
        for block in &self.blocks {
            let mut line = block.line;
            while let Some(mark) = marks.next_if(|mark| mark.at < block.end) {
                let goes_down = line.is_some_and(|line| line < mark.line);
                if mark.at <= block.start || !goes_down || !self.text.is_char_boundary(mark.at as usize) {
                    return out_of_place(mark);
                }
                line = Some(mark.line);
            }
        }
        marks.next().map_or(Ok(()), out_of_place)
    }
}

/// Goes through the text of a block once, and knows the line where it is.
#[derive(Debug)]
pub(crate) struct LineWalk<'a> {
    text: &'a str,
    /// Those further on.
    marks: &'a [LineMark],
    at: u32,
    line: Option<u32>,
}

impl LineWalk<'_> {
    /// The line of the source on which byte `at` of the text stands, where lines are known; no byte before the last.
    pub(crate) fn go_to(&mut self, at: u32) -> Option<u32> {
        while let Some((mark, behind)) = self.marks.split_first().filter(|(mark, _)| mark.at <= at) {
            (self.at, self.line, self.marks) = (mark.at, Some(mark.line), behind);
        }
        let passed = self.text.as_bytes().get(self.at as usize..at as usize).unwrap_or_default();
        // What breaks a line of the text broke one of the source: only code keeps its lines.
        let breaks = memchr::memchr_iter(b'\n', passed).count() as u32;
        (self.at, self.line) = (at, self.line.map(|line| line + breaks));
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_is_over_with_the_last_end_where_all_have_one() {
        let lasts = |kind: Kind, ends: &[Option<u32>]| {
            let mark = |(at, end_ms): (u32, &Option<u32>)| TimeMark { at, start_ms: at, end_ms: *end_ms };
            let times = (0..).zip(ends).map(mark).collect();
            let mut document = Document { kind, times, ..Document::default() };
            document.end_with_times();
            document.metadata.duration_ms
        };
        assert_eq!(lasts(Kind::Transcript, &[Some(9_000), Some(4_000)]), Some(9_000));
        assert_eq!(lasts(Kind::Transcript, &[Some(9_000), None]), None);
        assert_eq!(lasts(Kind::Transcript, &[Some(9_000)]), None);
        assert_eq!(lasts(Kind::Notes, &[Some(9_000), Some(4_000)]), None);
    }

    #[test]
    fn in_a_long_turn_time_goes_on() {
        let mark = TimeMark { at: 100, start_ms: 42_000, end_ms: None };
        assert_eq!(mark.said_at(100, 5_000, None, false), (42_000, false));
        assert_eq!(mark.said_at(1_100, 5_000, None, false), (112_000, true));
        assert_eq!(mark.said_at(4_100, 5_000, Some(200_000), false), (200_000, true));
        assert_eq!(mark.said_at(150, 200, Some(62_000), false), (52_000, true));
        assert_eq!(mark.said_at(150, 200, Some(43_000), true), (43_000, false));
        let cue = TimeMark { end_ms: Some(48_000), ..mark };
        assert_eq!(cue.said_at(149, 200, None, true), (45_000, true));
        assert!(mark.is_long(None) && mark.is_long(Some(62_000)) && !cue.is_long(Some(62_000)));
    }

    #[test]
    fn lines_are_walked_once_through_a_block() {
        let mut builder = Builder::new(Kind::Essay, "text");
        builder.lines(BlockKind::Code, Some(3), "lid\nseal\njar");
        builder.lines(BlockKind::Code, Some(9), &"a lid\n".repeat(200_000));
        let document = builder.finish();
        let mut walk = document.walk_lines(&document.blocks[0]);
        assert_eq!([0, 0, 4, 5, 9].map(|at| walk.go_to(at)), [3, 3, 4, 4, 5].map(Some));
        let block = &document.blocks[1];
        let mut walk = document.walk_lines(block);
        let lines = (block.start..block.end).step_by(6).map(|at| walk.go_to(at));
        assert!(lines.eq((9..200_009).map(Some)));
    }
}
