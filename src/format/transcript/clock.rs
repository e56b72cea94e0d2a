//! Times as transcripts write them: `1:02:03`, `02:03.4`, `[0.64 → 7.60]`, `(00:12)`.

#[cfg(test)]
mod tests;

/// A time, or a stretch of time, at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// When it begins, in milliseconds.
    pub(super) start_ms: u32,
    /// When it ends, where that is written too.
    pub(super) end_ms: Option<u32>,
    /// How it was set off.
    pub(super) dress: Dress,
    /// How many bytes it takes, brackets included.
    pub(super) bytes: usize,
}

/// What is around a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Dress {
    Bare,
    Round,
    Square,
}

/// Says that nothing is left of a text but a time that is misspelled, with the bracket before it: `[00:27:20.28`,
/// `to [\00:18:51.08]`.
pub(super) fn is_remains(text: &str) -> bool {
    const BYTES_MAX: usize = 32;
    if text.len() > BYTES_MAX {
        return false;
    }
    let text = text.trim_start();
    let time = text.strip_prefix("to ").unwrap_or(text).trim_start_matches(['\\', ' ']);
    time.starts_with('[')
        && time.matches(':').count() >= 1
        && time.bytes().any(|byte| byte.is_ascii_digit())
        && time.chars().all(|c| c.is_ascii_digit() || "[]\\:;. ".contains(c))
}

/// Reads the time that `text` begins with, in brackets or not.
pub(super) fn leading(text: &str) -> Option<Clock> {
    let unescaped = text.strip_prefix('\\').unwrap_or(text);
    let escape_bytes = text.len() - unescaped.len();
    let (dress, close) = match unescaped.as_bytes().first()? {
        b'[' => (Dress::Square, ']'),
        b'(' => (Dress::Round, ')'),
        // `<14:02:13> Name: words`, `<2:02:13 PM> Name: words`, as Jitsi writes.
        b'<' if [2, 3]
            .into_iter()
            .any(|at| unescaped.as_bytes().get(at..at + 6).is_some_and(|b| b[0] == b':' && b[3] == b':')) =>
        {
            (Dress::Square, '>')
        }
        b'0'..=b'9' if escape_bytes == 0 => return range(text, false),
        // `@0:05 - Name`
        b'@' if escape_bytes == 0 => {
            let clock = range(&text[1..], false)?;
            return Some(Clock { bytes: clock.bytes + 1, ..clock });
        }
        _ => return None,
    };
    let inside = &unescaped[1..];
    // `[Time 0:00:00]`, `[Timestamp: 0:12]`, `[@ 0:12]`
    let word_bytes = inside.bytes().take(12).take_while(|b| b.is_ascii_alphabetic() || *b == b'@').count();
    let trimmed = inside[word_bytes..].trim_start_matches([' ', ':']);
    let skipped = inside.len() - trimmed.len();
    // `[inaudible 0:12]` is said, or rather not.
    const WORDS: [&str; 7] = ["time", "timestamp", "timecode", "tc", "at", "t", "@"];
    let is_word = |word: &str| WORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
    if word_bytes > 0 && (skipped == word_bytes || !is_word(&inside[..word_bytes])) {
        return None;
    }
    let day = if dress == Dress::Square { of_day(trimmed) } else { None };
    let clock = day.or_else(|| range(trimmed, dress == Dress::Square))?;
    let rest = trimmed[clock.bytes..].trim_start_matches([' ', '\\']);
    let rest = rest.strip_prefix(close)?;
    Some(Clock { dress, bytes: text.len() - rest.len(), ..clock })
}

/// Reads `0:12`, or `0:12 - 0:15` and the like. Seconds alone, such as `0.64`, are times only as
/// one end of a stretch in square brackets.
fn range(text: &str, seconds_alone: bool) -> Option<Clock> {
    let told = point(text).or_else(|| spelled(text));
    let (start_ms, start_bytes) = told.or_else(|| seconds(text).filter(|_| seconds_alone))?;
    let alone = Clock { start_ms, end_ms: None, dress: Dress::Bare, bytes: start_bytes };
    let rest = text[start_bytes..].trim_start_matches(' ');
    let arrow = ["-->", "->", "→", "–", "—", "-", "to "].iter().find_map(|arrow| rest.strip_prefix(arrow));
    let end = arrow.map(|rest| rest.trim_start_matches(' ')).and_then(|rest| {
        let (end_ms, end_bytes) = point(rest).or_else(|| seconds(rest).filter(|_| seconds_alone))?;
        Some((end_ms, text.len() - rest.len() + end_bytes))
    });
    match end {
        Some((end_ms, bytes)) => {
            Some(Clock { end_ms: (end_ms >= start_ms).then_some(end_ms), bytes, ..alone })
        }
        None => told.map(|_| alone),
    }
}

