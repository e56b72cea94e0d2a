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
    let is_post = || head.contains("\"blogger#post") || head.contains("\"rendered\"");
    if !json::looks_like_json(head) || !(says_so || is_post()) {
        return Confidence::No;
    }
    let Some(sketch) = json::sketch(input.text) else { return Confidence::No };
    if posts(&sketch).is_empty() && sketch.get("items").is_null() {
        Confidence::No
    } else {
        Confidence::Certain
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let reading = json::read(input.text).map_err(ParseError)?;
    if reading.is_cut_off {
        receipt.warn("the file ends in the middle; what is there has been read");
    }
    let root = &reading.value;
    let channel = Channel {
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
        if let Some(said) = rendered(key) {
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
