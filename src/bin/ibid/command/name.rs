//! What a document is called on the command line: as in the archive, or as the file that it is from
//! where one stands.

use std::ffi::OsStr;
use std::path::Path;

use ibid::citation::named;
use ibid::corpus::{Corpus, encode_path};
use ibid::index::Index;

use crate::terminal;

/// The name that the index knows, with what stands behind it: a part, a line, a time.
pub(super) fn in_archive(index: &Index, typed: &OsStr) -> String {
    let corpus = &index.manifest().corpus;
    let Some(text) = typed.to_str() else {
        // `-l -0` prints names as they are.
        return of_file(corpus, Path::new(typed)).unwrap_or_else(|| encode_path(Path::new(typed)));
    };
    let ends = text.rmatch_indices(['#', '@', ':']).map(|(at, _)| at);
    let known = std::iter::once(text.len()).chain(ends).find_map(|end| {
        let (file, behind) = text.split_at(end);
        Some(of_file(corpus, Path::new(file))? + behind)
    });
    known.unwrap_or_else(|| with_controls(index, text).unwrap_or_else(|| text.to_owned()))
}

/// The name with controls in it that is printed so, with signs.
fn with_controls(index: &Index, shown: &str) -> Option<String> {
    let name = terminal::named(shown);
    let is_there = |name: &str| named(index, name).is_ok_and(|(found, _)| !found.is_empty());
    (name != shown && !is_there(shown) && is_there(&name)).then_some(name)
}

fn of_file(corpus: &Corpus, file: &Path) -> Option<String> {
    if !file.is_file() {
        return None;
    }
    corpus.path_of(&file.canonicalize().ok()?)
}
