//! Words of a quotation laid against the words of a document: where they fit best, and what differs.

use std::collections::HashSet;
use std::ops::Range;

/// How a quotation lies on a document: numbers of words on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alignment {
    /// The document's words that the quotation stands for.
    pub original: Range<usize>,
    /// Words added, left out or exchanged.
    pub edits: usize,
    /// Stretches that differ, in order.
    pub differences: Vec<Stretch>,
}

/// A stretch of words that differs; one side may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The quotation's words.
    pub quoted: Range<usize>,
    /// The document's words that stand there.
    pub original: Range<usize>,
}

impl Alignment {
    /// The words that stand for each other and differ, by their numbers in the quotation and in the document.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let of_stretch = |stretch: &Stretch| stretch.quoted.clone().zip(stretch.original.clone());
        self.differences
            .iter()
            .filter(|stretch| stretch.quoted.len() == stretch.original.len())
            .flat_map(of_stretch)
    }

    /// Forgets the stretches that were left out and need not be quoted.
    pub(super) fn forget(&mut self, need_not_be: impl Fn(&Stretch) -> bool) {
        let mut forgotten = 0;
        self.differences.retain(|stretch| {
            let is_kept = !stretch.quoted.is_empty() || !need_not_be(stretch);
            forgotten += if is_kept { 0 } else { stretch.original.len() };
            is_kept
        });
        self.edits = self.edits.saturating_sub(forgotten);
    }
}

/// Every place where `quoted` stands word for word.
pub(super) fn exact_places(quoted: &[&str], original: &[&str]) -> Vec<usize> {
    if quoted.is_empty() {
        return Vec::new();
    }
    let places = original.windows(quoted.len()).enumerate();
    places.filter(|(_, window)| *window == quoted).map(|(at, _)| at).collect()
}

/// The place in `original` where `quoted` fits with the fewest edits, if it fits with `edits_max` beside words in
/// another form, which `is_same` tells.
///
/// Looks at the few stretches that share most words with the quotation only, so that the work is
/// about the square of the quotation's length, not its length times the document's.
pub(super) fn best_fit(
    quoted: &[&str],
    original: &[&str],
    edits_max: usize,
    is_same: &dyn Fn(&str, &str) -> bool,
) -> Option<Alignment> {
    /// Stretches that are aligned word by word.
    const STRETCHES: usize = 3;
    let mut best: Option<Alignment> = None;
    for stretch in likely_stretches(quoted, original, STRETCHES) {
        let mut fit = align(quoted, &original[stretch.clone()]);
        let inflected = || {
            let is_same =
                |(word, other): &(usize, usize)| is_same(quoted[*word], original[stretch.start + other]);
            fit.pairs().filter(is_same).count()
        };
        if best.as_ref().is_some_and(|best| best.edits <= fit.edits)
            || fit.edits > edits_max && fit.edits - inflected() > edits_max
        {
            continue;
        }
        let shift =
            |range: &mut Range<usize>| *range = range.start + stretch.start..range.end + stretch.start;
        shift(&mut fit.original);
        fit.differences.iter_mut().for_each(|difference| shift(&mut difference.original));
        best = Some(fit);
    }
    best.map(|fit| reach_ends(fit, quoted, original))
}

/// Where the first or the last word of the quotation is paired with another word and stands itself a
/// few words further out, what is between them was left out: `I think` is said of `I don't think`,
/// not of `don't think`.
fn reach_ends(mut fit: Alignment, quoted: &[&str], original: &[&str]) -> Alignment {
    /// Further out it is another sentence's.
    const REACH: usize = 3;
    let Range { start, end } = fit.original;
    if let Some(first) = fit.differences.first_mut()
        && (&first.quoted, &first.original) == (&(0..1), &(start..start + 1))
    {
        let from = start.saturating_sub(REACH);
        if let Some(at) = original[from..start].iter().rposition(|word| *word == quoted[0]) {
            *first = Stretch { quoted: 1..1, original: from + at + 1..start + 1 };
            fit.original.start = from + at;
            fit.edits += start - (from + at) - 1;
        }
    }
    let count = quoted.len();
    if let Some(last) = fit.differences.last_mut()
        && (&last.quoted, &last.original) == (&(count - 1..count), &(end - 1..end))
    {
        let to = original.len().min(end + REACH);
        if let Some(at) = original[end..to].iter().position(|word| *word == quoted[count - 1]) {
            *last = Stretch { quoted: count - 1..count - 1, original: end - 1..end + at };
            fit.original.end = end + at + 1;
            fit.edits += at;
        }
    }
    fit
}

