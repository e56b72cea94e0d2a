//! Finds the places at which a break may have been lost, and what speaks for and against each.

use super::chunk::{Chunk, Shape, Unit};
use super::class::Class;
use super::damage::Damage;
use super::describe::value_of;
use super::hash::WordHash;
use super::headings::Headings;
use super::lexicon::LEXICON;
use super::links::{LinkMarks, Links};
use super::neighbours::Neighbours;
use super::openings::{self, Opening};
use super::pairs::Pairs;
use super::place::Place;
use super::segment::{Cut, Segmenter};
use super::sequence::Sequences;
use super::series::Series;
use super::surroundings::{CodeMarks, Surroundings};
use super::traits::{Trait, Traits};
use super::vocabulary::Vocabulary;

/// A place between two characters that no white space parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// The byte of the character behind the place.
    pub(super) at: usize,
    pub(super) group: Group,
    /// The traits that it has by itself, where they were asked for.
    traits: Traits,
    /// It wants more than the usual evidence.
    pub(super) is_doubtful: bool,
    /// A line of a program begins there.
    pub(super) parts_program: bool,
    /// A hashtag begins there.
    pub(super) begins_tag: bool,
    /// It would be a break in nearly any text.
    is_strong: bool,
    /// It would be one in many.
    pub(super) is_likely: bool,
    /// No name and no program looks like this: it says that the text is damaged.
    pub(super) is_sure: bool,
    /// Others of its kind in its line show that it is a break.
    pub(super) is_in_series: bool,
    /// A heading or a name ends there that is known by its place or its words.
    pub(super) is_below_heading: bool,
    /// Other lines or sentences that seem to begin in its line make it likelier.
    pub(super) is_in_row: bool,
    /// It is inside of what may be the name of a variable.
    pub(super) is_inside_small: bool,
    /// It is inside of what may be the member of something: `mill.Raise`.
    pub(super) may_be_member: bool,
}

/// What kind of place it is. Its number is part of the committed trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Group {
    /// `Momentum|The`
    Hump,
    /// `AI|Without`
    Acronym,
    /// `right.|The`
    StopUpper,
    /// `it.|then`
    StopLower,
    /// `saved.|3`
    StopDigit,
    /// `week:|Some`, `Disclosure,|where`
    Mark,
    /// `(hyena)|Arun`
    Close,
    /// Beside a quotation mark.
    Quote,
    /// `2021|Read`
    DigitUpper,
    /// `5000|accounts`
    DigitLower,
    /// `Foundations|1`
    LetterDigit,
    /// `ton|of`
    Small,
    /// `this week|* I wrote`
    Bullet,
    /// `link:|https://`
    Link,
    /// Within an address or behind it.
    InLink,
    /// `Zaki|(Thanks`
    Open,
    Other,
}

/// The candidates of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    pub(super) list: Vec<Candidate>,
    words: u32,
    english: u32,
    openings: Vec<Opening>,
    neighbours: Neighbours,
    /// What is a break for the sake of others of its kind.
    pub(super) series: Series,
}

impl Candidate {
    /// Whether it says something about the state of the text.
    pub(super) fn tells(&self) -> bool {
        self.is_sure || self.is_likely
    }
}

/// Whose traits are wanted; finding them takes longer than finding the places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Described {
    All,
    /// Those that tell something about the text: the others count only where it is damaged.
    Telling,
}

impl Candidates {
    /// Finds the candidates of `text`; `vocabulary` is that of the document it is part of.
    pub(super) fn find(text: &str, vocabulary: &Vocabulary, described: Described) -> Self {
        let links = Links::of(text);
        let mut finder = Finder::new(text, vocabulary, &links, described);
        finder.walk();
        let mut found = finder.found;
        found.list.sort_by_key(|place| place.at);
        found.believe_rows(text);
        found.neighbours = Neighbours::of(&found.list);
        found.series = finder.around.series;
        found
    }

    /// Several openings in one line leave no doubt about each other.
    fn believe_rows(&mut self, text: &str) {
        self.openings.sort_by_key(|opening| opening.at);
        let rows = openings::rows(text, || self.words(), &self.openings);
        for place in &mut self.list {
            if rows.binary_search(&place.at).is_ok() {
                place.is_in_row = true;
                (place.is_sure, place.is_strong, place.is_likely) = (true, true, true);
            }
        }
    }

