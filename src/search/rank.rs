//! How much a match is worth: the one place that knows the ranking's constants.
//!
//! Two looks. The first scores every document by BM25 over all its words, with the words of the title
//! and of headings counted once more. The second looks at the best of them again ([`super::rerank`]): forms that
//! are spelled as asked for, words that stand as near to each other as in the query, and how much
//! of the query one passage has.
//!
//! The constants were chosen on Cranfield, CISI, QMSum and German XQuAD and on known items of an
//! archive of essays and transcripts (`benches/README.md` has the figures), each in the middle of a
//! flat stretch rather than at a peak.
//!
//! - BM25: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
//!   Its usual 1.2 and 0.75 were as good as any.
//! - Words near each other: after Büttcher, Clarke and Lushman, "Term proximity scoring for ad-hoc
//!   retrieval on very large text collections", 2006, with the reach of Metzler and Croft, "A Markov
//!   random field model for term dependencies", 2005, and the inverse of the distance.
//! - Passages: Callan, "Passage-level evidence in document retrieval", 1994.

use tantivy::fieldnorm::FieldNormReader;

use super::SearchError;
use super::expand::Dictionary;
use super::plan::{Leaf, Shape, TermSet};

/// How soon more of the same word stops to count (BM25's k1).
const K1: f64 = 1.2;
/// How much long documents are marked down (BM25's b).
const B: f64 = 0.75;
/// What a word in the title counts beside one in the text.
const TITLE_WEIGHT: f64 = 0.5;
/// What a word in a heading counts beside one in the text; one that is in the title too counts there.
const HEADING_WEIGHT: f64 = 0.25;
/// What a word that only holds the query together counts beside one that says something.
pub(super) const FUNCTION_WORD_WEIGHT: f32 = 0.3;
/// What a word counts that only tells how one came by what is looked for: each in `I remember something about`.
pub(super) const RECALLING_WEIGHT: f32 = 0.05;
/// What a word counts that asks about another one and belongs to the question: `coined` in `who coined the
/// term`.
pub(super) const FRAME_WEIGHT: f32 = 0.5;
/// What a sentence that tells what something is counts beside the words that were asked about.
pub(super) const DEFINITION_WEIGHT: f32 = 0.5;
/// What words count once more that are said by whom the query names.
pub(super) const SAID_BY_WEIGHT: f32 = 0.5;
/// How much more a word counts that is spelled as asked for than another form of it.
const EXACT_FORM_WEIGHT: f64 = 0.5;
/// So few words leave open which of the words that share a stem is meant.
pub(super) const SHORT_QUERY_WORDS: usize = 2;
/// What a word of so short a query counts where it is not as it was typed, but in another of its forms: `bills` for
/// `billing`, and whoever is called Bill.
const OTHER_FORM_WORTH: f64 = 0.5;
/// What is left of it, in English, where it is none of its regular forms: `organization` for `organ`. Of longer
/// queries it took .01 off the first ten of CISI.
const OTHER_WORD_WORTH: f64 = 0.3;
/// What a word counts where it can only be another form of it: in a language in which no document has it as
/// it was asked for, while others have. Of the name Ada is made what Hungarian has in every third sentence.
const ABROAD_WEIGHT: f64 = 0.25;
/// What a pair of words side by side counts beside the less rare of them.
pub(super) const PROXIMITY_WEIGHT: f64 = 0.3;
/// What the words of the whole query count once more where they stand word for word, in their order.
pub(super) const VERBATIM_WEIGHT: f64 = 0.75;
/// The same of a sentence, from [`SENTENCE_WORDS`] on, that was looked for as one: more than any words that stand
/// apart. Of 150 sentences of 7 to 12 words out of transcripts, as they were said, 17 were not among the first five.
pub(super) const SENTENCE_WEIGHT: f64 = 3.0;
/// What they count once more where they are all of a title: who types one asks for what is called so.
pub(super) const TITLE_ITSELF_WEIGHT: f64 = 1.5;
/// How far apart words count as near.
pub(super) const PROXIMITY_POSITIONS: u32 = 20;
/// How much the best passage can add to a document's score.
const PASSAGE_WEIGHT: f64 = 0.15;
/// So many words that are nearly all in one passage are a sentence that somebody remembers, and where it is
/// said counts for more than where its words are scattered. Of sentences of an archive, whole, with words
/// left out or one changed, 22 to 24 more in 200 were first; the collections gain or lose no more than .003.
const TOGETHER_WORDS: usize = 3;
const TOGETHER_FROM: f64 = 0.8;
const TOGETHER_WEIGHT: f64 = 1.5;
/// From so many words on, of which all documents that have them have less than `TOGETHER_MIN` in one passage,
/// they were said somewhere else, if a passage there has so much more: a long talk has all common words somewhere.
/// Of 150 times six words of one place with one word that is not in its document, 143 documents were first and
/// 147 among ten, where 109 and 111 had been by a rule that asked for nearly all of the words; none of 750 other
/// needs lost its place.
pub(super) const SENTENCE_WORDS: usize = 4;
/// Fewer documents than this with all of the words, so many of them, and none with them together, are shown among
/// those that have most of them: the one that has them all somewhere is seldom the one that is meant. With the shares
/// of [`share`], of 400 needs (words of one place, some with a name or the title, and a word that is not there) 398
/// documents were among ten, where 384 had been.
pub(super) const FEW_DOCUMENTS: usize = 10;
pub(super) const FEW_WORDS: usize = 3;
pub(super) const FEW_TOGETHER_MIN: f64 = 0.95;
pub(super) const TOGETHER_MIN: f64 = 0.8;
pub(super) const MORE_TOGETHER: f64 = 0.2;

