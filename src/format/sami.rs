//! SAMI: captions in a kind of HTML, each behind a `<SYNC>` with the time when it is shown.

use super::lines::Lines;
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::{Track, language_code, markup};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "sami", extensions: &["smi", "sami"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head().trim_start().as_bytes();
    let is_sami = head.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"<SAMI"));
    if is_sami { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = input.text;
    let lower = text.to_ascii_lowercase();
    let body = lower.find("<body").unwrap_or(0);
    let mut starts: Vec<usize> = memchr::memmem::find_iter(lower.as_bytes(), "<sync").collect();
    starts.push(text.len());
    let shown: Vec<_> = starts.windows(2).filter_map(|pair| sync(pair[0], &text[pair[0]..pair[1]])).collect();
    let paragraphs: Vec<Vec<Paragraph<'_>>> =
        shown.iter().map(|(_, at, words)| paragraphs(*at, words, &lower)).collect();
    let mut classes: Vec<&str> = Vec::new();
    for class in paragraphs.iter().flatten().filter_map(|paragraph| paragraph.class) {
        if !classes.contains(&class) && classes.len() < CLASSES_MAX {
            classes.push(class);
        }
    }
    // What has no class is of the first language.
    let first = classes.first().copied().unwrap_or_default();
    let mut documents = Vec::new();
    for class in if classes.is_empty() { vec![first] } else { classes } {
        let mut track = Track::without_rows(text);
        let mut lines = Lines::new(text);
        track.metadata.title = between(text, &lower[..body], "<title>", "</title>");
        track.metadata.language = language_of(&lower[..body], class);
        for (index, own) in paragraphs.iter().enumerate() {
            let mut own = own.iter().filter(|paragraph| paragraph.class.unwrap_or(first) == class).peekable();
            let Some(paragraph) = own.peek() else { continue };
            let start_ms = shown[index].0;
            let end_ms = shown.get(index + 1).map(|(ms, ..)| *ms);
            track.begin(start_ms, end_ms.filter(|end_ms| *end_ms > start_ms), lines.at(paragraph.at));
            for paragraph in own {
                let words = paragraph.words.split("</BODY").next().unwrap_or_default();
                let words = words.split("</body").next().unwrap_or_default();
                // Line breaks of the source are blanks; only `<br>` breaks a row.
                markup::read_markup(&words.replace(['\n', '\r'], " "), &mut track);
                track.push("\n");
            }
        }
        for mut document in track.into_documents(FORMAT.name, input, receipt) {
            document.part = class.to_owned();
            documents.push(document);
        }
    }
    if let [only] = &mut documents[..] {
        only.part.clear();
    }
    Ok(documents)
}

/// How many languages a file may have.
const CLASSES_MAX: usize = 8;

/// What is shown at a time in one language.
struct Paragraph<'a> {
    /// Where it begins in the source.
    at: usize,
    /// The class, small.
    class: Option<&'a str>,
    words: &'a str,
}

/// What stands behind a `<sync>`, parted where a paragraph begins; `lower` is the whole source in small letters.
fn paragraphs<'a>(at: usize, words: &'a str, lower: &'a str) -> Vec<Paragraph<'a>> {
    let small = &lower[at..at + words.len()];
    let begins = memchr::memmem::find_iter(small.as_bytes(), "<p ");
    let mut starts: Vec<usize> = begins.collect();
    if starts.first().is_none_or(|first| words[..*first].contains(|c: char| !c.is_whitespace())) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([words.len()]);
    let ranges = starts.iter().copied().zip(ends);
    ranges
        .map(|(start, end)| Paragraph {
            at: at + start,
            class: class_of(&small[start..end]),
            words: &words[start..end],
        })
        .collect()
}

/// The milliseconds in `<SYNC Start=1000>` at byte `at`, and where what follows up to the next one stands.
fn sync(at: usize, text: &str) -> Option<(u64, usize, &str)> {
    const TAG_BYTES_MAX: usize = 200;
    let head = &text[..text.floor_char_boundary(TAG_BYTES_MAX)];
    let (tag, _) = head.split_once('>')?;
    let start = tag.to_ascii_lowercase().find("start=")?;
    let digits = tag[start + 6..].trim_start_matches(['"', '\'', ' ']);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let words = &text[tag.len() + 1..];
    Some((digits[..end].parse().ok()?, at + tag.len() + 1, words))
}

/// The class of the paragraph in what a `<sync>` shows, small.
fn class_of(lower: &str) -> Option<&str> {
    let head = &lower[..lower.floor_char_boundary(300)];
    let (_, rest) = head.split_once("<p ")?;
    let (_, value) = rest.split('>').next()?.split_once("class=")?;
    value.trim_matches(['"', '\'']).split([' ', '"', '\'']).next().filter(|class| !class.is_empty())
}

/// The language that the style of a class gives: `.ENCC { Name: English; lang: en-US; }`.
fn language_of(head: &str, class: &str) -> Option<String> {
    let (_, style) = head.split_once(&format!(".{class}"))?;
    let (_, value) = style.split('}').next()?.split_once("lang:")?;
    language_code(value.trim().split([';', ' ']).next()?)
}

fn between(text: &str, lower: &str, open: &str, close: &str) -> Option<String> {
    let start = lower.find(open)? + open.len();
    let end = start + lower[start..].find(close)?;
    Some(text[start..end].trim().to_owned()).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::clean::captions::check;

    #[test]
    fn captions_stand_behind_their_times() {
        check(
            "a.smi",
            "<SAMI>\n<HEAD><TITLE>The Long Field</TITLE>\n<STYLE TYPE=\"text/css\"><!--\nP { margin: 1pt; }\n.ENCC { Name: English; lang: en-US; }\n-->\n</STYLE></HEAD>\n<BODY>\n<SYNC Start=1000><P Class=ENCC>so we<br>begin\n<SYNC Start=3000><P Class=ENCC>&nbsp;\n<SYNC Start=4000><P Class=KRCC>\u{ac00}\n<sync start=6000><p class=ENCC>the <i>lower</i> field.\n</BODY>\n</SAMI>\n",
            "# The Long Field (en)\n?[1000]: so we begin [6000]the lower field.\n# The Long Field\n?[4000]: \u{ac00}",
        );
    }

    #[test]
    fn languages_are_tracks_of_their_own() {
        check(
            "a.smi",
            "<SAMI><HEAD><STYLE>.KRCC { lang: ko-KR; } .ENCC { lang: en-US; }</STYLE></HEAD><BODY>\n<SYNC Start=1000><P Class=KRCC>\u{ac00}\n<P Class=ENCC>so we\n<SYNC Start=3000><P Class=KRCC>\u{b098}\n<P Class=ENCC>begin.\n</BODY></SAMI>\n",
            "# (ko)\n?[1000]: \u{ac00} [3000]\u{b098}\n# (en)\n?[1000]: so we [3000]begin.",
        );
    }
}
