//! What can go wrong, each with a code that a program can tell apart.

import type { ProtocolErrorCode } from "./protocol.js";

/**
 * Why there is no answer. Besides the codes of the request protocol:
 *
 * | code | meaning |
 * |---|---|
 * | `offline` | the server cannot be reached, and nothing is kept in this browser |
 * | `network` | the server answered with an error, or a transfer broke off three times |
 * | `integrity` | what came is not what its hash says: it was altered or damaged on the way |
 * | `memory` | there is not enough memory for the file |
 * | `quota` | the browser gives no room to keep the file; told as a warning, the file is answered from memory |
 * | `storage` | the browser's storage cannot be used; told as a warning like `quota` |
 * | `module` | the WASM module cannot be loaded or started |
 * | `worker` | the Worker cannot be started, or ended by itself |
 * | `disposed` | `dispose` was called |
 */
export type VademecumErrorCode =
    | ProtocolErrorCode
    | "offline"
    | "network"
    | "integrity"
    | "memory"
    | "quota"
    | "storage"
    | "module"
    | "worker"
    | "disposed";

/** A failure as it crosses from the Worker. */
export interface Failure {
    code: VademecumErrorCode;
    message: string;
    offset?: number;
}

/** Why there is no answer. */
export class VademecumError extends Error {
    override readonly name = "VademecumError";
    /** What kind of failure it is. */
    readonly code: VademecumErrorCode;
    /** Where a text is at fault, in bytes of its UTF-8. */
    readonly offset: number | undefined;

    constructor(code: VademecumErrorCode, message: string, offset?: number) {
        super(message);
        this.code = code;
        this.offset = offset;
    }
}

/** The error that a failure is. */
export function errorOf(failure: Failure): VademecumError {
    return new VademecumError(failure.code, failure.message, failure.offset);
}

/** The failure that an error is. */
export function failureOf(error: unknown): Failure {
    if (error instanceof VademecumError) {
        const failure: Failure = { code: error.code, message: error.message };
        if (error.offset !== undefined) failure.offset = error.offset;
        return failure;
    }
    return { code: "module", message: error instanceof Error ? error.message : String(error) };
}

/** Calls the module; what it throws becomes a {@link VademecumError}. */
export function calling<T>(call: () => T): T {
    try {
        return call();
    } catch (error) {
        if (typeof error === "string") throw errorOf(JSON.parse(error) as Failure);
        if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
            throw new VademecumError("memory", `the module stopped (${error.message}); make a new one`);
        }
        throw error;
    }
}
