//! The main content of a web page: what a person would say the page is about, without what stands
//! around it on every page of the site.
//!
//! Three looks, each of which may be wrong and is held in check by the next. What names itself as
//! apparatus (`nav`, `class="share-bar"`, `role="complementary"`) is put aside, unless it holds too
//! much of the page's prose to be that. The place of the content is chosen among what is left, by the
//! prose it holds and the names it has. Blocks at its edges and between its paragraphs that are not
//! prose are looked at one by one, with their neighbours.

mod choose;
mod measure;
mod phrases;
mod prune;
mod trim;
mod vocabulary;

use crate::format::Receipt;
use crate::format::html::blocks::{Run, collect};
use crate::format::html::tree::Tree;
use measure::Page;

/// What the page says about itself that helps to know its content.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints<'a> {
    /// The title, which stands in the metadata and need not open the text again.
    pub(crate) title: Option<&'a str>,
}

/// The subtrees that are left out, and by which rule.
#[derive(Debug)]
struct Marks {
    skipped: Vec<bool>,
    rules: Vec<(usize, &'static str)>,
}

impl Marks {
    fn mark(&mut self, node: usize, rule: &'static str) {
        if !std::mem::replace(&mut self.skipped[node], true) {
            self.rules.push((node, rule));
        }
    }
}

/// Collects the blocks of the main content of `tree`. `unseen` marks what no reader sees.
pub(crate) fn main_content(tree: &Tree, unseen: &[bool], hints: Hints<'_>, receipt: &mut Receipt) -> Vec<Run> {
    let mut runs = Vec::new();
    collect(tree, 0, unseen, &mut runs);
    let mut marks = Marks { skipped: unseen.to_vec(), rules: Vec::new() };
    let page = Page::new(tree, &runs, &marks.skipped);
    prune::mark_apparatus(&page, &mut marks);
    let page = Page::new(tree, &runs, &marks.skipped);
    let root = choose::root(&page, &mut marks);
    prune::mark_galleries(&page, root, &mut marks);
    let mut kept = Vec::new();
    collect(tree, root, &marks.skipped, &mut kept);
    trim::trim(tree, &mut kept, hints, receipt);
    #[cfg(debug_assertions)]
    if std::env::var_os("DEBUG_RUNS").is_some() {
        for run in &runs {
            let is_kept = kept.iter().find(|k| k.at == run.at);
            let text = run.raw_text().split_whitespace().collect::<Vec<_>>().join(" ");
            let kind = format!("{:?}", run.kind);
            let rule = marks.rules.iter().find(|(node, _)| (*node..tree.end(*node)).contains(&run.at));
            let rule = rule.map_or(String::new(), |(node, rule)| {
                format!(
                    "[{rule}: {} {} {}] ",
                    tree.name(*node),
                    tree.attribute(*node, "class").unwrap_or_default(),
                    tree.attribute(*node, "id").unwrap_or_default()
                )
            });
            println!(
                "{}{} {}/{} {}{}{}",
                if is_kept.is_some() { "+" } else { "-" },
                &kind[..1],
                run.bytes,
                run.link_bytes,
                if is_kept.is_some() { "" } else { &rule },
                text.chars().take(120).collect::<String>(),
                if is_kept.is_some_and(|k| k.bytes != run.bytes) { " (CUT)" } else { "" }
            );
        }
    }
    kept
}
