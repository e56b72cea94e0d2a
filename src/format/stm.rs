//! STM, what was said as scoring tools read it: `recording channel speaker begin end <labels> words` on every line,
//! in seconds. A line that begins with `;;` is a remark.

use rustc_hash::FxHashSet;

use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::{Track, milliseconds};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "stm", extensions: &["stm"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    const SEGMENTS_MIN: usize = 3;
    const SEGMENTS_TOLD: usize = 40;
    let head = input.head();
    let is_named = input.extension().eq_ignore_ascii_case("stm");
    // The last line may be cut.
    let whole = head.rfind('\n').map_or(head, |end| &head[..end]);
    let (mut segments, mut labelled) = (0, 0);
    let mut numbers = FxHashSet::default();
    for line in lines(whole).map(|(_, line)| line).take(SEGMENTS_TOLD) {
        let Some(segment) = segment(line, is_named) else { return Confidence::No };
        labelled += usize::from(segment.is_labelled);
        segments += 1;
        if segment.speaker.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers.insert(segment.speaker);
        }
    }
    // A number that is another in each line counts those of a table.
    let are_rows = labelled == 0 && numbers.len() == segments;
    let is_it = segments >= SEGMENTS_MIN && !are_rows && (is_named || labelled * 2 >= segments);
    if is_it { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let mut segments: Vec<(u32, Segment<'_>)> =
        lines(input.text).filter_map(|(number, line)| Some((number, segment(line, true)?))).collect();
    let recording = segments.first().map(|(_, segment)| segment.recording);
    if segments.iter().any(|(_, segment)| Some(segment.recording) != recording) {
        receipt.warn("several recordings in one file; the first is read");
        segments.retain(|(_, segment)| Some(segment.recording) == recording);
    }
    // Channels may stand one behind the other.
    segments.sort_by_key(|(_, segment)| segment.start_ms);
    let mut track = Track::without_rows(input.text);
    for (number, segment) in segments {
        const SILENCE: [&str; 3] = ["inter_segment_gap", "excluded_region", "ignore_time_segment_in_scoring"];
        if SILENCE.contains(&segment.speaker) || SILENCE.contains(&segment.words) {
            continue;
        }
        track.begin(segment.start_ms, Some(segment.end_ms), number);
        track.voice(Some(&name_of(segment.speaker)));
        track.push(&without_marks(segment.words));
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// The lines with segments, and their numbers from 1.
fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let lines = (1..).zip(text.lines());
    lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with(";;"))
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Segment<'a> {
    recording: &'a str,
    speaker: &'a str,
    start_ms: u64,
    end_ms: u64,
    /// It has `<labels>`.
    is_labelled: bool,
    words: &'a str,
}

/// Reads a segment; tables, too, have a number where the speaker stands, unless the file `is_named` for what it is.
fn segment(line: &str, is_named: bool) -> Option<Segment<'_>> {
    let mut rest = line.trim();
    let mut field = || {
        let (field, behind) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
        rest = behind.trim_start();
        Some(field).filter(|field| !field.is_empty())
    };
    let (recording, channel, speaker) = (field()?, field()?, field()?);
    let mut seconds = || {
        let field = field().filter(|field| field.bytes().all(|b| b.is_ascii_digit() || b == b'.'))?;
        milliseconds(field.parse().ok()?)
    };
    let (start_ms, end_ms) = (seconds()?, seconds()?);
    let labels = rest.strip_prefix('<').and_then(|labels| labels.split_once('>'));
    let labels = labels.filter(|(labels, _)| !labels.contains(' '));
    let words = labels.map_or(rest, |(_, words)| words.trim());
    let is_channel = channel.len() <= 2 && channel.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_speaker = is_named || speaker.contains(|c: char| c.is_alphabetic());
    let is_segment = is_channel && is_speaker && end_ms > start_ms;
    let is_labelled = labels.is_some();
    is_segment.then_some(Segment { recording, speaker, start_ms, end_ms, is_labelled, words })
}

/// The words without `<unk>`, which nobody could make out, and the numbers of pronunciations: `mortar(2)`.
fn without_marks(words: &str) -> String {
    let bare = |word: &'_ str| -> usize {
        let digits = word.strip_suffix(')').and_then(|word| word.rsplit_once('('));
        digits
            .filter(|(bare, number)| {
                !bare.is_empty() && number.len() == 1 && number.as_bytes()[0].is_ascii_digit()
            })
            .map_or(word.len(), |(bare, _)| bare.len())
    };
    let words = words.split_whitespace().filter(|word| *word != "<unk>");
    words.map(|word| &word[..bare(word)]).collect::<Vec<_>>().join(" ")
}

/// A name has no blanks there: `Ada_Moss`; `speaker_01` is what a machine calls somebody.
fn name_of(speaker: &str) -> String {
    let is_name = speaker.split('_').all(|word| word.starts_with(char::is_uppercase));
    if is_name && !speaker.contains(|c: char| c.is_ascii_digit()) {
        speaker.replace('_', " ")
    } else {
        speaker.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::captions::check;

    #[test]
    fn segments_are_what_is_said() {
        check(
            "a.stm",
            ";; of a ladder\na 1 Ada_Moss 0.50 2.40 <o,f0,female> so we begin\na 1 inter_segment_gap 2.4 3 <o,,>\n\
             a 1 spk_01 3.00 4.40 <o,f0,male> it fell\na 1 Ada_Moss 5 6 <o,f0,female> did it\n",
            "Ada Moss[500]: so we begin\nspk_01[3000]: it fell\nAda Moss[5000]: did it",
        );
    }

    #[test]
    fn marks_of_dictionaries_are_no_words() {
        check(
            "a.stm",
            "a 1 Ada 0.50 2.40 so we <unk> begin(2)\na 1 Bo 3.00 4.40 it fell (twice)\na 1 Ada 5 6 did it\n",
            "Ada[500]: so we begin\nBo[3000]: it fell (twice)\nAda[5000]: did it",
        );
    }

    #[test]
    fn a_speaker_may_be_a_number_where_the_file_is_named_for_it() {
        check(
            "a.stm",
            "a 1 0 0.50 2.40 <o,f0,unknown> so we begin\na 1 1 3.00 4.40 <o,f0,unknown> it fell\n\
             a 1 0 5 6 <o,f0,unknown> did it\n",
            "0[500]: so we begin\n1[3000]: it fell\n0[5000]: did it",
        );
    }

    #[test]
    fn tables_are_none() {
        let detect = |text: &str| {
            let Format { detect, .. } = FORMAT;
            detect(&Input::of_text("a.txt", text))
        };
        assert_eq!(detect("a 1 Ada 0.5 0.7 so we begin\n".repeat(9).as_str()), Confidence::No);
        assert_eq!(detect("Ada has no 4 5 <ladders> at all\n".repeat(9).as_str()), Confidence::No);
        assert_eq!(detect("a 1 12 0.5 0.7 <b> so\n".repeat(9).as_str()), Confidence::No);
        let numbered = |of: fn(u32) -> u32| -> String {
            (0..6).map(|at| format!("barn 1 {} {at}.5 {at}.9 sacks of corn\n", of(at))).collect()
        };
        let named = |text: &str| super::detect(&Input::of_text("a.stm", text));
        assert_eq!(named(&numbered(|at| at)), Confidence::No);
        assert_eq!(named(&numbered(|at| at % 2)), Confidence::Certain);
    }
}
