//! From a file's bytes to text: decompression and character encodings.

mod legacy;

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{Receipt, Unreadable};

/// The most that a compressed source may unpack to.
const UNPACKED_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Unpacks gzip and zstd, recognised by their first bytes, also one inside the other; cuts the
/// ending that stood for the compression from the path.
pub(super) fn decompress<'a>(path: &'a str, bytes: &'a [u8]) -> Result<(&'a str, Cow<'a, [u8]>), Unreadable> {
    let mut path = path;
    let mut bytes = Cow::Borrowed(bytes);
    for _ in 0..2 {
        let (name, endings, unpacked) = if bytes.starts_with(&[0x1F, 0x8B]) {
            ("gzip", [".gz", ".gzip"], unpack(flate2::read::MultiGzDecoder::new(&*bytes)))
        } else if bytes.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
            let decoder = zstd::stream::read::Decoder::with_buffer(&*bytes);
            ("zstd", [".zst", ".zstd"], decoder.and_then(unpack))
        } else {
            break;
        };
        bytes = Cow::Owned(
            unpacked.map_err(|error| Unreadable::Compression(format!("damaged {name}: {error}")))?,
        );
        path = endings.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
    }
    if bytes.is_empty() { Err(Unreadable::Empty) } else { Ok((path, bytes)) }
}

fn unpack(reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(UNPACKED_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > UNPACKED_BYTES_MAX {
        return Err(std::io::Error::other(format!("unpacks to more than {} MiB", UNPACKED_BYTES_MAX >> 20)));
    }
    Ok(bytes)
}

/// Turns bytes into text by byte order mark, by being valid UTF-8, by what the source declares
/// (`charset=`, `encoding=`), or by detection. Nothing when they are not text.
pub(super) fn decode<'a>(bytes: &'a [u8], receipt: &mut Receipt) -> Option<Cow<'a, str>> {
    let text = characters(bytes, receipt)?;
    let has = |byte: u8| memchr::memchr(byte, text.as_bytes()).is_some();
    // Lines end so on old Macintoshes, and in what some programs still write there.
    if has(b'\n') || !has(b'\r') {
        return Some(text);
    }
    receipt.guessed("ends of lines", "carriage returns");
    Some(Cow::Owned(text.replace('\r', "\n")))
}

fn characters<'a>(bytes: &'a [u8], receipt: &mut Receipt) -> Option<Cow<'a, str>> {
    if let Some(text) = utf32(bytes) {
        receipt.guessed("encoding", "UTF-32");
        return Some(Cow::Owned(text));
    }
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        return Some(decode_as(encoding, &bytes[mark_bytes..], receipt));
    }
    if let Some(text) = legacy::utf32_without_mark(bytes) {
        receipt.guessed("encoding", "UTF-32");
        return Some(Cow::Owned(text));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        receipt.guessed("encoding", encoding.name());
        return Some(decode_as(encoding, bytes, receipt));
    }
    if looks_binary(bytes) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Some(text) = legacy::iso_2022_jp(bytes) {
            receipt.guessed("encoding", "ISO-2022-JP");
            return Some(Cow::Owned(text));
        }
        return Some(Cow::Borrowed(text));
    }
    // A few broken bytes in a long UTF-8 text do not make it another encoding.
    if mostly_utf8(bytes) {
        return Some(decode_as(UTF_8, bytes, receipt));
    }
    if let Some(text) = declared_label(bytes).and_then(|label| by_label(&label, bytes, receipt)) {
        return Some(text);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(&telling_lines(bytes), true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    // What looks like none of the pairs that are known there may be another one.
    if encoding.is_single_byte()
        && let Some(text) = legacy::johab(bytes)
    {
        receipt.guessed("encoding", "Johab");
        return Some(Cow::Owned(text));
    }
    receipt.guessed("encoding", encoding.name());
    Some(decode_as(encoding, bytes, receipt))
}

/// Turns bytes into text as `label` says they are written, if they fit that; else as [`decode`] does.
pub(super) fn decode_declared<'a>(
    bytes: &'a [u8],
    label: Option<&str>,
    receipt: &mut Receipt,
) -> Option<Cow<'a, str>> {
    let declared = label.and_then(|label| by_label(&label.to_ascii_lowercase(), bytes, receipt));
    declared.or_else(|| decode(bytes, receipt))
}

