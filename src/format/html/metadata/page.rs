//! What one walk over a page picks up of what it says about itself.

use super::super::tree::Tree;
use super::people::{
    author_in_word, is_byline_of_house, is_class_of_author, is_in_card, is_sentence, leads_to_author,
    named_before_office, named_in_bio, names_beside, opens_with_di, people_of_property, says_by,
};
use super::tag_links::TagLinks;
use crate::clean::folded;
use crate::clean::main_content::is_of_others;

/// Whoever is named behind so many others wrote something else.
const AUTHORS_SEEN_MAX: usize = 40;

/// What one walk over the tree picks up.
#[derive(Default)]
pub(super) struct Page {
    /// Pairs of a lower-case name and its content, in page order.
    pub(super) meta: Vec<(String, String)>,
    pub(super) title: Option<String>,
    /// What the first headings of the first level say; the first may be the banner of the site.
    pub(super) headings: Vec<String>,
    /// The number of the first of them that stands in the main part of the page.
    pub(super) headed_in_main: Option<usize>,
    /// What the first heading says that leads to the front page of the site and says no more: the site's name.
    pub(super) banner: Option<String>,
    /// What the first of the levels below say.
    pub(super) subheadings: Vec<String>,
    pub(super) canonical: Option<String>,
    pub(super) saved_from: Option<String>,
    pub(super) language: Option<String>,
    pub(super) scripts: Vec<String>,
    /// Values of `datetime` and the like, those that say they are of publication first.
    pub(super) published: Vec<String>,
    pub(super) times: Vec<String>,
    /// Those of them that may be of other pages.
    pub(super) times_aside: Vec<String>,
    pub(super) authors: Vec<String>,
    /// How many elements that name an author were looked at.
    authors_seen: usize,
    /// The nodes among which whoever else wrote this page is named: around the first author.
    authors_place: Option<std::ops::Range<usize>>,
    pub(super) bylines: Vec<String>,
    /// What the first link says that leads to the page of an author.
    pub(super) author_link: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) tag_links: TagLinks,
    /// It is a notebook of Jupyter, made a page.
    pub(super) is_notebook: bool,
    pub(super) media_url: Option<String>,
}

impl Page {
    pub(super) fn look(tree: &Tree, unseen: &[bool]) -> Self {
        let mut page = Self::default();
        let mut unseen_end = 0;
        for node in 0..tree.len() {
            if unseen[node] && tree.name(node) != "head" {
                unseen_end = unseen_end.max(tree.end(node));
            }
            if let Some(comment) = tree.comment(node) {
                if let Some(author) = author_in_word(comment) {
                    page.meta.push(("author".to_owned(), author.to_owned()));
                }
                page.saved_from = page.saved_from.take().or_else(|| saved_from(comment));
                continue;
            }
            let Some(element) = tree.element(node) else { continue };
            match &*element.name {
                "html" => page.language = element.attribute("lang").and_then(primary_language),
                "meta" => {
                    let name = ["property", "name", "itemprop", "http-equiv"]
                        .iter()
                        .find_map(|key| element.attribute(key).filter(|value| !value.is_empty()));
                    let content = element.attribute("content").or(element.attribute("value")).map(str::trim);
                    let content = content.filter(|content| !content.is_empty());
                    if let (Some(name), Some(content)) = (name, content) {
                        for name in name.split_ascii_whitespace() {
                            page.meta.push((plain_name(name), content.to_owned()));
                        }
                    }
                }
                "title"
                    if page.title.is_none()
                        && tree.ancestors(node).all(|outer| tree.name(outer) != "svg") =>
                {
                    page.title = text_of(tree, node, unseen);
                }
                "link" => {
                    let rel = element.attribute("rel").unwrap_or_default();
                    if rel.eq_ignore_ascii_case("canonical") && page.canonical.is_none() {
                        page.canonical = element.attribute("href").map(str::to_owned);
                    }
                }
                "script" => {
                    let kind = element.attribute("type").unwrap_or_default();
                    if kind.trim().eq_ignore_ascii_case("application/ld+json") {
                        page.scripts.push(tree.raw_text(node));
                    }
                }
                "audio" | "source" | "iframe" | "embed" => {
                    let source = element.attribute("src").or(element.attribute("data-src"));
                    let is_media = |source: &&str| match &*element.name {
                        "audio" => true,
                        "source" => tree.name(tree.parent(node)) == "audio",
                        _ => false,
                    } && source.starts_with("http");
                    if page.media_url.is_none() {
                        page.media_url = source
                            .filter(is_media)
                            .map(str::to_owned)
                            .or_else(|| source.and_then(youtube_address));
                    }
                }
                _ if node < unseen_end => {}
                _ => page.visible(tree, node, unseen),
            }
        }
        page
    }

