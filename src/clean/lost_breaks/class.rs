//! What a character is, as far as lost breaks are concerned.

/// The class of a character. Its number is part of the committed trees: add at the end only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Class {
    /// White space, or the end of the text on either side.
    Space,
    Upper,
    Lower,
    Digit,
    /// A letter without case, parted by spaces from its neighbours as in Arabic or Hebrew.
    Caseless,
    /// A letter of a script that writes no spaces between words.
    Unspaced,
    Stop,
    Exclamation,
    Ellipsis,
    Comma,
    Semicolon,
    Colon,
    Close,
    Open,
    /// A straight double quotation mark, which may open or close.
    Quote,
    /// A straight or curly apostrophe, which may also close a quotation.
    Apostrophe,
    QuoteClose,
    QuoteOpen,
    Dash,
    Slash,
    /// `@` and `#`, which begin a name.
    Sigil,
    Currency,
    Bullet,
    /// Marks that programs are full of and prose is not.
    Code,
    /// Emoji and whatever else there is.
    Symbol,
    /// Stops of scripts without spaces between words.
    WideStop,
}

/// How many classes there are, rounded up for indexing.
pub(super) const CLASSES: usize = 32;

impl Class {
    /// The class of `c`.
    pub(super) fn of(c: char) -> Self {
        match u8::try_from(c) {
            Ok(byte) if byte < 128 => ASCII[usize::from(byte)],
            _ => Self::of_wide(c),
        }
    }

    /// Says that it is part of a word or number.
    pub(super) fn is_word(self) -> bool {
        (Self::Upper..=Self::Unspaced).contains(&self)
    }

    /// Says that it is a letter with case.
    pub(super) fn is_cased(self) -> bool {
        matches!(self, Self::Upper | Self::Lower)
    }

    /// Says that it ends a sentence.
    pub(super) fn ends_sentence(self) -> bool {
        matches!(self, Self::Stop | Self::Exclamation | Self::Ellipsis)
    }

    fn of_wide(c: char) -> Self {
        match c {
            '…' => Self::Ellipsis,
            '’' => Self::Apostrophe,
            '”' | '»' | '›' => Self::QuoteClose,
            '“' | '„' | '«' | '‹' | '‘' | '‚' | '¿' | '¡' => Self::QuoteOpen,
            '–' | '—' | '‒' | '‐' | '‑' | '―' => Self::Dash,
            '€' | '£' | '¥' | '₹' => Self::Currency,
            '•' | '·' | '●' | '○' | '▪' | '◦' | '‣' | '■' | '►' | '▶' | '➡' | '→' | '✓' | '✔' | '★' => {
                Self::Bullet
            }
            '。' | '！' | '？' | '、' | '，' | '：' | '；' | '「' | '」' | '『' | '』' | '（' | '）' => {
                Self::WideStop
            }
            'ª' | 'º' => Self::Symbol,
            _ if c.is_whitespace() => Self::Space,
            '\u{2E80}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
            | '\u{0E00}'..='\u{0EFF}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{1000}'..='\u{109F}' => Self::Unspaced,
            _ if c.is_lowercase() => Self::Lower,
            _ if c.is_uppercase() => Self::Upper,
            _ if c.is_alphabetic() => Self::Caseless,
            _ if c.is_numeric() => Self::Digit,
            // Combining marks belong to the letter before them.
            '\u{300}'..='\u{36F}' => Self::Lower,
            '\u{590}'..='\u{DFF}' => Self::Caseless,
            _ => Self::Symbol,
        }
    }
}

static ASCII: [Class; 128] = {
    let mut classes = [Class::Symbol; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t'..=b'\r' => Class::Space,
            b'A'..=b'Z' => Class::Upper,
            b'a'..=b'z' => Class::Lower,
            b'0'..=b'9' => Class::Digit,
            b'.' => Class::Stop,
            b'!' | b'?' => Class::Exclamation,
            b',' => Class::Comma,
            b';' => Class::Semicolon,
            b':' => Class::Colon,
            b')' | b']' | b'}' => Class::Close,
            b'(' | b'[' | b'{' => Class::Open,
            b'"' => Class::Quote,
            b'\'' => Class::Apostrophe,
            b'-' => Class::Dash,
            b'/' => Class::Slash,
            b'@' | b'#' => Class::Sigil,
            b'$' => Class::Currency,
            b'*' => Class::Bullet,
            b'=' | b'<' | b'>' | b'_' | b'|' | b'\\' | b'`' | b'~' | b'^' | b'%' | b'&' | b'+' => Class::Code,
            _ => Class::Symbol,
        };
        byte += 1;
    }
    classes
};
