//! What is true only across the documents of an archive: paragraphs that repeat through a source,
//! versions of one text, and the parts of one episode.
//!
//! [`Traits`] and [`Content`] of every document in, a [`Standing`] for every document out. Contents are
//! asked for one by one, since all together would fill the memory of an archive's machine. The outcome
//! depends on which documents there are and on nothing else: not on their order, nor on how the
//! archive came to be.
//!
//! 1. Paragraphs are counted, and those that repeat are left out when texts are compared.
//! 2. Texts that are alike are versions of one; documents that belong to one recording are parts of
//!    one episode. Both are one group, and a search shows its best member.
//! 3. Paragraphs are counted once more, each group as one document: what is said twice because the
//!    talk is there twice repeats through no source.

mod boilerplate;
mod episodes;
mod lone;
mod packed;
mod people;
mod traits;
mod versions;

use std::io;

use crate::document::Document;

pub use episodes::Told;
pub use packed::{Packing, Unpacking};
pub use traits::{Content, Traits};

/// How a document stands to the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// Which of its paragraphs are set apart, by their hashes, ascending.
    pub set_apart: Vec<u32>,
    /// The id of the group's least member; 0 for a document that is in none.
    pub group: u64,
    /// Its place among the members of its group, the best first.
    pub place: u32,
    /// What the notes of its episode say about it.
    pub episode: Option<Box<Told>>,
}

impl Standing {
    /// That of a document which has nothing in common with others.
    pub const ALONE: &'static Self = &Self { set_apart: Vec::new(), group: 0, place: 0, episode: None };

    /// Writes the standing into the document: marks the blocks that are set apart, and takes over
    /// what the notes say.
    pub fn apply(&self, document: &mut Document) {
        if !self.set_apart.is_empty() {
            traits::mark_blocks(document, &self.set_apart);
        }
        if let Some(episode) = &self.episode {
            episodes::take_over(document, episode);
        }
    }
}

/// Where the contents of documents are, and how work on them is done.
pub trait Contents: Sync {
    /// The content of the document of this number.
    ///
    /// # Errors
    /// When it cannot be had.
    fn content(&self, number: usize) -> io::Result<Content>;

    /// What comes of pieces of work, numbered from 0, in their order; they may be done in any.
    ///
    /// # Errors
    /// When a piece cannot be done.
    fn map<T: Send>(
        &self,
        count: usize,
        work: impl Fn(usize) -> io::Result<T> + Sync + Send,
    ) -> io::Result<Vec<T>>;
}

/// Tells how each document stands to the others, in the order given.
///
/// # Errors
/// When the content of a document cannot be had.
pub fn standings(documents: &[&Traits], contents: &impl Contents) -> io::Result<Vec<Standing>> {
    let alone: Vec<u32> = (0..documents.len() as u32).collect();
    let repeated = boilerplate::find(documents, contents, &alone)?;
    let mut groups = Groups::new(documents.len());
    versions::join(documents, contents, &repeated, &mut groups)?;
    let episodes = episodes::join(documents, contents, &mut groups)?;
    let roots: Vec<u32> = (0..documents.len() as u32).map(|number| groups.root(number)).collect();
    let repeated = boilerplate::find(documents, contents, &roots)?;
    let standing = |number: usize| -> io::Result<Standing> {
        let set_apart = boilerplate::of((documents[number], number), contents, &repeated)?;
        let notes = episodes.get(&(number as u32));
        let notes = notes.map(|notes| contents.content(*notes as usize)).transpose()?;
        let episode = notes.and_then(|notes| notes.told).map(|told| told.to(documents[number]));
        Ok(Standing { set_apart, episode, ..Standing::default() })
    };
    let mut standings = contents.map(documents.len(), standing)?;
    let mut members: Vec<(u32, u32)> = (0..).zip(&roots).map(|(number, root)| (*root, number)).collect();
    members.sort_unstable();
    for members in members.chunk_by(|a, b| a.0 == b.0).filter(|members| members.len() > 1) {
        let mut members: Vec<usize> = members.iter().map(|(_, number)| *number as usize).collect();
        members.sort_by(|a, b| versions::better(documents[*a], documents[*b]));
        let group = members.iter().map(|number| documents[*number].id).min().unwrap_or_default();
        for (place, number) in (0..).zip(members) {
            // 0 says that there is no group.
            standings[number].group = group.max(1);
            standings[number].place = place;
        }
    }
    Ok(standings)
}

/// Which documents belong together (union-find; the root of a group is its first member).
struct Groups {
    parents: Vec<u32>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { parents: (0..count as u32).collect() }
    }

    fn root(&mut self, mut number: u32) -> u32 {
        while self.parents[number as usize] != number {
            let parent = self.parents[number as usize];
            self.parents[number as usize] = self.parents[parent as usize];
            number = self.parents[number as usize];
        }
        number
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b) as usize] = a.min(b);
    }
}
