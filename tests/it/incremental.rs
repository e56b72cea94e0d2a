//! Indexing again reads only what changed, and never leaves a reader between two states.

use std::time::Duration;

use crate::harness::Archive;

#[test]
fn an_update_takes_in_what_changed() {
    let archive =
        Archive::new(&[("a.txt", "The first apple of all.\n"), ("b.txt", "The second banana of all.\n")]);
    let run = archive.ibid(["index"]);
    assert!(run.stderr.contains("2 added"), "{}", run.stderr);

    let run = archive.ibid(["index"]);
    assert!(run.stderr.contains("2 unchanged"), "{}", run.stderr);

    archive.write("b.txt", b"The second is now a cherry.\n");
    archive.write("c.txt", b"The third is a date.\n");
    archive.remove("a.txt");
    let run = archive.ibid(["status"]);
    assert!(run.stdout.contains("3 files have changed"), "{}", run.stdout);
    let run = archive.ibid(["index"]);
    assert!(run.stderr.contains("1 added, 1 changed, 1 removed"), "{}", run.stderr);
    assert!(archive.paths("apple").is_empty() && archive.paths("banana").is_empty());
    assert_eq!(archive.paths("cherry"), ["b.txt"]);
    assert_eq!(archive.paths("third"), ["c.txt"]);

    archive.write("d.txt", b"The fourth is an elderberry.\n");
    let run = archive.ibid(["search", "--update", "elderberry"]);
    assert!(run.stdout.contains("d.txt"), "{}", run.stdout);
}

#[test]
fn scores_do_not_depend_on_the_history() {
    let text = |number: usize| {
        format!("Common words about land, and number{number} besides. {}\n", "land ".repeat(number % 5))
    };
    let grown = Archive::new(&[]);
    for number in 0..12 {
        grown.write(&format!("{number:02}.txt"), text(number).as_bytes());
        if number % 3 == 0 {
            assert_eq!(grown.ibid(["index"]).code, 0);
        }
    }
    grown.write("gone.txt", b"land land land\n");
    assert_eq!(grown.ibid(["index"]).code, 0);
    grown.remove("gone.txt");
    assert_eq!(grown.ibid(["index"]).code, 0);
    let fresh = Archive::new(&[]);
    for number in 0..12 {
        fresh.write(&format!("{number:02}.txt"), text(number).as_bytes());
    }
    for query in ["land", "common land", "words OR number3", "\"about land\""] {
        assert_eq!(grown.json(query), fresh.json(query), "{query}");
    }
}

#[test]
fn a_killed_update_leaves_the_state_before() {
    let archive = Archive::new(&[("a.txt", "The first apple of all.\n")]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    for number in 0..400 {
        archive.write(
            &format!("more/{number}.txt"),
            format!("{number} pears {}\n", "and more words ".repeat(2000)).as_bytes(),
        );
    }
    for delay_ms in [5, 30, 80] {
        let mut child = archive.command().args(["index", "-q"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay_ms));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(archive.paths("apple"), ["a.txt"]);
    }
    let run = archive.ibid(["index"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // All are versions of one text.
    assert_eq!(archive.json("pears").last().unwrap()["documents"], 400);
}

#[test]
fn a_second_writer_waits_or_says_who_writes() {
    let archive = Archive::new(&[("a.txt", "The first apple of all.\n")]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    let lock = std::fs::File::options().read(true).write(true).open(archive.path("index/lock")).unwrap();
    lock.lock().unwrap();
    let run = archive.ibid(["index", "--wait", "0"]);
    assert_eq!(run.code, 5, "{}", run.stderr);
    assert!(run.stderr.contains("is being written by process"), "{}", run.stderr);
    // Readers are not in the way of writers, nor writers of readers.
    assert_eq!(archive.paths("apple"), ["a.txt"]);
}