    /// How many words the text has, as far as they are written with letters that have case.
    pub(super) fn words(&self) -> usize {
        self.words as usize
    }

    /// How damaged the text is, by the candidates that leave little doubt.
    pub(super) fn damage(&self) -> Damage {
        let strong = |small: bool| {
            let is_it = |place: &&Candidate| place.is_strong && (place.group == Group::Small) == small;
            index_of(self.list.iter().filter(is_it).count())
        };
        Damage::new(self.words, self.english, strong(false), strong(true))
    }

    /// The traits of the candidate at `index` of the list, in a text with this damage.
    pub(super) fn traits(&self, index: usize, damage: Damage) -> Traits {
        let mut traits = self.list[index].traits;
        self.neighbours.describe(&self.list, index, &mut traits);
        traits[Trait::Damage as usize] = damage.capital as u8;
        traits[Trait::DamageSmall as usize] = damage.small as u8;
        traits[Trait::English as usize] = damage.english as u8;
        traits
    }
}

impl Group {
    /// The group of a place between characters of these classes.
    pub(super) fn between(left: Class, right: Class) -> Self {
        match (left, right) {
            (_, Class::Quote | Class::QuoteOpen | Class::Apostrophe) => Self::Quote,
            (_, Class::Open | Class::Sigil | Class::Currency) => Self::Open,
            (_, Class::Bullet | Class::Dash) => Self::Bullet,
            (Class::Lower | Class::Caseless, Class::Upper) => Self::Hump,
            (Class::Upper, Class::Upper) => Self::Acronym,
            (Class::Digit, Class::Upper) => Self::DigitUpper,
            (Class::Digit, Class::Lower | Class::Caseless) => Self::DigitLower,
            (left, Class::Digit) if left.is_word() => Self::LetterDigit,
            (left, Class::Upper) if left.ends_sentence() => Self::StopUpper,
            (left, Class::Digit) if left.ends_sentence() => Self::StopDigit,
            (left, right) if left.ends_sentence() && right.is_word() => Self::StopLower,
            (Class::Colon | Class::Comma | Class::Semicolon, right) if right.is_word() => Self::Mark,
            (Class::Close, right) if right.is_word() => Self::Close,
            (Class::Quote | Class::QuoteClose | Class::Apostrophe, _) => Self::Quote,
            _ => Self::Other,
        }
    }
}

/// Says that a break may have been lost before character `index` of `chunk`, by the characters
/// on either side.
pub(super) fn is_place(chunk: &Chunk, marks: &LinkMarks, index: usize) -> bool {
    let (a, b) = (chunk.class(index - 1), chunk.class(index));
    let before = if index < 2 { Class::Space } else { chunk.class(index - 2) };
    let after = chunk.class(index + 1);
    if a.is_word() && b.is_word() {
        let apart = chunk.unit_of[index - 1] != chunk.unit_of[index];
        return apart && a != Class::Unspaced && b != Class::Unspaced;
    }
    let may_begin = match b {
        Class::Space | Class::Unspaced | Class::WideStop => false,
        Class::Stop
        | Class::Exclamation
        | Class::Ellipsis
        | Class::Comma
        | Class::Semicolon
        | Class::Colon => false,
        Class::Close => chunk.chars[index] == '}',
        Class::QuoteClose | Class::Apostrophe => after == Class::Upper,
        Class::Quote => after.is_word() || after.ends_sentence(),
        Class::Dash => {
            after == Class::Space || after == Class::Dash || (a.ends_sentence() && after.is_word())
        }
        Class::Slash => after == Class::Slash && a != Class::Colon,
        Class::Code => !a.is_word() && after != Class::Space,
        Class::Symbol => !matches!(chunk.chars[index], 'º' | 'ª' | '°' | '™' | '®' | '²' | '³' | '′' | '″'),
        Class::Bullet => after == Class::Space || !a.is_word(),
        _ => true,
    };
    let may_end = match a {
        Class::Space
        | Class::Unspaced
        | Class::WideStop
        | Class::QuoteOpen
        | Class::Sigil
        | Class::Currency => false,
        Class::Open => chunk.chars[index - 1] == '{',
        Class::Bullet => false,
        Class::Dash => before == Class::Dash || !before.is_word() && b == Class::Upper,
        Class::Slash => b == Class::Upper || marks.region(index).is_some() || marks.begins_at(index),
        Class::Code => b.is_word() && chunk.chars[index - 1] != '_',
        Class::Quote | Class::Apostrophe => {
            before != Class::Space && !(before.is_word() && b == Class::Lower && a == Class::Apostrophe)
        }
        Class::Comma | Class::Stop | Class::Colon => !(before == Class::Digit && b == Class::Digit),
        _ => true,
    };
    may_begin && may_end && (a != b || b == Class::Close || a.is_word())
}

