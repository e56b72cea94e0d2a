//! Plain text in lines of a fixed width, as mail is written.

use super::super::Receipt;
use crate::document::{BlockKind, Builder};

/// Adds the paragraphs of `text`: lines are joined up to a blank line, `> ` quotes, `- ` and `* `
/// begin items of a list, and what follows a line of `-- ` is the sender's card.
pub(super) fn add(text: &str, builder: &mut Builder, receipt: &mut Receipt) {
    let mut open = Open::default();
    let mut rest = text;
    let mut number = 0;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim_end_matches('\r');
        number += 1;
        if line == "-- " || line == "--" {
            receipt.dropped("signature", after);
            break;
        }
        rest = after;
        let (kind, words) = kind_of(line);
        let begins = kind != open.kind || kind == BlockKind::ListItem;
        // A line indented under an item goes on with it.
        let goes_on = open.kind == BlockKind::ListItem && line.starts_with("  ") && !words.is_empty();
        if words.is_empty() || begins && !goes_on {
            open.close(builder);
        }
        if !words.is_empty() {
            open.add(
                if goes_on && kind == BlockKind::Paragraph { BlockKind::ListItem } else { kind },
                number,
                words,
            );
        }
    }
    open.close(builder);
}

/// The paragraph that may go on.
#[derive(Debug)]
struct Open {
    kind: BlockKind,
    line: u32,
    text: String,
}

impl Default for Open {
    fn default() -> Self {
        Self { kind: BlockKind::Paragraph, line: 0, text: String::new() }
    }
}

impl Open {
    fn add(&mut self, kind: BlockKind, line: u32, words: &str) {
        if self.text.is_empty() {
            (self.kind, self.line) = (kind, line);
        } else {
            self.text.push(' ');
        }
        self.text.push_str(words);
    }

    fn close(&mut self, builder: &mut Builder) {
        builder.block(self.kind, Some(self.line), &self.text);
        *self = Self::default();
    }
}

fn kind_of(line: &str) -> (BlockKind, &str) {
    let words = line.trim();
    if let Some(quoted) = words.strip_prefix('>') {
        return (BlockKind::Quotation, quoted.trim_start_matches(['>', ' ']));
    }
    let item = ["- ", "* ", "\u{2022} "].iter().find_map(|mark| words.strip_prefix(mark));
    match item {
        Some(item) => (BlockKind::ListItem, item.trim_start()),
        // Rules of dashes and stars part paragraphs and say nothing.
        None if words.len() > 2 && words.chars().all(|c| "-=_*~#".contains(c)) => (BlockKind::Paragraph, ""),
        None => (BlockKind::Paragraph, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;

    #[test]
    fn wrapped_lines_become_paragraphs() {
        let mut builder = Builder::new(Kind::Essay, "email");
        let text = "One\ntwo\r\n\r\n---\n- a\n  b\n- c\nx\n> q\n> r\nend\n-- \nMe\n";
        add(text, &mut builder, &mut Receipt::default());
        let document = builder.finish();
        let shown: Vec<_> = document
            .blocks
            .iter()
            .map(|block| {
                format!("{:?} {:?} {}", block.kind, block.line.unwrap_or(0), document.block_text(block))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "Paragraph 1 One two",
                "ListItem 5 a b",
                "ListItem 7 c",
                "Paragraph 8 x",
                "Quotation 9 q r",
                "Paragraph 11 end",
            ]
        );
    }
}
