//! The title without the name of the site.

use crate::clean::is_unspaced;
use crate::document::Date;

const SEPARATORS: [&str; 10] = [
    " | ",
    " - ",
    " \u{2022} ",
    " \u{2013} ",
    " \u{2014} ",
    " :: ",
    " \u{BB} ",
    " \u{AB} ",
    " \u{B7} ",
    " / ",
];

/// Chooses the title among what the page declares, its `title` element and its first heading.
pub(super) fn choose(
    declared: Option<&str>,
    title: Option<&str>,
    heading: Option<&str>,
    site: Option<&str>,
) -> Option<String> {
    let Some(whole) = declared.or(title) else { return heading.map(str::to_owned) };
    let whole = without_page(without_kind(whole));
    // The heading is the title as readers see it, if the page's head agrees.
    if let Some(heading) = heading.filter(|heading| is_part(whole, heading)) {
        return Some(heading.to_owned());
    }
    if let Some(cut) = site.and_then(|site| without_site(whole, site)) {
        return Some(cut.to_owned());
    }
    if declared.is_none() {
        // What stands before a colon may be the name of the site, and what follows the title.
        let is_before_colon =
            |heading: &str| whole.strip_prefix(heading).is_some_and(|rest| rest.starts_with(": "));
        let shown = heading.filter(|heading| heading.contains(' ') && whole.contains(heading));
        // Who wrote it, and where, are said in fewer words than a title that is a sentence.
        let is_whole = |heading: &str| {
            let words = |text: &str| text.split_whitespace().count();
            words(heading) >= 4 && words(heading) > words(whole) - words(heading)
        };
        let is_dated = |heading: &str| day_behind(whole, heading).is_some();
        if shown.is_some_and(|shown| is_before_colon(shown) && !is_whole(shown) && !is_dated(shown)) {
            return Some(whole.to_owned());
        }
        return Some(shown.or_else(|| without_last_part(whole)).unwrap_or(whole).to_owned());
    }
    Some(whole.to_owned())
}

/// The day right behind the title of a record: `On tides: 8 Nov 2022: Debates - The Assembly`.
pub(super) fn day_behind(whole: &str, title: &str) -> Option<Date> {
    const DAY_BYTES_MAX: usize = 20;
    let (day, _) = whole.strip_prefix(title)?.strip_prefix(": ")?.split_once(": ")?;
    let found = Date::find(day).filter(|_| day.len() <= DAY_BYTES_MAX)?;
    (found.day_range().0 == found.day_range().1).then_some(found)
}

/// What the data of a page calls its article: its headline, or, where this says what the article is about and the
/// `title` element opens with its name, that name.
pub(super) fn headline<'a>(
    headline: Option<&'a str>,
    name: Option<&'a str>,
    title: Option<&str>,
) -> Option<&'a str> {
    let opens = |name: &str| {
        title.and_then(|title| title.trim().strip_prefix(name)).is_some_and(|rest| {
            rest.is_empty() || SEPARATORS.iter().any(|separator| rest.starts_with(separator))
        })
    };
    let (Some(said), Some(name)) = (headline, name) else { return headline };
    Some(if opens(name) && !title.is_some_and(|title| title.contains(said)) { name } else { said })
}

/// Whether a text is short enough to be the name of a site.
pub(super) fn may_be_site(text: &str) -> bool {
    const WORDS_MAX: usize = 5;
    const BYTES_MAX: usize = 60;
    let is_short = text.len() <= BYTES_MAX && text.split_whitespace().count() <= WORDS_MAX;
    is_short && text.chars().any(char::is_alphabetic)
}

/// The name of the site, where the `title` element has it behind the title of the page.
pub(super) fn site<'a>(whole: &'a str, title: &str) -> Option<&'a str> {
    let rest = whole.trim().strip_prefix(title)?;
    if !SEPARATORS.iter().any(|separator| rest.starts_with(separator)) {
        return None;
    }
    // `On tides | Opinion | The Shore`
    let ends = SEPARATORS.iter().filter_map(|separator| Some(rest.rfind(separator)? + separator.len()));
    Some(rest[ends.max()?..].trim()).filter(|last| may_be_site(last))
}

/// Says that the last part of the `title` element is this heading.
pub(in super::super) fn closes(whole: &str, heading: &str) -> bool {
    whole.trim().strip_suffix(heading).is_some_and(|rest| SEPARATORS.iter().any(|sign| rest.ends_with(sign)))
}

