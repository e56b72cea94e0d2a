//! One text per layout, read whole: what the turns become.

mod edges;
mod once;
mod others;
mod records;
mod shapes;

use crate::document::{BlockKind, Document, Kind};
use crate::format::read;
use crate::receipt::Receipt;

pub(super) fn document(path: &str, text: &str) -> Document {
    let read = read(path, text.as_bytes(), &mut Receipt::with_examples());
    let mut documents = read.unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(documents.len(), 1, "{text}");
    documents.remove(0)
}

/// Each block as `line speaker @seconds: words`, headings with `#`, other blocks with their kind.
fn shown(document: &Document) -> String {
    let mut shown = String::new();
    for block in &document.blocks {
        shown.push_str(&block.line.map(|line| format!("{line} ")).unwrap_or_default());
        match block.kind {
            BlockKind::Turn => {}
            BlockKind::Heading => shown.push('#'),
            kind => shown.push_str(&format!("{kind:?}")),
        }
        if let Some(speaker) = block.speaker {
            shown.push_str(&document.speakers[speaker as usize]);
        }
        for mark in document.times.iter().filter(|mark| block.range().contains(&(mark.at as usize))) {
            let end = mark.end_ms.map(|ms| format!("-{}", ms as f64 / 1000.0)).unwrap_or_default();
            shown.push_str(&format!(" @{}{end}", mark.start_ms as f64 / 1000.0));
        }
        shown.push_str(&format!(": {}\n", document.block_text(block)));
    }
    shown
}

#[track_caller]
pub(super) fn check(path: &str, text: &str, expected: &str) {
    let document = document(path, text);
    assert_eq!(shown(&document).trim_end(), expected.trim(), "\n{text}");
    assert_eq!(document.kind, Kind::Transcript, "{text}");
}

#[track_caller]
pub(super) fn check_kind(path: &str, text: &str, expected: Kind) {
    let document = document(path, text);
    assert_eq!(document.kind, expected, "{text}\n{}", shown(&document));
}

#[test]
fn bold_names_with_a_colon() {
    let expected = "1 Ada Byron: Shall we begin?\n3 Tom Grey: We shall.\n5 Ada Byron: Then tell us of the river.\n\
                    7 Ada Byron: All of it.\n9 Tom Grey: It rose in the night.";
    check(
        "a.md",
        "**Ada Byron:** Shall we begin?\n\n**Tom Grey:** We shall.\n\n**Ada Byron:** Then tell us of the river.\n\nAll of it.\n\n**Tom Grey:** It rose in the night.\n",
        expected,
    );
    check(
        "a.md",
        "**Ada Byron**: Shall we begin?\n\n**Tom Grey**: We shall.\n\n**Ada Byron**: Then tell us of the river.\n\nAll of it.\n\n**Tom Grey**: It rose in the night.\n",
        expected,
    );
    check(
        "a.md",
        "_Ada Byron:_ Shall we begin?\n\n_Tom Grey:_ We shall.\n\n_Ada Byron:_ Then tell us of the river.\n\nAll of it.\n\n_Tom Grey:_ It rose in the night.\n",
        expected,
    );
    check(
        "a.txt",
        "**Ada Byron:** Shall we begin?\n\n**Tom Grey:** We shall.\n\n**Ada Byron:** Then tell us of the river.\n\nAll of it.\n\n**Tom Grey:** It rose in the night.\n",
        expected,
    );
    check(
        "a.txt",
        "Ada Byron: Shall we begin?\n\nTom Grey: We shall.\n\nAda Byron: Then tell us of the river.\n\nAll of it.\n\nTom Grey: It rose in the night.\n",
        expected,
    );
}

#[test]
fn who_is_named_again_has_not_said_what_stands_between() {
    check(
        "call.md",
        "---\ntitle: Of the well\ntranscript_by: Bo Ek\n---\nWe moved the well.\n\nWas that much work?\n\nA week of it.\n\nada_moss: I opened the gate on Monday, and it stuck.\n\nDid you oil it?\n\nada_moss: Not yet, the can was empty.\n\nThere is a can in the barn.\n\nada_moss: Then I shall.\n\nGood.\n\nada_moss: And the lid?\n\nLater.\n",
        "5 Paragraph: We moved the well.\n7 Paragraph: Was that much work?\n9 Paragraph: A week of it.\n11 ada_moss: I opened the gate on Monday, and it stuck.\n13 : Did you oil it?\n15 ada_moss: Not yet, the can was empty.\n17 : There is a can in the barn.\n19 ada_moss: Then I shall.\n21 : Good.\n23 ada_moss: And the lid?\n25 : Later.",
    );
}

