//! Reading a line from its beginning: the name, in which way it is dressed, and where the words begin.

use super::{Form, Label, NameDress, is_mark, is_mark_or_space, stamp};
use crate::format::transcript::clock::{self, Clock, Dress};
use crate::format::transcript::{MARK_END, days, names, offices};

/// What stands between the columns of a table, and not inside of a name.
const COLUMN: &str = "   ";

pub(super) struct Scan<'a> {
    pub(super) rest: &'a str,
    /// What parts the cells of a row that began with a time.
    pub(super) cell: Option<char>,
    /// The scan stands inside bold or italic type.
    pub(super) marked: bool,
}

impl<'a> Scan<'a> {
    /// Steps over the marks of bold and italic type, `**` in plain text and
    /// [`MARK_START`](crate::format::transcript::MARK_START) where a format has read them.
    pub(super) fn skip_marks(&mut self) {
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
    pub(super) fn name(&mut self, lead: Option<&Clock>) -> Option<Label<'a>> {
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
        let (name, dress, behind) =
            self.bracketed_name(lead.is_some()).or_else(tabbed).or_else(|| self.plain_name())?;
        let mut form = Form { lead: lead.map(|clock| clock.dress), name: dress, ..Form::default() };
        let mut time = lead.map(|clock| (clock.start_ms, clock.end_ms));
        let mut rest = skip_seam(behind);
        if let Some(stamp) = stamp::read(rest).filter(|_| lead.is_none()) {
            form.name = NameDress::Stamped;
            rest = &rest[stamp.bytes..];
        }
        let take_colon = |rest: &mut &'a str, form: &mut Form| {
            if let Some(after) = rest.strip_prefix([':', '：']) {
                form.colon = true;
                *rest = skip_seam(after);
            }
        };
        take_colon(&mut rest, &mut form);
        let colon_first = form.colon;
        if dress == NameDress::Marked && time.is_none() && !colon_first {
            rest = dashed_time(rest).unwrap_or(rest);
        }
        if time.is_none()
            && let Some(clock) = clock::leading(rest)
        {
            let after = skip_seam(&rest[clock.bytes..]);
            // `Name   0:12 words`
            let is_set_off =
                dress == NameDress::Marked || behind.starts_with("  ") || behind.starts_with('\t');
            // `S1 0:12    words`
            let is_column = !colon_first && rest[clock.bytes..].starts_with(COLUMN);
            let stands_apart = !colon_first && is_set_off || is_column || behind.starts_with(":\t");
            if stands_apart || is_of_label(&clock, after, colon_first) {
                form.tail = Some(clock.dress);
                let end_ms;
                (end_ms, rest) = end_behind(&clock, after);
                time = Some((clock.start_ms, end_ms));
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
            // `[0:12] Name`, and the words behind a tab
            || lead.is_some_and(|clock| clock.dress != Dress::Bare)
                && behind.starts_with('\t')
                && !words.is_empty()
                && names::is_person_like(name)
            // `MOSS`, a tab, and what she says
            || lead.is_none() && dress == NameDress::Plain && is_tabbed_turn(name, behind)
            // `0:12 **Name** words`
            || (dress == NameDress::Marked && lead.is_some() && behind.starts_with(is_mark))
            || (lead.is_some() && behind.is_empty() && is_whole && (is_dashed || names::is_person_like(name)));
        // `Name (00:12)` inside a sentence goes on with a small letter or a stop.
        let runs_on = form.tail == Some(Dress::Round)
            && dress == NameDress::Plain
            && !form.colon
            && words.starts_with(|c: char| c.is_lowercase() || matches!(c, '.' | ',' | ';'));
        // `From Ada Moss : words`
        let is_apart = form.colon && self.rest[..self.rest.len() - behind.len()].ends_with(' ');
        let name = name.strip_prefix("From ").filter(|_| lead.is_some() && is_apart).map_or(name, |bare| {
            if bare.contains(" to ") || bare.contains(" To ") { name } else { bare.trim_start() }
        });
        let name = who(name, lead.is_some(), is_dashed, form.colon);
        // `Friday: 9:00 - 17:00`; Robinson's Friday speaks.
        let is_open = form.tail == Some(Dress::Bare) && days::are_hours(time) && days::is_of_week(name);
        (is_label && !runs_on && !is_open).then_some(Label { name: Some(name), time, form, words, unnamed })
    }

    /// `[Name]`, `<name>`, `(speaker 0)` or, behind a time, `(A):`: the name, how it is set off, and what follows.
    fn bracketed_name(&self, has_lead: bool) -> Option<(&'a str, NameDress, &'a str)> {
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
        let is_called = || has_lead && behind.starts_with(':');
        if close == ')' && !(names::is_role(name) && name.contains(char::is_numeric)) && !is_called() {
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
                    let is_time = clock::leading(&text[at..]).is_some() || stamp::read(&text[at..]).is_some();
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
                let is_name = names::is_plausible(name) && !days::is_date(name) && !name.contains(COLUMN);
                return is_name.then_some((name, dress, &text[at..]));
            }
        }
        let name = text.trim_end_matches(is_mark_or_space);
        names::is_plausible(name).then_some((name, dress, ""))
    }
}

