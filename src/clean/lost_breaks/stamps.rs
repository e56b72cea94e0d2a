//! Times that count on in one line: `Intro02:13 What is it?10:45 Why`, `0:00 Hello 1:21 The weir 14:05 Bye`.

use super::class::Class;
use super::series::{class_before, class_behind};

/// The time stamps of a line that count on.
#[derive(Debug, Default)]
pub(super) struct Stamps(Vec<Stamp>);

/// A time such as `02:13`, `(1:02:10)` and `[00:00]`.
#[derive(Clone, Copy, Debug)]
struct Stamp {
    /// Where it or its bracket begins.
    start: usize,
    end: usize,
    seconds: u32,
    /// No white space stands before it.
    is_glued: bool,
    in_brackets: bool,
    /// It begins a line, if a break was lost before it.
    begins: bool,
}

/// So many times that count on are stamps,
const STAMPS_MIN: usize = 3;
/// if so many are glued to the word before them.
const GLUED_MIN: usize = 2;
/// The title of a chapter is no longer, nor what is said from one time in brackets to the next.
const TITLE_BYTES_MAX: usize = 240;
const SAID_BYTES_MAX: usize = 2000;
/// The titles of chapters in scripts without blanks, where prose glues times to its words.
const UNSPACED_BYTES_MAX: usize = 60;
/// Chapters that do not begin at zero are further apart than verses.
const STEP_SECONDS_MIN: u32 = 3;
/// A line that heads chapters has no more words.
const HEADING_WORDS_MAX: usize = 4;
/// What stands before a time that is told in a sentence.
const BEFORE_TIMES: &str = "at to and or from until till by around before after since between um bis von und ab gegen nach \
    vor seit à a à de et vers dès avant après y las la desde hasta e alle dalle fino às das até ao om tot en van rond \
    vanaf kl klo klokken klockan och og til till från fra po w o do od od v do a na в во с до и к от по з о у";
/// What lists of chapters are headed by.
const HEADINGS: &str = "chapters timestamps timestamp timecodes timecode timeline timestamps/chapters kapitel kapitelmarken \
    zeitmarken zeitstempel chapitres chapitrage sommaire minutage horodatage capítulos capitulos minutaje índice \
    minutagem capitoli minutaggio hoofdstukken tijdstempels kapitler tidskoder tidsstämplar rozdziały kapitoly luvut \
    bölümler таймкоды тайм-коды таймкоди розділи главы fejezetek capitole";

impl Stamps {
    pub(super) fn of(line: &str) -> Self {
        let mut found: Vec<Stamp> = Vec::new();
        for colon in memchr::memchr_iter(b':', line.as_bytes()) {
            found.extend(Stamp::around(line, colon));
        }
        let beginning: Vec<Stamp> = found.iter().filter(|stamp| stamp.begins).copied().collect();
        let mut kept = Vec::new();
        for run in without_strays(&beginning).chunk_by(|stamp, next| stamp.seconds < next.seconds) {
            let glued = run.iter().filter(|stamp| stamp.is_glued).count();
            let begins = run.first().is_some_and(|first| first.seconds == 0) && run.len() > 1;
            let is_list = are_chapters(line, run);
            if glued >= GLUED_MIN && run.len() >= STAMPS_MIN || glued > 0 && begins || is_list {
                kept.extend(run.iter().filter(|stamp| stamp.is_glued || is_list));
            }
        }
        if kept.is_empty() {
            for run in found.chunk_by(|stamp, next| stamp.seconds < next.seconds) {
                if are_glued_chapters(line, run) {
                    kept.extend(run);
                }
            }
        }
        Self(kept)
    }

    /// The bytes at which those begin that are glued.
    pub(super) fn starts(&self) -> impl Iterator<Item = usize> {
        self.0.iter().filter(|stamp| stamp.is_glued).map(|stamp| stamp.start)
    }

    /// The bytes at which those begin that white space stands before.
    pub(super) fn spaced_starts(&self) -> impl Iterator<Item = usize> {
        self.0.iter().filter(|stamp| !stamp.is_glued).map(|stamp| stamp.start)
    }

    /// The bytes at which those end that their titles are glued to.
    pub(super) fn torn_ends(&self, line: &str) -> impl Iterator<Item = usize> {
        self.0.iter().map(|stamp| stamp.end).filter(|end| class_behind(&line[*end..]).is_word())
    }

