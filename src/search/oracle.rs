//! What a query matches, worked out the slow and obvious way: every word of every document is
//! looked at, and every way to put words together is tried.
//!
//! It shares with the search only the analyzer and the tree of the query. Tests and benchmarks hold
//! the search against it: see [`compare`].

mod page;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil;

use super::occurrences::matched_positions;
use super::{Matching, SearchError};
use crate::analyzer::Analyzer;
use crate::document::BlockKind;
use crate::index::{Index, document_id};
use crate::query::{Clause, Field, Need, Node, NodeKind, Query, TimeRange};

use page::{Page, Turn};

/// Positions of words that matched.
type Marks = BTreeSet<u32>;

/// Where the search and the oracle part ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The query as typed.
    pub query: String,
    /// The document's path, and its part where it has one.
    pub document: String,
    /// What the search found: the matching words, or nothing.
    pub found: Option<Vec<String>>,
    /// What it should have found.
    pub expected: Option<Vec<String>>,
}

/// Holds what the search finds for each of `queries` against what it should find, in all documents
/// of the index: which documents match, and which of their words. Queries that the index refuses
/// are passed over. [`Matching::Auto`] counts as `All`.
///
/// # Errors
/// When the index cannot be read.
pub fn compare(
    index: &Index,
    queries: &[Query],
    matching: Matching,
    today: civil::Date,
) -> Result<Vec<Disagreement>, SearchError> {
    let any = matching == Matching::Any;
    let mut answers = Vec::new();
    for query in queries {
        match matched_positions(index, query, any, today) {
            Ok(found) => answers.push((query, found)),
            Err(SearchError::Query(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let mut oracle = Oracle { analyzer: Analyzer::new(None), any, today };
    let mut disagreements = Vec::new();
    for record in index.records().map_err(SearchError::io)? {
        let record = record?;
        let entry = record.entry()?;
        let id = document_id(&entry.path, &entry.part);
        let page = Page::new(record.document()?, &entry.path);
        oracle.analyzer = Analyzer::new(page.document.metadata.language.as_deref());
        for (query, found) in &answers {
            let found = found.get(&id);
            let expected = oracle.holds(&query.root, &page, &Scope::whole(&page), None);
            if found != expected.as_ref() {
                let spell = |marks: &Marks| marks.iter().map(|mark| page.spelling(*mark)).collect();
                disagreements.push(Disagreement {
                    query: query.text.clone(),
                    document: [entry.path.as_str(), &entry.part].join(" ").trim_end().to_owned(),
                    found: found.map(spell),
                    expected: expected.as_ref().map(spell),
                });
            }
        }
    }
    Ok(disagreements)
}

/// Where in a document something must hold.
#[derive(Clone, Debug)]
struct Scope {
    /// Positions that count.
    positions: Range<u32>,
    /// In a turn, its speaker.
    turn: Option<Option<u32>>,
}

impl Scope {
    fn whole(page: &Page) -> Self {
        Self { positions: 0..page.end_position(), turn: None }
    }

    /// What of these positions is in here, if any is.
    fn part(&self, positions: &Range<u32>) -> Option<Self> {
        let start = positions.start.max(self.positions.start);
        let end = positions.end.min(self.positions.end);
        (start < end).then_some(Self { positions: start..end, turn: self.turn })
    }

    fn turn(&self, turn: &Turn) -> Option<Self> {
        Some(Self { turn: Some(turn.speaker), ..self.part(&turn.positions)? })
    }
}

struct Oracle {
    /// That of the page at hand: a query's words have the stems of its language.
    analyzer: Analyzer,
    any: bool,
    today: civil::Date,
}

impl Oracle {
    /// The words that make `node` hold in `scope`; nothing where it does not hold. With `names`,
    /// words are looked for in that field instead of the text.
    fn holds(&mut self, node: &Node, page: &Page, scope: &Scope, names: Option<Field>) -> Option<Marks> {
        match &node.kind {
            NodeKind::All => {
                let holds = names.is_none_or(|field| !page.names(field, scope.turn).is_empty());
                holds.then(Marks::new)
            }
            NodeKind::And(clauses) => self.and(clauses, page, scope, names),
            NodeKind::Or(nodes) => self.some(nodes.iter(), page, scope, names),
            NodeKind::Not(inner) => match self.holds(inner, page, scope, names) {
                None => Some(Marks::new()),
                Some(_) => None,
            },
            NodeKind::Field { field, node } => self.field(*field, node, page, scope),
            NodeKind::Kind(kind) => (page.document.kind == *kind).then(Marks::new),
            NodeKind::Date(range) => {
                let days = range.days(self.today);
                let (first, last) = page.document.metadata.date?.day_range();
                (first <= *days.end() && last >= *days.start()).then(Marks::new)
            }
            NodeKind::Time(range) => self.in_time(&[range], page, scope, &mut |_, _| Some(Marks::new())),
            NodeKind::Turn(inner) => {
                let mut found = None;
                for turn in page.turns.iter().filter_map(|turn| scope.turn(turn)) {
                    unite(&mut found, self.holds(inner, page, &turn, None));
                }
                found
            }
            NodeKind::Reply { first, second } => {
                let mut found = None;
                for pair in page.turns.windows(2).filter(|pair| pair[1].follows(&pair[0])) {
                    let (Some(one), Some(other)) = (scope.turn(&pair[0]), scope.turn(&pair[1])) else {
                        continue;
                    };
                    let said = self.holds(first, page, &one, None);
                    let answered = self.holds(second, page, &other, None);
                    if let (Some(said), Some(answered)) = (said, answered) {
                        unite(&mut found, Some(said.into_iter().chain(answered).collect()));
                    }
                }
                found
            }
            NodeKind::Prefix(_) | NodeKind::Wildcard(_)
                if names == Some(Field::Path) && node.kind.path_pattern().is_some() =>
            {
                let (pattern, may_be_word) = node.kind.path_pattern()?;
                let words = if may_be_word { page.names(Field::Path, None) } else { Vec::new() };
                let is_word = !self.stretches(node, &words, names).is_empty();
                (is_word || page.has_path_like(&pattern)).then(Marks::new)
            }
            _ => {
                let stretches = match names {
                    None => self.stretches(node, page.words_in(&scope.positions), None),
                    Some(field) => self.stretches(node, &page.names(field, scope.turn), Some(field)),
                };
                if stretches.is_empty() {
                    return None;
                }
                let marks = stretches.into_iter().flat_map(|stretch| stretch.marks).collect();
                Some(if names.is_none() { marks } else { Marks::new() })
            }
        }
    }

    fn and(&mut self, clauses: &[Clause], page: &Page, scope: &Scope, names: Option<Field>) -> Option<Marks> {
        let any = self.any && names.is_none();
        let is_empty = |node: &Node| match &node.kind {
            NodeKind::Word(text) => crate::analyzer::words(text).next().is_none(),
            _ => false,
        };
        let clauses: Vec<&Clause> = clauses.iter().filter(|clause| !is_empty(&clause.node)).collect();
        let is_not = |node: &Node| matches!(node.kind, NodeKind::Not(_));
        let is_placed = |node: &Node| {
            node.is_text() && !is_not(node) || matches!(node.kind, NodeKind::Turn(_) | NodeKind::Reply { .. })
        };
        let placed: Vec<&Clause> = clauses.iter().copied().filter(|clause| is_placed(&clause.node)).collect();
        let has_text = placed.iter().any(|clause| clause.node.is_text());
        let speaker = |node: &Node| matches!(node.kind, NodeKind::Field { field: Field::Speaker, .. });
        let speakers: Vec<&Node> = match scope.turn {
            None if has_text && names.is_none() => {
                clauses.iter().map(|clause| &clause.node).filter(|node| speaker(node)).collect()
            }
            _ => Vec::new(),
        };
        let times: Vec<&TimeRange> = match placed.is_empty() {
            true => Vec::new(),
            false => clauses.iter().filter_map(|clause| time(&clause.node)).collect(),
        };
        let mut marks = Marks::new();
        for clause in &clauses {
            let is_bound = is_placed(&clause.node)
                || speakers.iter().any(|node| std::ptr::eq(*node, &clause.node))
                || (!times.is_empty() && time(&clause.node).is_some());
            if !is_bound {
                marks.extend(self.holds(&clause.node, page, scope, names)?);
            }
        }
        if placed.is_empty() {
            return (!clauses.is_empty()).then_some(marks);
        }
        // Whoever speaks and whenever: all of the text in one turn of that speaker, at that time.
        let (text, units): (Vec<&Clause>, Vec<&Clause>) =
            placed.into_iter().partition(|clause| clause.node.is_text());
        let found = self.in_time(&times, page, scope, &mut |oracle, scope| {
            let mut marks = Marks::new();
            for clause in &units {
                marks.extend(oracle.holds(&clause.node, page, scope, names)?);
            }
            if text.is_empty() {
                return Some(marks);
            }
            let mut said = None;
            if speakers.is_empty() {
                said = oracle.all_text(&text, page, scope, names, any);
            } else {
                for turn in page.turns.iter().filter_map(|turn| scope.turn(turn)) {
                    if speakers.iter().all(|node| oracle.holds(node, page, &turn, None).is_some()) {
                        unite(&mut said, oracle.all_text(&text, page, &turn, names, any));
                    }
                }
            }
            marks.extend(said?);
            Some(marks)
        });
        marks.extend(found?);
        Some(marks)
    }

    /// All of the clauses, or with `any` those that are required, or one at least.
    fn all_text(
        &mut self,
        clauses: &[&Clause],
        page: &Page,
        scope: &Scope,
        names: Option<Field>,
        any: bool,
    ) -> Option<Marks> {
        let (required, optional): (Vec<&Clause>, Vec<&Clause>) =
            clauses.iter().copied().partition(|clause| clause.need == Need::Required || !any);
        let mut marks = Marks::new();
        for clause in &required {
            marks.extend(self.holds(&clause.node, page, scope, names)?);
        }
        let more = self.some(optional.iter().map(|clause| &clause.node), page, scope, names);
        if required.is_empty() && more.is_none() {
            return None;
        }
        marks.extend(more.unwrap_or_default());
        Some(marks)
    }

    /// What holds of several, if anything does.
    fn some<'n>(
        &mut self,
        nodes: impl Iterator<Item = &'n Node>,
        page: &Page,
        scope: &Scope,
        names: Option<Field>,
    ) -> Option<Marks> {
        let mut found = None;
        for node in nodes {
            unite(&mut found, self.holds(node, page, scope, names));
        }
        found
    }

    /// What holds from the first to the last word that is said in these stretches of the recording.
    fn in_time(
        &mut self,
        ranges: &[&TimeRange],
        page: &Page,
        scope: &Scope,
        holds: &mut dyn FnMut(&mut Self, &Scope) -> Option<Marks>,
    ) -> Option<Marks> {
        let mut scope = scope.clone();
        for range in ranges {
            scope = scope.part(&page.positions_of_time(range)?)?;
        }
        holds(self, &scope)
    }

    fn field(&mut self, field: Field, node: &Node, page: &Page, scope: &Scope) -> Option<Marks> {
        match field {
            Field::Title => {
                let title = 0..page.title_positions;
                self.holds(node, page, &scope.part(&title)?, None)
            }
            Field::Heading => {
                let mut found = None;
                for (block, positions) in page.document.blocks.iter().zip(&page.blocks) {
                    if block.kind == BlockKind::Heading
                        && let Some(scope) = scope.part(positions)
                    {
                        unite(&mut found, self.holds(node, page, &scope, None));
                    }
                }
                found
            }
            Field::Lang => {
                let language = page.document.metadata.language.as_deref();
                is_language(node, language.filter(|code| !code.is_empty())).then(Marks::new)
            }
            _ => self.holds(node, page, scope, Some(field)),
        }
    }
}

fn unite(found: &mut Option<Marks>, more: Option<Marks>) {
    if let Some(more) = more {
        found.get_or_insert_default().extend(more);
    }
}

fn time(node: &Node) -> Option<&TimeRange> {
    match &node.kind {
        NodeKind::Time(range) => Some(range),
        _ => None,
    }
}

/// Whether a document in `language` is one of those that `node` names.
fn is_language(node: &Node, language: Option<&str>) -> bool {
    let is_code = |code: &str| {
        let code = super::lower::language_code(code);
        code == super::lower::UNKNOWN_LANGUAGE && language.is_none()
            || language.is_some_and(|language| {
                language == code || language.strip_prefix(&code).is_some_and(|rest| rest.starts_with('-'))
            })
    };
    match &node.kind {
        NodeKind::All => language.is_some(),
        NodeKind::Word(text) | NodeKind::Exact(text) | NodeKind::Prefix(text) => is_code(text),
        NodeKind::Phrase { words, .. } => is_code(&words.join("-")),
        NodeKind::And(clauses) => clauses.iter().all(|clause| is_language(&clause.node, language)),
        NodeKind::Or(nodes) => nodes.iter().any(|node| is_language(node, language)),
        NodeKind::Not(inner) => !is_language(inner, language),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
