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
    archive.write("notes.txt", b"A well is a hole[156] that thinks, and the village[7] drinks of it.\n");
    assert_eq!(archive.ibid(["index"]).code, 0);
    check("A well is a hole that thinks, and the village drinks of it.", "folded");
}

#[test]
fn a_turned_negation_and_borrowed_words_are_told() {
    let archive = archive();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let run = archive.ibid(["quote", "We shall raise the toll this year"]);
    assert!(run.stdout.contains("left out “not” (a negation)"), "{}", run.stdout);
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

#[test]
fn a_place_that_is_not_there_is_none() {
    let archive = archive();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let refused = |arguments: &[&str]| {
        let run = archive.ibid(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        run.stderr
    };
    for command in [&["cite"][..], &["open", "--print"], &["show"]] {
        let refused = |reference: &str| refused(&[command, &[reference]].concat());
        assert_eq!(
            refused("talk.vtt@99:00:00"),
            "ibid: `talk.vtt` has no 99:00:00: its last words are at 0:08\n"
        );
        assert_eq!(
            refused("tolls.md@0:01"),
            "ibid: `tolls.md` has no 0:01: nothing says when its words are\n"
        );
        assert_eq!(
            refused("tolls.md:99999"),
            "ibid: `tolls.md` has no line 99999: its last words are at line 11\n"
        );
    }
    // What a player shows last is there, and so are the lines of the last block.
    assert!(archive.ibid(["cite", "talk.vtt@0:08"]).stdout.contains("toll will fall"));
    assert!(archive.ibid(["cite", "tolls.md:12"]).stdout.contains("Nobody thanks"));
}

#[test]
fn a_document_is_shown_from_a_place_on() {
    let archive = archive();
    archive.write(
        "feed.xml",
        b"<rss version=\"2.0\"><channel><title>Feed</title>\
          <item><title>One</title><guid>one</guid><description>&lt;p&gt;The first of two items.&lt;/p&gt;</description></item>\
          <item><title>Two</title><guid>two</guid><description>&lt;p&gt;The second of the items.&lt;/p&gt;</description></item>\
          </channel></rss>",
    );
    assert_eq!(archive.ibid(["index"]).code, 0);
    let show = |reference: &str| archive.ibid(["show", reference]);
    for reference in ["talk.vtt@0:05", "talk.vtt:7"] {
        let run = show(reference);
        assert!(run.stdout.contains("toll will fall") && !run.stdout.contains("not raise"), "{}", run.stdout);
        assert!(run.stdout.contains("path      talk.vtt"), "{}", run.stdout);
    }
    let both = show("feed.xml");
    assert!(both.stdout.contains("The first") && both.stdout.contains("The second"), "{}", both.stdout);
    assert_eq!(both.stderr, "ibid: 2 documents are in this file; `feed.xml#two` would be the second alone\n");
    // A place is printed as it is found again, whatever blanks are in it.
    archive.write("two  blanks.md", b"A place with blanks.\n");
    assert_eq!(archive.ibid(["index"]).code, 0);
    let place = archive.ibid(["search", "--template", "{place}", "blanks"]).stdout;
    assert_eq!(place, "two  blanks.md:1\n");
    assert!(show(place.trim_end()).stdout.contains("A place with blanks."));
    let two = show("feed.xml#two");
    assert!(!two.stdout.contains("The first") && two.stdout.contains("The second"), "{}", two.stdout);
    assert_eq!(two.stderr, "");
}

#[test]
fn what_stands_in_the_place_of_changed_words_is_whole() {
    let talk = |plums: &str, hello: &str| {
        format!(
            "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ada Field>{hello}. And there is the plum.\n\n\
             00:05.000 --> 00:08.000\n<v Bo Lund>And then there are {plums}, yes. Nobody likes pits.\n"
        )
    };
    let archive = Archive::new(&[("talk.vtt", &talk("the plums", "Hello"))]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    let id = archive.ibid(["cite", "--format", "id", "talk.vtt@0:05"]).stdout.trim().to_owned();
    for (plums, hello) in [("the pears", "Hello"), ("the pears", "Hello all"), ("ten ripe pears", "Hi")] {
        archive.write("talk.vtt", talk(plums, hello).as_bytes());
        assert_eq!(archive.ibid(["index"]).code, 0);
        let run = archive.ibid(["cite", &id]);
        assert_eq!(run.code, 1);
        assert!(
            run.stdout.starts_with(&format!("> And then there are {plums}, yes.\n>\n> — Bo Lund")),
            "{}",
            run.stdout
        );
        assert!(run.stderr.contains("are no longer in `talk.vtt`"), "{}", run.stderr);
    }
    archive.write("talk.vtt", b"WEBVTT\n");
    archive.write("other.md", b"Something else.\n");
    assert_eq!(archive.ibid(["index"]).code, 0);
    let gone = archive.ibid(["cite", &id]);
    assert_eq!(gone.code, 2);
    assert!(gone.stderr.contains("has left the archive: no document has its words"), "{}", gone.stderr);
    let gone = archive.ibid(["show", id.split('~').next().unwrap()]);
    assert!(gone.stderr.contains("has left the archive"), "{}", gone.stderr);
}

#[test]
fn a_quotation_may_end_inside_a_sentence_without_blanks() {
    let archive = Archive::new(&[
        ("map.ja.md", "# 地図\n\n私は机の上にある古い地図を長い時間じっと眺めていた。彼女は窓を開けた。\n"),
        ("tea.md", "# Tea\n\nAnd so it is what it is, and it is not what that was when we had it here.\n"),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let fidelity = |text: &str| {
        let run = archive.ibid(["quote", "--format", "jsonl", text]);
        let first: serde_json::Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
        first["fidelity"].as_str().unwrap_or_default().to_owned()
    };
    for quotation in ["古い地図を長い時間じっと眺め", "古い地図を長い時間", "眺めていた。彼女は窓"]
    {
        assert_eq!(fidelity(quotation), "verbatim", "{quotation}");
    }
    assert_eq!(fidelity("古い写真を長い時間じっと眺め"), "near");
}

#[test]
fn a_quotation_of_common_words_with_one_left_out_is_found() {
    let common: Vec<(String, String)> = (0..60)
        .map(|number| {
            let text = "What is it that we had, and what was it when it was here? It is so, and it is not.\n";
            (format!("{number}.md"), format!("# Day {number}\n\n{}", text.repeat(3)))
        })
        .collect();
    let said = "# Tea\n\nAnd so it is what it is, and it is not what that was when we had it here.\n";
    let mut files: Vec<(&str, &str)> =
        common.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("tea.md", said));
    let archive = Archive::new(&files);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let run = archive.ibid(["quote", "-n", "1", "and it is not what was when we had it here"]);
    assert!(run.stdout.starts_with("not in these words") && run.stdout.contains("tea.md"), "{}", run.stdout);
}
