//! What is counted over the lines of a text to tell whether it is a transcript.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::label::Form;
use super::super::names::{self, Resolution};
use super::super::{Hints, Line, MARK_END, offices};
use crate::document::BlockKind;

/// Speech has 12-18 bytes a second in any script; lists of chapters have less than one.
pub(super) const SPEECH_BYTES_PER_SECOND_MIN: u64 = 3;

/// How often a name stands in a label.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NameCount {
    timed: usize,
    /// With a colon and no time.
    plain: usize,
    /// Bold or italic, with neither.
    pub(super) bare: usize,
    marked: usize,
    /// As records of courts and parliaments have them.
    recorded: usize,
    /// Before what may be said, and not the value of a field.
    spoken: usize,
    /// Before words in which a sentence ends.
    ended: usize,
    /// In this spelling, of all that the others count.
    here: usize,
    /// With a colon behind a time: `[0:12] Ada: words`.
    called: usize,
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
    first: usize,
    /// One past the last; 0 for none.
    end: usize,
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
    bytes_before: Vec<u64>,
    /// Paragraphs before each line, and all.
    paragraphs_before: Vec<usize>,
    items: usize,
    codes: usize,
    /// Lines that are no headings, codes, directions or times alone.
    prose_lines: usize,
    pub(super) timed_reach: Reach,
    named_reach: Reach,
    pub(super) bare_time_lines: usize,
    pub(super) named_timed_lines: usize,
    /// The first line with a time calls a name.
    opens_called: bool,
    /// How labels with a name and a time are written.
    timed_forms: FxHashMap<Form, usize>,
    /// The first and the last time beside a name, and how often one is earlier than the one before.
    pub(super) named_ms: Option<(u32, u32)>,
    pub(super) named_steps_back: usize,
    /// The last name with a time, and how often one comes again behind another.
    last_timed: &'a str,
    pub(super) timed_returns: usize,
    /// The last name without a time, and how often it is another than the one before.
    last_named: &'a str,
    /// The longest silence between the beginnings of lines with times, those with names and those without.
    longest_named_ms: u32,
    pub(super) longest_ms: u32,
    changes: usize,
    /// A name beside a time is no mere part in a conversation.
    has_timed_person: bool,
    /// Lines of a time and a title in bold type.
    titled_lines: usize,
    stretches: usize,
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
    steps_back: usize,
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

    /// Names with times: `Name (00:12)`, `[Name] [00:12]`, `00:12 Name:`.
    pub(super) fn has_timed_names(&self, declared: bool) -> bool {
        let timed = self.named_timed_lines;
        let again: usize = self.known_names().filter(|count| count.timed > 0).map(|count| count.here).sum();
        let least = if declared { 1 } else { 2 };
        let is_usual = timed * 3 >= self.bare_time_lines || self.has_turns();
        if self.are_verses() || self.is_program(timed) || self.silent_names * 3 >= timed.max(1) * 2 {
            return false;
        }
        if (declared || self.is_timed_speech()) && self.all_are_labelled() {
            return true;
        }
        again >= least
            && timed >= 2
            && is_usual
            && again * 2 >= timed
            && self.coverage(self.named_reach) >= 0.3
    }

    /// Some of many lines with times call who speaks, who then does so until the next is called. A
    /// stray `Note:` calls nobody: names come from the beginning, or come again.
    pub(super) fn has_called_names(&self) -> bool {
        let called = || self.names.iter().filter(|(_, count)| count.called > 0);
        let has_part = called().any(|(name, _)| names::is_role(name));
        let again = called().filter(|(_, count)| count.called >= 2).count();
        self.opens_called && (has_part || called().count() >= 2) || again >= 2
    }

    /// Names with times in order and as much to say between them as people say: a program of
    /// a meeting has the first two. `Speaker 1` is hardly anything else.
    fn is_timed_speech(&self) -> bool {
        self.named_timed_lines >= if self.has_timed_person { 3 } else { 2 }
            && self.named_steps_back == 0
            && self.bare_time_lines * 4 <= self.named_timed_lines
            && self.has_pace_of_names()
    }

    /// There is as much between times with names as people say.
    pub(super) fn has_pace_of_names(&self) -> bool {
        let Some((first_ms, last_ms)) = self.named_ms else { return false };
        let silence_ms = silence_ms(self.named_timed_lines, self.longest_named_ms);
        let seconds = u64::from(last_ms.saturating_sub(first_ms).saturating_sub(silence_ms)) / 1000;
        self.bytes(self.named_reach) >= seconds.max(1) * SPEECH_BYTES_PER_SECOND_MIN
    }

    /// Most lines with a time are labelled in this form, so that what it calls a name is one.
    pub(super) fn is_usual(&self, form: Form) -> bool {
        let all = self.named_timed_lines + self.bare_time_lines;
        let such = self.timed_forms.get(&form).copied().unwrap_or_default();
        such >= 3 && such * 10 >= all * 6
    }

    /// Times stand behind all names that have one.
    pub(super) fn are_timed_behind(&self) -> bool {
        self.timed_forms.keys().all(|form| form.is_timed_behind())
    }

    /// Nearly every paragraph has a name and a time: whoever speaks may do so once.
    pub(super) fn all_are_labelled(&self) -> bool {
        self.named_timed_lines >= 2 && self.paragraph_share(self.named_timed_lines) >= 0.8
    }

    /// Nearly all names are in capitals.
    pub(super) fn are_capital(&self) -> bool {
        let (mut lines, mut capitals) = (0, 0);
        for (name, count) in self.names.iter().filter(|(_, count)| count.plain > 0 && count.all() >= 2) {
            lines += count.plain;
            capitals += if super::super::is_capital(name) { count.plain } else { 0 };
        }
        lines >= 4 && capitals * 10 >= lines * 9
    }

    /// Most of those who come again are called by initials, as in the minutes of committees.
    pub(super) fn are_initials(&self) -> bool {
        let (mut lines, mut initials) = (0, 0);
        for (name, count) in self.names.iter().filter(|(_, count)| count.plain > 0 && count.all() >= 2) {
            lines += count.here;
            initials += if names::is_initials(name) { count.here } else { 0 };
        }
        lines >= 4 && initials * 10 >= lines * 8
    }

    /// Nearly each line, rather than each paragraph, has a name: whoever speaks may do so once.
    pub(super) fn lines_are_labelled(&self) -> bool {
        const LINES_MIN: usize = 4;
        let named: usize = self.known_names().map(|count| count.here).sum();
        named >= LINES_MIN && named * 10 >= self.prose_lines * 7
    }

    /// Somebody else speaks again and again, and not just from the audience.
    pub(super) fn has_partner(&self) -> bool {
        self.names.iter().any(|(name, count)| !count.hinted && count.all() >= 3 && !names::is_role(name))
    }

    /// The counts of names that come again, or that are said to speak.
    fn known_names(&self) -> impl Iterator<Item = &NameCount> {
        self.names.values().filter(|count| count.all() >= 2 || count.hinted)
    }

    /// Times alone: `[0.00 --> 0.84] text`, `00:00:12 text`, or on lines of their own.
    pub(super) fn has_bare_times(&self, declared: bool) -> bool {
        let lines = self.timed_reach.end.saturating_sub(self.timed_reach.first);
        let paragraphs = self.paragraphs(self.timed_reach).max(1);
        let share = |of: usize| self.bare_time_lines as f64 / of.max(1) as f64;
        let is_regular = share(lines) >= 0.33 || share(paragraphs) >= 0.5;
        let is_speech = self.has_pace_of_speech()
            && (self.stretches > 0 || !self.are_numbered_verses() && !self.are_titles());
        let is_ordered = self.steps_back * 10 <= self.bare_time_lines;
        // Nothing but lines with times needs fewer of them.
        let least = match () {
            () if self.stretches > 0 || declared => 2,
            () if self.bare_time_lines == self.bytes_before.len() - 1 => 3,
            () if self.has_called_names()
                && self.bare_time_lines + self.named_timed_lines == self.bytes_before.len() - 1 =>
            {
                2
            }
            () => 4,
        };
        self.bare_time_lines >= least
            && self.titled_lines * 2 < self.bare_time_lines
            && (is_regular || declared)
            && is_speech
            && is_ordered
            && (declared || self.coverage(self.timed_reach) >= 0.4)
    }

    /// Names without times: `**Name:** text`, `NAME: text`, `Name:` on a line of its own.
    pub(super) fn has_names(&self, declared: bool, is_transcript: bool) -> bool {
        let (mut lines, mut persons, mut marked, mut recorded, mut again) = (0, 0, 0, 0, 0);
        let (mut called, mut spoken, mut ended, mut all, mut people) = (0, 0, 0, 0, 0);
        // Spellings of one name make up one.
        let mut distinct = 0.0;
        for (name, count) in &self.names {
            let is_person = names::is_person_like(name) || count.hinted || names::is_initials(name);
            // In a debate most may rise once.
            let is_known = count.all() >= 2
                || count.hinted
                || declared && names::is_role(name)
                || count.recorded > 0 && is_person;
            if !is_known || count.plain + count.bare == 0 {
                continue;
            }
            again += usize::from(count.all() >= 2);
            recorded += count.recorded;
            spoken += count.spoken;
            ended += count.ended;
            called += count.plain;
            all += count.all();
            lines += count.here;
            distinct += count.here as f64 / count.all().max(1) as f64;
            marked += count.marked;
            persons += usize::from(is_person);
            people += if is_person && !names::is_initials(name) { count.here } else { 0 };
        }
        if declared {
            return lines >= 2;
        }
        if is_transcript {
            return lines >= 3 && persons > 0 && lines * 10 >= self.bare_time_lines;
        }
        let share = self.paragraph_share(lines);
        let coverage = self.coverage(self.named_reach);
        let is_regular = share >= 0.5 || (share >= 0.15 && coverage >= 0.6);
        let several = distinct > 1.5 || (marked > 0 && persons > 0 && lines >= 6);
        // Those who are called in capitals speak in turn in each paragraph from the first on.
        let reach = self.paragraphs(self.named_reach).max(1);
        let is_debate = || {
            lines >= 6
                && lines * 10 >= reach * 9
                && self.changes * 10 >= lines * 8
                && spoken * 10 >= all * 9
                && self.are_capital()
        };
        let personal = is_debate()
            || persons > 0 && lines >= 4
            || lines >= 8 && share >= 0.5
            || lines >= 4 && share >= 0.9;
        let is_record = again > 0 && recorded >= 5 && recorded * 10 >= lines * 8;
        // `Content-Type: text/html`
        // `sec: the security options`, `attr: fix overflow`: what no person says ends in no sentence.
        let is_said = spoken * 2 >= all && (people * 2 >= lines || ended * 4 >= all);
        // `**Bugfixes**` above a list, `**New style:**` above a program.
        let is_called = people > 0 && called * 2 > all;
        let is_interrupted = !is_called && (self.items > lines || self.codes * 2 > lines);
        !is_interrupted
            && is_regular
            && several
            && personal
            && is_said
            && (is_record || distinct * 2.0 <= lines.max(4) as f64)
    }

    /// Nearly every paragraph from the first name on has one, as records of courts and chambers set them: such are
    /// told by a few turns already, if somebody speaks again.
    pub(super) fn is_formal_record(&self) -> bool {
        const TURNS_MIN: usize = 4;
        let (mut lines, mut formal, mut again, mut spoken, mut all) = (0, 0, 0, 0, 0);
        for (name, count) in self.names.iter().filter(|(_, count)| count.plain > 0) {
            lines += count.here;
            again += usize::from(count.all() >= 2);
            // `Ada Moss (Orchard Lane)`, `Ada Moss, Minister of Rungs`
            let has_office = || super::super::without_office(name).is_some();
            let is_formal = count.recorded > 0 || offices::is_formal(name) || has_office();
            formal += if is_formal { count.here } else { 0 };
            spoken += count.spoken;
            all += count.all();
        }
        lines >= TURNS_MIN
            && self.named_timed_lines + self.bare_time_lines == 0
            && again > 0
            && self.changes >= TURNS_MIN - 1
            && formal * 10 >= lines * 6
            && spoken * 10 >= all * 9
            && lines * 10 >= self.paragraphs(self.named_reach) * 8
    }

    /// Running text rather than a list of points.
    pub(super) fn is_prose(&self) -> bool {
        let paragraphs = self.paragraphs_before.last().copied().unwrap_or_default();
        paragraphs > 0 && self.items * 2 <= paragraphs && self.codes * 4 <= paragraphs
    }

    pub(super) fn paragraph_share(&self, lines: usize) -> f64 {
        let paragraphs = self.paragraphs_before.last().copied().unwrap_or_default();
        lines as f64 / paragraphs.max(1) as f64
    }

    /// The part of the text that lies within `reach`, with the paragraph behind it.
    fn coverage(&self, reach: Reach) -> f64 {
        let all = self.bytes_before.last().copied().unwrap_or_default();
        self.bytes(reach) as f64 / all.max(1) as f64
    }

    pub(super) fn bytes(&self, reach: Reach) -> u64 {
        let end = (reach.end + 1).min(self.bytes_before.len() - 1);
        self.bytes_before[end] - self.bytes_before[reach.first.min(end)]
    }

    fn paragraphs(&self, reach: Reach) -> usize {
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
    let is_end = |c: char| matches!(c, '.' | '?' | '!' | '…' | '।' | '؟' | '۔');
    let is_glued_end = |c: char| matches!(c, '。' | '？' | '！');
    let within = words.split_whitespace().any(|word| word.ends_with(is_end));
    words.is_empty() || within || words.contains(is_glued_end)
}

/// Says that words are more than the value of a field: some are a sentence, or stand below their label.
fn may_be_said(words: &str) -> bool {
    const WORDS_MIN: usize = 4;
    words.is_empty()
        || !words.is_ascii()
        || words.ends_with(['.', '?', '!', ',', '-', '"', ')', ']'])
        || words.split(' ').nth(WORDS_MIN - 1).is_some()
}
