//! Transcripts in tiers over one line of time, a speaker each: ELAN's `.eaf` and EXMARaLDA's `.exb`.
//!
//! Beside what is said, tiers hold translations, glosses and comments of the same moments. Of each speaker's
//! tiers the one is read that has the words.

use std::collections::HashMap;

use super::lines::Lines;
use super::xml::{Element, Xml};
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::{Track, milliseconds};
use crate::clean::folded;
use crate::document::Document;

pub(super) static ELAN: Format =
    Format { name: "elan", extensions: &["eaf"], detect: detect_elan, parse: parse_elan };
pub(super) static EXMARALDA: Format =
    Format { name: "exmaralda", extensions: &["exb"], detect: detect_exmaralda, parse: parse_exmaralda };

fn detect_elan(input: &Input<'_>) -> Confidence {
    begins_with(input, "<ANNOTATION_DOCUMENT")
}

fn detect_exmaralda(input: &Input<'_>) -> Confidence {
    begins_with(input, "<basic-transcription")
}

fn begins_with(input: &Input<'_>, mark: &str) -> Confidence {
    let head = &input.text[..input.text.floor_char_boundary(2048)];
    if head.trim_start().starts_with('<') && head.contains(mark) {
        Confidence::Certain
    } else {
        Confidence::No
    }
}

/// What somebody says at one time.
#[derive(Debug)]
struct Said {
    start_ms: u64,
    end_ms: Option<u64>,
    offset: usize,
    speaker: Option<String>,
    words: String,
}

/// A tier of a speaker, before it is known what it holds.
#[derive(Debug)]
struct Tier<'a> {
    name: String,
    speaker: Option<String>,
    /// Its annotations stand on others, those of this tier.
    parent: Option<String>,
    /// The id of each annotation, of the one it stands on, its times, where it is, and its text.
    annotations: Vec<Annotation<'a>>,
}

#[derive(Debug)]
struct Annotation<'a> {
    id: &'a str,
    stands_on: Option<&'a str>,
    times: Option<(u64, Option<u64>)>,
    offset: usize,
    text: String,
}

impl Tier<'_> {
    /// How many words stand in each annotation, in tenths.
    fn words(&self) -> usize {
        let words: usize = self.annotations.iter().map(|said| said.text.split_whitespace().count()).sum();
        words * 10 / self.annotations.len().max(1)
    }

    /// What its name says of what it holds: the words themselves, nothing, or something about them.
    fn rank(&self) -> u8 {
        const WORDS: [&str; 8] =
            ["tx", "text", "transcription", "transcript", "utterance", "orth", "trs", "speech"];
        const OTHERS: [&str; 16] = [
            "translation",
            "ft",
            "gls",
            "gloss",
            "mb",
            "morph",
            "ps",
            "pos",
            "note",
            "comment",
            "ref",
            "phon",
            "free",
            "gesture",
            "gaze",
            "lemma",
        ];
        let name = self.name.to_lowercase();
        let mut parts = name.split(|c: char| !c.is_alphabetic());
        let is_of = |known: &[&str], part: &str| known.contains(&part);
        match () {
            () if parts.clone().any(|part| is_of(&WORDS, part)) => 0,
            () if parts.any(|part| is_of(&OTHERS, part)) => 2,
            () => 1,
        }
    }
}

fn parse_elan(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let mut slots: HashMap<&str, u64> = HashMap::new();
    let mut tiers: Vec<Tier<'_>> = Vec::new();
    for element in xml.elements() {
        let raw = |name: &str| element.attributes().find(|(key, _)| *key == name).map(|(_, value)| value);
        match element.name() {
            "TIME_SLOT" => {
                let time = raw("TIME_VALUE").and_then(|ms| ms.trim().parse().ok());
                slots.extend(raw("TIME_SLOT_ID").zip(time));
            }
            "TIER" => {
                let attribute = |name: &str| element.attribute(name).filter(|value| !value.trim().is_empty());
                let name = attribute("TIER_ID").unwrap_or_default().trim().to_owned();
                let speaker = attribute("PARTICIPANT").map(|name| name.trim().to_owned());
                let parent = attribute("PARENT_REF").map(|name| name.trim().to_owned());
                tiers.push(Tier { name, speaker, parent, annotations: Vec::new() });
            }
            "ALIGNABLE_ANNOTATION" | "REF_ANNOTATION" => {
                let Some(tier) = tiers.last_mut() else { continue };
                let value = element.child("ANNOTATION_VALUE");
                let text = value.map(|value| folded(&value.text())).unwrap_or_default();
                let start = raw("TIME_SLOT_REF1").and_then(|slot| slots.get(slot)).copied();
                let end = raw("TIME_SLOT_REF2").and_then(|slot| slots.get(slot)).copied();
                tier.annotations.push(Annotation {
                    id: raw("ANNOTATION_ID").unwrap_or_default(),
                    stands_on: raw("ANNOTATION_REF"),
                    times: start.map(|start| (start, end)),
                    offset: value.map_or(element.offset(), Element::offset),
                    text,
                });
            }
            _ => {}
        }
    }
    let said = spoken(tiers, receipt);
    Ok(track(said, input, receipt, &ELAN))
}

