//! A head in lines behind `#`, as tools that fetch captions write one: their own name, the title, and
//! where the recording is.

use super::super::front_matter::FrontMatter;
use super::super::transcript;
use super::is_address;

/// What the head says, and the byte at which the words begin; nothing where no times follow.
pub(super) fn split(text: &str) -> Option<(FrontMatter<'_>, usize)> {
    const LINES_MAX: usize = 6;
    let mut at = 0;
    let mut said = Vec::new();
    for line in text.split_inclusive('\n').take(LINES_MAX) {
        let Some(comment) = line.strip_prefix("# ") else { break };
        said.push(comment.trim());
        at += line.len();
    }
    let address = said.iter().position(|line| is_address(line))?;
    transcript::clock_bytes(text[at..].trim_start())?;
    let mut fields = serde_json::Map::new();
    // This address of a film has no place for a time.
    fields
        .insert("url".to_owned(), said[address].replace("youtube.com/watch/", "youtube.com/watch?v=").into());
    // What stands above a title is about the tool.
    let is_title = |title: &&&str| address > 1 && !title.eq_ignore_ascii_case("no title found");
    if let Some(title) = said[..address].last().filter(is_title) {
        fields.insert("title".to_owned(), (*title).into());
    }
    Some((FrontMatter::of_fields(fields), at))
}
