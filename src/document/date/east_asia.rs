//! Dates as China and Japan write them.

use super::Date;
use super::digits::iso;

/// `发布于 2024-02-05 18:32`: a word without blanks says whose date it is.
pub(super) fn behind_chinese(text: &str) -> Option<Date> {
    const WORD_BYTES_MAX: usize = 24;
    let is_of_word = |c: char| c >= '\u{2E80}' || c.is_whitespace() || c == ':';
    let rest = text.trim_start_matches(is_of_word);
    let word_bytes = text.len() - rest.len();
    if (1..=WORD_BYTES_MAX).contains(&word_bytes) && rest.contains('-') { iso(rest) } else { None }
}

/// `2024年2月5日 18時32分`, also behind a word or two that say whose date it is.
pub(super) fn of_east_asia(text: &str) -> Option<Date> {
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
