//! Jupyter notebooks: cells of Markdown and of code, in JSON.

use super::json::{self, Json};
use super::{Confidence, Format, Input, ParseError, Receipt, front_matter, markdown};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "notebook", extensions: &["ipynb"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let is_notebook = json::looks_like_json(input.text)
        && input.text.contains("\"nbformat\"")
        && json::sketch(input.text).is_some_and(|sketch| {
            !sketch.get("nbformat").is_null() && matches!(sketch.get("cells"), Json::List(_))
        });
    if is_notebook { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let reading = json::read(input.text).map_err(ParseError)?;
    let mut text = String::new();
    for (number, cell) in reading.value.get("cells").list().iter().enumerate() {
        let source = source(cell);
        match cell.get("cell_type").text() {
            Some("markdown") => {
                text.push_str(&source);
                text.push_str("\n\n");
            }
            Some("code") if !source.trim().is_empty() => {
                // Longer than any fence inside.
                text.push_str(&format!("``````\n{}\n``````\n\n", source.trim_end()));
            }
            // Site generators take their head from the first cell.
            Some("raw") if number == 0 && source.trim_start().starts_with("---") => {
                text.push_str(source.trim());
                text.push_str("\n\n");
            }
            Some("raw") => receipt.dropped("raw output of the site generator", &source),
            _ => {}
        }
    }
    let (front, at) = front_matter::split(&text, receipt);
    let mut documents = markdown::read(FORMAT.name, input, front.as_ref(), &text[at..], 1, receipt);
    // Lines of cells are none of the file.
    documents.iter_mut().for_each(Document::forget_lines);
    Ok(documents)
}

/// The source of a cell: a text, or its lines with their breaks.
fn source(cell: &Json<'_>) -> String {
    match cell.get("source") {
        Json::Text(text) => text.to_string(),
        lines => lines.list().iter().filter_map(Json::text).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_in_order() {
        let text = r##"{"cells":[{"cell_type":"raw","source":["---\n","title: On lids\n","---"]},{"cell_type":"markdown","source":["# Steam\n","\n","It *sings*."]},{"cell_type":"code","outputs":[{"text":["3"]}],"source":"1 + 2"}],"nbformat":4}"##;
        let documents =
            super::super::read("a.ipynb", text.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let document = &documents[0];
        assert_eq!(document.metadata.title.as_deref(), Some("On lids"));
        let blocks: Vec<&str> = document.blocks.iter().map(|block| document.block_text(block)).collect();
        assert_eq!(blocks, ["Steam", "It sings.", "1 + 2"]);
        assert!(document.blocks.iter().all(|block| block.line.is_none()));
    }
}
