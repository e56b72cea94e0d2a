//! The parsed page: every node in document order, with the source line it begins on.
//!
//! Owns the meeting with html5ever, and what keeps that meeting linear: html5ever scans its stack of
//! open elements for most tags, so nesting is cut at [`DEPTH_MAX`], and formatting elements that a
//! page leaves open are opened again in every later block, so a page whose tree outgrows its markup
//! is taken apart by [`super::flat`] first.

mod sink;

use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName};

use super::flat;

/// How deep elements may nest before further start tags are passed over; browsers cut here too.
const DEPTH_MAX: u32 = 512;

/// A page or a fragment. Nodes are numbered in document order and node 0 is the root, so a subtree
/// is the range from a node to its [`end`](Tree::end).
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    parent: u32,
    end: u32,
    line: u32,
    data: Data,
}

#[derive(Debug, Default)]
enum Data {
    #[default]
    Root,
    Element(Element),
    Text(StrTendril),
    Comment(StrTendril),
}

/// An element's name and attributes.
#[derive(Debug)]
pub(crate) struct Element {
    /// The local name, lower case for elements of HTML.
    pub(crate) name: LocalName,
    attributes: Vec<Attribute>,
    /// The [`mark_of`] all their names: most attributes that are asked for are not there.
    marks: u64,
}

/// One bit of 64 for a name. Names of different bits differ.
fn mark_of(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let ends = bytes.first().zip(bytes.last()).map_or(0, |(first, last)| first.wrapping_add(last << 2));
    1 << (ends.wrapping_add(name.len() as u8) % 64)
}

impl Element {
    fn new(name: LocalName, attributes: Vec<Attribute>) -> Self {
        let marks = attributes.iter().fold(0, |marks, attribute| marks | mark_of(&attribute.name.local));
        Self { name, attributes, marks }
    }

    /// The value of the attribute of this name.
    #[inline]
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        if self.marks & mark_of(name) == 0 {
            return None;
        }
        self.attributes.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
    }

    /// Says whether it has any attribute.
    pub(crate) fn has_attributes(&self) -> bool {
        !self.attributes.is_empty()
    }
}

impl Tree {
    /// Parses a page or a fragment of one; any text gives some tree, in time linear in its length.
    pub(crate) fn parse(html: &str) -> Self {
        if !flat::is_needed(html)
            && let Some(tree) = sink::parse(html)
        {
            return tree;
        }
        sink::parse(&flat::flatten(html)).unwrap_or_else(|| Self { nodes: vec![Node::root()] })
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// One past the last node of the subtree of `node`.
    pub(crate) fn end(&self, node: usize) -> usize {
        self.nodes[node].end as usize
    }

    /// The node that holds `node`; the root holds itself.
    pub(crate) fn parent(&self, node: usize) -> usize {
        self.nodes[node].parent as usize
    }

    /// The source line on which `node` begins, counted from 1.
    pub(crate) fn line(&self, node: usize) -> u32 {
        self.nodes[node].line
    }

    /// The nodes below `node`.
    pub(crate) fn below(&self, node: usize) -> Range<usize> {
        node + 1..self.end(node)
    }

    /// The children of `node`, in order.
    pub(crate) fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        let end = self.end(node);
        let mut next = node + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = self.end(child);
                child
            })
        })
    }

    /// The nodes that hold `node`, from the nearest outwards, without the root.
    pub(crate) fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(self.parent(node)), |node| Some(self.parent(*node)))
            .take_while(|node| *node != 0)
    }

    /// The element that `node` is, if it is one.
    pub(crate) fn element(&self, node: usize) -> Option<&Element> {
        match &self.nodes[node].data {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The name of the element that `node` is; empty for other nodes.
    pub(crate) fn name(&self, node: usize) -> &str {
        self.element(node).map_or("", |element| &element.name)
    }

    /// The value of an attribute of the element that `node` is.
    pub(crate) fn attribute(&self, node: usize, name: &str) -> Option<&str> {
        self.element(node)?.attribute(name)
    }

    /// The characters of a text node.
    pub(crate) fn text(&self, node: usize) -> Option<&str> {
        match &self.nodes[node].data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The characters of a comment.
    pub(crate) fn comment(&self, node: usize) -> Option<&str> {
        match &self.nodes[node].data {
            Data::Comment(text) => Some(text),
            _ => None,
        }
    }

    /// The first element of this name, in document order.
    #[cfg(test)]
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        (0..self.len()).find(|node| self.name(*node) == name)
    }

    /// Every character of the subtree of `node`, as it stands, scripts and all.
    pub(crate) fn raw_text(&self, node: usize) -> String {
        (node..self.end(node)).filter_map(|node| self.text(node)).collect()
    }
}

impl Node {
    fn root() -> Self {
        Self { parent: 0, end: 1, line: 1, data: Data::Root }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows a tree as its tags in brackets and its texts.
    fn shown(tree: &Tree, node: usize) -> String {
        let inner: String = tree.children(node).map(|child| shown(tree, child)).collect();
        match tree.text(node) {
            Some(text) => text.to_owned(),
            None => format!("{}[{inner}]", tree.name(node)),
        }
    }

    fn check(html: &str, expected: &str) {
        let tree = Tree::parse(html);
        let body = tree.find("body").expect("every tree has a body");
        assert_eq!(shown(&tree, body), expected, "{html}");
    }

    #[test]
    fn pages_and_fragments_become_trees() {
        check("<p>a<p>b <em>c</em>", "body[p[a]p[b em[c]]]");
        check("<table><tr><td>a</table>", "body[table[tbody[tr[td[a]]]]]");
        check("a<template><p>b</template>c", "body[atemplate[]c]");
        check("<x-y><template shadowrootmode=open>b</template></x-y>", "body[x-y[template[b]]]");
        check("<b><p>a</b>b", "body[b[]p[b[a]b]]");
        check("<table>a<tr><td>b</table>", "body[atable[tbody[tr[td[b]]]]]");
        check("<font size=7>a</font>", "body[a]");
        check("", "body[]");
    }

    #[test]
    fn nodes_know_their_lines() {
        let tree = Tree::parse("<div>\n<p>one\ntwo</p>\n\n<p>three &amp;\nfour</p></div>");
        let lines: Vec<_> =
            (0..tree.len()).filter(|node| tree.name(*node) == "p").map(|node| tree.line(node)).collect();
        assert_eq!(lines, [2, 5]);
    }

    #[test]
    fn an_element_of_mere_text_ends_wherever_it_began() {
        let (opened, closed) = ("<div>".repeat(600), "</div>".repeat(10));
        for name in ["title", "script", "style", "textarea"] {
            let page = format!("{opened}<{name}>a{closed}<{name}>b <i></{name}><p>c");
            let tree = Tree::parse(&page);
            let has = |name: &str| (0..tree.len()).any(|node| tree.name(node) == name);
            assert!(has(name) && has("p") && !has("i"), "{name}");
        }
    }

    #[test]
    fn deep_and_tangled_markup_stays_linear() {
        let deep = "<div>".repeat(100_000) + "x" + &"</div>".repeat(100_000) + "<p>y</p>";
        let tree = Tree::parse(&deep);
        assert!(tree.raw_text(0).contains('x') && tree.len() < 2_000);
        let tangled: String = (0..2_000).map(|n| format!("<p><b id={n}><i id={n}><a>{n}")).collect();
        assert!(Tree::parse(&tangled).len() < 600_000);
        let attributes: String = (0..100_000).map(|n| format!(" a{n}")).collect();
        assert!(Tree::parse(&format!("<p{attributes}>x")).raw_text(0).contains('x'));
    }
}
