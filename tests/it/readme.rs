//! What README.md tells a newcomer to type, typed.

use crate::harness::{Archive, root};

#[test]
fn the_tour_prints_what_the_readme_shows() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let archive = Archive::sample();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let mut shown = 0;
    // Blocks of ```console hold a command behind `$ ` and what it prints on stdout.
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        let (command, expected) = block.split_once('\n').unwrap();
        let command = command.strip_prefix("$ ibid ").expect("a console block begins with `$ ibid `");
        let run = archive.ibid(split(command));
        assert_eq!(run.stdout.trim_end(), expected.trim_end(), "$ ibid {command}\n{}", run.stderr);
        shown += 1;
    }
    assert!(shown >= 3, "the tour has {shown} commands");
}

/// Splits a command as a shell does, as far as the README needs.
fn split(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
