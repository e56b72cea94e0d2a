//! What `ibid help query` prints.

/// The language, by example.
pub const HELP: &str = "";