/// The stretches, a little longer than the quotation, that have most of its words, longer ones counting more: `of`
/// and `the` are everywhere.
fn likely_stretches(quoted: &[&str], original: &[&str], most: usize) -> Vec<Range<usize>> {
    let known: HashSet<&str> = quoted.iter().copied().collect();
    let width = quoted.len().min(original.len());
    if width == 0 {
        return Vec::new();
    }
    let worth = |word: &&str| if known.contains(word) { word.len() } else { 0 };
    let worths: Vec<usize> = original.iter().map(worth).collect();
    let mut shared: usize = worths[..width].iter().sum();
    let mut windows = vec![(shared, 0)];
    for start in 1..=original.len() - width {
        shared = shared + worths[start + width - 1] - worths[start - 1];
        windows.push((shared, start));
    }
    windows.sort_by_key(|(shared, start)| (usize::MAX - shared, *start));
    let spare = width / 2 + 2;
    let mut chosen: Vec<Range<usize>> = Vec::new();
    for (_, start) in windows {
        let stretch = start.saturating_sub(spare)..(start + width + spare).min(original.len());
        if chosen.iter().all(|other| start + width <= other.start || other.end <= start) {
            chosen.push(stretch);
            if chosen.len() == most {
                break;
            }
        }
    }
    chosen
}

