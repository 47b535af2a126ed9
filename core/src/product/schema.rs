//! Every record and field of the dm+d XML (data model release 2, schema 2.3), declared once: the reader knows elements
//! by it, the encoder columns, and the request protocol the names of its answers.

use crate::product::{CodeList, ProductClass};

/// For what a field is used; a build may leave uses out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Use {
    /// Names, parents, statuses, previous ids, packs.
    Structure,
    /// Ingredients, strengths, forms, routes, controlled drug categories, BNF and ATC codes.
    Clinical,
    /// GTINs, order numbers, reimbursement, prescribing flags.
    Supply,
    /// Drug Tariff and supplier prices.
    Prices,
}

impl Use {
    /// Every use, in the order of the file.
    pub const ALL: &[Use] = &[Structure, Clinical, Supply, Prices];
}

/// What the value of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// There and 1, or absent.
    Flag,
    /// A code of a list, by its number: `0001` and `1` are one code.
    Code(CodeList),
    /// An id of a product or code that this one replaced.
    Id,
    /// The product that is above this one in the class; not a column, but a place in the tree.
    Parent(ProductClass),
    /// A product of the class, such as a pack in a combination pack.
    Product(ProductClass),
    /// A date.
    Date,
    /// A text.
    Text,
    /// A decimal number, exact.
    Decimal,
    /// A whole number of pence.
    Pence,
    /// A whole number.
    Number,
    /// A GTIN: up to 14 digits, of which those in front may be zeros.
    Gtin,
}

/// A field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// The element in the XML.
    pub tag: &'static str,
    /// The name in answers.
    pub name: &'static str,
    /// What its value is.
    pub kind: FieldKind,
    /// What it is used for.
    pub usage: Use,
    /// Whether the schema asks for it in every record.
    pub required: bool,
    /// What it means.
    pub doc: &'static str,
}

/// How many rows of a table one owner can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// The record of the product itself.
    Own,
    /// One or none.
    One,
    /// Any number, in the order of the release.
    Many,
}

/// The records of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSpec {
    /// The root element of the file.
    pub root: &'static str,
    /// The element around all records; empty where that is the root.
    pub section: &'static str,
    /// The element of a record.
    pub element: &'static str,
    /// The class of the product that a record is, or belongs to.
    pub class: ProductClass,
    /// The element with the id of that product.
    pub key: &'static str,
    /// How many there can be.
    pub rows: Rows,
    /// The name in answers; that of the class for the product itself.
    pub name: &'static str,
    /// What the records say.
    pub doc: &'static str,
    /// The fields besides the key.
    pub fields: &'static [FieldSpec],
}

impl TableSpec {
    /// Whether the table has columns of a use.
    pub fn has(&self, usage: Use) -> bool {
        self.fields.iter().any(|field| field.usage == usage)
    }
}

const fn field(
    tag: &'static str,
    name: &'static str,
    kind: FieldKind,
    usage: Use,
    doc: &'static str,
) -> FieldSpec {
    FieldSpec { tag, name, kind, usage, required: false, doc }
}

const fn needed(spec: FieldSpec) -> FieldSpec {
    FieldSpec { required: true, ..spec }
}

use CodeList as List;
use FieldKind::{Code, Date, Decimal, Flag, Gtin, Id, Number, Parent, Pence, Product, Text};
use ProductClass::{Amp, Ampp, Vmp, Vmpp, Vtm};
use Use::{Clinical, Prices, Structure, Supply};

const INVALID: FieldSpec = field(
    "INVALID",
    "invalid",
    Flag,
    Structure,
    "whether the entry is an error or a duplicate; never use it",
);
const NAME: FieldSpec = needed(field("NM", "name", Text, Structure, "the name"));
const SHORT_NAME: FieldSpec =
    field("ABBREVNM", "short_name", Text, Structure, "a name of at most 60 characters");

