//! What was done to a source on the way to its documents, rule by rule.
//!
//! Plain data: formats and cleaning write into a [`Receipt`]; [`changes()`] lays it out beside the
//! text for a reader.

mod changes;

use serde::Serialize;

pub use changes::{Change, changes};

/// The record of one source's reading: warnings, and what each rule kept, dropped, repaired or
/// guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// What a person should know about the source, each a lower-case sentence without full stop.
    pub warnings: Vec<String>,
    /// One entry per rule that did something, in order of first use.
    pub entries: Vec<Entry>,
    /// What the source has been unpacked to so far, archives in archives included.
    pub(crate) unpacked_bytes: u64,
    keeps_examples: bool,
}

/// What one rule did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What kind of thing it did.
    pub action: Action,
    /// The rule's name, such as `rolling captions`.
    pub rule: &'static str,
    /// How many times.
    pub times: usize,
    /// How many words were concerned.
    pub words: usize,
    /// What it looked like before and after, where examples are kept; `after` is empty for what
    /// was dropped.
    pub examples: Vec<(String, String)>,
}

/// What a rule does to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Took it as content.
    Kept,
    /// Left it out.
    Dropped,
    /// Kept it where it is found only by asking for it.
    SetApart,
    /// Changed damaged text into what it was.
    Repaired,
    /// Inferred what the source does not say.
    Guessed,
}

impl Action {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Dropped => "dropped",
            Self::SetApart => "set apart",
            Self::Repaired => "repaired",
            Self::Guessed => "guessed",
        }
    }
}

impl Receipt {
    /// A receipt that keeps the text of everything dropped or repaired, for showing to a person.
    pub fn with_examples() -> Self {
        Self { keeps_examples: true, ..Self::default() }
    }

    /// Notes something that a person should know: lower case, no full stop, values in backticks.
    pub fn warn(&mut self, warning: impl Into<String>) {
        self.warnings.push(warning.into());
    }

    /// Notes that `rule` left `text` out.
    pub fn dropped(&mut self, rule: &'static str, text: &str) {
        self.enter(Action::Dropped, rule, text, "");
    }

    /// Notes that `rule` took `text` as content.
    pub fn kept(&mut self, rule: &'static str, text: &str) {
        self.enter(Action::Kept, rule, text, text);
    }

    /// Notes that `rule` set `text` apart.
    pub fn set_apart(&mut self, rule: &'static str, text: &str) {
        self.enter(Action::SetApart, rule, text, "");
    }

    /// Notes that `rule` turned `before` into `after`.
    pub fn repaired(&mut self, rule: &'static str, before: &str, after: &str) {
        self.enter(Action::Repaired, rule, before, after);
    }

    /// Notes that `rule` inferred `what`, such as a language or a title.
    pub fn guessed(&mut self, rule: &'static str, what: &str) {
        self.enter(Action::Guessed, rule, "", what);
    }

    fn enter(&mut self, action: Action, rule: &'static str, before: &str, after: &str) {
        let known = self.entries.iter().position(|entry| entry.action == action && entry.rule == rule);
        let index = known.unwrap_or_else(|| {
            self.entries.push(Entry { action, rule, times: 0, words: 0, examples: Vec::new() });
            self.entries.len() - 1
        });
        let entry = &mut self.entries[index];
        entry.times += 1;
        entry.words += before.split_whitespace().count();
        if self.keeps_examples {
            let after = if action == Action::Kept { "" } else { after };
            entry.examples.push((before.to_owned(), after.to_owned()));
        }
    }
}
