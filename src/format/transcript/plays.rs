//! Plays and films as they are printed: `FERRIER. The glass is falling.`, and a name in capitals above what is
//! said.

use std::collections::HashMap;

use super::label::{Label, NameDress};
use super::{Line, asides, is_mark, names};
use crate::document::BlockKind;

/// Reads the names of those who speak in a play or a film.
pub(super) fn read(lines: &mut [Line<'_>]) {
    read_scenes(lines);
    read_stopped(lines);
    read_film(lines);
}

/// The name in capitals at the beginning of a paragraph, and what is said.
struct Named<'a> {
    at: usize,
    name: &'a str,
    words: &'a str,
}

/// `FERRIER. The glass is falling.`, `FERRIER (without looking up). It is.`: most paragraphs begin so, with names
/// that come again, in turn.
fn read_stopped(lines: &mut [Line<'_>]) {
    const TURNS_MIN: usize = 8;
    const TURNS_OF_SCENE_MIN: usize = 4;
    let is_play = lines.iter().any(is_of_stage);
    let mut found: Vec<Named<'_>> = Vec::new();
    let mut paragraphs = 0;
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.opens && line.is_plain()) {
        if asides::in_brackets(line.text.trim()).is_some() {
            continue;
        }
        // What stands before a play is no part of it.
        paragraphs += usize::from(!is_play || !found.is_empty());
        let has_more = lines.get(at + 1).is_some_and(|next| !next.opens && next.label.is_none());
        if let Some((name, words)) = stopped(line.text).filter(|(_, words)| !words.is_empty() || has_more) {
            found.push(Named { at, name, words });
        }
    }
    let is_talk = found.len() >= TURNS_MIN && come_in_turn(&found)
        || is_play && found.len() >= TURNS_OF_SCENE_MIN && come_again(&found);
    if !is_talk || found.len() * 10 < paragraphs * 6 {
        return;
    }
    for Named { at, name, words } in found {
        lines[at].label = Some(Label::before(name, NameDress::Recorded, words));
    }
    for line in lines.iter_mut().filter(|line| line.opens && line.is_plain()) {
        let text = line.text.trim();
        let enters = || {
            let first = text.split([' ', '.', ',']).next().unwrap_or_default();
            is_play && matches!(first, "Enter" | "Re-enter" | "Exit" | "Exeunt")
        };
        line.is_direction |= asides::in_brackets(text).is_some() || enters();
    }
}

