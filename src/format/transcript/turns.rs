//! Writes the turns of a transcript that has been recognised.

use rustc_hash::FxHashSet;

use super::clock::{self, closing_time, inner_time};
use super::floor::Floor;
use super::label::{self, Label};
use super::notes::{Listing, is_chapter, is_credit, is_offer, is_page, is_reaction, is_reply, is_rule};
use super::writer::{Together, Writer, first_shown};
use super::{Line, Transcript, chevrons, is_mark};
use crate::clean::captions::SILENCE;
use crate::document::{BlockKind, Builder};
use crate::receipt::Receipt;

/// Times of day rather than of the recording: what begins later than this on the clock.
const CLOCK_OF_DAY_MS: u32 = 6 * 3600 * 1000;

impl<'a> Transcript<'a> {
    /// Adds the notes before the transcript as they are, then its turns.
    pub(crate) fn write(&self, builder: &mut Builder, receipt: &mut Receipt) {
        let offset_ms = self.offset_ms();
        let mut writer = Writer::new(builder, receipt, offset_ms);
        writer.times_follow = self.times_follow();
        writer.shown = self.rolls().then_some("");
        if offset_ms > 0 {
            writer.receipt.guessed("recording begins with the first time of day", "");
        }
        for number in &self.page_numbers {
            writer.receipt.dropped("number of a page", number);
        }
        self.write_notes(&mut writer);
        if let Some(name) = &self.only_speaker {
            writer.receipt.guessed("the only speaker", name);
            writer.speaker = Some(name);
        }
        let floor = self.only_speaker.as_deref().map(|only| Floor::new(&self.lines, only));
        let mut lines = self.lines[self.begins..].iter().peekable();
        while let Some(line) = lines.next() {
            let next = lines.peek().map(|next| next.label);
            if next.is_none() && line.opens && line.label.is_none() && is_offer(line.text) {
                writer.receipt.dropped("note of the transcriber", line.text);
                continue;
            }
            // A name, its time below it, and then the words.
            let is_timed_below = line.label.is_some_and(|label| label.time.is_none())
                && next.flatten().is_some_and(|next| next.name.is_none() && next.time.is_some());
            let next_is_label = next.is_none_or(|next| next.is_some() && !is_timed_below);
            self.write_line(&mut writer, line, next_is_label);
            if let Some(floor) = floor.as_ref().filter(|_| line.kind == BlockKind::Heading && line.opens) {
                writer.floor = floor.given_by(line.text);
            }
        }
        writer.flush();
        let first = self.lines[self.begins..].iter().find(|line| line.label.is_some());
        let stamped = first.filter(|line| line.label.is_some_and(|label| label.is_stamped()));
        if let Some(day) = stamped.and_then(|line| label::stamped_day(line.text)) {
            builder.metadata().date.get_or_insert(day);
        }
    }

