//! Pages of Roam: blocks in blocks, each of which may be shown elsewhere by its number.

use std::collections::HashMap;

use super::super::super::item::{Body, Item, Markup, address, plain_title};
use super::super::super::json::Json;
use super::date;

/// How deep blocks may lie in each other.
const DEPTH_MAX: usize = 64;

/// So much of a block is shown where another one refers to it.
const SHOWN_BYTES_MAX: usize = 1000;

/// Says whether a post is a page of Roam.
pub(super) fn is_page(value: &Json<'_>) -> bool {
    value.get("title").words().is_some()
        && value.get("children").list().iter().any(|block| block.get("string").text().is_some())
}

/// The blocks of all pages, by their numbers.
pub(super) struct Blocks<'j> {
    by_number: HashMap<&'j str, &'j str>,
}

impl<'j> Blocks<'j> {
    pub(super) fn of(pages: &[&'j Json<'_>]) -> Self {
        let mut blocks = Self { by_number: HashMap::new() };
        for page in pages.iter().filter(|page| is_page(page)) {
            page.get("children").list().iter().for_each(|block| blocks.note(block, 0));
        }
        blocks
    }

    fn note(&mut self, block: &'j Json<'_>, depth: usize) {
        if let (Some(number), Some(words)) = (block.get("uid").words(), block.get("string").words()) {
            self.by_number.insert(number, words);
        }
        if depth < DEPTH_MAX {
            block.get("children").list().iter().for_each(|child| self.note(child, depth + 1));
        }
    }

    pub(super) fn item(&self, page: &Json<'_>, source: &str) -> Item {
        let mut text = String::new();
        let blocks = page.get("children").list();
        let mut fields = Vec::new();
        for block in blocks {
            match field(block) {
                Some(field) => {
                    fields.push(field);
                    block.get("children").list().iter().for_each(|child| self.add(child, 1, &mut text));
                }
                None => self.add(block, 0, &mut text),
            }
        }
        let values = |names: &'static [&str]| {
            let of = fields.iter().filter(move |(name, _)| names.contains(&name.to_lowercase().as_str()));
            of.flat_map(|(_, value)| listed(value))
        };
        Item {
            tags: values(&["tags", "tag", "keywords"]).collect(),
            authors: values(&["author", "authors"]).collect(),
            url: values(&["url", "source", "link"]).find_map(|value| address(&value)),
            title: page.get("title").words().and_then(plain_title),
            date: date(page.any(&["create-time", ":create/time"])),
            bodies: vec![Body {
                text,
                markup: Markup::Markdown,
                offset: page.offset_in(source).unwrap_or_default(),
            }],
            ..Item::default()
        }
    }

    /// Adds a block as a paragraph, a heading or code of Markdown.
    fn add(&self, block: &Json<'_>, depth: usize, text: &mut String) {
        if let Some(words) = block.get("string").words() {
            match words.strip_prefix("```") {
                Some(code) => {
                    text.push_str("```");
                    text.push_str(code.trim_end().trim_end_matches('`').trim_end());
                    text.push_str("\n```");
                }
                None => {
                    let level = block.get("heading").number().filter(|level| (1.0..=3.0).contains(level));
                    text.extend(std::iter::repeat_n('#', level.map_or(0, |level| level as usize)));
                    text.push_str(if level.is_some() { " " } else { "" });
                    text.push_str(plain(&self.with_blocks(words)).trim());
                }
            }
            text.push_str("\n\n");
        }
        if depth < DEPTH_MAX {
            block.get("children").list().iter().for_each(|child| self.add(child, depth + 1, text));
        }
    }

    /// The words of a block, with those of the blocks that it shows: `((uid))`, `{{[[embed]]: ((uid))}}`.
    fn with_blocks(&self, words: &str) -> String {
        let mut out = String::with_capacity(words.len());
        let mut rest = words;
        while let Some(at) = rest.find("((") {
            let Some((number, behind)) = rest[at + 2..].split_once("))") else { break };
            let is_number = !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
            if !is_number {
                out.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
                continue;
            }
            let before = &rest[..at];
            let embeds = ["{{[[embed]]: ", "{{embed: "].iter().find_map(|opens| before.strip_suffix(opens));
            out.push_str(embeds.unwrap_or(before));
            let shown = self.by_number.get(number).copied().unwrap_or_default();
            let shown = &shown[..shown.floor_char_boundary(SHOWN_BYTES_MAX)];
            out.push_str(shown.strip_prefix("> ").unwrap_or(shown));
            rest = if embeds.is_some() { behind.strip_prefix("}}").unwrap_or(behind) } else { behind };
        }
        out.push_str(rest);
        out
    }
}

/// A block at the top of a page that says something about it, and its value: `Tags:: #hedges [[winter]]`.
fn field<'j>(block: &'j Json<'_>) -> Option<(&'j str, &'j str)> {
    const NAMES: [&str; 8] = ["tags", "tag", "keywords", "author", "authors", "url", "source", "link"];
    let (name, value) = block.get("string").words()?.split_once("::")?;
    let is_known = NAMES.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
    (is_known && !value.trim().is_empty()).then(|| (name.trim(), value.trim()))
}

/// The values of a field, which are pages, tags, or parted by commas.
fn listed(value: &str) -> Vec<String> {
    let parted = value.replace("[[", ",").replace("]]", ",");
    let hashes = |part: &str| -> Vec<String> {
        let is_tags = part.trim_start().starts_with('#');
        let parts: Vec<&str> = if is_tags { part.split_whitespace().collect() } else { vec![part] };
        parts.into_iter().map(|part| part.trim().trim_start_matches('#').to_owned()).collect()
    };
    parted.split(',').flat_map(hashes).filter(|part| !part.is_empty()).collect()
}

/// Words without the marks that Markdown knows nothing of.
fn plain(words: &str) -> String {
    let words = words.replace("[[", "").replace("]]", "").replace("**", "").replace("^^", "");
    words.replace("{{TODO}}", "").replace("{{DONE}}", "").replace("__", "")
}

#[cfg(test)]
mod tests {
    use crate::format::read;
    use crate::receipt::Receipt;

    #[test]
    fn fields_at_the_top_of_a_page_are_about_it() {
        let page = r##"[{"title":"Hedges","create-time":1612137600000,"children":[{"string":"Tags:: #hedges [[winter work]]","uid":"a","children":[{"string":"Pleach the stem.","uid":"b"}]},{"string":"Author:: [[Ada Moss]]","uid":"c"},{"string":"std::fs is no field","uid":"d"}]}]"##;
        let documents = read("a.json", page.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        assert_eq!(documents[0].metadata.tags, ["hedges", "winter work"]);
        assert_eq!(documents[0].metadata.authors, ["Ada Moss"]);
        assert_eq!(documents[0].text, "Pleach the stem.\n\nstd::fs is no field");
    }
}
