//! Podlove's Simple Transcripts: `pst:transcripts`, in it a `pst:speech` for each turn with its
//! `pst:speaker` and a `pst:item` for each few words.

use super::subrip::read_time;
use super::xml::Xml;
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::Track;
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "podlove-xml", extensions: &["xml", "xsl"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = &input.text[..input.text.floor_char_boundary(2048)];
    let is_transcript = head.contains("podlove.org/simple-transcripts") && !head.contains("<rss");
    if is_transcript && head.contains("transcripts") { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let mut track = Track::without_rows(input.text);
    let mut counted = (0, 1_u32);
    for speech in xml.elements().filter(|element| element.local_name() == "speech") {
        let mut children = speech.children();
        let speaker = children
            .find(|child| child.local_name() == "speaker")
            .map(|speaker| speaker.text().trim().to_owned());
        let speaker = speaker.filter(|speaker| !speaker.is_empty());
        for item in speech.children().filter(|child| child.local_name() == "item") {
            let time = |name: &str| Some(read_time(item.attribute(name)?.trim())?.0);
            let Some(start_ms) = time("start") else {
                receipt.warn("words without a time were left out");
                continue;
            };
            let offset = item.offset();
            let lines = input.text.as_bytes().get(counted.0..offset).unwrap_or_default();
            let lines = lines.iter().filter(|byte| **byte == b'\n').count();
            counted = (offset, counted.1.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX)));
            track.begin(start_ms, time("end"), counted.1);
            track.voice(speaker.as_deref());
            track.push(item.text().trim());
        }
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}
