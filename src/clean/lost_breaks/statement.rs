//! What stands around a place as far as a program is one statement behind the other: the signs that come
//! before and behind, what is open, and how statements end.

use super::candidates::Group;
use super::class::Class;
use super::hash::WordHash;
use super::lexicon::LEXICON;
use super::place::Place;

/// So far are signs looked for on either side.
const SIGN_BYTES: usize = 40;
/// Added to a sign that no word parts from those at the place.
const IS_NEXT: usize = 16;
/// So far back may a bracket have been opened.
const ROUND_BYTES: usize = 240;
/// What the names of sites and libraries mostly end in.
const DOMAINS: [&str; 11] = ["com", "org", "net", "io", "me", "tv", "fm", "js", "rs", "dev", "ai"];
/// So far on either side are the ends of statements counted.
const ENDS_BYTES: usize = 320;

impl Place<'_> {
    /// The last sign before the letters around the place.
    pub(super) fn sign_before(&self) -> usize {
        let (start, _) = self.chunk.run_around(self.index);
        let text = self.around.text;
        let at = self.chunk.at[start];
        let before = text[text.ceil_char_boundary(at.saturating_sub(SIGN_BYTES))..at].chars().rev();
        sign(before)
    }

    /// The first sign behind them.
    pub(super) fn sign_behind(&self) -> usize {
        let (_, end) = self.chunk.run_around(self.index);
        let text = self.around.text;
        let at = match self.chunk.at.get(end) {
            Some(at) => *at,
            None => self.chunk.at.last().map_or(0, |last| text.ceil_char_boundary(last + 1)),
        };
        sign(text[at..text.floor_char_boundary((at + SIGN_BYTES).min(text.len()))].chars())
    }

    /// How many round and square brackets of the line are open at the place.
    pub(super) fn round(&self) -> usize {
        let at = self.chunk.at[self.index];
        let before = &self.around.text.as_bytes()[at.saturating_sub(ROUND_BYTES)..at];
        let (mut open, mut closed) = (0, 0);
        for byte in before.iter().rev() {
            match byte {
                b'\n' => break,
                b')' | b']' => closed += 1,
                b'(' | b'[' if closed > 0 => closed -= 1,
                b'(' | b'[' => open += 1,
                _ => {}
            }
        }
        open
    }

    /// How many statements around the place end in a sign that says so.
    pub(super) fn ends_of_statements(&self) -> usize {
        let at = self.chunk.at[self.index];
        if self.around.marks.percent(at) == 0 {
            return 0;
        }
        let bytes = self.around.text.as_bytes();
        let near = &bytes[at.saturating_sub(ENDS_BYTES)..bytes.len().min(at + ENDS_BYTES)];
        memchr::memchr_iter(b';', near).count()
    }

    /// 1 where a word like `Org` stands behind the right word and a stop, as in `PayPal.me`, 2 where the left word
    /// is one behind a stop, 3 for both.
    pub(super) fn domains(&self) -> usize {
        let is_domain = |start: usize, end: usize| {
            let word = self.chunk.chars[start..end].iter().map(char::to_ascii_lowercase);
            DOMAINS.iter().any(|domain| domain.chars().eq(word.clone()))
        };
        let left = self.left.is_some_and(|left| {
            left.start > 1
                && self.chunk.class(left.start - 1) == Class::Stop
                && self.chunk.class(left.start - 2).is_word()
                && is_domain(left.start, left.end)
        });
        let right = self.right.is_some_and(|right| {
            self.chunk.class(right.end) == Class::Stop
                && self
                    .chunk
                    .unit(right.end + 1)
                    .is_some_and(|unit| unit.start == right.end + 1 && is_domain(unit.start, unit.end))
        });
        usize::from(right) + 2 * usize::from(left)
    }
}

