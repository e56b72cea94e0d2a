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
    /// The first row of a cue is the name alone.
    has_name_rows: bool,
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
                    survey.sentences += usize::from(ended_sentence);
                }
                continue;
            }
            let mut rows = text.split('\n').enumerate().peekable();
            while let Some((index, row)) = rows.next() {
                let row = row.trim();
                if row.is_empty() {
                    continue;
                }
                let place = Place {
                    opens_cue: index == 0,
                    is_labelled_by_row: cue.voice.is_none() && index == 0,
                    ended_sentence,
                    has_more: rows.peek().is_some_and(|(_, row)| !row.trim().is_empty()),
                };
                survey.row(row, place);
                ended_sentence = ends_sentence(row);
                survey.sentences += usize::from(ended_sentence);
                // A note and a word cut off end what was said before as well.
                ended_sentence |= row.ends_with([']', ')', '-', '\u{2013}', '\u{2014}']);
            }
        }
        survey.decide(track)
    }
}

/// Counts what might be marks of speakers.
#[derive(Debug, Default)]
struct Survey<'t> {
    cues: usize,
    voiced: usize,
    chevrons: usize,
    dashes: usize,
    /// Rows that end as sentences do.
    sentences: usize,
    /// Dashes that begin a sentence.
    dashes_in_place: usize,
    /// Cues in which two speak, a dash before each, and whether the cue at hand began so.
    pairs: usize,
    is_open_pair: bool,
    /// Cues that begin with something like a label.
    labelled: usize,
    labels: HashMap<&'t str, Count>,
    /// Names in brackets without a colon: at the beginning of cues, and behind marks.
    bare: HashMap<&'t str, Count>,
    /// The first cues that say something hold a name in brackets.
    opens_with_bare: bool,
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
    /// Where a sentence ended.
    in_place: usize,
    /// With words behind it in the same cue.
    said: usize,
    is_name: bool,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    opens_cue: bool,
    /// It opens a cue that has no voice otherwise.
    is_labelled_by_row: bool,
    /// What was said before has come to an end.
    ended_sentence: bool,
    /// Another row of the cue follows.
    has_more: bool,
}

/// Among so many cues at the beginning of a file with labels, one is labelled.
const OPENING_CUES: usize = 6;

impl<'t> Survey<'t> {
    fn row(&mut self, row: &'t str, place: Place) {
        let opening = Opening::of(row);
        self.chevrons += usize::from(opening.mark == Mark::Chevron);
        if opening.mark == Mark::Dash && (place.opens_cue || place.ended_sentence) {
            self.dashes += 1;
            self.dashes_in_place += usize::from(place.ended_sentence);
        }
        let is_dashed = opening.mark == Mark::Dash;
        self.pairs += usize::from(self.is_open_pair && is_dashed && !place.opens_cue && place.ended_sentence);
        self.is_open_pair =
            is_dashed && place.opens_cue || self.is_open_pair && !place.opens_cue && !is_dashed;
        let is_cue_start = place.is_labelled_by_row;
        if is_cue_start && !label::is_sound_note_only(row) {
            self.cues += 1;
        }
        let Some(label) = opening.label.filter(|_| is_cue_start || opening.mark != Mark::None) else {
            return;
        };
        let is_bare = label.style == LabelStyle::Bare;
        let count = if is_bare { &mut self.bare } else { &mut self.labels }.entry(label.name).or_default();
        count.times += 1;
        count.marked += usize::from(opening.mark == Mark::Chevron || label.style == LabelStyle::Bracketed);
        count.in_place += usize::from(place.ended_sentence);
        count.said += usize::from(place.has_more || !row[label.end..].trim().is_empty());
        count.is_name = count.times == 1 && label::is_name(label.name) || count.is_name;
        let opens_with_name = self.cues <= OPENING_CUES && count.is_name;
        if is_bare {
            self.bare_at_start += usize::from(is_cue_start && count.is_name);
            self.bare_behind_marks += usize::from(opening.mark != Mark::None && count.is_name);
            self.opens_with_bare |= self.cues <= OPENING_CUES;
        } else if is_cue_start {
            self.labelled += 1;
            self.opens_with_label |= opens_with_name;
        }
    }

