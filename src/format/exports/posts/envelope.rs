//! What services set around the posts that they hand out: answers of their interfaces, entries that keep the post in a
//! field of its own.

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::super::json::Json;
use super::{AUTHORS, body, is_post};

const DEPTH_MAX: usize = 5;
/// Fields of an entry that hold the post: Contentful's, Strapi's, GraphQL's, Bluesky's.
const HOLDERS: [&str; 9] =
    ["properties", "fields", "attributes", "node", "post", "record", "data", "frontmatter", "value"];

/// The list of posts, or the post, that lies in `value`; the value itself where none does.
pub(super) fn open(value: Json<'_>) -> Json<'_> {
    match find(&value, 0) {
        Some(found) => found,
        None => value,
    }
}

fn find<'a>(value: &Json<'a>, depth: usize) -> Option<Json<'a>> {
    if depth > DEPTH_MAX {
        return None;
    }
    match value {
        Json::List(elements) => {
            let held: Vec<Json<'a>> = elements.iter().map(|element| held(element, 0)).collect();
            let posts = held.iter().filter(|post| is_post(post)).count();
            if posts > 0 && posts * 2 >= held.len() { Some(Json::List(held)) } else { None }
        }
        Json::Map(fields) => {
            let whole = held(value, 0);
            if (depth > 0 || body(value).is_none()) && is_post(&whole) {
                return Some(Json::List(vec![whole]));
            }
            // A database's collection: each post is at a key of its own.
            let held: Vec<Json<'a>> = fields.iter().map(|(_, inner)| held(inner, 0)).collect();
            let posts = held.iter().filter(|post| is_post(post)).count();
            if posts >= 2 && posts * 2 >= held.len() {
                return Some(Json::List(held));
            }
            fields.iter().find_map(|(_, inner)| find(inner, depth + 1))
        }
        _ => None,
    }
}

/// What is in a list of one.
fn alone<'v, 'a>(value: &'v Json<'a>) -> &'v Json<'a> {
    if let [only] = value.list() { only } else { value }
}

/// An object whose fields are lists of one, as microformats are, with what is in them.
fn simple(object: Json<'_>) -> Json<'_> {
    let Json::Map(fields) = object else { return object };
    let fields = fields.into_iter().map(|(key, value)| {
        let inner = alone(&value);
        let named = inner.get("properties").get("name");
        let told = [inner.get("html"), inner.get("value"), alone(named)]
            .into_iter()
            .find(|told| told.words().is_some());
        let value = match told {
            Some(told) => told.clone(),
            None => inner.clone(),
        };
        (key, value)
    });
    Json::Map(fields.collect())
}

/// An entry with the fields of the post that it holds before its own.
fn held<'a>(entry: &Json<'a>, depth: usize) -> Json<'a> {
    const HELD_DEPTH_MAX: usize = 2;
    if body(entry).is_some() || depth == HELD_DEPTH_MAX {
        return entry.clone();
    }
    let inner = HOLDERS.iter().map(|key| alone(entry.get(key))).find(|inner| !inner.fields().is_empty());
    let Some(inner) = inner
        .map(|inner| held(inner, depth + 1))
        .map(|inner| if body(&inner).is_some() { inner } else { simple(inner) })
        .filter(|inner| body(inner).is_some())
    else {
        return entry.clone();
    };
    let Json::Map(mut fields) = simple(inner) else { return entry.clone() };
    let mut told: HashSet<Cow<'a, str>> = fields.iter().map(|(key, _)| Cow::clone(key)).collect();
    for (key, value) in entry.fields() {
        let is_plain = !matches!(value, Json::Map(_) | Json::List(_)) || AUTHORS.contains(&&**key);
        if is_plain && told.insert(Cow::clone(key)) {
            fields.push((Cow::clone(key), value.clone()));
        }
    }
    // What a service says of the entry in a place of its own: Contentful's `sys`.
    for (key, value) in entry.get("sys").fields() {
        if !matches!(value, Json::Map(_) | Json::List(_)) && told.insert(Cow::clone(key)) {
            fields.push((Cow::clone(key), value.clone()));
        }
    }
    Json::Map(fields)
}

#[cfg(test)]
mod tests {
    use crate::format::read;
    use crate::receipt::Receipt;

    #[test]
    fn records_of_bluesky_are_posts() {
        let record = |text: &str| {
            format!(
                r#"{{"uri":"at://did:plc:a/app.bsky.feed.post/3k","cid":"b","value":{{"$type":"app.bsky.feed.post","text":"{text}","langs":["en"],"createdAt":"2024-01-14T10:00:00.000Z"}}}}"#
            )
        };
        let all = format!(
            r#"{{"records":[{},{}],"cursor":"x"}}"#,
            record("Forty yards of hedge."),
            record("Hands raw.")
        );
        let documents = read("a.json", all.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let told = |at: usize| (documents[at].text.as_str(), documents[at].metadata.language.as_deref());
        assert_eq!([told(0), told(1)], [("Forty yards of hedge.", Some("en")), ("Hands raw.", Some("en"))]);
    }

    #[test]
    fn hashtags_of_a_note_are_its_tags() {
        let note = r##"{"type":"OrderedCollection","orderedItems":[{"type":"Create","object":{"type":"Note","published":"2022-11-20T10:00:00Z","url":"https://m.example/1","content":"<p>Laid forty yards of hedge today, and my hands are raw.</p>","tag":[{"type":"Hashtag","name":"#hedge"},{"type":"Mention","name":"@bo"}]}}]}"##;
        let documents = read("a.json", note.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        assert_eq!(documents[0].metadata.tags, ["hedge"]);
    }
}
