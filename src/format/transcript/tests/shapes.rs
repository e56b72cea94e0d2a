//! Shapes that many hands and machines write alike.

use super::{check, check_kind, document};
use crate::document::Kind;

#[test]
fn what_a_table_calls_its_columns_is_not_said() {
    let rows = [
        ("0:00:01", "Ada Moss", "Who mends it?"),
        ("0:00:04", "Bo Ek", "I do, on Friday."),
        ("0:00:09", "Ada Moss", "Since when?"),
        ("0:00:12", "Bo Ek", "Since the storm."),
    ];
    let rows: String = rows.map(|(time, name, words)| format!("| {time} | {name} | {words} |\n")).concat();
    check(
        "a.md",
        &format!("| Timecode | Speaker | Dialogue |\n|---|---|---|\n{rows}"),
        "3 Ada Moss @1: Who mends it?\n4 Bo Ek @4: I do, on Friday.\n5 Ada Moss @9: Since when?\n6 Bo Ek @12: Since the storm.",
    );
}

#[test]
fn who_speaks_once_among_lines_with_names_is_named() {
    check(
        "call.txt",
        "Ada Moss: Shall we begin?\nTom Grey: We shall.\nAda Moss: Then tell us of the river.\nTom Grey: It rose.\nBen Ladd: In the night?\nAda Moss: So I heard.\nTom Grey: In the night.\n",
        "1 Ada Moss: Shall we begin?\n2 Tom Grey: We shall.\n3 Ada Moss: Then tell us of the river.\n4 Tom Grey: It rose.\n5 Ben Ladd: In the night?\n6 Ada Moss: So I heard.\n7 Tom Grey: In the night.",
    );
}

#[test]
fn times_stand_before_a_dash_and_a_name_in_bold_type() {
    check(
        "call.md",
        "# Call\n\n[@0:00](https://example.org/call?t=0) - **Ada Moss**\nShall we begin?\n\n[@0:23](https://example.org/call?t=23) - **Tom Grey**\nWe shall, if the river lets us.\n\n[@1:04](https://example.org/call?t=64) - **Ada Moss**\nThen tell us of the river.\n",
        "4 Ada Moss @0: Shall we begin?\n7 Tom Grey @23: We shall, if the river lets us.\n10 Ada Moss @64: Then tell us of the river.",
    );
}

#[test]
fn the_day_above_the_title_is_none_and_fields_of_people_are_said_by_nobody() {
    let text = "Jun 22, 2026\n\n## Ada / Tom \\- Weekly \\- Transcript\n\n### 00:01:22\n\n**Ada Moss:** Good morning.\n\n**Tom Grey:** Good morning.\n\n**Ada Moss:** How is the river?\n\n**Tom Grey:** Low again.\n";
    let dated = document("x.md", text);
    assert_eq!(dated.metadata.title.as_deref(), Some("Ada / Tom - Weekly"));
    assert_eq!(dated.speakers, ["Ada Moss", "Tom Grey"]);
    let talk = "# Talk\n\n**Participants:** Ada Moss (Host), Tom Grey (Guest)\n\n**Ada Moss:** Good morning.\n\n**Tom Grey:** Good morning.\n\n**Ada Moss:** How is the river?\n\n**Tom Grey:** Low again.\n";
    assert_eq!(document("y.md", talk).speakers, ["Ada Moss", "Tom Grey"]);
}

#[test]
fn transcripts_between_fences_are_said() {
    check(
        "talk.md",
        "# Talk\n\n```\n[00:00] Ada: Shall we begin?\n[00:04] Tom: We shall.\n[00:09] Ada: Then tell us of the river.\n[00:15] Tom: It rose.\n```\n",
        "4 Ada @0: Shall we begin?\n5 Tom @4: We shall.\n6 Ada @9: Then tell us of the river.\n7 Tom @15: It rose.",
    );
    check_kind(
        "code.md",
        "# Tool\n\nIt prints what it does.\n\n```\nstep: one\nstep: two\nnext: three\n```\n",
        Kind::Essay,
    );
}

