//! What is true across documents: paragraphs that repeat, versions of one text, parts of one
//! episode; and that it does not depend on how the archive came to be.

use std::fmt::Write as _;

use crate::harness::Archive;

const SPONSOR: &str = "This letter is brought to you by Quillfeather and Sons, makers of the finest pens in the valley, who ask nothing of you but that you write to somebody today.";

/// Words that no two numbers share many of, in a text of so many sentences.
fn sentences(number: usize, count: usize) -> String {
    let words =
        ["river", "ledger", "beacon", "orchard", "hinge", "lantern", "parish", "copper", "meadow", "anvil"];
    let mut text = String::new();
    for sentence in 0..count {
        let word = |place: usize| words[(number * 7 + sentence * 3 + place * (number + 2)) % words.len()];
        let _ = write!(
            text,
            "The {} of number{number} stood by {} and sentence{number}x{sentence} kept its {}. ",
            word(0),
            word(1),
            word(2)
        );
    }
    text
}

fn letter(number: usize, sponsor: bool) -> String {
    let end = if sponsor { format!("\n\n{SPONSOR}\n") } else { String::new() };
    format!("# Letter {number}\n\n{}{end}\n", sentences(number, 6))
}

fn vtt(text: &str) -> String {
    let mut captions = "WEBVTT\n".to_owned();
    for (number, sentence) in text.split_inclusive(". ").enumerate() {
        let (minutes, seconds) = (number * 5 / 60, number * 5 % 60);
        let _ = write!(
            captions,
            "\n{minutes:02}:{seconds:02}.000 --> {minutes:02}:{seconds:02}.900\n<v Ada Field>{sentence}\n"
        );
    }
    captions
}

fn sorted(mut paths: Vec<String>) -> Vec<String> {
    paths.sort();
    paths
}

/// Everything that a program can learn from an archive, for comparing.
fn answers(archive: &Archive) -> Vec<String> {
    let queries = ["quillfeather", "river", "title:letter", "number3", "kind:transcript", "*"];
    let mut out = vec![archive.ibid(["export"]).stdout];
    for query in queries {
        for flag in ["--offset=0", "--all-versions", "--boilerplate"] {
            out.push(archive.ibid(["search", "-n", "50", "--format", "jsonl", flag, query]).stdout);
        }
    }
    out
}

#[test]
fn what_repeats_through_a_source_is_set_apart() {
    let archive = Archive::new(&[]);
    for number in 0..6 {
        archive.write(&format!("letters/{number}.md"), letter(number, number < 2).as_bytes());
    }
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(sorted(archive.paths("quillfeather")), ["letters/0.md", "letters/1.md"], "two are no habit");

    archive.write("letters/2.md", letter(2, true).as_bytes());
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert!(archive.paths("quillfeather").is_empty());
    let aside = archive.ibid(["search", "--boilerplate", "quillfeather"]);
    assert_eq!(aside.stdout.matches("letters/").count(), 3, "{}", aside.stdout);
    assert!(aside.stdout.contains("brought to you by Quillfeather and Sons"), "{}", aside.stdout);
    let shown = archive.ibid(["show", "letters/0.md"]).stdout;
    assert!(shown.contains("[set apart] This letter is brought"), "{shown}");
    let receipt = archive.ibid(["show", "--receipt", "letters/0.md"]).stdout;
    assert!(receipt.contains("set apart repeats through its source"), "{receipt}");
    let exported = archive.ibid(["export"]).stdout;
    assert_eq!(exported.matches("\"is_boilerplate\":true").count(), 3);

    // One letter less, and it is two again.
    archive.remove("letters/1.md");
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(sorted(archive.paths("quillfeather")), ["letters/0.md", "letters/2.md"]);
}

#[test]
fn refrains_headings_and_other_sources_stay() {
    let archive = Archive::new(&[]);
    for number in 0..6 {
        let refrain = "> Whoever measures the land will one day be measured by it, and found a little short.";
        let text = format!(
            "# Part {number}\n\n{refrain}\n\n## What we have learned so far on the way\n\n{}",
            letter(number, false)
        );
        archive.write(&format!("book/{number}.md"), text.as_bytes());
        archive.write(&format!("source{number}/a.md"), letter(number + 10, true).as_bytes());
    }
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(archive.paths("\"whoever measures\"").len(), 6);
    assert_eq!(archive.paths("\"what we have learned\"").len(), 6);
    assert_eq!(archive.paths("quillfeather").len(), 6);
}

