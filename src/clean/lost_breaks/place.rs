//! A place at which a break may have been lost, and what it looks like beyond doubt.

use super::candidates::Group;
use super::chunk::{Chunk, Shape, Unit};
use super::class::Class;
use super::hash::WordHash;
use super::known::{Known, Side};
use super::lexicon::LEXICON;
use super::links::{LinkMarks, LinkPart};
use super::segment::Cut;
use super::surroundings::{Surroundings, is_code_mark};

/// A place before character `index` of a chunk.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) around: &'a Surroundings<'a>,
    pub(super) chunk: &'a Chunk,
    pub(super) index: usize,
    pub(super) group: Group,
    pub(super) left: Option<Side>,
    pub(super) right: Option<Side>,
    pub(super) link: LinkPart,
    /// The character at which the address begins that the place is in.
    pub(super) address: Option<usize>,
    pub(super) cut: Option<Cut>,
}

const PROGRAM_BEFORE: usize = 2;
const PROGRAM_BEHIND: usize = 4;
const PROGRAM_BOUND: usize = PROGRAM_BEFORE | PROGRAM_BEHIND;
/// So many bytes on either side are looked at for the marks of programs.
const CODE_WINDOW_BYTES: usize = 48;

impl<'a> Place<'a> {
    /// Looks at the place; `cut` is the unit that it lies in and what cutting it there gains.
    pub(super) fn new(
        around: &'a Surroundings<'a>,
        chunk: &'a Chunk,
        marks: &LinkMarks,
        index: usize,
        cut: Option<(Unit, Cut)>,
    ) -> Self {
        let side = |unit: &Unit| Side::of(around.vocabulary, chunk, unit);
        let (left, right) = match cut {
            Some((unit, cut)) => (
                Some(Side::part_of(around.vocabulary, chunk, unit.start + cut.left, index)),
                Some(Side::part_of(around.vocabulary, chunk, index, unit.start + cut.right)),
            ),
            None => (
                (0..index).rev().take(4).find_map(|at| chunk.unit(at)).map(side),
                (index..chunk.chars.len()).take(4).find_map(|at| chunk.unit(at)).map(side),
            ),
        };
        let right = right.map(|right| if cut.is_none() { whole_name(chunk, index, right) } else { right });
        let right_end = right.map_or(index, |right| right.end);
        let link = around.links.part(chunk, marks, index, right_end);
        let address = marks.region(index).map(|region| region.0);
        let group = match () {
            () if cut.is_some() => Group::Small,
            () if marks.begins_at(index) => Group::Link,
            () if address.is_some() => Group::InLink,
            () => Group::between(chunk.class(index - 1), chunk.class(index)),
        };
        Self { around, chunk, index, group, left, right, link, address, cut: cut.map(|(_, cut)| cut) }
    }

    /// Says that it would be a break in nearly any text.
    pub(super) fn is_strong(&self) -> bool {
        let is_word = |known| matches!(known, Known::FunctionWord | Known::Common);
        let left = self.left_known();
        let right = self.right.map_or(Known::NoWord, |right| right.known);
        match self.group {
            Group::Hump => is_word(left) && right == Known::FunctionWord && self.run() == 0,
            Group::StopUpper | Group::Close => {
                self.right_shape() == Shape::Capitalised
                    && matches!(self.left_shape(), Shape::Lower | Shape::Capitalised)
                    && (is_word(left) || is_word(right))
                    && self.link == LinkPart::Outside
            }
            Group::Small => {
                self.cut.is_some_and(|cut| cut.gain > 8.0)
                    && (left == Known::FunctionWord || right == Known::FunctionWord)
            }
            _ => false,
        }
    }

