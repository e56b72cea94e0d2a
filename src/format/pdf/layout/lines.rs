//! Lines of a page: stretches of text on one height, with the spaces that only their places show.

use super::super::page::Span;
use crate::clean::folded;

/// A line of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub text: String,
    pub left: f32,
    /// Where its second stretch begins: behind the number of a numbered line.
    pub second_left: Option<f32>,
    pub right: f32,
    pub y: f32,
    /// The height of most of its type.
    pub size: f32,
    /// It begins an item of a list.
    pub is_item: bool,
}

/// Stretches whose heights differ by less than this part of their type are on one line: what is
/// raised or lowered stands no further off.
const SAME_LINE: f32 = 0.55;
/// A gap of this part of the type's height is a space.
const SPACE: f32 = 0.16;

/// The lines of a page, in the order in which they are drawn.
pub(super) fn lines_of(spans: Vec<Span>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    // How many bytes of the last line have each size.
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for span in spans {
        let joins = lines.last().is_some_and(|line| {
            let height = line.size.max(span.size).max(1.0);
            let same_height = (line.y - span.y).abs() < height * SAME_LINE;
            // Drawn again in place, for a bolder look, is not said again.
            same_height && span.x > line.right - height * 2.0
        });
        if !joins {
            finish(lines.last_mut(), &mut sizes);
            lines.push(Line { left: span.x, right: span.x, y: span.y, size: span.size, ..Line::default() });
        }
        let Some(line) = lines.last_mut() else { continue };
        let is_again = joins
            && span.x < line.right - span.size * 0.5
            && line.text.trim_end().ends_with(span.text.trim());
        if is_again {
            continue;
        }
        let gap = span.x - line.right;
        let is_space = gap > span.size * SPACE && !line.text.is_empty() && !line.text.ends_with(' ');
        if is_space && !span.text.starts_with(' ') {
            line.text.push(' ');
        }
        if joins && !span.text.trim().is_empty() {
            line.second_left.get_or_insert(span.x);
        }
        line.text.push_str(&span.text);
        line.right = line.right.max(span.end_x);
        match sizes.iter().position(|(size, _)| (*size - span.size).abs() < 0.3) {
            Some(known) => sizes[known].1 += span.text.len(),
            None if sizes.len() < 16 => sizes.push((span.size, span.text.len())),
            None => {}
        }
        line.size = sizes.iter().max_by_key(|(_, bytes)| *bytes).map_or(span.size, |(size, _)| *size);
        if line.text.len() == span.text.len() {
            line.y = span.y;
        }
    }
    finish(lines.last_mut(), &mut sizes);
    lines.retain(|line| !line.text.is_empty());
    lines
}

/// Folds a line's spaces and takes the mark of an item off.
fn finish(line: Option<&mut Line>, sizes: &mut Vec<(f32, usize)>) {
    sizes.clear();
    let Some(line) = line else { return };
    let folded = folded(&line.text);
    let item = folded.strip_prefix(['\u{2022}', '\u{25E6}', '\u{25AA}', '\u{2023}', '\u{25CF}', '\u{25A0}']);
    line.is_item = item.is_some_and(|item| !item.trim().is_empty());
    line.text = item.map_or(folded.clone(), |item| item.trim_start().to_owned());
}
