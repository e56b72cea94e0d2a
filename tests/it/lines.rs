//! A place is the line on which the words stand, wherever in a block they are.

use crate::harness::{Archive, run};

/// Lines, in each another tree.
fn numbered(count: usize, line: impl Fn(usize, &str) -> String) -> String {
    const NAMES: [&str; 12] = [
        "alder", "birch", "cedar", "durian", "elm", "fir", "ginkgo", "hazel", "ivy", "juniper", "kapok",
        "larch",
    ];
    (0..count).map(|number| line(number, NAMES[number % NAMES.len()])).collect()
}

fn archive() -> Archive {
    let cue = |number: usize, tree: &str| {
        let second = number * 3;
        let clock = |second: usize| format!("00:{:02}:{:02}.000", second / 60, second % 60);
        format!("{} --> {}\nwe came to the {tree}\nand went on to\n\n", clock(second), clock(second + 3))
    };
    let captions = format!("WEBVTT\n\n{}", numbered(12, cue));
    let subrip = numbered(12, |number, tree| {
        format!("{number}\n00:00:{0:02},000 --> 00:00:{0:02},900\n{tree} and then\n\n", number + 1)
    });
    let wrapped = numbered(12, |_, tree| format!("Under the {tree} the clerk sat down and wrote\n"));
    let markdown = format!(
        "---\ntitle: Trees\n---\n\n{wrapped}\n- an item\n  of a linden\n\n```\nlet it = 1;\nlet oak = 2;\n```\n"
    );
    let turns = numbered(12, |_, tree| format!("I saw a {tree} there, and it was\n"));
    let talk =
        format!("ADA: Well, so it was.\n\nBO: Hm.\n\nADA: {turns}\nBO: And a rowan.\nit was.\n\nADA: No.\n");
    let segments = numbered(12, |number, tree| {
        format!(
            "    {{\n      \"start\": {number}.0,\n      \"end\": {number}.9,\n      \"text\": \"so the \\\"{tree}\\\" it was\"\n    }},\n"
        )
    });
    let json = format!("{{\n  \"segments\": [\n{}\n  ]\n}}\n", segments.trim_end().trim_end_matches(','));
    Archive::new(&[
        ("a.vtt", &captions),
        ("b.srt", &subrip),
        ("c.md", &markdown),
        ("d.txt", &talk),
        ("e.json", &json),
        ("f.txt", &format!("Of trees\n\n{wrapped}")),
    ])
}

#[test]
fn a_passage_is_on_the_line_of_its_words() {
    let archive = archive();
    let mut looked_at = 0;
    for word in ["alder", "cedar", "elm", "hazel", "juniper", "larch", "linden", "oak", "rowan"] {
        for hit in archive.json(word).iter().filter(|hit| hit["type"] == "hit") {
            let path = hit["path"].as_str().unwrap();
            let source = std::fs::read_to_string(archive.path("corpus").join(path)).unwrap();
            let line = hit["passages"][0]["line"].as_u64().unwrap();
            let there = source.lines().nth(line as usize - 1).unwrap();
            assert!(there.contains(word), "{path}:{line}: {there}");
            looked_at += 1;
        }
    }
    assert_eq!(looked_at, 6 * 6 + 3);
}

#[test]
fn a_line_names_the_sentence_on_it() {
    let archive = archive();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let printed = |reference: &str| {
        let mut command = archive.command();
        let run = run(command.args(["open", "--print", reference]).env("VISUAL", "vi"));
        assert_eq!(run.code, 0, "{reference}: {}", run.stderr);
        run.stdout
    };
    assert!(printed("c.md:9").contains("+9 "), "{}", printed("c.md:9"));
    // A number of a cue stands below the words of the one before.
    assert!(printed("b.srt:25").contains("+23 "), "{}", printed("b.srt:25"));
    let cited = archive.ibid(["cite", "d.txt:18"]).stdout;
    assert!(cited.contains("And a rowan"), "{cited}");
}
