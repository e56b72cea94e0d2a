//! Files of our own writing beside what they must become: `tests/fixtures/FORMAT/CASE.EXT` and
//! `CASE.EXT.expected`. `IBID_BLESS=1` writes what they become now; read the difference.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ibid::document::Document;
use ibid::format::{Receipt, read};

#[test]
fn files_become_what_lies_beside_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files.sort();
    assert!(!files.is_empty());
    let bless = std::env::var_os("IBID_BLESS").is_some();
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_none_or(|ending| ending != "expected")) {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let shown = show(&name, &std::fs::read(file).unwrap());
        let beside = PathBuf::from(format!("{}.expected", file.display()));
        if bless {
            std::fs::write(&beside, &shown).unwrap();
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        if shown != expected {
            wrong.push(format!("== {name} became\n{shown}\n== instead of\n{expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

fn show(name: &str, bytes: &[u8]) -> String {
    let mut receipt = Receipt::with_examples();
    let mut out = String::new();
    match read(name, bytes, &mut receipt) {
        Ok(documents) => documents.iter().for_each(|document| show_document(document, &mut out)),
        Err(error) => writeln!(out, "unreadable: {error}").unwrap(),
    }
    for warning in &receipt.warnings {
        writeln!(out, "warning: {warning}").unwrap();
    }
    for entry in receipt.entries.iter().filter(|entry| entry.rule != "from the words") {
        writeln!(out, "{:?} {}: {}", entry.action, entry.rule, entry.times).unwrap();
    }
    out
}

fn show_document(document: &Document, out: &mut String) {
    let metadata = &document.metadata;
    writeln!(out, "{} {} {}", document.format, document.kind.name(), document.part).unwrap();
    let date = metadata.date.map(|date| date.to_string());
    let fields = [
        ("title", &metadata.title),
        ("date", &date),
        ("language", &metadata.language),
        ("url", &metadata.url),
        ("media", &metadata.media_url),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(out, "  {name}: {value}").unwrap();
        }
    }
    for (name, values) in
        [("authors", &metadata.authors), ("tags", &metadata.tags), ("speakers", &document.speakers)]
    {
        if !values.is_empty() {
            writeln!(out, "  {name}: {}", values.join("; ")).unwrap();
        }
    }
    for block in &document.blocks {
        let line = block.line.map(|line| line.to_string()).unwrap_or_default();
        let speaker = block.speaker.map(|speaker| format!(" <{}>", document.speakers[speaker as usize]));
        let text = document.block_text(block).replace('\n', "⏎");
        writeln!(out, "{line:>4} {:?}{} {text}", block.kind, speaker.unwrap_or_default()).unwrap();
    }
}
