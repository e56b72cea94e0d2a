//! A passage in the pieces that are read: headings above their text, each turn behind its speaker, the
//! items of a list apart.

use std::ops::Range;

use ibid::document::BlockKind;
use ibid::search::Passage;

/// A stretch of a passage that reads in one breath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub text: &'a str,
    /// What matched, in bytes of `text`.
    pub highlights: Vec<Range<usize>>,
    pub is_heading: bool,
    /// Who says it, where somebody else did before.
    pub speaker: Option<&'a str>,
    /// Whether it is one of several items.
    pub is_item: bool,
    /// Whether it begins a line of its own where there are lines.
    pub begins_line: bool,
}

/// The pieces of a passage, in order.
pub(crate) fn pieces(passage: &Passage) -> Vec<Piece<'_>> {
    let several = passage.blocks.len() > 1;
    let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(passage.blocks.len().max(1));
    let mut speaks: Option<&str> = None;
    for (number, block) in passage.blocks.iter().enumerate() {
        let end = passage.blocks.get(number + 1).map_or(passage.text.len(), |next| next.start);
        let speaker = block.speaker.as_deref();
        let is_heading = block.kind == BlockKind::Heading;
        let is_after_heading = pieces.last().is_some_and(|before| before.is_heading);
        let is_other = speaker.is_some() && speaker != speaks;
        pieces.push(Piece {
            text: passage.text[block.start..end].trim_end(),
            highlights: within(&passage.highlights, block.start..end),
            is_heading,
            speaker: speaker.filter(|_| is_other && !is_heading),
            is_item: several && block.kind == BlockKind::ListItem,
            begins_line: number == 0 || is_heading || is_after_heading || is_other,
        });
        if !is_heading {
            speaks = speaker;
        }
    }
    if pieces.is_empty() {
        pieces.push(Piece {
            text: &passage.text,
            highlights: passage.highlights.clone(),
            is_heading: false,
            speaker: passage.speaker.as_deref(),
            is_item: false,
            begins_line: true,
        });
    }
    // Headings without anything below them are what there is to read.
    if pieces.iter().all(|piece| piece.is_heading)
        && let Some(last) = pieces.last_mut()
    {
        last.is_heading = false;
    }
    pieces
}

/// The piece that a passage's time belongs to: the first that is said and in which something matched.
pub(crate) fn timed(pieces: &[Piece<'_>]) -> Option<usize> {
    let is_said = |piece: &Piece<'_>| !piece.is_heading;
    let has_match = |piece: &Piece<'_>| is_said(piece) && !piece.highlights.is_empty();
    pieces.iter().position(has_match).or_else(|| pieces.iter().position(is_said))
}

/// The part of each range that lies in `stretch`, counted from its beginning.
fn within(ranges: &[Range<usize>], stretch: Range<usize>) -> Vec<Range<usize>> {
    let inside = ranges.iter().filter(|range| range.start < stretch.end && stretch.start < range.end);
    let shift = |range: &Range<usize>| {
        range.start.max(stretch.start) - stretch.start..range.end.min(stretch.end) - stretch.start
    };
    inside.map(shift).collect()
}
