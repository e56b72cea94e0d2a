//! `ibid ingest`: what files become, without an index.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};
use ibid::corpus::{self, Corpus, encode_path};
use ibid::document::Document;
use ibid::format;
use ibid::receipt::Receipt;

use super::{Global, Status};
use crate::archive::Archive;
use crate::output::{document, receipt};
use crate::terminal::{self, Style};

#[derive(Debug, clap::Args)]
pub(crate) struct IngestCommand {
    /// Files to read, or folders of them; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Say, rule by rule, what was kept, dropped, repaired and guessed, instead of printing the
    /// documents
    #[arg(long)]
    explain: bool,
    /// Print the explanation as JSON, an object a file
    #[arg(long, requires = "explain")]
    json: bool,
    /// What standard input is called: the ending of a name says what it may be
    #[arg(long, value_name = "NAME", default_value = "stdin")]
    name: String,
}

impl IngestCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let roots = roots(global);
        let mut out = io::BufWriter::new(io::stdout().lock());
        let (mut status, mut is_first) = (Status::Nothing, true);
        let mut tell = |reading: &Reading| -> Result<()> {
            if !reading.documents.is_empty() {
                status = Status::Found;
            }
            if self.explain {
                if !std::mem::take(&mut is_first) && !self.json {
                    writeln!(out)?;
                }
                return Ok(reading.print_receipt(self.json, global, &mut out)?);
            }
            for document in &reading.documents {
                document::print_json(&reading.path, document, &mut out)?;
            }
            if !global.quiet {
                reading.warn();
            }
            Ok(())
        };
        for named in &self.files {
            if named.as_os_str() == "-" {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).context("standard input cannot be read")?;
                tell(&Reading::of_bytes(&self.name, &bytes))?;
                continue;
            }
            // Pipes have names, too: `<(curl ..)`.
            if fs::metadata(named).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
                let bytes =
                    fs::read(named).with_context(|| format!("`{}` cannot be read", named.display()))?;
                tell(&Reading::of_bytes(&self.name, &bytes))?;
                continue;
            }
            let corpus = Corpus::new([named.clone()]);
            let locator = corpus.locator();
            for source in corpus.walk()?.sources {
                let file = locator.locate(&source.path).unwrap_or_else(|| named.clone());
                tell(&Reading::of(&path_inside(&file, named, &roots), &file)?)?;
            }
        }
        out.flush()?;
        Ok(status)
    }
}

/// A source as it was read just now.
pub(super) struct Reading {
    path: String,
    /// Its text, for placing what was changed; empty where it is packed.
    source: String,
    /// What came of it.
    pub documents: Vec<Document>,
    /// What was done to it.
    pub receipt: Receipt,
    /// Why nothing came of it.
    reason: Option<String>,
}

impl Reading {
    /// Reads `file` as the source at `path`.
    pub(super) fn of(path: &str, file: &Path) -> Result<Self> {
        let bytes = corpus::read(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
        Ok(Self::of_bytes(path, &bytes))
    }

    /// Reads bytes as the source at `path`.
    fn of_bytes(path: &str, bytes: &[u8]) -> Self {
        let mut receipt = Receipt::with_examples();
        let (documents, reason) = match format::read(path, bytes, &mut receipt) {
            Ok(documents) => (documents, None),
            Err(unreadable) => (Vec::new(), Some(unreadable.to_string())),
        };
        let source = format::decode(bytes, &mut Receipt::default()).unwrap_or_default().into_owned();
        Self { path: path.to_owned(), source, documents, receipt, reason }
    }

    pub(super) fn print_receipt(&self, json: bool, global: &Global, out: &mut impl Write) -> io::Result<()> {
        let printer = receipt::Printer {
            path: &self.path,
            source: &self.source,
            documents: &self.documents,
            receipt: &self.receipt,
            reason: self.reason.as_deref(),
        };
        if json {
            printer.print_json(out)
        } else {
            printer.print(&Style::for_stdout(global), global.verbose, out)
        }
    }

    fn warn(&self) {
        for reason in self.receipt.warnings.iter().chain(&self.reason) {
            terminal::note(&format!("{}: {reason}", self.path));
        }
    }
}

/// The folders of the archive around, if there is one: paths are told from there.
fn roots(global: &Global) -> Vec<PathBuf> {
    let roots = Archive::find(global).map(|archive| archive.roots).unwrap_or_default();
    // With several roots paths begin with their names, as those of files outside do.
    if roots.len() == 1 {
        roots.iter().filter_map(|root| root.canonicalize().ok()).collect()
    } else {
        Vec::new()
    }
}

/// The path that `file` has inside the archive, or, outside of one, as it was named.
fn path_inside(file: &Path, named: &Path, roots: &[PathBuf]) -> String {
    if let Some(inside) = roots.iter().find_map(|root| file.strip_prefix(root).ok()) {
        return encode_path(inside);
    }
    let canonical = named.canonicalize().unwrap_or_else(|_| named.to_owned());
    let below = file.strip_prefix(&canonical).unwrap_or(Path::new(""));
    let named: PathBuf = named.components().filter(|part| matches!(part, Component::Normal(_))).collect();
    encode_path(&if below.as_os_str().is_empty() { named } else { named.join(below) })
}
