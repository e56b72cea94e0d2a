//! Puts down the traits of a place.

use super::chunk::Shape;
use super::class::Class;
use super::hash::WordHash;
use super::headings;
use super::known::{Known, Side, rank};
use super::labels;
use super::lexicon::LEXICON;
use super::place::Place;
use super::segment::Cut;
use super::speech;
use super::traits::{NO_CLASS, Trait, Traits};

/// What words begin with and end in that are words by themselves, or look like one.
const PREFIXES: &str = "un in im re pre non over out under inter sub super anti co de dis mis up down on off \
    semi multi micro macro mini cross counter self after be en for fore hyper meta mid neo para post pro \
    trans tri bi ultra mega back home side a e";
const SUFFIXES: &str = "able ible less ness ing ed er ers est ful fully ly ship ships like wise ment ments \
    tion ions ion ist ists ism ity al ally ic ish man men ward wards hood dom some age ages ant ants ive or \
    ors s es up out off in on down over back place space work works way ways time times line lines house";
/// So far are the neighbours of the words at a place looked for.
const WORDS_BYTES: usize = 40;

/// What a trait says that has one of few kinds, where there is nothing to ask about.
const NONE: usize = 3;
/// So far is the end of a sentence looked for, in bytes.
const SENTENCE_BYTES_MAX: usize = 400;
/// And in steps of so many.
const SENTENCE_STEP_BYTES: usize = 2;

