//! Chats, as messengers and those who save their pages give them to take along: messages of people with
//! the time of day at which each was sent.
//!
//! A message is a turn. Its time is no place in a recording: the day stands in the document's date, and a chat
//! that goes on for several days is a document for each, whose part is the day. What a messenger says about
//! the chat (who joined, what was left out) is nobody's message.

mod activity;
mod assistant;
mod json;
mod page;
mod records;
mod table;
mod text;
mod thread;

use std::collections::HashMap;

use super::{Confidence, Format, Input, ParseError, Receipt, language};
use crate::document::{Builder, Date, Document, Kind};

pub(super) use activity::FORMAT as ACTIVITY;
pub(super) use assistant::FORMAT as ASSISTANT;
pub(super) use json::FORMAT as JSON;
pub(super) use page::FORMAT as PAGE;
pub(super) use records::FORMAT as RECORDS;
pub(super) use table::FORMAT as TABLE;
pub(super) use text::FORMAT as TEXT;
pub(super) use thread::FORMAT as THREAD;

/// A message.
#[derive(Debug, Default)]
struct Message {
    sender: Option<String>,
    /// `2024-03-12`, where it is known.
    day: Option<String>,
    text: String,
    line: Option<u32>,
    /// Where in a recording it was sent.
    at_ms: Option<u32>,
}

/// A chat as it is read.
#[derive(Debug, Default)]
struct Chat {
    title: Option<String>,
    /// What it belongs to: a server, a workspace.
    source: Option<String>,
    part: Option<String>,
    messages: Vec<Message>,
    /// The line feeds of the messages are those of the source.
    has_lines: bool,
    /// It is a day already, by another clock than that of its messages.
    is_of_one_day: bool,
}

impl Chat {
    /// The documents of the chat, one for each day on which somebody says something in it, in the order of the chat.
    fn into_documents(self, format: &str) -> Vec<Document> {
        let Self { title, source, part, messages, has_lines, is_of_one_day } = self;
        let is_said = |message: &Message| message.text.contains(|c: char| !c.is_whitespace());
        let mut days: Vec<(Option<String>, Vec<Message>)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut at = 0;
        for message in messages.into_iter().filter(is_said) {
            // What has no day is of that of the message before.
            if let Some(day) = message.day.clone().filter(|_| !is_of_one_day) {
                let is_unknown = days.first().is_some_and(|(day, _)| day.is_none());
                at = *places.entry(day.clone()).or_insert(if is_unknown { 0 } else { days.len() });
                if let Some(first) = days.get_mut(at) {
                    first.0 = Some(day);
                } else {
                    days.push((Some(day), Vec::new()));
                }
            } else if days.is_empty() {
                days.push((None, Vec::new()));
            }
            let day = &mut days[at];
            day.0 = day.0.take().or_else(|| message.day.clone());
            day.1.push(message);
        }
        // In a conversation of two both are, also on a day when one of them is silent.
        let two = if days.len() > 1 { pair(days.iter().flat_map(|(_, messages)| messages)) } else { None };
        let are_many = days.len() > 1;
        // A day may have too few words to tell.
        let language = if are_many { language_of(&days) } else { None };
        let document = |(day, messages): (Option<String>, Vec<Message>)| {
            let mut builder = Builder::new(Kind::Transcript, format);
            for message in &messages {
                let mut turn = builder.turn(message.sender.as_deref(), message.line);
                if has_lines {
                    turn.on_lines(message.line);
                }
                turn.say(&message.text, message.at_ms.map(|at| (at, None)));
            }
            for name in two.iter().flatten() {
                builder.speaker(name);
            }
            let named = [part.as_deref(), day.as_deref().filter(|_| are_many)];
            builder.part(named.into_iter().flatten().collect::<Vec<_>>().join("/"));
            let metadata = builder.metadata();
            metadata.title.clone_from(&title);
            metadata.source.clone_from(&source);
            metadata.language = language.map(str::to_owned);
            metadata.date = day.as_deref().and_then(Date::find);
            builder.finish()
        };
        days.into_iter().map(document).filter(|document| !document.blocks.is_empty()).collect()
    }
}

/// The language of what is said on all days.
fn language_of(days: &[(Option<String>, Vec<Message>)]) -> Option<&'static str> {
    const BYTES_MAX: usize = 1 << 16;
    let mut text = String::new();
    for message in days.iter().flat_map(|(_, messages)| messages) {
        if text.len() > BYTES_MAX {
            break;
        }
        text.push_str(&message.text);
        text.push('\n');
    }
    language::of_script(&text).or_else(|| language::of_words(&text))
}