    /// What stands before the first turn; the heading that announces it is left out.
    fn write_notes<'w>(&'w self, writer: &mut Writer<'w, 'a>) {
        let mut block = Together::default();
        let mut open: Option<&Line<'_>> = None;
        let mut listing = Listing::None;
        for line in &self.lines[..self.begins] {
            listing = listing.then(line);
            if is_credit(line.text) || listing != Listing::None {
                writer.receipt.dropped("note of the transcriber", line.text);
                continue;
            }
            // Rulers part texts and are none.
            if line.opens && line.kind != BlockKind::Code && !line.text.contains(char::is_alphanumeric) {
                continue;
            }
            if line.opens {
                writer.block(open, &block);
                block = Together::default();
                open = Some(line);
            }
            block.add(line);
        }
        let announces = open.is_some_and(|open| {
            let stands_alone = open.kind == BlockKind::Heading || open.text.trim_end().ends_with(':');
            stands_alone && super::is_transcript_heading(&block.text)
        });
        if announces {
            writer
                .receipt
                .dropped("heading of the transcript", block.text.lines().next().unwrap_or_default());
        } else {
            writer.block(open, &block);
        }
    }

    fn write_line<'w>(&'w self, writer: &mut Writer<'w, 'a>, line: &Line<'a>, next_is_label: bool) {
        let Some(label) = &line.label else { return self.write_unlabelled(writer, line) };
        let name = label.name.map(|name| writer.named(name, &self.resolution));
        if label.time.is_some() && (label.words.trim() == SILENCE || is_reaction(label.words)) {
            writer.receipt.dropped("note of the program", label.words);
            return;
        }
        // `**Break:** [18:04] to [18:51.08]`: what is no time for its brackets is no words either.
        let is_silent = label.words.is_empty() || clock::is_remains(label.words);
        if is_silent && name.is_some() && next_is_label {
            let is_title = label.may_be_words()
                && label.name.is_some_and(|name| {
                    !writer.speaking.get_or_insert_with(|| self.speaking()).contains(name)
                });
            if is_title {
                // `## [02:15] Main Topic` reads as a name does, but nobody of that name speaks.
                writer.flush();
                let time = label.time.and_then(|time| writer.place(time));
                writer.builder.timed_block(BlockKind::Heading, line.number, label.unnamed, time);
                return;
            }
            // `**Break:** [36:42]`: nobody speaks, but it says when the next turn begins.
            writer.receipt.dropped("break in the recording", &line.text.replace(is_mark, ""));
            writer.pending = label.time.map(|(start_ms, end_ms)| (end_ms.unwrap_or(start_ms), None));
            return;
        }
        let may_head = !self.joins_lines || line.kind == BlockKind::Heading;
        if name.is_none() && may_head && is_chapter(line, label.words) {
            writer.flush();
            let time = label.time.and_then(|time| writer.place(time));
            writer.builder.timed_block(BlockKind::Heading, line.number, label.words, time);
            return;
        }
        // `[0:12] >> words`
        let other = chevrons::behind(label.words).filter(|_| name.is_none() && label.time.is_some());
        if other.is_some() {
            writer.flush();
            writer.speaker = None;
        }
        let same = name.is_none() || name.map(|name| self.shown(name)) == writer.speaker;
        let continues = same && label.time.is_some() && !writer.is_long_enough();
        if !continues || writer.aside.is_some() || name.is_none() && !self.joins_lines && line.opens {
            writer.flush();
        }
        if let Some(name) = name {
            writer.speaker = Some(self.shown(name));
        }
        if let Some(time) = label.time {
            writer.pending = Some(time);
        }
        let is_reply = label.time.is_some() && is_reply(label.words);
        writer.announced = label.words.is_empty() || is_reply;
        let mut words = other.unwrap_or(label.words);
        if is_reply {
            // What is answered stands above, in its own place.
            writer.receipt.dropped("note of the program", words);
            words = "";
        }
        if let Some(shown) = &mut writer.shown {
            words = first_shown(shown, words);
            // A heading between with a time of its own shows nothing.
            *shown = if label.words.is_empty() { *shown } else { label.words };
            if words.len() < label.words.len() {
                writer.receipt.dropped("words shown again", &label.words[..label.words.len() - words.len()]);
            }
        }
        writer.say(line.number, words);
    }

    fn write_unlabelled<'w>(&'w self, writer: &mut Writer<'w, 'a>, line: &Line<'a>) {
        if is_credit(line.text) {
            writer.receipt.dropped("note of the transcriber", line.text);
            return;
        }
        if line.kind == BlockKind::Paragraph && is_page(line.text) {
            writer.receipt.dropped("head of a page", line.text);
            return;
        }
        if line.kind == BlockKind::Paragraph && is_rule(line.text) {
            return;
        }
        if line.is_direction && (line.opens || writer.aside.is_none()) {
            writer.flush();
            let mut together = Together::default();
            together.add(line);
            writer.aside = Some((line.kind, line.number, together));
            return;
        }
        let ending = inner_time(line.text).filter(|(_, _, after, keeps)| !keeps && after.trim().is_empty());
        if let (Some((before, time, ..)), BlockKind::Heading, true) = (ending, line.kind, line.opens) {
            writer.flush();
            let time = writer.place(time);
            writer.builder.timed_block(
                line.kind,
                line.number,
                line.text[..before].trim_end_matches('\\'),
                time,
            );
            return;
        }
        let is_said =
            line.kind == BlockKind::Paragraph || self.joins_lines && line.kind != BlockKind::Heading;
        if !is_said && line.opens {
            writer.flush();
            let mut together = Together::default();
            together.add(line);
            writer.aside = Some((line.kind, line.number, together));
            return;
        }
        if let Some((_, _, together)) = &mut writer.aside
            && !line.opens
        {
            together.add(line);
            return;
        }
        let parts = if line.opens && !self.joins_lines { true } else { writer.is_too_long(self.joins_lines) };
        // `>>` below a time on a line of its own.
        let is_other = line.opens && self.marks_every_turn && self.joins_lines;
        if parts || is_other || writer.aside.is_some() {
            writer.flush();
        }
        if line.opens && self.marks_every_turn {
            writer.speaker = None;
        }
        let was_announced = std::mem::take(&mut writer.announced);
        if line.opens
            && !was_announced
            && let Some(only) = &self.only_speaker
        {
            // In a talk the floor goes back to the one who gives it.
            writer.speaker = Some(writer.floor.unwrap_or(only));
        }
        // `_:_` says that the speaker goes on.
        let words = line.text.trim_start_matches(is_mark).strip_prefix(':').unwrap_or(line.text);
        writer.say(line.number, words);
    }

    /// The names behind which words stand somewhere.
    fn speaking(&self) -> FxHashSet<&'a str> {
        let labels = self.lines.windows(2).filter_map(|pair| Some((pair[0].label?, &pair[1])));
        let speaks = |(label, next): (Label<'a>, &Line<'a>)| {
            label.name.filter(|_| !label.words.is_empty() || next.label.is_none())
        };
        labels.filter_map(speaks).collect()
    }

    /// Says that most lines begin with the words of the line before, as captions that roll over the
    /// screen do.
    fn rolls(&self) -> bool {
        const LINES_MIN: usize = 5;
        if !self.joins_lines {
            return false;
        }
        let words = self.lines[self.begins..].iter().filter_map(|line| Some(line.label?.words));
        let mut said = words.filter(|words| !words.is_empty());
        let mut before = said.next().unwrap_or_default();
        let (mut lines, mut again) = (0, 0);
        for words in said {
            lines += 1;
            again += usize::from(first_shown(before, words).len() < words.len());
            before = words;
        }
        lines >= LINES_MIN && again * 10 >= lines * 6
    }

    /// Says that most turns end with a time and none begins with one: `**Ada:** words [0:12]`. Verses that stand
    /// there (`(24:10)`) are from anywhere in their book.
    fn times_follow(&self) -> bool {
        const TURNS_MIN: usize = 2;
        const FIRST_MS_MAX: u32 = 10 * 60 * 1000;
        let (mut turns, mut ended, mut last_ms) = (0, 0, None);
        let said = self.lines[self.begins..].iter().filter(|line| line.kind != BlockKind::Heading);
        for label in said.filter_map(|line| line.label) {
            match (label.name, label.time) {
                (Some(_), Some(_)) => return false,
                (Some(_), None) if !label.words.is_empty() => {
                    turns += 1;
                    let Some((_, (start_ms, _))) = closing_time(label.words) else { continue };
                    if last_ms.map_or(start_ms > FIRST_MS_MAX, |last_ms| start_ms < last_ms) {
                        return false;
                    }
                    ended += 1;
                    last_ms = Some(start_ms);
                }
                _ => {}
            }
        }
        ended >= TURNS_MIN && ended * 10 >= turns * 8
    }

    /// `A:` answers in a talk of one person.
    fn shown<'b>(&'b self, name: &'b str) -> &'b str {
        match &self.only_speaker {
            Some(only) if name == "A" || name == "R" => only,
            _ => name,
        }
    }

    /// What to take off times that are times of day.
    fn offset_ms(&self) -> u32 {
        let mut starts = self.lines.iter().filter_map(|line| Some(line.label?.time?.0));
        let first = starts.next().unwrap_or_default();
        let goes_back = starts.any(|start_ms| start_ms < first);
        if first >= CLOCK_OF_DAY_MS && !goes_back { first } else { 0 }
    }
}