#[test]
fn lines_without_blank_lines_between() {
    check(
        "a.md",
        "**Ada Byron:** Shall we?\n**Tom Grey:** We shall, and\nsoon.\n**Ada Byron:** Good.  \n**Tom Grey:** Good.",
        "1 Ada Byron: Shall we?\n2 Tom Grey: We shall, and soon.\n4 Ada Byron: Good.\n5 Tom Grey: Good.",
    );
}

#[test]
fn names_with_times() {
    check(
        "a.md",
        "*Ada Byron (0:00:01)*: Hello.\n\n*Tom Grey (0:00:04)*: Hello, Ada.\n\n*AB (0:00:09)*: So then.\n\n*TG (0:00:12)*: So.",
        "1 Ada Byron @1: Hello.\n3 Tom Grey @4: Hello, Ada.\n5 Ada Byron @9: So then.\n7 Tom Grey @12: So.",
    );
    check(
        "a.md",
        "# On rivers\n\n## Transcript\n\nAda Byron (00:00:00):\nHello there.\n\nTom Grey (00:00:04):\nHello.\n\n(00:00:09):\nAnd more.\n\nAda Byron (00:00:12):\nSo.",
        "6 Ada Byron @0: Hello there.\n9 Tom Grey @4: Hello.\n12 Tom Grey @9: And more.\n15 Ada Byron @12: So.",
    );
    check(
        "a.md",
        "[Speaker 1] [00:00] Hello there.\n[Speaker 2] [00:04] what is it?\n[Speaker 1] [00:09] Nothing.",
        "1 Speaker 1 @0: Hello there.\n2 Speaker 2 @4: what is it?\n3 Speaker 1 @9: Nothing.",
    );
    check(
        "a.md",
        "[00:01] **Ada**: Hello there.\n\n[00:04] **Tom**: Hello.\n\n[00:09] **Ada**: So.\n\n[00:11] **Tom**: So.",
        "1 Ada @1: Hello there.\n3 Tom @4: Hello.\n5 Ada @9: So.\n7 Tom @11: So.",
    );
    for path in ["a.md", "a.txt"] {
        check(
            path,
            "0:00:01.4 **Ada Byron** Hello there.\n\n0:00:04.2 **Tom Grey** Hello.\n\nAnd more.\n\n0:00:09.0 **Ada Byron** So.\n\n0:00:11.1 **Tom Grey** So.",
            "1 Ada Byron @1.4: Hello there.\n3 Tom Grey @4.2: Hello.\n5 Tom Grey: And more.\n7 Ada Byron @9: So.\n9 Tom Grey @11.1: So.",
        );
    }
    check(
        "a.txt",
        "[00:00:01] Ada Byron: Hello there.\n[00:00:04] Tom Grey: Hello.\n[00:00:09] Ada Byron: So.\n",
        "1 Ada Byron @1: Hello there.\n2 Tom Grey @4: Hello.\n3 Ada Byron @9: So.",
    );
    check(
        "a.txt",
        "Ada Byron: 00:00:01\n\nHello there.\n\nTom Grey: 00:00:04\n\nHello.\n\nAda Byron: 00:00:09\n\nSo.\n",
        "3 Ada Byron @1: Hello there.\n7 Tom Grey @4: Hello.\n11 Ada Byron @9: So.",
    );
    check(
        "a.txt",
        "Ada Byron: [00:00:01] Hello there.\nTom Grey: [00:00:04] Hello.\nAda Byron: [00:00:09] So.\n",
        "1 Ada Byron @1: Hello there.\n2 Tom Grey @4: Hello.\n3 Ada Byron @9: So.",
    );
}

