//! Numbers with which lines begin: of points of a list, or words of the text.
//!
//! `3. so` is the third point where a second comes before it or a fourth behind; `17. Juni 1953` is a day, in
//! `1984. That was the year` stands a year, and neither may lose its number.

use rustc_hash::FxHashSet;

use crate::document::month_of;

/// Numbers from here on are years and the like.
const NUMBER_END: u32 = 1_000;
/// Points may be missing: so far apart may two be that follow each other.
const GAP_MAX: u32 = 3;

/// The lines, trimmed, that begin with a number and a point or bracket which belongs to the text.
pub(super) fn of_text<'a>(lines: impl Iterator<Item = &'a str>) -> FxHashSet<&'a str> {
    let numbered: Vec<Numbered<'a>> = lines.filter_map(Numbered::of).collect();
    let mut of_text = FxHashSet::default();
    let mut before: Option<u32> = None;
    for (at, numbered_line) in numbered.iter().enumerate() {
        let beside = || {
            let behind = numbered.get(at + 1);
            at.checked_sub(1).and_then(|at| numbered.get(at)).into_iter().chain(behind)
        };
        let Numbered { number, month, line } = *numbered_line;
        let is_day = month.is_some_and(|month| {
            // `1. January`, `2. February`: the months of a year.
            let is_of_year = |other: &Numbered<'_>| {
                other.month == u8::try_from(other.number).ok() && other.number.abs_diff(number) == 1
            };
            (1..=31).contains(&number) && !(u32::from(month) == number && beside().any(is_of_year))
        });
        let is_next = before.is_some_and(|before| (1..=GAP_MAX).contains(&number.wrapping_sub(before)));
        let is_in_run = beside().any(|other| other.month.is_none() && other.number.abs_diff(number) == 1);
        if number >= NUMBER_END || is_day || !(number <= 1 || is_next || is_in_run) {
            of_text.insert(line);
        } else {
            before = Some(number);
        }
    }
    of_text
}

/// A line that begins with a number.
#[derive(Clone, Copy)]
struct Numbered<'a> {
    number: u32,
    /// The month that is the word behind it.
    month: Option<u8>,
    line: &'a str,
}

impl<'a> Numbered<'a> {
    fn of(line: &'a str) -> Option<Self> {
        const FIGURES_MAX: usize = 9;
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>').trim_end();
        let figures = line.bytes().take_while(u8::is_ascii_digit).count();
        let number = line.get(..figures).filter(|_| (1..=FIGURES_MAX).contains(&figures))?.parse().ok()?;
        let rest = line[figures..].strip_prefix(['.', ')'])?;
        let words = rest.strip_prefix([' ', '\t'])?.trim_start();
        let word_bytes = words.find(|c: char| !c.is_alphanumeric()).unwrap_or(words.len());
        let (word, behind) = words.split_at(word_bytes);
        // `2. Set the oven`: short forms are words as well.
        let is_day = behind.is_empty()
            || behind.starts_with([',', ':', '.'])
            || behind.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let month = month_of(word).filter(|_| is_day && line.as_bytes().get(figures) == Some(&b'.'));
        Some(Self { number, month, line })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_lists_follow_each_other() {
        let check = |text: &str, expected: &[&str]| {
            let of_text = of_text(text.lines());
            let found: Vec<&str> = text.lines().filter(|line| of_text.contains(line)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("1. one\n2. two\n3. three", &[]);
        check("3. three\n\n4. four", &[]);
        check("1) one\n2) two\n4) four", &[]);
        check("10. ten\n9. nine\n8. eight", &[]);
        check("1. one\n1. two", &[]);
        // Days, years, and ordinals alone.
        check("17. Juni 1953\n\n18. Juni 1953", &["17. Juni 1953", "18. Juni 1953"]);
        check("1. Mai\n\n3. März 2015", &["1. Mai", "3. März 2015"]);
        check("1984. That was the year.\n1985. And that.", &["1984. That was the year.", "1985. And that."]);
        check("2. Weltkrieg", &["2. Weltkrieg"]);
        check("1. one\n\n12. Etage", &["12. Etage"]);
        check("1. Heat it\n2. Set the oven\n3. May it bake", &[]);
        check("1. January\n2. February\n3. March", &[]);
        check("> 1. one\n> 2. two", &[]);
        check("12.5 of them\n7 of them", &[]);
    }
}
