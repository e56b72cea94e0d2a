//! Plain text: essays and books with paragraphs, headings and lists by their layout, and
//! transcripts by their labels.
//!
//! Whatever is text could be read as such, so this format is careful not to: source code, tables
//! and settings are refused.

mod aozora;
mod comment;
mod glued;
mod gutenberg;
mod layout;
pub(super) mod numbered;
mod prose;
mod requests;
mod tokens;
mod unwrapped;

use super::compose::{Composition, compose, plain_pieces};
use super::transcript::{self, Hints, Piece};
use super::{Confidence, Format, Input, ParseError, Receipt, bylines, front_matter, naming};
use crate::clean::captions::watermark;
use crate::document::{BlockKind, Date, Document};

pub(super) static FORMAT: Format = Format { name: "text", extensions: &["txt", "text"], detect, parse };

/// How sure a file with this ending can be to be plain text, at most.
pub(super) fn surest(extension: &str) -> Confidence {
    if is_markdown(extension) { Confidence::Possible } else { Confidence::Likely }
}

fn is_markdown(extension: &str) -> bool {
    super::markdown::FORMAT.extensions.contains(&extension)
}

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    if !prose::is_allowed(&input.extension().to_ascii_lowercase()) || !head.contains(char::is_alphanumeric) {
        return Confidence::No;
    }
    if prose::is_typesetting(head) {
        return Confidence::No;
    }
    if tokens::without(head, &mut Receipt::default()).is_some() {
        return Confidence::Possible;
    }
    // Captions have formats of their own.
    let cues = head
        .lines()
        .filter(|line| line.contains(" --> ") && line.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    if start_is_caption(head) || cues.take(2).count() == 2 {
        return Confidence::Possible;
    }
    if prose::is_settings(head) {
        return Confidence::No;
    }
    // Inside of a file that calls itself Markdown, a transcript may have its inline marks.
    if !is_markdown(&input.extension().to_ascii_lowercase())
        && transcript::recognise(&plain_pieces(head, 1), &Hints::default()).is_some()
    {
        return Confidence::Likely;
    }
    if prose::is_prose(head) { Confidence::Possible } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    if let Some(words) = tokens::without(input.text, receipt) {
        return read(&Input { text: &words, ..*input }, false, receipt);
    }
    if let Some(turns) = numbered::without_numbers_of_turns(input.text, receipt) {
        return read(&Input { text: &turns, ..*input }, false, receipt);
    }
    if aozora::is_marked(input.text) {
        return Ok(aozora::parse(input, receipt).into_iter().collect());
    }
    let parted = glued::with_times_apart(input.text)
        .or_else(|| glued::with_breaks(input.text))
        .filter(|parted| transcript::recognise(&plain_pieces(parted, 1), &Hints::default()).is_some());
    if let Some(parted) = &parted {
        receipt.guessed("breaks between turns", input.path);
        return read(&Input { text: parted, ..*input }, false, receipt);
    }
    if let Some(memo) = requests::without_pages(input.text, receipt) {
        return read(&Input { text: &memo, ..*input }, true, receipt);
    }
    read(input, false, receipt)
}

