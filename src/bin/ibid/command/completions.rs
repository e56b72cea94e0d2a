//! `ibid completions`: what a shell needs to complete commands, flags and the archive's own names.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap_complete::env::Shells;

use super::Status;

/// The variable by which a shell asks for candidates.
pub(crate) const VARIABLE: &str = "IBID_COMPLETE";

/// The variable in which bash says the whole word that is completed.
pub(crate) const WORD_VARIABLE: &str = "IBID_COMPLETE_WORD";

/// Of a word with an open quotation mark in it, bash hands over only what is behind that.
const BASH_WORD: &str = r#"
_complete_ibid() {
    local -x IBID_COMPLETE_WORD="${COMP_WORDS[COMP_CWORD]}"
    _clap_complete_ibid "$@"
}
complete -o nospace -o bashdefault -o nosort -F _complete_ibid ibid 2> /dev/null ||
    complete -o nospace -o bashdefault -F _complete_ibid ibid
"#;

#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsCommand {
    /// The shell
    shell: Shell,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Shell {
    /// eval "$(ibid completions bash)" in ~/.bashrc
    Bash,
    /// eval "$(ibid completions zsh)" in ~/.zshrc, after compinit
    Zsh,
    /// ibid completions fish | source
    Fish,
    /// ibid completions powershell | Out-String | Invoke-Expression
    Powershell,
    /// eval (ibid completions elvish | slurp)
    Elvish,
}

impl CompletionsCommand {
    pub(super) fn run(&self) -> Result<Status> {
        let name = match self.shell {
            Shell::Bash => "bash",
            Shell::Zsh => "zsh",
            Shell::Fish => "fish",
            Shell::Powershell => "powershell",
            Shell::Elvish => "elvish",
        };
        let shells = Shells::builtins();
        let shell = shells.completer(name).context("this shell is not known")?;
        let mut script = Vec::new();
        if matches!(self.shell, Shell::Bash) {
            // Bash takes words apart at colons, and `speaker:ada` is one.
            script.extend_from_slice(b"COMP_WORDBREAKS=${COMP_WORDBREAKS//:}\n");
        }
        shell.write_registration(VARIABLE, "ibid", "ibid", "ibid", &mut script)?;
        if matches!(self.shell, Shell::Bash) {
            script.extend_from_slice(BASH_WORD.as_bytes());
        }
        io::stdout().lock().write_all(&script)?;
        Ok(Status::Found)
    }
}
