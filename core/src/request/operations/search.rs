//! `search`: concepts and medicinal products by words.

use serde::Serialize;

use super::within::Within;
use crate::request::answer::{Code, Operation, as_text, language_order};
use crate::request::declaration::{Declaration, Field, LANGUAGE, Record, Shape};
use crate::request::failure::Failure;
use crate::request::fields::Fields;
use crate::request::set::{LIMIT, OFFSET, SET, SetAnswer, WANT, Want};
use crate::{
    ActiveFilter, Concept, ConceptId, ConceptSet, DescriptionId, Engine, Error, ErrorCode, Finding, Fuzzy,
    Hit, LanguageOrder, MatchKind, Product, ProductClass, ProductHit, ProductSearchOptions, QueryError,
    SearchOptions,
};

/// More hits than this are not answered at once; a set request lists any number of codes.
const MOST_HITS: u64 = 10_000;
const DEFAULT_HITS: u64 = 10;
const CLASSES: &[&str] = &["vtm", "vmp", "amp", "vmpp", "ampp"];
const FUZZY: &[&str] = &["auto", "off"];

/// `search`.
#[derive(Debug)]
pub(in crate::request) struct Search {
    query: String,
    limit: usize,
    offset: usize,
    within: Option<Within>,
    active: ActiveFilter,
    language: Option<String>,
    semantic_tags: Vec<String>,
    modules: Vec<String>,
    classes: Option<Vec<ProductClass>>,
    prescribable: bool,
    definitions: bool,
    fuzzy: Fuzzy,
    total: bool,
    want: Option<Want>,
}

/// Hits, or a set where the request says what it wants of it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(in crate::request) enum SearchAnswer<'e> {
    Set(SetAnswer),
    Hits {
        #[serde(skip_serializing_if = "Option::is_none")]
        total: Option<u64>,
        hits: Vec<HitAnswer<'e>>,
    },
}

#[derive(Debug, Serialize)]
pub(in crate::request) struct HitAnswer<'e> {
    code: Code,
    term: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<DescriptionCode>,
    ranges: Vec<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    semantic_tag: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prescribable: Option<bool>,
    active: bool,
    #[serde(rename = "match", serialize_with = "match_name")]
    kind: MatchKind,
}

/// The id of a description.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct DescriptionCode(#[serde(serialize_with = "as_text")] DescriptionId);

fn match_name<S: serde::Serializer>(kind: &MatchKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name())
}

