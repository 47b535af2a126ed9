// A medicinal product: whether it may be prescribed and why, its place from moiety to packs, what is in it, what it costs.

import { copyButton, failure, h, table } from "../dom.js";
import { number } from "../format.js";
import { cautionSentence, CLASSES, codedText, offered, period, reasonSentence, strengthText } from "../medicine.js";
import { session } from "../session.js";
import { above, alone, PAGE, self } from "../tree.js";
import { everything } from "./product-fields.js";
import { prices } from "./product-prices.js";

const name = (product) => product.name ?? product.code;

/** A link to a product that another names. */
const link = ({ code, text }) => h("a", { href: `#/product/${code}` }, text ?? code);

function panel(id, title, ...children) {
    return h("section", { class: "panel", "aria-labelledby": id }, h("h2", { id }, title), children);
}

/** Whether it may be offered, with every reason in a sentence. */
function prescribing(product) {
    const { allowed, reasons, cautions } = product.prescribable;
    const verdict = allowed ? (cautions.length === 0 ? "May be prescribed" : "May be prescribed, with caution") : "Not for prescribing";
    const restriction = product.class === "amp" && cautions.includes("restricted_availability") ? product.availability_restriction : undefined;
    return panel(
        "offer",
        "Prescribing",
        h("p", { class: `verdict ${allowed ? (cautions.length === 0 ? "good" : "careful") : "bad"}` }, verdict),
        reasons.length + cautions.length === 0 ? undefined : h("ul", {}, [...reasons.map(reasonSentence), ...cautions.map(cautionSentence)].map((text) => h("li", {}, text))),
        restriction === undefined ? undefined : h("p", {}, `Availability: ${codedText(restriction)}.`),
        h("p", { class: "quiet" }, "By the rules for NHS primary care: dm+d has no field for it."),
    );
}

/** The products directly below one, with what each is; in use before others, and then by name. */
function children(product) {
    let below;
    const all = async () => {
        const sets = await Promise.all(CLASSES[product.class].below.map((each) => session.ask((terminology) => terminology.products(product.code, each))));
        return sets.flatMap(({ codes }) => codes);
    };
    return async (offset) => {
        below ??= await all();
        const products = await Promise.all(below.slice(offset, offset + PAGE).map((code) => session.product(code)));
        const nodes = await Promise.all(products.map(node));
        if (below.length <= PAGE) nodes.sort((a, b) => a.place - b.place || a.name.localeCompare(b.name, "en", { numeric: true }));
        return { nodes, total: below.length };
    };
}

async function node(product) {
    const { class: of, code, valid, available } = product;
    const counts = await Promise.all(CLASSES[of].below.map((each) => session.ask((terminology) => terminology.products(code, each, { want: "count" }))));
    const count = counts.reduce((sum, { total }) => sum + total, 0);
    return {
        href: `#/product/${code}`,
        name: name(product),
        count,
        label: `Below ${name(product)}: ${number(count)}`,
        page: children(product),
        place: Object.keys(CLASSES).indexOf(of) * 2 + (valid && available ? 0 : 1),
        marks: marks(product),
    };
}

/** The class, and whether it may be offered. */
function marks({ class: of, prescribable }) {
    return [h("abbr", { class: "tag", title: CLASSES[of].name }, CLASSES[of].short), h("span", { class: prescribable.allowed ? "quiet" : "quiet refused" }, offered(prescribable))];
}

/** From the moiety down to packs. */
async function place(product) {
    const parents = ["vtm", "vmp", "other_vmp", "amp", "vmpp"].filter((key) => product[key] !== undefined);
    const up = await Promise.all(
        parents.map(async (key) => {
            const parent = await session.product(product[key].code);
            return above(link(product[key]), parent === undefined ? undefined : marks(parent));
        }),
    );
    const below = CLASSES[product.class].below;
    const here = await self([name(product), " ", h("abbr", { class: "tag", title: CLASSES[product.class].name }, CLASSES[product.class].short)], below.length === 0 ? undefined : children(product));
    const odds = product.other_vmp === undefined ? undefined : h("p", {}, "The release is at odds with itself: this pack is below two generic products.");
    return panel("place", "From moiety to packs", odds, h("ul", { class: "tree" }, up, here));
}

