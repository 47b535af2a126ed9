//! SQLite's full-text index.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, params};
use tempfile::TempDir;
use vademecum_benches::{Contestant, Document, Found, Within, words};

/// How FTS5 orders what it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranking {
    /// `ORDER BY rank`, which is BM25.
    Bm25,
    /// `ORDER BY rowid`, with rows inserted by fewest words, then the shortest: FTS5 stops when it has enough.
    Length,
}

/// An FTS5 table over the terms, and a table of their ids and texts.
///
/// As <https://sqlite.org/fts5.html> has it: `unicode61` without accents; an index for prefixes of one to four letters;
/// contentless, since texts lie in a table of their own; `optimize` after the last row. In the order of rows the
/// index holds nothing that the order does not need (`detail=none`, `columnsize=0`). A subtree is a word in a second
/// column, so that a question limited to it is one intersection more. The file is opened read-only, mapped, with a
/// cache that holds all of it, and the statement is prepared once.
#[derive(Debug)]
pub struct Fts5 {
    connection: Connection,
    ranking: Ranking,
    _folder: TempDir,
}

impl Fts5 {
    /// Indexes documents, which have to come in the order of length.
    pub fn new(documents: &[Document<'_>], ranking: Ranking) -> Fts5 {
        let folder = TempDir::new().expect("a temporary folder");
        let path = folder.path().join("fts5.db");
        fill(&path, documents, ranking).expect("SQLite takes the documents");
        let connection = open(&path).expect("SQLite opens its file");
        Fts5 { connection, ranking, _folder: folder }
    }
}

fn fill(path: &Path, documents: &[Document<'_>], ranking: Ranking) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000;
         CREATE TABLE document(id INTEGER PRIMARY KEY, concept INTEGER, description INTEGER, term TEXT);",
    )?;
    let detail = match ranking {
        Ranking::Bm25 => "",
        Ranking::Length => ", detail = none, columnsize = 0",
    };
    connection.execute_batch(&format!(
        "CREATE VIRTUAL TABLE search USING fts5(term, under, content = '', prefix = '1 2 3 4',
             tokenize = 'unicode61 remove_diacritics 2'{detail});
         INSERT INTO search(search, rank) VALUES ('hashsize', 100000000);"
    ))?;
    if ranking == Ranking::Bm25 {
        connection.execute_batch("INSERT INTO search(search, rank) VALUES ('rank', 'bm25(1.0, 0.0)')")?;
    }
    let transaction = connection.transaction()?;
    {
        let mut row = transaction.prepare("INSERT INTO document VALUES (?1, ?2, ?3, ?4)")?;
        let mut indexed =
            transaction.prepare("INSERT INTO search(rowid, term, under) VALUES (?1, ?2, ?3)")?;
        for (id, document) in (1i64..).zip(documents) {
            let under: Vec<String> = document.under.iter().map(|root| token(*root)).collect();
            row.execute(params![id, document.concept as i64, document.description as i64, document.term])?;
            indexed.execute(params![id, document.term, under.join(" ")])?;
        }
    }
    transaction.commit()?;
    connection.execute_batch("INSERT INTO search(search) VALUES ('optimize'); ANALYZE;")
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute_batch(
        "PRAGMA cache_size = -2000000; PRAGMA mmap_size = 8000000000; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(connection)
}

/// A concept as a word that no term has.
fn token(root: u64) -> String {
    format!("zzunder{root}")
}

impl Contestant for Fts5 {
    fn name(&self) -> &str {
        match self.ranking {
            Ranking::Bm25 => "FTS5, BM25",
            Ranking::Length => "FTS5, length",
        }
    }

    fn search(&mut self, query: &str, within: Option<&Within<'_>>, limit: usize) -> Vec<Found> {
        let mut wanted: Vec<String> = words(query).map(|word| format!("\"{word}\"*")).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        wanted.extend(within.map(|within| token(within.root)));
        let sql = match self.ranking {
            Ranking::Bm25 => {
                "SELECT document.concept, document.description, document.term
                 FROM search JOIN document ON document.id = search.rowid
                 WHERE search MATCH ?1 ORDER BY search.rank"
            }
            Ranking::Length => {
                "SELECT document.concept, document.description, document.term
                 FROM search JOIN document ON document.id = search.rowid
                 WHERE search MATCH ?1 ORDER BY search.rowid"
            }
        };
        let mut statement = self.connection.prepare_cached(sql).expect("a sound statement");
        let mut rows = statement.query(params![wanted.join(" ")]).expect("a sound query");
        let mut found: Vec<Found> = Vec::with_capacity(limit);
        while found.len() < limit
            && let Some(row) = rows.next().expect("a sound file")
        {
            let concept = row.get_unwrap::<_, i64>(0) as u64;
            if found.iter().all(|found| found.concept != concept) {
                let description = row.get_unwrap::<_, i64>(1) as u64;
                found.push(Found { concept, description, term: row.get_unwrap(2) });
            }
        }
        found
    }
}
