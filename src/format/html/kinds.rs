//! What kind of block an element or a text makes.

use crate::document::BlockKind;

/// What a block inside an element of this name is, where the name says.
pub(super) fn kind_within(name: &str, role: Option<&str>) -> Option<BlockKind> {
    Some(match name {
        _ if is_heading(name) => BlockKind::Heading,
        _ if role == Some("heading") => BlockKind::Heading,
        "li" | "dt" | "dd" => BlockKind::ListItem,
        "blockquote" => BlockKind::Quotation,
        "pre" | "listing" | "xmp" | "plaintext" => BlockKind::Code,
        "figcaption" | "caption" => BlockKind::Paragraph,
        _ => return None,
    })
}

/// What a paragraph of Word is by the style that it names.
pub(super) fn kind_of_word(name: &str, class: Option<&str>) -> Option<BlockKind> {
    let style = class.filter(|_| name == "p")?.split_ascii_whitespace().next()?;
    match style {
        "MsoQuote" | "MsoIntenseQuote" => Some(BlockKind::Quotation),
        _ => style.starts_with("MsoListParagraph").then_some(BlockKind::ListItem),
    }
}

pub(crate) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "plaintext"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
    )
}

/// Says whether a paragraph that is bold throughout stands for a heading.
pub(crate) fn could_be_heading(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 100
        && text.split_whitespace().count() <= 12
        && text.chars().any(char::is_alphabetic)
        && !text.ends_with(['.', ',', ';', ':', '!', '\u{2026}', '\u{201D}', '"', ')', '\u{3002}'])
}

/// Says whether preformatted text is the column of numbers beside a listing.
pub(super) fn is_line_numbers(text: &str) -> bool {
    text.split_whitespace().count() > 1 && text.split_whitespace().all(|word| word.parse::<u32>().is_ok())
}

/// Says whether single line breaks part paragraphs here, as on pages that know no other way: then
/// the stretches are long and end like sentences. Verse and addresses do not.
pub(super) fn lines_are_paragraphs(text: &str, breaks: &[(usize, u32)]) -> bool {
    let ends = breaks.iter().map(|(at, _)| *at).chain([text.len()]);
    let (mut start, mut lines, mut ended) = (0, 0, 0);
    for end in ends {
        let line = text[start..end].trim();
        start = end;
        if !line.is_empty() {
            lines += 1;
            let closing = ['.', '!', '?', ':', '\u{2026}', '"', '\u{201D}', ')', '\u{3002}', '\u{300D}'];
            ended += usize::from(line.ends_with(closing));
        }
    }
    lines > 1 && text.len() / lines >= 120 && ended * 10 >= lines * 6
}
