//! Labels that several lines began with: `How towns dieSpeaker: Hannah ArnesenDate: 4 March 2022`.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

use super::class::Class;
use super::hash::WordHash;
use super::headings;
use super::lexicon::LEXICON;
use super::series::{class_before, class_behind};
use super::stamps::Stamps;
use super::surroundings::is_code_mark;

/// Words that lines of notes begin with before a colon, in small letters.
static KNOWN: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| include_str!("words/labels.txt").split_whitespace().collect());
/// The same of scripts that write no blanks.
static UNSPACED: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| include_str!("words/labels_unspaced.txt").split_whitespace().collect());

/// A label that is glued to what stands before it.
#[derive(Clone, Copy, Debug)]
struct Label {
    /// The byte of the line at which it begins.
    at: usize,
    /// The hash of what it is glued to, with it.
    key: u64,
    /// How much it says.
    weight: usize,
}

/// What the labels of a line say together where they are a series.
const WEIGHT_MIN: usize = 3;
/// A label that is known, or stands behind the end of a question.
const LIKELY: usize = 2;
/// No label is longer.
const LABEL_BYTES_MAX: usize = 48;
const LABEL_WORDS_MAX: usize = 4;
/// So far back are the marks of programs looked for.
const CODE_BYTES: usize = 48;

/// Adds the labels of `line` that are a series, together with what else is one there.
pub(super) fn enter(line: &str, stamps: &Stamps, is_in_series: bool, places: &mut Vec<usize>) {
    let mut found: Vec<Label> = Vec::new();
    let mut end = 0;
    let mut unspaced = Unspaced::default();
    for colon in memchr::memchr2_iter(b':', 0xEF, line.as_bytes()) {
        let Some(sign) = line[colon..].chars().next().filter(|sign| matches!(sign, ':' | '：')) else {
            continue;
        };
        if class_before(&line[..colon]) == Class::Unspaced {
            unspaced.look_at(line, colon, stamps);
        } else if sign == ':' {
            found.extend(before(&line[..colon], end, &line[colon + 1..]));
        }
        end = colon + sign.len_utf8();
    }
    found.sort_unstable_by_key(|label| (label.key, label.at));
    found.dedup_by_key(|label| label.key);
    let weight: usize = found.iter().map(|label| label.weight).sum();
    if weight + LIKELY * usize::from(is_in_series) >= WEIGHT_MIN {
        places.extend(found.iter().map(|label| label.at));
    }
    unspaced.enter(places);
    let headings: Vec<usize> = places.iter().filter_map(|start| heading(&line[..*start])).collect();
    places.extend(headings);
}

/// The byte at which a word begins that heads a list: `…睡觉?时间轴00:00 开场`.
fn heading(before: &str) -> Option<usize> {
    let start = before.len()
        - UNSPACED.iter().filter(|label| before.ends_with(**label)).map(|label| label.len()).max()?;
    matches!(class_before(&before[..start]), Class::Exclamation | Class::WideStop).then_some(start)
}

/// The label before a colon that is glued to a word; it begins behind byte `from` of `head`.
fn before(head: &str, from: usize, behind: &str) -> Option<Label> {
    let value = class_behind(behind);
    let is_address = |text: &str| {
        let text = text.trim_start();
        text.starts_with("http") || text.starts_with("www.") || text.starts_with('@')
    };
    if value != Class::Space && value != Class::Upper && !is_address(behind) {
        return None;
    }
    // `Slides (PDF): `
    let near = head.ceil_char_boundary(head.len().saturating_sub(LABEL_BYTES_MAX)).max(from);
    let open = head.get(near..).filter(|near| near.ends_with(')')).and_then(|near| near.rfind('('));
    let words = open.map_or(head, |open| &head[..near + open]);
    let words = words.trim_end();
    let mut end = words.len();
    for _ in 0..LABEL_WORDS_MAX {
        if end <= from || head.len() - end > LABEL_BYTES_MAX {
            return None;
        }
        let start = words[from..end].rfind(' ').map_or(from, |space| from + space + 1);
        let token = &words[start..end];
        if let Some(inside) = glue(token, &words[start..]) {
            let weight =
                weight(&words[..start], token, inside, &words[start + inside..], is_address(behind))?;
            let key = WordHash::exact(token);
            return Some(Label { at: start + inside, key, weight });
        }
        let is_word = |c: char| c.is_alphabetic() || matches!(c, '-' | '&' | '\'' | '’' | '/');
        // `at seaWeek 4: `
        let is_number = token.len() < 4 && token.bytes().all(|byte| byte.is_ascii_digit());
        if token.is_empty() || !token.chars().all(is_word) && !is_number {
            return None;
        }
        end = words[..start].trim_end().len();
    }
    None
}

