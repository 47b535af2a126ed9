//! The synchronous core: a file in memory, answered where it is asked. For Node, for tests, and for Workers of one's own.

import { Core } from "./core.js";
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
    SearchArguments,
    SearchHits,
    Subsumption,
} from "./protocol.js";
import { answerOf, type Request } from "./terminology.js";

export { VademecumError, type Failure, type VademecumErrorCode } from "./errors.js";
export type * from "./medicines.js";
export type * from "./protocol.js";
export type { Request } from "./terminology.js";

/** A terminology whose answers are returned, not promised. */
export class TerminologySync {
    readonly #core: Core;

    /** @internal */
    constructor(core: Core) {
        this.#core = core;
    }

    /** Answers a request of the protocol, both as JSON texts. Whatever the request is, the answer is one response. */
    requestText(text: string): string {
        return this.#core.request(text);
    }

    /** Asks any request of the protocol. */
    request<Op extends keyof Operations>(request: Request<Op>): Operations[Op]["answer"] {
        return answerOf(this.#core.request(JSON.stringify(request)));
    }

    #ask<T>(request: object): T {
        return answerOf(this.#core.request(JSON.stringify(request)));
    }

    /** What is in the file. */
    info(): Info {
        return this.#ask({ op: "info" });
    }

    /** Concepts with a description in which each word of `query` begins a word of its own, best first. */
    search(query: string, options: Omit<SearchArguments, "query" | "want"> = {}): SearchHits {
        return this.#ask({ op: "search", query, ...options });
    }

    /** The set of all concepts that match `query` exactly: codes, a count or a digest. */
    searchSet(query: string, options: Omit<SearchArguments, "query"> = {}): CodeSet {
        return this.#ask({ op: "search", query, want: "codes", ...options });
    }

    /** A concept with its terms and its place in the hierarchy. */
    concept(code: Code, options: Omit<ConceptArguments, "code"> = {}): Concept {
        return this.#ask({ op: "concept", code, ...options });
    }

    /** A description by its id. */
    description(id: Code, options: Omit<DescriptionArguments, "id"> = {}): Description {
        return this.#ask({ op: "description", id, ...options });
    }

    /** What defines a concept besides its parents. */
    attributes(code: Code): Attributes {
        return this.#ask({ op: "attributes", code });
    }

    /** The direct parents of a concept. */
    parents(code: Code, options: Omit<ParentsArguments, "code"> = {}): CodeSet {
        return this.#ask({ op: "parents", code, ...options });
    }

    /** The direct children of a concept. */
    children(code: Code, options: Omit<ParentsArguments, "code"> = {}): CodeSet {
        return this.#ask({ op: "children", code, ...options });
    }

    /** Everything that a concept is a kind of, itself left out. */
    ancestors(code: Code, options: Omit<ParentsArguments, "code"> = {}): CodeSet {
        return this.#ask({ op: "ancestors", code, ...options });
    }

    /** Everything that is a kind of a concept, itself left out. */
    descendants(code: Code, options: Omit<ParentsArguments, "code"> = {}): CodeSet {
        return this.#ask({ op: "descendants", code, ...options });
    }

    /** How concept `a` stands to concept `b`. */
    subsumes(a: Code, b: Code): Subsumption {
        return this.#ask({ op: "subsumes", a, b });
    }

    /** A medicinal product with everything that dm+d has of it, by its id now or before. Its `class` tells which fields it has. */
    product(code: Code): Product {
        return this.#ask({ op: "product", code });
    }

    /** The medicinal products of a class that are above or below one; itself in its own class. */
    products(code: Code, of: ProductClass, options: ProductsOptions = {}): CodeSet {
        return this.#ask({ op: "products", code, class: of, ...options });
    }

    /** The medicinal products of a class that contain a substance. */
    ingredient(code: Code, of: ProductClass, options: IngredientOptions = {}): CodeSet {
        return this.#ask({ op: "ingredient", code, class: of, ...options });
    }

    /** The packs of a GTIN of 13 or 14 digits, or of what a scanner hands over. */
    gtin(gtin: string, options: GtinOptions = {}): GtinPacks {
        return this.#ask({ op: "gtin", gtin, ...options });
    }

    /** The medicinal products of a class whose ATC or BNF code begins so; `?` stands for any one letter. */
    drugCode(system: DrugCodeSystem, prefix: string, of: ProductClass, options: DrugCodeOptions = {}): CodeSet {
        return this.#ask({ op: "drug_code", system, prefix, class: of, ...options });
    }

    /** The generic products (VMPs) that are the same medicine as a product, itself among them. */
    equivalents(code: Code, options: EquivalentsOptions = {}): CodeSet {
        return this.#ask({ op: "equivalents", code, ...options });
    }

    /** The products of a VTM of which a whole number of units makes a dose. `dose` is a decimal number, `unit` a name such as `mg` or an id. */
    dose(code: Code, dose: string, unit: string, options: DoseOptions = {}): DoseProducts {
        return this.#ask({ op: "dose", code, dose, unit, ...options });
    }

    /** The medicinal products in which a field has a value. `field` is a name in the answer of `product`, such as `sugar_free` or `routes.route`. */
    productsWith(of: ProductClass, field: string, options: ProductsWithOptions = {}): CodeSet {
        return this.#ask({ op: "products_with", of, field, ...options });
    }

    /** What the packs of a product cost, in pence. */
    prices(code: Code): Prices {
        return this.#ask({ op: "prices", code });
    }

    /** Bytes of the module's memory. */
    get memoryBytes(): number {
        return this.#core.memoryBytes;
    }

    /** Lets go of the file and its memory. */
    dispose(): void {
        this.#core.dispose();
    }
}

/**
 * Opens a file whose bytes are at hand; they are copied into the module's memory once.
 *
 * `wasm` is the package's `vademecum/vademecum.wasm`, compiled or as bytes. A browser compiles a module of this size in a
 * Worker only; in a page, compile it first (`WebAssembly.compileStreaming`).
 */
export function openTerminologySync(options: { wasm: WebAssembly.Module | BufferSource; file: Uint8Array }): TerminologySync {
    const core = new Core(options.wasm instanceof WebAssembly.Module ? options.wasm : new WebAssembly.Module(options.wasm));
    const space = core.space(options.file.length);
    space.write(options.file);
    core.openWhole(space);
    return new TerminologySync(core);
}
