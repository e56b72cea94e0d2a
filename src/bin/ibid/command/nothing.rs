//! Why nothing was found, and what would find more or less: said on stderr, the same in every command
//! that takes a query.

use anyhow::Result;
use ibid::index::Index;
use ibid::query::{Field, Node, NodeKind, Query};
use ibid::search::{ClauseReport, Matching, Options, Results, Suggestion, search, suggest, why_nothing};

use super::{Global, search_error};
use crate::terminal;

/// Says why a query found nothing: which part no document has, and which words may have been meant,
/// which it returns. Says and returns nothing where nothing is to be said.
pub(super) fn explain(index: &Index, query: &Query, global: &Global) -> Result<Vec<Suggestion>> {
    if global.quiet {
        return Ok(Vec::new());
    }
    let failed = |error| search_error(error, &query.text);
    let clauses = why_nothing(index, query, terminal::today()).map_err(failed)?;
    terminal::note(&reason(&clauses));
    let suggestions = suggest(index, query).map_err(failed)?;
    say_what_is_meant(&suggestions);
    hint_at_folder(index, query)?;
    hint_at_boilerplate(index, query, global)?;
    hint_at_turns(index, query)?;
    if has_quotation(&query.root) {
        terminal::hint("`ibid quote` finds a quotation of which some words are not as they were said");
    }
    if names_a(Field::Lang, &query.root) {
        terminal::hint("`ibid facets --by lang '*'` lists the languages of the archive");
    }
    Ok(suggestions)
}

/// Whether a phrase is asked for that is long enough to be quoted.
fn has_quotation(node: &Node) -> bool {
    const WORDS: usize = 5;
    matches!(&node.kind, NodeKind::Phrase { words, slop: 0 } if words.len() >= WORDS)
        || node.children().into_iter().any(has_quotation)
}

/// Says that a speaker's words must be in one turn, where they take part in what has them.
fn hint_at_turns(index: &Index, query: &Query) -> Result<()> {
    if !has_words(&query.root) {
        return Ok(());
    }
    if let Some((text, found)) = with_another(index, query, Field::Speaker, "with:")? {
        terminal::hint(&format!(
            "they do not say it in one turn; `{text}` finds {found} in which they take part"
        ));
    }
    Ok(())
}

/// Says where it is found after all: in what is set apart.
pub(super) fn hint_at_boilerplate(index: &Index, query: &Query, global: &Global) -> Result<()> {
    if global.quiet || index.is_of_boilerplate() {
        return Ok(());
    }
    let found = found(&index.of_boilerplate(), query)?;
    let what = match found.documents {
        0 => return Ok(()),
        1 => "text that repeats through its source has it in 1 document and is set apart".to_owned(),
        count => format!("text that repeats through its source has it in {count} documents and is set apart"),
    };
    terminal::hint(&format!("{what}: `ibid search --boilerplate` looks there"));
    Ok(())
}

/// Says that a folder is no source, to whoever named it as one: a source is called what its feed says.
fn hint_at_folder(index: &Index, query: &Query) -> Result<()> {
    if let Some((text, found)) = with_another(index, query, Field::Source, "path:")? {
        terminal::hint(&format!(
            "`{text}` finds {found}: a source is called what its feed or site says, see `ibid facets --by source '*'`"
        ));
    }
    Ok(())
}

/// The query with another name in place of a field that it asks for, and how many documents that finds; nothing
/// where it finds none.
fn with_another(index: &Index, query: &Query, field: Field, name: &str) -> Result<Option<(String, usize)>> {
    if !names_a(field, &query.root) {
        return Ok(None);
    }
    let text = query.text.trim().replace(&format!("{}:", field.name()), name);
    let Ok(another) = ibid::query::parse(&text) else { return Ok(None) };
    let total = found(index, &another)?.total;
    Ok((total > 0).then_some((text, total)))
}

/// What has all that a query asks for, without showing it.
fn found(index: &Index, query: &Query) -> Result<Results> {
    let options =
        Options { limit: 1, passages: 0, matching: Matching::All, ..Options::new(terminal::today()) };
    search(index, query, &options).map_err(|error| search_error(error, &query.text))
}

/// Whether a field is asked for.
fn names_a(wanted: Field, node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Field { field, .. } if *field == wanted)
        || node.children().into_iter().any(|node| names_a(wanted, node))
}

/// The same of a query of which occurrences were asked for: it may hold in documents without any.
pub(super) fn explain_no_occurrence(index: &Index, query: &Query, global: &Global) -> Result<()> {
    if global.quiet {
        return Ok(());
    }
    if found(index, query)?.total == 0 {
        return explain(index, query, global).map(drop);
    }
    if has_words(&query.root) {
        terminal::note("nothing found: those that match do not have it in their text");
    } else {
        terminal::note("nothing found: the query has no words that could stand in a text");
    }
    Ok(())
}

/// Words that may have been meant.
pub(super) fn say_what_is_meant(suggestions: &[Suggestion]) {
    if !suggestions.is_empty() {
        let meant = suggestions.iter();
        let meant = meant.map(|suggestion| format!("`{}` for `{}`", suggestion.meant, suggestion.word));
        terminal::note(&format!("did you mean {}?", meant.collect::<Vec<_>>().join(", ")));
    }
}

/// Says that words without quotation marks are words anywhere in a document, to whoever looks for
/// the mentions of one thing.
pub(super) fn hint_at_phrase(query: &Query, global: &Global) {
    let NodeKind::And(clauses) = &query.root.kind else { return };
    let mut words = Vec::new();
    for clause in clauses {
        match &clause.node.kind {
            NodeKind::Word(word) => words.push(word.as_str()),
            _ if clause.node.is_text() => return,
            _ => {}
        }
    }
    if words.len() > 1 && !global.quiet {
        let phrase = words.join(" ");
        terminal::hint(&format!(
            "these are words anywhere in a document; in quotation marks they are a phrase: '\"{phrase}\"'"
        ));
    }
}

/// Whether any part of it could stand in a text.
fn has_words(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Field { .. } | NodeKind::Not(_) => false,
        NodeKind::And(_) | NodeKind::Or(_) | NodeKind::Turn(_) | NodeKind::Reply { .. } => {
            node.children().into_iter().any(has_words)
        }
        _ => node.is_text(),
    }
}

/// Which part no document has, or that none has them together.
fn reason(clauses: &[ClauseReport]) -> String {
    let nowhere: Vec<&ClauseReport> =
        clauses.iter().filter(|report| !report.is_exclusion && !report.holds).collect();
    let asked: Vec<&ClauseReport> = clauses.iter().filter(|report| !report.is_exclusion).collect();
    if !nowhere.is_empty() {
        let clauses: Vec<String> = nowhere.iter().map(|report| report.clause.clone()).collect();
        return format!("nothing found: no document has {}", quoted(&clauses));
    }
    if asked.len() < 2 {
        return "nothing found".to_owned();
    }
    let counts = asked.iter().map(|report| match report.documents {
        1 => format!("1 has `{}`", report.clause),
        documents => format!("{documents} have `{}`", report.clause),
    });
    format!("nothing found: {}, none has them together", counts.collect::<Vec<_>>().join(", "))
}

/// Parts of a query as one of which something is said.
pub(super) fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
}
