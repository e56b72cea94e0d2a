//! Builds a [`Document`] block by block, so that its ranges are right by construction.

mod fold;

pub(crate) use fold::LINE_SEPARATOR;

use std::collections::HashMap;

use self::fold::{Feeds, push_code, push_folded};
use super::{Block, BlockKind, Document, Kind, LineMark, Metadata, TimeMark};

/// Collects blocks in reading order.
///
/// White space inside a block is folded to single spaces (except in code), characters that show
/// nothing are dropped, and a block that comes to nothing is left out.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    document: Document,
    /// The number of each speaker by name.
    speakers: HashMap<String, u32>,
    /// The last block is a turn that `say` may still add to.
    turn_is_open: bool,
}

impl Builder {
    /// Starts an empty document of this kind, read by the format of this name.
    pub fn new(kind: Kind, format: &str) -> Self {
        let document = Document { kind, format: format.to_owned(), ..Document::default() };
        Self { document, ..Self::default() }
    }

    /// What is known about the document so far.
    pub fn metadata(&mut self) -> &mut Metadata {
        &mut self.document.metadata
    }

    /// Names the document inside its source.
    pub fn part(&mut self, part: impl Into<String>) -> &mut Self {
        self.document.part = part.into();
        self
    }

    /// Says that no words have been added yet.
    pub fn is_empty(&self) -> bool {
        self.document.blocks.is_empty()
    }

    /// Adds a block that nobody in particular says. `line` is its first line in the source,
    /// counted from 1.
    pub fn block(&mut self, kind: BlockKind, line: Option<u32>, text: &str) -> &mut Self {
        self.turn_is_open = false;
        self.push(kind, None, Place { line, feeds: Feeds::Blanks }, text);
        self
    }

    /// Adds a block as [`block`](Self::block) does whose line feeds are those of the source, so that each of
    /// its words has a line. Scripts that part no words get no blank where a line breaks.
    pub fn lines(&mut self, kind: BlockKind, line: Option<u32>, text: &str) -> &mut Self {
        self.turn_is_open = false;
        self.push(kind, None, Place { line, feeds: Feeds::Lines }, text);
        self
    }

    /// Adds a block as [`block`](Self::block) does and, where it comes to something, the time at
    /// which what it announces begins and, where known, ends, in milliseconds.
    pub fn timed_block(
        &mut self,
        kind: BlockKind,
        line: Option<u32>,
        text: &str,
        time: Option<(u32, Option<u32>)>,
    ) -> &mut Self {
        self.turn_is_open = false;
        if let (Some(at), Some((start_ms, end_ms))) =
            (self.push(kind, None, Place { line, feeds: Feeds::Blanks }, text), time)
        {
            let end_ms = end_ms.filter(|end_ms| *end_ms >= start_ms);
            self.document.times.push(TimeMark { at, start_ms, end_ms });
        }
        self
    }

