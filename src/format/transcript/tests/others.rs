//! What is no transcript, though it may look like one.

use super::{check, check_kind};
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
fn a_sign_below_its_time_begins_a_turn() {
    check(
        "a.txt",
        "00:00:00\n>> THE LADDER FELL IN THE STORM,\nAND NOBODY SAW IT.\n\n00:00:09\n>> SO IT IS BROKEN.\n\n\
         00:00:12\n>> IN TWO PLACES.\n\n00:00:20\n>> WHO MENDS IT?\n\n00:00:24\n>> I DO.\n",
        "2  @0: THE LADDER FELL IN THE STORM, AND NOBODY SAW IT.\n6  @9: SO IT IS BROKEN.\n\
         9  @12: IN TWO PLACES.\n12  @20: WHO MENDS IT?\n15  @24: I DO.",
    );
}
