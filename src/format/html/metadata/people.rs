//! Who is named on a page, by what stands around their names.

use super::super::tree::Tree;
use super::page::text_of;
use super::tag_links::{is_elsewhere, line_around};

/// Says whether a link leads to the page of whoever wrote a text: `/author/ada-moss/`.
pub(super) fn leads_to_author(tree: &Tree, link: usize) -> bool {
    let Some(href) = tree.attribute(link, "href") else { return false };
    let path = href.split(['?', '#']).next().unwrap_or(href);
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let is_author = segments.by_ref().any(|segment| matches!(segment, "author" | "authors"))
        && segments.next().is_some_and(|name| !matches!(name, "index.html" | "page"))
        && segments.next().is_none();
    is_author && !is_elsewhere(tree, link) && !is_among_words(tree, link)
}

/// Says whether a link stands in a sentence, and so leads to somebody whom the text tells of; before it a line that
/// names who wrote has nothing, what says so, or the day and the like.
fn is_among_words(tree: &Tree, link: usize) -> bool {
    const BEFORE_BYTES_MAX: usize = 32;
    const BEHIND_BYTES_MAX: usize = 60;
    #[rustfmt::skip]
    const SIGNED: [&str; 13] =
        ["by", "von", "par", "por", "di", "door", "af", "av", "author", "autor", "auteur", "autore", "text"];
    let line = match line_around(tree, link) {
        Ok(line) => line,
        Err(is_of_words) => return is_of_words,
    };
    let texts =
        |nodes: std::ops::Range<usize>| -> String { nodes.filter_map(|node| tree.text(node)).collect() };
    let (before, behind) = (texts(line..link), texts(tree.end(link)..tree.end(line)));
    let (before, behind) = (before.trim(), behind.trim());
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let last = last.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let is_signed = SIGNED.contains(&last.as_str());
    // `Written by Ada Moss, who lives by the sea.`
    let opens = is_signed && before.split_whitespace().count() <= 2;
    let is_part = !before.ends_with(|c: char| c.is_alphabetic());
    let ends = behind.ends_with(['.', '!', '?', '\u{2026}']) && behind.contains(char::is_alphabetic);
    let is_closed = behind.starts_with('.') && !before.is_empty() && !is_signed;
    let is_line = before.len() <= BEFORE_BYTES_MAX
        && behind.len() <= BEHIND_BYTES_MAX
        && (is_signed || is_part)
        && (opens || !(ends || is_closed));
    !is_line
}

/// Whoever a box about the author names first, in bold type or in a link: `Written by <strong>Ada Moss</strong>`.
pub(super) fn named_in_bio(tree: &Tree, node: usize, unseen: &[bool]) -> Option<String> {
    const NODES_MAX: usize = 40;
    if tree.end(node) - node > NODES_MAX {
        return None;
    }
    let is_name = |inner: &usize| matches!(tree.name(*inner), "strong" | "b" | "a");
    let name = tree.below(node).find(|inner| is_name(inner) && !tree.raw_text(*inner).trim().is_empty())?;
    let mut before = (node..name).filter_map(|inner| tree.text(inner)).map(str::trim);
    let is_signed = before.any(|text| text.eq_ignore_ascii_case("written by"));
    is_signed.then(|| text_of(tree, name, unseen))?
}

/// Who is named in a row of Notion's properties that says that they wrote it.
pub(super) fn people_of_property(tree: &Tree, row: usize, unseen: &[bool]) -> Option<String> {
    let mut cells = tree.children(row).filter(|cell| matches!(tree.name(*cell), "th" | "td"));
    let name = text_of(tree, cells.next()?, unseen)?.to_lowercase();
    let value = cells.next()?;
    if !matches!(name.as_str(), "author" | "authors" | "writer" | "written by" | "by" | "created by") {
        return None;
    }
    let users = tree.below(value).filter(|inner| tree.attribute(*inner, "class") == Some("user"));
    let names: Vec<String> = users.filter_map(|user| text_of(tree, user, unseen)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Says whether a text is a sentence about somebody, and no name.
pub(super) fn is_sentence(text: &str) -> bool {
    let small = text.split(' ').filter(|word| word.starts_with(char::is_lowercase)).count();
    small >= 4 && text.ends_with(['.', '!', '?'])
}

/// Says whether an element opens with the words that a name follows.
pub(super) fn says_by(tree: &Tree, node: usize) -> bool {
    let mut texts = tree.below(node).filter_map(|inner| tree.text(inner)).map(str::trim_start);
    let first = texts.find(|text| !text.is_empty()).unwrap_or_default();
    let opens = |words: &str| first.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words));
    opens("posted by") || opens("submitted by")
}

