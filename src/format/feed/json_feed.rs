//! JSON Feed, and what blog engines answer in its likeness: the posts of the WordPress and
//! Blogger interfaces.

use super::super::json::{self, Json};
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use super::item::{self, Body, Channel, Documents, Item, Markup};
use crate::document::{Date, Document};

pub(in super::super) static FORMAT: Format =
    Format { name: "json-feed", extensions: &["json"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    let says_so = head.contains("jsonfeed.org/version") && head.contains("\"version\"");
    let is_rss = head.contains("\"rss\"") && head.contains("\"channel\"");
    let is_post = || is_rss || head.contains("\"blogger#post") || head.contains("\"rendered\"");
    if !json::looks_like_json(head) || !(says_so || is_post()) {
        return Confidence::No;
    }
    let Some(sketch) = json::sketch(input.text) else { return Confidence::No };
    if is_rss && sketch.at(&["rss", "channel"]).is_null() {
        return Confidence::No;
    }
    if !is_rss && posts(&sketch).is_empty() && sketch.get("items").is_null() {
        Confidence::No
    } else {
        Confidence::Certain
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let value = json::read_file(input.text, receipt)?;
    let root = &value;
    let converted = one(root.at(&["rss", "channel"]));
    if !converted.is_null() {
        return Ok(of_converted(converted, input.text, receipt));
    }
    let channel = Channel {
        speakers: Vec::new(),
        title: root.get("title").text().and_then(item::plain_title),
        authors: authors(root),
        language: root.get("language").text().and_then(item::language_code),
        url: root.get("home_page_url").text().and_then(item::address),
        base: root.get("feed_url").text().and_then(item::address),
    };
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    for post in posts(root) {
        documents.add(read_item(post, input.text), receipt);
    }
    Ok(documents.finish(receipt))
}

/// Reads RSS that a program has turned into JSON, element by element.
fn of_converted(feed: &Json<'_>, source: &str, receipt: &mut Receipt) -> Vec<Document> {
    let said = |object: &Json<'_>, keys: &[&str]| -> Option<String> {
        keys.iter().find_map(|key| characters(object.get(key))).map(str::to_owned)
    };
    let channel = Channel {
        speakers: Vec::new(),
        title: said(feed, &["title"]).and_then(|title| item::plain_title(&title)),
        authors: said(feed, &["itunes:author", "dc:creator"])
            .map(|people| item::people(&people))
            .unwrap_or_default(),
        language: said(feed, &["language"]).and_then(|tag| item::language_code(&tag)),
        url: said(feed, &["link"]).and_then(|url| item::address(&url)),
        base: None,
    };
    let mut documents = Documents::new(FORMAT.name, &channel, source);
    let items = match feed.get("item") {
        Json::List(items) => items.as_slice(),
        Json::Null => &[],
        single => std::slice::from_ref(single),
    };
    for post in items {
        let enclosure = one(post.get("enclosure"));
        let attribute = |name: &str| {
            let spelled = [format!("@_{name}"), format!("@{name}"), format!("-{name}"), name.to_owned()];
            let own = spelled.iter().find_map(|key| enclosure.get(key).text());
            own.or_else(|| enclosure.any(&["$", "_attributes", "@attributes"]).get(name).text())
        };
        let url = attribute("url").and_then(item::address);
        let kind = attribute("type").unwrap_or_default();
        let bodies = ["content:encoded", "description", "itunes:summary"].iter().filter_map(|key| {
            let value = one(post.get(key));
            let offset = value.offset_in(source).unwrap_or_default();
            Some(Body { text: characters(value)?.to_owned(), markup: Markup::Unknown, offset })
        });
        let keywords = said(post, &["itunes:keywords"]).unwrap_or_default();
        documents.add(
            Item {
                part: said(post, &["guid", "link"]).and_then(|id| item::words(&id)),
                title: said(post, &["title", "itunes:title"]).and_then(|title| item::plain_title(&title)),
                authors: said(post, &["dc:creator", "author", "itunes:author"])
                    .map(|people| item::people(&people))
                    .unwrap_or_default(),
                date: said(post, &["pubDate", "dc:date"]).and_then(|date| Date::find(&date)),
                url: said(post, &["link"]).and_then(|url| item::address(&url)),
                media_url: url.filter(|url| item::is_recording(url, kind)),
                duration_ms: said(post, &["itunes:duration"]).and_then(|text| item::duration_ms(&text)),
                tags: keywords.split(',').filter_map(item::words).collect(),
                bodies: bodies.collect(),
                ..Item::default()
            },
            receipt,
        );
    }
    documents.finish(receipt)
}

/// The only element of a list, as converters write elements that might be several.
fn one<'j>(value: &'j Json<'j>) -> &'j Json<'j> {
    if let Json::List(elements) = value { elements.first().unwrap_or(value) } else { value }
}

