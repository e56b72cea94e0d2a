//! Whether a text is a transcript: how many of its lines carry labels, and how well those agree.

use std::collections::HashMap;

use super::names::{self, Resolution};
use super::{Hints, Line, Transcript, is_transcript_heading};
use crate::document::BlockKind;

/// Speech has 12-18 bytes a second in any script; lists of chapters have less than one.
const SPEECH_BYTES_PER_SECOND_MIN: u64 = 3;

/// Decides, and takes the labels off lines that have none in truth.
pub(super) fn weigh<'a>(mut lines: Vec<Line<'a>>, hints: &Hints) -> Option<Transcript<'a>> {
    let heading =
        lines.iter().position(|line| line.kind == BlockKind::Heading && is_transcript_heading(line.text));
    let begins = heading.map_or(0, |heading| heading + 1);
    let declared = hints.declared || heading.is_some() || are_bare_captions(&lines);
    lines[..begins].iter_mut().for_each(|line| line.label = None);
    let tally = Tally::new(&lines[begins..]);
    let named_timed = tally.has_timed_names(hints, declared);
    let timed = !named_timed && tally.has_bare_times(declared);
    let named = tally.has_names(hints, declared, named_timed || timed);
    if !(named_timed || timed || named || declared && tally.is_prose()) {
        return None;
    }
    let named_share = tally.paragraph_share(tally.named_lines());
    let is_strong = named_share >= 0.3;
    for line in &mut lines[begins..] {
        let Some(label) = line.label else { continue };
        let is_kept = match label.name {
            Some(name) => {
                let counts = tally.names.get(name).copied().unwrap_or_default();
                let known = counts.all() >= 2
                    || hints.names.iter().any(|hint| names::fold(hint) == names::fold(name));
                let once = label.is_marked() || names::is_person_like(name);
                let is_prose = line.kind == BlockKind::Paragraph;
                if label.time.is_some() {
                    (named_timed || named) && (known || once)
                } else if label.is_bare_name() {
                    is_prose && named && counts.bare >= 3 && counts.bare * 2 > counts.all()
                } else {
                    is_prose && (named || named_timed) && (known || is_strong && line.opens && once)
                }
            }
            None => true,
        };
        if !is_kept {
            line.label = label.without_name();
        }
    }
    let said: Vec<String> =
        lines.iter().filter_map(|line| line.label?.name).map(str::to_owned).collect::<Vec<_>>();
    let has_names = !said.is_empty();
    let first_label = lines.iter().position(|line| line.label.is_some());
    let only_speaker = match hints.names.as_slice() {
        [only] if declared && hints.only && named_share < 0.6 => Some(only.clone()),
        _ => None,
    };
    let begins = if heading.is_some() || (declared && (only_speaker.is_some() || !has_names)) {
        begins
    } else {
        first_label.unwrap_or(begins)
    };
    let mut unique: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for name in said {
        if seen.insert(name.clone()) {
            unique.push(name);
        }
    }
    let resolution = Resolution::new(&unique, &hints.names);
    Some(Transcript { lines, begins, resolution, only_speaker, joins_lines: timed })
}

