//! Which characters the codes of a font are: from its map to Unicode, else from the names of its glyphs.

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_KR, GBK, SHIFT_JIS, UTF_16BE};
use lopdf::{Dictionary, Document, Encoding, Object, dictionary};

use super::tex;

/// How much a map to Unicode, or a font's program, may unpack to.
const MAP_BYTES_MAX: usize = 8 << 20;

/// What codes are.
#[derive(Debug)]
pub(super) enum Characters {
    /// Of each of 256 codes of one byte; nothing where it is not known.
    Bytes(Vec<Option<Box<str>>>),
    /// A map of codes of two bytes.
    Map(Encoding<'static>),
    /// Codes are text in an encoding of their own.
    Coded(&'static encoding_rs::Encoding),
    /// Codes are numbers of glyphs, and no more is said.
    Unknown,
}

impl Characters {
    pub(super) fn of(file: &Document, font: &Dictionary) -> Self {
        let map = map_of(file, font);
        if font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0") {
            let name = font.get_deref(b"Encoding", file).and_then(Object::as_name);
            return match (map, name.ok().and_then(coded)) {
                (Some(map), _) => Self::Map(map),
                (None, Some(encoding)) => Self::Coded(encoding),
                (None, None) => Self::Unknown,
            };
        }
        let mut characters = of_glyphs(file, font);
        if let Some(map) = map {
            // What the font's map says counts before all that leads to characters in a roundabout way.
            let is_said = font.has(b"Encoding");
            for (code, known) in (0..=u8::MAX).zip(&mut characters) {
                let mapped = text_of(&map, &[code]).or_else(|| text_of(&map, &[0, code]));
                *known = mapped.or(known.take().filter(|_| is_said));
            }
        }
        Self::Bytes(characters)
    }

    /// Appends the characters of a string and says how many of its codes are not known; nothing where none is.
    pub(super) fn decode(&self, bytes: &[u8], out: &mut String) -> Option<usize> {
        match self {
            Self::Bytes(characters) => {
                let mut unknown = 0;
                for byte in bytes {
                    match characters.get(usize::from(*byte)).and_then(Option::as_ref) {
                        Some(text) => out.push_str(text),
                        None => unknown += 1,
                    }
                }
                Some(unknown)
            }
            Self::Map(map) => map.write_to_string(bytes, out).ok().map(|()| 0),
            Self::Coded(encoding) => {
                out.push_str(&encoding.decode_without_bom_handling(bytes).0);
                Some(0)
            }
            Self::Unknown => None,
        }
    }

    /// The glyphs of a string whose codes are text, where they are known: those of ASCII come first in all
    /// collections of Adobe, from the blank on.
    pub(super) fn glyphs(&self, bytes: &[u8]) -> Option<Vec<Option<usize>>> {
        let Self::Coded(encoding) = self else { return None };
        let text = encoding.decode_without_bom_handling(bytes).0;
        Some(text.chars().map(|c| (' '..='~').contains(&c).then(|| c as usize - 0x1F)).collect())
    }
}

/// The map to Unicode of a font, if it has one that can be read.
fn map_of(file: &Document, font: &Dictionary) -> Option<Encoding<'static>> {
    let map = font.get(b"ToUnicode").ok()?;
    let alone = dictionary! { "Type" => "Font", "ToUnicode" => map.clone() };
    match alone.get_font_encoding_with_limit(file, MAP_BYTES_MAX).ok()? {
        Encoding::UnicodeMapEncoding(map) => Some(Encoding::UnicodeMapEncoding(map)),
        _ => None,
    }
}

/// The text encoding of a predefined map (ISO 32000-1, table 118): `UniJIS-UCS2-H`, `90ms-RKSJ-V`.
fn coded(name: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let name = std::str::from_utf8(name).ok()?;
    let has = |part: &str| name.contains(part);
    if name.starts_with("Uni") {
        return (has("-UCS2-") || has("-UTF16-")).then_some(UTF_16BE);
    }
    match name {
        _ if has("-RKSJ-") => Some(SHIFT_JIS),
        _ if name.starts_with("GB") && (has("-EUC-") || name.starts_with("GBK")) => Some(GBK),
        _ if name.starts_with("KSC") && !name.starts_with("KSC-Johab") => Some(EUC_KR),
        _ if has("B5") || name.starts_with("ETen") => Some(BIG5),
        _ => None,
    }
}

/// What a map has for a code.
fn text_of(map: &Encoding<'_>, code: &[u8]) -> Option<Box<str>> {
    let text = map.bytes_to_string(code).ok()?;
    (!text.is_empty() && !text.contains(char::REPLACEMENT_CHARACTER)).then(|| text.into_boxed_str())
}

