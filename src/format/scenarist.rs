//! Scenarist's closed captions (`.scc`): behind each time the pairs of bytes that a line 21 decoder is sent,
//! as hexadecimal numbers, one pair a frame.
//!
//! Follows CEA-608: captions that pop on are read when they are shown, those that roll up or are painted on
//! row by row. The second channel of a file is left out.

use super::{Confidence, Format, Input, ParseError, Receipt, webvtt};
use crate::clean::captions::Track;
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "scc", extensions: &["scc"], detect, parse };

const HEAD: &str = "Scenarist_SCC V1.0";

fn detect(input: &Input<'_>) -> Confidence {
    if input.text.trim_start().starts_with(HEAD) { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = webvtt::normalise(input.text);
    let mut screen = Screen { track: Track::without_rows(&text), ..Screen::default() };
    for (number, line) in (1..).zip(text.lines()) {
        let Some((time, pairs)) = line.trim().split_once([' ', '\t']) else { continue };
        let Some(first) = frame(time) else { continue };
        for (sent, pair) in (0..).zip(pairs.split_ascii_whitespace()) {
            let Ok(pair) = u16::from_str_radix(pair, 16) else { continue };
            screen.now_ms = milliseconds(first.saturating_add(sent));
            screen.line = number;
            // The highest bit of each is for parity.
            let [high, low] = pair.to_be_bytes().map(|byte| byte & 0x7F);
            screen.take(high, low);
        }
    }
    screen.end();
    Ok(screen.track.into_documents(FORMAT.name, input, receipt))
}

/// The number of the frame at `01:02:03:12`. Behind a semicolon frames are counted with two left out every
/// minute but each tenth, as SMPTE 12M has it.
fn frame(time: &str) -> Option<u64> {
    let mut parts = time.split([':', ';', '.', ',']);
    let mut number = || parts.next()?.parse::<u64>().ok().filter(|number| *number < 1000);
    let (hours, minutes, seconds, frames) = (number()?, number()?, number()?, number()?);
    let minutes = hours * 60 + minutes;
    let left_out = if time.contains(';') { 2 * (minutes - minutes / 10) } else { 0 };
    Some(((minutes * 60 + seconds) * 30 + frames).saturating_sub(left_out))
}

/// When a frame is shown: there are 30000 in 1001 seconds.
fn milliseconds(frame: u64) -> u64 {
    frame.saturating_mul(1001) / 30
}

/// How captions come to be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// Written unseen, then shown at once.
    #[default]
    PopOn,
    /// Seen while they are written.
    Seen,
    /// Text that is no caption.
    Text,
}

/// What a decoder has before it.
#[derive(Debug, Default)]
struct Screen {
    track: Track,
    mode: Mode,
    /// What is written and not in the track yet; rows are parted by line feeds.
    written: String,
    /// When the first of it was written, and on which line.
    began: (u64, u32),
    /// What is shown since when, whose end is not known yet.
    shown: Option<(u64, u32, String)>,
    /// The command before, which is sent twice.
    last: Option<(u8, u8)>,
    /// What is sent is for the second channel.
    is_second: bool,
    now_ms: u64,
    line: u32,
}

impl Screen {
    /// Takes a pair of bytes.
    fn take(&mut self, high: u8, low: u8) {
        if !(0x10..0x20).contains(&high) {
            self.last = None;
            if !self.is_second && self.mode != Mode::Text {
                [high, low].into_iter().filter(|byte| *byte >= 0x20).for_each(|byte| self.write(basic(byte)));
            }
            return;
        }
        if self.last.take() == Some((high, low)) {
            return;
        }
        self.last = Some((high, low));
        self.is_second = high & 0x08 != 0;
        if !self.is_second {
            self.command(high, low);
        }
    }

    fn command(&mut self, high: u8, low: u8) {
        match (high, low) {
            (0x14 | 0x15, 0x20) => self.mode = Mode::PopOn,
            (0x14 | 0x15, 0x25..=0x27 | 0x29) => self.mode = Mode::Seen,
            (0x14 | 0x15, 0x2A | 0x2B) => self.mode = Mode::Text,
            _ if self.mode == Mode::Text => {}
            (0x14 | 0x15, 0x21) => drop(self.written.pop()),
            (0x14 | 0x15, 0x2C) => {
                if self.mode == Mode::Seen {
                    self.show();
                }
                self.clear();
            }
            (0x14 | 0x15, 0x2D) => self.show(),
            (0x14 | 0x15, 0x2E) => self.written.clear(),
            (0x14 | 0x15, 0x2F) => {
                self.mode = Mode::PopOn;
                self.began = (self.now_ms, self.line);
                self.show();
            }
            (0x11, 0x30..=0x3F) => self.write(SPECIAL[usize::from(low - 0x30)]),
            // They stand in place of the character before, which decoders without them show.
            (0x12 | 0x13, 0x20..=0x3F) => {
                self.written.pop();
                let set = if high == 0x12 { &ROMANCE } else { &GERMANIC };
                self.write(set[usize::from(low - 0x20)]);
            }
            // Another colour takes the place of a blank.
            (0x11, 0x20..=0x2F) => self.write(' '),
            // Another row, or a place in this one.
            (_, 0x40..=0x7F) if self.mode == Mode::PopOn => self.write('\n'),
            (_, 0x40..=0x7F) => self.write(' '),
            _ => {}
        }
    }

