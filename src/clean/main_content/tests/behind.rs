//! What stands right behind a text, or behind what leads away from it: more of the text, or the page's own.

use super::{ONE, THREE, TWO, check};

#[test]
fn a_label_with_its_link_ends_no_text() {
    let page = |label: &str, behind: &str| {
        format!(
            "<article><h1>On Tides</h1><p>{ONE} {TWO}<p>{THREE} {ONE}<p>{TWO} {ONE}</p>{label}{behind}</article>"
        )
    };
    let text = [format!("{ONE} {TWO}"), format!("{THREE} {ONE}"), format!("{TWO} {ONE}")];
    let with = |more: &[&'static str]| -> Vec<&str> {
        text.iter().map(String::as_str).chain(more.iter().copied()).collect()
    };
    for label in [
        "<p><strong>Read also: <a href=/a>What the moon does</a></strong></p>",
        "<h4>Read also: <a href=/a>What the moon does</a></h4>",
        "<div><b>Read also:</b> <b><a href=/a>What the moon does</a></b></div>",
    ] {
        check(&page(label, &format!("<p>{THREE}</p>")), &with(&[THREE]));
        check(&page(label, "<p>So it is.</p>"), &with(&["So it is."]));
        check(&page(label, &format!("<h2>At night</h2><p>{THREE}</p>")), &with(&["At night", THREE]));
    }
    // A heading over a list of other pages ends it, also where that is a link.
    let teasers = format!("<h4><a href=/a>What the moon does</a></h4><p>{THREE}</p>");
    check(&page("<h3>Related stories</h3>", &teasers), &with(&[]));
    check(&page("<h3><a href=/more>Related stories</a></h3>", &teasers), &with(&[]));
}

#[test]
fn the_answer_to_the_last_question_may_be_links() {
    let page = |last: &str| {
        format!(
            "<title>Tides</title><body><ol><li><em>Why do they come?</em><p>{ONE} {TWO}</p><li><em>Who says when?</em>\
             <p>{THREE} {ONE}</p>{last}</ol><p><a href=/ada>Ada Moss</a></p></body>"
        )
    };
    let answer = "<p>As <a href=/moon>the moon</a> does, see <a href=/sea>the pages on the sea</a></p>";
    let asked = page(&format!("<li><em>What of the moon?</em>{answer}"));
    let text = ["Why do they come?", &format!("{ONE} {TWO}"), "Who says when?", &format!("{THREE} {ONE}")];
    let more = ["What of the moon?", "As the moon does, see the pages on the sea"];
    check(&asked, &[&text[..], &more[..]].concat());
}

