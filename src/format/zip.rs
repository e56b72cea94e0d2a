//! Zip archives of files in any known format: every member is read as if it lay there by itself.
//!
//! What an archive may cost is bounded: how deep archives lie in each other, how many members
//! they have, how much they unpack to, and how much more that is than they hold.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::exports::Account;
use super::{Confidence, Format, Input, ParseError, Receipt, Unreadable, read};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "zip", extensions: &["zip"], detect, parse };

/// What parts the path of an archive from that of a member in it.
pub(super) const MEMBER: &str = "!/";

/// How many archives may lie in each other.
const DEPTH_MAX: usize = 3;
/// How many members an archive may have.
const MEMBERS_MAX: usize = 100_000;
/// How much one member may unpack to.
const MEMBER_BYTES_MAX: u64 = 256 << 20;
/// How much a source may unpack to in all, archives in archives included.
pub(super) const UNPACKED_BYTES_MAX: u64 = 2 << 30;
/// How much more than it holds an archive may unpack to. Text comes to a fifth or a tenth.
const RATIO_MAX: u64 = 200;
/// Small archives may do so in any case.
const UNPACKED_BYTES_FREE: u64 = 16 << 20;

fn detect(input: &Input<'_>) -> Confidence {
    if !input.bytes.starts_with(b"PK\x03\x04") && !input.bytes.starts_with(b"PK\x05\x06") {
        return Confidence::No;
    }
    let Ok(archive) = open(input.bytes) else { return Confidence::Possible };
    // Office documents, programs and books are archives only on the outside.
    let is_other = |name: &str| {
        name == "[Content_Types].xml"
            || name == "META-INF/MANIFEST.MF"
            || name == "META-INF/container.xml"
            || name == "mimetype"
    };
    let is_other = archive.file_names().flatten().any(|name| is_other(&name));
    if is_other { Confidence::No } else { Confidence::Certain }
}

pub(super) fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, ParseError> {
    let archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| ParseError(format!("damaged archive: {error}")))?;
    if archive.len() > MEMBERS_MAX {
        return Err(ParseError(format!("the archive has more than {MEMBERS_MAX} members")));
    }
    Ok(archive)
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    if input.path.matches(MEMBER).count() + 1 > DEPTH_MAX {
        return Err(ParseError(format!("more than {DEPTH_MAX} archives lie in each other")));
    }
    let mut archive = open(input.bytes)?;
    let mut allowance = Allowance::of(input.bytes);
    let mut members: Vec<(String, usize)> = Vec::new();
    for index in 0..archive.len() {
        let Ok(member) = archive.by_index_raw(index) else { continue };
        let name = member.name().map(|name| safe_name(&name)).unwrap_or_default();
        if !member.is_dir() && is_wanted(&name) {
            members.push((name, index));
        }
    }
    members.sort();
    let mut documents = Vec::new();
    let mut accounts = Vec::new();
    let mut others = 0;
    for (name, index) in members {
        let member = archive.by_index(index).map_err(|error| error.to_string());
        let bytes = member.and_then(|member| unpack(member, &mut allowance, receipt));
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(reason) => {
                receipt.warn(format!("`{name}`: {reason}"));
                if allowance.is_spent {
                    receipt.warn("the rest of the archive has been left out");
                    break;
                }
                continue;
            }
        };
        if let Some(account) = Account::of_member(&name, &bytes) {
            accounts.push(account);
            continue;
        }
        let warned = receipt.warnings.len();
        let read = read(&format!("{}{MEMBER}{name}", input.path), &bytes, receipt);
        for warning in &mut receipt.warnings[warned..] {
            *warning = format!("`{name}`: {warning}");
        }
        match read {
            Ok(read) => documents.extend(read.into_iter().map(|document| in_member(&name, document))),
            Err(Unreadable::UnknownFormat(_) | Unreadable::Empty) => others += 1,
            Err(error) => receipt.warn(format!("`{name}`: {error}")),
        }
    }
    accounts.iter().for_each(|account| account.sign(&mut documents));
    if others > 0 {
        receipt.warn(format!("{others} members are in no known format"));
    }
    Ok(documents)
}