    /// The byte at which their heading begins behind other words: `… sandwiches Chapters 0:00`.
    pub(super) fn heading(&self, line: &str) -> Option<usize> {
        let first = self.0.first().filter(|first| !first.is_glued)?;
        let words = line[..first.start].trim_end().trim_end_matches(':');
        let start = words.rfind(' ').map(|space| space + 1)?;
        let is_title = words[start..].starts_with(char::is_uppercase);
        (is_title && is_chapter_heading(&words[start..])).then_some(start)
    }

    /// The byte at which the last of them before byte `at` ends.
    pub(super) fn end_before(&self, at: usize) -> Option<usize> {
        let before = self.0.partition_point(|stamp| stamp.end <= at);
        before.checked_sub(1).map(|last| self.0[last].end)
    }
}

/// The byte of `line` at which the first of chapters begins that is glued to their heading: `Chapters0:00 Hello`, with
/// the next chapter in the line `behind` it.
pub(super) fn under_heading(line: &str, behind: impl FnOnce() -> Option<u32>) -> Option<usize> {
    let colon = memchr::memchr(b':', line.as_bytes())?;
    let stamp = Stamp::around(line, colon)?;
    let heading = line[..stamp.start].trim_start();
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    let is_heading = stamp.is_glued
        && stamp.seconds == 0
        && heading.starts_with(char::is_alphabetic)
        && heading.split(' ').take(HEADING_WORDS_MAX + 1).count() <= HEADING_WORDS_MAX
        && heading.split(' ').all(is_word);
    (is_heading && (is_chapter_heading(heading) || behind().is_some_and(|seconds| seconds > 0)))
        .then_some(stamp.start)
}

/// The time that a line begins with, in seconds.
pub(super) fn first(line: &str) -> Option<u32> {
    let colon = memchr::memchr(b':', line.as_bytes())?;
    let stamp = Stamp::around(line, colon)?;
    line[..stamp.start].trim_start().is_empty().then_some(stamp.seconds)
}

fn is_chapter_heading(word: &str) -> bool {
    let word = word.to_lowercase();
    HEADINGS.split_whitespace().any(|heading| heading == word)
}

/// Leaves out the times that lists mention between two that count on.
fn without_strays(stamps: &[Stamp]) -> Vec<Stamp> {
    let mut kept: Vec<Stamp> = Vec::with_capacity(stamps.len());
    for (index, stamp) in stamps.iter().enumerate() {
        let is_stray = kept.last().is_some_and(|last| {
            stamp.seconds != 0
                && stamp.seconds <= last.seconds
                && stamps.get(index + 1).is_some_and(|next| next.seconds > last.seconds)
        });
        if !is_stray {
            kept.push(*stamp);
        }
    }
    kept
}

/// The text from each time of a run to the next, and to the end of the line.
fn titles<'a>(line: &'a str, run: &'a [Stamp]) -> impl Iterator<Item = &'a str> {
    run.iter().enumerate().map(|(index, stamp)| {
        let end = run.get(index + 1).map_or(line.len(), |next| next.start);
        line[stamp.end..end].trim()
    })
}

/// Says that the times of a run are those of chapters, parted by no more than blanks.
fn are_chapters(line: &str, run: &[Stamp]) -> bool {
    let Some(first) = run.first().filter(|_| run.len() >= STAMPS_MIN) else { return false };
    let before = line[..first.start].trim_end();
    let leads = before.is_empty() || before.ends_with([':', '.', '!', '?', '…', '：', '。']);
    let begins_at_zero = first.seconds == 0;
    let in_brackets = run.iter().all(|stamp| stamp.in_brackets);
    let bytes_max = if in_brackets { SAID_BYTES_MAX } else { TITLE_BYTES_MAX };
    let mut words: Vec<&str> = Vec::with_capacity(run.len());
    let mut are_headed = true;
    for (index, title) in titles(line, run).enumerate() {
        let is_last = index + 1 == run.len();
        if title.is_empty() || !is_last && (title.len() > bytes_max || is_in_sentence(title)) {
            return false;
        }
        let bare = title.trim_start_matches(MARKS).trim_start();
        are_headed &= bare.len() < title.len() || class_behind(bare) != Class::Lower;
        words.push(bare.split(' ').next().unwrap_or_default());
    }
    // `7:15 Uhr … 9:20 Uhr`, `9:00 AM … 10:00 AM`
    let first_word = words[0];
    if words.iter().all(|word| *word == first_word) || is_in_sentence(before) {
        return false;
    }
    let steps_on = || run.windows(2).all(|two| two[1].seconds - two[0].seconds >= STEP_SECONDS_MIN);
    match () {
        () if begins_at_zero => leads || are_headed || in_brackets,
        () => leads && (are_headed && steps_on() || in_brackets),
    }
}

