//! SAMI: captions in a kind of HTML, each behind a `<SYNC>` with the time when it is shown.

use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::{Lines, Track, language_code, markup};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "sami", extensions: &["smi", "sami"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head().trim_start().as_bytes();
    let is_sami = head.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"<SAMI"));
    if is_sami { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = input.text;
    let lower = text.to_ascii_lowercase();
    let mut track = Track::without_rows(text);
    let mut lines = Lines::new(text);
    let body = lower.find("<body").unwrap_or(0);
    track.metadata.title = between(text, &lower[..body], "<title>", "</title>");
    let mut starts: Vec<usize> = memchr::memmem::find_iter(lower.as_bytes(), "<sync").collect();
    starts.push(text.len());
    let class = starts.windows(2).find_map(|pair| class_of(&lower[pair[0]..pair[1]]));
    if let Some(class) = class {
        track.metadata.language = language_of(&lower[..body], class);
    }
    let shown: Vec<_> = starts.windows(2).map(|pair| sync(&text[pair[0]..pair[1]])).collect();
    for (index, pair) in starts.windows(2).enumerate() {
        let Some((start_ms, words)) = shown[index] else { continue };
        // Other languages are other tracks.
        let own = class_of(&lower[pair[0]..pair[1]]);
        if own.is_some() && own != class {
            receipt.dropped("captions in another language", words);
            continue;
        }
        let end_ms = shown.get(index + 1).copied().flatten().map(|(ms, _)| ms);
        track.begin(start_ms, end_ms.filter(|end_ms| *end_ms > start_ms), lines.at(pair[0]));
        let words =
            words.split("</BODY").next().unwrap_or_default().split("</body").next().unwrap_or_default();
        // Line breaks of the source are blanks; only `<br>` breaks a row.
        markup::read(&words.replace(['\n', '\r'], " "), &mut track);
        track.push("\n");
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// The milliseconds in `<SYNC Start=1000>`, and what follows up to the next one.
fn sync(text: &str) -> Option<(u64, &str)> {
    const TAG_BYTES_MAX: usize = 200;
    let head = &text[..text.floor_char_boundary(TAG_BYTES_MAX)];
    let (tag, _) = head.split_once('>')?;
    let at = tag.to_ascii_lowercase().find("start=")?;
    let digits = tag[at + 6..].trim_start_matches(['"', '\'', ' ']);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    Some((digits[..end].parse().ok()?, &text[tag.len() + 1..]))
}

/// The class of the paragraph in what a `<sync>` shows, small.
fn class_of(lower: &str) -> Option<&str> {
    let head = &lower[..lower.floor_char_boundary(300)];
    let (_, rest) = head.split_once("<p ")?;
    let (_, value) = rest.split('>').next()?.split_once("class=")?;
    value.trim_matches(['"', '\'']).split([' ', '"', '\'']).next().filter(|class| !class.is_empty())
}

/// The language that the style of a class gives: `.ENCC { Name: English; lang: en-US; }`.
fn language_of(head: &str, class: &str) -> Option<String> {
    let (_, style) = head.split_once(&format!(".{class}"))?;
    let (_, value) = style.split('}').next()?.split_once("lang:")?;
    language_code(value.trim().split([';', ' ']).next()?)
}

fn between(text: &str, lower: &str, open: &str, close: &str) -> Option<String> {
    let start = lower.find(open)? + open.len();
    let end = start + lower[start..].find(close)?;
    Some(text[start..end].trim().to_owned()).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::clean::captions::check;

    #[test]
    fn captions_stand_behind_their_times() {
        check(
            "a.smi",
            "<SAMI>\n<HEAD><TITLE>The Long Field</TITLE>\n<STYLE TYPE=\"text/css\"><!--\nP { margin: 1pt; }\n.ENCC { Name: English; lang: en-US; }\n-->\n</STYLE></HEAD>\n<BODY>\n<SYNC Start=1000><P Class=ENCC>so we<br>begin\n<SYNC Start=3000><P Class=ENCC>&nbsp;\n<SYNC Start=4000><P Class=KRCC>\u{ac00}\n<sync start=6000><p class=ENCC>the <i>lower</i> field.\n</BODY>\n</SAMI>\n",
            "# The Long Field (en)\n?[1000]: so we begin [6000]the lower field.",
        );
    }
}
