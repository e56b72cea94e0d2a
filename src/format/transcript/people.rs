//! Lists of people in minutes: `Attendees: Ada Moss (AMS), Tom Grey (TG)`, by whose initials they are called below,
//! and `Presenter: Ada Moss (AMS)`, who says nothing there.

use std::collections::{HashMap, HashSet};

use super::Line;
use super::names;
use crate::document::BlockKind;

/// The longest list of people, in bytes.
const LIST_BYTES_MAX: usize = 8 * 1024;

/// What stands behind a name, wherever it does.
#[derive(Default)]
struct Values {
    /// Lists of people.
    lists: usize,
    /// Those of more than two.
    long: usize,
    /// How many people have initials.
    introduced: usize,
    /// Something else.
    others: usize,
}

/// Takes the labels off fields all of whose values are people, and lets them stand by themselves.
pub(super) fn drop_lists(lines: &mut [Line<'_>]) {
    let mut counts: HashMap<&str, Values> = HashMap::new();
    for (name, words) in lines.iter().filter_map(field) {
        let values = counts.entry(name).or_default();
        match people(words) {
            Some((people, introduced)) => {
                values.lists += 1;
                values.introduced += introduced;
                values.long += usize::from(people > 2);
            }
            None => values.others += 1,
        }
    }
    // Who only calls names does so more than once.
    counts.retain(|_, values| {
        values.others == 0 && (values.introduced > 0 || values.lists == 1 && values.long == 1)
    });
    if counts.is_empty() {
        return;
    }
    for line in lines {
        if field(line).is_some_and(|(name, _)| counts.contains_key(name)) {
            (line.label, line.kind, line.opens) = (None, BlockKind::ListItem, true);
        }
    }
}

fn field<'a>(line: &Line<'a>) -> Option<(&'a str, &'a str)> {
    let label =
        line.label.filter(|label| label.has_colon() && label.time.is_none() && line.is_paragraph())?;
    Some((label.name.filter(|_| !label.words.is_empty())?, label.words))
}

/// How many people a text lists, and how many of them with initials in brackets; nothing where it says anything else.
fn people(words: &str) -> Option<(usize, usize)> {
    if words.len() > LIST_BYTES_MAX || words.ends_with(['.', '?', '!']) {
        return None;
    }
    let (mut people, mut introduced) = (0, 0);
    for part in words.split([',', ';']).filter(|part| !part.trim().is_empty()) {
        let person = person(part);
        // `Ada Moss (Host)`
        let part = part.trim();
        let plain = part.strip_suffix(')').and_then(|part| part.split_once(" (")).map(|(name, _)| name);
        let name = person.map_or(plain.unwrap_or(part), |(name, _)| name);
        if person.is_none() && !names::is_person_like(name) || names::is_role(name) {
            return None;
        }
        people += 1;
        introduced += usize::from(person.is_some() || plain.is_some());
    }
    (people > 0).then_some((people, introduced))
}

/// `Ada Moss (AMS)`, `Ada Moss [AMS]`
fn person(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim().strip_suffix([')', ']'])?;
    let at = inside.rfind(['(', '['])?;
    let (name, initials) = (inside[..at].trim(), &inside[at + 1..]);
    let is_called =
        (2..=4).contains(&initials.len()) && initials.bytes().all(|byte| byte.is_ascii_uppercase());
    let begins = name.chars().next().zip(initials.chars().next()).is_some_and(|(a, b)| a == b);
    let is_name =
        || name.split([' ', '-']).all(|word| word.chars().all(|c| c.is_alphabetic() || "'’.".contains(c)));
    (is_called && begins && name.len() <= names::BYTES_MAX && is_name()).then_some((name, initials))
}

/// The initials among `said` that a list of people gives the names for, each with one name.
pub(super) fn introduced<'a>(lines: &[Line<'a>], said: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    if !said.iter().any(|name| names::is_initials(name) || name.len() == 4) {
        return Vec::new();
    }
    let mut found: Vec<(&str, &str)> = Vec::new();
    let mut missing: HashSet<&str> = said.iter().copied().collect();
    for line in lines.iter().filter(|line| line.label.is_none() && line.text.len() <= LIST_BYTES_MAX) {
        // `Attendees: Ada Moss (AMS), Tom Grey (TG)`
        let list = line.text.rsplit_once(':').map_or(line.text, |(_, list)| list);
        let list = list.trim_matches(|c: char| super::is_mark(c) || c.is_whitespace() || c == '*');
        if !list.contains(['(', '[']) {
            continue;
        }
        for (name, initials) in list.split([',', ';']).filter_map(person) {
            if missing.remove(initials) {
                found.push((initials, name));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::format::transcript::tests::check;

    #[test]
    fn who_attends_says_nothing_and_is_called_by_initials_below() {
        check(
            "2020-04-02.md",
            "# Minutes\n\n**Notetakers:** Ada Moss (AMS), Tom Grey (TG)\n\n**Attendees:** Ada Moss (AMS), Tom Grey (TG), Ben Ladd (BL)\n\n## Rungs\n\nPresenter: Ada Moss (AMS)\n\nAMS: The rungs are too far apart.\n\nTG: By how much?\n\nAMS: By a hand.\n\nTG: That is a lot.\n\nBL: I would saw them off.\n\nAMS: All of them?\n\n## Rails\n\nPresenter: Tom Grey (TG)\n\nTG: The rails are fine.\n\nAMS: Good.\n",
            "3 ListItem: Notetakers: Ada Moss (AMS), Tom Grey (TG)\n5 Paragraph: Attendees: Ada Moss (AMS), Tom Grey (TG), Ben Ladd (BL)\n7 #: Rungs\n9 ListItem: Presenter: Ada Moss (AMS)\n11 Ada Moss: The rungs are too far apart.\n13 Tom Grey: By how much?\n15 Ada Moss: By a hand.\n17 Tom Grey: That is a lot.\n19 Ben Ladd: I would saw them off.\n21 Ada Moss: All of them?\n23 #: Rails\n25 ListItem: Presenter: Tom Grey (TG)\n27 Tom Grey: The rails are fine.\n29 Ada Moss: Good.",
        );
    }
}
