//! Listings in HTML among Markdown: `pre` elements, whose blank lines end nothing.

use std::borrow::Cow;

use super::dialect::fence_of;

/// Stands in a blank line, so that the HTML around it goes on; it is no word.
const BLANK: &str = "<!---->";

/// `body` with its listings in HTML whole. All of a page (`is_page`) is HTML, whatever lines are blank in it.
pub(super) fn whole(body: &str, is_page: bool) -> Cow<'_, str> {
    if !is_page && find_tag(body, "<pre").is_none() {
        return Cow::Borrowed(body);
    }
    let mut out = String::with_capacity(body.len() + 64);
    if is_page && body.trim_start().starts_with('<') {
        out.push_str("<div>");
    }
    let is_page = !out.is_empty();
    let (mut in_code, mut in_listing) = (false, false);
    let last_end =
        memchr::memrchr_iter(b'<', body.as_bytes()).find(|at| is_tag(&body[*at..], "</pre")).unwrap_or(0);
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() && (in_listing || is_page) {
            out.push_str(BLANK);
        }
        out.push_str(line);
        in_code ^= !in_listing && !is_page && fence_of(line).is_some();
        if in_code {
            continue;
        }
        let last =
            |tag: &str| line.match_indices('<').map(|(at, _)| at).rfind(|at| is_tag(&line[*at..], tag));
        let (opened, closed) = (last("<pre"), last("</pre"));
        if in_listing {
            in_listing = closed.is_none() || opened > closed;
        } else if opened > closed && line.trim_start().starts_with('<') {
            // Nothing is a listing that never ends.
            in_listing = last_end >= at;
        }
    }
    Cow::Owned(out)
}

fn find_tag(text: &str, tag: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', text.as_bytes()).find(|at| is_tag(&text[*at..], tag))
}

fn is_tag(text: &str, tag: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
        && bytes.get(tag.len()).is_some_and(|next| matches!(next, b'>' | b' ' | b'\n' | b'\t' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_end_no_listing() {
        let check =
            |body: &str, is_page: bool, expected: &str| assert_eq!(whole(body, is_page), expected, "{body}");
        check("<p>a</p>\n<pre>b\n\n# c</pre>\n\nd\n", false, "<p>a</p>\n<pre>b\n<!---->\n# c</pre>\n\nd\n");
        check("<div><pre class=x>a\n\nb</pre></div>", false, "<div><pre class=x>a\n<!---->\nb</pre></div>");
        check("<p>a</p>\n\n    <b>c</b>\n", true, "<div><p>a</p>\n<!---->\n    <b>c</b>\n");
        for kept in
            ["a <pre>\n\nb</pre>\n", "<pre>a\n\nb", "```\n<pre>\n\n</pre>\n```\n", "<prefix>\n\n</prefix>"]
        {
            check(kept, false, kept);
        }
        check("a\n\nb\n", true, "a\n\nb\n");
        let kept = "<pre>a\n\n".repeat(40_000);
        check(&kept, false, &kept);
    }
}
