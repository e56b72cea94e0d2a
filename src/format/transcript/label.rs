//! What stands before the words on a line of a transcript: who speaks, and when.

mod scan;
mod stamp;

use super::clock::{self, Dress};
use super::{MARK_END, MARK_START};
use super::{days, names, offices, record};

use scan::Scan;
pub(super) use stamp::day as stamped_day;

/// The label that a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label<'a> {
    /// Who speaks, as it is written.
    pub(super) name: Option<&'a str>,
    /// When the words begin and, where it is written, end, in milliseconds.
    pub(super) time: Option<(u32, Option<u32>)>,
    pub(super) form: Form,
    /// What is said on the line; empty where it stands on the following lines.
    pub(super) words: &'a str,
    /// What is said if the name is none, but words behind a time: `00:12 He said: no`.
    pub(super) unnamed: &'a str,
}

/// How a label is written: lines of one transcript share it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Form {
    /// A time before the name, or alone.
    lead: Option<Dress>,
    /// A time behind the name.
    tail: Option<Dress>,
    name: NameDress,
    colon: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum NameDress {
    #[default]
    None,
    Plain,
    /// Bold or italic.
    Marked,
    /// `[Name]` or `<name>`.
    Bracketed,
    /// As records of courts and parliaments set names before what is said.
    Recorded,
    /// Bold, with what somebody is beside it, above what is said.
    Titled,
    /// A day and the time of day stand behind it.
    Stamped,
}

impl Form {
    /// A time stands behind the name, and none before it.
    pub(super) fn is_timed_behind(self) -> bool {
        self.tail.is_some() && self.lead.is_none()
    }
}

impl<'a> Label<'a> {
    /// The label of a name before its words, with nothing else to it than a sign behind the name.
    pub(super) fn before(name: &'a str, dress: NameDress, words: &'a str) -> Self {
        Self { words, unnamed: words, ..Self::above(name, dress) }
    }

    /// The label of words between two times.
    pub(super) fn timed(start_ms: u32, end_ms: u32, words: &'a str) -> Self {
        let form = Form { lead: Some(Dress::Bare), ..Form::default() };
        Self { name: None, time: Some((start_ms, Some(end_ms))), form, words, unnamed: words }
    }

    /// The label that a name makes on a line of its own.
    pub(super) fn above(name: &'a str, dress: NameDress) -> Self {
        let form = Form { name: dress, colon: true, ..Form::default() };
        Self { name: Some(name), time: None, form, words: "", unnamed: "" }
    }

    /// The label of the same line where the name turns out to be none.
    pub(super) fn without_name(self) -> Option<Self> {
        let form = Form { lead: Some(self.form.lead?), ..Form::default() };
        Some(Self { name: None, form, words: self.unnamed, ..self })
    }

    /// The label of a name before which stands a sign of its own.
    pub(super) fn set_off(self) -> Self {
        let name = if self.name.is_some() { NameDress::Bracketed } else { self.form.name };
        Self { form: Form { name, ..self.form }, ..self }
    }

    /// Says that the name stands on a line above that of the time.
    pub(super) fn stands_above(&self) -> bool {
        self.form.name == NameDress::None && self.words.is_empty() && self.name == Some(self.unnamed)
    }

    /// The label of a heading whose name is no name but what is talked about.
    pub(super) fn of_topic(self) -> Option<Self> {
        let topic = self.name?;
        let form = Form { lead: Some(Dress::Bare), ..Form::default() };
        Some(Self { name: None, form, words: topic, unnamed: topic, ..self })
    }

    /// Says that the name is set off from the words by more than a colon.
    pub(super) fn is_marked(&self) -> bool {
        self.form.name != NameDress::None && self.form.name != NameDress::Plain
    }

    /// Says that a name set off by its type and a dash make the label: `**Ada** -- words`.
    pub(super) fn is_dashed(&self) -> bool {
        let behind =
            || self.name.and_then(|name| self.unnamed.split_once(name)).map_or("", |(_, behind)| behind);
        self.form == Form { name: NameDress::Marked, ..Form::default() }
            && !self.words.is_empty()
            && behind().trim_start_matches(is_mark_or_space).starts_with(['-', '–', '—'])
    }

    /// Says that what somebody is stands beside the name.
    pub(super) fn is_titled(&self) -> bool {
        self.form.name == NameDress::Titled
    }

    /// Says that a day and the time of day stand behind the name.
    pub(super) fn is_stamped(&self) -> bool {
        self.form.name == NameDress::Stamped
    }

    /// Says that a name ends in a colon.
    pub(super) fn has_colon(&self) -> bool {
        self.name.is_some() && self.form.colon
    }

    /// Says that the name stands as in the records of courts and parliaments.
    pub(super) fn is_recorded(&self) -> bool {
        self.form.name == NameDress::Recorded
    }

