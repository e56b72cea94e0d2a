//! What heads are written in: YAML, TOML, or lines of `key: value`.

use serde_json::{Map, Value};

pub(super) fn yaml(source: &str) -> Result<Map<String, Value>, String> {
    if source.trim().is_empty() {
        return Ok(Map::new());
    }
    let options = serde_saphyr::options! {
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
    };
    match serde_saphyr::from_str_with_options(source, options) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err("it is not a table of keys and values".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

pub(super) fn toml_fields(source: &str) -> Result<Map<String, Value>, String> {
    let table: toml::Table = source.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    match json_of(toml::Value::Table(table)) {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

/// The parser bounds the depth.
fn json_of(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(yes) => yes.into(),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(values) => values.into_iter().map(json_of).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, json_of(value))).collect())
        }
    }
}

/// Top-level `key: value` lines of a head that its own parser refuses.
pub(super) fn plain_lines(source: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    for line in source.lines() {
        if line.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        if !value.is_empty() && key.len() <= 40 {
            fields.insert(key.trim().to_owned(), Value::String(value.to_owned()));
        }
    }
    fields
}
