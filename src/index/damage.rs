//! What is wrong with an index, in words that help whoever asked.

use std::io;

use super::Damaged;

/// Whether a panic in this file of the program says that an index is damaged: Tantivy takes its bytes for
/// good, and stops where they are not.
pub fn is_damage(file: &str) -> bool {
    // `ownedbytes` reads the bytes of columns for it.
    file.contains("tantivy") || file.contains("ownedbytes")
}

pub(super) const DAMAGED: &str = "one of its files is damaged";

/// What Tantivy finds wrong, as far as it helps whoever asked.
pub(crate) fn in_words(error: &tantivy::TantivyError) -> String {
    use tantivy::TantivyError;
    use tantivy::directory::error::OpenReadError;

    match error {
        TantivyError::DataCorruption(_) => DAMAGED.to_owned(),
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            format!("its file `{}` is missing", file.file_name().unwrap_or_default().to_string_lossy())
        }
        TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_))
        | TantivyError::IncompatibleIndex(_) => "its files are of another version".to_owned(),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error: error, .. })
        | TantivyError::IoError(error) => io_in_words(error),
        other => other.to_string(),
    }
}

/// The same of what the system says, and of what is said as if the system did.
pub(super) fn io_in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "one of its files is missing".to_owned(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => DAMAGED.to_owned(),
        _ if error.get_ref().is_some_and(|inner| inner.is::<Damaged>()) => DAMAGED.to_owned(),
        _ => error.to_string(),
    }
}
