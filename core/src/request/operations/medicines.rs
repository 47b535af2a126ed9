//! `products`, `ingredient`, `gtin`, `drug_code`, `equivalents`, `dose`, `products_with`, `prices`: medicinal products
//! found by one another and by what is in them.

use serde::Serialize;

use super::product::{CODED, Coded, coded};
use crate::request::answer::{Code, Operation, date};
use crate::request::declaration::{Declaration, Field, Record, Shape};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::request::set::{LIMIT, OFFSET, SET, SetAnswer, WANT, Want};
use crate::{
    CodeList, Decimal, DrugCodeSystem, Engine, FieldName, Gtin as GtinNumber, PackPrice, ProductClass,
    ProductSet, Role, is_date, unit_by_name,
};

const CLASSES: &[&str] = &["vtm", "vmp", "amp", "vmpp", "ampp"];

const PRODUCT: Field = Field::always("code", Shape::Code, "the product, by its id now or before");
const CLASS: Field = Field::always("class", Shape::OneOf(CLASSES), "the class of the products to answer");

fn class(fields: &Fields<'_>) -> Result<ProductClass, Failure> {
    let name = fields.choice(CLASS.name, CLASSES)?;
    name.and_then(ProductClass::from_name)
        .ok_or_else(|| Failure::bad_request(format!("the field `{}` is missing", CLASS.name)))
}

/// `products`.
#[derive(Debug)]
pub(in crate::request) struct Products {
    code: String,
    class: ProductClass,
    prescribable: bool,
    valid: bool,
    want: Want,
}

/// Those of a set that are wanted.
fn kept<'e>(mut set: ProductSet<'e>, prescribable: bool, valid: bool) -> Result<ProductSet<'e>, Failure> {
    if valid {
        set = set.valid()?;
    }
    if prescribable {
        set = set.prescribable()?;
    }
    Ok(set)
}

const PRESCRIBABLE: Field = Field::optional(
    "prescribable",
    Shape::Flag,
    "only those that may be offered for prescribing in NHS primary care",
);
const VALID: Field = Field::optional("valid", Shape::Flag, "only those that are not errors or duplicates");

impl Operation for Products {
    const DECLARED: &'static Declaration = &Declaration {
        name: "products",
        doc: "The medicinal products of a class that are above or below one; itself in its own class.",
        arguments: &[PRODUCT, CLASS, PRESCRIBABLE, VALID, WANT, LIMIT, OFFSET],
        answers: &[SET],
    };
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = SetAnswer;

    fn read(fields: &Fields<'_>) -> Result<Products, Failure> {
        Ok(Products {
            code: fields.needed_code("code")?,
            class: class(fields)?,
            prescribable: fields.flag(PRESCRIBABLE.name)?,
            valid: fields.flag(VALID.name)?,
            want: Want::read(fields)?,
        })
    }

    fn run(&self, engine: &Engine) -> Result<SetAnswer, Failure> {
        let set = engine.find_product(&self.code)?.related(self.class)?;
        self.want.answer_products(&kept(set, self.prescribable, self.valid)?)
    }
}

/// `ingredient`.
#[derive(Debug)]
pub(in crate::request) struct Ingredient {
    code: String,
    class: ProductClass,
    role: Role,
    descendants: bool,
    want: Want,
}

const ROLES: &[&str] = &["active", "excipient", "any"];

impl Operation for Ingredient {
    const DECLARED: &'static Declaration = &Declaration {
        name: "ingredient",
        doc: "The medicinal products that contain a substance.",
        arguments: &[
            Field::always("code", Shape::Code, "the substance"),
            CLASS,
            Field::optional("role", Shape::OneOf(ROLES), "as what it is in them; `active` if not given"),
            Field::optional("descendants", Shape::Flag, "also those that contain a kind of it, by SNOMED CT"),
            WANT,
            LIMIT,
            OFFSET,
        ],
        answers: &[SET],
    };
    const PARTIAL_IN_SUBSET: bool = true;
    type Answer<'e> = SetAnswer;

    fn read(fields: &Fields<'_>) -> Result<Ingredient, Failure> {
        Ok(Ingredient {
            code: fields.needed_code("code")?,
            class: class(fields)?,
            role: match fields.choice("role", ROLES)? {
                Some("excipient") => Role::Excipient,
                Some("any") => Role::Any,
                _ => Role::Active,
            },
            descendants: fields.flag("descendants")?,
            want: Want::read(fields)?,
        })
    }

    fn run(&self, engine: &Engine) -> Result<SetAnswer, Failure> {
        let set = engine.products_with_ingredient(&self.code, self.class, self.role, self.descendants)?;
        self.want.answer_products(&set)
    }
}

