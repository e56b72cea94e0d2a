//! What of a page nobody sees: scripts, controls, and what its author hid.

#[cfg(test)]
mod tests;

use super::blocks::collect;
use super::tree::{Element, Tree};
use crate::clean::main_content::{is_apparatus, is_of_others};
use crate::receipt::Receipt;

/// Marks the roots of subtrees whose text is not part of what a reader sees.
///
/// Pages hide their whole body until a script has run, or behind a dialogue that was open when they
/// were saved, so hiding does not count for a subtree that holds most of the words.
pub(crate) fn unseen(tree: &Tree) -> Vec<bool> {
    let mut marks = vec![false; tree.len()];
    let mut hidden = Vec::new();
    let begins_with_subtitle = std::cell::OnceCell::new();
    let mut node = 0;
    // Bytes of text in the nodes before each hidden one, to weigh subtrees by subtraction.
    let mut bytes = 0;
    let mut prose = 0;
    while node < tree.len() {
        let own = tree.text(node).map_or(0, |text| text.trim_ascii().len());
        bytes += own;
        prose += prose_bytes(own);
        let Some(element) = tree.element(node) else {
            node += 1;
            continue;
        };
        let is_button = &*element.name == "button" && opens_what_is_below(tree, node);
        if is_unseen_by_name(element) && !is_button
            || is_anchor_of_heading(tree, node, element)
            || is_way_back(tree, node, element)
            || is_number_again(tree, node, element)
            || is_page_number(tree, node, element)
            || is_sign_of_item(tree, node, element)
            || is_language_of_code(tree, node, element)
            || is_set_by_machine(tree, node, element)
            || is_bullet_of_word(tree, node, element)
            || is_of_library(element)
            || element.attribute("data-field") == Some("subtitle")
                && *begins_with_subtitle.get_or_init(|| has_subtitle(tree))
        {
            marks[node] = true;
            node = tree.end(node);
            continue;
        }
        if is_comment_of_docs(element) {
            // A comment stands in a paragraph of a box of its own behind the text.
            let is_comment = element.attribute("id").is_some_and(|id| !id.starts_with("cmnt_ref"));
            let boxed = tree.ancestors(node).take(2).find(|outer| tree.name(*outer) == "div");
            marks[boxed.filter(|_| is_comment).unwrap_or(node)] = true;
        }
        if is_box_of_service(tree, node, element) {
            marks[node] = true;
            node = tree.end(node);
            continue;
        }
        if is_hidden(element)
            && !(holds_only_mathematics(tree, node) || waits_for_script(tree, node) || is_answer(tree, node))
        {
            hidden.push((node, bytes));
        }
        node += 1;
    }
    let total = bytes;
    for (node, _) in hidden {
        let inside: usize =
            tree.below(node).filter_map(|node| tree.text(node)).map(|text| text.trim_ascii().len()).sum();
        marks[node] = inside * 4 < total * 3 && !holds_prose(tree, node, prose, &marks);
    }
    marks
}

/// A stretch of text of so many bytes if it is longer than what menus and lists say, else none.
fn prose_bytes(bytes: usize) -> usize {
    const PROSE_BYTES_MIN: usize = 60;
    if bytes >= PROSE_BYTES_MIN { bytes } else { 0 }
}

/// Says whether a hidden subtree holds most of the `prose` of its page, and nothing calls it a part of the apparatus.
fn holds_prose(tree: &Tree, node: usize, prose: usize, marks: &[bool]) -> bool {
    const INSIDE_BYTES_MIN: usize = 600;
    const LEVELS_MAX: usize = 4;
    let (mut inside, mut inner) = (0, node);
    while inner < tree.end(node) {
        if marks[inner] {
            inner = tree.end(inner);
            continue;
        }
        inside += prose_bytes(tree.text(inner).map_or(0, |text| text.trim_ascii().len()));
        inner += 1;
    }
    let around = std::iter::once(node).chain(tree.ancestors(node)).take(LEVELS_MAX);
    let is_of_page = |element: &Element| is_apparatus(element) || is_of_others(element);
    inside >= INSIDE_BYTES_MIN
        && inside * 4 >= prose * 3
        && !tells_without(tree, node, marks)
        && !around.filter_map(|outer| tree.element(outer)).any(is_of_page)
}