/// What is said in the tiers: of each speaker in the one that has the words.
fn spoken(tiers: Vec<Tier<'_>>, receipt: &mut Receipt) -> Vec<Said> {
    let times: HashMap<&str, (Option<&str>, Option<(u64, Option<u64>)>)> = tiers
        .iter()
        .flat_map(|tier| &tier.annotations)
        .map(|said| (said.id, (said.stands_on, said.times)))
        .collect();
    let timed = |said: &Annotation<'_>| {
        // Annotations stand on others, and these on others.
        const DEPTH_MAX: usize = 8;
        let (mut time, mut below) = (said.times, said.stands_on);
        for _ in 0..DEPTH_MAX {
            if time.is_some() {
                break;
            }
            (below, time) = below.and_then(|id| times.get(id)).copied().unwrap_or_default();
        }
        time
    };
    let root = |tier: &Tier<'_>| {
        let mut name = tier.name.as_str();
        for _ in 0..tiers.len().min(8) {
            let known = tiers.iter().find(|other| other.name == name);
            match known.and_then(|known| known.parent.as_deref()) {
                Some(parent) => name = parent,
                None => break,
            }
        }
        name.to_owned()
    };
    // Tiers that stand on one another are of one speaker.
    let mut families: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, tier) in tiers.iter().enumerate().filter(|(_, tier)| !tier.annotations.is_empty()) {
        let family = root(tier);
        match families.iter_mut().find(|(name, _)| *name == family) {
            Some((_, members)) => members.push(at),
            None => families.push((family, vec![at])),
        }
    }
    let mut all = Vec::new();
    for (family, members) in families {
        // Of two that might be the words the first that has sentences.
        let best = members.iter().copied().min_by_key(|at| {
            let tier = &tiers[*at];
            (tier.rank(), tier.words() < 15, *at)
        });
        let Some(best) = best else { continue };
        for at in members.iter().filter(|at| **at != best) {
            receipt.dropped("tier beside what is said", &tiers[*at].name);
        }
        let tier = &tiers[best];
        let speaker = tier.speaker.clone().or_else(|| Some(family).filter(|name| !is_kind(name)));
        for said in &tier.annotations {
            if let Some((start_ms, end_ms)) = timed(said) {
                let (offset, words) = (said.offset, said.text.clone());
                all.push(Said { start_ms, end_ms, offset, speaker: speaker.clone(), words });
            }
        }
    }
    all
}

/// Says that a tier is called by what it holds, and not by who speaks.
fn is_kind(name: &str) -> bool {
    const KINDS: [&str; 8] =
        ["default", "text", "transcription", "transcript", "utterance", "utterances", "speech", "tier"];
    let name = name.trim_end_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    name.is_empty() || KINDS.contains(&name.as_str())
}

