//! WordPress's own export, WXR, which others such as Squarespace write too: RSS with the posts as
//! they lie in the database, half HTML and half conventions.

mod autop;

use super::super::feed::{Names, read_channel, read_item, root_name};
use super::super::item::{Documents, Item, Markup, person, plain_title};
use super::super::json;
use super::super::xml::{Element, Xml};
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{Date, Document};

pub(in super::super) static FORMAT: Format =
    Format { name: "wordpress", extensions: &["xml"], detect, parse };

/// Kinds of entries that hold no writing but parts of the site.
const NO_WRITING: &[&str] = &[
    "attachment",
    "nav_menu_item",
    "revision",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "user_request",
    "wp_block",
    "wp_template",
    "wp_template_part",
    "wp_global_styles",
    "wp_navigation",
    "wp_font_family",
    "wp_font_face",
    "acf-field",
    "acf-field-group",
    "feedback",
    "jp_pay_order",
    "shop_order",
    "wpcf7_contact_form",
    "elementor_library",
    "mc4wp-form",
    "product_variation",
];

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    let is_export = || head.contains("<wp:wxr_version") || head.contains("wordpress.org/export/");
    if root_name(head) == Some("rss") && is_export() { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let root = xml.elements().find(|element| element.local_name() == "rss");
    let root = root.ok_or_else(|| ParseError("there is no export in it".to_owned()))?;
    let names = Names::of(root);
    let channel = read_channel(root, &names);
    let authors = display_names(&xml);
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    for element in xml.elements().filter(|element| element.name() == "item") {
        let entry = Entry::of(element, &names);
        let title = || element.child("title").map(|title| title.text().into_owned()).unwrap_or_default();
        if NO_WRITING.contains(&&*entry.kind) {
            continue;
        }
        if matches!(&*entry.status, "trash" | "auto-draft" | "inherit") {
            receipt.dropped("unpublished post", &title());
            continue;
        }
        if !matches!(&*entry.status, "publish" | "private" | "") {
            documents.add_draft(&title(), receipt);
            continue;
        }
        if entry.comments > 0 {
            receipt.dropped("comments", &entry.comment_text);
        }
        documents.add(item(element, entry, &authors, &names, receipt), receipt);
    }
    Ok(documents.finish(receipt))
}

/// What WordPress says of an entry beside what RSS does.
#[derive(Default)]
struct Entry {
    kind: String,
    status: String,
    date: Option<Date>,
    media_url: Option<String>,
    /// The notes of the block editor, as HTML.
    notes: String,
    comments: usize,
    comment_text: String,
}

impl Entry {
    fn of(element: Element<'_, '_>, names: &Names<'_>) -> Self {
        let mut entry = Self::default();
        for child in element.children() {
            match names.key(child) {
                ("wp", "post_type") => entry.kind = child.text().trim().to_owned(),
                ("wp", "status") => entry.status = child.text().trim().to_owned(),
                ("wp", "post_date") => entry.date = Date::find(&child.text()),
                ("wp", "comment") => {
                    entry.comments += 1;
                    let content = child.children().find(|inner| inner.local_name() == "comment_content");
                    if let Some(content) = content {
                        entry.comment_text.push_str(&content.text());
                        entry.comment_text.push('\n');
                    }
                }
                ("wp", "postmeta") => {
                    let value = |name| child.children().find(|inner| inner.local_name() == name);
                    let key = value("meta_key").map(|key| key.text());
                    let key = key.as_deref().map(str::trim);
                    if key == Some("footnotes")
                        && let Some(value) = value("meta_value")
                    {
                        entry.notes = notes(&value.text());
                    }
                    if matches!(key, Some("enclosure" | "audio_file")) {
                        // The address, the length and the type, a line each.
                        let lines = value("meta_value").map(|value| value.text().trim().to_owned());
                        entry.media_url =
                            lines.and_then(|lines| Some(lines.lines().next()?.trim().to_owned()));
                    }
                }
                _ => {}
            }
        }
        entry
    }
}

fn item(
    element: Element<'_, '_>,
    entry: Entry,
    authors: &[(String, String)],
    names: &Names<'_>,
    receipt: &mut Receipt,
) -> Item {
    let mut item = read_item(element, names);
    // The excerpt says again what the post says.
    let (content, others): (Vec<_>, Vec<_>) = item
        .bodies
        .drain(..)
        .zip(element.children().filter(|child| is_body(*child, names)))
        .partition(|(_, child)| names.key(*child) == ("content", "encoded"));
    let has_content = content.iter().any(|(body, _)| !body.text.trim().is_empty());
    let chosen = if has_content { content } else { others };
    item.bodies = chosen.into_iter().map(|(body, _)| body).collect();
    for body in &mut item.bodies {
        body.text = autop::to_html(&body.text, receipt) + &entry.notes;
        body.markup = Markup::Html;
    }
    item.tags.clear();
    let mut co_authors = Vec::new();
    let mut creators = Vec::new();
    for child in element.children() {
        match names.key(child) {
            ("", "category") => {
                let domain = child.attribute("domain");
                let tag = plain_title(&child.text());
                // A plug-in for posts of several authors keeps them among the categories.
                if domain.as_deref() == Some("author") {
                    co_authors.extend(tag)
                } else {
                    item.tags.extend(tag)
                }
            }
            ("dc", "creator") => {
                let login = child.text();
                let login = login.trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '>'));
                let named = authors.iter().find(|(known, _)| known == login);
                creators.extend(named.map(|(_, name)| name.clone()).or_else(|| person(login)));
            }
            _ => {}
        }
    }
    item.authors = if co_authors.is_empty() { creators } else { co_authors };
    item.tags.retain(|tag| !tag.eq_ignore_ascii_case("uncategorized"));
    item.date = entry.date.or(item.date);
    item.media_url = item.media_url.or(entry.media_url);
    item
}

/// The block editor keeps notes beside the post: `[{"id": "..", "content": "See there."}]`.
fn notes(value: &str) -> String {
    let Ok(read) = json::read(value) else { return String::new() };
    let notes = read.value.list().iter().filter_map(|note| note.get("content").words());
    let items: String = notes.map(|note| format!("<li>{note}</li>")).collect();
    if items.is_empty() { items } else { format!("\n<ol>{items}</ol>") }
}

fn is_body(element: Element<'_, '_>, names: &Names<'_>) -> bool {
    matches!(names.key(element), ("content", "encoded") | ("", "description"))
}

/// The names to show for the logins of authors.
fn display_names(xml: &Xml<'_>) -> Vec<(String, String)> {
    let authors = xml.elements().filter(|element| element.name() == "wp:author");
    let text = |author: Element<'_, '_>, name: &str| {
        author.child(name).map(|child| child.text().trim().to_owned()).filter(|text| !text.is_empty())
    };
    authors
        .filter_map(|author| {
            Some((text(author, "wp:author_login")?, text(author, "wp:author_display_name")?))
        })
        .collect()
}
