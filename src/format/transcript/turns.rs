//! Writes the turns of a transcript that has been recognised.

use rustc_hash::FxHashSet;

use super::clock;
use super::label::Label;
use super::names::Resolution;
use super::{Line, MARK_END, Transcript, is_mark};
use crate::clean::lost_breaks::is_word_cut;
use crate::document::{BlockKind, Builder};
use crate::receipt::Receipt;

/// A turn made of timed lines ends at the first sentence end after so many bytes (some 60 words).
const JOINED_BYTES_MIN: usize = 360;
/// Where there is no sentence end, it ends after so many bytes (some 120 words).
const JOINED_BYTES_MAX: usize = 720;
/// Times of day rather than of the recording: what begins later than this on the clock.
const CLOCK_OF_DAY_MS: u32 = 6 * 3600 * 1000;

type Time = (u32, Option<u32>);

impl<'a> Transcript<'a> {
    /// Adds the notes before the transcript as they are, then its turns.
    pub(crate) fn write(&self, builder: &mut Builder, receipt: &mut Receipt) {
        let mut writer = Writer {
            builder,
            receipt,
            speaker: None,
            last_label: ("", ""),
            announced: false,
            aside: None,
            line: None,
            said: Vec::new(),
            said_bytes: 0,
            pending: None,
            offset_ms: self.offset_ms(),
            times_follow: self.times_follow(),
            shown: self.rolls().then_some(""),
            speaking: None,
            last_ms: 0,
        };
        if writer.offset_ms > 0 {
            writer.receipt.guessed("recording begins with the first time of day", "");
        }
        for number in &self.page_numbers {
            writer.receipt.dropped("number of a page", number);
        }
        self.write_notes(&mut writer);
        if let Some(name) = &self.only_speaker {
            writer.receipt.guessed("the only speaker", name);
            writer.speaker = Some(name);
        }
        let mut lines = self.lines[self.begins..].iter().peekable();
        while let Some(line) = lines.next() {
            let next = lines.peek().map(|next| next.label);
            // A name, its time below it, and then the words.
            let is_timed_below = line.label.is_some_and(|label| label.time.is_none())
                && next.flatten().is_some_and(|next| next.name.is_none() && next.time.is_some());
            let next_is_label = next.is_none_or(|next| next.is_some() && !is_timed_below);
            self.write_line(&mut writer, line, next_is_label);
        }
        writer.flush();
    }

