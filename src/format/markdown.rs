//! Markdown in its blog dialects, with front matter: essays, transcripts and show notes.

mod blocks;
mod dialect;
mod inline_html;

use super::compose::{Composition, compose};
use super::{Confidence, Format, Input, ParseError, Receipt, front_matter};
use crate::document::Document;

pub(super) static FORMAT: Format = Format {
    name: "markdown",
    extensions: &["md", "markdown", "mdown", "mkd", "mdwn", "mdx", "qmd", "rmd"],
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
    let is_mdx = input.extension().eq_ignore_ascii_case("mdx");
    let body = dialect::plain(body, is_mdx, receipt);
    let blocks = blocks::Blocks::read(&body, first_line, receipt);
    let composition = Composition {
        format: FORMAT.name,
        front: front.as_ref(),
        pieces: &blocks.pieces(),
        headline: blocks.headline(),
        layout: None,
    };
    Ok(compose(input, &composition, receipt).into_iter().collect())
}
