//! From a document to what the index keeps of it: its terms, and what its record will say. The costly
//! part of indexing, run on every core; nothing here touches the index itself.

use rustc_hash::FxHashMap;

use super::record::{Entry, Layout, PIECE_BYTES, TITLE_GAP, Unpacked, names};
use crate::analyzer::{Analyzer, spelling, words};
use crate::document::{Block, BlockKind, Document};

/// Parts the terms in [`Prepared::plain`] and its like; two in a row leave a position out.
pub(super) const TERM_SEPARATOR: u8 = 0x1F;
/// Parts the terms of one position.
pub(super) const TERM_TOGETHER: u8 = 0x1E;

/// What the index keeps of a document.
#[derive(Debug)]
pub(super) struct Prepared {
    /// The words of title, names and text that are their own stem, in order of position, behind each a
    /// separator.
    pub plain: String,
    /// The exact forms of the other words, likewise.
    pub exact: String,
    /// Their stems, likewise.
    pub stems: String,
    /// How many words there are in all that are not set apart.
    pub length: u32,
    /// The exact forms of what is set apart, at the same positions.
    pub aside_exact: String,
    /// Its stems.
    pub aside_stems: String,
    /// How many words are set apart.
    pub set_apart_words: u32,
    /// The stems of the title and of names alone, likewise.
    pub title: String,
    /// The stems of the headings that are not in the title, likewise.
    pub headings: String,
    /// What will lie in the store.
    pub unpacked: Unpacked,
}

/// Prepares documents one after another, remembering what words they share.
#[derive(Default)]
pub(super) struct Preparer {
    analyzers: FxHashMap<Option<String>, Analyzer>,
}

impl Preparer {
    /// Prepares `document`, which came from the source at `path`.
    pub(super) fn prepare(&mut self, path: &str, document: Document) -> Prepared {
        let language = document.metadata.language.clone();
        let analyzer =
            self.analyzers.entry(language).or_insert_with_key(|language| Analyzer::new(language.as_deref()));
        let mut terms = Terms::new(document.text.len());
        let title = document.metadata.title.as_deref().unwrap_or_default();
        let mut title_stems = String::new();
        terms.push_head(analyzer, title, &mut title_stems);
        let title_positions = terms.position;
        terms.skip(TITLE_GAP);
        for name in names(&document.metadata.authors, &document.speakers) {
            terms.push_head(analyzer, name, &mut title_stems);
            terms.skip(TITLE_GAP);
        }
        let mut layout = Layout { title_positions, ..Layout::default() };
        let first_word = terms.words;
        analyze_blocks(&document, &title_stems, analyzer, &mut terms, &mut layout);
        layout.end_position = terms.position;
        let entry = Entry::new(path, &document, terms.words - first_word);
        Prepared {
            plain: terms.plain,
            exact: terms.exact,
            stems: terms.stems,
            length: terms.words - terms.aside_words,
            aside_exact: terms.aside_exact,
            aside_stems: terms.aside_stems,
            set_apart_words: terms.aside_words,
            title: title_stems,
            headings: terms.headings,
            unpacked: Unpacked { document, entry, layout },
        }
    }
}

fn analyze_blocks(
    document: &Document,
    title_stems: &str,
    analyzer: &mut Analyzer,
    terms: &mut Terms,
    layout: &mut Layout,
) {
    let is_in_title = |stem: &str| {
        title_stems.split([TERM_SEPARATOR as char, TERM_TOGETHER as char]).any(|other| other == stem)
    };
    let mut piece_start = 0;
    let mut before: Option<&Block> = None;
    layout.pieces.push((0, terms.position));
    for block in &document.blocks {
        if before.is_some_and(|before| is_new_thought(before, block)) {
            terms.skip(1);
        }
        before = Some(block);
        layout.blocks.push(terms.position);
        // A piece rather ends with a block than a little later in the middle of the next.
        if block.start as usize - piece_start >= PIECE_BYTES * 3 / 4 {
            piece_start = block.start as usize;
            layout.pieces.push((block.start, terms.position));
        }
        let text = document.block_text(block);
        for word in words(text) {
            let at = block.start as usize + word.mark.start;
            if at - piece_start >= PIECE_BYTES {
                piece_start = at;
                layout.pieces.push((at as u32, terms.position));
            }
            let word = spelling(text, &word);
            if block.is_boilerplate {
                terms.push_aside(analyzer, word);
            } else {
                if block.kind == BlockKind::Heading {
                    let of_word = analyzer.terms(word);
                    if !is_in_title(of_word.stem) {
                        push_stems(&mut terms.headings, of_word.stems());
                        terms.headings.push(TERM_SEPARATOR as char);
                    }
                }
                terms.push(analyzer, word);
            }
        }
    }
}

