//! Posts as JSON, a list of them or one a line: what scripts and smaller engines export, and pages of
//! Roam with their blocks.

mod envelope;
mod outline;
mod tree;

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::compose::plain_pieces;
use super::super::item::{Body, Channel, Documents, Item, Markup, address, person, plain_title, words};
use super::super::json::{self, Json};
use super::super::transcript::{self, Hints};
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{Date, Document};

pub(in super::super) static FORMAT: Format =
    Format { name: "posts-json", extensions: &["json", "jsonl", "ndjson"], detect, parse };

const TITLES: &[&str] =
    &["title", "headline", "post_title", "name", "subject", "meeting_title", "meetingTitle", "episode_title"];
const BODIES: &[&str] = &[
    tree::WRITTEN,
    "content_html",
    "body_html",
    "bodyHtml",
    "html",
    "content",
    "body",
    "text",
    "article",
    "post_content",
    "markdown",
    "body_markdown",
    "contentMarkdown",
    "content_text",
    "plaintext",
    "textContent",
    "caption",
    "articleBody",
    "post",
];
const DATES: &[&str] = &[
    "published_at",
    "publishedAt",
    "post_date",
    "date_published",
    "datePublished",
    "published",
    "pub_date",
    "publish_date",
    "pubDate",
    "date",
    "created_at",
    "createdAt",
    "created",
    "creationDate",
    "dateAdded",
    "date_journal",
    "upload_date",
    "uploadDate",
    "air_date",
    "recorded_at",
    "publishDate",
    "publishedDate",
    "firstPublishedAt",
    "_createdAt",
    "start_time",
    "startTime",
    "meeting_date",
    "updatedAt",
    "timestamp",
    NOTE_DATE,
];
/// Texts of what is said in a recording.
const TRANSCRIPTS: &[&str] = &[
    "transcript",
    "transcript_text",
    "transcriptText",
    "full_transcript",
    "fullTranscript",
    "transcription",
];
/// Texts that say in what marks they are written.
const MARKDOWN: &[&str] = &["markdown", "body_markdown", "contentMarkdown"];
/// Dates that journals (Day One, Journey) and notes (Keep, Simplenote) have, whose entries need neither title nor address.
const OWN_DATES: &[&str] = &["creationDate", "date_journal", NOTE_DATE];
/// A date that nothing but a note of Keep has, however short it is.
const NOTE_DATE: &str = "userEditedTimestampUsec";
const AUTHORS: &[&str] = &[
    "author",
    "authors",
    "author_name",
    "authorName",
    "creator",
    "byline",
    "by",
    "writer",
    "user",
    "account",
];
/// What an author or a label that is an object is called by.
const PERSONS: &[&str] = &["name", "title", "label", "display_name", "displayName"];
const ADDRESSES: &[&str] =
    &["url", "link", "permalink", "canonical_url", "canonicalUrl", "post_url", "absolute_url"];
/// How long a line may be that is the title of what stands below it.
const LINE_BYTES_MAX: usize = 120;
/// How much a text has at least to be one.
const BODY_BYTES_MIN: usize = 40;

fn detect(input: &Input<'_>) -> Confidence {
    let Some(sketch) = json::sketch(input.text) else { return Confidence::No };
    let sketch = prepared(sketch);
    let posts = posts(&sketch);
    // Some are a picture or a line.
    let is_such = |post: &&Json<'_>| is_post(post) || outline::is_page(post);
    let is_heard = posts.len() == 1 && sketch.list().is_empty() && is_heard(&sketch);
    let such = posts.iter().filter(|post| is_heard || is_such(post)).count();
    let are_posts = such > 0 && such * 2 >= posts.len();
    if are_posts { Confidence::Likely } else { Confidence::No }
}

