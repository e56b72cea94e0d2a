//! Transcripts in XML of anybody's making: an element a segment, with who speaks, when and what in its attributes or in
//! elements of its own. An element becomes the object that the same segment would be in JSON.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::json::Json;
use super::super::xml::{Element, Piece, Xml, decode};
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use super::roles::uncapitalised;
use super::{clock, documents, generic, shapes};
use crate::clean::folded;
use crate::document::Document;

pub(in super::super) static FORMAT: Format =
    Format { name: "transcript-xml", extensions: &["xml"], detect, parse };

/// How deep elements are looked at.
const DEPTH_MAX: usize = 16;
/// Elements that set type inside of words.
const INLINE: [&str; 13] =
    ["b", "i", "u", "em", "strong", "font", "span", "div", "br", "sub", "sup", "s", "ruby"];

/// A source in XML as the value that it would be in JSON; nothing where it is no XML or known to be something else.
pub(in super::super) fn value(text: &str) -> Option<Json<'_>> {
    if !may_be(text) {
        return None;
    }
    let xml = Xml::parse(text);
    let root = xml.elements().next().filter(|root| root.has_children() && !is_other(root.local_name()))?;
    Some(value_of(root, &Ids::of(&xml), 0))
}

/// Says cheaply that a text may be XML, and is no page.
fn may_be(text: &str) -> bool {
    let head = text.trim_start();
    let begins = |start: &str| head.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    head.starts_with('<')
        && !["<!doctype html", "<html", "<div", "<p>", "<h1"].iter().any(|start| begins(start))
}

/// Says that XML with this root is of a vocabulary of its own.
fn is_other(name: &str) -> bool {
    #[rustfmt::skip]
    const OTHERS: [&str; 18] = [
        "html", "rss", "feed", "svg", "tt", "opml", "plist", "kml", "gpx", "urlset", "project", "TEI", "Workbook", "smil",
        "testsuites", "testsuite", "mediawiki", "rdf",
    ];
    OTHERS.iter().any(|other| other.eq_ignore_ascii_case(name))
}

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    if !may_be(head) {
        return Confidence::No;
    }
    let xml = Xml::parse(head);
    let Some(root) = xml.elements().next() else { return Confidence::No };
    if is_other(root.local_name()) || root.name().starts_with('!') || !root.has_children() {
        return Confidence::No;
    }
    let mut value = value_of(root, &Ids::of(&xml), 0);
    if !generic::recognises(&value) && !shapes::name(&mut value) {
        return Confidence::No;
    }
    // Beside the words something must tell when, or who by its name: weaker names are all over XML.
    if generic::recognises(&value) && generic::is_sure(&value) { Confidence::Likely } else { Confidence::No }
}

/// What ids stand for, where speakers and moments are listed by themselves: a name, or a time.
#[derive(Default)]
struct Ids<'a>(HashMap<Cow<'a, str>, Cow<'a, str>>);

impl<'a> Ids<'a> {
    fn of(xml: &Xml<'a>) -> Self {
        const TIMES: [&str; 5] = ["time", "absolute-time", "absoluteTime", "TIME_VALUE", "seconds"];
        let mut known = HashMap::new();
        for element in xml.elements() {
            let is_id =
                |name: &str| local(name).to_ascii_lowercase().trim_start_matches(['-', '_']).ends_with("id");
            let Some((name, _)) = element.attributes().find(|(name, _)| is_id(name)) else { continue };
            let Some(id) = element.attribute(name).filter(|id| !id.is_empty()) else { continue };
            let time = TIMES.iter().find_map(|name| element.attribute(name));
            let called = || element.attribute("name").or_else(|| Some(element.child("name")?.text()));
            if let Some(told) = time.or_else(called).filter(|told| !told.trim().is_empty()) {
                known.entry(id).or_insert(told);
            }
        }
        Self(known)
    }

    /// What an attribute stands for whose name says that it refers to something: `start-reference`, `speakerRef`.
    fn resolved(&self, name: &'a str, value: &str) -> Option<(&'a str, Cow<'a, str>)> {
        const ENDINGS: [&str; 8] = ["-reference", "-ref", "_ref", "Ref", "REF", "-id", "_id", "Id"];
        let told = self.0.get(value.trim_start_matches('#'))?;
        let bare = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
        (!bare.is_empty() && !name.ends_with(":id")).then(|| (bare, told.clone()))
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let root = xml.elements().next().ok_or_else(|| ParseError("it has no elements".to_owned()))?;
    let mut value = value_of(root, &Ids::of(&xml), 0);
    if !generic::recognises(&value) {
        shapes::name(&mut value);
    }
    clock::from_the_first_moment(&mut value);
    Ok(documents(&value, FORMAT.name, input, receipt))
}

/// An element as the object that it would be in JSON: attributes and elements are fields, elements of one name a list.
fn value_of<'a>(element: Element<'_, 'a>, ids: &Ids<'a>, depth: usize) -> Json<'a> {
    let mut fields: Vec<(Cow<'a, str>, Json<'a>)> = Vec::new();
    for (name, raw) in element.attributes() {
        let text = decode(raw);
        match ids.resolved(name, &text) {
            Some((name, told)) => fields.push((uncapitalised(local(name)), Json::Text(told))),
            None => fields.push((uncapitalised(local(name)), Json::Text(text))),
        }
    }
    let mut inner: Vec<(Cow<'a, str>, Vec<Json<'a>>)> = Vec::new();
    let mut places: HashMap<Cow<'a, str>, usize> = HashMap::new();
    let children = element.children().filter(|child| !INLINE.contains(&child.local_name()));
    for child in children.filter(|_| depth < DEPTH_MAX) {
        let name = uncapitalised(child.local_name());
        let value = value_of(child, ids, depth + 1);
        let place = *places.entry(name.clone()).or_insert(inner.len());
        match inner.get_mut(place) {
            Some((_, values)) => values.push(value),
            None => inner.push((name, vec![value])),
        }
    }
    if inner.is_empty() {
        let text = words_of(element);
        if !text.is_empty() {
            fields.push((Cow::Borrowed("text"), Json::Text(text)));
        }
        return Json::Map(fields);
    }
    for (name, mut values) in inner {
        let is_one = values.len() == 1;
        match values.pop() {
            Some(value) if is_one => {
                let value = plain(value);
                let is_words =
                    value.text().is_some() && matches!(&*name, "segment" | "seg" | "p" | "line" | "phrase");
                fields.push((if is_words { Cow::Borrowed("text") } else { name }, value));
            }
            last => {
                values.extend(last);
                fields.push((name, Json::List(values)));
            }
        }
    }
    Json::Map(fields)
}

