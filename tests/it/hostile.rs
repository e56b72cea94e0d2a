//! Files that mean harm, or are merely broken, cost a line in the report.

use crate::harness::Archive;

#[test]
fn broken_files_cost_a_warning_and_not_the_run() {
    let archive = Archive::new(&[("good.txt", "A good sentence about apples.\n")]);
    archive.write(
        "deep.html",
        format!("<html><body>{}deep words{}", "<div>".repeat(100_000), "</div>".repeat(100_000)).as_bytes(),
    );
    archive.write("long.txt", "word ".repeat(10_000_000).as_bytes());
    archive.write("nul.txt", b"one\0two\0three\0\0\0\0\0\0\0\0\0\0\0");
    archive.write("empty.md", b"");
    archive.write("half.md.gz", &[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0x4C]);
    archive.write("table.html", b"<table><td><td colspan=3 rowspan=5>cell words");
    archive.write("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let run = archive.ibid(["index", "-v"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    assert!(run.stderr.contains("empty.md: the file is empty"), "{}", run.stderr);
    assert!(run.stderr.contains("half.md.gz: damaged gzip"), "{}", run.stderr);
    assert!(run.stderr.contains("nul.txt: no known format"), "{}", run.stderr);
    assert!(run.stderr.contains("picture.md: no known format: image"), "{}", run.stderr);
    assert_eq!(archive.paths("apples"), ["good.txt"]);
    assert_eq!(archive.paths("\"word word word\""), ["long.txt"]);
}

#[cfg(unix)]
#[test]
fn odd_names_links_and_closed_folders_are_reported() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    let archive = Archive::new(&[
        ("good.txt", "A good sentence about apples.\n"),
        ("closed/in.txt", "Hidden pears.\n"),
    ]);
    let corpus = archive.path("corpus");
    std::fs::write(corpus.join(OsStr::from_bytes(b"caf\xE9.txt")), "An odd name for plums.\n").unwrap();
    symlink(&corpus, corpus.join("loop")).unwrap();
    std::fs::set_permissions(corpus.join("closed"), std::fs::Permissions::from_mode(0o0)).unwrap();
    let run = archive.ibid(["index", "-v"]);
    let followed = archive.ibid(["index", "-v", "--follow", "--reread"]);
    let is_readable = std::fs::read_dir(corpus.join("closed")).is_ok();
    std::fs::set_permissions(corpus.join("closed"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let code = if is_readable { 0 } else { 2 };
    assert_eq!(run.code, code, "{}", run.stderr);
    assert!(run.stderr.contains("loop: symbolic link"), "{}", run.stderr);
    assert!(
        followed.code == code && followed.stderr.contains("loop: symbolic link to a folder above it"),
        "{}",
        followed.stderr
    );
    // Whoever may read everything has no closed folders.
    assert!(is_readable || run.stderr.contains("closed: "), "{}", run.stderr);
    assert_eq!(archive.paths("plums"), ["caf\u{FFFD}E9.txt"]);
    let asked = archive.ibid([OsStr::new("search"), OsStr::from_bytes(b"caf\xE9")]);
    assert!(asked.code == 2 && asked.stderr.contains("UTF-8"), "{}", asked.stderr);
    let shown = archive.ibid(["show", "caf\u{FFFD}E9.txt"]);
    assert!(shown.stdout.contains("An odd name for plums."), "{}", shown.stderr);
}

#[test]
fn nothing_in_the_archive_commands_the_terminal() {
    let text = "# Bad \u{1b}]8;;http://x\u{7}title\n\nSome \u{1b}[31mred\u{9b}2J words \u{202e}drawkcab\u{200b} and\rover\u{85}it.\n";
    let archive = Archive::new(&[("a\u{1b}[1m.md", text)]);
    for arguments in [
        &["search", "words"][..],
        &["search", "--color", "always", "words"],
        &["status", "--list"],
        &["show", "a\u{1b}[1m.md"],
    ] {
        let run = archive.ibid(arguments);
        let allowed = |c: char| c == '\n' || (arguments.contains(&"always") && c == '\u{1b}');
        let bad = |c: &char| {
            (c.is_control() && !allowed(*c)) || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(run.stdout.chars().find(bad), None, "{arguments:?}: {:?}", run.stdout);
        assert!(!run.stdout.contains("\u{1b}[31m") && !run.stdout.contains("\u{1b}]"), "{:?}", run.stdout);
        assert!(run.stdout.contains('.'));
    }
}

#[test]
fn an_index_that_cannot_be_read_is_made_anew() {
    let archive = Archive::new(&[("a.md", "# Wells\n\nA plain text about wells.\n")]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let found = || archive.ibid(["search", "-c", "wells"]).stdout;
    for current in ["", "garbled", "7"] {
        std::fs::write(archive.path("index/current"), current).unwrap();
        for arguments in [&["index", "-q", "--rebuild"][..], &["index", "-q"]] {
            let run = archive.ibid(arguments);
            assert_eq!((run.code, found().as_str()), (0, "1\n"), "{current}: {}", run.stderr);
        }
    }
    let generation = std::fs::read_to_string(archive.path("index/current")).unwrap();
    for file in std::fs::read_dir(archive.path("index").join(generation)).unwrap().flatten() {
        if file.path().extension().is_some_and(|ending| ending == "term") {
            std::fs::remove_file(file.path()).unwrap();
        }
    }
    assert_eq!(archive.ibid(["search", "wells"]).code, 4);
    assert_eq!((archive.ibid(["index", "-q"]).code, found().as_str()), (0, "1\n"));
}

#[test]
fn a_folder_that_is_not_there_is_not_made() {
    let archive = Archive::new(&[("a.md", "# Wells\n\nA plain text about wells.\n")]);
    std::fs::remove_dir(archive.path("index")).unwrap();
    let refused = |arguments: &[&str], reason: &str| {
        let run = archive.ibid(arguments);
        assert!(run.code == 2 && run.stderr.contains(reason), "{arguments:?}: {} {}", run.code, run.stderr);
    };
    refused(&["--corpus", "nosuch", "search", "wells"], "`nosuch` is not there");
    refused(&["--corpus", "corpus/a.md", "search", "wells"], "`--index DIR` says where");
    refused(&["--corpus", "corpus", "--corpus", "corpus", "search", "wells"], "`--index DIR` says where");
    assert!(!archive.path("nosuch").exists());
}

#[test]
fn a_damaged_index_is_told_in_words() {
    let archive = Archive::new(&[("a.md", "Land and tax.\n")]);
    for damage in [&b""[..], b"{", b"{}"] {
        assert_eq!(archive.ibid(["index", "-q", "--rebuild"]).code, 0);
        let generation = std::fs::read_to_string(archive.path("index/current")).unwrap();
        let file = archive.path(&format!("index/{generation}/meta.json"));
        std::fs::write(&file, damage).unwrap();
        let run = archive.ibid(["search", "land"]);
        assert_eq!(run.code, 4);
        let told =
            "cannot be read: one of its files is damaged\nhint: `ibid index --rebuild` makes it anew\n";
        assert!(run.stderr.ends_with(told), "{}", run.stderr);
        std::fs::remove_file(&file).unwrap();
        let run = archive.ibid(["search", "land"]);
        assert!(run.code == 4 && run.stderr.contains("one of its files is missing\n"), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_line_break_in_a_name_is_shown_as_one() {
    let archive = Archive::new(&[("new\nline.txt", "Some pears.\n"), ("new line.txt", "Other plums.\n")]);
    assert_eq!(archive.ibid(["search", "-l", "pears"]).stdout, "corpus/new␊line.txt\n");
    assert_eq!(archive.ibid(["search", "-l", "-0", "pears"]).stdout, "corpus/new\nline.txt\0");
    assert_eq!(archive.ibid(["search", "--template", "{path}", "pears"]).stdout, "new␊line.txt\n");
    assert_eq!(archive.ibid(["status", "--list"]).stdout, "new␊line.txt\nnew line.txt\n");
    // And names it again.
    for name in ["new␊line.txt", "new␊line.txt:1", "new\nline.txt"] {
        let shown = archive.ibid(["show", name]);
        assert!(shown.stdout.contains("Some pears."), "{name}: {}", shown.stderr);
    }
    assert!(archive.ibid(["show", "new line.txt"]).stdout.contains("Other plums."));
}
