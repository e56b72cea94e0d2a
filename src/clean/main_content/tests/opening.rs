//! What stands between the title and the body, aside within the body, and behind it.

use super::{ONE, THREE, TWO, check, shown};

#[test]
fn a_line_under_the_title_may_name_a_year_or_hold_a_link() {
    let body = format!("<div class=article__body><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>");
    let year = "By 1963 the number of members had fallen to fifty.";
    check(
        &format!(
            "<main><article><header><h1>On Tides</h1><p class=article__lead>{year}</p></header>{body}</article></main>"
        ),
        &[year, ONE, TWO, THREE],
    );
    // A day stands before it, and a picture below it.
    let said = "The mill from the north, before the fire.";
    check(
        &format!(
            "<div class=col><h1>On Tides</h1><div class=info>21 June 2022</div><div class=opener itemprop=description>\
             {year}</div><div class=opener-foto><img src=a.jpg><div class=opener-info>{said}</div></div>\
             <div itemprop=articleBody><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div></div>"
        ),
        &[year, said, ONE, TWO, THREE],
    );
    check(
        &format!(
            "<main><article><section><h1>On Tides</h1><h2>The committee heard from many of <a href=/a>those</a> who had \
             never been there.</h2></section>{body}</article></main>"
        ),
        &["The committee heard from many of those who had never been there.", ONE, TWO, THREE],
    );
    // Words that say what the page is filed under stand in the heading.
    check(
        &format!(
            "<meta property=og:title content='On Tides'><main><article><header><div><h2><span>Of the sea</span> <span>On Tides</span></h2><div class=r>In the archive \
             there are many sheets that nobody can read.</div></div></header>{body}</article></main>"
        ),
        &["In the archive there are many sheets that nobody can read.", ONE, TWO, THREE],
    );
    // Who wrote it, and when, are no line of this kind.
    for line in
        ["By Ada Ek and Tom Fern", "Published on 3 May 2019 by those who live at the shore.", "3 May 2019"]
    {
        check(
            &format!("<main><article><header><h1>On Tides</h1><p>{line}</p></header>{body}</article></main>"),
            &[ONE, TWO, THREE],
        );
    }
}

#[test]
fn points_between_the_title_and_the_body_sum_it_up() {
    let points = "<ul class=points><li><b>By 1963 the number of members had fallen to fifty</b></li>\
                  <li><b>Nobody at the shore disputes the figures</b></li></ul>";
    let page = |points: &str| {
        format!(
            "<div id=text><h2>On Tides</h2>{points}<p class=author-section>By <a class=author>Ada Ek</a></p>\
             <div itemprop=articleBody><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div></div>"
        )
    };
    let expected = [
        "By 1963 the number of members had fallen to fifty",
        "Nobody at the shore disputes the figures",
        ONE,
        TWO,
        THREE,
    ];
    check(&page(points), &expected);
    check(
        &page(
            "<ul><li><a href=/a>The number of members of old</a><li><a href=/b>What they have for supper</a></ul>",
        ),
        &expected[2..],
    );
}

#[test]
fn asides_between_paragraphs_are_of_the_text_unless_they_lead_away() {
    let page = |aside: &str| {
        format!(
            "<main><article><h1>On Tides</h1><div><p>{ONE}</p>{aside}<p>{TWO}</p><p>{THREE}</p></div></article></main>"
        )
    };
    let said = "The mill from the north, a week before the fire.";
    check(
        &page(&format!(
            "<aside class='inline inline-photo'><figure><img src=a><figcaption>{said}</figcaption></figure></aside>"
        )),
        &[ONE, said, TWO, THREE],
    );
    check(
        &page("<aside>Tools wear out, she wrote, and so do surveyors.</aside>"),
        &[ONE, "Tools wear out, she wrote, and so do surveyors.", TWO, THREE],
    );
    for aside in [
        "<aside><p>Sign up for our letter, which comes every day.</p></aside>",
        "<aside><p>It comes every day, and costs nothing.</p><form><input type=email></form></aside>",
        "<aside><h3>More on this</h3><ul><li><a href=/a>How the mill was saved</a></ul></aside>",
        "<aside class=ad><p>Lamps that never go out, for half of what they cost.</p></aside>",
        "<aside>It is the moon that pulls the water</aside>",
    ] {
        check(&page(aside), &[ONE, TWO, THREE]);
    }
}

