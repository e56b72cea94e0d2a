//! What all captions share: from the cues of a file to the conversation they show.
//!
//! A format reads its cues into a [`Track`]. [`Track::into_documents`] takes out what a screen
//! needs and a reader does not (rows that roll, cues that repeat, labels, sound notes) and joins
//! the rest into turns.

pub(crate) mod markup;
mod repeats;
mod speakers;
#[cfg(test)]
mod tests;
mod turns;
mod unsaid;

use std::ops::Range;

use crate::document::{Builder, Document, Kind, LineMark, Metadata};
use crate::format::Input;
use crate::receipt::Receipt;

/// The cues of one caption file, in the order of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Track {
    /// The text of all cues, one behind the other; rows are parted by line feeds.
    text: String,
    cues: Vec<Cue>,
    /// When single words begin, in order of `at`.
    words: Vec<Word>,
    /// The rows of a cue are lines of the source.
    rows_are_lines: bool,
    /// Where they are not: what stands on other lines than the beginning of its cue, in order of `at`.
    lines: Vec<LineMark>,
    /// The names that [`Cue::voice`] points to.
    names: String,
    /// What the file says about itself.
    pub(crate) metadata: Metadata,
    /// The source has lost the blanks behind its commas: they are put back.
    has_lost_blanks: bool,
    repaired_blanks: usize,
}

/// What is shown at one time, by one voice.
#[derive(Clone, Copy, Debug)]
struct Cue {
    start_ms: u32,
    end_ms: Option<u32>,
    /// Its bytes in [`Track::text`].
    start: u32,
    end: u32,
    /// The first line of its text in the source, counted from 1; 0 where lines do not count.
    line: u32,
    /// Who speaks, as bytes of [`Track::names`], where the format says so.
    voice: Option<(u32, u32)>,
    /// Where the first stretch begins that looks different from the rest.
    highlight: Option<u32>,
}

/// The words from byte `at` of the text on begin at this time.
#[derive(Clone, Copy, Debug)]
struct Word {
    at: u32,
    start_ms: u32,
}

impl Track {
    /// An empty track for the cues of `source`.
    pub(crate) fn of(source: &str) -> Self {
        /// No more than there are of times and a row of text in most files.
        const CUE_BYTES: usize = 80;
        let text = String::with_capacity(source.len() / 2);
        let cues = Vec::with_capacity(source.len() / CUE_BYTES);
        let has_lost_blanks = has_lost_blanks(source);
        Self { text, cues, has_lost_blanks, rows_are_lines: true, ..Self::default() }
    }

    /// The same, where the rows of a cue are not on lines of their own.
    pub(crate) fn without_rows(source: &str) -> Self {
        Self { rows_are_lines: false, ..Self::of(source) }
    }

    /// Begins a cue; what is pushed from here on belongs to it.
    pub(crate) fn begin(&mut self, start_ms: u64, end_ms: Option<u64>, line: u32) {
        let at = self.here();
        let end_ms = end_ms.map(clamp).filter(|end_ms| *end_ms >= clamp(start_ms));
        self.cues.push(Cue {
            start_ms: clamp(start_ms),
            end_ms,
            start: at,
            end: at,
            line,
            voice: None,
            highlight: None,
        });
    }

    /// Adds text to the open cue.
    pub(crate) fn push(&mut self, text: &str) {
        // Beyond 4 GiB offsets do not fit; no caption file is of that size.
        if u32::try_from(self.text.len() + text.len()).is_err() {
            return;
        }
        if self.has_lost_blanks {
            self.push_parted(text);
        } else {
            self.text.push_str(text);
        }
        let here = self.here();
        if let Some(cue) = self.cues.last_mut() {
            cue.end = here;
        }
    }

    /// Adds text with a blank behind punctuation that stands between letters. A dot belongs to
    /// names such as `node.js` too, unless a capital follows.
    fn push_parted(&mut self, text: &str) {
        let mut kept = 0;
        for (at, bytes) in text.as_bytes().windows(3).enumerate() {
            let is_dot = bytes[1] == b'.' && bytes[0].is_ascii_lowercase() && bytes[2].is_ascii_uppercase();
            if is_dot || is_tight(bytes) {
                self.text.push_str(&text[kept..at + 2]);
                self.text.push(' ');
                self.repaired_blanks += 1;
                kept = at + 2;
            }
        }
        self.text.push_str(&text[kept..]);
    }

    /// Says that what follows in the open cue begins at this time.
    pub(crate) fn time(&mut self, start_ms: u64) {
        let (at, start_ms) = (self.here(), clamp(start_ms));
        let Some(cue) = self.cues.last() else { return };
        if start_ms >= cue.start_ms && cue.end_ms.is_none_or(|end_ms| start_ms <= end_ms) {
            self.words.push(Word { at, start_ms });
        }
    }

