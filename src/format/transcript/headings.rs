//! Headings and lines of their own that name who speaks below them.

use std::collections::HashMap;

use super::label::{self, Label, NameDress};
use super::{Line, names};
use crate::document::BlockKind;

/// A heading that may be a name.
struct Named<'a> {
    at: usize,
    name: &'a str,
    /// The line below begins with a time.
    is_timed: bool,
    /// The line below is prose.
    is_prose: bool,
}

/// `### You`, above lines with times or above what is said: from the first that comes again there are
/// hardly other headings.
pub(super) fn read_names(lines: &mut Vec<Line<'_>>) {
    let Some(found) = names(lines) else { return };
    let mut dropped = found.iter().filter(|named| named.is_timed).map(|named| named.at).peekable();
    for named in &found {
        if named.is_timed {
            let below = &mut lines[named.at + 1];
            below.label = below.label.map(|label| label.below(named.name));
        } else {
            let heading = &mut lines[named.at];
            heading.kind = BlockKind::Paragraph;
            heading.label = Some(Label::above(named.name, NameDress::Marked));
        }
    }
    let mut at = 0;
    lines.retain(|_| {
        let is_dropped = dropped.next_if_eq(&at).is_some();
        at += 1;
        !is_dropped
    });
}

/// The headings that are names, if they are.
fn names<'a>(lines: &[Line<'a>]) -> Option<Vec<Named<'a>>> {
    let mut found: Vec<Named<'a>> = Vec::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    // Of other headings, which named one they follow.
    let mut others = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let is_heading = line.kind == BlockKind::Heading;
        // A part in the conversation above a line with a time needs no heading: `SPEAKER_00`.
        let is_part = || {
            let below = lines.get(at + 1).and_then(|below| below.label);
            below.is_some_and(|label| label.time.is_some()) && line.bare_name().is_some_and(names::is_role)
        };
        if !is_heading && !is_part() {
            continue;
        }
        let below = lines.get(at + 1).filter(|below| {
            line.opens
                && line.label.is_none()
                && below.kind != BlockKind::Heading
                && below.label.is_none_or(|label| label.name.is_none())
        });
        match below.and_then(|below| Some((below, label::read_name_line(line.text)?))) {
            Some((below, name)) => {
                *counts.entry(name).or_default() += 1;
                found.push(Named {
                    at,
                    name,
                    is_timed: below.label.is_some(),
                    is_prose: below.kind == BlockKind::Paragraph,
                });
            }
            None => others.push(found.len()),
        }
    }
    let first = found.iter().position(|named| counts[named.name] >= 2)?;
    let found: Vec<_> = found.drain(first..).collect();
    let others = others.iter().filter(|behind| **behind > first).count();
    let count = found.len();
    let share = |of: &dyn Fn(&Named<'_>) -> bool| found.iter().filter(|named| of(named)).count();
    let again = share(&|named| counts[named.name] >= 2);
    let changes = found.windows(2).filter(|pair| pair[0].name != pair[1].name).count();
    if count < 3 || others * 10 > count || again * 2 < count || changes * 2 < count {
        return None;
    }
    let is_timed = share(&|named| named.is_timed) * 10 >= count * 8;
    let several = || counts.values().filter(|count| **count >= 2).count() >= 2;
    let is_said = || {
        count >= 4
            && several()
            && share(&|named| named.is_prose) * 10 >= count * 8
            && found.iter().any(|named| names::is_person_like(named.name))
    };
    (is_timed || is_said()).then_some(found)
}
