//! oTranscribe's `.otr`: the page of its editor in JSON, with times where the typist set them.

use super::json;
use super::xml::decode;
use super::{Confidence, Format, Input, ParseError, Receipt, plain};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "otranscribe", extensions: &["otr"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    let is_object = head.trim_start().starts_with('{') && head.contains("\"text\"");
    // What it says of the recording stands behind the text.
    let tail = &input.text[input.text.ceil_char_boundary(input.text.len().saturating_sub(1024))..];
    let is_otr = is_object && [head, tail].iter().any(|part| part.contains("\"media-time\""));
    if is_otr { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let reading = json::read(input.text).map_err(ParseError)?;
    let typed = typed(reading.value.get("text").text().unwrap_or_default());
    let mut documents: Vec<Document> =
        plain::prose_of(&Input { text: &typed, ..*input }, receipt).into_iter().collect();
    for document in &mut documents {
        document.format = FORMAT.name.to_owned();
        // All of it is on one line of the source.
        document.stay_on_line(1);
    }
    if documents.is_empty() {
        receipt.warn("there is no text in it");
    }
    Ok(documents)
}

/// The text of the page: a paragraph for each, without the marks of type.
fn typed(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(&decode(before).replace('\u{A0}', " "));
        let (tag, behind) = tag.split_once('>').unwrap_or((tag, ""));
        let is_end = tag.starts_with('/');
        match tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default() {
            "p" | "div" | "ul" | "ol" if is_end => text.push_str("\n\n"),
            // What stands before it may be in no element.
            "p" | "div" | "ul" | "ol" if !text.is_empty() && !text.ends_with('\n') => text.push_str("\n\n"),
            "li" if !is_end && !text.is_empty() && !text.ends_with('\n') => text.push('\n'),
            "br" => text.push('\n'),
            _ => {}
        }
        rest = behind;
    }
    text.push_str(&decode(rest).replace('\u{A0}', " "));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;
    use crate::format::read;

    #[test]
    fn each_element_of_a_page_opens_a_line() {
        let page = "Tom: So?<div>Ada: So.</div><div>Tom: Two:</div><ul><li>one</li><li>two</li></ul>End";
        assert_eq!(typed(page), "Tom: So?\n\nAda: So.\n\nTom: Two:\n\none\ntwo\n\nEnd");
    }

    #[test]
    fn the_page_of_the_editor_has_times_and_names() {
        let page = r#"{"text":"<p><span class=\"timestamp\" data-timestamp=\"0.5\">0:00</span>&nbsp;<b>Tom:</b> Your name, please?</p><p><span class=\"timestamp\" data-timestamp=\"4.2\">0:04</span>&nbsp;<b>Ada:</b> Ada Moss, of the ladders.&nbsp;</p><p><br /></p><p><span class=\"timestamp\" data-timestamp=\"9.8\">0:09</span>&nbsp;<b>Tom:</b> Since when?</p><p>0:12 Ada: Since I was eleven.</p>","media":"talk.mp3","media-time":14.2}"#;
        let documents = read("talk.otr", page.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let [document] = &documents[..] else { panic!("{documents:?}") };
        assert_eq!(document.kind, Kind::Transcript);
        assert_eq!(document.speakers, ["Tom", "Ada"]);
        let starts: Vec<u32> = document.times.iter().map(|time| time.start_ms).collect();
        assert_eq!(starts, [0, 4_000, 9_000, 12_000]);
        assert_eq!(document.block_text(&document.blocks[1]), "Ada Moss, of the ladders.");
    }
}
