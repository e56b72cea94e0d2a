//! FictionBook (`.fb2`): books as XML, a document for each chapter as of other books.
//!
//! A chapter is a section with a text of its own; the parts that only hold chapters head the first of
//! theirs. Notes stand in a body of their own, and are read below the chapter that first refers to them.

use std::collections::HashMap;

use super::entities::push_escaped;
use super::epub::{self, Chapter};
use super::item::{language_code, words};
use super::xml::{Element, Piece, Xml};
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{Date, Document, Metadata};

pub(super) static FORMAT: Format = Format { name: "fictionbook", extensions: &["fb2"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    let is_book = head.trim_start().starts_with('<') && head.contains("<FictionBook");
    if is_book { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let book = xml.elements().find(|element| element.name() == "FictionBook");
    let book = book.ok_or_else(|| ParseError("no book begins in it".to_owned()))?;
    let about = book.child("description").and_then(|description| description.child("title-info"));
    let metadata = about.map(metadata).unwrap_or_default();
    let bodies = || book.children().filter(|child| child.name() == "body");
    let mut notes = Notes::of(bodies().filter(|body| is_of_notes(*body)));
    let sections: Vec<Section> = bodies().filter(|body| !is_of_notes(*body)).flat_map(chapters).collect();
    if !input.text.trim_end().ends_with("</FictionBook>") {
        receipt.warn("the file ends in the middle; what is there has been read");
    }
    let mut documents = Vec::new();
    for (number, section) in sections.iter().enumerate() {
        let html = notes.written(section);
        let is_alone = sections.len() == 1;
        let chapter = Chapter {
            page_title: None,
            part: if is_alone { String::new() } else { (number + 1).to_string() },
            title: if is_alone { metadata.source.clone() } else { section.title() },
            html: vec![&html],
        };
        documents.extend(epub::document(FORMAT.name, chapter, &metadata, receipt));
    }
    if documents.is_empty() {
        receipt.warn("the book holds no words");
    }
    Ok(documents)
}

/// What holds for every chapter: the book's title as the source, its authors, its language.
fn metadata(about: Element<'_, '_>) -> Metadata {
    let mut metadata = Metadata::default();
    for element in about.children() {
        let text = words(&element.text());
        match element.name() {
            "book-title" => metadata.source = metadata.source.or(text),
            "author" => {
                let name = |part: &str| words(&element.child(part)?.text());
                let parts = ["first-name", "middle-name", "last-name"];
                let full: Vec<String> = parts.iter().filter_map(|part| name(part)).collect();
                let full = Some(full.join(" ")).filter(|full| !full.is_empty());
                metadata.authors.extend(full.or_else(|| name("nickname")));
            }
            "lang" => metadata.language = text.and_then(|tag| language_code(&tag)),
            "date" => {
                let exact = element.attribute("value").and_then(|date| Date::find(&date));
                metadata.date = exact.or_else(|| Date::find(&text?));
            }
            "keywords" => {
                let listed = text.unwrap_or_default();
                metadata.tags.extend(listed.split(',').filter_map(words));
            }
            _ => {}
        }
    }
    metadata
}

fn is_of_notes(body: Element<'_, '_>) -> bool {
    body.attribute("name").is_some_and(|name| matches!(&*name, "notes" | "comments" | "footnotes"))
}

/// A chapter, and what heads it.
struct Section<'x, 'a> {
    /// Titles and mottos of the parts that begin with it.
    heads: Vec<Element<'x, 'a>>,
    /// The section, or a whole body.
    element: Element<'x, 'a>,
}

impl Section<'_, '_> {
    /// Its own title, else that of the part it begins.
    fn title(&self) -> Option<String> {
        let of_part = || self.heads.iter().rev().find(|head| head.name() == "title").copied();
        let title = self.element.child("title").or_else(of_part)?;
        let lines = title.children().filter(|line| line.name() == "p");
        let lines: Vec<String> = lines.filter_map(|line| words(&plain(line))).collect();
        (!lines.is_empty()).then(|| lines.join(". ").replace("..", "."))
    }
}

/// The sections of a body that have a text of their own, in order.
fn chapters<'x, 'a>(body: Element<'x, 'a>) -> Vec<Section<'x, 'a>> {
    let mut found = Vec::new();
    let mut heads = Vec::new();
    // Those still to be looked at, the next one last.
    let mut waiting = vec![body];
    while let Some(element) = waiting.pop() {
        let is_head = |child: &Element<'_, '_>| matches!(child.name(), "title" | "epigraph" | "image");
        let (above, inside): (Vec<_>, Vec<_>) = element.children().partition(is_head);
        let holds_chapters = !inside.is_empty() && inside.iter().all(|child| child.name() == "section");
        if holds_chapters {
            heads.extend(above);
            waiting.extend(inside.into_iter().rev());
        } else {
            found.push(Section { heads: std::mem::take(&mut heads), element });
        }
    }
    found
}

/// The notes of a book, by their names.
struct Notes<'x, 'a>(HashMap<String, Element<'x, 'a>>);

impl<'x, 'a> Notes<'x, 'a> {
    fn of(bodies: impl Iterator<Item = Element<'x, 'a>>) -> Self {
        let sections = bodies.flat_map(|body| body.children());
        let named = sections.filter_map(|section| Some((section.attribute("id")?.into_owned(), section)));
        Self(named.collect())
    }

    /// A chapter as HTML, below it the notes to which none before it referred.
    fn written(&mut self, section: &Section<'x, 'a>) -> String {
        let mut writer = Writer::default();
        section.heads.iter().for_each(|head| writer.element(*head));
        writer.inside(section.element);
        let mut next = 0;
        while let Some(name) = writer.referred.get(next) {
            if let Some(note) = self.0.remove(name) {
                note.children()
                    .filter(|child| child.name() != "title")
                    .for_each(|child| writer.element(child));
            }
            next += 1;
        }
        writer.html
    }
}

/// Writes FictionBook's elements as those of HTML.
#[derive(Default)]
struct Writer {
    html: String,
    /// The notes that have been referred to.
    referred: Vec<String>,
    /// How many sections the place lies in.
    depth: usize,
    in_title: bool,
}

impl Writer {
    fn element(&mut self, element: Element<'_, '_>) {
        self.start(element);
        self.inside(element);
        self.end(element.name());
    }

    fn inside(&mut self, element: Element<'_, '_>) {
        let mut pieces = element.pieces();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Text(text) => push_escaped(&text, &mut self.html),
                Piece::Start(inner) if is_mark_of_note(inner) => {
                    let name = inner.attributes().find(|(name, _)| name.ends_with("href"));
                    self.referred.extend(name.map(|(_, name)| name.trim_start_matches('#').to_owned()));
                    pieces.pass(inner);
                }
                Piece::Start(inner) if is_parting(inner) => pieces.pass(inner),
                Piece::Start(inner) => self.start(inner),
                Piece::End(name) => self.end(name),
            }
        }
    }

    fn start(&mut self, element: Element<'_, '_>) {
        match element.name() {
            "section" => self.depth += 1,
            "title" => {
                self.in_title = true;
                self.html.push_str(&format!("<h{}>", self.level()));
            }
            "p" | "v" if self.in_title => self.html.push(' '),
            "subtitle" => self.html.push_str(&format!("<h{}>", self.level() + 1)),
            "epigraph" | "cite" => self.html.push_str("<blockquote>"),
            "p" | "stanza" | "text-author" | "date" => self.html.push_str("<p>"),
            "table" | "tr" | "td" | "th" | "code" | "sup" | "sub" | "strong" => {
                self.html.extend(["<", element.name(), ">"]);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "section" => self.depth = self.depth.saturating_sub(1),
            "title" => {
                self.in_title = false;
                self.html.push_str(&format!("</h{}>", self.level()));
            }
            "p" | "v" if self.in_title => {}
            "v" => self.html.push_str("<br>"),
            "subtitle" => self.html.push_str(&format!("</h{}>", self.level() + 1)),
            "epigraph" | "cite" => self.html.push_str("</blockquote>"),
            "p" | "stanza" | "text-author" | "date" => self.html.push_str("</p>"),
            "table" | "tr" | "td" | "th" | "code" | "sup" | "sub" | "strong" => {
                self.html.extend(["</", name, ">"])
            }
            _ => {}
        }
    }

    /// The level of a heading here; that below it is the last one.
    fn level(&self) -> usize {
        (self.depth + 1).min(5)
    }
}

fn is_mark_of_note(element: Element<'_, '_>) -> bool {
    element.name() == "a" && element.attribute("type").is_some_and(|kind| &*kind == "note")
}

/// Says that stars or a rule part two stretches of text: they are no heading.
fn is_parting(element: Element<'_, '_>) -> bool {
    // One that nobody closes holds all behind it.
    const BYTES_MAX: usize = 400;
    element.name() == "subtitle"
        && element.markup().len() <= BYTES_MAX
        && !plain(element).contains(char::is_alphanumeric)
}

/// The characters of an element and of those inside it, marks of notes left out.
fn plain(element: Element<'_, '_>) -> String {
    let mut text = String::new();
    let mut pieces = element.pieces();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(more) => text.push_str(&more),
            Piece::Start(inner) if is_mark_of_note(inner) => pieces.pass(inner),
            Piece::Start(_) | Piece::End(_) => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_nobody_closes_are_read_once() {
        let headings = "<subtitle>".repeat(20_000);
        let book =
            format!("<FictionBook><body><section>{headings}<p>{}</p>", "Twelve are dry. ".repeat(2_000));
        let documents = crate::format::read("a.fb2", book.as_bytes(), &mut Receipt::default());
        assert!(documents.is_ok_and(|documents| documents[0].text.starts_with("Twelve are dry.")));
    }
}
