//! From the blocks of a text file to its document: an essay, a transcript or notes.

use super::front_matter::{Chapter, FrontMatter};
use super::naming::{self, Naming};
use super::transcript::{self, Hints, Piece};
use super::{Input, Receipt};
use crate::document::{BlockKind, Builder, Document, Kind};

/// A text file as its format has read it.
#[derive(Debug)]
pub(super) struct Composition<'a> {
    /// The format's name.
    pub(super) format: &'static str,
    pub(super) front: Option<&'a FrontMatter<'a>>,
    pub(super) pieces: &'a [Piece<'a>],
    /// The number of the piece that heads the text.
    pub(super) headline: Option<usize>,
    /// The source says which lines are the names of those who speak.
    pub(super) names_speakers: bool,
    /// What the pieces are where nobody speaks, for formats that guess it from the layout.
    pub(super) layout: Option<Layout>,
}

/// Guesses what pieces are from how they are laid out.
pub(super) type Layout = fn(&[Piece<'_>], &mut Receipt) -> Vec<Laid>;

/// A block whose kind and text were guessed from its layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Laid {
    pub(super) kind: BlockKind,
    pub(super) line: Option<u32>,
    pub(super) text: String,
}

/// Makes the document; nothing when there are no words.
pub(super) fn compose(input: &Input<'_>, text: &Composition<'_>, receipt: &mut Receipt) -> Option<Document> {
    let naming = naming::of_path(input.path);
    let mut builder = Builder::new(Kind::Essay, text.format);
    if let Some(front) = text.front {
        front.fill(builder.metadata());
    }
    let mut pieces = text.pieces;
    let mut without_headline = Vec::new();
    if let Some(headline) = text.headline {
        let title = clean(pieces[headline].text);
        let known = builder.metadata().title.get_or_insert_with(|| title.clone());
        if letters(known) == letters(&title) {
            without_headline
                .extend(pieces.iter().enumerate().filter(|(at, _)| *at != headline).map(|(_, piece)| *piece));
            pieces = &without_headline;
        }
    }
    let kept = text.front.and_then(FrontMatter::transcript);
    let mut hints = hints(text.front, &naming, kept.is_some());
    hints.declared |= text.names_speakers;
    hints.marks_every_turn = text.names_speakers;
    let flow = flowing_items(pieces);
    let joined;
    let with_joined;
    if let Some(items) = &flow {
        receipt.guessed("lines of captions in the items of a list", &format!("{} items", items.len()));
        hints.declared |= !naming.is_notes;
        joined = pieces[items.clone()].iter().map(|item| item.text).collect::<Vec<_>>().join("\n");
        let said = Piece { kind: BlockKind::Paragraph, text: &joined, ..pieces[items.start] };
        with_joined = [&pieces[..items.start], &[said], &pieces[items.end..]].concat();
        pieces = &with_joined;
    }
    let told = unfenced(pieces);
    if let Some(told) = &told {
        receipt.guessed("a transcript that is set as code", "");
        pieces = told;
    }
    let described = described(text.front, pieces, &naming);
    for (words, line) in &described {
        builder.block(BlockKind::Paragraph, *line, words);
    }
    // Before the text, where they stand under none of its headings.
    let chapters = text.front.map(FrontMatter::chapters).unwrap_or_default();
    for chapter in chapters.iter().filter(|chapter| !is_listed(chapter, pieces)) {
        let time = (chapter.start_ms, chapter.end_ms);
        builder.timed_block(BlockKind::ListItem, chapter.line, &chapter.title, Some(time));
    }
    let kind = match &kept {
        Some((words, line)) => {
            write_laid(&mut builder, text.layout, pieces, receipt);
            let lines = plain_pieces(words, *line);
            write_transcript(&mut builder, &lines, &hints, receipt).unwrap_or_else(|| {
                write_plainly(&mut builder, &lines);
                Kind::Transcript
            })
        }
        None => write_transcript(&mut builder, pieces, &hints, receipt).unwrap_or_else(|| {
            write_laid(&mut builder, text.layout, pieces, receipt);
            if hints.declared || are_notes(text.front, pieces, &naming) { Kind::Notes } else { Kind::Essay }
        }),
    };
    if builder.is_empty() {
        receipt.warn("there is no text in it");
        return None;
    }
    // It is found by its other names as by headings, which stand on no line of the text.
    for name in text.front.map(FrontMatter::aliases).unwrap_or_default() {
        if !builder.metadata().title.as_deref().is_some_and(|title| letters(title) == letters(&name)) {
            builder.block(BlockKind::Heading, None, &name);
        }
    }
    let mut document = builder.finish();
    document.kind = kind;
    if kind == Kind::Transcript && document.speakers.is_empty() {
        document.speakers = hints.names;
    }
    Some(document)
}

/// Whether the text itself has a chapter with its time.
fn is_listed(chapter: &Chapter, pieces: &[Piece<'_>]) -> bool {
    let (minutes, seconds) = (chapter.start_ms / 60_000, chapter.start_ms / 1000 % 60);
    let time = format!("{:02}:{seconds:02}", minutes % 60);
    let time = time.trim_start_matches('0');
    pieces.iter().any(|piece| piece.text.contains(chapter.title.as_str()) && piece.text.contains(time))
}

/// The pieces of a text most of which is a transcript between the fences of code, whose breaks somebody wanted to keep.
fn unfenced<'a>(pieces: &[Piece<'a>]) -> Option<Vec<Piece<'a>>> {
    let all: usize = pieces.iter().map(|piece| piece.text.len()).sum();
    let is_most = |piece: &Piece<'_>| piece.kind == BlockKind::Code && piece.text.len() * 10 >= all * 6;
    let at = pieces.iter().position(is_most)?;
    let inside = plain_pieces(pieces[at].text, pieces[at].line.unwrap_or(1));
    let transcript = transcript::recognise(&inside, &Hints::default())?;
    // Logs of machines have times, and nobody who speaks.
    let is_said = transcript.is_evident() || transcript.is_dialogue();
    is_said.then(|| [&pieces[..at], &inside, &pieces[at + 1..]].concat())
}

