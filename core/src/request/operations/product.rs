//! `product`: a medicinal product with everything that dm+d has of it.

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use super::description::{LEFT_OUT, LeftOut};
use crate::request::answer::{Code, Operation, as_text, date};
use crate::request::declaration::{Declaration, Field, Record, Shape};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::{
    CodeSystem, CodedValue, Coding, Engine, FieldKind, FieldSpec, Prescribability, Product as EngineProduct,
    ProductField, ProductHistory, ProductRecord, ProductTable, ProductValue, Rows, TABLES,
};

/// `product`.
#[derive(Debug)]
pub(in crate::request) struct Product {
    code: String,
    system: CodeSystem,
}

/// A code with the system that it is of.
#[derive(Debug, Serialize)]
struct CodingAnswer {
    #[serde(serialize_with = "as_text")]
    system: CodeSystem,
    version: String,
    #[serde(serialize_with = "as_text")]
    code: u64,
    display: String,
}

impl From<Coding> for CodingAnswer {
    fn from(coding: Coding) -> CodingAnswer {
        let Coding { system, version, code, display } = coding;
        CodingAnswer { system, version: date(version), code, display }
    }
}

const CODING: Record = Record {
    name: "Coding",
    doc: "A code with the system that it is of, as FHIR has it.",
    fields: &[
        Field::always("system", Shape::Text, "the URI of the system"),
        Field::always("version", Shape::Date, "which release of it: the date of the dm+d release"),
        Field::always("code", Shape::Code, "the code"),
        Field::always("display", Shape::Text, "what it means"),
    ],
};

/// A code with what it means.
#[derive(Debug, Serialize)]
pub(super) struct Coded {
    #[serde(serialize_with = "as_text")]
    pub(super) code: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
}

pub(super) const CODED: Record = Record {
    name: "Coded",
    doc: "A code with what it means.",
    fields: &[
        Field::always("code", Shape::Code, "the code; short ones without zeros in front"),
        Field::optional("text", Shape::Text, "what it means; absent where its list does not have it"),
    ],
};

/// A code of a list.
pub(super) fn coded(value: CodedValue) -> Coded {
    Coded { code: value.code, text: value.text }
}

/// A product by its id and name.
pub(super) fn coded_product(product: EngineProduct<'_>) -> Result<Coded, Failure> {
    Ok(Coded { code: product.code()?.number(), text: Some(product.name()?) })
}

/// The value of a field, ready to be printed.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Value {
    Flag(bool),
    Coded(Coded),
    Code(Code),
    Text(String),
    Number(u64),
}

fn value(value: ProductValue<'_>) -> Result<Value, Failure> {
    Ok(match value {
        ProductValue::Flag => Value::Flag(true),
        ProductValue::Code(code) => Value::Coded(coded(code)),
        ProductValue::Id(id) => Value::Code(Code(id)),
        ProductValue::Product(product) => Value::Coded(coded_product(product)?),
        ProductValue::Date(day) => Value::Text(date(day)),
        ProductValue::Text(text) | ProductValue::Gtin(text) => Value::Text(text),
        ProductValue::Decimal(number) => Value::Text(number.to_string()),
        ProductValue::Number(number) => Value::Number(number),
    })
}

