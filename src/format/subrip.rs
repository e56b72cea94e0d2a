//! SubRip, as it is found: with dots or commas, with or without numbers, hours, blank lines, ends
//! and blanks around the arrow. Reads cues in the manner of WebVTT without its header too.

use super::{Confidence, Format, Input, ParseError, Receipt, transcript, webvtt};
use crate::clean::captions::{Track, markup};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "subrip", extensions: &["srt"], detect, parse };

/// A cue, in slices of the file's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue<'a> {
    /// Its number, as written.
    pub number: Option<&'a str>,
    /// When it is shown first, in milliseconds.
    pub start_ms: u64,
    /// When it is shown no more, in milliseconds, if the file says.
    pub end_ms: Option<u64>,
    /// Who speaks, where a name in brackets stands behind the times.
    pub speaker: Option<&'a str>,
    /// Its text as written, with tags.
    pub text: &'a str,
    /// The line of its times, counted from 1.
    pub line: u32,
}

/// The cues of a text whose line breaks are line feeds.
#[derive(Clone, Debug)]
pub struct Cues<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    /// The line of times that was read last, without text as yet.
    open: Option<Cue<'a>>,
    /// Where the cue that is open begins its text.
    text_start: usize,
    /// Cues before this one have numbers.
    is_numbered: bool,
}

/// Reads the cues of a text whose line breaks are [normalised](webvtt::normalise).
pub fn read(text: &str) -> Cues<'_> {
    Cues { text, at: 0, line: 1, open: None, text_start: 0, is_numbered: false }
}

impl<'a> Iterator for Cues<'a> {
    type Item = Cue<'a>;

    fn next(&mut self) -> Option<Cue<'a>> {
        while self.at < self.text.len() {
            let (start, number) = (self.at, self.line);
            let rest = &self.text[start..];
            let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            self.at += end + 1;
            self.line += 1;
            let Some((start_ms, end_ms)) = read_times(&rest[..end]) else { continue };
            let before = &self.text[self.text_start..start];
            let (before, name) = split_name(before, self.is_numbered || self.open.is_none());
            self.is_numbered |= name.is_some();
            self.text_start = self.at.min(self.text.len());
            let speaker = name_behind(&rest[..end]);
            let next = Cue { number: name, start_ms, end_ms, speaker, text: "", line: number };
            if let Some(cue) = self.open.replace(next) {
                return Some(Cue { text: trim_lines(before), ..cue });
            }
        }
        let cue = self.open.take()?;
        Some(Cue { text: trim_lines(&self.text[self.text_start..]), ..cue })
    }
}

/// `00:00:04.120 --> 00:00:09.800 [Piet]`
fn name_behind(line: &str) -> Option<&str> {
    const NAME_BYTES_MAX: usize = 60;
    let inside = line.trim_end().strip_suffix(']')?;
    let name = inside[inside.rfind('[')? + 1..].trim();
    (name.len() <= NAME_BYTES_MAX && name.starts_with(char::is_alphabetic)).then_some(name)
}

/// Parts the text between two lines of times into the first cue's text and the number (or name)
/// of the second one.
fn split_name(before: &str, is_numbered: bool) -> (&str, Option<&str>) {
    let line_start = |text: &str| text.rfind('\n').map_or(0, |at| at + 1);
    // A blank line between number and times does not part them, if the number stands alone.
    let text = before.trim_end();
    let start = line_start(text);
    let (above, name) = (&text[..start], text[start..].trim());
    let gap = before[text.len()..].matches('\n').count();
    let stands_alone =
        above.trim().is_empty() || above.trim_end_matches([' ', '\t', '\r']).ends_with("\n\n") || {
            let above = above.strip_suffix('\n').unwrap_or(above);
            above[line_start(above)..].trim().is_empty()
        };
    let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    // The identifiers of WebVTT cues, of which no caption consists.
    let is_identifier = stands_alone
        && !name.contains(char::is_whitespace)
        && name.len() >= 3
        && name.bytes().any(|byte| byte.is_ascii_digit())
        && name.contains(['-', '/', '_']);
    let is_name = match gap {
        0 | 1 => is_number && (is_numbered || stands_alone) || is_identifier,
        2 => is_number && is_numbered && stands_alone,
        _ => false,
    };
    if is_name { (above, Some(name)) } else { (before, None) }
}

/// `text` without blank lines at both ends; blanks within its lines stay.
fn trim_lines(text: &str) -> &str {
    let start = text.len() - text.trim_start().len();
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    if text[start..].trim().is_empty() {
        ""
    } else {
        text[start..].trim_end_matches('\n').trim_end_matches([' ', '\t', '\n'])
    }
}

