//! A run as `trec_eval` reads it: `query Q0 document rank score tag`.

use std::io::{self, Write};

use ibid::evaluate::{name_in_run, usual_name};

use super::field::Row;
use super::{Printer, field::Field};

pub(super) fn print(printer: &Printer, row: &Row<'_>, out: &mut impl Write) -> io::Result<()> {
    let query = row.answer.query_id.unwrap_or("1");
    let named = printer.fields.first().map(|field: &Field| field.text(printer, row));
    let document = named.unwrap_or_else(|| usual_name(&row.hit.entry));
    writeln!(out, "{} Q0 {} {} {} ibid", name_in_run(query), name_in_run(&document), row.rank, row.hit.score)
}
