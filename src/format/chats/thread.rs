//! Threads of Reddit (a page's address with `.json` behind it) and Hacker News (`items` of its search): a
//! post and what was answered, each a turn of whoever wrote it, an answer behind what it answers.

use super::super::html;
use super::super::json::{self, Json, Lines};
use super::super::xml::decode;
use super::{Chat, Confidence, Document, Format, Input, Message, ParseError, Receipt, without_marks};
use crate::document::{Builder, Kind};

pub(in super::super) static FORMAT: Format =
    Format { name: "thread-json", extensions: &["json"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head().trim_start();
    // The keys may be in any order, and all of a comment may come before the second of the story.
    let is_news = head.starts_with('{')
        && ["\"created_at_i\"", "\"author\"", "\"children\"", "\"parent_id\""]
            .iter()
            .all(|key| head.contains(key));
    let is_reddit = || {
        let sketch = json::sketch(input.text);
        sketch.is_some_and(|sketch| sketch.first().get("kind").text() == Some("Listing"))
    };
    if is_news || head.starts_with('[') && is_reddit() { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let value = json::read_file(input.text, receipt)?;
    let mut lines = Lines::of(input.text);
    let mut messages = Vec::new();
    let mut left_out = 0;
    // Those still to be read, the next one last.
    let mut waiting: Vec<&Json<'_>> = match value.list() {
        [] => vec![&value],
        listings => listings.iter().rev().collect(),
    };
    let (mut post, mut site) = (None, Site::News);
    while let Some(value) = waiting.pop() {
        let data = value.get("data");
        let answers = match value.get("kind").text() {
            Some("Listing") => {
                waiting.extend(data.get("children").list().iter().rev());
                continue;
            }
            Some("more") => {
                left_out += data.get("count").number().unwrap_or_default() as usize;
                continue;
            }
            Some(_) if !data.is_null() => {
                site = Site::Reddit;
                std::slice::from_ref(data.get("replies"))
            }
            _ => value.get("children").list(),
        };
        let entry = if data.is_null() { value } else { data };
        post = post.or(Some(entry));
        let line = Some(lines.of_value(value));
        let sender = entry.get("author").words().map(str::to_owned);
        messages.extend(words_of(entry, receipt).map(|text| Message {
            sender,
            text,
            line,
            ..Message::default()
        }));
        waiting.extend(answers.iter().rev());
    }
    if left_out > 0 {
        receipt.warn(format!("{left_out} answers are not in the file, only where they were"));
    }
    let post = post.unwrap_or(&value);
    let seconds = post.any(&["created_utc", "created_at_i"]).number();
    if let Some(first) = messages.first_mut() {
        first.day = seconds.and_then(super::json::day_of_seconds).map(|day| day[..10].to_owned());
    }
    let chat = Chat {
        title: post.get("title").words().map(|title| decode(title).into_owned()),
        source: match site {
            Site::Reddit => post.get("subreddit").words().map(|name| format!("r/{name}")),
            Site::News => Some("Hacker News".to_owned()),
        },
        part: None,
        messages,
        has_lines: false,
        is_of_one_day: true,
    };
    let mut document = chat.into_documents(FORMAT.name).pop();
    if let Some(document) = &mut document {
        document.metadata.authors.extend(post.get("author").words().map(str::to_owned));
        document.metadata.url = match site {
            Site::Reddit => post.get("permalink").words().map(|path| format!("https://www.reddit.com{path}")),
            Site::News => {
                let id = post.get("id").label();
                id.map(|id| format!("https://news.ycombinator.com/item?id={id}"))
            }
        };
    } else {
        receipt.warn("nobody says anything in it");
    }
    Ok(document.into_iter().collect())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Site {
    Reddit,
    News,
}

/// What somebody wrote; nothing when it was taken away.
fn words_of(entry: &Json<'_>, receipt: &mut Receipt) -> Option<String> {
    let html = entry.any(&["selftext_html", "body_html"]).words().map(|html| decode(html).into_owned());
    let html = html.or_else(|| Some(entry.get("text").words()?.to_owned()));
    let text = match html {
        Some(html) => {
            let mut builder = Builder::new(Kind::Transcript, FORMAT.name);
            html::fragment(&html, &mut builder, receipt);
            builder.finish().text
        }
        None => without_marks(&decode(entry.any(&["selftext", "body"]).words()?)),
    };
    (!matches!(text.trim(), "" | "[deleted]" | "[removed]")).then_some(text)
}
