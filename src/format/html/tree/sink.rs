//! Builds a [`Tree`] from html5ever's calls: links while the page is read, numbers afterwards.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, ExpandedName, LocalName, Namespace, QualName, local_name, ns};

use super::{DEPTH_MAX, Data, Element, Node, Tree};

/// How many formatting elements may be open at once.
const FORMATTING_MAX: u32 = 64;

/// Parses `html`, unless its tree outgrows its markup.
pub(super) fn parse(html: &str) -> Option<Tree> {
    let builder = TreeBuilder::new(Sink::new(), TreeBuilderOpts { drop_doctype: true, ..Default::default() });
    let tokenizer = Tokenizer::new(Guard::new(builder), TokenizerOpts::default());
    let input = BufferQueue::default();
    // A tendril counts its bytes in 32 bits, and the tokenizer's slices keep their whole buffer alive.
    for piece in pieces(html, 1 << 20) {
        input.push_back(StrTendril::from_slice(piece));
        while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
    }
    tokenizer.end();
    let guard = tokenizer.sink;
    (!guard.outgrown.get()).then(|| guard.builder.sink.finish())
}

fn pieces(text: &str, bytes_max: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, behind) = rest.split_at(rest.floor_char_boundary(bytes_max));
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Stands between the tokenizer and the tree builder and holds back what would cost more than it
/// says.
struct Guard {
    builder: TreeBuilder<Handle, Sink>,
    /// Start tags held back for depth whose end tags are still to come.
    held_back: RefCell<Vec<LocalName>>,
    /// The builder is in an element of mere text, whose end tag is the next that comes.
    in_raw: Cell<bool>,
    formatting: Cell<u32>,
    tags: Cell<usize>,
    outgrown: Cell<bool>,
}

impl Guard {
    fn new(builder: TreeBuilder<Handle, Sink>) -> Self {
        Self {
            builder,
            held_back: RefCell::default(),
            in_raw: Cell::new(false),
            formatting: Cell::new(0),
            tags: Cell::new(0),
            outgrown: Cell::new(false),
        }
    }

    /// Says whether the tree builder should see this tag.
    fn passes(&self, tag: &Tag) -> bool {
        if is_mere_style(&tag.name) {
            return false;
        }
        let depth = &self.builder.sink.depth;
        let formatting = &self.formatting;
        if tag.kind == TagKind::EndTag {
            let mut held_back = self.held_back.borrow_mut();
            if !self.in_raw.take() && held_back.last() == Some(&tag.name) {
                held_back.pop();
                return false;
            }
            depth.set(depth.get().saturating_sub(1));
            if is_formatting(&tag.name) {
                formatting.set(formatting.get().saturating_sub(1));
            }
            return true;
        }
        self.tags.set(self.tags.get() + 1);
        if depth.get() >= DEPTH_MAX && !is_void(&tag.name) {
            self.held_back.borrow_mut().push(tag.name.clone());
            return false;
        }
        if is_formatting(&tag.name) {
            if formatting.get() >= FORMATTING_MAX {
                return false;
            }
            formatting.set(formatting.get() + 1);
        }
        true
    }
}

impl TokenSink for Guard {
    type Handle = Handle;

    fn process_token(&self, token: Token, line_number: u64) -> TokenSinkResult<Handle> {
        let passes = match &token {
            Token::TagToken(tag) => self.passes(tag),
            Token::ParseError(_) => false,
            _ => true,
        };
        if !passes || self.outgrown.get() {
            return TokenSinkResult::Continue;
        }
        self.builder.sink.line.set(u32::try_from(line_number).unwrap_or(u32::MAX));
        let result = self.builder.process_token(token, line_number);
        if self.builder.sink.nodes.borrow().len() > 50_000 + 16 * self.tags.get() {
            self.outgrown.set(true);
        }
        self.in_raw.set(self.in_raw.get() || matches!(result, TokenSinkResult::RawData(_)));
        match result {
            // Nobody runs scripts here.
            TokenSinkResult::Script(_) => TokenSinkResult::Continue,
            other => other,
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Elements that only change how letters look, which pages leave open by the hundred.
fn is_mere_style(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("font")
            | local_name!("nobr")
            | local_name!("big")
            | local_name!("tt")
            | local_name!("u")
            | local_name!("strike")
    )
}

fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("b")
            | local_name!("code")
            | local_name!("em")
            | local_name!("i")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strong")
    )
}

fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("param")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
    )
}

/// A node as the tree builder knows it: its number, and its name so that asking for it borrows
/// nothing.
#[derive(Clone)]
struct Handle {
    id: u32,
    namespace: Namespace,
    name: LocalName,
}

const NONE: u32 = u32::MAX;

struct Link {
    parent: u32,
    previous: u32,
    next: u32,
    first: u32,
    last: u32,
    depth: u32,
    line: u32,
    /// The detached contents of a template.
    contents: u32,
    data: Data,
}

struct Sink {
    nodes: RefCell<Vec<Link>>,
    line: Cell<u32>,
    /// How deep the last insertion went.
    depth: Cell<u32>,
}

