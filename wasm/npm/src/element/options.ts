//! What the attributes of the field ask for: the one place where they are read.

import { VademecumError } from "../errors.js";
import type { ProductClass } from "../medicines.js";
import type { SearchArguments } from "../protocol.js";

/** The arguments of a search that attributes choose. */
export type Constraints = Omit<SearchArguments, "query" | "want" | "offset" | "total">;

/** What the attributes say. */
export interface FieldOptions {
    constraints: Constraints;
    /** How many letters have to be typed before a search is made. */
    minLetters: number;
}

const DEFAULT_LIMIT = 10;
const CLASSES: readonly ProductClass[] = ["vtm", "vmp", "amp", "vmpp", "ampp"];

function wrong(attribute: string, text: string, wanted: string): VademecumError {
    return new VademecumError("bad_request", `the attribute ${attribute}="${text}" is not ${wanted}`);
}

function list(attribute: string, text: string): string[] {
    const items = text.split(",").map((item) => item.trim());
    if (items.some((item) => item === "")) throw wrong(attribute, text, "a list parted by commas");
    return items;
}

function count(attribute: string, text: string, most: number): number {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < 1 || number > most) throw wrong(attribute, text, `a number from 1 to ${most}`);
    return number;
}

function choice<T extends string>(attribute: string, text: string, choices: readonly T[]): T {
    const found = choices.find((each) => each === text);
    if (found === undefined) throw wrong(attribute, text, `one of ${choices.join(", ")}`);
    return found;
}

/** Each attribute that constrains the search: how its text becomes arguments. What the engine knows it judges itself. */
const CONSTRAINTS: Record<string, (attribute: string, text: string) => Constraints> = {
    within: (_, text) => ({ within: text }),
    "semantic-tags": (attribute, text) => ({ semantic_tags: list(attribute, text) }),
    modules: (attribute, text) => ({ modules: list(attribute, text) }),
    // A tag can have spaces in it and a class has none, so classes may be parted as those of CSS are.
    classes: (attribute, text) => ({ classes: text.split(/[\s,]+/).map((each) => choice(attribute, each, CLASSES)) }),
    prescribable: () => ({ prescribable: true }),
    active: (attribute, text) => {
        const active = choice(attribute, text, ["true", "false", "any"]);
        return { active: active === "any" ? "any" : active === "true" };
    },
    language: (attribute, text) => ({ language: /^[\d,\s]+$/.test(text) ? list(attribute, text) : text }),
    definitions: () => ({ definitions: true }),
    fuzzy: (attribute, text) => ({ fuzzy: choice(attribute, text, ["auto", "off"]) }),
    limit: (attribute, text) => ({ limit: count(attribute, text, 100) }),
};

/** The attributes that change what a search finds. */
export const CONSTRAINING = Object.keys(CONSTRAINTS);

/**
 * Reads the attributes of the field.
 *
 * @throws {@link VademecumError} `bad_request` where one says what it cannot say. A constraint is never passed over: a
 * field that finds too much would be taken for one that keeps it.
 */
export function readOptions(element: Element): FieldOptions {
    const constraints: Constraints = { limit: DEFAULT_LIMIT };
    for (const [attribute, read] of Object.entries(CONSTRAINTS)) {
        const text = element.getAttribute(attribute);
        if (text !== null) Object.assign(constraints, read(attribute, text.trim()));
    }
    return { constraints, minLetters: count("min-letters", element.getAttribute("min-letters") ?? "1", 100) };
}
