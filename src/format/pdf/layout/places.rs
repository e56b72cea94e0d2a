//! Where lines stand, against the order in which they are drawn: a browser draws what is positioned, and the
//! numbers of lists, at the end of a page. What fits exactly where nothing else is, is read there.
//!
//! The order of drawing holds wherever place and order do not clearly disagree: columns, notes and tables are
//! drawn as they are read.

use std::collections::HashMap;

use super::lines::{Open, RAISED_SIZE};

/// How much higher than the line before, in heights of its type, a line stands that does not follow it.
const JUMP: f32 = 1.2;
/// A piece may overlap the stretches beside it by this part of its type's height, stand off from both by the
/// second, and from one alone by the third, if it is not the number of an item.
const OVERLAP: f32 = 0.3;
const OFF_BOTH: f32 = 1.0;
const OFF_ONE: f32 = 0.3;
const OFF_NUMBER: f32 = 1.5;
/// A piece may be raised or lowered by this part of its line's type, is not larger than it by more than this
/// factor, and before or behind all of it not longer than so many heights.
const RAISED: f32 = 0.5;
const LARGER: f32 = 1.1;
const MARK_MAX: f32 = 3.0;
/// Lines with more stretches take no further ones, and no more lines at one height are tried.
const STRETCHES_MAX: usize = 256;
const TRIED_MAX: usize = 4;
/// What is free between two lines that leave room for another, and how far that is from both.
const FREE: f32 = 1.9;
const APART: f32 = 0.8;
/// How many such places on a page are looked at.
const HOLES_MAX: usize = 64;

/// A line and in which flow it was drawn: each begins where drawing went up again.
struct Drawn {
    line: Open,
    flow: usize,
}

/// Puts pieces into the lines, and lines between the lines, where they stand.
pub(super) fn put(lines: Vec<Open>) -> Vec<Open> {
    let mut flow = 0;
    let mut before: Option<(f32, f32)> = None;
    let drawn = lines.into_iter().map(|line| {
        if before.is_some_and(|(y, size)| line.y > y + size.max(line.size) * JUMP) {
            flow += 1;
        }
        before = Some((line.y, line.size));
        Drawn { line, flow }
    });
    let mut drawn = joined(drawn);
    drawn.retain(|drawn| drawn.line.spans.iter().any(|span| !span.text.trim().is_empty()));
    let into = holes_of(&drawn);
    let lines = drawn.into_iter().map(|drawn| drawn.line).collect();
    if into.iter().all(Option::is_none) { lines } else { ordered(lines, &into) }
}

/// Adds pieces that were drawn by themselves to the lines in which they stand.
fn joined(drawn: impl Iterator<Item = Drawn>) -> Vec<Drawn> {
    let row = |y: f32| (y / 8.0).round() as i32;
    let mut at: HashMap<i32, Vec<usize>> = HashMap::new();
    let mut joined: Vec<Drawn> = Vec::new();
    for piece in drawn {
        let row = row(piece.line.y);
        let near = (-1..=1).filter_map(|off| at.get(&(row + off)));
        let near = near.flat_map(|lines| lines.iter().rev().take(TRIED_MAX).copied());
        let line = near.into_iter().find(|index| {
            let is_last = index + 1 == joined.len();
            joined.get(*index).is_some_and(|line| has_room(line, is_last, &piece))
        });
        match line.and_then(|line| joined.get_mut(line)) {
            Some(drawn) => drawn.line.take_in(piece.line),
            None => {
                at.entry(row).or_default().push(joined.len());
                joined.push(piece);
            }
        }
    }
    joined
}

/// Says that a piece that was drawn later stands exactly between stretches of a line, or is a mark right before
/// or behind all of them.
fn has_room(line: &Drawn, is_last: bool, piece: &Drawn) -> bool {
    let is_later = line.flow < piece.flow;
    let (line, piece) = (&line.line, &piece.line);
    let em = line.size.max(1.0);
    if !(is_later || is_last)
        || (line.y - piece.y).abs() > em * RAISED
        || piece.size > em * LARGER
        || line.spans.len() > STRETCHES_MAX
    {
        return false;
    }
    let middle = (piece.left + piece.right) / 2.0;
    let (before, behind): (Vec<_>, Vec<_>) =
        line.spans.iter().partition(|span| (span.x + span.end_x) / 2.0 < middle);
    let before = before.iter().map(|span| piece.left - span.end_x).reduce(f32::min);
    let behind = behind.iter().map(|span| span.x - piece.right).reduce(f32::min);
    let is_between = before.is_some() && behind.is_some();
    let is_number = before.is_none() && is_later && is_number(piece);
    // What runs from the right is drawn from anywhere.
    let has_right_to_left = line.has_right_to_left || piece.has_right_to_left;
    let is_mark = is_number
        || is_later && is_sign(piece, line.size)
        || has_right_to_left && (is_short(line) || is_short(piece));
    let far = match (is_between, is_number) {
        (true, _) => OFF_BOTH,
        (false, true) => OFF_NUMBER,
        (false, false) => OFF_ONE,
    };
    let is_near = |off: Option<f32>| off.is_none_or(|off| (-OVERLAP * em..far * em).contains(&off));
    (is_between || is_mark) && is_near(before) && is_near(behind)
}

