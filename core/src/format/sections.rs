//! The sections that this version knows, and the parts that a build may leave out.

macro_rules! sections {
    ($($(#[$doc:meta])* $variant:ident = $name:literal $(in $part:ident)?,)*) => {
        /// A section of the file. FORMAT.md tells the bytes of each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum SectionKind {
            $($(#[$doc])* $variant,)*
        }

        impl SectionKind {
            /// Every section, in the order in which they stand in a file.
            pub const ALL: &[SectionKind] = &[$(SectionKind::$variant),*];

            /// The name in the directory.
            pub const fn name(self) -> &'static str {
                match self { $(SectionKind::$variant => $name,)* }
            }

            /// The part that a build may leave out and that holds this section; `None` where every file has it.
            pub const fn part(self) -> Option<Part> {
                match self { $(SectionKind::$variant => sections!(@part $($part)?),)* }
            }
        }
    };
    (@part) => { None };
    (@part $part:ident) => { Some(Part::$part) };
}

sections! {
    /// What is in the file: releases, counts, options, licence notice.
    Manifest = "manifest",
    /// Small tables that columns point into.
    Tables = "tables",
    /// Concept ids.
    ConceptIds = "concept.ids",
    /// The concept of each id rank.
    ConceptById = "concept.by-id",
    /// The id rank of each concept.
    ConceptIdRank = "concept.id-rank",
    /// Whether a concept is sufficiently defined.
    ConceptFlags = "concept.flags",
    /// The module of each concept.
    ConceptModule = "concept.module",
    /// The effective time of each concept.
    ConceptEffectiveTime = "concept.effective-time",
    /// The semantic tag of each concept.
    ConceptSemanticTag = "concept.semantic-tag",
    /// Which terms belong to each concept.
    DescriptionGroups = "description.groups",
    /// Active, type and case significance of each description.
    DescriptionFlags = "description.flags",
    /// In which language reference sets each description stands, and how.
    DescriptionAcceptability = "description.acceptability",
    /// The language code of each description.
    DescriptionLanguage = "description.language",
    /// Description ids.
    DescriptionIds = "description.ids",
    /// The description of each id rank.
    DescriptionById = "description.by-id",
    /// The id rank of each description.
    DescriptionIdRank = "description.id-rank",
    /// The phrases that terms are written in.
    TextPhrases = "text.phrases",
    /// Terms.
    TextTerms = "text.terms",
    /// Fully specified names that are another term and a tag.
    TextFsn = "text.fsn",
    /// The parents of each active concept.
    HierarchyParents = "hierarchy.parents",
    /// The children of each active concept.
    HierarchyChildren = "hierarchy.children",
    /// Where the spanning subtree of each active concept ends.
    HierarchyEnds = "hierarchy.ends",
    /// The descendants outside the spanning subtree.
    HierarchyExtra = "hierarchy.extra",
    /// The words of all terms.
    SearchWords = "search.words" in Search,
    /// The further forms of words.
    SearchForms = "search.forms" in Search,
    /// In which documents each word and form stands.
    SearchPostings = "search.postings" in Search,
    /// The concept and description of each document.
    SearchDocuments = "search.documents" in Search,
    /// Words and phrases that stand for one another.
    SearchEquivalents = "search.equivalents" in Search,
    /// The attributes of each concept, in their groups.
    AttributeRows = "attributes.rows" in Attributes,
    /// The distinct pairs of attribute type and value.
    AttributePairs = "attributes.pairs" in Attributes,
    /// Concrete values.
    AttributeValues = "attributes.values" in Attributes,
    /// The concept of each text definition.
    DefinitionConcepts = "definitions.concepts",
    /// Text definitions.
    DefinitionText = "definitions.text" in Definitions,
    /// The module of each description.
    DescriptionModule = "description.module" in DescriptionDetails,
    /// The effective time of each description.
    DescriptionEffectiveTime = "description.effective-time" in DescriptionDetails,
    /// Which dm+d release is in the file, and how much of it.
    ProductRelease = "product.release" in Products,
    /// Product ids.
    ProductIds = "product.ids" in Products,
    /// Which products are above and below which.
    ProductTree = "product.tree" in Products,
    /// The phrases that texts of products are written in.
    ProductPhrases = "product.phrases" in Products,
    /// Code lists, and the history of ids.
    ProductLists = "product.lists" in Products,
    /// Names, statuses, packs.
    ProductStructure = "product.structure" in Products,
    /// Ingredients, strengths, forms, routes, BNF and ATC codes.
    ProductClinical = "product.clinical" in Clinical,
    /// GTINs, order numbers, reimbursement, prescribing flags.
    ProductSupply = "product.supply" in Supply,
    /// Prices.
    ProductPrices = "product.prices" in Prices,
    /// The words of names of products.
    ProductWords = "product.words" in Search,
    /// The further forms of those words.
    ProductForms = "product.forms" in Search,
    /// In which names each word and form stands.
    ProductPostings = "product.postings" in Search,
    /// The product of each name.
    ProductDocuments = "product.documents" in Search,
    /// The words by which packs of one product differ.
    ProductPackWords = "product.pack-words" in Search,
}

impl SectionKind {
    /// Whether it is of medicinal products, which a file has where a dm+d release was given.
    pub const fn is_of_products(self) -> bool {
        matches!(
            self,
            SectionKind::ProductRelease
                | SectionKind::ProductIds
                | SectionKind::ProductTree
                | SectionKind::ProductPhrases
                | SectionKind::ProductLists
                | SectionKind::ProductStructure
                | SectionKind::ProductClinical
                | SectionKind::ProductSupply
                | SectionKind::ProductPrices
                | SectionKind::ProductWords
                | SectionKind::ProductForms
                | SectionKind::ProductPostings
                | SectionKind::ProductDocuments
                | SectionKind::ProductPackWords
        )
    }

    /// Whether a search needs the section: to find, order and filter concepts and to show them with their terms. Where a
    /// file arrives in sections, these come first.
    pub const fn is_for_search(self) -> bool {
        match self {
            SectionKind::Manifest
            | SectionKind::Tables
            | SectionKind::ConceptIds
            | SectionKind::ConceptById
            | SectionKind::ConceptIdRank
            | SectionKind::ConceptFlags
            | SectionKind::ConceptModule
            | SectionKind::ConceptEffectiveTime
            | SectionKind::ConceptSemanticTag
            | SectionKind::DescriptionGroups
            | SectionKind::DescriptionFlags
            | SectionKind::DescriptionAcceptability
            | SectionKind::DescriptionLanguage
            | SectionKind::DescriptionIds
            | SectionKind::DescriptionIdRank
            | SectionKind::TextPhrases
            | SectionKind::TextTerms
            | SectionKind::TextFsn
            | SectionKind::DefinitionConcepts
            | SectionKind::SearchWords
            | SectionKind::SearchForms
            | SectionKind::SearchPostings
            | SectionKind::SearchDocuments
            | SectionKind::SearchEquivalents
            | SectionKind::ProductRelease
            | SectionKind::ProductIds
            | SectionKind::ProductTree
            | SectionKind::ProductPhrases
            | SectionKind::ProductLists
            | SectionKind::ProductStructure
            | SectionKind::ProductWords
            | SectionKind::ProductForms
            | SectionKind::ProductPostings
            | SectionKind::ProductDocuments
            | SectionKind::ProductPackWords => true,
            SectionKind::DescriptionById
            | SectionKind::HierarchyParents
            | SectionKind::HierarchyChildren
            | SectionKind::HierarchyEnds
            | SectionKind::HierarchyExtra
            | SectionKind::AttributeRows
            | SectionKind::AttributePairs
            | SectionKind::AttributeValues
            | SectionKind::DefinitionText
            | SectionKind::DescriptionModule
            | SectionKind::DescriptionEffectiveTime
            | SectionKind::ProductClinical
            | SectionKind::ProductSupply
            | SectionKind::ProductPrices => false,
        }
    }
}

/// What a build may leave out with `--without`, to make a smaller file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Part {
    /// Search by words.
    Search,
    /// Attribute relationships and concrete values.
    Attributes,
    /// The text of text definitions.
    Definitions,
    /// Module and effective time of descriptions.
    DescriptionDetails,
    /// Medicinal products (dm+d): everything of them.
    Products,
    /// Their ingredients, strengths, forms, routes, BNF and ATC codes.
    Clinical,
    /// Their GTINs, order numbers, reimbursement, prescribing flags.
    Supply,
    /// Their prices.
    Prices,
}

impl Part {
    /// Every part.
    pub const ALL: &[Part] = &[
        Part::Search,
        Part::Attributes,
        Part::Definitions,
        Part::DescriptionDetails,
        Part::Products,
        Part::Clinical,
        Part::Supply,
        Part::Prices,
    ];

    /// The name that `--without` takes.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Search => "search",
            Part::Attributes => "attributes",
            Part::Definitions => "definitions",
            Part::DescriptionDetails => "description-details",
            Part::Products => "products",
            Part::Clinical => "clinical",
            Part::Supply => "supply",
            Part::Prices => "prices",
        }
    }

    /// Whether it is of medicinal products, which a file has where a dm+d release was given.
    pub const fn is_of_products(self) -> bool {
        matches!(self, Part::Products | Part::Clinical | Part::Supply | Part::Prices)
    }

    /// The part of this name.
    pub fn from_name(name: &str) -> Option<Part> {
        Part::ALL.iter().copied().find(|part| part.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_distinct_and_fit_the_directory() {
        let names: HashSet<_> = SectionKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), SectionKind::ALL.len());
        assert!(
            names.iter().all(|name| name.len() <= crate::format::directory::NAME_BYTES && name.is_ascii())
        );
        assert!(Part::ALL.iter().all(|part| Part::from_name(part.name()) == Some(*part)));
        let of_products = |kind: &SectionKind| kind.is_of_products() == kind.name().starts_with("product.");
        assert!(SectionKind::ALL.iter().all(of_products));
    }
}
