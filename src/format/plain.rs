//! Plain text: paragraphs parted by blank lines.

use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{BlockKind, Builder, Document, Kind};

pub(super) static FORMAT: Format = Format { name: "text", extensions: &["txt", "text"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    if input.head().chars().any(char::is_alphanumeric) { Confidence::Possible } else { Confidence::No }
}

fn parse(input: &Input<'_>, _receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let mut builder = Builder::new(Kind::Essay, FORMAT.name);
    let mut paragraph = String::new();
    let mut first_line = 1;
    for (number, line) in (1..).zip(input.text.lines()) {
        if line.trim().is_empty() {
            builder.block(BlockKind::Paragraph, Some(first_line), &paragraph);
            paragraph.clear();
            continue;
        }
        if paragraph.is_empty() {
            first_line = number;
        } else {
            paragraph.push('\n');
        }
        paragraph.push_str(line);
    }
    builder.block(BlockKind::Paragraph, Some(first_line), &paragraph);
    Ok(vec![builder.finish()])
}
