//! How often something is said over time: mentions, and words to measure them against.
//!
//! A mention is a stretch of text that the query matches. It is counted in the period in which its
//! document was published; a document whose date is not precise enough for the period, or that has
//! none, is counted apart. What a period's mentions are measured against is all the words of the
//! archive that were published in it (and said by the same speaker, or in the same source).
//!
//! Versions of one text and parts of one episode are one document: what they say alike is counted
//! once, in the first period in which one of those that match was published, against the words of
//! the best of them and, since notes say other words than what they are notes to, of the best notes.

use std::collections::BTreeMap;

use jiff::civil;
use rustc_hash::FxHashMap;

use crate::document::{Date, Kind};
use crate::index::{Entry, Index, Record, document_id};
use crate::query::Query;
use crate::search::{SearchError, each_occurrence, groups};

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// A calendar year.
    Year,
    /// A quarter of a year.
    Quarter,
    /// A calendar month.
    Month,
}

/// Whose mentions are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// Everybody's.
    All,
    /// Each speaker's.
    Speaker,
    /// Each source's.
    Source,
}

/// What was counted in one period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    /// Stretches that match.
    pub mentions: u64,
    /// Documents with such a stretch.
    pub documents: u64,
    /// Words that were written or said.
    pub words: f64,
}

impl Count {
    /// Mentions among 100,000 words; 0 where there are none.
    pub fn rate(&self) -> f64 {
        if self.words > 0.0 { self.mentions as f64 * 100_000.0 / self.words } else { 0.0 }
    }
}

/// One line of a trend.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// The speaker or source; empty for everybody.
    pub name: String,
    /// Counts by period, as [`Period::name`] writes it, without a gap from the first to the last.
    pub counts: BTreeMap<String, Count>,
    /// What is in documents without a date that is precise enough.
    pub undated: Count,
}

impl Series {
    /// All mentions, dated or not.
    pub fn mentions(&self) -> u64 {
        self.counts.values().map(|count| count.mentions).sum::<u64>() + self.undated.mentions
    }
}

impl Period {
    /// The period that a date lies in: `2021`, `2021-Q3`, `2021-08`; nothing when the date says too
    /// little.
    pub fn name(self, date: Date) -> Option<String> {
        let written = date.to_string();
        let month: Option<u32> = written.split('-').nth(1).and_then(|month| month.parse().ok());
        match self {
            Self::Year => Some(format!("{:04}", date.year())),
            Self::Quarter => month.map(|month| format!("{:04}-Q{}", date.year(), (month - 1) / 3 + 1)),
            Self::Month => month.map(|month| format!("{:04}-{month:02}", date.year())),
        }
    }

    /// The period in which a document was published.
    fn of(self, entry: &Entry) -> Option<String> {
        entry.metadata.date.and_then(|date| self.name(date))
    }

    /// The period behind the one of this name.
    fn next(self, name: &str) -> Option<String> {
        let (year, rest) = name.split_once('-').unwrap_or((name, ""));
        let year: i32 = year.parse().ok()?;
        let following =
            |number: u32, most: u32| if number < most { (year, number + 1) } else { (year + 1, 1) };
        Some(match self {
            Self::Year => format!("{:04}", year + 1),
            Self::Quarter => {
                let (year, quarter) = following(rest.strip_prefix('Q')?.parse().ok()?, 4);
                format!("{year:04}-Q{quarter}")
            }
            Self::Month => {
                let (year, month) = following(rest.parse().ok()?, 12);
                format!("{year:04}-{month:02}")
            }
        })
    }
}

/// What is counted together.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How long a period is.
    pub period: Period,
    /// Whose mentions are counted together.
    pub grouping: Grouping,
    /// Whether each version of a text is counted.
    pub all_versions: bool,
    /// The day that relative dates count from.
    pub today: civil::Date,
}

