//! What stands in the columns of a row.

use std::fmt::Write;

use engine::{
    Acceptability, Attribute, AttributeValue, CaseSignificance, Concept, ConceptId, ConcreteKind,
    Description, DescriptionType, Finding, Hit, LanguageOrder, MatchKind, Pack, PrescribingReason, Product,
    ProductClass, ProductHit,
};

use super::rows::{Answer, Rows};
use crate::constants::*;
use crate::fault::Fault;

/// The row that is read.
enum Row<'r, 'e> {
    Concept(Concept<'e>),
    Description(Description<'e>),
    /// A hit that is a concept.
    Hit(&'r Hit<'e>),
    /// A hit that is a medicinal product, by its name.
    Found(&'r ProductHit<'e>),
    Attribute(u32, &'r Attribute<'e>),
    Acceptability(ConceptId, Acceptability),
    Product(Product<'e>),
    Pack(&'r Pack<'e>),
    /// A reason, and whether it is a caution.
    Reason(PrescribingReason, bool),
    Json(&'r str),
}

/// Where no column is read so: which kind of rows it was asked of.
fn no_column(column: i32, rows: &str) -> Fault {
    let is_text = is_text(column);
    let message = match is_text {
        Some(true) => format!("column {column} of {rows} is a text, or they have none such"),
        Some(false) => format!("{rows} have no column {column}"),
        None => format!("this version of the library knows no column {column}"),
    };
    Fault::new(VADE_ERROR_COLUMN, message)
}

/// Whether a column is a text; `None` where it is not known.
fn is_text(column: i32) -> Option<bool> {
    match column {
        VADE_COLUMN_TERM
        | VADE_COLUMN_PREFERRED
        | VADE_COLUMN_FSN
        | VADE_COLUMN_SEMANTIC_TAG
        | VADE_COLUMN_LANGUAGE
        | VADE_COLUMN_ATTRIBUTE_TERM
        | VADE_COLUMN_VALUE_TERM
        | VADE_COLUMN_REASON
        | VADE_COLUMN_JSON => Some(true),
        VADE_COLUMN_ID..=VADE_COLUMN_CAUTION => Some(false),
        _ => None,
    }
}

/// A number as the header has it; none is larger than fits.
pub(crate) fn number(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// The number of a description's type.
pub(crate) fn type_number(kind: DescriptionType) -> i32 {
    match kind {
        DescriptionType::Fsn => VADE_DESCRIPTION_FSN,
        DescriptionType::Synonym => VADE_DESCRIPTION_SYNONYM,
        DescriptionType::Definition => VADE_DESCRIPTION_DEFINITION,
    }
}

/// The number of a case significance.
pub(crate) fn case_number(case: CaseSignificance) -> i32 {
    match case {
        CaseSignificance::Insensitive => VADE_CASE_INSENSITIVE,
        CaseSignificance::InitialInsensitive => VADE_CASE_INITIAL_INSENSITIVE,
        CaseSignificance::Sensitive => VADE_CASE_SENSITIVE,
    }
}

/// The number of a class of medicinal products.
pub(crate) fn class_number(class: ProductClass) -> i32 {
    match class {
        ProductClass::Vtm => VADE_CLASS_VTM,
        ProductClass::Vmp => VADE_CLASS_VMP,
        ProductClass::Amp => VADE_CLASS_AMP,
        ProductClass::Vmpp => VADE_CLASS_VMPP,
        ProductClass::Ampp => VADE_CLASS_AMPP,
    }
}

/// The number of how a query was read.
fn match_number(kind: MatchKind) -> i32 {
    match kind {
        MatchKind::Exact => VADE_MATCH_EXACT,
        MatchKind::Equivalent => VADE_MATCH_EQUIVALENT,
        MatchKind::Typo => VADE_MATCH_TYPO,
    }
}

impl<'e> Row<'_, 'e> {
    /// What the rows are called.
    fn name(&self) -> &'static str {
        match self {
            Row::Concept(_) => "rows of concepts",
            Row::Description(_) => "rows of descriptions",
            Row::Hit(_) | Row::Found(_) => "rows of hits",
            Row::Attribute(..) => "rows of attributes",
            Row::Acceptability(..) => "rows of acceptabilities",
            Row::Product(_) => "rows of products",
            Row::Pack(_) => "rows of packs",
            Row::Reason(..) => "rows of reasons",
            Row::Json(_) => "rows of JSON",
        }
    }

    /// The medicinal product whose name the row tells.
    fn product(&self) -> Option<Product<'e>> {
        match self {
            Row::Found(hit) => Some(hit.product),
            Row::Product(product) => Some(*product),
            Row::Pack(pack) => Some(pack.product),
            _ => None,
        }
    }

    /// The concept that the row is about, or that of its description.
    fn concept(&self) -> Result<Option<Concept<'e>>, Fault> {
        Ok(match self {
            Row::Concept(concept) => Some(*concept),
            Row::Hit(hit) => Some(hit.concept),
            Row::Description(description) => Some(description.concept()?),
            _ => None,
        })
    }

    /// The description that the row is about, or by which it was found.
    fn description(&self) -> Option<Description<'e>> {
        match self {
            Row::Description(description) => Some(*description),
            Row::Hit(hit) => Some(hit.description),
            _ => None,
        }
    }

