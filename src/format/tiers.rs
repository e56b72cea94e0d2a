//! Transcripts in tiers over one line of time, a speaker each: ELAN's `.eaf` and EXMARaLDA's `.exb`, and FOLKER's, which
//! has the line of time without the tiers.
//!
//! Beside what is said, tiers hold translations, glosses and comments of the same moments. Of each speaker's
//! tiers the one is read that has the words.

mod folker;

use std::collections::HashMap;

use super::language::code;
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

pub(super) use folker::FOLKER;

/// When something is said.
#[derive(Clone, Copy, Debug, Default)]
struct Time {
    start_ms: u64,
    end_ms: Option<u64>,
    /// The number of the moment at which it begins: of several without times of their own what comes first.
    order: usize,
}

/// The moments of the line of time, in its order.
#[derive(Debug, Default)]
struct Moments<'a> {
    by_id: HashMap<&'a str, Moment>,
    last_ms: u64,
    has_times: bool,
}

#[derive(Clone, Copy, Debug)]
struct Moment {
    order: usize,
    ms: u64,
    /// It has no time of its own, but that of the last before it that has one.
    is_guessed: bool,
}

impl<'a> Moments<'a> {
    fn add(&mut self, id: Option<&'a str>, ms: Option<u64>) {
        let Some(id) = id else { return };
        self.last_ms = ms.unwrap_or(self.last_ms);
        self.has_times |= ms.is_some();
        let moment = Moment { order: self.by_id.len(), ms: self.last_ms, is_guessed: ms.is_none() };
        self.by_id.insert(id, moment);
    }

    fn between(&self, start: Option<&str>, end: Option<&str>) -> Option<Time> {
        let at = |id: Option<&str>| self.by_id.get(id?).copied();
        let start = at(start)?;
        let end_ms = at(end).filter(|end| !end.is_guessed).map(|end| end.ms);
        Some(Time { start_ms: start.ms, end_ms, order: start.order })
    }
}

/// What somebody says at one time.
#[derive(Debug)]
struct Said {
    time: Time,
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
    annotations: Vec<Annotation<'a>>,
}

#[derive(Debug)]
struct Annotation<'a> {
    id: &'a str,
    /// The id of the annotation of another tier that it is about.
    stands_on: Option<&'a str>,
    time: Option<Time>,
    /// Where it is in the source.
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
    let mut slots = Moments::default();
    let mut tiers: Vec<Tier<'_>> = Vec::new();
    for element in xml.elements() {
        let raw = |name: &str| element.attributes().find(|(key, _)| *key == name).map(|(_, value)| value);
        match element.name() {
            "TIME_SLOT" => {
                let time = raw("TIME_VALUE").and_then(|ms| ms.trim().parse().ok());
                slots.add(raw("TIME_SLOT_ID"), time);
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
                tier.annotations.push(Annotation {
                    id: raw("ANNOTATION_ID").unwrap_or_default(),
                    stands_on: raw("ANNOTATION_REF"),
                    time: slots.between(raw("TIME_SLOT_REF1"), raw("TIME_SLOT_REF2")),
                    offset: value.map_or(element.offset(), Element::offset),
                    text,
                });
            }
            _ => {}
        }
    }
    let said = spoken(tiers, receipt);
    Ok(track(said, slots.has_times, input, receipt, &ELAN))
}

