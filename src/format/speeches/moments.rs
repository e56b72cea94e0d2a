//! The line of time of a transcript in TEI, to whose moments utterances point.

use std::collections::HashMap;

use super::super::xml::{Element, Xml};
use super::id;

/// Milliseconds from the beginning of the recording, by the ids of the moments.
#[derive(Debug, Default)]
pub(super) struct Moments(HashMap<String, u32>);

impl Moments {
    pub(super) fn of(xml: &Xml<'_>) -> Self {
        let mut moments: HashMap<String, u32> = HashMap::new();
        let mut unit_ms = 1000.0;
        for element in xml.elements() {
            match element.local_name() {
                "timeline" => {
                    unit_ms = if element.attribute("unit").as_deref() == Some("ms") { 1.0 } else { 1000.0 }
                }
                "when" => {
                    let Some(key) = element.attribute("xml:id") else { continue };
                    let interval =
                        element.attribute("interval").and_then(|told| told.trim().parse::<f64>().ok());
                    let ms = interval
                        .map(|interval| (interval * unit_ms).round())
                        .filter(|ms| (0.0..4e9).contains(ms));
                    let since = element.attribute("since").map(|told| id(&told));
                    let before = since.and_then(|since| moments.get(&since).copied()).unwrap_or_default();
                    // The first is the beginning.
                    match ms {
                        Some(ms) => moments.insert(key.into_owned(), before.saturating_add(ms as u32)),
                        None if moments.is_empty() => moments.insert(key.into_owned(), 0),
                        None => None,
                    };
                }
                _ => {}
            }
        }
        Self(moments)
    }

    /// When an utterance begins and ends.
    pub(super) fn time(&self, element: Element<'_, '_>) -> Option<(u32, Option<u32>)> {
        let at = |key: &str| element.attribute(key).and_then(|told| self.0.get(&id(&told)).copied());
        at("start").map(|start_ms| (start_ms, at("end")))
    }
}
