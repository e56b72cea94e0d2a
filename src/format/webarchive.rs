//! Pages as Safari saves them (`.webarchive`): a property list, binary or XML, with the bytes of the page,
//! its address and its encoding, and the files that it shows.

use mail_parser::decoders::base64::base64_decode;

use super::xml::{Element, Xml};
use super::{Confidence, Format, Input, ParseError, Receipt, saved_page};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "webarchive", extensions: &["webarchive"], detect, parse };

const MAGIC: &[u8] = b"bplist00";
/// The key of the page.
const MAIN: &str = "WebMainResource";

fn detect(input: &Input<'_>) -> Confidence {
    // The names of keys stand at the beginning, before what they name.
    const HEAD_BYTES: usize = 16 * 1024;
    let head = &input.bytes[..input.bytes.len().min(HEAD_BYTES)];
    let is_list = head.starts_with(MAGIC) || input.head().contains("<plist");
    let is_archive = is_list && memchr::memmem::find(head, MAIN.as_bytes()).is_some();
    if is_archive { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let page = if input.bytes.starts_with(MAGIC) { of_binary(input.bytes) } else { of_xml(input.text) };
    let page = page.ok_or_else(|| ParseError("the page in it is missing or damaged".to_owned()))?;
    if let Some(kind) = page.kind.filter(|kind| !kind.contains("html")) {
        return Err(ParseError(format!("what it keeps is no page but `{kind}`")));
    }
    let text = super::bytes::decode_declared(&page.bytes, page.encoding.as_deref(), receipt);
    let text = text.ok_or_else(|| ParseError("its page is no text".to_owned()))?;
    let address = page.address.filter(|address| address.starts_with("http"));
    saved_page::documents_of(FORMAT.name, &text, address, None, receipt)
}

/// What an archive keeps of the page.
struct Page {
    bytes: Vec<u8>,
    address: Option<String>,
    encoding: Option<String>,
    /// Its media type.
    kind: Option<String>,
}

const DATA: &str = "WebResourceData";
const ADDRESS: &str = "WebResourceURL";
const ENCODING: &str = "WebResourceTextEncodingName";
const KIND: &str = "WebResourceMIMEType";

fn of_binary(bytes: &[u8]) -> Option<Page> {
    let list = List::open(bytes)?;
    let main = list.value(list.top, MAIN)?;
    let text = |key| list.text(list.value(main, key)?);
    Some(Page {
        bytes: list.data(list.value(main, DATA)?)?.to_vec(),
        address: text(ADDRESS),
        encoding: text(ENCODING),
        kind: text(KIND),
    })
}

fn of_xml(text: &str) -> Option<Page> {
    let xml = Xml::parse(text);
    let top = xml.elements().find(|element| element.name() == "dict")?;
    let main = value_of(top, MAIN)?;
    let text = |key| Some(value_of(main, key)?.text().trim().to_owned());
    let packed: Vec<u8> = text(DATA)?.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    Some(Page {
        bytes: base64_decode(&packed)?,
        address: text(ADDRESS),
        encoding: text(ENCODING),
        kind: text(KIND),
    })
}

/// The element behind the `key` of this name.
fn value_of<'x, 'a>(dictionary: Element<'x, 'a>, key: &str) -> Option<Element<'x, 'a>> {
    let mut children = dictionary.children();
    children.find(|child| child.name() == "key" && child.text().trim() == key)?;
    children.next()
}

/// A binary property list, of which only what is asked for is read: objects by their numbers, whose places
/// stand in a table that the last bytes tell ("CFBinaryPList.c").
#[derive(Clone, Copy)]
struct List<'a> {
    bytes: &'a [u8],
    /// The places of the objects.
    places: &'a [u8],
    place_bytes: usize,
    number_bytes: usize,
    top: usize,
}

impl<'a> List<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let trailer = bytes.last_chunk::<32>()?;
        let (place_bytes, number_bytes) = (usize::from(trailer[6]), usize::from(trailer[7]));
        let number = |at: usize| usize::try_from(unsigned(&trailer[at..at + 8])?).ok();
        let (count, top, places_at) = (number(8)?, number(16)?, number(24)?);
        let are_sizes = (1..=8).contains(&place_bytes) && (1..=8).contains(&number_bytes);
        let places_end = places_at.checked_add(count.checked_mul(place_bytes)?)?;
        let places = bytes.get(places_at..places_end).filter(|_| are_sizes)?;
        Some(Self { bytes, places, place_bytes, number_bytes, top })
    }

    /// The kind of an object, its length, and the bytes behind both.
    fn object(&self, number: usize) -> Option<(u8, usize, &'a [u8])> {
        let at = number.checked_mul(self.place_bytes)?;
        let place = self.places.get(at..at.checked_add(self.place_bytes)?)?;
        let rest = self.bytes.get(usize::try_from(unsigned(place)?).ok()?..)?;
        let (marker, rest) = rest.split_first()?;
        let (kind, short) = (marker >> 4, usize::from(marker & 0xF));
        if short < 0xF {
            return Some((kind, short, rest));
        }
        // A greater length is a number of its own.
        let (marker, rest) = rest.split_first()?;
        let bytes = 1_usize << (marker & 0x3);
        let length = usize::try_from(unsigned(rest.get(..bytes)?)?).ok()?;
        Some((kind, length, rest.get(bytes..)?))
    }

    /// The number of the object that a dictionary has under `key`.
    fn value(&self, dictionary: usize, key: &str) -> Option<usize> {
        let (kind, count, rest) = self.object(dictionary)?;
        let bytes = count.checked_mul(self.number_bytes)?;
        let keys = rest.get(..bytes).filter(|_| kind == 0xD)?;
        let values = rest.get(bytes..bytes.checked_mul(2)?)?;
        let number = |bytes: &[u8]| unsigned(bytes).and_then(|number| usize::try_from(number).ok());
        let mut keys = keys.chunks_exact(self.number_bytes);
        let place = keys.position(|name| {
            let named = number(name).and_then(|name| self.object(name));
            named
                .is_some_and(|(kind, length, rest)| kind == 0x5 && rest.get(..length) == Some(key.as_bytes()))
        })?;
        number(values.chunks_exact(self.number_bytes).nth(place)?)
    }

    fn data(&self, number: usize) -> Option<&'a [u8]> {
        let (kind, length, rest) = self.object(number)?;
        rest.get(..length).filter(|_| kind == 0x4)
    }

    fn text(&self, number: usize) -> Option<String> {
        let (kind, length, rest) = self.object(number)?;
        match kind {
            0x5 => Some(String::from_utf8_lossy(rest.get(..length)?).into_owned()),
            0x6 => {
                let units = rest.get(..length.checked_mul(2)?)?.as_chunks::<2>().0;
                let units: Vec<u16> = units.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
                Some(String::from_utf16_lossy(&units))
            }
            _ => None,
        }
    }
}

/// A number, the greatest byte first; nothing when it has more than eight.
fn unsigned(bytes: &[u8]) -> Option<u64> {
    (bytes.len() <= 8).then(|| bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