    /// What stands before the first turn; the heading that announces it is left out.
    fn write_notes<'w>(&'w self, writer: &mut Writer<'w, 'a>) {
        let mut block = Together::default();
        let mut open: Option<&Line<'_>> = None;
        let mut listing = Listing::None;
        for line in &self.lines[..self.begins] {
            listing = listing.then(line);
            if is_credit(line.text) || listing != Listing::None {
                writer.receipt.dropped("note of the transcriber", line.text);
                continue;
            }
            // Rulers part texts and are none.
            if line.opens && line.kind != BlockKind::Code && !line.text.contains(char::is_alphanumeric) {
                continue;
            }
            if line.opens {
                writer.block(open, &block);
                block = Together::default();
                open = Some(line);
            }
            block.add(line);
        }
        let announces = open
            .is_some_and(|open| open.kind == BlockKind::Heading && super::is_transcript_heading(open.text));
        if announces {
            writer
                .receipt
                .dropped("heading of the transcript", block.text.lines().next().unwrap_or_default());
        } else {
            writer.block(open, &block);
        }
    }

    fn write_line<'w>(&'w self, writer: &mut Writer<'w, 'a>, line: &Line<'a>, next_is_label: bool) {
        let Some(label) = &line.label else { return self.write_unlabelled(writer, line) };
        let name = label.name.map(|name| writer.named(name, &self.resolution));
        if label.words.is_empty() && name.is_some() && next_is_label {
            let is_title = label.may_be_words()
                && label.name.is_some_and(|name| {
                    !writer.speaking.get_or_insert_with(|| self.speaking()).contains(name)
                });
            if is_title {
                // `## [02:15] Main Topic` reads as a name does, but nobody of that name speaks.
                writer.flush();
                let time = label.time.and_then(|time| writer.place(time));
                writer.builder.timed_block(BlockKind::Heading, line.number, label.unnamed, time);
                return;
            }
            // `**Break:** [36:42]`: nobody speaks, but it says when the next turn begins.
            writer.receipt.dropped("break in the recording", &line.text.replace(is_mark, ""));
            writer.pending = label.time.map(|(start_ms, end_ms)| (end_ms.unwrap_or(start_ms), None));
            return;
        }
        if name.is_none() && !self.joins_lines && is_chapter(line, label.words) {
            writer.flush();
            let time = label.time.and_then(|time| writer.place(time));
            writer.builder.timed_block(BlockKind::Heading, line.number, label.words, time);
            return;
        }
        let same = name.is_none() || name.map(|name| self.shown(name)) == writer.speaker;
        let continues = same && label.time.is_some() && !writer.is_long_enough();
        if !continues || writer.aside.is_some() || name.is_none() && !self.joins_lines && line.opens {
            writer.flush();
        }
        if let Some(name) = name {
            writer.speaker = Some(self.shown(name));
        }
        if let Some(time) = label.time {
            writer.pending = Some(time);
        }
        writer.announced = label.words.is_empty();
        let mut words = label.words;
        if let Some(shown) = &mut writer.shown {
            words = first_shown(shown, words);
            // A heading between with a time of its own shows nothing.
            *shown = if label.words.is_empty() { *shown } else { label.words };
            if words.len() < label.words.len() {
                writer.receipt.dropped("words shown again", &label.words[..label.words.len() - words.len()]);
            }
        }
        writer.say(line.number, words);
    }

    fn write_unlabelled<'w>(&'w self, writer: &mut Writer<'w, 'a>, line: &Line<'a>) {
        if is_credit(line.text) {
            writer.receipt.dropped("note of the transcriber", line.text);
            return;
        }
        if line.kind == BlockKind::Paragraph && is_page(line.text) {
            writer.receipt.dropped("head of a page", line.text);
            return;
        }
        if line.kind == BlockKind::Paragraph && is_rule(line.text) {
            return;
        }
        if line.is_direction && (line.opens || writer.aside.is_none()) {
            writer.flush();
            let mut together = Together::default();
            together.add(line);
            writer.aside = Some((line.kind, line.number, together));
            return;
        }
        let ending = inner_time(line.text).filter(|(_, _, after, keeps)| !keeps && after.trim().is_empty());
        if let (Some((before, time, ..)), BlockKind::Heading, true) = (ending, line.kind, line.opens) {
            writer.flush();
            let time = writer.place(time);
            writer.builder.timed_block(
                line.kind,
                line.number,
                line.text[..before].trim_end_matches('\\'),
                time,
            );
            return;
        }
        let is_said =
            line.kind == BlockKind::Paragraph || self.joins_lines && line.kind != BlockKind::Heading;
        if !is_said && line.opens {
            writer.flush();
            let mut together = Together::default();
            together.add(line);
            writer.aside = Some((line.kind, line.number, together));
            return;
        }
        if let Some((_, _, together)) = &mut writer.aside
            && !line.opens
        {
            together.add(line);
            return;
        }
        let parts = if line.opens && !self.joins_lines { true } else { writer.is_too_long(self.joins_lines) };
        if parts || writer.aside.is_some() {
            writer.flush();
        }
        if line.opens && self.marks_every_turn {
            writer.speaker = None;
        }
        let was_announced = std::mem::take(&mut writer.announced);
        if line.opens
            && !was_announced
            && let Some(only) = &self.only_speaker
        {
            // In a talk the floor goes back to the one who gives it.
            writer.speaker = Some(only);
        }
        // `_:_` says that the speaker goes on.
        let words = line.text.trim_start_matches(is_mark).strip_prefix(':').unwrap_or(line.text);
        writer.say(line.number, words);
    }

    /// The names behind which words stand somewhere.
    fn speaking(&self) -> FxHashSet<&'a str> {
        let labels = self.lines.windows(2).filter_map(|pair| Some((pair[0].label?, &pair[1])));
        let speaks = |(label, next): (Label<'a>, &Line<'a>)| {
            label.name.filter(|_| !label.words.is_empty() || next.label.is_none())
        };
        labels.filter_map(speaks).collect()
    }

    /// Says that most lines begin with the words of the line before, as captions that roll over the
    /// screen do.
    fn rolls(&self) -> bool {
        const LINES_MIN: usize = 5;
        if !self.joins_lines {
            return false;
        }
        let words = self.lines[self.begins..].iter().filter_map(|line| Some(line.label?.words));
        let mut said = words.filter(|words| !words.is_empty());
        let mut before = said.next().unwrap_or_default();
        let (mut lines, mut again) = (0, 0);
        for words in said {
            lines += 1;
            again += usize::from(first_shown(before, words).len() < words.len());
            before = words;
        }
        lines >= LINES_MIN && again * 10 >= lines * 6
    }

    /// Says that most turns end with a time and none begins with one: `**Ada:** words [0:12]`.
    fn times_follow(&self) -> bool {
        const TURNS_MIN: usize = 2;
        let (mut turns, mut ended) = (0, 0);
        let said = self.lines[self.begins..].iter().filter(|line| line.kind != BlockKind::Heading);
        for label in said.filter_map(|line| line.label) {
            match (label.name, label.time) {
                (Some(_), Some(_)) => return false,
                (Some(_), None) if !label.words.is_empty() => {
                    turns += 1;
                    ended += usize::from(closing_time(label.words).is_some());
                }
                _ => {}
            }
        }
        ended >= TURNS_MIN && ended * 10 >= turns * 8
    }

    /// `A:` answers in a talk of one person.
    fn shown<'b>(&'b self, name: &'b str) -> &'b str {
        match &self.only_speaker {
            Some(only) if name == "A" || name == "R" => only,
            _ => name,
        }
    }

    /// What to take off times that are times of day.
    fn offset_ms(&self) -> u32 {
        let mut starts = self.lines.iter().filter_map(|line| Some(line.label?.time?.0));
        let first = starts.next().unwrap_or_default();
        let goes_back = starts.any(|start_ms| start_ms < first);
        if first >= CLOCK_OF_DAY_MS && !goes_back { first } else { 0 }
    }
}