/// The points of a list that are no points: tools write captions down so, a line an item, and most
/// go on in the midst of a sentence. Of all lists the longest, where most of the text is in it.
fn flowing_items(pieces: &[Piece<'_>]) -> Option<std::ops::Range<usize>> {
    const ITEMS_MIN: usize = 20;
    let mut longest = 0..0;
    let mut start = 0;
    for run in pieces.chunk_by(|a, b| (a.kind == BlockKind::ListItem) == (b.kind == BlockKind::ListItem)) {
        if run[0].kind == BlockKind::ListItem && run.len() > longest.len() {
            longest = start..start + run.len();
        }
        start += run.len();
    }
    let (mut open, mut small, mut bytes) = (0, 0, 0);
    for item in &pieces[longest.clone()] {
        let words = item.text.trim();
        open += usize::from(!words.ends_with(['.', '?', '!', ':', ';', '"', ')', '”']));
        small += usize::from(words.starts_with(char::is_lowercase));
        bytes += item.text.len();
    }
    let all: usize = pieces.iter().map(|piece| piece.text.len()).sum();
    let count = longest.len();
    let flows = count >= ITEMS_MIN
        && bytes * 10 >= all * 6
        && open * 10 >= count * 6
        && small * 10 >= count * 4
        && transcript::is_of_words(pieces[longest.clone()].iter().map(|item| item.text));
    flows.then_some(longest)
}

/// Parts a plain text into paragraphs at blank lines, as pieces with their lines.
pub(super) fn plain_pieces(text: &str, first_line: u32) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut at, mut number) = (0, first_line);
    let mut open: Option<(usize, u32)> = None;
    let mut close = |open: &mut Option<(usize, u32)>, end: usize| {
        if let Some((start, line)) = open.take() {
            pieces.push(Piece { kind: BlockKind::Paragraph, line: Some(line), text: &text[start..end] });
        }
    };
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            close(&mut open, at);
        } else {
            open.get_or_insert((at, number));
        }
        at += line.len();
        number += 1;
    }
    close(&mut open, at);
    pieces
}

