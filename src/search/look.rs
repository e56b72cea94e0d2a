//! The second look: the best documents are looked at by their positions and put in their final order.

use tantivy::schema::IndexRecordOption;

use super::collect::Candidate;
use super::matcher::{Matcher, Places};
use super::plan::Plan;
use super::postings::open_postings;
use super::{By, Options, SearchError, Sort, rank, rerank};
use crate::index::{Index, Record};
use crate::query::Query;

/// So many times what is shown is looked at before it is asked whether the rest can still get there.
const FIRST_TIMES_WANTED: usize = 2;
/// What sums in another order may differ by.
const ROUNDING: f64 = 1.0 + 1e-9;

/// A candidate with what its positions say.
pub(super) struct Found<'a> {
    pub candidate: Candidate,
    pub record: Record<'a>,
    pub places: Places,
    /// Where the only word that is asked for is spelled as it was typed, in order.
    pub typed: Vec<u32>,
}

/// Looks at the candidates' positions and puts them in their final order: the documents wanted or, where
/// passages are, all that may have one. With them goes the coverage of the best passage that was looked at.
pub(super) fn look<'a>(
    index: &'a Index,
    query: &'a Query,
    plan: &'a Plan,
    mut candidates: Vec<Candidate>,
    options: &Options,
    is_said: bool,
    coverage_first: bool,
) -> Result<(Vec<Found<'a>>, f64), SearchError> {
    let is_reranked = options.sort == Sort::Score;
    if !is_reranked && options.by == By::Document {
        candidates.drain(..options.offset.min(candidates.len()));
    }
    let mut look = Look {
        index,
        plan,
        reranker: rerank::Reranker::new(index, query, plan, is_said),
        is_reranked,
        coverage_first,
        average_words: index.manifest().positions / index.manifest().documents.max(1),
        least_left: 1.0,
        together: 0.0,
    };
    // Those beyond the second look stay in the order of the first, behind all that were looked at.
    let looked = if is_reranked { candidates.len().min(rank::CANDIDATES) } else { candidates.len() };
    let mut behind = candidates.split_off(looked);
    let mut found = Vec::with_capacity(candidates.len());
    let wanted = options.offset.saturating_add(options.limit);
    let first = wanted.saturating_mul(FIRST_TIMES_WANTED);
    if is_reranked && !coverage_first && options.by == By::Document && first < candidates.len() {
        let rest = candidates.split_off(first);
        look.at(candidates, &mut found)?;
        // What cannot reach the last of those that are shown, however near its words are to each
        // other, need not be looked at.
        let mut ranks: Vec<f64> = found.iter().map(|found| found.candidate.rank).collect();
        ranks.sort_by(|a, b| b.total_cmp(a));
        let least = wanted.checked_sub(1).and_then(|last| ranks.get(last)).copied().unwrap_or(f64::INFINITY);
        let may_reach =
            |candidate: &Candidate| look.reranker.most(candidate) * candidate.freshness * ROUNDING >= least;
        candidates = rest.into_iter().filter(may_reach).collect();
    }
    look.at(candidates, &mut found)?;
    // The score says what a document is ordered by, also where that is how much of the query it has.
    let asked = plan.weight();
    let by_part = |candidate: &Candidate| rank::score_of_part(candidate.rank, asked);
    if is_reranked {
        found.sort_by(|a, b| a.candidate.order(&b.candidate));
        if coverage_first {
            found.iter_mut().for_each(|found| found.candidate.score = by_part(&found.candidate));
        }
    }
    if !behind.is_empty() {
        look.is_reranked = false;
        let least = found.last().map_or(f64::INFINITY, |found| found.candidate.score);
        for candidate in &mut behind {
            candidate.score = match coverage_first && is_reranked {
                true => by_part(candidate).min(least),
                false => candidate.score * candidate.freshness * look.least_left,
            };
        }
        look.at(behind, &mut found)?;
    }
    if options.by == By::Document {
        if is_reranked {
            found.drain(..options.offset.min(found.len()));
        }
        found.truncate(options.limit);
    }
    if options.passages > 0 || options.by == By::Passage {
        look.find_typed(&mut found)?;
    }
    Ok((found, look.together))
}

