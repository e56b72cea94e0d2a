//! LRC: lines of a song or a talk, each behind the time when it begins, under a head of its own.

use super::{Confidence, Format, Input, ParseError, Receipt, subrip, webvtt};
use crate::clean::captions::{Track, language_code, markup};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "lrc", extensions: &["lrc", "elrc"], detect, parse };

/// How many lines show what the file is.
const SAMPLE_LINES: usize = 60;

fn detect(input: &Input<'_>) -> Confidence {
    let is_named_so = FORMAT.extensions.iter().any(|end| input.extension().eq_ignore_ascii_case(end));
    let (mut timed, mut named, mut others) = (0, 0, 0);
    for line in input.head().lines().map(str::trim).filter(|line| !line.is_empty()).take(SAMPLE_LINES) {
        match (stamp(line), tag(line)) {
            (Some(_), _) => timed += 1,
            (None, Some(_)) => named += 1,
            _ if !is_named_so => return Confidence::No,
            _ => others += 1,
        }
    }
    match (timed, others) {
        (2.., 0) if named >= 2 => Confidence::Certain,
        (1.., others) if is_named_so && others <= timed => Confidence::Certain,
        _ => Confidence::No,
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = webvtt::normalise(input.text);
    let mut track = Track::of(&text);
    let mut offset_ms = 0_i64;
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let mut rest = line.trim();
        // A line that is sung again has all its times before it.
        let first = lines.len();
        while let Some((start_ms, after)) = stamp(rest) {
            lines.push((start_ms, number, ""));
            rest = after.trim_start();
        }
        for (_, _, words) in &mut lines[first..] {
            *words = rest;
        }
        match tag(rest) {
            Some((_, "")) => {}
            Some(("ti", title)) => track.metadata.title = Some(title.to_owned()),
            Some(("ar" | "au", artist)) => track.metadata.authors.push(artist.to_owned()),
            Some(("la", language)) => track.metadata.language = language_code(language),
            Some(("offset", ms)) => offset_ms = ms.trim_start_matches('+').parse().unwrap_or(0),
            _ => {}
        }
    }
    lines.sort_by_key(|(start_ms, number, _)| (*start_ms, *number));
    // A positive offset lets the words come sooner.
    let at = |ms: u64| ms.saturating_add_signed(offset_ms.saturating_neg());
    for (index, (start_ms, number, words)) in lines.iter().enumerate() {
        if words.is_empty() {
            continue;
        }
        let end_ms = lines.get(index + 1).map(|(next_ms, ..)| at(*next_ms));
        track.begin(at(*start_ms), end_ms, *number);
        say(words, offset_ms, &mut track);
        track.push("\n");
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// Adds the words of a line, some of which may have a time of their own: `<01:02.50>word`.
fn say(words: &str, offset_ms: i64, track: &mut Track) {
    let mut rest = words;
    while let Some(at) = rest.find('<') {
        markup::read(&rest[..at], track);
        rest = match stamp_in(&rest[at..], '<', '>') {
            Some((start_ms, after)) => {
                track.time(start_ms.saturating_add_signed(offset_ms.saturating_neg()));
                after
            }
            None => {
                let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
                markup::read(&rest[at..end], track);
                &rest[end..]
            }
        };
    }
    markup::read(rest, track);
}

/// `[01:02.50]`: the milliseconds, and what follows.
fn stamp(line: &str) -> Option<(u64, &str)> {
    stamp_in(line, '[', ']')
}

fn stamp_in(line: &str, open: char, close: char) -> Option<(u64, &str)> {
    let (inside, after) = line.strip_prefix(open)?.split_once(close)?;
    if !inside.contains(':') || !inside.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (start_ms, rest) = subrip::read_time(inside)?;
    rest.is_empty().then_some((start_ms, after))
}

/// `[ti:The Long Field]`
fn tag(line: &str) -> Option<(&str, &str)> {
    const NAMES: [&str; 14] =
        ["ti", "ar", "al", "au", "by", "re", "ve", "la", "offset", "length", "lr", "tool", "id", "encoding"];
    let (name, value) = line.strip_prefix('[')?.strip_suffix(']')?.split_once(':')?;
    NAMES.contains(&name).then(|| (name, value.trim()))
}

#[cfg(test)]
mod tests {
    use crate::clean::captions::check;

    #[test]
    fn lines_begin_at_their_times() {
        check(
            "a.lrc",
            "[ti:The Long Field]\n[ar:Ada Moss]\n[offset:+500]\n\n[00:01.50]so we\n[01:02.5]begin\n[01:04.00]\n[00:03.00][01:05.00]again\n",
            "# The Long Field\n?[1000]: so we [2500]again [62000]begin [64500]again",
        );
        check(
            "a.lrc",
            "[00:01.00]<00:01.00>so <00:01.20>we\n[00:02.00]begin\n",
            "?[1000]: so [1200]we [2000]begin",
        );
    }
}
