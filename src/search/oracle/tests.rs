//! The search agrees with the oracle on generated and on sample documents.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;

use super::{Disagreement, Matching, compare};
use crate::corpus::Corpus;
use crate::index::{Index, Interrupt, UpdateOptions, update};
use crate::query::{Query, parse};

const WORDS: [&str; 44] = [
    "land",
    "land",
    "lands",
    "value",
    "value",
    "tax",
    "tax",
    "taxes",
    "taxing",
    "run",
    "running",
    "the",
    "the",
    "the",
    "of",
    "Keats's",
    "don't",
    "GPT-4o",
    "tax-free",
    "taxfree",
    "land-taxes",
    "landtax",
    "v2.0",
    "C++",
    "地価税",
    "税",
    "ภาษาไทย",
    "경제를",
    "시장경제는",
    "시장",
    "naïve",
    "cafe",
    "Häuser",
    "книгами",
    "lambert",
    // Of these some languages make stems that are words, or stems, in others.
    "vide",
    "via",
    "adas",
    "ad",
    ".NET",
    "#land",
    "@lambert",
    "net",
    "nets",
];
const SPEAKERS: [&str; 4] = ["Ada Field", "Ben Land", "Ada Ortiz", ""];

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(select(&WORDS[..]), count).prop_map(|words| words.join(" "))
}

/// A Markdown file or captions, as name and text.
fn files() -> impl Strategy<Value = Vec<(String, String)>> {
    let essay = (
        words(0..4),
        select(&["Ada Field", "Land Value", ""][..]),
        select(&["en", "de", "ru", "ja", "fr", "pt", "sv"][..]),
        select(&["2019", "2021-03", "2021-03-05", ""][..]),
        proptest::collection::vec((words(1..14), 0..4_u8), 1..7),
    );
    let essay = essay.prop_map(|(title, author, language, date, blocks)| {
        let mut text = format!("---\ntitle: \"{title}\"\nlang: {language}\ntags: [land, the tax]\n");
        if !author.is_empty() {
            text += &format!("author: {author}\n");
        }
        if !date.is_empty() {
            text += &format!("date: {date}\n");
        }
        text += "---\n";
        for (words, kind) in blocks {
            let mark = ["", "## ", "- ", "> "][usize::from(kind)];
            text += &format!("\n{mark}{words}\n");
        }
        ("md", text)
    });
    let cue =
        (select(&SPEAKERS[..]), words(1..9), select(&[0, 0, 1, 2, 3, 15][..]), select(&[1, 2, 4, 5, 30][..]));
    let talk = proptest::collection::vec(cue, 1..12).prop_map(|cues| {
        let (mut text, mut at) = ("WEBVTT\n".to_owned(), 0);
        for (speaker, words, pause, lasts) in cues {
            at += pause;
            let voice = if speaker.is_empty() { String::new() } else { format!("<v {speaker}>") };
            let end = at + lasts;
            let clock = |second: u32| format!("00:{:02}:{:02}.000", second / 60, second % 60);
            text += &format!("\n{} --> {}\n{voice}{words}\n", clock(at), clock(end));
            at = end;
        }
        ("vtt", text)
    });
    proptest::collection::vec(prop_oneof![essay, talk], 4..10).prop_map(|files| {
        let named = files.into_iter().enumerate();
        let name = |number: usize| format!("{}/{number}", ["land", "tax-land", "land/tx-v"][number % 3]);
        named.map(|(number, (ending, text))| (format!("{}.{ending}", name(number)), text)).collect()
    })
}

