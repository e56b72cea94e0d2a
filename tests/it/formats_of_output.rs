//! One run of each output, of each help and of each error, exactly.

use crate::harness::{Archive, root, run};

/// A text and a conversation whose answers do not depend on how ranking is tuned.
fn archive() -> Archive {
    let archive = Archive::new(&[
        (
            "blog/2021-03-05-rent.md",
            "---\ntitle: On *Rent*, \"briefly\"\ndate: 2021-03-05\nauthor: Ada Field\nurl: https://ada.example/rent\n---\n\n## The Tax\n\nA tax on land, say =1+1, is paid by whoever owns it.\n",
        ),
        (
            "show/one.vtt",
            "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Bo Ash>Nobody taxes the sky.\n\n00:05.000 --> 00:09.000\n<v Cy Elm>They would tax land and sky.\n",
        ),
    ]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    archive
}

/// The text without scores, which ranking is free to change.
fn without_scores(archive: &Archive, text: &str) -> String {
    let rows = archive.ibid(["search", "--sort", "date", "--template", "{score}", "-n", "50", "tax"]).stdout;
    rows.lines()
        .filter(|score| !score.is_empty())
        .fold(text.to_owned(), |text, score| text.replace(score, "SCORE"))
}

#[test]
fn each_format_prints_this() {
    let archive = archive();
    for format in ["text", "jsonl", "json", "csv", "tsv", "md", "vimgrep", "trec"] {
        let run = archive.ibid(["search", "--sort", "date", "--format", format, "tax"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{format}");
        insta::assert_snapshot!(format!("format_{format}"), without_scores(&archive, &run.stdout));
        let again = archive.ibid(["search", "--sort", "date", "--format", format, "tax"]);
        assert_eq!(run.stdout, again.stdout);
    }
    let template =
        archive.ibid(["search", "--sort", "date", "--template", r"{{{who}}}\t{time}\t{marked}", "tax"]);
    insta::assert_snapshot!("format_template", template.stdout);
    let fields = archive.ibid([
        "search",
        "--sort",
        "date",
        "--format",
        "jsonl",
        "--fields",
        "place,tags,start_ms",
        "tax",
    ]);
    insta::assert_snapshot!("format_fields", fields.stdout);
    std::fs::write(archive.path("queries"), "one\ttax\n\ntitel:x\nsky\n").unwrap();
    for format in ["text", "jsonl", "tsv", "trec"] {
        let run =
            archive.ibid(["search", "-n", "1", "--sort", "date", "--queries", "queries", "--format", format]);
        assert_eq!(run.code, 2, "{format}");
        let text = format!("{}--- stderr\n{}", run.stdout, run.stderr);
        let text = without_scores(&archive, &text);
        // The other query has scores of its own.
        let rows = archive.ibid(["search", "--sort", "date", "--template", "{score}", "sky"]).stdout;
        let text = rows.lines().fold(text, |text, score| text.replace(score, "SCORE"));
        insta::assert_snapshot!(format!("queries_{format}"), text);
    }
}

#[test]
fn json_is_a_flag_of_its_own_wherever_it_is_a_format() {
    let archive = archive();
    let commands: [&[&str]; 8] = [
        &["search", "tax"],
        &["similar", "show/one.vtt"],
        &["new", "--peek", "tax", "tax"],
        &["kwic", "tax"],
        &["first", "tax"],
        &["trend", "tax"],
        &["facets", "tax"],
        &["quote", "nobody taxes the sky"],
    ];
    for command in commands {
        let out = |more: &[&str]| archive.ibid([command, more].concat()).stdout;
        let json = out(&["--json"]);
        assert!(json.starts_with("{\"version\":1,"), "{command:?}: {json}");
        assert_eq!(json, out(&["--format", "json"]), "{command:?}");
    }
}

#[test]
fn a_heading_that_is_the_title_is_not_said_twice() {
    let text = "On pears\nA pear is ripe once.\nThe core\nNobody eats the pip.";
    let mut start = 0;
    let blocks = text.lines().zip(["heading", "paragraph"].into_iter().cycle()).map(|(line, kind)| {
        let block = serde_json::json!({ "kind": kind, "start": start, "end": start + line.len() });
        start += line.len() + 1;
        block
    });
    let document = serde_json::json!({
        "path": "a.md", "part": null, "kind": "essay", "format": "html", "title": "On Pears",
        "text": text, "blocks": blocks.collect::<Vec<_>>(), "speakers": [], "times": [],
    });
    let archive = Archive::new(&[("one.jsonl", &format!("{document}\n"))]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    for format in ["text", "md"] {
        let out = |word: &str| archive.ibid(["search", "--format", format, word]).stdout;
        assert!(!out("ripe").contains('§') && out("pip").contains("§ The core"), "{}", out("ripe"));
    }
    assert_eq!(archive.json("ripe")[0]["passages"][0]["heading"], "On pears");
}

#[test]
fn files_counts_and_silence() {
    let archive = archive();
    let out = |arguments: &[&str]| archive.ibid(arguments).stdout;
    assert_eq!(
        out(&["search", "-l", "--sort", "date", "tax"]),
        "corpus/blog/2021-03-05-rent.md\ncorpus/show/one.vtt\n"
    );
    assert_eq!(out(&["search", "-l", "-0", "sky"]), "corpus/show/one.vtt\0");
    assert_eq!(out(&["search", "-c", "tax"]), "2\n");
    let quiet = archive.ibid(["search", "-q", "tax"]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
    assert_eq!(archive.ibid(["search", "-q", "unicorn"]).code, 1);
    let inside =
        run(archive.command().args(["search", "-l", "sky"]).current_dir(archive.path("corpus/show")));
    assert_eq!(inside.stdout, "one.vtt\n");
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_text_comes_out_as_it_is() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let archive = Archive::new(&[]);
    let name = OsStr::from_bytes(b"caf\xE9\x1b.txt");
    std::fs::write(archive.path("corpus").join(name), "Plums and a name.\n").unwrap();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let output = archive.command().args(["search", "-l", "-0", "plums"]).output().unwrap();
    assert_eq!(output.stdout, b"corpus/caf\xE9\x1b.txt\0");
    // Without -0 what a terminal would obey is shown instead.
    assert_eq!(archive.ibid(["search", "-l", "plums"]).stdout, "corpus/caf\u{FFFD}E9␛.txt\n");
    let hit = &archive.json("plums")[0];
    assert_eq!(hit["path"], "caf\u{FFFD}E9\u{1b}.txt");
}

#[test]
fn each_help_says_this() {
    let archive = Archive::new(&[]);
    let help = archive.ibid(["help"]).stdout;
    insta::assert_snapshot!("help", help);
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 8, "{commands:?}");
    for command in commands.into_iter().chain(["query", "output"]) {
        let run = archive.ibid(["help", command]);
        assert_eq!(run.code, 0, "{command}: {}", run.stderr);
        insta::assert_snapshot!(format!("help_{command}"), run.stdout);
    }
    assert!(archive.ibid(["help", "bench", "index"]).stdout.contains("Usage: ibid bench index "));
    for line in archive.ibid(["help", "output"]).stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn each_error_says_this() {
    let archive = archive();
    assert_eq!(archive.ibid(["new", "kept", "tax"]).code, 0);
    let saved = archive.path("state/ibid");
    let own = std::fs::read_dir(saved).unwrap().next().unwrap().unwrap().path();
    std::fs::write(own.join("broken.json"), "{").unwrap();
    std::fs::write(own.join("newer.json"), r#"{"version": 9, "query": "x"}"#).unwrap();
    std::fs::write(archive.path("empty.jsonl"), "").unwrap();
    std::fs::write(archive.path("topics"), "1\ttax\n").unwrap();
    std::fs::write(archive.path("bad.qrels"), "1 0 one\n").unwrap();
    std::fs::write(archive.path("other.qrels"), "2 0 one 1\n").unwrap();
    let runs: &[&[&str]] = &[
        &["serach", "tax"],
        &["flywheel"],
        &["search"],
        &["search", "--limt", "3", "tax"],
        &["search", "-i", "tax"],
        &["search", "-A", "2", "tax"],
        &["search", "--since", "2020", "--until", "2019", "tax"],
        &["search", "--queries", "topics", "-l"],
        &["search", "-n", "many", "tax"],
        &["search", "-n", "-1", "tax"],
        &["search", "--format", "csv", "--facet", "kind", "tax"],
        &["search", "--format", "jsnl", "tax"],
        &["search", "--format", "template", "tax"],
        &["search", "--template", "{titel}", "tax"],
        &["search", "--template", r"\q", "tax"],
        &["search", "--fields", "titel", "--format", "csv", "tax"],
        &["search", "--fields", "title", "tax"],
        &["search", "--format-version", "9", "tax"],
        &["search", "titel:rent"],
        &["search", "\"open"],
        &["search", "--queries", "nowhere"],
        &["search", "--hyperlink-format", "vscoed", "tax"],
        &["search", "--facet", "year", "-c", "tax"],
        &["search", "--facet", "year", "--format", "md", "tax"],
        &["search", "--json", "--format", "text", "tax"],
        &["show", "nowhere.md"],
        &["show", "one.vtt@9:00"],
        &["show", "0123456789abc"],
        &["show", "o"],
        &["open", "nowhere.md"],
        &["open", "--with", "player", "blog/2021-03-05-rent.md"],
        &["open", "--with", "editor", "--editor", "no-such-editor-here", "one.vtt"],
        &["open", "--with", "editor", "--editor", "'ed", "one.vtt"],
        &["open", "--with", "editor", "--editor", "ed {file}", "one.vtt"],
        &["cite", "nowhere.md"],
        &["cite", "0123456789abc~7+2~a882e4ed17"],
        &["similar", "nowhere.md"],
        &["similar", "--format", "template", "nowhere.md"],
        &["search", "--format", "csv", "--template", "{title}", "tax"],
        &["why-not", "nowhere.md", "tax"],
        &["quote", "..."],
        &["first", "titel:x"],
        &["facets", "--by", "speeker"],
        &["new", "nothing"],
        &["new", "a b", "tax"],
        &["new", "taxes", "titel:x"],
        &["new", "broken"],
        &["new", "newer"],
        &["new", "--forget", "nothing"],
        &["new", "itself", "query:itself"],
        &["new", "--format", "template", "x", "tax"],
        &["search", "query:nothing"],
        &["kwic", "--format", "jsnl", "tax"],
        &["trend", "--by", "week", "tax"],
        &["eval", "topics", "nowhere"],
        &["eval", "topics", "bad.qrels"],
        &["eval", "topics", "other.qrels"],
        &["eval", "--index", "nowhere", "topics", "other.qrels"],
        &["bench", "nowhere"],
        &["bench", "--baseline", "empty.jsonl", "--runs", "1", "--seconds", "0", "topics"],
        &["import", "nowhere.jsonl"],
        &["import", "empty.jsonl"],
        &["import", "--name", "../x", "empty.jsonl"],
        &["ingest", "nowhere.md"],
        &["index", "--corpus", "nowhere", "--index", "other"],
        &["tui"],
        &["open", "--with", "browser", "one.vtt"],
        &["help", "serach"],
        &["help", "bench", "indx"],
        &["why-not"],
        &["status", "--index", "nowhere"],
    ];
    let mut told = String::new();
    for arguments in runs {
        let run = archive.ibid(*arguments);
        assert_eq!(run.stdout, "", "{arguments:?}");
        told.push_str(&format!(
            "$ ibid {}\n{}[{}]\n\n",
            arguments.join(" "),
            run.stderr.replace(own.to_str().unwrap(), "SAVED"),
            run.code
        ));
    }
    insta::assert_snapshot!("errors", told);
}

#[test]
fn a_limit_of_nothing_is_none() {
    let archive = archive();
    for number in 0..25 {
        archive.write(&format!("more/{number}.txt"), b"date: 2020-01-01\n\nMore on tax and on land.\n");
    }
    for number in 0..12 {
        let turn = format!("WEBVTT\n\n00:01.000 --> 00:04.000\n<v Number {number}>Tax it is.\n");
        archive.write(&format!("said/2021-01-{:02}.vtt", number + 1), turn.as_bytes());
    }
    assert_eq!(archive.ibid(["index"]).code, 0);
    let commands: [&[&str]; 9] = [
        &["search", "--all-versions", "tax"],
        &["search", "--all-versions", "-l", "tax"],
        &["search", "--all-versions", "--by", "passage", "tax"],
        &["kwic", "tax"],
        &["first", "tax"],
        &["quote", "on land"],
        &["facets", "--by", "speaker", "tax"],
        &["trend", "--per", "speaker", "tax"],
        &["new", "--peek", "taxes", "tax"],
    ];
    let sample = Archive::sample();
    assert_eq!(sample.ibid(["index"]).code, 0);
    let similar: &[&str] = &["similar", "the-tax-that-drew-the-map/index.html"];
    let commands = commands.map(|arguments| (&archive, arguments));
    for (archive, arguments) in commands.into_iter().chain([(&sample, similar)]) {
        let lines = |limit: &str| {
            let run = archive.ibid(arguments.iter().chain(&["-n", limit]));
            assert_eq!(run.code, 0, "{arguments:?} -n {limit}: {}", run.stderr);
            run.stdout.lines().count()
        };
        assert!(lines("0") == lines("1000") && lines("0") > lines("1"), "{arguments:?}");
    }
}

#[test]
fn nobody_need_listen() {
    let archive = archive();
    let deaf = |arguments: &[&str]| {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = archive.command();
        command.args(arguments).stdout(std::process::Stdio::null()).stderr(writer);
        command.status().unwrap().code()
    };
    assert_eq!(deaf(&["serach"]), Some(2));
    assert_eq!(deaf(&["show", "nowhere.md"]), Some(2));
    assert_eq!(deaf(&["kwic", "-n", "1", "tax"]), Some(0));
    assert_eq!(deaf(&["index", "--reread", "-v"]), Some(0));
    // What was asked for and cannot be written is another matter.
    #[cfg(target_os = "linux")]
    for arguments in
        [&["--help"][..], &["--version"], &["help"], &["kwic", "tax"], &["trend", "--svg", "-", "tax"]]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let run = archive.command().args(arguments).stdout(full).output().unwrap();
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn exit_codes_are_the_same_everywhere() {
    let archive = archive();
    let commands: [&[&str]; 13] = [
        &["search", "tax"],
        &["kwic", "tax"],
        &["trend", "tax"],
        &["quote", "nobody taxes the sky"],
        &["cite", "one.vtt@0:01"],
        &["open", "--print", "one.vtt@0:01"],
        &["first", "tax"],
        &["facets", "tax"],
        &["new", "--peek", "tax", "tax"],
        &["show", "one.vtt"],
        &["export"],
        &["status"],
        &["status", "--json"],
    ];
    for arguments in commands {
        let code = |more: &[&str]| archive.ibid(arguments.iter().chain(more)).code;
        assert_eq!(code(&[]), 0, "{arguments:?}");
        assert_eq!(code(&["--index", "nowhere"]), 3, "{arguments:?}");
        assert_eq!(code(&["--no-such-flag"]), 2, "{arguments:?}");
    }
    for arguments in [&["search", "unicorn"][..], &["export", "unicorn"], &["kwic", "unicorn"]] {
        assert_eq!(archive.ibid(arguments).code, 1, "{arguments:?}");
    }
    let lock = std::fs::File::create(archive.path("index/lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(archive.ibid(["index", "--wait", "0"]).code, 5);
    drop(lock);
    std::fs::write(archive.path("index/current"), "rubbish").unwrap();
    for arguments in commands {
        assert_eq!(archive.ibid(arguments).code, 4, "{arguments:?}");
    }
}

#[test]
fn settings_come_from_flags_then_environment_then_files() {
    let archive = archive();
    let own = archive.path("own.toml");
    std::fs::write(&own, "limit = 1\npassages = 2\npager = \"less -S\"\n").unwrap();
    std::fs::write(archive.path("ibid.toml"), "limit = 7\nsort = \"date\"\n[theme]\nmatch = \"red\"\n")
        .unwrap();
    let with = |arguments: &[&str], limit: Option<&str>| {
        let mut command = archive.command();
        command.env("IBID_CONFIG", &own).args(arguments);
        limit.map(|limit| command.env("IBID_LIMIT", limit));
        run(&mut command)
    };
    let config = with(&["config", "--color", "never"], Some("3")).stdout;
    let told = config.replace(archive.path("").to_str().unwrap().trim_end_matches('/'), "ARCHIVE");
    insta::assert_snapshot!("config", told);
    let hits = |limit: Option<&str>, flags: &[&str]| {
        let arguments = [&["search", "-m", "1", "--template", "{rank}", "tax"], flags].concat();
        with(&arguments, limit).stdout.lines().count()
    };
    assert_eq!(hits(None, &[]), 2);
    assert_eq!(hits(Some("1"), &[]), 1);
    assert_eq!(hits(Some("1"), &["-n", "5"]), 2);
    std::fs::remove_file(archive.path("ibid.toml")).unwrap();
    assert_eq!(hits(None, &[]), 1);
    let refuse = |text: &str, expected: &str| {
        std::fs::write(archive.path("ibid.toml"), text).unwrap();
        let run = with(&["status"], None);
        assert_eq!(run.code, 2, "{text}");
        assert!(run.stderr.contains(expected), "{text}: {}", run.stderr);
        assert_eq!(with(&["--version"], None).code, 0);
    };
    refuse("\nlimt = 3\n", "ibid.toml:2: no setting `limt`; `limit`?");
    refuse("limit = \"many\"\n", "ibid.toml:1: invalid value `many`");
    refuse("limit = = 3\n", "ibid.toml:1: ");
    refuse("[theme]\nmatch = \"pinkish\"\n", "ibid.toml:2: `pinkish` is no look");
    refuse("[theme]\nmach = \"red\"\n", "ibid.toml:2: no label `mach`; `match`?");
    // An archive may come from anybody: it gets to start nothing.
    refuse("pager = \"sh -c 'touch pwned'\"\n", "`pager` is not an archive's to set");
    refuse("editor = \"sh -c 'touch pwned'\"\n", "`editor` is not an archive's to set");
    refuse("browser = \"x\"\n", "`browser` is not an archive's to set");
    refuse("player = \"x\"\n", "`player` is not an archive's to set");
    refuse("hyperlink_format = \"vscode\"\n", "is not an archive's to set");
}

#[test]
fn shells_are_told_what_there_is() {
    let archive = archive();
    archive.write("blog/a note (old).md", b"Nothing much.\n");
    assert_eq!(archive.ibid(["index"]).code, 0);
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let run = archive.ibid(["completions", shell]);
        assert!(run.code == 0 && run.stdout.contains("IBID_COMPLETE"), "{shell}: {}", run.stderr);
    }
    // The words of a line are bash's, but for one in which a quote is open.
    let script = archive.ibid(["completions", "bash"]).stdout;
    assert!(script.contains("\"${COMP_WORDS[COMP_CWORD]}\" == *"), "{script}");
    let complete_in = |shell: &str, words: &[&str]| {
        let mut command = archive.command();
        command.env("IBID_COMPLETE", shell).env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string());
        let run = run(command.env("_CLAP_IFS", "\n").arg("--").args(words));
        run.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let complete = |words: &[&str]| complete_in("fish", words);
    assert_eq!(complete(&["ibid", "sear"]), ["search"]);
    assert_eq!(complete(&["ibid", "search", "speaker:b"]), ["speaker:bo-Ash"]);
    assert_eq!(complete(&["ibid", "search", "speaker:\"b"]), ["speaker:\"bo Ash\""]);
    assert_eq!(complete(&["ibid", "search", "source:"]), ["source:blog", "source:show"]);
    assert_eq!(complete(&["ibid", "search", "tax kind:tr"]), ["tax kind:transcript"]);
    assert_eq!(complete(&["ibid", "search", "spea"]), ["speaker:"]);
    for command in ["show", "open", "cite", "similar", "why-not"] {
        assert_eq!(complete(&["ibid", command, "show/"]), ["show/one.vtt"]);
    }
    assert_eq!(complete(&["ibid", "help", "out"]), ["output"]);
    assert_eq!(complete(&["ibid", "help", "sear"]), ["search"]);
    assert_eq!(complete(&["ibid", "search", "--fields", "path,li"]), ["path,line", "path,link"]);
    // Bash reads what it is given once more, and puts it behind the quote that is open.
    let bash = |words: &[&str]| complete_in("bash", words);
    assert_eq!(bash(&["ibid", "search", "speaker:b"]), ["speaker:bo-Ash"]);
    assert_eq!(bash(&["ibid", "search", "speaker:\"b"]), ["bo-Ash"]);
    assert_eq!(bash(&["ibid", "search", "'tax speaker:\"b"]), ["tax speaker:\"bo Ash\""]);
    assert_eq!(bash(&["ibid", "search", "speaker:\\\"b"]), ["speaker:\\\"bo\\ Ash\\\""]);
    let zsh = |words: &[&str]| complete_in("zsh", words);
    assert_eq!(zsh(&["ibid", "search", "'tax speaker:\"b"]), ["tax speaker\\:\"bo Ash\":1 document"]);
    assert_eq!(zsh(&["ibid", "search", "tax\\ speaker:b"]), ["tax speaker\\:bo-Ash:1 document"]);
    assert_eq!(bash(&["ibid", "show", "blog/a\\ n"]), ["blog/a\\ note\\ \\(old\\).md"]);
    assert_eq!(bash(&["ibid", "show", "\"blog/a n"]), ["blog/a note (old).md"]);
    assert!(complete(&["ibid", "search", "--format", ""]).contains(&"vimgrep".to_owned()));

    let pages = archive.path("man");
    assert_eq!(archive.ibid(["man", pages.to_str().unwrap()]).code, 0);
    for page in ["ibid.1", "ibid-search.1", "ibid-query.7", "ibid-output.7"] {
        assert!(std::fs::read_to_string(pages.join(page)).unwrap().contains(".TH"), "{page}");
    }
}

#[test]
fn the_picture_shows_what_is_printed() {
    let archive = Archive::sample();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let printed = archive.ibid(["search", "-n", "3", "flywheel"]).stdout;
    let svg = std::fs::read_to_string(root().join("docs/search.svg")).unwrap();
    let mut shown = String::new();
    for piece in svg.split('<').skip(1) {
        shown.push_str(piece.split_once('>').map_or("", |(_, text)| text));
    }
    let shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    // Long lines are broken in the picture.
    let signs = |text: &str| text.split_whitespace().collect::<String>();
    let expected = signs(&format!("$ ibid search -n 3 flywheel\n{printed}"));
    assert_eq!(signs(&shown), expected, "draw it anew: examples/terminal_svg.rs says how");
}
