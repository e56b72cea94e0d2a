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

#[test]
fn an_index_does_not_become_one_of_other_folders_by_mistake() {
    let archive = Archive::new(&[("a.md", "Land and tax.\n")]);
    std::fs::create_dir(archive.path("other")).unwrap();
    std::fs::write(archive.path("other/b.md"), "Quite other words.\n").unwrap();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let refused = archive.ibid(["index", "--corpus", "other", "--index", "index"]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(
        refused.stderr.contains("is of `") && refused.stderr.contains("`--rebuild`"),
        "{}",
        refused.stderr
    );
    assert_eq!(archive.ibid(["search", "-c", "land"]).stdout, "1\n");
    // More folders are none the less the same archive, and what was meant can be said.
    assert_eq!(archive.ibid(["index", "corpus", "other"]).code, 0);
    assert_eq!(archive.ibid(["index", "--rebuild", "--corpus", "other", "--index", "index"]).code, 0);
    assert_eq!(archive.ibid(["search", "-c", "quite"]).stdout, "1\n");
}

#[test]
fn settings_leave_an_archive_in_a_folder_where_it_is() {
    let archive = Archive::new(&[]);
    let folder = archive.path("alone/letters");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.md"), "Land and tax.\n").unwrap();
    std::fs::remove_dir(archive.path("index")).unwrap();
    let ibid = |arguments: &[&str]| {
        let mut command = archive.command();
        command.args(arguments).current_dir(&folder);
        crate::harness::run(&mut command)
    };
    assert_eq!(ibid(&["index", "--corpus", "."]).code, 0);
    std::fs::write(folder.join("ibid.toml"), "limit = 3\n").unwrap();
    let found = ibid(&["search", "-c", "land"]);
    assert_eq!((found.code, found.stdout.as_str()), (0, "1\n"), "{}", found.stderr);
    assert!(!folder.join("index").exists());
}

#[cfg(unix)]
#[test]
fn whoever_may_only_read_can_search() {
    use std::os::unix::fs::PermissionsExt;

    let archive = Archive::new(&[("a.md", "Land and tax.\n")]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    let mut folders = vec![archive.path("index")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o444, 0o444, "{}", path.display());
        }
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    }
    let found = archive.ibid(["search", "-c", "land"]);
    let writable = std::fs::Permissions::from_mode(0o755);
    for folder in ["index", "index/1"] {
        std::fs::set_permissions(archive.path(folder), writable.clone()).unwrap();
    }
    assert_eq!(found.stdout, "1\n", "{}", found.stderr);
}
