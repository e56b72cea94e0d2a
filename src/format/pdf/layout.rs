//! From stretches of text with places to lines, and from lines to headings and paragraphs.

mod lines;
mod margins;
mod paragraphs;
mod places;
mod scripts;

use std::collections::{HashMap, HashSet};

use super::super::Receipt;
use super::super::transcript::{self, Piece};
use super::page::Span;
use crate::document::{BlockKind, Builder, Kind};
use lines::{Line, lines_of, take_marks};
use paragraphs::{Paragraph, Paragraphs, number_of_item};
pub(super) use scripts::has_right_to_left;

/// A heading is higher than the text by this factor.
const HEADING_FACTOR: f32 = 1.15;
/// Lines further apart than this, in heights of their type, belong to different paragraphs.
const LEADING_MAX: f32 = 1.75;

/// Adds the blocks of a file to `builder`, or what is said in it where it is a conversation, and says which.
pub(super) fn add(pages: Vec<Vec<Span>>, builder: &mut Builder, receipt: &mut Receipt) -> Kind {
    let mut pages: Vec<Vec<Line>> = pages.into_iter().map(lines_of).collect();
    scripts::read_in_order(&mut pages);
    for page in &mut pages {
        page.iter_mut().for_each(|line| scripts::without_shapes(&mut line.text));
        take_marks(page);
    }
    margins::drop_line_numbers(&mut pages, receipt);
    margins::drop_headers(&mut pages, receipt);
    let body = Body::of(&pages);
    let vocabulary = vocabulary(&pages);
    let mut text = Paragraphs::default();
    for page in &pages {
        let mut before: Option<&Line> = None;
        for line in page {
            let kind = body.kind_of(line);
            let goes_on = text.open.as_ref().is_some_and(|open| {
                (open.kind == kind || open.takes(line)) && body.goes_on(open, before, line)
            });
            if !goes_on {
                text.close();
            }
            // Another page, or column, begins somewhere else.
            if let Some(open) = text.open.as_mut().filter(|_| before.is_none_or(|before| before.y < line.y)) {
                open.left = None;
            }
            match &mut text.open {
                Some(open) => open.add(line, body.indent(line), &vocabulary, receipt),
                None => text.open = Some(Paragraph::new(kind, line, body.indent(line))),
            }
            before = Some(line);
        }
        text.end_page(page, body.size);
    }
    let done = text.finish();
    let pieces: Vec<Piece<'_>> =
        done.iter().map(|done| Piece { kind: done.kind, line: None, text: &done.text }).collect();
    let said = transcript::recognise(&pieces, &transcript::Hints::default());
    match said.filter(|said| said.is_evident() || said.is_dialogue()) {
        Some(said) => {
            said.write(builder, receipt);
            Kind::Transcript
        }
        None => {
            pieces.iter().for_each(|piece| {
                builder.lines(piece.kind, None, piece.text);
            });
            Kind::Essay
        }
    }
}

/// What most lines are like.
struct Body {
    size: f32,
    /// Where lines begin, but for those that are set in, and where most end.
    left: f32,
    right: f32,
    /// How far apart lines of one paragraph are at most, in heights of their type.
    leading: f32,
    /// Where lines end that begin where many do, if that is elsewhere than where most end: in columns.
    columns: HashMap<i32, f32>,
}

impl Body {
    fn of(pages: &[Vec<Line>]) -> Self {
        let mut sizes: HashMap<i32, usize> = HashMap::new();
        let mut lefts: HashMap<i32, usize> = HashMap::new();
        let mut rights: HashMap<i32, usize> = HashMap::new();
        for line in pages.iter().flatten() {
            *sizes.entry((line.size * 2.0).round() as i32).or_default() += line.text.len();
            *lefts.entry((line.left / 4.0).round() as i32).or_default() += 1;
            *rights.entry((line.right / 4.0).round() as i32).or_default() += 1;
        }
        let most = |counts: HashMap<i32, usize>| {
            let most = counts.into_iter().max_by_key(|(value, count)| (*count, *value));
            most.map_or(0.0, |(value, _)| value as f32)
        };
        // Most lines may be set in from where all text begins.
        let lines: usize = lefts.values().sum();
        let left = lefts.iter().filter(|(_, count)| **count * 8 >= lines).map(|(left, _)| *left).min();
        let size = most(sizes) / 2.0;
        let right = most(rights) * 4.0;
        Self {
            size,
            left: left.unwrap_or_default() as f32 * 4.0,
            right,
            leading: leading(pages),
            columns: columns(pages, size, right),
        }
    }