/// `gtin`.
#[derive(Debug)]
pub(in crate::request) struct Gtin {
    gtin: String,
    date: Option<u32>,
}

#[derive(Debug, Serialize)]
pub(in crate::request) struct GtinAnswer {
    packs: Vec<PackAnswer>,
}

#[derive(Debug, Serialize)]
struct PackAnswer {
    code: Code,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
}

fn read_date(fields: &Fields<'_>) -> Result<Option<u32>, Failure> {
    let Some(text) = fields.text("date")? else { return Ok(None) };
    let is_number = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(date) = text.parse().ok().filter(|date| is_number && is_date(*date)) {
        return Ok(Some(date));
    }
    Err(Failure::bad_request(format!(
        "`date` is \"{text}\", and is a day written yyyymmdd, such as 20260409"
    )))
}

impl Operation for Gtin {
    const DECLARED: &'static Declaration = &Declaration {
        name: "gtin",
        doc: "The packs (AMPPs) of a GTIN.",
        arguments: &[
            Field::always(
                "gtin",
                Shape::Text,
                "13 or 14 digits, alone or as a scanner hands them over behind the application identifier 01",
            ),
            Field::optional(
                "date",
                Shape::Date,
                "only packs that have it on this day; all rows if not given",
            ),
        ],
        answers: &[Record {
            name: "GtinPacks",
            doc: "The packs of a GTIN.",
            fields: &[Field::always(
                "packs",
                Shape::List(&Shape::Record(&Record {
                    name: "GtinPack",
                    doc: "A pack with a GTIN.",
                    fields: &[
                        Field::always("code", Shape::Code, "the AMPP"),
                        Field::optional("start", Shape::Date, "the first day on which the GTIN is valid"),
                        Field::optional("end", Shape::Date, "the last day; absent while it is"),
                    ],
                })),
                "in the order of the file",
            )],
        }],
    };
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = GtinAnswer;

    fn read(fields: &Fields<'_>) -> Result<Gtin, Failure> {
        Ok(Gtin { gtin: fields.needed_text("gtin")?, date: read_date(fields)? })
    }

    fn run(&self, engine: &Engine) -> Result<GtinAnswer, Failure> {
        engine.dmd_release()?;
        let gtin: GtinNumber = self.gtin.parse().map_err(crate::Error::Gtin)?;
        let mut packs = Vec::new();
        for pack in engine.packs_of_gtin(gtin, self.date)? {
            packs.push(PackAnswer {
                code: Code(pack.product.code()?),
                start: pack.start()?.map(date),
                end: pack.end()?.map(date),
            });
        }
        Ok(GtinAnswer { packs })
    }
}

/// `drug_code`.
#[derive(Debug)]
pub(in crate::request) struct DrugCode {
    system: DrugCodeSystem,
    prefix: String,
    class: ProductClass,
    want: Want,
}

const SYSTEMS: &[&str] = &["atc", "bnf"];

impl Operation for DrugCode {
    const DECLARED: &'static Declaration = &Declaration {
        name: "drug_code",
        doc: "The medicinal products whose ATC or BNF code begins so.",
        arguments: &[
            Field::always("system", Shape::OneOf(SYSTEMS), "the system of codes"),
            Field::always("prefix", Shape::Text, "how the code begins; `?` stands for any one letter"),
            CLASS,
            WANT,
            LIMIT,
            OFFSET,
        ],
        answers: &[SET],
    };
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = SetAnswer;

    fn read(fields: &Fields<'_>) -> Result<DrugCode, Failure> {
        let system = fields.choice("system", SYSTEMS)?;
        let system = system.ok_or_else(|| Failure::bad_request("the field `system` is missing"))?;
        let prefix = fields.needed_text("prefix")?;
        if prefix.trim_end_matches('*').trim().is_empty() {
            return Err(Failure::bad_request("`prefix` is empty: every code begins so"));
        }
        Ok(DrugCode {
            system: if system == "atc" { DrugCodeSystem::Atc } else { DrugCodeSystem::Bnf },
            prefix,
            class: class(fields)?,
            want: Want::read(fields)?,
        })
    }

    fn run(&self, engine: &Engine) -> Result<SetAnswer, Failure> {
        let set = engine.products_with_drug_code(self.system, self.prefix.trim(), self.class)?;
        self.want.answer_products(&set)
    }
}

