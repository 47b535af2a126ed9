//! Tantivy.

use std::sync::Arc;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, ConstScoreQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::store::Compressor;
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{DocAddress, Index, IndexSettings, IndexWriter, Searcher, TantivyDocument, Term};
use tempfile::TempDir;
use vademecum_benches::{Contestant, Document, Found, Within, words};

/// How the hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By score: a whole word adds its BM25, the beginning of one a constant, as prefix queries do in tantivy. Where
    /// scores are equal the shorter term is first.
    Bm25,
    /// By a FAST field with the place in the order of length.
    Length,
}

/// The beginnings of words that have an index of their own.
const PREFIX: usize = 4;
/// Shorter words are not asked with a typo.
const TYPO: usize = 4;

/// An index in one merged segment, mapped from a file.
///
/// Each word has to begin a word of the term (`FuzzyTermQuery::new_prefix`). Beginnings of one to four letters are
/// words of a second field, as FTS5 has them, for without it each short beginning would read the postings of thousands
/// of words. Where that finds fewer concepts than are wanted, words of four letters and more are asked again with one
/// edit, a swap of neighbours included. A subtree is a term of a further field. The document store is not compressed,
/// so that reading ten terms costs no more than it has to.
#[derive(Clone)]
pub struct Tantivy {
    searcher: Searcher,
    analyser: TextAnalyzer,
    fields: Fields,
    order: Order,
    _folder: Arc<TempDir>,
}

#[derive(Clone, Copy)]
struct Fields {
    term: Field,
    starts: Field,
    under: Field,
    concept: Field,
    description: Field,
    length: Field,
}

fn schema() -> (Schema, Fields) {
    let text = |record, norms| {
        let indexing = TextFieldIndexing::default().set_tokenizer("folded").set_index_option(record);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(norms))
    };
    let mut schema = Schema::builder();
    let fields = Fields {
        term: schema.add_text_field("term", text(IndexRecordOption::WithFreqs, true).set_stored()),
        starts: schema.add_text_field("starts", text(IndexRecordOption::Basic, false)),
        under: schema.add_u64_field("under", INDEXED),
        concept: schema.add_u64_field("concept", STORED),
        description: schema.add_u64_field("description", STORED),
        length: schema.add_u64_field("length", FAST),
    };
    (schema.build(), fields)
}

fn analyser() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(AsciiFoldingFilter).build()
}

