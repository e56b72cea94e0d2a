//! Measures the repair of lost breaks against texts whose breaks are known.
//!
//! `cargo run --release --example suite_lost_breaks [measure | train]`

#![allow(clippy::print_stdout, clippy::unusual_byte_groupings, dead_code)]

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
        _ => println!("?"),
    }
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
