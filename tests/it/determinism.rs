//! The same files give the same bytes, however they were indexed.

use crate::harness::Archive;

#[test]
fn answers_do_not_depend_on_threads() {
    let queries =
        ["land", "flywheel OR tax", "\"of the\"", "maintenance machine", "speaker:pellworth engine", "the"];
    let mut answers: Vec<Vec<String>> = Vec::new();
    for threads in ["1", "2", "8"] {
        let archive = Archive::sample();
        assert_eq!(archive.ibid(["index", "-q", "-j", threads]).code, 0);
        let answer =
            |query: &&str| archive.ibid(["search", "-n", "30", "-m", "3", "--format", "jsonl", query]).stdout;
        answers.push(queries.iter().map(answer).collect());
    }
    assert!(answers[0].iter().all(|answer| answer.lines().count() > 1), "{answers:?}");
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

/// The bytes of every file of the index, in order, but for those that say when it was written.
fn bytes_of(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(bytes_of(&path));
        } else if !["meta.json", ".managed.json", "lock", "current"].contains(&name.as_str())
            && !name.starts_with("sources-")
        {
            found.push(std::fs::read(path).unwrap());
        }
    }
    found.sort_unstable();
    found
}

#[test]
fn an_index_has_the_same_bytes_at_any_number_of_threads() {
    let built = ["1", "2", "8"].map(|threads| {
        let archive = Archive::sample();
        let documents: String = (0..2000)
            .map(|number| {
                let words = "the gutter leaks ".repeat(number % 90);
                format!("{{\"path\": \"many/{number}.md\", \"text\": \"Letter {number}. {words}\"}}\n")
            })
            .collect();
        archive.write("many.jsonl", documents.as_bytes());
        assert_eq!(archive.ibid(["index", "-q", "-j", threads]).code, 0);
        bytes_of(&archive.path("index"))
    });
    assert!(built[0].len() > 6);
    assert!(built[0] == built[1] && built[0] == built[2]);
}
