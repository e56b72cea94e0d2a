//! What blog and newsletter engines give their owners to take along.
//!
//! Blogger's is Atom and Medium's is a folder of pages: [`super::feed`] and [`super::html`] read
//! those. A post that was never published is left out, with a note.

mod csv;
mod ghost;
mod posts;
mod wordpress;

pub(super) use csv::FORMAT as CSV;
pub(super) use ghost::FORMAT as GHOST;
pub(super) use posts::FORMAT as POSTS;
pub(super) use wordpress::FORMAT as WORDPRESS;