/// `mm:ss` or `h:mm:ss`, with a fraction or not, and no time of day: milliseconds and bytes.
pub(super) fn point(text: &str) -> Option<(u32, usize)> {
    fields(text).filter(|(_, bytes)| !is_of_day(&text.as_bytes()[*bytes..]))
}

/// The same, of the day or not.
pub(super) fn fields(text: &str) -> Option<(u32, usize)> {
    let bytes = text.as_bytes();
    let (mut fields, mut count, mut at) = ([0_u32; 3], 0, 0);
    // `00;00;01;10`: some of the frames are not counted.
    let drops_frames = matches!(bytes, [b'0'..=b'9', b'0'..=b'9', b';', ..]);
    let sign = if drops_frames { b';' } else { b':' };
    loop {
        let digits = bytes[at..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        // The first field may run on (`125:30`), later ones have two digits.
        if digits == 0 || digits > 3 || (count > 0 && digits != 2) {
            return None;
        }
        fields[count] = text[at..at + digits].parse().ok()?;
        at += digits;
        count += 1;
        let more = bytes.get(at) == Some(&sign) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if count == 3 || !more {
            break;
        }
        at += 1;
    }
    if count < 2 || drops_frames && count < 3 || fields[1..count].iter().any(|field| *field > 59) {
        return None;
    }
    let whole_seconds = fields[..count].iter().fold(0, |sum, field| sum * 60 + field);
    let (fraction_ms, fraction_bytes) = fraction(&bytes[at..]);
    at += fraction_bytes;
    // `01:00:01:10`: frames, of which nobody says how many make a second.
    let is_frames = |frames: &[u8]| matches!(frames, [b':' | b';', b'0'..=b'9', b'0'..=b'9', ..]);
    if count == 3 && fraction_bytes == 0 && is_frames(&bytes[at..]) {
        // A third digit makes thousandths of them.
        at += if bytes.get(at + 3).is_some_and(u8::is_ascii_digit) { 4 } else { 3 };
    }
    let ends = !bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'/');
    ends.then_some((whole_seconds * 1000 + fraction_ms, at))
}

/// Says that a time is of the day: `9:31 a.m.`, `1:34 P.M. EDT`, `1:34 PM`.
fn is_of_day(behind: &[u8]) -> bool {
    let ends = |rest: &[u8]| !rest.first().is_some_and(u8::is_ascii_alphanumeric);
    match behind {
        [b' ', b'a' | b'p', b'.', b'm', b'.', ..] | [b' ', b'A' | b'P', b'.', b'M', b'.', ..] => true,
        // In small letters it is a word of German.
        [b' ', b'A' | b'P', b'M', rest @ ..] => ends(rest),
        _ => false,
    }
}

/// `10:02 AM]`, by the clock on the wall.
fn of_day(text: &str) -> Option<Clock> {
    const HALF_MS: u32 = 12 * 3600 * 1000;
    let (ms, bytes) = fields(text)?;
    let is_short = text[..bytes].matches(':').count() == 1;
    let half = text[bytes..].trim_start_matches(' ').get(..3)?;
    // Hours and minutes read as minutes and seconds.
    let ms = if is_short { ms * 60 } else { ms };
    let start_ms = match half {
        "AM]" | "AM>" => ms % HALF_MS,
        "PM]" | "PM>" => ms % HALF_MS + HALF_MS,
        _ => return None,
    };
    let end = text.find([']', '>'])?;
    Some(Clock { start_ms, end_ms: None, dress: Dress::Bare, bytes: end })
}

