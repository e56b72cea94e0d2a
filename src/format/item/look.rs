//! How a text that says nothing of it is written, by its look.

/// Says that `text` has marks that Markdown has and prose does not.
pub(super) fn has_markdown(text: &str) -> bool {
    let has = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    let is_heading = |line: &str| {
        let title = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - title.len())) && title.starts_with(' ')
    };
    has("](http") || text.split("**").count() >= 3 || text.lines().any(is_heading)
}

/// Says that `text` has tags that HTML has and prose does not.
pub(super) fn has_tags(text: &str) -> bool {
    const NAMES: [&str; 40] = [
        "p",
        "br",
        "div",
        "a",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "img",
        "b",
        "i",
        "em",
        "strong",
        "span",
        "blockquote",
        "table",
        "pre",
        "figure",
        "iframe",
        "hr",
        "font",
        "code",
        "section",
        "article",
        "center",
        "u",
        "sup",
        "sub",
        "small",
        "video",
        "audio",
        "dl",
        "tt",
        "cite",
        "del",
    ];
    text.match_indices('<').any(|(at, _)| {
        let tag = text[at + 1..].trim_start_matches('/');
        let end = tag.bytes().take(12).position(|byte| !byte.is_ascii_alphanumeric());
        end.is_some_and(|end| {
            matches!(tag.as_bytes()[end], b'>' | b'/' | b' ' | b'\n' | b'\t' | b'\r')
                && NAMES.iter().any(|name| name.eq_ignore_ascii_case(&tag[..end]))
        })
    })
}

/// About how many bytes of `html` a reader sees.
pub(super) fn visible_bytes(html: &str) -> usize {
    let mut visible = 0;
    let mut is_tag = false;
    for byte in html.bytes() {
        match byte {
            b'<' => is_tag = true,
            b'>' if is_tag => is_tag = false,
            _ => visible += usize::from(!is_tag && !byte.is_ascii_whitespace()),
        }
    }
    visible
}
