//! What a source does not say and its name, its folder or its words do: title, date, source,
//! language.

use std::collections::HashSet;

use super::bylines::byline;
use super::{Receipt, language, naming};
use crate::clean::folded;
use crate::document::{Block, BlockKind, Date, Document, Kind, Metadata};

/// Fills in what is missing in the metadata of a document from the source at `path`, whose name may
/// still end in the name of a compression. `is_of_many` says that the source holds further documents.
pub(super) fn complete(document: &mut Document, path: &str, is_of_many: bool, receipt: &mut Receipt) {
    let path =
        [".gz", ".gzip", ".zst", ".zstd"].iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
    super::inverted::turn(document);
    let metadata = &mut document.metadata;
    tidy(metadata);
    let naming = naming::of_path(path);
    // `Transcript` names no conversation.
    if document.kind == Kind::Transcript
        && naming.title.is_some()
        && metadata.title.as_deref().is_some_and(|title| {
            super::transcript::is_transcript_heading(title) || title.eq_ignore_ascii_case("table of contents")
        })
    {
        metadata.title = None;
    }
    // Meet calls the first of its tabs so, and the meeting below it.
    if document.kind == Kind::Transcript && metadata.title.as_deref().is_some_and(is_of_notes) {
        let heading = document.blocks.iter().take(4).find(|block| block.kind == BlockKind::Heading);
        metadata.title = heading.map(|block| folded(&document.text[block.range()])).or(metadata.title.take());
    }
    if document.kind == Kind::Transcript && metadata.title.is_none() {
        document.metadata.title = labelled_title(document).or_else(|| stamped_title(document));
    }
    let is_of_many = is_of_many && !super::chats::is_day_of_file(document);
    let metadata = &mut document.metadata;
    // The name of a file with many documents is the title of none of them.
    if metadata.title.is_none()
        && document.format != super::records::FORMAT.name
        && !is_of_many
        && let Some(title) = naming.title.or_else(|| bare_name(path, naming.language.as_deref()))
    {
        receipt.guessed("title from the file name", &title);
        metadata.title = Some(title);
    }
    if document.kind == Kind::Transcript
        && let Some(title) = metadata.title.as_deref().and_then(naming::without_kind)
    {
        metadata.title = Some(title.to_owned());
    }
    if metadata.date.is_none()
        && let Some(date) = naming.date.or_else(|| naming::date_in_title(metadata.title.as_deref()?))
    {
        receipt.guessed("date from the name", &date.to_string());
        metadata.date = Some(date);
    }
    if document.kind != Kind::Essay
        && let Some(title) = metadata.title.as_deref().and_then(naming::without_stamp)
    {
        metadata.title = Some(title.to_owned());
    }
    let date = metadata.date;
    let is_vague = |date: Date| date.day_range().1 - date.day_range().0 > 31;
    if date.is_none_or(is_vague)
        && let Some(labelled) =
            labelled_date(document).or_else(|| date_above_turns(document)).or_else(|| date_alone(document))
        && date.is_none_or(|date| date.year() == labelled.year())
    {
        receipt.guessed("date from a line of the text", &labelled.to_string());
        document.metadata.date = Some(labelled);
    }
    if document.kind == Kind::Essay && document.metadata.authors.is_empty() {
        let (authors, day) = byline(document, receipt);
        document.metadata.authors = authors;
        document.metadata.date = document.metadata.date.or(day);
    }
    let metadata = &mut document.metadata;
    if metadata.source.is_none()
        && let Some((folder, _)) = path.split_once('/')
    {
        metadata.source = Some(folder.to_owned());
    }
    metadata.language = metadata.language.take().and_then(|language| language::code(&language));
    metadata.language = metadata.language.take().or(naming.language);
    // Feeds and templates declare a language that the texts in them are not in.
    let by_script = language::of_script(&document.text);
    let is_belied = |declared: &str| match by_script {
        Some(_) => !language::is_unspaced(declared),
        None => {
            language::has_own_script(declared) && language::is_latin(&document.text)
                || language::is_always_latin(declared) && language::is_hardly_latin(&document.text)
                || language::is_of_other_words(&document.text, declared)
        }
    };
    if metadata.language.as_deref().is_some_and(is_belied) {
        metadata.language = None;
    }
    if metadata.language.is_none()
        && let Some(language) = by_script.or_else(|| language::of_words(&document.text))
    {
        receipt.guessed("language from the words", language);
        metadata.language = Some(language.to_owned());
    }
}

