//! The names in a byline.

use super::clean;

/// Finds the names in `text`, as in `By Ada Lovelace and Bo Ek | Staff`. With `is_inverted` the
/// family name stands first, before a comma.
pub(super) fn names(text: &str, is_inverted: bool) -> Vec<String> {
    let Some(text) = clean(text).map(without_address) else { return Vec::new() };
    if let Some(name) = as_in_catalogue(&text) {
        return vec![name];
    }
    if is_inverted && let Some((family, given)) = text.split_once(", ") {
        return vec![format!("{given} {family}")];
    }
    let said = text.trim_start_matches([':', '-', '\u{2013}', '\u{2014}', '\u{B7}', '|', ' ']);
    let is_behind_dash = text[..text.len() - said.len()].contains(['-', '\u{2013}', '\u{2014}']);
    let text = without_beginning(said);
    // What stands behind a dash and does not say that it is a name may be about the text.
    let needs_case = is_behind_dash && text.len() == said.len();
    // `Ada Lovelace (with Bo Ek)` and what follows a bracket that opens.
    let text = text.split(" (").next().unwrap_or_default();
    let text = text.split(['|', '\u{BB}', '\u{2022}', '\u{B7}', '\u{2014}', '\n']).next().unwrap_or_default();
    let text = text.split(" on ").next().unwrap_or_default().trim();
    // `Posted by Ada Lovelace at 09:14 PM`
    let is_hour = |behind: &str| behind.starts_with(|c: char| c.is_ascii_digit());
    let text = text.split_once(" at ").filter(|(_, behind)| is_hour(behind)).map_or(text, |(name, _)| name);
    // `ADA LOVELACE FOR THE SHORE`
    let signed = text.split_once(" FOR ").filter(|(name, _)| name.contains(' '));
    let in_small_letters = signed.map(|(name, _)| in_small_letters(name));
    let text = in_small_letters.as_deref().unwrap_or(text);
    // `Ada Lovelace in London`
    let text = match text.split_once(" in ") {
        Some((name, place)) if name.contains(' ') && place.starts_with(char::is_uppercase) => name,
        _ => text,
    };
    let joined = text
        .replace(" and ", ", ")
        .replace(" & ", ", ")
        .replace(" und ", ", ")
        .replace(" et ", ", ")
        .replace(" y ", ", ");
    let mut parts: Vec<String> = Vec::new();
    for part in joined.split([',', ';']).map(str::trim) {
        match parts.last_mut() {
            // `Ladders, Inc.` is one house.
            Some(house) if BEHIND_COMMA.contains(&part) => house.extend([", ", part]),
            // `Ada Moss, The Shore Times` is where she writes.
            Some(last) if part.starts_with("The ") && could_be_person(last) => {}
            _ => parts.push(part.to_owned()),
        }
    }
    parts
        .iter()
        .map(|name| without_date(without_office(name)))
        .map(without_number)
        .filter(|name| is_name(name) && (!needs_case || is_person_like(name)))
        .take(12)
        .map(str::to_owned)
        .collect()
}

/// Says whether names are set as catalogues do, family name first: each has a comma, and before it one word, or several
/// behind a particle: `Ek, B.`, `de la Moss, Ada`.
pub(super) fn are_inverted<'a>(mut contents: impl Iterator<Item = &'a str>) -> bool {
    contents.all(|content| {
        let Some((family, given)) = content.split_once(", ") else { return false };
        let is_one = !family.contains(' ') || family.starts_with(char::is_lowercase);
        let is_given = !given.contains([',', ';', '&']) && !given.contains(" and ");
        is_one && is_given && given.split(' ').count() <= 3 && is_name(given) && !has_word_of_house(given)
    })
}

/// A byline without the address that papers set behind a name, and that name as it is written elsewhere:
/// `By ADA EK ada@shore.example`.
fn without_address(text: String) -> String {
    let is_address = |word: &str| word.find('@').is_some_and(|at| at > 0 && word[at..].contains('.'));
    if !text.contains('@') || !text.split(' ').any(is_address) {
        return text;
    }
    let words: Vec<&str> = text.split(' ').filter(|word| !is_address(word)).collect();
    let words = words.join(" ");
    let words = words.trim_end_matches([',', ';', '|', '-', ' ']);
    match words.split_once(' ') {
        Some(("By" | "by" | "BY", name)) => format!("By {}", in_small_letters(name)),
        _ => in_small_letters(words),
    }
}

/// A name in capitals as it is written elsewhere: `ADA-MAY EK` is `Ada-May Ek`.
fn in_small_letters(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut opens = true;
    let mut written = String::with_capacity(name.len());
    for c in name.chars() {
        if opens {
            written.push(c)
        } else {
            written.extend(c.to_lowercase())
        }
        opens = !c.is_alphabetic();
    }
    written
}

/// What companies set behind a comma at the end of their name.
const BEHIND_COMMA: [&str; 7] = ["Inc.", "Inc", "LLC", "Ltd.", "Ltd", "Corp.", "L.P."];

