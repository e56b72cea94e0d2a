//! The fields that `--fields` and `--template` may name. A row is a passage with its document.

use std::str::FromStr;

use ibid::citation::CitationId;
use ibid::index::format_document_id;
use ibid::search::{Hit, Passage};
use serde_json::{Value, json};

use super::{Answer, Printer, clock, text::who};
use crate::terminal::name;

/// A passage, its document, and the answer that it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub answer: &'a Answer<'a>,
    pub rank: usize,
    pub hit: &'a Hit,
    pub passage: &'a Passage,
}

/// A field by name.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub name: &'static str,
    /// What it holds, for `ibid help output`.
    pub about: &'static str,
    value: fn(&Printer, &Row<'_>) -> Value,
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! fields {
    ($($name:literal $about:literal |$printer:pat_param, $row:pat_param| $value:expr;)*) => {
        /// Every field, in the order in which they are told to people.
        pub(crate) static FIELDS: &[Field] =
            &[$(Field { name: $name, about: $about, value: |$printer, $row| json!($value) }),*];
    };
}

fields! {
    "query_id" "the name or number of the query, with `--queries`" |_, row| row.answer.query_id;
    "query" "the query as typed" |_, row| row.answer.query;
    "rank" "the document's place, from 1" |_, row| row.rank;
    "score" "how well it matches; compares within one query" |_, row| row.hit.score;
    "id" "the document's own id: the same as long as its path is" |_, row| format_document_id(row.hit.id);
    "path" "its file, from the archive's root" |_, row| row.hit.entry.path;
    "part" "which document inside that file" |_, row| row.part();
    "file" "its file, from the current folder" |printer, row| printer.files.shown_text(&row.hit.entry);
    "line" "the line on which the first highlighted word stands" |_, row| row.passage.line;
    "place" "path#part:line in one" |_, row| row.place();
    "kind" "essay, transcript or notes" |_, row| row.hit.entry.kind.name();
    "format" "the format of the file" |_, row| row.hit.entry.format;
    "title" "the document's title" |_, row| row.hit.entry.metadata.title;
    "who" "authors, or else speakers, three at most" |_, row| who(&row.hit.entry);
    "authors" "all authors" |_, row| row.hit.entry.metadata.authors;
    "speakers" "all who speak in it" |_, row| row.hit.entry.speakers;
    "source" "its feed, site or folder" |_, row| row.hit.entry.metadata.source;
    "date" "2021, 2021-03 or 2021-03-05" |_, row| row.hit.entry.metadata.date;
    "language" "its language" |_, row| row.hit.entry.metadata.language;
    "tags" "its subjects" |_, row| row.hit.entry.metadata.tags;
    "url" "the address of the page" |_, row| row.hit.entry.metadata.url;
    "media_url" "the address of the recording" |_, row| row.hit.entry.metadata.media_url;
    "link" "the recording at its second, the page at its words, or the file" |_, row| row.passage.link;
    "citation" "what `cite`, `open` and `show` know these very words by" |_, row| row.citation();
    "duration_ms" "how long the recording lasts" |_, row| row.hit.entry.metadata.duration_ms;
    "words" "how many words the document has" |_, row| row.hit.entry.words;
    "text" "the passage" |_, row| row.passage.text;
    "marked" "the passage with ** around what matched" |_, row| marked(row.passage);
    "heading" "the heading it stands under" |_, row| row.passage.heading;
    "speaker" "who says it" |_, row| row.passage.speaker;
    "time" "when it is said, as 1:02:03" |_, row| row.passage.start_ms.map(clock);
    "start_ms" "when it is said, in milliseconds" |_, row| row.passage.start_ms;
    "end_ms" "when it has been said" |_, row| row.passage.end_ms;
    "start_byte" "where it begins in the document's text" |_, row| row.passage.start_byte;
    "end_byte" "where it ends there" |_, row| row.passage.end_byte;
}

/// The fields that name a file.
const NAMES: [&str; 3] = ["path", "file", "place"];

impl Row<'_> {
    fn part(&self) -> Option<&str> {
        Some(self.hit.entry.part.as_str()).filter(|part| !part.is_empty())
    }

    fn citation(&self) -> String {
        CitationId::of(self.hit.id, self.passage).to_string()
    }

    /// `path#part:line`.
    pub(super) fn place(&self) -> String {
        super::place(&self.hit.entry, self.passage.line)
    }
}

impl Field {
    /// What the field holds, as JSON.
    pub(super) fn value(&self, printer: &Printer, row: &Row<'_>) -> Value {
        (self.value)(printer, row)
    }

    /// The same as text on one line, safe to show: nothing for null, `; ` between the parts of a
    /// list.
    pub(super) fn text(&self, printer: &Printer, row: &Row<'_>) -> String {
        match self.value(printer, row) {
            Value::String(file) if NAMES.contains(&self.name) => name(&file).into_owned(),
            value => super::table::cell(&value),
        }
    }
}

impl FromStr for Field {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = FIELDS.iter().find(|field| field.name == name);
        found.copied().ok_or_else(|| {
            let near = ibid::query::nearest(name, FIELDS.iter().map(|field| field.name));
            let near = near.map(|near| format!("; `{near}`?")).unwrap_or_default();
            format!("no field `{name}`{near} (`ibid help output` lists them)")
        })
    }
}

/// The passage with asterisks around its highlights.
fn marked(passage: &Passage) -> String {
    let mut out = String::with_capacity(passage.text.len() + 16);
    let mut end = 0;
    for range in &passage.highlights {
        out.push_str(&passage.text[end..range.start]);
        out.push_str("**");
        out.push_str(&passage.text[range.clone()]);
        out.push_str("**");
        end = range.end;
    }
    out.push_str(&passage.text[end..]);
    out
}
