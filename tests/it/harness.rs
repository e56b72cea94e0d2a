//! A scratch archive and the real binary on it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// An archive in a folder of its own: `corpus/` and `index/`.
pub(crate) struct Archive {
    folder: TempDir,
}

/// What a run of the binary printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Archive {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let archive = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(archive.path("index")).unwrap();
        std::fs::create_dir(archive.path("corpus")).unwrap();
        for (name, text) in files {
            archive.write(name, text.as_bytes());
        }
        archive
    }

    /// The sample archive, with an index of its own.
    pub(crate) fn sample() -> Self {
        let archive = Self::new(&[]);
        copy_folder(&root().join("corpus"), &archive.path("corpus"));
        archive
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path("corpus").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_file(self.path("corpus").join(name)).unwrap();
    }

    /// Runs `ibid` inside the archive.
    pub(crate) fn ibid<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        run(self.command().args(arguments))
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.current_dir(self.folder.path());
        for name in ["IBID_CORPUS", "IBID_INDEX", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "PAGER"] {
            command.env_remove(name);
        }
        // Whoever runs the tests has settings of their own.
        command.env("IBID_CONFIG", self.folder.path().join("no-settings.toml"));
        command.env("XDG_STATE_HOME", self.folder.path().join("state"));
        command
    }

    /// Runs a search and returns its lines of JSON: the hits, then the summary.
    pub(crate) fn json(&self, query: &str) -> Vec<serde_json::Value> {
        let run = self.ibid(["search", "--format", "jsonl", query]);
        assert!(run.code <= 1, "{query}: {}", run.stderr);
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The paths of the documents that a query finds, in order.
    pub(crate) fn paths(&self, query: &str) -> Vec<String> {
        let lines = self.json(query);
        let hits = lines.iter().filter(|line| line["type"] == "hit");
        hits.map(|hit| hit["path"].as_str().unwrap().to_owned()).collect()
    }
}

pub(crate) fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("ibid prints UTF-8");
    Run { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().unwrap_or(-1) }
}

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The real files beside the project, where there are any; tests that want them say so when not.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every Rust file below a folder.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
