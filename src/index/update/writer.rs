//! The one thread that writes: terms to Tantivy, records to the store.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, Term};

use super::Report;
use super::handed::{Hall, Handed};
use super::pipeline::{Draft, RunError};
use super::target::Target;
use crate::across::Standing;
use crate::analyzer::{exact_form, words};
use crate::index::manifest::SourceState;
use crate::index::prepare::{Prepared, TERM_SEPARATOR};
use crate::index::schema::Fields;
use crate::index::store::StoreWriter;
use crate::index::traits::Across;
use crate::index::{STORE_FILE, document_id};

/// Memory that Tantivy's writer fills before it lays a segment on disk.
const WRITER_BUDGET_BYTES: usize = 160 << 20;
/// So many bytes of terms wait for Tantivy.
const HANDED_BYTES_MAX: usize = 2 << 20;

/// Writes to Tantivy and the store.
pub(super) struct Writer {
    pub tantivy: IndexWriter<Handed>,
    pub store: StoreWriter,
    fields: Fields,
    hall: Arc<Hall>,
}

impl Writer {
    pub(super) fn open(target: &Target) -> Result<Self, RunError> {
        let tantivy = target.tantivy.writer_with_num_threads(1, WRITER_BUDGET_BYTES)?;
        tantivy.set_merge_policy(Box::new(NoMergePolicy));
        let committed = target.manifest.as_ref().map_or(0, |manifest| manifest.store_bytes);
        let store = StoreWriter::open(&target.folder.join(STORE_FILE), committed)?;
        Ok(Self { tantivy, store, fields: target.fields, hall: Hall::new(HANDED_BYTES_MAX) })
    }

    pub(super) fn delete(&self, path: &str) {
        self.tantivy.delete_term(Term::from_field_text(self.fields.source_path, path));
    }

    /// Begins to write a source: what was there of it goes away. What will be known of it, without
    /// its documents.
    pub(super) fn begin(&self, draft: &Draft, report: &mut Report) -> SourceState {
        let SourceState { path, stamp, hash, outcome, warnings, .. } = &draft.state;
        if draft.was_known {
            self.delete(path);
        }
        match (draft.is_same, draft.was_known) {
            (true, _) => {}
            (false, true) => report.changed += 1,
            (false, false) => report.added += 1,
        }
        if !draft.is_same {
            report.warnings.extend(warnings.iter().map(|warning| (path.clone(), warning.clone())));
            report.documents += draft.across.len() as u64;
        }
        SourceState {
            path: path.clone(),
            stamp: *stamp,
            hash: hash.clone(),
            outcome: outcome.clone(),
            warnings: warnings.clone(),
            ..SourceState::default()
        }
    }

    /// Writes documents of a source, in their order.
    pub(super) fn write(
        &mut self,
        state: &mut SourceState,
        documents: Vec<Prepared>,
        across: &[Across],
    ) -> Result<(), RunError> {
        for (prepared, across) in documents.into_iter().zip(across) {
            let is_best = across.standing.group != 0 && across.standing.place == 0;
            state.record_bytes += prepared.record.len() as u64;
            state.words += u64::from(prepared.entry.words);
            state.positions += u64::from(prepared.length);
            state.set_apart_words += u64::from(prepared.set_apart_words);
            state.groups += u64::from(is_best);
            state.text_bytes += prepared.text_bytes;
            state.languages.push(prepared.entry.metadata.language.clone().unwrap_or_default());
            let offset = self.store.append(&prepared.record)?;
            state.records.push(offset);
            self.tantivy.add_document(self.document(prepared, offset, &across.standing))?;
        }
        Ok(())
    }

    fn document(&self, prepared: Prepared, offset: u64, standing: &Standing) -> Handed {
        let Prepared {
            plain, exact, stems, length, title, headings, aside_exact, aside_stems, entry, ..
        } = prepared;
        let fields = &self.fields;
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
        texts.extend(metadata.language.clone().map(|language| (fields.language, language)));
        let (first_day, last_day) = metadata.date.map_or((0, 0), |date| date.day_range());
        let numbers = vec![
            (fields.id, document_id(&entry.path, &entry.part)),
            (fields.record, offset),
            (fields.length, u64::from(FieldNormReader::fieldnorm_to_id(length))),
            (fields.first_day, u64::from(first_day)),
            (fields.last_day, u64::from(last_day)),
            (fields.group, standing.group),
            (fields.place, u64::from(standing.place)),
        ];
        Handed::new(texts, numbers, &self.hall)
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
