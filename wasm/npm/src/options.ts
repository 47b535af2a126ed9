//! What a terminology is made with, and what it tells of itself.

import { VademecumError, type Failure } from "./errors.js";

/** How a terminology is made: from an address, or from a file that is at hand. */
export type TerminologyOptions = LoadOptions & (FromAddress | FromFile);

/** What is opened lies at an address. */
export interface FromAddress {
    /**
     * Where the index is: a folder that `vademecum pack` wrote (its address ends in `/`), the `latest.json` or a
     * `release-….json` in it, or a `.vade` file. In Node also the path of a `.vade` file.
     */
    indexUrl: string | URL;
    file?: never;
}

/** What is opened is at hand. */
export interface FromFile {
    /**
     * A `.vade` file, such as one that a person chose or dropped onto the page. It is read into memory; nothing is sent or
     * kept.
     */
    file: Blob;
    indexUrl?: never;
}

/** How it is loaded. */
export interface LoadOptions {
    /** Where the WASM module is. By default it lies beside the package's own files. */
    wasmUrl?: string | URL;
    /**
     * Whether a Worker answers, which keeps the page free: `true` by default in a browser. A function makes the Worker
     * where a bundler wants that done in its own way; its script is the package's `vademecum/worker`. In Node the
     * answer is given where it is asked for, and only `false` can be chosen.
     */
    worker?: boolean | (() => Worker);
    /** Ends the loading; the promise then rejects with the signal's reason. */
    signal?: AbortSignal;
    /** Is told how much has come, a few times a second. */
    onProgress?: (progress: Progress) => void;
    /** Is told whenever {@link State} changes. */
    onState?: (state: State) => void;
    /**
     * SHA-256 of the release header (`release-….json`), or of a `.vade` file: `sha256-…` in base64 as in HTML, or 64
     * hexadecimal digits. The header has the hashes of everything else. With a `.vade` file nothing is answered before
     * all of it has come.
     */
    integrity?: string;
    /** Where the index is kept between visits. `auto` is OPFS, or Cache Storage where there is none. */
    cache?: "auto" | "opfs" | "cache-storage" | "none";
    /**
     * How parts are compressed on the wire. `auto` fetches Brotli where the browser can undo it by itself, else gzip.
     * `host` fetches plain names, and leaves it to server and browser to agree.
     */
    encoding?: "auto" | "brotli" | "gzip" | "host";
}

/** How much has come, in bytes of the file before compression. */
export interface Progress {
    loaded: number;
    total: number;
}

/** What is open and how. */
export interface State {
    /**
     * `loading`: nothing is answered yet. `searching`: searches are answered, and the rest is on its way. `loaded`:
     * everything is answered. `failed`: see `failure`; what had come by then is still answered. `disposed`.
     */
    phase: "loading" | "searching" | "loaded" | "failed" | "disposed";
    /** The name of the release header, such as `release-0123456789abcdef.json`; `undefined` for a `.vade` file. */
    release: string | undefined;
    /** Where the bytes came from. */
    source: "network" | "storage" | "disk" | undefined;
    /** Where they are kept for the next visit. */
    storage: "opfs" | "cache-storage" | "none";
    /** What computes hashes: the browser, or the module where a page that came over plain HTTP has no `crypto.subtle`. */
    hashing: "browser" | "module";
    /** A newer release that is being fetched while this one answers. */
    updating: string | undefined;
    /** Bytes of the module's memory. */
    memoryBytes: number;
    /** What did not go as wished and does not keep the terminology from answering. */
    warnings: Failure[];
    /** Why the phase is `failed`. */
    failure: Failure | undefined;
}

/** What a Worker is started with: options that can be sent. */
export interface SessionOptions {
    /** Where the index is; not read where there is a `file`. */
    indexUrl: string;
    file: Blob | undefined;
    wasmUrl: string | undefined;
    integrity: string | undefined;
    cache: "auto" | "opfs" | "cache-storage" | "none";
    encoding: "auto" | "brotli" | "gzip" | "host";
}

/** What a session tells. */
export type SessionEvent =
    | { type: "state"; state: State }
    | { type: "progress"; progress: Progress }
    | { type: "searching" }
    | { type: "loaded" }
    | { type: "failed"; failure: Failure };

/** Errors where a caller without types names both an address and a file, or neither. */
export function requireOneSource(options: TerminologyOptions): void {
    if ((options.indexUrl === undefined) === (options.file === undefined)) {
        throw new VademecumError("bad_request", "give either `indexUrl` or `file`");
    }
}
