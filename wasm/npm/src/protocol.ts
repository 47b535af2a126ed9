// Written by `cargo xtask wasm types` from what the engine declares (core/src/request). Do not edit.

/** The id of a component: a string of digits. */
export type Code = string;

/** A date, `yyyymmdd`. */
export type DateText = string;

/** The error codes of the request protocol. */
export type ProtocolErrorCode =
    | "unknown_op"
    | "bad_request"
    | "syntax"
    | "invalid_id"
    | "not_found"
    | "unsupported"
    | "not_in_file"
    | "limit"
    | "damaged"
    | "io"
    | "not_vade"
    | "version"
    | "not_loaded";

/** What any answer may have besides. */
export interface Answered {
    /** `true` where the file holds chosen concepts only, and the answer can be a part of what the whole release would answer. */
    subset?: boolean;
    /** What the file is marked with, such as that it is not for clinical use. */
    marking?: string;
    /** The nanoseconds that the engine took, with `timing`. */
    ns?: number;
}

/** The arguments of `info`. */
export interface InfoArguments {
}

/** A SNOMED CT edition at a date. */
export interface Edition {
    /** Its URI with the version. */
    uri: string;
    /** The module that identifies the edition. */
    module?: Code;
    /** The date of the version. */
    effective_time?: DateText;
}

/** A module and the date of its release. */
export interface ModuleRelease {
    /** The module's concept. */
    module: Code;
    /** The date. */
    effective_time: DateText;
    /** Its preferred term, where the file holds the concept. */
    preferred?: string;
}

/** A file of a dm+d release. */
export interface DmdFile {
    /** The root element, which says what the file is. */
    root: string;
    /** The schema that it names. */
    schema: string;
    /** The date in its name. */
    date?: DateText;
    /** How many records it has. */
    records: number;
}

/** The products of a class. */
export interface DmdClass {
    /** The class. */
    class: "vtm" | "vmp" | "amp" | "vmpp" | "ampp";
    /** How many there are. */
    products: number;
    /** How many of them are concepts of the SNOMED CT release in the file. */
    in_snomed: number;
}

/** The dm+d release in a file. */
export interface DmdRelease {
    /** The newest date of the supplementary files. */
    supplementary_date?: DateText;
    /** The files that were read. */
    files: Array<DmdFile>;
    /** How many products there are, by class. */
    products: Array<DmdClass>;
}

/** How much of everything a file holds. */
export interface Counts {
    /** Concepts. */
    concepts: number;
    /** Active concepts. */
    active_concepts: number;
    /** Fully specified names and synonyms. */
    terms: number;
    /** Active ones among them. */
    active_terms: number;
    /** Text definitions. */
    definitions: number;
    /** Is-a relationships. */
    is_a: number;
    /** Attribute relationships, concrete values included. */
    attributes: number;
    /** Attribute relationships with a concrete value. */
    concrete_values: number;
    /** Acceptabilities in language reference sets. */
    language_members: number;
    /** Distinct words of the search index. */
    words: number;
    /** Texts of the search index. */
    documents: number;
}

/** A section of the file. */
export interface Section {
    /** Its name. */
    name: string;
    /** Its length. */
    bytes: number;
}

/** What is in the file. */
export interface Info extends Answered {
    /** The version of the format. */
    format_version: number;
    /** The version of the compiler. */
    builder: string;
    /** The edition, where release or build told one. */
    edition?: Edition;
    /** The modules inside. */
    modules: Array<ModuleRelease>;
    /** The date of the dm+d release inside. */
    dmd_date?: DateText;
    /** What there is of that release. */
    dmd?: DmdRelease;
    /** How much of everything there is. */
    counts: Counts;
    /** The sections of the file. */
    sections: Array<Section>;
    /** The bytes of the file. */
    bytes: number;
    /** The language reference sets in which a preferred term is looked for, in order. */
    language_order: Array<Code>;
    /** The language reference sets of the file. */
    language_refsets: Array<Code>;
    /** The parts that the build left out. */
    left_out: Array<string>;
    /** Whether the file holds chosen concepts only. */
    subset: boolean;
    /** Whose content it is. */
    licence: string;
}

/** The arguments of `concept`. */
export interface ConceptArguments {
    /** The concept. */
    code: Code;
    /** Chooses the preferred term: a language tag such as `en-GB`, or ids of language reference sets, best first. */
    language?: string | Array<Code>;
    /** Whether to list all descriptions. */
    descriptions?: boolean;
}

/** A description of a concept. */
export interface ListedDescription {
    /** The id. */
    id: Code;
    /** The text. */
    term: string;
    /** Fully specified name, synonym or text definition. */
    type: "fsn" | "synonym" | "definition";
    /** Whether the description is active. */
    active: boolean;
    /** The language of the text (ISO 639-1). */
    language: string;
    /** Whether letters may change their case. */
    case_significance: "case_insensitive" | "initial_case_insensitive" | "case_sensitive";
    /** Its module; not in a file without description-details. */
    module?: Code;
    /** The date of its last change; not in a file without description-details. */
    effective_time?: DateText;
    /** How it stands in each language reference set that it is in. */
    acceptability: Record<Code, "preferred" | "acceptable">;
}

