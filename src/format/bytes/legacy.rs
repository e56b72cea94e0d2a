//! Encodings that the library of the web's encodings leaves aside.

use encoding_rs::{EUC_KR, ISO_2022_JP};

/// What the upper half of IBM code page 855 stands for, from 0x80 on (Unicode's CP855.TXT).
const IBM855: &str = "\
     \u{452}\u{402}\u{453}\u{403}\u{451}\u{401}\u{454}\u{404}\u{455}\u{405}\
     \u{456}\u{406}\u{457}\u{407}\u{458}\u{408}\u{459}\u{409}\u{45A}\u{40A}\
     \u{45B}\u{40B}\u{45C}\u{40C}\u{45E}\u{40E}\u{45F}\u{40F}\u{44E}\u{42E}\
     \u{44A}\u{42A}\u{430}\u{410}\u{431}\u{411}\u{446}\u{426}\u{434}\u{414}\
     \u{435}\u{415}\u{444}\u{424}\u{433}\u{413}\u{AB}\u{BB}\u{2591}\u{2592}\
     \u{2593}\u{2502}\u{2524}\u{445}\u{425}\u{438}\u{418}\u{2563}\u{2551}\u{2557}\
     \u{255D}\u{439}\u{419}\u{2510}\u{2514}\u{2534}\u{252C}\u{251C}\u{2500}\u{253C}\
     \u{43A}\u{41A}\u{255A}\u{2554}\u{2569}\u{2566}\u{2560}\u{2550}\u{256C}\u{A4}\
     \u{43B}\u{41B}\u{43C}\u{41C}\u{43D}\u{41D}\u{43E}\u{41E}\u{43F}\u{2518}\
     \u{250C}\u{2588}\u{2584}\u{41F}\u{44F}\u{2580}\u{42F}\u{440}\u{420}\u{441}\
     \u{421}\u{442}\u{422}\u{443}\u{423}\u{436}\u{416}\u{432}\u{412}\u{44C}\
     \u{42C}\u{2116}\u{AD}\u{44B}\u{42B}\u{437}\u{417}\u{448}\u{428}\u{44D}\
     \u{42D}\u{449}\u{429}\u{447}\u{427}\u{A7}\u{25A0}\u{A0}";

/// Says whether a declared name means code page 855.
pub(super) fn is_ibm855(label: &str) -> bool {
    matches!(label, "ibm855" | "cp855" | "ibm-855" | "855" | "csibm855")
}

/// Reads text in code page 855.
pub(super) fn ibm855(bytes: &[u8]) -> String {
    let upper: Vec<char> = IBM855.chars().collect();
    let read = |byte: &u8| match usize::from(*byte).checked_sub(0x80) {
        Some(number) => upper.get(number).copied().unwrap_or('\u{FFFD}'),
        None => char::from(*byte),
    };
    bytes.iter().map(read).collect()
}

/// Reads seven-bit Japanese, which is known by its escapes; nothing for other text.
pub(super) fn iso_2022_jp(bytes: &[u8]) -> Option<String> {
    const ESCAPES: [&[u8]; 2] = [b"\x1B$B", b"\x1B$@"];
    let first = memchr::memchr(0x1B, bytes)?;
    let escapes = ESCAPES.iter().any(|escape| bytes[first..].starts_with(escape));
    if !escapes || !bytes.is_ascii() {
        return None;
    }
    let (text, damaged) = ISO_2022_JP.decode_without_bom_handling(bytes);
    (!damaged).then(|| text.into_owned())
}

/// Reads Korean in Johab (KS X 1001, annex 3), where a syllable is spelled out in the bits of two bytes;
/// nothing for other text, in which some of so many pairs spell no syllable.
pub(super) fn johab(bytes: &[u8]) -> Option<String> {
    const SYLLABLES_MIN: usize = 16;
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    let (mut syllables, mut others) = (0, 0);
    let mut rest = bytes;
    while let [first, behind @ ..] = rest {
        if first.is_ascii() {
            text.push(char::from(*first));
            rest = behind;
            continue;
        }
        let [second, behind @ ..] = behind else { break };
        let read = hangul(*first, *second);
        syllables += usize::from(read.is_some_and(|c| ('\u{AC00}'..='\u{D7A3}').contains(&c)));
        others += usize::from(read.is_none());
        text.push(read.or_else(|| symbol_of_johab(*first, *second))?);
        rest = behind;
    }
    (syllables >= SYLLABLES_MIN && syllables >= others * 4).then_some(text)
}

/// The syllable, or the letter by itself, of a pair of bytes in Johab.
fn hangul(first: u8, second: u8) -> Option<char> {
    const INITIALS: [char; 19] = [
        'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ',
        'ㅍ', 'ㅎ',
    ];
    let code = u32::from(first) << 8 | u32::from(second);
    let (initial, medial, last) = (code >> 10 & 31, code >> 5 & 31, code & 31);
    let medial = match medial {
        2 => None,
        3..=7 => Some(medial - 3),
        10..=15 => Some(medial - 5),
        18..=23 => Some(medial - 7),
        26..=29 => Some(medial - 9),
        _ => return None,
    };
    let last = match last {
        1 => 0,
        2..=17 => last - 1,
        19..=29 => last - 2,
        _ => return None,
    };
    match (initial, medial, last) {
        (2..=20, Some(medial), _) => char::from_u32(0xAC00 + ((initial - 2) * 21 + medial) * 28 + last),
        (2..=20, None, 0) => INITIALS.get(initial as usize - 2).copied(),
        (1, Some(medial), 0) => char::from_u32(0x314F + medial),
        _ => None,
    }
}

/// The symbol or ideograph of a pair in Johab: two of its rows are one of EUC-KR's pages.
fn symbol_of_johab(first: u8, second: u8) -> Option<char> {
    const COLUMNS: u32 = 94;
    let row = match first {
        0xD9..=0xDE => 2 * (u32::from(first) - 0xD9),
        0xE0..=0xF9 => 2 * u32::from(first) - 0x197,
        _ => return None,
    };
    let column = match second {
        0x31..=0x7E => u32::from(second) - 0x31,
        0x91..=0xFE => u32::from(second) - 0x43,
        _ => return None,
    };
    let pair = [row + column / COLUMNS, column % COLUMNS].map(|number| u8::try_from(number + 0xA1));
    let [Ok(row), Ok(column)] = pair else { return None };
    let pair = [row, column];
    let (text, damaged) = EUC_KR.decode_without_bom_handling(&pair);
    text.chars().next().filter(|_| !damaged)
}

/// Reads UTF-32 without a mark: every four bytes are a character, and most have two zeros.
pub(super) fn utf32_without_mark(bytes: &[u8]) -> Option<String> {
    const SAMPLE_UNITS: usize = 1024;
    let (units, rest) = bytes.as_chunks::<4>();
    if units.len() < 4 || !rest.is_empty() {
        return None;
    }
    let readers: [fn([u8; 4]) -> u32; 2] = [u32::from_le_bytes, u32::from_be_bytes];
    readers.into_iter().find_map(|read| {
        let is_character = |unit: &[u8; 4]| read(*unit) != 0 && char::from_u32(read(*unit)).is_some();
        let is_utf32 = units.iter().take(SAMPLE_UNITS).all(is_character);
        let character = |unit: &[u8; 4]| char::from_u32(read(*unit)).unwrap_or('\u{FFFD}');
        is_utf32.then(|| units.iter().map(character).collect())
    })
}
