//! Memory mapping: the one place with unsafe code.

use std::fs::File;
use std::path::Path;

use bytes::Bytes;
use memmap2::Mmap;

/// Maps a whole file for reading.
#[allow(unsafe_code)]
pub(super) fn map(path: &Path) -> std::io::Result<Bytes> {
    let file = File::open(path)?;
    if file.metadata()?.len() == 0 {
        return Ok(Bytes::new());
    }
    // SAFETY: the slice must not change while it is borrowed. The mapping is private to this process and read-only
    // on our side; `OpenOptions::read_into_memory` tells the host that nobody may truncate or write the file while
    // it is open, and offers reading into memory where that cannot be promised. Bytes that change all the same are
    // read through checked reads, as any bytes are.
    let map = unsafe { Mmap::map(&file)? };
    Ok(Bytes::from_owner(map))
}