/// What the codes of a font with codes of one byte are by the names of their glyphs.
fn of_glyphs(file: &Document, font: &Dictionary) -> Vec<Option<Box<str>>> {
    let encoding = font.get_deref(b"Encoding", file).ok();
    let own = encoding.and_then(|encoding| encoding.as_dict().ok());
    let base = match own {
        Some(own) => own.get_deref(b"BaseEncoding", file).and_then(Object::as_name).ok(),
        None => encoding.and_then(|encoding| encoding.as_name().ok()),
    };
    let mut characters = named(file, base.unwrap_or(b"StandardEncoding"));
    let mut names = Names::default();
    if base.is_none() {
        for (code, name) in built_in(file, font) {
            names.set(file, &mut characters, code, &name);
        }
    }
    let mut code = 0;
    for entry in own.map(|own| super::list(file, own, b"Differences")).unwrap_or_default() {
        match entry {
            Object::Integer(first) => code = u8::try_from(*first).unwrap_or_default(),
            Object::Name(name) => {
                names.set(file, &mut characters, code, name);
                code = code.wrapping_add(1);
            }
            _ => {}
        }
    }
    tex::add(&names.numbered, &mut characters);
    characters
}

/// The characters of a predefined encoding.
fn named(file: &Document, name: &[u8]) -> Vec<Option<Box<str>>> {
    let known: [&[u8]; 4] =
        [b"StandardEncoding", b"MacRomanEncoding", b"MacExpertEncoding", b"WinAnsiEncoding"];
    let name = known.into_iter().find(|known| *known == name).unwrap_or(b"StandardEncoding");
    let font = dictionary! { "Type" => "Font", "Encoding" => Object::Name(name.to_vec()) };
    let encoding = font.get_font_encoding_with_limit(file, MAP_BYTES_MAX).ok();
    (0..=u8::MAX).map(|code| text_of(encoding.as_ref()?, &[code])).collect()
}

/// What names of glyphs are, as far as they have been looked up.
#[derive(Default)]
struct Names {
    known: HashMap<Vec<u8>, Option<Box<str>>>,
    /// Codes whose glyph has no other name than their number: `a27`.
    numbered: Vec<u8>,
}

impl Names {
    fn set(&mut self, file: &Document, characters: &mut [Option<Box<str>>], code: u8, name: &[u8]) {
        let digits = name.strip_prefix(b"a").and_then(|digits| std::str::from_utf8(digits).ok());
        if digits.is_some_and(|digits| digits.parse() == Ok(code)) {
            self.numbered.push(code);
            return;
        }
        if name == b".notdef" {
            return;
        }
        let known = self.known.entry(name.to_vec()).or_insert_with(|| glyph(file, name));
        // A name that says nothing takes nothing away.
        if let (Some(text), Some(slot)) = (known, characters.get_mut(usize::from(code))) {
            *slot = Some(text.clone());
        }
    }
}

/// The text of a glyph's name as Adobe's glyph list reads it: `f_i`, `a.alt`, `uni0041`.
fn glyph(file: &Document, name: &[u8]) -> Option<Box<str>> {
    let whole = std::str::from_utf8(name).ok()?;
    let plain = whole.split('.').next().filter(|plain| !plain.is_empty())?;
    let mut text = String::new();
    for part in plain.split('_') {
        let hexadecimal = part.strip_prefix("uni").or_else(|| part.strip_prefix('u'));
        let number = hexadecimal.filter(|digits| (4..=6).contains(&digits.len()));
        let number = number.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match number.and_then(char::from_u32) {
            Some(c) => text.push(c),
            None => text.push_str(&listed(file, part)?),
        }
    }
    Some(text.into_boxed_str())
}

/// The text of a name that is on the list.
fn listed(file: &Document, name: &str) -> Option<Box<str>> {
    let differences = vec![Object::Integer(0), Object::Name(name.as_bytes().to_vec())];
    let font = dictionary! { "Type" => "Font", "Encoding" => dictionary! { "Differences" => differences } };
    match font.get_font_encoding_with_limit(file, MAP_BYTES_MAX).ok()? {
        encoding @ Encoding::Differences(_) => text_of(&encoding, &[0]),
        _ => None,
    }
}

/// The names that a Type 1 font's own program gives to codes: `dup 12 /fi put`.
fn built_in(file: &Document, font: &Dictionary) -> Vec<(u8, Vec<u8>)> {
    let descriptor = font.get_deref(b"FontDescriptor", file).and_then(Object::as_dict).ok();
    let program =
        descriptor.and_then(|descriptor| descriptor.get_deref(b"FontFile", file).ok()?.as_stream().ok());
    let Some(program) = program.and_then(|program| program.get_plain_content_with_limit(MAP_BYTES_MAX).ok())
    else {
        return Vec::new();
    };
    // What follows is encrypted.
    let end = program.windows(5).position(|window| window == b"eexec").unwrap_or(program.len());
    let mut words = program[..end].split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let mut names = Vec::new();
    while let Some(word) = words.next() {
        if word == b"dup"
            && let Some(code) = words.next().and_then(|code| std::str::from_utf8(code).ok()?.parse().ok())
            && let Some(name) = words.next().and_then(|name| name.strip_prefix(b"/"))
        {
            names.push((code, name.to_vec()));
        }
    }
    names
}
