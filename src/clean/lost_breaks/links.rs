//! Addresses inside a text, which may run into the words behind them.

use super::chunk::Chunk;
use super::class::Class;
use super::hash::{HashedMap, WordHash};
use super::lexicon::LEXICON;

/// What the addresses of a text have in common: where two of them part, one of them may have ended.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// How often each beginning of an address occurs, by exact hash; cut where words end.
    beginnings: HashedMap<u32>,
    /// Addresses as they stand before white space.
    complete: HashedMap<u32>,
}

/// Where the addresses in a chunk lie.
#[derive(Debug, Default)]
pub(super) struct LinkMarks {
    /// First character and one past the last, in order.
    regions: Vec<(usize, usize)>,
    /// For each character, the hash of its address up to and without it; empty without addresses.
    prefixes: Vec<u64>,
}

/// Where a place lies with respect to an address. Its number is part of the committed trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum LinkPart {
    Outside,
    /// Behind a domain that stands without scheme, as in an e-mail address.
    BareDomain,
    Host,
    /// Behind the top-level domain of an address.
    Domain,
    Path,
    /// Behind a slash.
    Slash,
    /// Behind `?` or `#`.
    Query,
    /// Another address of the text ends just here.
    Complete,
    /// The addresses of the text that begin like this go on differently.
    Branch,
}

impl Links {
    /// Collects the addresses of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut links = Self::default();
        let mut chunk = Chunk::default();
        let mut marks = LinkMarks::default();
        let mut from = 0;
        while let Some(at) = next_marker(text, from) {
            let space = text[from..at].char_indices().rev().find(|(_, c)| c.is_whitespace());
            let start = space.map_or(from, |(space, c)| from + space + c.len_utf8());
            // What comes before a marker in an endless chunk does not matter.
            let start = start.max(text.floor_char_boundary(at.saturating_sub(256)));
            let end = chunk.read(text, start);
            marks.mark(&chunk);
            links.enter(&chunk, &marks);
            from = end;
        }
        links
    }

    fn enter(&mut self, chunk: &Chunk, marks: &LinkMarks) {
        for &(start, end) in &marks.regions {
            for unit in chunk.units.iter().filter(|unit| (start..end).contains(&unit.start)) {
                for place in [unit.start, unit.end] {
                    *self.beginnings.entry(marks.prefix(place)).or_default() += 1;
                }
            }
            if end == chunk.chars.len() {
                let is_mark =
                    |at: &usize| !chunk.class(*at - 1).is_word() && chunk.class(*at - 1) != Class::Slash;
                let mut last = end;
                while last > start && is_mark(&last) {
                    last -= 1;
                }
                *self.complete.entry(marks.prefix(last)).or_default() += 1;
            }
        }
    }

    /// Where the place before character `index` lies; `right_end` is where the word behind it ends.
    pub(super) fn part(&self, chunk: &Chunk, marks: &LinkMarks, index: usize, right_end: usize) -> LinkPart {
        let Some((start, _)) = marks.region(index) else {
            return if ends_in_domain(chunk, index) { LinkPart::BareDomain } else { LinkPart::Outside };
        };
        let count = |place: usize| self.beginnings.get(&marks.prefix(place)).copied().unwrap_or_default();
        if right_end > index && self.complete.contains_key(&marks.prefix(index)) {
            return LinkPart::Complete;
        }
        let before = &chunk.chars[start..index];
        let host = before.iter().filter(|c| **c == '/').count() < 3 && before.contains(&':');
        let bare = !before.contains(&':') && !before.contains(&'/');
        if host || bare {
            return if ends_in_domain(chunk, index) { LinkPart::Domain } else { LinkPart::Host };
        }
        if chunk.class(index - 1).is_word() && count(index) > 1 && count(right_end) < count(index) {
            return LinkPart::Branch;
        }
        match () {
            () if before.iter().any(|c| matches!(c, '?' | '#')) => LinkPart::Query,
            () if before.ends_with(&['/']) => LinkPart::Slash,
            () => LinkPart::Path,
        }
    }
}

impl LinkMarks {
    /// Marks the addresses of `chunk`.
    pub(super) fn mark(&mut self, chunk: &Chunk) {
        self.regions.clear();
        self.prefixes.clear();
        let chars = &chunk.chars;
        let mut index = 0;
        while index + 4 < chars.len() {
            let scheme = match chars[index] {
                'h' | 'H' => scheme_length(&chars[index..]),
                'w' if chars[index..].starts_with(&['w', 'w', 'w', '.']) => 4,
                _ => 0,
            };
            if scheme == 0 {
                index += 1;
                continue;
            }
            if let Some(last) = self.regions.last_mut() {
                last.1 = index;
            }
            self.regions.push((index, chars.len()));
            index += scheme;
            // `https://www.` is one beginning.
            if chars[index..].starts_with(&['w', 'w', 'w', '.']) {
                index += 4;
            }
        }
        if self.regions.is_empty() {
            return;
        }
        self.prefixes.resize(chars.len() + 1, 0);
        for &(start, end) in &self.regions {
            let mut hash = WordHash::default();
            for place in start..end {
                self.prefixes[place] = hash.finish();
                hash.push(chars[place]);
            }
            self.prefixes[end] = hash.finish();
        }
    }

    /// Says that an address begins at character `index`.
    pub(super) fn begins_at(&self, index: usize) -> bool {
        self.regions.iter().any(|region| region.0 == index)
    }

    /// The address that goes on over the gap before character `index`.
    pub(super) fn region(&self, index: usize) -> Option<(usize, usize)> {
        self.regions.iter().copied().find(|(start, end)| *start < index && index < *end)
    }

    fn prefix(&self, place: usize) -> u64 {
        self.prefixes[place]
    }
}

/// How many characters `http://` or `https://` takes at the beginning of `chars`.
fn scheme_length(chars: &[char]) -> usize {
    let is = |scheme: &str| {
        chars.len() > scheme.len()
            && scheme.chars().zip(chars).all(|(expected, c)| c.eq_ignore_ascii_case(&expected))
    };
    ["https://", "http://"].into_iter().find(|scheme| is(scheme)).map_or(0, str::len)
}

/// Says that the characters before `index` are `name.tld` with a known top-level domain.
fn ends_in_domain(chunk: &Chunk, index: usize) -> bool {
    let Some(last) = chunk.unit(index - 1) else { return false };
    last.start > 1
        && last.end == index
        && chunk.class(last.start) == Class::Lower
        && chunk.class(last.start - 1) == Class::Stop
        && chunk.class(last.start - 2).is_word()
        && LEXICON.is_domain(chunk.exact(last.start, last.end))
}

/// The byte of the next `://` or `www.` that something stands before or behind.
fn next_marker(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let scheme = rest.find("://");
    let host = rest[..scheme.unwrap_or(rest.len())].find("www.");
    host.or(scheme).map(|found| from + found)
}
