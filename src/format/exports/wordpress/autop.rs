//! From a post as WordPress stores it to the HTML that it shows: paragraphs from blank lines, and
//! nothing of the shortcodes but what they enclose.
//!
//! The line breaks of the source stay, so that lines can be counted.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::super::Receipt;

/// Shortcodes of WordPress and its common companions that may stand without attributes.
const SHORTCODES: &[&str] = &[
    "audio",
    "caption",
    "wp_caption",
    "embed",
    "gallery",
    "playlist",
    "video",
    "youtube",
    "vimeo",
    "soundcloud",
    "contact-form",
    "contact-form-7",
    "sourcecode",
    "code",
    "tweet",
    "slideshow",
    "googlemaps",
    "ted",
    "wpvideo",
    "vc_row",
    "vc_column",
    "vc_column_text",
    "et_pb_section",
    "et_pb_row",
    "et_pb_column",
    "et_pb_text",
    "powerpress",
    "toc",
    "gist",
    "scribd",
    "archives",
    "polldaddy",
];

/// Shortcodes whose inside is code.
const CODE: [&str; 2] = ["sourcecode", "code"];

/// Shortcodes that enclose a note to the words before them.
const NOTES: [&str; 5] = ["ref", "footnote", "fn", "efn_note", "mfn"];

static SHORTCODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"\[(\[?)(/?)([A-Za-z][A-Za-z0-9_-]*)((?:\s[^\[\]<>]*)?)\](\]?)"#)
        .expect("the pattern is well formed")
});

/// Elements around which a line break is no break of a line.
const BLOCKS: [&str; 38] = [
    "table",
    "thead",
    "tfoot",
    "caption",
    "col",
    "colgroup",
    "tbody",
    "tr",
    "td",
    "th",
    "div",
    "dl",
    "dd",
    "dt",
    "ul",
    "ol",
    "li",
    "pre",
    "form",
    "blockquote",
    "address",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "br",
    "fieldset",
    "section",
    "article",
    "aside",
    "figure",
    "figcaption",
    "iframe",
    "script",
];

/// Makes HTML of a stored post.
pub(super) fn to_html(stored: &str, receipt: &mut Receipt) -> String {
    let plain = outside_of_pre(stored, |prose, html| html.push_str(&without_shortcodes(prose, receipt)));
    // Posts of the block editor are HTML already, with the blocks in comments.
    if stored.contains("<!-- wp:") {
        return between_blocks(&plain);
    }
    paragraphs(&plain)
}

fn paragraphs(plain: &str) -> String {
    outside_of_pre(&with_whole_tags(plain), push_paragraphs).replace(BREAK_IN_TAG, "\n")
}

/// What stands between the blocks of the block editor was written in the one before it.
fn between_blocks(stored: &str) -> String {
    const OPENS: &str = "<!-- wp:";
    const CLOSES: &str = "<!-- /wp:";
    let mut html = String::with_capacity(stored.len());
    let (mut rest, mut depth) = (stored, 0_usize);
    loop {
        // One search for both: where one of them never comes, looking for it goes to the end each time.
        let is_mark = |at: &usize| [OPENS, CLOSES].iter().any(|mark| rest[*at..].starts_with(mark));
        let end = rest.match_indices("<!-- ").map(|(at, _)| at).find(is_mark);
        let (before, comment) = rest.split_at(end.unwrap_or(rest.len()));
        let has_blank_line = || before.trim().lines().any(|line| line.trim().is_empty());
        if depth == 0 && has_blank_line() {
            html.push_str(&paragraphs(before));
        } else {
            html.push_str(before);
        }
        let Some(length) = comment.find("-->").map(|at| at + 3) else {
            html.push_str(comment);
            return html;
        };
        if comment.starts_with(CLOSES) {
            depth = depth.saturating_sub(1);
        } else if !comment[..length].ends_with("/-->") {
            depth += 1;
        }
        html.push_str(&comment[..length]);
        rest = &comment[length..];
    }
}

/// Stands for a line break inside a tag, which is no break of a line of text.
const BREAK_IN_TAG: char = '\u{100002}';

fn with_whole_tags(html: &str) -> Cow<'_, str> {
    static BROKEN_TAG: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"</?[A-Za-z][^<>\n]*\n[^<>]*>").expect("the pattern is well formed"));
    BROKEN_TAG.replace_all(html, |tag: &Captures<'_>| tag[0].replace('\n', &BREAK_IN_TAG.to_string()))
}

/// Rewrites what is not preformatted.
fn outside_of_pre(html: &str, mut rewrite: impl FnMut(&str, &mut String)) -> String {
    let mut rewritten = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(start) = find_tag(rest, "<pre") {
        let end = find_tag(&rest[start..], "</pre").map_or(rest.len(), |length| start + length);
        rewrite(&rest[..start], &mut rewritten);
        rewritten.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    rewrite(rest, &mut rewritten);
    rewritten
}

fn find_tag(html: &str, tag: &str) -> Option<usize> {
    html.match_indices('<').map(|(at, _)| at).find(|at| {
        html.as_bytes()[*at..].get(..tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag.as_bytes()))
    })
}

fn push_paragraphs(plain: &str, html: &mut String) {
    let mut lines = plain.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        html.push_str(line.trim_end_matches(['\n', '\r']));
        let is_blank = line.trim().is_empty();
        match lines.peek() {
            Some(next) if is_blank && !next.trim().is_empty() => html.push_str("\n<p>"),
            Some(next)
                if !is_blank
                    && !next.trim().is_empty()
                    && !ends_with_block(line)
                    && !begins_with_block(next) =>
            {
                html.push_str("<br>\n");
            }
            _ if line.ends_with('\n') => html.push('\n'),
            _ => {}
        }
    }
}

