//! Lines of nothing but hashtags, by which Bear, Obsidian and slip boxes file a note: they are its tags. So are hashtags
//! inside of lines where they stand as in notes; those stay where they are.

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

/// The hashtags inside of lines that file what is said there, each once: those of several parts (`#tubers/potato`),
/// those at the beginning or end of a point or the end of a paragraph, and in a note that links to others by name
/// (`[[Tide tables]]`) any. In a sentence of an essay `#metoo` is a word.
pub(super) fn inline(body: &str) -> Vec<String> {
    const TAGS_MAX: usize = 100;
    const LABELS: [&str; 6] = ["tags", "tag", "topics", "topic", "keywords", "status"];
    let mut tags: Vec<String> = Vec::new();
    if !body.contains('#') {
        return tags;
    }
    let is_linked = body.contains("[[");
    let mut in_code = false;
    let mut lines = body.lines().peekable();
    while let Some(line) = lines.next() {
        in_code ^= fence_of(line).is_some();
        let bare = line.trim();
        let point = ["- ", "* ", "+ "].iter().find_map(|mark| bare.strip_prefix(mark)).map(str::trim_start);
        let is_set_in = line.starts_with("    ") || line.starts_with('\t');
        // `[the lid]: #lid` says where a link leads.
        let is_address = bare.starts_with('[') && bare.contains("]: #");
        if in_code || is_address || bare.starts_with(['#', '|', '<', '$']) || is_set_in && point.is_none() {
            continue;
        }
        let words = point.unwrap_or(bare);
        let words =
            ["[ ] ", "[x] ", "[X] "].iter().find_map(|state| words.strip_prefix(state)).unwrap_or(words);
        // `IRC: #lids` is a place where people meet.
        let label = words.split_once(": #").map(|(label, _)| label.to_ascii_lowercase());
        if label.is_some_and(|label| !LABELS.iter().any(|known| label.ends_with(known))) {
            continue;
        }
        let is_last = lines.peek().is_none_or(|next| next.trim().is_empty());
        let mut behind = words.len();
        // From the end, where one tag stands behind the other.
        let mut at_end = is_last || point.is_some();
        let mut found = Vec::new();
        for word in words.rsplit([' ', '\t']) {
            let starts_at = behind - word.len();
            behind = starts_at.saturating_sub(1);
            let tag = inline_tag(word).filter(|_| words[..starts_at].matches('`').count() % 2 == 0);
            let Some(tag) = tag else {
                at_end &= word.is_empty();
                continue;
            };
            let is_whole = tag.len() + 1 == word.len();
            let is_first = point.is_some() && starts_at == 0 && is_whole;
            if tag.contains('/') || is_first || at_end && is_whole || is_linked {
                found.push(tag.to_owned());
            }
        }
        for tag in found.into_iter().rev() {
            if tags.len() < TAGS_MAX && !tags.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
                tags.push(tag);
            }
        }
    }
    tags
}

/// The tag that a word is, without the stops behind it.
fn inline_tag(word: &str) -> Option<&str> {
    /// What begins lines of C, of style sheets and of editors.
    const OF_CODE: [&str; 12] = [
        "include", "define", "if", "ifdef", "ifndef", "endif", "else", "elif", "pragma", "undef", "import",
        "region",
    ];
    let tag = word.strip_prefix('#')?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
    let is_tag = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/');
    let is_it = (2..=TAG_BYTES_MAX).contains(&tag.len())
        && tag.starts_with(char::is_alphabetic)
        && !tag.ends_with(['/', '-'])
        && tag.chars().all(is_tag)
        && !is_colour(tag)
        && !OF_CODE.contains(&tag);
    is_it.then_some(tag)
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
    fn hashtags_inside_of_notes_are_tags() {
        let check = |body: &str, tags: &[&str]| assert_eq!(inline(body), tags, "{body}");
        check("- [ ] Check the sluice #todo\n- So it is #lid #tin\n", &["todo", "lid", "tin"]);
        check("- #meeting with Ada\n\t- again #todo\n", &["meeting", "todo"]);
        check("Potatoes #tubers/potato can stay.\n", &["tubers/potato"]);
        check("Tags: #tin #lid\n", &["tin", "lid"]);
        check("It is soft. #tin\n\nEnough.\n", &["tin"]);
        check("It is #tin, see [[Lids]].\n", &["tin"]);
        for none in [
            "They all said #metoo and went.\n",
            "They all said\n#metoo\nand went.\n",
            "#introduction to tin\n",
            "- Paint it #fff or #c0ffee\n- See issue #123\n",
            "- See [tin](#tin) and `#tin`\n- `it is #tin`\n",
            "```\n- so #tin\n```\n",
            "    let it = #tin\n",
            "- C# and F#\n- # tin\n- #include\n",
            "| a #tin |\n",
            "- IRC: #lids\n",
            "[the lid]: #lid\n\n[tin]: #of-tin\n",
        ] {
            check(none, &[]);
        }
    }

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
