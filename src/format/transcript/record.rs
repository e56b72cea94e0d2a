//! The names that records of courts, hearings and parliaments set before what is said.

use std::collections::HashMap;

use super::label::{Label, NameDress};
use super::{Line, names, offices};
use crate::document::BlockKind;

/// A stop behind a letter, or behind an address and a name in capitals: `Q. Where?`, `Mr. FIELD. I rise.`
pub(super) fn stopped(line: &str) -> Option<Label<'_>> {
    const ADDRESSES: [&str; 9] =
        ["Mr. ", "Mrs. ", "Ms. ", "Miss ", "Dr. ", "Madam ", "The ", "Senator ", "Mx. "];
    let (end, dress) = match line.as_bytes() {
        [b'Q' | b'A', b'.', b' ' | b'\t', ..] => (1, NameDress::Plain),
        // `Q - Where?`
        [b'Q' | b'A', b' ', b'-', b' ', ..] => {
            let words = line[3..].trim();
            return (!words.is_empty()).then(|| Label::before(&line[..1], NameDress::Plain, words));
        }
        [b'Q' | b'A', b'\t', ..] | [b'Q' | b'A', b' ', b' ', ..] => (1, NameDress::Plain),
        [b'M' | b'D' | b'T' | b'S', ..] => {
            let (address, name) = addressed(line, &ADDRESSES)?;
            let capitals = name.split([' ', '-', '\'', '’']).next()?;
            let is_capital = capitals.chars().count() >= 2 && capitals.chars().all(char::is_uppercase);
            // A sentence between the name and the stop is said about them.
            if !is_capital || name.split(' ').count() > 4 {
                return None;
            }
            (address.len() + name.len(), NameDress::Recorded)
        }
        _ => return None,
    };
    let (name, rest) = line.split_at(end);
    let rest = rest.strip_prefix('.').map_or(rest, without_note);
    let words = rest.trim_start_matches(['.', ' ', '\t']).trim_end();
    (!words.is_empty()).then(|| Label::before(name, dress, words))
}

/// An address or an office, a name and a stop, where a paragraph begins: `Chairwoman Moss. I rise.`,
/// `Mme Moss, rapporteure. Merci.`
pub(super) fn stopped_opening(line: &str) -> Option<Label<'_>> {
    #[rustfmt::skip]
    const ADDRESSES: [&str; 40] = [
        "Mr. ", "Mrs. ", "Ms. ", "Miss ", "Mx. ", "Dr. ", "Madam ", "Hon. ", "Prof. ", "Professor ",
        "Senator ", "Representative ", "Congressman ", "Congresswoman ", "Delegate ", "Chairman ",
        "Chairwoman ", "Chair ", "Vice ", "Acting ", "Secretary ", "Under ", "Deputy ", "Director ",
        "Administrator ", "Commissioner ", "Ambassador ", "Governor ", "Mayor ", "Judge ", "Justice ",
        "Chief ", "Sheriff ", "General ", "Admiral ", "Colonel ", "Captain ", "The ", "M. ", "Mme ",
    ];
    const OFFICES: [&str; 9] = [
        "Chairman",
        "Chairwoman",
        "Chair",
        "Clerk",
        "President",
        "Speaker",
        "Witness",
        "Reporter",
        "Officer",
    ];
    let line = line.trim_start();
    if !line.starts_with(|c: char| c.is_ascii_uppercase()) {
        return stopped_in_russian(line);
    }
    let near = &line[..line.floor_char_boundary(PART_BYTES_MAX + ". ".len())];
    let stop = memchr::memchr_iter(b'.', near.as_bytes()).find(|at| near[at + 1..].starts_with(' '));
    if let Some(part) = stop.map(|stop| &near[..stop]).filter(|part| is_part(part)) {
        let words = &line[part.len() + ". ".len()..];
        return (!words.trim().is_empty()).then(|| Label::before(part, NameDress::Recorded, words.trim()));
    }
    let (address, named) = addressed(line, &ADDRESSES)?;
    let words = without_note(line[address.len() + named.len()..].strip_prefix('.')?).trim();
    // `Senator Moss [presiding].`, `M. Field, rapporteur.`
    let is_french = address.starts_with("M. ") || address.starts_with("Mme ");
    let end = named.find(" [").or_else(|| named.find(',').filter(|_| is_french)).unwrap_or(named.len());
    let name = &named[..end];
    let is_name = |word: &str| {
        names::is_particle(word) || ["from", "des"].contains(&word) || word.starts_with(char::is_uppercase)
    };
    let words_of_name = || name.split(' ');
    let is_whole = offices::is_french_office(address, name)
        || (1..=5).contains(&words_of_name().count())
            && words_of_name().all(is_name)
            && words_of_name().next_back().is_some_and(|last| last.starts_with(char::is_uppercase));
    let is_known = |last: &str| OFFICES.iter().any(|office| office.eq_ignore_ascii_case(last));
    let is_office =
        !address.eq_ignore_ascii_case("The ") || words_of_name().next_back().is_some_and(is_known);
    let opens = words.starts_with(|c: char| !c.is_lowercase() && c != '.');
    (is_whole && is_office && opens)
        .then(|| Label::before(&line[..address.len() + end], NameDress::Recorded, words))
}