/// A number as a place in memory; none is larger than what can be there.
fn place(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn query_failure(error: Error) -> Failure {
    let no_words = matches!(error, Error::Query(QueryError::NoWords));
    let failure = Failure::from(error);
    if no_words { failure.at(0) } else { failure }
}

/// Refuses a semantic tag that no concept of the file has: it would otherwise find nothing and not say why.
pub(in crate::request) fn known_semantic_tag(engine: &Engine, tag: &str) -> Result<(), Failure> {
    if engine.semantic_tags().any(|known| known == tag) {
        return Ok(());
    }
    let is_subset = engine.manifest().is_subset;
    let code = if is_subset { ErrorCode::NotInFile } else { ErrorCode::BadRequest };
    let message = format!("no concept of this file has the semantic tag `{tag}` (tags go without brackets)");
    Err(Failure::new(code, message))
}

/// The module of this code; refuses what is none of the file's.
pub(in crate::request) fn known_module(engine: &Engine, code: &str) -> Result<ConceptId, Failure> {
    if let Some(module) = engine.modules().find(|module| module.to_string() == code) {
        return Ok(module);
    }
    engine.find_concept(code).map_err(|error| Failure::from(error).about("`modules`"))?;
    let is_subset = engine.manifest().is_subset;
    let code_of = if is_subset { ErrorCode::NotInFile } else { ErrorCode::NotFound };
    let message = format!("`modules`: {code} is a concept and not a module of this file");
    Err(Failure::new(code_of, message))
}

/// Refuses a file that has no medicinal products.
fn has_classes(engine: &Engine) -> Result<(), Failure> {
    if engine.has_products() {
        return Ok(());
    }
    let message = "this file has no dm+d content, and so no `classes`; ask a file that was built with dm+d";
    Err(Failure::new(ErrorCode::NotInFile, message))
}

/// The class of this name.
fn named_class(name: &str) -> Result<ProductClass, Failure> {
    ProductClass::from_name(name).ok_or_else(|| {
        let message = format!("`classes` has \"{name}\", and knows {}", CLASSES.join(", "));
        Failure::bad_request(message)
    })
}

/// The class of this name; refuses it where the file has no medicinal products.
pub(in crate::request) fn known_class(engine: &Engine, name: &str) -> Result<ProductClass, Failure> {
    let class = named_class(name)?;
    has_classes(engine).map(|()| class)
}

impl Search {
    /// Refuses what the file cannot filter by, and answers the modules.
    fn check(&self, engine: &Engine) -> Result<Vec<ConceptId>, Failure> {
        if self.classes.is_some() {
            has_classes(engine)?;
        }
        self.semantic_tags.iter().try_for_each(|tag| known_semantic_tag(engine, tag))?;
        self.modules.iter().map(|code| known_module(engine, code)).collect()
    }
}

const HIT: Record = Record {
    name: "Hit",
    doc: "A concept or medicinal product that a search found.",
    fields: &[
        Field::always("code", Shape::Code, "the concept or product"),
        Field::always("term", Shape::Text, "the term that matched; of a product its name"),
        Field::optional(
            "description",
            Shape::Code,
            "the id of the description with that term; absent where the name of a product matched",
        ),
        Field::always(
            "ranges",
            Shape::List(&Shape::Range),
            "the words that matched: from byte, to byte, in the UTF-8 of `term`",
        ),
        Field::optional("preferred", Shape::Text, "the concept's preferred term; of a product its name"),
        Field::optional("semantic_tag", Shape::Text, "the concept's semantic tag"),
        Field::optional("class", Shape::OneOf(CLASSES), "of a medicinal product its class"),
        Field::optional(
            "prescribable",
            Shape::Flag,
            "of a medicinal product whether it may be offered for prescribing in NHS primary care",
        ),
        Field::always(
            "active",
            Shape::Flag,
            "whether the concept is active; of a medicinal product whether it is valid and to be had",
        ),
        Field::always(
            "match",
            Shape::OneOf(&["exact", "equivalent", "typo"]),
            "how the query was read; show a typo as one",
        ),
    ],
};

impl Operation for Search {
    const DECLARED: &'static Declaration = &Declaration {
        name: "search",
        doc: "Concepts with a description, and medicinal products with a name, in which each word of the query begins a word of its own.",
        arguments: &[
            Field::always("query", Shape::Text, "the words"),
            LIMIT,
            OFFSET,
            Field::optional("within", Shape::Text, "only concepts of this set: `id`, `< id` or `<< id`"),
            Field::optional(
                "active",
                Shape::AnyOf(&[Shape::Flag, Shape::OneOf(&["any"])]),
                "which concepts, and products as they are valid and to be had; `true` if not given",
            ),
            LANGUAGE,
            Field::optional(
                "semantic_tags",
                Shape::List(&Shape::Text),
                "only concepts with one of these tags, without brackets",
            ),
            Field::optional("modules", Shape::List(&Shape::Code), "only concepts of one of these modules"),
            Field::optional(
                "classes",
                Shape::List(&Shape::OneOf(CLASSES)),
                "only medicinal products of these dm+d classes, and what is asked for is of products",
            ),
            Field::optional(
                "prescribable",
                Shape::Flag,
                "with `classes`, only products that may be offered for prescribing in NHS primary care",
            ),
            Field::optional("definitions", Shape::Flag, "whether to search text definitions as well"),
            Field::optional(
                "fuzzy",
                Shape::OneOf(FUZZY),
                "whether typing errors are forgiven where fewer concepts are found than asked for; `auto` if not given",
            ),
            Field::optional("total", Shape::Flag, "whether to count everything that matches"),
            WANT,
        ],
        answers: &[
            Record {
                name: "SearchHits",
                doc: "What a search finds.",
                fields: &[
                    Field::optional(
                        "total",
                        Shape::Number,
                        "how many concepts and products match, where it was asked for",
                    ),
                    Field::always("hits", Shape::List(&Shape::Record(&HIT)), "best first, one a code"),
                ],
            },
            SET,
        ],
    };
    const PARTIAL_IN_SUBSET: bool = true;
    type Answer<'e> = SearchAnswer<'e>;

    fn read(fields: &Fields<'_>) -> Result<Search, Failure> {
        let want = if fields.has(WANT.name) { Some(Want::read(fields)?) } else { None };
        let limit = fields.whole_number(LIMIT.name)?.unwrap_or(DEFAULT_HITS);
        if want.is_none() && limit > MOST_HITS {
            let message = format!("`limit` is {limit}, and at most {MOST_HITS} hits are answered at once");
            return Err(Failure::new(ErrorCode::Limit, message));
        }
        let classes = fields.texts("classes")?;
        let classes = classes.iter().map(|name| named_class(name)).collect::<Result<Vec<_>, _>>()?;
        let has_classes = fields.has("classes");
        if has_classes && classes.is_empty() {
            return Err(Failure::bad_request("`classes` is empty; leave it out to search everything"));
        }
        let semantic_tags = fields.texts("semantic_tags")?;
        let modules = fields.codes("modules")?;
        let definitions = fields.flag("definitions")?;
        let of_concepts = [
            ("semantic_tags", !semantic_tags.is_empty()),
            ("modules", !modules.is_empty()),
            ("definitions", definitions),
        ];
        if let Some((other, _)) = of_concepts.iter().find(|(_, is_asked)| has_classes && *is_asked) {
            let message = format!("`{other}` is of concepts, and `classes` of medicinal products: not both");
            return Err(Failure::bad_request(message));
        }
        let prescribable = fields.flag("prescribable")?;
        if prescribable && !has_classes {
            return Err(Failure::bad_request("`prescribable` is of medicinal products: say which `classes`"));
        }
        let fuzzy = fields.choice("fuzzy", FUZZY)?;
        Ok(Search {
            query: fields.needed_text("query")?,
            limit: place(limit),
            offset: place(fields.whole_number(OFFSET.name)?.unwrap_or(0)),
            within: fields.text("within")?.map(|text| Within::read(&text)).transpose()?,
            active: match fields.active()? {
                Some(true) => ActiveFilter::Active,
                Some(false) => ActiveFilter::Inactive,
                None => ActiveFilter::Any,
            },
            language: fields.language()?,
            semantic_tags,
            modules,
            classes: has_classes.then_some(classes),
            prescribable,
            definitions,
            fuzzy: if fuzzy == Some("off") { Fuzzy::Off } else { Fuzzy::Auto },
            total: fields.flag("total")?,
            want,
        })
    }

    fn run<'e>(&self, engine: &'e Engine) -> Result<SearchAnswer<'e>, Failure> {
        let language = language_order(engine, self.language.as_deref())?;
        let modules = self.check(engine)?;
        let within = self.within.as_ref().map(|within| within.set(engine)).transpose()?;
        if let Some(classes) = &self.classes {
            return self.products(engine, classes, within.as_ref());
        }
        let options = SearchOptions {
            limit: self.limit,
            offset: self.offset,
            within: within.as_ref(),
            active: self.active,
            semantic_tags: &self.semantic_tags,
            modules: &modules,
            language: self.language.as_ref().map(|_| &language),
            definitions: self.definitions,
            fuzzy: self.fuzzy,
            total: self.total,
        };
        if let Some(want) = self.want {
            let set = engine.search_set(&self.query, &options).map_err(query_failure)?;
            return Ok(SearchAnswer::Set(want.answer(&set)?));
        }
        let found = engine.search_everything(&self.query, &options).map_err(query_failure)?;
        let mut hits = Vec::with_capacity(found.hits.len());
        for hit in found.hits {
            hits.push(match hit {
                Finding::Concept(hit) => concept_answer(&hit, &language)?,
                Finding::Product(hit) => product_answer(&hit)?,
            });
        }
        Ok(SearchAnswer::Hits { total: found.total, hits })
    }
}

