//! Where parts are kept between visits: OPFS, or Cache Storage.
//!
//! A store belongs to one `indexUrl`. Parts are named by their hash, and `current` names the release that is whole; it is
//! written last, so that a visit that ends early leaves the release before it whole.

import { failureOf, VademecumError, type Failure } from "./errors.js";

const FOLDER = "vademecum";

/** A place for files by name. */
export interface Store {
    readonly kind: "opfs" | "cache-storage";
    /** The file as a stream, or `undefined` where there is none. */
    read(name: string): Promise<ReadableStream<Uint8Array> | undefined>;
    /** Writes a file; it is there whole or not at all. */
    write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
    names(): Promise<string[]>;
    remove(name: string): Promise<void>;
}

/** The failure to keep something, as a warning. */
export function warningOf(error: unknown): Failure {
    const name = error instanceof Error || error instanceof DOMException ? error.name : "";
    if (name === "QuotaExceededError") {
        return { code: "quota", message: "the browser gives no room to keep the file; it is answered from memory" };
    }
    return { code: "storage", message: `the browser's storage cannot be used (${failureOf(error).message})` };
}

function isMissing(error: unknown): boolean {
    return error instanceof DOMException && error.name === "NotFoundError";
}

class Opfs implements Store {
    readonly kind = "opfs";
    readonly #folder: FileSystemDirectoryHandle;

    constructor(folder: FileSystemDirectoryHandle) {
        this.#folder = folder;
    }

    async read(name: string): Promise<ReadableStream<Uint8Array> | undefined> {
        try {
            return (await (await this.#folder.getFileHandle(name)).getFile()).stream();
        } catch (error) {
            if (isMissing(error)) return undefined;
            throw error;
        }
    }

    async write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
        const file = await this.#folder.getFileHandle(name, { create: true });
        // What is written becomes the file when it is closed.
        const out = await file.createWritable();
        try {
            await out.write(bytes);
            await out.close();
        } catch (error) {
            await out.abort().catch(() => undefined);
            await this.remove(name).catch(() => undefined);
            throw error;
        }
    }

    async names(): Promise<string[]> {
        const names: string[] = [];
        for await (const name of (this.#folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
        return names;
    }

    async remove(name: string): Promise<void> {
        await this.#folder.removeEntry(name).catch((error: unknown) => {
            if (!isMissing(error)) throw error;
        });
    }
}

class CacheStore implements Store {
    readonly kind = "cache-storage";
    readonly #cache: Cache;

    constructor(cache: Cache) {
        this.#cache = cache;
    }

    /** Cache Storage goes by addresses; nothing is fetched from these. */
    #key(name: string): string {
        return `https://vademecum.invalid/${name}`;
    }

    async read(name: string): Promise<ReadableStream<Uint8Array> | undefined> {
        return (await this.#cache.match(this.#key(name)))?.body ?? undefined;
    }

    async write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
        await this.#cache.put(this.#key(name), new Response(bytes));
    }

    async names(): Promise<string[]> {
        return (await this.#cache.keys()).map((request) => new URL(request.url).pathname.slice(1));
    }

    async remove(name: string): Promise<void> {
        await this.#cache.delete(this.#key(name));
    }
}

async function opfs(key: string): Promise<Store | undefined> {
    const writable = typeof FileSystemFileHandle === "function" && "createWritable" in FileSystemFileHandle.prototype;
    if (typeof navigator === "undefined" || navigator.storage?.getDirectory === undefined || !writable) return undefined;
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(FOLDER, { create: true });
    return new Opfs(await folder.getDirectoryHandle(key, { create: true }));
}

async function cacheStorage(key: string): Promise<Store | undefined> {
    if (typeof caches === "undefined") return undefined;
    return new CacheStore(await caches.open(`${FOLDER}-${key}`));
}

/**
 * The store of `key`. Where none can be had, the warning says why; none is needed where `wanted` is `none`.
 */
export async function openStore(
    wanted: "auto" | "opfs" | "cache-storage" | "none",
    key: string,
): Promise<{ store: Store | undefined; warning: Failure | undefined }> {
    let warning: Failure | undefined;
    if (wanted === "none") return { store: undefined, warning };
    for (const [kind, open] of [["opfs", opfs], ["cache-storage", cacheStorage]] as const) {
        if (wanted !== "auto" && wanted !== kind) continue;
        try {
            const store = await open(key);
            if (store !== undefined) return { store, warning: undefined };
        } catch (error) {
            warning = warningOf(error);
        }
    }
    const reason = "this browser, or a page that came over plain HTTP, has no storage for files; the file is answered from memory";
    return { store: undefined, warning: warning ?? failureOf(new VademecumError("storage", reason)) };
}

/** Asks the browser not to clear what is kept when room is short. It may say no, and nothing depends on it. */
export async function persist(): Promise<void> {
    await navigator.storage?.persist?.().catch(() => false);
}