/// Reads a line of times: start and, if it is there, end, in milliseconds.
pub(super) fn read_times(line: &str) -> Option<(u64, Option<u64>)> {
    if line.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    if let Some((start_ms, end_ms)) = plain_times(line.as_bytes()) {
        return Some((start_ms, Some(end_ms).filter(|end_ms| *end_ms >= start_ms)));
    }
    let line = line.trim_start_matches([' ', '\t', '\u{FEFF}', '\u{200B}', '\u{200E}', '\u{A0}']);
    if !line.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return None;
    }
    let (start_ms, rest) = read_time(line)?;
    let rest = rest.trim_start();
    const ARROWS: [&str; 10] =
        ["-->", "->", "--&gt;", "->>", "\u{2192}", "\u{2013}>", "\u{2014}>", "==>", "=>", "- ->"];
    let rest = ARROWS.iter().find_map(|arrow| rest.strip_prefix(arrow)).or_else(|| {
        let rest = rest.strip_prefix("--")?.trim_start();
        rest.strip_prefix('>')
    })?;
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Some((start_ms, None));
    }
    let (end_ms, rest) = read_time(rest)?;
    let is_end = rest.is_empty() || !rest.starts_with(|c: char| c.is_alphanumeric());
    is_end.then_some((start_ms, Some(end_ms).filter(|end_ms| *end_ms >= start_ms)))
}

/// Reads a line of times as nearly all are written: `00:00:01,500 --> 00:00:02,000`.
fn plain_times(line: &[u8]) -> Option<(u64, u64)> {
    let (start, rest) = line.split_first_chunk()?;
    let (end, rest) = rest.strip_prefix(b" --> ")?.split_first_chunk()?;
    if rest.is_empty() { markup::plain_time_ms(start).zip(markup::plain_time_ms(end)) } else { None }
}

/// Reads `hh:mm:ss,ttt` with any of its parts missing: hours, then minutes where there is a
/// fraction, or the fraction. Returns milliseconds and what follows.
pub(super) fn read_time(text: &str) -> Option<(u64, &str)> {
    let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
    let (mut value, _, mut rest) = markup::number(text)?;
    let mut parts = 1;
    // The digits behind a comma, a dot, or a third colon.
    let mut fraction = None;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\u{A0}']);
        let Some(separator) = trimmed.bytes().next().filter(|byte| matches!(byte, b':' | b',' | b'.' | b';'))
        else {
            break;
        };
        let Some((next, digits, after)) = markup::number(trimmed[1..].trim_start_matches([' ', '\u{A0}']))
        else {
            break;
        };
        rest = after;
        if matches!(separator, b',' | b'.') || parts == 3 {
            fraction = Some((next, digits));
            break;
        }
        value = value.saturating_mul(60).saturating_add(next);
        parts += 1;
    }
    if parts == 1 && fraction.is_none() {
        return None;
    }
    let milliseconds = fraction.map_or(0, |(value, digits)| match digits {
        1 => value * 100,
        2 => value * 10,
        3 => value,
        _ => value / 10_u64.saturating_pow(u32::try_from(digits - 3).unwrap_or(u32::MAX)),
    });
    let total = value.saturating_mul(1000).saturating_add(milliseconds);
    Some((if is_negative { 0 } else { total }, rest))
}

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    let has = |arrow: &str| memchr::memmem::find(head.as_bytes(), arrow.as_bytes()).is_some();
    if memchr::memchr(b'>', head.as_bytes()).is_none() && !has("&gt;") && !has("\u{2192}") {
        return Confidence::No;
    }
    let (mut lines, mut times, mut first) = (0_usize, 0_usize, None);
    // Times above times have their words beside them, as transcripts do.
    let (mut above_is_times, mut wordless) = (false, 0_usize);
    // Words behind a time on the same line are no cue.
    let mut beside = 0_usize;
    for line in head.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(200) {
        let is_times = read_times(line).is_some();
        if is_times {
            times += 1;
            first.get_or_insert(lines);
            wordless += usize::from(above_is_times);
        }
        beside += usize::from(!is_times && has_words_behind_time(line));
        above_is_times = is_times;
        lines += 1;
    }
    match first {
        _ if wordless >= 2 && wordless * 2 > times || beside > times => Confidence::No,
        // A number and times, or times alone, as the very first.
        Some(0 | 1) if times >= 2 || lines <= 4 => Confidence::Certain,
        Some(_) if times * 6 >= lines => Confidence::Likely,
        _ => Confidence::No,
    }
}

/// `00:00:12.1 and then we`: a line of a transcript.
fn has_words_behind_time(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(|c: char| c.is_ascii_digit())
        && transcript::clock_bytes(line).is_some_and(|bytes| line[bytes..].contains(char::is_alphabetic))
}