    fn decide(self, track: &Track) -> Habits<'t> {
        let cues = track.cues.len();
        let every_cue_is_labelled = self.labelled >= 2 && self.labelled * 10 >= self.cues * 6;
        // In capitals all words look like names: `AND I MEAN / THAT: IT IS`.
        let has_sentences = self.sentences * 20 >= cues;
        let is_name = |count: &Count| count.is_name && (count.in_place > 0 || !has_sentences);
        let repeated = self.labels.values().filter(|count| is_name(count) && count.times >= 2);
        let (names, turns) = repeated.fold((0, 0), |(names, turns), count| (names + 1, turns + count.times));
        // A stray `Note:` is no speaker: names come again, and from the beginning.
        let is_labelled =
            self.opens_with_label && (names >= 2 || turns >= 3) || names >= 2 && turns * 20 >= self.cues;
        let is_speaker = |name: &str, count: &Count| {
            every_cue_is_labelled && label::may_be_name(name)
                || count.is_name && count.marked > 0
                || is_name(count) && is_labelled && (count.times >= 2 || turns >= 5)
        };
        let names = self.labels.iter().filter(|(name, count)| is_speaker(name, count)).map(|(name, _)| *name);
        let bare = self.bare_names(track);
        Habits {
            has_bare_labels: !bare.is_empty(),
            labels: label::speakers(names.chain(bare)),
            has_chevrons: self.chevrons > 0,
            has_dashes: (self.dashes >= 3 || self.pairs > 0)
                && self.dashes * 100 >= cues
                && self.dashes_in_place * 10 >= self.dashes * 6,
            is_voiced: self.voiced * 2 >= cues,
            has_name_rows: has_name_rows(track),
        }
    }

    /// The names in brackets that stand for speakers without a colon.
    fn bare_names(&self, track: &Track) -> Vec<&'t str> {
        const TURNS_MIN: usize = 5;
        // So many names are looked for in what is said.
        const SOUGHT_MAX: usize = 8;
        let names = |is_one: &dyn Fn(&str, &Count) -> bool| -> Vec<&'t str> {
            self.bare.iter().filter(|(name, count)| is_one(name, count)).map(|(name, _)| *name).collect()
        };
        // `- [Ada] so` names Ada; `[Ada] so` does when most cues begin so.
        let are_usual = self.bare_at_start * 10 >= self.cues * 6 && self.bare_at_start >= 2
            || self.bare_behind_marks >= 2 && self.bare_behind_marks * 10 >= self.bare_at_start * 8;
        if are_usual {
            return names(&|_, count| count.is_name);
        }
        // Or when they come again, from the beginning and behind what has been said, and say something.
        // Where only those are named who are not to be seen, the others would lose their words to them.
        let comes_again = |count: &Count| count.times >= 2 && count.in_place > 0 && count.said == count.times;
        for is_small in [false, true] {
            let is_alike = |count: &Count| count.is_name != is_small;
            let (mut all, mut again, mut turns) = (0, 0, 0);
            for (_, count) in self.bare.iter().filter(|(_, count)| is_alike(count) && count.said > 0) {
                all += count.times;
                again += usize::from(comes_again(count));
                turns += if comes_again(count) { count.times } else { 0 };
            }
            let is_called = || {
                let mut small = names(&|_, count| is_alike(count) && comes_again(count));
                small.sort_unstable();
                small.iter().take(SOUGHT_MAX).any(|name| label::is_called_in(name, &track.text))
            };
            if self.opens_with_bare
                && again >= 2
                && turns >= TURNS_MIN
                && turns * 12 >= self.cues
                && turns * 10 >= all * 8
                && (!is_small || is_called())
            {
                let once = |count: &Count| !is_small && count.said > 0 && count.in_place > 0;
                return names(&|_, count| is_alike(count) && (comes_again(count) || once(count)));
            }
        }
        Vec::new()
    }
}

/// Says whether the first row of nearly every cue is a name that comes again, as older transcripts of Teams have
/// it.
fn has_name_rows(track: &Track) -> bool {
    const CUES_MIN: usize = 4;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let (mut cues, mut named) = (0, 0);
    for cue in &track.cues {
        cues += 1;
        if let Some((name, _)) = named_row(track.cue_text(cue)).filter(|_| cue.voice.is_none()) {
            named += 1;
            *counts.entry(name).or_default() += 1;
        }
        // Of most files this is told at once.
        if cues >= CUES_MIN && named * 10 < cues * 8 {
            return false;
        }
    }
    let again = counts.values().filter(|count| **count >= 2);
    let (people, turns) = again.fold((0, 0), |(people, turns), count| (people + 1, turns + count));
    cues >= CUES_MIN && named * 10 >= cues * 9 && people >= 2 && turns * 10 >= named * 6
}

/// The name that the first row of a cue is, and the bytes up to the second.
fn named_row(text: &str) -> Option<(&str, usize)> {
    let (row, rest) = text.split_once('\n')?;
    let row_name = row.trim();
    let in_brackets = row_name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let name = in_brackets.unwrap_or(row_name).trim();
    // `[In French]` and `[Soft Music]` are no names.
    let is_heard = in_brackets.is_some() && label::may_be_heard(name);
    let is_name = name.contains(' ')
        && label::is_name(name)
        && !is_heard
        && !name.ends_with(['.', '?', '!', ',', ':', '\u{2026}'])
        && !rest.trim().is_empty();
    is_name.then_some((name, row.len() + 1))
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
        let mut text = self.track.cue_text(cue);
        let mut start = cue.start;
        if self.habits.has_name_rows
            && let Some((name, bytes)) = named_row(text)
        {
            self.change_to(Some(Cow::Borrowed(name)));
            text = &text[bytes..];
            start += bytes as u32;
        }
        if !may_have_marks(text) {
            return self.say(cue, start, cue.end);
        }
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
        } else if let Some(label) = opening.label.filter(|label| self.track.voice_of(cue) == Some(label.name))
        {
            // The name of the voice, told again before the words.
            said = label.end;
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