/// What tools and transcribers say about the transcript inside of it.
pub(super) fn is_credit(text: &str) -> bool {
    const STARTS: [&str; 19] = [
        "play snip - ",
        "created with snipd",
        "transcribed by ",
        "transcribed with ",
        "this transcript was ",
        "transcript by ",
        "transcription by ",
        "transcript provided by ",
        "transcription outsourced ",
        "transcription ended after ",
        "meeting ended after ",
        "view recording - ",
        "screen sharing: ",
        "please provide feedback about using gemini",
        "return to transcripts main page",
        "transcription speed: ",
        "subtitles are written to ",
        "operation finished in: ",
        "whisper_print_timings: ",
    ];
    // Advertisements, and warnings about the machine that listened.
    const LONG_STARTS: [&str; 5] = [
        "this editable transcript was computer generated",
        "you should review gemini",
        "sonix is the world",
        "sonix has many features",
        "automatically convert your mp3 files to text",
    ];
    // What opens a transcript on a page.
    const OPENERS: [&str; 7] = [
        "click to expand",
        "read the transcript",
        "read transcript",
        "search in video",
        "search transcript",
        "show transcript",
        "view transcript",
    ];
    const BYTES_MAX: usize = 120;
    const LONG_BYTES_MAX: usize = 320;
    let original = text;
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || is_mark(c) || matches!(c, '(' | ')' | '[' | ']'));
    if text.len() > LONG_BYTES_MAX {
        return false;
    }
    let unmarked;
    let mut text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text.contains(is_mark) {
        unmarked = text.replace(is_mark, "");
        text = &unmarked;
    }
    let starts = |start: &&str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    if text.len() > BYTES_MAX {
        return LONG_STARTS.iter().any(starts);
    }
    // What an editor writes above the recording and above its words.
    OPENERS.iter().any(|opener| text.eq_ignore_ascii_case(opener))
        || text == "Audio file"
        || text == "Transcript"
        // What the Government Publishing Office sets below a record.
        || original.trim() == "<all>"
        || STARTS.iter().any(starts)
        || LONG_STARTS.iter().any(starts)
        || text.contains(" automatically transcribed by ")
        || text.ends_with(" started transcription")
        || text.ends_with(" stopped transcription")
        // What a player offers below the words that were copied.
        || text.len() < 48 && text.ends_with(" (auto-generated")
}

