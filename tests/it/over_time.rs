//! Who said it first, how often who did, and what has come since.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::harness::{Archive, Run, run};

fn archive() -> Archive {
    let archive = Archive::new(&[
        (
            "blog/a.md",
            "---\ntitle: On pears\ndate: 2019-03-05\nauthor: Ada Field\n---\n\nApples first. The pears are ripe. Pears again.\n",
        ),
        (
            "blog/b.md",
            "---\ntitle: Again\ndate: 2021-06-01\nauthor: Ada Field\n---\n\nIt was pears that she meant.\n",
        ),
        ("blog/c.md", "---\ntitle: In a year\ndate: 2020\n---\n\nSomebody brought pears.\n"),
        ("blog/d.md", "---\ntitle: No date\n---\n\nPears without a date.\n"),
        (
            "show/2021-05-30-talk.vtt",
            "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Bo Ash>Nobody eats the quinces.\n\n00:05.000 --> 00:09.000\n<v Cy Elm>They eat pears and plums.\n",
        ),
    ]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    archive
}

/// Runs with a folder of state of its own.
fn with_state(archive: &Archive, arguments: &[&str]) -> Run {
    run(archive.command().env("XDG_STATE_HOME", archive.path("state")).args(arguments))
}

#[test]
fn the_earliest_mention_leads_to_those_after_it() {
    let archive = archive();
    let run = archive.ibid(["first", "pears"]);
    assert_eq!(run.code, 0);
    insta::assert_snapshot!("first_text", format!("{}--- stderr\n{}", run.stdout, run.stderr));
    for format in ["jsonl", "json", "csv", "tsv"] {
        let run = archive.ibid(["first", "--format", format, "-n", "2", "pears"]);
        insta::assert_snapshot!(format!("first_{format}"), run.stdout);
    }
    // Of two words the place where they stand together is shown.
    let run = archive.ibid(["first", "--format", "jsonl", "plums pears"]).stdout;
    let line: Value = serde_json::from_str(run.lines().next().unwrap()).unwrap();
    assert_eq!(line["speaker"], "Cy Elm");
    assert!(line["start_ms"].as_u64().unwrap() >= 5000, "{line}");
    let nothing = archive.ibid(["first", "unicorn"]);
    assert_eq!(
        (nothing.code, nothing.stderr.as_str()),
        (1, "ibid: nothing found: no document has `unicorn`\n")
    );
    let undated = archive.ibid(["first", "\"without a date\""]);
    assert_eq!(undated.code, 1);
    assert!(undated.stderr.contains("1 document has it without a date"), "{}", undated.stderr);
}

#[test]
fn facets_count_all_that_match() {
    let archive = archive();
    insta::assert_snapshot!("facets_text", archive.ibid(["facets"]).stdout);
    for format in ["jsonl", "json", "csv", "tsv"] {
        let run = archive.ibid(["facets", "--by", "year,author", "--format", format, "pears"]);
        insta::assert_snapshot!(format!("facets_{format}"), run.stdout);
    }
    assert_eq!(archive.ibid(["facets", "unicorn"]).code, 1);
    assert_eq!(archive.ibid(["facets", "--by", "yaer"]).code, 2);
}

#[test]
fn facets_are_what_the_documents_say() {
    let names = ["Ada Field", "ADA FIELD", "Bo Ash", "…", "Cy"];
    let archive = Archive::new(&[]);
    let write = |number: usize| {
        let author = names.get(number % 7).map(|name| format!("author: \"{name}\"\n")).unwrap_or_default();
        let date = match number % 4 {
            0 => String::new(),
            1 => format!("date: {}\n", 2015 + number % 3),
            _ => format!("date: {}-0{}-11\n", 2015 + number % 5, number % 9 + 1),
        };
        let language = ["", "lang: de\n", "lang: en\n", "lang: pt\n"][number % 4];
        let head = format!("---\ntitle: Number {number}\n{author}{date}{language}---\n");
        let path = format!("folder-{}/{number}.md", number % 3);
        archive.write(&path, format!("{head}\nPears, {} of them.\n", number * 7).as_bytes());
        let turns = format!(
            "WEBVTT\n\n00:01.000 --> 00:04.000\n<v {}>Plums.\n\n00:05.000 --> 00:09.000\n<v {}>Pears {number}.\n",
            names[number % 5],
            names[number % 3]
        );
        archive.write(&format!("show-{}/{number}.vtt", number % 2), turns.as_bytes());
        path
    };
    // Several segments, with documents that are gone.
    let paths: Vec<String> = (0..24).map(write).collect();
    assert_eq!(archive.ibid(["index"]).code, 0);
    paths.iter().step_by(5).for_each(|path| archive.remove(path));
    (24..32).for_each(|number| drop(write(number)));
    assert_eq!(archive.ibid(["index"]).code, 0);
    let facets = [
        ("speaker", "speakers"),
        ("author", "authors"),
        ("source", "source"),
        ("kind", "kind"),
        ("lang", "language"),
        ("year", "date"),
    ];
    for query in ["*", "plums", "7 OR 21 OR 28", "kind:essay date:2016.."] {
        let exported = archive.ibid(["export", query]).stdout;
        let documents: Vec<Value> =
            exported.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(documents.len() > 2, "{query}");
        let mut expected: Vec<(&str, Option<String>, u64)> = Vec::new();
        for (facet, key) in facets {
            let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
            for document in &documents {
                let mut values: BTreeSet<Option<String>> = match &document[key] {
                    Value::Array(names) => {
                        names.iter().map(|name| name.as_str().map(str::to_owned)).collect()
                    }
                    Value::String(date) if key == "date" => BTreeSet::from([Some(date[..4].to_owned())]),
                    value => BTreeSet::from([value.as_str().map(str::to_owned)]),
                };
                if values.is_empty() {
                    values.insert(None);
                }
                values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
            }
            let mut counts: Vec<_> = counts.into_iter().map(|(value, count)| (facet, value, count)).collect();
            counts.sort_by_key(|(_, value, count)| {
                (value.is_none(), if facet == "year" { 0 } else { u64::MAX - count }, value.clone())
            });
            expected.extend(counts);
        }
        let run = archive.ibid(["facets", "--format", "json", query]).stdout;
        let run: Value = serde_json::from_str(&run).unwrap();
        let found = run["counts"].as_array().unwrap().iter();
        let found: Vec<(&str, Option<String>, u64)> = found
            .map(|count| {
                let value = count["value"].as_str().map(str::to_owned);
                (count["facet"].as_str().unwrap(), value, count["documents"].as_u64().unwrap())
            })
            .collect();
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn new_prints_what_it_has_not_shown() {
    let archive = archive();
    let new = |arguments: &[&str]| with_state(&archive, &[&["new"], arguments].concat());
    let titles = |run: &Run| run.stdout.lines().map(str::to_owned).collect::<Vec<_>>();
    let template = ["--template", "{title}"];
    assert_eq!(
        new(&["pears"]).stderr,
        "ibid: no saved query `pears`\nhint: `ibid new NAME QUERY` saves one, `ibid new --list` names those there are\n"
    );
    let peek = new(&[&template[..], &["--peek", "pears", "pears", "-quinces"]].concat());
    assert_eq!(peek.code, 2, "a query that begins with - needs care: {}", peek.stdout);
    let peek = new(&[&template[..], &["--peek", "fruit", "pears OR plums"]].concat());
    assert_eq!((peek.code, titles(&peek).len()), (0, 5), "{}", peek.stderr);
    // Nothing was kept.
    assert_eq!(new(&["--list"]).code, 1);
    let first = new(&[&template[..], &["-n", "2", "fruit", "pears OR plums"]].concat());
    assert_eq!(titles(&first)[0], "Again", "the newest comes first");
    assert_eq!(
        (titles(&first).len(), first.stderr.as_str()),
        (2, "ibid: 3 more are new; `ibid new fruit` goes on\n")
    );
    assert_eq!(titles(&new(&[&template[..], &["fruit"]].concat())).len(), 3);
    let nothing = new(&["fruit"]);
    assert_eq!((nothing.code, nothing.stdout.as_str()), (1, ""));
    archive.write("blog/e.md", b"---\ntitle: Fresh\ndate: 2022-01-01\n---\n\nFresh pears.\n");
    assert_eq!(archive.ibid(["index"]).code, 0);
    let fresh = new(&["--peek", "--format", "jsonl", "fruit"]);
    assert_eq!(fresh.code, 0);
    for line in fresh.stdout.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        crate::schema::check("search", line["type"].as_str(), &line);
    }
    assert_eq!(titles(&new(&[&template[..], &["fruit"]].concat())), ["Fresh"]);
    assert_eq!(new(&["fruit"]).code, 1);
    // Another question, and what it has shown stays shown.
    let other = new(&["fruit", "quinces"]);
    assert!(other.code == 1 && other.stderr.contains("asked `pears OR plums` before"), "{}", other.stderr);
    assert_eq!(new(&["--list"]).stdout, "fruit  quinces  6 shown\n");
    assert!(other.stderr.ends_with("ibid: `fruit` is saved, and has nothing new\n"), "{}", other.stderr);
    let none = new(&["--peek", "nuts", "hazels"]);
    assert_eq!((none.code, none.stderr.as_str()), (1, "ibid: `nuts` finds nothing yet\n"));
    let none = new(&["nuts", "hazels"]);
    assert_eq!((none.code, none.stderr.as_str()), (1, "ibid: `nuts` is saved, and finds nothing yet\n"));
    // A crontab names it alone, and sends what is said.
    assert_eq!(new(&["nuts"]).stderr, "");
    assert_eq!(new(&["--forget", "nuts"]).code, 0);
    assert_eq!(new(&["--catch-up", "all", "*"]).stdout, "");
    assert_eq!(new(&["all"]).code, 1);
    assert_eq!(new(&["--forget", "fruit"]).code, 0);
    assert_eq!(new(&["--forget", "fruit"]).code, 2);
    let refused = new(&["../x", "pears"]);
    assert!(refused.code == 2 && refused.stderr.contains("`../x` is no name"), "{}", refused.stderr);
    assert_eq!(new(&["bad", "titel:x"]).code, 2);
    assert_eq!(new(&["--list"]).stdout, "all  *  6 shown\n");
}

#[test]
fn a_saved_query_is_asked_by_its_name() {
    let archive = archive();
    let ibid = |arguments: &[&str]| with_state(&archive, arguments);
    assert_eq!(ibid(&["new", "-q", "fruit", "pears OR quinces"]).code, 0);
    assert_eq!(ibid(&["new", "-q", "late", "query:fruit date:2021.."]).code, 0);
    let count = |query: &str| ibid(&["search", "-c", query]).stdout.trim().to_owned();
    assert_eq!(count("query:fruit"), count("pears OR quinces"));
    assert_eq!(count("query:late -kind:transcript"), "1");
    assert_eq!(ibid(&["kwic", "query:fruit", "plums", "--format", "jsonl"]).stdout.lines().count(), 3);
    let unknown = ibid(&["search", "query:friut"]);
    assert!(
        unknown.code == 2 && unknown.stderr.starts_with("ibid: no saved query `friut`; `fruit`?\nhint: "),
        "{}",
        unknown.stderr
    );
    let circle = ibid(&["new", "-q", "late", "query:late"]);
    assert!(circle.code == 2 && circle.stderr.contains("asks for itself: late > late"), "{}", circle.stderr);
    std::fs::write(archive.path("queries"), "a\tquery:fruit\nb\tquery:nothing\n").unwrap();
    let many = ibid(&["search", "--queries", "queries", "-c"]);
    assert_eq!((many.code, many.stdout.as_str()), (2, "a\t5\n"));
    assert!(many.stderr.contains("query b: no saved query `nothing`"), "{}", many.stderr);
}

#[test]
fn whoever_finds_nothing_is_told_why_in_every_command() {
    let archive = archive();
    let told = |arguments: &[&str]| {
        let run = archive.ibid(arguments);
        assert_eq!(run.code, 1, "{arguments:?}: {}", run.stdout);
        run.stderr
    };
    for command in ["search", "kwic", "first", "facets", "trend", "export"] {
        assert_eq!(
            told(&[command, "quinses"]),
            "ibid: nothing found: no document has `quinses`\nibid: did you mean `quinces` for `quinses`?\n",
            "{command}"
        );
        assert_eq!(told(&[command, "-q", "quinses"]), "", "{command}");
    }
    for command in ["kwic", "trend"] {
        assert!(told(&[command, "kind:essay"]).contains("no words that could stand in a text"), "{command}");
        assert!(told(&[command, "year OR kind:essay"]).contains("do not have it in their text"), "{command}");
        assert!(told(&[command, "apples plums"]).contains("none has them together"), "{command}");
        assert!(told(&[command, "kind:essay quinses"]).contains("no document has `quinses`"), "{command}");
    }
    // Of several series those that are nothing are told.
    let some = archive.ibid(["trend", "pears", "quinses"]);
    assert!(some.code == 0 && some.stderr.contains("no document has `quinses`"), "{}", some.stderr);
}

#[test]
fn words_that_may_have_been_meant_as_a_phrase_are_told_so() {
    let archive = archive();
    for command in ["kwic", "first"] {
        let hint =
            |query: &[&str]| archive.ibid([&[command], query].concat()).stderr.contains("'\"eat pears\"'");
        assert!(hint(&["eat", "pears"]) && hint(&["eat pears kind:transcript"]), "{command}");
        assert!(
            !hint(&["-q", "eat", "pears"]) && !hint(&["\"eat pears\""]) && !hint(&["pears"]),
            "{command}"
        );
    }
    assert!(archive.ibid(["trend", "eat pears"]).stderr.contains("in quotation marks they are a phrase"));
    assert_eq!(archive.ibid(["trend", "eat", "pears"]).stderr, "");
}

#[test]
fn what_has_a_sign_is_counted_by_it() {
    let archive = Archive::new(&[
        ("a.md", "# Nets\n\nA net of hemp, and nets of nylon.\n"),
        ("b.md", "# Frameworks\n\nThey wrote it in .NET, and some in C++ or in Cobol.\n"),
    ]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    assert_eq!(archive.ibid(["kwic", ".NET"]).stdout.lines().count(), 1);
    assert_eq!(archive.ibid(["kwic", "net"]).stdout.lines().count(), 3);
    assert_eq!(archive.paths(".NET").first().map(String::as_str), Some("b.md"));
    // Signs are no letters: two amiss of `C++` are not any two letters.
    assert_eq!(archive.paths("C++~2"), ["b.md"]);
    assert_eq!(archive.paths(".NED~1"), ["b.md"]);
    let fuzzy = archive.ibid(["kwic", "C++~2"]).stdout;
    assert!(fuzzy.lines().count() == 1 && fuzzy.contains("C++"), "{fuzzy}");
}

#[test]
fn rows_begin_where_the_chart_begins() {
    let archive = archive();
    for format in ["csv", "tsv", "json", "jsonl"] {
        let run = archive.ibid(["trend", "--format", format, "plums"]).stdout;
        assert!(run.contains("2021") && !run.contains("2019") && !run.contains("2020"), "{run}");
    }
    let refused = archive.ibid(["trend", "--svg", "-", "--format", "csv", "plums"]);
    assert!(refused.code == 2 && refused.stdout.is_empty(), "{}", refused.stdout);
}

#[test]
fn a_chat_is_of_the_days_on_which_it_was_written() {
    let chat = "12/03/2019, 09:15 - Ada Field: Who has the ladder?\n\
        12/03/2019, 09:16 - Bo Stone: It is in the barn.\n\
        13/10/2023, 08:02 - Ada Field: The megaphone was found.\n\
        13/10/2023, 08:05 - Bo Stone: At last.\n";
    let archive = Archive::new(&[("chats/WhatsApp Chat with Rowing.txt", chat)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(archive.ibid(["search", "-c", "megaphone date:2023"]).stdout, "1\n");
    assert_eq!(archive.ibid(["search", "-c", "megaphone date:2019"]).stdout, "0\n");
    let first = archive.ibid(["first", "megaphone"]).stdout;
    assert!(first.starts_with("2023-10-13  Rowing\n"), "{first}");
    // A line of the file is of the day that it belongs to.
    let cited = archive.ibid(["cite", "WhatsApp Chat with Rowing.txt:3"]).stdout;
    assert!(cited.contains("— Ada Field, *Rowing*, chats, 2023-10-13, line 3"), "{cited}");
}
