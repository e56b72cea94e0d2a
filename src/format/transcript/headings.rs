//! Headings, and lines above times, that name who speaks below them.

use std::collections::HashMap;

use super::label::{self, Label, NameDress};
use super::{Line, drop_lines, names};
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
    for named in &found {
        if named.is_timed {
            let below = &mut lines[named.at + 1];
            below.label = below.label.map(|label| label.below(named.name));
            below.opens = true;
        } else {
            let heading = &mut lines[named.at];
            heading.kind = BlockKind::Paragraph;
            heading.label = Some(Label::above(named.name, NameDress::Marked));
        }
    }
    // When each was said stands below the name, in what is written out of talks with assistants.
    let moments = found.iter().map(|named| named.at + 1).filter(|below| {
        lines.get(*below).is_some_and(|line| line.kind == BlockKind::Paragraph && is_moment(line.text))
    });
    let moments: Vec<usize> = moments.collect();
    let mut dropped: Vec<usize> = found.iter().filter(|named| named.is_timed).map(|named| named.at).collect();
    dropped.extend(moments);
    dropped.sort_unstable();
    drop_lines(lines, dropped.into_iter());
}

/// Says that a label is a name and nothing else: `## Human (3/14/2024, 10:10:11 AM):`.
fn is_name_only(label: Label<'_>) -> bool {
    label.time.is_none() && label.words.is_empty() && label.name.is_some()
}

/// Says that a name is of one of two who talk: somebody and a machine.
fn is_side(name: &str) -> bool {
    const SIDES: [&str; 10] =
        ["prompt", "response", "human", "user", "assistant", "you", "chatgpt", "claude", "gemini", "copilot"];
    SIDES.iter().any(|side| side.eq_ignore_ascii_case(name))
}

/// Says that a line is a day with the time of day, in numbers: `3/14/2024, 10:10:11 AM`.
fn is_moment(text: &str) -> bool {
    const BYTES_MAX: usize = 32;
    let text = text.trim_matches(|c: char| c.is_whitespace() || super::is_mark(c));
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_of_moment =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '/' | '-' | '.' | ',' | ':');
    let bare = text.trim_end_matches(['A', 'P', 'M', 'a', 'p', 'm', 'Z']);
    text.len() <= BYTES_MAX
        && digits >= 7
        && text.contains(':')
        && text.contains(['/', '-', '.'])
        && bare.chars().all(|c| is_of_moment(c) || c == 'T')
}

/// Makes headings of the lines by themselves that name a topic above the next turn: `Ladders and lamps`. All
/// but few of the lines that open a paragraph and have no label do, while what is said ends as sentences do.
pub(super) fn read_topics(lines: &mut [Line<'_>]) {
    const NAMED_MIN: usize = 4;
    let (mut named, mut ended, mut bare) = (0, 0, 0);
    let mut topics = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let is_named = |line: &Line<'_>| line.label.is_some_and(|label| label.name.is_some());
        let next = lines.get(at + 1);
        if is_named(line) {
            named += 1;
            let goes_on = next.is_some_and(|next| !next.opens && next.label.is_none());
            ended += usize::from(goes_on || line.text.trim_end().ends_with(is_end));
            continue;
        }
        if !line.opens || line.label.is_some() || line.kind != BlockKind::Paragraph {
            continue;
        }
        bare += 1;
        if is_topic(line.text) && at > 0 && next.is_some_and(is_named) {
            topics.push(at);
        }
    }
    if named < NAMED_MIN || ended * 10 < named * 9 || topics.len() * 10 < bare * 8 {
        return;
    }
    for at in topics {
        lines[at].kind = BlockKind::Heading;
        lines[at + 1].opens = true;
    }
}

/// `### Rungs (12:30)`: headings with times read as names do. Where none of them comes again and none is a part in the
/// conversation, they are topics, and nobody speaks.
pub(super) fn drop_timed_topics(lines: &mut [Line<'_>]) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    lines.iter().filter_map(timed_name).for_each(|name| *counts.entry(name).or_default() += 1);
    if counts.iter().any(|(name, count)| *count >= 2 || names::is_role(name)) {
        return;
    }
    // One alone may have a verse in brackets.
    let are_several = counts.len() >= 2;
    for line in lines {
        if timed_name(line).is_some() {
            line.label = match are_several {
                true => line.label.and_then(Label::of_topic),
                false => line.label.and_then(Label::without_name),
            };
        }
    }
}

/// The name in a heading with a time.
fn timed_name<'a>(line: &Line<'a>) -> Option<&'a str> {
    line.label.filter(|label| line.kind == BlockKind::Heading && label.time.is_some())?.name
}