/// Says whether the page shows an article, or a title with sentences beside it, without a hidden subtree.
fn tells_without(tree: &Tree, hidden: usize, marks: &[bool]) -> bool {
    const PROSE_BYTES_MIN: usize = 100;
    const TRIES_MAX: usize = 16;
    let is_shown = |node: &usize| {
        !marks[*node]
            && *node != hidden
            && !tree.element(*node).is_some_and(is_hidden)
            && !(hidden..tree.end(hidden)).contains(node)
    };
    let tells = |around: usize| {
        let (mut told, mut inner) = (0, around + 1);
        while inner < tree.end(around) {
            if !is_shown(&inner) {
                inner = tree.end(inner).max(inner + 1);
                continue;
            }
            told += prose_bytes(tree.text(inner).map_or(0, |text| text.trim_ascii().len()));
            inner += 1;
        }
        told >= PROSE_BYTES_MIN
    };
    // Each of many titles side by side would be weighed with all of the others.
    let mut tries = 0;
    let mut node = 0;
    while node < tree.len() && tries < TRIES_MAX {
        if node != 0 && !is_shown(&node) {
            node = tree.end(node).max(node + 1);
            continue;
        }
        let around = match tree.name(node) {
            "article" | "main" => Some(node),
            "h1" => Some(tree.parent(node)).filter(|around| tree.name(*around) != "body"),
            _ => None,
        };
        tries += usize::from(around.is_some());
        if around.is_some_and(tells) {
            return true;
        }
        node += 1;
    }
    false
}

/// Notes what is left out because its author hid it, or a service set it. `unseen` is what [`unseen`] says of the tree.
pub(super) fn note_hidden(tree: &Tree, unseen: &[bool], receipt: &mut Receipt) {
    let is_box =
        |node: usize| tree.element(node).is_some_and(|element| is_box_of_service(tree, node, element));
    let is_hidden = |node: usize| unseen[node] && (tree.element(node).is_some_and(is_hidden) || is_box(node));
    let mut node = 0;
    let mut skipped = unseen.to_vec();
    while node < tree.len() {
        if !is_hidden(node) {
            node = if unseen[node] { tree.end(node) } else { node + 1 };
            continue;
        }
        // What is hidden inside of what is hidden is noted with it.
        let inside = node..tree.end(node);
        inside.clone().filter(|node| is_hidden(*node)).for_each(|node| skipped[node] = false);
        let mut runs = Vec::new();
        collect(tree, node, &skipped, &mut runs);
        let rule = if is_box(node) { "box of the service" } else { "hidden" };
        runs.iter().for_each(|run| receipt.dropped(rule, run.raw_text()));
        node = inside.end;
    }
}

/// Says whether a text begins with the line under its title, as Medium's do, which has it above the text once more.
fn has_subtitle(tree: &Tree) -> bool {
    let is_it = |class: &str| class.split_ascii_whitespace().any(|class| class == "graf--subtitle");
    (0..tree.len()).any(|node| tree.attribute(node, "class").is_some_and(is_it))
}

fn is_unseen_by_name(element: &Element) -> bool {
    match &*element.name {
        "script" | "style" | "head" | "noscript" | "iframe" | "embed" | "video" | "audio" | "canvas"
        | "svg" | "input" | "textarea" | "select" | "button" | "datalist" | "map" | "rt" | "rp" | "rtc"
        | "annotation" | "annotation-xml" | "noframes" | "noembed" | "progress" | "meter" => true,
        // What it shows is elsewhere; one that names nothing shows what is inside, as Apple's notes have tables.
        "object" => {
            element.attribute("data").or(element.attribute("type")).or(element.attribute("classid")).is_some()
        }
        "template" => element.attribute("shadowrootmode").or(element.attribute("shadowroot")).is_none(),
        _ => false,
    }
}

