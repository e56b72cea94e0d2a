//! Headings and names that run into what stands below them in a text that is whole otherwise: `In dieser FolgeWie man`.
//!
//! A capital inside of a word is mostly that of a name. It begins a line where the words on one side of it stand
//! elsewhere as they do there, or where a line of few words runs into one that sentences begin with.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::class::Class;
use super::hash::{HashedMap, WordHash};
use super::lexicon::LEXICON;
use super::openings;
use super::scan::pairs_that;
use super::series::{class_before, class_behind};
use super::surroundings::is_code_mark;

/// Headings of notes of more than one word, in small letters.
static KNOWN: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| include_str!("words/headings.txt").lines().collect());

/// The places of a text at which something below a heading or a name begins. They are in order.
#[derive(Debug, Default)]
pub(super) struct Headings(Vec<usize>);

/// A heading has no more words, and no more bytes.
const WORDS_MAX: usize = 6;
const BYTES_MAX: usize = 80;
/// So many words that lines begin with are no names, where each stands behind small letters in the same line.
const ROW_MIN: usize = 2;
/// The parts of a name have at least so many bytes.
const PART_BYTES_MIN: usize = 3;

impl Headings {
    /// Those of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut humps = Vec::new();
        for at in pairs_that(text.as_bytes(), may_be_hump) {
            humps.extend(Hump::at(text, at));
        }
        if humps.is_empty() {
            return Self::default();
        }
        // What comes again is a name.
        let mut tokens: HashedMap<u32> = HashedMap::default();
        for hump in &humps {
            *tokens.entry(WordHash::exact(hump.token)).or_default() += 1;
        }
        humps.retain(|hump| {
            tokens[&WordHash::exact(hump.token)] == 1 && !LEXICON.is_name(WordHash::exact(hump.token))
        });
        let mut known = None;
        let mut is_pair = |first: &str, second: &str| {
            let known: &HashedMap<()> = known.get_or_insert_with(|| pairs(text));
            known.contains_key(&key(first, second))
        };
        let mut found = Vec::new();
        for line in humps.chunk_by(|one, next| !text[one.at..next.at].contains('\n')) {
            let is_row = line.iter().filter(|hump| hump.opens_line()).count() >= ROW_MIN;
            let mut is_break = |hump: &&Hump| {
                is_row && hump.opens_line()
                    || hump.opens_line_alone()
                    || hump.ends_heading()
                    || hump.begins_name(&mut is_pair)
                    || hump.ends_name(&mut is_pair)
            };
            found.extend(line.iter().filter(|hump| is_break(hump)).map(|hump| hump.at));
        }
        Self(found)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says that the place before byte `at` is one of them.
    pub(super) fn has(&self, at: usize) -> bool {
        self.0.binary_search(&at).is_ok()
    }
}

/// A capital behind a small letter.
#[derive(Debug)]
struct Hump<'a> {
    at: usize,
    /// The letters around it.
    token: &'a str,
    left: &'a str,
    right: &'a str,
    /// The text of the line before the letters, and behind them.
    before: &'a str,
    behind: &'a str,
}

/// Says that a capital behind a small letter may begin at the second of two bytes.
fn may_be_hump(before: u8, here: u8) -> bool {
    let is_capital =
        here.is_ascii_uppercase() | (here.wrapping_sub(0xC3) < 3) | (here == 0xCE) | (here == 0xD0);
    is_capital & (before.is_ascii_lowercase() | (before >= 0x80))
}

impl<'a> Hump<'a> {
    /// The one before byte `at`, between two words that nothing but blanks part from others.
    fn at(text: &'a str, at: usize) -> Option<Self> {
        const LETTERS_BYTES_MAX: usize = 64;
        // Capitals mostly stand behind the sign that opens a quotation.
        if !text.is_char_boundary(at)
            || class_behind(&text[at..]) != Class::Upper
            || class_before(&text[..at]) != Class::Lower
        {
            return None;
        }
        let near = text.floor_char_boundary(at.saturating_sub(LETTERS_BYTES_MAX));
        let far = text.ceil_char_boundary((at + LETTERS_BYTES_MAX).min(text.len()));
        let (head, tail) = (&text[near..at], &text[at..far]);
        let left = &head[head.trim_end_matches(is_letter).len()..];
        let right = &tail[..tail.len() - tail.trim_start_matches(is_letter).len()];
        if right.is_empty() || has_hump(right) || !right.chars().skip(1).all(is_small) {
            return None;
        }
        let start = at - left.len();
        let end = at + right.len();
        let line = text[text.floor_char_boundary(start.saturating_sub(BYTES_MAX))..start].rsplit('\n').next();
        let behind = &text[end..text.ceil_char_boundary((end + BYTES_MAX).min(text.len()))];
        let before = line.unwrap_or_default();
        let is_word = matches!(class_before(before), Class::Space | Class::Quote | Class::QuoteOpen);
        let token = &text[start..end];
        let left = last_part(left);
        (is_word && left.chars().count() > 1).then_some(Self { at, token, left, right, before, behind })
    }

