//! Which field is which where its name tells nothing: by what stands in it. What is said are sentences, each another;
//! when is a number that grows; who are few short names that come again.
//!
//! A list whose objects show such fields, however deep they lie in them, becomes one of objects with the names that are
//! read everywhere.

mod columns;

use std::borrow::Cow;

use self::columns::{Columns, Leaf};
use super::super::json::Json;
use super::clock::{Unit, milliseconds};
use super::tracks::word_count;

const DEPTH_MAX: usize = 8;
/// How many objects show what a list holds.
const SAMPLE: usize = 60;
const ROWS_MIN: usize = 3;
/// Whatever has one of these fields is no speech: the records of a program, what can be bought, what is measured.
#[rustfmt::skip]
const FIELDS_OF_OTHERS: [&str; 14] = [
    "level", "severity", "loglevel", "logger", "levelname", "pid", "price", "rating", "sha", "isbn", "lat", "ph", "score",
    "translation",
];
/// Nor is what stands in a list whose name has one of these in it: what a recording is about, what is to be done.
#[rustfmt::skip]
const LISTS_OF_OTHERS: [&str; 13] = [
    "chapter", "topic", "highlight", "clip", "marker", "annotation", "song", "action", "task", "question", "entit",
    "event_log", "keyword",
];
/// What lists of speech are called.
const TALKS: [&str; 9] =
    ["conversation", "dialog", "turn", "utter", "transcript", "chat", "speech", "talk", "exchange"];
/// Without speakers more must be said: other programs, too, count where their texts begin.
const ALONE_ROWS_MIN: usize = 4;
const ALONE_WORDS_MIN: f64 = 30.0;
const ALONE_WORDS_MEAN_MIN: f64 = 4.0;
/// How many values are looked at: what is said in a file is no needle in it.
const VISITS_MAX: usize = 20_000;

/// Names the fields of the list in `value` that says most; says whether there is one.
pub(super) fn name(value: &mut Json<'_>) -> bool {
    let mut best: Option<(f64, Vec<usize>, Shape)> = None;
    find(value, "", &mut Vec::new(), &mut 0, &mut best);
    let Some((_, path, shape)) = best else { return false };
    let mut at = value;
    for step in path {
        at = match at {
            Json::List(elements) => match elements.get_mut(step) {
                Some(element) => element,
                None => return false,
            },
            Json::Map(fields) => match fields.get_mut(step) {
                Some((_, field)) => field,
                None => return false,
            },
            _ => return false,
        };
    }
    let Json::List(elements) = at else { return false };
    let named = elements.iter().filter_map(|element| shape.named(element)).collect();
    *at = Json::List(named);
    true
}

/// Which paths in an object hold what.
struct Shape {
    text: String,
    start: Option<(String, &'static str)>,
    end: Option<(String, &'static str)>,
    speaker: Option<String>,
}

impl Shape {
    fn named<'a>(&self, object: &Json<'a>) -> Option<Json<'a>> {
        let columns = Columns::of(std::iter::once(object));
        let value = |path: &str| columns.first(path).map(Leaf::json);
        let text = value(&self.text)?;
        let mut fields = vec![(Cow::Borrowed("text"), text)];
        for (path, name) in [&self.start, &self.end].into_iter().flatten() {
            fields.extend(value(path).map(|value| (Cow::Borrowed(*name), value)));
        }
        if let Some(speaker) = self.speaker.as_deref().and_then(value) {
            fields.push((Cow::Borrowed("speaker"), speaker));
        }
        Some(Json::Map(fields))
    }
}

