//! EPUB books: a document for each chapter, in the order in which they are read.

mod chapters;
mod package;

use super::item::language_code;
use super::xml::Xml;
use super::zip::{Package, open};
use super::{Confidence, Format, Input, ParseError, Receipt, html};
use crate::clean::folded;
use crate::document::{Builder, Date, Document, Kind, Metadata};
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
    // The only chapter of a book is the book.
    if let [only] = documents.as_mut_slice()
        && let Some(title) = &package.metadata.source
    {
        only.metadata.title = Some(title.clone());
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
    let mut is_said = false;
    for html in &chapter.html {
        let read = html::fragment_or_conversation(html, &mut builder, receipt);
        is_said |= read.is_said;
        language = language.or_else(|| language_code(&read.language?));
    }
    if builder.is_empty() {
        return None;
    }
    builder.part(chapter.part);
    *builder.metadata() = Metadata { language: language.or_else(|| book.language.clone()), ..book.clone() };
    let mut document = builder.finish();
    if is_said {
        document.kind = Kind::Transcript;
    }
    if is_title_page(&document) {
        receipt.dropped("pages around the text", &document.part);
        return None;
    }
    let first_heading = || {
        let block =
            document.blocks.iter().take(3).find(|block| block.kind == crate::document::BlockKind::Heading)?;
        Some(document.block_text(block).to_owned())
    };
    document.metadata.title = chapter.title.or_else(first_heading).or(chapter.page_title);
    Some(document)
}

/// Says that a chapter only tells what the book is called, who wrote it and when.
fn is_title_page(document: &Document) -> bool {
    let book = &document.metadata;
    // Only a month, and perhaps the day of the week, are words of it.
    let is_day =
        |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() <= 20 && text.split(' ').count() <= 5;
    let is_of_book = |text: &str| {
        book.source.as_deref().is_some_and(|title| folded(title) == text)
            || book.authors.iter().any(|author| folded(author) == text)
            || Date::find(text).is_some_and(|date| Some(date) == book.date && is_day(text))
    };
    document.blocks.len() >= 2
        && document.blocks.iter().all(|block| is_of_book(&folded(document.block_text(block))))
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

    fn check(html: &str, expected: Option<(Kind, &[&str])>) {
        let book = Metadata {
            source: Some("At the Kiln".to_owned()),
            authors: vec!["Ada Quill".to_owned()],
            date: Date::find("2022-03-04"),
            ..Metadata::default()
        };
        let chapter = Chapter { html: vec![html], ..Chapter::default() };
        let read = document("epub", chapter, &book, &mut Receipt::default());
        let speakers: Vec<&str> =
            read.iter().flat_map(|document| &document.speakers).map(String::as_str).collect();
        assert_eq!(read.as_ref().map(|document| (document.kind, &speakers[..])), expected, "{html}");
    }

    #[test]
    fn interviews_have_speakers() {
        let said =
            "<p><strong>Ada Moss:</strong> Who built it?</p><p><strong>Walter Hale:</strong> Nobody.</p>";
        check(
            &format!("<h1>A talk</h1>{}", said.repeat(4)),
            Some((Kind::Transcript, &["Ada Moss", "Walter Hale"])),
        );
        let terms =
            "<p><strong>The door.</strong> It stands open.</p><p><strong>Note:</strong> It is of oak.</p>";
        check(&format!("<h1>The parts</h1>{}", terms.repeat(3)), Some((Kind::Essay, &[])));
    }

    #[test]
    fn title_pages_are_no_chapters() {
        check("<h1>At the Kiln</h1><p>Ada Quill</p><p>March 4, 2022</p>", None);
        check(
            "<h1>At the Kiln</h1><p>Ada Quill lit it on March 4, 2022, at noon.</p>",
            Some((Kind::Essay, &[])),
        );
    }

    #[test]
    fn the_only_chapter_of_a_book_is_the_book() {
        use std::io::{Cursor, Write};

        let titles = |chapters: &[&str]| -> Vec<String> {
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let mut add = |name: &str, text: &str| {
                writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                writer.write_all(text.as_bytes()).unwrap();
            };
            add("mimetype", "application/epub+zip");
            add(
                "META-INF/container.xml",
                "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>",
            );
            let (mut items, mut spine) = (String::new(), String::new());
            for (number, chapter) in chapters.iter().enumerate() {
                add(&format!("{number}.xhtml"), &format!("<html><body>{chapter}</body></html>"));
                items += &format!(
                    "<item href='{number}.xhtml' id='c{number}' media-type='application/xhtml+xml'/>"
                );
                spine += &format!("<itemref idref='c{number}'/>");
            }
            add(
                "b.opf",
                &format!(
                    "<package><metadata><dc:title>At the Kiln</dc:title></metadata><manifest>{items}</manifest>\
                     <spine>{spine}</spine></package>"
                ),
            );
            let book = writer.finish().unwrap().into_inner();
            let read = super::super::read("a.epub", &book, &mut Receipt::default()).unwrap();
            read.into_iter().filter_map(|document| document.metadata.title).collect()
        };
        let (one, two) =
            ("<p>It was lit.</p><h2>Of ash</h2><p>It falls.</p>", "<h2>Of clay</h2><p>It dries.</p>");
        assert_eq!(titles(&[one]), ["At the Kiln"]);
        assert_eq!(titles(&[one, two]), ["Of ash", "Of clay"]);
    }
}
