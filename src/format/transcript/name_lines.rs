//! Names on lines of their own above what is said, without a time or a mark.

use std::collections::{HashMap, HashSet};

use super::label::{self, Label, NameDress};
use super::{Line, asides, drop_lines, names, offices};

/// A line that is a name.
struct Named<'a> {
    at: usize,
    name: &'a str,
    /// What somebody is, or of what house, stands behind the name.
    is_titled: bool,
}

/// Reads names that most paragraphs begin with, or that stand between lines of one paragraph, where several of
/// them come again.
pub(super) fn read(lines: &mut Vec<Line<'_>>) {
    let found = above_paragraphs(lines).or_else(|| between_lines(lines)).unwrap_or_default();
    if found.is_empty() {
        return;
    }
    let found = beside_known(lines, found);
    let titled = found.iter().filter(|named| named.is_titled).count();
    let dress = if titled >= 2 { NameDress::Recorded } else { NameDress::Plain };
    for Named { at, name, .. } in &found {
        lines[*at].opens = true;
        lines[*at].label.get_or_insert_with(|| Label::above(name, dress));
    }
    read_others(lines, dress);
    drop_offices(lines);
}

/// The value of a field that is called `Speaker`.
fn field<'a>(line: &Line<'a>) -> Option<&'a str> {
    let label = line.label.filter(|label| label.has_colon() && label.time.is_none())?;
    label.name.filter(|name| name.eq_ignore_ascii_case("speaker")).map(|_| label.words)
}

/// `SPEAKER: S1` above what is said: a field that has the name, each time.
pub(super) fn read_fields(lines: &mut [Line<'_>]) {
    const TURNS_MIN: usize = 2;
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(words) = field(line) else { continue };
        let is_above = lines.get(at + 1).is_some_and(|next| !next.opens && next.label.is_none());
        match label::read_name_line(words).filter(|_| is_above) {
            Some(name) => found.push((at, name)),
            None => return,
        }
    }
    if found.len() < TURNS_MIN {
        return;
    }
    for (at, name) in found {
        lines[at].label = Some(Label::above(name, NameDress::Bracketed));
        lines[at].opens = true;
    }
}

/// Takes out what somebody is, on a line of its own between their name and what they say: `Analyst, Gull and Sons`.
/// It comes again below the same name, or is in brackets: `(Orchard Lane) (Lab)`.
fn drop_offices(lines: &mut Vec<Line<'_>>) {
    const KNOWN_MIN: usize = 2;
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    let mut found = Vec::new();
    for (at, three) in lines.windows(3).enumerate() {
        let [above, office, words] = three else { continue };
        let name = above.label.filter(|label| label.words.is_empty() && label.time.is_none());
        let (Some(name), true) = (name.and_then(|label| label.name), goes_below(office) && goes_below(words))
        else {
            continue;
        };
        if is_office(office.text) {
            *counts.entry((name, office.text.trim())).or_default() += 1;
            found.push((at + 1, name));
        } else if is_in_brackets(office.text) {
            found.push((at + 1, ""));
        }
    }
    counts.retain(|_, count| *count >= 2);
    let is_usual = counts.len() >= KNOWN_MIN;
    let known: HashSet<&str> = counts.keys().map(|(name, _)| *name).collect();
    let text = |at: usize| lines[at].text.trim();
    found.retain(|(at, name)| {
        name.is_empty() || counts.contains_key(&(*name, text(*at))) || is_usual && !known.contains(name)
    });
    drop_lines(lines, found.iter().map(|(at, _)| *at));
}

fn goes_below(line: &Line<'_>) -> bool {
    !line.opens && line.is_plain()
}

/// A few words that all begin with capitals, or stand between such: `Head of Ladders, Moss Holdings, Inc.`
fn is_office(text: &str) -> bool {
    const HOUSES: [&str; 6] = [" Inc.", " Ltd.", " Corp.", " Co.", " LLC.", " S.A."];
    let text = text.trim();
    let end = HOUSES.iter().any(|house| text.ends_with(house)).then(|| text.len() - 1);
    let is_between =
        |word: &str| matches!(word, "of" | "for" | "and" | "the" | "at" | "in" | "to" | "&" | "-" | "–");
    let is_word =
        |word: &str| word.starts_with(char::is_uppercase) || is_between(word) || names::is_particle(word);
    let text = &text[..end.unwrap_or(text.len())];
    asides::is_office(text) && text.split_whitespace().all(is_word)
}

/// Brackets and nothing else, none of which is a direction.
fn is_in_brackets(text: &str) -> bool {
    const BYTES_MAX: usize = 60;
    let inside = text.trim().strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inside.is_some_and(|inside| {
        let is_place = |part: &str| {
            part.len() <= BYTES_MAX
                && part.starts_with(char::is_uppercase)
                && part.ends_with(char::is_alphanumeric)
                && !part.contains(['(', ')'])
        };
        inside.split(") (").all(is_place) && !asides::is_direction(text)
    })
}