/// Says that a name in capitals and a tab stand before a sentence, as interviews are typed.
fn is_tabbed_turn(name: &str, behind: &str) -> bool {
    let Some(words) = behind.strip_prefix('\t').map(str::trim) else { return false };
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    // `EN` and `ENG` are languages.
    letters().nth(3).is_some()
        && letters().all(char::is_uppercase)
        && words.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '“' | '[' | '('))
        && words.ends_with(['.', '?', '!', '…', '—', '-', '"', '”', ']', ')'])
}

/// `- 0:12` on a line of its own, without the dash.
fn dashed_time(text: &str) -> Option<&str> {
    text.strip_prefix("- ").filter(|after| {
        clock::leading(after)
            .is_some_and(|clock| after[clock.bytes..].trim_matches(is_mark_or_space).is_empty())
    })
}

/// Says that a time behind a name is not said: `Name: 10:30 is fine` is, `Name: [10:30]` and `Name: 10:30` alone are
/// times.
fn is_of_label(clock: &Clock, after: &str, colon_first: bool) -> bool {
    // Hours, minutes and seconds are no time of day: `Name: 00:00:12 words`.
    let is_long = clock.bytes >= "0:00:12".len();
    clock.dress != Dress::Bare
        || is_long
        || after.is_empty()
        || (!colon_first && after.starts_with([':', '：']))
}

/// When what begins at a time ends, and what stands behind both: `[34:58] to [35:30]`.
fn end_behind<'a>(clock: &Clock, behind: &'a str) -> (Option<u32>, &'a str) {
    let to = behind.strip_prefix("to ").map(skip_seam);
    match to.and_then(|to| Some((to, clock::leading(to)?))) {
        Some((to, end)) => {
            (Some(end.start_ms).filter(|end_ms| *end_ms >= clock.start_ms), skip_seam(&to[end.bytes..]))
        }
        None => (clock.end_ms, behind),
    }
}

/// Who a name is of, without what stands with it.
fn who(name: &str, has_lead: bool, is_dashed: bool, has_colon: bool) -> &str {
    let name = if has_lead { sender(name) } else { numbered_part(name) };
    // `0:12 - Ada Moss (Orchard Lane)`
    let name = if has_lead && is_dashed { names::without_house(name) } else { name };
    if has_colon { offices::holder(name).unwrap_or(name) } else { name }
}

/// Steps over marks, blanks and dashes between the parts of a label.
fn skip_seam(text: &str) -> &str {
    text.trim_start_matches(|c| is_mark_or_space(c) || matches!(c, '|' | '_' | '–' | '—' | ','))
}

/// `Speaker 1 — Chair`, `Ada Moss - Host`: who speaks, without what they are behind a dash.
fn before_office(name: &str) -> &str {
    let is_dash = |at: &usize| ["— ", "– ", "- "].iter().any(|dash| name[at + 1..].starts_with(dash));
    let Some(at) = memchr::memchr_iter(b' ', name.as_bytes()).find(is_dash) else { return name };
    let (person, office) = (&name[..at], name[at..].trim_start_matches([' ', '-', '–', '—']));
    // `Mary Ann - Lee` is a name.
    let is_office = names::is_role(office) || office.contains(' ');
    let is_person = names::is_role(person) || is_office && names::is_person_like(person);
    if is_person { person } else { name }
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
