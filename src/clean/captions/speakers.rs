//! Who says what: names that the format gives, labels at the beginning of cues, the marks of a
//! change of speaker, and the notes of sounds that nobody says.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Cue, Track, find_byte};
use crate::format::CHANGE_OF_SPEAKER;
use crate::receipt::Receipt;

mod label;

use label::{LabelStyle, Mark, Opening};

/// A stretch of a cue, said by one person.
#[derive(Clone, Debug)]
pub(super) struct Said<'t> {
    /// Its bytes in the track's text.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The cue it is from.
    pub(super) cue: &'t Cue,
    /// Who says it, where that is known.
    pub(super) speaker: Option<Cow<'t, str>>,
    /// Somebody else begins to speak here.
    pub(super) is_change: bool,
    /// Nothing of its cue is said before it.
    pub(super) opens_cue: bool,
}

/// Parts the cues into stretches of one speaker each, without labels, marks and sound notes.
pub(super) fn attribute<'t>(track: &'t Track, receipt: &mut Receipt) -> Vec<Said<'t>> {
    let habits = Habits::of(track);
    let said = Vec::with_capacity(track.cues.len());
    let mut attribution =
        Attribution { track, habits: &habits, receipt, said, speaker: None, is_change: true };
    for cue in &track.cues {
        attribution.cue(cue);
    }
    attribution.said
}

/// How a file marks its speakers.
#[derive(Debug, Default)]
struct Habits<'t> {
    /// Labels, and the speaker each stands for.
    labels: HashMap<&'t str, Option<Cow<'t, str>>>,
    /// `>>` stands for a change of speaker.
    has_chevrons: bool,
    /// `-` at the beginning of a row stands for a change of speaker.
    has_dashes: bool,
    /// A name in brackets stands for a speaker without a colon too.
    has_bare_labels: bool,
    /// Most cues name their voice: one that does not is nobody's.
    is_voiced: bool,
}

impl<'t> Habits<'t> {
    fn of(track: &'t Track) -> Self {
        let mut survey = Survey::default();
        let mut ended_sentence = true;
        for cue in &track.cues {
            let text = track.cue_text(cue);
            survey.voiced += usize::from(cue.voice.is_some());
            if !may_have_marks(text) {
                if !text.trim().is_empty() {
                    let first_row = memchr::memchr(b'\n', text.as_bytes()).map_or(text, |end| &text[..end]);
                    survey.cues += usize::from(cue.voice.is_none() && !first_row.trim().is_empty());
                    ended_sentence = ends_sentence(text);
                }
                continue;
            }
            for (index, row) in text.split('\n').enumerate() {
                let row = row.trim();
                if row.is_empty() {
                    continue;
                }
                survey.row(
                    row,
                    index == 0 || ended_sentence,
                    ended_sentence,
                    cue.voice.is_none() && index == 0,
                );
                ended_sentence = ends_sentence(row);
            }
        }
        survey.decide(track.cues.len())
    }
}

/// Counts what might be marks of speakers.
#[derive(Debug, Default)]
struct Survey<'t> {
    cues: usize,
    voiced: usize,
    chevrons: usize,
    dashes: usize,
    /// Dashes that begin a sentence.
    dashes_in_place: usize,
    /// Cues that begin with something like a label.
    labelled: usize,
    labels: HashMap<&'t str, Count>,
    /// Names in brackets without a colon: at the beginning of cues, and behind marks.
    bare: HashMap<&'t str, usize>,
    bare_at_start: usize,
    bare_behind_marks: usize,
    /// The first cues that say something hold a label.
    opens_with_label: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    times: usize,
    /// Behind a mark, or in brackets.
    marked: usize,
    is_name: bool,
}

/// Among so many cues at the beginning of a file with labels, one is labelled.
const OPENING_CUES: usize = 6;

