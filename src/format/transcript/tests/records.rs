//! Records of parliaments and courts, plays, calls with analysts: few turns, and layouts side by side.

use super::{check, check_kind};
use crate::document::Kind;

#[test]
fn offices_and_names_end_in_a_stop() {
    check(
        "a.txt",
        "Mme la présidente. La séance est ouverte.\n\nM. Firmin Mousse. La barque est en retard. Pourquoi ?\n\n\
         Mme Ada Fougère, ministre des échelles. Elle attend.\n\nM. le rapporteur. Nous aussi.\n\n\
         Mme la présidente. Merci.\n",
        "1 Mme la présidente: La séance est ouverte.\n3 M. Firmin Mousse: La barque est en retard. Pourquoi ?\n\
         5 Mme Ada Fougère: Elle attend.\n7 M. le rapporteur: Nous aussi.\n9 Mme la présidente: Merci.",
    );
    check(
        "a.txt",
        "PRESIDENTE. La seduta è aperta.\n\nADA MUSCHIO (LEG-UP). La barca è in ritardo.\n\n\
         TEA FELCE, Ministra delle scale. Arriverà.\n\nADA MUSCHIO (LEG-UP). Quando?\n\nPRESIDENTE. Silenzio.\n\n\
         TEA FELCE, Ministra delle scale. Domani.\n\nPRESIDENTE. Grazie.\n\nADA MUSCHIO (LEG-UP). Grazie.\n",
        "1 PRESIDENTE: La seduta è aperta.\n3 ADA MUSCHIO: La barca è in ritardo.\n5 TEA FELCE: Arriverà.\n\
         7 ADA MUSCHIO: Quando?\n9 PRESIDENTE: Silenzio.\n11 TEA FELCE: Domani.\n13 PRESIDENTE: Grazie.\n\
         15 ADA MUSCHIO: Grazie.",
    );
}

#[test]
fn who_holds_an_office_speaks() {
    check(
        "a.txt",
        "Deputy Ada Moss: Has the Minister been on the ladder?\n\nMinister for Rungs (Deputy Tom Fern): I have been.\n\n\
         An Ceann Comhairle: I thank the Minister.\n\nDeputy Ada Moss: I would press him.\n",
        "1 Deputy Ada Moss: Has the Minister been on the ladder?\n3 Deputy Tom Fern: I have been.\n\
         5 An Ceann Comhairle: I thank the Minister.\n7 Deputy Ada Moss: I would press him.",
    );
    check(
        "a.txt",
        "Mr MOSS (Orchard Lane—Leader of the Opposition) (14:02): Will the ladder stand?\n\n\
         Ms FERN (Weir—Minister for Rungs) (14:03): It will stand.\n\nOpposition members interjecting—\n\n\
         The SPEAKER: Members will cease.\n\nMs FERN: As I was saying, it stands.\n",
        "1 Mr MOSS (Orchard Lane—Leader of the Opposition): Will the ladder stand?\n3 Ms FERN: It will stand.\n\
         5 Paragraph: Opposition members interjecting—\n7 The SPEAKER: Members will cease.\n\
         9 Ms FERN: As I was saying, it stands.",
    );
    check(
        "a.txt",
        "Präsidentin Ada Moos:\nGuten Morgen! Das Wort hat der Kollege Tom Farn.\nTom Farn (ABC):\nDie Leiter steht seit gestern.\n\
         Wiebke Ast, Bundesministerin für Leitern:\nSie steht nicht.\nPräsidentin Ada Moos:\nIch schließe die Aussprache.\n",
        "2 Präsidentin Ada Moos: Guten Morgen! Das Wort hat der Kollege Tom Farn.\n\
         4 Tom Farn (ABC): Die Leiter steht seit gestern.\n6 Wiebke Ast: Sie steht nicht.\n\
         8 Präsidentin Ada Moos: Ich schließe die Aussprache.",
    );
    check(
        "a.txt",
        "Mr. Moss (Orchard Lane, LAD):   Mr. Speaker, where is it?\n\nHon. Ada Fern (Minister of Rungs, LAD):   It is here.\n\n\
         Some hon. members: Oh, oh!\n\nThe Speaker:   Order.\n\nMr. Moss:   Where is here?\n",
        "1 Mr. Moss: Mr. Speaker, where is it?\n3 Hon. Ada Fern (Minister of Rungs, LAD): It is here.\n\
         5 Some hon. members: Oh, oh!\n7 The Speaker: Order.\n9 Mr. Moss: Where is here?",
    );
}