    #[inline]
    fn int(&self, column: i32) -> Result<Option<i64>, Fault> {
        // What is asked of every row stands first.
        Ok(Some(match (column, self) {
            (VADE_COLUMN_ID | VADE_COLUMN_CONCEPT, Row::Concept(concept)) => number(concept.id()?.number()),
            (VADE_COLUMN_ID | VADE_COLUMN_CONCEPT, Row::Hit(hit)) => number(hit.concept.id()?.number()),
            (VADE_COLUMN_ID | VADE_COLUMN_DESCRIPTION, Row::Description(description)) => {
                number(description.id()?.number())
            }
            (VADE_COLUMN_DESCRIPTION, Row::Hit(hit)) => number(hit.description.id()?.number()),
            (VADE_COLUMN_ID, Row::Found(hit)) => number(hit.product.code()?.number()),
            (VADE_COLUMN_ID, Row::Product(product)) => number(product.code()?.number()),
            _ => return self.further_int(column),
        }))
    }

    #[inline(never)]
    fn further_int(&self, column: i32) -> Result<Option<i64>, Fault> {
        Ok(Some(match (column, self) {
            (VADE_COLUMN_ACTIVE, Row::Description(description)) => i64::from(description.is_active()?),
            (VADE_COLUMN_MODULE, Row::Description(description)) => number(description.module()?.number()),
            (VADE_COLUMN_EFFECTIVE_TIME, Row::Description(description)) => {
                i64::from(description.effective_time()?)
            }
            (VADE_COLUMN_CONCEPT, Row::Description(description)) => {
                number(description.concept()?.id()?.number())
            }
            (VADE_COLUMN_ACTIVE, Row::Concept(concept) | Row::Hit(Hit { concept, .. })) => {
                i64::from(concept.is_active()?)
            }
            (VADE_COLUMN_MODULE, Row::Concept(concept) | Row::Hit(Hit { concept, .. })) => {
                number(concept.module()?.number())
            }
            (VADE_COLUMN_EFFECTIVE_TIME, Row::Concept(concept) | Row::Hit(Hit { concept, .. })) => {
                i64::from(concept.effective_time()?)
            }
            (VADE_COLUMN_DEFINED, Row::Concept(concept) | Row::Hit(Hit { concept, .. })) => {
                i64::from(concept.is_defined()?)
            }
            (VADE_COLUMN_CHILDREN, Row::Concept(concept) | Row::Hit(Hit { concept, .. })) => {
                number(concept.children_count()?)
            }
            (VADE_COLUMN_TYPE, Row::Description(description) | Row::Hit(Hit { description, .. })) => {
                i64::from(type_number(description.kind()?))
            }
            (VADE_COLUMN_CASE, Row::Description(description) | Row::Hit(Hit { description, .. })) => {
                i64::from(case_number(description.case_significance()?))
            }
            (VADE_COLUMN_MATCH, Row::Hit(hit)) => i64::from(match_number(hit.kind)),
            (VADE_COLUMN_MATCH, Row::Found(hit)) => i64::from(match_number(hit.kind)),
            (VADE_COLUMN_CLASS | VADE_COLUMN_IN_USE | VADE_COLUMN_PRESCRIBABLE, _) => {
                return self.product_int(column);
            }
            (VADE_COLUMN_ID, Row::Pack(pack)) => number(pack.product.code()?.number()),
            (VADE_COLUMN_START, Row::Pack(pack)) => return Ok(pack.start()?.map(i64::from)),
            (VADE_COLUMN_END, Row::Pack(pack)) => return Ok(pack.end()?.map(i64::from)),
            (VADE_COLUMN_CAUTION, Row::Reason(_, is_caution)) => i64::from(*is_caution),
            (VADE_COLUMN_CONCEPT, Row::Product(product) | Row::Pack(Pack { product, .. })) => {
                return concept_id(*product);
            }
            (_, Row::Found(hit)) => return found_int(hit.product, column, self.name()),
            (VADE_COLUMN_GROUP, Row::Attribute(group, _)) => i64::from(*group),
            (VADE_COLUMN_ATTRIBUTE, Row::Attribute(_, attribute)) => number(attribute.type_.id()?.number()),
            (VADE_COLUMN_VALUE, Row::Attribute(_, attribute)) => match attribute.value {
                AttributeValue::Concept(concept) => number(concept.id()?.number()),
                AttributeValue::Concrete(_) => return Ok(None),
            },
            (VADE_COLUMN_VALUE_KIND, Row::Attribute(_, attribute)) => i64::from(match attribute.value {
                AttributeValue::Concept(_) => VADE_VALUE_CONCEPT,
                AttributeValue::Concrete(concrete) => match concrete.kind {
                    ConcreteKind::Number => VADE_VALUE_NUMBER,
                    ConcreteKind::String => VADE_VALUE_STRING,
                    ConcreteKind::Boolean => VADE_VALUE_BOOLEAN,
                },
            }),
            (VADE_COLUMN_ID, Row::Acceptability(refset, _)) => number(refset.number()),
            (VADE_COLUMN_ACCEPTABILITY, Row::Acceptability(_, acceptability)) => {
                i64::from(match acceptability {
                    Acceptability::Preferred => VADE_ACCEPTABILITY_PREFERRED,
                    Acceptability::Acceptable => VADE_ACCEPTABILITY_ACCEPTABLE,
                })
            }
            _ => return Err(no_column(column, self.name())),
        }))
    }