/// Says that several names come again, nearly all do, and most follow another.
fn come_in_turn(found: &[Named<'_>]) -> bool {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    found.iter().for_each(|named| *counts.entry(named.name).or_default() += 1);
    let several = counts.values().filter(|count| **count >= 2).count() >= 2;
    let again: usize = counts.values().filter(|count| **count >= 2).sum();
    let changes = found.windows(2).filter(|pair| pair[0].name != pair[1].name).count();
    several && again * 10 >= found.len() * 7 && changes * 10 >= found.len() * 6
}

/// Says that somebody comes again, and that nearly each follows another.
fn come_again(found: &[Named<'_>]) -> bool {
    let changes = found.windows(2).filter(|pair| pair[0].name != pair[1].name).count();
    let mut names: Vec<&str> = found.iter().map(|named| named.name).collect();
    names.sort_unstable();
    names.dedup();
    names.len() >= 2 && names.len() < found.len() && changes * 10 >= (found.len() - 1) * 8
}

/// Says that a line heads a scene or a list of those who are in a play: `SCENE I. A kitchen.`,
/// `PERSONS OF THE PLAY`.
fn is_of_stage(line: &Line<'_>) -> bool {
    #[rustfmt::skip]
    const LISTS: [&str; 8] = [
        "PERSONS OF THE PLAY", "DRAMATIS PERSONAE", "DRAMATIS PERSONÆ", "CHARACTERS", "PERSONNAGES", "PERSONEN",
        "PERSONAJES", "PERSONAGGI",
    ];
    const NOT_OF_STAGE: [&str; 3] = ["CHAPTER", "PART", "BOOK"];
    const HEAD_BYTES_MAX: usize = 30;
    if !line.opens {
        return false;
    }
    let text = line.text.trim_matches(|c: char| c.is_whitespace() || is_mark(c));
    // Most lines have a small letter first or second.
    if text.as_bytes().iter().take(2).any(u8::is_ascii_lowercase) {
        return false;
    }
    let near = &text[..text.floor_char_boundary(HEAD_BYTES_MAX + 1)];
    let head = near.split('.').next().unwrap_or_default();
    let is_whole = head.len() < near.len() || near.len() == text.len();
    let is_head = is_whole && super::is_capital(head) && head.len() <= HEAD_BYTES_MAX;
    is_head
        && (LISTS.contains(&head)
            || is_scene(head) && !NOT_OF_STAGE.iter().any(|part| head.split(' ').any(|word| word == *part)))
}

/// A name in capitals and a stop, with a direction between; and what is said.
fn stopped(text: &str) -> Option<(&str, &str)> {
    const WORDS_MAX: usize = 4;
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || is_mark(c));
    let head = &text[..text.floor_char_boundary(names::BYTES_MAX)];
    let is_of_name = |c: char| c.is_uppercase() || matches!(c, ' ' | '\'' | '’' | '-');
    // `MRS. FERRIER. Leonard?`
    let title = ["MR. ", "MRS. ", "MISS ", "DR. ", "ST. "].iter().find(|title| head.starts_with(**title));
    let title_bytes = title.map_or(0, |title| title.len());
    let behind_title = &head[title_bytes..];
    let end = title_bytes + behind_title.find(|c| !is_of_name(c)).unwrap_or(behind_title.len());
    let name = head[..end].trim_end();
    let mut words = text[end..].trim_start_matches(is_mark);
    if let Some(said) = behind_office(name, words) {
        words = said;
    } else if words.starts_with(['(', '[']) {
        let close = words.find([')', ']'])?;
        let behind = words[close + 1..].trim_start_matches(is_mark);
        // The direction stays with what is said.
        words = if behind.starts_with(['.', ':']) { words } else { return None };
    } else {
        let behind = words.strip_prefix('.')?.trim_start_matches(is_mark);
        words = if behind.is_empty() || behind.starts_with([' ', '\u{A0}']) {
            behind.trim()
        } else {
            return None;
        };
    }
    let is_name = name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && name.split(' ').count() <= WORDS_MAX
        && name.starts_with(char::is_uppercase)
        && !is_scene(name);
    is_name.then_some((name, words))
}

/// What is said behind the house or the office of a member of parliament: `ADA MOSS (LEG-UP). Grazie.`,
/// `ADA MOSS, Ministra delle scale. Grazie.`
fn behind_office<'a>(name: &str, behind: &'a str) -> Option<&'a str> {
    const OFFICE_BYTES_MAX: usize = 120;
    let head = &behind[..behind.floor_char_boundary(OFFICE_BYTES_MAX)];
    let end = match head.strip_prefix(", ") {
        Some(_) => {
            let end = head.find(". ")?;
            let office = &head[2..end];
            let is_office = name.contains(' ')
                && office.starts_with(char::is_uppercase)
                && !office.contains(['?', '!', ':', ';', '(']);
            is_office.then_some(end)?
        }
        None => {
            let end = head.strip_prefix('(').and_then(|_| head.find("). "))?;
            super::is_capital(&head[1..end]).then_some(end + 1)?
        }
    };
    Some(behind[end + 1..].trim()).filter(|words| !words.is_empty())
}

/// Says that a text names an act or a scene.
fn is_scene(text: &str) -> bool {
    #[rustfmt::skip]
    const SCENES: [&str; 18] = [
        "act", "acte", "acto", "atto", "akt", "aufzug", "auftritt", "scene", "scène", "scena", "escena",
        "szene", "tableau", "prologue", "epilogue", "chapter", "part", "book",
    ];
    let words = text.split([' ', '.']).filter(|word| !word.is_empty());
    // `ERSTER AKT`
    words.take(2).any(|word| SCENES.contains(&word.to_lowercase().as_str()))
}

