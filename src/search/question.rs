//! Questions in plain language: what of a query only asks, and what would answer it.
//!
//! Works on the clauses of a query, before they are lowered.

use std::ops::Range;

use super::rank;
use super::wording::FunctionWords;
use crate::analyzer::exact_form;
use crate::query::{Clause, Need, Node, NodeKind, Span};

/// How one asks in a language what something is and how it is told, in exact forms.
struct Asking {
    /// What such a question begins with.
    openings: &'static [&'static str],
    /// What it may end in: `what does rent mean`.
    ends: &'static [&'static str],
    /// What stands behind something where it is told what it is, with one of `articles` behind that.
    copulas: &'static [&'static str],
    articles: &'static [&'static str],
    /// What tells it by itself.
    verbs: &'static [&'static str],
}

const ASKING: [Asking; 7] = [
    Asking {
        openings: &[
            "what is",
            "what are",
            "what was",
            "what were",
            "what's",
            "whats",
            "what does",
            "what do",
            "define",
            "definition of",
        ],
        ends: &["mean", "stand for"],
        copulas: &["is", "are", "was", "were"],
        articles: &["a", "an", "the", "when", "where", "how", "one", "any"],
        verbs: &["means", "refers", "stands", "denotes"],
    },
    Asking {
        openings: &["was ist", "was sind", "was war", "was waren", "was bedeutet", "was heisst", "was heißt"],
        ends: &[],
        copulas: &["ist", "sind", "war", "waren"],
        articles: &["ein", "eine", "einer", "der", "die", "das", "wenn"],
        verbs: &["bedeutet", "bezeichnet", "heisst", "heißt"],
    },
    Asking {
        openings: &["qu'est-ce que", "qu'est-ce qu'un", "qu'est-ce qu'une", "c'est quoi", "que signifie"],
        ends: &[],
        copulas: &["est", "sont", "c'est"],
        articles: &["un", "une", "des", "le", "la", "les"],
        verbs: &["designe", "signifie", "consiste"],
    },
    Asking {
        openings: &["que es", "que son", "que era", "que significa"],
        ends: &[],
        copulas: &["es", "son", "era"],
        articles: &["un", "una", "el", "la", "los", "las", "cuando"],
        verbs: &["significa", "consiste"],
    },
    Asking {
        openings: &["cos'e", "che cos'e", "cosa e", "che cosa e", "cosa sono", "cosa significa"],
        ends: &[],
        copulas: &["e", "sono"],
        articles: &["un", "una", "uno", "il", "la", "lo", "gli", "le"],
        verbs: &["significa", "indica"],
    },
    Asking {
        openings: &["o que e", "o que sao", "o que significa"],
        ends: &[],
        copulas: &["e", "sao"],
        articles: &["um", "uma", "o", "a", "os", "as"],
        verbs: &["significa", "consiste"],
    },
    Asking {
        openings: &["wat is", "wat zijn", "wat betekent"],
        ends: &[],
        copulas: &["is", "zijn"],
        articles: &["een", "de", "het"],
        verbs: &["betekent"],
    },
];

/// The word of a clause that is a plain one, as it is compared.
fn word(clause: &Clause) -> Option<String> {
    match &clause.node.kind {
        NodeKind::Word(text) => Some(exact_form(text.trim_matches(|c: char| !c.is_alphanumeric()))),
        _ => None,
    }
}

/// The clauses of a question that ask about a word and are no part of it: `who coined the term`.
pub(super) fn frame(clauses: &[Clause], function_words: &FunctionWords) -> Option<Range<usize>> {
    /// Such a question has no more before what it is about.
    const WORDS_MAX: usize = 7;
    const NAMES: [&str; 12] = [
        "term",
        "word",
        "phrase",
        "expression",
        "begriff",
        "ausdruck",
        "terme",
        "mot",
        "término",
        "palabra",
        "termo",
        "woord",
    ];
    let is_name = |clause: &Clause| word(clause).is_some_and(|word| NAMES.contains(&word.as_str()));
    let end = 1 + clauses.iter().take(WORDS_MAX).position(is_name)?;
    let is_function_word = |clause: &Clause| word(clause).is_some_and(|word| function_words.has(&word));
    // It begins with `who` or the like, an article is before the name, and the word itself behind it.
    let is_question = end >= 3 && is_function_word(&clauses[0]) && is_function_word(&clauses[end - 2]);
    let is_about = clauses.get(end).is_some_and(|clause| !is_function_word(clause));
    (is_question && is_about && clauses[..end].iter().all(|clause| word(clause).is_some())).then_some(0..end)
}

/// Whether a clause is what somebody does who says something.
pub(super) fn is_saying(clause: &Clause) -> bool {
    word(clause).is_some_and(|word| SAYING.contains(&word.as_str()))
}