    /// The word that follows, if no more than a blank is between.
    fn next(&self) -> Option<&'a str> {
        let word = self.behind.strip_prefix(' ')?;
        let word = &word[..word.len() - word.trim_start_matches(is_letter).len()];
        (!word.is_empty()).then(|| first_part(word))
    }

    /// The word that stands before, if no more than a blank is between.
    fn previous(&self) -> Option<&'a str> {
        if self.token.len() > self.left.len() + self.right.len() {
            return None;
        }
        let words = self.before.strip_suffix(' ')?;
        let word = &words[words.trim_end_matches(is_letter).len()..];
        (!word.is_empty()).then(|| last_part(word))
    }

    /// Says that the line begins with few words, and goes on as sentences begin.
    fn ends_heading(&self) -> bool {
        let heading = self.before.trim_start();
        if is_known(&format!("{heading}{}", self.left)) {
            return true;
        }
        let Some(next) = self.next() else { return false };
        let is_word = |word: &str| word.chars().all(|c| is_letter(c) || c == '-');
        let is_whole = self.before.len() < BYTES_MAX
            && self.token.len() == self.left.len() + self.right.len()
            && heading.trim_start_matches(['¿', '¡']).starts_with(char::is_uppercase)
            && heading.split_whitespace().count() < WORDS_MAX
            && heading.split_whitespace().all(is_word);
        let is_known = |word: &str| LEXICON.word(WordHash::folded(word)).is_some_and(|word| !word.is_name);
        let is_phrase =
            || is_known(self.left) || heading.split_whitespace().next_back().is_some_and(is_known);
        is_whole
            && self.left.len() >= PART_BYTES_MIN
            && is_phrase()
            && !is_particle(self.left)
            && opens(self.right, next)
    }

    /// Says that small letters run into a word that lines begin with: `mooi getal is|De achtste`.
    fn opens_line(&self) -> bool {
        self.token.len() == self.left.len() + self.right.len()
            && self.left.chars().all(char::is_lowercase)
            && self.before.ends_with(' ')
            && !self.before.bytes().any(is_code_mark)
            && !is_verb(self.left)
            && !LEXICON.is_keyword(WordHash::folded(self.left))
            && self.next().is_some_and(|next| next.starts_with(char::is_lowercase) && opens(self.right, next))
    }

    /// Says that it does so beyond doubt, with a word that is known before it. English has its own rules.
    fn opens_line_alone(&self) -> bool {
        self.opens_line()
            && LEXICON.word(WordHash::folded(self.left)).is_some_and(|word| !word.is_name)
            && LEXICON.word(WordHash::folded(self.right)).is_none_or(|word| !word.english)
    }

    /// Says that a name begins that stands elsewhere: `Unser Gast|Ulf Tammen`.
    fn begins_name(&self, is_pair: &mut impl FnMut(&str, &str) -> bool) -> bool {
        self.right.len() >= PART_BYTES_MIN
            && self.left.len() >= PART_BYTES_MIN
            && self.next().is_some_and(|next| {
                next.starts_with(char::is_uppercase)
                    && is_pair(self.right, next)
                    && !is_pair(self.left, self.right)
            })
    }

    /// Says that a name ends that stands elsewhere: `Ulf Tammen|Lokführer im Ruhestand`.
    fn ends_name(&self, is_pair: &mut impl FnMut(&str, &str) -> bool) -> bool {
        self.right.len() >= PART_BYTES_MIN
            && self.behind.starts_with([' ', ',', '\n'])
            && self.left.len() >= PART_BYTES_MIN
            && self.left.starts_with(char::is_uppercase)
            && self.previous().is_some_and(|previous| {
                previous.starts_with(char::is_uppercase)
                    && is_pair(previous, self.left)
                    && !is_pair(self.left, self.right)
            })
    }
}

