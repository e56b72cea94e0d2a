//! What several of its kind in one line show to be lost breaks: `Intro02:13 What is it?10:45 Why`.
//!
//! A single glued time stamp, marker or label may be a slip or a name. Time stamps that count on,
//! markers that are all glued to the word before them and labels one after the other are nothing but
//! lines that ran together, in whatever script they are written and however short the text is.

use super::class::Class;
use super::labels;

/// The places of a text that are breaks for the sake of others of their kind.
#[derive(Debug, Default)]
pub(super) struct Series(Vec<usize>);

impl Series {
    /// Those of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut places = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
            let line = &text[start..end];
            let found = places.len();
            let stamps = Stamps::of(line);
            places.extend(stamps.starts());
            items(line, &mut places);
            pictures(line, &mut places);
            let is_in_series = places.len() > found;
            labels::enter(line, &stamps, is_in_series, &mut places);
            places[found..].iter_mut().for_each(|at| *at += start);
            start = end + 1;
        }
        places.sort_unstable();
        places.dedup();
        Self(places)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says that the place before byte `at` is one of them.
    pub(super) fn has(&self, at: usize) -> bool {
        self.0.binary_search(&at).is_ok()
    }
}

/// The class of the last character of `text`, white space where there is none.
pub(super) fn class_before(text: &str) -> Class {
    text.chars().next_back().map_or(Class::Space, Class::of)
}

/// The class of the first character of `text`, white space where there is none.
pub(super) fn class_behind(text: &str) -> Class {
    text.chars().next().map_or(Class::Space, Class::of)
}

/// The time stamps of a line that count on.
#[derive(Debug, Default)]
pub(super) struct Stamps(Vec<Stamp>);

/// A time such as `02:13`, `(1:02:10)` and `[00:00]`.
#[derive(Clone, Copy, Debug)]
struct Stamp {
    /// Where it or its bracket begins.
    start: usize,
    end: usize,
    seconds: u32,
    is_glued: bool,
}

/// So many times that count on are stamps,
const STAMPS_MIN: usize = 3;
/// if so many are glued to the word before them.
const GLUED_MIN: usize = 2;

impl Stamps {
    fn of(line: &str) -> Self {
        let mut found: Vec<Stamp> = Vec::new();
        for colon in memchr::memchr_iter(b':', line.as_bytes()) {
            found.extend(Stamp::around(line, colon));
        }
        let mut kept = Vec::new();
        for run in found.chunk_by(|stamp, next| stamp.seconds < next.seconds) {
            let glued = run.iter().filter(|stamp| stamp.is_glued).count();
            let begins = run.first().is_some_and(|first| first.seconds == 0) && run.len() > 1;
            if glued >= GLUED_MIN && run.len() >= STAMPS_MIN || glued > 0 && begins {
                kept.extend_from_slice(run);
            }
        }
        Self(kept)
    }

    /// The bytes at which those begin that are glued.
    pub(super) fn starts(&self) -> impl Iterator<Item = usize> {
        self.0.iter().filter(|stamp| stamp.is_glued).map(|stamp| stamp.start)
    }

    /// The byte at which the last of them before byte `at` ends.
    pub(super) fn end_before(&self, at: usize) -> Option<usize> {
        let before = self.0.partition_point(|stamp| stamp.end <= at);
        before.checked_sub(1).map(|last| self.0[last].end)
    }
}

impl Stamp {
    /// The stamp whose first colon stands at byte `colon`.
    fn around(line: &str, colon: usize) -> Option<Self> {
        const DIGITS_MAX: usize = 3;
        let bytes = line.as_bytes();
        let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let first = bytes[..colon].iter().rev().take(DIGITS_MAX + 1).take_while(|byte| byte.is_ascii_digit());
        let mut start = colon - first.count();
        if !(1..=DIGITS_MAX).contains(&(colon - start)) || digits(colon + 1) != 2 {
            return None;
        }
        let mut end = colon + 3;
        let has_hours = bytes.get(end) == Some(&b':') && digits(end + 1) == 2;
        if has_hours {
            end += 3;
        }
        let mut seconds = 0;
        for part in line[start..end].split(':') {
            let value: u32 = part.parse().ok()?;
            // `3:75` is no time.
            if value > 59 && seconds > 0 {
                return None;
            }
            seconds = seconds * 60 + value;
        }
        let bracket = match (start.checked_sub(1).map(|before| bytes[before]), bytes.get(end)) {
            (Some(b'('), Some(b')')) | (Some(b'['), Some(b']')) => 1,
            _ => 0,
        };
        (start, end) = (start - bracket, end + bracket);
        let before = class_before(&line[..start]);
        let is_glued = before != Class::Space;
        let parts = before.is_cased()
            || before.ends_sentence()
            || matches!(before, Class::Space | Class::Caseless | Class::Unspaced | Class::WideStop)
            || matches!(before, Class::Close | Class::Quote | Class::QuoteClose | Class::Symbol)
            || before == Class::Digit && bracket > 0
            || before == Class::Colon && !bytes[..start - 1].last().is_some_and(u8::is_ascii_digit);
        // `2020-01-01T02:13`
        let is_date = before == Class::Upper && bytes[..start - 1].last().is_some_and(u8::is_ascii_digit);
        (parts && !is_date && heads(&line[end..], bracket > 0, before)).then_some(Self {
            start,
            end,
            seconds,
            is_glued,
        })
    }
}

