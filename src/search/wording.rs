//! The plain words of a query: which of them only hold it together, and what they fall into where
//! any of them will do.
//!
//! Works on the query's tree, before it is lowered.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::plan::Plan;
use super::{Matching, question, rank, recalling};
use crate::analyzer::{exact_form, function_words, noun_parts, words};
use crate::query::{CLAUSES_MAX, Clause, Need, Node, NodeKind, Query, Span};

/// How many documents there are in each language.
type Languages = BTreeMap<String, u64>;

/// The query as it is looked up: words that only hold it together count less, and need not be there
/// unless all are insisted on; where any will do, words of several parts fall into these, each once.
pub(super) fn prepare(
    query: &Query,
    function_words: &FunctionWords,
    said_by: Option<&Clause>,
    matching: Matching,
) -> Query {
    let mut root = query.root.clone();
    if matching == Matching::Any {
        spread(&mut root, &query.text);
    }
    let soften = |clause: &mut Clause| {
        if let NodeKind::Word(text) = &clause.node.kind
            && function_words.has(text)
        {
            clause.node.boost *= function_words.weight_at(clause.node.span);
            if matching == Matching::Auto && clause.need == Need::Asked {
                clause.need = Need::Optional;
            }
        }
    };
    if let NodeKind::And(clauses) = &mut root.kind {
        clauses.iter_mut().for_each(soften);
        if let Some(framed) = question::frame(clauses, function_words) {
            let asks = |clause: &&mut Clause| match &clause.node.kind {
                NodeKind::Word(text) => clause.need == Need::Asked && !function_words.has(text),
                _ => false,
            };
            for clause in clauses[framed].iter_mut().filter(asks) {
                clause.node.boost *= rank::FRAME_WEIGHT;
                if matching == Matching::Auto {
                    clause.need = Need::Optional;
                }
            }
        }
        if matching != Matching::All {
            clauses.extend(question::definition(clauses, function_words));
            clauses.extend(said_by.cloned());
        }
    }
    Query { text: query.text.clone(), root }
}

/// Whether plain words side by side are all that is asked for in the text, with nothing that says how they stand.
pub(super) fn is_loose(query: &Query) -> bool {
    let NodeKind::And(clauses) = &query.root.kind else { return false };
    let mut nodes = clauses.iter().map(|clause| &clause.node);
    !query.root.binds()
        && nodes.all(|node| matches!(node.kind, NodeKind::Word(_) | NodeKind::Not(_)) || !node.is_text())
}

/// The words, as typed, that a prepared query does without.
pub(super) fn optional(prepared: &Query) -> Vec<String> {
    let NodeKind::And(clauses) = &prepared.root.kind else { return Vec::new() };
    let optional = clauses.iter().filter(|clause| clause.need == Need::Optional);
    let as_typed = optional.map(|clause| prepared.text_of(clause.node.span).to_owned());
    as_typed.filter(|text| !text.is_empty()).collect()
}

/// Words such as `what`, `is` and `the` beside others that say what is asked for.
pub(super) struct FunctionWords {
    words: &'static [&'static str],
    /// What only tells how one came by what is asked for, in exact forms: `episode`, `remember`.
    recalling: Vec<String>,
    /// The byte of the query where that ends.
    recalling_end: usize,
}

