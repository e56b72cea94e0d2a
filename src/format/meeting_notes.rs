//! Notes on a meeting as JSON: its name, and lists of what was said, decided and is to be done, each
//! point with the time at which it came up.
//!
//! Whatever the lists are called, their names become headings; a list of sections has headings of its
//! own.

use super::json::{self, Json, Lines};
use super::transcript_json::clock_ms;
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{BlockKind, Builder, Date, Document, Kind};

pub(super) static FORMAT: Format = Format { name: "notes-json", extensions: &["json"], detect, parse };

const NAMES: [&str; 6] = ["meeting", "meeting_title", "meetingTitle", "title", "event", "episode"];
/// What a point says, the fuller first.
const POINTS: [&str; 13] = [
    "highlight",
    "original_text",
    "decision",
    "action",
    "action_item",
    "task",
    "point",
    "note",
    "target",
    "question",
    "text",
    "description",
    "summary",
];
const TIMES: [&str; 4] = ["timestamp", "time", "start_time", "startTime"];
/// How deep lists may lie in maps.
const DEPTH_MAX: usize = 4;

fn detect(input: &Input<'_>) -> Confidence {
    let Some(sketch) = json::sketch(input.text) else { return Confidence::No };
    let is_notes = sketch.any(&NAMES).words().is_some() && has_points(&sketch, 0);
    if is_notes { Confidence::Likely } else { Confidence::No }
}

/// Says whether a value holds a list of points of which the first has a time.
fn has_points(value: &Json<'_>, depth: usize) -> bool {
    match value {
        Json::Map(fields) if depth < DEPTH_MAX => {
            fields.iter().any(|(_, value)| has_points(value, depth + 1))
        }
        Json::List(points) => points.first().is_some_and(|point| {
            let says = point.any(&POINTS).words().or(point.get("body").words());
            says.is_some() && TIMES.iter().any(|key| clock_ms(point.get(key)).is_some())
        }),
        _ => false,
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let value = json::read_file(input.text, receipt)?;
    let root = &value;
    let mut builder = Builder::new(Kind::Notes, FORMAT.name);
    let title = root.any(&NAMES).words().map(str::to_owned);
    let metadata = builder.metadata();
    metadata.date = root.any(&["date", "meeting_date"]).words().and_then(Date::find);
    metadata.title = title;
    let mut lines = Lines::of(input.text);
    add(root, None, 0, &mut lines, &mut builder);
    if builder.is_empty() {
        receipt.warn("the notes hold no points");
        return Ok(Vec::new());
    }
    Ok(vec![builder.finish()])
}

fn add(value: &Json<'_>, name: Option<&str>, depth: usize, lines: &mut Lines<'_>, builder: &mut Builder) {
    match value {
        Json::Map(fields) if depth < DEPTH_MAX => {
            for (key, value) in fields {
                add(value, Some(key), depth + 1, lines, builder);
            }
        }
        Json::List(points) => {
            let is_sections = points.iter().any(|point| !point.any(&["heading", "title"]).is_null());
            let mut name = name.filter(|_| !is_sections);
            for point in points {
                let text = point.words().or_else(|| point.any(&POINTS).words());
                if let Some(name) = name.take_if(|_| text.is_some()) {
                    builder.block(BlockKind::Heading, Some(lines.of_value(point)), &spoken(name));
                }
                add_point(point, text, is_sections, lines, builder);
            }
        }
        _ => {}
    }
}

fn add_point(
    point: &Json<'_>,
    text: Option<&str>,
    is_section: bool,
    lines: &mut Lines<'_>,
    builder: &mut Builder,
) {
    let line = Some(lines.of_value(point));
    let start_ms = TIMES.iter().find_map(|key| clock_ms(point.get(key)));
    let time = start_ms.map(|start_ms| (start_ms, None));
    if let Some(heading) = point.any(&["heading", "title"]).words() {
        builder.timed_block(BlockKind::Heading, line, heading, time);
    }
    if let Some(text) = text {
        let owner = point.any(&["owner", "assignee", "who"]).words();
        let text = owner.map_or_else(|| text.to_owned(), |owner| format!("{text} ({owner})"));
        let kind = if is_section { BlockKind::Paragraph } else { BlockKind::ListItem };
        builder.timed_block(kind, line, &text, if is_section { None } else { time });
    }
    for row in point.get("body").text().unwrap_or_default().lines() {
        let bare = row.trim_start();
        let item = bare.strip_prefix("- ").or_else(|| bare.strip_prefix("* "));
        let kind = if item.is_some() { BlockKind::ListItem } else { BlockKind::Paragraph };
        builder.block(kind, line, item.unwrap_or(bare));
    }
}

/// `development_updates` as it is said.
fn spoken(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
