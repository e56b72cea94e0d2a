//! The tags of a text among the links of its page: themes that say nothing of tags in the head of their pages set
//! links to the pages of tags above or below the text.

use super::super::kinds::is_block;
use super::super::tree::{Element, Tree};
use super::page::text_of;
use crate::clean::main_content::is_of_others;
use crate::document::Date;

/// Whatever leads to pages of tags behind so many other such links is a list of all tags there are.
const LINKS_MAX: usize = 120;
/// A page of several texts has the tags of each.
const PLACES_MAX: usize = 2;
const TAG_BYTES_MAX: usize = 60;

/// The links to pages of tags, by what holds them.
#[derive(Debug, Default)]
pub(super) struct TagLinks {
    places: Vec<(usize, Vec<String>)>,
    seen: usize,
}

impl TagLinks {
    /// Looks at an element that may be a tag, or a link to the page of one.
    pub(super) fn look(&mut self, tree: &Tree, node: usize, element: &Element, unseen: &[bool]) {
        let is_link = &*element.name == "a" && leads_to_tag(tree, node, element);
        if !is_link && !is_tag_of_producer(tree, node, element) {
            return;
        }
        self.seen += 1;
        if self.seen > LINKS_MAX || is_elsewhere(tree, node) {
            return;
        }
        let Some(place) = place(tree, node) else { return };
        let Some(text) = text_of(tree, node, unseen) else { return };
        let tag = text.trim_start_matches(['#', '\u{FF03}', ' ']).trim_end_matches([',', ' ']);
        if tag.len() > TAG_BYTES_MAX || !tag.chars().any(char::is_alphanumeric) {
            return;
        }
        match self.places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, tags)) => tags.push(tag.to_owned()),
            None => self.places.push((place, vec![tag.to_owned()])),
        }
    }

    /// The tags, where they stand in one place, or in two that say the same.
    pub(super) fn tags(&self) -> &[String] {
        let Some((first, others)) = self.places.split_first().filter(|_| self.seen <= LINKS_MAX) else {
            return &[];
        };
        let say_the_same = others.iter().all(|(_, tags)| tags.iter().all(|tag| first.1.contains(tag)));
        if self.places.len() <= PLACES_MAX && say_the_same { &first.1 } else { &[] }
    }
}

/// Says whether a link leads to the page of a tag, by its address or by what calls itself a place for tags.
fn leads_to_tag(tree: &Tree, node: usize, element: &Element) -> bool {
    const SEGMENTS: [&str; 9] =
        ["tag", "tags", "tagged", "label", "etiqueta", "etiquetas", "schlagwort", "schlagworte", "mot-cle"];
    let Some(href) = element.attribute("href").filter(|href| !href.is_empty()) else { return false };
    let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
    let path = path.split('?').next().unwrap_or(path);
    let mut segments = path.split('/').filter(|segment| !segment.is_empty() && *segment != ".");
    let names_tag = |segment: &str| {
        let bare = segment.strip_suffix(".html").unwrap_or(segment);
        !bare.is_empty() && bare != "index"
    };
    if segments.by_ref().any(|segment| SEGMENTS.contains(&segment)) {
        return segments.next().map_or(!anchor.is_empty(), names_tag);
    }
    // Drupal's terms, in a field that is called so.
    if path.contains("/taxonomy/term/") {
        let classes = tree.ancestors(node).take(5).filter_map(|outer| tree.attribute(outer, "class"));
        return classes.into_iter().any(|class| class.contains("field-tags"));
    }
    let is_other = |segment: &str| {
        matches!(segment, "category" | "categories" | "archive" | "archives" | "author")
            || segment.len() == 4 && segment.bytes().all(|byte| byte.is_ascii_digit())
    };
    is_place_for_tags(tree, tree.parent(node)) && !href.contains(':') && !path.split('/').any(is_other)
}

/// Says whether an element calls itself a place for the tags of a text.
fn is_place_for_tags(tree: &Tree, node: usize) -> bool {
    const CLASSES: [&str; 8] = [
        "tags",
        "post-tags",
        "article-tags",
        "entry-tags",
        "blog-tags",
        "post-tag-list",
        "article-tag-list",
        "entry-tag-list",
    ];
    let Some(element) = tree.element(node) else { return false };
    let has = |name: &str| {
        element
            .attribute("class")
            .is_some_and(|class| class.split_ascii_whitespace().any(|word| word == name))
    };
    CLASSES.iter().any(|class| has(class)) || element.attribute("id") == Some("EntryTag")
}

