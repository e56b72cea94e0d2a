//! The features of a place: small numbers, packed into indices of one table of weights.

use super::candidates::GROUPS;
use super::chunk::SHAPES;
use super::class::CLASSES;
use super::links::LINK_PARTS;

/// What a feature says; with a value it makes one weight. The order is part of the committed
/// weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Template {
    Group,
    /// Classes of the characters on either side.
    Pair,
    /// Classes of two characters before, one behind.
    TripleLeft,
    /// Classes of one character before, two behind.
    TripleRight,
    Shapes,
    LeftLength,
    RightLength,
    Known,
    /// How well the right word is known, and what follows it.
    RightKnownAfter,
    LeftKnownBefore,
    /// How the next chunk begins, where the right word ends this one.
    NextChunk,
    /// How the chunk before began, where the left word begins this one.
    BeforeChunk,
    /// How the chunk before ended.
    BeforeEnd,
    /// Whether the letters around the place are a name, or stand elsewhere.
    Run,
    /// What is open: brackets and quotations.
    Nesting,
    Code,
    Humps,
    Link,
    LinkEnd,
    LinkLeft,
    Gain,
    /// How the right word is known, among glued words.
    GainKnown,
    List,
    Prefix,
    /// How damaged the text is.
    Damage,
    DamageKnown,
    /// How damaged the text is in small letters.
    DamageSmall,
    /// How much of the text the lexicon knows.
    English,
    /// Whether glued words are a prefix and a word, or a word and a suffix.
    Affix,
    /// How many likely breaks are close by.
    Near,
    /// How long the line is that the place is in.
    Line,
    /// How full the wider surroundings are of the marks of programs.
    CodeWide,
    /// How well both words are known, and how many likely breaks are close by.
    KnownNear,
    /// How many numbers of the text count on from the one behind the place and up to it.
    Sequence,
    /// Whether the letters around the place are written and placed like a name in a program.
    Program,
    /// How the words before and behind those at the place are written.
    Words,
}

/// How many ways there are of knowing a word.
pub(super) const KNOWN: usize = 8;
pub(super) const LENGTHS: usize = 8;
pub(super) const RUNS: usize = 6;
pub(super) const DAMAGES: usize = 12;
pub(super) const GAINS: usize = 16;
pub(super) const NEARS: usize = 6;
pub(super) const LINES: usize = 6;
pub(super) const SEQUENCES: usize = 5;

impl Template {
    pub(super) const ALL: [Self; 36] = [
        Self::Group,
        Self::Pair,
        Self::TripleLeft,
        Self::TripleRight,
        Self::Shapes,
        Self::LeftLength,
        Self::RightLength,
        Self::Known,
        Self::RightKnownAfter,
        Self::LeftKnownBefore,
        Self::NextChunk,
        Self::BeforeChunk,
        Self::BeforeEnd,
        Self::Run,
        Self::Nesting,
        Self::Code,
        Self::Humps,
        Self::Link,
        Self::LinkEnd,
        Self::LinkLeft,
        Self::Gain,
        Self::GainKnown,
        Self::List,
        Self::Prefix,
        Self::Damage,
        Self::DamageKnown,
        Self::DamageSmall,
        Self::English,
        Self::Affix,
        Self::Near,
        Self::Line,
        Self::CodeWide,
        Self::KnownNear,
        Self::Sequence,
        Self::Program,
        Self::Words,
    ];

