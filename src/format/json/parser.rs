//! The parser: one pass, no copies but of strings with escapes, no error for what can be read.

use std::borrow::Cow;

use super::{Json, Reading};

/// The most values that one source may hold: under a gigabyte in memory, and far more than a day
/// of speech with every word timed.
const VALUES_MAX: u32 = 16_000_000;

/// How deep values may lie in each other; transcripts need about ten.
const DEPTH_MAX: u32 = 100;

/// Parses `text`, keeping at most `elements_max` elements of every list.
pub(super) fn parse(text: &str, elements_max: usize) -> Result<Reading<'_>, String> {
    let mut parser = Parser { text, at: 0, elements_max, values: 0, is_cut_off: false };
    let value = parser.values();
    let Parser { at, is_cut_off, .. } = parser;
    value.map(|value| Reading { value, is_cut_off }).map_err(|reason| {
        let line = 1 + text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count();
        format!("line {line}: {reason}")
    })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    elements_max: usize,
    values: u32,
    is_cut_off: bool,
}

type Outcome<T> = Result<T, &'static str>;

impl<'a> Parser<'a> {
    /// One value, or several one after another, parted by white space or commas.
    fn values(&mut self) -> Outcome<Json<'a>> {
        let first = self.value(0)?;
        if self.next_byte().is_none() {
            return Ok(first);
        }
        let mut all = vec![first];
        while let Some(byte) = self.next_byte() {
            if byte == b',' {
                self.at += 1;
            } else if all.len() < self.elements_max {
                all.push(self.value(0)?);
            } else {
                self.skip()?;
            }
        }
        Ok(Json::List(all))
    }

    fn value(&mut self, depth: u32) -> Outcome<Json<'a>> {
        self.values += 1;
        if self.values > VALUES_MAX {
            return Err("there are more values than can be read");
        }
        match self.next_byte() {
            Some(b'{' | b'[') if depth >= DEPTH_MAX => Err("the values are nested too deeply"),
            Some(b'{') => self.map(depth),
            Some(b'[') => self.list(depth),
            Some(quote @ (b'"' | b'\'')) => self.string(quote).map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.name(),
            None => {
                self.is_cut_off = true;
                Ok(Json::Null)
            }
        }
    }

    fn map(&mut self, depth: u32) -> Outcome<Json<'a>> {
        self.at += 1;
        let mut fields = Vec::new();
        loop {
            match self.next_byte() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(quote @ (b'"' | b'\'')) => {
                    let key = self.string(quote)?;
                    match self.next_byte() {
                        Some(b':') => self.at += 1,
                        Some(_) => return Err("a key is not followed by a colon"),
                        None => {}
                    }
                    let value = self.value(depth + 1)?;
                    fields.push((key, value));
                }
                Some(_) => return Err("there is something else where a key should be"),
                None => {
                    self.is_cut_off = true;
                    break;
                }
            }
        }
        Ok(Json::Map(fields))
    }

    fn list(&mut self, depth: u32) -> Outcome<Json<'a>> {
        self.at += 1;
        let mut elements = Vec::new();
        loop {
            match self.next_byte() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(_) if elements.len() < self.elements_max => elements.push(self.value(depth + 1)?),
                Some(_) => self.skip()?,
                None => {
                    self.is_cut_off = true;
                    break;
                }
            }
        }
        Ok(Json::List(elements))
    }

    /// Passes over one value without looking into it.
    fn skip(&mut self) -> Outcome<()> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' | b'\'' => {
                    self.string_end(*byte);
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 0 => break,
                b'}' | b']' => depth -= 1,
                b',' if depth == 0 => break,
                _ => {}
            }
            self.at += 1;
        }
        self.is_cut_off |= depth > 0;
        if self.at == start { Err("there is something else where a value should be") } else { Ok(()) }
    }

    /// Reads a string whose opening quote is next.
    fn string(&mut self, quote: u8) -> Outcome<Cow<'a, str>> {
        let start = self.at + 1;
        let has_escapes = self.string_end(quote);
        let closed = self.at > start && self.text.as_bytes()[self.at - 1] == quote && !self.is_cut_off;
        let end = if closed { self.at - 1 } else { self.at };
        // Quotes are ASCII, so both ends are on characters.
        let raw = self.text.get(start..end).ok_or("a string has no end")?;
        Ok(if has_escapes { Cow::Owned(unescape(raw)) } else { Cow::Borrowed(raw) })
    }

    /// Moves from the opening quote behind the closing one; says whether there are escapes.
    fn string_end(&mut self, quote: u8) -> bool {
        let bytes = self.text.as_bytes();
        let mut has_escapes = false;
        self.at += 1;
        while let Some(offset) = bytes[self.at..].iter().position(|byte| *byte == quote || *byte == b'\\') {
            self.at += offset;
            if bytes[self.at] == quote {
                self.at += 1;
                return has_escapes;
            }
            has_escapes = true;
            self.at = (self.at + 2).min(bytes.len());
        }
        self.at = bytes.len();
        self.is_cut_off = true;
        has_escapes
    }

    fn number(&mut self) -> Outcome<Json<'a>> {
        let rest = &self.text[self.at..];
        let end = rest
            .bytes()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .unwrap_or(rest.len());
        let number = short_decimal(&rest.as_bytes()[..end]).or_else(|| rest[..end].parse().ok());
        self.at += end;
        match number {
            Some(number) => Ok(Json::Number(number)),
            None if rest[end..].starts_with("Infinity") => {
                self.at += "Infinity".len();
                Ok(Json::Null)
            }
            None if self.at == self.text.len() => {
                self.is_cut_off = true;
                Ok(Json::Null)
            }
            None => Err("a number is not one"),
        }
    }

    fn name(&mut self) -> Outcome<Json<'a>> {
        let rest = &self.text[self.at..];
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.at += end;
        match &rest[..end] {
            "true" | "True" => Ok(Json::Bool(true)),
            "false" | "False" => Ok(Json::Bool(false)),
            "null" | "None" | "NaN" | "nan" | "Infinity" | "inf" | "undefined" => Ok(Json::Null),
            _ if end == rest.len() => {
                self.is_cut_off = true;
                Ok(Json::Null)
            }
            _ => Err("there is something else where a value should be"),
        }
    }

    /// The next byte that is not white space, without passing it.
    fn next_byte(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if !byte.is_ascii_whitespace() {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }
}

