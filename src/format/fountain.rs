//! Fountain, in which screenplays are written as plain text: a page with the title, and signs for what the layout of a
//! line does not tell.

use super::{Confidence, Format, Input, ParseError, Receipt, plain};
use crate::clean::folded;
use crate::document::{Date, Document};

pub(super) static FORMAT: Format =
    Format { name: "fountain", extensions: &["fountain", "spmd"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let is_named = FORMAT.extensions.iter().any(|known| input.extension().eq_ignore_ascii_case(known));
    let has_scene = || input.head().lines().any(is_scene);
    if is_named && (has_scene() || TitlePage::read(input.text).is_some()) {
        Confidence::Certain
    } else {
        Confidence::No
    }
}

/// `INT. KILN SHED - NIGHT`, `.FLASHBACK`
fn is_scene(line: &str) -> bool {
    const STARTS: [&str; 6] = ["INT.", "EXT.", "INT ", "EXT ", "EST.", "I/E"];
    let upper = line.get(..4).unwrap_or_default().to_ascii_uppercase();
    STARTS.iter().any(|start| upper.starts_with(start)) || forced_scene(line).is_some()
}

/// A scene that a stop before it makes one.
fn forced_scene(line: &str) -> Option<&str> {
    line.strip_prefix('.').filter(|rest| rest.starts_with(char::is_alphanumeric))
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let page = TitlePage::read(input.text);
    let head_bytes = page.as_ref().map_or(0, |page| page.bytes);
    // The lines of the page stay, empty: those below keep their numbers.
    let mut script = "\n".repeat(input.text[..head_bytes].matches('\n').count());
    script.push_str(&plain_script(&input.text[head_bytes..], receipt));
    let mut documents: Vec<Document> =
        plain::prose_of(&Input { text: &script, ..*input }, receipt).into_iter().collect();
    for document in &mut documents {
        document.format = FORMAT.name.to_owned();
        let Some(page) = &page else { continue };
        let metadata = &mut document.metadata;
        metadata.title = page.value("title").or(metadata.title.take());
        let authors = page.value("author").or_else(|| page.value("authors"));
        metadata.authors.extend(authors.iter().flat_map(|all| all.split(" and ").map(str::to_owned)));
        metadata.date =
            page.value("draft date").or_else(|| page.value("date")).and_then(|day| Date::find(&day));
    }
    if documents.is_empty() {
        receipt.warn("there is no text in it");
    }
    Ok(documents)
}

/// The fields above a script, up to the first empty line.
struct TitlePage {
    bytes: usize,
    fields: Vec<(String, String)>,
}

impl TitlePage {
    fn read(text: &str) -> Option<Self> {
        const KEYS: [&str; 10] = [
            "title",
            "credit",
            "author",
            "authors",
            "source",
            "draft date",
            "date",
            "contact",
            "copyright",
            "notes",
        ];
        let mut page = Self { bytes: 0, fields: Vec::new() };
        for line in text.split_inclusive('\n') {
            if line.trim().is_empty() {
                break;
            }
            page.bytes += line.len();
            let field = line.split_once(':').filter(|(key, _)| KEYS.contains(&&*key.to_lowercase()));
            match (field, page.fields.last_mut()) {
                (Some((key, value)), _) => page.fields.push((key.to_lowercase(), unmarked(value))),
                (None, Some((_, value))) if line.starts_with([' ', '\t']) => {
                    value.push(' ');
                    value.push_str(&unmarked(line));
                }
                // A key of the writer's own.
                (None, Some(_)) if line.contains(':') => page.fields.push((String::new(), String::new())),
                _ => return None,
            }
        }
        page.fields.iter().any(|(key, _)| key == "title").then_some(page)
    }

    fn value(&self, key: &str) -> Option<String> {
        let value = self.fields.iter().find(|(known, _)| known == key).map(|(_, value)| folded(value));
        value.filter(|value| !value.is_empty())
    }
}

/// What stands on a line, without the signs of type.
fn unmarked(text: &str) -> String {
    text.replace("**", "").trim().trim_matches(['_', '*', ' ']).to_owned()
}

/// The script without its signs; it has the same lines.
fn plain_script(text: &str, receipt: &mut Receipt) -> String {
    let text = without(text, "/*", "*/", receipt);
    let text = without(&text, "[[", "]]", receipt);
    let mut script = String::with_capacity(text.len());
    for line in text.lines() {
        let bare = line.trim();
        let shown = match bare.chars().next() {
            // Synopses, and breaks of pages.
            Some('=') => {
                receipt.dropped("synopsis", bare);
                String::new()
            }
            Some('#') => bare.trim_start_matches('#').trim_start().to_owned(),
            Some('~' | '!') => bare[1..].trim_start().to_owned(),
            Some('>') => bare[1..].trim_end_matches('<').trim().to_owned(),
            Some('@') => bare[1..].to_uppercase(),
            _ => forced_scene(bare).map_or_else(|| line.to_owned(), str::to_owned),
        };
        let shown = shown.trim_end().trim_end_matches('^').trim_end();
        // `INT. OFFICE - DAY #2A#`
        let numbered = shown.strip_suffix('#').and_then(|shown| shown.rsplit_once(" #"));
        let shown = numbered.filter(|(scene, _)| is_scene(scene)).map_or(shown, |(scene, _)| scene);
        script.push_str(&shown.replace("**", ""));
        script.push('\n');
    }
    script
}

/// `text` without what stands between two signs, but with its line feeds.
fn without(text: &str, opens: &str, closes: &str, receipt: &mut Receipt) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once(opens) {
        let Some((note, behind)) = inside.split_once(closes) else { break };
        receipt.dropped("note of the writer", note.trim());
        out.push_str(before);
        out.extend(note.chars().filter(|c| *c == '\n'));
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;
    use crate::format::read;

    #[test]
    fn a_script_has_a_page_of_its_own_for_the_title() {
        let script = "Title:\n    _**LADDERS**_\nCredit: Written by\nAuthor: Ada Moss\nDraft date: 1/20/2021\n\n\
                      INT. BARN - DAY #1#\n\nOSWIN rakes.\n\nOSWIN\n(to himself)\nNot yet.\n\n@McTAR\nNot ever! [[check]]\n\n\
                      /* cut\nthis */\n\n= A synopsis\n\nOSWIN\nThen so be it.\n\n@McTAR ^\nIt is.\n\n.LATER\n\n> THE END <\n";
        let documents = read("a.fountain", script.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let [document] = &documents[..] else { panic!("{documents:?}") };
        assert_eq!(document.kind, Kind::Transcript);
        assert_eq!(document.metadata.title.as_deref(), Some("LADDERS"));
        assert_eq!(document.metadata.authors, ["Ada Moss"]);
        assert_eq!(document.metadata.date.map(|date| date.to_string()).as_deref(), Some("2021-01-20"));
        assert_eq!(document.speakers, ["OSWIN", "MCTAR"]);
        for gone in ["#1#", "check", "cut", "synopsis", "^", "@", ">", "Credit"] {
            assert!(!document.text.contains(gone), "{gone}: {}", document.text);
        }
        assert!(document.text.contains("LATER"));
    }
}