/// The byte of `token` at which the label begins, if it is glued to something. `label` begins with the
/// token.
fn glue(token: &str, label: &str) -> Option<usize> {
    let mut places: Vec<usize> = Vec::new();
    let mut before = Class::Space;
    // Only letters lie between where a label begins and where the token ends.
    let letters = token.trim_end_matches(|c: char| c.is_alphabetic() || c == '-').len();
    let from = letters.max(label.len().saturating_sub(LABEL_BYTES_MAX));
    for (at, c) in token.char_indices() {
        let class = Class::of(c);
        let ends = before == Class::Lower
            || before == Class::Digit
            || before.ends_sentence()
            || matches!(before, Class::Close | Class::Quote | Class::QuoteClose);
        let begins = class == Class::Upper && at >= from;
        // `on XTwitter: `
        let follows_capital = || before == Class::Upper && at == 1 && is_capitalised(&token[at..]);
        if begins && (ends || follows_capital() && is_known(&label[at..])) {
            places.push(at);
        }
        before = class;
    }
    let known = places.iter().find(|at| is_known(&label[**at..]));
    let is_inside_name = |index: usize| {
        let start = index.checked_sub(1).map_or(0, |before| places[before]);
        LEXICON.is_name(WordHash::exact(&token[start..]))
    };
    known.copied().or_else(|| {
        let index = (0..places.len()).rev().find(|index| !is_inside_name(*index))?;
        Some(places[index])
    })
}

/// How much a label says that is glued to the `inside` first bytes of `token`.
fn weight(before: &str, token: &str, inside: usize, label: &str, leads_to_address: bool) -> Option<usize> {
    let is_known = is_known(label);
    let (left, word) = token.split_at(inside);
    let begins_known = begins(word);
    let last = class_before(left);
    let usual = if is_known { LIKELY } else { 1 };
    let is_word = word.chars().count() > 2 || is_known;
    let is_path = left.contains("://") || left.starts_with("www.") || left.contains('/');
    let is_handle = left.contains('@') || last != Class::Stop && !left.ends_with('.') && left.contains('.');
    let weight = match last {
        _ if !is_word => return None,
        // Behind the address of `TheWeirs` stands a blank and a label of its own: `…/TheWeirs Shop: `.
        _ if is_path || is_handle => match () {
            () if !begins_known && label.contains(' ') => return None,
            () if leads_to_address && (begins_known || is_path && is_english(word)) => WEIGHT_MIN,
            () if begins_known => LIKELY,
            () => return None,
        },
        Class::Exclamation => LIKELY,
        Class::Stop => {
            let plain = left.len() > 3 && left.chars().rev().skip(1).all(char::is_lowercase);
            if is_known || plain { usual } else { return None }
        }
        Class::Digit => {
            let is_number = left.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '%'));
            if is_number { usual } else { return None }
        }
        Class::Lower => {
            // A name with a capital inside stands where any word does; a name of a program behind one.
            let words = before.trim_end();
            let is_capitalised = left.starts_with(char::is_uppercase);
            let goes_on = match class_before(words) {
                class if class.is_word() => true,
                Class::Comma => is_known && is_capitalised,
                // `Anna B. LundMusic: `
                Class::Stop => is_capitalised && class_before(words.trim_end_matches('.')) == Class::Upper,
                _ => false,
            };
            let last = words.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            let is_keyword =
                last.starts_with(char::is_lowercase) && LEXICON.is_keyword(WordHash::folded(last));
            let is_code = before.bytes().rev().take(CODE_BYTES).any(is_code_mark);
            if goes_on && before.ends_with(' ') && !is_code && !is_keyword { usual } else { return None }
        }
        _ => usual,
    };
    Some(weight)
}

