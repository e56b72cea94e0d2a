//! The words of one speaker as they come, line for line, and the turns that they make.

use rustc_hash::{FxHashMap, FxHashSet};

use super::clock::{Time, behind_length, closing_time, inner_time};
use super::names::Resolution;
use super::{Line, MARK_END, is_mark};
use crate::clean::lost_breaks::is_word_cut;
use crate::document::{BlockKind, Builder};
use crate::receipt::Receipt;

/// A turn made of timed lines ends at the first sentence end after so many bytes (some 60 words).
const JOINED_BYTES_MIN: usize = 360;
/// Where there is no sentence end, it ends after so many bytes (some 120 words).
const JOINED_BYTES_MAX: usize = 720;

/// Puts together what one says, from lines and parts of lines.
pub(super) struct Writer<'w, 'a> {
    pub(super) builder: &'w mut Builder,
    pub(super) receipt: &'w mut Receipt,
    pub(super) speaker: Option<&'w str>,
    /// Who has the floor in somebody else's talk, by the heading above.
    pub(super) floor: Option<&'w str>,
    /// Whose the labels so far are.
    labels: FxHashMap<&'a str, &'w str>,
    /// The label at hand stands alone: what follows is said by its speaker.
    pub(super) announced: bool,
    /// A list item or the like that nobody says.
    pub(super) aside: Option<(BlockKind, Option<u32>, Together)>,
    /// The line at hand.
    line: Option<u32>,
    said: Vec<Words<'a>>,
    said_bytes: usize,
    /// The time of the words to come.
    pub(super) pending: Option<Time>,
    offset_ms: u32,
    /// The latest time so far.
    last_ms: u32,
    /// A time at the end of a line is when the line is said.
    pub(super) times_follow: bool,
    /// Where lines show the words of the line before again: that line.
    pub(super) shown: Option<&'a str>,
    /// The names behind which words stand, once somebody asks.
    pub(super) speaking: Option<FxHashSet<&'a str>>,
}

impl<'w, 'a> Writer<'w, 'a> {
    /// `offset_ms` is taken off all times.
    pub(super) fn new(builder: &'w mut Builder, receipt: &'w mut Receipt, offset_ms: u32) -> Self {
        Self {
            builder,
            receipt,
            speaker: None,
            floor: None,
            labels: FxHashMap::default(),
            announced: false,
            aside: None,
            line: None,
            said: Vec::new(),
            said_bytes: 0,
            pending: None,
            offset_ms,
            times_follow: false,
            shown: None,
            speaking: None,
            last_ms: 0,
        }
    }

    /// The name to show for `label`; most people speak more than once.
    pub(super) fn named(&mut self, label: &'a str, names: &'w Resolution) -> &'w str
    where
        'a: 'w,
    {
        self.labels.entry(label).or_insert_with(|| names.name(label))
    }

    pub(super) fn say(&mut self, line: Option<u32>, words: &'a str) {
        self.line = line;
        let (words, is_change) = match words.trim_end().strip_suffix(super::CHANGE_OF_SPEAKER) {
            Some(words) => (words, true),
            None => (words, false),
        };
        let mut rest = words;
        if let (true, Some((before, time))) = (self.times_follow, closing_time(words)) {
            rest = &words[..before];
            self.pending.get_or_insert(time);
        }
        while let Some((before, time, after, keeps)) = inner_time(rest) {
            // The time is of the words behind it, and of what could not be understood there.
            let at = rest.len() - after.len();
            let (spoken, next) =
                if keeps { (&rest[..before], &rest[before..at]) } else { (&rest[..before], "") };
            self.push(spoken);
            self.pending = Some(time);
            self.push(next);
            rest = behind_length(after);
        }
        self.push(rest);
        if is_change {
            self.receipt.dropped("mark of a change of speaker", super::CHANGE_OF_SPEAKER);
            self.flush();
            self.speaker = None;
        }
    }

    fn push(&mut self, words: &'a str) {
        if words.chars().all(|c| c.is_whitespace() || is_mark(c)) {
            return;
        }
        let time = self.pending.take().and_then(|time| self.place(time));
        self.said.push(Words { text: words, time, line: self.line });
        self.said_bytes += words.len();
    }

    /// The place of a time in the recording; none for one that goes back.
    pub(super) fn place(&mut self, (start_ms, end_ms): Time) -> Option<Time> {
        let start_ms = start_ms.saturating_sub(self.offset_ms);
        if start_ms < self.last_ms {
            return None;
        }
        self.last_ms = start_ms;
        Some((start_ms, end_ms.map(|end_ms| end_ms.saturating_sub(self.offset_ms))))
    }

