// What the bench calls in a page.

import { measure, quantile } from "./engines.mjs";

const bytes = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());

window.bench = {
    /** Loads every engine's code, so that none of it is told as memory of one. */
    async warm(files) {
        for (const url of Object.values(files)) await import(url);
        this.wasm = await bytes("/vademecum/vademecum.wasm");
    },
    async run({ name, url, files, queries, rounds }) {
        const { engine, ready, classes } = await measure(name, await bytes(url), { ...files, wasm: this.wasm }, queries, rounds);
        this.kept = engine;
        return { ready, classes, wasmBytes: engine.wasmBytes?.() };
    },
    /** The same through the Worker, from a packed folder: what a page sees. */
    async runWorker({ url, queries }) {
        const { createTerminology } = await import("/vademecum/index.js");
        const open = async () => {
            const begun = performance.now();
            const terminology = await createTerminology({ indexUrl: url });
            await terminology.search("he");
            const searching = performance.now() - begun;
            await terminology.loaded;
            return { terminology, searching, loaded: performance.now() - begun };
        };
        const first = await open();
        first.terminology.dispose();
        const second = await open();
        const times = [];
        for (const some of Object.values(queries)) {
            for (const query of some) {
                const from = performance.now();
                await second.terminology.search(query);
                times.push(1000 * (performance.now() - from));
            }
        }
        times.sort((a, b) => a - b);
        const { memoryBytes } = second.terminology.state;
        return {
            first: { searching: first.searching, loaded: first.loaded },
            second: { searching: second.searching, loaded: second.loaded },
            p50: quantile(times, 0.5),
            p99: quantile(times, 0.99),
            memoryBytes,
        };
    },
};
document.querySelector("main").textContent = "ready";
