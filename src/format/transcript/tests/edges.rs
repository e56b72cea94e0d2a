//! What stands at the edges of what is said: fields of the head, lists below, directions between, what somebody is.

use super::{check, check_kind, document};
use crate::document::Kind;

#[test]
fn no_name_begins_in_the_midst_of_a_wrapped_sentence() {
    check(
        "a.txt",
        "          MS. MOSS:  Mr. Chief Justice, may it please the\nCourt: A ladder is no bridge.\n          \
         JUSTICE ELM:  Is it one?\n          MR. FERN:  Mr. Chief Justice, may it please the\nCourt: It is.\n          \
         MS. MOSS:  It is not.\n          JUSTICE ELM:  We shall see.\n",
        "1 MS. MOSS: Mr. Chief Justice, may it please the Court: A ladder is no bridge.\n3 JUSTICE ELM: Is it one?\n\
         4 MR. FERN: Mr. Chief Justice, may it please the Court: It is.\n6 MS. MOSS: It is not.\n\
         7 JUSTICE ELM: We shall see.",
    );
    // Where nobody ends a sentence, lines are not wrapped.
    check(
        "a.txt",
        "Ada Moss: so the ladder is up\nTom Fern: is it up again\nAda Moss: it has been up since the morning of May\n\
         Tom Fern: since the morning\nAda Moss: it has been up\nTom Fern: well then\n",
        "1 Ada Moss: so the ladder is up\n2 Tom Fern: is it up again\n3 Ada Moss: it has been up since the morning of May\n\
         4 Tom Fern: since the morning\n5 Ada Moss: it has been up\n6 Tom Fern: well then",
    );
}

#[test]
fn chambers_call_who_speaks_in_their_way() {
    check(
        "a.txt",
        "De voorzitter:\nIk geef het woord aan de heer Mos.\n\nDe heer Mos (LAD):\nDe ladder staat.\n\n\
         De voorzitter:\nDank u wel.\n\nMinister Varen:\nHij staat niet.\n\nDe heer Mos (LAD):\nJawel.\n",
        "2 De voorzitter: Ik geef het woord aan de heer Mos.\n5 De heer Mos (LAD): De ladder staat.\n\
         8 De voorzitter: Dank u wel.\n11 Minister Varen: Hij staat niet.\n14 De heer Mos (LAD): Jawel.",
    );
    check(
        "a.txt",
        "O SR. PRESIDENTE (Raul Freixo. LAD - SP) - Está aberta a sessão.\n\n\
         A SRA. ADA MUSGO (LEG - RJ) - A escada está de pé.\n\nO SR. PRESIDENTE (Raul Freixo. LAD - SP) - Desde quando?\n\n\
         A SRA. ADA MUSGO (LEG - RJ) - Desde ontem.\n",
        "1 Raul Freixo: Está aberta a sessão.\n3 A SRA. ADA MUSGO: A escada está de pé.\n5 Raul Freixo: Desde quando?\n\
         7 A SRA. ADA MUSGO: Desde ontem.",
    );
    check(
        "a.txt",
        "Anf. 11 ADA MOSSA (LEG):\n\nHerr talman! Stegen står.\n\nAnf. 12 Statsrådet TOM ORMBUNKE (LAD):\n\nStår den?\n\n\
         Anf. 13 ADA MOSSA (LEG):\n\nSedan i går.\n\nAnf. 14 Statsrådet TOM ORMBUNKE (LAD):\n\nJag tackar.\n",
        "3 ADA MOSSA (LEG): Herr talman! Stegen står.\n7 Statsrådet TOM ORMBUNKE (LAD): Står den?\n\
         11 ADA MOSSA (LEG): Sedan i går.\n15 Statsrådet TOM ORMBUNKE (LAD): Jag tackar.",
    );
    check_kind(
        "a.txt",
        "O Sr. Moss (meu vizinho) - que tem escada - subiu.\n\nA Sra. Fern desceu.\n",
        Kind::Essay,
    );
}

