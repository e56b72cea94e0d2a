//! What hosts, journals and newsletters put around and into a text.

use super::{ONE, THREE, TWO, check};

#[test]
fn elements_of_a_page_s_own_making_are_named_as_classes_are() {
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE}<p>{TWO}</p><amp-ad><div>Buy a boat of us, today</div></amp-ad><p>{THREE}</p>\
             <x-newsletter><div>The best of the shore</div></x-newsletter></article>"
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn what_is_shown_by_a_press_is_no_dialogue() {
    check(
        &format!(
            "<main><section class=part><h2>Water</h2><p>{ONE} {TWO}</section><section class=part><ul><li class=accordion-item>\
             <h4><button>And by night?</button></h4><div class=accordion-item__dropdown><p>{THREE} {ONE}</div></ul></section></main>"
        ),
        &["Water", &format!("{ONE} {TWO}"), "And by night?", &format!("{THREE} {ONE}")],
    );
}

#[test]
fn the_first_of_several_turns_keeps_its_head() {
    let turn = |name, words: &str| {
        format!("<div class=turn><div class=h><span>{name}</span></div><div class=w><p>{words}</div></div>")
    };
    check(
        &format!(
            "<main><div class=debate>{}{}{}</div></main>",
            turn("Ada Ek", &format!("{ONE} {TWO} {THREE}")),
            turn("Bo Fox", &format!("{TWO} {THREE}")),
            turn("Cy Orr", &format!("{THREE} {ONE}")),
        ),
        &[
            &format!("{ONE} {TWO} {THREE}"),
            "Bo Fox",
            &format!("{TWO} {THREE}"),
            "Cy Orr",
            &format!("{THREE} {ONE}"),
        ],
    );
}

#[test]
fn headings_over_what_was_taken_out_go() {
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE} {TWO}<h2>Listen everywhere</h2><ul class=subscribe-links><li><a href=a>One \
             directory</a><li><a href=b>Another</a></ul><h2>Notes</h2><p>{THREE}</article>"
        ),
        &[&format!("{ONE} {TWO}"), "Notes", THREE],
    );
}

#[test]
fn sources_behind_the_content_are_part_of_it() {
    check(
        &format!(
            "<main><section><header><h3>About this part</h3></header><div class=prose><p>{ONE}<p>{TWO}<p>{THREE}</div>\
             </section><section><h3>Episode Links</h3><ul><li><a href=https://a.example/one>Tables of tides</a>, by hand\
             <li><a href=https://b.example/two>On dunes</a>, at length</ul></section></main>"
        ),
        &[
            "About this part",
            ONE,
            TWO,
            THREE,
            "Episode Links",
            "Tables of tides, by hand",
            "On dunes, at length",
        ],
    );
}

