//! Chats as text: WhatsApp's, Discord's as its exporters write them, Telegram's as it is copied, Zoom's
//! with days.

use std::ops::Range;

use super::super::transcript;
use super::{Chat, Confidence, Document, Format, Input, Message, ParseError, Receipt};

pub(in super::super) static FORMAT: Format =
    Format { name: "chat-text", extensions: &["txt"], detect, parse };

/// Marks of direction that messengers set before what is theirs.
const DIRECTIONS: [char; 5] = ['\u{200E}', '\u{200F}', '\u{202A}', '\u{202C}', '\u{FEFF}'];

fn detect(input: &Input<'_>) -> Confidence {
    const LINES_MAX: usize = 80;
    let lines = || input.head().lines().filter(|line| !line.trim().is_empty());
    let is_opened = lines().take(8).any(|line| read_head(line).is_some());
    if !is_opened {
        return Confidence::No;
    }
    let heads = lines().take(LINES_MAX).filter_map(read_head).filter(|head| head.sender.is_some());
    if heads.take(3).count() == 3 { Confidence::Certain } else { Confidence::No }
}

/// How a message begins.
#[derive(Debug)]
struct Head<'a> {
    /// Three numbers as written, or a day with the month's name.
    day: Day,
    /// Nobody, where the messenger speaks.
    sender: Option<&'a str>,
    text: &'a str,
}

/// A day whose numbers may stand in one order or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day {
    numbers: [u16; 3],
    /// The second is a month for certain.
    is_named: bool,
    /// The clock has twelve hours.
    is_half: bool,
}

fn read_head(line: &str) -> Option<Head<'_>> {
    let line = line.trim_start_matches(DIRECTIONS);
    let first = line.bytes().next()?;
    if first == b'[' || first.is_ascii_digit() {
        let (day, rest, is_bracketed) = stamp(line)?;
        let rest = match is_bracketed {
            true => rest,
            false => {
                let dash = rest.strip_prefix(" - ");
                dash.or_else(|| rest.trim_start().strip_prefix("From ").map(|_| rest))?
            }
        };
        let rest = rest.trim();
        if let Some(sent) = rest.strip_prefix("From ") {
            let (names, text) = sent.split_once(':')?;
            let name = names.split(" to ").next().unwrap_or(names).trim();
            return Some(Head { day, sender: Some(name), text: text.trim() });
        }
        return Some(match rest.split_once(": ").or_else(|| rest.strip_suffix(':').map(|name| (name, ""))) {
            Some((name, text)) if is_name(name) => {
                Head { day, sender: Some(name.trim_start_matches("~").trim()), text: text.trim_end() }
            }
            // A name alone, its words below.
            _ if is_bracketed && is_name(rest) && !rest.contains(DIRECTIONS) => {
                Head { day, sender: Some(rest.split('#').next().unwrap_or(rest)), text: "" }
            }
            _ => Head { day, sender: None, text: rest },
        });
    }
    // `Ada Field, [12/03/2024 09:15]`
    let near = &line[..line.floor_char_boundary(100)];
    let (name, behind) = near.split_once(", [")?;
    let (day, rest, _) = stamp(&line[name.len() + 2..])?;
    (is_name(name) && rest.trim().is_empty() && !behind.is_empty()).then_some(Head {
        day,
        sender: Some(name),
        text: "",
    })
}

fn is_name(name: &str) -> bool {
    let name = name.trim_start_matches("~").trim();
    (1..=60).contains(&name.len()) && name.contains(char::is_alphanumeric) && !name.contains("://")
}