/// Captions without their times: short lines without a stop, most of which go on in the midst of
/// a sentence.
fn are_bare_captions(lines: &[Line<'_>]) -> bool {
    let (mut ended, mut small, mut bytes, mut opening) = (0, 0, 0, 0);
    for line in lines {
        let text = line.text.trim();
        opening += usize::from(line.opens);
        bytes += text.len();
        ended += usize::from(text.ends_with(['.', ',', ';', ':', '?', '!']) || text.contains(". "));
        small += usize::from(text.starts_with(char::is_lowercase));
    }
    let count = lines.len();
    count >= 20
        && opening * 10 <= count
        && bytes <= count * 60
        && ended * 20 <= count
        && small * 10 >= count * 6
}

/// How often a name stands in a label.
#[derive(Clone, Copy, Debug, Default)]
struct NameCount {
    timed: usize,
    /// With a colon and no time.
    plain: usize,
    /// Bold or italic, with neither.
    bare: usize,
    marked: usize,
}

impl NameCount {
    fn all(self) -> usize {
        self.timed + self.plain + self.bare
    }
}

/// A run of lines by their numbers.
#[derive(Clone, Copy, Debug, Default)]
struct Reach {
    first: usize,
    /// One past the last; 0 for none.
    end: usize,
}

impl Reach {
    fn add(&mut self, at: usize) {
        if self.end == 0 {
            self.first = at;
        }
        self.end = at + 1;
    }
}

/// What is counted over the lines.
struct Tally<'a> {
    names: HashMap<&'a str, NameCount>,
    /// Bytes of prose before each line, and of all.
    bytes_before: Vec<u64>,
    /// Paragraphs before each line, and all.
    paragraphs_before: Vec<usize>,
    items: usize,
    codes: usize,
    timed_reach: Reach,
    named_reach: Reach,
    bare_time_lines: usize,
    /// Lines of a time and a title in bold type.
    titled_lines: usize,
    stretches: usize,
    /// Bare times, and those that are earlier than the one before.
    first_ms: u32,
    last_ms: u32,
    steps_back: usize,
}

