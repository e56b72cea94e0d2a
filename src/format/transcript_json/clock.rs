//! Times as recognisers write them, in milliseconds.

use super::super::json::Json;
use super::roles;

/// How a dialect counts time where a number does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
    /// Hundredths of seconds, as whisper.cpp counts inside.
    Centiseconds,
    /// Tenths of microseconds.
    Ticks,
}

impl Unit {
    fn ms(self) -> f64 {
        match self {
            Self::Seconds => 1000.0,
            Self::Milliseconds => 1.0,
            Self::Centiseconds => 10.0,
            Self::Ticks => 1e-4,
        }
    }

    /// The unit in which people speak at the pace they do: `words` were said in `length` units.
    /// Speech has about 2.5 words a second, so seconds and milliseconds are told apart with more
    /// than a factor of 30 to spare.
    pub(super) fn of_pace(words: f64, length: f64) -> Self {
        match words / length {
            pace if pace.is_nan() || pace > 0.08 => Self::Seconds,
            pace if pace > 2.5e-5 => Self::Milliseconds,
            _ => Self::Ticks,
        }
    }

    /// The same of phrases: nobody says sixteen words of them in a second, nor eight over all their `reach` with its
    /// silences, so that what would be milliseconds is counted in hundredths. Single words may be parts of some, which are
    /// shorter.
    pub(super) fn of_phrases(words: f64, length: f64, reach: f64) -> Self {
        let unit = Self::of_pace(words, length);
        let is_too_fast = words / length > 0.016 && words / reach > 0.008;
        if unit == Self::Milliseconds && is_too_fast { Self::Centiseconds } else { unit }
    }
}

/// The time in `value` in milliseconds from the start of the recording, or since 1970 where the
/// source gives the time of day.
///
/// Reads numbers and numbers as strings in `unit`, `1.3s`, `PT1M2.5S`, clocks such as `01:02.5`
/// and `00:01:02,500`, ISO 8601 moments, and the objects that protocol buffers make of durations.
pub(super) fn milliseconds(value: &Json<'_>, unit: Unit) -> Option<f64> {
    let ms = match value {
        Json::Number(number) => number * unit.ms(),
        Json::Text(text) => of_text(text.trim(), unit)?,
        Json::Map(_) => of_object(value, unit)?,
        _ => return None,
    };
    ms.is_finite().then_some(ms)
}

/// Brings moments of the day, where utterances have those for times, to seconds from the first.
pub(super) fn from_the_first_moment(root: &mut Json<'_>) {
    let mut first = f64::INFINITY;
    let mut numbers = (f64::INFINITY, f64::NEG_INFINITY);
    visit_times(root, false, &mut |value| match (
        value.text().and_then(|text| of_moment(text.trim())),
        number(value),
    ) {
        (Some(ms), _) => first = first.min(ms),
        (None, Some(number)) => numbers = (numbers.0.min(number), numbers.1.max(number)),
        (None, None) => {}
    });
    // Of numbers all are milliseconds since 1970, or none.
    let are_moments = numbers.0 >= EPOCH_MS_MIN && numbers.1 <= EPOCH_MS_MAX;
    if are_moments {
        first = first.min(numbers.0);
    }
    if first.is_finite() {
        visit_times(root, false, &mut |value| {
            let ms = value.text().and_then(|text| of_moment(text.trim()));
            let ms = ms.or_else(|| number(value).filter(|_| are_moments));
            if let Some(ms) = ms {
                *value = Json::Text(format!("{}s", (ms - first) / 1000.0).into());
            }
        });
    }
}

/// The beginning of 2001 and the end of 2099: numbers between are hardly times of a recording.
const EPOCH_MS_MIN: f64 = 978_307_200_000.0;
const EPOCH_MS_MAX: f64 = 4_102_444_800_000.0;