fn is_english(word: &str) -> bool {
    LEXICON.word(WordHash::folded(word)).is_some_and(|word| word.english)
}

/// Says that labels begin with a word.
fn begins(word: &str) -> bool {
    KNOWN.contains(word.to_lowercase().as_str())
}

/// Says that `text` ends with a word that is a label, whatever it is glued to.
pub(super) fn ends_known(text: &str) -> bool {
    let word = &text[text.trim_end_matches(char::is_alphabetic).len()..];
    let last = headings::last_part(word);
    last.starts_with(char::is_uppercase) && begins(last)
}

/// Says that `text` begins with one.
pub(super) fn begins_known(text: &str) -> bool {
    let mut before = Class::Space;
    let end = text.char_indices().find(|(_, c)| {
        let class = Class::of(*c);
        let ends = !class.is_word() || class == Class::Upper && before == Class::Lower;
        before = class;
        ends
    });
    begins(&text[..end.map_or(text.len(), |(at, _)| at)])
}

fn is_capitalised(word: &str) -> bool {
    word.chars().skip(1).all(|c| !c.is_uppercase())
}

/// Says that lines often begin with the first or the last word of `label` before a colon.
fn is_known(label: &str) -> bool {
    let mut words = label.split(' ').map(str::to_lowercase);
    let first = words.next();
    first.as_deref().is_some_and(|first| KNOWN.contains(first))
        || words.next_back().is_some_and(|last| KNOWN.contains(last.as_str()))
}

/// The labels of a line whose script writes no blanks: `主播：林远剪辑：阿青`.
#[derive(Debug, Default)]
struct Unspaced {
    glued: Vec<usize>,
    count: usize,
    /// Where the value of the last label begins.
    value: Option<usize>,
}

impl Unspaced {
    const CHARS_MAX: usize = 8;
    const VALUE_BYTES_MAX: usize = 60;

    fn look_at(&mut self, line: &str, colon: usize, stamps: &Stamps) {
        let head = &line[..colon];
        let starts = head.char_indices().rev().take(Self::CHARS_MAX).map(|(at, _)| at);
        // The longest that is known.
        let Some(start) = starts.filter(|at| UNSPACED.contains(&head[*at..])).last() else { return };
        self.count += 1;
        let since = self.value.into_iter().chain(stamps.end_before(start)).max();
        let value = since.map(|since| line[since..start].trim_start());
        let is_glued = value.is_some_and(|value| {
            !value.is_empty()
                && value.len() <= Self::VALUE_BYTES_MAX
                && !value.contains(|c: char| c.is_whitespace() || Class::of(c) == Class::WideStop)
        });
        if is_glued {
            self.glued.push(start);
        }
        let sign = line[colon..].chars().next().map_or(1, char::len_utf8);
        self.value = Some(colon + sign);
    }

    fn enter(self, places: &mut Vec<usize>) {
        if self.count > 1 {
            places.extend(self.glued);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_looked_for_at_the_end_of_a_word_without_end() {
        let word = "Dwoll".repeat(200_000);
        assert_eq!(glue(&word, &word), Some(word.len() - "Dwoll".len()));
        // Nothing so far before the colon is a label.
        let label = format!("{word}lid{}", "s".repeat(LABEL_BYTES_MAX));
        assert_eq!(glue(&label, &label), None);
        assert_eq!(glue("fenDate", "fenDate of the walk"), Some(3));
        assert_eq!(glue("XTwitter", "XTwitter"), Some(1));
    }
}
