//! Which documents answer which topics, as people judged.
//!
//! Two layouts: TREC's (`topic 0 document grade`, parted by blanks) and BEIR's (`topic, document,
//! grade` parted by tabs under a line of names).

use std::collections::{BTreeMap, HashMap};

use super::ReadError;

/// The judgments of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgments {
    topics: BTreeMap<String, HashMap<String, u32>>,
    /// Every document that anybody judged.
    documents: std::collections::HashSet<String>,
}

impl Judgments {
    /// The topics that have judgments, in order of their ids.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.topics.keys().map(String::as_str)
    }

    /// Whether any document was judged for the topic.
    pub fn has_topic(&self, topic: &str) -> bool {
        self.topics.contains_key(topic)
    }

    /// Whether a document of this name was judged for any topic.
    pub fn has_document(&self, name: &str) -> bool {
        self.documents.contains(name)
    }

    /// How relevant the document is to the topic; 0 without a judgment.
    pub fn gain(&self, topic: &str, document: &str) -> u32 {
        self.topics.get(topic).and_then(|judged| judged.get(document)).copied().unwrap_or(0)
    }

    pub(super) fn of_topic(&self, topic: &str) -> impl Iterator<Item = (&str, u32)> {
        self.topics.get(topic).into_iter().flatten().map(|(document, gain)| (document.as_str(), *gain))
    }
}

/// What the column of grades is called in tables that name their columns.
const GRADE_COLUMNS: [&str; 8] =
    ["score", "grade", "relevance", "relevancy", "rel", "label", "judgment", "judgement"];

/// Reads judgments in either layout.
///
/// # Errors
/// Names the first line that is no judgment, or that contradicts an earlier one.
pub fn read_judgments(text: &str) -> Result<Judgments, ReadError> {
    let mut judgments = Judgments::default();
    for (number, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let tabbed: Vec<&str> = line.split('\t').map(str::trim).collect();
        let blanked: Vec<&str> = line.split_whitespace().collect();
        // Names with blanks in them are told apart by tabs alone.
        let fields = if matches!(tabbed.len(), 3 | 4) { &tabbed } else { &blanked };
        let (topic, document, grade) = match fields.as_slice() {
            [topic, document, grade] | [topic, _, document, grade] => (*topic, *document, *grade),
            _ => return Err(error(number, "not `topic 0 document grade`, nor three fields between tabs")),
        };
        if number == 0 && GRADE_COLUMNS.iter().any(|name| grade.eq_ignore_ascii_case(name)) {
            continue;
        }
        // Some write `1.0`.
        let Some(value) = grade.parse::<f64>().ok().filter(|value| value.fract() == 0.0) else {
            return Err(error(number, &format!("the grade `{grade}` is no whole number")));
        };
        let gain = value.clamp(0.0, 1e9) as u32;
        judgments.documents.insert(document.to_owned());
        let judged = judgments.topics.entry(topic.to_owned()).or_default();
        if let Some(before) = judged.insert(document.to_owned(), gain)
            && before != gain
        {
            let reason = format!("`{document}` is judged for the topic `{topic}` already, and otherwise");
            return Err(error(number, &reason));
        }
    }
    Ok(judgments)
}

fn error(number: usize, reason: &str) -> ReadError {
    ReadError { line: number + 1, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_layouts_say_the_same() {
        let trec = read_judgments("1 0 a 2\n1\t0\tb\t0\n2 Q0 a 1\n").unwrap();
        let beir = read_judgments("query-id\tcorpus-id\tscore\n1\ta\t2\n1\tb\t0\n2\ta\t1\n").unwrap();
        assert_eq!(trec, beir);
        assert_eq!(trec.gain("1", "a"), 2);
        assert_eq!(trec.gain("1", "c"), 0);
        assert_eq!(trec.topics().collect::<Vec<_>>(), ["1", "2"]);
    }

    #[test]
    fn a_line_that_is_no_judgment_is_named() {
        assert_eq!(read_judgments("1 0 a 1\nnonsense\n").unwrap_err().line, 2);
        for grade in ["much", "1.5", "NaN", "inf"] {
            assert_eq!(read_judgments(&format!("1 0 a 1\n1 0 b {grade}\n")).unwrap_err().line, 2, "{grade}");
        }
        // Not every word on the first line is the name of a column.
        assert_eq!(read_judgments("1 0 a high\n1 0 b 1\n").unwrap_err().line, 1);
        assert_eq!(read_judgments("1 0 a 1.0\n").unwrap().gain("1", "a"), 1);
    }

    #[test]
    fn contradictions_are_refused_and_repetitions_are_not() {
        assert_eq!(read_judgments("1 0 a 1\n2 0 a 0\n1 0 a 0\n").unwrap_err().line, 3);
        assert!(read_judgments("1 0 a 1\n1 0 a 1\n").is_ok());
    }
}