impl FunctionWords {
    /// Those of the language that the query seems to be in, among the archive's.
    pub(super) fn of(query: &Query, languages: &Languages) -> Self {
        let NodeKind::And(clauses) = &query.root.kind else { return Self::none() };
        let forms: Vec<String> = clauses
            .iter()
            .filter_map(|clause| match &clause.node.kind {
                NodeKind::Word(text) => Some(exact_form(text.trim_matches(|c: char| !c.is_alphanumeric()))),
                _ => None,
            })
            .collect();
        let count = |list: &[&str]| forms.iter().filter(|form| is_of(list, form)).count();
        // One such word may be a word of its own in the language that most documents are in.
        let main = languages.iter().max_by_key(|(_, documents)| **documents).map(|(language, _)| language);
        // In another script it is not.
        let of_main = main.map_or(&[][..], |main| function_words(main));
        let is_ascii = |list: &[&str]| list.iter().all(|word| word.is_ascii());
        let known = languages.iter().map(|(language, documents)| {
            let list = function_words(language);
            let count = count(list);
            let is_told =
                Some(language) == main || count > 1 || count > 0 && !is_ascii(list) && is_ascii(of_main);
            (list, if is_told { count } else { 0 }, *documents)
        });
        let best = known.max_by_key(|(_, count, documents)| (*count, *documents));
        let words = best.map_or(&[][..], |(list, _, _)| list);
        // A query of nothing else asks for just these.
        if clauses.len() <= count(words) {
            return Self::none();
        }
        let is_plain = clauses.len() == forms.len();
        let recalling = if is_plain { recalling::count(&forms, |form| is_of(words, form)) } else { 0 };
        let recalling_end = clauses[..recalling].last().map_or(0, |last| last.node.span.end);
        let (recalling, meant) = forms.split_at(recalling);
        let is_only_there = |form: &&String| !is_of(words, form) && !meant.contains(form);
        Self { words, recalling: recalling.iter().filter(is_only_there).cloned().collect(), recalling_end }
    }

    fn none() -> Self {
        Self { words: &[], recalling: Vec::new(), recalling_end: 0 }
    }

    /// What one counts at its place in the query beside a word that says something.
    fn weight_at(&self, span: Span) -> f32 {
        if span.end <= self.recalling_end { rank::RECALLING_WEIGHT } else { rank::FUNCTION_WORD_WEIGHT }
    }

    /// Whether none can be told from words that say something.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a word, as typed, is one of them.
    pub(super) fn has(&self, text: &str) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let form = exact_form(text.trim_matches(|c: char| !c.is_alphanumeric()));
        is_of(self.words, &form) || self.recalling.contains(&form)
    }
}

/// Whether an exact form is in the list, or made of such words: `qu'un`, `est-ce`.
fn is_of(list: &[&str], form: &str) -> bool {
    let mut parts = form.split(['\'', '\u{2019}', '-']);
    list.contains(&form) || parts.clone().nth(1).is_some() && parts.all(|part| list.contains(&part))
}

/// Marks the leaves that only hold the query together.
pub(super) fn mark(plan: &mut Plan, query: &Query, function_words: &FunctionWords) {
    for leaf in plan.leaves.iter_mut().filter(|leaf| leaf.is_text) {
        leaf.is_function_word = function_words.has(query.text_of(leaf.span));
    }
    plan.share_out();
}

/// Parts words that hold several terms (`free-stream`, a sentence in Chinese), so that any of the
/// terms will do, and counts a word that comes again for more instead of twice.
fn spread(root: &mut Node, text: &str) {
    if let NodeKind::Word(_) = &root.kind {
        let clause = Clause { node: root.clone(), need: Need::Asked };
        root.kind = NodeKind::And(vec![clause]);
        root.boost = 1.0;
    }
    let NodeKind::And(clauses) = &mut root.kind else { return };
    let mut spread: Vec<Clause> = Vec::with_capacity(clauses.len());
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    for clause in clauses.drain(..) {
        let word = match &clause.node.kind {
            NodeKind::Word(word) if clause.need != Need::Required => word.clone(),
            _ => {
                spread.push(clause);
                continue;
            }
        };
        for (part, span) in parts(&word, clause.node.span, text) {
            match known.get(&exact_form(part)) {
                Some(place) => spread[*place].node.boost += clause.node.boost,
                None if spread.len() >= CLAUSES_MAX => {}
                None => {
                    known.insert(exact_form(part), spread.len());
                    let node = Node { span, kind: NodeKind::Word(part.to_owned()), boost: clause.node.boost };
                    spread.push(Clause { node, need: clause.need });
                }
            }
        }
    }
    if spread.len() == 1 {
        *root = spread.remove(0).node;
    } else {
        *clauses = spread;
    }
}

