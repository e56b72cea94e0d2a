//! What speaks for and against a break at one place.

use super::candidates::Group;
use super::chunk::{Chunk, Shape, Unit};
use super::class::Class;
use super::features::{DAMAGES, GAINS, LENGTHS, LINES, NEARS, Template, index};
use super::hash::WordHash;
use super::lexicon::LEXICON;
use super::links::{LinkMarks, LinkPart, Links};
use super::segment::Cut;
use super::vocabulary::Vocabulary;

/// What the places of a text share.
#[derive(Debug)]
pub(super) struct Surroundings<'a> {
    pub(super) text: &'a str,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) links: &'a Links,
    /// The class with which the chunk before began, and with which it ended.
    pub(super) before: (Class, Class),
    /// The class with which the next chunk begins.
    pub(super) next: Class,
    /// A bracket is open at the place, a quotation is.
    pub(super) open: (bool, bool),
    /// The last number that stood where one of a list would.
    pub(super) number: u32,
    /// How long the line is.
    pub(super) line_bytes: usize,
    /// Where the marks of programs stand.
    pub(super) marks: CodeMarks,
}

impl<'a> Surroundings<'a> {
    /// The surroundings at the beginning of `text`.
    pub(super) fn new(text: &'a str, vocabulary: &'a Vocabulary, links: &'a Links, marks: CodeMarks) -> Self {
        Self {
            text,
            vocabulary,
            links,
            before: (Class::Space, Class::Space),
            next: Class::Space,
            open: (false, false),
            number: 0,
            line_bytes: 0,
            marks,
        }
    }
}

/// How many marks of programs stand in each cell of a text.
#[derive(Debug, Default)]
pub(super) struct CodeMarks(Vec<u8>);

const CELL_BYTES: usize = 64;
/// So many cells on either side are the wider surroundings.
const CELLS: usize = 5;

impl CodeMarks {
    pub(super) fn of(text: &str) -> Self {
        let count = |cell: &[u8]| cell.iter().filter(|byte| is_code_mark(**byte)).count() as u8;
        Self(text.as_bytes().chunks(CELL_BYTES).map(count).collect())
    }

    /// How full the surroundings of byte `at` are, in steps.
    fn around(&self, at: usize) -> usize {
        let cell = at / CELL_BYTES;
        let cells = &self.0[cell.saturating_sub(CELLS)..self.0.len().min(cell + CELLS + 1)];
        let marks: usize = cells.iter().map(|marks| usize::from(*marks)).sum();
        match 100 * marks / (cells.len().max(1) * CELL_BYTES) {
            0 => 0,
            1 => 1,
            2 => 2,
            3 | 4 => 3,
            5..=7 => 4,
            _ => 5,
        }
    }
}

fn is_code_mark(byte: u8) -> bool {
    matches!(byte, b'{' | b'}' | b'(' | b')' | b';' | b'=' | b'<' | b'>' | b'_' | b'[' | b']' | b'|' | b'\\')
}

/// A place before character `index` of a chunk.
#[derive(Debug)]
pub(super) struct Place<'a> {
    around: &'a Surroundings<'a>,
    chunk: &'a Chunk,
    index: usize,
    pub(super) group: Group,
    left: Option<Side>,
    right: Option<Side>,
    link: LinkPart,
    cut: Option<Cut>,
}

/// The word or number on one side.
#[derive(Clone, Copy, Debug)]
struct Side {
    start: usize,
    end: usize,
    shape: Shape,
    known: Known,
}

/// How well a word is known. Its number is part of the committed weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Known {
    NoWord,
    FunctionWord,
    Common,
    Uncommon,
    /// Of another language, or a person's name.
    Other,
    /// The document says it more than once.
    Seen,
    SeenOnce,
    Unknown,
}

/// What words begin with and end in that are words by themselves, or look like one.
const PREFIXES: &str = "un in im re pre non over out under inter sub super anti co de dis mis up down on off \
    semi multi micro macro mini cross counter self after be en for fore hyper meta mid neo para post pro \
    trans tri bi ultra mega back home side a e";
