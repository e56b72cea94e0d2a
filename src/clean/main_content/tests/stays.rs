//! What only looks like the apparatus of pages, beside what is.

use super::{ONE, THREE, TWO, check, shown};

/// Checks that a block between paragraphs stays, or that nothing of it does.
fn check_between(block: &str, stays: bool) {
    let page = format!(
        "<article><h1>On Tides</h1><p>{ONE} {TWO}</p>{block}<p>{THREE} {ONE}</p><p>{TWO} {THREE}</p><p>{ONE} {THREE}</p></article>"
    );
    let page = format!("<html><body>{page}</body></html>");
    let text = shown(&page).0;
    let words: Vec<&str> =
        block.split(['<', '>']).filter(|part| part.contains(' ') && !part.contains('=')).collect();
    assert!(!words.is_empty() && text.contains(ONE) && text.contains(THREE), "{block}: {text}");
    for words in words {
        assert_eq!(text.contains(words.trim()), stays, "{words} in {text}");
    }
}

#[test]
fn sentences_that_begin_as_calls_do_go_only_with_a_link_or_a_button() {
    for sentence in [
        "<p>Support our work by the spring, the women wrote on the barn door, and the roof was mended.</p>",
        "<p>Следите за руками, говорил он, и не верьте тому, что пишут в телеграме.</p>",
        "<p>Siga o rio até a ponte, dizia o telegrama, e pergunte pelo moleiro.</p>",
        "<p>Was this article helpful to the people who came before us, or did they burn it for warmth?</p>",
        "<p>Like us, the weavers had names for the threads that ran along the loom.</p>",
        "<p>We and our neighbours baked cookies on the last evening, and it was quite an experience.</p>",
    ] {
        check_between(sentence, true);
    }
    for call in [
        "<p>Join our WhatsApp channel <a href=https://wa.example/x>over here</a></p>",
        "<div class=x><p>Was this article helpful?</p><button>Yes, very</button></div>",
    ] {
        check_between(call, false);
    }
    // At the end, one need not be pressed.
    let text = format!("<h1>On Tides</h1><p>{ONE} {TWO}<p>{THREE} {ONE}");
    check(
        &format!("<article>{text}<p>Found a typo? Select it and press Enter.</p></article>"),
        &[&format!("{ONE} {TWO}"), &format!("{THREE} {ONE}")],
    );
}

#[test]
fn a_headed_part_about_letters_stays_and_a_box_with_a_button_goes() {
    for part in [
        "<div class=k><h3>Get our newsletter</h3><p>That was all the sheet on the door of the barn said.</p></div>",
        "<div class=k><h3>Four hours in the inbox</h3><p>Do it before noon, and never on a Monday.</p></div>",
    ] {
        check_between(part, true);
    }
    check_between(
        "<div class=k><h3>Get our newsletter</h3><p>A letter every Friday.</p><button>Go</button></div>",
        false,
    );
}

#[test]
fn articles_in_an_article_are_its_parts_and_those_behind_it_others() {
    let part = |n: usize| format!("<article><h1>Letter {n}</h1><p>{TWO} {ONE}</p></article>");
    let parts: String = (1..4).map(part).collect();
    let intro = format!("<p>{ONE} {TWO}</p><p>{THREE} {ONE}</p>");
    for page in [
        format!("<main><h1>On Tides</h1>{intro}{parts}</main>"),
        format!("<main><article><h1>On Tides</h1>{intro}{parts}</article></main>"),
    ] {
        let page = format!("<html><head><title>On Tides</title></head><body>{page}</body></html>");
        let text = shown(&page).0;
        assert!(text.contains("Letter 1") && text.contains("Letter 3"), "{text}");
    }
    let loaded =
        format!("<article><h1>Of Oars</h1><div>Bo Dahl 14 March 2021</div><p>{TWO} {ONE}</p></article>");
    let page = format!(
        "<html><head><title>On Tides</title></head><body><main><article><h1>On Tides</h1>{intro}</article></main>{loaded}</body></html>"
    );
    assert!(!shown(&page).0.contains("Of Oars"), "{}", shown(&page).0);
}

