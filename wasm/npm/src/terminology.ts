//! The terminology as a page asks it.

import { errorOf, VademecumError, type Failure } from "./errors.js";
import type {
    DoseOptions,
    DrugCodeOptions,
    DrugCodeSystem,
    EquivalentsOptions,
    GtinOptions,
    IngredientOptions,
    Product,
    ProductClass,
    ProductsOptions,
    ProductsWithOptions,
} from "./medicines.js";
import type { SessionEvent, State, TerminologyOptions } from "./options.js";
import type {
    Attributes,
    Code,
    CodeSet,
    Concept,
    ConceptArguments,
    Description,
    DescriptionArguments,
    DoseProducts,
    GtinPacks,
    Info,
    Operations,
    ParentsArguments,
    Prices,
    RequestFields,
    SearchArguments,
    SearchHits,
    Subsumption,
} from "./protocol.js";

/** What any call takes. */
export interface CallOptions {
    /** Ends the wait; the call then rejects with the signal's reason. */
    signal?: AbortSignal;
}

/** What a search takes besides the words. */
export type SearchOptions = Omit<SearchArguments, "query" | "want"> &
    CallOptions & {
        /**
         * The field that is typed into, by a name of your own. A newer search of a field takes the place of an older one
         * that still waits, which rejects with an `AbortError`. Searches without a field are all answered.
         */
        field?: string;
        /** Adds `ns` to the answer: the nanoseconds that the engine took, as well as the browser's clock tells. */
        timing?: boolean;
    };

/** What a call for a set takes. */
export type SetOptions = Omit<ParentsArguments, "code"> & CallOptions;

/** A request by its operation, with the operation's own arguments. */
export type Request<Op extends keyof Operations> = { op: Op } & Operations[Op]["arguments"] &
    Omit<Partial<RequestFields>, "op">;

/** What carries requests to where the engine is. */
export interface Port {
    /** Sends a request; resolves with the response, both as JSON texts. */
    ask(text: string): Promise<string>;
    /** Ends everything. */
    dispose(): void;
}

/** The answer of a response; throws where it has none. */
export function answerOf<T>(response: string): T {
    const answer = JSON.parse(response) as { ok: boolean; error?: Failure };
    if (!answer.ok) throw errorOf(answer.error ?? { code: "damaged", message: "the engine gives no reason" });
    const { ok: _, ...rest } = answer;
    return rest as T;
}

function superseded(): DOMException {
    return new DOMException("a newer search of this field took its place", "AbortError");
}

/** A search of a field that waits for the one before it. */
interface Waiting {
    start(): void;
    reject(reason: unknown): void;
}

/** A field that is typed into. */
interface Field {
    /** Ends the wait of the newest search that was sent. */
    sent: Waiting | undefined;
    next: Waiting | undefined;
    busy: boolean;
}

/** A terminology that is open. Everything it answers is plain data; codes are strings. */
export class Terminology {
    /** Resolves when everything has come; rejects with why it will not. */
    readonly loaded: Promise<void>;
    readonly #port: Port;
    readonly #fields = new Map<string, Field>();
    readonly #waiting = new Set<(reason: unknown) => void>();
    readonly #options: Pick<TerminologyOptions, "onProgress" | "onState">;
    #state: State;
    #settle: { resolve(): void; reject(reason: unknown): void } | undefined;
    /** Resolves when searches are answered. */
    readonly #searching: Promise<void>;
    #settleSearching: { resolve(): void; reject(reason: unknown): void } | undefined;

