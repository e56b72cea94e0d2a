//! The fields of all objects of a list, however deep, as columns.

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::super::json::Json;
use super::super::tracks::word_count;
use super::{steps, time_of};

const DEPTH_MAX: usize = 10;
const COLUMNS_MAX: usize = 200;

/// A value of a column.
#[derive(Clone, Debug)]
pub(super) enum Leaf<'v, 'a> {
    Value(&'v Json<'a>),
    /// Several of one object, joined.
    Joined(String),
}

impl<'v, 'a> Leaf<'v, 'a> {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Value(value) => value.words(),
            Self::Joined(text) => Some(text),
        }
    }

    pub(super) fn time(&self) -> Option<f64> {
        match self {
            Self::Value(value) => time_of(value),
            Self::Joined(_) => None,
        }
    }

    pub(super) fn json(&self) -> Json<'a> {
        match self {
            Self::Value(value) => Json::clone(value),
            Self::Joined(text) => Json::Text(text.clone().into()),
        }
    }
}

pub(super) struct Columns<'v, 'a>(Vec<(String, Vec<(usize, Leaf<'v, 'a>)>)>);

impl<'v, 'a> Columns<'v, 'a> {
    pub(super) fn of(objects: impl Iterator<Item = &'v Json<'a>>) -> Self
    where
        'a: 'v,
    {
        let mut columns = Self(Vec::new());
        for (row, object) in objects.enumerate() {
            columns.take(object, &mut String::new(), row, 0);
        }
        columns
    }

    fn take(&mut self, value: &'v Json<'a>, path: &mut String, row: usize, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        match value {
            Json::Map(fields) => {
                for (key, value) in fields {
                    let length = path.len();
                    path.push('/');
                    path.push_str(key);
                    self.take(value, path, row, depth + 1);
                    path.truncate(length);
                }
            }
            Json::List(elements) => {
                elements.iter().for_each(|element| self.take(element, path, row, depth + 1))
            }
            Json::Text(_) | Json::Number(_) => self.add(value, path, row),
            Json::Bool(_) | Json::Null => {}
        }
    }

    fn add(&mut self, value: &'v Json<'a>, path: &str, row: usize) {
        let known = self.0.iter().position(|(known, _)| known == path);
        let at = known.unwrap_or(self.0.len());
        if known.is_none() {
            if at == COLUMNS_MAX {
                return;
            }
            self.0.push((path.to_owned(), Vec::new()));
        }
        let values = &mut self.0[at].1;
        match values.last_mut().filter(|(last, _)| *last == row) {
            Some((_, leaf)) => {
                if let (Some(before), Some(more)) = (leaf.text(), value.words()) {
                    *leaf = Leaf::Joined(format!("{before} {more}"));
                }
            }
            None => values.push((row, Leaf::Value(value))),
        }
    }

    pub(super) fn values(&self, path: &str) -> impl Iterator<Item = &(usize, Leaf<'v, 'a>)> {
        self.0.iter().find(|(known, _)| known == path).into_iter().flat_map(|(_, values)| values)
    }

    pub(super) fn first(&self, path: &str) -> Option<&Leaf<'v, 'a>> {
        self.values(path).next().map(|(_, leaf)| leaf)
    }

