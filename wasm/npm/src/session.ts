//! A session lives where the module is, in a Worker or in the page: it fetches, keeps, opens and answers.

import { Core, type SectionState, type Space } from "./core.js";
import { failureOf, VademecumError, type Failure } from "./errors.js";
import type { SessionEvent, SessionOptions, State } from "./options.js";
import { pinned, readIndex, type Part, type Release } from "./release.js";
import { openStore, persist, warningOf, type Store } from "./store.js";
import { coding, drain, get, getPieces, Unreachable } from "./transfer.js";

/** How many parts are fetched at a time. */
const AT_ONCE = 4;
/** How often progress is told. */
const PROGRESS_MS = 50;
/** How the file of a release begins: no JSON begins with it. */
const FILE_BEGINS = 0x89;
/** The record of the release that is kept. */
const CURRENT = "current";

/** The release that is kept: the text of its header, with its own name and hash. */
interface Kept {
    name: string;
    sha256: string;
    header: string;
}

/** Where the pieces of parts come from; the first argument is called before each attempt. */
type Pieces = (part: Part, begin: () => void, each: (bytes: Uint8Array) => void) => Promise<void>;

/** A header with its name and hash. */
interface Named {
    release: Release;
    text: string;
    name: string;
    sha256: string;
    /** What the names of parts are relative to. */
    base: URL;
}

export class Session {
    readonly #module: WebAssembly.Module;
    readonly #options: SessionOptions;
    readonly #tell: (event: SessionEvent) => void;
    readonly #abort = new AbortController();
    #core: Core;
    #store: Store | undefined;
    #state: State;
    #told = 0;