/// `equivalents`.
#[derive(Debug)]
pub(in crate::request) struct Equivalents {
    code: String,
    prescribable: bool,
    valid: bool,
    want: Want,
}

impl Operation for Equivalents {
    const DECLARED: &'static Declaration = &Declaration {
        name: "equivalents",
        doc: "The VMPs that are the same medicine as a product: ingredients, strengths, forms, routes and unit.",
        arguments: &[PRODUCT, PRESCRIBABLE, VALID, WANT, LIMIT, OFFSET],
        answers: &[SET],
    };
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = SetAnswer;

    fn read(fields: &Fields<'_>) -> Result<Equivalents, Failure> {
        Ok(Equivalents {
            code: fields.needed_code("code")?,
            prescribable: fields.flag(PRESCRIBABLE.name)?,
            valid: fields.flag(VALID.name)?,
            want: Want::read(fields)?,
        })
    }

    fn run(&self, engine: &Engine) -> Result<SetAnswer, Failure> {
        let set = engine.find_product(&self.code)?.equivalents()?;
        self.want.answer_products(&kept(set, self.prescribable, self.valid)?)
    }
}

/// `dose`.
#[derive(Debug)]
pub(in crate::request) struct Dose {
    code: String,
    dose: Decimal,
    unit: u64,
    form: Option<u64>,
    route: Option<u64>,
}

#[derive(Debug, Serialize)]
pub(in crate::request) struct DoseAnswer {
    candidates: Vec<CandidateAnswer>,
    undecided: Vec<UndecidedAnswer>,
}

#[derive(Debug, Serialize)]
struct CandidateAnswer {
    code: Code,
    class: &'static str,
    text: String,
    units: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Coded>,
    substance: Coded,
}

#[derive(Debug, Serialize)]
struct UndecidedAnswer {
    code: Code,
    text: String,
    reason: &'static str,
}

/// A number that a code is, where the field is there.
fn number_of(fields: &Fields<'_>, name: &str) -> Result<Option<u64>, Failure> {
    if !fields.has(name) {
        return Ok(None);
    }
    let text = fields.needed_code(name)?;
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse().ok().filter(|_| is_number) {
        Some(number) => Ok(Some(number)),
        None => Err(Failure::bad_request(format!("`{name}` is \"{text}\", and is a code of digits"))),
    }
}

