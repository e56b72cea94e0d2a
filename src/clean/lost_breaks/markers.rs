//! Signs that each item of a list begins with: `takeaways• Start early• Ship`, `: - Why weirs leak - How to mend one`.

use super::class::Class;
use super::series::{Places, class_before, class_behind};

/// What nothing but items begin with.
const BULLETS: [char; 5] = ['•', '▪', '●', '◦', '‣'];
/// What items begin with, and other things too.
const PICTURES: [char; 17] =
    ['✅', '☑', '✔', '✓', '👉', '➡', '►', '▶', '➤', '➜', '■', '🔹', '🔸', '🔷', '🔶', '📌', '✨'];
/// So many signs that are glued to the word before them are markers,
const GLUED_MIN: usize = 2;
/// or so many of one kind.
const MARKERS_MIN: usize = 3;
/// The words of items on average: behind a colon or at the beginning of a line,
const WORDS_MIN: usize = 2;
/// behind sentences,
const WORDS_MIN_BEHIND_PROSE: usize = 3;
/// and anywhere, where `Home • About • Contact` are no items.
const WORDS_MIN_ANYWHERE: usize = 5;
/// What stands before the first of several signs that part words of a line is no longer than they are.
const PROSE_WORDS_MIN: usize = 8;

/// Adds the places before the markers of `line`.
pub(super) fn enter(line: &str, places: &mut Places) {
    let signs = Sign::of(line);
    if !signs.is_empty() {
        glued_signs(line, &signs, places);
        listed_signs(line, &signs, places);
    }
    if line.trim_start().starts_with(is_picture) {
        glued_pictures(line, places);
        labelled_pictures(line, places);
    }
}

/// A sign in a line, behind white space or the end of a word or sentence.
#[derive(Clone, Copy, Debug)]
struct Sign {
    sign: char,
    at: usize,
    /// The class of what stands before it.
    before: Class,
}

impl Sign {
    /// Those of `line`, the same ones together and in order.
    fn of(line: &str) -> Vec<Self> {
        let bytes = line.as_bytes();
        let dashes = memchr::memchr3_iter(0xE2, b'-', b'*', bytes);
        let mut found: Vec<Self> = Vec::new();
        for at in dashes.chain(memchr::memchr2_iter(0xC2, 0xF0, bytes)) {
            // `part-time`, `“weirs”`
            let is_other = match (bytes[at], &bytes[at + 1..]) {
                (b'-' | b'*', [next, ..]) => next.is_ascii_graphic(),
                (0xE2, [0x80, last, ..]) => (0x98..=0x9F).contains(last),
                (0xC2, [next, ..]) => *next != 0xB7,
                _ => false,
            };
            if is_other {
                continue;
            }
            let Some(sign) = line[at..].chars().next().filter(|sign| is_sign(*sign)) else { continue };
            let before = class_before(&line[..at]);
            if before == Class::Space || is_end(before) {
                found.push(Self { sign, at, before });
            }
        }
        found.sort_unstable_by_key(|sign| (sign.sign, sign.at));
        found
    }

    fn is_glued(&self) -> bool {
        self.before != Class::Space
    }

    /// The text behind it.
    fn behind<'a>(&self, line: &'a str) -> &'a str {
        &line[self.at + self.sign.len_utf8()..]
    }

    /// Says that the text behind it is as that of an item.
    fn begins_item(&self, line: &str) -> bool {
        let words = self.behind(line).trim_start_matches('\u{FE0F}');
        let has_space = words.starts_with(char::is_whitespace);
        let next = class_behind(words.trim_start());
        let is_capital = matches!(next, Class::Upper | Class::Digit | Class::Unspaced | Class::Caseless);
        let is_other =
            matches!(next, Class::Lower | Class::Quote | Class::QuoteOpen | Class::Open | Class::Sigil);
        match self.sign {
            // Between words without blanks they are part of one: `col·lecció`, `pre-war`.
            '·' => has_space && !self.is_glued() && (is_capital || is_other),
            sign if is_dash(sign) => has_space && !self.is_glued() && is_capital,
            _ => is_capital || has_space && is_other,
        }
    }
}

/// The markers of list items that are glued to the word before them: `takeaways• Start early• Ship`.
fn glued_signs(line: &str, signs: &[Sign], places: &mut Places) {
    let is_glued = |it: &&Sign| it.is_glued() && it.behind(line).starts_with([' ', '\u{A0}']);
    for same in signs.chunk_by(|one, next| one.sign == next.sign) {
        let sign = same[0].sign;
        if BULLETS.contains(&sign) {
            let glued: Vec<usize> = same.iter().filter(is_glued).map(|it| it.at).collect();
            // The first of them may begin the line.
            let leads = || line[..glued[0]].trim_start().starts_with(sign);
            if glued.len() >= GLUED_MIN || glued.len() == 1 && leads() {
                places.glued.extend(glued);
            }
        } else if matches!(sign, '-' | '*') {
            // `pre- and postwar`
            let goes_on = |it: &&Sign| {
                it.before != Class::Colon && class_behind(it.behind(line).trim_start()) == Class::Lower
            };
            // Speech breaks off with a dash, over and over: a list follows a colon.
            let glued = same.iter().filter(is_glued).filter(|it| !goes_on(it));
            let items = || glued.clone().skip_while(|it| it.before != Class::Colon).map(|it| it.at);
            if items().count() >= GLUED_MIN {
                places.glued.extend(items());
            }
        }
    }
}