/// Says whether an element is a tag that leads nowhere, as Quarto, Notion's export and Tumblr's set them.
fn is_tag_of_producer(tree: &Tree, node: usize, element: &Element) -> bool {
    let Some(class) = element.attribute("class") else { return false };
    let has = |name: &str| class.split_ascii_whitespace().any(|word| word == name);
    let outer_has = |name: &str| {
        let mut classes = tree.ancestors(node).take(3).filter_map(|outer| tree.attribute(outer, "class"));
        classes.any(|class| class.split_ascii_whitespace().any(|word| word == name))
    };
    const CHILDREN_MAX: usize = 64;
    let below_stamp = || {
        let around = tree.parent(node);
        tree.attribute(around, "id") == Some("footer")
            && tree
                .children(around)
                .take(CHILDREN_MAX)
                .any(|child| tree.attribute(child, "id") == Some("timestamp"))
    };
    match &*element.name {
        "div" => has("quarto-category") && outer_has("quarto-categories"),
        "span" => {
            has("selected-value") && outer_has("property-row-multi_select") || has("tag") && below_stamp()
        }
        _ => false,
    }
}

/// Says whether an element stands in what leads to other pages, and so has the tags of others or of all.
pub(super) fn is_elsewhere(tree: &Tree, node: usize) -> bool {
    const WORDS: [&str; 14] = [
        "sidebar", "widget", "cloud", "tagcloud", "related", "recent", "trending", "popular", "search",
        "menu", "navbar", "comments", "archive", "panel",
    ];
    tree.ancestors(node).filter_map(|outer| Some((outer, tree.element(outer)?))).any(|(at, outer)| {
        // What holds most of the page is called by how that is laid out: `page-navbar`, `has-sidebar`.
        let is_layout = (tree.end(at) - at) * 2 > tree.len();
        let names = [outer.attribute("class"), outer.attribute("id")];
        let mut words =
            names.into_iter().flatten().flat_map(|names| names.split(|c: char| !c.is_ascii_alphanumeric()));
        matches!(&*outer.name, "nav" | "aside")
            || !is_layout && words.any(|word| WORDS.contains(&word))
            || is_of_others(outer)
    })
}

/// What holds a tag and its neighbours; nothing where the tag stands among the words of a text.
fn place(tree: &Tree, node: usize) -> Option<usize> {
    const NODES_MAX: usize = 300;
    const WORDS_BYTES_MAX: usize = 24;
    let bytes = |text: &str| text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
    let mut place = tree.parent(node);
    if tree.end(place) - place > NODES_MAX {
        return None;
    }
    // Each tag may stand in an element of its own.
    let is_alone = tree.below(place).filter(|inner| tree.name(*inner) == tree.name(node)).nth(1).is_none();
    if is_alone && bytes(&tree.raw_text(place)) <= bytes(&tree.raw_text(node)) + 3 {
        place = tree.parent(place);
    }
    if tree.end(place) - place > NODES_MAX {
        return None;
    }
    let links = tree.below(place).filter(|inner| tree.name(*inner) == "a");
    let linked: usize = links.map(|link| bytes(&tree.raw_text(link))).sum();
    let all = bytes(&tree.raw_text(place));
    let is_list = tree.name(place) == "ul" || tree.name(node) != "a";
    let is_short = is_list || all.saturating_sub(linked) <= WORDS_BYTES_MAX;
    (is_short && !is_in_sentence(tree, node)).then_some(place)
}

/// The paragraph, the point of a list or the like that an element stands in, where that is a line of its own and no
/// part of a page; nothing, and whether it is one of many words, elsewhere.
pub(super) fn line_around(tree: &Tree, node: usize) -> Result<usize, bool> {
    const NODES_MAX: usize = 200;
    let around = tree.ancestors(node).find(|outer| is_block(tree.name(*outer))).ok_or(false)?;
    let mut inside = tree.below(around).take(NODES_MAX);
    if inside.any(|inner| is_block(tree.name(inner)) && tree.name(inner) != "br") {
        return Err(false);
    }
    if tree.end(around) - around > NODES_MAX { Err(true) } else { Ok(around) }
}

