//! The names by which pages call their parts, in class, id, role and element names.

mod apparatus;
mod words;

use crate::format::html::tree::Element;

pub(super) use apparatus::{Verdict, by_class, verdict, verdict_without_id};
use words::{any_word, for_each_word};

/// Says whether an element calls itself the opening of the article, which some pages set apart
/// from its body.
pub(super) fn is_lead(element: &Element) -> bool {
    #[rustfmt::skip]
    const LEADS: [&str; 19] = [
        "lead", "lede", "perex", "intro", "introduction", "standfirst", "subtitle", "dek", "excerpt", "chapo",
        "chapeau", "ingress", "entradilla", "bajada", "copete", "sommario", "vorspann", "anons", "anriss",
    ];
    any_word(element, &["class", "itemprop"], |word| LEADS.contains(&word))
}

/// Says whether an element has a name of what stands beside the content and of other things as well.
pub(super) fn is_beside(element: &Element) -> bool {
    !matches!(&*element.name, "html" | "body" | "main" | "article" | "p" | "li")
        && any_word(element, &["class", "id"], |word| {
            matches!(word, "side" | "sidebar" | "rail" | "feed" | "latest" | "teaser" | "teasers")
        })
}

/// Says whether an element calls itself the line under the title, or words of dedication.
pub(super) fn is_line_under_title(element: &Element) -> bool {
    // Pages whose classes come out of a machine name their parts for their own scripts.
    const NAMED_IN: [&str; 5] = ["class", "id", "data-gu-name", "data-testid", "data-component"];
    #[rustfmt::skip]
    const LINES: [&str; 12] = [
        "standfirst", "dek", "subtitle", "subhead", "subheading", "subheadline", "deck", "description", "descp",
        "summary", "epigraph", "dedication",
    ];
    is_lead(element)
        || element.attribute("itemprop") == Some("description") && &*element.name != "figcaption"
        || any_word(element, &NAMED_IN, |word| LINES.contains(&word))
}

/// Says whether an element calls itself what was mended in the text, or what its editors add to it.
pub(super) fn is_correction(element: &Element) -> bool {
    any_word(element, &["class"], |word| {
        matches!(word, "correction" | "corrections" | "erratum" | "clarification")
    })
}

/// Says whether an element is an article, by its name or by the type that it gives what it holds.
pub(super) fn is_article(element: &Element) -> bool {
    const TYPES: [&str; 2] = ["Article", "Posting"];
    let is_of_type = |key| {
        element.attribute(key).is_some_and(|types: &str| {
            types.split_ascii_whitespace().any(|name| TYPES.iter().any(|known| name.ends_with(known)))
        })
    };
    &*element.name == "article" || is_of_type("itemtype") || is_of_type("typeof")
}

/// Says whether an element behind a text calls itself apparatus, or bars the way to what is behind it.
pub(super) fn is_apparatus_behind_text(element: &Element) -> bool {
    let bars = |word: &str| matches!(word, "paywall" | "premium" | "barrier" | "box");
    !matches!(&*element.name, "p" | "aside" | "figcaption") && verdict(element).is_some()
        || &*element.name != "p" && any_word(element, &["class"], bars)
}

/// Says whether an element calls itself the body of the article.
pub(super) fn is_article_body(element: &Element) -> bool {
    ["itemprop", "property"]
        .iter()
        .any(|key| element.attribute(key).is_some_and(|value| value.split(':').any(|v| v == "articleBody")))
        || is_entry_body(element)
}

/// Says whether an element has a name that themes give to what holds the body of an article alone.
pub(super) fn is_named_as_body(element: &Element) -> bool {
    let class = element.attribute("class").unwrap_or_default();
    class.split_ascii_whitespace().any(|name| {
        matches!(
            name,
            "entry-content"
                | "post-content"
                | "article-content"
                | "entry-body"
                | "post-body"
                | "article-body"
        )
    }) || is_article_body(element)
}

/// Says whether an element is the body of an entry by the microformat that exports use.
pub(super) fn is_entry_body(element: &Element) -> bool {
    let class = element.attribute("class").unwrap_or_default();
    class.split_ascii_whitespace().any(|name| name == "e-content")
}

/// By how much the names of an element make it likelier, above 1, or less likely to be the place
/// of the content: for itself, and for everything inside it.
pub(super) fn weight_as_place(element: &Element) -> (f32, f32) {
    if is_article_body(element) {
        return (2.0, 1.0);
    }
    let mut own = match &*element.name {
        "article" | "main" => 1.3,
        "body" | "html" => 0.8,
        _ if element.attribute("role") == Some("main") => 1.3,
        _ => 1.0,
    };
    let (mut better, mut worse, mut lasting) = (false, false, 1.0);
    for names in [element.attribute("class"), element.attribute("id")].into_iter().flatten() {
        for_each_word(names, |word| match word {
            "article" | "body" | "content" | "entry" | "hentry" | "post" | "story" | "text" | "blog"
            | "articlebody" | "storybody" | "postbody" => better = true,
            "hidden" | "header" | "summary" | "caption" | "media" => worse = true,
            "gallery" | "slideshow" | "carousel" | "slider" | "card" | "cards" | "teaser" | "teasers" => {
                lasting = 0.5
            }
            _ => {}
        });
    }
    if matches!(&*element.name, "body" | "html" | "main" | "article") {
        lasting = 1.0;
    }
    if better {
        own *= 1.2;
    }
    if worse {
        own *= 0.7;
    }
    (own, lasting)
}

/// Says whether an element calls itself a list of sources or notes.
pub(super) fn is_references(element: &Element) -> bool {
    #[rustfmt::skip]
    const REFERENCES: [&str; 8] = [
        "references", "reflist", "footnotes", "footnote", "endnotes", "citations", "bibliography", "notes",
    ];
    any_word(element, &["class", "id", "role"], |word| REFERENCES.contains(&word))
}

/// Says whether an element calls itself notes to the text or one of them, as documentation sets them aside.
pub(super) fn is_note(element: &Element) -> bool {
    any_word(element, &["class", "role"], |word| {
        matches!(word, "footnote" | "footnotes" | "endnote" | "endnotes" | "citation" | "citations")
    })
}

/// Says whether an element calls itself a sentence of the text in larger letters.
pub(super) fn is_pull_quotation(element: &Element) -> bool {
    let (mut found, mut is_pull) = (false, false);
    for_each_word(element.attribute("class").unwrap_or_default(), |word| {
        found |= word == "pullquote" || is_pull && word == "quote";
        is_pull = word == "pull";
    });
    found
}

/// Says whether an element calls itself a show of pictures.
pub(super) fn is_gallery(element: &Element) -> bool {
    any_word(element, &["class", "id"], |word| matches!(word, "gallery" | "slideshow" | "carousel"))
}