    /// Says that what follows in the open cue stands on this line.
    pub(crate) fn line(&mut self, line: u32) {
        let at = self.here();
        self.lines.push(LineMark { at, line });
    }

    /// Says that what follows in the open cue looks different.
    pub(crate) fn highlight(&mut self) {
        let here = self.here();
        if let Some(cue) = self.cues.last_mut() {
            cue.highlight.get_or_insert(here);
        }
    }

    /// Says that what follows in the open cue is spoken by `name`, or by nobody in particular.
    pub(crate) fn voice(&mut self, name: Option<&str>) {
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        let here = self.here();
        let Some(cue) = self.cues.last().copied() else { return };
        let known = self.cues.iter().rev().take(2).find_map(|cue| cue.voice);
        let voice = name.map(|name| match known {
            Some((start, end)) if &self.names[start as usize..end as usize] == name => (start, end),
            _ => {
                let start = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
                self.names.push_str(name);
                (start, u32::try_from(self.names.len()).unwrap_or(u32::MAX))
            }
        });
        let is_begun = !self.text[cue.start as usize..].trim().is_empty();
        if is_begun && cue.voice != voice {
            self.cues.push(Cue { start: here, end: here, voice, highlight: None, ..cue });
        } else if let Some(cue) = self.cues.last_mut().filter(|_| !is_begun) {
            (cue.voice, cue.start, cue.highlight) = (voice, here, None);
        }
    }

    /// Says whether the open cue's text ends so.
    fn ends_with(&self, end: char) -> bool {
        self.text.ends_with(end)
    }

    /// The text of all cues so far.
    #[cfg(test)]
    fn text(&self) -> &str {
        &self.text
    }

    /// The conversation, or nothing and a warning when no words are shown.
    pub(crate) fn into_documents(
        mut self,
        format: &str,
        input: &Input<'_>,
        receipt: &mut Receipt,
    ) -> Vec<Document> {
        if self.is_data() {
            receipt.warn("the cues are pictures or data, which nobody says");
            return Vec::new();
        }
        if self.are_chapters() {
            receipt.guessed("chapters in cues", &format!("{} chapters", self.cues.len()));
            return self.into_chapters(format).into_iter().collect();
        }
        let mut builder = Builder::new(Kind::Transcript, format);
        let duration_ms = self.cues.iter().map(|cue| cue.end_ms.unwrap_or(cue.start_ms)).max();
        if self.repaired_blanks > 0 {
            receipt.repaired("blanks behind punctuation", "", &format!("{} blanks", self.repaired_blanks));
        }
        self.blank_watermarks(receipt);
        repeats::remove(&mut self, receipt);
        let said = speakers::attribute(&self, receipt);
        turns::build(&self, &said, &mut builder);
        drop(said);
        if builder.is_empty() {
            receipt.warn("the captions hold no words");
            return Vec::new();
        }
        *builder.metadata() = self.metadata;
        let metadata = builder.metadata();
        metadata.duration_ms = duration_ms.filter(|duration_ms| *duration_ms > 0);
        if metadata.language.is_none() {
            metadata.language = language_of_name(input.file_name());
        }
        let document = builder.finish();
        warn_of_lost_blanks(&document, receipt);
        vec![document]
    }

    /// Blanks what a service writes into a transcript about itself, and nothing else moves.
    fn blank_watermarks(&mut self, receipt: &mut Receipt) {
        let may_have =
            SITES.iter().any(|site| memchr::memmem::find(self.text.as_bytes(), site.as_bytes()).is_some());
        let credits = self.cues.iter().filter(|cue| may_have && is_credit(self.cue_text(cue)));
        let credits: Vec<_> = credits.map(|cue| cue.start as usize..cue.end as usize).collect();
        credits
            .iter()
            .for_each(|range| receipt.dropped("note of the transcriber", &self.text[range.clone()]));
        let mut marks = Vec::new();
        while let Some(range) =
            watermark(&self.text, marks.last().map_or(0, |range: &Range<usize>| range.end))
        {
            receipt.dropped("note of the transcriber", &self.text[range.clone()]);
            marks.push(range);
        }
        marks.extend(
            memchr::memmem::find_iter(self.text.as_bytes(), SILENCE).map(|at| at..at + SILENCE.len()),
        );
        marks.retain(|mark| !credits.iter().any(|credit| credit.start < mark.end && mark.start < credit.end));
        marks.extend(credits);
        if marks.is_empty() {
            return;
        }
        marks.sort_by_key(|mark| mark.start);
        let mut blanked = String::with_capacity(self.text.len());
        for range in marks {
            blanked.push_str(&self.text[blanked.len()..range.start]);
            blanked.extend(std::iter::repeat_n(' ', range.len()));
        }
        blanked.push_str(&self.text[blanked.len()..]);
        self.text = blanked;
    }