/// A source with the trees of editors as HTML, and its posts out of what services wrap them in.
fn prepared(mut value: Json<'_>) -> Json<'_> {
    tree::flatten(&mut value);
    if posts(&value).iter().any(|post| is_post(post) || outline::is_page(post)) || is_heard(&value) {
        return value;
    }
    envelope::open(value)
}

/// The posts of a file: its list, the lists in it, or the one value it is.
fn posts<'j, 'a>(value: &'j Json<'a>) -> Vec<&'j Json<'a>> {
    if !value.list().is_empty() {
        return value.list().iter().collect();
    }
    if !value.get(tree::WRITTEN).is_null() {
        return vec![value];
    }
    let list = value.any(&[
        "posts",
        "articles",
        "entries",
        "items",
        "documents",
        "data",
        "broadcasts",
        "emails",
        "issues",
        "orderedItems",
        "results",
        "activeNotes",
    ]);
    let mut posts: Vec<_> = list.list().iter().map(held).collect();
    // A writer's blogs, each with its own.
    for blog in value.get("collections").list() {
        posts.extend(blog.get("posts").list());
    }
    if posts.is_empty() && (is_post(value) || is_heard(value)) { vec![value] } else { posts }
}

/// The text of a transcript, long enough to be one; it may be a list of its lines.
fn transcript<'j>(post: &'j Json<'_>) -> Option<Cow<'j, str>> {
    const BYTES_MIN: usize = 200;
    let told = post.any(TRANSCRIPTS);
    let text = match told.list() {
        [] => Cow::Borrowed(told.words()?),
        lines => Cow::Owned(lines.iter().map(Json::text).collect::<Option<Vec<_>>>()?.join("\n")),
    };
    // A sketch shows few lines of a list.
    (text.len() >= BYTES_MIN || matches!(text, Cow::Owned(_)) && is_talk(&text)).then_some(text)
}

/// What a recogniser gives back where nobody asks for more: the text, and little about it.
fn is_heard(value: &Json<'_>) -> bool {
    const WORDS_MIN: usize = 8;
    #[rustfmt::skip]
    const ABOUT: [&str; 10] = [
        "text", "language", "duration", "task", "usage", "model", "segments", "words", "logprobs", "language_code",
    ];
    let words = value.get("text").words().unwrap_or_default().split_whitespace();
    words.take(WORDS_MIN).count() == WORDS_MIN
        && value.fields().iter().all(|(key, _)| ABOUT.contains(&&**key))
}

/// Says that a text is a conversation by itself.
pub(in super::super) fn is_talk(text: &str) -> bool {
    transcript::recognise(&plain_pieces(text, 1), &Hints::default()).is_some()
}

/// The note that an activity is about, as ActivityPub has it.
fn held<'j, 'a>(entry: &'j Json<'a>) -> &'j Json<'a> {
    let object = entry.get("object");
    if body(object).is_some() { object } else { entry }
}

/// The text of a post, in the best of the ways that it is given in, and the name of that.
fn body<'j>(post: &'j Json<'_>) -> Option<(&'static str, &'j str)> {
    BODIES.iter().find_map(|key| Some((*key, post.get(key).words()?)))
}

/// A title, a text, and one thing more that posts have; without a title, an address and a date.
fn is_post(value: &Json<'_>) -> bool {
    if is_note(value) || transcript(value).is_some() {
        return true;
    }
    let has = |keys: &[&str]| !value.any(keys).is_null();
    // A record that says what it is, as Bluesky's do, however short it is.
    if value.get("$type").text() == Some("app.bsky.feed.post") {
        return body(value).is_some() && has(DATES);
    }
    if !value.get(tree::WRITTEN).is_null() {
        return true;
    }
    let has_body = body(value).is_some_and(|(_, body)| body.len() >= BODY_BYTES_MIN);
    let is_titled = value.any(TITLES).words().is_some();
    has_body
        && if is_titled {
            [DATES, AUTHORS, ADDRESSES].iter().any(|keys| has(keys))
        } else {
            value.any(ADDRESSES).words().and_then(address).is_some() && has(DATES)
                || has(OWN_DATES)
                || has(DATES) && value.any(AUTHORS).any(&["display_name", "displayName"]).words().is_some()
                || has(DATES) && body(value).is_some_and(|(_, body)| is_talk(body))
        }
}

