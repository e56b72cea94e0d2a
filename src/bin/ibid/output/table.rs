//! CSV (RFC 4180) and TSV: a line of names, then a line for each passage.

use std::io::{self, Write};

use serde_json::Value;

use super::Printer;
use super::field::{Field, Row};
use crate::terminal::{one_line, sanitize};

/// What parts the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Csv,
    Tsv,
}

pub(super) fn print_head(dialect: Dialect, fields: &[Field], out: &mut impl Write) -> io::Result<()> {
    print_line(dialect, fields.iter().map(|field| field.name.to_owned()), out)
}

pub(super) fn print_row(
    dialect: Dialect,
    printer: &Printer,
    row: &Row<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    print_line(dialect, printer.fields.iter().map(|field| field.text(printer, row)), out)
}

/// A value on one line, safe to show: nothing for null, `; ` between the parts of a list.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        // A path may have several blanks in a row, and is to be found again.
        Value::String(text) if !text.contains(char::is_control) => sanitize(text).into_owned(),
        Value::String(text) => one_line(text),
        Value::Array(values) => values.iter().map(cell).collect::<Vec<_>>().join("; "),
        value => value.to_string(),
    }
}

pub(super) fn print_line(
    dialect: Dialect,
    cells: impl Iterator<Item = String>,
    out: &mut impl Write,
) -> io::Result<()> {
    for (number, cell) in cells.enumerate() {
        match dialect {
            Dialect::Csv => {
                out.write_all(if number > 0 { b"," } else { b"" })?;
                // What begins like a formula is quoted as well, though no quote keeps a spreadsheet
                // from reading it as one.
                let is_quoted =
                    cell.contains([',', '"', '\n', '\r']) || cell.starts_with(['=', '+', '-', '@']);
                if is_quoted {
                    write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
                } else {
                    out.write_all(cell.as_bytes())?;
                }
            }
            Dialect::Tsv => {
                out.write_all(if number > 0 { b"\t" } else { b"" })?;
                out.write_all(cell.as_bytes())?;
            }
        }
    }
    out.write_all(b"\n")
}
