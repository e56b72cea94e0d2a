//! The package of a book: what it is called, which files it is read from, and its contents.

use std::collections::HashMap;

use super::super::item::{language_code, words};
use super::super::xml::{Element, Xml};
use super::super::zip::{decoded, resolved};
use crate::clean::lost_breaks::{is_known_word, is_name_of_people};
use crate::document::{Date, Metadata};

/// What the package file says.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// What holds for every chapter: the book's title as the source, its authors, its language.
    pub metadata: Metadata,
    /// The files of the text, in the order in which they are read.
    pub spine: Vec<String>,
    /// The file with the table of contents.
    pub contents: Option<String>,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub path: String,
    /// The element in the file at which it begins; empty for the whole file.
    pub anchor: String,
    pub title: String,
    /// How many entries it lies in.
    pub depth: usize,
}

/// The path of the package file, as the container says.
pub(super) fn root_file(container: &Xml<'_>) -> Option<String> {
    let root = container.elements().find(|element| element.local_name() == "rootfile")?;
    Some(root.attribute("full-path")?.into_owned())
}

/// A person's name as they are called: some books have it as catalogues do, `Moss, Ada`, which is how they are `sought`.
fn called(name: &str, sought: Option<&str>) -> String {
    const WORDS_MAX: usize = 3;
    const OTHERS: [&str; 12] =
        ["Inc", "Ltd", "LLC", "Jr", "Sr", "Co", "Corp", "GmbH", "PLC", "Esq", "PhD", "MD"];
    let is_word = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    let is_part =
        |part: &str| (1..=WORDS_MAX).contains(&part.split(' ').count()) && part.split(' ').all(is_word);
    let parts = name.split_once(", ").filter(|(family, given)| is_part(family) && is_part(given));
    // A word that is no name may be what somebody is, or somebody else.
    let is_given = |word: &str| {
        let word = word.trim_end_matches('.');
        !OTHERS.contains(&word)
            && (sought == Some(name) || word.len() == 1 || is_name_of_people(word) || !is_known_word(word))
    };
    match parts.filter(|(_, given)| given.split([' ', '-']).all(is_given)) {
        Some((family, given)) => format!("{given} {family}"),
        None => name.to_owned(),
    }
}

impl Package {
    /// Reads the package file at `path`.
    pub(super) fn of(xml: &Xml<'_>, path: &str) -> Self {
        let mut package = Self { metadata: metadata(xml), ..Self::default() };
        let items: Vec<_> = xml.elements().filter(|element| element.local_name() == "item").collect();
        let place = |item: &Element<'_, '_>| Some(resolved(path, &item.attribute("href")?));
        let ids: HashMap<_, _> =
            items.iter().filter_map(|item| Some((item.attribute("id")?.into_owned(), *item))).collect();
        let spine = xml.elements().find(|element| element.local_name() == "spine");
        let references = spine.map(|spine| spine.children().collect::<Vec<_>>()).unwrap_or_default();
        for reference in references {
            let item = reference.attribute("idref").and_then(|id| ids.get(&*id));
            let is_text = |item: &&Element<'_, '_>| {
                item.attribute("media-type")
                    .is_none_or(|kind| kind.contains("html") || kind.contains("xml") && !kind.contains("svg"))
            };
            package.spine.extend(item.filter(is_text).and_then(place));
        }
        let has_property = |item: &&Element<'_, '_>, wanted| {
            item.attribute("properties")
                .is_some_and(|properties| properties.split_whitespace().any(|word| word == wanted))
        };
        let navigation = items.iter().find(|item| has_property(item, "nav"));
        let ncx = spine.and_then(|spine| ids.get(&*spine.attribute("toc")?));
        let is_ncx = |item: &&Element<'_, '_>| {
            item.attribute("media-type").is_some_and(|kind| kind.contains("dtbncx"))
        };
        let ncx = ncx.or_else(|| items.iter().find(is_ncx));
        package.contents = navigation.or(ncx).and_then(place);
        // What lists the chapters is none of them.
        let listing = navigation.and_then(place);
        package.spine.retain(|path| Some(path) != listing.as_ref());
        package
    }
}

