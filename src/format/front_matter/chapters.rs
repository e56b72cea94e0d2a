//! Chapters of a recording that are kept in a head.

use serde_json::Value;

use super::FrontMatter;
use super::keys::key_of;
use super::times::duration_ms;
use super::values::{one_line, text_of};

/// What a chapter is about, and when it begins and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Chapter {
    pub(in super::super) title: String,
    pub(in super::super) start_ms: u32,
    pub(in super::super) end_ms: Option<u32>,
    /// The line of the source that has its title.
    pub(in super::super) line: Option<u32>,
}

/// The chapters in the order in which they stand there: a list of tables, of texts that begin with a time, or a
/// table of titles by their times.
pub(super) fn chapters(front: &FrontMatter<'_>) -> Vec<Chapter> {
    const KEYS: [&str; 7] = [
        "chapters",
        "podcastchapters",
        "chaptermarks",
        "episodechapters",
        "timestamps",
        "kapitel",
        "capitulos",
    ];
    let mut chapters: Vec<Chapter> =
        front.values(&KEYS).map(listed).find(|found| !found.is_empty()).unwrap_or_default();
    let mut lines = (front.source_line..).zip(front.source.lines());
    // They stand below their key, in this order.
    let _ = lines.find(|(_, line)| KEYS.contains(&key_of(line.trim_start()).as_str()));
    for chapter in &mut chapters {
        let here = lines.clone().find(|(_, line)| line.contains(chapter.title.as_str()));
        if let Some((number, _)) = here {
            chapter.line = Some(number);
            let _ = lines.find(|(line, _)| *line == number);
        }
    }
    chapters
}

fn listed(value: &Value) -> Vec<Chapter> {
    let all: Option<Vec<Chapter>> = match value {
        Value::Array(list) => list.iter().map(chapter).collect(),
        Value::Object(table) => match table.get("chapters") {
            Some(inner) => return listed(inner),
            None => table.iter().map(|(time, title)| made(text_of(title)?, start(time)?, None)).collect(),
        },
        _ => None,
    };
    // One that has no time says that they are something else.
    all.unwrap_or_default()
}

fn chapter(value: &Value) -> Option<Chapter> {
    if let Value::String(text) = value {
        let (time, title) = text.trim().split_once(char::is_whitespace)?;
        let is_clock = time.contains(':');
        let title = title.trim_start_matches(['-', '–', '—', ' ']);
        return made(
            title.to_owned(),
            start(time.trim_matches(['[', ']', '(', ')'])).filter(|_| is_clock)?,
            None,
        );
    }
    let field = |keys: &[&str]| keys.iter().find_map(|key| text_of(value.get(key)?));
    let begins = field(&["startTime", "start_time", "start", "time", "timestamp", "begin", "from"])?;
    let ends = field(&["endTime", "end_time", "end", "to"]).and_then(|time| duration_ms(&time, false));
    made(field(&["title", "name", "label", "chapter", "text", "topic"])?, start(&begins)?, ends)
}

fn made(title: String, start_ms: u32, end_ms: Option<u32>) -> Option<Chapter> {
    let title = one_line(&title);
    let is_title = title.contains(char::is_alphanumeric);
    is_title.then_some(Chapter { title, start_ms, end_ms: end_ms.filter(|end| *end >= start_ms), line: None })
}

/// When a chapter begins; the first one at nothing.
fn start(time: &str) -> Option<u32> {
    let is_start = time.contains('0') && time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'));
    if is_start { Some(0) } else { duration_ms(time, false) }
}

#[cfg(test)]
mod tests {
    use super::super::split;
    use crate::receipt::Receipt;

    #[test]
    fn chapters_are_read_as_tools_write_them() {
        let check = |head: &str, expected: &[(&str, u32, Option<u32>)]| {
            let text = format!("---\ntitle: The Sill\n{head}\n---\nNotes.\n");
            let (front, _) = split(&text, &mut Receipt::default());
            let chapters = front.map(|front| front.chapters()).unwrap_or_default();
            let told: Vec<_> =
                chapters.iter().map(|c| (c.title.as_str(), c.start_ms / 1000, c.line)).collect();
            assert_eq!(told, expected, "{head}");
        };
        check(
            "chapters:\n  - startTime: 0\n    title: Intro\n  - startTime: 102\n    title: On lids",
            &[("Intro", 0, Some(5)), ("On lids", 102, Some(7))],
        );
        check(
            "podcast_chapters:\n  version: 1.2.0\n  title: The Sill\n  chapters:\n    - {start: '1:02', title: On lids}",
            &[("On lids", 62, Some(7))],
        );
        check(
            "timestamps:\n  - '00:00 Intro'\n  - '(1:02:03) – On lids'",
            &[("Intro", 0, Some(4)), ("On lids", 3723, Some(5))],
        );
        check(
            "chapters:\n  '0:00': Intro\n  '4:10': On lids",
            &[("Intro", 0, Some(4)), ("On lids", 250, Some(5))],
        );
        check("chapters:\n  - The mill\n  - The weir", &[]);
        check("chapters: 12", &[]);
        check("timestamps: [1650000000, 1650000100]", &[]);
    }
}