fn is_short(line: &Open) -> bool {
    line.right - line.left < line.size * MARK_MAX
}

/// Says that a piece is the number of an item: `1.`, `iv)`.
fn is_number(piece: &Open) -> bool {
    let text = beginning(piece);
    is_short(piece) && text.trim().strip_suffix(['.', ')']).is_some_and(|number| !number.is_empty())
}

/// Says that a piece is a sign, or a number smaller than type of this size.
fn is_sign(piece: &Open, size: f32) -> bool {
    let text = beginning(piece);
    let mut chars = text.trim().chars();
    let is_alone = chars.next().is_some_and(|c| !c.is_alphanumeric()) && chars.next().is_none();
    let is_digits = text.trim().bytes().all(|byte| byte.is_ascii_digit());
    is_short(piece) && (is_alone || is_digits && piece.size < size * RAISED_SIZE)
}

fn beginning(piece: &Open) -> String {
    piece.spans.iter().flat_map(|span| span.text.chars()).take(8).collect()
}

/// A place between two lines of a flow, or above all that were drawn first.
#[derive(Clone, Copy)]
struct Hole {
    above: Option<usize>,
    below: usize,
}

impl Hole {
    fn top(&self, lines: &[Drawn]) -> f32 {
        self.above.map_or(f32::INFINITY, |above| lines[above].line.y)
    }

    /// The lines in it, which are `by_height`, if it holds nothing that was drawn before what is below it, and all of
    /// it stands in the column of what is around it.
    fn filled<'a>(&self, lines: &[Drawn], by_height: &'a [usize]) -> Option<&'a [usize]> {
        let (top, below) = (self.top(lines), &lines[self.below].line);
        let above = self.above.map(|above| &lines[above].line);
        let from = by_height.partition_point(|index| lines[*index].line.y <= below.y + below.size * 0.1);
        let inside = &by_height[from..];
        let inside = &inside[..inside.partition_point(|index| lines[*index].line.y < top - below.size * 0.1)];
        let left = above.map_or(below.left, |above| above.left.min(below.left));
        let right = above.map_or(below.right, |above| above.right.max(below.right));
        let fits = inside.iter().all(|index| {
            let line = &lines[*index].line;
            *index > self.below
                && top - line.y >= line.size * APART
                && line.y - below.y >= line.size * APART
                && line.left < right
                && left < line.right
        });
        let hull = inside.iter().fold((f32::MAX, f32::MIN), |(left, right), index| {
            (left.min(lines[*index].line.left), right.max(lines[*index].line.right))
        });
        let is_over = |line: &Open| hull.0 < line.right && line.left < hull.1;
        (!inside.is_empty() && fits && is_over(below) && above.is_none_or(is_over)).then_some(inside)
    }
}

/// The holes into which lines go that were drawn after something that stands below them.
fn holes_of(lines: &[Drawn]) -> Vec<Option<Hole>> {
    let mut into: Vec<Option<Hole>> = vec![None; lines.len()];
    if lines.last().is_none_or(|last| last.flow == 0) {
        return into;
    }
    let is_free = |hole: &Hole| {
        let below = &lines[hole.below].line;
        let size = hole.above.map_or(below.size, |above| lines[above].line.size.max(below.size));
        hole.top(lines) - below.y >= size * FREE
    };
    let between = lines.windows(2).enumerate().filter(|(_, pair)| pair[0].flow == pair[1].flow);
    let between = between.map(|(index, _)| Hole { above: Some(index), below: index + 1 });
    let holes = std::iter::once(Hole { above: None, below: 0 }).chain(between).filter(is_free);
    let mut holes: Vec<Hole> = holes.take(HOLES_MAX).collect();
    // What is in a narrow hole is in the wide one around it, too.
    let height = |hole: &Hole| hole.top(lines) - lines[hole.below].line.y;
    holes.sort_by(|a, b| height(b).total_cmp(&height(a)));
    let mut by_height: Vec<usize> = (0..lines.len()).collect();
    by_height.sort_by(|a, b| lines[*a].line.y.total_cmp(&lines[*b].line.y));
    for hole in holes {
        for index in hole.filled(lines, &by_height).unwrap_or_default() {
            into[*index] = Some(hole);
        }
    }
    into
}

