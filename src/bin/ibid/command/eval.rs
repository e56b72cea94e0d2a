//! `ibid eval`: how good the ranking is on questions with judged answers.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ibid::evaluate::{self, Judgments, Measures, Named, Topic};
use ibid::search::{Matching, Options};
use rayon::prelude::*;

use super::{Global, Hint, Status};
use crate::terminal::{self, Wait};

#[derive(Debug, clap::Args)]
pub(crate) struct EvalCommand {
    /// Questions in plain language: TREC topics, BEIR's queries.jsonl, or ids and questions
    /// between tabs; `-` is standard input, and so it is for QRELS
    #[arg(value_name = "TOPICS")]
    topics: PathBuf,
    /// Judged answers: TREC qrels, or BEIR's table
    #[arg(value_name = "QRELS")]
    judgments: PathBuf,
    /// Print each topic, too
    #[arg(long)]
    per_topic: bool,
    /// Write the rankings to a file, in the layout of trec_eval; `-` prints them instead of the
    /// measures
    #[arg(long, value_name = "FILE")]
    run: Option<PathBuf>,
    /// How many documents to rank for each topic
    #[arg(long, value_name = "N", default_value = "1000", value_parser = super::at_least_one)]
    depth: usize,
    /// Add words that go with the question in the best passages
    #[arg(long)]
    expand: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: EvalFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum EvalFormat {
    /// A table
    Text,
    /// One JSON object a line: with --per-topic a `topic` for each, then a `summary`
    Jsonl,
}

/// A topic with what became of it.
struct Answered<'a> {
    topic: &'a Topic,
    ranking: Vec<Named>,
    /// Nothing where no document is judged relevant.
    measures: Option<Measures>,
}

