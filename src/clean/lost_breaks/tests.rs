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
fn members_are_whole_in_a_whole_text() {
    let prose = "It was the weir in the meadow that we have been working on for a long time now. ".repeat(80);
    let text = format!(
        "{prose}So we call it once with weir.Conn and again with filepath.Walk, which is all that there is to it."
    );
    check(&text, &text);
    let slip = format!(
        "{prose}So we call it once with the weir.And again with the walk, which is all that there is to it."
    );
    check(&slip, &slip.replace("weir.And", "weir.\nAnd"));
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
fn lists_whose_breaks_are_blanks_are_parted() {
    for (text, expected) in [
        (
            "Ada tells how. Chapters 0:00 Welcome 1:21 The weir and the mill 14:05 Nine bags 1:02:33 What is next",
            "Ada tells how.|Chapters|0:00 Welcome|1:21 The weir and the mill|14:05 Nine bags|1:02:33 What is next",
        ),
        (
            "0:00 Hello 1:21 The weir 14:05 Bye Links mentioned The mill: https://example.org/m Notes on it: \
             https://example.org/n Our guest Ada Miller",
            "0:00 Hello|1:21 The weir|14:05 Bye|Links mentioned|The mill: https://example.org/m|Notes on it: \
             https://example.org/n|Our guest|Ada Miller",
        ),
        ("0:00 welcome 1:21 the weir 14:05 bye", "0:00 welcome|1:21 the weir|14:05 bye"),
        (
            "0:00 Hallo 14:05 Das Amt, 7:15 Uhr 28:40 Torf 31:00 Ende",
            "0:00 Hallo|14:05 Das Amt, 7:15 Uhr|28:40 Torf|31:00 Ende",
        ),
        (
            "(00:00) Hello (01:30) The flood (12:04) Who paid?",
            "(00:00) Hello|(01:30) The flood|(12:04) Who paid?",
        ),
        ("[00:00] Hej [01:30] Kvarnen [12:04] Bron", "[00:00] Hej|[01:30] Kvarnen|[12:04] Bron"),
        ("00:00 - Hallo 01:30 - Das Wehr 12:04 - Ende", "00:00 - Hallo|01:30 - Das Wehr|12:04 - Ende"),
        ("00:00 开场 05:20 水磨与风 33:10 最后一班船", "00:00 开场|05:20 水磨与风|33:10 最后一班船"),
        ("0:00 Введение 1:21 Плотина 14:05 Мост", "0:00 Введение|1:21 Плотина|14:05 Мост"),
        (
            "You will learn: • How to buy a weir • Why it leaks • Bread",
            "You will learn:|How to buy a weir|Why it leaks|Bread",
        ),
        (
            "Ada tells how she did it. In this episode • How to buy a weir • Why all weirs leak • The sandwiches of it",
            "Ada tells how she did it.|In this episode|How to buy a weir|Why all weirs leak|The sandwiches of it",
        ),
        ("✅ Mend the weir ✅ Feed the hens ✅ Sleep", "✅ Mend the weir|✅ Feed the hens|✅ Sleep"),
        ("Where: - Old Hall - The weir - Weir Street", "Where:|Old Hall|The weir|Weir Street"),
        (
            "🎙️ Our guest: Ada Miller 📚 Her book: The Weir 🔗 More: https://example.org/ada",
            "🎙️ Our guest: Ada Miller|📚 Her book: The Weir|🔗 More: https://example.org/ada",
        ),
    ] {
        assert_eq!(parted(text), expected);
    }
}

#[test]
fn a_title_that_is_glued_to_its_time_stays_beside_it() {
    for (text, expected) in [
        (
            "0:00Welcome1:21The weir14:05Nine bags28:40Bye",
            "0:00 Welcome\n1:21 The weir\n14:05 Nine bags\n28:40 Bye\n",
        ),
        ("0:00はじめに1:21水車の話14:05おわりに", "0:00 はじめに\n1:21 水車の話\n14:05 おわりに\n"),
    ] {
        let mut lines = String::new();
        for piece in repair(text, None) {
            if piece.kind == PieceKind::Continuation {
                lines.pop();
                lines.push(' ');
            }
            lines.push_str(&text[piece.range]);
            lines.push('\n');
        }
        assert_eq!(lines, expected);
    }
}

#[test]
fn a_heading_is_parted_from_what_stands_below_it_in_a_whole_text() {
    let whole =
        "Jan Mulder zählt die Mühlen, und niemand zählt sie nach; so war es dort seit vielen Jahren. "
            .repeat(20);
    for (text, expected) in [
        ("In dieser FolgeWie man ein Wehr kauft", "In dieser Folge|Wie man ein Wehr kauft"),
        ("Links zur SendungDer Verein der Müller", "Links zur Sendung|Der Verein der Müller"),
        ("Kapitelmarken0:00 Begrüßung", "Kapitelmarken|0:00 Begrüßung"),
        ("Unser GastJan Mulder", "Unser Gast|Jan Mulder"),
        ("Jan MulderMüller im Ruhestand", "Jan Mulder|Müller im Ruhestand"),
        ("Waarom negen een mooi getal isDe tiende", "Waarom negen een mooi getal is|De tiende"),
        (
            "Wir hören das wehrWie man es baut und lässtWas es kostet",
            "Wir hören das wehr|Wie man es baut und lässt|Was es kostet",
        ),
        (
            "Der Plan: https://example.org/wehrFotos auf dem Blog: https://example.org/b",
            "Der Plan: https://example.org/wehr|Fotos auf dem Blog: https://example.org/b",
        ),
        ("Mehr: https://example.org/wehrUnser Gast", "Mehr: https://example.org/wehr|Unser Gast"),
        (
            "記録：https://example.org/a水車の地図：https://example.org/b",
            "記録：https://example.org/a|水車の地図：https://example.org/b",
        ),
    ] {
        assert_eq!(parted(&format!("{whole}\n\n{text}")), format!("{}|{expected}", whole.trim_end()));
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
        "At 3:15 We met, at 4:20 We left and at 5:10 We slept, as the diary says.",
        "It starts at 0:00 and at 1:21 it stops, so at 14:05 we go.",
        "Die Züge fahren um 7:15 Uhr 9:20 Uhr 11:05 Uhr und sonst nie.",
        "Read John 3:16 Romans 5:18 Hebrews 11:16 Before you come.",
        "3:16 For so it was 3:17 For it was not so 3:18 He that read it knew.",
        "The programme: 9:00 Registration, 10:00 Opening talk, 11:30 Coffee and cake.",
        "Kiel – Lemgo 25:27 Erlangen – Melsungen 28:30 Hamm – Berlin 31:33",
        "Mon 9:00–17:00 Tue 10:00–18:00 Wed 11:00–19:00 Thu 12:00",
        "Home · About · Blog · Contact",
        "By Ada Moss • March 4, 2024 • 5 min read • Essays",
        "👏 We 👏 love 👏 weirs",
        "The mill – Old Hall – Weir Street – The Sea is the way to walk.",
        "Note: the mill - old as it is - leaks - as we said - at times.",
        "Our KnowHow und Wissen is at the CheckIn desk of LinkedIn and of PuenteNet S.A. as ever.",
        "Ruth VanDer Beek and Ada McAllister ask Amazon WebServices, and Amazon Web Services is old.",
        "See https://example.com/aboutUs and https://example.com/howItWorks for it, then https://example.com/abDef again.",
        "詳細：https://example.org/museumをご覧ください。",
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

#[test]
fn names_of_a_program_are_whole_and_its_lines_parted() {
    check(
        "A shelf keeps its own count, and here is how I wrote it down.The first part is a plain type:struct \
         ShelfCounter {let countFormat = NumberFormat()}The second one opens it with all that it needs.func \
         openShelf(_ counter: ShelfCounter, withStartOptions startOptions: [StartOptionKey: Any]) -> Bool \
         {let shelfSettings = ShelfSettings(named: counter.name)return shelfSettings.apply(counter)}That is \
         all.It has worked since.",
        "A shelf keeps its own count, and here is how I wrote it down.\n\
         The first part is a plain type:\n\
         struct ShelfCounter {\n\
         let countFormat = NumberFormat()\n\
         }\n\
         The second one opens it with all that it needs.\n\
         func openShelf(_ counter: ShelfCounter, withStartOptions startOptions: [StartOptionKey: Any]) -> Bool {\n\
         let shelfSettings = ShelfSettings(named: counter.name)\n\
         return shelfSettings.apply(counter)\n\
         }\n\
         That is all.\n\
         It has worked since.",
    );
}

#[test]
fn words_that_programs_declare_with_are_words_in_prose() {
    check(
        "She teaches a class.The new class of hers begins at 9:15 PM (bring a pen), and the import duty (£3) \
         is paid.What we let go of in classNotes from the first hour (all of them) are below.The rest is for \
         {your name} to fill in.",
        "She teaches a class.\n\
         The new class of hers begins at 9:15 PM (bring a pen), and the import duty (£3) is paid.\n\
         What we let go of in class\n\
         Notes from the first hour (all of them) are below.\n\
         The rest is for {your name} to fill in.",
    );
}

#[test]
fn hashtags_and_curly_quotations_begin_lines() {
    check(
        "We mended the weir at last.The mill can turn again, and so can we.“Nobody believed it,” says the \
         miller.That is all for this week of the mill#weirs#mills",
        "We mended the weir at last.\n\
         The mill can turn again, and so can we.\n\
         “Nobody believed it,” says the miller.\n\
         That is all for this week of the mill\n\
         #weirs\n\
         #mills",
    );
    for text in [
        "What it prints is context.Background.withValue, and the site is info.withNews.org for all of them.",
        "He writes C# and F#, calls it PR#12 and read page#top of it, at 21:15PM or so, at 180º and 30°C.",
        "The bracket {Your Name} stays, and so does “this” and ‘that’. It is said of dark matters (see f(x)).",
    ] {
        check(text, text);
    }
}

#[test]
fn names_that_begin_small_begin_lines_whole() {
    check(
        "We read the news of the week.There was a great deal of it this time.The GitHub outage statementeBay's \
         auction for a prototypeA new partnershipiPadOS beta release notesThat is all for this week, and it is \
         enough.",
        "We read the news of the week.\n\
         There was a great deal of it this time.\n\
         The GitHub outage statement\n\
         eBay's auction for a prototype\n\
         A new partnership\n\
         iPadOS beta release notes\n\
         That is all for this week, and it is enough.",
    );
}
