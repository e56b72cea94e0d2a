//! Notes as services of readers export them: under a heading `Metadata` a list of what the text is.

use super::Page;
use crate::format::front_matter::write_field;
use crate::receipt::Receipt;

/// The heading stands in so many lines at the beginning.
const LINES_MAX: usize = 30;
/// What follows the heading is a head if it has so many fields.
const FIELDS_MIN: usize = 2;

/// Takes the fields that are known from the list; what else stands in it stays where it is.
pub(super) fn page(body: &str, receipt: &mut Receipt) -> Option<Page> {
    let heading = body.lines().take(LINES_MAX).position(is_heading)?;
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut taken = vec![heading];
    let mut is_all = true;
    for (at, line) in body.lines().enumerate().skip(heading + 1) {
        let Some(item) = line.trim_end().strip_prefix(['-', '*']).map(str::trim_start) else {
            if line.trim().is_empty() && taken.len() == 1 {
                continue;
            }
            break;
        };
        let (name, value) = item.split_once(':')?;
        let value = value.trim();
        let Some(field) = field_of(&name.trim_matches(['*', ' ']).to_lowercase()) else {
            is_all &= value.is_empty();
            continue;
        };
        taken.push(at);
        if !value.is_empty() && !field.is_empty() {
            fields.push((field, plain(value, field == "url")));
        }
    }
    if fields.len() < FIELDS_MIN {
        return None;
    }
    // Whose podcast it is, is no author of what is said in it.
    let is_podcast = fields.iter().any(|(field, value)| *field == "category" && value == "podcasts");
    let mut page = Page { front: "---\n".to_owned(), body: String::with_capacity(body.len()) };
    for (field, value) in &fields {
        let field = if is_podcast && *field == "author" { "show" } else { field };
        write_field(field, value, &mut page.front);
    }
    page.front.push_str("---\n");
    let mut taken = taken.iter().skip(usize::from(!is_all)).peekable();
    for (at, line) in body.lines().enumerate() {
        if taken.next_if(|taken| **taken == at).is_some() {
            receipt.dropped("property of the page", line);
        } else {
            page.body.push_str(without_way_back(line));
        }
        page.body.push('\n');
    }
    Some(page)
}

/// A highlight without the link to where it stands in the service: `([View Highlight](address))`.
fn without_way_back(line: &str) -> &str {
    let Some(at) = line.rfind(" ([").filter(|_| line.trim_end().ends_with("))")) else { return line };
    let link = &line[at + 3..];
    let is_back = link.starts_with("View Highlight](") || link.starts_with("Location ");
    if is_back { &line[..at] } else { line }
}

fn is_heading(line: &str) -> bool {
    let title = line.trim_start_matches('#');
    title.len() < line.len()
        && ["metadata", "episode metadata"].iter().any(|known| title.trim().eq_ignore_ascii_case(known))
}

/// The field of front matter that a property is; nothing to keep of some.
fn field_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "title" | "full title" | "episode title" => "title",
        "author" | "authors" => "author",
        "owner / host" | "host" | "hosts" => "host",
        "guest" | "guests" => "guests",
        "show" | "podcast" => "show",
        "category" => "category",
        "url" | "episode url" | "source url" => "url",
        "tags" | "document tags" => "tags",
        "date" | "published" | "published date" | "episode publish date" => "date",
        "duration" | "show url" | "export date" => "",
        _ => return None,
    })
}

/// A value without the marks of links and tags: the words of a link, or its address.
fn plain(value: &str, is_address: bool) -> String {
    let linked = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')?.split_once("]("));
    match linked {
        Some((_, address)) if is_address => address.to_owned(),
        Some((words, _)) => words.to_owned(),
        None => value.replace("[[", "").replace("]]", "").trim_start_matches('#').to_owned(),
    }
}
