//! The one thread that hands documents to Tantivy and counts them.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::Field;
use tantivy::{IndexWriter, Term};

use super::Report;
use super::draft::Draft;
use super::handed::{Hall, Handed};
use super::pipeline::RunError;
use super::target::Target;
use crate::across::Standing;
use crate::analyzer::{Stemming, exact_form, words};
use crate::index::document_id;
use crate::index::manifest::{SourceState, Written};
use crate::index::prepare::{Prepared, TERM_SEPARATOR};
use crate::index::record::Unpacked;
use crate::index::schema::Fields;

/// Memory that Tantivy's writer fills before it lays a segment on disk.
const WRITER_BUDGET_BYTES: usize = 64 << 20;
/// So many bytes of terms wait for Tantivy.
const HANDED_BYTES_MAX: usize = 2 << 20;

/// A document as the writer takes it up: what it is found by, and what is counted.
pub(super) struct Indexable {
    texts: Vec<(Field, String)>,
    numbers: Vec<(Field, u64)>,
    words: u32,
    positions: u32,
    set_apart_words: u32,
    text_bytes: usize,
    language: String,
    /// It is the best member of a group.
    is_best: bool,
}

impl Indexable {
    /// A document that stands so to the others; and what is to be packed of it.
    pub(super) fn new(prepared: Prepared, standing: &Standing, fields: &Fields) -> (Self, Unpacked) {
        let Prepared {
            plain,
            exact,
            stems,
            length,
            title,
            headings,
            aside_exact,
            aside_stems,
            set_apart_words,
            unpacked,
        } = prepared;
        let entry = &unpacked.entry;
        let metadata = &entry.metadata;
        let mut texts = vec![
            (fields.plain, plain),
            (fields.exact, exact),
            (fields.stems, stems),
            (fields.title, title),
            (fields.heading, headings),
            (fields.aside_exact, aside_exact),
            (fields.aside_stems, aside_stems),
            (fields.author, name_terms(&metadata.authors)),
            (fields.speaker, name_terms(&entry.speakers)),
            (fields.source, name_terms(metadata.source.as_slice())),
            (fields.tag, name_terms(&metadata.tags)),
            (fields.path, name_terms(std::slice::from_ref(&entry.path))),
            (fields.source_path, entry.file_path().to_owned()),
            (fields.kind, entry.kind.name().to_owned()),
        ];
        let named =
            |field, names: &[String]| names.iter().cloned().map(|name| (field, name)).collect::<Vec<_>>();
        texts.extend(named(fields.author_name, &metadata.authors));
        texts.extend(named(fields.speaker_name, &entry.speakers));
        texts.extend(named(fields.source_name, metadata.source.as_slice()));
        texts.extend(metadata.language.clone().map(|language| (fields.language, language)));
        let (first_day, last_day) = metadata.date.map_or((0, 0), |date| date.day_range());
        let numbers = vec![
            (fields.id, document_id(&entry.path, &entry.part)),
            (fields.stemming, Stemming::of(metadata.language.as_deref()).number()),
            (fields.length, u64::from(FieldNormReader::fieldnorm_to_id(length))),
            (fields.first_day, u64::from(first_day)),
            (fields.last_day, u64::from(last_day)),
            (fields.group, standing.group),
            (fields.place, u64::from(standing.place)),
        ];
        let document = Self {
            texts,
            numbers,
            words: entry.words,
            positions: length,
            set_apart_words,
            text_bytes: unpacked.document.text.len(),
            language: metadata.language.clone().unwrap_or_default(),
            is_best: standing.group != 0 && standing.place == 0,
        };
        (document, unpacked)
    }

    /// Bytes of its clean text.
    pub(super) fn text_bytes(&self) -> usize {
        self.text_bytes
    }
}

/// Writes to Tantivy.
pub(super) struct Writer {
    pub tantivy: IndexWriter<Handed>,
    pub fields: Fields,
    hall: Arc<Hall>,
    /// The number of the record of the next document.
    next_record: u64,
}

impl Writer {
    pub(super) fn open(target: &Target) -> Result<Self, RunError> {
        let tantivy = target.tantivy.writer_with_num_threads(1, WRITER_BUDGET_BYTES)?;
        tantivy.set_merge_policy(Box::new(NoMergePolicy));
        let next_record = target.store_size().records;
        Ok(Self { tantivy, fields: target.fields, hall: Hall::new(HANDED_BYTES_MAX), next_record })
    }

    pub(super) fn delete(&self, path: &str) {
        self.tantivy.delete_term(Term::from_field_text(self.fields.source_path, path));
    }

    /// Begins to write a source: what was there of it goes away.
    pub(super) fn begin(&self, draft: &Draft, report: &mut Report) -> Written {
        let SourceState { path, warnings, .. } = &draft.state;
        if draft.was_known {
            self.delete(path);
        }
        match (draft.is_same || draft.out_of_reach.is_some(), draft.was_known) {
            (true, _) => {}
            (false, true) => report.changed += 1,
            (false, false) => report.added += 1,
        }
        if !draft.is_same {
            report.warnings.extend(warnings.iter().map(|warning| (path.clone(), warning.clone())));
            report.documents += draft.across.len() as u64;
        }
        Written { records: self.next_record..self.next_record, ..Written::default() }
    }

    /// Writes documents of a source, in their order.
    pub(super) fn write(&mut self, written: &mut Written, documents: Vec<Indexable>) -> Result<(), RunError> {
        let mut languages = std::mem::take(&mut written.languages).into_string();
        for document in documents {
            let Indexable { texts, mut numbers, words, positions, .. } = document;
            written.words += u64::from(words);
            written.positions += u64::from(positions);
            written.set_apart_words += u64::from(document.set_apart_words);
            written.groups += u64::from(document.is_best);
            written.text_bytes += document.text_bytes as u64;
            if written.records.start < self.next_record {
                languages.push(',');
            }
            languages.push_str(&document.language);
            numbers.push((self.fields.record, self.next_record));
            self.next_record += 1;
            written.records.end = self.next_record;
            self.tantivy.add_document(Handed::new(texts, numbers, &self.hall))?;
        }
        written.languages = languages.into();
        Ok(())
    }
}

/// The exact forms of the words of some names; no phrase reaches from one name into the next.
fn name_terms(names: &[String]) -> String {
    /// Positions left out between two names.
    const GAP: usize = 8;
    let separator = TERM_SEPARATOR as char;
    let mut out = String::new();
    for name in names {
        if !out.is_empty() {
            out.extend(std::iter::repeat_n(separator, GAP));
        }
        for word in words(name) {
            out.push_str(&exact_form(&name[word.term]));
            out.push(separator);
        }
    }
    out
}
