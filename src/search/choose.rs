//! Which stretches of a document become its passages: the best that say something, none twice.

use crate::analyzer::{exact_form, words};
use crate::document::BlockKind;
use crate::format::transcript::is_role;
use crate::index::{Damaged, Entry, PlacedBlock, Record};
use crate::query::Query;

use super::matcher::Match;
use super::passage::{self, Window};
use super::plan::Plan;
use super::shown::{Shown, Size};
use super::snippet;

/// So many windows more than are shown are looked for, should some say little.
const SPARE_WINDOWS: usize = 3;
/// What is left of a window whose words are nothing but parts of addresses.
const WORTH_OF_ADDRESSES: f64 = 0.4;
/// What is left of a window in a table of contents, among tags or links, or in a line that is no sentence.
const WORTH_OF_LISTS: f64 = 0.6;

/// Chooses passages of one document.
#[derive(Clone, Copy)]
pub(super) struct Chooser<'a> {
    pub record: &'a Record<'a>,
    pub entry: &'a Entry,
    pub query: &'a Query,
    pub plan: &'a Plan,
    pub matches: &'a [Match],
    /// Where the only word that is asked for is spelled as it was typed, in order.
    pub typed: &'a [u32],
    pub size: Size,
    /// So many positions part the words of two passages.
    pub apart: u32,
}

/// What a window shows.
pub(super) struct Cut {
    pub shown: Shown,
    /// Its first matching position.
    pub first: u32,
    /// How much it says: 1, or less.
    pub worth: f64,
}

/// A window that waits to be shown.
struct Waiting {
    window: Window,
    coverage: f64,
    cut: Option<Cut>,
}

impl From<Window> for Waiting {
    fn from(window: Window) -> Self {
        Self { window, coverage: window.coverage, cut: None }
    }
}