/// Reads `[12/03/2024, 09:14:02] ` or `3/12/24, 9:14 AM`: the day, what follows, and whether brackets
/// hold it.
fn stamp(text: &str) -> Option<(Day, &str, bool)> {
    let is_bracketed = text.starts_with('[');
    let inside = text.strip_prefix('[').unwrap_or(text);
    let bytes = inside.as_bytes();
    let mut numbers = [0_u16; 3];
    let (mut at, mut is_named) = (0, false);
    for field in 0..3 {
        let range = field_at(bytes, at)?;
        let word = &inside[range.clone()];
        numbers[field] = match word.parse() {
            Ok(number) if word.len() <= 2 || word.len() == 4 && field != 1 => number,
            Err(_) if field == 1 && word.len() == 3 => {
                is_named = true;
                month(word)?
            }
            _ => return None,
        };
        at = range.end;
        if field < 2 {
            matches!(bytes.get(at), Some(b'/' | b'.' | b'-')).then_some(())?;
            at += 1;
        }
    }
    let rest = inside[at..].trim_start_matches([',', '.', ' ', '\u{202F}', '\u{A0}', 'T']);
    if rest.len() == inside.len() - at {
        return None;
    }
    let clock = transcript::clock_bytes(rest)?;
    let rest = &rest[clock..];
    let half = rest.trim_start_matches([' ', '\u{202F}', '\u{A0}']);
    let half_bytes = ["AM", "PM", "am", "pm", "a.m.", "p.m.", "a. m.", "p. m."]
        .iter()
        .find_map(|half_day| half.starts_with(half_day).then_some(half_day.len()));
    let rest = half_bytes.map_or(rest, |bytes| &half[bytes..]);
    let rest = if is_bracketed { rest.strip_prefix(']')? } else { rest };
    Some((Day { numbers, is_named, is_half: half_bytes.is_some() }, rest, is_bracketed))
}

fn field_at(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let length = bytes.get(from..)?.iter().take(5).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    (1..=4).contains(&length).then_some(from..from + length)
}

fn month(name: &str) -> Option<u16> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let number = MONTHS.iter().position(|known| known.eq_ignore_ascii_case(name))?;
    u16::try_from(number + 1).ok()
}

/// In which order a chat writes the numbers of its days.
#[derive(Clone, Copy, Debug)]
enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    fn of(days: &[Day]) -> Self {
        let numbers = || days.iter().filter(|day| !day.is_named && day.numbers[0] < 1000);
        if numbers().any(|day| day.numbers[0] > 12) {
            return Self::DayFirst;
        }
        let is_american = numbers().any(|day| day.numbers[1] > 12)
            // Who counts the hours to twelve and writes the day first is rarer.
            || !days.is_empty() && days.iter().all(|day| day.is_half);
        if is_american { Self::MonthFirst } else { Self::DayFirst }
    }

    fn written(self, day: Day) -> String {
        let [a, b, c] = day.numbers;
        let (year, month, day) = match self {
            _ if a >= 1000 => (a, b, c),
            Self::MonthFirst if !day.is_named => (c, a, b),
            _ => (c, b, a),
        };
        let year = if year < 100 { 2000 + year } else { year };
        format!("{year}-{month:02}-{day:02}")
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let mut chat = Chat::default();
    let mut days = Vec::new();
    // Each message with its day, and whether it goes on with the next line.
    let mut skips = true;
    for (number, line) in (1_u32..).zip(input.text.lines()) {
        if let Some(head) = read_head(line) {
            let Some(sender) = head.sender else {
                receipt.dropped("what the messenger says", head.text);
                skips = true;
                continue;
            };
            skips = is_of_messenger(head.text);
            if skips && days.is_empty() && head.text.starts_with(DIRECTIONS) {
                // The first thing is said in the name of the chat.
                chat.title.get_or_insert_with(|| sender.to_owned());
            }
            if skips {
                receipt.dropped("what the messenger says", head.text);
                continue;
            }
            days.push(head.day);
            chat.messages.push(Message {
                sender: Some(sender.trim_matches(DIRECTIONS).to_owned()),
                day: None,
                text: without_edit(head.text).to_owned(),
                line: Some(number),
            });
            continue;
        }
        if days.is_empty() {
            read_preamble(line, &mut chat);
            continue;
        }
        // What was attached is told in sections of their own, behind the last message a rule.
        if is_section(line) || line.starts_with("=====") {
            skips = true;
        }
        if let Some(message) = chat.messages.last_mut().filter(|_| !skips) {
            if !message.text.is_empty() {
                message.text.push('\n');
            }
            message.text.push_str(without_edit(line));
        }
    }
    let order = Order::of(&days);
    for (message, day) in chat.messages.iter_mut().zip(&days) {
        message.day = Some(order.written(*day));
    }
    chat.title = name_of_file(input.file_name()).or(chat.title);
    let document = chat.into_document(FORMAT.name);
    if document.is_none() {
        receipt.warn("nobody says anything in it");
    }
    Ok(document.into_iter().collect())
}

