//! The head of a text file that describes it: YAML between `---`, TOML between `+++`, a JSON
//! object, or MultiMarkdown's plain `key: value` lines.
//!
//! Static site generators and note takers use different keys for the same thing, in several
//! languages; [`FrontMatter::fill`] brings them to one [`Metadata`].

mod fields;

pub(super) use fields::date_in_path;

use serde_json::{Map, Value};

use super::Receipt;
use crate::document::Metadata;

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

/// What a head between fences is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Yaml,
    Toml,
    Json,
}

/// The fence that closes a head which this line opens, and what the head is written in: it may say so, as
/// Eleventy's do. An object of a script is YAML mostly.
fn fence(line: &str) -> Option<(&'static str, Language)> {
    match line {
        "---" | "---yaml" | "---yml" | "---js" | "---javascript" => Some(("---", Language::Yaml)),
        "---toml" => Some(("---", Language::Toml)),
        "---json" => Some(("---", Language::Json)),
        "+++" => Some(("+++", Language::Toml)),
        ";;;" => Some((";;;", Language::Json)),
        _ => None,
    }
}

/// A head that no fence opens, at byte `begin` of the text: how it is written, what it says, and the
/// byte at which the text begins.
fn unfenced(text: &str, begin: usize) -> Option<(&str, Map<String, Value>, usize)> {
    let rest = &text[begin..];
    if let Some((fields, body)) = dotted(text) {
        return Some((&text[..body], fields, body));
    }
    if let Some((source, body)) = unopened(rest) {
        return Some((source, yaml(source).unwrap_or_else(|_| plain_lines(source)), begin + body));
    }
    if let Some((fields, body)) = titled(rest) {
        return Some((&rest[..body], fields, begin + body));
    }
    let (source, body) = ruled(rest).or_else(|| plain_head(rest))?;
    Some((source, plain_lines(source), begin + body))
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
        fields::speakers(self)
    }

    /// The first of these folded keys that says something.
    pub(super) fn text(&self, keys: &[&str]) -> Option<String> {
        self.values(keys).find_map(fields::text_of)
    }

    /// Says that the head has one of these folded keys, with anything but null or false.
    pub(super) fn has(&self, keys: &[&str]) -> bool {
        self.values(keys).any(|value| !matches!(value, Value::Null | Value::Bool(false)))
    }

    /// The conversation, where it is kept in the head: its text with the line it begins on.
    pub(super) fn transcript(&self) -> Option<(String, u32)> {
        let (key, text) = ["transcript", "transcription", "transcripcion", "transkript"]
            .iter()
            .find_map(|key| Some((*key, fields::transcript_text(self.values(&[key]).next()?)?)))?;
        let mut lines = self.source.lines();
        let at = lines.position(|line| key_of(line) == key);
        let line = self.source_line + at.map_or(0, |at| u32::try_from(at).unwrap_or_default() + 1);
        Some((text, line))
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

/// Blank lines and a comment (licences stand there) may come before the head.
fn skip_comment(text: &str) -> usize {
    let trimmed = text.trim_start();
    let rest = match trimmed.strip_prefix("<!--").and_then(|inside| inside.split_once("-->")) {
        Some((_, rest)) => rest.trim_start(),
        None => trimmed,
    };
    text.len() - rest.len()
}

/// What is between the fence on the first line and the next such line, and where the rest begins.
fn fenced<'a>(text: &'a str, fence: &str) -> Option<(&'a str, usize)> {
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            return Some((&text[start..at], at + line.len()));
        }
        at += line.len();
    }
    None
}

/// YAML that begins with its first key and ends with a fence, as Hexo writes it.
fn unopened(text: &str) -> Option<(&str, usize)> {
    const LINES_MAX: usize = 60;
    let (mut at, mut keys) = (0, 0);
    for line in text.split_inclusive('\n').take(LINES_MAX) {
        let bare = line.trim_end();
        if bare == "---" || bare == ";;;" {
            return (keys >= 2).then(|| (&text[..at], at + line.len()));
        }
        let is_inner = line.starts_with([' ', '\t', '-', '#']) || bare.is_empty();
        if !is_inner || keys == 0 {
            let (key, value) = bare.split_once(':')?;
            let is_key = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
            let is_value = value.is_empty() || value.starts_with([' ', '\t']);
            if !is_key || key.is_empty() || !is_value || keys == 0 && !is_sure(&fold_key(key)) {
                return None;
            }
            keys += 1;
        }
        at += line.len();
    }
    None
}

