//! Chats in JSON: Telegram's `result.json`, a day of a channel from Slack, channels of Discord as its
//! exporters write them, conversations of Messenger and Instagram, Google's chats, Skype's.

use std::collections::HashMap;

use super::super::entities::between_tags;
use super::super::json::{self, Json, Lines};
use super::super::xml::decode;
use super::{Chat, Confidence, Document, Format, Input, Message, ParseError, Receipt, without_marks};
use crate::document::Date;

pub(in super::super) static FORMAT: Format =
    Format { name: "chat-json", extensions: &["json"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let Some(sketch) = json::sketch(input.text) else { return Confidence::No };
    let is_chat = chats(&sketch).iter().any(|chat| messages(chat).iter().any(|m| Dialect::of(m).is_some()));
    if is_chat { Confidence::Certain } else { Confidence::No }
}

/// The chats of a file: all those of an account, or the one.
fn chats<'j, 'a>(root: &'j Json<'a>) -> &'j [Json<'a>] {
    let list = root.at(&["chats", "list"]).list();
    let list = if list.is_empty() { root.get("conversations").list() } else { list };
    if list.is_empty() { std::slice::from_ref(root) } else { list }
}

fn messages<'j, 'a>(chat: &'j Json<'a>) -> &'j [Json<'a>] {
    let list = chat.any(&["messages", "MessageList"]).list();
    if list.is_empty() { chat.list() } else { list }
}

/// How a messenger writes a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Telegram,
    Slack,
    Discord,
    Messenger,
    Google,
    Skype,
}

impl Dialect {
    fn of(message: &Json<'_>) -> Option<Self> {
        let has = |key: &str| !message.get(key).is_null();
        let kind = message.get("type").text();
        match kind {
            _ if has("sender_name") && has("timestamp_ms") => Some(Self::Messenger),
            _ if has("created_date") && has("text") && !message.at(&["creator", "name"]).is_null() => {
                Some(Self::Google)
            }
            _ if has("originalarrivaltime") && has("messagetype") => Some(Self::Skype),
            Some("message" | "service") if has("date") && has("text") && !has("start") => {
                Some(Self::Telegram)
            }
            Some("message") if has("ts") && has("text") => Some(Self::Slack),
            _ if has("content") && has("timestamp") && !message.at(&["author", "name"]).is_null() => {
                Some(Self::Discord)
            }
            _ => None,
        }
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let value = json::read_file(input.text, receipt)?;
    let mut lines = Lines::of(input.text);
    let all = chats(&value);
    let mut documents = Vec::new();
    for chat in all {
        let id = chat.get("id").label().filter(|_| all.len() > 1);
        let mut read = Chat {
            title: [
                chat.at(&["channel", "name"]),
                chat.get("name"),
                chat.get("title"),
                chat.get("displayName"),
            ]
            .iter()
            .find_map(|title| title.words().map(|title| repaired(title, chat))),
            source: chat.at(&["guild", "name"]).words().map(str::to_owned),
            part: id.map(std::borrow::Cow::into_owned),
            ..Chat::default()
        };
        let people = People::of(messages(chat));
        for message in messages(chat) {
            let line = lines.of_field(message, &["text", "content"]);
            match Dialect::of(message).and_then(|dialect| read_message(message, dialect, &people)) {
                Some(message) => read.messages.push(Message { line: Some(line), ..message }),
                None => receipt.dropped(
                    "what the messenger says",
                    message.any(&["text", "content", "action"]).words().unwrap_or_default(),
                ),
            }
        }
        // Messenger and Skype write the last message first.
        let sent = |message: Option<&Json<'_>>| message.and_then(|m| m.get("timestamp_ms").number());
        let arrived = |message: Option<&Json<'_>>| {
            message.and_then(|m| m.get("originalarrivaltime").words().map(str::to_owned))
        };
        let (first, last) = (messages(chat).first(), messages(chat).last());
        if sent(first) > sent(last) || arrived(first) > arrived(last) {
            read.messages.reverse();
        }
        let is_of_folder = |m: &Json<'_>| matches!(Dialect::of(m), Some(Dialect::Slack | Dialect::Google));
        if read.title.is_none() && messages(chat).iter().any(is_of_folder) {
            // A file is a day of the channel, or the chat, whose folder it is in.
            read.is_of_one_day = is_day(input.file_name());
            read.title = input.path.rsplit('/').nth(1).map(str::to_owned);
        }
        documents.extend(read.into_documents(FORMAT.name));
    }
    if documents.is_empty() {
        receipt.warn("nobody says anything in it");
    }
    Ok(documents)
}

/// Says that a file is called after a day: `2024-03-12.json`.
fn is_day(name: &str) -> bool {
    let bare = name.split('.').next().unwrap_or(name);
    Date::find(bare).is_some_and(|date| date.to_string() == bare && bare.len() == 10)
}

