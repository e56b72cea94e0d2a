//! `ibid completions`: what a shell needs to complete commands, flags and the archive's own names.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap_complete::env::Shells;

use super::Status;

/// The variable by which a shell asks for candidates.
pub(crate) const VARIABLE: &str = "IBID_COMPLETE";

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
        // Of a word with an open quote bash says only what stands behind that, and the rest of it is
        // wanted as well.
        let whole = r#"[[ "${COMP_WORDS[COMP_CWORD]}" == *[\"\']"$2" ]] || words[COMP_CWORD]="$2""#;
        let script = String::from_utf8_lossy(&script).replace(r#"words[COMP_CWORD]="$2""#, whole);
        io::stdout().lock().write_all(script.as_bytes())?;
        Ok(Status::Found)
    }
}