fn find(
    value: &Json<'_>,
    key: &str,
    path: &mut Vec<usize>,
    visited: &mut usize,
    best: &mut Option<(f64, Vec<usize>, Shape)>,
) {
    *visited += 1;
    if path.len() > DEPTH_MAX || *visited > VISITS_MAX {
        return;
    }
    match value {
        Json::List(elements) => {
            let objects = elements.iter().filter(|element| !element.fields().is_empty());
            if let Some((words, shape)) = shape_of(objects, key)
                && best.as_ref().is_none_or(|(most, ..)| words > *most)
            {
                *best = Some((words, path.clone(), shape));
                return;
            }
            for (number, element) in elements.iter().enumerate().take(SAMPLE) {
                path.push(number);
                find(element, key, path, visited, best);
                path.pop();
            }
        }
        Json::Map(fields) => {
            for (number, (key, value)) in fields.iter().enumerate() {
                path.push(number);
                find(value, key, path, visited, best);
                path.pop();
            }
        }
        _ => {}
    }
}

/// What the objects of a list show, and how many words they say.
fn shape_of<'v, 'a: 'v>(
    objects: impl Iterator<Item = &'v Json<'a>> + Clone,
    key: &str,
) -> Option<(f64, Shape)> {
    let lower = key.to_lowercase();
    let rows = objects.clone().take(SAMPLE).count();
    let is_other = |object: &Json<'_>| {
        object.fields().iter().any(|(key, _)| FIELDS_OF_OTHERS.contains(&&*key.to_lowercase()))
    };
    if rows < ROWS_MIN
        || LISTS_OF_OTHERS.iter().any(|list| lower.contains(list))
        || objects.clone().take(ROWS_MIN).any(is_other)
    {
        return None;
    }
    let columns = Columns::of(objects.clone().take(SAMPLE));
    let (text, words) = columns.text(rows)?;
    let start = columns.start(&text).filter(|(path, _)| is_spoken(&columns, path, &text));
    let end = start.as_ref().and_then(|_| columns.end());
    let speaker = columns.speaker(&text);
    let is_talk = TALKS.iter().any(|name| lower.contains(name));
    let is_much =
        rows >= ALONE_ROWS_MIN && words >= ALONE_WORDS_MIN && words >= ALONE_WORDS_MEAN_MIN * rows as f64;
    let is_said = start.is_some() && (is_much || speaker.is_some())
        || speaker.is_some() && is_talk && !columns.has_title();
    // All that the list says, not only what was looked at.
    let all = objects.count() as f64 / rows as f64;
    is_said.then_some((words * all, Shape { text, start, end, speaker }))
}

/// Says that the words can be said in the time that passes.
fn is_spoken(columns: &Columns<'_, '_>, start: &str, text: &str) -> bool {
    const PACE: std::ops::Range<f64> = 0.25..9.0;
    let times: Vec<f64> = columns.values(start).filter_map(|(_, leaf)| leaf.time()).collect();
    let words: f64 = columns.values(text).filter_map(|(_, leaf)| leaf.text()).map(word_count).sum();
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return false };
    // Nobody speaks in steps: those are numbers of places, lines, questions.
    if times.len() > 2 && steps(&times).all(|step| (step - (times[1] - first)).abs() < 1e-6) {
        return false;
    }
    // The last is said after its time.
    let words = words * (times.len() - 1) as f64 / times.len() as f64;
    let passed = last - first;
    // Numbers may be seconds or thousandths of them.
    [passed / 1000.0, passed / 1_000_000.0].iter().any(|seconds| PACE.contains(&(words / seconds.max(0.001))))
}

/// From each time to the next.
fn steps(times: &[f64]) -> impl Iterator<Item = f64> {
    times.windows(2).map(|pair| pair[1] - pair[0])
}

