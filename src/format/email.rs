//! Mail: single messages and mailboxes, as newsletters are kept. A document per message.

mod footer;
mod mailbox;
mod part;

use std::borrow::Cow;

use mail_parser::{HeaderValue, Message, MessageParser, MessagePart};

pub(super) use part::text_of;

use super::feed::item::{Body, Channel, Documents, Item, Markup, address, plain_title, words};
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{Date, Document};

pub(super) static FORMAT: Format =
    Format { name: "email", extensions: &["eml", "mbox", "mbx"], detect, parse };

/// Headers that only mail has, and those that it has in any case.
const TELLING: [&str; 9] = [
    "received",
    "return-path",
    "delivered-to",
    "message-id",
    "mime-version",
    "x-mailer",
    "list-id",
    "dkim-signature",
    "list-unsubscribe",
];
const USUAL: [&str; 5] = ["from", "to", "subject", "date", "content-type"];

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    let is_mailbox = mailbox::is_separator(head.lines().next().unwrap_or_default().as_bytes());
    let (mut telling, mut usual) = (0, 0);
    for line in head.lines().skip(usize::from(is_mailbox)).take(60) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        let name = name.to_ascii_lowercase();
        telling += usize::from(TELLING.contains(&name.as_str()));
        usual += usize::from(USUAL.contains(&name.as_str()));
    }
    match (telling, usual) {
        (1.., 2..) => Confidence::Certain,
        (0, 3..) if is_mailbox => Confidence::Certain,
        (0, 4..) => Confidence::Likely,
        _ => Confidence::No,
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let channel = Channel::default();
    let mut documents = Documents::new(FORMAT.name, &channel, input.bytes);
    let parser = MessageParser::default();
    let mut unreadable = 0;
    for message in mailbox::messages(input.bytes) {
        let bytes = with_readable_head(&message.bytes, receipt);
        match parser.parse(&*bytes) {
            Some(parsed) => {
                let grown = bytes.len() as isize - message.bytes.len() as isize;
                let offset = message.offset.saturating_add_signed(-grown);
                let item = item(&parsed, offset, receipt);
                documents.add(item, receipt);
            }
            None => unreadable += 1,
        }
    }
    if unreadable > 0 {
        receipt.warn(format!("{unreadable} messages are not readable as mail"));
    }
    let letters = documents.finish(receipt);
    Ok(letters.into_iter().map(|letter| footer::without(letter, receipt)).collect())
}

/// Old programs write the bytes of their code page into the head as they are: turns them into UTF-8.
fn with_readable_head<'a>(bytes: &'a [u8], receipt: &mut Receipt) -> Cow<'a, [u8]> {
    let end = bytes.windows(2).position(|ends| matches!(ends, b"\n\n" | b"\n\r")).unwrap_or(bytes.len());
    let (head, rest) = bytes.split_at(end);
    if std::str::from_utf8(head).is_ok() {
        return Cow::Borrowed(bytes);
    }
    // Lines that are UTF-8 already stay, as do words that name their encoding.
    let is_plain = |line: &&[u8]| {
        line.is_ascii() || std::str::from_utf8(line).is_err() && !line.windows(2).any(|pair| pair == b"=?")
    };
    let foreign: Vec<u8> =
        head.split_inclusive(|byte| *byte == b'\n').filter(is_plain).flatten().copied().collect();
    let Some(foreign) = super::bytes::decode_declared(&foreign, part::declared_in(head), receipt) else {
        return Cow::Borrowed(bytes);
    };
    let mut foreign = foreign.split_inclusive('\n').map(str::as_bytes);
    let mut plain = Vec::with_capacity(bytes.len() + 64);
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        plain.extend_from_slice(if is_plain(&line) { foreign.next().unwrap_or_default() } else { line });
    }
    plain.extend_from_slice(rest);
    Cow::Owned(plain)
}

/// The item of a message that is in the file so many bytes behind where it was parsed.
fn item(message: &Message<'_>, offset: usize, receipt: &mut Receipt) -> Item {
    let html = message.html_bodies().find(|part| part.is_text_html());
    let place = |part: Option<&MessagePart<'_>>| offset + part.map_or(0, |part| part.offset_body as usize);
    let body = match html {
        Some(part) => text_of(part, message, receipt).map(|text| Body {
            text: text.into_owned(),
            markup: Markup::Html,
            offset: place(Some(part)),
        }),
        None => {
            let texts: Vec<_> =
                message.text_bodies().filter_map(|part| text_of(part, message, receipt)).collect();
            let offset = place(message.text_bodies().next());
            let text = footer::without_scrubbed(texts.join("\n\n"), receipt);
            Some(Body { text, markup: Markup::Wrapped, offset })
        }
    };
    let date = message
        .date()
        .and_then(|date| Date::new(i16::try_from(date.year).ok()?, Some(date.month), Some(date.day)));
    let (writer, letter) = match sender(message) {
        // `Ada Lovelace from Notes on the Engine`
        Some(name) => match name.split_once(" from ") {
            Some((writer, letter)) if letter.starts_with(char::is_uppercase) => {
                (words(writer), words(letter))
            }
            _ => (Some(name), None),
        },
        None => (None, None),
    };
    Item {
        part: message.message_id().and_then(words),
        title: message.subject().and_then(plain_title),
        authors: writer.into_iter().collect(),
        date,
        url: message.header_raw("Archived-At").map(|at| at.trim().trim_matches(['<', '>'])).and_then(address),
        bodies: body.into_iter().collect(),
        source: letter.or_else(|| source(message)),
        ..Item::default()
    }
}

/// The sender's name, or the address without its host.
fn sender(message: &Message<'_>) -> Option<String> {
    let from = message.from().and_then(|from| from.first())?;
    let name = from.name.as_deref().and_then(words);
    let name = name.or_else(|| from.address.as_deref()?.split('@').next().and_then(words))?;
    Some(behind_address(&name).map_or(name.clone(), str::to_owned))
}

/// Archives of lists hide addresses: `ada at example.org (Ada Field)` is Ada Field, and without a name ada.
fn behind_address(sender: &str) -> Option<&str> {
    let (address, name) = match sender.strip_suffix(')').and_then(|sender| sender.split_once('(')) {
        Some((address, name)) => (address.trim_end(), name.trim()),
        None => (sender, ""),
    };
    let (user, host) = address.split_once(" at ").or_else(|| address.split_once('@'))?;
    let is_host = host.contains('.') && !host.contains(' ') || host.contains(" dot ");
    let is_address = is_host && !user.is_empty() && !user.contains(' ');
    is_address.then_some(if name.is_empty() { user } else { name })
}

/// The name of the list that the message came over: the words before its id, or the id.
fn source(message: &Message<'_>) -> Option<String> {
    let raw = match message.list_id() {
        HeaderValue::Empty => return None,
        HeaderValue::Text(text) => text.to_string(),
        _ => message.header_raw("List-Id")?.to_owned(),
    };
    let (name, id) = raw.split_once('<').unwrap_or(("", &raw));
    words(name.trim().trim_matches('"')).or_else(|| words(id.trim().trim_matches('>')))
}