impl Chooser<'_> {
    /// The best windows of the document, best first.
    pub(super) fn windows(&self, most: usize) -> Result<Vec<Window>, Damaged> {
        let (text, names) = (self.record.text_position(), self.names());
        let of = |matches: &[Match], most| {
            passage::windows_apart(matches, self.plan, text, most, self.apart, &names)
        };
        let mut windows = of(self.matches, most);
        if !windows.iter().any(|window| self.says(window)) {
            // Many words that hold a query together outweigh the one that says something.
            let tells = |found: &&Match| !self.plan.leaves[found.leaf].is_function_word;
            windows = of(&self.matches.iter().filter(tells).cloned().collect::<Vec<_>>(), most);
            // Where the title has what is asked for, a `de` somewhere is no place in the text.
            if !windows.iter().any(|window| self.says(window)) {
                return Ok(Vec::new());
            }
        }
        let holds_typed = |window: &Window| {
            let next = self.typed.partition_point(|place| *place < window.first);
            self.typed.get(next).is_some_and(|place| *place <= window.last)
        };
        let leads = if !self.typed.is_empty() && !windows.iter().any(holds_typed) {
            let is_typed = |found: &&Match| self.typed.binary_search(&found.span.first).is_ok();
            of(&self.matches.iter().filter(is_typed).cloned().collect::<Vec<_>>(), 1).pop()
        } else if !names.is_empty() {
            let said = of(&self.said_by_named(&names)?, 1).pop();
            said.zip(windows.first()).filter(|(said, best)| said.tells_as_much(best)).map(|(said, _)| said)
        } else {
            None
        };
        if let Some(leads) = leads {
            windows.retain(|other| leads.is_apart(other, self.apart));
            windows.truncate(most.saturating_sub(1));
            windows.insert(0, leads);
        }
        Ok(windows)
    }

    /// Whether something in a window was asked for but words that hold a query together, or nothing else was.
    fn says(&self, window: &Window) -> bool {
        let says = |leaf: usize| self.plan.leaves[leaf].is_text && !self.plan.leaves[leaf].is_function_word;
        let is_inside = |found: &&Match| (window.first..=window.last).contains(&found.span.first);
        let first = self.matches.partition_point(|found| found.span.first < window.first);
        let inside = self.matches[first..].iter().take_while(is_inside);
        inside.into_iter().any(|found| says(found.leaf)) || !(0..self.plan.leaves.len()).any(says)
    }

    /// The leaves that are names of who wrote or speaks: a hit says them, and an interview its guest's where
    /// nothing else is said yet.
    fn names(&self) -> Vec<usize> {
        let names = self.entry.metadata.authors.iter().chain(&self.entry.speakers);
        let names: Vec<String> = names.flat_map(|name| forms(name)).collect();
        (0..self.plan.leaves.len()).filter(|leaf| self.is_part(*leaf, &names)).collect()
    }

    /// Whether all words of a leaf, as it was typed, are among those of a name.
    fn is_part(&self, leaf: usize, name: &[String]) -> bool {
        let mut typed = forms(self.query.text_of(self.plan.leaves[leaf].span)).peekable();
        typed.peek().is_some() && typed.all(|word| name.contains(&word))
    }

    /// What matches in the turns of the speakers whose names have most of `names`, where any has: who asks for
    /// `quill commerce` means what Quill said of it.
    fn said_by_named(&self, names: &[usize]) -> Result<Vec<Match>, Damaged> {
        // Will is a name, and a word; every host is called so.
        let is_name = |leaf: &&usize| {
            let leaf = &self.plan.leaves[**leaf];
            !leaf.is_function_word && !is_role(self.query.text_of(leaf.span))
        };
        let parts = |speaker: &String| {
            let name: Vec<String> = forms(speaker).collect();
            names.iter().filter(is_name).filter(|leaf| self.is_part(**leaf, &name)).count()
        };
        let parts: Vec<usize> = self.entry.speakers.iter().map(parts).collect();
        let most = parts.iter().copied().max().unwrap_or(0);
        if most == 0 || parts.iter().all(|parts| *parts == most) {
            return Ok(Vec::new());
        }
        let is_named = |speaker: u32| parts.get(speaker as usize) == Some(&most);
        let (mut said, mut next) = (Vec::new(), 0);
        let mut is_said = false;
        // What matches before a block begins is in the one before it.
        let mut take = |is_said: bool, end: u32| {
            let count = self.matches[next..].partition_point(|found| found.span.first < end);
            if is_said {
                said.extend_from_slice(&self.matches[next..next + count]);
            }
            next += count;
        };
        self.record.each_block(|placed| {
            take(is_said, placed.position);
            is_said = placed.block.speaker.is_some_and(is_named);
        })?;
        take(is_said, u32::MAX);
        Ok(said)
    }

    /// The best passages, in reading order.
    pub(super) fn passages(&self, most: usize) -> Result<Vec<Shown>, Damaged> {
        let windows = self.windows(most)?;
        let mut waiting: Vec<Waiting> = windows.iter().copied().map(Waiting::from).collect();
        let mut chosen: Vec<Cut> = Vec::with_capacity(windows.len());
        let mut has_spares = false;
        while chosen.len() < windows.len() {
            let Some(best) = best(&waiting) else {
                if has_spares {
                    break;
                }
                self.add_spares(&mut waiting, &windows, most);
                has_spares = true;
                continue;
            };
            let Waiting { window, coverage, cut } = waiting.swap_remove(best);
            let Some(mut cut) = cut else {
                let others: Vec<Window> = windows.iter().filter(|other| **other != window).copied().collect();
                let cut = self.cut(&window, &others)?;
                if cut.worth < 1.0 && !has_spares {
                    self.add_spares(&mut waiting, &windows, most);
                    has_spares = true;
                }
                waiting.push(Waiting { window, coverage: coverage * cut.worth, cut: Some(cut) });
                continue;
            };
            if self.makes_new(&mut cut.shown, chosen.iter().map(|cut| &cut.shown))? {
                chosen.push(cut);
            }
        }
        self.add_other_turns(&mut chosen)?;
        chosen.sort_by_key(|cut| cut.first);
        Ok(chosen.into_iter().map(|cut| cut.shown).collect())
    }

    /// Adds the other turn to a passage that shows only a turn or only its answer, where both are asked for.
    fn add_other_turns(&self, chosen: &mut Vec<Cut>) -> Result<(), Damaged> {
        let Some([first, second]) = self.plan.of_reply() else { return Ok(()) };
        let has = |leaves: &[usize], leaf: usize| leaves.contains(&leaf);
        for number in 0..chosen.len() {
            let cut = &chosen[number];
            let shows = |leaves| cut.shown.seen.iter().any(|(leaf, _)| has(leaves, *leaf));
            let of = |leaves| self.matches.iter().filter(move |found: &&Match| has(leaves, found.leaf));
            let (other, nearest) = match (shows(&first), shows(&second)) {
                (true, false) => (&second, of(&second).find(|found| found.span.first > cut.first)),
                (false, true) => (&first, of(&first).take_while(|found| found.span.first < cut.first).last()),
                _ => continue,
            };
            let Some(nearest) = nearest else { continue };
            let is_near =
                |found: &&Match| found.span.first.abs_diff(nearest.span.first) < passage::WINDOW_POSITIONS;
            let near: Vec<Match> = of(other).filter(is_near).cloned().collect();
            let text = self.record.text_position();
            let Some(window) = passage::best_windows(&near, self.plan, text, 1).pop() else { continue };
            let mut added = self.cut(&window, &[])?;
            if self.makes_new(&mut added.shown, chosen.iter().map(|cut| &cut.shown))? {
                chosen.push(added);
            }
        }
        Ok(())
    }

    /// Adds windows that are none of those at hand.
    fn add_spares(&self, waiting: &mut Vec<Waiting>, windows: &[Window], most: usize) {
        let is_free = |spare: &Window| windows.iter().all(|window| window.is_apart(spare, 0));
        let text = self.record.text_position();
        let more = passage::best_windows(self.matches, self.plan, text, 2 * most + SPARE_WINDOWS);
        waiting.extend(more.into_iter().filter(is_free).map(Waiting::from));
    }

    /// What a window shows: of a heading rather the text below it, where that has as much.
    pub(super) fn cut(&self, window: &Window, others: &[Window]) -> Result<Cut, Damaged> {
        if let Some(heading) = self.heading_of(window)?
            && let Some(below) = self.below(&heading, window, others)?
        {
            let said = self.cut_at(&below)?;
            let heading = self.record.text(heading.block.start..heading.block.end)?;
            let is_its_own = said.passage.heading.as_ref() == Some(&heading);
            let worth = worth(&said);
            if is_its_own && worth >= 1.0 && said.passage.block_kind != Some(BlockKind::Code) {
                return Ok(Cut { shown: said, first: below.first, worth });
            }
        }
        let shown = self.cut_at(window)?;
        let worth = worth(&shown);
        Ok(Cut { shown, first: window.first, worth })
    }

    fn cut_at(&self, window: &Window) -> Result<Shown, Damaged> {
        snippet::cut(self.record, self.entry, self.plan, self.matches, window, self.size)
    }

    /// The heading that the whole window is in.
    fn heading_of(&self, window: &Window) -> Result<Option<PlacedBlock>, Damaged> {
        let Some(heading) = self.record.block_at_position(window.first)? else { return Ok(None) };
        if heading.block.kind != BlockKind::Heading {
            return Ok(None);
        }
        let last = self.record.block_at_position(window.last)?;
        Ok(last.filter(|last| last.number == heading.number))
    }

    /// The best window in the text below a heading, where it has as much of what is asked for as that and
    /// is none of the others.
    fn below(
        &self,
        heading: &PlacedBlock,
        window: &Window,
        others: &[Window],
    ) -> Result<Option<Window>, Damaged> {
        /// What is further down the heading says little about.
        const REACH_POSITIONS: u32 = 300;
        const ROUNDING: f64 = 1e-9;
        let Some(text) = self.record.block(heading.number + 1)? else { return Ok(None) };
        let end = text.position.saturating_add(REACH_POSITIONS);
        let at = |position| self.matches.partition_point(|found| found.span.first < position);
        let below = &self.matches[at(text.position)..at(end)];
        let best = passage::best_windows(below, self.plan, self.record.text_position(), 1).into_iter().next();
        let is_apart = |best: &Window| others.iter().all(|other| best.is_apart(other, self.apart));
        Ok(best.filter(|best| best.coverage + ROUNDING >= window.coverage && is_apart(best)))
    }

    /// Whether a passage has anything that those before it have not; what they share it leaves to them.
    pub(super) fn makes_new<'s>(
        &self,
        shown: &mut Shown,
        before: impl Iterator<Item = &'s Shown>,
    ) -> Result<bool, Damaged> {
        let mut is_less = false;
        for other in before {
            if other.passage.text == shown.passage.text {
                return Ok(false);
            }
            is_less |= shown.leave_out(&other.passage);
        }
        if is_less && !shown.seen.is_empty() {
            snippet::place_again(&mut shown.passage, self.record, self.entry)?;
        }
        Ok(!(is_less && shown.seen.is_empty()))
    }
}

