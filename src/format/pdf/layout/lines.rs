//! Lines of a page: stretches of text on one height, with the spaces that only their places show.

use std::collections::{HashMap, HashSet};

use super::super::page::Span;
use super::places;
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
pub(super) const RAISED_SIZE: f32 = 0.92;
const RAISED_BY: f32 = 0.15;
/// Fonts have small digits of their own for such numbers, which are raised in their shape: narrower than
/// this part of the type's height, where digits are about half as wide as the type is high.
const SMALL_DIGIT: f32 = 0.36;
/// A number raised has no more digits than this.
const RAISED_DIGITS_MAX: usize = 3;

/// The lines of a page in the order in which they are drawn, but for what stands clearly elsewhere.
pub(super) fn lines_of(spans: Vec<Span>) -> Vec<Line> {
    let mut lines: Vec<Open> = Vec::new();
    for span in spans {
        match lines.last_mut() {
            Some(open) if open.takes(&span) => open.add(span),
            _ => lines.push(Open::of(span)),
        }
    }
    let lines = places::put(lines);
    let notes: HashSet<String> = lines.iter().filter_map(Open::small_number).collect();
    lines.into_iter().filter_map(|line| line.finish(&notes)).collect()
}

/// A line as far as it goes.
pub(super) struct Open {
    pub spans: Vec<Span>,
    pub left: f32,
    pub right: f32,
    pub y: f32,
    pub size: f32,
    /// How many bytes have each size.
    sizes: Vec<(f32, usize)>,
    pub has_right_to_left: bool,
    /// A stretch was drawn before those that stand left of it.
    is_out_of_order: bool,
}

impl Open {
    fn of(span: Span) -> Self {
        let mut open = Self {
            spans: Vec::new(),
            left: span.x,
            right: span.x,
            y: span.y,
            size: span.size,
            sizes: Vec::new(),
            has_right_to_left: false,
            is_out_of_order: false,
        };
        open.add(span);
        open
    }

    /// Says that a stretch is on this line.
    fn takes(&self, span: &Span) -> bool {
        let height = self.size.max(span.size).max(1.0);
        if (self.y - span.y).abs() >= height * SAME_LINE {
            return false;
        }
        // What is read from the right may be drawn from there, each run from its left end on.
        span.x > self.right - height * 2.0 || self.has_right_to_left || has_right_to_left(&span.text)
    }

    /// Adds what was drawn elsewhere and stands on this line.
    pub(super) fn take_in(&mut self, piece: Open) {
        piece.spans.into_iter().for_each(|span| self.add(span));
        self.is_out_of_order = true;
    }

