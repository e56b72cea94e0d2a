//! What the transcript beside a player has when somebody copies it.

use std::collections::HashSet;

use super::{Line, clock, label, names};
use crate::document::BlockKind;

/// What a video player's transcript has when it is copied: a time read out behind the time, and
/// the titles of chapters.
pub(super) fn read_lines(lines: &mut Vec<Line<'_>>) {
    let mut above_is_time = false;
    lines.retain(|line| {
        let is_read_out =
            std::mem::replace(&mut above_is_time, line.is_time()) && clock::is_read_out(line.text);
        !is_read_out
    });
    for at in 1..lines.len() {
        let line = &lines[at - 1];
        let title = line.text.strip_prefix("Chapter ").and_then(|rest| rest.split_once(": "));
        if lines[at].is_time() && title.is_some_and(|(number, _)| number.parse::<u16>().is_ok()) {
            lines[at - 1] = Line { kind: BlockKind::Heading, opens: true, ..*line };
        }
    }
}

/// A time that is read out before itself, and below that once more behind the name:
///
/// ```text
/// Ada Moss
/// 0 minutes 3 seconds0:03
/// Ada Moss 0 minutes 3 seconds
/// So the lower field floods.
/// ```
pub(super) fn join_times_told_twice(lines: &mut Vec<Line<'_>>) {
    if !lines.iter().any(|line| behind_read_out(line.text).is_some()) {
        return;
    }
    let mut kept: Vec<Line<'_>> = Vec::with_capacity(lines.len());
    let mut told: Option<&str> = None;
    for line in lines.iter() {
        let again = told.take().and_then(|name| line.text.strip_prefix(name));
        if again.is_some_and(|rest| clock::is_read_out(rest.trim())) {
            continue;
        }
        match behind_read_out(line.text) {
            Some(time) => {
                told = kept.last().map(|above| above.text);
                kept.push(Line { text: time, label: label::read(time), ..*line });
            }
            None => kept.push(*line),
        }
    }
    *lines = kept;
}

/// The same, where what is read out stands between a name and the time, and once more behind the words:
///
/// ```text
/// Ada Moss
/// Ada Moss  0 minutes 3 seconds
/// 0:03
/// So the lower field floods.
/// Ada Moss 0 minutes 3 seconds
/// ```
pub(super) fn drop_times_read_out(lines: &mut Vec<Line<'_>>) {
    const HEADS_MIN: usize = 2;
    let mut heads = HashSet::new();
    for three in lines.windows(3) {
        let [name, told, time] = three else { continue };
        if time.is_time() {
            let is_of = |(called, _): &(&str, &str)| *called == name.text.trim();
            heads.extend(named_read_out(told.text).filter(is_of));
        }
    }
    if heads.len() >= HEADS_MIN {
        lines.retain(|line| named_read_out(line.text).is_none_or(|told| !heads.contains(&told)));
    }
}

/// The name and what is read out in `Ada Moss  0 minutes 3 seconds`.
fn named_read_out(text: &str) -> Option<(&str, &str)> {
    let mut near = text.bytes().take(names::BYTES_MAX + 1);
    let at = near.position(|byte| byte.is_ascii_digit()).filter(|at| *at > 0)?;
    let (name, told) = (text[..at].trim(), text[at..].trim());
    (!name.is_empty() && clock::is_read_out(told)).then_some((name, told))
}

/// The time in `0 minutes 3 seconds0:03`.
fn behind_read_out(text: &str) -> Option<&str> {
    let is_candidate = text.len() < 60
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit());
    let at = text.rfind(|c: char| c.is_ascii_alphabetic()).filter(|_| is_candidate)? + 1;
    let (read_out, time) = text.split_at(at);
    let is_time = clock::point(time).is_some_and(|(_, bytes)| bytes == time.len());
    (is_time && clock::is_read_out(read_out)).then_some(time)
}
