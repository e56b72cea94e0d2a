//! The marks inside a cue: tags, character references, overrides and music notes.
//!
//! Follows the WebVTT cue text rules for what conforms to them, and reads on where players give
//! up: a `<` that opens no tag is a character like any other, so no words are lost to it.

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

use super::{Track, find_byte};

/// The longest name of a character reference, with its semicolon.
const REFERENCE_BYTES_MAX: usize = 33;
/// Tags longer than this are text with a stray `<`.
const TAG_BYTES_MAX: usize = 400;

/// Adds the text of a cue to the open cue of `track`, its voices and its word times. Of what stands in angle
/// brackets, only what captions have as tags is one.
pub(crate) fn read(raw: &str, track: &mut Track) {
    read_as(raw, false, track);
}

/// Adds the text of a cue as [`read`] does, from a format that is markup throughout: every tag is one.
pub(crate) fn read_markup(raw: &str, track: &mut Track) {
    read_as(raw, true, track);
}

fn read_as(raw: &str, is_markup: bool, track: &mut Track) {
    let mut reader = Reader { track, is_markup, voices: Vec::new(), is_annotation: false };
    let mut rest = raw;
    // The last begins the music notes.
    let is_mark = |byte: u8| matches!(byte, b'<' | b'&' | b'{' | b'\\' | 0xE2);
    while let Some(at) = find_byte(rest, is_mark) {
        reader.text(&rest[..at]);
        rest = &rest[at..];
        let read = match rest.as_bytes()[0] {
            b'<' => reader.tag(rest),
            b'&' => reader.reference(rest),
            b'{' => override_bytes(rest),
            b'\\' => reader.escape(rest),
            _ => reader.music(rest),
        };
        let read = read.unwrap_or_else(|| {
            let plain = rest.chars().next().map_or(rest.len(), char::len_utf8);
            reader.text(&rest[..plain]);
            plain
        });
        rest = &rest[read..];
    }
    reader.text(rest);
}

struct Reader<'a, 'r> {
    track: &'a mut Track,
    /// Any name makes a tag.
    is_markup: bool,
    /// The voices that are open, the innermost last.
    voices: Vec<Cow<'r, str>>,
    /// Inside `<rt>`: how the base text is pronounced, not said again.
    is_annotation: bool,
}

impl<'r> Reader<'_, 'r> {
    fn text(&mut self, text: &str) {
        if !self.is_annotation {
            self.track.push(text);
        }
    }

    /// Reads the tag that `rest` begins with, if it is one: the bytes it takes.
    fn tag(&mut self, rest: &'r str) -> Option<usize> {
        let window = &rest.as_bytes()[..rest.len().min(TAG_BYTES_MAX)];
        let end = 1 + window[1..].iter().position(|byte| matches!(byte, b'<' | b'>'))?;
        if window[end] == b'<' {
            return None;
        }
        let inner = &rest[1..end];
        let first = *inner.as_bytes().first()?;
        if first.is_ascii_digit() {
            self.track.time(timestamp_ms(inner.trim_end())?);
            return Some(end + 1);
        }
        let (is_end, named) = inner.strip_prefix('/').map_or((false, inner), |named| (true, named));
        // `<tt:br/>`: a prefix says whose name it is.
        let named = named
            .split_once(':')
            .filter(|(prefix, local)| is_prefix(prefix, local))
            .map_or(named, |(_, local)| local);
        let name_bytes = named.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(named.len());
        let mut name = Cow::Borrowed(&named[..name_bytes]);
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            name.to_mut().make_ascii_lowercase();
        }
        // `<|endoftext|>` is a sign of a recogniser's, `<!--` a remark; `<.loud>` and `</>` name nothing.
        let is_unnamed = matches!(first, b'.' | b'!' | b'|') || is_end && name.is_empty();
        let is_address = inner.contains('@') || inner.contains("://") && !inner.contains('=');
        let is_tag =
            self.is_markup && !name.is_empty() && !is_address || is_caption_tag(&name, &named[name_bytes..]);
        if !is_unnamed && !is_tag {
            return None;
        }
        match (&*name, is_end) {
            ("v", false) => {
                let name = inner.split_once([' ', '\t', '\n']).map_or("", |(_, annotation)| annotation);
                let name = plain_references(name.trim());
                self.track.voice(Some(&*name).filter(|name| !name.is_empty()));
                self.voices.push(name);
            }
            ("v", true) => {
                self.voices.pop();
                self.track.voice(self.voices.last().map(|name| &**name).filter(|name| !name.is_empty()));
            }
            ("rt", _) => self.is_annotation = !is_end,
            ("ruby", true) => self.is_annotation = false,
            ("br", _) => self.text("\n"),
            ("u" | "b" | "font" | "i" | "c", false) => self.track.highlight(),
            _ => {}
        }
        Some(end + 1)
    }

    fn reference(&mut self, rest: &str) -> Option<usize> {
        let (characters, bytes) = character_reference(rest)?;
        for c in characters.into_iter().flatten() {
            self.text(c.encode_utf8(&mut [0; 4]));
        }
        Some(bytes)
    }

    /// `\N`, `\n` and `\h` are line breaks and hard spaces of the SubStation formats, which many
    /// a converter leaves in. A drive letter's backslash is none.
    fn escape(&mut self, rest: &str) -> Option<usize> {
        let is_path = self.track.ends_with(':');
        match rest.as_bytes().get(1)? {
            b'N' if !is_path => self.text("\n"),
            b'h' if !is_path => self.text("\u{A0}"),
            _ => return None,
        }
        Some(2)
    }

    fn music(&mut self, rest: &str) -> Option<usize> {
        let note = rest.chars().next().filter(|c| matches!(c, '\u{2669}'..='\u{266C}'))?;
        self.text(" ");
        Some(note.len_utf8())
    }
}

