//! What is quoted: its parts, their words, and the queries that ask for them.

use std::cmp::Reverse;
use std::ops::Range;

use crate::analyzer::{exact_form, words};
use crate::clean::folded;
use crate::query::{Clause, Need, Node, NodeKind, Span};

/// What asks for the words of all parts, each in its order.
pub(super) fn in_order(parts: &[Part]) -> NodeKind {
    let phrases = parts.iter().map(|part| NodeKind::Phrase { words: part.written.clone(), slop: 0 });
    NodeKind::And(phrases.map(required).collect())
}

/// What asks for any few words that follow each other: where some differ the others still do, however common each
/// of them is.
pub(super) fn any_stretch(parts: &[Part]) -> Option<NodeKind> {
    const WORDS: usize = 3;
    const STRETCHES_MAX: usize = 32;
    let stretches = parts.iter().flat_map(|part| {
        let mut places = part.ranges.clone();
        // `don't` is two words at one place.
        places.dedup();
        let texts = places.windows(WORDS).map(|words| &part.text[words[0].start..words[WORDS - 1].end]);
        texts.collect::<Vec<_>>()
    });
    let stretches: Vec<&str> = stretches.collect();
    let step = stretches.len().div_ceil(STRETCHES_MAX).max(1);
    let phrase = |text: &&str| node(NodeKind::Phrase { words: written(text), slop: 0 });
    let phrases: Vec<Node> = stretches.iter().step_by(step).map(phrase).collect();
    (!phrases.is_empty()).then_some(NodeKind::Or(phrases))
}

/// The words of a text as they are typed, split at blanks.
fn written(text: &str) -> Vec<String> {
    text.replace('*', " ").split_whitespace().map(str::to_owned).collect()
}

/// What asks for any of the words.
pub(super) fn any_word(parts: &[Part]) -> NodeKind {
    /// A query of all the words of a page tells no more than of some.
    const FORMS_MAX: usize = 48;
    let forms = |part: &Part| -> Vec<String> {
        words(&part.text).map(|word| exact_form(&part.text[word.term])).collect()
    };
    let mut distinct: Vec<String> = parts.iter().flat_map(forms).collect();
    // Long words tell more.
    distinct.sort_by_cached_key(|form| (Reverse(form.chars().count()), form.clone()));
    distinct.dedup();
    distinct.truncate(FORMS_MAX);
    NodeKind::Or(distinct.into_iter().map(|form| node(NodeKind::Word(form))).collect())
}

pub(super) fn words_in(parts: &[Part]) -> usize {
    parts.iter().map(|part| part.forms.len()).sum()
}

/// A stretch of the quotation without an ellipsis.
#[derive(Debug)]
pub(super) struct Part {
    /// From its first word to its last, white space folded.
    pub(super) text: String,
    /// Its words as they were typed, split at blanks.
    written: Vec<String>,
    /// The exact forms of its words.
    pub(super) forms: Vec<String>,
    /// Where each word stands in `text`, in bytes.
    pub(super) ranges: Vec<Range<usize>>,
}

/// The parts of a quotation, of whose brackets all or none are insertions of who quotes.
pub(super) fn parts_of(text: &str, are_insertions: bool) -> Vec<Part> {
    let text = folded(text);
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (part, behind) = match next_gap(rest, are_insertions) {
            Some(gap) => (&rest[..gap.start], &rest[gap.end..]),
            None => (rest, ""),
        };
        rest = behind;
        let placed = forms_of(part);
        if let (Some((_, first)), Some((_, last))) = (placed.first(), placed.last()) {
            let start = first.start;
            let text = part[start..last.end].to_owned();
            parts.push(Part {
                written: written(&text),
                ranges: placed.iter().map(|(_, at)| at.start - start..at.end - start).collect(),
                forms: placed.into_iter().map(|(form, _)| form).collect(),
                text,
            });
        }
    }
    parts
}

/// What `n't` is written behind, of which exact forms keep no apostrophe.
const AUXILIARIES: [&str; 19] = [
    "ai", "are", "could", "dare", "did", "do", "does", "had", "has", "have", "is", "might", "must", "need",
    "ought", "should", "was", "were", "would",
];

/// The exact forms of the words of a text with their bytes. `don't` is `do not`, `cannot` is
/// `can not`: quoting one for the other changes nothing. Of a script without blanks each character is a word:
/// a quotation may end where the text goes on.
pub(super) fn forms_of(text: &str) -> Vec<(String, Range<usize>)> {
    let mut forms = Vec::new();
    for word in words(text) {
        let is_pair = word.mark.end < word.term.end;
        let form = exact_form(&text[if is_pair { word.mark.clone() } else { word.term }]);
        let positive = match form.as_str() {
            "cannot" | "cant" => Some("can"),
            "wont" => Some("will"),
            "shant" => Some("shall"),
            form => form.strip_suffix("nt").filter(|positive| AUXILIARIES.contains(positive)),
        };
        match positive {
            // Corpora part `do n't`.
            None if form == "nt" => forms.push(("not".to_owned(), word.mark)),
            Some(positive) => {
                forms.push((positive.to_owned(), word.mark.clone()));
                forms.push(("not".to_owned(), word.mark));
            }
            None => forms.push((form, word.mark)),
        }
    }
    forms
}

/// The first place where the quotation says that something is left out or put in by who quotes.
fn next_gap(text: &str, are_insertions: bool) -> Option<Range<usize>> {
    /// An editor's insertion is short; a longer bracket is the text's own.
    const INSERTION_BYTES_MAX: usize = 60;
    let dots = |from: usize| {
        let len = text[from..].len() - text[from..].trim_start_matches(['.', ' ']).len();
        (text[from..from + len].matches('.').count() >= 3).then_some(from..from + len)
    };
    text.char_indices().find_map(|(at, c)| match c {
        '…' => Some(at..at + c.len_utf8()),
        '.' => dots(at),
        '[' if are_insertions => {
            let end = at + text[at..].find(']')? + 1;
            (end - at <= INSERTION_BYTES_MAX).then_some(at..end)
        }
        _ => None,
    })
}

pub(super) fn node(kind: NodeKind) -> Node {
    Node::new(Span::default(), kind)
}

fn required(kind: NodeKind) -> Clause {
    Clause { node: node(kind), need: Need::Required }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_parted_at_what_was_left_out() {
        let check = |text: &str, expected: &[&str]| {
            let parts = parts_of(text, true);
            assert_eq!(parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>(), expected, "{text}");
        };
        check("“One two,\n three.”", &["One two, three"]);
        check("one two … three four", &["one two", "three four"]);
        check("one two... three . . . four", &["one two", "three", "four"]);
        check("one [...] two [the king] three", &["one", "two", "three"]);
        check("v1.2 of it. Then", &["v1.2 of it. Then"]);
        check("… ", &[]);
    }
}
