//! Marks within a line.

/// Replaces every `open…close` by what `with` makes of what is between, where both stand in one line.
pub(super) fn spans(line: &str, open: &str, close: &str, with: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(open) {
        let inside = &rest[at + open.len()..];
        let Some(end) = inside.find(close) else { break };
        out.push_str(&rest[..at]);
        out.push_str(&with(&inside[..end]));
        rest = &inside[end + close.len()..];
    }
    out.push_str(rest);
    out
}

/// Makes emphasis of words between two `mark`s that stand at the borders of words.
pub(super) fn emphasis(line: &str, mark: char, to: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    // What closes does so whatever opened: where none is ahead, none is further on.
    let mut has_end = true;
    while let Some(at) = rest.find(mark) {
        let (before, inside) = (&rest[..at], &rest[at + mark.len_utf8()..]);
        let all_before = &line[..line.len() - rest.len() + at];
        let opens = !all_before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | ':' | '<'))
            && inside.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '*'));
        let mut ends = inside.match_indices(mark).map(|(end, _)| end);
        let closes = |end: &usize| {
            let behind = &inside[end + mark.len_utf8()..];
            !inside[..*end].ends_with(char::is_whitespace) && !behind.starts_with(char::is_alphanumeric)
        };
        let end = if opens && has_end { ends.find(closes) } else { None };
        has_end &= !opens || end.is_some();
        out.push_str(before);
        match end.filter(|end| *end > 0) {
            Some(end) => {
                out.push_str(to);
                out.push_str(&inside[..end]);
                out.push_str(to);
                rest = &inside[end + mark.len_utf8()..];
            }
            None => {
                out.push(mark);
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A link as Markdown writes it.
pub(super) fn link(text: &str, address: &str) -> String {
    format!("[{}](<{}>)", text.trim().replace(['[', ']'], ""), address.trim().replace(['<', '>'], ""))
}
