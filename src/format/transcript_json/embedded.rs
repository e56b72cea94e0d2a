//! JSON whose strings are transcripts by themselves: captions as WebVTT or SubRip, or lines with names and times. What
//! stands around them says what they are of.

use std::collections::HashSet;

use super::super::exports::is_talk;
use super::super::json::{self, Json, Lines};
use super::super::{Confidence, Format, Input, ParseError, Receipt, or_warned, parse as parse_any};
use super::known;
use crate::document::{Date, Document, Kind};

pub(in super::super) static FORMAT: Format =
    Format { name: "captions-in-json", extensions: &["json", "jsonl"], detect, parse };

const DEPTH_MAX: usize = 10;

fn detect(input: &Input<'_>) -> Confidence {
    // What is not there need not be looked for.
    let has = |mark: &str| memchr::memmem::find(input.text.as_bytes(), mark.as_bytes()).is_some();
    let may_be = json::looks_like_json(input.text)
        && (has("-->") || has("--\\u003e") || NAMES.iter().any(|name| has(name)));
    let Some(sketch) = may_be.then(|| json::sketch(input.text)).flatten() else { return Confidence::No };
    let mut found = Vec::new();
    find(&sketch, &mut Vec::new(), &mut found);
    if found.iter().any(|found| is_captions(found.text)) {
        return Confidence::Certain;
    }
    if found.is_empty() { Confidence::No } else { Confidence::Possible }
}

/// A string that is a transcript, and the objects that it stands in, the outermost first.
struct Found<'v, 'a> {
    text: &'v str,
    key: &'v str,
    around: Vec<&'v Json<'a>>,
}

/// What fields are called that hold what was said.
const NAMES: [&str; 6] = ["transcri", "Transcri", "caption", "subtitle", "dialog", "conversation"];

fn find<'v, 'a>(value: &'v Json<'a>, around: &mut Vec<&'v Json<'a>>, found: &mut Vec<Found<'v, 'a>>) {
    if around.len() > DEPTH_MAX {
        return;
    }
    match value {
        Json::List(elements) => elements.iter().for_each(|element| find(element, around, found)),
        Json::Map(fields) => {
            let texts = || fields.iter().filter_map(|(key, value)| Some((&**key, value.words()?)));
            let named = |key: &str| NAMES.iter().any(|name| key.contains(name));
            // Of captions in two layouts one is enough; they beat the text without times.
            let captions = texts().find(|(_, text)| is_captions(text));
            let said = captions
                .or_else(|| texts().find(|(key, text)| named(key) && is_lines(text) && is_talk(text)));
            if let Some((key, text)) = said {
                let around = around.iter().copied().chain([value]).collect();
                found.push(Found { text, key, around });
                return;
            }
            // Of none of its many things does a table say something, and would be asked for each.
            let is_around = !value.is_table();
            around.extend(is_around.then_some(value));
            fields.iter().for_each(|(_, value)| find(value, around, found));
            around.truncate(around.len() - usize::from(is_around));
        }
        _ => {}
    }
}

/// Says that a text begins as WebVTT or as the first cue of SubRip does.
fn is_captions(text: &str) -> bool {
    const HEAD_BYTES: usize = 80;
    let text = text.trim_start_matches(['\u{FEFF}', '\n', '\r', ' ']);
    let is_web = text.strip_prefix("WEBVTT").is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
    let is_subrip = || {
        let mut lines = head.lines().map(str::trim);
        let number = lines.next().unwrap_or_default();
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let times = if is_number { lines.next().unwrap_or_default() } else { number };
        times
            .split_once(" --> ")
            .is_some_and(|(start, _)| start.contains(':') && start.starts_with(|c: char| c.is_ascii_digit()))
    };
    (is_web || is_subrip()) && text.contains("-->")
}

fn is_lines(text: &str) -> bool {
    const LINES_MIN: usize = 4;
    text.lines().filter(|line| !line.trim().is_empty()).nth(LINES_MIN - 1).is_some()
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let value = json::read_file(input.text, receipt)?;
    let mut found = Vec::new();
    find(&value, &mut Vec::new(), &mut found);
    let mut lines = Lines::of(input.text);
    let mut documents: Vec<Document> = Vec::new();
    let (mut texts, mut parts) = (HashSet::new(), HashSet::new());
    for (number, said) in (1..).zip(&found) {
        let is_again = !texts.insert(said.text);
        let Some(innermost) = said.around.last().filter(|_| !is_again) else { continue };
        let line = lines.of_field(innermost, &[said.key]);
        let spoken = parse_any("transcript", said.text.as_bytes(), receipt);
        for mut document in or_warned(spoken, receipt) {
            document.format = FORMAT.name.to_owned();
            document.kind = Kind::Transcript;
            // A string of JSON is a line of its file.
            document.lines.clear();
            document.blocks.iter_mut().for_each(|block| block.line = Some(line));
            fill(&mut document, &said.around);
            if found.len() > 1 {
                let label = innermost.any(&["id", "language", "lang", "srclang", "label", "name"]).label();
                let label = label.map_or_else(|| number.to_string(), std::borrow::Cow::into_owned);
                let is_free = parts.insert(label.clone());
                document.part = if is_free { label } else { number.to_string() };
            }
            documents.push(document);
        }
    }
    if documents.is_empty() {
        receipt.warn("the transcript holds no words");
    }
    Ok(documents)
}

