//! What stands between the paragraphs of a text, and between it and its title.

use super::*;

#[test]
fn a_box_that_leads_away_ends_no_text() {
    let more = "<ul><li><a href=/b>On dunes</a><li><a href=/c>On sand</a></ul>";
    for heading in ["Read more", "Related articles", "Mehr zum Thema", "See also"] {
        for behind in 1..4 {
            let rest = [TWO, THREE, ONE].map(|text| format!("{text} Still."));
            let paragraphs: String = rest[..behind].iter().map(|text| format!("<p>{text}</p>")).collect();
            let kept: Vec<&str> =
                [ONE, TWO, THREE].into_iter().chain(rest[..behind].iter().map(String::as_str)).collect();
            check(
                &format!(
                    "<article><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><div><h4>{heading}</h4>{more}</div>\
                     {paragraphs}</article>"
                ),
                &kept,
            );
        }
    }
}

#[test]
fn what_a_box_says_stays() {
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p><div><h4>More on the moon</h4><p>{THREE}</p></div>\
             <p>{ONE} Still.</p></article>"
        ),
        &[ONE, TWO, THREE, &format!("{ONE} Still.")],
    );
}

#[test]
fn stretches_without_names_go_on() {
    let text = format!("<div>{ONE}<br><br>{TWO}<br><br><b>Links:</b></div>");
    let list = "<ul><li><a href=/a>The almanac</a><li>A bell, rung in 1954</ul>";
    let chapters = "<div><br><b>Chapters</b><br>(00:00) - The stairs<br>(04:12) - The weights</div>";
    check(
        &format!("<main><h1>On Tides</h1><div class=notes>{text}{list}{chapters}</div></main>"),
        &[
            ONE,
            TWO,
            "Links:",
            "The almanac",
            "A bell, rung in 1954",
            "Chapters (00:00) - The stairs (04:12) - The weights",
        ],
    );
    // What has a name, or stands behind what has one, is something else.
    let people = "<div class=people>Hosts</div><ul><li><a href=/h>Tom and his bees</a></ul>";
    check(
        &format!(
            "<main><h1>On Tides</h1><div class=notes><div>{ONE}<br><br>{TWO}</div>{people}</div></main>"
        ),
        &[ONE, TWO],
    );
}

#[test]
fn the_line_under_the_title_stays() {
    let (dek, by) = ("Why the water comes twice a day", "<p class=meta>By Ada Ek on 3 May 2019</p>");
    for head in [
        format!("<header><h1>On Tides</h1><p>{dek}.</p>{by}</header>"),
        format!("<header><h1>On Tides</h1>{by}<h3 class=subtitle>{dek}.</h3></header>"),
        format!("<div><h1>On Tides</h1></div>{by}<div class=post-description>{dek}.</div>"),
        format!("<div><h1>On Tides</h1></div><div><p class=subtitle>{dek}.</p><span>3 May 2019</span></div>"),
    ] {
        let dek = format!("{dek}.");
        check(
            &format!("<article>{head}<div class=body><p>{ONE}<p>{TWO}<p>{THREE}</div></article>"),
            &[&dek, ONE, TWO, THREE],
        );
    }
}

#[test]
fn what_else_stands_under_the_title_goes() {
    for line in [
        "<p>Posted in Essays</p>",
        "<p>5 min read</p>",
        "<p>Ada Ek</p>",
        "<p>The Shore Weekly Review</p>",
        "<p class=subtitle>May 3, 2019</p>",
        "<p class=description><a href=/sea>All about the sea</a></p>",
        "<p>Subscribe to our letters of the sea.</p>",
    ] {
        let page = format!(
            "<article><header><h1>On Tides</h1>{line}</header><div class=body><p>{ONE}<p>{TWO}<p>{THREE}</div></article>"
        );
        check(&page, &[ONE, TWO, THREE]);
    }
}

#[test]
fn what_is_said_of_the_first_picture_stays() {
    let page = |caption: &str| {
        format!(
            "<article><header><h1>On Tides</h1><p>By Ada Ek</p><figure><img src=a.png><figcaption>{caption}</figcaption>\
             </figure></header><div class=body><p>{ONE}<p>{TWO}<p>{THREE}</div></article>"
        )
    };
    check(&page("The bay at noon, from the pier"), &["The bay at noon, from the pier", ONE, TWO, THREE]);
    check(&page("Photo: Bo Fox / Shore Pictures"), &[ONE, TWO, THREE]);
}

#[test]
fn questions_in_bold_type_open_an_interview() {
    let ask = |question: &str| format!("<p><strong>{question}</strong></p>");
    check(
        &format!(
            "<article><h1>On Tides</h1><p class=meta>Posted in Essays</p><p>She has a boat. We met there.</p>{}\
             <p>Sail. For a year I did.</p>{}<p>{ONE}</p><p>{TWO}</p></article>",
            ask("What did they let you do?"),
            ask("And is it true?")
        ),
        &[
            "She has a boat. We met there.",
            "What did they let you do?",
            "Sail. For a year I did.",
            "And is it true?",
            ONE,
            TWO,
        ],
    );
}

