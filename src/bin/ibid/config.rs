//! Settings: flags over `IBID_*` over the archive's `ibid.toml` over the user's own
//! `config.toml`.
//!
//! A setting is an argument of the command line whose default is found elsewhere, so that there is
//! one place that reads and checks its value. What starts a program or leads out of the terminal
//! is taken from the user's own file alone: an archive may come from anybody.

use std::collections::BTreeMap;
use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Command, CommandFactory};

use crate::command::Hint;
use crate::terminal::{Label, Theme};

/// An argument that can be set in a file or by the environment.
#[derive(Debug)]
pub(crate) struct Setting {
    /// The key in a file; in the environment `IBID_` and the same in capitals.
    pub key: &'static str,
    /// The subcommand it belongs to; nothing for all.
    command: Option<&'static str>,
    /// Its flag.
    flag: &'static str,
    /// Whether it is the user's alone to set.
    is_own: bool,
}

const fn setting(
    key: &'static str,
    command: Option<&'static str>,
    flag: &'static str,
    is_own: bool,
) -> Setting {
    Setting { key, command, flag, is_own }
}

/// Every setting, in the order in which they are told to people.
static SETTINGS: [Setting; 14] = [
    setting("color", None, "color", false),
    setting("hyperlink_format", None, "hyperlink-format", true),
    setting("pager", None, "pager", true),
    setting("editor", None, "editor", true),
    setting("browser", None, "browser", true),
    setting("player", None, "player", true),
    setting("limit", Some("search"), "limit", false),
    setting("passages", Some("search"), "passages", false),
    setting("snippet_chars", Some("search"), "snippet-chars", false),
    setting("match", Some("search"), "match", false),
    setting("sort", Some("search"), "sort", false),
    setting("format", Some("search"), "format", false),
    setting("threads", Some("index"), "threads", false),
    setting("wait", Some("index"), "wait", false),
];

/// Keys that say where an archive is; `archive` reads them.
const ARCHIVE_KEYS: [&str; 4] = ["corpus", "index", "follow", "hidden"];

/// What was found, and where.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    found: BTreeMap<&'static str, (String, Origin)>,
    pub theme: Theme,
    /// The files that were looked for, the archive's first, and whether they are there.
    pub files: Vec<(PathBuf, bool)>,
}

