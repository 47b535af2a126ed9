//! SNOMED CT and dm+d in the page: the face for browsers.

import { byWorker, inPage } from "./connect.js";
import { VademecumError } from "./errors.js";
import { compile } from "./module.js";
import { requireOneSource, type SessionOptions, type TerminologyOptions } from "./options.js";
import { Terminology } from "./terminology.js";

export { VademecumError, type Failure, type VademecumErrorCode } from "./errors.js";
export type { FromAddress, FromFile, LoadOptions, Progress, State, TerminologyOptions } from "./options.js";
export { highlight, type Piece } from "./highlight.js";
export type * from "./medicines.js";
export type * from "./protocol.js";
export { Terminology, type CallOptions, type Request, type SearchOptions, type SetOptions } from "./terminology.js";

function sessionOptions(options: TerminologyOptions): SessionOptions {
    requireOneSource(options);
    const base = typeof document === "undefined" ? self.location.href : document.baseURI;
    const absolute = (url: string | URL): string => new URL(url, base).href;
    return {
        indexUrl: options.file === undefined ? absolute(options.indexUrl) : "",
        file: options.file,
        wasmUrl: options.wasmUrl === undefined ? undefined : absolute(options.wasmUrl),
        integrity: options.integrity,
        cache: options.cache ?? "auto",
        encoding: options.encoding ?? "auto",
    };
}

function startWorker(worker: true | (() => Worker)): Worker {
    try {
        if (worker !== true) return worker();
        // Bundlers know this form, and make a script of the file.
        return new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "vademecum" });
    } catch (error) {
        throw new VademecumError("worker", `the Worker cannot be started (${String(error)})`);
    }
}

/**
 * Opens a terminology. Resolves when searches are answered; `loaded` resolves when everything is.
 *
 * @throws {@link VademecumError} where the index cannot be had or is not what it should be; the reason of `signal` where
 * that ends it.
 */
export async function createTerminology(options: TerminologyOptions): Promise<Terminology> {
    options.signal?.throwIfAborted();
    const session = sessionOptions(options);
    const worker = options.worker ?? true;
    const terminology = new Terminology(options, (hear) =>
        worker === false ? inPage(compile(session.wasmUrl), session, hear) : byWorker(startWorker(worker), session, hear),
    );
    return terminology.searching(options.signal);
}
