//! Fonts of TeX whose glyphs have no names but their numbers: drawn point by point, from before its fonts
//! had outlines.

/// The beginning of OT1, in which all of Knuth's fonts are.
const OT1: [&str; 32] = [
    "\u{393}", "\u{394}", "\u{398}", "\u{39B}", "\u{39E}", "\u{3A0}", "\u{3A3}", "\u{3A5}", "\u{3A6}",
    "\u{3A8}", "\u{3A9}", "ff", "fi", "fl", "ffi", "ffl", "\u{131}", "\u{237}", "`", "\u{B4}", "\u{2C7}",
    "\u{2D8}", "\u{AF}", "\u{2DA}", "\u{B8}", "\u{DF}", "\u{E6}", "\u{153}", "\u{F8}", "\u{C6}", "\u{152}",
    "\u{D8}",
];
/// The beginning of T1, the encoding agreed upon in Cork.
const T1: [&str; 32] = [
    "`", "\u{B4}", "\u{2C6}", "\u{2DC}", "\u{A8}", "\u{2DD}", "\u{2DA}", "\u{2C7}", "\u{2D8}", "\u{AF}",
    "\u{2D9}", "\u{B8}", "\u{2DB}", "\u{201A}", "\u{2039}", "\u{203A}", "\u{201C}", "\u{201D}", "\u{201E}",
    "\u{AB}", "\u{BB}", "\u{2013}", "\u{2014}", "", "", "\u{131}", "\u{237}", "ff", "fi", "fl", "ffi", "ffl",
];
/// Its second half, from 0x80 on.
const T1_UPPER: &str = "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£\
                        ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖŒØÙÚÛÜÝÞẞàáâãäåæçèéêëìíîïðñòóôõöœøùúûüýþß";

/// Adds what the codes of glyphs are that have no names but their numbers, if they are of a text.
pub(super) fn add(numbered: &[u8], characters: &mut [Option<Box<str>>]) {
    // Fonts of formulas have a letter here and there.
    if numbered.iter().filter(|code| code.is_ascii_lowercase()).count() < 8 {
        return;
    }
    let count = |is: fn(u8) -> bool| numbered.iter().filter(|code| is(**code)).count();
    // Ligatures stand elsewhere in each, and so do quotation marks and dashes.
    let first = count(|code| matches!(code, 0x0B..=0x0F | 0x22 | 0x5C | 0x7B | 0x7C));
    let second = count(|code| matches!(code, 0x10 | 0x11 | 0x15 | 0x16 | 0x1B..=0x1F | 0x80..));
    for code in numbered {
        let text = match code {
            0x27 => "\u{2019}".to_owned(),
            0x60 => "\u{2018}".to_owned(),
            0x80.. => T1_UPPER.chars().nth(usize::from(*code) - 0x80).map(String::from).unwrap_or_default(),
            0x00..0x20 if first > second => OT1[usize::from(*code)].to_owned(),
            0x00..0x20 if second > first => T1[usize::from(*code)].to_owned(),
            0x22 if first > second => "\u{201D}".to_owned(),
            0x5C if first > second => "\u{201C}".to_owned(),
            0x7B if first > second => "\u{2013}".to_owned(),
            0x7C if first > second => "\u{2014}".to_owned(),
            0x7F => "-".to_owned(),
            0x20.. => char::from(*code).to_string(),
            _ => continue,
        };
        if let Some(slot) = characters.get_mut(usize::from(*code)) {
            *slot = Some(text.into_boxed_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(numbered: &[u8], codes: &[u8], expected: &str) {
        let mut characters = vec![None; 256];
        add(numbered, &mut characters);
        let text: String =
            codes.iter().filter_map(|code| characters[usize::from(*code)].as_deref()).collect();
        assert_eq!(text, expected);
    }

    #[test]
    fn ligatures_are_where_the_encoding_has_them() {
        let letters = *b"abcdefghil";
        let with = |more: &[u8]| [&letters, more].concat();
        check(&with(&[0x1E, 0x1C]), b"di\x1Ecil \x1Cle", "difficilfile");
        check(&with(&[0x0E, 0x5C, 0x22]), b"\\di\x0Ecil\"", "\u{201C}difficil\u{201D}");
        check(&with(&[0x1B, 0xE9, 0x10]), b"\x10e\x1Be\xE9", "\u{201C}effe\u{E9}");
        // A font of formulas.
        check(&[0x0B, b'a', b'b'], b"a\x0B", "");
    }
}
