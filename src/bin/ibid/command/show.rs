//! `ibid show`: one document, cleaned, as it is in the index.

use std::ffi::OsString;
use std::io::Write;

use anyhow::{Context, Result};
use clap_complete::engine::ArgValueCompleter;
use ibid::citation::{Place, Resolved, named};
use ibid::index::{Entry, Index};

use super::ingest::Reading;
use super::{Global, Status, cite};
use crate::output::{document, place as place_of};
use crate::terminal::{self, Style};

#[derive(Debug, clap::Args)]
pub(crate) struct ShowCommand {
    /// Its path in the archive or the end of that, or its id; with `:LINE` or `@TIME` behind it, or
    /// for a citation id, it begins there
    #[arg(value_name = "REFERENCE", add = ArgValueCompleter::new(crate::complete::document))]
    document: OsString,
    /// Say what was done to its source, rule by rule; reads the file again
    #[arg(long)]
    receipt: bool,
    /// Print it as JSON, whole, with its blocks and times
    #[arg(long)]
    json: bool,
}

impl ShowCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let index = super::open(global)?;
        let name = super::name::in_archive(&index, &self.document);
        let (found, place) = named(&index, &name)?;
        let (found, first_block) = match place {
            Place::Start if found.is_empty() => return Err(super::no_document(&name)),
            Place::Start => (found, 0),
            Place::Line(_) | Place::Time(_) | Place::Cited(_) => {
                let Resolved { record, passage, fate } = cite::resolve_one(&index, &name)?;
                cite::tell(fate, &name, &record.entry()?, &passage);
                (vec![record], passage.block)
            }
        };
        let paths: Vec<String> =
            found.iter().map(|record| record.entry().map(|entry| entry.path)).collect::<Result<_, _>>()?;
        if paths.iter().any(|path| *path != paths[0]) {
            let mut paths = paths;
            paths.dedup();
            return Err(super::ambiguous(&name, &paths));
        }
        if self.receipt {
            return self.print_receipt(&index, &paths[0], global);
        }
        let mut out = Vec::new();
        for (number, record) in found.iter().enumerate() {
            if self.json {
                document::print_json(&paths[number], &record.document()?, &mut out)?;
            } else {
                if number > 0 {
                    writeln!(out)?;
                }
                let mut document = record.document()?;
                document.blocks.drain(..document.blocks.len().min(first_block as usize));
                document::print(&paths[number], &document, &Style::for_stdout(global), &mut out)?;
            }
        }
        if let [_, second, ..] = found.as_slice()
            && !global.quiet
        {
            let (count, example) = (found.len(), place_of(&second.entry()?, None));
            terminal::note(&format!(
                "{count} documents are in this file; `{example}` would be the second alone"
            ));
        }
        if let Some(record) = found.first()
            && !global.quiet
        {
            tell_if_gone(&index, &record.entry()?);
        }
        terminal::page(&out, global)?;
        Ok(Status::Found)
    }

    /// The receipt of the source at `path`, which is read once more: an index keeps none.
    fn print_receipt(&self, index: &Index, path: &str, global: &Global) -> Result<Status> {
        let corpus = &index.manifest().corpus;
        let listing = corpus.walk().context("the archive's files cannot be listed")?;
        let source = listing.sources.iter().find(|source| source.path == path);
        let source = source.with_context(|| format!("`{path}` is no longer in the archive"))?;
        let is_changed =
            index.sources()?.iter().any(|state| state.path == path && state.stamp != source.stamp);
        if is_changed {
            terminal::note(&format!("`{path}` has changed since it was indexed"));
        }
        let file =
            corpus.locator().locate(path).with_context(|| format!("`{path}` is no longer in the archive"))?;
        let mut reading = Reading::of(path, &file)?;
        for record in index.find(path)? {
            let document = record.document()?;
            for block in document.blocks.iter().filter(|block| block.is_boilerplate) {
                reading.receipt.set_apart("repeats through its source", document.block_text(block));
            }
            let Some(read) = reading.documents.iter().find(|read| read.part == document.part) else {
                continue;
            };
            let (before, title) = (&read.metadata.title, &document.metadata.title);
            if let Some(title) = title.as_ref().filter(|_| before != title) {
                reading.receipt.guessed("title from another part of its episode", title);
            }
        }
        let mut out = Vec::new();
        reading.print_receipt(self.json, global, &mut out)?;
        terminal::page(&out, global)?;
        Ok(if reading.documents.is_empty() { Status::Nothing } else { Status::Found })
    }
}

/// Says that the file of a document is gone, where its archive is not: an index can be carried around alone.
fn tell_if_gone(index: &Index, entry: &Entry) {
    let corpus = &index.manifest().corpus;
    let Some(file) = corpus.locator().locate(entry.file_path()) else { return };
    let has_root = corpus.roots.iter().any(|root| file.starts_with(root) && root.exists());
    if has_root && matches!(file.try_exists(), Ok(false)) {
        let path = entry.file_path();
        terminal::note(&format!("`{path}` is no longer there, and shown as it was indexed"));
        terminal::hint("`ibid index` takes out of the index what is gone");
    }
}
