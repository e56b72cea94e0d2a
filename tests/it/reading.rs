//! Quotations, citations, occurrences in context and trends, through the real binary.

use crate::harness::Archive;

fn archive() -> Archive {
    let talk = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ada Field>We shall not raise the toll this year.\n\n\
                00:05.000 --> 00:08.000\n<v Bo Lund>And I say the toll will fall.\n";
    let essay = "---\ntitle: On tolls\nauthor: Ada Field\ndate: 2019-03-02\n---\n\n# On tolls\n\n\
                 A bridge pays for itself once, and for its keeper for ever. The toll is for the keeper.\n\n\
                 Nobody thanks a keeper; everybody thanks a bridge.\n";
    let later = "---\ntitle: The last toll\ndate: 2021-05-06\n---\n\nThe toll was taken for 112 years.\n";
    Archive::new(&[("talk.vtt", talk), ("tolls.md", essay), ("last.md", later)])
}

fn fidelity(archive: &Archive, text: &str) -> String {
    let run = archive.ibid(["quote", "--format", "jsonl", text]);
    let last = run.stdout.lines().last().unwrap_or_else(|| panic!("{text}: {}", run.stderr)).to_owned();
    let verdict: serde_json::Value = serde_json::from_str(&last).unwrap();
    assert_eq!(run.code, i32::from(verdict["places"] == 0), "{text}");
    verdict["fidelity"].as_str().unwrap().to_owned()
}

#[test]
fn a_quotation_is_as_faithful_as_it_is() {
    let archive = archive();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let check = |text: &str, expected: &str| assert_eq!(fidelity(&archive, text), expected, "{text}");
    check("The toll is for the keeper.", "verbatim");
    check("the TOLL is for the keeper", "folded");
    check("nobody thanks a keeper, everybody thanks a bridge", "folded");
    check("A bridge pays for itself once … The toll is for the keeper", "elided");
    check("The toll is for the keeper … A bridge pays for itself once", "none");
    check("We shall raise the toll this year", "near");
    check("The toll was taken for 113 years", "near");
    check("We shan't raise the toll this year", "folded");
    check("no bridge ever paid for anything at all", "none");
}

#[test]
fn a_turned_negation_and_borrowed_words_are_told() {
    let archive = archive();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let run = archive.ibid(["quote", "We shall raise the toll this year"]);
    assert!(run.stdout.contains("quoted nothing for “not” (a negation)"), "{}", run.stdout);
    let run = archive.ibid(["quote", "The toll was taken for 113 years"]);
    assert!(run.stdout.contains("quoted “113” for “112” (a number)"), "{}", run.stdout);
    let run = archive.ibid(["quote", "the toll this year. And I say the toll will fall"]);
    assert!(run.stdout.contains("several people"), "{}", run.stdout);
    assert_eq!(archive.ibid(["quote", "…"]).code, 2);
}

#[test]
fn a_citation_outlives_edits_and_says_what_changed() {
    let archive = archive();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let id = |archive: &Archive| {
        let run = archive.ibid(["quote", "--format", "jsonl", "Nobody thanks a keeper"]);
        let place: serde_json::Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
        place["citations"][0].as_str().unwrap().to_owned()
    };
    let cited = id(&archive);
    let run = archive.ibid(["cite", "--format", "id", &cited]);
    assert_eq!((run.code, run.stdout.trim(), run.stderr.as_str()), (0, cited.as_str(), ""));

    let text = std::fs::read_to_string(archive.path("corpus/tolls.md")).unwrap();
    archive.write("tolls.md", text.replace("# On tolls", "# On tolls\n\nA new beginning.").as_bytes());
    assert_eq!(archive.ibid(["index"]).code, 0);
    let run = archive.ibid(["cite", &cited]);
    assert!(run.code == 0 && run.stderr.contains("has moved inside `tolls.md`"), "{}", run.stderr);
    assert!(run.stdout.contains("Nobody thanks a keeper"), "{}", run.stdout);

    archive.write("tolls.md", text.replace("Nobody thanks", "Somebody thanks").as_bytes());
    assert_eq!(archive.ibid(["index"]).code, 0);
    let run = archive.ibid(["cite", &cited]);
    assert!(run.code == 1 && run.stderr.contains("no longer in `tolls.md`"), "{}", run.stderr);
    assert!(run.stdout.contains("Somebody thanks"), "{}", run.stdout);

    archive.remove("tolls.md");
    archive.write("renamed.md", text.as_bytes());
    assert_eq!(archive.ibid(["index"]).code, 0);
    let run = archive.ibid(["cite", &cited]);
    assert!(run.code == 0 && run.stderr.contains("stands in `renamed.md"), "{}", run.stderr);
}

#[test]
fn a_place_is_named_by_line_or_time() {
    let archive = archive();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let cite = |reference: &str| archive.ibid(["cite", reference]).stdout;
    assert!(cite("talk.vtt@0:05").contains("toll will fall") && cite("talk.vtt@0:05").contains("Bo Lund"));
    assert!(cite("tolls.md:11").contains("Nobody thanks"), "{}", cite("tolls.md:11"));
    let csl = archive.ibid(["cite", "--format", "csl", "tolls.md:11", "last.md"]).stdout;
    let items: serde_json::Value = serde_json::from_str(&csl).unwrap();
    assert_eq!(items[0]["author"][0]["family"], "Field");
    assert_eq!(items[1]["issued"]["date-parts"][0], serde_json::json!([2021, 5, 6]));
    assert_eq!(archive.ibid(["cite", "nothing.md"]).code, 2);
}

#[test]
fn occurrences_stand_one_under_the_other() {
    let archive = archive();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let run = archive.ibid(["kwic", "-w", "20", "toll"]);
    insta::assert_snapshot!(run.stdout);
    let run = archive.ibid(["kwic", "--format", "jsonl", "-n", "1", "toll"]);
    let line: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((line["keyword"].as_str(), line["date"].as_str()), (Some("toll"), Some("2019-03-02")));
    assert_eq!(archive.ibid(["kwic", "turnpike"]).code, 1);
}

#[test]
fn a_trend_counts_mentions_by_period() {
    let archive = archive();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let run = archive.ibid(["trend", "--format", "tsv", "toll"]);
    insta::assert_snapshot!(run.stdout);
    let run = archive.ibid(["trend", "--counts", "toll"]);
    insta::assert_snapshot!(run.stdout);
    let picture = archive.path("trend.svg");
    let drawn = archive.ibid(["trend", "toll", "bridge", "--svg", "-"]).stdout;
    assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>\n"), "{drawn}");
    let run = archive.ibid(["trend", "toll", "bridge", "--svg", picture.to_str().unwrap()]);
    assert_eq!(run.code, 0);
    assert!(std::fs::read_to_string(picture).unwrap().contains("polyline"));
}
