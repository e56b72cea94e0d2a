//! What blog and newsletter engines give their owners to take along.
//!
//! Blogger's is Atom and Medium's is a folder of pages: [`super::feed`] and [`super::html`] read
//! those. A post that was never published is left out, with a note.

mod account;
mod clippings;
mod csv;
mod evernote;
mod ghost;
mod highlights;
mod hypothesis;
mod kindle;
mod livejournal;
mod mediawiki;
mod movable_type;
mod posts;
mod tweets;
mod wordpress;

pub(super) use account::Account;
pub(super) use clippings::FORMAT as CLIPPINGS;
pub(super) use csv::FORMAT as CSV;
pub(super) use evernote::FORMAT as EVERNOTE;
pub(super) use ghost::FORMAT as GHOST;
pub(super) use highlights::FORMAT as HIGHLIGHTS;
pub(super) use hypothesis::FORMAT as HYPOTHESIS;
pub(super) use kindle::FORMAT as KINDLE;
pub(super) use livejournal::FORMAT as LIVEJOURNAL;
pub(super) use mediawiki::FORMAT as MEDIAWIKI;
pub(super) use movable_type::FORMAT as MOVABLE_TYPE;
pub(super) use posts::{FORMAT as POSTS, is_talk};
pub(super) use tweets::FORMAT as TWEETS;
pub(super) use wordpress::FORMAT as WORDPRESS;

/// HTML in which blank lines part paragraphs, with these as elements.
fn paragraphs_as_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 16);
    for line in text.lines() {
        if line.trim().is_empty() {
            html.push_str("<p>");
        } else {
            html.push_str(line);
        }
        html.push('\n');
    }
    html
}
