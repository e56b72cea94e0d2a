//! The words of an element.

use super::super::Receipt;
use super::super::xml::{Element, Piece};
use super::kinds;
use crate::clean::folded;

/// The words inside, without what is heard or seen beside them.
pub(super) fn words_of(element: Element<'_, '_>, receipt: &mut Receipt) -> String {
    let mut words = String::new();
    let mut pieces = element.pieces();
    let mut is_joined = false;
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Start(inner) => match inner.local_name() {
                "kinesic" | "vocal" | "incident" | "gap" | "note" | "stage" | "linkGrp" => {
                    receipt.dropped("sound notes", &folded(&whole_text(inner)));
                    pieces.pass(inner);
                    words.push(' ');
                }
                // Words that were parsed one by one: the sign behind one may belong to it.
                "w" | "pc" => {
                    if is_joined {
                        words.truncate(words.trim_end().len());
                    }
                    is_joined = matches!(inner.attribute("join").as_deref(), Some("right" | "both"));
                    words.push_str(&inner.text());
                    words.push(' ');
                    pieces.pass(inner);
                }
                // Who speaks is told.
                "speaker" | "from" => pieces.pass(inner),
                name if kinds::is_apart(name) => words.push(' '),
                _ => {}
            },
            Piece::Text(text) => words.push_str(&text),
            Piece::End(name) if kinds::is_apart(name) => words.push(' '),
            Piece::End(_) => {}
        }
    }
    folded(&words)
}

/// All characters inside an element, at any depth.
pub(super) fn whole_text(element: Element<'_, '_>) -> String {
    element
        .pieces()
        .filter_map(|piece| if let Piece::Text(text) = piece { Some(text) } else { None })
        .collect()
}