/// Aligns all of `quoted` with a part of `original`: edit distance on words (Levenshtein 1966), free
/// at both ends of `original` (Sellers 1980); of equal ones that with most words in common.
fn align(quoted: &[&str], original: &[&str]) -> Alignment {
    /// So much more than the words in common can ever make up for.
    const EDIT: i32 = 4 * super::WORDS_MAX as i32;
    let columns = original.len() + 1;
    let mut costs = vec![0_i32; (quoted.len() + 1) * columns];
    let step = |row: usize, column: usize| if quoted[row - 1] == original[column - 1] { -1 } else { EDIT };
    for row in 1..=quoted.len() {
        costs[row * columns] = row as i32 * EDIT;
        for column in 1..columns {
            let paired = costs[(row - 1) * columns + column - 1] + step(row, column);
            let added = costs[(row - 1) * columns + column] + EDIT;
            let left_out = costs[row * columns + column - 1] + EDIT;
            costs[row * columns + column] = paired.min(added).min(left_out);
        }
    }
    let rows = quoted.len();
    let last = &costs[rows * columns..];
    // A last word that is not there stands for another one: it was not added.
    let is_paired = |column: usize| {
        rows > 0
            && column > 0
            && last[column] == costs[(rows - 1) * columns + column - 1] + step(rows, column)
    };
    let end = (0..columns).min_by_key(|column| (last[*column], !is_paired(*column), *column)).unwrap_or(0);
    let (mut row, mut column, mut edits) = (quoted.len(), end, 0);
    let mut differences: Vec<Stretch> = Vec::new();
    while row > 0 {
        let here = costs[row * columns + column];
        let (quoted_from, original_from) = match () {
            () if column > 0 && here == costs[(row - 1) * columns + column - 1] + step(row, column) => {
                (row - 1, column - 1)
            }
            () if here == costs[(row - 1) * columns + column] + EDIT => (row - 1, column),
            () => (row, column - 1),
        };
        let is_pair = quoted_from < row && original_from < column;
        if !is_pair || quoted[quoted_from] != original[original_from] {
            edits += 1;
            match differences.last_mut() {
                Some(last) if last.quoted.start == row && last.original.start == column => {
                    (last.quoted.start, last.original.start) = (quoted_from, original_from);
                }
                _ => differences.push(Stretch { quoted: quoted_from..row, original: original_from..column }),
            }
        }
        (row, column) = (quoted_from, original_from);
    }
    differences.reverse();
    Alignment { original: column..end, edits, differences }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        text.split(' ').collect()
    }

    #[test]
    fn a_quotation_is_laid_where_it_fits_best() {
        let check = |quoted: &str, original: &str, expected: Option<(usize, &str)>| {
            let (quoted, original) = (split(quoted), split(original));
            let fit = best_fit(&quoted, &original, quoted.len() / 2, &|_, _| false);
            let told = fit.map(|fit| (fit.edits, original[fit.original].join(" ")));
            assert_eq!(told, expected.map(|(edits, text)| (edits, text.to_owned())), "{quoted:?}");
        };
        check("b c d", "a b c d e", Some((0, "b c d")));
        check("b x d", "a b c d e", Some((1, "b c d")));
        check("b d e", "a b c d e f", Some((1, "b c d e")));
        check("b c x d e", "a b c d e f", Some((1, "b c d e")));
        check("x y z w", "a b c d", None);
        let (quoted, original) = (split("stones of mills"), split("a stone of mill b"));
        let is_same = |a: &str, b: &str| a.trim_end_matches('s') == b.trim_end_matches('s');
        assert_eq!(best_fit(&quoted, &original, 0, &is_same).map(|fit| fit.edits), Some(2));
        check("a b c d", "a", None);
    }

    #[test]
    fn differences_name_both_sides() {
        let (quoted, original) = (split("we shall never give up"), split("that we shall not ever give in"));
        let fit = best_fit(&quoted, &original, 3, &|_, _| false).unwrap();
        assert_eq!(fit.edits, 3);
        let told: Vec<_> = fit
            .differences
            .iter()
            .map(|stretch| {
                (quoted[stretch.quoted.clone()].join(" "), original[stretch.original.clone()].join(" "))
            })
            .collect();
        assert_eq!(told[0], ("never".to_owned(), "not ever".to_owned()));
    }

    #[test]
    fn a_first_or_last_word_that_is_wrong_stands_for_the_right_one() {
        let check = |quoted: &str, right: &str| {
            let (quoted, original) = (split(quoted), split("so we grow what people want to eat"));
            let fit = best_fit(&quoted, &original, 1, &|_, _| false).unwrap();
            assert_eq!((fit.edits, fit.differences.len()), (1, 1));
            assert_eq!(original[fit.differences[0].original.clone()].join(" "), right);
        };
        check("we grow what people need", "want");
        check("they grow what people want", "we");
    }

    #[test]
    fn a_first_or_last_word_is_looked_for_further_out() {
        let check = |quoted: &str, original: &str, left_out: &str, whole: &str| {
            let (quoted, original) = (split(quoted), split(original));
            let fit = best_fit(&quoted, &original, 1, &|_, _| false).unwrap();
            assert_eq!(original[fit.original].join(" "), whole);
            assert_eq!(fit.differences.len(), 1);
            assert!(fit.differences[0].quoted.is_empty(), "{:?}", fit.differences);
            assert_eq!(original[fit.differences[0].original.clone()].join(" "), left_out);
        };
        check("i think so", "but i do not think so any more", "do not", "i do not think so");
        check("give it up", "never give it all up again", "all", "give it all up");
        check("we give it in", "that we give it all in", "all", "we give it all in");
    }

    #[test]
    fn exact_places_are_all_found() {
        assert_eq!(exact_places(&split("a b"), &split("a b a b a")), [0, 2]);
        assert_eq!(exact_places(&[], &split("a")), Vec::<usize>::new());
        assert_eq!(exact_places(&split("a b"), &split("a")), Vec::<usize>::new());
    }
}
