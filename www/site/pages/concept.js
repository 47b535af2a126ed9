// A concept: its terms, its place, what defines it.

import { copyButton, failure, h } from "../dom.js";
import { date, number } from "../format.js";
import { CLASSES, offered } from "../medicine.js";
import { session } from "../session.js";
import { above, PAGE, self } from "../tree.js";

/** A link to a concept that another refers to. */
async function link(code) {
    const { name, held, active } = await session.refer(code);
    if (!held) return h("span", { class: "code" }, code);
    return h("a", { href: `#/concept/${code}`, class: active ? "" : "quiet" }, name);
}

/** Children in the order of their names; where there are many, those with the lowest codes first. */
const children = (code) => async (offset) => {
    const { codes, total } = await session.ask((terminology) => terminology.children(code, { limit: PAGE, offset }));
    const known = await Promise.all(codes.map((each) => session.refer(each)));
    if (total <= PAGE) known.sort((a, b) => a.name.localeCompare(b.name, "en"));
    const node = ({ code, name, children: count }) => ({ href: `#/concept/${code}`, name, count, label: `Kinds of ${name}: ${number(count)}`, page: children(code) });
    return { nodes: known.map(node), total };
};

/** The parents, the concept, and what is below it. */
async function tree(concept) {
    const { code, parents, children_count: count } = concept;
    const up = await Promise.all(parents.map(async (parent) => above(await link(parent))));
    const here = await self(concept.preferred ?? concept.fsn ?? code, count > 0 ? children(code) : undefined);
    const [ancestors, descendants] = await Promise.all(
        ["ancestors", "descendants"].map((set) => session.ask((terminology) => terminology[set](code, { want: "count" }))),
    );
    const amount = (many, one, more) => `${number(many)} ${many === 1 ? one : more}`;
    const counted = `${amount(parents.length, "parent", "parents")}, ${amount(ancestors.total, "ancestor", "ancestors")}, ${amount(count, "child", "children")}, ${amount(descendants.total, "descendant", "descendants")}.`;
    const within = h("a", { href: `#/search?within=${encodeURIComponent(`<< ${code}`)}` }, "Search below this concept");
    return h(
        "section",
        { class: "panel", "aria-labelledby": "place" },
        h("h2", { id: "place" }, "Hierarchy"),
        concept.active ? undefined : h("p", {}, "An inactive concept has no place in the hierarchy."),
        h("ul", { class: "tree" }, up, here),
        descendants.subset ? h("p", { class: "quiet" }, "This file holds chosen concepts only: the release can have more below.") : undefined,
        h("p", { class: "quiet" }, counted, concept.active ? [" ", within] : ""),
    );
}

const TYPES = { fsn: "fully specified name", synonym: "synonym", definition: "definition" };

/** In which languages a term stands in one way, such as "preferred in Great Britain English". */
async function languages(how, acceptability) {
    const refsets = Object.keys(acceptability).filter((refset) => acceptability[refset] === how);
    const names = await Promise.all(refsets.map(async (refset) => (await session.refer(refset)).name.replace(/ language reference set$/i, "")));
    return names.length === 0 ? undefined : `${how} in ${names.join(", ")}`;
}

/** All descriptions, active ones first, with how they stand in each language. */
async function terms(concept) {
    const one = async ({ id, term, type, active, acceptability }) => {
        const stands = await Promise.all(["preferred", "acceptable"].map((how) => languages(how, acceptability)));
        const told = [TYPES[type], active ? undefined : "inactive", ...stands, id].filter(Boolean).join(" · ");
        return h("li", {}, h("span", { dir: "auto" }, active ? term : h("s", {}, term)), h("span", { class: "quiet" }, told));
    };
    const isPreferred = ({ acceptability }) => Object.values(acceptability).includes("preferred");
    const order = (each) => (each.active ? 0 : 10) + 2 * ["synonym", "fsn", "definition"].indexOf(each.type) + (isPreferred(each) ? 0 : 1);
    const sorted = [...(concept.descriptions ?? [])].sort((a, b) => order(a) - order(b));
    return h(
        "section",
        { class: "panel", "aria-labelledby": "terms" },
        h("h2", { id: "terms" }, "Terms"),
        h("ul", { class: "terms" }, await Promise.all(sorted.map(one))),
    );
}

