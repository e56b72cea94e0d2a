//! Few names in turn: what tells talk from lists, tables and diaries, whose lines begin with a word as well.

use std::collections::HashMap;

use super::Line;
use super::names::{self, Resolution};
use crate::document::BlockKind;

/// The names that lines begin with, one after the other.
#[derive(Default)]
pub(super) struct TurnTaking<'a> {
    pub turns: usize,
    counts: HashMap<&'a str, usize>,
    changes: usize,
    last: &'a str,
    /// The last ended with a question.
    asks: bool,
    /// How many questions somebody else gave an answer to.
    answered: usize,
}

impl<'a> TurnTaking<'a> {
    /// Fewer are no sign.
    pub(super) const TURNS_MIN: usize = 8;

    pub(super) fn add(&mut self, name: &'a str, words: &str) {
        let asks = asks(words);
        self.turns += 1;
        self.changes += usize::from(name != self.last);
        self.answered += usize::from(self.asks && !asks && name != self.last);
        *self.counts.entry(name).or_default() += 1;
        (self.last, self.asks) = (name, asks);
    }

    /// Few names, nearly all of which come again and again, and so many of ten times another than before.
    pub(super) fn is_in_turn(&self, changes_of_ten: usize) -> bool {
        const NAMES_MAX: usize = 8;
        let again: usize = self.counts.values().filter(|count| **count >= 3).sum();
        self.turns >= Self::TURNS_MIN
            && (2..=NAMES_MAX).contains(&self.counts.len())
            && self.changes * 10 >= self.turns * changes_of_ten
            && again * 10 >= self.turns * 9
    }

    /// Whether somebody asks and somebody else answers, more than once.
    pub(super) fn is_answered(&self) -> bool {
        self.answered >= 2
    }

    /// Whether the names are of people: first and last names or parts in a conversation for the most part, or else
    /// such as ask and answer each other. Days, moods, languages and chords are neither.
    pub(super) fn names_people(&self) -> bool {
        const SHORTEST: usize = 3;
        // A letter by itself sorts things.
        let is_person = |name: &str| name.len() > 1 && names::is_person_like(name);
        let people = self.counts.iter().filter(|(name, _)| is_person(name));
        let theirs: usize = people.map(|(_, count)| count).sum();
        theirs * 2 >= self.turns
            || self.is_answered() && self.counts.keys().all(|name| name.chars().count() >= SHORTEST)
    }

    pub(super) fn count(&self, name: &str) -> usize {
        self.counts.get(name).copied().unwrap_or(0)
    }
}

/// Whether people without names speak, too: after paragraphs without a name comes the name of the same person
/// again, most times, and one of the two asks. Recorders of speech name a person again after each stretch, with
/// its time, and nobody asks between.
pub(super) fn others_are_unnamed(lines: &[Line<'_>], names: &Resolution) -> bool {
    const AGAIN_MIN: usize = 3;
    if lines.iter().any(|line| line.label.is_some_and(|label| label.name.is_some() && label.time.is_some())) {
        return false;
    }
    let (mut again, mut others, mut asked, mut before_first) = (0, 0, 0, 0);
    let mut last: Option<&str> = None;
    // What stands last, and whether it is of nobody.
    let (mut is_unnamed_between, mut is_asked) = (false, false);
    let mut known: Option<&str> = None;
    let mut are_several = false;
    let mut before = "";
    for line in lines {
        match line.label.and_then(|label| label.name).map(|name| names.name(name)) {
            Some(name) => {
                match last {
                    Some(last) if is_unnamed_between && last == name => {
                        again += 1;
                        asked += usize::from(is_asked || asks(before));
                    }
                    Some(_) if is_unnamed_between => others += 1,
                    _ => {}
                }
                are_several |= known.is_some_and(|known| known != name);
                known.get_or_insert(name);
                (last, is_unnamed_between) = (Some(name), false);
            }
            // Behind a heading names are told anew.
            None if line.kind == BlockKind::Heading => (last, is_unnamed_between) = (None, false),
            None if line.opens && line.is_plain() => {
                if !is_unnamed_between {
                    is_asked = asks(before);
                }
                is_unnamed_between = true;
                before_first += usize::from(known.is_none());
            }
            None => {}
        }
        before = line.text;
    }
    // Who speaks alone is named now and then.
    again >= AGAIN_MIN
        && again >= 2 * others
        && asked * 3 >= again
        && (are_several || before_first >= AGAIN_MIN)
}

/// Whether words end with a question.
fn asks(words: &str) -> bool {
    let is_behind = |c: char| c.is_whitespace() || super::is_mark(c) || c == '"' || c == '”';
    crate::clean::asks(words.trim_end_matches(is_behind))
}
