//! Which of the documents that match come first.

use crate::harness::Archive;

/// The paths of what is found, best first.
fn paths(archive: &Archive, query: &str) -> Vec<String> {
    let run = archive.ibid(["search", "--template", "{path}", query]);
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn a_word_comes_first_as_it_was_typed() {
    let filler = "The ledger lay open on the desk, and nobody had looked into it since the spring. ";
    let archive = Archive::new(&[
        ("bill.md", "# Bill's many bills\n\nBill is here. Bill wears hats, and pays.\n"),
        ("billing.md", &format!("# The ledger\n\n{filler}In autumn they changed the billing.\n\n{filler}\n")),
        (
            "gaan.md",
            "# Wij gaan\n\nWij gaan naar de markt en zij gaan met ons mee, want zij gaan altijd met de anderen.\n",
        ),
        ("long.md", &filler.repeat(40)),
        ("gan.md", &format!("# Pictures\n\n{filler}A gan draws them.\n\n{filler}\n")),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(paths(&archive, "billing"), ["billing.md", "bill.md"]);
    // Other forms are found all the same, and come first where they were asked for.
    assert_eq!(paths(&archive, "bills"), ["bill.md", "billing.md"]);
    assert_eq!(paths(&archive, "gan")[0], "gan.md");
    assert_eq!(paths(&archive, "gaan")[0], "gaan.md");
}

#[test]
fn two_words_stand_rather_side_by_side() {
    let filler =
        "They went on along the wall until the light was gone, and spoke of this and that. ".repeat(3);
    let archive = Archive::new(&[
        ("long.md", &filler.repeat(40)),
        (
            "apart.md",
            "# Rain\n\nHer yellow hair fell over a woollen shirt; the shirt was wet, and so were hair and sleeves.\n",
        ),
        ("together.md", &format!("# Penance\n\n{filler}{filler}He wore a hair shirt.\n\n{filler}{filler}\n")),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(paths(&archive, "hair shirt"), ["together.md", "apart.md"]);
    assert_eq!(paths(&archive, "shirt hair"), ["apart.md", "together.md"]);
}

#[test]
fn a_passage_is_about_the_subject_beside_the_name_of_who_speaks() {
    let turns = "**Lenz:** Today my guest is Odile Marsh, and Odile Marsh is known to all who sail.\n\n\
                 **Odile Marsh:** Thank you for the tea. It is a long way from the harbour to here, and it rained.\n\n\
                 **Lenz:** We have time. Where did it begin, in which year, and who was with you then?\n\n\
                 **Odile Marsh:** The ballast was wrong from the first day, and ballast is all that counts.\n";
    let archive = Archive::new(&[("talk.md", turns)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let shown = archive.ibid(["search", "--template", "{text}", "odile marsh ballast"]).stdout;
    assert!(shown.contains("ballast was wrong"), "{shown}");
    let shown = archive.ibid(["search", "--template", "{text}", "odile marsh"]).stdout;
    assert!(shown.contains("Odile Marsh"), "{shown}");
}

#[test]
fn why_not_knows_of_documents_with_some_of_the_words() {
    let archive = Archive::new(&[("a.md", "The wells were dry.\n"), ("b.md", "The mill is shut.\n")]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let run = archive.ibid(["why-not", "a.md", "wells mill"]);
    assert!(run.stdout.starts_with("a.md: found with some of the words"), "{}", run.stdout);
    assert_eq!(run.code, 0);
    let run = archive.ibid(["why-not", "a.md", "mill"]);
    assert!(run.stdout.starts_with("a.md: not found\n"), "{}", run.stdout);
    assert_eq!(run.code, 1);
}

#[test]
fn brackets_of_the_text_are_quoted_as_they_stand() {
    let text = "The ferry left at nine [inaudible] and nobody was on board but the pilot.\n";
    let archive = Archive::new(&[("a.md", text)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let fidelity = |quotation: &str| {
        let run = archive.ibid(["quote", "--format", "jsonl", quotation]);
        let first: serde_json::Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
        first["fidelity"].as_str().unwrap().to_owned()
    };
    assert_eq!(fidelity("The ferry left at nine [inaudible] and nobody was on board"), "verbatim");
    assert_eq!(fidelity("The ferry left at nine […] and nobody was on board"), "elided");
    assert_eq!(fidelity("The ferry left at nine [in the fog] and nobody was on board"), "elided");
}

#[test]
fn a_list_of_pages_gives_way_to_a_page() {
    let names: String = (0..30).map(|number| format!("- [Page {number}](p{number}.html)\n")).collect();
    let list = format!(
        "# All pages\n\n- [On wealth](w.html)\n- [Wealth and money](m.html)\n- [Money](n.html)\n{names}"
    );
    let page = format!(
        "# A talk\n\nPeople who make money think of wealth last, and wealth is not what money is. {}\n",
        "Nothing else was said that evening, and all went home by the river. ".repeat(6)
    );
    let archive = Archive::new(&[("list.md", &list), ("page.md", &page)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(archive.paths("money wealth"), ["page.md", "list.md"]);
}

#[test]
fn words_with_a_sign_find_themselves_first() {
    let archive = Archive::new(&[
        ("nets.md", "Nets, nets and more nets of the finest net.\n"),
        ("runtime.md", "We moved our whole service from .NET to something else, and then back to it.\n"),
        ("tag.md", "Filed under #taxes by @ada.\n"),
    ]);
    assert_eq!(archive.paths(".NET"), ["runtime.md", "nets.md"]);
    assert_eq!(archive.paths("=.NET"), ["runtime.md"]);
    assert_eq!(archive.paths("\"from .net\""), ["runtime.md"]);
    assert_eq!(archive.paths("\"from net\""), ["runtime.md"]);
    for query in ["taxes", "tax", "#taxes", "=taxes", "tax*", "#ta*", "@ada", "/#t.*s/", "\"under tax*\""] {
        assert_eq!(archive.paths(query), ["tag.md"], "{query}");
    }
    assert!(archive.paths("=#tax").is_empty());
    assert_eq!(archive.json("=@ada")[0]["passages"][0]["highlights"][0], serde_json::json!([22, 26]));
}

#[test]
fn a_sentence_is_found_where_it_was_said() {
    let apart = |words: &[&str]| words.join(&" and nothing but the sound of rain on a roof".repeat(30));
    let scattered = apart(&["A kettle.", "A ladder.", "A meadow.", "A lantern.", "A saddle.", "A bucket."]);
    let archive = Archive::new(&[
        ("scattered.md", scattered.as_str()),
        ("said.md", "The kettle on the ladder in the meadow has a lantern and a saddle.\n"),
        ("other.md", "A kettle and a bucket.\n"),
    ]);
    // The last word was another one.
    let query = "kettle ladder meadow lantern saddle bucket";
    assert_eq!(archive.paths(query)[0], "said.md");
    let run = archive.ibid(["search", "--format", "json", query]);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&answer["relaxed"], &answer["scattered"]), (&true.into(), &1.into()));
    assert!(
        run.stderr.contains("the one document that has all the words has them far apart"),
        "{}",
        run.stderr
    );
    assert_eq!(archive.ibid(["search", "-c", "--match", "all", query]).stdout.trim(), "1");
    // Where they stand together that comes first.
    assert_eq!(archive.paths("kettle ladder meadow lantern saddle"), ["said.md", "scattered.md"]);
}

#[test]
fn few_documents_with_all_words_far_apart_hide_no_others() {
    let long = |word: &str| format!(" and nothing but {word} upon {word} for {word}").repeat(60);
    let (rain, wind, fog, mud) = (long("rain"), long("wind"), long("fog"), long("mud"));
    let archive = Archive::new(&[
        ("scattered.md", &format!("A kettle{rain}. A ladder{rain}. A meadow{rain}.\n")),
        ("two.md", &format!("The kettle hangs on the ladder{wind}.\n")),
        ("one.md", &format!("A ladder{fog}.\n")),
        ("names.md", &format!("Zebediah Quill was here{mud}.\n")),
        ("topic.md", &format!("The kettle, the ladder, a bucket and the meadow{fog}{wind}.\n")),
    ]);
    let words = |query: &str| -> (Vec<String>, serde_json::Value) {
        let run = archive.ibid(["search", "--format", "json", query]);
        let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let scores: Vec<f64> =
            answer["hits"].as_array().unwrap().iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{query}: {scores:?}");
        (archive.paths(query), answer)
    };
    let (found, answer) = words("kettle ladder meadow -bucket");
    assert_eq!((&found[..2], found.len()), (&["scattered.md".to_owned(), "two.md".to_owned()][..], 3));
    assert_eq!((&answer["relaxed"], &answer["scattered"]), (&true.into(), &1.into()));
    // Who says how words stand gets that and no more.
    assert_eq!(archive.paths("kettle ladder meadow \"a ladder\" -bucket").len(), 1);
    // Both names of a person are not more than four words.
    assert_eq!(words("zebediah quill kettle ladder meadow bucket").0[0], "topic.md");
}

#[test]
fn words_far_apart_are_told_so() {
    let apart = |words: &[&str]| words.join(&" and nothing but the sound of rain on a roof".repeat(30));
    let archive = Archive::new(&[
        ("a.md", apart(&["A root.", "An evil.", "A whim.", "A haste."]).as_str()),
        ("b.md", "The root of whim is haste.\n"),
        ("c.md", "The root of evil is a whim, and a beam.\n"),
    ]);
    let note = |query: &str| archive.ibid(["search", query]).stderr;
    assert!(note("root evil whim haste").contains("far apart"), "{}", note("root evil whim haste"));
    assert!(!note("root evil whim beam").contains("far apart"), "{}", note("root evil whim beam"));
    let run = archive.ibid(["search", "--match", "all", "root evil whim haste"]);
    assert!(!run.stderr.contains("far apart"), "{}", run.stderr);
}

#[test]
fn words_that_a_query_binds_are_not_told_to_be_far_apart() {
    let far = " and nothing but the sound of rain on a roof".repeat(30);
    let talk = format!(
        "WEBVTT\n\n00:01.000 --> 04:00.000\n<v Ada>A flywheel{far}, then a hundredweight{far}, and a ladder.\n"
    );
    let archive = Archive::new(&[("talk.vtt", talk.as_str())]);
    let note = |arguments: &[&str]| archive.ibid([&["search"], arguments].concat()).stderr;
    let loose = "flywheel hundredweight ladder";
    assert!(note(&["--snippet-chars", "40", loose]).contains("far apart"), "{}", note(&[loose]));
    for bound in ["turn:(flywheel hundredweight ladder)", "speaker:ada flywheel hundredweight ladder"] {
        assert_eq!(note(&["--snippet-chars", "40", bound]), "", "{bound}");
    }
    // Where no passage is cut nobody knows where the words are.
    for way in ["-c", "-l"] {
        assert_eq!(note(&[way, loose]), "", "{way}");
    }
}

#[test]
fn documents_are_ranked_alike_in_windows_and_one_by_one() {
    let archive = Archive::sample();
    let scored =
        |query: &str| archive.ibid(["search", "-n", "50", "--template", "{path} {score}", query]).stdout;
    for query in
        ["engine OR garden OR map", "(engine OR clock) OR flywheel", "libraries OR land OR Walter OR tax"]
    {
        let swept = scored(query);
        assert!(swept.lines().count() > 5, "{swept}");
        // No document is so old, but dates are looked at one by one.
        assert_eq!(scored(&format!("({query}) -date:1000..1001")), swept);
    }
}

#[test]
fn a_title_that_is_typed_leads_to_what_is_called_so() {
    let mut files =
        vec![("ep-239.md".to_owned(), "---\ntitle: Go time 239\n---\n\nWe talk of kettles.\n".to_owned())];
    let often = "It is time to go, and go we must in time. Page 239 says so, 239 times. ".repeat(3);
    files.extend(
        (0..130).map(|number| (format!("other-{number}.md"), format!("# Other {number}\n\n{often}\n"))),
    );
    let archive =
        Archive::new(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    archive.ibid(["index", "--quiet"]);
    let found = archive.ibid(["search", "-n", "1", "--template", "{path}", "go time 239"]).stdout;
    assert_eq!(found.trim(), "ep-239.md");
}

#[test]
fn a_sentence_of_common_words_is_found_where_it_stands() {
    let common = "It will go by. It is going to feel good. It went like that, quickly, and I feel it. By then it was to go. ";
    let mut files = vec![(
        "said.md".to_owned(),
        format!(
            "# Said\n\n{}\n\nIt's going to feel like it went by quickly.\n",
            "Nobody spoke of anything else that day. ".repeat(200)
        ),
    )];
    files.extend(
        (0..130).map(|number| (format!("other-{number}.md"), format!("# Other {number}\n\n{common}\n"))),
    );
    let archive =
        Archive::new(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    archive.ibid(["index", "--quiet"]);
    let query = "It's going to feel like it went by quickly";
    let found = archive.ibid(["search", "-n", "1", "--template", "{path}: {text}", query]).stdout;
    assert!(found.starts_with("said.md: It's going to feel like it went by quickly"), "{found}");
    // It does not lead in another order.
    let found = archive
        .ibid(["search", "-n", "1", "--template", "{path}", "quickly by went it like feel to going"])
        .stdout;
    assert_ne!(found.trim(), "said.md");
}

#[test]
fn initials_are_found_first_where_they_are_written_so() {
    let archive = Archive::new(&[
        ("list.md", "# List\n\nBOS, e, m, m, a, EOS and m, a once more, and m, a at the end.\n"),
        (
            "deal.md",
            "# A deal\n\nThe firm grew by M&A, which took it many years and a good deal of money in the end.\n",
        ),
    ]);
    archive.ibid(["index", "--quiet"]);
    let found = archive.ibid(["search", "--template", "{path}", "M&A"]).stdout;
    assert_eq!(found.lines().collect::<Vec<_>>(), ["deal.md", "list.md"]);
    let marked = archive.ibid(["search", "-n", "1", "--template", "{marked}", "M&A"]).stdout;
    assert!(marked.contains("**M&A**"), "{marked}");
}

#[test]
fn what_a_named_speaker_says_comes_first() {
    let talk = |first: &str, second: &str| {
        format!(
            "**Odile Marsh:** {first}\n\n**Bram Lenz:** {second}\n\n**Odile Marsh:** Yes.\n\n**Bram Lenz:** So it is.\n"
        )
    };
    let other = "The tea was cold, and the rain went on until the evening came at last.";
    let archive = Archive::new(&[
        ("asked.md", &talk("Ballast, they say, and ballast again?", other)),
        ("said.md", &talk(other, "Of the ballast I only know that it was wrong.")),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(paths(&archive, "bram lenz ballast"), ["said.md", "asked.md"]);
    assert_eq!(paths(&archive, "what did bram say about ballast"), ["said.md", "asked.md"]);
    assert_eq!(paths(&archive, "odile marsh ballast"), ["asked.md", "said.md"]);
}

#[test]
fn how_one_came_by_something_does_not_count() {
    let memories =
        "Somebody wrote something about an episode where they talk. I remember that somebody talked about \
                    something in that episode, and people remember the episode. "
            .repeat(2);
    let memory = format!("# Remember\n\nThe sluice. {memories}At last it leaked.\n");
    let archive = Archive::new(&[
        ("memory.md", memory.as_str()),
        ("sluice.md", "# Locks\n\nThe sluice at Arn leaked in May, and the old sluice keeper wept.\n"),
        ("salt.md", "# Salt\n\nPeople wrote that salt was dear, and they talked about it.\n"),
        ("rope.md", "# Ropes\n\nI remember an episode about ropes that somebody walked.\n"),
        ("eels.md", "# Eels\n\nSomebody once said something about where they climb at night.\n"),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    for query in [
        "i remember something about a leaking sluice",
        "that episode where they talk about a sluice that leaked",
        "somebody once wrote that a sluice leaked",
    ] {
        assert_eq!(paths(&archive, query)[0], "sluice.md", "{query}");
    }
    // Where nothing is left that says something, nothing was found.
    let run = archive.ibid(["search", "what is the zzyzx of it"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
}

#[test]
fn initials_and_spellings_of_two_countries_are_one_word() {
    let archive = Archive::new(&[
        ("act.md", "# Laws\n\nAll of us read the A.I. Act, and she has a Ph.D. in locks.\n"),
        ("salt.md", "# Prices\n\nThe U.S. price of salt rose.\n"),
        ("colour.md", "# Paint\n\nThe colour of the harbour was realised late.\n"),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    for (query, expected) in [
        ("AI act", &["act.md"][..]),
        ("phd", &["act.md"]),
        ("U.S.", &["salt.md"]),
        ("us price", &["salt.md"]),
        ("harbor color", &["colour.md"]),
        ("realize", &["colour.md"]),
        ("=color", &[]),
    ] {
        assert_eq!(paths(&archive, query), expected, "{query}");
    }
}

#[test]
fn of_what_sounds_alike_the_nearest_in_spelling_comes_first() {
    let archive = Archive::new(&[
        ("a.md", "# Levers\n\nControl, control and control: every control has a lever.\n"),
        (
            "b.md",
            "# Guests\n\nOur guest was Ms Cantrill, who spoke for an hour about many other things and left.\n",
        ),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(paths(&archive, "sounds:kantrill"), ["b.md", "a.md"]);
}
