//! Answers to topics, under the names that judgments know documents by.

use std::collections::HashSet;
use std::io::{self, Write};

use super::{Judgments, Topic};
use crate::index::{Entry, Index, document_id, format_document_id};
use crate::query;
use crate::search::{Options, SearchError, expanded, search};

/// A document of a ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// What judgments call it.
    pub name: String,
    /// Its score.
    pub score: f64,
}

/// Answers a topic: every token of the question is a word, nothing in it is an operator. A question
/// beyond the caps of a query is answered by its beginning; one without any word finds nothing. With
/// `expand`, words are added that go with the question in the best passages.
///
/// # Errors
/// When the index cannot be read.
pub fn answer(
    index: &Index,
    topic: &Topic,
    judged: &Judgments,
    options: &Options,
    expand: bool,
) -> Result<Vec<Named>, SearchError> {
    let Ok(mut query) = query::parse_plain(beginning(&topic.text)) else { return Ok(Vec::new()) };
    if expand {
        query = expanded(index, &query, options)?.0;
    }
    let hits = search(index, &query, options)?.hits;
    // Chapters of two books may have one name, and a ranking has each name once.
    let mut taken = HashSet::new();
    let named = hits.into_iter().map(|hit| {
        let name = name(&hit.entry, judged);
        let name = if taken.contains(&name) { whole_name(&hit.entry) } else { name };
        taken.insert(name.clone());
        Named { name, score: hit.score }
    });
    Ok(named.collect())
}

/// As much of a question as a query may hold.
fn beginning(text: &str) -> &str {
    let text = &text[..text.floor_char_boundary(query::QUERY_BYTES_MAX)];
    let word_ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    word_ends.into_iter().nth(query::CLAUSES_MAX - 1).map_or(text, |end| &text[..end])
}

/// What judgments call a document: its part, its path, its file's name without the ending, or its id,
/// whichever they know.
fn name(entry: &Entry, judged: &Judgments) -> String {
    let file_name = entry.path.rsplit('/').next().unwrap_or(&entry.path);
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let whole = whole_name(entry);
    let id = format_document_id(document_id(&entry.path, &entry.part));
    let names = [entry.part.as_str(), &whole, &entry.path, file_name, stem, &id];
    let known = names.into_iter().find(|name| !name.is_empty() && judged.has_document(name));
    if let Some(known) = known {
        return known.to_owned();
    }
    // Whoever judges a run has its names from there.
    let written = names.into_iter().filter(|name| !name.is_empty());
    let in_run = written.map(name_in_run).find(|name| judged.has_document(name));
    in_run.unwrap_or_else(|| usual_name(entry))
}

/// What a run calls a document where nobody says otherwise: a record of a collection by its own id, which is what
/// judgments know it by, any other by its path, with its part behind `#`.
pub fn usual_name(entry: &Entry) -> String {
    const RECORDS: &str = "records";
    if entry.format == RECORDS && !entry.part.is_empty() { entry.part.clone() } else { whole_name(entry) }
}

/// The name that no other document has: its path, and its part behind `#`.
fn whole_name(entry: &Entry) -> String {
    if entry.part.is_empty() { entry.path.clone() } else { format!("{}#{}", entry.path, entry.part) }
}

/// A name as it stands in a run, where a blank would end it: with percent signs for blanks, controls and what turns
/// or hides others.
pub fn name_in_run(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        let is_unseen = matches!(c,
            '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}');
        if c.is_whitespace() || c.is_control() || is_unseen {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    if out.is_empty() { "-".to_owned() } else { out }
}

/// Writes a ranking in the layout of `trec_eval`: `topic Q0 document rank score tag`.
///
/// `trec_eval` orders by score in 32 bits and, where those are equal, by name; so that it sees our
/// order, a score that is not below the one before is written a little lower.
///
/// # Errors
/// When it cannot be written.
pub fn write_run(out: &mut impl Write, topic: &str, ranking: &[Named]) -> io::Result<()> {
    let mut before = f32::INFINITY;
    for (place, document) in ranking.iter().enumerate() {
        let score = (document.score as f32).min(before.next_down());
        before = score;
        let (topic, name) = (name_in_run(topic), name_in_run(&document.name));
        writeln!(out, "{topic} Q0 {name} {} {score} ibid", place + 1)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_called_by_their_ids() {
        let named = |format: &str, part: &str| {
            let (path, part, format) = ("a/corpus.jsonl".to_owned(), part.to_owned(), format.to_owned());
            usual_name(&Entry { path, part, format, ..Entry::default() })
        };
        assert_eq!(named("records", "d7"), "d7");
        assert_eq!(named("feed", "d7"), "a/corpus.jsonl#d7");
        assert_eq!(named("records", ""), "a/corpus.jsonl");
    }

    #[test]
    fn equal_scores_keep_their_order_in_a_run() {
        let named = |name: &str, score| Named { name: name.to_owned(), score };
        let mut out = Vec::new();
        write_run(&mut out, "7", &[named("a b", 2.0), named("z", 2.0), named("c", 1.0)]).unwrap();
        let run = String::from_utf8(out).unwrap();
        let rows: Vec<Vec<&str>> = run.lines().map(|line| line.split(' ').collect()).collect();
        assert_eq!(rows[0], ["7", "Q0", "a%20b", "1", "2", "ibid"]);
        let scores: Vec<f32> = rows.iter().map(|row| row[4].parse().unwrap()).collect();
        assert!(scores[0] > scores[1] && scores[1] > scores[2], "{scores:?}");
    }

    #[test]
    fn a_name_in_a_run_is_one_field() {
        assert_eq!(name_in_run("a b/ü\u{3000}c.md"), "a%20b/ü%E3%80%80c.md");
        assert_eq!(name_in_run("https://x.example/100%25"), "https://x.example/100%25");
        assert_eq!(name_in_run(""), "-");
        assert_eq!(name_in_run("a\u{202E}b.md"), "a%E2%80%AEb.md");
    }

    #[test]
    fn judgments_may_have_their_names_from_a_run() {
        let entry = Entry { path: "talks/ada and bo.md".to_owned(), ..Entry::default() };
        for written in ["talks/ada%20and%20bo.md", "ada%20and%20bo"] {
            let judged = crate::evaluate::read_judgments(&format!("1 0 {written} 1\n")).unwrap();
            assert_eq!(name(&entry, &judged), written);
        }
        assert_eq!(name(&entry, &Judgments::default()), "talks/ada and bo.md");
    }

    #[test]
    fn questions_beyond_the_caps_are_cut_between_words() {
        let long = "word ".repeat(query::CLAUSES_MAX * 2);
        assert!(query::parse_plain(beginning(&long)).is_ok());
        assert_eq!(beginning("two words"), "two words");
    }
}