/// The name in an entry of a catalogue, with the years of a life: `Lovelace, Ada, 1815-1852`.
fn as_in_catalogue(text: &str) -> Option<String> {
    let (name, years) = text.rsplit_once(", ")?;
    let (born, died) = years.split_once(['-', '\u{2013}'])?;
    let is_year = |text: &str| (3..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let (family, given) = name.split_once(", ")?;
    // What the initials stand for may follow them.
    let given = given.split(" (").next().unwrap_or(given);
    let is_entry =
        is_year(born.trim_end_matches('?')) && (died.is_empty() || is_year(died.trim_end_matches('?')));
    (is_entry && !given.contains(',')).then(|| format!("{} {}", given.trim(), family.trim()))
}

/// Cuts off what Korean papers set behind the name of whoever wrote.
fn without_office(name: &str) -> &str {
    const OFFICES: [&str; 4] = [" 기자", " 선임기자", " 특파원", " 논설위원"];
    OFFICES.iter().find_map(|office| name.strip_suffix(office)).unwrap_or(name).trim_end()
}

/// Cuts off the day that follows a name without a comma.
fn without_date(name: &str) -> &str {
    const DAYS: [&str; 31] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ];
    let is_day = |word: &str| {
        let word = word.trim_end_matches('.');
        !word.is_empty()
            && (word.bytes().all(|byte| byte.is_ascii_digit())
                || DAYS.iter().any(|day| day.eq_ignore_ascii_case(word)))
    };
    let mut at = 0;
    for (number, word) in name.split(' ').enumerate() {
        let rest = name.get(at + word.len()..).unwrap_or_default();
        let before_number = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        if is_day(word) && (before_number || is_number || number >= 2 && rest.is_empty()) {
            let name = name[..at].trim_end();
            let without = [" in", " on", " at"].iter().find_map(|word| name.strip_suffix(word));
            return without.unwrap_or(name);
        }
        at += word.len() + 1;
    }
    name
}

/// Cuts off the number of a note or of comments; `moss12` is called so.
fn without_number(name: &str) -> &str {
    let is_sign = |c: char| matches!(c, ' ' | '-' | '\u{2013}');
    if is_handle(name) { name } else { name.trim_end_matches(|c: char| c.is_ascii_digit() || is_sign(c)) }
}

