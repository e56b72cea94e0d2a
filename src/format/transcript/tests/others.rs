//! What is no transcript, though it may look like one.

use super::{check, check_kind, document};
use crate::document::Kind;

#[test]
fn essays_stay_essays() {
    let prose =
        "The river rose in the night and nobody knew why it had. By morning the lower field was gone.";
    check_kind(
        "a.md",
        &format!("{prose}\n\nNote: this is true.\n\n{prose}\n\nExample: the mill.\n\n{prose}\n"),
        Kind::Essay,
    );
    check_kind(
        "a.md",
        &format!(
            "{prose}\n\n{prose}\n\nAda: Hello.\n\nTom: Hello.\n\nAda: So.\n\nTom: So.\n\n{prose}\n\n{prose}\n\n{prose}\n\n{prose}\n\n{prose}\n\n{prose}\n"
        ),
        Kind::Essay,
    );
    check_kind(
        "a.md",
        &format!(
            "## One\n\n**Pros:** {prose}\n\n**Cons:** {prose}\n\n## Two\n\n**Pros:** {prose}\n\n**Cons:** {prose}\n\n## Three\n\n**Pros:** {prose}\n\n**Cons:** {prose}\n"
        ),
        Kind::Essay,
    );
    check_kind(
        "a.md",
        "- Chapter 1: one\n- Chapter 2: two\n- Chapter 1: three\n- Chapter 2: four\n",
        Kind::Essay,
    );
    check_kind(
        "a.txt",
        &format!("At 10:30 we left.\n\n{prose}\n\nAt 11:30 we were back.\n\n{prose}\n"),
        Kind::Essay,
    );
}

#[test]
fn notes_are_notes() {
    check_kind(
        "a.md",
        "# Ep 12\n\nWe talk about rivers.\n\n00:00 Intro\n05:10 The flood\n25:40 The mill\n58:02 Farewell\n",
        Kind::Notes,
    );
    check_kind("ep12_summary.md", "- One thing\n- Another thing\n- A third\n", Kind::Notes);
    check_kind("a.md", "---\ntitle: Ep 12\nepisode: 12\n---\nWe talk about rivers.\n", Kind::Notes);
    check_kind(
        "a.md",
        "# Ep 12\n\nWe talk.\n\n## Your hosts\n\n- Ada\n\n## Sponsored by\n\n- A mill\n",
        Kind::Notes,
    );
}

#[test]
fn settings_in_lines_and_lists_are_not_said() {
    let packages = "# Those of tests\npytest-cov\nurllib3 < 39.0\nmock\nresponses; python_version > '3.0'\nflask\nfreezer\nclient\n# Others\naioresponses; python_version > '3.0'\n".repeat(3);
    check_kind("a.txt", &packages, Kind::Essay);
    let table = "- cp037 037, csibm037, ebcdic_cp_ca\n- cp1026 1026, csibm1026, ibm1026\n".repeat(12);
    check_kind("a.md", &table, Kind::Essay);
    let said = "- the river rose in the night and\n- nobody knew why it had risen so\n".repeat(12);
    check_kind("a.md", &said, Kind::Transcript);
}

#[test]
fn labels_among_lists_and_programs_name_nobody() {
    let release = |number: u32| {
        let fixed =
            "- The sluice opens again where the gate was closed twice.\n- Long gates are shown whole.\n";
        format!("## 2.{number}\n\n**Bugfixes**\n{fixed}\n**Minor Improvements**\n{fixed}\n")
    };
    check_kind("HISTORY.md", &(1..9).map(release).collect::<String>(), Kind::Essay);
    let style = |number: u32| {
        let code = format!("```\nfn gate_{number}() {{}}\n```");
        let style = format!("**Style edition 2021:**\n\n{code}\n\n**Style edition 2024:**\n\n{code}");
        format!("## {number}\n\nGates were set wrongly.\n\n{style}\n\n")
    };
    check_kind("style.md", &(1..9).map(style).collect::<String>(), Kind::Essay);
    let function = |number: u32| {
        format!(
            "sluice_{number}\n\nctxt: the context of the gate\n\nURI: the name of it\n\nReturns: 0 or the number\n\n"
        )
    };
    check_kind("api.txt", &(1..9).map(function).collect::<String>(), Kind::Essay);
    let chat = "ada: did you see the weir today?\n\nbo: not yet. is it high\n\n".repeat(6);
    check_kind("chat.txt", &chat, Kind::Transcript);
}

