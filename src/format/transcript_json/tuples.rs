//! Words and segments that are written as bare lists, made into objects like all others.

use std::borrow::Cow;

use super::super::json::Json;

/// Turns every list of `["word", start, end]` or of a segment's bare fields into a list of
/// objects. `value` is at most as deep as the parser goes.
pub(super) fn name(value: &mut Json<'_>) {
    match value {
        Json::List(elements) => {
            let named = if elements.first().is_some_and(is_word) {
                &["word", "start", "end"][..]
            } else if elements.first().is_some_and(is_segment) {
                &["id", "seek", "start", "end", "text"][..]
            } else {
                elements.iter_mut().for_each(name);
                return;
            };
            for element in elements {
                let Json::List(fields) = element else { continue };
                let fields = named.iter().map(|name| Cow::Borrowed(*name)).zip(fields.drain(..));
                *element = Json::Map(fields.collect());
            }
        }
        Json::Map(fields) => fields.iter_mut().for_each(|(_, value)| name(value)),
        _ => {}
    }
}

/// `["word", 0.5, 0.7]`, perhaps with more behind.
fn is_word(element: &Json<'_>) -> bool {
    matches!(element.list(), [Json::Text(_), Json::Number(start), Json::Number(end), ..] if start <= end)
}

/// `[id, seek, start, end, "text", ..]`, as a tuple of a segment's fields is written.
fn is_segment(element: &Json<'_>) -> bool {
    matches!(
        element.list(),
        [Json::Number(_), Json::Number(_), Json::Number(start), Json::Number(end), Json::Text(_), Json::List(_), ..]
            if start <= end
    )
}
