//! Letters to lists as archives on the web set them on pages: those of Mailman's Pipermail, and of MHonArc. Both mark
//! where the letter begins and ends by comments, and all else is ways to other letters.

use super::super::entities::{between_tags, push_decoded};
use super::super::item::{Body, Channel, Documents, Item, Markup, person, words};
use super::super::{Input, Receipt, email};
use super::FORMAT;
use crate::document::{Date, Document};

/// The letter of a page that is one of an archive's.
pub(super) fn letter(input: &Input<'_>, receipt: &mut Receipt) -> Option<Document> {
    const MARKS: [(&str, &str, fn(&str) -> Item); 2] = [
        ("<!--beginarticle-->", "<!--endarticle-->", head_of_pipermail),
        ("<!--X-Body-of-Message-->", "<!--X-Body-of-Message-End-->", head_of_mhonarc),
    ];
    let (start, end, head) = MARKS.iter().find_map(|(begins, ends, head)| {
        // Every page is looked at.
        let find =
            |from: usize, mark: &str| memchr::memmem::find(&input.text.as_bytes()[from..], mark.as_bytes());
        let start = find(0, begins)? + begins.len();
        let bytes = find(start, ends)?;
        Some((start, start + bytes, head(&input.text[..start])))
    })?;
    let body = body(&input.text[start..end], start);
    let channel = Channel::default();
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    documents.add(Item { bodies: vec![body], ..head }, receipt);
    let mut letter = email::cleaned(documents.finish(receipt).pop()?, receipt);
    letter.part.clear();
    Some(letter)
}

/// What stands between the marks: text in lines, or a page of its own.
fn body(marked: &str, offset: usize) -> Body {
    let text = marked.trim_start();
    let offset = offset + marked.len() - text.len();
    if !text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("<pre")) {
        return Body { text: text.to_owned(), markup: Markup::Html, offset };
    }
    Body { text: without_tags(text), markup: Markup::Wrapped, offset }
}

/// Who wrote stands in bold below the subject, and when in italics.
fn head_of_pipermail(head: &str) -> Item {
    let (title, head) = head.split_once("</H1>").unwrap_or_default();
    let (_, title) = title.rsplit_once("<H1>").unwrap_or_default();
    let within = |start: &str, end: &str| {
        let (_, rest) = head.split_once(start)?;
        rest.split_once(end).map(|(inside, _)| without_tags(inside))
    };
    Item {
        title: words(&without_tags(title)),
        authors: within("<B>", "</B>").and_then(|name| person(&name)).into_iter().collect(),
        date: within("<I>", "</I>").and_then(|stamp| date(&stamp)),
        ..Item::default()
    }
}

/// Comments have the head, the sender's with its letters moved by half of the alphabet.
fn head_of_mhonarc(head: &str) -> Item {
    let said = |name: &str| {
        let (_, rest) = head.split_once(&format!("<!--X-{name}: "))?;
        rest.split_once(" -->").map(|(value, _)| without_tags(value))
    };
    Item {
        title: said("Subject").and_then(|subject| words(&subject)),
        authors: said("From-R13").and_then(|from| person(&sender(&turned(&from)))).into_iter().collect(),
        date: said("Date").and_then(|stamp| date(&stamp)),
        ..Item::default()
    }
}

/// `Tue May 17 12:11:12 UTC 2022`
fn date(stamp: &str) -> Option<Date> {
    let fields: Vec<&str> = stamp.split_whitespace().collect();
    match fields[..] {
        [_, month, day, _, _, year] if month.len() == 3 && day.len() <= 2 => {
            Date::find(&format!("{month} {day}, {year}"))
        }
        _ => Date::find(stamp),
    }
}

/// The name in `gus at weir.example (Gus Tarrow)` or `Gus Tarrow <gus@weir.example>`.
fn sender(from: &str) -> String {
    let in_brackets = from.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(name, _)| name);
    let before = from.split_once('<').map(|(name, _)| name).filter(|name| !name.trim().is_empty());
    let name = in_brackets.or(before).unwrap_or_default();
    name.trim().trim_matches('"').to_owned()
}

/// Each letter as the one half of the alphabet away; MHonArc's capitals have `@` before them and `[` behind them.
fn turned(text: &str) -> String {
    let turn = |c: char| match c {
        'a'..='m' => char::from(c as u8 + 13),
        'n'..='z' => char::from(c as u8 - 13),
        '@'..='M' => char::from(c as u8 + 14),
        'N'..='[' => char::from(c as u8 - 14),
        _ => c,
    };
    text.chars().map(turn).collect()
}

fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    push_decoded(&mut out, &between_tags(html));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders_are_named_in_two_ways() {
        assert_eq!(turned("thf ng l.rknzcyr (Uhf Fneebj)"), "gus at y.example (Gus Tarrow)");
        assert_eq!(sender("gus at y.example (Gus Tarrow)"), "Gus Tarrow");
        assert_eq!(sender("\"Gus Tarrow\" <gus@y.example>"), "Gus Tarrow");
        assert_eq!(sender("gus@y.example"), "");
    }
}
