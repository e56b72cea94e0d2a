//! Decides which candidates are breaks, and whether each shows as more than a space.

use super::candidates::{Candidates, Group};
use super::class::Class;
use super::model::log_odds;
use super::vocabulary::Vocabulary;

/// A place at which a break was lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Break {
    /// The byte of the character behind it.
    pub(super) at: usize,
    pub(super) group: Group,
    /// Between the characters stood no more than a space: a line of a paragraph ended there.
    pub(super) is_space: bool,
    log_odds: f32,
}

impl Break {
    /// The same break in the text that begins at byte `start` of this one.
    pub(super) fn shifted(self, start: usize) -> Self {
        Self { at: self.at - start, ..self }
    }
}

/// What the log-odds of a break must exceed.
const THRESHOLD: f32 = 0.0;
/// A stretch between breaks that is no longer may be an item of a list.
const ITEM_BYTES_MAX: usize = 70;

/// Finds the breaks that `text` lost, in order.
pub(super) fn find(text: &str, vocabulary: &Vocabulary) -> Vec<Break> {
    let candidates = Candidates::find(text, vocabulary);
    let damage = candidates.damage();
    let mut features = Vec::new();
    let mut breaks: Vec<Break> = Vec::new();
    for candidate in &candidates.list {
        candidates.features(candidate, damage, &mut features);
        let log_odds = log_odds(&features);
        if log_odds > THRESHOLD {
            breaks.push(Break { at: candidate.at, group: candidate.group, is_space: false, log_odds });
        }
    }
    breaks.sort_by_key(|found| found.at);
    breaks.dedup_by_key(|found| found.at);
    tell_spaces(text, &mut breaks);
    breaks
}

/// Tells the ends of lines inside a paragraph from those of paragraphs.
fn tell_spaces(text: &str, breaks: &mut [Break]) {
    let spaces: Vec<bool> = (0..breaks.len())
        .map(|index| {
            let place = breaks[index];
            let before = text[..place.at].chars().next_back().map_or(Class::Space, Class::of);
            let after = text[place.at..].chars().next().map_or(Class::Space, Class::of);
            match (before, after) {
                (Class::Comma, _) | (Class::Dash, Class::Lower) => true,
                (Class::Lower | Class::Upper | Class::Digit, Class::Lower) => {
                    let start = index.checked_sub(1).map_or(0, |before| breaks[before].at);
                    let end = breaks.get(index + 1).map_or(text.len(), |next| next.at);
                    !(is_item(&text[start..place.at]) && is_item(&text[place.at..end]))
                }
                _ => false,
            }
        })
        .collect();
    for (place, is_space) in breaks.iter_mut().zip(spaces) {
        place.is_space = is_space;
    }
}

/// Says that `stretch` is short and holds no end of a sentence.
fn is_item(stretch: &str) -> bool {
    stretch.len() <= ITEM_BYTES_MAX && !stretch.trim_end().ends_with(['.', '!', '?', ':', ','])
}