pub(super) fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = webvtt::normalise(input.text);
    let mut track = Track::of(&text);
    for cue in read(&text) {
        track.begin(cue.start_ms, cue.end_ms, cue.line + 1);
        if cue.speaker.is_some() {
            track.voice(cue.speaker);
        }
        markup::read(cue.text, &mut track);
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::captions::check;

    fn check_cues(text: &str, expected: &[(u64, Option<u64>, &str)]) {
        let text = webvtt::normalise(text);
        let cues: Vec<_> = read(&text).map(|cue| (cue.start_ms, cue.end_ms, cue.text)).collect();
        assert_eq!(cues, expected, "{text}");
    }

    #[test]
    fn times_are_read_as_they_are_found() {
        let check = |line: &str, expected: Option<(u64, Option<u64>)>| {
            assert_eq!(read_times(line), expected, "{line}")
        };
        check("00:00:01,500 --> 00:00:02,000", Some((1500, Some(2000))));
        check("0:00:01.5-->0:00:02.25 X1:0 X2:9", Some((1500, Some(2250))));
        check("00:01 --> 00:02", Some((1000, Some(2000))));
        check("1.5 --> 2.75", Some((1500, Some(2750))));
        check("00:00:01:500 --> 00:00:02:000", Some((1500, Some(2000))));
        check("00: 00: 01, 500 -> 00: 00: 02, 000", Some((1500, Some(2000))));
        check("01:02:03,004 -->", Some((3_723_004, None)));
        check("00:00:05,000 --> 00:00:04,000", Some((5000, None)));
        check("-00:00:01,000 --> 00:00:02,000", Some((0, Some(2000))));
        check("00:00:01,500 --> 00:00:02,000 position:10%", Some((1500, Some(2000))));
        check("10 --> 20", None);
        check("00:00:01,500", None);
        check("[00:00.000 --> 00:02.000] so", None);
        check("at 10:30 -> 11:30", None);
        check("10:30 --> 11:30am", None);
    }

    #[test]
    fn cues_are_found_in_any_disorder() {
        check_cues(
            "1\n00:00:01,000 --> 00:00:02,000\nso\nwe\n\n2\n00:00:03,000 --> 00:00:04,000\nbegin\n",
            &[(1000, Some(2000), "so\nwe"), (3000, Some(4000), "begin")],
        );
        // No blank lines, a number that is text, no numbers.
        check_cues(
            "1\n00:01 --> 00:02\nso\n2\n00:03 --> 00:04\n42\n3\n00:05 --> 00:06\nhere",
            &[(1000, Some(2000), "so"), (3000, Some(4000), "42"), (5000, Some(6000), "here")],
        );
        check_cues(
            "00:01 --> 00:02\nroom\n42\n00:03 --> 00:04\nhere",
            &[(1000, Some(2000), "room\n42"), (3000, Some(4000), "here")],
        );
        check_cues(
            "1\n\n00:01 --> 00:02\n\nso\n\n\n2\n\n00:03 --> 00:04\n\nwe\n",
            &[(1000, Some(2000), "so"), (3000, Some(4000), "we")],
        );
        check_cues(
            "1\n00:01 --> 00:02\nso\n\n2\nwe\n\n3\n00:03 --> 00:04\n",
            &[(1000, Some(2000), "so\n\n2\nwe"), (3000, Some(4000), "")],
        );
        check_cues("1\r00:01 --> 00:02\r so\r\r", &[(1000, Some(2000), " so")]);
        check_cues(
            "4f2a-0/1-0\n00:01 --> 00:02\nso\n\n4f2a-0/2-0\n00:03 --> 00:04\nwe",
            &[(1000, Some(2000), "so"), (3000, Some(4000), "we")],
        );
        check_cues("so we begin", &[]);
    }

    #[test]
    fn files_are_known_by_their_times() {
        check(
            "a.txt",
            "1\n00:00:01,000 --> 00:00:02,000\nso <b>we</b>\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}begin\n",
            "?[1000]: so we [3000]begin",
        );
        check(
            "a.vtt",
            "Kind: captions\n\n00:01.000 --> 00:02.000\nso\n\n00:03.000 --> 00:04.000\nwe\n",
            "?[1000]: so [3000]we",
        );
        let is_subrip = |text: &str| detect(&Input::of_text("a.srt", text)) > Confidence::No;
        assert!(!is_subrip("[0.00 \u{2192} 7.00] so we begin\n[7.00 \u{2192} 8.00] here"));
        assert!(!is_subrip(
            "An essay on captions.\n\nThey look so:\n\n1\n00:00:01,000 --> 00:00:02,000\nso\n\nAnd then\n\nit\n\ngoes\n\non\n\nfor\n\nlong."
        ));
    }
}
