//! How good the ranking is: questions, judgments of documents, and the measures of a run.
//!
//! The measures are those of `trec_eval`: gains are linear, discounts logarithmic, a document
//! without a judgment is not relevant, and the mean is taken over the topics that have a relevant
//! document, one for which nothing is found counting 0 (`trec_eval -c`).

mod judgments;
mod run;
mod topics;

pub use judgments::{Judgments, read_judgments};
pub use run::{Named, answer, name_in_run, usual_name, write_run};
pub use topics::{Topic, read_topics};

/// How many of the first documents nDCG and MRR look at.
pub const CUT: usize = 10;
/// How many of the first documents recall looks at.
pub const RECALL_CUT: usize = 100;

/// What is wrong with a file of topics or judgments.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ReadError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// How good a ranking is, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002, with
    /// the gain as judged and the logarithm to base 2, as `ndcg_cut_10` of `trec_eval`).
    pub ndcg: f64,
    /// Average precision over the whole ranking; its mean over topics is MAP.
    pub average_precision: f64,
    /// One over the rank of the first relevant document, 0 when it is not among the first ten.
    pub reciprocal_rank: f64,
    /// How many of the relevant documents are among the first hundred.
    pub recall: f64,
}

impl Measures {
    /// Measures a ranking, best first; nothing where no document is judged relevant. A document
    /// that comes twice counts where it comes first.
    pub fn of<'a>(
        judged: &Judgments,
        topic: &str,
        ranking: impl IntoIterator<Item = &'a str>,
    ) -> Option<Self> {
        let mut gains: Vec<u32> =
            judged.of_topic(topic).map(|(_, gain)| gain).filter(|gain| *gain > 0).collect();
        if gains.is_empty() {
            return None;
        }
        gains.sort_unstable_by(|a, b| b.cmp(a));
        let relevant = gains.len() as f64;
        let ideal: f64 =
            gains.iter().take(CUT).enumerate().map(|(place, gain)| discounted(place, *gain)).sum();
        let mut measures = Self::default();
        let mut seen = std::collections::HashSet::new();
        let mut found = 0.0;
        let unique = ranking.into_iter().filter(|name| seen.insert(*name));
        for (place, name) in unique.enumerate() {
            let gain = judged.gain(topic, name);
            if gain == 0 {
                continue;
            }
            found += 1.0;
            let rank = place as f64 + 1.0;
            measures.average_precision += found / rank / relevant;
            if place < CUT {
                measures.ndcg += discounted(place, gain) / ideal;
                measures.reciprocal_rank = measures.reciprocal_rank.max(1.0 / rank);
            }
            if place < RECALL_CUT {
                measures.recall = found / relevant;
            }
        }
        Some(measures)
    }

    /// The mean over topics; all 0 where there are none.
    pub fn mean(topics: &[Self]) -> Self {
        let count = topics.len().max(1) as f64;
        let mean = |measure: fn(&Self) -> f64| topics.iter().map(measure).sum::<f64>() / count;
        Self {
            ndcg: mean(|topic| topic.ndcg),
            average_precision: mean(|topic| topic.average_precision),
            reciprocal_rank: mean(|topic| topic.reciprocal_rank),
            recall: mean(|topic| topic.recall),
        }
    }
}

fn discounted(place: usize, gain: u32) -> f64 {
    f64::from(gain) / (place as f64 + 2.0).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(judgments: &str, ranking: &[&str]) -> Option<[f64; 4]> {
        let judged = read_judgments(judgments).unwrap();
        let measures = Measures::of(&judged, "t", ranking.iter().copied())?;
        let round = |value: f64| (value * 1e4).round() / 1e4;
        Some(
            [measures.ndcg, measures.average_precision, measures.reciprocal_rank, measures.recall].map(round),
        )
    }

    #[test]
    fn measures_are_as_worked_out_by_hand() {
        // DCG 1/log2(3) + 2/log2(4) = 1.6309; ideal 2/log2(2) + 1/log2(3) = 2.6309.
        let judged = "t 0 a 1\nt 0 b 2\nt 0 c 0\n";
        assert_eq!(measure(judged, &["c", "a", "b"]), Some([0.6199, 0.5833, 0.5, 1.0]));
        assert_eq!(measure(judged, &["b", "a"]), Some([1.0, 1.0, 1.0, 1.0]));
        // One of two found, at the third place, behind one that nobody judged.
        assert_eq!(measure(judged, &["x", "c", "b"]), Some([0.3801, 0.1667, 0.3333, 0.5]));
        assert_eq!(measure(judged, &[]), Some([0.0; 4]));
    }

    #[test]
    fn what_comes_twice_counts_once() {
        assert_eq!(
            measure("t 0 a 1\nt 0 b 1\n", &["a", "a", "b"]),
            measure("t 0 a 1\nt 0 b 1\n", &["a", "b"])
        );
    }

    #[test]
    fn beyond_the_cut_only_average_precision_and_recall_count() {
        let others: Vec<String> = (0..10).map(|number| format!("x{number}")).collect();
        let ranking: Vec<&str> = others.iter().map(String::as_str).chain(["a"]).collect();
        assert_eq!(measure("t 0 a 1\n", &ranking), Some([0.0, 0.0909, 0.0, 1.0]));
        let others: Vec<String> = (0..100).map(|number| format!("x{number}")).collect();
        let ranking: Vec<&str> = others.iter().map(String::as_str).chain(["a"]).collect();
        assert_eq!(measure("t 0 a 1\n", &ranking), Some([0.0, 0.0099, 0.0, 0.0]));
    }

    #[test]
    fn topics_without_a_relevant_document_are_not_measured() {
        assert_eq!(measure("t 0 a 0\n", &["a"]), None);
        assert_eq!(measure("u 0 a 1\n", &["a"]), None);
        // Below zero is not relevant either.
        assert_eq!(measure("t 0 a -2\nt 0 b 1\n", &["a", "b"]), Some([0.6309, 0.5, 0.5, 1.0]));
    }
}