#[test]
fn tools_that_write_the_time_behind_the_name() {
    let expected = "2 Ada Byron @1: Hello there.\n5 Tom Grey @4: Hello.\n8 Ada Byron @62: So.";
    // Otter
    check(
        "a.txt",
        "Ada Byron  0:01  \nHello there.\n\nTom Grey  0:04  \nHello.\n\nAda Byron  1:02\nSo.\n",
        expected,
    );
    // Rev
    check(
        "a.txt",
        "Ada Byron (00:01):\nHello there.\n\nTom Grey (00:04):\nHello.\n\nAda Byron (01:02):\nSo.\n",
        expected,
    );
    // Trint and others
    check(
        "a.txt",
        "Ada Byron [00:00:01]\nHello there.\n\nTom Grey [00:00:04]\nHello.\n\nAda Byron [00:01:02]\nSo.\n",
        expected,
    );
    // the name above the time
    check(
        "a.txt",
        "Ada Byron\n0:01\nHello there.\n\nTom Grey\n0:04\nHello.\n\nAda Byron\n1:02\nSo.\n",
        "3 Ada Byron @1: Hello there.\n7 Tom Grey @4: Hello.\n11 Ada Byron @62: So.",
    );
    // the time before the name
    check(
        "a.txt",
        "00:00:01 - Ada Byron\nHello there.\n\n00:00:04 - Tom Grey\nHello.\n\n00:01:02 - Ada Byron\nSo.\n",
        expected,
    );
    check(
        "a.txt",
        "[00:00:01.200] - Ada Byron\nHello there.\n\n[00:00:04.100] - Tom Grey\nHello.\n\n[00:01:02.000] - Ada Byron\nSo.\n",
        "2 Ada Byron @1.2: Hello there.\n5 Tom Grey @4.1: Hello.\n8 Ada Byron @62: So.",
    );
    // captions saved from a meeting carry the time of day
    check(
        "a.txt",
        "[Ada Byron] 14:00:01\nHello there.\n\n[Tom Grey] 14:00:04\nHello.\n\n[Ada Byron] 14:01:02\nSo.\n",
        "2 Ada Byron @0: Hello there.\n5 Tom Grey @3: Hello.\n8 Ada Byron @61: So.",
    );
    // a meeting's chat
    check(
        "chat.txt",
        "00:00:01\tada b:\tHello there.\n00:00:04\tTom | Grey:\tHello.\n\nMore.\n00:01:02\tada b:\tSo.\n",
        "1 ada b @1: Hello there.\n2 Tom | Grey @4: Hello.\n4 Tom | Grey: More.\n5 ada b @62: So.",
    );
}

#[test]
fn lines_with_times_alone_are_joined() {
    check(
        "a.txt",
        "[0.00 → 2.50] The river rose\n[2.50 → 4.00] in the night.\n[4.20 → 6.00] It fell again.\n",
        "1  @0-2.5 @2.5-4 @4.2-6: The river rose in the night. It fell again.",
    );
    check(
        "a.md",
        "[0.00 --> 2.50] The river rose\n[2.50 --> 4.00] in the night.\n",
        "1  @0-2.5 @2.5-4: The river rose in the night.",
    );
    check(
        "a.txt",
        "00:00:00 The river rose\n\n00:00:02 in the night.\n\n00:00:04 It fell again\n\n00:00:06 by noon.\n",
        "1  @0 @2 @4 @6: The river rose in the night. It fell again by noon.",
    );
    check(
        "a.txt",
        "0:00\nthe river rose that very night\n0:02\nand fell again by noon\n0:04\nwhich nobody had thought\n0:06\nit would\n",
        "2  @0 @2 @4 @6: the river rose that very night and fell again by noon which nobody had thought it would",
    );
    check(
        "a.txt",
        "[Time 0:00:00] The river rose that night.\n[Time 0:00:04] It fell again.\n[Time 0:00:08] By noon it was gone.\n[Time 0:00:11] All of it.\n",
        "1  @0 @4 @8 @11: The river rose that night. It fell again. By noon it was gone. All of it.",
    );
    // Two capitals do not make `But I` a name.
    let label = super::label::read("[289.02 --> 289.84]  But I,").expect("it has a time");
    assert_eq!((label.name, label.words), (None, "But I,"));
}

