//! ibid finds who said or wrote what in an archive of essays and transcripts, and takes you to
//! that very place.

pub mod across;
pub mod analyzer;
pub mod citation;
pub mod clean;
pub mod corpus;
pub mod document;
pub mod evaluate;
pub mod format;
pub mod index;
pub mod query;
pub mod quote;
pub mod receipt;
pub mod search;
pub mod trend;
mod varint;