const SUFFIXES: &str = "able ible less ness ing ed er ers est ful fully ly ship ships like wise ment ments \
    tion ions ion ist ists ism ity al ally ic ish man men ward wards hood dom some age ages ant ants ive or \
    ors s es up out off in on down over back place space work works way ways time times line lines house";
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
        let right_end = right.map_or(index, |right| right.end);
        let link = around.links.part(chunk, marks, index, right_end);
        let group = match () {
            () if cut.is_some() => Group::Small,
            () if marks.begins_at(index) => Group::Link,
            () if marks.region(index).is_some() => Group::InLink,
            () => Group::between(chunk.class(index - 1), chunk.class(index)),
        };
        Self { around, chunk, index, group, left, right, link, cut: cut.map(|(_, cut)| cut) }
    }

    /// Appends the features that the place has by itself.
    pub(super) fn describe(&self, features: &mut Vec<u32>) {
        let group = self.group as usize;
        let mut push = |template, value| features.push(index(template, value));
        let class = |at: usize| self.chunk.class(at) as usize;
        let (z, a, b, c) =
            (self.before_left(), class(self.index - 1), class(self.index), class(self.index + 1));
        push(Template::Group, [group, 0, 0]);
        push(Template::Pair, [a, b, 0]);
        push(Template::TripleLeft, [z, a, b]);
        push(Template::TripleRight, [a, b, c]);

        let (left_shape, right_shape) = (self.left_shape() as usize, self.right_shape() as usize);
        let (left_known, right_known) = (self.left_known(), usize::from(self.known().1));
        push(Template::Shapes, [group, left_shape, right_shape]);
        push(Template::LeftLength, [group, length(self.left), left_shape]);
        push(Template::RightLength, [group, length(self.right), right_shape]);
        push(Template::Known, [group, left_known as usize, right_known]);
        let after = self.right.map_or(Class::Space, |right| self.chunk.class(right.end));
        push(Template::RightKnownAfter, [group, right_known, after as usize]);
        let before = self.left.filter(|left| left.start > 0);
        let before = before.map_or(Class::Space, |left| self.chunk.class(left.start - 1));
        push(Template::LeftKnownBefore, [group, left_known as usize, before as usize]);

        let ends_chunk = self.right.is_some_and(|right| right.end == self.chunk.chars.len());
        if ends_chunk {
            push(Template::NextChunk, [group, right_shape, self.around.next as usize]);
        }
        if self.left.is_some_and(|left| left.start == 0) {
            push(Template::BeforeChunk, [group, left_shape, self.around.before.0 as usize]);
            push(Template::BeforeEnd, [group, left_shape, self.around.before.1 as usize]);
        }
        push(Template::Run, [group, self.run(), 0]);
        push(Template::Nesting, [group, usize::from(self.around.open.0), usize::from(self.around.open.1)]);
        push(Template::Code, [group, self.code(), 0]);
        push(Template::Humps, [group, self.humps(), 0]);
        if self.link != LinkPart::Outside {
            let link = self.link as usize;
            push(Template::Link, [group, link, right_known]);
            push(Template::LinkEnd, [link, after as usize, self.around.next as usize]);
            push(Template::LinkLeft, [link, a, b]);
        }
        if let Some(cut) = self.cut {
            let gain = gain(cut);
            push(Template::Gain, [gain, self.seen_whole(), 0]);
            push(Template::GainKnown, [gain, left_known as usize, right_known]);
        }
        if self.cut.is_some() {
            push(Template::Affix, [self.affix(), right_known, 0]);
        }
        push(Template::Line, [group, self.line(), 0]);
        push(Template::CodeWide, [group, self.around.marks.around(self.chunk.at[self.index]), right_known]);
        if let Some(number) = self.list_number() {
            push(Template::List, [group, number, after as usize]);
        }
        if self.has_name_prefix() {
            push(Template::Prefix, [group, 1, 0]);
        }
    }

    /// Appends the features that depend on the state of the whole text.
    /// `near` is how many likely breaks are close by.
    pub(super) fn describe_damage(
        group: Group,
        (left_known, right_known): (u8, u8),
        damage: Damage,
        near: usize,
        features: &mut Vec<u32>,
    ) {
        let group = group as usize;
        let near = match near {
            0..=2 => near,
            3 | 4 => 3,
            5..=7 => 4,
            _ => NEARS - 1,
        };
        features.push(index(Template::Near, [group, near, usize::from(right_known)]));
        features.push(index(Template::KnownNear, [group, near, usize::from(left_known)]));
        features.push(index(Template::Damage, [group, damage.capital, 0]));
        features.push(index(Template::DamageKnown, [group, damage.capital, usize::from(right_known)]));
        features.push(index(Template::DamageSmall, [group, damage.small, 0]));
        features.push(index(Template::English, [group, damage.english, 0]));
    }

    /// How well the words on both sides are known, as numbers.
    pub(super) fn known(&self) -> (u8, u8) {
        let right = self.right.map_or(Known::NoWord, |right| right.known);
        (self.left_known() as u8, right as u8)
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
                    && self.humps() <= 2
                    && self.run() == 0
            }
            Group::StopUpper => {
                is_plain
                    && self.index > 1
                    && self.chunk.class(self.index - 2).is_word()
                    && left.end - left.start > 2
                    && (right.known == Known::FunctionWord
                        || is_word(right.known) && matches!(left.shape, Shape::Year | Shape::Number)
                        || is_word(left.known)
                            && left.shape == Shape::Lower
                            && (is_word(right.known) || right.known == Known::Other))
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
        let is_word =
            |known| matches!(known, Known::FunctionWord | Known::Common | Known::Uncommon | Known::Other);
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

    /// 1 where the glued words are a prefix and a word, 2 where they are a word and a suffix.
    fn affix(&self) -> usize {
        let spells = |side: Option<Side>, list: &str| {
            side.is_some_and(|side| {
                let chars = &self.chunk.chars[side.start..side.end];
                list.split(' ').any(|affix| affix.chars().eq(chars.iter().map(char::to_ascii_lowercase)))
            })
        };
        match () {
            () if spells(self.left, PREFIXES) => 1,
            () if spells(self.right, SUFFIXES) => 2,
            () => 0,
        }
    }

    /// How long the line is, in steps.
    fn line(&self) -> usize {
        match self.around.line_bytes {
            0..=60 => 0,
            61..=150 => 1,
            151..=400 => 2,
            401..=1000 => 3,
            1001..=3000 => 4,
            _ => LINES - 1,
        }
    }

    fn before_left(&self) -> usize {
        let class = if self.index < 2 { Class::Space } else { self.chunk.class(self.index - 2) };
        class as usize
    }

    fn left_shape(&self) -> Shape {
        self.left.map_or(Shape::None, |left| left.shape)
    }

    fn right_shape(&self) -> Shape {
        self.right.map_or(Shape::None, |right| right.shape)
    }

    fn left_known(&self) -> Known {
        self.left.map_or(Known::NoWord, |left| left.known)
    }

    /// Whether the letters around the place are a name, or stand elsewhere in the document.
    fn run(&self) -> usize {
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
                if LEXICON.is_name(self.chunk.exact(from, stem_end)) {
                    return true;
                }
                to = right.end;
            }
        }
        false
    }

    /// How full the bytes around the place are of the marks of programs.
    fn code(&self) -> usize {
        let at = self.chunk.at[self.index];
        let bytes = self.around.text.as_bytes();
        let window = &bytes[at.saturating_sub(CODE_WINDOW_BYTES)..bytes.len().min(at + CODE_WINDOW_BYTES)];
        let marks = window.iter().filter(|byte| is_code_mark(**byte));
        match marks.count() {
            0 => 0,
            1 | 2 => 1,
            3 | 4 => 2,
            5..=7 => 3,
            8..=12 => 4,
            _ => 5,
        }
    }

    /// How many words with capitals the letters around the place would be.
    fn humps(&self) -> usize {
        let (start, end) = self.chunk.run_around(self.index);
        let mut humps = 0;
        let mut at = start;
        while let Some(unit) = self.chunk.unit(at).filter(|unit| unit.start < end) {
            humps += 1;
            at = unit.end;
            if humps == 5 {
                break;
            }
        }
        humps
    }

    /// How often the run that is to be cut stands elsewhere.
    fn seen_whole(&self) -> usize {
        let Some(unit) = self.chunk.unit(self.index) else { return 0 };
        let count = self.around.vocabulary.count(unit.folded);
        (count.lower + count.capital).saturating_sub(1).min(3) as usize
    }

    /// Whether the number behind the place goes on with a list: 1 begins one, 2 is the next.
    fn list_number(&self) -> Option<usize> {
        let right = self.right.filter(|right| matches!(right.shape, Shape::Count))?;
        let value = value_of(&self.chunk.chars[right.start..right.end]);
        Some(match value {
            1 => 1,
            _ if value == self.around.number + 1 => 2,
            _ => 0,
        })
    }

    /// Says that the left word begins names such as McDonald and LeBron.
    fn has_name_prefix(&self) -> bool {
        let Some(left) = self.left.filter(|left| left.end == self.index) else { return false };
        matches!(
            self.chunk.chars[left.start..left.end],
            ['M', 'c']
                | ['M', 'a', 'c']
                | ['D', 'e']
                | ['D', 'i']
                | ['D', 'u']
                | ['D', 'a']
                | ['L', 'e']
                | ['L', 'a']
                | ['L', 'o']
                | ['V', 'a', 'n']
                | ['V', 'o', 'n']
                | ['F', 'i', 't', 'z']
                | ['O', '\'' | '’']
                | ['O']
                | ['D', '\'' | '’']
        )
    }
}

