//! `t:`, a place in the recording.

use std::fmt;

use super::error::cited;
use crate::document::clock;

/// A stretch of a recording, in milliseconds from its start, both ends included.
///
/// Written `10m..20m`, `1:02:03..`, `..90`, `*` for any; a single moment is a stretch of no length, so what
/// overlaps it is what is said just then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeRange {
    /// Where it begins.
    pub start_ms: u32,
    /// Where it ends, unless it runs to the end of the recording.
    pub end_ms: Option<u32>,
}

impl TimeRange {
    /// Reads a range; on failure, says why.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self { start_ms: 0, end_ms: None });
        }
        let not_a_time = |text: &str| format!("`{}` is not a time in a recording", cited(text));
        let read = |text: &str| read_ms(text).ok_or_else(|| not_a_time(text));
        let Some((start, end)) = super::date::split_range(text) else {
            let start_ms = read(text)?;
            return Ok(Self { start_ms, end_ms: Some(start_ms) });
        };
        if start.is_empty() && end.is_empty() {
            return Err(not_a_time(text));
        }
        let start_ms = if start.is_empty() { 0 } else { read(start)? };
        let end_ms = if end.is_empty() { None } else { Some(read(end)?) };
        if end_ms.is_some_and(|end_ms| end_ms < start_ms) {
            return Err(format!("`{}` ends before it begins", cited(text)));
        }
        Ok(Self { start_ms, end_ms })
    }
}

impl fmt::Display for TimeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_ms(f, self.start_ms)?;
        match self.end_ms {
            Some(end_ms) if end_ms == self.start_ms => Ok(()),
            Some(end_ms) => {
                f.write_str("..")?;
                write_ms(f, end_ms)
            }
            None => f.write_str(".."),
        }
    }
}

/// `90`, `90.5`, `10m`, `1h2m3s`, `10:00`, `1:02:03.250`.
fn read_ms(text: &str) -> Option<u32> {
    let ms = if text.contains(':') { clock_ms(text) } else { units_ms(text) };
    u32::try_from(ms?).ok()
}

fn clock_ms(text: &str) -> Option<u64> {
    let mut parts = text.rsplit(':');
    let mut ms = seconds_ms(parts.next()?).filter(|ms| *ms < 60_000)?;
    let (minutes, hours) = (digits(parts.next()?)?, parts.next());
    ms += minutes * 60_000;
    if let Some(hours) = hours {
        ms += digits(hours).filter(|_| minutes < 60)? * 3_600_000;
    }
    parts.next().is_none().then_some(ms)
}

fn units_ms(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut ms = 0;
    for (unit, unit_ms) in [('h', 3_600_000), ('m', 60_000)] {
        if let Some((count, behind)) = rest.split_once([unit, unit.to_ascii_uppercase()]) {
            ms += digits(count)? * unit_ms;
            rest = behind;
        }
    }
    if rest.is_empty() {
        return (!text.is_empty()).then_some(ms);
    }
    // A bare number is seconds only by itself: `1h30` could be either.
    let seconds = rest.strip_suffix(['s', 'S']).or((rest.len() == text.len()).then_some(rest))?;
    Some(ms + seconds_ms(seconds)?)
}

fn seconds_ms(text: &str) -> Option<u64> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let shown = fraction.get(..3).unwrap_or(fraction);
    let fraction_ms = digits(fraction).and(digits(shown))? * [1, 100, 10, 1][shown.len()];
    Some(digits(seconds)? * 1000 + fraction_ms)
}

fn digits(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

fn write_ms(f: &mut fmt::Formatter<'_>, ms: u32) -> fmt::Result {
    f.write_str(&clock(ms))?;
    if !ms.is_multiple_of(1000) {
        write!(f, ".{:03}", ms % 1000)?;
    }
    Ok(())
}
