//! What every format shares once its own marks are off: main content of pages, lost breaks,
//! boilerplate, rolling captions.
//!
//! Pure: text in, text and a note in the [`Receipt`](crate::receipt::Receipt) out.

pub(crate) mod captions;
pub mod lost_breaks;
pub(crate) mod main_content;
