//! What is compared of documents, as bytes: what can be compressed beside what cannot.
//!
//! Most of it are hashes, in which nothing repeats; mixed with the rest they would only keep it from
//! being compressed. So there are two streams: `told` has names, numbers and counts, `hashes` the
//! hashes as they are, and those of a sketch, which ascend, as the gaps between them (Rice coding).

use crate::document::Kind;
use crate::varint::{self, Cut};

use super::episodes::{Names, Told};
use super::traits::{Language, NO_PARAGRAPH, Paragraph};
use super::{Content, Standing, Traits};

/// Packs documents one after another.
#[derive(Debug, Default)]
pub struct Packing {
    /// What can be compressed.
    pub told: Vec<u8>,
    /// What cannot.
    pub hashes: Vec<u8>,
    before: Before,
}

/// Reads back what [`Packing`] wrote.
#[derive(Debug)]
pub struct Unpacking<'a> {
    told: &'a [u8],
    hashes: &'a [u8],
    before: Before,
}

/// What a document often shares with the one before.
#[derive(Debug, Default)]
struct Before {
    file: u64,
    source: u64,
    folder: u64,
    group: u64,
    language: Language,
}

const SAME_FILE: u32 = 1;
const SAME_SOURCE: u32 = 1 << 1;
const SAME_FOLDER: u32 = 1 << 2;
const SAME_LANGUAGE: u32 = 1 << 3;
const HAS_SPEAKERS: u32 = 1 << 4;
const HAS_TIMES: u32 = 1 << 5;
const HAS_TITLE: u32 = 1 << 6;
const HAS_STEM: u32 = 1 << 7;
const HAS_EPISODE: u32 = 1 << 8;
const HAS_GROUP: u32 = 1 << 9;
const SAME_GROUP: u32 = 1 << 10;
const HAS_OWN_TITLE: u32 = 1 << 11;
const HAS_OWN_SOURCE: u32 = 1 << 12;
/// Behind the flags comes the number of the kind.
const KIND_SHIFT: u32 = 13;

impl Packing {
    /// Adds some words, such as a path.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Adds a number.
    pub fn number(&mut self, number: u32) {
        varint::push(&mut self.told, number);
    }

    /// Adds a document.
    ///
    /// # Errors
    /// When what is said about it cannot be written.
    pub fn document(
        &mut self,
        traits: &Traits,
        content: &Content,
        standing: &Standing,
    ) -> serde_json::Result<()> {
        let names = &traits.names;
        let before = &self.before;
        let flag = |holds: bool, flag: u32| if holds { flag } else { 0 };
        let kind = Kind::ALL.iter().position(|kind| *kind == traits.kind).unwrap_or_default() as u32;
        let flags = flag(traits.file == before.file, SAME_FILE)
            | flag(traits.source == before.source, SAME_SOURCE)
            | flag(names.folder == before.folder, SAME_FOLDER)
            | flag(traits.language == before.language, SAME_LANGUAGE)
            | flag(traits.has_speakers, HAS_SPEAKERS)
            | flag(traits.has_times, HAS_TIMES)
            | flag(traits.has_own_title, HAS_OWN_TITLE)
            | flag(traits.has_own_source, HAS_OWN_SOURCE)
            | flag(traits.title != 0, HAS_TITLE)
            | flag(names.stem != 0, HAS_STEM)
            | flag(standing.episode.is_some(), HAS_EPISODE)
            | flag(standing.group != 0, HAS_GROUP)
            | flag(standing.group == before.group, SAME_GROUP)
            | kind << KIND_SHIFT;
        self.number(flags);
        self.hash(traits.id);
        for (number, same) in [
            (traits.file, SAME_FILE),
            (traits.source, SAME_SOURCE),
            (names.folder, SAME_FOLDER),
            (standing.group, SAME_GROUP),
        ] {
            if flags & same == 0 {
                self.hash(number);
            }
        }
        for (number, has) in [(traits.title, HAS_TITLE), (names.stem, HAS_STEM)] {
            if flags & has != 0 {
                self.hash(number);
            }
        }
        if flags & SAME_LANGUAGE == 0 {
            self.hashes.extend(traits.language.0.to_le_bytes());
        }
        if flags & HAS_GROUP != 0 {
            self.number(standing.place);
        }
        for list in [&names.keys, &names.files] {
            self.number(list.len() as u32);
            list.iter().for_each(|hash| self.hash(*hash));
        }
        if let Some(episode) = &standing.episode {
            self.bytes(&serde_json::to_vec(episode)?);
        }
        self.number(traits.words);
        self.content(content, &standing.set_apart)?;
        self.before = Before {
            file: traits.file,
            source: traits.source,
            folder: names.folder,
            group: standing.group,
            language: traits.language,
        };
        Ok(())
    }