impl Operation for Dose {
    const DECLARED: &'static Declaration = &Declaration {
        name: "dose",
        doc: "The products of a VTM of which a whole number of units makes a dose.",
        arguments: &[
            Field::always("code", Shape::Code, "the VTM, or a product of it"),
            Field::always("dose", Shape::Text, "a decimal number, as a string"),
            Field::always("unit", Shape::Text, "its unit: `mg` and the like, or the id that dm+d has for it"),
            Field::optional("form", Shape::Code, "only products of this form"),
            Field::optional("route", Shape::Code, "only products for this route"),
        ],
        answers: &[Record {
            name: "DoseProducts",
            doc: "The products for a dose.",
            fields: &[
                Field::always(
                    "candidates",
                    Shape::List(&Shape::Record(&Record {
                        name: "DoseCandidate",
                        doc: "A product of which a whole number of units makes the dose.",
                        fields: &[
                            Field::always("code", Shape::Code, "the VMP or AMP"),
                            Field::always("class", Shape::OneOf(CLASSES), "its class"),
                            Field::always("text", Shape::Text, "its name"),
                            Field::always("units", Shape::Number, "how many units"),
                            Field::optional(
                                "unit",
                                Shape::Record(&CODED),
                                "what is handled, such as a tablet",
                            ),
                            Field::always(
                                "substance",
                                Shape::Record(&CODED),
                                "the substance that the dose is taken to be of",
                            ),
                        ],
                    })),
                    "fewest units first",
                ),
                Field::always(
                    "undecided",
                    Shape::List(&Shape::Record(&Record {
                        name: "DoseUndecided",
                        doc: "A product for which dm+d does not tell.",
                        fields: &[
                            Field::always("code", Shape::Code, "the VMP"),
                            Field::always("text", Shape::Text, "its name"),
                            Field::always(
                                "reason",
                                Shape::OneOf(&[
                                    "no_strength",
                                    "several_ingredients",
                                    "other_unit",
                                    "not_discrete",
                                    "no_unit_size",
                                ]),
                                "why",
                            ),
                        ],
                    })),
                    "those that have to be looked at by a person",
                ),
            ],
        }],
    };
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = DoseAnswer;

    fn read(fields: &Fields<'_>) -> Result<Dose, Failure> {
        let dose = fields.needed_text("dose")?;
        let dose: Decimal =
            dose.parse().map_err(|error| Failure::bad_request(format!("`dose` is \"{dose}\": {error}")))?;
        if dose.is_zero() {
            return Err(Failure::bad_request("`dose` is 0"));
        }
        let unit = fields.needed_text("unit")?;
        let is_number = !unit.is_empty() && unit.bytes().all(|byte| byte.is_ascii_digit());
        let number = unit.parse().ok().filter(|_| is_number);
        let unit = number.or_else(|| unit_by_name(&unit)).ok_or_else(|| {
            Failure::bad_request(format!(
                "`unit` is \"{unit}\", and can be kg, g, mg, microgram, nanogram, litre, ml, or an id"
            ))
        })?;
        Ok(Dose {
            code: fields.needed_code("code")?,
            dose,
            unit,
            form: number_of(fields, "form")?,
            route: number_of(fields, "route")?,
        })
    }

    fn run(&self, engine: &Engine) -> Result<DoseAnswer, Failure> {
        let product = engine.find_product(&self.code)?;
        for (list, code) in [(CodeList::Form, self.form), (CodeList::Route, self.route)] {
            if let Some(code) = code
                && engine.coded_value(list, code)?.text.is_none()
            {
                return Err(crate::Error::UnknownCode { code, list }.into());
            }
        }
        let found = product.dose_products(self.dose, self.unit, self.form, self.route)?;
        let mut answer = DoseAnswer { candidates: Vec::new(), undecided: Vec::new() };
        for candidate in found.candidates {
            answer.candidates.push(CandidateAnswer {
                code: Code(candidate.product.code()?),
                class: candidate.product.class().name(),
                text: candidate.product.name()?,
                units: candidate.units,
                unit: candidate.unit.map(coded),
                substance: coded(candidate.substance),
            });
        }
        for (product, why) in found.undecided {
            answer.undecided.push(UndecidedAnswer {
                code: Code(product.code()?),
                text: product.name()?,
                reason: why.name(),
            });
        }
        Ok(answer)
    }
}

/// `products_with`.
#[derive(Debug)]
pub(in crate::request) struct ProductsWith {
    name: FieldName,
    value: Option<String>,
    descendants: bool,
    class: Option<ProductClass>,
    prescribable: bool,
    valid: bool,
    want: Want,
}

impl Operation for ProductsWith {
    const DECLARED: &'static Declaration = &Declaration {
        name: "products_with",
        doc: "The medicinal products in which a field has a value: form, route, flag, order number, name.",
        arguments: &[
            Field::always("of", Shape::OneOf(CLASSES), "the class that has the field"),
            Field::always(
                "field",
                Shape::Text,
                "the field by its name in the answer of `product`; behind the name of its list and a point where it is in one",
            ),
            Field::optional(
                "value",
                Shape::Text,
                "what it has: a code, a date, a number, or a text letter for letter; nothing for a flag",
            ),
            Field::optional("descendants", Shape::Flag, "also what is a kind of the code, by SNOMED CT"),
            Field::optional(
                "class",
                Shape::OneOf(CLASSES),
                "products of this class above or below them instead",
            ),
            PRESCRIBABLE,
            VALID,
            WANT,
            LIMIT,
            OFFSET,
        ],
        answers: &[SET],
    };
    const PARTIAL_IN_SUBSET: bool = true;
    type Answer<'e> = SetAnswer;

    fn read(fields: &Fields<'_>) -> Result<ProductsWith, Failure> {
        let of = fields.choice("of", CLASSES)?.and_then(ProductClass::from_name);
        let of = of.ok_or_else(|| Failure::bad_request("the field `of` is missing"))?;
        let name = fields.needed_text("field")?;
        Ok(ProductsWith {
            name: FieldName::of(of, &name).ok_or_else(|| {
                let message = match ProductClass::from_name(&name) {
                    Some(_) => {
                        format!("`field` is \"{name}\", a class: `products` answers what is above and below")
                    }
                    None => format!("`field` is \"{name}\", which no {} has", of.name()),
                };
                Failure::bad_request(message)
            })?,
            value: fields.text("value")?,
            descendants: fields.flag("descendants")?,
            class: fields.choice(CLASS.name, CLASSES)?.and_then(ProductClass::from_name),
            prescribable: fields.flag(PRESCRIBABLE.name)?,
            valid: fields.flag(VALID.name)?,
            want: Want::read(fields)?,
        })
    }

    fn run(&self, engine: &Engine) -> Result<SetAnswer, Failure> {
        let mut set = engine.products_with_field(self.name, self.value.as_deref(), self.descendants)?;
        if let Some(class) = self.class {
            set = set.related(class)?;
        }
        self.want.answer_products(&kept(set, self.prescribable, self.valid)?)
    }
}