/** A concept with its terms and its place in the hierarchy. */
export interface Concept extends Answered {
    /** The id. */
    code: Code;
    /** An inactive concept is never a valid choice for a new record. */
    active: boolean;
    /** The module that maintains it. */
    module: Code;
    /** The date of its last change. */
    effective_time: DateText;
    /** Whether it is sufficiently defined. */
    defined: boolean;
    /** The active fully specified name. */
    fsn?: string;
    /** The tag in the brackets of that name. */
    semantic_tag?: string;
    /** The preferred term. */
    preferred?: string;
    /** The active synonyms, by description id. */
    terms: Array<string>;
    /** The active text definitions. */
    definitions?: Array<string>;
    /** The parents; an inactive concept has none. */
    parents: Array<Code>;
    /** How many active children there are. */
    children_count: number;
    /** All descriptions, inactive ones included, where they were asked for. */
    descriptions?: Array<ListedDescription>;
    /** The parts left out by the build that the answer would have more from. */
    left_out?: Array<string>;
}

/** The arguments of `description`. */
export interface DescriptionArguments {
    /** The description. */
    id: Code;
    /** Chooses the preferred term: a language tag such as `en-GB`, or ids of language reference sets, best first. */
    language?: string | Array<Code>;
}

/** A description, and of which concept. */
export interface Description extends Answered {
    /** The id. */
    id: Code;
    /** The text. */
    term: string;
    /** Fully specified name, synonym or text definition. */
    type: "fsn" | "synonym" | "definition";
    /** Whether the description is active. */
    active: boolean;
    /** The language of the text (ISO 639-1). */
    language: string;
    /** Whether letters may change their case. */
    case_significance: "case_insensitive" | "initial_case_insensitive" | "case_sensitive";
    /** Its module; not in a file without description-details. */
    module?: Code;
    /** The date of its last change; not in a file without description-details. */
    effective_time?: DateText;
    /** How it stands in each language reference set that it is in. */
    acceptability: Record<Code, "preferred" | "acceptable">;
    /** The concept that is described. */
    concept: Code;
    /** Whether that concept is active. */
    concept_active: boolean;
    /** The concept's preferred term. */
    preferred?: string;
    /** The parts left out by the build that the answer would have more from. */
    left_out?: Array<string>;
}

/** The arguments of `attributes`. */
export interface AttributesArguments {
    /** The concept. */
    code: Code;
}

/** A concrete value. */
export interface NumberValue {
    /** The number, with every digit as released. */
    number: string;
}

/** A concrete value. */
export interface StringValue {
    /** The text. */
    string: string;
}

/** A concrete value. */
export interface BooleanValue {
    /** The truth value. */
    boolean: boolean;
}

/** An attribute and its value. */
export interface Attribute {
    /** The attribute's concept. */
    type: Code;
    /** A concept, or a concrete value. */
    value: Code | NumberValue | StringValue | BooleanValue;
}

/** Attributes that belong together (a relationship group). */
export interface AttributeGroup {
    /** The group's number. */
    group: number;
    /** By the id of their type. */
    attributes: Array<Attribute>;
}

/** The attributes of a concept. */
export interface Attributes extends Answered {
    /** By number; group 0 holds the attributes that are not grouped. */
    groups: Array<AttributeGroup>;
}

/** The arguments of `parents`. */
export interface ParentsArguments {
    /** The concept. */
    code: Code;
    /** What to tell of the set; `codes` if not given. */
    want?: "codes" | "count" | "digest";
    /** The most to list. */
    limit?: number;
    /** How many to pass over. */
    offset?: number;
}

/** A set of concepts. */
export interface CodeSet extends Answered {
    /** The size of the whole set. */
    total: number;
    /** Its codes, ascending as numbers, with `want` `codes`. */
    codes?: Array<Code>;
    /** With `want` `digest`: SHA-256, in lower-case hexadecimal, of the codes joined by line feeds. */
    sha256?: string;
}

/** The arguments of `children`. */
export interface ChildrenArguments {
    /** The concept. */
    code: Code;
    /** What to tell of the set; `codes` if not given. */
    want?: "codes" | "count" | "digest";
    /** The most to list. */
    limit?: number;
    /** How many to pass over. */
    offset?: number;
}

/** The arguments of `ancestors`. */
export interface AncestorsArguments {
    /** The concept. */
    code: Code;
    /** What to tell of the set; `codes` if not given. */
    want?: "codes" | "count" | "digest";
    /** The most to list. */
    limit?: number;
    /** How many to pass over. */
    offset?: number;
}

/** The arguments of `descendants`. */
export interface DescendantsArguments {
    /** The concept. */
    code: Code;
    /** What to tell of the set; `codes` if not given. */
    want?: "codes" | "count" | "digest";
    /** The most to list. */
    limit?: number;
    /** How many to pass over. */
    offset?: number;
}

/** The arguments of `subsumes`. */
export interface SubsumesArguments {
    /** The first concept. */
    a: Code;
    /** The second concept. */
    b: Code;
}

/** How one concept stands to another. */
export interface Subsumption extends Answered {
    /** `subsumes` where `a` is an ancestor of `b`. */
    outcome: "equivalent" | "subsumes" | "subsumed-by" | "not-subsumed";
    /** Those of the two that are inactive. */
    inactive?: Array<Code>;
}