/// The characters of an element, which may stand beside its attributes.
fn characters<'j>(value: &'j Json<'j>) -> Option<&'j str> {
    let value = one(value);
    value.words().or_else(|| value.any(&["#text", "_", "$t", "_text", "#cdata", "_cdata", "__cdata"]).words())
}

/// The items of a feed, or the posts of a list or of a page of them.
fn posts<'j>(root: &'j Json<'j>) -> &'j [Json<'j>] {
    if let Json::List(posts) = root {
        let is_post = |post: &Json<'_>| {
            !post.at(&["content", "rendered"]).is_null() || post.get("kind").text() == Some("blogger#post")
        };
        return if posts.first().is_some_and(is_post) { posts } else { &[] };
    }
    root.get("items").list()
}

fn read_item(post: &Json<'_>, source: &str) -> Item {
    let text = |key: &str| post.get(key).text();
    let rendered = |key: &str| post.at(&[key, "rendered"]).text().or_else(|| text(key));
    let mut item = Item {
        part: post.any(&["id", "guid", "url"]).label().map(|id| id.into_owned()),
        title: rendered("title").and_then(item::plain_title),
        authors: authors(post),
        date: ["date_published", "published", "date", "date_modified", "updated"]
            .iter()
            .find_map(|key| Date::find(text(key)?)),
        language: text("language").and_then(item::language_code),
        url: ["url", "link", "external_url"].iter().find_map(|key| item::address(text(key)?)),
        ..Item::default()
    };
    for (key, markup) in [
        ("content_html", Markup::Html),
        ("content_text", Markup::Lines),
        ("content", Markup::Unknown),
        ("summary", Markup::Unknown),
    ] {
        // The text is what the page says without its marks, or with others.
        let is_marked = |said: &&str| {
            key == "content_text" && item.bodies.iter().any(|body| body.text.trim().len() * 2 >= said.len())
        };
        if let Some(said) = rendered(key).filter(|said| !is_marked(said)) {
            let offset = post.get(key).offset_in(source).unwrap_or_default();
            item.bodies.push(Body { text: said.to_owned(), markup, offset });
        }
    }
    let tags = ["tags", "labels"].iter().flat_map(|key| post.get(key).list());
    item.tags.extend(tags.filter_map(|tag| item::plain_title(tag.text()?)));
    for attachment in post.get("attachments").list() {
        let kind = attachment.get("mime_type").text().unwrap_or_default();
        let url = attachment.get("url").text().and_then(item::address);
        if let Some(url) = url.filter(|url| item.media_url.is_none() && item::is_recording(url, kind)) {
            item.media_url = Some(url);
            let seconds = attachment.get("duration_in_seconds").number();
            item.duration_ms = seconds.map(|seconds| (seconds * 1000.0) as u32);
        }
    }
    item
}

fn authors(object: &Json<'_>) -> Vec<String> {
    let listed = object.get("authors").list();
    let listed = if listed.is_empty() { std::slice::from_ref(object.get("author")) } else { listed };
    let names = listed.iter().filter_map(|author| author.any(&["name", "displayName"]).text());
    names.filter_map(item::person).collect()
}