/// What is said in the tiers: of each speaker in the one that has the words.
fn spoken(tiers: Vec<Tier<'_>>, receipt: &mut Receipt) -> Vec<Said> {
    let times: HashMap<&str, (Option<&str>, Option<Time>)> = tiers
        .iter()
        .flat_map(|tier| &tier.annotations)
        .map(|said| (said.id, (said.stands_on, said.time)))
        .collect();
    let timed = |said: &Annotation<'_>| {
        // Annotations stand on others, and these on others.
        const DEPTH_MAX: usize = 8;
        let (mut time, mut below) = (said.time, said.stands_on);
        for _ in 0..DEPTH_MAX {
            if time.is_some() {
                break;
            }
            (below, time) = below.and_then(|id| times.get(id)).copied().unwrap_or_default();
        }
        time
    };
    // Of tiers of one name the first is meant.
    let parents: HashMap<&str, Option<&str>> =
        tiers.iter().rev().map(|tier| (tier.name.as_str(), tier.parent.as_deref())).collect();
    let root = |tier: &'_ Tier<'_>| {
        let mut name = tier.name.as_str();
        for _ in 0..tiers.len().min(8) {
            match parents.get(name).copied().flatten() {
                Some(parent) => name = parent,
                None => break,
            }
        }
        name.to_owned()
    };
    // Tiers that stand on one another are of one speaker.
    let mut families: Vec<(String, Vec<usize>)> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for (at, tier) in tiers.iter().enumerate().filter(|(_, tier)| !tier.annotations.is_empty()) {
        let family = root(tier);
        let number = *numbers.entry(family.clone()).or_insert(families.len());
        if number == families.len() {
            families.push((family, Vec::new()));
        }
        families[number].1.push(at);
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
        let mut last = Time::default();
        for said in &tier.annotations {
            // What stands at no moment is said behind what stands before it.
            let time = timed(said).unwrap_or(Time { end_ms: None, ..last });
            last = time;
            all.push(Said { time, offset: said.offset, speaker: speaker.clone(), words: said.text.clone() });
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
    let mut moments = Moments::default();
    let mut people: HashMap<String, String> = HashMap::new();
    let mut said = Vec::new();
    let mut speaker = None;
    let mut is_said = false;
    let mut last = Time::default();
    let (mut title, mut language) = (None, None);
    for element in xml.elements() {
        let raw = |name: &str| element.attributes().find(|(key, _)| *key == name).map(|(_, value)| value);
        match element.name() {
            "speaker" => {
                let called = element.child("abbreviation").map(|name| folded(&name.text()));
                people.extend(raw("id").map(str::to_owned).zip(called.filter(|name| !name.is_empty())));
            }
            "transcription-name" => {
                title = Some(folded(&element.text())).filter(|title| !title.is_empty());
            }
            "language" => language = language.or_else(|| code(raw("lang")?)),
            "tli" => {
                let time = raw("time").and_then(|seconds| milliseconds(seconds.parse().ok()?));
                moments.add(raw("id"), time);
            }
            "tier" => {
                is_said = raw("type") == Some("t");
                last = Time::default();
                speaker = raw("speaker").map(|id| people.get(id).map_or(id, String::as_str).to_owned());
                if !is_said {
                    receipt.dropped("tier beside what is said", raw("display-name").unwrap_or_default());
                }
            }
            "event" if is_said => {
                // What stands at no moment is said behind what stands before it.
                let time = moments.between(raw("start"), raw("end"));
                let time = time.unwrap_or(Time { end_ms: None, ..last });
                last = time;
                let words = folded(&element.text());
                said.push(Said { time, offset: element.offset(), speaker: speaker.clone(), words });
            }
            _ => {}
        }
    }
    let mut documents = track(said, moments.has_times, input, receipt, &EXMARALDA);
    for document in &mut documents {
        document.metadata.title = title.clone().or(document.metadata.title.take());
        document.metadata.language = document.metadata.language.take().or_else(|| language.clone());
    }
    Ok(documents)
}

/// The document of what is said, in the order of time.
fn track(
    mut said: Vec<Said>,
    has_times: bool,
    input: &Input<'_>,
    receipt: &mut Receipt,
    format: &Format,
) -> Vec<Document> {
    said.retain(|said| said.words.contains(char::is_alphanumeric));
    let mut lines = Lines::new(input.text);
    said.sort_by_key(|said| said.offset);
    let mut numbered: Vec<(u32, Said)> = said.into_iter().map(|said| (lines.at(said.offset), said)).collect();
    numbered.sort_by_key(|(line, said)| (said.time.start_ms, said.time.order, *line));
    let mut track = Track::without_rows(input.text);
    for (line, said) in &numbered {
        track.begin(said.time.start_ms, said.time.end_ms, *line);
        track.voice(said.speaker.as_deref());
        track.push(&said.words);
    }
    let mut documents = track.into_documents(format.name, input, receipt);
    if !has_times {
        documents.iter_mut().for_each(|document| document.times.clear());
    }
    documents
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn what_is_said_at_moments_without_times_stays_in_its_place() {
        let elan = |values: [&str; 3]| {
            let slot =
                |(number, value): (usize, &str)| format!(r#"<TIME_SLOT TIME_SLOT_ID="t{number}"{value}/>"#);
            let slots: String = values.into_iter().enumerate().map(slot).collect();
            format!(
                r#"<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER><TIER TIER_ID="Ada"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="t0" TIME_SLOT_REF2="t1"><ANNOTATION_VALUE>We climbed up.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>And then down again.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>"#
            )
        };
        let (first, last) = (r#" TIME_VALUE="1000""#, r#" TIME_VALUE="9000""#);
        check("a.eaf", &elan([first, "", last]), "Ada[1000]: We climbed up. [1000]And then down again.");
        check("a.eaf", &elan(["", "", ""]), "Ada: We climbed up. And then down again.");
        check(
            "a.exb",
            r#"<basic-transcription><basic-body><common-timeline><tli id="T0" time="1.0"/><tli id="T1"/><tli id="T2"/><tli id="T3" time="5.9"/></common-timeline>
<tier id="a" speaker="AM" type="t"><event start="T0" end="T1">The rungs are gone. </event><event start="T2" end="T3">Who took them? </event></tier>
<tier id="b" speaker="TG" type="t"><event start="T1" end="T2">All of them? </event></tier></basic-body></basic-transcription>"#,
            "AM[1000]: The rungs are gone.\nTG[1000]: All of them?\nAM[1000]: Who took them?",
        );
    }

    #[test]
    fn many_tiers_are_read_in_one_pass() {
        let tier = |number: usize| {
            format!(
                r#"<TIER TIER_ID="s{number}"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{number}" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t1"><ANNOTATION_VALUE>So {number}.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>"#
            )
        };
        let tiers: String = (0..20_000).map(tier).collect();
        let text = format!(
            r#"<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="1000"/></TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>"#
        );
        let mut receipt = Receipt::default();
        let said = crate::format::parse("a.eaf", text.as_bytes(), &mut receipt).unwrap_or_default();
        assert_eq!(said.first().map(|document| document.speakers.len()), Some(20_000));
    }

    #[test]
    fn events_of_exmaralda_have_the_speakers_of_their_tiers() {
        check(
            "a.exb",
            r#"<basic-transcription><head><meta-information><transcription-name>Gone rungs</transcription-name></meta-information><speakertable><speaker id="S0"><abbreviation>AM</abbreviation></speaker><speaker id="S1"><abbreviation>TG</abbreviation></speaker></speakertable></head><basic-body><common-timeline><tli id="T0" time="0.0"/><tli id="T1" time="2.4"/><tli id="T2" time="5.9"/></common-timeline>
<tier id="a" speaker="S0" category="v" type="t" display-name="AM [v]"><event start="T0" end="T1">The rungs are gone. </event></tier>
<tier id="b" speaker="S1" category="v" type="t"><event start="T1" end="T2">All of them?</event></tier>
<tier id="c" speaker="S0" category="de" type="a" display-name="AM [de]"><event start="T0" end="T1">Weg.</event></tier></basic-body></basic-transcription>"#,
            "# Gone rungs\nAM[0]: The rungs are gone.\nTG[2400]: All of them?",
        );
    }
}
