//! Repairs whole documents.

use std::ops::Range;

use super::breaks::{self, Break};
use super::candidates::Group;
use super::code_words::CodeWords;
use super::pieces::{self, Piece, PieceKind};
use super::vocabulary::Vocabulary;
use crate::document::{Block, BlockKind, Builder, Document};
use crate::receipt::Receipt;

/// Parts the blocks of `document` where breaks were lost. A document that does not look damaged is
/// handed back as it is.
///
/// Lines, speakers and times stay what they were; code and headings are left alone, as are the words
/// that the source sets as `code`.
pub fn repair_document(document: Document, code: &CodeWords<'_>, receipt: &mut Receipt) -> Document {
    if !super::is_damaged(&document.text) {
        return document;
    }
    let mut vocabulary = Vocabulary::of(&document.text);
    if let Some(title) = &document.metadata.title {
        vocabulary.add(title);
    }
    let found = breaks::find(&document.text, &vocabulary);
    let is_open = |block: &Block| !matches!(block.kind, BlockKind::Code | BlockKind::Heading);
    let mut found = found.as_slice();
    let mut builder = Builder::new(document.kind, &document.format);
    for speaker in &document.speakers {
        builder.speaker(speaker);
    }
    let mut repairs = 0;
    let mut times = document.times.as_slice();
    for block in &document.blocks {
        let range = block.range();
        let inside = take_before(&mut found, range.end, |found| found.at);
        let marks = take_before(&mut times, range.end, |mark| mark.at as usize);
        let inside: Vec<Break> = inside
            .iter()
            .filter(|found| found.at > range.start && is_open(block) && !code.cover(&document.text, found.at))
            .map(|found| found.shifted(range.start))
            .collect();
        let inside = if document.format == "html" { believed_in_markup(inside) } else { inside };
        let text = document.block_text(block);
        if inside.is_empty() && block.kind != BlockKind::Turn {
            builder.append_block(&document, block, 0);
            continue;
        }
        repairs += inside.len();
        note(receipt, text, &inside);
        let parts = pieces::cut(text, &inside);
        if block.kind == BlockKind::Turn {
            let speaker = block.speaker.and_then(|speaker| document.speakers.get(speaker as usize));
            let mut turn = builder.turn(speaker.map(String::as_str), block.line);
            let marks: Vec<_> = marks.iter().map(|mark| (mark.at as usize - range.start, mark)).collect();
            let starts = parts.iter().map(|piece| piece.range.start).chain(marks.iter().map(|mark| mark.0));
            let lines = document.lines_in(block).iter().map(|mark| mark.at as usize - range.start);
            let mut starts: Vec<usize> = starts.chain(lines).collect();
            starts.sort_unstable();
            starts.dedup();
            let mut walk = document.walk_lines(block);
            for (place, start) in starts.iter().enumerate() {
                let end = starts.get(place + 1).copied().unwrap_or(text.len());
                let first = marks.partition_point(|mark| mark.0 < *start);
                let mark = marks.get(first).filter(|mark| mark.0 == *start);
                turn.on_line(walk.go_to(block.start + *start as u32))
                    .say(&text[*start..end], mark.map(|(_, mark)| (mark.start_ms, mark.end_ms)));
            }
            continue;
        }
        let mut walk = document.walk_lines(block);
        for (kind, start, words) in blocks(block.kind, text, &parts) {
            builder.block(kind, walk.go_to(block.start + start as u32), &words);
        }
    }
    if repairs == 0 {
        return document;
    }
    let rebuilt = builder.finish();
    let Document { text, blocks, times, lines, .. } = rebuilt;
    Document { text, blocks, times, lines, ..document }
}

/// What to believe of the breaks found in a block of a page. Markup parts what belongs apart, so a
/// capital inside a word is a name there and a bracket behind a stop a note, unless the ends of
/// several sentences show that this block was glued before it was marked up. A list in one line is one anywhere.
fn believed_in_markup(mut inside: Vec<Break>) -> Vec<Break> {
    const ENDS_MIN: usize = 2;
    let is_end = |found: &Break| matches!(found.group, Group::StopUpper);
    if inside.iter().filter(|found| is_end(found)).count() < ENDS_MIN {
        inside.retain(|found| {
            is_end(found)
                || found.is_listed
                || found.is_space && matches!(found.group, Group::Small | Group::Mark)
        });
    }
    inside
}

/// Takes the items from the front of `items` that stand before byte `end`.
fn take_before<'a, T>(items: &mut &'a [T], end: usize, at: impl Fn(&T) -> usize) -> &'a [T] {
    let (before, rest) = items.split_at(items.partition_point(|item| at(item) < end));
    *items = rest;
    before
}

/// The blocks that a block of `kind` falls into, and where each begins in it.
fn blocks(kind: BlockKind, text: &str, pieces: &[Piece]) -> Vec<(BlockKind, usize, String)> {
    let mut blocks: Vec<(BlockKind, usize, String)> = Vec::new();
    for piece in pieces {
        let words = &text[piece.range.clone()];
        let kind = match (kind, piece.kind) {
            (_, PieceKind::Continuation) => {
                if let Some((.., last)) = blocks.last_mut() {
                    last.push(' ');
                    last.push_str(words);
                    continue;
                }
                kind
            }
            (_, PieceKind::ListItem) => BlockKind::ListItem,
            (BlockKind::Paragraph, PieceKind::Heading) => BlockKind::Heading,
            _ => kind,
        };
        blocks.push((kind, piece.range.start, words.to_owned()));
    }
    blocks
}

/// So much text on either side of a break is shown in the receipt.
const SHOWN_BYTES: usize = 24;

fn note(receipt: &mut Receipt, text: &str, breaks: &[Break]) {
    for found in breaks {
        let from = text.floor_char_boundary(found.at.saturating_sub(SHOWN_BYTES));
        let to = text.ceil_char_boundary((found.at + SHOWN_BYTES).min(text.len()));
        let Range { start, end } = words_around(text, found.at, from..to);
        let between = if found.is_space { ' ' } else { '\n' };
        let after = format!("{}{between}{}", &text[start..found.at], &text[found.at..end]);
        receipt.repaired(rule(found), &text[start..end], &after);
    }
}

/// The chunk around `at`, inside `bounds`.
fn words_around(text: &str, at: usize, bounds: Range<usize>) -> Range<usize> {
    let before = &text[bounds.start..at];
    let after = &text[at..bounds.end];
    let start = before.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let start = before.ceil_char_boundary(start);
    let end = after.find(char::is_whitespace).unwrap_or(after.len());
    bounds.start + start..at + end
}

fn rule(found: &Break) -> &'static str {
    match found.group {
        _ if found.is_space => "lost breaks: glued words",
        Group::Bullet => "lost breaks: list items",
        Group::Link | Group::InLink => "lost breaks: links",
        Group::StopUpper
        | Group::StopLower
        | Group::StopDigit
        | Group::Mark
        | Group::Close
        | Group::Quote => "lost breaks: sentences",
        _ => "lost breaks: lines",
    }
}