impl Search {
    /// Answers a search for medicinal products of some classes.
    fn products<'e>(
        &self,
        engine: &'e Engine,
        classes: &[ProductClass],
        within: Option<&ConceptSet<'_>>,
    ) -> Result<SearchAnswer<'e>, Failure> {
        let options = ProductSearchOptions {
            limit: self.limit,
            offset: self.offset,
            classes,
            active: self.active,
            prescribable: self.prescribable,
            within,
            fuzzy: self.fuzzy,
            total: self.total,
        };
        if let Some(want) = self.want {
            let set = engine.search_products_set(&self.query, &options).map_err(query_failure)?;
            let ids = set.into_iter().map(Product::code).collect::<Result<Vec<_>, _>>()?;
            return Ok(SearchAnswer::Set(want.answer_ids(ids)?));
        }
        let found = engine.search_products(&self.query, &options).map_err(query_failure)?;
        let hits = found.hits.iter().map(product_answer).collect::<Result<_, _>>()?;
        Ok(SearchAnswer::Hits { total: found.total, hits })
    }
}

/// The matched words as a response has them.
fn pairs(ranges: Vec<std::ops::Range<usize>>) -> Vec<[usize; 2]> {
    ranges.into_iter().map(|range| [range.start, range.end]).collect()
}

fn concept_answer<'e>(hit: &Hit<'e>, language: &LanguageOrder) -> Result<HitAnswer<'e>, Failure> {
    let matched = hit.highlighted()?;
    let code = hit.concept.id()?;
    let product = hit.concept.product()?;
    let is_in_use = product.map(Product::is_in_use).transpose()?.unwrap_or(true);
    Ok(HitAnswer {
        code: Code(code),
        term: matched.text,
        description: Some(DescriptionCode(hit.description.id()?)),
        ranges: pairs(matched.ranges),
        preferred: match product {
            // What is prescribed and recorded is the product under the name that dm+d gives it.
            Some(product) => Some(product.name()?),
            None => hit.concept.preferred_term(language)?,
        },
        semantic_tag: hit.concept.semantic_tag()?,
        class: product.map(|product| product.class().name()),
        prescribable: product.map(is_prescribable).transpose()?,
        active: hit.concept.is_active()? && is_in_use,
        kind: hit.kind,
    })
}

fn is_prescribable(product: Product<'_>) -> Result<bool, Error> {
    Ok(product.prescribability()?.is_allowed())
}

fn product_answer<'e>(hit: &ProductHit<'e>) -> Result<HitAnswer<'e>, Failure> {
    let matched = hit.highlighted()?;
    let product = hit.product;
    let concept = product.concept()?;
    Ok(HitAnswer {
        code: Code(product.code()?),
        preferred: Some(matched.text.clone()),
        term: matched.text,
        description: None,
        ranges: pairs(matched.ranges),
        semantic_tag: concept.map(Concept::semantic_tag).transpose()?.flatten(),
        class: Some(product.class().name()),
        prescribable: Some(is_prescribable(product)?),
        active: product.is_in_use()?,
        kind: hit.kind,
    })
}
