//! `file:line:column:text`: what editors read into a list of places.

use std::io::{self, Write};

use super::Printer;
use super::field::Row;
use crate::terminal::one_line;

pub(super) fn print(printer: &Printer, row: &Row<'_>, out: &mut impl Write) -> io::Result<()> {
    let passage = row.passage;
    printer.write_file(&row.hit.entry, out)?;
    // The index knows the line of a word; the column in the source it does not.
    write!(out, ":{}:1:", row.hit.entry.line_in_file(passage.line).unwrap_or(1))?;
    if let Some(speaker) = &passage.speaker {
        write!(out, "{}: ", one_line(speaker))?;
    }
    writeln!(out, "{}", one_line(&passage.text))
}
