//! Tables of two columns, who speaks and what is said, without times.

use std::collections::HashMap;

use super::label::{Label, NameDress};
use super::{Line, is_mark, label, names};
use crate::document::BlockKind;

/// What parts the cells of a row.
const SEAM: &str = " | ";
/// What a table calls the column of those who speak.
const HEADS: [&str; 8] =
    ["speaker", "speakers", "name", "who", "person", "participant", "sprecher", "intervenant"];

/// The cells of a row of two, of which the first is short enough for a name.
pub(super) fn cells(row: &str) -> Option<(&str, &str)> {
    let head = &row[..row.floor_char_boundary(names::BYTES_MAX + SEAM.len())];
    let name = &head[..head.find(SEAM)?];
    let words = &row[name.len() + SEAM.len()..];
    (!name.trim().is_empty() && !words.contains(SEAM)).then_some((name, words))
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
