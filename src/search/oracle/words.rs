//! Which stretches of words a word, a phrase or a pair of neighbours matches: every way is tried.

use std::collections::BTreeMap;

use super::page::Word;
use super::{Marks, Oracle};
use crate::analyzer::{SIGNS, compound_of, exact_form, noun_parts, split_prefix, without_elision, words};
use crate::query::{Field, Node, NodeKind};

/// A stretch of positions that matched: the first, the last, and those in it that took part.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    first: u32,
    last: u32,
    pub marks: Marks,
}

/// What a word must be.
enum Test {
    Anything,
    Stem(String),
    /// All of these parts.
    Parts(Vec<String>),
    Exact(String),
    Begins(String),
    Pattern(regex::Regex),
    Edits(String, usize),
    Sound(String),
}

impl Test {
    fn passes(&self, word: &Word) -> bool {
        match self {
            Self::Anything => true,
            Self::Stem(stem) => word.stem == *stem || word.further_stems.contains(stem),
            Self::Parts(parts) => parts.iter().all(|part| word.further_stems.contains(part)),
            Self::Exact(form) => [word.exact.as_str(), word.bare()].contains(&form.as_str()),
            Self::Begins(form) => {
                [word.exact.as_str(), word.bare()].iter().any(|word| word.starts_with(form.as_str()))
            }
            Self::Pattern(regex) => regex.is_match(&word.exact) || regex.is_match(word.bare()),
            Self::Edits(form, most) => [word.exact.as_str(), word.bare()]
                .iter()
                .any(|word| signs_of(word) == signs_of(form) && edits(form, word) <= *most),
            Self::Sound(code) => crate::search::sound::code(word.bare()) == *code,
        }
    }
}

/// What a word begins and ends with that is no letter.
fn signs_of(word: &str) -> (String, String) {
    let is_sign = |c: &char| !c.is_alphanumeric();
    let ends = word.chars().rev().take_while(is_sign).collect();
    (word.chars().take_while(is_sign).collect(), ends)
}

impl Oracle {
    /// Every stretch of `page_words` that a node about words matches. In the text words match by
    /// their stems, in names by their forms.
    pub(super) fn stretches(
        &mut self,
        node: &Node,
        page_words: &[Word],
        names: Option<Field>,
    ) -> Vec<Stretch> {
        let is_text = names.is_none();
        match &node.kind {
            NodeKind::Word(text) if is_text => {
                let tests = self.sequence(without_elision(text), true);
                let as_one = compound_of(text).map(|as_one| self.sequence(&as_one, true));
                let ways = [Some(tests), as_one].into_iter().flatten();
                distinct(ways.flat_map(|tests| in_order(&tests, page_words)))
            }
            NodeKind::Word(text) | NodeKind::Exact(text) => {
                in_order(&of_field(self.sequence(text, false), is_text), page_words)
            }
            NodeKind::Phrase { words, slop: 0 } if names.is_none_or(|field| field.slop() == 0) => {
                in_order(&of_field(self.sequence(&words.join(" "), false), is_text), page_words)
            }
            NodeKind::Phrase { words, slop } => {
                let tests = of_field(self.sequence(&words.join(" "), false), is_text);
                out_of_order(&tests, (*slop).max(names.map_or(0, Field::slop)), page_words)
            }
            NodeKind::Prefix(text) if is_pair(text) => in_order(&self.sequence(text, false), page_words),
            NodeKind::Prefix(text) => {
                let (head, beginning) = split_prefix(text);
                let mut tests = self.sequence(head, false);
                tests.push(Test::Begins(beginning));
                in_order(&of_field(tests, is_text), page_words)
            }
            NodeKind::Wildcard(pattern) => in_order(&[wildcard(pattern)], page_words),
            NodeKind::Regex(pattern) => {
                let folded: String = pattern.chars().map(fold_char).collect();
                let regex =
                    regex::RegexBuilder::new(&format!("^(?:{folded})$")).case_insensitive(true).build();
                regex.map_or_else(|_| Vec::new(), |regex| in_order(&[Test::Pattern(regex)], page_words))
            }
            NodeKind::Fuzzy { text, distance } => {
                in_order(&[Test::Edits(exact_form(text), usize::from(*distance))], page_words)
            }
            NodeKind::SoundsLike(text) => {
                let code = crate::search::sound::code(&exact_form(text));
                if code.is_empty() { Vec::new() } else { in_order(&[Test::Sound(code)], page_words) }
            }
            NodeKind::Or(nodes) => {
                let all = nodes.iter().flat_map(|node| self.stretches(node, page_words, names));
                distinct(all.collect::<Vec<_>>().into_iter())
            }
            NodeKind::Near { ordered, distance, left, right } => {
                let left = self.stretches(left, page_words, names);
                let right = self.stretches(right, page_words, names);
                let follows = |before: &Stretch, after: &Stretch| {
                    after.first > before.last && after.first - before.last <= *distance
                };
                let mut found = Vec::new();
                for left in &left {
                    for right in &right {
                        if follows(left, right) || (!*ordered && follows(right, left)) {
                            found.push(Stretch {
                                first: left.first.min(right.first),
                                last: left.last.max(right.last),
                                marks: left.marks.union(&right.marks).copied().collect(),
                            });
                        }
                    }
                }
                distinct(found.into_iter())
            }
            _ => Vec::new(),
        }
    }

