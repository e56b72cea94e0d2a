//! Rich Text Format (`.rtf`), as TextEdit, WordPad, Word, LibreOffice and Scrivener keep texts: the text
//! with its headings, lists, tables and notes, without fonts, pictures, fields and what was deleted.

mod pages;
mod reader;
mod tokens;

use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "rtf", extensions: &["rtf"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    if begins(input).is_some() { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let bytes = begins(input).ok_or_else(|| ParseError("it does not begin as RTF does".to_owned()))?;
    let writing = reader::read(bytes, receipt);
    Ok(writing.read(FORMAT.name, input, receipt))
}

/// The bytes from the first bracket on. Some programs write a mark of UTF-8 or blanks before it.
fn begins<'a>(input: &Input<'a>) -> Option<&'a [u8]> {
    let bytes = input.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input.bytes);
    let bytes = bytes.trim_ascii_start();
    bytes.starts_with(b"{\\rtf").then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn check(rtf: &str, expected: &str) {
        let documents = read("a.rtf", rtf.as_bytes(), &mut Receipt::default()).unwrap();
        let text = documents.first().map(|document| document.text.as_str()).unwrap_or_default();
        assert_eq!(text, expected, "{rtf}");
    }

    #[test]
    fn what_stands_for_characters_stands_once() {
        check(r"{\rtf1\uc2 a\u233 ??b{\uc0\u233 c}\u233 \'65\'65d}", "aébécéd");
        check(r"{\rtf1 \u8212\emdash x\u8217\rquote s \u-10179?\u-8704?}", "—x’s 😀");
        check(r"{\rtf1 a\u233}", "aé");
        check(r"{\rtf1 one\line two\\\{\}\_\-x\par}", r"one two\{}-x");
    }

    #[test]
    fn groups_that_are_no_text_are_left_out() {
        check(r"{\rtf1 a{\*\later b{\shptxt c}}{\header d\par}{\v e}{\deleted f} g}", "a g");
        check(r"{\rtf1 a{\object{\*\objdata 00}{\result b}} c}", "ab c");
        check(r"{\rtf1 {\upr{e}{\*\ud{\u233 ?}}}t\'e9}", "été");
        check(
            r"{\rtf1{\field{\*\fldinst TOC x}{\fldrslt b}}{\field{\fldinst HYPERLINK x}{\fldrslt c}}}",
            "c",
        );
        check(r"{\rtf1 a} trailing words{\rtf1 b}", "a");
    }

    #[test]
    fn boxes_that_lie_too_deep_keep_their_words() {
        let rtf = format!("{{\\rtf1 first {}", "{\\shptxt box ".repeat(1100));
        let documents = read("a.rtf", rtf.as_bytes(), &mut Receipt::default()).unwrap();
        assert_eq!(documents[0].text.matches("box").count(), 1100);
        assert_eq!(documents[0].text.matches("first").count(), 1);
    }

    #[test]
    fn damaged_files_are_read_as_far_as_they_go() {
        let whole = include_bytes!("../../tests/fixtures/rtf/essay.rtf");
        for length in 5..whole.len() {
            let mut receipt = Receipt::default();
            let read = read("a.rtf", &whole[..length], &mut receipt);
            // The last bytes are a line break behind the last bracket.
            let is_told = !receipt.warnings.is_empty() || length + 2 >= whole.len();
            assert!(read.is_ok() && is_told, "{length}");
        }
    }
}
