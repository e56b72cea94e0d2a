//! Where the archive is: what was asked for, what the environment says, or what lies upwards.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ibid::corpus::Corpus;
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
        let index = named_index.cloned().or_else(|| env::var_os("IBID_INDEX").map(PathBuf::from));
        if let Some(index) = index {
            let origin = if named_index.is_some() { "command line" } else { "IBID_INDEX" }.to_owned();
            return Ok(Self { roots: asked, index, follows_links: false, origin });
        }
        let here = env::current_dir().context("the current folder cannot be read")?;
        // Named folders may be anywhere; those of the archive around are indexed where it says.
        if let Some(found) = here.ancestors().find_map(|folder| Self::at(folder, &asked).transpose()) {
            return found;
        }
        if let [root] = asked.as_slice() {
            let index = root.join(HIDDEN_INDEX);
            let origin = if named_roots.is_empty() { "IBID_CORPUS" } else { "command line" }.to_owned();
            return Ok(Self { roots: asked, index, follows_links: false, origin });
        }
        let error = anyhow::anyhow!("no archive at `{}` or above", here.display());
        Err(error.context(Hint(
            "name its folder with `--corpus DIR`, or keep the files in `corpus/` beside a folder `index/`",
        )))
    }

    /// The archive that `folder` is, if it is one.
    fn at(folder: &Path, asked: &[PathBuf]) -> Result<Option<Self>> {
        let config_file = folder.join(CONFIG_FILE);
        if config_file.is_file() {
            let config = read_config(&config_file)?;
            let or = |paths: Vec<PathBuf>, default: &str| {
                if paths.is_empty() { vec![folder.join(default)] } else { paths }
            };
            let corpus = or(config.corpus.iter().map(|path| folder.join(path)).collect(), "corpus");
            let index = folder.join(config.index.unwrap_or_else(|| "index".into()));
            let roots = if asked.is_empty() { corpus } else { asked.to_vec() };
            let origin = config_file.display().to_string();
            return Ok(Some(Self { roots, index, follows_links: config.follow, origin }));
        }
        let (corpus, index) = (folder.join("corpus"), folder.join("index"));
        if corpus.is_dir() && index.is_dir() {
            let roots = if asked.is_empty() { vec![corpus] } else { asked.to_vec() };
            return Ok(Some(Self { roots, index, follows_links: false, origin: around(folder) }));
        }
        let hidden = folder.join(HIDDEN_INDEX);
        if asked.is_empty() && hidden.join("current").is_file() {
            let roots = vec![folder.to_owned()];
            return Ok(Some(Self { roots, index: hidden, follows_links: false, origin: around(folder) }));
        }
        Ok(None)
    }

    /// The corpus to index; the one of the index as it stands, when no other was named.
    pub(crate) fn corpus(&self, follow: bool) -> Result<Corpus> {
        if self.roots.is_empty() {
            let manifest = ibid::index::Index::open(&self.index).map(|index| index.manifest().corpus.clone());
            return manifest.context(Hint("name the folders to index with `--corpus DIR`"));
        }
        let mut corpus = Corpus::new(self.roots.iter().cloned());
        corpus.follows_links = follow || self.follows_links;
        Ok(corpus)
    }
}

fn around(folder: &Path) -> String {
    format!("the folders in {}", folder.display())
}

fn read_config(file: &Path) -> Result<Config> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        anyhow::anyhow!("{}:{line}: {}", file.display(), error.message())
    })
}