fn ends_with_block(line: &str) -> bool {
    let line = line.trim_end();
    let tag = line.strip_suffix('>').and_then(|line| Some(&line[line.rfind('<')? + 1..]));
    tag.is_some_and(is_block)
}

fn begins_with_block(line: &str) -> bool {
    line.trim_start().strip_prefix('<').is_some_and(is_block)
}

fn is_block(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    let end = name.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
    name.starts_with("!--") || BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(&name[..end]))
}

/// Takes the shortcodes out; what they enclose stays.
fn without_shortcodes(stored: &str, receipt: &mut Receipt) -> String {
    // What closes somewhere is none of the writer's words, whatever made it.
    let closing: HashSet<String> = SHORTCODE
        .captures_iter(stored)
        .filter(|captures| captures.get(2).is_some_and(|slash| !slash.is_empty()))
        .filter_map(|captures| Some(captures.get(3)?.as_str().to_ascii_lowercase()))
        .collect();
    // What was told by its attributes has none where it closes.
    let mut told: HashSet<String> = HashSet::new();
    let replaced = SHORTCODE.replace_all(stored, |captures: &Captures<'_>| {
        let part = |number| captures.get(number).map_or("", |part| part.as_str());
        let name = part(3).to_ascii_lowercase();
        if !part(1).is_empty() && !part(5).is_empty() {
            // Doubled brackets are how a post shows a shortcode.
            return captures[0][1..captures[0].len() - 1].to_owned();
        }
        let closes = !part(2).is_empty() && told.contains(&name);
        let opens = part(2).is_empty() && closing.contains(&name);
        if !(closes || opens || SHORTCODES.contains(&name.as_str()) || has_attributes(part(4))) {
            return captures[0].to_owned();
        }
        told.insert(name.clone());
        receipt.dropped("shortcode", &captures[0]);
        let is_note = NOTES.contains(&name.as_str()) && (opens || closes);
        let inside = if is_note {
            if opens { " (" } else { ")" }
        } else if !CODE.contains(&name.as_str()) {
            ""
        } else if part(2).is_empty() {
            "<pre>"
        } else {
            "</pre>"
        };
        // The words under a picture were once an attribute.
        let caption = if name.ends_with("caption") { attribute(part(4), "caption") } else { None };
        let caption = caption.map(|words| format!("<figcaption>{words}</figcaption>")).unwrap_or_default();
        let (before, after) = (part(1), part(5));
        let breaks = captures[0].matches('\n').count();
        format!("{before}{inside}{caption}{}{after}", "\n".repeat(breaks))
    });
    replaced.into_owned()
}

fn has_attributes(text: &str) -> bool {
    text.contains('=') && text.contains(['"', '\''])
}

/// The value of ` name="value"` among attributes.
fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = attributes.split_once(&format!(" {name}="))?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = &rest[1..];
    value.split_once(quote).map(|(value, _)| value).filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stored: &str, expected: &str) {
        assert_eq!(to_html(stored, &mut Receipt::default()), expected);
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        check("one\ntwo\n\nthree", "one<br>\ntwo\n\n<p>three");
        check("<ul>\n<li>a</li>\n</ul>\nb", "<ul>\n<li>a</li>\n</ul>\nb");
        check("a\n<pre>b\n\nc</pre>\nd", "a\n<pre>b\n\nc</pre>\nd");
        check(
            "<!-- wp:paragraph -->\n<p>a</p>\n\n<!-- /wp:paragraph -->",
            "<!-- wp:paragraph -->\n<p>a</p>\n\n<!-- /wp:paragraph -->",
        );
        check(
            "a\n\nb\n<!-- wp:list -->\n<ul>\n\n<li>c</li></ul>\n<!-- /wp:list -->\nd",
            "a\n\n<p>b\n<!-- wp:list -->\n<ul>\n\n<li>c</li></ul>\n<!-- /wp:list -->\nd",
        );
        check("<!-- wp:more /-->\na\n\nb", "<!-- wp:more /-->\n<p>a\n\n<p>b");
        check(
            "a<!-- so --><!-- wp:list -->b\n\nc<!-- it --><!-- /wp:list -->d\n\ne",
            "a<!-- so --><!-- wp:list -->b\n\nc<!-- it --><!-- /wp:list -->d\n\n<p>e",
        );
        check("", "");
    }

    #[test]
    fn blocks_that_nothing_closes_are_read_in_one_pass() {
        let stored = "<!-- wp:spacer /-->words ".repeat(40_000);
        check(&stored, &stored);
    }

    #[test]
    fn shortcodes_go_and_what_they_enclose_stays() {
        check("[caption id=\"a\" width=\"3\"]<img> A hill.[/caption]", "<img> A hill.");
        check("[gallery] and [sic], [1]", " and [sic], [1]");
        check("[my-box color=\"red\"]x[/my-box] [/sic]", "x [/sic]");
        check("[caption caption=\"A hill\"]<img>[/caption]", "<figcaption>A hill</figcaption><img>");
        check("It is old.[ref]So they say.[/ref] It leaks.", "It is old. (So they say.) It leaks.");
        check("[dropcap]O[/dropcap]nce, and [sic], [ref]", "Once, and [sic], [ref]");
        check("a[0] and [/b]", "a[0] and [/b]");
        check("[[gallery]]", "[gallery]");
        check("[code]\na\n\nb[/code]", "<pre>\na\n\nb</pre>");
    }
}