impl Side {
    fn of(vocabulary: &Vocabulary, chunk: &Chunk, unit: &Unit) -> Self {
        // A word that stands by itself was counted, and is no evidence for itself.
        let (start, end) = chunk.run_around(unit.start);
        let itself = u32::from((start, end) == (unit.start, unit.end));
        let known = Known::of(vocabulary, unit.folded, itself, unit.shape);
        Self { start: unit.start, end: unit.end, shape: unit.shape, known }
    }

    fn part_of(vocabulary: &Vocabulary, chunk: &Chunk, start: usize, end: usize) -> Self {
        let shape = match chunk.class(start) {
            Class::Upper => Shape::Capitalised,
            _ if end - start == 1 => Shape::Small,
            _ => Shape::Lower,
        };
        let mut hash = WordHash::default();
        chunk.chars[start..end].iter().for_each(|c| hash.push_folded(*c));
        Self { start, end, shape, known: Known::of(vocabulary, hash.finish(), 0, shape) }
    }
}

impl Known {
    fn of(vocabulary: &Vocabulary, folded: u64, itself: u32, shape: Shape) -> Self {
        if matches!(shape, Shape::Count | Shape::Year | Shape::Number | Shape::Time) {
            return Self::NoWord;
        }
        if let Some(word) = LEXICON.word(folded) {
            return match () {
                () if !word.english => Self::Other,
                () if word.is_function_word() => Self::FunctionWord,
                () if word.rank < 2000 => Self::Common,
                () => Self::Uncommon,
            };
        }
        let count = vocabulary.count(folded);
        match (count.lower + count.capital).saturating_sub(itself) {
            0 => Self::Unknown,
            1 => Self::SeenOnce,
            _ => Self::Seen,
        }
    }
}