    /// Begins a turn: what follows with [`say`](Turn::say) is said by `speaker`, or by somebody
    /// unknown. The turn appears once something is said in it.
    pub fn turn(&mut self, speaker: Option<&str>, line: Option<u32>) -> Turn<'_> {
        let speaker = speaker.map(str::trim).filter(|name| !name.is_empty());
        let speaker = speaker.map(|name| self.speaker(name));
        self.turn_is_open = false;
        Turn { builder: self, speaker, place: Place { line, feeds: Feeds::Blanks } }
    }

    /// Returns the number of the speaker of this name, listing it if it is new.
    pub fn speaker(&mut self, name: &str) -> u32 {
        if let Some(number) = self.speakers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.document.speakers.len())
            .expect("a document has fewer speakers than bytes, and those are 32 bits");
        self.document.speakers.push(name.to_owned());
        self.speakers.insert(name.to_owned(), number);
        number
    }

    /// The text of the last block, if there is one.
    pub fn last_block(&self) -> Option<&str> {
        self.document.blocks.last().map(|block| self.document.block_text(block))
    }

    /// Takes the last block back.
    pub fn take_back(&mut self) {
        self.turn_is_open = false;
        self.document.blocks.pop();
        let end = self.document.blocks.last().map_or(0, |block| block.end);
        self.document.text.truncate(end as usize);
        while self.document.times.last().is_some_and(|mark| mark.at >= end) {
            self.document.times.pop();
        }
        self.document.lines.truncate(self.document.lines.partition_point(|mark| mark.at < end));
    }

    /// Adds the blocks of another document with their speakers, times and lines, `lines` further down.
    pub fn append(&mut self, other: &Document, lines: u32) {
        let mut times = other.times.iter().peekable();
        for block in &other.blocks {
            let start = self.append_block(other, block, lines);
            while let Some(mark) = times.next_if(|mark| mark.at < block.end) {
                if let Some(start) = start {
                    let at = start + mark.at.saturating_sub(block.start);
                    self.document.times.push(TimeMark { at, ..*mark });
                }
            }
        }
    }

    /// Adds a block of another document with its speaker and lines, `lines` further down. Returns where it
    /// begins, if it comes to something.
    pub(crate) fn append_block(&mut self, other: &Document, block: &Block, lines: u32) -> Option<u32> {
        let speaker = block.speaker.and_then(|number| other.speakers.get(number as usize));
        let speaker = speaker.map(|name| self.speaker(name));
        self.turn_is_open = false;
        let line = block.line.map(|line| line.saturating_add(lines));
        let place = Place { line, feeds: Feeds::Blanks };
        let start = self.push(block.kind, speaker, place, other.block_text(block))?;
        let marks = other.lines_in(block).iter();
        self.document.lines.extend(marks.map(|mark| LineMark {
            at: start + (mark.at - block.start),
            line: mark.line.saturating_add(lines),
        }));
        Some(start)
    }

    /// Hands the document over.
    pub fn finish(mut self) -> Document {
        self.document.cover_times();
        debug_assert_eq!(self.document.check(), Ok(()));
        // Many documents wait in memory until it is known how they stand to each other.
        self.document.text.shrink_to_fit();
        self.document.blocks.shrink_to_fit();
        self.document.times.shrink_to_fit();
        self.document.lines.shrink_to_fit();
        self.document
    }

    fn push(&mut self, kind: BlockKind, speaker: Option<u32>, place: Place, text: &str) -> Option<u32> {
        let length_before = self.document.text.len();
        let tight = kind == BlockKind::ListItem
            && self.document.blocks.last().is_some_and(|last| last.kind == BlockKind::ListItem);
        if !self.document.blocks.is_empty() {
            self.document.text.push_str(if tight { "\n" } else { "\n\n" });
        }
        let start = self.document.text.len();
        let marks_before = self.document.lines.len();
        let mut first_feeds = 0;
        match kind {
            BlockKind::Code => {
                let dropped = push_code(&mut self.document.text, text);
                first_feeds = if place.feeds == Feeds::Lines { dropped } else { 0 };
            }
            _ => push_folded(&mut self.document.text, text, place.feeds, |at, feeds| {
                if at == start {
                    first_feeds = feeds;
                } else if feeds > first_feeds {
                    place.mark(&mut self.document.lines, at, feeds);
                }
            }),
        }
        let end = self.document.text.len();
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else {
            self.document.text.truncate(length_before);
            self.document.lines.truncate(marks_before);
            return None;
        };
        if start == end {
            self.document.text.truncate(length_before);
            return None;
        }
        let line = place.line.map(|line| line.saturating_add(first_feeds));
        self.document.blocks.push(Block { kind, start, end, speaker, line, is_boilerplate: false });
        Some(start)
    }
}

/// Where in the source the words stand that are added.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The line of the first of them.
    line: Option<u32>,
    feeds: Feeds,
}

impl Place {
    /// Says that the words from byte `at` on stand so many lines below.
    fn mark(self, marks: &mut Vec<LineMark>, at: usize, feeds: u32) {
        if let (Some(line), Ok(at)) = (self.line, u32::try_from(at)) {
            marks.push(LineMark { at, line: line.saturating_add(feeds) });
        }
    }
}

/// An open turn of a [`Builder`].
#[derive(Debug)]
pub struct Turn<'a> {
    builder: &'a mut Builder,
    speaker: Option<u32>,
    place: Place,
}