/** The name of a substance, with the way to its concept where the file holds one. */
async function substance({ code, text }) {
    const { held } = await session.refer(code).catch((error) => (error.code === "invalid_id" ? { held: false } : Promise.reject(error)));
    return held ? h("a", { href: `#/concept/${code}` }, text ?? code) : codedText({ code, text });
}

async function ingredients(name, rows) {
    const one = async (row) => {
        const of = row.strength_substance === undefined ? undefined : await substance(row.strength_substance);
        const basis = row.strength_basis === undefined ? undefined : codedText(row.strength_basis);
        return h(
            "tr",
            {},
            h("td", {}, await substance(row.ingredient)),
            h("td", {}, strengthText(row) ?? "no strength stated"),
            h("td", {}, basis ?? "", of === undefined ? undefined : [basis === undefined ? "" : ": ", of]),
        );
    };
    const heads = ["Substance", "Strength", "Strength is of"];
    return table(heads, await Promise.all(rows.map(one)), { name });
}

const list = (values) => values.map(codedText).join(", ");

/** Ingredients, forms and routes: of the generic product, wherever one stands; excipients and licensed routes of the supplier's. */
async function inside(product) {
    const of = async (key) => (product[key] === undefined ? undefined : session.product(product[key].code));
    const vmp = product.class === "vmp" ? product : await of("vmp");
    const amp = product.class === "amp" ? product : await of("amp");
    const parts = [];
    const add = (title, ...told) => parts.push(h("h3", {}, title), ...told);
    if (product.class === "vtm" && product.ingredients?.length > 0) {
        add("Ingredients", h("ul", {}, await Promise.all(product.ingredients.map(async (each) => h("li", {}, await substance(each))))));
    }
    if (vmp !== undefined) {
        if (vmp.ingredients?.length > 0) add("Active ingredients", await ingredients("Active ingredients", vmp.ingredients));
        const facts = [
            ["Form", list(vmp.forms ?? [])],
            ["Route", list(vmp.routes ?? [])],
            ["Form and route", list(vmp.forms_and_routes ?? [])],
            ["Handled as", vmp.unit_dose === undefined ? "" : codedText(vmp.unit_dose)],
            ["Size of one", strengthText({ strength: vmp.unit_dose_size, strength_unit: vmp.unit_dose_size_unit }) ?? ""],
            ["Counted", vmp.dose_form_indicator === undefined ? "" : codedText(vmp.dose_form_indicator)],
        ].filter(([, told]) => told !== "");
        if (facts.length > 0) add("Form and route", h("dl", { class: "facts" }, facts.map(([key, told]) => [h("dt", {}, key), h("dd", {}, told)])));
    }
    if (amp?.excipients?.length > 0) add("Excipients", await ingredients("Excipients", amp.excipients));
    if (amp?.licensed_routes?.length > 0) add("Licensed routes", h("p", {}, list(amp.licensed_routes)));
    const missing = [vmp, amp].some((each) => each?.left_out?.includes("clinical"));
    if (missing) parts.push(h("p", {}, "This file was built without `clinical`: ingredients, forms and routes are not in it."));
    else if (parts.length === 0) parts.push(h("p", {}, "dm+d states no ingredients, form or route."));
    const inherited = vmp !== undefined && vmp !== product ? h("p", { class: "quiet" }, "Active ingredients, form and route are those of the generic product.") : undefined;
    return panel("inside", "What is in it", parts, inherited);
}

/** The parts of a combination pack in order, and the packs that it is a part of. */
function packs(product) {
    const { contents, contained_in: around } = product;
    const named = (title, of, list) => (of === undefined || of.length === 0 ? [] : [h("h3", {}, title), h(list, {}, of.map((each) => h("li", {}, link(each))))]);
    const told = [...named("Holds these packs", contents, "ol"), ...named("Is in these packs", around, "ul")];
    return told.length === 0 ? undefined : panel("packs", "Combination pack", told);
}

