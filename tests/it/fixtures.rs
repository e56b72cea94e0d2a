//! Fixture pairs: each file below `tests/fixtures`, and beside it what it must become.
//!
//! `<case>.<ending>.expected` shows the documents: title, date and people, then a line a block with
//! its speaker and its times. `INSTA_UPDATE=always` rewrites them, as it does the snapshots.

use std::fmt::Write as _;

use ibid::document::{BlockKind, Document};
use ibid::format::{Receipt, read};

use crate::harness::root;

#[test]
fn files_become_what_stands_beside_them() {
    let fixtures = root().join("tests/fixtures");
    let rewrites = std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always");
    let mut wrong = String::new();
    let mut count = 0;
    for folder in sorted(&fixtures).into_iter().filter(|path| path.is_dir()) {
        let format = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for file in
            sorted(&folder).iter().filter(|path| path.extension().is_some_and(|end| end != "expected"))
        {
            let name = file.file_name().unwrap().to_str().unwrap();
            let beside = folder.join(format!("{name}.expected"));
            let mut receipt = Receipt::default();
            let documents = read(&format!("{format}/{name}"), &std::fs::read(file).unwrap(), &mut receipt);
            let mut shown = String::new();
            match documents {
                Ok(documents) => documents.iter().for_each(|document| show(document, &mut shown)),
                Err(error) => shown = format!("{error}\n"),
            }
            for warning in &receipt.warnings {
                writeln!(shown, "warning: {warning}").unwrap();
            }
            let expected = std::fs::read_to_string(&beside).unwrap_or_default();
            if rewrites {
                std::fs::write(&beside, &shown).unwrap();
            } else if shown != expected {
                writeln!(wrong, "{format}/{name} became\n{shown}\nand not\n{expected}").unwrap();
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 0);
}

fn sorted(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn show(document: &Document, shown: &mut String) {
    assert_eq!(document.check(), Ok(()));
    let metadata = &document.metadata;
    writeln!(
        shown,
        "{} {}: {}",
        document.format,
        document.kind.name(),
        metadata.title.as_deref().unwrap_or("?")
    )
    .unwrap();
    if let Some(date) = metadata.date {
        writeln!(shown, "date: {date}").unwrap();
    }
    if !metadata.authors.is_empty() {
        writeln!(shown, "authors: {}", metadata.authors.join("; ")).unwrap();
    }
    if !document.speakers.is_empty() {
        writeln!(shown, "speakers: {}", document.speakers.join("; ")).unwrap();
    }
    let mut times = document.times.iter().peekable();
    for block in &document.blocks {
        let mut line = match (block.kind, block.speaker) {
            (BlockKind::Turn, Some(speaker)) => format!("{}: ", document.speakers[speaker as usize]),
            (BlockKind::Turn, None) => "?: ".to_owned(),
            (kind, _) => format!("({kind:?}) "),
        };
        let mut at = block.start;
        while let Some(mark) = times.next_if(|mark| mark.at < block.end) {
            line += &document.text[at as usize..mark.at as usize];
            write!(line, "[{}", f64::from(mark.start_ms) / 1000.0).unwrap();
            if let Some(end_ms) = mark.end_ms {
                write!(line, "-{}", f64::from(end_ms) / 1000.0).unwrap();
            }
            line += "]";
            at = mark.at;
        }
        line += &document.text[at as usize..block.end as usize];
        writeln!(shown, "{}", line.replace('\n', "\u{23CE}")).unwrap();
    }
}
