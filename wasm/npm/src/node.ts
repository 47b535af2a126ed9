//! SNOMED CT and dm+d in a process: the face for Node.

import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

import { inPage } from "./connect.js";
import { Core, type Space } from "./core.js";
import { VademecumError } from "./errors.js";
import { requireOneSource, type SessionOptions, type TerminologyOptions } from "./options.js";
import { pinned } from "./release.js";
import { TerminologySync } from "./sync.js";
import { Terminology } from "./terminology.js";

export { VademecumError, type Failure, type VademecumErrorCode } from "./errors.js";
export type { FromAddress, FromFile, LoadOptions, Progress, State, TerminologyOptions } from "./options.js";
export { highlight, type Piece } from "./highlight.js";
export type * from "./medicines.js";
export type * from "./protocol.js";
export { TerminologySync } from "./sync.js";
export { Terminology, type CallOptions, type Request, type SearchOptions, type SetOptions } from "./terminology.js";

/** How much is read at a time. */
const PIECE = 4 << 20;

function wasmFile(wasmUrl: string | URL | undefined): string {
    const url = wasmUrl ?? new URL("./vademecum.wasm", import.meta.url);
    return typeof url === "string" && !url.startsWith("file:") ? url : fileURLToPath(url);
}

function cannotRead(path: string, error: unknown): VademecumError {
    return new VademecumError("io", `${path}: ${error instanceof Error ? error.message : String(error)}`);
}

async function compileFile(wasmUrl: string | URL | undefined): Promise<WebAssembly.Module> {
    const path = wasmFile(wasmUrl);
    try {
        return await WebAssembly.compile(await readFile(path));
    } catch (error) {
        throw new VademecumError("module", `${path} cannot be compiled (${String(error)})`);
    }
}

/** Reads a file into the module's memory. */
async function readInto(core: Core, path: string, signal: AbortSignal, tell: (loaded: number, total: number) => void): Promise<Space> {
    const file = await open(path).catch((error: unknown) => {
        throw cannotRead(path, error);
    });
    try {
        const { size } = await file.stat();
        const space = core.space(size);
        const piece = new Uint8Array(Math.min(PIECE, Math.max(size, 1)));
        while (space.written < size) {
            const { bytesRead } = await file.read(piece, 0, piece.length, space.written);
            signal.throwIfAborted();
            if (bytesRead === 0) throw new VademecumError("io", `${path} became shorter while it was read`);
            space.write(piece.subarray(0, bytesRead));
            tell(space.written, size);
        }
        return space;
    } finally {
        await file.close();
    }
}

/**
 * Opens a terminology: a `.vade` file by its path or `file:` address, or whatever a browser opens by its `http:` address.
 * Answers are given in the thread that asks, most within a millisecond.
 *
 * @throws {@link VademecumError} where the index cannot be had or is not what it should be; the reason of `signal` where
 * that ends it.
 */
export async function createTerminology(options: TerminologyOptions): Promise<Terminology> {
    options.signal?.throwIfAborted();
    if (options.worker !== undefined && options.worker !== false) {
        throw new VademecumError("unsupported", "in Node, answers are given in the thread that asks: leave `worker` out");
    }
    requireOneSource(options);
    const text = options.file === undefined ? String(options.indexUrl) : "";
    const isRemote = /^https?:/.test(text);
    const path = isRemote ? "" : text.startsWith("file:") ? fileURLToPath(text) : text;
    const session: SessionOptions = {
        indexUrl: isRemote ? text : pathToFileURL(path).href,
        file: options.file,
        wasmUrl: undefined,
        integrity: options.integrity,
        cache: "none",
        encoding: options.encoding ?? "auto",
    };
    const compiled = compileFile(options.wasmUrl);
    const terminology = new Terminology(options, (hear) => {
        if (isRemote || options.file !== undefined) return inPage(compiled, session, hear);
        return inPage(compiled, session, hear, (started) =>
            started.runFromDisk(async (core, signal) => {
                const tell = (loaded: number, total: number): void => hear({ type: "progress", progress: { loaded, total } });
                const space = await readInto(core, path, signal, tell);
                if (options.integrity !== undefined && (await space.sha256()) !== pinned(options.integrity)) {
                    throw new VademecumError("integrity", `${path} is not what its hash says`);
                }
                core.openWhole(space);
            }),
        );
    });
    return terminology.searching(options.signal);
}

/** Opens a `.vade` file at once, by its path or `file:` address; its answers are returned, not promised. */
export function openTerminologyFileSync(file: string | URL, options: { wasmUrl?: string | URL } = {}): TerminologySync {
    const path = typeof file === "string" && !file.startsWith("file:") ? file : fileURLToPath(file);
    const core = new Core(new WebAssembly.Module(readFileSync(wasmFile(options.wasmUrl))));
    let descriptor: number;
    try {
        descriptor = openSync(path, "r");
    } catch (error) {
        throw cannotRead(path, error);
    }
    try {
        const { size } = fstatSync(descriptor);
        const space = core.space(size);
        const view = space.view();
        while (space.written < size) {
            const count = readSync(descriptor, view, space.written, Math.min(PIECE, size - space.written), null);
            if (count === 0) throw new VademecumError("io", `${path} became shorter while it was read`);
            space.written += count;
        }
        core.openWhole(space);
    } finally {
        closeSync(descriptor);
    }
    return new TerminologySync(core);
}
