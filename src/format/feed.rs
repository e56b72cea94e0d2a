//! Feeds: RSS of every version, Atom and JSON Feed, a document for each item.
//!
//! An item with a recording is the notes about it; any other is an essay. What a feed says is read
//! tolerantly: see [`super::xml`].

mod atom;
mod json_feed;
mod names;
mod rss;

use super::xml::Xml;
use super::{Confidence, Format, Input, ParseError, Receipt, item};
use crate::document::Document;

pub(super) use json_feed::FORMAT as JSON_FEED;
pub(super) use names::Names;
pub(super) use rss::{read_channel, read_item};

pub(super) static FORMAT: Format =
    Format { name: "feed", extensions: &["rss", "atom", "rdf", "xml"], detect, parse };

/// The root elements of feeds.
const ROOTS: [&str; 6] = ["rss", "feed", "RDF", "rdf", "channel", "entry"];

fn detect(input: &Input<'_>) -> Confidence {
    match root_name(input.head()) {
        Some("rss" | "feed") => Confidence::Certain,
        // RDF is written for other things too.
        Some("RDF" | "rdf")
            if input.head().contains("purl.org/rss/") || input.head().contains("netscape.com/rdf") =>
        {
            Confidence::Certain
        }
        // An entry may stand by itself.
        Some("entry") if input.head().contains("www.w3.org/2005/Atom") => Confidence::Certain,
        Some("channel") if input.head().contains("<item") => Confidence::Likely,
        _ => Confidence::No,
    }
}

/// The name, without prefix, of the first element that may be a feed's. Servers write warnings
/// and blank lines before it.
pub(super) fn root_name(head: &str) -> Option<&str> {
    let head = &head[..head.floor_char_boundary(4096)];
    head.match_indices('<').find_map(|(at, _)| {
        let name = &head[at + 1..];
        let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
        let local = name[..end].rsplit(':').next()?;
        ROOTS.contains(&local).then_some(local)
    })
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let root = xml.elements().find(|element| ROOTS.contains(&element.local_name()));
    let root = root.ok_or_else(|| ParseError("there is no feed in it".to_owned()))?;
    let names = Names::of(root);
    let (channel, items) = match root.local_name() {
        "feed" => atom::read(root, &names),
        "entry" => (item::Channel::default(), vec![atom::read_entry(root, &names)]),
        _ => rss::read(root, &names),
    };
    let mut documents = item::Documents::new(FORMAT.name, &channel, input.text);
    for item in items {
        documents.add(item, receipt);
    }
    Ok(documents.finish(receipt))
}
