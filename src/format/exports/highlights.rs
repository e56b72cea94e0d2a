//! What readers have marked in books and on pages, in tables: Readwise's and Instapaper's. Each book or page
//! becomes a document, as with a Kindle's clippings.

use std::collections::HashMap;

use super::super::csv::Table;
use super::super::item::{address, words};
use super::super::lines::Lines;
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{BlockKind, Builder, Date, Document, Kind};

pub(in super::super) static FORMAT: Format =
    Format { name: "highlights-csv", extensions: &["csv"], detect, parse };

/// Which column holds what.
#[derive(Debug)]
struct Columns {
    passage: usize,
    title: usize,
    author: Option<usize>,
    note: Option<usize>,
    date: Option<usize>,
    tags: Option<usize>,
    url: Option<usize>,
}

impl Columns {
    fn of(header: &[impl AsRef<str>]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|field| field.as_ref().trim() == name);
        let readwise = || {
            Some(Self {
                passage: find("Highlight")?,
                title: find("Book Title")?,
                author: Some(find("Book Author")?),
                note: find("Note"),
                date: find("Highlighted at"),
                tags: find("Document tags"),
                url: None,
            })
        };
        let instapaper = || {
            find("Folder")?;
            Some(Self {
                passage: find("Selection")?,
                title: find("Title")?,
                author: None,
                note: None,
                date: find("Timestamp"),
                tags: None,
                url: Some(find("URL")?),
            })
        };
        readwise().or_else(instapaper)
    }
}

fn detect(input: &Input<'_>) -> Confidence {
    let is_it = Table::columns(input.text, Columns::of).is_some();
    if is_it { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let found = Table::columns(input.text, Columns::of);
    let (columns, rows) = found.ok_or_else(|| ParseError("nothing was marked in it".to_owned()))?;
    let mut works: Vec<Builder> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut lines = Lines::new(input.text);
    for row in rows {
        let line = lines.at(row.offset);
        let field = |column: usize| row.fields.get(column).map(|field| field.trim()).unwrap_or_default();
        let told = |column: Option<usize>| column.map(field).filter(|field| !field.is_empty());
        let (passage, title) = (field(columns.passage), field(columns.title));
        if passage.is_empty() && told(columns.note).is_none() {
            receipt.dropped("bookmark", title);
            continue;
        }
        // Two pages may have the same title, as two books hardly do.
        let name = told(columns.url).unwrap_or(title);
        let at = *places.entry(name.to_owned()).or_insert_with(|| {
            let mut builder = Builder::new(Kind::Notes, FORMAT.name);
            builder.part(name.to_owned());
            works.push(builder);
            works.len() - 1
        });
        let builder = &mut works[at];
        builder.lines(BlockKind::Quotation, Some(line), passage);
        builder.block(BlockKind::Paragraph, Some(line), told(columns.note).unwrap_or_default());
        let metadata = builder.metadata();
        metadata.title = metadata.title.take().or_else(|| words(title));
        metadata.url = metadata.url.take().or_else(|| told(columns.url).and_then(address));
        let author = told(columns.author).and_then(words).filter(|author| !metadata.authors.contains(author));
        metadata.authors.extend(author);
        for tag in told(columns.tags).unwrap_or_default().split(',').filter_map(words) {
            if !metadata.tags.contains(&tag) {
                metadata.tags.push(tag);
            }
        }
        metadata.date = told(columns.date).and_then(day_of).max(metadata.date);
    }
    if works.is_empty() {
        receipt.warn("nothing was marked in it");
    }
    Ok(works.into_iter().map(Builder::finish).collect())
}

/// `2024-03-12 09:00:15+00:00`, or the seconds since 1970.
fn day_of(field: &str) -> Option<Date> {
    match field.parse::<i64>() {
        Ok(seconds) if seconds > 100_000_000 => {
            Date::find(&jiff::Timestamp::from_second(seconds).ok()?.to_string())
        }
        _ => Date::find(field),
    }
}