/// The fields of a row by name.
#[derive(Debug)]
struct Row(Vec<(&'static str, Value)>);

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

fn row(fields: Vec<ProductField<'_>>) -> Result<Row, Failure> {
    let fields = fields.into_iter().map(|field| Ok((field.spec.name, value(field.value)?)));
    Ok(Row(fields.collect::<Result<_, Failure>>()?))
}

/// The rows of a table: one object, a list of objects, or of values where a row has one field.
#[derive(Debug)]
struct Table {
    name: &'static str,
    rows: Vec<Row>,
    is_one: bool,
    is_plain: bool,
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_one
            && let Some(row) = self.rows.first()
        {
            return row.serialize(serializer);
        }
        let mut list = serializer.serialize_seq(None)?;
        for row in &self.rows {
            match row.0.first() {
                Some((_, value)) if self.is_plain => list.serialize_element(value)?,
                _ if self.is_plain => {}
                _ => list.serialize_element(row)?,
            }
        }
        list.end()
    }
}

fn table(table: ProductTable<'_>) -> Result<Table, Failure> {
    Ok(Table {
        name: table.spec.name,
        is_one: table.spec.rows == Rows::One,
        is_plain: table.spec.rows == Rows::Many && table.spec.fields.len() == 1,
        rows: table.rows.into_iter().map(row).collect::<Result<_, _>>()?,
    })
}

/// What is answered of a product besides its fields.
#[derive(Debug, Serialize)]
struct Head {
    code: Code,
    coding: CodingAnswer,
    class: &'static str,
    valid: bool,
    available: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced: Option<String>,
    in_snomed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    vtm: Option<Coded>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vmp: Option<Coded>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other_vmp: Option<Coded>,
    prescribable: PrescribableAnswer,
    history: Vec<PastAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contained_in: Option<Vec<Coded>>,
    #[serde(skip_serializing_if = "LeftOut::is_empty")]
    left_out: LeftOut,
}

#[derive(Debug, Serialize)]
struct PrescribableAnswer {
    allowed: bool,
    reasons: Vec<&'static str>,
    cautions: Vec<&'static str>,
}

impl From<Prescribability> for PrescribableAnswer {
    fn from(found: Prescribability) -> PrescribableAnswer {
        PrescribableAnswer {
            allowed: found.is_allowed(),
            reasons: found.reasons.into_iter().map(|reason| reason.name()).collect(),
            cautions: found.cautions.into_iter().map(|caution| caution.name()).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct PastAnswer {
    code: Code,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
}

impl From<ProductHistory> for PastAnswer {
    fn from(past: ProductHistory) -> PastAnswer {
        PastAnswer { code: Code(past.code), start: past.start.map(date), end: past.end.map(date) }
    }
}

#[derive(Debug, Serialize)]
pub(in crate::request) struct ProductAnswer {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    fields: Row,
    #[serde(flatten)]
    tables: Tables,
}

#[derive(Debug)]
struct Tables(Vec<Table>);

impl Serialize for Tables {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for table in &self.0 {
            map.serialize_entry(table.name, table)?;
        }
        map.end()
    }
}

const fn shape(kind: FieldKind) -> Shape {
    match kind {
        FieldKind::Flag => Shape::Flag,
        FieldKind::Code(_) | FieldKind::Parent(_) | FieldKind::Product(_) => Shape::Record(&CODED),
        FieldKind::Id => Shape::Code,
        FieldKind::Date => Shape::Date,
        FieldKind::Text | FieldKind::Decimal | FieldKind::Gtin => Shape::Text,
        FieldKind::Pence | FieldKind::Number => Shape::Number,
    }
}

const NOTHING: Field = Field::optional("", Shape::Text, "");

/// The fields of a table as they are answered. A field may be absent in any answer: its part may have been left out.
const fn fields_of<const N: usize>(mut specs: &[FieldSpec]) -> [Field; N] {
    let mut fields = [NOTHING; N];
    let mut rest: &mut [Field] = &mut fields;
    while let ([field, tail @ ..], [spec, others @ ..]) = (rest, specs) {
        *field = Field::optional(spec.name, shape(spec.kind), spec.doc);
        (rest, specs) = (tail, others);
    }
    fields
}

/// The field in which the rows of a table are answered.
macro_rules! rows_of {
    ($table:literal, $name:literal) => {{
        const FIELDS: [Field; TABLES[$table].fields.len()] = fields_of(TABLES[$table].fields);
        const RECORD: Record = Record { name: $name, doc: TABLES[$table].doc, fields: &FIELDS };
        const ROW: Shape = match TABLES[$table].fields {
            [field] => shape(field.kind),
            _ => Shape::Record(&RECORD),
        };
        const ROWS: Shape = match TABLES[$table].rows {
            Rows::One => Shape::Record(&RECORD),
            _ => Shape::List(&ROW),
        };
        Field::optional(TABLES[$table].name, ROWS, TABLES[$table].doc)
    }};
}

const fn joined<const N: usize>(mut parts: &[&[Field]]) -> [Field; N] {
    let mut fields = [NOTHING; N];
    let mut rest: &mut [Field] = &mut fields;
    let mut part: &[Field] = &[];
    loop {
        while let ([], [next, others @ ..]) = (part, parts) {
            (part, parts) = (next, others);
        }
        match (rest, part) {
            ([field, tail @ ..], [own, more @ ..]) => {
                *field = *own;
                (rest, part) = (tail, more);
            }
            _ => return fields,
        }
    }
}

/// The answer for a class: its name, what all have, its own fields, its tables, and what follows from its place.
macro_rules! answer_of {
    ($class:literal, $name:literal, [$($more:expr),*], [$($rows:expr),*]) => {{
        const OWN: [Field; TABLES[$class].fields.len()] = fields_of(TABLES[$class].fields);
        const MORE: &[Field] = &[$($more),*];
        const ROWS: &[Field] = &[$($rows),*];
        const NAMES: &[&str] = &[TABLES[$class].class.name()];
        const WHICH: [Field; 1] = [Field::always("class", Shape::OneOf(NAMES), "the class")];
        const ALL: [Field; 1 + HEAD.len() + OWN.len() + MORE.len() + ROWS.len()] =
            joined(&[&WHICH, HEAD, &OWN, MORE, ROWS]);
        Record { name: $name, doc: TABLES[$class].doc, fields: &ALL }
    }};
}

const PAST: Record = Record {
    name: "ProductPast",
    doc: "An id that a product has, or had.",
    fields: &[
        Field::always("code", Shape::Code, "the id"),
        Field::optional("start", Shape::Date, "the first day on which it was valid, where that is known"),
        Field::optional("end", Shape::Date, "the last day"),
    ],
};

const WHY: &[&str] = &[
    "invalid",
    "not_available",
    "discontinued",
    "parallel_import",
    "component_only",
    "moiety_only",
    "not_in_primary_care",
    "not_as_generic",
    "unknown_status",
    "of_product",
];

const CAUTIONS: &[&str] =
    &["brand_advised", "generic_not_offered", "restricted_availability", "parent_invalid"];

const PRESCRIBABLE: Record = Record {
    name: "Prescribable",
    doc: "Whether a product may be offered for prescribing in NHS primary care.",
    fields: &[
        Field::always("allowed", Shape::Flag, "whether it may be offered"),
        Field::always("reasons", Shape::List(&Shape::OneOf(WHY)), "every reason why not"),
        Field::always(
            "cautions",
            Shape::List(&Shape::OneOf(CAUTIONS)),
            "what a prescriber should know all the same",
        ),
    ],
};

const HEAD: &[Field] = &[
    Field::always("code", Shape::Code, "the current id"),
    Field::always("coding", Shape::Record(&CODING), "the same as a code of dm+d's system, with the name"),
    Field::always("valid", Shape::Flag, "`false` where the entry is an error or a duplicate: never use it"),
    Field::always(
        "available",
        Shape::Flag,
        "`false` where it is not to be had; of a VMPP where none of its packs is",
    ),
    Field::optional("replaced", Shape::Code, "the id that was asked for, where another replaced it"),
    Field::always("in_snomed", Shape::Flag, "whether it is a concept of the SNOMED CT release in the file"),
    Field::always("prescribable", Shape::Record(&PRESCRIBABLE), "whether it may be offered, and why not"),
    Field::always("history", Shape::List(&Shape::Record(&PAST)), "the ids that it has had, by id"),
    LEFT_OUT,
];

const VTM: Field = Field::optional("vtm", Shape::Record(&CODED), "the VTM, where the VMP has one");
const VMP: Field = Field::optional("vmp", Shape::Record(&CODED), "the VMP; of an AMPP that of its AMP");
const OTHER_VMP: Field = Field::optional(
    "other_vmp",
    Shape::Record(&CODED),
    "the VMP of its VMPP, where that is another: the release is at odds with itself",
);
const CONTAINED_IN: Field = Field::optional(
    "contained_in",
    Shape::List(&Shape::Record(&CODED)),
    "the combination packs that it is in",
);

impl Operation for Product {
    const DECLARED: &'static Declaration = &Declaration {
        name: "product",
        doc: "A medicinal product with everything that dm+d has of it, by its id now or before.",
        arguments: &[
            Field::always("code", Shape::Code, "the product"),
            Field::optional(
                "system",
                Shape::Text,
                "the URI of the code's system: `https://dmd.nhs.uk` or `http://snomed.info/sct`; either if not given",
            ),
        ],
        answers: &[
            answer_of!(0, "Vtm", [], [rows_of!(5, "VtmIngredient")]),
            answer_of!(
                1,
                "Vmp",
                [],
                [
                    rows_of!(6, "VmpIngredient"),
                    rows_of!(7, "VmpFormAndRoute"),
                    rows_of!(8, "VmpForm"),
                    rows_of!(9, "VmpRoute"),
                    rows_of!(10, "VmpControlledDrug"),
                    rows_of!(11, "VmpDrugCodes")
                ]
            ),
            answer_of!(
                2,
                "Amp",
                [VTM],
                [
                    rows_of!(12, "AmpExcipient"),
                    rows_of!(13, "AmpLicensedRoute"),
                    rows_of!(14, "AmpAppliance"),
                    rows_of!(15, "AmpDrugCodes")
                ]
            ),
            answer_of!(
                3,
                "Vmpp",
                [VTM, CONTAINED_IN],
                [rows_of!(16, "VmppDrugTariff"), rows_of!(17, "VmppContent")]
            ),
            answer_of!(
                4,
                "Ampp",
                [VTM, VMP, OTHER_VMP, CONTAINED_IN],
                [
                    rows_of!(18, "AmppAppliance"),
                    rows_of!(19, "AmppPrescribing"),
                    rows_of!(20, "AmppPrice"),
                    rows_of!(21, "AmppReimbursement"),
                    rows_of!(22, "AmppContent"),
                    rows_of!(23, "AmppGtin")
                ]
            ),
        ],
    };
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = ProductAnswer;

    fn read(fields: &Fields<'_>) -> Result<Product, Failure> {
        let system = fields.text("system")?.map(|uri| CodeSystem::parse(&uri)).transpose()?;
        Ok(Product { code: fields.needed_code("code")?, system: system.unwrap_or(CodeSystem::Dmd) })
    }

    fn run(&self, engine: &Engine) -> Result<ProductAnswer, Failure> {
        use crate::ProductClass::{Ampp, Vmp, Vmpp, Vtm};
        let product = engine.find_product_in(self.system, &self.code)?;
        let code = product.code()?;
        let ProductRecord { fields, tables, left_out } = product.record()?;
        let named = |found: Option<EngineProduct<'_>>| found.map(coded_product).transpose();
        // Parents that are fields of the record are answered there.
        let vtm = if matches!(product.class(), Vtm | Vmp) { None } else { named(product.vtm()?)? };
        let (mut vmp, mut other_vmp) = (None, None);
        if product.class() == Ampp {
            let own = product.vmp()?;
            for other in product.related(Vmp)?.iter().filter(|other| Some(*other) != own) {
                other_vmp = Some(coded_product(other)?);
            }
            vmp = named(own)?;
        }
        let is_pack = matches!(product.class(), Vmpp | Ampp);
        let packs = |packs: Vec<EngineProduct<'_>>| packs.into_iter().map(coded_product).collect();
        let contained_in: Option<Result<_, Failure>> =
            if is_pack { Some(packs(product.contained_in()?)) } else { None };
        let head = Head {
            code: Code(code),
            coding: product.coding()?.into(),
            class: product.class().name(),
            valid: product.is_valid()?,
            available: product.is_available()?,
            replaced: (code.to_string() != self.code).then(|| self.code.clone()),
            in_snomed: product.concept()?.is_some(),
            vtm,
            vmp,
            other_vmp,
            prescribable: product.prescribability()?.into(),
            history: product.history()?.into_iter().map(PastAnswer::from).collect(),
            contained_in: contained_in.transpose()?,
            left_out: LeftOut::of(&left_out),
        };
        let tables = tables.into_iter().map(table).collect::<Result<_, _>>()?;
        Ok(ProductAnswer { head, fields: row(fields)?, tables: Tables(tables) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PrescribingReason;

    #[test]
    fn every_field_of_dmd_is_declared_in_its_class() {
        for table in TABLES {
            let answer = Product::DECLARED
                .answers
                .iter()
                .find(|answer| answer.name.to_lowercase() == table.class.name());
            let answer = answer.unwrap();
            if table.rows == Rows::Own {
                for field in table.fields {
                    assert!(
                        answer.fields.iter().any(|declared| declared.name == field.name),
                        "{}",
                        field.tag
                    );
                }
            } else {
                assert!(
                    answer.fields.iter().any(|declared| declared.name == table.name),
                    "{}",
                    table.element
                );
            }
        }
        for answer in Product::DECLARED.answers {
            let mut names: Vec<_> = answer.fields.iter().map(|field| field.name).collect();
            names.sort_unstable();
            assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
        }
    }

    #[test]
    fn every_reason_is_declared() {
        let declared: Vec<_> = WHY.iter().chain(CAUTIONS).copied().collect();
        let known: Vec<_> = PrescribingReason::ALL.iter().map(|reason| reason.name()).collect();
        assert_eq!(declared, known);
    }
}
