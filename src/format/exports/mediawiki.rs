//! Dumps of MediaWiki, as XML: each page as it was last.

use super::super::item::{Body, Channel, Documents, Item, Markup, words};
use super::super::xml::{Element, Xml};
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{Date, Document};

pub(in super::super) static FORMAT: Format =
    Format { name: "mediawiki-dump", extensions: &["xml"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = &input.text[..input.text.floor_char_boundary(1024)];
    if head.contains("<mediawiki") { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let root = xml.elements().find(|element| element.name() == "mediawiki");
    let site = xml.elements().find(|element| element.name() == "siteinfo");
    let about = |name: &str| words(&site?.child(name)?.text());
    let channel = Channel {
        title: about("sitename"),
        language: root.and_then(|root| root.attribute("xml:lang")).and_then(|language| words(&language)),
        ..Channel::default()
    };
    // The address of the main page, whose name gives way to those of others.
    let base = about("base").and_then(|base| base.rfind('/').map(|end| base[..=end].to_owned()));
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    for page in xml.elements().filter(|element| element.name() == "page") {
        if let Some(item) = item(page, base.as_deref()) {
            documents.add(item, receipt);
        }
    }
    Ok(documents.finish(receipt))
}

fn item(page: Element<'_, '_>, base: Option<&str>) -> Option<Item> {
    let text = |element: Element<'_, '_>, name: &str| words(&element.child(name)?.text());
    let title = text(page, "title")?;
    // Revisions lie in order, most of the time.
    let revisions = page.children().filter(|child| child.name() == "revision");
    let last = revisions.max_by_key(|revision| text(*revision, "timestamp"))?;
    let body = last.child("text")?;
    let source = body.text().into_owned();
    let space = text(page, "ns").and_then(|space| space.parse::<i32>().ok()).unwrap_or_default();
    let is_redirect = page.child("redirect").is_some() || source.trim_start().starts_with("#REDIRECT");
    let apart = match space {
        _ if is_redirect => Some("address of another page"),
        _ if space % 2 != 0 => Some("talk about a page"),
        // Files, messages of the software, templates, categories, modules.
        6 | 8 | 10 | 14 | 828 => Some("page for the wiki's own use"),
        _ => None,
    };
    let stamp = text(last, "timestamp");
    Some(Item {
        part: text(page, "id"),
        url: base.map(|base| format!("{base}{}", title.replace(' ', "_").replace('?', "%3F"))),
        title: Some(title),
        date: stamp.as_deref().and_then(Date::find),
        bodies: vec![Body { text: source, markup: Markup::Mediawiki, offset: body.offset() }],
        apart,
        ..Item::default()
    })
}
