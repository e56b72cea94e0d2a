//! A document with its words counted out.

use std::borrow::Cow;
use std::ops::Range;

use crate::analyzer::{Analyzer, exact_form, folded, spelling, without_sign, words};
use crate::document::{BlockKind, Document};
use crate::index::names;
use crate::query::{Field, TimeRange};

/// Positions between title, names and text; in a field between two names it is 8, between two blocks 1.
const TITLE_GAP: u32 = 16;
const NAME_GAP: u32 = 8;

/// A word with its terms.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub position: u32,
    pub exact: String,
    pub stem: String,
    /// What the stem is where somebody types it without accents, and that of the compound that begins here.
    pub further_stems: Vec<String>,
    /// Its first byte in the title or the text.
    start: usize,
    spelling: String,
}

impl Word {
    /// The exact form without the sign that it may begin with.
    pub(super) fn bare(&self) -> &str {
        without_sign(&self.exact)
    }
}

/// What one speaker says without a break.
#[derive(Clone, Debug)]
pub(super) struct Turn {
    pub speaker: Option<u32>,
    pub positions: Range<u32>,
    blocks: Range<usize>,
}

impl Turn {
    pub(super) fn follows(&self, before: &Self) -> bool {
        self.blocks.start == before.blocks.end
    }
}

/// A document with its words counted out.
pub(super) struct Page {
    pub document: Document,
    path: String,
    words: Vec<Word>,
    pub title_positions: u32,
    text_position: u32,
    /// The positions of each block.
    pub blocks: Vec<Range<u32>>,
    pub turns: Vec<Turn>,
}

impl Page {
    pub(super) fn new(document: Document, path: &str) -> Self {
        let mut analyzer = Analyzer::new(document.metadata.language.as_deref());
        let mut all = Vec::new();
        let mut position = 0;
        let title = document.metadata.title.clone().unwrap_or_default();
        push_words(&mut all, &mut position, &title, 0, Some(&mut analyzer));
        let title_positions = position;
        position += TITLE_GAP;
        for name in names(&document.metadata.authors, &document.speakers) {
            push_words(&mut all, &mut position, name, 0, Some(&mut analyzer));
            position += TITLE_GAP;
        }
        let text_position = position;
        let mut blocks: Vec<Range<u32>> = Vec::new();
        let mut turns: Vec<Turn> = Vec::new();
        for (number, block) in document.blocks.iter().enumerate() {
            let before = number.checked_sub(1).map(|before| &document.blocks[before]);
            let is_turn = block.kind == BlockKind::Turn;
            let goes_on = before.is_some_and(|before| {
                is_turn && before.kind == BlockKind::Turn && before.speaker == block.speaker
            });
            if before.is_some() && !goes_on {
                position += 1;
            }
            let start = position;
            // What is set apart takes its room and is not found.
            let mut aside = Vec::new();
            push_words(
                if block.is_boilerplate { &mut aside } else { &mut all },
                &mut position,
                document.block_text(block),
                block.start as usize,
                Some(&mut analyzer),
            );
            blocks.push(start..position);
            match turns.last_mut() {
                Some(turn) if goes_on && block.speaker.is_some() => {
                    turn.positions.end = position;
                    turn.blocks.end = number + 1;
                }
                _ if is_turn => {
                    turns.push(Turn {
                        speaker: block.speaker,
                        positions: start..position,
                        blocks: number..number + 1,
                    });
                }
                _ => {}
            }
        }
        Self { document, path: path.to_owned(), words: all, title_positions, text_position, blocks, turns }
    }

    pub(super) fn end_position(&self) -> u32 {
        self.words.last().map_or(0, |word| word.position + 1)
    }

    pub(super) fn words_in(&self, positions: &Range<u32>) -> &[Word] {
        let from = self.words.partition_point(|word| word.position < positions.start);
        let to = self.words.partition_point(|word| word.position < positions.end);
        &self.words[from..to.max(from)]
    }

    pub(super) fn spelling(&self, position: u32) -> String {
        let word = self.words.iter().find(|word| word.position == position);
        word.map_or_else(|| format!("no word at {position}"), |word| format!("{}@{position}", word.spelling))
    }

