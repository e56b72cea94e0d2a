//! What stands around the text of pages: numbers of lines, heads and feet.

use std::collections::{HashMap, HashSet};

use super::super::super::Receipt;
use super::super::super::plain::numbered;
use super::lines::Line;
use super::{Body, LEADING_MAX};

/// How many lines at the top and at the bottom of a page may be its header and footer.
const MARGIN_LINES: usize = 2;
/// The heading that a running head repeats has no fewer letters than this.
const HEADING_LETTERS_MIN: usize = 5;
/// A running head is no longer than this.
const HEAD_BYTES_MAX: usize = 120;

/// Takes the numbers off the lines of a court reporter's pages, and what stands around numbered lines.
pub(super) fn drop_line_numbers(pages: &mut [Vec<Line>], receipt: &mut Receipt) {
    let all: Vec<&str> = pages.iter().flatten().map(|line| line.text.as_str()).collect();
    if !numbered::are_numbered(&all.join("\n")) {
        return;
    }
    let mut before = 0;
    for page in pages {
        let words: Vec<Option<String>> = page
            .iter()
            .map(|line| {
                numbered::numbered(&mut before, &line.text).flatten().map(|words| words.trim().to_owned())
            })
            .collect();
        let count = words.iter().flatten().count();
        // The numbers may be a column of their own, with all lines behind it.
        let are_beside = words.len() - count <= numbered::FURNITURE_LINES_MAX;
        let mut words = words.into_iter();
        page.retain_mut(|line| match words.next().flatten() {
            Some(words) => {
                line.text = words;
                line.left = line.second_left.unwrap_or(line.left);
                !line.text.is_empty()
            }
            None if are_beside && count > 0 => {
                receipt.dropped("heads and feet of pages", &line.text);
                false
            }
            None => true,
        });
    }
}

/// Drops what stands again and again at the top or bottom of pages, and page numbers.
pub(super) fn drop_headers(pages: &mut [Vec<Line>], receipt: &mut Receipt) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let margins = |lines: usize| {
        (0..lines.min(MARGIN_LINES)).chain(lines.saturating_sub(MARGIN_LINES).max(MARGIN_LINES)..lines)
    };
    let mut numbers_at: HashMap<i32, usize> = HashMap::new();
    for page in pages.iter() {
        let keys: HashSet<_> = margins(page.len()).map(|index| letters(&page[index].text)).collect();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
        let numbers = margins(page.len()).filter(|index| is_page_number(&page[*index].text));
        let heights: HashSet<i32> = numbers.map(|index| height(&page[index])).collect();
        heights.into_iter().for_each(|height| *numbers_at.entry(height).or_default() += 1);
    }
    let often = (pages.len() / 4).clamp(3, 12);
    let outside = Outside::of(pages);
    for (number, page) in pages.iter_mut().enumerate() {
        let at: HashSet<usize> = margins(page.len())
            .filter(|index| {
                let line = &page[*index];
                let words = letters(&line.text);
                let is_roman =
                    !words.is_empty() && line.text.len() < 8 && words.chars().all(|c| "ivxlc".contains(c));
                if words.is_empty() || is_roman {
                    // The end of a sentence may be a number.
                    let is_number = is_page_number(&line.text) && line.text.len() < 12;
                    (is_number || is_roman)
                        && (numbers_at.get(&height(line)).is_some_and(|pages| *pages > 1)
                            || is_apart(page, line))
                } else {
                    counts[&words] >= often
                }
            })
            .collect();
        let mut index = 0;
        page.retain(|line| {
            let is_dropped = at.contains(&index) || outside.has(number, line);
            index += 1;
            if is_dropped {
                receipt.dropped("headers and footers of pages", &line.text);
            }
            !is_dropped
        });
    }
}

/// The letters of a line, small: what is the same in the heads of pages.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase()
}

/// The height of a line as far as printing is exact.
fn height(line: &Line) -> i32 {
    (line.y / 2.0).round() as i32
}