/// Says whether a link stands among words of a paragraph that do not say that tags follow: `See lead, iron`.
fn is_in_sentence(tree: &Tree, node: usize) -> bool {
    #[rustfmt::skip]
    const LEADS: [&str; 30] = [
        "tag", "tags", "tagged", "label", "labels", "topic", "topics", "keyword", "keywords", "filed", "posted",
        "category", "categories", "subject", "subjects", "themes", "schlagwort", "schlagworte", "schlagwörter", "themen",
        "stichworte", "etiqueta", "etiquetas", "temas", "mots", "étiquettes", "trefwoorden", "теги", "метки", "by",
    ];
    let Ok(line) = line_around(tree, node) else { return false };
    if tree.name(line) != "p" {
        return false;
    }
    let names = [tree.attribute(line, "class"), tree.attribute(line, "id")];
    if names.into_iter().flatten().any(|name| ["tag", "label", "meta"].iter().any(|word| name.contains(word)))
    {
        return false;
    }
    let mut words = String::new();
    let mut inner = line;
    while inner < tree.end(line) {
        if tree.name(inner) == "a" {
            inner = tree.end(inner);
            continue;
        }
        words.push_str(tree.text(inner).unwrap_or_default());
        inner += 1;
    }
    let is_spaced = |c: char| c.is_alphabetic() && !crate::clean::is_unspaced(c);
    let mut said = words.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.contains(is_spaced)
        && Date::find(&words).is_none()
        && !said.any(|word| LEADS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::receipt::Receipt;

    fn check(body: &str, expected: &[&str]) {
        let tree = Tree::parse(&format!("<!doctype html><title>t</title><body>{body}</body>"));
        let found = read(&tree, &vec![false; tree.len()], &mut Receipt::default());
        assert_eq!(found.metadata.tags, expected, "{body}");
    }

    #[test]
    fn links_to_pages_of_tags_name_the_tags_of_a_text() {
        check(
            "<div class=post-tags><a href=/tags/tin/>tin</a> <a href=/tags/old-lids/>old lids</a></div>",
            &["tin", "old lids"],
        );
        check(
            "<p>tags: <a href=/tag/tin.html>tin</a> <a href=/tag/lids.html>lids</a> </p>",
            &["tin", "lids"],
        );
        check("<ul class=meta><li>Ada</li><li><a href=/tags/tin/>#tin</a>,</li></ul>", &["tin"]);
        check("<div class=blog-tags><span>Tags:</span><a href='/tags#tin'>tin</a></div>", &["tin"]);
        check(
            "<p class=tags><a href='/blog/?q=tin'>#tin</a> <a href='/blog/?q=lids'>#lids</a></p>",
            &["tin", "lids"],
        );
        check("<div class=quarto-categories><div class=quarto-category>tin</div></div>", &["tin"]);
        check(
            "<table><tr class='property-row property-row-multi_select'><th>Tags</th><td><span class=selected-value>tin</span></td></tr></table>",
            &["tin"],
        );
        check(
            "<div id=footer><span id=timestamp>March 5th, 2015</span><span class=tag>tin</span></div>",
            &["tin"],
        );
        check("<a rel=tag href=/tin># 锡</a>", &["锡"]);
        check("<p>Filed under <a href=/tag/tin>tin</a> and <a href=/tag/lids>lids</a></p>", &["tin", "lids"]);
        check("<p>5 March 2021 · <a href=/tag/tin>tin</a></p>", &["tin"]);
        check("<p>标签：<a href=/tag/tin>锡</a></p>", &["锡"]);
        let terms =
            "<ul><li><a href=/taxonomy/term/3>tin</a></li><li><a href=/taxonomy/term/4>lids</a></li></ul>";
        check(&format!("<div class='field field--name-field-tags'>{terms}</div>"), &["tin", "lids"]);
        check(&format!("<div class='field field--name-field-place'>{terms}</div>"), &[]);
        check(
            "<p class=post-tags><a href=/blog/2023>2023</a> <a href=/blog/tag/tin>tin</a> <a href=/category/b>b</a></p>",
            &["tin"],
        );
        check("<p class=tags><a href=javascript:x>x</a> <a href=/a>a</a></p>", &["a"]);
        check(
            "<div class=has-sidebar><p>Tin.</p><p>Lids.</p><p>So.</p><p>Soft.</p><p><a href=/tags/tin/>tin</a></p></div>",
            &["tin"],
        );
    }

    #[test]
    fn links_to_tags_elsewhere_say_nothing_of_the_text() {
        for body in [
            "<p>All that I wrote of <a href=/tags/tin/>tin</a> stands in a list of its own.</p>",
            "<aside><a href=/tags/tin/>tin</a></aside>",
            "<p>Tin.</p><p>Lids.</p><p>Old.</p><p>So.</p><div class='widget tagcloud'><a href=/tags/tin/>tin</a></div>",
            "<nav><a href=/tags/tin/>tin</a></nav>",
            "<p><a href=/tags/>All tags</a></p>",
            "<p>See <a href=/tag/lead>lead</a>, <a href=/tag/iron>iron</a></p>",
            "<p>See <em><a href=/tag/lead>lead</a></em> and <em><a href=/tag/iron>iron</a></em></p>",
            "<div><p><a href=/tags/a>a</a></p></div><hr><div><p><a href=/tags/b>b</a></p></div>",
            "<meta name=keywords content='Hexo, NexT'>",
        ] {
            check(body, &[]);
        }
        check("<meta name=keywords content=lids><p><a href=/tags/tin>tin</a></p>", &["lids"]);
    }
}
