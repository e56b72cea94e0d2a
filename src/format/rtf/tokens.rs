//! Cuts RTF into its tokens. Every byte is looked at once.

/// A piece of an RTF file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word`, with the number behind it.
    Word(&'a str, Option<i32>),
    /// `\` and a character that is no letter.
    Symbol(u8),
    /// `\'hh`: a byte in the code page at hand.
    Byte(u8),
    /// Bytes as they are.
    Text(&'a [u8]),
    /// `\bin` whose length goes beyond the end of the file; nothing has been passed over.
    EndlessBinary,
}

/// Iterates over the tokens of a file. Bytes behind `\bin` are passed over.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// What stands behind a backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.bytes.get(self.at)?;
        if first == b'\'' {
            self.at += 1;
            let hex = self.bytes.get(self.at..self.at + 2).and_then(|hex| std::str::from_utf8(hex).ok());
            let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) else {
                return Some(Token::Symbol(first));
            };
            self.at += 2;
            return Some(Token::Byte(byte));
        }
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return Some(Token::Symbol(first));
        }
        let word = self.take(|byte| byte.is_ascii_alphabetic());
        let is_negative = self.bytes.get(self.at) == Some(&b'-')
            && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit);
        self.at += usize::from(is_negative);
        let number = self.take(|byte| byte.is_ascii_digit()).parse::<i32>().ok();
        let number = number.map(|number| if is_negative { -number } else { number });
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        if word == "bin" {
            let length = usize::try_from(number.unwrap_or_default()).unwrap_or_default();
            if length > self.bytes.len() - self.at {
                return Some(Token::EndlessBinary);
            }
            self.at += length;
        }
        Some(Token::Word(word, number))
    }

    fn take(&mut self, is_in: impl Fn(u8) -> bool) -> &'a str {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| !is_in(*byte)).unwrap_or(rest.len());
        self.at += length;
        std::str::from_utf8(&rest[..length]).unwrap_or_default()
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n' | 0);
        while self.bytes.get(self.at).is_some_and(is_break) {
            self.at += 1;
        }
        let start = self.at;
        self.at += 1;
        match self.bytes.get(start)? {
            b'{' => Some(Token::Open),
            b'}' => Some(Token::Close),
            b'\\' => self.control(),
            _ => {
                let is_end = |byte: &u8| matches!(byte, b'{' | b'}' | b'\\') || is_break(byte);
                let rest = &self.bytes[start..];
                let length = rest.iter().position(is_end).unwrap_or(rest.len());
                self.at = start + length;
                Some(Token::Text(&rest[..length]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[Token<'_>]) {
        assert_eq!(Tokens::new(source.as_bytes()).collect::<Vec<_>>(), expected, "{source}");
    }

    #[test]
    fn words_end_at_a_blank_that_is_theirs() {
        use Token::*;
        check(
            "{\\b0  a\r\nb\\'e9\\~}",
            &[Open, Word("b", Some(0)), Text(b" a"), Text(b"b"), Byte(0xE9), Symbol(b'~'), Close],
        );
        check("\\li-3-4", &[Word("li", Some(-3)), Text(b"-4")]);
        check("\\bin3 {}{}", &[Word("bin", Some(3)), Close]);
        check("\\bin99 x", &[EndlessBinary, Text(b"x")]);
        check("\\u99999999999 x", &[Word("u", None), Text(b"x")]);
        check("\\'zz", &[Symbol(b'\''), Text(b"zz")]);
        check("a\\", &[Text(b"a")]);
    }
}