    /// The tests for the words of `text`, one behind the other.
    fn sequence(&mut self, text: &str, by_stem: bool) -> Vec<Test> {
        let found: Vec<_> = words(text).collect();
        let reaches_over = |word: &crate::analyzer::Word| word.mark.end < word.term.end;
        let mut tests = Vec::new();
        for (number, word) in found.iter().enumerate() {
            let spelled = &text[word.form.clone()];
            let is_tail = number > 0 && reaches_over(&found[number - 1]) && !reaches_over(word);
            tests.push(if is_tail {
                Test::Anything
            } else if (found.len() == 1 && is_pair(&spelled.repeat(2)))
                || (!by_stem && is_begun(text, word.form.end) && !is_pair(spelled))
            {
                Test::Begins(exact_form(spelled))
            } else if by_stem && noun_parts(spelled).next().is_some() {
                Test::Parts(noun_parts(spelled).map(|part| spelled[part].to_owned()).collect())
            } else if by_stem {
                Test::Stem(self.analyzer.terms(spelled).stem.to_owned())
            } else {
                Test::Exact(exact_form(spelled))
            });
        }
        tests
    }
}

/// The tests as they are made of words in the text, or in names, which have no signs.
fn of_field(mut tests: Vec<Test>, is_text: bool) -> Vec<Test> {
    for test in tests.iter_mut().filter(|_| !is_text) {
        if let Test::Exact(form) | Test::Begins(form) = test {
            *form = form.trim_start_matches(SIGNS).to_owned();
        }
    }
    tests
}

/// Whether the word that ends here is one of a phrase with an asterisk behind it, and none before it.
fn is_begun(text: &str, end: usize) -> bool {
    let mut start = 0;
    text.split(' ').any(|written| {
        let is_here = start + written.len() == end + 1;
        start += written.len() + 1;
        is_here && written.ends_with('*') && written.matches('*').count() == 1
    })
}

/// Whether the text ends in a script without spaces, whose characters are indexed in pairs.
fn is_pair(text: &str) -> bool {
    let last = words(text).last().map(|word| text[word.mark].to_owned()).unwrap_or_default();
    let doubled = last.repeat(2);
    words(&doubled).next().is_some_and(|word| word.mark.end < word.term.end)
}