/// `1h02m03s`, `02m03s`, `0 min 05 sec`: milliseconds and bytes.
fn spelled(text: &str) -> Option<(u32, usize)> {
    const UNITS: [(&[&str], u32); 3] = [
        (&["hours", "hour", "hr", "h"], 3600),
        (&["minutes", "minute", "mins", "min", "m"], 60),
        (&["seconds", "second", "secs", "sec", "s"], 1),
    ];
    // Most texts do not begin with a number and a letter that is the first of a unit.
    let digits = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let unit = text[digits..].strip_prefix(' ').unwrap_or(&text[digits..]);
    if !(1..=2).contains(&digits) || !unit.starts_with(['h', 'm', 's']) {
        return None;
    }
    let (mut rest, mut total, mut fields) = (text, 0_u32, 0);
    for (signs, seconds) in UNITS {
        let from = if fields > 0 { rest.trim_start_matches([' ', ',']) } else { rest };
        let digits = from.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let unit = &from[digits..];
        let spaced = unit.strip_prefix(' ').unwrap_or(unit);
        let ends = |behind: &&str| !behind.starts_with(char::is_alphabetic);
        // A letter behind a blank is a unit where more follows: `5 m` is a length, `1 h 05 min` a time.
        let goes_on = |behind: &&str| {
            behind.strip_prefix(' ').is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()))
        };
        let sign = |sign: &&str| {
            let behind = unit.strip_prefix(*sign);
            behind.or_else(|| spaced.strip_prefix(*sign).filter(|behind| sign.len() > 1 || goes_on(behind)))
        };
        if let (1..=2, Some(behind)) = (digits, signs.iter().find_map(|signs| sign(signs).filter(ends))) {
            total += from[..digits].parse::<u32>().ok()? * seconds;
            (rest, fields) = (behind, fields + 1);
        }
    }
    (fields >= 2 && !rest.starts_with(char::is_alphanumeric))
        .then_some((total * 1000, text.len() - rest.len()))
}

/// Says that a line ends as times in words do: `Name 0 min 05 sec`.
pub(super) fn may_end_spelled(line: &str) -> bool {
    let line = line.trim_end();
    ["sec", "secs", "seconds"].iter().any(|end| line.ends_with(end))
        && line.contains(|c: char| c.is_ascii_digit())
}

/// Says that a text is a time in words: `1 minute, 2 seconds`.
pub(super) fn is_read_out(text: &str) -> bool {
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let mut is_any = false;
    while let Some(number) = words.next() {
        let unit = words.next().unwrap_or_default();
        let is_unit = ["second", "minute", "hour"].contains(&unit.trim_end_matches('s'));
        if number.parse::<u16>().is_err() || !is_unit {
            return false;
        }
        is_any = true;
    }
    is_any
}

/// A time, the same time read out, and words without a blank between: `1:041 minute, 4 secondswords`. Returns
/// milliseconds and the words.
pub(super) fn glued(text: &str) -> Option<(u32, &str)> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // Two digits end the time, and the next begin what is read out.
    let end = text.match_indices(':').take_while(|(at, _)| *at <= 6).last()?.0 + 3;
    let (time, rest) = text.split_at_checked(end)?;
    let mut fields = time.split(':').rev();
    let mut total = 0;
    let mut words = rest;
    let mut told = Vec::with_capacity(3);
    for (unit, seconds) in [("second", 1), ("minute", 60), ("hour", 3600)] {
        let Some(field) = fields.next() else { break };
        if field.is_empty() || field.len() > 2 {
            return None;
        }
        let count: u32 = field.parse().ok()?;
        total += count * seconds;
        told.push((count, unit));
    }
    if fields.next().is_some() || told.len() < 2 {
        return None;
    }
    let is_nothing = total == 0;
    let mut is_first = true;
    for (count, unit) in told.into_iter().rev() {
        if count == 0 && !(is_nothing && unit == "second") {
            continue;
        }
        words = if is_first { words } else { words.strip_prefix(", ")? };
        words = words.strip_prefix(&*count.to_string())?.strip_prefix(' ')?.strip_prefix(unit)?;
        words = if count == 1 { words } else { words.strip_prefix('s')? };
        is_first = false;
    }
    Some((total * 1000, words.trim()))
}

