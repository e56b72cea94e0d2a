//! Notes as Joplin keeps and exports them by themselves: the title on the first line, and behind the text
//! what the program knows of the note.

use super::Page;
use crate::format::front_matter::write_field;
use crate::receipt::Receipt;

/// Takes the title and what is known from a note; nothing where `body` is none.
pub(super) fn page(body: &str, receipt: &mut Receipt) -> Option<Page> {
    let (start, fields) = tail(body)?;
    let mut page = Page { front: "---\n".to_owned(), body: String::with_capacity(body.len()) };
    let (title, rest) = body[..start].split_once('\n').unwrap_or((&body[..start], ""));
    write_field("title", title, &mut page.front);
    for (name, value) in &fields {
        let field = match *name {
            "created_time" => "date",
            "author" => "author",
            "source_url" => "url",
            _ => continue,
        };
        if !value.is_empty() {
            write_field(field, value, &mut page.front);
        }
    }
    page.front.push_str("---\n");
    page.body.push('\n');
    page.body.push_str(rest);
    receipt.dropped("property of the page", &body[start..]);
    Some(page)
}

/// Where the last lines begin that are all fields, the number of the note and its type among them, and what
/// they say.
fn tail(body: &str) -> Option<(usize, Vec<(&str, &str)>)> {
    const LINES_MAX: usize = 60;
    let mut start = body.trim_end().len();
    let mut fields = Vec::new();
    for line in body.trim_end().rsplit('\n').take(LINES_MAX) {
        let Some(field) = field(line.trim_end()) else {
            if !line.trim().is_empty() {
                return None;
            }
            break;
        };
        fields.push(field);
        start = start.saturating_sub(line.len() + usize::from(start > line.len()));
    }
    let has = |name: &str, is: fn(&str) -> bool| fields.iter().any(|field| field.0 == name && is(field.1));
    let is_id = |id: &str| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_type = |kind: &str| !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_digit());
    (has("id", is_id) && has("type_", is_type)).then_some((start, fields))
}

/// `created_time: 2019-10-11T12:13:14.000Z`
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    (is_name && (value.is_empty() || value.starts_with(' '))).then_some((name, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_joplin_are_told_from_others() {
        let tail = "id: 0123456789abcdef0123456789abcdef\ncreated_time: 2019-10-11T12:13:14.000Z\nauthor: \ntype_: 1";
        let read = |body: &str| page(body, &mut Receipt::default()).map(|page| (page.front, page.body));
        assert_eq!(
            read(&format!("Stores\n\nApples: in straw.\n\n{tail}\n")),
            Some((
                "---\ntitle: \"Stores\"\ndate: \"2019-10-11T12:13:14.000Z\"\n---\n".to_owned(),
                "\n\nApples: in straw.\n".to_owned()
            ))
        );
        assert_eq!(read(&format!("Stores\n\n{tail}\n\nAnd pears.")), None);
        assert_eq!(read("Stores\n\nid: 7\ntype_: 1\n"), None);
        assert_eq!(read(tail).map(|(_, body)| body), Some("\n".to_owned()));
        assert_eq!(read(""), None);
    }
}
