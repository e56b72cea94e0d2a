//! Addresses that run into the line behind them: `…/giveOwen's notes on it: https://…`,
//! `…：https://example.org/a棋譜の記録：`.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::class::Class;
use super::headings::{is_elided, opens};
use super::series::Places;

/// What stands behind the first word of an address.
static SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));
/// What a sentence goes on with behind an address.
const PARTICLES: [char; 30] = [
    'を', 'に', 'は', 'が', 'で', 'と', 'の', 'も', 'へ', 'や', 'か', 'ま', 'よ', 'な', '上', '了', '的',
    '和', '或', '与', '及', '即', '并', '就', '来', '看', '里', '中', '查', '下',
];
/// No address has less before it may end.
const ADDRESS_BYTES_MIN: usize = 12;

/// No longer one is looked at, with what stands behind it.
const ADDRESS_BYTES_MAX: usize = 512;
/// What leads from one address to the next is no longer.
const LABEL_BYTES_MAX: usize = 80;

/// Adds the places of `line` at which an address ends in a word.
pub(super) fn enter(line: &str, places: &mut Places) {
    for scheme in SCHEME.find_iter(line.as_bytes()) {
        let address = &line[scheme..line.floor_char_boundary(scheme + ADDRESS_BYTES_MAX)];
        places.glued.extend(before_capital(address).map(|end| scheme + end));
        let head = line[..scheme].trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim_end();
        if !head.ends_with([':', '：']) {
            continue;
        }
        let end = address.bytes().position(|byte| !byte.is_ascii_graphic()).unwrap_or(address.len());
        let (address, behind) = address.split_at(end);
        let is_whole = end >= ADDRESS_BYTES_MIN
            && address.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '/')
            && address.contains('.')
            && !address.contains("/wiki/")
            && !address.contains(['=', '%']);
        let begins = behind.chars().next().is_some_and(|c| Class::of(c) == Class::Unspaced);
        if is_whole && begins && !behind.starts_with(PARTICLES) {
            places.glued.push(scheme + end);
        }
    }
}

/// The byte at which `address` ends in a word with a capital: one that lines begin with, or the first of the words
/// that lead to the next address.
fn before_capital(address: &str) -> Option<usize> {
    let chunk = &address[..address.find(char::is_whitespace).unwrap_or(address.len())];
    let chunk_end = chunk.rfind(':').filter(|colon| *colon > 0).unwrap_or(chunk.len());
    let segment =
        chunk[..chunk_end].rfind(['/', '.', '-', '_', '=', '?', '#', '%', '&', '+']).map(|at| at + 1)?;
    let word = segment + chunk[segment..chunk_end].find(char::is_uppercase)?;
    let (left, right) = (&chunk[segment..word], &chunk[word..chunk_end]);
    let mut signs = right.chars().skip(1);
    let is_plain = word >= ADDRESS_BYTES_MIN
        && !chunk.contains('=')
        && left.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'@')
        && left.len() > 1
        && right.chars().count() > 1
        && signs.all(|c| {
            c.is_lowercase() || matches!(c, '\'' | '’') || right.contains(['\'', '’']) && c.is_alphabetic()
        });
    if !is_plain {
        return None;
    }
    let behind = &address[chunk_end..];
    let next = behind.trim_start_matches(' ');
    let is_apart = next.len() < behind.len();
    let stands_alone = behind.is_empty() && is_elided(&right.to_lowercase());
    let begins = stands_alone
        || is_apart && next.starts_with(char::is_alphabetic) && {
            opens(right, next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default())
        };
    let goes_on = behind.starts_with(':') || is_apart && next.starts_with(char::is_lowercase);
    (begins || goes_on && leads_to_address(behind)).then_some(word)
}

/// Says that few words lead to an address: ` notes on it: https://…`.
pub(super) fn leads_to_address(behind: &str) -> bool {
    let near = &behind[..behind.floor_char_boundary(LABEL_BYTES_MAX)];
    let Some((label, value)) = near.split_once(':') else { return false };
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’' | '&' | '(' | ')');
    label.chars().all(is_word) && value.trim_start().starts_with("http")
}