    /// What is told of medicinal products, of rows that are about one, and of hits that may be one.
    fn product_int(&self, column: i32) -> Result<Option<i64>, Fault> {
        let product = match self {
            Row::Hit(hit) => hit.concept.product()?,
            _ => Some(self.product().ok_or_else(|| no_column(column, self.name()))?),
        };
        let Some(product) = product else { return Ok(None) };
        Ok(Some(match column {
            VADE_COLUMN_CLASS => i64::from(class_number(product.class())),
            VADE_COLUMN_IN_USE => i64::from(product.is_in_use()?),
            _ => i64::from(product.prescribability()?.is_allowed()),
        }))
    }

    /// Puts a text into `text`; answers whether the row has one.
    fn text(&self, column: i32, language: &LanguageOrder, text: &mut String) -> Result<bool, Fault> {
        if is_text(column) != Some(true) {
            let number = self.int(column)?;
            if let Some(number) = number {
                // A text takes any number.
                let _ = write!(text, "{number}");
            }
            return Ok(number.is_some());
        }
        if let (VADE_COLUMN_JSON, Row::Json(response)) = (column, self) {
            text.push_str(response);
            return Ok(true);
        }
        if let Row::Attribute(_, attribute) = self {
            let concept = match (column, attribute.value) {
                (VADE_COLUMN_ATTRIBUTE_TERM, _) => attribute.type_,
                (VADE_COLUMN_VALUE_TERM, AttributeValue::Concept(concept)) => concept,
                (VADE_COLUMN_VALUE_TERM, AttributeValue::Concrete(concrete)) => {
                    text.push_str(&concrete.text);
                    return Ok(true);
                }
                _ => return Err(no_column(column, self.name())),
            };
            return term(concept.preferred_description(language)?, text);
        }
        if let (VADE_COLUMN_REASON, Row::Reason(reason, _)) = (column, self) {
            text.push_str(reason.name());
            return Ok(true);
        }
        if let Some(product) = self.product() {
            return match (column, self) {
                (VADE_COLUMN_TERM | VADE_COLUMN_PREFERRED, _) => {
                    product.read_name(text)?;
                    Ok(true)
                }
                (VADE_COLUMN_FSN | VADE_COLUMN_SEMANTIC_TAG, Row::Found(_)) => match product.concept()? {
                    Some(concept) => Row::Concept(concept).text(column, language, text),
                    None => Ok(false),
                },
                (VADE_COLUMN_LANGUAGE, Row::Found(_)) => Ok(false),
                _ => Err(no_column(column, self.name())),
            };
        }
        // What is prescribed and recorded is the product under the name that dm+d gives it.
        if let (VADE_COLUMN_PREFERRED, Row::Hit(hit)) = (column, self)
            && let Some(product) = hit.concept.product()?
        {
            product.read_name(text)?;
            return Ok(true);
        }
        match (column, self.description()) {
            (VADE_COLUMN_TERM, Some(description)) => return term(Some(description), text),
            (VADE_COLUMN_LANGUAGE, Some(description)) => {
                text.push_str(description.language_code()?);
                return Ok(true);
            }
            _ => {}
        }
        let Some(concept) = self.concept()? else { return Err(no_column(column, self.name())) };
        match column {
            VADE_COLUMN_TERM | VADE_COLUMN_PREFERRED => term(concept.preferred_description(language)?, text),
            VADE_COLUMN_FSN => term(concept.fsn_description(language)?, text),
            VADE_COLUMN_SEMANTIC_TAG => {
                let tag = concept.semantic_tag()?;
                text.push_str(tag.unwrap_or_default());
                Ok(tag.is_some())
            }
            _ => Err(no_column(column, self.name())),
        }
    }
}

