//! Transcripts as podcast hosts serve them: `<cite>Name:</cite> <time>0:00</time> <p>words</p>`,
//! the HTML form of the Podcasting 2.0 namespace, and `<p>Name  0:00</p> <p>words</p>`, which editors
//! of transcripts export.

use rustc_hash::FxHashMap;

use super::transcript::is_transcript_heading;
use super::tree::Tree;
use crate::clean::folded;
use crate::document::{BlockKind, Builder};
use crate::receipt::Receipt;

/// What is said on a page.
#[derive(Debug)]
pub(super) struct Talk {
    parts: Vec<Part>,
    /// The nodes it stands in.
    pub(super) range: std::ops::Range<usize>,
    /// It is less than nine tenths of the words of the page.
    pub(super) is_part: bool,
}

impl Talk {
    /// Adds the turns to `builder`, and the headings between them.
    pub(super) fn write(&self, builder: &mut Builder, receipt: &mut Receipt) {
        for part in &self.parts {
            match part {
                Part::Turn(turn) => {
                    let mut open = builder.turn(turn.speaker.as_deref(), Some(turn.line));
                    for (words, start_ms) in &turn.said {
                        open.say(words, start_ms.map(|start_ms| (start_ms, None)));
                    }
                }
                Part::Heading(text, _) if is_transcript_heading(text) => {
                    receipt.dropped("heading of the transcript", text);
                }
                Part::Heading(text, line) => {
                    let (start_ms, words) = chapter(text);
                    let time = start_ms.map(|start_ms| (start_ms, None));
                    builder.timed_block(BlockKind::Heading, Some(*line), words, time);
                }
            }
        }
    }
}

/// Finds the turns of the page, if such elements hold most of its words.
pub(super) fn find(tree: &Tree, unseen: &[bool]) -> Option<Talk> {
    let (parent, is_part) = place(tree, unseen)?;
    let mut parts: Vec<Part> = Vec::new();
    let (mut speaker, mut start_ms) = (None, None);
    for node in tree.children(parent) {
        match tree.name(node) {
            "cite" => {
                let name = tree.raw_text(node);
                speaker = Some(name.trim().trim_end_matches([':', '\u{FF1A}']).trim_end().to_owned());
            }
            "time" => start_ms = clock(&tree.raw_text(node)).or(start_ms),
            "p" => {
                let words = tree.raw_text(node);
                if words.trim().is_empty() {
                    continue;
                }
                if let Some((name, clock)) = label(&words) {
                    speaker = name.map(str::to_owned).or(speaker);
                    start_ms = Some(clock);
                    continue;
                }
                let line = tree.line(node) + leading_lines(&words);
                let said = (words, start_ms.take());
                match parts.last_mut() {
                    Some(Part::Turn(turn)) if turn.speaker == speaker && !turn.is_full() => {
                        turn.said.push(said);
                    }
                    _ => parts.push(Part::Turn(Turn { speaker: speaker.clone(), line, said: vec![said] })),
                }
            }
            "h2" | "h3" | "h4" | "h5" | "h6" if !unseen[node] => {
                let words = folded(&tree.raw_text(node));
                if !words.is_empty() {
                    parts.push(Part::Heading(words, tree.line(node)));
                }
            }
            _ => {}
        }
    }
    let is_said = parts.iter().any(|part| matches!(part, Part::Turn(_)));
    is_said.then(|| Talk { parts, range: parent..tree.end(parent), is_part })
}

#[derive(Debug)]
enum Part {
    Turn(Turn),
    /// Words, and the source line.
    Heading(String, u32),
}

/// Parts the time from the words of a heading: `(00:12:30) \u{2013} Squeaks`.
fn chapter(heading: &str) -> (Option<u32>, &str) {
    let behind = heading.trim_start_matches(['(', '[']);
    let end = behind.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(behind.len());
    let (time, rest) = behind.split_at(end);
    let words = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    match clock(time) {
        Some(start_ms) if !words.is_empty() => (Some(start_ms), words),
        _ => (None, heading),
    }
}

#[derive(Debug)]
struct Turn {
    speaker: Option<String>,
    line: u32,
    /// Words, and when they begin.
    said: Vec<(String, Option<u32>)>,
}

impl Turn {
    /// Says whether a sentence ends here and the turn is as long as a paragraph.
    fn is_full(&self) -> bool {
        const BYTES_ENOUGH: usize = 700;
        let bytes: usize = self.said.iter().map(|(words, _)| words.len()).sum();
        let ends = self
            .said
            .last()
            .is_some_and(|(words, _)| words.trim_end().ends_with(['.', '!', '?', '\u{3002}']));
        bytes >= BYTES_ENOUGH && ends
    }
}

