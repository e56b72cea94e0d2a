//! `ibid import`: documents that another archive or another program has prepared.
//!
//! What is imported becomes a file of the archive, `imported/NAME.jsonl`, and is indexed like any
//! other: nothing lives in the index alone, and `ibid index --rebuild` loses nothing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use ibid::format::{self, Receipt};
use ibid::index::{Index, UpdateOptions};

use super::{Global, Hint, Status};
use crate::archive::Archive;
use crate::terminal::{self, Wait};

/// The folder of the archive that imported files are in.
const FOLDER: &str = "imported";

#[derive(Debug, clap::Args)]
pub(crate) struct ImportCommand {
    /// JSON Lines as `ibid export` prints them, or with `path` and `text` alone; `-` for standard input
    file: PathBuf,
    /// What to call it in the archive; a file of this name that was imported before is replaced
    /// [default: the name of the file]
    #[arg(long)]
    name: Option<String>,
}

impl ImportCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let archive = Archive::find(global)?;
        let corpus = archive.corpus()?;
        let name = self.name()?;
        let inside = format!("{FOLDER}/{name}.jsonl");
        let wait = Wait::begin("reading", None, global);
        let bytes = super::read_input(&self.file)?;
        let mut receipt = Receipt::default();
        let documents = format::read(&inside, &bytes, &mut receipt)
            .map_err(|error| anyhow::anyhow!("`{}`: {error}", self.file.display()))
            .context(Hint(
                "a document is a line of JSON with `path` and `text`, or as `ibid export` prints it",
            ))?;
        drop(wait);
        if documents.iter().any(|document| document.path.is_none()) {
            let error =
                anyhow::anyhow!("`{}` is no such file: its documents have no path", self.file.display());
            return Err(
                error.context(Hint("any other file is put into the archive's folder and indexed there"))
            );
        }
        receipt.warnings.iter().for_each(|warning| terminal::note(warning));
        if documents.is_empty() {
            bail!("`{}` holds no documents", self.file.display());
        }
        let folders = corpus.roots.iter().find(|root| root.is_dir());
        let root = folders.context("the archive has no folder to import into")?;
        if let Ok(index) = Index::open(&archive.index) {
            archive.check_roots(&index, super::NAME_ITS_INDEX)?;
            // The archive's own file of this name is at the root it was walked from.
            let file_path = index.manifest().corpus.path_of(&root.join(&inside)).unwrap_or(inside.clone());
            refuse_overlap(&index, &documents, &file_path)?;
        }
        let target = root.join(&inside);
        write(&target, &bytes)?;
        if !global.quiet {
            let count = terminal::counted(documents.len(), "document is", "documents are");
            terminal::note(&format!("{count} in `{}`", target.display()));
        }
        let options = UpdateOptions { lock_patience: Duration::from_secs(60), ..UpdateOptions::default() };
        let report = super::index::run(&archive, &corpus, &options, global)
            .context(Hint("the file stands; `ibid index` takes it in"))?;
        if !global.quiet {
            terminal::print_report(&report, global.verbose);
        }
        Ok(if receipt.warnings.is_empty() { Status::Found } else { Status::Failed })
    }

    fn name(&self) -> Result<String> {
        let stem = || self.file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "-");
        let name =
            self.name.clone().or_else(|| stem().map(str::to_owned)).unwrap_or_else(|| "stdin".to_owned());
        if name.is_empty() || name.starts_with('.') || name.contains(['/', '\\', '\0']) {
            bail!("`{name}` is no name of a file");
        }
        Ok(name)
    }
}

/// Two documents of one name could not be told apart.
fn refuse_overlap(index: &Index, documents: &[ibid::document::Document], file_path: &str) -> Result<()> {
    for document in documents {
        let Some(path) = &document.path else { continue };
        if let Some(entry) = index.entry(path, &document.part)?
            && entry.file_path() != file_path
        {
            let error = anyhow::anyhow!("`{path}` is in the archive already, from `{}`", entry.file_path());
            return Err(
                error.context(Hint("an import adds what is not there; `--name` replaces an earlier import"))
            );
        }
    }
    Ok(())
}

/// Puts the file in place in one step: a reader of the archive sees all of it or nothing.
fn write(target: &Path, bytes: &[u8]) -> Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).with_context(|| format!("`{}` cannot be made", folder.display()))?;
    let aside = folder.join(format!(".{}.part", target.file_name().unwrap_or_default().to_string_lossy()));
    let written = std::fs::write(&aside, bytes).and_then(|()| std::fs::rename(&aside, target));
    written.with_context(|| format!("`{}` cannot be written", target.display()))
}
