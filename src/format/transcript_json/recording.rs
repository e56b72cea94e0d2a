//! What every dialect is read into: the pieces of speech of one recording, in order.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::clock::rounded;
use crate::document::Metadata;

/// A recording as far as it has been read.
#[derive(Debug, Default)]
pub(super) struct Recording<'j> {
    /// Names it among the recordings of its source; empty when it is the only one.
    pub part: String,
    /// Which element of a list at the root it is, where several are recordings.
    pub element: Option<usize>,
    /// What is said, in order.
    pub pieces: Vec<Piece<'j>>,
    /// What is known about the whole.
    pub metadata: Metadata,
}

/// A word, a phrase or a whole segment: what has one time and one speaker.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece<'j> {
    /// The words.
    pub text: Cow<'j, str>,
    /// When they begin, in milliseconds.
    pub start_ms: Option<u32>,
    /// When they end.
    pub end_ms: Option<u32>,
    /// Who says them, as the source labels it.
    pub speaker: Option<Cow<'j, str>>,
    /// How the piece follows the one before it.
    pub joint: Joint,
    /// Where it begins in the source, in bytes.
    pub offset: Option<usize>,
}

/// How a piece follows the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Joint {
    /// It is a segment of its own.
    #[default]
    Segment,
    /// It is a further word of the same segment.
    Word,
    /// It is a further word of a stream that nobody has cut into segments.
    Loose,
    /// It stands close to the piece before, without a space: punctuation, the rest of a word.
    Close,
    /// It is the first segment of a paragraph.
    Paragraph,
    /// It is not said: it is the title of what follows.
    Heading,
}

impl<'j> Piece<'j> {
    /// A piece that says `text` from `start` to `end`, in milliseconds.
    pub(super) fn new(text: impl Into<Cow<'j, str>>, start: Option<f64>, end: Option<f64>) -> Self {
        Self { text: text.into(), start_ms: start.map(rounded), end_ms: end.map(rounded), ..Self::default() }
    }

    /// The piece as said by `speaker`.
    pub(super) fn by(self, speaker: Option<Cow<'j, str>>) -> Self {
        Self { speaker, ..self }
    }

    /// The piece following the one before it in this way.
    pub(super) fn joined(self, joint: Joint) -> Self {
        Self { joint, ..self }
    }
}

impl Recording<'_> {
    /// Takes out what models tell themselves: `[_BEG_]`, `<|en|>`, `%HESITATION`, `<laugh>`.
    pub(super) fn drop_control_tokens(&mut self) {
        for piece in &mut self.pieces {
            if piece.text.contains(['[', '<', '%']) {
                let text = CONTROL_TOKEN.replace_all(&piece.text, "");
                if let Cow::Owned(text) = text {
                    piece.text = Cow::Owned(text);
                }
            }
        }
        self.pieces.retain(|piece| !piece.text.trim().is_empty());
    }
}

static CONTROL_TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) \[_[A-Z]+_[0-9]*\]? | \[BLANK_AUDIO\] | <\|[a-z0-9._]+\|> | %HESITATION
        | <(?:unk|sil|eps|noise|silence|music|laugh|laughter|cough|inaudible|crosstalk|affirmative|overlap)>",
    )
    .expect("the pattern is well formed")
});