/// The words side by side.
fn in_order(tests: &[Test], page_words: &[Word]) -> Vec<Stretch> {
    let mut found = Vec::new();
    for window in page_words.windows(tests.len().max(1)) {
        let is_unbroken = window.windows(2).all(|pair| pair[1].position == pair[0].position + 1);
        if !tests.is_empty() && is_unbroken && tests.iter().zip(window).all(|(test, word)| test.passes(word))
        {
            let marks: Marks = window.iter().map(|word| word.position).collect();
            found.push(Stretch { first: window[0].position, last: window[window.len() - 1].position, marks });
        }
    }
    found
}

/// The words at most `slop` out of place: the stretches that hold no shorter one.
fn out_of_order(tests: &[Test], slop: u32, page_words: &[Word]) -> Vec<Stretch> {
    if tests.len() == 1 {
        return in_order(tests, page_words);
    }
    let placed: Vec<(i64, &Test)> =
        (0..).zip(tests).filter(|(_, test)| !matches!(test, Test::Anything)).collect();
    let mut found = Vec::new();
    place(&placed, slop, page_words, &mut Vec::new(), &mut found);
    let all = distinct(found.into_iter());
    let holds_another = |stretch: &Stretch| {
        all.iter().any(|other| {
            stretch.first <= other.first
                && other.last <= stretch.last
                && (other.first, other.last) != (stretch.first, stretch.last)
        })
    };
    all.iter().filter(|stretch| !holds_another(stretch)).cloned().collect()
}

/// Tries every word for every place.
fn place(
    tests: &[(i64, &Test)],
    slop: u32,
    page_words: &[Word],
    chosen: &mut Vec<u32>,
    found: &mut Vec<Stretch>,
) {
    let starts = || chosen.iter().zip(tests).map(|(position, (at, _))| i64::from(*position) - at);
    let spread = starts().max().unwrap_or(0) - starts().min().unwrap_or(0);
    if spread > i64::from(slop) {
        return;
    }
    let Some((_, test)) = tests.get(chosen.len()) else {
        let marks: Marks = chosen.iter().copied().collect();
        if let (Some(first), Some(last)) = (marks.first().copied(), marks.last().copied()) {
            found.push(Stretch { first, last, marks });
        }
        return;
    };
    for word in page_words {
        if test.passes(word) && !chosen.contains(&word.position) {
            chosen.push(word.position);
            place(tests, slop, page_words, chosen, found);
            chosen.pop();
        }
    }
}

/// One stretch for each pair of ends, with all that takes part in it.
fn distinct(stretches: impl Iterator<Item = Stretch>) -> Vec<Stretch> {
    let mut found: BTreeMap<(u32, u32), Marks> = BTreeMap::new();
    for stretch in stretches {
        found.entry((stretch.first, stretch.last)).or_default().extend(stretch.marks);
    }
    found.into_iter().map(|((first, last), marks)| Stretch { first, last, marks }).collect()
}

fn fold_char(c: char) -> char {
    let folded = exact_form(c.encode_utf8(&mut [0; 4]));
    let mut chars = folded.chars();
    match (c.is_alphabetic() && !c.is_ascii(), chars.next(), chars.next()) {
        (true, Some(only), None) => only,
        _ => c,
    }
}

fn wildcard(pattern: &str) -> Test {
    let mut regex = String::from("^(?s:");
    let mut literal = String::new();
    for c in pattern.chars().chain(['\0']) {
        if matches!(c, '?' | '*' | '\0') {
            regex.push_str(&regex::escape(&exact_form(&std::mem::take(&mut literal))));
            regex.push_str(match c {
                '?' => ".",
                '*' => ".*",
                _ => ")$",
            });
        } else {
            literal.push(c);
        }
    }
    regex::Regex::new(&regex).map_or(Test::Exact(String::new()), Test::Pattern)
}

/// Insertions, deletions, substitutions and swaps of neighbours, no letter touched twice.
fn edits(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows = vec![vec![0; right.len() + 1]; left.len() + 1];
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let substitution = usize::from(left[i - 1] != right[j - 1]);
                let mut best =
                    (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + substitution);
                if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    rows[left.len()][right.len()]
}
