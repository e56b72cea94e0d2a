//! PowerPoint's slides: a member each, whose order the presentation says (ECMA-376, part 1, section 19).

use std::collections::{HashMap, HashSet};

use super::super::office;
use super::super::written::About;
use super::super::xml::{Element, Xml};
use super::super::zip::{Package, resolved};
use super::super::{ParseError, Receipt};
use super::Slide;
use crate::document::BlockKind;

/// The member that lists the slides.
pub(super) const MAIN: &str = "ppt/presentation.xml";

pub(super) fn read(
    package: &mut Package<'_>,
    about: &mut About,
    receipt: &mut Receipt,
) -> Result<Vec<Slide>, ParseError> {
    let main = package
        .text(MAIN, receipt)
        .ok_or_else(|| ParseError("the list of its slides is missing or damaged".to_owned()))?;
    if let Some(properties) = package.text("docProps/core.xml", receipt) {
        office::properties(&Xml::parse(&properties), about);
    }
    let targets = relations(package, MAIN, receipt);
    let mut slides = Vec::new();
    let mut seen = HashSet::new();
    let mut missing = 0;
    for listed in Xml::parse(&main).elements().filter(|element| element.local_name() == "sldId") {
        let id = listed.attribute("r:id").unwrap_or_default();
        let Some((_, path)) = targets.get(&*id).filter(|(_, path)| seen.insert(path.clone())) else {
            continue;
        };
        // A slide that cannot be read keeps its number.
        let slide = package.text(path, receipt).map(|text| slide_of(&Xml::parse(&text)));
        missing += usize::from(slide.is_none());
        let mut slide = slide.unwrap_or_default();
        let beside = relations(package, path, receipt);
        let notes = beside.values().find(|(kind, _)| kind.ends_with("/notesSlide"));
        if let Some(notes) = notes.and_then(|(_, path)| package.text(path, receipt)) {
            slide.notes = notes_of(&Xml::parse(&notes));
        }
        slides.push(slide);
    }
    if missing > 0 {
        receipt.warn(format!("slides that are missing or damaged: {missing}"));
    }
    Ok(slides)
}

/// What the member at `path` refers to: kinds and paths by their ids.
fn relations(
    package: &mut Package<'_>,
    path: &str,
    receipt: &mut Receipt,
) -> HashMap<String, (String, String)> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let listed = package.text(&format!("{folder}/_rels/{name}.rels"), receipt).unwrap_or_default();
    let xml = Xml::parse(&listed);
    let relations = xml.elements().filter(|element| element.local_name() == "Relationship");
    let relation = |element: Element<'_, '_>| {
        let target = resolved(path, &element.attribute("Target")?);
        Some((element.attribute("Id")?.into_owned(), (element.attribute("Type")?.into_owned(), target)))
    };
    relations.filter_map(relation).collect()
}

fn slide_of(xml: &Xml<'_>) -> Slide {
    let mut slide = Slide::default();
    // What has been read, or stands there again for programs that know less.
    let mut passed_end = 0;
    for element in xml.elements() {
        let span = element.span();
        if span.start < passed_end {
            continue;
        }
        match element.local_name() {
            "sld" => {
                slide.is_hidden =
                    element.attribute("show").is_some_and(|show| &*show == "0" || &*show == "false")
            }
            "Fallback" => passed_end = span.end,
            "sp" => {
                passed_end = span.end;
                let kind = placeholder(element);
                let kind = kind.as_deref();
                match kind {
                    Some("title" | "ctrTitle") => {
                        let lines: Vec<String> = paragraphs(element).collect();
                        slide.title.push_str(&lines.join(" "));
                    }
                    Some("sldNum" | "dt" | "ftr" | "hdr") => {}
                    Some("body" | "obj" | "") => {
                        slide.blocks.extend(paragraphs(element).map(|text| (BlockKind::ListItem, text)));
                    }
                    _ => slide.blocks.extend(paragraphs(element).map(|text| (BlockKind::Paragraph, text))),
                }
            }
            "tr" => {
                passed_end = span.end;
                let cells = element.children().filter(|child| child.local_name() == "tc");
                let cells = cells.map(|cell| paragraphs(cell).collect::<Vec<_>>().join(" "));
                slide.row(&cells.collect::<Vec<_>>());
            }
            _ => {}
        }
    }
    slide
}

/// The paragraphs of the speaker's notes; the page has the slide, its number and the day beside them.
fn notes_of(xml: &Xml<'_>) -> Vec<String> {
    let shapes = xml.elements().filter(|element| element.local_name() == "sp");
    let bodies = shapes.filter(|shape| placeholder(*shape).as_deref() == Some("body"));
    bodies.take(1).flat_map(paragraphs).collect()
}

/// What a shape is the place of: empty where it is one for anything, nothing when it is a shape by itself.
fn placeholder(shape: Element<'_, '_>) -> Option<String> {
    let place = shape.descendants().take_while(|inner| inner.local_name() != "txBody");
    let place = place.into_iter().find(|inner| inner.local_name() == "ph")?;
    Some(place.attribute("type").unwrap_or_default().into_owned())
}

/// The paragraphs in an element that say something.
fn paragraphs<'x>(element: Element<'x, 'x>) -> impl Iterator<Item = String> + 'x {
    let inside = element.descendants().filter(|inner| inner.local_name() == "p");
    inside.map(text_of).filter(|text| !text.trim().is_empty())
}

fn text_of(paragraph: Element<'_, '_>) -> String {
    let mut text = String::new();
    let mut number_end = 0;
    for inner in paragraph.descendants() {
        match inner.local_name() {
            // Paragraphs do not stand in each other.
            "p" => break,
            "fld" if inner.attribute("type").is_some_and(|kind| &*kind == "slidenum") => {
                number_end = inner.span().end;
            }
            "t" if inner.span().start >= number_end => text.push_str(&inner.text()),
            "br" | "tab" => text.push(' '),
            _ => {}
        }
    }
    text
}
