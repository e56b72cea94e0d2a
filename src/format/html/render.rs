//! From the blocks of a page to their text, by html2text. Each becomes one paragraph of the document that
//! html2text is given, opened by a private-use mark, and its answer is cut at the marks.
//!
//! Of a paragraph of plain characters html2text folds the white space, and so does the builder; so only the others
//! are given to it, which are few.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use html2text::RcDom;
use html2text::render::TrivialDecorator;
use html5ever::interface::{NodeOrText, TreeSink};
use html5ever::{LocalName, QualName, local_name, ns};

use super::blocks::{Run, SUPERSCRIPT};
use crate::document::{BlockKind, Builder, LINE_SEPARATOR};

/// Opens a block in the text that html2text is given.
pub(super) const BLOCK: char = '\u{100000}';
/// Stands before the first word of a further source line in it.
pub(super) const LINE: char = '\u{100002}';
/// Two words of a block are no more lines apart than this, or what is between them is not counted.
const LINES_MAX: u32 = 10_000;

/// Makes the text of `runs` and adds it to the document.
pub(crate) fn build(runs: &[Run], builder: &mut Builder) {
    let are_plain: Vec<bool> = runs.iter().map(is_plain).collect();
    let others: Vec<&Run> =
        runs.iter().zip(&are_plain).filter(|(_, is_plain)| !**is_plain).map(|(run, _)| run).collect();
    // html2text has panicked on odd tables before; a page must not be lost for it.
    let Some(rendered) = catch_unwind(AssertUnwindSafe(|| render(&others))).ok().flatten() else {
        for run in runs {
            builder.block(run.kind, run.line, &run.text.replace(SUPERSCRIPT, ""));
        }
        return;
    };
    let mut rendered = rendered.split(BLOCK).skip(1);
    for (run, is_plain) in runs.iter().zip(are_plain) {
        match (is_plain, run.lines.is_empty()) {
            (true, true) => builder.block(run.kind, run.line, &run.text),
            (true, false) => builder.lines(run.kind, run.line, &with_feeds(run, &in_one_line(run))),
            (false, true) => builder.block(run.kind, run.line, rendered.next().unwrap_or_default()),
            (false, false) => {
                let text = rendered.next().unwrap_or_default();
                builder.lines(run.kind, run.line, &with_feeds(run, text))
            }
        };
    }
}

/// Says that html2text does nothing to the text of a block but fold its white space: all of its characters take a
/// place in a line, and none is a mark.
fn is_plain(run: &Run) -> bool {
    let takes_place = |c: char| {
        matches!(c,
            '\0'..='\x7F'
            | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}'
            | '\u{370}'..='\u{482}' | '\u{48A}'..='\u{52F}'
            | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{20A0}'..='\u{20BF}'
            | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30A0}'..='\u{30FF}'
            | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF5E}')
    };
    run.kind != BlockKind::Code && (run.text.is_ascii() || run.text.chars().all(takes_place))
}

/// The text of a block with blanks for its line feeds and the like, and a mark where each source line begins.
fn in_one_line(run: &Run) -> String {
    let mut text = String::with_capacity(run.text.len() + run.lines.len() * LINE.len_utf8());
    for (number, part) in with_marks(run).split(['\t', '\n', '\x0B', '\x0C', '\r']).enumerate() {
        text.extend((number > 0).then_some(' '));
        text.push_str(part);
    }
    text
}