/// Says that words follow a time as they do where it stamps them: `02:13 What`, `02:13 - What`. Where
/// no blanks part words, `8:30起床` may be prose.
fn heads(behind: &str, in_brackets: bool, before: Class) -> bool {
    let words = behind.trim_start();
    let has_space = words.len() < behind.len();
    let bare = words.trim_start_matches(['-', '–', '—', '|', ':', '·']);
    let has_mark = bare.len() < words.len();
    let next = class_behind(bare.trim_start());
    match next {
        Class::Upper | Class::QuoteOpen | Class::Quote => true,
        Class::Unspaced | Class::Symbol if before == Class::Unspaced => has_space || in_brackets || has_mark,
        Class::Lower | Class::Unspaced | Class::Caseless | Class::Open | Class::Digit | Class::Symbol => {
            has_space || in_brackets || has_mark
        }
        Class::Sigil | Class::WideStop => has_space || in_brackets,
        _ => false,
    }
}

/// The markers of list items that are glued to the word before them: `takeaways• Start early• Ship`.
fn items(line: &str, places: &mut Vec<usize>) {
    const BULLETS: [char; 5] = ['•', '▪', '●', '◦', '‣'];
    let bytes = line.as_bytes();
    let mut bullets: Vec<(char, usize)> = Vec::new();
    let mut signs: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    for at in memchr::memchr3_iter(0xE2, b'-', b'*', bytes) {
        let Some(sign) = line[at..].chars().next() else { continue };
        let behind = &line[at + sign.len_utf8()..];
        let before = class_before(&line[..at]);
        let is_glued = before.is_word()
            || before.ends_sentence()
            || matches!(before, Class::Close | Class::Quote | Class::QuoteClose | Class::Colon);
        if !is_glued || !behind.starts_with([' ', '\u{A0}']) {
            continue;
        }
        match sign {
            // `pre- and postwar`
            '-' | '*' if class_behind(behind.trim_start()) == Class::Lower && before != Class::Colon => {}
            '-' | '*' => signs[usize::from(sign == '*')].push(at),
            _ if BULLETS.contains(&sign) => bullets.push((sign, at)),
            _ => {}
        }
    }
    bullets.sort_unstable();
    for same in bullets.chunk_by(|one, next| one.0 == next.0) {
        let (sign, first) = same[0];
        // The first of them may begin the line.
        let leads = line[..first].trim_start().starts_with(sign);
        if same.len() >= GLUED_MIN || leads {
            places.extend(same.iter().map(|bullet| bullet.1));
        }
    }
    // Speech breaks off with a dash, over and over: a list follows a colon.
    for found in signs {
        let first = found.iter().position(|at| bytes[at - 1] == b':');
        let items = first.map_or(&[][..], |first| &found[first..]);
        if items.len() >= GLUED_MIN {
            places.extend(items);
        }
    }
}

/// Pictures that each begin a line: `📚 His book: The Clock🔗 Website: …`.
fn pictures(line: &str, places: &mut Vec<usize>) {
    let is_picture = |c: char| c >= '\u{2190}' && Class::of(c) == Class::Symbol;
    let begins = |at: usize| {
        let rest = line[at..].trim_start_matches(is_picture);
        let words = rest.trim_start();
        rest.len() < line.len() - at
            && words.len() < rest.len()
            && matches!(class_behind(words), Class::Upper | Class::Digit | Class::Unspaced)
    };
    let first = line.len() - line.trim_start().len();
    if !line[first..].starts_with(is_picture) || !begins(first) {
        return;
    }
    let mut found = Vec::new();
    let mut before = Class::Symbol;
    for (at, c) in line.char_indices() {
        let class = Class::of(c);
        let ends = before.is_word() || before.ends_sentence() || before == Class::Close;
        if ends && is_picture(c) && begins(at) {
            found.push(at);
        }
        before = class;
    }
    if found.len() >= GLUED_MIN {
        places.append(&mut found);
    }
}