    /// Where lines end that begin where this one does.
    fn right_of(&self, line: &Line) -> f32 {
        self.columns.get(&((line.left / 4.0).round() as i32)).copied().unwrap_or(self.right)
    }

    /// Blanks for how far a line is set in.
    fn indent(&self, line: &Line) -> &'static str {
        match (line.left - self.left) / line.size.max(1.0) {
            6.0.. => "            ",
            1.0.. => "    ",
            _ => "",
        }
    }

    fn kind_of(&self, line: &Line) -> BlockKind {
        let has_words = line.text.chars().filter(|c| c.is_alphabetic()).count() > 2;
        if line.size > self.size * HEADING_FACTOR && line.text.len() < 200 && has_words {
            BlockKind::Heading
        } else if line.item.is_some() {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        }
    }

    /// Says that `line` goes on with the block `open`, whose last line is `before` unless that
    /// was on another page.
    fn goes_on(&self, open: &Paragraph, before: Option<&Line>, line: &Line) -> bool {
        let same_size = (line.size - open.size).abs() < open.size * 0.12;
        if !same_size || line.item.is_some() {
            return false;
        }
        let Some(before) = before else {
            // Over the page's end a paragraph goes on where its sentence does.
            let is_exactly_as_large = (line.size - open.size).abs() < open.size * 0.05;
            return is_exactly_as_large && open.may_go_on() && self.goes_on_over(open, line);
        };
        let down = before.y - line.y;
        if down < 0.0 {
            // A new column, where a sentence may go on.
            return open.is_unfinished();
        }
        if down > self.leading * before.size.max(line.size) {
            return false;
        }
        if open.kind == BlockKind::Heading {
            return true;
        }
        let em = line.size;
        let is_next = open.number.is_some_and(|number| number_of_item(&line.text) == Some(number + 1));
        if is_next && (line.left - open.first_left).abs() < em {
            return false;
        }
        let is_indented = !open.takes(line) && line.left > open.left.unwrap_or(before.left) + em * 0.8;
        // A line that ends early was the last, if a sentence ends with it.
        let is_short =
            before.right < self.right_of(before).min(line.right.max(before.right + em * 6.0)) - em * 4.0;
        !(is_indented && (open.left.is_some() || open.ends_sentence())) && !(is_short && open.ends_sentence())
    }

    /// Says that a page's first line goes on with the sentence in which the page before ended: in small letters, or
    /// behind a full line with a name. Behind a colon in a line that is not full is rather something else.
    fn goes_on_over(&self, open: &Paragraph, line: &Line) -> bool {
        let right = self.right_of(line);
        let is_full = open.right > right - line.size;
        let is_text = line.right > right - line.size * 4.0 || line.text.ends_with(['.', '?', '!']);
        if open.ends_sentence() {
            let is_item = line.text.chars().nth(1).is_some_and(|c| c == '.' || c == ')');
            return is_full && is_text && line.text.starts_with(char::is_lowercase) && !is_item;
        }
        let is_cut = is_full && open.text.ends_with(|c: char| c.is_alphabetic() || c == ',');
        !line.text.starts_with(char::is_uppercase) || is_cut && is_text && !is_caption(&line.text)
    }
}