/// Where a value is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    CommandLine,
    Environment(String),
    File(PathBuf, usize),
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("command line"),
            Self::Environment(name) => f.write_str(name),
            Self::File(file, line) => write!(f, "{}:{line}", file.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

impl Settings {
    /// Reads the files and the environment.
    ///
    /// # Errors
    /// A file that is no TOML, a key that means nothing, a value that its flag would not take.
    pub(crate) fn read() -> Result<Self> {
        let mut settings = Self::default();
        let mut looks = BTreeMap::new();
        for (file, is_own) in [(own_file(), true), (archive_file(), false)] {
            let Some(file) = file else { continue };
            let is_there = file.is_file();
            if is_there {
                settings.read_file(&file, is_own, &mut looks)?;
            }
            settings.files.insert(0, (file, is_there));
        }
        for setting in &SETTINGS {
            let name = format!("IBID_{}", setting.key.to_uppercase());
            if let Ok(value) = env::var(&name)
                && !value.is_empty()
            {
                settings.take(setting, value, Origin::Environment(name))?;
            }
        }
        settings.theme = Theme::with(&looks)?;
        Ok(settings)
    }

    fn read_file(&mut self, file: &Path, is_own: bool, looks: &mut BTreeMap<String, String>) -> Result<()> {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
        let table: toml::Table = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            anyhow::anyhow!("{}:{line}: {}", file.display(), error.message())
        })?;
        for (key, value) in &table {
            let line = line_of(&text, key);
            let place = format!("{}:{line}", file.display());
            if key == "theme" {
                for (label, look) in value.as_table().into_iter().flatten() {
                    let place = format!("{}:{}", file.display(), line_of(&text, label));
                    if !Label::names().any(|name| name == label) {
                        return Err(unknown(&place, "label", label, Label::names()));
                    }
                    let look = look.as_str().unwrap_or_default().to_owned();
                    let one = BTreeMap::from([(label.clone(), look.clone())]);
                    Theme::with(&one).map_err(|error| anyhow::anyhow!("{place}: {error}"))?;
                    looks.insert(label.clone(), look);
                }
                continue;
            }
            if !is_own && ARCHIVE_KEYS.contains(&key.as_str()) {
                continue;
            }
            let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else {
                let names = SETTINGS.iter().map(|setting| setting.key).chain(["theme"]);
                let names = names.chain(ARCHIVE_KEYS.into_iter().filter(|_| !is_own));
                return Err(unknown(&place, "setting", key, names));
            };
            if setting.is_own && !is_own {
                let error = anyhow::anyhow!("{place}: `{key}` is not an archive's to set");
                return Err(error.context(Hint(
                    "programs and links come from your own file alone; `ibid config` names it",
                )));
            }
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            self.take(setting, value, Origin::File(file.to_owned(), line))?;
        }
        Ok(())
    }

    /// Takes a value in, if its flag would.
    fn take(&mut self, setting: &'static Setting, value: String, origin: Origin) -> Result<()> {
        let flag = format!("--{}={value}", setting.flag);
        let arguments = match setting.command {
            Some("search") => vec!["ibid".to_owned(), "search".to_owned(), flag, "query".to_owned()],
            Some(command) => vec!["ibid".to_owned(), command.to_owned(), flag],
            None => vec!["ibid".to_owned(), flag, "status".to_owned()],
        };
        if let Err(error) = crate::Arguments::command().try_get_matches_from(arguments) {
            let reason = crate::usage::reason(&error);
            return Err(anyhow::anyhow!("{origin}: {reason}"));
        }
        self.found.insert(setting.key, (value, origin));
        Ok(())
    }

    /// The command line with what was found as defaults.
    pub(crate) fn apply(&self, mut command: Command) -> Command {
        for setting in &SETTINGS {
            let Some((value, _)) = self.found.get(setting.key) else { continue };
            let set = |command: Command| {
                command.mut_args(|argument| {
                    if argument.get_long() == Some(setting.flag) {
                        argument.default_value(value.clone())
                    } else {
                        argument
                    }
                })
            };
            command = match setting.command {
                Some(name) => command.mut_subcommand(name, set),
                None => set(command),
            };
        }
        command
    }

    /// Says that a flag was given on the command line.
    pub(crate) fn note_flag(&mut self, flag: &str, value: &str) {
        if let Some(setting) = SETTINGS.iter().find(|setting| setting.flag == flag) {
            self.found.insert(setting.key, (value.to_owned(), Origin::CommandLine));
        }
    }

    /// Every setting with its value, if it has one, and where that is from.
    pub(crate) fn all(&self) -> Vec<(&'static str, Option<String>, Origin)> {
        let command = crate::Arguments::command();
        let default = |setting: &Setting| {
            let of = setting.command.map_or(Some(&command), |name| command.find_subcommand(name))?;
            let argument = of.get_arguments().find(|argument| argument.get_long() == Some(setting.flag))?;
            argument.get_default_values().first().map(|value| value.to_string_lossy().into_owned())
        };
        let one = |setting: &'static Setting| match self.found.get(setting.key) {
            Some((value, origin)) => (setting.key, Some(value.clone()), origin.clone()),
            None => (setting.key, default(setting), Origin::Default),
        };
        SETTINGS.iter().map(one).collect()
    }
}

/// The user's own file.
fn own_file() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("IBID_CONFIG").or_else(|| {
        let folder = set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")))?;
        Some(folder.join("ibid/config.toml"))
    })
}

/// The file of the archive around the current folder.
fn archive_file() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join("ibid.toml")).find(|file| file.is_file())
}

fn unknown<'a>(place: &str, what: &str, name: &str, names: impl Iterator<Item = &'a str>) -> anyhow::Error {
    let names: Vec<&str> = names.collect();
    let near = ibid::query::nearest(name, names.iter().copied());
    let near = near.map_or_else(|| format!("there are {}", names.join(", ")), |near| format!("`{near}`?"));
    anyhow::anyhow!("{place}: no {what} `{name}`; {near}")
}

/// The line on which a key stands.
fn line_of(text: &str, key: &str) -> usize {
    let is_at = |line: &str| {
        let line = line.trim_start().trim_start_matches(['[', '"']);
        line.strip_prefix(key)
            .is_some_and(|rest| rest.trim_start_matches('"').trim_start().starts_with(['=', ']', '.']))
    };
    text.lines().position(is_at).map_or(1, |line| line + 1)
}
