//! Sections of a text that have names and headings as the apparatus of pages has.

use super::{ONE, THREE, TWO, check};

/// A page of a generator that names its sections after their headings.
fn in_sections(heading: &str, id: &str, below: &str) -> String {
    format!(
        "<main><section id=on-tides><h1>On Tides</h1><p>{ONE}</p><section id=the-moon><h2>The moon</h2><p>{TWO}</p>\
         </section><section id='{id}'><h2>{heading}</h2>{below}</section><section id=the-bay><h2>The bay</h2>\
         <p>{THREE}</p></section></section></main>"
    )
}

#[test]
fn sections_named_after_their_headings_are_of_the_text() {
    let prose = format!("<p>{THREE}</p><p>{ONE} {TWO}</p>");
    let long = format!("{ONE} {TWO}");
    let headings = [
        ("Comments on the duck", "comments-on-the-duck"),
        ("Related wells", "related-wells"),
        ("Share of the goat", "share-of-the-goat-1"),
        ("Subscribe to doubt", "subscribe-to-doubt"),
        ("See also", "see-also"),
        ("About the author", "about-the-author"),
        ("Responses", "responses"),
        ("Popular bells", "popular-bells"),
    ];
    for (heading, id) in headings {
        check(
            &in_sections(heading, id, &prose),
            &[ONE, "The moon", TWO, heading, THREE, &long, "The bay", THREE],
        );
    }
}

#[test]
fn an_essay_may_be_named_after_its_title() {
    check(
        &format!(
            "<main><section id=comments-on-tides><h1>Comments on tides</h1><p>{ONE}</p><p>{TWO}</p></section></main>\
             <div><p>{THREE}</p></div>"
        ),
        &[ONE, TWO],
    );
}

#[test]
fn sections_of_links_forms_and_readers_go() {
    let rest = [ONE, "The moon", TWO, "The bay", THREE];
    let list = "<ul><li><a href=a>On the sand of the bay</a><li><a href=b>On dunes</a></ul>";
    check(&in_sections("Related articles", "related-articles", list), &rest);
    let form = format!("<p>{ONE}</p><form><input name=mail></form>");
    check(&in_sections("Newsletter", "newsletter", &form), &rest);
    let readers = format!("<p>Bo Ek says:</p><p>3 May 2019</p><p>{ONE} {TWO}</p><p>Reply</p>");
    check(&in_sections("Comments", "comments", &readers), &rest);
    let by_class = format!("<div class=comment><p>{ONE} {TWO}</p></div>");
    check(&in_sections("Comments", "comments", &by_class), &rest);
}

#[test]
fn a_bare_heading_at_the_end_is_none_of_the_text() {
    let text = format!("<p>{ONE} {TWO}</p><p>{TWO} {THREE}</p><p>{THREE} {ONE}</p>");
    let kept = [&*format!("{ONE} {TWO}"), &format!("{TWO} {THREE}"), &format!("{THREE} {ONE}")];
    let bio = "<h2>About the author</h2><p>Ada Ek is a writer who lives by the shore, with two cats.</p>";
    check(&format!("<article><h1>On Tides</h1>{text}{bio}</article>"), &kept);
    let call =
        "<h2>Subscribe to our letters</h2><p>The best of the shore, once a week, for nothing at all.</p>";
    let headings = format!("<article><h1>On Tides</h1>{text}{call}<h2>The bay</h2><p>{ONE}</p></article>");
    let said = "The best of the shore, once a week, for nothing at all.";
    check(&headings, &[kept[0], kept[1], kept[2], said, "The bay", ONE]);
    check(
        &format!(
            "<article><h1>On Tides</h1>{text}<h2>Share</h2><ul><li><a href=a>A network</a></ul></article>"
        ),
        &kept,
    );
}

#[test]
fn short_sections_beside_the_longest_are_of_the_document() {
    let section = |id: &str, heading: &str, words: &str| {
        format!(
            "<div class=sect1><h2 id={id}>{heading}</h2><div class=sectionbody><div class=paragraph><p>{words}</p></div></div></div>"
        )
    };
    let preamble = format!(
        "<div id=preamble><div class=sectionbody><div class=paragraph><p>{ONE} {TWO} {THREE}</p></div></div></div>"
    );
    let long = format!("{ONE} {TWO} {THREE}");
    let (moon, bay) = ("It was full.", "Nobody lives there now.");
    check(
        &format!(
            "<div id=header><h1>On Tides</h1></div><div id=content>{preamble}{}{}{}</div>",
            section("_the_moon", "The moon", moon),
            section("_the_bay", "The bay", bay),
            section("_see_also", "See also", TWO),
        ),
        &[&long, "The moon", moon, "The bay", bay, "See also", TWO],
    );
    // Boxes of a page name nothing after their headings.
    check(
        &format!(
            "<div id=page>{}<div class=box><h2>The moon</h2><div><p>{moon}</p></div></div><div class=box><h2>The bay</h2>\
             <div><p>{bay}</p></div></div></div>",
            preamble
        ),
        &[&long],
    );
}

#[test]
fn a_motto_stands_above_the_first_paragraph() {
    check(
        &format!(
            "<main><h1>On Tides</h1><blockquote><p>Water remembers.</p></blockquote><section><p>{ONE}</p><p>{TWO}</p>\
             </section></main>"
        ),
        &["Water remembers.", ONE, TWO],
    );
    check(
        &format!(
            "<main><h1>On Tides</h1><blockquote><a href=a>Water remembers</a></blockquote><section><p>{ONE}</p><p>{TWO}</p>\
             </section></main>"
        ),
        &[ONE, TWO],
    );
}

#[test]
fn notes_are_set_aside_and_ways_on_go() {
    let note = "The ribbon was green, and it is still tied to the railing.";
    let page = |behind: &str| format!("<main><h1>On Tides</h1><p>{ONE}</p><p>{TWO}</p>{behind}</main>");
    check(
        &page(&format!(
            "<aside class=footnote-list><aside class=footnote id=id2 role=doc-footnote><span class=label>1</span>\
             <p>{note}</p></aside></aside>"
        )),
        &[ONE, TWO, note],
    );
    check(&page(&format!("<aside class=box><p>{note}</p></aside>")), &[ONE, TWO]);
    check(
        &page(
            "<h2>Sources</h2><ul><li>A pamphlet</ul><ul class=links-nextprev><li>Previous<br><a href=/x>On a long \
             hedge</a></ul>",
        ),
        &[ONE, TWO, "Sources", "A pamphlet"],
    );
}

#[test]
fn questions_below_one_heading_are_a_section_and_builders_name_kinds_of_parts() {
    let long = format!("{ONE} {TWO}");
    let part = |heading: &str, below: &str| {
        format!(
            "<div class=part><div class='cell widget-type-header'><h2>{heading}</h2></div><div class='cell widget-type-rich_text'>{below}</div></div>"
        )
    };
    let answers =
        format!("<div><h3>And by night?</h3><p>{ONE}</p></div><div><h3>Why is that?</h3><p>{TWO}</p></div>");
    check(
        &format!(
            "<article><h1>On Tides</h1>{}{}{}</article>",
            part("The moon", &format!("<p>{long}</p><p>{THREE} {TWO}</p>")),
            part("The bay", &format!("<p>{THREE} {ONE}</p>")),
            part("Asked often", &answers),
        ),
        &[
            "The moon",
            &long,
            &format!("{THREE} {TWO}"),
            "The bay",
            &format!("{THREE} {ONE}"),
            "Asked often",
            "And by night?",
            ONE,
            "Why is that?",
            TWO,
        ],
    );
}
