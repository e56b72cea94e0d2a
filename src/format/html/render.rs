//! From the blocks of a page to their text, by html2text. Each becomes one paragraph of the document that
//! html2text is given, opened by a private-use mark, and its answer is cut at the marks.

use std::panic::{AssertUnwindSafe, catch_unwind};

use html2text::RcDom;
use html2text::render::TrivialDecorator;
use html5ever::interface::{NodeOrText, TreeSink};
use html5ever::{LocalName, QualName, local_name, ns};

use super::blocks::{Run, SUPERSCRIPT};
use crate::document::{BlockKind, Builder};

/// Opens a block in the text that html2text is given.
pub(super) const BLOCK: char = '\u{100000}';

/// Makes the text of `runs` and adds it to the document.
pub(crate) fn build(runs: &[Run], builder: &mut Builder) {
    // html2text has panicked on odd tables before; a page must not be lost for it.
    let rendered = catch_unwind(AssertUnwindSafe(|| render(runs))).ok().flatten();
    match rendered {
        Some(rendered) => {
            for (run, text) in runs.iter().zip(rendered.split(BLOCK).skip(1)) {
                builder.block(run.kind, run.line, text);
            }
        }
        None => {
            for run in runs {
                builder.block(run.kind, run.line, &run.text.replace(SUPERSCRIPT, ""));
            }
        }
    }
}

/// Renders all blocks in one go, unless html2text loses one.
fn render(runs: &[Run]) -> Option<String> {
    let dom = RcDom::default();
    let document = dom.get_document();
    let body = element(&dom, local_name!("body"));
    dom.append(&document, NodeOrText::AppendNode(body.clone()));
    for run in runs {
        let is_code = run.kind == BlockKind::Code;
        let block = element(&dom, if is_code { local_name!("pre") } else { local_name!("p") });
        let mut text = String::with_capacity(run.text.len() + BLOCK.len_utf8());
        text.push(BLOCK);
        for (number, part) in run.text.split(SUPERSCRIPT).enumerate() {
            if number % 2 == 0 {
                text.push_str(part);
                dom.append(&block, NodeOrText::AppendText(text.as_str().into()));
                text.clear();
            } else {
                let superscript = element(&dom, local_name!("sup"));
                dom.append(&superscript, NodeOrText::AppendText(part.into()));
                dom.append(&block, NodeOrText::AppendNode(superscript));
            }
        }
        dom.append(&body, NodeOrText::AppendNode(block));
    }
    // Lines are for whoever prints the text; here a paragraph is one line, however long.
    let config = html2text::config::with_decorator(TrivialDecorator::new())
        .raw_mode(true)
        .allow_width_overflow()
        .unicode_strikeout(false);
    let tree = config.dom_to_render_tree(&dom).ok()?;
    let rendered = config.render_to_string(tree, usize::MAX / 4).ok()?;
    (rendered.matches(BLOCK).count() == runs.len()).then_some(rendered)
}

fn element(dom: &RcDom, name: LocalName) -> html2text::Handle {
    dom.create_element(QualName::new(None, ns!(html), name), Vec::new(), Default::default())
}
