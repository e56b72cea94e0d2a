//! Captions in the plain layouts of editors and authoring programs: two times on a line, a number perhaps before them,
//! and the words behind them or on the lines below. Adobe Encore, FAB Subtitler, JACOsub and many more write so.

use super::transcript::{self, Hints};
use super::{Confidence, Format, Input, ParseError, Receipt, compose, webvtt};
use crate::clean::captions::{Track, markup};
use crate::document::Document;

pub(super) static FORMAT: Format =
    Format { name: "timed-lines", extensions: &["txt", "sub", "stl", "jss", "cap", "tts"], detect, parse };

/// So many lines are a head before the first cue at most.
const HEAD_LINES_MAX: usize = 8;

fn detect(input: &Input<'_>) -> Confidence {
    const CUES_MIN: usize = 3;
    /// How long a cue is shown at most, in the mean, and how many words are read in a second.
    const SECONDS_MEAN_MAX: f64 = 30.0;
    const PACE: std::ops::Range<f64> = 0.1..9.0;
    let head = input.head();
    if !head.contains(':') || head.contains("-->") || head.trim_start().starts_with(['<', '{']) {
        return Confidence::No;
    }
    let (mut cues, mut before, mut words, mut rows) = (0_usize, 0, 0_usize, 0_usize);
    let (mut seconds, mut last) = (0.0, 0);
    for line in head.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some(cue) = Cue::of(line) else {
            // Rows of a cue are few; a head is short.
            before += usize::from(cues == 0);
            rows += 1;
            if before > HEAD_LINES_MAX || rows > 4 {
                return Confidence::No;
            }
            words += if cues > 0 { words_in(line) } else { 0 };
            continue;
        };
        let (start, end) = (cue.start.ms(25), cue.end.ms(25));
        if end < start || start < last {
            return Confidence::No;
        }
        (cues, rows, last) = (cues + 1, 0, start);
        seconds += (end - start) as f64 / 1000.0;
        words += words_in(cue.words);
    }
    let pace = words as f64 / seconds.max(0.001);
    let is_shown = cues >= CUES_MIN && seconds < cues as f64 * SECONDS_MEAN_MAX && PACE.contains(&pace);
    // Turns with both times are read as a conversation.
    if !is_shown || transcript::recognise(&compose::plain_pieces(head, 1), &Hints::default()).is_some() {
        return Confidence::No;
    }
    Confidence::Likely
}

/// How many words a row has; of scripts without blanks two characters are one.
fn words_in(text: &str) -> usize {
    text.split_whitespace().count().max(if text.is_ascii() { 0 } else { text.chars().count() / 4 })
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = webvtt::normalise(input.text);
    let cues = || text.lines().filter_map(|line| Cue::of(line.trim()));
    let frames = cues().flat_map(|cue| [cue.start.frame, cue.end.frame]).flatten().max();
    let rate = frames.map_or(25, |frame| if frame >= 25 { 30 } else { 25 });
    if frames.is_some() {
        receipt.guessed("frames in a second", &rate.to_string());
    }
    let mut track = Track::of(&text);
    let mut has_begun = false;
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        let words = match Cue::of(line) {
            Some(cue) => {
                has_begun = true;
                let below = u32::from(cue.words.is_empty());
                track.begin(cue.start.ms(rate), Some(cue.end.ms(rate)), number + below);
                cue.words
            }
            None if has_begun => line,
            None => {
                if !line.is_empty() {
                    receipt.dropped("the head of a file of captions", line);
                }
                continue;
            }
        };
        for row in words.split(['|']) {
            markup::read(row, &mut track);
            track.push("\n");
        }
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// Two times on a line, and what stands behind them.
struct Cue<'a> {
    start: Moment,
    end: Moment,
    words: &'a str,
}

#[derive(Clone, Copy)]
struct Moment {
    ms: u64,
    /// The number of the picture in its second.
    frame: Option<u64>,
}