/// Says that a title is the word for notes and a sign: `📝 Notes`.
fn is_of_notes(title: &str) -> bool {
    title.split_once(' ').is_some_and(|(sign, word)| word == "Notes" && !sign.contains(char::is_alphanumeric))
}

/// What one of the first lines calls the title of what was said: `Meeting Title: Ladders`.
fn labelled_title(document: &Document) -> Option<String> {
    const BLOCKS: usize = 3;
    const TITLE_BYTES_MAX: usize = 150;
    const LABELS: [&str; 4] = ["meeting title", "meeting name", "call title", "meeting"];
    let notes = document.blocks.iter().take(BLOCKS).take_while(|block| block.kind != BlockKind::Turn);
    let mut lines = notes.flat_map(|block| source_lines(document, block));
    lines.find_map(|line| {
        let (label, title) = line.split_once(':')?;
        let title = title.trim();
        let is_label = LABELS.iter().any(|known| known.eq_ignore_ascii_case(label.trim()));
        (is_label && !title.is_empty() && title.len() <= TITLE_BYTES_MAX).then(|| folded(title))
    })
}

/// The meeting that the first line names with its day, as services call the record of it:
/// `Ladders (2024-03-12 10:02 GMT) – Transcript`.
fn stamped_title(document: &Document) -> Option<String> {
    let first = document.blocks.first().filter(|block| block.kind != BlockKind::Turn)?;
    let line = source_lines(document, first).next()?;
    let title = naming::without_stamp(naming::without_kind(line)?)?;
    Some(folded(title))
}

/// The date in one of the first lines that says it is one: `Air Date: 2020-01-19`.
fn labelled_date(document: &Document) -> Option<Date> {
    const BLOCKS: usize = 8;
    const LABELS: [&str; 25] = [
        "date of interview",
        "date of recording",
        "interview date",
        "interviewed on",
        "meeting date",
        "日付",
        "日時",
        "日期",
        "录制时间",
        "会议时间",
        "air date",
        "aired",
        "date",
        "date published",
        "original air date",
        "published",
        "published on",
        "publish date",
        "publication date",
        "release date",
        "released",
        "recorded",
        "recorded on",
        "recording date",
        "posted",
    ];
    // Where they are spoken, the day comes before the month.
    const LABELS_OF_DAY_FIRST: [&str; 16] = [
        "fecha",
        "fecha de grabación",
        "data",
        "data da reunião",
        "data da gravação",
        "data di registrazione",
        "datum",
        "aufnahmedatum",
        "aufgenommen am",
        "date de l'enregistrement",
        "date de l’enregistrement",
        "дата",
        "дата записи",
        "التاريخ",
        "dato",
        "tarih",
    ];
    let mut lines = document.blocks.iter().take(BLOCKS).flat_map(|block| source_lines(document, block));
    lines.find_map(|line| {
        let parts = || line.split(['\u{B7}', '|', '\u{2022}']);
        let sentences = || parts().filter_map(|part| part.split_once(". ")).map(|(first, _)| first);
        if let Some(date) = parts().chain(sentences()).find_map(published) {
            return Some(date);
        }
        // Further fields may follow on the line.
        let (label, rest) = line.split_once(':').filter(|(label, _)| label.len() <= 30)?;
        let label = label.trim().to_lowercase();
        let rest = &rest[..rest.floor_char_boundary(50)];
        if LABELS_OF_DAY_FIRST.contains(&label.as_str()) {
            return day_first(rest).or_else(|| Date::find(rest));
        }
        if LABELS.contains(&label.as_str()) { Date::find(rest) } else { None }
    })
}