    pub(super) fn is_long_enough(&self) -> bool {
        let ends_sentence = self.said.last().is_some_and(|said| ends_sentence(said.text));
        self.said_bytes >= JOINED_BYTES_MAX || (self.said_bytes >= JOINED_BYTES_MIN && ends_sentence)
    }

    /// Lines without labels go on and on where speech recognition writes no paragraphs.
    pub(super) fn is_too_long(&self, joins_lines: bool) -> bool {
        if joins_lines {
            return self.is_long_enough();
        }
        let ends = self.said.last().is_some_and(|said| ends_sentence(said.text));
        let is_unpunctuated = || !self.said.iter().any(|said| ends_sentence(said.text));
        self.said_bytes >= 4 * JOINED_BYTES_MAX
            || self.said_bytes >= 2 * JOINED_BYTES_MAX && ends
            || self.said_bytes >= JOINED_BYTES_MAX && is_unpunctuated()
    }

    pub(super) fn flush(&mut self) {
        if let Some((kind, line, together)) = self.aside.take() {
            self.builder.lines(kind, line, &together.text);
        }
        if let Some(line) = self.said.first().map(|first| first.line) {
            let mut turn = self.builder.turn(self.speaker, line);
            let mut is_cut = false;
            let mut said = self.said.drain(..).peekable();
            while let Some(words) = said.next() {
                let head = said.peek().and_then(|next| head_of_cut(&words, next));
                let text = head.unwrap_or(words.text);
                turn.on_line(words.line);
                if is_cut {
                    turn.join(text, words.time)
                } else {
                    turn.say(text, words.time)
                };
                is_cut = head.is_some();
            }
            self.said_bytes = 0;
        }
    }

    pub(super) fn block(&mut self, open: Option<&Line<'_>>, together: &Together) {
        if let Some(open) = open {
            self.builder.lines(open.kind, open.number, &together.text);
        }
    }
}

/// What is said without a time or a line between.
struct Words<'a> {
    text: &'a str,
    time: Option<Time>,
    line: Option<u32>,
}

/// Where a line ends in the midst of a word: what of it stands there, without the hyphen where the whole is known.
fn head_of_cut<'a>(words: &Words<'a>, next: &Words<'_>) -> Option<&'a str> {
    let whole = words.text.trim_end();
    let head = whole.strip_suffix('-').filter(|_| words.line != next.line && next.time.is_none())?;
    let is_letter = |c: char| c.is_alphabetic();
    let stem =
        head.rfind(|c| !is_letter(c)).map_or(head, |at| head[at..].trim_start_matches(|c| !is_letter(c)));
    let tail = next.text.trim_start();
    let tail = &tail[..tail.find(|c| !is_letter(c)).unwrap_or(tail.len())];
    let first = |text: &str| text.chars().next().filter(|c| c.is_alphabetic());
    // `Moss-` and `Grey`, `well-` and `known`; who breaks off goes on with a capital.
    let is_joined = first(stem).zip(first(tail)).is_some_and(|(a, b)| b.is_lowercase() || a.is_uppercase());
    match is_word_cut(stem, tail) {
        true => Some(head),
        false => is_joined.then_some(whole),
    }
}

/// The lines of a block, as far from one another as in the source.
#[derive(Default)]
pub(super) struct Together {
    pub(super) text: String,
    /// The line of what was added last.
    number: Option<u32>,
}

impl Together {
    pub(super) fn add(&mut self, line: &Line<'_>) {
        let feeds = match (self.number, line.number) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => 1,
        };
        if !self.text.is_empty() {
            // Some lines have no line feed in the source.
            self.text.push_str(if feeds == 0 { "\u{2028}" } else { "" });
            self.text.extend(std::iter::repeat_n('\n', feeds as usize));
        }
        self.text.push_str(line.text);
        self.number = line.number;
    }
}

/// What of `words` the line `before` has not shown.
pub(super) fn first_shown<'a>(before: &str, words: &'a str) -> &'a str {
    if before.is_empty() || words.is_empty() {
        return words;
    }
    match words.strip_prefix(before) {
        Some(rest) if !rest.starts_with(char::is_alphanumeric) => rest.trim_start(),
        _ if before.ends_with(words) => "",
        _ => words,
    }
}

fn ends_sentence(words: &str) -> bool {
    let closing = |c: char| c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | MARK_END);
    words.trim_end_matches(closing).ends_with(['.', '?', '!', '…', '。', '！', '？', '。'])
}