/// Text in the encoding of this name, in lower case; nothing where the bytes do not fit it. What calls itself
/// UTF-8 is known by its look.
fn by_label<'a>(label: &str, bytes: &'a [u8], receipt: &mut Receipt) -> Option<Cow<'a, str>> {
    if legacy::is_ibm855(label) {
        return Some(Cow::Owned(legacy::ibm855(bytes)));
    }
    let encoding = match label {
        "maccyrillic" => Some(encoding_rs::X_MAC_CYRILLIC),
        label => Encoding::for_label(label.as_bytes()),
    };
    let encoding = encoding.filter(|encoding| *encoding != UTF_8 && fits(encoding, bytes))?;
    Some(decode_as(encoding, bytes, receipt))
}

/// So many bytes that are not ASCII tell the encoding as surely as more do.
const TELLING_BYTES: usize = 2048;
/// So much text with them does.
const TELLING_TEXT_BYTES: usize = 1 << 20;

/// The lines of `bytes` that tell the encoding: those with more than ASCII, unless escapes change
/// what ASCII stands for.
fn telling_lines(bytes: &[u8]) -> Cow<'_, [u8]> {
    const ESCAPE: u8 = 0x1B;
    if memchr::memchr(ESCAPE, bytes).is_some() {
        return Cow::Borrowed(&bytes[..bytes.len().min(TELLING_TEXT_BYTES)]);
    }
    let mut sample = Vec::new();
    let mut seen = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| !line.is_ascii()) {
        let line = &line[..line.len().min(TELLING_TEXT_BYTES - sample.len())];
        sample.extend_from_slice(line);
        seen += line.iter().filter(|byte| !byte.is_ascii()).count();
        if seen >= TELLING_BYTES || sample.len() == TELLING_TEXT_BYTES {
            break;
        }
    }
    Cow::Owned(sample)
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8], receipt: &mut Receipt) -> Cow<'a, str> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged {
        let broken = text.matches('\u{FFFD}').count();
        receipt.warn(format!("{broken} places are not valid {} and show as \u{FFFD}", encoding.name()));
    }
    text
}

/// What to call bytes that no format takes.
pub(super) fn describe(bytes: &[u8], is_text: bool) -> &'static str {
    match bytes {
        _ if is_text => describe_text(bytes),
        [b'%', b'P', b'D', b'F', ..] => "PDF",
        [b'P', b'K', 3 | 5, 4 | 6, ..] => "zip archive",
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => "image",
        [b'I', b'D', b'3', ..] | [b'O', b'g', b'g', b'S', ..] | [b'R', b'I', b'F', b'F', ..] => "media file",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "media file",
        [0x7F, b'E', b'L', b'F', ..] => "program",
        _ => "binary data",
    }
}

/// What to call text that no format takes.
fn describe_text(bytes: &[u8]) -> &'static str {
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{' | b'[') if is_json(bytes) => "JSON of no known shape",
        Some(b'<') => "markup of no known kind",
        _ if bytes.iter().any(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80) => "data or code",
        _ => "text without words",
    }
}

/// Says that what a bracket opens goes on as JSON does.
fn is_json(bytes: &[u8]) -> bool {
    let next = bytes.iter().filter(|byte| !byte.is_ascii_whitespace()).nth(1);
    matches!(next, None | Some(b'"' | b'\'' | b'{' | b'[' | b'}' | b']' | b'-' | b'0'..=b'9'))
}

/// Text with a UTF-32 byte order mark, which `encoding_rs` leaves aside.
fn utf32(bytes: &[u8]) -> Option<String> {
    let read: fn([u8; 4]) -> u32 = match bytes {
        [0xFF, 0xFE, 0, 0, ..] => u32::from_le_bytes,
        [0, 0, 0xFE, 0xFF, ..] => u32::from_be_bytes,
        _ => return None,
    };
    let units = bytes[4..].as_chunks::<4>().0;
    Some(units.iter().map(|unit| char::from_u32(read(*unit)).unwrap_or('\u{FFFD}')).collect())
}

