// Everything that dm+d has of a product and that is not shown elsewhere on its page: flags, and every other field.

import { h } from "../dom.js";
import { date } from "../format.js";
import { codedText, fieldName, money } from "../medicine.js";

/** What other parts of the page show. */
const SHOWN = new Set(["marking", "subset", "code", "class", "name", "valid", "available", "replaced", "in_snomed", "prescribable", "history", "left_out", "vtm", "vmp", "other_vmp", "amp", "vmpp", "contained_in", "contents", "gtins", "ingredients", "forms", "routes", "forms_and_routes", "unit_dose", "unit_dose_size", "unit_dose_size_unit", "dose_form_indicator", "excipients", "licensed_routes", "price", "drug_tariff"]);

const isCoded = (value) => typeof value === "object" && "code" in value;

/** A value in words. */
function told(key, value) {
    if (Array.isArray(value)) return value.map((each) => told(key, each)).join("; ");
    if (typeof value === "object") {
        if (isCoded(value)) return codedText(value);
        return Object.entries(value)
            .filter(([, each]) => each !== true)
            .map(([name, each]) => `${fieldName(name)}: ${told(name, each)}`)
            .join(", ");
    }
    if (/(^|_)(date|start|end)$/.test(key)) return date(value);
    return /(^|_)price$/.test(key) ? money(value) : String(value);
}

/** The flags that hold, of the product and of its parts. */
function flags(product) {
    const found = [];
    for (const [key, value] of Object.entries(product)) {
        if (SHOWN.has(key)) continue;
        if (value === true) found.push(fieldName(key));
        else if (typeof value === "object" && !Array.isArray(value)) found.push(...Object.entries(value).flatMap(([name, each]) => (each === true ? [fieldName(name)] : [])));
    }
    return found;
}

/** The panel. */
export function everything(product) {
    const found = flags(product);
    const rows = Object.entries(product)
        .filter(([key, value]) => !SHOWN.has(key) && value !== true)
        .map(([key, value]) => [fieldName(key), told(key, value)])
        .filter(([, text]) => text !== "");
    return h(
        "section",
        { class: "panel", "aria-labelledby": "record" },
        h("h2", { id: "record" }, "Record"),
        h("h3", {}, "Flags"),
        found.length === 0 ? h("p", {}, "None holds.") : h("ul", { class: "flags" }, found.map((text) => h("li", { class: "tag" }, text))),
        rows.length === 0 ? undefined : [h("h3", {}, "Fields"), h("dl", { class: "facts" }, rows.map(([key, text]) => [h("dt", {}, key), h("dd", {}, text)]))],
        product.left_out === undefined ? undefined : h("p", {}, `Not in this file, which was built without them: ${product.left_out.join(", ")}.`),
    );
}
