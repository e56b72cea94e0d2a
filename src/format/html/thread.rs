//! Threads as pages: what somebody posted and what others answered, each in an element that calls itself the
//! text of a post, comment, question or answer, beside one that names its author.
//!
//! An article with comments below it is none: a thread has nothing before its first post, and its posts are
//! of one form, or are all voted on alike.

mod names;

use std::collections::HashSet;
use std::ops::Range;

use super::blocks::{self, Run};
use super::kinds::is_heading;
use super::render;
use super::tree::Tree;
use crate::clean::main_content::{is_apparatus, is_label};
use crate::document::{BlockKind, Builder, Kind};
use crate::receipt::Receipt;
use names::{Called, Names};

/// The posts of a page.
#[derive(Debug)]
pub(super) struct Thread {
    posts: Vec<Post>,
}

#[derive(Debug)]
struct Post {
    author: String,
    /// The element of its text.
    body: usize,
    /// The element of it and its author.
    around: usize,
    runs: Vec<Run>,
}

impl Thread {
    /// Finds the posts of the page, if it is a thread. `unseen` marks what no reader sees.
    pub(super) fn find(tree: &Tree, unseen: &[bool]) -> Option<Self> {
        let marks = Marks::of(tree, unseen);
        if marks.bodies.len() < 2 || marks.authors.is_empty() && marks.named.is_empty() {
            return None;
        }
        let posts: Vec<Post> =
            marks.bodies.iter().filter_map(|body| marks.post(tree, unseen, *body)).collect();
        let authors: HashSet<&str> = posts.iter().map(|post| post.author.as_str()).collect();
        // Most texts of others have an author, or they are something else.
        if authors.len() < 2 || posts.len() * 3 < marks.bodies.len() * 2 {
            return None;
        }
        let thread = Self { posts };
        let is_thread = (thread.is_of_one_form(tree) || thread.is_voted_on(&marks))
            && !thread.is_list_of_articles(tree)
            && thread.is_all_that_is_said(tree, unseen);
        is_thread.then_some(thread)
    }

    /// Says that somebody of this name posted, and so speaks.
    pub(super) fn is_poster(&self, name: &str) -> bool {
        self.posts.iter().any(|post| post.author == name)
    }

    /// Adds the posts, each as turns of its author; quotations and listings stay what they are.
    pub(super) fn write(&self, builder: &mut Builder, receipt: &mut Receipt) {
        for post in &self.posts {
            let mut words = Builder::new(Kind::Transcript, "html");
            render::build(&post.runs, &mut words);
            let mut words = words.finish();
            words.speakers = vec![post.author.clone()];
            for block in &mut words.blocks {
                if !matches!(block.kind, BlockKind::Quotation | BlockKind::Code) {
                    (block.kind, block.speaker) = (BlockKind::Turn, Some(0));
                }
            }
            receipt.kept("posts of a thread", &post.author);
            builder.append(&words, 0);
        }
    }

    /// Says whether the texts of most posts, the first among them, are in elements of one class.
    fn is_of_one_form(&self, tree: &Tree) -> bool {
        let form = |post: &Post| {
            let of_item = tree.attribute(post.body, "itemprop");
            (
                tree.name(post.body).to_owned(),
                tree.attribute(post.body, "class").or(of_item).map(str::to_owned),
            )
        };
        let first = self.posts.first().map(form);
        self.posts.iter().filter(|post| Some(form(post)) == first).count() * 2 > self.posts.len()
            || self.posts.iter().filter(|post| Some(form(post)) == first).count() >= 2
                && self.posts.iter().all(|post| names::is_declared_post(tree, post.body))
    }

    /// Says whether what stands at the top can be voted on as the answers can, and is no article.
    fn is_voted_on(&self, marks: &Marks) -> bool {
        const TOP_BYTES_MAX: usize = 3000;
        let Some(first) = self.posts.first() else { return false };
        let bytes: usize = first.runs.iter().map(|run| run.bytes).sum();
        let has_heading = first.runs.iter().any(|run| run.kind == BlockKind::Heading);
        bytes <= TOP_BYTES_MAX
            && !has_heading
            && marks.votes.first().is_some_and(|vote| *vote < first.body)
            && marks.votes.len() * 2 >= self.posts.len()
            && marks.votes.last().is_some_and(|vote| *vote > first.body)
    }

    /// Says whether most posts stand below a heading that leads to all of them, as in a list of articles.
    fn is_list_of_articles(&self, tree: &Tree) -> bool {
        let is_teaser = |post: &&Post| {
            let before = post.around..post.body;
            let mut headings = before.filter(|node| is_heading(tree.name(*node)));
            headings.any(|heading| {
                // A post leads to itself where it stands.
                let is_away = |node: usize| {
                    tree.name(node) == "a"
                        && !tree.attribute(node, "href").is_some_and(|to| to.starts_with('#'))
                };
                // It may be the name of whoever posted.
                let is_name = tree
                    .ancestors(heading)
                    .take(2)
                    .filter_map(|node| tree.element(node))
                    .any(|element| names::is_author(element, Called::of(element)));
                let has_link = !is_name && tree.below(heading).any(is_away);
                let says = tree.raw_text(heading);
                has_link && !says.trim_start().starts_with("Re:") && !says.trim_start().starts_with('#')
            })
        };
        self.posts.iter().filter(is_teaser).count() * 2 > self.posts.len()
    }

