//! From the files of a book to its chapters.
//!
//! The table of contents says where chapters begin: at a file, or at an element inside one. A file
//! that it does not name goes on with the chapter before it, as converters cut long chapters.

use std::collections::HashMap;

use super::super::Receipt;
use super::package::Entry;

/// A chapter of a book.
#[derive(Debug, Default)]
pub(in super::super) struct Chapter<'t> {
    /// The file, and the element where it begins in one.
    pub part: String,
    pub title: Option<String>,
    /// The HTML of it, a piece a file.
    pub html: Vec<&'t str>,
}

/// What a book has around its text.
const AROUND: [&str; 12] = [
    "titlepage",
    "halftitlepage",
    "halftitle",
    "cover",
    "toc",
    "landmarks",
    "copyright-page",
    "imprint",
    "colophon",
    "loi",
    "lot",
    "index",
];

/// The chapters of a book whose `texts` are in reading order.
pub(super) fn of<'t>(
    texts: &'t [(String, String)],
    contents: &[Entry],
    receipt: &mut Receipt,
) -> Vec<Chapter<'t>> {
    let mut of_paths: HashMap<&str, Vec<&Entry>> = HashMap::new();
    contents.iter().for_each(|entry| of_paths.entry(&entry.path).or_default().push(entry));
    let mut chapters: Vec<Chapter<'t>> = Vec::new();
    for (path, text) in texts {
        if is_around(text) {
            receipt.dropped("pages around the text", path);
            continue;
        }
        let mut starts = starts_of(text, of_paths.get(&**path).map(Vec::as_slice).unwrap_or_default());
        let body = body_start(text);
        let opens = starts.first().is_some_and(|(at, _)| *at <= body || !has_words(&text[body..*at]));
        if !opens {
            starts.insert(0, (0, None));
        } else if let Some(first) = starts.first_mut() {
            first.0 = 0;
        }
        for (number, (at, entry)) in starts.iter().enumerate() {
            let end = starts.get(number + 1).map_or(text.len(), |(next, _)| *next);
            let html = &text[*at..end];
            match (entry, chapters.last_mut()) {
                (None, Some(before)) if !contents.is_empty() => before.html.push(html),
                _ => chapters.push(Chapter {
                    part: match entry {
                        Some(entry) if !entry.anchor.is_empty() && starts.len() > 1 => {
                            format!("{path}#{}", entry.anchor)
                        }
                        _ => path.clone(),
                    },
                    title: entry.map(|entry| entry.title.clone()),
                    html: vec![html],
                }),
            }
        }
    }
    chapters
}

/// Where the chapters of one file begin. Entries under others are sections: headings in a chapter.
fn starts_of<'e>(text: &str, entries: &[&'e Entry]) -> Vec<(usize, Option<&'e Entry>)> {
    let depth = entries.iter().map(|entry| entry.depth).min().unwrap_or_default();
    let has_anchors = entries.iter().any(|entry| !entry.anchor.is_empty());
    let anchors = if has_anchors { anchors_of(text) } else { HashMap::new() };
    let chapters = entries.iter().filter(|entry| entry.depth == depth);
    let mut starts: Vec<_> = chapters
        .filter_map(|entry| {
            let at = if entry.anchor.is_empty() { 0 } else { *anchors.get(&*entry.anchor)? };
            Some((at, Some(*entry)))
        })
        .collect();
    starts.sort_by_key(|(at, _)| *at);
    starts.dedup_by_key(|(at, _)| *at);
    starts
}

/// Says that a file holds a title page or another that is around the text.
fn is_around(text: &str) -> bool {
    let body = &text[body_start(text)..];
    let head = &body[..body.floor_char_boundary(600)];
    let Some(kind) = head.split_once("epub:type=").map(|(_, kind)| kind.trim_start_matches(['"', '\'']))
    else {
        return false;
    };
    let kind = kind.split(['"', '\'']).next().unwrap_or_default();
    kind.split_whitespace().any(|word| AROUND.contains(&word))
}

/// Where the body of a page begins.
fn body_start(text: &str) -> usize {
    text.find("<body").unwrap_or(0)
}

/// Where the tags of the elements with an id or a name begin.
fn anchors_of(text: &str) -> HashMap<&str, usize> {
    let mut anchors = HashMap::new();
    let mut tag = 0;
    for (at, mark) in text.match_indices(['<', '=']) {
        if mark == "<" {
            tag = at;
            continue;
        }
        let is_anchor = text[..at].ends_with("id") || text[..at].ends_with("name");
        let quoted = text[at + 1..].strip_prefix(['"', '\'']).filter(|_| is_anchor);
        if let Some((id, _)) = quoted.and_then(|quoted| quoted.split_once(['"', '\''])) {
            anchors.entry(id).or_insert(tag);
        }
    }
    anchors
}

/// Says that there are words between the tags of `html`.
fn has_words(html: &str) -> bool {
    let mut is_tag = false;
    html.chars().any(|c| {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            c => return !is_tag && c.is_alphanumeric(),
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[(&str, &str)], contents: &[(&str, &str, &str)], expected: &[(&str, &str, &str)]) {
        let texts: Vec<_> =
            texts.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let entry = |(path, anchor, title): &(&str, &str, &str)| Entry {
            path: (*path).to_owned(),
            anchor: (*anchor).to_owned(),
            title: (*title).to_owned(),
            depth: 0,
        };
        let contents: Vec<_> = contents.iter().map(entry).collect();
        let chapters = of(&texts, &contents, &mut Receipt::default());
        let shown: Vec<_> = chapters
            .iter()
            .map(|chapter| {
                (&*chapter.part, chapter.title.as_deref().unwrap_or_default(), chapter.html.join("|"))
            })
            .collect();
        let shown: Vec<_> = shown.iter().map(|(part, title, html)| (*part, *title, &**html)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn chapters_follow_the_contents() {
        check(
            &[("a", "<body>one"), ("b", "<body>two"), ("c", "<body>more")],
            &[("a", "", "A"), ("b", "x", "B")],
            &[("a", "A", "<body>one|<body>two|<body>more")],
        );
        check(
            &[("a", "<body><h1 id=\"x\">one</h1>1<h1 id='y'>two</h1>2")],
            &[("a", "x", "A"), ("a", "y", "B")],
            &[("a#x", "A", "<body><h1 id=\"x\">one</h1>1"), ("a#y", "B", "<h1 id='y'>two</h1>2")],
        );
        check(
            &[("a", "<body>one"), ("b", "<body>two")],
            &[],
            &[("a", "", "<body>one"), ("b", "", "<body>two")],
        );
        check(&[("a", "<body><section epub:type=\"titlepage\">one")], &[("a", "", "A")], &[]);
    }
}
