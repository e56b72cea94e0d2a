//! Transcripts whose turns stand close to each other, where something has taken the line breaks out:
//! `a great deal.Ada Field: I began`, `a great deal.1:07Ada Field: I began`.

use std::collections::HashMap;

use crate::document::LINE_SEPARATOR;
use crate::format::transcript;

/// How far before its colon a name may begin.
const NAME_BYTES_MAX: usize = 40;

/// No time in brackets is longer.
const TIME_BYTES_MAX: usize = 48;

/// The text with a break before every name of somebody who speaks; nothing where few stand so.
pub(super) fn with_breaks(text: &str) -> Option<String> {
    const TURNS_MIN: usize = 4;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut glued = 0;
    for turn in colons(text).filter_map(|colon| turn_at(text, colon)) {
        *counts.entry(turn.name).or_default() += 1;
        glued += 1;
    }
    counts.retain(|_, count| *count >= 2);
    let again: usize = counts.values().sum();
    if glued < TURNS_MIN || counts.len() < 2 || again * 10 < glued * 8 {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 8 * glued);
    let mut written = 0;
    for colon in colons(text) {
        let known = turn_at(text, colon).filter(|turn| counts.contains_key(turn.name));
        let known = known.map(|turn| (turn.start, colon - turn.name.len()));
        // Behind a heading that no stop ends: `TranscriptAda Field: Welcome`.
        let after_word = || {
            let from = text.ceil_char_boundary(colon.saturating_sub(NAME_BYTES_MAX));
            let mut starts = (from..colon).filter(|start| text.is_char_boundary(*start));
            let start = starts.find(|start| counts.contains_key(&text[*start..colon]))?;
            text[..start].ends_with(char::is_alphanumeric).then_some((start, start))
        };
        let Some((start, name)) = known.or_else(after_word).filter(|(start, _)| *start >= written) else {
            continue;
        };
        out.push_str(&text[written..start]);
        if !text[..start].is_empty() && !text[..start].ends_with('\n') {
            // The lines of the source are counted by their line feeds.
            out.push(LINE_SEPARATOR);
        }
        out.push_str(&text[start..name]);
        if name > start {
            out.push(' ');
        }
        out.push_str(&text[name..=colon]);
        out.push(' ');
        written = colon + 1;
    }
    out.push_str(&text[written..]);
    Some(out)
}

/// The text with a break before every time in brackets, `(0:01) so we (0:04) begin`; nothing where they do not all
/// stand in one paragraph, in order.
pub(super) fn with_times_apart(text: &str) -> Option<String> {
    const TIMES_MIN: usize = 6;
    let text = text.trim();
    let open = text.chars().next().filter(|c| matches!(c, '(' | '['))?;
    if text.contains('\n') {
        return None;
    }
    let begins = |at: &usize| {
        let near = &text[*at..text.floor_char_boundary(at + TIME_BYTES_MAX)];
        transcript::is_time(near.split_inclusive([')', ']']).next().unwrap_or_default())
    };
    let times: Vec<usize> = memchr::memchr_iter(open as u8, text.as_bytes()).filter(begins).collect();
    if times.len() < TIMES_MIN || times[0] > 0 {
        return None;
    }
    let parts = times.windows(2).map(|pair| &text[pair[0]..pair[1]]);
    let ms: Vec<u32> = parts.clone().filter_map(transcript::time_ms).collect();
    if ms.len() + 1 < times.len() || ms.windows(2).any(|pair| pair[0] > pair[1]) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 3 * times.len());
    for part in parts {
        out.push_str(part.trim_end());
        out.push(LINE_SEPARATOR);
    }
    out.push_str(&text[times[times.len() - 1]..]);
    Some(out)
}

/// Where a colon may stand behind a name.
fn colons(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).filter(move |at| {
        *at > 0
            && bytes[at - 1].is_ascii_alphanumeric() | (bytes[at - 1] >= 0x80)
            && bytes.get(at + 1).is_some_and(|next| !next.is_ascii_digit() && *next != b'/')
    })
}

struct Turn<'a> {
    /// Where its time begins, or its name.
    start: usize,
    name: &'a str,
}