    fn write(&mut self, c: char) {
        if self.written.trim().is_empty() {
            self.began = (self.now_ms, self.line);
        }
        self.written.push(c);
    }

    /// Shows what is written, in place of what is shown.
    fn show(&mut self) {
        self.clear();
        let written = std::mem::take(&mut self.written);
        if !written.trim().is_empty() {
            self.shown = Some((self.began.0, self.began.1, written));
        }
    }

    /// Adds what is shown to the track: it ends now.
    fn clear(&mut self) {
        if let Some((start_ms, line, text)) = self.shown.take() {
            self.track.begin(start_ms, Some(self.now_ms), line);
            self.track.push(&text);
            self.track.push("\n");
        }
    }

    fn end(&mut self) {
        if self.mode == Mode::Seen {
            self.show();
        }
        self.clear();
    }
}

/// What a byte stands for: of ASCII a few are others.
fn basic(byte: u8) -> char {
    match byte {
        0x2A => 'á',
        0x5C => 'é',
        0x5E => 'í',
        0x5F => 'ó',
        0x60 => 'ú',
        0x7B => 'ç',
        0x7C => '÷',
        0x7D => 'Ñ',
        0x7E => 'ñ',
        0x7F => '\u{2588}',
        byte => char::from(byte),
    }
}

#[rustfmt::skip]
const SPECIAL: [char; 16] =
    ['®', '°', '½', '¿', '™', '¢', '£', ' ', 'à', ' ', 'è', 'â', 'ê', 'î', 'ô', 'û'];

#[rustfmt::skip]
const ROMANCE: [char; 32] = [
    'Á', 'É', 'Ó', 'Ú', 'Ü', 'ü', '‘', '¡', '*', '\'', '—', '©', '℠', '•', '“', '”',
    'À', 'Â', 'Ç', 'È', 'Ê', 'Ë', 'ë', 'Î', 'Ï', 'ï', 'Ô', 'Ù', 'ù', 'Û', '«', '»',
];

#[rustfmt::skip]
const GERMANIC: [char; 32] = [
    'Ã', 'ã', 'Í', 'Ì', 'ì', 'Ò', 'ò', 'Õ', 'õ', '{', '}', '\\', '^', '_', '|', '~',
    'Ä', 'ä', 'Ö', 'ö', 'ß', '¥', '¤', '│', 'Å', 'å', 'Ø', 'ø', '┌', '┐', '└', '┘',
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::captions::check;

    #[test]
    fn captions_that_pop_on_begin_when_they_are_shown() {
        // `so we` / `begin.` shown by frame 9 of second 1, cleared in second 3.
        check(
            "a.scc",
            "Scenarist_SCC V1.0\n\n00:00:01:00\t94ae 94ae 9420 9420 9440 9440 73ef 20f7 e580 94e0 94e0 62e5 6769 6eae 942f 942f\n\n00:00:03:00\t942c 942c\n",
            "?[1468]: so we begin.",
        );
    }

    #[test]
    fn rows_that_roll_up_are_read_once() {
        check(
            "a.scc",
            "Scenarist_SCC V1.0\n\n00:00:01;00\t9425 9425 94ad 94ad 9470 9470 73ef 20f7 e580\n\n00:00:02;00\t9425 9425 94ad 94ad 9470 9470 62e5 6769 6eae\n",
            "?[1201]: so we [2202]begin.",
        );
    }

    #[test]
    fn characters_are_those_of_line_21() {
        let mut screen = Screen::default();
        for (high, low) in
            [(0x63, 0x61), (0x66, 0x5C), (0x20, 0x41), (0x13, 0x30), (0x11, 0x39), (0x1C, 0x20), (0x78, 0x78)]
        {
            screen.take(high, low);
        }
        assert_eq!(screen.written, "café Ä ");
        assert_eq!(frame("00:01:00;02"), Some(1800));
        assert_eq!(frame("00:01:00:02"), Some(1802));
        assert_eq!(frame("Ada: 1"), None);
    }

    #[test]
    fn an_essay_on_captions_is_none() {
        let essay = "On Scenarist_SCC V1.0\n\nIt has a time and numbers behind it.\n";
        assert_eq!(detect(&Input::of_text("a.txt", essay)), Confidence::No);
    }
}