fn metadata(xml: &Xml<'_>) -> Metadata {
    let mut metadata = Metadata::default();
    let Some(listed) = xml.elements().find(|element| element.local_name() == "metadata") else {
        return metadata;
    };
    // Under what name each is to be sought, by the reference to the person.
    let metas = || listed.descendants().filter(|element| element.local_name() == "meta");
    let filed: HashMap<String, String> = metas()
        .filter(|meta| meta.attribute("property").as_deref() == Some("file-as"))
        .filter_map(|meta| Some((meta.attribute("refines")?.into_owned(), meta.text().trim().to_owned())))
        .collect();
    let roles = metas().filter(|meta| meta.attribute("property").as_deref() == Some("role"));
    // One person may have several roles; whoever wrote the book among other things wrote it.
    let mut by_person: HashMap<_, String> = HashMap::new();
    for meta in roles {
        let Some(person) = meta.attribute("refines") else { continue };
        let role = by_person.entry(person).or_default();
        if role != "aut" {
            *role = meta.text().trim().to_owned();
        }
    }
    let roles = by_person;
    for element in listed.descendants().filter(|element| element.name().starts_with("dc:")) {
        let text = words(&element.text());
        match element.local_name() {
            "title" if metadata.source.is_none() => metadata.source = text,
            "creator" => {
                let id = element.attribute("id").unwrap_or_default();
                let role = element
                    .attribute("opf:role")
                    .map(|role| role.into_owned())
                    .or_else(|| roles.get(&*format!("#{id}")).cloned());
                if role.is_none_or(|role| matches!(&*role, "aut" | "")) {
                    metadata.authors.extend(text.map(|name| {
                        let sought = element.attribute("opf:file-as").map(|name| name.trim().to_owned());
                        let sought = sought.or_else(|| filed.get(&*format!("#{id}")).cloned());
                        called(&name, sought.as_deref())
                    }));
                }
            }
            "language" if metadata.language.is_none() => {
                metadata.language = text.and_then(|tag| language_code(&tag))
            }
            "date" => {
                let event = element.attribute("opf:event").unwrap_or_default();
                let date = text.and_then(|date| Date::find(&date));
                if event != "modification" && event != "ops-publication" && event != "conversion" {
                    metadata.date = metadata.date.or(date);
                }
            }
            "subject" => metadata.tags.extend(text),
            "identifier" | "source" => {
                let address = text.filter(|id| id.starts_with("http://") || id.starts_with("https://"));
                metadata.url = metadata.url.take().or(address);
            }
            _ => {}
        }
    }
    metadata
}

/// The entries of a table of contents at `path`, in either of its two forms.
pub(super) fn contents(xml: &Xml<'_>, path: &str) -> Vec<Entry> {
    let entry = |address: &str, title: &str, depth: usize| {
        let (file, anchor) = address.split_once('#').unwrap_or((address, ""));
        let file = if file.is_empty() { path.to_owned() } else { resolved(path, file) };
        Some(Entry { path: file, anchor: decoded(anchor), title: words(title)?, depth })
    };
    let points = nested(xml.elements(), "navPoint");
    if !points.is_empty() {
        let entries = points.iter().filter_map(|(point, depth)| {
            let label = point.children().find(|child| child.local_name() == "navLabel")?;
            let text = label.descendants().find(|child| child.local_name() == "text")?.text();
            let content = point.children().find(|child| child.local_name() == "content")?;
            entry(&content.attribute("src")?, &text, *depth)
        });
        return entries.collect();
    }
    let lists: Vec<_> = xml.elements().filter(|element| element.local_name() == "nav").collect();
    let is_contents =
        |nav: &&Element<'_, '_>| nav.attribute("epub:type").is_some_and(|kind| kind.contains("toc"));
    let Some(list) = lists.iter().find(is_contents).or(lists.first()) else { return Vec::new() };
    let items = nested(list.descendants(), "li");
    let entries = items.iter().filter_map(|(item, depth)| {
        let link = item.children().find(|child| child.local_name() == "a")?;
        entry(&link.attribute("href")?, &all_text(link), *depth)
    });
    entries.collect()
}

/// The elements of a name, and in how many others of that name each lies.
fn nested<'x, 'a>(
    elements: impl Iterator<Item = Element<'x, 'a>>,
    name: &str,
) -> Vec<(Element<'x, 'a>, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut nested = Vec::new();
    for element in elements.filter(|element| element.local_name() == name) {
        let span = element.span();
        while ends.last().is_some_and(|end| *end <= span.start) {
            ends.pop();
        }
        nested.push((element, ends.len()));
        ends.push(span.end);
    }
    nested
}

/// The characters of an element and of those inside it.
fn all_text(element: Element<'_, '_>) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for c in element.markup().chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    super::super::xml::decode(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_called_as_people_are() {
        let check =
            |name: &str, sought: Option<&str>, expected: &str| assert_eq!(called(name, sought), expected);
        check("Moss, Walter", None, "Walter Moss");
        check("Moss, Ada Jane", Some("Moss, Ada Jane"), "Ada Jane Moss");
        check("Strunk, White", None, "Strunk, White");
        check("Ada Moss", Some("Moss, Ada"), "Ada Moss");
        check("Ladders, Inc.", Some("Ladders, Inc."), "Ladders, Inc.");
        check("Moss, Ek, Reed", None, "Moss, Ek, Reed");
        check("Ada Moss, Bo Ek and others", None, "Ada Moss, Bo Ek and others");
    }
}
