//! Captions as Avid's editors read them: below `<begin subtitles>` two times with frames on a line, and the words on those
//! that follow.

use super::spruce::{Moment, frames_per_second};
use super::{Confidence, Format, Input, ParseError, Receipt, webvtt};
use crate::clean::captions::{Track, markup};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "avid", extensions: &["txt"], detect, parse };

const BEGIN: &str = "<begin subtitles>";

fn detect(input: &Input<'_>) -> Confidence {
    /// What an editor writes above, in lines that begin with `@`.
    const LINES_BEFORE_MAX: usize = 12;
    let mut lines = input.head().lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.by_ref().take(LINES_BEFORE_MAX).find(|line| !line.starts_with('@'));
    let begins = first.is_some_and(|line| line.eq_ignore_ascii_case(BEGIN));
    if begins && lines.next().is_some_and(|line| times(line).is_some()) {
        Confidence::Certain
    } else {
        Confidence::No
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = webvtt::normalise(input.text);
    let moments = text.lines().filter_map(times).flatten();
    let frames_per_second = frames_per_second(moments);
    receipt.guessed("frames in a second", &frames_per_second.to_string());
    let mut track = Track::of(&text);
    let lines = (1..).zip(text.lines().map(str::trim));
    for (number, line) in lines.skip_while(|(_, line)| times(line).is_none()) {
        if line.eq_ignore_ascii_case("<end subtitles>") {
            break;
        }
        if let Some([start, end]) = times(line) {
            track.begin(start.ms(frames_per_second), Some(end.ms(frames_per_second)), number + 1);
        } else {
            markup::read(line, &mut track);
            track.push("\n");
        }
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// Reads `00:00:01:05 00:00:02:20`, which fills its line.
fn times(line: &str) -> Option<[Moment; 2]> {
    let (start, end) = line.trim().split_once([' ', '\t'])?;
    Some([Moment::of(start)?, Moment::of(end)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::captions::check;

    #[test]
    fn words_stand_below_two_times_with_frames() {
        check(
            "a.txt",
            "@ This file written with the Avid Caption plugin, version 1\n\n<begin subtitles>\n\n\
             00:00:01:05 00:00:02:20\nso we\nbegin,\n\n00:00:03:00 00:00:04:00\nhere.\n\n<end subtitles>\n",
            "?[1200]: so we begin, [3000]here.",
        );
    }

    #[test]
    fn who_quotes_such_a_file_writes_an_essay() {
        let quoted = "<begin subtitles>\n\n00:00:01:05 00:00:02:20\nso we\n\n<end subtitles>\n";
        let check = |text: String, expected: Confidence| {
            assert_eq!(detect(&Input::of_text("a.txt", &text)), expected, "{text}");
        };
        check(quoted.to_owned(), Confidence::Certain);
        check(format!("@ Written by the editor\n\n{quoted}"), Confidence::Certain);
        check(format!("How captions are kept\n\nA file begins so:\n\n{quoted}"), Confidence::No);
    }
}