    /// Says that the name alone, set off by its type, makes the label.
    pub(super) fn is_bare_name(&self) -> bool {
        self.time.is_none() && !self.form.colon
    }

    /// Says that what reads as a name behind a time may as well be the words: `02:15 Main Topic`.
    pub(super) fn may_be_words(&self) -> bool {
        self.form.lead.is_some() && !self.form.colon
    }

    /// Says that a time, a name that begins as names do, and a colon make the label.
    pub(super) fn is_called(&self) -> bool {
        self.form.lead.is_some()
            && self.form.colon
            && self.name.is_some_and(|name| !name.starts_with(char::is_lowercase))
    }

    /// Says that the label may be of a verse: `John 3:16 words`.
    pub(super) fn may_be_verse(&self) -> bool {
        self.form.tail == Some(Dress::Bare)
            && self.form.lead.is_none()
            && !self.form.colon
            && !self.words.is_empty()
            && self.name.is_some_and(|name| !names::is_role(name))
    }

    /// Says that the label is a time and nothing else.
    pub(super) fn is_time_alone(&self) -> bool {
        self.time.is_some() && self.name.is_none() && self.words.is_empty()
    }

    /// The label at the time that stands above it.
    pub(super) fn at(self, above: Self) -> Self {
        Self { time: above.time, form: Form { lead: above.form.lead, ..self.form }, ..self }
    }

    /// The label with the name that stands above it.
    pub(super) fn below(self, name: &'a str) -> Self {
        Self { name: Some(name), form: Form { name: NameDress::Marked, colon: true, ..self.form }, ..self }
    }

    /// Says that the label is a stretch of time, `[0.00 --> 0.84]`.
    pub(super) fn is_stretch(&self) -> bool {
        self.time.is_some_and(|(_, end_ms)| end_ms.is_some())
    }
}

/// Reads the label of a line, if it begins with one.
pub(super) fn read(line: &str) -> Option<Label<'_>> {
    let line = record::behind_number(line.trim_start());
    if let Some(label) = record::stopped(line).or_else(|| columns(line)).or_else(|| read_out(line)) {
        return Some(label);
    }
    let mut scan = Scan { rest: line, marked: false, cell: None };
    // Most lines of most texts end here: nothing in their beginning can part a label from words.
    let head = &line.as_bytes()[..line.len().min(names::BYTES_MAX + 24)];
    if !may_part(head) && !has_dropped_frames(head) && !clock::may_end_spelled(line) {
        return None;
    }
    if let Some(label) = record::dashed(scan.rest).or_else(|| record::addressed_in_portuguese(scan.rest)) {
        return Some(label);
    }
    scan.skip_marks();
    let lead = clock::leading(scan.rest);
    if let Some(clock) = &lead {
        // `**[0:12]** **Name**`: the marks of the time end before those of the name begin.
        scan.rest = &scan.rest[clock.bytes..];
        // `0:12 | Name | words`: what parts the time from the name parts that from the words.
        scan.cell = scan
            .rest
            .trim_start_matches([' ', '*', MARK_END])
            .chars()
            .next()
            .filter(|c| matches!(c, '|' | '\t'));
        for _ in 0..2 {
            scan.rest = scan.rest.trim_start_matches([' ', '\t', '\u{A0}']);
            scan.skip_marks();
        }
        if let Some(label) = scan.name(lead.as_ref()) {
            return Some(label);
        }
        let words = scan.rest.trim_start_matches([':', '-', '–', '—', '|', MARK_END]).trim();
        let form = Form { lead: Some(clock.dress), ..Form::default() };
        return Some(Label {
            name: None,
            time: Some((clock.start_ms, clock.end_ms)),
            form,
            words,
            unnamed: words,
        });
    }
    scan.name(None)
}

/// Says that a sign is in the beginning of a line that parts a label from words. Most have none, and that is seen
/// fastest for many bytes at once.
fn may_part(head: &[u8]) -> bool {
    let is_sign = |b: u8| {
        (b == b':')
            | (b == b'[')
            | (b == b'(')
            | (b == b'<')
            | (b == b'\t')
            | (b == MARK_BYTE)
            | (b == b'*')
            | (b >= 0xE2)
    };
    // Quotation marks and apostrophes, inside of a sentence.
    let is_quote = |at: usize| {
        head[0].is_ascii_alphabetic() && matches!(head[at..], [0xE2, 0x80, 0x98 | 0x99 | 0x9C | 0x9D, ..])
    };
    let has_sign = |piece: &[u8]| piece.iter().fold(false, |any, b| any | is_sign(*b));
    head.chunks(32)
        .enumerate()
        .filter(|(_, piece)| has_sign(piece))
        .any(|(number, piece)| (0..piece.len()).any(|at| is_sign(piece[at]) && !is_quote(32 * number + at)))
}

