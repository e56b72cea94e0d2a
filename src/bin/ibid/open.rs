//! Opening a place where it is at home: the recording at its second, the page at its words, the
//! file at its line.
//!
//! Programs are started directly, never through a shell, and only the user's own settings and
//! environment name them. What the archive says becomes an argument of its own: an address is one
//! of the web, a path is absolute, so that neither can be taken for an option.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use ibid::index::Entry;
use ibid::search::Passage;
use ibid::search::place::{at_time, is_web, link, recording};

use crate::command::{Global, Hint};
use crate::output::Files;
use crate::terminal::is_invisible;

/// Where a place can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum With {
    /// The recording at its second or the page at its words, where there is one, else the file
    Auto,
    /// The page at its words
    Browser,
    /// The recording at its second
    Player,
    /// The file at its line
    Editor,
}

/// The programs, as the user names them: words, with placeholders.
#[derive(Clone, Debug, Default)]
pub(crate) struct Programs {
    /// `{path}`, `{line}`.
    pub editor: Option<String>,
    /// `{url}`.
    pub browser: Option<String>,
    /// `{url}`, `{seconds}`.
    pub player: Option<String>,
}

/// Starts programs on places.
#[derive(Debug)]
pub(crate) struct Opener {
    files: Files,
    programs: Programs,
    with: With,
}

/// A place made ready for a program.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    /// A file that an editor shows.
    Text {
        path: PathBuf,
        line: u32,
    },
    /// A file that no editor does: a book, a document of an office, an archive.
    Other {
        path: PathBuf,
    },
    Page {
        url: String,
    },
    Recording {
        url: String,
        seconds: u32,
    },
}

impl Opener {
    pub(crate) fn new(files: Files, with: With, global: &Global) -> Self {
        let programs = Programs {
            editor: global.editor.clone(),
            browser: global.browser.clone(),
            player: global.player.clone(),
        };
        Self { files, programs, with }
    }

    /// Opens a place, waits until the program is done with it, and says what was opened.
    ///
    /// # Errors
    /// When there is nothing to open it at, or the program cannot be started or fails.
    pub(crate) fn open(&self, entry: &Entry, passage: &Passage) -> Result<String> {
        let target = self.target(entry, passage)?;
        let (mut process, program) = self.process(&target)?;
        let status = process.status().with_context(|| cannot_start(&program)).context(HINT)?;
        if !status.success() {
            bail!("`{program}` ended with {status}");
        }
        Ok(target.name())
    }

    /// Opens a place and goes on: only an editor, which needs the terminal, is waited for. Says what
    /// was opened.
    ///
    /// # Errors
    /// As [`open`](Self::open), but a browser or player that fails later does so unseen.
    pub(crate) fn open_beside(&self, entry: &Entry, passage: &Passage) -> Result<String> {
        if self.needs_terminal(entry, passage) {
            return self.open(entry, passage);
        }
        let target = self.target(entry, passage)?;
        let (mut process, program) = self.process(&target)?;
        process.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = process.spawn().with_context(|| cannot_start(&program))?;
        std::thread::spawn(move || child.wait());
        Ok(target.name())
    }

    /// Whether the program is an editor.
    pub(crate) fn needs_terminal(&self, entry: &Entry, passage: &Passage) -> bool {
        matches!(self.target(entry, passage), Ok(Target::Text { .. }))
    }

    /// The command that [`open`](Self::open) would run, as a shell would take it.
    ///
    /// # Errors
    /// When there is nothing to open it at.
    pub(crate) fn command_line(&self, entry: &Entry, passage: &Passage) -> Result<String> {
        let words = self.words(&self.target(entry, passage)?)?;
        let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        shlex::try_join(words.iter().map(String::as_str)).context("a zero byte is in the way")
    }

    fn process(&self, target: &Target) -> Result<(Command, String)> {
        let words = self.words(target)?;
        let (program, arguments) = words.split_first().context("no program is named to open it with")?;
        let mut process = Command::new(program);
        process.args(arguments);
        Ok((process, program.to_string_lossy().into_owned()))
    }