#[test]
fn what_stands_in_one_article_with_its_body_belongs_to_it() {
    let body = format!("<div itemprop=articleBody><p>{ONE} {TWO}<p>{THREE}</p></div>");
    let article = |before: &str, behind: &str| {
        format!(
            "<main><article itemscope itemtype='http://schema.org/NewsArticle'><h1>On Tides</h1>{before}{body}{behind}</article></main>"
        )
    };
    let text = [&format!("{ONE} {TWO}"), THREE].map(|text| text.to_owned());
    let kept = |before: &[&str], behind: &[&str]| -> Vec<String> {
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        [own(before), text.to_vec(), own(behind)].concat()
    };
    let check = |page: &str, expected: Vec<String>| {
        check(page, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    };
    let other = format!("<div class=ad></div><div itemprop=articleBody><p>{TWO}</p></div>");
    check(&article("", &other), kept(&[], &[TWO]));
    check(
        &article("", &format!("<div class=part-2><h2>At night</h2><p>{TWO} {THREE}</p></div>")),
        kept(&[], &["At night", &format!("{TWO} {THREE}")]),
    );
    let lead = "The water rises here by more than most houses are tall.";
    check(
        &article(&format!("<div class=teaser-text itemprop=description><p>{lead}</p></div>"), ""),
        kept(&[lead], &[]),
    );
    // Not what asks, is about whoever wrote, or stands outside.
    let asks =
        format!("<div class=x><h3>Tides by mail</h3><p>{TWO} {THREE}</p><form><input name=e></form></div>");
    check(&article("", &asks), kept(&[], &[]));
    check(
        &article("", &format!("<div class=author-bio><h3>Ada Ek</h3><p>{TWO} {THREE}</p></div>")),
        kept(&[], &[]),
    );
    let outside = format!(
        "<main><div itemprop=articleBody><p>{ONE} {TWO}<p>{THREE}</p></div><div class=y><h2>The shore</h2><p>{TWO} {THREE}</div></main>"
    );
    check(&outside, kept(&[], &[]));
}

#[test]
fn a_short_last_part_of_an_article_stays() {
    let long = format!("<div class=rich-text>{}</div>", format!("<p>{ONE} {TWO} {THREE}</p>").repeat(8));
    let text = format!("{ONE} {TWO} {THREE}");
    let more = format!("{TWO} {THREE}");
    let all = |more: &[&str]| -> Vec<String> {
        std::iter::repeat_n(text.as_str(), 8).chain(more.iter().copied()).map(str::to_owned).collect()
    };
    let check = |page: &str, expected: Vec<String>| {
        check(page, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    };
    let page = |behind: &str| {
        format!(
            "<nav><a href=/>Home</a></nav><main><article><h1>On Tides</h1>{long}{behind}</article></main>"
        )
    };
    check(
        &page(&format!("<div class=text-image><h2>At night</h2><p>{TWO} {THREE}</p></div>")),
        all(&["At night", &more]),
    );
    let caption = "The bay at noon, seen from the pier by the old harbour.";
    check(
        &page(&format!(
            "<div class=wide><figure><img src=a.png><figcaption>{caption}</figcaption></figure></div>"
        )),
        all(&[caption]),
    );
    // Not what is barred, leads away, or is a line of the page's own.
    check(
        &page(
            "<div class=paywall-box><h3>Your subscription counts</h3><p>More than a hundred pages on the shore and on what it is made of.</p></div>",
        ),
        all(&[]),
    );
    check(&page(&format!("<div class=z><h3>About the author</h3><p>{TWO}</p></div>")), all(&[]));
    check(
        &page(&format!("<div class=z><h4><a href=/a>On dunes and on sand</a></h4><p>{TWO}</p></div>")),
        all(&[]),
    );
    check(
        &page("<div class=z><p>All that is written on these pages is checked by someone else.</p></div>"),
        all(&[]),
    );
}

#[test]
fn boxes_about_the_author_go_however_short_the_text_is() {
    let bio = "With more than ten years between the harbour and the desk, Ada Ek has told of boats, of lamps, and of those \
               who mend them. Before that she taught drawing in the college by the bridge. Today two goats keep her company.";
    let page = |behind: &str| {
        format!(
            "<main><h1>On Tides</h1><div class=body><p>{ONE} {TWO}<p>{THREE} {ONE}<p>{TWO}</div>{behind}</main>"
        )
    };
    let text = [&format!("{ONE} {TWO}"), &format!("{THREE} {ONE}"), TWO].map(|text| text.to_owned());
    let text: Vec<&str> = text.iter().map(String::as_str).collect();
    check(
        &page(&format!(
            "<div class=author-card><div class=author-name>Ada Ek | Reporter</div><div class=author-bio>{bio}</div></div>"
        )),
        &text,
    );
    check(&page(&format!("<div class=about-author><h3>About the author</h3><p>{bio}</p></div>")), &text);
    // A page about somebody is all of that.
    check(&format!("<main><h1>Ada Ek</h1><div class=author-bio><p>{bio}</p></div></main>"), &[bio]);
}

#[test]
fn entries_have_headings_and_the_names_of_those_who_wrote_them_go() {
    let entry = |heading: &str, name: &str, text: &str| {
        format!(
            "<article class=block><header><h2>{heading}</h2></header><div><span>{name}</span></div><p>{text}</p></article>"
        )
    };
    check(
        &format!(
            "<main><h1>On Tides</h1>{}{}{}</main>",
            entry("At dawn", "Ada Ek", ONE),
            entry("At noon", "Bo Fox", TWO),
            entry("At night", "Cy Orr", THREE),
        ),
        &["At dawn", ONE, "At noon", TWO, "At night", THREE],
    );
    // A short line in a text of one part is a line of it.
    check(
        &format!("<article><h1>On Tides</h1><p>{ONE}<h2>At noon</h2><p>Bo Fox</p><p>{TWO}</article>"),
        &[ONE, "At noon", "Bo Fox", TWO],
    );
}

#[test]
fn quotations_in_figures_say_whose_they_are() {
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE}<figure><blockquote>A ferry is a street that moves.</blockquote>\
             <figcaption class=source>— Bo Fox</figcaption></figure><p>{TWO}<figure><img src=a.png>\
             <figcaption>Bo Fox</figcaption></figure><aside class=PullquoteWrapper><p>The moon is a clock without hands.\
             </aside><p>{THREE}<aside class=pull-quote><p>which is more than most houses are tall</p></aside></article>"
        ),
        &[
            ONE,
            "A ferry is a street that moves.",
            "— Bo Fox",
            TWO,
            "The moon is a clock without hands.",
            THREE,
        ],
    );
}

#[test]
fn lines_of_the_page_between_and_behind_paragraphs_go() {
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE}<p>Article continues below advertisement</p><p>{TWO}<p>The tide continues \
             after dark.</p><p>{THREE}<p><i>Reach Ada Ek at ada@shore.example. Follow her on Twitter @ada.</i></p>\
             <i>Copyright 2021 The Shore. To see more, visit The Shore.</i></article>"
        ),
        &[ONE, TWO, "The tide continues after dark.", THREE],
    );
}

