//! What stands before the words on a line of a transcript: who speaks, and when.

use super::clock::{self, Clock, Dress};
use super::{MARK_END, MARK_START};
use super::{names, offices, record};

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
}

impl<'a> Label<'a> {
    /// The label of a name before its words, with nothing else to it than a sign behind the name.
    pub(super) fn before(name: &'a str, dress: NameDress, words: &'a str) -> Self {
        Self { words, unnamed: words, ..Self::above(name, dress) }
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
            self.name.and_then(|name| self.unnamed.split_once(name)).map_or("", |(_, behind)| behind);
        self.form == Form { name: NameDress::Marked, ..Form::default() }
            && behind.trim_start_matches(is_mark_or_space).starts_with(['-', '–', '—'])
            && !self.words.is_empty()
    }

    /// Says that what somebody is stands beside the name.
    pub(super) fn is_titled(&self) -> bool {
        self.form.name == NameDress::Titled
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
    if !head.iter().any(|b| matches!(*b, b':' | b'[' | b'(' | b'<' | MARK_BYTE | b'*') || *b >= 0xE2)
        && !clock::may_end_spelled(line)
    {
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

/// `0:044 secondswords`: the time, the same read out, and the words, as the transcript beside a player is copied.
fn read_out(line: &str) -> Option<Label<'_>> {
    let (start_ms, words) = clock::glued(line)?;
    let form = Form { lead: Some(Dress::Bare), ..Form::default() };
    Some(Label { name: None, time: Some((start_ms, None)), form, words, unnamed: words })
}

/// `1.20 13.47 SPEAKER_00 words`, `SPEAKER_00 1.20 13.47 words`: the seconds of the beginning and the end, and the
/// name that a machine gives.
fn columns(line: &str) -> Option<Label<'_>> {
    let is_name = |name: &&str| names::is_role(name) && name.contains('_');
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
    (names::is_plausible(name) && !name.ends_with(['.', ',', '?', '!'])).then_some(name)
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

struct Scan<'a> {
    rest: &'a str,
    /// What parts the cells of a row that began with a time.
    cell: Option<char>,
    /// The scan stands inside bold or italic type.
    marked: bool,
}

impl<'a> Scan<'a> {
    /// Steps over the marks of bold and italic type, `**` in plain text and
    /// [`MARK_START`] where a format has read them.
    fn skip_marks(&mut self) {
        loop {
            let rest = self.rest.trim_start_matches(is_mark);
            // `_Name:_` in plain text; `__init__` is no name.
            let rest = match rest.strip_prefix('_') {
                Some(inner) if !self.marked && inner.starts_with(char::is_uppercase) => inner,
                Some(outer) if self.marked => outer,
                _ => rest,
            };
            if rest.len() == self.rest.len() {
                return;
            }
            self.marked = !self.rest.starts_with(MARK_END);
            self.rest = rest;
        }
    }