fn read_message(message: &Json<'_>, dialect: Dialect, people: &People) -> Option<Message> {
    let name = |key: &str| message.get(key).words().map(str::to_owned);
    let (sender, day, text) = match dialect {
        Dialect::Telegram => {
            if message.get("type").text() != Some("message") {
                return None;
            }
            (name("from"), name("date"), pieces(message.get("text")))
        }
        Dialect::Slack => {
            let subtype = message.get("subtype").text().unwrap_or_default();
            let is_said =
                matches!(subtype, "" | "thread_broadcast" | "me_message" | "bot_message" | "file_share");
            if !is_said {
                return None;
            }
            let known = message.get("user").words().map(|id| people.name(id));
            let sender = known.or_else(|| name("username"));
            (sender, day_of_seconds(message.get("ts").number()?), people.plain(message.get("text").words()?))
        }
        Dialect::Discord => {
            let kind = message.get("type").text().unwrap_or_default();
            if !matches!(kind, "" | "Default" | "Reply" | "0" | "19") {
                return None;
            }
            let author = message.get("author");
            let sender = author.any(&["nickname", "global_name", "name"]).words().map(str::to_owned);
            (sender, name("timestamp"), without_emoji(&without_marks(message.get("content").words()?)))
        }
        Dialect::Google => {
            let sender = message.at(&["creator", "name"]).words().map(str::to_owned);
            let day = Date::find(message.get("created_date").words()?).map(|day| day.to_string());
            (sender, day, message.get("text").words()?.to_owned())
        }
        Dialect::Skype => {
            // Pictures, calls and who came are told in others.
            if !matches!(message.get("messagetype").text(), Some("RichText" | "Text")) {
                return None;
            }
            // `8:live:ada` is how an account is called.
            let account = || message.get("from").words()?.rsplit(':').next().map(str::to_owned);
            let sender = name("displayName").or_else(account);
            // A `<` itself is written `&lt;`.
            let said = decode(&between_tags(message.get("content").words()?)).into_owned();
            (sender, name("originalarrivaltime"), said)
        }
        Dialect::Messenger => {
            let sender = name("sender_name").map(|name| repaired(&name, message));
            let text = repaired(message.get("content").words()?, message);
            (sender, day_of_seconds(message.get("timestamp_ms").number()? / 1000.0), text)
        }
    };
    let day = day.map(|day: String| day.get(..10).unwrap_or(&day).to_owned());
    (!text.trim().is_empty()).then_some(Message { sender, day, text, ..Message::default() })
}

/// A text, or a list of pieces of which some are links or set in bold type.
fn pieces(text: &Json<'_>) -> String {
    if let Some(text) = text.text() {
        return text.to_owned();
    }
    text.list().iter().filter_map(|piece| piece.text().or_else(|| piece.get("text").text())).collect()
}

pub(super) fn day_of_seconds(seconds: f64) -> Option<String> {
    jiff::Timestamp::from_second(seconds as i64).ok().map(|stamp| stamp.to_string())
}

/// Messenger's export takes the bytes of UTF-8 for characters.
fn repaired(text: &str, message: &Json<'_>) -> String {
    let is_messenger = !message.get("sender_name").is_null() || !message.get("participants").is_null();
    let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<Vec<u8>>>();
    bytes
        .filter(|_| is_messenger)
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_else(|| text.to_owned())
}

/// `<:smile:123>` as it is typed.
fn without_emoji(text: &str) -> String {
    const NAME_BYTES_MAX: usize = 96;
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let near = &rest[at + 1..rest.floor_char_boundary(at + 1 + NAME_BYTES_MAX)];
        let inside = near.find('>').map(|end| (&near[..end], &rest[at + end + 2..]));
        let word = inside.and_then(|(inside, behind)| {
            let name = inside.strip_prefix(':').or_else(|| inside.strip_prefix("a:"))?;
            let (name, id) = name.rsplit_once(':')?;
            id.bytes().all(|byte| byte.is_ascii_digit()).then_some((name, behind))
        });
        plain.push_str(&rest[..at]);
        match word {
            Some((name, behind)) => {
                plain.extend([":", name, ":"]);
                rest = behind;
            }
            None => {
                plain.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// Who the ids of a workspace belong to, as far as their own messages tell.
#[derive(Debug, Default)]
struct People(HashMap<String, String>);

impl People {
    fn of(messages: &[Json<'_>]) -> Self {
        let mut names = HashMap::new();
        for message in messages {
            let profile = message.get("user_profile");
            let name = profile.any(&["real_name", "display_name", "name"]).words();
            if let (Some(id), Some(name)) = (message.get("user").words(), name) {
                names.entry(id.to_owned()).or_insert_with(|| name.to_owned());
            }
        }
        Self(names)
    }

    fn name(&self, id: &str) -> String {
        self.0.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    /// A message of Slack as it is shown: `<@U1>` is a name, `<address|words>` a link.
    fn plain(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, inside, behind)) = bracketed(rest) {
            shown.push_str(before);
            let (target, label) = inside.split_once('|').map_or((inside, None), |(t, l)| (t, Some(l)));
            match target.chars().next() {
                Some('@') => {
                    let name = self.name(&target[1..]);
                    shown.extend(["@", label.unwrap_or(&name)]);
                }
                Some('#') => shown.extend(["#", label.unwrap_or(&target[1..])]),
                Some('!') => shown.extend(["@", label.unwrap_or(&target[1..])]),
                _ => shown.push_str(label.unwrap_or(target)),
            }
            rest = behind;
        }
        shown.push_str(rest);
        decode(&without_marks(&shown)).into_owned()
    }
}

/// What stands before, in and behind the first `<...>`.
fn bracketed(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('<')?;
    let (inside, behind) = rest.split_once('>')?;
    Some((before, inside, behind))
}