#[test]
fn questions_and_answers_are_counted() {
    check(
        "asked.txt",
        "Q1: Which ladder did you take?\n\nA1: The long one, as it leaned there.\n\nQ2: And where is it now?\n\nA2: In the river, I fear.\n\nQ3: Since when has it been there?\n\nA3: Since the night it rose.\n",
        "1 Q: Which ladder did you take?\n3 A: The long one, as it leaned there.\n5 Q: And where is it now?\n7 A: In the river, I fear.\n9 Q: Since when has it been there?\n11 A: Since the night it rose.",
    );
}

#[test]
fn headings_with_times_that_come_once_are_topics() {
    let text = "# Talk\n\n## Transcript\n\n### Introduction (00:00)\n\nGood evening, and welcome to the shed. We shall count the kettles.\n\n### Opening Remarks (00:30)\n\nThere are eleven of them left on the shelf, and one has no spout.\n";
    check(
        "talk.md",
        text,
        "5 # @0: Introduction\n7 : Good evening, and welcome to the shed. We shall count the kettles.\n9 # @30: Opening Remarks\n11 : There are eleven of them left on the shelf, and one has no spout.",
    );
    check(
        "call.md",
        "# Call\n\n### Speaker 1 — Chair (00:01)\nDo you have a question about the ladder?\n\n### Speaker 2 — Guest (00:12)\nYes. I wonder where it is.\n\n### Speaker 1 — Chair (00:20)\nIn the river, I fear.\n",
        "4 Speaker 1 @1: Do you have a question about the ladder?\n7 Speaker 2 @12: Yes. I wonder where it is.\n10 Speaker 1 @20: In the river, I fear.",
    );
}

#[test]
fn a_line_announces_what_is_said_below_it() {
    let text = "Title: The kettles\nDate: 2024-05-01\n==============================\n\nTranscript:\nGood evening, and welcome to the shed, where we shall count the kettles as we always do at the end of the year. There are eleven of them left on the shelf, and one of them has no spout at all.\n";
    let document = document("talk.txt", text);
    assert_eq!(document.kind, Kind::Transcript);
    assert_eq!(document.metadata.title.as_deref(), Some("The kettles"));
    assert!(document.text.starts_with("Good evening"), "{}", document.text);
}

#[test]
fn times_in_round_brackets_end_each_turn() {
    check(
        "call.txt",
        "Ada Moss: Shall we begin? (0:00)\n\nTom Grey: We shall, if the river lets us. (0:03)\n\nAda Moss: Then tell us of the ladder. (0:08)\n\nTom Grey: It floated off in the night. (0:12)\n",
        "1 Ada Moss @0: Shall we begin?\n3 Tom Grey @3: We shall, if the river lets us.\n5 Ada Moss @8: Then tell us of the ladder.\n7 Tom Grey @12: It floated off in the night.",
    );
}