/// UTF-16 without a mark: mostly Latin text has a zero in every other byte, and other text is letters if it
/// is read the right way round.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes[..bytes.len().min(2048)].as_chunks::<2>().0;
    if sample.len() < 4 {
        return None;
    }
    let zero = |side: usize| sample.iter().filter(|pair| pair[side] == 0 && pair[1 - side] != 0).count();
    let most = sample.len() * 9 / 10;
    if zero(1) > most {
        Some(UTF_16LE)
    } else if zero(0) > most {
        Some(UTF_16BE)
    } else {
        [UTF_16LE, UTF_16BE].into_iter().find(|encoding| is_utf16(encoding, bytes))
    }
}

/// Says that pairs of bytes are text of few Latin letters: a blank or a line feed is among them, which has a
/// zero that no other encoding has, and next to all others are letters.
fn is_utf16(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    const BYTES_MIN: usize = 24;
    const SAMPLE_BYTES: usize = 4096;
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    if !bytes.len().is_multiple_of(2) || bytes.len() < BYTES_MIN || memchr::memchr(0, sample).is_none() {
        return false;
    }
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let (mut letters, mut ascii, mut strange) = (0, 0, 0);
    for c in text.chars() {
        match u32::from(c) {
            0x09 | 0x0A | 0x0D | 0x20..0x7F => ascii += 1,
            // Latin with marks, Greek to Thai, punctuation, kana, Han, Hangul, and wide forms.
            0xA0..0x250
            | 0x370..0xE80
            | 0x2010..0x2040
            | 0x3000..0x3100
            | 0x4E00..0xA000
            | 0xAC00..0xD7A4
            | 0xFF00..0xFFF0 => letters += 1,
            _ => strange += 1,
        }
    }
    ascii > 0 && letters > ascii && strange * 50 <= letters
}

/// Bytes that no text has: controls beyond a stray few.
fn looks_binary(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 5] = [b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8"];
    const STRAY_MAX: usize = 2;
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return true;
    }
    // CHAT sets control characters around the times of what is said.
    let marked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if marked.starts_with(b"@UTF8") || marked.starts_with(b"@Begin") {
        return memchr::memchr(0, bytes).is_some();
    }
    let sample = &bytes[..bytes.len().min(8192)];
    // Escape and shift characters belong to ISO-2022 text.
    let is_control = |b: &&u8| matches!(b, 0..=8 | 11 | 16..=26 | 28..=31);
    // In a short text a stray few are many of its bytes.
    let controls = sample.iter().filter(is_control).count();
    controls * 50 > sample.len() && (controls > STRAY_MAX || memchr::memchr(0, sample).is_some())
}

fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut multibyte, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        multibyte += chunk.valid().bytes().filter(|b| *b >= 0xC2).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken * 10 < multibyte
}

/// The name of the encoding that the first kilobytes declare, lower case.
fn declared_label(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(4096)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let is_markup = head.trim_start().starts_with('<');
    ["charset=", "encoding="].iter().filter(|_| is_markup).find_map(|key| {
        let value = &head[head.find(key)? + key.len()..];
        let value = value.trim_start_matches(['"', '\'', ' ']);
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)))?;
        Some(value[..end].to_owned())
    })
}