    /// Says that no name and no program looks like this: a sentence begins right behind the end of
    /// another, or small words run into the capital of a word that sentences begin with.
    pub(super) fn is_sure(&self) -> bool {
        let (Some(left), Some(right)) = (self.left, self.right) else { return false };
        let is_word = |known| matches!(known, Known::FunctionWord | Known::Common | Known::Uncommon);
        let begins = right.shape == Shape::Capitalised || right.end - right.start == 1;
        let is_plain = begins
            && !self.goes_on()
            && self.link == LinkPart::Outside
            && self.code() < 4
            && self.chunk.class(self.index) == Class::Upper;
        let ends_sentence = |at: usize| self.chunk.class(at).ends_sentence();
        match self.group {
            Group::Hump => {
                is_plain
                    && left.shape == Shape::Lower
                    && left.end - left.start > 2
                    && is_word(left.known)
                    && right.known == Known::FunctionWord
                    && !self.is_variable()
                    && self.humps() <= 2
                    && self.run() == 0
            }
            Group::StopUpper => {
                is_plain
                    && self.index > 1
                    && self.chunk.class(self.index - 2).is_word()
                    && left.end - left.start > 2
                    && (matches!(right.known, Known::FunctionWord | Known::Other)
                        || is_word(right.known) && matches!(left.shape, Shape::Year | Shape::Number)
                        || is_word(left.known)
                            && left.shape == Shape::Lower
                            && (is_word(right.known) || right.known == Known::Name))
            }
            Group::StopDigit => self.numbers_item(),
            // `singing.|"Is that you?" she called.|"It is`, where no quotation is open.
            Group::Quote if self.chunk.class(self.index) == Class::Quote => {
                self.around.quotes == Some(false)
                    && self.link == LinkPart::Outside
                    && self.code() < 4
                    && ends_sentence(self.index - 1)
                    && self.chunk.class(self.index.saturating_sub(2)).is_word()
                    && right.shape == Shape::Capitalised
                    && right.start == self.index + 1
            }
            // `New Delhi.|“This is`
            Group::Quote if self.chunk.class(self.index) == Class::QuoteOpen => {
                self.link == LinkPart::Outside
                    && self.code() < 4
                    && ends_sentence(self.index - 1)
                    && self.chunk.class(self.index.saturating_sub(2)).is_word()
                    && left.end - left.start > 2
                    && right.shape == Shape::Capitalised
                    && right.start == self.index + 1
            }
            // Behind the sign of one that has just begun.
            Group::Quote
                if self.chunk.class(self.index - 1) == Class::Quote && self.around.quotes == Some(true) =>
            {
                false
            }
            Group::Close | Group::Quote => {
                is_plain
                    && right.known == Known::FunctionWord
                    && self.index > 1
                    && ends_sentence(self.index - 2)
            }
            Group::Small => self.is_strong() && is_word(left.known) && is_word(right.known),
            Group::Bullet => {
                // `this week:* I wrote`
                self.chunk.class(self.index) == Class::Bullet
                    && self.chunk.class(self.index + 1) == Class::Space
                    && (ends_sentence(self.index - 1) || self.chunk.class(self.index - 1) == Class::Colon)
            }
            _ => false,
        }
    }

    /// Says that it would be a break in many texts.
    pub(super) fn is_likely(&self) -> bool {
        let is_word = |known| {
            matches!(
                known,
                Known::FunctionWord | Known::Common | Known::Uncommon | Known::Other | Known::Name
            )
        };
        let right = self.right.map_or(Known::NoWord, |right| right.known);
        matches!(self.group, Group::Hump | Group::StopUpper | Group::Close | Group::DigitUpper | Group::Mark)
            && self.right_shape() == Shape::Capitalised
            && self.link == LinkPart::Outside
            && (is_word(self.left_known()) || is_word(right))
            && self.left.is_some_and(|left| left.end - left.start > 2)
            && !(self.group == Group::Mark && !self.chunk.class(self.index.saturating_sub(2)).is_word())
            && !self.is_before_domain()
            && !self.goes_on()
            && self.run() == 0
    }

    /// Says that a number behind the end of a sentence goes on with a list: `saved.|3. The mill`.
    fn numbers_item(&self) -> bool {
        self.right.is_some_and(|right| {
            let (after, next) = (self.chunk.class(right.end), self.chunk.class(right.end + 1));
            right.shape == Shape::Count
                && right.start == self.index
                && matches!(after, Class::Stop | Class::Close)
                && matches!(next, Class::Space | Class::Upper)
                && self.chunk.class(self.index.saturating_sub(2)).is_cased()
                && self.link == LinkPart::Outside
                && self.around.counts_on(self.chunk.at[self.index])
        })
    }

    /// Says that the right word goes on as no sentence does: `developer.Apple.com` is an address,
    /// `file.Close()` a program.
    fn goes_on(&self) -> bool {
        self.right.is_some_and(|right| {
            let after = self.chunk.class(right.end);
            after == Class::Open || after == Class::Stop && self.chunk.class(right.end + 1).is_word()
        })
    }

    /// Says that the right word is written like `Org`.
    fn is_before_domain(&self) -> bool {
        self.right.is_some_and(|right| {
            let mut exact = WordHash::default();
            self.chunk.chars[right.start..right.end].iter().for_each(|c| exact.push(c.to_ascii_lowercase()));
            LEXICON.is_domain(exact.finish())
        })
    }

