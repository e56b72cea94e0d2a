//! Dates with the month as a word.

use super::{Date, WORDS_MAX};

/// Dates with the month as a word, in the languages that feeds and pages are found in.
///
/// A number beside the month is its day only where it stands as days do: in `Episode 14 | March 3, 2023` the
/// day is 3, and in `Vol. 12, May 2021` there is none.
pub(super) fn spelled(text: &str) -> Option<Date> {
    let words: Vec<Word<'_>> = Word::all(text).take(WORDS_MAX).collect();
    // Most texts end here: a month alone is no date.
    if words.iter().all(|word| word.year().is_none()) {
        return behind_weekday(&words);
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

/// `Tue, 07 May 24`: a weekday before it, a year has two digits.
fn behind_weekday(words: &[Word<'_>]) -> Option<Date> {
    const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let [weekday, day, month, year] = words else { return None };
    let is_it = WEEKDAYS.contains(&weekday.text)
        && (day.before, month.before, year.before) == (", ", " ", " ")
        && year.text.len() == 2
        && month.text.len() == 3;
    let years: i16 = year.text.parse().ok().filter(|_| is_it)?;
    Date::new(2000 + years, month_of(month.text), day.day())
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

/// The month that `word` names, whole or in its usual short form, in the languages of Europe and their neighbours.
pub(crate) fn month_of(word: &str) -> Option<u8> {
    #[rustfmt::skip]
    const MONTHS: [&[&str]; 12] = [
        &["jan", "january", "januar", "januari", "jän", "jänner", "janv", "janvier", "ene", "enero", "janeiro", "gen",
          "gennaio", "gener", "ianuarie", "januarie", "január", "stycznia", "styczeń", "янв", "январь", "января", "январе",
          "січня", "січень", "ocak", "ledna", "leden", "януари", "ιανουαρίου", "يناير", "tammikuuta", "siječnja"],
        &["feb", "febr", "february", "februar", "februari", "feber", "fév", "févr", "février", "fevr", "fevrier",
          "febrero", "fev", "fevereiro", "febbr", "febbraio", "febrer", "februarie", "február", "lutego", "luty", "фев", "февр",
          "февраль", "февраля", "феврале",
          "лютого", "лютий", "şubat", "února", "únor", "февруари", "φεβρουαρίου", "فبراير", "helmikuuta", "veljače"],
        &["mar", "mars", "march", "marz", "märz", "maerz", "mär", "mrz", "marts", "maart", "mrt", "maret", "marzo",
          "março", "marco", "març", "marc", "martie", "marec", "mart", "március", "marca", "marzec", "мар", "март", "марта",
          "марте",
          "березня", "березень", "března", "březen", "μαρτίου", "مارس", "maaliskuuta", "március", "ožujka"],
        &["apr", "april", "avr", "avril", "abr", "abril", "aprile", "aprilie", "április", "kwietnia", "kwiecień", "апр", "апрель", "апреля",
          "апреле",
          "квітня", "квітень", "nisan", "dubna", "duben", "април", "απριλίου", "أبريل", "ابريل", "إبريل", "huhtikuuta", "travnja"],
        &["may", "mai", "mei", "mag", "mayo", "maio", "maggio", "maig", "maj", "mey", "maja", "май", "мая", "мае",
          "травня", "травень", "mayıs", "května", "květen", "μαΐου", "مايو", "toukokuuta", "május", "svibnja"],
        &["jun", "june", "juni", "juin", "junio", "junho", "juny", "junij", "június", "czerwca", "czerwiec", "giu", "giugno", "июн", "июнь",
          "июня", "июне",
          "червня", "червень", "haziran", "června", "červen", "юни", "ιουνίου", "يونيو", "يونيه", "kesäkuuta", "június", "lipnja"],
        &["jul", "july", "juli", "juil", "juill", "juillet", "julio", "julho", "juliol", "julij", "július", "lipca", "lipiec", "lug",
          "luglio", "июл", "июль", "июля", "июле",
          "липня", "липень", "temmuz", "července", "červenec", "юли", "ιουλίου", "يوليو", "يوليه", "heinäkuuta", "srpnja"],
        &["aug", "august", "augusti", "augustus", "agustus", "aoû", "août", "aout", "ago", "agosto", "agost",
          "augusztus", "sierpnia", "sierpień", "авг", "август", "августа", "августе",
          "серпня", "серпень", "ağustos", "srpna", "srpen", "αυγούστου", "أغسطس", "اغسطس", "elokuuta", "kolovoza"],
        &["sep", "sept", "september", "septembre", "septiembre", "setembro", "setembre", "set", "sett", "settembre",
          "setiembre", "septembrie", "szeptember", "września", "wrzesień", "сен", "сент", "сентябрь", "сентября", "сентябре",
          "вересня", "вересень", "eylül", "září", "септември", "σεπτεμβρίου", "سبتمبر", "syyskuuta", "rujna"],
        &["oct", "october", "okt", "oktober", "octobre", "octubre", "out", "outubro", "ott", "ottobre", "octombrie",
          "október", "października", "październik", "окт", "октябрь", "октября", "октябре",
          "жовтня", "жовтень", "ekim", "října", "říjen", "октомври", "οκτωβρίου", "أكتوبر", "اكتوبر", "lokakuuta"],
        &["nov", "november", "novembre", "noviembre", "novembro", "novemb", "listopada", "listopad", "ноя", "нояб", "ноябрь", "ноября",
          "ноябре",
          "листопада", "листопад", "kasım", "listopadu", "ноември", "νοεμβρίου", "نوفمبر", "marraskuuta", "studenoga"],
        &["dec", "december", "dez", "dezember", "desember", "déc", "décembre", "decembre", "dic", "diciembre",
          "dezembro", "dicembre", "desembre", "decembrie", "grudnia", "grudzień", "дек", "декабрь", "декабря", "декабре",
          "грудня", "грудень", "aralık", "prosince", "prosinec", "декември", "δεκεμβρίου", "ديسمبر", "joulukuuta", "prosinca"],
    ];
    const BYTES: std::ops::RangeInclusive<usize> = 3..=24;
    if !BYTES.contains(&word.len()) || word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let word = word.to_lowercase();
    let month = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    u8::try_from(month + 1).ok()
}