    /// Says whether nothing is said before the first post, and little beside the posts.
    fn is_all_that_is_said(&self, tree: &Tree, unseen: &[bool]) -> bool {
        const BEFORE_BYTES_MAX: usize = 120;
        let Some(first) = self.posts.first().map(|post| post.body) else { return false };
        let mut skipped = unseen.to_vec();
        for post in &self.posts {
            skipped[post.body] = true;
        }
        let mut node = 0;
        while node < tree.len() {
            let holds_post = || {
                let next = self.posts.partition_point(|post| post.body < node);
                self.posts.get(next).is_some_and(|post| post.body < tree.end(node))
            };
            let stands_aside =
                |element| names::is_side(element) || is_apparatus(element) && says_little(tree, node);
            if tree.element(node).is_some_and(stands_aside) && !holds_post() {
                skipped[node] = true;
            }
            node = if skipped[node] { tree.end(node) } else { node + 1 };
        }
        let mut runs = Vec::new();
        blocks::collect(tree, 0, &skipped, &mut runs);
        let is_prose = |run: &&Run| {
            run.bytes >= 60
                && run.link_bytes * 3 < run.bytes
                && run.kind != BlockKind::Heading
                && run.raw_text().contains(['.', ',', '?', '!', '\u{3002}', '\u{3001}'])
        };
        let bytes = |range: Range<usize>| -> usize {
            runs.iter().filter(|run| range.contains(&run.at)).filter(is_prose).map(|run| run.bytes).sum()
        };
        let said: usize = self.posts.iter().flat_map(|post| &post.runs).map(|run| run.bytes).sum();
        bytes(0..first) <= BEFORE_BYTES_MAX && bytes(first..tree.len()) <= said
    }
}

/// Says whether an element holds no more than a few lines.
fn says_little(tree: &Tree, node: usize) -> bool {
    const BYTES_MAX: usize = 1200;
    const NODES_MAX: usize = 1200;
    let bytes: usize = tree
        .below(node)
        .take(NODES_MAX)
        .filter_map(|node| tree.text(node))
        .map(|text| text.trim().len())
        .sum();
    bytes <= BYTES_MAX && tree.end(node) - node <= NODES_MAX
}

/// What on a page is named as a part of a thread, in order.
#[derive(Debug, Default)]
struct Marks {
    /// The outermost elements that call themselves the text of a post and name no author.
    bodies: Vec<usize>,
    /// The elements that call themselves an author.
    authors: Vec<usize>,
    /// The elements that name the author of all that is in them in an attribute.
    named: Vec<usize>,
    /// The outermost elements for votes.
    votes: Vec<usize>,
}

impl Marks {
    fn of(tree: &Tree, unseen: &[bool]) -> Self {
        let mut marks = Self::default();
        let mut candidates = Vec::new();
        let mut names = Names::default();
        let mut votes_end = 0;
        let mut node = 0;
        while node < tree.len() {
            if unseen[node] {
                node = tree.end(node);
                continue;
            }
            if let Some(element) = tree.element(node) {
                let called = names.of(element);
                if names::is_author(element, called) {
                    marks.authors.push(node);
                }
                if names::author_attribute(element).is_some() {
                    marks.named.push(node);
                }
                if node >= votes_end && names::is_vote(element, called) {
                    marks.votes.push(node);
                    votes_end = tree.end(node);
                }
                if names::is_body(element, called) || names::is_content_of_post(tree, node) {
                    candidates.push(node);
                }
            }
            node += 1;
        }
        let mut end = 0;
        for body in candidates {
            // A quotation names whom it quotes; that is within a text.
            let holds_author = marks.has_author(body..tree.end(body)) && !names::is_declared_post(tree, body);
            if body >= end && !holds_author {
                marks.bodies.push(body);
                end = tree.end(body);
            }
        }
        marks
    }

    fn has_author(&self, range: Range<usize>) -> bool {
        let next = self.authors.partition_point(|author| *author < range.start);
        self.authors.get(next).is_some_and(|author| *author < range.end)
    }

    /// The post whose text is in `body`, if somebody wrote it and says something.
    fn post(&self, tree: &Tree, unseen: &[bool], body: usize) -> Option<Post> {
        const LEVELS_MAX: usize = 10;
        let bodies_in = |range: Range<usize>| {
            let at = |node: usize| self.bodies.partition_point(|body| *body < node);
            at(range.end) - at(range.start)
        };
        let mut found = None;
        for outer in tree.ancestors(body).take(LEVELS_MAX) {
            let range = outer..tree.end(outer);
            let is_first = bodies_in(range.start..body) == 0;
            let is_alone = is_first && bodies_in(range.clone()) == 1;
            let named = self.named.binary_search(&outer).ok();
            let named = named.and_then(|_| names::author_attribute(tree.element(outer)?));
            if let Some(name) = named.filter(|_| is_first) {
                found = Some((name.to_owned(), outer));
                break;
            }
            if !is_alone {
                break;
            }
            if let Some(name) = self.author_in(tree, range, body) {
                found = Some((name, outer));
                break;
            }
        }
        let (author, around) = found?;
        let mut runs = Vec::new();
        blocks::collect(tree, body, unseen, &mut runs);
        // Where a page leaves an element open, the ways to answer fall into it.
        while runs.last().is_some_and(|run| is_label(run.raw_text())) {
            runs.pop();
        }
        (!runs.is_empty()).then_some(Post { author, body, around, runs })
    }

    /// Who is named nearest before the text, else behind it.
    fn author_in(&self, tree: &Tree, range: Range<usize>, body: usize) -> Option<String> {
        let at = |node: usize| self.authors.partition_point(|author| *author < node);
        let before = self.authors[at(range.start)..at(body)].iter().rev();
        let behind = self.authors[at(tree.end(body))..at(range.end).max(at(tree.end(body)))].iter();
        // Whoever only mended a text is named before its author.
        let is_declared = |node: &&usize| tree.attribute(**node, "itemprop").is_some();
        let declared = behind.clone().filter(is_declared);
        before.chain(declared).chain(behind).find_map(|node| names::name_in(tree, *node))
    }
}

#[cfg(test)]
mod tests;
