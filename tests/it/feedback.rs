//! `ibid similar`, `--expand`, `--recency` and "did you mean".

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