    fn add(&mut self, span: Span) {
        self.has_right_to_left = self.has_right_to_left || has_right_to_left(&span.text);
        self.is_out_of_order |=
            span.x < self.left || self.has_right_to_left && span.x < self.right - span.size * 0.5;
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

    /// The number before its first word if it is in the small digits of a font: that of a note.
    fn small_number(&self) -> Option<String> {
        let order = |a: &&Span, b: &&Span| a.x.total_cmp(&b.x);
        let spans = self.spans.iter();
        let first = if self.has_right_to_left { spans.max_by(order) } else { spans.min_by(order) }?;
        is_in_small_digits(first).then(|| first.text.clone())
    }

    /// The line with its spaces folded, if it says anything. Numbers in small digits are those of these notes.
    fn finish(mut self, notes: &HashSet<String>) -> Option<Line> {
        if self.is_out_of_order {
            self.spans.sort_by(|a, b| a.x.total_cmp(&b.x));
        }
        let of_size = self.spans.iter().find(|span| (span.size - self.size).abs() < 0.3);
        let y = of_size.map_or(self.y, |span| span.y);
        let mut line = Line { left: self.left, right: self.left, y, size: self.size, ..Line::default() };
        for (index, span) in self.spans.iter().enumerate() {
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
            let next = self.spans.get(index + 1).filter(|next| next.x < span.end_x + span.size * SPACE);
            let (left, right) =
                (line.text.chars().next_back(), next.and_then(|next| next.text.chars().next()));
            let (before, behind) = match self.has_right_to_left {
                true => (right.or(left), left),
                false => (left, right),
            };
            if is_raised_number(span, &line, before, behind, notes) {
                // The number before a note's first word.
                let is_own =
                    if self.has_right_to_left { right } else { left }.is_none_or(char::is_whitespace);
                if is_own && self.has_right_to_left && !is_first {
                    line.text.push(' ');
                }
                line.text.extend(span.text.chars().map(raised));
                if is_own && !self.has_right_to_left {
                    line.text.push(' ');
                }
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

/// Says that a stretch is a number set small and high right behind a word of the line, or right before one:
/// that of a note. It stands between these characters, in the order in which they are read.
fn is_raised_number(
    span: &Span,
    line: &Line,
    before: Option<char>,
    behind: Option<char>,
    notes: &HashSet<String>,
) -> bool {
    let before = before.filter(|c| !c.is_whitespace());
    let is_before_word = behind.is_some_and(|c| c.is_alphabetic() || OPENING.contains(c));
    if !is_short_number(span.text.trim_end()) {
        return false;
    }
    if span.size < line.size * RAISED_SIZE && span.y > line.y + line.size * RAISED_BY {
        return before.is_some() || is_before_word || line.text.is_empty();
    }
    // A font may have narrow digits of any shape, but they stand among others, behind blanks or before stops.
    is_in_small_digits(span)
        && notes.contains(&span.text)
        && match before {
            None => is_before_word,
            Some(c) => {
                (c.is_alphabetic() || CLOSING.contains(c)) && behind.is_none_or(|c| !c.is_ascii_digit())
            }
        }
}

fn is_short_number(text: &str) -> bool {
    (1..=RAISED_DIGITS_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_in_small_digits(span: &Span) -> bool {
    is_short_number(&span.text) && span.end_x - span.x < span.size * SMALL_DIGIT * span.text.len() as f32
}

const OPENING: &str = "\"'\u{AB}\u{BB}\u{2018}\u{201C}\u{201E}\u{300C}\u{300E}";
const CLOSING: &str = ".,;:!?\"')]\u{AB}\u{BB}\u{2019}\u{201C}\u{201D}\u{2026}\u{3001}\u{3002}\u{300D}\u{300F}\u{FF01}\u{FF0C}\u{FF1F}\u{60C}\u{61F}";

/// Raised digits, from that of none on.
const RAISED: &str = "\u{2070}\u{B9}\u{B2}\u{B3}\u{2074}\u{2075}\u{2076}\u{2077}\u{2078}\u{2079}";

fn raised(c: char) -> char {
    let digit = c.to_digit(10).and_then(|digit| RAISED.chars().nth(digit as usize));
    digit.unwrap_or(c)
}

/// The digit that a raised one is.
pub(super) fn digit_of_raised(c: char) -> Option<char> {
    let digit = RAISED.chars().position(|raised| raised == c)?;
    char::from_digit(u32::try_from(digit).ok()?, 10)
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
        check(&[(0.0, 4.0, 7.0, "1"), (4.0, 0.0, 10.0, "Of elm.")], &["\u{B9} Of elm."]);
        // Lowered, as high as the words or as large as they are it is a number.
        check(&[(0.0, 0.0, 10.0, "H"), (5.0, -3.0, 7.0, "2"), (9.0, 0.0, 10.0, "O")], &["H2O"]);
        check(&[(0.0, 0.0, 10.0, "Mk"), (10.0, 0.0, 7.0, "2")], &["Mk2"]);
        check(&[(0.0, 0.0, 10.0, "1811"), (20.0, 4.0, 10.0, "2")], &["18112"]);
        check(&[(0.0, 0.0, 10.0, "the 19"), (30.0, 4.0, 7.0, "th")], &["the 19th"]);
    }

    #[test]
    fn small_digits_of_a_font_are_raised() {
        let digits =
            |x: f32, y: f32, text: &str, width: f32| Span { end_x: x + width, ..span(x, y, 10.0, text) };
        let check = |spans: &[Span], expected: &[&str]| {
            let lines: Vec<_> = lines_of(spans.to_vec()).into_iter().map(|line| line.text).collect();
            assert_eq!(lines, expected);
        };
        let wet = |width: f32| {
            let number = digits(20.0, 30.0, "12", width);
            [span(0.0, 30.0, 10.0, "wet."), number, span(20.0 + width, 30.0, 10.0, " Then")]
        };
        let note = [digits(0.0, 0.0, "12", 6.0), span(6.5, 0.0, 10.0, "Of elm.")];
        let both = |width: f32| [&wet(width)[..], &note].concat();
        check(&both(6.0), &["wet.\u{B9}\u{B2} Then", "\u{B9}\u{B2} Of elm."]);
        // As wide as digits are, without a note, the number of an item, behind a blank, and among digits.
        check(&both(10.0), &["wet.12 Then", "\u{B9}\u{B2} Of elm."]);
        check(&wet(6.0), &["wet.12 Then"]);
        check(&[digits(0.0, 0.0, "1", 3.0), span(3.0, 0.0, 10.0, ". Elm.")], &["1. Elm."]);
        let behind = [span(0.0, 30.0, 10.0, "Box"), digits(18.0, 30.0, "12", 6.0)];
        check(&[&behind[..], &note].concat(), &["Box 12", "\u{B9}\u{B2} Of elm."]);
        let among = [span(0.0, 30.0, 10.0, "A3"), digits(10.0, 30.0, "12", 6.0)];
        check(&[&among[..], &note].concat(), &["A312", "\u{B9}\u{B2} Of elm."]);
    }

    #[test]
    fn right_to_left_stretches_may_be_drawn_from_the_right() {
        let (one, two) = ("\u{5D0}\u{5D1}", "\u{5D2}\u{5D3}");
        check(
            &[(20.0, 0.0, 10.0, one), (0.0, 0.0, 10.0, two), (12.0, 0.0, 10.0, "7")],
            &[&format!("{two} 7 {one}")],
        );
        // A run is drawn from its left end on, and the runs from the right.
        check(
            &[(40.0, 0.0, 10.0, one), (50.0, 0.0, 10.0, two), (14.0, 0.0, 10.0, one), (26.0, 0.0, 10.0, two)],
            &[&format!("{one} {two} {one}{two}")],
        );
        check(&[(60.0, 0.0, 10.0, "right"), (0.0, 0.0, 10.0, "left")], &["right", "left"]);
    }
}
