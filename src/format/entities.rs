//! Character references, `&amp;`, in text that is not HTML: the few that people write by hand; text made HTML, and what is left of
//! HTML without its tags.

/// Appends text as HTML shows it.
pub(super) fn push_escaped(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '&' => html.push_str("&amp;"),
            c => html.push(c),
        }
    }
}

/// What stands between the tags, as it is written; what follows a tag that does not end is part of it.
pub(super) fn between_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, behind)| behind);
    }
    text.push_str(rest);
    text
}

/// Appends text with its character references resolved.
pub(super) fn push_decoded(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.as_bytes().iter().take(10).position(|b| *b == b';');
        let decoded = end.and_then(|end| reference(&rest[..end]));
        match (decoded, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            _ => out.push('&'),
        }
    }
    out.push_str(rest);
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "copy" => '©',
        "shy" => '\u{AD}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_and_ampersands_stay() {
        let check = |text: &str, expected: &str| {
            let mut out = String::new();
            push_decoded(&mut out, text);
            assert_eq!(out, expected);
        };
        check("a &ndash; b &amp; c", "a – b & c");
        check("AT&T &#8217; &#x2019;", "AT&T ’ ’");
        check("&", "&");
        check("&unknown; &#xFFFFFFFF;", "&unknown; &#xFFFFFFFF;");
    }
}
