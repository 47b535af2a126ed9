//! What the search index is made from.

use vademecum::build::{DocumentInput, Region, SearchCounts, SearchInput, Sections, search_sections};
use vademecum::{DescriptionType, Part};

use crate::compile::arrange::Arrangement;
use crate::compile::beside::Beside;
use crate::compile::tables::TableBuilder;
use crate::compile::{BuildError, BuildOptions};
use crate::rf2::Release;

/// The descriptions that can be searched: active terms, and active definitions where they are in the file.
fn descriptions<'r>(
    release: &'r Release,
    arrangement: &Arrangement,
    tables: &TableBuilder,
    is_preferred: &[bool],
    no_definitions: bool,
) -> Vec<DocumentInput<'r>> {
    let row_at = |description: usize| {
        let position = arrangement.descriptions.get(description)?;
        release.descriptions.get(*position as usize).filter(|row| row.active)
    };
    let is_preferred = |description: usize| {
        let row = tables.descriptions.get(description);
        row.and_then(|row| is_preferred.get(row.acceptability as usize)).copied().unwrap_or(false)
    };
    let mut found = Vec::with_capacity(arrangement.descriptions.len());
    for (concept, group) in (0u32..).zip(arrangement.groups.windows(2)) {
        let [from, to] = *group else { continue };
        for (place, description) in (0u32..).zip(from as usize..to as usize) {
            found.extend(row_at(description).map(|row| DocumentInput {
                concept,
                place,
                region: if row.description_type == DescriptionType::Fsn {
                    Region::Names
                } else {
                    Region::Terms
                },
                is_preferred: is_preferred(description),
                id: row.id.number(),
                text: release.term(row),
            }));
        }
    }
    if !no_definitions {
        for (place, concept) in (0u32..).zip(&arrangement.definitions) {
            let description = (arrangement.terms + place) as usize;
            found.extend(row_at(description).map(|row| DocumentInput {
                concept: *concept as u32,
                place,
                region: Region::Definitions,
                is_preferred: is_preferred(description),
                id: row.id.number(),
                text: release.term(row),
            }));
        }
    }
    found
}

/// Encodes the search index.
pub(super) fn encode(
    release: &Release,
    arrangement: &Arrangement,
    tables: &TableBuilder,
    language: &[u64],
    beside: &Beside,
    options: &BuildOptions,
) -> Result<(Sections, SearchCounts), BuildError> {
    let no_definitions = options.without.contains(&Part::Definitions);
    let is_preferred = tables.preferred_in(language);
    let tag_of: Vec<u16> = tables.concepts.iter().map(|concept| concept.semantic_tag).collect();
    let usage: Option<Vec<u64>> = beside.usage.as_ref().map(|usage| {
        let count = |position: &u32| {
            let row = release.concepts.get(*position as usize);
            row.and_then(|row| usage.count(row.id)).unwrap_or(0)
        };
        arrangement.concepts.iter().map(count).collect()
    });
    let input = SearchInput {
        descriptions: descriptions(release, arrangement, tables, &is_preferred, no_definitions),
        tags: tables.semantic_tags(),
        tag_of: &tag_of,
        equivalents: &beside.equivalents.groups,
        usage: usage.as_deref(),
    };
    search_sections(&input).map_err(BuildError::Encode)
}
