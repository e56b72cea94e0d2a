//! Reads the public caption suites and writes what their scorers compare:
//! `cargo run --release --example suite_captions [OUT]`, OUT being a folder for what is read, by
//! default one among the temporary files. It prints the commands that score it. The suites are
//! looked for in `$IBID_SHARED/suites`, else in `../shared/suites`.

#![allow(clippy::print_stdout, reason = "an example is a program")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result};
use ibid::format::{decode, subrip, webvtt};
use ibid::receipt::Receipt;
use serde_json::{Map, Value, json};

fn main() -> Result<()> {
    let shared = env::var_os("IBID_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from);
    let suites = shared.join("suites");
    if !suites.is_dir() {
        anyhow::bail!("the suites are absent: no folder `{}`\nhint: set IBID_SHARED", suites.display());
    }
    let out =
        env::args_os().nth(1).map_or_else(|| env::temp_dir().join("ibid-suite-captions"), PathBuf::from);
    let webvtt = suites.join("webvtt");
    write_webvtt(&webvtt.join("wpt-file/vtt"), "", &out.join("wpt-file"))?;
    write_webvtt(&webvtt.join("wpt-file/invalid"), "invalid-", &out.join("wpt-file"))?;
    write_webvtt(&webvtt.join("vttjs/vtt"), "", &out.join("vttjs"))?;
    write_cue_texts(&webvtt.join("wpt-cuetext/cases.json"), &out.join("cuetext.json"))?;
    write_subrip(&suites.join("srt/files"), &out.join("srt"))?;
    println!("# what ibid reads is in {}; to score it:", out.display());
    let (webvtt, out) = (webvtt.display(), out.display());
    println!("node {webvtt}/check.cjs {out}/wpt-file");
    println!("python3 {webvtt}/check_cuetext.py {out}/cuetext.json");
    println!("python3 {webvtt}/check_vttjs.py {out}/vttjs");
    println!("python3 {}/srt/check_srt.py {out}/srt", suites.display());
    Ok(())
}

/// Writes the cues of every WebVTT file below `folder`; the parts of its path are joined by `__`.
fn write_webvtt(folder: &Path, prefix: &str, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(&current)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "vtt") {
                let name = path.strip_prefix(folder)?.with_extension("json");
                let name = name.to_string_lossy().replace('/', "__");
                fs::write(out.join(format!("{prefix}{name}")), cues_of(&fs::read(&path)?).to_string())?;
            }
        }
    }
    Ok(())
}

/// The cues of a WebVTT file, which is always UTF-8.
fn cues_of(bytes: &[u8]) -> Value {
    let text = String::from_utf8_lossy(bytes);
    let text = webvtt::normalise(&text);
    let file = webvtt::read(&text).unwrap_or_default();
    let seconds = |milliseconds: u64| milliseconds as f64 / 1000.0;
    let cue = |cue: &webvtt::Cue<'_>| json!({"id": cue.id, "startTime": seconds(cue.start_ms), "endTime": seconds(cue.end_ms), "text": cue.text});
    file.cues.iter().map(cue).collect()
}

fn write_cue_texts(cases: &Path, out: &Path) -> Result<()> {
    let cases: Vec<Value> = serde_json::from_slice(&fs::read(cases)?)?;
    let mut texts = Map::new();
    for case in &cases {
        let (Some(id), Some(input)) = (case["id"].as_str(), case["input"].as_str()) else { continue };
        let text = format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{input}");
        let text = webvtt::normalise(&text);
        let file = webvtt::read(&text).unwrap_or_default();
        let plain = file.cues.first().map(|cue| webvtt::plain_text(cue.text)).unwrap_or_default();
        texts.insert(id.to_owned(), plain.into());
    }
    Ok(fs::write(out, Value::from(texts).to_string())?)
}

fn write_subrip(folder: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let bytes = fs::read(&path)?;
        let text = decode(&bytes, &mut Receipt::default()).unwrap_or_default();
        let text = webvtt::normalise(&text);
        let cues: Value = subrip::read(&text)
            .map(|cue| json!([cue.start_ms, cue.end_ms.unwrap_or(cue.start_ms), cue.text]))
            .collect();
        let name = path.file_name().context("a file has a name")?.to_string_lossy().into_owned();
        fs::write(out.join(format!("{name}.json")), cues.to_string())?;
    }
    Ok(())
}
