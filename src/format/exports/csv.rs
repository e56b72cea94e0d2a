//! Posts in a table: what newsletter and blog engines export, a row a post.
//!
//! A table with the posts' text gives whole documents. One with titles alone (the texts lie in
//! files of their own beside it) gives documents of what it knows, so that nothing is lost and the
//! files can be joined by [`Document::part`].

use super::super::csv::Table;
use super::super::item::{
    Body, Channel, Documents, Item, Markup, address, is_recording, person, plain_title, words,
};
use super::super::json;
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{Date, Document};

pub(in super::super) static FORMAT: Format =
    Format { name: "posts-csv", extensions: &["csv", "tsv"], detect, parse };

/// Which column holds what.
#[derive(Debug, Default)]
struct Columns {
    id: Option<usize>,
    title: Option<usize>,
    subtitle: Option<usize>,
    body: Option<usize>,
    date: Option<usize>,
    author: Option<usize>,
    url: Option<usize>,
    media: Option<usize>,
    tags: Option<usize>,
    language: Option<usize>,
    published: Option<usize>,
    audience: Option<usize>,
    /// The part of Reddit that it was written to.
    subreddit: Option<usize>,
}

impl Columns {
    fn of(header: &[impl AsRef<str>]) -> Self {
        let names: Vec<_> =
            header.iter().map(|name| name.as_ref().trim().to_lowercase().replace(' ', "_")).collect();
        let find =
            |wanted: &[&str]| wanted.iter().find_map(|wanted| names.iter().position(|name| name == wanted));
        Self {
            id: find(&["post_id", "id", "guid", "slug", "handle"]),
            title: find(&["title", "web_title", "post_title", "email_subject_line", "headline", "subject"]),
            subtitle: find(&["subtitle", "web_subtitle", "description", "excerpt", "summary", "dek"]),
            body: find(&[
                "content_html",
                "body_html",
                "html",
                "content",
                "body",
                "post_content",
                "text",
                "plaintext",
                "markdown",
            ]),
            date: find(&[
                "post_date",
                "published_at",
                "published",
                "date",
                "pub_date",
                "publish_date",
                "send_date",
                "sent_at",
                "created_at",
                "creation_date",
            ]),
            author: find(&["author", "authors", "creator", "byline", "post_author"]),
            // Where Reddit has several, the others are of what was written about.
            url: find(&["permalink", "url", "link", "canonical_url", "post_url", "absolute_url"]),
            media: find(&["podcast_url", "audio_url", "media_url", "enclosure_url"]),
            tags: find(&["tags", "content_tags", "categories", "category"]),
            language: find(&["language", "lang", "locale"]),
            published: find(&["is_published", "status", "published?", "state"]),
            audience: find(&["audience", "email_type", "visibility"]),
            subreddit: find(&["subreddit"]),
        }
    }

    /// Posts have a title and a date, and there is more to say about them. Comments have no title.
    fn are_posts(&self) -> bool {
        if self.subreddit.is_some() && self.body.is_some() && self.date.is_some() && self.url.is_some() {
            return true;
        }
        let more = [self.subtitle, self.body, self.author, self.url, self.media, self.published];
        self.title.is_some() && self.date.is_some() && more.iter().flatten().count() >= 2
    }
}

fn detect(input: &Input<'_>) -> Confidence {
    if json::looks_like_json(input.head()) {
        return Confidence::No;
    }
    let columns = Table::columns(input.text, |names| Some(Columns::of(names)));
    if columns.is_some_and(|(columns, _)| columns.are_posts()) { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let found = Table::columns(input.text, |names| Some(Columns::of(names)));
    let (columns, rows) = found.ok_or_else(|| ParseError("it is no table".to_owned()))?;
    let channel = Channel::default();
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    for row in rows {
        let field = |column: Option<usize>| {
            column.and_then(|column| row.fields.get(column)).map(|field| field.trim())
        };
        let mut is_draft = false;
        let status = field(columns.published).unwrap_or_default().to_ascii_lowercase();
        if matches!(&*status, "false" | "draft" | "0" | "no" | "archived" | "scheduled") {
            // Where the texts lie in files of their own, the table alone knows which are drafts.
            if columns.body.is_some() {
                documents.add_draft(field(columns.title).unwrap_or_default(), receipt);
                continue;
            }
            is_draft = true;
        }
        let media_url = field(columns.media).and_then(address).filter(|url| is_recording(url, "audio"));
        let mut tags: Vec<String> =
            field(columns.tags).unwrap_or_default().split([',', ';', '|']).filter_map(words).collect();
        let audience = field(columns.audience)
            .filter(|audience| !matches!(*audience, "everyone" | "public" | "both" | "free" | "all"));
        tags.extend(audience.and_then(words));
        tags.extend(field(columns.subreddit).and_then(words).map(|name| format!("r/{name}")));
        tags.extend(is_draft.then(|| "draft".to_owned()));
        let text = |column| field(column).unwrap_or_default().to_owned();
        let offset = row.offset;
        let body = |text: String| Body { text, markup: Markup::Unknown, offset };
        documents.add(
            Item {
                part: field(columns.id).and_then(words),
                title: field(columns.title).and_then(plain_title),
                authors: field(columns.author).unwrap_or_default().split(',').filter_map(person).collect(),
                date: field(columns.date).and_then(Date::find),
                language: field(columns.language).and_then(words),
                url: field(columns.url).and_then(address),
                media_url,
                tags,
                bodies: vec![body(text(columns.body)), body(text(columns.subtitle))],
                ..Item::default()
            },
            receipt,
        );
    }
    if columns.body.is_none() {
        receipt.warn("the table knows the posts but not their texts, which lie in files of their own");
    }
    Ok(documents.finish(receipt))
}
