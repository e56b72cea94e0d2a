//! Which fields of an object make it a message.

use std::collections::HashMap;

use super::super::super::json::Json;
use super::super::json::day_of_seconds;
use crate::document::Date;

/// A message, as far as its object says.
pub(super) struct Said<'v, 'a> {
    pub object: &'v Json<'a>,
    pub sender: String,
    /// Its words, perhaps in HTML.
    pub text: String,
    pub day: Option<String>,
    /// When it was sent, to tell which was first.
    pub moment: Option<f64>,
    /// Where in a recording it was sent.
    pub at_ms: Option<u32>,
}

#[rustfmt::skip]
const TEXTS: [&str; 14] = [
    "body", "text", "message", "content", "cooked", "raw", "msg", "rendered_content", "body_html", "bodyHtml",
    "plainText", "post", "comment", "value",
];
const INNER_TEXTS: [&str; 7] = ["body", "text", "content", "plain", "raw", "value", "message"];
#[rustfmt::skip]
const SENDERS: [&str; 26] = [
    "alias", "contact_name", "realname", "handle", "sender_full_name", "sender_name", "senderName",
    "author_name", "authorName", "user_name", "userName", "displayName", "display_name", "sender", "author",
    "user", "from", "creator", "commenter", "account", "u", "posted_by", "nick", "username", "event", "role",
];
const NAMES: [&str; 12] = [
    "displayName",
    "display_name",
    "name",
    "real_name",
    "full_name",
    "fullName",
    "nickname",
    "login",
    "username",
    "screen_name",
    "handle",
    "user",
];
const STAMPS: [&str; 20] = [
    "created_at",
    "createdAt",
    "create_at",
    "createAt",
    "timestamp",
    "ts",
    "date",
    "datetime",
    "time",
    "sent_at",
    "sentAt",
    "origin_server_ts",
    "createdDateTime",
    "sentDateTime",
    "posted_at",
    "published",
    "created",
    "created_utc",
    "timestamp_ms",
    "sent",
];
const OFFSETS: [&str; 4] =
    ["content_offset_seconds", "time_in_seconds", "offset_seconds", "video_offset_seconds"];

/// What an object says as a message; nothing where it is none.
pub(super) fn said<'v, 'a>(value: &'v Json<'a>, people: &People) -> Option<Said<'v, 'a>> {
    let object = unwrapped(value);
    let text = TEXTS.iter().find_map(|key| text_of(object.get(key)))?;
    let named = object.get("name").words().filter(|_| !object.get("username").is_null());
    let sender =
        named.map(str::to_owned).or_else(|| SENDERS.iter().find_map(|key| sender_of(object.get(key))));
    let sender = sender.or_else(|| people.named(object))?;
    let stamp = object.any(&STAMPS);
    let moment = moment(stamp);
    let at_ms = object.any(&OFFSETS).number().filter(|seconds| (0.0..4e6).contains(seconds));
    let at_ms = at_ms.map(|seconds| (seconds * 1000.0).round() as u32);
    // A telephone's own messages have the name of whom they are for.
    let is_own = !object.get("contact_name").is_null() && object.get("type").label().as_deref() == Some("2");
    let sender = if is_own { "Me".to_owned() } else { sender };
    let is_role =
        matches!(sender.as_str(), "user" | "assistant" | "User" | "Assistant" | "human" | "gpt" | "bot");
    if moment.is_none() && at_ms.is_none() && !is_role {
        return None;
    }
    let sender = match sender.as_str() {
        "user" if object.any(&SENDERS[..SENDERS.len() - 2]).is_null() => "User".to_owned(),
        "assistant" => "Assistant".to_owned(),
        _ => sender,
    };
    // Places in a recording say more than the days on which somebody sent what they did.
    let day = moment.map(|(_, day)| day);
    Some(Said { object, sender, text, day, moment: moment_of(stamp), at_ms })
}