/// A note of Keep, of text or a list, or both.
fn is_note(value: &Json<'_>) -> bool {
    let has_words = value.get("textContent").words().is_some() || !value.get("listContent").list().is_empty();
    has_words && value.get(NOTE_DATE).number().is_some()
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let reading = json::read(input.text).map_err(ParseError)?;
    if reading.is_cut_off {
        receipt.warn("the file ends in the middle");
    }
    let value = prepared(reading.value);
    let channel = Channel::default();
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    let mut others = 0;
    let mut items: Vec<Item> = Vec::new();
    let mut thread_of: HashMap<&str, usize> = HashMap::new();
    let posts = posts(&value);
    let blocks = outline::Blocks::of(&posts);
    for post in posts {
        if outline::is_page(post) {
            items.push(blocks.item(post, input.text));
        } else if body(post).is_some() || is_note(post) || transcript(post).is_some() {
            let status = post.any(&["status", "state", "is_published", "published?"]);
            let is_draft = matches!(status, Json::Bool(false))
                || matches!(post.get("published"), Json::Bool(false))
                || matches!(status.words(), Some("draft" | "false"))
                || matches!(post.get("isTrashed"), Json::Bool(true));
            if is_draft {
                documents.add_draft(post.any(TITLES).words().unwrap_or_default(), receipt);
                continue;
            }
            let item = item(post, input.text);
            // What somebody writes in answer to themselves is one text.
            let answered =
                post.get("inReplyTo").words().and_then(|answered| thread_of.get(answered).copied());
            let number = answered.unwrap_or(items.len());
            if let Some(id) = post.get("id").words() {
                thread_of.insert(id, number);
            }
            match items.get_mut(number) {
                Some(first) => append(first, item),
                None => items.push(item),
            }
        } else {
            others += 1;
        }
    }
    items.into_iter().for_each(|item| documents.add(item, receipt));
    if others > 0 {
        receipt.warn(format!("{others} entries have no text and were left out"));
    }
    Ok(documents.finish(receipt))
}

/// What a note of Keep without a title begins with: its file is called after the moment at which it was made.
fn first_of_note(post: &Json<'_>, text: &str) -> Option<String> {
    let is_note = post.get(NOTE_DATE).number().is_some() && post.any(TITLES).words().is_none();
    let listed = || post.get("listContent").list().iter().find_map(|entry| entry.get("text").words());
    let line = text.lines().find(|line| !line.trim().is_empty()).or_else(listed)?;
    let is_short = is_note && line.len() <= LINE_BYTES_MAX && !line.contains('<');
    is_short.then(|| plain_title(line.trim())).flatten()
}

/// Adds the text of a further post to the first of its thread.
fn append(first: &mut Item, further: Item) {
    if let (Some(body), Some(more)) = (first.bodies.first_mut(), further.bodies.first()) {
        body.text.push('\n');
        body.text.push_str(&more.text);
    }
    first.tags.extend(further.tags);
}