/// Says that the times of a run are those of chapters whose titles are glued to them on both sides, as in
/// `0:00オープニング1:21夜の長さ14:05将棋の話`.
fn are_glued_chapters(line: &str, run: &[Stamp]) -> bool {
    run.len() >= STAMPS_MIN
        && run[0].seconds == 0
        && run[1..].iter().all(|stamp| stamp.is_glued)
        && titles(line, run).take(run.len() - 1).all(|title| {
            !title.is_empty()
                && title.len() <= UNSPACED_BYTES_MAX
                && !title.contains(['、', '，', '。', ',', '.'])
        })
}

/// What may stand between a time and its title.
const MARKS: [char; 6] = ['-', '–', '—', '|', ':', '·'];

/// Says that what stands before a time does not end there: a sign that parts, or a word that leads to a time.
fn is_in_sentence(before: &str) -> bool {
    const SIGNS: [char; 14] = [',', ';', '-', '–', '—', '|', '/', '·', '•', '(', '[', '、', '，', '；'];
    if before.ends_with(SIGNS) {
        return true;
    }
    let last = before.rsplit(' ').next().unwrap_or_default();
    BEFORE_TIMES.split_whitespace().any(|word| word == last)
}

impl Stamp {
    /// The stamp whose first colon stands at byte `colon`.
    fn around(line: &str, colon: usize) -> Option<Self> {
        const DIGITS_MAX: usize = 3;
        let bytes = line.as_bytes();
        let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let first = bytes[..colon].iter().rev().take(DIGITS_MAX + 1).take_while(|byte| byte.is_ascii_digit());
        let mut start = colon - first.count();
        if !(1..=DIGITS_MAX).contains(&(colon - start)) || digits(colon + 1) != 2 {
            return None;
        }
        let mut end = colon + 3;
        let has_hours = bytes.get(end) == Some(&b':') && digits(end + 1) == 2;
        if has_hours {
            end += 3;
        }
        let mut seconds = 0;
        for part in line[start..end].split(':') {
            let value: u32 = part.parse().ok()?;
            // `3:75` is no time.
            if value > 59 && seconds > 0 {
                return None;
            }
            seconds = seconds * 60 + value;
        }
        let in_brackets = matches!(
            (start.checked_sub(1).map(|before| bytes[before]), bytes.get(end)),
            (Some(b'('), Some(b')')) | (Some(b'['), Some(b']'))
        );
        (start, end) = (start - usize::from(in_brackets), end + usize::from(in_brackets));
        let before = class_before(&line[..start]);
        let is_glued = before != Class::Space;
        let parts = before.is_cased()
            || before.ends_sentence()
            || matches!(before, Class::Space | Class::Caseless | Class::Unspaced | Class::WideStop)
            || matches!(before, Class::Close | Class::Quote | Class::QuoteClose | Class::Symbol)
            || before == Class::Digit && in_brackets
            || before == Class::Colon && !bytes[..start - 1].last().is_some_and(u8::is_ascii_digit);
        // `2020-01-01T02:13`
        let is_date = before == Class::Upper && bytes[..start - 1].last().is_some_and(u8::is_ascii_digit);
        let begins = heads(&line[end..], in_brackets, before);
        (parts && !is_date).then_some(Self { start, end, seconds, is_glued, in_brackets, begins })
    }
}

/// Says that words follow a time as they do where it stamps them: `02:13 What`, `02:13 - What`. Where
/// no blanks part words, `8:30起床` may be prose.
fn heads(behind: &str, in_brackets: bool, before: Class) -> bool {
    let words = behind.trim_start();
    let has_space = words.len() < behind.len();
    let bare = words.trim_start_matches(MARKS);
    let has_mark = bare.len() < words.len();
    let next = class_behind(bare.trim_start());
    match next {
        Class::Upper | Class::QuoteOpen | Class::Quote => true,
        Class::Unspaced | Class::Symbol if before == Class::Unspaced => has_space || in_brackets || has_mark,
        Class::Lower | Class::Unspaced | Class::Caseless | Class::Open | Class::Digit | Class::Symbol => {
            has_space || in_brackets || has_mark
        }
        Class::Sigil | Class::WideStop => has_space || in_brackets,
        _ => false,
    }
}