#[test]
fn what_follows_a_note_of_copyright_in_its_dress_goes() {
    check(
        &format!(
            "<article><p>{ONE}<p>{TWO}<p>{THREE}<p class=small>Copyright \u{a9} 2021 The Shore. All rights reserved.\
             <p class=small>Texts like this one are made in haste, may not be final, and can be changed later.</article>"
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn consent_to_what_others_serve_is_not_the_text() {
    for note in [
        "Mit Ihrer Zustimmung wird hier ein externer Inhalt geladen.",
        "This external content is shown once you accept its cookies.",
        "Recevez notre newsletter",
        "Zapisz si\u{119} na nasz newsletter",
    ] {
        check(
            &format!("<article><p>{ONE}<div><p>{note}</div><p>{TWO}<p>{THREE}</article>"),
            &[ONE, TWO, THREE],
        );
    }
}

#[test]
fn scripts_without_blanks_have_paragraphs() {
    let first = "เรือข้ามฟากออกจากท่าเวลาหกโมงสิบนาที เหมือนทุกวันทำงานนับตั้งแต่สะพานถูกปิด มีผู้โดยสารสิบเอ็ดคน";
    let second = "ไม่มีใครในสภาตอบได้ว่าใครลงชื่อในสัญญาเช่าฉบับแรก สมุดบัญชีของปีนั้นหายไป";
    let list = "พันธุ์มันฝรั่งสำหรับปลูกในฤดูหนาวและราคาที่ชาวสวนขายได้";
    check(
        &format!(
            "<header><a href=/>หน้าแรก</a></header><main><h1>เมืองไร้สะพาน</h1><div class=c1><p>{first}</p><p>{second}</p>\
             <ul><li>{list}<li>{list}</ul></div></main><footer><a href=/about>เกี่ยวกับเรา</a></footer>"
        ),
        &[first, second, list, list],
    );
}

#[test]
fn notes_stand_below_the_button_for_comments() {
    let text = "She kept two buttons apart from the rest, in a box that had once held throat sweets. Nobody was told why.";
    let note = "Conversation with the keeper, in the rain, on the embankment.";
    let button = "<p><a class=button href=x><span>Leave a comment</span></a></p>";
    check(
        &format!(
            "<article><h1>T</h1><p>{text}</p><p>{text}</p>{button}<div class=footnote><a href='#a'>1</a><div><p>{note}</p>\
             </div></div></article>"
        ),
        &[text, text, note],
    );
    check(
        &format!(
            "<article><h1>T</h1><p>{text}</p><p>{text}</p><p>{text}</p><h3>Leave a comment</h3><div class=x><p>{note}</p></div></article>"
        ),
        &[text, text, text],
    );
}

#[test]
fn what_is_said_below_names_in_capitals_stays_however_short() {
    let asked = "In what year did the mill lose its first hundred people, and who was asked about it?";
    let said = "Consider the humble gate, which neither opens nor shuts of itself, and what it says of us.";
    let turn = |name: &str, words: &str| format!("<p>{name}</p><p>{words}</p>");
    let page = |one: &str, other: &str| {
        format!(
            "<article><h1>T</h1>{}</article>",
            [
                turn(one, "Why?"),
                turn(other, said),
                turn(one, asked),
                turn(other, said),
                turn(one, asked),
                turn(other, said)
            ]
            .concat()
        )
    };
    check(&page("INTERVIEWER", "MOSS"), &["Why?", said, asked, said, asked, said]);
    check(&format!("<article><h1>T</h1><p>ESSAYS</p><p>{asked}</p><p>{said}</p></article>"), &[asked, said]);
}

#[test]
fn the_line_under_the_title_may_be_named_for_scripts() {
    let page = |name: &str| {
        format!(
            "<main><article><div {name}=headline><h1>On Tides</h1></div><div {name}=standfirst><p>Forty years of tables by the sea</p></div><div {name}=body class=article-body><p>{ONE}<p>{TWO}<p>{THREE}\
             </div></article></main>"
        )
    };
    let dek = "Forty years of tables by the sea";
    check(&page("data-testid"), &[dek, ONE, TWO, THREE]);
    check(&page("data-number"), &[ONE, TWO, THREE]);
}

#[test]
fn generators_set_every_block_in_an_element_of_its_own() {
    let paragraph = |words: &str| format!("<div class=paragraph><p>{words}</p></div>\n");
    check(
        &format!(
            "<div id=header><h1>On Tides</h1></div><div id=content><div id=preamble><div class=body>{}</div></div>\
             <div class=sect>\n<h2 id=_the_moon>The moon</h2>\n<div class=body>{}<div class=quote><blockquote>{}\
             </blockquote></div>{}<div class=list><ul><li><p>springs</p><li><p>neaps</p></ul></div></div></div>\
             <div class=sect>\n<h2 id=_bays>Bays</h2>\n<div class=body>{}</div></div></div>",
            paragraph(ONE),
            paragraph(TWO),
            paragraph("Water comes back."),
            paragraph("So they say here."),
            paragraph(THREE),
        ),
        &[ONE, "The moon", TWO, "Water comes back.", "So they say here.", "springs", "neaps", "Bays", THREE],
    );
}

#[test]
fn boxes_that_say_one_thing_each_are_no_text() {
    let tip = |words: &str| format!("<div class=tip><p>{words}</p></div>");
    check(
        &format!(
            "<div class=story><p>{ONE}<p>{TWO}<p>{THREE}</div><div class=tips>{}{}{}</div>",
            tip("Buy a chart of this shore, in paper."),
            tip("Ask for our boots, they are on sale."),
            tip("Stay at the inn, it has a new roof."),
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn a_name_that_most_paragraphs_bear_says_nothing_of_bylines() {
    let short = "See the almanac, or ask whoever has sailed there.";
    let page = |class: &str| {
        format!(
            "<h1>On Tides</h1><p class=author>Ada Ek<p class={class}>{ONE}<p class={class}>{TWO}<p class={class}>{THREE}\
             <ol><li><p class=author>{short}</ol>"
        )
    };
    check(&page("author"), &[ONE, TWO, THREE, short]);
    check(&page("text"), &[ONE, TWO, THREE]);
}

#[test]
fn folded_contents_and_lists_of_them_go() {
    let folded =
        "<details><summary>Open Table of contents</summary><ul><li><a href='#tides'>Tides</a></ul></details>";
    let list = "<ul class=table-of-contents><li><a href='#tides'>Tides</a></li></ul>";
    for contents in [folded, list] {
        check(
            &format!("<article><p>{ONE}</p>{contents}<h2 id=tides>Tides</h2><p>{TWO} {THREE}</p></article>"),
            &[ONE, "Tides", &format!("{TWO} {THREE}")],
        );
    }
    check(
        &format!(
            "<article><p>{ONE} {TWO}</p><details><summary>Table of contents</summary><p>{THREE}</p></details></article>"
        ),
        &[&format!("{ONE} {TWO}"), "Table of contents", THREE],
    );
}

#[test]
fn how_to_cite_a_page_is_no_part_of_it() {
    let behind = "<div id=quarto-appendix><section class=quarto-appendix-contents id=quarto-reuse><h2>Reuse</h2><p>CC BY \
                  4.0</p></section><section class=quarto-appendix-contents id=quarto-citation><h2>Citation</h2><pre>@online{a, \
                  author = {Ada Moss}}</pre></section></div>";
    check(
        &format!("<main><p>{ONE} {TWO}</p><p>{THREE}</p>{behind}</main>"),
        &[&format!("{ONE} {TWO}"), THREE],
    );
}

#[test]
fn short_notes_behind_the_text_stay() {
    check(
        &format!(
            "<article><div class=entry><p>{ONE} {TWO}<p>{THREE}<div class=footnote><p class=footnote>of the neap sort</div></div></article>"
        ),
        &[&format!("{ONE} {TWO}"), THREE, "of the neap sort"],
    );
}
