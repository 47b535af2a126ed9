// A concept: its terms, its place, what defines it.

import { copyButton, failure, h } from "../dom.js";
import { date, number } from "../format.js";
import { session } from "../session.js";

/** How many children are named at a time. */
const PAGE = 100;

/** A link to a concept that another refers to. */
async function link(code) {
    const { name, held, active } = await session.refer(code);
    if (!held) return h("span", { class: "code" }, code);
    return h("a", { href: `#/concept/${code}`, class: active ? "" : "quiet" }, name);
}

/** Children in the order of their names; where there are many, those with the lowest codes first. */
async function children(code, offset) {
    const { codes, total } = await session.ask((terminology) => terminology.children(code, { limit: PAGE, offset }));
    const nodes = await Promise.all(codes.map((each) => session.refer(each)));
    if (total <= PAGE) nodes.sort((a, b) => a.name.localeCompare(b.name, "en"));
    return { nodes, total };
}

/** A list of the children of a concept, each of which opens to its own. */
function branch(code) {
    const list = h("ul");
    const more = async (offset) => {
        try {
            const { nodes, total } = await children(code, offset);
            list.append(...nodes.map(node));
            const shown = offset + nodes.length;
            if (shown >= total) return;
            const button = h("button", { type: "button", class: "more" }, `More: ${number(total - shown)} of ${number(total)} are not shown`);
            const item = h("li", {}, button);
            button.addEventListener("click", async () => {
                item.remove();
                await more(shown);
            });
            list.append(item);
        } catch (error) {
            list.append(h("li", {}, failure(error)));
        }
    };
    return { list, filled: more(0) };
}

function node({ code, name, children: count }) {
    const item = h("li");
    const row = h("div", { class: "node" });
    const anchor = h("a", { href: `#/concept/${code}` }, name);
    if (count === 0) row.append(h("span", { class: "leaf", "aria-hidden": "true" }, "·"));
    else {
        const toggle = h("button", { type: "button", "aria-expanded": "false", "aria-label": `Kinds of ${name}: ${number(count)}` }, "+");
        let below;
        toggle.addEventListener("click", () => {
            const opens = toggle.getAttribute("aria-expanded") === "false";
            toggle.setAttribute("aria-expanded", String(opens));
            toggle.textContent = opens ? "−" : "+";
            if (below === undefined) {
                below = branch(code).list;
                item.append(below);
            }
            below.hidden = !opens;
        });
        row.append(toggle);
    }
    row.append(anchor);
    if (count > 0) row.append(h("span", { class: "quiet" }, number(count)));
    item.append(row);
    return item;
}

/** The parents, the concept, and what is below it. */
async function tree(concept) {
    const { code, parents, children_count: count } = concept;
    const above = await Promise.all(parents.map(async (parent) => h("li", {}, h("div", { class: "node up" }, h("span", { "aria-hidden": "true" }, "↑"), await link(parent)))));
    const self = h("li", {}, h("div", { class: "node self", "aria-current": "true" }, concept.preferred ?? concept.fsn ?? code));
    if (count > 0) {
        const { list, filled } = branch(code);
        await filled;
        self.append(list);
    }
    const [up, down] = await Promise.all(
        ["ancestors", "descendants"].map((set) => session.ask((terminology) => terminology[set](code, { want: "count" }))),
    );
    const amount = (many, one, more) => `${number(many)} ${many === 1 ? one : more}`;
    const counted = `${amount(parents.length, "parent", "parents")}, ${amount(up.total, "ancestor", "ancestors")}, ${amount(count, "child", "children")}, ${amount(down.total, "descendant", "descendants")}.`;
    const within = h("a", { href: `#/search?within=${encodeURIComponent(`<< ${code}`)}` }, "Search below this concept");
    return h(
        "section",
        { class: "panel", "aria-labelledby": "place" },
        h("h2", { id: "place" }, "Hierarchy"),
        concept.active ? undefined : h("p", {}, "An inactive concept has no place in the hierarchy."),
        h("ul", { class: "tree" }, above, self),
        down.subset ? h("p", { class: "quiet" }, "This file holds chosen concepts only: the release can have more below.") : undefined,
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
    const parts = await Promise.all([terms(concept), tree(concept), attributes(code), record(concept)]);
    if (signal.aborted) return;
    title(name);
    const [itsTerms, place, itsAttributes, itsRecord] = parts;
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
            h("div", { class: "head-row" }, h("span", { class: "code" }, code), copyButton(code, "Copy code"), copyButton(`${code} |${name}|`, "Copy with term")),
        ),
        h("div", { class: "columns" }, h("div", {}, place, itsAttributes), h("div", {}, itsTerms, itsRecord)),
    );
}
