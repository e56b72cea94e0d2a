//! RSS 0.9 to 2.0 and RDF, with the modules that podcasts and blogs add.

use super::super::xml::Element;
use super::item::{self, Body, Channel, Item, Markup};
use super::names::Names;
use crate::document::Date;

/// Reads the channel and its items.
pub(super) fn read(root: Element<'_, '_>, names: &Names<'_>) -> (Channel, Vec<Item>) {
    let channel = read_channel(root, names);
    let items = root.descendants().filter(|element| names.key(*element) == ("", "item"));
    (channel, items.map(|element| read_item(element, names)).collect())
}

/// Reads what the channel says about all items.
pub(in super::super) fn read_channel(root: Element<'_, '_>, names: &Names<'_>) -> Channel {
    let mut channel = Channel::default();
    let element = root.descendants().find(|element| names.key(*element) == ("", "channel")).unwrap_or(root);
    for child in element.children() {
        match names.key(child) {
            ("", "title") => set(&mut channel.title, item::plain_title(&child.text())),
            ("", "link") | ("atom", "link") => {
                let is_other = child.attribute("rel").is_some_and(|rel| rel != "alternate");
                let href = child.attribute("href").unwrap_or_else(|| child.text());
                if !is_other {
                    set(&mut channel.url, item::address(&href));
                }
            }
            ("", "language") | ("dc", "language") => {
                channel.language = channel.language.take().or_else(|| item::language_code(&child.text()));
            }
            ("itunes", "author") | ("dc", "creator") if channel.authors.is_empty() => {
                channel.authors = item::people(&child.text());
            }
            ("podcast", "person") => channel.speakers.extend(speaker(child)),
            _ => {}
        }
    }
    channel
}

/// Reads one item.
pub(in super::super) fn read_item(element: Element<'_, '_>, names: &Names<'_>) -> Item {
    let mut item = Item::default();
    let mut dates = [None; 3];
    let mut people: [Vec<String>; 3] = Default::default();
    let about = element.attributes().find(|(name, _)| name.ends_with("about"));
    set(&mut item.part, about.and_then(|(_, id)| item::words(id)));
    for child in element.children() {
        let text = || child.text();
        match names.key(child) {
            ("", "title") => set(&mut item.title, item::plain_title(&text())),
            ("itunes" | "media", "title") => set(&mut item.other_title, item::plain_title(&text())),
            ("", "link") => set(&mut item.url, item::address(&text())),
            ("", "guid") => {
                let id = text();
                if child.attribute("isPermaLink").is_none_or(|is| is != "false") {
                    set(&mut item.permalink, item::address(&id));
                }
                item.part = item::words(&id).or(item.part.take());
            }
            ("", "pubDate" | "pubdate" | "date") => dates[0] = dates[0].or_else(|| Date::find(&text())),
            ("dc", "date") | ("atom", "published") => dates[1] = dates[1].or_else(|| Date::find(&text())),
            ("atom", "updated") => dates[2] = dates[2].or_else(|| Date::find(&text())),
            ("dc", "creator" | "author") => people[0].extend(item::people(&text())),
            ("", "author") => people[1].extend(item::people(&text())),
            ("atom", "author") => {
                people[1].extend(child.child("name").and_then(|name| item::person(&name.text())))
            }
            ("itunes", "author") => people[2].extend(item::people(&text())),
            ("dc", "language") => item.language = item::language_code(&text()),
            ("", "category") | ("dc", "subject") => item.tags.extend(item::plain_title(&text())),
            ("itunes", "keywords") => item.tags.extend(text().split(',').filter_map(item::words)),
            ("content", "encoded") | ("", "description" | "content" | "body" | "fulltext") => {
                item.bodies.push(body(child));
            }
            ("itunes", "summary" | "subtitle") | ("media", "description") | ("dc", "description") => {
                item.bodies.push(body(child));
            }
            ("", "enclosure") => enclosure(child, &mut item),
            ("media", "content") => enclosure(child, &mut item),
            ("media", "group") => {
                for inner in child.children() {
                    match names.key(inner).1 {
                        "content" => enclosure(inner, &mut item),
                        "description" => item.bodies.push(body(inner)),
                        _ => {}
                    }
                }
            }
            ("itunes", "duration") => item.duration_ms = item::duration_ms(&text()),
            ("podcast", "transcript") => {
                item.transcripts.extend(child.attribute("url").and_then(|url| item::reference(&url)));
                item.said.extend(said(child));
            }
            ("pst", "transcripts") => item.said.extend(said(child)),
            ("podcast", "person") => item.speakers.extend(speaker(child)),
            ("psc", "chapters") => item.listed.extend(child.children().filter_map(chapter)),
            _ => {}
        }
    }
    item.date = dates.into_iter().flatten().next();
    item.authors = people.into_iter().find(|people| !people.is_empty()).unwrap_or_default();
    item
}

/// A person of an episode who is heard in it: the group is `cast` where none is given, and the role that of a host.
fn speaker(element: Element<'_, '_>) -> Option<String> {
    let group = element.attribute("group").unwrap_or_default();
    let role = element.attribute("role").unwrap_or_default().to_lowercase();
    // Some who work on it have no group.
    let works_on_it =
        ["producer", "editor", "engineer", "designer", "artist", "writer", "developer", "manager", "music"];
    let is_heard = (group.is_empty() || group.eq_ignore_ascii_case("cast"))
        && !works_on_it.iter().any(|work| role.contains(work));
    if is_heard { item::person(&element.text()) } else { None }
}

/// The HTML or text of an element: its characters, or its markup where HTML was not escaped.
fn body(element: Element<'_, '_>) -> Body {
    if element.has_children() {
        Body { text: element.markup().to_owned(), markup: Markup::Html, offset: element.offset() }
    } else {
        Body { text: element.text().into_owned(), markup: Markup::Unknown, offset: element.offset() }
    }
}

/// The transcript that stands in an element instead of behind an address.
fn said(element: Element<'_, '_>) -> Option<Body> {
    let text = if element.has_children() {
        // As the file that Podlove writes besides.
        let markup = element.markup();
        format!("<transcripts xmlns=\"http://podlove.org/simple-transcripts\">{markup}</transcripts>")
    } else {
        element.text().into_owned()
    };
    let has_words = text.contains(char::is_alphabetic);
    has_words.then(|| Body { text, markup: Markup::Unknown, offset: element.offset() })
}

fn enclosure(element: Element<'_, '_>, item: &mut Item) {
    let attribute = |name| element.attribute(name).unwrap_or_default();
    let kind = [attribute("type"), attribute("medium")].join(" ");
    if let Some(url) = item::address(&attribute("url")).filter(|url| item::is_recording(url, &kind)) {
        set(&mut item.media_url, Some(url));
        let seconds: Option<f64> = attribute("duration").parse().ok();
        item.duration_ms = item.duration_ms.or_else(|| seconds.map(|seconds| (seconds * 1000.0) as u32));
    }
}

fn chapter(element: Element<'_, '_>) -> Option<String> {
    let title = element.attribute("title")?;
    let start = element.attribute("start").unwrap_or_default();
    let start = start.split('.').next().unwrap_or_default();
    item::words(&format!("{start} {title}"))
}

/// Keeps the first value that there is.
fn set(slot: &mut Option<String>, value: Option<String>) {
    if slot.is_none() {
        *slot = value;
    }
}
