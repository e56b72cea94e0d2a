//! `ibid bench`: what cannot be measured is refused before anything is.

use crate::harness::Archive;

fn archive() -> Archive {
    let archive = Archive::new(&[("a.md", "Land and tax, and rent of land.\n")]);
    std::fs::write(archive.path("queries"), "land\ntax\n").unwrap();
    assert_eq!(archive.ibid(["index", "--quiet"]).code, 0);
    archive
}

fn bench(archive: &Archive, arguments: &[&str]) -> crate::harness::Run {
    archive.ibid([&["bench", "--runs", "1", "--seconds", "0"], arguments].concat())
}

#[test]
fn what_makes_no_sense_is_refused_with_its_reason() {
    let archive = archive();
    std::fs::write(archive.path("latin"), b"land\n\ncaf\xE9\n").unwrap();
    for (arguments, told) in [
        (&["--threshold", "nan", "queries"][..], "a number from 0 on is wanted"),
        (&["--threshold", "inf", "queries"], "a number from 0 on is wanted"),
        (&["--rate", "nan", "queries"], "a number from 0 on is wanted"),
        (&["--draw", "0"], "at least 1 is wanted"),
        (&["--json", "--svg", "-", "queries"], "`--svg -` prints the picture"),
        (&["latin"], "latin:3: not UTF-8"),
    ] {
        let run = bench(&archive, arguments);
        assert!(run.code == 2 && run.stderr.contains(told), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
    let run = archive.ibid(["bench", "--runs", "0"]);
    assert!(run.code == 2 && run.stderr.contains("at least 1 is wanted"), "{}", run.stderr);
}

#[test]
fn a_picture_that_cannot_be_written_is_told_before_the_run() {
    let archive = archive();
    let run = bench(&archive, &["--svg", "nowhere/x.svg", "queries"]);
    assert_eq!(run.code, 2);
    // The first note of a run says how many queries there are.
    assert!(run.stderr.starts_with("ibid: `nowhere/x.svg` cannot be written"), "{}", run.stderr);
    let run = bench(&archive, &["--json", "--svg", "x.svg", "queries"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with('{'), "{}", run.stdout);
    assert!(std::fs::read_to_string(archive.path("x.svg")).unwrap().starts_with("<svg"));
    let run = bench(&archive, &["--svg", "-", "queries"]);
    assert!(run.stdout.starts_with("<svg") && run.stdout.ends_with("</svg>\n"), "{}", run.stdout);
}

#[test]
fn a_baseline_of_other_queries_is_told_before_the_run() {
    let archive = archive();
    let run = bench(&archive, &["--json", "queries"]);
    std::fs::write(archive.path("baseline.json"), run.stdout).unwrap();
    std::fs::write(archive.path("others"), "rent\n").unwrap();
    let run = bench(&archive, &["--baseline", "baseline.json", "others"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("ibid: the baseline has none of these queries"), "{}", run.stderr);
}