/// Says that text is the number of a page, as `- 3 -`, `p. 3`, `Page 3 of 9`, `3/9`.
fn is_page_number(text: &str) -> bool {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let are_short = numbers.clone().all(|digits| digits.len() < 5);
    let is_other = |c: char| {
        !c.is_ascii_digit() && !c.is_alphabetic() && !" -\u{2013}\u{2014}|/()[].\u{2022}\u{B7}".contains(c)
    };
    let parts = text.contains(|c: char| c == '/' || c == '|' || c.is_alphabetic());
    let count = numbers.by_ref().count();
    are_short
        && (count == 1 || count == 2 && parts)
        && letters(text).chars().count() <= 8
        && !text.contains(is_other)
}

/// Says that the letters of a head are those of a heading, or end or begin with them.
fn names_heading(letters: &str, headings: &HashSet<String>) -> bool {
    letters.len() <= HEAD_BYTES_MAX
        && letters.char_indices().any(|(at, _)| {
            let (before, behind) = letters.split_at(at);
            headings.contains(behind) || headings.contains(before)
        })
}

/// Says that no other line is as near as lines of a paragraph are.
fn is_apart(page: &[Line], line: &Line) -> bool {
    page.iter().all(|other| {
        let height = line.size.max(other.size);
        let down = (line.y - other.y).abs();
        down < height * 0.3 || down > height * LEADING_MAX
    })
}

/// The lines that stand outside the text of pages: at one height on several of them, above or below all others
/// and apart from these, and the same but for numbers, or as a heading of the text.
struct Outside {
    /// Of each page the heights of its head and foot.
    rows: Vec<[Option<i32>; 2]>,
}

impl Outside {
    fn of(pages: &[Vec<Line>]) -> Self {
        let size = Body::of(pages).size;
        let rows: Vec<[Option<Row>; 2]> =
            pages.iter().map(|page| [Row::of(page, true), Row::of(page, false)]).collect();
        let mut same: HashMap<(i32, &str), usize> = HashMap::new();
        let mut heights: HashMap<i32, usize> = HashMap::new();
        for row in rows.iter().flatten().flatten() {
            *same.entry((row.height, &row.letters)).or_default() += 1;
            *heights.entry(row.height).or_default() += 1;
        }
        let is_in_row =
            |number: usize, line: &Line| rows[number].iter().flatten().any(|row| row.height == height(line));
        let headings: HashSet<String> = pages
            .iter()
            .enumerate()
            .flat_map(|(number, page)| page.iter().map(move |line| (number, line)))
            .filter(|(number, line)| line.size > size * super::HEADING_FACTOR && !is_in_row(*number, line))
            .map(|(_, line)| letters(&line.text))
            .filter(|letters| letters.chars().count() >= HEADING_LETTERS_MIN)
            .collect();
        let is_outside = |row: &Row, is_head: bool| {
            if heights.get(&row.height).is_none_or(|pages| *pages < 2) {
                return false;
            }
            // What looks as a heading may be one on each page of a presentation.
            let is_large = row.size > size * super::HEADING_FACTOR && is_head;
            let is_same = same.get(&(row.height, row.letters.as_str())).is_some_and(|pages| *pages > 1);
            is_same && !is_large || is_page_number(&row.text) || names_heading(&row.letters, &headings)
        };
        let rows = rows
            .iter()
            .map(|[head, foot]| {
                [
                    head.as_ref().filter(|row| is_outside(row, true)).map(|row| row.height),
                    foot.as_ref().filter(|row| is_outside(row, false)).map(|row| row.height),
                ]
            })
            .collect();
        Self { rows }
    }

    fn has(&self, page: usize, line: &Line) -> bool {
        self.rows.get(page).is_some_and(|rows| rows.iter().flatten().any(|row| *row == height(line)))
    }
}

/// The topmost or lowest lines of a page.
struct Row {
    height: i32,
    size: f32,
    text: String,
    letters: String,
}

