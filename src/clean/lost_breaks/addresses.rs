//! Addresses that run into the line behind them, in scripts that write no blanks: `…：https://example.org/a棋譜の記録：`.

use super::class::Class;
use super::series::Places;

/// What a sentence goes on with behind an address.
const PARTICLES: [char; 30] = [
    'を', 'に', 'は', 'が', 'で', 'と', 'の', 'も', 'へ', 'や', 'か', 'ま', 'よ', 'な', '上', '了', '的', '和',
    '或', '与', '及', '即', '并', '就', '来', '看', '里', '中', '查', '下',
];
/// No address has less before it may end.
const ADDRESS_BYTES_MIN: usize = 12;

/// Adds the places of `line` at which an address behind a label ends in a word without blanks.
pub(super) fn enter(line: &str, places: &mut Places) {
    for scheme in memchr::memmem::find_iter(line.as_bytes(), b"://") {
        let head = line[..scheme].trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim_end();
        if !head.ends_with([':', '：']) {
            continue;
        }
        let address = &line[scheme..];
        let end = address.find(|c: char| !c.is_ascii_graphic()).unwrap_or(address.len());
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
