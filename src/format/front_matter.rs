//! The head of a text file that describes it: YAML between `---`, TOML between `+++`, a JSON
//! object, or MultiMarkdown's plain `key: value` lines.
//!
//! Static site generators and note takers use different keys for the same thing, in several
//! languages; [`FrontMatter::fill`] brings them to one [`Metadata`].

mod chapters;
mod fields;
mod heads;
mod keys;
mod people;
mod syntax;
mod tags;
mod times;
mod turns;
mod values;

use serde_json::{Map, Value};

use super::Receipt;
use crate::document::Metadata;

pub(super) use chapters::Chapter;
use heads::{Language, fence, fenced, looks_like_yaml, skip_comment, unfenced};
use keys::{fold_fields, key_of};
use syntax::{plain_lines, toml_fields, yaml};
pub(super) use times::date_in_path;

/// What a file says about itself before its text begins.
#[derive(Clone, Debug, Default)]
pub(super) struct FrontMatter<'a> {
    /// Folded keys with their values: the file's own order, then those of nested tables.
    fields: Vec<(String, Value)>,
    /// The head as it is written, with the number of its first line.
    source: &'a str,
    source_line: u32,
    /// Tags in one text are parted by blanks.
    parts_tags_by_blanks: bool,
}

/// Parts the head from the text: what it says, and the byte at which the text begins.
pub(super) fn split<'a>(text: &'a str, receipt: &mut Receipt) -> (Option<FrontMatter<'a>>, usize) {
    let begin = skip_comment(text);
    let rest = &text[begin..];
    let source_line = 1 + count_lines(&text[..begin]);
    let read = |source: &'a str, fields: Map<String, Value>, source_line: u32| {
        Some(FrontMatter { fields: fold_fields(fields), source, source_line, parts_tags_by_blanks: false })
    };
    let first_line = rest.lines().next().unwrap_or_default().trim_end();
    match fence(first_line) {
        Some((fence, language)) => {
            let Some((source, body)) = fenced(rest, fence) else { return (None, 0) };
            if first_line == "---" && !looks_like_yaml(source) {
                return (None, 0);
            }
            let parsed = match language {
                Language::Yaml => yaml(source),
                Language::Toml => toml_fields(source),
                Language::Json => serde_json::from_str(source).map_err(|error| error.to_string()),
            };
            let fields = parsed.unwrap_or_else(|reason| {
                let reason = reason.lines().next().unwrap_or_default();
                receipt.warn(format!("front matter is damaged and read line by line: {reason}"));
                plain_lines(source)
            });
            (read(source, fields, source_line + 1), begin + body)
        }
        None if first_line == "{" => {
            let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Map<String, Value>>();
            let Some(Ok(fields)) = stream.next() else { return (None, 0) };
            let body = stream.byte_offset();
            (read(&rest[..body], fields, source_line), begin + body)
        }
        None => match unfenced(text, begin) {
            Some((source, fields, body)) => (read(source, fields, source_line), body),
            None => (None, 0),
        },
    }
}

/// Says that `text` begins with a head.
pub(super) fn is_present(text: &str) -> bool {
    let begin = skip_comment(text);
    let rest = &text[begin..];
    let first_line = rest.lines().next().unwrap_or_default().trim_end();
    match fence(first_line) {
        Some((fence, _)) => {
            fenced(rest, fence).is_some_and(|(source, _)| first_line != "---" || looks_like_yaml(source))
        }
        None if first_line == "{" => {
            let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Map<String, Value>>();
            matches!(stream.next(), Some(Ok(_))) && !rest[stream.byte_offset()..].trim().is_empty()
        }
        None => unfenced(text, begin).is_some(),
    }
}

/// Writes a field of a head as YAML, of which a JSON string is one.
pub(super) fn write_field(name: &str, value: &str, head: &mut String) {
    head.push_str(&format!("{name}: {}\n", Value::from(value.trim())));
}

impl FrontMatter<'_> {
    /// A head made of fields that a format has found in another way.
    pub(super) fn of_fields(fields: Map<String, Value>) -> Self {
        Self { fields: fold_fields(fields), source: "", source_line: 1, parts_tags_by_blanks: false }
    }

    /// What this head says, and after it what `other` does.
    pub(super) fn before(mut self, other: FrontMatter<'_>) -> Self {
        self.fields.extend(other.fields);
        self
    }

    /// Reads the tags as Jekyll does, where the path is of one of its posts: `_posts/2016-11-08-on-tin.md`. Hexo keeps
    /// its posts in a folder of this name below `source`.
    pub(super) fn kept_at(mut self, path: &str) -> Self {
        let mut folders = path.rsplit('/').skip(1);
        let is_jekyll =
            folders.any(|folder| matches!(folder, "_posts" | "_drafts")) && folders.next() != Some("source");
        self.parts_tags_by_blanks = is_jekyll;
        self
    }

    /// Brings what the head says to `metadata`.
    pub(super) fn fill(&self, metadata: &mut Metadata) {
        fields::fill(self, metadata);
    }

    /// The people who speak, and whether one of them is the only one.
    pub(super) fn speakers(&self) -> (Vec<String>, bool) {
        people::speakers(self)
    }

    /// The first of these folded keys that says something.
    pub(super) fn text(&self, keys: &[&str]) -> Option<String> {
        self.values(keys).find_map(values::text_of)
    }

    /// Says that the head has one of these folded keys, with anything but null or false.
    pub(super) fn has(&self, keys: &[&str]) -> bool {
        self.values(keys).any(|value| !matches!(value, Value::Null | Value::Bool(false)))
    }

    /// The conversation, where it is kept in the head: its text with the line it begins on.
    pub(super) fn transcript(&self) -> Option<(String, u32)> {
        let (key, text) = ["transcript", "transcription", "transcripcion", "transkript"]
            .iter()
            .find_map(|key| Some((*key, turns::transcript_text(self.values(&[key]).next()?)?)))?;
        let mut lines = self.source.lines();
        let at = lines.position(|line| key_of(line) == key);
        let line = self.source_line + at.map_or(0, |at| u32::try_from(at).unwrap_or_default() + 1);
        Some((text, line))
    }

    /// The chapters of the recording, where they are kept in the head.
    pub(super) fn chapters(&self) -> Vec<Chapter> {
        chapters::chapters(self)
    }

    /// Further names of a note, as Obsidian and Logseq keep them. Site generators call addresses so, which are none.
    pub(super) fn aliases(&self) -> Vec<String> {
        const NAMES_MAX: usize = 40;
        let names = self.values(&["aliases", "alias"]).flat_map(tags::listed);
        let is_name = |name: &String| {
            !name.contains('/') && !name.ends_with(".html") && name.contains(char::is_alphanumeric)
        };
        names.filter(is_name).take(NAMES_MAX).collect()
    }

    /// The line of the source on which the first of these folded keys stands that says something.
    pub(super) fn line_of(&self, keys: &[&str]) -> Option<u32> {
        let key = keys.iter().find(|key| self.text(&[key]).is_some())?;
        let at = self.source.lines().position(|line| key_of(line) == **key)?;
        Some(self.source_line + u32::try_from(at).unwrap_or_default())
    }

    fn values<'b>(&'b self, keys: &'b [&str]) -> impl Iterator<Item = &'b Value> {
        keys.iter().flat_map(move |key| {
            self.fields.iter().filter(move |field| field.0 == *key).map(|field| &field.1)
        })
    }
}

/// The line breaks in `text`.
pub(super) fn count_lines(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|b| *b == b'\n').count()).unwrap_or(u32::MAX)
}