#[test]
fn what_it_takes_and_how_it_is_done_go_with_a_long_introduction() {
    let intro: String = (0..4).map(|_| format!("<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>")).collect();
    let page = |parts: &str| {
        format!("<main><div class=wrap><h1>On Tides</h1><div class=intro>{intro}</div>{parts}</div></main>")
    };
    let mut expected: Vec<&str> = (0..4).flat_map(|_| [ONE, TWO, THREE]).collect();
    let parts = "<div class=jump><a href=#r>Jump to recipe</a><button>Print</button></div><div class=ingredients>\
                 <h2>Ingredients</h2><ul><li>250 g flour<li>3 eggs<li>1 pinch of salt</ul><div class=buy><a href=/b>I buy \
                 the ingredients</a></div></div><div class=steps><h2>Method</h2><ol><li><p>Whisk the eggs until they are \
                 pale.</p><li><p>Fold in the flour and rest it.</p></ol></div>";
    let kept = [
        "Ingredients",
        "250 g flour",
        "3 eggs",
        "1 pinch of salt",
        "Method",
        "Whisk the eggs until they are pale.",
        "Fold in the flour and rest it.",
    ];
    let all: Vec<&str> = expected.iter().chain(&kept).copied().collect();
    check(&page(parts), &all);
    // A list of links is none of it.
    let links = "<div class=what><h2>Of the sea</h2><ul><li><a href=/a>How the mill was saved</a><li><a href=/b>Who owns \
                 the lamp</a></ul></div>";
    check(&page(links), &expected);
    expected.push("The last part");
    expected.push("It took thirty meetings to agree on the colour of the shutters.");
    let block = |inner: &str| format!("<table class=block><tr><td class=text>{inner}</td></tr></table>");
    let letter = format!(
        "<table><tr><td>{}<table class=button><tr><td><a href=/x>Read more</a></td></tr></table>{}</td></tr></table>",
        block(&intro),
        block("<h2>The last part</h2><p>It took thirty meetings to agree on the colour of the shutters.</p>")
    );
    check(&letter, &expected);
}

#[test]
fn what_a_page_says_to_browsers_and_buyers_goes() {
    for line in [
        "<p>Your browser does not support the &lt;audio&gt; element.</p>",
        "<p>We use cookies to give you the best experience.</p>",
        "<p>\u{a3}24 <a href=/b>Buy now</a></p>",
        "<p>Please enter a valid email address</p>",
        "<div class=media><span>WATCH | What they found in the mill:</span></div>",
        "<p><b>READ NEXT: </b></p><ul><li><p><a href=/a><b>Who keeps the mill alive</b></a></p><li><p><a href=/b><b>What \
         they found</b></a></p></ul>",
        "<ul><li><p><a href=/a>Who keeps the mill alive</a></p><li><p><a href=/b>What they found there</a></p></ul>",
    ] {
        check(
            &format!(
                "<main><article><h1>On Tides</h1><div><p>{ONE}</p>{line}<p>{TWO}</p><p>{THREE}</p></div></article></main>"
            ),
            &[ONE, TWO, THREE],
        );
    }
    let numbered = "<pre><code>let tide = 2;\nlet moon = 1;</code><ul class=numbers><li>1<li>2</ul></pre>";
    check(
        &format!(
            "<main><article><h1>On Tides</h1><div><p>{ONE}</p>{numbered}<p>{TWO}</p><p>{THREE}</p></div></article></main>"
        ),
        &[ONE, "let tide = 2;", "let moon = 1;", TWO, THREE],
    );
}

#[test]
fn what_is_said_of_a_picture_stays_before_whose_it_is() {
    let page = |said: &str| {
        format!(
            "<main><h1>On Tides</h1><figure><img src=a><figcaption>{said}</figcaption></figure><p>{ONE}</p><p>{TWO}</p>\
             <p>{THREE}</p></main>"
        )
    };
    let said = "Illustration: an empty slipway under a cloud. Illustration: Ada Ek/Axle";
    check(&page(said), &[said, ONE, TWO, THREE]);
    check(&page("Illustration: Ada Ek/Axle"), &[ONE, TWO, THREE]);
}

#[test]
fn lines_that_say_what_a_thing_is_open_a_text() {
    let facts = ["Boat: Shore 12, 2021", "Length: 4.2 m", "Weight: 203 kg", "Wood: larch and oak"];
    let long = format!("{ONE} {THREE}");
    let lines: String = facts.iter().map(|fact| format!("<p>{fact}</p>")).collect();
    let kept: Vec<&str> = facts.iter().copied().chain([long.as_str(), TWO]).collect();
    check(
        &format!("<article><h1>On Tides</h1><div class=t>{lines}<p>{long}</p><p>{TWO}</p></div></article>"),
        &kept,
    );
    let of_page =
        "<p>Posted: 3 May 2019</p><p>Author: Bo Ek</p><p>Category: boats</p><p>Tags: wood, water</p>";
    check(
        &format!("<article><h1>On Tides</h1><div class=t>{of_page}<p>{long}</p><p>{TWO}</p></div></article>"),
        &[&long, TWO],
    );
    let when =
        "<p>Published February 24, 2020Last updated July 21, 2022This article is more than 2 years old.</p>";
    check(
        &format!("<article><h1>On Tides</h1><div class=t>{when}<p>{long}</p><p>{TWO}</p></div></article>"),
        &[&long, TWO],
    );
}