/// Looks at candidates by their positions.
struct Look<'a> {
    index: &'a Index,
    plan: &'a Plan,
    reranker: rerank::Reranker<'a>,
    is_reranked: bool,
    coverage_first: bool,
    /// Of the archive's documents.
    average_words: u64,
    /// The least that the second look left of a score.
    least_left: f64,
    /// The most of the query that one passage has.
    together: f64,
}

impl<'a> Look<'a> {
    /// Adds what is found to `found`, in the order of the candidates.
    fn at(&mut self, candidates: Vec<Candidate>, found: &mut Vec<Found<'a>>) -> Result<(), SearchError> {
        // Postings are read forwards only.
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_unstable_by_key(|index| (candidates[*index].segment, candidates[*index].doc));
        self.reranker.rewind();
        let mut looked: Vec<Option<Found<'_>>> = candidates.iter().map(|_| None).collect();
        let segments = self.index.searcher().segment_readers();
        let mut matcher: Option<(usize, Matcher<'_>)> = None;
        for place in order {
            let candidate = candidates[place];
            let matcher = match &mut matcher {
                Some((segment, matcher)) if *segment == candidate.segment => matcher,
                slot => {
                    let opened = Matcher::open(self.index, self.plan, &segments[candidate.segment])?;
                    &mut slot.insert((candidate.segment, opened)).1
                }
            };
            looked[place] = Some(self.one(candidate, matcher)?);
        }
        found.extend(looked.into_iter().flatten());
        Ok(())
    }

    /// Looks where these documents have the only word as it was typed.
    fn find_typed(&self, found: &mut [Found<'_>]) -> Result<(), SearchError> {
        let Some(word) = self.plan.only_word().and_then(|leaf| leaf.typed.as_ref()) else { return Ok(()) };
        let mut order: Vec<&mut Found<'_>> = found.iter_mut().collect();
        order.sort_unstable_by_key(|found| (found.candidate.segment, found.candidate.doc));
        for of_segment in order.chunk_by_mut(|a, b| a.candidate.segment == b.candidate.segment) {
            let segment = of_segment.first().map_or(0, |found| found.candidate.segment);
            let reader = &self.index.searcher().segment_readers()[segment];
            for mut postings in
                open_postings(self.index, reader, word, IndexRecordOption::WithFreqsAndPositions)?
            {
                for found in of_segment.iter_mut() {
                    if postings.seek(found.candidate.doc) == found.candidate.doc {
                        postings.positions(&mut found.typed);
                    }
                }
            }
            of_segment.iter_mut().for_each(|found| found.typed.sort_unstable());
        }
        Ok(())
    }

    fn one(&mut self, mut candidate: Candidate, matcher: &mut Matcher<'a>) -> Result<Found<'a>, SearchError> {
        let places = matcher.places(candidate.doc, candidate.present)?;
        let record = matcher.record(candidate.doc)?;
        if self.is_reranked {
            let (score, coverage) = self.reranker.score(&rerank::Looked {
                segment: candidate.segment,
                doc: candidate.doc,
                score: candidate.score,
                length_id: candidate.length_id,
                title_positions: record.title_positions(),
                text_position: record.text_position(),
                places: &places,
                is_list: rerank::is_list(&record, self.average_words)?,
            })?;
            if candidate.score > 0.0 {
                self.least_left = self.least_left.min(score / candidate.score);
            }
            candidate.score = score * candidate.freshness;
            self.together = self.together.max(coverage);
            if self.coverage_first {
                candidate.rank = rank::of_part(candidate.rank, coverage);
            } else {
                candidate.rank = candidate.score;
            }
        }
        Ok(Found { candidate, record, places, typed: Vec::new() })
    }
}
