//! Transcripts as people and tools write them down in text: who speaks, when, and what is said.
//!
//! Formats hand in the [`Piece`]s of a text; [`recognise`] says whether they are a transcript, by
//! the consistency of their labels, and the [`Transcript`] writes the turns. Captions and
//! transcript JSON have formats of their own.

mod asides;
mod asked;
mod chevrons;
mod clock;
mod evidence;
mod headings;
mod label;
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
mod writer;

use std::collections::HashMap;

use label::Label;
use names::Resolution;
use turn_taking::TurnTaking;

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

/// One line of a piece.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    kind: BlockKind,
    number: Option<u32>,
    /// It is the first of its piece.
    opens: bool,
    text: &'a str,
    label: Option<Label<'a>>,
    /// Nobody says it: `(Applause)`.
    is_direction: bool,
}

impl<'a> Line<'a> {
    fn is_plain(&self) -> bool {
        self.label.is_none() && self.kind == BlockKind::Paragraph && !self.is_direction
    }

    fn is_paragraph(&self) -> bool {
        self.kind == BlockKind::Paragraph
    }

    /// It is a time and nothing else.
    fn is_time(&self) -> bool {
        self.label.is_some_and(|label| label.is_time_alone())
    }

    /// The name that the line consists of, where it heads a paragraph.
    fn bare_name(&self) -> Option<&'a str> {
        if self.opens && self.is_plain() { label::read_bare_name(self.text) } else { None }
    }
}

/// Says whether `pieces` are a transcript, and reads their labels.
pub(crate) fn recognise<'a>(pieces: &[Piece<'a>], hints: &Hints) -> Option<Transcript<'a>> {
    if chevrons::begin_turns(pieces) {
        // Each says that somebody else speaks, whether or not it is known who.
        let hints = Hints { declared: true, marks_every_turn: true, ..hints.clone() };
        return evidence::weigh(lines(pieces, true), &hints);
    }
    evidence::weigh(lines(pieces, false), hints)
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

/// Says that a line is a name in capitals and nothing else.
pub(crate) fn may_be_name(line: &str) -> bool {
    line.len() <= names::BYTES_MAX && is_capital(line) && label::read_bare_name(line).is_some()
}

/// Says that a line begins as lines of transcripts do.
pub(crate) fn is_labelled(line: &str) -> bool {
    label::read(line).is_some()
}

