//! What readers have marked and noted on pages with Hypothesis, as its service gives it in JSON. Each page
//! becomes a document: passages of the page, and below each what was noted on it.

use std::collections::HashMap;

use super::super::item::{address, words};
use super::super::json::{self, Json, Lines};
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{BlockKind, Builder, Date, Document, Kind};

pub(in super::super) static FORMAT: Format =
    Format { name: "hypothesis", extensions: &["json"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let Some(sketch) = json::sketch(input.text) else { return Confidence::No };
    let is_such = rows(&sketch).first().is_some_and(|row| {
        row.get("uri").text().is_some()
            && row.get("user").text().is_some_and(|user| user.starts_with("acct:"))
    });
    if is_such { Confidence::Certain } else { Confidence::No }
}

fn rows<'j, 'a>(root: &'j Json<'a>) -> &'j [Json<'a>] {
    match root.any(&["rows", "annotations"]).list() {
        [] => root.list(),
        rows => rows,
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let value = json::read_file(input.text, receipt)?;
    let mut lines = Lines::of(input.text);
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut pages: Vec<Vec<Annotation<'_>>> = Vec::new();
    for row in rows(&value) {
        let Some(page) = row.get("uri").words() else { continue };
        let at = *places.entry(page).or_insert_with(|| {
            pages.push(Vec::new());
            pages.len() - 1
        });
        let line = lines.of_value(row);
        pages[at].push(Annotation::of(row, line));
    }
    let mut documents = Vec::new();
    for mut page in pages {
        // The service gives the latest first; readers of the page go down it.
        page.sort_by_key(|annotation| (annotation.place, annotation.created));
        documents.extend(document(&page));
    }
    if documents.is_empty() {
        receipt.warn("nothing was marked or noted in it");
    }
    Ok(documents)
}

/// What somebody marked or noted.
struct Annotation<'j> {
    row: &'j Json<'j>,
    line: u32,
    /// Where on the page the passage begins, in characters; answers and notes on the whole page come last.
    place: u64,
    created: &'j str,
    passage: Option<&'j str>,
}

impl<'j> Annotation<'j> {
    fn of(row: &'j Json<'j>, line: u32) -> Self {
        let selectors = row.get("target").first().get("selector").list();
        let place = selectors.iter().find_map(|selector| selector.get("start").number());
        Self {
            row,
            line,
            place: place.map_or(u64::MAX, |place| place as u64),
            created: row.get("created").text().unwrap_or_default(),
            passage: selectors.iter().find_map(|selector| selector.get("exact").words()),
        }
    }

    /// `acct:ada@example.org`.
    fn reader(&self) -> Option<String> {
        if let Some(name) = self.row.at(&["user_info", "display_name"]).words() {
            return words(name);
        }
        let account = self.row.get("user").text()?.strip_prefix("acct:")?;
        words(account.split('@').next().unwrap_or_default())
    }
}

fn document(page: &[Annotation<'_>]) -> Option<Document> {
    let mut builder = Builder::new(Kind::Notes, FORMAT.name);
    for annotation in page {
        if let Some(passage) = annotation.passage {
            builder.block(BlockKind::Quotation, Some(annotation.line), passage);
        }
        let note = annotation.row.get("text").words().unwrap_or_default();
        for paragraph in note.split("\n\n") {
            builder.block(BlockKind::Paragraph, Some(annotation.line), paragraph);
        }
        let metadata = builder.metadata();
        let readers = annotation.reader().filter(|reader| !metadata.authors.contains(reader));
        metadata.authors.extend(readers);
        let tags = annotation.row.get("tags").list().iter().filter_map(|tag| words(tag.words()?));
        for tag in tags {
            if !metadata.tags.contains(&tag) {
                metadata.tags.push(tag);
            }
        }
    }
    if builder.is_empty() {
        return None;
    }
    let first = page.first()?.row;
    let last = page.iter().map(|annotation| annotation.created).max();
    let metadata = builder.metadata();
    let title = first.at(&["document", "title"]);
    let named = title.words().or_else(|| title.first().words()).and_then(words);
    // Files and some pages have no title.
    let of_address = || first.get("uri").words()?.split_once("://").map(|(_, place)| place.to_owned());
    metadata.title = named.or_else(of_address);
    metadata.url = first.get("uri").words().and_then(address);
    metadata.date = last.and_then(Date::find);
    builder.part(first.get("uri").words().unwrap_or_default());
    Some(builder.finish())
}