/// Seconds with a fraction, or whole: milliseconds and bytes.
pub(super) fn seconds(text: &str) -> Option<(u32, usize)> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take(7).take_while(|b| b.is_ascii_digit()).count();
    if !(1..=6).contains(&digits) {
        return None;
    }
    let whole: u32 = text[..digits].parse().ok()?;
    let (fraction_ms, fraction_bytes) = fraction(&bytes[digits..]);
    let at = digits + fraction_bytes;
    let at = at + usize::from(bytes.get(at) == Some(&b's'));
    Some((whole * 1000 + fraction_ms, at))
}

/// `.5`, `,250` or nothing: milliseconds and bytes.
fn fraction(bytes: &[u8]) -> (u32, usize) {
    let Some((b'.' | b',', rest)) = bytes.split_first() else { return (0, 0) };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || digits > 9 {
        return (0, 0);
    }
    let tenth_first = rest[..digits].iter().chain(b"00").take(3);
    (tenth_first.fold(0, |ms, b| ms * 10 + u32::from(b - b'0')), digits + 1)
}

/// When something begins and, where it is written, ends, in milliseconds.
pub(super) type Time = (u32, Option<u32>);

/// A time within the words: `[00:12:33]`, or `[inaudible 00:12:33]`, which is kept. Returns the
/// bytes before it, the time, the text behind it, and whether it has words of its own.
pub(super) fn inner_time(text: &str) -> Option<(usize, Time, &str, bool)> {
    for at in memchr::memchr3_iter(b'[', b'(', b'#', text.as_bytes()) {
        let inside = &text[at + 1..];
        if text[at..].starts_with('#') {
            match hashed(inside) {
                Some((start_ms, bytes)) => return Some((at, (start_ms, None), &inside[bytes..], false)),
                None => continue,
            }
        }
        let near = &inside.as_bytes()[..inside.len().min(48)];
        let Some(end) = memchr::memchr2(b']', b')', near) else { continue };
        // A time ends in a digit, or in the sign of its seconds.
        if !matches!(near[..end].last(), Some(b'0'..=b'9' | b's' | b'\\')) {
            continue;
        }
        let after = &inside[end + 1..];
        let mut words = inside[..end].split(' ');
        let last = words.next_back().unwrap_or_default().trim_end_matches('\\');
        // In round brackets `(3:16)` may be a verse, `(0:03:16)` hardly.
        let is_plain = text[at..].starts_with('[') || last.matches(':').count() == 2;
        if let Some(clock) = leading(last).filter(|clock| clock.bytes == last.len() && is_plain) {
            return Some((at, (clock.start_ms, clock.end_ms), after, words.next().is_some()));
        }
    }
    None
}

/// `00:01:02-3#` behind a `#`, as f4 writes a moment with its tenths: milliseconds and bytes.
fn hashed(inside: &str) -> Option<(u32, usize)> {
    let end = inside.as_bytes().iter().take(16).position(|byte| *byte == b'#')?;
    let (clock, tenths) = inside[..end].split_once('-').unwrap_or((&inside[..end], ""));
    let (ms, bytes) = point(clock)?;
    let is_whole = bytes == clock.len() && clock.matches(':').count() == 2;
    let tenths_ms = match tenths.as_bytes() {
        [] => 0,
        [tenth @ b'0'..=b'9'] => u32::from(tenth - b'0') * 100,
        _ => return None,
    };
    is_whole.then_some((ms + tenths_ms, end + 1))
}

/// What stands behind the length of a turn in seconds, which some set behind the time of its end:
/// `[00:00:08][7.2]`.
pub(super) fn behind_length(text: &str) -> &str {
    let inside = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let is_length = |length: &str| {
        length.len() <= 8 && length.contains('.') && length.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    inside.filter(|(length, _)| is_length(length)).map_or(text, |(_, behind)| behind)
}

/// A time that ends the words, with the bytes before it.
pub(super) fn closing_time(words: &str) -> Option<(usize, Time)> {
    let words = words.trim_end();
    let open = words.ends_with([']', ')']).then(|| words.rfind(['[', '('])).flatten()?;
    if let Some((before, time, after, keeps)) = inner_time(&words[open..]) {
        return (!keeps && after.is_empty()).then_some((open + before, time));
    }
    // `(3:16)`, which is no verse where it ends each turn.
    let clock = leading(&words[open..]).filter(|clock| open + clock.bytes == words.len())?;
    Some((open, (clock.start_ms, clock.end_ms)))
}
