//! How much a match is worth: the one place that knows the ranking's constants.
//!
//! Documents are scored by BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework:
//! BM25 and Beyond", 2009) over all their words, with the title's words counted once more; the best
//! of them are then scored by their best passage as well.

use tantivy::fieldnorm::FieldNormReader;

use super::SearchError;
use super::expand::Dictionary;
use super::plan::{Shape, TermSet};

/// How soon more of the same word stops to count (BM25's k1).
const K1: f64 = 1.2;
/// How much long documents are marked down (BM25's b).
const B: f64 = 0.75;
/// What a word in the title counts beside one in the text.
const TITLE_WEIGHT: f64 = 0.5;
/// How much the best passage can add to a document's score.
const PASSAGE_WEIGHT: f64 = 0.3;

/// How many of the best documents are looked at again by their passages.
pub(super) const CANDIDATES: usize = 100;

/// What the length of a document makes of a frequency, for each of the 256 lengths that the index
/// tells apart.
pub(super) struct Lengths {
    divisors: Box<[f64; 256]>,
}

impl Lengths {
    /// For an archive of so many documents with so many words in all.
    pub(super) fn new(documents: u64, words: u64) -> Self {
        let average = words as f64 / (documents.max(1)) as f64;
        let divisor = |id: usize| {
            let length = f64::from(FieldNormReader::id_to_fieldnorm(id as u8));
            K1 * (1.0 - B + B * length / average.max(1.0))
        };
        Self { divisors: Box::new(std::array::from_fn(divisor)) }
    }

    /// The worth of a leaf of this weight and frequency in a document of this length.
    pub(super) fn worth(&self, weight: f64, frequency: u32, length_id: u8) -> f64 {
        let frequency = f64::from(frequency);
        weight * frequency * (K1 + 1.0) / (frequency + self.divisors[length_id as usize])
    }
}

/// The worth of a leaf that occurs in the title.
pub(super) fn title_worth(weight: f64) -> f64 {
    weight * TITLE_WEIGHT
}

/// The score of a document whose best passage has `coverage` (0 to about 1) of what is asked for.
pub(super) fn with_passage(score: f64, coverage: f64) -> f64 {
    score * (1.0 + PASSAGE_WEIGHT * coverage)
}

/// The score of a passage by itself, of a document with this score.
pub(super) fn of_passage(score: f64, coverage: f64) -> f64 {
    score * coverage
}

/// How rare a shape is among `all` documents (its inverse document frequency), and in about how
/// many documents it is. A sequence counts as much as its words together.
pub(super) fn rarity(
    dictionary: &mut Dictionary<'_>,
    shape: &Shape,
    all: u64,
) -> Result<(f64, u64), SearchError> {
    Ok(match shape {
        Shape::Terms(set) => of_set(dictionary, set, all)?,
        Shape::Sequence { parts, .. } => {
            let mut together = (0.0, all);
            for (_, set) in parts {
                let (rarity, documents) = of_set(dictionary, set, all)?;
                together = (together.0 + rarity, together.1.min(documents));
            }
            together
        }
        Shape::Near { left, right, .. } => {
            let (left, right) = (rarity(dictionary, left, all)?, rarity(dictionary, right, all)?);
            (left.0 + right.0, left.1.min(right.1))
        }
        Shape::Either(shapes) => {
            let mut together = (0.0_f64, 0);
            for shape in shapes {
                let (rarity, documents) = rarity(dictionary, shape, all)?;
                together = (together.0.max(rarity), together.1 + documents);
            }
            (together.0, together.1.min(all))
        }
    })
}

fn of_set(dictionary: &mut Dictionary<'_>, set: &TermSet, all: u64) -> Result<(f64, u64), SearchError> {
    let mut documents = 0;
    for term in &set.terms {
        documents += dictionary.documents(set.field, term)?;
    }
    let documents = documents.min(all);
    let (found, all) = (documents as f64, all as f64);
    Ok((((all - found + 0.5) / (found + 0.5)).ln_1p(), documents))
}
