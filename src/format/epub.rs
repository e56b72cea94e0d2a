//! EPUB books: a document for each chapter, in the order in which they are read.

mod chapters;
mod package;

use super::feed::item::language_code;
use super::xml::Xml;
use super::zip::{Package, open};
use super::{Confidence, Format, Input, ParseError, Receipt, html};
use crate::document::{Builder, Document, Kind, Metadata};
pub(super) use chapters::Chapter;

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
    let mut book = Package::open(input.bytes)?;
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
        documents.extend(document(FORMAT.name, chapter, &package.metadata, receipt));
    }
    let is_encrypted = |text: String| text.contains("html");
    if documents.is_empty() && book.text("META-INF/encryption.xml", receipt).is_some_and(is_encrypted) {
        return Err(ParseError("the chapters are encrypted".to_owned()));
    }
    if documents.is_empty() {
        receipt.warn("the book holds no words");
    }
    Ok(documents)
}

/// The document of a chapter of a book; nothing when it holds no words.
pub(super) fn document(
    format: &str,
    chapter: Chapter<'_>,
    book: &Metadata,
    receipt: &mut Receipt,
) -> Option<Document> {
    let mut builder = Builder::new(Kind::Essay, format);
    // A chapter knows better than the book what language it is in.
    let mut language = None;
    for html in &chapter.html {
        let said = html::fragment(html, &mut builder, receipt);
        language = language.or_else(|| language_code(&said?));
    }
    if builder.is_empty() {
        return None;
    }
    builder.part(chapter.part);
    *builder.metadata() = Metadata { language: language.or_else(|| book.language.clone()), ..book.clone() };
    let mut document = builder.finish();
    let first_heading = || {
        let block =
            document.blocks.iter().take(3).find(|block| block.kind == crate::document::BlockKind::Heading)?;
        Some(document.block_text(block).to_owned())
    };
    document.metadata.title = chapter.title.or_else(first_heading).or(chapter.page_title);
    Some(document)
}

fn missing(what: &str) -> ParseError {
    ParseError(format!("the book lacks `{what}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_says_what_language_it_is_in() {
        let book = Metadata { language: Some("en".to_owned()), ..Metadata::default() };
        let check = |html: &'static str, expected: &str| {
            let chapter = Chapter { html: vec![html], ..Chapter::default() };
            let found = document("epub", chapter, &book, &mut Receipt::default());
            let language = found.and_then(|document| document.metadata.language);
            assert_eq!(language.as_deref(), Some(expected), "{html}");
        };
        check("<html lang=de-AT><body><p>Der Garten</p></body></html>", "de");
        check("<html xml:lang=fr><body><p>Le jardin</p></body></html>", "fr");
        check("<html lang=''><body><p>A garden</p></body></html>", "en");
        check("<p lang=de>Der Garten</p>", "en");
    }
}
