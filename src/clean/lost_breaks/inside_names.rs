//! Whether a place is inside of a name: of a function, a variable, a person or an account.

use super::candidates::Group;
use super::chunk::Shape;
use super::class::Class;
use super::hash::WordHash;
use super::known::Known;
use super::lexicon::LEXICON;
use super::openings;
use super::place::Place;

impl Place<'_> {
    /// Says that no line ends at the place, whatever else is there.
    pub(super) fn is_whole(&self) -> bool {
        self.ends_address()
            || self.is_function()
            || self.is_in_company()
            || self.is_in_statement()
            || self.is_in_time()
            || self.is_in_site()
            || self.is_in_member()
    }

    /// Says that nothing but a function is written so: `get|Element`, `use|State`.
    pub(super) fn is_function(&self) -> bool {
        const VERBS: [&str; 9] = ["get", "set", "use", "is", "has", "add", "to", "on", "parse"];
        let Some((left, right)) = self.left.zip(self.right) else { return false };
        let word = &self.chunk.chars[left.start..left.end];
        self.group == Group::Hump
            && left.start == 0
            && (right.known != Known::FunctionWord || self.names_something())
            && VERBS.iter().any(|verb| verb.chars().eq(word.iter().copied()))
    }

    /// Says that the words around the place are more likely those of a variable: `first|Name`, `use|This`.
    pub(super) fn is_variable(&self) -> bool {
        self.is_in_function() || self.names_something()
    }

    /// Says that the right word is a frequent one that no sentence begins with, and variables end in.
    pub(super) fn names_something(&self) -> bool {
        const NOUNS: &str =
            "name time date day number part place list state end line text work way world people";
        self.right.is_some_and(|right| {
            let chars = &self.chunk.chars[right.start..right.end];
            NOUNS.split(' ').any(|noun| noun.chars().eq(chars.iter().map(char::to_ascii_lowercase)))
        })
    }

    /// Says that the words around the place may be the name of a variable.
    pub(super) fn is_inside_small(&self) -> bool {
        self.group == Group::Hump
            && self.left.is_some_and(|left| left.shape == Shape::Lower && left.start == 0)
            && self.humps() == 2
            && !self.is_sure()
    }

    /// Says that the place is inside of a name that begins small, with a word that functions are named
    /// with: `getElement|ById`.
    pub(super) fn is_in_function(&self) -> bool {
        if self.group != Group::Hump {
            return false;
        }
        let (start, _) = self.chunk.run_around(self.index);
        self.chunk.class(start) == Class::Lower
            && self
                .chunk
                .unit(start)
                .is_some_and(|unit| openings::is_verb(&self.chunk.chars[unit.start..unit.end]))
    }

    /// Says that the place is inside of two capitalised words in the midst of small ones, the first of
    /// them no name: `carrying Think|Pads and`.
    pub(super) fn is_in_product(&self) -> bool {
        let Some((left, right)) = self.left.zip(self.right) else { return false };
        let is_one = self.group == Group::Hump
            && left.shape == Shape::Capitalised
            && left.start == 0
            && right.known != Known::FunctionWord
            && matches!(left.known, Known::Common | Known::Uncommon);
        if !is_one {
            return false;
        }
        let before = self.text_before().trim_end_matches(' ').rsplit(' ').next().unwrap_or_default();
        let behind = self.text_behind();
        let goes_on = behind.strip_prefix(' ').is_some_and(|behind| behind.starts_with(char::is_lowercase));
        !before.is_empty() && before.chars().all(char::is_lowercase) && goes_on
    }

    /// Says that the place is inside of the name of a company, by what it is: `Puente|Net S.A.`.
    pub(super) fn is_in_company(&self) -> bool {
        const KINDS: [&str; 30] = [
            "S.A", "SA", "S.L", "SL", "S.p.A", "SpA", "S.r.l", "Srl", "SAS", "SARL", "GmbH", "AG", "KG",
            "e.V", "e. V", "UG", "SE", "Inc", "LLC", "Ltd", "Ltda", "Corp", "Co", "PLC", "plc", "BV", "B.V",
            "NV", "AB", "Oy",
        ];
        let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric());
        self.group == Group::Hump
            && self.right.is_some_and(|right| {
                let is_opener = right.known == Known::FunctionWord || LEXICON.opens(right.folded);
                right.end == self.chunk.chars.len() && !is_opener
            })
            && self.text_behind().strip_prefix(' ').is_some_and(|behind| {
                KINDS.iter().filter_map(|kind| behind.strip_prefix(kind)).any(|rest| !goes_on(rest))
            })
    }

    /// Says that the place is inside of `#word` or `@name`, or of `@FirstName`.
    pub(super) fn is_in_handle(&self) -> bool {
        let begins = |at: usize| at > 0 && self.chunk.class(at - 1) == Class::Sigil;
        if self.group == Group::Hump {
            let (start, end) = self.chunk.run_around(self.index);
            return begins(start)
                && self.chunk.class(start) == Class::Upper
                && self.chunk.class(end) != Class::Colon;
        }
        let unit = self.chunk.unit(self.index).filter(|_| self.group == Group::Small);
        unit.is_some_and(|unit| begins(unit.start))
    }

    /// Says that the place is behind `Mc`, which ends no word.
    pub(super) fn is_in_surname(&self) -> bool {
        self.group == Group::Hump && self.chunk.chars[..self.index].ends_with(&['M', 'c'])
    }

    /// Says that the time of a day goes on with `PM`.
    pub(super) fn is_in_time(&self) -> bool {
        self.group == Group::DigitUpper
            && self.right.is_some_and(|right| {
                matches!(self.chunk.chars[right.start..right.end], ['A' | 'P', 'M'])
                    && self.chunk.class(right.end) != Class::Lower
            })
    }

    /// Says that the place is in the name of a site: `dark|patterns.org`.
    pub(super) fn is_in_site(&self) -> bool {
        self.group == Group::Small
            && self.domains() & 1 == 1
            && self.chunk.unit(self.index).is_some_and(|unit| unit.start == 0)
    }

    /// Says that the place may be inside of what belongs to something, since no sentence begins with the word behind it:
    /// `mill.|Raise`. In a whole text it is.
    pub(super) fn may_be_member(&self) -> bool {
        const MEMBER_LETTERS_MIN: usize = 3;
        // `people.|Ada Moss`, `people.|Later: a weir`
        let begins_name = || {
            let behind = self.text_behind();
            behind.starts_with([':', '.'])
                || behind.starts_with(char::is_uppercase)
                || behind.strip_prefix(' ').is_some_and(|behind| behind.starts_with(char::is_uppercase))
        };
        self.group == Group::StopUpper
            && self.index > 1
            && self.chunk.chars[self.index - 1] == '.'
            && self.left.is_some_and(|left| {
                left.shape == Shape::Lower && left.end == self.index - 1 && left.known != Known::FunctionWord
            })
            && self.right.is_some_and(|right| {
                right.end - right.start >= MEMBER_LETTERS_MIN
                    && self.chunk.chars[right.start..right.end].iter().all(char::is_ascii_alphabetic)
                    && !matches!(right.known, Known::FunctionWord | Known::Name)
                    && !LEXICON.opens(right.folded)
            })
            && !begins_name()
    }

    /// Says that the place is inside of what belongs to something: `Background.with|Value`.
    fn is_in_member(&self) -> bool {
        self.group == Group::Hump
            && self.left.is_some_and(|left| {
                let word = &self.chunk.chars[left.start..left.end];
                let mut exact = WordHash::default();
                word.iter().for_each(|c| exact.push(*c));
                left.shape == Shape::Lower
                    && word.len() > 3
                    && left.start > 1
                    && self.chunk.chars[left.start - 1] == '.'
                    && self.chunk.class(left.start - 2).is_word()
                    && matches!(left.known, Known::FunctionWord | Known::Common | Known::Uncommon)
                    && !LEXICON.is_domain(exact.finish())
            })
    }
}
