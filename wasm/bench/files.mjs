// Where the engines' files are, in Node and on the bench's server.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const dist = join(here, "..", "npm", "dist");
const modules = join(here, "node_modules");
const sqlite = join(modules, "@sqlite.org", "sqlite-wasm", "dist");

export function nodeFiles() {
    const url = (...path) => pathToFileURL(join(...path)).href;
    return {
        vademecum: url(dist, "sync.js"),
        core: url(dist, "core.js"),
        wasm: readFileSync(join(dist, "vademecum.wasm")),
        minisearch: url(modules, "minisearch", "dist", "es", "index.js"),
        flexsearch: url(modules, "flexsearch", "dist", "flexsearch.bundle.module.min.mjs"),
        sqlite: url(sqlite, "node.mjs"),
    };
}

export const pageFiles = {
    vademecum: "/vademecum/sync.js",
    core: "/vademecum/core.js",
    minisearch: "/modules/minisearch/dist/es/index.js",
    flexsearch: "/modules/flexsearch/dist/flexsearch.bundle.module.min.mjs",
    sqlite: "/modules/@sqlite.org/sqlite-wasm/dist/index.mjs",
};

export const mounts = { vademecum: dist, modules, bench: here };
