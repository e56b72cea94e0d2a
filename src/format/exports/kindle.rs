//! The notebook of a book that Kindle's programs give to take along: a page with what its reader has marked and noted.

use super::super::html::blocks;
use super::super::html::tree::Tree;
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use super::clippings;
use crate::clean::folded;
use crate::document::{BlockKind, Builder, Document, Kind};

pub(in super::super) static FORMAT: Format =
    Format { name: "kindle-notebook", extensions: &["html", "htm"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    let is_it = head.trim_start().starts_with('<')
        && memchr::memmem::find(head.as_bytes(), b"notebookFor").is_some()
        && head.contains("bookTitle");
    if is_it { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let tree = Tree::parse(input.text);
    let unseen = vec![false; tree.len()];
    let mut builder = Builder::new(Kind::Notes, FORMAT.name);
    let mut kind = BlockKind::Quotation;
    let mut node = 0;
    while node < tree.len() {
        let words = || folded(&tree.raw_text(node));
        let line = || {
            let mut runs = Vec::new();
            blocks::collect(&tree, node, &unseen, &mut runs);
            runs.first().and_then(|run| run.line)
        };
        match tree.attribute(node, "class").unwrap_or_default() {
            "bookTitle" => builder.metadata().title = Some(words()).filter(|title| !title.is_empty()),
            "authors" => builder.metadata().authors = clippings::authors(&words()),
            "sectionHeading" => {
                builder.block(BlockKind::Heading, line(), &words());
            }
            // `Highlight (yellow) - Page 12`, `Note - Page 12`
            "noteHeading" => {
                let place = words();
                kind = if clippings::is_note(&place) { BlockKind::Paragraph } else { BlockKind::Quotation };
                receipt.dropped("place and day of a passage", &place);
            }
            "noteText" => {
                builder.lines(kind, line(), &words());
            }
            _ => {
                node += 1;
                continue;
            }
        }
        node = tree.end(node).max(node + 1);
    }
    if builder.is_empty() {
        receipt.warn("nothing was marked in it");
        return Ok(Vec::new());
    }
    Ok(vec![builder.finish()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_and_notes_are_told_apart() {
        let page = "<html><body><div class=\"notebookFor\">Notebook for</div><div class=\"bookTitle\">On Barns</div>\
            <div class=\"authors\">Moss, Ada; Bo Ek</div><div class=\"sectionHeading\">One</div>\
            <div class=\"noteHeading\">Highlight (<span>yellow</span>) - Page 3</div>\
            <div class=\"noteText\">Barns lean.</div>\
            <div class=\"noteHeading\">Note - Page 4</div><div class=\"noteText\">So do I.</div></body></html>";
        let input = Input::of_text("On Barns - Notebook.html", page);
        assert_eq!(detect(&input), Confidence::Certain);
        let documents = parse(&input, &mut Receipt::default()).unwrap_or_default();
        let metadata = &documents[0].metadata;
        assert_eq!(metadata.title.as_deref(), Some("On Barns"));
        assert_eq!(metadata.authors, ["Ada Moss", "Bo Ek"]);
        let kinds: Vec<_> = documents[0].blocks.iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [BlockKind::Heading, BlockKind::Quotation, BlockKind::Paragraph]);
        assert_eq!(documents[0].text, "One\n\nBarns lean.\n\nSo do I.");
    }
}