    fn target(&self, entry: &Entry, passage: &Passage) -> Result<Target> {
        let address = visible(&link(entry, passage));
        let seconds = passage.start_ms.unwrap_or(0) / 1000;
        let recorded = recording(entry).map(|url| Target::Recording { url: visible(url), seconds });
        match self.with {
            With::Editor => self.file(entry, passage),
            With::Player => {
                recorded.context("it has no recording").context(Hint("`--with auto` opens what there is"))
            }
            With::Browser if is_web(&address) => Ok(Target::Page { url: address }),
            With::Browser => {
                Err(anyhow::anyhow!("it has no page").context(Hint("`--with auto` opens what there is")))
            }
            With::Auto => match recorded {
                Some(recorded) if passage.start_ms.is_some() => Ok(recorded),
                _ if is_web(&address) => Ok(Target::Page { url: address }),
                _ => self.file(entry, passage),
            },
        }
    }

    fn file(&self, entry: &Entry, passage: &Passage) -> Result<Target> {
        let path = self.files.locate(entry).context("its file is not in the archive's folders any more")?;
        if matches!(path.try_exists(), Ok(false)) {
            let error = anyhow::anyhow!("`{}` is no longer there", path.display());
            return Err(error.context(Hint("`ibid index` takes out of the index what is gone")));
        }
        // Editors show none of these as what they are.
        let is_packed = matches!(
            entry.format.as_str(),
            "epub" | "zip" | "office" | "rtf" | "slides" | "fictionbook" | "webarchive" | "pdf"
        ) || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
        Ok(if is_packed {
            Target::Other { path }
        } else {
            Target::Text { path, line: entry.line_in_file(passage.line).unwrap_or(1) }
        })
    }

    /// The program and its arguments.
    fn words(&self, target: &Target) -> Result<Vec<OsString>> {
        let (named, fallback) = match target {
            Target::Text { .. } => (&self.programs.editor, editor()),
            Target::Other { .. } => (&None, SYSTEM_OPENER.to_owned()),
            Target::Page { .. } => (&self.programs.browser, browser()),
            // Whoever names no player has browsers that play.
            Target::Recording { .. } => {
                (&self.programs.player, self.programs.browser.clone().unwrap_or_else(browser))
            }
        };
        let template = named.clone().unwrap_or(fallback);
        let words =
            shlex::split(&template).with_context(|| format!("`{template}` has a quote without its end"))?;
        if words.is_empty() {
            bail!("no program is named to open it with");
        }
        let is_player = named.is_some();
        fill(&words, target, is_player).with_context(|| format!("in `{template}`"))
    }
}

/// The address with what is invisible in it, or turns the direction of what follows, in percent
/// signs: it leads where it led, and looks like where it leads.
fn visible(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        if is_invisible(c) {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

const HINT: Hint = Hint("name a program that is there in your own settings: editor, browser or player");

fn cannot_start(program: &str) -> String {
    format!("`{program}` cannot be started")
}

impl Target {
    /// What is opened, in a word.
    fn name(&self) -> String {
        match self {
            Self::Text { path, line } => format!("{}:{line}", path.display()),
            Self::Other { path } => path.display().to_string(),
            Self::Page { url } => url.clone(),
            Self::Recording { url, seconds } => at_time(url, seconds.saturating_mul(1000)),
        }
    }
}

/// Puts the place into the words of a command; where they have no placeholder for it, behind them.
/// A browser in the place of a player is given the address with its second in it.
///
/// # Errors
/// When a placeholder means nothing there.
fn fill(words: &[String], target: &Target, is_player: bool) -> Result<Vec<OsString>> {
    let fields: Vec<(&str, OsString)> = match target {
        Target::Text { path, line } => {
            vec![("path", path.clone().into_os_string()), ("line", line.to_string().into())]
        }
        Target::Other { path } => vec![("path", path.clone().into_os_string()), ("line", "1".into())],
        Target::Page { url } => vec![("url", url.into()), ("seconds", "0".into())],
        Target::Recording { url, seconds } => {
            let url = if is_player { url.clone() } else { target.name() };
            vec![("url", url.into()), ("seconds", seconds.to_string().into())]
        }
    };
    let has_place = words.iter().any(|word| word.contains("{path}") || word.contains("{url}"));
    let mut filled = words.iter().map(|word| replace(word, &fields)).collect::<Result<Vec<_>>>()?;
    if !has_place {
        match target {
            Target::Text { path, line } => filled.extend(at_line(&words[0], path, *line)),
            Target::Other { path } => filled.push(path.into()),
            Target::Page { .. } | Target::Recording { .. } => filled.push(target.name().into()),
        }
    }
    Ok(filled)
}

/// Replaces placeholders in one pass: what is put in is not looked at again. A brace that no name
/// follows is a brace.
fn replace(word: &str, fields: &[(&str, OsString)]) -> Result<OsString> {
    let mut out = OsString::new();
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('{') {
        out.push(before);
        let name = after.split_once('}').filter(|(name, _)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        });
        let Some((name, behind)) = name else {
            out.push("{");
            rest = after;
            continue;
        };
        let Some((_, value)) = fields.iter().find(|(field, _)| *field == name) else {
            let known: Vec<String> = fields.iter().map(|(field, _)| format!("`{{{field}}}`")).collect();
            bail!("`{{{name}}}` means nothing; there are {}", known.join(" and "));
        };
        out.push(value);
        rest = behind;
    }
    out.push(rest);
    Ok(out)
}

/// The arguments by which a program goes to a line: `+LINE FILE` for all but those that are known
/// to take it otherwise, or not at all.
fn at_line(program: &str, path: &Path, line: u32) -> Vec<OsString> {
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy();
    let joined = || {
        let mut joined = path.as_os_str().to_owned();
        joined.push(format!(":{line}"));
        joined
    };
    let words = |flags: &[&str], place: &OsStr| {
        flags.iter().map(OsString::from).chain([place.to_owned()]).collect::<Vec<_>>()
    };
    match &*name {
        "code" | "code-insiders" | "codium" | "cursor" => words(&["--goto"], &joined()),
        "hx" | "helix" | "subl" | "zed" => words(&[], &joined()),
        "kate" | "idea" | "pycharm" => words(&["--line", &line.to_string()], path.as_os_str()),
        "bat" => words(&["--highlight-line", &line.to_string()], path.as_os_str()),
        "cat" | "ed" | "notepad" | "open" | "xdg-open" | "explorer" => words(&[], path.as_os_str()),
        _ => words(&[&format!("+{line}")], path.as_os_str()),
    }
}

fn from_environment(names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| env::var(name).ok().filter(|value| !value.trim().is_empty()))
}

