//! The day and the time of day behind a name, as recorders that people wear set them: `Ada (9/12/24 9:02 AM): words`.

use crate::document::Date;

/// A day that stands in brackets with the time of day, as Americans write both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Stamp {
    pub(in super::super) day: Option<Date>,
    /// With its brackets.
    pub(super) bytes: usize,
}

/// Reads what a text begins with; a colon stands behind it.
pub(in super::super) fn read(text: &str) -> Option<Stamp> {
    const BYTES_MAX: usize = 28;
    let inside = text.strip_prefix('(').filter(|inside| inside.starts_with(|c: char| c.is_ascii_digit()))?;
    let inside = &inside[..inside.floor_char_boundary(BYTES_MAX)];
    let (inside, behind) = inside.split_once(')')?;
    behind.starts_with(':').then_some(())?;
    let (day, time) = inside.split_once([',', ' '])?;
    let mut numbers = day.split('/').map(|number| number.parse::<i16>().ok());
    let (month, day, year) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let (clock, half) = time.trim_start().split_once([' ', '\u{202F}'])?;
    let is_clock = clock.split(':').all(|part| (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok());
    let is_stamp = numbers.next().is_none() && clock.contains(':') && is_clock && matches!(half, "AM" | "PM");
    let year = if year < 100 { 2000 + year } else { year };
    let part = |number: i16| u8::try_from(number).ok();
    is_stamp.then(|| Stamp { day: Date::new(year, part(month), part(day)), bytes: inside.len() + 2 })
}

/// The day behind the name with which a line begins.
pub(in super::super) fn day(line: &str) -> Option<Date> {
    let near = &line[..line.floor_char_boundary(120)];
    read(&near[near.find(" (")? + 1..])?.day
}

#[cfg(test)]
mod tests {
    use crate::document::Kind;
    use crate::format::transcript::tests::{check, check_kind, document};

    #[test]
    fn days_behind_names_are_nobody_s_words() {
        let log = "# The ladder\n\n## Who mends it\n\n- You (9/12/24 9:02 AM): It is broken.\n\
                   - Bo Ek (9/12/24 9:02 AM): Since when?\n- You (9/12/24 9:03 AM): Since the storm.\n\
                   - Bo Ek (9/12/24 9:04 AM): Then I shall fetch the wood (and nails).\n";
        check(
            "log.md",
            log,
            "3 #: Who mends it\n5 You: It is broken.\n6 Bo Ek: Since when?\n7 You: Since the storm.\n\
             8 Bo Ek: Then I shall fetch the wood (and nails).",
        );
        let document = document("log.md", log);
        assert_eq!(document.metadata.date.map(|date| date.to_string()), Some("2024-09-12".to_owned()));
        assert!(document.times.is_empty());
    }

    #[test]
    fn prices_behind_names_are_no_talk() {
        check_kind(
            "list.md",
            "- Ladder (9/12/24): paid\n- Rope (9/13/24): paid\n- Nails (9/14/24): open\n- Wood (9/15/24): open\n",
            Kind::Essay,
        );
    }
}
