//! The traits of a place: small numbers, each the answer to one question.

use super::class::CLASSES;

/// The traits of one place, in the order of [`Trait::ALL`].
pub(super) type Traits = [u8; Trait::ALL.len()];

/// How the values of a trait are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// More of it means more.
    Ordered,
    /// One of no more than 32 kinds, in no order.
    Kinds,
}

/// The class that stands for there being no such character.
pub(super) const NO_CLASS: usize = CLASSES - 1;

macro_rules! traits {
    ($($(#[$doc:meta])* $name:ident $written:literal $scale:ident,)*) => {
        /// A question about a place.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Trait {
            $($(#[$doc])* $name,)*
        }

        impl Trait {
            pub(super) const ALL: [Self; [$($written),*].len()] = [$(Self::$name),*];

            /// The name in the table of trees.
            pub(super) const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $written,)*
                }
            }

            pub(super) const fn scale(self) -> Scale {
                match self {
                    $(Self::$name => Scale::$scale,)*
                }
            }
        }
    };
}

traits! {
    Group "group" Kinds,
    /// The class of the second character before the place.
    ClassBefore "class-before" Kinds,
    ClassLeft "class-left" Kinds,
    ClassRight "class-right" Kinds,
    /// The class of the second character behind the place.
    ClassBehind "class-behind" Kinds,
    /// The class of the character before the left word.
    BeforeLeft "before-left" Kinds,
    /// The class of the character behind the right word.
    BehindRight "behind-right" Kinds,
    ShapeLeft "shape-left" Kinds,
    ShapeRight "shape-right" Kinds,
    LengthLeft "length-left" Ordered,
    LengthRight "length-right" Ordered,
    KnownLeft "known-left" Kinds,
    KnownRight "known-right" Kinds,
    /// How rare the left word is.
    RankLeft "rank-left" Ordered,
    RankRight "rank-right" Ordered,
    /// How rare the word is that both would make.
    RankJoined "rank-joined" Ordered,
    /// How rare the words are around those at the place.
    RankBefore "rank-before" Ordered,
    RankBeforeThat "rank-before-that" Ordered,
    RankBehind "rank-behind" Ordered,
    RankBehindThat "rank-behind-that" Ordered,
    /// How often the document has the left word elsewhere with a small letter at its beginning.
    SmallLeft "small-left" Ordered,
    CapitalLeft "capital-left" Ordered,
    SmallRight "small-right" Ordered,
    CapitalRight "capital-right" Ordered,
    /// How often the document has the word that both would make.
    Joined "joined" Ordered,
    /// How the next chunk begins, where the right word ends this one.
    NextChunk "next-chunk" Kinds,
    /// How the chunk before began, where the left word begins this one.
    ChunkBefore "chunk-before" Kinds,
    /// How the chunk before ended.
    ChunkBeforeEnd "chunk-before-end" Kinds,
    /// Characters from the beginning of the chunk.
    ChunkLeft "chunk-left" Ordered,
    /// Characters to the end of the chunk.
    ChunkRight "chunk-right" Ordered,
    /// Whether the letters around the place are a name, or stand elsewhere.
    Run "run" Ordered,
    Humps "humps" Ordered,
    Bracket "bracket" Ordered,
    Quotation "quotation" Ordered,
    /// How many marks of programs are close by.
    Code "code" Ordered,
    /// How full the wider surroundings are of the marks of programs.
    CodeWide "code-wide" Ordered,
    /// Whether the letters around the place are written and placed like a name in a program.
    Program "program" Kinds,
    Link "link" Kinds,
    /// What cutting glued words gains.
    Gain "gain" Ordered,
    /// How often glued words stand elsewhere.
    SeenWhole "seen-whole" Ordered,
    /// Whether glued words are a prefix and a word, or a word and a suffix.
    Affix "affix" Kinds,
    /// How the two words before the left one are written.
    WordsBefore "words-before" Kinds,
    WordsBehind "words-behind" Kinds,
    /// Whether the number behind the place goes on with a list.
    List "list" Kinds,
    /// How many numbers of the text count on from the one behind the place and up to it.
    Sequence "sequence" Ordered,
    NamePrefix "name-prefix" Ordered,
    /// How often both words are written together elsewhere.
    Pair "pair" Ordered,
    /// Whether a brace stands on either side.
    Brace "brace" Kinds,
    /// Whether the words on either side are those of programs.
    Keyword "keyword" Kinds,
    /// What comes before the address that the words behind lead to.
    Ahead "ahead" Kinds,
    /// The same of the address that the place is in.
    Behind "behind" Kinds,
    /// How long the line is that the place is in.
    Line "line" Ordered,
    /// How far back the last sentence ended.
    SentenceBefore "sentence-before" Ordered,
    /// How far on the sentence ends.
    SentenceBehind "sentence-behind" Ordered,
    /// How damaged the text is.
    Damage "damage" Ordered,
    DamageSmall "damage-small" Ordered,
    /// How much of the text the lexicon knows.
    English "english" Ordered,
    /// Which part of speech the words are.
    SpeechLeft "speech-left" Kinds,
    SpeechRight "speech-right" Kinds,
    SpeechBefore "speech-before" Kinds,
    SpeechBehind "speech-behind" Kinds,
    /// The last sign before the letters around the place, and the first behind them.
    SignBefore "sign-before" Kinds,
    SignBehind "sign-behind" Kinds,
    /// How many round brackets are open.
    Round "round" Ordered,
    /// How many statements close by end in a semicolon.
    Statements "statements" Ordered,
    /// How often functions are called of what the left word names.
    Owner "owner" Ordered,
    /// Whether the words on either side are part of a domain.
    Domain "domain" Kinds,
    /// Whether the words on either side are a known heading or label, or begin lines.
    Headed "headed" Kinds,
    /// How many likely breaks are close by, on either side.
    Near "near" Ordered,
    LikelyBefore "likely-before" Ordered,
    LikelyBehind "likely-behind" Ordered,
    LikelyLongBefore "likely-long-before" Ordered,
    LikelyLongBehind "likely-long-behind" Ordered,
    /// How many capitals inside of letters are close by.
    HumpsBefore "humps-before" Ordered,
    HumpsBehind "humps-behind" Ordered,
    HumpsLongBefore "humps-long-before" Ordered,
    HumpsLongBehind "humps-long-behind" Ordered,
    /// How many sure breaks are in the wider surroundings.
    Sure "sure" Ordered,
    /// How far away the last candidate is, and of which group.
    LastDistance "last-distance" Ordered,
    LastGroup "last-group" Kinds,
    NextDistance "next-distance" Ordered,
    NextGroup "next-group" Kinds,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names = Trait::ALL.map(Trait::name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
