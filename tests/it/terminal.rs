//! What a terminal gets: lines that fit, and nothing that commands it.

use std::io::Read;
use std::process::Command;

use crate::harness::{Archive, run};

const HOSTILE: &str = "# Bad \u{1b}]8;;http://x\u{7}title\u{9d}0;owned\u{9c}\n\nSome \u{1b}[31mred\u{9b}2J words \u{202e}drawkcab\u{200b} and\rover\u{85}it \u{2066}iso\u{2069} \u{8}\u{7f} \u{feff}bom \u{ad}soft \u{e0041}tag.\n";

fn hostile() -> Archive {
    let archive = Archive::new(&[("a\u{1b}[1m\u{9b}\u{202e}.md", HOSTILE)]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    archive
}

fn is_dangerous(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

#[test]
fn no_output_carries_what_commands_a_terminal() {
    let archive = hostile();
    let path = "a\u{1b}[1m\u{9b}\u{202e}.md";
    std::fs::write(archive.path("queries"), "\u{1b}[1m\twords\nred\ntitel\u{1b}:x\n").unwrap();
    let mut runs: Vec<Vec<&str>> = vec![
        vec!["search", "-l", "words"],
        vec!["search", "--template", r"{title}\t{file}\t{place}\t{text}\t{marked}\t{path}", "words"],
        vec!["search", "--fields", "title,text,path,file", "--format", "jsonl", "words"],
        vec!["search", "--queries", "queries"],
        vec!["search", "--queries", "queries", "--format", "tsv"],
        vec!["search", "--queries", "queries", "-c"],
        vec!["search", "\u{1b}[31municorn"],
        vec!["search", "titel\u{1b}:\u{9b}x"],
        vec!["\u{1b}[31m"],
        vec!["search", "--format", "\u{1b}[31m", "x"],
        vec!["kwic", "words"],
        vec!["first", "words"],
        vec!["first", "--format", "csv", "words"],
        vec!["facets"],
        vec!["facets", "--format", "tsv"],
        vec!["new", "--peek", "x", "words"],
        vec!["open", "--print", path],
        vec!["cite", path],
        vec!["cite", "--format", "bibtex", path],
        vec!["cite", "--format", "csl", path],
        vec!["quote", "red words"],
        vec!["kwic", "--format", "tsv", "words"],
        vec!["trend", "--format", "jsonl", "words"],
        vec!["ingest", "--explain", "--json", "corpus"],
        vec!["show", path],
        vec!["show", "--json", path],
        vec!["show", "\u{1b}[31m"],
        vec!["status"],
        vec!["status", "--list"],
        vec!["status", "--json"],
        vec!["export"],
        vec!["index", "-v", "--reread"],
    ];
    for format in ["text", "jsonl", "json", "csv", "tsv", "md", "vimgrep", "trec"] {
        runs.push(vec!["search", "--format", format, "words"]);
    }
    for arguments in runs {
        let run = archive.ibid(&arguments);
        for (stream, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
            let found = text.chars().find(|c| is_dangerous(*c));
            assert_eq!(found, None, "{arguments:?} {stream}: {text:?}");
        }
    }
    // JSON is exact all the same.
    let exported = archive.ibid(["export"]).stdout;
    let document: serde_json::Value = serde_json::from_str(&exported).unwrap();
    assert_eq!(document["path"], path);
}

/// A terminal: the end that a person sits at, and the end that a program is given.
#[cfg(unix)]
fn terminal() -> (std::fs::File, std::fs::File) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let slave = std::fs::File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    (std::fs::File::from(master), slave)
}

/// Runs on a terminal of so many columns and returns what it got.
#[cfg(unix)]
fn on_terminal(command: &mut Command, columns: usize) -> String {
    let (mut master, slave) = terminal();
    command.env("COLUMNS", columns.to_string()).env("TERM", "xterm-256color").env_remove("PAGER");
    command.stdin(slave.try_clone().unwrap()).stdout(slave.try_clone().unwrap()).stderr(slave);
    let mut child = command.spawn().unwrap();
    // The command holds the last ends of the terminal: when it is gone, reading ends.
    *command = Command::new("true");
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = master.read(&mut buffer) {
        bytes.extend_from_slice(&buffer[..count]);
    }
    child.wait().unwrap();
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

/// The text without colours and links.
#[cfg(unix)]
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = match after.strip_prefix(']') {
            Some(link) => link.split_once("\u{1b}\\").unwrap().1,
            None => after.split_once(|c: char| c.is_ascii_alphabetic()).unwrap().1,
        };
    }
    out.push_str(rest);
    out
}

