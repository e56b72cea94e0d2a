//! Markdown in its blog dialects, with front matter: essays, transcripts and show notes.

mod blocks;
mod bold;
mod cards;
mod contents;
mod dialect;
mod directives;
mod hashtags;
mod inline_html;
mod joplin;
mod listings;
mod logseq;
mod metadata_list;
mod notion;
mod obsidian;
mod recording;
mod snips;
mod wordpress;

use std::borrow::Cow;
use std::collections::HashSet;

use super::compose::{Composition, compose};
use super::{Confidence, Format, Input, ParseError, Receipt, front_matter, naming};
use crate::document::{Document, Kind};

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
        // Many begin with a picture or a box in the tags of HTML; a page that was saved says that it is one.
        let is_page = || {
            let start = head.get(..head.floor_char_boundary(1024)).unwrap_or_default().to_ascii_lowercase();
            start.contains("<html") || start.contains("<!doctype") || start.contains("<body")
        };
        let is_headed = || head.lines().any(|line| is_marked(line) && line.starts_with('#'));
        return match named {
            true if first == Some(b'<') && is_headed() && !is_page() => Confidence::Likely,
            true => Confidence::Possible,
            false => Confidence::No,
        };
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
    let front = front.map(|front| front.kept_at(input.path));
    let body = &input.text[at..];
    let first_line = 1 + front_matter::count_lines(&input.text[..at]);
    let page = if front.is_none() { notion::properties(input, body) } else { None };
    let page = page.or_else(|| if front.is_none() { joplin::page(body, receipt) } else { None });
    let page = page.or_else(|| metadata_list::page(body, receipt));
    let Some(page) = page.or_else(|| logseq::page(body, receipt)) else {
        return Ok(read(FORMAT.name, input, front.as_ref(), body, first_line, receipt));
    };
    let (properties, _) = front_matter::split(&page.front, receipt);
    let front = match (front, properties) {
        (Some(front), Some(properties)) => Some(front.before(properties)),
        (front, properties) => front.or(properties),
    };
    Ok(read(FORMAT.name, input, front.as_ref(), &page.body, first_line, receipt))
}

/// A page whose properties stand in a head of their own.
#[derive(Debug)]
struct Page {
    /// The properties as YAML between its fences; empty where there are none.
    front: String,
    /// The page, with blank lines for what went.
    body: String,
}

/// `[[0:12]](address)` is a link whose words stand in brackets, and not the name of a page.
fn without_double_brackets(body: &str) -> Cow<'_, str> {
    const INSIDE_BYTES_MAX: usize = 120;
    if memchr::memmem::find(body.as_bytes(), b"]](").is_none() {
        return Cow::Borrowed(body);
    }
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find("]](") {
        let line = rest[..at].rfind('\n').map_or(0, |at| at + 1);
        let opened = rest[line..at].rfind("[[").map(|found| line + found);
        match opened.filter(|opened| at - opened < INSIDE_BYTES_MAX) {
            Some(opened) => {
                out.push_str(&rest[..opened]);
                out.push_str(&rest[opened + 1..at]);
                out.push_str("](");
            }
            None => out.push_str(&rest[..at + 3]),
        }
        rest = &rest[at + 3..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The text behind a comment with which it begins, and how many lines that takes: editors note there how
/// they are set, and what follows on its line would be HTML to the letter.
fn without_comment(body: &str) -> Option<(&str, u32)> {
    let comment = body.trim_start().strip_prefix("<!--")?;
    let rest = &comment[comment.find("-->")? + 3..];
    let lines = front_matter::count_lines(&body[..body.len() - rest.len()]);
    (!rest.starts_with(['\n', '\r'])).then_some((rest, lines))
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
    let (body, first_line) = match without_comment(body) {
        Some((body, lines)) => (body, first_line + lines),
        None => (body, first_line),
    };
    let is_mdx = input.extension().eq_ignore_ascii_case("mdx");
    let body = without_double_brackets(body);
    let body = cards::unwrapped(&body);
    let body = snips::plain(&body, receipt);
    let names_speakers = matches!(body, Cow::Owned(_));
    let body = wordpress::plain(&body, receipt);
    let body = directives::plain(&body, receipt);
    let body = dialect::plain(&body, is_mdx, receipt);
    let body = obsidian::plain(&body, receipt);
    let body = contents::without(&body, receipt);
    let (body, mut tags) = hashtags::without(&body, receipt);
    if format == FORMAT.name {
        tags.extend(hashtags::inline(&body));
    }
    // A page with a head is HTML all the same.
    let is_page = ["html", "htm"].iter().any(|name| input.extension().eq_ignore_ascii_case(name));
    let body = listings::whole(&body, is_page);
    let blocks = blocks::Blocks::read(&body, first_line, receipt);
    let composition = Composition {
        format,
        front,
        pieces: &blocks.pieces(),
        headline: blocks.headline().filter(|at| !naming::is_day(input.path) || blocks.is_title(*at)),
        names_speakers,
        layout: None,
    };
    let mut document = compose(input, &composition, receipt);
    if let Some(Document { kind: Kind::Transcript, metadata, .. }) = &mut document
        && metadata.media_url.is_none()
    {
        metadata.media_url = blocks.recording().map(str::to_owned);
    }
    // Other markup sets the names of listings and tables in bold type.
    if let Some(essay) = document.as_mut().filter(|made| made.kind == Kind::Essay && format == FORMAT.name) {
        bold::name_headings(essay, &blocks.bold_lines());
    }
    if let Some(Document { metadata, .. }) = &mut document {
        let mut known: HashSet<String> = metadata.tags.iter().map(|tag| tag.to_ascii_lowercase()).collect();
        metadata.tags.extend(tags.into_iter().filter(|tag| known.insert(tag.to_ascii_lowercase())));
        if let Some((title, date)) = metadata.title.as_deref().and_then(naming::numbered_by_time) {
            metadata.date = metadata.date.or(Some(date));
            metadata.title = Some(title.to_owned());
        }
    }
    document.into_iter().collect()
}

#[cfg(test)]
mod tests;