/** The arguments of `search`. */
export interface SearchArguments {
    /** The words. */
    query: string;
    /** The most to list. */
    limit?: number;
    /** How many to pass over. */
    offset?: number;
    /** Only concepts of this set: `id`, `< id` or `<< id`. */
    within?: string;
    /** Which concepts, and products as they are valid and to be had; `true` if not given. */
    active?: boolean | "any";
    /** Chooses the preferred term: a language tag such as `en-GB`, or ids of language reference sets, best first. */
    language?: string | Array<Code>;
    /** Only concepts with one of these tags, without brackets. */
    semantic_tags?: Array<string>;
    /** Only concepts of one of these modules. */
    modules?: Array<Code>;
    /** Only medicinal products of these dm+d classes, and what is asked for is of products. */
    classes?: Array<"vtm" | "vmp" | "amp" | "vmpp" | "ampp">;
    /** With `classes`, only products that may be offered for prescribing in NHS primary care. */
    prescribable?: boolean;
    /** Whether to search text definitions as well. */
    definitions?: boolean;
    /** Whether typing errors are forgiven where fewer concepts are found than asked for; `auto` if not given. */
    fuzzy?: "auto" | "off";
    /** Whether to count everything that matches. */
    total?: boolean;
    /** What to tell of the set; `codes` if not given. */
    want?: "codes" | "count" | "digest";
}

/** A concept or medicinal product that a search found. */
export interface Hit {
    /** The concept or product. */
    code: Code;
    /** The term that matched; of a product its name. */
    term: string;
    /** The id of the description with that term; absent where the name of a product matched. */
    description?: Code;
    /** The words that matched: from byte, to byte, in the UTF-8 of `term`. */
    ranges: Array<[from: number, to: number]>;
    /** The concept's preferred term; of a product its name. */
    preferred?: string;
    /** The concept's semantic tag. */
    semantic_tag?: string;
    /** Of a medicinal product its class. */
    class?: "vtm" | "vmp" | "amp" | "vmpp" | "ampp";
    /** Of a medicinal product whether it may be offered for prescribing in NHS primary care. */
    prescribable?: boolean;
    /** Whether the concept is active; of a medicinal product whether it is valid and to be had. */
    active: boolean;
    /** How the query was read; show a typo as one. */
    match: "exact" | "equivalent" | "typo";
}

/** What a search finds. */
export interface SearchHits extends Answered {
    /** How many concepts and products match, where it was asked for. */
    total?: number;
    /** Best first, one a code. */
    hits: Array<Hit>;
}

/** The arguments of `product`. */
export interface ProductArguments {
    /** The product. */
    code: Code;
    /** The URI of the code's system: `https://dmd.nhs.uk` or `http://snomed.info/sct`; either if not given. */
    system?: string;
}

/** A code with the system that it is of, as FHIR has it. */
export interface Coding {
    /** The URI of the system. */
    system: string;
    /** Which release of it: the date of the dm+d release. */
    version: DateText;
    /** The code. */
    code: Code;
    /** What it means. */
    display: string;
}

/** Whether a product may be offered for prescribing in NHS primary care. */
export interface Prescribable {
    /** Whether it may be offered. */
    allowed: boolean;
    /** Every reason why not. */
    reasons: Array<"invalid" | "not_available" | "discontinued" | "parallel_import" | "component_only" | "moiety_only" | "not_in_primary_care" | "not_as_generic" | "unknown_status" | "of_product">;
    /** What a prescriber should know all the same. */
    cautions: Array<"brand_advised" | "generic_not_offered" | "restricted_availability" | "parent_invalid">;
}

/** An id that a product has, or had. */
export interface ProductPast {
    /** The id. */
    code: Code;
    /** The first day on which it was valid, where that is known. */
    start?: DateText;
    /** The last day. */
    end?: DateText;
}

/** A code with what it means. */
export interface Coded {
    /** The code; short ones without zeros in front. */
    code: Code;
    /** What it means; absent where its list does not have it. */
    text?: string;
}

/** A virtual therapeutic moiety: the substance or substances a medicine acts by. */
export interface Vtm extends Answered {
    /** The class. */
    class: "vtm";
    /** The current id. */
    code: Code;
    /** The same as a code of dm+d's system, with the name. */
    coding: Coding;
    /** `false` where the entry is an error or a duplicate: never use it. */
    valid: boolean;
    /** `false` where it is not to be had; of a VMPP where none of its packs is. */
    available: boolean;
    /** The id that was asked for, where another replaced it. */
    replaced?: Code;
    /** Whether it is a concept of the SNOMED CT release in the file. */
    in_snomed: boolean;
    /** Whether it may be offered, and why not. */
    prescribable: Prescribable;
    /** The ids that it has had, by id. */
    history: Array<ProductPast>;
    /** The parts left out by the build that the answer would have more from. */
    left_out?: Array<string>;
    /** Whether the entry is an error or a duplicate; never use it. */
    invalid?: boolean;
    /** The name. */
    name?: string;
    /** A name of at most 60 characters. */
    short_name?: string;
    /** The id that this one replaced. */
    previous_code?: Code;
    /** The date from which the id is valid. */
    code_date?: DateText;
    /** An ingredient of a VTM. */
    ingredients?: Array<Coded>;
}

/** An active ingredient of a VMP, and its strength. */
export interface VmpIngredient {
    /** The ingredient. */
    ingredient?: Coded;
    /** Whether the strength is that of the ingredient or of its base. */
    strength_basis?: Coded;
    /** The substance that the strength is of. */
    strength_substance?: Coded;
    /** How much of it there is. */
    strength?: string;
    /** The unit of that. */
    strength_unit?: Coded;
    /** In how much of the product; absent for a unit dose. */
    per?: string;
    /** The unit of that. */
    per_unit?: Coded;
}

