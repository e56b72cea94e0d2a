//! LiveJournal's export, and that of the sites that grew out of it: a month of entries as XML.

use super::super::item::{Body, Channel, Documents, Item, Markup, plain_title, words};
use super::super::xml::Xml;
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use super::paragraphs_as_html;
use crate::document::{Date, Document};

pub(in super::super) static FORMAT: Format =
    Format { name: "livejournal", extensions: &["xml"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = &input.text[..input.text.floor_char_boundary(1024)];
    if head.contains("<livejournal") { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let channel = Channel::default();
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    for entry in xml.elements().filter(|element| element.name() == "entry") {
        let text = |name: &str| entry.child(name).map(|child| child.text().into_owned());
        let event = entry.child("event");
        let tags = text("taglist").unwrap_or_default();
        documents.add(
            Item {
                part: text("itemid").as_deref().and_then(words),
                title: text("subject").as_deref().and_then(plain_title),
                date: text("eventtime").as_deref().and_then(Date::find),
                tags: tags.split(',').filter_map(words).collect(),
                bodies: vec![Body {
                    text: paragraphs_as_html(&with_users(&text("event").unwrap_or_default())),
                    markup: Markup::Html,
                    offset: event.map_or(entry.offset(), |event| event.offset()),
                }],
                ..Item::default()
            },
            receipt,
        );
    }
    Ok(documents.finish(receipt))
}

/// `<lj user="bo">` is shown as a name.
fn with_users(text: &str) -> String {
    const NAME_BYTES_MAX: usize = 64;
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<lj ") {
        let near = &rest[at..rest.floor_char_boundary(at + NAME_BYTES_MAX)];
        let name = near.split_once("user=").map(|(_, name)| name.trim_start_matches(['"', '\'']));
        let name = name.and_then(|name| name.split(['"', '\'', ' ', '>', '/']).next());
        shown.push_str(&rest[..at]);
        shown.push_str(name.unwrap_or_default());
        let end = near.find('>').map_or(4, |end| end + 1);
        rest = &rest[at + end..];
    }
    shown.push_str(rest);
    // A cut is a place to read on.
    shown.replace("<lj-cut", " <lj-cut")
}
