//! PDF files with a text layer: what is printed, read back as paragraphs.
//!
//! A page says where glyphs stand and nothing else. Lines, paragraphs and headings are inferred
//! from places and sizes; what a file gives no text for (a scan) is refused with the reason.

mod font;
mod layout;
mod page;

use std::collections::HashMap;

use lopdf::{LoadOptions, Object};

use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{BlockKind, Builder, Date, Document, Kind};

pub(super) static FORMAT: Format = Format { name: "pdf", extensions: &["pdf"], detect, parse };

/// How much any part of a file may unpack to, and how many pages are read.
const UNPACKED_BYTES_MAX: usize = 64 << 20;
const PAGES_MAX: usize = 10_000;
/// Fewer characters a page than this are a scan with a stamp on it.
const CHARACTERS_A_PAGE_MIN: usize = 20;

fn detect(input: &Input<'_>) -> Confidence {
    let head = &input.bytes[..input.bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let options = LoadOptions { max_decompressed_size: Some(UNPACKED_BYTES_MAX), ..LoadOptions::default() };
    let file = lopdf::Document::load_mem_with_options(input.bytes, options)
        .map_err(|error| ParseError(format!("damaged PDF: {error}")))?;
    if file.is_encrypted() {
        return Err(ParseError("the PDF is locked with a password".to_owned()));
    }
    let mut fonts = HashMap::new();
    let mut reading = page::Reading::default();
    let mut pages = Vec::new();
    for page in file.page_iter().take(PAGES_MAX) {
        pages.push(page::spans(&file, page, &mut fonts, &mut reading));
    }
    if pages.is_empty() {
        return Err(ParseError("the PDF has no pages".to_owned()));
    }
    if reading.characters < CHARACTERS_A_PAGE_MIN * pages.len() {
        return Err(ParseError(match reading.unreadable {
            0 => "the pages are pictures without a text layer".to_owned(),
            _ => "the fonts do not say which characters their glyphs are".to_owned(),
        }));
    }
    if reading.unreadable * 200 > reading.characters {
        receipt.warn(format!("{} characters are in fonts that do not say what they are", reading.unreadable));
    }
    if reading.is_cut_short {
        receipt.warn("the pages draw more than can be read; the rest has been left out");
    }
    let mut builder = Builder::new(Kind::Essay, FORMAT.name);
    let kind = layout::add(pages, &mut builder, receipt);
    add_metadata(&file, &mut builder);
    let mut document = builder.finish();
    if document.metadata.title.is_none() {
        let opening = document.blocks.iter().take(3).find(|block| block.kind == BlockKind::Heading);
        document.metadata.title = opening.map(|block| document.block_text(block).to_owned());
    }
    document.kind = kind;
    if let Some(date) = date_in_head(&document) {
        receipt.guessed("date from the first lines, which is before the file was made", &date.to_string());
        document.metadata.date = Some(date);
    }
    Ok(vec![document])
}

/// The date in one of the first lines, where the file was made in a later year: it was printed again, or scanned.
fn date_in_head(document: &Document) -> Option<Date> {
    const BLOCKS: usize = 6;
    const BYTES_MAX: usize = 60;
    const WORDS_MAX: usize = 6;
    const YEAR_MIN: i16 = 1700;
    let made = document.metadata.date?.year();
    let lines = document.blocks.iter().take(BLOCKS).map(|block| document.block_text(block).trim());
    // What a note at the foot or a title says of a year is in a sentence, or between brackets.
    let is_head = |line: &&str| {
        line.len() <= BYTES_MAX
            && line.split_whitespace().nth(WORDS_MAX).is_none()
            && line.ends_with(|c: char| c.is_ascii_digit())
    };
    let year_alone = |line: &str| {
        let (before, last) = line.rsplit_once([' ', ',']).unwrap_or(("", line));
        let is_apart =
            before.is_empty() || before.trim_end().ends_with([',', '\u{B7}', '|', '\u{2014}', '\u{A9}']);
        let is_behind_comma = line.len() > last.len() && line[..line.len() - last.len()].ends_with(',');
        let year = last.parse::<i16>().ok().filter(|_| last.len() == 4 && (is_apart || is_behind_comma))?;
        Date::new(year, None, None)
    };
    let is_day = |date: &Date| date.day_range().1 - date.day_range().0 <= 31;
    let dated = |line: &str| Date::find(line).filter(is_day).or_else(|| year_alone(line));
    lines.filter(is_head).find_map(dated).filter(|date| (YEAR_MIN..made).contains(&date.year()))
}

/// Says that a name is what programs put where nobody has given one.
fn is_placeholder(name: &str) -> bool {
    let bare = name.strip_prefix(['(', '[', '<']).and_then(|name| name.strip_suffix([')', ']', '>']));
    bare.is_some_and(|bare| ["anonymous", "unknown", "untitled"].contains(&bare.to_lowercase().as_str()))
        || ["(unspecified)", "unspecified", "untitled"].contains(&name.to_lowercase().as_str())
        // Books that nobody signed are by Anonymous; without a capital it is reportlab's.
        || name == "anonymous"
}

/// What the file says about itself. The programs that write PDFs fill it in carelessly.
fn add_metadata(file: &lopdf::Document, builder: &mut Builder) {
    let Ok(info) = file
        .trailer
        .get(b"Info")
        .and_then(|info| file.dereference(info))
        .and_then(|(_, info)| info.as_dict())
    else {
        return;
    };
    let text = |key: &[u8]| {
        let value = info.get(key).and_then(|value| file.dereference(value)).ok()?.1;
        let text = lopdf::decode_text_string(value).ok().or_else(|| match value {
            Object::String(bytes, _) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        })?;
        super::item::words(&text).filter(|text| !is_placeholder(text))
    };
    let is_title = |title: &String| {
        let lower = title.to_lowercase();
        let is_file = [".doc", ".docx", ".tex", ".dvi", ".indd", ".pdf", ".qxd", ".htm", ".html"]
            .iter()
            .any(|ending| lower.ends_with(ending));
        // `tutorial_final`
        let is_file = is_file || title.contains('_') && !title.contains(' ');
        !is_file
            && !lower.starts_with("microsoft word")
            && !lower.starts_with("untitled")
            && title.chars().any(char::is_alphabetic)
    };
    let authors = text(b"Author").into_iter();
    let authors = authors
        .flat_map(|authors| authors.split([';', ',']).filter_map(super::item::words).collect::<Vec<_>>());
    let metadata = builder.metadata();
    metadata.title = text(b"Title").filter(is_title);
    metadata.authors = authors.collect();
    let date = text(b"CreationDate").or_else(|| text(b"ModDate"));
    metadata.date = date.and_then(|date| Date::find(date.trim_start_matches("D:").get(..8)?));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_made_later_was_not_published_then() {
        let check = |line: &str, expected: Option<&str>| {
            let mut builder = Builder::new(Kind::Essay, "pdf");
            builder.block(BlockKind::Heading, None, "On Barns");
            builder.block(BlockKind::Paragraph, None, line);
            let mut document = builder.finish();
            document.metadata.date = Date::find("2026-11-28");
            let found = date_in_head(&document).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{line}");
        };
        check("Ada Moss, 1998", Some("1998"));
        check("12 May 1998", Some("1998-05-12"));
        check("May 1998", Some("1998-05"));
        check("1998", Some("1998"));
        check("Ada Moss, 2026", None);
        check("The harvest of 1998", None);
        check("So it was in May 1998, when nobody had a ladder long enough for it", None);
    }

    #[test]
    fn names_that_nobody_gave_are_none() {
        let check = |name: &str, expected: bool| assert_eq!(is_placeholder(name), expected, "{name}");
        check("(anonymous)", true);
        check("(unspecified)", true);
        check("untitled", true);
        check("Anonymous", false);
        check("anonymous", true);
        check("Unknown Rivers", false);
        check("(Un)titled", false);
    }
}
