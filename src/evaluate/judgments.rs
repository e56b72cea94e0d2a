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

/// Reads judgments in either layout. Of two judgments of one document the last counts.
///
/// # Errors
/// Names the first line that is no judgment.
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
        let Ok(grade) = grade.parse::<f64>() else {
            if number == 0 {
                // The names of the columns.
                continue;
            }
            return Err(error(number, &format!("the grade `{grade}` is no number")));
        };
        let gain = grade.clamp(0.0, 1e9) as u32;
        judgments.documents.insert(document.to_owned());
        judgments.topics.entry(topic.to_owned()).or_default().insert(document.to_owned(), gain);
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
        assert_eq!(read_judgments("1 0 a 1\n1 0 a much\n").unwrap_err().line, 2);
    }
}
