//! Lines of a page: stretches of text on one height, with the spaces that only their places show.

use std::collections::HashMap;

use super::super::page::Span;
use super::scripts::has_right_to_left;
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
    /// It begins an item of a list, whose further lines begin in this range.
    pub item: Option<(f32, f32)>,
}

/// Stretches whose heights differ by less than this part of their type are on one line: what is
/// raised or lowered stands no further off.
const SAME_LINE: f32 = 0.55;
/// A gap of this part of the type's height is a space.
const SPACE: f32 = 0.16;
/// The number of a note is smaller than this part of the type, and raised by more than that.
const RAISED_SIZE: f32 = 0.85;
const RAISED_BY: f32 = 0.15;
/// A number raised has no more digits than this.
const RAISED_DIGITS_MAX: usize = 3;

/// The lines of a page, in the order in which they are drawn.
pub(super) fn lines_of(spans: Vec<Span>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut open: Option<Open> = None;
    for span in spans {
        if !open.as_ref().is_some_and(|open| open.takes(&span)) {
            lines.extend(open.take().and_then(Open::finish));
        }
        open.get_or_insert_with(|| Open::at(&span)).add(span);
    }
    lines.extend(open.and_then(Open::finish));
    lines
}

/// A line as far as it goes.
struct Open {
    spans: Vec<Span>,
    left: f32,
    right: f32,
    y: f32,
    size: f32,
    /// How many bytes have each size.
    sizes: Vec<(f32, usize)>,
    has_right_to_left: bool,
    /// A stretch was drawn before those that stand left of it.
    is_out_of_order: bool,
}

impl Open {
    fn at(span: &Span) -> Self {
        Self {
            spans: Vec::new(),
            left: span.x,
            right: span.x,
            y: span.y,
            size: span.size,
            sizes: Vec::new(),
            has_right_to_left: false,
            is_out_of_order: false,
        }
    }

    /// Says that a stretch is on this line.
    fn takes(&self, span: &Span) -> bool {
        let height = self.size.max(span.size).max(1.0);
        if (self.y - span.y).abs() >= height * SAME_LINE {
            return false;
        }
        // What is read from the right may be drawn from there.
        span.x > self.right - height * 2.0
            || span.end_x < self.left + height * 0.5
                && (self.has_right_to_left || has_right_to_left(&span.text))
    }

    fn add(&mut self, span: Span) {
        self.has_right_to_left = self.has_right_to_left || has_right_to_left(&span.text);
        self.is_out_of_order |= span.end_x < self.left;
        self.left = self.left.min(span.x);
        self.right = self.right.max(span.end_x);
        match self.sizes.iter().position(|(size, _)| (*size - span.size).abs() < 0.3) {
            Some(known) => self.sizes[known].1 += span.text.len(),
            None if self.sizes.len() < 16 => self.sizes.push((span.size, span.text.len())),
            None => {}
        }
        self.size = self.sizes.iter().max_by_key(|(_, bytes)| *bytes).map_or(span.size, |(size, _)| *size);
        self.spans.push(span);
    }

    /// The line with its spaces folded, if it says anything.
    fn finish(mut self) -> Option<Line> {
        if self.is_out_of_order {
            self.spans.sort_by(|a, b| a.x.total_cmp(&b.x));
        }
        let of_size = self.spans.iter().find(|span| (span.size - self.size).abs() < 0.3);
        let y = of_size.map_or(self.y, |span| span.y);
        let mut line = Line { left: self.left, right: self.left, y, size: self.size, ..Line::default() };
        for span in &self.spans {
            let is_first = line.text.is_empty();
            // Drawn again in place, for a bolder look, is not said again.
            let is_again = !is_first
                && span.x < line.right - span.size * 0.5
                && line.text.trim_end().ends_with(span.text.trim());
            if is_again {
                continue;
            }
            let gap = span.x - line.right;
            let is_space = gap > span.size * SPACE && !is_first && !line.text.ends_with(' ');
            if is_space && !span.text.starts_with(' ') {
                line.text.push(' ');
            }
            if !is_first && !span.text.trim().is_empty() {
                line.second_left.get_or_insert(span.x);
            }
            if is_raised_number(span, &line) {
                line.text.extend(span.text.chars().map(raised));
            } else {
                line.text.push_str(&span.text);
            }
            line.right = line.right.max(span.end_x);
        }
        line.text = folded(&line.text);
        (!line.text.is_empty()).then_some(line)
    }
}

