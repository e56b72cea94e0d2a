//! Which passages are shown of a document.

use crate::harness::Archive;

#[test]
fn a_passage_is_rather_words_than_an_address() {
    let archive = Archive::new(&[(
        "a.md",
        "# Notes\n\nThe page is at https://mill.example/gutters.html for all.\n\nA mill has many walls.\n\nSomebody wrote of gutters and of rain.\n",
    )]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    let shown = archive.ibid(["search", "gutters"]).stdout;
    assert!(shown.contains("Somebody wrote") && !shown.contains("https://"), "{shown}");
    // Where there is nothing else, the address is shown.
    let shown = archive.ibid(["search", "example"]).stdout;
    assert!(shown.contains("https://mill.example"), "{shown}");
}

#[test]
fn a_passage_is_rather_what_stands_below_a_heading() {
    let archive = Archive::new(&[(
        "a.md",
        "# Notes\n\nNothing of it here.\n\n## Mending pumps\n\nWhoever is mending pumps needs leather. It wears.\n\n\
         ## Mending clocks\n\nThis one needs a file.\n\n\
         ## Mending ropes\n\n```\nmending ropes\n```\n\n\
         ## Glass\n\nMending ropes and clocks is told elsewhere; mending clocks is an art.\n",
    )]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let check = |query: &str, heading: Option<&str>, text: &str| {
        let passage = archive.json(query)[0]["passages"][0].clone();
        assert_eq!(
            (passage["heading"].as_str(), passage["text"].as_str().unwrap()),
            (heading, text),
            "{query}"
        );
    };
    check("mending pumps", Some("Mending pumps"), "Whoever is mending pumps needs leather. It wears.");
    // The text below another heading says as much, but not here: a heading comes with what is below it.
    check("mending clocks", None, "Mending clocks\n\nThis one needs a file.");
    check("mending ropes", None, "Mending ropes\n\nmending ropes");
    check(
        "heading:glass",
        None,
        "Glass\n\nMending ropes and clocks is told elsewhere; mending clocks is an art.",
    );
    let shown = archive.ibid(["search", "mending clocks"]).stdout;
    assert!(shown.contains("   § Mending clocks\n   This one needs a file.\n"), "{shown}");
    let shown = archive.ibid(["search", "--by", "passage", "--template", "{text}|", "pumps"]).stdout;
    assert!(!shown.contains("Mending pumps|"), "{shown}");
    // What stands there is seen with the heading already.
    let archive = Archive::new(&[(
        "a.md",
        "# Notes\n\n## Pumps\n\nSo many words stand here about something else that this pump is a passage of its own, as is seen, and only so. No more of pumps.\n",
    )]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let shown =
        archive.ibid(["search", "-m", "3", "--snippet-chars", "80", "--template", "{text}", "pump"]).stdout;
    assert_eq!(shown.lines().count(), 2, "{shown}");
    assert!(shown.starts_with("Pumps So many") && shown.ends_with("No more of pumps.\n"), "{shown}");
}

#[test]
fn a_passage_is_rather_prose_than_a_list() {
    let contents = "Life of a miller | 5 | Rain | 11 | Gutters | 17 | Walls | 19 | Ropes | 49 | Wells | 79";
    let archive = Archive::new(&[(
        "a.md",
        &format!(
            "# Notes\n\n{contents}\n\nNobody should unveil a gutter while it rains, said the miller, and went in.\n"
        ),
    )]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let text = |query: &str| archive.json(query)[0]["passages"][0]["text"].as_str().unwrap().to_owned();
    assert!(text("rain gutters").starts_with("Nobody should"), "{}", text("rain gutters"));
    // Where there is nothing else, the list is shown.
    assert_eq!(text("walls"), contents);
}

#[test]
fn a_passage_knows_its_blocks() {
    let talk = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Ada Field>What is the price of a pump?\n\n\
                00:00:03.000 --> 00:00:05.000\n<v Ben Ortiz>Yes, that is asked.\n";
    let archive = Archive::new(&[("talk.vtt", talk)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let query = "reply:(speaker:ada pump, speaker:ben yes)";
    let passage = archive.json(query)[0]["passages"][0].clone();
    let blocks: Vec<_> = passage["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| (&block["start"], &block["speaker"]))
        .collect();
    assert_eq!(blocks, [(&0.into(), &"Ada Field".into()), (&30.into(), &"Ben Ortiz".into())], "{passage}");
    let shown = archive.ibid(["search", query]).stdout;
    assert!(shown.contains("[0:02] Ada Field: What is the price of a pump? Ben Ortiz: Yes, that"), "{shown}");
    let shown = archive.ibid(["search", "--format", "md", query]).stdout;
    assert!(
        shown.contains("Ada Field: What is the price of a **pump**? Ben Ortiz: **Yes**, that"),
        "{shown}"
    );
}

#[test]
fn a_reply_is_shown_with_the_turn_that_it_answers() {
    let more = "Nobody spoke of anything else for the rest of that long and weary day in June. ".repeat(9);
    let talk = format!(
        "**Ada Field:** What is the price of a pump? {more}\n\n**Ben Ortiz:** {more} Well, a rope is cheaper.\n\n\
         **Ada Field:** {more}\n\n**Ben Ortiz:** {more}\n\n**Ada Field:** Good.\n"
    );
    let archive = Archive::new(&[("talk.md", &talk)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let passages = archive.json("reply:(speaker:ada pump, speaker:ben rope)")[0]["passages"].clone();
    let said: Vec<&str> =
        passages.as_array().unwrap().iter().map(|one| one["speaker"].as_str().unwrap()).collect();
    assert_eq!(said, ["Ada Field", "Ben Ortiz"], "{passages}");
    assert!(passages[1]["text"].as_str().unwrap().contains("a rope is cheaper"), "{passages}");
}

#[test]
fn passages_do_not_show_the_same_words() {
    let near = "The pump was dry. Somebody had left the pump open, and so the pump had run all night. ";
    let far =
        "Nobody spoke of anything else for the rest of that long and weary afternoon in June. ".repeat(8);
    let archive =
        Archive::new(&[("a.md", &format!("# Notes\n\n{near}{far}In the end a pump was bought.\n"))]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let hit = archive.ibid(["search", "--json", "-m", "5", "pump"]).stdout;
    let hit: serde_json::Value = serde_json::from_str(&hit).unwrap();
    let passages = hit["hits"][0]["passages"].as_array().unwrap();
    let marked: Vec<usize> =
        passages.iter().map(|passage| passage["highlights"].as_array().unwrap().len()).collect();
    assert_eq!(marked, [3, 1], "{hit}");
    let count = |arguments: &[&str]| archive.ibid(arguments).stdout.matches("\"type\":\"hit\"").count();
    assert_eq!(count(&["search", "--by", "passage", "--format", "jsonl", "pump"]), 2);
    // Shorter passages show less.
    assert_eq!(
        count(&["search", "--by", "passage", "--snippet-chars", "40", "--format", "jsonl", "pump"]),
        3
    );
}

#[test]
fn a_hit_without_words_shows_where_it_holds() {
    let talk = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Ada Field>Welcome to all of you.\n\n\
                00:00:03.000 --> 00:00:05.000\n<v Ben Ortiz>The lock was dry.\n\n\
                00:00:05.000 --> 00:00:07.000\n<v Ada Field>And the boats?\n\n\
                00:01:05.000 --> 00:01:07.000\n<v Ben Ortiz>They lay there.\n";
    let archive = Archive::new(&[("talk.vtt", talk)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let check = |query: &str, start_ms: u32, speaker: &str, text: &str| {
        let passage = archive.json(query)[0]["passages"][0].clone();
        assert_eq!(passage["start_ms"], start_ms, "{query}: {passage}");
        assert_eq!(passage["speaker"], speaker, "{query}: {passage}");
        assert!(passage["text"].as_str().unwrap().contains(text), "{query}: {passage}");
        assert!(passage["highlights"].as_array().unwrap().is_empty(), "{query}: {passage}");
    };
    check("kind:transcript", 1_000, "Ada Field", "Welcome");
    check("speaker:ben", 3_000, "Ben Ortiz", "The lock was dry.");
    check("t:1m..2m", 65_000, "Ben Ortiz", "They lay there.");
    check("t:4s..6s speaker:ada", 5_000, "Ada Field", "And the boats?");
    check("reply:(speaker:ben, speaker:ada)", 3_000, "Ben Ortiz", "The lock was dry.");
    check("turn:(speaker:ben OR speaker:nobody)", 3_000, "Ben Ortiz", "The lock was dry.");
}

#[test]
fn several_passages_show_all_words() {
    let far = "Nobody spoke of anything else for the rest of that long and weary day. ".repeat(12);
    let thanks = format!("Thank you, Nora, for that. {far}\n\n");
    let text =
        format!("# A talk\n\n{}What we ask for a pump is the price of it.\n\n{far}\n", thanks.repeat(4));
    let archive = Archive::new(&[("talk.md", &text), ("pumps.md", "Nora asked for the price of a pump.\n")]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    for most in ["1", "2"] {
        let shown =
            archive.ibid(["search", "-m", most, "--template", "{marked}", "nora price path:talk"]).stdout;
        assert!(shown.contains("**price**"), "{most}: {shown}");
        assert_eq!(shown.contains("**Nora**"), most == "2", "{most}: {shown}");
    }
}

#[test]
fn a_passage_is_rather_the_subject_than_the_name_of_who_speaks() {
    let filler = "Anna Quill: Well, there is a lot of weather about, and of nothing else. \n\n".repeat(8);
    let talk = format!(
        "---\ntitle: A talk\n---\n\nBert Dale: My guest today is Anna Quill, who mends boats.\n\n{filler}\
         Anna Quill: A sluice is a gate, and a sluice needs grease; the gate is of oak.\n\n\
         Bert Dale: And a gate of a sluice is never shut, they say.\n"
    );
    let archive = Archive::new(&[("talk.md", &talk)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let text = |query: &str| archive.json(query)[0]["passages"][0]["text"].as_str().unwrap_or("").to_owned();
    assert!(text("anna quill sluice gate").contains("sluice"), "{}", text("anna quill sluice gate"));
    assert!(text("anna quill").contains("My guest today"), "{}", text("anna quill"));
}

#[test]
fn a_passage_ends_with_a_sentence_that_is_long_enough() {
    let archive = Archive::new(&[(
        "a.md",
        "# Notes\n\nThe lock keeper wrote every day of the water and of who had come through it, how they paid, and \
         what they carried on to the sea, as his father had done with the same sluice. Behind the house stood a row of \
         limes that nobody had planted, and that were older than the wall, the house and the road together, or so it \
         was told to all who asked.\n",
    )]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let passage = archive.json("sluice")[0]["passages"][0].clone();
    let text = passage["text"].as_str().unwrap();
    assert!(text.ends_with("with the same sluice."), "{text}");
}

#[test]
fn a_passage_is_rather_several_words_than_one_that_is_nowhere_else() {
    let filler = "Nobody spoke of anything else for the rest of that long and weary day. ".repeat(8);
    let roofs =
        format!("A copper roof wants a plumber who has seen a copper roof before. {filler}\n\n").repeat(5);
    let text = format!("# Of roofs\n\n{roofs}The lamp was a detector of rats.\n\n{filler}\n");
    let archive =
        Archive::new(&[("roofs.md", &text), ("lamps.md", "Detectors detect, and copper is copper.\n")]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let passage = archive.json("copper roof detector path:roofs")[0]["passages"][0].clone();
    let text = passage["text"].as_str().unwrap();
    assert!(text.contains("copper roof"), "{text}");
}

#[test]
fn who_is_named_says_it() {
    let archive = Archive::new(&[(
        "a.vtt",
        "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Nora Hale>The mill gate is open, they say.\n\n\
         00:05.000 --> 00:09.000\n<v Ben Ortiz>What of the river?\n\n\
         00:10.000 --> 00:14.000\n<v Ada Field>Then shut the gate; the mill can wait.\n\n\
         00:15.000 --> 00:19.000\n<v Nora Hale>It is shut.\n",
    )]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let check = |query: &str, speaker: &str| {
        let passage = archive.json(query)[0]["passages"][0].clone();
        assert_eq!(passage["speaker"].as_str(), Some(speaker), "{query}");
    };
    check("gate mill", "Nora Hale");
    check("ada gate mill", "Ada Field");
    check("ben gate mill", "Nora Hale");
}

#[test]
fn what_only_the_title_has_shows_how_the_text_begins() {
    let archive = Archive::new(&[(
        "a.md",
        "---\ntitle: The Lids of the Jars\nlang: en\n---\n\nIt rained.\n\nOf that we shall speak.\n",
    )]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    for query in ["title:lids", "the lids of the jars", "title:(lids OR gates) -rye"] {
        let shown = archive.ibid(["search", "--template", "{text}", query]).stdout;
        assert!(shown.starts_with("It rained."), "{query}: {shown}");
        let rows = archive.ibid(["search", "--format", "tsv", "--fields", "path", query]).stdout;
        assert_eq!(rows, "path\na.md\n", "{query}");
    }
}
