//! A calendar date that knows how precise it is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day, a month or a year, as precisely as the source says; written `2021-03-05`, `2021-03` or
/// `2021`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// A date from its parts, or nothing where there is no such day.
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let exists = (1..=9999).contains(&year)
            && jiff::civil::Date::new(year, month.unwrap_or(1) as i8, day.unwrap_or(1) as i8).is_ok();
        (exists && (month.is_some() || day.is_none())).then_some(Self { year, month, day })
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The first and the last day that the date may mean, as `year * 10_000 + month * 100 + day`.
    pub fn day_range(self) -> (u32, u32) {
        let first = self.number(self.month.unwrap_or(1), self.day.unwrap_or(1));
        let last = self.number(self.month.unwrap_or(12), self.day.unwrap_or(31));
        (first, last)
    }

    /// Reads a date as sources write them: ISO 8601, RFC 2822, RFC 3339, `March 2008`,
    /// `5 June 2023`, `June 5th, 2023`, `2023/06/05`, `20230605`. Finds none in what is not a
    /// date; of `03/04/2021`, which has two readings, it keeps the year.
    pub fn find(text: &str) -> Option<Self> {
        let text = text.trim();
        iso(text).or_else(|| spelled(text))
    }

    fn number(self, month: u8, day: u8) -> u32 {
        u32::from(self.year.unsigned_abs()) * 10_000 + u32::from(month) * 100 + u32::from(day)
    }
}

/// `2021`, `2021-03`, `2021-03-05`, also with slashes or dots, `20210305`, and any of them with a
/// time of day behind.
fn iso(text: &str) -> Option<Date> {
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
fn numeric(text: &str) -> Option<Date> {
    let head = text.split_whitespace().next()?;
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

/// Dates with the month as a word, in the languages that feeds and pages are found in.
fn spelled(text: &str) -> Option<Date> {
    let (mut year, mut month, mut day) = (None, None, None);
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8) {
        let number_end = word.bytes().take_while(u8::is_ascii_digit).count();
        if number_end == 0 {
            month = month.or_else(|| month_of(word));
        } else if number_end == 4 && word.len() == 4 {
            year = year.or_else(|| word.parse().ok());
        } else if number_end <= 2
            && matches!(&word[number_end..], "" | "st" | "nd" | "rd" | "th" | "er" | "º")
        {
            day = day.or_else(|| word[..number_end].parse().ok());
        }
    }
    let month = month?;
    Date::new(year?, Some(month), day)
}

/// The month that `word` names, by its first letters.
fn month_of(word: &str) -> Option<u8> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "ene", "gen"],
        &["feb", "fév", "fev"],
        &["mar", "mär", "maa", "mrt"],
        &["apr", "abr", "avr"],
        &["may", "mai", "mei", "mag"],
        &["jun", "juin", "giu"],
        &["jul", "juil", "lug"],
        &["aug", "ago", "aoû"],
        &["sep", "set"],
        &["oct", "okt", "out", "ott"],
        &["nov"],
        &["dec", "dez", "dic", "déc"],
    ];
    let word = word.to_lowercase();
    if word.chars().count() > 10 {
        return None;
    }
    let month = MONTHS.iter().position(|starts| starts.iter().any(|start| word.starts_with(start)))?;
    u8::try_from(month + 1).ok()
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for Date {
    type Err = &'static str;

    /// Reads `2021`, `2021-03` or `2021-03-05` and nothing else.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let date = iso(text).ok_or("is not a date like 2021, 2021-03 or 2021-03-05")?;
        if date.to_string() == text {
            Ok(date)
        } else {
            Err("is not a date like 2021, 2021-03 or 2021-03-05")
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_as_precisely_as_they_are_written() {
        let check = |text: &str, expected: &str| {
            assert_eq!(
                Date::find(text).map(|date| date.to_string()),
                (!expected.is_empty()).then(|| expected.to_owned()),
                "{text}"
            );
        };
        check("2021", "2021");
        check("2021-03", "2021-03");
        check("2021-03-05T10:00:00Z", "2021-03-05");
        check("2022-05-22 22:30 -0700", "2022-05-22");
        check("20210305", "2021-03-05");
        check("2021/3/5", "2021-03-05");
        check("Fri, 16 Feb 2018 09:34:00 +0000", "2018-02-16");
        check("March 2008", "2008-03");
        check("June 5th, 2023", "2023-06-05");
        check("5 juin 2023", "2023-06-05");
        check("31/12/2020", "2020-12-31");
        check("03/04/2021", "2021");
        check("05.06.2023", "2023-06-05");
        check("2021-02-30", "");
        check("no date", "");
        check("", "");
        check("99999999", "");
    }

    #[test]
    fn day_ranges_cover_what_the_date_may_mean() {
        assert_eq!(Date::find("2021").map(Date::day_range), Some((20_210_101, 20_211_231)));
        assert_eq!(Date::find("2021-03-05").map(Date::day_range), Some((20_210_305, 20_210_305)));
    }
}