/// A query of every form of the language, over the words given.
fn queries(words: Vec<String>) -> impl Strategy<Value = String> {
    let cut = |word: &str, chars: usize| word.chars().take(chars).collect::<String>();
    let leaf = (select(words.clone()), select(words), 0..20_u8, 1..4_u8);
    let leaf = leaf.prop_map(move |(one, other, shape, number)| match shape {
        0 => format!("{}*", cut(&one, usize::from(number))),
        1 => format!("{}?{}*", cut(&one, 1), one.chars().skip(2).take(1).collect::<String>()),
        2 => format!("{one}~{}", number.min(2)),
        3 => format!("=\"{one} {other}\""),
        4 => format!("\"{one} {other}\"~{number}"),
        5 => format!("\"{one} {other} {one}\"~{number}"),
        6 => format!("={one}"),
        7 => format!("sounds:{}", one.chars().filter(char::is_ascii_alphabetic).collect::<String>() + "a"),
        8 => format!("/{}.*/", cut(&one, 2).replace(['+', '.', '*', '/', '?', '(', ')', '[', '{'], ".")),
        9 => format!("\"{one} {other}\""),
        10 => format!("\"{one} {}*\"", cut(&other, usize::from(number))),
        11 => format!("\"{}* {other}\"~{}", cut(&one, 2), number - 1),
        _ => one,
    });
    let near = (leaf.clone(), leaf.clone(), leaf.clone(), 1..6_u32, 0..12_u8).prop_map(
        |(a, b, c, distance, shape)| match shape {
            0 => format!("{a} NEAR/{distance} {b}"),
            1 => format!("{a} ADJ/{distance} {b}"),
            2 => format!("{a} NEAR/{distance} {b} NEAR/2 {c}"),
            3 => format!("{a} ADJ/{distance} ({b} OR {c})"),
            4 => format!("({a} NEAR/2 {b}) ADJ/{distance} {c}"),
            _ => a,
        },
    );
    let text = near.prop_recursive(2, 6, 3, |inner| {
        (inner.clone(), inner.clone(), inner, 0..8_u8).prop_map(|(a, b, c, join)| match join {
            0 => format!("{a} {b}"),
            1 => format!("{a} AND {b} {c}"),
            2 => format!("({a} OR {b})"),
            3 => format!("{a} -({b})"),
            4 => format!("({a}) +({b}) {c}"),
            5 => format!("({a}) ({b})"),
            6 => format!("{a} ({b} OR {c})^2"),
            _ => a,
        })
    });
    let whole = (
        text.clone(),
        text,
        select(&["ada", "@ada", "land", "\"ada field\"", "(ada -ortiz)", "o*", "*", "feild~2"][..]),
        0..28_u8,
    )
        .prop_map(|(a, b, name, shape)| match shape {
            0 => format!("title:({a})"),
            1 => format!("heading:({a})"),
            2 => format!("turn:({a})"),
            3 => format!("turn:({a} speaker:{name})"),
            4 => format!("speaker:{name} ({a})"),
            5 => format!("reply:({a}, {b})"),
            6 => format!("reply:(speaker:{name} ({a}), {b})"),
            7 => format!("reply:(speaker:{name}, {b} -speaker:ben)"),
            8 => format!("t:5..12 ({a})"),
            9 => format!("t:..7 speaker:{name} ({a}) -({b})"),
            10 => format!("date:2021 ({a})"),
            11 => format!("({a}) date:..2020 OR kind:transcript ({b})"),
            12 => format!("lang:de ({a}) OR lang:(en OR ru) ({b})"),
            13 => format!("author:{name} ({a})"),
            14 => format!("tag:\"the tax\" ({a}) -title:({b})"),
            15 => format!("path:land ({a}) OR source:{name}"),
            21 => format!("path:({}) ({a})", ["tx-*", "land/*", "t*", "*d/?.vtt", "lan?"][a.len() % 5]),
            22 => {
                format!("path:({}) ({a})", ["*.md OR t?x", "t*x", "l*/*", "l*d -*.vtt", "*-*"][a.len() % 5])
            }
            16 => format!("* -({a})"),
            17 => format!("speaker:{name}"),
            18 => format!("heading:* ({a}) -kind:transcript"),
            19 => format!("t:3..9 turn:({a} OR speaker:{name})"),
            20 => format!("(title:({a}) OR turn:({b})) speaker:{name}"),
            _ => a,
        });
    (whole.clone(), whole, 0..10_u8).prop_map(|(a, b, join)| match join {
        0 => format!("({a}) OR ({b})"),
        1 => format!("(title:* -({a})) OR ({b})"),
        2 => format!("(({a}) -({b})) OR \"land value\" OR the ADJ/2 tax"),
        3 => format!("* -((date:2021 -({a})) OR ({b}))"),
        _ => a,
    })
}

fn index_of(folder: &Path) -> Index {
    let directory = folder.join("index");
    let corpus = Corpus::new([folder.join("corpus")]);
    let options = UpdateOptions { threads: 1, ..UpdateOptions::default() };
    update(&directory, &corpus, &options, &Interrupt::default(), &|_| {}).unwrap();
    Index::open(&directory).unwrap()
}

fn check(index: &Index, texts: &[String]) {
    let queries: Vec<Query> = texts.iter().filter_map(|text| parse(text).ok()).collect();
    assert!(queries.len() * 10 >= texts.len() * 9, "most of these parse: {texts:#?}");
    for matching in [Matching::All, Matching::Any] {
        let mut found = compare(index, &queries, matching, jiff::civil::date(2026, 1, 1)).unwrap();
        found.sort_by_key(|disagreement| disagreement.query.len());
        let shown: Vec<String> = found.iter().take(6).map(shown).collect();
        assert!(
            found.is_empty(),
            "{matching:?}, {} in all, the shortest:\n{}",
            found.len(),
            shown.join("\n")
        );
    }
}

/// What is wrong, in short.
fn shown(disagreement: &Disagreement) -> String {
    let Disagreement { query, document, found, expected } = disagreement;
    let differ = |one: &Option<Vec<String>>, other: &Option<Vec<String>>| match (one, other) {
        (None, _) => "no match".to_owned(),
        (Some(one), other) => {
            let other = other.as_deref().unwrap_or_default();
            let only: Vec<&str> =
                one.iter().filter(|word| !other.contains(word)).map(String::as_str).collect();
            format!("match with {}", only.join(" "))
        }
    };
    format!("{query}\n  {document}: found {}, expected {}", differ(found, expected), differ(expected, found))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 10, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn generated_documents_match_as_they_should(
        files in files(),
        queries in proptest::collection::vec(queries(WORDS.map(str::to_owned).to_vec()), 100)
    ) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in &files {
            let path = folder.path().join("corpus").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        check(&index_of(folder.path()), &queries);
    }
}

#[test]
fn sample_documents_match_as_they_should() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let folder = tempfile::tempdir().unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let directory = folder.path().join("index");
    let options = UpdateOptions::default();
    update(&directory, &Corpus::new([corpus]), &options, &Interrupt::default(), &|_| {}).unwrap();
    let words = [
        "the",
        "land",
        "tax",
        "flywheel",
        "maintenance",
        "library",
        "engine",
        "reading",
        "surveyor",
        "map",
        "chain",
        "garden",
        "seed",
        "walter",
        "nobody",
        "gutter",
        "and",
        "book",
        "letters",
        "伊能",
        "地図",
    ];
    let words: Vec<String> = words.map(str::to_owned).to_vec();
    let mut runner = TestRunner::deterministic();
    let strategy = proptest::collection::vec(queries(words), 200);
    let texts = strategy.new_tree(&mut runner).unwrap().current();
    check(&Index::open(&directory).unwrap(), &texts);
}
