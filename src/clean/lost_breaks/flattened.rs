//! What else begins in a line that holds a list whose breaks became blanks: known headings, and labels behind addresses.

use super::addresses::leads_to_address;
use super::class::Class;
use super::headings;
use super::series::{Places, class_behind};

/// Headings that are known have at least so many words, and no more.
const HEADING_WORDS: std::ops::RangeInclusive<usize> = 2..=4;

/// Adds the places of a `line` in which lists have been found behind blanks.
pub(super) fn enter(line: &str, places: &mut Places) {
    if places.spaced.is_empty() {
        return;
    }
    for space in memchr::memchr_iter(b' ', line.as_bytes()) {
        let (before, behind) = (line[..space].trim_end(), &line[space + 1..]);
        if class_behind(behind) != Class::Upper {
            continue;
        }
        if let Some(end) = heading_bytes(behind) {
            let next = behind[end..].trim_start();
            let in_prose = before.ends_with(['.', '!', '?', '…']);
            let heads = match class_behind(next) {
                Class::Upper => !in_prose,
                class => class == Class::Bullet || class == Class::Symbol,
            };
            if heads {
                places.spaced.extend([space + 1, line.len() - next.len()]);
            }
        } else if ends_in_address(before) && leads_to_address(behind) {
            places.spaced.push(space + 1);
        }
    }
}

/// How many bytes the known heading has that `text` begins with.
fn heading_bytes(text: &str) -> Option<usize> {
    let ends = text.match_indices([' ', ':']).map(|(at, _)| at).take(*HEADING_WORDS.end());
    ends.skip(*HEADING_WORDS.start() - 1).filter(|end| headings::is_known(&text[..*end])).last()
}

/// Says that the last word of `text` is an address.
fn ends_in_address(text: &str) -> bool {
    const ADDRESS_BYTES_MAX: usize = 512;
    let near = &text[text.ceil_char_boundary(text.len().saturating_sub(ADDRESS_BYTES_MAX))..];
    near.rsplit(' ').next().is_some_and(|word| word.starts_with("http") && word.contains("://"))
}
