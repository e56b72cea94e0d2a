//! `ibid bench index`: how fast files become an index, by stage.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use ibid::corpus::Corpus;
use ibid::index::{Index, Interrupt, Report, UpdateOptions, update};
use serde::Serialize;

use super::super::Status;
use crate::output::json::{self, Versioned};

#[derive(Debug, clap::Args)]
pub(crate) struct IngestCommand {
    /// Folders and files to index
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How many threads read and clean [default: one a core]
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

/// What was measured. Stages are sums over all threads; `commit` and `whole` are by the clock.
#[derive(Serialize)]
struct IngestReport {
    files: usize,
    source_bytes: u64,
    documents: u64,
    text_bytes: u64,
    stages: Vec<Stage>,
    whole_s: f64,
    peak_memory_bytes: Option<u64>,
    index_bytes: u64,
    components: Vec<Component>,
}

#[derive(Serialize)]
struct Stage {
    stage: &'static str,
    seconds: f64,
    source_megabytes_per_s: f64,
    documents_per_s: f64,
}

#[derive(Serialize)]
struct Component {
    component: String,
    bytes: u64,
    share_of_text: f64,
}

impl IngestCommand {
    pub(super) fn run(&self) -> Result<Status> {
        let folder = std::env::temp_dir().join(format!("ibid-bench-{}", std::process::id()));
        let measured = self.measure(&folder);
        // What is left behind is only room in the folder for such things.
        let _ = std::fs::remove_dir_all(&folder);
        let report = measured?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        if self.json {
            json::print_pretty(&Versioned::new(&report), &mut out)?;
        } else {
            print(&report, &mut out)?;
        }
        out.flush()?;
        Ok(if report.documents > 0 { Status::Found } else { Status::Nothing })
    }

    fn measure(&self, folder: &std::path::Path) -> Result<IngestReport> {
        let roots = self
            .paths
            .iter()
            .map(|path| path.canonicalize().with_context(|| format!("`{}`", path.display())));
        let corpus = Corpus { roots: roots.collect::<Result<_>>()?, ..Corpus::default() };
        let options = UpdateOptions { threads: self.threads, ..UpdateOptions::default() };
        let started = Instant::now();
        let report = update(folder, &corpus, &options, &Interrupt::new(false), &|_| {})?;
        let whole = started.elapsed();
        let index = Index::open(folder)?;
        let Report { manifest, read_bytes, stages, .. } = &report;
        let stage = |stage, took: Duration| {
            let seconds = took.as_secs_f64().max(1e-9);
            Stage {
                stage,
                seconds,
                source_megabytes_per_s: *read_bytes as f64 / 1e6 / seconds,
                documents_per_s: report.documents as f64 / seconds,
            }
        };
        let components = index.components()?;
        Ok(IngestReport {
            files: report.added,
            source_bytes: *read_bytes,
            documents: report.documents,
            text_bytes: manifest.text_bytes,
            stages: vec![
                stage("list", report.walk_time),
                stage("read", stages.read),
                stage("clean", stages.clean),
                stage("analyse", stages.analyse),
                stage("write", stages.write),
                stage("commit", report.commit_time),
                stage("whole", whole),
            ],
            whole_s: whole.as_secs_f64(),
            peak_memory_bytes: peak_memory_bytes(),
            index_bytes: index.size_bytes()?,
            components: components
                .into_iter()
                .map(|(component, bytes)| Component {
                    component: component.to_owned(),
                    bytes,
                    share_of_text: bytes as f64 / manifest.text_bytes.max(1) as f64,
                })
                .collect(),
        })
    }
}

fn print(report: &IngestReport, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "{} files, {:.1} MB; {} documents, {:.1} MB of text",
        report.files,
        report.source_bytes as f64 / 1e6,
        report.documents,
        report.text_bytes as f64 / 1e6
    )?;
    writeln!(out, "{:<8} {:>9} {:>9} {:>12}", "stage", "seconds", "MB/s", "documents/s")?;
    for Stage { stage, seconds, source_megabytes_per_s, documents_per_s } in &report.stages {
        writeln!(out, "{stage:<8} {seconds:>9.3} {source_megabytes_per_s:>9.1} {documents_per_s:>12.0}")?;
    }
    writeln!(out, "read, clean and analyse are summed over the threads that share them; MB of sources")?;
    if let Some(bytes) = report.peak_memory_bytes {
        writeln!(out, "peak memory {:.1} MB", bytes as f64 / 1e6)?;
    }
    writeln!(
        out,
        "index {:.1} MB, {:.2} of the text",
        report.index_bytes as f64 / 1e6,
        report.index_bytes as f64 / report.text_bytes.max(1) as f64
    )?;
    for Component { component, bytes, share_of_text } in &report.components {
        writeln!(out, "  {component:<12} {:>9.2} MB  {share_of_text:.3}", *bytes as f64 / 1e6)?;
    }
    Ok(())
}

/// The most memory that this process has had at once, where the system tells.
fn peak_memory_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
