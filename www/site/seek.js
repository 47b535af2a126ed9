// A field in which every letter is answered: how the outcome is shown, said and walked by the keys.

import { failure, h } from "./dom.js";
import { duration, number } from "./format.js";
import { CLASSES } from "./medicine.js";
import { session } from "./session.js";
import { highlight } from "./vademecum/index.js";

/** How many hits are shown. */
const LIMIT = 20;

const KINDS = { equivalent: "same meaning", typo: "similar spelling" };

/** How long the engine took. The clock of a page that is not isolated tells 100 µs apart. */
function engine(ns) {
    return ns === 0 ? `under ${crossOriginIsolated ? 5 : 100} µs` : duration(ns / 1e6);
}

/** What a hit is besides its term. A medicinal product tells its class, and whether it may be offered. */
function tags(hit) {
    const tag = (text, kind = "") => h("span", { class: `tag ${kind}` }, text);
    const what = hit.class === undefined ? hit.semantic_tag : CLASSES[hit.class].name;
    const unused = hit.class === undefined ? "inactive" : "invalid or not available";
    return [
        what === undefined ? undefined : tag(what),
        hit.active ? undefined : tag(unused, "alert"),
        hit.active && hit.prescribable === false ? tag("not for prescribing", "alert") : undefined,
        KINDS[hit.match] === undefined ? undefined : tag(KINDS[hit.match]),
    ];
}

function card(hit) {
    const term = highlight(hit.term, hit.ranges).map(({ text, matched }) => (matched ? h("mark", {}, text) : text));
    const preferred = hit.preferred === hit.term ? undefined : hit.preferred;
    return h(
        "li",
        {},
        h(
            "a",
            { class: "hit", href: `#/${hit.class === undefined ? "concept" : "product"}/${hit.code}` },
            h("span", { class: "hit-term", dir: "auto" }, term),
            h("span", { class: "tags" }, tags(hit)),
            h("span", { class: "hit-preferred" }, preferred ?? ""),
            h("span", { class: "hit-code code" }, hit.code),
        ),
    );
}

/**
 * Answers what is typed into `input`, in elements that are to be shown: `took`, `list` and `outcome`.
 *
 * `asked()` tells the arguments of a search, `remember(text)` keeps the address, `what(count)` names so many hits, `hint` is
 * shown where nothing is found, and `resting(isResting)` is told whether there is nothing to search. `name` is the field's,
 * of which the newest search wins. `search()` searches again, such as when an argument has changed.
 */
export function seek({ root, input, signal, name, label, asked, remember, what, hint, resting }) {
    const took = h("div", { class: "took", id: "took", role: "status" });
    const list = h("ol", { class: "hits", "aria-label": label });
    const outcome = h("div");
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

    function show(answer, took) {
        const found = Math.max(answer.total ?? 0, answer.hits.length);
        outcome.replaceChildren();
        list.replaceChildren(...answer.hits.map(card));
        if (found === 0) outcome.append(h("p", {}, hint));
        if (answer.subset) outcome.append(h("p", { class: "quiet" }, "This file holds chosen concepts only: the release can have more."));
        if (found > answer.hits.length) outcome.append(h("p", { class: "quiet" }, `The first ${LIMIT} of ${number(found)}: type more to narrow it down.`));
        say(h("span", {}, h("strong", {}, number(found)), ` ${what(found)}`), h("span", {}, h("strong", {}, engine(answer.ns)), " in the engine"), h("span", { class: "quiet" }, `${duration(took)} there and back`));
    }

    async function search() {
        const mine = ++turn;
        const text = input.value.trim();
        remember(input.value);
        resting(text === "");
        if (text === "") {
            clearTimeout(announcing);
            for (const part of [took, list, outcome]) part.replaceChildren();
            return;
        }
        let began;
        try {
            if (session.terminology === undefined) took.replaceChildren("Waiting for the release …");
            const answer = await session.ask(
                (terminology) => {
                    began = performance.now();
                    return terminology.search(text, { limit: LIMIT, total: true, timing: true, field: name, ...asked() });
                },
                () => took.replaceChildren("Waiting for the rest of the release …"),
            );
            const ended = performance.now();
            if (mine !== turn || signal.aborted) return;
            show(answer, ended - began);
        } catch (error) {
            if (mine !== turn || signal.aborted || error.name === "AbortError") return;
            clearTimeout(announcing);
            took.replaceChildren();
            list.replaceChildren();
            const isWordless = error.code === "syntax" && !/[\p{L}\p{N}]/u.test(text);
            outcome.replaceChildren(isWordless ? h("p", {}, "Type a letter or a digit.") : failure(error));
        }
    }

    input.addEventListener("input", (event) => event.isComposing || void search());
    input.addEventListener("compositionend", () => void search());
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
    return { took, list, outcome, search };
}

/** The field itself. */
export function seekInput(text) {
    return h("input", {
        type: "search",
        id: "q",
        value: text,
        autocomplete: "off",
        autocapitalize: "none",
        spellcheck: false,
        "data-focus": "",
        "aria-describedby": "took",
    });
}
