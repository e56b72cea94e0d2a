//! Tracks whose cues nobody says: pictures beside a player's bar, data for a program or of a drone, and chapters.

use super::Track;
use crate::document::{BlockKind, Builder, Document, Kind};

impl Track {
    /// Says that nearly all cues are addresses of pictures, objects or measurements.
    pub(super) fn is_data(&self) -> bool {
        const CUES_MIN: usize = 3;
        const CUES_TOLD: usize = 40;
        let told = &self.cues[..self.cues.len().min(CUES_TOLD)];
        let data = told.iter().filter(|cue| is_data(self.cue_text(cue).trim())).count();
        told.len() >= CUES_MIN && data * 10 >= told.len() * 9
    }

    /// Says that the cues are the titles of chapters: each ends where the next begins, lasts long and is no sentence.
    pub(super) fn are_chapters(&self) -> bool {
        const CHAPTERS_MIN: usize = 2;
        const MEAN_MS_MIN: u32 = 60_000;
        const SHORTEST_MS: u32 = 10_000;
        const WORDS_MAX: usize = 12;
        const GAP_MS_MAX: u32 = 1000;
        let Some((first, last)) = self.cues.first().zip(self.cues.last()) else { return false };
        let length_ms = last.end_ms.unwrap_or(last.start_ms).saturating_sub(first.start_ms);
        let is_chapter = |text: &str| {
            text.split_whitespace().nth(WORDS_MAX).is_none() && !text.ends_with(['.', ',', '…', '-', '♪'])
        };
        let are_long = self.cues.len() >= CHAPTERS_MIN && length_ms / MEAN_MS_MIN >= self.cues.len() as u32;
        are_long
            && self.cues.windows(2).all(|pair| {
                let end_ms = pair[0].end_ms.unwrap_or(pair[1].start_ms);
                end_ms.abs_diff(pair[1].start_ms) <= GAP_MS_MAX
                    && pair[1].start_ms >= pair[0].start_ms.saturating_add(SHORTEST_MS)
            })
            && self.cues.iter().all(|cue| cue.voice.is_none() && is_chapter(self.cue_text(cue).trim()))
    }

    /// The chapters as notes, each with its time.
    pub(super) fn into_chapters(self, format: &str) -> Option<Document> {
        let mut builder = Builder::new(Kind::Notes, format);
        for cue in &self.cues {
            let title = self.cue_text(cue).trim();
            if !title.is_empty() {
                let line = Some(cue.line).filter(|line| *line > 0);
                builder.timed_block(BlockKind::ListItem, line, title, Some((cue.start_ms, cue.end_ms)));
            }
        }
        *builder.metadata() = self.metadata;
        (!builder.is_empty()).then(|| builder.finish())
    }
}

/// Says that a cue is the address of a picture, perhaps with the part of it that is shown, an object, or what a camera
/// and its drone measured.
fn is_data(text: &str) -> bool {
    const PICTURES: [&str; 5] = [".jpg", ".jpeg", ".png", ".webp", ".gif"];
    const MEASURED: [&str; 5] = ["GPS(", "GPS (", "[latitude", "[iso", "BAROMETER:"];
    const DIGITS_MIN: usize = 8;
    let is_word = !text.is_empty() && !text.contains(char::is_whitespace);
    let is_picture = || {
        let address = text.split(['#', '?']).next().unwrap_or(text).to_ascii_lowercase();
        text.contains("#xywh=") || PICTURES.iter().any(|ending| address.ends_with(ending))
    };
    let is_object = || text.starts_with('{') && text.ends_with('}') && text.contains("\":");
    let is_measured = || {
        MEASURED.iter().any(|mark| text.contains(mark))
            && text.bytes().filter(u8::is_ascii_digit).nth(DIGITS_MIN - 1).is_some()
    };
    is_word && is_picture() || is_object() || is_measured()
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use crate::document::Kind;
    use crate::format::{Receipt, read};

    fn vtt(cues: &[(u32, u32, &str)]) -> String {
        let stamp =
            |seconds: &u32| format!("{:02}:{:02}:{:02}.000", seconds / 3600, seconds / 60 % 60, seconds % 60);
        let cues =
            cues.iter().map(|(start, end, text)| format!("\n{} --> {}\n{text}\n", stamp(start), stamp(end)));
        format!("WEBVTT\n{}", cues.collect::<String>())
    }

    #[test]
    fn pictures_objects_and_measurements_are_not_said() {
        let of = |text: fn(u32) -> String| {
            let texts: Vec<String> = (0..5).map(text).collect();
            let cues: Vec<_> =
                (0..5).zip(&texts).map(|(at, text)| (at * 5, at * 5 + 5, text.as_str())).collect();
            check("a.vtt", &vtt(&cues), "");
        };
        of(|at| format!("sprite.jpg#xywh={},0,160,90", at * 160));
        of(|at| format!("https://cdn.example/thumbs/{at:04}.JPG?x=1"));
        of(|at| format!("{{\"slide\":\"{at}\",\"n\":{at}}}"));
        of(|at| format!("[iso : 100] [shutter : 1/640.0] [latitude: 47.10{at}] [longitude: 8.20{at}]"));
        check(
            "a.vtt",
            &vtt(&[(0, 5, "a.jpg"), (5, 9, "is a picture."), (9, 12, "b.jpg")]),
            "?[0]: a.jpg [5000]is a picture. [9000]b.jpg",
        );
    }

    #[test]
    fn chapters_are_notes() {
        let chapters =
            [(0, 130, "Welcome"), (130, 885, "The upper rungs"), (885, 1600, "What the smith says")];
        let kind = |cues: &[(u32, u32, &str)]| {
            let documents = read("a.vtt", vtt(cues).as_bytes(), &mut Receipt::default()).unwrap_or_default();
            (documents[0].kind, documents[0].blocks.len(), documents[0].times.len())
        };
        assert_eq!(kind(&chapters), (Kind::Notes, 3, 3));
        assert_eq!(
            kind(&[(0, 130, "So we went."), (130, 885, "And then up."), (885, 1600, "It fell.")]).0,
            Kind::Transcript
        );
        assert_eq!(
            kind(&[(0, 3, "Welcome"), (3, 9, "The upper rungs"), (9, 12, "What the smith says")]).0,
            Kind::Transcript
        );
        assert_eq!(
            kind(&[(0, 130, "Welcome"), (200, 885, "The upper rungs"), (985, 1600, "So")]).0,
            Kind::Transcript
        );
        // Where no time can be later.
        let last = [
            (0, 4_294_960, "Welcome"),
            (4_294_960, 4_294_966, "The upper rungs"),
            (4_294_966, 4_294_967, "So"),
        ];
        assert_eq!(kind(&last).0, Kind::Transcript);
    }
}
