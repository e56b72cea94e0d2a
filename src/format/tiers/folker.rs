//! FOLKER's `.flk` and `.fln`: what each says from one moment to another, as a text, in segments or in words.

use std::collections::HashMap;

use super::super::xml::{Element, Xml};
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use super::{Moments, Said, begins_with, track};
use crate::clean::captions::milliseconds;
use crate::clean::folded;
use crate::document::Document;

pub(in crate::format) static FOLKER: Format =
    Format { name: "folker", extensions: &["flk", "fln"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    begins_with(input, "<folker-transcription")
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let mut moments = Moments::default();
    let mut people: HashMap<&str, String> = HashMap::new();
    let mut said = Vec::new();
    for element in xml.elements() {
        let raw = |name: &str| value(element, name);
        match element.name() {
            "speaker" => {
                let name = element.child("name").map(|name| folded(&name.text()));
                people.extend(raw("speaker-id").zip(name.filter(|name| !name.is_empty())));
            }
            "timepoint" => {
                let time = raw("absolute-time").and_then(|seconds| milliseconds(seconds.parse().ok()?));
                moments.add(raw("timepoint-id"), time);
            }
            "contribution" => {
                let speaker = raw("speaker-reference").filter(|id| !id.is_empty());
                let speaker = speaker.map(|id| people.get(id).cloned().unwrap_or_else(|| id.to_owned()));
                let segments = || element.children().filter(|child| child.name() == "segment");
                let parts: Vec<Element<'_, '_>> =
                    if segments().next().is_some() { segments().collect() } else { vec![element] };
                for part in parts {
                    let of = |name: &str| value(part, name).or_else(|| raw(name));
                    let Some(time) = moments.between(of("start-reference"), of("end-reference")) else {
                        continue;
                    };
                    let words = folded(&words_of(part));
                    said.push(Said { time, offset: part.offset(), speaker: speaker.clone(), words });
                }
            }
            _ => {}
        }
    }
    Ok(track(said, moments.has_times, input, receipt, &FOLKER))
}

fn value<'a>(element: Element<'_, 'a>, name: &str) -> Option<&'a str> {
    element.attributes().find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The words of a stretch: where each has an element of its own no blank need part them.
fn words_of(part: Element<'_, '_>) -> String {
    let words: Vec<String> =
        part.descendants().filter(|inner| inner.name() == "w").map(|word| word.text().into_owned()).collect();
    if words.is_empty() { part.text().into_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use crate::clean::captions::check;

    #[test]
    fn contributions_are_said_from_moment_to_moment() {
        check(
            "a.flk",
            r#"<folker-transcription><head/><speakers><speaker speaker-id="AM"><name>Ada Moss</name></speaker><speaker speaker-id="TG"/></speakers><timeline><timepoint timepoint-id="T0" absolute-time="0.0"/><timepoint timepoint-id="T1" absolute-time="2.4"/><timepoint timepoint-id="T2" absolute-time="5.9"/></timeline>
<contribution speaker-reference="TG" start-reference="T1" end-reference="T2" parse-level="2"><w>all</w><pause duration="micro"/><w>of them</w></contribution>
<contribution speaker-reference="AM" start-reference="T0" end-reference="T2" parse-level="1"><segment start-reference="T0" end-reference="T1">the rungs are gone</segment></contribution></folker-transcription>"#,
            "Ada Moss[0]: the rungs are gone\nTG[2400]: all of them",
        );
    }
}
