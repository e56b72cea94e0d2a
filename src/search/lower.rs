//! From the query's tree to a plan: what must hold, what may, and where. Words become terms in `words`,
//! fields become postings in `names`.

mod names;
mod words;

pub(super) use names::{UNKNOWN_LANGUAGE, field_of_names, language_code};

use jiff::civil;
use tantivy::schema::Field as IndexField;

use super::expand::Dictionary;
use super::plan::{Leaf, Node, Plan, Shape, TermSet, Unit};
use super::rank;
use super::{SearchError, paths};
use crate::analyzer::{Analyzer, Stemming, Stemmings, exact_form, words};
use crate::index::Index;
use crate::query::{self, Clause, Field, Need, NodeKind, Query};

/// Makes a query ready for `index`. With `any`, clauses written side by side need not all hold.
pub(super) fn lower(
    index: &Index,
    query: &Query,
    any: bool,
    today: civil::Date,
) -> Result<Plan, SearchError> {
    plan(index, query, any, false, today)
}

/// The same for counting: of a word such as `.NET` only what has its sign counts, where anything has.
pub(super) fn lower_to_count(
    index: &Index,
    query: &Query,
    any: bool,
    today: civil::Date,
) -> Result<Plan, SearchError> {
    plan(index, query, any, true, today)
}

fn plan(
    index: &Index,
    query: &Query,
    any: bool,
    counts: bool,
    today: civil::Date,
) -> Result<Plan, SearchError> {
    // Under an empty code are documents whose language is not known.
    let known = |code: &String| Stemming::of(Some(code.as_str()).filter(|code| !code.is_empty()));
    let stemmings: Stemmings = index.manifest().languages.keys().map(known).collect();
    let analyzers = stemmings.iter().map(|stemming| (stemming, Analyzer::of(stemming))).collect();
    let dictionary = Dictionary::new(index);
    let mut lowering = Lowering { index, dictionary, analyzers, any, counts, today, leaves: Vec::new() };
    let root = lowering.node(&query.root, &Context::default())?;
    Ok(Plan { root, leaves: lowering.leaves })
}

struct Lowering<'a> {
    index: &'a Index,
    dictionary: Dictionary<'a>,
    /// One for each way in which documents of the archive were stemmed.
    analyzers: Vec<(Stemming, Analyzer)>,
    any: bool,
    /// Whether each place that matches counts for itself, and none is better than another.
    counts: bool,
    today: civil::Date,
    leaves: Vec<Leaf>,
}

/// What the nodes above say about the ones below.
#[derive(Clone, Copy)]
struct Context {
    /// The field of names that words are looked up in, instead of the text.
    names: Option<(Field, IndexField)>,
    /// The product of the boosts above.
    boost: f64,
    /// Whether what matches counts for the score.
    scores: bool,
    /// Whether this is about one turn, where `speaker:` means whoever says it.
    in_turn: bool,
}

impl Default for Context {
    fn default() -> Self {
        Self { names: None, boost: 1.0, scores: true, in_turn: false }
    }
}

