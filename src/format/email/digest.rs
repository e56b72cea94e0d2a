//! Messages inside a message: attached ones, those of a digest, and those of a digest in plain text, where
//! lines of dashes part them (RFC 1153).

use mail_parser::{Message, MimeHeaders};

/// The messages that are parts of `message`, and where in the file they count their bytes from, where the
/// message itself counts from `offset`. A report on mail that was not delivered holds none: what came back
/// is kept where it was sent from.
pub(super) fn attached<'m>(
    message: &'m Message<'m>,
    offset: usize,
) -> impl Iterator<Item = (&'m Message<'m>, usize)> {
    let is_report = message
        .content_type()
        .is_some_and(|kind| kind.ctype() == "multipart" && kind.subtype() == Some("report"));
    let parts = message.parts.iter().filter(move |_| !is_report);
    parts.filter_map(move |part| {
        let inner = part.message()?;
        // One that had to be decoded counts from its own beginning.
        let is_own = inner.raw_message.len() != message.raw_message.len();
        Some((inner, offset + if is_own { part.offset_body as usize } else { 0 }))
    })
}

/// A message of a digest in plain text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// Its head, with the blank line behind.
    pub head: &'t str,
    pub body: &'t str,
    /// Where the body begins in the text, in bytes.
    pub offset: usize,
}

/// The messages of a digest, and what stands above them; nothing where `text` is none: it has a rule of 70
/// dashes, and behind it messages with heads, with rules of 30 dashes between them (RFC 1153).
pub(super) fn pieces(text: &str) -> Option<(&str, Vec<Piece<'_>>)> {
    const FIRST_DASHES: usize = 70;
    const DASHES: usize = 30;
    let is_rule = |line: &str, dashes: usize| {
        let line = line.trim_end();
        line.len() == dashes && line.bytes().all(|byte| byte == b'-')
    };
    let mut above = None;
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let end = at;
        at += line.len();
        if above.is_none() {
            if is_rule(line, FIRST_DASHES) {
                (above, start) = (text.get(..end), at);
            }
            continue;
        }
        let is_last = lines.peek().is_none();
        if !is_rule(line, DASHES) && !is_last {
            continue;
        }
        let end = if is_rule(line, DASHES) { end } else { at };
        let stretch = text.get(start..end)?;
        match piece(stretch, start) {
            Some(piece) => pieces.push(piece),
            None if is_closing(stretch) => {}
            // A message may have such a rule in it.
            None => {
                let last = pieces.last_mut()?;
                last.body = text.get(last.offset..end)?;
            }
        }
        start = at;
    }
    (!pieces.is_empty()).then_some((above?, pieces))
}

/// What the digest says at its end.
fn is_closing(stretch: &str) -> bool {
    let stretch = stretch.trim_start();
    stretch.is_empty() || stretch.starts_with("End of ") || stretch.starts_with("Subject: Digest Footer")
}

/// The message in a stretch of the text that begins at byte `start`.
fn piece(text: &str, start: usize) -> Option<Piece<'_>> {
    const NAMES: [&str; 2] = ["from", "subject"];
    let blank = text.len() - text.trim_start().len();
    let text = text.get(blank..)?;
    let mut found = [false; 2];
    let mut head_end = 0;
    for line in text.split_inclusive('\n') {
        head_end += line.len();
        if line.trim().is_empty() {
            break;
        }
        let Some((name, _)) = line.split_once(':').filter(|_| !line.starts_with([' ', '\t'])) else {
            continue;
        };
        for (found, known) in found.iter_mut().zip(NAMES) {
            *found |= name.eq_ignore_ascii_case(known);
        }
    }
    let (head, body) = text.split_at(head_end);
    found.iter().all(|found| *found).then_some(Piece { head, body, offset: start + blank + head_end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_in_plain_text_fall_into_messages() {
        let first = "-".repeat(70);
        let rule = "-".repeat(30);
        let text = format!(
            "Topics\n\n{first}\n\nDate: 4 Jan 2016\nFrom: Ada\nSubject: Pails\n\nThey leak.\n\n{rule}\n\nFrom: Bo\nSubject: Re: Pails\n\nNo.\n{rule}\nOr so.\n{rule}\n\nSubject: Digest Footer\n\nThe list\n\n{rule}\n\nEnd of Digest\n"
        );
        let (above, pieces) = pieces(&text).unwrap();
        assert_eq!(above, "Topics\n\n");
        let bodies: Vec<_> = pieces.iter().map(|piece| (piece.body, &text[piece.offset..][..2])).collect();
        let second = format!("No.\n{rule}\nOr so.\n");
        assert_eq!(bodies, [("They leak.\n\n", "Th"), (second.as_str(), "No")]);
    }

    #[test]
    fn other_letters_with_rules_are_none() {
        let (first, rule) = ("-".repeat(70), "-".repeat(30));
        for text in [
            format!("Of rules\n{rule}\nFrom: Ada\nSubject: x\n\nb\n{rule}\n"),
            format!("Of rules\n{first}\nFrom here it goes on.\n{rule}\nAnd on.\n"),
        ] {
            assert_eq!(pieces(&text), None);
        }
    }
}