/// Says whether an element is the byline of this page by its class and its words, whatever the house sets before the
/// class: `xy-byline` around `By Ada Moss`. Those of lists and boxes are of other articles.
pub(super) fn is_byline_of_house(tree: &Tree, node: usize, classes: &[&str]) -> bool {
    let is_byline = |class: &&str| {
        let before = class.strip_suffix("-byline").or_else(|| class.strip_suffix("_byline"));
        before.is_some_and(|before| {
            before.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && !OTHERS.contains(&before)
                && !matches!(before, "item" | "list" | "feed" | "tile" | "promo" | "summary" | "headline")
        })
    };
    let is_listed =
        |outer: usize| matches!(tree.name(outer), "li" | "a" | "aside" | "nav" | "footer" | "figure");
    classes.iter().any(is_byline) && opens_with_di(tree, node) && !tree.ancestors(node).any(is_listed)
}

/// The names that stand side by side in an element of authors, each in one of its own.
pub(super) fn names_beside(tree: &Tree, first: usize, node: usize, unseen: &[bool]) -> Option<String> {
    let parent = tree.parent(first);
    let is_name = |inner: &usize| tree.attribute(*inner, "itemprop") == Some("name");
    if parent < node {
        return None;
    }
    let names: Vec<String> =
        tree.children(parent).filter(is_name).filter_map(|name| text_of(tree, name, unseen)).collect();
    (names.len() > 1).then(|| names.join(", "))
}

/// The name in an element that names an author, where a link has the name and the office follows:
/// `<a>Ada Moss</a> Tides Editor`.
pub(super) fn named_before_office(tree: &Tree, node: usize, unseen: &[bool], text: &str) -> Option<String> {
    const OFFICES: [&str; 7] =
        ["Editor", "Writer", "Reporter", "Correspondent", "Columnist", "Producer", "Contributor"];
    let ends = OFFICES.iter().any(|office| text.ends_with(office));
    let link = tree
        .below(node)
        .filter(|_| ends)
        .find(|inner| tree.name(*inner) == "a" && !tree.raw_text(*inner).trim().is_empty())?;
    let name = text_of(tree, link, unseen)?;
    let office = text.strip_prefix(name.as_str())?.strip_prefix(' ')?;
    let is_office = (1..=3).contains(&office.split(' ').count()) && name.contains(' ');
    is_office.then_some(name)
}

/// Says whether an element is a short line that opens as bylines do: `di Ada Moss`.
pub(super) fn opens_with_di(tree: &Tree, node: usize) -> bool {
    const LINE_BYTES_MAX: usize = 60;
    let line = tree.raw_text(node);
    let line = line.trim();
    let name = ["di ", "Di ", "by ", "By ", "por ", "Por ", "par ", "Par "]
        .iter()
        .find_map(|word| line.strip_prefix(word));
    line.len() <= LINE_BYTES_MAX
        && name.is_some_and(|name| name.split(' ').all(|word| word.starts_with(char::is_uppercase)))
}

/// Whoever made a document of Word, among what that says of the document in a comment.
pub(super) fn author_in_word(comment: &str) -> Option<&str> {
    let (_, properties) = comment.split_once("<o:DocumentProperties>")?;
    let (_, behind) = properties.split_once("<o:Author>")?;
    let (name, _) = behind.split_once("</o:Author>")?;
    Some(name.trim()).filter(|name| !name.is_empty())
}

/// What stands in the names of classes of those who wrote something else, or of what is not their name.
#[rustfmt::skip]
const OTHERS: [&str; 14] = [
    "comment", "comments", "quote", "blockquote", "related", "card", "teaser", "avatar", "image", "img", "bio", "reply",
    "review", "photo",
];

/// Says whether a name of class is one that sites give to who wrote an article, whatever they set before it:
/// `story__author-name`, `is-author`, `document_authors`.
pub(super) fn is_class_of_author(class: &str) -> bool {
    if !["uthor", "yline", "riter", "eporter"].iter().any(|part| class.contains(part)) {
        return false;
    }
    let words: Vec<String> = class
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let names_author = match words.as_slice() {
        [.., who, what] if matches!(who.as_str(), "author" | "byline" | "writer" | "reporter") => {
            matches!(what.as_str(), "name" | "names")
        }
        [before, who] => {
            matches!(before.as_str(), "is" | "article" | "story" | "document" | "news" | "read" | "post")
                // A byline has the house and the day too.
                && matches!(who.as_str(), "author" | "authors")
        }
        _ => false,
    };
    names_author && !words.iter().any(|word| OTHERS.contains(&word.as_str()))
}

/// Says whether an element stands in what calls itself somebody's card.
pub(super) fn is_in_card(tree: &Tree, node: usize) -> bool {
    let is_card = |outer| {
        let class = tree.attribute(outer, "class").unwrap_or_default();
        let has = |names: &[&str]| class.split_ascii_whitespace().any(|name| names.contains(&name));
        // Encyclopedias give places and people whom they tell of such cards.
        has(&["vcard", "hcard", "author", "byline"]) && !has(&["infobox"])
    };
    is_card(node) || tree.ancestors(node).take(3).any(is_card)
}