fn parse_exmaralda(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let mut moments: HashMap<&str, u64> = HashMap::new();
    let mut people: HashMap<String, String> = HashMap::new();
    let mut said = Vec::new();
    let mut speaker = None;
    let mut is_said = false;
    for element in xml.elements() {
        let raw = |name: &str| element.attributes().find(|(key, _)| *key == name).map(|(_, value)| value);
        match element.name() {
            "speaker" => {
                let called = element.child("abbreviation").map(|name| folded(&name.text()));
                people.extend(raw("id").map(str::to_owned).zip(called.filter(|name| !name.is_empty())));
            }
            "tli" => {
                let time = raw("time").and_then(|seconds| milliseconds(seconds.parse().ok()?));
                moments.extend(raw("id").zip(time));
            }
            "tier" => {
                is_said = raw("type") == Some("t");
                speaker = raw("speaker").map(|id| people.get(id).map_or(id, String::as_str).to_owned());
                if !is_said {
                    receipt.dropped("tier beside what is said", raw("display-name").unwrap_or_default());
                }
            }
            "event" if is_said => {
                let start = raw("start").and_then(|id| moments.get(id)).copied();
                let Some(start_ms) = start else { continue };
                let end_ms = raw("end").and_then(|id| moments.get(id)).copied();
                let words = folded(&element.text());
                said.push(Said {
                    start_ms,
                    end_ms,
                    offset: element.offset(),
                    speaker: speaker.clone(),
                    words,
                });
            }
            _ => {}
        }
    }
    Ok(track(said, input, receipt, &EXMARALDA))
}

/// The document of what is said, in the order of time.
fn track(mut said: Vec<Said>, input: &Input<'_>, receipt: &mut Receipt, format: &Format) -> Vec<Document> {
    said.retain(|said| said.words.contains(char::is_alphanumeric));
    let mut lines = Lines::new(input.text);
    said.sort_by_key(|said| said.offset);
    let mut numbered: Vec<(u32, Said)> = said.into_iter().map(|said| (lines.at(said.offset), said)).collect();
    numbered.sort_by_key(|(line, said)| (said.start_ms, *line));
    let mut track = Track::without_rows(input.text);
    for (line, said) in &numbered {
        track.begin(said.start_ms, said.end_ms, *line);
        track.voice(said.speaker.as_deref());
        track.push(&said.words);
    }
    track.into_documents(format.name, input, receipt)
}

#[cfg(test)]
mod tests {
    use crate::clean::captions::check;

    #[test]
    fn annotations_of_elan_are_said_in_the_order_of_time() {
        check(
            "a.eaf",
            r#"<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="t2" TIME_VALUE="4000"/><TIME_SLOT TIME_SLOT_ID="t3" TIME_VALUE="5000"/><TIME_SLOT TIME_SLOT_ID="t4" TIME_VALUE="7000"/></TIME_ORDER>
<TIER PARTICIPANT="Ada" TIER_ID="A-tx"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="t3" TIME_SLOT_REF2="t4"><ANNOTATION_VALUE>Every day, yes.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER PARTICIPANT="Ada" TIER_ID="A-ft" PARENT_REF="A-tx"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a2"><ANNOTATION_VALUE>Jeden Tag.</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>
<TIER PARTICIPANT="Tom" TIER_ID="T-tx"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>Did you climb the ladder?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>"#,
            "Tom[1000]: Did you climb the ladder?\nAda[5000]: Every day, yes.",
        );
    }

    #[test]
    fn words_that_stand_on_numbers_have_their_times() {
        check(
            "a.eaf",
            r#"<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="t2" TIME_VALUE="4000"/></TIME_ORDER>
<TIER TIER_ID="ref@Ada"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>001</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="tx@Ada" PARTICIPANT="Ada" PARENT_REF="ref@Ada"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a2" ANNOTATION_REF="a1"><ANNOTATION_VALUE>We climbed the ladder.</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>"#,
            "Ada[1000]: We climbed the ladder.",
        );
    }

    #[test]
    fn events_of_exmaralda_have_the_speakers_of_their_tiers() {
        check(
            "a.exb",
            r#"<basic-transcription><head><speakertable><speaker id="S0"><abbreviation>AM</abbreviation></speaker><speaker id="S1"><abbreviation>TG</abbreviation></speaker></speakertable></head><basic-body><common-timeline><tli id="T0" time="0.0"/><tli id="T1" time="2.4"/><tli id="T2" time="5.9"/></common-timeline>
<tier id="a" speaker="S0" category="v" type="t" display-name="AM [v]"><event start="T0" end="T1">The rungs are gone. </event></tier>
<tier id="b" speaker="S1" category="v" type="t"><event start="T1" end="T2">All of them?</event></tier>
<tier id="c" speaker="S0" category="de" type="a" display-name="AM [de]"><event start="T0" end="T1">Weg.</event></tier></basic-body></basic-transcription>"#,
            "AM[0]: The rungs are gone.\nTG[2400]: All of them?",
        );
    }
}