/// Says that the first part of the `title` element is this heading.
pub(in super::super) fn opens(whole: &str, heading: &str) -> bool {
    whole
        .trim()
        .strip_prefix(heading)
        .is_some_and(|rest| SEPARATORS.iter().any(|sign| rest.starts_with(sign)))
}

/// The heading that repeats the beginning of `title`, else the first.
pub(super) fn heading<'a>(
    headings: &'a [String],
    subheadings: &'a [String],
    title: Option<&str>,
    site: Option<&str>,
) -> Option<&'a str> {
    let title = title.unwrap_or_default().to_lowercase();
    let opens = |heading: &&String| {
        title.strip_prefix(heading.to_lowercase().trim()).is_some_and(|rest| {
            rest.is_empty() || SEPARATORS.iter().any(|separator| rest.starts_with(separator))
        })
    };
    // `The Shore: On tides`, with the name of the site on its banner.
    let closes = |heading: &&String| {
        title.strip_suffix(heading.to_lowercase().trim()).is_some_and(|rest| rest.ends_with(": "))
    };
    // The banner has the name of the site, and the title may open with it.
    let is_banner = |heading: &str| site.is_some_and(|site| site.trim().eq_ignore_ascii_case(heading.trim()));
    let names_more = |heading: &&String| !is_banner(heading) && opens_or_ends(&title, heading);
    let all = || headings.iter().chain(subheadings);
    let behind_banner = || all().find(names_more).filter(|_| headings.iter().any(|h| is_banner(h)));
    // `The Shore » What the tide left behind`: of two headings that share the title the shorter is on the banner.
    let behind_name = || {
        const NAME_WORDS_MAX: usize = 3;
        let words = |text: &str| text.split_whitespace().count();
        let name = headings.first().filter(|name| words(name) <= NAME_WORDS_MAX && opens(name))?;
        let is_rest = |heading: &&String| {
            closes_behind(&title, heading) && words(heading) > NAME_WORDS_MAX && *heading != name
        };
        all().find(is_rest)
    };
    behind_banner()
        .or_else(behind_name)
        .or_else(|| all().find(opens))
        .or_else(|| all().find(closes))
        .or_else(|| headings.iter().find(|heading| !is_banner(heading)))
        .or_else(|| headings.first())
        .map(String::as_str)
}

/// Says whether a heading is the last part of a lower-case title.
fn closes_behind(title: &str, heading: &str) -> bool {
    let rest = title.strip_suffix(heading.to_lowercase().trim());
    rest.is_some_and(|rest| SEPARATORS.iter().any(|sign| rest.ends_with(sign)))
}

/// Says whether a heading is the first or the last part of a lower-case title.
fn opens_or_ends(title: &str, heading: &str) -> bool {
    let heading = heading.to_lowercase();
    let heading = heading.trim();
    let is_parted = |rest: &str, at_end: bool| {
        rest.is_empty()
            || SEPARATORS
                .iter()
                .any(|sign| if at_end { rest.ends_with(sign) } else { rest.starts_with(sign) })
    };
    title.strip_prefix(heading).is_some_and(|rest| is_parted(rest, false))
        || title.strip_suffix(heading).is_some_and(|rest| is_parted(rest, true))
}

/// Says whether `part` is one of the parts that separators make of `whole`, or all of it.
fn is_part(whole: &str, part: &str) -> bool {
    if whole == part {
        return true;
    }
    // Where words have no blanks between them, separators have none around them.
    let is_unspaced = part.chars().filter(|c| is_unspaced(*c)).count() >= 4;
    let is_sign =
        |rest: &str| rest.starts_with(['|', ':', '_', '-', '\u{FF5C}', '\u{FF1A}', '\u{FF08}', '\u{3010}']);
    if is_unspaced && whole.strip_prefix(part).is_some_and(is_sign) {
        return true;
    }
    let folded = |text: &str| text.to_lowercase();
    let part = folded(part);
    SEPARATORS.iter().any(|separator| {
        let is_first = |(first, _): (&str, &str)| folded(first.trim()) == part;
        // A short last part that is also the heading is the site's name on its banner.
        let is_last = |(first, last): (&str, &str)| folded(last.trim()) == part && last.len() >= first.len();
        whole.split_once(separator).is_some_and(|parts| is_first(parts) || is_last(parts))
            || whole.rsplit_once(separator).is_some_and(|parts| is_first(parts) || is_last(parts))
    })
}

