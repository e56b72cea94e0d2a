//! Pages as browsers save them in one file (MHTML, RFC 2557): a mail whose parts are the page, its pictures
//! and its style sheets. The page is read as one, with the address that the file keeps of it.

use mail_parser::{Message, MessageParser, MimeHeaders};

use super::{Confidence, Format, Input, ParseError, Receipt, email, html, parse_inner};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "mhtml", extensions: &["mht", "mhtml"], detect, parse };

/// Looks for a page with its parts in the head of a mail, and for who saved it or where it was.
fn detect(input: &Input<'_>) -> Confidence {
    const HEAD_LINES_MAX: usize = 60;
    let extension = input.extension().to_ascii_lowercase();
    let (mut is_related, mut is_saved, mut is_mail) =
        (false, FORMAT.extensions.contains(&extension.as_str()), false);
    for line in input.head().lines().take(HEAD_LINES_MAX).take_while(|line| !line.trim().is_empty()) {
        let line = line.to_ascii_lowercase();
        is_related |= line.contains("multipart/related") || line.starts_with("content-type: text/html");
        is_mail |= line.starts_with("mime-version:");
        is_saved |= line.starts_with("snapshot-content-location:")
            || line.starts_with("from: <saved by ")
            || line.starts_with("from: \"saved by ")
            || line.starts_with("x-maf-");
    }
    if is_mail && is_related && is_saved { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let message = MessageParser::default().parse(input.bytes);
    let message = message.ok_or_else(|| ParseError("it is not readable as mail".to_owned()))?;
    let Some((page, address)) = page(&message, receipt) else {
        return Err(ParseError("no page is among its parts".to_owned()));
    };
    let title = message.subject().map(str::to_owned);
    documents_of(FORMAT.name, &page, address, title, receipt)
}

/// Reads a page that a file keeps with where it was and, maybe, its title.
pub(super) fn documents_of(
    format: &str,
    page: &str,
    address: Option<String>,
    title: Option<String>,
    receipt: &mut Receipt,
) -> Result<Vec<Document>, ParseError> {
    let read = parse_inner(&html::FORMAT, "page.html", page, receipt);
    let mut documents = read.map_err(|error| ParseError(error.to_string()))?;
    for document in &mut documents {
        format.clone_into(&mut document.format);
        let metadata = &mut document.metadata;
        if metadata.url.is_none() {
            metadata.url.clone_from(&address);
        }
        if metadata.title.is_none() {
            metadata.title = title.as_deref().map(|title| title.trim().to_owned());
        }
        // Lines of the page are no lines of the file, which has it encoded.
        document.forget_lines();
    }
    Ok(documents)
}

/// The page among the parts, which comes first, and where it was.
fn page(message: &Message<'_>, receipt: &mut Receipt) -> Option<(String, Option<String>)> {
    let part = message.parts.iter().find(|part| part.is_text_html())?;
    let location = message.header_raw("Snapshot-Content-Location").or_else(|| part.content_location());
    let location = location.map(str::trim).filter(|at| at.starts_with("http"));
    Some((email::text_of(part, message, receipt)?.into_owned(), location.map(str::to_owned)))
}
