//! Evernote's export, ENEX: notes with their text as a page in a page.

use std::borrow::Cow;

use super::super::item::{Body, Channel, Documents, Item, Markup, address, person, plain_title, words};
use super::super::xml::Xml;
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{Date, Document};

pub(in super::super) static FORMAT: Format =
    Format { name: "evernote", extensions: &["enex"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = &input.text[..input.text.floor_char_boundary(1024)];
    if head.contains("<en-export") { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let channel = Channel::default();
    let mut documents = Documents::new(FORMAT.name, &channel, input.text);
    for note in xml.elements().filter(|element| element.name() == "note") {
        let text = |name: &str| note.child(name).map(|child| child.text().into_owned());
        let about = note.child("note-attributes");
        let said = |name: &str| Some(about?.child(name)?.text().into_owned());
        let content = note.child("content");
        let page = content.map(|content| content.text().into_owned()).unwrap_or_default();
        // Before the note stand a declaration and a document type.
        let page = page.find("<en-note").map_or(page.as_str(), |at| &page[at..]);
        let tags = note.children().filter(|child| child.name() == "tag");
        documents.add(
            Item {
                title: text("title").as_deref().and_then(plain_title),
                authors: said("author").as_deref().and_then(person).into_iter().collect(),
                date: text("created").as_deref().and_then(day),
                url: said("source-url").as_deref().and_then(address),
                tags: tags.filter_map(|tag| words(&tag.text())).collect(),
                bodies: vec![Body {
                    text: with_code(page).into_owned(),
                    markup: Markup::Html,
                    offset: content.map_or(note.offset(), |content| content.offset()),
                }],
                ..Item::default()
            },
            receipt,
        );
    }
    Ok(documents.finish(receipt))
}

/// A note whose stretches of code, each a line an element, are code to any reader.
fn with_code(page: &str) -> Cow<'_, str> {
    // Version 6 writes it with one hyphen, version 10 with two.
    const MARK: &str = "-en-codeblock:true";
    const OPENS: &str = "<div";
    let mut out = String::new();
    let mut rest = page;
    while let Some(mark) = rest.find(MARK) {
        let Some(start) = rest[..mark].rfind(OPENS).filter(|start| !rest[*start..mark].contains('>')) else {
            break;
        };
        let Some(begins) = rest[mark..].find('>').map(|end| mark + end + 1) else { break };
        out.push_str(&rest[..start]);
        out.push_str("<pre>");
        rest = &rest[begins..];
        let mut depth = 1_usize;
        while depth > 0 {
            let Some(at) = rest.find('<') else { break };
            let tag_end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            let tag = &rest[at..tag_end];
            out.push_str(&rest[..at]);
            rest = &rest[tag_end..];
            if tag.starts_with(OPENS) {
                depth += 1;
            } else if tag.starts_with("</div") {
                depth -= 1;
                out.push_str(if depth > 0 { "<br>" } else { "</pre>" });
            } else if !(tag.starts_with("<br") && rest.starts_with("</div")) {
                // An empty line is an element around a break.
                out.push_str(tag);
            }
        }
    }
    if out.is_empty() {
        return Cow::Borrowed(page);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// `20240312T091510Z`
fn day(stamp: &str) -> Option<Date> {
    let (year, month, day) = (stamp.get(..4)?, stamp.get(4..6)?, stamp.get(6..8)?);
    Date::new(year.parse().ok()?, month.parse().ok(), day.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_code_to_any_reader() {
        let line = "<div>a <b>b</b></div>";
        let code =
            "<div style=\"--en-codeblock:true;x\"><div>if a:</div><div><br/></div><div>    b()</div></div>";
        assert_eq!(
            with_code(&format!("{line}{code}{line}")),
            format!("{line}<pre>if a:<br><br>    b()<br></pre>{line}")
        );
        assert_eq!(with_code(line), line);
        assert_eq!(with_code("<div style='--en-codeblock:true'>a"), "<pre>a");
        assert_eq!(with_code("it says --en-codeblock:true"), "it says --en-codeblock:true");
    }
}
