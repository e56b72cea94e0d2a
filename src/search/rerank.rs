//! The second look at the best documents: how their words are spelled, how close together they
//! stand, and how much of the query one passage has.

use tantivy::DocId;
use tantivy::schema::IndexRecordOption;

use super::SearchError;
use super::collect::Candidate;
use super::matcher::Places;
use super::passage::Coverage;
use super::plan::{Leaf, Plan, Shape, TermSet};
use super::postings::{TermPostings, open_postings};
use super::rank::{self, Lengths};
use super::verbatim::{self, Stretch};
use crate::analyzer::{Analyzer, Folded, Stemming, inflections};
use crate::document::BlockKind;
use crate::index::{Damaged, Index, Record, StemmedSegment};
use crate::query::Query;

/// Neighbours beyond this many pairs of a long question are not looked at.
const PAIRS_MAX: usize = 256;

/// Scores candidates, those of one segment in ascending order.
pub(super) struct Reranker<'a> {
    index: &'a Index,
    plan: &'a Plan,
    lengths: Lengths,
    /// Of longer queries the other words tell which of the words of one stem is meant.
    is_short: bool,
    /// How many words mean something.
    meaningful: usize,
    /// Leaves that follow each other in the query and mean something.
    pairs: Vec<(usize, usize)>,
    /// All that is asked for, word by word, in the order in which it was written; empty where one word is asked for, or
    /// more than words.
    verbatim: Vec<usize>,
    /// Whether it was looked for as a sentence, and found.
    may_be_sentence: bool,
    open: Option<Open>,
    coverage: Coverage,
}

/// The postings of forms in one segment, for each leaf.
struct Open {
    segment: usize,
    exact: Vec<Vec<TermPostings>>,
    /// Of each as it was typed and its plurals; opened when they are asked for, as are the next.
    as_typed: Vec<Option<Vec<TermPostings>>>,
    /// Of all forms in which a word is the same to a reader, in English.
    same_word: Vec<Option<Vec<TermPostings>>>,
    stemmed: StemmedSegment,
}

impl Open {
    fn new(index: &Index, segment: usize, plan: &Plan) -> Result<Self, SearchError> {
        let reader = &index.searcher().segment_readers()[segment];
        let open = |leaf: &Leaf| match &leaf.typed {
            Some(set) => open_postings(index, reader, set, IndexRecordOption::WithFreqs),
            None => Ok(Vec::new()),
        };
        Ok(Self {
            segment,
            exact: plan.leaves.iter().map(open).collect::<tantivy::Result<_>>()?,
            as_typed: plan.leaves.iter().map(|_| None).collect(),
            same_word: plan.leaves.iter().map(|_| None).collect(),
            stemmed: index.stemmed()?.of(reader),
        })
    }

    /// How often a document has a leaf's word as it was typed, or in the plural of that, and how often in any of
    /// its regular forms, which are told in English only.
    fn forms(
        &mut self,
        index: &Index,
        leaf: (usize, &Leaf),
        looked: &Looked<'_>,
    ) -> Result<(u32, Option<u32>), SearchError> {
        let reader = &index.searcher().segment_readers()[self.segment];
        let (number, leaf) = leaf;
        let frequency_of = |slot: &mut Option<Vec<TermPostings>>, set: &dyn Fn() -> Option<TermSet>| {
            let postings = match slot {
                Some(postings) => postings,
                none => none.insert(match set() {
                    Some(set) => open_postings(index, reader, &set, IndexRecordOption::WithFreqs)?,
                    None => Vec::new(),
                }),
            };
            Ok::<u32, SearchError>(frequency(postings, looked.doc))
        };
        let typed = frequency_of(&mut self.as_typed[number], &|| leaf.as_typed())?;
        if self.stemmed.number(looked.doc) != Stemming::ENGLISH.number() {
            return Ok((typed, None));
        }
        let regular = || leaf.typed.as_ref().map(regular_forms);
        Ok((typed, Some(frequency_of(&mut self.same_word[number], &regular)?)))
    }
}

/// The regular forms of an English word that have its stem, itself among them.
fn regular_forms(asked: &TermSet) -> TermSet {
    let english = Analyzer::of(Stemming::ENGLISH);
    let mut forms = Vec::new();
    for form in &asked.terms {
        let folded = Folded::of(form);
        let stem = english.stem_of(&folded);
        let is_same = |other: &String| english.stem_of(&Folded::of(other)) == stem;
        forms.extend(inflections(form).into_iter().filter(is_same));
    }
    TermSet::new(asked.field, forms)
}

/// A document that is looked at again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Looked<'a> {
    pub segment: usize,
    pub doc: DocId,
    /// What the first look made of it.
    pub score: f64,
    /// The class of its length.
    pub length_id: u8,
    /// Where the title ends.
    pub title_positions: u32,
    /// Where the text begins, behind title and names.
    pub text_position: u32,
    pub places: &'a Places,
    /// Whether it is mostly a list or but a line, see [`is_list`].
    pub is_list: bool,
}