impl Place<'_> {
    /// The traits that the place has by itself; those of its neighbours and its text are not asked for.
    pub(super) fn describe(&self) -> Traits {
        let mut traits = [0; Trait::ALL.len()];
        let mut put =
            |about: Trait, value: usize| traits[about as usize] = u8::try_from(value).unwrap_or(u8::MAX);
        self.describe_characters(&mut put);
        self.describe_words(&mut put);
        self.describe_surroundings(&mut put);
        traits
    }

    fn describe_characters(&self, put: &mut impl FnMut(Trait, usize)) {
        let class = |at: usize| self.chunk.class(at) as usize;
        put(Trait::Group, self.group as usize);
        put(Trait::ClassBefore, self.before_left());
        put(Trait::ClassLeft, class(self.index - 1));
        put(Trait::ClassRight, class(self.index));
        put(Trait::ClassBehind, class(self.index + 1));
        put(
            Trait::BeforeLeft,
            self.left.filter(|left| left.start > 0).map_or(0, |left| class(left.start - 1)),
        );
        put(Trait::BehindRight, self.right.map_or(0, |right| class(right.end)));
        put(Trait::ChunkLeft, self.index);
        put(Trait::ChunkRight, self.chunk.chars.len() - self.index);
        let ends_chunk = self.right.is_some_and(|right| right.end == self.chunk.chars.len());
        put(Trait::NextChunk, if ends_chunk { self.around.next as usize } else { NO_CLASS });
        let begins_chunk = self.left.is_some_and(|left| left.start == 0);
        let (begin, end) = self.around.before;
        put(Trait::ChunkBefore, if begins_chunk { begin as usize } else { NO_CLASS });
        put(Trait::ChunkBeforeEnd, if begins_chunk { end as usize } else { NO_CLASS });
    }

    fn describe_words(&self, put: &mut impl FnMut(Trait, usize)) {
        let length = |side: Option<Side>| side.map_or(0, |side| side.end - side.start);
        put(Trait::ShapeLeft, self.left_shape() as usize);
        put(Trait::ShapeRight, self.right_shape() as usize);
        put(Trait::LengthLeft, length(self.left));
        put(Trait::LengthRight, length(self.right));
        put(Trait::KnownLeft, self.left_known() as usize);
        put(Trait::KnownRight, self.right.map_or(Known::NoWord, |right| right.known) as usize);
        put(Trait::RankLeft, self.left.map_or(0, |left| rank(left.folded)));
        put(Trait::RankRight, self.right.map_or(0, |right| rank(right.folded)));
        let (small, capital) = self.seen(self.left);
        put(Trait::SmallLeft, small);
        put(Trait::CapitalLeft, capital);
        let (small, capital) = self.seen(self.right);
        put(Trait::SmallRight, small);
        put(Trait::CapitalRight, capital);
        if let Some(joined) = self.joined() {
            put(Trait::RankJoined, rank(joined));
            let count = self.around.vocabulary.count(joined);
            let itself = u32::from(self.cut.is_some());
            put(Trait::Joined, 1 + (count.lower + count.capital).saturating_sub(itself) as usize);
        }
        put(Trait::Run, self.run());
        put(Trait::Pair, self.pair());
        put(Trait::Humps, self.humps());
        put(Trait::NamePrefix, usize::from(self.has_name_prefix()));
        put(Trait::Affix, if self.cut.is_some() { self.affix() } else { NONE });
        if let Some(cut) = self.cut {
            put(Trait::Gain, gain(cut));
            put(Trait::SeenWhole, self.seen_whole());
        }
        put(Trait::List, self.list_number().unwrap_or(NONE));
        if let Some(right) = self.right.filter(|right| matches!(right.shape, Shape::Count)) {
            let at = self.chunk.at[right.start];
            put(Trait::Sequence, self.around.sequences.as_ref().map_or(0, |lists| lists.length(at)));
        }
    }

    fn describe_surroundings(&self, put: &mut impl FnMut(Trait, usize)) {
        let at = self.chunk.at[self.index];
        put(Trait::Bracket, usize::from(self.around.open.0));
        put(Trait::Quotation, usize::from(self.around.open.1));
        put(Trait::Code, self.code_marks());
        put(Trait::CodeWide, self.around.marks.percent(at));
        put(Trait::Program, self.program());
        put(Trait::Brace, self.braces());
        put(Trait::Keyword, self.keywords());
        put(Trait::Behind, self.address_behind());
        put(Trait::Link, self.link as usize);
        put(Trait::Line, self.line());
        let (before, behind) = (self.text_before(), self.text_behind());
        put(Trait::Ahead, address_ahead(behind));
        put(Trait::SpeechLeft, self.left.map_or(NO_CLASS, |left| speech::part(left.folded)));
        put(Trait::SpeechRight, self.right.map_or(NO_CLASS, |right| speech::part(right.folded)));
        put(Trait::SpeechBefore, speech::part_of(before.split_whitespace().next_back()));
        put(Trait::SpeechBehind, speech::part_of(behind.split_whitespace().next()));
        put(Trait::SignBefore, self.sign_before());
        put(Trait::SignBehind, self.sign_behind());
        put(Trait::Round, self.round());
        put(Trait::Statements, self.ends_of_statements());
        put(Trait::Owner, self.calls());
        put(Trait::Domain, self.domains());
        put(Trait::Headed, self.headed());
        put(Trait::WordsBefore, words_before(before));
        put(Trait::WordsBehind, words_behind(behind));
        let mut words = before.split_whitespace().rev();
        put(Trait::RankBefore, rank_of(words.next()));
        put(Trait::RankBeforeThat, rank_of(words.next()));
        let mut words = behind.split_whitespace();
        put(Trait::RankBehind, rank_of(words.next()));
        put(Trait::RankBehindThat, rank_of(words.next()));
        let bytes = self.around.text.as_bytes();
        let ends = |byte: &u8| matches!(byte, b'.' | b'!' | b'?' | b'\n');
        // The end right before the place is no news.
        let before = &bytes[at.saturating_sub(SENTENCE_BYTES_MAX)..at.saturating_sub(1)];
        let before = before.iter().rev().position(ends).unwrap_or(SENTENCE_BYTES_MAX);
        put(Trait::SentenceBefore, before / SENTENCE_STEP_BYTES);
        let behind = &bytes[at..bytes.len().min(at + SENTENCE_BYTES_MAX)];
        let behind = behind.iter().position(ends).unwrap_or(SENTENCE_BYTES_MAX);
        put(Trait::SentenceBehind, behind / SENTENCE_STEP_BYTES);
    }

    /// How often the document has the word on one side, besides there, with a small letter and with a
    /// capital at its beginning.
    fn seen(&self, side: Option<Side>) -> (usize, usize) {
        let Some(side) = side else { return (0, 0) };
        let count = self.around.vocabulary.count(side.folded);
        let itself = u32::from(self.chunk.run_around(side.start) == (side.start, side.end));
        let is_capital = self.chunk.class(side.start) == Class::Upper;
        let (small, capital) = if is_capital { (0, itself) } else { (itself, 0) };
        (count.lower.saturating_sub(small) as usize, count.capital.saturating_sub(capital) as usize)
    }

    /// The folded hash of the word that both words would make.
    fn joined(&self) -> Option<u64> {
        let (left, right) = (self.left?, self.right?);
        if left.end != self.index || right.start != self.index {
            return None;
        }
        let mut hash = WordHash::default();
        self.chunk.chars[left.start..right.end].iter().for_each(|c| hash.push_folded(*c));
        Some(hash.finish())
    }

    /// How often the two words are written together elsewhere.
    fn pair(&self) -> usize {
        let units =
            self.index.checked_sub(1).and_then(|left| self.chunk.unit(left)).zip(self.chunk.unit(self.index));
        let glued = units.filter(|(left, right)| left.end == right.start);
        glued.map_or(0, |(left, right)| self.around.pairs.elsewhere(left, right) as usize)
    }

    /// 1 where a brace stands before the place, 2 where one stands behind it, 3 for both.
    fn braces(&self) -> usize {
        let is_brace = |at: usize| usize::from(matches!(self.chunk.chars[at], '{' | '}'));
        is_brace(self.index - 1) + 2 * is_brace(self.index)
    }

    /// 1 where the left word is one that programs are full of, 2 where the right one is, 3 for both.
    fn keywords(&self) -> usize {
        let is_keyword = |side: Option<Side>| {
            side.is_some_and(|side| {
                matches!(side.shape, Shape::Lower | Shape::Upper) && LEXICON.is_keyword(side.folded)
            })
        };
        let is_word = |word: Option<&str>| {
            word.is_some_and(|word| {
                word.starts_with(|c: char| c.is_ascii_lowercase())
                    && LEXICON.is_keyword(WordHash::folded(word))
            })
        };
        let before = self.text_before().strip_suffix(' ').and_then(|text| text.rsplit(' ').next());
        let behind = self.text_behind().split_once(' ').and_then(|(_, text)| text.split(' ').next());
        usize::from(is_keyword(self.left))
            + 2 * usize::from(is_keyword(self.right))
            + 4 * usize::from(is_word(before))
            + 8 * usize::from(is_word(behind))
    }

    /// Whether the words before the place are a known label (1) or heading (2), those behind it a label (4) or heading
    /// (8), or a word that begins lines (16).
    fn headed(&self) -> usize {
        let at = self.chunk.at[self.index];
        let text = self.around.text;
        let before = &text[text.ceil_char_boundary(at.saturating_sub(WORDS_BYTES))..at];
        let behind = &text[at..text.floor_char_boundary((at + WORDS_BYTES).min(text.len()))];
        usize::from(labels::ends_known(before))
            + 2 * usize::from(headings::ends_known(before))
            + 4 * usize::from(labels::begins_known(behind))
            + 8 * usize::from(headings::begins_known(behind))
            + 16 * usize::from(self.right.is_some_and(|right| LEXICON.opens(right.folded)))
    }

    /// How the words led to the address that the place is in.
    fn address_behind(&self) -> usize {
        let Some(start) = self.address else { return 0 };
        let text = &self.around.text[..self.chunk.at[start]];
        leads_to_address(&text[text.ceil_char_boundary(text.len().saturating_sub(WORDS_BYTES))..])
    }

    /// The text before the left word, no more than can matter.
    pub(super) fn text_before(&self) -> &str {
        let start = self.left.map_or(self.index, |left| left.start.min(self.index));
        let at = self.chunk.at.get(start).copied().unwrap_or(0);
        let text = self.around.text;
        &text[text.ceil_char_boundary(at.saturating_sub(WORDS_BYTES))..at]
    }

    /// The text behind the right word, no more than can matter.
    pub(super) fn text_behind(&self) -> &str {
        let end = self.right.map_or(self.index, |right| right.end.max(self.index));
        let text = self.around.text;
        let at = match self.chunk.at.get(end) {
            Some(at) => *at,
            None => self.chunk.at.last().map_or(0, |last| text.ceil_char_boundary(last + 1)),
        };
        &text[at..text.floor_char_boundary((at + WORDS_BYTES).min(text.len()))]
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
            _ => 5,
        }
    }

    fn before_left(&self) -> usize {
        let class = if self.index < 2 { Class::Space } else { self.chunk.class(self.index - 2) };
        class as usize
    }

    /// How many words with capitals the letters around the place would be.
    pub(super) fn humps(&self) -> usize {
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

/// How text behind a word leads to an address, as in `Fediverse: https://`.
fn address_ahead(behind: &str) -> usize {
    let begins =
        |at: &usize| matches!(&behind.as_bytes()[*at + 1..], [b't', b't', b'p', ..] | [b'w', b'w', b'.', ..]);
    let found = memchr::memchr2_iter(b'h', b'w', behind.as_bytes()).find(begins);
    found.map_or(0, |found| leads_to_address(&behind[..found]))
}

/// What stands between words and an address: 0 where a sentence ends before it.
fn leads_to_address(between: &str) -> usize {
    let words = between.trim_end();
    if words.contains(['.', '!', '?', '\n']) {
        return 0;
    }
    match words.chars().next_back() {
        Some(':') => 1,
        Some('-' | '–' | '—' | '|') => 2,
        Some('(' | '[' | '<') => 3,
        None => 4,
        Some(_) => 5,
    }
}

/// How the two words before the left one are written.
fn words_before(text: &str) -> usize {
    let mut words = text.rsplit(char::is_whitespace).filter(|word| !word.is_empty());
    let mut class = || match words.next() {
        Some(word) if !word.ends_with(['.', '!', '?', ':']) => written(word),
        _ => 0,
    };
    let last = class();
    4 * last + if last == 0 { 0 } else { class() }
}

/// How the two words behind the right one are written.
fn words_behind(text: &str) -> usize {
    if text.starts_with(['.', '!', '?', ':', '\n']) {
        return 0;
    }
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let mut class = || words.next().map_or(0, written);
    let first = class();
    4 * first + if first == 0 { 0 } else { class() }
}

/// How rare a word of the surroundings is: 0 without one, 1 where it has no letters.
fn rank_of(word: Option<&str>) -> usize {
    let Some(word) = word else { return 0 };
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if word.is_empty() { 1 } else { 1 + rank(WordHash::folded(word)) }
}

/// How a word begins: 1 with a small letter, 2 with a capital, 3 with anything else.
fn written(word: &str) -> usize {
    match word.chars().next().map_or(Class::Space, Class::of) {
        Class::Lower => 1,
        Class::Upper => 2,
        _ => 3,
    }
}

/// What a cut gains, in steps.
fn gain(cut: Cut) -> usize {
    (2.0 * (cut.gain + 20.0)).clamp(0.0, 160.0) as usize
}

/// The value of a short number.
pub(super) fn value_of(digits: &[char]) -> u32 {
    digits.iter().take(6).fold(0, |value, digit| value * 10 + digit.to_digit(10).unwrap_or(0))
}
