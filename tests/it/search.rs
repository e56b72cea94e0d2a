//! What queries find, and what is shown of it.

use crate::harness::Archive;

const ESSAY: &str = "---\ntitle: On Rent\ndate: 2021-03-05\nauthor: Ada Field\ntags: [land, tax]\n---\n\n# On Rent\n\nLand has a value.\n\n## The Tax\n\nA tax on the land value is paid by whoever owns it. Nobody escapes.\n";
const TALK: &str = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Nora Hale>So what about the tax?\n\n00:00:04.000 --> 00:00:09.000\n<v Ben Ortiz>The land tax was never the point.\n\n00:00:09.500 --> 00:00:12.000\n<v Nora Hale>Then what was the value of it?\n";

fn archive() -> Archive {
    let notes = "A plain note about wells and value. Running water runs.\n";
    Archive::new(&[("blog/2021-03-05-rent.md", ESSAY), ("show/talk.en.vtt", TALK), ("misc/note.txt", notes)])
}

#[test]
fn queries_find_what_they_say() {
    let archive = archive();
    let check = |query: &str, expected: &[&str]| {
        let mut found = archive.paths(query);
        found.sort();
        assert_eq!(found, expected, "{query}");
    };
    let (rent, talk, note) = ("blog/2021-03-05-rent.md", "show/talk.en.vtt", "misc/note.txt");
    check("tax", &[rent, talk]);
    check("land value", &[rent, talk]);
    check("\"land value\"", &[rent]);
    check("value -tax", &[note]);
    check("(title:rent -nobody) OR \"water runs\"", &[note]);
    check("(date:2021 -nobody) OR \"tax paid\" OR (water NEAR/1 wells)", &[]);
    check("wells OR nobody", &[rent, note]);
    check("(wells OR nobody) value", &[rent, note]);
    check("run", &[note]);
    check("ran", &[note]);
    check("=run", &[]);
    check("escap*", &[rent]);
    check("title:rent", &[rent]);
    check("title:tax", &[]);
    check("heading:tax", &[rent]);
    check("author:field", &[rent]);
    check("tag:land", &[rent]);
    check("speaker:ben", &[talk]);
    check("speaker:\"ben ortiz\" tax", &[talk]);
    check("speaker:nora land", &[]);
    // Not any of them: both are to be in one turn.
    check("turn:(land value)", &[]);
    check("turn:(land tax)", &[rent, talk].into_iter().filter(|path| *path == talk).collect::<Vec<_>>());
    check("reply:(speaker:nora tax, speaker:ben point)", &[talk]);
    check("kind:transcript", &[talk]);
    check("source:blog", &[rent]);
    check("path:show", &[talk]);
    check("path:*.md", &[rent]);
    check("path:BLOG/*", &[rent]);
    check("path:show/*.vtt", &[talk]);
    check("path:*talk*.vtt", &[talk]);
    check("path:t*k.en.vtt", &[talk]);
    check("path:alk*.vtt", &[]);
    check("value -path:*/*.md", &[note, talk]);
    check("path:show/*", &[talk]);
    check("path:2021-*", &[rent]);
    check("path:2021*", &[rent]);
    check("path:note.*", &[note]);
    check("path:03-*", &[]);
    check("path:how/*", &[]);
    check("path:talk/*", &[]);
    check("path:(show/* OR misc/n*)", &[note, talk]);
    check("date:2021", &[rent]);
    check("date:2022..", &[]);
    check("t:4s..9s tax", &[talk]);
    check("land NEAR/2 value", &[rent]);
    check("value ADJ/3 land", &[]);
    check("lend~1", &[rent, talk]);
    check("val?e", &[rent, talk, note].to_vec().tap_sorted());
    check("/t.x/", &[rent, talk]);
    check("sounds:lant", &[rent, talk]);
    check("*", &[rent, note, talk].to_vec().tap_sorted());
}

trait TapSorted {
    fn tap_sorted(self) -> Self;
}

impl TapSorted for Vec<&str> {
    fn tap_sorted(mut self) -> Self {
        self.sort_unstable();
        self
    }
}

