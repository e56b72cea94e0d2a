//! `ibid quote`: is a quotation in the archive, and how faithful is it?

use std::io::{self, Read, Write};

use anyhow::{Context, Result};
use ibid::index::format_document_id;
use ibid::quote::{Difference, Fidelity, Quotation, QuoteError, verify};
use serde::Serialize;

use super::{Global, Hint, Status};
use crate::output::hit::{PassageLine, passage_line};
use crate::output::rows::{RowFormat, RowOutput, Rows};
use crate::output::text::{about, print_label, print_passage};
use crate::output::{json, place};
use crate::terminal::{self, Label, Style, Wait, sanitize};

#[derive(Debug, clap::Args)]
pub(crate) struct QuoteCommand {
    /// The quotation, of 1,000 words at most; `-` reads it from stdin
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// How many places to show; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value = "3", value_parser = super::limit)]
    limit: usize,
    /// Compare each version of a text by itself, not the most faithful for all
    #[arg(long)]
    all_versions: bool,
    #[command(flatten)]
    output: RowOutput,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Place {
        version: u32,
        #[serde(flatten)]
        place: PlaceLine<'a>,
    },
    Verdict {
        version: u32,
        fidelity: &'static str,
        places: usize,
    },
}

#[derive(Serialize)]
struct PlaceLine<'a> {
    fidelity: Fidelity,
    similarity: f64,
    id: String,
    path: &'a str,
    part: Option<&'a str>,
    title: Option<&'a str>,
    speakers: &'a [String],
    omitted_words: usize,
    differences: &'a [Difference],
    passages: Vec<PassageLine<'a>>,
    citations: Vec<String>,
}

#[derive(Serialize)]
struct Head<'a> {
    text: &'a str,
    fidelity: &'static str,
}

/// The columns of a table.
const COLUMNS: &[&str] =
    &["fidelity", "similarity", "title", "speakers", "path", "part", "omitted_words", "citations"];

impl QuoteCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let text = match self.text.as_slice() {
            [dash] if dash == "-" => {
                let mut text = String::new();
                io::stdin().read_to_string(&mut text).context("stdin cannot be read as text")?;
                text
            }
            words => words.join(" "),
        };
        let index = super::open(global)?;
        let wait = Wait::begin("comparing", None, global);
        let found = verify(&index, &text, self.limit, self.all_versions).map_err(|error| match error {
            QuoteError::Long(_) => {
                anyhow::Error::new(error).context(Hint("quote a passage of it, or part it with an ellipsis"))
            }
            error => anyhow::Error::new(error),
        })?;
        drop(wait);
        let mut out = io::BufWriter::new(io::stdout().lock());
        if !print_rows(&found, &text, self.output.format(), &mut out)? {
            let style = Style::for_stdout(global);
            for (number, quotation) in found.iter().enumerate() {
                if number > 0 {
                    writeln!(out)?;
                }
                print(quotation, &style, &mut out)?;
            }
        }
        out.flush()?;
        if found.is_empty() && !global.quiet {
            terminal::note("no document has this, nor anything close to it");
        }
        Ok(if found.is_empty() { Status::Nothing } else { Status::Found })
    }
}

fn print(quotation: &Quotation, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let mut verdict = match quotation.fidelity {
        Fidelity::Verbatim => "verbatim".to_owned(),
        Fidelity::Folded => "the same words, other punctuation or case".to_owned(),
        Fidelity::Elided => format!("elided: {} left out", words(quotation.omitted_words)),
        Fidelity::Near => {
            let omitted = Some(quotation.omitted_words).filter(|omitted| *omitted > 0);
            let omitted = omitted.map(|omitted| format!("; {} left out", words(omitted)));
            format!("not in these words{}", omitted.unwrap_or_default())
        }
    };
    if quotation.speakers.len() > 1 {
        verdict.push_str("; it runs together what several people say");
    }
    let title = quotation.entry.metadata.title.as_deref().unwrap_or(&quotation.entry.path);
    writeln!(out, "{} · {}", style.paint(Label::Title, &verdict), sanitize(title))?;
    print_label(&about(&quotation.entry), Label::About, style, out)?;
    for passage in &quotation.passages {
        print_passage(&quotation.entry, passage, style, out)?;
    }
    for difference in &quotation.differences {
        let side = |text: &str| format!("“{}”", sanitize(text));
        let flag = match (difference.is_negation, difference.is_number) {
            (true, _) => " (a negation)",
            (_, true) => " (a number)",
            _ => "",
        };
        let (quoted, original) = (side(&difference.quoted), side(&difference.original));
        let told = match (difference.quoted.is_empty(), difference.original.is_empty()) {
            (true, _) => format!("left out {original}"),
            (_, true) => format!("added {quoted}"),
            _ => format!("quoted {quoted} for {original}"),
        };
        writeln!(out, "   {}{}", told, style.paint(Label::Match, flag))?;
    }
    let line = quotation.passages.first().and_then(|passage| passage.line);
    let place = place(&quotation.entry, line);
    writeln!(out, "   {}", style.paint(Label::Place, &terminal::name(&place)))
}

fn words(count: usize) -> String {
    terminal::counted(count, "word", "words")
}

/// Prints for programs; whether there was anything to do.
fn print_rows(found: &[Quotation], text: &str, format: RowFormat, out: &mut impl Write) -> io::Result<bool> {
    let places: Vec<PlaceLine<'_>> = found.iter().map(place_line).collect();
    let fidelity = found.first().map_or("none", |best| best.fidelity.name());
    if format == RowFormat::Jsonl {
        for place in places {
            json::print_line(&Line::Place { version: json::VERSION, place }, out)?;
        }
        let verdict = Line::Verdict { version: json::VERSION, fidelity, places: found.len() };
        json::print_line(&verdict, out)?;
        return Ok(true);
    }
    let head = Head { text, fidelity };
    Rows { head: &head, name: "places", rows: &places, columns: COLUMNS }.print(format, out)
}

fn place_line(quotation: &Quotation) -> PlaceLine<'_> {
    let entry = &quotation.entry;
    let passages = quotation.passages.iter().map(|passage| passage_line(quotation.id, passage));
    let passages: Vec<PassageLine<'_>> = passages.collect();
    PlaceLine {
        fidelity: quotation.fidelity,
        similarity: quotation.similarity,
        id: format_document_id(quotation.id),
        path: &entry.path,
        part: (!entry.part.is_empty()).then_some(entry.part.as_str()),
        title: entry.metadata.title.as_deref(),
        speakers: &quotation.speakers,
        omitted_words: quotation.omitted_words,
        differences: &quotation.differences,
        citations: passages.iter().map(|passage| passage.citation.clone()).collect(),
        passages,
    }
}