#[cfg(unix)]
#[test]
fn lines_fit_a_narrow_terminal_and_places_can_be_opened() {
    use unicode_width::UnicodeWidthStr;

    let archive = Archive::new(&[
        (
            "en.md",
            "# A title that is rather long for so narrow a terminal\n\nThe pears, of which there were very many, lay in the grass: nobody, however, had thought of picking them up; pears\u{2014}so they said\u{2014}keep.\n",
        ),
        (
            "ja.md",
            "# 梨について\n\n梨の木の下に、たくさんのpearsが落ちていた。誰もそれを拾おうとは思わなかった。梨は長持ちすると言われていたからだ。\n",
        ),
        (
            "he.md",
            "# אגסים\n\nהאגסים pears שכבו בדשא, ואיש לא חשב להרים אותם משם, כי אמרו שהם נשמרים היטב במשך זמן רב.\n",
        ),
        ("emoji.md", "# Emoji\n\npears 👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦 e\u{301}e\u{301}e\u{301}\n"),
    ]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    let text = on_terminal(archive.command().args(["search", "--no-pager", "pears"]), 40);
    let shown = plain(&text);
    for line in shown.lines().filter(|line| !line.starts_with("ibid: ")) {
        assert!(line.width() <= 40, "{} columns: {line:?}", line.width());
        assert!(!line.trim_start().starts_with([',', '.', ';', '。', '、']), "{line:?}");
    }
    let joined = shown.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    for words in ["nobody, however, had thought", "ואיש לא חשב להרים אותם"] {
        assert!(joined.contains(words), "{joined}");
    }
    assert!(shown.replace("\n   ", "").contains("誰もそれを拾おうとは思わなかった。"), "{shown}");
    assert!(shown.replace("\n   ", "").matches("👨‍👩‍👧‍👦").count() == 5, "{shown}");
    // Places are links that an editor may be given.
    let corpus = archive.path("corpus").canonicalize().unwrap();
    let link = format!("\u{1b}]8;;file://{}/en.md\u{1b}\\", corpus.display());
    assert!(text.contains(&link), "{text:?}");
    let text = on_terminal(
        archive.command().args(["search", "--no-pager", "--hyperlink-format", "vscode", "grass"]),
        40,
    );
    assert!(text.contains(&format!("vscode://file{}/en.md:3:1\u{1b}\\", corpus.display())), "{text:?}");
    let text = on_terminal(archive.command().args(["search", "--hyperlink-format", "none", "grass"]), 40);
    assert!(!text.contains("]8;;") && text.contains("\u{1b}[1m"), "{text:?}");
}

#[cfg(unix)]
#[test]
fn a_terminal_is_commanded_by_ibid_alone() {
    let archive = hostile();
    for arguments in [
        &["search", "words"][..],
        &["search", "-l", "words"],
        &["status"],
        &["search", "--format", "jsonl", "words"],
    ] {
        let text = on_terminal(archive.command().args(arguments).arg("--no-pager"), 40);
        let found = plain(&text).chars().find(|c| is_dangerous(*c));
        assert_eq!(found, None, "{arguments:?}: {text:?}");
        assert!(!text.contains("\u{1b}[31m") && !text.contains("http://x\u{7}"), "{text:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_text_commands_nothing() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let archive = Archive::new(&[]);
    for name in [&b"a\x9b31mred.md"[..], b"caf\xE9.md"] {
        std::fs::write(archive.path("corpus").join(OsStr::from_bytes(name)), "Plums and a name.\n").unwrap();
    }
    assert_eq!(archive.ibid(["index"]).code, 0);
    for arguments in [&["search", "-l", "plums"][..], &["search", "--format", "vimgrep", "plums"]] {
        // For programs a name is what it is, as long as no terminal of eight bits would obey it.
        let piped = archive.command().args(arguments).args(["--all-versions"]).output().unwrap().stdout;
        let has = |part: &[u8]| piped.windows(part.len()).any(|window| window == part);
        assert!(has(b"corpus/caf\xE9.md") && has("corpus/a\u{FFFD}9B31mred.md".as_bytes()), "{piped:?}");
        // On a terminal all is text.
        let shown = on_terminal(archive.command().args(arguments).args(["--all-versions", "--no-pager"]), 80);
        assert!(shown.contains("caf\u{FFFD}E9.md") && shown.contains("a\u{FFFD}9B31mred.md"), "{shown:?}");
    }
}

#[cfg(unix)]
#[test]
fn charts_and_tables_fit_the_terminal() {
    use unicode_width::UnicodeWidthStr;

    let archive = Archive::sample();
    let name = "a-folder-with-a-rather-long-name/and-another-below-it/and-a-file-of-a-long-name-too.md";
    archive.write(name, "---\ndate: 2024-05-06\nsource: 図書館の長い長い長い名前の手紙\n---\n\nThe flywheel and the gutter stood in the reading room for longer than anybody remembers.\n".as_bytes());
    assert_eq!(archive.ibid(["index"]).code, 0);
    for columns in [20, 40, 60, 80, 100, 132] {
        for arguments in [
            &["trend", "flywheel"][..],
            &["trend", "--by", "month", "the"],
            &["trend", "--by", "quarter", "flywheel", "the"],
            &["trend", "--per", "speaker", "the"],
            &["trend", "--per", "source", "the"],
            &["kwic", "flywheel OR gutter"],
            &["kwic", "\"longer than anybody remembers\" OR reading NEAR/8 room"],
            &["kwic", "-w", "30", "reading"],
            &["facets"],
        ] {
            let shown = plain(&on_terminal(archive.command().args(arguments).arg("--no-pager"), columns));
            assert!(shown.lines().count() > 1, "{arguments:?}: {shown}");
            for line in shown.lines().filter(|line| !line.starts_with("ibid: ")) {
                assert!(line.width() <= columns, "{columns} columns, {arguments:?}: {line:?}\n{shown}");
            }
        }
        // The end of a path, with its line, is what `ibid open` takes.
        let shown = plain(&on_terminal(archive.command().args(["kwic", "anybody"]), columns));
        assert!(columns < 40 || shown.contains("of-a-long-name-too.md:6"), "{columns}: {shown}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_longer_than_the_screen_is_paged() {
    let archive = Archive::sample();
    assert_eq!(archive.ibid(["index"]).code, 0);
    // The pager of the test writes what it gets.
    let pager = "tee paged";
    let page = |arguments: &[&str]| {
        let _ = std::fs::remove_file(archive.path("paged"));
        on_terminal(archive.command().args(arguments).env("IBID_PAGER", pager), 60);
        std::fs::read_to_string(archive.path("paged")).unwrap_or_default()
    };
    assert!(page(&["search", "-n", "50", "the"]).lines().count() > 24);
    assert_eq!(page(&["search", "-n", "1", "flywheel"]), "");
    assert_eq!(page(&["search", "-n", "50", "--no-pager", "the"]), "");
    assert!(page(&["help", "query"]).contains("HOW TO ASK"));
    let _ = std::fs::remove_file(archive.path("paged"));
    let piped = run(archive.command().args(["search", "-n", "50", "the"]).env("IBID_PAGER", pager));
    assert!(piped.stdout.lines().count() > 24 && !archive.path("paged").exists());
}

#[cfg(unix)]
#[test]
fn what_takes_long_says_so_and_takes_it_back() {
    use std::io::Write;

    let archive = Archive::sample();
    let (mut master, slave) = terminal();
    let mut command = archive.command();
    command.args(["import", "-"]).env("TERM", "xterm-256color");
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::null()).stderr(slave);
    let mut child = command.spawn().unwrap();
    drop(command);
    let mut told = Vec::new();
    let mut buffer = [0; 4096];
    // Nothing comes until it has waited for its input for a while.
    while !String::from_utf8_lossy(&told).contains("reading") {
        let count = master.read(&mut buffer).unwrap();
        told.extend_from_slice(&buffer[..count]);
    }
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"{\"path\": \"a.md\", \"text\": \"Late words.\"}\n").unwrap();
    drop(input);
    while let Ok(count @ 1..) = master.read(&mut buffer) {
        told.extend_from_slice(&buffer[..count]);
    }
    assert!(child.wait().unwrap().success());
    let told = String::from_utf8(told).unwrap();
    let (waiting, after) = told.rsplit_once("reading").unwrap();
    assert!(!waiting.contains("documents"), "{told:?}");
    // The line is cleared before anything else is said.
    let cleared = after.find("\u{1b}[2K").unwrap();
    assert!(cleared < after.find("1 document").unwrap(), "{told:?}");
}
