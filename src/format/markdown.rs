//! Markdown in its blog dialects, with front matter: essays, transcripts and show notes.

mod blocks;
mod dialect;
mod inline_html;
mod notion;
mod obsidian;

use super::compose::{Composition, compose};
use super::{Confidence, Format, Input, ParseError, Receipt, front_matter};
use crate::document::Document;

pub(super) static FORMAT: Format = Format {
    name: "markdown",
    extensions: &["md", "markdown", "mdown", "mkd", "mdwn", "mdx", "qmd", "rmd", "dj", "djot"],
    detect,
    parse,
};

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    if !head.chars().any(char::is_alphanumeric) {
        return Confidence::No;
    }
    let extension = input.extension().to_ascii_lowercase();
    let named = FORMAT.extensions.contains(&extension.as_str());
    let first = head.trim_start().bytes().next();
    if first == Some(b'<') && !front_matter::is_present(head) || first == Some(b'{') && !named {
        return if named { Confidence::Possible } else { Confidence::No };
    }
    // A JSON head may well be longer than a look.
    if front_matter::is_present(if first == Some(b'{') { input.text } else { head }) {
        return if named { Confidence::Certain } else { Confidence::Likely };
    }
    let marks = head.lines().take(400).filter(|line| is_marked(line)).count();
    match (named, marks) {
        (true, 1..) | (false, 4..) => Confidence::Likely,
        (true, 0) => Confidence::Possible,
        _ => Confidence::No,
    }
}

/// Says that a line has marks that little else than Markdown has.
fn is_marked(line: &str) -> bool {
    let heading = line.trim_start_matches('#');
    let level = line.len() - heading.len();
    ((1..=6).contains(&level) && heading.starts_with(' ') && heading.trim().len() > 1)
        || line.contains("](http")
        || line.starts_with("```")
        || line.starts_with("**") && line[2..].contains("**")
        || line.starts_with("- [")
        || line.starts_with("![")
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let (front, at) = front_matter::split(input.text, receipt);
    let body = &input.text[at..];
    let first_line = 1 + front_matter::count_lines(&input.text[..at]);
    let notion = if front.is_none() { notion::properties(input, body) } else { None };
    let Some(page) = notion else {
        return Ok(read(FORMAT.name, input, front.as_ref(), body, first_line, receipt));
    };
    let (front, _) = front_matter::split(&page.front, receipt);
    Ok(read(FORMAT.name, input, front.as_ref(), &page.body, first_line, receipt))
}

/// Reads Markdown whose head has been read already; its first line is `first_line` of the source.
pub(super) fn read(
    format: &'static str,
    input: &Input<'_>,
    front: Option<&front_matter::FrontMatter<'_>>,
    body: &str,
    first_line: u32,
    receipt: &mut Receipt,
) -> Vec<Document> {
    let is_mdx = input.extension().eq_ignore_ascii_case("mdx");
    let body = dialect::plain(body, is_mdx, receipt);
    let body = obsidian::plain(&body, receipt);
    let blocks = blocks::Blocks::read(&body, first_line, receipt);
    let composition =
        Composition { format, front, pieces: &blocks.pieces(), headline: blocks.headline(), layout: None };
    compose(input, &composition, receipt).into_iter().collect()
}
