//! Subtitles as broadcasters exchange them, EBU Tech 3264 (`.stl`): a block of 1024 bytes about the whole, and behind
//! it blocks of 128 bytes, of which a subtitle takes one or several.

use unicode_normalization::UnicodeNormalization;

use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::Track;
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "ebu-stl", extensions: &["stl"], detect, parse };

/// The general subtitle information block (section 4).
const HEAD_BYTES: usize = 1024;
/// A text and timing information block (section 5).
const BLOCK_BYTES: usize = 128;

fn detect(input: &Input<'_>) -> Confidence {
    let is_it = input.bytes.len() > HEAD_BYTES
        && input.bytes[3..6] == *b"STL"
        && frames_per_second(input.bytes).is_some();
    if is_it { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let (head, blocks) =
        input.bytes.split_at_checked(HEAD_BYTES).ok_or_else(|| ParseError("it has no head".to_owned()))?;
    let rate = frames_per_second(head).ok_or_else(|| ParseError("it tells no frames".to_owned()))?;
    let code = Code::of(&head[12..14]);
    let mut track = Track::without_rows(input.text);
    // The title of the programme, and of the episode.
    let title = [&head[16..48], &head[48..80]].map(latin).into_iter().filter(|part| !part.is_empty());
    let title = title.collect::<Vec<_>>().join(": ");
    track.metadata.title = Some(title).filter(|title| !title.is_empty());
    track.metadata.language = language(&head[14..16]).map(str::to_owned);
    // Programmes seldom begin at midnight: `10000000`.
    let begins_ms = time_in_digits(&head[256..264], rate).unwrap_or_default();
    let first_ms = blocks.chunks_exact(BLOCK_BYTES).next().map(|block| time(&block[5..9], rate));
    let offset_ms = if first_ms.is_some_and(|first_ms| first_ms >= begins_ms) { begins_ms } else { 0 };
    let mut open: Option<(u64, u64, Vec<u8>)> = None;
    for block in blocks.chunks_exact(BLOCK_BYTES) {
        const USER_DATA: u8 = 0xFE;
        const LAST: u8 = 0xFF;
        let (extension, is_remark) = (block[3], block[15] == 1);
        if extension == USER_DATA || is_remark {
            continue;
        }
        let text = block[16..].iter().copied().take_while(|byte| *byte != 0x8F);
        let (start_ms, end_ms) = (time(&block[5..9], rate), time(&block[9..13], rate));
        let (_, _, words) = open.get_or_insert((start_ms, end_ms, Vec::new()));
        words.extend(text);
        if extension == LAST
            && let Some((start_ms, end_ms, words)) = open.take()
        {
            add(
                start_ms.saturating_sub(offset_ms),
                end_ms.saturating_sub(offset_ms),
                &words,
                code,
                &mut track,
            );
        }
    }
    if let Some((start_ms, end_ms, words)) = open {
        add(start_ms.saturating_sub(offset_ms), end_ms.saturating_sub(offset_ms), &words, code, &mut track);
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

fn add(start_ms: u64, end_ms: u64, words: &[u8], code: Code, track: &mut Track) {
    track.begin(start_ms, Some(end_ms), 1);
    for row in words.split(|byte| *byte == 0x8A) {
        // Colours and boxes of teletext, and slanted type, take the place of a blank.
        let shown: Vec<u8> =
            row.iter().map(|byte| if matches!(byte, 0..0x20 | 0x7F..0xA0) { b' ' } else { *byte }).collect();
        track.push(code.text(&shown).trim());
        track.push("\n");
    }
}

fn frames_per_second(head: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(head.get(6..8)?).ok()?;
    digits.parse().ok().filter(|rate| (1..=60).contains(rate))
}

/// Hours, minutes, seconds and frames, a byte each.
fn time(bytes: &[u8], rate: u64) -> u64 {
    let mut fields = bytes.iter().map(|byte| u64::from(*byte));
    let mut field = || fields.next().unwrap_or_default();
    ((field() * 60 + field()) * 60 + field()) * 1000 + field() * 1000 / rate
}

/// The same in two digits each.
fn time_in_digits(bytes: &[u8], rate: u64) -> Option<u64> {
    let fields = bytes.chunks(2).map(|two| std::str::from_utf8(two).ok()?.parse::<u8>().ok());
    Some(time(&fields.collect::<Option<Vec<_>>>()?, rate))
}

fn latin(bytes: &[u8]) -> String {
    encoding_rs::mem::decode_latin1(bytes).trim().to_owned()
}

/// The code of a language (appendix 3), of those that are spoken on most programmes.
fn language(code: &[u8]) -> Option<&'static str> {
    #[rustfmt::skip]
    const LANGUAGES: [(&[u8; 2], &str); 24] = [
        (b"03", "ca"), (b"04", "hr"), (b"06", "cs"), (b"07", "da"), (b"08", "de"), (b"09", "en"), (b"0A", "es"),
        (b"0C", "et"), (b"0F", "fr"), (b"13", "gl"), (b"14", "is"), (b"15", "it"), (b"1B", "hu"), (b"1D", "nl"),
        (b"1E", "no"), (b"20", "pl"), (b"21", "pt"), (b"22", "ro"), (b"24", "sr"), (b"25", "sk"), (b"26", "sl"),
        (b"27", "fi"), (b"28", "sv"), (b"29", "tr"),
    ];
    LANGUAGES.iter().find(|(known, _)| code.eq_ignore_ascii_case(&known[..])).map(|(_, language)| *language)
}

/// A table of characters (section 4, CCT).
#[derive(Clone, Copy)]
enum Code {
    /// ISO 6937, where an accent stands before its letter.
    Latin,
    Other(&'static encoding_rs::Encoding),
}

impl Code {
    fn of(table: &[u8]) -> Self {
        match table {
            b"01" => Self::Other(encoding_rs::ISO_8859_5),
            b"02" => Self::Other(encoding_rs::ISO_8859_6),
            b"03" => Self::Other(encoding_rs::ISO_8859_7),
            b"04" => Self::Other(encoding_rs::ISO_8859_8),
            _ => Self::Latin,
        }
    }

    fn text(self, bytes: &[u8]) -> String {
        match self {
            Self::Other(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Latin => iso_6937(bytes),
        }
    }
}

/// Reads ISO/IEC 6937, composed.
fn iso_6937(bytes: &[u8]) -> String {
    /// From 0xA0 on; blanks are not used, or are an accent.
    const HIGH: &str = "\u{A0}¡¢£$¥ §¤‘“«←↑→↓°±²³×µ¶·÷’”»¼½¾¿                ―¹®©™♪¬¦    ⅛⅜⅝⅞ΩÆÐªĦ ĲĿŁØŒºÞŦŊŉĸæđðħıĳŀłøœßþŧŋ\u{AD}";
    /// The accents from 0xC1 on.
    const ACCENTS: [char; 15] = [
        '\u{300}', '\u{301}', '\u{302}', '\u{303}', '\u{304}', '\u{306}', '\u{307}', '\u{308}', ' ',
        '\u{30A}', '\u{327}', ' ', '\u{30B}', '\u{328}', '\u{30C}',
    ];
    let mut text = String::with_capacity(bytes.len());
    let mut accent = None;
    for byte in bytes {
        match byte {
            0xC1..=0xCF => {
                accent = ACCENTS.get(usize::from(byte - 0xC1)).copied().filter(|accent| *accent != ' ')
            }
            0xA0.. => text.extend(HIGH.chars().nth(usize::from(byte - 0xA0))),
            _ => {
                text.push(char::from(*byte));
                text.extend(accent.take());
            }
        }
    }
    text.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipt::Receipt;

    fn block(extension: u8, start: [u8; 4], end: [u8; 4], remark: u8, text: &[u8]) -> Vec<u8> {
        let mut block = vec![0, 0, 0, extension, 0];
        block.extend(start);
        block.extend(end);
        block.extend([20, 2, remark]);
        block.extend(text);
        block.resize(BLOCK_BYTES, 0x8F);
        block
    }

    #[test]
    fn blocks_become_what_is_said() {
        let mut file = vec![b' '; HEAD_BYTES];
        file[..16].copy_from_slice(b"850STL25.0110008");
        file[16..26].copy_from_slice(b"The Ladder");
        file[256..264].copy_from_slice(b"10000000");
        file.extend(block(
            0xFF,
            [10, 0, 1, 5],
            [10, 0, 2, 0],
            0,
            b"\x0B\x0BWo steht\x8A\xC8uberhaupt\x0A\x0A",
        ));
        file.extend(block(0x00, [10, 0, 3, 0], [10, 0, 4, 0], 0, b"die Lei"));
        file.extend(block(0xFF, [10, 0, 3, 0], [10, 0, 4, 0], 0, b"ter? Gr\xFBn."));
        file.extend(block(0xFF, [10, 0, 5, 0], [10, 0, 6, 0], 1, b"a remark"));
        let documents = crate::format::read("a.stl", &file, &mut Receipt::default()).unwrap();
        let document = &documents[0];
        assert_eq!(document.text, "Wo steht überhaupt die Leiter? Grßn.");
        assert_eq!(document.metadata.title.as_deref(), Some("The Ladder"));
        assert_eq!(document.metadata.language.as_deref(), Some("de"));
        let times: Vec<_> = document.times.iter().map(|mark| mark.start_ms).collect();
        assert_eq!(times, [1200, 3000]);
        assert!(crate::format::read("a.stl", &file[..1000], &mut Receipt::default()).is_err());
    }

    #[test]
    fn characters_have_their_places() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(iso_6937(bytes), expected);
        check(b"\xA0\xA1\xA9\xAA\xB9\xBA\xBF", "\u{A0}¡‘“’”¿");
        check(b"\xD0\xD1\xD5\xDC\xE0\xE1\xEA\xF1\xFB\xFE\xFF", "―¹♪⅛ΩÆŒæßŋ\u{AD}");
        check(b"caf\xC2e \xCBc \xCFs", "café ç š");
        check(b"\xC2", "");
    }
}
