//! From the pieces of a recording to its document.

use super::super::{Input, Receipt};
use super::recording::{Joint, Recording};
use crate::document::{BlockKind, Builder, Document, Kind};

/// The document that shows `recording` as a conversation; nothing when nothing is said.
pub(super) fn document(
    recording: Recording<'_>,
    input: &Input<'_>,
    _receipt: &mut Receipt,
) -> Option<Document> {
    let mut builder = Builder::new(Kind::Transcript, super::FORMAT.name);
    builder.part(recording.part);
    *builder.metadata() = recording.metadata;
    let pieces = &recording.pieces;
    let mut at = 0;
    while at < pieces.len() {
        if pieces[at].joint == Joint::Heading {
            builder.block(BlockKind::Heading, None, &pieces[at].text);
            at += 1;
            continue;
        }
        let speaker = pieces[at].speaker.as_deref();
        let mut turn = builder.turn(speaker, None);
        let mut words = 0;
        while let Some(piece) = pieces.get(at) {
            if piece.joint == Joint::Heading || piece.speaker.as_deref() != speaker {
                break;
            }
            if speaker.is_none()
                && words >= 60
                && piece.joint != Joint::Close
                && pieces[at - 1].text.trim_end().ends_with(['.', '?', '!'])
            {
                break;
            }
            let mut text = piece.text.to_string();
            let time = piece.start_ms.map(|start| (start, piece.end_ms));
            at += 1;
            while let Some(next) = pieces.get(at).filter(|next| next.joint == Joint::Close) {
                text.push_str(&next.text);
                at += 1;
            }
            words += text.split_whitespace().count();
            turn.say(&text, time);
        }
    }
    let _ = input;
    (!builder.is_empty()).then(|| builder.finish())
}
