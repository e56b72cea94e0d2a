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

/// What the log-odds of a break must exceed where the text is damaged.
const THRESHOLD: f32 = 0.25;
/// What they must exceed in a line that shows no damage itself, in a damaged text.
const THRESHOLD_OF_LINE: f32 = 2.5;
/// What they must exceed for the few slips of a text that is not damaged.
const THRESHOLD_OF_SLIP: f32 = 2.0;
/// A text is damaged that has at least so many sure breaks,
const SURE_MIN: usize = 2;
/// and one in so many words.
const SURE_WORDS_MAX: usize = 300;
/// In scripts with capitals a word takes no more bytes on average.
const BYTES_PER_WORD_MAX: usize = 30;
/// In a text of no more words one break tells.
pub(super) const SHORT_WORDS_MAX: usize = 150;
/// A line is damaged that has at least so many likely breaks,
const LIKELY_MIN: usize = 4;
/// and one in so many bytes.
const LIKELY_BYTES_MAX: usize = 150;
/// No short text is longer.
pub(super) const SHORT_BYTES_MAX: usize = SHORT_WORDS_MAX * BYTES_PER_WORD_MAX;
/// A stretch between breaks that is no longer may be an item of a list.
const ITEM_BYTES_MAX: usize = 70;

/// Finds the breaks that `text` lost, in order.
///
/// A capital inside a word says little by itself: programs and products are written so. What no name
/// looks like tells which texts are damaged, and which of their lines; anywhere else nothing but that
/// is parted.
pub(super) fn find(text: &str, vocabulary: &Vocabulary) -> Vec<Break> {
    let candidates = Candidates::find(text, vocabulary);
    let damage = candidates.damage();
    let mut features = Vec::new();
    let mut breaks: Vec<(Break, Evidence)> = Vec::new();
    for candidate in &candidates.list {
        candidates.features(candidate, damage, &mut features);
        let log_odds = log_odds(&features);
        if log_odds > THRESHOLD {
            let found = Break { at: candidate.at, group: candidate.group, is_space: false, log_odds };
            let evidence = match () {
                () if candidate.is_sure => Evidence::Sure,
                () if candidate.is_likely => Evidence::Likely,
                () => Evidence::None,
            };
            breaks.push((found, evidence));
        }
    }
    breaks.sort_by_key(|(found, _)| found.at);
    breaks.dedup_by_key(|(found, _)| found.at);
    let mut breaks = keep_believable(text, &breaks, candidates.words());
    tell_spaces(text, &mut breaks);
    breaks
}

/// What a break says about the state of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Evidence {
    None,
    /// It may be one of many lost breaks.
    Likely,
    /// Nothing but a lost break looks like this.
    Sure,
}

/// Keeps what the damage of the text and of each line makes believable.
fn keep_believable(text: &str, breaks: &[(Break, Evidence)], words: usize) -> Vec<Break> {
    let is_sure = |found: &Break, evidence: Evidence| evidence == Evidence::Sure && found.log_odds > 1.0;
    let count = |small: bool| {
        let sure = breaks.iter().filter(|(found, evidence)| is_sure(found, *evidence));
        sure.filter(|(found, _)| (found.group == Group::Small) == small).count()
    };
    let (sure, small) = (count(false), count(true));
    let is_short = is_short(words, text.len());
    let is_dense = |sure: usize| sure > 0 && words / sure <= SURE_WORDS_MAX;
    // Few words in much text: it is written in a script without capitals, and what has some is a name.
    let has_case = words * BYTES_PER_WORD_MAX > text.len();
    let is_damaged = has_case && is_dense(sure) && (sure >= SURE_MIN || is_short);
    let loses_spaces = is_dense(small) && small > SURE_MIN;
    let mut kept = Vec::with_capacity(breaks.len());
    let mut rest = breaks;
    let mut line_start = 0;
    while let Some(((first, _), _)) = rest.split_first() {
        let bytes = text.as_bytes();
        line_start += memchr::memrchr(b'\n', &bytes[line_start..first.at]).map_or(0, |at| at + 1);
        let line_end = memchr::memchr(b'\n', &bytes[first.at..]).map_or(text.len(), |at| first.at + at);
        let (line, behind) = rest.split_at(rest.partition_point(|(found, _)| found.at <= line_end));
        rest = behind;
        let likely = line.iter().filter(|(found, evidence)| {
            *evidence != Evidence::None && found.log_odds > 1.0 && found.group != Group::Small
        });
        // The same place twice is a name.
        let mut likely: Vec<&str> = likely.map(|(found, _)| around(text, found.at)).collect();
        likely.sort_unstable();
        likely.dedup();
        let likely = likely.len();
        let line_is_damaged = is_full(likely, line_end - line_start)
            || is_short && likely > 0
            || (is_damaged || loses_spaces) && line.iter().any(|(found, evidence)| is_sure(found, *evidence));
        kept.extend(
            line.iter()
                .map(|(found, evidence)| (*found, *evidence))
                .filter(|(found, evidence)| match () {
                    () if line_is_damaged => true,
                    () if found.group == Group::Small => loses_spaces && found.log_odds > THRESHOLD_OF_LINE,
                    () if is_damaged => found.log_odds > THRESHOLD_OF_LINE,
                    () => *evidence == Evidence::Sure && found.log_odds > THRESHOLD_OF_SLIP,
                })
                .map(|(found, _)| found),
        );
        line_start = line_end;
    }
    kept
}

/// Says that a text of so many words and bytes is short.
pub(super) fn is_short(words: usize, bytes: usize) -> bool {
    words <= SHORT_WORDS_MAX && words * BYTES_PER_WORD_MAX > bytes
}

/// Says that so many likely breaks in a line of so many bytes are damage.
pub(super) fn is_full(likely: usize, line_bytes: usize) -> bool {
    likely >= LIKELY_MIN && line_bytes / likely <= LIKELY_BYTES_MAX
}

/// The text close to a break.
fn around(text: &str, at: usize) -> &str {
    &text[text.floor_char_boundary(at.saturating_sub(5))..text.ceil_char_boundary((at + 5).min(text.len()))]
}

/// Tells the ends of lines inside a paragraph from those of paragraphs.
fn tell_spaces(text: &str, breaks: &mut [Break]) {
    let spaces: Vec<bool> = (0..breaks.len())
        .map(|index| {
            let place = breaks[index];
            let before = text[..place.at].chars().next_back().map_or(Class::Space, Class::of);
            let after = text[place.at..].chars().next().map_or(Class::Space, Class::of);
            match (before, after) {
                (_, Class::Bullet) => false,
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
