//! Evernote's export, ENEX: notes with their text as a page in a page.

use super::super::feed::item::{Body, Channel, Documents, Item, Markup, address, person, plain_title, words};
use super::super::xml::Xml;
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{Date, Document};

pub(in super::super) static FORMAT: Format =
    Format { name: "evernote", extensions: &["enex"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = &input.text[..input.text.floor_char_boundary(1024)];
    if head.contains("<en-export") { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let channel = Channel::default();
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    for note in xml.elements().filter(|element| element.name() == "note") {
        let text = |name: &str| note.child(name).map(|child| child.text().into_owned());
        let about = note.child("note-attributes");
        let said = |name: &str| Some(about?.child(name)?.text().into_owned());
        let content = note.child("content");
        let page = content.map(|content| content.text().into_owned()).unwrap_or_default();
        // Before the note stand a declaration and a document type.
        let page = page.find("<en-note").map_or(page.as_str(), |at| &page[at..]);
        let tags = note.children().filter(|child| child.name() == "tag");
        documents.add(
            Item {
                title: text("title").as_deref().and_then(plain_title),
                authors: said("author").as_deref().and_then(person).into_iter().collect(),
                date: text("created").as_deref().and_then(day),
                url: said("source-url").as_deref().and_then(address),
                tags: tags.filter_map(|tag| words(&tag.text())).collect(),
                bodies: vec![Body {
                    text: page.to_owned(),
                    markup: Markup::Html,
                    offset: content.map_or(note.offset(), |content| content.offset()),
                }],
                ..Item::default()
            },
            receipt,
        );
    }
    Ok(documents.finish(receipt))
}

/// `20240312T091510Z`
fn day(stamp: &str) -> Option<Date> {
    let (year, month, day) = (stamp.get(..4)?, stamp.get(4..6)?, stamp.get(6..8)?);
    Date::new(year.parse().ok()?, month.parse().ok(), day.parse().ok())
}
