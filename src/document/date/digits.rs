//! Dates in digits, by themselves or among words.

use super::{Date, WORDS_MAX};

/// `2021`, `2021-03`, `2021-03-05`, also with slashes or dots, `20210305`, and any of them with a
/// time of day behind.
pub(super) fn iso(text: &str) -> Option<Date> {
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let year_digits = digits(text);
    if year_digits == 8 {
        let day = text[6..8].parse().ok()?;
        return Date::new(text[..4].parse().ok()?, Some(text[4..6].parse().ok()?), Some(day));
    }
    if year_digits != 4 {
        return numeric(text);
    }
    let year = text[..4].parse().ok()?;
    let rest = &text[4..];
    if rest.is_empty() {
        return Date::new(year, None, None);
    }
    if let Some(spaced) = rest.strip_prefix(". ") {
        // Korean: `2024. 9. 12. 14:02`
        let mut parts = spaced.splitn(3, ". ");
        let month = parts.next()?.parse().ok()?;
        let day = parts.next()?.trim_end_matches('.').split(' ').next()?.parse().ok()?;
        return Date::new(year, Some(month), Some(day));
    }
    let rest = rest.strip_prefix(['-', '/', '.'])?;
    let month_digits = digits(rest);
    let month = rest[..month_digits].parse().ok().filter(|_| month_digits <= 2)?;
    let Some(rest) = rest[month_digits..].strip_prefix(['-', '/', '.']) else {
        return Date::new(year, Some(month), None);
    };
    let day_digits = digits(rest);
    let day = rest[..day_digits].parse().ok().filter(|_| day_digits <= 2)?;
    Date::new(year, Some(month), Some(day))
}

/// `05/06/2023` and the like, where only one reading may exist.
pub(super) fn numeric(text: &str) -> Option<Date> {
    let head = text.split_whitespace().next()?.trim_end_matches([',', ';', ':']);
    let mut parts = head.split(['/', '.', '-']);
    let first: u8 = parts.next()?.parse().ok()?;
    let second: u8 = parts.next()?.parse().ok()?;
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    match (first, second, head.contains('.')) {
        (day, month, true) => Date::new(year, Some(month), Some(day)),
        (day, month, _) if day > 12 || day == month => Date::new(year, Some(month), Some(day)),
        (month, day, _) if day > 12 => Date::new(year, Some(month), Some(day)),
        _ => Date::new(year, None, None),
    }
}

/// `Ada Moss · 2022-06-30`, `Ada Moss, 30.06.2022`: a day in digits among few words. It says more than a word
/// beside it that may be a month or a name.
pub(super) fn among_words(text: &str) -> Option<Date> {
    const BYTES_MAX: usize = 120;
    if text.len() > BYTES_MAX {
        return None;
    }
    const PARTS: [char; 9] = [' ', '\t', '\n', '\u{a0}', ',', ';', '|', '(', ')'];
    let words = text.split_inclusive(PARTS).take(WORDS_MAX);
    let mut before = "";
    for whole in words {
        let word = whole.trim_end_matches(PARTS);
        if word.is_empty() {
            continue;
        }
        let is_in_digits = word.starts_with(|c: char| c.is_ascii_digit())
            && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.'))
            && word.split(['-', '/', '.']).filter(|part| !part.is_empty()).count() == 3;
        let found = if is_in_digits { iso(word.trim_end_matches('.')) } else { None };
        let found = found.filter(|date| date.day.is_some());
        let found = found.or_else(|| if is_in_digits { on_weekday(before, word) } else { None });
        if found.is_some() {
            return found;
        }
        before = whole;
    }
    None
}

/// `Fri, 03/05/2021`: of the two readings of a day in digits the one that falls on the weekday before it, where not both
/// do.
fn on_weekday(name: &str, digits: &str) -> Option<Date> {
    const NAMES: [[&str; 5]; 7] = [
        ["mon", "mo", "lun", "lunes", "lundi"],
        ["tue", "di", "mar", "martes", "mardi"],
        ["wed", "mi", "mer", "mié", "mercredi"],
        ["thu", "do", "jeu", "jue", "jeudi"],
        ["fri", "fr", "ven", "vie", "vendredi"],
        ["sat", "sa", "sam", "sáb", "samedi"],
        ["sun", "so", "dim", "dom", "dimanche"],
    ];
    // Short forms that are words of their own elsewhere: `Verbale di 07/06/2021`, `mar 05/03/2021`.
    const WORDS: [&str; 5] = ["mar", "mer", "sam", "dom", "vie"];
    let written = name.trim_end_matches([' ', '\t', '\n', '\u{a0}']);
    let bare = written.trim_end_matches(['.', ',', ';', '|', '(', ')']);
    let name = bare.to_lowercase();
    let is_abbreviated =
        written[bare.len()..].starts_with(['.', ',']) && bare.starts_with(char::is_uppercase);
    if (name.len() == 2 || WORDS.contains(&name.as_str())) && !is_abbreviated {
        return None;
    }
    let is_named = |names: &[&str; 5]| {
        names.contains(&name.as_str()) || name.starts_with(names[0]) && name.ends_with("day")
    };
    let weekday = NAMES.iter().position(is_named)?;
    let mut parts = digits.split(['/', '-', '.']);
    let (first, second): (i8, i8) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let falls = |(month, day): &(i8, i8)| {
        let date = jiff::civil::Date::new(year, *month, *day).ok();
        date.is_some_and(|date| usize::from(date.weekday().to_monday_zero_offset().unsigned_abs()) == weekday)
    };
    let mut readings = [(first, second), (second, first)].into_iter().filter(falls);
    let (month, day) = readings.next()?;
    if readings.any(|other| other != (month, day)) {
        return None;
    }
    Date::new(year, Some(month.unsigned_abs()), Some(day.unsigned_abs()))
}
