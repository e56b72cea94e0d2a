//! Chats in JSON of any service: a list of objects that say who writes, what and when, whatever the service calls these
//! and however it wraps them.

mod message;

use std::collections::HashSet;

use self::message::{People, Said, is_text_of_other, said};
use super::super::html;
use super::super::json::{self, Json, Lines};
use super::super::transcript_json;
use super::super::xml::decode;
use super::{Chat, Confidence, Document, Format, Input, Message, ParseError, Receipt};
use crate::document::{Builder, Kind};

pub(in super::super) static FORMAT: Format =
    Format { name: "messages-json", extensions: &["json", "jsonl", "ndjson", "xml"], detect, parse };

const DEPTH_MAX: usize = 6;
const MESSAGES_MIN: usize = 3;

fn detect(input: &Input<'_>) -> Confidence {
    if input.head().trim_start().starts_with('<') {
        let is_chat = transcript_json::xml_value(input.head())
            .is_some_and(|value| lists(&value).iter().any(List::is_chat));
        return if is_chat { Confidence::Likely } else { Confidence::No };
    }
    let Some(sketch) = json::sketch(input.text) else { return Confidence::No };
    let loosely = |list: &List<'_, '_>| list.said.len() >= 2 && list.said.len() * 2 >= list.looked_at;
    if !lists(&sketch).iter().any(loosely) {
        return Confidence::No;
    }
    // Who writes again shows only in the whole.
    let Ok(reading) = json::read(input.text) else { return Confidence::No };
    if lists(&reading.value).iter().any(List::is_chat) { Confidence::Likely } else { Confidence::No }
}

/// A list of objects and what they say, and the objects that it stands in, the outermost first.
struct List<'v, 'a> {
    around: Vec<&'v Json<'a>>,
    said: Vec<Said<'v, 'a>>,
    looked_at: usize,
}

fn lists<'v, 'a>(root: &'v Json<'a>) -> Vec<List<'v, 'a>> {
    let mut all = Vec::new();
    find(root, &People::of(root), &mut Vec::new(), 0, &mut all);
    all
}

fn find<'v, 'a>(
    value: &'v Json<'a>,
    people: &People,
    around: &mut Vec<&'v Json<'a>>,
    depth: usize,
    all: &mut Vec<List<'v, 'a>>,
) {
    if depth > DEPTH_MAX {
        return;
    }
    match value {
        Json::List(elements) => {
            let objects = elements.iter().filter(|element| !element.fields().is_empty());
            let read: Vec<_> = objects.clone().filter_map(|object| said(object, people)).collect();
            let looked_at = objects.count();
            if read.len() >= 2 && read.len() * 2 >= looked_at {
                all.push(List { around: around.clone(), said: read, looked_at });
            } else {
                elements.iter().for_each(|element| find(element, people, around, depth + 1, all));
            }
        }
        Json::Map(fields) => {
            // Of none of its many chats does a table say something, and would be asked for each.
            let is_around = !value.is_table();
            around.extend(is_around.then_some(value));
            fields.iter().for_each(|(_, value)| find(value, people, around, depth + 1, all));
            around.truncate(around.len() - usize::from(is_around));
        }
        _ => {}
    }
}