    /// Whether the letters around the place are written and placed like a name in a program.
    pub(super) fn program(&self) -> usize {
        let (start, end) = self.chunk.run_around(self.index);
        let begins_small = self.chunk.class(start) == Class::Lower;
        let before = if start == 0 { Class::Space } else { self.chunk.class(start - 1) };
        let is_bound = matches!(before, Class::Open | Class::Stop | Class::Code | Class::Sigil);
        let after = self.chunk.class(end);
        let goes_on = matches!(after, Class::Open | Class::Code)
            || after == Class::Stop && self.chunk.class(end + 1).is_word()
            || after == Class::Colon && self.chunk.class(end + 1) != Class::Space;
        usize::from(begins_small)
            + PROGRAM_BEFORE * usize::from(is_bound)
            + PROGRAM_BEHIND * usize::from(goes_on)
    }

    /// Says that a break here wants more than the usual evidence: it would cut a program, a reference
    /// or a name that begins with a sign.
    pub(super) fn is_doubtful(&self) -> bool {
        self.is_in_program()
            || self.is_in_reference()
            || self.is_in_handle()
            || self.is_in_function()
            || self.is_in_product()
            || self.is_in_surname()
            || self.is_path()
            || self.is_behind_opening()
    }

    /// Says that the place is in the midst of a program, where capitals and stops part nothing.
    fn is_in_program(&self) -> bool {
        let wide = self.around.marks.around(self.chunk.at[self.index]);
        let program = self.program();
        match self.group {
            Group::Hump | Group::Acronym => {
                wide >= 5 || wide == 4 && program != 0 || wide == 3 && program & PROGRAM_BOUND != 0
            }
            Group::Bullet | Group::Link | Group::InLink | Group::Quote | Group::StopDigit => false,
            _ => wide >= 5,
        }
    }

    /// Says that the number behind a stop goes on as in `Vol.18(2)` and `10.1016/j.tree.2010.11.165`,
    /// that it is one of a version, as in `v3.1`, or of pages, as in `pp.12`, or part of a domain, as in `99designs.com`.
    fn is_in_reference(&self) -> bool {
        let Some(right) = self.right else { return false };
        let (after, next) = (self.chunk.class(right.end), self.chunk.class(right.end + 1));
        let goes_on = || after == Class::Open || after == Class::Stop && next == Class::Digit;
        let left = || self.left.map_or(&[][..], |left| &self.chunk.chars[left.start..left.end]);
        match self.group {
            Group::StopDigit => goes_on() || matches!(left(), ['p'] | ['p', 'p'] | ['n', 'o']),
            Group::Mark => self.chunk.class(self.index) == Class::Digit && goes_on(),
            Group::DigitLower => after == Class::Stop && next == Class::Lower,
            Group::LetterDigit => {
                self.chunk.chars[self.index - 1] == 'v' && after == Class::Stop && next == Class::Digit
            }
            _ => false,
        }
    }

    /// Says that a quotation has just begun: `https://example.org/book"|The Mill"`.
    fn is_behind_opening(&self) -> bool {
        self.group == Group::Quote
            && self.chunk.chars[self.index - 1] == '"'
            && self.around.quotes == Some(true)
            && self.index > 1
            && self.chunk.class(self.index - 2).is_word()
    }

    /// Says that a word in small letters behind the first slash of an address ends with it.
    fn is_path(&self) -> bool {
        self.group == Group::InLink
            && self.link == LinkPart::Slash
            && self.right.is_some_and(|right| {
                matches!(right.shape, Shape::Lower | Shape::Small) && right.end == self.chunk.chars.len()
            })
    }

    /// Says that the word behind is the last of an address and of the line: nothing that follows an
    /// address is so short.
    pub(super) fn ends_address(&self) -> bool {
        self.group == Group::InLink
            && self.right.is_some_and(|right| right.end == self.chunk.chars.len())
            && self.ends_line()
    }

    /// Says that the chunk is the last of its line.
    fn ends_line(&self) -> bool {
        let last = self.chunk.at.last().copied().unwrap_or_default();
        let behind = self.around.text[last..].chars().skip(1).find(|c| *c == '\n' || !c.is_whitespace());
        behind.is_none_or(|c| c == '\n')
    }

    /// Says that a hashtag runs into what stands before it: `the new iMac|#askus`.
    pub(super) fn begins_tag(&self) -> bool {
        self.chunk.chars[self.index] == '#'
            && self.link == LinkPart::Outside
            && self.right.is_some_and(|right| {
                right.start == self.index + 1
                    && right.end - right.start > 2
                    && matches!(right.shape, Shape::Lower | Shape::Capitalised)
            })
            && self.left.is_some_and(|left| left.end == self.index && left.end - left.start > 1)
            && self.around.marks.around(self.chunk.at[self.index]) < 3
    }