#[test]
fn names_stand_above_times_and_words() {
    check(
        "a.txt",
        "Ada\n(00:00:01) The ladder is up.\n\nTom\n(00:00:05) Who put it up?\n\nAda\n(00:00:08) There is a rota.\n\n\
         Tom\n(00:00:12) So who was it?\n",
        "2 Ada @1: The ladder is up.\n5 Tom @5: Who put it up?\n8 Ada @8: There is a rota.\n11 Tom @12: So who was it?",
    );
    // Titles of chapters come once each.
    check(
        "a.txt",
        "Ladders\n(00:00:01) The ladder is up.\n\nRungs\n(00:00:05) Nobody counts them.\n\nFeet\n(00:00:08) They stand.\n\n\
         Heads\n(00:00:12) They lean.\n",
        "1 Paragraph: Ladders\n2  @1 @5 @8 @12: The ladder is up. Rungs Nobody counts them. Feet They stand. Heads They lean.",
    );
}

#[test]
fn fields_of_the_head_say_nothing() {
    let talk = "Q: Where was it?\n\nA: By the weir.\n\nQ: Since when?\n\nA: Since spring.\n";
    check(
        "a.txt",
        &format!(
            "Interviewee: Ada Moss\nInterviewer: Tom Fern\nPlace: Orchard Lane\n\n[Begin tape 1, side A]\n\n{talk}\n[End of tape 1]\n"
        ),
        "1 Paragraph: Interviewee: Ada Moss Interviewer: Tom Fern Place: Orchard Lane\n5 Paragraph: [Begin tape 1, side A]\n\
         7 Q: Where was it?\n9 A: By the weir.\n11 Q: Since when?\n13 A: Since spring.\n15 Paragraph: [End of tape 1]",
    );
    check(
        "a.txt",
        "Ladder.mp3: this audio was automatically transcribed by Rungs\n\nAda Moss: [00:00:01] It is up.\n\n\
         Tom Fern: [00:00:04] Since when?\n\nAda Moss: [00:00:07] Since spring.\n",
        "3 Ada Moss @1: It is up.\n5 Tom Fern @4: Since when?\n7 Ada Moss @7: Since spring.",
    );
    // Whoever is heard once at the beginning is heard.
    check(
        "a.txt",
        "Announcer: Live from Orchard Lane\n\nAda Moss: Good evening.\n\nTom Fern: Good evening, Ada.\n\n\
         Ada Moss: Is it up?\n\nTom Fern: It is.\n",
        "1 Announcer: Live from Orchard Lane\n3 Ada Moss: Good evening.\n5 Tom Fern: Good evening, Ada.\n\
         7 Ada Moss: Is it up?\n9 Tom Fern: It is.",
    );
}

#[test]
fn what_somebody_is_stands_below_their_name() {
    check(
        "a.txt",
        "Ada Moss\nAnalyst, Rung and Sons\nIs it up?\n\nTom Fern\nChief of Ladders, Fern Ladder Co.\nIt is.\n\n\
         Ada Moss\nAnalyst, Rung and Sons\nSince when?\n\nTom Fern\nChief of Ladders, Fern Ladder Co.\nSince spring.\n",
        "3 Ada Moss: Is it up?\n7 Tom Fern: It is.\n11 Ada Moss: Since when?\n15 Tom Fern: Since spring.",
    );
    // What is said twice is said.
    check(
        "a.txt",
        "Ada Moss\nThank you all\nIs it up?\n\nTom Fern\nIt is.\n\nAda Moss\nThank you all\nSince when?\n\nTom Fern\nSince spring.\n",
        "2 Ada Moss: Thank you all Is it up?\n6 Tom Fern: It is.\n9 Ada Moss: Thank you all Since when?\n13 Tom Fern: Since spring.",
    );
}

