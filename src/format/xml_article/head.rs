//! What an article says about itself: title, authors, day and language.

use super::super::xml::{Element, Xml};
use super::Vocabulary;
use crate::clean::captions::language_code;
use crate::clean::folded;
use crate::document::{Date, Metadata};

/// An article has few of them; elements that nobody closes lie in each other.
const KEYWORDS_MAX: usize = 64;

pub(super) fn fill(metadata: &mut Metadata, vocabulary: Vocabulary, xml: &Xml<'_>) {
    let find = |name: &str| xml.elements().find(|element| element.local_name() == name);
    let root = xml.elements().next();
    let declared = root.and_then(|root| root.attribute("xml:lang").or_else(|| root.attribute("lang")));
    metadata.language = declared.and_then(|code| language_code(&code));
    let within =
        |outer: &str, name: &str| find(outer)?.descendants().find(|inner| inner.local_name() == name);
    match vocabulary {
        Vocabulary::Opml => {
            metadata.title = within("head", "title").map(words);
            metadata.authors.extend(within("head", "ownerName").map(words));
            metadata.date =
                within("head", "dateCreated").or_else(|| within("head", "dateModified")).and_then(date);
        }
        Vocabulary::Tei => {
            metadata.title = within("titleStmt", "title").map(words);
            let statement = find("titleStmt").into_iter().flat_map(Element::children);
            metadata.authors.extend(statement.filter(|child| child.local_name() == "author").map(words));
            metadata.date =
                within("publicationStmt", "date").or_else(|| within("sourceDesc", "date")).and_then(date);
        }
        Vocabulary::Jats => {
            metadata.title = within("article-meta", "article-title").map(words);
            metadata.source = within("journal-meta", "journal-title").map(words);
            let people = xml.elements().filter(|element| {
                let kind = element.attribute("contrib-type");
                element.local_name() == "contrib" && kind.is_none_or(|kind| kind == "author")
            });
            metadata.authors.extend(near(people).filter_map(person));
            metadata.date = within("article-meta", "pub-date").and_then(date);
        }
        Vocabulary::DtBook => {
            let meta = |name: &str| {
                let is_it = |element: &Element<'_, '_>| {
                    element.local_name() == "meta"
                        && element.attribute("name").is_some_and(|known| known.eq_ignore_ascii_case(name))
                };
                Some(xml.elements().find(is_it)?.attribute("content")?.into_owned())
            };
            metadata.title = find("doctitle").map(words).or_else(|| meta("dc:Title"));
            metadata.authors.extend(find("docauthor").map(words).or_else(|| meta("dc:Creator")));
            metadata.date = meta("dc:Date").and_then(|day| Date::find(&day));
        }
        Vocabulary::Nitf => {
            metadata.title = find("hl1").or_else(|| find("title")).map(words);
            let byline = find("byline");
            let person =
                byline.and_then(|byline| byline.descendants().find(|inner| inner.local_name() == "person"));
            metadata.authors.extend(person.or(byline).map(words));
            let day = find("date.issue").and_then(|issue| issue.attribute("norm"));
            metadata.date = day.and_then(|day| Date::find(day.get(..8).unwrap_or(&day)));
        }
        Vocabulary::DocBook => {
            metadata.title = xml.elements().find(|element| element.local_name() == "title").map(words);
            let head = ["info", "articleinfo", "bookinfo"].iter().find_map(|name| find(name));
            let people = || {
                head.into_iter().flat_map(Element::descendants).filter(|inner| inner.local_name() == "author")
            };
            metadata.authors.extend(near(people()).filter_map(person));
            metadata.date = head.and_then(|head| {
                head.children()
                    .filter(|child| matches!(child.local_name(), "pubdate" | "date"))
                    .find_map(date)
            });
        }
    }
    let keyword = match vocabulary {
        Vocabulary::Jats => "kwd",
        Vocabulary::DocBook => "keyword",
        _ => "",
    };
    let keywords = xml.elements().filter(|element| element.local_name() == keyword).take(KEYWORDS_MAX);
    for tag in keywords.map(words).filter(|tag| !tag.is_empty()) {
        if !metadata.tags.contains(&tag) {
            metadata.tags.push(tag);
        }
    }
    metadata.title = metadata.title.take().filter(|title| !title.is_empty());
    metadata.authors.retain(|author| !author.is_empty());
}

/// Those of `elements`, in the order of their tags, that lie in few of the others: tags that nobody closes lie in each
/// other without end.
fn near<'x, 'a: 'x>(
    elements: impl Iterator<Item = Element<'x, 'a>>,
) -> impl Iterator<Item = Element<'x, 'a>> {
    const DEPTH_MAX: usize = 3;
    let mut ends: Vec<usize> = Vec::new();
    elements.filter(move |element| {
        let span = element.span();
        ends.retain(|end| *end > span.start);
        let is_near = ends.len() < DEPTH_MAX;
        ends.extend(is_near.then_some(span.end));
        is_near
    })
}

/// All that is written in an element, at any depth.
fn words(element: Element<'_, '_>) -> String {
    let mut text = String::new();
    for piece in element.pieces() {
        if let super::Piece::Text(more) = piece {
            text.push_str(&more);
        }
    }
    folded(&text).to_string()
}

/// A name in one element or in several.
fn person(element: Element<'_, '_>) -> Option<String> {
    const GIVEN: [&str; 3] = ["given-names", "firstname", "forename"];
    let part = |is_it: &dyn Fn(&str) -> bool| {
        element.descendants().find(|inner| is_it(inner.local_name())).map(words)
    };
    let family = part(&|name| name == "surname");
    let name = match (part(&|name| GIVEN.contains(&name)), family) {
        (Some(given), Some(family)) => format!("{given} {family}"),
        (None, Some(family)) => family,
        _ => part(&|name| matches!(name, "personname" | "string-name" | "collab" | "orgname"))
            .unwrap_or_else(|| words(element)),
    };
    (!name.is_empty()).then_some(name)
}

/// A day as an attribute, in words, or in elements for its parts.
fn date(element: Element<'_, '_>) -> Option<Date> {
    let told = ["when", "iso-8601-date"].iter().find_map(|name| element.attribute(name));
    if let Some(day) = told.and_then(|day| Date::find(&day)) {
        return Some(day);
    }
    let part = |name: &str| {
        let part = element.children().find(|child| child.local_name() == name)?;
        part.text().trim().parse::<u16>().ok()
    };
    match (part("year"), part("month"), part("day")) {
        (Some(year), Some(month), Some(day)) => Date::find(&format!("{year:04}-{month:02}-{day:02}")),
        (Some(year), Some(month), None) => Date::find(&format!("{year:04}-{month:02}")),
        (Some(year), ..) => Date::find(&format!("{year:04}")),
        _ => Date::find(&words(element)),
    }
}