/// Adds stems of one word, at one position.
fn push_stems<'a>(all: &mut String, stems: impl Iterator<Item = &'a str>) {
    for (number, stem) in stems.enumerate() {
        if number > 0 {
            all.push(TERM_TOGETHER as char);
        }
        all.push_str(stem);
    }
}

/// Phrases do not reach from `before` over to `after`; they do where speech merely goes on.
pub(crate) fn is_new_thought(before: &Block, after: &Block) -> bool {
    before.kind != BlockKind::Turn || after.kind != BlockKind::Turn || before.speaker != after.speaker
}

/// The terms of a document as they are collected.
struct Terms {
    plain: String,
    exact: String,
    stems: String,
    headings: String,
    aside_exact: String,
    aside_stems: String,
    /// How far the terms set apart reach.
    aside_position: u32,
    position: u32,
    words: u32,
    aside_words: u32,
}

impl Terms {
    fn new(text_bytes: usize) -> Self {
        Self {
            plain: String::with_capacity(text_bytes),
            exact: String::with_capacity(text_bytes / 2),
            stems: String::with_capacity(text_bytes / 2),
            headings: String::new(),
            aside_exact: String::new(),
            aside_stems: String::new(),
            aside_position: 0,
            position: 0,
            words: 0,
            aside_words: 0,
        }
    }

    fn push(&mut self, analyzer: &mut Analyzer, word: &str) {
        let terms = analyzer.terms(word);
        if terms.is_own_stem {
            self.plain.push_str(terms.exact);
            push_stems(&mut self.stems, terms.further_stems());
        } else {
            self.exact.push_str(terms.exact);
            push_stems(&mut self.stems, terms.stems());
        }
        self.words += 1;
        self.skip(1);
    }

    /// The words of the title or of a name, which come before the text.
    fn push_head(&mut self, analyzer: &mut Analyzer, text: &str, title_stems: &mut String) {
        for word in words(text) {
            let word = spelling(text, &word);
            self.push(analyzer, word);
            push_stems(title_stems, analyzer.terms(word).stems());
            title_stems.push(TERM_SEPARATOR as char);
        }
    }

    /// Leaves a word's position out and keeps the word by itself.
    fn push_aside(&mut self, analyzer: &mut Analyzer, word: &str) {
        for _ in self.aside_position..self.position {
            self.aside_exact.push(TERM_SEPARATOR as char);
            self.aside_stems.push(TERM_SEPARATOR as char);
        }
        let terms = analyzer.terms(word);
        self.aside_exact.push_str(terms.exact);
        self.aside_exact.push(TERM_SEPARATOR as char);
        push_stems(&mut self.aside_stems, terms.stems());
        self.aside_stems.push(TERM_SEPARATOR as char);
        self.words += 1;
        self.aside_words += 1;
        self.skip(1);
        self.aside_position = self.position;
    }

    fn skip(&mut self, positions: u32) {
        for _ in 0..positions {
            self.plain.push(TERM_SEPARATOR as char);
            self.exact.push(TERM_SEPARATOR as char);
            self.stems.push(TERM_SEPARATOR as char);
        }
        self.position += positions;
    }
}