/// What answers a question such as `what is rent`: the word, and right behind it what tells what it is,
/// `is the` or `means`. A clause that need not hold and that nobody wrote; none where something else is asked.
pub(super) fn definition(clauses: &[Clause], function_words: &FunctionWords) -> Option<Clause> {
    /// What is longer is hardly ever told in one sentence.
    const WORDS_MAX: usize = 4;
    if function_words.is_empty() {
        return None;
    }
    let words: Vec<String> = clauses.iter().map(word).collect::<Option<_>>()?;
    let (asking, mut about) = ASKING.iter().find_map(|asking| Some((asking, asking.about(&words)?)))?;
    let is_function_word = |at: &usize| function_words.has(&words[*at]);
    // An article may stand before it.
    about.start += about.clone().take_while(is_function_word).count();
    if about.is_empty() || about.len() > WORDS_MAX || about.clone().any(|at| is_function_word(&at)) {
        return None;
    }
    let nobody_wrote = Span::new(clauses[about.start].node.span.start, clauses[about.start].node.span.start);
    let node = |kind| Node::new(nobody_wrote, kind);
    let behind = |left, right| {
        node(NodeKind::Near { ordered: true, distance: 1, left: Box::new(left), right: Box::new(right) })
    };
    let named = clauses[about].iter().map(|clause| node(clause.node.kind.clone())).reduce(behind)?;
    let any = |words: &[&str]| {
        let words = words.iter().map(|word| node(NodeKind::Exact((*word).to_owned())));
        node(NodeKind::Or(words.collect()))
    };
    let is = behind(any(asking.copulas), any(asking.articles));
    let told = node(NodeKind::Or(vec![is, any(asking.verbs)]));
    let mut node = behind(named, told);
    node.boost = rank::DEFINITION_WEIGHT;
    Some(Clause { node, need: Need::Optional })
}

impl Asking {
    /// What these words ask about, where they ask so.
    fn about(&self, words: &[String]) -> Option<Range<usize>> {
        let has = |side: &str, at: Option<usize>| {
            let mut rest = words.get(at?..)?.iter();
            side.split(' ').all(|part| rest.next().is_some_and(|word| word == part)).then_some(())
        };
        let count = |side: &str| side.split(' ').count();
        let openings = self.openings.iter().filter(|opening| has(opening, Some(0)).is_some());
        let start = openings.map(|opening| count(opening)).max()?;
        let ends = self.ends.iter().filter(|end| has(end, words.len().checked_sub(count(end))).is_some());
        let end = words.len() - ends.map(|end| count(end)).max().unwrap_or(0);
        (start < end).then_some(start..end)
    }
}

/// What somebody does who says something, in exact forms.
#[rustfmt::skip]
const SAYING: [&str; 47] = [
    "say", "says", "said", "think", "thinks", "thought", "talk", "talked", "tell", "told", "mention", "mentioned",
    "discuss", "discussed", "explain", "explained", "describe", "described", "argue", "argued", "believe",
    "sagt", "sagte", "gesagt", "meint", "meinte", "denkt", "erzahlt", "erzahlte",
    "dit", "pense", "parle", "explique", "dice", "dijo", "piensa", "opina", "habla",
    "detto", "pensa", "parla", "disse", "fala", "zegt", "zei", "gezegd", "vindt",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::query::{Query, parse_plain};

    #[test]
    fn what_would_answer_a_question_is_looked_for_too() {
        let languages = BTreeMap::from([("de".to_owned(), 3), ("en".to_owned(), 10), ("fr".to_owned(), 2)]);
        let check = |text: &str, expected: Option<&str>| {
            let query = parse_plain(text).unwrap();
            let NodeKind::And(clauses) = &query.root.kind else { panic!("{text}") };
            let found = definition(clauses, &FunctionWords::of(&query, &languages)).map(|clause| {
                let root = Node { boost: 1.0, ..clause.node };
                let text = Query { text: String::new(), root }.to_string();
                text.split(" (").next().unwrap_or_default().to_owned()
            });
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("What is a flywheel?", Some("flywheel? ADJ/1"));
        check("what are land taxes", Some("land ADJ/1 taxes ADJ/1"));
        check("what does idempotent mean", Some("idempotent ADJ/1"));
        check("define rent", Some("rent ADJ/1"));
        check("was ist eine Grundrente", Some("Grundrente ADJ/1"));
        check("qu'est-ce que la rente", Some("rente ADJ/1"));
        check("Qu'est-ce qu'une rente", Some("rente ADJ/1"));
        check("what is the use of a book", None);
        check("what is it", None);
        check("land taxes", None);
        check("how is rent paid", None);
        check("what is the best way to keep old seed", None);
    }
}