/** The controlled drug category of a VMP. */
export interface VmpControlledDrug {
    /** The category. */
    category?: Coded;
    /** The date of the category. */
    category_date?: DateText;
    /** The category before. */
    previous_category?: Coded;
}

/** The BNF and ATC codes of a VMP. */
export interface VmpDrugCodes {
    /** The BNF code of 8 characters. */
    bnf?: string;
    /** The ATC code, as released. */
    atc?: string;
    /** The defined daily dose, as released. */
    defined_daily_dose?: string;
    /** Its unit. */
    defined_daily_dose_unit?: Coded;
}

/** A virtual medicinal product: a generic product with strength and form. */
export interface Vmp extends Answered {
    /** The class. */
    class: "vmp";
    /** The current id. */
    code: Code;
    /** The same as a code of dm+d's system, with the name. */
    coding: Coding;
    /** `false` where the entry is an error or a duplicate: never use it. */
    valid: boolean;
    /** `false` where it is not to be had; of a VMPP where none of its packs is. */
    available: boolean;
    /** The id that was asked for, where another replaced it. */
    replaced?: Code;
    /** Whether it is a concept of the SNOMED CT release in the file. */
    in_snomed: boolean;
    /** Whether it may be offered, and why not. */
    prescribable: Prescribable;
    /** The ids that it has had, by id. */
    history: Array<ProductPast>;
    /** The parts left out by the build that the answer would have more from. */
    left_out?: Array<string>;
    /** Whether the entry is an error or a duplicate; never use it. */
    invalid?: boolean;
    /** The name. */
    name?: string;
    /** A name of at most 60 characters. */
    short_name?: string;
    /** The VTM. */
    vtm?: Coded;
    /** The id that this one replaced. */
    previous_code?: Code;
    /** The date from which the id is valid. */
    code_date?: DateText;
    /** What the name is based on. */
    name_basis?: Coded;
    /** The date of the name. */
    name_date?: DateText;
    /** The name before. */
    previous_name?: string;
    /** What the name before was based on. */
    previous_name_basis?: Coded;
    /** Why the name changed. */
    name_change_reason?: Coded;
    /** Whether it is a combination product, or exists only as a part of one. */
    combination_product?: Coded;
    /** Whether the generic product may be prescribed in primary care. */
    prescribing_status?: Coded;
    /** Whether actual products are available. */
    non_availability?: Coded;
    /** The date of that status. */
    non_availability_date?: DateText;
    /** Sugar free. */
    sugar_free?: boolean;
    /** Gluten free. */
    gluten_free?: boolean;
    /** Preservative free. */
    preservative_free?: boolean;
    /** Free of chlorofluorocarbons. */
    cfc_free?: boolean;
    /** Whether it is handled in discrete units. */
    dose_form_indicator?: Coded;
    /** The size of the unit that is handled. */
    unit_dose_size?: string;
    /** The unit of that size. */
    unit_dose_size_unit?: Coded;
    /** What is handled, such as a vial. */
    unit_dose?: Coded;
    /** An active ingredient of a VMP, and its strength. */
    ingredients?: Array<VmpIngredient>;
    /** A form and route of a VMP, as one code. */
    forms_and_routes?: Array<Coded>;
    /** A form of a VMP. */
    forms?: Array<Coded>;
    /** A route of a VMP. */
    routes?: Array<Coded>;
    /** The controlled drug category of a VMP. */
    controlled_drug?: Array<VmpControlledDrug>;
    /** The BNF and ATC codes of a VMP. */
    drug_codes?: Array<VmpDrugCodes>;
}

/** An excipient of an AMP. */
export interface AmpExcipient {
    /** The excipient. */
    ingredient?: Coded;
    /** How much of it there is. */
    strength?: string;
    /** The unit of that. */
    strength_unit?: Coded;
}

/** Size, colour and order number of an AMP. */
export interface AmpAppliance {
    /** The size or weight. */
    size_or_weight?: string;
    /** The colour. */
    colour?: Coded;
    /** The product order number. */
    product_order_number?: string;
}

/** An actual medicinal product: a supplier's product. */
export interface Amp extends Answered {
    /** The class. */
    class: "amp";
    /** The current id. */
    code: Code;
    /** The same as a code of dm+d's system, with the name. */
    coding: Coding;
    /** `false` where the entry is an error or a duplicate: never use it. */
    valid: boolean;
    /** `false` where it is not to be had; of a VMPP where none of its packs is. */
    available: boolean;
    /** The id that was asked for, where another replaced it. */
    replaced?: Code;
    /** Whether it is a concept of the SNOMED CT release in the file. */
    in_snomed: boolean;
    /** Whether it may be offered, and why not. */
    prescribable: Prescribable;
    /** The ids that it has had, by id. */
    history: Array<ProductPast>;
    /** The parts left out by the build that the answer would have more from. */
    left_out?: Array<string>;
    /** Whether the entry is an error or a duplicate; never use it. */
    invalid?: boolean;
    /** The name without the supplier. */
    name_without_supplier?: string;
    /** A name of at most 60 characters. */
    short_name?: string;
    /** The description: the name with the supplier. */
    name?: string;
    /** The VMP. */
    vmp?: Coded;
    /** The date of the name. */
    name_date?: DateText;
    /** The name before. */
    previous_name?: string;
    /** The supplier. */
    supplier?: Coded;
    /** Who licenses it. */
    licensing_authority?: Coded;
    /** Who licensed it before. */
    previous_licensing_authority?: Coded;
    /** Why that changed. */
    licensing_change_reason?: Coded;
    /** When that changed. */
    licensing_change_date?: DateText;
    /** Whether it is a combination product, or exists only as a part of one. */
    combination_product?: Coded;
    /** The flavour. */
    flavour?: Coded;
    /** Under additional monitoring (black triangle). */
    additional_monitoring?: boolean;
    /** A parallel import. */
    parallel_import?: boolean;
    /** How its availability is restricted. */
    availability_restriction?: Coded;
    /** The VTM, where the VMP has one. */
    vtm?: Coded;
    /** An excipient of an AMP. */
    excipients?: Array<AmpExcipient>;
    /** A route that an AMP is licensed for. */
    licensed_routes?: Array<Coded>;
    /** Size, colour and order number of an AMP. */
    appliance?: AmpAppliance;
    /** The BNF code of an AMP. */
    drug_codes?: Array<string>;
}