/// `[[Page S2402]]`: where a page of the print begins; `March 12, 2018          3 of 214`.
fn is_page(text: &str) -> bool {
    let is_number = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if let Some((head, (page, pages))) =
        text.trim().rsplit_once("    ").and_then(|(head, of)| Some((head, of.trim().split_once(" of ")?)))
        && is_number(page)
        && is_number(pages)
        && head.len() <= 80
    {
        return true;
    }
    let page = text.trim().strip_prefix("[[Page ").and_then(|page| page.strip_suffix("]]"));
    page.is_some_and(|page| page.len() <= 12 && !page.contains(' '))
}

/// The lists that a service sets above what is said: a title, and below it words that are in the turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listing {
    None,
    Title,
    Words,
}

impl Listing {
    /// What the next line is.
    fn then(self, line: &Line<'_>) -> Self {
        match self {
            _ if line.opens && matches!(line.text.trim(), "SUMMARY KEYWORDS" | "SPEAKERS") => Self::Title,
            Self::Title => Self::Words,
            _ if line.opens => Self::None,
            same => same,
        }
    }
}

/// A line of dashes or the like, which parts what is said.
fn is_rule(text: &str) -> bool {
    const SIGNS_MIN: usize = 5;
    let text = text.trim();
    let is_of = |sign: u8| text.bytes().all(|byte| byte == sign);
    text.len() >= SIGNS_MIN
        && matches!(text.as_bytes(), [sign @ (b'-' | b'_' | b'=' | b'*' | b'~'), ..] if is_of(*sign))
}

/// `[12:34] Chapter title`: a short line by itself without a sentence's end.
fn is_chapter(line: &Line<'_>, words: &str) -> bool {
    let ends_open =
        !words.trim_end_matches(MARK_END).ends_with(['.', '?', '!', '…', ',', ';', ':', '"', '”', '-']);
    line.opens && !words.is_empty() && words.len() <= 90 && ends_open
}

struct Writer<'w, 'a> {
    builder: &'w mut Builder,
    receipt: &'w mut Receipt,
    speaker: Option<&'w str>,
    /// The last label, and whose it is.
    last_label: (&'a str, &'w str),
    /// The label at hand stands alone: what follows is said by its speaker.
    announced: bool,
    /// A list item or the like that nobody says.
    aside: Option<(BlockKind, Option<u32>, Together)>,
    /// The line at hand.
    line: Option<u32>,
    said: Vec<Words<'a>>,
    said_bytes: usize,
    /// The time of the words to come.
    pending: Option<Time>,
    offset_ms: u32,
    /// The latest time so far.
    last_ms: u32,
    /// A time at the end of a line is when the line is said.
    times_follow: bool,
    /// Where lines show the words of the line before again: that line.
    shown: Option<&'a str>,
    /// The names behind which words stand, once somebody asks.
    speaking: Option<FxHashSet<&'a str>>,
}

impl<'w, 'a> Writer<'w, 'a> {
    /// The name to show for `label`; most people say more than one line.
    fn named(&mut self, label: &'a str, names: &'w Resolution) -> &'w str
    where
        'a: 'w,
    {
        if self.last_label.0 != label {
            self.last_label = (label, names.name(label));
        }
        self.last_label.1
    }