#[test]
fn times_within_and_between_turns() {
    check(
        "a.md",
        "**Ada Byron:** Hello. \\[unintelligible 00:00:05.20\\] and so on.\n\n**Break:** \\[01:30\\]\n\n**Tom Grey:** We are back.\n\n\
         **Ada Byron:** We are.\n\n**Break:** \\[02:10\\] to \\[02:40\\]\n\n**Tom Grey:** And again. \\[00:02:50.10\\] Yes.\n",
        "1 Ada Byron @5.2: Hello. [unintelligible 00:00:05.20] and so on.\n5 Tom Grey @90: We are back.\n\
         7 Ada Byron: We are.\n11 Tom Grey @160 @170.1: And again. Yes.",
    );
}

#[test]
fn notes_above_and_headings_between() {
    check(
        "a.md",
        "# On rivers\n\nWe talk about rivers.\n\n- [The book](https://example.org)\n\n**Ada Byron:** Hello.\n\n**Tom Grey:** Hello.\n\n\
         [12:30] What came after\n\n**Ada Byron:** So.\n\n## The end\n\n**Tom Grey:** So.\n",
        "3 Paragraph: We talk about rivers.\n5 ListItem: The book\n7 Ada Byron: Hello.\n9 Tom Grey: Hello.\n\
         11 # @750: What came after\n13 Ada Byron: So.\n15 #: The end\n17 Tom Grey: So.",
    );
}

#[test]
fn names_of_many_kinds() {
    check(
        "a.txt",
        "SPEAKER_01: Hello there.\nSPEAKER_02: Hello.\nSPEAKER_01: So we begin.\nSPEAKER_02: We do.\n",
        "1 SPEAKER_01: Hello there.\n2 SPEAKER_02: Hello.\n3 SPEAKER_01: So we begin.\n4 SPEAKER_02: We do.",
    );
    check(
        "a.txt",
        "ADA: Hello there.\n\nTOM: Hello.\n\nADA: So we begin, you and I.\n\nTOM: We do.\n\nADA: Good.\n\nTOM: Good it is.\n\nADA: Yes.\n\nTOM: No.\n",
        "1 ADA: Hello there.\n3 TOM: Hello.\n5 ADA: So we begin, you and I.\n7 TOM: We do.\n9 ADA: Good.\n11 TOM: Good it is.\n13 ADA: Yes.\n15 TOM: No.",
    );
    check(
        "a.md",
        "Ada Byron: Hello.\n\nTom Grey: Hello.\n\nAda: So.\n\nTG: So.\n\nAda Byron: Yes.\n",
        "1 Ada Byron: Hello.\n3 Tom Grey: Hello.\n5 Ada Byron: So.\n7 Tom Grey: So.\n9 Ada Byron: Yes.",
    );
}

#[test]
fn transcripts_that_the_head_declares() {
    check(
        "a.md",
        "---\ntitle: On rivers\nspeakers: [Ada Byron]\ntranscript_by: Tom Grey\n---\nThe river rose.\n\n## Questions\n\nQ: When?\n\nA: In the night.\n\nIt was dark.\n",
        "6 Ada Byron: The river rose.\n8 #: Questions\n10 Q: When?\n12 Ada Byron: In the night.\n14 Ada Byron: It was dark.",
    );
    check(
        "a.md",
        "---\ntitle: On rivers\ntranscript: |\n  Ada: Hello.\n\n  Tom: Hello.\n\n  Ada: So we begin, as we did before.\n\n  Tom: We do.\n---\nNotes about it.\n",
        "12 Paragraph: Notes about it.\n4 Ada: Hello.\n6 Tom: Hello.\n8 Ada: So we begin, as we did before.\n10 Tom: We do.",
    );
    check(
        "a.md",
        "---\ntitle: On rivers\ntranscript:\n  - speaker: Ada\n    start: 1.5\n    text: Hello.\n  - speaker: Tom\n    start: 4\n    text: Hello.\n---\nNotes.\n",
        "11 Paragraph: Notes.\n4 Ada @1.5: Hello.\n6 Tom @4: Hello.",
    );
}

#[test]
fn captions_without_times_are_a_transcript() {
    let text = "the river rose in the night and\nnobody knew why it had risen so\n".repeat(12);
    check_kind("a.txt", &text, Kind::Transcript);
}

