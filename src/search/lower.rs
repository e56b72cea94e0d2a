//! From the query's tree to a plan: words to terms, fields to postings, speakers to turns.

use std::collections::BTreeMap;

use jiff::civil;
use tantivy::schema::Field as IndexField;

use super::SearchError;
use super::expand::{Dictionary, spellings};
use super::occurrences::words_behind;
use super::plan::{Leaf, Node, Plan, Shape, SpeakerTest, TermSet, Unit, Within};
use super::rank;
use crate::analyzer::{Analyzer, Stemming, Stemmings, Word, exact_form, split_prefix, without_sign, words};
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
            _ => match self.shape(node, context)? {
                Some(shape) => match self.with_sign(node, context)? {
                    Some(signed) if self.counts => signed,
                    signed => {
                        let leaf = self.text_leaf(node, shape, context)?;
                        conjunction(vec![leaf], Vec::new(), signed.into_iter().collect())
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
                _ if !is_text(node) => all.push(self.node(node, context)?),
                _ if *need == Need::Optional || any && *need == Need::Asked => {
                    optional.push(self.node(node, context)?)
                }
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

    fn field(&mut self, field: Field, node: &query::Node, context: &Context) -> Result<Node, SearchError> {
        let fields = *self.index.fields();
        // Who takes part is found where speakers stand.
        let shown = if field == Field::With { Field::Speaker } else { field };
        let names = |names| Context { names: Some((shown, names)), scores: false, ..*context };
        Ok(match field {
            Field::Title => Node::Within { unit: Unit::Title, node: Box::new(self.node(node, context)?) },
            Field::Heading => Node::Within { unit: Unit::Heading, node: Box::new(self.node(node, context)?) },
            Field::Author => self.node(node, &names(fields.author))?,
            Field::Speaker if context.in_turn => Node::Speaker(self.speaker_test(node)?),
            Field::Speaker | Field::With => self.node(node, &names(fields.speaker))?,
            Field::Source => self.node(node, &names(fields.source))?,
            Field::Tag => self.node(node, &names(fields.tag))?,
            Field::Path => self.node(node, &names(fields.path))?,
            Field::Lang => self.language(node)?,
        })
    }

    /// A language, or several; they are codes or names and not words.
    fn language(&mut self, node: &query::Node) -> Result<Node, SearchError> {
        let field = self.index.fields().language;
        Ok(match &node.kind {
            NodeKind::Word(text) | NodeKind::Exact(text) | NodeKind::Prefix(text) => {
                let code = language_code(text);
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
    fn speaker_test(&mut self, node: &query::Node) -> Result<SpeakerTest, SearchError> {
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

    /// What a node that speaks of words looks for; nothing where it has no terms.
    fn shape(&mut self, node: &query::Node, context: &Context) -> Result<Option<Shape>, SearchError> {
        let fields = *self.index.fields();
        let exact_field = context.names.map_or(fields.exact, |(_, field)| field);
        let exact = |lowering: &Self, text: &str| match context.names {
            // Names are kept without signs.
            Some(_) => Ok(TermSet::new(exact_field, vec![without_sign(&exact_form(text)).to_owned()])),
            None => lowering.dictionary.spelled(exact_field, &exact_form(text)),
        };
        Ok(match &node.kind {
            NodeKind::Word(text) if context.names.is_none() => {
                self.sequence(text, 0, None, |lowering, word| lowering.stems(word))?
            }
            NodeKind::Word(text) | NodeKind::Exact(text) => {
                self.sequence(text, 0, None, |lowering, word| exact(lowering, word))?
            }
            NodeKind::Phrase { words, slop } => {
                let begun = Begun { field: exact_field, span: node.span };
                self.sequence(&words.join(" "), *slop, Some(begun), |lowering, word| exact(lowering, word))?
            }
            // What is written without spaces is found anywhere in it.
            NodeKind::Prefix(text) if ends_unspaced(text) => {
                self.sequence(text, 0, None, |lowering, word| exact(lowering, word))?
            }
            NodeKind::Prefix(text) => {
                let (head, mut beginning) = split_prefix(text);
                if context.names.is_some() {
                    beginning = without_sign(&beginning).to_owned();
                }
                let parts = words(head).map(|word| exact(self, &head[word.form]));
                let mut parts: Vec<(u32, TermSet)> =
                    (0..).zip(parts.collect::<Result<Vec<_>, _>>()?).collect();
                let length = parts.len() as u32;
                let begun = Begun { field: exact_field, span: node.span };
                let head_length = if context.names.is_none() { length } else { 0 };
                let set = self.begun(begun, &beginning, &parts, head_length)?;
                if length == 0 {
                    Some(Shape::Terms(set))
                } else {
                    parts.push((length, set));
                    Some(Shape::Sequence { parts, length: length + 1, slop: 0 })
                }
            }
            NodeKind::Wildcard(pattern) => {
                Some(Shape::Terms(self.dictionary.wildcard(exact_field, pattern, node.span)?))
            }
            NodeKind::Fuzzy { text, distance } => {
                Some(Shape::Terms(self.dictionary.fuzzy(exact_field, text, *distance, node.span)?))
            }
            NodeKind::SoundsLike(text) => {
                Some(Shape::Terms(self.dictionary.sounds_like(exact_field, text, node.span)?))
            }
            NodeKind::Regex(pattern) => {
                Some(Shape::Terms(self.dictionary.regex(exact_field, pattern, node.span)?))
            }
            NodeKind::Near { ordered, distance, left, right } => {
                match (self.shape(left, context)?, self.shape(right, context)?) {
                    (Some(left), Some(right)) => Some(Shape::Near {
                        ordered: *ordered,
                        distance: *distance,
                        left: Box::new(left),
                        right: Box::new(right),
                    }),
                    _ => None,
                }
            }
            NodeKind::Or(nodes) => {
                let shapes =
                    nodes.iter().map(|node| self.shape(node, context)).collect::<Result<Vec<_>, _>>()?;
                let shapes: Vec<_> = shapes.into_iter().flatten().collect();
                (!shapes.is_empty()).then_some(Shape::Either(shapes))
            }
            _ => return Err(SearchError::unsupported(node.span, "this cannot stand near something")),
        })
    }

    /// The words that begin with `beginning`, behind these parts if there are any.
    fn begun(
        &self,
        begun: Begun,
        beginning: &str,
        parts: &[(u32, TermSet)],
        length: u32,
    ) -> Result<TermSet, SearchError> {
        match self.dictionary.prefix(begun.field, beginning, begun.span) {
            // Of the words that begin so few stand behind the others.
            Err(SearchError::Query(_)) if length > 0 => {
                let head = Shape::Sequence { parts: parts.to_vec(), length, slop: 0 };
                Ok(TermSet::new(begun.field, words_behind(self.index, head, beginning, begun.span)?))
            }
            set => set,
        }
    }

    /// The words of `text`, one behind the other: a single one is just its terms. With `begun`, those
    /// with an asterisk behind them are only the beginnings of words.
    fn sequence(
        &mut self,
        text: &str,
        slop: u32,
        begun: Option<Begun>,
        mut terms: impl FnMut(&mut Self, &str) -> Result<TermSet, SearchError>,
    ) -> Result<Option<Shape>, SearchError> {
        let found: Vec<_> = words(text).collect();
        let mut parts = Vec::new();
        for (number, word) in found.iter().enumerate() {
            let spelled = &text[word.form.clone()];
            let reaches_over = |word: &Word| word.mark.end < word.term.end;
            let is_tail = number > 0 && reaches_over(&found[number - 1]) && !reaches_over(word);
            if is_tail {
                // The pair before has it already.
                continue;
            }
            if let Some(begun) = begun.filter(|_| is_begun(text, word)) {
                let length = if slop == 0 { number as u32 } else { 0 };
                let mut beginning = exact_form(spelled);
                if begun.field != self.index.fields().exact {
                    beginning = without_sign(&beginning).to_owned();
                }
                let set = self.begun(begun, &beginning, &parts, length)?;
                parts.push((number as u32, set));
                continue;
            }
            let mut set = terms(self, spelled)?;
            if found.len() == 1 && is_unspaced(spelled) {
                let field = if set.field == self.index.fields().stems {
                    self.index.fields().exact
                } else {
                    set.field
                };
                set = self.dictionary.pairs_with(field, spelled)?;
            }
            parts.push((number as u32, set));
        }
        let length = found.len() as u32;
        Ok(match parts.len() {
            0 => None,
            1 if length == 1 => parts.pop().map(|(_, set)| Shape::Terms(set)),
            _ => Some(Shape::Sequence { parts, length, slop }),
        })
    }

    /// The stems of a word in every language of the archive, each for the documents in it: of the French
    /// `vide` Portuguese leaves an English `via`.
    fn stems(&mut self, word: &str) -> Result<TermSet, SearchError> {
        let mut stems: BTreeMap<String, Stemmings> = BTreeMap::new();
        for (stemming, analyzer) in &mut self.analyzers {
            let stem = analyzer.terms(word).stem;
            stems.entry(stem.to_owned()).or_default().add(*stemming);
        }
        let (terms, of_terms): (Vec<String>, Vec<Stemmings>) = stems.into_iter().unzip();
        // The same in all languages, it counts everywhere.
        let within = match terms.len() {
            0 | 1 => None,
            _ => Some(Within { documents: self.index.stemmed()?, of_terms }),
        };
        Ok(TermSet { field: self.index.fields().stems, terms, within })
    }

    /// What a word such as `#tag` or `.NET` finds more: those that have its sign are what was meant.
    fn with_sign(&mut self, node: &query::Node, context: &Context) -> Result<Option<Node>, SearchError> {
        let NodeKind::Word(text) = &node.kind else { return Ok(None) };
        let mut words = words(text);
        let (Some(word), None, None) = (words.next(), words.next(), context.names) else { return Ok(None) };
        if word.form == word.term || !context.scores {
            return Ok(None);
        }
        let form = exact_form(&text[word.form]);
        let set = TermSet::new(self.index.fields().exact, vec![form.clone()]);
        if self.dictionary.documents(set.field, &form)? == 0 {
            return Ok(None);
        }
        let exact = query::Node { kind: NodeKind::Exact(form), ..node.clone() };
        let leaf = self.text_leaf(&exact, Shape::Terms(set), context)?;
        if let Some(leaf) = self.leaves.last_mut() {
            leaf.is_as_written = true;
        }
        Ok(Some(leaf))
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
                Some(TermSet { field, ..set.clone() })
            }
            _ => None,
        };
        let (title, heading) = (in_field(self.index.fields().title), in_field(self.index.fields().heading));
        let (rarity, documents) =
            rank::rarity(&mut self.dictionary, &shape, self.index.manifest().documents)?;
        let weight = if context.scores { rarity * context.boost } else { 0.0 };
        let abroad = self.abroad(node, &shape)?;
        self.leaves.push(Leaf {
            shape,
            title,
            heading,
            abroad,
            span: node.span,
            weight,
            is_text,
            names: context.names.map(|(field, _)| field),
            is_function_word: false,
            is_by_sound: matches!(node.kind, NodeKind::SoundsLike(_)),
            is_as_written: false,
            documents,
        });
        Ok(Node::Leaf(self.leaves.len() - 1))
    }

    /// The languages in which no document has the word as it was typed, if others have it.
    fn abroad(&self, node: &query::Node, shape: &Shape) -> Result<Stemmings, SearchError> {
        let (Shape::Terms(set), NodeKind::Word(text)) = (shape, &node.kind) else {
            return Ok(Stemmings::default());
        };
        let Some(word) = words(text).next().filter(|_| set.within.is_some()) else {
            return Ok(Stemmings::default());
        };
        let all: Stemmings = self.analyzers.iter().map(|(stemming, _)| *stemming).collect();
        let spelled = TermSet::new(self.index.fields().exact, spellings(&exact_form(&text[word.term])));
        let home = self.dictionary.stemmings(&spelled)?;
        Ok(home.map_or(Stemmings::default(), |home| all.without(home)))
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

/// Whether the text ends in a script without spaces.
fn ends_unspaced(text: &str) -> bool {
    words(text).last().is_some_and(|word| is_unspaced(&text[word.mark]))
}

/// Where words are looked for that are only begun, and what asks for them.
#[derive(Clone, Copy)]
struct Begun {
    field: IndexField,
    span: query::Span,
}

/// Whether an asterisk says that a word of a phrase is only begun: `machine learn*`, not `**learn**`.
fn is_begun(text: &str, word: &Word) -> bool {
    let before = text[..word.form.start].rsplit(' ').next().unwrap_or_default();
    let behind = text[word.form.end..].strip_prefix('*');
    behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        && !before.contains('*')
        && !is_unspaced(&text[word.mark.clone()])
}

/// Whether it is a character of a script without spaces, which stands in pairs in the index.
fn is_unspaced(word: &str) -> bool {
    // A second copy of the character makes a pair exactly when the script is such a one.
    let doubled = format!("{word}{word}");
    words(&doubled).next().is_some_and(|pair| pair.mark.end < pair.term.end)
}

/// The code of the language that is meant, which may be named: `de`, `German`, `Deutsch`.
pub(super) fn language_code(text: &str) -> String {
    let text = text.to_lowercase();
    let is_name = text.len() > 3 && text.chars().all(char::is_alphabetic);
    let named = is_name.then(|| crate::format::code_of_language(&text)).flatten();
    named.unwrap_or(text)
}
