//! What a page says about itself: in its head, in JSON-LD, in microdata and microformats, and, where
//! all of these are silent, in its address and its byline.

mod byline;
mod dates;
mod linked_data;
mod page;
mod people;
mod tag_links;
#[cfg(test)]
mod tests;
mod title;

use std::collections::HashSet;

use super::tree::Tree;
use crate::clean::{folded, is_unspaced};
use crate::document::{Date, Metadata};
use crate::receipt::Receipt;
use dates::date;
pub(super) use dates::date_in_byline;
use linked_data::LinkedData;
use page::{Page, clean, primary_language};
pub(super) use title::{closes, opens};

/// What was found, and what helps to find the content.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) metadata: Metadata,
    /// Headings that repeat the title in other words, such as the `h1` beside an `og:title`.
    pub(super) titles: Vec<String>,
    /// What the page says of itself in a sentence.
    pub(super) descriptions: Vec<String>,
    /// The text of the article as the page tells it to search engines.
    pub(super) article_body: Option<String>,
    /// The page says that it is one article, rather than a list of them.
    pub(super) is_article: bool,
}

/// Reads the metadata of the page. `unseen` marks what no reader sees.
pub(super) fn read(tree: &Tree, unseen: &[bool], receipt: &mut Receipt) -> Found {
    let mut page = Page::look(tree, unseen);
    // Notebooks are called by the names of their files.
    if page.is_notebook && !page.headings.is_empty() {
        page.title = None;
    }
    let data = LinkedData::read(&page.scripts);
    let mut metadata = Metadata::default();
    metadata.source = page.first(&["og:site_name"]).or_else(|| data.publisher.clone());
    if metadata.source.is_none() {
        metadata.source =
            page.first(&["application-name", "dc.publisher", "dcterms.publisher", "citation_journal_title"]);
    }
    let headline = || title::headline(data.headline.as_deref(), data.name.as_deref(), page.title.as_deref());
    let declared = page.first(&["og:title"]).or_else(|| headline().map(str::to_owned)).or_else(|| {
        page.first(&[
            "citation_title",
            "dc.title",
            "dcterms.title",
            "parsely-title",
            "sailthru.title",
            "twitter:title",
        ])
    });
    // The name of a book stands above the menu of each page, and behind the title of its chapter.
    if page.banner.is_none() && page.headed_in_main.is_some_and(|first| first > 0) {
        let first = page.headings.first().zip(page.title.as_deref());
        page.banner =
            first.filter(|(first, whole)| title::closes(whole, first)).map(|(first, _)| first.clone());
    }
    let site = metadata.source.as_deref().or(page.banner.as_deref());
    let is_of_section =
        declared.as_deref().is_some_and(|declared| is_of_section(&page, &data, declared, site));
    let whole = declared.as_deref().or(page.title.as_deref());
    let heading = title::heading(&page.headings, &page.subheadings, whole, site);
    metadata.title = match heading.filter(|_| is_of_section) {
        Some(heading) => Some(heading.to_owned()),
        None => title::choose(declared.as_deref(), page.title.as_deref(), heading, site),
    };
    if metadata.source.is_none() {
        let title = metadata.title.as_deref().unwrap_or_default();
        let site = page.title.as_deref().and_then(|whole| title::site(whole, title));
        let banner = page.banner.as_deref().filter(|banner| *banner != title && title::may_be_site(banner));
        metadata.source = site.or(banner).and_then(clean);
    }
    metadata.url = url(&page, &data);
    metadata.authors = authors(&page, &data, metadata.source.as_deref(), metadata.url.as_deref(), receipt);
    let in_title = || title::day_behind(page.title.as_deref()?, metadata.title.as_deref()?);
    metadata.date = date(&page, &data, metadata.url.as_deref(), receipt).or_else(in_title);
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
    let descriptions = ["description", "og:description", "twitter:description"];
    let descriptions = descriptions.iter().flat_map(|name| page.all(name)).filter_map(clean);
    let descriptions = descriptions.chain(data.description.clone()).collect();
    // Plugins call every page an article, and say of those that are one when they were published.
    let is_article = data.is_article
        || page.first(&["og:type"]).is_some_and(|kind| kind.eq_ignore_ascii_case("article"))
            && page.first(&["article:published_time", "article:published"]).is_some();
    let titles = [heading, page.title, declared, metadata.title.clone()].into_iter().flatten().collect();
    Found { metadata, titles, descriptions, article_body: data.article_body, is_article }
}

