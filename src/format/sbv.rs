//! SubViewer: YouTube's `.sbv`, and the `.sub` of SubViewer 2 with its header and `[br]`.

use super::subrip::read_time;
use super::{Confidence, Format, Input, ParseError, Receipt, webvtt};
use crate::clean::captions::{Track, markup};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "sbv", extensions: &["sbv", "sub"], detect, parse };

/// Header lines are looked through no further than this for the first times.
const HEADER_LINES_MAX: usize = 40;

fn detect(input: &Input<'_>) -> Confidence {
    let mut lines = input.head().lines().map(str::trim).filter(|line| !line.is_empty());
    let Some(first) = lines.next() else { return Confidence::No };
    if read_times(first).is_some() {
        return Confidence::Certain;
    }
    let mut has_times = || lines.by_ref().take(HEADER_LINES_MAX).any(|line| read_times(line).is_some());
    if first.starts_with('[') && has_times() { Confidence::Likely } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = webvtt::normalise(input.text);
    let has_rows_in_lines = text.contains("[br]");
    let mut track = if has_rows_in_lines { Track::without_rows(&text) } else { Track::of(&text) };
    let mut has_cue = false;
    for (number, line) in (1..).zip(text.lines()) {
        if let Some((start_ms, end_ms)) = read_times(line) {
            track.begin(start_ms, Some(end_ms), number + 1);
            has_cue = true;
        } else if !has_cue {
            let title = line.trim().strip_prefix("[TITLE]").map(str::trim).filter(|title| !title.is_empty());
            track.metadata.title = title.map(str::to_owned).or(track.metadata.title.take());
        } else {
            if has_rows_in_lines {
                track.line(number);
            }
            for row in line.split("[br]") {
                markup::read(row, &mut track);
                track.push("\n");
            }
        }
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// Reads `0:00:01.000,0:00:03.500`, which fills its line.
fn read_times(line: &str) -> Option<(u64, u64)> {
    let line = line.trim();
    let (start, end) = line.split_once(',')?;
    let has_hours = |time: &str| time.bytes().filter(|byte| *byte == b':').count() == 2 && time.contains('.');
    if !line.starts_with(|c: char| c.is_ascii_digit()) || !has_hours(start) || !has_hours(end) {
        return None;
    }
    let (start_ms, after_start) = read_time(start)?;
    let (end_ms, after_end) = read_time(end)?;
    (after_start.is_empty() && after_end.is_empty()).then_some((start_ms, end_ms))
}

#[cfg(test)]
mod tests {

    use crate::clean::captions::check;

    #[test]
    fn cues_are_read_in_both_versions() {
        check(
            "a.sbv",
            "0:00:01.000,0:00:02.500\nso we\nbegin\n\n0:00:03.000,0:00:04.000\nhere.\n",
            "?[1000]: so we begin [3000]here.",
        );
        check(
            "a.sub",
            "[INFORMATION]\n[TITLE]The Long Field\n[END INFORMATION]\n[SUBTITLE]\n00:00:01.00,00:00:02.50\nso we[br]begin\n",
            "# The Long Field\n?[1000]: so we begin",
        );
    }
}
