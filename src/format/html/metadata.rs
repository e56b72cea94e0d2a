//! What a page says about itself: in its head, in JSON-LD, in microdata and microformats, and, where
//! all of these are silent, in its address and its byline.

mod byline;
mod linked_data;
mod title;

use super::tree::Tree;
use crate::clean::folded;
use crate::clean::main_content::is_of_others;
use crate::document::{Date, Metadata};
use crate::receipt::Receipt;
use linked_data::LinkedData;

/// What was found, and what helps to find the content.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) metadata: Metadata,
    /// Headings that repeat the title in other words, such as the `h1` beside an `og:title`.
    pub(super) titles: Vec<String>,
    /// The text of the article as the page tells it to search engines.
    pub(super) article_body: Option<String>,
}

/// Reads the metadata of the page. `unseen` marks what no reader sees.
pub(super) fn read(tree: &Tree, unseen: &[bool], receipt: &mut Receipt) -> Found {
    let page = Page::look(tree, unseen);
    let data = LinkedData::read(&page.scripts);
    let mut metadata = Metadata::default();
    metadata.source = page.first(&["og:site_name"]).or_else(|| data.publisher.clone());
    if metadata.source.is_none() {
        metadata.source =
            page.first(&["application-name", "dc.publisher", "dcterms.publisher", "citation_journal_title"]);
    }
    let declared = page.first(&["og:title"]).or_else(|| data.headline.clone()).or_else(|| {
        page.first(&[
            "citation_title",
            "dc.title",
            "dcterms.title",
            "parsely-title",
            "sailthru.title",
            "twitter:title",
        ])
    });
    let heading =
        title::heading(&page.headings, &page.subheadings, declared.as_deref().or(page.title.as_deref()));
    metadata.title =
        title::choose(declared.as_deref(), page.title.as_deref(), heading, metadata.source.as_deref());
    metadata.url = url(&page, &data);
    metadata.authors = authors(&page, &data, metadata.source.as_deref(), metadata.url.as_deref(), receipt);
    metadata.date = date(&page, &data, metadata.url.as_deref(), receipt);
    metadata.language = page.language.clone().or_else(|| {
        page.first(&["content-language", "dc.language", "og:locale"])
            .and_then(|language| primary_language(&language))
    });
    metadata.media_url = page
        .first(&["og:audio:secure_url", "og:audio:url", "og:audio"])
        .or_else(|| data.media_url.clone())
        .or_else(|| page.media_url.clone())
        .or_else(|| page.first(&["twitter:player:stream"]));
    metadata.tags = tags(&page, &data);
    let heading = heading.map(str::to_owned);
    let titles = [heading, page.title, declared].into_iter().flatten().collect();
    Found { metadata, titles, article_body: data.article_body }
}

/// Whoever is named behind so many others wrote something else.
const AUTHORS_SEEN_MAX: usize = 40;

/// What one walk over the tree picks up.
#[derive(Default)]
struct Page {
    /// Pairs of a lower-case name and its content, in page order.
    meta: Vec<(String, String)>,
    title: Option<String>,
    /// What the first headings of the first level say; the first may be the banner of the site.
    headings: Vec<String>,
    /// What the first of the second level say.
    subheadings: Vec<String>,
    canonical: Option<String>,
    saved_from: Option<String>,
    language: Option<String>,
    scripts: Vec<String>,
    /// Values of `datetime` and the like, those that say they are of publication first.
    published: Vec<String>,
    times: Vec<String>,
    authors: Vec<String>,
    /// How many elements that name an author were looked at.
    authors_seen: usize,
    /// The nodes among which whoever else wrote this page is named: around the first author.
    authors_place: Option<std::ops::Range<usize>>,
    bylines: Vec<String>,
    tags: Vec<String>,
    media_url: Option<String>,
}

