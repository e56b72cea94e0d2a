//! The numbers of pages that were left among what is said.

use super::{Line, drop_lines};
use crate::document::BlockKind;

/// Takes out the numbers of pages, alone or behind the name at the head of a page, where each is one more than
/// the one before; returns them, with the line that is now the one that was number `begins`.
pub(super) fn drop_numbers<'a>(lines: &mut Vec<Line<'a>>, begins: usize) -> (Vec<&'a str>, usize) {
    const ALONE_MIN: usize = 2;
    const NAMED_MIN: usize = 3;
    let found: Vec<(usize, u32, bool)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| {
            let is_alone = lines.get(at + 1).is_none_or(|next| next.opens || next.label.is_some());
            let number = number(line).filter(|_| is_alone)?;
            Some((at, number, line.label.is_some()))
        })
        .collect();
    let named = found.iter().filter(|(_, _, is_named)| *is_named).count();
    let min = if named > 0 { NAMED_MIN } else { ALONE_MIN };
    if found.len() < min || found.windows(2).any(|pair| pair[1].1 != pair[0].1 + 1) {
        return (Vec::new(), begins);
    }
    let numbers = found.iter().map(|(at, ..)| lines[*at].text.trim()).collect();
    drop_lines(lines, found.iter().map(|(at, ..)| *at));
    (numbers, begins - found.iter().filter(|(at, ..)| *at < begins).count())
}

/// The number that a paragraph consists of, by itself or behind a name.
fn number(line: &Line<'_>) -> Option<u32> {
    const DIGITS_MAX: usize = 4;
    if line.kind != BlockKind::Paragraph || !line.opens {
        return None;
    }
    let text = match line.label {
        Some(label) if label.time.is_none() && label.name.is_some() => label.words,
        Some(_) => return None,
        None => line.text,
    };
    let text = text.trim();
    let is_number = (1..=DIGITS_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}
