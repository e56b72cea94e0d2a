//! Where a query stops making sense, and what is said about it.

use std::fmt::Write;

use crate::query::{CLAUSES_MAX, DEPTH_MAX, NEARS_MAX, QUERY_BYTES_MAX, parse, parse_plain};

/// What is shown for every query in `errors.txt`, where it stands behind a `>`.
#[test]
fn errors_point_at_the_fault_and_name_the_way_out() {
    let expected = include_str!("errors.txt");
    let mut actual = String::new();
    for query in expected.lines().filter_map(|line| line.strip_prefix("> ")) {
        match parse(query) {
            Ok(parsed) => writeln!(actual, "> {query}\nis {parsed}\n").unwrap(),
            Err(error) => writeln!(actual, "> {query}\n{}\n", error.render(query)).unwrap(),
        }
    }
    assert!(actual == expected, "errors.txt should read\n{actual}");
}

/// Checks what is shown for a bad query that does not fit on a line.
#[track_caller]
fn check(query: &str, expected: &[&str]) {
    let error = match parse(query) {
        Ok(parsed) => panic!("{query} parses as {parsed}"),
        Err(error) => error,
    };
    assert_eq!(error.render(query).lines().collect::<Vec<_>>(), expected);
}

#[test]
fn what_cannot_be_shown_is_a_blank() {
    check("", &["the query is empty", "hint: `*` finds everything"]);
    check(" \n", &["the query is empty", "hint: `*` finds everything"]);
    let hint = "hint: open the group before its first word, or leave the `)` out";
    check("\u{1b}[31mred\nx)\ty", &["this `)` closes nothing", "   [31mred x) y", "            ^", hint]);
}

#[test]
fn long_queries_are_cut_around_the_fault() {
    let check = |before: usize, behind: usize, line: &str, carets: &str| {
        let query = format!("{}x) {}", "rent ".repeat(before), "土地 ".repeat(behind));
        let shown = parse(&query).unwrap_err().render(&query);
        assert_eq!(shown.lines().skip(1).take(2).collect::<Vec<_>>(), [line, carets]);
    };
    check(1, 1, "  rent x) 土地 ", "        ^");
    check(
        30,
        0,
        "  …ent rent rent rent rent rent rent rent rent rent rent rent rent rent x) ",
        "                                                                         ^",
    );
    check(0, 30, "  x) 土地 土地 土地 土地 土地 土地 土地 土地 土地 土地 土地 土地 土地 土地…", "   ^");
    check(
        30,
        30,
        "  …rent rent rent rent rent rent rent x) 土地 土地 土地 土地 土地 土地 土地…",
        "                                       ^",
    );
}

#[test]
fn caps_have_their_own_messages() {
    let check = |query: &str, expected: Result<(), &str>| {
        let result = parse(query).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(result, expected.map_err(str::to_owned));
    };
    check(&"a".repeat(QUERY_BYTES_MAX), Ok(()));
    check(&"é".repeat(QUERY_BYTES_MAX), Err("the query is longer than 16384 bytes"));
    let nested = |depth| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    check(&nested(DEPTH_MAX), Ok(()));
    check(&nested(DEPTH_MAX + 1), Err("groups nest deeper than 64"));
    check(&"title:(-".repeat(2_000), Err("`title:` cannot stand inside `title:`"));
    check(&"(".repeat(QUERY_BYTES_MAX), Err("groups nest deeper than 64"));
    check(&"a ".repeat(CLAUSES_MAX), Ok(()));
    check(&"a ".repeat(CLAUSES_MAX + 1), Err("the query has more than 1024 words"));
    check(&format!("\"{}\"", "a ".repeat(CLAUSES_MAX + 1)), Err("the query has more than 1024 words"));
    check(&format!("a{}", " NEAR/2 a".repeat(NEARS_MAX)), Ok(()));
    let nears = format!("a{}", " NEAR/2 a".repeat(NEARS_MAX + 1));
    check(&nears, Err("the query has more than 64 `NEAR` and `ADJ`"));
    check(&"NOT ".repeat(4_000), Err("two signs before one word"));

    let plain = parse_plain(&"a ".repeat(CLAUSES_MAX + 1)).map_err(|error| error.to_string());
    assert_eq!(plain, Err("the question has more than 1024 words".to_owned()));
    assert_eq!(parse_plain("?!").map_err(|error| error.span.end), Err(2));
}
