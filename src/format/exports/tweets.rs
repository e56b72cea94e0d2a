//! The archive that X, once Twitter, gives its users: JavaScript that assigns a list of posts. What somebody
//! writes in answer to themselves is one text; posts of others, passed on, are left out.

use std::collections::HashMap;

use super::super::entities::push_decoded;
use super::super::item::{Body, Channel, Documents, Item, Markup};
use super::super::json::{self, Json};
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{Date, Document};

pub(in super::super) static FORMAT: Format = Format { name: "tweets", extensions: &["js"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let is_such = assigned(input.text).is_some()
        && ["\"full_text\"", "\"noteTweet\""].iter().any(|key| input.head().contains(key));
    if is_such { Confidence::Certain } else { Confidence::No }
}

/// What `window.YTD.tweets.part0 = ` assigns.
fn assigned(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix("window.YTD.")?;
    let head = &rest[..rest.floor_char_boundary(64)];
    Some(rest[head.find('=')? + 1..].trim_start())
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let list = assigned(input.text).ok_or_else(|| ParseError("it assigns no list of posts".to_owned()))?;
    let value = json::read_file(list, receipt)?;
    let mut posts: Vec<Post<'_>> = Vec::new();
    for entry in value.list() {
        let tweet = entry.any(&["tweet", "noteTweet"]);
        let Some(post) = Post::of(if tweet.is_null() { entry } else { tweet }, list) else { continue };
        if post.text.starts_with("RT @") {
            receipt.dropped("post of somebody else", &post.text);
        } else {
            posts.push(post);
        }
    }
    let offset = list.as_ptr() as usize - input.text.as_ptr() as usize;
    let channel = Channel::default();
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    threads(posts).into_iter().for_each(|thread| documents.add(item(&thread, offset), receipt));
    Ok(documents.finish(receipt))
}

/// A post of the user's own.
struct Post<'j> {
    id: &'j str,
    answers: Option<&'j str>,
    date: Option<Date>,
    language: Option<&'j str>,
    text: String,
    tags: Vec<String>,
    offset: usize,
}

impl<'j> Post<'j> {
    fn of(tweet: &'j Json<'j>, source: &str) -> Option<Self> {
        // What is longer than a post may be stands in a file of its own.
        let core = tweet.get("core");
        let entities = if core.is_null() { tweet.get("entities") } else { core };
        let mut text = String::new();
        push_decoded(&mut text, tweet.get("full_text").text().or_else(|| core.get("text").text())?);
        let links = entities.get("urls").list().iter();
        let pictures = tweet.at(&["entities", "media"]).list().iter();
        for link in links {
            if let (Some(short), Some(long)) =
                (link.any(&["url", "shortUrl"]).words(), link.any(&["expanded_url", "expandedUrl"]).words())
            {
                text = text.replace(short, long);
            }
        }
        for picture in pictures.filter_map(|picture| picture.get("url").words()) {
            text = text.replace(picture, "");
        }
        let tags = entities.get("hashtags").list().iter();
        Some(Self {
            id: tweet.any(&["id_str", "id", "noteTweetId"]).text()?,
            answers: tweet.get("in_reply_to_status_id_str").words(),
            date: tweet.any(&["created_at", "createdAt"]).words().and_then(date),
            language: tweet.get("lang").words().filter(|language| language.len() == 2),
            text,
            tags: tags.filter_map(|tag| tag.get("text").words().map(str::to_owned)).collect(),
            offset: tweet.offset_in(source).unwrap_or_default(),
        })
    }
}

/// `Tue Mar 09 10:00:00 +0000 2021`
fn date(stamp: &str) -> Option<Date> {
    let fields: Vec<&str> = stamp.split(' ').collect();
    match fields[..] {
        [_, month, day, _, _, year] => Date::find(&format!("{month} {day}, {year}")),
        _ => Date::find(stamp),
    }
}

/// The posts, each with what answers it, in the order of their numbers, which grow with time.
fn threads(mut posts: Vec<Post<'_>>) -> Vec<Vec<Post<'_>>> {
    posts.sort_by_key(|post| (post.id.len(), post.id));
    let mut threads: Vec<Vec<Post<'_>>> = Vec::new();
    let mut thread_of: HashMap<&str, usize> = HashMap::new();
    for post in posts {
        let known = post.answers.and_then(|answered| thread_of.get(answered).copied());
        let number = known.unwrap_or(threads.len());
        thread_of.insert(post.id, number);
        match threads.get_mut(number) {
            Some(thread) => thread.push(post),
            None => threads.push(vec![post]),
        }
    }
    threads
}

fn item(thread: &[Post<'_>], offset: usize) -> Item {
    let first = &thread[0];
    let texts: Vec<&str> = thread.iter().map(|post| post.text.trim()).collect();
    Item {
        part: Some(first.id.to_owned()),
        date: first.date,
        language: first.language.map(str::to_owned),
        url: Some(format!("https://x.com/i/status/{}", first.id)),
        tags: thread.iter().flat_map(|post| post.tags.iter().cloned()).collect(),
        bodies: vec![Body { text: texts.join("\n"), markup: Markup::Lines, offset: offset + first.offset }],
        ..Item::default()
    }
}
