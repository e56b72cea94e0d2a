//! What lies in boxes of its own among the paragraphs of a text and behind them.

use super::*;

#[test]
fn the_title_of_a_video_goes_and_a_sentence_under_it_stays() {
    let around = |box_of: &str| {
        format!("<article><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p>{box_of}<p>{THREE}</p></article>")
    };
    for name in ["video-wrapper", "featured-video", "instream-native-video", "shore-video"] {
        let video =
            format!("<div class={name}><h3>A bay in the dark</h3><p>The bay, seen at night.</p></div>");
        check(&around(&video), &[ONE, TWO, THREE]);
    }
    let said = "The bay fell dry on Monday, and the boats lay on the sand until noon. (Shore Press)";
    check(&around(&format!("<div class=inline-video><span>{said}</span></div>")), &[ONE, TWO, said, THREE]);
    // All that is said in it.
    let told = format!("{ONE} {TWO} {THREE} {ONE} {TWO}");
    check(
        &around(&format!("<div class=video><h3>Transcript</h3><p>{told}</p></div>")),
        &[ONE, TWO, "Transcript", &told, THREE],
    );
    // Posts are told by what they hold, too.
    check(
        &format!(
            "<div class='post format-video'><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p></div><p>Below it.</p>"
        ),
        &[ONE, TWO],
    );
}

#[test]
fn a_sentence_of_the_text_in_larger_letters_goes_in_any_element() {
    let pulled = "whoever lives by the shore knows when it will be";
    for name in ["div", "blockquote", "figure"] {
        check(
            &format!(
                "<article><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p><{name} class=c-pullquote>{pulled}</{name}>\
                 <p>{THREE}</p></article>"
            ),
            &[ONE, TWO, THREE],
        );
    }
    let other = "Nobody told the boats, and the boats never asked.";
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p><blockquote class=pullquote>{other}</blockquote>\
             <p>{THREE}</p></article>"
        ),
        &[ONE, TWO, other, THREE],
    );
}

#[test]
fn a_table_that_a_script_would_have_filled_goes() {
    let head = "<tr><th>Bay</th><th>Height</th><th>Hour</th></tr>";
    let around = |rows: &str| {
        format!(
            "<article><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p><table>{head}{rows}</table><p>{THREE}</p></article>"
        )
    };
    check(&around(""), &[ONE, TWO, THREE]);
    check(
        &around("<tr><td>Fundy</td><td>16 m</td><td>4</td></tr>"),
        &[ONE, TWO, "Bay | Height | Hour", "Fundy | 16 m | 4", THREE],
    );
}

#[test]
fn a_quotation_in_a_block_of_its_own_closes_a_text() {
    let block = |inner: &str| format!("<div class=block>{inner}</div>");
    let text = block(&format!("<div class=block-content><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>"));
    let quotation = block(
        "<figure><blockquote>I hate that you are right.</blockquote><figcaption>Ada Ek, Skarn</figcaption></figure>",
    );
    check(
        &format!(
            "<h1>On Tides</h1><div class=e-content><div><div>{text}{quotation}</div></div></div><p>Next</p>"
        ),
        &[ONE, TWO, THREE, "I hate that you are right.", "Ada Ek, Skarn"],
    );
}

#[test]
fn a_paragraph_that_is_called_the_foot_of_a_story_stays() {
    let last = "Ada Ek of Skarn contributed to this report.";
    check(
        &format!(
            "<article><h1>On Tides</h1><div class=s-body__paragraph>{ONE}</div><div class=s-body__paragraph>{TWO}</div>\
             <div class=s-body__paragraph>{THREE}</div><div class='s-body__paragraph s-body__footer'>{last}</div>\
             <div class=s-body__footer>All of this is ours.</div></article>"
        ),
        &[ONE, TWO, THREE, last],
    );
}

#[test]
fn a_narrow_column_stands_beside_a_wide_one() {
    let beside = "On Tuesday in the hall Mr Penn talks of the bricks that he has known. \
                  Those who come by boat are asked to bring a lamp.";
    let rows = |width: usize| {
        format!(
            "<table><tr><td width=120>Home<td width=480><p>{ONE}<p>{TWO}<p>{THREE}<td width={width}><p>{beside}</table>"
        )
    };
    check(&rows(150), &[ONE, TWO, THREE]);
    check(&rows(460), &[ONE, TWO, THREE, beside]);
}

#[test]
fn what_a_page_says_of_its_age_and_asks_for_goes() {
    for line in [
        "This is an archived article, and what it says may be outdated.",
        "Download the Shore News app for breaking news and alerts",
        "Don't miss what happens here. Sign up for Shore alerts and newsletters.",
        "To contact the reporter on this story: Ada Ek in Skarn at ada@shore.example",
    ] {
        check(
            &format!(
                "<article><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><p>{line}</p></article>"
            ),
            &[ONE, TWO, THREE],
        );
    }
}