fn read(input: &Input<'_>, is_memo: bool, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let (mut front, mut at) = front_matter::split(input.text, receipt);
    if let (None, Some((head, begins))) = (&front, comment::split(&input.text[at..])) {
        (front, at) = (Some(head), at + begins);
    }
    let book = gutenberg::split(&input.text[at..], receipt);
    let front = front.or(book.front);
    let end = at + book.end;
    at += book.start;
    at += console_bytes(&input.text[at..end], receipt);
    let first_line = 1 + front_matter::count_lines(&input.text[..at]);
    let record = numbered::read(&input.text[at..end], first_line, receipt);
    let mut pieces = match &record {
        Some(record) => record.pieces(),
        None => plain_pieces(&input.text[at..end], first_line),
    };
    pieces.retain(|piece| {
        let text = piece.text.trim();
        let is_watermark = text.len() < 200 && text.starts_with('(') && text.ends_with(')') && {
            watermark(text, 0).is_some() || text.contains("Go Unlimited")
        };
        if is_watermark {
            receipt.dropped("note of the transcriber", text);
        }
        !is_watermark
    });
    if let Some(last) = pieces.last_mut()
        && let Some(behind) = BEHIND.iter().find(|behind| last.text.trim_end().ends_with(**behind))
    {
        receipt.dropped("note of the program", behind);
        last.text = last.text.trim_end().strip_suffix(behind).unwrap_or_default().trim_end();
        pieces.retain(|piece| !piece.text.trim().is_empty());
    }
    // What the page offers stands above the title.
    if pieces.len() > 1 && transcript::is_credit(pieces[0].text) && !pieces[0].text.trim().contains('\n') {
        receipt.dropped("note of the transcriber", pieces.remove(0).text);
    }
    if record.is_none() && !is_memo {
        pieces = unwrapped::apart(pieces, receipt);
    }
    let memo = if is_memo { Some(requests::read(&mut pieces, receipt)) } else { None };
    let dated = dated_head(&pieces);
    if let Some((_, title_bytes)) = dated {
        let (title, rest) = pieces[0].text.split_at(title_bytes);
        let line = pieces[0].line.map(|line| line + 1);
        let rest = Piece { line, text: rest, ..pieces[0] };
        pieces[0].text = title;
        pieces.insert(1, rest);
    }
    if dated.is_none() && !is_memo {
        part_signed_head(&mut pieces);
    }
    let composition = Composition {
        format: FORMAT.name,
        front: front.as_ref(),
        headline: memo.as_ref().and_then(|memo| memo.title).or_else(|| headline(&pieces)),
        pieces: &pieces,
        names_speakers: false,
        layout: Some(layout::lay),
    };
    let mut document = compose(input, &composition, receipt);
    if let (Some(document), Some((date, _))) = (&mut document, dated) {
        document.metadata.date = document.metadata.date.or(date);
    }
    if let (Some(document), Some(memo)) = (&mut document, memo) {
        document.metadata.date = document.metadata.date.or(memo.date);
    }
    Ok(document.into_iter().collect())
}

/// What programs set behind a text that is copied from them.
const BEHIND: [&str; 2] = [
    "This material may be protected by copyright.",
    "AI-generated content may be inaccurate or misleading. Always check for accuracy.",
];

/// How many bytes the lines take that Whisper writes on a screen before the first words.
fn console_bytes(text: &str, receipt: &mut Receipt) -> usize {
    const STARTS: [&str; 2] = ["Detecting language using up to ", "Detected language: "];
    let is_console = |line: &&str| STARTS.iter().any(|start| line.starts_with(start));
    let lines = text.split_inclusive('\n').take_while(is_console);
    lines.inspect(|line| receipt.dropped("note of the transcriber", line.trim())).map(str::len).sum()
}

/// The document of a text inside another format, where it is meant to be read.
pub(super) fn prose_of(input: &Input<'_>, receipt: &mut Receipt) -> Option<Document> {
    let head = input.head();
    let is_read =
        prose::is_prose(head) || transcript::recognise(&plain_pieces(head, 1), &Hints::default()).is_some();
    if is_read { parse(input, receipt).ok()?.pop() } else { None }
}

