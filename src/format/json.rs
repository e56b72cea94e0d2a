//! JSON as the formats that are written in it need it: a value that borrows from the source, read
//! whole or as a sketch in which every list is cut to its first elements.
//!
//! Owns the tolerance that all of them share: several values in one file (JSON lines, the output
//! of streaming recognisers), what Python prints (`NaN`, `None`, single quotes), trailing commas,
//! a file cut off in the middle.

mod parser;

use std::borrow::Cow;

use super::{ParseError, Receipt, lines};

/// How much of each list a sketch keeps.
const SKETCH_ELEMENTS: usize = 6;

/// A JSON value; strings borrow from the source where they have no escapes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    Number(f64),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Map(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// A source that has been read.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// Its value; of several one after another, the list of them.
    pub value: Json<'a>,
    /// It ends in the middle of a value; what was there has been kept.
    pub is_cut_off: bool,
}

/// Says cheaply whether a source can be JSON at all.
pub(super) fn looks_like_json(text: &str) -> bool {
    let mut bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    match bytes.next() {
        Some(b'{') => matches!(bytes.next(), Some(b'"' | b'\'')),
        Some(b'[') => matches!(bytes.next(), Some(b'{' | b'[' | b'"' | b'\'')),
        _ => false,
    }
}

/// The shape of a source: its value with every list cut to the first few elements. Nothing where
/// the source is not JSON.
pub(super) fn sketch(text: &str) -> Option<Json<'_>> {
    if !looks_like_json(text) {
        return None;
    }
    parser::parse(text, SKETCH_ELEMENTS).ok().map(|reading| reading.value)
}

/// Reads a source whole.
///
/// # Errors
/// Where it stops being JSON, as a sentence with the line.
pub(super) fn read(text: &str) -> Result<Reading<'_>, String> {
    parser::parse(text, usize::MAX)
}

/// Reads a file whole, and says in its receipt where it is cut off.
///
/// # Errors
/// As [`read`].
pub(super) fn read_file<'a>(text: &'a str, receipt: &mut Receipt) -> Result<Json<'a>, ParseError> {
    let reading = read(text).map_err(ParseError)?;
    reading.tell(receipt);
    Ok(reading.value)
}

impl Reading<'_> {
    /// Says where the file is cut off.
    pub(super) fn tell(&self, receipt: &mut Receipt) {
        if self.is_cut_off {
            receipt.warn("the file ends in the middle; what is there has been read");
        }
    }
}

/// The lines of values that are met in the order of their source.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    lines: lines::Lines<'a>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, lines: lines::Lines::new(text) }
    }

    /// The line of a value, or of the last one, where nothing tells.
    pub(super) fn of_value(&mut self, value: &Json<'_>) -> u32 {
        self.lines.at_known(value.offset_in(self.text))
    }

    /// The line of the field of a map whose name is the first of `keys` that is there.
    pub(super) fn of_field(&mut self, map: &Json<'_>, keys: &[&str]) -> u32 {
        let field = map.offset_of_field(keys, self.text);
        self.lines.at_known(field.or_else(|| map.offset_in(self.text)))
    }
}

impl<'a> Json<'a> {
    /// Where in `source`, from which the map was read, the field of the first of `keys` begins that is there.
    pub(super) fn offset_of_field(&self, keys: &[&str], source: &str) -> Option<usize> {
        let name = keys.iter().find_map(|key| self.fields().iter().find(|(name, _)| name == key));
        let (Cow::Borrowed(name), _) = name? else { return None };
        let offset = (name.as_ptr() as usize).checked_sub(source.as_ptr() as usize)?;
        (offset <= source.len()).then_some(offset)
    }

    /// The value at `key`, [`Json::Null`] where there is none.
    pub(super) fn get(&self, key: &str) -> &Json<'a> {
        match self {
            Json::Map(fields) => {
                fields.iter().find(|(name, _)| name == key).map_or(&Json::Null, |(_, value)| value)
            }
            _ => &Json::Null,
        }
    }

    /// The value at the first of `keys` that holds more than null.
    pub(super) fn any(&self, keys: &[&str]) -> &Json<'a> {
        keys.iter().map(|key| self.get(key)).find(|value| !value.is_null()).unwrap_or(&Json::Null)
    }

    /// The value at the end of a path of keys.
    pub(super) fn at(&self, path: &[&str]) -> &Json<'a> {
        path.iter().fold(self, |value, key| value.get(key))
    }

    /// Says that a map is a table of things, by its many fields, and not what one of them is like.
    pub(super) fn is_table(&self) -> bool {
        const FIELDS_MAX: usize = 256;
        self.fields().len() > FIELDS_MAX
    }

    /// Says that the value is absent or null.
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }

    /// The elements of a list, none for anything else.
    pub(super) fn list(&self) -> &[Json<'a>] {
        if let Json::List(elements) = self { elements } else { &[] }
    }

    /// The first element of a list.
    pub(super) fn first(&self) -> &Json<'a> {
        self.list().first().unwrap_or(&Json::Null)
    }

    /// The fields of a map, none for anything else.
    pub(super) fn fields(&self) -> &[(Cow<'a, str>, Json<'a>)] {
        if let Json::Map(fields) = self { fields } else { &[] }
    }

    /// The characters of a string.
    pub(super) fn text(&self) -> Option<&str> {
        if let Json::Text(text) = self { Some(text) } else { None }
    }

    /// The characters of a string that has more than white space, trimmed.
    pub(super) fn words(&self) -> Option<&str> {
        self.text().map(str::trim).filter(|text| !text.is_empty())
    }

    /// A number, also one written as a string.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Json::Number(number) => Some(*number),
            Json::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
        .filter(|number: &f64| number.is_finite())
    }

    /// A string or a number as a label: `spk_0`, `A`, `1`.
    pub(super) fn label(&self) -> Option<Cow<'_, str>> {
        match self {
            Json::Number(number) => Some(Cow::Owned(number.to_string())),
            _ => self.words().map(Cow::Borrowed),
        }
    }

    /// Where in `source`, from which the value was read, it begins, as far as something borrowed
    /// from the source tells.
    pub(super) fn offset_in(&self, source: &str) -> Option<usize> {
        let borrowed = match self {
            Json::Text(Cow::Borrowed(text)) => *text,
            Json::Map(fields) => match fields.first()? {
                (Cow::Borrowed(key), _) => *key,
                _ => return None,
            },
            _ => return None,
        };
        let offset = (borrowed.as_ptr() as usize).checked_sub(source.as_ptr() as usize)?;
        (offset <= source.len()).then_some(offset)
    }
}
