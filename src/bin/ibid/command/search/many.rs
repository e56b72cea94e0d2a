//! `--queries`: many queries on one open index, answered in order on all cores.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};

use anyhow::{Context, Result};
use ibid::index::Index;
use ibid::query;
use ibid::search::{Options, Results, SearchError, search, suggest};
use rayon::prelude::*;

use super::{SearchCommand, relaxed_note};
use crate::command::{Global, Hint, Status, is_stream, no_text};
use crate::output::{Answer, Failure, Format};
use crate::saved;
use crate::terminal;

/// A line of the list: a query and what it is called.
#[derive(Debug)]
struct Asked {
    id: String,
    query: String,
    /// Why the line cannot be asked.
    fault: Option<String>,
}

/// A query that came to nothing.
struct Refused {
    reason: String,
    /// The reason with the place in the query, for people.
    rendered: String,
    span: Option<query::Span>,
    hint: Option<String>,
}

/// Answers every query of `file`. One that makes no sense is told and passed over; the status is
/// [`Status::Failed`] then.
pub(super) fn run(command: &SearchCommand, file: &Path, format: Format, global: &Global) -> Result<Status> {
    let queries = read_aside(file)?;
    let (index, _) = command.open(global)?;
    let index = if command.selection.boilerplate { index.of_boilerplate() } else { index };
    let options = command.options(format);
    let printer = command.printer(format, &index, global);
    // So many are answered while those before them are printed: enough for all cores, and a slow
    // reader of the output does not make the answers pile up.
    let ahead = rayon::current_num_threads() * 4;
    let mut out = io::BufWriter::new(io::stdout().lock());
    printer.begin(&mut out)?;
    let mut status = Status::Nothing;
    let mut is_first = true;
    while let Some(batch) = next_batch(&queries, ahead)? {
        let answers: Vec<_> =
            batch.par_iter().map(|asked| answer(command, &index, asked, &options, global)).collect();
        for (asked, answer) in batch.iter().zip(answers) {
            let (query_id, query) = (Some(asked.id.as_str()), asked.query.as_str());
            match answer {
                Ok(results) => {
                    if let (Some(note), false) = (relaxed_note(&results, query), global.quiet) {
                        terminal::note(&format!("query {}: {note}", asked.id));
                    }
                    let offset = options.offset;
                    printer.answer(
                        &Answer { query_id, query, offset, results: &results },
                        is_first,
                        &mut out,
                    )?;
                    is_first = false;
                    if results.total > 0 && status == Status::Nothing {
                        status = Status::Found;
                    }
                }
                Err(Refused { reason, rendered, span, hint }) => {
                    status = Status::Failed;
                    let span = span.map(|span| span.start..span.end);
                    let failure = Failure { query_id, query, reason, span, hint };
                    if printer.failure(&failure, is_first, &mut out)? {
                        is_first = false;
                    } else {
                        out.flush()?;
                    }
                    terminal::complain(&format!("query {}: {rendered}", asked.id));
                }
            }
        }
        out.flush()?;
    }
    printer.end(&mut out)?;
    out.flush()?;
    Ok(status)
}

fn answer(
    command: &SearchCommand,
    index: &Index,
    asked: &Asked,
    options: &Options,
    global: &Global,
) -> std::result::Result<Results, Refused> {
    let refuse_all = |error: anyhow::Error| Refused {
        reason: error.root_cause().to_string(),
        rendered: error.root_cause().to_string(),
        span: None,
        hint: error.downcast_ref::<Hint>().map(Hint::to_string),
    };
    if let Some(fault) = &asked.fault {
        return Err(refuse_all(anyhow::anyhow!("{fault}")));
    }
    let text = saved::expand(&asked.query, global).map_err(refuse_all)?;
    let is_as_typed = text == asked.query;
    let refuse = |error: query::Error| Refused {
        rendered: error.render(&text),
        reason: error.reason,
        span: Some(error.span).filter(|_| is_as_typed),
        hint: error.hint,
    };
    let query = query::parse(&text).map_err(refuse)?;
    let query = command.selection.dates.restrict(query).map_err(refuse_all)?;
    let failed = |error| match error {
        SearchError::Query(error) => refuse(error),
        SearchError::Index(_) => {
            Refused { reason: error.to_string(), rendered: error.to_string(), span: None, hint: None }
        }
    };
    let mut results = search(index, &query, options).map_err(failed)?;
    if results.total == 0 || results.relaxed.is_some() {
        results.suggestions = suggest(index, &query).map_err(failed)?;
    }
    Ok(results)
}

/// The queries that are there by now, at least one and at most `most`: whoever types them one by
/// one is answered one by one. Nothing at the end of the list.
fn next_batch(queries: &Receiver<io::Result<Asked>>, most: usize) -> Result<Option<Vec<Asked>>> {
    let Ok(first) = queries.recv() else { return Ok(None) };
    let mut batch = vec![first.context("the queries cannot be read")?];
    for asked in queries.try_iter().take(most - 1) {
        batch.push(asked.context("the queries cannot be read")?);
    }
    Ok(Some(batch))
}

/// Reads the list on a thread of its own.
fn read_aside(file: &Path) -> Result<Receiver<io::Result<Asked>>> {
    /// Queries that may wait.
    const WAITING: usize = 256;
    let input: Box<dyn io::Read + Send> = if is_stream(file) {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(file).with_context(|| format!("`{}` cannot be read", file.display()))?)
    };
    let (sender, receiver) = mpsc::sync_channel(WAITING);
    let file = file.to_owned();
    std::thread::spawn(move || {
        for (number, line) in BufReader::new(input).split(b'\n').enumerate() {
            let asked = line.map(|line| {
                let fault = str::from_utf8(&line).err().map(|_| no_text(&file, number + 1));
                let asked = read_line(number + 1, &String::from_utf8_lossy(&line))?;
                Some(Asked { fault, ..asked })
            });
            let is_over = asked.is_err();
            if let Some(asked) = asked.transpose()
                && (sender.send(asked).is_err() || is_over)
            {
                return;
            }
        }
    });
    Ok(receiver)
}

/// `query`, or `name<TAB>query`; nothing for a blank line or a comment, `# why`. Without a name it is called by its line.
fn read_line(number: usize, line: &str) -> Option<Asked> {
    let line = line.trim_start_matches('\u{FEFF}').trim_end_matches('\r');
    let (id, query) = match line.split_once('\t') {
        Some((id, query)) if !id.trim().is_empty() => (id.trim().to_owned(), query.trim()),
        _ => (number.to_string(), line.trim()),
    };
    let is_comment = line.trim_start().starts_with("# ");
    (!query.is_empty() && !is_comment).then(|| Asked { id, query: query.to_owned(), fault: None })
}