/// Who presides over a Russian assembly, in its record.
const RUSSIAN_CHAIRS: [&str; 3] = ["председательствующий", "председательствующая", "председатель"];

fn is_russian_chair(name: &str) -> bool {
    RUSSIAN_CHAIRS.contains(&name.to_lowercase().as_str())
}

/// `Председательствующий. Коллеги!`, `Мохов А. Б. Спасибо.`, `Мохов А. Б., фракция «Лестница». Спасибо.`
fn stopped_in_russian(line: &str) -> Option<Label<'_>> {
    const OFFICE_BYTES_MAX: usize = 240;
    let is_capital = |c: char| ('А'..='Я').contains(&c);
    line.starts_with(is_capital).then_some(())?;
    let label = |name: &'_ str, words: &'_ str| (name.len(), words.len());
    let (surname, rest) = line.split_once(' ')?;
    let (name, words) = match surname.strip_suffix('.').filter(|name| is_russian_chair(name)) {
        Some(chair) => label(chair, rest),
        None => {
            let is_name = surname.chars().all(|c| c.is_alphabetic() || c == '-') && surname.len() >= 4;
            let initial = |text: &'_ str| text.chars().next().filter(|c| is_capital(*c)).map(char::len_utf8);
            let behind = |text: &str| Some(text.len() - text[initial(text)?..].strip_prefix('.')?.len());
            let first = is_name.then(|| behind(rest)).flatten()?;
            let blank = rest[first..].len() - rest[first..].trim_start_matches([' ', '\u{A0}']).len();
            let second = first + blank + behind(&rest[first + blank..])?;
            let office = &rest[second..rest.floor_char_boundary(second + OFFICE_BYTES_MAX).max(second)];
            let end = match office.strip_prefix(", ") {
                Some(_) => second + office.find(". ")? + 1,
                None => second,
            };
            (surname.len() + 1 + second, rest[end..].len())
        }
    };
    let words = line[line.len() - words..].trim();
    let opens = words.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '"' | '('));
    opens.then(|| Label::before(&line[..name], NameDress::Recorded, words))
}

/// Takes the names of Russians off the lines of a text in which nobody presides: lists of sources begin so, too.
pub(super) fn drop_unpresided(lines: &mut [Line<'_>]) {
    let is_russian = |line: &&mut Line<'_>| {
        line.label.is_some_and(|label| label.is_recorded())
            && line.text.trim_start().starts_with(|c: char| ('А'..='Я').contains(&c))
    };
    let presides = |line: &Line<'_>| line.label.and_then(|label| label.name).is_some_and(is_russian_chair);
    if !lines.iter().any(presides) {
        lines.iter_mut().filter(is_russian).for_each(|line| line.label = None);
    }
}

