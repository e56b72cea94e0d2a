//! EPUB books: a document for each chapter, in the order in which they are read.

mod chapters;
mod package;

use super::xml::Xml;
use super::zip::{Allowance, open, safe_name, unpack};
use super::{Confidence, Format, Input, ParseError, Receipt, html};
use crate::document::{Builder, Document, Kind, Metadata};

pub(super) static FORMAT: Format = Format { name: "epub", extensions: &["epub"], detect, parse };

const CONTAINER: &str = "META-INF/container.xml";

fn detect(input: &Input<'_>) -> Confidence {
    if !input.bytes.starts_with(b"PK\x03\x04") {
        return Confidence::No;
    }
    // The first member is named `mimetype` and stored as it is.
    if input.bytes.get(30..).is_some_and(|rest| rest.starts_with(b"mimetypeapplication/epub+zip")) {
        return Confidence::Certain;
    }
    let is_book = open(input.bytes).is_ok_and(|archive| archive.index_for_name(CONTAINER).is_some());
    if is_book { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let mut book = Book::open(input.bytes)?;
    let container = book.text(CONTAINER, receipt).ok_or_else(|| missing(CONTAINER))?;
    let package_path = package::root_file(&Xml::parse(&container)).ok_or_else(|| missing("a package"))?;
    let package_text = book.text(&package_path, receipt).ok_or_else(|| missing(&package_path))?;
    let package = package::Package::of(&Xml::parse(&package_text), &package_path);
    let contents = package.contents.as_ref().and_then(|path| Some((path.clone(), book.text(path, receipt)?)));
    let contents =
        contents.map(|(path, text)| package::contents(&Xml::parse(&text), &path)).unwrap_or_default();

    let mut texts = Vec::new();
    for path in &package.spine {
        match book.text(path, receipt) {
            Some(text) => texts.push((path.clone(), text)),
            None => receipt.warn(format!("`{path}` is missing or damaged")),
        }
    }
    let mut documents = Vec::new();
    for chapter in chapters::of(&texts, &contents, receipt) {
        documents.extend(document(chapter, &package.metadata, receipt));
    }
    if documents.is_empty() && book.is_encrypted(receipt) {
        return Err(ParseError("the chapters are encrypted".to_owned()));
    }
    if documents.is_empty() {
        receipt.warn("the book holds no words");
    }
    Ok(documents)
}

/// The document of a chapter; nothing when it holds no words.
fn document(chapter: chapters::Chapter<'_>, book: &Metadata, receipt: &mut Receipt) -> Option<Document> {
    let mut builder = Builder::new(Kind::Essay, FORMAT.name);
    for html in &chapter.html {
        html::fragment(html, &mut builder, receipt);
    }
    if builder.is_empty() {
        return None;
    }
    builder.part(chapter.part);
    *builder.metadata() = book.clone();
    let mut document = builder.finish();
    let first_heading = || {
        let block =
            document.blocks.iter().take(3).find(|block| block.kind == crate::document::BlockKind::Heading)?;
        Some(document.block_text(block).to_owned())
    };
    document.metadata.title = chapter.title.or_else(first_heading);
    Some(document)
}

fn missing(what: &str) -> ParseError {
    ParseError(format!("the book lacks `{what}`"))
}

/// The archive that a book is.
struct Book<'a> {
    archive: ::zip::ZipArchive<std::io::Cursor<&'a [u8]>>,
    allowance: Allowance,
}

impl<'a> Book<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Ok(Self { archive: open(bytes)?, allowance: Allowance::of(bytes) })
    }

    /// The text of a member.
    fn text(&mut self, path: &str, receipt: &mut Receipt) -> Option<String> {
        let index = self.archive.index_for_name(path).or_else(|| self.index_of_safe_name(path))?;
        let member = self.archive.by_index(index).ok()?;
        let bytes = unpack(member, &mut self.allowance, receipt);
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

    fn is_encrypted(&mut self, receipt: &mut Receipt) -> bool {
        let listed = self.text("META-INF/encryption.xml", receipt).unwrap_or_default();
        listed.contains("html")
    }
}
