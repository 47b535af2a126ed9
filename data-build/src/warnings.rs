//! What a build accepts but reports: a closed list of kinds, counted, with a few examples of each.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

/// How many examples of each kind are kept.
const EXAMPLES: usize = 5;

macro_rules! warning_kinds {
    ($($kind:ident, $name:literal, $meaning:literal;)*) => {
        /// The kinds of warning. [`WarningKind::meaning`] tells what each is about and what became of the data.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum WarningKind {
            $(#[doc = $meaning] $kind,)*
        }

        impl WarningKind {
            /// Every kind, in the order in which reports list them.
            pub const ALL: &'static [WarningKind] = &[$(WarningKind::$kind),*];

            /// The name used in reports, in snake case.
            pub const fn name(self) -> &'static str {
                match self {
                    $(WarningKind::$kind => $name,)*
                }
            }

            /// One sentence: what was found, and what was done with it.
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(WarningKind::$kind => $meaning,)*
                }
            }
        }
    };
}

warning_kinds! {
    CheckDigit, "check_digit",
        "The check digit of a component's id does not agree with its other digits; the row is kept.";
    DuplicateRow, "duplicate_row",
        "The same row stands twice in one file; one copy is kept.";
    OlderVersionInSameFile, "older_version_in_same_file",
        "One Snapshot file holds two versions of a component; the newer is kept.";
    RepeatedRow, "repeated_row",
        "Two packages hold the same row; one copy is kept.";
    EqualEffectiveTime, "equal_effective_time",
        "Two packages hold different rows of one component with the same effectiveTime; the package named later wins.";
    DescriptionOfUnknownConcept, "description_of_unknown_concept",
        "A description belongs to a concept that no input holds; the description is dropped.";
    UnknownDescriptionType, "unknown_description_type",
        "A description is neither a fully specified name, a synonym nor a definition; it is dropped.";
    RelationshipToUnknownConcept, "relationship_to_unknown_concept",
        "The source, type or destination of an active relationship is a concept that no input holds; the relationship is dropped.";
    IsAOfInactiveConcept, "is_a_of_inactive_concept",
        "An active is-a relationship has an inactive source or destination; it is dropped.";
    AttributeOfInactiveConcept, "attribute_of_inactive_concept",
        "An active attribute relationship has an inactive source or destination; it is kept.";
    ModifierNotExistential, "modifier_not_existential",
        "An active relationship has another modifier than the existential restriction; it is kept and read as existential.";
    LanguageMemberOfUnknownDescription, "language_member_of_unknown_description",
        "An active language refset member refers to a description that is not kept; the member is dropped.";
    UnknownAcceptability, "unknown_acceptability",
        "An active language refset member is neither preferred nor acceptable; it is dropped.";
    ConflictingLanguageMembers, "conflicting_language_members",
        "Two active members of one language refset give one description different acceptabilities; the newer member is kept.";
    ModuleDependencyMismatch, "module_dependency_mismatch",
        "A module requires another module at a date that the inputs do not hold; the content is used as it is.";
    ReleaseInformationNotJson, "release_information_not_json",
        "A release_package_information.json is not valid JSON; nothing is read from this file.";
    ConceptWithoutFsn, "concept_without_fsn",
        "An active concept has no active fully specified name; its preferred term is looked for among its synonyms.";
    ConceptWithoutParent, "concept_without_parent",
        "An active concept other than 138875005 has no parent; it is kept as a root of its own.";
    ConceptNotInRelease, "concept_not_in_release",
        "The list of concepts to keep names a concept that the release does not hold; it is passed over.";
    LanguageRefsetNotInRelease, "language_refset_not_in_release",
        "The language order names a language reference set in which the release has no members; it is passed over.";
    UsageOfUnknownConcept, "usage_of_unknown_concept",
        "The table of usage counts a concept that the release does not hold; its count is passed over.";
    ForeignXml, "foreign_xml",
        "An input of dm+d holds an XML file that is no dm+d file; it is passed over.";
    DmdFileMissing, "dmd_file_missing",
        "The inputs hold no file of this kind of dm+d; what it would answer is not in the file.";
    DmdFileGone, "dmd_file_gone",
        "The file held this kind of dm+d file, and the release that takes its place comes without it; what it answered is not in the file any more.";
    SupplementaryDate, "supplementary_date",
        "A supplementary file of dm+d is of another date than the release; its rows are kept where they belong to a product.";
    UnknownElement, "unknown_element",
        "A dm+d file has an element that its schema does not declare; it is passed over.";
    CodeNotInList, "code_not_in_list",
        "A dm+d record has a code that its list does not have; the code is kept, without a text.";
    RowOfUnknownProduct, "row_of_unknown_product",
        "A row of the GTIN or supplementary files belongs to a product that the release does not hold; it is dropped.";
    PackOfTwoProducts, "pack_of_two_products",
        "The AMP and the VMPP of an AMPP are of different VMPs; it is kept, below both.";
    IdReplacedTwice, "id_replaced_twice",
        "A previous id was replaced by several ids; asking for it is answered with an error that names them.";
    GtinNotDigits, "gtin_not_digits",
        "A GTIN is not up to 14 digits; its dates are kept without it.";
    GtinCheckDigit, "gtin_check_digit",
        "The check digit of a GTIN does not agree with its other digits; it is kept, and found when it is asked for as it stands.";
    ProductNotInSnomed, "product_not_in_snomed",
        "A dm+d product is no concept of the SNOMED CT release; it stands in the file by itself.";
    ProductNotInDmd, "product_not_in_dmd",
        "An active concept is below a class of NHS products, and dm+d does not have it; it is answered as a concept alone.";
}