/** The Drug Tariff category and price of a VMPP. */
export interface VmppDrugTariff {
    /** The category. */
    payment_category?: Coded;
    /** The basic price, in pence. */
    price?: number;
    /** The date from which the price applies. */
    price_date?: DateText;
    /** The price before, in pence. */
    previous_price?: number;
}

/** A virtual medicinal product pack: a generic pack. */
export interface Vmpp extends Answered {
    /** The class. */
    class: "vmpp";
    /** The current id. */
    code: Code;
    /** The same as a code of dm+d's system, with the name. */
    coding: Coding;
    /** `false` where the entry is an error or a duplicate: never use it. */
    valid: boolean;
    /** `false` where it is not to be had; of a VMPP where none of its packs is. */
    available: boolean;
    /** The id that was asked for, where another replaced it. */
    replaced?: Code;
    /** Whether it is a concept of the SNOMED CT release in the file. */
    in_snomed: boolean;
    /** Whether it may be offered, and why not. */
    prescribable: Prescribable;
    /** The ids that it has had, by id. */
    history: Array<ProductPast>;
    /** The parts left out by the build that the answer would have more from. */
    left_out?: Array<string>;
    /** Whether the entry is an error or a duplicate; never use it. */
    invalid?: boolean;
    /** The name. */
    name?: string;
    /** A name of at most 60 characters. */
    short_name?: string;
    /** The VMP. */
    vmp?: Coded;
    /** How much is in the pack. */
    quantity?: string;
    /** The unit of the quantity. */
    quantity_unit?: Coded;
    /** Whether it is a combination pack, or is sold only as a part of one. */
    combination_pack?: Coded;
    /** The VTM, where the VMP has one. */
    vtm?: Coded;
    /** The combination packs that it is in. */
    contained_in?: Array<Coded>;
    /** The Drug Tariff category and price of a VMPP. */
    drug_tariff?: VmppDrugTariff;
    /** A pack in a combination pack. */
    contents?: Array<Coded>;
}

/** Reimbursement status and order number of an AMPP. */
export interface AmppAppliance {
    /** Whether the Drug Tariff allows it. */
    reimbursement_status?: Coded;
    /** The date of that. */
    reimbursement_status_date?: DateText;
    /** The status before. */
    previous_reimbursement_status?: Coded;
    /** The pack order number. */
    pack_order_number?: string;
}

/** How an AMPP may be prescribed. */
export interface AmppPrescribing {
    /** Schedule 2 of the GMS regulations (Selected List Scheme). */
    schedule_2?: boolean;
    /** On the list of the Advisory Committee on Borderline Substances. */
    acbs?: boolean;
    /** May be personally administered. */
    personally_administered?: boolean;
    /** May be prescribed in instalments (FP10 MDA). */
    instalments?: boolean;
    /** Schedule 1 of the GMS regulations (not on the NHS). */
    schedule_1?: boolean;
    /** For hospitals. */
    hospital?: boolean;
    /** In the nurse formulary. */
    nurse_formulary?: boolean;
    /** In the extended nurse formulary. */
    extended_nurse_formulary?: boolean;
    /** In the dental formulary. */
    dental_formulary?: boolean;
}

/** The supplier's price of an AMPP. */
export interface AmppPrice {
    /** The price, in pence; absent is not 0: see the basis. */
    price?: number;
    /** The date of the price. */
    price_date?: DateText;
    /** The price before, in pence. */
    previous_price?: number;
    /** What the price is. */
    price_basis?: Coded;
}

/** Charges and fees of an AMPP. */
export interface AmppReimbursement {
    /** How many prescription charges. */
    prescription_charges?: number;
    /** How many dispensing fees. */
    dispensing_fees?: number;
    /** Broken bulk may be claimed. */
    broken_bulk?: boolean;
    /** Limited stability (retired). */
    limited_stability?: boolean;
    /** A calendar pack. */
    calendar_pack?: boolean;
    /** A special container. */
    special_container?: Coded;
    /** Discount is not deducted. */
    discount_not_deducted?: Coded;
    /** Prescription line fee by FP34D. */
    fp34d?: boolean;
}

/** A GTIN of an AMPP, and when it is valid. */
export interface AmppGtin {
    /** The GTIN, with its leading zeros as released. */
    gtin?: string;
    /** The first day on which it is valid. */
    start?: DateText;
    /** The last day on which it is valid; absent while it is. */
    end?: DateText;
}

