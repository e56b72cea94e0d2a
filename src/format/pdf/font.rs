//! What a font says about the strings that are shown in it: characters and widths.

use lopdf::{Dictionary, Document, Encoding, Object};

use super::layout::has_right_to_left;

/// A font of a page.
#[derive(Debug)]
pub(super) struct Font<'a> {
    /// Nothing where the font does not say which characters its glyphs are.
    encoding: Option<Encoding<'a>>,
    /// Its codes have two bytes.
    is_wide: bool,
    first_code: usize,
    /// Widths from the first code on, in thousandths of the size.
    widths: Vec<f32>,
    /// Widths of single codes and of runs of them, for fonts with two-byte codes.
    runs: Vec<(usize, usize, f32)>,
    default_width: f32,
}

/// How much a map to Unicode may unpack to.
const MAP_BYTES_MAX: usize = 8 << 20;

impl<'a> Font<'a> {
    pub(super) fn of(file: &'a Document, font: &'a Dictionary) -> Self {
        let is_wide = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let mut read = Self {
            encoding: encoding(file, font, is_wide),
            is_wide,
            first_code: 0,
            widths: Vec::new(),
            runs: Vec::new(),
            default_width: if is_wide { 1000.0 } else { 500.0 },
        };
        if is_wide {
            read.take_wide_widths(file, font);
        } else {
            let first = font
                .get(b"FirstChar")
                .and_then(|value| file.dereference(value))
                .map(|(_, value)| value.as_i64());
            read.first_code =
                first.ok().and_then(Result::ok).and_then(|code| usize::try_from(code).ok()).unwrap_or(0);
            read.widths =
                list(file, font, b"Widths").iter().take(256).map(|width| number(file, width)).collect();
        }
        read
    }

    /// Reads `[first [w w w] first last w ..]`.
    fn take_wide_widths(&mut self, file: &'a Document, font: &'a Dictionary) {
        let descendants = list(file, font, b"DescendantFonts");
        let Some(Ok(inner)) = descendants
            .first()
            .map(|inner| file.dereference(inner))
            .map(|inner| inner.and_then(|(_, inner)| inner.as_dict()))
        else {
            return;
        };
        if let Ok(width) = inner.get(b"DW") {
            self.default_width = number(file, width);
        }
        let mut widths = list(file, inner, b"W").iter();
        while let (Some(first), Some(next)) = (widths.next(), widths.next()) {
            let first = number(file, first).max(0.0) as usize;
            match file.dereference(next) {
                Ok((_, Object::Array(each))) => {
                    let each = each.iter().enumerate().take(65_536);
                    self.runs.extend(each.map(|(number_in_run, width)| {
                        (first + number_in_run, first + number_in_run, number(file, width))
                    }));
                }
                Ok((_, last)) => {
                    let Some(width) = widths.next() else { break };
                    self.runs.push((first, number(file, last).max(0.0) as usize, number(file, width)));
                }
                Err(_) => break,
            }
        }
        self.runs.sort_by_key(|(first, ..)| *first);
    }

    /// Appends the characters of a string; says how many could not be told.
    pub(super) fn decode(&self, bytes: &[u8], out: &mut String) -> usize {
        let codes = bytes.len() / if self.is_wide { 2 } else { 1 };
        let decoded = self.encoding.as_ref().and_then(|encoding| encoding.bytes_to_string(bytes).ok());
        let Some(mut decoded) = decoded else { return codes };
        if has_right_to_left(&decoded) {
            // A glyph of several letters has them as they are read, the glyphs stand as they are seen.
            let glyphs = bytes.chunks(bytes.len() / codes.max(1));
            let letters = glyphs.map(|code| {
                let letters = self.encoding.as_ref().and_then(|encoding| encoding.bytes_to_string(code).ok());
                letters.unwrap_or_default()
            });
            decoded = letters.flat_map(|letters| letters.chars().rev().collect::<Vec<_>>()).collect();
        }
        let is_text = |c: char| {
            !c.is_control() && c != char::REPLACEMENT_CHARACTER && !('\u{E000}'..='\u{F8FF}').contains(&c)
        };
        let mut lost = 0;
        for c in decoded.chars() {
            match c {
                '\u{FB00}'..='\u{FB06}' => out.push_str(LIGATURES[c as usize - 0xFB00]),
                '\t' | '\n' | '\r' => out.push(' '),
                c if is_text(c) => out.push(c),
                _ => lost += 1,
            }
        }
        lost
    }

    /// The widths of a string in thousandths of the size: of its glyphs, and how many glyphs and
    /// how many spaces of one byte there are.
    pub(super) fn widths(&self, bytes: &[u8]) -> (f32, usize, usize) {
        if self.is_wide {
            let codes = bytes.as_chunks::<2>().0;
            let width =
                codes.iter().map(|code| self.wide_width(usize::from(u16::from_be_bytes(*code)))).sum();
            return (width, codes.len(), 0);
        }
        let width = |code: &u8| {
            usize::from(*code).checked_sub(self.first_code).and_then(|index| self.widths.get(index))
        };
        let sum = bytes.iter().map(|code| width(code).copied().unwrap_or(self.default_width)).sum();
        (sum, bytes.len(), bytes.iter().filter(|code| **code == b' ').count())
    }

    fn wide_width(&self, code: usize) -> f32 {
        let after = self.runs.partition_point(|(first, ..)| *first <= code);
        let run = after.checked_sub(1).map(|index| self.runs[index]);
        run.filter(|(_, last, _)| code <= *last).map_or(self.default_width, |(.., width)| width)
    }
}

const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

/// Makes the maps to Unicode that fonts have count before all that leads to characters in a
/// roundabout way, and often wrongly.
pub(super) fn prefer_maps(file: &mut Document) {
    for object in file.objects.values_mut() {
        if let Object::Dictionary(font) = object
            && font.has_type(b"Font")
            && font.has(b"ToUnicode")
        {
            font.remove(b"Encoding");
        }
    }
}

/// The encoding of a font; nothing where its codes are numbers of glyphs and no more is said.
fn encoding<'a>(file: &'a Document, font: &'a Dictionary, is_wide: bool) -> Option<Encoding<'a>> {
    let named = font.get(b"Encoding").and_then(|encoding| file.dereference(encoding)).ok();
    let is_identity =
        named.is_some_and(|(_, name)| name.as_name().is_ok_and(|name| name.starts_with(b"Identity")));
    if is_wide && (is_identity || named.is_none()) && !font.has(b"ToUnicode") {
        return None;
    }
    font.get_font_encoding_with_limit(file, MAP_BYTES_MAX).ok()
}

fn list<'a>(file: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> &'a [Object] {
    let value = dictionary.get(key).and_then(|value| file.dereference(value)).map(|(_, value)| value);
    value.and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn number(file: &Document, value: &Object) -> f32 {
    file.dereference(value).ok().and_then(|(_, value)| value.as_float().ok()).unwrap_or_default()
}
