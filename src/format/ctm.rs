//! CTM, the words of a recogniser as scoring tools read them: `recording channel start duration word confidence`
//! on every line, in seconds. A line that begins with `;;` is a remark.
//!
//! Words have no stops; a silence parts what is said. Of several channels each is a speaker.

use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::{Track, milliseconds};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "ctm", extensions: &["ctm"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    const WORDS_MIN: usize = 4;
    const WORDS_TOLD: usize = 40;
    let head = input.head();
    // The last line may be cut.
    let whole = head.rfind('\n').map_or(head, |end| &head[..end]);
    let (mut words, mut spelled) = (0, 0);
    for line in lines(whole).map(|(_, line)| line).take(WORDS_TOLD) {
        let Some(word) = word(line) else { return Confidence::No };
        spelled += usize::from(word.text.contains(char::is_alphabetic));
        words += 1;
    }
    if words >= WORDS_MIN && spelled * 2 >= words { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    // So many words are read at once, and fewer where a silence parts them.
    const WORDS_MAX: usize = 12;
    const SILENCE_MS: u64 = 400;
    let mut words: Vec<(u32, Word<'_>)> =
        lines(input.text).filter_map(|(number, line)| Some((number, word(line)?))).collect();
    // Channels may stand one behind the other; recordings do.
    words.sort_by_key(|(_, word)| word.start_ms);
    let first = words.first().map(|(_, word)| (word.recording, word.channel));
    if let Some((recording, _)) =
        first.filter(|(first, _)| words.iter().any(|(_, word)| word.recording != *first))
    {
        receipt.warn("several recordings in one file; the first is read");
        words.retain(|(_, word)| word.recording == recording);
    }
    let has_channels = words.iter().any(|(_, word)| Some(word.channel) != first.map(|(_, channel)| channel));
    let mut track = Track::of(input.text);
    let mut from = 0;
    while from < words.len() {
        let (number, opening) = &words[from];
        let goes_on = |pair: &[(u32, Word<'_>)]| {
            let (before, next) = (&pair[0].1, &pair[1].1);
            before.channel == next.channel && next.start_ms.saturating_sub(before.end_ms) < SILENCE_MS
        };
        let more = words[from..].windows(2).take(WORDS_MAX - 1).take_while(|pair| goes_on(pair)).count();
        let said = &words[from..=from + more];
        let end_ms = said.iter().map(|(_, word)| word.end_ms).max();
        track.begin(opening.start_ms, end_ms, *number);
        if has_channels {
            track.voice(Some(&format!("Channel {}", opening.channel)));
        }
        for (at, (_, word)) in said.iter().enumerate() {
            if at > 0 {
                track.push(" ");
                track.time(word.start_ms);
            }
            track.push(word.text);
        }
        from += more + 1;
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// The lines with words, and their numbers from 1.
fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let lines = (1..).zip(text.lines());
    lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with(";;"))
}

#[derive(Clone, Copy, Debug)]
struct Word<'a> {
    recording: &'a str,
    channel: &'a str,
    start_ms: u64,
    end_ms: u64,
    text: &'a str,
}

fn word(line: &str) -> Option<Word<'_>> {
    let mut fields = line.split_ascii_whitespace();
    let (recording, channel) = (fields.next()?, fields.next()?);
    let mut seconds = || {
        let field = fields.next().filter(|field| field.bytes().all(|b| b.is_ascii_digit() || b == b'.'))?;
        milliseconds(field.parse().ok()?)
    };
    let (start_ms, lasts_ms) = (seconds()?, seconds()?);
    let text = fields.next()?;
    let confidence = fields.next();
    let is_confidence = confidence.is_none_or(|field| field == "NA" || field.parse::<f32>().is_ok());
    let is_channel = channel.len() <= 2 && channel.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_word = is_channel && is_confidence && text.parse::<f64>().map_or(true, |_| confidence.is_some());
    let end_ms = start_ms.saturating_add(lasts_ms);
    is_word.then_some(Word { recording, channel, start_ms, end_ms, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::captions::check;
    use crate::format::Format;

    #[test]
    fn words_become_what_is_said() {
        check(
            "a.ctm",
            ";; of a ladder\na 1 0.50 0.40 so 0.98\na 1 0.90 0.40 we 0.98\na 1 1.30 0.20 begin 0.9\na 1 9.00 0.5 here 1\n",
            "?[500]: so [900]we [1300]begin [9000]here",
        );
        check(
            "a.txt",
            "a A 0.50 0.40 why\na A 0.90 0.40 not\na B 3.00 0.40 it\na B 3.40 0.40 fell\n",
            "Channel A[500]: why [900]not\nChannel B[3000]: it [3400]fell",
        );
    }

    #[test]
    fn tables_of_numbers_are_none() {
        let detect = |text: &str| {
            let Format { detect, .. } = FORMAT;
            detect(&Input::of_text("a.txt", text))
        };
        assert_eq!(detect("a 1 0.5 0.4 12.0 3.0\n".repeat(9).as_str()), Confidence::No);
        assert_eq!(detect("a 1 0.5 0.4 12.0\n".repeat(9).as_str()), Confidence::No);
        assert_eq!(detect("a 1 0.5 0.4 so we begin\n".repeat(9).as_str()), Confidence::No);
        assert_eq!(detect("Ada has 4 5 ladders 3\n".repeat(9).as_str()), Confidence::No);
    }
}
