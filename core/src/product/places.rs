//! Where the fields stand that rules ask for: found by their tags when the crate is compiled.

use crate::product::{FieldSpec, TABLES, TableSpec};

const fn is_same(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    loop {
        match (a, b) {
            ([], []) => return true,
            ([x, a_rest @ ..], [y, b_rest @ ..]) if *x == *y => (a, b) = (a_rest, b_rest),
            _ => return false,
        }
    }
}

/// The place of the table of these records among [`TABLES`]; behind the last where there is none.
const fn table_of(root: &str, element: &str) -> usize {
    let (mut rest, mut at): (&[TableSpec], usize) = (TABLES, 0);
    while let [table, tail @ ..] = rest {
        if is_same(table.root, root) && is_same(table.element, element) {
            return at;
        }
        (rest, at) = (tail, at + 1);
    }
    at
}

/// Where a field is: its table among [`TABLES`], and its place among the table's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) table: usize,
    pub(crate) field: usize,
}

/// The field of a table with this tag; behind the last where there is none.
const fn place(table: usize, tag: &str) -> Place {
    let (mut rest, mut skip): (&[TableSpec], usize) = (TABLES, table);
    while let [spec, tail @ ..] = rest {
        if skip == 0 {
            let (mut fields, mut field): (&[FieldSpec], usize) = (spec.fields, 0);
            while let [own, others @ ..] = fields {
                if is_same(own.tag, tag) {
                    return Place { table, field };
                }
                (fields, field) = (others, field + 1);
            }
            return Place { table, field };
        }
        (rest, skip) = (tail, skip - 1);
    }
    Place { table, field: 0 }
}

/// The places of fields that rules ask for.
pub(crate) mod at {
    use super::{Place, place, table_of};

    const VTM: usize = 0;
    const VMP: usize = 1;
    const AMP: usize = 2;
    const VMPP: usize = 3;
    const AMPP: usize = 4;
    const VPI: usize = table_of("VIRTUAL_MED_PRODUCTS", "VPI");
    const AP_ING: usize = table_of("ACTUAL_MEDICINAL_PRODUCTS", "AP_ING");

    macro_rules! places {
        ($($name:ident = $table:expr, $tag:literal;)*) => {
            $(pub(crate) const $name: Place = place($table, $tag);)*

            #[cfg(test)]
            pub(super) const ALL: &[(Place, &str)] = &[$(($name, $tag)),*];
        };
    }

    places! {
        VTM_INVALID = VTM, "INVALID";
        VTM_NAME = VTM, "NM";
        VMP_INVALID = VMP, "INVALID";
        VMP_NAME = VMP, "NM";
        VMP_STATUS = VMP, "PRES_STATCD";
        VMP_NON_AVAILABILITY = VMP, "NON_AVAILCD";
        VMP_COMBINATION = VMP, "COMBPRODCD";
        VMP_UNIT_SIZE = VMP, "UDFS";
        VMP_UNIT_SIZE_UNIT = VMP, "UDFS_UOMCD";
        VMP_UNIT = VMP, "UNIT_DOSE_UOMCD";
        VMP_DOSE_FORM = VMP, "DF_INDCD";
        AMP_INVALID = AMP, "INVALID";
        AMP_NAME = AMP, "NM";
        AMP_DESCRIPTION = AMP, "DESC";
        AMP_RESTRICTION = AMP, "AVAIL_RESTRICTCD";
        AMP_IMPORT = AMP, "PARALLEL_IMPORT";
        AMP_COMBINATION = AMP, "COMBPRODCD";
        VMPP_INVALID = VMPP, "INVALID";
        VMPP_NAME = VMPP, "NM";
        VMPP_COMBINATION = VMPP, "COMBPACKCD";
        AMPP_INVALID = AMPP, "INVALID";
        AMPP_NAME = AMPP, "NM";
        AMPP_COMBINATION = AMPP, "COMBPACKCD";
        AMPP_DISCONTINUED = AMPP, "DISCCD";
        VTM_INGREDIENT = table_of("VTM_INGREDIENTS", "VTM_ING"), "ISID";
        INGREDIENT = VPI, "ISID";
        STRENGTH_BASIS = VPI, "BASIS_STRNTCD";
        STRENGTH_SUBSTANCE = VPI, "BS_SUBID";
        STRENGTH = VPI, "STRNT_NMRTR_VAL";
        STRENGTH_UNIT = VPI, "STRNT_NMRTR_UOMCD";
        PER = VPI, "STRNT_DNMTR_VAL";
        PER_UNIT = VPI, "STRNT_DNMTR_UOMCD";
        EXCIPIENT = AP_ING, "ISID";
        FORM = table_of("VIRTUAL_MED_PRODUCTS", "DFORM"), "FORMCD";
        ROUTE = table_of("VIRTUAL_MED_PRODUCTS", "DROUTE"), "ROUTECD";
        BNF = table_of("BNF_DETAILS", "VMP"), "BNF";
        ATC = table_of("BNF_DETAILS", "VMP"), "ATC";
        AMP_BNF = table_of("BNF_DETAILS", "AMP"), "BNF";
        QUANTITY = VMPP, "QTYVAL";
        QUANTITY_UNIT = VMPP, "QTY_UOMCD";
        TARIFF_PRICE = table_of("VIRTUAL_MED_PRODUCT_PACK", "DTINFO"), "PRICE";
        TARIFF_CATEGORY = table_of("VIRTUAL_MED_PRODUCT_PACK", "DTINFO"), "PAY_CATCD";
        PRICE = table_of("ACTUAL_MEDICINAL_PROD_PACKS", "PRICE_INFO"), "PRICE";
        PRICE_BASIS = table_of("ACTUAL_MEDICINAL_PROD_PACKS", "PRICE_INFO"), "PRICE_BASISCD";
        GTIN = table_of("GTIN_DETAILS", "GTINDATA"), "GTIN";
        GTIN_START = table_of("GTIN_DETAILS", "GTINDATA"), "STARTDT";
        GTIN_END = table_of("GTIN_DETAILS", "GTINDATA"), "ENDDT";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_their_tags() {
        for (place, tag) in at::ALL {
            assert_eq!(TABLES[place.table].fields[place.field].tag, *tag);
        }
    }
}
