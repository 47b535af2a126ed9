//! Breadth-first walks over the is-a edges.

use crate::Adjacency;

/// A walk with its table of what was seen, which is made once and never cleared: each walk has a number of its own.
#[derive(Debug)]
pub struct Walk<'a> {
    edges: &'a Adjacency,
    seen: Vec<u32>,
    walks: u32,
    queue: Vec<u32>,
}

impl<'a> Walk<'a> {
    /// A walk along `edges`.
    pub fn new(edges: &'a Adjacency) -> Walk<'a> {
        Walk { edges, seen: vec![0; edges.owners() as usize], walks: 0, queue: Vec::new() }
    }

    /// Whether the walk from `from` comes to `to`; it ends there.
    #[inline]
    pub fn reaches(&mut self, from: u32, to: u32) -> bool {
        if from == to {
            return true;
        }
        self.walks += 1;
        self.queue.clear();
        self.queue.push(from);
        let mut at = 0;
        while let Some(&next) = self.queue.get(at) {
            at += 1;
            for &other in self.edges.of(next) {
                if other == to {
                    return true;
                }
                let seen = &mut self.seen[other as usize];
                if *seen != self.walks {
                    *seen = self.walks;
                    self.queue.push(other);
                }
            }
        }
        false
    }

    /// Everything that the walk from `from` comes to, `from` left out.
    pub fn all(&mut self, from: u32) -> &[u32] {
        self.walks += 1;
        self.queue.clear();
        self.queue.push(from);
        let mut at = 0;
        while let Some(&next) = self.queue.get(at) {
            at += 1;
            for &other in self.edges.of(next) {
                let seen = &mut self.seen[other as usize];
                if *seen != self.walks {
                    *seen = self.walks;
                    self.queue.push(other);
                }
            }
        }
        &self.queue[1..]
    }

    /// How many bytes the edges and the table take.
    pub fn bytes(&self) -> u64 {
        self.edges.bytes() + self.seen.len() as u64 * 4
    }
}
