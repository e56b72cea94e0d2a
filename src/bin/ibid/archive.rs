//! Where the archive is: what was asked for, what the environment says, or what lies upwards.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ibid::corpus::Corpus;
use ibid::index::Index;
use serde::Deserialize;

use crate::command::{Global, Hint};

const CONFIG_FILE: &str = "ibid.toml";
/// The index of a folder that is an archive by itself.
const HIDDEN_INDEX: &str = ".ibid";

/// An archive: where its sources are and where its index is.
#[derive(Debug)]
pub(crate) struct Archive {
    /// The folders to index; empty when only an index is known.
    pub roots: Vec<PathBuf>,
    /// The folder of the index.
    pub index: PathBuf,
    /// Whether symbolic links are followed.
    pub follows_links: bool,
    /// What says that it is there.
    pub origin: String,
    /// Whether the folders were named, and not found with the index.
    are_roots_named: bool,
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
}

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
        let from_environment =
            || env::var_os("IBID_CORPUS").map(|paths| env::split_paths(&paths).collect::<Vec<_>>());
        let asked = Some(named_roots).filter(|roots| !roots.is_empty()).map(<[_]>::to_vec);
        let asked = asked.or_else(from_environment).unwrap_or_default();
        let are_roots_named = !asked.is_empty();
        let index = named_index.cloned().or_else(|| env::var_os("IBID_INDEX").map(PathBuf::from));
        if let Some(index) = index {
            let origin = if named_index.is_some() { "command line" } else { "IBID_INDEX" }.to_owned();
            return Ok(Self { roots: asked, index, follows_links: false, origin, are_roots_named });
        }
        let here = env::current_dir().context("the current folder cannot be read")?;
        // Named folders may be anywhere; those of the archive around are indexed where it says.
        if let Some(found) = here.ancestors().find_map(|folder| Self::at(folder, &asked).transpose()) {
            return found;
        }
        if let [root] = asked.as_slice() {
            check_folder(root)?;
            let index = root.join(HIDDEN_INDEX);
            let origin = if named_roots.is_empty() { "IBID_CORPUS" } else { "command line" }.to_owned();
            return Ok(Self { roots: asked, index, follows_links: false, origin, are_roots_named });
        }
        if !asked.is_empty() {
            let error = anyhow::anyhow!("several folders have no index of their own");
            return Err(error.context(Hint("`--index DIR` says where theirs is, or is to be made")));
        }
        let error = anyhow::anyhow!("no archive at `{}` or above", here.display());
        Err(error.context(Hint(
            "name its folder with `--corpus DIR`, or keep the files in `corpus/` beside a folder `index/`",
        )))
    }

    /// The archive that `folder` is, if it is one.
    fn at(folder: &Path, asked: &[PathBuf]) -> Result<Option<Self>> {
        let config_file = folder.join(CONFIG_FILE);
        let config = if config_file.is_file() { Some(read_config(&config_file)?) } else { None };
        let origin = match config {
            Some(_) => config_file.display().to_string(),
            None => format!("the folders in {}", folder.display()),
        };
        let (corpus, index, hidden) =
            (folder.join("corpus"), folder.join("index"), folder.join(HIDDEN_INDEX));
        let are_roots_named = !asked.is_empty();
        let archive = |roots, index, follows_links| {
            let roots = if are_roots_named { asked.to_vec() } else { roots };
            Ok(Some(Self { roots, index, follows_links, origin, are_roots_named }))
        };
        let is_laid_out = corpus.is_dir() && index.is_dir();
        let is_hidden = hidden.join("current").is_file() && !is_laid_out;
        match config {
            // A file that says nothing of folders leaves them as they are found.
            Some(config) if !(is_hidden && config.corpus.is_empty() && config.index.is_none()) => {
                let named = config.corpus.iter().map(|path| folder.join(path)).collect();
                let found = if is_hidden && !corpus.is_dir() { folder.to_owned() } else { corpus };
                let roots = if config.corpus.is_empty() { vec![found] } else { named };
                archive(roots, config.index.map_or(index, |index| folder.join(index)), config.follow)
            }
            config if is_hidden && !are_roots_named => {
                archive(vec![folder.to_owned()], hidden, config.is_some_and(|config| config.follow))
            }
            None if is_laid_out => archive(vec![corpus], index, false),
            _ => Ok(None),
        }
    }

    /// Refuses to make an index of some folders one of quite others.
    pub(crate) fn check_roots(&self, corpus: &Corpus) -> Result<()> {
        if !self.are_roots_named {
            return Ok(());
        }
        let Ok(index) = Index::open(&self.index) else { return Ok(()) };
        let known = &index.manifest().corpus.roots;
        let is_shared = |root: &PathBuf| {
            known.contains(root) || root.canonicalize().is_ok_and(|root| known.contains(&root))
        };
        let is_moved = known.iter().all(|root| !root.exists());
        if is_moved || corpus.roots.iter().any(is_shared) {
            return Ok(());
        }
        let named = known.iter().map(|root| format!("`{}`", root.display())).collect::<Vec<_>>().join(", ");
        let error = anyhow::anyhow!("the index at `{}` is of {named}", self.index.display());
        Err(error
            .context(Hint("`--rebuild` makes it one of the folders you name, `--index DIR` makes another")))
    }

    /// The corpus to index; the one of the index as it stands, when no other was named.
    pub(crate) fn corpus(&self, follow: bool) -> Result<Corpus> {
        if self.roots.is_empty() {
            let manifest = Index::open(&self.index).map(|index| index.manifest().corpus.clone());
            return manifest.context(Hint("name the folders to index with `--corpus DIR`"));
        }
        let mut corpus = Corpus::new(self.roots.iter().cloned());
        corpus.follows_links = follow || self.follows_links;
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