impl Page {
    fn look(tree: &Tree, unseen: &[bool]) -> Self {
        let mut page = Self::default();
        let mut unseen_end = 0;
        for node in 0..tree.len() {
            if unseen[node] && tree.name(node) != "head" {
                unseen_end = unseen_end.max(tree.end(node));
            }
            if let Some(comment) = tree.comment(node) {
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
        let has = |attribute: &str, wanted: &[&str]| {
            element
                .attribute(attribute)
                .is_some_and(|value| value.split_ascii_whitespace().any(|value| wanted.contains(&value)))
        };
        match &*element.name {
            "h2" if self.subheadings.len() < 4 => self.subheadings.extend(text_of(tree, node, unseen)),
            "h1" if self.headings.len() < 4 => self.headings.extend(text_of(tree, node, unseen)),
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
                }
            }
            _ => {}
        }
        const DATED: [&str; 6] =
            ["timestamp", "post-date", "entry-date", "article-date", "pubdate", "date-header"];
        if (has("id", &DATED) || has("class", &DATED))
            && tree.end(node) - node < 12
            && !tree.ancestors(node).filter_map(|outer| tree.element(outer)).any(is_of_others)
        {
            self.times.extend(text_of(tree, node, unseen).filter(|text| text.len() <= 60));
        }
        if has("itemprop", &["datePublished"]) {
            self.published.extend(
                element.attribute("content").map(str::to_owned).or_else(|| text_of(tree, node, unseen)),
            );
        }
        if has("class", &["p-name"]) && self.headings.is_empty() {
            self.headings.extend(text_of(tree, node, unseen));
        }
        let names_author = has("rel", &["author"])
            || has("itemprop", &["author", "creator"])
            || has("class", &["p-author", "author", "byline", "author-name", "byline-name", "entry-author"])
            || has("class", &["fn"]) && is_in_card(tree, node);
        self.authors_seen += usize::from(names_author);
        if names_author
            && tree.end(node) - node < 60
            && self.bylines.len() < 8
            && self.authors_seen <= AUTHORS_SEEN_MAX
            && !tree.ancestors(node).filter_map(|outer| tree.element(outer)).any(is_of_others)
        {
            // Inside an element with an `itemprop=name`, that is the name and the rest is not.
            let name = tree.below(node).find(|inner| tree.attribute(*inner, "itemprop") == Some("name"));
            if let Some(text) = text_of(tree, name.unwrap_or(node), unseen).filter(|text| text.len() <= 200) {
                let is_certain =
                    has("rel", &["author"]) || has("itemprop", &["author"]) || has("class", &["p-author"]);
                if !is_certain {
                    self.bylines.push(text);
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

    /// The content of the first of these names that the page has, in the order of the names.
    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(name).next()).and_then(clean)
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.meta.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }
}

fn authors(
    page: &Page,
    data: &LinkedData,
    source: Option<&str>,
    url: Option<&str>,
    receipt: &mut Receipt,
) -> Vec<String> {
    // The site itself signs beside whoever wrote, and alone where nobody does; people who have a site
    // of their name wrote it.
    let hosts = url.and_then(|url| url.split('/').nth(2)).unwrap_or_default();
    let is_site = |author: &str| {
        [source, data.publisher.as_deref()]
            .into_iter()
            .flatten()
            .any(|site| site.eq_ignore_ascii_case(author))
            || hosts.split('.').any(|label| label == squeezed(author))
    };
    const NAMES: [&str; 10] = [
        "citation_author",
        "dc.creator",
        "dcterms.creator",
        "author",
        "article:author",
        "article:author_name",
        "parsely-author",
        "sailthru.author",
        "byl",
        "creator",
    ];
    let declared = NAMES.iter().map(|name| {
        let contents = page.all(name).filter(|content| !content.contains("://"));
        contents.flat_map(|content| byline::names(content, name.starts_with("citation"))).collect()
    });
    let shown = page.authors.iter().flat_map(|text| byline::names(text, false)).collect::<Vec<_>>();
    let signed = page.bylines.iter().map(|text| byline::names(text, false));
    let mut site = None;
    let mut found = std::iter::once(data.authors.clone())
        .chain(declared)
        .chain(std::iter::once(shown))
        .map(|names| (names, false))
        .chain(signed.map(|names| (names, true)));
    let found = found.find_map(|(mut names, is_guessed): (Vec<String>, bool)| {
        names.retain(|name| {
            let is_site = is_site(name);
            if is_site && site.is_none() && byline::could_be_person(name) {
                site = Some(name.clone());
            }
            !is_site
        });
        (!names.is_empty()).then_some((names, is_guessed))
    });
    let (mut authors, is_guessed) = found.unwrap_or_else(|| (site.into_iter().collect(), false));
    let mut known = Vec::new();
    authors.retain(|author| {
        let folded = author.to_lowercase();
        let is_new = !known.contains(&folded);
        known.push(folded);
        is_new
    });
    if is_guessed {
        authors.iter().for_each(|author| receipt.guessed("author from byline", author));
    }
    authors.truncate(12);
    authors
}

/// The lower-case name of a property; `dc:creator` and `DC.creator` are one.
fn plain_name(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    match name.split_once(':') {
        Some((prefix @ ("dc" | "dcterms"), rest)) => format!("{prefix}.{rest}"),
        _ => name,
    }
}

/// Says whether an element stands in what calls itself somebody's card.
fn is_in_card(tree: &Tree, node: usize) -> bool {
    let is_card = |outer| {
        let class = tree.attribute(outer, "class").unwrap_or_default();
        class.split_ascii_whitespace().any(|name| matches!(name, "vcard" | "hcard" | "author" | "byline"))
    };
    is_card(node) || tree.ancestors(node).take(3).any(is_card)
}

/// Letters and digits, lower case, as names stand in addresses.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn date(page: &Page, data: &LinkedData, url: Option<&str>, receipt: &mut Receipt) -> Option<Date> {
    const NAMES: [&str; 24] = [
        "article:published_time",
        "og:published_time",
        "article:published",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "citation_publication_date",
        "citation_online_date",
        "citation_date",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "dcterms.date",
        "dc.date.created",
        "dcterms.created",
        "pubdate",
        "publish-date",
        "publish_date",
        "publishdate",
        "published",
        "cxenseparse:recs:publishtime",
        "date.release",
        "date_published",
        "date",
    ];
    let declared = data.date.as_deref().and_then(Date::find);
    let declared = declared.or_else(|| NAMES.iter().flat_map(|name| page.all(name)).find_map(Date::find));
    let declared = declared.or_else(|| page.published.iter().find_map(|text| Date::find(text)));
    declared.or_else(|| {
        let date =
            url.and_then(date_in_address).or_else(|| page.times.iter().find_map(|text| Date::find(text)))?;
        receipt.guessed("date", &date.to_string());
        Some(date)
    })
}

/// The names in a short line above the text, such as `By Ada Lovelace and Bo Ek`.
pub(super) fn authors_in_byline(text: &str, receipt: &mut Receipt) -> Vec<String> {
    const BEGINNINGS: [&str; 6] = ["by ", "by: ", "written by ", "words by ", "von ", "par "];
    let text = folded(text);
    let lower = text.to_lowercase();
    let is_byline = text.len() <= 120 && BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning));
    let is_person = |name: &String| {
        name.contains(' ')
            && byline::could_be_person(name)
            && name.split(' ').all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3)
    };
    let names = if is_byline { byline::names(&text, false) } else { Vec::new() };
    let names: Vec<String> = names.into_iter().filter(is_person).collect();
    names.iter().for_each(|name| receipt.guessed("author from byline", name));
    names
}

