//! Chats as text, in the dialects of those who write them.

mod blocks;
mod days;
mod irc;
mod messenger;
mod stamp;

use super::{Chat, Confidence, Document, Format, Input, Message, ParseError, Receipt};

pub(in super::super) static FORMAT: Format =
    Format { name: "chat-text", extensions: &["txt", "log", "weechatlog"], detect, parse };

/// Marks of direction that messengers set before what is theirs.
const DIRECTIONS: [char; 7] =
    ['\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}', '\u{202C}', '\u{2069}', '\u{FEFF}'];

/// How many lines with words show what a text is.
const LINES_MAX: usize = 80;
/// How many messages must be among them.
const MESSAGES_MIN: usize = 3;

/// A way to write a chat.
struct Dialect {
    /// Says that the beginning of a text is written so.
    is_it: fn(&str) -> bool,
    read: fn(&str, &mut Receipt) -> Chat,
}

static DIALECTS: [Dialect; 4] = [
    Dialect { is_it: irc::is_it, read: irc::read },
    Dialect { is_it: messenger::is_it, read: messenger::read },
    Dialect { is_it: days::is_it, read: days::read },
    Dialect { is_it: blocks::is_it, read: blocks::read },
];

fn dialect(input: &Input<'_>) -> Option<&'static Dialect> {
    DIALECTS.iter().find(|dialect| (dialect.is_it)(input.head()))
}

fn detect(input: &Input<'_>) -> Confidence {
    if dialect(input).is_some() { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let dialect = dialect(input).unwrap_or(&DIALECTS[1]);
    let mut chat = (dialect.read)(input.text, receipt);
    chat.has_lines = true;
    chat.title = name_of_file(input.file_name()).or(chat.title);
    let documents = chat.into_documents(FORMAT.name);
    if documents.is_empty() {
        receipt.warn("nobody says anything in it");
    }
    Ok(documents)
}

/// `WhatsApp Chat with Orchard Friends.txt`
fn name_of_file(name: &str) -> Option<String> {
    const STARTS: [&str; 11] = [
        "WhatsApp Chat with ",
        "WhatsApp Chat - ",
        "WhatsApp-Chat mit ",
        "Chat de WhatsApp con ",
        "Conversa do WhatsApp com ",
        "Discussion WhatsApp avec ",
        "Chat WhatsApp con ",
        "WhatsApp-chat met ",
        "WhatsApp-chatt med ",
        "Чат WhatsApp с ",
        "Czat WhatsApp z ",
    ];
    let bare = name.strip_suffix(".txt").unwrap_or(name);
    STARTS.iter().find_map(|start| bare.strip_prefix(start)).map(str::to_owned)
}

/// The lines with words that a text begins with.
fn first_lines(head: &str) -> impl Iterator<Item = &str> {
    head.lines().filter(|line| !line.trim().is_empty()).take(LINES_MAX)
}

fn is_name(name: &str) -> bool {
    let name = name.trim_start_matches('~').trim();
    (1..=60).contains(&name.len()) && name.contains(char::is_alphanumeric) && !name.contains("://")
}

/// Gives messages their days, of which all are needed to know in which order the numbers stand.
fn set_days(chat: &mut Chat, days: &[Option<stamp::Day>]) {
    let known: Vec<_> = days.iter().flatten().copied().collect();
    let order = stamp::Order::of(&known);
    for (message, day) in chat.messages.iter_mut().zip(days) {
        message.day = day.map(|day| order.written(day));
    }
}
