//! ibid finds who said or wrote what in an archive of essays and transcripts, and takes you to
//! that very place.

pub mod clean;
pub mod document;
pub mod format;
pub mod query;
