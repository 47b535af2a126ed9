//! Cutting a file into lines with a buffer of bounded size.

use std::sync::atomic::{AtomicBool, Ordering};

use super::error::Rf2Error;
use crate::package::Bytes;
use crate::progress::Observer;

/// The longest line, its end included.
pub(super) const LINE_LIMIT: usize = 1 << 20;
/// How much is asked of a file at a time.
const BLOCK: usize = 1 << 18;
/// How much is read between two reports of progress.
const REPORT: u64 = 1 << 20;

/// Reports what is read, and asks whether to go on.
#[derive(Clone, Copy)]
pub(super) struct Meter<'a> {
    observer: &'a dyn Observer,
    /// Set by a thread whose failure makes the work of this one useless.
    stop: &'a AtomicBool,
}

impl<'a> Meter<'a> {
    pub(super) fn new(observer: &'a dyn Observer, stop: &'a AtomicBool) -> Meter<'a> {
        Meter { observer, stop }
    }

    fn report(&self, bytes: u64) -> Result<(), Rf2Error> {
        self.observer.advance(bytes);
        if self.observer.cancelled() || self.stop.load(Ordering::Relaxed) {
            return Err(Rf2Error::Cancelled);
        }
        Ok(())
    }
}

/// One line without its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a [u8],
    /// Counted from 1.
    pub(super) number: u64,
    /// Where it starts in the file.
    pub(super) offset: u64,
}

/// The lines of a file.
pub(super) struct Lines<'a> {
    bytes: &'a mut dyn Bytes,
    path: &'a str,
    meter: Meter<'a>,
    /// At most [`LINE_LIMIT`] plus [`BLOCK`] bytes.
    buffer: Vec<u8>,
    /// What of the buffer is not handed out yet.
    start: usize,
    end: usize,
    /// Where `start` lies in the file.
    offset: u64,
    number: u64,
    at_end: bool,
    unreported: u64,
}

impl<'a> Lines<'a> {
    pub(super) fn new(bytes: &'a mut dyn Bytes, path: &'a str, meter: Meter<'a>) -> Lines<'a> {
        let buffer = vec![0; BLOCK];
        Lines {
            bytes,
            path,
            meter,
            buffer,
            start: 0,
            end: 0,
            offset: 0,
            number: 0,
            at_end: false,
            unreported: 0,
        }
    }

    /// Bytes handed out so far.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next line, or `None` at the end. The last line needs no end. A carriage return before the line feed
    /// belongs to the end.
    pub(super) fn next_line(&mut self) -> Result<Option<Line<'_>>, Rf2Error> {
        let mut searched = 0;
        let (length, end_length) = loop {
            let pending = self.buffer.get(self.start..self.end).unwrap_or_default();
            if let Some(found) = line_feed(pending.get(searched..).unwrap_or_default()) {
                break (searched + found, 1);
            }
            if pending.len() >= LINE_LIMIT {
                return Err(self.too_long());
            }
            if self.at_end {
                if pending.is_empty() {
                    return Ok(None);
                }
                break (pending.len(), 0);
            }
            searched = pending.len();
            self.fill()?;
        };
        if length >= LINE_LIMIT {
            return Err(self.too_long());
        }
        let start = self.start;
        let offset = self.offset;
        self.start += length + end_length;
        self.offset += (length + end_length) as u64;
        self.number += 1;
        let text = self.buffer.get(start..start + length).unwrap_or_default();
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        Ok(Some(Line { text, number: self.number, offset }))
    }

    fn too_long(&self) -> Rf2Error {
        Rf2Error::LineTooLong { path: self.path.to_owned(), line: self.number + 1, limit: LINE_LIMIT }
    }

    /// Reads more behind what is pending.
    fn fill(&mut self) -> Result<(), Rf2Error> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < self.end + BLOCK {
            self.buffer.resize(self.end + BLOCK, 0);
        }
        let free = self.buffer.get_mut(self.end..).unwrap_or_default();
        let count = self.bytes.read(free)?;
        self.end += count;
        self.at_end = count == 0;
        self.unreported += count as u64;
        if self.unreported >= REPORT || self.at_end {
            self.meter.report(self.unreported)?;
            self.unreported = 0;
        }
        Ok(())
    }
}

/// The position of the first line feed, eight bytes at a time.
fn line_feed(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        // A byte becomes zero where it is a line feed; the lowest zero byte is found exactly.
        let zeroed = u64::from_le_bytes(*word) ^ (ONES * u64::from(b'\n'));
        let zeros = zeroed.wrapping_sub(ONES) & !zeroed & HIGHS;
        if zeros != 0 {
            return Some(at * 8 + (zeros.trailing_zeros() / 8) as usize);
        }
    }
    let found = rest.iter().position(|byte| *byte == b'\n')?;
    Some(words.len() * 8 + found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::package::PackageError;
    use crate::progress::Silent;

    /// Hands out a few bytes at a time.
    struct Dribble<'a>(&'a [u8], usize);

    impl Bytes for Dribble<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> Result<usize, PackageError> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            let (now, later) = self.0.split_at(count);
            buffer[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    fn lines(text: &[u8], step: usize) -> Result<Vec<(Vec<u8>, u64, u64)>, Rf2Error> {
        let mut bytes = Dribble(text, step);
        let stop = AtomicBool::new(false);
        let mut lines = Lines::new(&mut bytes, "f", Meter::new(&Silent, &stop));
        let mut all = Vec::new();
        while let Some(line) = lines.next_line()? {
            all.push((line.text.to_vec(), line.number, line.offset));
        }
        assert_eq!(lines.offset(), text.len() as u64);
        Ok(all)
    }

    proptest! {
        #[test]
        fn lines_are_those_of_a_split(text in "[a\\r\\n\\x00é]{0,60}", step in 1usize..20) {
            let mut wanted: Vec<&[u8]> = text.as_bytes().split(|b| *b == b'\n').collect();
            if wanted.last().is_some_and(|last| last.is_empty()) {
                wanted.pop();
            }
            let wanted: Vec<Vec<u8>> =
                wanted.iter().map(|line| line.strip_suffix(b"\r").unwrap_or(line).to_vec()).collect();
            let got: Vec<Vec<u8>> = lines(text.as_bytes(), step).unwrap().into_iter().map(|line| line.0).collect();
            prop_assert_eq!(got, wanted);
        }

        #[test]
        fn a_line_feed_is_found_where_it_is(bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(0x0bu8), any::<u8>()], 0..40)) {
            prop_assert_eq!(line_feed(&bytes), bytes.iter().position(|b| *b == b'\n'));
        }
    }

    #[test]
    fn numbers_and_offsets_count_ends() {
        let got = lines(b"ab\r\nc\n\nd", 3).unwrap();
        let wanted: [(&[u8], u64, u64); 4] = [(b"ab", 1, 0), (b"c", 2, 4), (b"", 3, 6), (b"d", 4, 7)];
        assert!(got.iter().map(|(text, number, offset)| (&text[..], *number, *offset)).eq(wanted));
    }

    #[test]
    fn long_lines_are_read_and_too_long_ones_are_refused() {
        let mut text = vec![b'x'; LINE_LIMIT - 1];
        text.push(b'\n');
        assert_eq!(lines(&text, usize::MAX).unwrap().len(), 1);
        for end in [&b"\n"[..], b""] {
            let text = [b"a\n".to_vec(), vec![b'x'; LINE_LIMIT], end.to_vec()].concat();
            let error = lines(&text, usize::MAX).unwrap_err();
            assert!(matches!(error, Rf2Error::LineTooLong { line: 2, .. }), "{error}");
        }
    }
}
