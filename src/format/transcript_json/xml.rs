//! Transcripts in XML of anybody's making: an element a segment, with who speaks, when and what in its attributes or in
//! elements of its own. An element becomes the object that the same segment would be in JSON.

use std::borrow::Cow;

use super::super::json::Json;
use super::super::xml::{Element, Piece, Xml};
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use super::roles::uncapitalised;
use super::{clock, documents, generic};
use crate::clean::folded;
use crate::document::Document;

pub(in super::super) static FORMAT: Format =
    Format { name: "transcript-xml", extensions: &["xml"], detect, parse };

/// How deep elements are looked at.
const DEPTH_MAX: usize = 16;
/// Elements that set type inside of words.
const INLINE: [&str; 12] = ["b", "i", "u", "em", "strong", "font", "span", "br", "sub", "sup", "s", "ruby"];

fn detect(input: &Input<'_>) -> Confidence {
    #[rustfmt::skip]
    const OTHERS: [&str; 16] = [
        "html", "rss", "feed", "svg", "tt", "opml", "plist", "kml", "gpx", "urlset", "project", "TEI", "Workbook",
        "smil", "testsuites", "testsuite",
    ];
    let head = input.head();
    if !head.trim_start().starts_with('<') {
        return Confidence::No;
    }
    let xml = Xml::parse(head);
    let Some(root) = xml.elements().next() else { return Confidence::No };
    let is_other = |name: &str| OTHERS.iter().any(|other| other.eq_ignore_ascii_case(name));
    if is_other(root.local_name()) || root.name().starts_with('!') || !root.has_children() {
        return Confidence::No;
    }
    let value = value_of(root, 0);
    // Beside the words something must tell when, or who by its name: weaker names are all over XML.
    if generic::recognises(&value) && generic::is_sure(&value) { Confidence::Likely } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let root = xml.elements().next().ok_or_else(|| ParseError("it has no elements".to_owned()))?;
    let mut value = value_of(root, 0);
    clock::from_the_first_moment(&mut value);
    Ok(documents(&value, FORMAT.name, input, receipt))
}

/// An element as the object that it would be in JSON: attributes and elements are fields, elements of one name a list.
fn value_of<'a>(element: Element<'_, 'a>, depth: usize) -> Json<'a> {
    let mut fields: Vec<(Cow<'a, str>, Json<'a>)> = Vec::new();
    for (name, _) in element.attributes() {
        let text = element.attribute(name).unwrap_or_default();
        fields.push((uncapitalised(local(name)), Json::Text(text)));
    }
    let mut inner: Vec<(Cow<'a, str>, Vec<Json<'a>>)> = Vec::new();
    let children = element.children().filter(|child| !INLINE.contains(&child.local_name()));
    for child in children.filter(|_| depth < DEPTH_MAX) {
        let name = uncapitalised(child.local_name());
        let value = value_of(child, depth + 1);
        match inner.iter_mut().find(|(known, _)| *known == name) {
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
            Some(value) if is_one => fields.push((name, plain(value))),
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
