//! Lists of what stands elsewhere beside a short text.

use super::{ONE, THREE, TWO, check};

/// Items with a link and a sentence each, inside of `<ul>`.
fn items(open: &str, close: &str) -> String {
    let item = |n: usize| {
        format!(
            "<li><a href=/s{n}>What they found in tower {n}</a>{open}A letter of that summer, now in archive {n}, \
             complains of smoke, of geese and of the handwriting of surveyor {n}.{close}</li>"
        )
    };
    (1..9).map(item).collect()
}

#[test]
fn a_longer_list_beside_a_short_text_is_no_part_of_it() {
    let expected = [ONE, TWO];
    let text = format!("<p>{ONE}</p><p>{TWO}</p>");
    for (open, close) in [("<p>", "</p>"), (" ", "")] {
        let list = items(open, close);
        check(
            &format!(
                "<section id=feed><article><header><h1>On Tides</h1></header><div class=body>{text}</div></article>\
                 </section><section class=col-c><article class=sub><h1>Most read</h1><ul>{list}</ul></article></section>"
            ),
            &expected,
        );
        check(
            &format!(
                "<div id=page><div class=post><h2>On Tides</h2><div class=entry>{text}</div></div><div id=sidebar>\
                 <h4>Of the sea</h4><ul>{list}</ul></div></div>"
            ),
            &expected,
        );
        check(
            &format!(
                "<div class=hero><h1>On Tides</h1></div><div class=col-8><div class=text>{text}</div></div>\
                 <div class=col-4><h3>Related articles</h3><ul>{list}</ul></div>"
            ),
            &expected,
        );
    }
    let cards: String = (1..9)
        .map(|n| {
            format!(
                "<div class=slot><div class=head><a href=/s{n}>What they found in tower {n}</a></div><div class=sub>A \
                 letter of that summer, now in archive {n}, complains of smoke and of geese.</div></div>"
            )
        })
        .collect();
    check(
        &format!(
            "<div class=wrap><h1>On Tides</h1><div class=text>{text}</div><div class=side>{cards}</div></div>"
        ),
        &expected,
    );
    let rows: String = (1..6)
        .map(|n| {
            format!("<a href=/s{n}>What they found in tower {n}</a><br>A letter of smoke and geese {n}, now lost.<br><br>")
        })
        .collect();
    check(
        &format!(
            "<table><tr><td><h1>On Tides</h1>{text}<p>{THREE}</p></td><td><font size=1><b>ALSO HERE</b><br>{rows}</font>\
             </td></tr></table>"
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn what_readers_think_of_it_is_no_part_of_a_text() {
    let review = |n: usize| {
        format!(
            "<div class=review><span>Ada Ek {n}</span><p>I made this twice, and number {n} was better with less salt and \
             more patience.</p></div>"
        )
    };
    let reviews: String = (1..6).map(review).collect();
    check(
        &format!(
            "<main><h1>On Tides</h1><div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div><section><h2>112 reviews</h2>\
             {reviews}</section></main>"
        ),
        &[ONE, TWO, THREE],
    );
    let entry = "<div class=gb><p>We were at the pier with him, and nobody laughed as he did.</p><span>Ada</span></div>";
    check(
        &format!(
            "<main><h1>On Tides</h1><div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div><section id=guestbook>\
             <h2>To those who knew him</h2>{}</section></main>",
            entry.repeat(8)
        ),
        &[ONE, TWO, THREE],
    );
}

#[test]
fn lists_that_are_of_the_text_stay() {
    let far = |n: usize, tag: &str| {
        format!(
            "<{tag}><a href=https://shore{n}.example/a>The tide tables of bay {n}</a> which tell when the water comes in, \
             and how high it was in other years.</{tag}>"
        )
    };
    let text = |n: usize| {
        format!(
            "The tide tables of bay {n} which tell when the water comes in, and how high it was in other years."
        )
    };
    let list: String = (1..6).map(|n| far(n, "li")).collect();
    let texts: Vec<String> = (1..6).map(text).collect();
    let mut expected = vec![ONE, TWO];
    expected.extend(texts.iter().map(String::as_str));
    check(&format!("<article><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p><ul>{list}</ul></article>"), &expected);
    // A heading over nothing may be the last thing of a page.
    check(&format!("<main><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p></main><h3>Related</h3>"), &[ONE, TWO]);
    // What the page is about may be the list alone.
    let own: String = (1..6)
        .map(|n| {
            format!("<li><a href=/e{n}>The essay of bay {n}</a> which tells when the water comes in, and why.</li>")
        })
        .collect();
    let own_texts: Vec<String> = (1..6)
        .map(|n| format!("The essay of bay {n} which tells when the water comes in, and why."))
        .collect();
    let mut own_expected = vec!["On Tides"];
    own_expected.extend(own_texts.iter().map(String::as_str));
    check(&format!("<div class=side><h1>On Tides</h1><ul>{own}</ul></div>"), &own_expected);
    // Reviews may be what is told of.
    let reviews =
        format!("<article><h1>On Tides</h1><p>{ONE}</p><h2>Reviews</h2><p>{TWO}</p><p>{THREE}</p></article>");
    check(&reviews, &[ONE, "Reviews", TWO, THREE]);
}

#[test]
fn what_a_house_writes_of_a_matter_is_a_list() {
    let item = |n: usize| {
        format!(
            "<li><p><a href=/s{n}><strong>What they found in tower {n}:</strong></a> A letter complains of smoke and geese.</p></li>"
        )
    };
    let items: String = (1..4).map(item).collect();
    let list = format!("<div class=q><div><p>Our coverage of the towers</p><ul>{items}</ul></div></div>");
    check(
        &format!("<article><h1>On Tides</h1><p>{ONE} {TWO}</p>{list}<p>{THREE} {ONE}</p></article>"),
        &[&format!("{ONE} {TWO}"), &format!("{THREE} {ONE}")],
    );
}

#[test]
fn more_of_the_same_kind_leads_away_and_more_to_say_does_not() {
    let list = "<ul><li><a href=/a>Smoked eel with rhubarb</a></li><li><a href=/b>A pie for a wet day</a></li>\
                <li><a href=/c>Bread of the late ferry</a></li></ul>";
    let page = |heading: &str| {
        format!(
            "<article><h1>On Tides</h1><p>{ONE}</p><div><h3>{heading}</h3>{list}</div><p>{TWO}</p><p>{THREE}</p></article>"
        )
    };
    check(&page("More pies you\u{2019}ll love"), &[ONE, TWO, THREE]);
    check(&page("Other soups to try"), &[ONE, TWO, THREE]);
}