/// Says whether what a page declares as its title is the part of the site that it is in: the title of the page says no
/// more than that, and the only large heading, in the main part of the page, something else.
fn is_of_section(page: &Page, data: &LinkedData, declared: &str, site: Option<&str>) -> bool {
    const WORDS_MAX: usize = 3;
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let ([heading], Some(title)) = (page.headings.as_slice(), page.title.as_deref()) else { return false };
    let (of_section, of_heading) = (words(declared), words(heading));
    let names_site = title.strip_prefix(declared).is_some_and(|rest| {
        let rest = rest.trim_start_matches([' ', '|', '-', '\u{2013}', '\u{2014}', '\u{B7}']);
        site.is_some_and(|site| !rest.is_empty() && site.contains(rest))
    });
    page.headed_in_main == Some(0)
        && data.headline.is_none()
        && page.banner.is_none()
        && names_site
        && of_section.len() <= WORDS_MAX
        && of_heading.len() > of_section.len()
        && !of_heading.iter().any(|word| of_section.contains(word))
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
    const NAMES: [&str; 12] = [
        "citation_author",
        "dc.creator",
        "dcterms.creator",
        "content_author",
        "author",
        "article:author",
        "article:author_name",
        // Messengers whose pages are opened inside of them.
        "og:article:author",
        "parsely-author",
        "sailthru.author",
        "byl",
        "creator",
    ];
    let declared = NAMES.iter().map(|name| {
        let contents = || page.all(name).filter(|content| !content.contains("://"));
        // The Dublin Core would have the family name first, and most who fill it in do not.
        let is_inverted = name.starts_with("citation")
            || matches!(*name, "dc.creator" | "dcterms.creator") && byline::are_inverted(contents());
        let names: Vec<String> = contents().flat_map(|content| byline::names(content, is_inverted)).collect();
        if *name == "author" && is_of_house(page, &names) { Vec::new() } else { names }
    });
    let shown = page.authors.iter().flat_map(|text| byline::names(text, false)).collect::<Vec<_>>();
    let signed = page.bylines.iter().map(|text| byline::names(text, false));
    let linked = page.author_link.iter().map(|text| byline::names(text, false));
    let (mut site, mut house) = (None, None);
    // What the head says is said again by a byline, or by the data.
    let is_said_twice = |name: &str| {
        let is_it = |other: &str| other.eq_ignore_ascii_case(name);
        let in_data = data.authors.iter().any(|other| is_it(other)) && !data.is_by_house;
        let in_head = NAMES.iter().flat_map(|key| page.all(key)).any(is_it);
        let shown = page.authors.iter().chain(&page.bylines).chain(&page.author_link);
        let is_shown = shown.flat_map(|text| byline::names(text, false)).any(|other| is_it(&other));
        usize::from(in_data) + usize::from(in_head) + usize::from(is_shown) >= 2
    };
    // Where a house is declared, whoever signs the text wrote it.
    let is_signed = || {
        let shown = page.authors.iter().chain(&page.bylines).flat_map(|text| byline::names(text, false));
        shown.filter(|name| !is_site(name)).any(|name| byline::could_be_person(&name))
    };
    // What is shown where a link is shared may name more of them than the data does.
    let mut first = data.authors.clone();
    let written_by = page.first(&["twitter:label1"]).filter(|label| label.eq_ignore_ascii_case("written by"));
    if let Some(text) = written_by.and_then(|_| page.first(&["twitter:data1"])) {
        let all = byline::names(&text, false);
        if !first.is_empty() && first.iter().all(|name| all.contains(name)) {
            first = all;
        }
    }
    let mut found = std::iter::once(first)
        .chain(declared)
        .chain(std::iter::once(shown))
        .enumerate()
        .map(|(number, names)| {
            let are_houses =
                if number == 0 { data.is_by_house } else { names.iter().all(|name| byline::is_house(name)) };
            if are_houses && !names.is_empty() && is_signed() {
                house.get_or_insert(names);
                return (Vec::new(), false);
            }
            (names, false)
        })
        .chain(signed.map(|names| (names, true)))
        .chain(linked.map(|names| (names, true)));
    let found = found.find_map(|(mut names, is_guessed): (Vec<String>, bool)| {
        names.retain(|name| {
            let is_site = is_site(name);
            // `ada.journal.example` is Ada's, where she signs there too: `docs.journal.example` is nobody's.
            let of_host = hosts.split_once('.').filter(|(_, rest)| rest.contains('.'));
            let is_of_host = of_host.is_some_and(|(first, _)| first == squeezed(name))
                && !byline::has_word_of_house(name)
                && !byline::is_part_of_site(name)
                && is_said_twice(name);
            if is_site && site.is_none() && (byline::could_be_person(name) || is_of_host) {
                site = Some(name.clone());
            }
            !is_site
        });
        (!names.is_empty()).then_some((names, is_guessed))
    });
    let (mut authors, is_guessed) =
        found.unwrap_or_else(|| (house.unwrap_or_else(|| site.into_iter().collect()), false));
    let mut known = HashSet::new();
    authors.retain(|author| known.insert(author.to_lowercase()));
    if is_guessed {
        authors.iter().for_each(|author| receipt.guessed("author from byline", author));
    }
    authors.truncate(12);
    authors
}