#[test]
fn a_passage_shows_what_matched_and_where() {
    let archive = archive();
    let hit = &archive.json("\"land value\"")[0];
    let passage = &hit["passages"][0];
    let text = passage["text"].as_str().unwrap();
    let highlights = passage["highlights"].as_array().unwrap();
    let shown: Vec<&str> = highlights
        .iter()
        .map(|range| &text[range[0].as_u64().unwrap() as usize..range[1].as_u64().unwrap() as usize])
        .collect();
    assert_eq!(shown, ["land value"]);
    assert_eq!((&passage["heading"], &passage["line"]), (&"The Tax".into(), &14.into()));
    assert_eq!(hit["date"], "2021-03-05");

    let hit = &archive.json("speaker:ben point")[0];
    let passage = &hit["passages"][0];
    assert_eq!(passage["speaker"], "Ben Ortiz");
    let (start, end) = (passage["start_ms"].as_u64().unwrap(), passage["end_ms"].as_u64().unwrap());
    assert!((4000..=9000).contains(&start) && start <= end && end <= 9000, "{passage}");
}

#[test]
fn without_a_document_that_has_all_words_any_are_taken_and_it_is_said() {
    let archive = archive();
    let run = archive.ibid(["search", "wells", "unicorns"]);
    assert!(run.stderr.contains("no document has `unicorns` with the rest"), "{}", run.stderr);
    assert!(!run.stderr.contains("ibid quote"), "{}", run.stderr);
    assert!(run.stdout.contains("misc/note.txt"));
    let run = archive.ibid(["search", "the wells were full of white unicorns in those days"]);
    assert!(run.stderr.contains("`ibid quote` finds a sentence"), "{}", run.stderr);
    let lines = archive.json("wells unicorns");
    let summary = lines.last().unwrap();
    assert_eq!((&summary["relaxed"], &summary["missing"][0]), (&true.into(), &"unicorns".into()));
    let run = archive.ibid(["search", "--match", "all", "wells", "unicorns"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
}

#[test]
fn nothing_is_found_for_a_reason() {
    let archive = archive();
    let check = |query: &str, reason: &str| {
        let run = archive.ibid(["search", "--match", "all", query]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{query}");
        assert!(run.stderr.contains(reason), "{query}: {}", run.stderr);
    };
    check("wells unicorns", "nothing found: no document has `unicorns`");
    check("wells nobody", "nothing found: 1 has `wells`, 1 has `nobody`, none has them together");
    check("tax -land", "nothing found");
    assert_eq!(archive.ibid(["search", "-q", "unicorns"]).stderr, "");
}

#[test]
fn a_question_finds_what_lacks_its_small_words() {
    let archive = archive();
    let lines = archive.json("what is the note about");
    let (hit, summary) = (&lines[0], lines.last().unwrap());
    assert_eq!(hit["path"], "misc/note.txt");
    assert_eq!(summary["relaxed"], false);
    assert_eq!(summary["optional"], serde_json::json!(["what", "is", "the", "about"]));
    let strict = archive.ibid(["search", "--match", "all", "what is the note about"]);
    assert_eq!(strict.code, 1, "{}", strict.stdout);
}

#[test]
fn a_template_is_a_format() {
    let archive = archive();
    let run = archive.ibid(["search", "--format", "template", "--template", "{title}\\t{line}", "wells"]);
    assert_eq!(run.stdout, archive.ibid(["search", "--template", "{title}\\t{line}", "wells"]).stdout);
    assert_ne!(run.stdout, "");
    let run = archive.ibid(["search", "--format", "csv", "--template", "{title}", "wells"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("leave out `--format`"), "{}", run.stderr);
}

#[test]
fn a_bad_query_is_shown_with_its_place() {
    let archive = archive();
    let run = archive.ibid(["search", "land (tax"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("land (tax\n") && run.stderr.contains('^'), "{}", run.stderr);
}

#[test]
fn words_of_many_languages_are_found() {
    let archive = Archive::new(&[
        ("a.md", "---\nlang: de\n---\n\nDie Häuser stehen am Fluss, und niemand hat sie gezählt.\n"),
        ("b.md", "---\nlang: ja\n---\n\n地価税について話します。\n"),
        ("c.md", "---\nlang: fr\n---\n\nL\u{2019}économie des lettres perdues.\n"),
        ("d.md", "---\nlang: ru\n---\n\nМы говорили о книгах и письмах.\n"),
    ]);
    let check = |query: &str, expected: &str| assert_eq!(archive.paths(query), [expected], "{query}");
    check("haus", "a.md");
    check("Haeuser OR Häuser", "a.md");
    check("地価", "b.md");
    check("税", "b.md");
    check("economies", "c.md");
    check("книга", "d.md");
    for (names, path) in [(["de", "German", "deutsch"], "a.md"), (["fr", "français", "french"], "c.md")] {
        names.iter().for_each(|name| check(&format!("lang:{name}"), path));
    }
}

#[test]
fn what_is_not_seen_in_a_passage_is_told() {
    let archive = archive();
    let told = |query: &str| {
        let hit = archive.json(query).remove(0);
        let all = hit["elsewhere"].as_array().unwrap().clone();
        all.iter().map(|found| format!("{} {}", found["clause"], found["place"])).collect::<Vec<_>>()
    };
    assert_eq!(told("title:\"on rent\""), ["\"\\\"on rent\\\"\" \"title\""]);
    assert_eq!(told("author:ada nobody"), ["\"ada\" \"author\""]);
    assert_eq!(told("land value"), Vec::<String>::new());
    let far = "far ".repeat(400);
    archive.write("misc/long.txt", format!("The zebra begins.\n\n{far}\n\nThe quagga ends.\n").as_bytes());
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let hit = archive.json("zebra quagga").remove(0);
    let (passage, found) = (&hit["passages"][0], &hit["elsewhere"][0]);
    assert_eq!(passage["text"], "The zebra begins.");
    assert_eq!(
        (&found["clause"], &found["place"], &found["line"]),
        (&"quagga".into(), &"text".into(), &5.into())
    );
    let sounds = &archive.json("sounds:zeebra")[0]["sounds"][0];
    assert_eq!((&sounds["clause"], &sounds["spellings"][0]), (&"sounds:zeebra".into(), &"zebra".into()));
}

#[test]
fn passages_link_to_their_place() {
    let page = "---\ntitle: Rent\nurl: https://a.example/rent\n---\n\nThey say a well-known tax is fair.\n";
    let archive = Archive::new(&[("a.md", page), ("b.md", "No address, but a levy.\n")]);
    let link = |query: &str| archive.json(query)[0]["passages"][0]["link"].as_str().unwrap().to_owned();
    assert_eq!(
        link("fair"),
        "https://a.example/rent#:~:text=known%20tax%20is-,fair".replace("known", "well%2Dknown")
    );
    assert_eq!(link("levy"), "b.md:1");
}

#[test]
fn facets_count_all_matches() {
    let archive = archive();
    let run =
        archive.ibid(["search", "-n", "1", "--facet", "kind", "--facet", "year", "--format", "jsonl", "*"]);
    let summary: serde_json::Value = serde_json::from_str(run.stdout.lines().last().unwrap()).unwrap();
    let kinds = &summary["facets"][0];
    let total: u64 =
        kinds["counts"].as_array().unwrap().iter().map(|count| count["documents"].as_u64().unwrap()).sum();
    assert_eq!((total, &kinds["facet"]), (3, &"kind".into()));
    assert_eq!(summary["facets"][1]["counts"][0]["value"], "2021");
}

#[test]
fn scores_are_told_apart_and_add_up() {
    let archive = archive();
    let run = archive.ibid(["search", "--explain", "--format", "jsonl", "land", "tax"]);
    let mut has_heading = false;
    for line in run.stdout.lines().filter(|line| line.contains("\"explanation\"")) {
        let hit: serde_json::Value = serde_json::from_str(line).unwrap();
        let explanation = &hit["explanation"];
        let clauses = explanation["clauses"].as_array().unwrap();
        let names = ["text", "title", "heading"];
        let parts = clauses.iter().flat_map(|clause| names.map(|name| clause[name].as_f64().unwrap()));
        let sum = parts.sum::<f64>() + explanation["second_look"].as_f64().unwrap();
        has_heading |= clauses.iter().any(|clause| clause["heading"].as_f64() > Some(0.0));
        assert!(clauses.len() == 2 && (sum - hit["score"].as_f64().unwrap()).abs() < 1e-9, "{hit}");
    }
    assert!(has_heading, "{}", run.stdout);
}

#[test]
fn it_is_said_what_keeps_a_document_out() {
    let archive = archive();
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let run = archive.ibid(["why-not", "note.txt", "wells tax -running"]);
    insta::assert_snapshot!(run.stdout, @r"
    misc/note.txt: not found
       + wells: holds here; in 1 document of the archive
       - tax: does not hold here; in 2 documents of the archive
       - -running: leaves it out; lets through 2 documents of the archive
    ");
    assert_eq!(run.code, 1);
    assert_eq!(archive.ibid(["why-not", "note.txt", "wells"]).code, 0);
}

#[test]
fn a_long_document_is_searched_whole() {
    let mut text = "some words of no weight, again and again. ".repeat(250_000);
    text.push_str("At the very end stands an aardvark.");
    assert!(text.len() > 10_000_000);
    let archive = Archive::new(&[("long.txt", &text)]);
    let hit = archive.json("\"an aardvark\"").remove(0);
    assert!(hit["passages"][0]["text"].as_str().unwrap().ends_with("stands an aardvark."), "{hit}");
}

#[test]
fn passages_are_ranked_wherever_they_are() {
    let archive = archive();
    let run = archive.ibid(["search", "--by", "passage", "--format", "jsonl", "tax"]);
    let lines: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(
        lines.len() >= 3
            && lines[..lines.len() - 1].iter().all(|hit| hit["passages"].as_array().unwrap().len() == 1)
    );
    let wide = archive.ibid(["search", "-C", "1", "--snippet-chars", "20", "escapes"]).stdout;
    assert!(wide.contains("A tax on the land value is paid by whoever owns it. Nobody escapes."), "{wide}");
}

#[test]
fn a_passage_without_words_is_how_a_document_begins() {
    let archive = archive();
    archive.write("misc/rent.md", b"---\ntitle: Taxes\n---\n\nWhoever owns it pays.\n");
    let texts = |arguments: &[&str]| {
        let all = [&["search", "--by", "passage", "--template", "{path}: {text}"], arguments].concat();
        archive.ibid(all).stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(texts(&["kind:transcript"]), ["show/talk.en.vtt: So what about the tax?"]);
    assert_eq!(texts(&["date:2021"]), ["blog/2021-03-05-rent.md: Land has a value."]);
    assert_eq!(texts(&["title:taxes"]), ["misc/rent.md: Whoever owns it pays."]);
    // What shows the word comes first, and each in its time where times order them.
    let tax = texts(&["tax"]);
    assert!(tax.len() > 2 && tax.last().unwrap().starts_with("misc/rent.md: "), "{tax:?}");
    assert!(texts(&["--sort", "-date", "tax"])[0].starts_with("blog/"));
    assert_eq!(texts(&["-n", "1", "--offset", "1", "kind:essay"]).len(), 1);
    let names = archive.ibid(["search", "-l", "--by", "passage", "kind:transcript"]).stdout;
    assert_eq!(names, "corpus/show/talk.en.vtt\n");
}

#[test]
fn a_word_without_a_known_sound_is_refused() {
    let archive = archive();
    for query in ["sounds:地価税", "sounds:книга land", "speaker:(sounds:\"伊能\")"] {
        let run = archive.ibid(["search", query]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{query}");
        assert!(run.stderr.contains("nothing but Latin letters"), "{}", run.stderr);
    }
    assert_eq!(archive.paths("sounds:lànd").len(), 2);
}

#[test]
fn spellings_of_a_word_are_found_and_shown_as_they_are_written() {
    let post =
        "# Post\n\nWe don\u{2019}t keep an o\u{FB03}ce, nor a back of\u{AD}fice, only a cafe\u{301}.\n";
    let archive = Archive::new(&[("post.md", post)]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    let check = |query: &str, expected: &[&str]| {
        let hits = archive.json(query);
        let passage = &hits[0]["passages"][0];
        let text = passage["text"].as_str().unwrap();
        let marked: Vec<&str> = passage["highlights"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| {
                let byte = |end: usize| usize::try_from(pair[end].as_u64().unwrap()).unwrap();
                &text[byte(0)..byte(1)]
            })
            .collect();
        assert_eq!(marked, expected, "{query}: {text}");
    };
    check("don't", &["don\u{2019}t"]);
    check("don\u{2019}t", &["don\u{2019}t"]);
    check("office", &["o\u{FB03}ce", "office"]);
    check("cafe", &["cafe\u{301}"]);
    check("caf\u{e9}", &["cafe\u{301}"]);
}

#[test]
fn words_that_hold_a_question_together_are_marked_beside_others() {
    let archive = Archive::new(&[(
        "a.md",
        "# Mills\n\nWhat you do is up to you. The use of the mill is that it grinds what you do not.\n",
    )]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let shown = archive.ibid(["search", "--template", "{marked}", "what is the use of a mill"]).stdout;
    assert_eq!(
        shown.trim_end(),
        "What you do is up to you. **The** **use** **of** **the** **mill** **is** that it grinds what you do not."
    );
}

#[test]
fn a_compound_goes_on_with_what_stands_behind_it() {
    let letter = |number: u8| char::from(b'a' + number % 16);
    let name = |number: u16| {
        let [high, low] = number.to_be_bytes();
        format!("The name of one is f{}{}{}. ", letter(high), letter(low >> 4), letter(low))
    };
    let many: String = (0..2_100).map(name).collect();
    let common = "a goose ".repeat(20_100);
    let archive = Archive::new(&[
        ("many.txt", &format!("Names there are. {many}")),
        ("common.txt", &format!("It went: {common}")),
        ("a.md", "# Wi-Fi at home\n\nNothing here.\n"),
        (
            "b.md",
            "# Cables\n\nThe WI-FI was off. A wi-\nfinder helps; so wi, finally.\n\nWi\n\nfi is no such word.\n",
        ),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let mut found = archive.paths("wi-f*");
    found.sort();
    assert_eq!(found, ["a.md", "b.md"]);
    let run = archive.ibid(["kwic", "--format", "tsv", "wi-f*"]).stdout;
    let keywords: Vec<&str> = run.lines().skip(1).filter_map(|line| line.split('\t').nth(1)).collect();
    assert_eq!(keywords, ["WI-FI", "wi- finder", "wi, finally"]);
    assert_eq!(archive.paths("title:wi-f*"), ["a.md"]);
    for (query, told) in [
        ("f*", "ibid: this stands for more than 2000 words of the archive\n  f*\n"),
        ("a-f*", "`f*` in it stands for more than 2000 words of the archive, and what stands before it"),
    ] {
        let run = archive.ibid(["search", query]);
        assert!(run.code == 2 && run.stderr.contains(told), "{query}: {}", run.stderr);
        assert!(run.stderr.contains("hint: write more of "), "{}", run.stderr);
    }
}

#[test]
fn a_stem_finds_only_texts_in_its_language() {
    let page = |language: &str, text: &str| format!("---\nlang: {language}\n---\n{text}\n");
    let archive = Archive::new(&[
        ("fr.md", page("fr", "Un sac vide, et deux sacs vides.").as_str()),
        ("en.md", page("en", "A letter sent via the post.").as_str()),
        ("pt.md", page("pt", "Uma carta.").as_str()),
    ]);
    assert_eq!(archive.paths("vides"), ["fr.md"]);
    assert_eq!(archive.paths("via"), ["en.md"]);
}

#[test]
fn a_word_in_one_is_told_in_two() {
    let archive = Archive::new(&[
        ("a.md", "A self hosted library of maps.\n"),
        ("b.md", "Whatever is self hosted is kept at home.\n"),
    ]);
    let run = archive.ibid(["search", "selfhosted"]);
    assert!(run.stderr.contains("did you mean `self-hosted` for `selfhosted`?"), "{}", run.stderr);
}

#[test]
fn two_words_are_told_as_one() {
    let archive = Archive::new(&[
        ("a.md", "What they call a tarpit is an idea that looks good.\n"),
        ("b.md", "There is tar in the shed, and a pit behind it. The sea shore is far.\n"),
        ("c.md", "At the sea shore; the seashore is near.\n"),
    ]);
    let meant = |query: &str| archive.ibid(["search", query]).stderr;
    assert!(meant("tar pit").contains("did you mean `tarpit` for `tar pit`?"), "{}", meant("tar pit"));
    assert!(!meant("sea shore").contains("did you mean"), "{}", meant("sea shore"));
}

#[test]
fn who_wrote_or_speaks_is_found_by_name() {
    let argument = format!(
        "---\ntitle: The argument\n---\n\n{}",
        "**Anna B. Quill:** Commerce is a river, as they say.\n\n**Bert Dale:** It is a canal.\n\n".repeat(4)
    );
    let archive = Archive::new(&[
        ("argument.md", argument.as_str()),
        ("essay.md", "---\ntitle: On canals\nauthor: Cato Quill\n---\n\nA canal is dug. A river is not.\n"),
        ("other.md", "A quill is a feather.\n"),
    ]);
    assert_eq!(archive.paths("quill commerce"), ["argument.md"]);
    assert_eq!(archive.paths("\"cato quill\" canal"), ["essay.md"]);
    assert_eq!(archive.paths("cato"), ["essay.md"]);
    assert_eq!(archive.paths("canal -quill"), Vec::<String>::new());
    assert!(archive.paths("title:quill").is_empty());
    // The middle of a name is left out.
    assert_eq!(archive.paths("speaker:\"anna quill\""), ["argument.md"]);
    assert!(archive.paths("speaker:\"quill anna\"").is_empty());
    let hit = &archive.json("quill commerce")[0];
    assert_eq!(hit["elsewhere"][0]["place"], "speaker", "{hit}");
    assert_eq!(hit["elsewhere"][0]["text"], "Anna B. Quill", "{hit}");
    // Somebody who is only named is shown where they begin to speak.
    let passage = &archive.json("dale")[0]["passages"][0];
    assert_eq!(
        (passage["speaker"].as_str(), passage["text"].as_str()),
        (Some("Bert Dale"), Some("It is a canal."))
    );
}

#[test]
fn a_document_is_named_without_its_ending_or_by_its_folder() {
    let archive = Archive::new(&[
        ("talks/ada/notes.md", "# Ada\n\nOn mills.\n"),
        ("talks/mill.v2.txt", "A mill by the river.\n"),
        ("talks/mill.md", "# Mill\n\nAnother mill.\n"),
    ]);
    archive.ibid(["index", "--quiet"]);
    let shown = |name: &str| {
        let run = archive.ibid(["show", name]);
        (run.code, run.stdout.contains("On mills"), run.stdout.contains("by the river"))
    };
    assert_eq!(shown("notes"), (0, true, false));
    assert_eq!(shown("talks/ada"), (0, true, false));
    assert_eq!(shown("mill.v2"), (0, false, true));
    let several = archive.ibid(["show", "talks"]);
    assert_eq!(several.code, 2);
    assert!(several.stderr.contains("`talks` may be any of:\n  talks/mill.md"), "{}", several.stderr);
    assert_eq!(shown("mil").0, 2);
}

#[test]
fn an_empty_answer_says_that_files_have_changed_wherever_it_goes() {
    let archive = Archive::new(&[("a.md", "A mill by the river.\n")]);
    archive.ibid(["index", "--quiet"]);
    archive.write("b.md", b"A weir above it.\n");
    let run = archive.ibid(["search", "weir"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("1 file has changed since the archive was indexed"), "{}", run.stderr);
    assert!(!archive.ibid(["search", "mill"]).stderr.contains("changed"));
    assert!(archive.ibid(["search", "-q", "weir"]).stderr.is_empty());
}

#[test]
fn a_document_is_named_by_its_title() {
    let archive = Archive::new(&[
        ("a.md", "# Ep. 14: The ropewalk\n\nHemp rots from the inside.\n"),
        ("b.md", "# Ropewalk\n\nRopes were walked.\n"),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    for (title, expected) in [("ep. 14: the Ropewalk", "a.md"), ("ROPEWALK", "b.md")] {
        let run = archive.ibid(["show", title]);
        assert!(run.stdout.contains(expected), "{title}: {}{}", run.stdout, run.stderr);
    }
    assert_eq!(archive.ibid(["show", "the ropewalk"]).code, 2);
}
