//! What is counted over the lines of a text to tell whether it is a transcript; [`super::verdict`] tells it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::label::Form;
use super::super::names::{self, Resolution};
use super::super::{Hints, Line, MARK_END};
use crate::document::BlockKind;

/// Speech has 12-18 bytes a second in any script; lists of chapters have less than one.
pub(super) const SPEECH_BYTES_PER_SECOND_MIN: u64 = 3;

/// How often a name stands in a label.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NameCount {
    pub(super) timed: usize,
    /// With a colon and no time.
    pub(super) plain: usize,
    /// Bold or italic, with neither.
    pub(super) bare: usize,
    pub(super) marked: usize,
    /// As records of courts and parliaments have them.
    pub(super) recorded: usize,
    /// Before what may be said, and not the value of a field.
    pub(super) spoken: usize,
    /// Before words in which a sentence ends.
    pub(super) ended: usize,
    /// In this spelling, of all that the others count.
    pub(super) here: usize,
    /// With a colon behind a time: `[0:12] Ada: words`.
    pub(super) called: usize,
    /// The source says that this person speaks.
    pub(super) hinted: bool,
}

impl NameCount {
    pub(super) fn all(self) -> usize {
        self.timed + self.plain + self.bare
    }
}

/// A run of lines by their numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reach {
    pub(super) first: usize,
    /// One past the last; 0 for none.
    pub(super) end: usize,
}

impl Reach {
    fn add(&mut self, at: usize) {
        if self.end == 0 {
            self.first = at;
        }
        self.end = at + 1;
    }
}

/// What is counted over the lines.
pub(super) struct Tally<'a> {
    pub(super) names: FxHashMap<&'a str, NameCount>,
    /// Bytes of prose before each line, and of all.
    pub(super) bytes_before: Vec<u64>,
    /// Paragraphs before each line, and all.
    pub(super) paragraphs_before: Vec<usize>,
    pub(super) items: usize,
    pub(super) codes: usize,
    /// Lines that are no headings, codes, directions or times alone.
    pub(super) prose_lines: usize,
    pub(super) timed_reach: Reach,
    pub(super) named_reach: Reach,
    pub(super) bare_time_lines: usize,
    pub(super) named_timed_lines: usize,
    /// The first line with a time calls a name.
    pub(super) opens_called: bool,
    /// How labels with a name and a time are written.
    pub(super) timed_forms: FxHashMap<Form, usize>,
    /// The first and the last time beside a name, and how often one is earlier than the one before.
    pub(super) named_ms: Option<(u32, u32)>,
    pub(super) named_steps_back: usize,
    /// The last name with a time, and how often one comes again behind another.
    pub(super) last_timed: &'a str,
    pub(super) timed_returns: usize,
    /// The last name without a time, and how often it is another than the one before.
    pub(super) last_named: &'a str,
    /// The longest silence between the beginnings of lines with times, those with names and those without.
    pub(super) longest_named_ms: u32,
    pub(super) longest_ms: u32,
    pub(super) changes: usize,
    /// A name beside a time is no mere part in a conversation.
    pub(super) has_timed_person: bool,
    /// Lines of a time and a title in bold type.
    pub(super) titled_lines: usize,
    pub(super) stretches: usize,
    /// Names with times below which nothing is said.
    pub(super) silent_names: usize,
    /// Bare times before a few words that are no sentence.
    pub(super) titles: usize,
    /// Bare times that are a second behind the one before.
    pub(super) seconds_on: usize,
    /// Names with times that are all written as verses of books are: `John 3:16 words`.
    pub(super) like_verses: usize,
    /// Bare times, and those that are earlier than the one before.
    pub(super) first_ms: u32,
    pub(super) last_ms: u32,
    pub(super) steps_back: usize,
}