/// Tools that transcribe meetings begin with the title and, on the next line, the day or where the recording
/// is: the day, and how many bytes the title takes.
fn dated_head(pieces: &[Piece<'_>]) -> Option<(Option<Date>, usize)> {
    let first = pieces.first()?.text;
    let (title, rest) = first.split_once('\n')?;
    let mut lines = rest.lines();
    let day = lines.next()?;
    let is_title = (4..=120).contains(&title.trim().len())
        && !title.trim_end().ends_with(['.', ',', ';', ':'])
        && !are_fields(title);
    // The title alone, and where the recording is.
    if is_title && rest.trim().lines().count() == 1 && (is_address(day) || transcript::is_credit(day)) {
        let is_said = transcript::recognise(pieces, &Hints::default()).is_some();
        return is_said.then_some((None, title.len() + 1));
    }
    if is_title
        && !title.contains(": ")
        && are_fields(rest)
        && transcript::recognise(pieces, &Hints::default()).is_some()
    {
        let told =
            rest.lines().filter(|line| line.to_lowercase().contains("date") || line.contains("ecorded"));
        let date = told.into_iter().find_map(|line| naming::date_in_title(line).or_else(|| Date::find(line)));
        return Some((date, title.len() + 1));
    }
    // YouTube's panel, copied below the title: times on lines of their own.
    let is_chapter = title.trim_start().starts_with("Chapter ");
    if is_title
        && !is_chapter
        && rest.lines().count() > 4
        && is_first_time(day)
        && !is_first_time(title.trim())
    {
        let is_said = transcript::recognise(pieces, &Hints::default()).is_some();
        return is_said.then_some((None, title.len() + 1));
    }
    // A title of many words is one, whatever else stands in the head.
    let lines_max = if title.split_whitespace().nth(4).is_some() { 5 } else { 3 };
    if !is_title || day.len() > 60 || lines.any(|line| line.len() > 60) || rest.lines().count() > lines_max {
        return None;
    }
    let date = naming::date_in_title(day).or_else(|| Date::find(day))?;
    let is_said = transcript::recognise(pieces, &Hints::default()).is_some();
    is_said.then_some((Some(date), title.len() + 1))
}

/// Says that the lines below a title are fields that say how a recording came to be: `Interviewed by: Ruth Ek`.
fn are_fields(rest: &str) -> bool {
    const LINES_MAX: usize = 10;
    const PARTS: [&str; 19] = [
        "participants",
        "attendees",
        "speakers",
        "speaker",
        "date",
        "interviewed by",
        "interviewer",
        "interviewee",
        "interview date",
        "date of interview",
        "date of recording",
        "place",
        "location",
        "duration",
        "length",
        "recorded",
        "audio length",
        "file name",
        "total time",
    ];
    let is_field = |line: &str| {
        let key = line.split_once(": ").map(|(key, _)| key.trim().to_lowercase());
        key.is_some_and(|key| PARTS.contains(&&*key))
    };
    let lines = rest.lines().filter(|line| !line.trim().is_empty());
    let fields = lines.clone().filter(|line| is_field(line)).count();
    let count = lines.clone().count();
    (1..=LINES_MAX).contains(&count) && fields * 2 >= count && lines.take(1).all(is_field)
}

/// Parts the title in the first line from who wrote it and when, on the next ones, and those from the text.
fn part_signed_head(pieces: &mut Vec<Piece<'_>>) {
    let Some(first) = pieces.first().copied().filter(|first| first.kind == BlockKind::Paragraph) else {
        return;
    };
    let Some((title_bytes, head_bytes)) = bylines::below_title(first.text) else { return };
    let (title, rest) = first.text.split_at(title_bytes);
    if are_fields(title) {
        return;
    }
    let (head, body) = rest.split_at(head_bytes);
    let below = |lines: u32, text| Piece { line: first.line.map(|line| line + lines), text, ..first };
    let parts = [below(0, title), below(1, head), below(1 + front_matter::count_lines(head), body)];
    let mut parted: Vec<Piece<'_>> = parts.into_iter().filter(|part| !part.text.trim().is_empty()).collect();
    parted.extend_from_slice(&pieces[1..]);
    if headline(&parted) == Some(0) {
        *pieces = parted;
    }
}

/// `0:00`, with which a recording begins.
fn is_first_time(line: &str) -> bool {
    let line = line.trim();
    let fields = line.split(':').count();
    let is_time = line.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    is_time
        && (2..=3).contains(&fields)
        && line.split(':').next().is_some_and(|first| first.trim_start_matches('0').is_empty())
}

fn is_address(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("https://") && !line.contains(char::is_whitespace)
}

fn start_is_caption(head: &str) -> bool {
    head.starts_with("WEBVTT")
}

/// The first line is the title when it stands alone and is no sentence. Meet sets the day above it.
fn headline(pieces: &[Piece<'_>]) -> Option<usize> {
    let is_day =
        |text: &str| Date::find(text).is_some() && text.chars().filter(|c| c.is_alphabetic()).count() <= 9;
    let second = pieces.get(1).filter(|second| naming::without_kind(second.text.trim()).is_some());
    let at = usize::from(second.is_some() && is_day(pieces[0].text));
    let first = pieces.get(at)?;
    let line = first.text.trim();
    let is_note = line.starts_with(['[', '(']) && line.ends_with([']', ')']);
    let is_title = !line.contains('\n')
        // `[music]`
        && !is_note
        // A moment, as meetings have it, is no title.
        && !(is_day(line) && line.contains(':'))
        && line.len() <= 150
        && !line.ends_with(['.', ',', ';', ':', '!', '…', '。', '-'])
        && !line.contains("://")
        && (!transcript::is_labelled(line)
            || !line.contains(char::is_lowercase)
            // `The Long Field Transcripts: Ada Moss on Rungs`
            || line.to_lowercase().contains("transcript"))
        && line.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && first.kind == BlockKind::Paragraph
        && pieces.len() > 1
        && !transcript::is_asked(line)
        && !layout::is_item(line);
    is_title.then_some(at)
}