    /// The words of what stands in a field; in a turn, `speaker` is who speaks.
    pub(super) fn names(&self, field: Field, turn: Option<Option<u32>>) -> Vec<Word> {
        let metadata = &self.document.metadata;
        let names: Cow<'_, [String]> = match (field, turn) {
            (Field::Author, _) => (&metadata.authors).into(),
            (Field::Speaker, None) | (Field::With, _) => (&self.document.speakers).into(),
            (Field::Speaker, Some(speaker)) => {
                let name = speaker.and_then(|speaker| self.document.speakers.get(speaker as usize));
                name.cloned().into_iter().collect::<Vec<_>>().into()
            }
            (Field::Source, _) => metadata.source.as_slice().into(),
            (Field::Tag, _) => (&metadata.tags).into(),
            (Field::Path, _) => vec![self.path.clone()].into(),
            (Field::Title | Field::Heading | Field::Lang, _) => Vec::new().into(),
        };
        let mut all = Vec::new();
        let mut position = 0;
        for name in names.iter() {
            if position > 0 {
                position += NAME_GAP;
            }
            push_words(&mut all, &mut position, name, 0, None);
        }
        all
    }

    /// Whether the path has this shape from the beginning of one of its parts to the end.
    pub(super) fn has_path_like(&self, pattern: &str) -> bool {
        let (path, pattern) = (folded(&self.path), folded(pattern));
        let parts = path.match_indices('/').map(|(slash, _)| slash + 1);
        std::iter::once(0).chain(parts).any(|start| is_like(&path[start..], &pattern))
    }

    /// From the first to the last word that is said in this stretch of the recording.
    pub(super) fn positions_of_time(&self, range: &TimeRange) -> Option<Range<u32>> {
        let times = &self.document.times;
        let mut found: Option<Range<u32>> = None;
        for word in self.words.iter().filter(|word| word.position >= self.text_position) {
            let Some(at) = times.iter().rposition(|mark| mark.at as usize <= word.start) else { continue };
            let mut start_ms = times[at].start_ms;
            let next = times.get(at + 1);
            let next_ms = next.map(|next| next.start_ms);
            let mut end_ms = times[at].end_ms.unwrap_or(next_ms.unwrap_or(u32::MAX).max(start_ms));
            if times[at].is_long(next_ms) {
                let next_at = next.map_or(self.document.text.len() as u32, |next| next.at);
                start_ms = times[at].said_at(word.start as u32, next_at, next_ms, false).0;
                end_ms = start_ms;
            }
            let is_in = range.end_ms.is_none_or(|end_ms| start_ms <= end_ms)
                && (end_ms > range.start_ms || start_ms >= range.start_ms);
            if is_in {
                found.get_or_insert(word.position..0).end = word.position + 1;
            }
        }
        found
    }
}

/// Whether `?` for one character and `*` for any number make the pattern this text.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut wanted = pattern.chars();
    let mut rest = text.chars();
    match wanted.next() {
        None => text.is_empty(),
        Some('*') => {
            let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            ends.any(|at| is_like(&text[at..], wanted.as_str()))
        }
        Some(c) => {
            let next = rest.next().map(|c| c.to_lowercase().to_string());
            let is_next = next.is_some_and(|next| c == '?' || next == c.to_lowercase().to_string());
            is_next && is_like(rest.as_str(), wanted.as_str())
        }
    }
}

/// Adds the words of `text`, which begins at byte `at`; without an analyzer stems do not matter.
fn push_words(
    all: &mut Vec<Word>,
    position: &mut u32,
    text: &str,
    at: usize,
    mut analyzer: Option<&mut Analyzer>,
) {
    for word in words(text) {
        let compound = spelling(text, &word);
        // A name is the same with a sign and without.
        let spelling = &text[if analyzer.is_some() { word.form } else { word.term }];
        let exact = exact_form(spelling);
        let terms = analyzer.as_mut().map(|analyzer| analyzer.terms(compound));
        let further_stems =
            terms.map(|terms| terms.further_stems().map(str::to_owned).collect()).unwrap_or_default();
        let stem = terms.map(|terms| terms.stem.to_owned());
        let start = at + word.mark.start;
        all.push(Word {
            position: *position,
            stem: stem.unwrap_or_else(|| exact.clone()),
            further_stems,
            exact,
            start,
            spelling: spelling.to_owned(),
        });
        *position += 1;
    }
}
