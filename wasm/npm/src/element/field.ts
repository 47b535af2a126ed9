//! `<vademecum-search>`: a field that finds concepts and medicinal products, by the combobox pattern of ARIA 1.2.

import type { Product } from "../medicines.js";
import type { Code, Hit } from "../protocol.js";
import type { Terminology } from "../terminology.js";
import { Announcer } from "./announcer.js";
import { List } from "./list.js";
import { english, type Messages } from "./messages.js";
import { CONSTRAINING, readOptions } from "./options.js";
import { selectionOf, type Releases, type Selection } from "./selection.js";
import { styleSheet } from "./style.js";

/** What the field asks of a terminology; of products only where it has dm+d. */
export type SearchedTerminology = Pick<Terminology, "search" | "concept" | "product" | "info" | "loaded" | "state">;

/** What the field has chosen; `term` is what stands in it. */
interface Choice {
    code: Code;
    term: string;
    /** Why it cannot stand. */
    problem: string | undefined;
}

/** Where there is no document, as on a server, the class can be imported and not made. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

let fields = 0;

function isAbort(error: unknown): boolean {
    return error instanceof DOMException && error.name === "AbortError";
}

/** The code of a failure, of whatever class it is: an application may hand in a terminology of its own. */
function codeOf(error: unknown): unknown {
    return (error as { code?: unknown } | null | undefined)?.code;
}

function reasonOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

function labelledText(elements: Iterable<Element>): string {
    return Array.from(elements, (element) => element.textContent?.trim() ?? "").filter(Boolean).join(" ");
}

/**
 * The field. Give it a `terminology`, and listen to `select`.
 *
 * Events: `select` (cancelable, with a {@link Selection} as `detail`, before the choice stands), `clear` when a choice is
 * given up, and `change` after either.
 */
export class VademecumSearch extends Base {
    static readonly formAssociated = true;
    static readonly observedAttributes = ["value", "label", "placeholder", "disabled", "required", "aria-label", "aria-describedby", "aria-invalid", ...CONSTRAINING];

    readonly #internals: ElementInternals;
    readonly #label = document.createElement("label");
    readonly #input = document.createElement("input");
    readonly #button = document.createElement("button");
    readonly #hint = document.createElement("div");
    readonly #message = document.createElement("div");
    readonly #announcer = new Announcer(document);
    readonly #list = new List((hit) => this.#choose(hit));
    /** The field's name for the newest-keystroke rule. */
    readonly #name = `vademecum-search-${++fields}`;
    #messages = english;
    #given: SearchedTerminology | PromiseLike<SearchedTerminology> | undefined;
    #terminology: SearchedTerminology | undefined;
    /** Why there is no terminology. */
    #failure: unknown;
    #releases: Releases | undefined;
    #choice: Choice | undefined;
    /** Whether a person or a script changed the value, so that the attribute no longer does. */
    #touched = false;
    #composing = false;
    #isDisabledByForm = false;
    /** Counts searches and restorations, so that a late one is known. */
    #turn = 0;