    /// Adds the content of a document, which has these paragraphs set apart.
    ///
    /// # Errors
    /// When what is said about it cannot be written.
    pub fn content(&mut self, content: &Content, set_apart: &[u32]) -> serde_json::Result<()> {
        let told = content.told.as_ref().map_or(Ok(Vec::new()), serde_json::to_vec)?;
        self.bytes(&told);
        self.number(content.marks.len() as u32);
        content.marks.iter().for_each(|mark| self.hashes.extend(mark.to_le_bytes()));
        self.paragraphs(&content.paragraphs, set_apart);
        self.number(content.sketch.len() as u32);
        content.sketch.iter().for_each(|(_, place)| varint::push(&mut self.told, place.wrapping_add(1)));
        let shift = push_gaps(&mut self.hashes, content.sketch.iter().map(|(hash, _)| *hash));
        self.told.push(shift);
        Ok(())
    }

    /// Paragraphs, and behind the words of each whether it is set apart.
    fn paragraphs(&mut self, paragraphs: &[Paragraph], set_apart: &[u32]) {
        self.number(paragraphs.len() as u32);
        for paragraph in paragraphs {
            let is_set_apart = set_apart.binary_search(&paragraph.hash).is_ok();
            self.number(paragraph.words << 1 | u32::from(is_set_apart));
            self.hashes.extend(paragraph.hash.to_le_bytes());
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u32);
        self.told.extend_from_slice(bytes);
    }

    fn hash(&mut self, hash: u64) {
        self.hashes.extend(hash.to_le_bytes());
    }
}

impl<'a> Unpacking<'a> {
    /// Of the two streams of a [`Packing`].
    pub fn new(told: &'a [u8], hashes: &'a [u8]) -> Self {
        Self { told, hashes, before: Before::default() }
    }

    /// Nothing is left.
    pub fn is_at_end(&self) -> bool {
        self.told.is_empty()
    }

    /// Reads words.
    pub fn text(&mut self) -> Option<String> {
        String::from_utf8(self.bytes()?.to_vec()).ok()
    }

    /// Reads a number.
    pub fn number(&mut self) -> Option<u32> {
        varint::read(&mut self.told).ok()
    }