#[test]
fn who_speaks_once_in_a_record_that_is_set_in() {
    check(
        "a.txt",
        " FERN LADDER CO.,        )\n           Petitioner,   )\n           CHIEF JUSTICE OAK:  We will hear argument\n this morning.\n\
         \x20          MS. MOSS:  A ladder is not a bridge.\n           JUSTICE ELM:  Is it not at least\n a slow one?\n\
         \x20          MS. MOSS:  No, Your Honor.\n           JUSTICE ELM:  So does yours.\n",
        "1 Paragraph: FERN LADDER CO., ) Petitioner, )\n3 CHIEF JUSTICE OAK: We will hear argument this morning.\n\
         5 MS. MOSS: A ladder is not a bridge.\n6 JUSTICE ELM: Is it not at least a slow one?\n\
         8 MS. MOSS: No, Your Honor.\n9 JUSTICE ELM: So does yours.",
    );
}

#[test]
fn names_on_lines_of_their_own() {
    check(
        "a.txt",
        "Tom Fern\nThe ladder stands.\n\nAda Moss\nIt does not.\n\nAn Ceann Comhairle\nOrder.\n\nTom Fern\nIt stood.\n\n\
         Ada Moss\nWhen?\n\nAn Ceann Comhairle\nOrder, please.\n",
        "2 Tom Fern: The ladder stands.\n5 Ada Moss: It does not.\n8 An Ceann Comhairle: Order.\n11 Tom Fern: It stood.\n\
         14 Ada Moss: When?\n17 An Ceann Comhairle: Order, please.",
    );
    check(
        "a.txt",
        "Tom Fern\nThe ladder stands.\nAda Moss\nIt does not.\nTom Fern\nIt stood.\nAda Moss\nWhen was that?\nTom Fern\nIn May.\n",
        "2 Tom Fern: The ladder stands.\n4 Ada Moss: It does not.\n6 Tom Fern: It stood.\n8 Ada Moss: When was that?\n\
         10 Tom Fern: In May.",
    );
    check(
        "a.txt",
        "Ladders\n1. Ada Moss (Orchard Lane) (Lad)\nWhen will the ladder stand?\n\nThe Minister for Rungs (Tom Fern)\nIt stands.\n\n\
         Ada Moss\nI thank the Minister.\n\nTom Fern\nI am grateful.\n\nMr Speaker\nOrder.\n",
        "1 Paragraph: Ladders\n3 Ada Moss: When will the ladder stand?\n6 Tom Fern: It stands.\n9 Ada Moss: I thank the Minister.\n\
         12 Tom Fern: I am grateful.\n15 Mr Speaker: Order.",
    );
    check(
        "a.txt",
        "Ladders Lent, Last Quarter of the Year\n\nPrepared Remarks:\n\nOperator\n\nWelcome to the call.\n\nTom Fern -- Chief of Ladders\n\nThank you. We lent nine.\n\n\
         Ada Moss -- Moss and Sons -- Analyst\n\nHow many came back?\n\nTom Fern -- Chief of Ladders\n\nFour of them.\n",
        "3 #: Prepared Remarks:\n7 Operator: Welcome to the call.\n11 Tom Fern: Thank you. We lent nine.\n15 Ada Moss: How many came back?\n\
         19 Tom Fern: Four of them.",
    );
}

#[test]
fn few_turns_of_a_play_a_film_or_a_lecture() {
    check(
        "a.txt",
        "SCENE I. A kitchen.\n\nEnter FERN with a lamp.\n\nFERN.\nThe glass is falling.\n\nMOSS.\nLet it fall.\n\nTHE MATE.\nIt fell.\n\n\
         FERN.\nThen I may sleep.\n\nExeunt.\n",
        "1 Paragraph: SCENE I. A kitchen.\n3 Paragraph: Enter FERN with a lamp.\n6 FERN: The glass is falling.\n9 MOSS: Let it fall.\n\
         12 THE MATE: It fell.\n15 FERN: Then I may sleep.\n17 Paragraph: Exeunt.",
    );
    check(
        "a.txt",
        "FADE IN:\n\nEXT. KITCHEN - DAWN\n\nA lamp.\n\nFERN\nThe glass is falling.\n\nMOSS\n(asleep)\nLet it fall.\n\n\
         MATE (O.S.)\nIt fell.\n\nFERN\nThen I may sleep.\n\nCUT TO:\n",
        "1 Paragraph: FADE IN:\n3 #: EXT. KITCHEN - DAWN\n5 Paragraph: A lamp.\n8 FERN: The glass is falling.\n11 MOSS: (asleep) Let it fall.\n15 MATE: It fell.\n\
         18 FERN: Then I may sleep.\n20 Paragraph: CUT TO:",
    );
    check(
        "a.txt",
        "PROFESSOR: Let us begin with ladders.\n\nSTUDENT: Is that on the exam?\n\nPROFESSOR: Everything is.\n\n\
         AUDIENCE: And stairs?\n\nPROFESSOR: Those, too.\n",
        "1 PROFESSOR: Let us begin with ladders.\n3 STUDENT: Is that on the exam?\n5 PROFESSOR: Everything is.\n\
         7 AUDIENCE: And stairs?\n9 PROFESSOR: Those, too.",
    );
    check(
        "a.txt",
        " 1                 TOM FERN,\n 2  having been first duly sworn, testified as follows:\n 3  BY MS. MOSS:\n 4       Q.   Where is the\n\
         \x205  ladder?\n 6       A.   It was here.\n 7       Q.   And now?\n 8       A.   It is gone.\n",
        "1 Paragraph: TOM FERN, having been first duly sworn, testified as follows:\n4 MS. MOSS: Where is the ladder?\n6 TOM FERN: It was here.\n7 MS. MOSS: And now?\n8 TOM FERN: It is gone.",
    );
}

