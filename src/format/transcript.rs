//! Transcripts as people and tools write them down in text: who speaks, when, and what is said.
//!
//! Formats hand in the [`Piece`]s of a text; [`recognise`] says whether they are a transcript, by
//! the consistency of their labels, and the [`Transcript`] writes the turns. Captions and
//! transcript JSON have formats of their own.

mod asides;
mod asked;
mod beside_times;
mod chevrons;
mod clock;
mod days;
mod evidence;
mod floor;
mod headings;
mod items;
mod label;
mod lines;
mod name_lines;
mod names;
mod notes;
mod offices;
mod pages;
mod people;
mod player;
mod plays;
mod record;
mod rows;
mod signs;
#[cfg(test)]
mod tests;
mod timed_below;
mod torn;
mod turn_taking;
mod turns;
mod uncommon;
mod writer;

use std::collections::HashMap;

pub(crate) use evidence::is_of_words;
pub(crate) use headings::is_transcript_heading;
use lines::{Line, drop_lines};
use names::Resolution;

use crate::document::BlockKind;

/// Begins a stretch of bold or italic type at the beginning of a line of a [`Piece`].
pub(crate) const MARK_START: char = '\u{1}';
/// Ends what [`MARK_START`] begins. Neither shows in a document: the builder drops controls.
pub(crate) const MARK_END: char = '\u{2}';

/// Ends the words of one speaker in what tinydiarize writes: somebody else goes on.
pub(crate) const CHANGE_OF_SPEAKER: &str = "[SPEAKER_TURN]";

/// A block as a format has read it, before it is known whether somebody says it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    /// What the block would be in an essay. Labels are looked for in paragraphs, list items,
    /// quotations and headings.
    pub(crate) kind: BlockKind,
    /// The source line of its first line.
    pub(crate) line: Option<u32>,
    /// Its lines, parted by `\n`, or by U+2028 where the source has no line break. Bold and
    /// italic type at the beginning of a line may be set in [`MARK_START`] and [`MARK_END`].
    pub(crate) text: &'a str,
}

/// What is known about a text before its labels are looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hints {
    /// The source says that it is a transcript.
    pub(crate) declared: bool,
    /// Every turn has a name before it: a block without one is said by nobody.
    pub(crate) marks_every_turn: bool,
    /// The people who are said to speak in it.
    pub(crate) names: Vec<String>,
    /// The one name is of the only person who speaks, as in a talk.
    pub(crate) only: bool,
}

/// A text that is a transcript, with its labels read.
#[derive(Debug)]
pub(crate) struct Transcript<'a> {
    lines: Vec<Line<'a>>,
    /// The numbers of pages that stood among the lines.
    page_numbers: Vec<&'a str>,
    /// Lines before this one are notes about the recording.
    begins: usize,
    resolution: Resolution,
    /// Who speaks where no label says so.
    only_speaker: Option<String>,
    /// Lines carry times and no names, and are joined until they read well.
    joins_lines: bool,
    /// A heading, or the source itself, calls it a transcript.
    marks_every_turn: bool,
    is_declared: bool,
}

impl Transcript<'_> {
    /// Says that more speaks for it than names before colons.
    pub(crate) fn is_declared_or_timed(&self) -> bool {
        let timed = self.lines.iter().filter(|line| line.label.is_some_and(|label| label.time.is_some()));
        self.is_declared || timed.take(4).count() == 4
    }

    /// Says that several are called by name, and that more than names before colons speaks for it: in
    /// notes on a recording, times may be of sources, and a heading announce what is elsewhere.
    pub(crate) fn is_evident(&self) -> bool {
        let named = self.lines.iter().filter(|line| line.label.is_some_and(|label| label.name.is_some()));
        named.take(3).count() == 3 && (self.is_declared_or_timed() || self.is_marked())
    }

    /// Says that nobody is called by more than a letter, and no times are told: `Q: words`.
    pub(crate) fn is_of_questions(&self) -> bool {
        let mut labels = self.lines.iter().filter_map(|line| line.label);
        !self.is_declared
            && labels.all(|label| label.time.is_none() && label.name.is_some_and(|name| name.len() == 1))
    }

    /// Says that people who are called by name say most of it.
    pub(crate) fn is_dialogue(&self) -> bool {
        const TURNS_MIN: usize = 4;
        let said = &self.lines[self.begins..];
        let names = said.iter().filter_map(|line| line.label?.name);
        let persons = names.filter(|name| names::is_person_like(name)).count();
        let paragraphs = said.iter().filter(|line| line.opens).count();
        persons >= TURNS_MIN && persons * 2 >= paragraphs
    }

    /// Says that nearly all names are set off from the words by their type or in capitals.
    pub(crate) fn is_marked(&self) -> bool {
        const NAMES_MIN: usize = 4;
        let named = self.lines.iter().filter_map(|line| line.label.filter(|label| label.name.is_some()));
        let (names, marked) = named.fold((0, 0), |(names, marked), label| {
            (names + 1, marked + usize::from(label.is_marked() || label.name.is_some_and(is_capital)))
        });
        names >= NAMES_MIN && marked * 10 >= names * 8
    }
}