/// Says that a line begins as `Figure 3.1:` does.
fn is_caption(text: &str) -> bool {
    let number = text.split(' ').nth(1).and_then(|number| number.strip_suffix(['.', ':']));
    number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// Where lines end that begin in each of the places where many do, unless that is about `right`.
fn columns(pages: &[Vec<Line>], size: f32, right: f32) -> HashMap<i32, f32> {
    const LINES_MIN: usize = 8;
    let mut ends: HashMap<i32, Vec<f32>> = HashMap::new();
    for line in pages.iter().flatten() {
        ends.entry((line.left / 4.0).round() as i32).or_default().push(line.right);
    }
    ends.retain(|_, ends| ends.len() >= LINES_MIN);
    let edge = |(left, mut ends): (i32, Vec<f32>)| {
        ends.sort_by(f32::total_cmp);
        let edge = *ends.get(ends.len() * 3 / 4)?;
        let is_near = |end: f32| (end - edge).abs() < size * 4.0;
        // Lines of a list end anywhere.
        let are_full = ends.iter().filter(|end| is_near(**end)).count() * 2 >= ends.len();
        (are_full && !is_near(right)).then_some((left, edge))
    };
    ends.into_iter().filter_map(edge).collect()
}

/// How far apart the lines of a paragraph may be: further in a text of which nearly all lines are, as of
/// typewriters at double space.
fn leading(pages: &[Vec<Line>]) -> f32 {
    const SPREAD: f32 = 1.15;
    let mut steps: HashMap<i32, usize> = HashMap::new();
    for pair in pages.iter().flat_map(|page| page.windows(2)) {
        let step = (pair[0].y - pair[1].y) / pair[0].size.max(pair[1].size).max(1.0);
        *steps.entry((step * 10.0).round() as i32).or_default() += 1;
    }
    let all: usize = steps.values().sum();
    let usual = steps.into_iter().max_by_key(|(step, count)| (*count, -*step));
    let is_double = |step: f32| (LEADING_MAX..=3.0).contains(&step);
    match usual {
        Some((step, count)) if count * 10 >= all * 7 && is_double(step as f32 / 10.0) => {
            step as f32 / 10.0 * SPREAD
        }
        _ => LEADING_MAX,
    }
}

/// The words of a file, lower case, with their hyphens; those cut at a line's end left out.
fn vocabulary(pages: &[Vec<Line>]) -> HashSet<String> {
    let mut words = HashSet::new();
    for line in pages.iter().flatten() {
        let mut parts = line.text.split(|c: char| !c.is_alphabetic() && c != '-').peekable();
        while let Some(word) = parts.next() {
            if parts.peek().is_some() && word.len() > 2 {
                words.insert(word.trim_matches('-').to_lowercase());
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of pages, each with its number before it and at double space.
    fn numbered_pages(lines: &[(f32, &str)]) -> Vec<Vec<Span>> {
        let span = |x: f32, row: usize, text: &str| {
            let end_x = x + 6.0 * text.len() as f32;
            Span { x, y: 700.0 - 25.0 * row as f32, end_x, size: 12.0, text: text.to_owned() }
        };
        let page = |lines: &[(f32, &str)]| {
            let mut spans = vec![span(300.0, 0, "Reporters of Record")];
            for row in 1..=25 {
                spans.push(span(72.0, row, &row.to_string()));
                spans.extend(lines.get(row - 1).map(|(x, words)| span(*x, row, words)));
            }
            spans
        };
        lines.chunks(25).map(page).collect()
    }

    #[test]
    fn pages_of_court_reporters_are_conversations() {
        let mut lines = vec![(100.0, "BY MR. FIELD:")];
        for _ in 0..12 {
            lines.extend([
                (136.0, "Q. Where does the engine stand when it is"),
                (100.0, "not at work?"),
                (136.0, "A. In the barn."),
            ]);
        }
        let mut builder = Builder::new(Kind::Essay, "pdf");
        let mut receipt = Receipt::default();
        assert_eq!(add(numbered_pages(&lines), &mut builder, &mut receipt), Kind::Transcript);
        let document = builder.finish();
        assert_eq!(document.speakers, ["MR. FIELD", "A"]);
        let texts: Vec<_> = document.blocks.iter().map(|block| document.block_text(block)).collect();
        assert_eq!(texts.len(), 24);
        assert_eq!(texts[..2], ["Where does the engine stand when it is not at work?", "In the barn."]);
    }

    /// Pages of lines with their left ends, their heights, sizes and texts; the blocks they become.
    fn check_pages(pages: &[&[(f32, f32, f32, &str)]], expected: &[&str]) {
        let span = |(x, y, size, text): &(f32, f32, f32, &str)| {
            let end_x = x + size * 0.5 * text.chars().count() as f32;
            Span { x: *x, y: *y, end_x, size: *size, text: (*text).to_owned() }
        };
        let pages = pages.iter().map(|page| page.iter().map(span).collect()).collect();
        let mut builder = Builder::new(Kind::Essay, "pdf");
        add(pages, &mut builder, &mut Receipt::default());
        let document = builder.finish();
        let texts: Vec<_> = document.blocks.iter().map(|block| document.block_text(block)).collect();
        assert_eq!(texts, expected);
    }

    const FULL: &str = "The keeper of the sluice had two boats and oars";

    #[test]
    fn paragraphs_go_on_over_the_ends_of_pages() {
        let first = (0.0, 200.0, 10.0, FULL);
        let note = [(0.0, 20.0, 7.0, "\u{B9} A note that"), (0.0, 12.0, 7.0, "goes on.")];
        let whole = |end: &str, on: &str| format!("{FULL} {end}{on}");
        let noted = "\u{B9} A note that goes on.";
        // Behind a note, in a word that is cut, and with a name behind a full line.
        let cut = "which had not been painted for all those ye\u{2010}";
        check_pages(
            &[
                &[first, (0.0, 188.0, 10.0, cut), note[0], note[1]],
                &[(0.0, 200.0, 10.0, "ars that he kept it.")],
            ],
            &[&whole("which had not been painted for all those ye", "ars that he kept it."), noted],
        );
        let full = "and what he knew of boats he had of his friend";
        check_pages(
            &[
                &[first, (0.0, 188.0, 10.0, full), note[0], note[1]],
                &[(0.0, 200.0, 10.0, "Ada Ek of the mill.")],
            ],
            &[&whole(full, " Ada Ek of the mill."), noted],
        );
        let colon = "and of all boats that he had he knew only this:";
        check_pages(
            &[&[first, (0.0, 188.0, 10.0, colon)], &[(0.0, 200.0, 10.0, "they leak.")]],
            &[&whole(colon, " they leak.")],
        );
    }

    #[test]
    fn what_begins_on_a_page_is_another_paragraph() {
        let first = (0.0, 200.0, 10.0, FULL);
        let note = (0.0, 20.0, 7.0, "\u{B9} A note.");
        let check = |last: &str, next: &str| {
            let text = format!("{FULL} {last}");
            check_pages(
                &[&[first, (0.0, 188.0, 10.0, last), note], &[(0.0, 200.0, 10.0, next)]],
                &[&text, note.3, next],
            );
        };
        check("and that was all he had in his life, of boats.", "the boats were of elm.");
        check("and that was all.\u{B9}", "the boats were of elm.");
        check("and that was of use for", "Ada Ek of the mill.");
        check("and what he knew of boats he had of his friend", "Figure 2: A boat of elm and of oak.");
        check("and this:", "boats were of elm.");
    }

    #[test]
    fn small_type_without_a_mark_is_no_note() {
        let lines = [(0.0, 200.0, 10.0, FULL), (0.0, 20.0, 7.0, "boat --elm --paint")];
        check_pages(
            &[&lines, &[(0.0, 200.0, 10.0, "is what he called it.")]],
            &[FULL, lines[1].3, "is what he called it."],
        );
    }

    #[test]
    fn numbered_items_begin_where_their_numbers_go_on() {
        check_pages(
            &[&[
                (0.0, 200.0, 10.0, FULL),
                (0.0, 160.0, 10.0, "1. Find the boat"),
                (0.0, 148.0, 10.0, "2. Find the oars"),
                (0.0, 136.0, 10.0, "7. and go."),
            ]],
            &[FULL, "1. Find the boat", "2. Find the oars 7. and go."],
        );
    }
}