/** Every id that it has had; GTINs with the days on which they hold. */
function ids(product) {
    const past = product.history.map(({ code, start, end }) => [code, code === product.code ? ["now ", period(start, end)] : period(start, end)]);
    const previous = product.previous_code;
    if (previous !== undefined && !product.history.some(({ code }) => code === previous)) past.push([previous, "before"]);
    const rows = (of) => h("dl", { class: "facts" }, of.map(([code, told]) => [h("dt", { class: "code" }, code), h("dd", {}, told || "dates not known")]));
    const gtins = (product.gtins ?? []).map(({ gtin, start, end }) => [gtin, period(start, end)]);
    return panel(
        "ids",
        "Ids",
        past.length === 0 ? h("p", {}, "It has had no other id.") : rows(past),
        gtins.length === 0 ? undefined : [h("h3", {}, "GTINs"), rows(gtins)],
    );
}

/** The generic products that are the same medicine. */
async function same(product) {
    if (product.class !== "vmp") return undefined;
    const id = "same";
    try {
        const { codes } = await session.ask((terminology) => terminology.equivalents(product.code));
        const others = await Promise.all(codes.filter((code) => code !== product.code).map((code) => session.product(code)));
        const told = others.length === 0 ? h("p", {}, "There is no other.") : h("ul", { class: "tree" }, others.map((other) => alone(h("a", { href: `#/product/${other.code}` }, name(other)), marks(other))));
        return panel(id, "The same medicine", told, h("p", { class: "quiet" }, "Generic products with the same ingredients, strengths, forms, routes and unit."));
    } catch (error) {
        if (!["unsupported", "not_in_file"].includes(error.code)) throw error;
        return panel(id, "The same medicine", h("p", {}, `It is not known: ${error.message}.`));
    }
}

function head(product, asked) {
    const { class: of, code, valid, available, in_snomed: isConcept } = product;
    const replaced = product.replaced === undefined ? undefined : h("p", { class: "remark", role: "note" }, h("strong", {}, `${asked} was replaced.`), ` The product has the id ${code} now, which is what to record.`);
    const kinds = [
        h("span", { class: "tag" }, CLASSES[of].name),
        valid ? undefined : h("span", { class: "tag alert" }, "invalid"),
        available ? undefined : h("span", { class: "tag alert" }, product.discontinued === undefined ? "not available" : codedText(product.discontinued).toLowerCase()),
    ];
    return h(
        "header",
        { class: "head" },
        h("div", { class: "head-row" }, kinds),
        h("h1", { dir: "auto" }, name(product)),
        replaced,
        h("div", { class: "head-row" }, h("span", { class: "code" }, code), copyButton(code, "Copy code"), copyButton(`${code} |${name(product)}|`, "Copy with name")),
        isConcept ? h("p", { class: "quiet" }, "Also a concept of the SNOMED CT release in this file. ", h("a", { href: `#/concept/${code}` }, "The concept")) : h("p", { class: "quiet" }, "Not a concept of the SNOMED CT release in this file."),
    );
}

export async function render({ root, rest: [asked = ""], signal, title }) {
    root.append(h("p", { class: "quiet" }, "Looking it up …"));
    const waiting = () => root.replaceChildren(h("p", { class: "loading" }, "Waiting for the rest of the release …"));
    let product;
    try {
        product = await session.ask((terminology) => terminology.product(asked), waiting);
    } catch (error) {
        if (signal.aborted) return;
        title("No such product");
        root.replaceChildren(h("h1", {}, "This product cannot be shown"), failure(error), h("p", {}, h("a", { href: "#/medicines" }, "Medicines")));
        return;
    }
    const [itsPlace, isInside, itsPrices, others] = await Promise.all([place(product), inside(product), prices(product), same(product)]);
    if (signal.aborted) return;
    title(name(product));
    root.replaceChildren(
        head(product, asked),
        h("div", { class: "columns" }, h("div", {}, prescribing(product), itsPlace, itsPrices), h("div", {}, isInside, packs(product), others, ids(product), everything(product))),
    );
}
