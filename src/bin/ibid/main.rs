//! The `ibid` command: arguments in, the library's work, and an exit code out.

mod archive;
mod command;
mod output;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use command::Command;

/// Finds who said or wrote what in an archive of essays and transcripts.
#[derive(Debug, Parser)]
#[command(name = "ibid", version, max_term_width = 100, disable_help_subcommand = true)]
struct Arguments {
    #[command(flatten)]
    global: command::Global,
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = arguments.command.run(&arguments.global);
    match outcome {
        Ok(status) => status.into(),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::print_error(&error);
            command::Status::of_error(&error).into()
        }
    }
}

/// Whoever read the output has seen enough, as in `ibid search x | head`.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