/// Whether a document is mostly a list: an index of pages, a table of links; or no more than a line, such as the
/// item of a feed that only says what else to read, in an archive of texts that on average have so many words.
pub(super) fn is_list(record: &Record<'_>, average_words: u64) -> Result<bool, Damaged> {
    const LINE_WORDS_MAX: u32 = 12;
    /// Among questions and short messages a line is as good as any.
    const TEXT_WORDS_MIN: u64 = 200;
    /// Prose has three times as many words in a block, and so have most conversations.
    const BLOCK_WORDS_MAX: u32 = 6;
    const BLOCKS_MIN: u32 = 20;
    let blocks = record.block_count();
    let words = record.end_position().saturating_sub(record.text_position());
    if words <= LINE_WORDS_MAX && average_words >= TEXT_WORDS_MIN {
        return Ok(true);
    }
    // Between two blocks one position is left free.
    if blocks < BLOCKS_MIN || words > blocks.saturating_mul(BLOCK_WORDS_MAX + 1) {
        return Ok(false);
    }
    let middle = record.block(blocks / 2)?;
    Ok(middle.is_some_and(|placed| placed.block.kind != BlockKind::Turn))
}

impl<'a> Reranker<'a> {
    pub(super) fn new(index: &'a Index, query: &Query, plan: &'a Plan, may_be_sentence: bool) -> Self {
        let manifest = index.manifest();
        let means_something = |leaf: &usize| {
            let leaf = &plan.leaves[*leaf];
            leaf.is_text
                && leaf.weight > 0.0
                // Words that nobody wrote have no neighbours.
                && !leaf.span.is_empty()
                && !leaf.is_function_word
        };
        let mut meaningful: Vec<usize> = (0..plan.leaves.len()).filter(means_something).collect();
        meaningful.sort_by_key(|leaf| plan.leaves[*leaf].span.start);
        let pairs = meaningful.windows(2).take(PAIRS_MAX).map(|pair| (pair[0], pair[1])).collect();
        Self {
            index,
            plan,
            lengths: Lengths::new(manifest.documents, manifest.positions),
            is_short: meaningful.len() <= rank::SHORT_QUERY_WORDS,
            meaningful: meaningful.len(),
            pairs,
            verbatim: verbatim::leaves(query, plan, may_be_sentence),
            may_be_sentence,
            open: None,
            coverage: Coverage::of(plan),
        }
    }

    /// The most that [`Self::score`] can make of a document: every pair that it has side by side as often as one
    /// likes, all its phrases in the title, all in one passage.
    pub(super) fn most(&self, candidate: &Candidate) -> f64 {
        let has = |leaf: usize| candidate.present.may_have(leaf);
        let pairs = self.pairs.iter().filter(|(one, other)| has(*one) && has(*other)).map(|(one, other)| {
            rank::PROXIMITY_WEIGHT
                * rank::worth_max(self.plan.leaves[*one].weight.min(self.plan.leaves[*other].weight))
        });
        let leaves = self.plan.leaves.iter().enumerate().filter(|(number, _)| has(*number));
        let titles = leaves.filter(|(_, leaf)| leaf.is_text && leaf.title.is_none());
        let titles = titles.map(|(_, leaf)| rank::title_worth(leaf.weight));
        let verbatim = if self.verbatim.iter().all(|leaf| has(*leaf)) { self.verbatim_worth() } else { 0.0 };
        let most = candidate.score + pairs.sum::<f64>() + titles.sum::<f64>() + verbatim;
        rank::with_passage(most, self.coverage.most(has), self.meaningful)
    }

    /// Makes ready for documents that come before those that were looked at.
    pub(super) fn rewind(&mut self) {
        self.open = None;
    }

    /// The final score of a document, and the coverage of its best passage, or of its title where that is all that is
    /// asked for.
    pub(super) fn score(&mut self, looked: &Looked<'_>) -> Result<(f64, f64), SearchError> {
        let (score, is_called_so) = match looked.places {
            Places::Words(positions) => self.score_of(looked, positions)?,
            Places::Spans(matches) => {
                let mut positions = vec![Vec::new(); self.plan.leaves.len()];
                for found in matches {
                    positions[found.leaf].push((found.span.first, found.span.last));
                }
                self.score_of(looked, &positions)?
            }
        };
        let coverage = match is_called_so {
            true => self.coverage.most(|_| true),
            false => self.coverage.best(looked.places, looked.text_position),
        };
        let score = rank::with_passage(score, coverage, self.meaningful);
        Ok((if looked.is_list { rank::of_list(score) } else { score }, coverage))
    }