impl Moment {
    fn ms(self, rate: u64) -> u64 {
        self.ms + self.frame.unwrap_or_default() * 1000 / rate
    }
}

impl<'a> Cue<'a> {
    fn of(line: &'a str) -> Option<Self> {
        // `12`, `0012:`, `[12]`
        let numbered = line.trim_start_matches(['#', '[', '(']);
        let digits = numbered.bytes().take_while(u8::is_ascii_digit).count();
        let behind = &numbered[digits..];
        let number = (1..=6).contains(&digits) && behind.starts_with([' ', '\t', '.', ')', ']', ';', ',']);
        let times = if number { behind.trim_start_matches(is_between) } else { line };
        let (start, rest) = moment(times.trim_start_matches(['[', '(']))?;
        let rest = rest.trim_start_matches(']');
        let end = rest.trim_start_matches(|c| is_between(c) || matches!(c, '-' | '–' | '>' | '/' | '['));
        // Something parts the two.
        let (end, words) = moment(end).filter(|_| end.len() < rest.len())?;
        let words = words.trim_start_matches(']').trim_start_matches(is_between);
        Some(Self { start, end, words })
    }
}

fn is_between(c: char) -> bool {
    matches!(c, ' ' | '\t' | ',' | ';' | '.' | ')' | ']' | '|' | ':')
}

/// `00:00:02:12`, `0:00:02.5`, `00:00:02,500`: hours, minutes and seconds, and parts of a second or frames.
fn moment(text: &str) -> Option<(Moment, &str)> {
    let (hours, rest) = field(text, 1..=2)?;
    let (minutes, rest) = field(rest.strip_prefix(':')?, 2..=2)?;
    let (seconds, rest) = field(rest.strip_prefix(':')?, 2..=2)?;
    if minutes > 59 || seconds > 59 {
        return None;
    }
    let ms = ((hours * 60 + minutes) * 60 + seconds) * 1000;
    let frames = rest.strip_prefix([':', ';']).and_then(|rest| field(rest, 2..=2));
    if let Some((frame, rest)) = frames.filter(|(frame, _)| *frame < 60) {
        return ends(rest).then_some((Moment { ms, frame: Some(frame) }, rest));
    }
    let part = rest.strip_prefix(['.', ',']).and_then(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (value, behind) = field(rest, 1..=3)?;
        Some((value * 10_u64.pow(3 - u32::try_from(digits.min(3)).unwrap_or(3)), behind))
    });
    let (more, rest) = part.unwrap_or((0, rest));
    ends(rest).then_some((Moment { ms: ms + more, frame: None }, rest))
}

fn ends(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == ':')
}

fn field(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<(u64, &str)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text[..count].parse().ok().filter(|_| digits.contains(&count))?;
    Some((value, &text[count..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::captions::check;

    #[test]
    fn words_stand_behind_the_times_or_below_them() {
        check(
            "a.txt",
            "1 00:00:01:05 00:00:02:20 so we\n2 00:00:03:00 00:00:04:00 begin,\n3 00:00:05:00 00:00:06:00 here.\n",
            "?[1200]: so we [3000]begin, [5000]here.",
        );
        check(
            "a.txt",
            "0001\t00:00:01:00\t00:00:02:20\nso\nwe\n\n0002\t00:00:03:00\t00:00:04:00\nbegin,\n\n0003\t00:00:05:00\t00:00:06:00\nhere.\n",
            "?[1000]: so we [3000]begin, [5000]here.",
        );
    }

    #[test]
    fn hours_of_a_day_are_no_cues() {
        let check = |text: &str| assert_eq!(detect(&Input::of_text("a.txt", text)), Confidence::No, "{text}");
        check("09:00:00 - 09:45:00 Ladders\n10:00:00 - 10:45:00 Wells\n11:00:00 - 11:45:00 Rungs\n");
        check("The race\n\nAda came in at 1:02:03, Bo at 1:02:09.\n");
        check("1. 00:00:01 and 00:00:05 are times.\n2. So they are.\n");
    }
}