/// Says that a word or a sentence may end with a character of this class.
fn is_end(class: Class) -> bool {
    class.is_word()
        || class.ends_sentence()
        || matches!(class, Class::Close | Class::Quote | Class::QuoteClose | Class::Colon)
}

/// The markers of list items of which several are the same, wherever white space is left.
fn listed_signs(line: &str, signs: &[Sign], places: &mut Places) {
    for same in signs.chunk_by(|one, next| one.sign == next.sign) {
        if same.len() < MARKERS_MIN {
            continue;
        }
        let same: Vec<Sign> = same.iter().filter(|it| it.begins_item(line)).copied().collect();
        let items = items(line, &same);
        places.glued.extend(items.iter().filter(|item| item.is_glued()).map(|item| item.at));
        places.spaced.extend(items.iter().filter(|item| !item.is_glued()).map(|item| item.at));
    }
}

fn is_sign(c: char) -> bool {
    is_dash(c) || c == '·' || BULLETS.contains(&c) || PICTURES.contains(&c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '*' | '–' | '—')
}

/// Those of the same signs that are the markers of items.
fn items<'a>(line: &str, same: &'a [Sign]) -> &'a [Sign] {
    let Some(sign) = same.first().map(|first| first.sign) else { return &[] };
    let is_dash = is_dash(sign);
    let follows_colon = |it: &Sign| line[..it.at].trim_end().ends_with([':', '：']);
    // A dash parts the words of a sentence, over and over: a list follows a colon.
    let first = if is_dash { same.iter().position(follows_colon) } else { Some(0) };
    let Some(same) = first.map(|first| &same[first..]).filter(|same| same.len() >= MARKERS_MIN) else {
        return &[];
    };
    let before = line[..same[0].at].trim_end();
    let stretches = same.windows(2).map(|two| &line[two[0].at + sign.len_utf8()..two[1].at]);
    let words: usize = stretches.map(|stretch| stretch.split_whitespace().count()).sum();
    let has_words = |min: usize| words >= min * (same.len() - 1);
    let leads = before.is_empty() || follows_colon(&same[0]);
    let follows_prose = || {
        let ends = before.ends_with(['.', '!', '?', '…', '。', '！', '？']);
        ends || before.contains(". ") && before.split_whitespace().count() >= PROSE_WORDS_MIN
    };
    let is_list = match () {
        () if is_dash => has_words(1),
        () if leads && BULLETS.contains(&sign) => true,
        () if leads => has_words(WORDS_MIN),
        () if sign == '·' => false,
        () => has_words(WORDS_MIN_BEHIND_PROSE) && follows_prose() || has_words(WORDS_MIN_ANYWHERE),
    };
    if is_list { same } else { &[] }
}

fn is_picture(c: char) -> bool {
    c >= '\u{2190}' && Class::of(c) == Class::Symbol
}

/// Says that pictures stand at byte `at` of `line`, and a line begins with them.
fn begins_with_pictures(line: &str, at: usize) -> bool {
    let rest = line[at..].trim_start_matches(is_picture);
    let words = rest.trim_start();
    rest.len() < line.len() - at
        && words.len() < rest.len()
        && matches!(class_behind(words), Class::Upper | Class::Digit | Class::Unspaced)
}

/// The pictures of a line that begins with some, behind a character that `ends` a line.
fn pictures(line: &str, ends: impl Fn(Class) -> bool) -> Vec<usize> {
    let first = line.len() - line.trim_start().len();
    if !begins_with_pictures(line, first) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut before = Class::Symbol;
    for (at, c) in line.char_indices() {
        if ends(before) && is_picture(c) && begins_with_pictures(line, at) {
            found.push(at);
        }
        before = Class::of(c);
    }
    found
}

/// Pictures that each begin a line: `📚 His book: The Clock🔗 Website: …`.
fn glued_pictures(line: &str, places: &mut Places) {
    let found = pictures(line, |before| before.is_word() || before.ends_sentence() || before == Class::Close);
    if found.len() >= GLUED_MIN {
        places.glued.extend(found);
    }
}

/// The same behind blanks, where something is named behind each: `📚 Her book: The Clock 🔗 Website: …`.
fn labelled_pictures(line: &str, places: &mut Places) {
    let found = pictures(line, |before| before == Class::Space);
    let first = line.len() - line.trim_start().len();
    let starts = || std::iter::once(first).chain(found.iter().copied());
    let ends = found.iter().copied().chain([line.len()]);
    let names =
        |(start, end): (usize, usize)| line[start..end].contains(": ") || line[start..end].contains("://");
    if found.len() >= GLUED_MIN && starts().zip(ends).all(names) {
        places.spaced.extend(&found);
    }
}
