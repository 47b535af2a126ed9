// Medicinal products in words: classes, reasons, fields and amounts.

import { date, number } from "./format.js";

/** The classes of dm+d, from the moiety down to the supplier's pack; and which are directly below each. */
export const CLASSES = {
    vtm: { short: "VTM", name: "moiety (VTM)", many: "moieties (VTM)", below: ["vmp"] },
    vmp: { short: "VMP", name: "generic product (VMP)", many: "generic products (VMP)", below: ["amp", "vmpp"] },
    amp: { short: "AMP", name: "supplier’s product (AMP)", many: "suppliers’ products (AMP)", below: ["ampp"] },
    vmpp: { short: "VMPP", name: "generic pack (VMPP)", many: "generic packs (VMPP)", below: ["ampp"] },
    ampp: { short: "AMPP", name: "supplier’s pack (AMPP)", many: "suppliers’ packs (AMPP)", below: [] },
};

/** Why a product may not be offered: in a word or two, and in a sentence. */
const REASONS = {
    invalid: ["invalid", "The entry is an error or a duplicate. It is never used."],
    not_available: ["not available", "It is not to be had."],
    discontinued: ["discontinued", "The pack is discontinued."],
    parallel_import: ["parallel import", "It is a parallel import, which lists to choose from leave out."],
    component_only: ["component only", "It exists only as a part of another product or pack."],
    moiety_only: ["moiety", "A moiety is no product: choose a product of it."],
    not_in_primary_care: ["not in primary care", "Its prescribing status says that it is not prescribed in NHS primary care."],
    not_as_generic: ["not as generic", "Its prescribing status says that it is not prescribed as a generic product: choose a supplier’s product."],
    unknown_status: ["unknown status", "Its prescribing status is none that the rules know."],
    of_product: ["product not offered", "The product that the pack is of may not be offered."],
};

/** What a prescriber should know all the same. */
const CAUTIONS = {
    brand_advised: ["brand advised", "Prescribing a supplier’s product by its name is advised."],
    generic_not_offered: ["generic not offered", "This supplier’s product may be offered; its generic product may not."],
    restricted_availability: ["restricted availability", "Its availability is restricted, as that of a special or an import is."],
    parent_invalid: ["product above invalid", "The product above it is an error or a duplicate."],
};

const word = (words, place) => (key) => words[key]?.[place] ?? key.replaceAll("_", " ");

/** A reason or a caution in a sentence. What this page has no words for is shown by its name. */
export const reasonSentence = word(REASONS, 1);
export const cautionSentence = word(CAUTIONS, 1);

/** Whether a product may be offered, in a few words. */
export function offered({ allowed, reasons, cautions }) {
    if (!allowed) return `not for prescribing: ${reasons.map(word(REASONS, 0)).join(", ")}`;
    return cautions.length === 0 ? "may be prescribed" : `with caution: ${cautions.map(word(CAUTIONS, 0)).join(", ")}`;
}

/** Whole pence as pounds. */
export function money(pence) {
    return `£${number(Math.trunc(pence / 100))}.${String(pence % 100).padStart(2, "0")}`;
}

/** A code of a list with what it means. */
export function codedText({ code, text }) {
    return text ?? `${code} (which its list does not have)`;
}

/** How much of an ingredient there is; its strength is never read from a name. */
export function strengthText({ strength, strength_unit: unit, per, per_unit: perUnit }) {
    if (strength === undefined) return undefined;
    const amount = (value, of) => [value, of === undefined ? undefined : codedText(of)].filter(Boolean).join(" ");
    return per === undefined && perUnit === undefined ? amount(strength, unit) : `${amount(strength, unit)} in ${amount(per, perUnit)}`;
}

/** From when to when something held. */
export function period(start, end) {
    if (start === undefined && end === undefined) return "";
    if (end === undefined) return `from ${date(start)}`;
    return start === undefined ? `until ${date(end)}` : `${date(start)} to ${date(end)}`;
}

const NAMES = { atc: "ATC", bnf: "BNF", acbs: "ACBS", fp34d: "FP34D", gtin: "GTIN", gtins: "GTINs", cfc_free: "CFC free", vtm: "VTM", vmp: "VMP", amp: "AMP", vmpp: "VMPP", ampp: "AMPP" };

/** The name of a field for people. */
export function fieldName(key) {
    const text = NAMES[key] ?? key.replaceAll("_", " ");
    return text[0].toUpperCase() + text.slice(1);
}
