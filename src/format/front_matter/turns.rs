//! Conversations that are kept in a head.

use serde_json::Value;

use super::values::text_of;

/// A transcript kept as one text, or as a list of turns.
pub(super) fn transcript_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (text.len() > 200 || text.lines().count() > 2).then(|| text.clone()),
        Value::Array(turns) => {
            let mut text = String::new();
            for turn in turns {
                let field = |keys: &[&str]| keys.iter().find_map(|key| text_of(turn.get(key)?));
                let words = field(&["text", "content", "body", "words", "line"])
                    .or_else(|| text_of(turn).filter(|_| turn.is_string()))?;
                let name = field(&["speaker", "name", "who", "author"]);
                let time = field(&["time", "start", "timestamp", "at", "begin"]).map(|time| clock(&time));
                match (name, time) {
                    (Some(name), Some(time)) => text.push_str(&format!("{name} ({time}): ")),
                    (Some(name), None) => text.push_str(&format!("{name}: ")),
                    (None, Some(time)) => text.push_str(&format!("[{time}] ")),
                    (None, None) => {}
                }
                text.extend(words.split_whitespace().flat_map(|word| [word, " "]));
                text.push_str("\n\n");
            }
            (!text.is_empty()).then_some(text)
        }
        _ => None,
    }
}

/// Seconds as `0:01:02.500`; what already is a clock stays.
fn clock(time: &str) -> String {
    match time.parse::<f64>() {
        Ok(seconds) if (0.0..1e7).contains(&seconds) => {
            let ms = (seconds * 1000.0) as u64;
            let (whole, ms) = (ms / 1000, ms % 1000);
            format!("{}:{:02}:{:02}.{ms:03}", whole / 3600, whole / 60 % 60, whole % 60)
        }
        _ => time.to_owned(),
    }
}