    constructor(module: WebAssembly.Module, options: SessionOptions, tell: (event: SessionEvent) => void) {
        this.#module = module;
        this.#options = options;
        this.#tell = tell;
        this.#core = new Core(module);
        this.#state = {
            phase: "loading",
            release: undefined,
            source: undefined,
            storage: "none",
            hashing: globalThis.crypto?.subtle === undefined ? "module" : "browser",
            updating: undefined,
            memoryBytes: 0,
            warnings: [],
            failure: undefined,
        };
    }

    #change(change: Partial<State>): void {
        this.#state = { ...this.#state, ...change, memoryBytes: this.#core.memoryBytes };
        this.#tell({ type: "state", state: this.#state });
    }

    #warn(warning: Failure): void {
        if (this.#state.warnings.some((known) => known.code === warning.code)) return;
        this.#change({ warnings: [...this.#state.warnings, warning] });
    }

    /** Answers a request. */
    request(text: string): string {
        return this.#core.request(text);
    }

    /** Ends everything. */
    dispose(): void {
        this.#abort.abort(new VademecumError("disposed", "this terminology was disposed of"));
        this.#core.dispose();
    }

    /** Opens a file that `read` puts into the module's memory. What happens is told; this does not reject. */
    runFromDisk(read: (core: Core, signal: AbortSignal) => Promise<void>): Promise<void> {
        return this.#run(async () => {
            this.#change({ source: "disk" });
            await read(this.#core, this.#abort.signal);
            this.#finish();
        });
    }

    /** Loads what the options say. What happens is told; this does not reject. */
    run(): Promise<void> {
        return this.#run(() => this.#load());
    }

    async #run(load: () => Promise<void>): Promise<void> {
        try {
            await load();
        } catch (error) {
            if (this.#abort.signal.aborted) return;
            const failure: Failure =
                error instanceof Unreachable
                    ? { code: "offline", message: `${error.message}, and nothing is kept in this browser` }
                    : failureOf(error);
            this.#change({ phase: "failed", failure });
            this.#tell({ type: "failed", failure });
        }
    }

    async #load(): Promise<void> {
        if (this.#options.file !== undefined) return this.#openGiven(this.#options.file);
        const url = new URL(this.#options.indexUrl);
        const pin = this.#options.integrity === undefined ? undefined : pinned(this.#options.integrity);
        const key = this.#core.sha256(new TextEncoder().encode(url.href)).slice(0, 32);
        const { store, warning } = await openStore(this.#options.cache, key);
        this.#store = store;
        if (warning !== undefined) this.#warn(warning);
        const kept = await this.#openKept(pin);
        if (kept !== undefined) return this.#update(url, pin, kept);
        const found = await this.#fetchIndex(url, pin);
        if ("stream" in found) return this.#openFile(found.stream, "network", pin);
        this.#change({ source: "network", release: found.name, storage: store?.kind ?? "none" });
        await this.#fetchRelease(this.#core, found);
        await this.#keep(found);
        this.#finish();
    }

    #finish(): void {
        this.#change({ phase: "loaded" });
        this.#tell({ type: "loaded" });
    }

    /** Tells that searches are answered, as soon as what they need is there. */
    #arrived(core: Core): void {
        if (this.#state.phase !== "loading") return;
        if (core.sections().some((section) => section.search && !section.loaded)) return;
        this.#change({ phase: "searching" });
        this.#tell({ type: "searching" });
    }

    #progress(loaded: number, total: number): void {
        const now = performance.now();
        if (loaded < total && now - this.#told < PROGRESS_MS) return;
        this.#told = now;
        this.#tell({ type: "progress", progress: { loaded, total } });
    }

    /** What stands at the address: a file as a stream, or a header that has the hash it should have. */
    async #fetchIndex(url: URL, pin: string | undefined): Promise<Named | { stream: ReadableStream<Uint8Array> }> {
        const signal = this.#abort.signal;
        const address = url.pathname.endsWith("/") ? new URL("latest.json", url) : url;
        const response = await get(address, signal, "no-cache");
        const body = response.body ?? new Blob().stream();
        const reader = body.getReader();
        const first = await reader.read();
        reader.releaseLock();
        const begin = first.value ?? new Uint8Array();
        const stream = rejoined(begin, body);
        if (begin[0] === FILE_BEGINS) return { stream };
        const text = await new Response(stream).text();
        const index = readIndex(text);
        if (index.vademecum === "release") return this.#named(text, index, address, pin);
        const header = new URL(index.release, address);
        const headerText = await (await get(header, signal, "default")).text();
        const named = await this.#named(headerText, undefined, header, index.sha256);
        if (pin !== undefined && pin !== named.sha256) {
            throw new VademecumError("integrity", `the current release is ${named.name}, which is not the one that the page pins`);
        }
        return named;
    }

    async #named(text: string, read: Release | undefined, url: URL, expected: string | undefined): Promise<Named> {
        const sha256 = this.#core.sha256(new TextEncoder().encode(text));
        if (expected !== undefined && sha256 !== expected) {
            throw new VademecumError("integrity", `${url.href} is not what its hash says: it was altered or damaged on the way`);
        }
        const release = read ?? readIndex(text);
        if (release.vademecum !== "release") throw new VademecumError("not_vade", `${url.href} is no release header`);
        return { release, text, sha256, name: url.pathname.split("/").pop() ?? "", base: url };
    }

    /** Puts the parts of a release into `core`. With `check`, each is compared with its hash; `keep` is called with each. */
    async #fill(core: Core, release: Release, pieces: Pieces, check: boolean, keep: (part: Part, space: Space) => Promise<void>): Promise<void> {
        const total = release.parts.reduce((sum, part) => sum + part.bytes, 0);
        let loaded = 0;
        // All memory is taken at once: it does not grow while the file comes.
        const spaces = release.parts.map((part) => core.space(part.bytes));
        const one = async (part: Part, space: Space): Promise<void> => {
            let came = 0;
            await pieces(
                part,
                () => {
                    loaded -= came;
                    came = space.written = 0;
                },
                (bytes) => {
                    space.write(bytes);
                    came += bytes.length;
                    loaded += bytes.length;
                    this.#progress(loaded, total);
                },
            );
            if (space.written !== space.length || (check && (await space.sha256()) !== part.sha256)) {
                throw new VademecumError("integrity", `${part.name} is not what its hash says: it was altered or damaged on the way`);
            }
            this.#abort.signal.throwIfAborted();
            await keep(part, space);
            if (part.sections.length === 0) core.begin(space);
            else core.add(space, part.sections);
            if (core === this.#core) this.#arrived(core);
        };
        const queue = release.parts.map((part, place) => ({ part, space: spaces[place] as Space }));
        const first = queue.shift();
        if (first !== undefined) await one(first.part, first.space);
        const lane = async (): Promise<void> => {
            for (let next = queue.shift(); next !== undefined; next = queue.shift()) await one(next.part, next.space);
        };
        let fault: { error: unknown } | undefined;
        const lanes = Array.from({ length: AT_ONCE }, () =>
            lane().catch((error: unknown) => {
                fault ??= { error };
                queue.length = 0;
            }),
        );
        await Promise.all(lanes);
        if (fault !== undefined) throw (fault as { error: unknown }).error;
        const missing = core.sections().find((section) => !section.loaded);
        if (missing !== undefined) throw new VademecumError("damaged", `the release header lists no part with ${missing.name}`);
    }

    /** Fetches a release into `core`, and keeps its parts. */
    async #fetchRelease(core: Core, named: Named): Promise<void> {
        const by = coding(this.#options.encoding);
        const store = this.#store;
        const there = new Set(store === undefined ? [] : await store.names().catch(() => []));
        let keeping = store !== undefined;
        const pieces: Pieces = async (part, begin, each) => {
            await getPieces(new URL(part.name, named.base), by, this.#abort.signal, begin, each).catch((error: unknown) => {
                if (error instanceof Unreachable) throw new VademecumError("network", error.message);
                throw error;
            });
        };
        await this.#fill(core, named.release, pieces, true, async (part, space) => {
            if (keeping && store !== undefined && !there.has(part.sha256)) {
                try {
                    // The module's memory may grow meanwhile, so what is written is a copy, of one part at a time.
                    await store.write(part.sha256, space.view().slice());
                } catch (error) {
                    keeping = false;
                    this.#store = undefined;
                    this.#change({ storage: "none" });
                    this.#warn(warningOf(error));
                }
            }
        });
    }

    /** Names the release that is whole, and removes what is not of it. */
    async #keep(named: Named): Promise<void> {
        const store = this.#store;
        if (store === undefined) return;
        const kept: Kept = { name: named.name, sha256: named.sha256, header: named.text };
        try {
            await store.write(CURRENT, new TextEncoder().encode(JSON.stringify(kept)));
            await persist();
            const used = new Set([CURRENT, ...named.release.parts.map((part) => part.sha256)]);
            for (const name of await store.names()) if (!used.has(name)) await store.remove(name);
        } catch (error) {
            this.#warn(warningOf(error));
            this.#change({ storage: "none" });
        }
    }

    /** Opens the release that is kept, where there is one and it is the one that is pinned. */
    async #openKept(pin: string | undefined): Promise<Kept | undefined> {
        const store = this.#store;
        if (store === undefined) return undefined;
        try {
            const stream = await store.read(CURRENT);
            if (stream === undefined) return undefined;
            const kept = JSON.parse(await new Response(stream).text()) as Kept;
            const sha256 = this.#core.sha256(new TextEncoder().encode(kept.header));
            if (sha256 !== kept.sha256 || (pin !== undefined && pin !== sha256)) return undefined;
            const release = readIndex(kept.header) as Release;
            this.#change({ source: "storage", release: kept.name, storage: store.kind });
            const pieces: Pieces = async (part, begin, each) => {
                begin();
                const stream = await store.read(part.sha256);
                if (stream === undefined) throw new VademecumError("damaged", `${part.name} is no longer kept`);
                await drain(stream, each);
            };
            // These bytes had the right hash when they were kept; the module's own checksums find damage since.
            await this.#fill(this.#core, release, pieces, false, () => Promise.resolve());
            this.#finish();
            return kept;
        } catch (error) {
            if (this.#abort.signal.aborted) throw error;
            this.#core.dispose();
            this.#core = new Core(this.#module);
            this.#warn({ code: "storage", message: `what was kept cannot be used (${failureOf(error).message}); it is fetched again` });
            this.#change({ phase: "loading", source: undefined, release: undefined });
            await store.remove(CURRENT).catch(() => undefined);
            return undefined;
        }
    }

    /** Looks for a newer release while the kept one answers, and exchanges it when it is whole. */
    async #update(url: URL, pin: string | undefined, kept: Kept): Promise<void> {
        if (pin !== undefined) return;
        const next = new Core(this.#module);
        try {
            const found = await this.#fetchIndex(url, pin);
            if ("stream" in found || found.sha256 === kept.sha256) {
                next.dispose();
                return;
            }
            this.#change({ updating: found.name });
            await this.#fetchRelease(next, found);
            const old = this.#core;
            this.#core = next;
            old.dispose();
            this.#change({ release: found.name, source: "network", updating: undefined });
            await this.#keep(found);
        } catch (error) {
            if (this.#core !== next) next.dispose();
            if (this.#abort.signal.aborted) return;
            const failure: Failure =
                error instanceof Unreachable ? { code: "offline", message: error.message } : failureOf(error);
            this.#change({ updating: undefined });
            this.#warn({ code: failure.code, message: `${kept.name} is answered; a newer release was not fetched: ${failure.message}` });
        }
    }

    /** Opens a file that is at hand, if it begins as one. */
    async #openGiven(file: Blob): Promise<void> {
        const pin = this.#options.integrity === undefined ? undefined : pinned(this.#options.integrity);
        const [begin] = new Uint8Array(await file.slice(0, 1).arrayBuffer());
        if (begin !== FILE_BEGINS) throw new VademecumError("not_vade", "the file is no .vade file");
        await this.#openFile(file.stream(), "disk", pin);
    }

    /** Puts a file that comes whole into the sections that its directory lists. */
    async #openFile(stream: ReadableStream<Uint8Array>, source: "network" | "disk", pin: string | undefined): Promise<void> {
        const core = this.#core;
        this.#change({ source });
        const filling = new Filling(core, pin === undefined ? () => this.#arrived(core) : () => undefined);
        const hasher = pin === undefined ? undefined : core.hasher();
        await drain(stream, (bytes) => {
            this.#abort.signal.throwIfAborted();
            hasher?.update(bytes);
            filling.write(bytes);
            this.#progress(filling.loaded, filling.total);
        });
        filling.end();
        if (hasher !== undefined && hasher.finish() !== pin) {
            throw new VademecumError("integrity", "the file is not what its hash says: it was altered or damaged on the way");
        }
        this.#arrived(core);
        this.#finish();
    }
}