/// An element that stands alone and holds nothing but words is a field with that text.
fn plain(value: Json<'_>) -> Json<'_> {
    match value {
        Json::Map(mut fields)
            if fields.last().is_some_and(|(name, value)| name == "text" && value.text().is_some()) =>
        {
            fields.pop().map_or(Json::Null, |(_, value)| value)
        }
        value => value,
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The words of an element, those in its inline elements, too.
fn words_of<'a>(element: Element<'_, 'a>) -> Cow<'a, str> {
    if !element.has_children() {
        return match element.text() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
    }
    let mut words = String::new();
    for piece in element.pieces() {
        match piece {
            Piece::Text(text) => words.push_str(&text),
            Piece::Start(inner) if inner.local_name() == "br" => words.push(' '),
            Piece::Start(_) | Piece::End(_) => {}
        }
    }
    Cow::Owned(folded(&words).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read;

    fn check(xml: &str, expected: &str) {
        let documents = read("a.xml", xml.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let document = documents.first().cloned().unwrap_or_default();
        let shown = document.blocks.iter().map(|block| {
            let speaker = block.speaker.map(|number| document.speakers[number as usize].as_str());
            let time = document.times.iter().find(|time| time.at == block.start).map(|time| time.start_ms);
            format!(
                "{}[{}]: {}",
                speaker.unwrap_or_default(),
                time.unwrap_or_default(),
                document.block_text(block)
            )
        });
        assert_eq!(shown.collect::<Vec<_>>().join("\n"), expected, "{xml}");
    }

    #[test]
    fn attributes_or_elements_say_who_speaks_and_when() {
        check(
            r#"<?xml version="1.0"?><talk><segment start="1.5" end="3" speaker="Ada">The long one is <i>here</i>.</segment><segment start="4" end="6" speaker="Bo">So it is &amp; was.</segment></talk>"#,
            "Ada[1500]: The long one is here.\nBo[4000]: So it is & was.",
        );
        check(
            r#"<Talk><Items><Item><Speaker>Ada</Speaker><StartTime>00:00:01.500</StartTime><Text>The long one is here.</Text></Item><Item><Speaker>Bo</Speaker><StartTime>00:00:04.000</StartTime><Text>So it is.</Text></Item></Items></Talk>"#,
            "Ada[1500]: The long one is here.\nBo[4000]: So it is.",
        );
    }

    #[test]
    fn what_ids_stand_for_is_looked_up() {
        check(
            r#"<talk><speakers><speaker speaker-id="A"><name>Ada Moss</name></speaker><speaker speaker-id="B"><name>Bo Ek</name></speaker></speakers><timeline><timepoint timepoint-id="T0" absolute-time="1.5"/><timepoint timepoint-id="T1" absolute-time="4.0"/><timepoint timepoint-id="T2" absolute-time="6.0"/></timeline><contribution speaker-reference="A" start-reference="T0" end-reference="T1"><segment start-reference="T0" end-reference="T1">The long one is here.</segment></contribution><contribution speaker-reference="B" start-reference="T1" end-reference="T2"><segment start-reference="T1" end-reference="T2">So it is.</segment></contribution></talk>"#,
            "Ada Moss[1500]: The long one is here.\nBo Ek[4000]: So it is.",
        );
    }

    #[test]
    fn records_of_programs_are_no_speech() {
        let no = |xml: &str| assert_eq!(detect(&Input::of_text("a.xml", xml)), Confidence::No, "{xml}");
        no(
            r#"<resources><string name="a">The ladder is long enough.</string><string name="b">So it is.</string></resources>"#,
        );
        no(
            r#"<log><entry level="info" timestamp="12"><message>The ladder was mended.</message></entry><entry level="info" timestamp="13"><message>So it was.</message></entry></log>"#,
        );
        no(
            r#"<gpx><trkpt lat="1"><time>2024-09-12T14:02:11Z</time><name>Barn</name></trkpt><trkpt lat="2"><time>2024-09-12T14:02:12Z</time><name>Well</name></trkpt></gpx>"#,
        );
    }
}
