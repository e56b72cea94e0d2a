//! SeekStorm as a peer: one shard, English stems, stored text, its own highlighter.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, anyhow};
use seekstorm::commit::Commit;
use seekstorm::highlighter::{Highlight, highlighter};
use seekstorm::index::{
    AccessType, Close, Clustering, Document, DocumentCompression, FieldType, FrequentwordType, IndexArc, IndexDocuments,
    IndexMetaObject, LexicalSimilarity, NgramSet, SchemaField, StemmerType, StopwordType, TokenizerType, create_index,
    open_index,
};
use seekstorm::search::{QueryRewriting, QueryType, ResultType, Search, SearchMode};
use seekstorm::vector::Inference;
use tokio::runtime::Runtime;

use super::{LIMIT, SNIPPET_BYTES, Text};

pub struct SeekStorm {
    runtime: Runtime,
    index: IndexArc,
}

impl SeekStorm {
    pub fn build(folder: &Path, texts: &[Text]) -> Result<Self> {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)?;
        let field = |name: &str| {
            SchemaField::new(name.to_owned(), true, true, false, FieldType::Text, false, true, 1.0, false, false)
        };
        let meta = IndexMetaObject {
            id: 0,
            name: "texts".to_owned(),
            lexical_similarity: LexicalSimilarity::Bm25f,
            tokenizer: TokenizerType::UnicodeAlphanumeric,
            stemmer: StemmerType::English,
            stop_words: StopwordType::None,
            frequent_words: FrequentwordType::English,
            ngram_indexing: NgramSet::NgramFF as u8,
            document_compression: DocumentCompression::Snappy,
            access_type: AccessType::Mmap,
            spelling_correction: None,
            query_completion: None,
            clustering: Clustering::None,
            inference: Inference::None,
            segment_number_bits: 11,
        };
        let documents = texts.iter().map(|text| {
            let value = |text: &str| serde_json::Value::String(text.to_owned());
            Document::from([("title".to_owned(), value(&text.title)), ("body".to_owned(), value(&text.body))])
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let index = runtime.block_on(async {
            let schema = vec![field("title"), field("body")];
            let index = create_index(folder, meta, &schema, &Vec::new(), true, Some(1)).await.map_err(|why| anyhow!(why))?;
            index.index_documents(documents.collect()).await;
            index.commit().await;
            index.close().await;
            open_index(folder).await.map_err(|why| anyhow!(why))
        })?;
        Ok(Self { runtime, index })
    }

    /// The processor time of all threads, since its own do the work.
    pub fn ask(&self, class: &str, query: &str) -> Result<Option<Duration>> {
        let started = super::process_time();
        let Some(count) = self.runtime.block_on(self.answer(class, query))? else { return Ok(None) };
        std::hint::black_box(count);
        Ok(Some(super::process_time() - started))
    }

    /// How many documents it finds, so that one can see that the same was asked.
    pub fn count(&self, class: &str, query: &str) -> Result<Option<usize>> {
        self.runtime.block_on(self.answer(class, query))
    }

    async fn answer(&self, class: &str, query: &str) -> Result<Option<usize>> {
        let (query, query_type) = match class {
            "rare" | "middling" | "common" | "and" | "and common" => (query.to_owned(), QueryType::Intersection),
            "or" | "or common" => (query.replace(" OR ", " "), QueryType::Union),
            "phrase" => (query.trim_matches('"').to_owned(), QueryType::Phrase),
            _ => return Ok(None),
        };
        let found = self
            .index
            .search(
                query,
                None,
                query_type,
                SearchMode::Lexical,
                false,
                0,
                LIMIT,
                ResultType::TopkCount,
                false,
                Vec::new(),
                Vec::new(),
                Vec::new(),
                Vec::new(),
                QueryRewriting::SearchOnly,
            )
            .await;
        let highlight = Highlight {
            field: "body".to_owned(),
            fragment_number: 1,
            fragment_size: SNIPPET_BYTES,
            highlight_markup: true,
            ..Default::default()
        };
        let highlighter = Some(highlighter(&self.index, vec![highlight], found.query_terms).await);
        let index = self.index.read().await;
        for result in &found.results {
            let document = index.get_document(result.doc_id, false, &highlighter, &HashSet::new(), &Vec::new()).await;
            std::hint::black_box(document.map_err(|why| anyhow!(why))?);
        }
        Ok(Some(found.result_count_total))
    }
}