async function value(of) {
    if (typeof of === "string") return link(of);
    if ("number" in of) return of.number;
    if ("string" in of) return `“${of.string}”`;
    return String(of.boolean);
}

async function attributes(code) {
    const section = h("section", { class: "panel", "aria-labelledby": "attributes" }, h("h2", { id: "attributes" }, "Attributes"));
    let groups;
    try {
        ({ groups } = await session.ask((terminology) => terminology.attributes(code)));
    } catch (error) {
        // A file that was built without attributes says so here; the rest of the page stands.
        if (error.code !== "not_in_file") throw error;
        section.append(h("p", {}, error.message));
        return section;
    }
    if (groups.length === 0) section.append(h("p", {}, "It has no attributes."));
    for (const { group, attributes } of groups) {
        const rows = await Promise.all(attributes.map(async (each) => [h("dt", {}, (await session.refer(each.type)).name), h("dd", {}, await value(each.value))]));
        section.append(h("div", { class: "group" }, h("h3", { class: "hidden" }, group === 0 ? "Not grouped" : `Group ${group}`), h("dl", {}, rows)));
    }
    return section;
}

async function record(concept) {
    const language = session.info?.language_order ?? [];
    const languages = await Promise.all(language.map(async (each) => (await session.refer(each)).name));
    return h(
        "section",
        { class: "panel", "aria-labelledby": "record" },
        h("h2", { id: "record" }, "Record"),
        h(
            "dl",
            { class: "facts" },
            [h("dt", {}, "Status"), h("dd", {}, concept.active ? "active" : "inactive: not for new records")],
            [h("dt", {}, "Definition"), h("dd", {}, concept.defined ? "sufficiently defined" : "primitive")],
            [h("dt", {}, "Module"), h("dd", {}, (await session.refer(concept.module)).name)],
            [h("dt", {}, "Changed"), h("dd", {}, date(concept.effective_time))],
            languages.length === 0 ? [] : [h("dt", {}, "Preferred by"), h("dd", {}, languages.join(", then "))],
        ),
    );
}

/** The way to the medicinal product that the concept is, where dm+d has it. */
async function medicine(code) {
    const product = await session.product(code);
    if (product === undefined) return undefined;
    return h("p", { class: "quiet" }, `In dm+d a ${CLASSES[product.class].name}, ${offered(product.prescribable)}. `, h("a", { href: `#/product/${code}` }, "The medicinal product"));
}

export async function render({ root, rest: [code = ""], signal, title }) {
    root.append(h("p", { class: "quiet" }, "Looking it up …"));
    const waiting = () => root.replaceChildren(h("p", { class: "loading" }, "Waiting for the rest of the release …"));
    let concept;
    try {
        concept = await session.ask((terminology) => terminology.concept(code, { descriptions: true }), waiting);
    } catch (error) {
        if (signal.aborted) return;
        title("No such concept");
        root.replaceChildren(h("h1", {}, "This concept cannot be shown"), failure(error), h("p", {}, h("a", { href: "#/search" }, "Search")));
        return;
    }
    const name = concept.preferred ?? concept.fsn ?? code;
    const parts = await Promise.all([terms(concept), tree(concept), attributes(code), record(concept), medicine(code)]);
    if (signal.aborted) return;
    title(name);
    const [itsTerms, place, itsAttributes, itsRecord, itsProduct] = parts;
    root.replaceChildren(
        h(
            "header",
            { class: "head" },
            h(
                "div",
                { class: "head-row" },
                concept.semantic_tag === undefined ? undefined : h("span", { class: "tag" }, concept.semantic_tag),
                concept.active ? undefined : h("span", { class: "tag alert" }, "inactive"),
            ),
            h("h1", { dir: "auto" }, name),
            concept.fsn === undefined ? undefined : h("p", { class: "quiet" }, concept.fsn),
            itsProduct,
            h("div", { class: "head-row" }, h("span", { class: "code" }, code), copyButton(code, "Copy code"), copyButton(`${code} |${name}|`, "Copy with term")),
        ),
        h("div", { class: "columns" }, h("div", {}, place, itsAttributes), h("div", {}, itsTerms, itsRecord)),
    );
}