#[test]
fn what_versions_say_alike_is_counted_once() {
    let told = |aunt: &str, sings: &str, own: &str| {
        [1, 2, 3].map(|number| sentences(number, 20)).join(aunt) + sings + &sentences(4, 20) + sings + own
    };
    let essay = told(
        "My aunt kept the kettle on the hob all day. ",
        "Every kettle sings, before it boils. ",
        "An essay alone may say that kettles are bells. ",
    );
    // Heard otherwise on one side, and with something of its own.
    let talk = told(
        "My aunt kept a kettle on the hob all day. ",
        "Every kettle sings before it boils. ",
        "And as you hear, this kettle leaks a little. ",
    );
    let archive = Archive::new(&[
        ("blog/hob.md", &format!("---\ntitle: On hobs\ndate: 2019-05-01\n---\n\n{essay}\n")),
        ("talks/2021-06-01-hobs.vtt", &vtt(&talk)),
        ("show/ep7.md", &format!("# Seven\n\nIn this one a kettle is mended. {}\n", sentences(5, 9))),
        ("show/ep7.vtt", &vtt(&format!("Now take the kettle and hold it up. {}", sentences(6, 30)))),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(archive.paths("kettle").len(), 2, "two groups");
    let json = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&archive.ibid(arguments).stdout).unwrap()
    };
    let lines = |arguments: &[&str]| {
        let mut paths: Vec<String> = json(&[&["kwic", "--json"], arguments].concat())["occurrences"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["path"].as_str().unwrap().to_owned())
            .collect();
        paths.sort();
        paths.dedup_by_key(|path| path.clone());
        paths
    };
    let counted = |arguments: &[&str]| {
        let found = json(&[&["kwic", "--json"], arguments].concat());
        (found["total"].as_u64().unwrap(), found["repeated"].as_u64().unwrap())
    };
    // The aunt twice, the song twice, and one of its own in each.
    assert_eq!(counted(&["kettle -path:show"]), (6, 4));
    assert_eq!(counted(&["--all-versions", "kettle -path:show"]), (10, 0));
    assert_eq!(counted(&["kettle path:show"]), (2, 0), "parts say other words");
    assert_eq!(lines(&["bells"]), ["blog/hob.md"]);
    assert_eq!(lines(&["boils"]), ["talks/2021-06-01-hobs.vtt"], "the best version has it");
    let said = archive.ibid(["kwic", "kettle"]).stderr;
    assert!(said.contains("4 more are the same words in other versions of a text"), "{said}");

    let trend = |flag: &str| {
        let run = archive.ibid(["trend", "--format", "tsv", flag, "kettle"]).stdout;
        let columns = |line: &str| line.split('\t').skip(2).take(3).map(str::to_owned).collect::<Vec<_>>();
        run.lines().skip(1).map(columns).filter(|row| row[1] != "0").collect::<Vec<_>>()
    };
    assert_eq!(trend("--by=year"), [["2019", "6", "1"], ["", "2", "1"]]);
    assert_eq!(trend("--all-versions"), [["2019", "5", "1"], ["2021", "5", "1"], ["", "2", "2"]]);
    let words = |flags: &[&str]| -> u64 {
        let run = json(&[&["trend", "--json", "kettle"], flags].concat());
        run["counts"].as_array().unwrap().iter().map(|count| count["words"].as_u64().unwrap()).sum()
    };
    assert!(words(&[]) * 3 / 2 < words(&["--all-versions"]), "words are those of one version");

    let first = |flag: &str| {
        let run = json(&["first", "--json", flag, "kettle"]);
        let mentions = run["mentions"].as_array().unwrap().clone();
        mentions.iter().map(|mention| mention["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(first("-n=5"), ["blog/hob.md"], "the one that was there first");
    assert_eq!(first("--all-versions"), ["blog/hob.md", "talks/2021-06-01-hobs.vtt"]);

    let quoted = |flag: &str| {
        let run = json(&["quote", "--json", flag, "Every kettle sings, before it boils."]);
        let places = run["places"].as_array().unwrap().clone();
        let told = places.iter().map(|place| format!("{} {}", place["fidelity"], place["path"]));
        told.map(|told| told.replace('"', "")).collect::<Vec<_>>()
    };
    assert_eq!(quoted("-n=5"), ["verbatim blog/hob.md"]);
    assert_eq!(quoted("--all-versions"), ["verbatim blog/hob.md", "folded talks/2021-06-01-hobs.vtt"]);
}

#[test]
fn versions_are_one_hit() {
    let text = sentences(1, 40);
    let newsletter =
        format!("# A letter to all\n\nDear readers, this is the talk of last week.\n\n{text}\n\nYours, A.\n");
    let archive = Archive::new(&[
        ("blog/on-hinges.md", &format!("# On hinges\n\n{text}\n")),
        ("letters/hinges.md", &newsletter),
        ("talks/hinges.vtt", &vtt(&text)),
        ("blog/other.md", &format!("# Other\n\n{}\n", sentences(2, 40))),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let lines = archive.json("number1");
    assert_eq!(lines.len(), 2, "{lines:?}");
    // The one that knows who spoke and when.
    assert_eq!(lines[0]["path"], "talks/hinges.vtt");
    let versions: Vec<&str> = lines[0]["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| version["path"].as_str().unwrap())
        .collect();
    assert_eq!(versions, ["letters/hinges.md", "blog/on-hinges.md"]);
    assert_eq!((&lines[1]["total"], &lines[1]["documents"]), (&1.into(), &3.into()));
    // The best of those that match.
    assert_eq!(archive.paths("dear readers number1"), ["letters/hinges.md"]);
    let all = archive.ibid(["search", "--all-versions", "number1"]).stdout;
    assert!(all.contains("3. ") && !all.contains("also "), "{all}");
    let run = archive.ibid(["search", "number1"]);
    assert!(run.stdout.contains("also letters/hinges.md (essay, markdown)"), "{}", run.stdout);
}

#[test]
fn short_texts_are_versions_only_under_one_title() {
    let text = sentences(3, 6);
    let archive = Archive::new(&[
        ("a/one.md", &format!("# Of pens\n\n{text}\n")),
        ("b/two.md", &format!("# Of pens\n\n{text} And more.\n")),
        ("c/three.md", &format!("# Of ink\n\n{text} And less.\n")),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(archive.paths("number3").len(), 2);
}

#[test]
fn a_transcript_takes_over_what_its_notes_say() {
    let notes = "---\ntitle: The clock mender\ndate: 2021-05-06\nauthor: Nora Hale\ntags: [clocks]\n---\n\nWe visit a workshop full of escapements.\n";
    let talk = vtt(&sentences(4, 12));
    let archive = Archive::new(&[("show/ep12.md", notes), ("show/ep12.vtt", &talk)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let hit = &archive.json("number4 author:hale date:2021 tag:clocks")[0];
    assert_eq!((&hit["path"], &hit["title"]), (&"show/ep12.vtt".into(), &"The clock mender".into()));
    assert_eq!(hit["versions"][0]["path"], "show/ep12.md");
    // What only the notes say is found at its place in them.
    let hit = &archive.json("escapements")[0];
    assert_eq!((&hit["path"], &hit["passages"][0]["line"]), (&"show/ep12.md".into(), &8.into()));
    assert_eq!(archive.json("title:clock")[1]["total"], 1);

    // Without its notes it is as it was.
    archive.remove("show/ep12.md");
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(archive.paths("author:hale").len(), 0);
    assert_eq!(archive.json("number4")[0]["date"], serde_json::Value::Null);
}

#[test]
fn transcripts_beside_and_by_link_are_found() {
    let feed = "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:podcast=\"https://podcastindex.org/namespace/1.0\"><channel><title>Show</title><item><title>On ink</title><guid>g1</guid><description>We talk of ink and of nothing else for an hour.</description><enclosure url=\"https://a.example/5.mp3\" type=\"audio/mpeg\" length=\"1\"/><podcast:transcript url=\"https://a.example/t/five-final.vtt\" type=\"text/vtt\"/></item></channel></rss>";
    let beside = feed
        .replace("https://a.example/t/five-final.vtt", "ten.vtt")
        .replace("On ink", "On wax")
        .replace("g1", "g2");
    let (talk, other) = (vtt(&sentences(5, 12)), vtt(&sentences(6, 12)));
    let archive = Archive::new(&[
        ("feed/feed.xml", feed),
        ("beside/feed.xml", &beside),
        ("beside/ten.vtt", &vtt(&sentences(10, 12))),
        ("files/five-final.vtt", &talk),
        ("src/episodes/06-is-it-cheap.md", "# Is it cheap\n\nWe ask what a thing costs.\n"),
        ("src/_transcripts/6.vtt", &other),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let hit = &archive.json("number5")[0];
    assert_eq!((&hit["title"], &hit["media_url"]), (&"On ink".into(), &"https://a.example/5.mp3".into()));
    assert_eq!(archive.json("number10")[0]["title"], "On wax");
    let hit = &archive.json("number6")[0];
    assert_eq!((&hit["title"], &hit["path"]), (&"Is it cheap".into(), &"src/_transcripts/6.vtt".into()));
}

#[test]
fn what_is_transcribed_is_found_by_the_name_of_its_recording() {
    let item = |title: &str, file: &str| {
        format!(
            "<item><title>{title}</title><guid>{title}</guid><pubDate>Fri, 14 Mar 2025 09:00:00 GMT</pubDate><description>We talk of it.</description><enclosure url=\"https://a.example/play/{file}?x=1\" type=\"audio/mpeg\" length=\"1\"/></item>"
        )
    };
    let feed = |items: &[String]| {
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Show</title>{}</channel></rss>",
            items.concat()
        )
    };
    let items = [
        item("On ink", "456-on-ink.mp3"),
        item("On wax", "457-on-wax.mp3"),
        item("On lead", "default-media.mp3"),
        item("On glue", "default-media.mp3"),
    ];
    let archive = Archive::new(&[
        ("show/feed.xml", &feed(&items)),
        ("show/audio/456-on-ink.mp3.vtt", &vtt(&sentences(5, 12))),
        ("show/457-on-wax.en.vtt", &vtt(&sentences(6, 12))),
        ("show/default-media.vtt", &vtt(&sentences(7, 12))),
        ("other/talks/old/457-on-wax.vtt", &vtt(&sentences(8, 12))),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let shown = |query: &str| {
        let hit = archive.json(query)[0].clone();
        (hit["title"].clone(), hit["date"].clone())
    };
    assert_eq!(shown("number5"), ("On ink".into(), "2025-03-14".into()));
    assert_eq!(shown("number6"), ("On wax".into(), "2025-03-14".into()));
    // Where several items have the name, or the feed lies elsewhere, it is nobody's.
    assert_eq!(shown("number7").1, serde_json::Value::Null);
    assert_eq!(shown("number8").1, serde_json::Value::Null);
}

#[test]
fn captions_of_a_video_take_over_what_is_noted_beside_them() {
    let info = r#"{"id":"x_Y-z","title":"The long rungs","extractor":"youtube","webpage_url":"https://www.youtube.com/watch?v=x_Y-z","upload_date":"20250314","channel":"Ladders","uploader":"Ladders","description":"We look at rungs and at nothing else."}"#;
    let archive = Archive::new(&[
        ("videos/The long rungs [x_Y-z].info.json", info),
        ("videos/The long rungs [x_Y-z].description", "We look at rungs and at nothing else.\n"),
        ("videos/The long rungs [x_Y-z].en-orig.vtt", &vtt(&sentences(5, 12))),
        ("videos/Another [q].en.vtt", &vtt(&sentences(6, 12))),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let hit = &archive.json("number5")[0];
    assert_eq!((&hit["title"], &hit["date"]), (&"The long rungs".into(), &"2025-03-14".into()));
    assert_eq!(hit["media_url"], "https://www.youtube.com/watch?v=x_Y-z");
    assert_eq!(archive.json("number6")[0]["date"], serde_json::Value::Null);
}

#[test]
fn two_files_that_share_a_folder_alone_are_no_episode() {
    let talk = vtt(&sentences(5, 12));
    let archive = Archive::new(&[
        ("desk/Weekly sync.vtt", &talk),
        ("desk/groceries.md", "---\ntitle: Grocery list\ndate: 2011-01-01\n---\n\nBread and cheese.\n"),
        ("show/kettle/transcript.vtt", &vtt(&sentences(6, 12))),
        (
            "work/transcript.md",
            "# A talk with Ada\n\n**Jo:** How deep?\n\n**Ada:** Forty number9.\n\n**Jo:** And then?\n\n**Ada:** Deeper.\n",
        ),
        ("work/cheese.md", "---\ntitle: Of cheese\ndate: 2011-01-01\n---\n\nBrie is soft.\n"),
        ("show/kettle/of-iron.md", "# Of iron\n\nWhat a kettle is made of.\n"),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let hit = &archive.json("number5")[0];
    assert_eq!((&hit["title"], &hit["date"]), (&"Weekly sync".into(), &serde_json::Value::Null));
    let hit = &archive.json("number9")[0];
    assert_eq!((&hit["title"], &hit["date"]), (&"A talk with Ada".into(), &serde_json::Value::Null));
    // What is called as any transcript is can only be of what lies beside it.
    assert_eq!(archive.json("number6")[0]["title"], "Of iron");
    let receipt = archive.ibid(["show", "--receipt", "show/kettle/transcript.vtt"]).stdout;
    assert!(receipt.contains("title from another part of its episode"), "{receipt}");
}

#[test]
fn a_title_of_its_own_stays() {
    let talk = vtt(&sentences(5, 12)).replacen("WEBVTT\n", "WEBVTT\n\nNOTE Title: The kettle mender\n", 1);
    let notes = "---\ntitle: Notes to no. 12\ndate: 2021-05-06\n---\n\nWe visit a workshop.\n";
    let archive = Archive::new(&[("show/ep12.md", notes), ("show/ep12.vtt", &talk)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let hit = &archive.json("number5")[0];
    assert_eq!((&hit["title"], &hit["date"]), (&"The kettle mender".into(), &"2021-05-06".into()));
}

#[test]
fn a_transcript_takes_over_its_show_and_who_is_heard() {
    let feed = "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:podcast=\"https://podcastindex.org/namespace/1.0\"><channel><title>Slow Barns</title><item><title>On ink</title><guid>g1</guid><description>We talk of ink.</description><enclosure url=\"https://a.example/5.mp3\" type=\"audio/mpeg\" length=\"1\"/><podcast:person role=\"guest\">Ada Moss</podcast:person><podcast:person role=\"host\">Bo Ash</podcast:person><podcast:transcript url=\"https://a.example/t/five.vtt\" type=\"text/vtt\"/></item></channel></rss>";
    let talk = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada>Nobody boils a kettle on the ice.\n\n00:00:04.000 --> 00:00:09.000\n<v Ida>Then somebody has to carry the kettle home again.\n";
    let archive = Archive::new(&[("cast/feed.xml", feed), ("cast/transcripts/five.vtt", talk)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let hit = &archive.json("source:\"slow barns\" with:\"bo ash\" speaker:\"ada moss\" kettle")[0];
    assert_eq!((&hit["path"], &hit["source"]), (&"cast/transcripts/five.vtt".into(), &"Slow Barns".into()));
    let speakers = serde_json::json!(["Ada Moss", "Ida", "Bo Ash"]);
    assert_eq!(hit["speakers"], speakers);
}

#[test]
fn a_table_of_posts_gives_the_texts_in_its_folder_their_titles() {
    let table = "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url\n\
        101.the-kettle,2021-04-02T10:00:00.000Z,true,,,newsletter,only_paid,The Kettle Ledger,On lending,\n\
        102.a-lid,,false,,,newsletter,everyone,Half a lid,,\n";
    let archive = Archive::new(&[
        ("export/posts.csv", table),
        ("export/posts/101.the-kettle.html", "<p>A kettle was never bought, it was lent.</p>"),
        ("export/posts/102.a-lid.html", "<p>A lid is half a promise.</p>"),
        ("other/103.alone.html", "<p>Nobody knows of this one.</p>"),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let hit = &archive.json("lent date:2021 tag:only_paid")[0];
    assert_eq!(
        (&hit["path"], &hit["title"]),
        (&"export/posts/101.the-kettle.html".into(), &"The Kettle Ledger".into())
    );
    assert_eq!(archive.paths("promise tag:draft"), ["export/posts/102.a-lid.html"]);
    assert_eq!(archive.paths("lent tag:draft"), [""; 0]);
    // What only the table says is found in it.
    assert_eq!(archive.json("lending")[0]["path"], "export/posts.csv");
}

/// The files of an archive that has everything at once, as they are at step `step`.
fn file(number: usize, step: usize) -> (String, String) {
    match number % 4 {
        0 | 1 => (format!("letters/{number}.md"), letter(number, !(number + step).is_multiple_of(3))),
        2 => (format!("show/ep{number}.vtt"), vtt(&sentences(number / 8 + 1, 30))),
        _ => (
            format!("show/ep{}.md", number - 1),
            format!(
                "---\ntitle: Episode {number}\ndate: 2020-01-0{}\n---\n\nNotes to number{number}.\n",
                step % 9 + 1
            ),
        ),
    }
}

#[test]
fn nothing_depends_on_threads_or_history() {
    const FILES: usize = 24;
    let grown = Archive::new(&[]);
    for step in 0..4 {
        for number in (0..FILES).filter(|number| (number * 5 + step * 7) % 4 < 2) {
            let (path, text) = file(number, step);
            grown.write(&path, text.as_bytes());
        }
        assert_eq!(grown.ibid(["index", "-q", "-j", "2"]).code, 0);
        for number in (0..FILES).filter(|number| (number + step) % 7 == 0) {
            let (path, _) = file(number, 0);
            if grown.path("corpus").join(&path).exists() {
                grown.remove(&path);
            }
        }
        assert_eq!(grown.ibid(["index", "-q"]).code, 0);
    }
    let expected = answers(&grown);
    assert!(expected.iter().any(|answer| answer.contains("\"is_boilerplate\":true")));
    assert!(expected.iter().any(|answer| answer.contains("\"versions\":[{")));
    for threads in ["1", "2", "8"] {
        assert_eq!(grown.ibid(["index", "-q", "--rebuild", "-j", threads]).code, 0);
        assert_eq!(answers(&grown), expected, "{threads} threads");
    }
}

#[test]
fn a_trend_measures_notes_against_their_own_words_too() {
    let talk = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Bo Ash>Nobody boils a kettle on the ice.\n\n\
                00:00:04.000 --> 00:00:09.000\n<v Cy Elm>Then somebody has to carry the kettle home again, and that is a long way in the dark of a January evening.\n";
    let notes = "---\ntitle: Ice and kettles\ndate: 2019-05-01\n---\n\nShow notes: the pond, the walk, and what was left behind there.\n";
    let archive = Archive::new(&[("show/ep12.vtt", talk), ("show/ep12.md", notes)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let hits = archive.ibid(["search", "--format", "jsonl", "--all-versions", "*"]).stdout;
    let hits = hits.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let hits: Vec<(String, u64)> =
        hits.filter_map(|hit| Some((hit["kind"].as_str()?.to_owned(), hit["words"].as_u64()?))).collect();
    assert_eq!(hits.len(), 2, "{hits:?}");
    let words: u64 = hits.iter().map(|(_, words)| words).sum();
    let run = archive.ibid(["trend", "--json", "kettle"]).stdout;
    let trend: serde_json::Value = serde_json::from_str(&run).unwrap();
    assert!(run.contains(&format!("\"words\":{words}")), "{words}: {trend}");
}
