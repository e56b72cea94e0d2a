//! What the elements of an item say: a title, an address, people, how long it takes, a language.

use super::look::has_tags;
use crate::clean::folded;
use crate::document::{Builder, Kind};
use crate::format::xml::decode;
use crate::format::{Receipt, html};

/// The words of a title in which there may be HTML, perhaps escaped once more.
pub(in super::super) fn plain_title(text: &str) -> Option<String> {
    let text = decode(text);
    if !has_tags(&text) {
        return words(&text);
    }
    let mut builder = Builder::new(Kind::Essay, "");
    html::fragment(&text, &mut builder, &mut Receipt::default());
    words(&builder.finish().text)
}

/// `text` with its white space folded, if there is anything else.
pub(in super::super) fn words(text: &str) -> Option<String> {
    let folded = folded(text);
    (!folded.is_empty()).then_some(folded)
}

/// A web address, if `text` is one.
pub(in super::super) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let is_address = text.contains("://") || text.starts_with('/');
    (is_address && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

/// An address that may be relative, as those of files beside the feed are.
pub(in super::super) fn reference(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

/// The name of a person in what feeds write for one: `Name`, `mail@host (Name)`, `Name <mail>`.
/// An address alone is nobody's name.
pub(in super::super) fn person(text: &str) -> Option<String> {
    let text = decode(text.trim());
    let name = match text.split_once('(').and_then(|(mail, rest)| Some((mail, rest.split_once(')')?.0))) {
        Some((mail, name)) if mail.contains('@') => name,
        _ => text.split_once('<').map_or(&*text, |(name, _)| name),
    };
    // `Name (mail@host)`, and `Name in Place` as papers sign.
    let name = match name.split_once(" (") {
        Some((name, rest)) if rest.contains('@') => name,
        _ => name,
    };
    let name = match name.split_once(" in ") {
        Some((name, place)) if name.contains(' ') && place.starts_with(char::is_uppercase) => name,
        _ => name,
    };
    let is_address = |name: &str| name.contains("://") || name.contains('@') && !name.contains(' ');
    words(name.trim_matches(['"', ' '])).filter(|name| !is_address(name))
}

/// The people in a field that may name several with an `and` behind the last comma: `A, B, and C`.
pub(in super::super) fn people(text: &str) -> Vec<String> {
    let listed = text.replace(", and ", ", ").replace(", & ", ", ");
    if listed == text {
        return person(text).into_iter().collect();
    }
    listed.split(',').filter_map(person).collect()
}

/// The time in `01:02:03`, `62:03` or seconds.
pub(in super::super) fn duration_ms(text: &str) -> Option<u32> {
    let mut seconds = 0.0;
    for part in text.trim().split(':') {
        let number: f64 = part.trim().parse().ok().filter(|number| (0.0..1e7).contains(number))?;
        seconds = seconds * 60.0 + number;
    }
    (seconds > 0.0).then_some((seconds * 1000.0) as u32)
}

/// Says that what lies at `url` is to be heard or watched, by its media type or its ending.
pub(in super::super) fn is_recording(url: &str, kind: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["mp3", "m4a", "mp4", "m4v", "ogg", "opus", "wav", "mov", "webm", "flac", "aac", "m3u8"];
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    kind.contains("audio")
        || kind.contains("video")
        || ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// The ISO 639 code in a language tag.
pub(in super::super) fn language_code(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_no_people() {
        let check = |text: &str, name: Option<&str>| assert_eq!(person(text).as_deref(), name, "{text}");
        check("https://shore.example/", None);
        check("ada@shore.example", None);
        check("ada@shore.example (Ada Moss)", Some("Ada Moss"));
        check("Ada Moss", Some("Ada Moss"));
    }
}
