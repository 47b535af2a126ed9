// Search: every letter is answered, with the time it took.

import { failure, h } from "../dom.js";
import { duration, number } from "../format.js";
import { session } from "../session.js";
import { highlight } from "../vademecum/index.js";

const LIMIT = 20;
const EXAMPLES = ["heart att", "chron kidney", "meniere", "frac fem", "renal stone", "diabtes"];

const KINDS = { equivalent: "same meaning", typo: "similar spelling" };

/** How long the engine took. The clock of a page that is not isolated tells 100 µs apart. */
function engine(ns) {
    return ns === 0 ? `under ${crossOriginIsolated ? 5 : 100} µs` : duration(ns / 1e6);
}

/** The address of a search. */
function address(text, within, inactive) {
    const query = new URLSearchParams();
    if (text !== "") query.set("q", text);
    if (within !== undefined) query.set("within", within);
    if (inactive) query.set("inactive", "1");
    const told = query.toString();
    return `#/search${told === "" ? "" : `?${told}`}`;
}

function card(hit) {
    const term = highlight(hit.term, hit.ranges).map(({ text, matched }) => (matched ? h("mark", {}, text) : text));
    const tags = [
        hit.semantic_tag === undefined ? undefined : h("span", { class: "tag" }, hit.semantic_tag),
        hit.active ? undefined : h("span", { class: "tag alert" }, "inactive"),
        KINDS[hit.match] === undefined ? undefined : h("span", { class: "tag" }, KINDS[hit.match]),
    ];
    const preferred = hit.preferred === hit.term ? undefined : hit.preferred;
    return h(
        "li",
        {},
        h(
            "a",
            { class: "hit", href: `#/concept/${hit.code}` },
            h("span", { class: "hit-term", dir: "auto" }, term),
            h("span", { class: "tags" }, tags),
            h("span", { class: "hit-preferred" }, preferred ?? ""),
            h("span", { class: "hit-code code" }, hit.code),
        ),
    );
}

export async function render({ root, query, signal }) {
    const within = query.get("within") ?? undefined;
    const input = h("input", {
        type: "search",
        id: "q",
        value: query.get("q") ?? "",
        autocomplete: "off",
        autocapitalize: "none",
        spellcheck: false,
        "data-focus": "",
        "aria-describedby": "took",
    });
    const inactive = h("input", { type: "checkbox", checked: query.has("inactive") });
    const took = h("div", { class: "took", id: "took", role: "status" });
    const list = h("ol", { class: "hits", "aria-label": "Concepts" });
    const outcome = h("div");
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
    root.append(
        h("h1", {}, "Find a concept"),
        h("form", { class: "seek", role: "search", onsubmit: (event) => event.preventDefault() }, h("label", { htmlFor: "q" }, "Term or code"), input, options),
        took,
        list,
        outcome,
        examples,
    );

    let turn = 0;
    let announcing;
    /** Says the outcome when typing rests: each letter's would be too much to listen to. */
    const say = (...children) => {
        took.setAttribute("aria-live", "off");
        took.replaceChildren(...children);
        clearTimeout(announcing);
        announcing = setTimeout(() => {
            took.setAttribute("aria-live", "polite");
            took.replaceChildren(...children.map((child) => child.cloneNode?.(true) ?? child));
        }, 1200);
    };

    async function search() {
        const mine = ++turn;
        const text = input.value.trim();
        history.replaceState(history.state, "", address(input.value, within, inactive.checked));
        examples.hidden = text !== "" || within !== undefined;
        if (text === "") {
            took.replaceChildren();
            list.replaceChildren();
            outcome.replaceChildren();
            return;
        }
        const asked = { limit: LIMIT, total: true, timing: true, active: inactive.checked ? "any" : true, field: "search" };
        if (within !== undefined) asked.within = within;
        let began;
        try {
            if (session.terminology === undefined) took.replaceChildren("Waiting for the release …");
            const answer = await session.ask(
                (terminology) => {
                    began = performance.now();
                    return terminology.search(text, asked);
                },
                () => took.replaceChildren("Waiting for the rest of the release …"),
            );
            const ended = performance.now();
            if (mine !== turn || signal.aborted) return;
            const found = Math.max(answer.total ?? 0, answer.hits.length);
            outcome.replaceChildren();
            list.replaceChildren(...answer.hits.map(card));
            if (found === 0) outcome.append(h("p", {}, "Nothing found. Each word has to begin a word of a term; typing errors are forgiven from four letters on."));
            if (answer.subset) outcome.append(h("p", { class: "quiet" }, "This file holds chosen concepts only: the release can have more."));
            if (found > answer.hits.length) outcome.append(h("p", { class: "quiet" }, `The first ${LIMIT} of ${number(found)}: type more to narrow it down.`));
            say(h("span", {}, h("strong", {}, number(found)), found === 1 ? " concept" : " concepts"), h("span", {}, h("strong", {}, engine(answer.ns)), " in the engine"), h("span", { class: "quiet" }, `${duration(ended - began)} there and back`));
        } catch (error) {
            if (mine !== turn || signal.aborted || error.name === "AbortError") return;
            took.replaceChildren();
            list.replaceChildren();
            const isWordless = error.code === "syntax" && !/[\p{L}\p{N}]/u.test(text);
            outcome.replaceChildren(isWordless ? h("p", {}, "Type a letter or a digit.") : failure(error));
        }
    }

    input.addEventListener("input", (event) => event.isComposing || void search());
    input.addEventListener("compositionend", () => void search());
    inactive.addEventListener("change", () => void search());
    session.addEventListener("open", () => void search(), { signal });
    signal.addEventListener("abort", () => clearTimeout(announcing));
    root.addEventListener("keydown", (event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        const stops = [input, ...list.querySelectorAll("a")];
        const at = stops.indexOf(document.activeElement);
        const next = at < 0 ? undefined : stops[at + (event.key === "ArrowDown" ? 1 : -1)];
        if (next === undefined) return;
        event.preventDefault();
        next.focus();
    });
    if (matchMedia("(hover: hover)").matches) input.focus({ preventScroll: true });
    await search();
}
