//! Measures the repair of lost breaks against texts whose breaks are known.
//!
//! `cargo run --release --example suite_lost_breaks` measures: first what the committed trees do
//! on every pair, which they were made from; then, as an honest figure, each source with trees
//! made from the other sources only (`--committed` stops before that, `--pairs` lists every pair).
//! `train --out=FILE` makes the trees, `show FILE..` prints
//! the pieces of files. `--errors` lists every place that is wrong, `--wrong` those of the committed
//! trees; `--unseen` leaves out the second of the honest figures.

#![allow(clippy::print_stdout, clippy::unusual_byte_groupings, dead_code)]

mod boost;
mod pairs;
mod train;
mod truth;

use std::path::PathBuf;

fn main() {
    let shared = std::env::var_os("IBID_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    if !shared.join("real/lost-breaks").is_dir() {
        println!("absent: {} (name it with IBID_SHARED)", shared.join("real/lost-breaks").display());
        return;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("train") => train::run(&shared, &arguments[1..]),
        Some("show") => show(&arguments[1..]),
        _ => {
            committed(&shared);
            if arguments.iter().any(|argument| argument == "--committed") {
                return;
            }
            train::measure(&shared, &arguments);
        }
    }
}

/// Measures the committed trees on all pairs, through the whole repair.
fn committed(shared: &std::path::Path) {
    use ibid::clean::lost_breaks::{Vocabulary, repair};
    let mut counts = [0; 3];
    for pair in pairs::read(shared) {
        let mut vocabulary = Vocabulary::of(&pair.text);
        vocabulary.add(&pair.title);
        let lost: std::collections::HashSet<usize> = pair.lost.iter().map(|lost| lost.0).collect();
        let pieces = repair(&pair.text, Some(&vocabulary));
        // Between two pieces lies a break, the marker of an item, or white space that was there.
        let mut found = Vec::new();
        let mut end = 0;
        for piece in &pieces {
            let between = &pair.text[end..piece.range.start];
            let had_space = between.starts_with(char::is_whitespace);
            if end > 0 && !had_space {
                found.push(end);
            }
            end = piece.range.end;
        }
        let right = found.iter().filter(|at| lost.contains(at)).count();
        if std::env::args().any(|argument| argument == "--wrong") {
            for at in found.iter().filter(|at| !lost.contains(at)) {
                let t = &pair.text;
                println!(
                    "false {}: {}|{}",
                    pair.name,
                    &t[t.floor_char_boundary(at.saturating_sub(30))..*at],
                    &t[*at..t.ceil_char_boundary((at + 30).min(t.len()))]
                );
            }
            for at in lost.iter().filter(|at| !found.contains(at)) {
                let t = &pair.text;
                println!(
                    "missed {}: {}|{}",
                    pair.name,
                    &t[t.floor_char_boundary(at.saturating_sub(30))..*at],
                    &t[*at..t.ceil_char_boundary((at + 30).min(t.len()))]
                );
            }
        }
        if std::env::args().any(|argument| argument == "--pairs") {
            let figures = train::figures([right, found.len() - right, lost.len() - right]);
            println!("{} {}: {figures}", pair.name, pair.source);
        }
        counts[0] += right;
        counts[1] += found.len() - right;
        counts[2] += lost.len() - right;
    }
    println!("the committed trees on all pairs: {}", train::figures(counts));
}

/// Prints the pieces of files.
fn show(paths: &[String]) {
    use ibid::clean::lost_breaks::{PieceKind, repair};
    for path in paths {
        let text = std::fs::read_to_string(path).expect("readable");
        for piece in repair(&text, None) {
            let mark = match piece.kind {
                PieceKind::Paragraph => "P",
                PieceKind::Heading => "#",
                PieceKind::ListItem => "*",
                PieceKind::Continuation => "…",
            };
            println!("{mark} {}", &text[piece.range]);
        }
    }
}