/// The element whose children are the transcript, and whether it is a part of the page only.
fn place(tree: &Tree, unseen: &[bool]) -> Option<(usize, bool)> {
    let mut marks_of = FxHashMap::<usize, (usize, usize)>::default();
    // Of paragraphs: how many are labels, and how many there are.
    let mut labels_of = FxHashMap::<usize, (usize, usize)>::default();
    let mut words_total = 0;
    let mut node = 0;
    while node < tree.len() {
        if unseen[node] {
            node = tree.end(node);
            continue;
        }
        words_total += tree.text(node).map_or(0, |text| text.trim().len());
        let parent = tree.parent(node);
        match tree.name(node) {
            "cite" => {
                let is_label = tree.raw_text(node).trim_end().ends_with([':', '\u{FF1A}']);
                let is_alone =
                    matches!(tree.name(tree.parent(node)), "body" | "div" | "section" | "article" | "main");
                marks_of.entry(parent).or_default().0 += usize::from(is_label && is_alone);
            }
            "time" => {
                marks_of.entry(parent).or_default().0 += usize::from(clock(&tree.raw_text(node)).is_some())
            }
            "p" => {
                let bytes: usize =
                    tree.below(node).filter_map(|n| tree.text(n)).map(|text| text.trim().len()).sum();
                marks_of.entry(parent).or_default().1 += bytes;
                let (labels, paragraphs) = labels_of.entry(tree.parent(node)).or_default();
                *paragraphs += usize::from(bytes > 0);
                let has_colon = || {
                    let mut texts = tree.below(node).filter_map(|n| tree.text(n));
                    texts.any(|text| memchr::memchr(b':', text.as_bytes()).is_some())
                };
                *labels += usize::from(
                    (1..=LABEL_BYTES_MAX).contains(&bytes)
                        && has_colon()
                        && label(&tree.raw_text(node)).is_some(),
                );
            }
            _ => {}
        }
        node += 1;
    }
    for (node, (labels, paragraphs)) in labels_of {
        if labels >= 4 && labels * 4 >= paragraphs {
            marks_of.entry(node).or_default().0 += labels;
        }
    }
    let best = marks_of.into_iter().max_by_key(|(node, (marks, _))| (*marks, usize::MAX - node));
    best.filter(|(_, (marks, words))| *marks >= 2 && words * 3 >= words_total)
        .map(|(node, (_, words))| (node, words * 10 < words_total * 9))
}

/// A paragraph of no more bytes may be a label.
const LABEL_BYTES_MAX: usize = 72;

/// Reads a paragraph that is no more than a time, or a name and a time: `Ada Ek  1:02`.
fn label(text: &str) -> Option<(Option<&str>, u32)> {
    let text = text.trim();
    if text.len() > LABEL_BYTES_MAX {
        return None;
    }
    let (name, time) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    let start_ms = clock(time.trim_matches(['(', ')', '[', ']']))?;
    let name = name.trim().trim_end_matches([':', '-', '\u{2013}', '\u{2014}', '|']).trim_end();
    let is_name = name.split_whitespace().count() <= 5 && !name.contains(['.', ',', '?', '!', ':']);
    is_name.then_some(((!name.is_empty()).then_some(name), start_ms))
}

fn leading_lines(text: &str) -> u32 {
    let end = text.find(|c: char| !c.is_whitespace()).unwrap_or(0);
    text[..end].matches('\n').count() as u32
}

/// Reads `1:02`, `01:02:03` or `01:02:03.456`, in milliseconds.
fn clock(text: &str) -> Option<u32> {
    let text = text.trim();
    memchr::memchr(b':', text.as_bytes())?;
    let (text, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len()) || parts.iter().any(|part| part.is_empty() || part.len() > 3) {
        return None;
    }
    let mut seconds = 0_u32;
    for part in parts {
        seconds = seconds * 60 + part.parse::<u32>().ok()?;
    }
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    seconds.checked_mul(1000)?.checked_add(digits.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;

    #[test]
    fn turns_keep_their_speakers_and_times() {
        let check = |html: &str, expected: &[(&str, Option<&str>, Option<u32>)]| {
            let tree = Tree::parse(html);
            let unseen = vec![false; tree.len()];
            let mut builder = Builder::new(Kind::Transcript, "html");
            if let Some(talk) = find(&tree, &unseen) {
                talk.write(&mut builder, &mut Receipt::default());
            }
            let document = builder.finish();
            let turns: Vec<_> = document
                .blocks
                .iter()
                .map(|block| {
                    let speaker = block.speaker.map(|number| document.speakers[number as usize].as_str());
                    let time =
                        document.times.iter().find(|mark| mark.at == block.start).map(|mark| mark.start_ms);
                    (document.block_text(block), speaker, time)
                })
                .collect();
            assert_eq!(turns, expected, "{html}");
        };
        check(
            "<cite>Ada:</cite><time>0:00</time><p>One.</p><cite>Bo:</cite><time>1:02:03.5</time><p>Two.</p><p>Three.</p>",
            &[("One.", Some("Ada"), Some(0)), ("Two. Three.", Some("Bo"), Some(3_723_500))],
        );
        check(
            "<cite>Ada:</cite><time>00:00</time><p>One</p><p></p><cite>Ada:</cite><time>00:04</time><p>and two.</p>",
            &[("One and two.", Some("Ada"), Some(0))],
        );
        check(
            "<p>Ada  0:00</p><p>One.</p><p>Bo  0:05</p><p>Two.</p><p>Ada  0:07</p><p>Three.</p><p>1:09</p><p>Four.</p>",
            &[
                ("One.", Some("Ada"), Some(0)),
                ("Two.", Some("Bo"), Some(5_000)),
                ("Three. Four.", Some("Ada"), Some(7_000)),
            ],
        );
        check(
            "<p>Ada 0:00</p><p>One.</p><h3>(0:04) \u{2013} Two</h3><p>Ada 0:05</p><p>Two.</p><h2></h2><p>Bo 0:09</p><p>Three.</p><p>Bo 1:09</p><p>Four.</p>",
            &[
                ("One.", Some("Ada"), Some(0)),
                ("Two", None, Some(4_000)),
                ("Two.", Some("Ada"), Some(5_000)),
                ("Three. Four.", Some("Bo"), Some(9_000)),
            ],
        );
        check("<p>We met at 10:30</p><p>and left</p><p>at 11:00</p><p>by train.</p>", &[]);
        check("<cite>A Book</cite><p>is a book.</p><cite>Another</cite><p>is another.</p>", &[]);
    }
}
