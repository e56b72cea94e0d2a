//! Texts whose parts builders of pages set side by side.

use super::*;

const LAST: &str = "The boats go out when it turns, and nobody has ever had to tell them, in any wind.";

#[test]
fn short_parts_of_one_kind_are_of_the_text() {
    let part =
        |kind: &str, inner: &str| format!("<div class='page-widget page-{kind}'><div>{inner}</div></div>");
    let parts = [
        part("text", &format!("<p>{ONE}</p><p>{TWO}</p>")),
        part("heading", "<h2>The moon</h2>"),
        part("text", &format!("<p>{THREE}</p><p>{ONE} Still.</p>")),
        part("quote", "<blockquote><p>It turns.</p><footer>Ada Ek</footer></blockquote>"),
        part("list", "<h2>Tools</h2><ul><li>A lamp</li><li>A bell</li></ul>"),
        part("text", &format!("<p>{LAST}</p>")),
    ]
    .concat();
    check(
        &format!("<div class=hentry><h1>On Tides</h1><div class=parts>{parts}</div></div><p>Ours.</p>"),
        &[
            ONE,
            TWO,
            "The moon",
            THREE,
            &format!("{ONE} Still."),
            "It turns.",
            "Ada Ek",
            "Tools",
            "A lamp",
            "A bell",
            LAST,
        ],
    );
}

#[test]
fn parts_of_one_kind_that_ask_or_are_of_no_article_are_not() {
    let part = |inner: &str| format!("<div class='section tail'>{inner}</div>");
    let text = format!("<div class='section text'><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>");
    let text = format!("{text}<div class='section text'><p>{LAST}</p></div>");
    for asks in [
        "<h2>Learn it in a weekend</h2><p>Our courses run from April to October, and lunch is free.</p><a class=button href=/b>Book</a>",
        "<h2>Our letter</h2><p>Write your address here, and you will hear from us.</p><form><input type=email></form>",
        "<h2>Related articles</h2><p>On dunes, and on the sand that they are made of, by the sea.</p>",
        "<h4>Sign up to our newsletter</h4><p>All of the shore, every day, and for free.</p>",
    ] {
        let page = format!("<article><h1>On Tides</h1>{text}{}</article>", part(asks));
        let shown = shown(&format!("<!DOCTYPE html><title>On Tides</title>{page}")).0;
        assert!(shown.ends_with(LAST), "{shown}");
    }
    let elsewhere = part("<h2>Visit us</h2><p>We are open every day but Monday, from ten to five.</p>");
    let page = format!("<div><h1>On Tides</h1>{text}{elsewhere}</div>");
    let shown = shown(&format!("<!DOCTYPE html><title>On Tides</title>{page}")).0;
    assert!(shown.ends_with(THREE), "{shown}");
}

#[test]
fn numbered_headings_tell_a_story_by_themselves() {
    let part = |number: usize, says: &str, below: &str| {
        format!(
            "<div class=part><h2><span>{number}.</span> <span>{says}</span></h2><figure><img src=a.png></figure>\
             <div class=by>Via <a href=https://shore.example>shore.example</a></div>{below}</div>"
        )
    };
    let long = format!("<p>{ONE}</p>");
    check(
        &format!(
            "<header><a href=/>The Shore</a> <a href=/q>Quizzes</a></header><main><article><h1>On Tides</h1><div class=parts>{}{}{}{}{}\
             </div></article></main><div><h2>Trending</h2><ol><li><a href=/a>Which wave are you?</a><li><a href=/b>Nine doors</a></ol>\
             </div>",
            part(1, "You own a tide table.", ""),
            part(2, "You have opinions about the tide table.", "<p>It is too small.</p>"),
            part(3, "The moon has let you down before.", ""),
            part(4, "You have named the buoys.", ""),
            part(5, "And you never swim.", &long),
        ),
        &[
            "1. You own a tide table.",
            "2. You have opinions about the tide table.",
            "It is too small.",
            "3. The moon has let you down before.",
            "4. You have named the buoys.",
            "5. And you never swim.",
            ONE,
        ],
    );
}

#[test]
fn shows_of_pictures_keep_titles_and_lose_their_counters() {
    let picture = |number: usize, title: &str, says: &str| {
        format!(
            "<li><figure><img src=a.png><div class=n>{number} of 3</div><figcaption><h2>{title}</h2><p>{says}</p></figcaption></figure>"
        )
    };
    check(
        &format!(
            "<main><h1>On Tides</h1><p>{ONE}<ol>{}{}{}</ol></main>",
            picture(1, "Rope Walk", TWO),
            picture(2, "After", THREE),
            picture(3, "Guests", &format!("{TWO} {THREE}")),
        ),
        &[ONE, "Rope Walk", TWO, "After", THREE, "Guests", &format!("{TWO} {THREE}")],
    );
}
