//! What a screen reader is told besides what has the focus.

/** How long typing has to rest before results are spoken; sooner would cut off the echo of letters. */
const REST_MS = 1400;

/** A polite live region. */
export class Announcer {
    /** The region; it belongs into the shadow tree, visually hidden. */
    readonly element: HTMLElement;
    readonly #regions: [HTMLElement, HTMLElement];
    #timer: ReturnType<typeof setTimeout> | undefined;
    #turn: 0 | 1 = 0;

    constructor(document: Document) {
        const region = (): HTMLElement => {
            const element = document.createElement("div");
            element.setAttribute("role", "status");
            element.setAttribute("aria-live", "polite");
            element.setAttribute("aria-atomic", "true");
            return element;
        };
        this.#regions = [region(), region()];
        this.element = document.createElement("div");
        this.element.className = "hidden";
        this.element.append(...this.#regions);
    }

    /** Says a text, at once or when typing rests. A later text takes the place of one that was not said yet. */
    say(text: string, when: "now" | "rested"): void {
        this.stop();
        const speak = (): void => {
            // The same text again is a change only in another region.
            this.#regions[this.#turn].textContent = "";
            this.#turn = this.#turn === 0 ? 1 : 0;
            this.#regions[this.#turn].textContent = text;
        };
        if (when === "now") speak();
        else this.#timer = setTimeout(speak, REST_MS);
    }

    /** Leaves unsaid what was not said yet. */
    stop(): void {
        clearTimeout(this.#timer);
        this.#timer = undefined;
    }
}
