//! Transcripts in tables: a row a segment, with columns for the words, the times and the speaker.
//!
//! Recognisers write such tables beside their captions (`start end text`), editors export them, and
//! label tracks of sound editors have the same three columns without naming them. A row becomes
//! the object that the same segment would be in JSON.

use std::borrow::Cow;

use super::super::csv::{Row, Table};
use super::super::json::Json;
use super::super::{Confidence, Format, Input, ParseError, Receipt};
use super::clock::{self, Unit};
use super::roles::{Item, speaker_label};
use super::{documents, generic};
use crate::document::Document;
use crate::format::transcript::is_person_like;

pub(in super::super) static FORMAT: Format =
    Format { name: "transcript-table", extensions: &["tsv", "csv"], detect, parse };

/// How many rows show what the table holds.
const SAMPLE_ROWS: usize = 6;
/// How many show that people speak in turn, where no times do.
const SAMPLE_TURNS: usize = 40;

fn detect(input: &Input<'_>) -> Confidence {
    let Some(table) = Table::of(input.text) else { return Confidence::No };
    if is_dialogue(&rows(&table, input.text, SAMPLE_TURNS)) {
        return Confidence::Certain;
    }
    let sample = rows(&table, input.text, SAMPLE_ROWS);
    // Words with a time of their own, in every row: other tables have a text and a date.
    let is_said = |row: &Json<'_>| {
        let item = Item::of(row);
        item.text.is_some() && item.start.is_some() && item.is_speech
    };
    let is_speech = !sample.list().is_empty()
        && sample.list().iter().all(is_said)
        && !sample.list().iter().all(|row| Item::of(row).text.is_some_and(is_name));
    if is_speech && generic::recognises(&sample) { Confidence::Certain } else { Confidence::No }
}

/// Says that each row has words and a speaker, several of whom speak again, and that the words are sentences.
fn is_dialogue(sample: &Json<'_>) -> bool {
    const TURNS_MIN: usize = 4;
    const WORDS_MIN: usize = 4;
    let rows = sample.list();
    let mut speakers: Vec<Cow<'_, str>> = Vec::new();
    let (mut again, mut words, mut answered) = (0, 0, 0);
    let mut asked: Option<Cow<'_, str>> = None;
    for row in rows {
        let item = Item::of(row);
        let speaker = item.speaker.filter(|_| item.is_speech).and_then(speaker_label);
        let (Some(text), Some(speaker)) = (item.text, speaker) else { return false };
        words += text.split_whitespace().count();
        let asks = crate::clean::asks(text);
        answered += usize::from(!asks && asked.as_ref().is_some_and(|asked| *asked != speaker));
        asked = asks.then(|| speaker.clone());
        match speakers.contains(&speaker) {
            true => again += 1,
            false => speakers.push(speaker),
        }
    }
    // Columns without a speaker's name hold quotations of many; sentences of voices and moods, and answers to a
    // survey, answer nobody.
    rows.len() >= TURNS_MIN
        && speakers.len() >= 2
        && again * 2 >= rows.len()
        && (answered > 0 || speakers.iter().all(|speaker| is_person_like(speaker)))
        && words >= rows.len() * WORDS_MIN
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let table = Table::of(input.text).ok_or_else(|| ParseError("it is no table".to_owned()))?;
    let mut root = rows(&table, input.text, usize::MAX);
    clock::from_the_first_moment(&mut root);
    Ok(documents(&root, FORMAT.name, input, receipt))
}

/// The first rows as the objects they would be in JSON.
fn rows<'a>(table: &Table<'a>, source: &'a str, most: usize) -> Json<'a> {
    let mut rows = table.rows();
    let mut names = Vec::new();
    let mut first = None;
    let mut is_tiered = false;
    if let Some(row) = rows.next() {
        let tier = columns_of_tier(&row);
        is_tiered = tier.is_some();
        if let Some(columns) = tier.or_else(|| columns_of_label(&row).map(<[_]>::to_vec)) {
            names = columns.into_iter().map(Cow::Borrowed).collect();
            first = Some(row);
        } else {
            names = row.fields.iter().map(|field| Cow::Owned(column(field))).collect();
        }
    }
    let is_track = first.is_some();
    // Markdown sets a line of dashes between the names of the columns and the rows.
    let is_ruled = |row: &Row<'_>| {
        row.fields.iter().any(|field| field.starts_with(['-', ':']))
            && row.fields.iter().all(|field| field.bytes().all(|byte| matches!(byte, b'-' | b':')))
    };
    let rows = rows.filter(|row| !is_ruled(row));
    let objects = first.into_iter().chain(rows).take(most).map(|row| {
        // The place of the row in the source, for its line.
        let place = (Cow::Borrowed(&source[row.offset..row.offset]), Json::Null);
        let mut fields = vec![place];
        for (name, field) in names.iter().zip(row.fields) {
            match stretch(name, &field) {
                Some([start, end]) => fields.extend([
                    (Cow::Borrowed("start"), Json::Text(start.into())),
                    (Cow::Borrowed("end"), Json::Text(end.into())),
                ]),
                None => match field.strip_prefix("[[").and_then(|label| label.split_once("]]")) {
                    // A label track has no column for the speaker: `[[Ada]]words`.
                    Some((speaker, words)) if is_track && name == "text" => fields.extend([
                        (Cow::Borrowed("speaker"), Json::Text(speaker.to_owned().into())),
                        (Cow::Borrowed("text"), Json::Text(words.trim_start().to_owned().into())),
                    ]),
                    _ => fields.push((name.clone(), Json::Text(field))),
                },
            }
        }
        Json::Map(fields)
    });
    let mut objects: Vec<Json<'a>> = objects.collect();
    if is_tiered {
        // One tier stands below the other.
        let start = |row: &Json<'_>| clock::milliseconds(row.get("start"), Unit::Seconds).unwrap_or_default();
        objects.sort_by(|a, b| start(a).total_cmp(&start(b)));
    }
    Json::List(objects)
}