    fn cue_text(&self, cue: &Cue) -> &str {
        &self.text[cue.start as usize..cue.end as usize]
    }

    fn voice_of(&self, cue: &Cue) -> Option<&str> {
        cue.voice.map(|(start, end)| &self.names[start as usize..end as usize])
    }

    /// The words with times in these bytes of the text.
    fn words_in(&self, start: u32, end: u32) -> &[Word] {
        let from = self.words.partition_point(|word| word.at < start);
        let to = from + self.words[from..].partition_point(|word| word.at < end);
        &self.words[from..to]
    }

    fn here(&self) -> u32 {
        // `push` keeps the text below 4 GiB.
        self.text.len() as u32
    }
}

/// What whisper.cpp writes where it hears nothing.
pub(crate) const SILENCE: &str = "[BLANK_AUDIO]";

/// What sites that collect captions, and services that make them, are called in what they add.
const SITES: [&str; 7] =
    ["OpenSubtitles", "opensubtitles", "Amara.org", "amara.org", "https://otter.ai", "VIP member", "Rev.com"];

/// Says that a cue is about the captions, as sites that collect them add it.
fn is_credit(text: &str) -> bool {
    const BYTES_MAX: usize = 200;
    #[rustfmt::skip]
    const STARTS: [&str; 14] = [
        "subtitles ", "subtitled by ", "captions by ", "untertitel", "sous-tit", "subt\u{ed}tulos", "legendas", "sottotitoli",
        "napisy", "ondertitel", "\u{441}\u{443}\u{431}\u{442}\u{438}\u{442}\u{440}\u{44b}", "\u{5b57}\u{5e55}", "transcribed by ",
        "support us and become ",
    ];
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    if text.len() > BYTES_MAX || !SITES.iter().any(|site| text.contains(site)) {
        return false;
    }
    let lower = text.to_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
}

/// Where behind `from` a service says in brackets who has transcribed: `(Transcribed by X. Pay to
/// remove this message.)`
pub(crate) fn watermark(text: &str, from: usize) -> Option<Range<usize>> {
    const OPENS: &str = "(Transcribed by ";
    const BYTES_MAX: usize = 160;
    // Of Panopto, at the very beginning.
    const MACHINE: &str = "[Auto-generated transcript. Edits may have been applied for clarity.]";
    if from == 0 && text.trim_start().starts_with(MACHINE) {
        let start = text.len() - text.trim_start().len();
        return Some(start..start + MACHINE.len());
    }
    let mut at = from;
    loop {
        at += memchr::memmem::find(text.as_bytes().get(at..)?, OPENS.as_bytes())?;
        let head = &text[at..text.floor_char_boundary(at + BYTES_MAX)];
        match head.find(')') {
            // Somebody may say that they did; nobody asks to be paid for saying no more.
            Some(end) if head[..end].contains(" remove ") || head[..end].contains("://") => {
                return Some(at..at + end + 1);
            }
            _ => at += OPENS.len(),
        }
    }
}

/// The first byte of `text` that is sought.
fn find_byte(text: &str, is_sought: impl Fn(u8) -> bool) -> Option<usize> {
    // Without a way out in the midst of a chunk, so that many bytes are looked at at once.
    let has_any = |chunk: &[u8]| chunk.iter().fold(false, |found, byte| found | is_sought(*byte));
    let (index, chunk) = text.as_bytes().chunks(32).enumerate().find(|(_, chunk)| has_any(chunk))?;
    Some(index * 32 + chunk.iter().position(|byte| is_sought(*byte))?)
}

/// Milliseconds as documents hold them: up to 49 days.
fn clamp(milliseconds: u64) -> u32 {
    u32::try_from(milliseconds).unwrap_or(u32::MAX)
}

/// The language code that a caption file's name carries before its ending, as in `talk.en.vtt`.
fn language_of_name(file_name: &str) -> Option<String> {
    let (stem, _) = file_name.rsplit_once('.')?;
    let (_, code) = stem.rsplit_once(['.', '_'])?;
    language_code(code)
}

/// Milliseconds of a time in seconds; nothing where that is no time.
pub(crate) fn milliseconds(seconds: f64) -> Option<u64> {
    (seconds.is_finite() && seconds >= 0.0).then_some((seconds * 1000.0).round() as u64)
}