/// The address and the name before the stop in `Mr. FIELD of Ohio. I rise`.
fn addressed<'a>(line: &'a str, addresses: &[&'static str]) -> Option<(&'a str, &'a str)> {
    // Most lines begin with the letter of none, or of few.
    let first = *line.as_bytes().first()?;
    let is_it = |address: &&&str| {
        address.as_bytes()[0] == first
            && line.get(..address.len()).is_some_and(|head| {
                head == **address || super::is_capital(head) && head.eq_ignore_ascii_case(address)
            })
    };
    let (address, rest) = line.split_at(addresses.iter().find(is_it)?.len());
    let rest = &rest[..rest.floor_char_boundary(names::BYTES_MAX)];
    // Neither an initial nor `St. John` ends there.
    let is_stop = |at: &usize| {
        let word = rest[..*at].rsplit(' ').next().unwrap_or_default();
        word != "St" && word.chars().count() > 1
    };
    let ends = |at: &usize| without_note(&rest[at + 1..]).starts_with(' ') && is_stop(at);
    let end = memchr::memchr_iter(b'.', rest.as_bytes()).find(ends)?;
    Some((address, &rest[..end]))
}

/// What stands behind the number of a note: `MR. FIELD.1 I rise.`
fn without_note(behind: &str) -> &str {
    const DIGITS_MAX: usize = 2;
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &behind[digits..];
    if digits <= DIGITS_MAX && rest.starts_with(' ') { rest } else { behind }
}

/// No name of nobody in particular is longer.
const PART_BYTES_MAX: usize = 12;

/// Says that nobody in particular speaks, and no address stands before it.
pub(super) fn is_part(name: &str) -> bool {
    if name.len() > PART_BYTES_MAX {
        return false;
    }
    ["Voice", "Voices", "Several", "Participants", "Speaker(?)"]
        .iter()
        .any(|part| *part == name || super::is_capital(name) && part.eq_ignore_ascii_case(name))
}

