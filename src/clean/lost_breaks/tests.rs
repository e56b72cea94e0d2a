//! What is parted, and what must not be.

use super::{PieceKind, is_damaged, repair};

/// The pieces of `text`, one a line: `#` headings, `*` items, `…` what goes on.
fn check(text: &str, expected: &str) {
    let mut pieces = String::new();
    for piece in repair(text, None) {
        pieces.push_str(match piece.kind {
            PieceKind::Paragraph => "",
            PieceKind::Heading => "# ",
            PieceKind::ListItem => "* ",
            PieceKind::Continuation => "… ",
        });
        pieces.push_str(&text[piece.range]);
        pieces.push('\n');
    }
    assert_eq!(pieces.trim_end(), expected);
}

#[test]
fn sentences_headings_and_items_are_parted() {
    check(
        "The shop keeps its ledger in two columns.The left one is for promises. Some notes for this week:* I \
         mended the gate.* The baker came by.Keeping the BooksThe best thing that I learned there was to write \
         the sum down before anybody could ask me for it.",
        "The shop keeps its ledger in two columns.\n\
         The left one is for promises. Some notes for this week:\n\
         * I mended the gate.\n\
         * The baker came by.\n\
         # Keeping the Books\n\
         The best thing that I learned there was to write the sum down before anybody could ask me for it.",
    );
}

#[test]
fn names_addresses_and_abbreviations_are_left_alone() {
    for text in [
        "We met at HuggingFace and DeepMind, then OpenAI's people called from an iPhone about McDonald's paper.",
        "It is on arXiv, e.g. at https://arxiv.org/abs/1706.03762v5, and in README.md of v2.0 of the U.S. build.",
        "She took her Ph.D. in 1998.5 semesters, said Dr. O'Brien of the MacArthur fund; see example.com/AboutUs.",
        "Call it once, then file.Close() and fmt.Println(), and see what the iPad, the iMac and GitHub make of it.",
        "Die Datenschutzgrundverordnung kennt keine Gemeindelogbuchführung, sagt der Landesbeauftragte dazu.",
    ] {
        check(text, text);
    }
}

#[test]
fn a_rule_is_parted_from_the_word_before_it() {
    check(
        "The shop keeps its ledger in two columns.The left one is for promises. We wrote it down for \
         them all.Walter---------- Forwarded message ---------- Keeping the BooksThe best of it is there.",
        "The shop keeps its ledger in two columns.\n\
         The left one is for promises. We wrote it down for them all.\n\
         Walter\n\
         ---------- Forwarded message ---------- Keeping the Books\n\
         The best of it is there.",
    );
}

#[test]
fn a_slip_in_a_healthy_text_opens_nothing_else() {
    let healthy = "The fourTheorem people wrote WinoGrande by hand and nobody minded. ".repeat(40);
    let text =
        format!("{healthy}\nThe key is under the mat.To open the door, turn it twice. See LambdaTensor.");
    let pieces = repair(&text, None);
    let texts: Vec<&str> = pieces.iter().map(|piece| &text[piece.range.clone()]).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[1].starts_with("To open the door"));
}

#[test]
fn a_sentence_is_no_heading_and_its_rest() {
    let text = "Do you have any brilliant and hardworking friends who are looking for a summer of weaving?";
    assert!(repair(text, None).iter().all(|piece| piece.kind != PieceKind::Heading));
}

#[test]
fn references_handles_and_programs_are_not_cut() {
    let glued =
        "It was right.The most of it. She said so.The best of it. We kept the book.They all did. ".repeat(2);
    for whole in [
        "See Food Chemistry, Vol.18(2), and doi:10.1016/j.tree.2010.11.165 for it.",
        "Write to us with #askthemill or to @themillhouse whenever you like.",
        "The rules are at https://mill.example/privacy and nowhere else.",
        "The bug was in getElementById, and we put useReducer where useState was.",
        "She was carrying MillPads and one loaf of bread.",
        "Find her as @RosaBuilds or at the market.",
        "func open(_ gate: UIGate, didOpenWith handler: @escaping (UIGateResult) -> Void) { gate.openSlowly(by: 1); }",
    ] {
        let text = format!("{glued}{whole}");
        let pieces = repair(&text, None);
        assert!(pieces.len() > 3, "{pieces:?}");
        assert!(
            text[pieces[pieces.len() - 1].range.clone()].ends_with(whole),
            "{:?}",
            &text[pieces[pieces.len() - 1].range.clone()]
        );
    }
}

#[test]
fn healthy_texts_are_told_by_their_bytes() {
    let healthy =
        "\"The ledger,\" said Ada, \"is on GitHub; ask O'Brien (The miller) for the PayPal key.\" ".repeat(9);
    assert!(!is_damaged(&healthy));
    let check = |place: &str| assert!(is_damaged(&format!("{healthy}{place}{healthy}")), "{place}");
    check("It was right.The most of it.");
    check("He said so.\"The most of it.");
    check("Some notes for this week:* I mended the gate.");
    check("We kept the bookThe best of it.");
    // What comes again is a name.
    assert!(!is_damaged(&format!("{healthy}We like readThe. {healthy}So we like readThe.")));
}