/// The ISO 639-1 code of a language tag such as `pt-BR`, if it has one.
pub(crate) fn language_code(tag: &str) -> Option<String> {
    let mut parts = tag.trim().split(['-', '_']);
    let code = parts.next()?.to_ascii_lowercase();
    let is_code = code.len() == 2
        && LANGUAGES.as_bytes().as_chunks::<3>().0.iter().any(|known| known[..2] == *code.as_bytes());
    let has_subtags = parts
        .all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    (is_code && has_subtags).then_some(code)
}

/// The codes of ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv \
    cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig \
    ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn \
    mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk \
    sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za \
    zh zu ";

/// Says whether punctuation stands between letters: `so,we`.
fn is_tight(bytes: &[u8]) -> bool {
    matches!(bytes[1], b',' | b'?' | b'!' | b';')
        && bytes[0].is_ascii_alphabetic()
        && bytes[2].is_ascii_alphabetic()
}

/// Some hosts drop the blanks behind commas; a few in a whole file are slips.
fn has_lost_blanks(source: &str) -> bool {
    const SAMPLE_BYTES: usize = 32 * 1024;
    let sample = &source.as_bytes()[..source.len().min(SAMPLE_BYTES)];
    let (mut tight, mut loose) = (0_usize, 0_usize);
    for at in memchr::memchr3_iter(b',', b'?', b'!', sample) {
        if at > 0 && at + 1 < sample.len() && sample[at - 1].is_ascii_alphabetic() {
            tight += usize::from(sample[at + 1].is_ascii_alphabetic());
            loose += usize::from(sample[at + 1].is_ascii_whitespace());
        }
    }
    tight >= 8 && tight * 2 >= loose
}

/// Some hosts serve captions whose words run together; nothing here can part them.
fn warn_of_lost_blanks(document: &Document, receipt: &mut Receipt) {
    const GLUED_BYTES_MIN: usize = 28;
    let is_glued = |word: &str| {
        word.bytes().filter(u8::is_ascii_lowercase).count() * 10 > word.len() * 8
            && !word.contains(['/', '@', '_'])
    };
    let (bytes, mut glued, mut start) = (document.text.as_bytes(), 0, 0);
    // From where a long word would end back to the blank that shows there is none.
    while let Some(window) = bytes.get(start..start + GLUED_BYTES_MIN) {
        if let Some(blank) = window.iter().rposition(u8::is_ascii_whitespace) {
            start += blank + 1;
            continue;
        }
        let word = bytes[start..].split(u8::is_ascii_whitespace).next().unwrap_or_default();
        glued += usize::from(std::str::from_utf8(word).is_ok_and(is_glued));
        start += word.len();
    }
    if glued >= 5 {
        receipt.warn(format!("{glued} runs of words have lost the blanks between them"));
    }
}

/// Reads `text` as a file of this name and compares its conversation, shown as
/// `# title (language)`, then a line a block: `speaker[start in ms]: words [start in ms]words`.
#[cfg(test)]
pub(crate) fn check(path: &str, text: &str, expected: &str) {
    let mut receipt = Receipt::with_examples();
    let documents = crate::format::parse(path, text.as_bytes(), &mut receipt).unwrap_or_default();
    let mut shown = String::new();
    for document in &documents {
        assert_eq!(document.check(), Ok(()));
        // Not what the reading of any format guesses for want of better.
        let is_guessed = |rule: &str| receipt.entries.iter().any(|entry| entry.rule == rule);
        let title =
            document.metadata.title.iter().filter(|_| !is_guessed("title from the file name")).cloned();
        let language = document.metadata.language.iter().filter(|_| !is_guessed("language from the words"));
        let language = language.map(|language| format!("({language})"));
        let head: Vec<String> = title.chain(language).collect();
        if !head.is_empty() {
            shown += &format!("# {}\n", head.join(" "));
        }
        let mut times = document.times.iter().peekable();
        for block in &document.blocks {
            let name = block.speaker.map_or("?", |speaker| document.speakers[speaker as usize].as_str());
            shown += name;
            let mut from = block.start;
            while let Some(mark) = times.next_if(|mark| mark.at < block.end) {
                shown += &document.text[from as usize..mark.at as usize];
                let colon = if mark.at == block.start { ": " } else { "" };
                shown += &format!("[{}]{colon}", mark.start_ms);
                from = mark.at;
            }
            let colon = if shown.ends_with(name) && from == block.start { ": " } else { "" };
            shown += &format!("{colon}{}\n", &document.text[from as usize..block.end as usize]);
        }
    }
    assert_eq!(shown.trim_end(), expected, "{text}\n{receipt:?}");
}