fn fits(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(1 << 16)];
    let (text, _) = encoding.decode_without_bom_handling(sample);
    text.matches('\u{FFFD}').count() * 200 <= sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn johab_is_korean() {
        let spelled = |c: char| {
            let number = u32::from(c) - 0xAC00;
            let (initial, medial, last) = (number / 588 + 2, number / 28 % 21, number % 28);
            let medial = medial + [3, 5, 7, 9][[5, 11, 17].iter().filter(|from| medial >= **from).count()];
            let last = last + if last > 16 { 2 } else { 1 };
            ((0x8000 | initial << 10 | medial << 5 | last) as u16).to_be_bytes()
        };
        let text = "\u{AC15}\u{B458}\u{CE58}\u{B97C} \u{AC77}\u{B294} \u{C0AC}\u{B78C}\u{B4E4}\u{C740} \u{C218}\u{BB38}\u{C9C0}\u{AE30}\u{C758} \u{C77C}\u{AE30}\u{C5D0} \u{B0A8}\u{C558}\u{B2E4}.";
        let bytes: Vec<u8> = text
            .chars()
            .flat_map(|c| if c.is_ascii() { vec![c as u8] } else { spelled(c).to_vec() })
            .collect();
        assert_eq!(legacy::johab(&bytes).as_deref(), Some(text));
        assert_eq!(legacy::johab(b"\xDC\xE7\xF7\xD3\xF1\xAE"), None);
    }

    #[test]
    fn lines_of_old_macintoshes_are_lines() {
        check(b"Ada: So.\r\rBo: No.\r", Some("Ada: So.\n\nBo: No.\n"));
        check(b"Ada: So.\r\nBo: No.\r", Some("Ada: So.\r\nBo: No.\r"));
    }

    fn check(bytes: &[u8], expected: Option<&str>) {
        assert_eq!(decode(bytes, &mut Receipt::default()).as_deref(), expected);
    }

    #[test]
    fn encodings_are_known_by_mark_declaration_or_look() {
        check(b"\xEF\xBB\xBFplain", Some("plain"));
        check(b"\xFF\xFEh\0i\0", Some("hi"));
        check(b"\xFF\xFE\0\0h\0\0\0i\0\0\0", Some("hi"));
        check(b"h\0e\0l\0l\0o\0", Some("hello"));
        for text in [
            "\u{41d}\u{438}\u{43a}\u{442}\u{43e} \u{43d}\u{435} \u{437}\u{43d}\u{430}\u{435}\u{442}.\n",
            "\u{3042}\u{308b}\u{65e5}\u{3001}\u{68ee}\u{3067}\u{9ce5}\u{304c}\u{9cf4}\u{3044}\u{305f}\u{3002}\n\u{7d42}\u{308f}\u{308a}",
        ] {
            let units = || text.encode_utf16();
            check(&units().flat_map(u16::to_le_bytes).collect::<Vec<_>>(), Some(text));
            check(&units().flat_map(u16::to_be_bytes).collect::<Vec<_>>(), Some(text));
        }
        check(b"w\0\0\0o\0\0\0r\0\0\0d\0\0\0", Some("word"));
        check(b"\0\0\0w\0\0\0o\0\0\0r\0\0\0d", Some("word"));
        check(b"a \x1B$B$3$l\x1B(B", Some("a \u{3053}\u{308c}"));
        check(
            b"<?xml encoding='IBM855'?><p>\xe1\xd6\xd4",
            Some("<?xml encoding='IBM855'?><p>\u{440}\u{43e}\u{43d}"),
        );
        check(
            b"<?xml encoding='MacCyrillic'?><p>\xf2\xf0\xee",
            Some("<?xml encoding='MacCyrillic'?><p>\u{442}\u{440}\u{43e}"),
        );
        check("na\u{ef}ve caf\u{e9}".as_bytes(), Some("na\u{ef}ve caf\u{e9}"));
        check(
            b"<meta charset='iso-8859-2'><p>\xB3\xF3d\xBC",
            Some("<meta charset='iso-8859-2'><p>\u{142}\u{f3}d\u{17a}"),
        );
        check(
            b"the caf\xE9 on the corner was \x93open\x94 all night",
            Some("the caf\u{e9} on the corner was \u{201c}open\u{201d} all night"),
        );
        check(b"a \x1B[1mlid\x07 and words", Some("a \u{1b}[1mlid\u{7} and words"));
        check(b"\0\x01\x02\x03\x04\x05\x06", None);
        check(b"%PDF-1.4 and so on", None);
    }

    #[test]
    fn packed_files_unpack_and_broken_ones_say_why() {
        let mut packed = Vec::new();
        flate2::bufread::GzEncoder::new(&b"words"[..], flate2::Compression::fast())
            .read_to_end(&mut packed)
            .unwrap();
        let (path, bytes) = decompress("a/b.txt.gz", &packed).unwrap();
        assert_eq!((path, &*bytes), ("a/b.txt", &b"words"[..]));
        let error = decompress("a.gz", &packed[..packed.len() - 9]).unwrap_err();
        assert!(error.to_string().starts_with("damaged gzip"), "{error}");
        let packed = zstd::encode_all(&b"words"[..], 1).unwrap();
        assert_eq!(&*decompress("a.zst", &packed).unwrap().1, b"words");
    }
}