/// The concept of the same id, where the file has it.
fn concept_id(product: Product<'_>) -> Result<Option<i64>, Fault> {
    let id = product.concept()?.map(Concept::id).transpose()?;
    Ok(id.map(|id| number(id.number())))
}

/// What a hit that was found by the name of a product has of its concept, where the file has one, and `None` of what
/// descriptions alone have.
fn found_int(product: Product<'_>, column: i32, rows: &str) -> Result<Option<i64>, Fault> {
    match column {
        VADE_COLUMN_CONCEPT => concept_id(product),
        VADE_COLUMN_ACTIVE
        | VADE_COLUMN_MODULE
        | VADE_COLUMN_EFFECTIVE_TIME
        | VADE_COLUMN_DEFINED
        | VADE_COLUMN_CHILDREN => match product.concept()? {
            Some(concept) => Row::Concept(concept).further_int(column),
            None if column == VADE_COLUMN_ACTIVE => Ok(Some(i64::from(product.is_in_use()?))),
            None => Ok(None),
        },
        VADE_COLUMN_DESCRIPTION | VADE_COLUMN_TYPE | VADE_COLUMN_CASE => Ok(None),
        _ => Err(no_column(column, rows)),
    }
}

/// Puts the text of a description into `text`; answers whether there is one.
fn term(description: Option<Description<'_>>, text: &mut String) -> Result<bool, Fault> {
    match description {
        Some(description) => description.read_term(text).map(|()| true).map_err(Fault::from),
        None => Ok(false),
    }
}