#[test]
fn tables_of_captions_are_said_and_timetables_are_not() {
    let table = |rows: &[&str]| {
        format!("# Ladders\n\n| # | Start | End | Text |\n|---|---|---|---|\n{}\n", rows.join("\n"))
    };
    check(
        "captions.md",
        &table(&[
            "| 1 | 00:00:02,120 | 00:00:04,900 | So who has the long ladder? |",
            "| 2 | 00:00:05,120 | 00:00:07,900 | It is in the barn, and dry. |",
            "| 3 | 00:00:08,120 | 00:00:10,900 | Then we can begin. |",
            "| 4 | 00:00:11,120 | 00:00:13,900 | We can, if it does not rain. |",
        ]),
        "5  @2.12-4.9 @5.12-7.9 @8.12-10.9 @11.12-13.9: So who has the long ladder? It is in the barn, and dry. Then we can begin. We can, if it does not rain.",
    );
    let shots = [
        "| 1 | 00:01:00:00 | 00:01:30:00 | Wide view of the barn |",
        "| 2 | 00:02:00:00 | 00:02:30:00 | The ladder, close |",
        "| 3 | 00:03:00:00 | 00:03:30:00 | A pear falls |",
        "| 4 | 00:04:00:00 | 00:04:30:00 | Wide view of the river |",
    ];
    check_kind("shots.md", &table(&shots), Kind::Essay);
    let day = [
        "| 1 | 9:00 | 9:30 | Ladders, and how to lean them against a tree that has been pruned badly |",
        "| 2 | 9:30 | 10:30 | Barns, and why they lean by themselves |",
        "| 3 | 10:30 | 11:30 | Pears, with tasting |",
        "| 4 | 11:30 | 12:30 | Rain, and what to do in it |",
    ];
    check_kind("day.md", &table(&day), Kind::Essay);
}

#[test]
fn names_in_capitals_and_tabs_stand_before_sentences() {
    check(
        "a.txt",
        "Interview with Wilma Moss\n\nHALE\tWhere was the ladder?\n\nMOSS\tIn the barn. It had stood there for years.\n\n\
         HALE\tWho took it?\n\nMOSS\tNobody did.\n",
        "3 HALE: Where was the ladder?\n5 MOSS: In the barn. It had stood there for years.\n7 HALE: Who took it?\n\
         9 MOSS: Nobody did.",
    );
    check_kind(
        "a.txt",
        "SILL\tThe stone on which a gate shuts.\n\nPOUND\tThe water between two locks.\n\nPADDLE\tA hatch for water.\n\n\
         NEAP\tA small tide.\n",
        Kind::Essay,
    );
}

#[test]
fn the_day_in_chinese_is_nobody_who_speaks() {
    check(
        "a.txt",
        "关于梯子的座谈\n\n2024年05月11日 14:02\n\n发言人1 00:00\n梯子断了，我们要修。\n\n发言人2 00:12\n谁来付钱？\n\n发言人1 00:15\n大家一起付。\n\n发言人2 00:21\n好。\n",
        "3 Paragraph: 2024年05月11日 14:02\n6 发言人1 @0: 梯子断了，我们要修。\n9 发言人2 @12: 谁来付钱？\n12 发言人1 @15: 大家一起付。\n\
         15 发言人2 @21: 好。",
    );
}

#[test]
fn what_a_model_says_around_a_transcript_is_not_said_in_it() {
    check(
        "a.md",
        "Here is the full transcript of the recording, with speaker labels:\n\n---\n\n**[00:00] Ada Moss:** It is broken.\n\n\
         **[00:07] Bo Ek:** Since when?\n\n**[00:09] Ada Moss:** Since the storm.\n\n**[00:12] Bo Ek:** Let me know if you \
         mend it.\n\n---\n\nLet me know if you would like me to produce a summary.\n",
        "5 Ada Moss @0: It is broken.\n7 Bo Ek @7: Since when?\n9 Ada Moss @9: Since the storm.\n\
         11 Bo Ek @12: Let me know if you mend it.",
    );
}

#[test]
fn meetings_are_called_by_the_first_line_of_their_record() {
    let said =
        "Ada Moss: It is broken.\nBo Ek: Since when?\nAda Moss: Since the storm.\nBo Ek: Then I mend it.\n";
    let title = |head: &str| document("a.txt", &format!("{head}\n{said}")).metadata.title;
    let meet = "Ladders (2024-04-15 15:04 GMT+2) – Transcript\nAttendees\nAda Moss, Bo Ek\nTranscript\n";
    assert_eq!(title(meet).as_deref(), Some("Ladders"));
    assert_eq!(title("Meeting: Quay lights\nDate: 2024-02-20\n").as_deref(), Some("Quay lights"));
}