fn is_end(c: char) -> bool {
    c == super::MARK_END
        || matches!(c, '.' | '?' | '!' | '…' | '"' | '”' | '’' | '\'' | ')' | ']' | '—' | '-' | '–')
}

/// A few words that begin with a capital and end with no stop.
fn is_topic(text: &str) -> bool {
    const BYTES_MAX: usize = 80;
    const WORDS_MAX: usize = 10;
    let text = text.trim_matches(|c: char| c.is_whitespace() || super::is_mark(c));
    text.len() <= BYTES_MAX
        && text.split_whitespace().count() <= WORDS_MAX
        && text.starts_with(char::is_uppercase)
        && text.ends_with(char::is_alphanumeric)
        && !text.contains([':', ','])
        && text.contains(char::is_lowercase)
}

/// The headings that are names, if they are.
fn names<'a>(lines: &[Line<'a>]) -> Option<Vec<Named<'a>>> {
    let mut found: Vec<Named<'a>> = Vec::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    // Of other headings, which named one they follow.
    let mut others = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let is_heading = line.kind == BlockKind::Heading;
        // A name above a line with a time and words needs no heading, nor does a part in the conversation:
        // `SPEAKER_00`.
        let is_above = || {
            let below =
                lines.get(at + 1).filter(|below| below.label.is_some_and(|label| label.time.is_some()));
            let is_name = || line.opens && line.is_plain() && label::read_name_line(line.text).is_some();
            let is_tied = |below: &Line<'_>| !below.opens && is_name();
            below.is_some_and(|below| is_tied(below) || line.bare_name().is_some_and(names::is_role))
        };
        if !is_heading && !is_above() {
            continue;
        }
        let below = lines.get(at + 1).filter(|below| {
            line.opens
                && line.label.is_none_or(|label| is_heading && is_name_only(label))
                && below.kind != BlockKind::Heading
                && below.label.is_none_or(|label| label.name.is_none())
        });
        let name = || match line.label {
            Some(label) => label.name,
            None => label::read_name_line(line.text),
        };
        match below.and_then(|below| Some((below, name()?))) {
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
    // A response alone may be of a program.
    let have_both_sides =
        || counts.iter().filter(|(name, count)| **count >= 2 && is_side(name)).take(2).count() == 2;
    let is_said = || {
        count >= 4
            && several()
            && share(&|named| named.is_prose) * 10 >= count * 8
            && (found.iter().any(|named| names::is_person_like(named.name)) || have_both_sides())
    };
    (is_timed || is_said()).then_some(found)
}

/// Says that a heading announces a transcript.
pub(crate) fn is_transcript_heading(text: &str) -> bool {
    #[rustfmt::skip]
    const NAMES: [&str; 28] = [
        "transcript", "transcription", "transcripción", "transcripcion", "transcrição", "trascrizione",
        "transkript", "transkription", "transcriptie", "full transcript", "episode transcript",
        "episode transcription", "full transcription", "full episode transcript", "podcast transcription",
        "transcripción completa", "transcrição completa", "vollständiges transkript", "interview transcript",
        "the transcript", "video transcript", "podcast transcript", "машинная расшифровка", "расшифровка",
        "стенограмма", "逐字稿", "文字稿", "文字起こし",
    ];
    let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    NAMES.contains(&text.as_str())
}

#[cfg(test)]
mod tests {
    use crate::document::Kind;
    use crate::format::transcript::tests::{check, check_kind};

    #[test]
    fn talks_with_assistants_are_told_by_headings_with_moments() {
        let talk = |person: &str, below: &str| {
            format!(
                "# Lime\n\n## {person}:\n{below}\nHow much sand is there in it?\n\n## Claude:\n\nThree parts of four are sand.\n\n\
                 ## {person}:\n{below}\nI shall try it on the wall.\n\n## Claude:\n\nThen wet the wall first.\n"
            )
        };
        let expected = |name: &str, lines: [u32; 4]| {
            let said = [
                (name, "How much sand is there in it?"),
                ("Claude", "Three parts of four are sand."),
                (name, "I shall try it on the wall."),
                ("Claude", "Then wet the wall first."),
            ];
            let turns = lines.iter().zip(said).map(|(line, (name, words))| format!("{line} {name}: {words}"));
            turns.collect::<Vec<_>>().join("\n")
        };
        check("a.md", &talk("Human (3/14/2024, 10:10:11 AM)", "\n"), &expected("Human", [6, 10, 15, 19]));
        check_kind("a.md", &talk("Request", "").replace("Claude", "Response"), Kind::Essay);
        check("a.md", &talk("Prompt", "3/14/2024, 10:10:11 AM\n"), &expected("Prompt", [6, 10, 15, 19]));
    }
}
