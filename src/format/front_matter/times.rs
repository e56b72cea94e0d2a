//! Days and durations as heads and paths write them.

use crate::document::Date;

/// A day, or the moment that it is by so many seconds or milliseconds since 1970, as Dendron counts.
pub(super) fn date_of(text: &str) -> Option<Date> {
    const SECONDS: std::ops::Range<i64> = 315_532_800..4_102_444_800;
    let moment = || {
        let number: i64 = text.parse().ok()?;
        let seconds = if text.len() == 13 { number / 1000 } else { number };
        let moment = jiff::Timestamp::from_second(seconds).ok().filter(|_| SECONDS.contains(&seconds))?;
        Date::find(&moment.to_string())
    };
    let is_count = matches!(text.len(), 10 | 13) && text.bytes().all(|byte| byte.is_ascii_digit());
    // `2021030512` is a day and its hour.
    let with_hour = || {
        let (day, hour) = text.split_at_checked(8).filter(|(_, hour)| hour.len() == 2 && *hour < "24")?;
        Date::find(day).filter(|day| hour.len() == 2 && (1900..2100).contains(&day.year()))
    };
    if is_count { with_hour().or_else(moment) } else { Date::find(text) }
}

/// `2024/05/06/title` and `2024-05-06-title`.
pub(in crate::format) fn date_in_path(path: &str) -> Option<Date> {
    let bytes = path.as_bytes();
    let mut at = 0;
    while let Some(found) = path[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let digits = bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
        at = start + digits;
        let text = &path[start..];
        let opens = start == 0 || matches!(bytes[start - 1], b'/' | b'-' | b'_' | b' ' | b'(' | b'[');
        let shape = |separator: u8| {
            let field = |from: usize| {
                bytes.get(start + from..start + from + 2).is_some_and(|d| d.iter().all(u8::is_ascii_digit))
            };
            bytes.get(start + 4) == Some(&separator)
                && field(5)
                && bytes.get(start + 7) == Some(&separator)
                && field(8)
        };
        let date = match digits {
            4 if opens && [b'-', b'/', b'_', b'.'].into_iter().any(shape) => {
                Date::find(&text[..10].replace(['/', '_', '.'], "-"))
            }
            8 | 14 if opens => Date::find(&text[..8]),
            // Notes are numbered by the minute: `202103051430 On tin`.
            12 if opens && &text[8..10] < "24" && &text[10..12] < "60" => Date::find(&text[..8]),
            _ => None,
        };
        if let Some(date) = date.filter(|date| (1900..2200).contains(&date.year())) {
            return Some(date);
        }
    }
    None
}

/// `1:02:03`, `62:03`, `3723`, `3723.5`, `PT1H2M3S`, `62 mins 3 secs`.
pub(super) fn duration_ms(text: &str, is_ms: bool) -> Option<u32> {
    let text = text.trim();
    let ms = if let Ok(number) = text.parse::<f64>() {
        if is_ms { number } else { number * 1000.0 }
    } else if text.contains(':') {
        let mut seconds = 0.0;
        for field in text.split(':') {
            seconds = seconds * 60.0 + field.trim().parse::<f64>().ok()?;
        }
        seconds * 1000.0
    } else {
        spelled_duration_ms(text)?
    };
    (ms > 0.0 && ms < f64::from(u32::MAX)).then_some(ms as u32)
}

fn spelled_duration_ms(text: &str) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.trim_start_matches("pt").trim();
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        let unit = rest[digits..].trim_start();
        let unit_bytes = unit.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit.len());
        // `1h2m3s` has its numbers right behind the units.
        seconds += number
            * match unit.as_bytes().first()? {
                b'h' => 3600.0,
                b'm' => 60.0,
                b's' => 1.0,
                _ => return None,
            };
        rest = unit[unit_bytes..].trim_start_matches([' ', ',', '.']).trim_start_matches("and ");
    }
    Some(seconds * 1000.0)
}