/// The exact forms of the words of a text.
fn forms(text: &str) -> impl Iterator<Item = String> {
    words(text).map(|word| exact_form(&text[word.form]))
}

/// The one with the most, of equals the first in the text.
fn best(waiting: &[Waiting]) -> Option<usize> {
    let order = |a: &Waiting, b: &Waiting| {
        a.coverage.total_cmp(&b.coverage).then_with(|| b.window.first.cmp(&a.window.first))
    };
    (0..waiting.len()).max_by(|a, b| order(&waiting[*a], &waiting[*b]))
}

/// How much a passage says: 1, or less.
fn worth(shown: &Shown) -> f64 {
    if shown.is_in_addresses() {
        WORTH_OF_ADDRESSES
    } else if is_list(shown) {
        WORTH_OF_LISTS
    } else {
        1.0
    }
}

/// Whether what is shown is no prose: a table of contents, tags, links, a name by itself.
fn is_list(shown: &Shown) -> bool {
    /// What is between two commas, bars or line breaks has more words than this where somebody says
    /// something.
    const PIECE_WORDS: usize = 3;
    const PIECES: usize = 6;
    const LINE_WORDS: usize = 6;
    let passage = &shown.passage;
    let is_said = |kind: BlockKind| matches!(kind, BlockKind::Turn | BlockKind::Code | BlockKind::Heading);
    if passage.block_kind.is_none_or(is_said) {
        return false;
    }
    // An address has words, and says nothing by them.
    let is_said = |part: &&str| !part.contains("://");
    let parts = passage.text.split_whitespace().filter(is_said);
    let count: usize = parts.map(|part| words(part).count()).sum();
    if passage.blocks.len() == 1 && count <= LINE_WORDS {
        let is_whole = !passage.is_cut_before && !passage.is_cut_after;
        return is_whole
            && !passage.text.trim_end().ends_with(['.', '!', '?', '…', '。', '！', '？', ':', '"', '”']);
    }
    let is_break = |c: char| matches!(c, ',' | ';' | '|' | '·' | '•' | '\n' | '\t' | '、' | '，');
    let pieces = passage.text.split(is_break).filter(|piece| !piece.trim().is_empty()).count();
    pieces >= PIECES && count <= pieces * PIECE_WORDS
}
