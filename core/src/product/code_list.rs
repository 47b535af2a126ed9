//! The code lists of the lookup file, and the ingredients, which are a list like them.

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $tag:literal, $is_snomed:literal;)*) => {
        /// A code list of dm+d. Most have small numbers for codes; five have SNOMED CT ids.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum CodeList {
            $($(#[$doc])* $name,)*
        }

        impl CodeList {
            /// Every list, in the order of the file.
            pub const ALL: &[CodeList] = &[$(CodeList::$name),*];

            /// The element around the list in the lookup file; for ingredients the root of their file. It names the
            /// list in FHIR code systems as well (`https://dmd.nhs.uk/BASIS_OF_STRNTH`).
            pub const fn tag(self) -> &'static str {
                match self { $(CodeList::$name => $tag,)* }
            }

            /// Whether its codes are SNOMED CT ids.
            pub const fn is_snomed(self) -> bool {
                match self { $(CodeList::$name => $is_snomed,)* }
            }
        }
    };
}

lists! {
    /// Combination pack indicator.
    CombinationPack = "COMBINATION_PACK_IND", false;
    /// Combination product indicator.
    CombinationProduct = "COMBINATION_PROD_IND", false;
    /// Basis of a name.
    BasisOfName = "BASIS_OF_NAME", false;
    /// Reason for a change of name.
    NameChangeReason = "NAMECHANGE_REASON", false;
    /// Prescribing status of a VMP.
    PrescribingStatus = "VIRTUAL_PRODUCT_PRES_STATUS", false;
    /// Controlled drug category.
    ControlledDrug = "CONTROL_DRUG_CATEGORY", false;
    /// Licensing authority.
    LicensingAuthority = "LICENSING_AUTHORITY", false;
    /// Unit of measure.
    Unit = "UNIT_OF_MEASURE", true;
    /// Form.
    Form = "FORM", true;
    /// Form and route as one code.
    FormAndRoute = "ONT_FORM_ROUTE", false;
    /// Route.
    Route = "ROUTE", true;
    /// Drug Tariff payment category.
    PaymentCategory = "DT_PAYMENT_CATEGORY", false;
    /// Supplier.
    Supplier = "SUPPLIER", true;
    /// Flavour.
    Flavour = "FLAVOUR", false;
    /// Colour.
    Colour = "COLOUR", false;
    /// Basis of a strength.
    BasisOfStrength = "BASIS_OF_STRNTH", false;
    /// Reimbursement status.
    ReimbursementStatus = "REIMBURSEMENT_STATUS", false;
    /// Special container.
    SpecialContainer = "SPEC_CONT", false;
    /// Discount not deducted.
    DiscountNotDeducted = "DND", false;
    /// Whether actual products are available.
    NonAvailability = "VIRTUAL_PRODUCT_NON_AVAIL", false;
    /// Discontinued indicator.
    Discontinued = "DISCONTINUED_IND", false;
    /// Dose form indicator.
    DoseForm = "DF_INDICATOR", false;
    /// Basis of a price.
    PriceBasis = "PRICE_BASIS", false;
    /// Legal category.
    LegalCategory = "LEGAL_CATEGORY", false;
    /// Restriction on availability.
    AvailabilityRestriction = "AVAILABILITY_RESTRICTION", false;
    /// Reason for a change of licensing authority.
    LicensingChangeReason = "LICENSING_AUTHORITY_CHANGE_REASON", false;
    /// Ingredients, active ones and excipients.
    Ingredient = "INGREDIENT_SUBSTANCES", true;
}

impl CodeList {
    /// The list with this element.
    pub fn from_tag(tag: &str) -> Option<CodeList> {
        CodeList::ALL.iter().copied().find(|list| list.tag() == tag)
    }
}