/** A stream that begins with what was read of it already. */
function rejoined(begin: Uint8Array, rest: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = rest.getReader();
    let first = true;
    return new ReadableStream({
        async pull(controller) {
            if (first) {
                first = false;
                if (begin.length > 0) return controller.enqueue(begin);
            }
            const { done, value } = await reader.read();
            if (done) controller.close();
            else controller.enqueue(value);
        },
        cancel: (reason) => reader.cancel(reason),
    });
}

/** A `.vade` file that comes in pieces: its beginning, then section after section. */
export class Filling {
    /** How many bytes have come. */
    loaded = 0;
    /** How many the file has; 0 until its beginning has come. */
    total = 0;
    readonly #core: Core;
    readonly #arrived: () => void;
    #beginning = new Uint8Array(1 << 16);
    #needed = 0;
    /** The sections that are still to come, in the order of the file. */
    #sections: { section: SectionState; space: Space }[] | undefined;

    constructor(core: Core, arrived: () => void) {
        this.#core = core;
        this.#arrived = arrived;
    }

    /** Takes the next bytes of the file. */
    write(bytes: Uint8Array): void {
        let rest = bytes;
        while (this.#sections === undefined) {
            this.#needed = Math.max(this.#needed, this.#core.beginningNeeded(this.#beginning.subarray(0, this.loaded)));
            if (this.#needed <= this.loaded) {
                this.#begin();
                break;
            }
            if (rest.length === 0) return;
            const taken = rest.subarray(0, this.#needed - this.loaded);
            if (this.#needed > this.#beginning.length) {
                const larger = new Uint8Array(this.#needed);
                larger.set(this.#beginning.subarray(0, this.loaded));
                this.#beginning = larger;
            }
            this.#beginning.set(taken, this.loaded);
            this.loaded += taken.length;
            rest = rest.subarray(taken.length);
        }
        const at = this.loaded;
        this.loaded += rest.length;
        if (this.loaded > this.total) throw new VademecumError("damaged", "the file has bytes behind its end");
        const sections = this.#sections ?? [];
        for (let next = sections[0]; next !== undefined; next = sections[0]) {
            const { section, space } = next;
            const from = section.offset + space.written - at;
            if (from < rest.length || space.written === space.length) {
                space.write(rest.subarray(Math.max(from, 0), section.offset + section.length - at));
            }
            if (space.written < space.length) return;
            this.#core.add(space, [section.name]);
            sections.shift();
            this.#arrived();
        }
    }

    #begin(): void {
        const space = this.#core.space(this.#needed);
        space.write(this.#beginning.subarray(0, this.#needed));
        // The header has the length of the file at byte 16; the module has checked it.
        const view = new DataView(this.#beginning.buffer);
        this.total = Number(view.getBigUint64(16, true));
        this.#core.begin(space);
        this.#beginning = new Uint8Array();
        const missing = this.#core.sections().filter((section) => !section.loaded);
        this.#sections = missing.map((section) => ({ section, space: this.#core.space(section.length) }));
        this.#arrived();
    }

    /** Errors where not all of the file has come. */
    end(): void {
        if (this.#sections === undefined && this.loaded === 0) {
            throw new VademecumError("not_vade", "the file is empty");
        }
        if (this.loaded < this.total || this.#sections === undefined) {
            throw new VademecumError("damaged", `the file is cut short: ${this.loaded} of ${this.total} bytes came`);
        }
    }
}