    pub(super) fn left_shape(&self) -> Shape {
        self.left.map_or(Shape::None, |left| left.shape)
    }

    pub(super) fn right_shape(&self) -> Shape {
        self.right.map_or(Shape::None, |right| right.shape)
    }

    pub(super) fn left_known(&self) -> Known {
        self.left.map_or(Known::NoWord, |left| left.known)
    }

    /// Whether the letters around the place are a name, or stand elsewhere in the document.
    pub(super) fn run(&self) -> usize {
        let (Some(left), Some(right)) = (self.left, self.right) else { return 0 };
        if self.cut.is_some() || left.end != self.index || right.start != self.index {
            return 0;
        }
        let (start, end) = self.chunk.run_around(self.index);
        if self.is_inside_name(start, end) {
            return 1;
        }
        // `HuggingFace's` is `HuggingFace`.
        let is_apostrophe = |at: &usize| self.chunk.class(*at) == Class::Apostrophe;
        let stem_end = (right.start..right.end).find(is_apostrophe).unwrap_or(right.end);
        let end = if end == right.end { stem_end } else { end };
        let whole = self.chunk.exact(start, end);
        let pair = self.chunk.exact(left.start, stem_end);
        let vocabulary = self.around.vocabulary;
        if stem_end < right.end && pair == whole && vocabulary.count_mixed(pair) > 0 {
            return 4;
        }
        if pair != whole && vocabulary.count_mixed(pair) > 0 {
            return 2;
        }
        if pair != whole {
            return 0;
        }
        match vocabulary.count_mixed(whole) {
            0 | 1 => 0,
            2 => 3,
            3 | 4 => 4,
            _ => 5,
        }
    }

    /// Says that the place is inside a known name within the run from `start` to `end`.
    fn is_inside_name(&self, start: usize, end: usize) -> bool {
        let mut from = self.index;
        for _ in 0..3 {
            let Some(left) = from.checked_sub(1).and_then(|at| self.chunk.unit(at)) else { return false };
            if left.start < start {
                return false;
            }
            from = left.start;
            let mut to = self.index;
            for _ in 0..3 {
                let Some(right) = self.chunk.unit(to).filter(|right| right.end <= end) else { break };
                let is_apostrophe = |at: &usize| self.chunk.class(*at) == Class::Apostrophe;
                let stem_end = (right.start..right.end).find(is_apostrophe).unwrap_or(right.end);
                // `announced|iPad|OS` has no unit that is `i`.
                let begins_small = from > 0 && self.chunk.class(from - 1) == Class::Lower;
                if LEXICON.is_name(self.chunk.exact(from, stem_end))
                    || begins_small && LEXICON.is_name(self.chunk.exact(from - 1, stem_end))
                {
                    return true;
                }
                to = right.end;
            }
        }
        false
    }

    /// How many bytes around the place are marks of programs.
    pub(super) fn code_marks(&self) -> usize {
        let at = self.chunk.at[self.index];
        let bytes = self.around.text.as_bytes();
        let window = &bytes[at.saturating_sub(CODE_WINDOW_BYTES)..bytes.len().min(at + CODE_WINDOW_BYTES)];
        window.iter().filter(|byte| is_code_mark(**byte)).count()
    }

    /// The same in steps.
    fn code(&self) -> usize {
        match self.code_marks() {
            0 => 0,
            1 | 2 => 1,
            3 | 4 => 2,
            5..=7 => 3,
            8..=12 => 4,
            _ => 5,
        }
    }
}

/// The right side as a name, where a known one begins with its small letter: `sync)|iCloud`.
fn whole_name(chunk: &Chunk, index: usize, right: Side) -> Side {
    if right.start != index || right.shape != Shape::Small {
        return right;
    }
    let Some(next) = chunk.unit(right.end).filter(|next| next.shape == Shape::Capitalised) else {
        return right;
    };
    match LEXICON.is_name(chunk.exact(index, chunk.stem_end(next.end))) {
        true => {
            let mut folded = WordHash::default();
            chunk.chars[index..next.end].iter().for_each(|c| folded.push_folded(*c));
            let folded = folded.finish();
            Side { start: index, end: next.end, shape: Shape::Capitalised, known: Known::Name, folded }
        }
        false => right,
    }
}