impl<'a> Tally<'a> {
    /// The last words of the names of people, by which they are called from then on: `WEIR:` behind
    /// `TOM WEIR, BYLINE:`.
    pub(super) fn surnames(&self) -> FxHashSet<&'a str> {
        let people = self.names.keys().map(|name| names::without_role(name));
        let people = people.filter(|name| names::is_person_like(name));
        people
            .filter_map(|name| names::person(name).rsplit(' ').next())
            .filter(|name| !names::is_role(name))
            .collect()
    }

    pub(super) fn new(lines: &[Line<'a>]) -> Self {
        let mut tally = Self {
            names: FxHashMap::default(),
            bytes_before: Vec::with_capacity(lines.len() + 1),
            paragraphs_before: Vec::with_capacity(lines.len() + 1),
            items: 0,
            codes: 0,
            prose_lines: 0,
            timed_reach: Reach::default(),
            named_reach: Reach::default(),
            bare_time_lines: 0,
            named_timed_lines: 0,
            opens_called: false,
            timed_forms: FxHashMap::default(),
            named_ms: None,
            named_steps_back: 0,
            last_timed: "",
            timed_returns: 0,
            last_named: "",
            longest_named_ms: 0,
            longest_ms: 0,
            changes: 0,
            has_timed_person: false,
            titled_lines: 0,
            stretches: 0,
            silent_names: 0,
            titles: 0,
            seconds_on: 0,
            like_verses: 0,
            first_ms: 0,
            last_ms: 0,
            steps_back: 0,
        };
        let (mut bytes, mut paragraphs) = (0_u64, 0);
        for (at, line) in lines.iter().enumerate() {
            tally.bytes_before.push(bytes);
            tally.paragraphs_before.push(paragraphs);
            if !matches!(line.kind, BlockKind::Code | BlockKind::Heading) && !line.is_direction {
                bytes += line.text.len() as u64;
                tally.prose_lines += usize::from(!line.is_time());
                // A label alone heads the paragraph that follows.
                let is_head = line.label.is_some_and(|label| label.words.is_empty());
                paragraphs += usize::from(line.opens && !is_head);
                tally.items += usize::from(line.opens && line.kind == BlockKind::ListItem);
            }
            tally.codes += usize::from(line.kind == BlockKind::Code);
            tally.add(at, line);
            tally.silent_names += usize::from(super::unsaid::is_silent(line, lines.get(at + 1)));
        }
        tally.bytes_before.push(bytes);
        tally.paragraphs_before.push(paragraphs);
        tally
    }

    fn add(&mut self, at: usize, line: &Line<'a>) {
        let Some(label) = &line.label else { return };
        if let Some(name) = label.name {
            // Headings and points of a list speak only with a time.
            if line.kind != BlockKind::Paragraph && label.time.is_none() {
                return;
            }
            let count = self.names.entry(name).or_default();
            match (label.time, label.is_bare_name()) {
                (Some((start_ms, _)), _) => {
                    count.called += usize::from(label.is_called());
                    let is_first = self.named_timed_lines + self.bare_time_lines == 0;
                    self.opens_called |= is_first && label.is_called();
                    self.timed_returns += usize::from(count.timed > 0 && self.last_timed != name);
                    self.last_timed = name;
                    count.timed += 1;
                    self.like_verses += usize::from(label.may_be_verse());
                    self.named_timed_lines += 1;
                    *self.timed_forms.entry(label.form).or_default() += 1;
                    let (first_ms, last_ms) = self.named_ms.unwrap_or((start_ms, start_ms));
                    self.longest_named_ms = self.longest_named_ms.max(start_ms.saturating_sub(last_ms));
                    self.named_steps_back += usize::from(start_ms < last_ms);
                    self.named_ms = Some((first_ms, start_ms));
                    self.has_timed_person |= !names::is_role(name);
                }
                (None, true) => count.bare += 1,
                (None, false) => {
                    count.plain += 1;
                    self.changes += usize::from(self.last_named != name);
                    self.last_named = name;
                }
            }
            count.marked += usize::from(label.is_marked());
            count.recorded += usize::from(label.is_recorded());
            count.spoken += usize::from(may_be_said(label.words));
            count.ended += usize::from(has_end(label.words));
            self.named_reach.add(at);
        } else if let Some((start_ms, _)) = label.time {
            if line.kind == BlockKind::Heading {
                return;
            }
            if line.text.trim_end().ends_with(MARK_END) && label.words.len() < 160 {
                self.titled_lines += 1;
                return;
            }
            if self.bare_time_lines == 0 {
                (self.first_ms, self.last_ms) = (start_ms, start_ms);
            }
            self.longest_ms = self.longest_ms.max(start_ms.saturating_sub(self.last_ms));
            self.steps_back += usize::from(start_ms < self.last_ms);
            self.seconds_on += usize::from(start_ms == self.last_ms + 1000);
            self.last_ms = start_ms;
            self.titles += usize::from(super::unsaid::is_title(label.words));
            self.bare_time_lines += 1;
            self.stretches += usize::from(label.is_stretch());
            self.timed_reach.add(at);
        }
    }

    /// Lines whose name, with or without a time, comes again.
    pub(super) fn named_lines(&self) -> usize {
        self.known_names().filter(|count| count.timed + count.plain > 0).map(|count| count.here).sum()
    }

    /// The same of names that are more than a letter: those who ask a speaker, and the answers, are none.
    pub(super) fn lines_of_others(&self) -> usize {
        let is_named = |(name, count): &(&&str, &NameCount)| {
            name.len() > 1 && (count.all() >= 2 || count.hinted) && count.timed + count.plain > 0
        };
        self.names.iter().filter(is_named).map(|(_, count)| count.here).sum()
    }

    /// Lets the spellings of a name count together: initials, first names, capitals.
    pub(super) fn join_spellings(&mut self, hints: &Hints) {
        let resolution = Resolution::new(self.names.keys().copied(), &hints.names);
        let mut joined: FxHashMap<String, NameCount> = FxHashMap::default();
        for (name, count) in &self.names {
            let all = joined.entry(names::fold(resolution.name(name))).or_default();
            all.timed += count.timed;
            all.plain += count.plain;
            all.bare += count.bare;
            all.marked += count.marked;
            all.recorded += count.recorded;
            all.spoken += count.spoken;
            all.ended += count.ended;
            all.called += count.called;
        }
        for hint in &hints.names {
            joined.entry(names::fold(hint)).or_default().hinted = true;
        }
        for (name, count) in &mut self.names {
            if let Some(all) = joined.get(&names::fold(resolution.name(name))) {
                *count = NameCount { here: count.all(), ..*all };
            }
        }
    }

    /// The counts of names that come again, or that are said to speak.
    pub(super) fn known_names(&self) -> impl Iterator<Item = &NameCount> {
        self.names.values().filter(|count| count.all() >= 2 || count.hinted)
    }

    pub(super) fn paragraph_share(&self, lines: usize) -> f64 {
        let paragraphs = self.paragraphs_before.last().copied().unwrap_or_default();
        lines as f64 / paragraphs.max(1) as f64
    }

    /// The part of the text that lies within `reach`, with the paragraph behind it.
    pub(super) fn coverage(&self, reach: Reach) -> f64 {
        let all = self.bytes_before.last().copied().unwrap_or_default();
        self.bytes(reach) as f64 / all.max(1) as f64
    }

    pub(super) fn bytes(&self, reach: Reach) -> u64 {
        let end = (reach.end + 1).min(self.bytes_before.len() - 1);
        self.bytes_before[end] - self.bytes_before[reach.first.min(end)]
    }

    pub(super) fn paragraphs(&self, reach: Reach) -> usize {
        self.paragraphs_before[reach.end] - self.paragraphs_before[reach.first]
    }
}

