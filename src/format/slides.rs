//! Slides of talks: PowerPoint's (`.pptx`) and OpenDocument's (`.odp`). A slide is what its heading and the
//! blocks below it say, in the order in which it is shown; what the speaker notes is read with it.

mod opendocument;
mod powerpoint;

use super::written::About;
use super::zip::{Package, open};
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{BlockKind, Builder, Document, Kind};

pub(super) static FORMAT: Format =
    Format { name: "slides", extensions: &["pptx", "pptm", "ppsx", "odp"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    if !input.bytes.starts_with(b"PK\x03\x04") {
        return Confidence::No;
    }
    let is_slides = is_open(input.bytes)
        || open(input.bytes).is_ok_and(|archive| archive.index_for_name(powerpoint::MAIN).is_some());
    if is_slides { Confidence::Certain } else { Confidence::No }
}

/// The first member is named `mimetype` and stored as it is (OpenDocument 1.3, part 2, section 3.3).
fn is_open(bytes: &[u8]) -> bool {
    const KIND: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.presentation";
    bytes.get(30..).is_some_and(|rest| rest.starts_with(KIND))
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let mut package = Package::open(input.bytes)?;
    let mut about = About::default();
    let slides = if is_open(input.bytes) {
        opendocument::read(&mut package, &mut about, receipt)?
    } else {
        powerpoint::read(&mut package, &mut about, receipt)?
    };
    let mut builder = Builder::new(Kind::Notes, FORMAT.name);
    if let Some(front) = about.front() {
        front.fill(builder.metadata());
    }
    let first_title = slides.iter().find_map(|slide| slide.title());
    let metadata = builder.metadata();
    metadata.title = metadata.title.take().or(first_title);
    for (number, slide) in slides.iter().enumerate() {
        slide.add(number + 1, &mut builder);
    }
    if builder.is_empty() {
        receipt.warn("there are no words on the slides");
        return Ok(Vec::new());
    }
    Ok(vec![builder.finish()])
}

/// What stands on a slide.
#[derive(Debug, Default)]
struct Slide {
    title: String,
    /// It is left out when the slides are shown.
    is_hidden: bool,
    blocks: Vec<(BlockKind, String)>,
    /// What the speaker noted, by paragraphs.
    notes: Vec<String>,
}

impl Slide {
    /// Adds a row of a table.
    fn row(&mut self, cells: &[String]) {
        let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        self.blocks.push((BlockKind::ListItem, cells.join(" | ")));
    }

    fn title(&self) -> Option<String> {
        let title: Vec<&str> = self.title.split_whitespace().collect();
        (!title.is_empty()).then(|| title.join(" "))
    }

    /// Adds its blocks below a heading with its number, by which people find a slide.
    fn add(&self, number: usize, builder: &mut Builder) {
        let title = self.title();
        let has_words = |text: &str| text.contains(|c: char| !c.is_whitespace());
        let is_empty = !self.blocks.iter().any(|(_, text)| has_words(text))
            && !self.notes.iter().any(|text| has_words(text));
        if title.is_none() && is_empty {
            return;
        }
        let hidden = if self.is_hidden { " (hidden)" } else { "" };
        let heading = match title {
            Some(title) => format!("Slide {number}{hidden}: {title}"),
            None => format!("Slide {number}{hidden}"),
        };
        builder.block(BlockKind::Heading, None, &heading);
        for (kind, text) in &self.blocks {
            builder.block(*kind, None, text);
        }
        for note in &self.notes {
            builder.block(BlockKind::Paragraph, None, note);
        }
    }
}
