//! Lists of what stands further down in the same file, as exporters set them under a heading.

use std::borrow::Cow;

use crate::receipt::Receipt;

/// `body` with blank lines for each heading over nothing but links into the file, and for those.
pub(super) fn without<'t>(body: &'t str, receipt: &mut Receipt) -> Cow<'t, str> {
    const ENTRIES_MIN: usize = 2;
    if memchr::memmem::find(body.as_bytes(), b"](#").is_none() {
        return Cow::Borrowed(body);
    }
    let lines: Vec<&str> = body.split_inclusive('\n').collect();
    let mut is_left_out = vec![false; lines.len()];
    let mut at = 0;
    while at < lines.len() {
        let start = at;
        at += 1;
        if !is_heading(lines[start]) {
            continue;
        }
        let is_of_list = |line: &&&str| line.trim().is_empty() || is_entry(line);
        let below = lines[at..].iter().take_while(is_of_list).count();
        let entries = lines[at..at + below].iter().filter(|line| is_entry(line)).count();
        // What goes on under the heading may be about the links.
        let is_alone = lines.get(at + below).is_none_or(|next| !is_item(next));
        if entries >= ENTRIES_MIN && is_alone {
            at += below;
            is_left_out[start..at].fill(true);
            receipt.dropped("table of contents", lines[start].trim());
        }
    }
    if !is_left_out.contains(&true) {
        return Cow::Borrowed(body);
    }
    let kept = |(line, is_left_out): (&&str, &bool)| match (is_left_out, line.ends_with('\n')) {
        (false, _) => (*line).to_owned(),
        (true, ends) => "\n".repeat(usize::from(ends)),
    };
    Cow::Owned(lines.iter().zip(&is_left_out).map(kept).collect())
}

/// `## Contents`
fn is_heading(line: &str) -> bool {
    let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
    (1..=6).contains(&hashes) && line[hashes..].starts_with(' ')
}

fn is_item(line: &str) -> bool {
    after_mark(line).is_some()
}

/// `2.  [Of water](#of-water)`, and no time: `- [12:04](#t=724)`.
fn is_entry(line: &str) -> bool {
    let Some(text) = after_mark(line) else { return false };
    let link = text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(')'));
    let Some((words, anchor)) = link.and_then(|link| link.split_once("](#")) else { return false };
    words.contains(char::is_alphabetic) && !anchor.contains(['(', ')', '=', ' '])
}

/// What stands behind the mark of an item.
fn after_mark(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = if digits > 0 {
        line[digits..].strip_prefix(['.', ')'])?
    } else {
        line.strip_prefix(['-', '*', '+'])?
    };
    rest.starts_with([' ', '\t']).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_links_into_the_file_under_a_heading() {
        let check = |body: &str, expected: &str| {
            assert_eq!(without(body, &mut Receipt::default()), expected, "{body}");
        };
        check(
            "# Contents\n\n1.  [Of water](#of-water)\n    - [Of ice](#of-ice)\n\n# Of water\n\nIt runs.\n",
            "\n\n\n\n\n# Of water\n\nIt runs.\n",
        );
        for kept in [
            "# Links\n\n- [Of water](https://a.example/#b)\n- [Of ice](https://b.example)\n",
            "# Said\n\n- [12:04](#t=724)\n- [13:05](#t=785)\n",
            "# Said\n\n- [Of water](#a), at length\n- [Of ice](#b), in short\n",
            "# Said\n\n- [Of water](#a)\n- [Of ice](#b)\n- and of nothing else\n",
            "- [Of water](#a)\n- [Of ice](#b)\n",
            "# Said\n\n[Of water](#a)\n",
        ] {
            check(kept, kept);
        }
    }
}