/// Where some names are known otherwise already, those that come again, or say what somebody is: what heads such a
/// text may read as a name, too.
fn beside_known<'a>(lines: &[Line<'a>], mut found: Vec<Named<'a>>) -> Vec<Named<'a>> {
    if found.iter().all(|named| lines[named.at].label.is_none()) {
        return found;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    found.iter().for_each(|named| *counts.entry(named.name).or_default() += 1);
    found.retain(|named| counts[named.name] >= 2 || named.is_titled || offices::is_formal(named.name));
    found
}

/// Names at the beginning of most paragraphs from the first of them on.
fn above_paragraphs<'a>(lines: &[Line<'a>]) -> Option<Vec<Named<'a>>> {
    let mut found: Vec<Named<'_>> = Vec::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut paragraphs = 0;
    for (at, line) in lines.iter().enumerate() {
        let has_words = || {
            lines
                .get(at + 1)
                .is_some_and(|next| next.is_plain() && next.bare_name().is_none() && asked_by(next).is_none())
        };
        let is_headed = at > 0 && found.last().is_some_and(|named| named.at == at - 1);
        // Others may be known by their type or a colon already.
        let alone = line.label.filter(|label| label.words.is_empty() && label.time.is_none());
        let known = alone.filter(|_| line.opens && line.is_paragraph()).and_then(|label| label.name);
        let name = known.or_else(|| line.bare_name()).or_else(|| asked_by(line));
        paragraphs += usize::from(line.opens && !is_headed && line.is_paragraph() && !found.is_empty());
        if let Some(name) = name.filter(|_| !is_headed && has_words()) {
            paragraphs += usize::from(found.is_empty());
            *counts.entry(name).or_default() += 1;
            found.push(Named { at, name, is_titled: is_titled(line.text, name) });
        }
    }
    let again = counts.values().filter(|count| **count >= 2).count();
    let titled = found.iter().filter(|named| named.is_titled).count();
    let is_several = again >= 2 || again >= 1 && titled >= 2;
    let is_new = found.iter().any(|named| lines[named.at].label.is_none());
    (is_new && found.len() >= 4 && is_several && found.len() * 10 >= paragraphs * 6).then_some(found)
}

/// Names between the lines of a paragraph, each below the end of a sentence and above a line that is none: nearly
/// all come again, in turn.
fn between_lines<'a>(lines: &[Line<'a>]) -> Option<Vec<Named<'a>>> {
    const TURNS_MIN: usize = 4;
    let mut found: Vec<Named<'_>> = Vec::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut strays = 0;
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.is_plain()) {
        let Some(name) = label::read_bare_name(line.text).filter(|name| names::is_person_like(name)) else {
            continue;
        };
        let above = at.checked_sub(1).map(|above| &lines[above]);
        let is_parted = line.opens || above.is_some_and(|above| ends_sentence(above.text));
        let below = lines.get(at + 1).filter(|below| !below.opens && below.is_plain());
        if is_parted && below.is_some_and(|below| label::read_bare_name(below.text).is_none()) {
            *counts.entry(name).or_default() += 1;
            found.push(Named { at, name, is_titled: is_titled(line.text, name) });
        } else {
            strays += 1;
        }
    }
    let again = counts.values().filter(|count| **count >= 2);
    let (several, returning) = again.fold((0, 0), |(names, lines), count| (names + 1, lines + count));
    let changes = found.windows(2).filter(|pair| pair[0].name != pair[1].name).count();
    let is_talk = found.len() >= TURNS_MIN
        && several >= 2
        && returning * 10 >= found.len() * 8
        && changes * 10 >= found.len() * 6
        && strays * 10 <= found.len();
    is_talk.then_some(found)
}

/// Where names stand so, other lines of the same form call somebody too that come again or name an office:
/// `An Ceann Comhairle`.
fn read_others(lines: &mut [Line<'_>], dress: NameDress) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut others = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.opens && line.is_plain()) {
        let is_above = lines.get(at + 1).is_some_and(|next| !next.opens && next.is_plain());
        if let Some(name) = label::read_name_line(line.text).filter(|_| is_above) {
            *counts.entry(name).or_default() += 1;
            others.push((at, name));
        }
    }
    for (at, name) in others {
        if counts[name] >= 2 || offices::is_formal(name) {
            lines[at].label = Some(Label::above(name, dress));
        }
    }
}

/// Who asks a question that has a number, below the heading of what is asked: `1. Ada Moss (Orchard Lane) (Lab)`.
fn asked_by<'a>(line: &Line<'a>) -> Option<&'a str> {
    let is_numbered = line.is_plain()
        && line.text.trim_start().starts_with(|c: char| c.is_ascii_digit())
        && line.text.trim_end().ends_with(')');
    if is_numbered { label::read_bare_name(line.text) } else { None }
}

/// Says that something without a number stands behind the name: `Ada Moss (Orchard Lane)`,
/// `Ada Moss -- Chief of Ladders`.
fn is_titled(text: &str, name: &str) -> bool {
    let behind = text.split_once(name).map_or("", |(_, behind)| behind.trim());
    behind.starts_with(['(', '-', '–', '—', ')']) && !behind.contains(|c: char| c.is_ascii_digit())
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '?', '!', '…', '"', '”', '’', ')', ']', '—', '-', '–'])
}