/// Asks for all that stands in `turn:(…)` and `reply:(…)`: who asks for words in one turn is not helped by any of them.
pub(super) fn insist_in_units(node: &mut Node, is_inside: bool) {
    match &mut node.kind {
        NodeKind::And(clauses) => {
            for clause in clauses {
                if is_inside && clause.need == Need::Asked {
                    clause.need = Need::Required;
                }
                insist_in_units(&mut clause.node, is_inside);
            }
        }
        NodeKind::Or(nodes) => nodes.iter_mut().for_each(|node| insist_in_units(node, is_inside)),
        NodeKind::Turn(inner) => insist_in_units(inner, true),
        NodeKind::Reply { first, second } => {
            insist_in_units(first, true);
            insist_in_units(second, true);
        }
        _ => {}
    }
}

/// The run of letters that a part of a query was cut from: of a sentence in Chinese nobody typed two signs.
pub(super) fn whole_word(span: Span, text: &str) -> Span {
    let (Some(before), Some(behind)) = (text.get(..span.start), text.get(span.end..)) else { return span };
    if span.is_empty() {
        return span;
    }
    let is_letter = |c: char| c.is_alphanumeric();
    let is_inside = before.ends_with(is_letter) || behind.starts_with(is_letter);
    if !is_inside {
        return span;
    }
    let start = before.trim_end_matches(is_letter).len();
    let end = text.len() - behind.trim_start_matches(is_letter).len();
    Span::new(start, end)
}

/// The words of a word, with where each was written; itself where it is but one.
fn parts<'a>(word: &'a str, span: Span, text: &str) -> Vec<(&'a str, Span)> {
    let found: Vec<_> = words(word).collect();
    if found.len() < 2 && found.iter().all(|found| noun_parts(&word[found.term.clone()]).next().is_none()) {
        return vec![(word, span)];
    }
    // `2:30` says something as a whole.
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if word.split_once(':').is_some_and(|(hours, minutes)| is_number(hours) && is_number(minutes)) {
        return vec![(word, span)];
    }
    let is_as_written = text.get(span.start..span.end) == Some(word);
    let mut parts: Vec<Range<usize>> = Vec::with_capacity(found.len());
    let mut before_reaches_over = false;
    for part in found {
        let reaches_over = part.mark.end < part.term.end;
        // The last character of unspaced script is in the pair before it.
        if reaches_over || !before_reaches_over {
            match parts.last_mut() {
                Some(last) if part.term.start < last.end && is_katakana(&word[last.start..part.term.end]) => {
                    last.end = part.term.end;
                }
                _ => {
                    let start = part.term.start;
                    let mut of_noun = noun_parts(&word[part.term.clone()]).peekable();
                    if of_noun.peek().is_none() {
                        parts.push(part.term);
                    }
                    parts.extend(of_noun.map(|of_noun| start + of_noun.start..start + of_noun.end));
                }
            }
        }
        before_reaches_over = reaches_over;
    }
    let span_of = |part: &Range<usize>| match is_as_written {
        true => Span::new(span.start + part.start, span.start + part.end),
        false => span,
    };
    parts.into_iter().map(|part| (&word[part.clone()], span_of(&part))).collect()
}

