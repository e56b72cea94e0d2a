//! Names that other signs than a colon part from the words, or that stand behind one: `[Ada] words`, `<Ada> words`,
//! `Ada — words`, `Ada.- words`, `Ada> words`, `Ada<tab>words`, and a picture before a name with a colon.
//!
//! Much else is written so. What tells turns is that a few names begin nearly all lines, and do so in turn.

use std::collections::HashSet;

use super::label::{Label, NameDress};
use super::turn_taking::TurnTaking;
use super::{Line, label, names};

/// The ways in which names are set off, none of which a text has beside another.
const WAYS: [fn(&str) -> Option<(&str, &str)>; 7] = [
    |line| between(line, '[', ']'),
    |line| between(line, '<', '>'),
    |line| before(line, &[" — ", " – ", " -- ", " - "]),
    |line| before(line, &["\t"]),
    |line| before(line, &[".- ", ".– ", ".— "]),
    |line| before(line, &["> "]),
    behind_picture,
];
/// The number of `<Ada> words` among them.
const BETWEEN_ANGLES: usize = 1;

/// Reads the names of texts nearly all lines of which begin with one.
pub(super) fn read_names(lines: &mut [Line<'_>]) {
    let is_said = |line: &&Line<'_>| line.is_plain() && !line.is_time();
    let all = lines.iter().filter(is_said).count();
    let labelled = lines.iter().filter(|line| line.label.is_some()).count();
    if all < TurnTaking::TURNS_MIN || labelled * 10 > all {
        return;
    }
    for (number, way) in WAYS.into_iter().enumerate() {
        let mut taking = TurnTaking::default();
        let mut said = HashSet::new();
        let mut others = 0;
        for line in lines.iter().filter(is_said) {
            let Some((name, words)) = way(line.text) else {
                others += 1;
                // No need to look at the rest: too few are left.
                if others * 10 > all * 3 {
                    break;
                }
                continue;
            };
            taking.add(name, words);
            said.insert(words);
        }
        let are_turns = taking.is_in_turn(6)
            && taking.turns * 10 >= all * 7
            // Chats set whoever writes between these, and hardly anybody else anything.
            && (number == BETWEEN_ANGLES || taking.names_people())
            // A chorus comes again word for word.
            && said.len() * 10 >= taking.turns * 7;
        if !are_turns {
            continue;
        }
        for line in lines.iter_mut().filter(|line| line.is_plain()) {
            if let Some((name, words)) = way(line.text).filter(|(name, _)| taking.count(name) >= 2) {
                line.label = Some(Label::before(name, NameDress::Bracketed, words));
                line.opens = true;
            }
        }
        return;
    }
}

/// A name in brackets, and what follows.
fn between(line: &str, open: char, close: char) -> Option<(&str, &str)> {
    let (name, words) = line.trim_start().strip_prefix(open)?.split_once(close)?;
    said(name, words)
}

/// A name before the first of the signs, which all begin with the same one.
fn before<'a>(line: &'a str, signs: &[&str]) -> Option<(&'a str, &'a str)> {
    let head = &line[..line.floor_char_boundary(names::BYTES_MAX)];
    let first = *signs.first()?.as_bytes().first()?;
    let sign_at = |at: usize| signs.iter().find(|sign| head[at..].starts_with(**sign)).map(|sign| (at, sign));
    let (at, sign) = memchr::memchr_iter(first, head.as_bytes()).find_map(sign_at)?;
    said(&line[..at], &line[at + sign.len()..])
}

/// A name with a colon behind a picture: `🎤 Ada: words`, `◇ Ada> words`.
fn behind_picture(line: &str) -> Option<(&str, &str)> {
    let is_of_picture =
        |c: char| matches!(c, '\u{2300}'..='\u{2BFF}' | '\u{FE0F}' | '\u{200D}' | '\u{1F000}'..='\u{1FAFF}');
    let is_mark = |c: char| super::is_mark(c) || c == '*' || c == ' ';
    let named = line.trim_start_matches(is_mark);
    let rest = named.trim_start_matches(is_of_picture);
    if rest.len() == named.len() {
        return None;
    }
    let (name, words) = rest.trim_start_matches(is_mark).split_once([':', '>'])?;
    said(name.trim_end_matches(is_mark), words.trim_start_matches(is_mark))
}

