//! A calendar date that knows how precise it is.

mod digits;
mod east_asia;
mod spelled;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use digits::{among_words, iso};
use east_asia::{behind_chinese, of_east_asia};
pub(crate) use spelled::month_of;
use spelled::spelled;

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

    /// Says whether this is one of the days that `other` may mean, and says as much or more.
    pub fn is_within(self, other: Self) -> bool {
        let ((first, last), (from, to)) = (self.day_range(), other.day_range());
        from <= first && last <= to
    }

    /// Reads a date as sources write them: ISO 8601, RFC 2822, RFC 3339, `March 2008`,
    /// `5 June 2023`, `June 5th, 2023`, `2023/06/05`, `20230605`, `2023年6月5日`. Finds none in what
    /// is not a date; of `03/04/2021`, which has two readings, it keeps the year.
    pub fn find(text: &str) -> Option<Self> {
        let text = text.trim();
        let exact = iso(text).or_else(|| of_east_asia(text)).or_else(|| behind_chinese(text));
        exact.or_else(|| among_words(text)).or_else(|| spelled(text))
    }

    fn number(self, month: u8, day: u8) -> u32 {
        u32::from(self.year.unsigned_abs()) * 10_000 + u32::from(month) * 100 + u32::from(day)
    }
}

/// So far into a line a date is looked for.
const WORDS_MAX: usize = 8;

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
        check("2024. 9. 12. 14:02", "2024-09-12");
        check("2024. 9 came", "");
        check("2021-03-05T10:00:00Z", "2021-03-05");
        check("2022-05-22 22:30 -0700", "2022-05-22");
        check("20210305", "2021-03-05");
        check("2021/3/5", "2021-03-05");
        check("Fri, 16 Feb 2018 09:34:00 +0000", "2018-02-16");
        check("March 2008", "2008-03");
        check("June 5th, 2023", "2023-06-05");
        check("5 juin 2023", "2023-06-05");
        check("14 січня 2022, 10:40", "2022-01-14");
        check("3 Ağustos 2021 Salı", "2021-08-03");
        check("7. října 2019", "2019-10-07");
        check("12 Σεπτεμβρίου 2020", "2020-09-12");
        check("14 يناير، 2019", "2019-01-14");
        check("torstaina 6. kesäkuuta 2019", "2019-06-06");
        check("18 октомври 2018 г.", "2018-10-18");
        check("31/12/2020", "2020-12-31");
        check("03/04/2021", "2021");
        check("Fri, 03/05/2021 - 09:14", "2021-03-05");
        check("Friday 05/03/2021", "2021-03-05");
        check("ven 05/03/2021", "2021-03-05");
        check("Mon, 03/05/2021 - 09:14", "2021-05-03");
        check("Sun, 03/05/2021", "");
        check("Thursday 01/07/2021", "");
        check("Friday 01/01/2021", "2021-01-01");
        check("Di., 07/06/2021", "2021-07-06");
        check("Mo, 07/06/2021", "2021-06-07");
        check("Verbale di 07/06/2021", "");
        check("Verbale Di 07/06/2021", "");
        check("o que eu do 05/06/2021", "");
        check("mar 07/06/2021", "");
        check("sam 05/06/2021", "");
        check("05.06.2023", "2023-06-05");
        check("05.06.2023, 18:32 Uhr", "2023-06-05");
        check("5 de febrero de 2024", "2024-02-05");
        check("5 февраля 2020", "2020-02-05");
        check("05-Jun-2023", "2023-06-05");
        check("2024年2月5日 18時32分", "2024-02-05");
        check("公開日：2024年2月", "2024-02");
        check("令和五年十一月十四日（火曜日）", "2023-11-14");
        check("平成元年二月二十日", "1989-02-20");
        check("昭和64年1月7日", "1989-01-07");
        check("今年五月十日", "");
        check("五年十一月十四日", "");
        check("14 listopada 2023 r.", "2023-11-14");
        check("3 maja 2021", "2021-05-03");
        check("Maja Fern 2021", "");
        check("发布于 2024-02-05 18:32", "2024-02-05");
        check("第 5-6 章", "");
        check("Episode 14 | March 3, 2023", "2023-03-03");
        check("Season 2 Episode 14 - March 3, 2023", "2023-03-03");
        check("No. 7 / 3 March 2023", "2023-03-03");
        check("Vol. 12, May 2021", "2021-05");
        check("Issue 12 May 2021", "2021-05");
        check("Ep. 31 • May 2020", "2020-05");
        check("5 min read · June 4, 2020", "2020-06-04");
        check("4 Comments March 9, 2018", "2018-03-09");
        check("Episode 9 · October 4th, 2022 · 31 mins 2 secs", "2022-10-04");
        check("Marcus Oak 2022-06-30", "2022-06-30");
        check("By May Oak on 2022-06-30", "2022-06-30");
        check("Martin Mayhew, 30.06.2022", "2022-06-30");
        check("Juniper Novak 2022/06/30 10:15", "2022-06-30");
        check("Marcus Oak, 30 June 2022", "2022-06-30");
        check("Julian Oak 2022", "");
        check("Release 2.14.2022 of the Marble", "");
        check("Augusta Decker, 03/04/2021", "");
        check("Sept. 5, 2019", "2019-09-05");
        check("le 5 févr. 2020", "2020-02-05");
        check("Tue, 07 May 24", "2024-05-07");
        check("Tue, 07 May 24 men", "");
        check("On 07 May 24", "");
        check("12 mars 2021", "2021-03-12");
        check("7. März 2021", "2021-03-07");
        check("2021-02-30", "");
        check("no date", "");
        check("", "");
        check("99999999", "");
    }

    #[test]
    fn day_ranges_cover_what_the_date_may_mean() {
        assert_eq!(Date::find("2021").map(Date::day_range), Some((20_210_101, 20_211_231)));
        assert_eq!(Date::find("2021-03-05").map(Date::day_range), Some((20_210_305, 20_210_305)));
        let is_within = |day: &str, month: &str| {
            Date::find(day).zip(Date::find(month)).map(|(day, month)| day.is_within(month))
        };
        assert_eq!(is_within("2021-03-05", "2021-03"), Some(true));
        assert_eq!(is_within("2021-04-05", "2021-03"), Some(false));
        assert_eq!(is_within("2021", "2021-03"), Some(false));
    }
}
