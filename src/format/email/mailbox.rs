//! Mailboxes: messages one behind the other, each after a line that begins `From `.

use std::borrow::Cow;

/// One message, and where it begins in the file, in bytes.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub bytes: Cow<'a, [u8]>,
    pub offset: usize,
}

/// The messages of a file: all of a mailbox, or the one that it is.
pub(super) fn messages(bytes: &[u8]) -> Vec<Part<'_>> {
    let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if !is_separator(first_line) {
        return vec![Part { bytes: Cow::Borrowed(bytes), offset: 0 }];
    }
    let mut parts = Vec::new();
    let mut start = None;
    let mut after_blank = true;
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if after_blank && is_separator(line) {
            parts.extend(start.map(|start| part(bytes, start, at)));
            start = Some(at + line.len());
        }
        after_blank = line.iter().all(u8::is_ascii_whitespace);
        at += line.len();
    }
    parts.extend(start.map(|start| part(bytes, start, at)));
    parts
}

/// Takes off the marks that keep lines of a message from being taken for separators.
fn part(bytes: &[u8], start: usize, end: usize) -> Part<'_> {
    let message = &bytes[start..end];
    let is_quoted = |line: &[u8]| {
        let rest = line.iter().position(|byte| *byte != b'>').unwrap_or(0);
        rest > 0 && line[rest..].starts_with(b"From ")
    };
    if !message.split(|byte| *byte == b'\n').any(is_quoted) {
        return Part { bytes: Cow::Borrowed(message), offset: start };
    }
    let mut plain = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        plain.extend_from_slice(&line[usize::from(is_quoted(line))..]);
    }
    Part { bytes: Cow::Owned(plain), offset: start }
}

/// `From name@host Fri Mar  5 10:00:00 2021`: a name, and a time of day somewhere behind.
pub(super) fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = &rest[..rest.len().min(200)];
    let has_time = rest.windows(5).any(|time| {
        time[2] == b':' && [0, 1, 3, 4].iter().all(|digit: &usize| time[*digit].is_ascii_digit())
    });
    has_time && rest.iter().any(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_parted() {
        let check = |text: &str, expected: &[&str]| {
            let parts = messages(text.as_bytes());
            let parts: Vec<_> =
                parts.iter().map(|part| String::from_utf8_lossy(&part.bytes).into_owned()).collect();
            assert_eq!(parts, expected);
        };
        check("Subject: a\n\nb\n", &["Subject: a\n\nb\n"]);
        check(
            "From a@b Fri Mar  5 10:00:00 2021\nSubject: a\n\n>From me\nFrom you 10:00\n\nFrom c@d Sat Mar  6 10:00:00 2021\nSubject: b\n\nc",
            &["Subject: a\n\nFrom me\nFrom you 10:00\n\n", "Subject: b\n\nc"],
        );
        check("", &[""]);
    }
}
