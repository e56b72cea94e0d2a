//! `date:`, days and ranges of days, fixed or counted back from today.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil;

use super::error::cited;
use crate::document::Date;

/// Days of publication; an end that is absent is open.
///
/// Written `2021..2023`, `..2019`, `2021-03`, `3m..`, `7d`, `1y..6m`, `today`, `*` for any. What is counted
/// back stays so until [`DateRange::days`] is told what today is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The first of its days.
    pub from: Option<DatePoint>,
    /// The last of its days.
    pub to: Option<DatePoint>,
}

/// One end of a [`DateRange`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatePoint {
    /// A day, a month or a year.
    On(Date),
    /// So many units before today; `today` is 0 days ago.
    Ago {
        /// How many.
        count: u32,
        /// Of what.
        unit: DateUnit,
    },
}

/// What is counted back from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateUnit {
    /// `d`.
    Day,
    /// `w`.
    Week,
    /// `m`.
    Month,
    /// `y`.
    Year,
}

impl DateRange {
    /// The first and last day, as `year * 10_000 + month * 100 + day`; empty where it ends before
    /// it begins.
    pub fn days(&self, today: civil::Date) -> RangeInclusive<u32> {
        let first = self.from.map_or(0, |from| from.days(today).0);
        let last = self.to.map_or(99_991_231, |to| to.days(today).1);
        first..=last
    }

    /// Reads a range; on failure, says why and what to write.
    pub(super) fn read(text: &str) -> Result<Self, (String, String)> {
        Self::read_ends(text).map_err(|reason| {
            let hint = match suggest(text) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write `2021`, `2021-03`, `2021..2023`, `..2019`, `3m..` or `today`".to_owned(),
            };
            (reason, hint)
        })
    }

    fn read_ends(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self { from: None, to: None });
        }
        let Some((from, to)) = split_range(text) else {
            let point = DatePoint::from_str(text)?;
            let named = matches!(point, DatePoint::On(_)) || !text.starts_with(|c: char| c.is_ascii_digit());
            return Ok(Self { from: Some(point), to: named.then_some(point) });
        };
        if from.is_empty() && to.is_empty() {
            return Err(not_a_date(text));
        }
        let end = |text: &str| (!text.is_empty()).then(|| text.parse()).transpose();
        let range = Self { from: end(from)?, to: end(to)? };
        if range.is_reversed() {
            return Err(format!("`{}` ends before it begins", cited(text)));
        }
        Ok(range)
    }

    /// Whether it ends before it begins whatever day it is.
    pub fn is_reversed(&self) -> bool {
        match (self.from, self.to) {
            (Some(DatePoint::On(from)), Some(DatePoint::On(to))) => from.day_range().0 > to.day_range().1,
            (Some(DatePoint::Ago { .. }), Some(DatePoint::Ago { .. })) => {
                let days = |today| self.days(today).is_empty();
                days(civil::date(2023, 3, 1)) && days(civil::date(2024, 3, 31))
            }
            _ => false,
        }
    }
}

impl DatePoint {
    /// The first and last day it may mean, as `year * 10_000 + month * 100 + day`.
    pub fn days(self, today: civil::Date) -> (u32, u32) {
        match self {
            Self::On(date) => date.day_range(),
            Self::Ago { count, unit } => {
                let count = i64::from(count);
                let span = match unit {
                    DateUnit::Day => jiff::Span::new().try_days(count),
                    DateUnit::Week => jiff::Span::new().try_weeks(count),
                    DateUnit::Month => jiff::Span::new().try_months(count),
                    DateUnit::Year => jiff::Span::new().try_years(count),
                };
                let day = span.and_then(|span| today.checked_sub(span)).ok().filter(|day| day.year() > 0);
                let day = day.map_or(10_101, |day| {
                    u32::from(day.year().unsigned_abs()) * 10_000
                        + u32::from(day.month().unsigned_abs()) * 100
                        + u32::from(day.day().unsigned_abs())
                });
                (day, day)
            }
        }
    }
}

impl FromStr for DatePoint {
    type Err = String;

