//! Texts and addresses in the values of a head.

use std::borrow::Cow;

use serde_json::Value;

use crate::clean::folded;

/// A text, or a number as text; nothing for what is empty.
pub(super) fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => without_link_marks(text.trim()).into_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => {
            return values.iter().find_map(|value| value.is_string().then(|| text_of(value))?);
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Blanks folded, the character references that generators leave in titles resolved.
pub(super) fn one_line(title: &str) -> String {
    let title = folded(title);
    if !title.contains('&') {
        return title;
    }
    let mut decoded = String::with_capacity(title.len());
    crate::format::entities::push_decoded(&mut decoded, &title);
    decoded
}

/// `[[Ada Field]]` and `[[people/Ada Field|Ada Field]]` are links to the notes about Ada Field.
pub(super) fn without_link_marks(text: &str) -> Cow<'_, str> {
    if !text.contains("[[") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("[[") {
        let Some((inside, behind)) = inside.split_once("]]") else { break };
        out.push_str(before);
        let page = inside.rsplit(['|', '/']).next().unwrap_or(inside);
        out.push_str(if inside.contains('|') { page } else { page.split('#').next().unwrap_or(page) });
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// An address: a text that is one, or the table of an enclosure.
pub(super) fn address(value: &Value) -> Option<String> {
    let text = match value {
        Value::Object(table) => {
            ["url", "src", "href", "link", "file"].iter().find_map(|key| text_of(table.get(*key)?))?
        }
        Value::Array(values) => {
            return values.iter().take(8).find_map(|value| text_of(value).filter(|text| is_url(text)));
        }
        value => text_of(value)?,
    };
    let text = text.trim_matches(['<', '>']);
    is_url(text).then(|| text.to_owned())
}

pub(super) fn is_url(text: &str) -> bool {
    let scheme = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    (scheme.starts_with("http://") || scheme.starts_with("https://")) && !text.contains(char::is_whitespace)
}

/// Says that an address is of a recording rather than of a page.
pub(super) fn is_media(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url).to_ascii_lowercase();
    let ends = [
        ".mp3", ".m4a", ".mp4", ".ogg", ".oga", ".opus", ".wav", ".flac", ".aac", ".webm", ".m4v", ".mov",
        ".mkv",
    ];
    ends.iter().any(|end| path.ends_with(end))
        || ["youtube.com/watch", "youtu.be/", "vimeo.com/"].iter().any(|host| path.contains(host))
}