/// The fields of `.. title: Words` lines, bare or in a comment, as Nikola writes them.
fn dotted(text: &str) -> Option<(Map<String, Value>, usize)> {
    let inside = text.trim_start();
    let begin = text.len() - inside.len();
    let (inside, closing) = match inside.strip_prefix("<!--") {
        Some(inside) => (inside, Some("-->")),
        None => (inside, None),
    };
    let mut at = text.len() - inside.len();
    let mut fields = Map::new();
    for line in inside.split_inclusive('\n') {
        let bare = line.trim();
        if let Some((key, value)) = bare.strip_prefix(".. ").and_then(|field| field.split_once(':')) {
            if value.starts_with(':') || key.contains(char::is_whitespace) {
                break;
            }
            if !value.trim().is_empty() {
                fields.insert(key.to_owned(), Value::String(value.trim().to_owned()));
            }
        } else if closing == Some(bare) {
            at += line.len();
            break;
        } else if !(bare.is_empty() && at == begin + 4) {
            break;
        }
        at += line.len();
    }
    (fields.contains_key("title")).then_some((fields, at))
}

/// A head between two long rules, as scripts write it over the transcripts they make.
fn ruled(text: &str) -> Option<(&str, usize)> {
    const LINES_MAX: usize = 40;
    let is_rule = |line: &str| {
        let bare = line.trim_end();
        bare.len() >= 10
            && bare.starts_with(['=', '-', '*', '#'])
            && bare.bytes().all(|b| b == bare.as_bytes()[0])
    };
    let (mut at, mut keys, mut known) = (0, 0, 0);
    for (number, line) in text.split_inclusive('\n').take(LINES_MAX).enumerate() {
        let start = at;
        at += line.len();
        if number == 0 {
            if !is_rule(line) {
                return None;
            }
            continue;
        }
        if is_rule(line) {
            let first = text.find('\n')? + 1;
            return (keys >= 2 && known > 0).then(|| (&text[first..start], at));
        }
        if line.trim().is_empty() {
            continue;
        }
        let (key, _) =
            line.split_once(':').filter(|(key, _)| key.len() <= 30 && !key.contains(['.', ',']))?;
        let key = fold_key(key);
        keys += 1;
        known += usize::from(
            is_sure(&key) || key.contains("title") || key.contains("date") || key.contains("episode"),
        );
    }
    None
}

/// Pandoc's three lines: `% Title`, `% Authors`, `% Date`.
fn titled(text: &str) -> Option<(Map<String, Value>, usize)> {
    let mut fields = Map::new();
    let mut at = 0;
    for (line, key) in text.split_inclusive('\n').zip(["title", "authors", "date"]) {
        let Some(value) = line.strip_prefix('%').filter(|value| value.starts_with([' ', '\n', '\r'])) else {
            break;
        };
        if !value.trim().is_empty() {
            fields.insert(key.to_owned(), Value::String(value.trim().to_owned()));
        }
        at += line.len();
    }
    let ends = text[at..].lines().next().is_none_or(|line| line.trim().is_empty());
    (fields.contains_key("title") && ends).then_some((fields, at))
}

/// A `---` at the top may as well be a ruler over prose.
fn looks_like_yaml(source: &str) -> bool {
    let mut lines = source.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.next().is_none_or(|line| {
        let key = line.split(':').next().unwrap_or_default();
        line.contains(':')
            && key.len() <= 60
            && !key.contains(['.', ','])
            && key.split_whitespace().count() <= 4
    })
}

