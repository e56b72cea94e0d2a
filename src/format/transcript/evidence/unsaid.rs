//! Times between which nobody says what stands there: those of verses, and those of a day.

use super::super::Line;
use super::tally::{SPEECH_BYTES_PER_SECOND_MIN, Tally, silence_ms};

impl Tally<'_> {
    /// Names and times are books with their chapters and verses. A recording begins at its beginning and goes on, and
    /// in a part of one people speak in turn.
    pub(super) fn are_verses(&self) -> bool {
        const BEGINS_MS_MAX: u32 = 60_000;
        let begins = self.named_ms.is_some_and(|(first_ms, _)| first_ms <= BEGINS_MS_MAX);
        let goes_on = self.named_steps_back * 10 <= self.named_timed_lines;
        let in_turn = self.timed_returns * 3 >= self.named_timed_lines;
        self.like_verses > 0
            && self.like_verses == self.named_timed_lines
            && !(begins && self.named_steps_back == 0 || goes_on && in_turn)
    }

    /// Most times have no name, and there is not so much between them as people say: those of a day on which
    /// `10:15 Talk: The Long Field` is one of many. Beside a transcript they are of its chapters.
    pub(super) fn is_program(&self, timed: usize) -> bool {
        self.bare_time_lines > timed && !self.has_pace_of_speech() && !self.has_turns()
    }

    /// Some take turns, with times behind their names, or say as much between them as people do.
    pub(super) fn has_turns(&self) -> bool {
        const RETURNS_MIN: usize = 2;
        self.timed_returns >= RETURNS_MIN && (self.are_timed_behind() || self.has_pace_of_names())
    }

    /// There is as much between times without names as people say.
    pub(super) fn has_pace_of_speech(&self) -> bool {
        let silence_ms = silence_ms(self.bare_time_lines, self.longest_ms);
        let seconds = u64::from(self.last_ms.saturating_sub(self.first_ms).saturating_sub(silence_ms)) / 1000;
        self.bytes(self.timed_reach) >= seconds * SPEECH_BYTES_PER_SECOND_MIN
    }

    /// Nearly all lines are a time and what is there then: `07:15 Market Cross`. Captions have few words, too, but follow
    /// upon each other.
    pub(super) fn are_titles(&self) -> bool {
        const GAP_MS_MIN: u32 = 6000;
        let gaps = self.bare_time_lines.saturating_sub(1) as u32;
        let is_slow = self.last_ms.saturating_sub(self.first_ms) >= gaps.saturating_mul(GAP_MS_MIN);
        self.titles * 10 >= self.bare_time_lines * 9 && is_slow
    }

    /// Lines are numbered by ones: `3:16`, `3:17`, and so on are verses, each of which nobody says in a second. No chapter
    /// is the zeroth: a recording with hours and minutes begins there.
    pub(super) fn are_numbered_verses(&self) -> bool {
        const BYTES_PER_SECOND_MAX: u64 = 45;
        const CHAPTER_MS: u32 = 60_000;
        self.first_ms >= CHAPTER_MS
            && self.seconds_on * 10 >= self.bare_time_lines * 6
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
    fn people_in_turn_are_no_books() {
        let said = |names: [&str; 2], numbers: &[&str]| {
            let lines = numbers.iter().zip(names.iter().cycle());
            lines
                .map(|(number, name)| format!("**{name} {number}** Let no one raise a weir.\n\n"))
                .collect::<String>()
        };
        check("call.md", &said(["Ada Moss", "Bo Ek"], &["9:01", "9:02", "9:04", "9:05", "9:09"]), true);
        check("part-two.md", &said(["Ada", "Bo"], &["12:31", "12:44", "13:02", "13:20"]), true);
        check("readings.md", &said(["Ezra", "Mark"], &["9:01", "3:16", "12:2", "1:14", "5:09"]), false);
    }

    #[test]
    fn a_recording_with_minutes_begins_at_its_beginning() {
        let words = "And the miller went down to the weir, and he saw that it had been raised. ".repeat(6);
        let of = |hour: u32| {
            (0..8).map(|minute| format!("[{hour:02}:{minute:02}] {words}\n\n")).collect::<String>()
        };
        check("talk.txt", &of(0), true);
        check("book.txt", &of(2), false);
    }

    #[test]
    fn chapters_beside_a_transcript_take_no_names_away() {
        let chapters = "00:00 Intro\n02:10 Why the wheel stopped\n05:40 The ledger\n09:15 Who paid\n14:00 Frost\n\
                        19:30 The upper weir\n25:05 A letter from Dene\n31:10 The barn\n38:45 Questions\n";
        let words = "So we moved the wheel to the upper weir before the frost, and it was a long day.";
        let turns: String = (0..6)
            .map(|turn| format!("{} (0{turn}:02): {words}\n\n", ["Ada Moss", "Bo Ek"][turn % 2]))
            .collect();
        for text in [format!("{chapters}\n{turns}"), format!("{turns}{chapters}")] {
            let document = document("show.txt", &text);
            assert_eq!(document.kind, Kind::Transcript, "{text}");
            assert_eq!(document.speakers, ["Ada Moss", "Bo Ek"], "{text}");
        }
    }

    #[test]
    fn short_captions_with_capitals_are_no_timetable() {
        let captions =
            ["Hello to you all", "Welcome to the mill", "Today we mend it", "First some oak", "Then a saw"];
        let of = |gap: usize| -> String {
            (1..)
                .zip(captions)
                .map(|(at, words)| format!("{}:{:02} {words}\n", at * gap / 60, at * gap % 60))
                .collect()
        };
        check("captions.txt", &of(3), true);
        check("captions.txt", &of(12), false);
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
    fn who_is_called_as_a_day_speaks() {
        let of = |name: &str| {
            format!(
                "{name} 0:01\nSo we begin with the wheel.\n\nEnid Moss 0:09\nI sold it.\n\n{name} 0:15\nTo whom?\n"
            )
        };
        for name in ["Friday", "Domenica Russo", "Sabato Rossi"] {
            assert_eq!(document("talk.txt", &of(name)).speakers, [name, "Enid Moss"]);
        }
    }

    #[test]
    fn columns_behind_times_are_no_names() {
        check(
            "diary.txt",
            "[06:10]  Rain\tout to the weir before light\n[07:30]  Sun\tfed the hens and mended the gate\n\
             [09:00]  Rain\twalked to Dene for nails\n[12:00]  Wind\tthe roof of the barn is loose again\n",
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