/// A name that somebody gave themselves on a site, of letters and then digits: `AM4711`.
fn is_handle(name: &str) -> bool {
    const DIGITS: std::ops::RangeInclusive<usize> = 2..=4;
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    letters.len() >= 2
        && DIGITS.contains(&(name.len() - letters.len()))
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Words that stand in the names of publishers and not in those of people.
const HOUSES: [&str; 22] = [
    "the", "news", "times", "post", "magazine", "staff", "media", "team", "press", "journal", "blog", "inc",
    "today", "review", "daily", "weekly", "network", "radio", "online", "group", "project", "of",
];

/// Says whether the name of a site is a person's: two words or three, none of them a publisher's.
pub(super) fn could_be_person(name: &str) -> bool {
    (2..=3).contains(&name.split(' ').count()) && !has_word_of_house(name)
}

/// Says whether `name` is written as those of people are, of several words with capitals, or in a script without.
fn is_person_like(name: &str) -> bool {
    let is_small = |word: &str| word.starts_with(char::is_lowercase);
    let is_particle =
        |word: &str| matches!(word, "von" | "van" | "de" | "di" | "da" | "del" | "der" | "den" | "la");
    let is_cased = name.starts_with(char::is_uppercase);
    if !is_cased {
        return !is_small(name) && !name.contains(' ');
    }
    (2..=4).contains(&name.split(' ').count())
        && name.split(' ').all(|word| !is_small(word) || is_particle(word))
}

/// Says whether a name is a publisher's.
pub(super) fn is_house(name: &str) -> bool {
    name.contains(' ') && has_word_of_house(name)
}

/// Says whether a name is of what many sites keep at a host of its own.
pub(super) fn is_part_of_site(name: &str) -> bool {
    #[rustfmt::skip]
    const PARTS: [&str; 20] = [
        "docs", "documentation", "help", "support", "wiki", "forum", "community", "developer", "developers", "dev",
        "engineering", "learn", "research", "library", "archive", "status", "about", "store", "shop", "www",
    ];
    PARTS.contains(&name.to_lowercase().as_str())
}

pub(super) fn has_word_of_house(name: &str) -> bool {
    name.split(' ').any(|word| HOUSES.contains(&word.to_lowercase().as_str()))
}

/// Cuts off the words that say that a name follows.
fn without_beginning(text: &str) -> &str {
    const BEGINNINGS: [&str; 20] = [
        "more stories by",
        "post by",
        "story by",
        "words by",
        "article by",
        "written by",
        "posted by",
        "submitted by",
        "published by",
        "by:",
        "by",
        "von:",
        "von",
        "par",
        "por",
        "di",
        "door",
        "af",
        "av",
        "text:",
    ];
    for beginning in BEGINNINGS {
        let Some(start) = text.get(..beginning.len()) else { continue };
        let rest = &text[beginning.len()..];
        if start.eq_ignore_ascii_case(beginning) && (rest.starts_with(' ') || beginning.ends_with(':')) {
            return rest.trim_start();
        }
    }
    text
}

/// Says whether `name` can be what somebody is called: few words, no address, no date.
fn is_name(name: &str) -> bool {
    let words = name.split(' ').count();
    let lower = name.to_lowercase();
    (1..=5).contains(&words)
        && name.len() <= 60
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['/', '@', '<', '>', '{', '}', '#', '='])
        && (name.chars().filter(char::is_ascii_digit).count() < 3 || is_handle(name))
        && !matches!(
            lower.as_str(),
            "admin"
                | "author"
                | "staff"
                | "editor"
                | "editors"
                | "by"
                | "unknown"
                | "follow"
                | "share"
                | "jr."
                | "guest"
                | "none"
                | "null"
                | "md"
                | "ma"
                | "phd"
                | "ph.d."
                | "m.d."
        )
        && ![
            "staff writer",
            "correspondent",
            "reporter",
            "updated",
            "published",
            "posted",
            "min read",
            "follow ",
            "illustration",
            "photograph",
            "view profile",
        ]
        .iter()
        .any(|word| lower.contains(word))
        // `example.org` signs where nobody does.
        && (name.contains(' ') || !name.rsplit_once('.').is_some_and(|(_, last)| matches!(last.len(), 2..=3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_of_bylines() {
        let check = |text: &str, expected: &[&str]| assert_eq!(names(text, false), expected, "{text}");
        check("By Ada Lovelace", &["Ada Lovelace"]);
        check("By Ada Lovelace, Bo Ek and Cy Fox | Staff", &["Ada Lovelace", "Bo Ek", "Cy Fox"]);
        check("Ada Lovelace, Staff Writer", &["Ada Lovelace"]);
        check("Byron Smith", &["Byron Smith"]);
        check(":: Ada Lovelace", &["Ada Lovelace"]);
        check("von Ada Lovelace", &["Ada Lovelace"]);
        check("https://example.org/ada", &[]);
        check("Posted by Ada on March 3, 2020", &["Ada"]);
        check("Submitted by Ada Moss on Thu, 10/10/2019 - 09:41", &["Ada Moss"]);
        check("Posted by Ada Moss at 09:14 PM in Tea | Permalink", &["Ada Moss"]);
        check("Posted by Ada Moss on June 19, 2008 at 08:11 AM in Books | Permalink", &["Ada Moss"]);
        check("계설하 기자", &["계설하"]);
        check("admin", &[]);
        check("By Ada Lovelace Tuesday, Aug. 17, 1830", &["Ada Lovelace"]);
        check("Editor December 20", &[]);
        check("Ada Lovelace in 1830", &["Ada Lovelace"]);
        check("Ada Lovelace in London", &["Ada Lovelace"]);
        check("Ada Lovelace (with Bo Ek, Cy Fox)", &["Ada Lovelace"]);
        check("April May", &["April May"]);
        check("example.org", &[]);
        check("Ada Lovelace -", &["Ada Lovelace"]);
        check("— Ada Lovelace and Bo de Ek", &["Ada Lovelace", "Bo de Ek"]);
        check("– by Ada", &["Ada"]);
        check("— a short essay about metals and us", &[]);
        check("— 顾怀川", &["顾怀川"]);
        check("ADA-MAY LOVELACE FOR THE SHORE", &["Ada-May Lovelace"]);
        check("WAITING FOR", &["WAITING FOR"]);
        check("", &[]);
        check("AM4711", &["AM4711"]);
        check("Ada Moss12", &["Ada Moss"]);
        check("Ada Moss, Bo Ek, The Shore Times", &["Ada Moss", "Bo Ek"]);
        check("The Tides, The Shore", &["The Tides", "The Shore"]);
        check("Lovelace, Ada, 1815-1852", &["Ada Lovelace"]);
        check("Lovelace, A. K. (Ada King), 1815-", &["A. K. Lovelace"]);
        check("Ladders, Inc.", &["Ladders, Inc."]);
        check("Ada Lovelace, Ince Ek", &["Ada Lovelace", "Ince Ek"]);
        check("Lovelace, Ek, 12-14", &["Lovelace", "Ek"]);
        assert_eq!(names("Lovelace, Ada", true), ["Ada Lovelace"]);
    }

    #[test]
    fn family_names_that_stand_first_are_told() {
        let check = |contents: &[&str], expected: bool| {
            assert_eq!(are_inverted(contents.iter().copied()), expected, "{contents:?}");
        };
        check(&["Moss, A.", "Ek, Bo de"], true);
        check(&["van der Ek, Bo"], true);
        check(&["Ada Moss, Bo Ek"], false);
        check(&["Moss, Ada", "Bo Ek"], false);
        check(&["Moss, Ek, Fox"], false);
        check(&["Moss, Shore Times"], false);
        check(&["Moss, Staff Writer"], false);
    }
}