/// Whether a stretch of Japanese is one word: a name or word from abroad, whose pieces say nothing.
fn is_katakana(text: &str) -> bool {
    text.chars()
        .all(|c| matches!(c, '\u{30a0}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{parse, parse_plain};

    fn check(query: &Query, matching: Matching, expected: &[(&str, f32)]) {
        let languages = BTreeMap::from([("de".to_owned(), 3), ("en".to_owned(), 10)]);
        let prepared = prepare(query, &FunctionWords::of(query, &languages), None, matching);
        let of = |node: &Node| match &node.kind {
            NodeKind::Word(text) => (text.clone(), node.boost),
            other => panic!("{other:?}"),
        };
        let is_written = |clause: &&Clause| !clause.node.span.is_empty();
        let found: Vec<(String, f32)> = match &prepared.root.kind {
            NodeKind::And(clauses) => {
                clauses.iter().filter(is_written).map(|clause| of(&clause.node)).collect()
            }
            _ => vec![of(&prepared.root)],
        };
        let found: Vec<(&str, f32)> = found.iter().map(|(text, boost)| (text.as_str(), *boost)).collect();
        assert_eq!(found, expected, "{}", query.text);
    }

    #[test]
    fn words_that_hold_a_question_together_count_less() {
        let little = rank::FUNCTION_WORD_WEIGHT;
        let question = parse_plain("What is a flywheel?").unwrap();
        check(
            &question,
            Matching::Any,
            &[("What", little), ("is", little), ("a", little), ("flywheel?", 1.0)],
        );
        // In German "war" is such a word, in English it is not.
        check(&parse("war history").unwrap(), Matching::All, &[("war", 1.0), ("history", 1.0)]);
        check(&parse("wann war das").unwrap(), Matching::All, &[("wann", 1.0), ("war", 1.0), ("das", 1.0)]);
        check(
            &parse("to be or not to be").unwrap(),
            Matching::Any,
            &[("to", 2.0), ("be", 2.0), ("or", 1.0), ("not", 1.0)],
        );
    }

    #[test]
    fn words_that_hold_a_question_together_need_not_be_there() {
        let languages = BTreeMap::from([("en".to_owned(), 10)]);
        let check = |query: &str, matching, expected: &[&str]| {
            let parsed = parse(query).unwrap();
            let prepared = prepare(&parsed, &FunctionWords::of(&parsed, &languages), None, matching);
            assert_eq!(optional(&prepared), expected, "{query}");
        };
        check("how do diffusion models work", Matching::Auto, &["how", "do"]);
        check("how do diffusion models work", Matching::All, &[]);
        check("+how do diffusion models \"the work\"", Matching::Auto, &["do"]);
        check("the who", Matching::Auto, &[]);
        check("who coined the term dark matter", Matching::Auto, &["who", "coined", "the", "term"]);
        check("the term of a lease", Matching::Auto, &["the", "of", "a"]);
        check("who coined the term", Matching::Auto, &["who", "the"]);
        check("what is the term of a lease", Matching::Auto, &["what", "is", "the", "of", "a"]);
    }

    #[test]
    fn where_any_will_do_words_fall_into_their_parts() {
        let query = parse("free-stream stream").unwrap();
        check(&query, Matching::Any, &[("free", 1.0), ("stream", 2.0)]);
        check(&query, Matching::All, &[("free-stream", 1.0), ("stream", 1.0)]);
        check(
            &parse_plain("土地の価格").unwrap(),
            Matching::Any,
            &[("土地", 1.0), ("地の", 1.0), ("の価", 1.0), ("価格", 1.0)],
        );
        check(
            &parse_plain("ウェルテルの悩み").unwrap(),
            Matching::Any,
            &[("ウェルテル", 1.0), ("ルの", 1.0), ("の悩", 1.0), ("悩み", 1.0)],
        );
        check(&parse_plain("rent").unwrap(), Matching::Any, &[("rent", 1.0)]);
        check(&parse("2:30 rent").unwrap(), Matching::Any, &[("2:30", 1.0), ("rent", 1.0)]);
        check(
            &parse_plain("사람을 시장경제는").unwrap(),
            Matching::Any,
            &[("사람을", 1.0), ("시장", 1.0), ("장경", 1.0), ("경제", 1.0)],
        );
    }
}
