//! Ghost's export: the tables of its database as JSON.

mod lexical;
mod mobiledoc;

use std::collections::HashMap;

use super::super::item::{Body, Channel, Documents, Item, Markup, plain_title};
use super::super::json::{self, Json};
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{Date, Document};

pub(in super::super) static FORMAT: Format = Format { name: "ghost", extensions: &["json"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = &input.text[..input.text.floor_char_boundary(400)];
    if !json::looks_like_json(head)
        || !(head.contains("\"db\"") || head.contains("\"data\"") || head.contains("\"meta\""))
    {
        return Confidence::No;
    }
    let is_export = json::sketch(input.text).is_some_and(|sketch| tables(&sketch).is_some());
    if is_export { Confidence::Certain } else { Confidence::No }
}

/// The tables, in what different versions wrap around them.
fn tables<'j>(root: &'j Json<'j>) -> Option<&'j Json<'j>> {
    let tables = [root.get("db").first().get("data"), root.get("data")];
    tables.into_iter().find(|tables| {
        let post = tables.get("posts").first();
        let has_text =
            ["html", "lexical", "mobiledoc", "markdown"].iter().any(|key| post.get(key).text().is_some());
        has_text && !post.get("title").is_null()
    })
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let value = json::read_file(input.text, receipt)?;
    let Some(tables) = tables(&value) else {
        return Err(ParseError("there are no posts in it".to_owned()));
    };
    let setting = |key: &str| {
        let settings = tables.get("settings").list().iter();
        settings
            .clone()
            .find(|setting| setting.get("key").text() == Some(key))
            .and_then(|setting| setting.get("value").words())
    };
    let channel = Channel {
        title: setting("title").map(str::to_owned),
        language: setting("locale").or(setting("lang")).map(str::to_owned),
        ..Channel::default()
    };
    let relations = Relations::of(tables);
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    for post in tables.get("posts").list() {
        let status = post.get("status").text().unwrap_or("published");
        if !matches!(status, "published" | "sent") {
            documents.add_draft(post.get("title").text().unwrap_or_default(), receipt);
            continue;
        }
        documents.add(item(post, &relations, input.text), receipt);
    }
    Ok(documents.finish(receipt))
}

fn item(post: &Json<'_>, relations: &Relations, source: &str) -> Item {
    let text = |key: &str| post.get(key).words();
    let id = post.get("id").label().unwrap_or_default();
    let date = text("published_at").or(text("created_at")).and_then(Date::find);
    let html = text("html").map(str::to_owned);
    let html = html
        .or_else(|| lexical::to_html(text("lexical")?))
        .or_else(|| mobiledoc::to_html(text("mobiledoc")?));
    let offset = post.get("html").offset_in(source).or_else(|| post.offset_in(source)).unwrap_or_default();
    let body = match html {
        Some(text) => Some(Body { text, markup: Markup::Html, offset }),
        None => text("plaintext").map(|text| Body { text: text.to_owned(), markup: Markup::Lines, offset }),
    };
    let mut item = Item {
        part: text("slug").map(str::to_owned).or_else(|| Some(id.clone().into_owned())),
        title: text("title").and_then(plain_title),
        authors: relations.authors.get(&*id).cloned().unwrap_or_default(),
        date,
        language: text("locale").map(str::to_owned),
        url: text("canonical_url").map(str::to_owned),
        tags: relations.tags.get(&*id).cloned().unwrap_or_default(),
        bodies: body.into_iter().collect(),
        ..Item::default()
    };
    if item.authors.is_empty() {
        let author = post.any(&["author_id", "author"]).label();
        item.authors = author.and_then(|author| relations.users.get(&*author)).cloned().into_iter().collect();
    }
    // Tags with a number sign are the engine's own notes.
    item.tags.retain(|tag| !tag.starts_with('#'));
    item
}

/// Which authors and tags belong to which post.
struct Relations {
    authors: HashMap<String, Vec<String>>,
    tags: HashMap<String, Vec<String>>,
    users: HashMap<String, String>,
}

impl Relations {
    fn of(tables: &Json<'_>) -> Self {
        let users = names(tables.get("users"));
        let tags = names(tables.get("tags"));
        Self {
            authors: joined(tables.get("posts_authors"), "author_id", &users),
            tags: joined(tables.get("posts_tags"), "tag_id", &tags),
            users,
        }
    }
}

/// The names in a table by their ids.
fn names(table: &Json<'_>) -> HashMap<String, String> {
    let named =
        |row: &Json<'_>| Some((row.get("id").label()?.into_owned(), row.get("name").words()?.to_owned()));
    table.list().iter().filter_map(named).collect()
}

/// The names that a relation gives each post, in order.
fn joined(relation: &Json<'_>, key: &str, names: &HashMap<String, String>) -> HashMap<String, Vec<String>> {
    let mut rows: Vec<_> = relation.list().iter().collect();
    let order = |row: &Json<'_>| row.get("sort_order").number().unwrap_or_default();
    rows.sort_by(|a, b| order(a).total_cmp(&order(b)));
    let mut of_posts: HashMap<String, Vec<String>> = HashMap::new();
    for row in rows {
        let name = row.get(key).label().and_then(|id| names.get(&*id));
        if let (Some(post), Some(name)) = (row.get("post_id").label(), name) {
            of_posts.entry(post.into_owned()).or_default().push(name.clone());
        }
    }
    of_posts
}