    /// The score without what one passage has, given where each leaf is, in order; and whether the title is what is asked
    /// for.
    fn score_of<S: Stretch>(
        &mut self,
        looked: &Looked<'_>,
        positions: &[Vec<S>],
    ) -> Result<(f64, bool), SearchError> {
        let mut score = looked.score + self.spelling(looked, positions)?;
        // Plain words in the title counted at the first look, where phrases and the like cannot be told.
        for (leaf, positions) in self.plan.leaves.iter().zip(positions) {
            let is_in_title = positions.first().is_some_and(|place| place.first() < looked.text_position);
            if leaf.is_text && leaf.title.is_none() && is_in_title {
                score += rank::title_worth(leaf.weight);
            }
        }
        for (one, other) in &self.pairs {
            let nearness = nearness(&positions[*one], &positions[*other]);
            if nearness > 0.0 {
                let weight = self.plan.leaves[*one].weight.min(self.plan.leaves[*other].weight);
                score += rank::PROXIMITY_WEIGHT * self.lengths.worth(weight, nearness, looked.length_id);
            }
        }
        let mut is_called_so = false;
        if verbatim::stands(&self.verbatim, positions) {
            score += self.verbatim_worth();
            is_called_so = verbatim::is_title(&self.verbatim, positions, looked.title_positions);
            if is_called_so {
                score += rank::TITLE_ITSELF_WEIGHT * self.verbatim_weight();
            }
        }
        Ok((score, is_called_so))
    }

    fn verbatim_weight(&self) -> f64 {
        self.verbatim.iter().map(|leaf| self.plan.leaves[*leaf].weight).sum()
    }

    fn verbatim_worth(&self) -> f64 {
        let is_sentence = self.may_be_sentence && self.verbatim.len() >= rank::SENTENCE_WORDS;
        self.verbatim_weight() * if is_sentence { rank::SENTENCE_WEIGHT } else { rank::VERBATIM_WEIGHT }
    }

    /// What is to be taken off for words that are there in other forms than asked for.
    fn spelling<S: Stretch>(
        &mut self,
        looked: &Looked<'_>,
        positions: &[Vec<S>],
    ) -> Result<f64, SearchError> {
        let plan = self.plan;
        let open = match &mut self.open {
            Some(open) if open.segment == looked.segment => open,
            slot => slot.insert(Open::new(self.index, looked.segment, plan)?),
        };
        let stemming = open.stemmed.number(looked.doc);
        let mut change = 0.0;
        for (number, leaf) in plan.leaves.iter().enumerate() {
            let all = positions[number].len() as f64;
            if leaf.typed.is_none() || all == 0.0 || leaf.weight <= 0.0 || !is_word(&leaf.shape) {
                continue;
            }
            let is_abroad = leaf.abroad.has(stemming);
            let weight = rank::weight_of(leaf, is_abroad);
            let worth = |frequency: f64| self.lengths.worth(weight, frequency, looked.length_id);
            let same = f64::from(frequency(&mut open.exact[number], looked.doc)).min(all);
            let mut spelled = worth(rank::with_exact_form(all, same));
            // Beside another word it is enough that it is there.
            if self.is_short && (same == 0.0 || self.meaningful == 1) {
                let (typed, own) = open.forms(self.index, (number, leaf), looked)?;
                let own = own.map_or(if is_abroad { 0.0 } else { all }, f64::from).min(all);
                let typed = f64::from(typed).min(own);
                let of_form = |frequency: f64| worth(rank::with_exact_form(frequency, same));
                spelled = rank::of_forms(spelled, of_form(own), of_form(typed));
                let is_in_title =
                    positions[number].first().is_some_and(|place| place.first() < looked.text_position);
                if typed == 0.0 && is_in_title {
                    let of_title = rank::title_worth(weight);
                    let own = if own == 0.0 { 0.0 } else { of_title };
                    change += rank::of_forms(of_title, own, 0.0) - of_title;
                }
            }
            change += spelled - worth(all);
        }
        Ok(change)
    }
}

fn is_word(shape: &Shape) -> bool {
    matches!(shape, Shape::Terms(_))
}

fn frequency(postings: &mut [TermPostings], doc: DocId) -> u32 {
    let mut frequency = 0;
    for postings in postings {
        if postings.seek(doc) == doc {
            frequency += postings.frequency();
        }
    }
    frequency
}

/// How near two words are to each other, summed over the places of the first: 1 where the other is
/// next to it, less the further away, nothing beyond the window. Both lists are in order.
fn nearness<S: Stretch>(one: &[S], other: &[S]) -> f64 {
    let mut sum = 0.0;
    let mut next = 0;
    for place in one {
        let (first, last) = (place.first(), place.last());
        while other.get(next).is_some_and(|other| other.last() < first) {
            next += 1;
        }
        let before = next.checked_sub(1).map_or(u32::MAX, |place| first - other[place].last());
        let after = other.get(next).map_or(u32::MAX, |other| other.first().saturating_sub(last));
        let distance = before.min(after).max(1);
        if distance <= rank::PROXIMITY_POSITIONS {
            sum += 1.0 / f64::from(distance);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearness_counts_the_nearest_on_either_side() {
        let words = |positions: &[u32]| positions.iter().map(|at| (*at, *at)).collect::<Vec<_>>();
        let check = |one: &[u32], other: &[u32], expected: f64| {
            assert_eq!(nearness(&words(one), &words(other)), expected, "{one:?} {other:?}");
        };
        check(&[5], &[6], 1.0);
        check(&[5], &[4], 1.0);
        check(&[5], &[1, 7], 0.5);
        check(&[5, 50], &[6, 90], 1.0);
        check(&[5], &[], 0.0);
        check(&[5, 10], &[7, 9], 1.5);
    }
}
