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
