//! The `ibid` command: arguments in, the library's work, and an exit code out.

mod archive;
mod command;
mod complete;
mod config;
mod open;
mod output;
mod saved;
mod terminal;
mod tui;
mod usage;

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches, Parser};

use command::{Command, Status};
use config::Settings;

const EXAMPLES: &str = "\
Examples:
  ibid index --corpus ~/Podcasts        reads an archive; again, what has changed in it
  ibid search '\"land value\" tax'        passages, the best first
  ibid search speaker:ada date:2021..   what she said since
  ibid tui                              search as you type
  ibid open talk.vtt@1:02:03            there it is

`ibid help query` tells how to ask, `ibid help output` what comes out.";

/// Finds who said or wrote what in an archive of essays and transcripts.
#[derive(Debug, Parser)]
#[command(name = "ibid", version, max_term_width = 100, disable_help_subcommand = true, after_help = EXAMPLES)]
struct Arguments {
    #[command(flatten)]
    global: command::Global,
    #[command(subcommand)]
    command: Command,
}

/// A panic said that the index is not what was written.
static IS_INDEX_DAMAGED: AtomicBool = AtomicBool::new(false);

fn main() -> ExitCode {
    let default_hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.location().is_some_and(|location| ibid::index::is_damage(location.file())) {
            IS_INDEX_DAMAGED.store(true, Ordering::Relaxed);
        } else if !ibid::format::is_reading() && !IS_INDEX_DAMAGED.load(Ordering::Relaxed) {
            default_hook(panic);
        }
    }));
    complete::answer();
    match std::panic::catch_unwind(run) {
        Ok(Ok(status)) => status.into(),
        Ok(Err(error)) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            terminal::print_error(&error);
            Status::of_error(&error).into()
        }
        Err(_) if IS_INDEX_DAMAGED.load(Ordering::Relaxed) => {
            terminal::complain("the index cannot be read: one of its files is damaged");
            terminal::hint("`ibid index --rebuild` builds it anew");
            Status::BadIndex.into()
        }
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

fn run() -> anyhow::Result<Status> {
    let settings = Settings::read();
    let command = Arguments::command();
    let command = settings.as_ref().map(|settings| settings.apply(command.clone())).unwrap_or(command);
    let parsed = command.try_get_matches();
    let parsed = parsed.and_then(|matches| Ok((Arguments::from_arg_matches(&matches)?, matches)));
    let (mut arguments, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let is_wrong = usage::report(&error).context("the help cannot be written")?;
            return Ok(if is_wrong { Status::Failed } else { Status::Found });
        }
    };
    // Help and version are there even when a file of settings makes no sense.
    let mut settings = settings?;
    for flag in ["color", "hyperlink-format", "pager", "editor", "browser", "player"] {
        let id = flag.replace('-', "_");
        if matches.value_source(&id) == Some(ValueSource::CommandLine)
            && let Some(value) = matches.get_raw(&id).and_then(|mut values| values.next())
        {
            settings.note_flag(flag, &value.to_string_lossy());
        }
    }
    arguments.global.settings = settings;
    arguments.command.run(&arguments.global)
}

/// Whoever read the output has seen enough, as in `ibid search x | head`.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