/// Every table. The first five are the products themselves, in the order of [`ProductClass`].
pub const TABLES: &[TableSpec; 24] = &[
    TableSpec {
        root: "VIRTUAL_THERAPEUTIC_MOIETIES",
        section: "",
        element: "VTM",
        class: Vtm,
        key: "VTMID",
        rows: Rows::Own,
        name: "vtm",
        doc: "A virtual therapeutic moiety: the substance or substances a medicine acts by.",
        fields: &[
            INVALID,
            NAME,
            SHORT_NAME,
            field("VTMIDPREV", "previous_code", Id, Structure, "the id that this one replaced"),
            field("VTMIDDT", "code_date", Date, Structure, "the date from which the id is valid"),
        ],
    },
    TableSpec {
        root: "VIRTUAL_MED_PRODUCTS",
        section: "VMPS",
        element: "VMP",
        class: Vmp,
        key: "VPID",
        rows: Rows::Own,
        name: "vmp",
        doc: "A virtual medicinal product: a generic product with strength and form.",
        fields: &[
            INVALID,
            NAME,
            SHORT_NAME,
            field("VTMID", "vtm", Parent(Vtm), Structure, "the VTM"),
            field("VPIDPREV", "previous_code", Id, Structure, "the id that this one replaced"),
            field("VPIDDT", "code_date", Date, Structure, "the date from which the id is valid"),
            needed(field(
                "BASISCD",
                "name_basis",
                Code(List::BasisOfName),
                Structure,
                "what the name is based on",
            )),
            field("NMDT", "name_date", Date, Structure, "the date of the name"),
            field("NMPREV", "previous_name", Text, Structure, "the name before"),
            field(
                "BASIS_PREVCD",
                "previous_name_basis",
                Code(List::BasisOfName),
                Structure,
                "what the name before was based on",
            ),
            field(
                "NMCHANGECD",
                "name_change_reason",
                Code(List::NameChangeReason),
                Structure,
                "why the name changed",
            ),
            field(
                "COMBPRODCD",
                "combination_product",
                Code(List::CombinationProduct),
                Structure,
                "whether it is a combination product, or exists only as a part of one",
            ),
            needed(field(
                "PRES_STATCD",
                "prescribing_status",
                Code(List::PrescribingStatus),
                Structure,
                "whether the generic product may be prescribed in primary care",
            )),
            field(
                "NON_AVAILCD",
                "non_availability",
                Code(List::NonAvailability),
                Structure,
                "whether actual products are available",
            ),
            field("NON_AVAILDT", "non_availability_date", Date, Structure, "the date of that status"),
            field("SUG_F", "sugar_free", Flag, Clinical, "sugar free"),
            field("GLU_F", "gluten_free", Flag, Clinical, "gluten free"),
            field("PRES_F", "preservative_free", Flag, Clinical, "preservative free"),
            field("CFC_F", "cfc_free", Flag, Clinical, "free of chlorofluorocarbons"),
            field(
                "DF_INDCD",
                "dose_form_indicator",
                Code(List::DoseForm),
                Clinical,
                "whether it is handled in discrete units",
            ),
            field("UDFS", "unit_dose_size", Decimal, Clinical, "the size of the unit that is handled"),
            field("UDFS_UOMCD", "unit_dose_size_unit", Code(List::Unit), Clinical, "the unit of that size"),
            field(
                "UNIT_DOSE_UOMCD",
                "unit_dose",
                Code(List::Unit),
                Clinical,
                "what is handled, such as a vial",
            ),
        ],
    },
    TableSpec {
        root: "ACTUAL_MEDICINAL_PRODUCTS",
        section: "AMPS",
        element: "AMP",
        class: Amp,
        key: "APID",
        rows: Rows::Own,
        name: "amp",
        doc: "An actual medicinal product: a supplier's product.",
        fields: &[
            INVALID,
            needed(field("NM", "name_without_supplier", Text, Structure, "the name without the supplier")),
            SHORT_NAME,
            needed(field("DESC", "name", Text, Structure, "the description: the name with the supplier")),
            needed(field("VPID", "vmp", Parent(Vmp), Structure, "the VMP")),
            field("NMDT", "name_date", Date, Structure, "the date of the name"),
            field("NM_PREV", "previous_name", Text, Structure, "the name before"),
            needed(field("SUPPCD", "supplier", Code(List::Supplier), Structure, "the supplier")),
            needed(field(
                "LIC_AUTHCD",
                "licensing_authority",
                Code(List::LicensingAuthority),
                Structure,
                "who licenses it",
            )),
            field(
                "LIC_AUTH_PREVCD",
                "previous_licensing_authority",
                Code(List::LicensingAuthority),
                Structure,
                "who licensed it before",
            ),
            field(
                "LIC_AUTHCHANGECD",
                "licensing_change_reason",
                Code(List::LicensingChangeReason),
                Structure,
                "why that changed",
            ),
            field("LIC_AUTHCHANGEDT", "licensing_change_date", Date, Structure, "when that changed"),
            field(
                "COMBPRODCD",
                "combination_product",
                Code(List::CombinationProduct),
                Structure,
                "whether it is a combination product, or exists only as a part of one",
            ),
            field("FLAVOURCD", "flavour", Code(List::Flavour), Clinical, "the flavour"),
            field(
                "EMA",
                "additional_monitoring",
                Flag,
                Clinical,
                "under additional monitoring (black triangle)",
            ),
            field("PARALLEL_IMPORT", "parallel_import", Flag, Structure, "a parallel import"),
            needed(field(
                "AVAIL_RESTRICTCD",
                "availability_restriction",
                Code(List::AvailabilityRestriction),
                Structure,
                "how its availability is restricted",
            )),
        ],
    },
    TableSpec {
        root: "VIRTUAL_MED_PRODUCT_PACK",
        section: "VMPPS",
        element: "VMPP",
        class: Vmpp,
        key: "VPPID",
        rows: Rows::Own,
        name: "vmpp",
        doc: "A virtual medicinal product pack: a generic pack.",
        fields: &[
            INVALID,
            NAME,
            SHORT_NAME,
            needed(field("VPID", "vmp", Parent(Vmp), Structure, "the VMP")),
            field("QTYVAL", "quantity", Decimal, Structure, "how much is in the pack"),
            field("QTY_UOMCD", "quantity_unit", Code(List::Unit), Structure, "the unit of the quantity"),
            field(
                "COMBPACKCD",
                "combination_pack",
                Code(List::CombinationPack),
                Structure,
                "whether it is a combination pack, or is sold only as a part of one",
            ),
        ],
    },
    TableSpec {
        root: "ACTUAL_MEDICINAL_PROD_PACKS",
        section: "AMPPS",
        element: "AMPP",
        class: Ampp,
        key: "APPID",
        rows: Rows::Own,
        name: "ampp",
        doc: "An actual medicinal product pack: a supplier's pack.",
        fields: &[
            INVALID,
            NAME,
            SHORT_NAME,
            needed(field("VPPID", "vmpp", Parent(Vmpp), Structure, "the VMPP")),
            needed(field("APID", "amp", Parent(Amp), Structure, "the AMP")),
            field(
                "COMBPACKCD",
                "combination_pack",
                Code(List::CombinationPack),
                Structure,
                "whether it is a combination pack, or is sold only as a part of one",
            ),
            needed(field(
                "LEGAL_CATCD",
                "legal_category",
                Code(List::LegalCategory),
                Structure,
                "the legal category",
            )),
            field("SUBP", "sub_pack", Text, Structure, "what it is packed in"),
            field(
                "DISCCD",
                "discontinued",
                Code(List::Discontinued),
                Structure,
                "whether it is discontinued",
            ),
            field("DISCDT", "discontinued_date", Date, Structure, "the date of that"),
        ],
    },
    TableSpec {
        root: "VTM_INGREDIENTS",
        section: "",
        element: "VTM_ING",
        class: Vtm,
        key: "VTMID",
        rows: Rows::Many,
        name: "ingredients",
        doc: "An ingredient of a VTM.",
        fields: &[needed(field("ISID", "ingredient", Code(List::Ingredient), Clinical, "the ingredient"))],
    },
    TableSpec {
        root: "VIRTUAL_MED_PRODUCTS",
        section: "VIRTUAL_PRODUCT_INGREDIENT",
        element: "VPI",
        class: Vmp,
        key: "VPID",
        rows: Rows::Many,
        name: "ingredients",
        doc: "An active ingredient of a VMP, and its strength.",
        fields: &[
            needed(field("ISID", "ingredient", Code(List::Ingredient), Clinical, "the ingredient")),
            field(
                "BASIS_STRNTCD",
                "strength_basis",
                Code(List::BasisOfStrength),
                Clinical,
                "whether the strength is that of the ingredient or of its base",
            ),
            field(
                "BS_SUBID",
                "strength_substance",
                Code(List::Ingredient),
                Clinical,
                "the substance that the strength is of",
            ),
            field("STRNT_NMRTR_VAL", "strength", Decimal, Clinical, "how much of it there is"),
            field("STRNT_NMRTR_UOMCD", "strength_unit", Code(List::Unit), Clinical, "the unit of that"),
            field(
                "STRNT_DNMTR_VAL",
                "per",
                Decimal,
                Clinical,
                "in how much of the product; absent for a unit dose",
            ),
            field("STRNT_DNMTR_UOMCD", "per_unit", Code(List::Unit), Clinical, "the unit of that"),
        ],
    },
    TableSpec {
        root: "VIRTUAL_MED_PRODUCTS",
        section: "ONT_DRUG_FORM",
        element: "ONT",
        class: Vmp,
        key: "VPID",
        rows: Rows::Many,
        name: "forms_and_routes",
        doc: "A form and route of a VMP, as one code.",
        fields: &[needed(field(
            "FORMCD",
            "form_and_route",
            Code(List::FormAndRoute),
            Clinical,
            "the form and route",
        ))],
    },
    TableSpec {
        root: "VIRTUAL_MED_PRODUCTS",
        section: "DRUG_FORM",
        element: "DFORM",
        class: Vmp,
        key: "VPID",
        rows: Rows::Many,
        name: "forms",
        doc: "A form of a VMP.",
        fields: &[needed(field("FORMCD", "form", Code(List::Form), Clinical, "the form"))],
    },
    TableSpec {
        root: "VIRTUAL_MED_PRODUCTS",
        section: "DRUG_ROUTE",
        element: "DROUTE",
        class: Vmp,
        key: "VPID",
        rows: Rows::Many,
        name: "routes",
        doc: "A route of a VMP.",
        fields: &[needed(field("ROUTECD", "route", Code(List::Route), Clinical, "the route"))],
    },
    TableSpec {
        root: "VIRTUAL_MED_PRODUCTS",
        section: "CONTROL_DRUG_INFO",
        element: "CONTROL_INFO",
        class: Vmp,
        key: "VPID",
        rows: Rows::Many,
        name: "controlled_drug",
        doc: "The controlled drug category of a VMP.",
        fields: &[
            needed(field("CATCD", "category", Code(List::ControlledDrug), Clinical, "the category")),
            field("CATDT", "category_date", Date, Clinical, "the date of the category"),
            field(
                "CAT_PREVCD",
                "previous_category",
                Code(List::ControlledDrug),
                Clinical,
                "the category before",
            ),
        ],
    },
    TableSpec {
        root: "BNF_DETAILS",
        section: "VMPS",
        element: "VMP",
        class: Vmp,
        key: "VPID",
        rows: Rows::Many,
        name: "drug_codes",
        doc: "The BNF and ATC codes of a VMP.",
        fields: &[
            field("BNF", "bnf", Text, Clinical, "the BNF code of 8 characters"),
            field("ATC", "atc", Text, Clinical, "the ATC code, as released"),
            field("DDD", "defined_daily_dose", Text, Clinical, "the defined daily dose, as released"),
            field("DDD_UOMCD", "defined_daily_dose_unit", Code(List::Unit), Clinical, "its unit"),
        ],
    },
    TableSpec {
        root: "ACTUAL_MEDICINAL_PRODUCTS",
        section: "AP_INGREDIENT",
        element: "AP_ING",
        class: Amp,
        key: "APID",
        rows: Rows::Many,
        name: "excipients",
        doc: "An excipient of an AMP.",
        fields: &[
            needed(field("ISID", "ingredient", Code(List::Ingredient), Clinical, "the excipient")),
            field("STRNTH", "strength", Decimal, Clinical, "how much of it there is"),
            field("UOMCD", "strength_unit", Code(List::Unit), Clinical, "the unit of that"),
        ],
    },
    TableSpec {
        root: "ACTUAL_MEDICINAL_PRODUCTS",
        section: "LICENSED_ROUTE",
        element: "LIC_ROUTE",
        class: Amp,
        key: "APID",
        rows: Rows::Many,
        name: "licensed_routes",
        doc: "A route that an AMP is licensed for.",
        fields: &[needed(field("ROUTECD", "route", Code(List::Route), Clinical, "the route"))],
    },
    TableSpec {
        root: "ACTUAL_MEDICINAL_PRODUCTS",
        section: "AP_INFORMATION",
        element: "AP_INFO",
        class: Amp,
        key: "APID",
        rows: Rows::One,
        name: "appliance",
        doc: "Size, colour and order number of an AMP.",
        fields: &[
            field("SZ_WEIGHT", "size_or_weight", Text, Supply, "the size or weight"),
            field("COLOURCD", "colour", Code(List::Colour), Supply, "the colour"),
            field("PROD_ORDER_NO", "product_order_number", Text, Supply, "the product order number"),
        ],
    },
    TableSpec {
        root: "BNF_DETAILS",
        section: "AMPS",
        element: "AMP",
        class: Amp,
        key: "APID",
        rows: Rows::Many,
        name: "drug_codes",
        doc: "The BNF code of an AMP.",
        fields: &[field("BNF", "bnf", Text, Clinical, "the BNF code of 8 characters")],
    },
    TableSpec {
        root: "VIRTUAL_MED_PRODUCT_PACK",
        section: "DRUG_TARIFF_INFO",
        element: "DTINFO",
        class: Vmpp,
        key: "VPPID",
        rows: Rows::One,
        name: "drug_tariff",
        doc: "The Drug Tariff category and price of a VMPP.",
        fields: &[
            needed(field(
                "PAY_CATCD",
                "payment_category",
                Code(List::PaymentCategory),
                Prices,
                "the category",
            )),
            field("PRICE", "price", Pence, Prices, "the basic price, in pence"),
            field("DT", "price_date", Date, Prices, "the date from which the price applies"),
            field("PREVPRICE", "previous_price", Pence, Prices, "the price before, in pence"),
        ],
    },
    TableSpec {
        root: "VIRTUAL_MED_PRODUCT_PACK",
        section: "COMB_CONTENT",
        element: "CCONTENT",
        class: Vmpp,
        key: "PRNTVPPID",
        rows: Rows::Many,
        name: "contents",
        doc: "A pack in a combination pack.",
        fields: &[needed(field("CHLDVPPID", "pack", Product(Vmpp), Structure, "the pack inside"))],
    },
    TableSpec {
        root: "ACTUAL_MEDICINAL_PROD_PACKS",
        section: "APPLIANCE_PACK_INFO",
        element: "PACK_INFO",
        class: Ampp,
        key: "APPID",
        rows: Rows::One,
        name: "appliance",
        doc: "Reimbursement status and order number of an AMPP.",
        fields: &[
            needed(field(
                "REIMB_STATCD",
                "reimbursement_status",
                Code(List::ReimbursementStatus),
                Supply,
                "whether the Drug Tariff allows it",
            )),
            field("REIMB_STATDT", "reimbursement_status_date", Date, Supply, "the date of that"),
            field(
                "REIMB_STATPREVCD",
                "previous_reimbursement_status",
                Code(List::ReimbursementStatus),
                Supply,
                "the status before",
            ),
            field("PACK_ORDER_NO", "pack_order_number", Text, Supply, "the pack order number"),
        ],
    },
    TableSpec {
        root: "ACTUAL_MEDICINAL_PROD_PACKS",
        section: "DRUG_PRODUCT_PRESCRIB_INFO",
        element: "PRESCRIB_INFO",
        class: Ampp,
        key: "APPID",
        rows: Rows::One,
        name: "prescribing",
        doc: "How an AMPP may be prescribed.",
        fields: &[
            field(
                "SCHED_2",
                "schedule_2",
                Flag,
                Supply,
                "schedule 2 of the GMS regulations (Selected List Scheme)",
            ),
            field(
                "ACBS",
                "acbs",
                Flag,
                Supply,
                "on the list of the Advisory Committee on Borderline Substances",
            ),
            field("PADM", "personally_administered", Flag, Supply, "may be personally administered"),
            field("FP10_MDA", "instalments", Flag, Supply, "may be prescribed in instalments (FP10 MDA)"),
            field(
                "SCHED_1",
                "schedule_1",
                Flag,
                Supply,
                "schedule 1 of the GMS regulations (not on the NHS)",
            ),
            field("HOSP", "hospital", Flag, Supply, "for hospitals"),
            field("NURSE_F", "nurse_formulary", Flag, Supply, "in the nurse formulary"),
            field("ENURSE_F", "extended_nurse_formulary", Flag, Supply, "in the extended nurse formulary"),
            field("DENT_F", "dental_formulary", Flag, Supply, "in the dental formulary"),
        ],
    },
    TableSpec {
        root: "ACTUAL_MEDICINAL_PROD_PACKS",
        section: "MEDICINAL_PRODUCT_PRICE",
        element: "PRICE_INFO",
        class: Ampp,
        key: "APPID",
        rows: Rows::One,
        name: "price",
        doc: "The supplier's price of an AMPP.",
        fields: &[
            field("PRICE", "price", Pence, Prices, "the price, in pence; absent is not 0: see the basis"),
            field("PRICEDT", "price_date", Date, Prices, "the date of the price"),
            field("PRICE_PREV", "previous_price", Pence, Prices, "the price before, in pence"),
            needed(field(
                "PRICE_BASISCD",
                "price_basis",
                Code(List::PriceBasis),
                Prices,
                "what the price is",
            )),
        ],
    },
    TableSpec {
        root: "ACTUAL_MEDICINAL_PROD_PACKS",
        section: "REIMBURSEMENT_INFO",
        element: "REIMB_INFO",
        class: Ampp,
        key: "APPID",
        rows: Rows::One,
        name: "reimbursement",
        doc: "Charges and fees of an AMPP.",
        fields: &[
            field("PX_CHRGS", "prescription_charges", Number, Supply, "how many prescription charges"),
            field("DISP_FEES", "dispensing_fees", Number, Supply, "how many dispensing fees"),
            field("BB", "broken_bulk", Flag, Supply, "broken bulk may be claimed"),
            field("LTD_STAB", "limited_stability", Flag, Supply, "limited stability (retired)"),
            field("CAL_PACK", "calendar_pack", Flag, Supply, "a calendar pack"),
            field(
                "SPEC_CONTCD",
                "special_container",
                Code(List::SpecialContainer),
                Supply,
                "a special container",
            ),
            field(
                "DND",
                "discount_not_deducted",
                Code(List::DiscountNotDeducted),
                Supply,
                "discount is not deducted",
            ),
            field("FP34D", "fp34d", Flag, Supply, "prescription line fee by FP34D"),
        ],
    },
    TableSpec {
        root: "ACTUAL_MEDICINAL_PROD_PACKS",
        section: "COMB_CONTENT",
        element: "CCONTENT",
        class: Ampp,
        key: "PRNTAPPID",
        rows: Rows::Many,
        name: "contents",
        doc: "A pack in a combination pack.",
        fields: &[needed(field("CHLDAPPID", "pack", Product(Ampp), Structure, "the pack inside"))],
    },
    TableSpec {
        root: "GTIN_DETAILS",
        section: "AMPPS",
        element: "GTINDATA",
        class: Ampp,
        key: "AMPPID",
        rows: Rows::Many,
        name: "gtins",
        doc: "A GTIN of an AMPP, and when it is valid.",
        fields: &[
            field("GTIN", "gtin", Gtin, Supply, "the GTIN, with its leading zeros as released"),
            needed(field("STARTDT", "start", Date, Supply, "the first day on which it is valid")),
            field("ENDDT", "end", Date, Supply, "the last day on which it is valid; absent while it is"),
        ],
    },
];