#[test]
fn the_word_for_comments_heads_a_part_of_a_text_unless_readers_write_below_it() {
    let page = |below: &str| {
        format!(
            "<html><body><article><h1>On Tides</h1><p>{ONE} {TWO}</p><p>{THREE} {ONE}</p>{below}</article></body></html>"
        )
    };
    for word in ["Yorumlar", "评论", "تعليقات", "Comments"] {
        let told = format!("<h2>{word}</h2><p>{TWO} Nobody else has said so.</p>");
        assert!(shown(&page(&told)).0.contains("Nobody else"), "{word}");
        let asked = format!("{told}<form><textarea></textarea></form>");
        assert!(!shown(&page(&asked)).0.contains("Nobody else"), "{word}");
    }
}

#[test]
fn a_quiz_keeps_its_questions_and_a_poll_goes() {
    let quiz = "<div><p>Who kept the ledger of the mill?</p><label><input type=radio> The miller himself</label></div>";
    check_between(quiz, true);
    let poll = "<div><p>Who kept the ledger of the mill?</p><form><label><input type=radio> The miller himself</label>\
                <button>Vote</button></form></div>";
    check_between(poll, false);
}

#[test]
fn lists_into_the_page_go_where_their_words_come_again() {
    let list = |names: [&str; 4]| {
        let items = names.iter().enumerate().map(|(n, name)| format!("<li><a href=#p{n}>{name}</a>"));
        format!("<ul>{}</ul>", items.collect::<String>())
    };
    let names = ["Weirs of old", "Leats and ponds", "A sluice gate", "The tail race"];
    let page = |parts: &str| {
        format!(
            "<html><body><article><h1>On Tides</h1><p>{ONE} {TWO}</p>{}{parts}</article></body></html>",
            list(names)
        )
    };
    let parts = |with_headings: bool| -> String {
        let part = |(n, name): (usize, &&str)| match with_headings {
            true => format!("<h2 id=p{n}>{name}</h2><p>{THREE}</p>"),
            false => format!("<p id=p{n}>{THREE}</p>"),
        };
        names.iter().enumerate().map(part).collect()
    };
    assert_eq!(shown(&page(&parts(true))).0.matches("A sluice gate").count(), 1);
    assert_eq!(shown(&page(&parts(false))).0.matches("A sluice gate").count(), 1);
}

#[test]
fn a_part_on_advertising_stays_and_what_is_paid_for_goes() {
    check_between(
        "<section><h2>Advertising in Dene</h2><p>Half of it was paid for by the mill, and half by the smith.</p></section>",
        true,
    );
    check_between(
        "<div class=k><p>Advertisement</p><p>Lost between the mill and the bridge, a silver watch.</p></div>",
        true,
    );
    check_between(
        "<div class=k><p>Advertisement</p><p>Watches that are never lost, in silver.</p><a rel=nofollow \
         href=https://w.example/>See</a></div>",
        false,
    );
}

#[test]
fn linked_titles_with_a_sentence_each_among_the_paragraphs_stay() {
    let card = |n: usize| {
        format!(
            "<li class=w><a href=/map{n}>From mile {n} to the weir</a> <img src={n}.png> <p>One hour, steep; take a stick.</p></li>"
        )
    };
    let cards: String = (1..5).map(card).collect();
    let page = format!(
        "<html><head><title>On Tides</title><meta property=og:type content=article></head><body><article><h1>On Tides</h1>\
         <p>{ONE} {TWO}</p><ul>{cards}</ul><p>{THREE} {ONE}</p></article></body></html>"
    );
    assert!(shown(&page).0.contains("One hour, steep"), "{}", shown(&page).0);
}
