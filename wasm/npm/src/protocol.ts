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
    /** Which concepts; `true` if not given. */
    active?: boolean | "any";
    /** Chooses the preferred term: a language tag such as `en-GB`, or ids of language reference sets, best first. */
    language?: string | Array<Code>;
    /** Only concepts with one of these tags, without brackets. */
    semantic_tags?: Array<string>;
    /** Only concepts of one of these modules. */
    modules?: Array<Code>;
    /** Only medicines of these dm+d classes. */
    classes?: Array<"vtm" | "vmp" | "amp" | "vmpp" | "ampp">;
    /** Whether to search text definitions as well. */
    definitions?: boolean;
    /** Whether typing errors are forgiven where fewer concepts are found than asked for; `auto` if not given. */
    fuzzy?: "auto" | "off";
    /** Whether to count all concepts that match. */
    total?: boolean;
    /** What to tell of the set; `codes` if not given. */
    want?: "codes" | "count" | "digest";
}

/** A concept that a search found. */
export interface Hit {
    /** The concept. */
    code: Code;
    /** The term that matched. */
    term: string;
    /** The id of the description with that term. */
    description: Code;
    /** The words that matched: from byte, to byte, in the UTF-8 of `term`. */
    ranges: Array<[from: number, to: number]>;
    /** The concept's preferred term. */
    preferred?: string;
    /** The concept's semantic tag. */
    semantic_tag?: string;
    /** Whether the concept is active. */
    active: boolean;
    /** How the query was read; show a typo as one. */
    match: "exact" | "equivalent" | "typo";
}

/** What a search finds. */
export interface SearchHits extends Answered {
    /** How many concepts match, where it was asked for. */
    total?: number;
    /** Best first, one a concept. */
    hits: Array<Hit>;
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
    /** Concepts with a description in which each word of the query begins a word of its own. */
    search: { arguments: SearchArguments; answer: SearchHits | CodeSet };
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