#[test]
fn directions_and_lists_are_said_by_nobody() {
    check(
        "a.txt",
        "Präsidentin Ada Moos:\nDie Leiter steht.\n(Beifall bei der LAD)\nSie steht gut.\n\nTom Farn (LEG):\nWarum?\n\n\
         Präsidentin Ada Moos:\nDas (Beifall) war so.\n\nTom Farn (LEG):\nAch.\n(Das sage ich so.)\n",
        "2 Präsidentin Ada Moos: Die Leiter steht.\n3 Paragraph: (Beifall bei der LAD)\n4 Präsidentin Ada Moos: Sie steht gut.\n\
         7 Tom Farn (LEG): Warum?\n10 Präsidentin Ada Moos: Das (Beifall) war so.\n13 Tom Farn (LEG): Ach. (Das sage ich so.)",
    );
    check(
        "a.txt",
        "    Chairman Moss. It is up.\n    Ms. Fern. Is it\nnot down?\n    Chairman Moss. It is not.\n    Ms. Fern. It was.\n    \
         [Whereupon, at 11:40 a.m., the committee\nwas adjourned.]\n",
        "1 Chairman Moss: It is up.\n2 Ms. Fern: Is it not down?\n4 Chairman Moss: It is not.\n5 Ms. Fern: It was.\n\
         6 Paragraph: [Whereupon, at 11:40 a.m., the committee was adjourned.]",
    );
    check(
        "a.txt",
        "Prepared Remarks:\n\nOperator\n\nGood day.\n\nAda Moss -- Chief of Ladders\n\nIt is up.\n\nOperator\n\nA question.\n\n\
         Tom Fern -- Rung and Sons -- Analyst\n\nSince when?\n\nAda Moss -- Chief of Ladders\n\nSince spring.\n\n\
         Operator\n\nGoodbye.\n\nDuration: 31 minutes\n\nCall participants:\n\nAda Moss -- Chief of Ladders\n\n\
         Tom Fern -- Rung and Sons -- Analyst\n\nMore ladder analysis\n",
        "1 #: Prepared Remarks:\n5 Operator: Good day.\n9 Ada Moss: It is up.\n13 Operator: A question.\n17 Tom Fern: Since when?\n\
         21 Ada Moss: Since spring.\n25 Operator: Goodbye.\n27 Paragraph: Duration: 31 minutes\n29 #: Call participants:\n\
         31 ListItem: Ada Moss -- Chief of Ladders\n33 ListItem: Tom Fern -- Rung and Sons -- Analyst\n\
         35 Paragraph: More ladder analysis",
    );
}

#[test]
fn few_turns_in_capitals_stand_below_a_title_and_a_day() {
    let talk = "MOSS: Where does it stand?\n\nFERN: By the weir.\n\nMOSS: Since when?\n\nFERN: Since the spring, I think.\n\n\
                MOSS: And who climbs it?\n\nFERN: Nobody does.\n";
    let found = document("a.txt", &format!("On Ladders\n\nTuesday 14 November 2023\n\n{talk}"));
    assert_eq!(found.kind, Kind::Transcript);
    assert_eq!(found.metadata.date.map(|date| date.to_string()).as_deref(), Some("2023-11-14"));
    let told =
        document("a.txt", &format!("On Ladders\n\nAda met Tom at the weir on March 5, 2021.\n\n{talk}"));
    assert_eq!(told.metadata.date, None);
    check_kind(
        "a.txt",
        "On Ladders\n\nWe have many of them.\n\nWOOD: It is warm to the hand.\n\nROPE: It goes with you.\n\n\
         IRON: It lasts and lasts.\n\nWOOD: It burns.\n\nIRON: It rusts.\n\nSo it is.\n",
        Kind::Essay,
    );
}

#[test]
fn an_interview_without_names_is_not_all_said_by_whom_the_head_names() {
    let head = "---\ntitle: The ladder\npresenter: Ada Moss\n---\n## Transcript\n\n";
    let talk = "The ladder is up. It has been up since May.\n\n".repeat(12);
    let speakers = |body: &str| {
        let document = document("a.md", &format!("{head}{body}"));
        let blocks = document.blocks.iter().filter(|block| block.speaker.is_some()).count();
        (document.kind, blocks)
    };
    assert_eq!(speakers(&talk), (Kind::Transcript, 12));
    let asked = "And who put it up, do you think?\n\nIt was my uncle who put it up.\n\n".repeat(6);
    assert_eq!(speakers(&asked), (Kind::Transcript, 0));
    // With answers that have labels it is told who asks.
    let labelled = "Q: Who put it up?\n\nA: My uncle did.\n\n".repeat(6);
    assert_eq!(speakers(&format!("{talk}{labelled}")).1, 24);
}