    /// Looks at an element that the reader sees.
    fn visible(&mut self, tree: &Tree, node: usize, unseen: &[bool]) {
        let Some(element) = tree.element(node) else { return };
        let classes: Vec<&str> =
            element.attribute("class").unwrap_or_default().split_ascii_whitespace().collect();
        let has = |attribute: &str, wanted: &[&str]| match attribute {
            "class" => classes.iter().any(|class| wanted.contains(class)),
            _ => element
                .attribute(attribute)
                .is_some_and(|value| value.split_ascii_whitespace().any(|value| wanted.contains(&value))),
        };
        match &*element.name {
            "h2" | "h3" | "h4" | "h5" if self.subheadings.len() < 8 => {
                self.subheadings.extend(text_of(tree, node, unseen))
            }
            "h1" if self.headings.len() < 4 => {
                let mut text = text_of(tree, node, unseen);
                // Confluence sets the name of the space before that of each page.
                let of_space = text.as_deref().and_then(|text| text.split_once(" : "));
                if let Some((space, title)) = of_space
                    && element.attribute("id") == Some("title-heading")
                {
                    self.banner = Some(space.to_owned());
                    text = Some(title.to_owned());
                }
                if self.banner.is_none() && leads_to_front(tree, node) {
                    self.banner.clone_from(&text);
                }
                let is_main = |outer: usize| matches!(tree.name(outer), "main" | "article");
                if self.headed_in_main.is_none() && text.is_some() && tree.ancestors(node).any(is_main) {
                    self.headed_in_main = Some(self.headings.len());
                }
                self.headings.extend(text);
            }
            // The titles of Word's and Google's documents are no headings.
            "p" if has("class", &["MsoTitle"])
                || has("class", &["title"])
                    && element.attribute("id").is_some_and(|id| id.starts_with("h.")) =>
            {
                self.headings.extend(text_of(tree, node, unseen));
            }
            // hAtom writes the time for machines into the title of an abbreviation.
            "abbr" if has("class", &["published", "dt-published"]) => {
                let when = element.attribute("title").map(str::to_owned);
                self.published.extend(when.or_else(|| text_of(tree, node, unseen)));
                return;
            }
            "time" => {
                let when =
                    element.attribute("datetime").map(str::to_owned).or_else(|| text_of(tree, node, unseen));
                let is_published =
                    has("class", &["dt-published", "published", "entry-date", "updated published"])
                        || has("itemprop", &["datePublished"])
                        || element.attribute("pubdate").is_some();
                if !is_published && says_when_changed(tree, node) {
                    return;
                }
                if !is_published && stands_aside(tree, node) {
                    self.times_aside.extend(when.clone());
                }
                let list = if is_published { &mut self.published } else { &mut self.times };
                list.extend(when);
                return;
            }
            "a" => {
                if has("class", &["p-canonical", "u-url"]) && self.canonical.is_none() {
                    self.canonical =
                        element.attribute("href").filter(|href| href.starts_with("http")).map(str::to_owned);
                }
                if has("rel", &["tag"]) {
                    self.tags.extend(text_of(tree, node, unseen));
                } else {
                    self.tag_links.look(tree, node, element, unseen);
                }
                if self.author_link.is_none() && leads_to_author(tree, node) {
                    self.author_link = text_of(tree, node, unseen);
                }
            }
            "div" | "span" if !classes.is_empty() => self.tag_links.look(tree, node, element, unseen),
            "body" | "main" if has("class", &["jp-Notebook"]) => self.is_notebook = true,
            "dl" | "table" if has("class", &["field-list", "docinfo"]) => self.fields(tree, node, unseen),
            "tr" if has("class", &["property-row-person"]) => {
                self.bylines.extend(people_of_property(tree, node, unseen));
            }
            _ => {}
        }
        // `Written by <strong>Ada Moss</strong> who lives by the sea.`
        if has("class", &["bio"]) && self.bylines.len() < 8 {
            self.bylines.extend(named_in_bio(tree, node, unseen));
        }
        // `posted @ 2016-03-09 21:33 <a>..</a>`
        if has("class", &["postDesc"])
            && let Some(link) = tree.below(node).find(|inner| tree.name(*inner) == "a")
        {
            self.bylines.extend(text_of(tree, link, unseen));
        }
        let tells = ["id", "itemprop", "rel", "data-date-time"];
        if classes.is_empty() && tells.iter().all(|name| element.attribute(name).is_none()) {
            return;
        }
        const DATED: [&str; 11] = [
            "field-date",
            "field-publishdate",
            "posted",
            "timestamp",
            "post-date",
            "entry-date",
            "article-date",
            "pubdate",
            "date-header",
            "publish_time",
            "ContentItem-time",
        ];
        self.times.extend(element.attribute("data-date-time").map(str::to_owned));
        if (has("id", &DATED) || has("class", &DATED))
            && tree.end(node) - node < 12
            && !tree.ancestors(node).filter_map(|outer| tree.element(outer)).any(is_of_others)
        {
            self.times.extend(text_of(tree, node, unseen).filter(|text| text.len() <= 60));
        }
        if has("class", &["date"]) && self.times.is_empty() && is_day_of_text(tree, node) {
            self.times.extend(text_of(tree, node, unseen).and_then(|text| {
                let (_, stamp) = text.split_once(':')?;
                Some(stamp.trim().to_owned())
            }));
        }
        if has("itemprop", &["datePublished"]) {
            self.published.extend(
                element.attribute("content").map(str::to_owned).or_else(|| text_of(tree, node, unseen)),
            );
        }
        if has("class", &["p-name"]) && self.headings.is_empty() {
            self.headings.extend(text_of(tree, node, unseen));
        }
        const SIGNED: [&str; 6] =
            ["submitted", "node__submitted", "node__meta", "posted", "post-footers", "entry-footer-info"];
        // `Submitted by ada on Fri, 03/05/2021 - 09:14` (Drupal)
        if has("class", &["submitted", "node__submitted", "node__meta"])
            && tree.end(node) - node < 24
            && !tree.ancestors(node).filter_map(|outer| tree.element(outer)).any(is_of_others)
            && says_by(tree, node)
            && let Some((_, day)) =
                text_of(tree, node, unseen).as_deref().and_then(|text| text.rsplit_once(" on "))
        {
            self.times.push(day.to_owned());
        }
        let names_author = has("rel", &["author"])
            || has("itemprop", &["author", "creator"])
            || has("class", &["p-author", "author", "byline", "author-name", "byline-name", "entry-author"])
            || has("class", &["field-author", "field-authorname"])
            || self.bylines.is_empty() && has("class", &SIGNED) && says_by(tree, node)
            || has("class", &["ltx_personname", "wp-block-post-author-name", "wp-block-post-author__name"])
            || has("class", &["fn"]) && (is_in_card(tree, node) || tree.ancestors(node).take(1).any(|outer| says_by(tree, outer)))
            // The reading view of Firefox, saved.
            || has("class", &["reader-credits"])
            || has("class", &["firma", "signature"]) && opens_with_di(tree, node)
            || classes.iter().any(|class| is_class_of_author(class))
            || is_byline_of_house(tree, node, &classes);
        self.authors_seen += usize::from(names_author);
        if names_author
            && tree.end(node) - node < 60
            && self.bylines.len() < 8
            && self.authors_seen <= AUTHORS_SEEN_MAX
            && !tree.ancestors(node).filter_map(|outer| tree.element(outer)).any(is_of_others)
        {
            // Inside an element with an `itemprop=name`, that is the name and the rest is not.
            let name = tree.below(node).find(|inner| tree.attribute(*inner, "itemprop") == Some("name"));
            // `<meta itemprop="name" content="Ada Moss">`
            let declared = name.and_then(|name| tree.attribute(name, "content")).map(str::to_owned);
            let text = declared
                .or_else(|| name.and_then(|name| names_beside(tree, name, node, unseen)))
                .or_else(|| text_of(tree, name.unwrap_or(node), unseen))
                .map(|text| named_before_office(tree, node, unseen, &text).unwrap_or(text));
            if let Some(text) = text.filter(|text| text.len() <= 200) {
                // Themes call whoever writes the whole site so, by the name of the site.
                let is_site = has("class", &["site-title", "site-name", "site-logo"]);
                let is_certain = has("rel", &["author"]) && !is_site
                    || has("itemprop", &["author"])
                    || has("class", &["p-author", "ltx_personname"]);
                if !is_certain {
                    if !is_sentence(&text) {
                        self.bylines.push(text);
                    }
                    return;
                }
                let place = self.authors_place.get_or_insert_with(|| {
                    let around = tree.ancestors(node).nth(2).unwrap_or(node);
                    around..tree.end(around)
                });
                if place.contains(&node) {
                    self.authors.push(text);
                }
            }
        }
    }