/// Takes the names that end in a stop off the lines of a text whose names end in a colon: there, `Mr. Field. He
/// wrote it.` is said.
pub(super) fn drop_stops(lines: &mut [Line<'_>]) {
    let is_stopped =
        |line: &Line<'_>| line.label.is_some_and(|label| label.is_recorded()) && dashed(line.text).is_none();
    let stops = lines.iter().filter(|line| is_stopped(line)).count();
    if stops == 0 {
        return;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let labels = lines.iter().filter(|line| !is_stopped(line)).filter_map(|line| line.label);
    labels.filter(Label::has_colon).filter_map(|label| label.name).filter(|name| name.len() > 1).for_each(
        |name| {
            *counts.entry(name).or_default() += 1;
        },
    );
    if counts.values().filter(|count| **count >= 2).sum::<usize>() > stops {
        lines.iter_mut().filter(|line| is_stopped(line)).for_each(|line| line.label = None);
    }
}

/// A stop and a dash behind the name, and what somebody is between: `Ada Moss (PPE), rapporteur. – I rise.`
pub(super) fn dashed(line: &str) -> Option<Label<'_>> {
    let head = &line[..line.floor_char_boundary(names::BYTES_WITH_OFFICE_MAX)];
    let is_dash =
        |at: &usize| head[..*at].ends_with(". ") && head[*at..].starts_with(['\u{2013}', '\u{2014}']);
    let end = memchr::memchr_iter(0xE2, head.as_bytes()).find(is_dash)? - 2;
    let words = head[end + 2..].chars().next().map(|dash| line[end + 2 + dash.len_utf8()..].trim())?;
    let name = head[..end].split(", ").next()?.trim_end();
    let opens = words.starts_with(|c: char| !c.is_lowercase());
    (opens && names::is_plausible(name)).then(|| Label::before(name, NameDress::Recorded, words))
}

/// An address in Portuguese, a name, what somebody is in brackets, and a dash: `A SRA. ADA MOSS (PDX - RJ) - Obrigada.`
/// Who speaks for the chamber stands in the brackets: `O SR. PRESIDENTE (Bo Finch. PDX - SP) - Está aberta.`
pub(super) fn addressed_in_portuguese(line: &str) -> Option<Label<'_>> {
    const ADDRESSES: [&str; 4] = ["O SR. ", "A SRA. ", "O Sr. ", "A Sra. "];
    let head = &line[..line.floor_char_boundary(names::BYTES_WITH_OFFICE_MAX)];
    let address = ADDRESSES.iter().find(|address| head.starts_with(**address))?;
    // `O SR. PRESIDENTE - Está aberta.`
    if let Some((called, _)) = head.split_once(" - ").filter(|(called, _)| !called.contains('(')) {
        let name = called.trim_end();
        let words = line[called.len() + 3..].trim();
        let is_called = super::is_capital(&name[address.len()..]) && names::is_plausible(name);
        return is_called.then(|| Label::before(name, NameDress::Recorded, words));
    }
    let (called, rest) = head.split_once(" (")?;
    let (inside, _) = rest.split_once(')')?;
    let words = line[called.len() + inside.len() + 3..].trim_start();
    let words = words.strip_prefix(['-', '–', '—']).filter(|words| words.starts_with(' '))?.trim();
    let holder = inside.split(". ").next().filter(|_| called[address.len()..].starts_with("PRESIDENT"));
    let name = holder.filter(|holder| names::is_person_like(holder)).unwrap_or(called);
    names::is_plausible(name).then(|| Label::before(name, NameDress::Recorded, words))
}

/// What stands behind the number of the speech, which the record of the Swedish parliament has before each: `Anf. 12 `.
pub(super) fn behind_number(line: &str) -> &str {
    const DIGITS_MAX: usize = 4;
    let Some(rest) = line.strip_prefix("Anf. ") else { return line };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let named = rest[digits..].trim_start();
    if (1..=DIGITS_MAX).contains(&digits) && named.len() < rest.len() - digits { named } else { line }
}

/// `Mr. Hollinrake of Ohio` is Mr. Hollinrake.
pub(super) fn without_place(name: &str) -> &str {
    name.split_once(" of ").map_or(name, |(name, _)| name)
}

