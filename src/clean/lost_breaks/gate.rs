//! Says at a glance whether a text may have lost its breaks.
//!
//! [`super::breaks::find`] believes in damage for the sake of places that are sure or
//! likely, and both are rare. So the bytes are searched for what such places must look like, and the
//! few chunks that have it are read as they are there. What the document says elsewhere can only
//! speak against a place, so that without a vocabulary nothing is overlooked.

use super::breaks::{self, SHORT_BYTES_MAX};
use super::candidates::{Group, begins_name, is_place};
use super::chunk::Chunk;
use super::class::Class;
use super::hash::HashedMap;
use super::headings::Headings;
use super::links::{LinkMarks, Links};
use super::openings::{self, Opening};
use super::place::Place;
use super::scan::pairs_that;
use super::series::Series;
use super::surroundings::{CodeMarks, Surroundings};
use super::vocabulary::Vocabulary;

/// Where a chunk begins is looked for so far back.
const BACK_BYTES_MAX: usize = 512;

/// Says that `text` may have lost breaks. Nearly all undamaged texts are told by this alone.
pub(super) fn is_damaged(text: &str) -> bool {
    let (vocabulary, links) = (Vocabulary::default(), Links::default());
    let mut gate = Gate {
        around: Surroundings::new(text, &vocabulary, &links, CodeMarks::default()),
        chunk: Chunk::default(),
        marks: LinkMarks::default(),
        read_to: 0,
        runs: HashedMap::default(),
        sure: Vec::new(),
        likely: Vec::new(),
        openings: Vec::new(),
    };
    let bytes = text.as_bytes();
    for at in pairs_that(bytes, may_show) {
        // Behind the sign that opens a quotation stands one capital in two, behind the stop of a
        // number its digits.
        let before = at.checked_sub(2).map_or(b' ', |at| bytes[at]);
        let is_usual = bytes[at - 1] == b'"' && before <= b' '
            || bytes[at].is_ascii_digit() && !before.is_ascii_alphabetic();
        if !is_usual && gate.look_at(at) {
            return true;
        }
    }
    gate.decide()
}

/// Says that a place that counts may lie at these two bytes: a capital behind something that shows,
/// a capital of two bytes, or the marker or number of an item behind the end of a sentence.
fn may_show(before: u8, here: u8) -> bool {
    let shows = (before > b' ') & !before.is_ascii_uppercase() & (before != b'(');
    let ends = (before == b'.') | (before == b':') | (before == b'!') | (before == b'?');
    let marks = (here == b'*') | (here == 0xE2);
    let is_within = |first: u8, count: u8| here.wrapping_sub(first) < count;
    let latin = (before == 0xC3) & is_within(0x80, 0x1F);
    let greek = (before == 0xCE) & is_within(0x86, 0x26);
    let cyrillic = (before == 0xD0) & is_within(0x80, 0x30);
    (here.is_ascii_uppercase() & shows) | (ends & (marks | here.is_ascii_digit())) | latin | greek | cyrillic
}

struct Gate<'a> {
    around: Surroundings<'a>,
    chunk: Chunk,
    marks: LinkMarks,
    /// The chunks before this byte have been looked at.
    read_to: usize,
    /// How often each run of letters and digits around a place has been seen.
    runs: HashedMap<u32>,
    /// The runs of sure places: if one comes again, it is a name.
    sure: Vec<u64>,
    likely: Vec<Likely>,
    openings: Vec<Opening>,
}

/// A likely place.
struct Likely {
    at: usize,
    /// The run that it is inside of.
    run: Option<u64>,
}

impl Gate<'_> {
    /// Looks at the chunk around byte `at`; says that it settles the question.
    fn look_at(&mut self, at: usize) -> bool {
        if at < self.read_to {
            return false;
        }
        let text = self.around.text;
        let from = text.ceil_char_boundary(self.read_to.max(at.saturating_sub(BACK_BYTES_MAX)));
        let space =
            text[from..text.floor_char_boundary(at)].char_indices().rev().find(|(_, c)| c.is_whitespace());
        let start = space.map_or(from, |(space, c)| from + space + c.len_utf8());
        self.read_to = self.chunk.read(text, start).max(at + 1);
        self.marks.mark(&self.chunk);
        for index in 1..self.chunk.chars.len() {
            let may_show = match self.chunk.class(index) {
                Class::Upper | Class::Bullet => true,
                Class::Digit => self.chunk.class(index - 1).ends_sentence(),
                _ => false,
            };
            if may_show
                && is_place(&self.chunk, &self.marks, index)
                && !begins_name(&self.chunk, index - 1)
                && self.weigh(index)
            {
                return true;
            }
        }
        false
    }

    /// Weighs the place before character `index`; says that it settles the question.
    fn weigh(&mut self, index: usize) -> bool {
        let place = Place::new(&self.around, &self.chunk, &self.marks, index, None);
        let run = matches!(place.group, Group::Hump | Group::DigitUpper).then(|| {
            let (start, end) = self.chunk.run_around(index);
            self.chunk.exact(start, end)
        });
        let (is_sure, is_likely) = (place.is_sure(), place.is_likely());
        self.openings.extend(place.opening());
        if let Some(run) = run.filter(|_| is_sure || is_likely) {
            *self.runs.entry(run).or_default() += 1;
        }
        if is_likely {
            self.likely.push(Likely { at: self.chunk.at[index], run });
        }
        match run {
            Some(run) if is_sure => self.sure.push(run),
            None if is_sure => return true,
            _ => {}
        }
        false
    }

    /// Says whether what was seen in the whole text may be damage.
    fn decide(mut self) -> bool {
        let is_name = |run: u64| self.runs.get(&run).is_some_and(|count| *count > 1);
        let text = self.around.text;
        if self.sure.iter().any(|run| !is_name(*run))
            || !Series::of(text).is_empty()
            || !Headings::of(text).is_empty()
        {
            return true;
        }
        self.likely.retain(|likely| !likely.run.is_some_and(is_name));
        if !self.likely.is_empty() && text.len() <= SHORT_BYTES_MAX && words(text) <= breaks::SHORT_WORDS_MAX
        {
            return true;
        }
        if !openings::rows(text, || words(text), &self.openings).is_empty() {
            return true;
        }
        let mut rest = self.likely.as_slice();
        while let Some(first) = rest.first() {
            let end = memchr::memchr(b'\n', &text.as_bytes()[first.at..])
                .map_or(text.len(), |found| first.at + found);
            let (line, behind) = rest.split_at(rest.partition_point(|likely| likely.at <= end));
            let start = memchr::memrchr(b'\n', &text.as_bytes()[..first.at]).map_or(0, |found| found + 1);
            if breaks::is_full(line.len(), end - start) {
                return true;
            }
            rest = behind;
        }
        false
    }
}

/// How many words `text` has, or fewer: one that is joined to the next by an apostrophe or a sign of
/// another script is not told from it.
fn words(text: &str) -> usize {
    let (mut words, mut is_open) = (0, false);
    for byte in text.bytes() {
        let is_letter = byte.is_ascii_lowercase();
        words += usize::from(is_letter && !is_open);
        is_open = is_letter || is_open && (byte == b'\'' || byte >= 0x80);
    }
    words
}