    /// Takes the day and whoever wrote it from the fields that Sphinx sets below a title.
    fn fields(&mut self, tree: &Tree, list: usize, unseen: &[bool]) {
        const FIELDS_MAX: usize = 12;
        let names = tree.below(list).filter(|node| matches!(tree.name(*node), "dt" | "th"));
        for name in names.take(FIELDS_MAX) {
            let value = (tree.end(name)..tree.end(list)).find(|node| matches!(tree.name(*node), "dd" | "td"));
            let value = value.and_then(|value| text_of(tree, value, unseen));
            let name = tree.raw_text(name).trim().trim_end_matches(':').to_lowercase();
            match name.as_str() {
                "date" | "published" => self.published.extend(value),
                "author" | "authors" => self.bylines.extend(value),
                _ => {}
            }
        }
    }

    /// The content of the first of these names that the page has, in the order of the names.
    pub(super) fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(name).next()).and_then(clean)
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.meta.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }
}

/// Says whether an element is the first of two days below a text, as Org sets them: when it was written, and then when
/// the page was made.
fn is_day_of_text(tree: &Tree, node: usize) -> bool {
    const CHILDREN_MAX: usize = 64;
    let parent = tree.parent(node);
    let mut days = tree
        .children(parent)
        .take(CHILDREN_MAX)
        .filter(|child| tree.attribute(*child, "class") == Some("date"));
    tree.attribute(parent, "id") == Some("postamble") && days.next() == Some(node) && days.next().is_some()
}

