//! Transcriber's `.trs`: turns with their speakers, in them the words of each `Sync`, and of each `Who`
//! where several speak at once.

use std::collections::HashMap;

use super::lines::Lines;
use super::xml::{Element, Xml, decode};
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::{self, Track, language_code};
use crate::clean::folded;
use crate::document::{Date, Document};

pub(super) static FORMAT: Format = Format { name: "transcriber", extensions: &["trs"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = &input.text[..input.text.floor_char_boundary(2048)];
    let is_transcript = head.contains("<Trans ") || head.contains("SYSTEM \"trans-");
    if is_transcript && head.trim_start().starts_with('<') { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let mut reader = Reader {
        track: Track::without_rows(input.text),
        lines: Lines::new(input.text),
        people: HashMap::new(),
        speakers: Vec::new(),
        turn_end_ms: None,
        said: None,
    };
    for element in xml.elements() {
        reader.element(element, input.text, receipt);
    }
    reader.end(reader.turn_end_ms);
    Ok(reader.track.into_documents(FORMAT.name, input, receipt))
}

struct Reader<'a> {
    track: Track,
    lines: Lines<'a>,
    /// Names by id.
    people: HashMap<String, String>,
    /// Who speaks in the turn at hand.
    speakers: Vec<String>,
    turn_end_ms: Option<u64>,
    said: Option<Said>,
}

/// Words from one time to the next, said by one person.
struct Said {
    start_ms: u64,
    line: u32,
    speaker: Option<String>,
    words: String,
}

impl Reader<'_> {
    fn element(&mut self, element: Element<'_, '_>, source: &str, receipt: &mut Receipt) {
        let attribute = |name| element.attribute(name).filter(|value| !value.trim().is_empty());
        match element.local_name() {
            "Trans" => {
                self.track.metadata.language = attribute("xml:lang").and_then(|code| language_code(&code));
            }
            "Episode" => {
                self.track.metadata.title = attribute("program").map(|title| title.trim().to_owned());
                self.track.metadata.date = attribute("air_date").and_then(|date| day(&date));
            }
            "Speaker" => {
                let person = attribute("id").zip(attribute("name"));
                self.people.extend(person.map(|(id, name)| (id.into_owned(), name.trim().to_owned())));
            }
            "Turn" => {
                let start_ms = milliseconds(element, "startTime");
                self.end(start_ms);
                self.turn_end_ms = milliseconds(element, "endTime");
                let ids = attribute("speaker").unwrap_or_default();
                self.speakers = ids.split_whitespace().map(|id| self.name(id)).collect();
                self.begin(element, start_ms, 0);
            }
            "Sync" => {
                let start_ms = milliseconds(element, "time");
                self.end(start_ms);
                self.begin(element, start_ms, 0);
            }
            "Who" => {
                let number = attribute("nb").and_then(|number| number.trim().parse::<usize>().ok());
                let start_ms = self.said.as_ref().map(|said| said.start_ms);
                self.end(self.turn_end_ms);
                self.begin(element, start_ms, number.unwrap_or(1).saturating_sub(1));
            }
            "Event" | "Comment" => {
                receipt.dropped("sound notes", &attribute("desc").unwrap_or_default());
            }
            "Background" => {}
            _ => return,
        }
        if let Some(said) = &mut self.said {
            said.words.push(' ');
            said.words.push_str(&decode(behind(source, element)));
        }
    }

    fn name(&self, id: &str) -> String {
        self.people.get(id).map_or(id, String::as_str).to_owned()
    }

    fn begin(&mut self, element: Element<'_, '_>, start_ms: Option<u64>, number: usize) {
        let line = self.lines.at(element.offset());
        let speaker = self.speakers.get(number).cloned();
        self.said = start_ms.map(|start_ms| Said { start_ms, line, speaker, words: String::new() });
    }

    fn end(&mut self, end_ms: Option<u64>) {
        let Some(said) = self.said.take() else { return };
        if said.words.trim().is_empty() {
            return;
        }
        self.track.begin(said.start_ms, end_ms, said.line);
        self.track.voice(said.speaker.as_deref());
        self.track.push(&folded(&said.words));
        self.track.push("\n");
    }
}

/// The day on which a programme was on the air: the program writes `990412`.
fn day(date: &str) -> Option<Date> {
    let date = date.trim();
    if date.len() != 6 || !date.bytes().all(|byte| byte.is_ascii_digit()) {
        return Date::find(date);
    }
    let number = |at: usize| date.get(at..at + 2)?.parse::<u8>().ok();
    let year = i16::from(number(0)?);
    Date::new(if year < 50 { 2000 + year } else { 1900 + year }, number(2), number(4))
}

/// The characters behind the start tag of an element, or behind its end tag where nothing is in it.
fn behind<'a>(source: &'a str, element: Element<'_, '_>) -> &'a str {
    let mut rest = &source[element.offset()..];
    if let Some(end) = rest.strip_prefix("</") {
        rest = end.find('>').map_or("", |at| &end[at + 1..]);
    }
    &rest[..memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len())]
}

/// Seconds in an attribute, as milliseconds.
fn milliseconds(element: Element<'_, '_>, name: &str) -> Option<u64> {
    captions::milliseconds(element.attribute(name)?.trim().parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_on_the_air_are_six_digits() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), expected, "{text}");
        };
        check("990412", Some("1999-04-12"));
        check("030201", Some("2003-02-01"));
        check("2003-02-01", Some("2003-02-01"));
        check("991399", None);
    }
}
