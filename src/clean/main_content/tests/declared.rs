//! Pages that say in their head that they are one article, and by whom.

use super::{ONE, THREE, TWO, shown};

/// Checks what is left of a page whose head names its author and calls it an article.
fn check(body: &str, expected: &[&str]) {
    let page = format!(
        "<!DOCTYPE html><html><head><title>On Tides | The Shore</title><meta property=og:type content=article><meta \
         property=article:published_time content=2019-05-03><meta name=author content='Ada Ek'></head><body>{body}</body></html>"
    );
    assert_eq!(shown(&page).0.lines().collect::<Vec<_>>(), expected, "{body}");
}

#[test]
fn a_paragraph_that_opens_with_the_author_s_name_is_about_the_author() {
    let text = format!("<h1>On Tides</h1><p>{ONE} {TWO}<p>{THREE} {ONE}<p>{TWO} {ONE}");
    let kept = [format!("{ONE} {TWO}"), format!("{THREE} {ONE}"), format!("{TWO} {ONE}")];
    let kept = kept.each_ref().map(String::as_str);
    for bio in [
        "<div><a href=/ek>Ada Ek</a><p>Ada Ek pisze o portach, rzekach i o wszystkim, co pływa. Mieszka na wybrzeżu.</p></div>",
        "<p>Ada Ek is a reporter who covers harbours, rivers, lamps and whatever floats there.</p>",
        "<p><em>Ada Ek keeps two goats and has written of lamps, of boats, and of those who mend them.</em></p>",
        "<div class=x><h3>Ada Ek</h3><p>Ada Ek keeps two goats and has written of lamps, and of those who mend them.</p></div>",
    ] {
        check(&format!("<article>{text}{bio}</article>"), &kept);
    }
    // A name alone tells nobody who it is.
    let grave =
        "Ada Ek, the smith, carried her up the hill on the last morning, and his son walked behind her.";
    check(&format!("<article>{text}<p>{grave}</article>"), &[kept[0], kept[1], kept[2], grave]);
    // Where the text is about its author, and where that is who speaks.
    let own = "Ada Ek was born by the shore, in a house that the tide took away in her second year.";
    let last = "Ada Ek keeps two goats today, and has not been near the water in more than ten years.";
    check(
        &format!("<article><h1>On Tides</h1><p>{own}<p>{TWO} {ONE}<p>{last}</article>"),
        &[own, &format!("{TWO} {ONE}"), last],
    );
    let said = "Ada Ek: That is what the almanac says, and I have never known it to be wrong in forty years.";
    check(&format!("<article>{text}<p>{said}</article>"), &[kept[0], kept[1], kept[2], said]);
}

#[test]
fn lines_that_name_the_author_below_a_first_sentence_are_bylines() {
    let lead = "The water rises here by more than most houses are tall, and nobody has ever asked it why.";
    let page = |line: &str| {
        format!("<article><h1>On Tides</h1><p>{lead}</p>{line}<p>{ONE} {TWO}<p>{THREE} {ONE}</article>")
    };
    let kept = [lead, &format!("{ONE} {TWO}"), &format!("{THREE} {ONE}")];
    for line in [
        "<p>14 marca 2011 | Ada Ek</p>",
        "<ul><li>Ada Ek<li>13 September 2013<li>3 min read</ul>",
        "<div>Ada Ek, correspondent</div><div>14 March 2011</div>",
        "<div><b>Ada Ek</b><p>Ada Ek keeps two goats and has written of lamps, and of those who mend them.</p></div>",
    ] {
        check(&page(line), &kept);
    }
    // A diary has days without a name beside them.
    let days: String = ["3 May 1914", "4 May 1914", "7 May 1914"]
        .map(|day| format!("<p>{day}</p><p>{ONE} {TWO}</p>"))
        .concat();
    let diary = format!("<html><body><article><h1>On Tides</h1><p>{THREE}</p>{days}</article></body></html>");
    assert!(shown(&diary).0.contains("4 May 1914"), "{}", shown(&diary).0);
}

