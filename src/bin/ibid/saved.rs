//! Saved queries: what they are called, what they ask, and what of it has been shown.
//!
//! They are kept in the user's own folder of state, a file each, by archive; beside the index where
//! there is no such folder. A file is replaced in one step.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ibid::index::{document_id, format_document_id};
use serde::{Deserialize, Serialize};

use crate::archive::Archive;
use crate::command::{Global, Hint};

/// A saved query.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Saved {
    version: u32,
    /// As it was typed.
    pub query: String,
    /// The ids of the documents that have been shown.
    #[serde(default)]
    pub shown: BTreeSet<String>,
}

/// The saved queries of one archive.
#[derive(Debug)]
pub(crate) struct Store {
    folder: PathBuf,
}

const VERSION: u32 = 1;

const HOW_TO_SAVE: Hint = Hint("`ibid new NAME QUERY` saves one, `ibid new --list` names those there are");

impl Store {
    /// The saved queries of the archive at hand.
    ///
    /// # Errors
    /// When there is no archive.
    pub(crate) fn of(global: &Global) -> Result<Self> {
        Ok(Self::at(Archive::find(global)?.index))
    }

    /// The saved queries of the archive whose index is there.
    pub(crate) fn at(index: PathBuf) -> Self {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let state = set("XDG_STATE_HOME").or_else(|| Some(set("HOME")?.join(".local/state")));
        let folder = match state {
            Some(state) => {
                // Archives are told apart by where their index is.
                let place = index.canonicalize().or_else(|_| std::path::absolute(&index)).unwrap_or(index);
                let archive = format_document_id(document_id(&place.to_string_lossy(), "saved"));
                state.join("ibid").join(archive)
            }
            None => index.join("saved"),
        };
        Self { folder }
    }

    /// The names of all, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let files = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let name = |file: std::fs::DirEntry| {
            Some(file.file_name().to_str()?.strip_suffix(".json")?.to_owned()).filter(|name| is_name(name))
        };
        let mut names: Vec<String> = files.filter_map(name).collect();
        names.sort_unstable();
        names
    }

    /// The query of this name, if there is one.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub(crate) fn find(&self, name: &str) -> Result<Option<Saved>> {
        if !is_name(name) {
            bail!("`{name}` is no name; names are letters, digits, - and _");
        }
        let file = self.file(name);
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).context(format!("`{}` cannot be read", file.display())),
        };
        let saved: Saved = serde_json::from_str(&text)
            .with_context(|| format!("`{}` is no saved query", file.display()))
            .context(Hint("`ibid new --forget NAME` does away with it"))?;
        if saved.version > VERSION {
            bail!("`{}` is of a newer ibid", file.display());
        }
        Ok(Some(saved))
    }

    /// The query of this name.
    ///
    /// # Errors
    /// When there is none, or its file cannot be read.
    pub(crate) fn load(&self, name: &str) -> Result<Saved> {
        self.find(name)?
            .with_context(|| {
                let names = self.names();
                let near = ibid::query::nearest(name, names.iter().map(String::as_str));
                let near = near.map(|near| format!("; `{near}`?")).unwrap_or_default();
                format!("no saved query `{name}`{near}")
            })
            .context(HOW_TO_SAVE)
    }

    /// Keeps a query, in the place of one of its name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn save(&self, name: &str, saved: &Saved) -> Result<()> {
        let file = self.file(name);
        let aside = self.folder.join(format!(".{name}.{}.part", std::process::id()));
        let saved = Saved { version: VERSION, ..saved.clone() };
        let write = || {
            std::fs::create_dir_all(&self.folder)?;
            let mut out = std::fs::File::create(&aside)?;
            out.write_all(serde_json::to_string(&saved)?.as_bytes())?;
            out.sync_all()?;
            std::fs::rename(&aside, &file)
        };
        write().with_context(|| format!("`{}` cannot be written", file.display()))
    }

    /// Does away with a query.
    ///
    /// # Errors
    /// When there is none, or it cannot be removed.
    pub(crate) fn forget(&self, name: &str) -> Result<()> {
        if !self.names().iter().any(|known| known == name) {
            self.load(name)?;
        }
        let file = self.file(name);
        std::fs::remove_file(&file).with_context(|| format!("`{}` cannot be removed", file.display()))
    }

    fn file(&self, name: &str) -> PathBuf {
        Path::new(&self.folder).join(format!("{name}.json"))
    }
}

