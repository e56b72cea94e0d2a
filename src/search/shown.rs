//! A passage as it is shown, and what of it another passage shows already.

use std::ops::Range;

use crate::document::BlockKind;

/// A stretch of a document, with what matched in it and where it is.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Passage {
    /// The text; line breaks part its blocks.
    pub text: String,
    /// What matched, in bytes of `text`, in order.
    pub highlights: Vec<Range<usize>>,
    /// Where the passage begins in the document's text, in bytes.
    pub start_byte: u32,
    /// Where it ends.
    pub end_byte: u32,
    /// Whether its first sentence begins before it.
    pub is_cut_before: bool,
    /// Whether its last sentence goes on behind it.
    pub is_cut_after: bool,
    /// The number of the block that the first highlighted word is in, counted from 0.
    pub block: u32,
    /// What that block is.
    pub block_kind: Option<BlockKind>,
    /// The heading it stands under.
    pub heading: Option<String>,
    /// The line of the source on which the first highlighted word stands, as nearly as it is known,
    /// counted from 1.
    pub line: Option<u32>,
    /// Who says it.
    pub speaker: Option<String>,
    /// When the first highlighted word is said, in milliseconds from the start of the recording.
    pub start_ms: Option<u32>,
    /// When the last highlighted word has been said.
    pub end_ms: Option<u32>,
    /// Whether the times are worked out from the length of the text inside a longer cue.
    pub is_time_estimated: bool,
    /// Where it can be opened, see [`place::link`](fn@super::place::link).
    pub link: String,
    /// The blocks that it shows, in order; the first is the one it begins in.
    pub blocks: Vec<PassageBlock>,
}

/// A block of a document, as far as a passage shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PassageBlock {
    /// Where it begins in the passage's text, in bytes.
    pub start: usize,
    /// What it is.
    pub kind: BlockKind,
    /// Who says it.
    pub speaker: Option<String>,
}

/// How much of a document a passage shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// About how many characters.
    pub chars: usize,
    /// How many sentences more on each side.
    pub context: usize,
}

/// A passage with the leaves that are seen in it, and where.
pub(super) struct Shown {
    pub passage: Passage,
    /// A leaf, and a stretch of `text` that is highlighted because of it.
    pub seen: Vec<(usize, Range<usize>)>,
}

impl Shown {
    /// Whether what matched is nothing but parts of addresses, which say little.
    pub(super) fn is_in_addresses(&self) -> bool {
        let text = &self.passage.text;
        let is_address = |range: &Range<usize>| {
            let before = text[..range.start].rsplit(char::is_whitespace).next().unwrap_or_default();
            let behind = text[range.end..].split(char::is_whitespace).next().unwrap_or_default();
            let word = &text[range.start - before.len()..range.end + behind.len()];
            word.contains("://") || word.contains("www.")
        };
        !self.passage.highlights.is_empty() && self.passage.highlights.iter().all(is_address)
    }

    /// Takes away what another passage shows already; whether there was such.
    pub(super) fn leave_out(&mut self, other: &Passage) -> bool {
        let passage = &mut self.passage;
        let (start, end) = (passage.start_byte, passage.end_byte);
        if other.end_byte <= start || end <= other.start_byte {
            return false;
        }
        // Of what stands around the other, the side where something matched.
        let first = passage.highlights.first().map_or(end, |first| start + first.end as u32);
        let is_shared_behind =
            start < other.start_byte && (end <= other.end_byte || first <= other.start_byte);
        let (from, to) =
            if is_shared_behind { (start, other.start_byte) } else { (other.end_byte.min(end), end) };
        let kept = (from - start) as usize..(to - start) as usize;
        let kept_text = &passage.text[kept.clone()];
        let first = kept.start + (kept_text.len() - kept_text.trim_start().len());
        let last = (kept.start + kept_text.trim_end().len()).max(first);
        let shift = |range: &Range<usize>| {
            (first <= range.start && range.end <= last).then(|| range.start - first..range.end - first)
        };
        if is_shared_behind {
            passage.is_cut_after = other.is_cut_before;
        } else {
            passage.is_cut_before = other.is_cut_after;
        }
        passage.highlights = passage.highlights.iter().filter_map(shift).collect();
        self.seen = std::mem::take(&mut self.seen)
            .into_iter()
            .filter_map(|(leaf, range)| Some((leaf, shift(&range)?)))
            .collect();
        passage.text = passage.text[first..last].to_owned();
        passage.start_byte = start + first as u32;
        passage.end_byte = start + last as u32;
        true
    }
}
