//! Chapters of a recording in JSON, as Podcasting 2.0 has them: notes about it, each with its time.

use super::json::{self, Json};
use super::lines::Lines;
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{BlockKind, Builder, Document, Kind};

pub(super) static FORMAT: Format = Format { name: "chapters", extensions: &["json"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    // Players put whole recordings under other keys beside their chapters.
    const MOST_FIELDS: usize = 16;
    let Some(sketch) = json::sketch(input.text) else { return Confidence::No };
    let chapters = sketch.get("chapters").list();
    let are_chapters = !chapters.is_empty() && chapters.iter().all(|chapter| start_ms(chapter).is_some());
    let is_titled = chapters.iter().any(|chapter| chapter.get("title").words().is_some());
    let has_others = sketch.fields().iter().any(|(key, value)| key != "chapters" && value.list().len() > 1);
    if are_chapters && is_titled && !has_others && sketch.fields().len() <= MOST_FIELDS {
        Confidence::Certain
    } else {
        Confidence::No
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let reading = json::read(input.text).map_err(ParseError)?;
    let root = &reading.value;
    let mut builder = Builder::new(Kind::Notes, FORMAT.name);
    let metadata = builder.metadata();
    let said = |key: &str| root.get(key).words().map(str::to_owned);
    metadata.title = said("title");
    metadata.authors.extend(said("author"));
    metadata.source = said("podcastName");
    metadata.media_url = said("fileName").filter(|name| name.contains("://"));
    let mut lines = Lines::new(input.text);
    for chapter in root.get("chapters").list() {
        let Some(title) = chapter.get("title").words() else { continue };
        let end_ms = ms(chapter.get("endTime"));
        let time = start_ms(chapter).map(|start_ms| (start_ms, end_ms.filter(|end_ms| *end_ms >= start_ms)));
        let line = chapter.offset_in(input.text).map(|at| lines.at(at));
        builder.timed_block(BlockKind::ListItem, line, title, time);
    }
    if builder.is_empty() {
        receipt.warn("the chapters have no titles");
        return Ok(Vec::new());
    }
    Ok(vec![builder.finish()])
}

fn start_ms(chapter: &Json<'_>) -> Option<u32> {
    ms(chapter.get("startTime"))
}

fn ms(seconds: &Json<'_>) -> Option<u32> {
    let ms = seconds.number()? * 1000.0;
    (0.0..f64::from(u32::MAX)).contains(&ms).then_some(ms as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_notes_with_times() {
        let text = r#"{"version":"1.2.0","podcastName":"The Sill","chapters":[{"startTime":0,"title":"Intro"},{"startTime":168.5,"endTime":200,"title":"On lids","img":"a.jpg"}]}"#;
        let documents = super::super::read("s/a.chapters.json", text.as_bytes(), &mut Receipt::default())
            .unwrap_or_default();
        let document = &documents[0];
        assert_eq!((document.kind, document.metadata.source.as_deref()), (Kind::Notes, Some("The Sill")));
        let times: Vec<_> = document.times.iter().map(|mark| (mark.start_ms, mark.end_ms)).collect();
        assert_eq!(
            (document.text.as_str(), times),
            ("Intro\nOn lids", vec![(0, None), (168_500, Some(200_000))])
        );
    }

    #[test]
    fn other_json_with_chapters_is_left() {
        for text in
            [r#"{"chapters":[{"title":"a"}]}"#, r#"{"chapters":[{"startTime":1}]}"#, r#"{"chapters":[]}"#]
        {
            assert!(
                super::super::read("a.json", text.as_bytes(), &mut Receipt::default()).is_err(),
                "{text}"
            );
        }
    }
}
