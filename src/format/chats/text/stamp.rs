//! When a message was sent, as messengers of many languages write it: a day, its numbers in any order, and
//! the time of day.

use super::DIRECTIONS;

/// A day and a time of day that a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp<'a> {
    pub(super) day: Day,
    /// Brackets hold it.
    pub(super) is_bracketed: bool,
    pub(super) has_seconds: bool,
    /// What follows.
    pub(super) rest: &'a str,
}

/// A day whose numbers may stand in one order or another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Day {
    numbers: [u16; 3],
    /// The second is a month for certain.
    is_named: bool,
    /// The clock has twelve hours and says so as Americans do, `AM`.
    is_american: bool,
    /// Days and months below ten have two digits.
    is_padded: bool,
    /// Year, month and day are called so.
    is_spelled: bool,
}

impl Day {
    /// The day, whose two digits say nothing about who wrote it.
    pub(super) fn unpadded(self) -> Self {
        Self { is_padded: false, ..self }
    }
}

/// A time of day that a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock<'a> {
    pub(super) hour: u16,
    pub(super) has_seconds: bool,
    is_american: bool,
    pub(super) rest: &'a str,
}

/// Reads `[12/03/2024, 09:14:02]`, `[09:14, 12/03/2024]`, `3/12/24, 9:14 AM`, `12.3.2024 klo 8.02`, `Mar 12, 2024, 8:02 AM`, `2024년 3월 12일 오전 8:02`.
pub(super) fn read(text: &str) -> Option<Stamp<'_>> {
    let is_bracketed = text.starts_with('[');
    let mut scan = Scan { rest: text.strip_prefix('[').unwrap_or(text) };
    if let Some(stamp) = scan.time_first().filter(|_| is_bracketed) {
        return Some(stamp);
    }
    let mut day = scan.day()?;
    let clock = clock(scan.rest)?;
    day.is_american = clock.is_american;
    let rest = if is_bracketed { clock.rest.strip_prefix(']')? } else { clock.rest };
    Some(Stamp { day, is_bracketed, has_seconds: clock.has_seconds, rest })
}

/// Reads `08:02`, `8:02:15 AM`, `8.02`, `오전 8:02`, `8:02 a. m.`
pub(super) fn clock(text: &str) -> Option<Clock<'_>> {
    const HALVES_BEFORE: [&str; 11] =
        ["오전", "오후", "上午", "下午", "凌晨", "早上", "清晨", "中午", "晚上", "午前", "午後"];
    let mut scan = Scan { rest: text };
    let is_led = scan.take(&HALVES_BEFORE);
    if is_led {
        scan.blanks();
    }
    let (hour, _) = scan.number(2)?;
    let sign = if scan.take(&[":"]) { ":" } else { scan.take(&["."]).then_some(".")? };
    let (minute, minute_digits) = scan.number(2)?;
    let mut has_seconds = false;
    if scan.rest.starts_with(sign) && scan.rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
        scan.take(&[sign]);
        let (second, digits) = scan.number(2)?;
        has_seconds = digits == 2 && second < 60;
        has_seconds.then_some(())?;
    }
    let ends =
        !scan.rest.starts_with(|c: char| c.is_ascii_alphanumeric() && !matches!(c, 'a' | 'A' | 'p' | 'P'));
    let is_time = hour < 25 && minute < 60 && minute_digits == 2 && ends;
    is_time.then_some(())?;
    // `08:02:15,123` is of the logs of programs.
    let is_fraction =
        |rest: &str| rest.starts_with([',', '.']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    if is_fraction(scan.rest) {
        return None;
    }
    let before = scan;
    scan.blanks();
    let half = if is_led { None } else { scan.half_behind() };
    if half.is_none() {
        scan = before;
    }
    scan.directions();
    if scan.rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    Some(Clock { hour, has_seconds, is_american: half == Some(Half::Capital), rest: scan.rest })
}

/// The day that a text begins with, and what follows.
pub(super) fn day(text: &str) -> Option<(Day, &str)> {
    let mut scan = Scan { rest: text };
    let day = scan.numbers()?;
    Some((day, scan.rest))
}

/// Says that a line is a day as Koreans, Japanese and Chinese write it, with its weekday or not.
pub(super) fn is_east_asian_day(line: &str) -> bool {
    let line = line.trim();
    let is_it = |rest: &str| rest.chars().count() <= 6 && !rest.contains(|c: char| c.is_ascii());
    line.len() < 48 && line.contains(['年', '년']) && day(line).is_some_and(|(_, rest)| is_it(rest.trim()))
}