    constructor() {
        super();
        this.#internals = this.attachInternals();
        const root = this.attachShadow({ mode: "open", delegatesFocus: true });
        root.adoptedStyleSheets = [styleSheet()];
        const label = this.#label;
        label.htmlFor = "input";
        label.hidden = true;
        label.setAttribute("part", "label");
        const input = this.#input;
        input.id = "input";
        input.type = "text";
        input.autocomplete = "off";
        input.autocapitalize = "none";
        input.spellcheck = false;
        input.dir = "auto";
        input.setAttribute("enterkeyhint", "search");
        input.setAttribute("part", "input");
        input.setAttribute("role", "combobox");
        input.setAttribute("aria-autocomplete", "list");
        input.setAttribute("aria-expanded", "false");
        input.setAttribute("aria-controls", "list");
        input.setAttribute("aria-haspopup", "listbox");
        const button = this.#button;
        button.type = "button";
        button.tabIndex = -1;
        button.hidden = true;
        button.textContent = "×";
        button.setAttribute("part", "clear");
        this.#hint.id = "hint";
        this.#hint.hidden = true;
        this.#message.className = "message";
        this.#message.hidden = true;
        this.#message.setAttribute("part", "message");
        const field = document.createElement("div");
        field.className = "field";
        field.append(input, button);
        const popup = document.createElement("div");
        popup.className = "popup";
        popup.setAttribute("part", "popup");
        popup.append(this.#list.element, this.#message);
        root.append(label, field, this.#hint, popup, this.#announcer.element);
        input.addEventListener("input", () => this.#typed());
        input.addEventListener("compositionstart", () => (this.#composing = true));
        input.addEventListener("compositionend", () => {
            this.#composing = false;
            this.#typed();
        });
        input.addEventListener("keydown", (event) => this.#key(event));
        input.addEventListener("focus", () => this.#readNames());
        input.addEventListener("blur", () => {
            // An answer that comes after a person has gone on opens nothing.
            if (this.#choice === undefined) this.#turn += 1;
            this.#announcer.stop();
            this.#close();
        });
        input.addEventListener("click", () => {
            if (this.#choice === undefined && !this.#list.isOpen) void this.#search();
        });
        button.addEventListener("mousedown", (event) => event.preventDefault());
        button.addEventListener("click", () => {
            this.#empty();
            input.focus();
        });
        button.setAttribute("aria-label", this.#messages.clear);
    }

    /** What is searched: a terminology, or the promise of one. */
    get terminology(): SearchedTerminology | PromiseLike<SearchedTerminology> | undefined {
        return this.#given;
    }

    set terminology(given: SearchedTerminology | PromiseLike<SearchedTerminology> | undefined) {
        this.#given = given;
        this.#terminology = undefined;
        this.#failure = undefined;
        this.#releases = undefined;
        if (given === undefined) return;
        Promise.resolve(given).then(
            (terminology) => {
                if (this.#given !== given) return;
                this.#terminology = terminology;
                this.#resume();
            },
            (error: unknown) => {
                if (this.#given !== given) return;
                this.#failure = error ?? new Error("it was refused without a reason");
                this.#resume();
            },
        );
    }

    /**
     * The code of the concept or product that is chosen; empty where none is. Setting it shows the concept's preferred
     * term, or the product's name; a code that was replaced stays as it was given.
     */
    get value(): string {
        return this.#choice?.code ?? "";
    }

    set value(code: string | null) {
        this.#touched = true;
        this.#restore(code ?? "");
    }

    /** The texts of the field; those that are given take the place of the English ones. */
    get messages(): Messages {
        return this.#messages;
    }

    set messages(messages: Partial<Messages>) {
        this.#messages = { ...english, ...messages };
        this.#button.setAttribute("aria-label", this.#messages.clear);
        this.#readNames();
        this.#validate();
    }

    get name(): string {
        return this.getAttribute("name") ?? "";
    }

    set name(name: string) {
        this.setAttribute("name", name);
    }

    get disabled(): boolean {
        return this.hasAttribute("disabled");
    }

    set disabled(disabled: boolean) {
        this.toggleAttribute("disabled", disabled);
    }

    get required(): boolean {
        return this.hasAttribute("required");
    }

    set required(required: boolean) {
        this.toggleAttribute("required", required);
    }

    get form(): HTMLFormElement | null {
        return this.#internals.form;
    }

    get type(): string {
        return "vademecum-search";
    }

    get labels(): NodeList {
        return this.#internals.labels;
    }

    get validity(): ValidityState {
        return this.#internals.validity;
    }

    get validationMessage(): string {
        return this.#internals.validationMessage;
    }

    get willValidate(): boolean {
        return this.#internals.willValidate;
    }

    checkValidity(): boolean {
        return this.#internals.checkValidity();
    }

    reportValidity(): boolean {
        return this.#internals.reportValidity();
    }

    /** Empties the field, and gives up what is chosen. */
    clear(): void {
        this.#empty();
    }

    /** @internal */
    connectedCallback(): void {
        for (const property of ["terminology", "value", "messages"] as const) this.#upgrade(property);
        this.#readNames();
        // Labels and hints further down the page are there by then.
        requestAnimationFrame(() => this.#readNames());
        this.#validate();
    }

    /** @internal */
    disconnectedCallback(): void {
        this.#turn += 1;
        this.#announcer.stop();
        this.#close();
    }

    /** @internal */
    attributeChangedCallback(name: string, before: string | null, text: string | null): void {
        if (before === text) return;
        switch (name) {
            case "value":
                if (!this.#touched) this.#restore(text ?? "");
                break;
            case "disabled":
                this.#showDisabled();
                break;
            case "placeholder":
                this.#input.placeholder = text ?? "";
                break;
            case "required":
                this.#validate();
                break;
            case "label":
            case "aria-label":
            case "aria-describedby":
            case "aria-invalid":
                this.#readNames();
                break;
            default:
                if (this.#isShowing) void this.#search();
        }
    }

    /** @internal */
    formDisabledCallback(disabled: boolean): void {
        this.#isDisabledByForm = disabled;
        this.#showDisabled();
    }

    /** @internal */
    formResetCallback(): void {
        this.#touched = false;
        this.#close();
        this.#restore(this.getAttribute("value") ?? "");
    }

    /** @internal */
    formStateRestoreCallback(state: string | File | FormData | null): void {
        if (typeof state === "string") this.value = state;
    }

    /** A property that was set before the element was defined. */
    #upgrade(property: "terminology" | "value" | "messages"): void {
        const own = Object.getOwnPropertyDescriptor(this, property);
        if (own === undefined) return;
        delete (this as unknown as Record<string, unknown>)[property];
        (this as unknown as Record<string, unknown>)[property] = own.value;
    }

    get #isShowing(): boolean {
        return this.#list.isOpen || !this.#message.hidden;
    }

    #showDisabled(): void {
        this.#input.disabled = this.#isDisabledByForm || this.disabled;
        this.#showButton();
        if (this.#input.disabled) this.#close();
    }

    #showButton(): void {
        this.#button.hidden = this.#input.disabled || this.#input.value === "";
    }

    /** Names and hints of the page lie outside of the shadow tree, so their words are taken over. */
    #readNames(): void {
        // Before its constructor ends an element has no labels.
        if (!this.isConnected) return;
        const label = this.getAttribute("label");
        this.#label.hidden = label === null;
        this.#label.textContent = label ?? "";
        const name = this.getAttribute("aria-label") ?? labelledText((this.#internals.labels ?? []) as unknown as Iterable<Element>);
        if (label === null) this.#input.setAttribute("aria-label", name || this.#messages.unnamed);
        else this.#input.removeAttribute("aria-label");
        this.#list.element.setAttribute("aria-label", (label ?? name) || this.#messages.list);
        const root = this.getRootNode() as Document | ShadowRoot;
        const ids = (this.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean);
        const described = ids.map((id) => root.querySelector(`#${CSS.escape(id)}`)).filter((element) => element !== null);
        this.#hint.textContent = labelledText(described);
        if (this.#hint.textContent === "") this.#input.removeAttribute("aria-describedby");
        else this.#input.setAttribute("aria-describedby", "hint");
        const invalid = this.getAttribute("aria-invalid");
        if (invalid === null) this.#input.removeAttribute("aria-invalid");
        else this.#input.setAttribute("aria-invalid", invalid);
        this.#input.setAttribute("aria-required", String(this.required));
    }

    #validate(): void {
        this.#input.setAttribute("aria-required", String(this.required));
        const { required, unchosen } = this.#messages;
        if (this.#choice?.problem !== undefined) {
            this.#internals.setValidity({ customError: true }, this.#choice.problem, this.#input);
        } else if (this.#choice === undefined && this.#input.value.trim() !== "") {
            this.#internals.setValidity({ badInput: true }, unchosen, this.#input);
        } else if (this.#choice === undefined && this.required) {
            this.#internals.setValidity({ valueMissing: true }, required, this.#input);
        } else {
            this.#internals.setValidity({});
        }
    }

    /** Makes a choice stand, or none. */
    #hold(choice: Choice | undefined, text: string): void {
        this.#choice = choice;
        this.#input.value = text;
        this.#internals.setFormValue(choice?.code ?? null, choice?.code ?? "");
        this.#showButton();
        this.#validate();
    }

    /** Shows the concept or product of a code that the page gave. */
    #restore(code: string): void {
        const turn = ++this.#turn;
        this.#close();
        if (code === "") return this.#hold(undefined, "");
        this.#hold({ code, term: code, problem: undefined }, code);
        const terminology = this.#terminology;
        if (terminology === undefined) return;
        const refuse = (error: unknown): void => {
            if (turn !== this.#turn || isAbort(error)) return;
            if (codeOf(error) === "not_loaded") {
                terminology.loaded.then(() => {
                    if (turn === this.#turn) this.#restore(code);
                }, refuse);
                return;
            }
            this.#hold({ code, term: code, problem: reasonOf(error) }, code);
            this.#show("error", this.#messages.failed(reasonOf(error)));
        };
        const show = async (): Promise<void> => {
            const { language } = readOptions(this).constraints;
            const product = await this.#productOf(terminology, code);
            if (turn !== this.#turn) return;
            if (product !== undefined) {
                const { name = code } = product;
                this.#hold({ code, term: name, problem: undefined }, name);
                const note = this.#noteOn(product);
                if (note !== undefined) this.#show("note", note);
                return;
            }
            const concept = await terminology.concept(code, language === undefined ? {} : { language });
            if (turn !== this.#turn) return;
            const term = concept.preferred ?? concept.fsn ?? code;
            this.#hold({ code, term, problem: undefined }, term);
            if (!concept.active) this.#show("note", this.#messages.inactive);
        };
        show().catch(refuse);
    }

    /** The medicinal product of a code, where there is one. */
    async #productOf(terminology: SearchedTerminology, code: string): Promise<Product | undefined> {
        if ((await this.#releasesOf(terminology)).dmd === undefined) return undefined;
        try {
            return await terminology.product(code);
        } catch (error) {
            // What is no product can be a concept, and whether the code is well formed is told of that.
            if (codeOf(error) === "not_found" || codeOf(error) === "invalid_id") return undefined;
            throw error;
        }
    }

    /** What a person should know of a product that the page gave. */
    #noteOn({ replaced, code, valid, available }: Product): string | undefined {
        if (!valid || !available) return this.#messages.unused;
        return replaced === undefined ? undefined : this.#messages.replaced(code);
    }

    /** Goes on with what waited for the terminology. */
    #resume(): void {
        if (this.#choice !== undefined && this.#choice.term === this.#choice.code) return this.#restore(this.#choice.code);
        if (this.#isShowing) void this.#search();
    }

    #typed(): void {
        if (this.#composing) return;
        if (this.#choice !== undefined && this.#input.value !== this.#choice.term) this.#giveUp(this.#input.value);
        this.#showButton();
        this.#validate();
        void this.#search();
    }

    /** Lets go of the choice; `text` stays in the field. */
    #giveUp(text: string): void {
        this.#touched = true;
        this.#turn += 1;
        const had = this.#choice !== undefined;
        this.#hold(undefined, text);
        if (!had) return;
        this.dispatchEvent(new CustomEvent("clear", { bubbles: true, composed: true }));
        this.dispatchEvent(new Event("change", { bubbles: true }));
    }

    #empty(): void {
        this.#giveUp("");
        this.#close();
    }

    /** Shows a text where the hits would be. */
    #show(kind: "loading" | "note" | "error", text: string): void {
        this.#list.fill([], this.#messages);
        this.#list.close();
        this.#showActive();
        this.#message.dataset["kind"] = kind;
        this.#message.textContent = text;
        this.#message.hidden = false;
        this.#announcer.say(text, kind === "note" ? "rested" : "now");
    }

    #close(): void {
        this.#list.close();
        this.#message.hidden = true;
        this.#showActive();
    }

    #showActive(): void {
        this.#input.setAttribute("aria-expanded", String(this.#list.isOpen));
        const active = this.#list.isOpen ? this.#list.activeId : undefined;
        if (active === undefined) this.#input.removeAttribute("aria-activedescendant");
        else this.#input.setAttribute("aria-activedescendant", active);
    }

    /** Searches what stands in the field. */
    async #search(): Promise<void> {
        const turn = ++this.#turn;
        const query = this.#input.value.trim();
        const messages = this.#messages;
        try {
            const { constraints, minLetters } = readOptions(this);
            if (Array.from(query).length < minLetters) {
                this.#announcer.stop();
                return this.#close();
            }
            if (this.#failure !== undefined) throw this.#failure;
            const terminology = this.#terminology;
            if (terminology === undefined) return this.#show("loading", messages.loading);
            const [{ hits, subset = false }, releases] = await Promise.all([
                terminology.search(query, { ...constraints, field: this.#name }),
                this.#releasesOf(terminology),
            ]);
            if (turn !== this.#turn) return;
            this.#releases = releases;
            if (hits.length === 0) return this.#show("note", messages.none(query, subset));
            this.#list.fill(hits, messages);
            this.#list.open();
            this.#message.hidden = true;
            this.#showActive();
            this.#announcer.say(messages.count(hits.length, hits.length === constraints.limit), "rested");
        } catch (error) {
            if (turn === this.#turn && !isAbort(error)) this.#refused(error);
        }
    }

    /** Says why there are no hits; an empty list would say that there is nothing. */
    #refused(error: unknown): void {
        const code = codeOf(error);
        if (code === "syntax" && !/[\p{L}\p{N}]/u.test(this.#input.value)) return this.#show("note", this.#messages.noWord);
        if (code === "not_loaded" && this.#terminology?.state.phase !== "failed") {
            this.#show("loading", this.#messages.notLoaded);
            const turn = this.#turn;
            const again = (): void => {
                if (turn === this.#turn && this.#isShowing) void this.#search();
            };
            this.#terminology?.loaded.then(again, again);
            return;
        }
        this.#show("error", this.#messages.failed(reasonOf(error)));
    }

    /** The releases that answer; asked again when newer ones were exchanged for them. */
    async #releasesOf(terminology: SearchedTerminology): Promise<Releases> {
        const { release } = terminology.state;
        if (this.#releases !== undefined && this.#releases.release === release) return this.#releases;
        const { edition, dmd_date } = await terminology.info();
        return { release, snomed: edition?.uri, dmd: dmd_date };
    }

    #choose(hit: Hit): void {
        const detail: Selection = selectionOf(hit, this.#releases);
        this.#announcer.stop();
        this.#turn += 1;
        const stands = this.dispatchEvent(new CustomEvent("select", { detail, bubbles: true, composed: true, cancelable: true }));
        this.#close();
        if (!stands) return;
        this.#touched = true;
        this.#hold({ code: hit.code, term: hit.term, problem: undefined }, hit.term);
        this.dispatchEvent(new Event("change", { bubbles: true }));
    }

    #key(event: KeyboardEvent): void {
        // The keys of an input method are its own.
        if (event.isComposing || this.#composing || event.ctrlKey || event.metaKey) return;
        const list = this.#list;
        switch (event.key) {
            case "ArrowDown":
            case "ArrowUp":
                event.preventDefault();
                if (event.altKey && event.key === "ArrowUp") this.#close();
                else if (list.isOpen) list.step(event.key === "ArrowDown" ? 1 : -1);
                else if (list.hits.length > 0 && this.#choice === undefined) {
                    list.open();
                    if (!event.altKey) list.step(event.key === "ArrowDown" ? 1 : -1);
                } else void this.#search();
                break;
            case "PageDown":
            case "PageUp":
                if (!list.isOpen) return;
                event.preventDefault();
                list.page(event.key === "PageDown" ? 1 : -1);
                break;
            case "Home":
            case "End":
            case "ArrowLeft":
            case "ArrowRight":
                // The caret moves in the text, so no option is active.
                list.activate(-1);
                break;
            case "Enter":
                if (list.isOpen) {
                    event.preventDefault();
                    if (list.active !== undefined) return this.#choose(list.active);
                } else this.form?.requestSubmit();
                break;
            case "Escape":
                if (!this.#isShowing && this.#input.value === "") return;
                // A dialog around the field stays open.
                event.preventDefault();
                event.stopPropagation();
                if (this.#isShowing) this.#close();
                else this.#empty();
                break;
            case "Tab":
                this.#close();
                return;
            default:
                return;
        }
        this.#showActive();
    }
}