impl Tantivy {
    /// Indexes documents, which have to come in the order of length.
    pub fn new(documents: &[Document<'_>]) -> Tantivy {
        let folder = TempDir::new().expect("a temporary folder");
        let (searcher, fields) = fill(&folder, documents).expect("tantivy takes the documents");
        Tantivy { searcher, analyser: analyser(), fields, order: Order::Bm25, _folder: Arc::new(folder) }
    }

    /// The same index, asked for another order.
    pub fn ordered(&self, order: Order) -> Tantivy {
        Tantivy { order, ..self.clone() }
    }

    /// What a word has to fulfil.
    fn word(&self, word: &str, edits: u8) -> Box<dyn Query> {
        let term = Term::from_field_text(self.fields.term, word);
        let begins: Box<dyn Query> = if edits == 0 && word.chars().count() <= PREFIX {
            let term = Term::from_field_text(self.fields.starts, word);
            let start = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
            Box::new(ConstScoreQuery::new(start, 1.0))
        } else {
            Box::new(FuzzyTermQuery::new_prefix(term.clone(), edits, true))
        };
        match self.order {
            Order::Length => begins,
            Order::Bm25 => Box::new(BooleanQuery::new(vec![
                (Occur::Must, begins),
                (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))),
            ])),
        }
    }

    fn find(&self, query: &dyn Query, limit: usize) -> tantivy::Result<Vec<DocAddress>> {
        let top = TopDocs::with_limit(limit);
        Ok(match self.order {
            Order::Bm25 => {
                let found = self.searcher.search(query, &top.order_by_score())?;
                found.into_iter().map(|(_, address)| address).collect()
            }
            Order::Length => {
                let order = top.order_by_fast_field::<u64>("length", tantivy::Order::Asc);
                self.searcher.search(query, &order)?.into_iter().map(|(_, address)| address).collect()
            }
        })
    }

    /// Adds concepts to `found` until it has `limit` or there are no more.
    fn collect(
        &self,
        words: &[(String, u8)],
        within: Option<&Within<'_>>,
        limit: usize,
        found: &mut Vec<Found>,
    ) -> tantivy::Result<()> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> =
            words.iter().map(|(word, edits)| (Occur::Must, self.word(word, *edits))).collect();
        if let Some(within) = within {
            let under = Term::from_field_u64(self.fields.under, within.root);
            let under = Box::new(TermQuery::new(under, IndexRecordOption::Basic));
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(under, 0.0))));
        }
        let query = BooleanQuery::new(clauses);
        // Several descriptions of one concept count once: where ten concepts are not among the first, more are taken.
        let (mut read, mut most) = (0, limit * 3);
        loop {
            let addresses = self.find(&query, most)?;
            for address in &addresses[read..] {
                let document: TantivyDocument = self.searcher.doc(*address)?;
                let number = |field| document.get_first(field).and_then(|value| value.as_u64()).unwrap_or(0);
                let concept = number(self.fields.concept);
                if found.iter().all(|found| found.concept != concept) {
                    let term = document.get_first(self.fields.term).and_then(|value| value.as_str());
                    let term = term.unwrap_or_default().to_owned();
                    found.push(Found { concept, description: number(self.fields.description), term });
                    if found.len() == limit {
                        return Ok(());
                    }
                }
            }
            if addresses.len() < most {
                return Ok(());
            }
            (read, most) = (addresses.len(), most * 4);
        }
    }
}

fn fill(folder: &TempDir, documents: &[Document<'_>]) -> tantivy::Result<(Searcher, Fields)> {
    let (schema, fields) = schema();
    let settings = IndexSettings {
        docstore_compression: Compressor::None,
        docstore_blocksize: 4_096,
        ..IndexSettings::default()
    };
    let index = Index::builder().schema(schema).settings(settings).create_in_dir(folder.path())?;
    index.tokenizers().register("folded", analyser());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 2_000_000_000)?;
    for (place, document) in (0u64..).zip(documents) {
        let mut row = TantivyDocument::default();
        row.add_text(fields.term, document.term);
        let mut starts = String::new();
        for word in words(document.term) {
            for (at, letter) in word.char_indices().take(PREFIX) {
                starts.push_str(&word[..at + letter.len_utf8()]);
                starts.push(' ');
            }
        }
        row.add_text(fields.starts, starts);
        row.add_u64(fields.concept, document.concept);
        row.add_u64(fields.description, document.description);
        row.add_u64(fields.length, place);
        for root in document.under {
            row.add_u64(fields.under, *root);
        }
        writer.add_document(row)?;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()?;
    let reader = index.reader()?;
    reader.reload()?;
    Ok((reader.searcher(), fields))
}

impl Contestant for Tantivy {
    fn name(&self) -> &str {
        match self.order {
            Order::Bm25 => "tantivy, BM25",
            Order::Length => "tantivy, length",
        }
    }

    fn forgives_typos(&self) -> bool {
        true
    }

    fn search(&mut self, query: &str, within: Option<&Within<'_>>, limit: usize) -> Vec<Found> {
        let mut words: Vec<(String, u8)> = Vec::new();
        let mut stream = self.analyser.token_stream(query);
        stream.process(&mut |token| words.push((token.text.clone(), 0)));
        drop(stream);
        let mut found = Vec::with_capacity(limit);
        if words.is_empty() {
            return found;
        }
        self.collect(&words, within, limit, &mut found).expect("tantivy answers");
        let long = |word: &str| word.chars().count() >= TYPO;
        if found.len() < limit && words.iter().any(|(word, _)| long(word)) {
            for (word, edits) in &mut words {
                *edits = u8::from(long(word));
            }
            self.collect(&words, within, limit, &mut found).expect("tantivy answers");
        }
        found
    }
}
