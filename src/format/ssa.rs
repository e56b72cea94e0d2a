//! SubStation Alpha and Advanced SubStation Alpha: `[Events]` with a `Dialogue:` a cue.

use super::subrip::read_time;
use super::{Confidence, Format, Input, ParseError, Receipt, webvtt};
use crate::clean::captions::{Track, language_code, markup};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "ssa", extensions: &["ass", "ssa"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    let first = head.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(';'));
    let is_script = first.is_some_and(|line| line.eq_ignore_ascii_case("[Script Info]"));
    if is_script {
        Confidence::Certain
    } else if head.contains("[Events]") && head.contains("\nDialogue:") {
        Confidence::Likely
    } else {
        Confidence::No
    }
}

/// A line of dialogue, in slices of the file.
#[derive(Debug)]
struct Dialogue<'a> {
    start_ms: u64,
    end_ms: u64,
    name: &'a str,
    text: &'a str,
    line: u32,
}

/// Where a dialogue's fields stand between its commas.
#[derive(Clone, Copy, Debug)]
struct Fields {
    start: usize,
    end: usize,
    name: usize,
    text: usize,
}

/// The fields as both versions have them.
const USUAL_FIELDS: Fields = Fields { start: 1, end: 2, name: 4, text: 9 };

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = webvtt::normalise(input.text);
    let mut track = Track::without_rows(&text);
    let mut section = "";
    let mut fields = USUAL_FIELDS;
    let mut dialogues = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.starts_with('[') {
            section = line;
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        if section.eq_ignore_ascii_case("[Script Info]") {
            match key.trim().to_ascii_lowercase().as_str() {
                // What editors write when nobody gives a title.
                "title"
                    if !value.is_empty()
                        && !value.eq_ignore_ascii_case("<untitled>")
                        && !value.starts_with("Default ") =>
                {
                    track.metadata.title = Some(value.to_owned());
                }
                "language" => track.metadata.language = language_code(value),
                _ => {}
            }
        } else if key.eq_ignore_ascii_case("Format") && section.eq_ignore_ascii_case("[Events]") {
            fields = read_fields(value).unwrap_or(USUAL_FIELDS);
        } else if key.eq_ignore_ascii_case("Dialogue") {
            dialogues.extend(read_dialogue(value, fields, number));
        }
    }
    // Editors keep lines in the order in which they were written.
    dialogues.sort_by_key(|dialogue| dialogue.start_ms);
    let names = dialogues.iter().filter(|dialogue| !dialogue.name.is_empty()).count();
    let is_named = names * 2 >= dialogues.len();
    for dialogue in &dialogues {
        track.begin(dialogue.start_ms, Some(dialogue.end_ms), dialogue.line);
        if is_named {
            track.voice(Some(dialogue.name).filter(|name| !name.is_empty()));
        }
        read_text(dialogue, &mut track);
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

fn read_fields(format: &str) -> Option<Fields> {
    let names: Vec<String> = format.split(',').map(|name| name.trim().to_ascii_lowercase()).collect();
    let position = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
    Some(Fields {
        start: position(&["start"])?,
        end: position(&["end"])?,
        name: position(&["name", "actor"]).unwrap_or(usize::MAX),
        text: position(&["text"])?,
    })
}

fn read_dialogue<'a>(value: &'a str, fields: Fields, line: u32) -> Option<Dialogue<'a>> {
    // The text is the last field and may have commas.
    let parts: Vec<&'a str> = value.splitn(fields.text + 1, ',').collect();
    let part = |index: usize| parts.get(index).map(|part| part.trim());
    let (start_ms, _) = read_time(part(fields.start)?)?;
    let (end_ms, _) = read_time(part(fields.end)?)?;
    Some(Dialogue {
        start_ms,
        end_ms,
        name: part(fields.name).unwrap_or_default(),
        text: part(fields.text)?,
        line,
    })
}

/// Adds the text without its `{overrides}`: syllables of karaoke keep their times, drawings are
/// no words.
fn read_text(dialogue: &Dialogue<'_>, track: &mut Track) {
    let mut rest = dialogue.text;
    let mut at_ms = dialogue.start_ms;
    let mut is_drawing = false;
    loop {
        let (text, overrides) = rest.split_once('{').unwrap_or((rest, ""));
        if !is_drawing {
            read_row(text, track);
        }
        if text.len() == rest.len() {
            return;
        }
        let Some((codes, after)) = overrides.split_once('}') else {
            // A bracket that nobody closes is text.
            return if is_drawing {
            } else {
                read_row(overrides, track)
            };
        };
        for code in codes.split('\\').skip(1) {
            let number = code.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let name = &code[..code.len() - number.len()];
            match (name, number.trim().parse::<u32>()) {
                ("p", Ok(scale)) => is_drawing = scale > 0,
                ("k" | "K" | "kf" | "ko" | "kt", Ok(centiseconds)) => {
                    track.time(at_ms);
                    at_ms = at_ms.saturating_add(u64::from(centiseconds) * 10);
                }
                _ => {}
            }
        }
        rest = after;
    }
}

fn read_row(text: &str, track: &mut Track) {
    // `\n` is a soft break, which the other caption formats do not have.
    for (index, row) in text.split("\\n").enumerate() {
        if index > 0 {
            track.push("\n");
        }
        markup::read(row, track);
    }
}

#[cfg(test)]
mod tests {

    use crate::clean::captions::check;

    const HEAD: &str = "[Script Info]\nTitle: The Long Field\n\n[Events]\n\
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";

    fn check_events(events: &str, expected: &str) {
        check("a.ass", &format!("{HEAD}{events}"), &format!("# The Long Field\n{expected}"));
    }

    #[test]
    fn dialogue_comes_in_order_of_time() {
        check_events(
            "Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,here, now.\n\
             Comment: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,not said\n\
             Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\an8}so {\\i1}we{\\i0}\\Nbegin\n",
            "?[1000]: so we begin [3000]here, now.",
        );
        check_events(
            "Dialogue: 0,0:00:01.00,0:00:02.50,D,Ada,0,0,0,,one\nDialogue: 0,0:00:03.00,0:00:04.00,D,Bo,0,0,0,,two\n",
            "Ada[1000]: one\nBo[3000]: two",
        );
        check_events(
            "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}seen {unsaid}{end\n",
            "?[1000]: seen end",
        );
    }

    #[test]
    fn karaoke_keeps_its_words_and_their_times() {
        check_events(
            "Dialogue: 0,0:00:01.00,0:00:04.00,D,,0,0,0,,{\\k50}lan{\\k50}tern {\\kf100}light\n",
            "?[1000]: lan[1500]tern [2000]light",
        );
    }

    #[test]
    fn times_beyond_all_recordings_are_no_fault() {
        let events =
            "Dialogue: 0,9999999999999999999:59:59.99,0:00:02.00,a,,0,0,0,,{\\k4294967295}so{\\k1} we\n";
        let input = format!("{HEAD}{events}");
        let read = crate::format::read("a.ass", input.as_bytes(), &mut crate::format::Receipt::default());
        assert_eq!(read.map(|documents| documents[0].text.clone()), Ok("so we".to_owned()));
    }
}
