//! Transcripts in JSON, as recognisers, hosts and archives write them.
//!
//! A dialect is recognised by its shape, never by a file's name. What says who spoke, what and
//! when in lists of objects needs no reader of its own, whatever the names of the fields:
//! [`generic`] reads it.

mod align;
mod belief;
mod clock;
mod embedded;
mod generic;
mod known;
mod recording;
mod roles;
mod shapes;
mod speech;
mod table;
#[cfg(test)]
mod tests;
mod tracks;
mod tuples;
mod xml;
mod yaml;

use super::{Confidence, Format, Input, ParseError, Receipt, json};
use crate::document::Document;

pub(super) use embedded::FORMAT as EMBEDDED;
pub(super) use table::FORMAT as TABLE;
pub(super) use xml::{FORMAT as XML, value as xml_value};
pub(super) use yaml::FORMAT as YAML;

pub(super) static FORMAT: Format = Format { name: "transcript-json", extensions: &["json"], detect, parse };

/// The time that a text such as `00:08:10` gives, in milliseconds.
pub(super) fn clock_ms(value: &json::Json<'_>) -> Option<u32> {
    clock::of_clock(value.words()?).map(clock::rounded)
}

fn detect(input: &Input<'_>) -> Confidence {
    let Some(mut sketch) = json::sketch(input.text) else { return Confidence::No };
    tuples::name(&mut sketch);
    only(&mut sketch);
    if generic::recognises(&sketch) {
        return Confidence::Certain;
    }
    // Names that nobody knows: what grows and what comes again shows in the whole.
    if !shapes::name(&mut sketch) {
        return Confidence::No;
    }
    let whole = json::read(input.text).ok().and_then(|reading| shaped(reading.value));
    if whole.is_some() { Confidence::Possible } else { Confidence::No }
}

/// A source with fields of unknown names, which are told by what is in them.
fn shaped(mut value: json::Json<'_>) -> Option<json::Json<'_>> {
    only(&mut value);
    (shapes::name(&mut value) && generic::recognises(&value)).then_some(value)
}

/// A list of one is what is in it.
fn only(value: &mut json::Json<'_>) {
    if let json::Json::List(elements) = value
        && elements.len() == 1
        && let Some(element) = elements.pop()
    {
        *value = element;
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let mut reading = json::read(input.text).map_err(ParseError)?;
    let envelope = unpack(&mut reading.value);
    tuples::name(&mut reading.value);
    only(&mut reading.value);
    if !generic::recognises(&reading.value) {
        shapes::name(&mut reading.value);
    }
    clock::from_the_first_moment(&mut reading.value);
    reading.tell(receipt);
    let mut documents = documents(&reading.value, FORMAT.name, input, receipt);
    if let Some(envelope) = envelope {
        documents.iter_mut().for_each(|document| known::fill_of_show(&mut document.metadata, &envelope));
    }
    Ok(documents)
}

/// Takes a list of recordings that have each a title out of the answer of a service, and returns what stood around it:
/// `{"items": [..], "limit": 10}`.
fn unpack<'a>(root: &mut json::Json<'a>) -> Option<json::Json<'a>> {
    const LISTS: [&str; 7] = ["items", "data", "results", "meetings", "calls", "recordings", "episodes"];
    const TITLES: [&str; 2] = ["title", "meeting_title"];
    let is_recording = |element: &json::Json<'_>| {
        let holds = |value: &json::Json<'_>| !value.list().is_empty() || !value.fields().is_empty();
        element.any(&TITLES).words().is_some() && element.fields().iter().any(|(_, value)| holds(value))
    };
    let is_list = |value: &json::Json<'_>| !value.list().is_empty() && value.list().iter().all(is_recording);
    if root.any(&TITLES).words().is_some() {
        return None;
    }
    let json::Json::Map(fields) = root else { return None };
    let (_, list) = fields.iter_mut().find(|(key, value)| LISTS.contains(&&**key) && is_list(value))?;
    let list = std::mem::replace(list, json::Json::Null);
    Some(std::mem::replace(root, list))
}

/// The conversations in `root`, which was read from `input`.
fn documents(
    root: &json::Json<'_>,
    format: &'static str,
    input: &Input<'_>,
    receipt: &mut Receipt,
) -> Vec<Document> {
    let recordings = generic::read(root, input.text);
    let names = known::Names::of(root);
    let mut documents = Vec::new();
    for mut recording in recordings {
        recording.drop_control_tokens();
        known::name_speakers(&names, &mut recording);
        // Of several recordings each says for itself what it is, as does a list's only one.
        let element = recording.element.or_else(|| (root.list().len() == 1).then_some(0));
        if let Some(element) = element.and_then(|element| root.list().get(element)) {
            known::fill(&mut recording.metadata, element);
        }
        known::fill(&mut recording.metadata, root);
        documents.extend(speech::document(recording, format, input, receipt));
    }
    if documents.is_empty() {
        receipt.warn("the transcript holds no words");
    }
    documents
}
