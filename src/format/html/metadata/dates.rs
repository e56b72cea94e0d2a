//! When a page was published: what it declares, its byline, its address.

use std::collections::HashSet;

use super::linked_data::LinkedData;
use super::page::Page;
use crate::document::Date;
use crate::receipt::Receipt;

pub(super) fn date(page: &Page, data: &LinkedData, url: Option<&str>, receipt: &mut Receipt) -> Option<Date> {
    const NAMES: [&str; 25] = [
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
        // Evernote and LibreOffice.
        "created",
    ];
    let declared = data.date.as_deref().and_then(Date::find);
    let named = || NAMES.iter().flat_map(|name| page.all(name)).filter_map(Date::find);
    let declared = declared.or_else(|| named().next());
    // Journals declare the month of the issue, and beside it the day on which the article came out.
    let is_day = |date: &Date| date.day_range().0 == date.day_range().1;
    let declared = declared.map(|declared| match is_day(&declared) {
        true => declared,
        false => named().find(|day| is_day(day) && day.is_within(declared)).unwrap_or(declared),
    });
    // Every house has a name of its own for it: `govuk:first-published-at`.
    let says_published = |name: &str| {
        name.split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| matches!(word, "published" | "publication" | "publisheddate" | "publishdate"))
    };
    let others = || page.meta.iter().filter(|(name, _)| says_published(name));
    let declared = declared.or_else(|| others().find_map(|(_, content)| Date::find(content)));
    let declared = declared.or_else(|| page.published.iter().find_map(|text| Date::find(text)));
    declared.or_else(|| {
        let in_address = url.and_then(date_in_address);
        let mut times = page.times.iter().filter_map(|text| Date::find(text));
        // An address may say no more than the month.
        let date = match in_address {
            Some(month) => {
                let aside: HashSet<&String> = page.times_aside.iter().collect();
                let is_own = |text: &&String| !aside.contains(*text);
                let mut own = page.times.iter().filter(is_own).filter_map(|text| Date::find(text));
                own.find(|day| day.is_within(month)).unwrap_or(month)
            }
            None => times.next()?,
        };
        receipt.guessed("date", &date.to_string());
        Some(date)
    })
}

/// The date in a short line above the text, such as `March 2008, revised 2010`. Of several, the one it was
/// published on.
pub(in super::super) fn date_in_byline(text: &str) -> Option<Date> {
    const PUBLISHED: [&str; 12] = [
        // A court hears a case before that.
        "decided",
        "first published",
        "originally published",
        "published",
        "posted",
        "ver\u{f6}ffentlicht",
        "erschienen",
        "publi\u{e9}",
        "publicado",
        "pubblicato",
        "\u{43e}\u{43f}\u{443}\u{431}\u{43b}\u{438}\u{43a}\u{43e}\u{432}\u{430}\u{43d}\u{43e}",
        "\u{516c}\u{958b}",
    ];
    if text.len() > 120 {
        return None;
    }
    let lower = text.to_lowercase();
    if lower.starts_with("argued") && !lower.contains("decided") {
        return None;
    }
    let behind = |word: &&str| {
        let rest = &lower[lower.find(*word)? + word.len()..];
        Date::find(rest.trim_start_matches(|c: char| !c.is_alphanumeric()))
    };
    // `old.example 2004\u{5e74}06\u{6708}01\u{65e5}08:12`: the day ends with its sign.
    let in_east_asia = || {
        let mut words = text.split_whitespace().filter(|word| word.contains('\u{5e74}'));
        words.find_map(|word| Date::find(&word[..word.find('\u{65e5}')? + '\u{65e5}'.len_utf8()]))
    };
    let parts = || text.split(['|', '\u{b7}', '\u{2022}', '\n']);
    PUBLISHED
        .iter()
        .find_map(behind)
        .or_else(|| Date::find(text))
        .or_else(|| parts().find_map(Date::find))
        .or_else(in_east_asia)
        .or_else(|| behind_names(text, &lower))
}

/// The day behind the names of those who wrote, drew and took pictures: `Words by Ada Moss Illustration by Bo Ek 2 May
/// 2021 9 min read`.
fn behind_names(text: &str, lower: &str) -> Option<Date> {
    const NAMES_BYTES_MAX: usize = 90;
    let is_byline = ["by ", "words by ", "written by ", "text by ", "story by ", "von ", "par ", "por "]
        .iter()
        .any(|start| lower.starts_with(start));
    let is_day = |date: &Date| date.day_range().0 == date.day_range().1;
    let starts = text.match_indices(' ').map(|(at, _)| at + 1).take_while(|at| *at <= NAMES_BYTES_MAX);
    let mut starts = starts.filter(|at| is_byline && text[*at..].starts_with(|c: char| c.is_ascii_digit()));
    starts.find_map(|at| Date::find(&text[at..]).filter(is_day))
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
