//! Outlines as Logseq keeps them: the properties of a page and of its blocks, references, states.

use std::borrow::Cow;

use memchr::memmem;

use super::Page;
use super::dialect::fence_of;
use crate::format::front_matter::write_field;
use crate::receipt::Receipt;

/// The most words that are hidden at once.
const CLOZE_BYTES_MAX: usize = 4096;

/// Takes out what Logseq writes for itself; nothing where `body` is no outline of it.
pub(super) fn page(body: &str, receipt: &mut Receipt) -> Option<Page> {
    if memmem::find(body.as_bytes(), b":: ").is_none() || !is_outline(body) {
        return None;
    }
    let mut page = Page { front: String::new(), body: String::with_capacity(body.len()) };
    let (mut in_code, mut in_drawer, mut in_head) = (false, false, true);
    // Below a line that is no point, its points stand one tab in and would be code.
    let mut is_tabbed = false;
    // The point of a quotation, which its first line takes: by itself it would be the rule under a heading.
    let mut point = "";
    for line in body.split_inclusive('\n') {
        let bare = line.trim();
        in_code ^= fence_of(bare.strip_prefix("- ").unwrap_or(line)).is_some();
        let property = property(bare.strip_prefix("- ").unwrap_or(bare)).filter(|_| !in_code);
        let is_drawer = matches!(bare, ":LOGBOOK:" | ":END:") || in_drawer;
        let is_planned = ["SCHEDULED: <", "DEADLINE: <"].iter().any(|planned| bare.starts_with(planned))
            && bare.ends_with('>');
        // A quotation is a point like others.
        let is_border = ["#+BEGIN_QUOTE", "#+END_QUOTE"]
            .iter()
            .any(|border| bare.strip_prefix("- ").unwrap_or(bare).eq_ignore_ascii_case(border));
        if let Some((name, value)) = property {
            if in_head && !bare.starts_with("- ") {
                let name = if name == "public" { "published" } else { name };
                let value = value.replace(['[', ']', '#'], "");
                write_field(name, &value, &mut page.front);
            } else {
                receipt.dropped("property", bare);
            }
            page.body.push('\n');
        } else if is_drawer && !in_code {
            in_drawer = bare != ":END:";
            page.body.push('\n');
        } else if is_planned && !in_code {
            receipt.dropped("property", bare);
            page.body.push('\n');
        } else if is_border && !in_code {
            let is_point = bare.starts_with('-');
            point = if is_point { &line[..line.len() - line.trim_start().len() + 1] } else { "" };
            page.body.push('\n');
        } else {
            in_head &= bare.is_empty();
            if !line.starts_with('\t') && !bare.is_empty() {
                is_tabbed = !line.starts_with('-') && !line.starts_with(' ');
            }
            let line = if is_tabbed { line.strip_prefix('\t').unwrap_or(line) } else { line };
            let is_first = !point.is_empty() && !bare.is_empty();
            let line = if is_first && !line.trim_start().starts_with("- ") {
                page.body.push_str(if is_tabbed { point.strip_prefix('\t').unwrap_or(point) } else { point });
                page.body.push(' ');
                line.trim_start()
            } else {
                line
            };
            if is_first {
                point = "";
            }
            page.body.push_str(&if in_code { Cow::Borrowed(line) } else { plain(line) });
        }
    }
    if !page.front.is_empty() {
        page.front = format!("---\n{}---\n", page.front);
    }
    Some(page)
}

/// Most lines are points, and some of them have properties.
fn is_outline(body: &str) -> bool {
    let (mut lines, mut points, mut properties) = (0, 0, 0);
    for line in body.lines().take(200) {
        let bare = line.trim();
        lines += usize::from(!bare.is_empty());
        points += usize::from(bare.starts_with("- ") || bare == "-");
        properties += usize::from(property(bare.strip_prefix("- ").unwrap_or(bare)).is_some());
    }
    properties > 0 && points > 0 && (points + properties) * 2 >= lines
}

/// `name:: value`
fn property(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once("::")?;
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.?".contains(&byte));
    (is_name && (value.is_empty() || value.starts_with(' '))).then_some((name, value))
}

/// A line without the state of its task, and without references to blocks elsewhere.
fn plain(line: &str) -> Cow<'_, str> {
    let mut line = Cow::Borrowed(line);
    const STATES: [&str; 8] =
        ["TODO ", "DONE ", "NOW ", "LATER ", "DOING ", "WAITING ", "CANCELED ", "WAIT "];
    let point = line.trim_start();
    if let Some(words) = point.strip_prefix("- ")
        && let Some(words) = STATES.iter().find_map(|state| words.strip_prefix(state))
    {
        let indent = &line[..line.len() - point.len()];
        line = Cow::Owned(format!("{indent}- {words}"));
    }
    if !line.contains("((") && !line.contains("{{cloze ") {
        return line;
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = &*line;
    while let Some(at) = rest.find(['(', '{']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // `((62077855-b51a-419b-9edd-cd310145c36e))`
        let reference = rest.get(..40).filter(|reference| {
            reference.starts_with("((") && reference.ends_with("))") && reference.as_bytes()[10] == b'-'
        });
        if reference.is_some() {
            rest = &rest[40..];
        } else if let Some(inside) = rest.strip_prefix("{{cloze ")
            && let Some(end) = inside[..inside.floor_char_boundary(CLOZE_BYTES_MAX)].find("}}")
        {
            out.push_str(&inside[..end]);
            rest = &inside[end + 2..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_go_and_words_stay() {
        let text = "title:: On lids\ntags:: [[kettle]], tea\n\n- DONE Lift it. ((62077855-b51a-419b-9edd-cd310145c36e))\n  id:: 62077855-b51a-419b-9edd-cd310145c36e\n\t- {{cloze Steam}} comes.\n";
        let page = page(text, &mut Receipt::default()).unwrap();
        assert_eq!(page.front, "---\ntitle: \"On lids\"\ntags: \"kettle, tea\"\n---\n");
        assert_eq!(page.body, "\n\n\n- Lift it. \n\n\t- Steam comes.\n");
    }

    #[test]
    fn a_quotation_is_a_point() {
        let text =
            "title:: a\n\n- Lids.\n\t- #+BEGIN_QUOTE\n\t  So it is.\n\t  And so.\n\t  #+END_QUOTE\n- End.\n";
        let page = page(text, &mut Receipt::default()).unwrap();
        assert_eq!(page.body, "\n\n- Lids.\n\n\t- So it is.\n\t  And so.\n\n- End.\n");
    }

    #[test]
    fn points_below_a_heading_are_points() {
        let page =
            page("# Lids\ncollapsed:: true\n\t- Lift it.\n\t\t- Now.\n", &mut Receipt::default()).unwrap();
        assert_eq!((&*page.front, &*page.body), ("", "# Lids\n\n- Lift it.\n\t- Now.\n"));
    }

    #[test]
    fn other_texts_are_left() {
        for text in ["std:: is a name\n", "a\nrating:: 5\nb\nc\n", "- a\n- b\n"] {
            assert!(page(text, &mut Receipt::default()).is_none(), "{text}");
        }
    }
}