#[test]
fn cards_behind_the_text_of_an_article_go_whatever_they_are_called() {
    let card = |n: usize| {
        format!(
            "<div class=q><a href=/s{n}><img src=t{n}.jpg></a><div class=r><a href=/s{n}>What they found in tower {n}</a></div><div \
             class=s>A letter of that summer, now in archive {n}, complains of smoke and of geese.</div></div>"
        )
    };
    let linked = |n: usize| {
        format!(
            "<a href=/s{n}><div>What they found in tower {n}</div><div>A letter of that summer complains of smoke.</div></a>"
        )
    };
    let cards: [String; 2] = [(1..6).map(card).collect(), (1..6).map(linked).collect()];
    let text = format!("<h1>On Tides</h1><p>{ONE} {TWO}</p><p>{THREE}</p>");
    for cards in cards {
        let page = |behind: &str| format!("<div class=a><div class=b>{text}{behind}</div></div>");
        check(&page(&format!("<div class=p><div>{cards}</div></div>")), &[&format!("{ONE} {TWO}"), THREE]);
    }
    // Cards that tell something among paragraphs are of the text.
    let books: String = (1..5).map(card).collect();
    let page = format!("<article>{text}<div>{books}</div><p>{ONE} {THREE}</p></article>");
    let page = format!(
        "<html><head><title>On Tides</title><script type=application/ld+json>{{\"@type\":\"Article\",\"headline\":\"On Tides\"}}</script></head><body>{page}</body></html>"
    );
    assert!(shown(&page).0.contains("now in archive 3"), "{}", shown(&page).0);
    // What other sites hold, and lists in the text, stay.
    let source = |n: usize| {
        format!(
            "<div class=q><img src=t{n}.jpg><div><a href=https://shore{n}.example/>The tower of shore {n}</a></div><div>A letter of that \
             summer, now in archive {n}, complains of smoke and of geese.</div></div>"
        )
    };
    let sources: String = (1..5).map(source).collect();
    let kept = shown(&format!(
        "<html><head><meta property=og:type content=article></head><body><article>{text}<div>{sources}</div></article></body></html>"
    ));
    assert!(kept.0.contains("now in archive 3"), "{}", kept.0);
}

#[test]
fn parts_of_a_text_go_on_behind_an_advertisement_though_they_end_in_links() {
    let links = "<div><p>See also</p><ul><li><a href=/a>What the moon does to the bay</a><li><a href=/b>Lamps of the harbour</a></ul></div>";
    check(
        &format!(
            "<div><div><h1>On Tides</h1><div><p>{ONE} {TWO}</p><p>{THREE} {ONE}</p></div><div></div><div><p>{TWO} {THREE}</p><h2>At \
             night</h2><p>{THREE} {TWO}</p>{links}{links}</div></div></div>"
        ),
        &[
            &format!("{ONE} {TWO}"),
            &format!("{THREE} {ONE}"),
            &format!("{TWO} {THREE}"),
            "At night",
            &format!("{THREE} {TWO}"),
        ],
    );
}

#[test]
fn the_next_article_below_the_first_is_another_one() {
    let next = format!("<article><h1>On Dunes</h1><p>{TWO} {THREE}</p><p>{ONE} {THREE}</p></article>");
    let text = format!(
        "<article><h1>On Tides</h1><p>{ONE} {TWO}</p><p>{THREE} {ONE}</p><p>{TWO} {ONE}</p></article>"
    );
    check(
        &format!("<main>{text}{next}</main>"),
        &[&format!("{ONE} {TWO}"), &format!("{THREE} {ONE}"), &format!("{TWO} {ONE}")],
    );
    // What stands above a list of articles is the title of all of them.
    let list = format!(
        "<html><head><title>On Tides</title></head><body><main><h1>On Tides</h1><article><h1>The bay</h1><p>{TWO} {THREE}</p></article>{next}</main></body></html>"
    );
    assert!(shown(&list).0.contains("On Dunes"), "{}", shown(&list).0);
    // Entries have headings, and sections may have large ones.
    let section = format!("<section><h1>At night</h1><p>{TWO} {THREE}</p></section>");
    let kept = shown(&format!(
        "<html><head><title>On Tides</title></head><body><main><h1>On Tides</h1><section><p>{ONE} {TWO}</p><p>{THREE}</p></section>{section}</main></body></html>"
    ));
    assert!(kept.0.contains("At night"), "{}", kept.0);
}