/// `SCÈNE II`, and below it who is in it: headings, which nobody says.
fn read_scenes(lines: &mut [Line<'_>]) {
    const BYTES_MAX: usize = 60;
    let is_capital = |line: &Line<'_>| {
        line.opens && line.is_plain() && line.text.len() <= BYTES_MAX && super::is_capital(line.text.trim())
    };
    for line in lines.iter_mut() {
        // `SCÈNE II. — LES MÊMES, LE MATELOT`
        let name = line.label.and_then(|label| label.name);
        if name.is_some_and(|name| super::is_capital(name) && is_scene(name)) {
            line.kind = BlockKind::Heading;
            line.label = None;
        }
    }
    for at in 0..lines.len() {
        let is_alone = |at: usize| lines.get(at + 1).is_none_or(|next| next.opens);
        if !is_capital(&lines[at]) || !is_alone(at) || !is_scene(lines[at].text.trim()) {
            continue;
        }
        let has_cast = lines.get(at + 1).is_some_and(|below| is_capital(below) && below.text.contains(','))
            && is_alone(at + 1);
        lines[at].kind = BlockKind::Heading;
        if has_cast {
            lines[at + 1].is_direction = true;
        }
    }
}

/// A film: where a scene is and when, in capitals, `EXT. LIGHTHOUSE - NIGHT`, and a name in capitals on the line
/// above what is said. All else is seen.
fn read_film(lines: &mut [Line<'_>]) {
    const SCENES_MIN: usize = 2;
    const TURNS_MIN: usize = 4;
    let is_place = |line: &Line<'_>| {
        let text = line.text.trim_start();
        let starts = ["INT. ", "EXT. ", "INT./EXT. ", "I/E. ", "INT/EXT. "];
        starts.iter().any(|start| text.starts_with(start)) && !text.contains(char::is_lowercase)
    };
    let places = lines.iter().filter(|line| is_place(line)).count();
    let cuts = lines.iter().filter(|line| is_cut(line.text.trim())).count();
    if places == 0 || places + cuts < SCENES_MIN {
        return;
    }
    let mut found: Vec<Named<'_>> = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.opens && line.is_plain()) {
        let has_words = lines.get(at + 1).is_some_and(|next| !next.opens && next.is_plain());
        if let Some(name) = cue(line.text).filter(|_| has_words) {
            found.push(Named { at, name, words: "" });
        }
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    found.iter().for_each(|named| *counts.entry(named.name).or_default() += 1);
    if found.len() < TURNS_MIN || !counts.values().any(|count| *count >= 2) {
        return;
    }
    for line in lines.iter_mut().filter(|line| line.kind == BlockKind::Paragraph) {
        if is_place(line) {
            line.kind = BlockKind::Heading;
        }
        line.label = None;
        line.is_direction = line.opens && line.kind == BlockKind::Paragraph;
    }
    for Named { at, name, .. } in found {
        lines[at].is_direction = false;
        lines[at].label = Some(Label::above(name, NameDress::Recorded));
    }
}

/// Says that a line tells how one picture follows another: `CUT TO:`
fn is_cut(text: &str) -> bool {
    (text.ends_with(" TO:") && super::is_capital(text))
        || matches!(text, "FADE IN:" | "FADE OUT." | "FADE OUT")
}

/// The name in capitals that a line is, without how it is heard: `MRS. FERRIER (O.S.)`.
fn cue(text: &str) -> Option<&str> {
    let text = text.trim();
    let name = text.split(" (").next().filter(|_| text.len() <= names::BYTES_MAX)?;
    if name.len() < text.len() && !text.ends_with(')') {
        return None;
    }
    let is_name = super::is_capital(name)
        && name.starts_with(char::is_uppercase)
        && name.chars().all(|c| c.is_alphanumeric() || " .'’-#&".contains(c))
        && !name.ends_with('.')
        && name.split(' ').count() <= 5;
    is_name.then_some(name)
}
