//! From the best documents to hits: each is cut into passages, and says what they do not show.

use std::collections::VecDeque;
use std::ops::Range;

use super::choose::{Chooser, Cut};
use super::collect::Candidate;
use super::look::Found;
use super::matcher::{Match, Matcher, has_places};
use super::plan::Plan;
use super::shown::{Shown, Size};
use super::{
    By, ClauseScore, Elsewhere, Explanation, Hit, Options, Passage, Place, SearchError, Sort, passage, rank,
    snippet,
};
use crate::analyzer::words;
use crate::document::BlockKind;
use crate::index::{Entry, Index, Record, TITLE_GAP, document_id};
use crate::query::{Field, Query};

/// Makes hits of what was looked at: each document with its passages, or the best passages of all.
pub(super) fn hits(
    index: &Index,
    query: &Query,
    plan: &Plan,
    found: Vec<Found<'_>>,
    options: &Options,
) -> Result<Vec<Hit>, SearchError> {
    let found: Vec<Matched<'_>> = found.into_iter().map(Matched::from).collect();
    if options.by == By::Passage {
        return show_passages(index, query, plan, &found, options);
    }
    let hit = |found: Matched<'_>| -> Result<Hit, SearchError> {
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

/// A document with everything in it that matches.
struct Matched<'a> {
    candidate: Candidate,
    record: Record<'a>,
    matches: Vec<Match>,
    /// Where the only word that is asked for is spelled as it was typed, in order.
    typed: Vec<u32>,
}

impl<'a> From<Found<'a>> for Matched<'a> {
    fn from(found: Found<'a>) -> Self {
        let Found { candidate, record, places, typed } = found;
        Self { candidate, record, matches: places.into_spans(), typed }
    }
}

impl Matched<'_> {
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

/// The best passages of all candidates, each a hit of its own. Where no word of a text was asked for, or
/// only its title has them, its passage is how it begins, behind those that show something.
fn show_passages(
    index: &Index,
    query: &Query,
    plan: &Plan,
    found: &[Matched<'_>],
    options: &Options,
) -> Result<Vec<Hit>, SearchError> {
    let mut waiting: Vec<Waiting> = Vec::new();
    for (number, found) in found.iter().enumerate() {
        let entry = found.record.entry()?;
        let windows = found.chooser(&entry, (query, plan), options).windows(options.passages)?;
        if windows.is_empty() && options.passages > 0 {
            waiting.push(Waiting::opening(found.candidate, number, options));
        }
        waiting
            .extend(windows.into_iter().map(|window| Waiting::new(found.candidate, number, window, options)));
    }
    let is_behind = |one: &Waiting| options.sort == Sort::Score && one.window.is_none();
    let first = |one: &Waiting| one.window.map(|window| window.first);
    let order = |a: &Waiting, b: &Waiting| {
        let by_show = is_behind(a).cmp(&is_behind(b));
        by_show.then_with(|| a.candidate.order(&b.candidate)).then_with(|| first(a).cmp(&first(b)))
    };
    waiting.sort_by(order);
    let mut waiting = VecDeque::from(waiting);
    let wanted = options.offset.saturating_add(options.limit);
    let mut shown: Vec<(Candidate, usize, Entry, Option<Shown>)> = Vec::new();
    while shown.len() < wanted
        && let Some(mut next) = waiting.pop_front()
    {
        let found = &found[next.number];
        let Some(window) = next.window else {
            shown.push((next.candidate, next.number, found.record.entry()?, None));
            continue;
        };
        let Some((entry, mut cut)) = next.cut.take() else {
            let entry = found.record.entry()?;
            let cut = found.chooser(&entry, (query, plan), options).cut(&window, &[])?;
            if options.sort == Sort::Score {
                next.candidate.score *= cut.worth;
                next.candidate.rank = next.candidate.score;
            }
            next.cut = Some((entry, cut));
            let place = waiting.partition_point(|other| order(other, &next).is_lt());
            waiting.insert(place, next);
            continue;
        };
        let of_this = shown.iter().filter(|(_, number, ..)| *number == next.number);
        let before = of_this.filter_map(|(.., shown)| shown.as_ref());
        if found.chooser(&entry, (query, plan), options).makes_new(&mut cut.shown, before)? {
            shown.push((next.candidate, next.number, entry, Some(cut.shown)));
        }
    }
    let mut hits = Vec::new();
    for (candidate, number, entry, shown) in shown.into_iter().skip(options.offset) {
        let mut hit = hit(index, query, plan, &found[number], entry, shown.into_iter().collect(), options)?;
        hit.score = candidate.score;
        hits.push(hit);
    }
    Ok(hits)
}

/// A passage that waits for its turn; it is cut when it comes, and waits again for what it is worth.
struct Waiting {
    candidate: Candidate,
    number: usize,
    /// None where it is how the document begins.
    window: Option<passage::Window>,
    cut: Option<(Entry, Cut)>,
}

impl Waiting {
    fn new(mut candidate: Candidate, number: usize, window: passage::Window, options: &Options) -> Self {
        candidate.score = rank::of_passage(candidate.score, window.coverage);
        if options.sort == Sort::Score {
            candidate.rank = candidate.score;
        }
        Self { candidate, number, window: Some(window), cut: None }
    }

    /// How a document begins: it shows nothing of what was asked for, and stands where its document does.
    fn opening(mut candidate: Candidate, number: usize, options: &Options) -> Self {
        if options.sort == Sort::Score {
            candidate.rank = candidate.score;
        }
        candidate.score = 0.0;
        Self { candidate, number, window: None, cut: None }
    }
}

fn hit(
    index: &Index,
    query: &Query,
    plan: &Plan,
    found: &Matched<'_>,
    entry: Entry,
    all_shown: Vec<Shown>,
    options: &Options,
) -> Result<Hit, SearchError> {
    let Matched { candidate, record, matches, .. } = found;
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
fn explain(
    index: &Index,
    query: &Query,
    plan: &Plan,
    found: &Matched<'_>,
) -> Result<Explanation, SearchError> {
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