#[test]
fn lists_of_places_in_the_page_and_boxes_that_are_paid_for_go() {
    let text = |within: &str| {
        format!(
            "<article><h1>On Tides</h1><p>{ONE} {TWO}</p>{within}<h2 id=a>The moon</h2><p>{THREE} {ONE}</p><h2 id=b>At night</h2><p>{TWO} \
                 {THREE}</p><h2 id=c>The bay</h2><p>{THREE} {TWO}</p><p>{ONE} {THREE}</p></article>"
        )
    };
    let kept = [
        &format!("{ONE} {TWO}"),
        "The moon",
        &format!("{THREE} {ONE}"),
        "At night",
        &format!("{TWO} {THREE}"),
        "The bay",
        &format!("{THREE} {TWO}"),
        &format!("{ONE} {THREE}"),
    ]
    .map(str::to_owned);
    let kept: Vec<&str> = kept.iter().map(String::as_str).collect();
    for within in [
        "<div class=k><p>W skrócie</p><ol><li><a href=#a>The moon</a><li><a href=#b>At night</a><li><a href=#c>The bay</a><li><a href=#d>By day</a></ol></div>",
        "<div class=k><small>Anzeige</small><p>A boat of ours goes further than yours, and costs no more than a good pair of boots.</p><a \
         href=https://boats.example/>See it</a></div>",
        "<div class=k><img src=p.jpg><div>A lamp for the harbour</div><div>129,90 €</div><a href=https://boats.example/ rel='nofollow \
         sponsored'>Zum Angebot</a></div>",
        "<div class=k><p>Did you ever see the water rise by fifteen metres?</p><form><label><input type=radio>Yes</label><button>OK</button></form></div>",
    ] {
        check(&text(within), &kept);
    }
    // Chapters of a recording say when, and nothing stands behind a list that leads back.
    let chapters = "<ul><li><a href=#a>00:00 The moon, and why</a><li><a href=#b>04:10 At night, in the bay</a><li><a href=#c>09:30 The bay by day</a><li><a href=#c>11:00 The end of it</a></ul>";
    let page = format!("<html><head><title>On Tides</title></head><body>{}</body></html>", text(chapters));
    assert!(shown(&page).0.contains("04:10"), "{}", shown(&page).0);
}

#[test]
fn what_is_commented_may_stand_in_one_element_with_the_comments() {
    let text = format!("<h1>On Tides</h1><p>{ONE} {TWO}</p><p>{THREE} {ONE}</p>");
    let comments =
        format!("<div id=comments><h3>2 comments</h3><div class=comment><b>Bo</b><p>{TWO}</p></div></div>");
    let kept = [&format!("{ONE} {TWO}"), &format!("{THREE} {ONE}")].map(|text| text.to_owned());
    let kept: Vec<&str> = kept.iter().map(String::as_str).collect();
    check(
        &format!("<div class=article-comments-wrapper>{text}{comments}</div><footer><p>{TWO}</p></footer>"),
        &kept,
    );
}

#[test]
fn links_side_by_side_below_a_heading_that_leads_away_are_a_list() {
    let links = "<h2>More galleries</h2><a href=/a>What the moon does to the bay</a> <a href=/b>Lamps of the harbour</a>";
    let kept = [format!("{ONE} {TWO}"), format!("{THREE} {ONE}")];
    let kept: Vec<&str> = kept.iter().map(String::as_str).collect();
    check(
        &format!(
            "<div><h1>On Tides</h1><p>{ONE} {TWO}</p><p>{THREE} {ONE}</p></div><section>{links}</section>"
        ),
        &kept,
    );
}

#[test]
fn notes_that_are_read_out_at_once_are_of_the_text_they_stand_in() {
    let note = "<div class='alert alert-warning' role=alert><p>Do not stand below the crane while it turns, whatever you are told.</p></div>";
    let kept = [
        format!("{ONE} {TWO}"),
        "Do not stand below the crane while it turns, whatever you are told.".to_owned(),
        format!("{THREE} {ONE}"),
    ];
    let kept: Vec<&str> = kept.iter().map(String::as_str).collect();
    check(
        &format!("<article><h1>On Tides</h1><p>{ONE} {TWO}</p>{note}<p>{THREE} {ONE}</p></article>"),
        &kept,
    );
    let asks = "<div class=cookie-bar role=alert><p>We bake cookies on the shore, and would you like one of them?</p><button>Yes</button></div>";
    check(
        &format!("{asks}<article><h1>On Tides</h1><p>{ONE} {TWO}</p><p>{THREE} {ONE}</p></article>"),
        &[kept[0], kept[2]],
    );
}
