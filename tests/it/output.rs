//! How answers and errors look, to people and to programs.

use crate::harness::{Archive, run};

fn archive() -> Archive {
    let essay = "---\ntitle: On Rent\ndate: 2021-03-05\nauthor: Ada Field\n---\n\n## The Tax\n\nA tax on land is paid by whoever owns it. Nobody escapes, however far he goes, and that was thought to be the beauty of it.\n";
    Archive::new(&[("blog/rent.md", essay)])
}

#[test]
fn text_is_one_line_a_passage_when_piped() {
    let run = archive().ibid(["search", "land"]);
    insta::assert_snapshot!(run.stdout, @r"
    1. On Rent · Ada Field · blog · 2021-03-05 · essay
       § The Tax
       A tax on land is paid by whoever owns it. Nobody escapes, however far he goes, and that was thought to be the beauty of it.
       blog/rent.md:9
    ");
}

#[test]
fn json_lines_are_hits_and_a_summary() {
    let run = archive().ibid(["search", "--format", "jsonl", "land"]);
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn color_is_asked_for_or_not_there() {
    let archive = archive();
    assert!(
        archive
            .ibid(["search", "--color", "always", "land"])
            .stdout
            .contains("\u{1b}[1m\u{1b}[33mland\u{1b}[0m")
    );
    assert!(!archive.ibid(["search", "land"]).stdout.contains('\u{1b}'));
    let forced = run(archive.command().args(["search", "land"]).env("CLICOLOR_FORCE", "1"));
    assert!(forced.stdout.contains('\u{1b}'));
    let refused =
        run(archive.command().args(["search", "land"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1"));
    assert!(!refused.stdout.contains('\u{1b}'));
}

#[test]
fn exit_codes_say_what_happened() {
    let archive = archive();
    assert_eq!(archive.ibid(["search", "land"]).code, 0);
    assert_eq!(archive.ibid(["search", "unicorn"]).code, 1);
    assert_eq!(archive.ibid(["search", "titel:land"]).code, 2);
    assert_eq!(archive.ibid(["show", "nothing.md"]).code, 2);
    assert_eq!(archive.ibid(["status", "--index", "nowhere"]).code, 3);
    let nowhere = tempfile::tempdir().unwrap();
    let lost = run(archive.command().args(["search", "land"]).current_dir(nowhere.path()));
    assert_eq!(lost.code, 3);
    assert!(lost.stderr.contains("no archive at") && lost.stderr.contains("hint: "), "{}", lost.stderr);
    std::fs::write(archive.path("index/current"), "rubbish").unwrap();
    assert_eq!(archive.ibid(["status"]).code, 4);
}

#[test]
fn a_damaged_index_is_told_and_made_anew() {
    let archive = archive();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let store = archive.path("index/1/store");
    let bytes = std::fs::read(&store).unwrap();
    std::fs::write(&store, &bytes[..bytes.len() / 2]).unwrap();
    let run = archive.ibid(["search", "land"]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("hint: `ibid index --rebuild`"), "{}", run.stderr);
    assert_eq!(archive.ibid(["index", "--rebuild"]).code, 0);
    assert_eq!(archive.ibid(["search", "land"]).code, 0);
}

#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::Stdio;

    let archive = Archive::sample();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let mut child =
        archive.command().args(["export"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
}

#[test]
fn an_export_holds_whole_documents() {
    let run = archive_after_index().ibid(["export"]);
    let document: serde_json::Value = serde_json::from_str(run.stdout.trim()).unwrap();
    assert_eq!(
        (&document["path"], &document["title"], &document["kind"]),
        (&"blog/rent.md".into(), &"On Rent".into(), &"essay".into())
    );
    let text = document["text"].as_str().unwrap();
    let blocks = document["blocks"].as_array().unwrap();
    let first =
        &text[blocks[0]["start"].as_u64().unwrap() as usize..blocks[0]["end"].as_u64().unwrap() as usize];
    assert_eq!((first, &blocks[0]["kind"]), ("The Tax", &"heading".into()));
}

fn archive_after_index() -> Archive {
    let archive = archive();
    assert_eq!(archive.ibid(["index"]).code, 0);
    archive
}

#[test]
fn what_programs_go_by_says_of_all_words() {
    let archive = Archive::new(&[("a.md", "# Wells\n\nA plain text about wells.\n")]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let run = |arguments: &[&str]| {
        let run = archive.ibid(arguments);
        (run.stdout, run.code)
    };
    assert_eq!(run(&["search", "-q", "wells zebra"]), (String::new(), 1));
    assert_eq!(run(&["search", "-c", "wells zebra"]), ("0\n".to_owned(), 1));
    assert_eq!(run(&["search", "-l", "wells zebra"]), (String::new(), 1));
    assert_eq!(run(&["search", "-l", "--match", "any", "wells zebra"]), ("corpus/a.md\n".to_owned(), 0));
    assert_eq!(run(&["search", "--template", "{path}", "wells zebra"]), ("a.md\n".to_owned(), 0));
}

#[test]
fn standard_input_is_read_as_a_file_of_a_name() {
    let archive = Archive::new(&[]);
    let run = |name: &str| {
        let mut command = archive.command();
        command.args(["ingest", "-", "--name", name]).stdin(std::process::Stdio::piped());
        let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"# Wells\n\nA text of *wells*.\n")
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (document["path"].as_str().unwrap().to_owned(), document["format"].as_str().unwrap().to_owned())
    };
    assert_eq!(run("wells.md"), ("wells.md".to_owned(), "markdown".to_owned()));
    assert_eq!(run("wells.txt"), ("wells.txt".to_owned(), "text".to_owned()));
}

#[test]
fn a_line_that_is_no_text_is_told_and_not_asked() {
    let archive = Archive::new(&[("a.md", "# Wells\n\nA plain text about caf and wells.\n")]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    std::fs::write(archive.path("queries"), b"# caf\xE9\nwells\ncaf\xE9\nname\tcaf\xE9\n").unwrap();
    let run = archive.ibid(["search", "-c", "--queries", "queries"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, "2\t1\n"));
    assert_eq!(run.stderr, "ibid: query 3: queries:3: not UTF-8\nibid: query name: queries:4: not UTF-8\n");
}

#[test]
fn of_many_that_may_be_meant_ten_are_named() {
    let files: Vec<String> = (10..23).map(|number| format!("{number}/readme.md")).collect();
    let archive = Archive::new(&[]);
    for (number, file) in files.iter().enumerate() {
        archive.write(file, format!("The readme of {number} wells, each by itself.\n").as_bytes());
    }
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    for arguments in [["show", "readme.md"], ["show", "readme.md:1"], ["similar", "readme.md"]] {
        let told = archive.ibid(arguments).stderr;
        assert!(
            told.starts_with(&format!("ibid: `{}` may be any of:\n  10/readme.md\n", arguments[1])),
            "{told}"
        );
        assert!(told.ends_with("  19/readme.md\n  and 3 more\n"), "{told}");
    }
    archive.remove("10/readme.md");
    let status = archive.ibid(["status"]).stdout;
    assert!(
        status.contains(" 1 file has changed since\n") && status.contains(" times the text\n"),
        "{status}"
    );
}