#[test]
fn lists_within_a_transcript_stay_lists() {
    check(
        "a.md",
        "**Ada Byron:** Three things.\n\n- The river\n  rose.\n- It fell.\n\n**Tom Grey:** Yes.\n\n**Ada Byron:** So.\n\n**Tom Grey:** So.\n",
        "1 Ada Byron: Three things.\n3 ListItem: The river rose.\n5 ListItem: It fell.\n7 Tom Grey: Yes.\n9 Ada Byron: So.\n11 Tom Grey: So.",
    );
}

mod any_text {
    use proptest::prelude::*;

    use crate::format::read;
    use crate::receipt::Receipt;

    /// Pieces of what transcripts, front matter and Markdown are made of, in any order.
    fn soup() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("\n".to_owned()),
            Just("\n\n".to_owned()),
            Just(" ".to_owned()),
            "[A-Z][a-z]{1,5}( [A-Z][a-z]{1,5})?:? ?",
            "[\\[(]?[0-9]{1,3}:[0-9]{2}(:[0-9]{2})?[.,]?[0-9]{0,3}[\\])]? ?",
            prop::sample::select(vec![
                "**",
                "*",
                "_",
                "---\n",
                "+++\n",
                "# ",
                "## Transcript\n",
                "- ",
                "> ",
                "```\n",
                "<b>",
                "<!--",
                "-->",
                "{{",
                "}}",
                "{%",
                "%}",
                " --> ",
                "→",
                "[",
                "]",
                "](x)",
                "《",
                "》",
                "［＃",
                "］",
                "｜",
                "\u{3000}",
                "底本：",
                "•",
                ":::",
                "{",
                "}",
                "title: x\n",
                "SPEAKER_01: ",
                "\u{1}",
                "\u{2}",
                "\u{2028}",
                "|",
                "\t",
                "\\",
                "&amp;",
                "$",
                "é",
                "日本",
                "=====\n",
                "-\n",
                "transcript: |\n  ",
                "import a from 'b'\n",
                "<A b={",
                "/>",
                "\r\n",
                "\u{0}",
                "[^1]: ",
                "***",
                "| a | b |\n|---|---|\n",
            ])
            .prop_map(str::to_owned),
            "[a-z ,.]{1,30}",
            any::<char>().prop_map(|c| c.to_string()),
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn is_read_without_a_panic(text in soup(), path in prop::sample::select(vec!["a.md", "a.mdx", "a.txt", "2020-01-02-a_transcript.md", "x/a.srt", "links.txt"])) {
            // `read` contains panics as errors and checks every document.
            match read(path, text.as_bytes(), &mut Receipt::with_examples()) {
                Ok(_) => {}
                Err(error) => prop_assert!(!error.to_string().starts_with("not readable"), "{}", error),
            }
        }
    }
}

#[test]
fn times_that_players_tell_twice_are_told_once() {
    let said = [
        ("Ada Moss", 3, "So the lower field floods."),
        ("Bo Ek", 9, "Nobody writes it down."),
        ("Ada Moss", 12, "And the book of the water?"),
        ("Bo Ek", 21, "It was lost in a fire."),
    ];
    let copied = said.map(|(name, seconds, words)| {
        format!(
            "{name}\n0 minutes {seconds} seconds0:{seconds:02}\n{name} 0 minutes {seconds} seconds\n{words}\n"
        )
    });
    check(
        "meeting.txt",
        &copied.concat(),
        "4 Ada Moss @3: So the lower field floods.\n8 Bo Ek @9: Nobody writes it down.\n\
         12 Ada Moss @12: And the book of the water?\n16 Bo Ek @21: It was lost in a fire.",
    );
}

#[test]
fn a_head_behind_hashes_names_the_recording() {
    let text = "# a tool that fetches\n# The Lower Field\n# https://www.youtube.com/watch/abcdefghijk\n\n\
                00:00:01.160 so the lower field\n00:00:03.000 floods every spring\n00:00:05.200 and nobody\n\
                00:00:07.000 writes it down\n";
    let document = document("field.txt", text);
    assert_eq!(document.metadata.title.as_deref(), Some("The Lower Field"));
    assert_eq!(document.metadata.media_url.as_deref(), Some("https://www.youtube.com/watch?v=abcdefghijk"));
    assert!(shown(&document).starts_with("5 "), "{}", shown(&document));
}