    /// Reads `2021`, `2021-03`, `2021-03-05`, `7d`, `2w`, `3m`, `1y`, `today` or `yesterday`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let ago = |count, unit| Self::Ago { count, unit };
        if let Ok(date) = text.parse() {
            return Ok(Self::On(date));
        }
        let word = text.to_ascii_lowercase();
        let unit = match word.bytes().last() {
            _ if word == "today" => return Ok(ago(0, DateUnit::Day)),
            _ if word == "yesterday" => return Ok(ago(1, DateUnit::Day)),
            Some(b'd') => DateUnit::Day,
            Some(b'w') => DateUnit::Week,
            Some(b'm') => DateUnit::Month,
            Some(b'y') => DateUnit::Year,
            _ => return Err(not_a_date(text)),
        };
        let count = &word[..word.len() - 1];
        if count.is_empty() || count.len() > 6 || !count.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(not_a_date(text));
        }
        count.parse().map(|count| ago(count, unit)).map_err(|_| not_a_date(text))
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (None, None) => f.write_str("*"),
            (Some(DatePoint::On(from)), Some(DatePoint::On(to))) if from == to => write!(f, "{from}"),
            (Some(from), Some(to)) if from == to && from == DatePoint::TODAY => write!(f, "{from}"),
            (from, to) => {
                let end = |point: Option<DatePoint>| point.map(|point| point.to_string()).unwrap_or_default();
                write!(f, "{}..{}", end(from), end(to))
            }
        }
    }
}

impl DatePoint {
    const TODAY: Self = Self::Ago { count: 0, unit: DateUnit::Day };
}

impl fmt::Display for DatePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(date) => write!(f, "{date}"),
            today if *today == Self::TODAY => f.write_str("today"),
            Self::Ago { count, unit } => {
                let unit = match unit {
                    DateUnit::Day => 'd',
                    DateUnit::Week => 'w',
                    DateUnit::Month => 'm',
                    DateUnit::Year => 'y',
                };
                write!(f, "{count}{unit}")
            }
        }
    }
}

/// The two ends of `a..b`, which keyboards may have made `a…b`.
pub(super) fn split_range(text: &str) -> Option<(&str, &str)> {
    let (from, to) = text.split_once("..").or_else(|| text.split_once('…'))?;
    Some((from, to.strip_prefix('.').unwrap_or(to)))
}

/// The range that someone who wrote `text` may have meant: the habits of other tools, and of people.
fn suggest(text: &str) -> Option<String> {
    let range = |from: &str, to: &str| DateRange::read_ends(&format!("{from}..{to}")).ok();
    let text = text.trim_matches(['"', '(', ')', '[', ']']);
    let bare = text.trim_start_matches(['<', '>', '=']);
    let near = match text.chars().next()? {
        '>' => range(bare, ""),
        '<' => range("", bare),
        _ => None,
    };
    let swapped = || split_range(text).and_then(|(from, to)| range(to, from));
    let dashed = || text.split_once(['-', '–', '—']).and_then(|(from, to)| range(from, to));
    let spelled = || {
        Date::find(text)
            .map(|date| DateRange { from: Some(DatePoint::On(date)), to: Some(DatePoint::On(date)) })
    };
    near.or_else(swapped).or_else(dashed).or_else(spelled).map(|range| range.to_string())
}

fn not_a_date(text: &str) -> String {
    format!("`{}` is not a date", cited(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_days_once_today_is_known() {
        let check = |text: &str, first: u32, last: u32| {
            let days = DateRange::read(text).unwrap().days(civil::date(2024, 3, 31));
            assert_eq!(days, first..=last, "{text}");
        };
        check("2021", 20_210_101, 20_211_231);
        check("2021-03", 20_210_301, 20_210_331);
        check("2021..2023-05", 20_210_101, 20_230_531);
        check("..2019", 0, 20_191_231);
        check("2021-03-05..", 20_210_305, 99_991_231);
        check("today", 20_240_331, 20_240_331);
        check("yesterday", 20_240_330, 20_240_330);
        check("7d", 20_240_324, 99_991_231);
        check("2w..", 20_240_317, 99_991_231);
        check("1m..today", 20_240_229, 20_240_331);
        check("1Y..6M", 20_230_331, 20_230_930);
        check("999999y..", 10_101, 99_991_231);
        check("2025..1y", 20_250_101, 20_230_331);
    }

    #[test]
    fn the_flags_read_one_end() {
        let check = |text: &str, expected: Result<&str, &str>| {
            let point = text.parse::<DatePoint>().map(|point| point.to_string());
            assert_eq!(point, expected.map(str::to_owned).map_err(str::to_owned));
        };
        check("2021-03", Ok("2021-03"));
        check("today", Ok("today"));
        check("Yesterday", Ok("1d"));
        check("3m", Ok("3m"));
        check("2021..", Err("`2021..` is not a date"));
        check("m", Err("`m` is not a date"));
        check("", Err("`` is not a date"));
        check("é", Err("`é` is not a date"));
        check("1234567d", Err("`1234567d` is not a date"));
    }
}