/// The names of those who write, where they are two.
fn pair<'m>(messages: impl Iterator<Item = &'m Message>) -> Option<[String; 2]> {
    let mut names: Vec<&str> = Vec::new();
    for name in messages.filter_map(|message| message.sender.as_deref()).map(str::trim) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
        if names.len() > 2 {
            return None;
        }
    }
    let [one, other] = names[..] else { return None };
    Some([one.to_owned(), other.to_owned()])
}

/// Says that a document is a day of the only chat in its file.
pub(super) fn is_day_of_file(document: &Document) -> bool {
    document.kind == Kind::Transcript
        && document.format.starts_with("chat")
        && document.metadata.date.is_some_and(|date| date.to_string() == document.part)
}

/// `text` without the stars, bars and strokes that messengers set around bold, hidden and struck words.
fn without_marks(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '*' | '_' | '~' | '`' | '|');
    let is_stop = |c: char| matches!(c, '.' | ',' | '?' | '!' | ';' | ':' | ')');
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let bare = word.trim_end();
        let open = bare.trim_start_matches(is_mark);
        let stops = bare.len() - bare.trim_end_matches(is_stop).len();
        let (whole, _) = bare.split_at(bare.len() - stops);
        let close = whole.trim_end_matches(is_mark);
        let opens = open.len() < bare.len() && !open.is_empty();
        let closes = close.len() < whole.len() && !close.is_empty();
        (word, opens, closes)
    });
    let words: Vec<_> = words.collect();
    // A star alone is one: what opens must close.
    if !words.iter().any(|(_, opens, _)| *opens) || !words.iter().any(|(_, _, closes)| *closes) {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    for (word, opens, closes) in words {
        let bare = word.trim_end();
        let gap = &word[bare.len()..];
        let shown = if opens { bare.trim_start_matches(is_mark) } else { bare };
        let (shown, stops) = shown.split_at(shown.trim_end_matches(is_stop).len());
        let shown = if closes { shown.trim_end_matches(is_mark) } else { shown };
        plain.extend([shown, stops, gap]);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days_of(messages: &[(&str, &str, &str)], is_of_one_day: bool) -> Vec<(String, String, Vec<String>)> {
        let messages = messages.iter().map(|(day, sender, text)| Message {
            sender: Some((*sender).to_owned()),
            day: Some((*day).to_owned()).filter(|day| !day.is_empty()),
            text: (*text).to_owned(),
            ..Message::default()
        });
        let chat = Chat { messages: messages.collect(), is_of_one_day, ..Chat::default() };
        let documents = chat.into_documents("chat-text").into_iter();
        documents.map(|document| (document.part, document.text, document.speakers)).collect()
    }

    #[test]
    fn each_day_of_a_chat_is_a_document() {
        let (ada, bo) = ("Ada".to_owned(), "Bo".to_owned());
        let both = || vec![ada.clone(), bo.clone()];
        let chat = [("2024-03-12", "Ada", "hi"), ("", "Bo", "yes"), ("2024-03-14", "Bo", "late")];
        let expected = vec![
            ("2024-03-12".to_owned(), "hi\n\nyes".to_owned(), both()),
            ("2024-03-14".to_owned(), "late".to_owned(), vec![bo.clone(), ada.clone()]),
        ];
        assert_eq!(days_of(&chat, false), expected);
        assert_eq!(days_of(&chat[..2], false), [(String::new(), "hi\n\nyes".to_owned(), both())]);
        assert_eq!(days_of(&chat, true), [(String::new(), "hi\n\nyes\n\nlate".to_owned(), both())]);
        // What is said before any day is of the first, and each day is one document.
        let chat = [
            ("", "Cy", "so"),
            ("2024-03-12", "Ada", "hi"),
            ("2024-03-14", "Bo", "late"),
            ("2024-03-12", "Ada", "ho"),
        ];
        let parts: Vec<_> = days_of(&chat, false).into_iter().map(|(part, text, _)| (part, text)).collect();
        let expected = [("2024-03-12", "so\n\nhi\n\nho"), ("2024-03-14", "late")];
        assert_eq!(parts, expected.map(|(part, text)| (part.to_owned(), text.to_owned())));
    }

    #[test]
    fn marks_go_in_pairs() {
        let check = |text: &str, expected: &str| assert_eq!(without_marks(text), expected, "{text}");
        check("the *long ladder*? Yes.", "the long ladder? Yes.");
        check("the **long** and\n_old_ one", "the long and\nold one");
        check("5 * 3 is 15", "5 * 3 is 15");
        check("a footnote*", "a footnote*");
        check("snake_case", "snake_case");
    }
}