#[cfg(test)]
#[allow(clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_first_tables_are_the_classes() {
        for (class, table) in ProductClass::ALL.iter().zip(TABLES) {
            assert_eq!((table.class, table.rows, table.name), (*class, Rows::Own, class.name()));
        }
        assert!(TABLES.iter().skip(5).all(|table| table.rows != Rows::Own));
    }

    #[test]
    fn every_element_is_documented() {
        let text = include_str!("DMD.md");
        for table in TABLES {
            let path = [table.root, table.section, table.element];
            let path: Vec<&str> = path.into_iter().filter(|part| !part.is_empty()).collect();
            let heading = format!("### {}\n", path.join(" > "));
            let (_, rest) = text.split_once(&heading).unwrap_or_else(|| panic!("{heading} is not in DMD.md"));
            let own = rest.split("###").next().unwrap();
            let rows = own.lines().filter(|line| line.starts_with("| `")).count();
            assert_eq!(rows, table.fields.len(), "{heading}");
            for field in table.fields {
                let row = format!("| `{}` | `{}` |", field.tag, field.name);
                assert!(own.contains(&row), "{heading} has no row {row}");
                assert!(own.contains(&format!(" | {} |", field.doc)), "{heading}: {}", field.doc);
            }
        }
    }

    #[test]
    fn tags_and_names_stand_once() {
        let mut elements = HashSet::new();
        for table in TABLES {
            assert!(elements.insert((table.root, table.section, table.element)), "{}", table.element);
            let tags: HashSet<_> = table.fields.iter().map(|field| field.tag).chain([table.key]).collect();
            let names: HashSet<_> = table.fields.iter().map(|field| field.name).collect();
            assert_eq!((tags.len(), names.len()), (table.fields.len() + 1, table.fields.len()));
            // A table that belongs to a product is of one use, so that it is in one section.
            let uses: HashSet<_> = table.fields.iter().map(|field| field.usage).collect();
            assert!(table.rows == Rows::Own || uses.len() == 1, "{}", table.element);
        }
        for class in ProductClass::ALL {
            let of_class = TABLES.iter().filter(|table| table.class == *class);
            let names: Vec<_> = of_class.clone().skip(1).map(|table| table.name).collect();
            let own: Vec<_> =
                of_class.take(1).flat_map(|table| table.fields).map(|field| field.name).collect();
            let distinct: HashSet<_> = names.iter().chain(&own).collect();
            assert_eq!(distinct.len(), names.len() + own.len(), "{class:?}");
        }
    }
}
