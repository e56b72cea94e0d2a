//! `ibid open`: which program is started on what.

use crate::harness::{Archive, run};

fn archive() -> Archive {
    let archive = Archive::new(&[
        (
            "essay.md",
            "---\ntitle: Rent\nurl: https://ada.example/rent\n---\n\n# Rent\n\nA tax on land is paid by its owner.\n",
        ),
        (
            "show/talk.md",
            "---\ntitle: Talk\nurl: https://www.youtube.com/watch?v=abc\n---\n\nWith Bo and Cy, on taxes.\n",
        ),
        (
            "show/talk.vtt",
            "WEBVTT\n\n00:05.000 --> 00:09.000\n<v Bo>Nobody taxes the sky.\n\n01:05.000 --> 01:09.000\n<v Cy>They would tax land and sky.\n",
        ),
        ("plain $(touch pwned).md", "# Plain\n\nOne line.\n\nAnother line of it.\n"),
        ("turned.md", "---\nurl: \"https://x.example/\u{202E}gpj.exe\"\n---\n\nWords.\n"),
        ("evil.md", "---\nurl: \"--help; javascript:alert(1)\"\n---\n\nWords of an evil page.\n"),
    ]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    archive
}

#[test]
fn a_place_is_opened_where_it_is_at_home() {
    let archive = archive();
    let printed = |arguments: &[&str]| {
        let mut command = archive.command();
        command.args(["open", "--print"]).args(arguments);
        command.env("VISUAL", "myed -x").env("EDITOR", "other").env("BROWSER", "mybrowser:second");
        let run = run(&mut command);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
        run.stdout.replace(&format!("{}/", archive.path("").canonicalize().unwrap().display()), "ARCHIVE/")
    };
    let page = printed(&["essay.md:8"]);
    assert!(page.starts_with("mybrowser 'https://ada.example/rent#:~:text="), "{page}");
    let talk = printed(&["talk.vtt@1:05"]);
    assert_eq!(talk, "mybrowser 'https://www.youtube.com/watch?v=abc&t=65'\n");
    let mpv = printed(&["--player", "mpv --start={seconds} {url}", "talk.vtt@1:05"]);
    assert_eq!(mpv, "mpv '--start=65' 'https://www.youtube.com/watch?v=abc'\n");
    assert_eq!(printed(&["--with", "editor", "talk.vtt:4"]), "myed -x +4 ARCHIVE/corpus/show/talk.vtt\n");
    assert_eq!(
        printed(&["plain $(touch pwned).md:5"]),
        "myed -x +5 'ARCHIVE/corpus/plain $(touch pwned).md'\n"
    );
    // What would look like another address is written out.
    let turned = printed(&["turned.md"]);
    assert!(turned.contains("https://x.example/%E2%80%AEgpj.exe"), "{turned}");
    // What is no address of the web is none.
    assert!(printed(&["evil.md"]).starts_with("myed -x +"), "{}", printed(&["evil.md"]));
    let code = printed(&["--editor", "code --wait", "plain $(touch pwned).md:3"]);
    assert_eq!(code, "code --wait --goto 'ARCHIVE/corpus/plain $(touch pwned).md:3'\n");
}

#[test]
fn what_cannot_be_opened_is_told() {
    let archive = archive();
    let told = |arguments: &[&str]| {
        let run = run(archive.command().arg("open").args(arguments).env_remove("BROWSER"));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        run.stderr
    };
    assert!(told(&["nowhere.md"]).contains("no document `nowhere.md`"));
    assert!(told(&["--with", "player", "essay.md"]).contains("it has no recording"));
    assert!(told(&["--with", "browser", "evil.md"]).contains("it has no page"));
    let gone = told(&["--editor", "no-such-editor-here", "evil.md"]);
    assert!(gone.contains("`no-such-editor-here` cannot be started") && gone.contains("hint: "), "{gone}");
    assert!(told(&["--editor", "'ed", "evil.md"]).contains("a quote without its end"));
}

#[test]
fn a_file_that_is_gone_is_not_opened() {
    let archive = archive();
    archive.remove("evil.md");
    let run = archive.ibid(["open", "--editor", "true", "evil.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("corpus/evil.md` is no longer there\nhint: `ibid index`"), "{}", run.stderr);
    assert_eq!(archive.ibid(["open", "--print", "evil.md"]).code, 2);
    // Its text is in the index still.
    let shown = archive.ibid(["show", "evil.md"]);
    assert_eq!(shown.code, 0);
    assert!(shown.stdout.contains("Words of an evil page."), "{}", shown.stdout);
    assert!(
        shown.stderr.contains("`evil.md` is no longer there, and shown as it was indexed"),
        "{}",
        shown.stderr
    );
    assert_eq!(archive.ibid(["show", "essay.md"]).stderr, "");
    // An index can be without its archive.
    std::fs::rename(archive.path("corpus"), archive.path("elsewhere")).unwrap();
    assert_eq!(archive.ibid(["show", "--index", "index", "evil.md"]).stderr, "");
}

#[cfg(unix)]
#[test]
fn a_program_is_given_words_and_no_shell_sees_them() {
    use std::os::unix::fs::PermissionsExt;

    let archive = archive();
    let program = archive.path("show words");
    std::fs::write(&program, "#!/bin/sh\nfor word; do printf '[%s]' \"$word\"; done > opened\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let own = archive.path("own.toml");
    let line = format!("editor = \"'{}' 'at {{line}}' {{path}}\"\n", program.display());
    std::fs::write(&own, line).unwrap();
    let run = run(archive.command().args(["open", "plain $(touch pwned).md:5"]).env("IBID_CONFIG", &own));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.starts_with("ibid: opened ") && run.stderr.ends_with(".md:5\n"), "{}", run.stderr);
    let path = archive.path("corpus/plain $(touch pwned).md").canonicalize().unwrap();
    assert_eq!(
        std::fs::read_to_string(archive.path("opened")).unwrap(),
        format!("[at 5][{}]", path.display())
    );
    assert!(!archive.path("pwned").exists());
}

#[cfg(unix)]
#[test]
fn a_file_is_known_by_its_name_from_anywhere() {
    use std::os::unix::ffi::OsStrExt;

    let archive = archive();
    let raw = std::ffi::OsStr::from_bytes(b"a\x9b31mred.md");
    std::fs::write(archive.path("corpus").join(raw), "Words in red.\n").unwrap();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let printed = archive.command().args(["search", "-l", "-0", "red"]).output().unwrap().stdout;
    let name = std::ffi::OsStr::from_bytes(printed.strip_suffix(b"\0").unwrap());
    let elsewhere = tempfile::tempdir().unwrap();
    let absolute = archive.path("corpus/show/talk.vtt").canonicalize().unwrap();
    let absolute = absolute.to_str().unwrap();
    for command in ["show", "cite", "similar"] {
        let run = run(archive.command().arg(command).arg(name));
        assert!(run.code < 2, "{command}: {}", run.stderr);
    }
    let mut cite = archive.command();
    cite.args(["cite", &format!("{absolute}@1:05"), "--index"]).arg(archive.path("index"));
    let cited = run(cite.current_dir(&elsewhere));
    assert!(cited.stdout.contains("tax land and sky"), "{}", cited.stderr);
}