/// Says whether a time stands behind words that say that something was changed then.
fn says_when_changed(tree: &Tree, time: usize) -> bool {
    const WORDS: [&str; 5] = ["last updated", "last modified", "last edited", "last update", "最后更新"];
    // A parent of many times is walked for none of them to its end.
    const NODES_MAX: usize = 40;
    let around = tree.parent(time);
    let mut texts = (around..time).take(NODES_MAX).filter_map(|node| tree.text(node)).map(str::trim);
    let first = texts.find(|text| !text.is_empty()).unwrap_or_default().to_lowercase();
    WORDS.iter().any(|words| first.starts_with(words))
}

fn plain_name(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    match name.split_once(':') {
        Some((prefix @ ("dc" | "dcterms"), rest)) => format!("{prefix}.{rest}"),
        _ => name,
    }
}

/// Says whether all the words of a heading are in a link to the front page of the site, which stands around the
/// pages of many and is the title of none but the front page.
fn leads_to_front(tree: &Tree, heading: usize) -> bool {
    let is_front = |href: &str| match href.split_once("://") {
        Some((_, rest)) => rest.split_once('/').is_none_or(|(_, path)| path.is_empty()),
        None => matches!(href, "/" | "./" | "../" | ".." | "index.html" | "/index.html" | "../index.html"),
    };
    let mut words =
        tree.below(heading).filter(|node| tree.text(*node).is_some_and(|text| !text.trim().is_empty()));
    let mut links = tree.below(heading).filter(|node| tree.name(*node) == "a");
    let link = links.next().filter(|link| tree.attribute(*link, "href").is_some_and(is_front));
    link.is_some_and(|link| words.all(|word| (link..tree.end(link)).contains(&word)))
}

