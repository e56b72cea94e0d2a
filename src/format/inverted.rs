//! Speakers as directories of companies call them, family name first: `Moss, Ada (External)`.

use crate::clean::lost_breaks::{is_known_word, is_name_of_people};
use crate::document::Document;

/// What stands behind those who are not of the house.
const FROM_ELSEWHERE: [&str; 4] = [" (External)", " (Guest)", " (Unverified)", " (Contractor)"];

/// Writes the speakers of a document as they are called.
pub(super) fn turn(document: &mut Document) {
    let found: Vec<Option<Inverted<'_>>> = document.speakers.iter().map(|name| read(name)).collect();
    // A word that is no name may be what somebody is; where several are written so, they are names.
    let are_several =
        found.iter().flatten().nth(1).is_some() && found.iter().flatten().all(|name| !name.is_office());
    let turned: Vec<Option<String>> = found
        .iter()
        .map(|name| {
            let name =
                name.as_ref().filter(|name| are_several || name.is_from_elsewhere || name.is_sure())?;
            let called = format!("{} {}", name.given, name.family);
            (!document.speakers.contains(&called)).then_some(called)
        })
        .collect();
    for (name, turned) in document.speakers.iter_mut().zip(turned) {
        *name = turned.unwrap_or_else(|| std::mem::take(name));
    }
}

struct Inverted<'a> {
    family: &'a str,
    given: &'a str,
    is_from_elsewhere: bool,
}

impl Inverted<'_> {
    /// Says that the given name is one, or no other word.
    fn is_sure(&self) -> bool {
        self.given
            .split([' ', '-'])
            .all(|word| word.len() <= 2 || is_name_of_people(word) || !is_known_word(word))
            && self.given.len() > 2
    }

    /// `Moss, Host`
    fn is_office(&self) -> bool {
        super::transcript::is_role(self.given)
    }
}

fn read(name: &str) -> Option<Inverted<'_>> {
    const BEHIND_NAMES: [&str; 6] = ["Jr", "Sr", "Esq", "Inc", "Ltd", "Llc"];
    let bare = FROM_ELSEWHERE.iter().find_map(|ending| name.strip_suffix(ending));
    let (family, given) = bare.unwrap_or(name).split_once(", ")?;
    let is_name = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.ends_with(char::is_lowercase)
            && letters.all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '-'))
            && !BEHIND_NAMES.contains(&word)
    };
    // `van der Moss`, `Moss`
    let (particles, last) = family.rsplit_once(' ').unwrap_or(("", family));
    let is_family = is_name(last) && particles.chars().all(|c| c.is_lowercase() || c == ' ');
    let mut words = given.split(' ');
    let is_initial =
        |word: &str| word.trim_end_matches('.').len() == 1 && word.starts_with(char::is_uppercase);
    let is_given = words.next().is_some_and(is_name)
        && words.next().is_none_or(|word| is_name(word) || is_initial(word))
        && words.next().is_none();
    (is_family && is_given && !super::transcript::is_role(last)).then(|| Inverted {
        family,
        given,
        is_from_elsewhere: bare.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(speakers: &[&str], expected: &[&str]) {
        let speakers = speakers.iter().map(|name| (*name).to_owned()).collect();
        let mut document = Document { speakers, ..Document::default() };
        turn(&mut document);
        assert_eq!(document.speakers, expected);
    }

    #[test]
    fn family_names_stand_behind_given_ones() {
        check(&["Karlsson, Anna", "Bo Ek"], &["Anna Karlsson", "Bo Ek"]);
        check(&["Wei, Li (External)", "Will, Mark"], &["Li Wei", "Mark Will"]);
        check(
            &["van der Moss, Ada J.", "Brook, Mary-Jane (Guest)"],
            &["Ada J. van der Moss", "Mary-Jane Brook"],
        );
    }

    #[test]
    fn what_somebody_is_behind_a_comma_is_no_name() {
        for name in [
            "Moss, Host",
            "Moss, Jr",
            "Ada Moss, Miller",
            "Moss, Ada, and Ek, Bo",
            "Moss, PhD",
            "Grey, Chair",
            "Weir, Ada (Lab)",
        ] {
            check(&[name], &[name]);
        }
        check(&["Moss, Host", "Ek, Guest"], &["Moss, Host", "Ek, Guest"]);
    }

    #[test]
    fn somebody_who_is_called_both_ways_stays_two() {
        check(&["Karlsson, Anna", "Anna Karlsson"], &["Karlsson, Anna", "Anna Karlsson"]);
    }
}
