//! Reads the tagged queries of the public suite, and texts made to be slow, with the query parser.
//!
//! `cargo run --release --example queries`; the suite is looked for in `IBID_SHARED`, or beside the
//! package in `../shared`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example speaks to its user")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use ibid::query::{Need, NodeKind, QUERY_BYTES_MAX, parse, parse_plain};

fn main() -> ExitCode {
    for seed in [
        "(",
        ")",
        "\"",
        "“",
        "„a",
        "«",
        "\"”",
        "a\"",
        "/",
        "/a(",
        "/\\/",
        "\\",
        "-",
        "-(",
        "a:",
        "title:",
        "title:(",
        "t:1",
        "*",
        "?*",
        "a~",
        "a^1",
        "~1^",
        "a NEAR/1 ",
        "NOT ",
        "reply:(a,",
        ",",
        "\u{200b}",
        "漢",
    ] {
        let text = seed.repeat(QUERY_BYTES_MAX / seed.len());
        let (time, outcome) = timed(&text);
        println!("{time:>12?}  {seed:?} over and over: {outcome}");
    }

    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("IBID_SHARED").map_or(beside, PathBuf::from);
    let path = shared.join("suites/queries/queries.txt");
    let Ok(lines) = std::fs::read_to_string(&path) else {
        eprintln!("`{}` is not there: set IBID_SHARED", path.display());
        return ExitCode::FAILURE;
    };
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut slowest = Duration::ZERO;
    let mut count = 0;
    for line in lines.lines() {
        let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(line) else { continue };
        let text = fields.get("query").and_then(|query| query.as_str()).unwrap_or_default();
        let tag = fields.get("tags").and_then(|tags| tags[0].as_str()).unwrap_or_default();
        let (time, outcome) = timed(text);
        if outcome.contains('\n') {
            println!("{outcome}");
        }
        let outcome = outcome.split(' ').next().unwrap_or_default();
        *kinds.entry(format!("{tag}: {outcome}")).or_default() += 1;
        slowest = slowest.max(time);
        count += usize::from(parse_plain(text).is_ok());
    }
    println!(
        "\n{kinds:#?}\n{count} of {} also as plain text; the slowest {slowest:?}",
        lines.lines().count()
    );
    ExitCode::SUCCESS
}

/// How long parsing takes, and what comes out.
fn timed(text: &str) -> (Duration, String) {
    let start = Instant::now();
    let parsed = parse(text);
    let time = start.elapsed();
    let outcome = match parsed {
        Ok(query) => match query.root.kind {
            NodeKind::And(clauses) if clauses.iter().all(|clause| clause.need == Need::Required) => {
                "and of musts".to_owned()
            }
            NodeKind::And(clauses) => format!("and of {}", clauses.len()),
            NodeKind::Word(_) => "word".to_owned(),
            NodeKind::Phrase { .. } => "phrase".to_owned(),
            _ => "another".to_owned(),
        },
        Err(error) if text.len() > 200 => format!("error: {error}"),
        Err(error) => error.render(text),
    };
    (time, outcome)
}
