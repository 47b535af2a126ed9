//! Where a file is cut.

use bytes::Bytes;
use vademecum::{Engine, Error, FormatError, SectionInfo, SectionKind};

/// Sections of fewer bytes than this share a part: a request costs more than they do.
const SMALL: u64 = 128 << 10;

/// What becomes a part.
#[derive(Debug)]
pub(super) struct Piece {
    /// How its name begins.
    pub(super) label: String,
    pub(super) is_for_search: bool,
    pub(super) bytes: Vec<u8>,
    /// The sections in it; none in the beginning of the file.
    pub(super) sections: Vec<String>,
}

/// How many bytes the beginning of the file has that it is opened by.
fn beginning(bytes: &[u8]) -> Result<usize, Error> {
    let mut have = 0;
    loop {
        let needed = Engine::beginning_needed(bytes.get(..have).unwrap_or_default())?;
        let needed = usize::try_from(needed).unwrap_or(usize::MAX).min(bytes.len());
        if needed <= have {
            return Ok(have);
        }
        have = needed;
    }
}

/// The pieces in the order in which they are fetched: the beginning, what a search needs, and the rest.
pub(super) fn cut(bytes: &Bytes, engine: &Engine) -> Result<Vec<Piece>, Error> {
    let start = beginning(bytes)?;
    let mut pieces = vec![Piece {
        label: "beginning".into(),
        is_for_search: true,
        bytes: bytes.get(..start).unwrap_or_default().to_vec(),
        sections: Vec::new(),
    }];
    let lies_behind = |section: &&SectionInfo| section.offset + section.length > start as u64;
    for is_for_search in [true, false] {
        let label = if is_for_search { "search-small" } else { "rest-small" };
        let mut small = Piece { label: label.into(), is_for_search, bytes: Vec::new(), sections: Vec::new() };
        let mut large = Vec::new();
        for section in engine.sections().iter().filter(lies_behind) {
            if section.kind().is_some_and(SectionKind::is_for_search) != is_for_search {
                continue;
            }
            let place = usize::try_from(section.offset).ok().zip(usize::try_from(section.length).ok());
            let content = place.and_then(|(offset, length)| bytes.get(offset..offset.checked_add(length)?));
            let content = content.ok_or(Error::Format(FormatError::HeaderDamaged))?;
            if section.length < SMALL {
                small.bytes.extend_from_slice(content);
                small.sections.push(section.name.clone());
            } else {
                large.push(Piece {
                    label: section.name.clone(),
                    is_for_search,
                    bytes: content.to_vec(),
                    sections: vec![section.name.clone()],
                });
            }
        }
        pieces.extend((!small.sections.is_empty()).then_some(small));
        pieces.append(&mut large);
    }
    Ok(pieces)
}
