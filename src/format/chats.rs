//! Chats, as messengers and those who save their pages give them to take along: messages of people with
//! the time of day at which each was sent.
//!
//! A message is a turn. Its time is no place in a recording: the day stands in the document's date, or,
//! where a chat goes on for several, in a heading above the day's messages. What a messenger says about
//! the chat (who joined, what was left out) is nobody's message.

mod activity;
mod assistant;
mod json;
mod page;
mod records;
mod table;
mod text;
mod thread;

use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{BlockKind, Builder, Date, Document, Kind};

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
}

impl Chat {
    /// The document of the chat, if anybody says something in it.
    fn into_document(self, format: &str) -> Option<Document> {
        let mut builder = Builder::new(Kind::Transcript, format);
        let said = |message: &&Message| message.text.contains(|c: char| !c.is_whitespace());
        let mut days = self.messages.iter().filter(said).filter_map(|message| message.day.as_deref());
        let first = days.next().map(str::to_owned);
        let is_long = days.any(|day| Some(day) != first.as_deref());
        let mut day = None;
        for message in self.messages.iter().filter(said) {
            if is_long && message.day.is_some() && message.day != day {
                day.clone_from(&message.day);
                builder.block(BlockKind::Heading, message.line, day.as_deref().unwrap_or_default());
            }
            let mut turn = builder.turn(message.sender.as_deref(), message.line);
            if self.has_lines {
                turn.on_lines(message.line);
            }
            turn.say(&message.text, message.at_ms.map(|at| (at, None)));
        }
        if let Some(part) = self.part {
            builder.part(part);
        }
        let metadata = builder.metadata();
        metadata.title = self.title;
        metadata.source = self.source;
        metadata.date = first.as_deref().and_then(Date::find);
        (!builder.is_empty()).then(|| builder.finish())
    }
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
