//! Markup that no tree should be built from: taken apart in one pass into flat paragraphs.
//!
//! A tag with tens of thousands of attributes, or formatting elements that multiply in every
//! paragraph, cost html5ever time that grows with the square of the page. Real pages have neither,
//! so here the words are kept and the structure is let go.

/// More attributes than this in one tag are no page's.
const ATTRIBUTES_MAX: usize = 2_000;

/// Says whether a tag has so many attributes that comparing their names would take all day.
pub(super) fn is_needed(html: &str) -> bool {
    html.len() > ATTRIBUTES_MAX
        && pieces(html)
            .any(|piece| matches!(piece, Piece::Tag { attributes, .. } if attributes > ATTRIBUTES_MAX))
}

/// Returns markup of the same words and lines in which nothing nests.
pub(super) fn flatten(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Tag { name, source, is_end, .. } => {
                // Names longer than any that mean something here need no copy.
                let name = if name.len() <= 16 { name.to_ascii_lowercase() } else { String::new() };
                match name.as_str() {
                    "title" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                        out.push_str(if is_end { "</" } else { "<" });
                        out.push_str(&name);
                        out.push('>');
                    }
                    "br" => out.push_str("<br>"),
                    "li" => out.push_str("<li>"),
                    name if is_block(name) => out.push_str("<p>"),
                    _ => {}
                }
                out.extend(source.matches('\n'));
            }
            Piece::Hidden(source) => out.extend(source.matches('\n')),
        }
    }
    out
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 24] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ];
    BLOCKS.binary_search(&name).is_ok()
}

enum Piece<'a> {
    Text(&'a str),
    Tag {
        /// As it is written, in small letters or capitals.
        name: &'a str,
        source: &'a str,
        is_end: bool,
        attributes: usize,
    },
    /// A comment, or the inside of a script or style.
    Hidden(&'a str),
}

fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    // The element whose raw text comes next.
    let mut raw: Option<&'static str> = None;
    std::iter::from_fn(move || {
        if let Some(end_tag) = raw.take() {
            let (inside, behind) = rest.split_at(find_ignoring_case(rest, end_tag));
            rest = behind;
            return Some(Piece::Hidden(inside));
        }
        let bytes = rest.as_bytes();
        let (end, piece) = match (*bytes.first()?, bytes.get(1).copied().unwrap_or(b' ')) {
            (b'<', b'!' | b'?') => {
                let close = if rest.starts_with("<!--") { "-->" } else { ">" };
                let end = memchr::memmem::find(bytes, close.as_bytes());
                let end = end.map_or(rest.len(), |at| at + close.len());
                (end, Piece::Hidden(&rest[..end]))
            }
            (b'<', next) if next.is_ascii_alphabetic() || next == b'/' => {
                let (end, attributes) = tag(bytes);
                let is_end = next == b'/';
                let source = &rest[..end];
                let name = source.trim_start_matches(['<', '/']);
                let name_end = name.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'));
                let name = &name[..name_end.unwrap_or(name.len())];
                raw = match () {
                    () if is_end => None,
                    () if name.eq_ignore_ascii_case("script") => Some("</script"),
                    () if name.eq_ignore_ascii_case("style") => Some("</style"),
                    () => None,
                };
                (end, Piece::Tag { name, source, is_end, attributes })
            }
            _ => {
                let first = rest.chars().next().map_or(1, char::len_utf8);
                let end = memchr::memchr(b'<', &bytes[first..]).map_or(rest.len(), |at| first + at);
                (end, Piece::Text(&rest[..end]))
            }
        };
        rest = &rest[end..];
        Some(piece)
    })
}

/// The length of the tag that `bytes` begin with, and about how many attributes it has. A quote
/// counts as one only behind `=`, as in the standard.
fn tag(bytes: &[u8]) -> (usize, usize) {
    let (mut attributes, mut quote, mut last) = (0, None, b'<');
    for (at, byte) in bytes.iter().copied().enumerate().skip(1) {
        match (quote, byte) {
            (Some(open), byte) => {
                if byte == open {
                    quote = None;
                    last = byte;
                }
                continue;
            }
            (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
            (None, b'>') => return (at + 1, attributes),
            (None, byte) if byte.is_ascii_whitespace() || byte == b'/' => {
                attributes += usize::from(!last.is_ascii_whitespace() && last != b'=');
                if last == b'=' {
                    continue;
                }
            }
            _ => {}
        }
        last = byte;
    }
    (bytes.len(), attributes)
}

fn find_ignoring_case(text: &str, lower: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text[from..].find('<') {
        let at = from + at;
        let candidate = text.as_bytes().get(at..at + lower.len());
        if candidate.is_some_and(|candidate| candidate.eq_ignore_ascii_case(lower.as_bytes())) {
            return at;
        }
        from = at + 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_lines_stay_when_structure_goes() {
        let check = |html: &str, expected: &str| assert_eq!(flatten(html), expected, "{html}");
        check("<div a='>'>one <b\n>two</b></div>", "<p>one \ntwo<p>");
        check("<script>if (a<b) {}\n</script>x<!-- <p> -->y", "\nxy");
        check("<h2 id=a>t</h2><li>i", "<h2>t</h2><li>i");
        check("a < b <3 \u{e9}<", "a < b <3 \u{e9}<");
        check("<p", "<p>");
        check("\u{e9}<p>\u{e9}", "\u{e9}<p>\u{e9}");
    }

    #[test]
    fn only_absurd_tags_are_taken_apart() {
        assert!(!is_needed("<a title=\"a b c d\" href = 'x'><script>a<b c d e f</script>"));
        assert!(is_needed(&format!("<p {}>", "a ".repeat(3000))));
        assert!(!is_needed(&format!("<p title=\"{}\">", "a ".repeat(3000))));
    }
}
