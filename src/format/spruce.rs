//! Captions as Spruce and DVD Studio Pro read them: `00:00:01:21 , 00:00:05:01 , words|more words`, below settings that
//! begin with `$`.

use super::{Confidence, Format, Input, ParseError, Receipt, webvtt};
use crate::clean::captions::{Track, markup};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "spruce", extensions: &["stl"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    const LINES_TOLD: usize = 40;
    let lines = input.head().lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES_TOLD);
    let cues = lines.filter(|line| cue(line).is_some()).count();
    if cues >= 2 { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = webvtt::normalise(input.text);
    let cues = || (1..).zip(text.lines()).filter_map(|(number, line)| Some((number, cue(line.trim())?)));
    let frames_per_second = frames_per_second(cues().flat_map(|(_, (start, end, _))| [start, end]));
    receipt.guessed("frames in a second", &frames_per_second.to_string());
    let mut track = Track::without_rows(&text);
    for (number, (start, end, words)) in cues() {
        track.begin(start.ms(frames_per_second), Some(end.ms(frames_per_second)), number);
        for row in words.split('|') {
            // `^B`, `^I` and `^U` turn bold, italic and underlined type on and off.
            let row = ["^B", "^I", "^U"].iter().fold(row.to_owned(), |row, mark| row.replace(mark, ""));
            markup::read(&row, &mut track);
            track.push("\n");
        }
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// How many frames a second has, by the highest number of one.
pub(super) fn frames_per_second(moments: impl Iterator<Item = Moment>) -> u64 {
    let last_frame = moments.map(|moment| moment.frame).max();
    if last_frame.is_some_and(|frame| frame >= 25) { 30 } else { 25 }
}

/// A time with frames.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    seconds: u64,
    frame: u64,
}

impl Moment {
    /// `00:00:01:21`
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut fields = text.trim().split([':', ';']);
        let mut field = || {
            let field = fields.next().filter(|field| field.len() == 2)?;
            field.bytes().all(|byte| byte.is_ascii_digit()).then(|| field.parse::<u64>().ok()).flatten()
        };
        let (hours, minutes, seconds, frame) = (field()?, field()?, field()?, field()?);
        fields.next().is_none().then_some(Self { seconds: (hours * 60 + minutes) * 60 + seconds, frame })
    }

    pub(super) fn ms(self, frames_per_second: u64) -> u64 {
        self.seconds * 1000 + self.frame * 1000 / frames_per_second
    }
}

fn cue(line: &str) -> Option<(Moment, Moment, &str)> {
    if !line.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut parts = line.splitn(3, ',');
    let (start, end) = (Moment::of(parts.next()?)?, Moment::of(parts.next()?)?);
    Some((start, end, parts.next()?.trim()))
}

#[cfg(test)]
mod tests {
    use crate::clean::captions::check;

    #[test]
    fn frames_are_parts_of_seconds() {
        check(
            "a.stl",
            "//Font\n$FontName = Arial\n\n00:00:01:05 , 00:00:02:00 , so|we begin,\n00:00:03:00,00:00:04:00,^Ihere^I.\n",
            "?[1200]: so we begin, [3000]here.",
        );
        check(
            "a.stl",
            "00:00:01:15 , 00:00:02:29 , so\n00:00:03:00 , 00:00:04:00 , we\n",
            "?[1500]: so [3000]we",
        );
    }
}
