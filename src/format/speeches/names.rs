//! The names behind the references of those who speak.

use std::collections::HashMap;

use super::super::xml::{Element, Xml};
use super::id;
use super::words::whole_text;
use crate::clean::folded;

/// The people that a source lists, by their ids.
#[derive(Debug, Default)]
pub(super) struct People(HashMap<String, String>);

impl People {
    pub(super) fn of(xml: &Xml<'_>) -> Self {
        let mut people = HashMap::new();
        for element in xml.elements() {
            let (key, name) = match element.local_name() {
                "person" | "personGrp" => (element.attribute("xml:id"), of_person(element)),
                "TLCPerson" | "TLCRole" => {
                    let key = element.attribute("eId").or_else(|| element.attribute("id"));
                    (key, element.attribute("showAs").map(|name| name.trim().to_owned()))
                }
                _ => continue,
            };
            if let (Some(key), Some(name)) = (key, name.filter(|name| !name.is_empty())) {
                people.insert(key.into_owned(), name);
            }
        }
        Self(people)
    }

    /// Says that an element is what somebody says; `<u>` elsewhere is underlined.
    pub(super) fn speaks(&self, element: Element<'_, '_>) -> bool {
        ["who", "by", "speakername", "nospeaker", "xml:id"].iter().any(|key| element.attribute(key).is_some())
            || element.children().any(|child| matches!(child.local_name(), "speaker" | "from"))
    }

    /// Who says what is in an element: whom its reference means, else as it is called there.
    pub(super) fn speaker(&self, element: Element<'_, '_>) -> Option<String> {
        let named = || element.attribute("speakername").map(|name| name.trim().to_owned());
        let reference = element.attribute("who").or_else(|| element.attribute("by")).map(|told| id(&told));
        let listed = || self.0.get(reference.as_ref()?).cloned();
        let called = || {
            let called = element.children().find(|child| matches!(child.local_name(), "speaker" | "from"))?;
            let called = folded(&whole_text(called));
            Some(called.trim_end_matches([':', '.', ' ']).to_owned()).filter(|name| !name.is_empty())
        };
        let spelled = || reference.as_deref().map(of_reference).filter(|name| !name.is_empty());
        named().filter(|name| !name.is_empty()).or_else(listed).or_else(called).or_else(spelled)
    }
}

/// The name of a person as TEI lists one: forename and surname, or all of it.
fn of_person(person: Element<'_, '_>) -> Option<String> {
    let is_name = |element: &Element<'_, '_>| matches!(element.local_name(), "persName" | "name");
    let name = person.descendants().find(is_name)?;
    let parts =
        name.descendants().filter(|part| matches!(part.local_name(), "forename" | "surname" | "nameLink"));
    let parts: Vec<String> = parts.map(|part| folded(&part.text())).filter(|part| !part.is_empty()).collect();
    // Some set the surname first.
    let is_first = name.descendants().next().is_some_and(|first| first.local_name() == "surname");
    match &parts[..] {
        [] => Some(folded(&whole_text(name))),
        [surname, rest @ ..] if is_first && !rest.is_empty() => Some(format!("{} {surname}", rest.join(" "))),
        parts => Some(parts.join(" ")),
    }
}

/// The member whom a paragraph of the Bundestag's record calls, with their title.
pub(super) fn of_member(paragraph: Element<'_, '_>) -> Option<String> {
    let name = paragraph.descendants().find(|element| element.local_name() == "name")?;
    let part = |key: &str| name.child(key).map(|part| folded(&part.text())).filter(|part| !part.is_empty());
    let parts: Vec<String> =
        ["titel", "vorname", "namenszusatz", "nachname"].iter().filter_map(|key| part(key)).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The name in a reference that is one written together: `TomGrey`, `tom_grey`.
fn of_reference(reference: &str) -> String {
    let reference = reference.rsplit(['/', ':']).next().unwrap_or(reference);
    let mut name = String::with_capacity(reference.len() + 2);
    let mut was_small = false;
    for c in reference.chars() {
        if c == '_' {
            name.push(' ');
            was_small = false;
            continue;
        }
        if was_small && c.is_uppercase() {
            name.push(' ');
        }
        was_small = c.is_lowercase();
        name.push(c);
    }
    name.trim().to_owned()
}

/// Who speaks, as a Hansard has it: `Ms. Ada Moss (Orchard Lane)`, or `Moss, Ada MP` for machines.
pub(super) fn of_hansard(element: Element<'_, '_>) -> Option<String> {
    let is_name = |inner: &Element<'_, '_>| matches!(inner.local_name(), "Affiliation" | "name");
    let name = folded(&whole_text(element.descendants().find(is_name)?));
    let name = name.split(" (").next().unwrap_or_default().trim_end_matches([':', ',']);
    let name = match name.split_once(", ") {
        Some((surname, rest)) => {
            let mut given: Vec<&str> = rest.split_whitespace().collect();
            let is_title = |word: &&str| ["MP", "Sen", "Dr", "Hon"].contains(&word.trim_end_matches('.'));
            // One alone is what somebody is called.
            while given.len() > 1 && given.last().is_some_and(is_title) {
                given.pop();
            }
            format!("{} {surname}", given.join(" "))
        }
        None => name.to_owned(),
    };
    Some(name).filter(|name| !name.is_empty())
}