/// A plain decimal of at most 15 digits, for which one division gives the nearest double.
fn short_decimal(digits: &[u8]) -> Option<f64> {
    const POWERS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let (mut mantissa, mut decimals, mut point) = (0_u64, 0, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + u64::from(byte - b'0');
                decimals += usize::from(point);
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    let is_exact = digits.len() - usize::from(point) <= 15;
    is_exact.then(|| mantissa as f64 / POWERS[decimals])
}

/// Replaces escapes by what they stand for; one that stands for nothing stays as it is.
fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(kind) = rest.chars().next() else { break };
        rest = &rest[kind.len_utf8()..];
        match kind {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' | 'f' => out.push(' '),
            'u' | 'x' => rest = push_code_unit(&mut out, rest, if kind == 'u' { 4 } else { 2 }),
            other => out.push(other),
        }
    }
    out.push_str(rest);
    out
}

/// Appends the character of a `\u` escape whose digits are next, taking a following low surrogate
/// along; returns what is left.
fn push_code_unit<'a>(out: &mut String, rest: &'a str, digits: usize) -> &'a str {
    let unit = |text: &str| text.get(..digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(high) = unit(rest) else {
        out.push(char::REPLACEMENT_CHARACTER);
        return rest;
    };
    let after = &rest[digits..];
    let low = after.strip_prefix("\\u").and_then(unit);
    if let (0xD800..0xDC00, Some(low @ 0xDC00..0xE000)) = (high, low) {
        let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        out.extend(char::from_u32(code));
        return &after[2 + digits..];
    }
    out.push(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(value: &Json<'_>) -> String {
        match value {
            Json::Null => "null".to_owned(),
            Json::Bool(value) => value.to_string(),
            Json::Number(number) => number.to_string(),
            Json::Text(text) => format!("{text:?}"),
            Json::List(elements) => {
                format!("[{}]", elements.iter().map(show).collect::<Vec<_>>().join(","))
            }
            Json::Map(fields) => {
                let fields: Vec<_> =
                    fields.iter().map(|(key, value)| format!("{key}:{}", show(value))).collect();
                format!("{{{}}}", fields.join(","))
            }
        }
    }

    fn check(text: &str, expected: &str) {
        let shown = match parse(text, usize::MAX) {
            Ok(reading) => {
                format!("{}{}", show(&reading.value), if reading.is_cut_off { " cut" } else { "" })
            }
            Err(reason) => reason,
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn values_are_read_and_what_python_writes_is_forgiven() {
        check(r#"{"a":[1,-2.5,1e3,"x"],"b":{"c":true}}"#, r#"{a:[1,-2.5,1000,"x"],b:{c:true}}"#);
        check(r#" [0.1, 12345678901234567890, 39.97803 ]"#, "[0.1,12345678901234567000,39.97803]");
        check(r#"["a\n\"\u00e9\ud83d\ude00\\"]"#, "[\"a\\n\\\"\u{e9}\u{1f600}\\\\\"]");
        check(r#"["\ud83d", "\uZZ", "\q"]"#, "[\"\u{fffd}\",\"\u{fffd}ZZ\",\"q\"]");
        check("[{'text': \"it's\", 'start': None, 'x': NaN}]", r#"[{text:"it's",start:null,x:null}]"#);
        check("[1,2,]", "[1,2]");
        check("{\"a\":1}\n{\"a\":2}\n", "[{a:1},{a:2}]");
        check("", "null cut");
    }

    #[test]
    fn what_is_cut_off_keeps_what_was_there() {
        check(r#"{"a":[{"b":"wor"#, r#"{a:[{b:"wor"}]} cut"#);
        check(r#"{"a":[{"b":"word"},"#, r#"{a:[{b:"word"}]} cut"#);
        check(r#"{"a":[{"b"#, r#"{a:[{b:null}]} cut"#);
        check(r#"{"a":tru"#, r#"{a:null} cut"#);
        check(r#"["a\"#, r#"["a"] cut"#);
    }

    #[test]
    fn what_is_not_json_says_where() {
        check("[a link](b)", "line 1: there is something else where a value should be");
        check("{\"a\"\n=1}", "line 2: a key is not followed by a colon");
        check("[1]\n]", "line 2: there is something else where a value should be");
        check(&"[".repeat(200), "line 1: the values are nested too deeply");
    }

    #[test]
    fn a_sketch_keeps_the_first_elements() {
        let sketch = parse(r#"{"a":[1,{"b":"]"},[3,"\""],4],"c":[1,2,3]}"#, 1).unwrap();
        assert_eq!(show(&sketch.value), "{a:[1],c:[1]}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in r#"[\[\]{},:"'\\a-eu0-9. \n-]{0,80}"#) {
            let _ = parse(&text, 2);
            let _ = parse(&text, usize::MAX);
        }
    }
}
