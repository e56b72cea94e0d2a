//! Pages that are a text as typewriters make them: all of it in `pre`, in lines.

use super::blocks::Run;
use super::tree::Tree;
use crate::document::{BlockKind, Document};
use crate::format::{Input, Receipt, plain};

/// The document in a page that is a text as typewriters make them, in `pre`: records of hearings, letters to
/// lists.
pub(super) fn text(input: &Input<'_>, tree: &Tree, runs: &[Run], receipt: &mut Receipt) -> Option<Document> {
    let bytes = |is_set: &dyn Fn(&Run) -> bool| -> usize {
        runs.iter().filter(|run| is_set(run)).map(|run| run.bytes).sum()
    };
    let is_set = |run: &Run| run.kind == BlockKind::Code && !is_program(tree, run);
    if bytes(&is_set) * 10 < bytes(&|_| true) * 8 {
        return None;
    }
    let mut text = String::new();
    let mut lines = 1;
    for run in runs {
        // Lines stay the lines of the page.
        let blank = (run.line.unwrap_or_default() as usize).saturating_sub(lines);
        let blank = if text.is_empty() { blank } else { blank.max(2) };
        text.extend(std::iter::repeat_n('\n', blank));
        text.push_str(run.raw_text());
        lines += blank + run.raw_text().bytes().filter(|b| *b == b'\n').count();
    }
    plain::prose_of(&Input { text: &text, ..*input }, receipt)
}

/// Says that the page calls a block a program: `<pre><code class="language-rust">`.
fn is_program(tree: &Tree, run: &Run) -> bool {
    let is_plain = |language: &str| matches!(language, "plaintext" | "text" | "txt" | "plain" | "none");
    let mut holders = std::iter::once(run.at).chain(tree.ancestors(run.at)).take(3);
    holders.any(|node| {
        let classes = tree.element(node).and_then(|element| element.attribute("class")).unwrap_or_default();
        let mut languages =
            classes.split_ascii_whitespace().filter_map(|class| class.strip_prefix("language-"));
        languages.any(|language| !is_plain(language))
    })
}
