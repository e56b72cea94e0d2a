//! Few names in turn: what tells talk from lists, tables and diaries, whose lines begin with a word as well.

use std::collections::HashMap;

use super::names;

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
        let words =
            words.trim_end_matches(|c: char| c.is_whitespace() || super::is_mark(c) || c == '"' || c == '”');
        let asks = words.ends_with(['?', '？', '؟']);
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