/// Fills in what the objects around say, the nearest first.
fn fill(document: &mut Document, around: &[&Json<'_>]) {
    let metadata = &mut document.metadata;
    for object in around.iter().rev() {
        known::fill(metadata, object);
        // What has a language is one of several tracks, whose name is that of the language.
        let is_track = !object.any(&["language", "lang", "srclang", "languageCode"]).is_null()
            && object.get("title").is_null();
        let name = object.any(&["name", "subject", "topic", "filename"]).words().filter(|_| !is_track);
        metadata.title = metadata.title.take().or_else(|| name.map(str::to_owned));
        let made =
            object.any(&["created_at", "createdAt", "created", "creation_date", "recorded", "createdTime"]);
        let is_titled = metadata.title.is_some();
        metadata.date = metadata.date.or_else(|| made.words().filter(|_| is_titled).and_then(Date::find));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read;

    fn check(json: &str, expected: &[(&str, &str, &str)]) {
        let documents = read("a.json", json.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let shown: Vec<_> = documents
            .iter()
            .map(|document| {
                let title = document.metadata.title.clone().unwrap_or_default();
                let times: Vec<String> =
                    document.times.iter().map(|time| time.start_ms.to_string()).collect();
                (title, document.speakers.join(","), times.join(","))
            })
            .collect();
        let shown: Vec<_> = shown.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
        assert_eq!(shown, expected, "{json}");
    }

    #[test]
    fn captions_in_a_string_are_read_with_what_stands_around_them() {
        check(
            r#"{"title":"On ladders","vtt":"WEBVTT\n\n00:02.000 --> 00:05.000\n<v Ada>The long one is here.\n\n00:06.000 --> 00:07.000\n<v Bo>So it is.\n","srt":"1\n00:00:02,000 --> 00:00:05,000\nThe long one is here.\n"}"#,
            &[("On ladders", "Ada,Bo", "2000,6000")],
        );
        check(
            r#"{"video":{"name":"Wells","tracks":[{"language":"en","label":"English","body":"1\n00:00:02,000 --> 00:00:05,000\nAda: Twelve are dry.\n\n2\n00:00:06,000 --> 00:00:07,000\nBo: So few?\n"}]}}"#,
            &[("Wells", "Ada,Bo", "2000,6000")],
        );
    }

    #[test]
    fn a_table_of_many_talks_says_nothing_of_each() {
        let talk = r#"{"srt":"1\n00:00:02,000 --> 00:00:05,000\nTwelve wells are dry.\n","title":"Wells"}"#;
        let talks: Vec<String> = (0..300).map(|number| format!(r#""{number}":{talk}"#)).collect();
        let json = format!(r#"{{"show":"Rungs",{}}}"#, talks.join(","));
        let documents = read("a.json", json.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let metadata = &documents[0].metadata;
        assert_eq!((metadata.title.as_deref(), metadata.source.as_deref()), (Some("Wells"), None));
    }

    #[test]
    fn what_cannot_be_read_in_a_string_is_told() {
        let damaged = format!(r#"{{"vtt":"WEBVTT\n\n00:02.000 --> 00:05.000\n{}"}}"#, r"\u0001".repeat(9));
        let mut receipt = Receipt::default();
        assert_eq!(read("a.json", damaged.as_bytes(), &mut receipt), Ok(Vec::new()));
        assert!(receipt.warnings[0].starts_with("a text in it is left out: no known format"), "{receipt:?}");
    }

    #[test]
    fn a_string_that_only_has_an_arrow_is_none() {
        let check =
            |json: &str| assert_eq!(detect(&Input::of_text("a.json", json)), Confidence::No, "{json}");
        check(r#"{"hint":"press A --> B","caption":"A barn at dawn"}"#);
        check(r#"{"format":"WEBVTT","subtitle":"How to mend: a ladder"}"#);
    }
}
