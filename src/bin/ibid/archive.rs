//! Where the archive is: what was asked for, what the environment says, or what lies upwards.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ibid::corpus::{Corpus, INDEX_FOLDER};
use ibid::index::Index;
use serde::Deserialize;

use crate::command::{Global, Hint};

const CONFIG_FILE: &str = "ibid.toml";
const COMMAND_LINE: &str = "command line";

/// An archive: where its sources are and where its index is.
#[derive(Debug)]
pub(crate) struct Archive {
    /// The folders to index; empty when only an index is known.
    pub roots: Vec<PathBuf>,
    /// The folder of the index.
    pub index: PathBuf,
    /// Whether symbolic links are followed.
    pub follows_links: bool,
    /// Whether hidden files are read.
    pub reads_hidden: bool,
    pub origins: Origins,
    /// Whether the folders were named, and not found with the index.
    are_roots_named: bool,
}

/// What says where an archive is.
#[derive(Debug)]
pub(crate) struct Origins {
    pub roots: String,
    pub index: String,
}

/// What `ibid.toml` says of the archive; `config` reads the rest of it.
#[derive(Debug, Default, Deserialize)]
struct Config {
    /// The folders to index, relative to the file.
    #[serde(default)]
    corpus: Vec<PathBuf>,
    /// The folder of the index, relative to the file.
    index: Option<PathBuf>,
    /// Whether symbolic links are followed.
    #[serde(default)]
    follow: bool,
    /// Whether hidden files are read.
    #[serde(default)]
    hidden: bool,
}

/// There is no archive here.
#[derive(Debug, thiserror::Error)]
#[error("no archive at `{}` or above", .0.display())]
pub(crate) struct NoArchive(PathBuf);

impl Archive {
    /// Finds the archive: flags over environment over the nearest folder upwards that is one.
    pub(crate) fn find(global: &Global) -> Result<Self> {
        Self::find_with(global, &[])
    }

    /// The archive around the current folder or in the environment, if there is one.
    pub(crate) fn around() -> Option<Self> {
        Self::find_of(&[], None).ok()
    }

    /// The same, for a command that names the folders to index itself.
    pub(crate) fn find_with(global: &Global, named_roots: &[PathBuf]) -> Result<Self> {
        let asked = [named_roots, &global.corpus].into_iter().find(|roots| !roots.is_empty());
        Self::find_of(asked.unwrap_or_default(), global.index.as_ref())
    }

    fn find_of(named_roots: &[PathBuf], named_index: Option<&PathBuf>) -> Result<Self> {
        // A variable without a value is one that is not set.
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let asked = match named_roots {
            [] => set("IBID_CORPUS").iter().flat_map(env::split_paths).collect(),
            named => named.to_vec(),
        };
        let asked: Vec<PathBuf> = asked.into_iter().filter(|root| !root.as_os_str().is_empty()).collect();
        let asked_by = if named_roots.is_empty() { "IBID_CORPUS" } else { COMMAND_LINE };
        let named = |index, indexed_by: &str| Self {
            roots: asked.clone(),
            index,
            follows_links: false,
            reads_hidden: false,
            origins: Origins { roots: asked_by.to_owned(), index: indexed_by.to_owned() },
            are_roots_named: !asked.is_empty(),
        };
        if let Some(index) = named_index {
            return Ok(named(index.clone(), COMMAND_LINE));
        }
        if let Some(index) = set("IBID_INDEX") {
            return Ok(named(PathBuf::from(index), "IBID_INDEX"));
        }
        let here = env::current_dir().context("the current folder cannot be read")?;
        // Named folders may be anywhere; those of the archive around are indexed where it says.
        let around = |folder| Self::at(folder, &asked, asked_by).transpose();
        if let Some(found) = here.ancestors().find_map(around) {
            return found;
        }
        if let [root] = asked.as_slice() {
            check_folder(root)?;
            return Ok(named(root.join(INDEX_FOLDER), asked_by));
        }
        if !asked.is_empty() {
            let error = anyhow::anyhow!("several folders have no index of their own");
            return Err(error.context(Hint("`--index DIR` says where theirs is, or is to be made")));
        }
        let error = anyhow::Error::new(NoArchive(here));
        Err(error
            .context(Hint("`ibid index --corpus .` makes one of the files here, `--corpus DIR` of others")))
    }

