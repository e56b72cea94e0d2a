//! Names on lines of their own above lines that each begin with a time, as aTrain writes them:
//!
//! ```text
//! SPEAKER_00
//! [00:00:08] Then the first question.
//! [00:00:11] How did it begin?
//! ```

use std::collections::HashMap;

use super::{Line, drop_lines, label, names};

/// Gives the names to the lines below them, where they come again and stand above most that is timed.
pub(super) fn read_names(lines: &mut Vec<Line<'_>>) {
    const TURNS_MIN: usize = 3;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    let (mut timed, mut is_headed) = (0, false);
    for (at, line) in lines.iter().enumerate() {
        let is_timed = is_timed(line);
        timed += usize::from(is_timed && !is_headed);
        let is_head = line.is_plain() && lines.get(at + 1).is_some_and(is_timed_line);
        is_headed = is_timed && is_headed;
        if let Some(name) = is_head.then(|| name_alone(line.text)).flatten() {
            *counts.entry(name).or_default() += 1;
            found.push((at, name));
            is_headed = true;
        }
    }
    let again: usize = counts.values().filter(|count| **count >= 2).sum();
    // A line with a time that no name heads is before the first of them.
    if found.len() < TURNS_MIN || again * 10 < found.len() * 6 || timed * 4 > found.len() {
        return;
    }
    for (at, name) in &found {
        if let Some(below) = lines[at + 1].label {
            lines[at + 1].label = Some(below.below(name));
            lines[at + 1].opens = true;
        }
    }
    drop_lines(lines, found.iter().map(|(at, _)| *at));
}

fn is_timed_line(line: &Line<'_>) -> bool {
    is_timed(line) && !line.opens
}

/// The line begins with a time, and then has words.
fn is_timed(line: &Line<'_>) -> bool {
    line.label.is_some_and(|label| label.name.is_none() && label.time.is_some() && !label.words.is_empty())
}

fn name_alone(line: &str) -> Option<&str> {
    let name = label::read_name_line(line)?;
    (names::is_role(name) || names::is_person_like(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::format::transcript::tests::check;

    #[test]
    fn a_name_above_lines_with_times_speaks_in_all_of_them() {
        check(
            "talk.txt",
            "SPEAKER_00 \n[00:00:01] Thank you for your time. \nSPEAKER_01 \n[00:00:05] Gladly. \nSPEAKER_00 \n[00:00:08] Then the first question. \n[00:00:11] How did it begin? \nSPEAKER_01 \n[00:00:15] With a ladder. \n",
            "2 SPEAKER_00 @1: Thank you for your time.\n4 SPEAKER_01 @5: Gladly.\n6 SPEAKER_00 @8 @11: Then the first question. How did it begin?\n9 SPEAKER_01 @15: With a ladder.",
        );
    }
}
