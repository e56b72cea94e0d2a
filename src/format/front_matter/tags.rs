//! What a text is filed under, by its head.

use serde_json::Value;

use super::FrontMatter;
use super::people::named;
use super::values::{text_of, without_link_marks};

/// Parts the tags and categories that stand in one text, as Jekyll does: `tags: tin lids`.
pub(super) fn part_by_blanks(front: &FrontMatter<'_>, tags: &mut Vec<String>) {
    let is_one = |tag: &str| {
        let values = front.values(&["tags", "categories"]);
        values.filter_map(Value::as_str).any(|text| !text.contains(',') && text.trim() == tag)
    };
    let parted: Vec<String> = tags
        .drain(..)
        .flat_map(|tag| match is_one(&tag) {
            true => tag.split_whitespace().map(str::to_owned).collect(),
            false => vec![tag],
        })
        .collect();
    for tag in parted {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
}

/// The tags of a line of a head that says nothing but hashtags.
pub(super) fn hashtags(source: &str) -> Vec<String> {
    let line = source.lines().find_map(|line| line.strip_prefix("tags:"));
    let words: Vec<&str> =
        line.unwrap_or_default().split([',', ' ']).filter(|word| !word.is_empty()).collect();
    let is_tag =
        |word: &&str| word.strip_prefix('#').is_some_and(|tag| tag.starts_with(char::is_alphanumeric));
    let are_tags = words.iter().all(is_tag);
    if are_tags { words.iter().map(|word| word[1..].to_owned()).collect() } else { Vec::new() }
}

/// Says whether the text calls itself unpublished.
pub(super) fn is_draft(front: &FrontMatter<'_>) -> bool {
    let says = |key: &str, wanted: &[&str]| {
        let text = front.text(&[key]).map(|text| text.trim().to_lowercase());
        // YAML and TOML have words of their own for it.
        let text = text.or_else(|| front.values(&[key]).find_map(Value::as_bool).map(|is| is.to_string()));
        text.is_some_and(|text| wanted.contains(&text.as_str()))
    };
    says("draft", &["true", "yes"])
        || says("status", &["draft", "unpublished"])
        || says("poststatus", &["draft"])
        || says("published", &["false", "no"])
        || says("ispublished", &["false"])
}

/// The texts of a list, or of a text parted by commas.
pub(super) fn listed(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => {
            let tags = |value: &Value| match value {
                // Hexo's categories lead one into the other: `[essays, of tin]`.
                Value::Array(inner) => inner.iter().filter_map(named).collect(),
                value => text_of(value).or_else(|| named(value)).into_iter().collect::<Vec<_>>(),
            };
            values.iter().flat_map(tags).collect()
        }
        Value::String(text) => {
            let text = without_link_marks(text);
            let parts = text.trim_matches(['[', ']']).split([',', ';']);
            parts
                .map(|part| part.trim().trim_matches(['"', '\'']).to_owned())
                .filter(|part| !part.is_empty())
                .collect()
        }
        _ => Vec::new(),
    }
}
