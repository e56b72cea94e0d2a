//! Movable Type's export, which TypePad and Hatena write too: text in which lines of hyphens part posts,
//! and the parts of a post.

use super::super::item::{Body, Channel, Documents, Item, Markup, people, plain_title, words};
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use super::paragraphs_as_html;
use crate::document::{Date, Document};

pub(in super::super) static FORMAT: Format =
    Format { name: "movable-type", extensions: &["txt", "export"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head().trim_start();
    let begins = ["AUTHOR: ", "TITLE: ", "AUTHOR:\n", "TITLE:\n"].iter().any(|key| head.starts_with(key));
    let mut lines = head.lines().map(str::trim_end);
    let has_body = begins && lines.any(|line| line == "-----") && lines.next() == Some("BODY:");
    if has_body { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let channel = Channel::default();
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    for post in parted(input.text, "--------") {
        add(input.text, post, &mut documents, receipt);
    }
    Ok(documents.finish(receipt))
}

/// Adds a post, which is a part of the source.
fn add(source: &str, post: &str, documents: &mut Documents<'_>, receipt: &mut Receipt) {
    let offset_of = |part: &str| part.as_ptr() as usize - source.as_ptr() as usize;
    let mut item = Item::default();
    let mut texts: Vec<&str> = Vec::new();
    let mut excerpt = "";
    let mut breaks = "";
    let mut offset = None;
    for (number, section) in parted(post, "-----").into_iter().enumerate() {
        if number == 0 {
            section.lines().for_each(|line| read_field(line, &mut item, &mut breaks));
            continue;
        }
        let (name, text) = section.split_once('\n').unwrap_or((section, ""));
        match name.trim_end() {
            "BODY:" | "EXTENDED BODY:" => {
                offset.get_or_insert(offset_of(text));
                texts.push(text);
            }
            "EXCERPT:" => excerpt = text,
            "COMMENT:" | "PING:" => receipt.dropped("comments", text),
            _ => {}
        }
    }
    if item.title.is_none() && texts.is_empty() {
        return;
    }
    let body =
        |text: String, markup| Body { text, markup, offset: offset.unwrap_or_else(|| offset_of(post)) };
    let whole = texts.join("\n\n");
    item.bodies = vec![match breaks {
        "0" => body(whole, Markup::Html),
        _ if breaks.contains("markdown") => body(whole, Markup::Markdown),
        _ => body(paragraphs_as_html(&whole), Markup::Html),
    }];
    if texts.iter().all(|text| text.trim().is_empty()) {
        item.bodies = vec![body(excerpt.to_owned(), Markup::Unknown)];
    }
    documents.add(item, receipt);
}

/// What lines such as `rule` part.
fn parted<'a>(text: &'a str, rule: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim_end() == rule {
            parts.push(&text[start..at]);
            start = at + line.len();
        }
        at += line.len();
    }
    parts.push(&text[start..]);
    parts
}

fn read_field<'a>(line: &'a str, item: &mut Item, breaks: &mut &'a str) {
    let Some((key, value)) = line.split_once(':') else { return };
    let value = value.trim();
    match key {
        "TITLE" => item.title = plain_title(value),
        "AUTHOR" => item.authors = people(value),
        "DATE" => item.date = date(value),
        "BASENAME" => item.part = words(value),
        "STATUS" => item.is_draft = value.eq_ignore_ascii_case("draft"),
        "CONVERT BREAKS" => *breaks = value,
        "CATEGORY" | "PRIMARY CATEGORY" => item.tags.extend(words(value)),
        "TAGS" => item.tags.extend(value.split(',').filter_map(|tag| words(tag.trim_matches([' ', '"'])))),
        _ => {}
    }
}

/// `04/22/2017 08:41:58 PM`: the month comes first.
fn date(value: &str) -> Option<Date> {
    let day = value.split(' ').next()?;
    let fields: Vec<&str> = day.split('/').collect();
    match fields[..] {
        [month, day, year] => Date::new(year.parse().ok()?, month.parse().ok(), day.parse().ok()),
        _ => Date::find(value),
    }
}
