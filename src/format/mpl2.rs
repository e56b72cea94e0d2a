//! MPL2: captions by tenths of a second, `[25][75]words|/more words in italics`.

use super::{Confidence, Format, Input, ParseError, Receipt, webvtt};
use crate::clean::captions::{Track, markup};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "mpl2", extensions: &["mpl"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    const LINES_TOLD: usize = 12;
    const CUES_MIN: usize = 3;
    let lines = input.head().lines().map(str::trim).filter(|line| !line.is_empty());
    let cues: Option<Vec<_>> = lines.take(LINES_TOLD).map(cue).collect();
    // References of a text, `[3][12]`, neither open every line nor go on in time.
    let goes_on = |cues: &Vec<(u64, u64, &str)>| {
        cues.len() >= CUES_MIN && cues.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 <= pair[1].1)
    };
    if cues.as_ref().is_some_and(goes_on) { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = webvtt::normalise(input.text);
    let mut track = Track::without_rows(&text);
    for (number, line) in (1..).zip(text.lines()) {
        let Some((start_ms, end_ms, words)) = cue(line.trim()) else { continue };
        track.begin(start_ms, Some(end_ms), number);
        for row in words.split('|') {
            markup::read(row.strip_prefix('/').unwrap_or(row), &mut track);
            track.push("\n");
        }
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// `[25][75]words`: when they begin and end, in milliseconds, and the words.
fn cue(line: &str) -> Option<(u64, u64, &str)> {
    const DIGITS_MAX: usize = 6;
    let (start, rest) = line.strip_prefix('[')?.split_once(']')?;
    let (end, words) = rest.strip_prefix('[')?.split_once(']')?;
    let ms = |tenths: &str| {
        let is_number = tenths.len() <= DIGITS_MAX && tenths.bytes().all(|byte| byte.is_ascii_digit());
        tenths.parse::<u64>().ok().filter(|_| is_number).map(|tenths| tenths * 100)
    };
    let (start_ms, end_ms) = (ms(start)?, ms(end)?);
    (end_ms > start_ms && words.contains(char::is_alphanumeric)).then_some((start_ms, end_ms, words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::captions::check;

    #[test]
    fn tenths_are_times() {
        check(
            "a.txt",
            "[10][25]so we|/begin\n[40][55]here.\n[60][70]It is cold.\n",
            "?[1000]: so we begin [4000]here. [6000]It is cold.",
        );
    }

    #[test]
    fn references_are_none() {
        let detect = |text: &str| {
            let Format { detect, .. } = FORMAT;
            detect(&Input::of_text("a.txt", text))
        };
        assert_eq!(detect("[1][2] Ada says so.\n[3][4] Tom does.\nSo it is.\n"), Confidence::No);
        assert_eq!(detect("[4][9] Ada says so.\n[1][4] Tom does.\n[2][3] So it is.\n"), Confidence::No);
        assert_eq!(detect("[1][2] Ada says so.\n[3][4] Tom does.\n"), Confidence::No);
    }
}
