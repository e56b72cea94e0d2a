//! The words of an utterance without the signs of those who transcribed it.

/// Stands on both sides of the times of an utterance, in milliseconds.
const BULLET: char = '\u{15}';

/// When an utterance begins and ends, in milliseconds.
type Time = (u32, Option<u32>);

/// What is said, as it would be written, and when.
pub(super) fn said(utterance: &str) -> (String, Option<Time>) {
    let (words, time) = match utterance.split_once(BULLET) {
        Some((words, rest)) => (words, times(rest.split(BULLET).next().unwrap_or_default())),
        None => (utterance, None),
    };
    let mut said = String::with_capacity(words.len());
    for token in without_codes(words).split_whitespace() {
        let Some(word) = word(token) else { continue };
        let is_sign = word.chars().all(|c| matches!(c, '.' | ',' | '?' | '!' | ';' | ':' | '…' | '—'));
        if !is_sign && !said.is_empty() {
            said.push(' ');
        }
        said.push_str(&word);
    }
    (said, time)
}

fn times(bullet: &str) -> Option<Time> {
    let (start, end) = bullet.split_once('_')?;
    Some((start.trim().parse().ok()?, end.trim().parse().ok()))
}

/// The utterance without what stands in square brackets, and without the brackets around what that is about.
fn without_codes(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut depth = 0_usize;
    for c in words.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '<' | '>' | '\u{2039}' | '\u{203A}' | '„' | '‡' if depth == 0 => plain.push(' '),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// A word as it is said: `(be)cause` whole, `&-uh` as it sounds, nothing for a pause or a noise.
fn word(token: &str) -> Option<String> {
    // How an utterance ends or breaks off: `+...`, `+/.`, `+//?`.
    if let Some(end) = token.strip_prefix('+').filter(|end| !end.contains(char::is_alphabetic)) {
        return match end.chars().next_back() {
            Some('?') => Some("?".to_owned()),
            Some('!') => Some("!".to_owned()),
            Some('.') if end.starts_with("..") => Some("…".to_owned()),
            Some('.') => Some("—".to_owned()),
            _ => None,
        };
    }
    let is_pause = token.starts_with('(') && token.ends_with(')') && !token.contains(char::is_alphabetic);
    if is_pause || token.starts_with("&=") || token.starts_with("&*") || token.starts_with('0') {
        return None;
    }
    let token = token
        .strip_prefix("&-")
        .or_else(|| token.strip_prefix("&~"))
        .or_else(|| token.strip_prefix("&+"))
        .unwrap_or(token);
    // `bunny@c`: what kind of a word it is.
    let token = token.split('@').next().unwrap_or(token);
    let word: String = token
        .chars()
        .filter(|c| !matches!(c, '(' | ')' | ':' | '^' | '↑' | '↓' | '→' | '≠' | 'ˈ' | 'ˌ'))
        .map(|c| if c == '_' { ' ' } else { c })
        .collect();
    (!word.trim().is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_taken_off_words() {
        let check = |utterance: &str, expected: &str| assert_eq!(said(utterance).0, expected, "{utterance}");
        check("play checkers .", "play checkers.");
        check("(be)cause I want(ed) it .", "because I wanted it.");
        check("a bunny@c called New_York , no ?", "a bunny called New York, no?");
        check("<the the> [/] the ladder +...", "the the the ladder…");
        check("but I +/.", "but I—");
        check("(..) &=laughs 0 so (2.5) .", "so.");
        check("xxx ladder [=! sings] !", "xxx ladder!");
    }
}