    /** @internal */
    constructor(options: Pick<TerminologyOptions, "onProgress" | "onState">, connect: (hear: (event: SessionEvent) => void) => Port) {
        this.#options = options;
        this.#state = {
            phase: "loading",
            release: undefined,
            source: undefined,
            storage: "none",
            hashing: "browser",
            updating: undefined,
            memoryBytes: 0,
            warnings: [],
            failure: undefined,
        };
        this.loaded = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
        this.#searching = new Promise((resolve, reject) => (this.#settleSearching = { resolve, reject }));
        // Who does not ask is not told; a rejection that nobody hears is no fault of the page.
        this.loaded.catch(() => undefined);
        this.#searching.catch(() => undefined);
        this.#port = connect((event) => this.#hear(event));
    }

    /** What is open and how. */
    get state(): State {
        return this.#state;
    }

    /** @internal Resolves when searches are answered; ends everything where `signal` says so. */
    async searching(signal: AbortSignal | undefined): Promise<this> {
        if (signal === undefined) {
            await this.#searching.catch((error: unknown) => {
                this.dispose();
                throw error;
            });
            return this;
        }
        const abort = (): void => {
            this.#settleSearching?.reject(signal.reason);
            this.#settle?.reject(signal.reason);
        };
        if (signal.aborted) abort();
        signal.addEventListener("abort", abort, { once: true });
        try {
            await this.#searching;
            return this;
        } catch (error) {
            this.dispose();
            throw error;
        } finally {
            signal.removeEventListener("abort", abort);
        }
    }

    #hear(event: SessionEvent): void {
        if (this.#state.phase === "disposed") return;
        switch (event.type) {
            case "progress":
                this.#options.onProgress?.(event.progress);
                break;
            case "state":
                this.#state = event.state;
                this.#options.onState?.(event.state);
                break;
            case "searching":
                this.#settleSearching?.resolve();
                break;
            case "loaded":
                this.#settleSearching?.resolve();
                this.#settle?.resolve();
                break;
            case "failed": {
                const error = errorOf(event.failure);
                this.#settleSearching?.reject(error);
                this.#settle?.reject(error);
                break;
            }
        }
    }

    #ask<T>(request: object, signal: AbortSignal | undefined): Promise<T> {
        if (this.#state.phase === "disposed") {
            return Promise.reject(new VademecumError("disposed", "this terminology was disposed of"));
        }
        if (signal?.aborted) return Promise.reject(signal.reason as Error);
        return new Promise<T>((resolve, reject) => {
            const abort = (): void => fail(signal?.reason);
            const end = (): void => {
                this.#waiting.delete(fail);
                signal?.removeEventListener("abort", abort);
            };
            const fail = (reason: unknown): void => {
                end();
                reject(reason as Error);
            };
            this.#waiting.add(fail);
            signal?.addEventListener("abort", abort, { once: true });
            this.#port.ask(JSON.stringify(request)).then(
                (response) => {
                    end();
                    try {
                        resolve(answerOf<T>(response));
                    } catch (error) {
                        reject(error as Error);
                    }
                },
                (error: unknown) => fail(error),
            );
        });
    }

    /** Asks for the newest search of a field; one is on its way at a time, and one waits. */
    #askOfField<T>(name: string, request: object, signal: AbortSignal | undefined): Promise<T> {
        const field: Field = this.#fields.get(name) ?? { sent: undefined, next: undefined, busy: false };
        this.#fields.set(name, field);
        field.sent?.reject(superseded());
        field.next?.reject(superseded());
        field.sent = field.next = undefined;
        return new Promise<T>((resolve, reject) => {
            const waiting: Waiting = {
                reject,
                start: () => {
                    field.busy = true;
                    field.sent = waiting;
                    const over = (): void => {
                        field.busy = false;
                        if (field.sent === waiting) field.sent = undefined;
                        const next = field.next;
                        field.next = undefined;
                        if (next !== undefined) next.start();
                        else if (field.sent === undefined) this.#fields.delete(name);
                    };
                    // The signal ends the wait and not the work: the engine is free again when it has answered.
                    void this.#ask<T>(request, undefined).then(resolve, reject).finally(over);
                },
            };
            const abort = (): void => {
                if (field.next === waiting) field.next = undefined;
                reject(signal?.reason as Error);
            };
            if (signal?.aborted) return abort();
            signal?.addEventListener("abort", abort, { once: true });
            if (field.busy) field.next = waiting;
            else waiting.start();
        });
    }

    /**
     * Asks any request of the protocol.
     *
     * @throws {@link VademecumError} where there is no answer, with the code that says why.
     */
    request<Op extends keyof Operations>(request: Request<Op>, options: CallOptions = {}): Promise<Operations[Op]["answer"]> {
        return this.#ask(request, options.signal);
    }

    /** What is in the file. */
    info(options: CallOptions = {}): Promise<Info> {
        return this.#ask({ op: "info" }, options.signal);
    }

    /** Concepts with a description in which each word of `query` begins a word of its own, best first. */
    search(query: string, options: SearchOptions = {}): Promise<SearchHits> {
        const { signal, field, ...rest } = options;
        const request = { op: "search", query, ...rest };
        return field === undefined ? this.#ask(request, signal) : this.#askOfField(field, request, signal);
    }

    /** The set of all concepts that match `query` exactly: codes, a count or a digest. */
    searchSet(query: string, options: Omit<SearchArguments, "query"> & CallOptions = {}): Promise<CodeSet> {
        const { signal, want = "codes", ...rest } = options;
        return this.#ask({ op: "search", query, want, ...rest }, signal);
    }

    /** A concept with its terms and its place in the hierarchy. */
    concept(code: Code, options: Omit<ConceptArguments, "code"> & CallOptions = {}): Promise<Concept> {
        const { signal, ...rest } = options;
        return this.#ask({ op: "concept", code, ...rest }, signal);
    }

    /** A description by its id. */
    description(id: Code, options: Omit<DescriptionArguments, "id"> & CallOptions = {}): Promise<Description> {
        const { signal, ...rest } = options;
        return this.#ask({ op: "description", id, ...rest }, signal);
    }

    /** What defines a concept besides its parents. */
    attributes(code: Code, options: CallOptions = {}): Promise<Attributes> {
        return this.#ask({ op: "attributes", code }, options.signal);
    }

    #set(op: string, code: Code, options: SetOptions): Promise<CodeSet> {
        const { signal, ...rest } = options;
        return this.#ask({ op, code, ...rest }, signal);
    }

    /** The direct parents of a concept. */
    parents(code: Code, options: SetOptions = {}): Promise<CodeSet> {
        return this.#set("parents", code, options);
    }

    /** The direct children of a concept. */
    children(code: Code, options: SetOptions = {}): Promise<CodeSet> {
        return this.#set("children", code, options);
    }

    /** Everything that a concept is a kind of, itself left out. */
    ancestors(code: Code, options: SetOptions = {}): Promise<CodeSet> {
        return this.#set("ancestors", code, options);
    }

    /** Everything that is a kind of a concept, itself left out. */
    descendants(code: Code, options: SetOptions = {}): Promise<CodeSet> {
        return this.#set("descendants", code, options);
    }

    /** How concept `a` stands to concept `b`. */
    subsumes(a: Code, b: Code, options: CallOptions = {}): Promise<Subsumption> {
        return this.#ask({ op: "subsumes", a, b }, options.signal);
    }

    /** A medicinal product with everything that dm+d has of it, by its id now or before. Its `class` tells which fields it has. */
    product(code: Code, options: CallOptions = {}): Promise<Product> {
        return this.#ask({ op: "product", code }, options.signal);
    }

    /** The medicinal products of a class that are above or below one; itself in its own class. */
    products(code: Code, of: ProductClass, options: ProductsOptions & CallOptions = {}): Promise<CodeSet> {
        const { signal, ...rest } = options;
        return this.#ask({ op: "products", code, class: of, ...rest }, signal);
    }

    /** The medicinal products of a class that contain a substance. */
    ingredient(code: Code, of: ProductClass, options: IngredientOptions & CallOptions = {}): Promise<CodeSet> {
        const { signal, ...rest } = options;
        return this.#ask({ op: "ingredient", code, class: of, ...rest }, signal);
    }

    /** The packs of a GTIN of 13 or 14 digits, or of what a scanner hands over. */
    gtin(gtin: string, options: GtinOptions & CallOptions = {}): Promise<GtinPacks> {
        const { signal, ...rest } = options;
        return this.#ask({ op: "gtin", gtin, ...rest }, signal);
    }

    /** The medicinal products of a class whose ATC or BNF code begins so; `?` stands for any one letter. */
    drugCode(system: DrugCodeSystem, prefix: string, of: ProductClass, options: DrugCodeOptions & CallOptions = {}): Promise<CodeSet> {
        const { signal, ...rest } = options;
        return this.#ask({ op: "drug_code", system, prefix, class: of, ...rest }, signal);
    }

    /** The generic products (VMPs) that are the same medicine as a product, itself among them. */
    equivalents(code: Code, options: EquivalentsOptions & CallOptions = {}): Promise<CodeSet> {
        const { signal, ...rest } = options;
        return this.#ask({ op: "equivalents", code, ...rest }, signal);
    }

    /** The products of a VTM of which a whole number of units makes a dose. `dose` is a decimal number, `unit` a name such as `mg` or an id. */
    dose(code: Code, dose: string, unit: string, options: DoseOptions & CallOptions = {}): Promise<DoseProducts> {
        const { signal, ...rest } = options;
        return this.#ask({ op: "dose", code, dose, unit, ...rest }, signal);
    }

    /** The medicinal products in which a field has a value. `field` is a name in the answer of `product`, such as `sugar_free` or `routes.route`. */
    productsWith(of: ProductClass, field: string, options: ProductsWithOptions & CallOptions = {}): Promise<CodeSet> {
        const { signal, ...rest } = options;
        return this.#ask({ op: "products_with", of, field, ...rest }, signal);
    }

    /** What the packs of a product cost, in pence. */
    prices(code: Code, options: CallOptions = {}): Promise<Prices> {
        return this.#ask({ op: "prices", code }, options.signal);
    }

    /** Lets go of the file and its memory, and ends the Worker. What still waits rejects with `disposed`. */
    dispose(): void {
        if (this.#state.phase === "disposed") return;
        this.#state = { ...this.#state, phase: "disposed", memoryBytes: 0 };
        const error = new VademecumError("disposed", "this terminology was disposed of");
        this.#settleSearching?.reject(error);
        this.#settle?.reject(error);
        for (const field of this.#fields.values()) field.next?.reject(error);
        this.#fields.clear();
        for (const fail of [...this.#waiting]) fail(error);
        this.#port.dispose();
        this.#options.onState?.(this.#state);
    }
}
