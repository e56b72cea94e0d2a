//! Names on the line above a time or below one.

use std::collections::HashMap;

use super::label::{self, Label};
use super::{Line, drop_lines, names};
use crate::document::BlockKind;
use crate::format::naming;

/// A name on one line and the time on the next make one label, as do a time and a name below it.
pub(super) fn join(lines: &mut Vec<Line<'_>>) {
    let mut kept = 0_usize;
    for at in 0..lines.len() {
        let line = lines[at];
        let above = kept.checked_sub(1).map(|above| lines[above]);
        // What stands between two times is said at the first.
        let is_said = kept.checked_sub(2).is_some_and(|time| lines[time].is_time());
        let name = above.filter(|above| above.label.is_none() && above.kind != BlockKind::Code && !is_said);
        let time = line.label.filter(|label| label.name.is_none() && label.words.is_empty());
        if let (Some(above), Some(time)) = (name, time)
            && let Some(name) = label::read_name_line(above.text)
        {
            // `Planning - Transcript` is told by the title.
            let unnamed = if naming::without_kind(above.text).is_some() { "" } else { name };
            lines[kept - 1].label = Some(Label { name: Some(name), unnamed, ..time });
            continue;
        }
        // A time alone, and on the next line of the paragraph a name before what is said.
        let alone = above.and_then(|above| above.label).filter(|label| label.is_time_alone());
        if let (Some(alone), Some(called), false) = (alone, line.label, line.opens)
            && called.time.is_none()
            && called.name.is_some_and(|name| called.is_marked() || names::is_person_like(name))
            && !called.words.is_empty()
        {
            lines[kept - 1] = Line { label: Some(called.at(alone)), opens: true, ..line };
            continue;
        }
        lines[kept] = line;
        kept += 1;
    }
    lines.truncate(kept);
}

/// A time, below it a name, below that the words, each on a line of one paragraph: most times have
/// names below them, and those come again.
pub(super) fn read_below(lines: &mut Vec<Line<'_>>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    let mut times = 0;
    for (at, line) in lines.iter().enumerate() {
        if !line.is_time() {
            continue;
        }
        times += 1;
        let below = lines.get(at + 1).filter(|below| !below.opens && below.is_plain());
        let name = below.and_then(|below| label::read_bare_name(below.text));
        let has_words = lines.get(at + 2).is_some_and(|words| !words.opens && words.is_plain());
        if let Some(name) = name.filter(|_| has_words) {
            *counts.entry(name).or_default() += 1;
            found.push((at, name));
        }
    }
    let again: usize = counts.values().filter(|count| **count >= 2).sum();
    if found.len() < 3 || found.len() * 10 < times * 8 || again * 10 < found.len() * 6 {
        return;
    }
    for (at, name) in &found {
        if let Some(label) = &mut lines[*at].label {
            label.name = Some(name);
        }
    }
    drop_lines(lines, found.iter().map(|(at, _)| at + 1));
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn what_stands_above_a_time_and_is_nobody_heads_what_is_said() {
        check(
            "a.txt",
            "Opening Remarks\n0:01\nSo we went up the ladder.\n\n0:05\nAnd down again.\n\n0:07\nThen it fell.\n\n\
             The Upper Rungs\n0:09\nThey are the oldest of all.\n\n0:12\nNobody mends them.\n\n0:14\nSo it goes.\n",
            "1 # @1: Opening Remarks\n3  @5 @7: So we went up the ladder. And down again. Then it fell.\n\
             11 # @9: The Upper Rungs\n13  @12 @14: They are the oldest of all. Nobody mends them. So it goes.",
        );
    }

    #[test]
    fn what_stands_behind_a_time_is_said() {
        check(
            "a.txt",
            "[1.00 --> 4.00] it reminds me of something\n[4.00 --> 5.00] Doctor Rung\n[5.00 --> 7.00] and of his brother.\n",
            "1  @1-4 @4-5 @5-7: it reminds me of something Doctor Rung and of his brother.",
        );
    }

    #[test]
    fn what_stands_between_two_times_is_said() {
        check(
            "a.txt",
            "0:01\nSo we went up the ladder.\n0:05\nYeah\n0:09\nThey are the oldest of all.\n0:14\nNobody mends them.\n",
            "2  @1 @5 @9 @14: So we went up the ladder. Yeah They are the oldest of all. Nobody mends them.",
        );
    }
}
