//! The licence that libraries of free books set before and behind each text.

use crate::format::front_matter::{self, FrontMatter};
use crate::receipt::Receipt;

/// Where the book stands in its file.
#[derive(Debug, Default)]
pub(super) struct Book<'a> {
    /// What the library says about it.
    pub(super) front: Option<FrontMatter<'a>>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Sets the licence apart; a text without one is the book from end to end.
pub(super) fn split<'a>(text: &'a str, receipt: &mut Receipt) -> Book<'a> {
    let whole = Book { front: None, start: 0, end: text.len() };
    let head = &text[..text.floor_char_boundary(64 * 1024)];
    if !head.contains("Project Gutenberg") {
        return whole;
    }
    let Some(start) = line_end_after(
        head,
        &["*** START OF", "***START OF", "*END*THE SMALL PRINT", "*END THE SMALL PRINT"],
    ) else {
        return whole;
    };
    let body = &text[start..];
    let end = ["*** END OF", "***END OF", "\nEnd of the Project Gutenberg", "\nEnd of Project Gutenberg"]
        .iter()
        .filter_map(|mark| body.rfind(mark))
        .min()
        .map_or(text.len(), |end| start + end);
    receipt.dropped("licence of the library", &text[..start]);
    receipt.dropped("licence of the library", &text[end..]);
    Book { front: described(&text[..start]), start, end }
}

/// `Title:`, `Author:`, `Language:` lines; the date is of the file, not of the book.
fn described(licence: &str) -> Option<FrontMatter<'_>> {
    let begin = licence.find("\nTitle:")? + 1;
    let block = &licence[begin..];
    let mut fields = serde_json::Map::new();
    let mut last: Option<String> = None;
    for line in block.lines().take(40) {
        match line.split_once(": ") {
            Some((key @ ("Title" | "Author" | "Language"), value)) => {
                last = Some(key.to_lowercase());
                fields.insert(key.to_lowercase(), value.trim().into());
            }
            // A long title runs on, set in.
            None if line.starts_with("  ") && !line.trim().is_empty() => {
                if let Some(serde_json::Value::String(value)) =
                    last.as_ref().and_then(|key| fields.get_mut(key))
                {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
            _ => last = None,
        }
    }
    Some(front_matter::FrontMatter::of_fields(fields))
}

fn line_end_after(text: &str, marks: &[&str]) -> Option<usize> {
    let at = marks.iter().find_map(|mark| text.find(mark))?;
    Some(text[at..].find('\n').map_or(text.len(), |end| at + end + 1))
}