/// What an archive may still unpack to.
pub(super) struct Allowance {
    bytes: u64,
    is_spent: bool,
}

impl Allowance {
    pub(super) fn of(archive: &[u8]) -> Self {
        let ratio = (archive.len() as u64).saturating_mul(RATIO_MAX);
        Self { bytes: ratio.max(UNPACKED_BYTES_FREE), is_spent: false }
    }
}

/// Unpacks one member, as far as is allowed.
pub(super) fn unpack(
    member: impl Read,
    allowance: &mut Allowance,
    receipt: &mut Receipt,
) -> Result<Vec<u8>, String> {
    let in_all = UNPACKED_BYTES_MAX.saturating_sub(receipt.unpacked_bytes);
    let most = MEMBER_BYTES_MAX.min(allowance.bytes).min(in_all);
    let mut bytes = Vec::new();
    let read = member.take(most + 1).read_to_end(&mut bytes);
    let length = bytes.len() as u64;
    allowance.bytes = allowance.bytes.saturating_sub(length);
    receipt.unpacked_bytes += length;
    read.map_err(|error| format!("damaged: {error}"))?;
    if length > most {
        allowance.is_spent = most < MEMBER_BYTES_MAX;
        return Err(format!("unpacks to more than the {most} bytes that are allowed"));
    }
    Ok(bytes)
}

/// An archive that is one document on the inside: a book, a text, slides.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    allowance: Allowance,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Ok(Self { archive: open(bytes)?, allowance: Allowance::of(bytes) })
    }

    /// The text of a member, where it is there and can be read; why it cannot is a warning.
    pub(super) fn text(&mut self, path: &str, receipt: &mut Receipt) -> Option<String> {
        let index = self.archive.index_for_name(path).or_else(|| self.index_of_safe_name(path))?;
        let member = self.archive.by_index(index).map_err(|error| error.to_string());
        let bytes = member.and_then(|member| unpack(member, &mut self.allowance, receipt));
        let bytes = bytes.map_err(|reason| receipt.warn(format!("`{path}`: {reason}"))).ok()?;
        Some(super::bytes::decode(&bytes, receipt)?.into_owned())
    }

    /// Looks for a member whose name is written in another way.
    fn index_of_safe_name(&self, path: &str) -> Option<usize> {
        let wanted = safe_name(path).to_lowercase();
        self.archive
            .file_names()
            .position(|name| name.is_ok_and(|name| safe_name(&name).to_lowercase() == wanted))
    }
}