impl Turn<'_> {
    /// Says on which line of the source the words to come stand. Line feeds in them part the rows of a
    /// screen; scripts that part no words get no blank there.
    pub fn on_line(&mut self, line: Option<u32>) -> &mut Self {
        self.place = Place { line, feeds: Feeds::Rows };
        self
    }

    /// Says on which line of the source the words to come begin, whose line feeds are those of the source.
    pub fn on_lines(&mut self, line: Option<u32>) -> &mut Self {
        self.place = Place { line, feeds: Feeds::Lines };
        self
    }

    /// Adds words to the turn. `time` is when they begin and, where known, end, in milliseconds;
    /// words without a time belong to the mark before them.
    pub fn say(&mut self, text: &str, time: Option<(u32, Option<u32>)>) -> &mut Self {
        self.add(" ", text, time)
    }

    /// Adds words to the turn as [`say`](Turn::say) does, without a blank before them: they
    /// continue a word, or belong to a script without blanks.
    pub fn join(&mut self, text: &str, time: Option<(u32, Option<u32>)>) -> &mut Self {
        self.add("", text, time)
    }

    fn add(&mut self, blank: &str, text: &str, time: Option<(u32, Option<u32>)>) -> &mut Self {
        let at = if self.builder.turn_is_open {
            self.append(blank, text)
        } else {
            let at = self.builder.push(BlockKind::Turn, self.speaker, self.place, text);
            self.builder.turn_is_open = at.is_some();
            at
        };
        if let (Some(at), Some((start_ms, end_ms))) = (at, time) {
            let end_ms = end_ms.filter(|end_ms| *end_ms >= start_ms);
            self.builder.document.times.push(TimeMark { at, start_ms, end_ms });
        }
        self
    }

    fn append(&mut self, blank: &str, text: &str) -> Option<u32> {
        let document = &mut self.builder.document;
        let length_before = document.text.len();
        let marks_before = document.lines.len();
        document.text.push_str(blank);
        let start = document.text.len();
        // Only what stands below the words before is told.
        let block = document.blocks.last_mut().expect("an open turn is the last block");
        let before = document.lines.last().filter(|mark| mark.at > block.start).map(|mark| mark.line);
        let mut line_before = before.or(block.line).unwrap_or(u32::MAX);
        push_folded(&mut document.text, text, self.place.feeds, |at, feeds| {
            let line = self.place.line.map_or(0, |line| line.saturating_add(feeds));
            if line > line_before {
                self.place.mark(&mut document.lines, at, feeds);
                line_before = line;
            }
        });
        let fits = u32::try_from(document.text.len()).is_ok();
        if document.text.len() == start || !fits {
            document.text.truncate(length_before);
            document.lines.truncate(marks_before);
            return None;
        }
        block.end = document.text.len() as u32;
        Some(start as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_fold_white_space_and_vanish_when_empty() {
        let mut builder = Builder::new(Kind::Essay, "text");
        builder.block(BlockKind::Paragraph, Some(1), "  one\n two\u{AD}fold ");
        builder.block(BlockKind::Paragraph, Some(2), " \u{200B} ");
        builder.block(BlockKind::ListItem, Some(3), "a");
        builder.block(BlockKind::ListItem, Some(4), "b");
        builder.block(BlockKind::Code, Some(5), "\n  if x {\n    y\n  }\n\n");
        let document = builder.finish();
        assert_eq!(document.text, "one twofold\n\na\nb\n\n  if x {\n    y\n  }");
        assert_eq!(document.blocks.len(), 4);
        assert_eq!(document.check(), Ok(()));
    }

    #[test]
    fn words_know_their_lines() {
        let mut builder = Builder::new(Kind::Transcript, "text");
        builder.lines(BlockKind::Paragraph, Some(4), "\none\n two\n\nthree");
        builder.lines(BlockKind::Paragraph, Some(9), "\u{6f22}\u{5b57}\n\u{3042}\u{3044}");
        builder.lines(BlockKind::Code, Some(12), "\nif x\n  y");
        builder
            .turn(None, Some(20))
            .on_lines(Some(20))
            .say("so\nwe", None)
            .on_line(Some(21))
            .say("be\ngin", None)
            .on_line(Some(25))
            .say("here", None);
        let document = builder.finish();
        assert_eq!(document.check(), Ok(()));
        assert_eq!(
            document.text,
            "one two three\n\n\u{6f22}\u{5b57}\u{3042}\u{3044}\n\nif x\n  y\n\nso we be gin here"
        );
        let line_of = |word: &str| {
            let at = document.text.find(word).unwrap() as u32;
            let block = document.blocks.iter().find(|block| block.end > at).unwrap();
            document.line_at(block, at).unwrap()
        };
        let words = ["one", "two", "three", "\u{6f22}", "\u{3042}", "if", "y", "so", "we", "gin", "here"];
        assert_eq!(words.map(line_of), [5, 6, 8, 9, 10, 13, 14, 20, 21, 21, 25]);
    }

    #[test]
    fn turns_join_their_words_and_keep_their_times() {
        let mut builder = Builder::new(Kind::Transcript, "webvtt");
        builder
            .turn(Some("Ada"), Some(1))
            .say("so", Some((0, Some(900))))
            .say(" ", None)
            .say("we be", Some((900, None)))
            .join("gin ", None);
        builder.turn(Some("Bo"), Some(9)).say("yes", Some((2000, Some(1000))));
        builder.turn(Some("Ada"), Some(12)).say("good", None);
        let document = builder.finish();
        assert_eq!(document.text, "so we begin\n\nyes\n\ngood");
        assert_eq!(document.speakers, ["Ada", "Bo"]);
        let marks: Vec<_> = document.times.iter().map(|m| (m.at, m.start_ms, m.end_ms)).collect();
        assert_eq!(marks, [(0, 0, Some(900)), (3, 900, None), (13, 2000, None)]);
        assert_eq!(document.blocks[2].speaker, Some(0));
    }
}