/// What declares the name behind it.
const DECLARING: &str = "class struct enum protocol extension interface trait type let var const val func function def fn import new";
/// A call is no longer, in bytes.
const CALL_BYTES_MAX: usize = 240;

impl Place<'_> {
    /// Says that a statement of a program would be cut: `let notification|Info = `, `func application|(_ `,
    /// `open(with launch|Options: [`.
    pub(super) fn is_in_statement(&self) -> bool {
        let left = self.index - 1;
        if self.group == Group::StopUpper && self.calls() >= 2 {
            return true;
        }
        let wide = self.around.marks.on_a_side(self.chunk.at[self.index]);
        if wide < 3 {
            return false;
        }
        match self.group {
            Group::Hump | Group::Acronym => self.is_declared() || self.is_listed() || self.is_in_call(),
            Group::Open => match (self.chunk.chars[left], self.chunk.chars[self.index]) {
                (']' | '>', '(') => true,
                (_, '(') if self.chunk.class(left).is_word() => {
                    wide >= 4 || self.follows_hump() || self.is_declared()
                }
                (_, '[') => self.chunk.class(left).is_word() && wide >= 4,
                _ => false,
            },
            // `[]string`
            Group::Close => left > 0 && self.chunk.chars[left - 1..=left] == ['[', ']'],
            _ => false,
        }
    }

    /// Says that a line of a program ends or begins here beyond doubt, at a brace: `else {|return|}`.
    pub(super) fn parts_program(&self) -> bool {
        let is = |at: usize, brace: char| self.chunk.chars.get(at) == Some(&brace);
        let (left, right) = (self.index - 1, self.index);
        let is_end = |class: Class| class.is_cased() || matches!(class, Class::Close | Class::Semicolon);
        let begins = |at: usize| {
            self.chunk.class(at).is_cased() || matches!(self.chunk.chars.get(at), Some('$' | '_' | '@'))
        };
        let opens = is(left, '{') && begins(right);
        let closes = is(right, '}') && is_end(self.chunk.class(left)) && !is(left, '{');
        let goes_on = is(left, '}') && (begins(right) || is(right, '}'));
        let wide = self.around.marks.around(self.chunk.at[right]);
        (opens || closes || goes_on)
            && (wide >= 5 || wide >= 2 && !opens && (self.ends_blocks() || self.ends_block()))
    }

    /// Says that several blocks of a program end at the place, which began before its chunk: `value}}}Not`.
    fn ends_blocks(&self) -> bool {
        const BLOCKS_MIN: usize = 3;
        const CHARS: usize = 64;
        let is_end = |c: &&char| **c == '}';
        let (before, behind) = self.chunk.chars.split_at(self.index);
        let near =
            &self.chunk.chars[self.index.saturating_sub(CHARS)..before.len() + behind.len().min(CHARS)];
        let ends_before = before.iter().rev().take_while(is_end).take(BLOCKS_MIN).count();
        let ends_behind = behind.iter().take_while(is_end).take(BLOCKS_MIN).count();
        ends_before + ends_behind >= BLOCKS_MIN && !near.contains(&'{')
    }

    /// Says that a capital is inside of the letters before the place.
    fn follows_hump(&self) -> bool {
        let (start, _) = self.chunk.run_around(self.index);
        self.chunk.unit(self.index - 1).is_some_and(|unit| unit.start > start)
    }

    /// How often functions are called of what the word before a stop names.
    pub(super) fn calls(&self) -> usize {
        let owner = self.index.checked_sub(2).filter(|_| self.chunk.chars[self.index - 1] == '.');
        owner.and_then(|at| self.chunk.unit(at)).map_or(0, |unit| self.around.pairs.calls(unit) as usize)
    }

    /// Says that the brace behind the place, or before it, ends a block of a program: what it holds has the signs of
    /// one.
    pub(super) fn ends_block(&self) -> bool {
        const BLOCK_BYTES_MAX: usize = 600;
        let at = self.chunk.at[self.index];
        let end = if self.chunk.chars[self.index] == '}' { at } else { at - 1 };
        let bytes = &self.around.text.as_bytes()[end.saturating_sub(BLOCK_BYTES_MAX)..end];
        let (mut closed, mut signs) = (0, 0);
        for byte in bytes.iter().rev() {
            match byte {
                b'\n' => return false,
                b'}' => closed += 1,
                b'{' if closed > 0 => closed -= 1,
                b'{' => return signs > 1,
                b'(' | b'=' | b';' | b'_' | b'[' => signs += 1,
                _ => {}
            }
        }
        signs > 1
    }

    /// Says that the letters around the place are a name that is declared there.
    fn is_declared(&self) -> bool {
        let (start, end) = self.chunk.run_around(self.index);
        let text = &self.around.text[..self.chunk.at[start]];
        let word = text
            .strip_suffix(' ')
            .map(|text| &text[text.trim_end_matches(|c: char| c.is_ascii_lowercase()).len()..]);
        let is_declared = word.is_some_and(|word| DECLARING.split(' ').any(|it| word.ends_with(it)));
        is_declared
            && (matches!(self.sign_behind().checked_sub(IS_NEXT), Some(2 | 3 | 5 | 7 | 9 | 10 | 12))
                || self.chunk.unit(end - 1).is_some_and(|unit| self.ends_in_keyword(unit.start, unit.end)))
    }

    /// Says that the letters from `start` to `end` are a word that another statement runs into: `Swiftimport`.
    fn ends_in_keyword(&self, start: usize, end: usize) -> bool {
        (start + 2..end.saturating_sub(2)).any(|at| {
            let mut word = WordHash::default();
            self.chunk.chars[at..end].iter().for_each(|c| word.push_folded(*c));
            LEXICON.is_keyword(word.finish())
        }) && self.chunk.class(end) == Class::Space
    }

    /// Says that the letters around the place are the last of several names before a block.
    fn is_listed(&self) -> bool {
        const COMMA: usize = 2 + IS_NEXT;
        const COLON: usize = 3 + IS_NEXT;
        const BLOCK: usize = 7 + IS_NEXT;
        matches!(self.sign_before(), COMMA | COLON) && self.sign_behind() == BLOCK
    }

    /// Says that the place is in the brackets of a call.
    fn is_in_call(&self) -> bool {
        let at = self.chunk.at[self.index];
        let bytes = &self.around.text.as_bytes()[at.saturating_sub(CALL_BYTES_MAX)..at];
        let mut closed = 0;
        for (index, byte) in bytes.iter().enumerate().rev() {
            match byte {
                b'\n' | b'{' | b'}' | b';' => return false,
                b')' => closed += 1,
                b'(' if closed > 0 => closed -= 1,
                b'(' => {
                    let before = index.checked_sub(1).map_or(b' ', |before| bytes[before]);
                    return before.is_ascii_alphanumeric() || before == b'_';
                }
                _ => {}
            }
        }
        false
    }
}

/// The kind of the first sign among `chars`.
fn sign(chars: impl Iterator<Item = char>) -> usize {
    let mut is_next = IS_NEXT;
    for c in chars {
        let kind = match c {
            '\n' => return 0,
            c if c.is_whitespace() => continue,
            '.' => 1,
            ',' => 2,
            ':' => 3,
            ';' => 4,
            '(' => 5,
            ')' => 6,
            '{' => 7,
            '}' => 8,
            '=' => 9,
            '<' | '>' => 10,
            '"' | '\'' | '`' => 11,
            '[' | ']' => 12,
            '-' | '+' | '*' | '/' | '&' | '|' | '!' | '?' | '%' => 13,
            '_' | '@' | '#' | '$' | '\\' => 14,
            c if c.is_alphanumeric() => {
                is_next = 0;
                continue;
            }
            _ => 15,
        };
        return kind + is_next;
    }
    0
}