/// Says whether an element is the number of a page of the printed book, wherever in a word that page began.
fn is_page_number(tree: &Tree, node: usize, element: &Element) -> bool {
    const CLASSES: [&str; 7] =
        ["pagenum", "pageno", "pagenumber", "page-number", "pgnum", "pagebreak", "x-ebookmaker-pageno"];
    let is_class = |class: &str| CLASSES.iter().any(|known| known.eq_ignore_ascii_case(class));
    let is_named = matches!(&*element.name, "span" | "a" | "div")
        && (element.attribute("class").is_some_and(|class| class.split_ascii_whitespace().any(is_class))
            || element.attribute("epub:type") == Some("pagebreak")
            || element.attribute("role") == Some("doc-pagebreak"));
    if !is_named || tree.end(node) - node > 6 {
        return false;
    }
    let text = tree.raw_text(node);
    let number = text.trim().trim_matches(['[', ']', '(', ')', '{', '}', ' ']).to_lowercase();
    let number = ["page", "pg", "p"].iter().find_map(|word| number.strip_prefix(word)).unwrap_or(&number);
    let number = number.trim_matches(['.', ' ', '\u{A0}']);
    let is_roman = number.bytes().all(|byte| b"ivxlc".contains(&byte));
    number.len() <= 6 && (is_roman || number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Says whether an element is what Project Gutenberg sets before and behind a book.
fn is_of_library(element: &Element) -> bool {
    matches!(element.attribute("id"), Some("pg-header" | "pg-footer"))
        || element
            .attribute("class")
            .is_some_and(|class| class.split_ascii_whitespace().any(|class| class == "pg-boilerplate"))
}

/// Says whether a link is the sign beside a heading by which its address can be had: `#`, `\u{B6}`.
fn is_anchor_of_heading(tree: &Tree, node: usize, element: &Element) -> bool {
    let is_inner = &*element.name == "a"
        && tree.end(node) - node <= 4
        && element.attribute("href").is_some_and(|href| href.starts_with('#'));
    is_inner
        && matches!(
            tree.raw_text(node).trim(),
            "#" | "\u{200B}" | "\u{B6}" | "\u{A7}" | "\u{1F517}" | "\u{2693}" | "\u{221E}" | "\u{F0C1}"
        )
}

/// Says whether a link leads from a note back to where it is referred to, by a sign and no words.
fn is_way_back(tree: &Tree, node: usize, element: &Element) -> bool {
    const SIGNS: [char; 8] =
        ['^', '\u{2191}', '\u{21A9}', '\u{21B5}', '\u{23CE}', '\u{2B0F}', '\u{21A5}', '\u{2190}'];
    // What tells a sign from its coloured picture.
    const SELECTORS: [char; 2] = ['\u{FE0E}', '\u{FE0F}'];
    let is_inner = &*element.name == "a"
        && tree.end(node) - node <= 6
        && element.attribute("href").is_some_and(|href| href.contains('#'));
    if !is_inner {
        return false;
    }
    let text = tree.raw_text(node);
    let is_sign = |c: char| c.is_whitespace() || SIGNS.contains(&c) || SELECTORS.contains(&c);
    !text.trim().is_empty() && text.chars().all(is_sign)
}

/// Says whether an element is the bullet or the number that LaTeXML sets into an item before its words, or docutils
/// into a note.
fn is_sign_of_item(tree: &Tree, node: usize, element: &Element) -> bool {
    const CHARS_MAX: usize = 5;
    let around = tree.parent(node);
    let is_of_item = || has_class(element, "ltx_tag_item") && tree.name(around) == "li";
    let is_of_note = || has_class(element, "label") && tree.attribute(around, "role") == Some("doc-footnote");
    &*element.name == "span"
        && (is_of_item() || is_of_note())
        && tree.raw_text(node).trim().chars().count() <= CHARS_MAX
}

/// Says whether an element is the name of its language that stands in the corner of a listing (VitePress).
fn is_language_of_code(tree: &Tree, node: usize, element: &Element) -> bool {
    let around = tree.parent(node);
    let is_listing = || {
        tree.attribute(around, "class")
            .is_some_and(|class| class.split_ascii_whitespace().any(|class| class.starts_with("language-")))
    };
    &*element.name == "span"
        && has_class(element, "lang")
        && is_listing()
        && tree.children(around).any(|child| tree.name(child) == "pre")
}

/// Says whether an element is what programs set beside the lines of a listing or a note: the number of a line
/// (Sphinx, Hugo), of a cell (Jupyter) or of a note before it (Org), lines that a book hides (mdBook), a picture
/// made of one sign before a remark (Ghost, Notion).
fn is_set_by_machine(tree: &Tree, node: usize, element: &Element) -> bool {
    const NODES_MAX: usize = 6;
    if element.attribute("class").is_none() && &*element.name != "sup" || tree.end(node) - node > NODES_MAX {
        return false;
    }
    let outer_is = |name: &str| tree.ancestors(node).take(4).any(|outer| tree.name(outer) == name);
    let around_has = |class: &str| {
        let outer = tree.ancestors(node).take(2).filter_map(|outer| tree.element(outer));
        outer.into_iter().any(|outer| has_class(outer, class))
    };
    let is_number = || tree.raw_text(node).trim().bytes().all(|byte| byte.is_ascii_digit());
    match &*element.name {
        "span" if has_class(element, "linenos") || has_class(element, "ln") => is_number() && outer_is("pre"),
        "span" if has_class(element, "boring") => outer_is("pre"),
        "span" if has_class(element, "icon") => around_has("callout"),
        "sup" => around_has("footdef") && is_number(),
        "div" => ["jp-InputPrompt", "jp-OutputPrompt", "input_prompt", "output_prompt", "kg-callout-emoji"]
            .iter()
            .any(|class| has_class(element, class)),
        _ => false,
    }
}

/// Says whether an element is the bullet or the number that Word sets into a paragraph which is an item.
fn is_bullet_of_word(tree: &Tree, node: usize, element: &Element) -> bool {
    const CHARS_MAX: usize = 6;
    let is_item = || {
        let class = tree.attribute(tree.parent(node), "class");
        class.is_some_and(|class| class.starts_with("MsoListParagraph"))
    };
    // What stands between it and the words is set in a type of its own.
    let has_gap = || {
        tree.below(node).any(|inner| {
            tree.attribute(inner, "style").is_some_and(|style| style.trim_start().starts_with("font:7.0pt"))
        })
    };
    &*element.name == "span"
        && (element.attribute("style").is_some_and(|style| style.contains("mso-list:Ignore"))
            || is_item() && has_gap())
        && tree.raw_text(node).trim().chars().count() <= CHARS_MAX
}

fn has_class(element: &Element, name: &str) -> bool {
    element.attribute("class").is_some_and(|class| class.split_ascii_whitespace().any(|word| word == name))
}

/// Says whether an element is the number of a note once more, before the note that LaTeXML sets behind its number.
fn is_number_again(tree: &Tree, node: usize, element: &Element) -> bool {
    let is_number = has_class(element, "ltx_note_mark") || has_class(element, "ltx_tag_note");
    is_number && tree.element(tree.parent(node)).is_some_and(|outer| has_class(outer, "ltx_note_content"))
}

/// Says whether a link leads from a comment in one of Google's documents to its place, or there from it.
fn is_comment_of_docs(element: &Element) -> bool {
    let is = |attribute: &str| {
        element.attribute(attribute).is_some_and(|value| value.trim_start_matches('#').starts_with("cmnt"))
    };
    &*element.name == "a" && is("href") && is("id")
}

/// Says whether an element is what services of letters set into them and their pages by classes of their own:
/// buttons, and boxes that ask to subscribe or what one thinks, and what stands below each
/// post (Substack, Ghost, Blogger).
fn is_box_of_service(tree: &Tree, node: usize, element: &Element) -> bool {
    const CLASSES: [&str; 13] = [
        "blogger-post-footer",
        "button-wrapper",
        "kg-button-card",
        "kg-signup-card",
        "digest-post-embed",
        "embedded-post-wrap",
        "embedded-publication-wrap",
        "subscription-widget-wrap",
        "subscription-widget-wrap-editor",
        "email-ufi-2-top",
        "email-ufi-2-bottom",
        "comments-cta",
        "feedback-buttons",
    ];
    const NODES_MAX: usize = 40;
    const BYTES_MAX: usize = 400;
    const BUTTON_BYTES_MAX: usize = 60;
    let Some(class) = element.attribute("class") else { return false };
    let Some(known) = class.split_ascii_whitespace().find(|word| CLASSES.contains(word)) else {
        return false;
    };
    let is_button = matches!(known, "button-wrapper" | "kg-button-card");
    let most = if is_button { BUTTON_BYTES_MAX } else { BYTES_MAX };
    tree.end(node) - node <= NODES_MAX && tree.raw_text(node).trim().len() <= most
}

/// Says whether a button is the whole of a heading: pressed, it shows what stands below.
fn opens_what_is_below(tree: &Tree, node: usize) -> bool {
    matches!(tree.name(tree.parent(node)), "h2" | "h3" | "h4" | "h5" | "h6" | "dt")
}

fn is_hidden(element: &Element) -> bool {
    let is_marked = element
        .attribute("hidden")
        .is_some_and(|value| !value.eq_ignore_ascii_case("until-found"))
        || is_hidden_from_ears(element)
        || element.attribute("style").is_some_and(hides)
        || element.attribute("class").is_some_and(|class| class.split_ascii_whitespace().any(is_for_ears));
    is_marked && !(is_panel(element) || is_transcript(element) || &*element.name == "dd")
}

/// Says whether screen readers are told to pass over an element, as they are over icons and over what was copied
/// for its looks. A caption is seen: they pass over it because its picture says the same.
fn is_hidden_from_ears(element: &Element) -> bool {
    &*element.name != "figcaption"
        && element.attribute("aria-hidden").is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
}

/// Says whether an element calls itself a part of the page that is shown by a press on its heading.
pub(crate) fn is_panel(element: &Element) -> bool {
    let names = ["accordion", "collapse", "toggle", "spoiler", "tabpanel", "tab-content", "tab-pane"];
    element.attribute("role") == Some("tabpanel")
        || element.attribute("class").is_some_and(|class| names.iter().any(|name| class.contains(name)))
}

/// Says whether an element calls itself what was said, which a button shows.
fn is_transcript(element: &Element) -> bool {
    let names = [element.attribute("class"), element.attribute("id")];
    let mut words = names.into_iter().flatten().flat_map(|names| names.split(|c: char| !c.is_alphanumeric()));
    matches!(&*element.name, "div" | "section" | "article")
        && words
            .any(|word| word.eq_ignore_ascii_case("transcript") || word.eq_ignore_ascii_case("transcription"))
}

/// Says whether an element with a text of its own keeps its place and is only not drawn: a script draws it once
/// the page is there.
fn waits_for_script(tree: &Tree, node: usize) -> bool {
    const NODES_MAX: usize = 400;
    let is_kept_in_place = tree.attribute(node, "style").is_some_and(|style| !sets(style, "display", "none"))
        && tree.attribute(node, "hidden").is_none()
        && tree.attribute(node, "aria-hidden").is_none();
    let names = [tree.attribute(node, "class"), tree.attribute(node, "id")];
    let mut words = names.into_iter().flatten().flat_map(|names| names.split(|c: char| !c.is_alphanumeric()));
    let is_content = words.any(|word| matches!(word, "content" | "article" | "body" | "post" | "entry"));
    let paragraphs = tree.below(node).take(NODES_MAX).filter(|node| tree.name(*node) == "p");
    is_kept_in_place
        && is_content
        && matches!(tree.name(node), "div" | "section" | "article" | "main")
        && paragraphs.take(2).count() == 2
}

/// Says whether an element is the answer to the question right above it, which shows it when it is pressed.
fn is_answer(tree: &Tree, node: usize) -> bool {
    const QUESTION_BYTES_MAX: usize = 300;
    const ANSWER_BYTES_MIN: usize = 40;
    const NODES_MAX: usize = 400;
    const SIBLINGS_MAX: usize = 400;
    if !matches!(tree.name(node), "div" | "section" | "p") || tree.end(node) - node > NODES_MAX {
        return false;
    }
    let before = tree.children(tree.parent(node)).take(SIBLINGS_MAX).take_while(|sibling| *sibling < node);
    let Some(question) = before.filter(|sibling| tree.element(*sibling).is_some()).last() else {
        return false;
    };
    let asks = |inner: usize| matches!(tree.name(inner), "form" | "input" | "textarea" | "nav");
    let text = tree.raw_text(question);
    text.len() <= QUESTION_BYTES_MAX
        && crate::clean::asks(
            text.trim_end_matches(|c: char| {
                !c.is_alphanumeric() && !matches!(c, '?' | '\u{FF1F}' | '\u{61F}')
            }),
        )
        && tree.raw_text(node).trim().len() >= ANSWER_BYTES_MIN
        && !tree.below(node).any(asks)
}

fn hides(style: &str) -> bool {
    sets(style, "display", "none") || sets(style, "visibility", "hidden")
}

/// Says whether a style sets a property to a value.
fn sets(style: &str, wanted: &str, to: &str) -> bool {
    style.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(property, value)| {
        let value = value.trim_start();
        property.trim().eq_ignore_ascii_case(wanted)
            && value.get(..to.len()).is_some_and(|start| start.eq_ignore_ascii_case(to))
    })
}

/// Classes for words that only a screen reader says, such as what an icon means.
fn is_for_ears(class: &str) -> bool {
    matches!(
        class,
        "sr-only"
            | "visually-hidden"
            | "visuallyhidden"
            | "screen-reader-text"
            | "screen-reader-only"
            | "a11y-hidden"
            | "show-for-sr"
            | "off-screen"
            | "offscreen"
            | "hide-text"
            // Before a note stands its number, in a link back.
            | "footnote-number"
    )
}

/// Formulas are hidden behind a picture of themselves: then the formula is the text.
fn holds_only_mathematics(tree: &Tree, node: usize) -> bool {
    let mut elements = tree.children(node).filter(|child| tree.element(*child).is_some());
    elements.next().is_some_and(|child| tree.name(child) == "math") && elements.next().is_none()
}