/** An actual medicinal product pack: a supplier's pack. */
export interface Ampp extends Answered {
    /** The class. */
    class: "ampp";
    /** The current id. */
    code: Code;
    /** The same as a code of dm+d's system, with the name. */
    coding: Coding;
    /** `false` where the entry is an error or a duplicate: never use it. */
    valid: boolean;
    /** `false` where it is not to be had; of a VMPP where none of its packs is. */
    available: boolean;
    /** The id that was asked for, where another replaced it. */
    replaced?: Code;
    /** Whether it is a concept of the SNOMED CT release in the file. */
    in_snomed: boolean;
    /** Whether it may be offered, and why not. */
    prescribable: Prescribable;
    /** The ids that it has had, by id. */
    history: Array<ProductPast>;
    /** The parts left out by the build that the answer would have more from. */
    left_out?: Array<string>;
    /** Whether the entry is an error or a duplicate; never use it. */
    invalid?: boolean;
    /** The name. */
    name?: string;
    /** A name of at most 60 characters. */
    short_name?: string;
    /** The VMPP. */
    vmpp?: Coded;
    /** The AMP. */
    amp?: Coded;
    /** Whether it is a combination pack, or is sold only as a part of one. */
    combination_pack?: Coded;
    /** The legal category. */
    legal_category?: Coded;
    /** What it is packed in. */
    sub_pack?: string;
    /** Whether it is discontinued. */
    discontinued?: Coded;
    /** The date of that. */
    discontinued_date?: DateText;
    /** The VTM, where the VMP has one. */
    vtm?: Coded;
    /** The VMP; of an AMPP that of its AMP. */
    vmp?: Coded;
    /** The VMP of its VMPP, where that is another: the release is at odds with itself. */
    other_vmp?: Coded;
    /** The combination packs that it is in. */
    contained_in?: Array<Coded>;
    /** Reimbursement status and order number of an AMPP. */
    appliance?: AmppAppliance;
    /** How an AMPP may be prescribed. */
    prescribing?: AmppPrescribing;
    /** The supplier's price of an AMPP. */
    price?: AmppPrice;
    /** Charges and fees of an AMPP. */
    reimbursement?: AmppReimbursement;
    /** A pack in a combination pack. */
    contents?: Array<Coded>;
    /** A GTIN of an AMPP, and when it is valid. */
    gtins?: Array<AmppGtin>;
}

/** The arguments of `products`. */
export interface ProductsArguments {
    /** The product, by its id now or before. */
    code: Code;
    /** The class of the products to answer. */
    class: "vtm" | "vmp" | "amp" | "vmpp" | "ampp";
    /** Only those that may be offered for prescribing in NHS primary care. */
    prescribable?: boolean;
    /** Only those that are not errors or duplicates. */
    valid?: boolean;
    /** What to tell of the set; `codes` if not given. */
    want?: "codes" | "count" | "digest";
    /** The most to list. */
    limit?: number;
    /** How many to pass over. */
    offset?: number;
}

/** The arguments of `ingredient`. */
export interface IngredientArguments {
    /** The substance. */
    code: Code;
    /** The class of the products to answer. */
    class: "vtm" | "vmp" | "amp" | "vmpp" | "ampp";
    /** As what it is in them; `active` if not given. */
    role?: "active" | "excipient" | "any";
    /** Also those that contain a kind of it, by SNOMED CT. */
    descendants?: boolean;
    /** What to tell of the set; `codes` if not given. */
    want?: "codes" | "count" | "digest";
    /** The most to list. */
    limit?: number;
    /** How many to pass over. */
    offset?: number;
}

/** The arguments of `gtin`. */
export interface GtinArguments {
    /** 13 or 14 digits, alone or as a scanner hands them over behind the application identifier 01. */
    gtin: string;
    /** Only packs that have it on this day; all rows if not given. */
    date?: DateText;
}

/** A pack with a GTIN. */
export interface GtinPack {
    /** The AMPP. */
    code: Code;
    /** The first day on which the GTIN is valid. */
    start?: DateText;
    /** The last day; absent while it is. */
    end?: DateText;
}

/** The packs of a GTIN. */
export interface GtinPacks extends Answered {
    /** In the order of the file. */
    packs: Array<GtinPack>;
}

/** The arguments of `drug_code`. */
export interface DrugCodeArguments {
    /** The system of codes. */
    system: "atc" | "bnf";
    /** How the code begins; `?` stands for any one letter. */
    prefix: string;
    /** The class of the products to answer. */
    class: "vtm" | "vmp" | "amp" | "vmpp" | "ampp";
    /** What to tell of the set; `codes` if not given. */
    want?: "codes" | "count" | "digest";
    /** The most to list. */
    limit?: number;
    /** How many to pass over. */
    offset?: number;
}

/** The arguments of `equivalents`. */
export interface EquivalentsArguments {
    /** The product, by its id now or before. */
    code: Code;
    /** Only those that may be offered for prescribing in NHS primary care. */
    prescribable?: boolean;
    /** Only those that are not errors or duplicates. */
    valid?: boolean;
    /** What to tell of the set; `codes` if not given. */
    want?: "codes" | "count" | "digest";
    /** The most to list. */
    limit?: number;
    /** How many to pass over. */
    offset?: number;
}