/// Says that a line is a row of a table with a name and words.
pub(crate) fn may_be_row(line: &str) -> bool {
    rows::cells(line).is_some()
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

/// Says that a heading announces a transcript.
pub(crate) fn is_transcript_heading(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let named = [
        "transcript",
        "transcription",
        "transcripción",
        "transcripcion",
        "transcrição",
        "trascrizione",
        "transkript",
        "transkription",
        "transcriptie",
        "full transcript",
        "episode transcript",
        "episode transcription",
        "full transcription",
        "full episode transcript",
        "podcast transcription",
        "transcripción completa",
        "transcrição completa",
        "vollständiges transkript",
        "interview transcript",
        "the transcript",
        "video transcript",
        "podcast transcript",
        "машинная расшифровка",
        "расшифровка",
        "стенограмма",
        "逐字稿",
        "文字稿",
        "文字起こし",
    ];
    named.contains(&text.as_str())
}

/// The lines of `pieces`, with their labels; of those that begin with `>>` where `has_chevrons` says that they are
/// turns.
fn lines<'a>(pieces: &[Piece<'a>], has_chevrons: bool) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.kind == BlockKind::Code {
            lines.push(Line {
                kind: piece.kind,
                number: piece.line,
                opens: true,
                text: piece.text,
                label: None,
                is_direction: false,
            });
            continue;
        }
        let mut number = piece.line;
        let mut opens = true;
        let mut hangs = None;
        for part in parts_of_lines(piece.text) {
            let mut text = part.trim_end_matches(['\n', '\r', '\u{2028}']);
            if let Some(said) = chevrons::behind(text).filter(|_| has_chevrons) {
                (text, opens) = (said, true);
            }
            if !text.trim_start().is_empty() {
                if text.trim_start().starts_with("ACTION ITEM: ") {
                    // What a service has put among the words, with an address where to watch it.
                    let text = text.split(" - WATCH: ").next().unwrap_or(text);
                    lines.push(Line {
                        kind: BlockKind::ListItem,
                        number,
                        opens: true,
                        text,
                        label: None,
                        is_direction: false,
                    });
                    // What follows is said again.
                    opens = true;
                } else {
                    let label = label::read(text)
                        .map(|label| if has_chevrons && opens { label.set_off() } else { label });
                    // In a record each paragraph is set in, and no blank line parts it from the one before.
                    let is_set_in = || opens || text.starts_with("  ") || text.starts_with('\t');
                    let opening =
                        if label.is_none() && is_set_in() { record::stopped_opening(text) } else { None };
                    let label = label.or(opening);
                    opens |= label.is_some()
                        && is_set_in()
                        && *hangs.get_or_insert_with(|| has_hanging(piece.text));
                    lines.push(Line { kind: piece.kind, number, opens, text, label, is_direction: false });
                    opens = false;
                }
            }
            if part.ends_with('\n') {
                number = number.map(|number| number + 1);
            }
        }
    }
    record::drop_stops(&mut lines);
    torn::drop_labels(&mut lines);
    people::drop_lists(&mut lines);
    signs::read_names(&mut lines);
    read_items(&mut lines);
    asides::read(&mut lines);
    plays::read(&mut lines);
    player::join_times_told_twice(&mut lines);
    player::drop_times_read_out(&mut lines);
    join_name_lines(&mut lines);
    timed_below::read_names(&mut lines);
    player::read_lines(&mut lines);
    read_names_below_times(&mut lines);
    name_lines::read_fields(&mut lines);
    name_lines::read(&mut lines);
    headings::read_names(&mut lines);
    rows::read_names(&mut lines);
    asked::read(&mut lines);
    record::name_examiners(&mut lines);
    record::read_headings(&mut lines);
    lines
}

/// `- **Ada**: words`, `> **Ada**: words`: makes paragraphs of the items of lists and of the lines of quotations
/// where most lines are such, and few people say something in turn.
fn read_items(lines: &mut [Line<'_>]) {
    let is_heading = |line: &Line<'_>| line.kind == BlockKind::Heading && is_transcript_heading(line.text);
    // What stands above the heading of a transcript is about it.
    let heading = lines.iter().position(is_heading).map_or(0, |at| at + 1);
    let lines = &mut lines[heading..];
    let mut taking = TurnTaking::default();
    // Books and what is in them, plans and quotations of many are written so, too.
    let (mut others, mut needs_answers) = (0, false);
    for line in lines.iter().filter(|line| line.kind != BlockKind::Heading) {
        match said_in_item(line).zip(line.label) {
            Some((name, label)) => {
                taking.add(name, label.words);
                needs_answers |= !label.is_marked() || line.kind == BlockKind::Quotation;
            }
            None => others += usize::from(taking.turns > 0),
        }
    }
    let headings = lines.iter().filter(|line| line.kind == BlockKind::Heading).count();
    let is_said = taking.is_in_turn(8)
        && (!needs_answers || taking.is_answered())
        && others * 5 <= taking.turns
        && headings * 5 <= taking.turns;
    if is_said {
        lines
            .iter_mut()
            .filter(|line| said_in_item(line).is_some())
            .for_each(|line| line.kind = BlockKind::Paragraph);
    }
}

/// The name that an item begins with, set off by its type or with a first and a last name.
fn said_in_item<'a>(line: &Line<'a>) -> Option<&'a str> {
    let is_item = matches!(line.kind, BlockKind::ListItem | BlockKind::Quotation);
    let label = line.label.filter(|label| is_item && !label.words.is_empty())?;
    let is_name = |name: &str| label.is_marked() || label.has_colon() && names::is_person_like(name);
    label.name.filter(|name| !label.is_bare_name() && is_name(name))
}

