//! reStructuredText, Org, AsciiDoc, LaTeX, Textile, Gemtext and the markup of MediaWiki, DokuWiki and TiddlyWiki, and Typst, as far as a reader sees them: title, headings, lists,
//! quotations, code and running prose. Each is rewritten as Markdown line by line, so that lines keep
//! their numbers, and read as such. What only a compiler understands goes, with a note.

mod asciidoc;
mod dokuwiki;
mod gemtext;
mod inline;
mod latex;
mod mediawiki;
mod org;
mod restructured;
mod substitutions;
mod textile;
mod tiddlywiki;
mod typst;

use super::{Confidence, Format, Input, ParseError, Receipt, front_matter, markdown};
use crate::document::Document;

pub(super) static FORMAT: Format = Format {
    name: "markup",
    extensions: &[
        "rst",
        "rest",
        "org",
        "adoc",
        "asciidoc",
        "asc",
        "tex",
        "latex",
        "ltx",
        "wiki",
        "mediawiki",
        "wikitext",
        "textile",
        "tid",
        "gmi",
        "gemini",
        "typ",
    ],
    detect,
    parse,
};

/// A text on its way to Markdown.
#[derive(Debug, Default)]
struct Rewritten {
    /// The fields of the head, as YAML between its fences.
    front: String,
    /// Exactly as many lines as the source has.
    body: String,
    /// The head has the title, so that the first heading is one of a part.
    is_titled: bool,
}

impl Rewritten {
    fn field(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            front_matter::write_field(name, value, &mut self.front);
        }
    }

    fn line(&mut self, line: &str) {
        self.body.push_str(line);
        self.body.push('\n');
    }

    fn blank(&mut self) {
        self.body.push('\n');
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Restructured,
    Org,
    Asciidoc,
    Latex,
    Mediawiki,
    Textile,
    Dokuwiki,
    Tiddlywiki,
    Gemtext,
    Typst,
}

fn dialect(input: &Input<'_>) -> Option<(Dialect, Confidence)> {
    let head = input.head();
    let named = match &*input.extension().to_ascii_lowercase() {
        "rst" | "rest" => Some(Dialect::Restructured),
        "org" => Some(Dialect::Org),
        "adoc" | "asciidoc" | "asc" => Some(Dialect::Asciidoc),
        "tex" | "latex" | "ltx" => Some(Dialect::Latex),
        "wiki" | "mediawiki" | "wikitext" => Some(Dialect::Mediawiki),
        "textile" => Some(Dialect::Textile),
        "tid" => Some(Dialect::Tiddlywiki),
        "gmi" | "gemini" => Some(Dialect::Gemtext),
        "typ" => Some(Dialect::Typst),
        _ => None,
    };
    if let Some(dialect) = named {
        let is_text = head.contains(char::is_alphabetic) && !head.starts_with("-----BEGIN");
        let is_alone = matches!(dialect, Dialect::Tiddlywiki | Dialect::Gemtext);
        let confidence = if is_alone { Confidence::Certain } else { Confidence::Likely };
        return is_text.then_some((dialect, confidence));
    }
    let has_line = |start: &str| {
        memchr::memmem::find(head.as_bytes(), start.as_bytes()).is_some()
            && head.lines().take(60).any(|line| line.starts_with(start))
    };
    match () {
        () if has_line("\\documentclass") && head.contains("\\begin{document}") => {
            Some((Dialect::Latex, Confidence::Likely))
        }
        () if (has_line("#+TITLE:") || has_line("#+title:")) && has_line("*") => {
            Some((Dialect::Org, Confidence::Likely))
        }
        () if matches!(&*input.extension().to_ascii_lowercase(), "txt" | "text" | "")
            && dokuwiki::is_likely(head) =>
        {
            Some((Dialect::Dokuwiki, Confidence::Likely))
        }
        () if matches!(&*input.extension().to_ascii_lowercase(), "txt" | "text" | "")
            && mediawiki::is_likely(head) =>
        {
            Some((Dialect::Mediawiki, Confidence::Likely))
        }
        () => None,
    }
}

fn detect(input: &Input<'_>) -> Confidence {
    dialect(input).map_or(Confidence::No, |(_, confidence)| confidence)
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let Some((dialect, _)) = dialect(input) else {
        return Err(ParseError("it is in no markup that is known".to_owned()));
    };
    let mut out = Rewritten::default();
    // Site generators put the same head over all that they read.
    let start = input.text.trim_start();
    let has_head = ["---", "+++", ".. "].iter().any(|fence| start.starts_with(fence));
    let (head, at) = if has_head && dialect != Dialect::Latex {
        front_matter::split(input.text, receipt)
    } else {
        (None, 0)
    };
    let text = &input.text[at..];
    out.is_titled = head.as_ref().is_some_and(|head| head.has(&["title"]));
    match dialect {
        Dialect::Restructured => restructured::rewrite(text, &mut out, receipt),
        Dialect::Org => org::rewrite(text, &mut out, receipt),
        Dialect::Asciidoc => asciidoc::rewrite(text, &mut out, receipt),
        Dialect::Latex => latex::rewrite(text, &mut out, receipt),
        Dialect::Mediawiki => mediawiki::rewrite(text, &mut out, receipt),
        Dialect::Textile => textile::rewrite(text, &mut out, receipt),
        Dialect::Dokuwiki => dokuwiki::rewrite(text, &mut out, receipt),
        Dialect::Tiddlywiki => tiddlywiki::rewrite(text, &mut out, receipt),
        Dialect::Gemtext => gemtext::rewrite(text, &mut out),
        Dialect::Typst => typst::rewrite(text, &mut out, receipt),
    }
    let front = if out.front.is_empty() { String::new() } else { format!("---\n{}---\n", out.front) };
    let (front, _) = front_matter::split(&front, receipt);
    let front = match (head, front) {
        (Some(head), Some(front)) => Some(head.before(front)),
        (head, front) => head.or(front),
    };
    let first_line = 1 + front_matter::count_lines(&input.text[..at]);
    Ok(markdown::read(FORMAT.name, input, front.as_ref(), &out.body, first_line, receipt))
}
