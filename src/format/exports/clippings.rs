//! What readers have marked on a Kindle, `My Clippings.txt`: passages and notes of all books in the order in
//! which they were made. Each book becomes a document.

use std::collections::HashMap;

use super::super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{BlockKind, Builder, Date, Document, Kind};

pub(in super::super) static FORMAT: Format =
    Format { name: "clippings", extensions: &["txt"], detect, parse };

const RULE: &str = "==========";

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    let clippings = head.split(RULE).filter(|text| Clipping::read(text).is_some());
    if head.contains(RULE) && clippings.take(1).count() == 1 { Confidence::Certain } else { Confidence::No }
}

/// One passage or note.
struct Clipping<'a> {
    book: &'a str,
    /// Where and when, in the language of the device.
    about: &'a str,
    words: &'a str,
    /// Where it begins in the source, behind the book and the place.
    lines: u32,
}

impl<'a> Clipping<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let start = text.trim_start_matches(['\u{FEFF}', '\r', '\n']);
        let (book, rest) = start.split_once('\n')?;
        let (about, words) = rest.split_once('\n')?;
        let is_about = about.starts_with("- ") && about.contains(|c: char| c.is_ascii_digit());
        let skipped = text.len() - words.trim_start().len();
        let lines = text[..skipped].bytes().filter(|b| *b == b'\n').count();
        is_about.then(|| Self {
            book: book.trim(),
            about: about.trim(),
            words: words.trim(),
            lines: u32::try_from(lines).unwrap_or_default(),
        })
    }
}

/// Says that what stands above a passage calls it a reader's own words, and not the book's.
pub(super) fn is_note(about: &str) -> bool {
    const NOTES: [&str; 6] = ["note", "notiz", "nota", "notitie", "anteckning", "メモ"];
    let kind = about.split(['|', '·']).next().unwrap_or_default().to_lowercase();
    NOTES.iter().any(|note| kind.contains(note))
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let mut books: Vec<Builder> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut line = 1;
    for text in input.text.split(RULE) {
        let first_line = line;
        line += u32::try_from(text.bytes().filter(|b| *b == b'\n').count()).unwrap_or_default();
        let Some(clipping) = Clipping::read(text) else { continue };
        if clipping.words.is_empty() {
            receipt.dropped("bookmark", clipping.about);
            continue;
        }
        receipt.dropped("place and day of a passage", clipping.about);
        let at = *places.entry(clipping.book).or_insert_with(|| {
            books.push(opened(clipping.book));
            books.len() - 1
        });
        let builder = &mut books[at];
        let kind = if is_note(clipping.about) { BlockKind::Paragraph } else { BlockKind::Quotation };
        builder.block(kind, Some(first_line + clipping.lines), clipping.words);
        let day = clipping.about.rsplit('|').next().and_then(Date::find);
        builder.metadata().date = day.or(builder.metadata().date);
    }
    Ok(books.into_iter().map(Builder::finish).collect())
}

fn opened(book: &str) -> Builder {
    let mut builder = Builder::new(Kind::Notes, FORMAT.name);
    builder.part(book.to_owned());
    let (title, authors) = titled(book);
    builder.metadata().title = Some(title.to_owned());
    builder.metadata().authors = authors;
    builder
}

/// The title and, in brackets behind it, who wrote the book: `On Barns (Moss, Ada)`,
/// `On Wells (Moss, Ada;Field, Bo)`.
fn titled(book: &str) -> (&str, Vec<String>) {
    let parts = book.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let Some((title, people)) = parts.filter(|(title, _)| !title.trim().is_empty()) else {
        return (book, Vec::new());
    };
    (title.trim(), authors(people))
}

/// The people who wrote a book, of whom `Moss, Ada` is Ada Moss: `Moss, Ada;Field, Bo`.
pub(super) fn authors(people: &str) -> Vec<String> {
    let author = |name: &str| match name.split_once(", ") {
        Some((last, first)) if !first.contains(',') => format!("{first} {last}"),
        _ => name.to_owned(),
    };
    people.split(';').map(str::trim).filter(|name| !name.is_empty()).map(author).collect()
}