/// The address in the comment that a browser or SingleFile leaves in a saved page.
fn saved_from(comment: &str) -> Option<String> {
    let comment = comment.trim();
    let rest = comment
        .strip_prefix("saved from url=")
        .map(|rest| rest.trim_start_matches(|c: char| c == '(' || c == ')' || c.is_ascii_digit()));
    let rest = rest.or_else(|| {
        let is_single_file = comment.get(..120.min(comment.len()))?.contains("SingleFile");
        is_single_file.then(|| comment.lines().find_map(|line| line.trim().strip_prefix("url:")))?
    })?;
    rest.split_whitespace().next().map(str::to_owned)
}

/// The address of the film that a player of YouTube shows.
fn youtube_address(source: &str) -> Option<String> {
    let behind = source
        .split_once("youtube.com/embed/")
        .or_else(|| source.split_once("youtube-nocookie.com/embed/"))?
        .1;
    let id: String =
        behind.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    (id.len() == 11).then(|| format!("https://www.youtube.com/watch?v={id}"))
}

/// The code of the language without its country: `en` of `en-GB`.
pub(super) fn primary_language(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_', ',']).next()?.to_ascii_lowercase();
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase());
    is_code.then_some(code)
}

/// The visible text below `node`, white space folded; nothing if there is none.
pub(super) fn text_of(tree: &Tree, node: usize, unseen: &[bool]) -> Option<String> {
    let mut text = String::new();
    let mut inner = node;
    while inner < tree.end(node) {
        if unseen[inner] && inner != node {
            inner = tree.end(inner);
            continue;
        }
        text.push_str(tree.text(inner).unwrap_or_default());
        if matches!(tree.name(inner), "br" | "div" | "p" | "li") {
            text.push(' ');
        }
        inner += 1;
    }
    clean(&text)
}

/// Folds white space and takes away what is left of markup in values that were encoded twice.
pub(super) fn clean(text: &str) -> Option<String> {
    let decoded;
    let mut text = text;
    if text.contains('&') && text.contains(';') || text.contains("</") {
        decoded = Tree::parse(text).raw_text(0);
        text = &decoded;
    }
    let folded = folded(text);
    (!folded.is_empty()).then_some(folded)
}

/// Says whether a time stands among links or above the whole page, where it may be that of another page, or today.
fn stands_aside(tree: &Tree, node: usize) -> bool {
    tree.ancestors(node).any(|outer| match tree.name(outer) {
        "li" | "nav" | "aside" | "footer" => true,
        "header" => tree.name(tree.parent(outer)) == "body",
        _ => false,
    })
}