/// Says whether `pieces` are a transcript, and reads their labels.
pub(crate) fn recognise<'a>(pieces: &[Piece<'a>], hints: &Hints) -> Option<Transcript<'a>> {
    if chevrons::begin_turns(pieces) {
        // Each says that somebody else speaks, whether or not it is known who.
        let hints = Hints { declared: true, marks_every_turn: true, ..hints.clone() };
        return evidence::weigh(lines::lines(pieces, true), &hints);
    }
    evidence::weigh(lines::lines(pieces, false), hints)
}

/// Says that a text that is no transcript has a list of chapters with their times.
pub(crate) fn has_chapters(pieces: &[Piece<'_>]) -> bool {
    let is_timed = |line: &&str| {
        label::read(line)
            .is_some_and(|label| label.time.is_some() && (label.name.is_none() || label.may_be_words()))
    };
    let prose = pieces.iter().filter(|piece| piece.kind != BlockKind::Code);
    prose.flat_map(|piece| piece.text.lines()).filter(is_timed).take(3).count() == 3
}

/// The name of a person that a text consists of.
pub(crate) fn name_alone(text: &str) -> Option<&str> {
    label::read_name_line(text).filter(|name| !name.contains(|c: char| c.is_ascii_digit()))
}

/// A name without what somebody is, in brackets behind it; nothing where nothing stands there.
pub(crate) fn without_office(name: &str) -> Option<&str> {
    let (person, office) = names::without_office(name);
    (!office.is_empty() && !office.contains(|c: char| c.is_ascii_digit())).then_some(person)
}

/// Says that a text is a time and nothing else.
pub(crate) fn is_time(text: &str) -> bool {
    label::read(text).is_some_and(|label| label.is_time_alone())
}

/// When a line begins, in milliseconds, that begins with a time in brackets or without.
pub(crate) fn time_ms(line: &str) -> Option<u32> {
    clock::leading(line).map(|clock| clock.start_ms)
}

/// How many bytes the time takes with which a text begins, without brackets; it may be of the day.
pub(crate) fn clock_bytes(text: &str) -> Option<usize> {
    clock::fields(text).map(|(_, bytes)| bytes)
}

/// Says that a line begins as what is asked does where it has no name.
pub(crate) fn is_asked(line: &str) -> bool {
    asked::is_asked(line)
}

/// Says that a name can hardly be anything but a person or a part in a conversation.
pub(crate) fn is_person_like(name: &str) -> bool {
    names::is_person_like(name)
}

/// Says that a name is of a part in a conversation: `Host`.
pub(crate) fn is_role(name: &str) -> bool {
    names::is_role(name)
}

/// Says that a line is a name in capitals and nothing else.
pub(crate) fn may_be_name(line: &str) -> bool {
    line.len() <= names::BYTES_MAX && is_capital(line) && label::read_bare_name(line).is_some()
}

/// Says that a line begins as lines of transcripts do.
pub(crate) fn is_labelled(line: &str) -> bool {
    label::read(line).is_some()
}

/// Says that a line is a row of a table with a name and words, or with times and words.
pub(crate) fn may_be_row(line: &str) -> bool {
    rows::cells(line).is_some() || rows::is_caption(line)
}

/// Says that the terms of a list are the names of people who speak in turn: they come again.
pub(crate) fn are_names_of_dialogue(terms: &[&str]) -> bool {
    const TERMS_MIN: usize = 4;
    let said: Vec<&str> = terms.iter().filter_map(|term| label::read_name_line(term)).collect();
    let resolution = Resolution::new(said.iter().copied(), &[]);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    said.iter().for_each(|name| *counts.entry(resolution.name(name)).or_default() += 1);
    let again: usize = counts.values().filter(|count| **count >= 2).sum();
    terms.len() >= TERMS_MIN && again * 10 >= terms.len() * 6
}

/// Says that a character begins or ends bold or italic type.
fn is_mark(c: char) -> bool {
    matches!(c, MARK_START | MARK_END)
}

/// Says that a name is written in capitals.
fn is_capital(name: &str) -> bool {
    name.len() >= 3 && name.chars().any(char::is_uppercase) && !name.contains(char::is_lowercase)
}

/// Says that a line is what tools and transcribers say about the transcript.
pub(crate) fn is_credit(line: &str) -> bool {
    notes::is_credit(line)
}
