//! Markdown files, read whole: what their names, heads and lines become.

use crate::format::read;
use crate::receipt::Receipt;

#[test]
fn a_daily_note_is_called_after_its_day() {
    let check = |path: &str, text: &str, expected: (&str, &str)| {
        let documents = read(path, text.as_bytes(), &mut Receipt::default()).unwrap();
        let metadata = &documents[0].metadata;
        let date = metadata.date.map(|date| date.to_string()).unwrap_or_default();
        assert_eq!((metadata.title.as_deref().unwrap_or_default(), date.as_str()), expected, "{path}");
    };
    let day = ("2023-05-02", "2023-05-02");
    check("Daily/2023-05-02.md", "## A walk\n\nThe locks hold.\n", day);
    check("journals/2023_05_02.md", "- The locks hold.\n", day);
    check("Daily/2023-05-02.md", "# A walk\n\nThe locks hold.\n", ("A walk", day.1));
    check("Daily/walks.md", "## A walk\n\nThe locks hold.\n", ("A walk", ""));
}

#[test]
fn other_names_of_a_note_are_headings_of_it() {
    let check = |head: &str, expected: &[&str]| {
        let text = format!("---\ntitle: Grain\n{head}\n---\n\nGrain keeps.\n");
        let documents = read("a.md", text.as_bytes(), &mut Receipt::default()).unwrap();
        let headings = documents[0].blocks.iter().filter(|block| block.line.is_none());
        let headings: Vec<&str> = headings.map(|block| documents[0].block_text(block)).collect();
        assert_eq!(headings, expected, "{head}");
    };
    check("aliases: [Granaries, Why silos matter, grain]", &["Granaries", "Why silos matter"]);
    check("alias: \"Ozzie\"", &["Ozzie"]);
    check("aliases:\n  - /2019/grain/\n  - grain-keeps.html", &[]);
}

#[test]
fn days_and_fields_at_the_beginning_of_lines_keep_what_they_are() {
    let check = |text: &str, expected: &str| {
        let documents = read("a.md", text.as_bytes(), &mut Receipt::default()).unwrap();
        assert_eq!(documents[0].text, expected, "{text}");
    };
    check(
        "Chronik.\n\n17. Juni 1953\n\nDie *Schleuse* bleibt zu.\n",
        "Chronik.\n\n17. Juni 1953\n\nDie Schleuse bleibt zu.",
    );
    check("So it went.\n\n1984. **That** was the year.\n", "So it went.\n\n1984. That was the year.");
    check(
        "So it went.\n\nmood:: quiet\ndistance:: 7.5 km\n",
        "So it went.\n\nmood:: quiet\n\ndistance:: 7.5 km",
    );
    check(
        "So it went.\n\nIt is std::vec:: here\nand so on.\n",
        "So it went.\n\nIt is std::vec:: here and so on.",
    );
    check("So it went.\n\n1. One\n2. Two\n", "So it went.\n\nOne\nTwo");
}

#[test]
fn formulas_and_code_are_of_the_caption_they_stand_in() {
    let text = "Of moraines.\n\n![A moraine of height $h$ marks the `end` of it.](m.png){#fig:m}\n\nSo it was said.\n";
    let documents = read("a.md", text.as_bytes(), &mut Receipt::default()).unwrap();
    let paragraphs: Vec<&str> = documents[0].text.split("\n\n").collect();
    assert_eq!(
        paragraphs,
        ["Of moraines.", "A moraine of height $h$ marks the end of it.", "So it was said."]
    );
}
