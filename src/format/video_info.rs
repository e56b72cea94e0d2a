//! What yt-dlp notes about a video in `.info.json`, beside the captions: who made it and when, what is said about it, and
//! its chapters.

use super::json::{self, Json, Lines};
use super::{Confidence, Format, Input, ParseError, Receipt, transcript};
use crate::document::{BlockKind, Builder, Date, Document, Kind};

pub(super) static FORMAT: Format = Format { name: "video-info", extensions: &["json"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let Some(sketch) = json::sketch(input.text) else { return Confidence::No };
    let has = |key: &str| sketch.get(key).words().is_some();
    let is_of_extractor = has("extractor") || has("extractor_key");
    let is_it = is_of_extractor && has("id") && has("title") && has("webpage_url");
    // A list of videos has what is said about it, and no video.
    let is_list = sketch.get("_type").text().is_some_and(|kind| kind != "video");
    if is_it && !is_list { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let reading = json::read(input.text).map_err(ParseError)?;
    let root = &reading.value;
    let mut builder = Builder::new(Kind::Notes, FORMAT.name);
    let said = |keys: &[&str]| keys.iter().find_map(|key| root.get(key).words()).map(str::to_owned);
    let metadata = builder.metadata();
    metadata.title = said(&["fulltitle", "title"]);
    metadata.date = said(&["release_date", "upload_date"]).and_then(|day| Date::find(&day));
    metadata.language = said(&["language"]);
    metadata.url = said(&["webpage_url"]);
    metadata.media_url.clone_from(&metadata.url);
    metadata.source = said(&["channel", "uploader", "playlist_uploader"]);
    metadata.authors.extend(said(&["uploader", "channel", "creator"]));
    metadata.tags = root.get("tags").list().iter().filter_map(Json::words).map(str::to_owned).collect();
    metadata.duration_ms = ms(root.get("duration"));
    let mut lines = Lines::of(input.text);
    let line = Some(lines.of_field(root, &["description"]));
    let description = root.get("description").text().unwrap_or_default();
    let mut paragraph = String::new();
    for text in description.lines().map(str::trim).chain([""]) {
        let start_ms = transcript::time_ms(text);
        if text.is_empty() || start_ms.is_some() {
            if !paragraph.is_empty() {
                builder.block(BlockKind::Paragraph, line, &std::mem::take(&mut paragraph));
            }
        } else {
            paragraph.push_str(text);
            paragraph.push('\n');
        }
        if let Some(start_ms) = start_ms {
            builder.timed_block(BlockKind::ListItem, line, text, Some((start_ms, None)));
        }
    }
    // Most chapters are made of those in the description.
    let chapters = || {
        let titled = |chapter: &'_ Json<'_>| chapter.get("title").words().map(str::to_owned);
        root.get("chapters").list().iter().filter_map(move |chapter| Some((titled(chapter)?, chapter)))
    };
    if chapters().any(|(title, _)| !description.contains(&title)) {
        for (title, chapter) in chapters() {
            let time = ms(chapter.get("start_time")).map(|start_ms| (start_ms, ms(chapter.get("end_time"))));
            builder.timed_block(BlockKind::ListItem, Some(lines.of_value(chapter)), &title, time);
        }
    }
    if builder.is_empty() {
        receipt.warn("nothing is said about the video");
        return Ok(Vec::new());
    }
    Ok(vec![builder.finish()])
}

fn ms(seconds: &Json<'_>) -> Option<u32> {
    let ms = seconds.number()? * 1000.0;
    (0.0..f64::from(u32::MAX)).contains(&ms).then_some(ms as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Document> {
        super::super::read("s/a.info.json", text.as_bytes(), &mut Receipt::default()).unwrap_or_default()
    }

    fn shown(document: &Document) -> Vec<(BlockKind, &str)> {
        document.blocks.iter().map(|block| (block.kind, document.block_text(block))).collect()
    }

    #[test]
    fn what_is_said_about_a_video_are_notes() {
        let head = r#""id":"x","title":"The long rungs","extractor":"youtube","webpage_url":"https://www.youtube.com/watch?v=x","upload_date":"20250314","channel":"Ladders","duration":643,"tags":["wood"],"formats":[{"url":"https://x.example"}]"#;
        let chapters = r#""chapters":[{"start_time":0.0,"title":"The shed","end_time":130.0},{"start_time":130.0,"title":"The barn","end_time":643.0}]"#;
        let documents = read(&format!(
            r#"{{{head},{chapters},"description":"We look at rungs.\nOf oak.\n\n0:00 The shed\n2:10 The barn"}}"#
        ));
        let document = &documents[0];
        let metadata = &document.metadata;
        assert_eq!(
            (document.kind, metadata.title.as_deref(), metadata.source.as_deref(), metadata.duration_ms),
            (Kind::Notes, Some("The long rungs"), Some("Ladders"), Some(643_000))
        );
        assert_eq!(metadata.date.map(|date| date.to_string()).as_deref(), Some("2025-03-14"));
        assert_eq!(metadata.media_url.as_deref(), Some("https://www.youtube.com/watch?v=x"));
        assert_eq!(
            shown(document),
            [
                (BlockKind::Paragraph, "We look at rungs. Of oak."),
                (BlockKind::ListItem, "0:00 The shed"),
                (BlockKind::ListItem, "2:10 The barn"),
            ]
        );
        let documents = read(&format!(r#"{{{head},{chapters},"description":""}}"#));
        assert_eq!(
            shown(&documents[0]),
            [(BlockKind::ListItem, "The shed"), (BlockKind::ListItem, "The barn")]
        );
        assert!(read(&format!(r#"{{{head},"_type":"playlist","description":"All of them."}}"#)).is_empty());
    }
}
