// A hierarchy that can be walked: what is below is asked for when it is opened.

import { failure, h } from "./dom.js";
import { number } from "./format.js";

/** How many entries are named at a time. */
export const PAGE = 100;

/**
 * A list that is filled a page at a time. `page(offset)` answers `nodes` and their `total`. A node has `href`, `name` and
 * `count`; with a count a `label` for the button that opens it and `page` for what is below; and `marks`, elements that
 * stand behind its name.
 */
export function branch(page) {
    const list = h("ul");
    const more = async (offset) => {
        try {
            const { nodes, total } = await page(offset);
            list.append(...nodes.map(entry));
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

function entry({ href, name, count, label, page, marks = [] }) {
    const item = h("li");
    const row = h("div", { class: "node" });
    if (count === 0) row.append(h("span", { class: "leaf", "aria-hidden": "true" }, "·"));
    else {
        const toggle = h("button", { type: "button", "aria-expanded": "false", "aria-label": label }, "+");
        let below;
        toggle.addEventListener("click", () => {
            const opens = toggle.getAttribute("aria-expanded") === "false";
            toggle.setAttribute("aria-expanded", String(opens));
            toggle.textContent = opens ? "−" : "+";
            if (below === undefined) {
                below = branch(page).list;
                item.append(below);
            }
            below.hidden = !opens;
        });
        row.append(toggle);
    }
    const many = count > 0 ? h("span", { class: "quiet" }, number(count)) : undefined;
    row.append(about(h("a", { href }, name), many, marks));
    item.append(row);
    return item;
}

/** A name and what stands behind it, in one flow of text. */
function about(...parts) {
    const shown = parts.flat(Infinity).filter((part) => part !== undefined);
    return h("span", { class: "about" }, shown.flatMap((part, place) => (place === 0 ? [part] : [" ", part])));
}

/** What is above the entry in question. */
export function above(...parts) {
    return h("li", {}, h("div", { class: "node up" }, h("span", { "aria-hidden": "true" }, "↑"), about(...parts)));
}

/** An entry of which nothing is above or below. */
export function alone(...parts) {
    return h("li", {}, h("div", { class: "node" }, about(...parts)));
}

/** The entry in question, with what is below it where there is something. */
export async function self(name, page) {
    const item = h("li", {}, h("div", { class: "node self", "aria-current": "true" }, name));
    if (page !== undefined) {
        const { list, filled } = branch(page);
        await filled;
        item.append(list);
    }
    return item;
}
