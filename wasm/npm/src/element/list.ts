//! The listbox: hits as options, one of which can be active.

import { highlight } from "../highlight.js";
import type { Hit } from "../protocol.js";
import type { Messages } from "./messages.js";

function span(part: string, text: string): HTMLSpanElement {
    const element = document.createElement("span");
    element.setAttribute("part", part);
    element.className = part;
    element.textContent = text;
    return element;
}

/** What is only read aloud, so that the parts of an option do not run into each other. */
function aloud(text: string): HTMLSpanElement {
    const element = document.createElement("span");
    element.className = "hidden";
    element.textContent = text;
    return element;
}

function option(hit: Hit, place: number, messages: Messages): HTMLElement {
    const element = document.createElement("li");
    element.id = `option-${place}`;
    element.setAttribute("role", "option");
    element.setAttribute("part", "option");
    element.setAttribute("aria-selected", "false");
    element.dataset["code"] = hit.code;
    const term = span("term", "");
    term.dir = "auto";
    for (const { text, matched } of highlight(hit.term, hit.ranges)) {
        if (matched) {
            const mark = document.createElement("mark");
            mark.setAttribute("part", "match");
            mark.textContent = text;
            term.append(mark);
        } else term.append(text);
    }
    element.append(term);
    if (hit.preferred !== undefined && hit.preferred !== hit.term) {
        const preferred = span("preferred", hit.preferred);
        preferred.dir = "auto";
        element.append(aloud(`, ${messages.preferred} `), preferred);
    }
    const details = span("details", "");
    const add = (part: string, text: string): void => details.append(aloud(", "), span(part, text));
    if (hit.class !== undefined) {
        add("class", messages.classes[hit.class]);
        if (!hit.active) add("inactive", messages.unused);
        else if (hit.prescribable !== true) add("not-offered", messages.notOffered);
    } else {
        if (hit.semantic_tag !== undefined) add("tag", hit.semantic_tag);
        if (!hit.active) add("inactive", messages.inactive);
    }
    if (hit.match !== "exact") add("kind", messages[hit.match]);
    element.append(details);
    return element;
}

/** The list under the field. */
export class List {
    /** The element with the role `listbox`. */
    readonly element: HTMLElement;
    #hits: Hit[] = [];
    #active = -1;

    constructor(choose: (hit: Hit) => void) {
        this.element = document.createElement("ul");
        this.element.id = "list";
        this.element.hidden = true;
        this.element.setAttribute("role", "listbox");
        this.element.setAttribute("part", "list");
        // The focus stays in the field.
        this.element.addEventListener("mousedown", (event) => event.preventDefault());
        this.element.addEventListener("click", (event) => {
            const clicked = (event.target as Element).closest("[role=option]");
            const hit = this.#hits[Array.from(this.element.children).indexOf(clicked as Element)];
            if (hit !== undefined) choose(hit);
        });
    }

    get isOpen(): boolean {
        return !this.element.hidden;
    }

    get hits(): readonly Hit[] {
        return this.#hits;
    }

    /** The hit that the keys have come to. */
    get active(): Hit | undefined {
        return this.#hits[this.#active];
    }

    /** The id of its element. */
    get activeId(): string | undefined {
        return this.element.children[this.#active]?.id;
    }

    /** Puts hits in the place of those before; none is active. */
    fill(hits: Hit[], messages: Messages): void {
        this.#hits = hits;
        this.#active = -1;
        this.element.replaceChildren(...hits.map((hit, place) => option(hit, place, messages)));
        this.element.scrollTop = 0;
    }

    open(): void {
        this.element.hidden = this.#hits.length === 0;
    }

    close(): void {
        this.activate(-1);
        this.element.hidden = true;
    }

    /** Makes an option the active one; -1 for none. */
    activate(place: number): void {
        this.element.children[this.#active]?.setAttribute("aria-selected", "false");
        this.#active = place;
        const element = this.element.children[place];
        element?.setAttribute("aria-selected", "true");
        element?.scrollIntoView({ block: "nearest" });
    }

    /** One further down or up; from the last to the first, and the other way round. */
    step(by: 1 | -1): void {
        const length = this.#hits.length;
        if (length === 0) return;
        this.activate(this.#active < 0 ? (by > 0 ? 0 : length - 1) : (this.#active + by + length) % length);
    }

    /** As many further as are seen at a time; it stops at the ends. */
    page(by: 1 | -1): void {
        const length = this.#hits.length;
        if (length === 0) return;
        const tall = (this.element.firstElementChild as HTMLElement).offsetHeight;
        const seen = Math.max(1, Math.floor(this.element.clientHeight / Math.max(1, tall)) - 1);
        const from = this.#active < 0 ? (by > 0 ? -1 : length) : this.#active;
        this.activate(Math.min(length - 1, Math.max(0, from + by * seen)));
    }
}
