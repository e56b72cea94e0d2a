//! Names before the items of a list and the lines of a quotation.

use super::turn_taking::TurnTaking;
use super::{Line, is_transcript_heading, names};
use crate::document::BlockKind;

/// `- **Ada**: words`, `> **Ada**: words`: makes paragraphs of the items of lists and of the lines of quotations
/// where most lines are such, and few people say something in turn.
pub(super) fn read(lines: &mut [Line<'_>]) {
    let is_heading = |line: &Line<'_>| line.kind == BlockKind::Heading && is_transcript_heading(line.text);
    // What stands above the heading of a transcript is about it.
    let heading = lines.iter().position(is_heading).map_or(0, |at| at + 1);
    let lines = &mut lines[heading..];
    // Headings are read together with those that have no moment.
    let is_stamped = |line: &&mut Line<'_>| {
        line.kind != BlockKind::Heading && line.label.is_some_and(|label| label.is_stamped())
    };
    if lines.iter_mut().filter(is_stamped).take(3).count() == 3 {
        return lines.iter_mut().filter(is_stamped).for_each(|line| line.kind = BlockKind::Paragraph);
    }
    let mut taking = TurnTaking::default();
    // Books and what is in them, plans and quotations of many are written so, too.
    let (mut others, mut needs_answers) = (0, false);
    for line in lines.iter().filter(|line| line.kind != BlockKind::Heading) {
        match said_in_item(line).zip(line.label) {
            Some((name, label)) => {
                taking.add(name, label.words);
                needs_answers |= !label.is_marked() || line.kind == BlockKind::Quotation;
            }
            None => others += usize::from(taking.turns > 0),
        }
    }
    let headings = lines.iter().filter(|line| line.kind == BlockKind::Heading).count();
    let is_said = taking.is_in_turn(8)
        && (!needs_answers || taking.is_answered())
        && others * 5 <= taking.turns
        && headings * 5 <= taking.turns;
    if is_said {
        lines
            .iter_mut()
            .filter(|line| said_in_item(line).is_some())
            .for_each(|line| line.kind = BlockKind::Paragraph);
    }
}

/// The name that an item begins with, set off by its type or with a first and a last name.
fn said_in_item<'a>(line: &Line<'a>) -> Option<&'a str> {
    let is_item = matches!(line.kind, BlockKind::ListItem | BlockKind::Quotation);
    let label = line.label.filter(|label| is_item && !label.words.is_empty())?;
    let is_name = |name: &str| label.is_marked() || label.has_colon() && names::is_person_like(name);
    label.name.filter(|name| !label.is_bare_name() && is_name(name))
}