/// Makes headings of lines in capitals that are set in far: `STATEMENT OF HON. ADA MOSS`.
pub(super) fn read_headings(lines: &mut [Line<'_>]) {
    const BLANKS_MIN: usize = 4;
    // In the middle of the page stands nothing that is said.
    const BLANKS_OF_MIDDLE: usize = 12;
    let are_titles = titles_in_middle(lines);
    let mut above = false;
    for (line, is_in_titles) in lines.iter_mut().zip(are_titles) {
        let blanks = line.text.len() - line.text.trim_start_matches(' ').len();
        let is_title = || {
            let words = line.text.trim();
            words.len() <= 90
                && words
                    .split(' ')
                    .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
                    .count()
                    >= 3
                && !words.contains(|c: char| c.is_lowercase())
        };
        let is_in_middle = || blanks >= BLANKS_OF_MIDDLE && !line.text.trim_end().ends_with(['.', '?', '!']);
        let is_heading = is_in_titles
            || blanks >= BLANKS_MIN
                && line.kind == BlockKind::Paragraph
                && line
                    .label
                    .is_none_or(|label| is_in_middle() && !(label.is_recorded() && label.words.is_empty()))
                && is_title();
        if is_heading {
            line.label = None;
            line.kind = BlockKind::Heading;
            line.opens |= !above;
        } else if above {
            line.opens = true;
        }
        above = is_heading;
    }
}

/// Which lines are of paragraphs that are all in capitals, their lines set in each as far as it is in the middle.
fn titles_in_middle(lines: &[Line<'_>]) -> Vec<bool> {
    const BLANKS_MIN: usize = 4;
    const WORDS_MIN: usize = 3;
    let mut are_titles = Vec::with_capacity(lines.len());
    for piece in lines.chunk_by(|_, next| !next.opens) {
        let blanks = |line: &Line<'_>| line.text.len() - line.text.trim_start_matches(' ').len();
        let is_title = |line: &Line<'_>| {
            line.label.is_none()
                && line.kind == BlockKind::Paragraph
                && blanks(line) > 0
                && line.text.len() - blanks(line) <= 90
                && line.text.contains(char::is_alphabetic)
                && !line.text.contains(char::is_lowercase)
        };
        let words = || piece.iter().map(|line| line.text.split_whitespace().count()).sum::<usize>();
        let far = piece.iter().map(blanks).max().unwrap_or_default();
        let near = piece.iter().map(blanks).min().unwrap_or_default();
        let is_whole = piece.len() >= 2
            && far >= BLANKS_MIN
            && far > near
            && piece.iter().all(is_title)
            && words() >= WORDS_MIN;
        are_titles.extend(std::iter::repeat_n(is_whole, piece.len()));
    }
    are_titles
}

/// Puts the names of the examiner, `BY MR. FIELD:`, and of the witness, who was sworn, in place of `Q` and
/// `A`.
pub(super) fn name_examiners(lines: &mut Vec<Line<'_>>) {
    let is_examined = lines.iter().any(|line| line.label.is_some_and(|label| examiner(&label).is_some()));
    if !is_examined {
        return;
    }
    let mut asking: Option<&str> = None;
    let mut answering: Option<&str> = None;
    for at in 0..lines.len() {
        let name = sworn(&lines[at..]);
        answering = name.or(answering);
        let Some(label) = &mut lines[at].label else { continue };
        match (label.name, examiner(label)) {
            (Some("Q"), Some((name, words))) => (asking, label.words) = (Some(name), words),
            (_, Some((name, _))) => asking = Some(name),
            _ => {}
        }
        match label.name {
            Some("Q") => label.name = asking.or(label.name),
            Some("A" | "THE WITNESS") => label.name = answering.or(label.name),
            _ => {}
        }
    }
    lines.retain(|line| {
        let is_direction = |label: Label<'_>| label.words.is_empty() && examiner(&label).is_some();
        !line.label.is_some_and(is_direction)
    });
}

/// Who examines from here on, and what is said on the line: `BY MR. FIELD:`, `Q. (By Mr. Field) Where?`
fn examiner<'a>(label: &Label<'a>) -> Option<(&'a str, &'a str)> {
    let name = label.name?;
    let by = |text: &'a str| text.strip_prefix("BY ").or_else(|| text.strip_prefix("By "));
    if name == "Q" {
        let (inside, words) = label.words.strip_prefix('(')?.split_once(')')?;
        let name = by(inside)?.trim_end_matches(':');
        return (name.len() <= names::BYTES_MAX).then_some((name, words.trim_start()));
    }
    by(name).filter(|_| label.words.is_empty()).map(|name| (name, ""))
}

/// The name on a line of its own of somebody who is sworn in on the next lines.
fn sworn<'a>(lines: &[Line<'a>]) -> Option<&'a str> {
    const LINES_BELOW: usize = 3;
    let (line, below) = lines.split_first()?;
    let name = line.text.trim().strip_suffix(',')?;
    let is_name = line.label.is_none() && name.contains(' ') && !name.contains(|c: char| c.is_lowercase());
    let is_sworn = |line: &Line<'_>| {
        line.text.contains("sworn") || line.text.contains("affirmed") || line.text.contains("called as")
    };
    let is_below = is_name && names::is_plausible(name) && below.iter().take(LINES_BELOW).any(is_sworn);
    is_below.then_some(name)
}