#[test]
fn links_of_a_few_letters_go_with_the_others_of_their_list() {
    let list = "<ul class=links><li><a href=/s>Solar power</a><li><a href=/f>Farming</a><li><a href=/e>Energy</a></ul>";
    check(
        &format!(
            "<article><h1>On Tides</h1><div><p>{ONE}</p><p>{TWO}</p><h3><a href=/s>The Salt</a></h3>\
             <h3><a href=/p>The pie that kept a harbour open</a></h3><p>{THREE}</p>{list}</div></article>"
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn points_in_an_element_of_their_own_sum_a_text_up() {
    let points = ["The water comes twice a day, and leaves", "It is the moon that does it, and not us"];
    check(
        &format!(
            "<article><div class=head><h1>On Tides</h1><div class=abstract><ul><li><div>{}</div><li><div>{}</div></ul></div>\
             <div class=byline>By Ada Ek</div></div><div class=body-copy><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div></article>",
            points[0], points[1]
        ),
        &[points[0], points[1], ONE, TWO, THREE],
    );
}

#[test]
fn who_wrote_and_when_stands_in_one_line_with_the_house() {
    for line in [
        "Ada Ek · Shore News · Posted: Feb 19, 2020 6:00 AM NT | Last Updated: February 19",
        "La Côte Ada EK. Publié le 09/08/2019 à 18h06",
    ] {
        check(
            &format!(
                "<article><h1>On Tides</h1><p class=lead>{ONE}</p><div class=sign>{line}</div><div class=body><p>{TWO}</p>\
                 <p>{THREE}</p></div></article>"
            ),
            &[ONE, TWO, THREE],
        );
    }
    let told = "The first notice was posted on 3 May 2019, and nobody read it.";
    check(
        &format!("<article><h1>On Tides</h1><p>{told}</p><p>{ONE}</p><p>{TWO}</p></article>"),
        &[told, ONE, TWO],
    );
}

#[test]
fn a_box_before_a_barrier_goes_and_what_is_behind_one_stays() {
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p><div class=paywall-box><h3>For a free shore</h3>\
             <p>We belong to those who read us, and ask them for help.</p></div><p class=paywall>{THREE}</p></article>"
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn what_is_sold_beside_a_text_goes_with_its_price() {
    let row = |shop: &str, price: &str| {
        format!("<div class=row><span>{shop}</span><span>{price}</span><a href=/out>View Deal</a></div>")
    };
    let text = format!("{ONE} {TWO} {THREE} {ONE} {TWO} {THREE} {TWO}");
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{text}<div class=box><p>Today's best tide tables</p>{}{}</div><p>{THREE}\
             <p>The table costs £4, and they said: <a href=/buy>buy now</a> or never.</article>",
            row("Quay Books", "£4.50"),
            row("Shore Shop", "£5.00"),
        ),
        &[&text, THREE, "The table costs £4, and they said: buy now or never."],
    );
}

#[test]
fn what_a_sheet_of_utilities_sets_apart_leads_away() {
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE} {TWO}<p>{THREE} {TWO}<div class='not-prose rounded-2xl p-8'><p>See how Tidal keeps \
             time</p><p>Book a visit with our keepers.</p><a class='inline-flex rounded-md bg-blue-600' href=/book>Book a visit</a></div>\
             <p>{THREE}</article>"
        ),
        &[&format!("{ONE} {TWO}"), &format!("{THREE} {TWO}"), THREE],
    );
}

#[test]
fn words_of_readers_follow_where_the_house_disowns_them() {
    check(
        &format!(
            "<table><tr><td><p>{ONE} {TWO} {THREE}<p>The comments are owned by the poster. We aren't responsible for their \
             content.<p>I have seen this bay, and it is true, but the tide was lower than that.</table>"
        ),
        &[&format!("{ONE} {TWO} {THREE}")],
    );
}

#[test]
fn lists_of_tools_go_whole() {
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{ONE}<ul><li>Print<li>Share<li>Feedback</ul><p>{TWO}<ul><li>springs<li>neaps</ul><p>{THREE}\
             </article>"
        ),
        &[ONE, TWO, "springs", "neaps", THREE],
    );
}

#[test]
fn what_a_letter_shows_for_those_who_pay_goes() {
    let text = format!("{ONE} {TWO} {THREE} {ONE} {TWO} {THREE} {TWO}");
    check(
        &format!(
            "<article><h1>On Tides</h1><p>{text}<div class=s><p><b>TOGETHER WITH ROLLO</b></p><p>Stop kneading by hand. Rollo does it, \
             and with none of the singing that you know.</p><p><a rel=sponsored href=https://rollo.example>Try it free</a></p></div>\
             <p>{THREE}</article>"
        ),
        &[&text, THREE],
    );
}
