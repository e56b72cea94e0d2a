//! Pages as Notion exports them: the title as a heading, then the properties, a line each.

use super::{Input, Page};
use crate::format::front_matter::write_field;

/// Takes the properties from a page whose name ends in Notion's number of it.
pub(super) fn properties(input: &Input<'_>, body: &str) -> Option<Page> {
    let stem = input.file_name().rsplit_once('.').map_or(input.file_name(), |(stem, _)| stem);
    let number = stem.rsplit(' ').next()?;
    if number.len() != 32 || !number.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let title = body.lines().next()?.strip_prefix("# ")?;
    let mut page = Page { front: "---\n".to_owned(), body: format!("# {title}\n") };
    write_field("title", title, &mut page.front);
    let mut lines = body.lines().skip(1).peekable();
    while lines.next_if(|line| line.trim().is_empty()).is_some() {
        page.body.push('\n');
    }
    let mut count = 0;
    while let Some((name, value)) = lines.peek().and_then(|line| line.split_once(": ")) {
        let is_name = name.len() <= 30 && name.starts_with(char::is_uppercase) && !name.contains(['[', '*']);
        if !is_name {
            break;
        }
        let name = match &*name.to_lowercase() {
            "created" | "created time" | "date created" => "date".to_owned(),
            "created by" | "owner" => "author".to_owned(),
            name => name.replace(' ', "_"),
        };
        write_field(&name, value, &mut page.front);
        page.body.push('\n');
        count += 1;
        lines.next();
    }
    if count == 0 || lines.peek().is_some_and(|line| !line.trim().is_empty()) {
        return None;
    }
    for line in lines {
        page.body.push_str(line);
        page.body.push('\n');
    }
    page.front.push_str("---\n");
    Some(page)
}
