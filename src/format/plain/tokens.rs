//! What recognisers tell themselves before the words of a line: `<|en|><|NEUTRAL|><|Speech|><|withitn|>So we begin`.

use crate::receipt::Receipt;

/// The text without such tokens, where its lines begin with them; it has the same lines.
pub(super) fn without(text: &str, receipt: &mut Receipt) -> Option<String> {
    if !text.trim_start().starts_with("<|") {
        return None;
    }
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let begun = lines().filter(|line| token(line.trim_start()).is_some()).count();
    if begun * 2 <= lines().count() {
        return None;
    }
    let mut words = String::with_capacity(text.len());
    for line in text.lines() {
        let mut rest = line;
        let mut run = 0;
        while let Some(at) = rest.find("<|") {
            let (before, behind) = rest.split_at(at);
            if !before.trim().is_empty() {
                run = 0;
            }
            words.push_str(before);
            // Of single tokens in the midst of a line a text may speak.
            let is_told = before.trim().is_empty() && (run > 0 || words.is_empty() || words.ends_with('\n'))
                || token(behind).is_some_and(|bytes| token(&behind[bytes..]).is_some());
            match token(behind).filter(|_| is_told) {
                Some(bytes) => {
                    run += 1;
                    receipt.dropped("tokens of a recogniser", &behind[..bytes]);
                    rest = &behind[bytes..];
                }
                None => {
                    words.push_str("<|");
                    rest = &behind[2..];
                }
            }
        }
        words.push_str(rest);
        words.push('\n');
    }
    Some(words)
}

/// How many bytes the token takes that `text` begins with.
fn token(text: &str) -> Option<usize> {
    const NAME_BYTES_MAX: usize = 24;
    let inside = text.strip_prefix("<|")?;
    let end = inside[..inside.floor_char_boundary(NAME_BYTES_MAX + 2)].find("|>")?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    (end > 0 && inside[..end].bytes().all(is_name)).then_some(end + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(without(text, &mut Receipt::default()).as_deref(), expected, "{text}");
    }

    #[test]
    fn tokens_before_words_are_nobodys() {
        check("<|en|><|NEUTRAL|>So we begin.\n<|en|>Here.\n", Some("So we begin.\nHere.\n"));
        check("<|en|>So we begin.<|en|><|HAPPY|>Here.\n", Some("So we begin.Here.\n"));
    }

    #[test]
    fn who_writes_about_tokens_keeps_them() {
        check("<|en|> is a token.\nIt stands before the words.\nSo it is.\n", None);
        check("A model ends with <|endoftext|>.\n", None);
        check("<|en|>The token <|x|> is one.\n", Some("The token <|x|> is one.\n"));
    }
}
