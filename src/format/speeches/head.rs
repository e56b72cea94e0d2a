//! What a source says about itself before anybody speaks.

use super::super::xml::{Element, Xml};
use super::words::whole_text;
use crate::clean::captions::language_code;
use crate::clean::folded;
use crate::document::{Date, Metadata};

/// What the head says: title, day and language.
pub(super) fn fill(metadata: &mut Metadata, xml: &Xml<'_>) {
    let Some(root) = xml.elements().next() else { return };
    metadata.language = root.attribute("xml:lang").and_then(|code| language_code(&code));
    let find = |name: &str| xml.elements().find(|element| element.local_name() == name);
    let text = |element: Element<'_, '_>| Some(folded(&whole_text(element))).filter(|text| !text.is_empty());
    let dated = |element: Element<'_, '_>| {
        let told = ["when", "date", "sitzung-datum"].iter().find_map(|key| element.attribute(key));
        told.and_then(|date| Date::find(&date))
    };
    let title = find("titleStmt")
        .and_then(|statement| statement.children().find(|child| child.local_name() == "title"));
    let title = title.or_else(|| find("plenarprotokoll-nummer")).or_else(|| find("docTitle"));
    metadata.title = title.and_then(text);
    // The day of the sitting before that on which the file was made.
    let setting = || find("setting")?.descendants().find_map(dated);
    let sitting = || find("meeting").or_else(|| find("docDate")).and_then(dated);
    let work = || find("FRBRWork")?.descendants().find_map(dated);
    let source = || find("sourceDesc")?.descendants().find_map(dated);
    let session = || {
        let day = find("session.header")?.children().find(|child| child.local_name() == "date")?;
        Date::find(&day.text())
    };
    metadata.date =
        dated(root).or_else(setting).or_else(sitting).or_else(work).or_else(source).or_else(session);
}
