//! Who wrote, speaks or takes part, by a head.

use serde_json::Value;

use super::FrontMatter;
use super::keys::{PARTICIPANT, SPEAKER};
use super::values::text_of;

pub(super) fn speakers(front: &FrontMatter<'_>) -> (Vec<String>, bool) {
    let mut names = people(front, &SPEAKER);
    let mut participants = people(front, &PARTICIPANT);
    let only = names.len() == 1 && participants.is_empty();
    names.append(&mut participants);
    (names, only)
}

pub(super) fn people(front: &FrontMatter<'_>, keys: &[&str]) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for value in front.values(keys) {
        for text in names_in(value) {
            for name in split_names(&text) {
                if !people.contains(&name) {
                    people.push(name);
                }
            }
        }
    }
    people
}

/// The names in a value: a text, a list of them, or tables with a `name`.
fn names_in(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(|value| named(value).into_iter()).collect(),
        Value::Object(table) if !["name", "display_name"].iter().any(|key| table.contains_key(*key)) => {
            table.values().filter(|value| value.is_object()).filter_map(named).collect()
        }
        value => named(value).into_iter().collect(),
    }
}

/// A text, or the name in a table.
pub(super) fn named(value: &Value) -> Option<String> {
    match value {
        Value::Object(table) => ["name", "title", "fullname", "display_name", "label"]
            .iter()
            .find_map(|key| text_of(table.get(*key)?)),
        // `[[Ada Field]]` without quotation marks is a list in a list for YAML.
        Value::Array(values) => values.iter().find_map(named),
        Value::String(_) => text_of(value),
        _ => None,
    }
}

/// `Ada Lovelace, Charles Babbage and Mary Somerville`; `Ada Lovelace, PhD` is one person.
fn split_names(text: &str) -> Vec<String> {
    // `Lovelace, Ada; Babbage, Charles`
    if text.contains("; ") {
        return text.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    }
    let parts: Vec<&str> = text
        .split([',', ';', '+', '×'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .map(|part| part.trim().trim_start_matches("and ").trim())
        .filter(|part| !part.is_empty())
        .collect();
    let are_names = parts.iter().all(|part| {
        let words = part.split_whitespace().count();
        (2..=4).contains(&words) && part.starts_with(char::is_uppercase)
    });
    if parts.len() > 1 && are_names {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        let whole = text.split('<').next().unwrap_or(text).trim();
        let whole = if whole.is_empty() { text.trim() } else { whole };
        vec![whole.to_owned()]
    }
}

/// Says whether a name is of somebody who may write or receive a letter; journeys, moves and spans of time are from
/// somewhere to somewhere too.
pub(super) fn could_be_sent(name: &str) -> bool {
    #[rustfmt::skip]
    const OTHERS: [&str; 42] = [
        "new", "old", "page", "city", "san", "santa", "st.", "saint", "los", "las", "la", "el", "le", "north", "south",
        "east", "west", "port", "fort", "mount", "lake", "street", "station", "airport", "island", "bad", "am", "version",
        "chapter", "draft", "home", "site", "blog", "the", "my", "rio", "cape", "hong", "kuala", "buenos", "tel", "united",
    ];
    let is_address = name.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && host.contains('.') && !name.contains(char::is_whitespace)
    });
    let is_particle = |word: &str| matches!(word, "von" | "van" | "de" | "di" | "da" | "del" | "der" | "den");
    let is_of_name = |word: &str| {
        is_particle(word)
            || word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '\u{2019}'))
                && !OTHERS.contains(&word.to_lowercase().as_str())
    };
    is_address || (2..=4).contains(&name.split(' ').count()) && name.split(' ').all(is_of_name)
}