    /// The column of what is said, and how many words it has.
    pub(super) fn text(&self, rows: usize) -> Option<(String, f64)> {
        const WORDS_MEAN_MIN: f64 = 3.0;
        const NOT_SAID: [&str; 15] = [
            "title",
            "name",
            "label",
            "heading",
            "summary",
            "description",
            "url",
            "link",
            "href",
            "id",
            "date",
            "path",
            "html",
            "alt",
            "gist",
        ];
        let columns = self.0.iter().filter_map(|(path, values)| {
            if NOT_SAID.contains(&&*last(path)) || values.len() * 10 < rows * 6 {
                return None;
            }
            let texts: Vec<&str> = values.iter().filter_map(|(_, leaf)| leaf.text()).collect();
            let sentences = texts.iter().filter(|text| is_sentence(text)).count();
            let distinct = texts.iter().collect::<HashSet<_>>().len();
            let words: f64 = texts.iter().map(|text| word_count(text)).sum();
            let is_said = sentences * 10 >= values.len() * 6
                && distinct * 10 >= values.len() * 7
                && words >= WORDS_MEAN_MIN * values.len() as f64;
            is_said.then(|| (path.clone(), words))
        });
        columns.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The column of when something is said, and what a field of that unit is called.
    pub(super) fn start(&self, text: &str) -> Option<(String, &'static str)> {
        const SURE: [&str; 4] = ["start", "begin", "offset", "from"];
        const NAMES: [&str; 6] = ["time", "stamp", "sec", "msec", "position", "moment"];
        const SHORT: [&str; 6] = ["at", "t", "ts", "tc", "in", "ms"];
        const NOT_STARTS: [&str; 8] =
            ["end", "stop", "dur", "length", "until", "updated", "created", "count"];
        let rows = self.values(text).count();
        let rank = |path: &str| {
            let name = last(path);
            let is_not = NOT_STARTS.iter().any(|part| name.contains(part));
            let rank = SURE.iter().position(|part| name.contains(part));
            let rank = rank.or_else(|| NAMES.iter().position(|part| name.contains(part)).map(|at| at + 10));
            rank.or_else(|| SHORT.contains(&&*name).then_some(20)).filter(|_| !is_not)
        };
        let columns = self.0.iter().filter_map(|(path, values)| {
            let rank = rank(path).filter(|_| values.len() * 10 >= rows * 9)?;
            grows(values).then_some((rank, path))
        });
        let (_, path) = columns.min_by_key(|(rank, _)| *rank)?;
        Some((path.clone(), if is_ms(path) { "startMs" } else { "start" }))
    }

    pub(super) fn end(&self) -> Option<(String, &'static str)> {
        let is_end = |path: &str| ["end", "stop", "until"].iter().any(|part| last(path).contains(part));
        let (path, _) = self.0.iter().find(|(path, values)| is_end(path) && grows(values))?;
        Some((path.clone(), if is_ms(path) { "endMs" } else { "end" }))
    }

    /// The column of who says it: few names that come again.
    pub(super) fn speaker(&self, text: &str) -> Option<String> {
        const NAMES: [&str; 17] = [
            "speak",
            "talker",
            "sayer",
            "who",
            "author",
            "sender",
            "participant",
            "nick",
            "alias",
            "name",
            "person",
            "user",
            "role",
            "voice",
            "party",
            "from",
            "character",
        ];
        const BYTES_MAX: usize = 60;
        let rows = self.values(text).count();
        let columns = self.0.iter().filter_map(|(path, values)| {
            let lower = path.to_lowercase();
            let rank = NAMES.iter().position(|name| lower.contains(name)).filter(|_| path != text)?;
            let labels: Vec<String> = values
                .iter()
                .filter_map(|(_, leaf)| match leaf {
                    Leaf::Value(value) => value.label().map(Cow::into_owned),
                    Leaf::Joined(_) => None,
                })
                .collect();
            let distinct = labels.iter().collect::<HashSet<_>>().len();
            let are_names = labels
                .iter()
                .all(|label| label.len() <= BYTES_MAX && !label.contains("://") && !label.contains('\n'));
            // Numbers are of speakers where they are called so.
            let are_numbers = labels.iter().all(|label| label.parse::<f64>().is_ok());
            let is_who = (2..=labels.len() * 6 / 10).contains(&distinct)
                && labels.len() * 10 >= rows * 8
                && are_names
                && (!are_numbers || rank < 2);
            is_who.then_some((rank + if are_numbers { 2 } else { 0 }, path))
        });
        columns.min_by_key(|(rank, _)| *rank).map(|(_, path)| path.clone())
    }

    /// Says that each object has a title of its own.
    pub(super) fn has_title(&self) -> bool {
        self.0.iter().any(|(path, _)| matches!(&*last(path), "title" | "headline" | "subject"))
    }
}

/// The name of the field itself.
fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_lowercase()
}

fn is_ms(path: &str) -> bool {
    let name = last(path);
    name.ends_with("ms") || name.contains("msec") || name.contains("milli")
}

/// Says that the times of a column follow each other inside of a recording.
fn grows(values: &[(usize, Leaf<'_, '_>)]) -> bool {
    /// Of days; what counts since 1970 is no place in a recording.
    const LAST_MAX: f64 = 3e11;
    let times: Option<Vec<f64>> = values.iter().map(|(_, leaf)| leaf.time()).collect();
    let Some(times) = times else { return false };
    let forth = steps(&times).filter(|step| *step > 0.0).count();
    steps(&times).all(|step| step >= 0.0)
        && forth * 2 >= times.len() - 1
        && times.last().is_some_and(|last| *last < LAST_MAX && *last > 0.0)
}

/// Says that a value is words of a sentence, and no address, day or key.
fn is_sentence(text: &str) -> bool {
    let is_of_words = text.contains(' ') || !text.is_ascii() && text.chars().count() >= 4;
    let is_day = text.starts_with(|c: char| c.is_ascii_digit()) && text.as_bytes().get(4) == Some(&b'-');
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    is_of_words
        && !is_day
        && !text.starts_with("http")
        && !text.starts_with('/')
        && letters * 2 >= text.chars().count()
}