/** The arguments of `dose`. */
export interface DoseArguments {
    /** The VTM, or a product of it. */
    code: Code;
    /** A decimal number, as a string. */
    dose: string;
    /** Its unit: `mg` and the like, or the id that dm+d has for it. */
    unit: string;
    /** Only products of this form. */
    form?: Code;
    /** Only products for this route. */
    route?: Code;
}

/** A product of which a whole number of units makes the dose. */
export interface DoseCandidate {
    /** The VMP or AMP. */
    code: Code;
    /** Its class. */
    class: "vtm" | "vmp" | "amp" | "vmpp" | "ampp";
    /** Its name. */
    text: string;
    /** How many units. */
    units: number;
    /** What is handled, such as a tablet. */
    unit?: Coded;
    /** The substance that the dose is taken to be of. */
    substance: Coded;
}

/** A product for which dm+d does not tell. */
export interface DoseUndecided {
    /** The VMP. */
    code: Code;
    /** Its name. */
    text: string;
    /** Why. */
    reason: "no_strength" | "several_ingredients" | "other_unit" | "not_discrete" | "no_unit_size";
}

/** The products for a dose. */
export interface DoseProducts extends Answered {
    /** Fewest units first. */
    candidates: Array<DoseCandidate>;
    /** Those that have to be looked at by a person. */
    undecided: Array<DoseUndecided>;
}

/** The arguments of `products_with`. */
export interface ProductsWithArguments {
    /** The class that has the field. */
    of: "vtm" | "vmp" | "amp" | "vmpp" | "ampp";
    /** The field by its name in the answer of `product`; behind the name of its list and a point where it is in one. */
    field: string;
    /** What it has: a code, a date, a number, or a text letter for letter; nothing for a flag. */
    value?: string;
    /** Also what is a kind of the code, by SNOMED CT. */
    descendants?: boolean;
    /** Products of this class above or below them instead. */
    class?: "vtm" | "vmp" | "amp" | "vmpp" | "ampp";
    /** Only those that may be offered for prescribing in NHS primary care. */
    prescribable?: boolean;
    /** Only those that are not errors or duplicates. */
    valid?: boolean;
    /** What to tell of the set; `codes` if not given. */
    want?: "codes" | "count" | "digest";
    /** The most to list. */
    limit?: number;
    /** How many to pass over. */
    offset?: number;
}

/** The arguments of `prices`. */
export interface PricesArguments {
    /** The product, by its id now or before. */
    code: Code;
}

/** A pack and what it costs. */
export interface PackPrice {
    /** The pack. */
    code: Code;
    /** Its name. */
    text: string;
    /** The price; absent is not 0. */
    pence?: number;
    /** How much is in it, as a decimal number. */
    quantity?: string;
    /** The unit of that. */
    quantity_unit?: Coded;
    /** Pence for one of the unit, as a decimal number rounded to three places. */
    pence_per_unit?: string;
}

/** What the packs of a product cost. */
export interface Prices extends Answered {
    /** The valid AMPPs that are not discontinued, cheapest per unit first, those without a price last. */
    packs: Array<PackPrice>;
    /** The valid VMPPs that have a Drug Tariff price, by code. */
    drug_tariff: Array<PackPrice>;
}

/** The arguments of `code_list`. */
export interface CodeListArguments {
    /** The list, by its element in the lookup file. */
    list?: "COMBINATION_PACK_IND" | "COMBINATION_PROD_IND" | "BASIS_OF_NAME" | "NAMECHANGE_REASON" | "VIRTUAL_PRODUCT_PRES_STATUS" | "CONTROL_DRUG_CATEGORY" | "LICENSING_AUTHORITY" | "UNIT_OF_MEASURE" | "FORM" | "ONT_FORM_ROUTE" | "ROUTE" | "DT_PAYMENT_CATEGORY" | "SUPPLIER" | "FLAVOUR" | "COLOUR" | "BASIS_OF_STRNTH" | "REIMBURSEMENT_STATUS" | "SPEC_CONT" | "DND" | "VIRTUAL_PRODUCT_NON_AVAIL" | "DISCONTINUED_IND" | "DF_INDICATOR" | "PRICE_BASIS" | "LEGAL_CATEGORY" | "AVAILABILITY_RESTRICTION" | "LICENSING_AUTHORITY_CHANGE_REASON" | "INGREDIENT_SUBSTANCES";
    /** Instead of `list`, the URI of a code system: that of a list, or that of products for the lists whose codes are ids. */
    system?: string;
    /** Only the entry of this code; zeros in front do not count. */
    code?: Code;
    /** The most to list. */
    limit?: number;
    /** How many to pass over. */
    offset?: number;
}

/** A code list. */
export interface CodeListSummary {
    /** The list, by its element in the lookup file. */
    list: "COMBINATION_PACK_IND" | "COMBINATION_PROD_IND" | "BASIS_OF_NAME" | "NAMECHANGE_REASON" | "VIRTUAL_PRODUCT_PRES_STATUS" | "CONTROL_DRUG_CATEGORY" | "LICENSING_AUTHORITY" | "UNIT_OF_MEASURE" | "FORM" | "ONT_FORM_ROUTE" | "ROUTE" | "DT_PAYMENT_CATEGORY" | "SUPPLIER" | "FLAVOUR" | "COLOUR" | "BASIS_OF_STRNTH" | "REIMBURSEMENT_STATUS" | "SPEC_CONT" | "DND" | "VIRTUAL_PRODUCT_NON_AVAIL" | "DISCONTINUED_IND" | "DF_INDICATOR" | "PRICE_BASIS" | "LEGAL_CATEGORY" | "AVAILABILITY_RESTRICTION" | "LICENSING_AUTHORITY_CHANGE_REASON" | "INGREDIENT_SUBSTANCES";
    /** The URI of the code system that its codes are of. */
    system: string;
    /** How many entries it has. */
    total: number;
}