#[test]
fn one_long_silence_leaves_a_transcript_what_it_is() {
    let line = |second: usize, words: &str| {
        format!(
            "[00:{:02}:{:02}.000 --> 00:{:02}:{:02}.000]  {words}\n",
            second / 60,
            second % 60,
            second / 60,
            second % 60 + 4
        )
    };
    let mut text = String::new();
    for (at, words) in
        ["The ladder stands.", "It does not.", "It stood in May.", "So it did.", "And now?", "It is gone."]
            .iter()
            .enumerate()
    {
        text.push_str(&line(at * 5 + if at > 3 { 1800 } else { 0 }, words));
    }
    check_kind("a.txt", &text, Kind::Transcript);
    let chapters =
        "0:00 Welcome\n4:10 The ladder\n9:30 The rungs\n14:00 The wall\n44:00 The roof\n49:00 Goodbye\n";
    check_kind(
        "a.txt",
        &format!("We speak of ladders, and of what stands on them.\n\n{chapters}"),
        Kind::Notes,
    );
}

#[test]
fn what_is_no_talk_stays_prose() {
    for text in [
        // A cast, a recipe, an outline, a glossary, a staff list, a diary.
        "PERSONS OF THE PLAY\n\nFERN, a keeper.\n\nMOSS, his niece.\n\nTHE MATE, a stranger.\n\nThe scene is a kitchen.\n",
        "Soup for four\n\nINGREDIENTS: Six carrots and an onion.\n\nMETHOD: Boil them until they are soft.\n\n\
         SERVING: Serve it hot.\n\nSTORAGE: It keeps for a day.\n",
        "PART I. Of ladders.\n\nLADDER. A thing to climb.\n\nRUNG. A part of a ladder.\n\nWALL. What it leans on.\n\n\
         RAIL. A part of a stair.\n\nPART II. Of stairs.\n",
        "Ada Moss (Orchard Lane)\nAda leads the house and keeps the books.\n\nTom Fern (Weir Lane)\nTom keeps the ladders.\n\n\
         Ida Elm (Oak Lane)\nIda keeps the rest.\n\nKit Oak (Elm Lane)\nKit is new.\n",
        "The Minister came at nine, and so did we. We had brought the ladder.\n\nM. le maire était absent. Mme Moss also was.\n\n\
         Mr. Moss spoke of it: he had seen the ladder stand. Then we left.\n\nThe Speaker of the house was out.\n",
        "Dr. Moss: a keeper of ladders, and of their rungs.\n\nMr. Fern: a keeper of stairs.\n\n\
         Mrs. Elm: who keeps all else.\n\nLord Oak: who owns it.\n",
        "1. Q. What is a ladder?\n2. It is a thing to climb.\n3. It leans on a wall.\n4. It has rungs.\n5. It has rails.\n",
        "We sent it to the lane:\nAda Moss\nOrchard Lane 4\nLow Weir\n\nand to the weir:\nTom Fern\nWeir Lane 9\nLow Weir\n\n\
         but nothing came back, and we sent it anew:\nAda Moss\nOrchard Lane 4\nLow Weir\n",
    ] {
        check_kind("a.txt", text, Kind::Essay);
    }
}

#[test]
fn records_of_russian_assemblies() {
    let said = "Мохов А. Б. Лестница сломана. Её надо чинить.\n\nФедин В. Г., фракция «Ступень». Кто будет платить?\n\n\
                Мохов А. Б. Мы все.\n\n";
    check(
        "a.txt",
        &format!("Председательствующий. Коллеги, начнём.\n\n{said}Председательствующий. Спасибо.\n"),
        "1 Председательствующий: Коллеги, начнём.\n3 Мохов А. Б.: Лестница сломана. Её надо чинить.\n\
         5 Федин В. Г.: Кто будет платить?\n7 Мохов А. Б.: Мы все.\n9 Председательствующий: Спасибо.",
    );
    check_kind(
        "a.txt",
        "Мохов А. Б. Лестницы севера. М., 1999.\n\nМохов А. Б. Ступени. М., 2001.\n\nФедин В. Г. Перила. СПб., 2004.\n\n\
         Федин В. Г. Верёвки. СПб., 2006.\n",
        Kind::Essay,
    );
}
