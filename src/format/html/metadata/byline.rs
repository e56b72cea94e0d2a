//! The names in a byline.

use super::clean;

/// Finds the names in `text`, as in `By Ada Lovelace and Bo Ek | Staff`. With `is_inverted` the
/// family name stands first, before a comma.
pub(super) fn names(text: &str, is_inverted: bool) -> Vec<String> {
    let Some(text) = clean(text) else { return Vec::new() };
    if is_inverted && let Some((family, given)) = text.split_once(", ") {
        return vec![format!("{given} {family}")];
    }
    let text = without_beginning(&text);
    let text = text.split(['|', '\u{2022}', '\u{B7}', '\u{2014}', '\n']).next().unwrap_or_default();
    let text = text.split(" on ").next().unwrap_or_default().trim();
    let joined = text
        .replace(" and ", ", ")
        .replace(" & ", ", ")
        .replace(" und ", ", ")
        .replace(" et ", ", ")
        .replace(" y ", ", ");
    joined.split([',', ';']).map(str::trim).filter(|name| is_name(name)).take(12).map(str::to_owned).collect()
}

/// Cuts off the words that say that a name follows.
fn without_beginning(text: &str) -> &str {
    const BEGINNINGS: [&str; 14] = [
        "written by",
        "posted by",
        "published by",
        "by:",
        "by",
        "von:",
        "von",
        "par",
        "por",
        "di",
        "door",
        "af",
        "av",
        "text:",
    ];
    for beginning in BEGINNINGS {
        let Some(start) = text.get(..beginning.len()) else { continue };
        let rest = &text[beginning.len()..];
        if start.eq_ignore_ascii_case(beginning) && (rest.starts_with(' ') || beginning.ends_with(':')) {
            return rest.trim_start();
        }
    }
    text
}

/// Says whether `name` can be what somebody is called: few words, no address, no date.
fn is_name(name: &str) -> bool {
    let words = name.split(' ').count();
    let lower = name.to_lowercase();
    (1..=5).contains(&words)
        && name.len() <= 60
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['/', '@', '<', '>', '{', '}', '#', '='])
        && name.chars().filter(char::is_ascii_digit).count() < 3
        && !matches!(
            lower.as_str(),
            "admin"
                | "author"
                | "staff"
                | "editor"
                | "editors"
                | "by"
                | "unknown"
                | "follow"
                | "share"
                | "jr."
                | "guest"
                | "none"
                | "null"
        )
        && ![
            "staff writer",
            "correspondent",
            "reporter",
            "updated",
            "published",
            "posted",
            "min read",
            "follow ",
        ]
        .iter()
        .any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_of_bylines() {
        let check = |text: &str, expected: &[&str]| assert_eq!(names(text, false), expected, "{text}");
        check("By Ada Lovelace", &["Ada Lovelace"]);
        check("By Ada Lovelace, Bo Ek and Cy Fox | Staff", &["Ada Lovelace", "Bo Ek", "Cy Fox"]);
        check("Ada Lovelace, Staff Writer", &["Ada Lovelace"]);
        check("Byron Smith", &["Byron Smith"]);
        check("von Ada Lovelace", &["Ada Lovelace"]);
        check("https://example.org/ada", &[]);
        check("Posted by Ada on March 3, 2020", &["Ada"]);
        check("admin", &[]);
        check("", &[]);
        assert_eq!(names("Lovelace, Ada", true), ["Ada Lovelace"]);
    }
}
