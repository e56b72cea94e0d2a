//! What readers have marked in books and on pages, in tables: Readwise's, Instapaper's and Raindrop's. Each book or page
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
                tags: find("Tags"),
                url: Some(find("URL")?),
            })
        };
        let raindrop = || {
            find("folder").and(find("excerpt"))?;
            Some(Self {
                passage: find("highlights")?,
                title: find("title")?,
                author: None,
                note: find("note"),
                date: find("created"),
                tags: find("tags"),
                url: Some(find("url")?),
            })
        };
        readwise().or_else(instapaper).or_else(raindrop)
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
        for passage in marked(passage) {
            builder.lines(BlockKind::Quotation, Some(line), passage);
        }
        builder.block(BlockKind::Paragraph, Some(line), told(columns.note).unwrap_or_default());
        let metadata = builder.metadata();
        metadata.title = metadata.title.take().or_else(|| words(title));
        metadata.url = metadata.url.take().or_else(|| told(columns.url).and_then(address));
        let author = told(columns.author).and_then(words).filter(|author| !metadata.authors.contains(author));
        metadata.authors.extend(author);
        let is_sign = |c: char| matches!(c, '[' | ']' | '"' | ' ');
        let tags = told(columns.tags).unwrap_or_default().split(',');
        // `["salt","roads"]`
        for tag in tags.map(|tag| tag.trim_matches(is_sign)).filter_map(words) {
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

/// The passages of a field: Raindrop holds all of a page in one, each behind `Highlight:`.
fn marked(field: &str) -> impl Iterator<Item = &str> {
    field.split("Highlight:").map(str::trim).filter(|passage| !passage.is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read;

    #[test]
    fn pages_of_raindrop_and_instapaper_have_their_passages_and_tags() {
        let raindrop = "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n\
                        1,The salt road,read twice,How salt came.,https://a.example/s,Roads,\"salt, roads\",2021-02-01T10:00:00.000Z,,\"Highlight:Mules carried it.\nHighlight:At night.\",false\n\
                        2,Unread,,More.,https://a.example/u,Roads,,2021-02-01T10:00:00.000Z,,,false\n";
        let instapaper = "URL,Title,Selection,Folder,Timestamp,Tags\nhttps://a.example/s,The salt road,Mules carried it.,Unread,1612137600,\"[\"\"salt\"\",\"\"roads\"\"]\"\n";
        for (text, blocks) in [(raindrop, 3), (instapaper, 1)] {
            let documents = read("a.csv", text.as_bytes(), &mut Receipt::default()).unwrap_or_default();
            let [page] = &documents[..] else { panic!("{documents:?}") };
            assert_eq!(page.metadata.tags, ["salt", "roads"]);
            assert_eq!(page.metadata.date.map(|date| date.to_string()).as_deref(), Some("2021-02-01"));
            assert_eq!(page.blocks.len(), blocks);
            assert_eq!(page.block_text(&page.blocks[0]), "Mules carried it.");
        }
    }
}