/// One case of a warning, told so that a person finds the place.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Example {
    /// The file, as `archive!entry` where it lies in an archive.
    pub path: String,
    /// The line in the file, counted from 1; 0 where no single line is meant.
    pub line: u64,
    /// The column or field.
    pub column: String,
    /// The value found there.
    pub value: String,
    /// What else is known of this case.
    pub note: String,
}

/// Where a warning stands in the order of reading: the number of the file, then the line.
///
/// Examples are kept by this order, so that a report does not depend on how work was divided over threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// The position of the file among the files read.
    pub file: u32,
    /// The line in the file, counted from 1.
    pub line: u64,
}

/// The warnings of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Tally {
    count: u64,
    /// At most [`EXAMPLES`], ascending by place.
    examples: Vec<(Place, Example)>,
}

impl Tally {
    fn wants(&self, place: Place) -> bool {
        self.examples.len() < EXAMPLES || self.examples.last().is_some_and(|(last, _)| place < *last)
    }

    fn keep(&mut self, place: Place, example: Example) {
        let at = self.examples.partition_point(|(other, _)| *other <= place);
        self.examples.insert(at, (place, example));
        self.examples.truncate(EXAMPLES);
    }
}

/// Warnings by kind: how many, and the first few in file order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Warnings {
    kinds: BTreeMap<WarningKind, Tally>,
}

impl Warnings {
    /// No warnings.
    pub fn new() -> Warnings {
        Warnings::default()
    }

    /// Counts one warning. `example` is called only where its place is among the first of its kind.
    pub fn add(&mut self, kind: WarningKind, place: Place, example: impl FnOnce() -> Example) {
        let tally = self.kinds.entry(kind).or_default();
        tally.count += 1;
        if tally.wants(place) {
            tally.keep(place, example());
        }
    }

    /// Takes over the warnings of `other`. The outcome does not depend on the order of merging as long as
    /// no two examples share a place.
    pub fn merge(&mut self, other: Warnings) {
        for (kind, theirs) in other.kinds {
            let ours = self.kinds.entry(kind).or_default();
            ours.count += theirs.count;
            for (place, example) in theirs.examples {
                if ours.wants(place) {
                    ours.keep(place, example);
                }
            }
        }
    }

    /// Whether nothing was warned of.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// How many warnings of this kind there are.
    pub fn count(&self, kind: WarningKind) -> u64 {
        self.kinds.get(&kind).map_or(0, |tally| tally.count)
    }

    /// The first examples of this kind, in file order.
    pub fn examples(&self, kind: WarningKind) -> impl Iterator<Item = &Example> {
        self.kinds.get(&kind).into_iter().flat_map(|tally| tally.examples.iter().map(|(_, example)| example))
    }

    /// The kinds that occur and their counts.
    pub fn counts(&self) -> impl Iterator<Item = (WarningKind, u64)> + '_ {
        self.kinds.iter().map(|(kind, tally)| (*kind, tally.count))
    }
}

impl Serialize for Warnings {
    /// A map from the name of a kind to its `count`, `meaning` and `examples`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Entry<'a> {
            count: u64,
            meaning: &'static str,
            examples: Vec<&'a Example>,
        }
        let mut map = serializer.serialize_map(Some(self.kinds.len()))?;
        for (kind, tally) in &self.kinds {
            let examples = tally.examples.iter().map(|(_, example)| example).collect();
            let entry = Entry { count: tally.count, meaning: kind.meaning(), examples };
            map.serialize_entry(kind.name(), &entry)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(file: u32, line: u64) -> Place {
        Place { file, line }
    }

    fn example(line: u64) -> Example {
        Example { path: "a.txt".into(), line, ..Example::default() }
    }

    #[test]
    fn the_first_five_by_place_are_kept_whatever_the_order() {
        let mut forward = Warnings::new();
        let mut backward = Warnings::new();
        for line in 1..=9 {
            forward.add(WarningKind::CheckDigit, place(0, line), || example(line));
            backward.add(WarningKind::CheckDigit, place(0, 10 - line), || example(10 - line));
        }
        assert_eq!(forward, backward);
        assert_eq!(forward.count(WarningKind::CheckDigit), 9);
        let lines: Vec<u64> = forward.examples(WarningKind::CheckDigit).map(|e| e.line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn merging_is_the_same_in_either_order() {
        let mut even = Warnings::new();
        let mut odd = Warnings::new();
        for line in 0..20 {
            let side = if line % 2 == 0 { &mut even } else { &mut odd };
            side.add(WarningKind::RepeatedRow, place(1, line), || example(line));
        }
        let mut one = even.clone();
        one.merge(odd.clone());
        odd.merge(even);
        assert_eq!(one, odd);
        assert_eq!(one.count(WarningKind::RepeatedRow), 20);
    }

    #[test]
    fn it_serialises_as_a_map_by_name() {
        let mut warnings = Warnings::new();
        warnings.add(WarningKind::CheckDigit, place(0, 2), || Example {
            path: "c.txt".into(),
            line: 2,
            column: "id".into(),
            value: "138875006".into(),
            note: String::new(),
        });
        let json = serde_json::to_value(&warnings).unwrap();
        assert_eq!(json["check_digit"]["count"], 1);
        assert_eq!(json["check_digit"]["meaning"], WarningKind::CheckDigit.meaning());
        assert_eq!(json["check_digit"]["examples"][0]["value"], "138875006");
    }

    #[test]
    fn names_are_distinct_and_in_snake_case() {
        let names: std::collections::BTreeSet<_> = WarningKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), WarningKind::ALL.len());
        assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')));
        assert!(WarningKind::ALL.iter().all(|kind| kind.meaning().ends_with('.')));
    }
}
