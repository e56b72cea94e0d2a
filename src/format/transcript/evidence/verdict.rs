//! Whether what was counted over the lines of a text makes it a transcript, and of which kind.

use super::super::label::Form;
use super::super::{names, offices};
use super::tally::{SPEECH_BYTES_PER_SECOND_MIN, Tally, silence_ms};

impl Tally<'_> {
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

    /// Nearly all names before colons are set in bold type.
    pub(super) fn are_bold(&self) -> bool {
        const LINES_MIN: usize = 4;
        let (mut lines, mut bold) = (0, 0);
        for count in self.names.values().filter(|count| count.plain > 0 && (count.all() >= 2 || count.hinted))
        {
            lines += count.here;
            bold += count.marked * count.here / count.all().max(1);
        }
        lines >= LINES_MIN && bold * 10 >= lines * 9
    }

    /// Most paragraphs begin with a name that comes again, and hardly one of those is set off by its type.
    pub(super) fn are_usual(&self) -> bool {
        const LINES_MIN: usize = 8;
        let lines = self.named_lines();
        let marked: usize = self.known_names().filter(|count| count.marked > 0).map(|count| count.here).sum();
        lines >= LINES_MIN && marked * 10 <= lines && self.paragraph_share(lines) >= 0.6
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
}
