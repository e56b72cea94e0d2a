//! Atom 0.3 and 1.0.

use super::super::xml::Element;
use super::item::{self, Body, Channel, Item, Markup};
use super::names::Names;
use crate::document::Date;

/// Reads the feed and its entries.
pub(super) fn read(root: Element<'_, '_>, names: &Names<'_>) -> (Channel, Vec<Item>) {
    let mut channel = Channel { language: language(root), ..Channel::default() };
    let mut own = None;
    for child in root.children() {
        match local(child, names) {
            Some("title") => channel.title = channel.title.take().or_else(|| title(child)),
            Some("author") => channel.authors.extend(name(child, names)),
            Some("link") => match link(child) {
                ("alternate", Some(url)) => channel.url = channel.url.take().or(Some(url)),
                ("self", url) => own = own.or(url),
                _ => {}
            },
            _ => {}
        }
    }
    let base = root.attribute("xml:base").map(|base| base.into_owned());
    channel.base = base.or_else(|| channel.url.clone().filter(|url| url.contains("://"))).or(own);
    let entries = root.descendants().filter(|element| local(*element, names) == Some("entry"));
    let items = entries.map(|entry| read_entry(entry, names)).collect();
    (channel, items)
}

/// Reads one entry.
pub(in super::super) fn read_entry(entry: Element<'_, '_>, names: &Names<'_>) -> Item {
    let mut item = Item { language: language(entry), ..Item::default() };
    let mut dates = [None; 3];
    let mut sources = Vec::new();
    for child in entry.children() {
        let Some(local) = local(child, names) else {
            match names.key(child) {
                ("dc", "creator") => item.authors.extend(item::person(&child.text())),
                ("content", "encoded") => item.bodies.push(content(child)),
                ("media", "group") => {
                    let descriptions = child.children().filter(|inner| inner.local_name() == "description");
                    item.bodies.extend(descriptions.map(content));
                }
                ("yt", "videoId") => item.is_video = true,
                ("blogger", "type") => item.apart = item.apart.or(apart_on_blogger(&child.text())),
                ("blogger", "status") => {
                    let status = child.text();
                    item.is_draft |= status.trim() == "DRAFT";
                    if status.trim() == "SOFT_TRASHED" {
                        item.apart = Some("unpublished post");
                    }
                }
                ("blogger", "created") => dates[1] = dates[1].or_else(|| Date::find(&child.text())),
                ("app", "control") => {
                    item.is_draft |= child.children().any(|inner| inner.text().trim() == "yes");
                }
                ("itunes", "duration") => item.duration_ms = item::duration_ms(&child.text()),
                ("podcast", "transcript") => {
                    item.transcripts.extend(child.attribute("url").and_then(|url| item::reference(&url)));
                }
                _ => {}
            }
            continue;
        };
        match local {
            "title" => item.title = item.title.take().or_else(|| title(child)),
            "id" => item.part = item::words(&child.text()),
            "link" => {
                let kind = child.attribute("type").unwrap_or_default();
                match link(child) {
                    ("alternate", url) => item.url = item.url.take().or(url),
                    ("enclosure", Some(url)) if item::is_recording(&url, &kind) => {
                        item.media_url = item.media_url.take().or(Some(url));
                    }
                    _ => {}
                }
            }
            "published" | "issued" => dates[0] = dates[0].or_else(|| Date::find(&child.text())),
            "created" => dates[1] = dates[1].or_else(|| Date::find(&child.text())),
            "updated" | "modified" => dates[2] = dates[2].or_else(|| Date::find(&child.text())),
            "author" => item.authors.extend(name(child, names)),
            "source" => {
                let authors = child.children().filter(|inner| self::local(*inner, names) == Some("author"));
                sources.extend(authors.filter_map(|author| name(author, names)));
            }
            "category"
                if child.attribute("scheme").is_some_and(|scheme| scheme.ends_with("/g/2005#kind")) =>
            {
                let term = child.attribute("term").unwrap_or_default();
                item.apart = item.apart.or(apart_on_blogger(term.rsplit('#').next().unwrap_or_default()));
            }
            "category" => {
                let label = child.attribute("label").or_else(|| child.attribute("term"));
                let is_word = label.as_ref().is_some_and(|label| !label.contains("://"));
                item.tags.extend(label.filter(|_| is_word).and_then(|label| item::plain_title(&label)));
            }
            "content" | "summary" => item.bodies.push(content(child)),
            _ => {}
        }
    }
    item.date = dates.into_iter().flatten().next();
    if item.authors.is_empty() {
        item.authors = sources;
    }
    item
}

/// By which rule an entry of this kind in a blog's export is none of the author's texts.
fn apart_on_blogger(kind: &str) -> Option<&'static str> {
    match kind.trim().to_ascii_lowercase().as_str() {
        "comment" => Some("comments"),
        "settings" | "template" => Some("settings of the site"),
        _ => None,
    }
}

/// The local name of an element of Atom itself.
fn local<'a>(element: Element<'_, 'a>, names: &Names<'a>) -> Option<&'a str> {
    let (prefix, local) = names.key(element);
    matches!(prefix, "" | "atom").then_some(local)
}

fn link(element: Element<'_, '_>) -> (&'static str, Option<String>) {
    let url = element.attribute("href").and_then(|href| item::words(&href));
    let relation = match element.attribute("rel").as_deref() {
        None | Some("alternate" | "") => "alternate",
        Some("enclosure") => "enclosure",
        Some("self") => "self",
        Some(_) => "",
    };
    (relation, url)
}

fn name(author: Element<'_, '_>, names: &Names<'_>) -> Option<String> {
    let name = author.children().find(|child| local(*child, names) == Some("name"));
    match name {
        Some(name) => item::person(&name.text()),
        None => item::person(&author.text()),
    }
}

fn language(element: Element<'_, '_>) -> Option<String> {
    item::language_code(&element.attribute("xml:lang")?)
}

fn title(element: Element<'_, '_>) -> Option<String> {
    let is_markup = element.attribute("type").is_some_and(|kind| kind.contains("html"));
    if is_markup && element.has_children() {
        return item::plain_title(element.markup());
    }
    // Many that say nothing are HTML all the same.
    item::plain_title(&element.text())
}

fn content(element: Element<'_, '_>) -> Body {
    let kind = element.attribute("type").unwrap_or_default();
    let is_text = matches!(&*kind, "text" | "text/plain");
    let offset = element.offset();
    if element.has_children() {
        return Body { text: element.markup().to_owned(), markup: Markup::Html, offset };
    }
    let text = element.text().into_owned();
    let markup = match () {
        () if kind.contains("html") => Markup::Html,
        () if is_text => Markup::Lines,
        () => Markup::Unknown,
    };
    Body { text, markup, offset }
}
