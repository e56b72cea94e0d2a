//! Repairs text that lost its line breaks: tags and line breaks were dropped, and nothing was put
//! in their place.
//!
//! `Building MomentumThe best thing`, `right now".The most`, `this week:* I wrote` are parted;
//! names such as HuggingFace, addresses, file names and code are not.
//!
//! Every place between two characters that a break may have been lost at is a *candidate*
//! ([`candidates`]). What speaks for and against it is put down as its [`traits`] ([`describe`],
//! [`neighbours`]): the classes of the characters around it, how the words on either side are written,
//! how rare they are and how the document has them elsewhere, whether both together would be a word,
//! what is open (brackets, quotations, addresses), how much of a program there is around it, whether
//! numbers count on ([`sequence`]), what part of speech the words are ([`speech`]), what signs a program has around
//! it ([`statement`]), which other candidates are close by, and how damaged the whole text
//! is. Small decision trees add them up ([`model`]). Words glued without a trace in their case (`tonof`)
//! are candidates where a unigram model finds cheaper words in them ([`segment`]).
//!
//! # How the trees were made
//!
//! `trees.txt` is written by `cargo run --release --example suite_lost_breaks train --out=FILE`:
//! gradient boosting of the logistic loss on texts whose breaks were taken away on purpose, in the ways
//! that they get lost, on undamaged texts, and on pairs of original and damaged text. The traits know
//! classes, shapes, counts and ranks, and no words.
//!
//! # What is believed
//!
//! A capital inside a word says little: programs and products are written so. [`breaks`] therefore
//! asks first whether the text is damaged at all, by places that no name looks like, then whether the
//! line is; elsewhere it parts nothing but the plain slips. What could be a name by itself is none
//! where it comes in numbers: time stamps ([`stamps`]), [`markers`] and [`labels`] are a [`series`] in any
//! script, and lines and sentences that seem to begin are believed when several of them do ([`openings`]).
//! Stamps and markers tell lists whose breaks became blanks, too. What the words around it say is believed
//! anywhere: [`headings`] and names that run into the next line, [`addresses`] that run into words.
//!
//! Pure: text in, ranges out. Time is linear: chunks and words are bounded, and so is what is done
//! for each.

mod addresses;
mod breaks;
mod candidates;
mod chunk;
mod class;
mod code_words;
mod damage;
mod describe;
mod document;
mod flattened;
mod gate;
mod hash;
mod headings;
mod inside_names;
mod known;
mod labels;
mod lexicon;
mod links;
mod markers;
mod model;
mod neighbours;
mod openings;
mod pairs;
mod pieces;
mod place;
mod scan;
mod segment;
mod sequence;
mod series;
mod speech;
mod stamps;
mod statement;
mod surroundings;
#[cfg(test)]
mod tests;
mod traits;
mod vocabulary;

pub use code_words::CodeWords;
pub use document::repair_document;
pub use pieces::{Piece, PieceKind};
pub use vocabulary::Vocabulary;

/// Says that the parts of a word around a hyphen at the end of a line are one known word: `exam-` and `ple`.
pub(crate) fn is_word_cut(head: &str, tail: &str) -> bool {
    let is_known = |word: &str| lexicon::LEXICON.word(hash::WordHash::folded(word)).is_some();
    let is_small = |word: &str| word.len() >= 2 && word.chars().all(char::is_lowercase);
    let is_head = head.len() >= 2
        && head.chars().all(char::is_alphabetic)
        && head.chars().skip(1).all(char::is_lowercase);
    is_head && is_small(tail) && is_known(&format!("{head}{tail}"))
}

/// Says that a word is a common one of some language, or a well-known name.
pub(crate) fn is_known_word(word: &str) -> bool {
    lexicon::LEXICON.word(hash::WordHash::folded(word)).is_some()
}

/// Says that a word, written with a capital, is a name that many people have and no common word.
pub(crate) fn is_name_of_people(word: &str) -> bool {
    let is_name = || lexicon::LEXICON.word(hash::WordHash::folded(word)).is_some_and(|word| word.is_name);
    is_name() && lexicon::NAMES_OF_PEOPLE.split_whitespace().any(|name| name == word)
}

/// Says that `text` may have lost breaks. It is cheap, and most undamaged texts are told by it.
pub fn is_damaged(text: &str) -> bool {
    gate::is_damaged(text)
}

/// Cuts `text` where breaks were lost, and at its blank lines.
///
/// `vocabulary` holds the words of the document that `text` is part of; without one, those of `text`
/// are taken. The pieces hold every character of `text` in order but for white space and the markers
/// of list items.
pub fn repair(text: &str, vocabulary: Option<&Vocabulary>) -> Vec<Piece> {
    if !is_damaged(text) {
        return pieces::cut(text, &[]);
    }
    let own;
    let vocabulary = match vocabulary {
        Some(vocabulary) => vocabulary,
        None => {
            own = Vocabulary::of(text);
            &own
        }
    };
    pieces::cut(text, &breaks::find(text, vocabulary))
}

#[doc(hidden)]
pub mod training {
    //! What the trees are made from; for `examples/suite_lost_breaks` alone.

    use super::candidates::{Candidates, Described};
    use super::model::Trees;
    use super::traits::{Scale, Trait};
    use super::{Vocabulary, breaks as decided};

    /// A place at which a break may have been lost.
    #[derive(Debug)]
    pub struct Candidate {
        /// The byte behind it.
        pub at: usize,
        /// The number of its group.
        pub group: u8,
        /// A small number for each of [`traits`].
        pub traits: Vec<u8>,
    }

    /// The names of the traits, and whether their values are kinds without an order.
    pub fn traits() -> Vec<(&'static str, bool)> {
        Trait::ALL.iter().map(|about| (about.name(), about.scale() == Scale::Kinds)).collect()
    }

    /// The candidates of a text, in order.
    pub fn candidates(text: &str, vocabulary: &Vocabulary) -> Vec<Candidate> {
        let found = Candidates::find(text, vocabulary, Described::All);
        let damage = found.damage();
        let candidate = |index: usize| Candidate {
            at: found.list[index].at,
            group: found.list[index].group as u8,
            traits: found.traits(index, damage).to_vec(),
        };
        (0..found.list.len()).map(candidate).collect()
    }

    /// Trees other than the committed ones.
    #[derive(Debug)]
    pub struct Model(Trees);

    impl Model {
        /// Reads a table of trees.
        pub fn read(table: &str) -> Self {
            Self(Trees::read(table))
        }

        /// The log-odds of a break at a place with these traits.
        pub fn log_odds(&self, traits: &[u8]) -> f32 {
            traits.try_into().map_or(0.0, |traits| self.0.log_odds(traits))
        }

        /// The bytes at which the whole repair parts `text`.
        pub fn breaks(&self, text: &str, vocabulary: &Vocabulary) -> Vec<usize> {
            if !super::is_damaged(text) {
                return Vec::new();
            }
            let log_odds = |traits: &_| self.0.log_odds(traits);
            decided::find_with(text, vocabulary, log_odds).iter().map(|found| found.at).collect()
        }
    }
}