/// Says whether those named as authors own the whole site: the page's note on copyright names them, a byline does not,
/// and it names whoever else the page declares to have written the article.
fn is_of_house(page: &Page, names: &[String]) -> bool {
    let is_owner = |name: &String| page.all("copyright").any(|note| note.contains(name.as_str()));
    let shown = || page.authors.iter().chain(&page.bylines).flat_map(|text| byline::names(text, false));
    let is_shown = |name: &str| shown().any(|other| other.eq_ignore_ascii_case(name));
    let others = || page.all("article:author").filter(|content| !content.contains("://"));
    let mut others = others().flat_map(|content| byline::names(content, false));
    !names.is_empty()
        && names.iter().all(|name| is_owner(name) && !is_shown(name))
        && others.any(|other| !names.contains(&other) && is_shown(&other))
}

/// Letters and digits, lower case, as names stand in addresses.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The names in a short line above the text, such as `By Ada Lovelace and Bo Ek`.
pub(in super::super) fn authors_in_byline(text: &str, receipt: &mut Receipt) -> Vec<String> {
    const BEGINNINGS: [&str; 9] =
        ["by ", "by: ", "written by ", "words by ", "von ", "par ", "di ", "por ", "door "];
    let text = folded(text);
    if let Some(name) = named_in_chinese(&text).or_else(|| reporter_in_chinese(&text)) {
        receipt.guessed("author from byline", name);
        return vec![name.to_owned()];
    }
    if let Some(names) = posted_by(&text) {
        names.iter().for_each(|name| receipt.guessed("author from byline", name));
        return names;
    }
    let lower = text.to_lowercase();
    // `June 19th, 2008 by Ada Moss`
    const DAY_BYTES_MAX: usize = 40;
    let is_day = |before: &str| {
        before.len() <= DAY_BYTES_MAX && before.split(' ').count() <= 4 && Date::find(before).is_some()
    };
    let behind_day = text.split_once(" by ").filter(|(before, _)| is_day(before));
    let text = behind_day.map_or(text.as_str(), |(_, name)| name);
    let opens = || BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning));
    let is_byline = lower.len() <= 120 && (behind_day.is_some() || opens());
    let is_person = |name: &String| {
        name.contains(' ')
            && byline::could_be_person(name)
            && name.split(' ').all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3)
    };
    let names = if is_byline { byline::names(text, false) } else { Vec::new() };
    let names: Vec<String> = names.into_iter().filter(is_person).collect();
    names.iter().for_each(|name| receipt.guessed("author from byline", name));
    names
}