    /// The archive that `folder` is, if it is one; of the folders that `asked_by` names, where there are any.
    fn at(folder: &Path, asked: &[PathBuf], asked_by: &str) -> Result<Option<Self>> {
        let config_file = folder.join(CONFIG_FILE);
        let config = if config_file.is_file() { Some(read_config(&config_file)?) } else { None };
        let origin = match config {
            Some(_) => config_file.display().to_string(),
            None => format!("the folders in {}", folder.display()),
        };
        let (corpus, index, hidden) =
            (folder.join("corpus"), folder.join("index"), folder.join(INDEX_FOLDER));
        let are_roots_named = !asked.is_empty();
        let (follows_links, reads_hidden) =
            config.as_ref().map_or((false, false), |config| (config.follow, config.hidden));
        let archive = |roots, index| {
            let (roots, roots_by) = match are_roots_named {
                true => (asked.to_vec(), asked_by.to_owned()),
                false => (roots, origin.clone()),
            };
            let origins = Origins { roots: roots_by, index: origin };
            Ok(Some(Self { roots, index, follows_links, reads_hidden, origins, are_roots_named }))
        };
        let is_laid_out = corpus.is_dir() && index.is_dir();
        let is_hidden = hidden.join("current").is_file() && !is_laid_out;
        match config {
            // A file that says nothing of folders leaves them as they are found.
            Some(config) if !(is_hidden && config.corpus.is_empty() && config.index.is_none()) => {
                let named = config.corpus.iter().map(|path| folder.join(path)).collect();
                let found = if is_hidden && !corpus.is_dir() { folder.to_owned() } else { corpus };
                let roots = if config.corpus.is_empty() { vec![found] } else { named };
                archive(roots, config.index.map_or(index, |index| folder.join(index)))
            }
            _ if is_hidden && !are_roots_named => archive(vec![folder.to_owned()], hidden),
            None if is_laid_out => archive(vec![corpus], index),
            _ => Ok(None),
        }
    }

    /// Refuses an index of quite other folders than those that were named.
    pub(crate) fn check_roots(&self, index: &Index, way_out: Hint) -> Result<()> {
        if !self.are_roots_named {
            return Ok(());
        }
        let known = &index.manifest().corpus.roots;
        let is_shared = |root: &PathBuf| {
            known.contains(root) || root.canonicalize().is_ok_and(|root| known.contains(&root))
        };
        let is_moved = known.iter().all(|root| !root.exists());
        if is_moved || self.roots.iter().any(is_shared) {
            return Ok(());
        }
        let list = |roots: &[PathBuf]| {
            roots.iter().map(|root| format!("`{}`", root.display())).collect::<Vec<_>>().join(", ")
        };
        let (index, known, named) = (self.index.display(), list(known), list(&self.roots));
        let by = match self.origins.roots.as_str() {
            COMMAND_LINE => String::new(),
            variable => format!(", which {variable} names"),
        };
        Err(anyhow::anyhow!("the index at `{index}` is of {known}, and not of {named}{by}").context(way_out))
    }

    /// The corpus to index; the one of the index as it stands, when no other was named.
    pub(crate) fn corpus(&self) -> Result<Corpus> {
        if self.roots.is_empty() {
            let manifest = Index::open(&self.index).map(|index| index.manifest().corpus.clone());
            return manifest.context(Hint("name the folders to index with `--corpus DIR`"));
        }
        let mut corpus = Corpus::new(self.roots.iter().cloned());
        corpus.follows_links = self.follows_links;
        corpus.reads_hidden = self.reads_hidden;
        Ok(corpus)
    }
}

/// Refuses what cannot hold an index: a folder that is not there, which may be mistyped, and a file.
fn check_folder(root: &Path) -> Result<()> {
    if root.is_dir() {
        return Ok(());
    }
    let (reason, hint) = match root.exists() {
        true => ("is a file, which has no room for an index", "`--index DIR` says where to make it"),
        false => ("is not there", "`--corpus DIR` names a folder of files"),
    };
    Err(anyhow::anyhow!("`{}` {reason}", root.display()).context(Hint(hint)))
}

fn read_config(file: &Path) -> Result<Config> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        anyhow::anyhow!("{}:{line}: {}", file.display(), error.message())
    })
}
