//! What holds for every text, however it was written.

use proptest::prelude::*;

use super::sexpr;
use crate::query::{Clause, Need, Node, NodeKind, Query, parse, parse_plain};

/// Pieces that mean something to the parser, and some that do not.
const PIECES: [&str; 96] = [
    " ",
    " ",
    " ",
    "a",
    "b",
    "word",
    "GPT-4o",
    "1,000",
    "3",
    "12",
    "é",
    "漢",
    "צה\"ל",
    "🙂",
    "\u{301}",
    "(",
    ")",
    "(",
    ")",
    "\"",
    "\"",
    "“",
    "”",
    "„",
    "«",
    "»",
    "「",
    "」",
    "'",
    " AND ",
    " OR ",
    " NOT ",
    "AND",
    "OR",
    " NEAR/3 ",
    " ADJ/1 ",
    "near/2",
    "NEAR",
    "ADJ/",
    "-",
    "+",
    "=",
    "~",
    "^",
    "~1",
    "~2",
    "^2",
    "^0.5",
    "*",
    "?",
    "**",
    "/",
    "/x/",
    "/a|b/",
    "\\",
    "\\(",
    "\\*",
    ":",
    "::",
    "://",
    ",",
    ", ",
    ".",
    "..",
    "!",
    "&&",
    "||",
    "title:",
    "Author:",
    "speaker:",
    "path:",
    "lang:",
    "kind:",
    "kind:essay",
    "turn:(",
    "reply:(",
    "sounds:",
    "date:2021",
    "date:3m..",
    "date:",
    "t:10m..",
    "t:",
    "foo:",
    "titel:",
    "http://x",
    "x:y",
    "\n",
    "\t",
    "\u{3000}",
    "\u{200b}",
    "\0",
    "\u{1b}",
    "…",
    "—",
    "#",
    "@",
];

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..24)
            .prop_map(|pieces| pieces.concat()),
        ".{0,40}",
        "[a-c()\"~^*?:/\\\\ =+,.-]{0,24}",
    ]
}

/// Queries that parse, by construction.
fn queries() -> impl Strategy<Value = String> {
    let word = prop_oneof![Just("a"), Just("land"), Just("GPT-4o"), Just("don't"), Just("税金"), Just("x.y")];
    let leaf = (word, 0..10_u8).prop_map(|(word, shape)| match shape {
        0 => format!("{word}*"),
        1 => format!("{word}~2"),
        2 => format!("=\"{word} value\"~3^2"),
        3 => format!("\"{word}\""),
        4 => format!("sounds:{word}"),
        5 => format!("={word}^0.25"),
        6 => "/ta(x|xes)/".to_owned(),
        7 => "co?o*r".to_owned(),
        _ => word.to_owned(),
    });
    let words = leaf.prop_recursive(5, 24, 3, |inner| {
        (inner.clone(), inner, 0..8_u8).prop_map(|(left, right, join)| match join {
            0 => format!("{left} {right}"),
            1 => format!("{left} AND {right}"),
            2 => format!("({left} OR {right})"),
            3 => format!("{left} -({right})"),
            4 => format!("({left})^3 +({right})"),
            5 => format!("({left}) ({right})"),
            6 => format!("{left} OR {right}"),
            _ => format!("=x NEAR/4 y ADJ/2 (z OR \"u v\") {left} {right}"),
        })
    });
    (words.clone(), words, 0..8_u8).prop_map(|(first, second, shape)| match shape {
        0 => format!("title:({first})^2 ({second})"),
        1 => format!("turn:({first}) speaker:({second})"),
        2 => format!("reply:(speaker:x ({first}), {second})"),
        3 => format!("({first}) date:1y.. kind:(essay OR notes) -({second})"),
        4 => format!("(title:({first}) OR author:x) AND t:1:00.. ({second})"),
        5 => format!("* -({first}) path:/a/b/*"),
        _ => format!("{first} {second}"),
    })
}

/// Checks what [`NodeKind`] promises of a tree from the parser.
fn check_tree(query: &Query) {
    check_node(query, &query.root, (0, query.text.len()));
    assert!(!matches!(query.root.kind, NodeKind::Not(_)));
}

fn check_node(query: &Query, node: &Node, (start, end): (usize, usize)) {
    let span = node.span;
    assert!(start <= span.start && span.start < span.end && span.end <= end, "{node:?}");
    assert!(query.text.get(span.start..span.end).is_some());
    assert!((0.001..=1_000.0).contains(&node.boost));
    let children = node.children();
    match &node.kind {
        NodeKind::And(clauses) => {
            assert!(clauses.len() > 1);
            assert!(clauses.iter().any(|clause| !matches!(clause.node.kind, NodeKind::Not(_))));
            let is_fair = |clause: &Clause| clause.need == Need::Required || !clause.node.is_filter();
            assert!(clauses.iter().all(is_fair));
        }
        NodeKind::Or(nodes) => assert!(nodes.len() > 1),
        NodeKind::Field { node, .. } => assert!(node.boost == 1.0),
        NodeKind::Phrase { words, .. } => {
            assert!(!words.is_empty() && words.iter().all(|word| !word.is_empty()));
        }
        _ => {}
    }
    if !matches!(node.kind, NodeKind::And(_)) {
        assert!(children.iter().all(|child| !matches!(child.kind, NodeKind::Not(_))), "{node:?}");
    }
    for pair in children.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start);
    }
    for child in children {
        check_node(query, child, (span.start, span.end));
    }
}

fn check_round_trip(query: &Query) {
    let printed = query.to_string();
    let again = match parse(&printed) {
        Ok(again) => again,
        Err(error) => panic!("{:?} printed as\n{}", query.text, error.render(&printed)),
    };
    assert_eq!(sexpr(&query.root), sexpr(&again.root), "{:?} printed as {printed:?}", query.text);
    assert_eq!(printed, again.to_string());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_is_a_query_or_an_error_with_a_place(text in texts()) {
        match parse(&text) {
            Ok(query) => {
                check_tree(&query);
                check_round_trip(&query);
            }
            Err(error) => {
                prop_assert!(error.span.start <= error.span.end && error.span.end <= text.len());
                prop_assert!(text.get(error.span.start..error.span.end).is_some());
                prop_assert!(!error.reason.is_empty() && !error.reason.ends_with('.'));
                let shown = error.render(&text);
                prop_assert!(shown.lines().count() <= 4);
                prop_assert!(!shown.chars().any(|c| c.is_control() && c != '\n'));
            }
        }
    }

    #[test]
    fn queries_print_as_themselves(text in queries()) {
        match parse(&text) {
            Ok(query) => {
                check_tree(&query);
                check_round_trip(&query);
            }
            Err(error) => panic!("{}", error.render(&text)),
        }
    }

    #[test]
    fn plain_text_prints_as_words(text in texts()) {
        if let Ok(query) = parse_plain(&text) {
            check_tree(&query);
            check_round_trip(&query);
        }
    }
}