#[test]
fn short_sentences_above_a_program_and_a_short_first_answer_open_a_text() {
    let program = "<div class=shown><pre>mill --raise\nmill --lower</pre></div>";
    check(
        &format!(
            "<article><h1>On Tides</h1><p>I use a mill.</p><p>Nobody else does.</p><p>Here is how I grind:</p>{program}<p>{ONE}</p><p>{TWO}</p>\
             </article>"
        ),
        &[
            "I use a mill.",
            "Nobody else does.",
            "Here is how I grind:",
            "mill --raise",
            "mill --lower",
            ONE,
            TWO,
        ],
    );
    check(
        &format!(
            "<article><b>What do you grind with?</b><br><br>Oak.<br><br><b>How can I learn it?</b><br><br>{ONE}<br><br>{TWO}<br><br>{THREE}\
             </article>"
        ),
        &["What do you grind with?", "Oak.", "How can I learn it?", ONE, TWO, THREE],
    );
}

#[test]
fn points_under_a_label_of_their_own_sum_the_text_up() {
    check(
        &format!(
            "<article><h1>On Tides</h1><div class=hl><h3>Highlights</h3><ul><li>The tide was out for three whole days<li>Nobody knows \
             where it went to</ul></div><div class=story><p>{ONE}<p>{TWO}<p>{THREE}</div></article>"
        ),
        &["The tide was out for three whole days", "Nobody knows where it went to", ONE, TWO, THREE],
    );
}

#[test]
fn a_title_and_its_day_in_one_block_are_no_text() {
    check(
        &format!(
            "<table><tr><td><font size=5><b>On Tides</b></font><br><font size=1>SHORE NEWS | 08.03.05 | 17h12</font><br><br>\
             {ONE}<br><br>{TWO}<br><br>{THREE}</table>"
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn when_a_page_was_made_is_said_in_many_languages() {
    check(
        &format!(
            "<article><h1>On Tides</h1><h2 class=spot>Üç gün boyunca deniz geri gelmedi ve kimse nereye gittiğini bilmiyor.</h2><div>\
             <span>Giriş Tarihi: 21.05.2019 09:40</span> <span>Güncelleme: 21.05.2019 11:02</span></div><p>{ONE}<p>{TWO}<p>{THREE}\
             </article>"
        ),
        &["Üç gün boyunca deniz geri gelmedi ve kimse nereye gittiğini bilmiyor.", ONE, TWO, THREE],
    );
}

#[test]
fn who_wrote_and_when_stand_close_together() {
    for line in [
        "<span>Par <b>Ada Ek</b></span><span>Publié le 12/11/2021 à 06h30, mis à jour le 12/11/2021 à 09h02</span>",
        "<span>14 січня 2022, 10:40</span><span>Автор: Марія Океан-Берегова</span><span>843</span>",
    ] {
        check(
            &format!(
                "<article><h1>On Tides</h1><div class=l><p>{ONE}</p></div><div class=s>{line}</div><div class=t><p>{TWO}<p>{THREE}</div>\
                 </article>"
            ),
            &[ONE, TWO, THREE],
        );
    }
}

#[test]
fn the_line_under_the_name_of_a_site_is_none_under_a_title() {
    let page = format!(
        "<!DOCTYPE html><html><head><title>Gravel &raquo; What the tide has left</title></head><body><div id=header><h1><a \
         href=/>Gravel</a></h1><div class=description>Just another loose surface</div></div><div id=content><div class=post><h2><a \
         rel=bookmark href=/a>What the tide has left</a></h2><div class=entry><p>{ONE}<p>{TWO}<p>{THREE}</div></div></div></body></html>"
    );
    assert_eq!(shown(&page).0.lines().collect::<Vec<_>>(), [ONE, TWO, THREE]);
}

#[test]
fn the_line_under_a_title_may_be_called_after_what_is_shown_of_it_elsewhere() {
    check(
        &format!(
            "<article><header><h2>On Tides</h2><p class=teaser-text>{ONE}</p><div>Von Ada Ek</div></header><div><p>{TWO}<p>{THREE} {TWO}\
             </div></article><div><p class=teaser-text><a href=/a>{THREE}</a></p></div>"
        ),
        &[ONE, TWO, &format!("{THREE} {TWO}")],
    );
}
