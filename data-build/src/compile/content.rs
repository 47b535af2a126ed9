//! Whose content a file holds, and the mark that it carries.

/// Whose content a release is, unless it is our own.
const SNOMED_LICENCE: &str = "This file holds SNOMED CT content, © International Health Terminology Standards \
    Development Organisation (SNOMED International) and its licensors. Use it under the SNOMED CT Affiliate Licence \
    or the licence of the national release centre that published the release.";

/// Whose content a dm+d release is.
const DMD_LICENCE: &str = "Contains public sector information licensed under the Open Government Licence v3.0: the NHS \
    dictionary of medicines and devices (dm+d) of the NHS Business Services Authority and NHS England.";

/// Whose content a demonstration release is.
const DEMONSTRATION_LICENCE: &str = "Synthetic demonstration content of the Vademecum project, MIT OR Apache-2.0. \
    It is no part of SNOMED CT beyond the identifiers and names of RF2 metadata.";

/// The mark on every answer from a demonstration release.
const DEMONSTRATION_MARKING: &str = "Synthetic demonstration data. Not for clinical use.";

/// What a file holds, as far as licence and mark depend on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Content {
    /// Whether it has concepts.
    pub(super) has_concepts: bool,
    /// Whether they are those of a demonstration release.
    pub(super) is_demonstration: bool,
    /// Whether it has dm+d.
    pub(super) has_products: bool,
}

impl Content {
    /// Whose content it is, and what may be done with it.
    pub(super) fn licence(self) -> String {
        let snomed = if self.is_demonstration {
            DEMONSTRATION_LICENCE
        } else if self.has_concepts {
            SNOMED_LICENCE
        } else {
            ""
        };
        let dmd = if self.has_products && !self.is_demonstration { DMD_LICENCE } else { "" };
        [snomed, dmd].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The mark on every answer.
    pub(super) fn marking(self) -> Option<String> {
        self.is_demonstration.then(|| DEMONSTRATION_MARKING.to_owned())
    }
}
