//! Repairs text that lost its line breaks: tags and line breaks were dropped, and nothing was put
//! in their place.
//!
//! `Building MomentumThe best thing`, `right now".The most`, `this week:* I wrote` are parted;
//! names such as HuggingFace, addresses, file names and code are not.
//!
//! Every place between two characters that a break may have been lost at is a *candidate*
//! ([`candidates`]). What speaks for and against it is put down as features ([`place`]): the classes
//! of the characters around it, how the words on either side are written, whether they are common
//! words or stand elsewhere in the document by themselves, whether the glued run stands elsewhere as
//! it is, what is open (brackets, quotations, addresses), how much of a program there is around it,
//! whether numbers count on ([`sequence`]), and how damaged the whole text is. A logistic model adds the features up ([`model`]). Words glued
//! without a trace in their case (`tonof`) are candidates where a unigram model finds cheaper words
//! in them ([`segment`]).
//!
//! # How the weights were made
//!
//! `weights.txt` is written by `cargo run --release --example suite_lost_breaks train --out=FILE`:
//! logistic regression (AdaGrad) on texts whose breaks were taken away on purpose, in the ways that
//! they get lost, on undamaged texts, and on pairs of original and damaged text. The features know
//! classes, shapes and ranks, and no words.
//!
//! # What is believed
//!
//! A capital inside a word says little: programs and products are written so. [`breaks`] therefore
//! asks first whether the text is damaged at all, by places that no name looks like, then whether the
//! line is; elsewhere it parts nothing but the plain slips.
//!
//! Pure: text in, ranges out. Time is linear: chunks and words are bounded, and so is what is done
//! for each.

mod breaks;
mod candidates;
mod chunk;
mod class;
mod document;
mod features;
mod gate;
mod hash;
mod lexicon;
mod links;
mod model;
mod pieces;
mod place;
mod segment;
mod sequence;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use document::repair_document;
pub use pieces::{Piece, PieceKind};
pub use vocabulary::Vocabulary;

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
    //! What the weights are made from; for `examples/suite_lost_breaks` alone.

    use super::candidates::Candidates;
    use super::{Vocabulary, features};

    /// A place at which a break may have been lost.
    #[derive(Debug)]
    pub struct Candidate {
        /// The byte behind it.
        pub at: usize,
        /// The number of its group.
        pub group: u8,
        /// The indices of its features.
        pub features: Vec<u32>,
    }

    /// How many features there are.
    pub const FEATURES: usize = features::WEIGHTS;

    /// The candidates of a text, in order.
    pub fn candidates(text: &str, vocabulary: &Vocabulary) -> Vec<Candidate> {
        let found = Candidates::find(text, vocabulary);
        let damage = found.damage();
        let features = |candidate| {
            let mut features = Vec::new();
            found.features(candidate, damage, &mut features);
            features
        };
        let mut candidates: Vec<_> = found
            .list
            .iter()
            .map(|found| Candidate { at: found.at, group: found.group as u8, features: features(found) })
            .collect();
        candidates.sort_by_key(|candidate| candidate.at);
        candidates
    }

    /// The bytes at which the whole repair, with these weights, parts `text`.
    pub fn breaks(text: &str, vocabulary: &Vocabulary, weights: &[f32]) -> Vec<usize> {
        if !super::is_damaged(text) {
            return Vec::new();
        }
        let log_odds = |features: &[u32]| features.iter().map(|feature| weights[*feature as usize]).sum();
        super::breaks::find_with(text, vocabulary, log_odds).iter().map(|found| found.at).collect()
    }

    /// The name of the template and the value of a feature.
    pub fn describe(feature: u32) -> (&'static str, [usize; 3]) {
        let (template, value) = features::describe(feature);
        (template.name(), value)
    }
}
