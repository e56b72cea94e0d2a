//! Times between which nobody says what stands there: those of verses, and those of a day.

use super::super::Line;
use super::tally::{SPEECH_BYTES_PER_SECOND_MIN, Tally, silence_ms};

impl Tally<'_> {
    /// Names and times are books with their chapters and verses: a recording begins at its beginning, and goes on.
    pub(super) fn are_verses(&self) -> bool {
        const BEGINS_MS_MAX: u32 = 60_000;
        let is_recording = self.named_ms.is_some_and(|(first_ms, _)| first_ms <= BEGINS_MS_MAX);
        self.like_verses > 0
            && self.like_verses == self.named_timed_lines
            && !(is_recording && self.named_steps_back == 0)
    }

    /// Most times have no name, and there is not so much between them as people say: those of a day on which
    /// `10:15 Talk: The Long Field` is one of many.
    pub(super) fn is_program(&self, timed: usize) -> bool {
        self.bare_time_lines > timed && !self.has_pace_of_speech()
    }

    /// There is as much between times without names as people say.
    pub(super) fn has_pace_of_speech(&self) -> bool {
        let silence_ms = silence_ms(self.bare_time_lines, self.longest_ms);
        let seconds = u64::from(self.last_ms.saturating_sub(self.first_ms).saturating_sub(silence_ms)) / 1000;
        self.bytes(self.timed_reach) >= seconds * SPEECH_BYTES_PER_SECOND_MIN
    }

    /// Nearly all lines are a time and what is there then: `07:15 Market Cross`.
    pub(super) fn are_titles(&self) -> bool {
        self.titles * 10 >= self.bare_time_lines * 9
    }

    /// Lines are numbered by ones: `3:16`, `3:17`, and so on are verses, each of which nobody says in a second.
    pub(super) fn are_numbered_verses(&self) -> bool {
        const BYTES_PER_SECOND_MAX: u64 = 45;
        self.seconds_on * 10 >= self.bare_time_lines * 6
            && self.bytes(self.timed_reach) >= self.bare_time_lines as u64 * BYTES_PER_SECOND_MAX
    }
}

/// Says that a line is a time and a name, and that no words follow: `07:15 Market Cross` above `07:22 Church`.
pub(super) fn is_silent(line: &Line<'_>, next: Option<&Line<'_>>) -> bool {
    let Some(label) = line.label.filter(|label| label.time.is_some() && label.words.is_empty()) else {
        return false;
    };
    label.name.is_some() && next.is_none_or(|next| next.label.is_some_and(|next| next.time.is_some()))
}

/// Says that words are a name rather than something said: a few, the first with a capital, and no stop behind them.
pub(super) fn is_title(words: &str) -> bool {
    const WORDS_MAX: usize = 5;
    words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && words.ends_with(char::is_alphanumeric)
        && words.split_whitespace().nth(WORDS_MAX).is_none()
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::document;
    use crate::document::Kind;

    fn check(path: &str, text: &str, is_transcript: bool) {
        assert_eq!(document(path, text).kind == Kind::Transcript, is_transcript, "{text}");
    }

    #[test]
    fn verses_are_no_times() {
        let verse = |number: &str| {
            format!("{number} And the miller went down to the weir, and he saw that it had been raised.\n")
        };
        let all = |numbers: &[&str]| numbers.iter().map(|number| verse(number)).collect::<String>();
        check("book.txt", &all(&["3:14", "3:15", "3:16", "3:17", "4:1", "4:2"]), false);
        check("talk.txt", &all(&["0:04", "0:11", "0:16", "0:22", "0:27", "0:33"]), true);
        let named = |name: &str, numbers: &[&str]| {
            numbers
                .iter()
                .map(|number| format!("**{name} {number}** Let no one raise a weir.\n\n"))
                .collect::<String>()
        };
        check("readings.md", &named("Ezra", &["3:16", "4:2", "5:11"]), false);
        check("readings.md", &named("Ezra", &["5:11", "0:16", "4:2"]), false);
        check("talk.md", &named("Ezra", &["0:02", "0:04", "0:06"]), true);
    }

    #[test]
    fn a_day_with_two_talks_is_a_program() {
        check(
            "day.txt",
            "Open Day\n\n09:00 Doors open\n09:30 Welcome by Ada Moss\n10:00 Talk: The upper weir\n11:15 Coffee\n\
             11:45 Walk to the lower wheel\n13:00 Lunch\n14:00 Talk: The parish book\n15:30 Tea and farewell\n",
            false,
        );
    }

    #[test]
    fn a_timetable_is_not_said() {
        let bus = |stops: &[&str]| stops.iter().map(|stop| format!("{stop}\n")).collect::<String>();
        let stops =
            ["07:15 Market Cross", "07:22 Church", "07:31 Upper Weir", "07:40 Harrow Lane", "07:51 Dene"];
        check("bus.txt", &bus(&stops), false);
        let both = format!("Line 4\n\n{}\nLine 5 to Dene\n\n08:05 Market Cross\n08:19 Dene\n", bus(&stops));
        check("bus.txt", &both, false);
        let said = [
            "07:15 market cross",
            "07:17 and the church",
            "07:21 is above the weir",
            "07:25 they say",
            "07:29 Dene",
        ];
        check("talk.txt", &bus(&said), true);
    }

    #[test]
    fn opening_hours_are_not_said() {
        check(
            "hours.txt",
            "Opening hours\n\nMonday: closed\nTuesday: 9:00 - 17:00\nWednesday: 9:00 - 17:00\nFriday: 9:00 - 17:00\n\n\
             Groups are asked to write in advance. The wheel turns on Thursdays.\n",
            false,
        );
    }

    #[test]
    fn the_days_of_a_log_are_no_names() {
        let log: String = (10..20)
            .map(|second| format!("Mar 14 14:02:{second} weir sensor: the level is 9{second} cm\n"))
            .collect();
        check("log.txt", &log, false);
    }
}