/// What to take off for the longest silence, in which nobody needs to say anything: one among enough lines.
pub(super) fn silence_ms(lines: usize, longest_ms: u32) -> u32 {
    const LINES_MIN: usize = 6;
    if lines >= LINES_MIN { longest_ms } else { 0 }
}

/// Says that a sentence ends in the words, or that they stand below their label.
fn has_end(words: &str) -> bool {
    let ends_word = |at: usize| words[at..].chars().next().is_none_or(char::is_whitespace);
    let is_end = |(at, c): (usize, char)| match c {
        '…' | '।' | '؟' | '۔' => ends_word(at + c.len_utf8()),
        _ => matches!(c, '。' | '？' | '！'),
    };
    words.is_empty()
        || memchr::memchr3_iter(b'.', b'?', b'!', words.as_bytes()).any(|at| ends_word(at + 1))
        || !words.is_ascii() && words.char_indices().any(is_end)
}

/// Says that words are more than the value of a field: some are a sentence, or stand below their label.
fn may_be_said(words: &str) -> bool {
    const WORDS_MIN: usize = 4;
    words.is_empty()
        || !words.is_ascii()
        || words.ends_with(['.', '?', '!', ',', '-', '"', ')', ']'])
        || words.split(' ').nth(WORDS_MIN - 1).is_some()
}
