//! The one thread that writes: terms to Tantivy, records to the store.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::Report;
use super::pipeline::{Draft, RunError};
use super::target::Target;
use crate::analyzer::{exact_form, words};
use crate::index::manifest::SourceState;
use crate::index::prepare::{Prepared, TERM_SEPARATOR};
use crate::index::schema::Fields;
use crate::index::store::StoreWriter;
use crate::index::traits::Across;
use crate::index::{STORE_FILE, document_id};

/// Memory that Tantivy's writer fills before it lays a segment on disk.
const WRITER_BUDGET_BYTES: usize = 160 << 20;

/// Writes to Tantivy and the store.
pub(super) struct Writer {
    pub tantivy: IndexWriter,
    pub store: StoreWriter,
    fields: Fields,
}

impl Writer {
    pub(super) fn open(target: &Target) -> Result<Self, RunError> {
        let tantivy: IndexWriter = target.tantivy.writer_with_num_threads(1, WRITER_BUDGET_BYTES)?;
        tantivy.set_merge_policy(Box::new(NoMergePolicy));
        let committed = target.manifest.as_ref().map_or(0, |manifest| manifest.store_bytes);
        let store = StoreWriter::open(&target.folder.join(STORE_FILE), committed)?;
        Ok(Self { tantivy, store, fields: target.fields })
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
            let mut document = self.document(prepared, offset);
            document.add_u64(self.fields.group, across.standing.group);
            document.add_u64(self.fields.place, u64::from(across.standing.place));
            self.tantivy.add_document(document)?;
        }
        Ok(())
    }

    fn document(&self, prepared: Prepared, offset: u64) -> TantivyDocument {
        let Prepared {
            plain, exact, stems, length, title, headings, aside_exact, aside_stems, entry, ..
        } = prepared;
        let fields = &self.fields;
        let metadata = &entry.metadata;
        let mut document = TantivyDocument::new();
        document.add_text(fields.plain, plain);
        document.add_text(fields.exact, exact);
        document.add_text(fields.stems, stems);
        document.add_text(fields.title, title);
        document.add_text(fields.heading, headings);
        document.add_text(fields.aside_exact, aside_exact);
        document.add_text(fields.aside_stems, aside_stems);
        document.add_text(fields.author, name_terms(&metadata.authors));
        document.add_text(fields.speaker, name_terms(&entry.speakers));
        document.add_text(fields.source, name_terms(metadata.source.as_slice()));
        document.add_text(fields.tag, name_terms(&metadata.tags));
        document.add_text(fields.path, name_terms(std::slice::from_ref(&entry.path)));
        document.add_text(fields.source_path, entry.file_path());
        document.add_text(fields.kind, entry.kind.name());
        if let Some(language) = &metadata.language {
            document.add_text(fields.language, language);
        }
        document.add_u64(fields.id, document_id(&entry.path, &entry.part));
        document.add_u64(fields.record, offset);
        document.add_u64(fields.length, u64::from(FieldNormReader::fieldnorm_to_id(length)));
        let (first_day, last_day) = metadata.date.map_or((0, 0), |date| date.day_range());
        document.add_u64(fields.first_day, u64::from(first_day));
        document.add_u64(fields.last_day, u64::from(last_day));
        document
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
