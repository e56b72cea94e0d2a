//! Whole pages in small: what a careful person would keep of them.

mod behind;
mod between;
mod boxes;
mod declared;
mod opening;
mod parts;
mod producers;
mod sections;
mod stays;
mod teasers;

use proptest::prelude::*;

use crate::document::Document;
use crate::format::read;
use crate::receipt::Receipt;

/// Reads a page and shows its blocks, one a line, beside what the receipt says.
fn shown(page: &str) -> (String, Receipt) {
    let mut receipt = Receipt::with_examples();
    let documents = read("page.html", page.as_bytes(), &mut receipt).expect("a page can be read");
    let block_texts = |document: &Document| {
        document.blocks.iter().map(|block| document.block_text(block).to_owned()).collect::<Vec<_>>()
    };
    (documents.iter().flat_map(block_texts).collect::<Vec<_>>().join("\n"), receipt)
}

/// Checks what is left of a page between `<body>` and `</body>`.
fn check(body: &str, expected: &[&str]) {
    let page = format!(
        "<!DOCTYPE html><html><head><title>On Tides | The Shore</title></head><body>{body}</body></html>"
    );
    assert_eq!(shown(&page).0.lines().collect::<Vec<_>>(), expected, "{body}");
}

const ONE: &str = "The tide comes in twice a day, and whoever lives by the shore knows when it will be.";
const TWO: &str = "It is the moon that pulls the water, as sailors knew long before anyone could say why.";
const THREE: &str =
    "In narrow bays the water rises by fifteen metres, which is more than most houses are tall.";