/// The lines with each in its hole, and those of one hole in the order in which they were drawn.
fn ordered(lines: Vec<Open>, into: &[Option<Hole>]) -> Vec<Open> {
    let mut above: Vec<Vec<usize>> = vec![Vec::new(); lines.len()];
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); lines.len()];
    let mut loose = Vec::new();
    for (index, hole) in into.iter().enumerate() {
        match hole {
            Some(Hole { above: Some(line), .. }) => below[*line].push(index),
            Some(Hole { above: None, below: line, .. }) => above[*line].push(index),
            None => loose.push(index),
        }
    }
    // What goes into a hole was drawn after the lines around it, so that this comes to an end.
    let mut left: Vec<(usize, bool)> = loose.into_iter().rev().map(|index| (index, false)).collect();
    let mut order = Vec::with_capacity(lines.len());
    while let Some((index, is_itself)) = left.pop() {
        if is_itself {
            order.push(index);
            continue;
        }
        left.extend(below[index].iter().rev().map(|index| (*index, false)));
        left.push((index, true));
        left.extend(above[index].iter().rev().map(|index| (*index, false)));
    }
    let mut lines: Vec<Option<Open>> = lines.into_iter().map(Some).collect();
    order.into_iter().filter_map(|index| lines[index].take()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::page::Span;
    use super::super::lines::lines_of;

    /// Stretches at their places in type ten high, as they are drawn, and the lines in order.
    fn check(spans: &[(f32, f32, &str)], expected: &[&str]) {
        let span = |(x, y, text): &(f32, f32, &str)| Span {
            x: *x,
            y: *y,
            end_x: x + 5.0 * text.chars().count() as f32,
            size: 10.0,
            text: (*text).to_owned(),
        };
        let lines: Vec<_> =
            lines_of(spans.iter().map(span).collect()).into_iter().map(|line| line.text).collect();
        assert_eq!(lines, expected);
    }

    const ONE: (f32, f32, &str) = (0.0, 500.0, "The first stands first and says much.");
    const LAST: (f32, f32, &str) = (0.0, 440.0, "The last stands last and says more.");

    #[test]
    fn what_is_drawn_late_is_read_where_it_stands() {
        let code = [(0.0, 476.0, "a line of code"), (20.0, 464.0, "and one more")];
        check(&[ONE, LAST, code[0], code[1]], &[ONE.2, code[0].2, code[1].2, LAST.2]);
        // Above all, and between what was drawn late itself.
        let head = (0.0, 530.0, "A heading");
        check(&[ONE, LAST, head], &[head.2, ONE.2, LAST.2]);
        let (two, three) = ((0.0, 480.0, "Two."), (0.0, 452.0, "Three."));
        check(&[head, LAST, ONE, three, two], &[head.2, ONE.2, two.2, three.2, LAST.2]);
    }

    #[test]
    fn pieces_of_lines_are_put_into_them() {
        check(&[(20.0, 480.0, "Find it."), LAST, (5.0, 480.0, "1. ")], &["1. Find it.", LAST.2]);
        let (was, wet, very) = ((0.0, 480.0, "It was"), (55.0, 480.0, "wet."), (32.0, 484.0, "very"));
        check(&[was, wet, LAST, very], &["It was very wet.", LAST.2]);
        check(&[was, wet, very], &["It was very wet."]);
    }

    #[test]
    fn columns_and_notes_are_read_as_they_are_drawn() {
        let (left, right) = ((0.0, 480.0, "left of it"), (52.0, 480.0, "right of it"));
        let on = |x: f32| (x, 468.0, "and so on");
        check(&[left, on(0.0), right, on(52.0)], &[left.2, "and so on", right.2, "and so on"]);
        // The left column has a picture in its middle, below a title over both, and a note is beneath it.
        let title = (0.0, 500.0, "A title that stands over both");
        let (beneath, note) = ((0.0, 400.0, "beneath it"), (0.0, 380.0, "A note."));
        let lower = (52.0, 440.0, "lower");
        check(
            &[title, left, beneath, note, right, lower],
            &[title.2, left.2, beneath.2, note.2, right.2, lower.2],
        );
        // One column begins lower than the other.
        let low = (0.0, 460.0, "low left");
        check(&[title, low, right], &[title.2, low.2, right.2]);
        // Something stands beside it that was drawn before.
        let (between, beside) = ((0.0, 470.0, "between"), (60.0, 470.0, "beside"));
        check(
            &[ONE, beside, (0.0, 456.0, "beneath"), LAST, between],
            &[ONE.2, beside.2, "beneath", LAST.2, between.2],
        );
        // A fraction with its number.
        let (x, a, b) = ((0.0, 480.0, "x ="), (20.0, 486.0, "a"), (20.0, 474.0, "b"));
        check(&[ONE, x, a, b, (40.0, 480.0, "(1)")], &[ONE.2, x.2, a.2, b.2, "(1)"]);
    }
}