/// What the score counts beside the share of the words that a document has, where none has them all.
const SAID_WEIGHT: f64 = 0.5;

/// What is left of the score of a document that is mostly a list, or but a line: it names much and tells nothing. Such
/// are short for what they name, so that the first look puts them high.
const LIST_WORTH: f64 = 0.8;

/// How many of the best documents are looked at again. Thirty would do for the ten best of every
/// collection that was tried; twice as many as this change no measure by more than .003.
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
    pub(super) fn worth(&self, weight: f64, frequency: f64, length_id: u8) -> f64 {
        weight * frequency * (K1 + 1.0) / (frequency + self.divisors[length_id as usize])
    }
}

/// The most that a leaf of this weight can be worth.
pub(super) fn worth_max(weight: f64) -> f64 {
    weight * (K1 + 1.0)
}

/// The worth of a leaf that occurs in the title.
pub(super) fn title_worth(weight: f64) -> f64 {
    weight * TITLE_WEIGHT
}

/// The worth of a leaf that occurs in a heading.
pub(super) fn heading_worth(weight: f64) -> f64 {
    weight * HEADING_WEIGHT
}

/// A word's frequency when `same` of `all` its places have the form that was asked for.
pub(super) fn with_exact_form(all: f64, same: f64) -> f64 {
    (all + EXACT_FORM_WEIGHT * same) / (1.0 + EXACT_FORM_WEIGHT)
}

/// The worth of a word in a short query, where of what `all` its places are worth `own` is that of its own forms, and
/// of that `typed` that of the one that was typed; the rest is that of other words with its stem.
pub(super) fn of_forms(all: f64, own: f64, typed: f64) -> f64 {
    typed + (own - typed).max(0.0) * OTHER_FORM_WORTH + (all - own).max(0.0) * OTHER_WORD_WORTH
}

/// What the score of a document is taken for, when the best are collected, that has the only word that is asked for
/// in other forms alone.
pub(super) fn of_other_forms(score: f64) -> f64 {
    score * OTHER_FORM_WORTH
}

/// What a leaf counts in a document in whose language it can or cannot be just another form.
pub(super) fn weight_of(leaf: &Leaf, is_abroad: bool) -> f64 {
    leaf.weight * abroad(is_abroad)
}

/// How much of the query a leaf is in such a document.
pub(super) fn share_of(leaf: &Leaf, is_abroad: bool) -> f64 {
    leaf.share * abroad(is_abroad)
}

fn abroad(is_abroad: bool) -> f64 {
    if is_abroad { ABROAD_WEIGHT } else { 1.0 }
}

/// The score of a document whose best passage has `coverage` of what is asked for (0 to 1, and a little more
/// where it is close together), in so many words.
pub(super) fn with_passage(score: f64, coverage: f64, words: usize) -> f64 {
    let together =
        if words >= TOGETHER_WORDS { TOGETHER_WEIGHT * (coverage - TOGETHER_FROM).max(0.0) } else { 0.0 };
    score * (1.0 + PASSAGE_WEIGHT * coverage + together)
}

/// How much a word of this weight is of `count` words that weigh `asked` together: half by what it weighs, half by being
/// one of them. By weight alone both names of a person, who is named with both wherever at all, are more than four
/// words of what is asked.
pub(super) fn share(weight: f64, asked: f64, count: usize) -> f64 {
    (weight / asked + 1.0 / count as f64) / 2.0
}

/// What documents are ordered by at the first look where none has all words: their share of the words, which weigh
/// `asked` together, and how much is said of them.
pub(super) fn of_share(share: f64, score: f64, asked: f64) -> f64 {
    share + SAID_WEIGHT * score / worth_max(asked)
}

/// The score of a document that is ordered so, where the words weigh `asked` together.
pub(super) fn score_of_part(rank: f64, asked: f64) -> f64 {
    rank * worth_max(asked)
}

/// The same at the second look, with what the document's best passage has.
pub(super) fn of_part(share: f64, coverage: f64) -> f64 {
    share + coverage / 2.0
}

/// The score of a document that is mostly a list.
pub(super) fn of_list(score: f64) -> f64 {
    score * LIST_WORTH
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
    let documents = dictionary.documents_of(set)?.min(all);
    Ok((idf(documents, all), documents))
}

/// How rare what is in so many of all documents is (BM25's inverse document frequency).
pub(super) fn idf(documents: u64, all: u64) -> f64 {
    let (found, all) = (documents as f64, all as f64);
    ((all - found + 0.5) / (found + 0.5)).ln_1p()
}

/// What a frequency is worth in a document of average length.
pub(super) fn saturated(frequency: f64) -> f64 {
    frequency * (K1 + 1.0) / (frequency + K1)
}

/// What is left of the score of a document of this age, where age counts: half after each half-life.
pub(super) fn recency(age_days: f64, half_life_days: f64) -> f64 {
    (-age_days.max(0.0) / half_life_days).exp2()
}
