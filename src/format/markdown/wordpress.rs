//! Shortcodes of WordPress in Markdown, as those leave them who move a blog: captions keep their words, listings
//! are code, players and galleries go.

use std::borrow::Cow;

use crate::receipt::Receipt;

/// How far what is opened may stay open.
const INSIDE_BYTES_MAX: usize = 2048;

/// Takes the shortcodes out of `body`; lines keep their numbers.
pub(super) fn plain<'t>(body: &'t str, receipt: &mut Receipt) -> Cow<'t, str> {
    const MARKS: [&str; 7] =
        ["[/caption", "[/sourcecode", "[youtube=", "[youtube ", "[gallery", "[vimeo ", "[/code]"];
    // Most texts have none, and each is looked through.
    let is_mark = |at: usize| {
        MARKS.iter().any(|mark| body[at..].starts_with(mark))
            || body[..at].ends_with('\\') && body[at..].starts_with("[/")
    };
    if !memchr::memchr_iter(b'[', body.as_bytes()).any(is_mark) {
        return Cow::Borrowed(body);
    }
    let mut out = String::with_capacity(body.len());
    let mut in_code = false;
    for line in without_captions(body, receipt).split_inclusive('\n') {
        // Converters of HTML escape the brackets.
        let bare = line.trim().replace("\\[", "[").replace("\\]", "]").replace("\\_", "_");
        let bare = bare.as_str();
        let opens = !in_code && opens_code(bare);
        if opens || in_code && matches!(bare, "[/sourcecode]" | "[/code]") {
            in_code = opens;
            receipt.dropped("shortcode", bare);
            out.push_str("```");
            out.push_str(&line[line.trim_end().len()..]);
        } else if !in_code && is_player(bare) {
            receipt.dropped("shortcode", bare);
            out.push_str(&line[line.trim_end().len()..]);
        } else {
            out.push_str(line);
        }
    }
    // What never ends is no code.
    if in_code { Cow::Borrowed(body) } else { Cow::Owned(out) }
}

/// `[sourcecode language="bash"]`, and `[code]` alone on its line.
fn opens_code(line: &str) -> bool {
    let Some(inside) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) else { return false };
    let name = inside.split([' ', '=']).next().unwrap_or(inside);
    matches!(name, "sourcecode" | "code") && !inside.contains(['[', ']'])
}

/// `[youtube=https://..]`, `[gallery ids="1,2"]`
fn is_player(line: &str) -> bool {
    const NAMES: [&str; 7] =
        ["youtube", "gallery", "vimeo", "slideshare", "wpvideo", "playlist", "googlevideo"];
    let Some(inside) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) else { return false };
    let end = inside.find([' ', '=']).unwrap_or(inside.len());
    NAMES.contains(&&inside[..end]) && !inside.contains(['[', ']'])
}

/// `[caption id="a"]![](a.jpg)Words[/caption]` leaves the picture and its words.
fn without_captions<'t>(body: &'t str, receipt: &mut Receipt) -> Cow<'t, str> {
    const FORMS: [(&str, &str, &str); 2] =
        [("[caption", "]", "[/caption]"), ("\\[caption", "\\]", "\\[/caption\\]")];
    let Some((start, close, end)) = FORMS.into_iter().find(|(_, _, end)| body.contains(end)) else {
        return Cow::Borrowed(body);
    };
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find(start) {
        let near = &rest[at..rest.floor_char_boundary(at + INSIDE_BYTES_MAX)];
        let found = near.find(close).map(|at| at + close.len());
        let found = found.and_then(|open| Some((open, near.find(end).filter(|end| *end >= open)?)));
        let Some((open, inside)) = found else {
            out.push_str(&rest[..at + start.len()]);
            rest = &rest[at + start.len()..];
            continue;
        };
        receipt.dropped("shortcode", &near[..open]);
        out.push_str(&rest[..at]);
        out.push_str(&near[open..inside]);
        rest = &rest[at + inside + end.len()..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_go_and_words_stay() {
        let check =
            |body: &str, expected: &str| assert_eq!(plain(body, &mut Receipt::default()), expected, "{body}");
        check("[caption id=\"a\" width=\"3\"]![](a.jpg)A lid[/caption]\n", "![](a.jpg)A lid\n");
        check("\\[caption id=\"a\"\\]![](a.jpg) A lid\\[/caption\\]\n", "![](a.jpg) A lid\n");
        check("a\n\\[gallery ids=\"1\"\\]\nb \\[/x\\]\n", "a\n\nb \\[/x\\]\n");
        check("a\n\n[youtube=https://v.example/1]\n\n[gallery ids=\"1,2\"]\nb\n", "a\n\n\n\n\nb\n");
        check("[sourcecode language=\"sh\"]\n[gallery]\n[/sourcecode]\n", "```\n[gallery]\n```\n");
        for kept in [
            "[code]\n[gallery]\n",
            "[gallery of lids](a) [gallery]\n",
            "[caption] never ends [youtube ",
            "a [code] b",
        ] {
            check(kept, kept);
        }
    }
}