/// The time that a value gives, numbers taken for seconds.
fn time_of(value: &Json<'_>) -> Option<f64> {
    milliseconds(value, Unit::Seconds).filter(|time| *time >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::super::super::{Confidence, Input};
    use crate::format::{Receipt, read};

    fn check(json: &str, expected: &str) {
        let documents = read("a.json", json.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let document = documents.first().cloned().unwrap_or_default();
        let shown = document.blocks.iter().map(|block| {
            let speaker = block.speaker.map(|number| document.speakers[number as usize].as_str());
            let time = document.times.iter().find(|time| time.at == block.start).map(|time| time.start_ms);
            let time = time.map(|time| format!("[{time}]")).unwrap_or_default();
            format!("{}{time}: {}", speaker.unwrap_or_default(), document.block_text(block))
        });
        assert_eq!(shown.collect::<Vec<_>>().join("\n"), expected, "{json}");
    }

    fn no(json: &str) {
        let input = Input::of_text("a.json", json);
        assert_eq!(super::super::detect(&input), Confidence::No, "{json}");
    }

    const SAID: [(&str, u32, &str); 4] = [
        ("Ada", 2, "Where does the long ladder stand now?"),
        ("Bo", 6, "Behind the weir, since the spring."),
        ("Ada", 10, "And who of you climbs it?"),
        ("Bo", 13, "Nobody but the owl and her young."),
    ];
    const SHOWN: &str = "Ada[2000]: Where does the long ladder stand now?\nBo[6000]: Behind the weir, since the spring.\nAda[10000]: And who of you climbs it?\nBo[13000]: Nobody but the owl and her young.";

    fn list(each: impl Fn(&str, u32, &str) -> String) -> String {
        format!("[{}]", SAID.map(|(name, at, words)| each(name, at, words)).join(","))
    }

    #[test]
    fn numbers_in_even_steps_are_no_times() {
        let mut number = 0;
        let steps = SAID.map(|(_, _, words)| {
            number += 1;
            format!("{{\"position\":{number},\"who\":\"step\",\"what\":\"{words}\"}}")
        });
        no(&format!("{{\"steps\":[{}]}}", steps.join(",")));
    }

    #[test]
    fn names_of_fields_do_not_matter() {
        check(
            &list(|name, at, words| {
                format!(r#"{{"wer_author":"{name}","bei_time":{at},"gesagtes":"{words}"}}"#)
            }),
            SHOWN,
        );
    }

    #[test]
    fn fields_may_lie_deep() {
        let each = |name: &str, at: u32, words: &str| {
            format!(
                r#"{{"action":{{"item":{{"by":{{"authorName":{{"plain":"{name}"}}}},"runs":[{{"w":"{words}"}}]}}}},"videoOffsetMsec":"{}"}}"#,
                at * 1000
            )
        };
        check(&format!(r#"{{"feed":{{"all":{}}}}}"#, list(each)), SHOWN);
    }

    #[test]
    fn talk_needs_no_times_where_it_is_called_so() {
        let said = list(|name, _, words| format!(r#"{{"from":"{name}","value":"{words}"}}"#));
        check(
            &format!(r#"{{"conversations":{said}}}"#),
            "Ada: Where does the long ladder stand now?\nBo: Behind the weir, since the spring.\nAda: And who of you climbs it?\nBo: Nobody but the owl and her young.",
        );
        no(&format!(r#"{{"rows":{said}}}"#));
    }

    #[test]
    fn records_and_lists_of_contents_are_no_speech() {
        no(&list(|name, at, words| {
            format!(r#"{{"level":"info","host_name":"{name}","uptime_time":{at},"entry":"{words}"}}"#)
        }));
        no(&format!(
            r#"{{"chapters":{}}}"#,
            list(|_, at, words| format!(r#"{{"beginTimes":{at},"about":"{words}"}}"#))
        ));
        // Far too slow, and without a time.
        no(&list(|name, at, words| {
            format!(r#"{{"author":"{name}","time_at":{},"entry":"{words}"}}"#, at * 500_000)
        }));
        no(&list(|name, at, words| format!(r#"{{"author":"{name}","id":{at},"entry":"{words}"}}"#)));
        // A title says what a thing is about.
        no(&list(|name, at, words| format!(r#"{{"author":"{name}","time_at":{at},"title":"{words}"}}"#)));
    }
}