/// How the half of a day is written behind a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    /// `AM`, as Americans do, and others too.
    Capital,
    /// `am`, `a. m.`, `ص`
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    fn directions(&mut self) {
        self.rest = self.rest.trim_start_matches(DIRECTIONS);
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches(|c: char| is_blank(c) || DIRECTIONS.contains(&c));
    }

    /// Steps over the first of `words` that follows.
    fn take(&mut self, words: &[&str]) -> bool {
        self.directions();
        let behind = words.iter().find_map(|word| self.rest.strip_prefix(*word));
        self.rest = behind.unwrap_or(self.rest);
        behind.is_some()
    }

    /// A number of at most so many digits, of the West or of the East, and how many it has.
    fn number(&mut self, digits_max: usize) -> Option<(u16, usize)> {
        self.directions();
        let (mut number, mut digits) = (0_u16, 0);
        while let Some((digit, bytes)) = digit(self.rest) {
            digits += 1;
            if digits > digits_max {
                return None;
            }
            number = number * 10 + digit;
            self.rest = &self.rest[bytes..];
        }
        (digits > 0).then_some((number, digits))
    }

    /// `10:15 AM, 3/12/2024]`, as WhatsApp has it in browsers.
    fn time_first(&self) -> Option<Stamp<'a>> {
        let clock = clock(self.rest)?;
        let mut scan = Scan { rest: clock.rest.strip_prefix(',')? };
        scan.blanks();
        let day = Day { is_american: clock.is_american, ..scan.numbers()? };
        let rest = scan.rest.strip_prefix(']')?;
        Some(Stamp { day, is_bracketed: true, has_seconds: clock.has_seconds, rest })
    }

    /// A day, and what parts it from the time.
    fn day(&mut self) -> Option<Day> {
        let day = self.named().or_else(|| self.numbers())?;
        let before = self.rest.len();
        let is_parted = self.gap();
        // `2024年3月12日8:02`
        (is_parted || self.rest.len() == before && day.is_spelled).then_some(day)
    }

    /// `Mar 12, 2024`, `12 March 2024`
    fn named(&mut self) -> Option<Day> {
        let mut scan = *self;
        let led = scan.month();
        scan.blanks();
        let (day, _) = scan.number(2)?;
        scan.blanks();
        let month = led.or_else(|| scan.month())?;
        scan.rest = scan.rest.strip_prefix(',').unwrap_or(scan.rest);
        scan.blanks();
        let (year, digits) = scan.number(4)?;
        (digits == 4).then(|| {
            *self = scan;
            Day { numbers: [day, month, year], is_named: true, ..Day::default() }
        })
    }

    /// The name of a month, short or not, and the stop behind it.
    fn month(&mut self) -> Option<u16> {
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let number = self.rest[..letters].get(..3).and_then(month)?;
        self.rest = self.rest[letters..].trim_start_matches('.');
        Some(number)
    }

    /// Three numbers; the month may have a name.
    fn numbers(&mut self) -> Option<Day> {
        const SIGNS: [&str; 3] = ["/", ".", "-"];
        const YEARS: [&str; 2] = ["년", "年"];
        let (first, first_digits) = self.number(4)?;
        let mut day = Day { numbers: [first, 0, 0], ..Day::default() };
        if first_digits == 4 && self.take(&YEARS) {
            self.blanks();
            day.numbers[1] = self.number(2)?.0;
            self.take(&["월", "月"]).then_some(())?;
            self.blanks();
            day.numbers[2] = self.number(2)?.0;
            self.take(&["일", "日"]).then_some(())?;
            day.is_spelled = true;
            return Some(day);
        }
        matches!(first_digits, 1 | 2 | 4).then_some(())?;
        let sign = *SIGNS.iter().find(|sign| self.take(&[**sign]))?;
        if sign == "." {
            self.blanks();
        }
        let second_digits = match self.number(2) {
            Some((number, digits)) => {
                day.numbers[1] = number;
                digits
            }
            None => {
                let word = self.rest.get(..3)?;
                day.numbers[1] = month(word)?;
                day.is_named = true;
                self.rest = &self.rest[3..];
                0
            }
        };
        self.take(&[sign]).then_some(())?;
        if sign == "." {
            self.blanks();
        }
        let (third, third_digits) = self.number(4)?;
        (first_digits == 4 || matches!(third_digits, 2 | 4)).then_some(())?;
        day.numbers[2] = third;
        let is_padded = |number: u16, digits: usize| digits == 2 && number < 10;
        day.is_padded = is_padded(first, first_digits) || is_padded(day.numbers[1], second_digits);
        Some(day)
    }

    /// What stands between a day and a time: a comma, a blank, the word of the language.
    fn gap(&mut self) -> bool {
        const WORDS: [&str; 8] = ["à", "klo", "kl.", "a las", "às", "um", "alle", "at"];
        let before = self.rest.len();
        let is_sign = |c: char| is_blank(c) || matches!(c, ',' | '.' | 'T' | '،') || DIRECTIONS.contains(&c);
        self.rest = self.rest.trim_start_matches(is_sign);
        let is_parted = self.rest.len() < before;
        if is_parted && self.take(&WORDS) {
            self.blanks();
        }
        is_parted
    }

    fn half_behind(&mut self) -> Option<Half> {
        if self.take(&["AM", "PM"]) {
            return Some(Half::Capital);
        }
        if self.take(&["am", "pm", "a.m.", "p.m.", "π.μ.", "μ.μ.", "ص", "م"]) {
            return Some(Half::Other);
        }
        // `a. m.`, with a blank that breaks no line.
        let mut scan = *self;
        let is_half = scan.take(&["a.", "p."]) && {
            scan.blanks();
            scan.take(&["m."])
        };
        is_half.then(|| {
            *self = scan;
            Half::Other
        })
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

fn digit(text: &str) -> Option<(u16, usize)> {
    let c = text.chars().next()?;
    let zero =
        ['0', '\u{660}', '\u{6F0}'].into_iter().find(|zero| (*zero..).take(10).any(|digit| digit == c))?;
    Some(((u32::from(c) - u32::from(zero)) as u16, c.len_utf8()))
}

/// Says that a text begins with the name of a month.
pub(super) fn begins_with_month(text: &str) -> bool {
    text.get(..3).and_then(month).is_some()
}

/// The month of the three letters.
pub(super) fn month(name: &str) -> Option<u16> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let number = MONTHS.iter().position(|known| known.eq_ignore_ascii_case(name))?;
    u16::try_from(number + 1).ok()
}

