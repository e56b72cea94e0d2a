//! What YouTube's own players read: `json3`, `srv3` (timed text of version 3), and the older
//! `srv1` of transcripts.

use serde::Deserialize;

use super::lines::Lines;
use super::xml::Xml;
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::{Track, markup, milliseconds};
use crate::document::Document;

/// The JSON dialect.
pub(super) static JSON3: Format =
    Format { name: "youtube-json3", extensions: &["json3", "json"], detect: detect_json, parse: parse_json };

/// The XML dialects.
pub(super) static SRV: Format = Format {
    name: "youtube-srv",
    extensions: &["srv3", "srv2", "srv1", "ytt", "xml"],
    detect: detect_xml,
    parse: parse_xml,
};

#[derive(Debug, Deserialize)]
struct Json3 {
    #[serde(default)]
    events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    #[serde(default)]
    t_start_ms: f64,
    d_duration_ms: Option<f64>,
    #[serde(default)]
    segs: Vec<Segment>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Segment {
    #[serde(default)]
    utf8: String,
    t_offset_ms: Option<f64>,
}

fn detect_json(input: &Input<'_>) -> Confidence {
    let head = input.head().trim_start();
    let is_dialect = head.starts_with('{') && head.contains("\"events\"");
    let has_events =
        || head.contains("\"wireMagic\"") || head.contains("\"tStartMs\"") && head.contains("\"segs\"");
    if is_dialect && has_events() { Confidence::Certain } else { Confidence::No }
}

fn parse_json(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let captions: Json3 = serde_json::from_str(input.text).map_err(|error| ParseError(error.to_string()))?;
    let mut track = Track::without_rows(input.text);
    let starts: Vec<u64> = captions.events.iter().map(|event| event.t_start_ms as u64).collect();
    for (index, event) in captions.events.iter().enumerate() {
        if event.segs.iter().all(|segment| segment.utf8.trim().is_empty()) {
            continue;
        }
        let words = event
            .segs
            .iter()
            .map(|segment| (segment.t_offset_ms.map(|offset_ms| offset_ms as u64), segment.utf8.as_str()));
        let duration_ms = event.d_duration_ms.map(|duration_ms| duration_ms as u64);
        // The whole file is one line.
        cue(&mut track, starts[index], duration_ms, 0, words);
    }
    Ok(track.into_documents(JSON3.name, input, receipt))
}

fn detect_xml(input: &Input<'_>) -> Confidence {
    let head = &input.head()[..input.head().floor_char_boundary(4096)];
    let is_xml = head.trim_start().starts_with('<');
    let is_transcript = head.contains("<transcript") && head.contains("<text start=");
    if is_xml && (head.contains("<timedtext") || is_transcript) {
        Confidence::Certain
    } else {
        Confidence::No
    }
}

fn parse_xml(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let mut track = Track::without_rows(input.text);
    let mut lines = Lines::new(input.text);
    let mut read_to = 0;
    for element in xml.elements() {
        let number = |name: &str| element.attribute(name).and_then(|value| value.trim().parse::<f64>().ok());
        let line = lines.at(element.offset());
        // What lies inside of an element that was read whole has been read: no file nests them.
        if element.offset() < read_to {
            continue;
        }
        if matches!(element.local_name(), "p" | "text") {
            read_to = element.offset() + element.markup().len();
        }
        match element.local_name() {
            "p" => {
                let Some(start_ms) = number("t") else { continue };
                let duration_ms = number("d").map(|duration_ms| duration_ms as u64);
                let words: Vec<_> = element.children().filter(|child| child.local_name() == "s").collect();
                let texts: Vec<_> = words.iter().map(|word| word.text()).collect();
                let offsets = words
                    .iter()
                    .map(|word| word.attribute("t").and_then(|offset| offset.trim().parse().ok()));
                if words.is_empty() {
                    cue(
                        &mut track,
                        start_ms as u64,
                        duration_ms,
                        line,
                        std::iter::once((None, &*element.text())),
                    );
                } else {
                    let words = offsets.zip(texts.iter().map(|text| &**text));
                    cue(&mut track, start_ms as u64, duration_ms, line, words);
                }
            }
            "text" => {
                let seconds = |name| number(name).and_then(milliseconds);
                let (start_ms, duration_ms) = (
                    seconds("start").or(number("t").map(|t| t as u64)),
                    seconds("dur").or(number("d").map(|d| d as u64)),
                );
                let Some(start_ms) = start_ms else { continue };
                // References are written twice over in this dialect.
                let text = markup::plain_references(&element.text()).into_owned();
                cue(&mut track, start_ms, duration_ms, line, std::iter::once((None, text.as_str())));
            }
            _ => {}
        }
    }
    Ok(track.into_documents(SRV.name, input, receipt))
}

/// Adds one event with its words, each as many milliseconds behind its beginning.
fn cue<'a>(
    track: &mut Track,
    start_ms: u64,
    duration_ms: Option<u64>,
    line: u32,
    words: impl Iterator<Item = (Option<u64>, &'a str)>,
) {
    track.begin(start_ms, duration_ms.map(|duration_ms| start_ms.saturating_add(duration_ms)), line);
    for (offset_ms, text) in words {
        if let Some(offset_ms) = offset_ms {
            track.time(start_ms.saturating_add(offset_ms));
        }
        track.push(text);
    }
}

#[cfg(test)]
mod tests {

    use crate::clean::captions::check;

    #[test]
    fn events_are_cues_and_segments_words() {
        check(
            "a.json3",
            r#"{"wireMagic":"pb3","pens":[{}],"events":[{"tStartMs":0,"dDurationMs":9000,"id":1},
            {"tStartMs":1000,"dDurationMs":4000,"segs":[{"utf8":"so"},{"utf8":" we","tOffsetMs":400}]},
            {"tStartMs":2000,"aAppend":1,"segs":[{"utf8":"\n"}]},
            {"tStartMs":3000,"dDurationMs":1000,"segs":[{"utf8":"begin."}]}]}"#,
            "?[1000]: so [1400]we [3000]begin.",
        );
    }

    #[test]
    fn both_xml_dialects_are_read() {
        check(
            "a.srv3",
            "<?xml version=\"1.0\" encoding=\"utf-8\" ?><timedtext format=\"3\">\n<body>\n<w t=\"0\" id=\"1\"/>\n\
             <p t=\"1000\" d=\"4000\" w=\"1\"><s ac=\"0\">so</s><s t=\"400\" ac=\"0\"> we</s></p>\n\
             <p t=\"2000\" d=\"10\" w=\"1\" a=\"1\">\n</p>\n<p t=\"3000\" d=\"1000\">begin &amp; end.</p>\n</body></timedtext>",
            "?[1000]: so [1400]we [3000]begin & end.",
        );
        check(
            "a.xml",
            "<?xml version=\"1.0\" encoding=\"utf-8\" ?><transcript><text start=\"1\" dur=\"2.5\">it&amp;#39;s</text><text start=\"3.5\">here.</text></transcript>",
            "?[1000]: it's [3500]here.",
        );
    }
}
