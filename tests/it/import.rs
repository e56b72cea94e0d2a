//! Documents go out and come back, and stay what they were.

use crate::harness::{Archive, run};

const QUERIES: &str = "flywheel\nland tax\n\"nobody unveils a gutter\"\nspeaker:walter kind:transcript\n伊能忠敬\ndate:2020.. path:ledger\nt:1m..3m engine\n";

fn answers(archive: &Archive) -> String {
    std::fs::write(archive.path("queries"), QUERIES).unwrap();
    let run = archive.ibid(["search", "--queries", "queries", "--format", "jsonl", "-n", "50", "-m", "3"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn an_export_is_imported_into_the_same_index() {
    let archive = Archive::sample();
    let before = answers(&archive);
    let export = archive.ibid(["export"]).stdout;
    std::fs::write(archive.path("all.jsonl"), &export).unwrap();

    let fresh = Archive::new(&[]);
    let imported = fresh.ibid(["import", archive.path("all.jsonl").to_str().unwrap()]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    assert!(fresh.path("corpus/imported/all.jsonl").is_file());
    assert_eq!(fresh.ibid(["export"]).stdout, export);
    assert_eq!(answers(&fresh), before);
    // The file that can be opened is the collection.
    assert_eq!(fresh.ibid(["search", "-l", "flywheel"]).stdout, "corpus/imported/all.jsonl\n");
    let shown = fresh.ibid(["show", "loose-parts/ep012-the-engine-in-the-barn/loose-parts-012.vtt"]);
    assert!(shown.stdout.contains("flywheel"), "{}", shown.stderr);

    // Again it is the same file, and goes when the file goes.
    assert_eq!(fresh.ibid(["import", archive.path("all.jsonl").to_str().unwrap()]).code, 0);
    assert_eq!(fresh.ibid(["export"]).stdout, export);
    fresh.remove("imported/all.jsonl");
    assert_eq!(fresh.ibid(["index"]).code, 0);
    assert_eq!(fresh.ibid(["export"]).code, 1);
}

#[test]
fn what_is_imported_is_found_by_its_own_path() {
    let archive = Archive::new(&[("b.html", "<p>A page of the archive itself.</p>")]);
    let lines =
        "{\"path\":\"a/b.html\",\"text\":\"hello big world\"}\n{\"path\":\"c/d.md\",\"text\":\"another\"}\n";
    std::fs::write(archive.path("x.jsonl"), lines).unwrap();
    assert_eq!(archive.ibid(["import", "x.jsonl"]).code, 0);
    let found = |query: &str| {
        let mut paths = archive.paths(query);
        paths.sort();
        paths.join(" ")
    };
    assert_eq!(found("path:*.html"), "a/b.html b.html");
    for query in ["path:a/*", "path:*/b.html", "path:a/?.html"] {
        assert_eq!(found(query), "a/b.html", "{query}");
    }
    assert_eq!(found("path:*.md OR path:imported/*"), "c/d.md");
    // The file that is read again leaves nothing of its old documents behind.
    std::fs::write(archive.path("x.jsonl"), lines.replace("a/b.html", "e/f.html")).unwrap();
    assert_eq!(archive.ibid(["import", "x.jsonl"]).code, 0);
    assert_eq!(found("path:*.html"), "b.html e/f.html");
}

#[test]
fn an_export_is_of_what_a_query_finds() {
    let archive = Archive::sample();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let count = |arguments: &[&str]| archive.ibid(arguments).stdout.lines().count();
    let all = count(&["export"]);
    assert_eq!(count(&["export", "*"]), all);
    let transcripts = count(&["export", "kind:transcript"]);
    assert!(transcripts > 0 && count(&["export", "* -kind:transcript"]) == all - transcripts);
    assert!(count(&["export", "--since", "2020", "--until", "2022"]) < all);
    assert_eq!(archive.ibid(["export", "unicorn"]).code, 1);
    assert_eq!(archive.ibid(["export", "titel:x"]).code, 2);
}

#[test]
fn other_programs_bring_texts() {
    use std::io::Write;
    use std::process::Stdio;

    let archive = Archive::new(&[("essay.txt", "An essay on apples and their rent.\n")]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    let import = |lines: &str, name: &str| {
        let mut child = archive
            .command()
            .args(["import", "-", "--name", name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A name that is refused is refused before anything is read.
        let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
        let output = child.wait_with_output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let good = "{\"path\":\"wiki/Pear\",\"text\":\"A pear is no apple.\",\"title\":\"Pear\"}\n";
    let (code, stderr) = import(&format!("{good}{{\"path\":\"wiki/Plum\"}}\n"), "wiki");
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("line 2: a document without text"), "{stderr}");
    assert_eq!(archive.paths("apple pear"), ["wiki/Pear"]);
    let (code, stderr) = import(good, "again");
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("`wiki/Pear` is in the archive already"), "{stderr}");
    let (code, stderr) = import("no json at all\n", "third");
    assert_eq!(code, 2, "{stderr}");
    assert_eq!(import(good, "../up").0, 2);
    assert!(
        run(archive.command().args(["import", "nowhere.jsonl"]))
            .stderr
            .contains("`nowhere.jsonl` cannot be read")
    );
}
