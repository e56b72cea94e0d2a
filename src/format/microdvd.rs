//! MicroDVD: captions by the numbers of their first and last frame, `{25}{75}words|more words`.

use super::{Confidence, Format, Input, ParseError, Receipt, webvtt};
use crate::clean::captions::{Track, markup};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "microdvd", extensions: &["sub"], detect, parse };

/// How many frames a second has where the file does not say: that of films.
const FRAMES_PER_SECOND: f64 = 23.976;

fn detect(input: &Input<'_>) -> Confidence {
    let lines = input.head().lines().map(str::trim).filter(|line| !line.is_empty()).take(8);
    let cues = lines.filter(|line| cue(line).is_some()).count();
    if cues >= 2 { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = webvtt::normalise(input.text);
    let mut track = Track::without_rows(&text);
    let mut rate = None;
    for (number, line) in (1..).zip(text.lines()) {
        let Some((first, last, words)) = cue(line.trim()) else { continue };
        // The first line may show how many frames a second has.
        if rate.is_none() {
            let said = words.trim().replace(',', ".").parse::<f64>().ok();
            let said = said.filter(|said| first <= 1 && (1.0..=240.0).contains(said));
            if said.is_none() {
                receipt.guessed("frames in a second", "23.976");
            }
            rate = said.or(Some(FRAMES_PER_SECOND));
            if said.is_some() {
                continue;
            }
        }
        let ms = |frame: u32| (f64::from(frame) * 1000.0 / rate.unwrap_or(FRAMES_PER_SECOND)) as u64;
        track.begin(ms(first), Some(ms(last)), number);
        for row in words.split('|') {
            markup::read(row, &mut track);
            track.push("\n");
        }
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// `{25}{75}words`: the frames and the words.
fn cue(line: &str) -> Option<(u32, u32, &str)> {
    let (first, rest) = line.strip_prefix('{')?.split_once('}')?;
    let (last, words) = rest.strip_prefix('{')?.split_once('}')?;
    let first = first.parse().ok()?;
    Some((first, if last.is_empty() { first } else { last.parse().ok()? }, words))
}

#[cfg(test)]
mod tests {
    use crate::clean::captions::check;

    #[test]
    fn frames_are_times() {
        check(
            "a.sub",
            "{1}{1}25.000\n{25}{75}so we|begin\n{100}{150}{y:i}here.\n",
            "?[1000]: so we begin [4000]here.",
        );
        check("a.sub", "{0}{24}so\n{240}{260}we\n", "?[0]: so [10010]we");
    }
}