impl List<'_, '_> {
    /// Says that people write to each other: several, some of them again, in words, and nothing that has a title, a
    /// price or a place in a repository.
    fn is_chat(&self) -> bool {
        const WORDS_MEAN_MIN: usize = 2;
        /// Some are no longer than this: else they are essays, each by somebody.
        const SHORT_BYTES_MAX: usize = 300;
        const POST_BYTES_MIN: usize = 40;
        let count = self.said.len();
        let short = self.said.iter().filter(|said| said.text.len() <= SHORT_BYTES_MAX).count();
        // What people say below a post is not the text.
        let is_below_post = self.around.iter().any(|object| {
            let own = object
                .any(&["body", "content", "text", "html", "selftext", "article", "articleBody"])
                .words();
            own.is_some_and(|own| own.len() >= POST_BYTES_MIN)
        });
        let senders: HashSet<&str> = self.said.iter().map(|said| said.sender.as_str()).collect();
        let words: usize =
            self.said.iter().map(|said| said.text.split_whitespace().count().max(said.text.len() / 12)).sum();
        let others = self.said.iter().filter(|said| is_text_of_other(said.object)).count();
        let subjects: HashSet<&str> =
            self.said.iter().filter_map(|said| said.object.get("subject").words()).collect();
        // Discourse says which post of a topic each is.
        let is_topic = self.said.iter().all(|said| {
            said.object.get("cooked").text().is_some() && said.object.get("post_number").number().is_some()
        });
        if is_topic {
            return count >= 2;
        }
        count >= MESSAGES_MIN
            && count * 2 >= self.looked_at
            && senders.len() >= 2
            && senders.len() * 5 <= count * 4
            && words >= count * WORDS_MEAN_MIN
            && others * 2 < count
            && short * 3 >= count
            && !is_below_post
            && subjects.len() * 2 < count
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let reading = match transcript_json::xml_value(input.text) {
        Some(value) => json::Reading { value, is_cut_off: false },
        None => json::read(input.text).map_err(ParseError)?,
    };
    reading.tell(receipt);
    let mut lists = lists(&reading.value);
    lists.retain(List::is_chat);
    let are_many = lists.len() > 1;
    let mut lines = Lines::of(input.text);
    let mut documents = Vec::new();
    for (number, list) in (1..).zip(&lists) {
        let mut chat = Chat { title: title(&list.around), ..Chat::default() };
        let id = list
            .around
            .last()
            .and_then(|object| object.any(&["id", "uuid", "room_id", "channel_id"]).label());
        chat.part = are_many.then(|| id.map_or_else(|| number.to_string(), std::borrow::Cow::into_owned));
        for said in &list.said {
            chat.messages.push(Message {
                sender: Some(said.sender.clone()),
                day: said.day.clone(),
                text: plain(&said.text, receipt),
                line: Some(lines.of_value(said.object)),
                at_ms: said.at_ms,
            });
        }
        // Some services give the last message first.
        let order = |said: Option<&Said<'_, '_>>| said.and_then(|said| said.moment);
        if order(list.said.first()) > order(list.said.last()) {
            chat.messages.reverse();
        }
        documents.extend(chat.into_documents(FORMAT.name));
    }
    if documents.is_empty() {
        receipt.warn("nobody says anything in it");
    }
    Ok(documents)
}

/// What the chat is called, by the nearest object around it that says so.
fn title(around: &[&Json<'_>]) -> Option<String> {
    const KEYS: [&str; 8] =
        ["title", "room_name", "roomName", "channel_name", "channelName", "topic", "subject", "name"];
    const HOLDERS: [&str; 7] = ["video", "channel", "room", "conversation", "thread", "chat", "meeting"];
    let named = |object: &Json<'_>| object.any(&KEYS).words().map(str::to_owned);
    let own = around.iter().rev().find_map(|object| named(object));
    own.or_else(|| {
        let holders = around.iter().rev().flat_map(|object| HOLDERS.iter().map(|key| object.get(key)));
        holders.filter(|holder| !holder.fields().is_empty()).find_map(named)
    })
}

/// The words of a message that may be written in HTML.
fn plain(text: &str, receipt: &mut Receipt) -> String {
    let tags = ["</", "<br", "<p>", "<img"];
    if !tags.iter().any(|tag| text.contains(tag)) {
        return text.to_owned();
    }
    let mut builder = Builder::new(Kind::Transcript, FORMAT.name);
    html::fragment(text, &mut builder, receipt);
    let read = builder.finish().text;
    if read.trim().is_empty() { decode(text).into_owned() } else { read }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read;

    fn check(json: &str, title: Option<&str>, expected: &str) {
        let documents = read("a.json", json.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let document = documents.first().cloned().unwrap_or_default();
        let shown = document.blocks.iter().map(|block| {
            let speaker = block.speaker.map(|number| document.speakers[number as usize].as_str());
            format!("{}: {}", speaker.unwrap_or_default(), document.block_text(block))
        });
        assert_eq!(shown.collect::<Vec<_>>().join("\n"), expected, "{json}");
        if title.is_some() {
            assert_eq!(document.metadata.title.as_deref(), title);
        }
    }

    fn no(json: &str) {
        assert_eq!(detect(&Input::of_text("a.json", json)), Confidence::No, "{json}");
    }

    #[test]
    fn two_posts_of_a_topic_are_one_already() {
        let topic = |number: &str| {
            format!(
                r#"{{"title":"Wells","post_stream":{{"posts":[{{"name":"Ada Moss","username":"ada","created_at":"2024-09-12T14:02:11Z","cooked":"<p>Twelve are dry.</p>"{number}}},{{"name":"Bo Ek","username":"bo","created_at":"2024-09-12T14:03:11Z","cooked":"<p>So few?</p>"{number}}}]}}}}"#
            )
        };
        check(&topic(r#","post_number":1"#), Some("Wells"), "Ada Moss: Twelve are dry.\nBo Ek: So few?");
        no(&topic(""));
    }

    #[test]
    fn a_message_says_who_what_and_when_in_its_own_way() {
        check(
            r#"{"room_name":"Ladders","messages":[{"sender":"@ada:barn.example","content":{"body":"Is the long one here?"},"origin_server_ts":1726149731000},{"sender":"@bo:barn.example","content":{"body":"It stands in the barn."},"origin_server_ts":1726149741000},{"sender":"@ada:barn.example","content":{"body":"I will get it."},"origin_server_ts":1726149751000}]}"#,
            Some("Ladders"),
            "ada: Is the long one here?\nbo: It stands in the barn.\nada: I will get it.",
        );
        check(
            r#"{"title":"Wells","post_stream":{"posts":[{"name":"Ada Moss","username":"ada","created_at":"2024-09-12T14:02:11Z","cooked":"<p>Twelve are dry.</p>"},{"name":"Bo Ek","username":"bo","created_at":"2024-09-12T14:03:11Z","cooked":"<p>So few &amp; so deep?</p>"},{"name":"Ada Moss","username":"ada","created_at":"2024-09-12T14:04:11Z","cooked":"<p>So it is.</p>"}]}}"#,
            Some("Wells"),
            "Ada Moss: Twelve are dry.\nBo Ek: So few & so deep?\nAda Moss: So it is.",
        );
        check(
            r#"{"data":[{"type":"message","role":"user","content":[{"type":"input_text","text":"How long is it?"}]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Twelve rungs long."}]},{"type":"message","role":"user","content":[{"type":"input_text","text":"So short, then."}]}]}"#,
            None,
            "User: How long is it?\nAssistant: Twelve rungs long.\nUser: So short, then.",
        );
    }

    #[test]
    fn the_last_message_may_come_first() {
        let of = |name: &str, text: &str, at: u32| {
            format!(
                r#"{{"user":{{"name":"{name}"}},"text":"{text}","created_at":"2024-09-12T14:0{at}:00Z"}}"#
            )
        };
        check(
            &format!(
                "[{},{},{}]",
                of("Ada", "So it is.", 3),
                of("Bo", "It is long.", 2),
                of("Ada", "How long is it?", 1)
            ),
            None,
            "Ada: How long is it?\nBo: It is long.\nAda: So it is.",
        );
    }

    #[test]
    fn what_has_a_title_a_price_or_a_commit_is_no_message() {
        let of = |more: &str| {
            let each = |name: &str| {
                format!(
                    r#"{{"author":{{"name":"{name}"}},"message":"The ladder was mended again","date":"2024-09-12T14:02:11Z",{more}}}"#
                )
            };
            format!("[{},{},{},{}]", each("Ada"), each("Bo"), each("Ada"), each("Bo"))
        };
        no(&of(r#""sha":"a1b2c3""#));
        no(&of(r#""title":"Mended""#));
        no(&of(r#""rating":5"#));
        no(&of(r#""level":"info""#));
        assert_eq!(detect(&Input::of_text("a.json", &of(r#""likes":5"#))), Confidence::Likely);
    }

    #[test]
    fn a_table_of_many_chats_says_nothing_of_each() {
        let each = |name: &str| format!(r#"{{"author":"{name}","text":"So it is.","date":"2024-09-12"}}"#);
        let chat = format!("[{},{},{}]", each("Ada"), each("Bo"), each("Ada"));
        let chats: Vec<String> = (0..300).map(|number| format!(r#""{number}":{chat}"#)).collect();
        let json = format!(r#"{{"title":"Rungs",{}}}"#, chats.join(","));
        let documents = read("a.json", json.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        assert_eq!((documents.len(), documents[0].metadata.title.as_deref()), (300, None));
    }

    #[test]
    fn essays_and_what_is_said_below_a_post_are_no_talk() {
        let of = |text: &str| {
            let each = |name: &str| {
                format!(r#"{{"name":"On wells","author":"{name}","date":"2024-09-12","body":"{text}"}}"#)
            };
            format!("[{},{},{},{}]", each("Ada"), each("Bo"), each("Ada"), each("Bo"))
        };
        assert_eq!(detect(&Input::of_text("a.json", &of("Is the well dry?"))), Confidence::Likely);
        no(&of(&"The well behind the barn is dry since the spring. ".repeat(12)));
        let post = "The well behind the barn is dry since the spring.";
        no(&format!(r#"{{"body":"{post}","comments":{}}}"#, of("Is the well dry?")));
    }

    #[test]
    fn comments_of_which_each_is_by_another_are_no_talk() {
        let each = |name: &str| {
            format!(r#"{{"author":"{name}","text":"The ladder is a good one.","date":"2024-09-12"}}"#)
        };
        no(&format!("[{},{},{},{}]", each("Ada"), each("Bo"), each("Cy"), each("Di")));
    }
}