/// The member that `address` in the file at `path` names.
pub(super) fn resolved(path: &str, address: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    let address = decoded(address);
    if address.starts_with('/') {
        parts.clear();
    }
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `address` with its percent signs replaced by what they stand for.
pub(super) fn decoded(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (byte, hex) {
            (b'%', Some(value)) => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The document, named by its place in the archive.
fn in_member(name: &str, mut document: Document) -> Document {
    document.part =
        if document.part.is_empty() { name.to_owned() } else { format!("{name}{MEMBER}{}", document.part) };
    document
}

/// Files that systems leave behind hold nothing to read.
fn is_wanted(name: &str) -> bool {
    !name.is_empty() && !name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

/// A member's name as a path inside the archive: no way out of it, no controls, no drive.
pub(super) fn safe_name(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let parts: Vec<_> = parts.filter(|part| !part.ends_with(':')).collect();
    let safe: String = parts.join("/").chars().filter(|c| !c.is_control()).take(1000).collect();
    safe.replace(MEMBER, "!_")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::receipt::Receipt;

    fn pack(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn parts(archive: &[u8], receipt: &mut Receipt) -> Vec<String> {
        let documents = read("a.zip", archive, receipt).unwrap();
        documents.into_iter().map(|document| document.part).collect()
    }

    #[test]
    fn members_are_read_as_files_are() {
        let inner = pack(&[("c.txt", b"and some words more")]);
        let archive = pack(&[
            ("b/two.txt", b"some words of the second"),
            ("a.txt", b"some words of the first"),
            ("__MACOSX/a.txt", b"x"),
            ("picture.png", b"\x89PNG\r\n\x1a\n"),
            ("in.zip", &inner),
        ]);
        let mut receipt = Receipt::default();
        assert_eq!(parts(&archive, &mut receipt), ["a.txt", "b/two.txt", "in.zip!/c.txt"]);
        assert_eq!(receipt.warnings, ["1 members are in no known format"]);
    }

    #[test]
    fn posts_are_signed_by_the_account_beside_them() {
        let posts = br#"window.YTD.tweets.part0 = [{"tweet": {"id_str": "7", "full_text": "The weir stands, and so do I."}}]"#;
        let account = br#"window.YTD.account.part0 = [{"account": {"username": "weir", "accountDisplayName": "Ada Ek"}}]"#;
        let note = br#"{"orderedItems": [{"object": {"id": "a/1", "url": "https://social.example/1", "published": "2021-03-07",
            "content": "<p>The frame is up, with a window from the school.</p>"}}]}"#;
        let actor = br#"{"type": "Person", "preferredUsername": "bo", "name": "Bo Fox"}"#;
        let archive = pack(&[
            ("x/data/account.js", account),
            ("x/data/tweets.js", posts),
            ("m/outbox.json", note),
            ("m/actor.json", actor),
            ("n/outbox.json", note),
        ]);
        let mut receipt = Receipt::default();
        let documents = read("a.zip", &archive, &mut receipt).unwrap();
        let signed: Vec<_> =
            documents.iter().map(|document| document.metadata.authors.first().map(String::as_str)).collect();
        assert_eq!(signed, [Some("Bo Fox"), None, Some("Ada Ek")]);
        assert!(receipt.warnings.is_empty(), "{:?}", receipt.warnings);
    }

    #[test]
    fn bombs_are_bounded() {
        let zeros = vec![b'a'; 40 << 20];
        let bomb = pack(&[("bomb.txt", &zeros)]);
        assert!(bomb.len() < 1 << 20);
        let mut receipt = Receipt::default();
        assert!(parts(&bomb, &mut receipt).is_empty());
        assert!(receipt.warnings[0].contains("unpacks to more than"), "{:?}", receipt.warnings);
        let mut nested = pack(&[("a.txt", b"words")]);
        for _ in 0..DEPTH_MAX {
            nested = pack(&[("a.zip", &nested)]);
        }
        let mut receipt = Receipt::default();
        assert!(parts(&nested, &mut receipt).is_empty());
        assert!(receipt.warnings[0].contains("lie in each other"), "{:?}", receipt.warnings);
    }

    #[test]
    fn addresses_are_resolved_beside_their_file() {
        let check = |path: &str, address: &str, expected: &str| assert_eq!(resolved(path, address), expected);
        check("OPS/package.opf", "text/a%20b.xhtml", "OPS/text/a b.xhtml");
        check("a/b/toc.ncx", "../c.html", "a/c.html");
        check("toc.ncx", "../../c.html", "c.html");
        check("x.opf", "100%.html", "100%.html");
        check("ppt/presentation.xml", "/ppt/slides/slide1.xml", "ppt/slides/slide1.xml");
    }

    #[test]
    fn names_lead_nowhere() {
        let check = |name: &str, expected: &str| assert_eq!(safe_name(name), expected);
        check("../../etc/passwd", "etc/passwd");
        check("C:\\a\\..\\b.txt", "a/b.txt");
        check("/a//./b", "a/b");
        check("a\u{1b}[31m!/b", "a[31m!_b");
    }

    #[test]
    fn damaged_archives_are_refused() {
        let archive = pack(&[("a.txt", b"some words to read")]);
        for length in 0..archive.len() {
            let _ = read("a.zip", &archive[..length], &mut Receipt::default());
        }
    }
}
