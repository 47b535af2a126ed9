// Search: every letter is answered, with the time it took.

import { h } from "../dom.js";
import { seek, seekInput } from "../seek.js";
import { session } from "../session.js";

const EXAMPLES = ["heart att", "chron kidney", "meniere", "frac fem", "renal stone", "diabtes"];

/** The address of a search. */
function address(text, within, inactive) {
    const query = new URLSearchParams();
    if (text !== "") query.set("q", text);
    if (within !== undefined) query.set("within", within);
    if (inactive) query.set("inactive", "1");
    const told = query.toString();
    return `#/search${told === "" ? "" : `?${told}`}`;
}

/** What is counted; where there is dm+d, hits can be of both kinds. */
function what(count) {
    const concepts = count === 1 ? "concept" : "concepts";
    return session.info?.dmd_date === undefined ? concepts : `${concepts} or products`;
}

export async function render({ root, query, signal }) {
    const within = query.get("within") ?? undefined;
    const input = seekInput(query.get("q") ?? "");
    const inactive = h("input", { type: "checkbox", checked: query.has("inactive") });
    const options = h("div", { class: "seek-options" }, h("label", {}, inactive, "Inactive concepts too"));
    if (within !== undefined) {
        const code = within.replace(/^<+\s*/, "");
        const name = h("span", {}, code);
        session.refer(code).then(
            (told) => (name.textContent = told.name),
            () => undefined,
        );
        const all = h("a", { href: address(query.get("q") ?? "", undefined, query.has("inactive")) }, "Search everything");
        options.prepend(h("span", {}, "Only kinds of ", h("strong", {}, name), " · ", all));
    }
    const examples = h(
        "div",
        {},
        h("p", { class: "lead" }, "The beginnings of words, in any order. The whole release is in this page; no server is asked."),
        h("ul", { class: "examples", "aria-label": "Examples" }, EXAMPLES.map((text) => h("li", {}, h("a", { href: address(text) }, text)))),
    );
    const { took, list, outcome, search } = seek({
        root,
        input,
        signal,
        name: "search",
        label: "Concepts",
        asked: () => ({ active: inactive.checked ? "any" : true, ...(within === undefined ? {} : { within }) }),
        remember: (text) => history.replaceState(history.state, "", address(text, within, inactive.checked)),
        what,
        hint: "Nothing found. Each word has to begin a word of a term; typing errors are forgiven from four letters on.",
        resting: (isResting) => (examples.hidden = !isResting || within !== undefined),
    });
    root.append(
        h("h1", {}, "Find a concept"),
        h("form", { class: "seek", role: "search", onsubmit: (event) => event.preventDefault() }, h("label", { htmlFor: "q" }, "Term or code"), input, options),
        took,
        list,
        outcome,
        examples,
    );
    inactive.addEventListener("change", () => void search());
    if (matchMedia("(hover: hover)").matches) input.focus({ preventScroll: true });
    await search();
}
