//! What speaks for it that the only notes and the only transcript in a folder are of one episode.
//!
//! That they lie there alone says nothing: a folder may hold a recipe and the captions of a meeting. One of
//! these is asked for:
//! - one of them has a name that any episode's file may have (`transcript.vtt`, `index.md`), so that what it is of
//!   can only be told by the folder, and if it is the transcript no title says so either;
//! - the folder is called after one of them;
//! - both share a part of their names, a number or their day, or share a part with the folder each;
//! - two words of the title or the name of one are in those of the other, or are a name of somebody who speaks.

use std::io;

use super::Contents;
use super::episodes::ADDED_WORDS;
use super::traits::{Traits, hash_text};
use crate::analyzer::function_words;
use crate::document::{Document, Kind};

/// Names that files of any episode may have.
#[rustfmt::skip]
const NAMES_OF_ANY: [&str; 26] = [
    "index", "audio", "video", "recording", "episode", "talk", "interview", "main", "media", "text", "page", "post",
    "content", "description", "output", "result", "raw", "subtitle", "caption", "chapters", "whisper", "whisperx",
    "deepgram", "assemblyai", "diarized", "source",
];
/// Words that tell no episode from another.
#[rustfmt::skip]
const TELLING_NOTHING: [&str; 30] = [
    "about", "also", "document", "episodes", "from", "have", "into", "meeting", "meetings", "more", "over", "part",
    "podcast", "podcasts", "session", "that", "their", "them", "they", "this", "untitled", "weekly", "what", "when",
    "where", "with", "your", "talks", "interviews", "conversation",
];
/// The mark of a document that its folder is called after.
const FOLDER_IS_OF_IT: u16 = 1;
/// Marks of which one in common is enough have this bit on both sides; of the others it takes two.
const IS_SURE: u16 = 1;
const MARKS_MAX: usize = 48;

/// Says that a name, its words parted by `-`, is one that any episode's file may have.
pub(super) fn is_of_any(stem: &str) -> bool {
    stem.split('-').all(|word| word.is_empty() || NAMES_OF_ANY.contains(&word))
}

/// What may speak for the document at `path`, ascending but for the lowest bit. So few are compared that 16 bits
/// of each are enough.
pub(super) fn marks(path: &str, document: &Document) -> Box<[u16]> {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or(path);
    let folder = parts.next().unwrap_or_default();
    let bare = file.split_once('.').map_or(file, |(bare, _)| bare);
    let language = document.metadata.language.as_deref().unwrap_or("en");
    let title = document.metadata.title.as_deref().unwrap_or_default();
    let (names, titles, of_folder) =
        (Telling::of(bare, language), Telling::of(title, language), Telling::of(folder, language));
    let sure = |seed: &str, what: &str| hash_text(&format!("{seed} {what}")) as u16 & !1 | IS_SURE;
    let perhaps = |word: &str| hash_text(word) as u16 & !1;
    let mut marks = Vec::new();
    marks.extend(names.words.iter().filter(|word| is_long(word)).map(|word| perhaps(word) | IS_SURE));
    marks.extend(names.number.map(|number| sure("number", &number.to_string())));
    let day = document.metadata.date.map(|date| date.day_range()).filter(|(first, last)| first == last);
    marks.extend(day.map(|(day, _)| sure("day", &day.to_string())));
    let speakers = document.speakers.iter().flat_map(|name| Telling::of(name, language).words);
    marks.extend(names.words.iter().chain(&titles.words).map(|word| perhaps(word)));
    if document.kind == Kind::Transcript {
        marks.extend(speakers.map(|word| perhaps(&word)));
    }
    let own = || names.words.iter().chain(&titles.words);
    let is_own = |word: &&String| own().any(|own| own == *word);
    let has_number = of_folder.number.is_some() && of_folder.number == names.number;
    let shared = of_folder.words.iter().filter(is_own).count();
    if has_number || of_folder.words.iter().filter(is_own).any(|word| is_long(word)) {
        marks.push(sure("folder", ""));
    }
    if shared >= 2 && shared == of_folder.words.len() {
        marks.push(FOLDER_IS_OF_IT);
    }
    // What is sure counts as such alone.
    marks.sort_unstable_by_key(|mark| (mark | IS_SURE, std::cmp::Reverse(*mark)));
    marks.dedup_by_key(|mark| *mark | IS_SURE);
    marks.truncate(MARKS_MAX);
    marks.into()
}

/// Says that the only two in a folder are of one episode.
///
/// # Errors
/// When the content of a document cannot be had.
pub(super) fn belong_together(
    pair: [u32; 2],
    documents: &[&Traits],
    contents: &impl Contents,
) -> io::Result<bool> {
    let is_of_any = |number: &u32| {
        let traits = documents[*number as usize];
        let is_titled = traits.kind == Kind::Transcript && traits.has_own_title;
        traits.names.stem == hash_text("") && !is_titled
    };
    if pair.iter().any(is_of_any) {
        return Ok(true);
    }
    let [one, other] = pair.map(|number| contents.content(number as usize).map(|content| content.marks));
    Ok(speak_for(&one?, &other?))
}