    /// Reads the name with what belongs to it; `lead` is the time before it.
    fn name(&mut self, lead: Option<&Clock>) -> Option<Label<'a>> {
        // `[00:00:12] - Name`
        let dashed = self.rest.trim_start_matches(['-', '–', '—', '|', ' ']);
        let unnamed = dashed.trim();
        let is_dashed = dashed.len() < self.rest.len();
        if lead.is_some() {
            // `0:12 - **Name**`
            self.rest = dashed;
            self.skip_marks();
        }
        let tabbed = || lead.and_then(|_| self.tabbed_name());
        let (name, dress, behind) = self.bracketed_name().or_else(tabbed).or_else(|| self.plain_name())?;
        let mut form = Form { lead: lead.map(|clock| clock.dress), name: dress, ..Form::default() };
        let mut time = lead.map(|clock| (clock.start_ms, clock.end_ms));
        let mut rest = skip_seam(behind);
        let take_colon = |rest: &mut &'a str, form: &mut Form| {
            if let Some(after) = rest.strip_prefix([':', '：']) {
                form.colon = true;
                *rest = skip_seam(after);
            }
        };
        take_colon(&mut rest, &mut form);
        let colon_first = form.colon;
        if time.is_none()
            && let Some(clock) = clock::leading(rest)
        {
            let after = skip_seam(&rest[clock.bytes..]);
            // `Name: 10:30 is fine` is said; `Name: [10:30]` and `Name: 10:30` alone are times, as is
            // what stands apart: `Name   0:12 words`.
            let is_set_off =
                behind.starts_with("  ") || behind.starts_with('\t') || dress == NameDress::Marked;
            let stands_apart = !colon_first && is_set_off || behind.starts_with(":\t");
            // Hours, minutes and seconds are no time of day: `Name: 00:00:12 words`.
            let is_long = clock.bytes >= "0:00:12".len();
            if clock.dress != Dress::Bare
                || is_long
                || stands_apart
                || after.is_empty()
                || (!colon_first && after.starts_with([':', '：']))
            {
                form.tail = Some(clock.dress);
                time = Some((clock.start_ms, clock.end_ms));
                rest = after;
                // `[34:58] to [35:30]`
                let to = rest.strip_prefix("to ").map(skip_seam);
                if let Some(end) = to.and_then(|to| Some((to, clock::leading(to)?))) {
                    time = Some((
                        clock.start_ms,
                        Some(end.1.start_ms).filter(|end_ms| *end_ms >= clock.start_ms),
                    ));
                    rest = skip_seam(&end.0[end.1.bytes..]);
                }
                take_colon(&mut rest, &mut form);
            } else if !colon_first {
                return None;
            }
        }
        // `Mr MOSS (Orchard Lane—Minister for Rungs) (14:02):` rose at two by the clock on the wall.
        if form.tail == Some(Dress::Round) && form.colon && name.ends_with(')') {
            form.tail = None;
            time = lead.map(|clock| (clock.start_ms, clock.end_ms));
        }
        let words = rest.trim_start_matches(is_mark_or_space).trim_end();
        let behind_mark = behind.trim_start_matches(is_mark_or_space);
        let is_cell =
            self.cell.is_some_and(|cell| behind.trim_start_matches([' ', MARK_END, '*']).starts_with(cell));
        // `But I,` is no name.
        let is_whole = !self.rest.trim_end_matches(is_mark_or_space).ends_with([',', '-', '–', '—']);
        let is_label = form.colon
            || is_cell
            // `**Name** – words`; terms are explained so too, but each once.
            || dress == NameDress::Marked && lead.is_none() && behind_mark.starts_with(['–', '—'])
            || form.tail.is_some()
            || (dress == NameDress::Bracketed && lead.is_some())
            || (dress == NameDress::Marked && !words.starts_with(char::is_alphanumeric) && lead.is_none())
            // `0:12 **Name** words`
            || (dress == NameDress::Marked && lead.is_some() && behind.starts_with(is_mark))
            || (lead.is_some() && behind.is_empty() && is_whole && (is_dashed || names::is_person_like(name)));
        // `Name (00:12)` inside a sentence goes on with a small letter or a stop.
        let runs_on = form.tail == Some(Dress::Round)
            && dress == NameDress::Plain
            && !form.colon
            && words.starts_with(|c: char| c.is_lowercase() || matches!(c, '.' | ',' | ';'));
        let name = if lead.is_some() { sender(name) } else { numbered_part(name) };
        // `0:12 - Ada Moss (Orchard Lane)`
        let name = if lead.is_some() && is_dashed { names::without_house(name) } else { name };
        let name = if form.colon { offices::holder(name).unwrap_or(name) } else { name };
        (is_label && !runs_on).then_some(Label { name: Some(name), time, form, words, unnamed })
    }

    /// `[Name]`, `<name>` or `(speaker 0)`: the name, how it is set off, and what follows.
    fn bracketed_name(&self) -> Option<(&'a str, NameDress, &'a str)> {
        let unescaped = self.rest.strip_prefix('\\').unwrap_or(self.rest);
        let close = match unescaped.as_bytes().first()? {
            b'[' => ']',
            b'<' => '>',
            b'(' => ')',
            _ => return None,
        };
        let inside = &unescaped[1..];
        let end = inside[..inside.floor_char_boundary(names::BYTES_MAX)].find(close)?;
        let name = inside[..end].trim_matches(['\\', ' ', '@', '+']);
        let behind = &inside[end + 1..];
        // `(speaker 0) words`; in round brackets stands much else.
        if close == ')' && !(names::is_role(name) && name.contains(char::is_numeric)) {
            return None;
        }
        names::is_plausible(name).then_some((name, NameDress::Bracketed, behind))
    }

    /// A name between a time and a tab, as chats are saved: whatever people call themselves.
    fn tabbed_name(&self) -> Option<(&'a str, NameDress, &'a str)> {
        let head = &self.rest[..self.rest.floor_char_boundary(names::BYTES_MAX)];
        let end = head.find(":\t")?;
        let is_name = head[..end].contains(char::is_alphanumeric) && !head[..end].contains(['\t', '"']);
        is_name.then_some((head[..end].trim(), NameDress::Bracketed, &self.rest[end..]))
    }

    /// A name up to a colon, a time, or the end of its bold or italic type.
    fn plain_name(&self) -> Option<(&'a str, NameDress, &'a str)> {
        let text = self.rest;
        let dress = if self.marked { NameDress::Marked } else { NameDress::Plain };
        let mut depth = 0_usize;
        let mut bytes_max = names::BYTES_MAX;
        for (at, c) in text.char_indices() {
            if at > bytes_max {
                break;
            }
            let ends = match c {
                // `ADA MOSS, HOST, "THE LONG FIELD":`
                ',' => {
                    bytes_max = names::BYTES_WITH_OFFICE_MAX;
                    false
                }
                '"' if text[..at].contains(", ") && !text[..at].contains(char::is_lowercase) => false,
                ':' => {
                    let after = text[at + 1..].chars().next();
                    if !after.is_none_or(|c| is_mark_or_space(c) || matches!(c, '_' | '[' | '(' | '"' | '“'))
                    {
                        return None;
                    }
                    depth == 0
                }
                '：' | '\t' => depth == 0,
                // `Name | 0:12`; some names have a bar in them.
                '|' => self.cell == Some('|') || clock::leading(text[at + 1..].trim_start()).is_some(),
                MARK_END => true,
                '*' => self.marked,
                '_' if self.marked => !text[at + 1..].starts_with(char::is_alphanumeric),
                '(' | '[' | '\\' => {
                    let is_time = clock::leading(&text[at..]).is_some();
                    if !is_time && c == '(' {
                        depth += 1;
                        bytes_max = names::BYTES_WITH_OFFICE_MAX;
                    }
                    is_time
                }
                ')' => {
                    depth = depth.saturating_sub(1);
                    false
                }
                // `Speaker 1  00:01:02`
                ' ' | '\u{A0}' => {
                    text[at..].trim_start().starts_with(|c: char| c.is_ascii_digit())
                        && clock::leading(text[at..].trim_start()).is_some()
                }
                '?' | '!' | ';' | '"' | '=' | '{' | '>' => return None,
                _ => false,
            };
            if ends {
                let name = text[..at].trim_end_matches(|c| {
                    is_mark_or_space(c) || matches!(c, ',' | '-' | '–' | '—' | '/' | '·' | '•')
                });
                let name = before_office(name);
                return names::is_plausible(name).then_some((name, dress, &text[at..]));
            }
        }
        let name = text.trim_end_matches(is_mark_or_space);
        names::is_plausible(name).then_some((name, dress, ""))
    }
}