/// In which order a chat writes the numbers of its days.
#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    pub(super) fn of(days: &[Day]) -> Self {
        let numbers = || days.iter().filter(|day| !day.is_named && day.numbers[0] < 1000);
        if numbers().any(|day| day.numbers[0] > 12) {
            return Self::DayFirst;
        }
        let is_american = numbers().any(|day| day.numbers[1] > 12)
            || !days.is_empty() && days.iter().all(|day| day.is_american && !day.is_padded);
        if is_american { Self::MonthFirst } else { Self::DayFirst }
    }

    /// `2024-03-12`
    pub(super) fn written(self, day: Day) -> String {
        let [a, b, c] = day.numbers;
        let (year, month, day) = match self {
            _ if a >= 1000 => (a, b, c),
            Self::MonthFirst if !day.is_named => (c, a, b),
            _ => (c, b, a),
        };
        let year = if year < 100 { 2000 + year } else { year };
        format!("{year}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_read_in_many_languages() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let stamp = read(text);
            let shown = stamp.map(|stamp| (Order::of(&[stamp.day]).written(stamp.day), stamp.rest));
            assert_eq!(shown.as_ref().map(|(day, rest)| (day.as_str(), *rest)), expected, "{text}");
        };
        check("12/3/24, 8:02\u{A0}a.\u{A0}m. - Ada", Some(("2024-03-12", " - Ada")));
        check("12/3/24, 8:02\u{202F}p.\u{A0}m. - Ada", Some(("2024-03-12", " - Ada")));
        check("12/3/24, 8:02 a.m. - Ada", Some(("2024-03-12", " - Ada")));
        check("[12/3/24, 8:02:15\u{202F}a.\u{A0}m.] Ada", Some(("2024-03-12", " Ada")));
        check("12/03/2024 à 08:02 - Ada", Some(("2024-03-12", " - Ada")));
        check("12.3.2024 klo 8.02 - Ada", Some(("2024-03-12", " - Ada")));
        check("12. 3. 2024 8:02 - Ada", Some(("2024-03-12", " - Ada")));
        check("2024년 3월 12일 오전 8:02, Ada", Some(("2024-03-12", ", Ada")));
        check("2024. 3. 12. 오후 8:02, Ada", Some(("2024-03-12", ", Ada")));
        check("2024/3/12 上午8:02 - Ada", Some(("2024-03-12", " - Ada")));
        check("2024年3月12日 8:02 - Ada", Some(("2024-03-12", " - Ada")));
        check("\u{200F}12\u{200F}/03\u{200F}/2024، 8:02 ص - Ada", Some(("2024-03-12", " - Ada")));
        check("١٢/٣/٢٠٢٤، ٨:٠٢ م - Ada", Some(("2024-03-12", " - Ada")));
        check("12/03/24, 8:02 am - Ada", Some(("2024-03-12", " - Ada")));
        check("12/03/24, 8:02 AM - Ada", Some(("2024-03-12", " - Ada")));
        check("3/12/24, 8:02 AM - Ada", Some(("2024-03-12", " - Ada")));
        check("2024-03-12T08:02:15 <ada>", Some(("2024-03-12", " <ada>")));
        check("Mar 12, 2024, 08:02:15 - Ada", Some(("2024-03-12", " - Ada")));
        check("12 March 2024 08:02 - Ada", Some(("2024-03-12", " - Ada")));
        check("[8:02 AM, 3/12/2024] Ada: so", Some(("2024-03-12", " Ada: so")));
        check("[08:02, 12/03/2024] Ada: so", Some(("2024-03-12", " Ada: so")));
        check("8:02, 12/03/2024 Ada: so", None);
        check("Mar 12 08:02:15 <ada>", None);
        check("March was long", None);
        check("2024-03-12 08:02:15,123 - root", None);
        check("12/03/2024 at the pier", None);
        check("12.3 8:02", None);
        check("1.2.3 4:56", None);
        check("12/03/2024, 8:02pmish", None);
        check("[12/03/2024, 08:02", None);
        check("", None);
    }
}