/// Two times and a text, with a name of its own before or behind the times: a table without names for its
/// columns, which are these.
fn columns_of_label(row: &Row<'_>) -> Option<&'static [&'static str]> {
    let is_time = |field: &str| {
        let value = Json::Text(Cow::Borrowed(field));
        clock::milliseconds(&value, Unit::Seconds).is_some()
    };
    match &row.fields[..] {
        [start, end, text] if is_time(start) && is_time(end) && !is_time(text) => {
            Some(&["start", "end", "text"])
        }
        [start, end, name, _] if is_time(start) && is_time(end) && is_name(name) => {
            Some(&["start", "end", "id", "text"])
        }
        [name, start, end, _] if is_time(start) && is_time(end) && is_name(name) => {
            Some(&["id", "start", "end", "text"])
        }
        _ => None,
    }
}

/// A tier, when an annotation begins, ends and how long it takes, in one way to write times or in several, and its
/// words, as ELAN writes them: what ends where its length says is hardly anything else.
fn columns_of_tier(row: &Row<'_>) -> Option<Vec<&'static str>> {
    const FIELDS_MIN: usize = 5;
    const DIFFERENCE_MS_MAX: f64 = 10.0;
    let (last, first) = (row.fields.len().checked_sub(1)?, row.fields.first()?);
    let of = |field: &str| clock::milliseconds(&Json::Text(Cow::Borrowed(field)), Unit::Seconds);
    if row.fields.len() < FIELDS_MIN || !first.contains(char::is_alphabetic) {
        return None;
    }
    // The participant may stand behind the tier, or be left empty.
    let mut times = Vec::with_capacity(last);
    for (at, field) in row.fields.iter().enumerate().take(last).skip(1) {
        match of(field) {
            Some(ms) => times.push((at, ms)),
            None if at == 1 => {}
            None => return None,
        }
    }
    let (start_at, start) = *times.first()?;
    let (end_at, end) = *times.iter().find(|(_, ms)| *ms > start)?;
    let lasts = |(at, ms): &(usize, f64)| *at > end_at && (end - start - ms).abs() <= DIFFERENCE_MS_MAX;
    times.iter().any(lasts).then(|| {
        let mut columns = vec!["_"; row.fields.len()];
        (columns[0], columns[start_at], columns[end_at], columns[last]) = ("speaker", "start", "end", "text");
        columns
    })
}

/// Says that a text is no more than what a fragment is called: `f000012`.
fn is_name(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '_');
    (1..=8).contains(&(text.len() - digits.len()))
        && digits.len() >= 3
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Both ends of `0:00.0 - 0:05.2` in a column that is called a stretch of time.
fn stretch(name: &str, field: &str) -> Option<[String; 2]> {
    let is_stretch = matches!(name, "timespan" | "time_span" | "time_range" | "timerange" | "timecode_range");
    let (start, end) = field.split_once(" - ").or_else(|| field.split_once(" --> "))?;
    is_stretch.then(|| [start, end].map(|end| end.trim().to_owned()))
}

/// What a column is called where objects have fields: `Start Time` and `startTime` are `start_time`.
fn column(name: &str) -> String {
    let mut parted = String::with_capacity(name.len() + 4);
    let mut was_small = false;
    for c in name.trim().trim_end_matches(')').chars() {
        if was_small && c.is_uppercase() {
            parted.push('_');
        }
        was_small = c.is_lowercase();
        parted.push(c);
    }
    let name = parted.to_lowercase();
    name.replace(" (", "_").replace([' ', '-', '.'], "_")
}
