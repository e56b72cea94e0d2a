//! InqScribe's `.inqscr`: settings of the program line by line, and one with all that was typed.

use super::{Confidence, Format, Input, ParseError, Receipt, plain};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "inqscribe", extensions: &["inqscr"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let is_it =
        input.head().lines().any(|line| line.trim_end() == "app=InqScribe") && typed(input.text).is_some();
    if is_it { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let (line, text) = typed(input.text).unwrap_or_default();
    let mut documents: Vec<Document> =
        plain::prose_of(&Input { text: &text, ..*input }, receipt).into_iter().collect();
    for document in &mut documents {
        document.format = FORMAT.name.to_owned();
        // All of it is on one line of the source.
        document.stay_on_line(line);
    }
    if documents.is_empty() {
        receipt.warn("there is no text in it");
    }
    Ok(documents)
}

/// What was typed, with the line that holds it: its breaks are written `\r`.
fn typed(source: &str) -> Option<(u32, String)> {
    let (number, escaped) =
        (1..).zip(source.lines()).find_map(|(number, line)| Some((number, line.strip_prefix("text=")?)))?;
    let mut text = String::with_capacity(escaped.len());
    let mut signs = escaped.chars();
    while let Some(sign) = signs.next() {
        match if sign == '\\' { signs.next() } else { None } {
            Some('r' | 'n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some(other) => text.push(other),
            None => text.push(sign),
        }
    }
    Some((number, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read;

    #[test]
    fn what_was_typed_is_told_from_the_settings() {
        let page = "app=InqScribe\nfont.name=Helvetica\ntext=[00:00:02.10] RUTH: Who dug it?\\r\\r[00:00:05.00] JORY: My uncle \
                    did.\\r\\r[00:00:09.00] RUTH: When?\\r\\r[00:00:11.00] JORY: In spring.\\r\ntype=inqscribe\n";
        let documents = read("talk.inqscr", page.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let [document] = &documents[..] else { panic!("{documents:?}") };
        assert_eq!(document.speakers, ["RUTH", "JORY"]);
        assert_eq!(
            document.times.iter().map(|time| time.start_ms).collect::<Vec<_>>(),
            [2_100, 5_000, 9_000, 11_000]
        );
        assert_eq!(document.block_text(&document.blocks[1]), "My uncle did.");
        assert_eq!(document.blocks[1].line, Some(3));
    }
}