/// Whoever a line says to have posted it on a day, by whatever name: `Posted by ada, bo on 2019-02-15`.
fn posted_by(text: &str) -> Option<Vec<String>> {
    const LINE_BYTES_MAX: usize = 120;
    const WORDS_OF_NAME_MAX: usize = 3;
    let (names, day) = text.strip_prefix("Posted by ")?.split_once(" on ")?;
    let names = byline::names(names, false);
    let are_names = names.iter().all(|name| name.split(' ').count() <= WORDS_OF_NAME_MAX);
    let is_day = day.split_once(", ").map_or(day, |(first, _)| first);
    let is_line = text.len() <= LINE_BYTES_MAX && (Date::find(day).is_some() || Date::find(is_day).is_some());
    (is_line && are_names && !names.is_empty()).then_some(names)
}

/// Whoever wrote it, in a short line that says so: `2004\u{5e74}06\u{6708}01\u{65e5} \u{4f5c}\u{8005}:\u{987e}\u{6000}\u{5ddd}`.
fn named_in_chinese(text: &str) -> Option<&str> {
    const LINE_BYTES_MAX: usize = 160;
    const NAME_CHARS_MAX: usize = 8;
    let (_, behind) = text.split_once("\u{4f5c}\u{8005}").filter(|_| text.len() <= LINE_BYTES_MAX)?;
    let name = behind.trim_start().strip_prefix([':', '\u{FF1A}'])?.trim_start();
    let name = name.split(|c: char| !c.is_alphanumeric() && c != '\u{B7}').next()?;
    let is_name = (2..=NAME_CHARS_MAX).contains(&name.chars().count()) && name.chars().all(is_unspaced);
    is_name.then_some(name)
}

/// Whoever reported it, in a line that says no more: `记者 顾怀川`.
fn reporter_in_chinese(text: &str) -> Option<&str> {
    const NAME_CHARS_MAX: usize = 4;
    let name = text.strip_prefix("记者").or_else(|| text.strip_prefix("記者"))?;
    let name = name.trim_start_matches([' ', ':', '\u{FF1A}', '\u{3000}']);
    let is_name = (2..=NAME_CHARS_MAX).contains(&name.chars().count()) && name.chars().all(is_unspaced);
    is_name.then_some(name)
}

/// Whoever wrote it, in the line that closes a text of a Korean paper: a name, the office and an address.
pub(super) fn author_in_closing_line(text: &str, receipt: &mut Receipt) -> Option<String> {
    const OFFICES: [&str; 5] = ["기자", "선임기자", "특파원", "논설위원", "교수"];
    let line = text.trim().lines().next_back()?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let [name, office, address] = words.as_slice() else { return None };
    let is_hangul = |c: char| ('가'..='힣').contains(&c);
    let is_name = (2..=4).contains(&name.chars().count()) && name.chars().all(is_hangul);
    let is_address = address.find('@').is_some_and(|at| at > 0 && address[at..].contains('.'));
    if !(is_name && OFFICES.contains(office) && is_address) {
        return None;
    }
    receipt.guessed("author from byline", name);
    Some((*name).to_owned())
}

fn url(page: &Page, data: &LinkedData) -> Option<String> {
    let candidates =
        [page.canonical.clone(), page.first(&["og:url"]), data.url.clone(), page.saved_from.clone()];
    candidates.into_iter().flatten().find(|url| {
        (url.starts_with("http://") || url.starts_with("https://")) && !url.contains(char::is_whitespace)
    })
}

/// Says whether keywords are those that a theme sets where an author sets none: the names of the generator and its own.
fn is_of_theme(keywords: &str) -> bool {
    const THEMES: [&str; 2] = ["hexo, next", "jekyll, jekyll-theme, academic-website, portfolio-website"];
    THEMES.iter().any(|known| known.eq_ignore_ascii_case(keywords.trim()))
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
        let said = page.all(name).filter(|tags| !is_of_theme(tags));
        said.flat_map(|tags| tags.split([',', ';'])).for_each(&mut add);
    }
    page.tags.iter().for_each(|tag| add(tag.trim_start_matches(['#', '\u{FF03}', ' '])));
    if tags.is_empty() {
        tags.extend(page.tag_links.tags().iter().fold(Vec::new(), |mut known: Vec<String>, tag| {
            if !known.contains(tag) && known.len() < TAGS_MAX {
                known.push(tag.clone());
            }
            known
        }));
    }
    tags
}