impl Sink {
    fn new() -> Self {
        let sink = Self { nodes: RefCell::default(), line: Cell::new(1), depth: Cell::new(0) };
        sink.create(Data::Root);
        sink
    }

    fn create(&self, data: Data) -> u32 {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Link {
            parent: NONE,
            previous: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            depth: 0,
            line: self.line.get(),
            contents: NONE,
            data,
        });
        (nodes.len() - 1) as u32
    }

    /// Puts `child` under `parent`, before the sibling `before` or at the end.
    fn insert(&self, parent: u32, before: u32, child: NodeOrText<Handle>) {
        let id = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node.id);
                node.id
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let previous = match before {
                    NONE => nodes[parent as usize].last,
                    before => nodes[before as usize].previous,
                };
                if previous != NONE
                    && let Data::Text(known) = &mut nodes[previous as usize].data
                {
                    known.push_tendril(&text);
                    return;
                }
                drop(nodes);
                // The tokenizer reports the line on which a stretch of text ends.
                let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count();
                let line = self.line.get().saturating_sub(u32::try_from(breaks).unwrap_or(u32::MAX));
                let id = self.create(Data::Text(text));
                self.nodes.borrow_mut()[id as usize].line = line.max(1);
                id
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let previous = match before {
            NONE => nodes[parent as usize].last,
            before => nodes[before as usize].previous,
        };
        let depth = nodes[parent as usize].depth + 1;
        let node = &mut nodes[id as usize];
        (node.parent, node.previous, node.next, node.depth) = (parent, previous, before, depth);
        self.depth.set(if matches!(node.data, Data::Element(_)) { depth } else { depth - 1 });
        match previous {
            NONE => nodes[parent as usize].first = id,
            previous => nodes[previous as usize].next = id,
        }
        match before {
            NONE => nodes[parent as usize].last = id,
            before => nodes[before as usize].previous = id,
        }
    }

    fn detach(&self, id: u32) {
        let mut nodes = self.nodes.borrow_mut();
        let node = &mut nodes[id as usize];
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
        if parent == NONE {
            return;
        }
        match previous {
            NONE => nodes[parent as usize].first = next,
            previous => nodes[previous as usize].next = next,
        }
        match next {
            NONE => nodes[parent as usize].last = previous,
            next => nodes[next as usize].previous = previous,
        }
    }

    fn handle(id: u32) -> Handle {
        Handle { id, namespace: ns!(), name: local_name!("") }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    /// Numbers the nodes in document order, leaving detached ones behind.
    fn finish(self) -> Tree {
        let mut links = self.nodes.into_inner();
        let mut nodes: Vec<Node> = Vec::with_capacity(links.len());
        // Pairs of a link and the number of its node, for those whose subtree is not finished.
        let mut open: Vec<(u32, u32)> = Vec::new();
        let mut next = 0;
        loop {
            let number = nodes.len() as u32;
            let parent = open.last().map_or(0, |(_, number)| *number);
            let link = &mut links[next as usize];
            let data = std::mem::take(&mut link.data);
            nodes.push(Node { parent, end: number + 1, line: link.line, data });
            open.push((next, number));
            next = link.first;
            while next == NONE {
                let Some((link, number)) = open.pop() else { return Tree { nodes } };
                nodes[number as usize].end = nodes.len() as u32;
                // The root has no siblings.
                next = links[link as usize].next;
            }
        }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Self::handle(0)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        ExpandedName { ns: &target.namespace, local: &target.name }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        // The contents of a shadow root are seen; those of other templates are not.
        let in_sight = attributes.iter().any(|a| a.name.local.starts_with("shadowroot"));
        let id = self.create(Data::Element(Element::new(name.local.clone(), attributes)));
        if flags.template && !in_sight {
            let contents = self.create(Data::Root);
            self.nodes.borrow_mut()[id as usize].contents = contents;
        }
        Handle { id, namespace: name.ns, name: name.local }
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        Self::handle(self.create(Data::Comment(text)))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Self::handle(self.create(Data::Comment(StrTendril::new())))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.id, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let has_parent = self.nodes.borrow()[element.id as usize].parent != NONE;
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        match self.nodes.borrow()[target.id as usize].contents {
            NONE => target.clone(),
            contents => Self::handle(contents),
        }
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        // A node that moves before its own sibling may be that sibling's neighbour.
        if let NodeOrText::AppendNode(node) = &child {
            self.detach(node.id);
        }
        let parent = self.nodes.borrow()[sibling.id as usize].parent;
        if parent != NONE {
            self.insert(parent, sibling.id, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let Data::Element(element) = &mut nodes[target.id as usize].data {
            for attribute in attributes {
                if element.attributes.iter().all(|known| known.name != attribute.name) {
                    element.attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        loop {
            let first = self.nodes.borrow()[node.id as usize].first;
            if first == NONE {
                return;
            }
            self.insert(parent.id, NONE, NodeOrText::AppendNode(Self::handle(first)));
        }
    }
}