/// Whether it may be the name of a query: it becomes one of a file, and a word of the language.
fn is_name(name: &str) -> bool {
    const BYTES_MAX: usize = 64;
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    name.len() <= BYTES_MAX && name.starts_with(char::is_alphanumeric) && name.chars().all(is_plain)
}

/// The query with every `query:NAME` in it replaced by what that asks.
///
/// # Errors
/// When there is no such query, or it asks for itself.
pub(crate) fn expand<'a>(text: &'a str, global: &Global) -> Result<Cow<'a, str>> {
    if !text.contains("query:") {
        return Ok(Cow::Borrowed(text));
    }
    expand_from(text, &Store::of(global)?)
}

/// The same with the queries of `store`.
///
/// # Errors
/// As [`expand`].
pub(crate) fn expand_from<'a>(text: &'a str, store: &Store) -> Result<Cow<'a, str>> {
    if !text.contains("query:") {
        return Ok(Cow::Borrowed(text));
    }
    let load = |name: &str| store.load(name).map(|saved| saved.query);
    expand_with(text, &load, &mut Vec::new()).map(Cow::Owned)
}

/// Refuses a query that would ask for itself by the name that it is to have.
///
/// # Errors
/// When it does, or there is no query of a name in it.
pub(crate) fn refuse_circle(name: &str, query: &str, store: &Store) -> Result<()> {
    let load = |name: &str| store.load(name).map(|saved| saved.query);
    expand_with(query, &load, &mut vec![name.to_owned()]).map(drop)
}

fn expand_with(
    text: &str,
    load: &dyn Fn(&str) -> Result<String>,
    inside: &mut Vec<String>,
) -> Result<String> {
    /// Longer queries help nobody.
    const BYTES_MAX: usize = 1 << 16;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut is_quoted = false;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let begins = !is_quoted && (before.is_whitespace() || matches!(before, '(' | '-' | '+' | '!' | ','));
        if begins && let Some(after) = rest.strip_prefix("query:") {
            let end =
                after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(after.len());
            let (name, behind) = after.split_at(end);
            if inside.iter().any(|known| known == name) {
                inside.push(name.to_owned());
                bail!("`query:{name}` asks for itself: {}", inside.join(" > "));
            }
            let query = load(name)?;
            inside.push(name.to_owned());
            let query = expand_with(&query, load, inside)?;
            inside.pop();
            out.push_str(&format!("({query})"));
            if out.len() > BYTES_MAX {
                bail!("the query is too long with all that `query:{name}` asks");
            }
            before = ')';
            rest = behind;
            continue;
        }
        if c == '"' {
            is_quoted = !is_quoted;
        }
        out.push(c);
        before = c;
        rest = &rest[c.len_utf8()..];
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> Result<String> {
        let load = |name: &str| match name {
            "tax" => Ok("land OR levy".to_owned()),
            "both" => Ok("query:tax -query:tax".to_owned()),
            "self" => Ok("a query:other".to_owned()),
            "other" => Ok("query:self".to_owned()),
            name => bail!("no saved query `{name}`"),
        };
        expand_with(text, &load, &mut Vec::new())
    }

    #[test]
    fn names_become_what_they_ask() {
        let check = |text: &str, expected: &str| assert_eq!(expanded(text).unwrap(), expected);
        check("rent query:tax", "rent (land OR levy)");
        check("rent -query:tax date:2020", "rent -(land OR levy) date:2020");
        check("turn:(query:both)", "turn:(((land OR levy) -(land OR levy)))");
        check("\"query:tax\" myquery:tax", "\"query:tax\" myquery:tax");
        assert!(expanded("query:nothing").unwrap_err().to_string().contains("`nothing`"));
        assert_eq!(
            expanded("query:self").unwrap_err().to_string(),
            "`query:self` asks for itself: self > other > self"
        );
    }

    #[test]
    fn names_are_words() {
        assert!(is_name("land-tax_2") && is_name("梨"));
        assert!(!is_name("") && !is_name("../x") && !is_name("-x") && !is_name(".x") && !is_name("a b"));
    }
}