/** The code lists of dm+d. */
export interface CodeLists extends Answered {
    /** The date of the dm+d release. */
    version: DateText;
    /** Every list, in the order of the file. */
    lists: Array<CodeListSummary>;
}

/** An entry of a code list. */
export interface CodeListEntry {
    /** The list, by its element in the lookup file. */
    list: "COMBINATION_PACK_IND" | "COMBINATION_PROD_IND" | "BASIS_OF_NAME" | "NAMECHANGE_REASON" | "VIRTUAL_PRODUCT_PRES_STATUS" | "CONTROL_DRUG_CATEGORY" | "LICENSING_AUTHORITY" | "UNIT_OF_MEASURE" | "FORM" | "ONT_FORM_ROUTE" | "ROUTE" | "DT_PAYMENT_CATEGORY" | "SUPPLIER" | "FLAVOUR" | "COLOUR" | "BASIS_OF_STRNTH" | "REIMBURSEMENT_STATUS" | "SPEC_CONT" | "DND" | "VIRTUAL_PRODUCT_NON_AVAIL" | "DISCONTINUED_IND" | "DF_INDICATOR" | "PRICE_BASIS" | "LEGAL_CATEGORY" | "AVAILABILITY_RESTRICTION" | "LICENSING_AUTHORITY_CHANGE_REASON" | "INGREDIENT_SUBSTANCES";
    /** The URI of the code system that its codes are of. */
    system: string;
    /** The code; short ones without zeros in front. */
    code: Code;
    /** What it means. */
    text: string;
    /** `false` where the entry is not to be used any more. */
    valid: boolean;
    /** The code that was asked for, where another replaced it. */
    replaced?: Code;
    /** The date from which the code is valid. */
    code_date?: DateText;
    /** The code that this one replaced. */
    previous_code?: Code;
}

/** Entries of a code list. */
export interface CodeListEntries extends Answered {
    /** The date of the dm+d release. */
    version: DateText;
    /** How many entries there are in all. */
    total: number;
    /** By code. */
    entries: Array<CodeListEntry>;
}

/** Every operation: its arguments and its answer. */
export interface Operations {
    /** What is in the file. */
    info: { arguments: InfoArguments; answer: Info };
    /** A concept with its terms and its place in the hierarchy. */
    concept: { arguments: ConceptArguments; answer: Concept };
    /** A description by its id. */
    description: { arguments: DescriptionArguments; answer: Description };
    /** What defines a concept besides its parents. */
    attributes: { arguments: AttributesArguments; answer: Attributes };
    /** The direct parents of a concept. */
    parents: { arguments: ParentsArguments; answer: CodeSet };
    /** The direct children of a concept. */
    children: { arguments: ChildrenArguments; answer: CodeSet };
    /** Everything that a concept is a kind of, itself left out. */
    ancestors: { arguments: AncestorsArguments; answer: CodeSet };
    /** Everything that is a kind of a concept, itself left out. */
    descendants: { arguments: DescendantsArguments; answer: CodeSet };
    /** How one concept stands to another, as in FHIR. */
    subsumes: { arguments: SubsumesArguments; answer: Subsumption };
    /** Concepts with a description, and medicinal products with a name, in which each word of the query begins a word of its own. */
    search: { arguments: SearchArguments; answer: SearchHits | CodeSet };
    /** A medicinal product with everything that dm+d has of it, by its id now or before. */
    product: { arguments: ProductArguments; answer: Vtm | Vmp | Amp | Vmpp | Ampp };
    /** The medicinal products of a class that are above or below one; itself in its own class. */
    products: { arguments: ProductsArguments; answer: CodeSet };
    /** The medicinal products that contain a substance. */
    ingredient: { arguments: IngredientArguments; answer: CodeSet };
    /** The packs (AMPPs) of a GTIN. */
    gtin: { arguments: GtinArguments; answer: GtinPacks };
    /** The medicinal products whose ATC or BNF code begins so. */
    drug_code: { arguments: DrugCodeArguments; answer: CodeSet };
    /** The VMPs that are the same medicine as a product: ingredients, strengths, forms, routes and unit. */
    equivalents: { arguments: EquivalentsArguments; answer: CodeSet };
    /** The products of a VTM of which a whole number of units makes a dose. */
    dose: { arguments: DoseArguments; answer: DoseProducts };
    /** The medicinal products in which a field has a value: form, route, flag, order number, name. */
    products_with: { arguments: ProductsWithArguments; answer: CodeSet };
    /** What the packs of a product cost. */
    prices: { arguments: PricesArguments; answer: Prices };
    /** The code lists of dm+d: which there are, the entries of one, or the entry of a code, now or before. */
    code_list: { arguments: CodeListArguments; answer: CodeLists | CodeListEntries };
}

/** The fields that any request may have. */
export interface RequestFields {
    /** The operation. */
    op: string;
    /** Comes back in the response as it was sent. */
    id?: string;
    /** Adds `ns` to the response, where the platform has a clock. */
    timing?: boolean;
}
