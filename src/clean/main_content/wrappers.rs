//! Elements that are no more than the paragraph inside of them.
//!
//! Some generators of documents set every block of a text in an element of its own, named after the kind of block:
//! `div.paragraph > p`, `div.ulist > ul`. Where such an element stands says nothing that its paragraph would not say.

use std::collections::HashMap;

use crate::format::html::tree::Tree;

/// Per node, whether it is an element around one paragraph, as all others of its name are.
pub(super) fn of_paragraphs(tree: &Tree) -> Vec<bool> {
    /// Fewer may be boxes that happen to say one thing each.
    const ALIKE_MIN: usize = 3;
    /// One in so many may hold more: a paragraph and its title.
    const ALONE_TO_OTHERS: usize = 4;
    let class = |node: usize| {
        let classes = tree.attribute(node, "class").filter(|_| tree.name(node) == "div")?;
        classes.split_ascii_whitespace().next()
    };
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    let mut are_alone = vec![false; tree.len()];
    for node in 0..tree.len() {
        let Some(class) = class(node) else { continue };
        let (alone, others) = counts.entry(class).or_default();
        are_alone[node] = holds_one_paragraph(tree, node);
        *if are_alone[node] { alone } else { others } += 1;
    }
    for node in 0..tree.len() {
        let counts = class(node).filter(|_| are_alone[node]).and_then(|class| counts.get(class));
        are_alone[node] =
            counts.is_some_and(|(alone, others)| *alone >= ALIKE_MIN && others * ALONE_TO_OTHERS <= *alone);
    }
    are_alone
}

/// Says whether an element holds a paragraph and nothing else.
fn holds_one_paragraph(tree: &Tree, node: usize) -> bool {
    let is_blank = |child: &usize| tree.text(*child).is_some_and(|text| text.trim_ascii().is_empty());
    let mut children = tree.children(node).filter(|child| !is_blank(child));
    children.next().is_some_and(|child| tree.name(child) == "p") && children.next().is_none()
}
