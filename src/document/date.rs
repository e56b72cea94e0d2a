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
fn numeric(text: &str) -> Option<Date> {
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
fn among_words(text: &str) -> Option<Date> {
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

/// So far into a line a date is looked for.
const WORDS_MAX: usize = 8;

/// `发布于 2024-02-05 18:32`: a word without blanks says whose date it is.
fn behind_chinese(text: &str) -> Option<Date> {
    const WORD_BYTES_MAX: usize = 24;
    let is_of_word = |c: char| c >= '\u{2E80}' || c.is_whitespace() || c == ':';
    let rest = text.trim_start_matches(is_of_word);
    let word_bytes = text.len() - rest.len();
    if (1..=WORD_BYTES_MAX).contains(&word_bytes) && rest.contains('-') { iso(rest) } else { None }
}

/// `2024年2月5日 18時32分`, also behind a word or two that say whose date it is.
fn of_east_asia(text: &str) -> Option<Date> {
    const BYTES_MAX: usize = 72;
    if text.len() > BYTES_MAX || text.contains(['。', '、']) {
        return None;
    }
    let (before, behind) = text.split_once('年')?;
    let before = before.trim_end();
    let year = || before.get(before.len().checked_sub(4)?..)?.parse().ok();
    let year = of_era(before).or_else(year)?;
    let month = behind.split_once('月').and_then(|(month, behind)| Some((east_asian_number(month)?, behind)));
    let Some((month, behind)) = month else { return Date::new(year, None, None) };
    let day = behind.split_once('日').and_then(|(day, _)| east_asian_number(day));
    Date::new(year, Some(month), day)
}

/// The year that a Japanese era ends in: `令和五`, `平成31`, of which the first is called `元`.
fn of_era(text: &str) -> Option<i16> {
    const ERAS: [(&str, i16); 4] = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911)];
    let (at, era, before) = ERAS.iter().find_map(|(era, before)| Some((text.rfind(era)?, era, before)))?;
    let number = text[at + era.len()..].trim();
    let number = if number == "元" { 1 } else { east_asian_number(number)? };
    Some(before + i16::from(number))
}

/// A number below a hundred in digits or as it is written in words: `14`, `十四`, `二十`.
fn east_asian_number(text: &str) -> Option<u8> {
    const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let text = text.trim();
    let digit = |text: &str| {
        let mut chars = text.chars();
        let found = DIGITS.iter().position(|digit| chars.clone().next() == Some(*digit))?;
        chars.nth(1).is_none().then_some(u8::try_from(found).ok()? + 1)
    };
    match text.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(10 * tens + ones)
        }
        None => text.parse().ok().or_else(|| digit(text)),
    }
}

/// Dates with the month as a word, in the languages that feeds and pages are found in.
///
/// A number beside the month is its day only where it stands as days do: in `Episode 14 | March 3, 2023` the
/// day is 3, and in `Vol. 12, May 2021` there is none.
fn spelled(text: &str) -> Option<Date> {
    let words: Vec<Word<'_>> = Word::all(text).take(WORDS_MAX).collect();
    // Most texts end here: a month alone is no date.
    if words.iter().all(|word| word.year().is_none()) {
        return None;
    }
    // `Maja` is a name where no day stands before it.
    let may_be_name = |at: usize| {
        words[at].text.eq_ignore_ascii_case("maja")
            && at.checked_sub(1).and_then(|at| words[at].day()).is_none()
    };
    let months = || {
        let may_name = (0..words.len()).filter(|at| !may_be_name(*at));
        may_name.filter_map(|at| Some((at, month_of(words[at].text)?)))
    };
    let beside = months().find_map(|(at, month)| {
        let day_behind = words.get(at + 1).and_then(Word::day);
        let year_at = at + 1 + usize::from(day_behind.is_some());
        let year = words.get(year_at).and_then(Word::year).or_else(|| {
            // `5 de febrero de 2024`
            words.get(year_at).filter(|word| word.joins()).and(words.get(year_at + 1)).and_then(Word::year)
        })?;
        Date::new(year, Some(month), day_behind.or_else(|| day_before(&words[..=at])))
    });
    beside.or_else(|| {
        let (at, month) = months().next()?;
        let year = words.iter().find_map(Word::year)?;
        let behind = words.get(at + 1).and_then(Word::day);
        // `mar 07/06/2021`: a weekday, or a name, before a day in digits.
        let is_in_digits =
            words.get(at + 2).is_some_and(|word| matches!(word.before, "/" | ".") && word.day().is_some());
        if behind.is_some() && is_in_digits {
            return None;
        }
        Date::new(year, Some(month), behind.or_else(|| day_before(&words[..=at])))
    })
}

/// A run of letters and digits, and what stands between it and the one before.
struct Word<'a> {
    before: &'a str,
    text: &'a str,
}