/// The date in a short line above the text, such as `March 2008, revised 2010`.
pub(super) fn date_in_byline(text: &str, receipt: &mut Receipt) -> Option<Date> {
    let date = (text.len() <= 120).then(|| Date::find(text)).flatten()?;
    receipt.guessed("date", &date.to_string());
    Some(date)
}

/// The date in an address such as `/2019/03/05/title` or `/2019/03/title`.
fn date_in_address(url: &str) -> Option<Date> {
    let path = url.split_once("://")?.1.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let number = |part: Option<&&str>, digits: usize| {
        part.filter(|part| part.len() <= digits).and_then(|part| part.parse::<u8>().ok())
    };
    parts.iter().enumerate().find_map(|(at, part)| {
        let whole = part.get(..10).filter(|start| start.as_bytes()[4] == b'-' && start.as_bytes()[7] == b'-');
        if let Some(date) = whole.and_then(|whole| whole.parse().ok()) {
            return Some(date);
        }
        let year: i16 = part.parse().ok().filter(|year| (1990..2100).contains(year) && part.len() == 4)?;
        // `/2010/politics/08/13/title`
        let at = if number(parts.get(at + 1), 2).is_some() { at } else { at + 1 };
        let month = number(parts.get(at + 1), 2)?;
        Date::new(year, Some(month), number(parts.get(at + 2), 2))
            .or_else(|| Date::new(year, Some(month), None))
    })
}

fn url(page: &Page, data: &LinkedData) -> Option<String> {
    let candidates =
        [page.canonical.clone(), page.first(&["og:url"]), data.url.clone(), page.saved_from.clone()];
    candidates.into_iter().flatten().find(|url| {
        (url.starts_with("http://") || url.starts_with("https://")) && !url.contains(char::is_whitespace)
    })
}

fn tags(page: &Page, data: &LinkedData) -> Vec<String> {
    const TAGS_MAX: usize = 30;
    let mut tags: Vec<String> = Vec::new();
    let mut add = |tag: &str| {
        let tag = folded(tag);
        let is_new = !tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase());
        if is_new && !tag.is_empty() && tag.len() <= 80 && tags.len() < TAGS_MAX {
            tags.push(tag);
        }
    };
    page.all("article:tag").flat_map(|tags| tags.split(',')).for_each(&mut add);
    data.keywords.iter().for_each(|tag| add(tag));
    for name in
        ["news_keywords", "keywords", "parsely-tags", "sailthru.tags", "dc.subject", "citation_keywords"]
    {
        page.all(name).flat_map(|tags| tags.split([',', ';'])).for_each(&mut add);
    }
    page.tags.iter().for_each(|tag| add(tag));
    tags
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
fn primary_language(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_', ',']).next()?.to_ascii_lowercase();
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase());
    is_code.then_some(code)
}

/// The visible text below `node`, white space folded; nothing if there is none.
fn text_of(tree: &Tree, node: usize, unseen: &[bool]) -> Option<String> {
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
fn clean(text: &str) -> Option<String> {
    let decoded;
    let mut text = text;
    if text.contains('&') && text.contains(';') || text.contains("</") {
        decoded = Tree::parse(text).raw_text(0);
        text = &decoded;
    }
    let folded = folded(text);
    (!folded.is_empty()).then_some(folded)
}