/// The pieces of `text`, parted by bars.
fn parted(text: &str) -> String {
    let pieces = repair(text, None);
    let pieces: Vec<&str> = pieces.into_iter().map(|piece| &text[piece.range]).collect();
    pieces.join("|")
}

#[test]
fn several_of_a_kind_are_breaks_however_short_the_text_is() {
    for (text, expected) in [
        (
            "00:00 Intro02:13 What is a weir?10:45 Why mills matter31:07 Mail",
            "00:00 Intro|02:13 What is a weir?|10:45 Why mills matter|31:07 Mail",
        ),
        (
            "Chapters(0:00) Hello(1:30) The flood of 1953(12:04) Who paid?(1:02:10) Bye",
            "Chapters|(0:00) Hello|(1:30) The flood of 1953|(12:04) Who paid?|(1:02:10) Bye",
        ),
        ("目录00:00 开场05:20 水磨与风33:10 最后一班船", "目录|00:00 开场|05:20 水磨与风|33:10 最后一班船"),
        ("主播：林磨剪辑：阿水音乐：小风", "主播：林磨|剪辑：阿水|音乐：小风"),
        (
            "Notes• Start early• Ship it late• Never on a Friday",
            "Notes|Start early|Ship it late|Never on a Friday",
        ),
        (
            "What you will learn:- Why weirs leak- How to mend one- What it costs",
            "What you will learn:|Why weirs leak|How to mend one|What it costs",
        ),
        (
            "Topic: How mills dieSpeaker: Ada MillerDate: 4 March 2022Venue: Old Hall",
            "Topic: How mills die|Speaker: Ada Miller|Date: 4 March 2022|Venue: Old Hall",
        ),
        (
            "The paper: https://example.org/abs/2303.01234Code: https://example.com/weir/gaugeSlides: https://example.org/t",
            "The paper: https://example.org/abs/2303.01234|Code: https://example.com/weir/gauge|Slides: https://example.org/t",
        ),
        (
            "Find us: @millersTikTok: @millersYouTube: @MillersAndSons",
            "Find us: @millers|TikTok: @millers|YouTube: @MillersAndSons",
        ),
        (
            "🎙️ Our guest: Ada Miller📚 Her book: The Weir🔗 More of it on her page",
            "🎙️ Our guest: Ada Miller|📚 Her book: The Weir|🔗 More of it on her page",
        ),
        (
            "Hosted by Karen MillerProduced by Otis GrantSound design by Lars Holm",
            "Hosted by Karen Miller|Produced by Otis Grant|Sound design by Lars Holm",
        ),
    ] {
        assert_eq!(parted(text), expected);
    }
}

#[test]
fn a_sentence_behind_a_quotation_is_a_slip_in_a_healthy_text() {
    let healthy = "The weir was whole, and nobody had looked at it for years. ".repeat(40);
    let text = format!("{healthy}She asked \"Who mends the weir?\" and he said \"All of us.\"It was a lie.");
    assert!(parted(&text).ends_with("\"All of us.\"|It was a lie."), "{}", parted(&text));
}

#[test]
fn what_only_looks_like_a_series_is_whole() {
    for text in [
        "Doors open at 7:00, the talk is at8:30 and the last train leaves at 11:15.",
        "Read John3:16, Mark4:12 and Luke5:7 before you come.",
        "我早上8:30起床，9:45出门，10:30到了水磨，11:50才回来。",
        "节目主持人：林磨 后期制作：阿水",
        "I don't- I mean- We never- Yes, the weir was there.",
        "pre- and postwar mills, in- and outflow, and the like",
        "{ fontSize: 12, lineHeight: 1.5, backgroundColor: red }",
        "class Order(val productId: String, val quantity: Int, val userEmail: String, val startDate: Date)",
        "The firstName and lastName fields are required, and userName is not.",
        "Good work👏 Thanks for it🎉 We liked it❤️ See you",
        "My page is https://example.com/TheWeirs SHOP: https://example.com/shop MORE: https://example.com/more",
        "int* First, char* Second, char* Third",
        "Lenovo ThinkPads are in the shop, and nothing else is.",
    ] {
        assert_eq!(parted(text), text);
    }
}

#[test]
fn a_straight_quotation_begins_where_none_is_open() {
    let quotes = "He shut the door.Then he opened it, for the kettle was singing.\"Is that you?\" she called.\"It is \
                  only the wind,\" he said.And it was.";
    assert_eq!(
        parted(quotes),
        "He shut the door.|Then he opened it, for the kettle was singing.|\"Is that you?\" she called.|\"It is \
         only the wind,\" he said.|And it was."
    );
}