/// The name before the `colon` that follows the end of a sentence without a blank, or a time that does or
/// begins a line.
fn turn_at(text: &str, colon: usize) -> Option<Turn<'_>> {
    let from = text.ceil_char_boundary(colon.saturating_sub(NAME_BYTES_MAX));
    let head = &text[from..colon];
    let is_end = |c: char| matches!(c, '.' | '?' | '!' | '…' | '"' | '”' | '’' | ')' | ']' | '\n');
    let opens = |rest: &str| rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    // A quotation that opens ends nothing: `say("Name: words")`.
    let opens_quotation = |at: usize, c: char| {
        c == '"'
            && head[..at]
                .chars()
                .next_back()
                .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '='))
    };
    let ends = head.char_indices().rev().filter(|(at, c)| is_end(*c) && !opens_quotation(*at, *c));
    let mut starts = ends.map(|(at, end)| (at + end.len_utf8(), end == '\n'));
    let found = starts.find(|(start, _)| opens(&head[*start..]));
    let (start, is_line) = found.or((from == 0 && opens(head)).then_some((0, true)))?;
    let label = &head[start..];
    let name = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    let time = &label[..label.len() - name.len()];
    let is_told = if time.is_empty() { !is_line } else { is_time(time) };
    let is_name = name.starts_with(char::is_uppercase)
        && name.split(' ').count() <= 4
        && transcript::name_alone(name) == Some(name);
    (is_told && is_name).then_some(Turn { start: from + start, name })
}

/// `0:12`, `1:02:03`
fn is_time(text: &str) -> bool {
    let fields = text.split(':').count();
    let mut digits = text.split(':').map(str::len);
    (2..=3).contains(&fields)
        && digits.next().is_some_and(|first| (1..=2).contains(&first))
        && digits.all(|field| field == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_parted_where_they_go_on() {
        let parted = with_times_apart("(0:01) so (0:04) we (0:07) begin (0:09) here (0:12) and (0:15) now.");
        let expected = "(0:01) so|(0:04) we|(0:07) begin|(0:09) here|(0:12) and|(0:15) now.";
        assert_eq!(parted.map(|parted| parted.replace(LINE_SEPARATOR, "|")).as_deref(), Some(expected));
        assert_eq!(
            with_times_apart("(0:09) so (0:04) we (0:07) begin (0:09) here (0:12) and (0:15) now."),
            None
        );
        assert_eq!(with_times_apart("(0:01) so (0:04) we begin."), None);
        assert_eq!(with_times_apart(&"(lid: so (5:0 ".repeat(100_000)), None);
        assert_eq!(
            with_times_apart("So (0:01) we (0:04) do (0:07) it (0:09) all (0:12) day (0:15) long."),
            None
        );
    }

    #[test]
    fn what_a_program_prints_is_no_turn() {
        let line = |name: &str| format!("    print(\"{name}: {{}}, key: {{}}!\", c, m);\n");
        let program: String = ["Hue", "Cyan", "Hue", "Cyan", "Hue", "Cyan"].map(line).concat();
        assert_eq!(with_breaks(&program), None);
    }

    #[test]
    fn turns_are_parted_where_names_come_again() {
        let check = |text: &str, expected: Option<&str>| {
            let parted = with_breaks(text).map(|parted| parted.replace(LINE_SEPARATOR, "|"));
            assert_eq!(parted.as_deref(), expected, "{text}");
        };
        check(
            "Ada: So it is.Ben: Is it?Ada: It is.Ben: Good.Ada: Yes.",
            Some("Ada: So it is.|Ben:  Is it?|Ada:  It is.|Ben:  Good.|Ada:  Yes."),
        );
        check(
            "TalkAda:Yes.0:05Ben:No?0:09Ada:Yes.1:02:03Ben:No.1:02:09Ada:Oh.",
            Some("Talk|Ada: Yes.|0:05 Ben: No?|0:09 Ada: Yes.|1:02:03 Ben: No.|1:02:09 Ada: Oh."),
        );
        check(
            "0:00Ada: Yes.0:05Ben: No?0:09Ada: Yes.0:12Ben: No.",
            Some("0:00 Ada:  Yes.|0:05 Ben:  No?|0:09 Ada:  Yes.|0:12 Ben:  No."),
        );
        check("Ada: So it is.\nBen: Is it?\nAda: It is.\nBen: Good.", None);
        check("See a.Note: it is.Also: it was.Or: it will be.Then: no.", None);
        check("", None);
        let named = (10_000..60_000).map(|number| {
            let name =
                number.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect::<String>();
            format!("So.Ada B{name}:Oh.Ada B{name}:")
        });
        assert!(with_breaks(&named.collect::<String>()).is_some());
    }
}
