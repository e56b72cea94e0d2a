//! Links around several paragraphs, as converters of pages leave the cards that show other pages: to Markdown they are
//! no links.

use std::borrow::Cow;

use super::dialect::fence_of;

/// A card has no more lines than this.
const LINES_MAX: usize = 12;

/// `body` without the brackets and the address of links over several paragraphs; lines keep their numbers.
pub(super) fn unwrapped(body: &str) -> Cow<'_, str> {
    let opens = |at: usize| {
        (at == 0 || body.as_bytes()[at - 1] == b'\n')
            && memchr::memchr3(b'[', b']', b'\n', &body.as_bytes()[at + 1..])
                .is_none_or(|found| body.as_bytes()[at + 1 + found] == b'\n')
    };
    if !memchr::memchr_iter(b'[', body.as_bytes()).any(opens) {
        return Cow::Borrowed(body);
    }
    let mut lines: Vec<Cow<'_, str>> = body.split_inclusive('\n').map(Cow::Borrowed).collect();
    let mut in_code = false;
    let mut is_changed = false;
    let mut at = 0;
    while at < lines.len() {
        in_code ^= fence_of(&lines[at]).is_some();
        let end = if in_code { None } else { end_of_card(&lines[at..]) };
        let Some(end) = end else {
            at += 1;
            continue;
        };
        lines[at] = lines[at].replacen('[', "", 1).into();
        let last = &lines[at + end];
        let words = last.rfind("](").unwrap_or_default();
        let closing = &last[last.trim_end().len()..];
        lines[at + end] = format!("{}{closing}", &last[..words]).into();
        is_changed = true;
        at += end + 1;
    }
    if is_changed { Cow::Owned(lines.concat()) } else { Cow::Borrowed(body) }
}

/// How many lines behind the first a link ends that opens there and has a blank line in it.
fn end_of_card(lines: &[Cow<'_, str>]) -> Option<usize> {
    let first = lines.first()?;
    let inside = first.strip_prefix('[').filter(|inside| !inside.starts_with(['^', '[', ']']))?;
    if inside.contains([']', '[']) {
        return None;
    }
    let mut has_blank = false;
    for (number, line) in lines.iter().enumerate().skip(1).take(LINES_MAX) {
        has_blank |= line.trim().is_empty();
        let bare = line.trim_end();
        if let Some(before) = bare.rfind("](") {
            let is_end =
                bare.ends_with(')') && !bare[..before].contains('[') && !bare[before + 2..].contains(' ');
            return (is_end && has_blank).then_some(number);
        }
        if line.contains(['[', ']']) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_leave_their_words() {
        let check = |body: &str, expected: &str| assert_eq!(unwrapped(body), expected, "{body}");
        check(
            "a\n\n[**On tin**\n\nTin is soft.\n\ntin.example](https://tin.example/a)\n\nb\n",
            "a\n\n**On tin**\n\nTin is soft.\n\ntin.example\n\nb\n",
        );
        for kept in [
            "[a\nb](https://tin.example)\n",
            "[a](b)\n\nc](d)\n",
            "[^1]: a\n\nb](c)\n",
            "[a\n\nb [c](d) e](f)\n",
            "```\n[a\n\nb](c)\n```\n",
            "[sic\n\nb\n",
        ] {
            check(kept, kept);
        }
    }
}