/// Takes the marks of items off the lines of a page. A mark that was drawn by itself is that of the line beside it.
pub(super) fn take_marks(page: &mut Vec<Line>) {
    const MARKS: [char; 6] = ['\u{2022}', '\u{25E6}', '\u{25AA}', '\u{2023}', '\u{25CF}', '\u{25A0}'];
    let height = |y: f32| (y / 2.0).round() as i32;
    let mut alone: HashMap<i32, f32> = HashMap::new();
    for line in page.iter_mut() {
        let Some(item) = line.text.strip_prefix(MARKS).map(str::trim_start) else { continue };
        match item.is_empty() {
            true => _ = alone.insert(height(line.y), line.left),
            // The words may be one stretch with their mark.
            false => {
                let em = line.size;
                let words = line.second_left.map(|left| (left - em * 0.4, left + em * 0.8));
                line.item = words.or(Some((line.left + em * 0.4, line.left + em * 3.0)));
            }
        }
        line.text = item.to_owned();
    }
    page.retain(|line| !line.text.is_empty());
    if alone.is_empty() {
        return;
    }
    for line in page.iter_mut() {
        let mark = (-1..=1).find_map(|off| alone.get(&(height(line.y) + off)));
        if mark.is_some_and(|left| (0.0..line.size * 3.0).contains(&(line.left - left))) {
            line.item = Some((line.left - line.size * 0.4, line.left + line.size * 0.8));
        }
    }
}

/// Says that a stretch is a number set small and high right behind a word of the line, or before its first:
/// that of a note.
fn is_raised_number(span: &Span, line: &Line) -> bool {
    let digits = span.text.trim_end();
    (1..=RAISED_DIGITS_MAX).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && span.size < line.size * RAISED_SIZE
        && span.y > line.y + line.size * RAISED_BY
        && !line.text.ends_with(char::is_whitespace)
}

fn raised(c: char) -> char {
    match c {
        '1' => '\u{B9}',
        '2' => '\u{B2}',
        '3' => '\u{B3}',
        '0' | '4'..='9' => char::from_u32('\u{2070}' as u32 + (c as u32 - '0' as u32)).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(x: f32, y: f32, size: f32, text: &str) -> Span {
        Span { x, y, end_x: x + size * 0.5 * text.chars().count() as f32, size, text: text.to_owned() }
    }

    fn check(spans: &[(f32, f32, f32, &str)], expected: &[&str]) {
        let spans = spans.iter().map(|(x, y, size, text)| span(*x, *y, *size, text)).collect();
        let lines: Vec<_> = lines_of(spans).into_iter().map(|line| line.text).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn numbers_of_notes_stay_raised() {
        check(
            &[(0.0, 0.0, 10.0, "sluice"), (30.0, 4.0, 7.0, "12"), (42.0, 0.0, 10.0, "was")],
            &["sluice\u{B9}\u{B2} was"],
        );
        check(&[(0.0, 4.0, 7.0, "1"), (4.0, 0.0, 10.0, "Of elm.")], &["\u{B9}Of elm."]);
        // Lowered, as high as the words or as large as they are it is a number.
        check(&[(0.0, 0.0, 10.0, "H"), (5.0, -3.0, 7.0, "2"), (9.0, 0.0, 10.0, "O")], &["H2O"]);
        check(&[(0.0, 0.0, 10.0, "Mk"), (10.0, 0.0, 7.0, "2")], &["Mk2"]);
        check(&[(0.0, 0.0, 10.0, "1811"), (20.0, 4.0, 10.0, "2")], &["18112"]);
        check(&[(0.0, 0.0, 10.0, "the 19"), (30.0, 4.0, 7.0, "th")], &["the 19th"]);
    }

    #[test]
    fn right_to_left_stretches_may_be_drawn_from_the_right() {
        let (one, two) = ("\u{5D0}\u{5D1}", "\u{5D2}\u{5D3}");
        check(
            &[(20.0, 0.0, 10.0, one), (0.0, 0.0, 10.0, two), (12.0, 0.0, 10.0, "7")],
            &[&format!("{two} 7 {one}")],
        );
        check(&[(60.0, 0.0, 10.0, "right"), (0.0, 0.0, 10.0, "left")], &["right", "left"]);
    }
}