/// Renders blocks in one go, unless html2text loses one.
fn render(runs: &[&Run]) -> Option<String> {
    if runs.is_empty() {
        return Some(String::new());
    }
    let dom = RcDom::default();
    let document = dom.get_document();
    let body = element(&dom, local_name!("body"));
    dom.append(&document, NodeOrText::AppendNode(body.clone()));
    for run in runs {
        let is_code = run.kind == BlockKind::Code;
        let block = element(&dom, if is_code { local_name!("pre") } else { local_name!("p") });
        let marked = with_marks(run);
        let mut text = String::with_capacity(marked.len() + BLOCK.len_utf8());
        text.push(BLOCK);
        for (number, part) in marked.split(SUPERSCRIPT).enumerate() {
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

/// The text of a block with a mark where each source line begins.
fn with_marks(run: &Run) -> Cow<'_, str> {
    if run.lines.is_empty() {
        return Cow::Borrowed(&run.text);
    }
    let mut marked = String::with_capacity(run.text.len() + run.lines.len() * LINE.len_utf8());
    let mut end = 0;
    for line in &run.lines {
        marked.push_str(&run.text[end..line.at]);
        marked.push(LINE);
        end = line.at;
    }
    marked.push_str(&run.text[end..]);
    Cow::Owned(marked)
}

/// A rendered block with as many line feeds for each mark as the source has there.
fn with_feeds(run: &Run, rendered: &str) -> String {
    let mut text = String::with_capacity(rendered.len());
    let mut parts = rendered.trim_matches('\n').split(LINE);
    text.push_str(parts.next().unwrap_or_default());
    let mut before = run.line.unwrap_or(1);
    for (part, line) in parts.zip(&run.lines) {
        let feeds = line.line.saturating_sub(before).min(LINES_MAX);
        text.extend(std::iter::repeat_n('\n', feeds as usize));
        text.extend(line.is_broken.then_some(LINE_SEPARATOR));
        text.push_str(part);
        before = line.line;
    }
    text
}

fn element(dom: &RcDom, name: LocalName) -> html2text::Handle {
    dom.create_element(QualName::new(None, ns!(html), name), Vec::new(), Default::default())
}

#[cfg(test)]
mod tests {
    use super::super::fragment;
    use super::*;
    use crate::document::Kind;
    use crate::receipt::Receipt;

    #[test]
    fn plain_blocks_are_what_html2text_makes_of_them() {
        let texts = [
            "one  two\n\t three\r\n",
            " a\u{A0}b \u{A0} c ",
            "\u{1}a \u{7F} b\u{2}",
            "\u{201C}so\u{201D} \u{2014} \u{e9}t\u{e9}\u{2026}",
            "\u{42F} \u{437}\u{434}\u{435}\u{441}\u{44C}",
            "\u{6f22}\u{5b57} \u{3042}\u{3001} \u{FF21}",
        ];
        for text in texts {
            let run = Run {
                kind: BlockKind::Paragraph,
                line: Some(1),
                at: 0,
                holder: 0,
                bytes: 0,
                link_bytes: 0,
                is_caption: false,
                text: text.to_owned(),
                lines: Vec::new(),
                soft: Vec::new(),
            };
            assert!(is_plain(&run), "{text:?}");
            let mut plainly = Builder::new(Kind::Essay, "html");
            build(std::slice::from_ref(&run), &mut plainly);
            let rendered = render(&[&run]).unwrap();
            let mut by_html2text = Builder::new(Kind::Essay, "html");
            by_html2text.block(BlockKind::Paragraph, Some(1), rendered.trim_start_matches(BLOCK));
            assert_eq!(plainly.finish(), by_html2text.finish(), "{text:?}");
        }
    }

    #[test]
    fn words_of_a_page_know_their_lines() {
        let html = "<p>one\n  two <b\n>three</b> fo<i\n>ur</i>\n\nfive<sup>1</sup>\n<!--\n--> six</p>\n\
                    <p>\u{6f22}\u{5b57}\n\u{3042}\u{3044}<br>\n\u{304a}\u{304b}</p>\n<pre>\nif x\n  y</pre>";
        let mut builder = Builder::new(Kind::Essay, "html");
        fragment(html, &mut builder, &mut Receipt::default());
        let document = builder.finish();
        assert_eq!(
            document.text,
            "one two three four five\u{b9} six\n\n\u{6f22}\u{5b57}\u{3042}\u{3044} \u{304a}\u{304b}\n\nif x\n  y"
        );
        let line_of = |word: &str| {
            let at = document.text.find(word).unwrap() as u32;
            let block = document.blocks.iter().rfind(|block| block.start <= at).unwrap();
            document.line_at(block, at).unwrap()
        };
        let words =
            ["one", "two", "three", "four", "five", "six", "\u{6f22}", "\u{3042}", "\u{304a}", "if", "y"];
        assert_eq!(words.map(line_of), [1, 2, 3, 3, 6, 8, 9, 10, 11, 13, 14]);
    }
}