/// `prices`.
#[derive(Debug)]
pub(in crate::request) struct Prices {
    code: String,
}

#[derive(Debug, Serialize)]
pub(in crate::request) struct PricesAnswer {
    packs: Vec<PriceAnswer>,
    drug_tariff: Vec<PriceAnswer>,
}

#[derive(Debug, Serialize)]
struct PriceAnswer {
    code: Code,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pence: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity_unit: Option<Coded>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pence_per_unit: Option<String>,
}

const PACK_PRICE: Record = Record {
    name: "PackPrice",
    doc: "A pack and what it costs.",
    fields: &[
        Field::always("code", Shape::Code, "the pack"),
        Field::always("text", Shape::Text, "its name"),
        Field::optional("pence", Shape::Number, "the price; absent is not 0"),
        Field::optional("quantity", Shape::Text, "how much is in it, as a decimal number"),
        Field::optional("quantity_unit", Shape::Record(&CODED), "the unit of that"),
        Field::optional(
            "pence_per_unit",
            Shape::Text,
            "pence for one of the unit, as a decimal number rounded to three places",
        ),
    ],
};

impl Operation for Prices {
    const DECLARED: &'static Declaration = &Declaration {
        name: "prices",
        doc: "What the packs of a product cost.",
        arguments: &[PRODUCT],
        answers: &[Record {
            name: "Prices",
            doc: "What the packs of a product cost.",
            fields: &[
                Field::always(
                    "packs",
                    Shape::List(&Shape::Record(&PACK_PRICE)),
                    "the valid AMPPs that are not discontinued, cheapest per unit first, those without a price last",
                ),
                Field::always(
                    "drug_tariff",
                    Shape::List(&Shape::Record(&PACK_PRICE)),
                    "the valid VMPPs that have a Drug Tariff price, by code",
                ),
            ],
        }],
    };
    const PARTIAL_IN_SUBSET: bool = false;
    type Answer<'e> = PricesAnswer;

    fn read(fields: &Fields<'_>) -> Result<Prices, Failure> {
        Ok(Prices { code: fields.needed_code("code")? })
    }

    fn run(&self, engine: &Engine) -> Result<PricesAnswer, Failure> {
        let product = engine.find_product(&self.code)?;
        let answer = |pack: PackPrice<'_>| -> Result<PriceAnswer, Failure> {
            let unit = pack.quantity.map(|(_, unit)| engine.coded_value(CodeList::Unit, unit)).transpose()?;
            Ok(PriceAnswer {
                code: Code(pack.product.code()?),
                text: pack.product.name()?,
                pence: pack.pence,
                quantity: pack.quantity.map(|(number, _)| number.to_string()),
                quantity_unit: unit.map(coded),
                pence_per_unit: pack.pence_per_unit().map(|pence| pence.to_string()),
            })
        };
        Ok(PricesAnswer {
            packs: product.pack_prices()?.into_iter().map(answer).collect::<Result<_, _>>()?,
            drug_tariff: product.tariff_prices()?.into_iter().map(answer).collect::<Result<_, _>>()?,
        })
    }
}