/// Says that a name with a small letter before its capital begins at character `index`, and a
/// word that is known stands before it.
pub(super) fn begins_name(chunk: &Chunk, index: usize) -> bool {
    let (Some(left), Some(right)) = (chunk.unit(index), chunk.unit(index + 1)) else { return false };
    let glues = chunk.class(index) == Class::Lower
        && chunk.class(index + 1) == Class::Upper
        && left.end == index + 1
        && index > left.start;
    if !glues {
        return false;
    }
    let mut word = WordHash::default();
    chunk.chars[left.start..index].iter().for_each(|c| word.push_folded(*c));
    let mut whole = word;
    whole.push_folded(chunk.chars[index]);
    if LEXICON.word(word.finish()).is_none() || LEXICON.word(whole.finish()).is_some() {
        return false;
    }
    let mut end = right.end;
    for _ in 0..2 {
        if LEXICON.is_name(chunk.exact(index, chunk.stem_end(end))) {
            return true;
        }
        let Some(next) = chunk.unit(end) else { return false };
        end = next.end;
    }
    false
}

struct Finder<'a> {
    around: Surroundings<'a>,
    segmenter: Segmenter,
    described: Described,
    found: Candidates,
    /// The byte at which the straight quotation that is open began.
    quote: Option<usize>,
    /// The byte of the bracket that is open.
    bracket: Option<usize>,
}

/// What cutting a word off a known name gains.
const NAME_GAIN: f32 = 12.0;
/// A bracket or quotation longer than this is taken for one that nobody closed.
const OPEN_BYTES_MAX: usize = 400;

impl<'a> Finder<'a> {
    fn new(text: &'a str, vocabulary: &'a Vocabulary, links: &'a Links, described: Described) -> Self {
        let mut around = Surroundings::new(text, vocabulary, links, CodeMarks::of(text));
        around.sequences = Some(Sequences::of(text));
        around.pairs = Pairs::of(text);
        around.series = Series::of(text);
        around.headings = Headings::of(text);
        Self {
            around,
            segmenter: Segmenter::default(),
            described,
            found: Candidates::default(),
            quote: None,
            bracket: None,
        }
    }

