//! Mail: single messages and mailboxes, as newsletters are kept. A document per message.

mod digest;
mod footer;
mod mailbox;
mod part;
mod quoted;

use std::borrow::Cow;

use mail_parser::{DateTime, HeaderValue, Message, MessageParser, MessagePart};

pub(super) use part::text_of;

use super::item::{Body, Channel, Documents, Item, Markup, address, plain_title, words};
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
                add(&parsed, offset, &List::default(), &mut documents, receipt);
            }
            None => unreadable += 1,
        }
    }
    if unreadable > 0 {
        receipt.warn(format!("{unreadable} messages are not readable as mail"));
    }
    let letters = documents.finish(receipt);
    Ok(letters.into_iter().map(|letter| cleaned(letter, receipt)).collect())
}

/// A letter with what it answers as quotations, and without what its list sets below it.
pub(super) fn cleaned(mut letter: Document, receipt: &mut Receipt) -> Document {
    quoted::mark(&mut letter);
    footer::without(letter, receipt)
}

/// Where a message came in another one.
#[derive(Clone, Debug, Default)]
struct List {
    /// What the one around it belongs to.
    source: Option<String>,
    /// How many are around it.
    depth: usize,
}

/// Adds the documents of a message: its own, and one for each message inside it.
fn add(
    message: &Message<'_>,
    offset: usize,
    list: &List,
    documents: &mut Documents<'_>,
    receipt: &mut Receipt,
) {
    // Whoever hands on what was handed on to him does not do so for long.
    const DEPTH_MAX: usize = 8;
    let mut item = Item { bodies: body(message, offset, receipt).into_iter().collect(), ..item(message) };
    item.source = item.source.or_else(|| list.source.clone());
    let inner = List { source: item.source.clone(), depth: list.depth + 1 };
    let digest = item.bodies.first().filter(|body| body.markup == Markup::Wrapped).cloned();
    let digest = digest.as_ref().and_then(|body| Some((body.offset, digest::pieces(&body.text)?)));
    if let Some((offset, (above, pieces))) = digest {
        let parser = MessageParser::default();
        item.bodies.iter_mut().for_each(|body| above.clone_into(&mut body.text));
        documents.add(item, receipt);
        for piece in pieces {
            let Some(head) = parser.parse_headers(piece.head) else { continue };
            let text = footer::without_scrubbed(piece.body.to_owned(), receipt);
            let text = footer::without_trailer(text, receipt);
            let body = Body { text, markup: Markup::Wrapped, offset: offset + piece.offset };
            let source = inner.source.clone();
            documents.add(Item { bodies: vec![body], source, ..self::item(&head) }, receipt);
        }
        return;
    }
    documents.add(item, receipt);
    if list.depth < DEPTH_MAX {
        for (attached, offset) in digest::attached(message, offset) {
            add(attached, offset, &inner, documents, receipt);
        }
    }
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

/// What a message says, where the message is in the file so many bytes behind where it was parsed.
fn body(message: &Message<'_>, offset: usize, receipt: &mut Receipt) -> Option<Body> {
    let html = message.html_bodies().find(|part| part.is_text_html());
    let place = |part: Option<&MessagePart<'_>>| offset + part.map_or(0, |part| part.offset_body as usize);
    if let Some(part) = html {
        let text = text_of(part, message, receipt)?.into_owned();
        return Some(Body { text, markup: Markup::Html, offset: place(Some(part)) });
    }
    let texts: Vec<_> = message.text_bodies().filter_map(|part| text_of(part, message, receipt)).collect();
    let offset = place(message.text_bodies().next());
    let text = footer::without_scrubbed(texts.join("\n\n"), receipt);
    let text = footer::without_trailer(text, receipt);
    Some(Body { text, markup: Markup::Wrapped, offset })
}

/// What the head of a message says of it.
fn item(message: &Message<'_>) -> Item {
    let date = message.date().and_then(day_of);
    let date = date.or_else(|| loose_date(message.header_raw("Date")?));
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
        source: letter.or_else(|| source(message)),
        ..Item::default()
    }
}

fn day_of(date: &DateTime) -> Option<Date> {
    Date::new(i16::try_from(date.year).ok()?, Some(date.month), Some(date.day))
}

/// The day in a date without seconds or zone, or as `asctime` writes it, which old programs do.
fn loose_date(text: &str) -> Option<Date> {
    let spelled = Date::find(text.trim());
    // `03 Jul 98 10:00 EST`: the century is known where mail is.
    spelled.or_else(|| {
        let words = text.split_whitespace().filter(|word| !word.contains(':'));
        let day: Vec<&str> = words.filter(|word| !word.starts_with(['+', '-'])).take(4).collect();
        day_of(&DateTime::parse_rfc822(&format!("{} 00:00:00 +0000", day.join(" ").replace('-', " ")))?)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_old_programs_are_read() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(loose_date(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        };
        check(" Fri, 3 Jul 1998 10:00 GMT", Some("1998-07-03"));
        check("Fri Jul  3 10:00:00 1998", Some("1998-07-03"));
        check("03 Jul 98 10:00 EST", Some("1998-07-03"));
        check("Fri, 3 Jul 98 10:00", Some("1998-07-03"));
        check("3-Jul-98 10:00:00", Some("1998-07-03"));
        check("1998-07-03 10:00", Some("1998-07-03"));
        check("Fri, 10:00", None);
        check("", None);
    }
}