fn speak_for(one: &[u16], other: &[u16]) -> bool {
    if one.contains(&FOLDER_IS_OF_IT) || other.contains(&FOLDER_IS_OF_IT) {
        return true;
    }
    let shared = || {
        one.iter().filter_map(|mark| {
            let at = other.binary_search_by_key(&(mark | IS_SURE), |other| other | IS_SURE).ok()?;
            Some(mark & other[at] & IS_SURE)
        })
    };
    shared().any(|sure| sure != 0) || shared().count() >= 2
}

/// What in a name tells an episode from another.
struct Telling {
    words: Vec<String>,
    /// Its only number, if that is no year: of several none is that of the episode.
    number: Option<u32>,
}

impl Telling {
    fn of(name: &str, language: &str) -> Self {
        let lower = name.to_lowercase();
        let numbers: Vec<&str> =
            lower.split(|c: char| !c.is_ascii_digit()).filter(|figures| !figures.is_empty()).collect();
        let number = match numbers.as_slice() {
            [figures] if figures.len() <= 5 => figures.parse().ok(),
            _ => None,
        };
        let function_words = function_words(language);
        let tells = |word: &&str| {
            word.chars().nth(if word.is_ascii() { 2 } else { 1 }).is_some()
                && !ADDED_WORDS.contains(word)
                && !NAMES_OF_ANY.contains(word)
                && !TELLING_NOTHING.contains(word)
                && !function_words.contains(word)
        };
        let words = lower.split(|c: char| !c.is_alphabetic()).filter(tells).map(str::to_owned);
        Self { words: words.collect(), number: number.filter(|number| !(1500..=2100).contains(number)) }
    }
}

/// Says that a word has letters enough to be no other's by chance.
fn is_long(word: &str) -> bool {
    word.chars().nth(if word.is_ascii() { 3 } else { 1 }).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Date;

    fn of(kind: Kind, path: &str, title: &str, day: &str, speakers: &[&str]) -> Box<[u16]> {
        let mut document = Document { kind, ..Document::default() };
        document.metadata.title = Some(title.to_owned()).filter(|title| !title.is_empty());
        document.metadata.date = Date::find(day);
        document.speakers = speakers.iter().map(|name| (*name).to_owned()).collect();
        marks(path, &document)
    }

    #[test]
    fn the_only_two_in_a_folder_share_something() {
        let check = |said: (&str, &str, &[&str]), notes: (&str, &str), expected: bool| {
            let one = of(Kind::Transcript, said.0, "", said.1, said.2);
            let other = of(Kind::Essay, notes.0, notes.1, "2019-01-01", &[]);
            assert_eq!(speak_for(&one, &other), expected, "{said:?} {notes:?}");
        };
        check(("f/Weekly sync.vtt", "", &[]), ("f/groceries.md", "Grocery list"), false);
        check(("f/2024-03-01 Weekly sync.vtt", "2024-03-01", &[]), ("f/2019-01-01 groceries.md", ""), false);
        check(("f/a.vtt", "", &["Ann"]), ("f/bread.md", "How to bake rye bread"), false);
        check(("f/ada.md", "", &["Jo", "Ada"]), ("f/cheese.md", "Notes on cheese"), false);
        // A part of the name, a number, the day.
        check(("f/kettle raw.vtt", "", &[]), ("f/The kettle.md", ""), true);
        check(("f/lp060.json", "", &[]), ("f/060 the gutter.md", ""), true);
        check(("f/a.vtt", "2019-01-01", &[]), ("f/the-gutter.md", ""), true);
        check(("f/a 2019.vtt", "", &[]), ("f/the-gutter 2019.md", ""), false);
        // Who speaks is in the title.
        check(("f/a.vtt", "", &["Ada Moss"]), ("f/ladders.md", "Ada Moss on ladders"), true);
        // The folder is called after one of them, or a bit after both.
        check(("talks/The old barn/x8.vtt", "", &[]), ("talks/The old barn/page.md", "The old barn"), true);
        check(("talks/kettles/kettles-x.vtt", "", &[]), ("talks/kettles/on kettles.md", ""), true);
        check(("talks/barns/x8.vtt", "", &[]), ("talks/barns/barns.md", ""), false);
    }

    #[test]
    fn names_that_any_file_may_have_tell_nothing() {
        assert!(["", "index", "audio", "main-audio"].into_iter().all(is_of_any));
        assert!(!["the-kettle", "ep12", "audio-12"].into_iter().any(is_of_any));
    }
}
