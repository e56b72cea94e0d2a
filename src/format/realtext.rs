//! RealText captions (`.rt`): `<time begin="00:00:02.0"/>` before the words that are shown from then on.

use super::xml::decode;
use super::{Confidence, Format, Input, ParseError, Receipt, webvtt};
use crate::clean::captions::{Track, markup};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "realtext", extensions: &["rt"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head().trim_start();
    let is_window = head.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("<window"));
    if is_window && times(head).nth(1).is_some() { Confidence::Certain } else { Confidence::No }
}

/// A tag that says a time takes no more bytes.
const TAG_BYTES_MAX: usize = 400;

/// The tags that say a time: where each begins and ends in `text`, and what is in it.
fn times(text: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    memchr::memchr_iter(b'<', text.as_bytes()).filter_map(move |at| {
        let inside = text[at + 1..]
            .get(..5)
            .filter(|name| name.eq_ignore_ascii_case("time "))
            .map(|_| &text[at + 6..])?;
        let end = memchr::memchr(b'>', &inside.as_bytes()[..inside.len().min(TAG_BYTES_MAX)])?;
        Some((at, at + 6 + end + 1, &inside[..end]))
    })
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = webvtt::normalise(input.text);
    let mut track = Track::of(&text);
    // What stands above the first time is shown from the beginning.
    let tags: Vec<_> = std::iter::once((0, 0, "")).chain(times(&text)).collect();
    let mut line = 1;
    let mut counted = 0;
    let mut is_begun = false;
    for (number, (_, behind, inside)) in tags.iter().enumerate() {
        // A tag that is never closed may hold the next one.
        let until = tags.get(number + 1).map_or(text.len(), |(next, ..)| *next).max(*behind);
        let behind = (*behind).max(counted).min(until);
        line += u32::try_from(memchr::memchr_iter(b'\n', &text.as_bytes()[counted..behind]).count())
            .unwrap_or_default();
        counted = behind;
        let rows: Vec<String> = text[behind..until].lines().map(without_tags).collect();
        match moment(inside, "begin") {
            Some(start) => track.begin(start, moment(inside, "end"), line),
            None if is_begun => {}
            None if rows.iter().all(|row| row.trim().is_empty()) => continue,
            None => track.begin(0, None, line),
        }
        is_begun = true;
        for row in rows {
            markup::read(&row, &mut track);
            track.push("\n");
        }
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// The time in an attribute: hours and minutes may be missing.
fn moment(inside: &str, name: &str) -> Option<u64> {
    let at = inside.to_ascii_lowercase().find(&format!("{name}="))?;
    let value = inside[at + name.len() + 1..].trim_start_matches('"');
    let value = &value[..value.find(['"', ' ', '/']).unwrap_or(value.len())];
    let mut seconds = 0.0;
    for field in value.split(':') {
        seconds = seconds * 60.0 + field.parse::<f64>().ok().filter(|field| *field >= 0.0)?;
    }
    crate::clean::captions::milliseconds(seconds)
}

/// A row without its tags, whatever they are called: here they all set type.
fn without_tags(row: &str) -> String {
    let mut words = String::with_capacity(row.len());
    let mut rest = row;
    while let Some((before, behind)) = rest.split_once('<') {
        words.push_str(before);
        let Some((tag, behind)) = behind.split_once('>') else {
            rest = behind;
            break;
        };
        if tag.starts_with("br") || tag.starts_with("p") {
            words.push(' ');
        }
        rest = behind;
    }
    words.push_str(rest);
    decode(&words).into_owned()
}

#[cfg(test)]
mod tests {
    use crate::clean::captions::check;

    #[test]
    fn words_are_shown_from_a_time_on() {
        check(
            "a.rt",
            "<window type=\"generic\">\n<font color=\"white\">\n<time begin=\"1.5\"/><clear/>so we <b>begin</b>,\n<time begin=\"00:00:03.0\" end=\"00:00:04\"/><clear/>here &amp; now.\n</font></window>\n",
            "?[1500]: so we begin, [3000]here & now.",
        );
        check(
            "a.rt",
            "<window>\nOn wells\n<time begin=\"1\"/>dry\n<time end=\"3\"/>ones\n<time begin=\"4\" <time begin=\"5\"/>here</window>\n",
            "?[0]: On wells [1000]dry ones [5000]here",
        );
    }
}
