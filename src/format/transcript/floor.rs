//! Headings of a talk that say in brackets who speaks below them: `## Intro (Ada Moss)`.

use super::{Line, is_mark, names};
use crate::document::BlockKind;

/// Who gives the talk, and whether its headings name people.
pub(super) struct Floor<'b> {
    only: &'b str,
    /// One of them names the person who gives the talk, so that others name whoever else speaks.
    names_speakers: bool,
}

impl<'b> Floor<'b> {
    pub(super) fn new(lines: &[Line<'_>], only: &'b str) -> Self {
        let mut headings = lines.iter().filter(|line| line.kind == BlockKind::Heading && line.opens);
        let names_speakers =
            headings.any(|line| in_brackets(line.text).is_some_and(|(_, name)| name == only));
        Self { only, names_speakers }
    }

    /// Whoever has the floor below a heading, if that is not the person who gives the talk.
    pub(super) fn given_by<'t>(&self, heading: &'t str) -> Option<&'t str> {
        let (title, name) = in_brackets(heading)?;
        let is_person = || {
            let words = name.split(' ').count();
            (2..=4).contains(&words)
                && names::is_person_like(name)
                && !names::is_role(name)
                && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
        };
        (name != self.only && (self.names_speakers || introduces(title)) && is_person()).then_some(name)
    }
}

/// A title, and what stands in brackets behind it.
fn in_brackets(heading: &str) -> Option<(&str, &str)> {
    let (title, name) = heading.trim_end_matches(is_mark).trim_end().strip_suffix(')')?.rsplit_once(" (")?;
    Some((title.trim_matches(is_mark).trim(), name))
}

/// Says that a part of a talk is what the host says before or behind it.
fn introduces(title: &str) -> bool {
    #[rustfmt::skip]
    const PARTS: [&str; 8] =
        ["intro", "introduction", "introductions", "opening", "welcome", "outro", "closing", "closing remarks"];
    PARTS.iter().any(|part| part.eq_ignore_ascii_case(title))
}

#[cfg(test)]
mod tests {
    use super::super::tests::document;
    use super::*;

    #[test]
    fn headings_with_a_person_in_brackets_give_the_floor() {
        let check = |names_speakers: bool, heading: &str, expected: Option<&str>| {
            let floor = Floor { only: "Ada Moss", names_speakers };
            assert_eq!(floor.given_by(heading), expected, "{heading}");
        };
        check(false, "Intro (Bo Ek)", Some("Bo Ek"));
        check(false, "Intro (Ada Moss)", None);
        check(false, "Rungs (Bo Ek)", None);
        check(true, "Rungs (Bo Ek)", Some("Bo Ek"));
        check(true, "Rungs (more on rungs)", None);
        check(true, "Rungs (2nd Ladder Talk)", None);
        check(true, "Rungs", None);
        check(false, "Intro (5 minutes)", None);
    }

    #[test]
    fn who_introduces_a_talk_says_what_stands_below_that_heading_only() {
        let text = "---\ntitle: Rungs\nspeakers: [Ada Moss]\ntranscript_by: Cy Fox\n---\n\n# Intro (Bo Ek)\n\nHere is \
                    Ada with her ladder.\n\n# Rungs\n\nThank you, they hold.\n\nAll of them do.\n";
        let document = document("talks/rungs.md", text);
        let said = document.blocks.iter().filter_map(|block| {
            Some((document.speakers[block.speaker? as usize].as_str(), document.block_text(block)))
        });
        assert_eq!(
            said.collect::<Vec<_>>(),
            [
                ("Bo Ek", "Here is Ada with her ladder."),
                ("Ada Moss", "Thank you, they hold."),
                ("Ada Moss", "All of them do."),
            ]
        );
    }
}