/// Says that a line may begin with a time such as `00;00;01;10`.
fn has_dropped_frames(head: &[u8]) -> bool {
    matches!(head, [b'0'..=b'9', b'0'..=b'9', b';', b'0'..=b'9', ..])
}

/// `0:044 secondswords`: the time, the same read out, and the words, as the transcript beside a player is copied.
fn read_out(line: &str) -> Option<Label<'_>> {
    let (start_ms, words) = clock::glued(line)?;
    let form = Form { lead: Some(Dress::Bare), ..Form::default() };
    Some(Label { name: None, time: Some((start_ms, None)), form, words, unnamed: words })
}

/// `1.20 13.47 SPEAKER_00 words`, `SPEAKER_00 1.20 13.47 words`: the seconds of the beginning and the end, and the
/// name that a machine gives.
fn columns(line: &str) -> Option<Label<'_>> {
    let is_name = |name: &&str| name.contains('_') && names::is_role(name);
    let is_named_first = line.starts_with(|c: char| c.is_ascii_uppercase());
    if !is_named_first && !line.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut columns = line.splitn(4, [' ', '\t']);
    let first = if is_named_first { Some(columns.next().filter(is_name)?) } else { None };
    let mut time = || {
        let text = columns.next().filter(|text| text.contains('.'))?;
        clock::seconds(text).filter(|(_, bytes)| *bytes == text.len()).map(|(ms, _)| ms)
    };
    let (start_ms, end_ms) = (time()?, time()?);
    let name = first.or_else(|| columns.next().filter(is_name))?;
    let words = columns.next().unwrap_or_default().trim();
    let form = Form { lead: Some(Dress::Bare), name: NameDress::Bracketed, ..Form::default() };
    Some(Label { name: Some(name), time: Some((start_ms, Some(end_ms))), form, words, unnamed: words })
}

/// Reads a line that is a name and nothing else, as stands above a line with the time.
pub(super) fn read_name_line(line: &str) -> Option<&str> {
    let name = line.trim_matches(is_mark_or_space).trim_end_matches(':');
    (!name.ends_with(['.', ',', '?', '!']) && names::is_plausible(name) && !days::is_date(name))
        .then_some(name)
}

/// Reads a line that is the name of a person, what they are in brackets, and nothing else.
pub(super) fn read_bare_name(line: &str) -> Option<&str> {
    if line.len() > 2 * names::BYTES_MAX {
        return None;
    }
    if let Some(person) = in_office(line) {
        return Some(person);
    }
    let line = without_number(line);
    // `Ada Moss -- Ladder and Sons -- Analyst`
    let dash = [" -- ", " — ", " – "].iter().find_map(|dash| {
        let (bytes, dash) = (line.as_bytes(), dash.as_bytes());
        let is_it = |at: &usize| bytes[..*at].ends_with(b" ") && bytes[*at..].starts_with(&dash[1..]);
        let at = memchr::memchr_iter(dash[1], bytes).find(is_it)?;
        Some((&line[..at - 1], &line[at - 1 + dash.len()..]))
    });
    let titled = dash.filter(|(name, office)| {
        names::is_person_like(name.trim())
            && office.starts_with(char::is_uppercase)
            && !office.trim_end().ends_with(['.', '?', '!', ',', ';', ':'])
    });
    let line = titled.map_or(line, |(name, _)| name);
    let mut name = read_name_line(line)?;
    while let Some((bare, _)) = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
        name = bare.trim_end();
    }
    let is_capital = name.chars().count() >= 3 && name.chars().all(char::is_uppercase);
    (is_capital || names::is_person_like(name)).then_some(name)
}

/// A line that ends in brackets without the number of a question before it: `1. Ada Moss (Orchard Lane) (Lab)`.
fn without_number(line: &str) -> &str {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let named = rest.strip_prefix(". ").filter(|_| rest.len() < line.len() && line.trim_end().ends_with(')'));
    named.unwrap_or(line)
}

/// Who speaks for an office, in brackets behind it: `The Minister for Rungs (Ada Moss)`.
fn in_office(line: &str) -> Option<&str> {
    memchr::memchr(b'(', line.as_bytes())?;
    let line = line.trim_matches(is_mark_or_space);
    let (office, _) = line.split_once(" (")?;
    let named = office.strip_prefix("The ").unwrap_or(office);
    let is_office = named.starts_with(char::is_uppercase) && !office.contains(['.', ':', '?', '!']);
    offices::holder(line).filter(|_| is_office)
}

const MARK_BYTE: u8 = MARK_START as u8;

fn is_mark(c: char) -> bool {
    matches!(c, MARK_START | MARK_END | '*')
}

fn is_mark_or_space(c: char) -> bool {
    is_mark(c) || c.is_whitespace()
}
