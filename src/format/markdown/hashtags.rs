//! Lines of nothing but hashtags, by which Bear, Obsidian and slip boxes file a note: they are its tags.

use std::borrow::Cow;

use super::dialect::fence_of;
use crate::receipt::Receipt;

/// So many lines with words from either end of a note may be such a line.
const LINES_FROM_END: usize = 3;
const TAG_BYTES_MAX: usize = 60;

/// `body` with blank lines for those of hashtags near its ends, and the tags.
pub(super) fn without<'t>(body: &'t str, receipt: &mut Receipt) -> (Cow<'t, str>, Vec<String>) {
    let mut tags = Vec::new();
    // Headings have a blank behind theirs.
    let begins_tag = |at: usize| {
        (at == 0 || matches!(body.as_bytes()[at - 1], b'\n' | b' ' | b'\t'))
            && body[at + 1..].starts_with(char::is_alphanumeric)
    };
    if !memchr::memchr_iter(b'#', body.as_bytes()).any(begins_tag) {
        return (Cow::Borrowed(body), tags);
    }
    let lines: Vec<&str> = body.split_inclusive('\n').collect();
    let mut in_code = false;
    let is_prose = |line: &&str| {
        in_code ^= fence_of(line).is_some();
        !in_code && !line.trim().is_empty()
    };
    let are_prose: Vec<bool> = lines.iter().map(is_prose).collect();
    let with_words: Vec<usize> = (0..lines.len()).filter(|number| are_prose[*number]).collect();
    let last = with_words.len().saturating_sub(LINES_FROM_END);
    let near = |at: usize| at < LINES_FROM_END || at >= last;
    let mut is_left_out = vec![false; lines.len()];
    for (at, number) in with_words.iter().enumerate().filter(|(at, _)| near(*at)) {
        // Indented lines are code or points of a list.
        let is_indented = lines[*number].starts_with("    ") || lines[*number].starts_with('\t');
        let Some(found) = hashtags(lines[*number].trim()).filter(|_| !is_indented) else { continue };
        let before = number.checked_sub(1).map_or("", |before| lines[before].trim());
        let behind = lines.get(number + 1).map_or("", |behind| behind.trim());
        let is_below_heading = before.starts_with("# ") && at == 1;
        // A word of a wrapped paragraph may come to stand at the beginning of a line.
        let is_apart = before.is_empty() || is_below_heading || hashtags(before).is_some();
        let is_last = at + 1 == with_words.len();
        if !(is_apart && (found.len() > 1 || is_last || is_below_heading)
            || found.len() > 1 && behind.is_empty())
        {
            continue;
        }
        // `#Title` at the very top is a heading that lacks its blank.
        let is_heading = found.len() == 1 && (at == 0 || found[0].starts_with(char::is_uppercase));
        if !is_heading {
            receipt.dropped("tags", lines[*number].trim());
            is_left_out[*number] = true;
            tags.extend(found);
        }
    }
    if tags.is_empty() || with_words.len() <= is_left_out.iter().filter(|is| **is).count() {
        return (Cow::Borrowed(body), Vec::new());
    }
    let kept = |(line, is_left_out): (&&str, &bool)| match (is_left_out, line.ends_with('\n')) {
        (false, _) => (*line).to_owned(),
        (true, ends) => "\n".repeat(usize::from(ends)),
    };
    (Cow::Owned(lines.iter().zip(&is_left_out).map(kept).collect()), tags)
}

/// The tags of a line that holds nothing else: `#tin #kitchen/lids #old things#`.
fn hashtags(line: &str) -> Option<Vec<String>> {
    let mut tags = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let inside = rest.strip_prefix('#')?;
        let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
        // Tags of several words, which Bear closes with a second hash.
        let closed = inside.find('#').filter(|at| {
            let behind = &inside[at + 1..];
            *at > end && (behind.is_empty() || behind.starts_with(char::is_whitespace))
        });
        let end = closed.map_or(end, |at| at + 1);
        let tag = inside[..end].trim_end_matches(['#', ',', ';']);
        let is_tag = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | ' ' | '\u{2019}' | '&');
        if tag.is_empty()
            || tag.len() > TAG_BYTES_MAX
            || !tag.chars().any(char::is_alphabetic)
            || !tag.starts_with(|c: char| c.is_alphanumeric())
            || !tag.chars().all(is_tag)
        {
            return None;
        }
        tags.push(tag.to_owned());
        rest = inside[end..].trim_start();
    }
    let are_colours = tags.iter().any(|tag| is_colour(tag) && tag.bytes().any(|byte| byte.is_ascii_digit()))
        || tags.iter().all(|tag| is_colour(tag));
    (!tags.is_empty() && !are_colours).then_some(tags)
}

/// `ff0000`, as style sheets write colours; a word may look so too.
fn is_colour(tag: &str) -> bool {
    matches!(tag.len(), 3 | 6 | 8) && tag.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_hashtags_are_tags() {
        let check = |body: &str, expected: &str, tags: &[&str]| {
            let (kept, found) = without(body, &mut Receipt::default());
            assert_eq!(
                (&*kept, found),
                (expected, tags.iter().map(|tag| (*tag).to_owned()).collect()),
                "{body}"
            );
        };
        check(
            "# On tin\n#tin #kitchen/lids\n\nIt is soft.\n",
            "# On tin\n\n\nIt is soft.\n",
            &["tin", "kitchen/lids"],
        );
        check(
            "# On tin\n#writing/old things# #tin\n\nSoft.",
            "# On tin\n\n\nSoft.",
            &["writing/old things", "tin"],
        );
        check("It is soft.\n\n#tin\n", "It is soft.\n\n\n", &["tin"]);
        check("# On tin\n#tin\n\nIt is soft.\n", "# On tin\n\n\nIt is soft.\n", &["tin"]);
        check("It is soft.\n#tin #bed\n", "It is soft.\n\n", &["tin", "bed"]);
        for kept in [
            "#Tin\n\nIt is soft.\n",
            "#tin\n\nIt is soft.\n",
            "It is #tin of the soft kind\n",
            "a\n\nb\n\nc\n\n#tin\n\nd\n\ne\n\nf\n",
            "It is\n\n```\n#tin\n```\n",
            "It is\n\n#1 #2\n",
            "## On tin\n\nIt is soft.\n",
            "#tin #lids\n",
            "Build it:\n\n    #install\n    #endif\n\nSo.\n\n\t#tin #lids\n",
            "Paint it:\n\n#ff0000 #a0b0c0\n",
            "Paint it:\n\n#c0ffee\n",
            "Paint it:\n\n#fff #abc\n",
            "My notes\n\n#introduction\n\nIt is soft.\n",
            "# My notes\n\n#introduction\n\nIt is soft.\n",
            "They all said\n#metoo\nand went.\n",
            "They all said\n#metoo\n",
            "They all said\n#metoo #tin\nand went.\n",
        ] {
            check(kept, kept, &[]);
        }
    }
}