fn number(value: &Json<'_>) -> Option<f64> {
    match value {
        Json::Number(number) => Some(*number),
        Json::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Calls `visit` with each text or number in a list that stands under the name of a time.
fn visit_times<'j>(value: &mut Json<'j>, in_list: bool, visit: &mut impl FnMut(&mut Json<'j>)) {
    match value {
        Json::List(elements) => elements.iter_mut().for_each(|element| visit_times(element, true, visit)),
        Json::Map(fields) => {
            for (key, field) in fields {
                match field {
                    Json::Text(_) | Json::Number(_) if in_list && roles::is_time(key) => visit(field),
                    field => visit_times(field, in_list, visit),
                }
            }
        }
        _ => {}
    }
}

/// An ISO 8601 moment, in milliseconds since 1970.
fn of_moment(text: &str) -> Option<f64> {
    if text.len() <= 10 || text.as_bytes()[4] != b'-' {
        return None;
    }
    // Without a zone any will do: only differences count.
    let moment: Option<jiff::Timestamp> = text.parse().or_else(|_| format!("{text}Z").parse()).ok();
    Some(moment?.as_millisecond() as f64)
}

/// A moment of the recording as a document keeps it: not before its start, at most 49 days long.
pub(super) fn rounded(ms: f64) -> u32 {
    // The cast saturates, which is what is wanted.
    ms.round() as u32
}

fn of_text(text: &str, unit: Unit) -> Option<f64> {
    if let Ok(number) = text.parse::<f64>() {
        return Some(number * unit.ms());
    }
    if let Some(duration) = text.strip_prefix("PT") {
        return iso_duration(duration);
    }
    if let Some(ms) = of_moment(text) {
        return Some(ms);
    }
    if let Some(number) = text.strip_suffix("ms") {
        return number.trim().parse().ok();
    }
    if let Some(seconds) = text.strip_suffix('s').and_then(|seconds| seconds.trim().parse::<f64>().ok()) {
        return Some(seconds * 1000.0);
    }
    of_clock(text)
}

/// `h:mm:ss.mmm`, `mm:ss`, with a comma or a point before the fraction; behind the seconds editors
/// count frames, which are left out.
pub(super) fn of_clock(text: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let mut parts = 0;
    let text = text.trim_matches(['[', ']', '(', ')']);
    let is_timecode = text.bytes().filter(|byte| matches!(byte, b':' | b';')).count() == 3;
    for part in text.split([':', ';']).take(if is_timecode { 3 } else { usize::MAX }) {
        let digits_only =
            !part.is_empty() && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b','));
        if !digits_only {
            return None;
        }
        let number: f64 = part.replace(',', ".").parse().ok()?;
        seconds = seconds * 60.0 + number;
        parts += 1;
    }
    matches!(parts, 2 | 3).then_some(seconds * 1000.0)
}

/// What follows `PT`: hours, minutes and seconds with their letters.
fn iso_duration(text: &str) -> Option<f64> {
    let mut ms = 0.0;
    let mut rest = text;
    while let Some(end) = rest.find(['H', 'M', 'S']) {
        let number: f64 = rest[..end].parse().ok()?;
        ms += number
            * match &rest[end..=end] {
                "H" => 3_600_000.0,
                "M" => 60_000.0,
                _ => 1000.0,
            };
        rest = &rest[end + 1..];
    }
    rest.is_empty().then_some(ms)
}

/// `{"seconds": "12", "nanos": 900000000}`, `{"milliseconds": 1200}`, `{"relative": 1.2}`; an empty object is zero.
fn of_object(value: &Json<'_>, unit: Unit) -> Option<f64> {
    let seconds = value.get("seconds").number();
    let nanos = value.any(&["nanos", "nanoseconds"]).number();
    if value.fields().is_empty() || seconds.is_some() || nanos.is_some() {
        return Some(seconds.unwrap_or(0.0) * 1000.0 + nanos.unwrap_or(0.0) / 1e6);
    }
    if let Some(ms) = value.get("milliseconds").number() {
        return Some(ms);
    }
    value.get("relative").number().map(|relative| relative * unit.ms())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::json;

    #[test]
    fn every_way_of_writing_a_time_is_read() {
        let check = |text: &str, expected: Option<f64>| {
            let value = json::read(text).unwrap().value;
            assert_eq!(milliseconds(&value, Unit::Seconds), expected, "{text}");
        };
        check("1.25", Some(1250.0));
        check("\"8.65\"", Some(8650.0));
        check("\"1.300s\"", Some(1300.0));
        check("\"20ms\"", Some(20.0));
        check("\"PT1M2.5S\"", Some(62_500.0));
        check("\"00:01:02,500\"", Some(62_500.0));
        check("\"1:02.5\"", Some(62_500.0));
        check("{\"seconds\":\"12\",\"nanos\":900000000}", Some(12_900.0));
        check("{\"milliseconds\":1250}", Some(1250.0));
        check("{}", Some(0.0));
        check("\"1970-01-01T00:00:01Z\"", Some(1000.0));
        check("\"1970-01-01T00:00:01.5\"", Some(1500.0));
        check("\"soon\"", None);
        check("\"12:x\"", None);
        check("null", None);
    }

    #[test]
    fn the_unit_follows_from_the_pace_of_speech() {
        assert_eq!(Unit::of_pace(10.0, 4.0), Unit::Seconds);
        assert_eq!(Unit::of_pace(10.0, 4000.0), Unit::Milliseconds);
        assert_eq!(Unit::of_pace(10.0, 4e7), Unit::Ticks);
        assert_eq!(Unit::of_pace(0.0, 0.0), Unit::Seconds);
        assert_eq!(Unit::of_phrases(10.0, 400.0, 500.0), Unit::Centiseconds);
        assert_eq!(Unit::of_phrases(10.0, 400.0, 4000.0), Unit::Milliseconds);
        assert_eq!(Unit::of_phrases(10.0, 850.0, 900.0), Unit::Milliseconds);
        assert_eq!(Unit::of_phrases(10.0, 4000.0, 4000.0), Unit::Milliseconds);
    }
}
