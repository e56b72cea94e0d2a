//! The words of an utterance without the signs of those who transcribed it.

/// Stands on both sides of the times of an utterance, in milliseconds.
const BULLET: char = '\u{15}';

/// When an utterance begins and ends, in milliseconds.
type Time = (u32, Option<u32>);

/// What is said, as it would be written, and when: the times of words stand behind them.
pub(super) fn said(utterance: &str) -> Vec<(String, Option<Time>)> {
    let mut said: Vec<(String, Option<Time>)> = Vec::new();
    for (number, part) in utterance.split(BULLET).enumerate() {
        let is_between = number % 2 == 1;
        if let Some(time) = Some(part).filter(|_| is_between).and_then(times) {
            if let Some((_, known)) = said.last_mut() {
                known.get_or_insert(time);
            }
        } else if !is_between || !part.starts_with('%') {
            // Between marks that hold no times are words.
            let words = written(part);
            if !words.is_empty() {
                said.push((words, None));
            }
        }
    }
    said
}

/// The words of a part of an utterance as they would be written.
fn written(part: &str) -> String {
    let mut written = String::with_capacity(part.len());
    for token in without_codes(part).split_whitespace() {
        let Some(word) = word(token) else { continue };
        if !word.chars().all(is_sign) && !written.is_empty() {
            written.push(' ');
        }
        written.push_str(&word);
    }
    written
}

/// Says that a character stands behind a word without a blank.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '.' | ',' | '?' | '!' | ';' | ':' | '…' | '—')
}

/// `1200_2400`, of old behind the name of the recording: `%snd:"a"_1200_2400`.
fn times(bullet: &str) -> Option<Time> {
    let (start, end) = bullet.rsplit_once('_')?;
    let start = start.rsplit('_').next().unwrap_or_default();
    Some((start.trim().parse().ok()?, end.trim().parse().ok()))
}

/// The utterance without what stands in square brackets, and without the brackets around what that is about. A
/// bracket that nobody closes is none.
fn without_codes(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut open = Vec::new();
    for c in words.chars() {
        match c {
            '[' => {
                open.push(plain.len());
                plain.push(' ');
            }
            ']' => {
                if let Some(start) = open.pop() {
                    plain.truncate(start);
                }
            }
            '<' | '>' | '\u{2039}' | '\u{203A}' | '„' | '‡' => plain.push(' '),
            c => plain.push(c),
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
    // `0is` was left out, `0` is nothing said; `007` and `0.5` are words.
    let is_left_out =
        token.strip_prefix('0').is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_alphabetic));
    if is_pause || token.starts_with("&=") || token.starts_with("&*") || is_left_out {
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
        let check = |utterance: &str, expected: &str| assert_eq!(written(utterance), expected, "{utterance}");
        check("play checkers .", "play checkers.");
        check("(be)cause I want(ed) it .", "because I wanted it.");
        check("a bunny@c called New_York , no ?", "a bunny called New York, no?");
        check("<the the> [/] the ladder +...", "the the the ladder…");
        check("but I +/.", "but I—");
        check("(..) &=laughs 0 so (2.5) .", "so.");
        check("xxx ladder [=! sings] !", "xxx ladder!");
        check("he 0is at 007 , 0.5 down", "he at 007, 0.5 down");
        check("a ladder [tall and [x] a barn .", "a ladder tall and a barn.");
    }
}