impl Row {
    /// The row that is highest, or lowest, if it stands apart from all others.
    fn of(page: &[Line], is_head: bool) -> Option<Self> {
        let order = |a: &&Line, b: &&Line| a.y.total_cmp(&b.y);
        let outer = if is_head { page.iter().max_by(order) } else { page.iter().min_by(order) }?;
        let rest = page.iter().any(|line| height(line) != height(outer));
        if !rest || !is_apart(page, outer) {
            return None;
        }
        let row: Vec<&Line> = page.iter().filter(|line| height(line) == height(outer)).collect();
        let text = row.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
        let size = row.iter().map(|line| line.size).fold(0.0, f32::max);
        Some(Self { height: height(outer), size, letters: letters(&text), text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as their height, their size and their text; what is dropped is expected.
    fn check(pages: &[&[(f32, f32, &str)]], expected: &[&str]) {
        let line = |(y, size, text): &(f32, f32, &str)| Line {
            y: *y,
            size: *size,
            text: (*text).to_owned(),
            ..Line::default()
        };
        let mut pages: Vec<Vec<Line>> = pages.iter().map(|page| page.iter().map(line).collect()).collect();
        let before: Vec<String> = pages.iter().flatten().map(|line| line.text.clone()).collect();
        drop_headers(&mut pages, &mut Receipt::default());
        let mut left = pages.iter().flatten().map(|line| line.text.as_str()).peekable();
        let dropped: Vec<_> =
            before.iter().filter(|text| left.next_if(|left| left == text).is_none()).collect();
        assert_eq!(dropped, expected);
    }

    const TEXT: &str = "Words of the text that fill a line, and more of them";

    #[test]
    fn heads_of_two_pages_go() {
        let (one, two) = ("Water 1", "Water 2");
        check(
            &[
                &[(90.0, 8.0, one), (60.0, 10.0, TEXT), (48.0, 10.0, TEXT), (20.0, 10.0, "Page 1 of 2")],
                &[(90.0, 8.0, two), (60.0, 10.0, TEXT), (20.0, 10.0, "Page 2 of 2")],
            ],
            &[one, "Page 1 of 2", two, "Page 2 of 2"],
        );
        // Heads that name the sections, each once.
        let heading = [(60.0, 14.0, "The older measure"), (40.0, 10.0, TEXT)];
        check(
            &[
                &[(90.0, 10.0, "Ada Ek The older measure"), heading[0], heading[1]],
                &[(90.0, 10.0, "9 Stone"), (60.0, 14.0, "Stone"), (40.0, 10.0, TEXT)],
            ],
            &["Ada Ek The older measure", "9 Stone"],
        );
    }

    #[test]
    fn what_is_at_one_height_may_be_text() {
        // Not apart from it, at different heights, or a heading of presentations.
        check(
            &[
                &[(72.0, 10.0, "Water"), (60.0, 10.0, TEXT)],
                &[(72.0, 10.0, "Water"), (60.0, 10.0, "And words of another page")],
            ],
            &[],
        );
        check(
            &[
                &[(90.0, 10.0, "Water"), (60.0, 10.0, TEXT)],
                &[(95.0, 10.0, "Water"), (60.0, 10.0, "And words of another page")],
            ],
            &[],
        );
        check(
            &[
                &[(90.0, 20.0, "Water"), (60.0, 10.0, TEXT)],
                &[(90.0, 20.0, "Water"), (60.0, 10.0, "And words of another page")],
            ],
            &[],
        );
        check(
            &[
                &[(90.0, 10.0, "Water rose."), (60.0, 10.0, TEXT)],
                &[(90.0, 10.0, "Stones fell."), (60.0, 10.0, "And words of another page")],
            ],
            &[],
        );
    }

    #[test]
    fn the_end_of_a_sentence_is_no_page_number() {
        check(&[&[(60.0, 10.0, TEXT), (48.0, 10.0, "9, 2004."), (20.0, 10.0, "3")]], &["3"]);
        check(&[&[(60.0, 10.0, TEXT), (48.0, 10.0, "2004.")]], &[]);
        check(&[&[(60.0, 10.0, TEXT), (20.0, 10.0, "- 12 -")]], &["- 12 -"]);
    }
}
