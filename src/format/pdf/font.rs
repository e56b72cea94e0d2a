//! What a font says about the strings that are shown in it: characters and widths.

mod characters;
mod tex;

use lopdf::{Dictionary, Document, Object};

use super::layout::has_right_to_left;
use characters::Characters;

/// A font of a page.
#[derive(Debug)]
pub(super) struct Font {
    characters: Characters,
    /// Its codes are those of glyphs, in two bytes unless its characters say otherwise.
    is_composite: bool,
    first_code: usize,
    /// Widths from the first code on, in thousandths of the size.
    widths: Vec<f32>,
    /// Widths of single glyphs and of runs of them, for composite fonts.
    runs: Vec<(usize, usize, f32)>,
    default_width: f32,
}

impl Font {
    pub(super) fn of(file: &Document, font: &Dictionary) -> Self {
        let subtype = font.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        let is_composite = subtype == b"Type0";
        let mut read = Self {
            characters: Characters::of(file, font),
            is_composite,
            first_code: 0,
            widths: Vec::new(),
            runs: Vec::new(),
            default_width: if is_composite { 1000.0 } else { 500.0 },
        };
        if is_composite {
            read.take_runs(file, font);
        } else {
            let first = font.get_deref(b"FirstChar", file).and_then(Object::as_i64);
            read.first_code = first.ok().and_then(|code| usize::try_from(code).ok()).unwrap_or(0);
            // A font that is drawn has a measure of its own.
            let matrix = list(file, font, b"FontMatrix").first().map(|measure| number(file, measure));
            let measure = matrix.filter(|_| subtype == b"Type3").map_or(1.0, |measure| measure * 1000.0);
            let widths = list(file, font, b"Widths").iter().take(256);
            read.widths = widths.map(|width| number(file, width) * measure).collect();
        }
        read
    }

    /// Reads `[first [w w w] first last w ..]`.
    fn take_runs(&mut self, file: &Document, font: &Dictionary) {
        let Some(inner) = descendant(file, font) else { return };
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
        let codes = bytes.len() / if self.is_composite { 2 } else { 1 };
        let mut decoded = String::new();
        let Some(unknown) = self.characters.decode(bytes, &mut decoded) else { return codes };
        if has_right_to_left(&decoded) {
            // A glyph of several letters has them as they are read, the glyphs stand as they are seen.
            decoded.clear();
            for code in bytes.chunks(bytes.len() / codes.max(1)) {
                let mut letters = String::new();
                self.characters.decode(code, &mut letters);
                decoded.extend(letters.chars().rev());
            }
        }
        let is_text = |c: char| {
            !c.is_control() && c != char::REPLACEMENT_CHARACTER && !('\u{E000}'..='\u{F8FF}').contains(&c)
        };
        let mut lost = unknown;
        for c in decoded.chars() {
            match c {
                '\u{FB00}'..='\u{FB06}' => out.push_str(LIGATURES[c as usize - 0xFB00]),
                '\t' | '\n' | '\r' => out.push(' '),
                // The dots of lists as fonts of symbols number them.
                '\u{F0B7}' | '\u{F0A7}' => out.push('\u{2022}'),
                c if is_text(c) => out.push(c),
                _ => lost += 1,
            }
        }
        lost
    }

    /// The widths of a string in thousandths of the size: of its glyphs, and how many glyphs and
    /// how many spaces of one byte there are.
    pub(super) fn widths(&self, bytes: &[u8]) -> (f32, usize, usize) {
        if self.is_composite {
            if let Some(glyphs) = self.characters.glyphs(bytes) {
                let width =
                    glyphs.iter().map(|glyph| glyph.map_or(self.default_width, |glyph| self.width_of(glyph)));
                return (width.sum(), glyphs.len(), 0);
            }
            let codes = bytes.as_chunks::<2>().0;
            let width = codes.iter().map(|code| self.width_of(usize::from(u16::from_be_bytes(*code)))).sum();
            return (width, codes.len(), 0);
        }
        let width = |code: &u8| {
            usize::from(*code).checked_sub(self.first_code).and_then(|index| self.widths.get(index))
        };
        let sum = bytes.iter().map(|code| width(code).copied().unwrap_or(self.default_width)).sum();
        (sum, bytes.len(), bytes.iter().filter(|code| **code == b' ').count())
    }

    fn width_of(&self, glyph: usize) -> f32 {
        let after = self.runs.partition_point(|(first, ..)| *first <= glyph);
        let run = after.checked_sub(1).map(|index| self.runs[index]);
        run.filter(|(_, last, _)| glyph <= *last).map_or(self.default_width, |(.., width)| width)
    }
}

const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

/// The font with the glyphs of a composite font.
fn descendant<'a>(file: &'a Document, font: &'a Dictionary) -> Option<&'a Dictionary> {
    file.dereference(list(file, font, b"DescendantFonts").first()?).ok()?.1.as_dict().ok()
}

fn list<'a>(file: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> &'a [Object] {
    let value = dictionary.get_deref(key, file);
    value.and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn number(file: &Document, value: &Object) -> f32 {
    file.dereference(value).ok().and_then(|(_, value)| value.as_float().ok()).unwrap_or_default()
}