fn item(post: &Json<'_>, source: &str) -> Item {
    let (key, body) = body(post).unwrap_or_default();
    // Entries of journals have their title in the text.
    let titled = body.strip_prefix("# ").and_then(|rest| rest.split_once('\n'));
    let title = post.any(TITLES).words();
    // Simplenote's notes have it on their first line.
    let is_note_of_lines =
        is_note_of_simplenote(post) && !["</", "<p>", "<br"].iter().any(|tag| body.contains(tag));
    let first =
        body.split_once('\n').filter(|(first, _)| is_note_of_lines && first.trim().len() <= LINE_BYTES_MAX);
    let titled = titled.or(first);
    let (title, text, markup) = match (title, titled) {
        (None, Some((title, rest))) => (Some(title), rest, Markup::Markdown),
        (title, _) if MARKDOWN.contains(&key) => (title, without_front(body), Markup::Markdown),
        (title, _) => (title, body, Markup::Unknown),
    };
    let offset = post.offset_in(source).unwrap_or_default();
    // What is heard and has no title is no article.
    let is_said = is_heard(post) || title.is_none() && is_talk(text);
    let (said, text) = match is_said {
        true => (Some(Cow::Borrowed(text)), ""),
        false => (transcript(post), text),
    };
    let tags = post.any(&["tags", "tag_list", "categories", "keywords", "labels"]);
    let hashtags = post.get("tag").list().iter().filter(|tag| tag.get("type").text() == Some("Hashtag"));
    let hashtags = hashtags.filter_map(|tag| words(tag.get("name").words()?.trim_start_matches('#')));
    let names = |value: &Json<'_>| -> Vec<String> {
        let one = |value: &Json<'_>| value.words().or_else(|| value.any(PERSONS).words()).map(str::to_owned);
        match value.list() {
            [] => one(value).into_iter().collect(),
            list => list.iter().filter_map(one).collect(),
        }
    };
    Item {
        part: post.any(&["id", "guid", "uuid", "slug"]).label().and_then(|id| words(&id)),
        title: title.and_then(plain_title).or_else(|| first_of_note(post, text)),
        authors: names(post.any(AUTHORS))
            .iter()
            .filter(|name| !is_key(name))
            .filter_map(|name| person(name))
            .collect(),
        date: date(post.any(DATES)),
        language: post
            .any(&["language", "lang", "locale"])
            .words()
            .or_else(|| post.get("langs").words())
            .or_else(|| post.get("langs").first().words())
            .and_then(words),
        url: post.any(ADDRESSES).words().and_then(address),
        tags: names(tags)
            .iter()
            .flat_map(|tags| tags.split(','))
            .filter(|tag| !(tag.len() == 24 && is_key(tag)))
            .filter_map(words)
            .chain(hashtags)
            .collect(),
        listed: post
            .get("listContent")
            .list()
            .iter()
            .filter_map(|entry| words(entry.get("text").words()?))
            .collect(),
        said: said
            .map(|said| Body { text: said.into_owned(), markup: Markup::Unknown, offset })
            .into_iter()
            .collect(),
        bodies: vec![Body { text: text.to_owned(), markup, offset }],
        ..Item::default()
    }
}

/// A note of Simplenote says when it was made and changed and little else; others say so beside more.
fn is_note_of_simplenote(post: &Json<'_>) -> bool {
    #[rustfmt::skip]
    const FIELDS: [&str; 14] = [
        "id", "content", "creationDate", "lastModified", "tags", "systemTags", "markdown", "pinned", "publicURL",
        "shareURL", "collaboratorEmails", "deleted", "version", "previewTitle",
    ];
    let says = |key: &str| post.get(key).words().is_some();
    ["content", "creationDate", "lastModified"].into_iter().all(says)
        && post.fields().iter().all(|(key, _)| FIELDS.contains(&&**key))
}

/// A text without what an editor sets before it, which the post says as well.
fn without_front(text: &str) -> &str {
    let behind = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    behind.map_or(text, |(_, text)| text)
}

/// Says whether what stands for somebody is the number of an entry elsewhere: `5e1f0c9a`, not `Ada` and not `r2d2`.
fn is_key(name: &str) -> bool {
    const KEY_BYTES_MIN: usize = 3;
    name.len() >= KEY_BYTES_MIN
        && name.bytes().any(|byte| byte.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// A date as text, or in seconds, milliseconds or microseconds since 1970.
fn date(value: &Json<'_>) -> Option<Date> {
    let Json::Number(number) = value else { return value.words().and_then(Date::find) };
    let seconds = match *number {
        1e14.. => number / 1e6,
        1e11.. => number / 1e3,
        _ => *number,
    };
    let stamp = jiff::Timestamp::from_second(seconds as i64).ok().filter(|_| seconds > 1e8)?;
    Date::find(&stamp.to_string())
}
