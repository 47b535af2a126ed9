//! Writes a file.

use std::io::{self, Seek, SeekFrom, Write};

use crate::format::SectionKind;
use crate::format::directory::{ENTRY_BYTES, REQUIRED, header_checksum, section_checksum};
use crate::format::header::{ALIGNMENT, FORMAT_VERSION, HEADER_BYTES, Header};

/// Writes sections one after another, and the header and directory in front of them at the end.
pub struct FileWriter<W> {
    out: W,
    capacity: usize,
    entries: Vec<(SectionKind, u64, u64, u64)>,
    at: u64,
}

impl<W: Write + Seek> FileWriter<W> {
    /// Begins a file of at most `sections` sections.
    ///
    /// # Errors
    ///
    /// What `out` answers.
    pub fn new(mut out: W, sections: usize) -> io::Result<FileWriter<W>> {
        let capacity = sections;
        let at = (HEADER_BYTES + capacity * ENTRY_BYTES).next_multiple_of(ALIGNMENT) as u64;
        out.write_all(&vec![0; at as usize])?;
        Ok(FileWriter { out, capacity, entries: Vec::new(), at })
    }

    /// Appends a section. Sections come in the order of [`SectionKind::ALL`], each at most once.
    ///
    /// # Errors
    ///
    /// What `out` answers, or [`io::ErrorKind::InvalidInput`] out of order.
    pub fn section(&mut self, kind: SectionKind, bytes: &[u8]) -> io::Result<()> {
        if self.entries.last().is_some_and(|(last, ..)| *last >= kind) || self.entries.len() >= self.capacity
        {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "sections come once, in the order of the format",
            ));
        }
        self.out.write_all(bytes)?;
        self.entries.push((kind, self.at, bytes.len() as u64, section_checksum(bytes)));
        let end = self.at + bytes.len() as u64;
        self.at = end.next_multiple_of(ALIGNMENT as u64);
        self.out.write_all(&vec![0; (self.at - end) as usize])
    }

    /// Writes header and directory, and hands back what was written to.
    ///
    /// # Errors
    ///
    /// What `out` answers.
    pub fn finish(mut self) -> io::Result<(W, Vec<(SectionKind, u64)>)> {
        let mut directory = Vec::with_capacity(self.entries.len() * ENTRY_BYTES);
        for (kind, offset, length, checksum) in &self.entries {
            let mut name = kind.name().as_bytes().to_vec();
            name.resize(crate::format::directory::NAME_BYTES, 0);
            directory.extend_from_slice(&name);
            directory.extend_from_slice(&offset.to_le_bytes());
            directory.extend_from_slice(&length.to_le_bytes());
            directory.extend_from_slice(&checksum.to_le_bytes());
            let flags = if kind.part().is_none() { REQUIRED } else { 0 };
            directory.extend_from_slice(&flags.to_le_bytes());
            directory.extend_from_slice(&[0; 4]);
        }
        let mut header = Header {
            version: FORMAT_VERSION,
            file_length: self.at,
            section_count: self.entries.len() as u32,
            checksum: 0,
        };
        header.checksum = header_checksum(&header.write(), &directory);
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&header.write())?;
        self.out.write_all(&directory)?;
        self.out.flush()?;
        let lengths = self.entries.iter().map(|(kind, _, length, _)| (*kind, *length)).collect();
        Ok((self.out, lengths))
    }
}
