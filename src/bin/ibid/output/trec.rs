//! A run as `trec_eval` reads it: `query Q0 document rank score tag`.

use std::io::{self, Write};

use super::field::Row;
use super::{Printer, field::Field};

pub(super) fn print(printer: &Printer, row: &Row<'_>, out: &mut impl Write) -> io::Result<()> {
    let query = row.answer.query_id.unwrap_or("1");
    let document = printer.fields.first().map(|field: &Field| field.text(printer, row)).unwrap_or_default();
    writeln!(out, "{} Q0 {} {} {} ibid", token(query), token(&document), row.rank, row.hit.score)
}

/// A name without blanks, which would end it.
fn token(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_whitespace() || c.is_control() || c == '%' {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    if out.is_empty() { "-".to_owned() } else { out }
}
