//! `ibid similar`, `--expand`, `--recency`, "did you mean" and other hints at what was meant.

use crate::harness::Archive;

fn archive() -> Archive {
    Archive::new(&[
        (
            "a/gutters.md",
            "---\ntitle: Gutters\ndate: 2020-01-01\n---\n\nA gutter carries rain off a roof, and a blocked gutter carries nothing. Clean the gutter in autumn.\n",
        ),
        (
            "a/roofs.md",
            "---\ntitle: Roofs\ndate: 2024-01-01\n---\n\nA roof keeps out rain. The gutter below a roof fills with leaves in autumn.\n",
        ),
        (
            "a/seeds.md",
            "---\ntitle: Seeds\n---\n\nSeeds keep for years in a dry drawer. Beans are the easiest seeds to keep.\n",
        ),
        (
            "a/beans.md",
            "---\ntitle: Beans\n---\n\nBeans want a warm wall. Sow the seeds in May, and keep some of the beans as seeds.\n",
        ),
    ])
}

fn paths(stdout: &str) -> Vec<String> {
    let lines = stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    lines.filter_map(|line| line["path"].as_str().map(str::to_owned)).collect()
}

#[test]
fn documents_like_one_are_found_without_itself() {
    let archive = archive();
    archive.ibid(["index", "--quiet"]);
    let run = archive.ibid(["similar", "--format", "jsonl", "gutters.md"]);
    assert_eq!(paths(&run.stdout), ["a/roofs.md"], "{}", run.stderr);
    let run = archive.ibid(["similar", "--format", "jsonl", "-n", "1", "a/beans.md"]);
    assert_eq!(paths(&run.stdout), ["a/seeds.md"]);
    let run = archive.ibid(["similar", "nothing.md"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no document `nothing.md`"), "{}", run.stderr);
}

#[test]
fn a_word_that_is_nowhere_may_be_another() {
    let archive = archive();
    let run = archive.ibid(["search", "--format", "jsonl", "guttar rain"]);
    assert!(run.stderr.contains("did you mean `gutter` for `guttar`?"), "{}", run.stderr);
    let summary: serde_json::Value = serde_json::from_str(run.stdout.lines().last().unwrap()).unwrap();
    assert_eq!(summary["suggestions"], serde_json::json!([{"word": "guttar", "meant": "gutter"}]));
    let run = archive.ibid(["search", "quixotically"]);
    assert_eq!(run.code, 1);
    assert!(!run.stderr.contains("did you mean"), "{}", run.stderr);
}

#[test]
fn age_counts_when_asked_for() {
    let archive = archive();
    assert_eq!(paths(&archive.ibid(["search", "--format", "jsonl", "gutter"]).stdout)[0], "a/gutters.md");
    let run = archive.ibid(["search", "--format", "jsonl", "--recency", "1y", "gutter"]);
    assert_eq!(paths(&run.stdout), ["a/roofs.md", "a/gutters.md"]);
    assert_eq!(archive.ibid(["search", "--recency", "soon", "gutter"]).code, 2);
}

#[test]
fn a_query_takes_words_that_go_with_it() {
    let archive = archive();
    archive.ibid(["index", "--quiet"]);
    assert_eq!(paths(&archive.ibid(["search", "--format", "jsonl", "blocked"]).stdout), ["a/gutters.md"]);
    let run = archive.ibid(["search", "--format", "jsonl", "--expand", "--verbose", "blocked"]);
    assert_eq!(paths(&run.stdout), ["a/gutters.md", "a/roofs.md"]);
    assert!(run.stderr.contains("added ") && run.stderr.contains("gutter"), "{}", run.stderr);
    // Where the added words are nobody asked.
    let run = archive.ibid(["search", "--json", "--expand", "--snippet-chars", "20", "blocked"]).stdout;
    let run: serde_json::Value = serde_json::from_str(&run).unwrap();
    let elsewhere =
        run["hits"].as_array().unwrap().iter().flat_map(|hit| hit["elsewhere"].as_array().unwrap());
    assert!(elsewhere.clone().all(|found| found["clause"] != ""), "{run}");
}

#[test]
fn what_is_meant_is_told_truly() {
    let prose = "Les spécifications fonctionnelles ne sont pas toujours lues par ceux qui doivent écrire le programme.";
    let archive = Archive::new(&[
        ("fr.md", &format!("---\nlang: fr\n---\n\n{prose}\n")),
        (
            "a.md",
            "---\ntitle: Bookshops\nlang: en\n---\n\nIn Ulm you can find a Buchhandlung near the Buchmarkt, they say, and you can sit there.\n",
        ),
        ("b.md", "A bunch of keys hung there. 独立した図書館と播客がある。\n"),
    ]);
    archive.ibid(["index", "--quiet"]);
    let check = |query: &str, told: &str| {
        let run = archive.ibid(["search", query]);
        assert_eq!(
            run.stderr.lines().filter(|line| !line.ends_with("documents")).collect::<Vec<_>>().join("|"),
            told,
            "{query}"
        );
    };
    // It was found by its stem.
    check("fonctionnelle clef", "ibid: no document has `clef` with the rest; showing documents without");
    // A part of a compound, and what is one letter away.
    check(
        "buch",
        "ibid: nothing found: no document has `buch`|ibid: did you mean `bunch` for `buch`, `buch*` for `buch`?",
    );
    check(
        "handlung",
        "ibid: nothing found: no document has `handlung`|ibid: did you mean `*handlung` for `handlung`?",
    );
    // Nobody asks for `they`.
    check("thay", "ibid: nothing found: no document has `thay`");
    // Nobody typed two signs of it.
    check("独立播客", "ibid: no document has `独立播客`; showing those with the most of it");
}

#[test]
fn a_folder_is_no_source_and_it_is_told() {
    let archive = Archive::new(&[(
        "shelf/feed.xml",
        "<rss version=\"2.0\"><channel><title>The Mill</title><item><title>One</title><description>A gutter carries rain off the roof of every mill in the valley.</description></item></channel></rss>",
    )]);
    archive.ibid(["index", "--quiet"]);
    let run = archive.ibid(["search", "source:shelf gutter"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("hint: `path:shelf gutter` finds 1: a source is called"), "{}", run.stderr);
}

#[test]
fn a_word_is_suggested_without_the_accents_that_keep_it_from_being_found() {
    let text = "---\nlang: es\n---\n\nLa inteligencia artificial es una casa grande para la ciudad y para todos los que viven en ella.\n";
    let archive = Archive::new(&[("a.md", text), ("b.md", &text.replace("grande", "pequeña"))]);
    let run = archive.ibid(["search", "inteligência"]);
    assert!(run.stderr.contains("did you mean `inteligencia` for `inteligência`?"), "{}", run.stderr);
    assert_eq!(
        archive.ibid(["search", "-c", "\"inteligência\""]).stdout,
        archive.ibid(["search", "-c", "inteligencia"]).stdout
    );
}

#[test]
fn a_word_is_suggested_that_stands_beside_the_same_one() {
    let often = "The notra of the hill is a notra.\n";
    let archive = Archive::new(&[
        ("a.md", often),
        ("b.md", &often.replace("hill", "vale")),
        ("c.md", &often.replace("hill", "shore")),
        ("d.md", "A talk with Ajeya Cotra about numbers.\n"),
    ]);
    let run = archive.ibid(["search", "Kotra"]);
    assert!(run.stderr.contains("`notra` for `Kotra`"), "{}", run.stderr);
    let run = archive.ibid(["search", "Ajeya Kotra numbers"]);
    assert!(run.stderr.contains("`cotra` for `Kotra`"), "{}", run.stderr);
}

#[test]
fn an_ending_of_words_is_no_part_of_them() {
    let archive = Archive::new(&[("a.md", "Vous envoyez et vous employez. Hier steht ein Landwerk.\n")]);
    for word in ["oyez", "werk"] {
        let run = archive.ibid(["search", word]);
        assert!(!run.stderr.contains('*'), "{}", run.stderr);
    }
    archive.write("b.md", b"Das Land.\n");
    let run = archive.ibid(["search", "--update", "werk"]);
    assert!(run.stderr.contains("`*werk` for `werk`"), "{}", run.stderr);
}

#[test]
fn a_name_is_suggested_as_it_is_spelled_where_both_of_its_words_stand_together() {
    let archive = Archive::new(&[
        ("a.md", "Garry Mellow keeps the mill.\n"),
        ("b.md", "They asked Garry Mellow about the mill.\n"),
        ("c.md", "Gary likes a mellow pear, and the mellows of Gary.\n"),
    ]);
    let run = archive.ibid(["search", "gary mellow"]);
    assert!(run.stderr.contains("did you mean `garry mellow` for `gary mellow`?"), "{}", run.stderr);
    // Another form of a word is found anyway.
    let run = archive.ibid(["search", "asks garry"]);
    assert!(!run.stderr.contains("did you mean"), "{}", run.stderr);
}

#[test]
fn a_version_is_suggested_that_says_more() {
    let archive = Archive::new(&[("a.md", "Announcing Kettle 1.61.0, the quickest of all.\n")]);
    let run = archive.ibid(["search", "kettle 1.61"]);
    assert!(run.stderr.contains("did you mean `1.61.*` for `1.61`?"), "{}", run.stderr);
    assert_eq!(archive.ibid(["search", "-c", "kettle 1.61.*"]).stdout, "1\n");
}

#[test]
fn what_is_set_apart_is_not_denied() {
    let post = |number: usize| {
        let things = ["bridge", "lock", "mill", "rope", "foghorn", "barge", "sluice", "ferry"];
        let thing = things[number];
        let text = format!(
            "Of the {thing} nobody knew in year {number} how old it was, and the {thing} stood there in the rain."
        );
        format!(
            "# Post {number}\n\n{}\n\nIf this letter reached you by mistake, give it to somebody who mends things for a living.\n",
            text
        )
    };
    let posts: Vec<(String, String)> =
        (0..8).map(|number| (format!("blog/{number}.md"), post(number))).collect();
    let posts: Vec<(&str, &str)> = posts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let archive = Archive::new(&posts);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    for arguments in [&["search", "mends"][..], &["why-not", "blog/1.md", "mends"]] {
        let run = archive.ibid(arguments);
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains("`ibid search --boilerplate` looks there"), "{}", run.stderr);
    }
}

#[test]
fn a_word_behind_a_hyphen_is_told_from_flags() {
    let archive = Archive::sample();
    for word in ["-halima", "-colour", "-lime", "-nothing"] {
        let run = archive.ibid(["search", "water", word]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{word}");
        assert!(run.stderr.contains(&format!("behind `--` it is a query: `-- '{word}'`")), "{}", run.stderr);
    }
    assert_eq!(archive.ibid(["search", "-h"]).code, 0);
}
