//! Decides which candidates are breaks, and whether each shows as more than a space.

use std::cell::OnceCell;

use super::candidates::{Candidate, Candidates, Described, Group};
use super::class::Class;
use super::model::log_odds;
use super::traits::Traits;
use super::vocabulary::Vocabulary;

/// A place at which a break was lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Break {
    /// The byte of the character behind it.
    pub(super) at: usize,
    pub(super) group: Group,
    /// Between the characters stood no more than a space: a line of a paragraph ended there.
    pub(super) is_space: bool,
    /// It was told by a list, whatever else the text is.
    pub(super) is_listed: bool,
    log_odds: f32,
}

impl Break {
    /// The same break in the text that begins at byte `start` of this one.
    pub(super) fn shifted(self, start: usize) -> Self {
        Self { at: self.at - start, ..self }
    }
}

/// What the log-odds of a break must exceed where the text is damaged.
const THRESHOLD: f32 = 0.1;
/// So much more where a break would cut a program or a reference.
const DOUBT: f32 = 2.0;
/// What they are at least between a word and a rule, since no word ends in one, at the braces of a
/// program, and in a series.
const OF_RULE: f32 = 4.0;
/// So much is added between sentences beyond doubt: the trees saw whole texts with such slips, where
/// they count as none.
const FOR_SENTENCE: f32 = 1.0;
/// So much where a quotation begins right behind the end of a sentence, or a sentence behind that of a quotation.
const FOR_QUOTATION: f32 = 2.5;
/// So much where several lines or sentences seem to begin in one line.
const FOR_ROW: f32 = 1.5;
/// What they are at least before a hashtag.
const OF_TAG: f32 = 2.0;
/// What they must exceed in a line that shows no damage itself, in a damaged text.
const THRESHOLD_OF_LINE: f32 = 2.5;
/// What they must exceed for the few slips of a text that is not damaged.
const THRESHOLD_OF_SLIP: f32 = 0.5;
/// A text is damaged that has at least so many sure breaks,
const SURE_MIN: usize = 2;
/// and one in so many words.
const SURE_WORDS_MAX: usize = 600;
/// In scripts with capitals a word takes no more bytes on average.
const BYTES_PER_WORD_MAX: usize = 30;
/// In a text of no more words one break tells.
pub(super) const SHORT_WORDS_MAX: usize = 150;
/// A line is damaged that has at least so many likely breaks,
const LIKELY_MIN: usize = 4;
/// and one in so many bytes.
const LIKELY_BYTES_MAX: usize = 600;
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
    find_with(text, vocabulary, log_odds)
}

/// Finds the breaks that `text` lost, with log-odds from elsewhere.
pub(super) fn find_with(
    text: &str,
    vocabulary: &Vocabulary,
    log_odds: impl Fn(&Traits) -> f32,
) -> Vec<Break> {
    let candidates = Candidates::find(text, vocabulary, Described::Telling);
    let all_described = OnceCell::new();
    let damage = candidates.damage();
    let weigh = |index: usize| {
        let candidate = &candidates.list[index];
        let described = match candidate.tells() {
            true => &candidates,
            false => all_described.get_or_init(|| Candidates::find(text, vocabulary, Described::All)),
        };
        let log_odds = log_odds(&described.traits(index, damage));
        let log_odds = match () {
            () if candidate.parts_program
                || candidate.is_in_series
                || candidate.is_below_heading
                || is_before_rule(text, candidate.at) =>
            {
                log_odds.max(OF_RULE)
            }
            () if candidate.is_in_row => log_odds + FOR_ROW,
            () if candidate.begins_tag => log_odds.max(OF_TAG),
            () if candidate.is_sure && matches!(candidate.group, Group::StopUpper | Group::Quote) => {
                log_odds + if candidate.group == Group::Quote { FOR_QUOTATION } else { FOR_SENTENCE }
            }
            () => log_odds,
        };
        let threshold = if candidate.is_doubtful { THRESHOLD + DOUBT } else { THRESHOLD };
        let found =
            Break { at: candidate.at, group: candidate.group, is_space: false, is_listed: false, log_odds };
        (log_odds > threshold).then_some(found)
    };
    let mut breaks = keep_believable(text, &candidates, weigh);
    breaks.dedup_by_key(|found| found.at);
    keep_one_end(text, &mut breaks);
    tell_spaces(text, &mut breaks);
    let listed = |at: &usize, is_space| Break {
        at: *at,
        group: Group::Other,
        is_space,
        is_listed: true,
        log_odds: OF_RULE,
    };
    breaks.extend(candidates.series.spaced().iter().map(|at| listed(at, false)));
    breaks.extend(candidates.series.torn().iter().map(|at| listed(at, true)));
    breaks.sort_by_key(|found| found.at);
    breaks
}

/// An address ends once: of the breaks inside of one the likeliest stays, and what is nearly sure.
fn keep_one_end(text: &str, breaks: &mut Vec<Break>) {
    let is_rival = |a: &Break, b: &Break| {
        a.group == Group::InLink
            && b.group == Group::InLink
            && !text[a.at..b.at].contains(|c: char| c.is_whitespace() || c == ':')
    };
    let loses = |index: usize| {
        let it = &breaks[index];
        let before = index.checked_sub(1).map(|before| &breaks[before]).filter(|other| is_rival(other, it));
        let behind = breaks.get(index + 1).filter(|other| is_rival(it, other));
        let mut rivals = before.into_iter().chain(behind);
        it.log_odds < THRESHOLD_OF_LINE && rivals.any(|other| other.log_odds > it.log_odds)
    };
    let mut lost: Vec<bool> = (0..breaks.len()).map(loses).collect();
    lost.reverse();
    breaks.retain(|_| !lost.pop().unwrap_or_default());
}

