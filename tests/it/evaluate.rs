//! `ibid eval`: questions and judgments in, measures and runs out.

use crate::harness::Archive;

const CORPUS: &str = concat!(
    "{\"_id\": \"g1\", \"title\": \"Gutters\", \"text\": \"A gutter carries rain off a roof.\"}\n",
    "{\"_id\": \"g2\", \"title\": \"Roofs\", \"text\": \"A roof keeps out rain and snow.\"}\n",
    "{\"_id\": \"s1\", \"title\": \"Seeds\", \"text\": \"Seeds keep for years in a dry drawer.\"}\n",
);

fn archive() -> Archive {
    let archive = Archive::new(&[("corpus.jsonl", CORPUS)]);
    for (name, text) in [
        (
            "queries.jsonl",
            "{\"_id\": \"q1\", \"text\": \"what carries rain?\"}\n{\"_id\": \"q2\", \"text\": \"how long do \\\"seeds -keep:\"}\n",
        ),
        ("topics.tsv", "q1\twhat carries rain?\nq2\thow long do \"seeds -keep:\n"),
        (
            "topics.sgml",
            "<top>\n<num> Number: q1\n<title> what carries rain?\n</top>\n<top>\n<num> Number: q2\n<title> how long do \"seeds -keep:\n</top>\n",
        ),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\tg1\t1\nq2\ts1\t1\nq3\ts1\t1\n"),
        ("qrels.txt", "q1 0 g1 1\nq2 0 s1 1\nq3 0 s1 1\n"),
    ] {
        std::fs::write(archive.path(name), text).unwrap();
    }
    let run = archive.ibid(["index", "--quiet"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    archive
}

#[test]
fn every_layout_gives_the_same_table() {
    let archive = archive();
    for topics in ["queries.jsonl", "topics.tsv", "topics.sgml"] {
        for judgments in ["qrels.tsv", "qrels.txt"] {
            let run = archive.ibid(["eval", "--per-topic", topics, judgments]);
            insta::allow_duplicates! {
                insta::assert_snapshot!(run.stdout, @r"
                topic      nDCG@10     MAP  MRR@10  Recall@100
                q1          1.0000  1.0000  1.0000      1.0000
                q2          1.0000  1.0000  1.0000      1.0000
                mean of 2   1.0000  1.0000  1.0000      1.0000
                ");
            }
            assert_eq!(run.stderr, "ibid: 1 topic with judgments is not asked and is left out\n");
        }
    }
}

#[test]
fn a_run_is_written_for_other_tools() {
    let archive = archive();
    let run = archive.ibid(["eval", "--format", "jsonl", "--run", "out.run", "topics.tsv", "qrels.txt"]);
    let summary: serde_json::Value = serde_json::from_str(run.stdout.trim()).unwrap();
    assert_eq!((summary["type"].as_str(), summary["topics"].as_u64()), (Some("summary"), Some(2)));
    let written = std::fs::read_to_string(archive.path("out.run")).unwrap();
    let first: Vec<&str> = written.lines().next().unwrap().split(' ').collect();
    assert_eq!((first[0], first[1], first[2], first[3]), ("q1", "Q0", "g1", "1"));
}

#[test]
fn what_cannot_be_read_is_named() {
    let archive = archive();
    let run = archive.ibid(["eval", "nothing.tsv", "qrels.txt"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`nothing.tsv` cannot be read"), "{}", run.stderr);
    std::fs::write(archive.path("bad.txt"), "q1 0 g1 1\nnonsense\n").unwrap();
    let run = archive.ibid(["eval", "topics.tsv", "bad.txt"]);
    assert!(run.stderr.contains("bad.txt:2: not `topic 0 document grade`"), "{}", run.stderr);
}

#[test]
fn what_would_measure_nothing_is_refused() {
    let archive = archive();
    for (name, text) in [
        ("twice.tsv", "q1\tone\nq1\ttwo\n"),
        ("high.txt", "q1 0 g1 high\nq2 0 s1 1\n"),
        ("half.txt", "q1 0 g1 1.5\n"),
        ("both.txt", "q1 0 g1 1\nq1 0 g1 0\n"),
    ] {
        std::fs::write(archive.path(name), text).unwrap();
    }
    std::fs::write(archive.path("latin.tsv"), b"q1\tone\nq2\tcaf\xE9\n").unwrap();
    for (arguments, told) in [
        (["twice.tsv", "qrels.txt"], "twice.tsv:2: the topic `q1` is on line 1 already"),
        (["latin.tsv", "qrels.txt"], "latin.tsv:2: not UTF-8"),
        (["topics.tsv", "high.txt"], "high.txt:1: the grade `high` is no whole number"),
        (["topics.tsv", "half.txt"], "half.txt:1: the grade `1.5` is no whole number"),
        (["topics.tsv", "both.txt"], "both.txt:2: `g1` is judged for the topic `q1` already, and otherwise"),
        (["-", "-"], "standard input holds either the topics or the judgments"),
        (["--depth=0", "topics.tsv"], "at least 1 is wanted"),
    ] {
        let run = archive.ibid(["eval"].iter().chain(&arguments));
        assert!(run.code == 2 && run.stderr.contains(told), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn topics_come_from_standard_input_and_runs_go_to_standard_output() {
    let archive = archive();
    let mut command = archive.command();
    command.stdin(std::fs::File::open(archive.path("topics.tsv")).unwrap());
    let run = crate::harness::run(command.args(["eval", "--quiet", "--run", "-", "-", "qrels.txt"]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("q1 Q0 g1 1 ") && !archive.path("-").exists(), "{}", run.stdout);
    let run = archive.ibid(["eval", "--run", "-", "--per-topic", "topics.tsv", "qrels.txt"]);
    assert!(run.code == 2 && run.stdout.is_empty(), "{}", run.stdout);
}

#[test]
fn a_run_of_a_search_calls_documents_as_one_of_an_evaluation_does() {
    let archive = archive();
    std::fs::write(archive.path("none.txt"), "q1 0 x 1\n").unwrap();
    let names = |run: &str| -> Vec<String> {
        run.lines().filter_map(|line| line.split(' ').nth(2)).map(str::to_owned).collect()
    };
    std::fs::write(archive.path("roof.tsv"), "q1\troof\n").unwrap();
    let of_eval = names(&archive.ibid(["eval", "-q", "--run", "-", "roof.tsv", "none.txt"]).stdout);
    let of_search = names(&archive.ibid(["search", "--format", "trec", "roof"]).stdout);
    assert_eq!(of_search, of_eval);
    assert!(of_search.contains(&"g1".to_owned()), "{of_search:?}");
}

/// Every change of relevance shows here, topic by topic: the rank of each relevant document, its
/// grade behind a point, and the measures.
#[test]
fn ranks_on_the_sample_archive() {
    let archive = Archive::sample();
    let folder = crate::harness::root().join("tests/relevance");
    let (topics, judgments) = (folder.join("topics.tsv"), folder.join("qrels.tsv"));
    let indexed = archive.ibid(["index", "--quiet"]);
    assert_eq!(indexed.code, 0, "{}", indexed.stderr);
    let arguments = ["eval", "--quiet", "--per-topic", "--format", "jsonl", "--run", "ranks.run"];
    let run = archive
        .ibid(arguments.iter().map(std::ffi::OsStr::new).chain([topics.as_os_str(), judgments.as_os_str()]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let ranks = std::fs::read_to_string(archive.path("ranks.run")).unwrap();
    let ranks: Vec<Vec<&str>> = ranks.lines().map(|line| line.split(' ').collect()).collect();
    let judged = std::fs::read_to_string(&judgments).unwrap();
    let judged: Vec<Vec<String>> = judged
        .lines()
        .skip(1)
        .map(|line| line.split('\t').map(|field| field.replace(' ', "%20")).collect())
        .collect();
    let mut table = String::new();
    for line in run.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()) {
        let measures =
            format!("{:.3} {:.3}", line["ndcg_10"].as_f64().unwrap(), line["map"].as_f64().unwrap());
        let Some(topic) = line["topic"].as_str() else {
            table.push_str(&format!("mean of {} topics: nDCG@10 and MAP {measures}\n", line["topics"]));
            continue;
        };
        let relevant = judged.iter().filter(|judgment| judgment[0] == topic).map(|judgment| {
            let rank = ranks.iter().find(|row| row[0] == topic && row[2] == judgment[1]);
            format!("{}.{}", rank.map_or("-", |row| row[3]), judgment[2])
        });
        let relevant = relevant.collect::<Vec<_>>().join(" ");
        table.push_str(&format!("{topic} {measures} [{relevant}] {}\n", line["question"].as_str().unwrap()));
    }
    insta::assert_snapshot!(table);
}
