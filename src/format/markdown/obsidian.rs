//! What Obsidian writes beside Markdown: highlights, comments, names of blocks and callouts; Bear's pictures; and the
//! links with which Zotero leads to a place in a file.

use std::borrow::Cow;

use super::dialect::{PART, fence_of};
use crate::format::Receipt;

/// Takes Obsidian's marks out of `body`; lines keep their numbers.
pub(super) fn plain<'a>(body: &'a str, receipt: &mut Receipt) -> Cow<'a, str> {
    if !["%%", "==", " ^", "> [!", "[image:", "[file:", TO_PDF]
        .iter()
        .any(|mark| memchr::memmem::find(body.as_bytes(), mark.as_bytes()).is_some())
    {
        return Cow::Borrowed(body);
    }
    let mut out = String::with_capacity(body.len());
    let mut in_code = false;
    let mut in_comment = false;
    for line in body.split_inclusive('\n') {
        in_code ^= fence_of(line).is_some();
        let bare = line.trim();
        if in_code || bare.contains('`') {
            out.push_str(line);
        } else if in_comment || bare.starts_with("%%") {
            let closes = bare.len() > 2 && bare.ends_with("%%") || in_comment && bare.ends_with("%%");
            in_comment = !closes;
            receipt.dropped("comment", bare);
            out.push('\n');
        } else if ["[image:", "[file:"].iter().any(|start| bare.starts_with(start)) && is_attachment(bare) {
            receipt.dropped("attachment", bare);
            out.push('\n');
        } else {
            out.push_str(&inline(&without_ways_to_pdf(line)));
        }
    }
    Cow::Owned(out)
}

/// `[image:4F2C1A9E/river.png]`, as Bear names what lies beside a note.
fn is_attachment(line: &str) -> bool {
    let inside = line.strip_suffix(']').and_then(|line| line.split_once(':')).map(|(_, path)| path);
    inside
        .is_some_and(|path| path.contains('/') && path.contains('.') && !path.contains([' ', '[', ']', '(']))
}

/// Begins a link of Zotero's.
const TO_PDF: &str = " ([pdf](zotero://open-pdf/";

/// A line without the links behind what was marked: `([pdf](zotero://open-pdf/library/items/AB?page=3))`.
fn without_ways_to_pdf(line: &str) -> Cow<'_, str> {
    if !line.contains(TO_PDF) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once(TO_PDF) {
        let Some((_, behind)) = behind.split_once("))") else { break };
        out.push_str(before);
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn inline(line: &str) -> Cow<'_, str> {
    let is_quoted = line.trim_start().starts_with('>');
    if !is_quoted && memchr::memchr3(b'%', b'=', b'^', line.as_bytes()).is_none() {
        return Cow::Borrowed(line);
    }
    let mut line = Cow::Borrowed(line);
    // `> [!note] Title`
    if let Some((before, rest)) = line.split_once("[!")
        && before.trim_start().starts_with('>')
        && let Some((_, title)) = rest.split_once(']')
    {
        let title = title.trim_start_matches(['-', '+', ' ']);
        // A paragraph of its own.
        let part = if title.trim().is_empty() { "" } else { PART };
        line = Cow::Owned(format!("{before}{}{part}\n", title.trim_end()));
    }
    if let Some((text, name)) = line.trim_end().rsplit_once(" ^")
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !text.ends_with('^')
    {
        line = Cow::Owned(format!("{text}\n"));
    }
    if line.contains("%%") {
        // Every second part is a comment, unless nothing closes it.
        let parts: Vec<&str> = line.split("%%").collect();
        let is_open = parts.len().is_multiple_of(2);
        let kept = if is_open { parts.len() - 2 } else { parts.len() };
        let mut out: String = parts[..kept].iter().step_by(2).copied().collect();
        if is_open {
            out.push_str(&parts[kept..].join("%%"));
        }
        line = Cow::Owned(out);
    }
    if line.contains("==") {
        let mut out = String::with_capacity(line.len());
        let mut rest = &*line;
        while let Some(at) = rest.find("==") {
            let inside = &rest[at + 2..];
            let end = inside.find("==").filter(|end| {
                let shown = &inside[..*end];
                !shown.is_empty() && shown.trim() == shown && !shown.starts_with('=')
            });
            out.push_str(&rest[..at]);
            match end {
                Some(end) => {
                    out.push_str(&inside[..end]);
                    rest = &inside[end + 2..];
                }
                None => {
                    out.push_str("==");
                    rest = inside;
                }
            }
        }
        out.push_str(rest);
        line = Cow::Owned(out);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_bear_are_no_text() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text, &mut Receipt::default()), expected);
        check("So.\n[image:4F2C/river.png]\nThen.\n", "So.\n\nThen.\n");
        check(
            "“So.” ([Moss](zotero://select/a)) ([pdf](zotero://open-pdf/library/items/A?page=3)) why\n",
            "“So.” ([Moss](zotero://select/a)) why\n",
        );
        check("[file: see below]\n", "[file: see below]\n");
    }
}