    fn walk(&mut self) {
        let mut chunk = Chunk::default();
        let mut marks = LinkMarks::default();
        let text = self.around.text;
        let mut at = skip_space(text, 0);
        let mut line_end = 0;
        while at < text.len() {
            if at >= line_end {
                let line_start = line_end;
                line_end =
                    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found);
                self.around.line_bytes = line_end - line_start;
            }
            let end = chunk.read(text, at);
            at = skip_space(text, end);
            self.around.next = text[at..].chars().next().map_or(Class::Space, Class::of);
            marks.mark(&chunk);
            self.look_at(&chunk, &marks);
            self.around.before = (chunk.class(0), chunk.class(chunk.chars.len() - 1));
        }
    }

    fn look_at(&mut self, chunk: &Chunk, marks: &LinkMarks) {
        for index in 0..chunk.chars.len() {
            let is_one = || is_place(chunk, marks, index) && !begins_name(chunk, index - 1);
            if index > 0 && (self.around.series.has(chunk.at[index]) || is_one()) {
                self.enter(chunk, marks, index, None);
            }
            if let Some(unit) = chunk.unit(index).filter(|unit| unit.start == index) {
                self.look_inside(chunk, marks, *unit);
            }
            self.follow(chunk, index);
        }
    }

    /// Looks for words glued together without a trace.
    fn look_inside(&mut self, chunk: &Chunk, marks: &LinkMarks, unit: Unit) {
        if !matches!(unit.shape, Shape::Lower | Shape::Capitalised | Shape::Small) {
            return;
        }
        self.found.words += 1;
        self.look_for_name(chunk, unit);
        if let Some(word) = LEXICON.word(unit.folded) {
            self.found.english += u32::from(word.english);
            return;
        }
        if marks.region(unit.end).is_some() || marks.region(unit.start).is_some() {
            return;
        }
        let mut segmenter = std::mem::take(&mut self.segmenter);
        for cut in segmenter.cut(&chunk.chars[unit.start..unit.end], self.around.vocabulary) {
            if cut.gain > -10.0 && chunk.class(unit.start + cut.at) == Class::Lower {
                self.enter(chunk, marks, unit.start + cut.at, Some((unit, *cut)));
            }
        }
        self.segmenter = segmenter;
    }

    /// Words that run into names such as `iPhone`, and capitals that run into words: `everyoneiPhone`,
    /// `CTFpaying`.
    fn look_for_name(&mut self, chunk: &Chunk, unit: Unit) {
        let chars = unit.end - unit.start;
        let place = |at: usize| Cut { at, left: 0, right: chars, gain: NAME_GAIN };
        if unit.shape == Shape::Lower && begins_name(chunk, unit.end - 1) {
            self.enter(chunk, &LinkMarks::default(), unit.end - 1, Some((unit, place(chars - 1))));
        }
        let follows_capital = unit.start > 0 && chunk.class(unit.start - 1) == Class::Upper;
        if unit.shape == Shape::Capitalised
            && follows_capital
            && chars > 2
            && LEXICON.word(unit.folded).is_none()
        {
            let mut rest = WordHash::default();
            chunk.chars[unit.start + 1..unit.end].iter().for_each(|c| rest.push_folded(*c));
            if LEXICON.word(rest.finish()).is_some() {
                self.enter(chunk, &LinkMarks::default(), unit.start + 1, Some((unit, place(1))));
            }
        }
    }

    /// Keeps track of what is open behind the character at `index`, and of numbers in lists.
    fn follow(&mut self, chunk: &Chunk, index: usize) {
        let at = chunk.at[index];
        let before = if index == 0 { Class::Space } else { chunk.class(index - 1) };
        match chunk.class(index) {
            Class::Open => self.bracket = Some(at),
            Class::Close => self.bracket = None,
            Class::Quote => {
                let after = chunk.class(index + 1);
                let opens =
                    matches!(before, Class::Space | Class::Open | Class::Dash) && after != Class::Space;
                let closes = after == Class::Space && before != Class::Space;
                let open = is_open(self.quote, at);
                self.quote = (opens || (!closes && !open)).then_some(at);
            }
            Class::Digit if before != Class::Digit => {
                let Some(unit) = chunk.unit(index) else { return };
                let value = value_of(&chunk.chars[unit.start..unit.end]);
                let begins = !matches!(before, Class::Dash | Class::Currency | Class::Slash);
                if begins && (value == self.around.number + 1 || value == 1) {
                    self.around.number = value;
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, chunk: &Chunk, marks: &LinkMarks, index: usize, cut: Option<(Unit, Cut)>) {
        let at = chunk.at[index];
        self.around.open = (is_open(self.bracket, at), is_open(self.quote, at));
        self.around.quotes = Some(self.around.open.1);
        let place = Place::new(&self.around, chunk, marks, index, cut);
        let is_in_series = self.around.series.has(at);
        let is_below_heading = self.around.headings.has(at);
        if self.around.series.tears(at) || !is_in_series && !is_below_heading && place.is_whole() {
            return;
        }
        let mut candidate = Candidate {
            at,
            group: place.group,
            traits: [0; Trait::ALL.len()],
            is_doubtful: place.is_doubtful() && !is_in_series && !is_below_heading,
            parts_program: place.parts_program(),
            begins_tag: place.begins_tag(),
            is_strong: place.is_strong() || is_in_series,
            is_likely: place.is_likely() || is_in_series,
            is_sure: place.is_sure() || is_in_series || is_below_heading,
            may_be_member: place.may_be_member(),
            is_in_series,
            is_below_heading,
            is_in_row: false,
            is_inside_small: place.is_inside_small(),
        };
        let opening = if cut.is_some() { None } else { place.opening() };
        if self.described == Described::All || candidate.tells() || opening.is_some() {
            candidate.traits = place.describe();
        }
        self.found.openings.extend(opening);
        self.found.list.push(candidate);
    }
}

fn is_open(since: Option<usize>, at: usize) -> bool {
    since.is_some_and(|open| at.saturating_sub(open) < OPEN_BYTES_MAX)
}

fn index_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The byte of the first character from `at` on that is no white space.
pub(super) fn skip_space(text: &str, at: usize) -> usize {
    text[at..].find(|c: char| !c.is_whitespace()).map_or(text.len(), |found| at + found)
}
