//! From the best documents to hits: looked at again by their positions, put in their final order, and
//! cut into passages.

use std::collections::VecDeque;
use std::ops::Range;

use tantivy::schema::IndexRecordOption;

use super::choose::{Chooser, Cut};
use super::collect::Candidate;
use super::matcher::{Match, Matcher, has_places};
use super::plan::Plan;
use super::postings::open_postings;
use super::shown::{Shown, Size};
use super::{
    By, ClauseScore, Elsewhere, Explanation, Hit, Options, Passage, Place, SearchError, Sort, passage, rank,
    rerank, snippet,
};
use crate::analyzer::words;
use crate::document::BlockKind;
use crate::index::{Entry, Index, Record, TITLE_GAP, document_id};
use crate::query::{Field, Query};

/// So many times what is shown is looked at before it is asked whether the rest can still get there.
const FIRST_TIMES_WANTED: usize = 2;
/// What sums in another order may differ by.
const ROUNDING: f64 = 1.0 + 1e-9;

/// A candidate with what its positions say.
pub(super) struct Found<'a> {
    pub candidate: Candidate,
    record: Record<'a>,
    matches: Vec<Match>,
    /// Where the only word that is asked for is spelled as it was typed, in order.
    typed: Vec<u32>,
}

/// Looks at the candidates' positions and puts them in their final order: the documents wanted or, where
/// passages are, all that may have one. With them goes the coverage of the best passage that was looked at.
pub(super) fn look<'a>(
    index: &'a Index,
    query: &'a Query,
    plan: &'a Plan,
    mut candidates: Vec<Candidate>,
    options: &Options,
    coverage_first: bool,
) -> Result<(Vec<Found<'a>>, f64), SearchError> {
    let is_reranked = options.sort == Sort::Score;
    if !is_reranked && options.by == By::Document {
        candidates.drain(..options.offset.min(candidates.len()));
    }
    let mut look = Look {
        index,
        plan,
        reranker: rerank::Reranker::new(index, query, plan),
        is_reranked,
        coverage_first,
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
        let may_reach = |candidate: &Candidate| {
            look.reranker.most(candidate.score) * candidate.freshness * ROUNDING >= least
        };
        candidates = rest.into_iter().filter(may_reach).collect();
    }
    look.at(candidates, &mut found)?;
    if is_reranked {
        found.sort_by(|a, b| a.candidate.order(&b.candidate));
    }
    if !behind.is_empty() {
        look.is_reranked = false;
        for candidate in &mut behind {
            candidate.score *= candidate.freshness * look.least_left;
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

/// Makes hits of what was looked at: each document with its passages, or the best passages of all.
pub(super) fn hits(
    index: &Index,
    query: &Query,
    plan: &Plan,
    found: Vec<Found<'_>>,
    options: &Options,
) -> Result<Vec<Hit>, SearchError> {
    if options.by == By::Passage {
        return show_passages(index, query, plan, &found, options);
    }
    let hit = |found: Found<'_>| -> Result<Hit, SearchError> {
        let entry = found.record.entry()?;
        let shown = found.chooser(&entry, (query, plan), options).passages(options.passages)?;
        let mut hit = hit(index, query, plan, &found, entry, shown, options)?;
        if options.explain {
            hit.explanation = Some(explain(index, query, plan, &found)?);
        }
        Ok(hit)
    };
    found.into_iter().map(hit).collect()
}

impl Found<'_> {
    fn chooser<'a>(
        &'a self,
        entry: &'a Entry,
        (query, plan): (&'a Query, &'a Plan),
        options: &Options,
    ) -> Chooser<'a> {
        Chooser {
            record: &self.record,
            entry,
            query,
            plan,
            matches: &self.matches,
            typed: &self.typed,
            size: size(options),
            apart: apart(options),
        }
    }
}

fn size(options: &Options) -> Size {
    Size { chars: options.snippet_chars, context: options.context }
}

