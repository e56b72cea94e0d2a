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
