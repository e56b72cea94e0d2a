//! The invariants of ARCHITECTURE.md, held.

use std::path::Path;

use crate::harness::{root, rust_files};

/// The code of a file without its tests and its comments.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let tests = text.find("#[cfg(test)]").filter(|_| !path.ends_with("query.rs")).unwrap_or(text.len());
    let lines = text[..tests].lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Files below `src` whose module is one of `modules` (every library file where none are named).
fn library_files(modules: &[&str]) -> Vec<std::path::PathBuf> {
    let source = root().join("src");
    let is_wanted = |path: &std::path::PathBuf| {
        let inside = path.strip_prefix(&source).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.strip_suffix(".rs").unwrap_or(first);
        let is_test = path.file_name().is_some_and(|name| name == "tests.rs");
        module != "bin" && !is_test && (modules.is_empty() || modules.contains(&module))
    };
    rust_files(&source).into_iter().filter(is_wanted).collect()
}

fn assert_absent(files: &[std::path::PathBuf], words: &[&str]) {
    let mut found = Vec::new();
    for path in files {
        let code = code(path);
        found.extend(
            words
                .iter()
                .filter(|word| code.contains(**word))
                .map(|word| format!("{} names `{word}`", path.display())),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_library_never_prints_exits_or_reads_the_environment() {
    let words = [
        "println!",
        "print!(",
        "eprint",
        "std::process",
        "process::exit",
        "env::var",
        "stdout()",
        "stderr()",
        "clap::",
        "anyhow",
        "indicatif",
    ];
    let files: Vec<_> =
        library_files(&[]).into_iter().filter(|path| !path.ends_with("index/lock.rs")).collect();
    assert_absent(&files, &words);
}

#[test]
fn only_index_and_search_name_tantivy() {
    assert_absent(
        &library_files(&["query", "document", "format", "clean", "across", "corpus", "analyzer"]),
        &["tantivy"],
    );
    let binary: Vec<_> = rust_files(&root().join("src/bin"));
    assert_absent(&binary, &["tantivy"]);
}

#[test]
fn parsers_are_pure() {
    let files = library_files(&["query", "document", "format", "clean", "across", "receipt", "analyzer"]);
    let words = [
        "std::fs",
        "File::open",
        "Instant::now",
        "SystemTime",
        "::now()",
        "thread::spawn",
        "rayon",
        "std::net",
    ];
    assert_absent(&files, &words);
}

#[test]
fn only_corpus_and_index_touch_files() {
    assert_absent(&library_files(&["search"]), &["std::fs", "File::"]);
}

#[test]
fn every_module_says_what_it_owns() {
    let mut silent = Vec::new();
    for path in rust_files(&root().join("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        if !text.starts_with("//!") {
            silent.push(path);
        }
    }
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn the_top_level_is_as_asked() {
    for name in [
        "Cargo.toml",
        "src",
        "corpus",
        "index",
        "tests",
        "benches",
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ] {
        assert!(root().join(name).exists(), "{name}");
    }
}

#[test]
fn every_format_has_a_fuzz_target() {
    let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    for format in ibid::format::FORMATS {
        assert!(manifest.contains(&format!("name = \"{}\"", format.name)), "{}: see fuzz/", format.name);
        let target = root().join(format!("fuzz/fuzz_targets/{}.rs", format.name.replace('-', "_")));
        assert!(std::fs::read_to_string(target).unwrap().contains(&format!("\"{}\"", format.name)));
    }
}