/// `WhatsApp Chat with Orchard Friends.txt`
fn name_of_file(name: &str) -> Option<String> {
    let bare = name.strip_suffix(".txt").unwrap_or(name);
    let known = ["WhatsApp Chat with ", "WhatsApp Chat - ", "WhatsApp-Chat mit ", "Chat de WhatsApp con "];
    known.iter().find_map(|start| bare.strip_prefix(start)).map(str::to_owned)
}

/// `Guild: Orchard` and what else stands above the first message.
fn read_preamble(line: &str, chat: &mut Chat) {
    match line.split_once(": ") {
        Some(("Guild", name)) => chat.source = Some(name.trim().to_owned()),
        Some(("Channel", name)) => {
            chat.title = Some(name.rsplit(" / ").next().unwrap_or(name).trim().to_owned());
        }
        _ => {}
    }
}

fn is_section(line: &str) -> bool {
    matches!(line.trim(), "{Attachments}" | "{Embed}" | "{Reactions}" | "{Stickers}")
}

/// Says that the words are the messenger's: what was left out, deleted or encrypted.
fn is_of_messenger(text: &str) -> bool {
    const STARTS: [&str; 5] = [
        "You deleted this message",
        "This message was deleted",
        "Messages and calls are end-to-end encrypted",
        "Messages to this chat and calls are now secured",
        "Reacted to \"",
    ];
    // `<Media omitted>`, whatever the language.
    let is_omitted = text.starts_with('<') && text.ends_with('>') && !text.contains("://");
    text.starts_with(DIRECTIONS) || is_omitted || STARTS.iter().any(|start| text.starts_with(start))
}

fn without_edit(text: &str) -> &str {
    let text = text.trim_end();
    let bare = text.strip_suffix("<This message was edited>").unwrap_or(text);
    bare.trim_end_matches(DIRECTIONS).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_as_messengers_write_them() {
        let check = |line: &str, expected: Option<(&str, Option<&str>, &str)>| {
            let head = read_head(line);
            let shown =
                head.as_ref().map(|head| (Order::of(&[head.day]).written(head.day), head.sender, head.text));
            let shown = shown.as_ref().map(|(day, sender, text)| (day.as_str(), *sender, *text));
            assert_eq!(shown, expected, "{line}");
        };
        check("[12/03/2024, 09:15:10] Ada Ek: So it is", Some(("2024-03-12", Some("Ada Ek"), "So it is")));
        check("3/12/24, 9:15 AM - Ada: Hi", Some(("2024-03-12", Some("Ada"), "Hi")));
        check("3/12/24, 9:15\u{202F}PM - Ada: Hi", Some(("2024-03-12", Some("Ada"), "Hi")));
        check("12.03.24, 09:15 - Ada: Hi: you", Some(("2024-03-12", Some("Ada"), "Hi: you")));
        check("12/03/2024, 09:15 - Ada left", Some(("2024-03-12", None, "Ada left")));
        check("[12-Mar-24 09:15 AM] ada#0001", Some(("2024-03-12", Some("ada"), "")));
        check("Ada Ek, [12/03/2024 09:15]", Some(("2024-03-12", Some("Ada Ek"), "")));
        check("2024-03-12 09:15:10 From Ada to Everyone:", Some(("2024-03-12", Some("Ada"), "")));
        check("[00:12:13] Ada: Hi", None);
        check("2024-03-12 09:15:10 INFO: started", None);
        check("12/03/2024 was a day", None);
        check("", None);
    }
}