/// How damaged a text is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Damage {
    /// By the capitals that stand where none should.
    pub(super) capital: usize,
    /// By the small letters that run together.
    pub(super) small: usize,
    /// How much of the text is known English.
    pub(super) english: usize,
}

impl Damage {
    /// The damage of a text of so many words, by how many places are strong; `english` of its words
    /// are in the lexicon.
    pub(super) fn new(words: u32, english: u32, strong_capitals: u32, strong_small: u32) -> Self {
        let bucket = |strong: u32| match strong {
            0 => 0,
            _ => {
                let words_each = words / strong;
                let rare = match words_each {
                    0..=40 => 5,
                    41..=120 => 4,
                    121..=400 => 3,
                    401..=1500 => 2,
                    _ => 1,
                };
                // One place may be a slip, and in a short text looks like many.
                if strong == 1 { rare } else { rare + 5 }
            }
        };
        let share = (english * 8).checked_div(words.max(1)).unwrap_or(0).min(7);
        Self {
            capital: bucket(strong_capitals).min(DAMAGES - 1),
            small: bucket(strong_small).min(DAMAGES - 1),
            english: share as usize,
        }
    }
}

fn length(side: Option<Side>) -> usize {
    let chars = side.map_or(0, |side| side.end - side.start);
    match chars {
        0..=4 => chars,
        5 | 6 => 5,
        7..=9 => 6,
        _ => LENGTHS - 1,
    }
}

fn gain(cut: Cut) -> usize {
    let step = (cut.gain / 2.0).floor() + 5.0;
    step.clamp(0.0, (GAINS - 1) as f32) as usize
}

/// The value of a short number.
pub(super) fn value_of(digits: &[char]) -> u32 {
    digits.iter().take(6).fold(0, |value, digit| value * 10 + digit.to_digit(10).unwrap_or(0))
}