/// Counts what `query` matches. Groups without a mention are left out; those with most mentions
/// come first.
///
/// # Errors
/// When a part of the query cannot be looked up in this index, or the index cannot be read.
pub fn trend(index: &Index, query: &Query, options: &Options) -> Result<Vec<Series>, SearchError> {
    let Options { period, grouping, all_versions, today } = *options;
    let versions = if all_versions { FxHashMap::default() } else { groups(index)? };
    let mut series: BTreeMap<String, Series> = BTreeMap::new();
    // Where the mentions of versions were counted, by their group.
    let mut counted_in: FxHashMap<u64, Option<String>> = FxHashMap::default();
    each_occurrence(index, query, all_versions, today, |members| {
        let mut mentions: BTreeMap<String, u64> = BTreeMap::new();
        for found in members {
            for range in &found.ranges {
                let name = match grouping {
                    Grouping::All => Some(String::new()),
                    Grouping::Source => found.entry.metadata.source.clone(),
                    Grouping::Speaker => {
                        let placed = found.record.block_at_byte(range.start)?;
                        let speaker = placed.and_then(|placed| placed.block.speaker);
                        speaker.and_then(|speaker| found.entry.speakers.get(speaker as usize).cloned())
                    }
                };
                *mentions.entry(name.unwrap_or_else(|| NOBODY.to_owned())).or_default() += 1;
            }
        }
        let first = members.iter().filter_map(|found| period.of(&found.entry)).min();
        if let Some((group, _)) = members.first().and_then(|found| versions.get(&id(&found.entry))) {
            counted_in.insert(*group, first.clone());
        }
        for (name, mentions) in mentions {
            let line = series.entry(name.clone()).or_insert_with(|| Series { name, ..Series::default() });
            let count = line.count(first.as_ref());
            count.mentions += mentions;
            count.documents += 1;
        }
        Ok(())
    })?;
    let mut add = |period: Option<&String>, words: Vec<(String, f64)>| {
        for (name, words) in words {
            if let Some(line) = series.get_mut(&name) {
                line.count(period).words += words;
            }
        }
    };
    // In an order of their own, since sums depend on it.
    let mut grouped: BTreeMap<u64, Group> = BTreeMap::new();
    for record in index.records().map_err(|error| SearchError::Index(error.to_string()))? {
        let record = record?;
        let entry = record.entry()?;
        let published = period.of(&entry);
        let group = if versions.is_empty() { None } else { versions.get(&id(&entry)) };
        let Some((group, place)) = group else {
            add(published.as_ref(), words_of(&record, &entry, grouping)?);
            continue;
        };
        let group = grouped.entry(*group).or_default();
        group.first = group.first.take().into_iter().chain(published).min();
        let (words, is_notes) = (entry.words, entry.kind == Kind::Notes);
        let by_name = words_of(&record, &entry, grouping)?;
        group.members.push(Member { place: *place, words, is_notes, by_name });
    }
    for (number, Group { first, mut members }) in grouped {
        members.sort_by_key(|member| member.place);
        let period = counted_in.get(&number).unwrap_or(&first).as_ref();
        let mut members = members.into_iter();
        let Some(best) = members.next() else { continue };
        let says_else = |other: &Member| other.is_notes != best.is_notes || other.words < best.words / 2;
        if let Some(notes) = members.find(says_else) {
            add(period, notes.by_name);
        }
        add(period, best.by_name);
    }
    let mut series: Vec<Series> = series.into_values().collect();
    series.iter_mut().for_each(|line| line.close_gaps(period));
    series.sort_by(|a, b| b.mentions().cmp(&a.mentions()).then_with(|| a.name.cmp(&b.name)));
    Ok(series)
}

/// The words of versions of one text and parts of one episode.
#[derive(Default)]
struct Group {
    /// The first period in which one of them was published.
    first: Option<String>,
    members: Vec<Member>,
}

/// One of them. What is not half as long as the best is no version of it, but notes.
struct Member {
    /// Its place among them, the best first.
    place: u64,
    words: u32,
    is_notes: bool,
    /// How many words who said, or where.
    by_name: Vec<(String, f64)>,
}

fn id(entry: &Entry) -> u64 {
    document_id(&entry.path, &entry.part)
}

/// Whose words they are when nobody is named.
const NOBODY: &str = "(nobody named)";

/// How many words of a document are whose. A speaker's are estimated by their share of the text.
fn words_of(
    record: &Record<'_>,
    entry: &Entry,
    grouping: Grouping,
) -> Result<Vec<(String, f64)>, SearchError> {
    let all = f64::from(entry.words);
    Ok(match grouping {
        Grouping::All => vec![(String::new(), all)],
        Grouping::Source => {
            vec![(entry.metadata.source.clone().unwrap_or_else(|| NOBODY.to_owned()), all)]
        }
        Grouping::Speaker => {
            let mut bytes: BTreeMap<Option<u32>, u64> = BTreeMap::new();
            record.each_block(|placed| {
                *bytes.entry(placed.block.speaker).or_default() += placed.block.range().len() as u64;
            })?;
            let sum = bytes.values().sum::<u64>().max(1) as f64;
            let name = |speaker: Option<u32>| {
                let name = speaker.and_then(|speaker| entry.speakers.get(speaker as usize).cloned());
                name.unwrap_or_else(|| NOBODY.to_owned())
            };
            bytes.into_iter().map(|(speaker, bytes)| (name(speaker), all * bytes as f64 / sum)).collect()
        }
    })
}

impl Series {
    fn count(&mut self, period: Option<&String>) -> &mut Count {
        match period {
            Some(name) => self.counts.entry(name.clone()).or_default(),
            None => &mut self.undated,
        }
    }

    /// Periods without a word are part of the picture too.
    fn close_gaps(&mut self, period: Period) {
        /// A wrong date far off must not make an endless line.
        const PERIODS_MAX: usize = 2_400;
        let (Some(first), Some(last)) =
            (self.counts.keys().next().cloned(), self.counts.keys().next_back().cloned())
        else {
            return;
        };
        let mut name = first;
        for _ in 0..PERIODS_MAX {
            let Some(next) = period.next(&name).filter(|next| *next < last) else { break };
            self.counts.entry(next.clone()).or_default();
            name = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_follow_each_other() {
        let check = |period: Period, date: &str, name: Option<&str>, next: Option<&str>| {
            let found = period.name(date.parse().unwrap());
            assert_eq!(found.as_deref(), name, "{date}");
            assert_eq!(found.and_then(|name| period.next(&name)).as_deref(), next, "{date}");
        };
        check(Period::Year, "2021-12-31", Some("2021"), Some("2022"));
        check(Period::Quarter, "2021-12", Some("2021-Q4"), Some("2022-Q1"));
        check(Period::Month, "2021-09-01", Some("2021-09"), Some("2021-10"));
        check(Period::Month, "2021", None, None);
    }

    #[test]
    fn gaps_are_closed() {
        let mut series = Series::default();
        series.counts.insert("2019".to_owned(), Count::default());
        series.counts.insert("2022".to_owned(), Count::default());
        series.close_gaps(Period::Year);
        assert_eq!(series.counts.keys().collect::<Vec<_>>(), ["2019", "2020", "2021", "2022"]);
    }
}