    /// The name in the table of weights.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Pair => "pair",
            Self::TripleLeft => "triple-left",
            Self::TripleRight => "triple-right",
            Self::Shapes => "shapes",
            Self::LeftLength => "left-length",
            Self::RightLength => "right-length",
            Self::Known => "known",
            Self::RightKnownAfter => "right-known-after",
            Self::LeftKnownBefore => "left-known-before",
            Self::NextChunk => "next-chunk",
            Self::BeforeChunk => "before-chunk",
            Self::BeforeEnd => "before-end",
            Self::Run => "run",
            Self::Nesting => "nesting",
            Self::Code => "code",
            Self::Humps => "humps",
            Self::Link => "link",
            Self::LinkEnd => "link-end",
            Self::LinkLeft => "link-left",
            Self::Gain => "gain",
            Self::GainKnown => "gain-known",
            Self::List => "list",
            Self::Prefix => "prefix",
            Self::Damage => "damage",
            Self::DamageKnown => "damage-known",
            Self::DamageSmall => "damage-small",
            Self::English => "english",
            Self::Affix => "affix",
            Self::Near => "near",
            Self::Line => "line",
            Self::CodeWide => "code-wide",
            Self::KnownNear => "known-near",
            Self::Sequence => "sequence",
            Self::Program => "program",
            Self::Words => "words",
        }
    }

    /// How many values each part of a value has.
    pub(super) const fn sizes(self) -> [usize; 3] {
        match self {
            Self::Group => [GROUPS, 1, 1],
            Self::Pair => [CLASSES, CLASSES, 1],
            Self::TripleLeft | Self::TripleRight => [CLASSES, CLASSES, CLASSES],
            Self::Shapes => [GROUPS, SHAPES, SHAPES],
            Self::LeftLength | Self::RightLength => [GROUPS, LENGTHS, SHAPES],
            Self::Known => [GROUPS, KNOWN, KNOWN],
            Self::RightKnownAfter | Self::LeftKnownBefore => [GROUPS, KNOWN, CLASSES],
            Self::NextChunk | Self::BeforeChunk | Self::BeforeEnd => [GROUPS, SHAPES, CLASSES],
            Self::Run => [GROUPS, RUNS, 1],
            Self::Nesting => [GROUPS, 2, 2],
            Self::Code => [GROUPS, 6, 1],
            Self::Humps => [GROUPS, 6, 1],
            Self::Link => [GROUPS, LINK_PARTS, KNOWN],
            Self::LinkEnd => [LINK_PARTS, CLASSES, CLASSES],
            Self::LinkLeft => [LINK_PARTS, CLASSES, CLASSES],
            Self::Gain => [GAINS, 4, 1],
            Self::GainKnown => [GAINS, KNOWN, KNOWN],
            Self::List => [GROUPS, 3, CLASSES],
            Self::Prefix => [GROUPS, 2, 1],
            Self::Damage | Self::DamageSmall => [GROUPS, DAMAGES, 1],
            Self::DamageKnown => [GROUPS, DAMAGES, KNOWN],
            Self::English => [GROUPS, 8, 1],
            Self::Affix => [3, KNOWN, 1],
            Self::Near => [GROUPS, NEARS, KNOWN],
            Self::Line => [GROUPS, LINES, 1],
            Self::CodeWide => [GROUPS, 6, KNOWN],
            Self::KnownNear => [GROUPS, NEARS, KNOWN],
            Self::Sequence => [GROUPS, SEQUENCES, 1],
            Self::Program => [GROUPS, 8, 6],
            Self::Words => [GROUPS, 16, 16],
        }
    }

    /// The index of its first weight.
    pub(super) const fn offset(self) -> usize {
        let mut offset = 0;
        let mut index = 0;
        while index < self as usize {
            let sizes = Self::ALL[index].sizes();
            offset += sizes[0] * sizes[1] * sizes[2];
            index += 1;
        }
        offset
    }
}

static OFFSETS: [usize; Template::ALL.len()] = {
    let mut offsets = [0; Template::ALL.len()];
    let mut index = 0;
    while index < offsets.len() {
        offsets[index] = Template::ALL[index].offset();
        index += 1;
    }
    offsets
};

/// How many weights there are.
pub(super) const WEIGHTS: usize = {
    let last = Template::ALL[Template::ALL.len() - 1];
    let sizes = last.sizes();
    last.offset() + sizes[0] * sizes[1] * sizes[2]
};

/// The index of the weight of `template` with this value.
pub(super) fn index(template: Template, value: [usize; 3]) -> u32 {
    let sizes = template.sizes();
    debug_assert!(value.iter().zip(sizes).all(|(part, size)| *part < size), "{template:?} {value:?}");
    let value = (value[0] * sizes[1] + value[1]) * sizes[2] + value[2];
    (OFFSETS[template as usize] + value) as u32
}

/// The template and value of a weight.
pub(super) fn describe(index: u32) -> (Template, [usize; 3]) {
    let index = index as usize;
    let place = OFFSETS.partition_point(|offset| *offset <= index) - 1;
    let template = Template::ALL[place];
    let sizes = template.sizes();
    let value = index - OFFSETS[place];
    (template, [value / (sizes[1] * sizes[2]), value / sizes[2] % sizes[1], value % sizes[2]])
}
