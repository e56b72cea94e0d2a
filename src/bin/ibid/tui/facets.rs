//! What the query can be narrowed down to.

use ibid::query::NodeKind;
use ibid::search::{Facet, FacetCounts};

/// Something that the query can be narrowed down to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FacetLine {
    /// What it is.
    pub facet: Facet,
    pub value: String,
    /// How many of the documents that match have it.
    pub count: usize,
}

/// What the documents have in common, most frequent first within each kind; what all have tells
/// nothing apart.
pub(super) fn lines(facets: Vec<FacetCounts>) -> Vec<FacetLine> {
    /// More values than this of one kind are not worth reading.
    const VALUES_MAX: usize = 8;
    let mut lines = Vec::new();
    for FacetCounts { facet, mut counts, without } in facets {
        if facet == Facet::Year {
            counts.reverse();
        }
        if counts.len() + usize::from(without > 0) > 1 {
            let shown = counts.into_iter().take(VALUES_MAX);
            lines.extend(shown.map(|(value, count)| FacetLine { facet, value, count }));
        }
    }
    lines
}

/// The query, narrowed down to the documents of a line.
pub(super) fn narrowed(query: &str, line: &FacetLine) -> String {
    format!("{} {}", grouped(query.trim_end()), clause(line)).trim_start().to_owned()
}

/// The query as one part of another.
fn grouped(query: &str) -> String {
    let is_choice = ibid::query::parse(query).is_ok_and(|query| matches!(query.root.kind, NodeKind::Or(_)));
    if is_choice { format!("({query})") } else { query.to_owned() }
}

/// As the query language says it, for the documents that were counted.
fn clause(line: &FacetLine) -> String {
    let field = match line.facet {
        Facet::Year => "date",
        // Counted is who takes part, not who says what is looked for.
        Facet::Speaker => "with",
        facet => facet.name(),
    };
    let is_plain = !line.value.is_empty() && line.value.chars().all(char::is_alphanumeric);
    if is_plain {
        return format!("{field}:{}", line.value);
    }
    format!("{field}:\"{}\"", line.value.replace(['"', '\\'], " "))
}
