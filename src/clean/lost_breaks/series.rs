//! What several of its kind in one line show to be lost breaks: `Intro02:13 What is it?10:45 Why`.
//!
//! A single glued time stamp, marker or label may be a slip or a name. Time stamps that count on,
//! markers that are all glued to the word before them and labels one after the other are nothing but
//! lines that ran together, in whatever script they are written and however short the text is. Where
//! blanks are left of the breaks, times and markers still tell them.

use super::addresses;
use super::class::Class;
use super::flattened;
use super::labels;
use super::markers;
use super::stamps::{self, Stamps};

/// The places of a text that are breaks for the sake of others of their kind.
#[derive(Debug, Default)]
pub(super) struct Series {
    /// Those that no white space parts.
    glued: Vec<usize>,
    /// Those behind white space.
    spaced: Vec<usize>,
    /// Where titles are glued to the times of their chapters, which they stay beside.
    torn: Vec<usize>,
}

/// The first byte of `：`.
const FIRST_OF_WIDE_COLON: u8 = 0xEF;

/// Places of a line as they are found.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) glued: Vec<usize>,
    pub(super) spaced: Vec<usize>,
}

impl Series {
    /// Those of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut series = Self::default();
        let mut start = 0;
        while start < text.len() {
            let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
            series.look_at(text, start, end);
            start = end + 1;
        }
        for places in [&mut series.glued, &mut series.spaced, &mut series.torn] {
            places.sort_unstable();
            places.dedup();
        }
        series
    }

    /// Looks at the line of `text` from byte `start` to `end`.
    fn look_at(&mut self, text: &str, start: usize, end: usize) {
        let line = &text[start..end];
        let mut places = Places::default();
        // Times, addresses and labels all have one, and most lines have none.
        let has_colon = memchr::memchr2(b':', FIRST_OF_WIDE_COLON, line.as_bytes()).is_some();
        let stamps = if has_colon { Stamps::of(line) } else { Stamps::default() };
        if has_colon {
            places.glued.extend(stamps.starts());
            places.spaced.extend(stamps.spaced_starts());
            places.spaced.extend(stamps.heading(line));
            places.glued.extend(stamps::under_heading(line, || stamps::first(text[end..].trim_start())));
        }
        markers::enter(line, &mut places);
        let is_in_series = !places.glued.is_empty();
        if has_colon {
            addresses::enter(line, &mut places);
        }
        if has_colon || is_in_series {
            labels::enter(line, &stamps, is_in_series, &mut places.glued);
        }
        flattened::enter(line, &mut places);
        if places.glued.is_empty() && places.spaced.is_empty() {
            return;
        }
        let indent = line.len() - line.trim_start().len();
        self.glued.extend(places.glued.iter().filter(|at| **at > indent).map(|at| start + at));
        self.spaced.extend(places.spaced.iter().filter(|at| **at > indent).map(|at| start + at));
        self.torn.extend(stamps.torn_ends(line).map(|at| start + at));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.glued.is_empty() && self.spaced.is_empty()
    }

    /// Says that the place before byte `at` is one of them, and no white space is there.
    pub(super) fn has(&self, at: usize) -> bool {
        self.glued.binary_search(&at).is_ok()
    }

    /// The bytes behind white space at which lines begin.
    pub(super) fn spaced(&self) -> &[usize] {
        &self.spaced
    }

    /// The bytes at which titles are glued to times.
    pub(super) fn torn(&self) -> &[usize] {
        &self.torn
    }

    /// Says that the place before byte `at` is between a time and its title.
    pub(super) fn tears(&self, at: usize) -> bool {
        self.torn.binary_search(&at).is_ok()
    }
}

/// The class of the last character of `text`, white space where there is none.
pub(super) fn class_before(text: &str) -> Class {
    text.chars().next_back().map_or(Class::Space, Class::of)
}

/// The class of the first character of `text`, white space where there is none.
pub(super) fn class_behind(text: &str) -> Class {
    text.chars().next().map_or(Class::Space, Class::of)
}