/// Who the numbers of people belong to, as a list beside the messages says.
#[derive(Default)]
pub(super) struct People(HashMap<String, String>);

impl People {
    pub(super) fn of(root: &Json<'_>) -> Self {
        const LISTS: [&str; 6] = ["users", "people", "participants", "members", "authors", "contacts"];
        let lists = LISTS.iter().flat_map(|key| root.get(key).list());
        let named =
            lists.filter_map(|person| Some((person.get("id").label()?.into_owned(), sender_of(person)?)));
        Self(named.collect())
    }

    fn named(&self, object: &Json<'_>) -> Option<String> {
        let id = object
            .any(&["author_id", "user_id", "sender_id", "authorId", "userId", "senderId", "from_id"])
            .label()?;
        self.0.get(&*id).cloned()
    }
}

/// `{"type": "post", "post": {..}}` is what is in it.
fn unwrapped<'v, 'a>(value: &'v Json<'a>) -> &'v Json<'a> {
    let inner = value.get("type").text().map(|kind| value.get(kind));
    inner.filter(|inner| !inner.fields().is_empty()).unwrap_or(value)
}

fn text_of(value: &Json<'_>) -> Option<String> {
    match value {
        Json::Text(_) => value.words().map(str::to_owned),
        Json::Map(_) => INNER_TEXTS.iter().find_map(|key| value.get(key).words()).map(str::to_owned),
        Json::List(pieces) => {
            let pieces = pieces.iter().filter_map(|piece| piece.text().or_else(|| piece.get("text").text()));
            let text: Vec<&str> = pieces.collect();
            (!text.is_empty()).then(|| text.join("\n"))
        }
        _ => None,
    }
}

fn sender_of(value: &Json<'_>) -> Option<String> {
    const NAME_BYTES_MAX: usize = 80;
    let name = match value {
        Json::Map(_) => NAMES.iter().find_map(|key| value.get(key).words())?,
        _ => value.words()?,
    };
    // Matrix: `@ada:barn.example`.
    let name =
        name.strip_prefix('@').map_or(name, |name| name.split_once(':').map_or(name, |(name, _)| name));
    (name.len() <= NAME_BYTES_MAX && !name.contains('\n')).then(|| name.to_owned())
}

/// The moment and the day of a stamp: a date as it is written, or seconds or milliseconds since 1970.
fn moment(stamp: &Json<'_>) -> Option<(f64, String)> {
    let seconds = moment_of(stamp)?;
    let day = match stamp.words().filter(|text| text.contains(['-', '/', ' '])) {
        Some(text) => Date::find(text)?.to_string(),
        None => day_of_seconds(seconds)?.get(..10)?.to_owned(),
    };
    Some((seconds, day))
}

fn moment_of(stamp: &Json<'_>) -> Option<f64> {
    const CENTURY: std::ops::Range<f64> = 6e8..4.1e9;
    if let Some(number) = stamp.number() {
        return [1.0, 1e3, 1e6]
            .into_iter()
            .map(|unit| number / unit)
            .find(|seconds| CENTURY.contains(seconds));
    }
    let text = stamp.words()?;
    let stamped = text.parse::<jiff::Timestamp>().ok().map(|stamp| stamp.as_second() as f64);
    // Of days without an hour only the order on the calendar is known.
    stamped.or_else(|| Date::find(text).map(|_| 0.0))
}

/// Says that an object with an author and a text is something else: a post or an article, a review, a commit, a record
/// of a log.
pub(super) fn is_text_of_other(object: &Json<'_>) -> bool {
    const FIELDS: [&str; 18] = [
        "title",
        "headline",
        "rating",
        "stars",
        "price",
        "sha",
        "commit",
        "commit_hash",
        "hash",
        "parents",
        "level",
        "severity",
        "logger",
        "levelname",
        "isbn",
        "doi",
        "excerpt",
        "slug",
    ];
    FIELDS.iter().any(|field| !object.get(field).is_null())
}