fn yaml(source: &str) -> Result<Map<String, Value>, String> {
    if source.trim().is_empty() {
        return Ok(Map::new());
    }
    let options = serde_saphyr::options! {
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
    };
    match serde_saphyr::from_str_with_options(source, options) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err("it is not a table of keys and values".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn toml_fields(source: &str) -> Result<Map<String, Value>, String> {
    let table: toml::Table = source.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    match json_of(toml::Value::Table(table)) {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

/// The parser bounds the depth.
fn json_of(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(yes) => yes.into(),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(values) => values.into_iter().map(json_of).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, json_of(value))).collect())
        }
    }
}

/// Top-level `key: value` lines of a head that its own parser refuses.
fn plain_lines(source: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    for line in source.lines() {
        if line.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        if !value.is_empty() && key.len() <= 40 {
            fields.insert(key.trim().to_owned(), Value::String(value.to_owned()));
        }
    }
    fields
}

/// A head without fences: every line `Key: value` up to the first blank line, the first of them one
/// that only a head would have, and most of the others known as well. A title may stand alone.
fn plain_head(text: &str) -> Option<(&str, usize)> {
    #[rustfmt::skip]
    const LIKELY: [&str; 12] = [
        "category", "categories", "summary", "modified", "status", "template", "lang", "layout",
        "subtitle", "description", "url", "saveas",
    ];
    let (mut at, mut keys, mut known) = (0, 0, 0);
    let mut end = 0;
    let mut has_title = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare.is_empty() {
            break;
        }
        // A long rule ends the head as well.
        if keys >= 2 && is_rule(bare) {
            end = at + line.len();
            break;
        }
        if !line.starts_with([' ', '\t']) || keys == 0 {
            let (key, value) = bare.split_once(':')?;
            let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
                && key.len() <= 24
                && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-'));
            // `https://` is an address, `name:: value` a property of an outline.
            if !is_key || value.starts_with(['/', ':']) && !value.starts_with("/ ") || bare.len() > 400 {
                return None;
            }
            keys += 1;
            let folded = fold_key(key);
            has_title |= folded == "title";
            known += usize::from(is_sure(&folded) || LIKELY.contains(&folded.as_str()));
            if keys == 1 && !is_sure(&folded) {
                return None;
            }
        }
        at += line.len();
    }
    let is_alone = has_title && keys == 1 && !text[at..].trim().is_empty();
    (is_alone || known >= 2 && known * 2 >= keys && keys <= 20).then(|| (&text[..at], at.max(end)))
}

/// A line of one sign over and over.
fn is_rule(line: &str) -> bool {
    line.len() >= 10
        && line.starts_with(['=', '-', '*', '#', '_'])
        && line.bytes().all(|byte| byte == line.as_bytes()[0])
}

/// Says that a folded key is one that only a head would have.
fn is_sure(key: &str) -> bool {
    #[rustfmt::skip]
    const SURE: [&str; 12] = [
        "title", "author", "authors", "date", "speaker", "speakers", "published", "tags",
        "keywords", "language", "slug", "publishdate",
    ];
    SURE.contains(&key)
}

/// Folds the keys and lays the tables that hold a page's own fields flat behind the rest.
fn fold_fields(fields: Map<String, Value>) -> Vec<(String, Value)> {
    #[rustfmt::skip]
    const NESTED: [&str; 9] =
        [
        "extra", "taxonomies", "params", "metadata", "meta", "episode", "podcast", "frontmatter",
        "seo",
    ];
    let mut folded = Vec::with_capacity(fields.len());
    let mut nested = Vec::new();
    for (key, value) in fields {
        let key = fold_key(&key);
        match value {
            Value::Object(inner) if NESTED.contains(&key.as_str()) => {
                nested.extend(inner.into_iter().map(|(key, value)| (fold_key(&key), value)));
                folded.push((key, Value::Bool(true)));
            }
            value => folded.push((key, value)),
        }
    }
    folded.append(&mut nested);
    folded
}

/// `Publish-Date`, `publish_date` and `publishDate` are one key.
/// The folded key that a line of a head begins with.
fn key_of(line: &str) -> String {
    fold_key(line.split([':', '=']).next().unwrap_or_default())
}

fn fold_key(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