    fn say(&mut self, line: Option<u32>, words: &'a str) {
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
    fn place(&mut self, (start_ms, end_ms): Time) -> Option<Time> {
        let start_ms = start_ms.saturating_sub(self.offset_ms);
        if start_ms < self.last_ms {
            return None;
        }
        self.last_ms = start_ms;
        Some((start_ms, end_ms.map(|end_ms| end_ms.saturating_sub(self.offset_ms))))
    }

    fn is_long_enough(&self) -> bool {
        let ends_sentence = self.said.last().is_some_and(|said| ends_sentence(said.text));
        self.said_bytes >= JOINED_BYTES_MAX || (self.said_bytes >= JOINED_BYTES_MIN && ends_sentence)
    }

    /// Lines without labels go on and on where speech recognition writes no paragraphs.
    fn is_too_long(&self, joins_lines: bool) -> bool {
        if joins_lines {
            return self.is_long_enough();
        }
        let ends = self.said.last().is_some_and(|said| ends_sentence(said.text));
        let is_unpunctuated = || !self.said.iter().any(|said| ends_sentence(said.text));
        self.said_bytes >= 4 * JOINED_BYTES_MAX
            || self.said_bytes >= 2 * JOINED_BYTES_MAX && ends
            || self.said_bytes >= JOINED_BYTES_MAX && is_unpunctuated()
    }

    fn flush(&mut self) {
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

    fn block(&mut self, open: Option<&Line<'_>>, together: &Together) {
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
struct Together {
    text: String,
    /// The line of what was added last.
    number: Option<u32>,
}

impl Together {
    fn add(&mut self, line: &Line<'_>) {
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
fn first_shown<'a>(before: &str, words: &'a str) -> &'a str {
    if before.is_empty() || words.is_empty() {
        return words;
    }
    match words.strip_prefix(before) {
        Some(rest) if !rest.starts_with(char::is_alphanumeric) => rest.trim_start(),
        _ if before.ends_with(words) => "",
        _ => words,
    }
}

/// A time within the words: `[00:12:33]`, or `[inaudible 00:12:33]`, which is kept. Returns the
/// bytes before it, the time, the text behind it, and whether it has words of its own.
fn inner_time(text: &str) -> Option<(usize, Time, &str, bool)> {
    for at in memchr::memchr2_iter(b'[', b'(', text.as_bytes()) {
        let inside = &text[at + 1..];
        let near = &inside.as_bytes()[..inside.len().min(48)];
        let Some(end) = memchr::memchr2(b']', b')', near) else { continue };
        // A time ends in a digit, or in the sign of its seconds.
        if !matches!(near[..end].last(), Some(b'0'..=b'9' | b's' | b'\\')) {
            continue;
        }
        let after = &inside[end + 1..];
        let mut words = inside[..end].split(' ');
        let last = words.next_back().unwrap_or_default().trim_end_matches('\\');
        // In round brackets `(3:16)` may be a verse, `(0:03:16)` hardly.
        let is_plain = text[at..].starts_with('[') || last.matches(':').count() == 2;
        if let Some(clock) = clock::leading(last).filter(|clock| clock.bytes == last.len() && is_plain) {
            return Some((at, (clock.start_ms, clock.end_ms), after, words.next().is_some()));
        }
    }
    None
}

/// What stands behind the length of a turn in seconds, which some set behind the time of its end:
/// `[00:00:08][7.2]`.
fn behind_length(text: &str) -> &str {
    let inside = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let is_length = |length: &str| {
        length.len() <= 8 && length.contains('.') && length.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    inside.filter(|(length, _)| is_length(length)).map_or(text, |(_, behind)| behind)
}

/// A time that ends the words, with the bytes before it.
fn closing_time(words: &str) -> Option<(usize, Time)> {
    let words = words.trim_end();
    let open = words.ends_with([']', ')']).then(|| words.rfind(['[', '('])).flatten()?;
    let (before, time, after, keeps) = inner_time(&words[open..])?;
    (!keeps && after.is_empty()).then_some((open + before, time))
}

fn ends_sentence(words: &str) -> bool {
    let closing = |c: char| c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | MARK_END);
    words.trim_end_matches(closing).ends_with(['.', '?', '!', '…', '。', '！', '？', '。'])
}
