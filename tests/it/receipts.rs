//! What was done to a source, told to people and to programs.

use crate::harness::Archive;

const PAGE: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>On Rent</title></head><body>
<nav><a href=\"/\">Home</a> <a href=\"/about\">About this place</a></nav>
<article><h1>On Rent</h1>
<p>A tax on land is paid by whoever owns it. Nobody escapes, however far he goes, and that was thought to be the beauty of it by everybody who had none.</p>
<p>Those who had some thought otherwise, and said so at length, in pamphlets, over many years, until the paper ran out and the matter was dropped.</p>
</article>
<footer>Copyright of the author \u{1b}[31m</footer></body></html>";

fn archive() -> Archive {
    Archive::new(&[("blog/rent.html", PAGE), ("blog/empty.txt", "")])
}

#[test]
fn a_receipt_tells_rule_by_rule_and_in_reading_order() {
    let archive = archive();
    let run = archive.ibid(["ingest", "--explain", "corpus/blog/rent.html"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!(run.stdout, @"
    blog/rent.html
      document  html, essay, “On Rent”: 57 words in 2 blocks
      dropped   navigation  1 time, 4 words
      dropped   footer      1 time, 5 words
      dropped   title       1 time, 2 words

    - [title] On Rent
    - [navigation] Home About this place
      4: A tax on land is paid by whoever owns it. Nobody escapes, however far he goe … 16 more words
      5: Those who had some thought otherwise, and said so at length, in pamphlets, o … 13 more words
    - [footer] Copyright of the author ␛[31m
    ");
    // The same once it is indexed, by the name of the document.
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let shown = archive.ibid(["show", "--receipt", "rent.html"]);
    assert_eq!((shown.code, &shown.stdout), (0, &run.stdout), "{}", shown.stderr);
}

#[test]
fn a_receipt_is_json_for_programs() {
    let run = archive().ibid(["ingest", "--explain", "--json", "corpus/blog"]);
    let lines: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&lines[0]["path"], &lines[0]["skipped"]),
        (&"blog/empty.txt".into(), &"the file is empty".into())
    );
    let rules = lines[1]["rules"].as_array().unwrap();
    let navigation = rules.iter().find(|rule| rule["rule"] == "navigation").unwrap();
    assert_eq!((&navigation["action"], &navigation["words"]), (&"dropped".into(), &4.into()));
    assert!(lines[1]["documents"][0]["words"].as_u64().unwrap() > 40);
}

#[test]
fn without_an_explanation_the_documents_are_printed() {
    let archive = archive();
    let run = archive.ibid(["ingest", "corpus/blog/rent.html"]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(run.stdout, archive.ibid(["export"]).stdout);
    let run = archive.ibid(["ingest", "corpus/blog/empty.txt"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("blog/empty.txt: the file is empty"), "{}", run.stderr);
    assert_eq!(archive.ibid(["ingest", "nothing.txt"]).code, 2);
}