#[test]
fn questions_that_are_asked_often_are_no_talk() {
    let asked = "Q: How do I join?\n\nA: Come on a Friday.\n\nQ: What does it cost?\n\nA: Nothing at first.\n\n\
                 Q: Do I need boots?\n\nA: You do.\n";
    check_kind("a.md", &format!("# Rungs FAQ\n\n{asked}"), Kind::Essay);
    check_kind("a.md", &format!("# On rungs\n\n{asked}"), Kind::Transcript);
}

#[test]
fn what_a_program_notes_among_timed_lines_is_not_said() {
    check(
        "a.txt",
        "[00:00:01.000 --> 00:00:04.000]  The ladder fell in the storm.\n[00:00:04.000 --> 00:00:09.000]  [BLANK_AUDIO]\n\
         [00:00:09.000 --> 00:00:11.000]   >> In two places?\n[00:00:12.000 --> 00:00:14.000]  In two.\n",
        "1  @1-4: The ladder fell in the storm.\n3  @9-11 @12-14: In two places? In two.",
    );
    let chat = |from: &str| {
        format!(
            "15:03:10\t From {from}Ada Moss : who has the ladder\n15:04:22\t From {from}Bo Ek : it is in the barn\n\
             15:04:40\t From {from}Ada Moss : Reacted to \"it is in the barn\" with 👍\n\
             15:04:50\t From {from}Bo Ek : Heeft gereageerd op \"it is in the barn\" met 👍\n15:05:01\t From {from}Ada Moss : good\n"
        )
    };
    for from in ["", " "] {
        check(
            "chat.txt",
            &chat(from),
            "1 Ada Moss @0: who has the ladder\n2 Bo Ek @72: it is in the barn\n5 Ada Moss @111: good",
        );
    }
}

#[test]
fn what_a_message_answers_is_not_said_again() {
    check(
        "chat.txt",
        "15:03:10\tAda Moss:\twho has the ladder\n15:04:22\tBo Ek:\tReplying to \"who has the ladd...\"\n\nit is in the barn\n\
         15:04:40\tAda Moss:\tthank you\n15:05:01\tBo Ek:\tReplying to \"a letter\" takes me a day\n",
        "1 Ada Moss @0: who has the ladder\n4 Bo Ek @72: it is in the barn\n5 Ada Moss @90: thank you\n\
         6 Bo Ek @111: Replying to \"a letter\" takes me a day",
    );
}

#[test]
fn names_and_times_before_a_column_of_words_are_labels() {
    check(
        "a.txt",
        "Audio Length: 00:21:14\nDate: 14 March 2022\n\nS1 00:01    Who mends it?\n\nS2 00:04    I do.\n\n\
         S1 00:09    Since when?\n\nS2 00:12    Since the storm.\n",
        "1 Paragraph: Audio Length: 00:21:14 Date: 14 March 2022\n4 S1 @1: Who mends it?\n6 S2 @4: I do.\n\
         8 S1 @9: Since when?\n10 S2 @12: Since the storm.",
    );
}

#[test]
fn a_title_stands_above_the_fields_of_a_recording() {
    let said = "RE: Who mends it?\n\nAM: I do.\n\nRE: Since when?\n\nAM: Since the storm.\n";
    let title = |head: &str| document("interview.txt", &format!("{head}\n\n{said}")).metadata.title;
    let fields = "Interviewed by: Ruth Ek\nDate of interview: 17 October 1994\nTape 1, Side A";
    assert_eq!(title(&format!("A day with Ada Moss\n{fields}")).as_deref(), Some("A day with Ada Moss"));
    assert_eq!(title("[music]\n").as_deref(), Some("interview"));
    let day = document("interview.txt", &format!("A day with Ada Moss\n{fields}\n\n{said}")).metadata.date;
    assert_eq!(day.map(|day| day.to_string()).as_deref(), Some("1994-10-17"));
}

#[test]
fn a_sign_below_its_time_begins_a_turn() {
    check(
        "a.txt",
        "00:00:00\n>> THE LADDER FELL IN THE STORM,\nAND NOBODY SAW IT.\n\n00:00:09\n>> SO IT IS BROKEN.\n\n\
         00:00:12\n>> IN TWO PLACES.\n\n00:00:20\n>> WHO MENDS IT?\n\n00:00:24\n>> I DO.\n",
        "2  @0: THE LADDER FELL IN THE STORM, AND NOBODY SAW IT.\n6  @9: SO IT IS BROKEN.\n\
         9  @12: IN TWO PLACES.\n12  @20: WHO MENDS IT?\n15  @24: I DO.",
    );
}
