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
fn an_index_answers_for_no_other_folders() {
    let archive = Archive::new(&[("a.md", "Land and tax.\n")]);
    std::fs::create_dir(archive.path("other")).unwrap();
    std::fs::write(archive.path("other/b.md"), "Quite other words.\n").unwrap();
    assert_eq!(archive.ibid(["index"]).code, 0);
    for command in
        [&["search", "-c", "land"][..], &["open", "--print", "a.md"], &["status"], &["kwic", "land"]]
    {
        let arguments = [command, &["--corpus", "other", "--index", "index"]].concat();
        let run = archive.ibid(&arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{command:?}: {}", run.stderr);
        assert!(run.stderr.contains("and not of `other`\nhint: `--index DIR`"), "{}", run.stderr);
        let run = crate::harness::run(archive.command().env("IBID_CORPUS", "other").args(command));
        assert!(run.code == 2 && run.stderr.contains("`other`, which IBID_CORPUS names"), "{}", run.stderr);
    }
    // Its own folder may be named, and a variable without a value names none.
    assert_eq!(archive.ibid(["search", "-c", "--corpus", "corpus", "land"]).stdout, "1\n");
    let mut command = archive.command();
    command.env("IBID_CORPUS", "").env("IBID_INDEX", "").args(["search", "-c", "land"]);
    assert_eq!(crate::harness::run(&mut command).stdout, "1\n");
    let mut command = archive.command();
    command.env("IBID_CORPUS", "other").args(["config", "--index", "elsewhere"]);
    let told = crate::harness::run(&mut command).stdout;
    assert!(
        told.contains("corpus = \"other\" # IBID_CORPUS\nindex = \"elsewhere\" # command line\n"),
        "{told}"
    );
}

#[test]
fn an_index_is_not_put_among_other_files() {
    let archive = Archive::new(&[("a.md", "Land and tax.\n")]);
    std::fs::create_dir(archive.path("essays")).unwrap();
    std::fs::write(archive.path("essays/b.md"), "Quite other words.\n").unwrap();
    for rebuild in [&[][..], &["--rebuild"]] {
        let run = archive.ibid([&["index", "--corpus", "corpus", "--index", "essays"][..], rebuild].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(
            run.stderr.contains("`essays` is no index, and has other files in it\nhint: "),
            "{}",
            run.stderr
        );
    }
    assert_eq!(std::fs::read_dir(archive.path("essays")).unwrap().count(), 1);
    // What says what the folder is for is not in its way.
    std::fs::write(archive.path("index/README.md"), "Generated.\n").unwrap();
    std::fs::write(archive.path("index/.gitignore"), "*\n").unwrap();
    assert_eq!(archive.ibid(["index"]).code, 0);
}

#[test]
fn hidden_files_are_told_and_read_when_asked() {
    let archive = Archive::new(&[
        ("a.md", "Land and tax.\n"),
        (".notes/b.md", "Hidden pears.\n"),
        (".c.md", "Hidden plums.\n"),
        (".git/d.md", "Pears of another time.\n"),
        (".ibid/e.md", "Pears of ibid.\n"),
    ]);
    let run = archive.ibid(["index"]);
    let told = "hidden: 2 files and folders left out; `ibid index --hidden` reads them\n";
    assert!(run.code == 0 && run.stderr.ends_with(told), "{}", run.stderr);
    let skipped = archive.ibid(["status", "--skipped"]).stdout;
    assert_eq!(skipped, ".c.md: hidden\n.git: of version control\n.notes: hidden\n");
    let run = archive.ibid(["index", "--hidden"]);
    assert!(run.stderr.contains("2 added") && !run.stderr.contains("hidden"), "{}", run.stderr);
    assert_eq!(archive.paths("pears"), [".notes/b.md"]);
    assert_eq!(archive.ibid(["status", "--skipped"]).stdout, ".git: of version control\n");
    // As with links, the flag is for once, and a file of settings for good.
    assert!(archive.ibid(["index"]).stderr.contains("2 removed"));
    std::fs::write(archive.path("ibid.toml"), "hidden = true\n").unwrap();
    assert!(!archive.ibid(["index"]).stderr.contains("hidden"));
    assert_eq!(archive.paths("plums"), [".c.md"]);
    assert!(archive.ibid(["config"]).stdout.contains("hidden = true # "));
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
