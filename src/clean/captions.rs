//! What all captions share: from the cues of a file to the conversation they show.
//!
//! A format reads its cues into a [`Track`]. [`Track::into_documents`] takes out what a screen
//! needs and a reader does not (rows that roll, cues that repeat, labels, sound notes) and joins
//! the rest into turns.

pub(crate) mod markup;
mod repeats;
mod speakers;
mod turns;

use crate::document::{Builder, Document, Kind, Metadata};
use crate::format::{Input, Receipt};

/// The cues of one caption file, in the order of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Track {
    /// The text of all cues, one behind the other; rows are parted by line feeds.
    text: String,
    cues: Vec<Cue>,
    /// When single words begin, in order of `at`.
    words: Vec<Word>,
    /// The names that [`Cue::voice`] points to.
    names: String,
    /// What the file says about itself.
    pub(crate) metadata: Metadata,
}

/// What is shown at one time, by one voice.
#[derive(Clone, Copy, Debug)]
struct Cue {
    start_ms: u32,
    end_ms: Option<u32>,
    /// Its bytes in [`Track::text`].
    start: u32,
    end: u32,
    /// The first line of its text in the source, counted from 1.
    line: u32,
    /// Who speaks, as bytes of [`Track::names`], where the format says so.
    voice: Option<(u32, u32)>,
}

/// The words from byte `at` of the text on begin at this time.
#[derive(Clone, Copy, Debug)]
struct Word {
    at: u32,
    start_ms: u32,
}

impl Track {
    /// An empty track with room for the text of a source of so many bytes.
    pub(crate) fn with_capacity(source_bytes: usize) -> Self {
        Self { text: String::with_capacity(source_bytes / 2), ..Self::default() }
    }

    /// Begins a cue; what is pushed from here on belongs to it.
    pub(crate) fn begin(&mut self, start_ms: u64, end_ms: Option<u64>, line: u32) {
        let at = self.here();
        let end_ms = end_ms.map(clamp).filter(|end_ms| *end_ms >= clamp(start_ms));
        self.cues.push(Cue { start_ms: clamp(start_ms), end_ms, start: at, end: at, line, voice: None });
    }

    /// Adds text to the open cue.
    pub(crate) fn push(&mut self, text: &str) {
        // Beyond 4 GiB offsets do not fit; no caption file is of that size.
        if u32::try_from(self.text.len() + text.len()).is_err() {
            return;
        }
        self.text.push_str(text);
        let here = self.here();
        if let Some(cue) = self.cues.last_mut() {
            cue.end = here;
        }
    }

    /// Says that what follows in the open cue begins at this time.
    pub(crate) fn time(&mut self, start_ms: u64) {
        let (at, start_ms) = (self.here(), clamp(start_ms));
        let Some(cue) = self.cues.last() else { return };
        if start_ms >= cue.start_ms && cue.end_ms.is_none_or(|end_ms| start_ms <= end_ms) {
            self.words.push(Word { at, start_ms });
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
            self.cues.push(Cue { start: here, end: here, voice, ..cue });
        } else if let Some(cue) = self.cues.last_mut()
            && (voice.is_some() || !is_begun)
        {
            cue.voice = voice;
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
        let mut builder = Builder::new(Kind::Transcript, format);
        let duration_ms = self.cues.iter().map(|cue| cue.end_ms.unwrap_or(cue.start_ms)).max();
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

    fn cue_text(&self, cue: &Cue) -> &str {
        &self.text[cue.start as usize..cue.end as usize]
    }

    fn voice_of(&self, cue: &Cue) -> Option<&str> {
        cue.voice.map(|(start, end)| &self.names[start as usize..end as usize])
    }

    fn here(&self) -> u32 {
        // `push` keeps the text below 4 GiB.
        self.text.len() as u32
    }
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

/// Some hosts serve captions whose words run together; nothing here can part them.
fn warn_of_lost_blanks(document: &Document, receipt: &mut Receipt) {
    let letters = document.text.bytes().filter(u8::is_ascii_alphabetic).count();
    let blanks = document.text.bytes().filter(|byte| matches!(byte, b' ' | b'\n')).count();
    if letters > 400 && letters > 12 * blanks && letters * 2 > document.text.len() {
        receipt.warn("the words have lost the blanks between them");
    }
}