impl<'a> Tally<'a> {
    fn new(lines: &[Line<'a>]) -> Self {
        let mut tally = Self {
            names: HashMap::new(),
            bytes_before: Vec::with_capacity(lines.len() + 1),
            paragraphs_before: Vec::with_capacity(lines.len() + 1),
            items: 0,
            codes: 0,
            timed_reach: Reach::default(),
            named_reach: Reach::default(),
            bare_time_lines: 0,
            titled_lines: 0,
            stretches: 0,
            first_ms: 0,
            last_ms: 0,
            steps_back: 0,
        };
        let (mut bytes, mut paragraphs) = (0_u64, 0);
        for (at, line) in lines.iter().enumerate() {
            tally.bytes_before.push(bytes);
            tally.paragraphs_before.push(paragraphs);
            if !matches!(line.kind, BlockKind::Code | BlockKind::Heading) {
                bytes += line.text.len() as u64;
                paragraphs += usize::from(line.opens);
                tally.items += usize::from(line.opens && line.kind == BlockKind::ListItem);
            }
            tally.codes += usize::from(line.kind == BlockKind::Code);
            tally.add(at, line);
        }
        tally.bytes_before.push(bytes);
        tally.paragraphs_before.push(paragraphs);
        tally
    }

    fn add(&mut self, at: usize, line: &Line<'a>) {
        let Some(label) = &line.label else { return };
        if let Some(name) = label.name {
            // Headings and points of a list speak only with a time.
            if line.kind != BlockKind::Paragraph && label.time.is_none() {
                return;
            }
            let count = self.names.entry(name).or_default();
            match (label.time, label.is_bare_name()) {
                (Some(_), _) => count.timed += 1,
                (None, true) => count.bare += 1,
                (None, false) => count.plain += 1,
            }
            count.marked += usize::from(label.is_marked());
            self.named_reach.add(at);
        } else if let Some((start_ms, _)) = label.time {
            let is_title = line.text.trim_end().ends_with(super::MARK_END) && label.words.len() < 160;
            if is_title || line.kind == BlockKind::Heading {
                self.titled_lines += 1;
                return;
            }
            if self.bare_time_lines == 0 {
                self.first_ms = start_ms;
            }
            self.steps_back += usize::from(start_ms < self.last_ms);
            self.last_ms = start_ms;
            self.bare_time_lines += 1;
            self.stretches += usize::from(label.is_stretch());
            self.timed_reach.add(at);
        }
    }

    /// Lines whose name, with or without a time, comes again.
    fn named_lines(&self) -> usize {
        let repeated = self.names.values().filter(|count| count.all() >= 2);
        repeated.map(|count| count.timed + count.plain).sum()
    }

    /// Names with times: `Name (00:12):`, `[Name] [00:12]`, `00:12 Name:`.
    fn has_timed_names(&self, hints: &Hints, declared: bool) -> bool {
        let timed: usize = self.names.values().map(|count| count.timed).sum();
        let repeated = |(name, count): &(&&str, &NameCount)| {
            count.all() >= 2 || hints.names.iter().any(|hint| names::fold(hint) == names::fold(name))
        };
        let again: usize = self.names.iter().filter(repeated).map(|(_, count)| count.timed).sum();
        let least = if declared { 2 } else { 3 };
        again >= least && again * 2 >= timed && self.coverage(self.named_reach) >= 0.3
    }

    /// Times alone: `[0.00 --> 0.84] text`, `00:00:12 text`, or on lines of their own.
    fn has_bare_times(&self, declared: bool) -> bool {
        let lines = self.timed_reach.end.saturating_sub(self.timed_reach.first);
        let paragraphs = self.paragraphs(self.timed_reach).max(1);
        let share = |of: usize| self.bare_time_lines as f64 / of.max(1) as f64;
        let is_regular = share(lines) >= 0.33 || share(paragraphs) >= 0.5;
        let seconds = u64::from(self.last_ms.saturating_sub(self.first_ms)) / 1000;
        let is_speech = self.bytes(self.timed_reach) >= seconds * SPEECH_BYTES_PER_SECOND_MIN;
        let is_ordered = self.steps_back * 10 <= self.bare_time_lines;
        let least = if self.stretches > 0 || declared { 2 } else { 4 };
        self.bare_time_lines >= least
            && self.titled_lines * 2 < self.bare_time_lines
            && (is_regular || declared)
            && is_speech
            && is_ordered
            && (declared || self.coverage(self.timed_reach) >= 0.4)
    }

    /// Names without times: `**Name:** text`, `NAME: text`, `Name:` on a line of its own.
    fn has_names(&self, hints: &Hints, declared: bool, is_transcript: bool) -> bool {
        let is_hinted = |name: &str| {
            Resolution::new(&[name.to_owned()], &hints.names).name(name) != name
                || hints.names.iter().any(|hint| names::fold(hint) == names::fold(name))
        };
        let mut lines = 0;
        let (mut distinct, mut persons, mut marked) = (0, 0, 0);
        for (name, count) in &self.names {
            let own = count.plain + count.bare;
            if count.all() < 2 && !is_hinted(name) {
                continue;
            }
            lines += own;
            distinct += 1;
            marked += count.marked;
            persons += usize::from(names::is_person_like(name) || is_hinted(name) || is_initials(name));
        }
        if declared {
            return lines >= 2;
        }
        if is_transcript {
            return lines >= 3 && persons > 0 && lines * 10 >= self.bare_time_lines;
        }
        let share = self.paragraph_share(lines);
        let coverage = self.coverage(self.named_reach);
        let is_regular = share >= 0.5 || (share >= 0.15 && coverage >= 0.6);
        let several = distinct >= 2 || (marked > 0 && persons > 0 && lines >= 6);
        let personal = persons > 0 && lines >= 4 || lines >= 8 && share >= 0.5;
        is_regular && several && personal && distinct * 2 <= lines.max(4)
    }

    /// Running text rather than a list of points.
    fn is_prose(&self) -> bool {
        let paragraphs = self.paragraphs_before.last().copied().unwrap_or_default();
        paragraphs > 0 && self.items * 2 <= paragraphs && self.codes * 4 <= paragraphs
    }

    fn paragraph_share(&self, lines: usize) -> f64 {
        let paragraphs = self.paragraphs_before.last().copied().unwrap_or_default();
        lines as f64 / paragraphs.max(1) as f64
    }

    /// The part of the text that lies within `reach`, with the paragraph behind it.
    fn coverage(&self, reach: Reach) -> f64 {
        let all = self.bytes_before.last().copied().unwrap_or_default();
        self.bytes(reach) as f64 / all.max(1) as f64
    }

    fn bytes(&self, reach: Reach) -> u64 {
        let end = (reach.end + 1).min(self.bytes_before.len() - 1);
        self.bytes_before[end] - self.bytes_before[reach.first.min(end)]
    }

    fn paragraphs(&self, reach: Reach) -> usize {
        self.paragraphs_before[reach.end] - self.paragraphs_before[reach.first]
    }
}

fn is_initials(name: &str) -> bool {
    (2..=3).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase())
}