/// Steps over marks, blanks and dashes between the parts of a label.
fn skip_seam(text: &str) -> &str {
    text.trim_start_matches(|c| is_mark_or_space(c) || matches!(c, '|' | '_' | '–' | '—' | ','))
}

/// `Speaker 1 — Chair`, `Ada Moss - Host`: who speaks, without what they are behind a dash.
fn before_office(name: &str) -> &str {
    let dash = [" — ", " – ", " - "].iter().filter_map(|dash| name.find(dash)).min();
    let person = dash.map(|at| &name[..at]);
    person.filter(|person| names::is_role(person) || names::is_person_like(person)).unwrap_or(name)
}

/// `Q12` and `A12` are a question and an answer.
fn numbered_part(name: &str) -> &str {
    let is_numbered =
        |digits: &str| (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    match name.strip_prefix(['Q', 'A']) {
        Some(digits) if is_numbered(digits) => &name[..1],
        _ => name,
    }
}

/// `From Name to Everyone`, as chats of meetings are saved.
fn sender(name: &str) -> &str {
    let said = name.strip_prefix("From ").and_then(|rest| {
        // Older ones set two blanks and name nobody else.
        let end = rest.find(" to ").or_else(|| rest.find(" To "));
        let end = end.or_else(|| rest.starts_with(' ').then_some(rest.len()))?;
        Some(rest[..end].trim()).filter(|name| !name.is_empty())
    });
    said.unwrap_or(name)
}