impl<'t> Survey<'t> {
    fn row(&mut self, row: &'t str, may_be_dash: bool, ended_sentence: bool, is_cue_start: bool) {
        let opening = Opening::of(row);
        self.chevrons += usize::from(opening.mark == Mark::Chevron);
        if opening.mark == Mark::Dash && may_be_dash {
            self.dashes += 1;
            self.dashes_in_place += usize::from(ended_sentence);
        }
        if is_cue_start && !label::is_sound_note_only(row) {
            self.cues += 1;
        }
        let Some(label) = opening.label.filter(|_| is_cue_start || opening.mark != Mark::None) else {
            return;
        };
        if label.style == LabelStyle::Bare {
            *self.bare.entry(label.name).or_default() += 1;
            self.bare_at_start += usize::from(is_cue_start);
            self.bare_behind_marks += usize::from(opening.mark != Mark::None);
            return;
        }
        let count = self.labels.entry(label.name).or_default();
        count.times += 1;
        count.marked += usize::from(opening.mark == Mark::Chevron || label.style == LabelStyle::Bracketed);
        count.is_name = count.times == 1 && label::is_name(label.name) || count.is_name;
        if is_cue_start {
            self.labelled += 1;
            self.opens_with_label |= self.cues <= OPENING_CUES && count.is_name;
        }
    }

    fn decide(self, cues: usize) -> Habits<'t> {
        let every_cue_is_labelled = self.labelled >= 2 && self.labelled * 10 >= self.cues * 6;
        let repeated = self.labels.values().filter(|count| count.is_name && count.times >= 2);
        let (names, turns) = repeated.fold((0, 0), |(names, turns), count| (names + 1, turns + count.times));
        // A stray `Note:` is no speaker: names come again, and from the beginning.
        let is_labelled =
            self.opens_with_label && (names >= 2 || turns >= 3) || names >= 2 && turns * 20 >= self.cues;
        let is_speaker = |name: &str, count: &Count| {
            every_cue_is_labelled && label::may_be_name(name)
                || count.is_name && (count.marked > 0 || is_labelled && (count.times >= 2 || turns >= 5))
        };
        // `- [Ada] so` names Ada; `[Ada] so` does when most cues begin so.
        let has_bare_labels = self.bare_at_start * 10 >= self.cues * 6 && self.bare_at_start >= 2
            || self.bare_behind_marks >= 2 && self.bare_behind_marks * 10 >= self.bare_at_start * 8;
        let names = self.labels.iter().filter(|(name, count)| is_speaker(name, count)).map(|(name, _)| *name);
        let names = names.chain(self.bare.keys().copied().filter(|_| has_bare_labels));
        Habits {
            labels: label::speakers(names),
            has_chevrons: self.chevrons > 0,
            has_bare_labels,
            has_dashes: self.dashes >= 3
                && self.dashes * 100 >= cues
                && self.dashes_in_place * 10 >= self.dashes * 6,
            is_voiced: self.voiced * 2 >= cues,
        }
    }
}

/// Says whether a text holds anything that labels, marks and sound notes begin or end with.
fn may_have_marks(text: &str) -> bool {
    let is_mark = |byte: u8| matches!(byte, b'[' | b'(' | b':' | b'>' | b'-' | 0xE2 | 0xE3 | 0xEF);
    find_byte(text, is_mark).is_some()
}

struct Attribution<'a, 't> {
    track: &'t Track,
    habits: &'a Habits<'t>,
    receipt: &'a mut Receipt,
    said: Vec<Said<'t>>,
    speaker: Option<Cow<'t, str>>,
    /// The next words are somebody else's.
    is_change: bool,
}

