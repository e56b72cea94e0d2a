//! Queries drawn from the archive itself: its words by how common they are, its phrases, people and
//! dates. The same archive and the same seed give the same queries.

use std::collections::BTreeSet;

use anyhow::Result;
use ibid::analyzer::words;
use ibid::index::{Index, Record};
use ibid::search::{Vocable, vocabulary};

use super::Classed;

/// Documents that phrases, people and dates are taken from.
const DOCUMENTS_READ: usize = 400;

/// Draws up to `most` queries of each class.
pub(super) fn draw(index: &Index, seed: u64, most: usize) -> Result<Vec<Classed>> {
    let mut random = Random(seed);
    let words = Ranks::new(vocabulary(index)?, index.manifest().documents);
    let passages = sample(index, &mut random)?;
    let mut queries = Vec::new();
    let mut class = |name: &str, make: &mut dyn FnMut(&mut Random) -> Option<String>| {
        let mut made = BTreeSet::new();
        // A small archive has fewer than are wanted.
        for _ in 0..most * 8 {
            if made.len() < most
                && let Some(query) = make(&mut random)
                && ibid::query::parse(&query).is_ok()
                && made.insert(query.clone())
            {
                queries.push(Classed { class: name.to_owned(), query });
            }
        }
    };
    class("rare", &mut |random| random.choose(&words.rare).cloned());
    class("middling", &mut |random| random.choose(&words.middling).cloned());
    class("common", &mut |random| random.choose(&words.common).cloned());
    class("and", &mut |random| {
        let passage = random.choose(&passages)?;
        Some(format!("{} {}", passage.word(random, 4)?, passage.word(random, 4)?))
    });
    class("and common", &mut |random| {
        Some(format!("{} {}", random.choose(&words.common)?, random.choose(&words.common)?))
    });
    class("or", &mut |random| {
        Some(format!("{} OR {}", random.choose(&words.middling)?, random.choose(&words.middling)?))
    });
    class("or common", &mut |random| {
        let three: Option<Vec<_>> = (0..3).map(|_| random.choose(&words.common).cloned()).collect();
        Some(three?.join(" OR "))
    });
    class("not", &mut |random| {
        let run = random.choose(&passages)?.run(random, 2)?.join(" ");
        let (with, without) = (random.choose(&words.middling)?, random.choose(&words.common)?);
        Some(format!("({with} -{without}) OR \"{run}\""))
    });
    class("phrase", &mut |random| {
        let length = 2 + random.below(3);
        random.choose(&passages)?.run(random, length).map(|run| format!("\"{}\"", run.join(" ")))
    });
    class("near", &mut |random| {
        let run = random.choose(&passages)?.run(random, 6)?;
        Some(format!("{} NEAR/8 {}", run.first()?, run.last()?))
    });
    class("prefix", &mut |random| {
        let word = random.choose(&words.middling)?;
        (word.chars().count() > 5).then(|| word.chars().take(5).chain(['*']).collect())
    });
    class("fuzzy", &mut |random| {
        let word = random.choose(&words.middling)?;
        (word.chars().count() > 5).then(|| format!("{word}~1"))
    });
    class("speaker", &mut |random| {
        let passage = random.choose(&passages)?;
        let speaker = passage.speaker.as_ref()?;
        Some(format!("speaker:\"{}\" {}", speaker.replace(['"', '\\'], " "), passage.word(random, 4)?))
    });
    class("filter", &mut |random| {
        let passage = random.choose(&passages)?;
        let filter = match random.below(2) {
            0 => format!("kind:{}", passage.kind),
            _ => format!("date:{}..", passage.year?),
        };
        Some(format!("{filter} {}", random.choose(&words.middling)?))
    });
    Ok(queries)
}

/// The words of the archive in three ranks of commonness.
struct Ranks {
    common: Vec<String>,
    middling: Vec<String>,
    rare: Vec<String>,
}

impl Ranks {
    fn new(words: Vec<Vocable>, documents: u64) -> Self {
        /// Common words are the first so many, of those in more than a tenth of all documents.
        const COMMON_MAX: usize = 200;
        let is_word = |word: &str| word.chars().count() >= 3 && word.chars().all(char::is_alphabetic);
        let mut ranks = Self { common: Vec::new(), middling: Vec::new(), rare: Vec::new() };
        for Vocable { word, documents: with } in words {
            if !is_word(&word) {
                continue;
            }
            let rank = if with * 10 > documents {
                &mut ranks.common
            } else if with * 500 > documents && with > 4 {
                &mut ranks.middling
            } else if with >= 2 {
                &mut ranks.rare
            } else {
                continue;
            };
            rank.push(word);
        }
        ranks.common.truncate(COMMON_MAX);
        ranks
    }
}

/// A stretch of a document that queries are made of.
struct Stretch {
    words: Vec<String>,
    speaker: Option<String>,
    kind: &'static str,
    year: Option<u16>,
}

impl Stretch {
    /// A word of so many letters at least.
    fn word(&self, random: &mut Random, letters: usize) -> Option<&str> {
        let long: Vec<&String> = self.words.iter().filter(|word| word.chars().count() >= letters).collect();
        random.choose(&long).map(|word| word.as_str())
    }

    /// So many words in a row.
    fn run(&self, random: &mut Random, length: usize) -> Option<&[String]> {
        let starts = self.words.len().checked_sub(length)? + 1;
        self.words.get(random.below(starts)..)?.get(..length)
    }
}

fn sample(index: &Index, random: &mut Random) -> Result<Vec<Stretch>> {
    let documents = usize::try_from(index.manifest().documents)?;
    let every = documents.div_ceil(DOCUMENTS_READ).max(1);
    let mut stretches = Vec::new();
    for record in index.records()?.step_by(every) {
        stretches.extend(stretch(&record?, random)?);
    }
    Ok(stretches)
}

/// The words of one block of a document.
fn stretch(record: &Record<'_>, random: &mut Random) -> Result<Option<Stretch>> {
    let number = random.below(record.block_count() as usize) as u32;
    let Some(placed) = record.block(number)? else { return Ok(None) };
    let entry = record.entry()?;
    let text = record.text(placed.block.start..placed.block.end)?;
    let plain = |word: &str| word.chars().all(char::is_alphanumeric);
    let words: Vec<String> = words(&text)
        .filter(|word| word.term == word.mark)
        .map(|word| text[word.term].to_owned())
        .take_while(|word| plain(word))
        .take(200)
        .collect();
    let speaker = placed.block.speaker.and_then(|speaker| entry.speakers.get(speaker as usize).cloned());
    let year = entry.metadata.date.map(|date| date.to_string()).and_then(|date| date.get(..4)?.parse().ok());
    Ok(Some(Stretch { words, speaker, kind: entry.kind.name(), year }))
}

/// SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
pub(super) struct Random(pub u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 where there is none.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() % (end.max(1) as u64)) as usize
    }

    /// A number from 0 to 1, not 1 itself.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn choose<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end + 1));
        }
    }
}
