//! The text of a part of a mail, in the encoding that it says it is in, or that it shows.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders};

use super::super::{Receipt, bytes};

/// The text of `part`. What does not say how it is encoded, or cannot be what it says, is decoded as files
/// are: a page may declare it, or its bytes may show it.
pub(in super::super) fn text_of<'m>(
    part: &'m MessagePart<'_>,
    message: &'m Message<'_>,
    receipt: &mut Receipt,
) -> Option<Cow<'m, str>> {
    let text = part.text_contents()?;
    let declared = part.content_type().and_then(|kind| kind.attribute("charset"));
    let is_known = declared.is_some_and(|label| charset_decoder(label.as_bytes()).is_some());
    let is_doubtful = text.contains('\u{FFFD}')
        || !is_known && text.contains('\u{1B}')
        || declared.is_some_and(is_ascii) && !text.is_ascii();
    if !is_doubtful {
        return Some(Cow::Borrowed(text));
    }
    let (start, end) = (part.offset_body as usize, part.offset_end as usize);
    let raw = message.raw_message.get(start..end).unwrap_or_default();
    let raw = match part.encoding {
        Encoding::None => Some(Cow::Borrowed(raw)),
        Encoding::QuotedPrintable => quoted_printable_decode(raw).map(Cow::Owned),
        Encoding::Base64 => base64_decode(raw).map(Cow::Owned),
    };
    let label = declared.filter(|label| !is_ascii(label));
    let decoded = raw.and_then(|raw| Some(bytes::decode_declared(&raw, label, receipt)?.into_owned()));
    Some(decoded.map_or(Cow::Borrowed(text), Cow::Owned))
}

/// The encoding that the head of a mail declares for what follows.
pub(super) fn declared_in(head: &[u8]) -> Option<&str> {
    const KEY: &[u8] = b"charset=";
    let at = head.windows(KEY.len()).position(|key| key.eq_ignore_ascii_case(KEY))?;
    let value = head[at + KEY.len()..].trim_ascii_start();
    let value = value.strip_prefix(b"\"").unwrap_or(value);
    let is_of_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
    let end = value.iter().position(|byte| !is_of_label(byte)).unwrap_or(value.len());
    std::str::from_utf8(&value[..end]).ok().filter(|label| !label.is_empty() && !is_ascii(label))
}

/// Says that a label is that of ASCII, which programs set where they know of nothing else.
fn is_ascii(label: &str) -> bool {
    ["us-ascii", "ascii", "ansi_x3.4-1968"].iter().any(|name| name.eq_ignore_ascii_case(label))
}
