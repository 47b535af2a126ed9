//! What a search remembers, in memory that the next one uses again.

use std::sync::Mutex;

use crate::search::{TextWords, Workspace};

/// Concepts that were found, in memory that is used again.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    bits: Vec<u64>,
    concepts: Vec<u32>,
}

impl Seen {
    /// Whether a concept was found.
    #[inline]
    pub(crate) fn contains(&self, concept: u32) -> bool {
        self.bits.get(concept as usize / 64).is_some_and(|word| word >> (concept % 64) & 1 == 1)
    }

    /// Adds a concept.
    pub(crate) fn insert(&mut self, concept: u32) {
        let at = concept as usize / 64;
        if at >= self.bits.len() {
            self.bits.resize(at + 1, 0);
        }
        if let Some(word) = self.bits.get_mut(at) {
            *word |= 1 << (concept % 64);
            self.concepts.push(concept);
        }
    }

    /// Takes all concepts out.
    fn clear(&mut self) {
        for concept in self.concepts.drain(..) {
            if let Some(word) = self.bits.get_mut(concept as usize / 64) {
                *word = 0;
            }
        }
    }
}

/// What one search keeps beside its marks: bounded by the count of concepts.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) seen: Seen,
    pub(crate) words: TextWords,
}

/// Memory that no search is using.
#[derive(Debug, Default)]
pub(crate) struct WorkspacePool {
    idle: Mutex<Vec<(Memory, Box<Workspace>)>>,
}

/// As many are kept as are likely to search at one time.
const MOST_IDLE: usize = 4;

impl WorkspacePool {
    /// Memory for one search.
    pub(crate) fn take(&self) -> (Memory, Box<Workspace>) {
        self.idle.lock().ok().and_then(|mut idle| idle.pop()).unwrap_or_default()
    }

    /// Gives it back.
    pub(crate) fn give(&self, mut memory: Memory, mut workspace: Box<Workspace>) {
        memory.seen.clear();
        workspace.forget();
        if let Ok(mut idle) = self.idle.lock()
            && idle.len() < MOST_IDLE
        {
            idle.push((memory, workspace));
        }
    }
}