/// Cuts the site's name off either end.
fn without_site<'a>(title: &'a str, site: &str) -> Option<&'a str> {
    let site = site.to_lowercase();
    let is_site = |part: &str| {
        let part = part.trim().to_lowercase();
        part == site || part.trim_start_matches("the ") == site.trim_start_matches("the ")
    };
    let parted = SEPARATORS.iter().find_map(|separator| {
        if let Some((rest, last)) = title.rsplit_once(separator)
            && is_site(last)
        {
            return Some(rest.trim());
        }
        title.split_once(separator).filter(|(first, _)| is_site(first)).map(|(_, rest)| rest.trim())
    });
    // `On tides | Shore Politics` is in a section of `Shore`.
    const WORDS_OF_SECTION_MAX: usize = 2;
    let is_section = |part: &str| {
        let part = part.trim().to_lowercase();
        let section = part.strip_prefix(&site).and_then(|rest| rest.strip_prefix(' '));
        section.is_some_and(|section| section.split(' ').count() <= WORDS_OF_SECTION_MAX)
    };
    let in_section = || title.rsplit_once(" | ").filter(|(_, last)| is_section(last));
    let parted = parted.or_else(|| in_section().map(|(rest, _)| rest.trim()));
    // `The Shore: On tides`
    parted.or_else(|| title.split_once(": ").filter(|(first, _)| is_site(first)).map(|(_, rest)| rest.trim()))
}

/// Cuts off the number of the page of a text that is shown on several: `On tides Page 2`, `On tides Halaman all`.
fn without_page(title: &str) -> &str {
    const PAGES: [&str; 7] = ["page", "halaman", "seite", "página", "pagina", "strona", "sayfa"];
    let Some((rest, number)) = title.rsplit_once(' ') else { return title };
    let Some((rest, page)) = rest.rsplit_once(' ') else { return title };
    let is_number = number == "all" || !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let is_page = PAGES.contains(&page.to_lowercase().as_str()) && page.starts_with(char::is_uppercase);
    let rest = rest.trim_end_matches([' ', '-', '|', ',', '\u{2013}', '\u{2014}', '\u{B7}']);
    if is_number && is_page && rest.contains(' ') { rest } else { title }
}

/// Cuts off the words by which a page says that it is made for a printer: `Print article - On tides`.
fn without_kind(title: &str) -> &str {
    const KINDS: [&str; 12] = [
        "print article",
        "print page",
        "print this article",
        "print version",
        "printer-friendly version",
        "printable version",
        "druckversion",
        "druckansicht",
        "stampa articolo",
        "version imprimable",
        "versión para imprimir",
        "wersja do druku",
    ];
    let is_kind = |part: &str| KINDS.contains(&part.trim().to_lowercase().as_str());
    let parts = [" - ", ": ", " | ", " \u{2013} "];
    parts
        .iter()
        .filter_map(|separator| title.split_once(separator))
        .find(|(first, rest)| is_kind(first) && rest.contains(' '))
        .map_or(title, |(_, rest)| rest.trim())
}

