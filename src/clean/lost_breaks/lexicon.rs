//! Words that are known without looking at the document: the common ones of some languages, names
//! with capitals inside, and top-level domains.
//!
//! `words/en.txt` holds, in order of frequency, the lower-case words that several independent
//! sources of English essays and transcripts use; the other lists hold
//! function words and what show notes are made of, in no strict order. `words/names.txt` are names
//! that carry a capital behind a small letter.

use std::sync::LazyLock;

use super::hash::{HashedMap, WordHash};

/// How many of the most frequent words count as function words, able to begin a sentence.
const FUNCTION_WORDS: u16 = 220;

/// The lexicon, made at first use.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

/// Known words.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// By folded hash: the place in the list of its language.
    words: HashedMap<Word>,
    /// By exact hash: names with capitals inside.
    names: HashedMap<()>,
    domains: HashedMap<()>,
    /// By folded hash: what lines and sentences begin with, in languages of which no ranks are known.
    openers: HashedMap<()>,
    /// By folded hash: what lines of programs begin with, and end in.
    keywords: HashedMap<()>,
}

/// A known word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// How many words are more frequent.
    pub(super) rank: u16,
    /// It is English.
    pub(super) english: bool,
    /// It is the name of people or things.
    pub(super) is_name: bool,
}

impl Word {
    /// Says that it is one of the words that sentences are held together by.
    pub(super) fn is_function_word(self) -> bool {
        self.rank < FUNCTION_WORDS
    }
}

impl Lexicon {
    fn new() -> Self {
        let mut words = HashedMap::default();
        for (rank, word) in (0..).zip(include_str!("words/en.txt").split_whitespace()) {
            words.entry(WordHash::folded(word)).or_insert(Word { rank, english: true, is_name: false });
        }
        for (list, is_name) in
            OTHERS.map(|list| (list, false)).into_iter().chain(NAMES.map(|list| (list, true)))
        {
            for (rank, word) in (0..).zip(list.split_whitespace()) {
                words.entry(WordHash::folded(word)).or_insert(Word { rank, english: false, is_name });
            }
        }
        let names = include_str!("words/names.txt").split_whitespace();
        let names = names.map(|name| (WordHash::exact(name), ())).collect();
        let domains = DOMAINS.split_whitespace().map(|domain| (WordHash::exact(domain), ())).collect();
        let keywords = KEYWORDS.split_whitespace().map(|word| (WordHash::folded(word), ())).collect();
        let openers = include_str!("words/openers.txt").split_whitespace();
        let openers = openers.map(|word| (WordHash::folded(word), ())).collect();
        Self { words, names, domains, openers, keywords }
    }

    /// The word of this folded hash.
    pub(super) fn word(&self, folded: u64) -> Option<Word> {
        self.words.get(&folded).copied()
    }

    /// Says that the word of this exact hash is a name with capitals inside.
    pub(super) fn is_name(&self, exact: u64) -> bool {
        self.names.contains_key(&exact)
    }

    /// Says that lines and sentences begin with the word of this folded hash.
    pub(super) fn opens(&self, folded: u64) -> bool {
        self.openers.contains_key(&folded)
    }

    /// Says that programs are full of the word of this folded hash.
    pub(super) fn is_keyword(&self, folded: u64) -> bool {
        self.keywords.contains_key(&folded)
    }

    /// Says that the word of this exact hash is a top-level domain.
    pub(super) fn is_domain(&self, exact: u64) -> bool {
        self.domains.contains_key(&exact)
    }
}

static OTHERS: [&str; 19] = [
    include_str!("words/de.txt"),
    include_str!("words/fr.txt"),
    include_str!("words/es.txt"),
    include_str!("words/nl.txt"),
    include_str!("words/it.txt"),
    include_str!("words/pt.txt"),
    include_str!("words/sv.txt"),
    include_str!("words/ru.txt"),
    include_str!("words/pl.txt"),
    include_str!("words/cs.txt"),
    include_str!("words/da.txt"),
    include_str!("words/no.txt"),
    include_str!("words/fi.txt"),
    include_str!("words/tr.txt"),
    include_str!("words/uk.txt"),
    include_str!("words/ca.txt"),
    include_str!("words/ro.txt"),
    include_str!("words/hu.txt"),
    include_str!("words/id.txt"),
];

pub(super) const NAMES_OF_PEOPLE: &str = include_str!("words/names_of_people.txt");

static NAMES: [&str; 2] = [NAMES_OF_PEOPLE, include_str!("words/names_of_things.txt")];

static DOMAINS: &str = "com org net edu gov mil int info biz io ai app dev co me tv fm am xyz blog news \
    podcast audio social online site tech cloud page link live media show studio design shop store club \
    digital email network wiki works world space design academy agency uk de fr es nl be it pt se no dk \
    fi pl cz at ch ie eu us ca au nz in jp cn kr br mx ar cl ru ua tr gr hu ro il za sg hk tw ly gg gl \
    to so sh cc is im la pm st ws ms id vc re rs js";

/// What lines of programs begin with, and end in.
const KEYWORDS: &str = "abstract assert async await begin break case catch class const continue def default do done \
    echo elif else end enum except export extends extern final finally fn for foreach from func function \
    global guard if impl implements import in include interface internal lambda let local loop match mod \
    module mut namespace new nil null override package pass print private protected protocol pub public \
    raise require return select self set static struct super switch template then this throw throws trait \
    try type typedef typeof typename union unless until use using val var void when where while with yield \
    create delete insert update";