/// Says that notes are headed by `phrase`.
pub(super) fn is_known(phrase: &str) -> bool {
    KNOWN.contains(phrase.to_lowercase().as_str())
}

/// Says that `text` ends with a heading that is known, whatever it is glued to.
pub(super) fn ends_known(text: &str) -> bool {
    let words: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).rev().take(4).collect();
    words.iter().any(|space| {
        let start = text[..*space].rfind(' ').map_or(0, |at| at + 1);
        let token = &text[start..*space];
        is_known(&format!("{}{}", last_part(token), &text[*space..]))
    })
}

/// Says that `text` begins with one.
pub(super) fn begins_known(text: &str) -> bool {
    text.match_indices(' ').take(4).any(|(space, _)| {
        let rest = &text[space + 1..];
        let token = &rest[..rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len())];
        is_known(&format!("{}{}", &text[..=space], first_part(token)))
    })
}

/// Says that a sentence begins with `word` before `next`.
pub(super) fn opens(word: &str, next: &str) -> bool {
    /// What names end in, too.
    const ENDS: &str = "in on up it we to as at is by if my an no so do am id all for from you";
    let folded = word.to_lowercase();
    let goes_on = || {
        let hash = WordHash::folded(next);
        next.starts_with(char::is_lowercase)
            && (LEXICON.opens(hash)
                || LEXICON.word(hash).is_some_and(|word| word.english && word.is_function_word()))
    };
    LEXICON.opens(WordHash::folded(word))
        || is_elided(&folded)
        || ENDS.split(' ').any(|end| end == folded) && goes_on()
}

/// Says that a word in small letters begins with an article or the like that lost its vowel: `l'ospite`.
pub(super) fn is_elided(word: &str) -> bool {
    const ELIDED: &str = "l d un dell all nell dall sull c j qu s n";
    let article = word.split_once(['\'', '’']).map(|(article, _)| article);
    article.is_some_and(|article| ELIDED.split(' ').any(|elided| elided == article))
}

/// Says that the first part of surnames and the like is no word by itself: `VanDer Beek`, `KnowHow`.
fn is_particle(word: &str) -> bool {
    const PARTICLES: &str = "van von mac fitz saint san santa del della dal des den der ter ten know show say guess mein le la les";
    let folded = word.to_lowercase();
    PARTICLES.split(' ').any(|particle| particle == folded)
}

fn is_verb(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    openings::is_verb(&chars)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\'' | '’')
}

fn is_small(c: char) -> bool {
    !c.is_uppercase()
}

fn has_hump(word: &str) -> bool {
    word.chars().zip(word.chars().skip(1)).any(|(one, next)| one.is_lowercase() && next.is_uppercase())
}

/// The letters of `word` up to its first capital behind a small one.
fn first_part(word: &str) -> &str {
    let chars = word.char_indices();
    let hump = chars
        .clone()
        .zip(chars.skip(1))
        .find(|((_, one), (_, next))| one.is_lowercase() && next.is_uppercase());
    &word[..hump.map_or(word.len(), |(_, (at, _))| at)]
}

/// The letters of `word` from its last capital behind a small one on.
pub(super) fn last_part(word: &str) -> &str {
    let mut before = Class::Space;
    let mut start = 0;
    for (at, c) in word.char_indices() {
        let class = Class::of(c);
        if class == Class::Upper && before == Class::Lower {
            start = at;
        }
        before = class;
    }
    &word[start..]
}

/// The capitalised words of `text` that stand one behind the other.
fn pairs(text: &str) -> HashedMap<()> {
    let may_begin_word =
        |before: u8, here: u8| (before == b' ') & (here.is_ascii_uppercase() | (here >= 0x80));
    let is_name = |word: &str| word.starts_with(char::is_uppercase) && !has_hump(word);
    let mut pairs = HashedMap::default();
    for at in pairs_that(text.as_bytes(), may_begin_word) {
        let (head, tail) = (&text[..at - 1], &text[at..]);
        // Behind a sign or a break stands the first word of others.
        let first = &head[head.trim_end_matches(is_letter).len()..];
        if !is_name(first) {
            continue;
        }
        let second = &tail[..tail.len() - tail.trim_start_matches(is_letter).len()];
        if is_name(second) {
            let stem = second.trim_end_matches("'s").trim_end_matches("’s");
            pairs.insert(key(first, stem), ());
        }
    }
    pairs
}

fn key(first: &str, second: &str) -> u64 {
    WordHash::exact(first).rotate_left(32) ^ WordHash::exact(second)
}
