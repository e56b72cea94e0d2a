//! The fields of the inverted index, and how terms get into them.
//!
//! Terms are made on the ingest threads ([`super::prepare`]); here they are only taken apart again
//! at their separators, so that the writer's thread does nothing but write.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use super::prepare::{TERM_SEPARATOR, TERM_TOGETHER};

/// The name under which the index's one tokenizer is registered.
const TERMS: &str = "terms";

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Words of title and text that are their own stem, with positions. Never asked for by itself:
    /// [`parts`] adds it to the two below.
    pub plain: Field,
    /// Exact forms of the other words, at the same positions; to a search, of all.
    pub exact: Field,
    /// Stems of the other words, likewise.
    pub stems: Field,
    /// Stems of the title alone.
    pub title: Field,
    /// Stems of the headings that are not in the title.
    pub heading: Field,
    /// Exact forms of the authors' names.
    pub author: Field,
    /// Exact forms of the speakers' names.
    pub speaker: Field,
    /// Exact forms of the source's name.
    pub source: Field,
    /// Exact forms of the tags.
    pub tag: Field,
    /// The authors' names as they are spelled, to be counted.
    pub author_name: Field,
    /// The speakers' names, likewise.
    pub speaker_name: Field,
    /// The source's name, likewise.
    pub source_name: Field,
    /// Exact forms of the words of the path.
    pub path: Field,
    /// The whole path, to delete a source's documents by.
    pub source_path: Field,
    /// The kind's name.
    pub kind: Field,
    /// The language's code.
    pub language: Field,
    /// How its words were stemmed, as the number of an [`crate::analyzer::Stemming`].
    pub stemming: Field,
    /// The document's own number, made from its path.
    pub id: Field,
    /// Where the document's record is in the store.
    pub record: Field,
    /// First day of the date as a number; 0 without a date.
    pub first_day: Field,
    /// Last day of the date as a number; 0 without a date.
    pub last_day: Field,
    /// How many words title and text have, as one of the 256 lengths that BM25 tells apart.
    pub length: Field,
    /// Stems of the text that is set apart, at the same positions as the rest.
    pub aside_stems: Field,
    /// Exact forms of the text that is set apart.
    pub aside_exact: Field,
    /// The group of versions and parts that it belongs to; 0 for none.
    pub group: Field,
    /// Its place in the group, the best first.
    pub place: Field,
}

/// The fields that together hold what a search asks of `field`. Most words are their own stem; what
/// is true of both is kept once.
pub(crate) fn parts(field: Field) -> impl Iterator<Item = Field> {
    let shared = matches!(field.field_id(), EXACT | STEMS).then(|| Field::from_field_id(PLAIN));
    std::iter::once(field).chain(shared)
}

/// Numbers of fields, in the order in which [`schema`] adds them.
const PLAIN: u32 = 0;
const EXACT: u32 = 1;
const STEMS: u32 = 2;

/// Builds the schema.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let terms = |option, has_norms| {
        let indexing = TextFieldIndexing::default().set_tokenizer(TERMS).set_index_option(option);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(has_norms))
    };
    let placed = || terms(IndexRecordOption::WithFreqsAndPositions, true);
    // Their lengths mean nothing one by one; `length` has that of all together.
    let part = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TERMS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(false);
        TextOptions::default().set_indexing_options(indexing)
    };
    // Whether anything is in one of these is asked by no query.
    let raw = || {
        let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false);
        TextOptions::default().set_indexing_options(indexing)
    };
    let number = || NumericOptions::from(FAST);
    let looked_up = || number().set_indexed();
    let name = || TextOptions::default().set_fast("raw");
    let fields = Fields {
        plain: builder.add_text_field("plain", part()),
        exact: builder.add_text_field("exact", part()),
        stems: builder.add_text_field("stems", part()),
        title: builder.add_text_field("title", terms(IndexRecordOption::Basic, false)),
        heading: builder.add_text_field("heading", terms(IndexRecordOption::Basic, false)),
        author: builder.add_text_field("author", placed()),
        speaker: builder.add_text_field("speaker", placed()),
        source: builder.add_text_field("source", placed()),
        tag: builder.add_text_field("tag", placed()),
        author_name: builder.add_text_field("author_name", name()),
        speaker_name: builder.add_text_field("speaker_name", name()),
        source_name: builder.add_text_field("source_name", name()),
        path: builder.add_text_field("path", placed()),
        source_path: builder.add_text_field("source_path", raw()),
        kind: builder.add_text_field("kind", raw()),
        language: builder.add_text_field("language", raw()),
        stemming: builder.add_u64_field("stemming", number()),
        id: builder.add_u64_field("id", looked_up()),
        record: builder.add_u64_field("record", number()),
        first_day: builder.add_u64_field("first_day", number()),
        last_day: builder.add_u64_field("last_day", number()),
        length: builder.add_u64_field("length", number()),
        aside_stems: builder.add_text_field("aside_stems", part()),
        aside_exact: builder.add_text_field("aside_exact", part()),
        group: builder.add_u64_field("group", looked_up()),
        place: builder.add_u64_field("place", number()),
    };
    debug_assert_eq!(
        [fields.plain, fields.exact, fields.stems],
        [PLAIN, EXACT, STEMS].map(Field::from_field_id)
    );
    (builder.build(), fields)
}

/// The tokenizers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TERMS, Separated);
    manager
}

/// Takes terms apart at their separators; an empty one leaves its position out, and behind
/// [`TERM_TOGETHER`] comes another one at the same position.
#[derive(Clone)]
struct Separated;

impl Tokenizer for Separated {
    type TokenStream<'a> = SeparatedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> SeparatedStream<'a> {
        SeparatedStream { rest: text, next_position: 0, token: Token::default() }
    }
}

struct SeparatedStream<'a> {
    rest: &'a str,
    next_position: usize,
    token: Token,
}

impl TokenStream for SeparatedStream<'_> {
    fn advance(&mut self) -> bool {
        let left_out = self.rest.bytes().take_while(|byte| *byte == TERM_SEPARATOR).count();
        self.rest = &self.rest[left_out..];
        self.next_position += left_out;
        let end = memchr::memchr2(TERM_SEPARATOR, TERM_TOGETHER, self.rest.as_bytes());
        let Some(end) = end else { return false };
        self.token.text.clear();
        self.token.text.push_str(&self.rest[..end]);
        self.token.position = self.next_position;
        self.next_position += usize::from(self.rest.as_bytes()[end] == TERM_SEPARATOR);
        self.rest = &self.rest[end + 1..];
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
