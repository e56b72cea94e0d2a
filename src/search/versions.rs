//! What versions of one text say alike, so that it is counted once.
//!
//! A group holds versions of a text and parts of an episode alike, and nothing says which is which.
//! The words do: two versions say a thing in the same words, of a transcript and the notes to it each
//! says it in its own. So an occurrence is one that was counted already, in another member of its
//! group, when the three words before it or the three behind it are the same there. Both sides need
//! not be: recognisers mishear, and a paragraph of one version is parted where another's is not.
//! Each occurrence is the same as one other at most: what a text says twice is counted twice.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::SearchError;
use super::occurrences::Occurrences;
use crate::analyzer::{Word, exact_form, words};
use crate::index::{Damaged, Index, Record};

/// How many words on one side tell an occurrence from others: with the word itself four, which two
/// texts seldom have in common by chance.
const NEIGHBOURS: usize = 3;

/// Leaves each occurrence in the first of these members of a group that has it.
pub(super) fn count_once(members: &mut [Occurrences<'_>]) -> Result<(), Damaged> {
    let mut said = Said::default();
    for member in members {
        let around = member.ranges.iter().map(|range| Around::of(&member.record, range));
        let around: Vec<Around> = around.collect::<Result<_, _>>()?;
        let all = member.ranges.len();
        let mut is_new = said.take(&around).into_iter();
        member.ranges.retain(|_| is_new.next().unwrap_or(true));
        member.repeated = all - member.ranges.len();
    }
    Ok(())
}

/// The group of each document that is in one, and its place there, by the document's id.
pub(crate) fn groups(index: &Index) -> Result<FxHashMap<u64, (u64, u64)>, SearchError> {
    let mut groups = FxHashMap::default();
    for segment in index.searcher().segment_readers() {
        let column = |name| index.column(segment, name);
        let (ids, group_of, places) = (column("id")?, column("group")?, column("place")?);
        if group_of.most() > 0 {
            for doc in segment.doc_ids_alive() {
                if group_of.of(doc) != 0 {
                    groups.insert(ids.of(doc), (group_of.of(doc), places.of(doc)));
                }
            }
        }
    }
    Ok(groups)
}

/// What stands around an occurrence, hashed; nothing where there are too few words.
struct Around {
    /// Its words on both sides.
    both: u64,
    before: Option<u64>,
    behind: Option<u64>,
}

impl Around {
    fn of(record: &Record<'_>, range: &Range<u32>) -> Result<Self, Damaged> {
        // The words up to the first of the occurrence, and those from its last on.
        let head = near(record, range.start, (NEIGHBOURS, 1), |at, word| at <= word.mark.start)?;
        let tail = near(record, range.end, (1, NEIGHBOURS), |at, word| at < word.mark.end)?;
        let whole = |words: &[String], side: u8| (words.len() > NEIGHBOURS).then(|| hash(&(side, words)));
        Ok(Self { both: hash(&(3_u8, &head, &tail)), before: whole(&head, 1), behind: whole(&tail, 2) })
    }

    /// The sides by which two occurrences may be the same, the surest first.
    fn sides(&self) -> [Option<u64>; 3] {
        [Some(self.both), self.before, self.behind]
    }
}

/// The forms of so many words before `at` and so many behind it, where there are so many; the first
/// word behind it is told by `is_behind`.
fn near(
    record: &Record<'_>,
    at: u32,
    (before, behind): (usize, usize),
    is_behind: impl Fn(usize, &Word) -> bool,
) -> Result<Vec<String>, Damaged> {
    /// Whoever writes longer words is not known by them.
    const REACH_BYTES: u32 = 100;
    let end = at.saturating_add(REACH_BYTES).min(record.text_bytes());
    let (start, text) = record.text_about(at.saturating_sub(REACH_BYTES)..end)?;
    let mut placed: Vec<Word> = words(&text).collect();
    // At an end of what was read a word may be cut.
    if end < record.text_bytes() {
        placed.pop();
    }
    let cut = usize::from(start > 0).min(placed.len());
    let placed = &placed[cut..];
    let number = placed.iter().position(|word| is_behind((at - start) as usize, word));
    let number = number.unwrap_or(placed.len());
    let near = &placed[number.saturating_sub(before)..placed.len().min(number + behind)];
    Ok(near.iter().map(|word| exact_form(&text[word.term.clone()])).collect())
}

fn hash(words: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    words.hash(&mut hasher);
    hasher.finish()
}

/// What the members so far have said.
#[derive(Default)]
struct Said {
    /// How many occurrences were counted.
    counted: usize,
    /// Which of them have something around them, by its hash.
    having: FxHashMap<u64, Vec<usize>>,
}

impl Said {
    /// Takes up the occurrences of one more member, and says of each whether it is new.
    fn take(&mut self, around: &[Around]) -> Vec<bool> {
        // The one that it is the same as, and the side that told so.
        let mut same: Vec<Option<(usize, usize)>> = vec![None; around.len()];
        let mut used: FxHashSet<usize> = FxHashSet::default();
        // How many of those that have a hash are passed: each is looked at once a member.
        let mut passed: FxHashMap<u64, usize> = FxHashMap::default();
        for side in 0..3 {
            for (same, around) in same.iter_mut().zip(around) {
                let Some(hash) = around.sides()[side].filter(|_| same.is_none()) else { continue };
                let Some(having) = self.having.get(&hash) else { continue };
                let passed = passed.entry(hash).or_default();
                let free = having[*passed..].iter().position(|known| !used.contains(known));
                *same = free.map(|free| (having[*passed + free], side));
                *passed = free.map_or(having.len(), |free| *passed + free + 1);
                used.extend(same.map(|(number, _)| number));
            }
        }
        for (same, around) in same.iter().zip(around) {
            let (number, known_side) = match same {
                // All that is around it is known.
                Some((_, 0)) => continue,
                Some((number, side)) => (*number, Some(*side)),
                None => (self.counted, None),
            };
            self.counted += usize::from(same.is_none());
            for (side, hash) in around.sides().into_iter().enumerate() {
                if let Some(hash) = hash.filter(|_| known_side != Some(side)) {
                    self.having.entry(hash).or_default().push(number);
                }
            }
        }
        same.iter().map(Option::is_none).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of the words, each with what stands before and behind it, are new, member by member.
    fn check(members: &[&[(u64, u64)]], expected: &[&[bool]]) {
        let mut said = Said::default();
        for (member, expected) in members.iter().zip(expected) {
            let around = member.iter().map(|(before, behind)| Around {
                both: hash(&(3, before, behind)),
                before: Some(hash(&(1, before))),
                behind: Some(hash(&(2, behind))),
            });
            assert_eq!(said.take(&around.collect::<Vec<_>>()), *expected, "{members:?}");
        }
    }

    #[test]
    fn one_side_tells_that_it_is_the_same() {
        check(&[&[(1, 2)], &[(1, 2)], &[(1, 9)], &[(8, 2)]], &[&[true], &[false], &[false], &[false]]);
        check(&[&[(1, 2)], &[(2, 1)], &[(3, 1), (2, 9)]], &[&[true], &[true], &[true, false]]);
        // What the second has otherwise, the third has from it.
        check(&[&[(1, 2)], &[(1, 3)], &[(4, 3)]], &[&[true], &[false], &[false]]);
    }

    #[test]
    fn what_is_said_twice_is_counted_twice() {
        check(&[&[(1, 2), (1, 2)], &[(1, 2), (1, 2), (1, 2)]], &[&[true, true], &[false, false, true]]);
        check(&[&[(1, 2), (1, 3)], &[(1, 3), (1, 2)]], &[&[true, true], &[false, false]]);
    }
}
