//! What a choice is: a coding, and what was found.

import type { ProductClass } from "../medicines.js";
import type { Code, DateText, Hit } from "../protocol.js";

/** The code system of concepts. */
export const SNOMED = "http://snomed.info/sct";

/** The code system of medicinal products. */
export const DMD = "https://dmd.nhs.uk";

/** The releases that answer. */
export interface Releases {
    /** The state's name of what is open. */
    release: string | undefined;
    /** The SNOMED CT edition and its date as a URI. */
    snomed: string | undefined;
    /** The date of dm+d. */
    dmd: DateText | undefined;
}

/** A concept that was chosen: a coding, and the term that was found. */
export interface ConceptSelection {
    system: typeof SNOMED;
    /** The edition and its date as a URI, where the file tells them. */
    version: string | undefined;
    code: Code;
    /** The preferred term. */
    display: string;
    /** The term that was chosen, which can be a synonym. */
    term: string;
    /** The id of its description. */
    description: Code | undefined;
    class?: undefined;
}

/** A medicinal product that was chosen: a coding, and what was found. */
export interface ProductSelection {
    system: typeof DMD;
    /** The date of the dm+d release, `yyyymmdd`. */
    version: string | undefined;
    code: Code;
    /** The name, as dm+d has it. */
    display: string;
    /** What was chosen: the name, or a term of SNOMED CT that the product has as a concept. */
    term: string;
    /** The id of the description, where it was such a term. */
    description: Code | undefined;
    class: ProductClass;
    /** Whether it may be offered for prescribing in NHS primary care. */
    prescribable: boolean;
}

/** What was chosen. `system` tells a concept from a medicinal product, which can be a concept as well. */
export type Selection = ConceptSelection | ProductSelection;

/** What a hit is when it is chosen. */
export function selectionOf(hit: Hit, releases: Releases | undefined): Selection {
    const { code, term, description } = hit;
    const display = hit.preferred ?? term;
    if (hit.class === undefined) return { system: SNOMED, version: releases?.snomed, code, display, term, description };
    return {
        system: DMD,
        version: releases?.dmd,
        code,
        display,
        term,
        description,
        class: hit.class,
        prescribable: hit.prescribable === true,
    };
}