impl<'a> Word<'a> {
    fn all(text: &'a str) -> impl Iterator<Item = Self> {
        let mut rest = text;
        std::iter::from_fn(move || {
            let start = rest.find(char::is_alphanumeric)?;
            let (before, behind) = rest.split_at(start);
            let end = behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len());
            let (text, left) = behind.split_at(end);
            rest = left;
            Some(Self { before, text })
        })
    }

    fn digits(&self) -> usize {
        self.text.bytes().take_while(u8::is_ascii_digit).count()
    }

    fn year(&self) -> Option<i16> {
        if self.digits() == 4 && self.text.len() == 4 { self.text.parse().ok() } else { None }
    }

    /// `5`, `5th`, `1er`
    fn day(&self) -> Option<u8> {
        let (number, rest) = self.text.split_at(self.digits());
        let is_day = matches!(rest, "" | "st" | "nd" | "rd" | "th" | "er" | "\u{ba}") && number.len() <= 2;
        number.parse().ok().filter(|day| is_day && (1..=31).contains(day))
    }

    fn joins(&self) -> bool {
        matches!(self.text, "de" | "del" | "of")
    }
}

/// The day before the month that ends `words`, unless it is the number of something else.
fn day_before(words: &[Word<'_>]) -> Option<u8> {
    const NUMBERED: [&str; 12] = [
        "episode", "ep", "season", "volume", "vol", "issue", "no", "nr", "number", "part", "folge", "ausgabe",
    ];
    let (month, words) = words.split_last()?;
    let (day, before, between) = match words {
        [before @ .., day, joint] if joint.joins() => (day, before.last(), joint.before),
        [before @ .., day] => (day, before.last(), month.before),
        [] => return None,
    };
    let is_numbered =
        before.is_some_and(|word| NUMBERED.iter().any(|what| what.eq_ignore_ascii_case(word.text)));
    let is_ordinal = day.digits() < day.text.len();
    let is_beside = between.len() <= 3
        && between.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '.' | '-' | '/'))
        || is_ordinal && between.trim() == ",";
    day.day().filter(|_| is_beside && (is_ordinal || !is_numbered))
}

/// The month that `word` names, whole or in its usual short form, in the languages of western and northern Europe
/// and their neighbours.
fn month_of(word: &str) -> Option<u8> {
    #[rustfmt::skip]
    const MONTHS: [&[&str]; 12] = [
        &["jan", "january", "januar", "januari", "jän", "jänner", "janv", "janvier", "ene", "enero", "janeiro", "gen",
          "gennaio", "gener", "ianuarie", "januarie", "január", "stycznia", "styczeń", "янв", "январь", "января", "январе"],
        &["feb", "febr", "february", "februar", "februari", "feber", "fév", "févr", "février", "fevr", "fevrier",
          "febrero", "fev", "fevereiro", "febbr", "febbraio", "febrer", "februarie", "február", "lutego", "luty", "фев", "февр",
          "февраль", "февраля", "феврале"],
        &["mar", "mars", "march", "marz", "märz", "maerz", "mär", "mrz", "marts", "maart", "mrt", "maret", "marzo",
          "março", "marco", "març", "marc", "martie", "marec", "mart", "március", "marca", "marzec", "мар", "март", "марта",
          "марте"],
        &["apr", "april", "avr", "avril", "abr", "abril", "aprile", "aprilie", "április", "kwietnia", "kwiecień", "апр", "апрель", "апреля",
          "апреле"],
        &["may", "mai", "mei", "mag", "mayo", "maio", "maggio", "maig", "maj", "mey", "maja", "май", "мая", "мае"],
        &["jun", "june", "juni", "juin", "junio", "junho", "juny", "junij", "június", "czerwca", "czerwiec", "giu", "giugno", "июн", "июнь",
          "июня", "июне"],
        &["jul", "july", "juli", "juil", "juill", "juillet", "julio", "julho", "juliol", "julij", "július", "lipca", "lipiec", "lug",
          "luglio", "июл", "июль", "июля", "июле"],
        &["aug", "august", "augusti", "augustus", "agustus", "aoû", "août", "aout", "ago", "agosto", "agost",
          "augusztus", "sierpnia", "sierpień", "авг", "август", "августа", "августе"],
        &["sep", "sept", "september", "septembre", "septiembre", "setembro", "setembre", "set", "sett", "settembre",
          "setiembre", "septembrie", "szeptember", "września", "wrzesień", "сен", "сент", "сентябрь", "сентября", "сентябре"],
        &["oct", "october", "okt", "oktober", "octobre", "octubre", "out", "outubro", "ott", "ottobre", "octombrie",
          "október", "października", "październik", "окт", "октябрь", "октября", "октябре"],
        &["nov", "november", "novembre", "noviembre", "novembro", "novemb", "listopada", "listopad", "ноя", "нояб", "ноябрь", "ноября",
          "ноябре"],
        &["dec", "december", "dez", "dezember", "desember", "déc", "décembre", "decembre", "dic", "diciembre",
          "dezembro", "dicembre", "desembre", "decembrie", "grudnia", "grudzień", "дек", "декабрь", "декабря", "декабре"],
    ];
    const BYTES: std::ops::RangeInclusive<usize> = 3..=16;
    if !BYTES.contains(&word.len()) || word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let word = word.to_lowercase();
    let month = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
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
