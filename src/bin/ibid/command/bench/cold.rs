//! Whole processes: from their start to the first byte of the answer.

use std::ffi::OsString;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use hdrhistogram::Histogram;
use ibid::index::Index;

use super::measure::histogram;
use super::report::{Cold, Latency};
use super::{Classed, Global};
use crate::archive::Archive;

/// How many queries are asked, each by a process of its own.
const RUNS: usize = 40;

pub(super) fn measure(global: &Global, index: &Index, queries: &[Classed]) -> Result<Cold> {
    let own = std::env::current_exe().context("this program cannot be found")?;
    let folder = Archive::find(global)?.index;
    let asked: Vec<&Classed> =
        queries.iter().cycle().step_by(queries.len().div_ceil(RUNS)).take(RUNS).collect();
    let search = |classed: &Classed| -> Vec<OsString> {
        let mut arguments: Vec<OsString> =
            ["search", "--format", "jsonl", "--index"].map(OsString::from).to_vec();
        arguments.extend([folder.clone().into_os_string(), "--".into(), (&classed.query).into()]);
        arguments
    };
    let (mut first, mut whole, mut floor) = (histogram()?, histogram()?, histogram()?);
    for classed in &asked {
        let (first_byte, end) = run(&own, &search(classed))?;
        record(&mut first, first_byte)?;
        record(&mut whole, end)?;
        record(&mut floor, run(&own, &["--version".into()])?.1)?;
    }
    let mut dropped = histogram()?;
    let mut is_permitted = true;
    for classed in &asked {
        is_permitted = is_permitted && drop_from_cache(index.directory());
        if is_permitted {
            record(&mut dropped, run(&own, &search(classed))?.0)?;
        }
    }
    Ok(Cold {
        runs: asked.len(),
        first_result_warm_cache: (&first).into(),
        whole_warm_cache: (&whole).into(),
        floor: (&floor).into(),
        first_result_dropped_cache: is_permitted.then(|| Latency::from(&dropped)),
    })
}

fn record(histogram: &mut Histogram<u64>, took: Duration) -> Result<()> {
    Ok(histogram.record(u64::try_from(took.as_nanos())?.max(1))?)
}

/// How long it took until the first byte of output and until the end.
fn run(program: &Path, arguments: &[OsString]) -> Result<(Duration, Duration)> {
    let started = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("this program cannot be started again")?;
    let mut output = child.stdout.take().context("a process without output")?;
    let mut byte = [0];
    let _ = output.read(&mut byte)?;
    let first = started.elapsed();
    std::io::copy(&mut output, &mut std::io::sink())?;
    child.wait()?;
    Ok((first, started.elapsed()))
}

/// Asks the system to forget the files in `folder`; whether it may be asked.
#[cfg(target_os = "linux")]
fn drop_from_cache(folder: &Path) -> bool {
    use rustix::fs::{Advice, fadvise};

    let Ok(files) = std::fs::read_dir(folder) else { return false };
    files.flatten().all(|file| {
        let Ok(file) = std::fs::File::open(file.path()) else { return false };
        fadvise(&file, 0, None, Advice::DontNeed).is_ok()
    })
}

#[cfg(not(target_os = "linux"))]
fn drop_from_cache(_: &Path) -> bool {
    false
}
