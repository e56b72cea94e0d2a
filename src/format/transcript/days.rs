//! Days, which stand before times as names do.

/// `Mar 14`, as logs call the day before its times, and `March 14, 2025`.
pub(super) fn is_date(name: &str) -> bool {
    #[rustfmt::skip]
    const MONTHS: [&str; 12] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ];
    if is_of_east_asia(name) {
        return true;
    }
    let Some((month, day)) = name.split_once(' ') else { return false };
    let is_month = |known: &&str| known.eq_ignore_ascii_case(month) || known[..3].eq_ignore_ascii_case(month);
    let (day, year) = day.trim_start().split_once([',', ' ']).unwrap_or((day.trim_start(), "1900"));
    let is_day =
        matches!(day.parse(), Ok(1..=31_u8)) && matches!(year.trim_start().parse(), Ok(1000..=2999_u16));
    is_day && MONTHS.iter().any(is_month)
}

/// `2024年05月11日`, `2024년 5월 11일`, and whatever weekday stands behind.
fn is_of_east_asia(name: &str) -> bool {
    const BYTES_MAX: usize = 48;
    let signs = [["年", "月", "日"], ["년", "월", "일"]];
    let is_day = |[year, month, day]: &[&str; 3]| {
        let number = |text: &str| text.trim().parse::<u16>().ok();
        let (years, rest) = name.split_once(year)?;
        let (months, rest) = rest.split_once(month)?;
        let (days, _) = rest.split_once(day)?;
        Some(
            (1000..=2999).contains(&number(years)?)
                && (1..=12).contains(&number(months)?)
                && number(days)? <= 31,
        )
    };
    name.len() <= BYTES_MAX
        && name.starts_with(|c: char| c.is_ascii_digit())
        && signs.iter().any(|signs| is_day(signs) == Some(true))
}

/// `Friday`, `Montag bis Freitag`: the days on which something is open.
pub(super) fn is_of_week(name: &str) -> bool {
    #[rustfmt::skip]
    const DAYS: [&str; 41] = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
        "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo",
        "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica",
        "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zondag",
    ];
    let is_day = |word: &str| {
        let word = word.to_lowercase();
        DAYS.contains(&word.as_str()) || word.strip_suffix('s').is_some_and(|day| DAYS.contains(&day))
    };
    // `Domenica Russo` is a person.
    let mut words = name.split([' ', '-', '–', ',', '/']).filter(|word| !word.is_empty());
    words.next().is_some_and(is_day) && words.next_back().is_none_or(is_day)
}

/// `9:00 - 17:00`, in minutes and seconds as it reads: one hour at least.
pub(super) fn are_hours(time: Option<(u32, Option<u32>)>) -> bool {
    const HOUR_MS: u32 = 60_000;
    time.is_some_and(|(start_ms, end_ms)| {
        end_ms.is_some_and(|end_ms| end_ms.saturating_sub(start_ms) >= HOUR_MS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_from_people() {
        let check = |name: &str, expected: (bool, bool)| {
            assert_eq!((is_date(name), is_of_week(name)), expected, "{name}");
        };
        check("Mar 14", (true, false));
        check("March  4", (true, false));
        check("March 4, 2025", (true, false));
        check("2024年05月11日", (true, false));
        check("2024년 5월 11일 토", (true, false));
        check("3年2組", (false, false));
        check("Mar 4, Moss", (false, false));
        check("Marlow 4", (false, false));
        check("May Moss", (false, false));
        check("Speaker 4", (false, false));
        check("Fridays", (false, true));
        check("Montag bis Freitag", (false, true));
        check("Monday, Tuesday", (false, true));
        check("Domenica Russo", (false, false));
        check("Friday Moss", (false, false));
        check("Sun", (false, false));
    }
}
