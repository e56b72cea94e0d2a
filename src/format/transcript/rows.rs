//! Tables of two columns, who speaks and what is said, without times, and those of captions: perhaps a number, when
//! each begins and ends, and its words.

use std::collections::HashMap;

use super::label::{Label, NameDress};
use super::{Line, clock, is_mark, label, names};
use crate::document::BlockKind;

/// What parts the cells of a row.
const SEAM: &str = " | ";
/// What a table calls the column of those who speak.
const HEADS: [&str; 8] =
    ["speaker", "speakers", "name", "who", "person", "participant", "sprecher", "intervenant"];

/// The cells of a row of two, of which the first is short enough for a name.
pub(super) fn cells(row: &str) -> Option<(&str, &str)> {
    let head = &row[..row.floor_char_boundary(names::BYTES_MAX + SEAM.len())];
    memchr::memchr(b'|', head.as_bytes())?;
    let name = &head[..head.find(SEAM)?];
    let words = &row[name.len() + SEAM.len()..];
    (!name.trim().is_empty() && !words.contains(SEAM)).then_some((name, words))
}

/// A row of captions with its times and words.
fn caption(row: &str) -> Option<Label<'_>> {
    // `0:12` may be of the day, `0:00:12` and `0:12.5` are hardly.
    const TIME_BYTES_MIN: usize = 6;
    let time = |cell: &str| {
        let clock = clock::leading(cell).filter(|clock| clock.bytes == cell.len())?;
        (cell.len() >= TIME_BYTES_MIN && clock.end_ms.is_none()).then_some(clock.start_ms)
    };
    let (first, rest) = row.split_once(SEAM)?;
    let first = first.trim_end();
    let is_number = (1..=5).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_digit());
    let (first, rest) = if is_number { rest.split_once(SEAM)? } else { (first, rest) };
    let start_ms = time(first.trim())?;
    let (second, words) = rest.split_once(SEAM)?;
    let end_ms = time(second.trim()).filter(|end_ms| *end_ms >= start_ms)?;
    let is_said = !words.contains(SEAM) && words.contains(char::is_alphabetic);
    is_said.then(|| Label::timed(start_ms, end_ms, words.trim()))
}

/// Says that a row is of captions.
pub(super) fn is_caption(row: &str) -> bool {
    row.starts_with(|c: char| c.is_ascii_digit()) && caption(row).is_some()
}

/// Makes captions of the rows of a table nearly all of which are.
pub(super) fn read_captions(lines: &mut Vec<Line<'_>>) {
    const ROWS_MIN: usize = 4;
    let is_row = |line: &Line<'_>| line.kind == BlockKind::ListItem && line.text.contains(SEAM);
    let mut from = 0;
    while from < lines.len() {
        let rows = lines[from..].iter().take_while(|line| is_row(line)).count();
        let said = lines[from..from + rows].iter().filter(|row| caption(row.text).is_some()).count();
        if said >= ROWS_MIN && said * 10 >= rows * 8 {
            let is_headed = caption(lines[from].text).is_none();
            for row in &mut lines[from..from + rows] {
                if let Some(label) = caption(row.text) {
                    *row = Line { kind: BlockKind::Paragraph, opens: true, label: Some(label), ..*row };
                }
            }
            if is_headed {
                lines[from].text = "";
            }
        }
        from += rows.max(1);
    }
    lines.retain(|line| line.kind != BlockKind::ListItem || !line.text.is_empty());
}

/// Makes turns of the rows of a table where most begin with names that come again.
pub(super) fn read_names(lines: &mut Vec<Line<'_>>) {
    const ROWS_MIN: usize = 4;
    let mut from = 0;
    while from < lines.len() {
        let rows = lines[from..].iter().take_while(|line| is_row(line)).count();
        if rows >= ROWS_MIN {
            read_table(&mut lines[from..from + rows]);
        }
        from += rows.max(1);
    }
    lines.retain(|line| line.kind != BlockKind::ListItem || !line.text.is_empty());
}

/// Drops what a table calls its columns above rows that have a time and a name each: `Timecode | Speaker | Dialogue`.
pub(super) fn drop_heads(lines: &mut Vec<Line<'_>>) {
    #[rustfmt::skip]
    const COLUMNS: [&str; 20] = [
        "#", "no", "no.", "time", "timecode", "time code", "timestamp", "start", "end", "start time", "end time", "in", "out",
        "duration", "text", "dialogue", "transcript", "transcription", "words", "content",
    ];
    let is_column = |cell: &str| {
        let cell = cell.trim_matches(|c: char| is_mark(c) || c.is_whitespace() || c == '*').to_lowercase();
        COLUMNS.contains(&&*cell) || HEADS.contains(&&*cell)
    };
    let is_head = |line: &Line<'_>, next: &Line<'_>| {
        line.kind == BlockKind::ListItem
            && line.label.is_none()
            && next.label.is_some_and(|label| label.time.is_some())
            && line.text.contains(SEAM)
            && line.text.split(SEAM).all(is_column)
    };
    let mut heads = Vec::new();
    for (at, pair) in lines.windows(2).enumerate() {
        if is_head(&pair[0], &pair[1]) {
            heads.push(at);
        }
    }
    super::drop_lines(lines, heads.into_iter());
}

fn is_row(line: &Line<'_>) -> bool {
    line.kind == BlockKind::ListItem && line.label.is_none() && cells(line.text).is_some()
}

fn read<'a>(row: &Line<'a>) -> Option<(&'a str, &'a str)> {
    let (name, words) = cells(row.text)?;
    Some((label::read_name_line(name)?, words))
}

fn read_table(rows: &mut [Line<'_>]) {
    let is_headed = cells(rows[0].text).is_some_and(|(head, _)| {
        HEADS.contains(&head.trim_matches(|c: char| is_mark(c) || c.is_whitespace()).to_lowercase().as_str())
    });
    let first = usize::from(is_headed);
    let said = &rows[first..];
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut words_bytes = 0;
    let mut people = 0;
    for (name, words) in said.iter().filter_map(read) {
        *counts.entry(name).or_default() += 1;
        words_bytes += words.len();
        people += usize::from(names::is_person_like(name) || names::is_role(name));
    }
    let again: usize = counts.values().filter(|count| **count >= 2).sum();
    let are_people = is_headed || people * 10 >= said.len() * 8;
    // A table of figures has short cells.
    let is_speech = words_bytes >= said.len() * 16;
    if counts.len() < 2 || again * 10 < said.len() * 6 || !are_people || !is_speech {
        return;
    }
    if is_headed {
        rows[0].text = "";
    }
    for row in &mut rows[first..] {
        if let Some((name, words)) = read(row) {
            let label = Label { words, unnamed: words, ..Label::above(name, NameDress::Marked) };
            *row = Line { kind: BlockKind::Paragraph, opens: true, label: Some(label), ..*row };
        }
    }
}