impl<'t> Attribution<'_, 't> {
    fn cue(&mut self, cue: &'t Cue) {
        if let Some(voice) = self.track.voice_of(cue) {
            self.change_to(Some(Cow::Borrowed(voice)));
        } else if self.habits.is_voiced {
            self.change_to(None);
        }
        let text = self.track.cue_text(cue);
        if !may_have_marks(text) {
            return self.say(cue, cue.start, cue.end);
        }
        let mut start = cue.start;
        for row in text.split_inclusive('\n') {
            self.row(cue, start, row);
            start += row.len() as u32;
        }
    }

    fn row(&mut self, cue: &'t Cue, row_start: u32, row: &'t str) {
        let opening = Opening::of(row);
        let is_marked = match opening.mark {
            Mark::Chevron => self.habits.has_chevrons,
            Mark::Dash => self.habits.has_dashes,
            Mark::None => false,
        };
        let mut said = 0;
        if let Some((label, speaker)) = self.label(cue, opening) {
            said = label.end;
            self.change_to(speaker);
        } else if is_marked {
            said = opening.mark_end;
            if cue.voice.is_none() {
                self.mark_change();
            }
        }
        // Sound notes and changes of speaker inside the row.
        let mut from = said;
        // Two of these begin the wide brackets.
        let may_open = |byte: u8| matches!(byte, b'[' | b'(' | b'>' | 0xE3 | 0xEF);
        while let Some(at) = find_byte(&row[from..], may_open).map(|at| from + at) {
            if row[at..].starts_with(">>") && self.habits.has_chevrons {
                self.say(cue, row_start + said as u32, row_start + at as u32);
                let rest = row[at..].trim_start_matches('>');
                said = row.len() - rest.len();
                if cue.voice.is_none() {
                    self.mark_change();
                    if let Some((label, speaker)) = self.label(cue, Opening::of(rest)) {
                        self.speaker = speaker;
                        said += label.end;
                    }
                }
                from = said;
            } else if row[at..].starts_with(CHANGE_OF_SPEAKER) {
                self.say(cue, row_start + said as u32, row_start + at as u32);
                self.receipt.dropped("mark of a change of speaker", CHANGE_OF_SPEAKER);
                said = at + CHANGE_OF_SPEAKER.len();
                self.mark_change();
                from = said;
            } else if let Some(bytes) = label::sound_note_bytes(&row[at..]) {
                self.say(cue, row_start + said as u32, row_start + at as u32);
                self.receipt.dropped("sound notes", &row[at..at + bytes]);
                said = at + bytes;
                from = said;
            } else {
                from = at + row[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        self.say(cue, row_start + said as u32, row_start + row.len() as u32);
    }

    /// The label that words of `cue` begin with, and whom it stands for.
    fn label<'o>(&self, cue: &Cue, opening: Opening<'o>) -> Option<(label::Label<'o>, Option<Cow<'t, str>>)> {
        let label = opening.label.filter(|label| {
            cue.voice.is_none() && (label.style != LabelStyle::Bare || self.habits.has_bare_labels)
        })?;
        Some((label, self.habits.labels.get(label.name)?.clone()))
    }

    fn say(&mut self, cue: &'t Cue, start: u32, end: u32) {
        if self.track.text[start as usize..end as usize].trim().is_empty() {
            return;
        }
        let last = self.said.last_mut().filter(|last| last.cue.start == cue.start);
        let opens_cue = last.is_none();
        if let Some(last) = last.filter(|last| last.end == start && !self.is_change) {
            last.end = end;
            return;
        }
        let is_change = std::mem::take(&mut self.is_change);
        self.said.push(Said { start, end, cue, speaker: self.speaker.clone(), is_change, opens_cue });
    }

    fn change_to(&mut self, speaker: Option<Cow<'t, str>>) {
        if self.speaker != speaker {
            self.speaker = speaker;
            self.is_change = true;
        }
    }

    /// Somebody else speaks, of whom nothing is known.
    fn mark_change(&mut self) {
        self.speaker = None;
        self.is_change = true;
    }
}

/// Says whether `text` ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let closers = ['"', '\'', ')', ']', '\u{201D}', '\u{2019}', '\u{BB}', '\u{300D}'];
    let text = text.trim_end().trim_end_matches(closers);
    text.ends_with(['.', '?', '!', '\u{2026}', '\u{3002}', '\u{FF1F}', '\u{FF01}', '\u{61F}', '\u{964}'])
}