#[test]
fn boxes_that_ask_for_an_address_go_by_what_they_hold() {
    let text = format!("{ONE} {TWO} {THREE}");
    let page = |between: &str| {
        format!("<article><h1>On Tides</h1><p>{text}<p>{text}</p>{between}<p>{THREE}</p></article>")
    };
    check(
        &page(
            "<div class=css-x1><h3>The Shore by post</h3><p>What the water brought, every morning.</p><form><input type=email><button>Send</button></form></div>",
        ),
        &[&text, &text, THREE],
    );
    // Not a part of the text with a field in it.
    check(
        &page(&format!(
            "<div class=css-x1><p>{text}</p><form><input type=email><button>Send</button></form></div>"
        )),
        &[&text, &text, &text, THREE],
    );
}

#[test]
fn cards_that_lead_on_go_with_their_title() {
    let text = format!("{ONE} {TWO} {THREE} ").repeat(5);
    let text = text.trim();
    let card =
        "<div class=embed><div class=t>How the ferry was kept</div><a href=/p>Read full story</a></div>";
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{text}</p>{card}<p>{text}</p><h4>Was this helpful?</h4><p>{text}</p></article>"
        ),
        &[text, text, text],
    );
    // A sentence and where to read on is more than a card.
    let says = "<div class=embed><p>It was kept for ten years.</p><a href=/p>Read more</a></div>";
    check(
        &format!("<article><h1>On Tides</h1><p>{text}</p>{says}<p>{text}<p>{text}</p></article>"),
        &[text, "It was kept for ten years.", text, text],
    );
}

#[test]
fn what_is_said_of_the_picture_above_a_text_stays() {
    let caption = "The bay at noon, seen from the pier by the old harbour.";
    let page = |said: &str| {
        format!(
            "<article><h1>On Tides</h1><div class=main><div class=wide><figure><img src=a.png><figcaption>{said}</figcaption>\
             </figure></div><div class=text><p>{ONE} {TWO}<p>{THREE} {ONE}<p>{TWO}</div></div></article>"
        )
    };
    let text = [format!("{ONE} {TWO}"), format!("{THREE} {ONE}")];
    check(
        &page(&format!("{caption} <a href=/r>Rights</a>")),
        &[&format!("{caption} Rights"), &text[0], &text[1], TWO],
    );
    check(
        &page("<a href=/b>On dunes and on sand, and on who owns them both</a>"),
        &[&text[0], &text[1], TWO],
    );
}

#[test]
fn a_short_last_block_of_an_editor_is_text() {
    let block = |kind: &str, words: &str| {
        format!("<div data-block-id=b class='part part-{kind}'><div>{words}</div></div>")
    };
    let text = block("text", ONE) + &block("text", TWO) + &block("text", THREE);
    let last = block("to_do", "Write to the keeper.");
    check(
        &format!("<main><h1>On Tides</h1><div>{text}{last}</div></main>"),
        &[ONE, TWO, THREE, "Write to the keeper."],
    );
}

#[test]
fn a_short_line_about_the_author_above_a_notice_goes() {
    check(
        &format!(
            "<p>{ONE}<p>{TWO}<p>{THREE}<hr><p class=small>Ada Ek is the author of <i>Flat</i>.<p class=small>Copyright 2003 The Shore. \
             All rights reserved, and so is the sea."
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn appeals_of_houses_go_in_many_languages() {
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE}<p>{TWO}<p>{THREE}<p>Siga a Maré no <a href=/g>Google Notícias</a> e receba alertas.\
             <p>Tem uma sugestão de reportagem? Mande para nós.<p><b>ताज़ा ख़बरें पढ़ने के लिए <a href=/a>ऐप डाउनलोड करें</a></b></article>"
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn whoever_is_named_above_a_text_may_be_told_of_behind_it() {
    check(
        &format!(
            "<table><tr><td><p><font size='+2'><b>On Tides</b></font><br><font size='-1'>by Ada Ek</font><p>{ONE}<p>{TWO}<p>{THREE}\
             <p><font size='-1'><i>Ada Ek teaches drawing by the shore. Her essay \"Gates\" was in our winter issue.</i></font></table>"
        ),
        &[ONE, TWO, THREE],
    );
    check(
        &format!(
            "<table><tr><td><p>On Tides<br>by Ada Ek<p>{ONE}<p>{TWO}<p>{THREE}<p><font size=3>Ada Ek was also the name of the boat \
             that came back, and nobody could say why.</font></table>"
        ),
        &[ONE, TWO, THREE, "Ada Ek was also the name of the boat that came back, and nobody could say why."],
    );
}