/// `12/09/2024`, as it is read where the day comes first.
fn day_first(text: &str) -> Option<Date> {
    let mut parts = text.split_whitespace().next()?.split(['/', '.', '-']);
    let (day, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    Date::new(year, Some(month), Some(day))
}

/// The day that is all of one of the first paragraphs, and of no other: below a title, mostly.
fn date_alone(document: &Document) -> Option<Date> {
    const BLOCKS: usize = 3;
    // Diaries have one above each entry.
    const BLOCKS_LOOKED_AT: usize = 60;
    const BYTES_MAX: usize = 48;
    const WORDS_MAX: usize = 6;
    let day = |block: &Block| {
        let text = document.text[block.range()].trim();
        if text.len() > BYTES_MAX || text.split_whitespace().nth(WORDS_MAX).is_some() {
            return None;
        }
        let words = text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count();
        // `8.0.0 2025-01-25` is when a version came out.
        let first = text.split(' ').next().unwrap_or_default().trim_end_matches('.');
        if first.contains('.') && Date::find(first).is_none() || text.starts_with('[') {
            return None;
        }
        // A weekday, a month, and what joins them.
        let is_bare = words <= 4 && !text.ends_with(['?', '!', ':']);
        let found = if is_bare { Date::find(text) } else { None };
        found.filter(|date| date.day_range().0 == date.day_range().1)
    };
    let mut blocks = document.blocks.iter().take(BLOCKS_LOOKED_AT);
    let first = blocks.by_ref().take(BLOCKS).find_map(day)?;
    blocks.find_map(day).is_none().then_some(first)
}

/// The day in `Published March 12th, 2024`, where nothing else is said.
fn published(words: &str) -> Option<Date> {
    const LETTERS_MAX: usize = 14;
    let (word, rest) = words.trim().split_once(' ')?;
    let is_word =
        ["published", "posted", "aired", "recorded"].iter().any(|known| known.eq_ignore_ascii_case(word));
    let letters = || rest.chars().filter(|c| c.is_alphabetic()).count();
    let is_bare = is_word && rest.len() <= 40 && letters() <= LETTERS_MAX;
    is_bare.then(|| Date::find(rest)).flatten().filter(|date| date.day_range().0 == date.day_range().1)
}

/// The text of a block as it stands on the lines of the source, as far as they are known.
pub(super) fn source_lines<'d>(document: &'d Document, block: &'d Block) -> impl Iterator<Item = &'d str> {
    let marks = document.lines_in(block).iter().map(|mark| mark.at as usize);
    let ends = marks.chain([block.end as usize]);
    let mut start = block.start as usize;
    let pieces = ends.filter_map(move |end| document.text.get(std::mem::replace(&mut start, end)..end));
    pieces.flat_map(str::lines).map(str::trim)
}

/// The day that stands by itself, perhaps with a time, above what is said: `May 4, 2024, 8:00AM`.
fn date_above_turns(document: &Document) -> Option<Date> {
    // Records of hearings have a title page.
    const BLOCKS: usize = 24;
    const LINE_BYTES_MAX: usize = 60;
    const LETTERS_MAX: usize = 24;
    // Records say which sitting it was; a sentence may tell of another day.
    const LETTERS_OF_RECORD_MAX: usize = 36;
    let first_turn =
        document.blocks.iter().take(BLOCKS + 1).position(|block| block.kind == BlockKind::Turn)?;
    let lines = document.blocks[..first_turn].iter().flat_map(|block| source_lines(document, block));
    let mut lines = lines.filter(|line| line.len() <= LINE_BYTES_MAX);
    lines.find_map(|line| {
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        let is_bare = letters <= LETTERS_MAX
            || letters <= LETTERS_OF_RECORD_MAX && !line.ends_with(['.', '!', '?', ':', ',', ';']);
        Date::find(line).filter(|date| is_bare && date.day_range().0 == date.day_range().1)
    })
}

/// Folds white space in what sources wrote into their fields, and drops what comes to nothing.
fn tidy(metadata: &mut Metadata) {
    for field in [&mut metadata.title, &mut metadata.source, &mut metadata.url, &mut metadata.media_url] {
        *field = field.take().map(|text| folded(&text)).filter(|text| !text.is_empty());
    }
    for names in [&mut metadata.authors, &mut metadata.tags] {
        let mut kept: HashSet<String> = HashSet::new();
        for name in std::mem::take(names).into_iter().map(|name| folded(&name)) {
            if !name.is_empty() && kept.insert(name.clone()) {
                names.push(name);
            }
        }
    }
}

/// The file's name as it is but for its language, where it says nothing better.
fn bare_name(path: &str, language: Option<&str>) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = match stem.rsplit_once('.') {
        Some((bare, code)) if language.is_some_and(|language| code.to_lowercase().starts_with(language)) => {
            bare
        }
        _ => stem,
    };
    let stem = naming::without_recording(stem);
    Some(stem.to_owned()).filter(|stem| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_behind_a_word() {
        let check = |words: &str, expected: Option<&str>| {
            assert_eq!(published(words).map(|date| date.to_string()).as_deref(), expected, "{words}");
        };
        check(" Published March 12th, 2024", Some("2024-03-12"));
        check("posted 12 March 2024", Some("2024-03-12"));
        check("Published in 1984 by the Barn Press", None);
        check("Published March 2024", None);
        check("Published", None);
    }

    #[test]
    fn whoever_a_line_below_the_title_names_wrote_it() {
        let essay = "The ladder stands in the barn, and nobody has climbed it since the flood came.";
        let check = |line: &str, expected: &[&str]| {
            let text = format!("# On ladders\n\n{line}\n\n{essay}\n");
            let documents = crate::format::read("a.md", text.as_bytes(), &mut Receipt::default());
            let authors = documents.unwrap_or_default().pop().map(|document| document.metadata.authors);
            assert_eq!(authors.unwrap_or_default(), expected, "{line}");
        };
        check("By Ada Field", &["Ada Field"]);
        check("By Ada Field and Bo Stone", &["Ada Field", "Bo Stone"]);
        check("By the river", &[]);
        check("By Ada Field's barn it stood", &[]);
        check("By Candlelight", &[]);
        check("By Ada Field, who never climbed it.", &[]);
    }

    #[test]
    fn who_wrote_it_is_named_once_however_many_there_are() {
        let each = (0..100_000).map(|number| format!(" Ada  {number}"));
        let authors = each.chain(["Ada 1".to_owned(), " ".to_owned()]).collect();
        let mut metadata = Metadata { authors, ..Metadata::default() };
        tidy(&mut metadata);
        assert_eq!((metadata.authors.len(), metadata.authors[1].as_str()), (100_000, "Ada 1"));
    }

    #[test]
    fn a_day_alone_below_the_title_is_the_date() {
        let check = |text: &str, expected: Option<&str>| {
            let documents = crate::format::read("a.txt", text.as_bytes(), &mut Receipt::default());
            let date = documents.unwrap_or_default().first().and_then(|document| document.metadata.date);
            assert_eq!(date.map(|date| date.to_string()).as_deref(), expected, "{text}");
        };
        let essay = "The ladder stands in the barn, and nobody has climbed it since the flood came.";
        check(&format!("On ladders\n\n12 September 2024\n\n{essay}\n"), Some("2024-09-12"));
        check(&format!("On ladders\n\nWritten after 12 September 2024 in the barn\n\n{essay}\n"), None);
        check(&format!("Changes\n\n8.0.0 2025-01-25\n\n{essay}\n"), None);
        check(&format!("Diary\n\n1 May 2024\n\n{essay}\n\n2 May 2024\n\n{essay}\n"), None);
        check(&format!("Relatório\n\nData: 05/09/2024\n\n{essay}\n"), Some("2024-09-05"));
        check(&format!("Report\n\nDate: 05/09/2024\n\n{essay}\n"), Some("2024"));
        check(
            &format!("On ladders\n\nRecorded on May 3, 2024. Speakers: Ada, Bo.\n\n{essay}\n"),
            Some("2024-05-03"),
        );
    }

    #[test]
    fn names_lose_their_language() {
        assert_eq!(bare_name("talks/keeper.en.srt", Some("en")).as_deref(), Some("keeper"));
        assert_eq!(bare_name("talks/keeper.srt", None).as_deref(), Some("keeper"));
        assert_eq!(bare_name("talks/v1.2.srt", None).as_deref(), Some("v1.2"));
    }
}