    /// Reads a document; nothing where the bytes are no packing's.
    pub fn document(&mut self) -> Option<(Traits, Content, Standing)> {
        let flags = self.number()?;
        let has = |flag: u32| flags & flag != 0;
        let mut traits = Traits {
            id: self.hash()?,
            kind: *Kind::ALL.get((flags >> KIND_SHIFT) as usize)?,
            has_speakers: has(HAS_SPEAKERS),
            has_times: has(HAS_TIMES),
            has_own_title: has(HAS_OWN_TITLE),
            has_own_source: has(HAS_OWN_SOURCE),
            ..Traits::default()
        };
        let mut standing = Standing::default();
        traits.file = if has(SAME_FILE) { self.before.file } else { self.hash()? };
        traits.source = if has(SAME_SOURCE) { self.before.source } else { self.hash()? };
        let folder = if has(SAME_FOLDER) { self.before.folder } else { self.hash()? };
        standing.group = if has(SAME_GROUP) { self.before.group } else { self.hash()? };
        traits.title = if has(HAS_TITLE) { self.hash()? } else { 0 };
        let stem = if has(HAS_STEM) { self.hash()? } else { 0 };
        traits.language = if has(SAME_LANGUAGE) {
            self.before.language
        } else {
            Language(u32::from_le_bytes(self.take()?))
        };
        standing.place = if has(HAS_GROUP) { self.number()? } else { 0 };
        let (keys, files) = (self.hash_list()?, self.hash_list()?);
        traits.names = Names { keys, files, folder, stem };
        standing.episode = if has(HAS_EPISODE) { self.told()? } else { None };
        traits.words = self.number()?;
        let (content, set_apart) = self.content()?;
        standing.set_apart = set_apart;
        self.before = Before {
            file: traits.file,
            source: traits.source,
            folder,
            group: standing.group,
            language: traits.language,
        };
        Some((traits, content, standing))
    }

    /// Reads the content of a document, and which of its paragraphs are set apart.
    pub fn content(&mut self) -> Option<(Content, Vec<u32>)> {
        let mut content = Content { told: self.told()?, ..Content::default() };
        let marks = self.number()?;
        content.marks = (0..marks).map(|_| self.take().map(u16::from_le_bytes)).collect::<Option<_>>()?;
        let mut set_apart = Vec::new();
        for _ in 0..self.number()? {
            let words = self.number()?;
            let paragraph = Paragraph { hash: u32::from_le_bytes(self.take()?), words: words >> 1 };
            content.paragraphs.push(paragraph);
            if words & 1 == 1 {
                set_apart.push(paragraph.hash);
            }
        }
        set_apart.sort_unstable();
        for _ in 0..self.number()? {
            content.sketch.push((0, self.number()?.checked_sub(1).unwrap_or(NO_PARAGRAPH)));
        }
        let (shift, rest) = self.told.split_first()?;
        self.told = rest;
        read_gaps(&mut self.hashes, *shift, &mut content.sketch).ok()?;
        Some((content, set_apart))
    }

    /// Nothing where nothing was said; none where the bytes are no packing's.
    fn told(&mut self) -> Option<Option<Box<Told>>> {
        match self.bytes()? {
            [] => Some(None),
            json => serde_json::from_slice(json).ok().map(Some),
        }
    }

    fn hash_list(&mut self) -> Option<Box<[u64]>> {
        let count = self.number()?;
        (0..count).map(|_| self.hash()).collect()
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.number()? as usize;
        let (bytes, rest) = self.told.split_at_checked(count)?;
        self.told = rest;
        Some(bytes)
    }