/// Cuts off a short last part, which is a site's name more often than not.
fn without_last_part(title: &str) -> Option<&str> {
    // Where words have no blanks between them, separators have none around them.
    if let Some((first, _)) = title.split_once(['_', '\u{FF5C}'])
        && first.chars().filter(|c| is_unspaced(*c)).count() >= 4
    {
        return Some(first.trim());
    }
    let words = |text: &str| text.split_whitespace().count();
    SEPARATORS[..8].iter().find_map(|separator| {
        let (rest, last) = title.rsplit_once(separator)?;
        (words(last) <= 4 && words(rest) >= 2 && words(rest) > words(last)).then(|| rest.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_banner_is_not_the_title() {
        let headings = ["The Shore".to_owned(), "On tides".to_owned()];
        let heading = |headings, subheadings, title| heading(headings, subheadings, title, Some("The Shore"));
        assert_eq!(heading(&headings, &[], Some("On Tides - The Shore")), Some("On tides"));
        assert_eq!(heading(&headings, &[], Some("The Shore | On Tides")), Some("On tides"));
        assert_eq!(heading(&headings[..1], &headings[1..], Some("The Shore: On Tides")), Some("On tides"));
        assert_eq!(heading(&headings[..1], &headings[1..], Some("On Tides - The Shore")), Some("On tides"));
        assert_eq!(heading(&headings, &[], Some("Elsewhere")), Some("On tides"));
        assert_eq!(heading(&headings[..1], &[], Some("The Shore | Tides")), Some("The Shore"));
        assert_eq!(heading(&[], &[], None), None);
    }

    #[test]
    fn of_two_headings_that_share_the_title_the_shorter_is_on_the_banner() {
        let headings = ["The Shore".to_owned(), "What the tide left".to_owned(), "On tides".to_owned()];
        let heading = |title| heading(&headings[..1], &headings[1..], Some(title), None);
        assert_eq!(heading("The Shore \u{BB} What the tide left"), Some("What the tide left"));
        assert_eq!(heading("The Shore \u{BB} Archive \u{BB} What the tide left"), Some("What the tide left"));
        assert_eq!(heading("The Shore - On tides"), Some("The Shore"));
    }

    #[test]
    fn the_title_of_a_page_names_its_site() {
        assert_eq!(site("On tides | The Shore", "On tides"), Some("The Shore"));
        assert_eq!(site("On tides - Opinion - The Shore", "On tides"), Some("The Shore"));
        assert_eq!(site("On tides", "On tides"), None);
        assert_eq!(site("On tides | 2", "On tides"), None);
        assert_eq!(site("On tides and other waters", "On tides"), None);
        assert_eq!(site("The Shore | On tides", "On tides"), None);
    }

    #[test]
    fn a_headline_that_tells_of_an_article_is_not_its_name() {
        let said = Some("rise and fall of the sea");
        assert_eq!(headline(said, Some("Tides"), Some("Tides - The Shore")), Some("Tides"));
        assert_eq!(headline(said, Some("The Shore"), Some("Tides - The Shore")), said);
        assert_eq!(headline(Some("Tides of May"), Some("Tides"), Some("Tides of May")), Some("Tides of May"));
        assert_eq!(headline(said, None, Some("Tides")), said);
        assert_eq!(headline(None, Some("Tides"), Some("Tides")), None);
    }

    #[test]
    fn the_name_of_the_site_is_cut_off() {
        let check = |declared: Option<&str>,
                     title: Option<&str>,
                     heading: Option<&str>,
                     site: Option<&str>,
                     expected: &str| {
            assert_eq!(choose(declared, title, heading, site).as_deref().unwrap_or_default(), expected);
        };
        check(Some("On Tides"), Some("On Tides | The Shore"), None, None, "On Tides");
        check(Some("On Tides - The Shore"), None, None, Some("The Shore"), "On Tides");
        check(None, Some("The Shore: On Tides"), Some("On Tides"), None, "On Tides");
        check(None, Some("On Tides - The Shore"), Some("On Tides"), None, "On Tides");
        check(None, Some("A long title of a page | Shore"), Some("Shore"), None, "A long title of a page");
        check(None, Some("The Shore: 12 - Of sand"), Some("The Shore"), None, "The Shore: 12 - Of sand");
        check(
            None,
            Some("How the tide comes in: ada_moss \u{2014} Diary"),
            Some("How the tide comes in"),
            None,
            "How the tide comes in",
        );
        check(None, Some("Tides"), None, None, "Tides");
        check(Some("Shore: How the tide comes in"), None, None, Some("Shore"), "How the tide comes in");
        check(Some("Shore: How the tide comes in"), None, None, None, "Shore: How the tide comes in");
        check(Some("How the tide comes in Halaman all"), None, None, None, "How the tide comes in");
        check(None, Some("How the tide comes in - Page 2"), None, None, "How the tide comes in");
        check(None, Some("What stands on the last page 2"), None, None, "What stands on the last page 2");
        check(None, Some("Stampa articolo - Come sale la marea"), None, None, "Come sale la marea");
        check(
            None,
            Some("\u{6f6e}\u{6c50}\u{7684}\u{65f6}\u{95f4}_\u{6d77}\u{5cb8}"),
            None,
            None,
            "\u{6f6e}\u{6c50}\u{7684}\u{65f6}\u{95f4}",
        );
        let (title, whole) =
            ("\u{6f6e}\u{6c50}\u{7684}\u{65f6}", "\u{6f6e}\u{6c50}\u{7684}\u{65f6}|\u{6d77}\u{5cb8}");
        check(Some(whole), None, Some(title), None, title);
        check(Some(whole), None, Some("\u{6f6e}"), None, whole);
        check(Some("On Tides | Shore Weather"), None, None, Some("Shore"), "On Tides");
        check(Some("On Tides | Shores"), None, None, Some("Shore"), "On Tides | Shores");
        check(Some("On Tides - Shore Weather"), None, None, Some("Shore"), "On Tides - Shore Weather");
        check(None, None, Some("Tides"), None, "Tides");
        check(
            None,
            Some("On Tides \u{2013} a memoir of the sea and those who left it"),
            None,
            None,
            "On Tides \u{2013} a memoir of the sea and those who left it",
        );
    }
}
