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
    /// What its file is called, if the contents do not name it.
    pub page_title: Option<String>,
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
    let contents = contents.iter().filter(|entry| !is_of_note(entry));
    contents.for_each(|entry| of_paths.entry(&entry.path).or_default().push(entry));
    // What stands before the first file that the contents name, or behind the last, is around the chapters.
    let named = |(path, _): &(String, String)| of_paths.contains_key(&**path);
    let first = texts.iter().position(named).unwrap_or_default();
    let last = texts.iter().rposition(named).unwrap_or_default();
    let mut before: Option<&(String, String)> = None;
    let mut chapters: Vec<Chapter<'t>> = Vec::new();
    for (index, file) in texts.iter().enumerate() {
        let (path, text) = file;
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
        let is_around = index < first || index > last;
        let is_apart = is_around && before.is_some_and(|before| begins(file, before));
        before = Some(file);
        for (number, (at, entry)) in starts.iter().enumerate() {
            let end = starts.get(number + 1).map_or(text.len(), |(next, _)| *next);
            let html = &text[*at..end];
            match (entry, chapters.last_mut()) {
                (None, Some(before)) if !of_paths.is_empty() && !is_apart => before.html.push(html),
                _ => chapters.push(Chapter {
                    part: match entry {
                        Some(entry) if !entry.anchor.is_empty() && starts.len() > 1 => {
                            format!("{path}#{}", entry.anchor)
                        }
                        _ => path.clone(),
                    },
                    title: entry.map(|entry| entry.title.clone()),
                    page_title: if is_around {
                        title_of(text).map(|title| title.replace("&amp;", "&"))
                    } else {
                        None
                    },
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
            (!is_inside(text, at)).then_some((at, Some(*entry)))
        })
        .collect();
    starts.sort_by_key(|(at, _)| *at);
    starts.dedup_by_key(|(at, _)| *at);
    starts
}

/// Says that an entry of the contents leads to a note, or from one back: its label is a sign or a number, as
/// programs list all links that they find.
fn is_of_note(entry: &Entry) -> bool {
    if entry.title.chars().any(char::is_alphabetic) {
        return false;
    }
    const NAMES: [&str; 9] =
        ["fn", "fnref", "note", "noteref", "footnote", "endnote", "ftn", "ftnref", "back"];
    let name = entry.anchor.trim_start_matches('_').trim_end_matches(|c: char| !c.is_alphabetic());
    let has_number = entry.title.chars().any(char::is_alphanumeric);
    !entry.title.is_empty()
        && !entry.anchor.is_empty()
        && (!has_number || NAMES.contains(&name.to_ascii_lowercase().as_str()))
}

/// Says that a file is something of its own, not cut off the one before it: it has another title, or a heading.
fn begins((path, text): &(String, String), (before, text_before): &(String, String)) -> bool {
    let body = &text[body_start(text)..];
    let opens_with_heading = body.find("<h").is_some_and(|at| !has_words(&body[..at]));
    let has_title = title_of(text).is_some_and(|title| Some(title) != title_of(text_before));
    !is_cut_of(path, before) && (opens_with_heading || has_title)
}

/// The title of a file in its head.
fn title_of(text: &str) -> Option<&str> {
    let (title, _) = text[..body_start(text)].split_once("<title>")?.1.split_once('<')?;
    Some(title.trim()).filter(|title| !title.is_empty())
}

/// Says that a file goes on with the one before it as converters cut long ones, by its name: all of it but the
/// numbers is the same, or it has those behind it.
fn is_cut_of(path: &str, before: &str) -> bool {
    let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_owned();
    let bare = |path: &str| stem(path).chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let split = |path: &str| bare(path).replace("_split_", "");
    bare(path) == bare(before) || split(path) == split(before)
}

/// Says that a place lies inside of a paragraph, behind words of it.
fn is_inside(text: &str, at: usize) -> bool {
    const BYTES_MAX: usize = 4096;
    const INLINE: [&str; 14] =
        ["a", "i", "b", "em", "strong", "span", "sup", "sub", "small", "cite", "q", "abbr", "code", "u"];
    let window = text.get(text.floor_char_boundary(at.saturating_sub(BYTES_MAX))..at).unwrap_or_default();
    let is_inline = |tag: &str| {
        let name = tag.trim_start_matches(['<', '/']);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        INLINE.contains(&name.to_ascii_lowercase().as_str())
    };
    let is_block = |from: &usize| !window.get(*from..).is_some_and(is_inline);
    if !text.get(at..).is_some_and(is_inline) {
        return false;
    }
    let block = window.rmatch_indices('<').map(|(from, _)| from).find(is_block);
    block.is_some_and(|block| has_words(&window[block..]))
}

/// Says that a file holds a title page or another that is around the text.
fn is_around(text: &str) -> bool {
    let body = &text[body_start(text)..];
    let head = &body[..body.floor_char_boundary(600)];
    let kinds = head.split("epub:type=").skip(1);
    let kinds =
        kinds.map(|kind| kind.trim_start_matches(['"', '\'']).split(['"', '\'']).next().unwrap_or_default());
    // The body says whether it stands before, behind or in the text; what is in it says what it is.
    let mut kinds = kinds.skip_while(|kind| matches!(*kind, "frontmatter" | "backmatter" | "bodymatter"));
    kinds.next().is_some_and(|kind| kind.split_whitespace().any(|word| AROUND.contains(&word)))
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
        check(
            &[("a", "<body epub:type=\"frontmatter\"><div epub:type='titlepage'>one")],
            &[("a", "", "A")],
            &[],
        );
        let preface = "<body epub:type=\"frontmatter\"><section epub:type=\"preface\">one";
        check(&[("a", preface)], &[("a", "", "A")], &[("a", "A", preface)]);
        // What stands around the chapters is its own, what a converter cut off is not.
        check(
            &[
                ("cover.x", "<body>c"),
                ("praise.x", "<title>P</title><body>p"),
                ("a.x", "<body>1"),
                ("mid.x", "<body>m"),
                ("b.x", "<body>2"),
                ("b_split_001.x", "<body>3"),
                ("author.x", "<body><h1>4</h1>"),
                ("more.x", "<body>5"),
            ],
            &[("a.x", "", "A"), ("b.x", "", "B")],
            &[
                ("cover.x", "", "<body>c"),
                ("praise.x", "", "<title>P</title><body>p"),
                ("a.x", "A", "<body>1|<body>m"),
                ("b.x", "B", "<body>2|<body>3"),
                ("author.x", "", "<body><h1>4</h1>|<body>5"),
            ],
        );
    }

    #[test]
    fn notes_are_no_chapters() {
        let text = "<body><h1>W</h1><p>a weir<a id=\"fnref1\">1</a> was</p><ol><li id=\"fn1\">one</li></ol>";
        check(&[("a", text)], &[("a", "fn1", "1"), ("a", "fnref1", "\u{21A9}\u{FE0E}")], &[("a", "", text)]);
        // A place inside of a paragraph, whatever its name is.
        check(&[("a", text)], &[("a", "", "A"), ("a", "fnref1", "B")], &[("a", "A", text)]);
        // Chapters may have no other names than their numbers.
        let text = "<body><p><a id=\"c1\"></a>One</p><p><a id=\"c2\"></a>Two</p>";
        let (one, two) = ("<body><p><a id=\"c1\"></a>One</p><p>", "<a id=\"c2\"></a>Two</p>");
        check(
            &[("a", text)],
            &[("a", "c1", "1"), ("a", "c2", "2")],
            &[("a#c1", "1", one), ("a#c2", "2", two)],
        );
    }
}