fn editor() -> String {
    from_environment(&["VISUAL", "EDITOR"]).unwrap_or_else(|| "vi".to_owned())
}

/// What the system opens addresses and files with.
const SYSTEM_OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

fn browser() -> String {
    // Several browsers may be named, the best first.
    let named = from_environment(&["BROWSER"]);
    let first = named.as_deref().and_then(|named| named.split(':').next()).filter(|name| !name.is_empty());
    first.map_or_else(|| SYSTEM_OPENER.to_owned(), |name| name.replace("%s", "{url}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(command: &str, target: &Target, is_player: bool, expected: &[&str]) {
        let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
        assert_eq!(fill(&words, target, is_player).unwrap(), expected, "{command}");
    }

    #[test]
    fn places_become_arguments_and_nothing_else() {
        let file = Target::Text { path: "/a b/{line}; rm.md".into(), line: 7 };
        check("vim", &file, false, &["vim", "+7", "/a b/{line}; rm.md"]);
        check(
            "/usr/bin/code --wait",
            &file,
            false,
            &["/usr/bin/code", "--wait", "--goto", "/a b/{line}; rm.md:7"],
        );
        check("ed -l {line} {path}", &file, true, &["ed", "-l", "7", "/a b/{line}; rm.md"]);
        check("xdg-open", &file, false, &["xdg-open", "/a b/{line}; rm.md"]);
        let recording = Target::Recording { url: "https://x.example/a.mp3".to_owned(), seconds: 83 };
        check(
            "mpv --start={seconds} {url}",
            &recording,
            true,
            &["mpv", "--start=83", "https://x.example/a.mp3"],
        );
        check("firefox", &recording, false, &["firefox", "https://x.example/a.mp3#t=83"]);
        check("firefox {url}", &recording, false, &["firefox", "https://x.example/a.mp3#t=83"]);
        let page = Target::Page { url: "https://x.example/#:~:text=a%20b".to_owned() };
        check("w3m {url}{1}", &page, true, &["w3m", "https://x.example/#:~:text=a%20b{1}"]);
        for unknown in ["w3m {foo}", "w3m {path}", "w3m {{url}x{seconsd}"] {
            let words: Vec<String> = unknown.split(' ').map(str::to_owned).collect();
            let error = fill(&words, &page, true).unwrap_err().to_string();
            assert!(error.ends_with("means nothing; there are `{url}` and `{seconds}`"), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_text_stays_what_it_is() {
        use std::os::unix::ffi::OsStrExt;

        let path = OsStr::from_bytes(b"/caf\xE9.md");
        let file = Target::Text { path: path.into(), line: 1 };
        assert_eq!(fill(&["vim".to_owned(), "{path}".to_owned()], &file, true).unwrap()[1], path);
    }
}