impl EvalCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let is_run_printed = self.run.as_deref().is_some_and(super::is_stream);
        if is_run_printed && (self.per_topic || self.format == EvalFormat::Jsonl) {
            let error = anyhow::anyhow!("`--run -` prints the rankings, and nothing else beside them");
            return Err(error.context(Hint("`--run FILE` writes them to a file")));
        }
        if super::is_stream(&self.topics) && super::is_stream(&self.judgments) {
            bail!("standard input holds either the topics or the judgments");
        }
        let topics = self.read(&self.topics, evaluate::read_topics)?;
        let judged = self.read(&self.judgments, evaluate::read_judgments)?;
        self.check(&topics, &judged)?;
        let index = super::open(global)?;
        let options = Options {
            all_versions: true,
            limit: self.depth,
            passages: 0,
            matching: Matching::Any,
            ..Options::new(terminal::today())
        };
        let wait = Wait::begin("asking", Some(topics.len() as u64), global);
        let answered: Vec<Answered<'_>> = topics
            .par_iter()
            .map(|topic| {
                let ranking = evaluate::answer(&index, topic, &judged, &options, self.expand)?;
                wait.step();
                let names = ranking.iter().map(|document| document.name.as_str());
                let measures = Measures::of(&judged, &topic.id, names);
                Ok(Answered { topic, ranking, measures })
            })
            .collect::<Result<_>>()?;
        drop(wait);
        if !global.quiet {
            self.warn(&answered, &judged);
        }
        let mut out = BufWriter::new(io::stdout().lock());
        let write_run = |out: &mut dyn Write| -> io::Result<()> {
            let mut out = BufWriter::new(out);
            for answered in &answered {
                evaluate::write_run(&mut out, &answered.topic.id, &answered.ranking)?;
            }
            out.flush()
        };
        match &self.run {
            Some(_) if is_run_printed => {
                write_run(&mut out)?;
                return Ok(Status::Found);
            }
            Some(file) => File::create(file)
                .and_then(|mut file| write_run(&mut file))
                .with_context(|| format!("`{}` cannot be written", file.display()))?,
            None => {}
        }
        match self.format {
            EvalFormat::Text => self.print_table(&answered, &mut out)?,
            EvalFormat::Jsonl => self.print_jsonl(&answered, &mut out)?,
        }
        out.flush()?;
        Ok(Status::Found)
    }

    /// Refuses topics of which none can be measured, before they are asked.
    fn check(&self, topics: &[Topic], judged: &Judgments) -> Result<()> {
        if topics.iter().any(|topic| Measures::of(judged, &topic.id, std::iter::empty()).is_some()) {
            return Ok(());
        }
        let (topics, judgments) = (self.topics.display(), self.judgments.display());
        let error = anyhow::anyhow!("no topic of `{topics}` has a relevant document in `{judgments}`");
        Err(error.context(Hint("the topics' ids must be the same in both")))
    }

    fn read<T>(&self, path: &Path, read: impl Fn(&str) -> Result<T, evaluate::ReadError>) -> Result<T> {
        let text = super::read_text(path)?;
        read(&text).map_err(|error| anyhow::anyhow!("{}:{}: {}", path.display(), error.line, error.reason))
    }

    fn warn(&self, answered: &[Answered<'_>], judged: &Judgments) {
        let asked: std::collections::HashSet<&str> =
            answered.iter().map(|answered| answered.topic.id.as_str()).collect();
        let without = answered.iter().filter(|answered| answered.measures.is_none()).count();
        if without > 0 {
            let topics = terminal::counted(
                without,
                "topic has no relevant document and is",
                "topics have no relevant document and are",
            );
            terminal::note(&format!("{topics} left out"));
        }
        let unasked = judged.topics().filter(|topic| !asked.contains(topic)).count();
        if unasked > 0 {
            let topics = terminal::counted(
                unasked,
                "topic with judgments is not asked and is",
                "topics with judgments are not asked and are",
            );
            terminal::note(&format!("{topics} left out"));
        }
        let names = answered.iter().flat_map(|answered| &answered.ranking);
        if !answered.is_empty() && !names.into_iter().any(|document| judged.has_document(&document.name)) {
            terminal::note("no document that was found has a judgment: are these its names?");
        }
    }

    fn print_table(&self, answered: &[Answered<'_>], out: &mut impl Write) -> io::Result<()> {
        let measured: Vec<Measures> = answered.iter().filter_map(|answered| answered.measures).collect();
        let mean = format!("mean of {}", measured.len());
        let ids = answered.iter().map(|answered| answered.topic.id.chars().count());
        let width = ids.filter(|_| self.per_topic).max().unwrap_or(0).max(mean.len());
        writeln!(out, "{:width$}  nDCG@10     MAP  MRR@10  Recall@100", "topic")?;
        let mut row = |name: &str, measures: &Measures| {
            let Measures { ndcg, average_precision, reciprocal_rank, recall } = measures;
            writeln!(
                out,
                "{name:width$}  {ndcg:7.4}  {average_precision:6.4}  {reciprocal_rank:6.4}  {recall:10.4}"
            )
        };
        if self.per_topic {
            for answered in answered {
                if let Some(measures) = &answered.measures {
                    row(&crate::terminal::sanitize(&answered.topic.id), measures)?;
                }
            }
        }
        row(&mean, &Measures::mean(&measured))
    }

    fn print_jsonl(&self, answered: &[Answered<'_>], out: &mut impl Write) -> io::Result<()> {
        let fields = |kind: &str, measures: &Measures| {
            serde_json::json!({
                "type": kind,
                "version": crate::output::json::VERSION,
                "ndcg_10": measures.ndcg,
                "map": measures.average_precision,
                "mrr_10": measures.reciprocal_rank,
                "recall_100": measures.recall,
            })
        };
        if self.per_topic {
            for answered in answered {
                if let Some(measures) = &answered.measures {
                    let mut line = fields("topic", measures);
                    line["topic"] = answered.topic.id.as_str().into();
                    line["question"] = answered.topic.text.as_str().into();
                    line["found"] = answered.ranking.len().into();
                    crate::output::json::print_line(&line, out)?;
                }
            }
        }
        let measured: Vec<Measures> = answered.iter().filter_map(|answered| answered.measures).collect();
        let mut line = fields("summary", &Measures::mean(&measured));
        line["topics"] = measured.len().into();
        crate::output::json::print_line(&line, out)
    }
}