#[test]
fn captions_in_scripts_without_blanks_are_no_names() {
    let caption = "\u{5cf6}\u{3078}\u{6e21}\u{308b}\u{8239}\u{3067}\u{6d77}\u{3092}\u{898b}\u{308b}\u{4eba}";
    let figure =
        |caption: &str| format!("<figure><img src=a.png><figcaption>{caption}</figcaption></figure>");
    check(
        &format!("<article><p>{ONE}{}<p>{TWO}<p>{THREE}</article>", figure(caption)),
        &[ONE, caption, TWO, THREE],
    );
    let name = "\u{4f50}\u{4f2f}\u{771f}";
    check(&format!("<article><p>{ONE}{}<p>{TWO}<p>{THREE}</article>", figure(name)), &[ONE, TWO, THREE]);
}

#[test]
fn applause_is_no_agency_and_corrections_stay() {
    check(
        &format!("<article><p>{ONE}<p>{TWO}<p>{THREE}<p>(Applause)</article>"),
        &[ONE, TWO, THREE, "(Applause)"],
    );
    check(&format!("<article><p>{ONE}<p>{TWO}<p>{THREE}<p>(AP) Bo Fox</article>"), &[ONE, TWO, THREE]);
    let mended = "An earlier version of this was wrong about the moon.";
    check(
        &format!(
            "<main><div class=body><p>{ONE}<p>{TWO}<p>{THREE}</div><div class=correction><em>{mended}</em></div>\
             <div class=end><p>Published on the shore</div></main>"
        ),
        &[ONE, TWO, THREE, mended],
    );
}

#[test]
fn answers_may_be_short() {
    let item = |question: &str, answer: &str| {
        format!(
            "<div class=item><h2 class=q><button>{question}</button></h2><div class=collapse><div class=text>{answer}</div>\
             </div></div>"
        )
    };
    let page = |answer: &str| {
        let text = format!("{ONE} {TWO} {THREE}");
        let items =
            [item("Who mends it?", answer), item("What of the moon?", &text), item("And of hens?", answer)];
        format!("<main><h1>On Tides</h1><div>{}</div></main>", items.concat())
    };
    let text = format!("{ONE} {TWO} {THREE}");
    check(
        &page("You do, up to the middle."),
        &[
            "Who mends it?",
            "You do, up to the middle.",
            "What of the moon?",
            &text,
            "And of hens?",
            "You do, up to the middle.",
        ],
    );
    check(&page("<a href=/mend>Read all about it</a>"), &[&text]);
}

#[test]
fn headings_above_headings_and_words_above_paragraphs_stay() {
    check(
        &format!(
            "<main><h1>On Tides</h1><h2>Abstract</h2><h3>Water</h3><p>{ONE}<h3>Moon</h3><p>{TWO}</main>"
        ),
        &["Abstract", "Water", ONE, "Moon", TWO],
    );
    check(
        &format!(
            "<table><tr><td><a href=/>Home</a><td><h2>How it works</h2>The sea comes in by itself.<p>{ONE}<p>{TWO}<p>{THREE}\
             </table>"
        ),
        &["How it works", "The sea comes in by itself.", ONE, TWO, THREE],
    );
    check(
        &format!("<main><h2>The Shore</h2><h2>Essays</h2><p>{ONE}<p>{TWO}<p>{THREE}</main>"),
        &["Essays", ONE, TWO, THREE],
    );
}

#[test]
fn a_quotation_says_whose_it_is() {
    let quoted = |by: &str| format!("<blockquote><p>You do not stop a river.</p>{by}</blockquote>");
    let page = |quoted: &str| format!("<article><p>{ONE}<p>{TWO}{quoted}<p>{THREE}</article>");
    for by in [
        "<div class=e-q-footer><cite class=quote__author>A. Karim, ferryman</cite></div>",
        "<footer>A. Karim, ferryman</footer>",
    ] {
        check(&page(&quoted(by)), &[ONE, TWO, "You do not stop a river.", "A. Karim, ferryman", THREE]);
    }
    check(&page("<div class=author>A. Karim, ferryman</div>"), &[ONE, TWO, THREE]);
}

#[test]
fn times_of_a_live_report_are_no_text() {
    let post = |time: &str, says: &str| {
        format!("<div class=post><header><time>{time}</time></header><p>{says}</p></div>")
    };
    check(
        &format!(
            "<article><h1>On Tides</h1><div class=posts>{}{}{}{}</div></article>",
            post("17.38", ONE),
            post("17.25", TWO),
            post("14.40", THREE),
            post("13.45", &format!("{ONE} {TWO}")),
        ),
        &[ONE, TWO, THREE, &format!("{ONE} {TWO}")],
    );
}

#[test]
fn appeals_for_members_go() {
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE}<p>{TWO}<div><p><b>The Shore is paid for by its readers.</b> If you like it, please \
             consider becoming a member from $5 a month.</p><a href=/m>Become a member</a></div><p>{THREE}<p>He asked her to consider \
             becoming a sailor.</article>"
        ),
        &[ONE, TWO, THREE, "He asked her to consider becoming a sailor."],
    );
}
