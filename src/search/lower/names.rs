//! From the fields of a query to postings of names, codes of languages and tests of who speaks.

use tantivy::schema::Field as IndexField;

use super::{Context, Lowering, conjunction};
use crate::index::schema::Fields;
use crate::query::{self, Field, NodeKind};
use crate::search::SearchError;
use crate::search::plan::{Node, Shape, SpeakerTest, TermSet, Unit};

/// What `status` calls the language of documents whose language is not known.
pub(in crate::search) const UNKNOWN_LANGUAGE: &str = "unknown";

impl Lowering<'_> {
    pub(super) fn field(
        &mut self,
        field: Field,
        node: &query::Node,
        context: &Context,
    ) -> Result<Node, SearchError> {
        let fields = *self.index.fields();
        // Who takes part is found where speakers stand.
        let shown = if field == Field::With { Field::Speaker } else { field };
        let names = |names| Context { names: Some((shown, names)), scores: false, ..*context };
        Ok(match field {
            Field::Title => Node::Within { unit: Unit::Title, node: Box::new(self.node(node, context)?) },
            Field::Heading => Node::Within { unit: Unit::Heading, node: Box::new(self.node(node, context)?) },
            Field::Lang => self.language(node)?,
            Field::Speaker if context.in_turn => Node::Speaker(self.speaker_test(node)?),
            _ => match field_of_names(&fields, field) {
                Some(field) => self.node(node, &names(field))?,
                None => Node::Nothing,
            },
        })
    }

    /// A language, or several; they are codes or names and not words.
    fn language(&mut self, node: &query::Node) -> Result<Node, SearchError> {
        let field = self.index.fields().language;
        Ok(match &node.kind {
            NodeKind::Word(text) | NodeKind::Exact(text) | NodeKind::Prefix(text) => {
                let code = language_code(text);
                if code == UNKNOWN_LANGUAGE {
                    let any = query::Node { kind: NodeKind::All, ..node.clone() };
                    return Ok(conjunction(vec![Node::All], vec![self.language(&any)?], Vec::new()));
                }
                let known = self.index.manifest().languages.keys().filter(|known| !known.is_empty());
                let is_meant = |known: &&String| {
                    **known == code
                        || known.strip_prefix(code.as_str()).is_some_and(|rest| rest.starts_with('-'))
                };
                let terms = known.filter(is_meant).cloned().collect();
                self.filter_leaf(node, Shape::Terms(TermSet::new(field, terms)))
            }
            NodeKind::Or(nodes) => {
                Node::Or(nodes.iter().map(|node| self.language(node)).collect::<Result<_, _>>()?)
            }
            NodeKind::And(clauses) => {
                let all =
                    clauses.iter().map(|clause| self.language(&clause.node)).collect::<Result<_, _>>()?;
                conjunction(all, Vec::new(), Vec::new())
            }
            NodeKind::Not(inner) => conjunction(vec![Node::All], vec![self.language(inner)?], Vec::new()),
            NodeKind::All => {
                let terms =
                    self.index.manifest().languages.keys().filter(|code| !code.is_empty()).cloned().collect();
                self.filter_leaf(node, Shape::Terms(TermSet::new(field, terms)))
            }
            NodeKind::Phrase { words, slop: 0 } => {
                let word = query::Node::new(node.span, NodeKind::Word(words.join("-")));
                self.language(&word)?
            }
            _ => return Err(SearchError::unsupported(node.span, "a language is a code such as `en`")),
        })
    }

    /// What the name of whoever speaks must be.
    pub(super) fn speaker_test(&mut self, node: &query::Node) -> Result<SpeakerTest, SearchError> {
        let context =
            Context { names: Some((Field::Speaker, self.index.fields().speaker)), ..Context::default() };
        let mut tests = |nodes: &mut dyn Iterator<Item = &query::Node>| {
            nodes.map(|node| self.speaker_test(node)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match &node.kind {
            NodeKind::All => SpeakerTest::Any,
            NodeKind::And(clauses) => {
                SpeakerTest::All(tests(&mut clauses.iter().map(|clause| &clause.node))?)
            }
            NodeKind::Or(nodes) => SpeakerTest::Either(tests(&mut nodes.iter())?),
            NodeKind::Not(inner) => SpeakerTest::Not(Box::new(self.speaker_test(inner)?)),
            // Without a term nothing is asked for, and nothing found.
            _ => match self.shape(node, &context)? {
                Some(shape) => SpeakerTest::Has(shape),
                None => SpeakerTest::Either(Vec::new()),
            },
        })
    }
}

/// Where the names of a field are indexed.
pub(in crate::search) fn field_of_names(fields: &Fields, field: Field) -> Option<IndexField> {
    match field {
        Field::Author => Some(fields.author),
        Field::Speaker | Field::With => Some(fields.speaker),
        Field::Source => Some(fields.source),
        Field::Tag => Some(fields.tag),
        Field::Path => Some(fields.path),
        Field::Title | Field::Heading | Field::Lang => None,
    }
}

/// The code of the language that is meant, which may be named: `de`, `German`, `Deutsch`.
pub(in crate::search) fn language_code(text: &str) -> String {
    let text = text.to_lowercase();
    let is_name = text.len() > 3 && text.chars().all(char::is_alphabetic);
    let named = is_name.then(|| crate::format::code_of_language(&text)).flatten();
    named.unwrap_or(text)
}
