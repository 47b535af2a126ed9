//! Getting the compiled module in a browser.

import { VademecumError } from "./errors.js";

/** Compiles the module while it comes. */
export async function compile(wasmUrl: string | undefined): Promise<WebAssembly.Module> {
    // Bundlers know this form, and put the file where the page finds it.
    const url = wasmUrl ?? new URL("./vademecum.wasm", import.meta.url).href;
    let response: Response;
    try {
        response = await fetch(url, { credentials: "same-origin" });
    } catch (error) {
        throw new VademecumError("module", `${url} cannot be reached (${String(error)})`);
    }
    if (!response.ok) throw new VademecumError("module", `${url} answered ${response.status}`);
    try {
        // A host that does not call the file application/wasm has it compiled after it has come.
        const streams = response.headers.get("content-type")?.startsWith("application/wasm") === true;
        if (streams) return await WebAssembly.compileStreaming(response);
        return await WebAssembly.compile(await response.arrayBuffer());
    } catch (error) {
        throw new VademecumError("module", `${url} cannot be compiled (${String(error)})`);
    }
}
