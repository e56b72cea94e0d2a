//! The vocabularies that feeds mix, whatever prefixes they give them.

use super::super::xml::Element;

/// Which prefix of a source stands for which vocabulary.
#[derive(Debug, Default)]
pub(in super::super) struct Names<'a> {
    prefixes: Vec<(&'a str, &'static str)>,
}

/// A part of each vocabulary's address, and the prefix that is usual for it.
const VOCABULARIES: &[(&str, &str)] = &[
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/dc/", "dc"),
    ("itunes.com/dtds/podcast", "itunes"),
    ("search.yahoo.com/mrss", "media"),
    ("podcast-namespace", "podcast"),
    ("podcastindex.org/namespace", "podcast"),
    ("podlove.org/simple-chapters", "psc"),
    ("wordpress.org/export/", "wp"),
    ("w3.org/2005/Atom", "atom"),
    ("purl.org/atom/", "atom"),
    ("purl.org/rss/1.0/", ""),
    ("my.netscape.com/rdf", ""),
    ("w3.org/1999/02/22-rdf-syntax", "rdf"),
    ("youtube.com/xml/schemas", "yt"),
    ("schemas.google.com/blogger/", "blogger"),
    ("w3.org/2007/app", "app"),
    ("purl.org/atom/app", "app"),
    ("podlove.org/simple-transcripts", "pst"),
];

impl<'a> Names<'a> {
    /// Collects what `root` and the element inside it declare.
    pub(in super::super) fn of(root: Element<'_, 'a>) -> Self {
        let mut prefixes = Vec::new();
        for element in [Some(root), root.children().next()].into_iter().flatten() {
            for (name, address) in element.attributes() {
                let prefix = name.strip_prefix("xmlns:").or_else(|| (name == "xmlns").then_some(""));
                let known = VOCABULARIES.iter().find(|(part, _)| address.contains(part));
                if let (Some(prefix), Some((part, usual))) = (prefix, known) {
                    let is_excerpt = *part == "wordpress.org/export/" && address.contains("/excerpt");
                    prefixes.push((prefix, if is_excerpt { "excerpt" } else { usual }));
                }
            }
        }
        Self { prefixes }
    }

    /// The usual prefix and the local name of an element; of elements of RSS and Atom themselves
    /// the prefix is empty.
    pub(in super::super) fn key(&self, element: Element<'_, 'a>) -> (&'a str, &'a str) {
        let (prefix, local) = element.name().split_once(':').unwrap_or(("", element.name()));
        let usual = self.prefixes.iter().find(|(known, _)| *known == prefix).map(|(_, usual)| *usual);
        match usual.unwrap_or(prefix) {
            // The vocabulary of the feed as a whole, named or not.
            "atom" if prefix.is_empty() => ("", local),
            usual => (usual, local),
        }
    }
}
