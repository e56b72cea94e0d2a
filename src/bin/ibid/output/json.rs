//! JSON that is exact and still harmless on a terminal: what would command it, reorder it or hide
//! is escaped, and reads back as it was.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::terminal::is_invisible;

/// The version of every JSON that ibid prints; grows when a field changes its meaning or goes away; new
/// fields may come at any time.
pub(crate) const VERSION: u32 = 1;

/// An object with the version before its own fields.
#[derive(Serialize)]
pub(crate) struct Versioned<T> {
    version: u32,
    #[serde(flatten)]
    value: T,
}

impl<T: Serialize> Versioned<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { version: VERSION, value }
    }
}

/// Prints a value on one line.
pub(crate) fn print_line(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    print(value, out)?;
    out.write_all(b"\n")
}

/// Prints a value without a line break behind it.
pub(super) fn print(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Escaping(CompactFormatter));
    Ok(value.serialize(&mut serializer)?)
}

/// Prints a value over several lines, indented.
pub(crate) fn print_pretty(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, Escaping(PrettyFormatter::new()));
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// A formatter that escapes more than JSON itself asks for.
struct Escaping<F>(F);

macro_rules! as_it_is {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, writer: &mut W $(, $argument: $type)*) -> io::Result<()> {
            self.0.$name(writer $(, $argument)*)
        })*
    };
}

impl<F: Formatter> Formatter for Escaping<F> {
    as_it_is! {
        begin_array();
        end_array();
        begin_array_value(is_first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(is_first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_control() || is_invisible(*c)) {
            writer.write_all(&text.as_bytes()[written..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + c.len_utf8();
        }
        writer.write_all(&text.as_bytes()[written..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_comes_back() {
        let text = "a\u{1b}[1m\u{9b}2J\u{202e}b\u{e0041}\u{7f} é \"q\" \\ \n";
        let mut out = Vec::new();
        print(&text, &mut out).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert_eq!(json, r#""a\u001b[1m\u009b2J\u202eb\udb40\udc41\u007f é \"q\" \\ \n""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
