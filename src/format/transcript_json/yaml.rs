//! Transcripts in YAML, which people keep beside their episodes and some programs write: the objects are those of JSON.

use serde_json::Value;

use super::super::json::Json;
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use super::{clock, documents, generic, shapes, tuples};
use crate::document::Document;

pub(in super::super) static FORMAT: Format =
    Format { name: "transcript-yaml", extensions: &["yaml", "yml"], detect, parse };

/// What is longer is no transcript that somebody keeps by hand.
const BYTES_MAX: usize = 8 << 20;

fn detect(input: &Input<'_>) -> Confidence {
    let named = FORMAT.extensions.iter().any(|name| input.extension().eq_ignore_ascii_case(name));
    if !named || !input.text.contains(": ") {
        return Confidence::No;
    }
    let Some(value) = read(input.text) else { return Confidence::No };
    if generic::recognises(&value) && generic::is_sure(&value) { Confidence::Likely } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let mut value = read(input.text).ok_or_else(|| ParseError("it is no YAML".to_owned()))?;
    clock::from_the_first_moment(&mut value);
    Ok(documents(&value, FORMAT.name, input, receipt))
}

fn read(text: &str) -> Option<Json<'static>> {
    let options = serde_saphyr::options! {
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
    };
    let text = if text.len() > BYTES_MAX { "" } else { text };
    let value: Value = serde_saphyr::from_str_with_options(text, options).ok()?;
    let mut value = json_of(value);
    tuples::name(&mut value);
    if !generic::recognises(&value) {
        shapes::name(&mut value);
    }
    Some(value)
}

/// The parser bounds the depth.
fn json_of(value: Value) -> Json<'static> {
    match value {
        Value::Null => Json::Null,
        Value::Bool(yes) => Json::Bool(yes),
        Value::Number(number) => number.as_f64().map_or(Json::Null, Json::Number),
        Value::String(text) => Json::Text(text.into()),
        Value::Array(values) => Json::List(values.into_iter().map(json_of).collect()),
        Value::Object(fields) => {
            Json::Map(fields.into_iter().map(|(key, value)| (key.into(), json_of(value))).collect())
        }
    }
}