impl<'e> Rows<'e> {
    #[inline]
    fn row(&self) -> Result<Row<'_, 'e>, Fault> {
        if let (Answer::Concepts(_), Some(concept)) = (&self.answer, self.concept) {
            return Ok(Row::Concept(concept));
        }
        let at = self.at();
        let row = match &self.answer {
            Answer::Concepts(_) => None,
            Answer::Descriptions(list) => list.get(at).map(|description| Row::Description(*description)),
            Answer::Hits(list, _) => list.get(at).map(|finding| match finding {
                Finding::Concept(hit) => Row::Hit(hit),
                Finding::Product(hit) => Row::Found(hit),
            }),
            Answer::Attributes(list) => list.get(at).map(|(group, row)| Row::Attribute(*group, row)),
            Answer::Acceptabilities(list) => {
                list.get(at).map(|(refset, how)| Row::Acceptability(*refset, *how))
            }
            Answer::Products(list) => list.get(at).map(|product| Row::Product(*product)),
            Answer::Packs(list) => list.get(at).map(Row::Pack),
            Answer::Reasons(list) => {
                list.get(at).map(|(reason, is_caution)| Row::Reason(*reason, *is_caution))
            }
            Answer::Json(response) => Some(Row::Json(response)),
        };
        row.ok_or_else(|| Fault::new(VADE_ERROR_NO_ROW, "the cursor stands on no row"))
    }

    /// A number of the row, `None` where it has no such value.
    #[inline]
    pub(super) fn int(&self, column: i32) -> Result<Option<i64>, Fault> {
        self.row()?.int(column)
    }

    /// Puts a text of the row into `text`; answers whether it has such a value.
    pub(super) fn text(
        &self,
        column: i32,
        language: &LanguageOrder,
        text: &mut String,
    ) -> Result<bool, Fault> {
        self.row()?.text(column, language, text)
    }

    /// Errors where rows have no id.
    pub(super) fn has_ids(&self) -> Result<(), Fault> {
        match &self.answer {
            Answer::Attributes(_) => Err(no_column(VADE_COLUMN_ID, "rows of attributes")),
            Answer::Reasons(_) => Err(no_column(VADE_COLUMN_ID, "rows of reasons")),
            Answer::Json(_) => Err(no_column(VADE_COLUMN_ID, "rows of JSON")),
            _ => Ok(()),
        }
    }

    /// The parts of a text that were matched: where each begins and ends.
    pub(super) fn ranges(&self, column: i32, in_utf16: bool) -> Result<Vec<i32>, Fault> {
        let highlighted = match (column, self.row()?) {
            (VADE_COLUMN_TERM, Row::Hit(hit)) => hit.highlighted()?,
            (VADE_COLUMN_TERM, Row::Found(hit)) => hit.highlighted()?,
            (_, Row::Hit(_) | Row::Found(_)) => {
                return Err(Fault::new(VADE_ERROR_COLUMN, "the matched parts are those of VADE_COLUMN_TERM"));
            }
            _ => return Err(Fault::new(VADE_ERROR_COLUMN, "rows of hits alone have matched parts")),
        };
        let place = |at: usize| match in_utf16 {
            false => at,
            true => highlighted.text.get(..at).unwrap_or_default().encode_utf16().count(),
        };
        let ends = highlighted.ranges.iter().flat_map(|range| [range.start, range.end]);
        Ok(ends.map(|at| i32::try_from(place(at)).unwrap_or(i32::MAX)).collect())
    }
}