    fn hash(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn take<const BYTES: usize>(&mut self) -> Option<[u8; BYTES]> {
        let (bytes, rest) = self.hashes.split_first_chunk()?;
        self.hashes = rest;
        Some(*bytes)
    }
}

/// Writes ascending numbers as the gaps between them: how often `2^shift` goes into a gap in ones
/// behind which there is a zero, then what is left in `shift` bits. Returns the shift.
fn push_gaps(out: &mut Vec<u8>, numbers: impl ExactSizeIterator<Item = u32> + Clone) -> u8 {
    let count = numbers.len().max(1) as u32;
    let shift = (numbers.clone().last().unwrap_or_default() / count).max(1).ilog2();
    let (mut bits, mut held, mut before) = (0_u64, 0, 0);
    let mut push = |number: u64, count: u32| {
        bits |= number << held;
        held += count;
        while held >= 8 {
            out.push(bits as u8);
            bits >>= 8;
            held -= 8;
        }
        (bits, held)
    };
    let mut last = (0, 0);
    for number in numbers {
        let gap = number - before;
        before = number;
        for _ in 0..gap >> shift {
            push(1, 1);
        }
        push(0, 1);
        last = push(u64::from(gap) & ((1 << shift) - 1), shift);
    }
    if last.1 > 0 {
        out.push(last.0 as u8);
    }
    shift as u8
}

fn read_gaps(data: &mut &[u8], shift: u8, out: &mut [(u32, u32)]) -> Result<(), Cut> {
    let mut at = 0_usize;
    let mut bit = || {
        let byte = data.get(at / 8).ok_or(Cut)?;
        at += 1;
        Ok(u32::from(byte >> ((at - 1) % 8) & 1))
    };
    let mut before = 0_u32;
    for (number, _) in out {
        let mut gap = 0_u32;
        while bit()? == 1 {
            gap = gap.checked_add(1).ok_or(Cut)?;
        }
        gap = gap.checked_shl(u32::from(shift)).ok_or(Cut)?;
        for place in 0..u32::from(shift) {
            gap |= bit()? << place;
        }
        before = before.checked_add(gap).ok_or(Cut)?;
        *number = before;
    }
    *data = data.get(at.div_ceil(8)..).ok_or(Cut)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn gaps_come_back(mut numbers in prop::collection::vec(any::<u32>(), 0..200), few in any::<bool>()) {
            if few {
                numbers.iter_mut().for_each(|number| *number %= 500);
            }
            numbers.sort_unstable();
            let mut bytes = Vec::new();
            let shift = push_gaps(&mut bytes, numbers.iter().copied());
            bytes.push(7);
            let mut data = bytes.as_slice();
            let mut read: Vec<(u32, u32)> = vec![(0, 0); numbers.len()];
            prop_assert_eq!(read_gaps(&mut data, shift, &mut read), Ok(()));
            prop_assert_eq!(data, &[7]);
            prop_assert_eq!(read.into_iter().map(|(number, _)| number).collect::<Vec<_>>(), numbers);
        }
    }

    #[test]
    fn documents_come_back() {
        let document = |text: &str, language: &str| {
            let mut builder = crate::document::Builder::new(Kind::Notes, "text");
            for paragraph in text.split('\n') {
                builder.block(crate::document::BlockKind::Paragraph, None, paragraph);
            }
            let mut document = builder.finish();
            document.metadata.title = Some("The lock at the mill".to_owned());
            document.metadata.source = Some("Letters".to_owned());
            document.metadata.language = (!language.is_empty()).then(|| language.to_owned());
            document
        };
        let prose = "The keeper of the lock wrote down every boat that passed for thirty years\n\
                     and nobody ever asked to see the book until the canal was sold to the town";
        let mut all = Vec::new();
        for (id, language) in [(1, "en"), (2, "en"), (3, ""), (u64::MAX, "de")] {
            let (traits, content) = Traits::of(id, &format!("letters/{id}.md"), &document(prose, language));
            let mut set_apart: Vec<u32> = content.paragraphs.iter().map(|paragraph| paragraph.hash).collect();
            set_apart.sort_unstable();
            set_apart.truncate(id as usize % 3);
            let episode = (id == 2).then(|| Box::new(Told::default()));
            let standing = Standing { set_apart, group: id / 2, place: (id / 2).min(1) as u32, episode };
            all.push((traits, content, standing));
        }
        let mut packing = Packing::default();
        for (traits, content, standing) in &all {
            packing.document(traits, content, standing).unwrap();
        }
        let mut unpacking = Unpacking::new(&packing.told, &packing.hashes);
        for expected in &all {
            assert_eq!(unpacking.document().as_ref(), Some(expected));
        }
        assert!(unpacking.is_at_end());
        for cut in 0..packing.told.len().min(200) {
            let mut unpacking = Unpacking::new(&packing.told[..cut], &packing.hashes);
            while unpacking.document().is_some() {}
        }
    }
}
