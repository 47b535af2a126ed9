//! Bytes over the network: whole texts, and streams that are undone from their compression on the way.

import { VademecumError } from "./errors.js";

/** How often a transfer is tried before it is given up. */
const ATTEMPTS = 3;
const PAUSE_MS = 300;

/** The server cannot be reached at all, as far as a page can tell. */
export class Unreachable extends Error {}

/** Fetches; what the server refuses is an error. */
export async function get(url: URL, signal: AbortSignal, cache: RequestCache): Promise<Response> {
    let response: Response;
    try {
        response = await fetch(url, { signal, cache, credentials: "same-origin" });
    } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw new Unreachable(`${url.href} cannot be reached (${String(error)})`);
    }
    if (!response.ok) {
        throw new VademecumError("network", `${url.href} answered ${response.status} ${response.statusText}`.trimEnd());
    }
    return response;
}

/** Calls `each` with the pieces of a stream. */
export async function drain(stream: ReadableStream<Uint8Array>, each: (bytes: Uint8Array) => void): Promise<void> {
    const reader = stream.getReader();
    try {
        for (;;) {
            const { done, value } = await reader.read();
            if (done) return;
            each(value);
        }
    } catch (error) {
        await reader.cancel(error).catch(() => undefined);
        throw error;
    } finally {
        reader.releaseLock();
    }
}

/** The ending of a compressed file, and what undoes it. */
interface Coding {
    ending: string;
    format: string | undefined;
}

function canUndo(format: string): boolean {
    try {
        // TypeScript's list of formats is older than browsers'.
        new DecompressionStream(format as CompressionFormat);
        return true;
    } catch {
        return false;
    }
}

/** How parts come over the wire. */
export function coding(encoding: "auto" | "brotli" | "gzip" | "host"): Coding {
    const brotli: Coding = { ending: ".br", format: "brotli" };
    const gzip: Coding = { ending: ".gz", format: "gzip" };
    const plain: Coding = { ending: "", format: undefined };
    const has = typeof DecompressionStream === "function";
    if (encoding === "host") return plain;
    if (encoding !== "gzip" && has && canUndo("brotli")) return brotli;
    if (encoding === "brotli") {
        throw new VademecumError("unsupported", "this browser does not undo Brotli by itself: choose `auto` or `host`");
    }
    return has ? gzip : plain;
}

/** The body of a response without the compression that its name tells of. */
function undone(response: Response, { format }: Coding): ReadableStream<Uint8Array> {
    const body = response.body ?? new Blob().stream();
    // A host that marks the file itself as encoded has the browser undo it.
    if (format === undefined || response.headers.get("content-encoding") !== null) return body;
    return body.pipeThrough(new DecompressionStream(format as CompressionFormat) as ReadableWritablePair<Uint8Array, Uint8Array>);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason as Error)), { once: true });
    });
}

/** Fetches a file in pieces; `begin` is called before the first piece of each attempt. */
export async function getPieces(
    url: URL,
    by: Coding,
    signal: AbortSignal,
    begin: () => void,
    each: (bytes: Uint8Array) => void,
): Promise<void> {
    const whole = new URL(url.href + by.ending);
    for (let attempt = 1; ; attempt += 1) {
        begin();
        try {
            const response = await get(whole, signal, "default");
            return await drain(undone(response, by), each);
        } catch (error) {
            if (signal.aborted) throw signal.reason;
            // What came is wrong, or the server refused: another attempt brings the same.
            if (error instanceof VademecumError) throw error;
            if (attempt === ATTEMPTS) {
                if (error instanceof Unreachable) throw error;
                throw new VademecumError("network", `${whole.href} broke off ${ATTEMPTS} times (${String(error)})`);
            }
            await pause(PAUSE_MS * attempt, signal);
        }
    }
}
