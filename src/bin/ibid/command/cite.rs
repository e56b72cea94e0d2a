//! `ibid cite`: a passage as others cite it, and what became of one that was cited.

use std::ffi::OsString;
use std::io::{self, Write};

use anyhow::Result;
use clap_complete::engine::ArgValueCompleter;
use ibid::citation::{Fate, Resolved, resolve};
use ibid::index::{Entry, Index};
use ibid::search::Passage;

use super::{Global, Status};
use crate::output::citation::{self, CitationFormat, Cited};
use crate::output::place;
use crate::terminal;

#[derive(Debug, clap::Args)]
pub(crate) struct CiteCommand {
    /// What is cited: a document's id or path, with `:LINE` or `@TIME` behind it, or a citation id
    #[arg(required = true, value_name = "REFERENCE", add = ArgValueCompleter::new(crate::complete::document))]
    references: Vec<OsString>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    format: CitationFormat,
}

impl CiteCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let index = super::open(global)?;
        let mut status = Status::Found;
        let mut found = Vec::with_capacity(self.references.len());
        for reference in &self.references {
            let reference = super::name::in_archive(&index, reference);
            let Resolved { record, passage, fate } = resolve_one(&index, &reference)?;
            let entry = record.entry()?;
            tell(fate, &reference, &entry, &passage);
            if fate == Fate::Changed {
                status = Status::Nothing;
            }
            found.push((entry, passage));
        }
        let cited: Vec<Cited<'_>> = found.iter().map(|(entry, passage)| Cited { entry, passage }).collect();
        let mut out = io::BufWriter::new(io::stdout().lock());
        citation::print(self.format, &cited, &mut out)?;
        out.flush()?;
        Ok(status)
    }
}

/// Says what became of what was cited, where it is not as it was.
pub(super) fn tell(fate: Fate, reference: &str, entry: &Entry, passage: &Passage) {
    match fate {
        Fate::Unchanged => {}
        Fate::Moved => terminal::note(&format!("`{reference}` has moved inside `{}`", entry.path)),
        Fate::MovedAway => {
            let place = place(entry, passage.line);
            terminal::note(&format!("`{reference}` stands in `{place}` now"));
        }
        Fate::Changed => terminal::note(&format!(
            "the words of `{reference}` are no longer in `{}`; this stands about there now",
            entry.path
        )),
    }
}

/// The one place that a reference names.
pub(super) fn resolve_one<'a>(index: &'a Index, reference: &str) -> Result<Resolved<'a>> {
    let mut found = resolve(index, reference)?;
    match found.len() {
        0 => Err(super::no_document(reference)),
        1 => Ok(found.remove(0)),
        _ => {
            let mut places = Vec::with_capacity(found.len());
            for resolved in &found {
                let entry = resolved.record.entry()?;
                let part = if entry.part.is_empty() { String::new() } else { format!("#{}", entry.part) };
                places.push(format!("{}{part}", entry.path));
            }
            Err(super::ambiguous(reference, &places))
        }
    }
}
