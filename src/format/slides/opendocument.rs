//! OpenDocument's slides: pages of one drawing (OpenDocument 1.3, part 3, sections 10.2.4 and 10.8).

use std::collections::HashSet;

use super::super::office::{self, paragraph_of_open};
use super::super::written::About;
use super::super::xml::{Element, Xml};
use super::super::zip::Package;
use super::super::{ParseError, Receipt};
use super::Slide;
use crate::document::BlockKind;

pub(super) fn read(
    package: &mut Package<'_>,
    about: &mut About,
    receipt: &mut Receipt,
) -> Result<Vec<Slide>, ParseError> {
    let content = package
        .text("content.xml", receipt)
        .ok_or_else(|| ParseError("its slides are missing or damaged".to_owned()))?;
    if let Some(properties) = package.text("meta.xml", receipt) {
        office::properties(&Xml::parse(&properties), about);
    }
    let xml = Xml::parse(&content);
    let hidden = hidden_styles(&xml);
    let mut slides: Vec<Slide> = Vec::new();
    // What the paragraphs to come belong to, by the ranges of elements.
    let (mut frame, mut frame_end, mut notes_end) = (Place::Slide, 0, 0);
    let (mut list_end, mut passed_end) = (0, 0);
    for element in xml.elements() {
        let span = element.span();
        if span.start < passed_end {
            continue;
        }
        if element.name() == "draw:page" {
            let style = element.attribute("draw:style-name").unwrap_or_default();
            slides.push(Slide { is_hidden: hidden.contains(&*style), ..Slide::default() });
        }
        let Some(slide) = slides.last_mut() else { continue };
        let in_notes = span.start < notes_end;
        match element.name() {
            "presentation:notes" => notes_end = span.end,
            "draw:frame" | "draw:custom-shape" => {
                let class = element.attribute("presentation:class").unwrap_or_default();
                (frame, frame_end) = (Place::of_class(&class), span.end);
            }
            "office:annotation" => passed_end = span.end,
            "text:list" => list_end = list_end.max(span.end),
            "table:table-row" => {
                passed_end = span.end;
                let cells = element.children().filter(|child| child.name() == "table:table-cell");
                slide.row(&cells.map(text_inside).collect::<Vec<_>>());
            }
            "text:p" | "text:h" => {
                let text = paragraph_of_open(element).text();
                match if span.start < frame_end { frame } else { Place::Slide } {
                    Place::Notes if in_notes => slide.notes.push(text),
                    // The page of the notes shows more than those.
                    _ if in_notes => {}
                    Place::Title => slide.title.extend([" ", &text]),
                    Place::Slide if span.start < list_end => slide.blocks.push((BlockKind::ListItem, text)),
                    Place::Slide => slide.blocks.push((BlockKind::Paragraph, text)),
                    Place::Outline => slide.blocks.push((BlockKind::ListItem, text)),
                    Place::Notes | Place::Nowhere => {}
                }
            }
            _ => {}
        }
    }
    Ok(slides)
}

/// What the text of a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Slide,
    Title,
    Outline,
    Notes,
    /// A date, a number.
    Nowhere,
}

impl Place {
    fn of_class(class: &str) -> Self {
        match class {
            "title" => Self::Title,
            "outline" => Self::Outline,
            "notes" => Self::Notes,
            "header" | "footer" | "date-time" | "page-number" => Self::Nowhere,
            _ => Self::Slide,
        }
    }
}

/// The names of the styles whose pages are not shown.
fn hidden_styles(xml: &Xml<'_>) -> HashSet<String> {
    let styles = xml.elements().filter(|element| element.name() == "style:style");
    let is_hidden = |style: &Element<'_, '_>| {
        let properties = style.child("style:drawing-page-properties");
        let shown = properties.and_then(|properties| properties.attribute("presentation:visibility"));
        shown.is_some_and(|shown| &*shown == "hidden")
    };
    let hidden = styles.filter(is_hidden);
    hidden.filter_map(|style| Some(style.attribute("style:name")?.into_owned())).collect()
}

fn text_inside(element: Element<'_, '_>) -> String {
    let paragraphs = element.descendants().filter(|inner| inner.name() == "text:p");
    paragraphs.map(|paragraph| paragraph_of_open(paragraph).text()).collect::<Vec<_>>().join(" ")
}