impl Lowering<'_> {
    fn node(&mut self, node: &query::Node, context: &Context) -> Result<Node, SearchError> {
        let context = &Context { boost: context.boost * f64::from(node.boost), ..*context };
        Ok(match &node.kind {
            NodeKind::All => context.names.map_or(Node::All, |(_, field)| Node::Has(field)),
            NodeKind::And(clauses) => self.and(clauses, context)?,
            NodeKind::Or(nodes) => {
                let nodes =
                    nodes.iter().map(|node| self.node(node, context)).collect::<Result<Vec<_>, _>>()?;
                Node::Or(nodes)
            }
            NodeKind::Not(inner) => {
                let none = vec![self.node(inner, &Context { scores: false, ..*context })?];
                Node::And { all: vec![Node::All], none, more: Vec::new() }
            }
            NodeKind::Field { field, node: inner } => self.field(*field, inner, context)?,
            NodeKind::Kind(kind) => {
                let set = TermSet::new(self.index.fields().kind, vec![kind.name().to_owned()]);
                self.filter_leaf(node, Shape::Terms(set))
            }
            NodeKind::Turn(inner) => {
                let inner = self.node(inner, &Context { in_turn: true, ..*context })?;
                Node::Within { unit: Unit::Turn, node: Box::new(inner) }
            }
            NodeKind::Reply { first, second } => {
                let context = &Context { in_turn: true, ..*context };
                Node::Reply {
                    first: Box::new(self.node(first, context)?),
                    second: Box::new(self.node(second, context)?),
                }
            }
            NodeKind::Date(range) => {
                let days = range.days(self.today);
                Node::Days { first: *days.start(), last: *days.end() }
            }
            NodeKind::Time(range) => Node::Within { unit: Unit::Time(*range), node: Box::new(Node::All) },
            kind if matches!(context.names, Some((Field::Path, _)))
                && let Some((pattern, may_be_word)) = kind.path_pattern() =>
            {
                let paths = Node::Documents(paths::like(self.index, &pattern, node.span)?);
                let word = if may_be_word { self.shape(node, context)? } else { None };
                match word {
                    Some(word) => Node::Or(vec![self.text_leaf(node, word, context)?, paths]),
                    None => paths,
                }
            }
            _ => match self.shape(node, context)? {
                Some(shape) => match self.as_written(node, context)? {
                    Some(written) if self.counts && matches!(node.kind, NodeKind::Word(_)) => written,
                    written => {
                        let leaf = self.text_leaf(node, shape, context)?;
                        conjunction(vec![leaf], Vec::new(), written.into_iter().collect())
                    }
                },
                None => Node::Nothing,
            },
        })
    }

    /// Clauses that are all asked for. A speaker binds the text beside it into one turn, a time what
    /// is said beside it into one stretch of the recording.
    fn and(&mut self, clauses: &[Clause], context: &Context) -> Result<Node, SearchError> {
        // A word without any term, such as a lone sign, asks for nothing.
        let asks = |clause: &&Clause| match &clause.node.kind {
            NodeKind::Word(text) => words(text).next().is_some(),
            _ => true,
        };
        let clauses: Vec<&Clause> = clauses.iter().filter(asks).collect();
        let is_text = |node: &query::Node| node.is_text() && !matches!(node.kind, NodeKind::Not(_));
        let is_unit = |node: &query::Node| matches!(node.kind, NodeKind::Turn(_) | NodeKind::Reply { .. });
        let has_text = clauses.iter().any(|clause| is_text(&clause.node));
        let is_placed = has_text || clauses.iter().any(|clause| is_unit(&clause.node));
        let binds_speaker = has_text && !context.in_turn && context.names.is_none();
        let any = self.any && context.names.is_none();
        let (mut all, mut none, mut said, mut optional) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut units, mut speakers, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for Clause { node, need } in clauses {
            match &node.kind {
                NodeKind::Not(inner) => none.push(self.node(inner, &Context { scores: false, ..*context })?),
                NodeKind::Field { field: Field::Speaker, node } if binds_speaker => {
                    speakers.push(Node::Speaker(self.speaker_test(node)?));
                }
                NodeKind::Time(range) if is_placed => times.push(*range),
                _ if is_unit(node) => units.push(self.node(node, context)?),
                _ if *need == Need::Optional || any && *need == Need::Asked && is_text(node) => {
                    optional.push(self.node(node, context)?)
                }
                _ if !is_text(node) => all.push(self.node(node, context)?),
                _ => said.push(self.node(node, context)?),
            }
        }
        // Where something is required the rest only adds to the score; else one will do.
        if said.is_empty() && !optional.is_empty() {
            said.push(either(std::mem::take(&mut optional)));
        }
        if !said.is_empty() {
            let is_bound = !speakers.is_empty();
            speakers.extend(said);
            let text = conjunction(speakers, Vec::new(), optional);
            units.push(match is_bound {
                true => Node::Within { unit: Unit::Turn, node: Box::new(text) },
                false => text,
            });
        }
        if !times.is_empty() && !units.is_empty() {
            let mut placed = conjunction(units, Vec::new(), Vec::new());
            for range in times {
                placed = Node::Within { unit: Unit::Time(range), node: Box::new(placed) };
            }
            all.push(placed);
        } else {
            all.extend(units);
        }
        if all.is_empty() && none.is_empty() {
            return Ok(Node::Nothing);
        }
        if all.is_empty() {
            all.push(Node::All);
        }
        Ok(conjunction(all, none, Vec::new()))
    }

    fn text_leaf(
        &mut self,
        node: &query::Node,
        shape: Shape,
        context: &Context,
    ) -> Result<Node, SearchError> {
        let is_text = context.names.is_none();
        let in_field = |field| match (&shape, &node.kind) {
            (Shape::Terms(set), NodeKind::Word(_)) if is_text && set.field == self.index.fields().stems => {
                Some(set.in_field(field))
            }
            _ => None,
        };
        let (title, heading) = (in_field(self.index.fields().title), in_field(self.index.fields().heading));
        let typed = match &node.kind {
            NodeKind::Word(text) if title.is_some() => {
                let form = words(text).next().map(|word| exact_form(&text[word.form]));
                form.map(|form| TermSet::new(self.index.fields().exact, vec![form]))
            }
            _ => None,
        };
        let (rarity, documents) =
            rank::rarity(&mut self.dictionary, &shape, self.index.manifest().documents)?;
        let weight = if context.scores { rarity * context.boost } else { 0.0 };
        let abroad = self.abroad(node, &shape)?;
        self.leaves.push(Leaf {
            shape,
            title,
            heading,
            typed,
            abroad,
            span: node.span,
            weight,
            share: 0.0,
            is_text,
            names: context.names.map(|(field, _)| field),
            is_function_word: false,
            is_by_sound: matches!(node.kind, NodeKind::SoundsLike(_)),
            is_as_written: false,
            documents,
        });
        Ok(Node::Leaf(self.leaves.len() - 1))
    }

    /// A leaf that narrows down and has no say in the score.
    fn filter_leaf(&mut self, node: &query::Node, shape: Shape) -> Node {
        self.leaves.push(Leaf { is_text: false, ..Leaf::of_text(shape, node.span) });
        Node::Leaf(self.leaves.len() - 1)
    }
}

/// All of `all`, none of `none`, and `more` for the score.
fn conjunction(mut all: Vec<Node>, none: Vec<Node>, more: Vec<Node>) -> Node {
    match all.pop() {
        Some(only) if all.is_empty() && none.is_empty() && more.is_empty() => only,
        last => {
            all.extend(last);
            Node::And { all, none, more }
        }
    }
}

fn either(mut nodes: Vec<Node>) -> Node {
    match nodes.pop() {
        Some(only) if nodes.is_empty() => only,
        last => {
            nodes.extend(last);
            Node::Or(nodes)
        }
    }
}
