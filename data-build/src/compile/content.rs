//! Whose content a file holds, and the mark that it carries.

use vademecum::Sctid;

use crate::synth;

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

/// Where one side of a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A release of those who are responsible for it.
    Released,
    /// The demonstration release.
    Demonstration,
}

impl Origin {
    /// The origin of what has these ids: the demonstration release has a namespace of its own.
    pub(super) fn of(mut ids: impl Iterator<Item = Sctid>) -> Origin {
        if ids.any(|id| id.namespace() == Some(synth::NAMESPACE)) {
            Origin::Demonstration
        } else {
            Origin::Released
        }
    }
}

/// What a file holds, as far as licence and mark depend on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Content {
    /// Where its concepts come from, where it has any.
    pub(super) concepts: Option<Origin>,
    /// Where its dm+d comes from, where it has any.
    pub(super) products: Option<Origin>,
}

impl Content {
    fn has(self, origin: Origin) -> bool {
        [self.concepts, self.products].contains(&Some(origin))
    }

    /// Whose content it is, and what may be done with it.
    pub(super) fn licence(self) -> String {
        let texts = [
            (self.has(Origin::Demonstration), DEMONSTRATION_LICENCE),
            (self.concepts == Some(Origin::Released), SNOMED_LICENCE),
            (self.products == Some(Origin::Released), DMD_LICENCE),
        ];
        let own = texts.into_iter().filter(|(holds, _)| *holds);
        own.map(|(_, text)| text).collect::<Vec<_>>().join(" ")
    }

    /// The mark on every answer.
    pub(super) fn marking(self) -> Option<String> {
        self.has(Origin::Demonstration).then(|| DEMONSTRATION_MARKING.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_up_on_either_side_marks_the_file() {
        use Origin::{Demonstration, Released};
        let of = |concepts, products| Content { concepts, products };
        for (content, licences, is_marked) in [
            (of(Some(Released), None), &[SNOMED_LICENCE][..], false),
            (of(None, Some(Released)), &[DMD_LICENCE], false),
            (of(Some(Released), Some(Released)), &[SNOMED_LICENCE, DMD_LICENCE], false),
            (of(None, Some(Demonstration)), &[DEMONSTRATION_LICENCE], true),
            (of(Some(Demonstration), Some(Demonstration)), &[DEMONSTRATION_LICENCE], true),
            (of(Some(Released), Some(Demonstration)), &[DEMONSTRATION_LICENCE, SNOMED_LICENCE], true),
            (of(Some(Demonstration), Some(Released)), &[DEMONSTRATION_LICENCE, DMD_LICENCE], true),
        ] {
            assert_eq!(content.licence(), licences.join(" "));
            assert_eq!(content.marking().is_some(), is_marked, "{content:?}");
        }
    }
}