#[test]
fn the_apparatus_of_a_page_goes() {
    check(
        &format!(
            "<nav><a href=/>Home</a> <a href=/a>Essays</a></nav><article><h1>On Tides</h1>\
             <div class=byline>By Ada Ek, 3 May 2019</div><div class=share-bar>Share this on a network</div>\
             <p>{ONE}<p>{TWO}<div class='related-posts'><h3>Related</h3><a href=/b>On Dunes and on sand</a></div>\
             <p>{THREE}</article><div id=comments><h2>2 comments</h2><p>I have seen this bay, and it is true, \
             but the tide was lower than you say it is.</p></div><footer>All of this is ours.</footer>"
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn what_texts_are_made_of_stays() {
    check(
        &format!(
            "<main><h1>On Tides</h1><p>{ONE}<h2>The moon</h2><p>{TWO}<ul><li>springs<li>neaps</ul>\
             <blockquote>{THREE}</blockquote><pre>let tide = 2;</pre><figure><img src=a.png>\
             <figcaption>The bay at noon, seen from the pier.</figcaption></figure><p>{ONE} Again.\
             <ol class=footnotes><li>See the almanac.</ol></main>"
        ),
        &[
            ONE,
            "The moon",
            TWO,
            "springs",
            "neaps",
            THREE,
            "let tide = 2;",
            "The bay at noon, seen from the pier.",
            &format!("{ONE} Again."),
            "See the almanac.",
        ],
    );
}

#[test]
fn old_pages_have_other_ways_to_part_paragraphs() {
    check(
        &format!(
            "<table><tr><td><a href=a>Home</a><br><a href=b>Links</a><td><font size=2>{ONE}<br><br>{TWO}\
             <br><br>{THREE}</font></table>"
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn a_text_in_several_containers_is_one() {
    check(
        &format!(
            "<div><div class=top><h1>On Tides</h1></div><div class=first><p>{ONE}</p></div><div class=rest>\
             <p>{TWO}<p>{THREE}<p>{ONE} Again.<p>{TWO} Again.</div></div>"
        ),
        &[ONE, TWO, THREE, &format!("{ONE} Again."), &format!("{TWO} Again.")],
    );
}

#[test]
fn closing_notes_go_and_closing_sentences_stay() {
    let page = |last: &str| format!("<article><p>{ONE}<p>{TWO}<p>{THREE}<p>{last}</article>");
    for note in [
        "Ada Ek is a writer and the author of a book on the sea. She lives in a lighthouse.",
        "Ada Ek is a marketing expert who has worked with harbours. Follow her wherever you like.",
        "Copyright 2019 The Shore. All rights reserved, and this material may not be published again.",
        "Sign up for our newsletter, and get the tides in your inbox every morning.",
        "If you enjoyed this, please share it with everyone who lives by the sea.",
    ] {
        check(&page(note), &[ONE, TWO, THREE]);
    }
    for sentence in [
        "Whether the bay is still open is not known, according to a journalist who asked the mayor.",
        "The bay is a place for writers, and the author of this one was there for a week.",
    ] {
        check(&page(sentence), &[ONE, TWO, THREE, sentence]);
    }
}

#[test]
fn comments_may_be_longer_than_the_text() {
    let comment = format!("<div class=comment><p>{TWO} So I was told, at least, by my father.</p></div>");
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE}<p>{TWO}</article><section class=comments>{}</section>",
            comment.repeat(20)
        ),
        &[ONE, TWO],
    );
}

#[test]
fn names_that_scripts_made_say_nothing() {
    check(
        &format!(
            "<article><p class='ad ae af'>{ONE}<p class='ab ac ad'>{TWO}<p class='ad ae'>{THREE}</article>"
        ),
        &[ONE, TWO, THREE],
    );
    check(
        &format!(
            "<article><p>{ONE}<p>{TWO}<p>{THREE} So <mjx-container class='MathJax CtxtMenu_Attached_0'><math>\
             <mi>x</mi><mo>=</mo><mn>2</mn></math></mjx-container> holds.</article>"
        ),
        &[ONE, TWO, &format!("{THREE} So x=2 holds.")],
    );
}

#[test]
fn names_with_a_capital_inside_stay_whole() {
    let page = format!("<p>{ONE}<p>With 1Password, XMLHttpRequest and openSUSE.[1] {TWO}");
    assert!(shown(&page).0.contains("With 1Password, XMLHttpRequest and openSUSE.[1] It is"));
}

#[test]
fn the_whole_page_is_kept_where_nothing_stands_out() {
    let links: String = (0..40).map(|n| format!("<li><a href=/{n}>An essay of the year {n}</a>")).collect();
    let (text, receipt) = shown(&format!("<html><body><ul>{links}</ul></body></html>"));
    assert_eq!(text.lines().count(), 40, "{text}");
    assert!(receipt.entries.iter().any(|entry| entry.rule == "whole page"), "{:?}", receipt.entries);
}

#[test]
fn a_part_of_a_page_is_content_from_its_first_line() {
    let part = format!(
        "<h2>Lorem</h2><p class=button-wrapper><a href=/subscribe><span>Sign up now</span></a></p><p>Short.</p>\
         <p>{ONE}</p><h3>Later</h3><p>{TWO}</p>"
    );
    assert_eq!(shown(&part).0.lines().collect::<Vec<_>>(), ["Lorem", "Short.", ONE, "Later", TWO]);
}

#[test]
fn boxes_of_services_are_no_text_wherever_they_stand() {
    let asks = "<p>Thanks for reading! Subscribe for free.</p><form><input type=email></form>";
    for class in ["subscription-widget-wrap-editor", "kg-card kg-signup-card", "digest-post-embed"] {
        let part = format!("<p>{ONE}</p><div class='{class}'>{asks}</div><p>{TWO}</p>");
        assert_eq!(shown(&part).0.lines().collect::<Vec<_>>(), [ONE, TWO], "{class}");
    }
    let button = |words: &str| {
        format!("<p>{ONE}</p><div class='kg-card kg-button-card'><a href=/go>{words}</a></div>")
    };
    assert_eq!(shown(&button("Sign up now")).0, ONE);
}

#[test]
fn a_declared_body_counts_however_short() {
    check(
        "<article class=h-entry><h1 class=p-name>On Tides</h1><section class=p-summary>Of the sea</section>\
         <section class=e-content><h3>Spring</h3><p>High.</p></section><footer>By me.</footer></article>",
        &["Spring", "High."],
    );
}

#[test]
fn odd_markup_costs_no_more_than_its_length() {
    const TIMES: usize = 20_000;
    for odd in [
        "<div>",
        "<b>words",
        "<p><b><i><a href=x>",
        "<table><tr><td>",
        "<td>cell",
        "<ul><li>",
        "<div class=author>",
        "<div hidden>x",
        "<sup>1</sup>",
        "<h2>heading</h2>",
        "<div class='share comment'><p>Some words here, of a sentence that is long enough.</p></div>",
        "<!-- ",
        "<",
        "&amp",
        "<svg><math>",
        "<template>",
    ] {
        shown(&format!("<!doctype html><p>words, to have some.{}", odd.repeat(TIMES)));
    }
}

fn soup() -> impl Strategy<Value = String> {
    let tag = prop::sample::select(vec![
        "div",
        "p",
        "b",
        "a href=x",
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "h1",
        "h2",
        "pre",
        "blockquote",
        "br",
        "span",
        "article",
        "section class=comments",
        "div class='share ad'",
        "figure",
        "figcaption",
        "sup",
        "template",
        "svg",
        "math",
        "select",
        "option",
        "title",
        "script",
        "style",
        "time",
        "cite",
        "body",
        "html lang=de",
        "head",
        "font",
        "form",
        "q",
        "ruby",
        "rt",
        "frameset",
        "plaintext",
        "div hidden",
    ]);
    let end = prop::sample::select(vec![
        "</div>",
        "</p>",
        "</b>",
        "</a>",
        "</table>",
        "</tr>",
        "</td>",
        "</ul>",
        "</pre>",
        "</article>",
        "</section>",
        "</template>",
        "</svg>",
        "</script>",
        "</title>",
        "</body>",
        "</html>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?xml ?>",
        "</br>",
        "<!doctype html>",
    ]);
    let words = prop::sample::select(vec![
        "Words, and more of them. ",
        " ",
        "\n\n",
        "By Ada Ek",
        "3 May 2019",
        "12",
        "&amp;&#0;&nbsp;",
        "\u{6f6e}\u{6c50}\u{3002}",
        "\u{100000}\u{100001}",
        "e\u{301}",
        "read more",
        "[1]",
        ONE,
        TWO,
    ]);
    let piece = prop_oneof![
        3 => tag.prop_map(|tag| format!("<{tag}>")),
        3 => end.prop_map(str::to_owned),
        4 => words.prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// `read` checks every document: ranges on characters, in order, inside the text.
    #[test]
    fn any_soup_is_read(page in soup()) {
        let mut receipt = Receipt::with_examples();
        // A short page with a control character is binary data.
        let page = format!("<html>{}", page.replace(char::is_control, " "));
        let documents = read("page.html", page.as_bytes(), &mut receipt);
        for document in documents.expect("a page can be read") {
            prop_assert_eq!(document.check(), Ok(()));
            prop_assert!(document.text.len() <= page.len() * 4);
        }
    }
}

#[test]
fn a_call_for_comments_amid_the_text_does_not_end_it() {
    check(
        &format!(
            "<article><p>{ONE}<p>{TWO}<p>{THREE}<p><a href=/comments>Leave a comment</a><p>{ONE} Still.\
             <p>{TWO} Still.</article>"
        ),
        &[ONE, TWO, THREE, &format!("{ONE} Still."), &format!("{TWO} Still.")],
    );
}

#[test]
fn a_list_of_comments_may_be_longer_than_the_text() {
    let comment = format!("<li><p>{ONE} {TWO} {THREE} {ONE} {TWO} {THREE}</li>");
    check(
        &format!(
            "<div><div class=entry><p>{ONE} {TWO} {THREE}<p>{TWO} {THREE}</div><ol class=commentlist>{}</ol></div>",
            comment.repeat(9)
        ),
        &[&format!("{ONE} {TWO} {THREE}"), &format!("{TWO} {THREE}")],
    );
}

#[test]
fn verse_in_short_lines_is_a_text() {
    let lines = ["The first one goes at six", "and takes the light along,", "a slow and salted thing"];
    let markup: String = lines.iter().chain(&lines).map(|line| format!("<div>{line}<br></div>")).collect();
    check(
        &format!(
            "<main><div class=verse>{markup}</div><div class=ft><p>{ONE}</div></main><nav><a href=/>Home</a></nav>"
        ),
        &[&lines[..], &lines[..], &[ONE]].concat(),
    );
}

#[test]
fn lists_of_teasers_in_the_text_go_and_boxes_of_facts_stay() {
    let card =
        |title| format!("<article><h3><a href=/{title}>On {title}, at length</a></h3><p>{TWO}</article>");
    let text = format!("<p>{ONE} {TWO}<p>{THREE} {ONE}<p>{TWO} {THREE}");
    check(
        &format!(
            "<main>{text}<aside><h4>In numbers</h4><ul><li>fifteen metres<li>two tides</ul></aside><p>{ONE} {THREE}\
             <div class=grid>{}{}</div></main>",
            card("dunes"),
            card("sand")
        ),
        &[
            &format!("{ONE} {TWO}"),
            &format!("{THREE} {ONE}"),
            &format!("{TWO} {THREE}"),
            "In numbers",
            "fifteen metres",
            "two tides",
            &format!("{ONE} {THREE}"),
        ],
    );
}

#[test]
fn what_asks_and_labels_goes_in_several_languages() {
    for note in [
        "S\u{ed}guenos en Facebook y Twitter",
        "Folgen Sie uns auf Facebook und Twitter",
        "Abonnez-vous \u{e0} notre newsletter pour recevoir nos articles chaque matin.",
        "Partager sur Facebook",
        "Etiquetas: <a href=/r>R\u{ed}os</a>",
        "Please consider making a donation to keep these tides coming.",
        "<h3>About the author</h3><p>She keeps the tables and has a boat.</p>",
    ] {
        check(&format!("<article><p>{ONE}<p>{TWO}<p>{THREE}<p>{note}</article>"), &[ONE, TWO, THREE]);
    }
}