/// So many positions part the words of two passages: those that are nearer are seen in one.
fn apart(options: &Options) -> u32 {
    /// A passage reaches half its characters, about six to a word, to either side of its words.
    const CHARS_A_POSITION: usize = 2 * 6;
    const SENTENCE_POSITIONS: usize = 20;
    let positions = options.snippet_chars / CHARS_A_POSITION;
    let positions = positions.saturating_add(options.context.saturating_mul(SENTENCE_POSITIONS));
    u32::try_from(positions).unwrap_or(u32::MAX).max(8)
}

/// Looks at candidates by their positions.
struct Look<'a> {
    index: &'a Index,
    plan: &'a Plan,
    reranker: rerank::Reranker<'a>,
    is_reranked: bool,
    coverage_first: bool,
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
            for mut postings in open_postings(reader, word, IndexRecordOption::WithFreqsAndPositions)? {
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
        let matches = matcher.matches(candidate.doc)?.unwrap_or_default();
        let record = matcher.record(candidate.doc)?;
        if self.is_reranked {
            let (score, coverage) = self.reranker.score(&rerank::Looked {
                segment: candidate.segment,
                doc: candidate.doc,
                score: candidate.score,
                length_id: candidate.length_id,
                text_position: record.text_position(),
                matches: &matches,
                is_list: rerank::is_list(&record)?,
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
        Ok(Found { candidate, record, matches, typed: Vec::new() })
    }
}

/// The best passages of all candidates, each a hit of its own.
fn show_passages(
    index: &Index,
    query: &Query,
    plan: &Plan,
    found: &[Found<'_>],
    options: &Options,
) -> Result<Vec<Hit>, SearchError> {
    let mut waiting: Vec<Waiting> = Vec::new();
    for (number, found) in found.iter().enumerate() {
        let entry = found.record.entry()?;
        for window in found.chooser(&entry, (query, plan), options).windows(options.passages) {
            waiting.push(Waiting::new(found.candidate, number, window, options));
        }
    }
    let order =
        |a: &Waiting, b: &Waiting| a.candidate.order(&b.candidate).then(a.window.first.cmp(&b.window.first));
    waiting.sort_by(order);
    let mut waiting = VecDeque::from(waiting);
    let wanted = options.offset.saturating_add(options.limit);
    let mut shown: Vec<(Candidate, usize, Entry, Shown)> = Vec::new();
    while shown.len() < wanted
        && let Some(mut next) = waiting.pop_front()
    {
        let found = &found[next.number];
        let Some((entry, mut cut)) = next.cut.take() else {
            let entry = found.record.entry()?;
            let cut = found.chooser(&entry, (query, plan), options).cut(&next.window, &[])?;
            if options.sort == Sort::Score {
                next.candidate.score *= cut.worth;
                next.candidate.rank = next.candidate.score;
            }
            next.cut = Some((entry, cut));
            let place = waiting.partition_point(|other| order(other, &next).is_lt());
            waiting.insert(place, next);
            continue;
        };
        let before = shown.iter().filter(|(_, number, ..)| *number == next.number).map(|(.., shown)| shown);
        if found.chooser(&entry, (query, plan), options).makes_new(&mut cut.shown, before)? {
            shown.push((next.candidate, next.number, entry, cut.shown));
        }
    }
    let mut hits = Vec::new();
    for (candidate, number, entry, shown) in shown.into_iter().skip(options.offset) {
        let mut hit = hit(index, query, plan, &found[number], entry, vec![shown], options)?;
        hit.score = candidate.score;
        hits.push(hit);
    }
    Ok(hits)
}

/// A passage that waits for its turn; it is cut when it comes, and waits again for what it is worth.
struct Waiting {
    candidate: Candidate,
    number: usize,
    window: passage::Window,
    cut: Option<(Entry, Cut)>,
}

impl Waiting {
    fn new(mut candidate: Candidate, number: usize, window: passage::Window, options: &Options) -> Self {
        candidate.score = rank::of_passage(candidate.score, window.coverage);
        if options.sort == Sort::Score {
            candidate.rank = candidate.score;
        }
        Self { candidate, number, window, cut: None }
    }
}

fn hit(
    index: &Index,
    query: &Query,
    plan: &Plan,
    found: &Found<'_>,
    entry: Entry,
    all_shown: Vec<Shown>,
    options: &Options,
) -> Result<Hit, SearchError> {
    let Found { candidate, record, matches, .. } = found;
    debug_assert_eq!(candidate.id, document_id(&entry.path, &entry.part));
    let mut passages: Vec<Passage> = Vec::with_capacity(all_shown.len());
    let mut seen = vec![false; plan.leaves.len()];
    let mut sounds: Vec<(String, Vec<String>)> = Vec::new();
    for Shown { passage, seen: leaves } in all_shown {
        for (leaf, range) in leaves {
            seen[leaf] = true;
            if plan.leaves[leaf].is_by_sound {
                note_sound(&mut sounds, query.text_of(plan.leaves[leaf].span), &passage.text[range]);
            }
        }
        passages.push(passage);
    }
    if passages.is_empty() && options.passages > 0 {
        let place = first_place(index, plan, candidate)?;
        let place = if place.is_none() { first_turn(record, &entry, matches)? } else { place };
        passages.extend(snippet::opening(record, &entry, place, size(options))?);
    }
    let title_highlights =
        title_highlights(entry.metadata.title.as_deref().unwrap_or_default(), plan, matches);
    let mut versions = Vec::new();
    if candidate.group != 0 {
        for record in index.group(candidate.group)? {
            versions.push(record.entry()?);
        }
        versions.retain(|version| (&version.path, &version.part) != (&entry.path, &entry.part));
    }
    Ok(Hit {
        id: candidate.id,
        score: candidate.score,
        entry,
        title_highlights,
        passages,
        elsewhere: elsewhere(query, plan, record, matches, &seen)?,
        sounds,
        explanation: None,
        versions,
    })
}

/// Where in a document is what was asked for without a word of its text.
fn first_place(index: &Index, plan: &Plan, candidate: &Candidate) -> Result<Option<u32>, SearchError> {
    if !has_places(plan) {
        return Ok(None);
    }
    let segment = &index.searcher().segment_readers()[candidate.segment];
    let mut matcher = Matcher::open(index, plan, segment)?;
    matcher.matches(candidate.doc)?;
    matcher.first_place()
}

/// Where somebody begins to speak whose name matches.
fn first_turn(record: &Record<'_>, entry: &Entry, matches: &[Match]) -> Result<Option<u32>, SearchError> {
    let names = record.title_positions()..record.text_position();
    let Some(found) = matches.iter().find(|found| names.contains(&found.span.first)) else { return Ok(None) };
    let (_, name) = name_at(entry, names.start, found.span.first);
    let speaker = entry.speakers.iter().position(|speaker| Some(speaker) == name.as_ref());
    let Some(speaker) = speaker else { return Ok(None) };
    for number in 0..record.block_count() {
        let placed = record.block(number)?;
        let turn = placed.filter(|placed| placed.block.speaker == u32::try_from(speaker).ok());
        if let Some(turn) = turn {
            return Ok(Some(turn.position));
        }
    }
    Ok(None)
}

/// Tells a score apart into what made it.
fn explain(index: &Index, query: &Query, plan: &Plan, found: &Found<'_>) -> Result<Explanation, SearchError> {
    let manifest = index.manifest();
    let lengths = rank::Lengths::new(manifest.documents, manifest.positions);
    let text_position = found.record.text_position();
    let mut clauses = Vec::new();
    for (number, leaf) in plan.leaves.iter().enumerate().filter(|(_, leaf)| leaf.weight > 0.0) {
        let matches = found.matches.iter().filter(|found| found.leaf == number);
        let frequency = matches.clone().count() as u32;
        if frequency == 0 {
            continue;
        }
        let is_in_title = leaf.is_text && matches.clone().any(|found| found.span.first < text_position);
        let mut is_in_heading = false;
        if leaf.heading.is_some() && !is_in_title {
            for found_at in matches {
                let placed = found.record.block_at_position(found_at.span.first)?;
                is_in_heading |= placed.is_some_and(|placed| placed.block.kind == BlockKind::Heading);
            }
        }
        let clause = query.text_of(leaf.span);
        clauses.push(ClauseScore {
            clause: if leaf.is_as_written { format!("={clause}") } else { clause.to_owned() },
            documents: leaf.documents,
            weight: leaf.weight,
            frequency,
            text: lengths.worth(leaf.weight, f64::from(frequency), found.candidate.length_id),
            title: if is_in_title { rank::title_worth(leaf.weight) } else { 0.0 },
            heading: if is_in_heading { rank::heading_worth(leaf.weight) } else { 0.0 },
        });
    }
    let together: f64 = clauses.iter().map(|clause| clause.text + clause.title + clause.heading).sum();
    Ok(Explanation { clauses, second_look: found.candidate.score - together })
}

fn note_sound(sounds: &mut Vec<(String, Vec<String>)>, clause: &str, spelling: &str) {
    let known = sounds.iter_mut().find(|(known, _)| known == clause);
    match known {
        Some((_, spellings)) if spellings.iter().any(|known| known == spelling) => {}
        Some((_, spellings)) => spellings.push(spelling.to_owned()),
        None => sounds.push((clause.to_owned(), vec![spelling.to_owned()])),
    }
}

/// Where the leaves are that match and are not seen.
fn elsewhere(
    query: &Query,
    plan: &Plan,
    record: &Record<'_>,
    matches: &[Match],
    seen: &[bool],
) -> Result<Vec<Elsewhere>, SearchError> {
    let mut firsts: Vec<Option<&Match>> = vec![None; plan.leaves.len()];
    for found in matches {
        firsts[found.leaf].get_or_insert(found);
    }
    let mut all: Vec<Elsewhere> = Vec::new();
    for (number, leaf) in plan.leaves.iter().enumerate() {
        let Some(first) = firsts[number].filter(|_| !seen[number]) else { continue };
        let clause = query.text_of(leaf.span).to_owned();
        // Of words that nobody wrote nobody asks where they are.
        if clause.is_empty() {
            continue;
        }
        let mut found = Elsewhere { clause, place: Place::Text, text: None, line: None, start_ms: None };
        if let Some(field) = leaf.names {
            found.place = Place::Field(field);
        } else if !leaf.is_text {
            continue;
        } else if first.span.first < record.title_positions() {
            found.place = Place::Title;
        } else if first.span.first < record.text_position() {
            (found.place, found.text) = name_at(&record.entry()?, record.title_positions(), first.span.first);
        } else if let Some(placed) = record.block_at_position(first.span.first)? {
            (found.line, found.start_ms) = snippet::place_of(record, &placed, first.span.first)?;
            if placed.block.kind == BlockKind::Heading {
                found.place = Place::Heading;
                found.text = Some(record.text(placed.block.start..placed.block.end)?);
            }
        }
        if !all.contains(&found) {
            all.push(found);
        }
    }
    Ok(all)
}

/// The field of names that a position before the text is in, and the name.
fn name_at(entry: &Entry, title_positions: u32, position: u32) -> (Place, Option<String>) {
    let mut end = title_positions;
    for name in entry.names() {
        end += TITLE_GAP + words(name).count() as u32;
        if position < end {
            let is_author = entry.metadata.authors.iter().any(|author| author == name);
            let field = if is_author { Field::Author } else { Field::Speaker };
            return (Place::Field(field), Some(name.to_owned()));
        }
    }
    (Place::Title, None)
}

/// The words of the title that matched.
fn title_highlights(title: &str, plan: &Plan, matches: &[Match]) -> Vec<Range<usize>> {
    let placed: Vec<Range<usize>> = words(title).map(|word| word.form.start..word.mark.end).collect();
    let mut seen: Vec<(usize, Range<usize>)> = Vec::new();
    for found in matches.iter().filter(|found| plan.leaves[found.leaf].is_text) {
        found.span.each_part(|first, last| {
            if let (Some(first), Some(last)) = (placed.get(first as usize), placed.get(last as usize)) {
                seen.push((found.leaf, first.start..last.end));
            }
        });
    }
    seen.sort_by_key(|(_, range)| (range.start, range.end));
    let mut highlights = snippet::telling(title, &seen, plan);
    highlights.dedup();
    highlights
}