/// Says that a name in lower case, with what follows it, is of a tag as captions have them. Whatever else
/// stands in angle brackets was said: `a <div> tag`, `Vec<String>`.
fn is_caption_tag(name: &str, rest: &str) -> bool {
    let rest = rest.trim_end_matches([' ', '\t', '\n', '/']);
    match name {
        // Nothing follows their names but classes and, in players that read HTML, attributes.
        "b" | "i" | "u" | "s" | "c" | "em" | "strong" | "br" | "rp" | "rt" | "ruby" | "span" => {
            rest.is_empty() || rest.starts_with('.') || rest.contains('=')
        }
        "v" | "lang" | "font" => rest.is_empty() || rest.starts_with(['.', ' ', '\t', '\n']),
        _ => false,
    }
}

/// Says that the parts of a name around a colon are a prefix and a name.
fn is_prefix(prefix: &str, local: &str) -> bool {
    prefix.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && local.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The length of a SubStation override or a MicroDVD code that `rest` begins with, such as
/// `{\an8}` or `{y:i}`.
fn override_bytes(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let is_code = bytes.get(1) == Some(&b'\\')
        || bytes.get(2) == Some(&b':') && bytes[1].is_ascii_alphabetic() && !b"abAB".contains(&bytes[1]);
    let window = &bytes[..bytes.len().min(TAG_BYTES_MAX)];
    let end = window.iter().position(|byte| matches!(byte, b'}' | b'\n')).filter(|_| is_code)?;
    (bytes[end] == b'}').then_some(end + 1)
}

/// `text` with its character references replaced by what they stand for.
pub(crate) fn plain_references(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut plain = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((characters, bytes)) = character_reference(rest) {
            plain.extend(characters.into_iter().flatten());
            rest = &rest[bytes..];
        } else {
            plain.push('&');
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The characters that the HTML character reference at the start of `rest` stands for, and its
/// length in bytes; nothing when it is a plain ampersand.
fn character_reference(rest: &str) -> Option<([Option<char>; 2], usize)> {
    let body = rest.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |digits| (digits, 16));
        let length =
            digits.bytes().position(|byte| !char::from(byte).is_digit(radix)).unwrap_or(digits.len());
        if length == 0 {
            return None;
        }
        let code = u32::from_str_radix(&digits[..length], radix).unwrap_or(u32::MAX);
        let character = match code {
            0x80..=0x9F => C1_REPLACEMENTS[code as usize - 0x80].or_else(|| char::from_u32(code)),
            _ => char::from_u32(code).filter(|c| *c != '\0'),
        };
        let end = rest.len() - digits.len() + length;
        let semicolon = usize::from(rest[end..].starts_with(';'));
        return Some(([Some(character.unwrap_or('\u{FFFD}')), None], end + semicolon));
    }
    let known = match body.as_bytes() {
        [b'a', b'm', b'p', b';', ..] => Some(('&', 5)),
        [b'l', b't', b';', ..] => Some(('<', 4)),
        [b'g', b't', b';', ..] => Some(('>', 4)),
        _ => None,
    };
    if let Some((character, bytes)) = known {
        return Some(([Some(character), None], bytes));
    }
    // The table holds every beginning of a name too, standing for nothing: the longest name that
    // stands for something is meant.
    let mut longest = None;
    let names = body.as_bytes();
    for end in 1..=names.len().min(REFERENCE_BYTES_MAX) {
        if !names[end - 1].is_ascii_alphanumeric() && names[end - 1] != b';' {
            break;
        }
        match NAMED_ENTITIES.get(&body[..end]) {
            None => break,
            Some((0, _)) => {}
            Some((first, second)) => longest = Some((*first, *second, end + 1)),
        }
    }
    let (first, second, bytes) = longest?;
    Some(([char::from_u32(first), char::from_u32(second).filter(|c| *c != '\0')], bytes))
}

/// A WebVTT timestamp that fills the whole of `text`, in milliseconds.
pub(crate) fn timestamp_ms(text: &str) -> Option<u64> {
    let (milliseconds, rest) = leading_timestamp_ms(text)?;
    rest.is_empty().then_some(milliseconds)
}

/// Collects a WebVTT timestamp (`hh:mm:ss.ttt`, hours optional and of any size) at the start of
/// `text`, in milliseconds, with what follows it.
pub(crate) fn leading_timestamp_ms(text: &str) -> Option<(u64, &str)> {
    // As nearly all are written.
    if let Some((time, rest)) = text.as_bytes().split_first_chunk()
        && let (b'0'..=b'5', b'0'..=b'5', b'.') = (time[3], time[6], time[8])
        && !rest.first().is_some_and(u8::is_ascii_digit)
        && let Some(milliseconds) = plain_time_ms(time)
    {
        return Some((milliseconds, &text[time.len()..]));
    }
    let (first, first_digits, rest) = number(text)?;
    let (second, second_digits, rest) = number(rest.strip_prefix(':')?)?;
    let (hours, minutes, seconds, seconds_digits, rest) = match rest.strip_prefix(':') {
        Some(rest) => {
            let (third, third_digits, rest) = number(rest)?;
            (second_digits == 2).then_some((first, second, third, third_digits, rest))?
        }
        None => (first_digits == 2).then_some((0, first, second, second_digits, rest))?,
    };
    let (milliseconds, digits, rest) = number(rest.strip_prefix('.')?)?;
    let is_valid = minutes < 60 && seconds < 60 && seconds_digits == 2 && digits == 3;
    // What is no time may be any number: it is not reckoned with.
    is_valid.then(|| {
        let below_hours = minutes * 60_000 + seconds * 1000 + milliseconds;
        (hours.saturating_mul(3_600_000).saturating_add(below_hours), rest)
    })
}

/// The milliseconds of `00:00:01,500` or `00:00:01.500`.
pub(crate) fn plain_time_ms(time: &[u8; 12]) -> Option<u64> {
    let [h, hh, b':', m, mm, b':', s, ss, b',' | b'.', t, tt, ttt] = *time else { return None };
    let digits = [h, hh, m, mm, s, ss, t, tt, ttt];
    let two = |tens: u8, ones: u8| 10 * u64::from(tens - b'0') + u64::from(ones - b'0');
    digits.iter().all(u8::is_ascii_digit).then(|| {
        let seconds = (two(h, hh) * 60 + two(m, mm)) * 60 + two(s, ss);
        seconds * 1000 + 10 * two(t, tt) + u64::from(ttt - b'0')
    })
}

/// A run of digits at the start of `text`: its value, how many they are, and what follows.
pub(crate) fn number(text: &str) -> Option<(u64, usize, &str)> {
    let mut value = 0_u64;
    let mut digits = 0;
    for byte in text.bytes().take_while(u8::is_ascii_digit) {
        value = value.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
        digits += 1;
    }
    (digits > 0).then(|| (value, digits, &text[digits..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &str) {
        let mut track = Track::default();
        track.begin(0, Some(9000), 1);
        read(raw, &mut track);
        assert_eq!(track.text(), expected, "{raw}");
    }

    #[test]
    fn numbers_that_are_no_times_are_no_fault() {
        for time in
            ["00:9999999999999999999:00.000", "00:00:9999999999999999999.000", "99:99.9999999999999999999"]
        {
            assert_eq!(leading_timestamp_ms(time), None, "{time}");
        }
        assert_eq!(leading_timestamp_ms("99999999999999999999:59:59.999"), Some((u64::MAX, "")));
    }

    #[test]
    fn marks_go_and_words_stay() {
        check("<i>so</i> it <c.loud.red>goes</c>", "so it goes");
        check("we <00:00:01.500>went <font color=\"#fff\">home</font>", "we went home");
        check("a &amp; b &lt;3 &notin; &#x41;&#66 &nothing", "a & b <3 \u{2209} AB \u{ac}hing");
        check("I <3 you, 2 < 3 > 1, 2<3,5>1", "I <3 you, 2 < 3 > 1, 2<3,5>1");
        check(
            "write <me@example.org> or <https://example.org>",
            "write <me@example.org> or <https://example.org>",
        );
        check("{\\an8}up {\\i1}here{\\i0} {y:i}and {this}", "up here and {this}");
        check("one\\Ntwo\\hthree C:\\New", "one\ntwo\u{a0}three C:\\New");
        check("\u{266A} la la \u{266B}", "  la la  ");
        check("<ruby>\u{6f22}\u{5b57}<rt>kanji</rt></ruby> here", "\u{6f22}\u{5b57} here");
        check("end <", "end <");
        check("end <b", "end <b");
        check("<|endoftext|>a<br/>b", "a\nb");
        check("<I>so</I> <v.loud Esme>it <lang en>goes</lang></v> </font>on", "so it goes on");
    }

    #[test]
    fn words_in_angle_brackets_were_said() {
        for said in [
            "You write the <div> tag, then </div>.",
            "A Vec<String> and a Map<K, V>",
            "if a <b and c> d",
            "#include <stdio.h>",
            "<inaudible> and <laughs> here",
        ] {
            check(said, said);
        }
    }
}
