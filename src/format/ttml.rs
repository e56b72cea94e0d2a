//! TTML and its kin (DFXP, IMSC, SMPTE-TT, EBU-TT): paragraphs of XML with times.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::lines::Lines;
use super::xml::{Element, Xml};
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::{self, Track, language_code, markup};
use crate::document::Document;

pub(super) static FORMAT: Format =
    Format { name: "ttml", extensions: &["ttml", "dfxp", "itt", "xml"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = &input.head()[..input.head().floor_char_boundary(4096)];
    let is_root = |(at, _): (usize, &str)| {
        let name = head[at + 1..].split([' ', '\t', '\n', '\r', '>']).next().unwrap_or_default();
        name.rsplit(':').next() == Some("tt")
    };
    let is_xml = head.trim_start().starts_with('<');
    if is_xml && head.match_indices('<').take(8).any(is_root) { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let mut track = Track::without_rows(input.text);
    let mut clock = Clock { ticks_per_second: 1.0, frames_per_second: 30.0, is_nested: true };
    let mut head = Head::default();
    let mut containers: Vec<Container> = Vec::new();
    let mut lines = Lines::new(input.text);
    let mut read_to = 0;
    let mut has_root = false;
    for element in xml.elements() {
        let start = element.offset();
        while containers.last().is_some_and(|container| container.end < start) {
            containers.pop();
        }
        // What lies inside of an element that was read whole has been read: no file nests them.
        if start < read_to {
            continue;
        }
        if matches!(element.local_name(), "p" | "title" | "agent") {
            read_to = start + element.markup().len();
        }
        match element.local_name() {
            // The first speaks for the whole file, which is read through for it.
            "tt" if !has_root => {
                has_root = true;
                clock = Clock::of(element);
                clock.is_nested = !counts_from_the_beginning(&xml, &clock);
                track.metadata.language = local(element, "lang").and_then(|tag| language_code(&tag));
            }
            "documentOriginalProgrammeTitle" | "title" if track.metadata.title.is_none() => {
                track.metadata.title =
                    Some(element.text().trim().to_owned()).filter(|title| !title.is_empty());
            }
            "agent" => {
                let name = element.descendants().find(|inner| inner.local_name() == "name");
                let name = name.map(|name| name.text().trim().to_owned()).filter(|name| !name.is_empty());
                head.agents.extend(local(element, "id").zip(name));
            }
            "style" if is_reading(element) => head.readings.extend(local(element, "id")),
            "body" | "div" => containers.push(Container::of(element, &containers, &clock)),
            "p" => {
                let around = Container::of(element, &containers, &clock);
                paragraph(element, &around, &clock, &head, &mut lines, &mut track);
            }
            _ => {}
        }
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// Says that the times inside of elements with times count from the beginning of the recording, as some write them,
/// and not of the element around: none is before it, and the first in one begins with it, or one would end behind it.
fn counts_from_the_beginning(xml: &Xml<'_>, clock: &Clock) -> bool {
    // Where each element around begins, with its end in milliseconds and in bytes of the source.
    let mut around: Vec<(u64, Option<u64>, usize)> = Vec::new();
    let mut is_told = false;
    for element in xml.elements().filter(|element| matches!(element.local_name(), "body" | "div" | "p")) {
        let start = element.offset();
        while around.last().is_some_and(|(.., end)| *end < start) {
            around.pop();
        }
        let time = |name: &str| local(element, name).and_then(|time| clock.milliseconds(&time));
        let Some(begin_ms) = time("begin") else { continue };
        if let Some((from_ms, to_ms, _)) = around.last().filter(|(from_ms, ..)| *from_ms > 0) {
            if begin_ms < *from_ms {
                return false;
            }
            let ends_behind = time("end")
                .zip(*to_ms)
                .is_some_and(|(end_ms, to_ms)| end_ms.saturating_add(*from_ms) > to_ms);
            is_told |= begin_ms == *from_ms || ends_behind;
        }
        around.push((begin_ms, time("end"), start + element.markup().len()));
    }
    is_told
}

/// What the head of a file says for its paragraphs.
#[derive(Debug, Default)]
struct Head {
    /// The names of those who speak, by their ids.
    agents: HashMap<String, String>,
    /// The ids of the styles of how something is read aloud, which is set above it and not said again.
    readings: HashSet<String>,
}

impl Head {
    /// Where how something is read aloud stands in a paragraph, in bytes of what is between its tags.
    fn readings_in(&self, paragraph: Element<'_, '_>) -> Vec<Range<usize>> {
        let has_style = |span: Element<'_, '_>| {
            !self.readings.is_empty()
                && local(span, "style").is_some_and(|ids| ids.split(' ').any(|id| self.readings.contains(id)))
        };
        let spans = paragraph.descendants().filter(|inner| inner.local_name() == "span");
        let readings = spans.filter(|span| is_reading(*span) || has_style(*span));
        readings
            .map(|span| {
                let start = span.offset() - paragraph.offset();
                start..start + span.markup().len()
            })
            .collect()
    }
}

/// Says that a style or a span is of how the words beside it are read aloud (TTML2, section 10.2.35).
fn is_reading(element: Element<'_, '_>) -> bool {
    local(element, "ruby").is_some_and(|part| matches!(&*part, "text" | "textContainer" | "delimiter"))
}

/// What an element says for those inside it.
#[derive(Clone, Debug)]
struct Container {
    start_ms: u64,
    end_ms: Option<u64>,
    agent: Option<String>,
    /// Where it ends, in bytes of the source.
    end: usize,
}

impl Container {
    fn of(element: Element<'_, '_>, around: &[Self], clock: &Clock) -> Self {
        let parent = around.last();
        let offset_ms = parent.filter(|_| clock.is_nested).map_or(0, |parent| parent.start_ms);
        let time = |name: &str| local(element, name).and_then(|time| clock.milliseconds(&time));
        let around_ms = parent.map_or(0, |parent| parent.start_ms);
        let start_ms = time("begin").map_or(around_ms, |begin_ms| offset_ms.saturating_add(begin_ms));
        let end_ms = time("end").map(|end_ms| offset_ms.saturating_add(end_ms));
        let end_ms = end_ms.or_else(|| Some(start_ms.saturating_add(time("dur")?)));
        let agent = local(element, "agent").or_else(|| parent.and_then(|parent| parent.agent.clone()));
        let end = element.offset() + element.markup().len();
        Self { start_ms, end_ms: end_ms.or_else(|| parent.and_then(|parent| parent.end_ms)), agent, end }
    }
}

/// Adds a paragraph as a cue; spans inside it that begin at times of their own are its words.
fn paragraph(
    element: Element<'_, '_>,
    around: &Container,
    clock: &Clock,
    head: &Head,
    lines: &mut Lines<'_>,
    track: &mut Track,
) {
    let text = element.markup();
    let spans = || element.descendants().filter(|inner| inner.local_name() == "span");
    // Spans that call themselves words or sentences need no blanks between them; others may be syllables.
    let is_unit =
        |span: Element<'_, '_>| local(span, "unit").is_some_and(|unit| matches!(&*unit, "word" | "sentence"));
    let has_units = text.contains("unit") && spans().any(is_unit);
    let timed: Vec<(usize, u64)> = spans()
        .filter_map(|span| {
            let begin_ms = clock.milliseconds(&local(span, "begin")?)?;
            Some((span.offset() - element.offset(), begin_ms))
        })
        .collect();
    // Spans count from their paragraph's beginning; many writers count from the recording's.
    let is_relative = timed.iter().any(|(_, begin_ms)| *begin_ms < around.start_ms);
    let offset_ms = if is_relative { around.start_ms } else { 0 };
    let has_time = local(element, "begin").is_some();
    let first_ms =
        timed.first().map(|(_, begin_ms)| begin_ms.saturating_add(offset_ms)).filter(|_| !has_time);
    track.begin(first_ms.unwrap_or(around.start_ms), around.end_ms, lines.at(element.offset()));
    // An agent without a name is told apart by its id.
    track.voice(around.agent.as_ref().map(|agent| head.agents.get(agent).unwrap_or(agent).as_str()));
    let readings = head.readings_in(element);
    // Line breaks of the source are blanks; only `<br/>` breaks a row.
    let said = |mut from: usize, to: usize| {
        let mut said = String::with_capacity(to - from);
        let first = readings.partition_point(|reading| reading.start < from);
        for reading in readings[first..].iter().take_while(|reading| reading.end <= to) {
            // One may lie in another.
            if reading.start >= from {
                said.push_str(&text[from..reading.start]);
                from = reading.end;
            }
        }
        said.push_str(&text[from..to]);
        said.replace(['\n', '\r'], " ")
    };
    let mut from = 0;
    for (at, begin_ms) in timed {
        markup::read_markup(&said(from, at), track);
        if has_units {
            track.push(" ");
        }
        track.time(begin_ms.saturating_add(offset_ms));
        from = at;
    }
    markup::read_markup(&said(from, text.len()), track);
}

/// The value of the attribute of this name, whatever its prefix.
fn local(element: Element<'_, '_>, name: &str) -> Option<String> {
    let raw = element.attributes().find(|(known, _)| known.rsplit(':').next() == Some(name))?.1;
    Some(markup::plain_references(raw).trim().to_owned())
}

/// How a file counts time (TTML2, section 12.3.1).
#[derive(Debug)]
struct Clock {
    ticks_per_second: f64,
    frames_per_second: f64,
    /// Times inside of an element count from its beginning.
    is_nested: bool,
}

impl Clock {
    fn of(root: Element<'_, '_>) -> Self {
        let rate = |name: &str| {
            local(root, name).and_then(|value| value.parse::<f64>().ok()).filter(|rate| *rate > 0.0)
        };
        let frame_rate = rate("frameRate");
        let multiplier = local(root, "frameRateMultiplier").and_then(|value| {
            let (upper, lower) = value.split_once([' ', ':'])?;
            Some(upper.trim().parse::<f64>().ok()? / lower.trim().parse::<f64>().ok()?)
        });
        let multiplier =
            multiplier.filter(|multiplier| multiplier.is_finite() && *multiplier > 0.0).unwrap_or(1.0);
        let frames_per_second = frame_rate.unwrap_or(30.0) * multiplier;
        let ticks_per_second = rate("tickRate").or(frame_rate).unwrap_or(1.0);
        Self { ticks_per_second, frames_per_second, is_nested: true }
    }

    /// A time expression in milliseconds: `00:00:01.5`, `00:00:01:12` with frames, `1.5s`, `90000t`.
    fn milliseconds(&self, text: &str) -> Option<u64> {
        let seconds = if text.contains(':') {
            let mut parts = text.split([':', ';']);
            let hours = parts.next()?.parse::<f64>().ok()?;
            let minutes = parts.next()?.parse::<f64>().ok()?;
            let third = parts.next().map(|part| part.replace(',', ".").parse::<f64>().ok());
            match third {
                // Minutes and seconds only.
                None => hours * 60.0 + minutes,
                Some(seconds) => {
                    let frames = parts.next().and_then(|frames| frames.parse::<f64>().ok()).unwrap_or(0.0);
                    hours * 3600.0 + minutes * 60.0 + seconds? + frames / self.frames_per_second
                }
            }
        } else {
            let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let count = text[..text.len() - unit.len()].parse::<f64>().ok()?;
            match unit {
                "h" => count * 3600.0,
                "m" => count * 60.0,
                "s" | "" => count,
                "ms" => count / 1000.0,
                "f" => count / self.frames_per_second,
                "t" => count / self.ticks_per_second,
                _ => return None,
            }
        };
        captions::milliseconds(seconds)
    }
}

#[cfg(test)]
mod tests {

    use crate::clean::captions::check;

    #[test]
    fn paragraphs_are_cues() {
        check(
            "a.ttml",
            "<?xml version=\"1.0\"?>\n<tt xmlns=\"http://www.w3.org/ns/ttml\" xml:lang=\"de-AT\"><head><metadata>\
             <ttm:title>The Long Field</ttm:title><ttm:agent xml:id=\"a1\"><ttm:name type=\"full\">Ada Moss</ttm:name>\
             </ttm:agent></metadata></head><body><div begin=\"10s\">\n\
             <p begin=\"00:00:01.000\" end=\"00:00:02.500\" ttm:agent=\"a1\">so <span tts:color=\"red\">we</span><br/>begin\n  &amp; go</p>\n\
             <p begin=\"3000ms\" dur=\"1s\">here.</p></div></body></tt>",
            "# The Long Field (de)\nAda Moss[11000]: so we begin & go\n?[13000]: here.",
        );
    }

    #[test]
    fn broadcasters_say_which_programme_it_is() {
        check(
            "a.xml",
            "<tt:tt xmlns:tt=\"http://www.w3.org/ns/ttml\" xmlns:ebuttm=\"urn:ebu:tt:metadata\" xml:lang=\"de\"><tt:head>\
             <tt:metadata><ebuttm:documentMetadata><ebuttm:documentOriginalProgrammeTitle>Das lange Feld\
             </ebuttm:documentOriginalProgrammeTitle></ebuttm:documentMetadata></tt:metadata></tt:head><tt:body><tt:div>\
             <tt:p begin=\"00:00:01.000\" end=\"00:00:02.500\">So fangen wir an.</tt:p></tt:div></tt:body></tt:tt>",
            "# Das lange Feld (de)\n?[1000]: So fangen wir an.",
        );
    }

    #[test]
    fn times_count_from_one_beginning() {
        // As Apple writes songs and episodes.
        check(
            "a.ttml",
            "<tt><body dur='40'><div begin='9.5' end='15'><p begin='9.5' end='12'>so we</p><p begin='12.5' end='15'>begin</p></div>\
             <div begin='20' end='24'><p begin='20' end='24'><span begin='20'>here</span> <span begin='21'>again.</span></p></div></body></tt>",
            "?[9500]: so we [12500]begin [20000]here [21000]again.",
        );
        // From that of the element around, as the specification has it.
        check(
            "a.ttml",
            "<tt><body><div begin='10s' end='40s'><p begin='10s' end='12s'>so we</p><p begin='1s' end='2s'>begin.</p></div></body></tt>",
            "?[20000]: so we [11000]begin.",
        );
        check(
            "a.ttml",
            "<tt><body><div begin='1s'><p begin='2s' end='3s'>so we</p><p begin='4s' end='5s'>begin.</p></div></body></tt>",
            "?[3000]: so we [5000]begin.",
        );
    }

    #[test]
    fn no_time_is_too_late() {
        check(
            "a.ttml",
            "<tt><body><div begin='1s' end='9s'><p begin='2s' end='99999999999999999999s'>so we</p></div></body></tt>",
            "?[2000]: so we",
        );
    }

    #[test]
    fn the_first_root_speaks_for_the_file() {
        check(
            "a.ttml",
            "<tt xml:lang='de'><body><div begin='1s'><p begin='2s' end='3s'>so we</p></div></body></tt>\
             <tt xml:lang='fr' tickRate='2'><body><p begin='10t' end='12t'>begin.</p></body></tt>",
            "# (de)\n?[3000]: so we [10000]begin.",
        );
    }

    #[test]
    fn how_words_are_read_aloud_is_not_said_again() {
        check(
            "a.xml",
            "<tt xml:lang='ja'><head><styling><style xml:id='s1' tts:ruby='container'/><style xml:id='s2' tts:ruby='base'/>\
             <style xml:id='s3' tts:ruby='text'/></styling></head><body><div><p begin='1s' end='2s'><span style='s1'>\
             <span style='s2'>川</span><span style='s3'>かわ</span></span>は東へ<br/>動く</p>\
             <p begin='3s' end='4s'>古い<span tts:ruby='textContainer'><span tts:ruby='text'>ふるい</span></span>地図</p></div></body></tt>",
            "# (ja)\n?[1000]: 川は東へ動く [3000]古い地図",
        );
    }

    #[test]
    fn prefixes_are_no_part_of_a_name() {
        check(
            "a.xml",
            "<tt:tt xmlns:tt=\"http://www.w3.org/ns/ttml\"><tt:body><tt:div><tt:p begin=\"1s\" end=\"2s\"><tt:span>so<tt:br/>\
             we</tt:span><tt:br/>go</tt:p></tt:div></tt:body></tt:tt>",
            "?[1000]: so we go",
        );
    }

    #[test]
    fn times_are_counted_in_many_ways() {
        check(
            "a.dfxp",
            "<tt ttp:frameRate='25' ttp:tickRate='1000'><body><p begin='00:00:01:05' end='00:00:02:00'>a.</p><p begin='2500t'>b.</p>\
             <p><span begin='3s'>c</span> <span begin='3.5s'>d</span></p></body></tt>",
            "?[1200]: a. [2500]b. [3000]c [3500]d",
        );
    }
}