/// Says that some lines of a piece are not set in, so that those that are begin paragraphs.
fn has_hanging(text: &str) -> bool {
    let is_hanging = |line: &str| !line.starts_with("  ") && !line.starts_with('\t');
    text.lines().any(|line| is_hanging(line) && line.contains(|c: char| !c.is_whitespace()))
}

/// `text` cut behind each line feed and each U+2028.
fn parts_of_lines(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', 0xE2, bytes).filter_map(|at| match bytes[at] {
        b'\n' => Some(at + 1),
        _ => bytes[at..].starts_with("\u{2028}".as_bytes()).then_some(at + 3),
    });
    let mut start = 0;
    ends.chain([text.len()])
        .filter(|end| *end > 0)
        .map(move |end| &text[std::mem::replace(&mut start, end)..end])
}

/// A time, below it a name, below that the words, each on a line of one paragraph: most times have
/// names below them, and those come again.
fn read_names_below_times(lines: &mut Vec<Line<'_>>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    let mut times = 0;
    for (at, line) in lines.iter().enumerate() {
        if !line.is_time() {
            continue;
        }
        times += 1;
        let below = lines.get(at + 1).filter(|below| !below.opens && below.is_plain());
        let name = below.and_then(|below| label::read_bare_name(below.text));
        let has_words = lines.get(at + 2).is_some_and(|words| !words.opens && words.is_plain());
        if let Some(name) = name.filter(|_| has_words) {
            *counts.entry(name).or_default() += 1;
            found.push((at, name));
        }
    }
    let again: usize = counts.values().filter(|count| **count >= 2).sum();
    if found.len() < 3 || found.len() * 10 < times * 8 || again * 10 < found.len() * 6 {
        return;
    }
    for (at, name) in &found {
        if let Some(label) = &mut lines[*at].label {
            label.name = Some(name);
        }
    }
    drop_lines(lines, found.iter().map(|(at, _)| at + 1));
}

/// Drops the lines of these numbers, which are in order.
fn drop_lines(lines: &mut Vec<Line<'_>>, numbers: impl Iterator<Item = usize>) {
    let mut numbers = numbers.peekable();
    let mut at = 0;
    lines.retain(|_| {
        let is_dropped = numbers.next_if_eq(&at).is_some();
        at += 1;
        !is_dropped
    });
}

/// A name on one line and the time on the next make one label, as do a time and a name below it.
fn join_name_lines(lines: &mut Vec<Line<'_>>) {
    let mut kept = 0_usize;
    for at in 0..lines.len() {
        let line = lines[at];
        let above = kept.checked_sub(1).map(|above| lines[above]);
        let name = above.filter(|above| above.label.is_none() && above.kind != BlockKind::Code);
        let time = line.label.filter(|label| label.name.is_none() && label.words.is_empty());
        if let (Some(above), Some(time)) = (name, time)
            && let Some(name) = label::read_name_line(above.text)
        {
            lines[kept - 1].label = Some(Label { name: Some(name), ..time });
            continue;
        }
        // A time alone, and on the next line of the paragraph a name before what is said.
        let alone = above.and_then(|above| above.label).filter(|label| label.is_time_alone());
        if let (Some(alone), Some(called), false) = (alone, line.label, line.opens)
            && called.time.is_none()
            && called.name.is_some_and(|name| called.is_marked() || names::is_person_like(name))
            && !called.words.is_empty()
        {
            lines[kept - 1] = Line { label: Some(called.at(alone)), opens: true, ..line };
            continue;
        }
        lines[kept] = line;
        kept += 1;
    }
    lines.truncate(kept);
}