fn write_laid(builder: &mut Builder, layout: Option<Layout>, pieces: &[Piece<'_>], receipt: &mut Receipt) {
    let Some(layout) = layout else { return write_plainly(builder, pieces) };
    let laid = layout(pieces, receipt);
    let pieces = laid.iter().map(|laid| Piece { kind: laid.kind, line: laid.line, text: &laid.text });
    write_plainly(builder, &pieces.collect::<Vec<_>>());
}

/// Adds the pieces as the blocks they are.
pub(super) fn write_plainly(builder: &mut Builder, pieces: &[Piece<'_>]) {
    for piece in pieces {
        match piece.kind {
            BlockKind::Code => {
                builder.lines(piece.kind, piece.line, piece.text);
            }
            // Rulers and ornaments part texts and are none.
            _ if !piece.text.contains(char::is_alphanumeric) => {}
            BlockKind::Paragraph if piece.text.len() > LONG_BYTES => write_long(builder, piece),
            kind => {
                builder.lines(kind, piece.line, piece.text);
            }
        }
    }
}

/// A paragraph this long may be a text without paragraphs.
const LONG_BYTES: usize = 2400;

/// Speech recognition writes a sentence or a caption on each line and no paragraphs: such a text
/// is parted at the ends of lines.
fn write_long(builder: &mut Builder, piece: &Piece<'_>) {
    let ends = |line: &str| line.trim_end().ends_with(['.', '?', '!', '…', '。', '！', '？', '"', '”']);
    let (mut lines, mut ended) = (0, 0);
    for line in piece.text.lines() {
        lines += 1;
        ended += usize::from(ends(line));
    }
    // Of the lines of wrapped prose some end with a sentence.
    let has_sentences = ended * 10 >= lines * 7;
    let widest = piece.text.lines().map(str::len).max().unwrap_or_default();
    let ragged = piece.text.lines().filter(|line| line.len() * 10 < widest * 6).count();
    let is_ragged = ragged * 10 >= lines * 3;
    if lines < 8 || !(has_sentences || is_ragged || ended * 40 <= lines) {
        builder.lines(piece.kind, piece.line, piece.text);
        return;
    }
    let (mut start, mut at, mut number, mut first) = (0, 0, piece.line, piece.line);
    for line in piece.text.split_inclusive('\n') {
        at += line.len();
        number = number.map(|number| number + 1);
        let length = at - start;
        if length >= 400 && (ends(line) || ended == 0 || length >= 1600) {
            builder.lines(piece.kind, first, &piece.text[start..at]);
            (start, first) = (at, number);
        }
    }
    builder.lines(piece.kind, first, &piece.text[start..]);
}

fn write_transcript(
    builder: &mut Builder,
    pieces: &[Piece<'_>],
    hints: &Hints,
    receipt: &mut Receipt,
) -> Option<Kind> {
    let transcript = transcript::recognise(pieces, hints)?;
    if transcript.is_of_questions() && builder.metadata().title.as_deref().is_some_and(is_of_readers) {
        return None;
    }
    transcript.write(builder, receipt);
    Some(Kind::Transcript)
}

/// Says that a title is of questions as readers ask them often: nobody asked them aloud.
fn is_of_readers(title: &str) -> bool {
    let title = title.to_lowercase();
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    title.contains("frequently asked") || words.any(|word| matches!(word, "faq" | "faqs"))
}

fn hints(front: Option<&FrontMatter<'_>>, naming: &Naming, kept: bool) -> Hints {
    #[rustfmt::skip]
    const DECLARING: [&str; 8] = [
        "transcriptby", "transcribedby", "transcriber", "transcriptor", "transcriptionby",
        "transcriptioncoverage", "transcriptsource", "transcript",
    ];
    let (names, only) = front.map(FrontMatter::speakers).unwrap_or_default();
    let typed = || {
        front?
            .text(&["type", "layout", "kind", "contenttype", "doctype"])
            .filter(|kind| kind.contains("transcript"))
    };
    let declared = kept
        || naming.is_transcript
        || !naming.is_notes && (front.is_some_and(|front| front.has(&DECLARING)) || typed().is_some());
    Hints { declared, marks_every_turn: false, names, only }
}

/// What only the head says, with its line: the subtitle and the abstract, and of an episode what it is about.
fn described(
    front: Option<&FrontMatter<'_>>,
    pieces: &[Piece<'_>],
    naming: &Naming,
) -> Vec<(String, Option<u32>)> {
    let Some(front) = front else { return Vec::new() };
    let short = is_empty_but_for_headings(pieces) || is_episode(front) || naming.is_notes;
    let kinds: &[&[&str]] = if short {
        &[&["subtitle", "description", "summary", "excerpt", "descripcion", "bio", "lead", "abstract"]]
    } else {
        &[&["subtitle", "subtitulo", "untertitel", "lead", "deck", "standfirst"], &["abstract"]]
    };
    let is_there = |words: &str| {
        let sought = letters(words);
        // Pieces may be long, and mostly differ in their first letters.
        pieces.iter().take(6).any(|piece| {
            let mut there = letters_of(piece.text).peekable();
            there.peek().is_some() && sought.chars().zip(there).all(|(sought, there)| sought == there)
        })
    };
    let said = kinds.iter().filter_map(|keys| Some((front.text(keys)?, front.line_of(keys))));
    said.filter(|(words, _)| !is_there(words)).collect()
}

fn is_empty_but_for_headings(pieces: &[Piece<'_>]) -> bool {
    pieces.iter().all(|piece| piece.kind == BlockKind::Heading)
}

/// The head is of an episode rather than of an article.
fn is_episode(front: &FrontMatter<'_>) -> bool {
    #[rustfmt::skip]
    const EPISODE: [&str; 12] = [
        "episode", "episodenumber", "episodeguid", "podcastduration", "podcastfile", "enclosure",
        "itunesduration", "buzzsproutid", "audio", "audiourl", "mp3", "episodeid",
    ];
    front.has(&EPISODE)
        || front.text(&["type", "layout"]).is_some_and(|kind| kind.eq_ignore_ascii_case("episode"))
}

/// Notes about something said: an episode's page, a summary, a list of chapters.
fn are_notes(front: Option<&FrontMatter<'_>>, pieces: &[Piece<'_>], naming: &Naming) -> bool {
    #[rustfmt::skip]
    const SECTIONS: [&str; 22] = [
        "show notes", "shownotes", "episode notes", "episode links", "show links",
        "links mentioned", "your hosts", "hosts", "guests", "sponsored by", "sponsors",
        "timestamps", "chapters", "about this episode", "about the episode", "in this episode",
        "in this episode we discuss", "topics discussed", "mentioned in this episode",
        "resources mentioned", "key takeaways", "episode summary",
    ];
    if naming.is_notes || front.is_some_and(is_episode) {
        return true;
    }
    let is_section = |piece: &&Piece<'_>| {
        let title = clean(piece.text).to_lowercase();
        SECTIONS.contains(&title.trim_matches(|c: char| !c.is_alphanumeric()))
    };
    let sections = pieces.iter().filter(|piece| piece.kind == BlockKind::Heading).filter(is_section).count();
    let has_recording = front.is_some_and(|front| {
        front.has(&["duration", "durationseconds"]) && front.has(&["show", "podcast", "channel"])
    });
    sections >= 2 || has_recording || (sections == 1 && transcript::has_chapters(pieces)) || {
        let words: usize = pieces.iter().map(|piece| piece.text.len() / 6).sum();
        words < 1200 && transcript::has_chapters(pieces)
    }
}

/// The letters and figures of a text, small: what stays when spelling and dress differ.
fn letters(text: &str) -> String {
    letters_of(text).collect()
}

fn letters_of(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// One line without marks.
fn clean(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let end = shown.len();
        if end > 0 {
            shown.push(' ');
        }
        let start = shown.len();
        shown.extend(word.chars().filter(|c| !c.is_control()));
        if shown.len() == start {
            shown.truncate(end);
        }
    }
    shown
}