fn said<'a>(name: &'a str, words: &'a str) -> Option<(&'a str, &'a str)> {
    let name = label::read_name_line(name)?;
    let words = words.trim().trim_start_matches(':').trim_start();
    // What is defined or counted begins so as well, and is no sentence.
    // `B2<tab>words` rates them.
    let is_number = name.contains(|c: char| c.is_ascii_digit()) && !names::is_role(name);
    let is_said = !is_number && words.contains(' ') || !is_number && words.ends_with(['.', '?', '!', '…']);
    (is_said && !words.is_empty()).then_some((name, words))
}

#[cfg(test)]
mod tests {
    use crate::document::Kind;
    use crate::format::transcript::tests::{check, check_kind};

    /// Eight turns of two, each line with what `dress` makes of a name.
    fn talk(dress: impl Fn(&str) -> String) -> String {
        let said = [
            "Shall we begin?",
            "We shall.",
            "Then tell us of the river.",
            "It rose in the night.",
            "How far did it rise?",
            "Up to the third rung.",
            "And the ladder?",
            "It floated off.",
        ];
        let lines = said.iter().enumerate().map(|(at, words)| {
            let name = ["Ada", "Tom"][at % 2];
            format!("{}{words}\n", dress(name))
        });
        lines.collect()
    }

    const SAID: &str = "1 Ada: Shall we begin?\n2 Tom: We shall.\n3 Ada: Then tell us of the river.\n4 Tom: It rose in the night.\n5 Ada: How far did it rise?\n6 Tom: Up to the third rung.\n7 Ada: And the ladder?\n8 Tom: It floated off.";

    #[test]
    fn names_are_set_off_by_brackets_dashes_tabs_and_pictures() {
        check("a.txt", &talk(|name| format!("[{name}] ")), SAID);
        check("a.txt", &talk(|name| format!("{name} — ")), SAID);
        check("a.txt", &talk(|name| format!("{name} - ")), SAID);
        check("a.txt", &talk(|name| format!("{name}\t")), SAID);
        check("a.txt", &talk(|name| format!("🎤 {name}: ")), SAID);
        check("a.txt", &talk(|name| format!("◇ {name}> ")), SAID);
        check("a.txt", &talk(|name| format!("{name}> ")), SAID);
        check("a.txt", &talk(|name| format!("{name}.- ")), SAID);
    }

    #[test]
    fn terms_and_what_they_mean_are_no_talk() {
        let terms = ["Rung", "Rail", "Foot", "Hook", "Stay", "Step", "Rope", "Nail", "Board"];
        let list: String =
            terms.iter().map(|term| format!("{term} - a part of the ladder that bears.\n")).collect();
        check_kind("terms.txt", &list, Kind::Essay);
    }

    #[test]
    fn songs_are_no_talk() {
        let verse = |at: usize| {
            format!("Verse - The boat was out for {at} days.\nChorus - Row, my love, till it is done.\n")
        };
        check_kind("song.txt", &(1..=5).map(verse).collect::<String>(), Kind::Essay);
    }

    #[test]
    fn days_moods_languages_and_chords_are_nobody() {
        let lines = |names: &[&str], sign: &str| {
            let said = [
                "Walked to the river.",
                "Rain all day, and no post.",
                "Mended the ladder with Tom.",
                "The rungs held.",
            ];
            let line =
                |at: usize| format!("{}{sign}{} {at}.\n", names[at % names.len()], said[at % said.len()]);
            (0..24).map(line).collect::<String>()
        };
        check_kind("diary.txt", &lines(&["Mon", "Tue", "Wed", "Thu"], " - "), Kind::Essay);
        check_kind("changes.txt", &lines(&["Fixed", "Added", "Changed"], " - "), Kind::Essay);
        check_kind("words.txt", &lines(&["EN", "DE"], "\t"), Kind::Essay);
        check_kind("lease.txt", &lines(&["Landlord", "Tenant"], " — "), Kind::Essay);
        check_kind("days.txt", &lines(&["Утро", "Вечер"], " — "), Kind::Essay);
    }
}