/// Says that a word ends at byte `at` and a rule begins: `ksjp|---------- Forwarded message`.
fn is_before_rule(text: &str, at: usize) -> bool {
    const SIGNS_MIN: usize = 5;
    let (before, after) = text.split_at(at);
    let Some(sign) = after.bytes().next().filter(|sign| matches!(sign, b'-' | b'=' | b'_' | b'*')) else {
        return false;
    };
    after.bytes().take(SIGNS_MIN).filter(|byte| *byte == sign).count() == SIGNS_MIN
        && before.ends_with(|c: char| c.is_alphanumeric() || c == '.')
}

/// What a break must exceed to say something about the state of a text.
const THRESHOLD_OF_EVIDENCE: f32 = 1.0;

/// Keeps what the damage of the text and of each line makes believable. What can be told without
/// weighing it is not weighed: most lines of most texts are whole.
fn keep_believable(
    text: &str,
    candidates: &Candidates,
    weigh: impl Fn(usize) -> Option<Break>,
) -> Vec<Break> {
    let list = candidates.list.as_slice();
    let weighed: Vec<Option<Break>> =
        (0..list.len()).map(|index| if list[index].tells() { weigh(index) } else { None }).collect();
    let is_evidence =
        |index: usize| weighed[index].is_some_and(|found| found.log_odds > THRESHOLD_OF_EVIDENCE);
    let is_sure = |index: usize| list[index].is_sure && is_evidence(index);
    let state = State::of(text, candidates, (0..list.len()).filter(|index| is_sure(*index)));
    let mut kept = Vec::new();
    let (mut start, mut line_start) = (0, 0);
    while let Some(first) = list.get(start) {
        let bytes = text.as_bytes();
        line_start += memchr::memrchr(b'\n', &bytes[line_start..first.at]).map_or(0, |at| at + 1);
        let line_end = memchr::memchr(b'\n', &bytes[first.at..]).map_or(text.len(), |at| first.at + at);
        let end = start + list[start..].partition_point(|candidate| candidate.at <= line_end);
        let line = start..end;
        start = end;
        let likely = line.clone().filter(|index| is_evidence(*index) && list[*index].group != Group::Small);
        // The same place twice is a name.
        let mut likely: Vec<&str> = likely.map(|index| around(text, list[index].at)).collect();
        likely.sort_unstable();
        likely.dedup();
        let likely = likely.len();
        let is_damaged = is_full(likely, line_end - line_start)
            || state.is_short
                && likely > 0
                && !are_variables(text, list, line.clone().filter(|index| is_evidence(*index)))
            || line.clone().any(|index| list[index].is_in_series)
            || (state.is_damaged || state.loses_spaces) && line.clone().any(is_sure);
        line_start = line_end;
        for index in line {
            if !is_damaged && !state.is_damaged && !state.loses_spaces && !list[index].is_sure {
                continue;
            }
            let found = if list[index].tells() { weighed[index] } else { weigh(index) };
            kept.extend(found.filter(|found| match () {
                () if is_damaged => true,
                () if found.group == Group::Small => state.loses_spaces && found.log_odds > THRESHOLD_OF_LINE,
                () if state.is_damaged => found.log_odds > THRESHOLD_OF_LINE,
                () => list[index].is_sure && !list[index].may_be_member && found.log_odds > THRESHOLD_OF_SLIP,
            }));
        }
    }
    kept
}

/// Says that these places are several, all inside of what may be the names of variables, and the same word is
/// behind each: `firstName and lastName`.
fn are_variables(text: &str, list: &[Candidate], mut places: impl Iterator<Item = usize>) -> bool {
    let word = |at: usize| {
        let behind = &text[at..];
        &behind[..behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len())]
    };
    let (mut first, mut count) = (None, 0);
    let is_all = places.all(|index| {
        count += 1;
        list[index].is_inside_small && {
            let behind = word(list[index].at);
            *first.get_or_insert(behind) == behind
        }
    });
    is_all && count > 1
}

/// What the sure breaks of a text say about it.
struct State {
    is_short: bool,
    is_damaged: bool,
    /// Words run together in it without a trace.
    loses_spaces: bool,
}

impl State {
    fn of(text: &str, candidates: &Candidates, sure: impl Iterator<Item = usize>) -> Self {
        let (small, sure): (Vec<_>, Vec<_>) =
            sure.partition(|index| candidates.list[*index].group == Group::Small);
        let (small, sure) = (small.len(), sure.len());
        let words = candidates.words();
        let is_short = is_short(words, text.len());
        let is_dense = |sure: usize| sure > 0 && words / sure <= SURE_WORDS_MAX;
        // Few words in much text: it is written in a script without capitals, and what has some is a
        // name.
        let has_case = words * BYTES_PER_WORD_MAX > text.len();
        Self {
            is_short,
            is_damaged: has_case && is_dense(sure) && (sure >= SURE_MIN || is_short),
            loses_spaces: is_dense(small) && small > SURE_MIN,
        }
    }
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
