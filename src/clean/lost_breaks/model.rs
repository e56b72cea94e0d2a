//! Adds up what speaks for and against a break: small trees of questions about the traits of a
//! place, each of which ends in a number.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::traits::{Scale, Trait, Traits};

/// The committed trees, read at first use.
static COMMITTED: LazyLock<Trees> = LazyLock::new(|| Trees::read(include_str!("trees.txt")));

/// The log-odds of a break at a place with these traits.
pub(super) fn log_odds(traits: &Traits) -> f32 {
    COMMITTED.log_odds(traits)
}

/// Trees whose leaves add up to log-odds.
#[derive(Debug, Default)]
pub(super) struct Trees {
    nodes: Vec<Node>,
    /// Where each tree begins.
    roots: Vec<u32>,
}

/// What is asked at a place, or what follows.
#[derive(Clone, Copy, Debug)]
enum Node {
    /// Goes on with the next node where the value of the trait is smaller than `limit`.
    Below {
        about: u8,
        limit: u8,
        otherwise: u16,
    },
    /// Goes on with the next node where the value of the trait is one of these.
    Among {
        about: u8,
        kinds: u32,
        otherwise: u16,
    },
    Leaf(f32),
}

impl Trees {
    /// Reads a table of trees, a line for each: in pre-order, questions such as `humps < 3` and
    /// `group in 0,2`, and leaves in thousandths. A table that is none reads as no trees.
    pub(super) fn read(table: &str) -> Self {
        let mut trees = Self::default();
        let names: HashMap<&str, usize> =
            Trait::ALL.iter().enumerate().map(|(about, named)| (named.name(), about)).collect();
        for line in table.lines() {
            let root = trees.nodes.len();
            trees.roots.push(u32::try_from(root).unwrap_or(u32::MAX));
            if trees.read_tree(root, &names, &mut line.split(' ')).is_none() {
                return Self::default();
            }
        }
        trees
    }

    fn read_tree<'a>(
        &mut self,
        root: usize,
        names: &HashMap<&str, usize>,
        words: &mut impl Iterator<Item = &'a str>,
    ) -> Option<()> {
        let word = words.next()?;
        if let Ok(thousandths) = word.parse::<i32>() {
            self.nodes.push(Node::Leaf(thousandths as f32 / 1000.0));
            return Some(());
        }
        let about = *names.get(word)?;
        let scale = Trait::ALL[about].scale();
        let about = u8::try_from(about).ok()?;
        let place = self.nodes.len();
        let mut node = match (words.next()?, scale) {
            ("<", Scale::Ordered) => Node::Below { about, limit: words.next()?.parse().ok()?, otherwise: 0 },
            ("in", Scale::Kinds) => {
                let mut kinds = 0;
                for kind in words.next()?.split(',') {
                    kinds |= 1 << kind.parse::<u32>().ok().filter(|kind| *kind < u32::BITS)?;
                }
                Node::Among { about, kinds, otherwise: 0 }
            }
            _ => return None,
        };
        self.nodes.push(node);
        self.read_tree(root, names, words)?;
        let behind = u16::try_from(self.nodes.len() - root).ok()?;
        match &mut node {
            Node::Below { otherwise, .. } | Node::Among { otherwise, .. } => *otherwise = behind,
            Node::Leaf(_) => {}
        }
        self.nodes[place] = node;
        self.read_tree(root, names, words)
    }

    /// The log-odds of a break at a place with these traits.
    pub(super) fn log_odds(&self, traits: &Traits) -> f32 {
        self.roots.iter().map(|root| self.leaf(*root as usize, traits)).sum()
    }

    fn leaf(&self, root: usize, traits: &Traits) -> f32 {
        let mut at = root;
        loop {
            let (goes_on, otherwise) = match self.nodes[at] {
                Node::Below { about, limit, otherwise } => (traits[usize::from(about)] < limit, otherwise),
                Node::Among { about, kinds, otherwise } => {
                    (kinds >> (traits[usize::from(about)] & 31) & 1 == 1, otherwise)
                }
                Node::Leaf(value) => return value,
            };
            at = if goes_on { at + 1 } else { root + usize::from(otherwise) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_read_and_added_up() {
        let trees = Trees::read("length-left < 3 -500 group in 0,2 250 -250\n1000");
        let mut traits: Traits = [0; Trait::ALL.len()];
        assert!((trees.log_odds(&traits) - 0.5).abs() < 1e-6);
        traits[Trait::LengthLeft as usize] = 3;
        assert!((trees.log_odds(&traits) - 1.25).abs() < 1e-6);
        traits[Trait::Group as usize] = 1;
        assert!((trees.log_odds(&traits) - 0.75).abs() < 1e-6);
    }

    #[test]
    fn the_committed_trees_are_sound() {
        assert!(!COMMITTED.roots.is_empty());
    }
}
